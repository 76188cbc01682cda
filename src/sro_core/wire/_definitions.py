"""Annotations of the classes as JSON Schema: what the strict converter reads, and no more.

It follows the converter hook by hook. What a field's check asks beyond the type is
asked of the field: which identifier it holds, and whether its list may be empty.
"""

from __future__ import annotations

import datetime as dt
import enum
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final, TypeAlias

import attrs

from sro_core import identifiers
from sro_core.models import FrozenMap, Json
from sro_core.models import _fields as f
from sro_core.strict import plain
from sro_core.wire._notes import note, notes, summary

__all__ = ["ANSWERS", "RECORDS", "Definitions", "Kind", "Schema", "answered", "object_with"]

#: A schema, or a part of one.
Schema: TypeAlias = dict[str, Any]

_Union: Any = typing.Union


def object_with(properties: Mapping[str, Schema], required: list[str], **more: Any) -> Schema:
    """An object that has no other keys than these."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": required,
        "additionalProperties": False,
        **more,
    }


# leaves ---------------------------------------------------------------------------------------


def _matching(pattern: str, **more: Any) -> Schema:
    """A text that is wholly of a pattern.

    `$` also matches before a line break at the end, in Python but not in
    JavaScript, and what would not is no part of what all validators know.
    """
    return {"type": "string", **more, "pattern": f"^{pattern}$", "not": {"pattern": "\\n"}}


_YEAR: Final = "(000[1-9]|00[1-9][0-9]|0[1-9][0-9][0-9]|[1-9][0-9][0-9][0-9])"
_TWICE_EVEN: Final = "(0[48]|[2468][048]|[13579][26])"
_LEAP_YEAR: Final = f"([0-9][0-9]{_TWICE_EVEN}|{_TWICE_EVEN}00)"
_DAY_OF_ANY_YEAR: Final = (
    "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    "|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    "|02-(0[1-9]|1[0-9]|2[0-8]))"
)
_DATE: Final = f"({_YEAR}-{_DAY_OF_ANY_YEAR}|{_LEAP_YEAR}-02-29)"
_HOUR_AND_MINUTE: Final = "([01][0-9]|2[0-3]):[0-5][0-9]"
_INSTANT: Final = (
    rf"{_DATE}T{_HOUR_AND_MINUTE}:[0-5][0-9](\.[0-9]{{1,6}})?(Z|[+-]{_HOUR_AND_MINUTE})"
)

_DATES: Final[Mapping[Any, tuple[str, Schema]]] = {
    dt.date: (
        "date",
        _matching(_DATE, format="date", description="A day of the calendar, as YYYY-MM-DD."),
    ),
    dt.datetime: (
        "date-time",
        _matching(
            _INSTANT,
            format="date-time",
            description="A date-time with an offset, as 2025-09-02T08:00:00-05:00.",
        ),
    ),
}

#: What single values of a record are, by their type, each under the name of its definition.
_LEAVES_OF_RECORDS: Final[Mapping[Any, tuple[str, Schema]]] = {
    **_DATES,
    str: ("text", {"type": "string", "minLength": 1, "description": "A text that is not empty."}),
    bool: ("flag", {"type": "boolean"}),
    int: (
        "count",
        {
            "type": "integer",
            "minimum": 0,
            "maximum": 10_000_000,
            "description": "A whole number, without a point.",
        },
    ),
    # No multipleOf for the four digits after the point: most validators divide doubles, and
    # would refuse 2.15.
    Decimal: (
        "number",
        {
            "type": "number",
            "minimum": 0,
            "exclusiveMaximum": 1_000_000,
            "description": "0 or more, at most 6 digits before and 4 after the point.",
        },
    ),
}

_OFFSET: Final = (
    "offset",
    {
        "type": "integer",
        "minimum": -10_000_000,
        "maximum": 10_000_000,
        "description": "A whole number, without a point; it may be below zero.",
    },
)

#: The same of a report, whose texts may be anything.
_LEAVES_OF_ANSWERS: Final[Mapping[Any, tuple[str, Schema]]] = {
    **_DATES,
    str: ("text", {"type": "string"}),
    bool: ("flag", {"type": "boolean"}),
    int: ("count", {"type": "integer", "minimum": 0}),
}

_IDENTIFIERS: Final[Mapping[identifiers.Identifier, tuple[str, Schema]]] = {
    identifiers.JURISDICTION: (
        "jurisdiction",
        {
            "enum": sorted(identifiers.JURISDICTIONS),
            "description": "`US` or an ISO 3166-2 code such as `US-MN`.",
        },
    ),
    identifiers.ORI: ("ori", _matching("[A-Z]{2}[A-Z0-9]{7}")),
    identifiers.NCES_DISTRICT: ("nces-district-id", _matching("[0-9]{7}")),
    identifiers.NCES_SCHOOL: ("nces-school-id", _matching("[0-9]{12}")),
}


# the rest -------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Kind:
    """One way in which classes become objects.

    Attributes:
        leaves: The definition of each type of single values, and its name.
        members: The object of a class.
    """

    leaves: Mapping[Any, tuple[str, Schema]]
    members: Callable[[type[Any], Definitions], Schema]


@attrs.define(kw_only=True)
class Definitions:
    """The definitions that a schema refers to; each is made when it is first needed.

    Attributes:
        kind: How classes become objects.
        families: Unions of classes that have a name, by it.
        rules: What a class asks of its keys together.
        made: The definitions so far, by their names.
    """

    kind: Kind
    families: Mapping[str, Any] = types.MappingProxyType({})
    rules: Mapping[type[Any], Schema] = types.MappingProxyType({})
    made: dict[str, Schema] = attrs.field(factory=dict, init=False)

    def of(self, hint: Any) -> Schema:
        """What an annotation takes.

        Raises:
            TypeError: The converter reads no such annotation.
        """
        if hint in self.kind.leaves:
            return self.named(*self.kind.leaves[hint])
        if hint is type(None):
            return {"type": "null"}
        if isinstance(hint, type) and issubclass(hint, enum.StrEnum):
            return self.named(hint.__name__, {"description": summary(hint), "enum": list(hint)})
        if attrs.has(hint):
            return self._object(hint)
        arguments = typing.get_args(hint)
        origin = typing.get_origin(hint)
        if origin is tuple:
            return {"type": "array", "items": self.of(arguments[0])}
        if origin is FrozenMap:
            return self._map(arguments[1])
        if origin is typing.Literal:
            return {"enum": list(arguments)}
        if origin in (typing.Union, types.UnionType):
            return self._choice(arguments)
        raise TypeError(f"no schema is known for {hint!r}")

    def named(self, name: str, schema: Schema) -> Schema:
        """A reference to a definition, which is kept under its name."""
        self.made.setdefault(name, schema)
        return {"$ref": f"#/$defs/{name}"}

    def whole(self, title: str, identifier: str, body: Schema) -> Schema:
        """A schema that stands alone, with the definitions it refers to."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": identifier,
            "title": title,
            **body,
            "$defs": dict(sorted(self.made.items())),
        }

    def _object(self, kind: type[Any]) -> Schema:
        name = kind.__name__
        if name not in self.made:
            # The place is taken first: a class of the rule language may hold itself.
            self.made[name] = made = {"description": summary(kind)}
            made |= {**self.kind.members(kind, self), **self.rules.get(kind, {})}
        return self.named(name, self.made[name])

    def _map(self, hint: Any) -> Schema:
        if hint is Json:
            return {"type": "object"}
        return {
            "type": "object",
            "propertyNames": self.of(str),
            "additionalProperties": self.of(hint),
        }

    def _choice(self, members: tuple[Any, ...]) -> Schema:
        # No two take the same value: nodes are told apart by a key that only one of them knows.
        for name, family in self.families.items():
            if _Union[members] == family:
                return self._family(name, members)
        nodes = tuple(member for member in members if attrs.has(member))
        if 1 < len(nodes) < len(members):
            members = (*(item for item in members if item not in nodes), _Union[nodes])
        return {"anyOf": [self.of(member) for member in members]}

    def _family(self, name: str, members: tuple[Any, ...]) -> Schema:
        if name not in self.made:
            self.made[name] = made = {}
            made["anyOf"] = [self.of(member) for member in members]
        return self.named(name, self.made[name])


def _record(kind: type[Any], definitions: Definitions) -> Schema:
    """An object that is read: a key that has no value is left out."""
    hints = typing.get_type_hints(kind)
    properties: dict[str, Schema] = {}
    required: list[str] = []
    for field in attrs.fields(kind):
        key = field.metadata.get(f.WIRE) or field.name
        properties[key] = _field(kind, field, hints[field.name], definitions)
        if field.default is attrs.NOTHING:
            required.append(key)
    return object_with(properties, required)


def _field(
    kind: type[Any], field: attrs.Attribute[Any], hint: Any, definitions: Definitions
) -> Schema:
    identifier = field.metadata.get(f.IDENTIFIER)
    if identifier is not None:
        schema = definitions.named(*_IDENTIFIERS[identifier])
    else:
        schema = definitions.of(_without_none(hint))
    check = field.metadata.get(f.CHECK)
    if hint is int and check is not None and check(-1) is None:
        schema = definitions.named(*_OFFSET)
    if schema.get("type") == "array" and check is not None and check(()) is not None:
        schema["minItems"] = 1
    return schema | _described(note(kind, field.name)) | _default(field)


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) not in (typing.Union, types.UnionType):
        return hint
    return _Union[tuple(item for item in typing.get_args(hint) if item is not type(None))]


def _described(text: str) -> Schema:
    return {"description": text} if text else {}


def _default(field: attrs.Attribute[Any]) -> Schema:
    stands_for = isinstance(field.default, str | int)
    return {"default": plain(field.default)} if stands_for else {}


def _answer(kind: type[Any], definitions: Definitions) -> Schema:
    properties = answered(kind, definitions, tuple(typing.get_type_hints(kind)))
    return object_with(properties, list(properties))


def answered(kind: type[Any], definitions: Definitions, keys: Iterable[str]) -> dict[str, Schema]:
    """Keys that are written of a class: each is there, and null stands for what there is not."""
    hints, said = typing.get_type_hints(kind), notes(kind)
    return {
        key: definitions.of(hints[key]) | _described(said.get(key, "").replace("None", "null"))
        for key in keys
    }


#: Objects that become records or nodes of the rule language.
RECORDS: Final = Kind(leaves=_LEAVES_OF_RECORDS, members=_record)

#: Objects of a report.
ANSWERS: Final = Kind(leaves=_LEAVES_OF_ANSWERS, members=_answer)
