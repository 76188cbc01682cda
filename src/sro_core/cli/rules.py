"""Rule packs on the screen: what there is, and what a rule says, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sro_core.cli.screen import Screen, counted, dated, nearest, refuse, shown
from sro_core.rules import conditions as c
from sro_core.rules import evidence as v
from sro_core.rules.packs import (
    BearsOn,
    Case,
    Confidence,
    Level,
    Pack,
    Per,
    Reading,
    Requirement,
    Version,
)
from sro_core.rules.rulebook import Rulebook
from sro_core.rules.words import Words

__all__ = ["write_list", "write_rule"]

_PER = {
    Per.OFFICER: "one finding for each officer",
    Per.SPELL: "one finding for each officer and spell of service",
    Per.ASSIGNMENT: "one finding for each assignment",
    Per.AGENCY: "one finding for each agency",
    Per.DISTRICT: "one finding for each district",
    Per.PARTNERSHIP: "one finding for each agency and district that work together",
}
_BEARS_ON = {
    BearsOn.SCHOOL_SERVICE: "decides whether an officer is ready for a school",
    BearsOn.LICENSE: "concerns the license of every officer, not readiness for a school",
}

_CONFIDENCES = {
    Confidence.VERIFIED: "the text itself, which was read",
    Confidence.SECONDARY: "what others write about it",
    Confidence.MEMORY: "memory; no text was seen",
}


def _in_force(version: Version, day: dt.date) -> bool:
    return version.start <= day and (version.end is None or day <= version.end)


def write_list(screen: Screen, rulebook: Rulebook, as_of: dt.date | None) -> None:
    """Write every requirement of every pack, or those in force on a day.

    Args:
        screen: Where to.
        rulebook: The packs.
        as_of: The day; None lists all there are.
    """
    if as_of is not None:
        screen.line(f"Requirements in force on {as_of}", "bold")
        screen.line()
    for number, pack in enumerate(rulebook.packs):
        if number:
            screen.line()
        _write_pack_head(screen, pack)
        left_out = 0
        for requirement in pack.requirements:
            versions = [
                version
                for version in requirement.versions
                if as_of is None or _in_force(version, as_of)
            ]
            if versions:
                _write_entry(screen, requirement, versions)
            else:
                left_out += 1
        if left_out:
            screen.line(f"  {counted(left_out, 'requirement')} not in force on that day")
    screen.line()
    screen.line("`sro-core rules show ID` says what a rule asks. Not legal advice.")


def _write_pack_head(screen: Screen, pack: Pack) -> None:
    screen.line(f"{pack.id}  {pack.title}", "bold")
    place = f"{pack.jurisdiction}, " if pack.jurisdiction is not None else ""
    through = (
        f", checked through {pack.verified_through}" if pack.verified_through < dt.date.max else ""
    )
    screen.wrapped(
        f"{place}edition {pack.edition}, researched from {pack.researched_from}{through}, "
        f"{pack.confidence}",
        indent=2,
        style="dim",
    )


def _write_entry(screen: Screen, requirement: Requirement, versions: Sequence[Version]) -> None:
    spans = "; ".join(dated(version.start, version.end) for version in versions)
    screen.line(f"  {requirement.id}")
    screen.wrapped(f"{shown(requirement.title)}: {requirement.level}, {spans}", indent=6, hang=0)


def write_rule(screen: Screen, rulebook: Rulebook, name: str) -> None:
    """Write a pack or a requirement in words; refuses an id that is neither.

    Args:
        screen: Where to.
        rulebook: The packs.
        name: The id of a pack or of a requirement.
    """
    for pack in rulebook.packs:
        if pack.id == name:
            _write_pack(screen, pack)
            return
        for requirement in pack.requirements:
            if requirement.id == name:
                _RuleWriter(screen, pack).write(requirement)
                return
    names = [pack.id for pack in rulebook.packs]
    names += [item.id for pack in rulebook.packs for item in pack.requirements]
    close = nearest(name, names)
    hint = f" Nearest: {', '.join(close)}." if close else ""
    refuse(f"No rule pack and no requirement has the id {shown(name)}.{hint}")


def _write_pack(screen: Screen, pack: Pack) -> None:
    _write_pack_head(screen, pack)
    screen.line()
    for requirement in pack.requirements:
        _write_entry(screen, requirement, requirement.versions)
    _write_items(screen, "Assumptions", pack.assumptions)
    if pack.counting is not None:
        screen.line()
        screen.line("Counting of days", "bold")
        days = ", ".join((*pack.counting.rolls_off, *(day.name for day in pack.counting.holidays)))
        screen.wrapped(
            f"A period that ends on one of these days runs on: {days} ({pack.counting.citation}).",
            indent=2,
            hang=0,
        )
        if pack.counting.assumption is not None:
            screen.wrapped(f"assumed: {pack.counting.assumption}", indent=2)
    _write_items(screen, "Open questions", pack.open_questions)
    _write_items(screen, "Searched", pack.searched)
    _write_sources(screen, pack, None)


def _write_items(screen: Screen, title: str, items: Sequence[str]) -> None:
    if not items:
        return
    screen.line()
    screen.line(title, "bold")
    for item in items:
        screen.wrapped(f"- {shown(item)}", indent=2)


def _write_sources(screen: Screen, pack: Pack, wanted: Sequence[str] | None) -> None:
    sources = [item for item in pack.sources if wanted is None or item.id in wanted]
    items: list[str] = []
    for source in sources:
        checked = f", checked {source.checked}" if source.checked is not None else ""
        where = f" <{source.url}>" if source.url is not None else ""
        says = f" - {source.says}" if source.says is not None else ""
        items.append(f"{source.citation} ({source.confidence}{checked}){where}{says}")
    _write_items(screen, "Sources", items)


class _RuleWriter:
    """Writes the requirements of one pack."""

    __slots__ = ("_pack", "_screen", "_words")

    def __init__(self, screen: Screen, pack: Pack) -> None:
        self._screen = screen
        self._pack = pack
        self._words = Words(pack)

    def write(self, requirement: Requirement) -> None:
        screen = self._screen
        screen.line(requirement.id, "bold")
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
        screen.field("Founded on", _CONFIDENCES[requirement.confidence])
        screen.field("If not met", requirement.consequence.replace("_", " "))
        for restricted in requirement.restricted:
            screen.field("Meanwhile", shown(restricted))
        for version in requirement.versions:
            self._version(version)
        _write_items(screen, "Assumptions", requirement.assumptions)
        _write_items(screen, "Open questions", requirement.open_questions)
        _write_sources(screen, self._pack, requirement.sources)
        screen.line()
        screen.wrapped(
            f"Pack {self._pack.id}, edition {self._pack.edition}, "
            f"{self._through()}; not legal advice.",
            style="dim",
        )

    def _through(self) -> str:
        through = self._pack.verified_through
        return f"checked through {through}" if through < dt.date.max else "rests on no source"

    def _version(self, version: Version) -> None:
        screen, words = self._screen, self._words
        screen.line()
        span = dated(version.start, version.end)
        screen.line(span[0].upper() + span[1:], "bold")
        screen.wrapped(shown(version.summary), indent=2, hang=0)
        if version.citation is not None:
            screen.field("Citation", shown(version.citation), indent=2)
        self._whom(version.applies_when, "Whom")
        self._evidence("Evidence", version.satisfied_by, 2)
        screen.field("Last day", shown(words.deadline(version.due)), indent=2)
        screen.field("How often", shown(words.renewal(version.renewal)), indent=2)
        if version.cases:
            screen.line("  Cases; the first that holds decides")
            for case in version.cases:
                self._case(case, 4)
        for reading in version.readings:
            self._reading(reading, version.preferred)

    def _whom(self, condition: c.Condition | None, label: str) -> None:
        if condition is None:
            self._screen.field(label, "everybody whom the pack reaches", indent=2)
        else:
            self._condition(label, condition, 2)

    def _condition(self, label: str, node: c.Condition, indent: int) -> None:
        self._screen.field(label, self._asked(node), indent=indent)
        self._conditions_in(node, indent + 4)

    def _asked(self, node: c.Condition) -> str:
        text = shown(self._words.condition(node))
        return f"open question: {text}" if isinstance(node, c.Undecided) else text

    def _conditions_in(self, node: c.Condition, indent: int) -> None:
        match node:
            case c.AllOf():
                parts: tuple[c.Condition, ...] = node.all
            case c.AnyOf():
                parts = node.any
            case c.Not():
                parts = (node.part,)
            case _:
                parts = ()
        for part in parts:
            self._screen.wrapped(f"- {self._asked(part)}", indent=indent)
            self._conditions_in(part, indent + 2)

    def _evidence(self, label: str, node: v.Evidence, indent: int) -> None:
        self._screen.field(label, shown(self._words.evidence(node)), indent=indent)
        self._parts_of(node, indent + 4)

    def _parts_of(self, node: v.Evidence, indent: int) -> None:
        match node:
            case v.AllEvidence():
                parts: tuple[v.Evidence, ...] = node.all_of
            case v.AnyEvidence():
                parts = node.any_of
            case v.SomeEvidence():
                parts = node.of
            case _:
                parts = ()
        for part in parts:
            self._screen.wrapped(f"- {shown(self._words.evidence(part))}", indent=indent)
            self._parts_of(part, indent + 2)

    def _case(self, case: Case, indent: int) -> None:
        screen, words = self._screen, self._words
        origin = "; ".join(filter(None, (case.citation, case.confidence)))
        screen.wrapped(f"{case.name}{f' ({shown(origin)})' if origin else ''}", indent=indent)
        inner = indent + 2
        self._condition("When", case.when, inner)
        if case.exempt is not None:
            screen.field("Then", f"nothing is required: {shown(case.exempt)}", indent=inner)
        if case.satisfied_by is not None:
            self._evidence("Evidence", case.satisfied_by, inner)
        if case.due is not None:
            screen.field("Last day", shown(words.deadline(case.due)), indent=inner)
        if case.renewal is not None:
            screen.field("How often", shown(words.renewal(case.renewal)), indent=inner)
        if case.note is not None:
            screen.field("Note", shown(case.note), indent=inner)

    def _reading(self, reading: Reading, preferred: str) -> None:
        screen, words = self._screen, self._words
        answers = ", which answers" if reading.name == preferred else ""
        screen.wrapped(f"Another reading, {reading.name}{answers}", indent=2)
        screen.wrapped(shown(reading.says), indent=4, hang=0)
        if reading.citation is not None:
            screen.field("Citation", shown(reading.citation), indent=4)
        if reading.applies_when is not None:
            self._condition("Whom", reading.applies_when, 4)
        if reading.satisfied_by is not None:
            self._evidence("Evidence", reading.satisfied_by, 4)
        if reading.due is not None:
            screen.field("Last day", shown(words.deadline(reading.due)), indent=4)
        if reading.renewal is not None:
            screen.field("How often", shown(words.renewal(reading.renewal)), indent=4)
        for case in reading.cases:
            self._case(case, 4)
