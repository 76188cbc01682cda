"""Reads the facts that conditions ask about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeAlias

from sro_core.compliance.sharing import once
from sro_core.compliance.truth import Missing
from sro_core.compliance.units import Unit
from sro_core.models import Assignment
from sro_core.models._frozen import is_tuple
from sro_core.rules.facts import Absent, AttestedFact, FactValue

__all__ = ["FactReader", "Value", "attested", "registry_fact"]

#: The value of a fact; the names of what is missing where it is not known.
Known: TypeAlias = str | bool | Decimal | dt.date


class Value(NamedTuple):
    """One value of a fact and where it stands.

    Attributes:
        known: The value; a set of names where it is missing.
        kind: The list of the record it came from.
        record_id: The id of that record.
        presumed: Whether nobody stated it and the rule presumes it.
    """

    known: Known | Missing
    kind: str | None = None
    record_id: str | None = None
    presumed: bool = False


FactReader: TypeAlias = Callable[[Unit], list[Value]]


def _missing(name: str) -> Value:
    return Value(frozenset((name,)))


#: Types of values that conditions compare as they are.
_AS_THEY_ARE: Final = frozenset((type(None), bool, str, Decimal, dt.date))


def _plain(value: Any) -> Known | None:
    if type(value) in _AS_THEY_ARE:
        known: Known | None = value
        return known
    return Decimal(value) if type(value) is int else str(value)


def _of(
    kind: str, field: str, name: str, find: Callable[[Unit, Assignment], Any]
) -> Callable[[Unit, Assignment], Iterable[Value]]:
    missing, get = frozenset((name,)), attrgetter(field)

    def read(unit: Unit, assignment: Assignment) -> Iterable[Value]:
        record = find(unit, assignment)
        if record is None:
            return (Value(missing),)
        known = _plain(get(record))
        return (Value(missing if known is None else known, kind, record.id),)

    return read


def _agency(unit: Unit, assignment: Assignment) -> Any:
    return unit.view.index.agencies.get(assignment.agency_id)


def _district(unit: Unit, assignment: Assignment) -> Any:
    return unit.view.index.districts.get(assignment.district_id)


def _itself(_unit: Unit, assignment: Assignment) -> Any:
    return assignment


def _schools(field: str) -> Callable[[Unit, Assignment], Iterable[Value]]:
    name = f"school.{field}"

    def read(unit: Unit, assignment: Assignment) -> Iterator[Value]:
        if not assignment.school_ids:
            yield _missing("assignment.school_ids")
        for school_id in assignment.school_ids:
            school = unit.view.index.schools.get(school_id)
            if school is None:
                yield _missing(name)
                continue
            known = _plain(getattr(school, field))
            yield Value(frozenset((name,)) if known is None else known, "schools", school.id)

    return read


def _employment_time(unit: Unit, assignment: Assignment) -> Iterator[Value]:
    employment = unit.employment(assignment)
    if employment is None:
        yield _missing("officer.employments")
    elif employment.time is None:
        yield Value(frozenset(("employment.time",)), "officers", assignment.officer_id)
    else:
        yield Value(str(employment.time), "officers", assignment.officer_id)


def _agreements(field: str) -> Callable[[Unit, Assignment], Iterable[Value]]:
    def read(unit: Unit, assignment: Assignment) -> Iterator[Value]:
        found = unit.view.agreements_of(assignment, unit.day)
        if not found:
            yield _missing("agreement")
        for agreement in found:
            value = getattr(agreement, field)
            known: tuple[Any, ...] = (value or ("",)) if is_tuple(value) else (_plain(value),)
            for item in known:
                absent = frozenset((f"agreement.{field}",))
                yield Value(absent if item is None else item, "agreements", agreement.id)

    return read


_READERS: Final[Mapping[str, Callable[[Unit, Assignment], Iterable[Value]]]] = {
    "agency.id": _of("agencies", "id", "agency.id", _agency),
    "agency.ori": _of("agencies", "ori", "agency.ori", _agency),
    "agency.kind": _of("agencies", "kind", "agency.kind", _agency),
    "agency.jurisdiction": _of("agencies", "jurisdiction", "agency.jurisdiction", _agency),
    "district.id": _of("districts", "id", "district.id", _district),
    "district.nces_id": _of("districts", "nces_id", "district.nces_id", _district),
    "district.kind": _of("districts", "kind", "district.kind", _district),
    "district.enrollment": _of("districts", "enrollment", "district.enrollment", _district),
    "school.nces_id": _schools("nces_id"),
    "school.level": _schools("level"),
    "school.control": _schools("control"),
    "assignment.role": _of("assignments", "role", "assignment.role", _itself),
    "assignment.hours_per_week": _of(
        "assignments", "hours_per_week", "assignment.hours_per_week", _itself
    ),
    "assignment.armed": _of("assignments", "armed", "assignment.armed", _itself),
    "assignment.start": _of("assignments", "start", "assignment.start", _itself),
    "employment.time": _employment_time,
    "agreement.kind": _agreements("kind"),
    "agreement.signed_on": _agreements("signed_on"),
    "agreement.start": _agreements("start"),
    "agreement.funding": _agreements("funding"),
}


def registry_fact(name: str) -> FactReader:
    """The reader of a fact that the registry's own records hold."""
    read = _READERS[name]

    def values(unit: Unit) -> list[Value]:
        if len(unit.assignments) == 1:
            return list(read(unit, unit.assignments[0]))
        return [value for item in unit.assignments for value in read(unit, item)]

    return once(values)


def attested(fact: AttestedFact) -> FactReader:
    """The reader of an attested fact: one value for each assignment.

    Statements in force that disagree make it missing; where nobody states it,
    the fact says what that stands for.
    """
    name = fact.fact
    if fact.missing is Absent.UNKNOWN or fact.value is not FactValue.BOOLEAN:
        absent = _missing(name)
    else:
        absent = Value(fact.missing is Absent.TRUE, presumed=True)

    def read_one(unit: Unit, assignment: Assignment) -> Value:
        found = unit.statements(name, assignment)
        if not found:
            return absent
        if len(found) > 1 and len({item.value for item in found}) > 1:
            return Value(frozenset((name,)), "attestations", found[0].id)
        return Value(found[0].value, "attestations", found[0].id)

    nobody_says = [absent]

    def values(unit: Unit) -> list[Value]:
        if not unit.view.is_stated(name):
            return nobody_says * len(unit.assignments)
        return [read_one(unit, item) for item in unit.assignments]

    return once(values)
