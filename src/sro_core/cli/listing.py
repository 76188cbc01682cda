"""Rule packs on the screen: a line for each, or the requirements of those that are named."""

from __future__ import annotations

import datetime as dt
import shlex
import textwrap
from collections.abc import Sequence
from typing import Final

from sro_core.cli.choosing import packs_named
from sro_core.cli.screen import Screen, counted, dated, shown
from sro_core.identifiers import JURISDICTIONS
from sro_core.rules.packs import Level, Pack, Requirement, Version
from sro_core.rules.rulebook import Rulebook

__all__ = ["write_list", "write_overview", "write_pack_head"]

_LEAST_TITLE: Final = 16
_REST: Final = "{mandatory:>9}  {recommended:>11}  {checked:<10}  {confidence:<10}"


def write_overview(screen: Screen, rulebook: Rulebook, as_of: dt.date | None) -> None:
    """Write a line for each pack: how many requirements it has, and how far it was checked.

    Args:
        screen: Where to.
        rulebook: The packs.
        as_of: Count only what is in force on this day; None counts all there are.
    """
    title = f"Requirements in force on {as_of}" if as_of is not None else "Requirements"
    screen.line(f"{title}, by rule pack", "bold")
    screen.line()
    head = _REST.format(
        mandatory="mandatory", recommended="recommended", checked="checked", confidence="confidence"
    )
    names = max(map(len, ("pack", *(shown(pack.id) for pack in rulebook.packs)))) + 2
    _row(screen, names, ("pack", "whose", head), "bold")
    for pack in rulebook.packs:
        levels = [item.level for item, _versions in _in_force(pack, as_of)]
        rest = _REST.format(
            mandatory=levels.count(Level.MANDATORY) or "-",
            recommended=levels.count(Level.RECOMMENDED) or "-",
            checked=str(pack.verified_through) if _goes_stale(pack) else "",
            confidence=pack.confidence,
        )
        _row(screen, names, (pack.id, pack.title, rest))
    screen.line()
    if as_of is not None:
        _write_edges(screen, rulebook, as_of)
    _write_uncovered(screen, rulebook)
    screen.wrapped(
        "`sro-core rules list US-TX` lists the requirements of a jurisdiction, `rules list --all` "
        "those of all; `rules show ID` says what one asks. Not legal advice.",
        hang=0,
    )


def _row(screen: Screen, names: int, cells: tuple[str, str, str], style: str = "") -> None:
    name, title, rest = cells
    width = max(screen.width - names - 1 - len(rest), _LEAST_TITLE)
    short = textwrap.shorten(shown(title), width - 2, placeholder="...")
    screen.line(f"{shown(name):<{names}}{short:<{width}}{rest}".rstrip(), style)


def _goes_stale(pack: Pack) -> bool:
    """Whether a pack rests on sources that can change; one that rests on none does not."""
    return pack.verified_through < dt.date.max


def _in_force(pack: Pack, as_of: dt.date | None) -> list[tuple[Requirement, Sequence[Version]]]:
    """The requirements with those of their versions that are asked about."""
    if as_of is None:
        return [(item, item.versions) for item in pack.requirements]
    found = ((item, item.version_on(as_of)) for item in pack.requirements)
    return [(item, (version,)) for item, version in found if version is not None]


def _write_edges(screen: Screen, rulebook: Rulebook, as_of: dt.date) -> None:
    """Which packs say less of the day than it seems."""
    later = [pack.id for pack in rulebook.packs if pack.verified_through < as_of]
    earlier = [pack.id for pack in rulebook.packs if as_of < pack.researched_from]
    if later:
        screen.wrapped(
            f"Checked only until an earlier day, and marked so in every answer: {', '.join(later)}."
        )
    if earlier:
        screen.wrapped(
            f"Not researched for so early a day, and unknown in every answer: {', '.join(earlier)}."
        )


def _write_uncovered(screen: Screen, rulebook: Rulebook) -> None:
    covered = {pack.jurisdiction for pack in rulebook.packs}
    uncovered = sorted(JURISDICTIONS - covered - {"US"})  # nobody is posted to all of them
    if uncovered:
        screen.wrapped(f"No pack, and unknown in every answer: {', '.join(uncovered)}.")


def write_list(
    screen: Screen,
    rulebook: Rulebook,
    names: Sequence[str],
    as_of: dt.date | None,
    given: Sequence[str] = (),
) -> None:
    """Write the requirements of packs; refuses a name that no pack has.

    Args:
        screen: Where to.
        rulebook: The packs.
        names: Ids of packs or jurisdictions; none is every pack.
        as_of: Write only what is in force on this day; None writes all there are.
        given: The options that chose the packs, for the command that is proposed.
    """
    named = [pack for name in names for pack in packs_named(rulebook, name)]
    if as_of is not None:
        screen.line(f"Requirements in force on {as_of}", "bold")
        screen.line()
    for number, pack in enumerate(dict.fromkeys(named) if names else rulebook.packs):
        if number:
            screen.line()
        write_pack_head(screen, pack)
        found = _in_force(pack, as_of)
        for requirement, versions in found:
            _write_entry(screen, requirement, versions)
        left_out = len(pack.requirements) - len(found)
        if not pack.requirements:
            screen.line("  The pack has no requirement.")
        elif left_out:
            screen.line(f"  {counted(left_out, 'requirement')} not in force on that day")
    screen.line()
    show = shlex.join(["sro-core", "rules", "show", "ID", *given])
    screen.line(f"`{show}` says what a rule asks. Not legal advice.")


def write_pack_head(screen: Screen, pack: Pack) -> None:
    """Write which pack it is and how far its knowledge reaches.

    Args:
        screen: Where to.
        pack: The pack.
    """
    screen.line(f"{shown(pack.id)}  {shown(pack.title)}", "bold")
    place = f"{pack.jurisdiction}, " if pack.jurisdiction is not None else ""
    through = f", checked through {pack.verified_through}" if _goes_stale(pack) else ""
    screen.wrapped(
        f"{place}edition {shown(pack.edition)}, researched from {pack.researched_from}{through}, "
        f"{pack.confidence}",
        indent=2,
        style="dim",
    )


def _write_entry(screen: Screen, requirement: Requirement, versions: Sequence[Version]) -> None:
    spans = "; ".join(dated(version.start, version.end) for version in versions)
    screen.line(f"  {shown(requirement.id)}")
    screen.wrapped(f"{shown(requirement.title)}: {requirement.level}, {spans}", indent=6, hang=0)
