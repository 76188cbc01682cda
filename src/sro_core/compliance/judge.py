"""Judges one requirement for one unit: the version in force, its readings, its cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from sro_core.compliance.adoptions import Adopted
from sro_core.compliance.events import Day
from sro_core.compliance.obligations import Asked, Duty, obligation
from sro_core.compliance.outcomes import Branch, Judgement, Possible, late_by_days, settle
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

#: What terms came to, by their identity.
_Known: TypeAlias = dict[int, Sequence[Possible]]

_NOT_IN_FORCE: Final = "no version of it is in force on this day"
_DOES_NOT_APPLY: Final = "it does not apply to this service"
_WAIVED: Final = "a waiver is in force"
_NEVER: Final = Judgement(Branch(Status.NOT_REQUIRED, reason=_NOT_IN_FORCE))
_NEVER_WEAK: Final = Judgement(Branch(Status.NOT_REQUIRED, reason=_NOT_IN_FORCE, weak=True))
_BEYOND: Final = ((Branch(Status.NOT_REQUIRED, reason=_DOES_NOT_APPLY), nothing),)
_OUTSIDE: Final = settle(_BEYOND)
_BEYOND_WEAK: Final = ((Branch(Status.NOT_REQUIRED, reason=_DOES_NOT_APPLY, weak=True), nothing),)
_OUTSIDE_WEAK: Final = settle(_BEYOND_WEAK)
_SETTLED: Final = frozenset((Status.MET, Status.WAIVED))
_FREE: Final = frozenset((Status.NOT_REQUIRED, Status.WAIVED))


def judge(duty: Duty, unit: Unit, adoption: Adopted | None = None) -> Judgement:
    """What a requirement gives for a unit, in the version in force on the day judged."""
    version = duty.version_on(unit.as_of)
    if version is None:
        return _NEVER_WEAK if duty.weak else _NEVER
    if version.applies is not None and version.applies(unit) is False:
        return _OUTSIDE_WEAK if duty.weak else _OUTSIDE
    known: _Known = {}
    if len(version.readings) == 1:
        return settle(_possible(duty, unit, version.readings[0], adoption, known))
    each = [_possible(duty, unit, reading, adoption, known) for reading in version.readings]
    if version.prefers:
        answer = settle(each[0])
    else:
        answer = settle([item for possible in each for item in possible], version.ambiguity)
    contested = tuple(_others(version, answer, each))
    if not contested:
        return answer
    return Judgement(answer.branch, answer.missing, contested, answer.possible)


def _others(
    version: VersionTerms, answer: Judgement, each: Sequence[Sequence[Possible]]
) -> Iterator[OtherAnswer]:
    """What the readings that do not answer give, where that differs."""
    given = (answer.branch.status, answer.branch.due_on)
    for reading, possible in zip(version.readings, each, strict=True):
        if possible == answer.possible:
            continue
        branch = settle(possible).branch
        if (branch.status, branch.due_on) != given:
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
    duty: Duty, unit: Unit, reading: ReadingTerms, adoption: Adopted | None, known: _Known
) -> Sequence[Possible]:
    """What one reading may give, by what is known.

    Args:
        duty: The requirement.
        unit: Whom it is judged for.
        reading: The reading.
        adoption: The adoptions that reach the unit.
        known: What terms came to that readings share.
    """
    found: list[Possible] = []
    if reading.applies is not None:
        applies = reading.applies(unit)
        if applies is False:
            return _BEYOND_WEAK if duty.weak else _BEYOND
        if applies is not True:
            ((beyond, _nothing),) = _BEYOND_WEAK if duty.weak else _BEYOND
            found.append((beyond, applies))
    for terms, missing in reachable(unit, reading) if reading.cases else ((reading.own, nothing),):
        branches = known.get(id(terms))
        if branches is None:
            branches = known[id(terms)] = possible_branches(duty, unit, terms, adoption)
        if missing:
            branches = [(branch, missing | names) for branch, names in branches]
        found += branches
    return found


def possible_branches(
    duty: Duty, unit: Unit, terms: Terms, adoption: Adopted | None
) -> Sequence[Possible]:
    """What the terms of one branch give, waivers and adoptions included."""
    if terms.exempt is not None:
        exempt = Branch(Status.NOT_REQUIRED, reason=terms.exempt)
        return [(exempt._replace(case=terms.name, weak=terms.weak), nothing)]
    waivers = unit.file is not None and duty.requirement_id in unit.file.waivers
    if not waivers:
        due = terms.due(unit) if adoption is None else _last_day(unit, terms, adoption)
        possible = obligation(tuple.__new__(Asked, (duty, unit, terms, due, False)))
    elif is_waived(unit, duty.requirement_id):
        waived = Branch(Status.WAIVED, reason=_WAIVED)
        return [(waived._replace(case=terms.name, weak=terms.weak), nothing)]
    else:
        extension = extended_to(unit, duty.requirement_id)
        due = extension if extension is not None else _last_day(unit, terms, adoption)
        possible = [
            (_extended(duty, unit, branch, extension), missing)
            for branch, missing in obligation(Asked(duty, unit, terms, due, True))
        ]
    if len(possible) == 1 and not possible[0][1]:
        return possible
    if len({branch.shown for branch, _missing in possible}) == 1:
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


def _extended(duty: Duty, unit: Unit, plain: Branch, extension: dt.date | None) -> Branch:
    """A branch with what extensions of the last day do: move it, or excuse what came after."""
    branch = plain if extension is None else with_extension(unit, plain, extension)
    late = late_by_days(branch.status, branch.due_on, branch.done_on, unit.as_of)
    if late and branch.status is Status.MET and branch.done_on is not None:
        late = 0 if in_time_by_extension(unit, duty.requirement_id, branch.done_on) else late
    return branch._replace(late_by_days=late)
