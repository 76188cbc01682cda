"""What a report says, put in words for a reader: last days, citations, doubts, names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from sro_core.cli.screen import counted, shown
from sro_core.findings import Binding, Finding, ReadinessStatus, Report, Standing, Status
from sro_core.models import Assignment, Role
from sro_core.registry import Index
from sro_core.rules.packs import BearsOn, Pack, Requirement
from sro_core.rules.words import Words

__all__ = ["MARKS", "Answers"]

#: Symbol, word and color of each readiness; the color never says anything alone.
MARKS: Final = {
    ReadinessStatus.NOT_READY: ("!", "not ready", "bold red"),
    ReadinessStatus.UNDETERMINED: ("?", "undetermined", "magenta"),
    ReadinessStatus.PROVISIONAL: ("~", "provisional", "yellow"),
    ReadinessStatus.READY: ("+", "ready", "green"),
    ReadinessStatus.UNBOUND: (".", "unbound", "dim"),
}

_BINDINGS: Final = {
    Binding.POLICY: "policy",
    Binding.AGREEMENT: "agreement",
    Binding.GRANT: "condition of funding",
}

_STANDINGS: Final = {
    Standing.SECONDARY: "from a secondary source",
    Standing.BEFORE_RESEARCHED: "before the days that were researched",
    Standing.UNRESEARCHED: "nobody has researched this jurisdiction",
}


class Answers:
    """A report with what is needed to read it aloud.

    Attributes:
        report: The report.
        index: The records it was made from, as they were known.
    """

    __slots__ = ("_packs", "_requirements", "_words", "index", "report")

    def __init__(self, report: Report) -> None:
        self.report: Report = report
        self.index: Index = Index(report.registry.as_known_at(report.known_at))
        self._requirements: dict[str, Requirement] = {}
        self._packs: dict[str, Pack] = {}
        self._words: dict[str, Words] = {}
        for pack in report.rulebook.packs:
            words = Words(pack)
            for requirement in pack.requirements:
                self._requirements[requirement.id] = requirement
                self._packs[requirement.id] = pack
                self._words[requirement.id] = words

    # names ------------------------------------------------------------------------------

    def agency(self, agency_id: str) -> str:
        """The name of an agency, or its id."""
        record = self.index.agencies.get(agency_id)
        return shown(record.name if record is not None else agency_id)

    def district(self, district_id: str) -> str:
        """The name of a district, or its id."""
        record = self.index.districts.get(district_id)
        return shown(record.name if record is not None else district_id)

    def school(self, school_id: str) -> str:
        """The name of a school, or its id."""
        record = self.index.schools.get(school_id)
        return shown(record.name if record is not None else school_id)

    def posting(self, assignment: Assignment) -> str:
        """Where an assignment is: its schools and district, and what is unusual about it."""
        schools = ", ".join(map(self.school, assignment.school_ids)) or "schools not stated"
        return f"{schools} ({self.district(assignment.district_id)}){self.manner(assignment)}"

    def manner(self, assignment: Assignment) -> str:
        """In which role and from when, where that is not plain."""
        text = ""
        if assignment.role is not Role.SCHOOL_RESOURCE_OFFICER:
            text += f", as {assignment.role.replace('_', ' ')}"
        if assignment.start > self.report.as_of:
            text += f", from {assignment.start}"
        return text

    # findings ---------------------------------------------------------------------------

    def requirement(self, finding: Finding) -> Requirement | None:
        """The requirement of a finding; None where no pack is behind it."""
        return self._requirements.get(finding.requirement_id)

    def pack(self, finding: Finding) -> Pack | None:
        """The pack of a finding; None where none is behind it."""
        return self._packs.get(finding.requirement_id)

    def bears_on_license(self, finding: Finding) -> bool:
        """Whether a finding is about the license, not about serving in a school."""
        requirement = self.requirement(finding)
        return requirement is not None and requirement.bears_on is BearsOn.LICENSE

    def title(self, finding: Finding) -> str:
        """The duty in a few words."""
        requirement = self.requirement(finding)
        return shown(requirement.title if requirement is not None else finding.reason)

    def under(self, finding: Finding) -> str:
        """What makes the duty binding, and the clause that decided."""
        requirement = self.requirement(finding)
        parts = [_BINDINGS[finding.binding]] if finding.binding in _BINDINGS else []
        if requirement is not None:
            rulebook, day = self.report.rulebook, self.report.as_of
            citation = rulebook.citation(requirement.id, day, finding.case)
            parts.append(citation.removeprefix("none: "))
        return shown("; ".join(parts))

    def last_day(self, finding: Finding) -> tuple[str, str]:
        """The last day, and how far away it is."""
        due_on = finding.due_on
        if finding.status is Status.UNKNOWN:
            return "not known", ""
        if due_on is None:
            return ("no last day", "") if finding.status is Status.DUE else ("", "")
        return f"by {due_on}", self._distance(finding, due_on)

    def _distance(self, finding: Finding, due_on: dt.date) -> str:
        days = (due_on - self.report.as_of).days
        if finding.status is Status.DUE:
            return f"{counted(days, 'day')} left" if days else "the last day"
        if finding.status in (Status.OVERDUE, Status.EXPIRED):
            return f"{counted(-days, 'day')} late"
        if finding.status is Status.MET and finding.late_by_days:
            return f"met {counted(finding.late_by_days, 'day')} late"
        return ""

    def doubts(self, finding: Finding) -> Iterator[str]:
        """What a reader should know before relying on an answer."""
        words = self._words.get(finding.requirement_id)
        if finding.missing:
            names = (words.title(name) if words is not None else name for name in finding.missing)
            yield shown(f"not on file: {'; '.join(names)}")
        elif finding.status is Status.UNKNOWN and words is not None:
            yield shown(finding.reason)
        for other in finding.contested:
            day = f" by {other.due_on}" if other.due_on is not None else ""
            yield shown(f"contested: {other.status}{day} where {other.reading} is followed")
        if finding.standing is Standing.BEYOND_VERIFIED:
            pack = self.pack(finding)
            through = f" (checked through {pack.verified_through})" if pack is not None else ""
            yield f"beyond what was verified{through}"
        elif finding.standing in _STANDINGS:
            yield _STANDINGS[finding.standing]
