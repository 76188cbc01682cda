"""Whether an officer may walk into the school: the worst of what bears on each assignment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from sro_core.compliance.judging import Judged
from sro_core.findings import Binding, Finding, Readiness, ReadinessStatus, Standing, Status
from sro_core.models import Assignment, FrozenMap

__all__ = ["readiness"]

#: From the worst to the best.
_READINESS: Final = tuple(ReadinessStatus)
_READY: Final = _READINESS.index(ReadinessStatus.READY)
_UNBOUND: Final = _READINESS.index(ReadinessStatus.UNBOUND)

# A member of an enumeration takes many times as long to look up as a name of the module.
_NONE: Final = Binding.NONE

#: What a status of something that binds leaves of readiness.
_AT_BEST: Final = dict.fromkeys(Status, _READY) | {
    Status.OVERDUE: _READINESS.index(ReadinessStatus.NOT_READY),
    Status.EXPIRED: _READINESS.index(ReadinessStatus.NOT_READY),
    Status.UNKNOWN: _READINESS.index(ReadinessStatus.UNDETERMINED),
    Status.DUE: _READINESS.index(ReadinessStatus.PROVISIONAL),
}

#: From the best founded to the weakest.
_STANDINGS: Final = tuple(Standing)
_WEAKNESS: Final = {standing: place for place, standing in enumerate(_STANDINGS)}


def readiness(judged: Iterable[Judged], serving: Iterable[Assignment], as_of: dt.date) -> Readiness:
    """The readiness of an officer.

    Args:
        judged: What was judged of the officer.
        serving: The officer's assignments that have not ended.
        as_of: The day judged.
    """
    places = {assignment.id: _UNBOUND for assignment in serving}
    # how well founded and how contested it is: by what binds, or where nothing does by all
    binding: list[Finding] = []
    loose: list[Finding] = []
    for finding, unit, adoption, running, on_license in judged:
        if on_license:
            continue
        binds = finding.binding is not _NONE
        at_best = _READY if running else _AT_BEST[finding.status]
        for assignment in unit.assignments:
            if assignment.end is not None and assignment.end < as_of:
                continue
            place = places.setdefault(assignment.id, _UNBOUND)
            if binds and (adoption is None or assignment.id in adoption.reached):
                binding.append(finding)
                if at_best < place:
                    places[assignment.id] = at_best
            else:
                loose.append(finding)
    weakness, contested = 0, False
    for finding in binding or loose:
        if _WEAKNESS[finding.standing] > weakness:
            weakness = _WEAKNESS[finding.standing]
        if finding.contested:
            contested = True
    return Readiness(
        status=_READINESS[min(places.values())],
        standing=_STANDINGS[weakness],
        contested=contested,
        assignments=FrozenMap({name: _READINESS[places[name]] for name in sorted(places)}),
    )
