"""Which periods a recurring duty has, for one unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from sro_core import dates
from sro_core.compliance.school_years import school_years_of
from sro_core.compliance.truth import Missing
from sro_core.compliance.units import Unit
from sro_core.dates import Stretch
from sro_core.rules import renewals as rule
from sro_core.rules.renewals import Clock, PeriodKind

__all__ = ["Periods", "periods_of"]


class Periods(NamedTuple):
    """The periods of one duty as seen on the day judged.

    Attributes:
        current: The one that contains the day; None in a gap.
        closed: Those that ended before it and count, the last one first.
        counts: Whether the current one counts.
        missing: What keeps them from being known; None where they are known.
    """

    current: Stretch | None
    closed: Iterator[Stretch]
    counts: bool
    missing: Missing | None = None


_Containing: TypeAlias = Callable[[dt.date], Stretch]


def periods_of(node: rule.EachPeriod | rule.EachBlock, unit: Unit) -> Periods:
    """The periods of a recurring duty that count for a unit."""
    if isinstance(node, rule.EachPeriod) and node.each is PeriodKind.LICENSE_PERIOD:
        return _license_periods(node, unit)
    clock = _clock_start(node, unit)
    if isinstance(clock, frozenset):
        return Periods(None, iter(()), counts=False, missing=clock)
    first = max(clock, node.first_from or dt.date.min)
    containing = _containing(node, unit)
    current = containing(unit.as_of)
    return Periods(current, _back_from(current, first, containing), current.start >= first)


def _back_from(current: Stretch, first: dt.date, containing: _Containing) -> Iterator[Stretch]:
    start = current.start
    while start > dt.date.min:
        period = containing(dates.day_before(start))
        if period.start < first or period.start >= start:
            return
        yield period
        start = period.start


def _clock_start(node: rule.EachPeriod | rule.EachBlock, unit: Unit) -> dt.date | Missing:
    if node.clock is Clock.SERVICE:
        return unit.start
    kind = node.license or "peace_officer"
    entries = unit.file.held(kind, unit.jurisdiction) if unit.file is not None else []
    return entries[0].start if entries else frozenset(("officer.licenses",))


def _containing(node: rule.EachPeriod | rule.EachBlock, unit: Unit) -> _Containing:
    if isinstance(node, rule.EachBlock):
        length = node.blocks.length
        units = (length.years, length.months, length.weeks, length.days)
        return lambda day: dates.block_of(day, node.blocks.anchor, units)
    if node.each is PeriodKind.CALENDAR_YEAR:
        return lambda day: Stretch(dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))
    if node.each is PeriodKind.SERVICE_YEAR:
        return lambda day: dates.year_of(day, unit.start)
    return school_years_of(unit).containing


def _license_periods(node: rule.EachPeriod, unit: Unit) -> Periods:
    kind = node.license or "peace_officer"
    entries = unit.file.held(kind, unit.jurisdiction) if unit.file is not None else []
    begun = [item for item in entries if item.start <= unit.as_of]
    if not entries:
        return Periods(None, iter(()), False, frozenset(("officer.licenses",)))
    if any(item.end is None for item in begun):
        return Periods(None, iter(()), False, frozenset(("license.to",)))
    periods = [Stretch(item.start, item.end) for item in begun if item.end is not None]
    first = node.first_from or dt.date.min
    current = next((item for item in reversed(periods) if item.end >= unit.as_of), None)
    ended = [item for item in periods if item.end < unit.as_of and item.start >= first]
    closed = sorted(ended, key=lambda item: item.end, reverse=True)
    return Periods(current, iter(closed), current is not None and current.start >= first)
