"""All that a rule pack or a requirement says, on the screen, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from sro_core.cli.choosing import packs_named
from sro_core.cli.listing import write_pack_head
from sro_core.cli.screen import Screen, dated, nearest, refuse, shown
from sro_core.cli.told import Line, write_told
from sro_core.identifiers import JURISDICTION
from sro_core.rules.facts import Absent, AttestedFact
from sro_core.rules.packs import (
    BearsOn,
    JurisdictionOf,
    Level,
    Pack,
    Per,
    Requirement,
    Source,
    Version,
)
from sro_core.rules.rulebook import Rulebook
from sro_core.rules.telling import FOUNDED_ON, tell

__all__ = ["ABSENT", "about", "write_rule"]

_PER: Final = {
    Per.OFFICER: "one finding for each officer",
    Per.SPELL: "one finding for each officer and spell of service",
    Per.ASSIGNMENT: "one finding for each assignment",
    Per.AGENCY: "one finding for each agency",
    Per.DISTRICT: "one finding for each district",
    Per.PARTNERSHIP: "one finding for each agency and district that work together",
}
_BEARS_ON: Final = {
    BearsOn.SCHOOL_SERVICE: "decides whether an officer is ready for a school",
    BearsOn.LICENSE: "concerns the license of every officer, not readiness for a school",
}
_PLACES: Final = {
    JurisdictionOf.DISTRICT: "officers posted to a district of the jurisdiction",
    JurisdictionOf.AGENCY: "officers of an agency of the jurisdiction, wherever they are posted",
}

#: What it stands for that nobody states a fact.
ABSENT: Final = {
    Absent.UNKNOWN: "where nobody states it, the answer is unknown",
    Absent.FALSE: "where nobody states it, no is presumed",
    Absent.TRUE: "where nobody states it, yes is presumed",
}


def about(fact: AttestedFact) -> str:
    """What kind of value a fact has, and what it is about.

    Args:
        fact: The fact.
    """
    article = "an" if fact.about[0] in "aeiou" else "a"
    return f"{fact.value}, about {article} {fact.about}"


def write_rule(screen: Screen, rulebook: Rulebook, name: str) -> None:
    """Write a pack or a requirement in words; refuses a name that neither has.

    Args:
        screen: Where to.
        rulebook: The packs.
        name: The id of a pack or of a requirement, or a jurisdiction.
    """
    requirements = {item.id: (pack, item) for pack in rulebook.packs for item in pack.requirements}
    if name in requirements:
        pack, requirement = requirements[name]
        _write_requirement(screen, pack, requirement)
        _write_items(screen, "Sources", _sources(pack, requirement.sources))
        screen.line()
        _write_foot(screen, pack)
        return
    if isinstance(JURISDICTION.parse(name), str) or name in {item.id for item in rulebook.packs}:
        for number, pack in enumerate(packs_named(rulebook, name)):
            if number:
                screen.line()
            _write_pack(screen, pack)
        return
    close = nearest(name, [*(pack.id for pack in rulebook.packs), *requirements])
    hint = f" Nearest: {', '.join(close)}." if close else ""
    refuse(f"No rule pack and no requirement has the id {shown(name)}.{hint}")


def _write_foot(screen: Screen, pack: Pack) -> None:
    through = pack.verified_through
    checked = f"checked through {through}" if through < dt.date.max else "rests on no source"
    screen.wrapped(
        f"Pack {pack.id}, edition {shown(pack.edition)}, {checked}; not legal advice.", style="dim"
    )


# a pack ---------------------------------------------------------------------------------------


def _write_pack(screen: Screen, pack: Pack) -> None:
    """Write all that a pack says: what it is about, its requirements, the words they use."""
    write_pack_head(screen, pack)
    screen.line()
    if pack.jurisdiction is None:
        reach = "officers of those who adopt a requirement, wherever they are posted"
    else:
        reach = _PLACES[pack.jurisdiction_of]
    screen.field("Reaches", reach)
    screen.field("Founded on", FOUNDED_ON[pack.confidence])
    screen.field("Service", f"goes on over gaps of at most {pack.bridge_days} days")
    _write_counting(screen, pack)
    _write_items(screen, "Assumptions", pack.assumptions)
    _write_items(screen, "Open questions", pack.open_questions)
    _write_items(screen, "Searched", pack.searched)
    for requirement in pack.requirements:
        screen.line()
        _write_requirement(screen, pack, requirement)
        cited = [source.citation for source in pack.sources if source.id in requirement.sources]
        _write_items(screen, "Rests on", cited)
    codes = ((item.code, item.title) for item in pack.codes)
    _write_items(screen, "Codes of courses and credentials", _named(codes))
    _write_items(screen, "Facts that only an attestation can hold", map(_fact, pack.facts))
    for title, words in (
        ("Topics of courses", pack.topics),
        ("Kinds of license", pack.licenses),
        ("Words for the funding of agreements", pack.funding),
    ):
        _write_items(screen, title, _named((item.word, item.title) for item in words))
    _write_items(screen, "Sources", _sources(pack, [item.id for item in pack.sources]))
    screen.line()
    _write_foot(screen, pack)


def _write_counting(screen: Screen, pack: Pack) -> None:
    counting = pack.counting
    if counting is None:
        screen.field("Counting", "a period ends on its last day, whatever day of the week it is")
        return
    screen.field(
        "Counting",
        f"a period that ends on {', '.join(counting.rolls_off)} or a holiday runs on "
        f"({shown(counting.citation)})",
    )
    if counting.assumption is not None:
        screen.field("", f"assumed: {shown(counting.assumption)}")
    for holiday in counting.holidays:
        screen.field(
            "", f"- {shown(holiday.name)}: {shown(' '.join(holiday.rule.split()))}", hang=2
        )


def _named(items: Iterable[tuple[str, str]]) -> list[str]:
    return [f"{name}: {title}" for name, title in items]


def _fact(fact: AttestedFact) -> str:
    note = f"; {fact.note}" if fact.note is not None else ""
    return f"{fact.fact} ({about(fact)}): {fact.title}; {ABSENT[fact.missing]}{note}"


def _sources(pack: Pack, wanted: Sequence[str]) -> list[str]:
    return [_source(source) for source in pack.sources if source.id in wanted]


def _source(source: Source) -> str:
    checked = f", checked {source.checked}" if source.checked is not None else ""
    where = f" <{source.url}>" if source.url is not None else ""
    says = f" - {source.says}" if source.says is not None else ""
    return f"{source.citation} ({source.confidence}{checked}){where}{says}"


def _write_items(screen: Screen, title: str, items: Iterable[str]) -> None:
    for number, item in enumerate(items):
        if not number:
            screen.line()
            screen.line(title, "bold")
        screen.wrapped(f"- {shown(item)}", indent=2)


# a requirement --------------------------------------------------------------------------------


def _write_requirement(screen: Screen, pack: Pack, requirement: Requirement) -> None:
    """Write all that a requirement says, but for its sources."""
    screen.line(shown(requirement.id), "bold")
    screen.wrapped(shown(requirement.title), hang=0)
    screen.line()
    screen.field("Citation", shown(requirement.citation))
    level = (
        f"mandatory ({requirement.binding})"
        if requirement.level is Level.MANDATORY
        else "recommended: binds only where an agency, a district or an agreement adopts it"
    )
    screen.field("Level", level)
    screen.field("Bears on", f"{_BEARS_ON[requirement.bears_on]}; {_PER[requirement.per]}")
    screen.field("Founded on", FOUNDED_ON[requirement.confidence])
    screen.field("If not met", requirement.consequence.replace("_", " "))
    for restricted in requirement.restricted:
        screen.field("Meanwhile", shown(restricted))
    for version in requirement.versions:
        _write_version(screen, pack, version)
    _write_items(screen, "Assumptions", requirement.assumptions)
    _write_items(screen, "Open questions", requirement.open_questions)


def _write_version(screen: Screen, pack: Pack, version: Version) -> None:
    screen.line()
    span = dated(version.start, version.end)
    screen.line(span[0].upper() + span[1:], "bold")
    told = ((item.labels, map(Line, item.lines)) for item in tell(version, pack))
    write_told(screen, told, indent=2)
