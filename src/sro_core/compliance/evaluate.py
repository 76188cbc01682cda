"""Judges every officer, agency, district and partnership of a registry on one day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Final

from sro_core.compliance.compiled import compile_pack
from sro_core.compliance.explainer import explain
from sro_core.compliance.judging import BEFORE_RESEARCH, Judged, judge_unit, units_for
from sro_core.compliance.readiness import readiness
from sro_core.compliance.subjects import Subjects
from sro_core.compliance.units import Unit
from sro_core.compliance.views import View
from sro_core.findings import WORST_FIRST, Binding, Finding, Readiness, Report, Standing, Status
from sro_core.models import Assignment, FrozenMap
from sro_core.models import _fields as f
from sro_core.registry import Registry
from sro_core.rules.packs import JurisdictionOf, Level, Pack, Per
from sro_core.rules.rulebook import Rulebook

__all__ = ["evaluate"]

_WORST_FIRST: Final = {status: place for place, status in enumerate(WORST_FIRST)}
_KEY: Final = attrgetter("key")
_NO_PACK: Final = "no rule pack covers this jurisdiction"

# A member of an enumeration takes many times as long to look up as a name of the module.
_DISTRICT: Final = JurisdictionOf.DISTRICT


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
        InvalidPack: Requirements of a pack that was built in Python wait for each other.
    """
    f.refuse(f.check_date(as_of), "as_of")
    view = View(registry.as_known_at(known_at), as_of)
    packs = [
        Subjects(view, compiled)
        for compiled in map(compile_pack, rulebook.answering())
        if compiled.pack.jurisdiction is not None
        or not view.adoptions.keys().isdisjoint(compiled.requirements)
    ]
    findings = [item.finding for subjects in packs for item in _other_findings(subjects)]
    findings.sort(key=_KEY)
    ready: dict[str, Readiness] = {}
    reaching, everywhere = _Reaching(view, packs), Subjects(view)
    # those of officers come after those of nobody, by officer
    for officer_id in sorted(view.index.officers):
        live = view.live_assignments(officer_id)
        judged = _of_officer(reaching, officer_id, live) if live else []
        if judged:
            findings += _one_each(judged)
            serving = everywhere.serving(officer_id)
            ready[officer_id] = readiness(judged, serving, as_of)
        view.forget(officer_id)
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


class _Reaching:
    """Which packs reach an officer: those of the places of service, and those of everywhere."""

    __slots__ = ("_by_jurisdiction", "_by_place", "_everywhere", "view")

    def __init__(self, view: View, packs: Iterable[Subjects]) -> None:
        self.view = view
        self._everywhere: list[Subjects] = []
        self._by_jurisdiction: dict[tuple[JurisdictionOf, str], list[Subjects]] = {}
        self._by_place: dict[tuple[str, str], tuple[Subjects, ...]] = {}
        for subjects in packs:
            pack = subjects.compiled.pack
            if pack.jurisdiction in (None, "US"):
                self._everywhere.append(subjects)
            else:
                where = (pack.jurisdiction_of, str(pack.jurisdiction))
                self._by_jurisdiction.setdefault(where, []).append(subjects)

    def packs(self, assignments: Sequence[Assignment]) -> Iterable[Subjects]:
        """The packs that may reach some assignments."""
        if len(assignments) == 1:
            return self._of(assignments[0])
        return dict.fromkeys(subjects for item in assignments for subjects in self._of(item))

    def _of(self, assignment: Assignment) -> tuple[Subjects, ...]:
        place = (assignment.agency_id, assignment.district_id)
        found = self._by_place.get(place)
        if found is None:
            local = [
                subjects
                for whose in JurisdictionOf
                for subjects in self._by_jurisdiction.get(
                    (whose, self.view.jurisdiction_of(assignment, whose)), ()
                )
            ]
            found = self._by_place[place] = (*local, *self._everywhere)
        return found


def _of_officer(reaching: _Reaching, officer_id: str, live: Sequence[Assignment]) -> list[Judged]:
    """All that is judged of an officer."""
    found: list[Judged] = []
    researched: set[str] = set()
    for subjects in reaching.packs(live):
        compiled = subjects.compiled
        spells = subjects.live_spells(officer_id)
        if not spells:
            continue
        if compiled.pack.jurisdiction not in (None, "US"):
            researched.add(compiled.pack.jurisdiction)
        if not compiled.of_officers:
            units = subjects.of_officer(Per.SPELL, officer_id, spells)
            found += _before_research(compiled.pack, units)
        for per, items in compiled.of_officers.items():
            for unit in subjects.of_officer(per, officer_id, spells):
                for item in items:
                    judged = judge_unit(compiled, item, unit)
                    if judged is not None:
                        found.append(judged)
    found += _unresearched(reaching.view, officer_id, live, researched)
    return found


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
    return Judged(finding, unit, None, running=False, on_license=False)


def _before_research(pack: Pack, units: Iterable[Unit]) -> Iterator[Judged]:
    """A pack without duties of officers says nothing of the days that nobody looked at."""
    for unit in units:
        if pack.jurisdiction is not None and unit.as_of < pack.researched_from:
            standing = Standing.BEFORE_RESEARCHED
            yield _nothing_known(unit, pack.id, standing, BEFORE_RESEARCH)


def _unresearched(
    view: View, officer_id: str, live: Iterable[Assignment], researched: set[str]
) -> Iterator[Judged]:
    """No data never looks like no duty: a jurisdiction without a pack has one finding."""
    if researched.issuperset([view.jurisdiction_of(item, _DISTRICT) for item in live]):
        return
    everywhere = Subjects(view)
    spells = everywhere.live_spells(officer_id)
    for unit in everywhere.of_officer(Per.SPELL, officer_id, spells):
        if unit.jurisdiction not in researched:
            prefix = unit.jurisdiction.lower()
            yield _nothing_known(unit, prefix, Standing.UNRESEARCHED, _NO_PACK)


def _worst_key(judged: Judged) -> tuple[int, dt.date, dt.date]:
    finding = judged.finding
    return _WORST_FIRST[finding.status], finding.due_on or dt.date.max, judged.unit.start


def _one_each(judged: Sequence[Judged]) -> list[Finding]:
    """One finding of an officer for each key, in their order: of several spells the worst one."""
    best: dict[tuple[str, str], Judged] = {}
    for item in judged:
        finding = item[0]
        # what of the key tells the findings of one officer apart
        key = (finding.assignment_id or "", finding.requirement_id)
        if best.setdefault(key, item) is not item and _worst_key(item) < _worst_key(best[key]):
            best[key] = item
    return [best[key][0] for key in sorted(best)]


# agencies, districts, partnerships ------------------------------------------------------------


def _other_findings(subjects: Subjects) -> Iterator[Judged]:
    for item in subjects.compiled.of_others:
        for unit in units_for(subjects, item.requirement.per, None):
            judged = judge_unit(subjects.compiled, item, unit)
            if judged is not None:
                yield judged
