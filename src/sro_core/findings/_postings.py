"""What every assignment comes to: who may walk into which school, and what is missing there."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import attrs

from sro_core.findings._types import OPEN, WORST_FIRST, Binding, Finding, ReadinessStatus, Status
from sro_core.models import Assignment
from sro_core.registry import Index
from sro_core.rules.packs import BearsOn, JurisdictionOf, Pack, Requirement

if TYPE_CHECKING:
    from sro_core.findings._types import Report

__all__ = ["Posting", "postings"]

_READINESS: Final = {status: place for place, status in enumerate(ReadinessStatus)}
_FINDINGS: Final = {status: place for place, status in enumerate(WORST_FIRST)}

#: The best readiness under which a finding can stand; the report keeps the worst of several
#: spells, which is not that of every assignment.
_AT_BEST: Final = {
    Status.OVERDUE: ReadinessStatus.NOT_READY,
    Status.EXPIRED: ReadinessStatus.NOT_READY,
    Status.UNKNOWN: ReadinessStatus.UNDETERMINED,
    Status.DUE: ReadinessStatus.READY,
}


@attrs.frozen(kw_only=True)
class Posting:
    """One assignment that a report judges, and what is missing there.

    Attributes:
        assignment: The assignment.
        status: Whether its officer is ready for it.
        outstanding: What binds there and is overdue, expired, unknown or due, or is in
            another reading of the source; the worst first. Duties of the license are
            not among them: they bear on nobody's readiness.
    """

    assignment: Assignment
    status: ReadinessStatus
    outstanding: tuple[Finding, ...]


def postings(report: Report) -> tuple[Posting, ...]:
    """Every assignment that a report judges: the worst first, then by officer and assignment."""
    places = _Places(report)
    of_officer: dict[str | None, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        if _is_outstanding(finding) and not places.bears_on_license(finding):
            of_officer[finding.officer_id].append(finding)
    found = [
        _posting(places, places.index.assignments[assignment_id], status, of_officer[officer_id])
        for officer_id, readiness in report.readiness.items()
        for assignment_id, status in readiness.assignments.items()
    ]
    return tuple(sorted(found, key=_place))


def _place(posting: Posting) -> tuple[int, str, str]:
    assignment = posting.assignment
    return _READINESS[posting.status], assignment.officer_id, assignment.id


def _is_outstanding(finding: Finding) -> bool:
    """Whether a duty binds and is open, or would be in another reading."""
    return finding.binding is not Binding.NONE and (
        finding.status in OPEN or any(other.status in OPEN for other in finding.contested)
    )


def _posting(
    places: _Places, assignment: Assignment, status: ReadinessStatus, findings: list[Finding]
) -> Posting:
    found = [
        finding
        for finding in findings
        if finding.assignment_id in (None, assignment.id)
        and _READINESS[status] <= _READINESS[_AT_BEST.get(finding.status, status)]
        and places.reaches(finding, assignment)
    ]
    found.sort(key=lambda item: (_FINDINGS[item.status], item.requirement_id))
    return Posting(assignment=assignment, status=status, outstanding=tuple(found))


class _Places:
    """Which findings of an officer are about the place of which assignment.

    Attributes:
        index: The records that were judged.
    """

    __slots__ = ("_packs", "index")

    def __init__(self, report: Report) -> None:
        self.index: Index = Index(report.registry.as_known_at(report.known_at))
        self._packs: dict[str, tuple[Pack, Requirement]] = {
            requirement.id: (pack, requirement)
            for pack in report.rulebook.packs
            for requirement in pack.requirements
        }

    def bears_on_license(self, finding: Finding) -> bool:
        """Whether a finding is about the license, not about serving in a school."""
        known = self._packs.get(finding.requirement_id)
        return known is not None and known[1].bears_on is BearsOn.LICENSE

    def reaches(self, finding: Finding, assignment: Assignment) -> bool:
        """Whether a finding is about the place of an assignment."""
        known = self._packs.get(finding.requirement_id)
        if known is None:
            # Nobody has researched the jurisdiction; its code begins the id.
            prefix = finding.requirement_id.rpartition(".")[0]
            where = self.index.jurisdiction_of(assignment, by_agency=False)
            return prefix == (where or "").casefold()
        pack = known[0]
        if pack.jurisdiction in (None, "US"):
            return True
        by_agency = pack.jurisdiction_of is JurisdictionOf.AGENCY
        return pack.jurisdiction == self.index.jurisdiction_of(assignment, by_agency=by_agency)
