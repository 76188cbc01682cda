"""The tests of one room, stopped at the first that fails: `python -m mutation.suite ROOM`.

It ends itself when the CPU time of the room is used up, which counts as noticed: a mutant that
never comes to an end.
"""

from __future__ import annotations

import resource
import sys

import pytest

from mutation.rooms import read_rooms

_GIB = 2**30
_OPTIONS = (
    "--exitfirst",
    "--quiet",
    "-p",
    "no:cacheprovider",
    "-p",
    "mutation.profile",
    "--hypothesis-profile=mutation",
)


def main(name: str) -> int:
    """Run them; 0 if all pass."""
    room = read_rooms().rooms[name]
    resource.setrlimit(resource.RLIMIT_CPU, (room.cpu_seconds, room.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_AS, (6 * _GIB, 6 * _GIB))
    for tests in (room.quick, room.others):
        if code := int(pytest.main([*_OPTIONS, *tests])):
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
