"""Canonical bytes: RFC 8785, so that the same data always has the same bytes and hash."""

from __future__ import annotations

import json.encoder
import math
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from sro_core.errors import InvalidDocument
from sro_core.models._fields import holds_exactly, type_name
from sro_core.problems import problem
from sro_core.strict.shapes import class_of, is_list, is_mapping

__all__ = ["canonical_bytes", "canonical_text", "quoted", "utf_16"]

#: Whole numbers up to here are doubles, and written without an exponent.
_PLAIN: Final = 2**53

#: The standard library escapes exactly what RFC 8785 does, in the same spelling.
quoted: Final = json.encoder.encode_basestring

_CONSTANTS: Final = {None: "null", True: "true", False: "false"}


def canonical_bytes(value: object) -> bytes:
    """Write plain values as RFC 8785: sorted keys, ECMAScript numbers, UTF-8.

    Args:
        value: None, bools, texts, whole numbers, floats, decimals, lists or
            tuples, and mappings from texts, all the way down.

    Raises:
        InvalidDocument: A number that a double does not hold exactly, a text
            that is not UTF-8, or a value that JSON does not have.
    """
    try:
        return canonical_text(value).encode()
    except UnicodeEncodeError:
        pass
    raise InvalidDocument([problem("bad-text")])


def canonical_text(value: object) -> str:
    """The characters of the canonical bytes, where no text is half of a surrogate pair."""
    parts: list[str] = []
    _write(value, parts.append)
    return "".join(parts)


def _write(value: Any, emit: Any) -> None:
    kind = class_of(value)
    if kind is str:
        emit(quoted(value))
    elif value is None or kind is bool:
        emit(_CONSTANTS[value])
    elif kind in (int, float, Decimal):
        emit(_number(value))
    elif is_mapping(value):
        _write_object(value, emit)
    elif is_list(value):
        _write_list(value, emit)
    else:
        found = type_name(value)
        raise InvalidDocument([problem("wrong-type", expected="a JSON value", found=found)])


def _write_list(items: Iterable[Any], emit: Any) -> None:
    separator = "["
    for item in items:
        emit(separator)
        _write(item, emit)
        separator = ","
    emit("]" if separator == "," else "[]")


def _write_object(items: Any, emit: Any) -> None:
    separator = "{"
    for key in sorted(items, key=utf_16):
        emit(separator)
        emit(quoted(key))
        emit(":")
        _write(items[key], emit)
        separator = ","
    emit("}" if separator == "," else "{}")


def utf_16(key: Any) -> bytes:
    """What keys are sorted by."""
    if type(key) is not str:
        found = type_name(key)
        raise InvalidDocument([problem("wrong-type", expected="only texts as keys", found=found)])
    return key.encode("utf-16-be", "surrogatepass")


def _number(number: float | Decimal) -> str:
    if type(number) is int and -_PLAIN <= number <= _PLAIN:
        return str(number)
    finite = number.is_finite() if type(number) is Decimal else abs(number) != math.inf
    if not finite or not holds_exactly(number):
        raise InvalidDocument([problem("bad-number")])
    return _ecmascript(float(number))


def _ecmascript(double: float) -> str:
    """The shortest decimal of a double, spelled as ECMAScript's Number::toString does."""
    if double == 0:
        return "0"
    sign, digit_tuple, exponent = Decimal(repr(double)).as_tuple()
    minus = "-" if sign else ""
    all_digits = "".join(map(str, digit_tuple))
    digits = all_digits.rstrip("0")
    # The number is 0.DIGITS times ten to this power.
    point = len(all_digits) + int(exponent)
    if 0 < point <= 21:
        whole = digits[:point].ljust(point, "0")
        fraction = digits[point:]
        return f"{minus}{whole}.{fraction}" if fraction else f"{minus}{whole}"
    if -6 < point <= 0:
        return f"{minus}0.{'0' * -point}{digits}"
    mantissa = f"{digits[0]}.{digits[1:]}" if len(digits) > 1 else digits
    return f"{minus}{mantissa}e{point - 1:+d}"
