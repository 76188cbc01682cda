"""Fields of the rule language: like those of records, and children that are nodes."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

import attrs

from sro_core.models import _fields as f

__all__ = [
    "child",
    "children",
    "day",
    "kinds",
    "limit",
    "names",
    "number",
    "offset",
    "require_order",
    "switch",
    "text",
    "whole",
    "word",
]

text = f.text
number = f.hours
day = f.date
require_order = f.require_order


def child(*, optional: bool = False, wire: str | None = None) -> Any:
    """One node; None when left out, if optional."""
    default = None if optional else attrs.NOTHING
    return attrs.field(default=default, metadata={f.WIRE: wire})


def children(*, optional: bool = False, wire: str | None = None) -> Any:
    """A tuple of nodes; a needed one holds at least one."""

    def check(value: Any) -> f.Fault | None:
        if type(value) is not tuple:
            return "wrong-type", {"expected": "a tuple", "found": type(value).__name__}
        return None if value or optional else ("pack-bad-rule", {"detail": "The list is empty."})

    def validator(_node: object, attribute: attrs.Attribute[Any], value: object) -> None:
        f.refuse(check(value), wire or attribute.name)

    return attrs.field(
        default=() if optional else attrs.NOTHING,
        validator=validator,
        metadata={f.CHECK: check, f.WIRE: wire},
    )


def limit() -> Any:
    """A day, or an event whose day it is; None when left out."""

    def check(value: Any) -> f.Fault | None:
        if value is None or type(value) is dt.date or attrs.has(type(value)):
            return None
        return "wrong-type", {"expected": "a date or an event", "found": f.type_name(value)}

    def validator(_node: object, attribute: attrs.Attribute[Any], value: object) -> None:
        f.refuse(check(value), attribute.name)

    return attrs.field(default=None, validator=validator, metadata={f.CHECK: check, f.WIRE: None})


def names(*, optional: bool = True, wire: str | None = None) -> Any:
    """A tuple of words: codes, topics, ids."""
    return f.tuple_of(str, optional=optional, check_item=f.check_text, wire=wire)


def kinds(kind: type[enum.StrEnum]) -> Any:
    """A tuple of members of an enumeration; empty is any."""
    return f.tuple_of(kind, optional=False)


def whole(*, default: Any = attrs.NOTHING, wire: str | None = None) -> Any:
    """A whole number."""
    return f.count(default=default, wire=wire)


def offset(*, default: Any = attrs.NOTHING) -> Any:
    """A whole number that may be below zero."""

    def check(value: Any) -> f.Fault | None:
        if type(value) is int and value < 0:
            return f.check_count(-value)
        return f.check_count(value)

    def validator(_node: object, attribute: attrs.Attribute[Any], value: object) -> None:
        f.refuse(check(value), attribute.name)

    return attrs.field(
        default=default, validator=validator, metadata={f.CHECK: check, f.WIRE: None}
    )


def switch(*, default: Any = attrs.NOTHING, wire: str | None = None) -> Any:
    """True or false; also None, where that is the default."""
    return f.flag(optional=default is None, default=default, wire=wire)


def word(kind: type[enum.StrEnum], *, optional: bool = False, default: Any = attrs.NOTHING) -> Any:
    """A member of an enumeration."""
    return f.enum_of(kind, optional=optional, default=default)
