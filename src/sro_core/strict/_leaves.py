"""Strict hooks for single values: each takes exactly its own type and changes nothing.

Where JSON has only text, a date or a date-time is read from it; its own Python
type is taken as it is.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, TypeAlias

from sro_core.models import _fields as f
from sro_core.strict._refusal import Refused, refused, wrong_type

__all__ = [
    "EXPECTED",
    "Hook",
    "choice",
    "read_bool",
    "read_date",
    "read_decimal",
    "read_enum",
    "read_instant",
    "read_int",
    "read_null",
    "read_text",
    "text_of",
]

#: A hook of cattrs: the value and the type wanted, to what is kept.
Hook: TypeAlias = "Callable[[Any, Any], Any]"

#: What each type is called in a sentence.
EXPECTED: Final = {
    str: "a text",
    bool: "true or false",
    int: "a whole number",
    Decimal: "a number",
    dt.date: "a date",
    dt.datetime: "a date-time",
    type(None): "null",
}

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)


def _checked(value: Any, fault: f.Fault | None) -> Any:
    if fault is not None:
        code, params = fault
        raise refused(code, **params)
    return value


def read_text(value: Any, _kind: Any) -> str:
    """A text that is not empty and that UTF-8 can hold."""
    text: str = _checked(value, f.check_text(value))
    return text


def read_bool(value: Any, _kind: Any) -> bool:
    """Exactly true or false; 1 and 0 are numbers."""
    if type(value) is not bool:
        raise wrong_type(value, EXPECTED[bool])
    return value


def read_int(value: Any, _kind: Any) -> int:
    """Exactly a whole number; 1.0 and true are not."""
    if type(value) is not int:
        raise wrong_type(value, EXPECTED[int])
    return value


def read_decimal(value: Any, _kind: Any) -> Decimal:
    """A number, exact; a binary float is not what was written, so it is refused."""
    if type(value) is float:
        raise wrong_type(value, "an exact decimal")
    if type(value) is int:
        value = Decimal(value)
    elif type(value) is not Decimal:
        raise wrong_type(value, EXPECTED[Decimal])
    # Every decimal of the format and of the rule language has the limits of hours. They are
    # checked here so that the pointer leads to the one number in a list or mapping.
    number: Decimal = _checked(value, f.check_hours(value))
    return number


def read_date(value: Any, _kind: Any) -> dt.date:
    """A date, or its text `YYYY-MM-DD`; a date-time is not a date."""
    if type(value) is str:
        if _DATE.fullmatch(value) is None:
            raise refused("bad-date")
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise refused("bad-date") from None
    if type(value) is not dt.date:
        raise wrong_type(value, EXPECTED[dt.date])
    return value


def read_instant(value: Any, _kind: Any) -> dt.datetime:
    """A date-time with its offset, or its RFC 3339 text; a date is not a date-time.

    Only the offset is kept of a time zone's rules, because only it can be
    written down.
    """
    if type(value) is str:
        if _INSTANT.fullmatch(value) is None:
            raise refused("bad-date-time")
        try:
            return dt.datetime.fromisoformat(value)
        except ValueError:
            raise refused("bad-date-time") from None
    if type(value) is not dt.datetime:
        raise wrong_type(value, EXPECTED[dt.datetime])
    moment: dt.datetime = _checked(value, f.check_instant(value))
    offset = moment.utcoffset()
    return moment.replace(tzinfo=dt.timezone(offset) if offset else dt.UTC, fold=0)


def read_enum(value: Any, kind: type[enum.StrEnum]) -> enum.StrEnum:
    """A member, or exactly its text."""
    if type(value) is kind:
        return value
    if type(value) is not str:
        raise wrong_type(value, EXPECTED[str])
    try:
        return kind(value)
    except ValueError:
        raise refused("unknown-value", allowed=", ".join(kind)) from None


def read_null(value: Any, _kind: Any) -> None:
    """Exactly null, where the format says that null means something."""
    if value is not None:
        raise wrong_type(value, EXPECTED[type(None)])


def text_of(options: tuple[str, ...]) -> Hook:
    """A hook for one of a few texts."""

    def read(value: Any, _kind: Any) -> str:
        if type(value) is not str:
            raise wrong_type(value, EXPECTED[str])
        if value not in options:
            raise refused("unknown-value", allowed=", ".join(options))
        return value

    return read


def choice(members: tuple[tuple[str, Any, Hook], ...]) -> Hook:
    """A hook for a value that may be of one of several types.

    Args:
        members: What each type is called, the type and its hook. No two take the
            same value, so their order means nothing.
    """
    words = [word for word, _member, _hook in members]
    expected = " or ".join(filter(None, [", ".join(words[:-1]), words[-1]]))

    def read(value: Any, _kind: Any) -> Any:
        # A text that is no date says more as "not a date" than as "not one of three types".
        of_its_type: list[Refused] = []
        for _word, member, hook in members:
            try:
                return hook(value, member)
            except Refused as refusal:
                first = refusal.problems[0]
                if first.code != "wrong-type" or first.pointer:
                    of_its_type.append(refusal)
        if len(of_its_type) == 1:
            raise of_its_type[0]
        raise wrong_type(value, expected)

    return read
