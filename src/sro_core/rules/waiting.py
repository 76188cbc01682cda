"""Which requirements of a pack must be judged before others, and whether any wait in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

import attrs

from sro_core.models._frozen import is_tuple
from sro_core.problems import Problem, problem
from sro_core.rules.conditions import Met
from sro_core.rules.events import FirstMet
from sro_core.rules.evidence import OfficersTrained, RequirementMet, Unshared
from sro_core.rules.packs import Pack, Requirement

__all__ = ["awaited", "circles", "nodes_of"]


def nodes_of(node: Any) -> Iterator[Any]:
    """A node of the rule language and all nodes inside it."""
    if is_tuple(node):
        for item in node:
            yield from nodes_of(item)
    elif attrs.has(type(node)):
        yield node
        for field in attrs.fields(type(node)):
            yield from nodes_of(getattr(node, field.name))


def awaited(node: Any) -> tuple[str, str] | None:
    """The requirement that must be judged before a node can be: the key that names it, its id."""
    match node:
        case Met():
            return "met", node.met
        case FirstMet():
            return "first_met", node.first_met
        case RequirementMet():
            return "requirement", node.requirement
        case OfficersTrained(who_met=str(name)):
            return "who_met", name
        case Unshared():
            return "not_shared_with", node.not_shared_with
        case _:
            return None


def circles(pack: Pack) -> Iterator[Problem]:
    """The circles in which requirements wait for each other, a problem `pack-cycle` for each."""
    position = {item.id: number for number, item in enumerate(pack.requirements)}
    waits = {item.id: _waits_for(item) for item in pack.requirements}
    while True:
        try:
            TopologicalSorter(waits).prepare()
        except CycleError as error:
            circle = _from_first(list(reversed(error.args[1][1:])), position)
        else:
            return
        first = circle[0]
        yield problem(
            "pack-cycle",
            f"/requirements/{position[first]}",
            record_id=first,
            path=" -> ".join([*circle, first]),
        )
        # One edge less, so that the next circle, if there is one, is found too.
        after = circle[1] if len(circle) > 1 else first
        waits[first] = tuple(name for name in waits[first] if name != after)


def _from_first(circle: list[str], position: Mapping[str, int]) -> list[str]:
    start = circle.index(min(circle, key=position.__getitem__))
    return circle[start:] + circle[:start]


def _waits_for(item: Requirement) -> tuple[str, ...]:
    names = (awaited(node) for node in nodes_of(item))
    return tuple(dict.fromkeys(name[1] for name in names if name is not None))
