"""Whether an officer may walk into the school: the worst of what bears on each assignment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from sro_core.findings import Finding, Readiness, ReadinessStatus, Standing, Status
from sro_core.models import FrozenMap

__all__ = ["Bearing", "readiness", "weakest"]

_ORDER: Final = tuple(ReadinessStatus)
_STANDINGS: Final = {standing: place for place, standing in enumerate(Standing)}


class Bearing(NamedTuple):
    """A finding on school service, as it bears on one assignment.

    Attributes:
        finding: The finding.
        binds: Whether it binds this assignment.
        running: Whether it is due in a period that runs without fault.
    """

    finding: Finding
    binds: bool
    running: bool


def weakest(standings: Iterable[Standing]) -> Standing:
    """The weakest of some standings; verified if there is none."""
    return max(standings, key=_STANDINGS.__getitem__, default=Standing.VERIFIED)


def _status(bearings: Iterable[Bearing]) -> ReadinessStatus:
    statuses = {
        Status.WAIVED if item.running else item.finding.status for item in bearings if item.binds
    }
    if not statuses.isdisjoint((Status.OVERDUE, Status.EXPIRED)):
        return ReadinessStatus.NOT_READY
    if Status.UNKNOWN in statuses:
        return ReadinessStatus.UNDETERMINED
    if Status.DUE in statuses:
        return ReadinessStatus.PROVISIONAL
    return ReadinessStatus.READY if statuses else ReadinessStatus.UNBOUND


def readiness(by_assignment: Mapping[str, list[Bearing]]) -> Readiness:
    """The readiness of an officer.

    Args:
        by_assignment: What bears on each of the officer's assignments.
    """
    assignments = {
        assignment_id: _status(bearings) for assignment_id, bearings in by_assignment.items()
    }
    every = [item for bearings in by_assignment.values() for item in bearings]
    deciding = [item.finding for item in every if item.binds] or [item.finding for item in every]
    return Readiness(
        status=min(assignments.values(), key=_ORDER.index),
        standing=weakest(finding.standing for finding in deciding),
        contested=any(finding.contested for finding in deciding),
        assignments=FrozenMap(sorted(assignments.items())),
    )
