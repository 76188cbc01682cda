"""Service: spells, and the units that requirements are judged for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, TypeVar

import attrs

from oracle.calendars import in_force
from sro_core.models import Agency, Agreement, Assignment, Course, District, Officer, Role, School
from sro_core.registry import Registry
from sro_core.rules.packs import JurisdictionOf, Pack, Per, Requirement, Subject
from sro_core.rules.rulebook import Rulebook

R = TypeVar("R")


@attrs.frozen
class World:
    """All that an answer may depend on: what is on file, the rules, and the day.

    Everything is decided on a calendar day `as_of`.
    """

    registry: Registry
    rulebook: Rulebook
    as_of: dt.date

    def agency(self, identifier: str) -> Agency | None:
        return _with_id(self.registry.agencies, identifier)

    def district(self, identifier: str) -> District | None:
        return _with_id(self.registry.districts, identifier)

    def school(self, identifier: str) -> School | None:
        return _with_id(self.registry.schools, identifier)

    def officer(self, identifier: str) -> Officer | None:
        return _with_id(self.registry.officers, identifier)

    def course(self, identifier: str) -> Course | None:
        return _with_id(self.registry.courses, identifier)


@attrs.frozen
class Spell:
    """Assignments that overlap, touch, or are separated by at most `bridge` days."""

    assignments: tuple[Assignment, ...]

    @property
    def start(self) -> dt.date:
        return min(assignment.start for assignment in self.assignments)

    @property
    def end(self) -> dt.date | None:
        """Its last day; None where one of its assignments is open."""
        ends = [assignment.end for assignment in self.assignments]
        known = [end for end in ends if end is not None]
        return max(known) if len(known) == len(ends) else None


@attrs.frozen
class Unit:
    """What one finding is about: an officer's service, an assignment, an agency, a pair.

    Attributes:
        pack: The pack under which the service was joined together.
        assignments: The assignments that are judged.
        service: All assignments of the spell; more than those for one assignment.

    """

    pack: Pack
    per: Per
    assignments: tuple[Assignment, ...]
    service: tuple[Assignment, ...]
    officer_id: str | None = None
    agency_id: str | None = None
    district_id: str | None = None
    assignment_id: str | None = None

    @property
    def service_start(self) -> dt.date:
        """First day of the spell (of the first one, where several are judged together)."""
        return min(assignment.start for assignment in self.service)

    @property
    def assignment_start(self) -> dt.date:
        """First day of the assignment (of the first one, where several are judged together)."""
        return min(assignment.start for assignment in self.assignments)

    @property
    def last_assignment(self) -> Assignment:
        return max(self.assignments, key=lambda item: (item.start, item.id))

    @property
    def officer_ids(self) -> set[str]:
        return {assignment.officer_id for assignment in self.assignments}


def _with_id(records: Iterable[R], identifier: str) -> R | None:
    for record in records:
        found: Any = record
        if found.id == identifier:
            return record
    return None


def jurisdiction_of(world: World, pack: Pack | None, assignment: Assignment) -> str | None:
    """The jurisdiction is the district's, or the agency's where the pack says so.

    Decided: a pack of the United States or of no jurisdiction goes by the
    district's; a missing district record leaves the agency's.
    """
    agency = world.agency(assignment.agency_id)
    district = world.district(assignment.district_id)
    of_state = pack is not None and pack.jurisdiction not in (None, "US")
    agency_first = of_state and pack is not None and pack.jurisdiction_of is JurisdictionOf.AGENCY
    order: list[Agency | District | None] = (
        [agency, district]
        if agency_first
        else [
            district,
            agency,
        ]
    )
    for record in order:
        if record is not None:
            return record.jurisdiction
    return None


def reaches(world: World, pack: Pack, assignment: Assignment) -> bool:
    """A pack reaches the assignments of its jurisdiction; one of none or `US` reaches all."""
    if pack.jurisdiction in (None, "US"):
        return True
    return jurisdiction_of(world, pack, assignment) == pack.jurisdiction


def joined(assignments: Iterable[Assignment], bridge: int) -> list[Spell]:
    """Assignments that overlap, touch, or are separated by at most `bridge` form one spell.

    The gap is the number of whole days between the two assignments.
    """
    spells: list[Spell] = []
    for assignment in sorted(assignments, key=lambda item: (item.start, item.id)):
        if spells:
            end = spells[-1].end
            if end is None or (assignment.start - end).days - 1 <= bridge:
                spells[-1] = Spell((*spells[-1].assignments, assignment))
                continue
        spells.append(Spell((assignment,)))
    return spells


def live(world: World, spells: list[Spell]) -> Spell | None:
    """The spell that contains `as_of`; before it begins, the next one; else none.

    The spell runs on inside a bridged gap. An officer with no assignment on
    `as_of` or later has no findings.
    """
    for spell in spells:
        if in_force(spell.start, spell.end, world.as_of):
            return spell
    later = [spell for spell in spells if spell.start > world.as_of]
    return min(later, key=lambda spell: spell.start) if later else None


def live_spells(world: World, pack: Pack | None, officer_id: str) -> list[Spell]:
    """The live spells of an officer: one for each jurisdiction and role at most.

    Without a pack: those of the default bridge, by the district's jurisdiction.
    """
    bridge = 120 if pack is None else pack.bridge_days
    mine = [item for item in world.registry.assignments if item.officer_id == officer_id]
    if pack is not None:
        mine = [item for item in mine if reaches(world, pack, item)]
    groups = {(jurisdiction_of(world, pack, item), item.role) for item in mine}
    found = []
    for group in sorted(groups, key=lambda group: (group[0] or "", group[1])):
        spells = joined(
            [item for item in mine if (jurisdiction_of(world, pack, item), item.role) == group],
            bridge,
        )
        spell = live(world, spells)
        if spell is not None:
            found.append(spell)
    return found


def officers_posted(world: World) -> list[str]:
    """Everybody who has an assignment, whether or not there is a record of the officer."""
    return sorted({item.officer_id for item in world.registry.assignments})


def has_ended(world: World, assignment: Assignment) -> bool:
    return assignment.end is not None and assignment.end < world.as_of


def per_of(requirement: Requirement) -> Per:
    """What there is one finding for; a duty that is no officer's goes by its subject."""
    if requirement.subject is Subject.OFFICER:
        return requirement.per
    return Per(requirement.subject.value)


def units_of_officer(world: World, pack: Pack, per: Per, officer_id: str) -> list[Unit]:
    """Each requirement says `per`: officer, spell (the default), assignment."""
    spells = live_spells(world, pack, officer_id)
    if not spells:
        return []
    if per is Per.OFFICER:
        everything = tuple(item for spell in spells for item in spell.assignments)
        return [Unit(pack, per, everything, everything, officer_id=officer_id)]
    if per is Per.SPELL:
        return [
            Unit(pack, per, spell.assignments, spell.assignments, officer_id=officer_id)
            for spell in spells
        ]
    return [
        Unit(
            pack,
            per,
            (item,),
            spell.assignments,
            officer_id=officer_id,
            assignment_id=item.id,
        )
        for spell in spells
        for item in spell.assignments
        if not has_ended(world, item)
    ]


def units(world: World, pack: Pack, per: Per) -> list[Unit]:
    """There is one for each pair, agency or district with an SRO assignment in the jurisdiction.

    The pair's service is the spell of all its officers' assignments.
    """
    if per in (Per.OFFICER, Per.SPELL, Per.ASSIGNMENT):
        return [
            unit
            for officer_id in officers_posted(world)
            for unit in units_of_officer(world, pack, per, officer_id)
        ]
    pools: dict[tuple[str | None, str | None], list[Assignment]] = {}
    for item in world.registry.assignments:
        if item.role is Role.SCHOOL_RESOURCE_OFFICER and reaches(world, pack, item):
            agency = item.agency_id if per in (Per.AGENCY, Per.PARTNERSHIP) else None
            district = item.district_id if per in (Per.DISTRICT, Per.PARTNERSHIP) else None
            pools.setdefault((agency, district), []).append(item)
    found = []
    for (agency, district), pool in pools.items():
        spell = live(world, joined(pool, pack.bridge_days))
        if spell is not None:
            parts = spell.assignments
            found.append(Unit(pack, per, parts, parts, agency_id=agency, district_id=district))
    return found


def ever_served(world: World, unit: Unit) -> list[Assignment]:
    """The assignments of the unit's kind of service, of all its spells.

    Decided: an officer's are those in a jurisdiction and role in which one of the
    assignments judged is; those of an agency, a district or a pair are all its SRO
    assignments in the jurisdiction.
    """
    pack = unit.pack
    if unit.officer_id is not None:
        kinds = {(jurisdiction_of(world, pack, item), item.role) for item in unit.assignments}
        return [
            item
            for item in world.registry.assignments
            if item.officer_id == unit.officer_id
            and (jurisdiction_of(world, pack, item), item.role) in kinds
        ]
    return [
        item
        for item in world.registry.assignments
        if item.role is Role.SCHOOL_RESOURCE_OFFICER
        and reaches(world, pack, item)
        and unit.agency_id in (None, item.agency_id)
        and unit.district_id in (None, item.district_id)
    ]


def judged_day(world: World, unit: Unit) -> dt.date:
    """The day judged; for a unit whose service has not begun, its first day."""
    return max(world.as_of, unit.service_start)


def agreements_of(world: World, unit: Unit, assignment: Assignment) -> list[Agreement]:
    """The agreements of an assignment: the one it names, else those between the two, in force."""
    day = judged_day(world, unit)
    found = []
    for agreement in sorted(world.registry.agreements, key=lambda item: (item.start, item.id)):
        if assignment.agreement_id is not None:
            mine = agreement.id == assignment.agreement_id
        else:
            mine = (agreement.agency_id, agreement.district_id) == (
                assignment.agency_id,
                assignment.district_id,
            )
        if mine and in_force(agreement.start, agreement.end, day):
            found.append(agreement)
    return found


def records_from(world: World, unit: Unit) -> dt.date | None:
    """Since when the records of the unit's agencies are complete: the latest day stated."""
    stated = [
        agency.records_from
        for assignment in unit.assignments
        if (agency := world.agency(assignment.agency_id)) is not None
        and agency.records_from is not None
    ]
    return max(stated) if stated else None
