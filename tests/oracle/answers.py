"""What the oracle says of one unit and one requirement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs

from oracle.service import Unit, World
from sro_core.findings import Binding, Standing, Status
from sro_core.rules.packs import Level, Pack, Requirement, Version

Names = frozenset[str]
NO_NAMES: Names = frozenset()


@attrs.frozen
class Truth:
    """Strong Kleene logic: true, false, or None for unknown, with what is missing."""

    value: bool | None
    names: Names = NO_NAMES


YES = Truth(True)
NO = Truth(False)


@attrs.frozen
class Complete:
    """The earliest day on which evidence is complete, in two worlds.

    Attributes:
        surely: Where the unknown counts for nothing; None is never.
        at_best: Where the unknown counts in full; None is never.
        names: What is missing, if the two differ.

    """

    surely: dt.date | None
    at_best: dt.date | None
    names: Names = NO_NAMES

    @property
    def decided(self) -> bool:
        return self.surely == self.at_best


@attrs.frozen
class LastDay:
    """The last day in time: a day, none (both None and not open), or unknown."""

    day: dt.date | None = None
    unknown: bool = False
    names: Names = NO_NAMES


@attrs.frozen
class Outcome:
    """What one branch gives.

    Attributes:
        case: The case that decided.
        first_day: The first day on which the duty was met.
        done_on: The day on which the obligation that is judged was met, where
            that can be late.
        running: Whether it is due only because a period is running.
        weak: Whether it rests on a summary or on memory.

    """

    status: Status
    due_on: dt.date | None = None
    valid_until: dt.date | None = None
    late_by_days: int | None = None
    case: str | None = None
    first_day: dt.date | None = None
    done_on: dt.date | None = None
    running: bool = False
    weak: bool = False


@attrs.frozen
class Verdict:
    """The answer of one reading, or of all that are pooled."""

    status: Status
    due_on: dt.date | None = None
    valid_until: dt.date | None = None
    late_by_days: int | None = None
    case: str | None = None
    missing: Names = NO_NAMES
    first_met: Complete = Complete(None, None)
    running: bool = False
    weak: bool = False
    met: bool | None = False
    asked: bool | None = False
    contested: frozenset[tuple[str, Status, dt.date | None]] = frozenset()


@attrs.frozen
class Answer:
    """What a finding must say."""

    status: Status
    due_on: dt.date | None
    valid_until: dt.date | None
    late_by_days: int | None
    binding: Binding
    level: Level
    standing: Standing
    missing: Names
    case: str | None
    contested: frozenset[tuple[str, Status, dt.date | None]]
    running: bool = attrs.field(default=False, eq=False)


@attrs.frozen
class Question:
    """One requirement of one pack asked of one unit, under one version.

    Attributes:
        ask: How to ask another requirement of a unit.
        spent: Ids of completions that served another requirement and may not serve again.

    """

    world: World
    unit: Unit
    pack: Pack
    requirement: Requirement
    version: Version
    ask: Callable[[World, Unit, str], Verdict]
    spent: frozenset[str] = frozenset()
