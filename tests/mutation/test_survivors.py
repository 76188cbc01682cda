"""The list of mutants that may survive speaks of the code as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

import sro_core
from mutation.rooms import HERE, Survivor, read_rooms, read_survivors

_CHECKOUT = HERE.parent.parent


def _path(name: str) -> Path:
    """A file of the checkout; what is installed takes the place of `src`."""
    if name.startswith("src/"):
        return Path(sro_core.__file__).parent.parent / name.removeprefix("src/")
    return _CHECKOUT / name.partition("::")[0]


@pytest.mark.parametrize("survivor", read_survivors(), ids=lambda survivor: survivor.before)
def test_the_line_is_in_the_file(survivor: Survivor) -> None:
    lines = [line.strip() for line in _path(survivor.file).read_text().splitlines()]
    assert survivor.before in lines


def test_each_is_listed_once() -> None:
    found = [(item.file, item.before, item.after) for item in read_survivors()]
    assert len(found) == len(set(found))


def test_the_tests_of_each_room_are_there() -> None:
    for room in read_rooms().rooms.values():
        for name in (*room.source, *room.quick, *room.others):
            assert _path(name).exists(), name
