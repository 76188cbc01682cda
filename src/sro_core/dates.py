"""Days, periods, spells of service, the days that periods roll off, days as people write them.

The only module that uses dateutil. Days past the end of the calendar are its
last day: a period that long never ends.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, Generic, NamedTuple, Protocol, TypeVar

from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr

from sro_core.problems import Problem, problem

__all__ = [
    "WEEKDAYS",
    "DateOrder",
    "DayOff",
    "Spell",
    "Stretch",
    "add",
    "block_of",
    "check_rule",
    "day_after",
    "day_before",
    "in_force",
    "read_day",
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
    months, days = 12 * years + months, 7 * weeks + days
    try:
        moved = day + relativedelta(months=months)
    except (OverflowError, ValueError):
        return dt.date.min if months < 0 else dt.date.max
    try:
        return moved + dt.timedelta(days=days)
    except OverflowError:
        return dt.date.min if days < 0 else dt.date.max


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
    # Read once: where a rule gives no day, each reading looks as far as the calendar goes.
    first, last = dt.datetime(2000, 1, 1), dt.datetime(2030, 12, 31)  # noqa: DTZ001
    try:
        return bool(rrulestr(rule, dtstart=first).between(first, last, inc=True))
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
    months, days = 12 * years + months, 7 * weeks + days

    def start_of(number: int) -> dt.date:
        return add(anchor, months=number * months, days=number * days)

    # About right, since months have about 30 days; what is missing is counted.
    count = (day - anchor).days // (30 * months + days)
    while start_of(count) > day:
        count -= 1
    while start_of(count + 1) <= day < dt.date.max:
        count += 1
    return Stretch(start_of(count), _last_before(start_of(count + 1)))


# days as people write them --------------------------------------------------------------------


class DateOrder(enum.StrEnum):
    """Which of the two numbers before the year comes first, as in 03/04/2022."""

    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"


_SAME_MARKS: Final = r"(?P<mark>[-/.])"
#: The year first: no one writes the day before the month after it.
_YEAR_FIRST: Final = re.compile(rf"([0-9]{{4}}){_SAME_MARKS}([0-9]{{1,2}})(?P=mark)([0-9]{{1,2}})")
_YEAR_LAST: Final = re.compile(
    rf"([0-9]{{1,2}}){_SAME_MARKS}([0-9]{{1,2}})(?P=mark)([0-9]{{4}}|[0-9]{{2}})"
)
_EIGHT_DIGITS: Final = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_SERIAL: Final = re.compile(r"[0-9]{5}(?:\.[0-9]+)?")
#: `Thursday, August 11, 2022`, `11 Aug 2022`, `11-Aug-22`: a month by its name, every part there.
_NAMED: Final = re.compile(
    r"(?:(?P<weekday>[A-Za-z]{3,9})[.,]*\s+)?"
    r"(?:(?P<month>[A-Za-z]{3,9})\.?[\s-]+(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?|"
    r"(?P<day_>[0-9]{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?P<month_>[A-Za-z]{3,9})\.?)"
    r"[,\s-]+(?P<year>[0-9]{4}|[0-9]{2})"
)

#: No date is longer; the patterns need not look at more.
_LONGEST: Final = 64


@lru_cache(maxsize=65536)
def read_day(
    text: str, order: DateOrder | None = None, two_digit_years: int | None = None
) -> dt.date | Problem:
    """A day as people and programs write it, where it can be one day only.

    A date that can be read in two ways is refused, not guessed, unless it is said
    which number comes first; then a date that does not fit is refused too. Every
    part must be there, and a day of the week must be that of the date.

    Args:
        text: The text, without a time of day.
        order: Which number comes first where the year comes last; None is unknown.
        two_digit_years: First of the hundred years in which a year of two digits
            lies; None refuses such years.

    Returns:
        The day, or a problem of which `pointer` is empty.
    """
    if len(text) > _LONGEST:
        return _no_day("it is too long")
    for form in (_YEAR_FIRST, _EIGHT_DIGITS):
        if match := form.fullmatch(text):
            year, month, day = (int(part) for part in match.groups() if part.isdigit())
            return _day(year, month, day) or _no_day("no such day is in the calendar")
    if match := _YEAR_LAST.fullmatch(text):
        first, _mark, second, digits = match.groups()
        found = _year(digits, two_digit_years)
        return found if isinstance(found, Problem) else _ordered(found, first, second, order)
    if match := _NAMED.fullmatch(text):
        found = _year(match["year"], two_digit_years)
        return found if isinstance(found, Problem) else _named(found, match)
    if _SERIAL.fullmatch(text):
        return _no_day("it looks like a spreadsheet's own number of a day; format the cell as date")
    return _no_day("write YYYY-MM-DD")


def _no_day(why: str) -> Problem:
    return problem("csv-date", why=why)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _year(digits: str, first_year: int | None) -> int | Problem:
    if len(digits) == 4:
        return int(digits)
    if first_year is None:
        return _no_day("its year has two digits; say in the profile which years (two_digit_years)")
    return first_year + (int(digits) - first_year) % 100


def _ordered(year: int, first: str, second: str, order: DateOrder | None) -> dt.date | Problem:
    """A day from two numbers before the year."""
    one, other = _day(year, int(first), int(second)), _day(year, int(second), int(first))
    if order is DateOrder.MONTH_FIRST:
        return one or _no_day("with the month first, no such day is in the calendar")
    if order is DateOrder.DAY_FIRST:
        return other or _no_day("with the day first, no such day is in the calendar")
    if one is not None and other is not None and one != other:
        return problem("csv-date-ambiguous", one=one, other=other)
    return one or other or _no_day("no such day is in the calendar")


def _named(year: int, match: re.Match[str]) -> dt.date | Problem:
    """A day whose month has its name."""
    # Loaded here, since only who reads what people wrote needs it.
    from dateutil.parser import parser, parserinfo

    words = parserinfo()
    month, day = match["month"] or match["month_"], match["day"] or match["day_"]
    if words.month(month) is None:
        return _no_day("it names no month")
    try:
        # Nothing is missing, so nothing is taken from the default, which else is the clock's.
        moment = parser(words).parse(f"{day} {month} {year:04}", default=_EARLIEST)
    except (ValueError, OverflowError):
        return _no_day("no such day is in the calendar")
    found = moment.date()
    if match["weekday"] is not None and words.weekday(match["weekday"]) != found.weekday():
        return _no_day("it names another day of the week")
    return found


_EARLIEST: Final = dt.datetime.min  # noqa: DTZ901  # calendar days, no moment
