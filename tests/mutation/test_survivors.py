"""The list of mutants that may survive speaks of the code as it is."""

from __future__ import annotations

import pytest

from mutation.rooms import HERE, Survivor, read_rooms, read_survivors

_CHECKOUT = HERE.parent.parent


@pytest.mark.parametrize("survivor", read_survivors(), ids=lambda survivor: survivor.before)
def test_the_line_is_in_the_file(survivor: Survivor) -> None:
    lines = [line.strip() for line in (_CHECKOUT / survivor.file).read_text().splitlines()]
    assert survivor.before in lines


def test_each_is_listed_once() -> None:
    found = [(item.file, item.before, item.after) for item in read_survivors()]
    assert len(found) == len(set(found))


def test_the_tests_of_each_room_are_there() -> None:
    for room in read_rooms().rooms.values():
        for name in (*room.source, *room.quick, *room.others):
            assert (_CHECKOUT / name.partition("::")[0]).exists(), name
