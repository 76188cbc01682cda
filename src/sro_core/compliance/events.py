"""Turns an event into a function from a unit to its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeAlias

from sro_core import dates
from sro_core.compliance.files import under
from sro_core.compliance.scope import Scope
from sro_core.compliance.truth import Missing
from sro_core.compliance.units import Unit
from sro_core.rules import events as rule
from sro_core.rules.events import EventName, Period

__all__ = ["Day", "EventFinder", "after", "compile_event"]

#: A day; None for an event that has not happened; names where it is not known.
Day: TypeAlias = dt.date | Missing | None
EventFinder: TypeAlias = Callable[[Unit], Day]


def compile_event(node: rule.Event, scope: Scope) -> EventFinder:
    """The function that finds the day of an event."""
    match node:
        case rule.Happening():
            return _happening(node, scope)
        case rule.StatedFrom():
            return _stated_from(node.stated_from, scope)
        case rule.StatedDate():
            return _stated_date(node.stated_date, scope)
        case rule.FirstMet():
            return _first_met(node)
        case rule.FirstCompleted():
            return _first_completed(node)
        case rule.FixedDay():
            return lambda _unit: node.on
        case rule.Later():
            return _later(node, scope)


def after(day: dt.date, period: Period) -> dt.date:
    """A day plus a period."""
    return dates.add(day, period.years, period.months, period.weeks, period.days)


def _later(node: rule.Later, scope: Scope) -> EventFinder:
    find, period = compile_event(node.than, scope), node.later

    def later(unit: Unit) -> Day:
        day = find(unit)
        return after(day, period) if isinstance(day, dt.date) else day

    return later


def _service_start(unit: Unit) -> Day:
    return unit.start


def _assignment_start(unit: Unit) -> Day:
    return unit.assignments[0].start


def _agency_start(unit: Unit) -> Day:
    agency = unit.assignments[-1].agency_id
    return min(item.start for item in unit.service if item.agency_id == agency)


def _district_start(unit: Unit) -> Day:
    district = unit.assignments[-1].district_id
    return min(item.start for item in unit.service if item.district_id == district)


def _hire(unit: Unit) -> Day:
    employment = unit.employment(unit.assignments[-1])
    return frozenset(("officer.employments",)) if employment is None else employment.start


def _agreement_day(field: str) -> EventFinder:
    def find(unit: Unit) -> Day:
        found = unit.agreements()
        if not found:
            return frozenset(("agreement",))
        days: list[dt.date] = [getattr(item, field) for item in found]
        return min(days)

    return find


def _agreement_reviewed(unit: Unit) -> Day:
    found = unit.agreements()
    if not found:
        return frozenset(("agreement",))
    days = (day for item in found for day in (item.signed_on, *item.reviewed_on) if day <= unit.day)
    return max(days, default=min(item.signed_on for item in found))


_FINDERS = {
    EventName.SERVICE_START: _service_start,
    EventName.ASSIGNMENT_START: _assignment_start,
    EventName.AGENCY_START: _agency_start,
    EventName.DISTRICT_START: _district_start,
    EventName.HIRE: _hire,
    EventName.AGREEMENT_SIGNED: _agreement_day("signed_on"),
    EventName.AGREEMENT_START: _agreement_day("start"),
    EventName.AGREEMENT_REVIEWED: _agreement_reviewed,
}


def _happening(node: rule.Happening, scope: Scope) -> EventFinder:
    if node.event is EventName.LAW:
        law = scope.law
        return lambda _unit: law
    if node.event is EventName.LICENSE:
        return _license(node.license or "peace_officer")
    return _FINDERS[node.event]


def _license(kind: str) -> EventFinder:
    def find(unit: Unit) -> Day:
        entries = unit.file.held(kind, unit.jurisdiction) if unit.file is not None else []
        return entries[0].start if entries else frozenset(("officer.licenses",))

    return find


def _stated_from(name: str, scope: Scope) -> EventFinder:
    read = scope.fact(name)

    def find(unit: Unit) -> Day:
        values = read(unit)
        missing = [value.known for value in values if isinstance(value.known, frozenset)]
        if missing:
            return frozenset[str]().union(*missing)
        days = [
            statement.start
            for assignment in unit.assignments
            for statement in unit.statements(name, assignment)
            if statement.value is True
        ]
        if any(value.presumed and value.known is True for value in values):
            return frozenset((name,))  # presumed to be so, but since no day that anyone states
        return min(days, default=None)

    return find


def _stated_date(name: str, scope: Scope) -> EventFinder:
    read = scope.fact(name)

    def find(unit: Unit) -> Day:
        values = {value.known for value in read(unit)}
        if len(values) == 1:
            known = values.pop()
            if isinstance(known, dt.date | frozenset):
                return known
        return frozenset((name,))

    return find


def _first_met(node: rule.FirstMet) -> EventFinder:
    def find(unit: Unit) -> Day:
        ruling = unit.rules.ruling(unit, node.first_met)
        return ruling.best if ruling.worst == ruling.best else ruling.missing

    return find


def _first_completed(node: rule.FirstCompleted) -> EventFinder:
    courses = under(frozenset(node.first_completed))

    def find(unit: Unit) -> Day:
        found = unit.file.credits(courses) if unit.file is not None else []
        if unit.records_from > dt.date.min and (not found or found[0].day >= unit.records_from):
            return frozenset(("agency.records_from",))
        return found[0].day if found else None

    return find
