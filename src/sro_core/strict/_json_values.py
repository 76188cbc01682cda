"""Application data: any JSON value, frozen and otherwise untouched."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from sro_core.models import FrozenMap
from sro_core.models import _fields as f
from sro_core.problems import Problem
from sro_core.strict._refusal import Refused, refused, under, wrong_type
from sro_core.strict.shapes import is_list, is_mapping

__all__ = ["read_json", "read_json_object"]


def read_json_object(value: Any, _kind: Any) -> FrozenMap[str, Any]:
    """A JSON object as a frozen mapping, with every problem inside it."""
    if not is_mapping(value):
        raise wrong_type(value, "an object")
    frozen: FrozenMap[str, Any] = _freeze(value, 0)
    return frozen


def read_json(value: Any, _kind: Any) -> Any:
    """A JSON value, frozen, with every problem inside it."""
    return _freeze(value, 0)


#: Up to here every whole number is a double.
_EXACT: Final = 2**53


class _TooDeep(Refused):
    """Stops at once: a value that contains itself has no end of problems."""


def _freeze(value: Any, depth: int) -> Any:
    if value is None or type(value) is bool:
        return value
    if type(value) is str:
        fault = f.check_text(value) if value else None
        if fault is not None:
            raise refused(fault[0])
        return value
    if type(value) in (int, float, Decimal):
        return _number(value)
    freeze = _freeze_object if is_mapping(value) else _freeze_list if is_list(value) else None
    if freeze is None:
        raise wrong_type(value, "a JSON value")
    if depth == f.DEEPEST_JSON:
        raise _TooDeep(refused("json-depth", limit=f.DEEPEST).problems)
    return freeze(value, depth)


def _number(number: float | Decimal) -> float:
    # JSON has one kind of number. A whole one is kept as it is where every double is exact;
    # beyond, and with a fraction, the double it stands for is kept: what it is written from.
    if type(number) is int and -_EXACT <= number <= _EXACT:
        return number
    # A signaling NaN must not be compared: that raises.
    infinite = float("inf")
    finite = number.is_finite() if type(number) is Decimal else -infinite < number < infinite
    if not finite or not f.holds_exactly(number):
        raise refused("bad-number")
    return float(number)


def _freeze_list(items: Any, depth: int) -> tuple[Any, ...]:
    frozen: list[Any] = []
    problems: list[Problem] = []
    for position, item in enumerate(items):
        try:
            frozen.append(_freeze(item, depth + 1))
        except Refused as refusal:
            problems += _found_at(position, refusal)
    if problems:
        raise Refused(problems)
    return tuple(frozen)


def _freeze_object(items: Any, depth: int) -> FrozenMap[str, Any]:
    frozen: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, item in items.items():
        try:
            if type(key) is not str:
                raise wrong_type(key, "only texts as keys")
            _freeze(key, depth)
            frozen[key] = _freeze(item, depth + 1)
        except Refused as refusal:
            problems += _found_at(key, refusal)
    if problems:
        raise Refused(problems)
    return FrozenMap(frozen)


def _found_at(key: object, refusal: Refused) -> list[Problem]:
    found = under(key, refusal.problems)
    if isinstance(refusal, _TooDeep):
        raise _TooDeep(found)
    return found
