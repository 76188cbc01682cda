"""Days, periods, spells of service and the days that periods roll off.

The only module that uses dateutil. Days past the end of the calendar are its
last day: a period that long never ends.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, Generic, NamedTuple, Protocol, TypeVar

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

__all__ = [
    "WEEKDAYS",
    "DayOff",
    "Spell",
    "Stretch",
    "add",
    "block_of",
    "check_rule",
    "day_after",
    "day_before",
    "in_force",
    "roll",
    "spells",
    "year_of",
]

#: Days of the week as RFC 5545 writes them, as Python counts them.
WEEKDAYS: Final[dict[str, int]] = {
    name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))
}

_ONE_DAY: Final = dt.timedelta(days=1)

T = TypeVar("T")


class Stretch(NamedTuple):
    """Days from a first to a last one, both included."""

    start: dt.date
    end: dt.date


class _Dated(Protocol):
    """A record with a first and a last day; a missing one is open."""

    @property
    def start(self) -> dt.date | None:
        """First day, included."""
        ...

    @property
    def end(self) -> dt.date | None:
        """Last day, included."""
        ...


class Spell(NamedTuple, Generic[T]):
    """Service without a gap that is longer than the bridge.

    Attributes:
        start: First day.
        end: Last day; None is open.
        parts: What it is made of, by first day.
    """

    start: dt.date
    end: dt.date | None
    parts: tuple[T, ...]


class DayOff(NamedTuple):
    """Which days a period's last day rolls off.

    Attributes:
        weekdays: Numbers of days of the week, Monday is 0.
        rules: Recurrence rules of holidays, RFC 5545.
    """

    weekdays: frozenset[int]
    rules: tuple[str, ...]


def in_force(record: _Dated, day: dt.date) -> bool:
    """Whether a record with a start and an end holds on a day."""
    start, end = record.start, record.end
    return (start is None or start <= day) and (end is None or day <= end)


def day_before(day: dt.date) -> dt.date:
    """The day before; the first day of the calendar is its own."""
    return day if day == dt.date.min else day - _ONE_DAY


def day_after(day: dt.date) -> dt.date:
    """The day after; the last day of the calendar is its own."""
    return day if day == dt.date.max else day + _ONE_DAY


@lru_cache(maxsize=65536)
def add(day: dt.date, years: int = 0, months: int = 0, weeks: int = 0, days: int = 0) -> dt.date:
    """A day plus a period: 31 August plus 6 months is the last day of February."""
    try:
        moved = day + relativedelta(years=years, months=months, weeks=weeks, days=days)
    except (OverflowError, ValueError):
        backwards = 12 * years + months < 0 or weeks * 7 + days < 0
        return dt.date.min if backwards else dt.date.max
    return dt.date(moved.year, moved.month, moved.day)


@lru_cache(maxsize=4096)
def _holidays(rule: str, year: int) -> frozenset[dt.date]:
    first = dt.datetime(year, 1, 1)  # noqa: DTZ001  # calendar days, no moment
    last = dt.datetime(year, 12, 31)  # noqa: DTZ001
    return frozenset(
        found.date() for found in rrulestr(rule, dtstart=first).between(first, last, inc=True)
    )


@lru_cache(maxsize=65536)
def roll(day: dt.date, off: DayOff) -> dt.date:
    """The day itself, or the next one that is not off."""
    while day < dt.date.max and (
        day.weekday() in off.weekdays or any(day in _holidays(rule, day.year) for rule in off.rules)
    ):
        day += _ONE_DAY
    return day


def check_rule(rule: str) -> bool:
    """Whether a recurrence rule can be read, and gives a day in some year from 2000 to 2030."""
    try:
        return any(_holidays(rule, year) for year in range(2000, 2031))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return False


def spells(spans: Iterable[tuple[dt.date, dt.date | None, T]], bridge: int) -> Iterator[Spell[T]]:
    """Join spans that overlap, touch or lie at most `bridge` whole days apart.

    Args:
        spans: First day, last day (None is open) and what it is, in order of
            their first days.
        bridge: Longest gap in days that does not end a spell.
    """
    start: dt.date | None = None
    end: dt.date | None = None
    parts: list[T] = []
    for first, last, part in spans:
        if start is not None and (end is None or (first - end).days - 1 <= bridge):
            parts.append(part)
            if end is not None:
                end = None if last is None else max(end, last)
            continue
        if start is not None:
            yield Spell(start, end, tuple(parts))
        start, end, parts = first, last, [part]
    if start is not None:
        yield Spell(start, end, tuple(parts))


def _last_before(following: dt.date) -> dt.date:
    """The last day of what ends where the next begins; nothing begins after the calendar."""
    return following if following == dt.date.max else day_before(following)


def year_of(day: dt.date, anchor: dt.date) -> Stretch:
    """The year that contains a day, where years begin on the anchor's day of the year.

    A year that begins on 29 February begins on 28 February of the others.
    """
    years = day.year - anchor.year
    start = add(anchor, years)
    if start > day:
        years -= 1
        start = add(anchor, years)
    return Stretch(start, _last_before(add(anchor, years + 1)))


def block_of(day: dt.date, anchor: dt.date, length: Sequence[int]) -> Stretch:
    """The block of a fixed calendar that contains a day.

    Args:
        day: The day.
        anchor: First day of one of the blocks.
        length: Years, months, weeks and days of each block; not all 0.
    """
    years, months, weeks, days = length
    if years or months:
        step = years * 12 + months
        count = ((day.year - anchor.year) * 12 + day.month - anchor.month) // step

        def start_of(number: int) -> dt.date:
            return add(anchor, 0, number * step, number * weeks, number * days)
    else:
        step = weeks * 7 + days
        count = (day - anchor).days // step

        def start_of(number: int) -> dt.date:
            return add(anchor, 0, 0, 0, number * step)

    while start_of(count) > day:
        count -= 1
    while start_of(count + 1) <= day < dt.date.max:
        count += 1
    return Stretch(start_of(count), _last_before(start_of(count + 1)))
