"""Strict hooks for lists, mappings, objects and nodes: each goes on to the end.

An object is read key by key; its unknown keys, its missing keys and the
problems of all its fields come together. Only when every field is good is the
record made, which then may still contradict itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from sro_core.errors import InvalidRecord
from sro_core.models import FrozenMap
from sro_core.models import _fields as f
from sro_core.problems import Problem, problem
from sro_core.strict._leaves import Hook, read_text
from sro_core.strict._refusal import Refused, no_kind, under, unknown_key, wrong_type
from sro_core.strict.shapes import is_list, is_mapping

__all__ = ["FieldPlan", "list_of", "map_of", "node_of", "object_of", "wire_name"]

#: A wire name that says which record a problem is in.
_ID: Final = "id"


def list_of(item_kind: Any, read_item: Hook) -> Hook:
    """A hook for a list, kept as a tuple."""

    def read(value: Any, _kind: Any) -> tuple[Any, ...]:
        if not is_list(value):
            raise wrong_type(value, "a list")
        kept: list[Any] = []
        problems: list[Problem] = []
        for position, item in enumerate(value):
            try:
                kept.append(read_item(item, item_kind))
            except Refused as refusal:
                problems += under(position, refusal.problems)
        if problems:
            raise Refused(problems)
        return tuple(kept)

    return read


def map_of(item_kind: Any, read_item: Hook) -> Hook:
    """A hook for an object whose keys are data, kept as a frozen mapping."""

    def read(value: Any, _kind: Any) -> FrozenMap[str, Any]:
        if not is_mapping(value):
            raise wrong_type(value, "an object")
        kept: dict[str, Any] = {}
        problems: list[Problem] = []
        for key, item in value.items():
            try:
                text = read_text(key, str)
                kept[text] = read_item(item, item_kind)
            except Refused as refusal:
                problems += under(key, refusal.problems)
        if problems:
            raise Refused(problems)
        return FrozenMap(kept)

    return read


def wire_name(attribute: attrs.Attribute[Any]) -> str:
    """The key under which an attribute stands in a document."""
    name: str = attribute.metadata.get(f.WIRE) or attribute.name
    return name


@attrs.frozen(kw_only=True)
class FieldPlan:
    """How one field of a class is read.

    Attributes:
        attribute: The field of the class.
        kind: Its type, without None: a key is left out, never null.
        read: The hook of that type.
    """

    attribute: attrs.Attribute[Any]
    kind: Any
    read: Hook

    @property
    def required(self) -> bool:
        """Whether its key may not be left out."""
        return self.attribute.default is attrs.NOTHING


def object_of(kind: type[Any], plan: Mapping[str, FieldPlan]) -> Hook:
    """A hook for an object that becomes a record.

    Args:
        kind: The class of the record.
        plan: Its fields by their keys in a document.
    """
    # The name of the Python attribute is a likely slip for the key: `start` for `from`.
    known = {field.attribute.name: key for key, field in plan.items()} | {key: key for key in plan}
    required = [key for key, field in plan.items() if field.required]
    steps = [
        (
            key,
            field.attribute.alias or field.attribute.name,
            field.read,
            field.kind,
            field.attribute.metadata.get(f.CHECK),
        )
        for key, field in plan.items()
    ]

    def read(value: Any, _kind: Any) -> Any:
        if type(value) is kind:
            return value
        if not is_mapping(value):
            raise wrong_type(value, "an object")
        problems: list[Problem] = [unknown_key(key, known) for key in value if key not in plan]
        problems += [problem("missing-key", key=key) for key in required if key not in value]
        arguments: dict[str, Any] = {}
        for key, argument, read_field, field_kind, check in steps:
            if key not in value:
                continue
            try:
                arguments[argument] = kept = read_field(value[key], field_kind)
            except Refused as refusal:
                problems += under(key, refusal.problems)
                continue
            fault = check(kept) if check is not None else None
            if fault is not None:
                code, params = fault
                problems.append(problem(code, f"/{key}", **params))
        if not problems:
            try:
                return kind(**arguments)
            except InvalidRecord as error:
                problems = list(error.problems)
        raise Refused(_named(problems, value.get(_ID) if _ID in plan else None))

    return read


def _named(problems: list[Problem], identifier: Any) -> list[Problem]:
    if f.check_text(identifier) is not None:
        return problems
    return [
        attrs.evolve(item, record_id=identifier) if item.record_id is None else item
        for item in problems
    ]


def node_of(members: Mapping[str, tuple[Any, Hook]]) -> Hook:
    """A hook for an object that is one of several kinds of node.

    Args:
        members: Each class and its hook, by its tag: the key of its first
            field. Exactly one tag stands in a node.
    """
    kinds = tuple(kind for kind, _hook in members.values())

    def read(value: Any, _kind: Any) -> Any:
        if type(value) in kinds:
            return value
        if not is_mapping(value):
            raise wrong_type(value, "an object")
        tags = [tag for tag in members if tag in value]
        if len(tags) != 1:
            raise no_kind(value, members)
        kind, hook = members[tags[0]]
        return hook(value, kind)

    return read
