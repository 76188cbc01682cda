"""Records straight from parsed JSON: for each class one generated function, or a doubt.

The hooks of the converter report every problem with its place, and that costs. A
document without problems needs none of it: here each class has one function without
branches into layers, which takes what is plainly good and at the first doubt gives up.
Then the hooks read the same value, so there is one answer to every document and one
place that makes it. What a straight reader takes, it takes by the same hooks and checks:
a leaf is read by its hook once, and remembered.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import typing
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final, TypeAlias

import attrs

from sro_core.errors import InvalidRecord
from sro_core.models import FrozenMap, Json
from sro_core.models import _fields as f
from sro_core.strict._containers import FieldPlan
from sro_core.strict._converter import plan_of
from sro_core.strict._generated import Memory, function_of
from sro_core.strict._json_values import read_json
from sro_core.strict._refusal import Refused
from sro_core.strict.shapes import class_of

__all__ = ["Read", "object_reader", "straight_records"]

#: A reader of a list of objects: to records, and how many strings stand in the objects.
Reader: TypeAlias = "Callable[[Any], tuple[tuple[Any, ...], int]]"

#: What was read, or None where there is a doubt.
Read: TypeAlias = "tuple[tuple[Any, ...], int] | None"


class _Doubt(Exception):
    """A value is not plainly good."""


def straight_records(items: object, kind: type[Any]) -> Read:
    """Read records out of parsed JSON, if nothing at all is wrong with them.

    Args:
        items: The list of objects, as a JSON parser makes it, numbers with a fraction as
            decimals. No half of a surrogate pair stands in their texts. It is empty
            afterwards.
        kind: The class of the records.

    Returns:
        The records, and how many strings stand in the objects, keys among them; or
        None: then something may be wrong, also the ids, which are not compared here.
    """
    return _tried(_READERS[kind], items)


def object_reader(
    kind: type[Any], *, absent: object, parsed: Callable[[Any], object]
) -> Callable[[object], Read]:
    """What reads records as `straight_records` does, out of objects with attributes.

    Args:
        kind: The class of the records.
        absent: What an attribute is whose key is left out.
        parsed: What parses the attribute `extensions`.
    """
    scope = {"Absent": absent, "parsed": parsed}
    return functools.partial(_tried, _generated(kind, _OBJECTS, scope))


def _tried(reader: Reader, items: object) -> Read:
    if type(items) is not list:
        return None
    try:
        return reader(items)
    except (_Doubt, Refused, InvalidRecord, KeyError, RecursionError):
        return None


@attrs.frozen
class _Source:
    """Where the members of an object stand, as lines of a reader."""

    opening: tuple[str, ...]
    needed: str
    optional: str
    absent: str
    present: str
    closing: str
    data: str


#: Objects as a JSON parser makes them. Each member is counted as if its value were a string
#: too, which what takes another value corrects. null is no value of an optional key, so it
#: is left over, as a key is that no one knows.
_DICTS: Final = _Source(
    opening=(
        "if type(item) is not dict: raise Doubt",
        "size = len(item)",
        "strings += size + size",
        "left = size - {required}",
    ),
    needed="value = item[{key!r}]",
    optional="value = item.get({key!r}) if left else None",
    absent="None",
    present="left -= 1",
    closing="if left: raise Doubt",
    data="pass",
)

#: Objects whose members are attributes, named as those of the record, and no others.
_OBJECTS: Final = _Source(
    opening=("strings += {required} + {required}",),
    needed="value = item.{slot}",
    optional="value = item.{slot}",
    absent="Absent",
    present="strings += 2",
    closing="pass",
    data="value = parsed(value)",
)


def _reader(kind: type[Any]) -> Reader:
    return _generated(kind, _DICTS, {})


def _generated(kind: type[Any], source: _Source, scope: dict[str, Any]) -> Reader:
    plan = plan_of(kind)
    # A record is frozen and checks what it is given. Its fields are checked when they are
    # read, so they are set on a blank of the same layout, which then becomes the record.
    slots = tuple(field.attribute.name for field in plan.values())
    scope |= {
        "Blank": type(f"Blank{kind.__name__}", (), {"__slots__": slots}),
        "Kind": kind,
        "Doubt": _Doubt,
        "Decimal": Decimal,
    }
    reader: Reader = function_of(f"read {kind.__name__}", _lines(kind, source, scope), scope)
    return reader


#: The reader of the dicts of each class, generated when it is first needed.
_READERS: Final = Memory(_reader)


def _lines(kind: type[Any], source: _Source, scope: dict[str, Any]) -> Iterator[str]:
    plan = plan_of(kind)
    required = sum(field.required for field in plan.values())
    yield "def read(items):"
    yield "    records = []"
    yield "    strings = 0"
    # Taken off one by one, each is let go while it is still near at hand. CPython 3.11 makes
    # code quick at a jump back that has no condition, so the condition stands here.
    yield "    items.reverse()"
    yield "    while True:"
    yield "        if not items: break"
    yield "        item = items.pop()"
    yield "        record = Blank()"
    for line in source.opening:
        yield f"        {line.format(required=required)}"
    for number, (key, field) in enumerate(plan.items()):
        slot = field.attribute.name
        taking = [*_taking(field, number, source, scope), f"record.{slot} = value"]
        if field.required:
            yield f"        {source.needed.format(key=key, slot=slot)}"
            yield from _indented(8, taking)
            continue
        scope[f"default{number}"] = field.attribute.default
        yield f"        {source.optional.format(key=key, slot=slot)}"
        yield f"        if value is {source.absent}:"
        yield f"            record.{slot} = default{number}"
        yield "        else:"
        yield from _indented(12, [source.present, *taking])
    yield f"        {source.closing}"
    yield "        record.__class__ = Kind"
    if hasattr(kind, "__attrs_post_init__"):
        scope["whole"] = kind.__attrs_post_init__
        yield "        whole(record)"
    yield "        records.append(record)"
    yield "    return tuple(records), strings"


def _indented(width: int, lines: list[str]) -> Iterator[str]:
    return (" " * width + line for line in lines)


_TEXT: Final = "if type(value) is not str or not value: raise Doubt"
_OTHER: Final = "strings += inside - 1"


def _taking(field: FieldPlan, number: int, source: _Source, scope: dict[str, Any]) -> list[str]:
    """Lines that take the value of one field, or doubt."""
    kind = field.kind
    item = typing.get_args(kind)[0] if typing.get_origin(kind) is tuple else None
    if _is_plain_text(field):
        return [_TEXT]
    if kind is dt.datetime:
        # moments seldom repeat; of a text, the hook asks for all that the check does
        scope[f"made{number}"] = field.read
        return ["if type(value) is not str: raise Doubt", f"value = made{number}(value, None)"]
    if _is_written_as_text(kind):
        scope[f"made{number}"] = _memory(field)
        return ["if type(value) is not str: raise Doubt", f"value = made{number}[value]"]
    if kind in (int, bool):
        scope[f"made{number}"] = _memory(field)
        return [
            f"if type(value) is not {kind.__name__}: raise Doubt",
            f"value = made{number}[value]",
            "strings -= 1",
        ]
    if kind is Decimal:
        # Equal decimals may be written differently: only that they are good is remembered,
        # and apart from whole numbers, which are equal to some of them.
        scope[f"whole{number}"] = Memory(functools.partial(_read, field))
        scope[f"good{number}"] = Memory(functools.partial(_read, field))
        return [
            f"if type(value) is int: value = whole{number}[value]",
            f"elif type(value) is Decimal: good{number}[value]",
            "else: raise Doubt",
            "strings -= 1",
        ]
    if attrs.has(kind):
        scope[f"read{number}"] = _READERS[kind]
        return [f"(value,), inside = read{number}([value])", _OTHER]
    if item is str:
        # the hook of a text asks for nothing that the check of the field does not
        scope[f"check{number}"] = field.attribute.metadata[f.CHECK]
        return [
            "if type(value) is not list: raise Doubt",
            "strings += len(value) - 1",
            "value = tuple(value)",
            f"if check{number}(value) is not None: raise Doubt",
        ]
    if item is not None and attrs.has(item):
        scope[f"read{number}"] = _READERS[item]
        return [
            "if type(value) is not list: raise Doubt",
            f"value, inside = read{number}(value)",
            _OTHER,
        ]
    if kind == FrozenMap[str, Json]:
        scope["frozen"] = _frozen
        return [
            source.data,
            "if type(value) is not dict: raise Doubt",
            "value, inside = frozen(value, 0)",
            _OTHER,
        ]
    scope[f"made{number}"] = functools.partial(_read, field)
    scope["strings_in"] = _strings_in
    return ["inside = strings_in(value)", f"value = made{number}(value)", _OTHER]


def _is_plain_text(field: FieldPlan) -> bool:
    return field.kind is str and field.attribute.metadata[f.CHECK] is f.check_text


def _is_written_as_text(kind: Any) -> bool:
    return kind in (str, dt.date) or (isinstance(kind, type) and issubclass(kind, enum.StrEnum))


def _memory(field: FieldPlan) -> Memory:
    return _memory_of(field.kind, field.read, field.attribute.metadata[f.CHECK])


@functools.cache
def _memory_of(kind: Any, read: Any, check: Any) -> Memory:
    return Memory(functools.partial(_checked, kind, read, check))


def _read(field: FieldPlan, value: Any) -> Any:
    return _checked(field.kind, field.read, field.attribute.metadata[f.CHECK], value)


def _checked(kind: Any, read: Any, check: Any, value: Any) -> Any:
    """A value by its hook, which may refuse it, and by the check of its field."""
    made = read(value, kind)
    if check(made) is not None:
        raise _Doubt
    return made


def _frozen(value: Any, depth: int) -> tuple[Any, int]:
    """A JSON value as application data holds it, and how many strings stand in it."""
    kind = class_of(value)
    if kind is str:
        return value, 1
    if kind is not dict and kind is not list:
        return read_json(value, Json), 0
    if depth == f.DEEPEST_JSON:
        raise _Doubt
    items = value.values() if kind is dict else value
    made = [_frozen(item, depth + 1) for item in items]
    strings = sum(inside for _item, inside in made)
    kept = [item for item, _inside in made]
    if kind is list:
        return tuple(kept), strings
    return FrozenMap(zip(value, kept, strict=True)), strings + len(kept)


def _strings_in(value: Any) -> int:
    kind = class_of(value)
    if kind is dict:
        return len(value) + sum(map(_strings_in, value.values()))
    if kind is list:
        return sum(map(_strings_in, value))
    return int(kind is str)
