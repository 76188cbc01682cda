"""Looks for officers whom a requirement reaches, and for ways to satisfy it or to miss it."""

from __future__ import annotations

import datetime as dt
import enum
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, Final, TypeVar

import attrs
from hypothesis.errors import InvalidArgument

from sro_core import dates
from sro_core.compliance import evaluate as judge
from sro_core.errors import InvalidRecord
from sro_core.findings import Finding, Status
from sro_core.models import FrozenMap, Outcome
from sro_core.packs.walk import walk
from sro_core.rules import Pack, Requirement, Rulebook, Version
from sro_core.rules.conditions import InSchoolYear
from sro_core.rules.deadlines import BeforeSchoolYear, BeforeSchoolYearFrom, EndOfSchoolYear
from sro_core.rules.evidence import Evidence
from sro_core.rules.packs import Reading
from sro_core.rules.renewals import EachBlock, EachPeriod, Every, PeriodKind
from sro_core.testing import _examples as short
from sro_core.testing._dates import DAYS_THAT_MATTER
from sro_core.testing._evidence_ways import Lesson, Way, ways
from sro_core.testing._example_registries import example_registry
from sro_core.testing._example_runs import finding_of
from sro_core.testing._rule_dates import days_of, periods_of
from sro_core.testing._wishes import Change, Wishes

__all__ = ["Miss", "Search", "Tried", "rotated"]

T = TypeVar("T")

_ONE_DAY: Final = dt.timedelta(days=1)
#: So many situations that satisfy are looked at on one day.
_A_DAY: Final = 6


def rotated(items: Sequence[T], number: int) -> tuple[T, ...]:
    """All items, from one of them on."""
    start = number % len(items) if items else 0
    return (*items[start:], *items[:start])


class Miss(enum.StrEnum):
    """The one thing by which a requirement is missed."""

    ABSENT = "absent"
    """One of the courses was not taken."""
    NOT_YET = "not_yet"
    """One of the courses ends the day after the day judged."""
    FAILED = "failed"
    """One of the courses was failed."""
    OTHER_COURSE = "other_course"
    """One of the courses was another one, of a provider whose courses carry no code that counts."""
    HOURS = "hours"
    """One of the courses is an hour short, or half of what is asked where that is less."""
    TOPIC = "topic"
    """One of the courses leaves out a topic."""
    LATE = "late"
    """All was done, the last of it the day after the last day in time."""
    EXPIRED = "expired"
    """All was done, and it has lapsed since; the day before, where the rule lets it."""


@attrs.frozen(kw_only=True)
class Tried:
    """A situation in which a way was gone.

    Attributes:
        setting: The situation without what was completed.
        before: What the rules say of the setting.
        way: The way.
        last: The day of the last course.
        example: The situation with it.
        finding: What the rules say of it.
    """

    setting: short.Example
    before: Finding
    way: Way
    last: dt.date
    example: short.Example
    finding: Finding


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

    def expected(self, tried: Tried, miss: Miss | None) -> short.Example:
        """The situation with the answer that is expected."""
        late = None
        if miss is None:
            status = Status.MET
        elif miss is Miss.LATE:
            status, late = Status.MET, 1
        elif miss is Miss.EXPIRED:
            status = Status.EXPIRED
        else:
            status = tried.before.status
        return attrs.evolve(tried.example, status=status, late_by_days=late)

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
                        return self.expected(tried, miss), miss
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
                example = _changed(attrs.evolve(usual, start=start), changes)
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
                        return partial(_gone, way, last=before)
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
                needed = _changed(setting, way.changes)
                unmet = self._ask(needed)
                if unmet is None or unmet.status not in _UNMET:
                    continue
                for last in rotated(self._last_days(needed, unmet, version), numbers[2]):
                    if self._patience <= 0:
                        return
                    example = _with_lessons(needed, way.lessons, last)
                    finding = self._ask(example)
                    if finding is not None and finding.status is Status.MET:
                        yield self._no_more_than_needed(
                            Tried(
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
            example = _with_lessons(tried.setting, fewer, tried.last)
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

    def missed(self, tried: Tried, miss: Miss) -> Iterator[Tried]:
        """The same with one thing wrong, where the rules agree that it is."""
        expected = {Miss.LATE: Status.MET, Miss.EXPIRED: Status.EXPIRED}
        for example in _MISSES[miss](self, tried):
            finding = self._ask(example)
            if finding is None or finding.status is not expected.get(miss, tried.before.status):
                continue
            if miss is Miss.LATE and finding.late_by_days != 1:
                continue
            yield attrs.evolve(tried, example=example, finding=finding)

    def absent(self, tried: Tried) -> Iterator[short.Example]:
        """Each course left out."""
        lessons = tried.way.lessons
        for number in range(len(lessons)):
            yield _with_lessons(
                tried.setting, (*lessons[:number], *lessons[number + 1 :]), tried.last
            )

    def not_yet(self, tried: Tried) -> Iterator[short.Example]:
        """Each course on the day after the day judged."""
        after = dates.day_after(tried.example.as_of)
        for number in range(len(tried.way.lessons)):
            yield _with_lessons(tried.setting, tried.way.lessons, tried.last, {number: after})

    def failed(self, tried: Tried) -> Iterator[short.Example]:
        """Each course failed."""
        for number in range(len(tried.way.lessons)):
            yield _with_lessons(tried.setting, tried.way.lessons, tried.last, failed=number)

    def other_course(self, tried: Tried) -> Iterator[short.Example]:
        """Each course without a code that counts."""
        yield from self._with_other_lessons(
            tried, lambda lesson: [attrs.evolve(lesson, code=_NOT_RECOGNISED)]
        )

    def short_of_hours(self, tried: Tried) -> Iterator[short.Example]:
        """Each course that is asked for with hours, with less of them."""

        def shorter(lesson: Lesson) -> Iterator[Lesson]:
            if lesson.asked_hours and lesson.hours:
                yield attrs.evolve(lesson, hours=_less(lesson.hours))
            elif isinstance(lesson.topics, FrozenMap):
                for topic, hours in lesson.topics.items():
                    topics = FrozenMap({**lesson.topics, topic: _less(hours)})
                    yield attrs.evolve(lesson, topics=topics)

        yield from self._with_other_lessons(tried, shorter)

    def without_topic(self, tried: Tried) -> Iterator[short.Example]:
        """Each course that is asked for with topics, without one of them."""
        others = [item.word for item in self.pack.topics]

        def lacking(lesson: Lesson) -> Iterator[Lesson]:
            for topic in lesson.asked_topics:
                topics: Any
                if isinstance(lesson.topics, FrozenMap):
                    topics = FrozenMap(
                        {name: hours for name, hours in lesson.topics.items() if name != topic}
                    )
                else:
                    rest = tuple(name for name in lesson.topics if name != topic)
                    beside = (name for name in others if name not in lesson.topics)
                    topics = rest or tuple(itertools.islice(beside, 1))
                yield attrs.evolve(lesson, topics=topics)

        yield from self._with_other_lessons(tried, lacking)

    def _with_other_lessons(
        self, tried: Tried, others: Callable[[Lesson], Iterable[Lesson]]
    ) -> Iterator[short.Example]:
        lessons = tried.way.lessons
        for number, lesson in enumerate(lessons):
            for other in others(lesson):
                changed = (*lessons[:number], other, *lessons[number + 1 :])
                yield _with_lessons(tried.setting, changed, tried.last)

    def late(self, tried: Tried) -> Iterator[short.Example]:
        """All of it the day after the last day in time."""
        last = tried.before.due_on
        if last is not None and last < tried.example.as_of:
            yield _with_lessons(tried.setting, tried.way.lessons, last + _ONE_DAY)

    def expired(self, tried: Tried) -> Iterator[short.Example]:
        """All of it so long ago that it has lapsed, and the license that it needs."""
        day = tried.example.as_of
        yesterday = dates.day_before(day)
        kind = tried.way.license
        if kind is not None:
            licenses = tuple(
                attrs.evolve(item, end=yesterday) if item.kind == kind else item
                for item in tried.setting.licenses
            )
            without = attrs.evolve(tried.setting, licenses=licenses)
            for last in (tried.last, dates.add(day, days=-30), dates.day_before(without.start)):
                yield _with_lessons(without, tried.way.lessons, last)
        for last in self._lapsed_by(day, tried):
            yield _with_lessons(tried.setting, tried.way.lessons, last)

    def _lapsed_by(self, day: dt.date, tried: Tried) -> Iterator[dt.date]:
        """Days of a last course that may have lapsed since, first those that just have."""
        version = self.requirement.version_on(day)
        periods = dict.fromkeys(periods_of(version))
        for period in periods:
            back = dates.add(day, **{name: -size for name, size in attrs.asdict(period).items()})
            yield from (dates.add(back, days=offset) for offset in (-1, 0, -2, -3, -4))
        until = tried.finding.valid_until
        if until is not None and until < day:
            yield tried.last
        yield from (dates.add(day, years=-years) for years in (1, 2, 3, 4, 6))


_MISSES: Final[dict[Miss, Callable[[Search, Tried], Iterator[short.Example]]]] = {
    Miss.ABSENT: Search.absent,
    Miss.NOT_YET: Search.not_yet,
    Miss.FAILED: Search.failed,
    Miss.OTHER_COURSE: Search.other_course,
    Miss.HOURS: Search.short_of_hours,
    Miss.TOPIC: Search.without_topic,
    Miss.LATE: Search.late,
    Miss.EXPIRED: Search.expired,
}

#: A code that no pack knows.
_NOT_RECOGNISED: Final = "elsewhere.another-course"


#: Rules that count by the school years of the district.
_BY_SCHOOL_YEAR: Final = (BeforeSchoolYear, BeforeSchoolYearFrom, EndOfSchoolYear, InSchoolYear)


def _changed(situation: short.Example, changes: Iterable[Change]) -> short.Example:
    for change in changes:
        situation = change(situation)
    return situation


def _gone(way: Way, situation: short.Example, last: dt.date) -> short.Example:
    """The situation in which somebody has gone a way."""
    return _with_lessons(_changed(situation, way.changes), way.lessons, last)


def _less(hours: Decimal) -> Decimal:
    return hours - 1 if hours > 1 else hours / 2


def _is_near(day: dt.date) -> bool:
    return 1990 < day.year < 2090


def _with_lessons(
    setting: short.Example,
    lessons: Sequence[Lesson],
    last: dt.date,
    days: dict[int, dt.date] | None = None,
    *,
    failed: int | None = None,
) -> short.Example:
    """The situation with courses taken.

    Args:
        setting: The situation.
        lessons: The courses.
        last: The day of the last of them.
        days: Other days, by the positions of courses.
        failed: The position of the course that was failed.
    """
    taken: dict[str, list[dt.date | short.Taken]] = defaultdict(list)
    for code, items in setting.taken.items():
        taken[code] += items if isinstance(items, tuple) else (items,)
    for number, lesson in enumerate(lessons):
        day = (days or {}).get(number) or dates.add(last, days=-lesson.lead)
        plain = lesson.hours is None and not lesson.topics and number != failed
        taken[lesson.code].append(
            day
            if plain
            else short.Taken(
                on=day,
                hours=lesson.hours,
                topics=lesson.topics,
                outcome=Outcome.FAILED if number == failed else Outcome.COMPLETED,
            )
        )
    return attrs.evolve(
        setting,
        taken=FrozenMap(
            {code: items[0] if len(items) == 1 else tuple(items) for code, items in taken.items()}
        ),
    )


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
