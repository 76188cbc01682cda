"""Turns evidence into searches for the days on which it is complete."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import chain
from typing import NamedTuple, TypeVar

from sro_core.compliance.courses import course, hours, limited
from sro_core.compliance.files import OfficerFile, Selection, under
from sro_core.compliance.lapsing import agreement, held, waiver_of
from sro_core.compliance.scope import Scope
from sro_core.compliance.searches import (
    UNSURE,
    Finder,
    Program,
    Search,
    Unsure,
    in_at_least,
    standing_fact,
    where_it_matters,
)
from sro_core.compliance.truth import Missing
from sro_core.compliance.units import Ruling, Unit
from sro_core.dates import Stretch, in_force
from sro_core.models import SafetyPlan
from sro_core.rules import evidence as rule

__all__ = ["compile_evidence", "employed_by", "served_until"]

T = TypeVar("T")


def _part(node: rule.Evidence, scope: Scope) -> Program:
    """The searches for a part of some evidence; what changes nothing is not doubted.

    Of the whole those who search ask that themselves.
    """
    plain = compile_evidence(node, scope)
    return plain._replace(
        earliest=where_it_matters(plain.earliest),
        latest=where_it_matters(plain.latest),
        spans=where_it_matters(plain.spans),
    )


def compile_evidence(node: rule.Evidence, scope: Scope) -> Program:
    """The searches for some evidence."""
    match node:
        case rule.AllEvidence():
            return _at_least(len(node.all_of), node.all_of, scope)
        case rule.AnyEvidence():
            return _at_least(1, node.any_of, scope)
        case rule.SomeEvidence():
            return _at_least(node.at_least, node.of, scope)
        case rule.CourseTaken():
            return limited(node, scope, course(node))
        case rule.Hours():
            return limited(node, scope, hours(node))
        case rule.Held():
            return held(node)
        case rule.Stated():
            return standing_fact(_stated(node, scope))
        case rule.PlanReviewed():
            return standing_fact(_plan_reviewed(node))
        case rule.AgreementInForce():
            return agreement(node)
        case rule.RequirementMet():
            return standing_fact(_requirement(node))
        case rule.WaiverOf():
            return waiver_of(node)
        case rule.OfficersTrained():
            return standing_fact(_officers(node))
        case rule.Unshared():
            return _unshared(node, scope)


def _at_least(count: int, parts: tuple[rule.Evidence, ...], scope: Scope) -> Program:
    programs = [_part(part, scope) for part in parts]

    def earliest(search: Search) -> dt.date | None:
        days = sorted(filter(None, [program.earliest(search) for program in programs]))
        return days[count - 1] if len(days) >= count else None

    def latest(search: Search) -> dt.date | None:
        days = sorted(filter(None, [program.latest(search) for program in programs]), reverse=True)
        return days[count - 1] if len(days) >= count else None

    def spans(search: Search) -> list[Stretch]:
        return in_at_least(count, [program.spans(search) for program in programs])

    sure = [program.surely for program in programs if program.surely is not None]
    dispensable = len(programs) - count

    def surely(unit: Unit, start: dt.date, end: dt.date, last: bool) -> dt.date | None | Unsure:
        days: list[dt.date] = []
        lacking = 0
        for find in sure:
            day = find(unit, start, end, last)
            if day is UNSURE:
                return UNSURE
            if day is not None:
                days.append(day)
                continue
            lacking += 1
            if lacking > dispensable:
                return None
        days.sort(reverse=last)
        return days[count - 1]

    serving = [program.serving for program in programs if program.serving is not None]
    return Program(
        earliest,
        latest,
        spans,
        lapses=any(program.lapses for program in programs),
        surely=surely if len(sure) == len(programs) else None,
        serving=tuple(chain(*serving)) if len(serving) == len(programs) else None,
    )


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
        missing = [value.known for value in values if isinstance(value.known, frozenset)]
        if missing and search.doubt(frozenset[str]().union(*missing)):
            return search.start
        if any(value.known is True for value in values):
            return min(days, default=dt.date.min)
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


def _unshared(node: rule.Unshared, scope: Scope) -> Program:
    """Searches among what the other requirement leaves: it is served first, by the earliest."""
    other, inner = node.not_shared_with, _part(node.evidence, scope)
    serving = under(scope.codes_serving(other))

    def spent(search: Search) -> frozenset[str]:
        file = search.unit.file
        served = served_until(search.unit.rules.ruling(search.unit, other))
        last = served.most
        if served.least != served.most and search.doubt(served.missing):
            last = served.least
        credits_ = file.credits(serving) if file is not None else ()
        return frozenset(item.completion_id for item in credits_ if item.day <= last)

    def left(find: Callable[[Search], T]) -> Callable[[Search], T]:
        return lambda search: search.without(spent(search), find)

    return Program(left(inner.earliest), left(inner.latest), left(inner.spans), lapses=inner.lapses)


class Served(NamedTuple):
    """Through which day completions serve a requirement, at least and at most.

    Attributes:
        least: The earliest day that is possible; the first day of all where it is none.
        most: The latest; the last day of all while the requirement waits for more.
        missing: Names of what is not known where the two differ.
    """

    least: dt.date
    most: dt.date
    missing: Missing


def served_until(ruling: Ruling) -> Served:
    """Through which day completions serve the requirement that was ruled on."""
    days = [dt.date.min] if ruling.asked is not True else []
    if ruling.asked is not False:
        days += (ruling.worst or dt.date.max, ruling.best or dt.date.max)
    return Served(min(days), max(days), ruling.missing)


def _officers(node: rule.OfficersTrained) -> Finder:
    if node.who_met is not None:
        return _officers_who_met(node.officers, node.who_met)
    return _officers_who_completed(node.officers, under(frozenset(node.who_completed)))


def _officers_who_completed(number: int, courses: Selection) -> Finder:
    def completed(search: Search, file: OfficerFile) -> dt.date | None:
        # Before the records begin there may be an earlier completion.
        if search.unit.records_from > dt.date.min and search.doubt(("agency.records_from",)):
            return dt.date.min
        found = file.credits(courses)
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
