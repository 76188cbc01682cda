"""A report as flat rows: what a data frame, a table of a database or a sheet takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sro_core.findings._types import Finding

if TYPE_CHECKING:
    from sro_core.findings._postings import Posting
    from sro_core.findings._types import Report

__all__ = ["FINDING_COLUMNS", "POSTING_COLUMNS", "finding_rows", "posting_rows"]

#: The keys of `Report.finding_rows`, in their order.
FINDING_COLUMNS: Final = (
    "as_of",
    "known_at",
    "officer_id",
    "agency_id",
    "district_id",
    "assignment_id",
    "requirement_id",
    "title",
    "level",
    "binding",
    "status",
    "due_on",
    "valid_until",
    "late_by_days",
    "standing",
    "contested",
    "missing",
    "case",
    "reason",
)

#: The keys of `Report.posting_rows`, in their order.
POSTING_COLUMNS: Final = (
    "as_of",
    "known_at",
    "officer_id",
    "assignment_id",
    "agency_id",
    "district_id",
    "role",
    "from",
    "to",
    "status",
    "outstanding",
    "due_on",
)


def finding_rows(report: Report) -> list[dict[str, Any]]:
    """Each finding as one row."""
    titles = {item.id: item.title for pack in report.rulebook.packs for item in pack.requirements}
    return [_finding(report, item, titles.get(item.requirement_id)) for item in report.findings]


def posting_rows(report: Report) -> list[dict[str, Any]]:
    """Each assignment that is judged as one row."""
    return [_posting(report, item) for item in report.postings()]


# Words are handed over as plain texts: what takes rows may write the name of a member of an
# enumeration where its value is meant.


def _finding(report: Report, finding: Finding, title: str | None) -> dict[str, Any]:
    return {
        "as_of": report.as_of,
        "known_at": report.known_at,
        "officer_id": finding.officer_id,
        "agency_id": finding.agency_id,
        "district_id": finding.district_id,
        "assignment_id": finding.assignment_id,
        "requirement_id": finding.requirement_id,
        "title": title,
        "level": finding.level.value,
        "binding": finding.binding.value,
        "status": finding.status.value,
        "due_on": finding.due_on,
        "valid_until": finding.valid_until,
        "late_by_days": finding.late_by_days,
        "standing": finding.standing.value,
        "contested": bool(finding.contested),
        "missing": ", ".join(finding.missing),
        "case": finding.case,
        "reason": finding.reason,
    }


def _posting(report: Report, posting: Posting) -> dict[str, Any]:
    assignment = posting.assignment
    days = [item.due_on for item in posting.outstanding if item.due_on is not None]
    return {
        "as_of": report.as_of,
        "known_at": report.known_at,
        "officer_id": assignment.officer_id,
        "assignment_id": assignment.id,
        "agency_id": assignment.agency_id,
        "district_id": assignment.district_id,
        "role": assignment.role.value,
        "from": assignment.start,
        "to": assignment.end,
        "status": posting.status.value,
        "outstanding": ", ".join(item.requirement_id for item in posting.outstanding),
        "due_on": min(days, default=None),
    }
