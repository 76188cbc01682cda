"""The converter: which strict hook reads which annotation.

cattrs finds the hook of a type and keeps it; every hook is our own. Its stock
hooks coerce (39.9 into an `int` gives 39, null into a `str` gives "None") and
drop unknown keys, so none is left in reach: an annotation that none of the
hooks below reads is refused when it is first met.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import pathlib
import types
import typing
from decimal import Decimal
from typing import Any, Final, Literal, Union

import attrs
import cattrs

from sro_core.models import FrozenMap, Json
from sro_core.strict import _leaves as leaves
from sro_core.strict._containers import (
    FieldPlan,
    list_of,
    map_of,
    node_of,
    object_of,
    wire_name,
)
from sro_core.strict._json_values import read_json, read_json_object
from sro_core.strict._leaves import Hook

__all__ = ["converter", "plan_of"]


def _is_list(kind: Any) -> bool:
    arguments = typing.get_args(kind)
    return typing.get_origin(kind) is tuple and len(arguments) == 2 and arguments[1] is Ellipsis


def _is_map(kind: Any) -> bool:
    return typing.get_origin(kind) is FrozenMap and typing.get_args(kind)[0] is str


def _is_json_object(kind: Any) -> bool:
    return typing.get_origin(kind) is FrozenMap and typing.get_args(kind) == (str, Json)


def _is_literal(kind: Any) -> bool:
    return typing.get_origin(kind) is Literal


def _is_union(kind: Any) -> bool:
    return typing.get_origin(kind) in (Union, types.UnionType)


def _is_node(kind: Any) -> bool:
    return _is_union(kind) and all(attrs.has(member) for member in typing.get_args(kind))


def _unsupported(kind: Any) -> Hook:
    raise TypeError(f"the strict converter has no hook for {kind!r}")


def _refuse_unsupported(_value: Any, kind: Any) -> Any:
    raise TypeError(f"the strict converter has no hook for {kind!r}")


def _list_hook(kind: Any, converter: cattrs.Converter) -> Hook:
    item = typing.get_args(kind)[0]
    return list_of(item, converter.get_structure_hook(item))


def _map_hook(kind: Any, converter: cattrs.Converter) -> Hook:
    item = typing.get_args(kind)[1]
    return map_of(item, converter.get_structure_hook(item))


def _literal_hook(kind: Any) -> Hook:
    options = typing.get_args(kind)
    if not all(type(option) is str for option in options):
        return _unsupported(kind)
    return leaves.text_of(options)


def _choice_hook(kind: Any, converter: cattrs.Converter) -> Hook:
    members = typing.get_args(kind)
    nodes = tuple(member for member in members if attrs.has(member))
    if len(nodes) > 1:
        # which of them an object is, its tag says
        union: Any = Union
        members = (*(member for member in members if not attrs.has(member)), union[nodes])
    return leaves.choice(
        tuple((_words(member), member, converter.get_structure_hook(member)) for member in members)
    )


def _words(kind: Any) -> str:
    if _is_literal(kind):
        return " or ".join(typing.get_args(kind))
    if kind in leaves.EXPECTED:
        return leaves.EXPECTED[kind]
    if _is_list(kind):
        return "a list"
    return "a text" if isinstance(kind, type) and issubclass(kind, enum.StrEnum) else "an object"


def _node_hook(kind: Any, converter: cattrs.Converter) -> Hook:
    members: dict[str, tuple[Any, Hook]] = {}
    for member in typing.get_args(kind):
        tag = wire_name(attrs.fields(member)[0])
        if tag in members:
            raise TypeError(f"two kinds of node have the tag {tag!r}: {kind!r}")
        members[tag] = (member, converter.get_structure_hook(member))
    return node_of(members)


def _object_hook(kind: Any, converter: cattrs.Converter) -> Hook:
    # The fields are looked at when the first object comes, not now: a class of the rule
    # language may hold itself, and its hook must exist before its own fields ask for it.
    @functools.cache
    def hook() -> Hook:
        return object_of(kind, _plan(kind, converter))

    def read(value: Any, wanted: Any) -> Any:
        return hook()(value, wanted)

    return read


def _plan(kind: Any, converter: cattrs.Converter) -> dict[str, FieldPlan]:
    hints = typing.get_type_hints(kind)
    plan: dict[str, FieldPlan] = {}
    for attribute in attrs.fields(kind):
        if attribute.init:
            wanted = _without_none(hints[attribute.name])
            hook = converter.get_structure_hook(wanted)
            plan[wire_name(attribute)] = FieldPlan(attribute=attribute, kind=wanted, read=hook)
    return plan


def _without_none(kind: Any) -> Any:
    """The type of a field whose key may be left out: then it is absent, never null."""
    if not _is_union(kind):
        return kind
    members = tuple(member for member in typing.get_args(kind) if member is not type(None))
    union: Any = Union
    return union[members]


def _converter() -> cattrs.Converter:
    made = cattrs.Converter()
    for kind in (bytes, float, pathlib.Path):
        made.register_structure_hook(kind, _refuse_unsupported)
    # cattrs asks these by class first, then the predicates below, the last one first.
    made.register_structure_hook(str, leaves.read_text)
    made.register_structure_hook(bool, leaves.read_bool)
    made.register_structure_hook(int, leaves.read_int)
    made.register_structure_hook(Decimal, leaves.read_decimal)
    made.register_structure_hook(dt.date, leaves.read_date)
    made.register_structure_hook(dt.datetime, leaves.read_instant)
    made.register_structure_hook(enum.StrEnum, leaves.read_enum)
    made.register_structure_hook(type(None), leaves.read_null)
    made.register_structure_hook(Json, read_json)
    made.register_structure_hook_factory(_always, _unsupported)
    made.register_structure_hook_factory(attrs.has, _object_hook)
    made.register_structure_hook_factory(_is_list, _list_hook)
    made.register_structure_hook_factory(_is_map, _map_hook)
    made.register_structure_hook_factory(_is_json_object, _json_object_hook)
    made.register_structure_hook_factory(_is_literal, _literal_hook)
    made.register_structure_hook_factory(_is_union, _choice_hook)
    made.register_structure_hook_factory(_is_node, _node_hook)
    return made


def _always(_kind: Any) -> bool:
    return True


def _json_object_hook(_kind: Any) -> Hook:
    return read_json_object


#: Made once and never changed: a constant, not a registry of hooks.
converter: Final = _converter()


def plan_of(kind: type[Any]) -> dict[str, FieldPlan]:
    """The fields of a class by their keys in a document, in the order of the class."""
    return _plan(kind, converter)
