"""The short form of a situation, with what the law says of it: types only.

Whatever a situation leaves out is as usual: one sworn officer of a police agency,
posted as school resource officer to a public high school of a public district,
under an agreement. What has no day of its own has been so since `LONG_AGO`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final, Literal

import attrs

from sro_core.findings import Binding, ReadinessStatus, Standing, Status
from sro_core.models import (
    AgencyKind,
    AgreementKind,
    DistrictKind,
    EmploymentTime,
    FrozenMap,
    LicenseState,
    Outcome,
    PlanKind,
    Role,
    SchoolControl,
    SchoolLevel,
    WaiverKind,
)
from sro_core.models import _fields as f
from sro_core.rules import _fields as r

__all__ = [
    "LONG_AGO",
    "NOTHING",
    "Adopted",
    "Agency",
    "Agreed",
    "Answer",
    "Colleague",
    "District",
    "Example",
    "Examples",
    "Gap",
    "Licensed",
    "Plan",
    "Post",
    "School",
    "Stated",
    "Taken",
    "Waived",
    "Year",
]

#: The day from which on all is as usual, where a situation names no day.
LONG_AGO: Final = dt.date(1990, 1, 1)

#: The word by which an example says that a finding has no such day.
NOTHING: Literal["none"] = "none"


def _given(default: Any = attrs.NOTHING, *, wire: str | None = None) -> Any:
    """A value of several types, as the strict reader gives it."""
    return attrs.field(default=default, metadata={f.WIRE: wire})


@attrs.frozen(kw_only=True)
class Agency:
    """An agency of which more than its kind matters.

    Attributes:
        kind: What kind of agency.
        jurisdiction: Where it is; None is the pack's.
        ori: Its ORI; None is not stated.
        records_from: First day from which its records are complete.
    """

    kind: AgencyKind = f.enum_of(AgencyKind, default=AgencyKind.POLICE)
    jurisdiction: str | None = f.text(optional=True)
    ori: str | None = f.text(optional=True)
    records_from: dt.date | None = f.date(optional=True)


@attrs.frozen(kw_only=True)
class Year:
    """A school year.

    Attributes:
        start: First day of school; `from` on the wire.
        end: Last day of school; `to` on the wire.
    """

    start: dt.date = f.date(wire="from")
    end: dt.date = f.date(wire="to")


@attrs.frozen(kw_only=True)
class District:
    """A district of which more than its kind matters.

    Attributes:
        kind: Public, charter or nonpublic.
        jurisdiction: Where it is; None is the pack's.
        nces_id: Its NCES id; None is not stated.
        enrollment: Number of students.
        school_years: Its school years.
    """

    kind: DistrictKind = f.enum_of(DistrictKind, default=DistrictKind.PUBLIC)
    jurisdiction: str | None = f.text(optional=True)
    nces_id: str | None = f.text(optional=True)
    enrollment: int | None = f.count(optional=True)
    school_years: tuple[Year, ...] = f.tuple_of(Year)


@attrs.frozen(kw_only=True)
class School:
    """A school of which more than its level matters.

    Attributes:
        level: Which grades, in words.
        control: Public, charter or private; None goes with the kind of the district.
        nces_id: Its NCES id; None is not stated.
    """

    level: SchoolLevel = f.enum_of(SchoolLevel, default=SchoolLevel.HIGH)
    control: SchoolControl | None = f.enum_of(SchoolControl, optional=True)
    nces_id: str | None = f.text(optional=True)


@attrs.frozen(kw_only=True)
class Agreed:
    """An agreement between the agency and the district.

    Attributes:
        kind: What kind of agreement; None is not stated.
        start: First day, included; `from` on the wire.
        end: Last day, included; None is open; `to` on the wire.
        signed_on: Day of signing; None is the first day.
        reviewed_on: Days on which the parties reviewed it.
        funding: Words for the funds behind it.
    """

    kind: AgreementKind | None = f.enum_of(AgreementKind, optional=True)
    start: dt.date = _given(LONG_AGO, wire="from")
    end: dt.date | None = f.date(optional=True, wire="to")
    signed_on: dt.date | None = f.date(optional=True)
    reviewed_on: tuple[dt.date, ...] = f.tuple_of(dt.date)
    funding: tuple[str, ...] = f.tuple_of(str, check_item=f.check_text)


@attrs.frozen(kw_only=True)
class Licensed:
    """A license or certification, or one period of it.

    Attributes:
        kind: A word of the pack's licenses, or a code.
        jurisdiction: Who granted it; None is the pack's.
        start: First day, included; `from` on the wire.
        end: Last day, included; None is open; `to` on the wire.
        state: Active, conditional, suspended or revoked.
    """

    kind: str = f.text(default="peace_officer")
    jurisdiction: str | None = f.text(optional=True)
    start: dt.date = _given(LONG_AGO, wire="from")
    end: dt.date | None = f.date(optional=True, wire="to")
    state: LicenseState = f.enum_of(LicenseState, default=LicenseState.ACTIVE)


@attrs.frozen(kw_only=True)
class Taken:
    """A course taken, of which more than the day matters.

    Attributes:
        on: Last day of the course.
        hours: Its hours; None is not stated.
        topics: Its topics, or the hours of each; none is not stated.
        outcome: How it ended.
        recorded_at: When it came on file; None is always.
    """

    on: dt.date = f.date()
    hours: Decimal | None = f.hours(optional=True)
    topics: tuple[str, ...] | FrozenMap[str, Decimal] = _given(())
    outcome: Outcome = f.enum_of(Outcome, default=Outcome.COMPLETED)
    recorded_at: dt.datetime | None = f.instant(optional=True)


@attrs.frozen(kw_only=True)
class Stated:
    """A fact stated for some days.

    Attributes:
        value: What is stated.
        start: First day, included; `from` on the wire.
        end: Last day, included; None is open; `to` on the wire.
    """

    value: bool | Decimal | dt.date = f.value()
    start: dt.date = _given(LONG_AGO, wire="from")
    end: dt.date | None = f.date(optional=True, wire="to")


@attrs.frozen(kw_only=True)
class Waived:
    """A waiver, an extension or an equivalent.

    Attributes:
        kind: What it does.
        requirement: For which requirement; None is that of the example.
        start: First day, included; `from` on the wire.
        end: Last day, included; None is open; `to` on the wire.
        granted_on: When it was granted; None is the first day.
        due_on: The new last day, of an extension.
    """

    kind: WaiverKind = f.enum_of(WaiverKind)
    requirement: str | None = f.text(optional=True)
    start: dt.date = _given(LONG_AGO, wire="from")
    end: dt.date | None = f.date(optional=True, wire="to")
    granted_on: dt.date | None = f.date(optional=True)
    due_on: dt.date | None = f.date(optional=True)


@attrs.frozen(kw_only=True)
class Adopted:
    """A requirement made binding.

    Attributes:
        by: The agency, the district or their agreement.
        requirement: Which requirement; None is that of the example.
        start: First day, included; `from` on the wire.
        end: Last day, included; None is open; `to` on the wire.
        due: Its last day, or `before_service`; None is the requirement's own.
    """

    by: Literal["agency", "district", "agreement"] = _given("agency")
    requirement: str | None = f.text(optional=True)
    start: dt.date = _given(LONG_AGO, wire="from")
    end: dt.date | None = f.date(optional=True, wire="to")
    due: dt.date | Literal["before_service"] | None = f.due()


@attrs.frozen(kw_only=True)
class Plan:
    """One version of the safety plan of the district and the agency.

    Attributes:
        kind: What the plan is for.
        start: First day, included; `from` on the wire.
        end: Last day, included; None is open; `to` on the wire.
        reviewed_on: Days on which the officer reviewed it.
    """

    kind: PlanKind = f.enum_of(PlanKind, default=PlanKind.THREAT_RESPONSE)
    start: dt.date = _given(LONG_AGO, wire="from")
    end: dt.date | None = f.date(optional=True, wire="to")
    reviewed_on: tuple[dt.date, ...] = f.tuple_of(dt.date)


@attrs.frozen(kw_only=True)
class Post:
    """One posting of an officer.

    Attributes:
        start: First day, included; `from` on the wire.
        end: Last day, included; None is open; `to` on the wire.
        role: As what.
        hours_per_week: Hours a week; None is not stated.
        armed: Whether armed; None is not stated.
        agency: Its kind, or more of it; None is a police agency, in a further post the
            same one.
        district: Its kind, or more of it; None is a public district, in a further post
            the same one.
        schools: The level of each school, or more of it; None is one high school.
        agreements: Those of the agency and the district; None is one, in a further post
            of the same two none more.
        hired: First day with the agency; None is long ago.
        employed: Full time, part time, reserve or volunteer.
        facts: What is stated of it, by the names of facts.
    """

    start: dt.date = _given(LONG_AGO, wire="from")
    end: dt.date | None = f.date(optional=True, wire="to")
    role: Role = f.enum_of(Role, default=Role.SCHOOL_RESOURCE_OFFICER)
    hours_per_week: Decimal | None = f.hours(optional=True)
    armed: bool | None = f.flag(optional=True, default=None)
    agency: AgencyKind | Agency | None = _given(None)
    district: DistrictKind | District | None = _given(None)
    schools: tuple[SchoolLevel | School, ...] | None = _given(None)
    agreements: tuple[Agreed, ...] | None = _given(None)
    hired: dt.date | None = f.date(optional=True)
    employed: EmploymentTime = f.enum_of(EmploymentTime, default=EmploymentTime.FULL)
    facts: FrozenMap[str, bool | Decimal | dt.date | Stated] = _given(FrozenMap())


@attrs.frozen(kw_only=True)
class Colleague(Post):
    """Another officer, posted by the same agency unless it says another.

    Attributes:
        licenses: Licenses and certifications; left out is one of a peace officer.
        taken: The days of each course, by its code, or more of it.
    """

    licenses: tuple[Licensed, ...] = _given((Licensed(),))
    taken: FrozenMap[str, dt.date | Taken | tuple[dt.date | Taken, ...]] = _given(FrozenMap())


@attrs.frozen(kw_only=True)
class Answer:
    """What another reading gives.

    Attributes:
        reading: Its name; `text` is the version's own.
        status: Its status; None is not compared.
        due_on: Its last day, or `none`; None is not compared.
    """

    reading: str = f.text()
    status: Status | None = f.enum_of(Status, optional=True)
    due_on: dt.date | Literal["none"] | None = _given(None)


@attrs.frozen(kw_only=True)
class Example(Colleague):
    """A situation, and what the law says of it.

    Attributes:
        why: What it shows, with the clause where that helps.
        requirement: The requirement it is about.
        as_of: The day judged.
        known_at: What was on file at this moment is judged; None is all there is.
        reading: The reading that answers; None is the one that the pack prefers.
        posts: Further postings of the officer.
        colleagues: Other officers.
        waivers: Waivers of the officer.
        adoptions: Who made what binding.
        plans: The safety plan's versions.
        status: The status.
        due_on: Last day in time, or `none`; None is not compared.
        valid_until: Last day on which the evidence counts, or `none`; None is not compared.
        late_by_days: Days late; None is not compared.
        case: The case that decides; None is not compared.
        missing: The names of what is missing; None is not compared.
        contested: What other readings give; None is not compared.
        standing: How well it is founded; None is not compared.
        binding: What makes it binding; None is not compared.
        readiness: The officer's readiness; None is not compared.
        says: Words of the reason; None is not compared.
    """

    why: str | None = f.text(optional=True)
    requirement: str = f.text()
    as_of: dt.date = f.date()
    known_at: dt.datetime | None = f.instant(optional=True)
    reading: str | None = f.text(optional=True)
    posts: tuple[Post, ...] = r.children(optional=True)
    colleagues: tuple[Colleague, ...] = r.children(optional=True)
    waivers: tuple[Waived, ...] = r.children(optional=True)
    adoptions: tuple[Adopted, ...] = r.children(optional=True)
    plans: tuple[Plan, ...] = r.children(optional=True)
    status: Status = f.enum_of(Status)
    due_on: dt.date | Literal["none"] | None = _given(None)
    valid_until: dt.date | Literal["none"] | None = _given(None)
    late_by_days: int | None = f.count(optional=True)
    case: str | None = f.text(optional=True)
    missing: tuple[str, ...] | None = _given(None)
    contested: tuple[Answer, ...] | None = _given(None)
    standing: Standing | None = f.enum_of(Standing, optional=True)
    binding: Binding | None = f.enum_of(Binding, optional=True)
    readiness: ReadinessStatus | None = f.enum_of(ReadinessStatus, optional=True)
    says: str | None = f.text(optional=True)


@attrs.frozen(kw_only=True)
class Gap:
    """What `check_pack` asks for and no example can show.

    Attributes:
        requirement: Of which requirement.
        code: The code of the problem that is not reported.
        name: The case, reading, day or last day that it is about, where there is one.
        why: Why it cannot be shown.
    """

    requirement: str = f.text()
    code: str = f.text()
    name: str | None = f.text(optional=True)
    why: str = f.text()


@attrs.frozen(kw_only=True)
class Examples:
    """The examples of one pack.

    Attributes:
        pack: The id of the pack.
        examples: The examples by their places in the file, as RFC 6901 pointers.
        gaps: What no example can show.
    """

    pack: str = f.text()
    examples: FrozenMap[str, Example] = _given(FrozenMap())
    gaps: tuple[Gap, ...] = r.children(optional=True)
