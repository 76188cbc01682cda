"""Strategies of officers who satisfy a requirement, or miss it by one thing."""

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
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from sro_core import dates
from sro_core.compliance import evaluate as judge
from sro_core.errors import InvalidRecord
from sro_core.findings import Finding, Status
from sro_core.models import FrozenMap, Outcome
from sro_core.packs.walk import walk
from sro_core.registry import Registry
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
from sro_core.testing._shown import shown
from sro_core.testing._situations import Situation
from sro_core.testing._wishes import Change, Wishes

__all__ = ["Attempt", "Miss", "attempts_that_miss", "attempts_that_satisfy"]

T = TypeVar("T")

_ONE_DAY: Final = dt.timedelta(days=1)


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


@attrs.frozen(kw_only=True, repr=False)
class Attempt:
    """An officer's attempt to satisfy a requirement, and what comes of it.

    Attributes:
        pack: The pack of the requirement.
        example: The situation in short, with the answer that is expected: its status, and
            for a course that was late its `late_by_days`.
        miss: By what it is missed; None where it is satisfied.
        others: Packs that are in force beside it.
    """

    pack: Pack
    example: short.Example
    miss: Miss | None = None
    others: tuple[Pack, ...] = ()

    def __repr__(self) -> str:
        how = "" if self.miss is None else f"miss={shown(self.miss)}, "
        return f"Attempt({how}example={shown(self.example)})"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(repr(self))  # Hypothesis would show all of the pack

    @property
    def registry(self) -> Registry:
        """The registry of the situation; the officer is `o1`."""
        return example_registry(self.pack, self.example)

    @property
    def situation(self) -> Situation:
        """The situation as an evaluation is given it."""
        rulebook = Rulebook(packs=(self.pack, *self.others))
        return Situation(registry=self.registry, rulebook=rulebook, as_of=self.example.as_of)

    def finding(self, report: Any) -> Finding | None:
        """The finding of a report that the attempt is about; None where there is none.

        Args:
            report: What an engine says of the registry.
        """
        return finding_of(report, self.example.requirement)


def attempts_that_satisfy(
    pack: Pack,
    requirement_id: str,
    *,
    as_of: st.SearchStrategy[dt.date] | None = None,
    others: Iterable[Pack] = (),
) -> st.SearchStrategy[Attempt]:
    """Officers whom a requirement reaches, and whose completions satisfy it.

    Each has done no more than is needed, in time or late.

    Args:
        pack: The pack.
        requirement_id: A requirement of it that a completion can satisfy.
        as_of: Days to judge on; None takes such as the requirement turns on.
        others: Packs that are in force beside it.

    Raises:
        InvalidArgument: The pack has no such requirement, no completion can satisfy it,
            or no officer was found who does on such a day.
    """
    search = _Search(pack, requirement_id, tuple(others))
    return _attempts(search, _days(search, as_of), ())


def attempts_that_miss(
    pack: Pack,
    requirement_id: str,
    *,
    by: Sequence[Miss] = tuple(Miss),
    as_of: st.SearchStrategy[dt.date] | None = None,
    others: Iterable[Pack] = (),
) -> st.SearchStrategy[Attempt]:
    """Officers whom a requirement reaches, and whose completions miss it by one thing.

    Not every requirement can be missed by everything: one without topics by no topic,
    one that never lapses by none that lapsed. Others of the ways are drawn then.

    Args:
        pack: The pack.
        requirement_id: A requirement of it that a completion can satisfy.
        by: By what it may be missed.
        as_of: Days to judge on; None takes such as the requirement turns on.
        others: Packs that are in force beside it.

    Raises:
        InvalidArgument: The pack has no such requirement, no completion can satisfy it,
            `by` is empty or holds what is no `Miss`, or no officer was found who misses
            it so on such a day.
    """
    if not by:
        raise InvalidArgument("by: at least one is needed")
    for miss in by:
        if type(miss) is not Miss:
            raise InvalidArgument(f"by: {miss!r} is no Miss")
    search = _Search(pack, requirement_id, tuple(others))
    possible = tuple(miss for miss in by if search.may_be_missed_by(miss))
    if not possible:
        raise InvalidArgument(f"{requirement_id} cannot be missed by {' or '.join(by)}")
    return _attempts(search, _days(search, as_of), possible)


def _days(
    search: _Search, as_of: st.SearchStrategy[dt.date] | None
) -> st.SearchStrategy[tuple[dt.date, ...]]:
    """Days to judge on, in the order in which they are tried."""
    if as_of is None:
        usual = search.usual_days()
        return st.integers(0, len(usual) - 1).map(lambda number: _rotated(usual, number))
    if not _is_strategy(as_of):
        raise InvalidArgument(f"{as_of=} is no strategy; just(...) is the same day each time")
    return as_of.map(lambda day: (day,))


def _is_strategy(value: object) -> bool:
    return isinstance(value, st.SearchStrategy)


def _rotated(items: Sequence[T], number: int) -> tuple[T, ...]:
    start = number % len(items) if items else 0
    return (*items[start:], *items[:start])


#: So many situations are tried before it is said that there is none.
_PATIENCE: Final = 400
#: So many of them on one day.
_A_DAY: Final = 6


@st.composite
def _attempts(
    draw: st.DrawFn,
    search: _Search,
    days: st.SearchStrategy[tuple[dt.date, ...]],
    by: tuple[Miss, ...],
) -> Attempt:
    """The first attempt found from a drawn place on: nothing that is drawn is thrown away."""
    asked = draw(days)
    numbers = [draw(st.integers(0, len(Miss) - 1)) for _ in range(4)]
    search.patience = _PATIENCE
    for day in asked:
        for satisfied in itertools.islice(search.satisfied(day, numbers), _A_DAY):
            if not by:
                return search.attempt(satisfied, None)
            for miss in _rotated(by, numbers[3]):
                for missed in search.missed(satisfied, miss):
                    return search.attempt(missed, miss)
    how = "missed by " + " or ".join(by) if by else "satisfied"
    on = f" on {asked[0]}" if len(asked) == 1 else ""
    raise InvalidArgument(f"no officer was found by whom {search.requirement.id} is {how}{on}")


@attrs.frozen(kw_only=True)
class _Tried:
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


class _Search:
    """Looks for situations that a requirement reaches, and for ways to satisfy it."""

    def __init__(self, pack: Pack, requirement_id: str, others: tuple[Pack, ...]) -> None:
        found = [item for item in pack.requirements if item.id == requirement_id]
        if not found:
            raise InvalidArgument(f"{pack.id} has no requirement {requirement_id!r}")
        self.pack = pack
        self.requirement: Requirement = found[0]
        self.patience = 0
        self._others = others
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

    def attempt(self, tried: _Tried, miss: Miss | None) -> Attempt:
        """What was found, with the answer that is expected."""
        if miss is None:
            status, late = Status.MET, None
        elif miss is Miss.LATE:
            status, late = Status.MET, 1
        elif miss is Miss.EXPIRED:
            status, late = Status.EXPIRED, None
        else:
            status, late = tried.before.status, None
        return Attempt(
            pack=self.pack,
            example=attrs.evolve(tried.example, status=status, late_by_days=late),
            miss=miss,
            others=self._others,
        )

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

    # asking the rules ---------------------------------------------------------------------

    def _ask(self, example: short.Example) -> Finding | None:
        if example not in self._known:
            self.patience -= 1
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
        starts = _rotated(self._starts(day, version), number)
        seen: set[short.Example] = set()
        undecided: list[tuple[short.Example, Finding]] = []
        for changes in self._choices(version, day):
            for start in starts:
                if self.patience <= 0:
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

    def satisfied(self, day: dt.date, numbers: Sequence[int]) -> Iterator[_Tried]:
        """Situations in which it is met, by no more than is needed."""
        for setting, before in itertools.islice(self._settings(day, numbers[0]), 12):
            version = self.requirement.version_on(day)
            if version is None:
                return
            for way in _rotated(self._ways(_evidence_for(version, before.case)), numbers[1]):
                needed = _changed(setting, way.changes)
                unmet = self._ask(needed)
                if unmet is None or unmet.status not in _UNMET:
                    continue
                for last in _rotated(self._last_days(needed, unmet, version), numbers[2]):
                    if self.patience <= 0:
                        return
                    example = _with_lessons(needed, way.lessons, last)
                    finding = self._ask(example)
                    if finding is not None and finding.status is Status.MET:
                        yield self._no_more_than_needed(
                            _Tried(
                                setting=needed,
                                before=unmet,
                                way=way,
                                last=last,
                                example=example,
                                finding=finding,
                            )
                        )
                        break

    def _no_more_than_needed(self, tried: _Tried) -> _Tried:
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

    def missed(self, tried: _Tried, miss: Miss) -> Iterator[_Tried]:
        """The same with one thing wrong, where the rules agree that it is."""
        expected = {Miss.LATE: Status.MET, Miss.EXPIRED: Status.EXPIRED}
        for example in _MISSES[miss](self, tried):
            finding = self._ask(example)
            if finding is None or finding.status is not expected.get(miss, tried.before.status):
                continue
            if miss is Miss.LATE and finding.late_by_days != 1:
                continue
            yield attrs.evolve(tried, example=example, finding=finding)

    def absent(self, tried: _Tried) -> Iterator[short.Example]:
        """Each course left out."""
        lessons = tried.way.lessons
        for number in range(len(lessons)):
            yield _with_lessons(
                tried.setting, (*lessons[:number], *lessons[number + 1 :]), tried.last
            )

    def not_yet(self, tried: _Tried) -> Iterator[short.Example]:
        """Each course on the day after the day judged."""
        after = dates.day_after(tried.example.as_of)
        for number in range(len(tried.way.lessons)):
            yield _with_lessons(tried.setting, tried.way.lessons, tried.last, {number: after})

    def failed(self, tried: _Tried) -> Iterator[short.Example]:
        """Each course failed."""
        for number in range(len(tried.way.lessons)):
            yield _with_lessons(tried.setting, tried.way.lessons, tried.last, failed=number)

    def other_course(self, tried: _Tried) -> Iterator[short.Example]:
        """Each course without a code that counts."""
        yield from self._with_other_lessons(
            tried, lambda lesson: [attrs.evolve(lesson, code=_NOT_RECOGNISED)]
        )

    def short_of_hours(self, tried: _Tried) -> Iterator[short.Example]:
        """Each course that is asked for with hours, with less of them."""

        def shorter(lesson: Lesson) -> Iterator[Lesson]:
            if lesson.asked_hours and lesson.hours:
                yield attrs.evolve(lesson, hours=_less(lesson.hours))
            elif isinstance(lesson.topics, FrozenMap):
                for topic, hours in lesson.topics.items():
                    topics = FrozenMap({**lesson.topics, topic: _less(hours)})
                    yield attrs.evolve(lesson, topics=topics)

        yield from self._with_other_lessons(tried, shorter)

    def without_topic(self, tried: _Tried) -> Iterator[short.Example]:
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
        self, tried: _Tried, others: Callable[[Lesson], Iterable[Lesson]]
    ) -> Iterator[short.Example]:
        lessons = tried.way.lessons
        for number, lesson in enumerate(lessons):
            for other in others(lesson):
                changed = (*lessons[:number], other, *lessons[number + 1 :])
                yield _with_lessons(tried.setting, changed, tried.last)

    def late(self, tried: _Tried) -> Iterator[short.Example]:
        """All of it the day after the last day in time."""
        last = tried.before.due_on
        if last is not None and last < tried.example.as_of:
            yield _with_lessons(tried.setting, tried.way.lessons, last + _ONE_DAY)

    def expired(self, tried: _Tried) -> Iterator[short.Example]:
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

    def _lapsed_by(self, day: dt.date, tried: _Tried) -> Iterator[dt.date]:
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


_MISSES: Final[dict[Miss, Callable[[_Search, _Tried], Iterator[short.Example]]]] = {
    Miss.ABSENT: _Search.absent,
    Miss.NOT_YET: _Search.not_yet,
    Miss.FAILED: _Search.failed,
    Miss.OTHER_COURSE: _Search.other_course,
    Miss.HOURS: _Search.short_of_hours,
    Miss.TOPIC: _Search.without_topic,
    Miss.LATE: _Search.late,
    Miss.EXPIRED: _Search.expired,
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
