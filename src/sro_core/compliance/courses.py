"""Evidence of courses and of hours: what was completed on some day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from sro_core import dates
from sro_core.compliance.events import after
from sro_core.compliance.files import Credit, Selection, under
from sro_core.compliance.scope import Scope
from sro_core.compliance.searches import (
    UNSURE,
    Finder,
    Program,
    Search,
    SpanFinder,
    Unsure,
    joined,
)
from sro_core.compliance.truth import Truth, all_of, nothing
from sro_core.compliance.units import Unit
from sro_core.compliance.windows import compile_window, has_limits, reaching
from sro_core.dates import Stretch
from sro_core.models import Course
from sro_core.rules import evidence as rule

__all__ = ["course", "hours", "limited"]

_UNSTATED: Final = Decimal(999_999)
_UNSTATED_HOURS: Final = frozenset(("completion.hours",))
_UNRECORDED: Final = frozenset(("agency.records_from",))
_ZERO: Final = Decimal(0)


def limited(node: rule.CourseTaken | rule.Hours, scope: Scope, program: Program) -> Program:
    """The same searches on the days that count; what may narrow these is doubted first."""
    if not has_limits(node) or program.serving is None:
        return program
    (courses,) = program.serving
    window = compile_window(node, scope)

    def among(find: Finder) -> Finder:
        def finder(search: Search) -> dt.date | None:
            start, end, missing = window(search.unit)
            if missing is not None and not search.doubt(missing):
                return None
            return search.among(start, end, find)

        return finder

    plainly = program.surely

    def surely(unit: Unit, start: dt.date, end: dt.date, last: bool) -> dt.date | None | Unsure:
        since, until, missing = window(unit)
        if missing is not None or plainly is None:
            return UNSURE
        return plainly(unit, max(start, since), min(end, until), last)

    earliest, latest = among(program.earliest), among(program.latest)
    spans = _spans(courses, earliest, latest)
    return program._replace(earliest=earliest, latest=latest, spans=spans, surely=surely)


def _courses_taken(node: rule.CourseTaken) -> Selection:
    """The courses that serve: by their codes, by their topics, or by both."""
    own, topics = frozenset(node.course), frozenset(node.topics)

    def takes(course: Course, codes: frozenset[str]) -> bool:
        has_code = not own.isdisjoint(codes)
        if not has_code and not node.any_course:
            return False
        vouched = has_code and not node.topics_stated
        if vouched and not course.topics:
            return True
        return all(topic in course.topics for topic in topics)

    return Selection(own, any_course=node.any_course, topical=bool(topics), takes=takes)


def _courses_of_hours(node: rule.Hours) -> Selection:
    """The courses that some hours may be credited of."""
    buckets = [(item.topic, frozenset(item.codes)) for item in node.topics]
    own = frozenset(node.codes).union(*(codes for _topic, codes in buckets))

    def takes(course: Course, codes: frozenset[str]) -> bool:
        if not node.any_course and own.isdisjoint(codes):
            return False
        return not buckets or any(
            topic in course.topics if course.topics else not accepted.isdisjoint(codes)
            for topic, accepted in buckets
        )

    return Selection(own, any_course=node.any_course, topical=bool(buckets), takes=takes)


def _spans(courses: Selection, earliest: Finder, latest: Finder) -> SpanFinder:
    """The days on which what was completed counts: for good, or for a period after."""

    def spans(search: Search) -> list[Stretch]:
        period, unit = search.period, search.unit
        if period is None:
            day = earliest(search)
            return [] if day is None else [Stretch(day, dt.date.max)]
        found: list[Stretch] = []
        for credit in search.credits(courses):
            last = search.among(dt.date.min, credit.day, latest)
            if last is not None:
                found.append(Stretch(credit.day, after(last, period)))
        if search.start < unit.records_from:
            unrecorded = dates.day_before(unit.records_from)
            last = search.among(dt.date.min, unrecorded, latest)
            first = search.among(dt.date.min, unrecorded, earliest)
            if search.hopeful and first is not None and last is not None:
                found.append(Stretch(first, after(last, period)))
        return joined(span for span in found if span.start <= span.end)

    return spans


def _prerequisite(node: rule.Prerequisite) -> Callable[[Unit, dt.date], Truth]:
    """The function that decides whether something was completed before a day."""
    courses, period = under(frozenset(node.completed)), node.within

    def before(unit: Unit, day: dt.date) -> Truth:
        last = dates.day_before(day)
        first = dt.date.min if period is None else reaching(day, period)
        found = unit.file.credits(courses) if unit.file is not None else ()
        if any(first <= item.day <= last for item in found):
            return True
        return _UNRECORDED if first <= last and first < unit.records_from else False

    return before


def course(node: rule.CourseTaken) -> Program:
    """A course completed so many times, on whatever day."""
    courses = _courses_taken(node)
    prepared = [_prerequisite(item) for item in node.prerequisites]
    plain = node.hours is None and not prepared

    def since(unit: Unit, start: dt.date) -> dt.date:
        if not node.unbroken_service:
            return start
        return max(start, dates.add(unit.start, days=-1 - unit.bridge))

    def begins(search: Search) -> dt.date:
        return since(search.unit, search.start)

    def enough(credit: Credit) -> Truth:
        if node.hours is None:
            return True
        return _UNSTATED_HOURS if credit.hours is None else credit.hours >= node.hours

    def counts(unit: Unit, credit: Credit) -> Truth:
        if plain:
            return True
        return all_of((enough(credit), *(before(unit, credit.day) for before in prepared)))

    def chosen(search: Search, place: int) -> dt.date | None:
        """The day at a place of the list, where what may not count is doubted."""
        start, end = begins(search), search.end
        sure: list[dt.date] = []
        possible: list[dt.date] = []
        missing = nothing
        for credit in search.credits(courses):
            truth = start <= credit.day <= end and counts(search.unit, credit)
            if truth is False:
                continue
            possible.append(credit.day)
            if truth is True:
                sure.append(credit.day)
            else:
                missing |= truth
        day = sure[place] if len(sure) >= node.times else None
        best = possible[place] if len(possible) >= node.times else None
        return best if best != day and search.doubt(missing) else day

    def may_lack(search: Search) -> bool:
        start = begins(search)
        return (
            start <= search.end
            and start < search.unit.records_from
            and search.doubt(("agency.records_from",))
        )

    def earliest(search: Search) -> dt.date | None:
        day = chosen(search, node.times - 1)
        return begins(search) if may_lack(search) else day

    def latest(search: Search) -> dt.date | None:
        day = chosen(search, -node.times)
        if may_lack(search):
            unrecorded = min(search.end, dates.day_before(search.unit.records_from))
            return max(day or dt.date.min, unrecorded)
        return day

    def surely(unit: Unit, start: dt.date, end: dt.date, last: bool) -> dt.date | None | Unsure:
        found = unit.file.credits(courses) if unit.file is not None else []
        begin, left = since(unit, start), node.times
        for credit in reversed(found) if last else found:
            if not begin <= credit.day <= end:
                continue
            truth = counts(unit, credit)
            if truth is True:
                left -= 1
                if left == 0:
                    return credit.day
            elif truth is not False:
                return UNSURE
        return None

    spans = _spans(courses, earliest, latest)
    return Program(earliest, latest, spans, surely=surely, serving=(courses,))


class _Range(NamedTuple):
    """Hours that are at least and at most so many."""

    low: Decimal
    high: Decimal


class _Parts(NamedTuple):
    """What a completion contributes.

    Attributes:
        whole: Hours in all.
        topics: Hours of each topic.
        inexact: Names of what is not stated of them.
    """

    whole: _Range
    topics: list[_Range]
    inexact: frozenset[str]


def _topic_range(credit: Credit, topic: str, codes: frozenset[str]) -> _Range:
    """Hours of one topic in a course as it was credited."""
    credited = credit.hours
    most = _UNSTATED if credited is None else credited
    topics = credit.course.topics
    if not topics:
        if codes.isdisjoint(credit.codes):
            return _Range(_ZERO, _ZERO)
        return _Range(_ZERO if credited is None else credited, most)
    if topic not in topics:
        return _Range(_ZERO, _ZERO)
    stated = topics[topic]
    known = sum((hours for hours in topics.values() if hours is not None), _ZERO)
    if stated is None:
        return _Range(_ZERO, max(_ZERO, most - known))
    whole = credit.course.hours
    short = max(_ZERO, whole - credited) if whole is not None and credited is not None else _ZERO
    return _Range(max(_ZERO, min(stated, most) - short), min(stated, most))


def hours(node: rule.Hours) -> Program:
    """Hours added up, on whatever days."""
    buckets = [(item.topic, frozenset(item.codes), item.hours) for item in node.topics]
    courses = _courses_of_hours(node)

    def ranges_of(credit: Credit) -> tuple[_Range, list[_Range]]:
        credited = _Range(
            credit.hours or _ZERO, _UNSTATED if credit.hours is None else credit.hours
        )
        ranges = [_topic_range(credit, topic, codes) for topic, codes, _least in buckets]
        if not buckets:
            return credited, ranges
        low = sum((item.low for item in ranges), _ZERO)
        high = sum((item.high for item in ranges), _ZERO)
        return _Range(min(low, credited.high), min(high, credited.high)), ranges

    def parts(unit: Unit, credit: Credit) -> _Parts:
        # a course is credited alike to very many
        question = (ranges_of, credit.course.id, credit.hours, credit.codes)
        known: _Parts | None = unit.view.memo.get(question)
        if known is None:
            whole, ranges = ranges_of(credit)
            known = _Parts(whole, ranges, frozenset(_inexact(credit, ranges, whole)))
            unit.view.memo[question] = known
        return known

    def complete_on(
        search: Search, credits_: Iterable[Credit], missing: set[str], *, hopeful: bool
    ) -> dt.date | None:
        total, sums = _ZERO, [_ZERO] * len(buckets)
        for credit in credits_:
            if not search.start <= credit.day <= search.end:
                continue
            whole, ranges, inexact = parts(search.unit, credit)
            missing |= inexact
            total += whole.high if hopeful else whole.low
            for place, item in enumerate(ranges):
                sums[place] += item.high if hopeful else item.low
            if total >= node.total_hours and all(
                have >= least for have, (_t, _c, least) in zip(sums, buckets, strict=True)
            ):
                return credit.day
        return None

    def added_up(credits_: Iterable[Credit]) -> dt.date | None | Unsure:
        total = _ZERO
        for credit in credits_:
            if credit.hours is None:
                return UNSURE
            total += credit.hours
            if total >= node.total_hours:
                return credit.day
        return None

    def chosen(search: Search, credits_: list[Credit]) -> dt.date | None:
        missing: set[str] = set()
        day = complete_on(search, credits_, missing, hopeful=False)
        if missing:
            best = complete_on(search, credits_, missing, hopeful=True)
            if best != day and search.doubt(missing):
                return best
        return day

    def earliest(search: Search) -> dt.date | None:
        day = chosen(search, search.credits(courses))
        return search.start if search.records_may_lack() else day

    def latest(search: Search) -> dt.date | None:
        day = chosen(search, search.credits(courses)[::-1])
        if search.records_may_lack():
            unrecorded = min(search.end, dates.day_before(search.unit.records_from))
            return max(day or dt.date.min, unrecorded)
        return day

    def surely(unit: Unit, start: dt.date, end: dt.date, last: bool) -> dt.date | None | Unsure:
        found = unit.file.credits(courses) if unit.file is not None else []
        counted = [credit for credit in found if start <= credit.day <= end]
        if not counted:
            return None
        if last:
            counted.reverse()
        if not buckets:
            return added_up(counted)
        missing: set[str] = set()
        search = Search(unit, start, end)
        day = complete_on(search, counted, missing, hopeful=False)
        return UNSURE if missing else day

    spans = _spans(courses, earliest, latest)
    return Program(earliest, latest, spans, surely=surely, serving=(courses,))


def _inexact(credit: Credit, ranges: Iterable[_Range], whole: _Range) -> Iterator[str]:
    """What is not stated of the hours of a course: those credited, or those of a topic."""
    if all(item.low == item.high for item in (*ranges, whole)):
        return
    yield "completion.hours" if credit.hours is None else "course.topics"
