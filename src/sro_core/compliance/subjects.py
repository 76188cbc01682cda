"""Makes the units that a pack's requirements are judged for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from sro_core.compliance.compiled import CompiledPack
from sro_core.compliance.files import OfficerFile
from sro_core.compliance.judge import ruling
from sro_core.compliance.units import Ruling, Unit
from sro_core.compliance.views import Memo, ServiceSpell, View
from sro_core.models import Assignment, Role
from sro_core.rules.packs import JurisdictionOf, Per

__all__ = ["Subjects"]

_BRIDGE_DAYS = 120

#: The jurisdiction, assignments and first day of a service that several officers share.
_Pool: TypeAlias = tuple[str, tuple[Assignment, ...], dt.date]

# A member of an enumeration takes many times as long to look up as a name of the module.
_ASSIGNMENT: Final = Per.ASSIGNMENT
_OFFICER: Final = Per.OFFICER


class Subjects:
    """The units of one pack on one day; without a pack, those of no pack in particular.

    It also gives the rulings of other requirements of the pack, which makes the
    order of evaluation follow from what asks for what.
    """

    __slots__ = ("_bridge", "_compiled", "_jurisdiction", "_view", "_whose")

    @property
    def compiled(self) -> CompiledPack:
        """The pack, compiled.

        Raises:
            LookupError: These are the units of no pack.
        """
        if self._compiled is None:
            raise LookupError("no pack")
        return self._compiled

    def __init__(self, view: View, compiled: CompiledPack | None = None) -> None:
        self._view = view
        self._compiled = compiled
        pack = compiled.pack if compiled is not None else None
        everywhere = pack is None or pack.jurisdiction == "US"
        self._jurisdiction = None if everywhere or pack is None else pack.jurisdiction
        self._whose = pack.jurisdiction_of if pack is not None else JurisdictionOf.DISTRICT
        self._bridge = pack.bridge_days if pack is not None else _BRIDGE_DAYS

    # officers

    def live_spells(self, officer_id: str) -> Sequence[ServiceSpell]:
        """The live spells of an officer that the pack reaches."""
        spells = self._view.live_spells(officer_id, self._whose, self._bridge)
        if self._jurisdiction is None:
            return spells
        if len(spells) == 1:
            return spells if spells[0].jurisdiction == self._jurisdiction else ()
        return [spell for spell in spells if spell.jurisdiction == self._jurisdiction]

    def of_officer(
        self, per: Per, officer_id: str, spells: Sequence[ServiceSpell]
    ) -> Iterable[Unit]:
        """The units of an officer, by what there is one finding for.

        Args:
            per: What there is one finding for.
            officer_id: The officer.
            spells: The live spells of the officer that the pack reaches.
        """
        if per is _ASSIGNMENT:
            return self._assignments(officer_id, spells)
        if per is _OFFICER and len(spells) > 1:
            return [self._officer(officer_id, spells)]
        return self._spells(officer_id, spells)

    def _spells(self, officer_id: str, spells: Iterable[ServiceSpell]) -> list[Unit]:
        """One unit for each live spell of service of an officer."""
        file = self._view.file(officer_id)
        return [
            self._unit(
                spell.jurisdiction, spell.assignments, spell.start, file=file, alike=spell.alike
            )
            for spell in spells
        ]

    def _officer(self, officer_id: str, spells: Sequence[ServiceSpell]) -> Unit:
        """One unit for an officer, of all live spells together."""
        members = (item for spell in spells for item in spell.assignments)
        assignments = tuple(sorted(members, key=lambda item: (item.start, item.id)))
        start = min(spell.start for spell in spells)
        file = self._view.file(officer_id)
        alike = self._view.alike(assignments, max(self._view.as_of, start))
        return self._unit(spells[0].jurisdiction, assignments, start, file=file, alike=alike)

    def _assignments(self, officer_id: str, spells: Iterable[ServiceSpell]) -> Iterator[Unit]:
        """One unit for each assignment that has not ended."""
        file = self._view.file(officer_id)
        for spell in spells:
            for item in spell.assignments:
                if item.end is None or item.end >= self._view.as_of:
                    yield self._unit(
                        spell.jurisdiction,
                        (item,),
                        spell.start,
                        service=spell.assignments,
                        file=file,
                        assignment_id=item.id,
                        alike=self._view.alike((item,), max(self._view.as_of, spell.start)),
                    )

    def serving(self, officer_id: str) -> Iterator[Assignment]:
        """The assignments of live spells that have not ended."""
        for spell in self.live_spells(officer_id):
            for item in spell.assignments:
                if item.end is None or item.end >= self._view.as_of:
                    yield item

    # agencies, districts, partnerships

    def _pools(
        self, key: Callable[[Assignment], tuple[str, ...]]
    ) -> Iterator[tuple[tuple[str, ...], _Pool]]:
        groups: dict[tuple[str, ...], list[Assignment]] = {}
        for item in self._view.school_officers_in(self._jurisdiction, self._whose):
            groups.setdefault(key(item), []).append(item)
        for place, members in sorted(groups.items()):
            spell = self._view.live_spell(members, self._bridge)
            if spell is not None:
                jurisdiction = self._view.jurisdiction_of(spell.parts[0], self._whose)
                yield place, (jurisdiction, spell.parts, spell.start)

    def agencies(self) -> Iterator[Unit]:
        """One unit for each agency with a school resource officer."""
        for (agency_id,), pool in self._pools(lambda item: (item.agency_id,)):
            yield self._unit(*pool, agency_id=agency_id)

    def districts(self) -> Iterator[Unit]:
        """One unit for each district with a school resource officer."""
        for (district_id,), pool in self._pools(lambda item: (item.district_id,)):
            yield self._unit(*pool, district_id=district_id)

    def partnerships(self) -> Iterator[Unit]:
        """One unit for each agency and district with a school resource officer."""
        pairs = self._pools(lambda item: (item.agency_id, item.district_id))
        for (agency_id, district_id), pool in pairs:
            yield self._unit(*pool, agency_id=agency_id, district_id=district_id)

    def _unit(
        self,
        jurisdiction: str,
        assignments: tuple[Assignment, ...],
        start: dt.date,
        *,
        service: tuple[Assignment, ...] | None = None,
        file: OfficerFile | None = None,
        assignment_id: str | None = None,
        agency_id: str | None = None,
        district_id: str | None = None,
        alike: Memo | None = None,
    ) -> Unit:
        return Unit(
            self._view,
            jurisdiction=jurisdiction,
            assignments=assignments,
            start=start,
            bridge=self._bridge,
            rules=self,
            service=service,
            file=file,
            assignment_id=assignment_id,
            agency_id=agency_id,
            district_id=district_id,
            alike=alike,
        )

    # what other requirements ask for

    def ruling(self, unit: Unit, requirement_id: str) -> Ruling:
        """What another requirement of the pack gives for a unit."""
        key = ("ruling", requirement_id)
        found: Ruling | None = unit.memo.get(key)
        if found is None:
            duty = self.compiled.requirements[requirement_id].duty
            found = unit.memo[key] = ruling(duty, unit)
        return found

    def ever_served(self, unit: Unit) -> list[Assignment]:
        """The assignments of a unit's kind of service, of all its spells."""
        if unit.officer_id is None:
            return [
                item
                for item in self._view.school_officers_in(self._jurisdiction, self._whose)
                if unit.agency_id in (None, item.agency_id)
                and unit.district_id in (None, item.district_id)
            ]
        kinds = {self._kind(item) for item in unit.assignments}
        posted = self._view.index.assignments_of.get(unit.officer_id, ())
        return [item for item in posted if self._kind(item) in kinds]

    def _kind(self, item: Assignment) -> tuple[str, Role]:
        """What assignments of one spell have in common: jurisdiction and role."""
        return self._view.jurisdiction_of(item, self._whose), item.role

    def of_officers(self, unit: Unit, requirement_id: str) -> list[list[Ruling]]:
        """What a requirement gives for each officer whom the unit's agencies post."""
        per = self.compiled.requirements[requirement_id].requirement.per
        agencies = {item.agency_id for item in unit.assignments}
        rulings: list[list[Ruling]] = []
        for officer_id in self._view.officers_posted_by(agencies):
            spells = self.live_spells(officer_id)
            found = [
                self.ruling(one, requirement_id)
                for one in self.of_officer(per, officer_id, spells)
                if any(item.agency_id in agencies for item in one.assignments)
            ]
            if found:
                rulings.append(found)
        return rulings
