"""What a requirement is judged for: an officer's spell of service, an assignment, a partnership.

A `View` is a registry on one day; a `Unit` is one subject in it. Units remember
what was asked of them, so that a fact is looked up once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from sro_core import dates
from sro_core.models import (
    Adoption,
    Agreement,
    Assignment,
    Attestation,
    Course,
    Employment,
    License,
    LicenseState,
    Officer,
    Outcome,
    PlanKind,
    SafetyPlan,
    SchoolYear,
    SessionState,
    Waiver,
    WaiverKind,
)
from sro_core.registry import Index, Registry
from sro_core.rules.packs import JurisdictionOf

__all__ = [
    "Credit",
    "Missing",
    "OfficerFile",
    "Rules",
    "Ruling",
    "ServiceSpell",
    "Truth",
    "Unit",
    "View",
    "in_force",
    "nothing",
]

#: Names of facts that are missing.
Missing: TypeAlias = frozenset[str]
#: True, false, or unknown for want of the facts named.
Truth: TypeAlias = bool | Missing

nothing: Final[Missing] = frozenset()


def in_force(record: Any, day: dt.date) -> bool:
    """Whether a record with a start and an end holds on a day."""
    start, end = record.start, record.end
    return (start is None or start <= day) and (end is None or day <= end)


class Credit(NamedTuple):
    """A completion that counts as evidence.

    Attributes:
        day: Day of completion.
        completion_id: Its id, the order of those of one day.
        codes: Codes that its course had on that day.
        hours: Credited hours; None is not stated.
        course: The course.
    """

    day: dt.date
    completion_id: str
    codes: frozenset[str]
    hours: Decimal | None
    course: Course


class OfficerFile:
    """Everything on file about one officer that is dated by the day judged."""

    __slots__ = ("_by_codes", "credits", "employments", "licenses", "officer", "reviews", "waivers")

    def __init__(self, view: View, officer: Officer) -> None:
        index, as_of = view.index, view.as_of
        self.officer = officer
        self.employments: tuple[Employment, ...] = tuple(
            sorted(officer.employments, key=lambda item: (item.start, item.agency_id))
        )
        self.licenses: tuple[License, ...] = tuple(
            sorted(officer.licenses, key=lambda item: (item.start, item.end or dt.date.max))
        )
        self.credits = sorted(_credits(index, officer.id, as_of), key=lambda item: item[:2])
        self.waivers: dict[str, list[Waiver]] = {}
        for waiver in index.waivers_of.get(officer.id, ()):
            self.waivers.setdefault(waiver.requirement_id, []).append(waiver)
        self.reviews: dict[str, dt.date] = {}
        for review in index.plan_reviews_of.get(officer.id, ()):
            if review.reviewed_on <= as_of:
                first = self.reviews.get(review.plan_id, dt.date.max)
                self.reviews[review.plan_id] = min(first, review.reviewed_on)
        self._by_codes: dict[frozenset[str], list[Credit]] = {}

    def credits_under(self, codes: frozenset[str]) -> list[Credit]:
        """The credits with at least one of the codes, by day."""
        found = self._by_codes.get(codes)
        if found is None:
            found = [item for item in self.credits if not codes.isdisjoint(item.codes)]
            self._by_codes[codes] = found
        return found

    def waivers_for(self, requirement_id: str, kind: WaiverKind) -> Iterator[Waiver]:
        """The waivers of one kind for a requirement."""
        for waiver in self.waivers.get(requirement_id, ()):
            if waiver.kind is kind:
                yield waiver

    def held(self, kind: str, jurisdiction: str) -> list[License]:
        """The entries of a kind of license; a catalogue code is of any jurisdiction."""
        anywhere = "." in kind
        return [
            item
            for item in self.licenses
            if item.kind == kind and (anywhere or item.jurisdiction == jurisdiction)
        ]


def _credits(index: Index, officer_id: str, as_of: dt.date) -> Iterator[Credit]:
    for item in index.completions_of.get(officer_id, ()):
        if item.outcome is not Outcome.COMPLETED or item.completed_on > as_of:
            continue
        course = index.courses.get(item.course_id)
        session = index.sessions.get(item.session_id) if item.session_id else None
        if course is None or (session is not None and session.state is SessionState.CANCELLED):
            continue
        codes = frozenset(
            entry.code for entry in course.codes if in_force(entry, item.completed_on)
        )
        hours = item.hours if item.hours is not None else course.hours
        yield Credit(item.completed_on, item.id, codes, hours, course)


class ServiceSpell(NamedTuple):
    """A spell of service in one jurisdiction and role."""

    jurisdiction: str
    role: str
    start: dt.date
    end: dt.date | None
    assignments: tuple[Assignment, ...]


class Ruling(NamedTuple):
    """What one requirement gave for one unit, as other requirements see it.

    Attributes:
        met: Whether it is met or waived.
        first: The first day it was met; None is not yet.
        unknown: Whether that cannot be told.
        missing: What keeps it from being known.
    """

    met: bool
    first: dt.date | None
    unknown: bool
    missing: Missing


class Rules(Protocol):
    """What gives the rulings of other requirements."""

    def ruling(self, unit: Unit, requirement_id: str) -> Ruling:
        """What another requirement gives for a unit."""
        ...

    def of_officers(self, unit: Unit, requirement_id: str) -> list[Ruling]:
        """What a requirement gives for each officer with a live assignment of the unit."""
        ...


class View:
    """A registry on one day: what is in force, and the officers' files."""

    __slots__ = (
        "_agreements",
        "_by_jurisdiction",
        "_files",
        "_plans",
        "_spells",
        "adoptions",
        "as_of",
        "attestations",
        "index",
    )

    def __init__(self, registry: Registry, as_of: dt.date) -> None:
        self.index = Index(registry)
        self.as_of = as_of
        self._files: dict[str, OfficerFile] = {}
        self._spells: dict[tuple[str, JurisdictionOf, int], tuple[ServiceSpell, ...]] = {}
        self._by_jurisdiction: dict[tuple[JurisdictionOf, str | None], list[Assignment]] = {}
        self.adoptions: dict[str, list[Adoption]] = {}
        for adoption in sorted(registry.adoptions, key=lambda item: item.id):
            if in_force(adoption, as_of):
                self.adoptions.setdefault(adoption.requirement_id, []).append(adoption)
        self.attestations: dict[str, list[Attestation]] = {}
        for attestation in sorted(registry.attestations, key=lambda item: (item.start, item.id)):
            self.attestations.setdefault(attestation.fact, []).append(attestation)
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
            found = self._files[officer_id] = OfficerFile(self, officer)
        return found

    def jurisdiction_of(self, assignment: Assignment, whose: JurisdictionOf) -> str:
        """The jurisdiction of an assignment; that of the other party where one is not on file."""
        agency = self.index.agencies.get(assignment.agency_id)
        district = self.index.districts.get(assignment.district_id)
        first, second = (
            (district, agency) if whose is JurisdictionOf.DISTRICT else (agency, district)
        )
        party = first or second
        return party.jurisdiction if party is not None else "unknown"

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
        key = (officer_id, whose, bridge)
        found = self._spells.get(key)
        if found is None:
            groups: dict[tuple[str, str], list[Assignment]] = {}
            for item in self.index.assignments_of.get(officer_id, ()):
                place = (self.jurisdiction_of(item, whose), item.role.value)
                groups.setdefault(place, []).append(item)
            found = self._spells[key] = tuple(
                ServiceSpell(*place, spell.start, spell.end, spell.parts)
                for place, members in sorted(groups.items())
                for spell in [self.live_spell(members, bridge)]
                if spell is not None
            )
        return found

    def live_spell(
        self, assignments: Iterable[Assignment], bridge: int
    ) -> dates.Spell[Assignment] | None:
        """The spell of some assignments that runs on the day, or else the next one."""
        ordered = sorted(assignments, key=lambda item: (item.start, item.id))
        for spell in dates.spells(((item.start, item.end, item) for item in ordered), bridge):
            if spell.end is None or self.as_of <= spell.end:
                return spell
        return None

    def school_officers_in(
        self, jurisdiction: str | None, whose: JurisdictionOf
    ) -> list[Assignment]:
        """The assignments of school resource officers in a jurisdiction; None is everywhere."""
        key = (whose, jurisdiction)
        found = self._by_jurisdiction.get(key)
        if found is None:
            found = self._by_jurisdiction[key] = [
                item
                for item in self.index.registry.assignments
                if item.role == "school_resource_officer"
                and (jurisdiction is None or self.jurisdiction_of(item, whose) == jurisdiction)
            ]
        return found


class Unit:
    """One subject that a requirement is judged for.

    Attributes:
        view: The registry and the day.
        file: The officer's file; None where the duty is not an officer's.
        jurisdiction: Where the service is.
        assignments: The assignments judged together, by first day.
        start: First day of service.
        assignment_id: The assignment, where it is judged alone.
        agency_id: The agency, where it has the duty or a part of it.
        district_id: The district, where it has the duty or a part of it.
        rules: Gives the rulings of other requirements.
        memo: What was asked before.
    """

    __slots__ = (
        "agency_id",
        "assignment_id",
        "assignments",
        "bridge",
        "district_id",
        "file",
        "jurisdiction",
        "memo",
        "rules",
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
        file: OfficerFile | None = None,
        assignment_id: str | None = None,
        agency_id: str | None = None,
        district_id: str | None = None,
    ) -> None:
        self.view = view
        self.file = file
        self.jurisdiction = jurisdiction
        self.assignments = assignments
        self.start = start
        self.bridge = bridge
        self.rules = rules
        self.assignment_id = assignment_id
        self.agency_id = agency_id
        self.district_id = district_id
        self.memo: dict[Any, Any] = {}

    @property
    def as_of(self) -> dt.date:
        """The day judged."""
        return self.view.as_of

    @property
    def day(self) -> dt.date:
        """The day whose circumstances count: the day judged, or the first of service to come."""
        return max(self.view.as_of, self.start)

    @property
    def officer_id(self) -> str | None:
        """The officer, where the duty is an officer's."""
        return self.file.officer.id if self.file is not None else None

    @property
    def records_from(self) -> dt.date:
        """First day from which the records are complete; the first day of all if always."""
        found: dt.date | None = self.memo.get("records_from")
        if found is None:
            agencies = (self.view.index.agencies.get(item.agency_id) for item in self.assignments)
            stated = [item.records_from for item in agencies if item and item.records_from]
            found = self.memo["records_from"] = max(stated, default=dt.date.min)
        return found

    def agreements(self) -> list[Agreement]:
        """The agreements behind the assignments that are in force, by first day."""
        found: list[Agreement] | None = self.memo.get("agreements")
        if found is None:
            by_id = {
                item.id: item
                for assignment in self.assignments
                for item in self.view.agreements_of(assignment, self.day)
            }
            found = sorted(by_id.values(), key=lambda item: (item.start, item.id))
            self.memo["agreements"] = found
        return found

    def statements(self, fact: str, assignment: Assignment) -> list[Attestation]:
        """The statements of a fact in force that speak of an assignment, by first day."""
        return [
            item
            for item in self.view.attestations.get(fact, ())
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
        begun = [
            item
            for item in (file.employments if file is not None else ())
            if item.agency_id == assignment.agency_id and item.start <= self.day
        ]
        running = [item for item in begun if in_force(item, self.day)]
        return (running or begun)[-1] if begun else None

    def holds(self, kind: str) -> Truth:
        """Whether the officer holds a license or certification on the day judged."""
        return True if self.held_since(kind) is not None else self._why_not_held(kind)

    def held_since(self, kind: str) -> dt.date | None:
        """First day of the unbroken run of a license that holds on the day judged."""
        if self.file is None:
            return None
        since: dt.date | None = None
        until: dt.date | None = None
        for item in self.file.held(kind, self.jurisdiction):
            if item.start > self.as_of or item.state not in _USABLE:
                continue
            if since is None or (until is not None and item.start > dates.day_after(until)):
                since, until = item.start, item.end
            elif until is not None:
                until = None if item.end is None else max(until, item.end)
        if since is not None and until is not None and until < self.as_of:
            since = None
        completed = self.file.credits_under(frozenset((kind,)))
        if completed and (since is None or completed[0].day < since):
            since = completed[0].day
        return since

    def _why_not_held(self, kind: str) -> Truth:
        if self.file is None or ("." not in kind and not self.file.licenses):
            return frozenset(("officer.licenses",))
        if "." in kind and self.records_from > dt.date.min:
            return frozenset(("agency.records_from",))
        return False


_USABLE: Final = frozenset((LicenseState.ACTIVE, LicenseState.CONDITIONAL))
