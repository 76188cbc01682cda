"""Goes through a pack's nodes, each with the pointer of its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import attrs

from sro_core.models._fields import WIRE

__all__ = ["Place", "key_of", "walk"]


class Place(NamedTuple):
    """A node and where it stands.

    Attributes:
        node: An object of the rule language.
        pointer: RFC 6901 pointer to it.

    """

    node: Any
    pointer: str


def key_of(attribute: attrs.Attribute[Any]) -> str:
    """The key under which a field stands in a file."""
    key: str = attribute.metadata.get(WIRE) or attribute.name
    return key


def walk(node: Any, pointer: str = "") -> Iterator[Place]:
    """The node itself and all nodes inside it, in the order of the file format."""
    yield Place(node, pointer)
    for attribute in attrs.fields(_class_of(node)):
        value = getattr(node, attribute.name)
        place = f"{pointer}/{key_of(attribute)}"
        if _is_node(value):
            yield from walk(value, place)
        for position, item in enumerate(_items_of(value)):
            if _is_node(item):
                yield from walk(item, f"{place}/{position}")


def _class_of(value: object) -> type[Any]:
    return type(value)


def _is_node(value: object) -> bool:
    return attrs.has(_class_of(value))


def _items_of(value: Any) -> tuple[Any, ...]:
    return value if _class_of(value) is tuple else ()
