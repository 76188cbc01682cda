"""What changed in the law between two days, on the screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from sro_core.cli.choosing import packs_named
from sro_core.cli.listing import write_pack_head
from sro_core.cli.screen import Screen, shown
from sro_core.cli.told import Line, write_told
from sro_core.rules.amendments import Amendment, AmendmentKind, Difference, amendments
from sro_core.rules.packs import Pack
from sro_core.rules.rulebook import Rulebook
from sro_core.rules.telling import tell

__all__ = ["write_amendments"]

_MARKS: Final = 5


def write_amendments(
    screen: Screen, rulebook: Rulebook, name: str, since: dt.date, until: dt.date
) -> None:
    """Write what changed after one day up to another; refuses a name that no pack has.

    Args:
        screen: Where to.
        rulebook: The packs.
        name: The id of a pack, or a jurisdiction.
        since: The day to which the law is compared.
        until: The last day on which a change counts; not before the other.
    """
    for number, pack in enumerate(packs_named(rulebook, name)):
        if number:
            screen.line()
        write_pack_head(screen, pack)
        _write_edges(screen, pack, since, until)
        found = amendments(pack, since=since, until=until)
        for amendment in found:
            screen.line()
            _write_amendment(screen, pack, amendment)
        if not found:
            screen.line()
            screen.wrapped(f"Nothing changed in these rules from {since} to {until}.", hang=0)
        changed = {amendment.requirement.id for amendment in found}
        same = [
            item.id
            for item in pack.requirements
            if item.id not in changed and item.version_on(until) is not None
        ]
        if same:
            screen.line()
            screen.wrapped(f"In force on both days and the same: {shown(', '.join(same))}.")
    screen.line()
    screen.line("Not legal advice.")


def _write_edges(screen: Screen, pack: Pack, since: dt.date, until: dt.date) -> None:
    """Where the days lie outside of what was researched."""
    if since < pack.researched_from:
        screen.wrapped(
            f"Mind: nobody looked at the days before {pack.researched_from}; a rule that begins "
            "on that day may be older.",
            indent=2,
        )
    if pack.verified_through < until:
        screen.wrapped(
            f"Mind: nobody looked at the days after {pack.verified_through}; what changed later "
            "is missing.",
            indent=2,
        )


def _write_amendment(screen: Screen, pack: Pack, amendment: Amendment) -> None:
    requirement = amendment.requirement
    screen.line(f"{amendment.day}  {amendment.kind}  {shown(requirement.id)}", "bold")
    screen.wrapped(f"{shown(requirement.title)} ({requirement.level})", indent=2, hang=0)
    screen.wrapped(shown(amendment.citation), indent=2, hang=0, style="dim")
    write_told(screen, _told(pack, amendment), indent=2, marks=_MARKS * _marked(amendment))


def _marked(amendment: Amendment) -> bool:
    return amendment.kind is AmendmentKind.REPLACED


def _told(pack: Pack, amendment: Amendment) -> Iterator[tuple[tuple[str, ...], Iterator[Line]]]:
    """What differs, or all of what began or ended; the citation stands above it."""
    if _marked(amendment):
        yield from ((item.labels, _unified(item)) for item in amendment.differences)
        return
    version = amendment.after or amendment.before
    for item in tell(version, pack) if version is not None else ():
        if item.labels != ("Citation",):
            yield item.labels, map(Line, item.lines)


def _unified(difference: Difference) -> Iterator[Line]:
    """The lines of both versions: those of one alone with a mark, those of both without."""
    before, after = difference.before, difference.after
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, start, stop in matcher.get_opcodes():
        if tag == "equal":
            yield from map(Line, before[first:last])
        else:
            yield from (Line(text, "was") for text in before[first:last])
            yield from (Line(text, "now") for text in after[start:stop])
