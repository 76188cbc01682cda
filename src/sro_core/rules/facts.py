"""The facts that conditions ask about: those of the registry, and those only attested.

A registry fact is named by record and field, such as `district.enrollment`. An
attested fact carries its pack's prefix, such as `us-mn.employer-unable-to-provide`.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from sro_core.models import (
    AgencyKind,
    AgreementKind,
    DistrictKind,
    EmploymentTime,
    Role,
    SchoolControl,
    SchoolLevel,
)
from sro_core.rules import _fields as f

__all__ = ["REGISTRY_FACTS", "REGISTRY_WORDS", "Absent", "AttestedFact", "FactAbout", "FactValue"]


class FactValue(enum.StrEnum):
    """What kind of value a fact has."""

    BOOLEAN = "boolean"
    NUMBER = "number"
    DATE = "date"
    WORD = "word"


class FactAbout(enum.StrEnum):
    """What an attested fact is about."""

    OFFICER = "officer"
    ASSIGNMENT = "assignment"
    AGENCY = "agency"
    DISTRICT = "district"
    SCHOOL = "school"
    AGREEMENT = "agreement"


class Absent(enum.StrEnum):
    """What the absence of a statement stands for."""

    UNKNOWN = "unknown"
    FALSE = "false"
    TRUE = "true"


#: The facts that a registry's own records hold, and the kind of their values.
REGISTRY_FACTS: Final[Mapping[str, FactValue]] = MappingProxyType(
    {
        "agency.id": FactValue.WORD,
        "agency.ori": FactValue.WORD,
        "agency.kind": FactValue.WORD,
        "agency.jurisdiction": FactValue.WORD,
        "district.id": FactValue.WORD,
        "district.nces_id": FactValue.WORD,
        "district.kind": FactValue.WORD,
        "district.enrollment": FactValue.NUMBER,
        "school.nces_id": FactValue.WORD,
        "school.level": FactValue.WORD,
        "school.control": FactValue.WORD,
        "assignment.role": FactValue.WORD,
        "assignment.hours_per_week": FactValue.NUMBER,
        "assignment.armed": FactValue.BOOLEAN,
        "assignment.start": FactValue.DATE,
        "employment.time": FactValue.WORD,
        "agreement.kind": FactValue.WORD,
        "agreement.signed_on": FactValue.DATE,
        "agreement.start": FactValue.DATE,
        "agreement.funding": FactValue.WORD,
    }
)

#: The words of those whose words are the same for every pack.
REGISTRY_WORDS: Final[Mapping[str, type[enum.StrEnum]]] = MappingProxyType(
    {
        "agency.kind": AgencyKind,
        "district.kind": DistrictKind,
        "school.level": SchoolLevel,
        "school.control": SchoolControl,
        "assignment.role": Role,
        "employment.time": EmploymentTime,
        "agreement.kind": AgreementKind,
    }
)


@attrs.frozen(kw_only=True)
class AttestedFact:
    """A fact that no record holds, and what its absence stands for.

    Attributes:
        fact: Its name, with the pack's prefix.
        title: In words.
        about: What it is about.
        value: Boolean, number or date.
        missing: What is presumed when nobody states it; a presumption is shown.
        note: Anything a reader should know.
    """

    fact: str = f.text()
    title: str = f.text()
    about: FactAbout = f.word(FactAbout)
    value: FactValue = f.word(FactValue)
    missing: Absent = f.word(Absent)
    note: str | None = f.text(optional=True)
