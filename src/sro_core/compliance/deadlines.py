"""Turns a deadline into a function from a unit to the last day in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeAlias

from sro_core import dates
from sro_core.compliance.events import Day, after, compile_event
from sro_core.compliance.school_years import school_years_of
from sro_core.compliance.scope import Scope
from sro_core.compliance.truth import Missing, open_question
from sro_core.compliance.units import Unit
from sro_core.rules import deadlines as rule
from sro_core.rules.events import Event, Period

__all__ = ["DueFinder", "compile_deadline"]

#: A last day; None for none, or none yet; names where it is not known.
DueFinder: TypeAlias = Callable[[Unit], Day]


def compile_deadline(node: rule.Deadline, scope: Scope) -> DueFinder:
    """The function that finds the last day."""
    match node:
        case rule.Before():
            return _counted(node.before, scope, lambda _unit, day: dates.day_before(day))
        case rule.Within():
            return _within(node, scope)
        case rule.On():
            return lambda _unit: node.on
        case rule.BeforeSchoolYear():
            return _counted(node.before_school_year_after, scope, _end_of_school_year)
        case rule.BeforeSchoolYearFrom():
            return _counted(node.before_school_year_from, scope, _before_school_year_from)
        case rule.EndOfSchoolYear():
            return _counted(node.end_of_school_year_from, scope, _end_of_school_year_from)
        case rule.EndOfYear():
            years = node.calendar_years
            return _counted(
                node.after, scope, lambda _unit, day: dt.date(min(day.year + years, 9999), 12, 31)
            )
        case rule.EndOfFirstBlock():
            return _end_of_first_block(node, scope)
        case rule.Earliest():
            return _earliest([compile_deadline(part, scope) for part in node.earliest_of])
        case rule.Latest():
            return _latest([compile_deadline(part, scope) for part in node.latest_of])
        case rule.NoDeadline():
            return lambda _unit: None
        case rule.OpenDeadline():
            question = open_question(node.open)
            return lambda _unit: question


def _counted(event: Event, scope: Scope, count: Callable[[Unit, dt.date], dt.date]) -> DueFinder:
    find = compile_event(event, scope)

    def due(unit: Unit) -> Day:
        day = find(unit)
        return count(unit, day) if isinstance(day, dt.date) else day

    return due


def _within(node: rule.Within, scope: Scope) -> DueFinder:
    period, off = node.within, scope.days_off
    if off is None or period == Period():
        # a period of no time is the day of the event itself, which does not move
        return _counted(node.of, scope, lambda _unit, day: after(day, period))
    return _counted(node.of, scope, lambda _unit, day: dates.roll(after(day, period), off))


def _end_of_first_block(node: rule.EndOfFirstBlock, scope: Scope) -> DueFinder:
    blocks = node.end_of_first
    length = (blocks.length.years, blocks.length.months, blocks.length.weeks, blocks.length.days)

    def end(_unit: Unit, day: dt.date) -> dt.date:
        block = dates.block_of(day, blocks.anchor, length)
        if block.start < day:
            block = dates.block_of(dates.day_after(block.end), blocks.anchor, length)
        return block.end

    return _counted(node.after, scope, end)


def _earliest(parts: list[DueFinder]) -> DueFinder:
    def due(unit: Unit) -> Day:
        days = [part(unit) for part in parts]
        missing = [day for day in days if isinstance(day, frozenset)]
        if missing:
            return frozenset[str]().union(*missing)
        return min((day for day in days if isinstance(day, dt.date)), default=None)

    return due


def _latest(parts: list[DueFinder]) -> DueFinder:
    def due(unit: Unit) -> Day:
        latest, never = dt.date.min, False
        missing: Missing | None = None
        for part in parts:
            day = part(unit)
            if day is None:
                never = True
            elif isinstance(day, frozenset):
                missing = day if missing is None else missing | day
            elif day > latest:
                latest = day
        if missing is not None:
            return missing
        return None if never else latest

    return due


def _end_of_school_year(unit: Unit, day: dt.date) -> dt.date:
    return school_years_of(unit).containing(day).end


def _before_school_year_from(unit: Unit, day: dt.date) -> dt.date:
    # the year that begins on the day itself is the one that is meant
    return _end_of_school_year(unit, dates.day_before(day))


def _end_of_school_year_from(unit: Unit, day: dt.date) -> dt.date:
    return _end_of_school_year(unit, dates.day_after(_before_school_year_from(unit, day)))
