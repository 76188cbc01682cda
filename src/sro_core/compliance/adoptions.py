"""Who made a requirement binding for which assignments, and by when."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from sro_core import dates
from sro_core.compliance.units import Unit
from sro_core.dates import in_force
from sro_core.findings import Binding
from sro_core.models import Adoption, Assignment

__all__ = ["Adopted", "adopted"]


class Adopted(NamedTuple):
    """The adoptions of a requirement that reach a unit.

    Attributes:
        binding: `agreement` where an agreement adopts it, else `policy`.
        due_on: The earliest last day they give; None where none gives one.
        keeps_own: Whether one of them leaves the rule's own last day.
        reached: Ids of the assignments they reach.
        ids: Ids of the adoptions.
    """

    binding: Binding
    due_on: dt.date | None
    keeps_own: bool
    reached: frozenset[str]
    ids: tuple[str, ...]


def adopted(unit: Unit, requirement_id: str) -> Adopted | None:
    """The adoptions in force that reach a unit; None where there is none."""
    in_force_now = unit.view.adoptions.get(requirement_id)
    if in_force_now is None:
        return None
    live = [part for part in unit.assignments if part.end is None or part.end >= unit.as_of]
    reaching = [
        (item, reached)
        for item in in_force_now
        if (reached := [part for part in live if _reaches(unit, item, part)])
    ]
    if not reaching:
        return None
    agreed = any(item.by.agreement_id is not None for item, _reached in reaching)
    days = [_last_day(unit, item) for item, _reached in reaching]
    return Adopted(
        binding=Binding.AGREEMENT if agreed else Binding.POLICY,
        due_on=min((day for day in days if day is not None), default=None),
        keeps_own=None in days,
        reached=frozenset(part.id for _item, reached in reaching for part in reached),
        ids=tuple(item.id for item, _reached in reaching),
    )


def _reaches(unit: Unit, adoption: Adoption, assignment: Assignment) -> bool:
    by = adoption.by
    if by.agency_id is not None:
        return by.agency_id == assignment.agency_id
    if by.district_id is not None:
        return by.district_id == assignment.district_id
    if assignment.agreement_id is not None:
        return assignment.agreement_id == by.agreement_id
    between = unit.view.agreements_between(assignment.agency_id, assignment.district_id)
    running = [item.id for item in between if in_force(item, unit.day)]
    return running == [by.agreement_id]


def _last_day(unit: Unit, adoption: Adoption) -> dt.date | None:
    if not isinstance(adoption.due, str):
        return adoption.due
    begins = unit.assignments[0].start if unit.assignment_id is not None else unit.start
    return adoption.start if begins < adoption.start else dates.day_before(begins)
