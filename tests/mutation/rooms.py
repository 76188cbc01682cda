"""What rooms.toml and survivors.toml say."""

from __future__ import annotations

import tomllib
from pathlib import Path

from attrs import frozen

__all__ = ["HERE", "Room", "Rooms", "Survivor", "read_rooms", "read_survivors"]

HERE = Path(__file__).parent


@frozen(kw_only=True)
class Room:
    """Attributes as rooms.toml explains them."""

    source: tuple[str, ...]
    sample: int
    cpu_seconds: int
    quick: tuple[str, ...]
    others: tuple[str, ...]


@frozen(kw_only=True)
class Rooms:
    """Attributes as rooms.toml explains them."""

    seed: str
    operators: frozenset[str]
    rooms: dict[str, Room]


@frozen(kw_only=True)
class Survivor:
    """A mutant that no test notices, and why that is right.

    Attributes:
        file: In the checkout.
        before: The line, without its indentation.
        after: The same line of the mutant.
        reason: Why no test can or need notice.
    """

    file: str
    before: str
    after: str
    reason: str


def read_rooms() -> Rooms:
    """What is mutated, how, and by which tests it must be noticed."""
    read = tomllib.loads((HERE / "rooms.toml").read_text())
    rooms = {name: Room(**room) for name, room in read["rooms"].items()}
    return Rooms(seed=read["seed"], operators=frozenset(read["operators"]), rooms=rooms)


def read_survivors() -> tuple[Survivor, ...]:
    """The mutants that may survive."""
    read = tomllib.loads((HERE / "survivors.toml").read_text())
    return tuple(Survivor(**survivor) for survivor in read.get("survivors", ()))
