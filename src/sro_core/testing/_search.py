"""Looks for officers whom a requirement reaches, and for ways to satisfy it or to miss it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, Final, TypeVar

import attrs
from hypothesis.errors import InvalidArgument

from sro_core import dates
from sro_core.compliance import evaluate as judge
from sro_core.errors import InvalidRecord
from sro_core.findings import Finding, Status
from sro_core.models import FrozenMap
from sro_core.packs.walk import walk
from sro_core.rules import Pack, Requirement, Rulebook, Version
from sro_core.rules.conditions import InSchoolYear
from sro_core.rules.deadlines import BeforeSchoolYear, BeforeSchoolYearFrom, EndOfSchoolYear
from sro_core.rules.evidence import Evidence
from sro_core.rules.packs import Reading
from sro_core.rules.renewals import EachBlock, EachPeriod, Every, PeriodKind
from sro_core.testing import _examples as short
from sro_core.testing._dates import DAYS_THAT_MATTER
from sro_core.testing._evidence_ways import Way, changed, gone, ways, with_lessons
from sro_core.testing._example_registries import example_registry
from sro_core.testing._example_runs import finding_of
from sro_core.testing._misses import MISSES, Miss, Tried, answer_to
from sro_core.testing._rule_dates import days_of
from sro_core.testing._wishes import Change, Wishes

__all__ = ["Search", "rotated"]

T = TypeVar("T")

_ONE_DAY: Final = dt.timedelta(days=1)
#: So many situations that satisfy are looked at on one day.
_A_DAY: Final = 6


def rotated(items: Sequence[T], number: int) -> tuple[T, ...]:
    """All items, from one of them on."""
    start = number % len(items) if items else 0
    return (*items[start:], *items[:start])


_UNMET: Final = frozenset((Status.DUE, Status.OVERDUE, Status.EXPIRED, Status.UNKNOWN))


class Search:
    """Looks for situations that a requirement reaches, and for ways to satisfy it.

    Attributes:
        pack: The pack.
        requirement: The requirement.
        others: Packs that are in force beside it.
    """

    def __init__(self, pack: Pack, requirement_id: str, others: tuple[Pack, ...]) -> None:
        found = [item for item in pack.requirements if item.id == requirement_id]
        if not found:
            raise InvalidArgument(f"{pack.id} has no requirement {requirement_id!r}")
        self.pack = pack
        self.requirement: Requirement = found[0]
        self.others = others
        self._patience = 0
        self._rulebook = Rulebook(packs=(pack, *others))
        self._known: dict[short.Example, Finding | None] = {}
        self._versions = [
            version
            for version in self.requirement.versions
            if any(map(self._ways, _evidence_of(version)))
        ]
        if not self._versions:
            raise InvalidArgument(
                f"{requirement_id} asks for nothing that a completion can satisfy"
            )

    def __repr__(self) -> str:
        return self.requirement.id

    def usual_days(self) -> tuple[dt.date, ...]:
        """Days that matter for the requirement, while it can be satisfied."""
        found: list[dt.date] = []
        for version in self._versions:
            first = max(version.start, self.pack.researched_from)
            last = min(version.end or dt.date.max, self.pack.verified_through)
            named = [first, last, *days_of(version)]
            beside = [
                day + offset * _ONE_DAY for offset in (0, 1, -1) for day in named if _is_near(day)
            ]
            found += (day for day in (*DAYS_THAT_MATTER, *beside) if first <= day <= last)
        if not found:
            # all of it lies outside of what was researched
            found = [
                max(version.start, dates.add(dt.date.min, years=2000)) for version in self._versions
            ]
        return tuple(dict.fromkeys(found))

    def first(
        self,
        days: Iterable[dt.date],
        misses: Sequence[Miss | None],
        numbers: Sequence[int],
        patience: int,
    ) -> tuple[short.Example, Miss | None] | None:
        """The first situation found from a place on, and by what it misses; None where none is.

        Args:
            days: Days to judge on, in the order in which they are tried.
            misses: By what it may be missed; None is by nothing.
            numbers: Where to begin: among settings, ways, last days and misses.
            patience: So many situations are tried.
        """
        self._patience = patience
        for day in days:
            for satisfied in itertools.islice(self.satisfied(day, numbers), _A_DAY):
                for miss in rotated(misses, numbers[3]):
                    found = [satisfied] if miss is None else self.missed(satisfied, miss)
                    for tried in found:
                        status, late = answer_to(tried, miss)
                        expected = attrs.evolve(tried.example, status=status, late_by_days=late)
                        return expected, miss
        return None

    # asking the rules ---------------------------------------------------------------------

    def _ask(self, example: short.Example) -> Finding | None:
        if example not in self._known:
            self._patience -= 1
            try:
                registry = example_registry(self.pack, example)
            except InvalidRecord:
                self._known[example] = None
            else:
                report = judge(registry, as_of=example.as_of, rulebook=self._rulebook)
                self._known[example] = finding_of(report, example.requirement)
        return self._known[example]

    def _ways(self, evidence: Evidence) -> list[Way]:
        found = itertools.islice(ways(evidence, self.requirement, self.pack), 8)
        return [way for way in found if way.lessons]

    # situations that the requirement reaches ------------------------------------------------

    def _settings(self, day: dt.date, number: int) -> Iterator[tuple[short.Example, Finding]]:
        """Situations in which it is required and nothing is completed."""
        version = self.requirement.version_on(day)
        if version is None:
            return
        usual = self._usual(day, version)
        starts = rotated(self._starts(day, version), number)
        seen: set[short.Example] = set()
        undecided: list[tuple[short.Example, Finding]] = []
        for changes in self._choices(version, day):
            for start in starts:
                if self._patience <= 0:
                    break
                example = changed(attrs.evolve(usual, start=start), changes)
                if example in seen:
                    continue
                seen.add(example)
                finding = self._ask(example)
                if finding is None or finding.status not in _UNMET:
                    continue
                if finding.status is Status.UNKNOWN and len(undecided) < _A_DAY:
                    undecided.append((example, finding))
                else:
                    yield example, finding
        # better a duty that is surely there than one that may be
        yield from undecided

    def _usual(self, day: dt.date, version: Version) -> short.Example:
        """The situation before anything is changed, with the periods that the version counts by."""
        nodes = [place.node for place in walk(version)]
        periods = [node for node in nodes if isinstance(node, EachPeriod)]
        kinds = {node.license for node in periods if node.license is not None}
        of_school = any(isinstance(node, _BY_SCHOOL_YEAR) for node in nodes) or any(
            node.each is PeriodKind.SCHOOL_YEAR for node in periods
        )
        years = range(max(1, day.year - 7), min(9995, day.year + 3))
        return short.Example(
            requirement=self.requirement.id,
            as_of=day,
            status=Status.DUE,
            adoptions=() if self.pack.jurisdiction else (short.Adopted(),),
            district=short.District(
                school_years=tuple(
                    short.Year(start=dt.date(year, 9, 1), end=dt.date(year + 1, 6, 10))
                    for year in years
                )
            )
            if of_school
            else None,
            licenses=tuple(
                short.Licensed(kind=kind, start=dt.date(year, 7, 1), end=dt.date(year + 3, 6, 30))
                for kind in sorted(kinds)
                for year in years
                if year % 3 == 0
            )
            or (short.Licensed(),),
        )

    def _starts(self, day: dt.date, version: Version) -> tuple[dt.date, ...]:
        """First days of a posting that may reach the day."""
        named = [
            item + offset * _ONE_DAY
            for item in days_of(version)
            if _is_near(item)
            for offset in (0, 1, -1)
        ]
        found = [
            dates.add(day, days=-200),
            dates.add(day, years=-2),
            day,
            dates.add(day, days=-30),
            dates.add(day, years=-5),
            *named,
        ]
        return tuple(dict.fromkeys(item for item in found if item <= day))

    def _choices(self, version: Version, day: dt.date) -> Iterator[tuple[Change, ...]]:
        """Changes for which the version, or one case of it, may be what is required."""
        applies, _evidence, cases = _terms(version)
        days = (day, dates.add(day, days=-100), dates.add(day, years=-1), dates.add(day, years=-3))

        wishes = Wishes(pack=self.pack, days=days, meeting=self._meeting(day))

        def alternatives(condition: Any, wanted: bool) -> list[tuple[Change, ...]]:
            return list(itertools.islice(wishes.ways(condition, wanted), 12))

        reached = [()] if applies is None else alternatives(applies, True)
        yield from reached
        exempt = [case for case in cases if case.exempt is not None]
        spared = [alternatives(case.when, False) for case in exempt]
        for chosen in itertools.product(reached, *spared):
            yield tuple(itertools.chain.from_iterable(chosen))
        for case in cases:
            if case.exempt is None:
                for chosen in itertools.product(reached, alternatives(case.when, True)):
                    yield tuple(itertools.chain.from_iterable(chosen))

    def _meeting(self, day: dt.date) -> Callable[[str], Change | None]:
        """How another requirement of the pack is met, some years before a day."""
        before = dates.add(day, years=-2)

        def change_for(requirement_id: str) -> Change | None:
            for item in self.pack.requirements:
                if item.id == requirement_id and item is not self.requirement:
                    evidence = item.versions[-1].satisfied_by
                    for way in ways(evidence, item, self.pack):
                        return partial(gone, way, last=before)
            return None

        return change_for

    # satisfying it --------------------------------------------------------------------------

    def satisfied(self, day: dt.date, numbers: Sequence[int]) -> Iterator[Tried]:
        """Situations in which it is met, by no more than is needed."""
        for setting, before in itertools.islice(self._settings(day, numbers[0]), 12):
            version = self.requirement.version_on(day)
            if version is None:
                return
            for way in rotated(self._ways(_evidence_for(version, before.case)), numbers[1]):
                needed = changed(setting, way.changes)
                unmet = self._ask(needed)
                if unmet is None or unmet.status not in _UNMET:
                    continue
                for last in rotated(self._last_days(needed, unmet, version), numbers[2]):
                    if self._patience <= 0:
                        return
                    example = with_lessons(needed, way.lessons, last)
                    finding = self._ask(example)
                    if finding is not None and finding.status is Status.MET:
                        yield self._no_more_than_needed(
                            Tried(
                                pack=self.pack,
                                version=version,
                                setting=needed,
                                before=unmet,
                                way=way,
                                last=last,
                                example=example,
                                finding=finding,
                            )
                        )
                        break

    def _no_more_than_needed(self, tried: Tried) -> Tried:
        """The same without courses that another one of them makes idle."""
        lessons = tried.way.lessons
        for lesson in tried.way.lessons:
            fewer = tuple(item for item in lessons if item is not lesson)
            example = with_lessons(tried.setting, fewer, tried.last)
            finding = self._ask(example)
            if fewer and finding is not None and finding.status is Status.MET:
                lessons = fewer
                tried = attrs.evolve(
                    tried,
                    way=attrs.evolve(tried.way, lessons=fewer),
                    example=example,
                    finding=finding,
                )
        return tried

    def _last_days(
        self, setting: short.Example, before: Finding, version: Version
    ) -> tuple[dt.date, ...]:
        """Days on which the last course may end."""
        day, start = setting.as_of, setting.start
        found = [day, start, start - _ONE_DAY, day - _ONE_DAY, dates.add(start, days=30)]
        if before.due_on is not None:
            found += [before.due_on, dates.add(before.due_on, days=1)]
        found += (
            item + offset * _ONE_DAY
            for item in days_of(version)
            if _is_near(item)
            for offset in (0, 1, -1)
        )
        return tuple(dict.fromkeys(item for item in found if item <= day))

    # missing it -----------------------------------------------------------------------------

    def may_be_missed_by(self, miss: Miss) -> bool:
        """Whether the rules have anything in them that can be missed so."""
        found = [
            way
            for version in self._versions
            for evidence in _evidence_of(version)
            for way in self._ways(evidence)
        ]
        lessons = [lesson for way in found for lesson in way.lessons]
        match miss:
            case Miss.HOURS:
                return any(
                    item.asked_hours or isinstance(item.topics, FrozenMap) for item in lessons
                )
            case Miss.TOPIC:
                return any(item.asked_topics for item in lessons)
            case Miss.EXPIRED:
                parts = (place.node for version in self._versions for place in walk(version))
                return any(way.license for way in found) or any(
                    isinstance(part, Every | EachPeriod | EachBlock) for part in parts
                )
            case _:
                return True

    def missed(self, tried: Tried, miss: Miss) -> Iterator[Tried]:
        """The same with one thing wrong, where the rules agree that it is."""
        status, late = answer_to(tried, miss)
        for example in MISSES[miss](tried):
            finding = self._ask(example)
            if finding is None or finding.status is not status:
                continue
            if late is None or finding.late_by_days == late:
                yield attrs.evolve(tried, example=example, finding=finding)


#: Rules that count by the school years of the district.
_BY_SCHOOL_YEAR: Final = (BeforeSchoolYear, BeforeSchoolYearFrom, EndOfSchoolYear, InSchoolYear)


def _is_near(day: dt.date) -> bool:
    return 1990 < day.year < 2090


# what a version comes to ------------------------------------------------------------------------


def _reading(version: Version) -> Reading | None:
    return next((item for item in version.readings if item.name == version.preferred), None)


def _terms(version: Version) -> tuple[Any, Evidence, list[Any]]:
    """Whom a version reaches, by what it is satisfied, and its cases, as it is read."""
    reading = _reading(version)
    if reading is None:
        return version.applies_when, version.satisfied_by, list(version.cases)
    replaced = {case.name: case for case in reading.cases}
    return (
        reading.applies_when or version.applies_when,
        reading.satisfied_by or version.satisfied_by,
        [replaced.get(case.name, case) for case in version.cases],
    )


def _evidence_of(version: Version) -> list[Evidence]:
    """Whatever satisfies a version or one of its cases."""
    _applies, evidence, cases = _terms(version)
    return [evidence, *(case.satisfied_by for case in cases if case.satisfied_by is not None)]


def _evidence_for(version: Version, case_name: str | None) -> Evidence:
    _applies, evidence, cases = _terms(version)
    return next(
        (item.satisfied_by for item in cases if item.name == case_name and item.satisfied_by),
        evidence,
    )
