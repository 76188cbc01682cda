"""Who takes part: agencies, districts with their school years, schools."""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from sro_core.models import _fields as f
from sro_core.models._frozen import FrozenMap
from sro_core.models._record import Void, check_marks

__all__ = [
    "Agency",
    "AgencyKind",
    "District",
    "DistrictKind",
    "School",
    "SchoolControl",
    "SchoolLevel",
    "SchoolYear",
]


class AgencyKind(enum.StrEnum):
    """Kinds of law-enforcement agency."""

    POLICE = "police"
    SHERIFF = "sheriff"
    SCHOOL_POLICE = "school_police"
    STATE_POLICE = "state_police"
    TRIBAL = "tribal"
    COLLEGE = "college"
    OTHER = "other"


class DistrictKind(enum.StrEnum):
    """Kinds of operator that run schools."""

    PUBLIC = "public"
    CHARTER = "charter"
    NONPUBLIC = "nonpublic"


class SchoolLevel(enum.StrEnum):
    """Levels of a school."""

    ELEMENTARY = "elementary"
    MIDDLE = "middle"
    HIGH = "high"
    COMBINED = "combined"
    OTHER = "other"


class SchoolControl(enum.StrEnum):
    """Who controls a school."""

    PUBLIC = "public"
    CHARTER = "charter"
    PRIVATE = "private"


@attrs.frozen(kw_only=True, weakref_slot=False)
class Agency:
    """A law-enforcement agency that employs officers.

    Attributes:
        id: Unique among agencies.
        name: As the agency writes it.
        kind: What kind of agency.
        jurisdiction: `US` or an ISO 3166-2 code such as `US-MN`.
        ori: Originating agency identifier, nine characters.
        records_from: First day from which the agency's training records are complete;
            absence of evidence before it is unknown, not unmet.
    """

    id: str = f.text()
    name: str = f.text()
    kind: AgencyKind = f.enum_of(AgencyKind)
    jurisdiction: str = f.jurisdiction()
    ori: str | None = f.ori()
    records_from: dt.date | None = f.date(optional=True)
    recorded_at: dt.datetime | None = f.instant(optional=True)
    voided: Void | None = f.one(Void, optional=True)
    extensions: FrozenMap[str, f.Json] = f.extensions()

    __attrs_post_init__ = check_marks


@attrs.frozen(kw_only=True, weakref_slot=False)
class SchoolYear:
    """One school year of a district.

    Attributes:
        name: Such as `2025-2026`.
        first_day: First day of school.
        last_day: Last day of school.
    """

    name: str = f.text()
    first_day: dt.date = f.date()
    last_day: dt.date = f.date()

    def __attrs_post_init__(self) -> None:
        f.require_order(self.first_day, self.last_day, "last_day")


@attrs.frozen(kw_only=True, weakref_slot=False)
class District:
    """A local education agency, charter operator or nonpublic operator that runs schools.

    Attributes:
        id: Unique among districts.
        name: As the district writes it.
        jurisdiction: `US` or an ISO 3166-2 code.
        kind: Public, charter or nonpublic.
        nces_id: Seven digits.
        enrollment: Number of students.
        school_years: First and last days of its school years.
    """

    id: str = f.text()
    name: str = f.text()
    jurisdiction: str = f.jurisdiction()
    kind: DistrictKind = f.enum_of(DistrictKind)
    nces_id: str | None = f.nces_district_id()
    enrollment: int | None = f.count(optional=True)
    school_years: tuple[SchoolYear, ...] = f.tuple_of(SchoolYear)
    recorded_at: dt.datetime | None = f.instant(optional=True)
    voided: Void | None = f.one(Void, optional=True)
    extensions: FrozenMap[str, f.Json] = f.extensions()

    __attrs_post_init__ = check_marks


@attrs.frozen(kw_only=True, weakref_slot=False)
class School:
    """One school of a district.

    Attributes:
        id: Unique among schools.
        district_id: The district that runs it.
        name: As the school writes it.
        level: Which grades, in words.
        control: Public, charter or private.
        nces_id: Twelve digits, of which the first seven are the district's.
    """

    id: str = f.text()
    district_id: str = f.text()
    name: str = f.text()
    level: SchoolLevel = f.enum_of(SchoolLevel)
    control: SchoolControl = f.enum_of(SchoolControl)
    nces_id: str | None = f.nces_school_id()
    recorded_at: dt.datetime | None = f.instant(optional=True)
    voided: Void | None = f.one(Void, optional=True)
    extensions: FrozenMap[str, f.Json] = f.extensions()

    __attrs_post_init__ = check_marks
