"""Days and periods, by the simplest arithmetic there is. Nothing here knows a record."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator

import attrs

from sro_core.rules.deadlines import Blocks
from sro_core.rules.events import Period
from sro_core.rules.packs import Counting

ONE_DAY = dt.timedelta(days=1)
LONG_AGO = dt.date.min
NEVER = dt.date.max
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@attrs.frozen
class Days:
    """Days from a first to a last one, both included."""

    first: dt.date
    last: dt.date

    @property
    def empty(self) -> bool:
        return self.last < self.first

    def __contains__(self, day: dt.date) -> bool:
        return self.first <= day <= self.last

    def clipped(self, first: dt.date | None, last: dt.date | None) -> Days:
        """These days, but none before `first` and none after `last`."""
        return Days(max(self.first, first or LONG_AGO), min(self.last, last or NEVER))


def in_force(start: dt.date, end: dt.date | None, day: dt.date) -> bool:
    """Intervals `from`/`to` are dates, both included; a missing `to` is open."""
    return start <= day and (end is None or day <= end)


def day_before(day: dt.date) -> dt.date:
    """The day before: what "before X" and "until the beginning of X" give."""
    return day if day == LONG_AGO else day - ONE_DAY


def plus_days(day: dt.date, days: int) -> dt.date:
    """A day so many days later; the calendar ends with its last day."""
    ordinal = day.toordinal() + days
    return dt.date.fromordinal(min(max(ordinal, LONG_AGO.toordinal()), NEVER.toordinal()))


def plus_months(day: dt.date, months: int) -> dt.date:
    """31 August + 6 months is 28/29 February; 29 February + 1 year is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > NEVER.year:
        return NEVER
    if year < LONG_AGO.year:
        return LONG_AGO
    last_of_month = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last_of_month))


def plus(day: dt.date, period: Period, times: int = 1) -> dt.date:
    """D plus a period, as "within 12 months of D" gives: first the months, then the days."""
    moved = plus_months(day, times * (period.years * 12 + period.months))
    if moved in (LONG_AGO, NEVER):
        return moved
    return plus_days(moved, times * (period.weeks * 7 + period.days))


def is_holiday(day: dt.date, rule: str) -> bool:
    """Whether a yearly RFC 5545 rule names the day; only the parts that holidays use."""
    if rule.startswith("DTSTART:"):
        start, rule = rule.removeprefix("DTSTART:").split("\n")
        if f"{day:%Y%m%d}" < start:
            return False
    parts = dict(part.split("=") for part in rule.removeprefix("RRULE:").split(";"))
    if parts.pop("FREQ") != "YEARLY" or not set(parts) <= {"BYMONTH", "BYMONTHDAY", "BYDAY"}:
        raise NotImplementedError(rule)
    last_of_month = calendar.monthrange(day.year, day.month)[1]
    if "BYMONTH" in parts and str(day.month) not in parts["BYMONTH"].split(","):
        return False
    if "BYMONTHDAY" in parts:
        from_the_end = day.day - last_of_month - 1
        if not {str(day.day), str(from_the_end)} & set(parts["BYMONTHDAY"].split(",")):
            return False
    if "BYDAY" in parts:
        if "BYMONTH" not in parts:
            raise NotImplementedError(rule)
        weekday = WEEKDAYS[day.weekday()]
        number = (day.day - 1) // 7 + 1
        number_from_the_end = -((last_of_month - day.day) // 7 + 1)
        names = {weekday, f"{number}{weekday}", f"+{number}{weekday}"}
        names.add(f"{number_from_the_end}{weekday}")
        return bool(names & set(parts["BYDAY"].split(",")))
    return True


def rolled(day: dt.date, counting: Counting | None) -> dt.date:
    """A jurisdiction may roll a last day on a weekend or legal holiday forward."""
    if counting is None:
        return day
    while day < NEVER and (
        WEEKDAYS[day.weekday()] in counting.rolls_off
        or any(is_holiday(day, holiday.rule) for holiday in counting.holidays)
    ):
        day += ONE_DAY
    return day


def blocks_from(blocks: Blocks, day: dt.date) -> Iterator[Days]:
    """The blocks of a fixed calendar, from the one that contains the day onwards."""
    number = 0
    while plus(blocks.anchor, blocks.length, number) > day:
        number -= 1
    while plus(blocks.anchor, blocks.length, number + 1) <= day:
        number += 1
    while (first := plus(blocks.anchor, blocks.length, number)) < NEVER:
        yield Days(first, day_before(plus(blocks.anchor, blocks.length, number + 1)))
        number += 1


def years_from(anchor: dt.date, day: dt.date) -> Iterator[Days]:
    """Years that begin on the anchor's day of the year, from the one that contains the day."""
    return blocks_from(Blocks(anchor=anchor, length=Period(years=1)), day)
