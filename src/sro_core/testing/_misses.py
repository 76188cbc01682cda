"""The ways in which a requirement that is satisfied would be missed by one thing."""

from __future__ import annotations

import datetime as dt
import enum
import itertools
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

import attrs

from sro_core import dates
from sro_core.findings import Finding, Status
from sro_core.models import FrozenMap
from sro_core.rules import Pack, Version
from sro_core.testing import _examples as short
from sro_core.testing._evidence_ways import Lesson, Way, with_lessons
from sro_core.testing._rule_dates import periods_of

__all__ = ["MISSES", "Miss", "Tried", "answer_to"]

_ONE_DAY: Final = dt.timedelta(days=1)
#: A code that no pack knows.
_NOT_RECOGNISED: Final = "elsewhere.another-course"


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
        pack: The pack of the requirement.
        version: The version in force on the day judged.
        setting: The situation without what was completed.
        before: What the rules say of the setting.
        way: The way.
        last: The day of the last course.
        example: The situation with it.
        finding: What the rules say of it.
    """

    pack: Pack
    version: Version
    setting: short.Example
    before: Finding
    way: Way
    last: dt.date
    example: short.Example
    finding: Finding


def answer_to(tried: Tried, miss: Miss | None) -> tuple[Status, int | None]:
    """The status that is expected where a requirement is missed so, and the days it is late.

    Args:
        tried: The situation in which it is satisfied.
        miss: By what it is missed; None is by nothing.
    """
    match miss:
        case None:
            return Status.MET, None
        case Miss.LATE:
            return Status.MET, 1
        case Miss.EXPIRED:
            return Status.EXPIRED, None
        case _:
            return tried.before.status, None


def _absent(tried: Tried) -> Iterator[short.Example]:
    """Each course left out."""
    lessons = tried.way.lessons
    for number in range(len(lessons)):
        yield with_lessons(tried.setting, (*lessons[:number], *lessons[number + 1 :]), tried.last)


def _not_yet(tried: Tried) -> Iterator[short.Example]:
    """Each course on the day after the day judged."""
    after = dates.day_after(tried.example.as_of)
    for number in range(len(tried.way.lessons)):
        yield with_lessons(tried.setting, tried.way.lessons, tried.last, {number: after})


def _failed(tried: Tried) -> Iterator[short.Example]:
    """Each course failed."""
    for number in range(len(tried.way.lessons)):
        yield with_lessons(tried.setting, tried.way.lessons, tried.last, failed=number)


def _other_course(tried: Tried) -> Iterator[short.Example]:
    """Each course without a code that counts."""
    yield from _with_other_lessons(
        tried, lambda lesson: [attrs.evolve(lesson, code=_NOT_RECOGNISED)]
    )


def _short_of_hours(tried: Tried) -> Iterator[short.Example]:
    """Each course that is asked for with hours, with less of them."""

    def shorter(lesson: Lesson) -> Iterator[Lesson]:
        if lesson.asked_hours and lesson.hours:
            yield attrs.evolve(lesson, hours=_less(lesson.hours))
        elif isinstance(lesson.topics, FrozenMap):
            for topic, hours in lesson.topics.items():
                topics = FrozenMap({**lesson.topics, topic: _less(hours)})
                yield attrs.evolve(lesson, topics=topics)

    yield from _with_other_lessons(tried, shorter)


def _without_topic(tried: Tried) -> Iterator[short.Example]:
    """Each course that is asked for with topics, without one of them."""
    others = [item.word for item in tried.pack.topics]

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

    yield from _with_other_lessons(tried, lacking)


def _with_other_lessons(
    tried: Tried, others: Callable[[Lesson], Iterable[Lesson]]
) -> Iterator[short.Example]:
    lessons = tried.way.lessons
    for number, lesson in enumerate(lessons):
        for other in others(lesson):
            changed = (*lessons[:number], other, *lessons[number + 1 :])
            yield with_lessons(tried.setting, changed, tried.last)


def _late(tried: Tried) -> Iterator[short.Example]:
    """All of it the day after the last day in time."""
    last = tried.before.due_on
    if last is not None and last < tried.example.as_of:
        yield with_lessons(tried.setting, tried.way.lessons, last + _ONE_DAY)


def _expired(tried: Tried) -> Iterator[short.Example]:
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
            yield with_lessons(without, tried.way.lessons, last)
    for last in _lapsed_by(day, tried):
        yield with_lessons(tried.setting, tried.way.lessons, last)


def _lapsed_by(day: dt.date, tried: Tried) -> Iterator[dt.date]:
    """Days of a last course that may have lapsed since, first those that just have."""
    periods = dict.fromkeys(periods_of(tried.version))
    for period in periods:
        back = dates.add(day, **{unit: -size for unit, size in attrs.asdict(period).items()})
        yield from (dates.add(back, days=offset) for offset in (-1, 0, -2, -3, -4))
    until = tried.finding.valid_until
    if until is not None and until < day:
        yield tried.last
    yield from (dates.add(day, years=-years) for years in (1, 2, 3, 4, 6))


def _less(hours: Decimal) -> Decimal:
    return hours - 1 if hours > 1 else hours / 2


#: What the situation would be instead, the likeliest first.
MISSES: Final[dict[Miss, Callable[[Tried], Iterator[short.Example]]]] = {
    Miss.ABSENT: _absent,
    Miss.NOT_YET: _not_yet,
    Miss.FAILED: _failed,
    Miss.OTHER_COURSE: _other_course,
    Miss.HOURS: _short_of_hours,
    Miss.TOPIC: _without_topic,
    Miss.LATE: _late,
    Miss.EXPIRED: _expired,
}
