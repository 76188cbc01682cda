"""Turns a renewal in periods into what finds its periods for a unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from sro_core import dates
from sro_core.compliance.events import Day, EventFinder, compile_event
from sro_core.compliance.school_years import school_years_of
from sro_core.compliance.scope import Scope
from sro_core.compliance.truth import Missing
from sro_core.compliance.units import Unit
from sro_core.dates import Stretch
from sro_core.rules import renewals as rule
from sro_core.rules.deadlines import Blocks
from sro_core.rules.events import EventName, Happening, Period
from sro_core.rules.renewals import PeriodKind

__all__ = ["Periods", "Recurrence", "compile_recurrence"]


class Periods(NamedTuple):
    """The periods of one duty as seen on the day judged.

    Attributes:
        current: The one that contains the day; None in a gap.
        closed: Those that ended before it and count, the last one first.
        begin: The first day of the first one that counts.
        around: What finds the one that contains a day and counts; None where none does.
    """

    current: Stretch | None
    closed: Iterator[Stretch]
    begin: dt.date
    around: Callable[[dt.date], Stretch | None]

    @property
    def running(self) -> Stretch | None:
        """The one that contains the day judged, where it counts."""
        if self.current is None or self.current.start < self.begin:
            return None
        return self.current


#: The periods that count from a day on; names where they are not known, None where what they
#: are counted from has not happened.
PeriodsFinder: TypeAlias = Callable[[Unit, dt.date], "Periods | Missing | None"]


class Recurrence(NamedTuple):
    """A renewal in periods, compiled.

    Attributes:
        clock: What finds the day from which on periods count; None is the day on which the
            duty itself was met a first time.
        periods: What finds the periods, given that day.
    """

    clock: EventFinder | None
    periods: PeriodsFinder


_Containing: TypeAlias = Callable[[dt.date], Stretch]
_SERVICE: Happening = Happening(event=EventName.SERVICE_START)


def compile_recurrence(node: rule.EachPeriod | rule.EachBlock, scope: Scope) -> Recurrence:
    """The functions that find the periods of a recurring duty."""
    clock: EventFinder | None = None
    if isinstance(node, rule.EachPeriod) and node.each is PeriodKind.LICENSE_PERIOD:
        kind = node.license or "peace_officer"
        clock = compile_event(Happening(event=EventName.LICENSE, license=kind), scope)
        return Recurrence(clock, _license_periods(kind, node.first_from))
    if not isinstance(node.clock, rule.FirstTime):
        clock = compile_event(node.clock or _SERVICE, scope)
    first_from = node.first_from or dt.date.min
    if isinstance(node, rule.EachPeriod):
        return Recurrence(clock, _calendar_periods(_YEARS[node.each], first_from))
    if isinstance(node.blocks, rule.BlocksAfter):
        return Recurrence(clock, _blocks_after(node.blocks, first_from, scope))
    return Recurrence(clock, _calendar_periods(_blocks(node.blocks), first_from))


def _blocks(node: Blocks) -> Callable[[Unit], _Containing]:
    anchor, length = node.anchor, _units(node.length)

    def containing(day: dt.date) -> Stretch:
        return dates.block_of(day, anchor, length)

    return lambda _unit: containing


def _units(length: Period) -> tuple[int, int, int, int]:
    return length.years, length.months, length.weeks, length.days


def _calendar_year(day: dt.date) -> Stretch:
    return Stretch(dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))


_YEARS: dict[PeriodKind, Callable[[Unit], _Containing]] = {
    PeriodKind.CALENDAR_YEAR: lambda _unit: _calendar_year,
    PeriodKind.SCHOOL_YEAR: lambda unit: school_years_of(unit).containing,
    PeriodKind.SERVICE_YEAR: lambda unit: lambda day: dates.year_of(day, unit.start),
}


def _calendar_periods(
    calendar: Callable[[Unit], _Containing], first_from: dt.date
) -> PeriodsFinder:
    def find(unit: Unit, clock: dt.date) -> Periods:
        return _periods_from(max(clock, first_from), unit, calendar(unit))

    return find


def _blocks_after(node: rule.BlocksAfter, first_from: dt.date, scope: Scope) -> PeriodsFinder:
    event, length = compile_event(node.after, scope), _units(node.length)

    def find(unit: Unit, clock: dt.date) -> Periods | Missing | None:
        anchor: Day = event(unit)
        if not isinstance(anchor, dt.date):
            return anchor
        start = anchor

        def containing(day: dt.date) -> Stretch:
            # a block ends on the day on which the next one of a fixed calendar begins
            block = dates.block_of(dates.day_before(day), start, length)
            return Stretch(dates.day_after(block.start), dates.day_after(block.end))

        first = max(clock, first_from, dates.day_after(start))
        return _periods_from(first, unit, containing)

    return find


def _periods_from(first: dt.date, unit: Unit, containing: _Containing) -> Periods:
    """The periods that begin on or after a day."""
    opening = containing(first)
    if opening.start < first:
        opening = containing(dates.day_after(opening.end))
    current = containing(unit.as_of)

    def around(day: dt.date) -> Stretch | None:
        period = containing(day)
        return period if period.start >= first else None

    return Periods(current, _back_from(current, first, containing), opening.start, around)


def _back_from(current: Stretch, first: dt.date, containing: _Containing) -> Iterator[Stretch]:
    start = current.start
    while start > dt.date.min:
        period = containing(dates.day_before(start))
        if period.start < first or period.start >= start:
            return
        yield period
        start = period.start


def _license_periods(kind: str, first_from: dt.date | None) -> PeriodsFinder:
    def find(unit: Unit, clock: dt.date) -> Periods | Missing:
        entries = unit.file.held(kind, unit.jurisdiction) if unit.file is not None else []
        begun = [item for item in entries if item.start <= unit.as_of]
        if any(item.end is None for item in begun):
            return frozenset(("license.to",))
        periods = [Stretch(item.start, item.end) for item in begun if item.end is not None]
        first = max(clock, first_from or clock)
        current = next((item for item in reversed(periods) if item.end >= unit.as_of), None)
        ended = [item for item in periods if item.end < unit.as_of and item.start >= first]
        closed = sorted(ended, key=lambda item: item.end, reverse=True)

        def around(day: dt.date) -> Stretch | None:
            return next((item for item in closed if item.start <= day <= item.end), None)

        return Periods(current, iter(closed), first, around)

    return find
