"""What waivers do to a duty: count as its evidence, or move its last day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from sro_core.compliance.events import after
from sro_core.compliance.outcomes import Branch
from sro_core.compliance.searches import Program, first_days
from sro_core.compliance.truth import Missing, nothing
from sro_core.compliance.units import Unit
from sro_core.dates import Stretch, in_force
from sro_core.findings import Status
from sro_core.models import Waiver, WaiverKind
from sro_core.rules.events import Period

__all__ = [
    "Equivalent",
    "Found",
    "ended_equivalent",
    "equivalent_spans",
    "equivalents",
    "extended_to",
    "find_evidence",
    "in_time_by_extension",
    "is_waived",
    "with_extension",
]


class Equivalent(NamedTuple):
    """A recognised equivalent: the day it counts for, and the last day on which it does."""

    day: dt.date
    until: dt.date


class Found(NamedTuple):
    """Evidence found, or not.

    Attributes:
        day: The day on which it is complete; None is never.
        until: Last day of an equivalent that carries it; None where nothing ends it.
        missing: What makes this only one of several possibilities.
    """

    day: dt.date | None
    until: dt.date | None = None
    missing: Missing = nothing


def _of_kind(unit: Unit, requirement_id: str, kind: WaiverKind) -> Sequence[Waiver]:
    # Nearly nobody has a waiver: that is seen at once.
    if unit.file is None or requirement_id not in unit.file.waivers:
        return ()
    return [item for item in unit.file.waivers[requirement_id] if item.kind is kind]


def is_waived(unit: Unit, requirement_id: str) -> bool:
    """Whether a release is in force on the day judged."""
    waivers = _of_kind(unit, requirement_id, WaiverKind.WAIVED)
    return any(in_force(item, unit.as_of) for item in waivers)


def equivalents(unit: Unit, requirement_id: str) -> list[Equivalent]:
    """The recognised equivalents in force on the day judged."""
    return [
        Equivalent(item.granted_on, item.end or dt.date.max)
        for item in _of_kind(unit, requirement_id, WaiverKind.EQUIVALENT)
        if item.granted_on <= unit.as_of and in_force(item, unit.as_of)
    ]


def _ended(unit: Unit, requirement_id: str) -> list[Equivalent]:
    return [
        Equivalent(item.granted_on, item.end)
        for item in _of_kind(unit, requirement_id, WaiverKind.EQUIVALENT)
        if item.end is not None and item.end < unit.as_of and item.granted_on <= item.end
    ]


def ended_equivalent(unit: Unit, requirement_id: str) -> Equivalent | None:
    """The equivalents that have ended in this service, as one: their first day and their last."""
    ended = [item for item in _ended(unit, requirement_id) if item.until >= unit.start]
    if not ended:
        return None
    return Equivalent(min(item.day for item in ended), max(item.until for item in ended))


def equivalent_spans(unit: Unit, requirement_id: str, period: Period | None) -> list[Stretch]:
    """The days on which recognised equivalents count: until they end, and for a period at most."""
    granted = (*equivalents(unit, requirement_id), *_ended(unit, requirement_id))
    return [
        Stretch(day, until if period is None else min(until, after(day, period)))
        for day, until in granted
    ]


def find_evidence(
    unit: Unit,
    requirement_id: str,
    program: Program,
    start: dt.date,
    end: dt.date,
) -> list[Found]:
    """What is found between two days, recognised equivalents included.

    Args:
        unit: Whose evidence.
        requirement_id: The requirement that equivalents are granted for.
        program: The evidence.
        start: First day.
        end: Last day.
    """
    days = first_days(program, unit, start, end)
    granted = [
        item
        for item in equivalents(unit, requirement_id)
        if start <= item.day <= min(end, unit.as_of)
    ]
    if not granted:
        return [Found(day, None, missing) for day, missing in days]
    best = min(item.day for item in granted)
    latest = max(item.until for item in granted)
    until = None if latest == dt.date.max else latest
    return [
        Found(best, until, missing) if day is None else Found(min(day, best), None, missing)
        for day, missing in days
    ]


def extended_to(unit: Unit, requirement_id: str) -> dt.date | None:
    """The last day that the extensions in force give; None where there is none."""
    days = (
        item.due_on
        for item in _of_kind(unit, requirement_id, WaiverKind.EXTENDED)
        if item.due_on is not None and in_force(item, unit.as_of)
    )
    return max(days, default=None)


def with_extension(unit: Unit, branch: Branch, due_on: dt.date) -> Branch:
    """The branch with the last day that an extension gives, judged anew."""
    if branch.status is Status.NOT_REQUIRED:
        return branch
    if branch.status is Status.MET:
        return branch._replace(due_on=due_on)
    if unit.as_of <= due_on:
        running = branch.running and branch.status is Status.DUE
        return branch._replace(status=Status.DUE, due_on=due_on, valid_until=None, running=running)
    status = Status.OVERDUE if branch.first is None else Status.EXPIRED
    return branch._replace(status=status, due_on=due_on, running=False)


def in_time_by_extension(unit: Unit, requirement_id: str, day: dt.date) -> bool:
    """Whether a day lies in an extension that has ended since, and was in time by it.

    Of extensions in force the last day is that of the finding itself.
    """
    extensions = _of_kind(unit, requirement_id, WaiverKind.EXTENDED)
    if any(in_force(item, unit.as_of) for item in extensions):
        return False
    return any(
        in_force(item, day) and item.due_on is not None and day <= item.due_on
        for item in extensions
    )
