"""Records straight to canonical text: for each class one generated function.

It writes what `canonical_bytes(unstructure(record))` does, without the values in
between: the keys stand in the source, in their order.
"""

from __future__ import annotations

import datetime as dt
import enum
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, TypeAlias

import attrs

from sro_core.strict._containers import FieldPlan
from sro_core.strict._converter import plan_of
from sro_core.strict._generated import Memory, function_of
from sro_core.strict.canonical import canonical_text, quoted, utf_16
from sro_core.strict.writing import plain

__all__ = ["straight_texts"]

#: A writer of records of one class: the text of each.
Writer: TypeAlias = "Callable[[Iterable[Any]], list[str]]"


def straight_texts(records: Iterable[Any], kind: type[Any]) -> list[str]:
    """The canonical text of each record.

    Args:
        records: Records of one class.
        kind: The class.
    """
    texts: list[str] = _WRITERS[kind](records)
    return texts


def _writer(kind: type[Any]) -> Writer:
    scope: dict[str, Any] = {
        "quoted": quoted,
        "day": _DAYS,
        "number": _NUMBERS,
        "text_of": _text_of,
        "listed": _listed,
    }
    writer: Writer = function_of(f"write {kind.__name__}", _lines(kind, scope), scope)
    return writer


#: The writer of each class, generated when it is first needed.
_WRITERS: Final = Memory(_writer)


def _text_of(value: object) -> str:
    return canonical_text(plain(value))


#: Days and hours repeat; equal ones have one canonical text.
_DAYS: Final = Memory(_text_of)
_NUMBERS: Final = Memory(_text_of)


def _lines(kind: type[Any], scope: dict[str, Any]) -> Iterator[str]:
    plan = plan_of(kind)
    keys = sorted(plan, key=utf_16)
    # The members before the first that is never left out bring a comma behind them, those
    # after it one before them.
    first = next((place for place, key in enumerate(keys) if plan[key].required), len(keys))
    members = ""
    yield "def write(records):"
    yield "    texts = []"
    yield "    for record in records:"
    for place, key in enumerate(keys):
        field = plan[key]
        text = _text(field, place, scope)
        yield f"        value = record.{field.attribute.name}"
        if field.required:
            yield f"        text{place} = {text}"
            members += f'{"," if place > first else ""}"{key}":{{text{place}}}'
            continue
        comma = ("", ",") if place < first else (",", "")
        member = f'{comma[0]}"{key}":{{{text}}}{comma[1]}'
        yield f"        text{place} = '' if {_left_out(field, place, scope)} else f'{member}'"
        members += f"{{text{place}}}"
    rest = "[:-1]" if first == len(keys) else ""
    yield f"        members = f'{members}'{rest}"
    yield "        texts.append(f'{{{members}}}')"
    yield "    return texts"


def _left_out(field: FieldPlan, place: int, scope: dict[str, Any]) -> str:
    """Whether the value of a field is its default, so that its key is left out."""
    default = field.attribute.default
    if default is None:
        return "value is None"
    scope[f"default{place}"] = default
    same = f"type(value) is type(default{place}) and value == default{place}"
    return f"value is default{place} or ({same})"


def _text(field: FieldPlan, place: int, scope: dict[str, Any]) -> str:
    """The expression of a value's canonical text; it holds no quotation marks."""
    kind = field.kind
    item = typing.get_args(kind)[0] if typing.get_origin(kind) is tuple else None
    inside = item or kind
    if attrs.has(inside):
        scope[f"write{place}"] = _WRITERS[inside]
        return f"listed(write{place}(value))" if item else f"write{place}((value,))[0]"
    if item in _LEAVES:
        return f"listed([{_LEAVES[item].format('one')} for one in value])"
    if isinstance(kind, type) and issubclass(kind, enum.StrEnum):
        return "quoted(value._value_)"
    return _LEAVES.get(kind, "text_of({})").format("value")


#: The expression of each kind of leaf that is not written by the long way.
_LEAVES: Final[Mapping[Any, str]] = {
    str: "quoted({})",
    dt.date: "day[{}]",
    Decimal: "number[{}]",
    int: "number[{}]",
}


def _listed(texts: Iterable[str]) -> str:
    return f"[{','.join(texts)}]"
