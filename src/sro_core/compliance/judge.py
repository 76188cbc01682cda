"""Judges one requirement for one unit: the version in force, its readings, its cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from sro_core.compliance.adoptions import Adopted
from sro_core.compliance.events import Day
from sro_core.compliance.obligations import Duty, obligation
from sro_core.compliance.outcomes import Branch, Judgement, Possible, settle
from sro_core.compliance.terms import ReadingTerms, Terms, VersionTerms, reachable
from sro_core.compliance.truth import nothing, open_question
from sro_core.compliance.units import Ruling, Unit
from sro_core.compliance.waivers import (
    extended_to,
    in_time_by_extension,
    is_waived,
    with_extension,
)
from sro_core.findings import OtherAnswer, Status

__all__ = ["judge", "possible_branches", "ruling"]

_NOT_IN_FORCE: Final = "no version of it is in force on this day"
_DOES_NOT_APPLY: Final = "it does not apply to this service"
_WAIVED: Final = "a waiver is in force"
_BEYOND: Final = Branch(Status.NOT_REQUIRED, reason=_DOES_NOT_APPLY)
_BEYOND_WEAK: Final = _BEYOND._replace(weak=True)
_SETTLED: Final = frozenset((Status.MET, Status.WAIVED))
_FREE: Final = frozenset((Status.NOT_REQUIRED, Status.WAIVED))
_REASONS: Final = {
    Status.DUE: "not completed yet",
    Status.OVERDUE: "not completed by the last day",
    Status.MET: "completed",
    Status.EXPIRED: "completed once, and not renewed",
}


def judge(duty: Duty, unit: Unit, adoption: Adopted | None = None) -> Judgement:
    """What a requirement gives for a unit, in the version in force on the day judged."""
    version = duty.version_on(unit.as_of)
    if version is None:
        return Judgement(Branch(Status.NOT_REQUIRED, reason=_NOT_IN_FORCE, weak=duty.weak))
    if version.prefers:
        answer = settle(_possible(duty, unit, version.readings[0], adoption))
        if len(version.readings) == 1:
            return answer
    else:
        pooled: list[Possible] = []
        for reading in version.readings:
            pooled += _possible(duty, unit, reading, adoption)
        answer = settle(pooled, version.ambiguity)
    return answer._replace(contested=tuple(_others(duty, unit, version, answer, adoption)))


def _others(
    duty: Duty, unit: Unit, version: VersionTerms, answer: Judgement, adoption: Adopted | None
) -> Iterator[OtherAnswer]:
    """What the readings that do not answer give, where that differs."""
    preferred = (answer.branch.status, answer.branch.due_on)
    for reading in version.readings[1 if version.prefers else 0 :]:
        branch = settle(_possible(duty, unit, reading, adoption)).branch
        if (branch.status, branch.due_on) != preferred:
            yield OtherAnswer(
                reading=reading.name, status=branch.status, due_on=branch.due_on, says=reading.says
            )


def ruling(duty: Duty, unit: Unit) -> Ruling:
    """What a requirement gives for a unit, as other requirements see it."""
    possible = judge(duty, unit).possible
    if not possible:
        return Ruling(met=False, worst=None, best=None, missing=nothing, asked=False)
    branches = {branch for branch, _missing in possible}
    missing = nothing
    if len(branches) > 1:
        missing = missing.union(*(names for _branch, names in possible))
        version = duty.version_on(unit.as_of)
        if not missing and version is not None:
            # no fact tells the branches apart: it is the readings that differ
            missing = open_question(version.ambiguity)
    met = {branch.status in _SETTLED for branch in branches}
    asked = {branch.status not in _FREE for branch in branches}
    days = [branch.first for branch in branches]
    known = [day for day in days if day is not None]
    return Ruling(
        met=met.pop() if len(met) == 1 else missing,
        worst=max(known) if known and len(known) == len(days) else None,
        best=min(known, default=None),
        missing=missing,
        asked=asked.pop() if len(asked) == 1 else missing,
    )


def _possible(
    duty: Duty, unit: Unit, reading: ReadingTerms, adoption: Adopted | None
) -> list[Possible]:
    """What one reading may give, by what is known."""
    found: list[Possible] = []
    if reading.applies is not None:
        applies = reading.applies(unit)
        if applies is not True:
            found.append((_BEYOND_WEAK if duty.weak else _BEYOND, applies or nothing))
            if applies is False:
                return found
    for terms, missing in reachable(unit, reading):
        branches = possible_branches(duty, unit, terms, adoption)
        if missing:
            branches = [(branch, missing | names) for branch, names in branches]
        found += branches
    return found


def possible_branches(
    duty: Duty, unit: Unit, terms: Terms, adoption: Adopted | None
) -> list[Possible]:
    """What the terms of one branch give, waivers and adoptions included."""
    if terms.exempt is not None:
        exempt = Branch(Status.NOT_REQUIRED, reason=terms.exempt)
        return [(exempt._replace(case=terms.name, weak=terms.weak), nothing)]
    if is_waived(unit, duty.requirement_id):
        waived = Branch(Status.WAIVED, reason=_WAIVED)
        return [(waived._replace(case=terms.name, weak=terms.weak), nothing)]
    extension = extended_to(unit, duty.requirement_id)
    due = extension if extension is not None else _last_day(unit, terms, adoption)
    possible = [
        (_finished(duty, unit, terms, branch, extension), missing)
        for branch, missing in obligation(duty, unit, terms, due)
    ]
    if len(possible) == 1 or len({branch.shown for branch, _missing in possible}) == 1:
        return [(branch, nothing) for branch, _missing in possible]
    return possible


def _last_day(unit: Unit, terms: Terms, adoption: Adopted | None) -> Day:
    """The first deadline: the earliest of those that adoptions give, or the rule's own."""
    if adoption is None:
        return terms.due(unit)
    if not adoption.keeps_own:
        return adoption.due_on
    own = terms.due(unit)
    if isinstance(own, frozenset) or adoption.due_on is None:
        return own
    return adoption.due_on if own is None else min(own, adoption.due_on)


def _finished(
    duty: Duty, unit: Unit, terms: Terms, plain: Branch, extension: dt.date | None
) -> Branch:
    """A branch with the extension that moves its last day, its reason and its lateness."""
    branch = plain if extension is None else with_extension(unit, plain, extension)
    status, due_on, valid_until, done_on, first, _late_by, running, _case, _weak, reason = branch
    return Branch(
        status,
        due_on,
        valid_until,
        done_on,
        first,
        _late(duty, unit, branch),
        running,
        terms.name,
        terms.weak,
        reason or _REASONS.get(status, ""),
    )


def _late(duty: Duty, unit: Unit, branch: Branch) -> int | None:
    due_on: dt.date | None = branch.due_on
    if due_on is None:
        return None
    if branch.status is Status.OVERDUE:
        return (unit.as_of - due_on).days
    if branch.status is not Status.MET:
        return None
    if branch.done_on is None or in_time_by_extension(unit, duty.requirement_id, branch.done_on):
        return 0
    return max(0, (branch.done_on - due_on).days)
