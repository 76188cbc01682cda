"""Finds the packs of installed packages through their entry points."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from sro_core.errors import InvalidPack
from sro_core.packs.checks import check_pack
from sro_core.problems import Problem, problem
from sro_core.rules import Pack

__all__ = ["read_installed"]


def read_installed(group: str) -> tuple[Pack, ...]:
    """The packs of all entry points of a group, in the order of their names.

    Raises:
        InvalidPack: With the problems of all entry points.

    """
    packs: list[Pack] = []
    problems: list[Problem] = []
    for point in sorted(entry_points(group=group), key=lambda point: (point.name, point.value)):
        try:
            packs += _packs_of(point)
        except InvalidPack as error:
            problems += error.problems
    if problems:
        raise InvalidPack(problems)
    return tuple(packs)


def _packs_of(point: EntryPoint) -> tuple[Pack, ...]:
    try:
        made = _made(point.load())
    except InvalidPack as error:
        raise _refused(point, "Its pack cannot be read.", error.problems) from error
    except Exception as error:
        raise _refused(point, f"It raised {type(error).__name__}: {error}.") from error
    if made is None:
        raise _refused(point, "It gives no rule pack.")
    problems = [item for pack in made for item in check_pack(pack)]
    if problems:
        raise _refused(point, "Its pack contradicts itself.", problems)
    return made


def _made(found: Any) -> tuple[Pack, ...] | None:
    """The packs that an entry point stands for; None where it stands for something else."""
    if callable(found):
        found = found()
    if type(found) is Pack:
        return (found,)
    try:
        each = iter(found)
    except TypeError:
        return None
    items = list(each)
    packs = tuple(item for item in items if type(item) is Pack)
    return packs if packs and len(packs) == len(items) else None


def _refused(point: EntryPoint, detail: str, problems: Iterable[Problem] = ()) -> InvalidPack:
    return InvalidPack(
        [problem("pack-entry-point", name=point.name, value=point.value, detail=detail), *problems]
    )
