"""`us-mn.in-service-topics` by hand."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final, NamedTuple

import sro_core as sro
from benchmarks.by_hand import (
    NOTHING,
    RECORDS,
    UNKNOWN,
    Answer,
    File,
    Names,
    Verdict,
    carried,
    completions_of,
    courses_carrying,
    finding_of,
    serving,
    settle,
)
from sro_core import Readiness, ReadinessStatus, Standing, Status
from sro_core.models import (
    Course,
    FrozenMap,
)

__all__ = ["minnesota_topics"]

_TOPICS: Final = "us-mn.in-service-topics"
_CREDITS: Final = Decimal(16)
_ZERO: Final = Decimal(0)
_UNSTATED: Final = Decimal(999_999)
_TOPIC_LAW: Final = dt.date(2018, 7, 1)
_FOUR_TOPICS_UNTIL: Final = dt.date(2023, 6, 30)
_FIVE: Final = (
    ("crisis_intervention", "us-mn.crisis-intervention", Decimal(6)),
    ("autism", "us-mn.autism", Decimal(4)),
    ("conflict_management", "us-mn.conflict-management", Decimal(1)),
    ("diversity_implicit_bias", "us-mn.diversity-implicit-bias", Decimal(1)),
    ("bias_crimes", "us-mn.bias-crimes", Decimal(1)),
)
_FIVE_CODES: Final = frozenset(code for _topic, code, _least in _FIVE)
_FOUR_CODES: Final = _FIVE_CODES - {"us-mn.bias-crimes"}
_NO_LICENSE: Final = frozenset(("officer.licenses",))
_OPEN_LICENSE: Final = frozenset(("license.to",))


class _Credit(NamedTuple):
    """At least and at most so many hours: of each topic, and of all together."""

    low: tuple[Decimal, ...]
    high: tuple[Decimal, ...]
    inexact: str | None


class _Taken(NamedTuple):
    day: dt.date
    completion_id: str
    course: Course
    hours: Decimal | None
    codes: frozenset[str]


class _Period(NamedTuple):
    """A license period, and the day it was satisfied at worst and at best."""

    end: dt.date
    worst: dt.date | None
    best: dt.date | None
    missing: Names


def minnesota_topics(registry: sro.Registry, as_of: dt.date) -> Answer:
    """`us-mn.in-service-topics`: sixteen hours in five topics in each license period."""
    file = File(registry, as_of)
    officers = {item.id: item for item in registry.officers}
    courses = courses_carrying(registry, _FIVE_CODES)
    completions = completions_of(registry, courses)
    credit_of: dict[tuple[str, Decimal | None, frozenset[str], int], _Credit] = {}

    def taken(officer_id: str) -> list[_Taken]:
        found: list[_Taken] = []
        for item in completions.get(officer_id, ()):
            day, course = item.completed_on, courses[item.course_id]
            if day <= as_of and (codes := carried(course, _FIVE_CODES, day)):
                hours = course.hours if item.hours is None else item.hours
                found.append(_Taken(day, item.id, course, hours, codes))
        found.sort(key=lambda item: item[:2])
        return found

    def credit(item: _Taken, topics: int) -> _Credit:
        key = (item.course.id, item.hours, item.codes, topics)
        found = credit_of.get(key)
        if found is None:
            found = credit_of[key] = _credit(item, topics)
        return found

    def period(items: list[_Taken], start: dt.date, end: dt.date, complete: dt.date) -> _Period:
        topics = 4 if end <= _FOUR_TOPICS_UNTIL else 5
        codes = _FOUR_CODES if topics == 4 else _FIVE_CODES
        last = min(end, as_of)
        credits_ = [
            (item.day, credit(item, topics))
            for item in items
            if start <= item.day <= last and not codes.isdisjoint(item.codes)
        ]
        worst, names = _complete(credits_, topics, hopeful=False)
        best, missing = worst, NOTHING
        if names:
            best, more = _complete(credits_, topics, hopeful=True)
            if best != worst:
                missing = names | more
        if start <= last and start < complete:
            best, missing = start, missing | RECORDS
        return _Period(end, worst, best, missing if best != worst else NOTHING)

    answer = Answer([], {})
    for officer_id, spells in serving(registry, as_of):
        posts = [post for spell in spells for post in spell.posts]
        complete = file.records_from(posts)
        licensed = sorted(
            (item.start, item.end or dt.date.max, item.end is None)
            for item in officers[officer_id].licenses
            if item.kind == "peace_officer"
        )
        begun = [item for item in licensed if item[0] <= as_of]
        if not licensed or any(is_open for _start, _end, is_open in begun):
            names = _OPEN_LICENSE if licensed else _NO_LICENSE
            settled, missing = UNKNOWN._replace(weak=True), names
        else:
            items = taken(officer_id)
            running = [item for item in begun if item[1] >= as_of and item[0] >= _TOPIC_LAW]
            current = period(items, *running[-1][:2], complete) if running else None
            closed: list[_Period] = []
            if current is None or current.worst is None:
                closed = [
                    period(items, start, end, complete)
                    for start, end, _open in reversed(begun)
                    if end < as_of and start >= _TOPIC_LAW
                ]
            settled, missing = _recurring(current, closed, as_of)
        answer.findings.append(finding_of(_TOPICS, officer_id, settled, missing))
        # a duty of the license says nothing of service
        posted = sorted(post.id for post in posts if post.end is None or post.end >= as_of)
        answer.readiness[officer_id] = Readiness(
            status=ReadinessStatus.UNBOUND,
            standing=Standing.VERIFIED,
            contested=False,
            assignments=FrozenMap(dict.fromkeys(posted, ReadinessStatus.UNBOUND)),
        )
    return answer


def _credit(item: _Taken, topics: int) -> _Credit:
    """What a course gives of each topic and in all, as it was credited."""
    most = _UNSTATED if item.hours is None else item.hours
    lows: list[Decimal] = []
    highs: list[Decimal] = []
    taught = item.course.topics
    known = sum((hours for hours in taught.values() if hours is not None), _ZERO)
    for topic, code, _least in _FIVE[:topics]:
        low = high = _ZERO
        if not taught:
            if code in item.codes:
                low, high = item.hours or _ZERO, most
        elif topic in taught:
            stated = taught[topic]
            if stated is None:
                high = max(_ZERO, most - known)
            else:
                short = _ZERO
                if item.course.hours is not None and item.hours is not None:
                    short = max(_ZERO, item.course.hours - item.hours)
                high = min(stated, most)
                low = max(_ZERO, high - short)
        lows.append(low)
        highs.append(high)
    low, high = min(sum(lows, _ZERO), most), min(sum(highs, _ZERO), most)
    inexact = None
    if lows != highs or low != high:
        inexact = "completion.hours" if item.hours is None else "course.topics"
    return _Credit((low, *lows), (high, *highs), inexact)


def _complete(
    credits_: list[tuple[dt.date, _Credit]], topics: int, *, hopeful: bool
) -> tuple[dt.date | None, Names]:
    """The day on which the hours are complete, and what was not stated of those looked at."""
    least = (_CREDITS, *(hours for _topic, _code, hours in _FIVE[:topics]))
    sums = [_ZERO] * len(least)
    names: set[str] = set()
    for day, credit in credits_:
        if credit.inexact is not None:
            names.add(credit.inexact)
        sums = list(map(Decimal.__add__, sums, credit.high if hopeful else credit.low))
        if all(map(Decimal.__ge__, sums, least)):
            return day, frozenset(names)
    return None, frozenset(names)


def _recurring(
    current: _Period | None, closed: list[_Period], as_of: dt.date
) -> tuple[Verdict, Names]:
    worst = _in_periods(
        current and (current.end, current.worst), [(item.end, item.worst) for item in closed], as_of
    )
    best = _in_periods(
        current and (current.end, current.best), [(item.end, item.best) for item in closed], as_of
    )
    if best == worst:
        return worst, NOTHING
    judged = closed if current is None else [current, *closed]
    names = NOTHING.union(*(item.missing for item in judged))
    return settle([(worst, names), (best, names)])


def _in_periods(
    current: tuple[dt.date, dt.date | None] | None,
    closed: list[tuple[dt.date, dt.date | None]],
    as_of: dt.date,
) -> Verdict:
    """The outcome by the last day of each period and the day it was satisfied."""
    if current is not None and current[1] is not None:
        return Verdict(Status.MET, current[0], current[0], 0, None, True, "completed")
    if closed and closed[0][1] is None:
        missed = closed[0][0]
        held = [end for end, day in closed if day is not None]
        if held:
            reason = "completed once, and not renewed"
            return Verdict(Status.EXPIRED, missed, held[0], None, None, True, reason)
        late, reason = (as_of - missed).days, "not completed by the last day"
        return Verdict(Status.OVERDUE, missed, None, late, None, True, reason)
    if current is not None:
        return Verdict(Status.DUE, current[0], weak=True, reason="not completed yet")
    if closed:
        return Verdict(Status.MET, closed[0][0], closed[0][0], 0, None, True, "completed")
    return Verdict(
        Status.NOT_REQUIRED, weak=True, reason="the first period that counts has not begun"
    )
