"""Puts faults into a room and says which of them its tests notice."""

from __future__ import annotations

import argparse
import compileall
import contextlib
import json
import math
import os
import py_compile
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.work_item import TestOutcome

from mutation.mutants import Mutant, mutants_of, sample
from mutation.rooms import HERE, Room, Rooms, read_rooms, read_survivors

_CHECKOUT = HERE.parent.parent
_BUILD = _CHECKOUT / "build" / "mutation"
#: Seconds on the wall; the CPU time of the room ends what runs on and on long before.
_TIMEOUT = 3600
#: Standard deviations on each side of an interval of 95 %.
_95_PERCENT = 1.96
#: Of the mutants of each room, this share must be noticed.
_BAR = 0.9


@frozen(kw_only=True)
class _Asked:
    """What the command line asks for.

    Attributes:
        rooms: What rooms.toml says.
        seed: Which sample.
        count: How many mutants; None is all.
        keep: Which of the last run's verdicts stand.
    """

    rooms: Rooms
    seed: str
    count: int | None
    keep: set[bool]


def main() -> int:
    """Do what the command line says; 1 where the tests fall short."""
    rooms = read_rooms()
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    parser.add_argument("room", choices=sorted(rooms.rooms), nargs="+")
    parser.add_argument("--seed", default=rooms.seed, help="another sample (default: %(default)s)")
    parser.add_argument("--sample", type=int, help="how many mutants (default: as in rooms.toml)")
    parser.add_argument("--all", action="store_true", help="every mutant; takes hours")
    parser.add_argument("--resume", action="store_true", help="keep what the last run found")
    parser.add_argument(
        "--survivors", action="store_true", help="keep what the last run noticed, try the others"
    )
    asked = parser.parse_args()
    short = False
    for name in asked.room:
        count = None if asked.all else asked.sample or rooms.rooms[name].sample
        how = _Asked(
            rooms=rooms,
            seed=asked.seed,
            count=count,
            keep={True} if asked.survivors else {True, False} if asked.resume else set(),
        )
        short |= not _measure(name, rooms.rooms[name], how)
    return int(short)


def _measure(name: str, room: Room, asked: _Asked) -> bool:
    """Whether enough of a room's mutants are noticed, and the others are accounted for."""
    copy = _copy(name)
    mutants = list(mutants_of(copy, room.source, asked.rooms.operators))
    chosen = sample(mutants, asked.seed, asked.count)
    results = _BUILD / f"{name}.json"
    noticed: dict[str, bool] = {}
    if asked.keep:
        found = json.loads(results.read_text())
        noticed = {key: verdict for key, verdict in found.items() if verdict in asked.keep}
    began = time.monotonic()
    with _inside(copy):
        # This run keeps what was compiled, so that each mutant compiles one file only.
        if subprocess.run(
            [sys.executable, "-m", "mutation.suite", name], stdout=subprocess.DEVNULL
        ).returncode:
            raise SystemExit(f"{name}: its tests fail as they are: python -m mutation.suite {name}")
        for number, mutant in enumerate(chosen, 1):
            if mutant.key not in noticed:
                noticed[mutant.key] = _noticed(mutant, name)
                results.write_text(json.dumps(noticed, indent=0))
                if sys.stderr.isatty():
                    print(f"\r{name}: {number} of {len(chosen)}", end="", file=sys.stderr)
    killed = [mutant for mutant in chosen if noticed[mutant.key]]
    minutes = (time.monotonic() - began) / 60
    print(
        f"{name}: {_score(len(killed), len(chosen))}, of {len(mutants)} in all; {minutes:.0f} min"
    )
    unexplained = _tell(copy, [mutant for mutant in chosen if not noticed[mutant.key]])
    return not unexplained and len(killed) >= _BAR * len(chosen)


def _copy(name: str) -> Path:
    """A copy of what the tests need, so that the checkout can be worked on meanwhile."""
    copy = _BUILD / name
    for part in ("src", "tests"):
        shutil.rmtree(copy / part, ignore_errors=True)
        shutil.copytree(_CHECKOUT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(_CHECKOUT / "pyproject.toml", copy)
    # By content, since a mutant can be as long and as old as the file it is made of.
    mode = py_compile.PycInvalidationMode.CHECKED_HASH
    compileall.compile_dir(copy / "src", quiet=1, invalidation_mode=mode)
    return copy


@contextlib.contextmanager
def _inside(copy: Path) -> Iterator[None]:
    """The tests run in the copy and import from it."""
    os.environ["PYTHONPATH"] = os.pathsep.join(str(copy / part) for part in ("src", "tests"))
    with contextlib.chdir(copy):
        yield


def _noticed(mutant: Mutant, name: str) -> bool:
    result = mutate_and_test([mutant.spec], f"{sys.executable} -m mutation.suite {name}", _TIMEOUT)
    if result.test_outcome is TestOutcome.INCOMPETENT:
        raise SystemExit(result.output)
    return result.test_outcome is TestOutcome.KILLED


def _score(killed: int, tried: int) -> str:
    """The share that was noticed, with Wilson's interval for that of all mutants."""
    share, z2 = killed / tried, _95_PERCENT**2
    middle = (share + z2 / (2 * tried)) / (1 + z2 / tried)
    half = (
        _95_PERCENT
        * math.sqrt(share * (1 - share) / tried + z2 / (4 * tried**2))
        / (1 + z2 / tried)
    )
    return (
        f"{killed} of {tried} mutants noticed, {share:.1%} "
        f"(95 % interval {middle - half:.1%} to {middle + half:.1%})"
    )


def _tell(copy: Path, survivors: list[Mutant]) -> bool:
    """Print the survivors; whether one of them has no reason on file."""
    reasons = {(item.file, item.before, item.after): item.reason for item in read_survivors()}
    unexplained = False
    for mutant in survivors:
        file = str(mutant.spec.module_path.relative_to(copy))
        reason = reasons.get((file, mutant.before, mutant.after))
        unexplained |= reason is None
        print(f"\n{file}:{mutant.spec.start_pos[0]} {mutant.spec.operator_name}")
        print(f"  - {mutant.before}\n  + {mutant.after}\n  {reason or 'NOT ACCOUNTED FOR'}")
    return unexplained


if __name__ == "__main__":
    sys.exit(main())
