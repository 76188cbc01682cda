"""Registries made of others: under other ids, put together, taken apart, without some records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from typing import Any, TypeAlias

import attrs

from sro_core.models import KINDS, REFERENCES, Record, references_of
from sro_core.models._frozen import is_tuple
from sro_core.registry import Registry

__all__ = ["Name", "Rename", "keeping", "merged", "names_of", "parts", "renamed"]

#: A record by its list and its id.
Name: TypeAlias = tuple[str, str]
#: Gives the new id of a record.
Rename: TypeAlias = Callable[[Name], str]

#: What many may name without having to do with each other.
_SHARED = frozenset(("courses", "sessions"))


def _names(kind: str, record: Record) -> Iterator[Name]:
    """The record, and whatever it names."""
    yield kind, record.id
    if record.voided is not None and record.voided.replaced_by is not None:
        yield kind, record.voided.replaced_by
    for _pointer, target, identifier in references_of(kind, record):
        yield target, identifier


def names_of(registry: Registry) -> set[Name]:
    """Every record of a registry, and whatever they name, on file or not."""
    return {
        name for kind, items in registry.lists() for item in items for name in _names(kind, item)
    }


def renamed(registry: Registry, rename: Rename) -> Registry:
    """The registry with other ids, wherever a record is named."""
    lists: dict[str, Any] = {
        kind: tuple(_renamed(kind, item, rename) for item in items)
        for kind, items in registry.lists()
    }
    return Registry(**lists)


def _renamed(kind: str, record: Any, rename: Rename) -> Any:
    changes: dict[str, Any] = {"id": rename((kind, record.id))}
    void = record.voided
    if void is not None and void.replaced_by is not None:
        changes["voided"] = attrs.evolve(void, replaced_by=rename((kind, void.replaced_by)))
    record = attrs.evolve(record, **changes)
    for path, target in REFERENCES[kind]:
        record = _renamed_at(record, path, target, rename)
    return record


def _renamed_at(record: Any, path: tuple[str, ...], target: str, rename: Rename) -> Any:
    name, *rest = path
    value = getattr(record, name)
    if value is None:
        return record
    one: Callable[[Any], Any] = (
        (lambda item: _renamed_at(item, tuple(rest), target, rename))
        if rest
        else (lambda item: rename((target, item)))
    )
    new = tuple(map(one, value)) if is_tuple(value) else one(value)
    return attrs.evolve(record, **{name: new})


def merged(registries: Iterable[Registry]) -> Registry:
    """One registry with the records of several, which share no id."""
    lists: dict[str, list[Any]] = {kind: [] for kind in KINDS}
    for registry in registries:
        for kind, items in registry.lists():
            lists[kind] += items
    return Registry(**{kind: tuple(items) for kind, items in lists.items()})


def keeping(registry: Registry, names: Container[Name]) -> Registry:
    """The registry with the named records only."""
    lists: dict[str, Any] = {
        kind: tuple(item for item in items if (kind, item.id) in names)
        for kind, items in registry.lists()
    }
    return Registry(**lists)


def parts(registry: Registry) -> list[Registry]:
    """The registry taken apart where no record of one part names one of another.

    Courses and sessions, which many name, and statements about everybody stand in every
    part. Parts without assignments are one, the last.
    """
    group: dict[Name, Name] = {}

    def first(name: Name) -> Name:
        while (other := group.setdefault(name, name)) != name:
            group[name] = group[other]
            name = other
        return name

    alone: dict[Name, list[Name]] = {}
    for kind, items in registry.lists():
        for item in items:
            named = [name for name in _names(kind, item) if name[0] not in _SHARED]
            alone[kind, item.id] = named
            for name in named[1:]:
                group[first(name)] = first(named[0])
    groups: defaultdict[Name | None, set[Name]] = defaultdict(set)
    everywhere: set[Name] = set()
    serving = {first(("assignments", item.id)) for item in registry.assignments}
    for name, named in alone.items():
        if name[0] in _SHARED or (name[0] == "attestations" and len(named) == 1):
            everywhere.add(name)
        else:
            groups[root if (root := first(name)) in serving else None].add(name)
    return [
        keeping(registry, groups[root] | everywhere)
        for root in sorted(groups, key=lambda root: (root is None, root))
    ]
