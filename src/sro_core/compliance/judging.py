"""Makes the finding of one requirement for one unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final, NamedTuple

from sro_core.compliance.adoptions import Adopted, adopted
from sro_core.compliance.compiled import CompiledPack, CompiledRequirement
from sro_core.compliance.judge import judge
from sro_core.compliance.outcomes import Branch, Judgement
from sro_core.compliance.subjects import Subjects
from sro_core.compliance.truth import without_questions
from sro_core.compliance.units import Unit
from sro_core.findings import Binding, Finding, Standing, Status, new_finding
from sro_core.rules.packs import Pack, Per

__all__ = ["BEFORE_RESEARCH", "Judged", "judge_unit", "units_for"]

#: The reason where the law of a day was not researched.
BEFORE_RESEARCH: Final = "nobody has researched the law of this day"


_UNRESEARCHED: Final = Judgement(Branch(Status.UNKNOWN, reason=BEFORE_RESEARCH))

# A member of an enumeration takes many times as long to look up as a name of the module.
_NONE: Final = Binding.NONE
_BEFORE_RESEARCHED: Final = Standing.BEFORE_RESEARCHED
_BEYOND_VERIFIED: Final = Standing.BEYOND_VERIFIED
_SECONDARY: Final = Standing.SECONDARY
_VERIFIED: Final = Standing.VERIFIED
_NOT_REQUIRED: Final = Status.NOT_REQUIRED


class Judged(NamedTuple):
    """One requirement judged for one unit.

    Attributes:
        finding: The finding.
        unit: Whom it is about.
        adoption: The adoptions that reach it, for a duty that binds by adoption only.
        running: Whether it is due in a period that runs without fault.
        on_license: Whether it bears on the license of every officer, not on service.
    """

    finding: Finding
    unit: Unit
    adoption: Adopted | None
    running: bool
    on_license: bool


def units_for(subjects: Subjects, per: Per, officer_id: str | None) -> Iterable[Unit]:
    """The units of a kind: those of one officer, or those that are no officer's."""
    match per:
        case Per.SPELL | Per.OFFICER | Per.ASSIGNMENT:
            spells = subjects.live_spells(officer_id or "")
            return subjects.of_officer(per, officer_id or "", spells)
        case Per.AGENCY:
            return subjects.agencies()
        case Per.DISTRICT:
            return subjects.districts()
        case Per.PARTNERSHIP:
            return subjects.partnerships()


def judge_unit(compiled: CompiledPack, item: CompiledRequirement, unit: Unit) -> Judged | None:
    """Judge one requirement for one unit; None where it has no finding at all."""
    pack, requirement = compiled.pack, item.requirement
    adoption = None
    binding = item.binding
    if binding is None:
        adoption = adopted(unit, requirement.id)
        if adoption is not None:
            binding = adoption.binding
        elif pack.jurisdiction is None:
            return None
    if unit.as_of < pack.researched_from:
        judgement = _UNRESEARCHED
    else:
        judgement = judge(item.duty, unit, adoption)
    branch, missing, contested, _possible = judgement
    status = branch.status
    if binding is None or status is _NOT_REQUIRED:
        binding = _NONE
    finding = new_finding(
        requirement.id,
        unit.officer_id,
        unit.assignment_id,
        unit.agency_id,
        unit.district_id,
        requirement.level,
        binding,
        status,
        branch.due_on,
        branch.valid_until,
        branch.late_by_days,
        standing_of(pack, unit.as_of, weak=branch.weak),
        contested,
        without_questions(missing) if missing else (),
        branch.case,
        branch.why,
    )
    return tuple.__new__(Judged, (finding, unit, adoption, branch.running, item.on_license))


def standing_of(pack: Pack, as_of: dt.date, *, weak: bool) -> Standing:
    if as_of < pack.researched_from:
        return _BEFORE_RESEARCHED
    if as_of > pack.verified_through:
        return _BEYOND_VERIFIED
    return _SECONDARY if weak else _VERIFIED
