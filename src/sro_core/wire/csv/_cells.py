"""Cells to values: what a spreadsheet did to them is undone where that is certain, else refused."""

from __future__ import annotations

import datetime as dt
import enum
import re
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, Literal, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

import attrs

from sro_core import dates, identifiers
from sro_core.dates import DateOrder
from sro_core.identifiers import Identifier
from sro_core.problems import Problem, problem
from sro_core.wire.csv._formulas import literal, unguarded

__all__ = [
    "Cell",
    "Column",
    "Holds",
    "Reader",
    "Spelling",
    "Unit",
    "Unreadable",
    "cleaned",
    "folded",
    "is_id",
    "reader_of",
]


class Unreadable(Exception):
    """A text is no value of its kind; leaves no module of this format."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found)
        self.found: Problem = found


def _no(code: str, **params: Any) -> Unreadable:
    return Unreadable(problem(code, **params))


def folded(text: str) -> str:
    """What two spellings of a word or name have in common, but for case and blanks."""
    return " ".join(text.split()).casefold()


# columns --------------------------------------------------------------------------------------


class Holds(enum.StrEnum):
    """Identifiers of a fixed form that a column may hold."""

    NCES_DISTRICT_ID = "nces_district_id"
    NCES_SCHOOL_ID = "nces_school_id"
    ORI = "ori"


_IDENTIFIERS: Final[Mapping[Holds, Identifier]] = {
    Holds.NCES_DISTRICT_ID: identifiers.NCES_DISTRICT,
    Holds.NCES_SCHOOL_ID: identifiers.NCES_SCHOOL,
    Holds.ORI: identifiers.ORI,
}
#: Digits of those that can lose a zero.
_DIGITS: Final[Mapping[Holds, int]] = {Holds.NCES_DISTRICT_ID: 7, Holds.NCES_SCHOOL_ID: 12}


@attrs.frozen(kw_only=True)
class Column:
    """What is true of every cell of a column, whatever is made of it.

    Attributes:
        holds: The identifier that it holds.
        vouched_by: The column that vouches for a zero put back before an identifier: a
            state, or the district of a school.
        width: Characters of each id; a shorter number has lost zeros.
        dates: Which number comes first in its dates.
        empty: Texts that stand for an empty cell.
    """

    holds: Holds | None = None
    vouched_by: str | None = None
    width: int | None = None
    dates: DateOrder | None = None
    empty: tuple[str, ...] = ()


class Cell(NamedTuple):
    """A cell as it is read from then on.

    Attributes:
        text: Its text; None where it cannot be read.
        found: What was mended, or why it cannot be read.
    """

    text: str | None
    found: Problem | None = None


_PLAIN: Final = Column()


def cleaned(
    raw: str, column: Column = _PLAIN, *, empty: frozenset[str], voucher: str | None = None
) -> Cell:
    """A cell without what spreadsheets put around it, its lost zeros put back where certain.

    Args:
        raw: The cell.
        column: What is true of its column.
        empty: Texts that stand for an empty cell, folded.
        voucher: The text of the cell that vouches for a lost zero.
    """
    text = raw.strip()
    if text.startswith("="):
        inner = literal(text)
        if inner is None:
            return Cell(None, problem("csv-formula"))
        text = inner.strip()
    elif text.startswith("'"):
        text = unguarded(text)
    if not text or folded(text) in empty:
        return Cell("")
    if column.holds is not None:
        return _identified(text, column.holds, voucher)
    if column.width is not None:
        return _widened(text, column.width)
    return Cell(text)


def _identified(text: str, holds: Holds, voucher: str | None) -> Cell:
    identifier, digits = _IDENTIFIERS[holds], _DIGITS.get(holds)
    found = identifier.parse(text)
    if isinstance(found, str):
        return Cell(found)
    whole = f"0{text}"
    if digits is None or len(whole) != digits or not identifier.holds(whole):
        return Cell(None, found)
    # A state's code never begins with two zeros, so no more than one can be lost.
    why = _doubt(whole, voucher)
    if why is not None:
        return Cell(None, problem("csv-zeros-lost", found=len(text), expected=digits, why=why))
    return Cell(whole, problem("csv-zeros-restored", count="1 zero"))


def _doubt(whole: str, voucher: str | None) -> str | None:
    """Why an NCES id with its zero put back is not certain; None where it is."""
    if not identifiers.is_nces_prefix(whole):
        return "it begins with the code of no state"
    if voucher is None:
        return "the profile names no column that vouches for it (vouched_by)"
    if identifiers.NCES_DISTRICT.holds(voucher) and whole.startswith(voucher):
        return None
    state = identifiers.JURISDICTION.parse(voucher)
    return None if state == identifiers.nces_jurisdiction(whole) else "another cell disagrees"


_ALL_DIGITS: Final = re.compile(r"[0-9]+")


def _widened(text: str, width: int) -> Cell:
    lost = width - len(text)
    if not lost:
        found = _rewritten(text)
        return Cell(text) if found is None else Cell(None, found)
    # Only numbers lose zeros; nothing but zeros is more likely a word for nothing.
    if lost < 0 or not _ALL_DIGITS.fullmatch(text) or not text.strip("0"):
        return Cell(None, problem("csv-width", found=len(text), expected=width))
    count = "1 zero" if lost == 1 else f"{lost} zeros"
    return Cell(text.zfill(width), problem("csv-zeros-restored", count=count))


#: What spreadsheets make of ids that look like something else.
_REWRITTEN: Final = (
    (re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+[0-9]{2,}"), "a number in powers of ten"),
    (re.compile(r"[0-9]{3,}[.,]0+"), "a number with decimals"),
    (
        re.compile(
            r"[0-9]{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|"
            r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-[0-9]{2}"
        ),
        "a date",
    ),
)


def is_id(key: str) -> bool:
    """Whether the texts under a key of a record are ids."""
    return key in ("id", "code") or key.endswith(("_id", "_ids"))


def _rewritten(text: str) -> Problem | None:
    """What a spreadsheet took an id for, if it rewrote it."""
    for pattern, what in _REWRITTEN:
        if pattern.fullmatch(text):
            return problem("csv-rewritten", what=what)
    return None


def _whole_id(text: str) -> str:
    found = _rewritten(text)
    if found is not None:
        raise Unreadable(found)
    return text


# values ---------------------------------------------------------------------------------------


class Unit(enum.StrEnum):
    """What a bare number of time counts."""

    HOURS = "hours"
    MINUTES = "minutes"


@attrs.frozen(kw_only=True)
class Spelling:
    """How the values of a file are written.

    Attributes:
        dates: Which number comes first in dates.
        two_digit_years: First of the hundred years that years of two digits lie in.
        drop_times: Whether a time of day after a date is left out.
        decimal: What stands before the fraction of a number.
        zone: Where times without an offset are.
    """

    dates: DateOrder | None = None
    two_digit_years: int | None = None
    drop_times: bool = False
    decimal: str = "."
    zone: ZoneInfo | None = None


#: From the text of a cell to a value; raises `Unreadable`.
Reader: TypeAlias = "Callable[[str], Any]"

#: Fields whose identifier is mended as careful people read it.
_MENDED: Final[Mapping[str, Identifier]] = {
    "jurisdiction": identifiers.JURISDICTION,
    "ori": identifiers.ORI,
}


def reader_of(kind: Any, key: str, spelling: Spelling, unit: Unit | None) -> Reader:
    """How the cells of one field are read.

    Args:
        kind: The type of the field.
        key: Its key on the wire.
        spelling: How values are written.
        unit: What a bare number of time counts; None is what the field counts.
    """
    if kind is str:
        return _text_reader(key)
    if kind is dt.date:
        return lambda text: _day(text, spelling)
    if kind is dt.datetime:
        return lambda text: _moment(text, spelling)
    if kind is bool:
        return _yes_or_no
    if kind is Decimal:
        return lambda text: _hours(text, spelling.decimal, unit or Unit.HOURS)
    if kind is int:
        if key.endswith("_minutes"):
            return lambda text: _minutes(text, spelling.decimal, unit or Unit.MINUTES)
        return lambda text: _count(text, spelling.decimal)
    if isinstance(kind, type) and issubclass(kind, enum.StrEnum):
        words = {str(member): member for member in kind}
        return lambda text: _word(text, words)
    if typing.get_origin(kind) is Literal:
        words = {word: word for word in typing.get_args(kind)}
        return lambda text: _word(text, words)
    readers = [reader_of(member, key, spelling, unit) for member in _by_form(kind)]
    return lambda text: _first_that_reads(text, readers)


def _by_form(union: Any) -> list[Any]:
    """The members of a union, dates last: what is no date says so in the clearest words."""
    members = typing.get_args(union)
    return sorted(members, key=lambda member: member is dt.date)


def _first_that_reads(text: str, readers: list[Reader]) -> Any:
    for reader in readers[:-1]:
        try:
            return reader(text)
        except Unreadable:
            continue
    return readers[-1](text)


def _text_reader(key: str) -> Reader:
    if is_id(key):
        return _whole_id
    identifier = _MENDED.get(key)
    return str if identifier is None else lambda text: _mended(text, identifier)


def _mended(text: str, identifier: Identifier) -> str:
    found = identifier.parse(text)
    if isinstance(found, Problem):
        raise Unreadable(found)
    return found


def _word(text: str, words: Mapping[str, Any]) -> Any:
    found = words.get(re.sub(r"[\s_-]+", "_", text.strip()).casefold())
    if found is None:
        raise _no("unknown-value", allowed=", ".join(words))
    return found


_YES: Final = frozenset({"yes", "y", "true", "t"})
_NO: Final = frozenset({"no", "n", "false", "f"})


def _yes_or_no(text: str) -> bool:
    word = text.casefold()
    if word not in _YES | _NO:
        raise _no("csv-yes-or-no")
    return word in _YES


# numbers --------------------------------------------------------------------------------------

_BARE: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{0,9})?|\.[0-9]{1,9}")
_CLOCK: Final = re.compile(r"([0-9]{1,6}):([0-5][0-9])(?::00)?")
_WITH_UNITS: Final = re.compile(
    r"(?:(?P<hours>[0-9.]+)\s*(?:hours?|hrs?\.?|h))?"
    r"\s*(?:(?P<minutes>[0-9]{1,7})\s*(?:minutes?|mins?\.?|m)?)?",
    re.IGNORECASE,
)
_COUNT: Final = re.compile(r"([0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})(?:\.0*)?")


#: No date, moment, number or length of time is longer; patterns need not look at more.
_LONGEST: Final = 64


def _point(text: str, decimal: str) -> str:
    """A number with a point before its fraction."""
    if len(text) > _LONGEST:
        raise _no("csv-number", what="a number", why="it is too long")
    if decimal == ",":
        if "." in text:
            raise _no("csv-number", what="a number", why="the profile says decimal comma")
        return text.replace(",", ".")
    if "," in text:
        why = 'a comma may begin the fraction or group digits; say decimal = "," if it does'
        raise _no("csv-number", what="a number", why=why)
    return text


def _minutes_in(text: str, decimal: str, unit: Unit) -> Fraction:
    """Minutes, exact: of a bare number, of `8:00`, `8h`, `7 h 30 min`."""
    plain = _point(text, decimal)
    if _BARE.fullmatch(plain):
        return Fraction(plain) * (60 if unit is Unit.HOURS else 1)
    if match := _CLOCK.fullmatch(plain):
        return Fraction(int(match[1]) * 60 + int(match[2]))
    match = _WITH_UNITS.fullmatch(plain)
    hours = match["hours"] if match else None
    minutes = match["minutes"] if match else None
    if (hours is None and minutes is None) or (hours is not None and not _BARE.fullmatch(hours)):
        raise _no("csv-number", what="a length of time", why="write 8, 7.5, 7:30 or 7h 30min")
    return Fraction(hours or 0) * 60 + Fraction(minutes or 0)


def _hours(text: str, decimal: str, unit: Unit) -> Decimal:
    parts = _minutes_in(text, decimal, unit) / 60 * 10_000
    if parts.denominator != 1:
        why = "so many minutes are no hours with four decimals"
        raise _no("csv-number", what="hours", why=why)
    return Decimal(parts.numerator) / 10_000


def _minutes(text: str, decimal: str, unit: Unit) -> int:
    minutes = _minutes_in(text, decimal, unit)
    if minutes.denominator != 1:
        raise _no("csv-number", what="minutes", why="it is no whole number of minutes")
    return minutes.numerator


def _count(text: str, decimal: str) -> int:
    # Nothing that is counted has a fraction, so a comma before three digits groups them.
    plain = text if decimal == "." else text.replace(".", ",")
    match = _COUNT.fullmatch(plain) if len(text) <= _LONGEST else None
    if match is None:
        raise _no("csv-number", what="a count", why="write a whole number")
    return int(match[1].replace(",", ""))


# days and moments -----------------------------------------------------------------------------

_TIME: Final = re.compile(
    r"(?P<day>.+?)[\sT]\s*(?P<hour>[0-9]{1,2}):(?P<minute>[0-5][0-9])"
    r"(?::(?P<second>[0-5][0-9])(?:\.[0-9]+)?)?\s*(?P<half>[AP]\.?M\.?)?",
    re.IGNORECASE,
)
_OFFSET: Final = re.compile(
    r"(?P<day>[0-9-]{10})[T ](?P<time>[0-9:.]+)\s*(?P<offset>Z|[+-][0-9:]+)"
)


def _read_day(text: str, spelling: Spelling) -> dt.date:
    found = dates.read_day(text, spelling.dates, spelling.two_digit_years)
    if isinstance(found, Problem):
        raise Unreadable(found)
    return found


def _day(text: str, spelling: Spelling) -> dt.date:
    match = _TIME.fullmatch(text) if len(text) <= _LONGEST else None
    if match is None:
        return _read_day(text, spelling)
    if _time_of(match) != dt.time.min and not spelling.drop_times:
        why = "it holds a time of day; to leave it out, write drop_times = true in the profile"
        raise _no("csv-date", why=why)
    return _read_day(match["day"], spelling)


def _time_of(match: re.Match[str]) -> dt.time:
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    half = (match["half"] or "").casefold()[:1]
    if half:
        if not 1 <= hour <= 12:
            raise _no("csv-time", why="no clock shows such an hour")
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        raise _no("csv-time", why="no clock shows such an hour")
    return dt.time(hour, minute, second)


def _moment(text: str, spelling: Spelling) -> dt.datetime:
    if len(text) > _LONGEST:
        raise _no("csv-time", why="it is too long")
    if match := _OFFSET.fullmatch(text):
        try:
            found = dt.datetime.fromisoformat(f"{match['day']}T{match['time']}{match['offset']}")
        except ValueError:
            raise _no("bad-date-time") from None
        return found
    match = _TIME.fullmatch(text)
    if match is None:
        raise _no("csv-time", why="write the day and the time, as 2022-08-09 08:00")
    if spelling.zone is None:
        raise _no("csv-time", why="it has no offset, and the profile no time_zone")
    local = dt.datetime.combine(_read_day(match["day"], spelling), _time_of(match))
    return _placed(local, spelling.zone)


def _placed(local: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """A time on the wall of a place, where the clocks show it exactly once."""
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() != second.utcoffset():
        why = "the clocks change in that hour; write the offset, as 2022-11-06T01:30:00-05:00"
        raise _no("csv-time", why=why)
    return first
