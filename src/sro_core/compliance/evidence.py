"""Turns evidence into a search for the day on which it is complete.

What is not known is judged twice: once as if it were not there, and, where that
leaves a doubt, once as if it were. A search notes the names of what it doubted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Final, NamedTuple, TypeAlias

from sro_core import dates
from sro_core.compliance.files import Credit, OfficerFile
from sro_core.compliance.scope import Scope
from sro_core.compliance.truth import Missing
from sro_core.compliance.units import Ruling, Unit
from sro_core.compliance.windows import compile_window, has_limits
from sro_core.dates import in_force
from sro_core.models import Agreement, SafetyPlan, Waiver, WaiverKind
from sro_core.rules import evidence as rule

__all__ = ["Program", "Search", "compile_evidence", "days_of", "employed_by", "releases"]

_UNSTATED: Final = Decimal(999_999)
_ZERO: Final = Decimal(0)


class Search:
    """One search for evidence.

    Attributes:
        unit: Whose evidence.
        start: First day on which evidence counts.
        end: Last day on which it counts, never after the day judged.
        hopeful: Whether what is not known counts as there.
        doubts: Names of what was not known.
    """

    __slots__ = ("doubts", "end", "hopeful", "start", "unit")

    def __init__(self, unit: Unit, start: dt.date, end: dt.date, *, hopeful: bool = False) -> None:
        self.unit: Unit = unit
        self.start: dt.date = start
        self.end: dt.date = min(end, unit.as_of)
        self.hopeful: bool = hopeful
        self.doubts: set[str] | None = None

    def hoping(self) -> Search:
        """The same search where what is not known counts as there."""
        return Search(self.unit, self.start, self.end, hopeful=True)

    def between(self, start: dt.date, end: dt.date) -> Search:
        """The same search on those of its days that lie between two days."""
        start, end = max(start, self.start), min(end, self.end)
        return Search(self.unit, start, end, hopeful=self.hopeful)

    def doubt(self, names: Iterable[str]) -> bool:
        """Note what is not known; whether to count it as there."""
        if self.doubts is None:
            self.doubts = set()
        self.doubts.update(names)
        return self.hopeful

    def records_may_lack(self) -> bool:
        """Whether evidence may lie on days whose records are not complete, and counts."""
        return (
            self.start <= self.end
            and self.start < self.unit.records_from
            and self.doubt(("agency.records_from",))
        )


Finder: TypeAlias = Callable[[Search], "dt.date | None"]


class Program(NamedTuple):
    """Evidence, compiled.

    Attributes:
        earliest: The first day on which it is complete; None is never.
        latest: The last day from which on it is complete; None is never.
    """

    earliest: Finder
    latest: Finder


def days_of(
    find: Finder, unit: Unit, start: dt.date, end: dt.date
) -> list[tuple[dt.date | None, Missing]]:
    """What a finder gives, once or, where something is not known, for both ways it may be."""
    search = Search(unit, start, end)
    day = find(search)
    if search.doubts is None:
        return [(day, frozenset())]
    hoped = find(search.hoping())
    if hoped == day:
        return [(day, frozenset())]
    missing = frozenset(search.doubts)
    return [(day, missing), (hoped, missing)]


def compile_evidence(node: rule.Evidence, scope: Scope) -> Program:
    """The searches for some evidence; what does not change their day is not doubted."""
    plain = _compile(node, scope)
    return Program(_where_it_matters(plain.earliest), _where_it_matters(plain.latest))


def _where_it_matters(find: Finder) -> Finder:
    """The same search, which doubts only what would give another day."""

    def finder(search: Search) -> dt.date | None:
        if search.hopeful:
            return find(search)
        before, search.doubts = search.doubts, None
        day = find(search)
        found, search.doubts = search.doubts, before
        if found is not None and find(search.hoping()) != day:
            search.doubt(found)
        return day

    return finder


def _compile(node: rule.Evidence, scope: Scope) -> Program:
    match node:
        case rule.AllEvidence():
            return _at_least(len(node.all_of), node.all_of, scope)
        case rule.AnyEvidence():
            return _at_least(1, node.any_of, scope)
        case rule.SomeEvidence():
            return _at_least(node.at_least, node.of, scope)
        case rule.CourseTaken():
            return _limited(node, scope, _course(node))
        case rule.Hours():
            return _limited(node, scope, _hours(node))
        case rule.Held():
            return _standing_fact(_held(node))
        case rule.Stated():
            return _standing_fact(_stated(node, scope))
        case rule.PlanReviewed():
            return _standing_fact(_plan_reviewed(node))
        case rule.AgreementInForce():
            return _standing_fact(_agreement(node))
        case rule.RequirementMet():
            return _standing_fact(_requirement(node))
        case rule.WaiverOf():
            return _standing_fact(_waiver_of(node))
        case rule.OfficersTrained():
            return _standing_fact(_officers(node))


def _at_least(count: int, parts: tuple[rule.Evidence, ...], scope: Scope) -> Program:
    programs = [compile_evidence(part, scope) for part in parts]

    def earliest(search: Search) -> dt.date | None:
        days = sorted(filter(None, [program.earliest(search) for program in programs]))
        return days[count - 1] if len(days) >= count else None

    def latest(search: Search) -> dt.date | None:
        days = sorted(filter(None, [program.latest(search) for program in programs]), reverse=True)
        return days[count - 1] if len(days) >= count else None

    return Program(earliest, latest)


def _limited(node: rule.CourseTaken | rule.Hours, scope: Scope, program: Program) -> Program:
    """The same searches on the days that count; what may narrow these is doubted first."""
    if not has_limits(node):
        return program
    window = compile_window(node, scope)

    def among(find: Finder) -> Finder:
        def finder(search: Search) -> dt.date | None:
            start, end, missing = window(search.unit)
            if missing is not None and not search.doubt(missing):
                return None
            inner = search.between(start, end)
            day = find(inner)
            if inner.doubts is not None:
                search.doubt(inner.doubts)
            return day

        return finder

    return Program(among(program.earliest), among(program.latest))


def _course(node: rule.CourseTaken) -> Program:
    codes = frozenset(node.course)
    counted = None if node.any_course else codes
    topics = frozenset(node.topics)

    def begins(search: Search) -> dt.date:
        if not node.unbroken_service:
            return search.start
        unit = search.unit
        return max(search.start, dates.add(unit.start, days=-1 - unit.bridge))

    def counts(credit: Credit, *, hopeful: bool) -> bool:
        vouched = not node.topics_stated and not codes.isdisjoint(credit.codes)
        by_topics = bool(topics) and (bool(credit.course.topics) or not vouched)
        if by_topics and not topics <= credit.course.topics.keys():
            return False
        if node.hours is None:
            return True
        return hopeful if credit.hours is None else credit.hours >= node.hours

    def days(search: Search, *, hopeful: bool) -> list[dt.date]:
        if search.unit.file is None:
            return []
        start = begins(search)
        return [
            credit.day
            for credit in search.unit.file.credits_under(counted)
            if start <= credit.day <= search.end and counts(credit, hopeful=hopeful)
        ]

    def chosen(search: Search, place: int) -> dt.date | None:
        """The day at a place of the list, where hours that are not stated are doubted."""
        found = days(search, hopeful=False)
        day = found[place] if len(found) >= node.times else None
        if node.hours is not None:
            hoped = days(search, hopeful=True)
            best = hoped[place] if len(hoped) >= node.times else None
            if best != day and search.doubt(("completion.hours",)):
                return best
        return day

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

    return Program(earliest, latest)


class _Range(NamedTuple):
    """Hours that are at least and at most so many."""

    low: Decimal
    high: Decimal


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


def _hours(node: rule.Hours) -> Program:
    buckets = [(item.topic, frozenset(item.codes), item.hours) for item in node.topics]
    accepted: frozenset[str] | None = None
    if not node.any_course:
        accepted = frozenset(node.codes).union(*(codes for _topic, codes, _hours in buckets))

    def parts(credit: Credit) -> tuple[_Range, list[_Range]]:
        credited = _Range(
            credit.hours or _ZERO, _UNSTATED if credit.hours is None else credit.hours
        )
        ranges = [_topic_range(credit, topic, codes) for topic, codes, _least in buckets]
        if not buckets:
            return credited, ranges
        low = sum((item.low for item in ranges), _ZERO)
        high = sum((item.high for item in ranges), _ZERO)
        return _Range(min(low, credited.high), min(high, credited.high)), ranges

    def complete_on(
        search: Search, credits_: Iterable[Credit], missing: set[str], *, hopeful: bool
    ) -> dt.date | None:
        total, sums = _ZERO, [_ZERO] * len(buckets)
        for credit in credits_:
            if not search.start <= credit.day <= search.end:
                continue
            whole, ranges = parts(credit)
            missing.update(_inexact(credit, ranges, whole))
            total += whole.high if hopeful else whole.low
            for place, item in enumerate(ranges):
                sums[place] += item.high if hopeful else item.low
            if total >= node.total_hours and all(
                have >= least for have, (_t, _c, least) in zip(sums, buckets, strict=True)
            ):
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
        if search.unit.file is None:
            return None
        day = chosen(search, search.unit.file.credits_under(accepted))
        return search.start if search.records_may_lack() else day

    def latest(search: Search) -> dt.date | None:
        if search.unit.file is None:
            return None
        day = chosen(search, search.unit.file.credits_under(accepted)[::-1])
        if search.records_may_lack():
            unrecorded = min(search.end, dates.day_before(search.unit.records_from))
            return max(day or dt.date.min, unrecorded)
        return day

    return Program(earliest, latest)


def _inexact(credit: Credit, ranges: Iterable[_Range], whole: _Range) -> Iterator[str]:
    """What is not stated of the hours of a course: those credited, or those of a topic."""
    if all(item.low == item.high for item in (*ranges, whole)):
        return
    yield "completion.hours" if credit.hours is None else "course.topics"


def _standing_fact(find: Finder) -> Program:
    """Evidence that holds on the day judged: complete since a day, and until today."""

    def earliest(search: Search) -> dt.date | None:
        day = find(search)
        return None if day is None or day > search.end else max(day, search.start)

    def latest(search: Search) -> dt.date | None:
        return None if earliest(search) is None else search.end

    return Program(earliest, latest)


def _held(node: rule.Held) -> Finder:
    def find(search: Search) -> dt.date | None:
        since = search.unit.held_since(node.license)
        if since is None:
            holds = search.unit.holds(node.license)
            if isinstance(holds, frozenset) and search.doubt(holds):
                return search.start
        return since

    return find


def _stated(node: rule.Stated, scope: Scope) -> Finder:
    read = scope.fact(node.stated)

    def find(search: Search) -> dt.date | None:
        unit = search.unit
        values = read(unit)
        days = [
            statement.start
            for assignment in unit.assignments
            for statement in unit.statements(node.stated, assignment)
            if statement.value is True
        ]
        if any(value.known is True for value in values):
            return min(days, default=dt.date.min)
        missing = [value.known for value in values if isinstance(value.known, frozenset)]
        if missing and search.doubt(frozenset[str]().union(*missing)):
            return min(days, default=search.start)
        return None

    return find


def _plan_reviewed(node: rule.PlanReviewed) -> Finder:
    def reviewed(search: Search, plan: SafetyPlan) -> dt.date | None:
        unit = search.unit
        day = unit.file.reviews.get(plan.id) if unit.file is not None else None
        start = max(search.start, plan.start)
        unrecorded = start <= search.end and start < unit.records_from
        if unrecorded and search.doubt(("agency.records_from",)):
            return start
        return day

    def find(search: Search) -> dt.date | None:
        unit = search.unit
        days: list[dt.date | None] = []
        for plans in unit.plans(node.plan_review):
            plan = unit.plan_in_force(plans)
            if plan is not None:
                days.append(reviewed(search, plan))
            else:
                days.append(search.start if search.doubt(("safety_plan",)) else None)
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None

    return find


def _agreement(node: rule.AgreementInForce) -> Finder:
    kinds = frozenset(node.agreement)

    def fits(search: Search, item: Agreement) -> bool:
        if node.signed_on_or_after is not None and item.signed_on < node.signed_on_or_after:
            return False
        if kinds and item.kind is None:
            return search.doubt(("agreement.kind",))
        return not kinds or item.kind in kinds

    def find(search: Search) -> dt.date | None:
        unit = search.unit
        pairs = {(item.agency_id, item.district_id) for item in unit.assignments}
        found: list[dt.date] = []
        for pair in pairs:
            since: dt.date | None = None
            until: dt.date | None = None
            for item in unit.view.agreements_between(*pair):
                if item.start > unit.day or not fits(search, item):
                    continue
                if since is None or (until is not None and item.start > dates.day_after(until)):
                    since, until = item.start, item.end
                elif until is not None:
                    until = None if item.end is None else max(until, item.end)
            if since is not None and (until is None or until >= unit.day):
                found.append(since)
        return min(found, default=None)

    return find


def _first(search: Search, ruling: Ruling) -> dt.date | None:
    """The first day another requirement was met that is met now, as the search sees it."""
    if ruling.met is False:
        return None
    if ruling.met is True and ruling.worst == ruling.best:
        return ruling.best
    if search.doubt(ruling.missing):
        return ruling.best
    return ruling.worst if ruling.met is True else None


def _requirement(node: rule.RequirementMet) -> Finder:
    def find(search: Search) -> dt.date | None:
        return _first(search, search.unit.rules.ruling(search.unit, node.requirement))

    return find


def releases(unit: Unit, requirement_id: str) -> list[Waiver]:
    """The waivers on file that release the officer from a requirement, in force or not."""
    waivers = unit.file.waivers.get(requirement_id, ()) if unit.file is not None else ()
    return [item for item in waivers if item.kind is WaiverKind.WAIVED]


def _waiver_of(node: rule.WaiverOf) -> Finder:
    def find(search: Search) -> dt.date | None:
        found = releases(search.unit, node.waiver_of)
        return min(
            (item.start for item in found if in_force(item, search.unit.as_of)), default=None
        )

    return find


def employed_by(unit: Unit) -> Iterator[tuple[OfficerFile, dt.date]]:
    """The officers whom the unit's agencies employ on the day judged, and since when."""
    agencies = {item.agency_id for item in unit.assignments}
    for officer_id in unit.view.officers_employed_by(agencies):
        file = unit.view.file(officer_id)
        if file is None:
            continue
        days = [
            item.start
            for item in file.employments
            if item.agency_id in agencies and in_force(item, unit.day)
        ]
        if days:
            yield file, min(days)


def _officers(node: rule.OfficersTrained) -> Finder:
    if node.who_met is not None:
        return _officers_who_met(node.officers, node.who_met)
    return _officers_who_completed(node.officers, frozenset(node.who_completed))


def _officers_who_completed(number: int, codes: frozenset[str]) -> Finder:

    def completed(search: Search, file: OfficerFile) -> dt.date | None:
        # Before the records begin there may be an earlier completion.
        if search.unit.records_from > dt.date.min and search.doubt(("agency.records_from",)):
            return dt.date.min
        found = file.credits_under(codes)
        return found[0].day if found else None

    def find(search: Search) -> dt.date | None:
        days = sorted(
            max(day, since)
            for file, since in employed_by(search.unit)
            if (day := completed(search, file)) is not None
        )
        return days[number - 1] if len(days) >= number else None

    return find


def _officers_who_met(number: int, requirement_id: str) -> Finder:
    def find(search: Search) -> dt.date | None:
        rulings = search.unit.rules.of_officers(search.unit, requirement_id)
        firsts = [
            min(filter(None, [_first(search, ruling) for ruling in of_one]), default=None)
            for of_one in rulings
        ]
        days = sorted(filter(None, firsts))
        return days[number - 1] if len(days) >= number else None

    return find
