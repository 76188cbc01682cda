"""A registry on one day: what is in force, whose file is where, which spells run."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias

from sro_core import dates
from sro_core.compliance.files import Catalogue, OfficerFile
from sro_core.dates import in_force
from sro_core.models import (
    Adoption,
    Agreement,
    Assignment,
    Attestation,
    PlanKind,
    Role,
    SafetyPlan,
    SchoolYear,
)
from sro_core.registry import Index, Registry
from sro_core.rules.packs import JurisdictionOf

__all__ = ["Memo", "ServiceSpell", "View"]

#: What was asked before, by the question.
Memo: TypeAlias = dict[Any, Any]


class ServiceSpell(NamedTuple):
    """A spell of service in one jurisdiction and role.

    Attributes:
        jurisdiction: Where it is.
        role: The role.
        start: First day.
        end: Last day; None is open.
        assignments: Its assignments, by first day.
        alike: What was asked before of service in the same circumstances.
    """

    jurisdiction: str
    role: Role
    start: dt.date
    end: dt.date | None
    assignments: tuple[Assignment, ...]
    alike: Memo


class View:
    """A registry on one day: what is in force, and the officers' files."""

    __slots__ = (
        "_agreements",
        "_alike",
        "_attestations",
        "_by_jurisdiction",
        "_catalogue",
        "_employed",
        "_files",
        "_jurisdictions",
        "_officers",
        "_plans",
        "_spells",
        "adoptions",
        "as_of",
        "index",
        "memo",
        "personal_facts",
    )

    def __init__(self, registry: Registry, as_of: dt.date) -> None:
        self.index: Index = Index(registry)
        self.as_of: dt.date = as_of
        #: What was asked before of what is no officer's own.
        self.memo: Memo = {}
        self._catalogue = Catalogue(self.index)
        self._files: dict[str, OfficerFile] = {}
        self._officers: dict[str, set[str]] = {}
        self._employed: dict[str, set[str]] = {}
        self._spells: dict[str, dict[tuple[JurisdictionOf, int], tuple[ServiceSpell, ...]]] = {}
        self._by_jurisdiction: dict[JurisdictionOf, dict[str | None, list[Assignment]]] = {}
        self._jurisdictions: dict[tuple[str, str, JurisdictionOf], str] = {}
        self._alike: dict[object, Memo] = {}
        self.adoptions: dict[str, list[Adoption]] = {}
        for adoption in sorted(registry.adoptions, key=lambda item: item.id):
            if in_force(adoption, as_of):
                self.adoptions.setdefault(adoption.requirement_id, []).append(adoption)
        #: By fact, by what the narrowest is that they name, and by its id.
        self._attestations: dict[str, tuple[dict[str | None, list[Attestation]], ...]] = {}
        for attestation in registry.attestations:
            groups = self._attestations.get(attestation.fact)
            if groups is None:
                groups = self._attestations[attestation.fact] = ({}, {}, {}, {})
            place, named = _narrowest(attestation)
            groups[place].setdefault(named, []).append(attestation)
        #: Facts of which some statement names an officer or an assignment.
        self.personal_facts: frozenset[str] = frozenset(
            fact
            for fact, (of_assignments, of_officers, *_others) in self._attestations.items()
            if of_assignments or of_officers
        )
        self._agreements: dict[tuple[str, str], list[Agreement]] = {}
        for agreement in sorted(registry.agreements, key=lambda item: (item.start, item.id)):
            pair = (agreement.agency_id, agreement.district_id)
            self._agreements.setdefault(pair, []).append(agreement)
        self._plans: dict[tuple[str, str, PlanKind], list[SafetyPlan]] = {}
        for plan in sorted(registry.safety_plans, key=lambda item: (item.start, item.id)):
            key = (plan.district_id, plan.agency_id, plan.kind)
            self._plans.setdefault(key, []).append(plan)

    def file(self, officer_id: str) -> OfficerFile | None:
        """The file of an officer; None where no such officer is on record."""
        found = self._files.get(officer_id)
        if found is None:
            officer = self.index.officers.get(officer_id)
            if officer is None:
                return None
            found = self._files[officer_id] = OfficerFile(
                self.index, self._catalogue, self.as_of, officer
            )
        return found

    def forget(self, officer_id: str) -> None:
        """Let go of what was put together about an officer of whom no more is asked."""
        self._files.pop(officer_id, None)
        self._spells.pop(officer_id, None)

    def officers_posted_by(self, agencies: set[str]) -> list[str]:
        """The officers with an assignment of one of the agencies, at any time."""
        if not self._officers:
            for item in self.index.registry.assignments:
                self._officers.setdefault(item.agency_id, set()).add(item.officer_id)
        return sorted(set[str]().union(*(self._officers.get(item, ()) for item in agencies)))

    def officers_employed_by(self, agencies: set[str]) -> list[str]:
        """The officers whom one of the agencies employs or employed."""
        if not self._employed:
            for officer in self.index.officers.values():
                for item in officer.employments:
                    self._employed.setdefault(item.agency_id, set()).add(officer.id)
        return sorted(set[str]().union(*(self._employed.get(item, ()) for item in agencies)))

    def live_assignments(self, officer_id: str) -> list[Assignment]:
        """The assignments of an officer that have not ended."""
        as_of = self.as_of
        return [
            item
            for item in self.index.assignments_of.get(officer_id, ())
            if (end := item.end) is None or end >= as_of
        ]

    def jurisdiction_of(self, assignment: Assignment, whose: JurisdictionOf) -> str:
        """The jurisdiction of an assignment; that of the other party where one is not on file."""
        place = (assignment.agency_id, assignment.district_id, whose)
        found = self._jurisdictions.get(place)
        if found is None:
            by_agency = whose is JurisdictionOf.AGENCY
            found = self.index.jurisdiction_of(assignment, by_agency=by_agency) or "unknown"
            self._jurisdictions[place] = found
        return found

    def alike(self, assignments: Sequence[Assignment], day: dt.date) -> Memo:
        """What was asked before of service in the same circumstances.

        Officers whom one agency posts to one school in one way are often many, and much
        that a rule asks looks at nothing else: see `compliance.sharing`.

        Args:
            assignments: The assignments judged together.
            day: The day whose circumstances count.
        """
        key = (day, *map(_CIRCUMSTANCES, assignments))
        found = self._alike.get(key)
        if found is None:
            found = self._alike[key] = {}
        return found

    def agreements_between(self, agency_id: str, district_id: str) -> list[Agreement]:
        """The agreements of an agency and a district, by first day."""
        return self._agreements.get((agency_id, district_id), [])

    def agreements_of(self, assignment: Assignment, day: dt.date) -> list[Agreement]:
        """The agreements behind an assignment that are in force on a day.

        The one it names, or where it names none those between the two parties.
        """
        if assignment.agreement_id is not None:
            named = self.index.agreements.get(assignment.agreement_id)
            return [named] if named is not None and in_force(named, day) else []
        between = self.agreements_between(assignment.agency_id, assignment.district_id)
        return [item for item in between if in_force(item, day)]

    def is_stated(self, fact: str) -> bool:
        """Whether anyone states a fact, of whomever."""
        return fact in self._attestations

    def statements(self, fact: str, assignment: Assignment) -> list[Attestation]:
        """The statements of a fact that may speak of an assignment, by first day.

        Those whose narrowest name is another one are not looked at; what else a statement
        names is for whoever asks to compare.
        """
        groups = self._attestations.get(fact)
        if groups is None:
            return []
        by_assignment, by_officer, by_agency, by_district = groups
        found = [
            *by_assignment.get(assignment.id, ()),
            *by_officer.get(assignment.officer_id, ()),
            *by_agency.get(assignment.agency_id, ()),
            *by_district.get(assignment.district_id, ()),
            *by_district.get(None, ()),
        ]
        if len(found) > 1:
            found.sort(key=_BY_START)
        return found

    def plans_of(self, assignment: Assignment, kind: PlanKind) -> list[SafetyPlan]:
        """The versions of a plan of an assignment's district and agency, by first day."""
        return self._plans.get((assignment.district_id, assignment.agency_id, kind), [])

    def school_years_of(self, district_id: str) -> list[SchoolYear]:
        """The school years of a district, by first day."""
        district = self.index.districts.get(district_id)
        years = district.school_years if district is not None else ()
        return sorted(years, key=lambda item: item.first_day)

    def live_spells(
        self, officer_id: str, whose: JurisdictionOf, bridge: int
    ) -> tuple[ServiceSpell, ...]:
        """For each jurisdiction and role the spell that runs, or else the next one."""
        of_officer = self._spells.get(officer_id)
        if of_officer is None:
            of_officer = self._spells[officer_id] = {}
        found = of_officer.get((whose, bridge))
        if found is None:
            groups: dict[tuple[str, Role], list[Assignment]] = defaultdict(list)
            for item in self.index.assignments_of.get(officer_id, ()):
                groups[self.jurisdiction_of(item, whose), item.role].append(item)
            spells: list[ServiceSpell] = []
            for (jurisdiction, role), members in sorted(groups.items()):
                spell = self.live_spell(members, bridge)
                if spell is not None:
                    start, end, parts = spell
                    alike = self.alike(parts, max(self.as_of, start))
                    made = (jurisdiction, role, start, end, parts, alike)
                    spells.append(tuple.__new__(ServiceSpell, made))
            found = of_officer[whose, bridge] = tuple(spells)
        return found

    def live_spell(
        self, assignments: Sequence[Assignment], bridge: int
    ) -> dates.Spell[Assignment] | None:
        """The spell of some assignments that runs on the day, or else the next one."""
        if len(assignments) == 1:
            (only,) = assignments
            live = only.end is None or self.as_of <= only.end
            return tuple.__new__(dates.Spell, (only.start, only.end, (only,))) if live else None
        ordered = sorted(assignments, key=lambda item: (item.start, item.id))
        for spell in dates.spells(((item.start, item.end, item) for item in ordered), bridge):
            if spell.end is None or self.as_of <= spell.end:
                return spell
        return None

    def school_officers_in(
        self, jurisdiction: str | None, whose: JurisdictionOf
    ) -> list[Assignment]:
        """The assignments of school resource officers in a jurisdiction; None is everywhere."""
        places = self._by_jurisdiction.get(whose)
        if places is None:
            places = self._by_jurisdiction[whose] = {None: []}
            for item in self.index.registry.assignments:
                if item.role is Role.SCHOOL_RESOURCE_OFFICER:
                    places[None].append(item)
                    places.setdefault(self.jurisdiction_of(item, whose), []).append(item)
        return places.get(jurisdiction, [])


def _narrowest(attestation: Attestation) -> tuple[int, str | None]:
    """The narrowest of an assignment, an officer, an agency and a district that it names."""
    if attestation.assignment_id is not None:
        return 0, attestation.assignment_id
    if attestation.officer_id is not None:
        return 1, attestation.officer_id
    if attestation.agency_id is not None:
        return 2, attestation.agency_id
    return 3, attestation.district_id


_BY_START: Final = attrgetter("start", "id")

#: What of an assignment its circumstances are, apart from the day and from whose it is.
_CIRCUMSTANCES: Final = attrgetter(
    "agency_id",
    "district_id",
    "school_ids",
    "role",
    "agreement_id",
    "hours_per_week",
    "armed",
)
