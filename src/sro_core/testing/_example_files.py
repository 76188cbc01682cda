"""Reads examples from TOML: strictly, every problem at once.

What stands beside `each` holds for everything in it, so the tables are laid over
each other first; each problem then points to the place where its key stands.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeGuard, TypeVar

import attrs

from sro_core.errors import InvalidDocument
from sro_core.models import FrozenMap
from sro_core.models._fields import type_name
from sro_core.problems import Problem, in_order, problem
from sro_core.strict import structure
from sro_core.strict.toml import parse_toml
from sro_core.testing._examples import Example, Examples

__all__ = ["load_examples", "loads_examples"]

T = TypeVar("T")

_LIST: Final = "examples"
_EACH: Final = "each"


def loads_examples(text: str | bytes) -> Examples:
    """Read the examples of a pack from TOML.

    Args:
        text: The file; bytes are UTF-8.

    Raises:
        InvalidDocument: With every problem of the first step that finds any: the
            text, the shape.
    """
    document = parse_toml(text)
    problems: list[Problem] = []
    head = _read(
        _Leaf("", {key: value for key, value in document.items() if key != _LIST}, {}),
        Examples,
        problems,
    )
    examples: dict[str, Example] = {}
    for leaf in _leaves(document.get(_LIST, []), problems):
        example = _read(leaf, Example, problems)
        if example is not None:
            examples[leaf.pointer] = example
    if problems or head is None:
        # a key beside `each` is read once for each example in it
        raise InvalidDocument(in_order(set(problems)))
    return attrs.evolve(head, examples=FrozenMap(examples))


def load_examples(path: str | os.PathLike[str]) -> Examples:
    """Read the examples of a pack from a TOML file.

    Raises:
        OSError: The file cannot be read.
        InvalidDocument: With every problem of the first step that finds any.
    """
    return loads_examples(Path(path).read_bytes())


class _Leaf(NamedTuple):
    """An example put together from the tables it stands in.

    Attributes:
        pointer: Its place.
        values: Its keys, those of the tables around it included.
        places: The place of each key.
    """

    pointer: str
    values: dict[str, Any]
    places: dict[str, str]


def _leaves(
    tables: object, problems: list[Problem], around: _Leaf | None = None
) -> Iterator[_Leaf]:
    """The examples of a list, and those inside them."""
    place = f"{around.pointer}/{_EACH}" if around is not None else f"/{_LIST}"
    if not isinstance(tables, list):
        problems.append(_wrong(place, "a list", tables))
        return
    for position, table in enumerate(tables):
        pointer = f"{place}/{position}"
        if not _is_table(table):
            problems.append(_wrong(pointer, "an object", table))
            continue
        own = {key: value for key, value in table.items() if key != _EACH}
        places = {key: f"{pointer}/{key}" for key in own}
        if around is not None:
            own, places = around.values | own, around.places | places
        leaf = _Leaf(pointer, own, places)
        if _EACH in table:
            yield from _leaves(table[_EACH], problems, leaf)
        else:
            yield leaf


def _is_table(value: object) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, dict)


def _wrong(pointer: str, expected: str, found: object) -> Problem:
    return problem("wrong-type", pointer, expected=expected, found=type_name(found))


def _read(leaf: _Leaf, kind: type[T], problems: list[Problem]) -> T | None:
    try:
        return structure(leaf.values, kind)
    except InvalidDocument as error:
        problems += (_placed(item, leaf) for item in error.problems)
    return None


def _placed(item: Problem, leaf: _Leaf) -> Problem:
    """A problem of an example, at the place where its key stands."""
    _root, *tokens = item.pointer.split("/")
    if tokens and tokens[0] in leaf.places:
        place = "/".join([leaf.places[tokens[0]], *tokens[1:]])
    else:
        place = leaf.pointer + item.pointer
    name = leaf.values.get("requirement")
    return attrs.evolve(item, pointer=place, record_id=name if isinstance(name, str) else None)
