"""What a requirement is judged for: an officer's spell of service, an assignment, a partnership.

Units remember what was asked of them, so that a fact is looked up once.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple, Protocol

from sro_core import dates
from sro_core.compliance.files import USABLE, OfficerFile, under
from sro_core.compliance.truth import Missing, Truth, nothing
from sro_core.compliance.views import Memo, View
from sro_core.dates import Stretch, in_force
from sro_core.models import (
    Agreement,
    Assignment,
    Attestation,
    Employment,
    PlanKind,
    SafetyPlan,
)

__all__ = ["Rules", "Ruling", "Unit"]


class Ruling(NamedTuple):
    """What one requirement gave for one unit, as other requirements see it.

    Attributes:
        met: Whether it is met or waived.
        worst: The first day it was met, where what is not known counts for nothing.
        best: The same, where it counts as there; None is not yet.
        missing: Names of what is not known where the two differ.
        asked: Whether anything is asked: it applies, and neither exempts nor releases.
    """

    met: Truth
    worst: dt.date | None
    best: dt.date | None
    missing: Missing
    asked: Truth


class Rules(Protocol):
    """What gives the rulings of other requirements."""

    def ruling(self, unit: Unit, requirement_id: str) -> Ruling:
        """What another requirement gives for a unit."""
        ...

    def ever_served(self, unit: Unit) -> list[Assignment]:
        """The assignments of a unit's kind of service, of all its spells."""
        ...

    def of_officers(self, unit: Unit, requirement_id: str) -> list[list[Ruling]]:
        """What a requirement gives for each officer whom the unit's agencies post."""
        ...


class Unit:
    """One subject that a requirement is judged for.

    Attributes:
        view: The registry and the day.
        file: The officer's file; None where the duty is not an officer's.
        jurisdiction: Where the service is.
        assignments: The assignments judged together, by first day.
        service: All assignments of the service they belong to, by first day.
        start: First day of service.
        assignment_id: The assignment, where it is judged alone.
        agency_id: The agency, where it has the duty or a part of it.
        district_id: The district, where it has the duty or a part of it.
        rules: Gives the rulings of other requirements.
        as_of: The day judged.
        day: The day whose circumstances count: the day judged, or the first of service
            to come.
        officer_id: The officer, where the duty is an officer's.
        records_from: First day from which the records are complete; the first day of all if
            always.
        memo: What was asked before.
        alike: What was asked before of units in the same circumstances.
    """

    __slots__ = (
        "agency_id",
        "alike",
        "as_of",
        "assignment_id",
        "assignments",
        "bridge",
        "day",
        "district_id",
        "file",
        "jurisdiction",
        "memo",
        "officer_id",
        "records_from",
        "rules",
        "service",
        "start",
        "view",
    )

    def __init__(
        self,
        view: View,
        *,
        jurisdiction: str,
        assignments: tuple[Assignment, ...],
        start: dt.date,
        bridge: int,
        rules: Rules,
        service: tuple[Assignment, ...] | None = None,
        file: OfficerFile | None = None,
        assignment_id: str | None = None,
        agency_id: str | None = None,
        district_id: str | None = None,
        alike: Memo | None = None,
    ) -> None:
        self.view: View = view
        self.as_of: dt.date = view.as_of
        self.day: dt.date = max(view.as_of, start)
        self.file: OfficerFile | None = file
        self.officer_id: str | None = file.officer.id if file is not None else None
        self.jurisdiction: str = jurisdiction
        self.assignments: tuple[Assignment, ...] = assignments
        self.service: tuple[Assignment, ...] = assignments if service is None else service
        self.start: dt.date = start
        self.bridge: int = bridge
        self.rules: Rules = rules
        self.assignment_id: str | None = assignment_id
        self.agency_id: str | None = agency_id
        self.district_id: str | None = district_id
        self.memo: Memo = {}
        self.alike: Memo = self.memo if alike is None else alike
        records_from: dt.date | None = self.alike.get("records_from")
        if records_from is None:
            records_from = self.alike["records_from"] = self._records_from()
        self.records_from: dt.date = records_from

    def _records_from(self) -> dt.date:
        latest = dt.date.min
        for item in self.assignments:
            agency = self.view.index.agencies.get(item.agency_id)
            if agency is not None and agency.records_from is not None:
                latest = max(latest, agency.records_from)
        return latest

    def agreements(self) -> list[Agreement]:
        """The agreements behind the assignments that are in force, by first day."""
        found: list[Agreement] | None = self.alike.get("agreements")
        if found is None:
            by_id = {
                item.id: item
                for assignment in self.assignments
                for item in self.view.agreements_of(assignment, self.day)
            }
            found = sorted(by_id.values(), key=lambda item: (item.start, item.id))
            self.alike["agreements"] = found
        return found

    def plans(self, kind: PlanKind) -> list[list[SafetyPlan]]:
        """The versions of the plan of each district and agency served, by first day."""
        places = {(item.district_id, item.agency_id): item for item in self.assignments}
        return [
            self.view.plans_of(item, kind)
            for _place, item in sorted(places.items(), key=lambda pair: pair[0])
        ]

    def plan_in_force(self, plans: list[SafetyPlan]) -> SafetyPlan | None:
        """The version in force on the day judged; the newest, should there be several."""
        running = [item for item in plans if in_force(item, self.as_of)]
        return running[-1] if running else None

    def statements(self, fact: str, assignment: Assignment) -> list[Attestation]:
        """The statements of a fact in force that speak of an assignment, by first day."""
        found = self.view.statements(fact, assignment)
        if not found:
            return found
        return [
            item
            for item in found
            if (in_force(item, self.as_of) or in_force(item, self.day))
            and self._speaks_of(item, assignment)
        ]

    def _speaks_of(self, item: Attestation, assignment: Assignment) -> bool:
        named = item.agreement_id
        return (
            (item.officer_id is None or item.officer_id == assignment.officer_id)
            and (item.assignment_id is None or item.assignment_id == assignment.id)
            and (item.agency_id is None or item.agency_id == assignment.agency_id)
            and (item.district_id is None or item.district_id == assignment.district_id)
            and (item.school_id is None or item.school_id in assignment.school_ids)
            and (
                named is None
                or any(named == a.id for a in self.view.agreements_of(assignment, self.day))
            )
        )

    def employment(self, assignment: Assignment) -> Employment | None:
        """The employment with the assigning agency, on the day or else the latest before it."""
        file = self.view.file(assignment.officer_id)
        begun: Employment | None = None
        running: Employment | None = None
        for item in file.employments if file is not None else ():
            if item.agency_id == assignment.agency_id and item.start <= self.day:
                begun = item
                if item.end is None or self.day <= item.end:
                    running = item
        return running or begun

    def holds(self, kind: str) -> Truth:
        """Whether the officer holds a license or certification on the day judged."""
        if self.held_since(kind) is not None:
            return True
        return self.why_not_held(kind) or False

    def held_since(self, kind: str) -> dt.date | None:
        """First day of the unbroken run of a license that holds on the day judged."""
        if self.file is None:
            return None
        runs = self.held_runs(kind)
        since = runs[-1].start if runs and runs[-1].end >= self.as_of else None
        completed = self.file.credits(under(frozenset((kind,))))
        if completed and (since is None or completed[0].day < since):
            since = completed[0].day
        return since

    def held_runs(self, kind: str, *, lost: bool = False) -> list[Stretch]:
        """The days without a gap on which entries of a license hold, of those begun by now.

        Args:
            kind: The kind of license.
            lost: Whether entries that were suspended or revoked hold until the day before
                the one judged; the day on which they were is not on file.
        """
        found: list[tuple[dt.date, dt.date, None]] = []
        yesterday = dates.day_before(self.as_of)
        for item in self.file.held(kind, self.jurisdiction) if self.file is not None else ():
            end = item.end or dt.date.max
            if item.state not in USABLE:
                end = min(end, yesterday) if lost else dt.date.min
            if item.start <= min(end, self.as_of):
                found.append((item.start, end, None))
        runs = dates.spells(sorted(found), bridge=0)
        return [Stretch(run.start, run.end or dt.date.max) for run in runs]

    def _has_entry(self, kind: str) -> bool:
        """Whether an entry of the kind is on file, of whatever jurisdiction."""
        licenses = self.file.officer.licenses if self.file is not None else ()
        return any(item.kind == kind for item in licenses)

    def why_not_held(self, kind: str) -> Missing:
        """What is not on file by which a license that does not hold might; empty for nothing."""
        if self.file is None or ("." not in kind and not self._has_entry(kind)):
            return frozenset(("officer.licenses",))
        if "." in kind and self.records_from > dt.date.min:
            return frozenset(("agency.records_from",))
        return nothing
