"""Judges every officer, agency, district and partnership of a registry on one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from sro_core.compliance.adoptions import Adopted, adopted
from sro_core.compliance.compiled import CompiledPack, CompiledRequirement, compile_pack
from sro_core.compliance.explain import explain
from sro_core.compliance.judge import judge
from sro_core.compliance.outcomes import Branch, Judgement
from sro_core.compliance.readiness import Bearing, readiness
from sro_core.compliance.subjects import Subjects
from sro_core.compliance.units import Unit, View
from sro_core.errors import InvalidRecord
from sro_core.findings import Binding, Finding, Readiness, Report, Standing, Status
from sro_core.models import FrozenMap
from sro_core.problems import problem
from sro_core.registry import Registry
from sro_core.rules.packs import BearsOn, Level, Pack, Per
from sro_core.rules.rulebook import Rulebook

__all__ = ["Judged", "evaluate", "judge_unit"]

#: Statuses from the one that an officer must hear of first.
_WORST_FIRST: Final = {
    status: place
    for place, status in enumerate(
        (
            Status.OVERDUE,
            Status.EXPIRED,
            Status.UNKNOWN,
            Status.DUE,
            Status.MET,
            Status.WAIVED,
            Status.NOT_REQUIRED,
        )
    )
}


class Judged(NamedTuple):
    """One requirement judged for one unit.

    Attributes:
        finding: The finding.
        unit: Whom it is about.
        adoption: The adoptions that reach it, for a duty that binds by adoption only.
        running: Whether it is due in a period that runs without fault.

    """

    finding: Finding
    unit: Unit
    adoption: Adopted | None
    running: bool


def evaluate(
    registry: Registry,
    *,
    as_of: dt.date,
    known_at: dt.datetime | None = None,
    rulebook: Rulebook,
) -> Report:
    """Judge a registry by a rulebook on one day.

    Args:
        registry: The registry.
        as_of: The day judged; evidence dated later does not count.
        known_at: What was on file at this moment is judged; None takes all there is.
        rulebook: The packs to judge by.

    Raises:
        InvalidRecord: `as_of` is no date, or `known_at` has no offset.

    """
    if type(as_of) is not dt.date:
        found = type(as_of).__name__
        raise InvalidRecord([problem("wrong-type", "/as_of", expected="a date", found=found)])
    view = View(registry.as_known_at(known_at), as_of)
    packs = [compile_pack(pack) for pack in rulebook.packs]
    findings: list[Finding] = []
    ready: dict[str, Readiness] = {}
    for officer_id in sorted(view.index.officers):
        judged = list(_officer_findings(view, packs, officer_id))
        if judged:
            findings.extend(_one_each(judged))
            ready[officer_id] = _readiness(packs, judged)
    for compiled in packs:
        findings.extend(item.finding for item in _other_findings(view, compiled))
    findings.sort(key=lambda finding: finding.key)
    return Report(
        as_of=as_of,
        known_at=known_at,
        findings=tuple(findings),
        readiness=FrozenMap(ready),
        registry=registry,
        rulebook=rulebook,
        explainer=explain,
    )


# officers -------------------------------------------------------------------------------------


def _officer_findings(
    view: View, packs: Iterable[CompiledPack], officer_id: str
) -> Iterator[Judged]:
    researched: set[str] = set()
    for compiled in packs:
        subjects = Subjects(view, compiled)
        units = {
            per: list(make(officer_id))
            for per, make in (
                (Per.SPELL, subjects.spells),
                (Per.OFFICER, subjects.officers),
                (Per.ASSIGNMENT, subjects.assignments),
            )
        }
        if units[Per.SPELL] and compiled.pack.jurisdiction not in (None, "US"):
            researched.add(str(compiled.pack.jurisdiction))
        if units[Per.SPELL] and not compiled.pack.requirements:
            yield from _before_research(compiled.pack, units[Per.SPELL])
        for item in compiled.requirements.values():
            for unit in units.get(item.requirement.per, ()):
                judged = judge_unit(compiled, item, unit)
                if judged is not None:
                    yield judged
    yield from _unresearched(view, officer_id, researched)


def judge_unit(compiled: CompiledPack, item: CompiledRequirement, unit: Unit) -> Judged | None:
    """Judge one requirement for one unit; None where it has no finding at all."""
    pack, requirement = compiled.pack, item.requirement
    by_adoption = requirement.level is Level.RECOMMENDED or pack.jurisdiction is None
    adoption = adopted(unit, requirement.id) if by_adoption else None
    if pack.jurisdiction is None and adoption is None:
        return None
    if unit.as_of < pack.researched_from:
        judgement = Judgement(Branch(Status.UNKNOWN, reason=_BEFORE_RESEARCH))
    else:
        judgement = judge(item.duty, unit, adoption)
    branch = judgement.branch
    if branch.status is Status.NOT_REQUIRED:
        binding = Binding.NONE
    elif by_adoption:
        binding = adoption.binding if adoption is not None else Binding.NONE
    else:
        binding = Binding(requirement.binding.value)
    finding = Finding(
        requirement_id=requirement.id,
        officer_id=unit.officer_id,
        assignment_id=unit.assignment_id,
        agency_id=unit.agency_id,
        district_id=unit.district_id,
        level=requirement.level,
        binding=binding,
        status=branch.status,
        due_on=branch.due_on,
        valid_until=branch.valid_until,
        late_by_days=branch.late_by_days,
        standing=_standing(pack, unit.as_of, weak=branch.weak),
        contested=judgement.contested,
        missing=tuple(sorted(judgement.missing)),
        case=branch.case,
        reason=branch.reason,
    )
    return Judged(finding, unit, adoption, branch.running)


_BEFORE_RESEARCH: Final = "nobody has researched the law of this day"
_NO_PACK: Final = "no rule pack covers this jurisdiction"


def _standing(pack: Pack, as_of: dt.date, *, weak: bool) -> Standing:
    if as_of < pack.researched_from:
        return Standing.BEFORE_RESEARCHED
    if as_of > pack.verified_through:
        return Standing.BEYOND_VERIFIED
    return Standing.SECONDARY if weak else Standing.VERIFIED


def _nothing_known(unit: Unit, prefix: str, standing: Standing, reason: str) -> Judged:
    finding = Finding(
        requirement_id=f"{prefix}.unresearched",
        officer_id=unit.officer_id,
        level=Level.MANDATORY,
        binding=Binding.LAW,
        status=Status.UNKNOWN,
        standing=standing,
        reason=reason,
    )
    return Judged(finding, unit, None, running=False)


def _before_research(pack: Pack, units: Iterable[Unit]) -> Iterator[Judged]:
    """A pack without requirements says nothing of the days that nobody looked at."""
    for unit in units:
        if pack.jurisdiction is not None and unit.as_of < pack.researched_from:
            standing = Standing.BEFORE_RESEARCHED
            yield _nothing_known(unit, pack.id, standing, _BEFORE_RESEARCH)


def _unresearched(view: View, officer_id: str, researched: set[str]) -> Iterator[Judged]:
    """No data never looks like no duty: a jurisdiction without a pack has one finding."""
    for unit in Subjects(view).spells(officer_id):
        if unit.jurisdiction not in researched:
            prefix = unit.jurisdiction.lower()
            yield _nothing_known(unit, prefix, Standing.UNRESEARCHED, _NO_PACK)


def _worst_key(judged: Judged) -> tuple[int, dt.date, dt.date]:
    finding = judged.finding
    return _WORST_FIRST[finding.status], finding.due_on or dt.date.max, judged.unit.start


def _one_each(judged: Iterable[Judged]) -> Iterator[Finding]:
    """One finding for each key: of several spells the worst answers."""
    best: dict[tuple[str, ...], Judged] = {}
    for item in judged:
        key = item.finding.key
        if key not in best or _worst_key(item) < _worst_key(best[key]):
            best[key] = item
    for item in best.values():
        yield item.finding


def _readiness(packs: Iterable[CompiledPack], judged: Iterable[Judged]) -> Readiness:
    """The readiness of one officer, each assignment judged by its own findings."""
    on_license = {
        requirement_id
        for compiled in packs
        for requirement_id, item in compiled.requirements.items()
        if item.requirement.bears_on is BearsOn.LICENSE
    }
    by_assignment: dict[str, list[Bearing]] = {}
    for item in judged:
        finding = item.finding
        for assignment in item.unit.assignments:
            if assignment.end is not None and assignment.end < item.unit.as_of:
                continue
            bearings = by_assignment.setdefault(assignment.id, [])
            if finding.requirement_id in on_license:
                continue
            reached = item.adoption is None or assignment.id in item.adoption.reached
            binds = finding.binding is not Binding.NONE and reached
            bearings.append(Bearing(finding, binds, item.running))
    return readiness(by_assignment)


# agencies, districts, partnerships ------------------------------------------------------------


def _other_findings(view: View, compiled: CompiledPack) -> Iterator[Judged]:
    subjects = Subjects(view, compiled)
    make: dict[Per, Callable[[], Iterator[Unit]]] = {
        Per.AGENCY: subjects.agencies,
        Per.DISTRICT: subjects.districts,
        Per.PARTNERSHIP: subjects.partnerships,
    }
    for item in compiled.requirements.values():
        for unit in make[item.requirement.per]() if item.requirement.per in make else ():
            judged = judge_unit(compiled, item, unit)
            if judged is not None:
                yield judged
