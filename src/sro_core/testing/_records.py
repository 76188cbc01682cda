"""Strategies of single records. Any field may be given a strategy of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, TypeVar

import attrs
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from sro_core.models import (
    BEFORE_SERVICE,
    Adopter,
    Adoption,
    Agency,
    AgencyKind,
    Agreement,
    AgreementKind,
    Assignment,
    Attestation,
    Completion,
    Course,
    CourseCode,
    District,
    DistrictKind,
    Employment,
    EmploymentTime,
    Enrollment,
    EnrollmentState,
    FrozenMap,
    License,
    LicenseState,
    Meeting,
    Officer,
    Outcome,
    PlanKind,
    PlanReview,
    Role,
    SafetyPlan,
    School,
    SchoolControl,
    SchoolLevel,
    SchoolYear,
    SessionState,
    TrainingSession,
    Void,
    Waiver,
    WaiverKind,
)
from sro_core.testing._dates import instants, interesting_dates
from sro_core.testing._identifiers import (
    license_numbers,
    nces_district_ids,
    nces_school_ids,
    oris,
)

__all__ = [
    "HOURS",
    "adopters",
    "adoptions",
    "agencies",
    "agreements",
    "assignments",
    "attestations",
    "completions",
    "course_codes",
    "courses",
    "districts",
    "employments",
    "enrollments",
    "hours",
    "ids",
    "licenses",
    "meetings",
    "officers",
    "plan_reviews",
    "safety_plans",
    "school_years",
    "schools",
    "sessions",
    "voids",
    "waivers",
]

T = TypeVar("T")

#: Hours that sums and minimums turn on.
HOURS: Final = tuple(map(Decimal, ("8", "4", "40", "0", "0.15", "7.75", "16")))
_CODES: Final = ("nasro.basic-sro", "us-mn.post-sro", "us-mn.basic-sro")


def _made(
    kind: type[T], given: dict[str, Any], make: Callable[..., T] | None = None, /, **usual: Any
) -> st.SearchStrategy[T]:
    """Records of a kind: the given strategies of fields, and the usual ones of the others.

    Args:
        kind: The class of the records.
        given: Strategies of fields, as the caller gave them.
        make: What makes a record of the fields drawn; None is the class itself.
        usual: The usual strategies.

    Raises:
        InvalidArgument: The records have no such field, or what is given is no strategy.
    """
    known: Any = kind
    fields = [field.name for field in attrs.fields(known)]
    for name, strategy in given.items():
        if name not in fields:
            raise InvalidArgument(
                f"{kind.__name__} has no field {name!r}, only: {', '.join(fields)}"
            )
        if not isinstance(strategy, st.SearchStrategy):
            raise InvalidArgument(
                f"{name}={strategy!r} is no strategy; just({strategy!r}) gives the same each time"
            )
    return st.builds(make or kind, **{**usual, **given})


def _ordered(
    kind: Callable[..., T], start_name: str = "start", end_name: str = "end"
) -> Callable[..., T]:
    """The record, with its two days in order."""

    def make(**fields: Any) -> T:
        start, end = fields.get(start_name), fields.get(end_name)
        if start is not None and end is not None and end < start:
            fields[start_name], fields[end_name] = end, start
        return kind(**fields)

    return make


def ids(prefix: str = "r", *, count: int = 4) -> st.SearchStrategy[str]:
    """A few short ids, so that records meet.

    Args:
        prefix: What they begin with.
        count: How many there are.

    Raises:
        InvalidArgument: There are none.
    """
    if type(count) is not int or count < 1:
        raise InvalidArgument(f"{count=}: a whole number, 1 or more, is needed")
    return st.sampled_from([f"{prefix}{number}" for number in range(1, count + 1)])


def hours() -> st.SearchStrategy[Decimal]:
    """Hours that sums and minimums turn on, exact."""
    return st.sampled_from(HOURS)


def _ends() -> st.SearchStrategy[dt.date | None]:
    return st.none() | interesting_dates()


def _recorded() -> st.SearchStrategy[dt.datetime | None]:
    return st.none() | instants()


def voids(**fields: Any) -> st.SearchStrategy[Void]:
    """Marks that take a record back, with and without one in its place.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    return _made(
        Void,
        fields,
        at=instants(),
        by=st.just("registrar"),
        reason=st.just("mistake"),
        replaced_by=st.none() | ids(),
    )


def agencies(**fields: Any) -> st.SearchStrategy[Agency]:
    """Law-enforcement agencies.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    return _made(
        Agency,
        fields,
        id=ids("a"),
        name=st.just("City Police Department"),
        kind=st.sampled_from(AgencyKind),
        jurisdiction=st.just("US-MN"),
        ori=st.none() | oris("US-MN"),
        records_from=st.none() | interesting_dates(),
    )


def school_years(**fields: Any) -> st.SearchStrategy[SchoolYear]:
    """School years.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    return _made(
        SchoolYear,
        fields,
        _ordered(SchoolYear, "first_day", "last_day"),
        name=st.just("school year"),
        first_day=interesting_dates(),
        last_day=interesting_dates(),
    )


def districts(**fields: Any) -> st.SearchStrategy[District]:
    """School districts, charter operators and nonpublic ones.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    return _made(
        District,
        fields,
        id=ids("d"),
        name=st.just("Public School District"),
        jurisdiction=st.just("US-MN"),
        kind=st.sampled_from(DistrictKind),
        nces_id=st.none() | nces_district_ids("US-MN"),
        enrollment=st.none() | st.sampled_from([1000, 999, 1001, 0]),
        school_years=st.lists(school_years(), max_size=2).map(tuple),
    )


def schools(**fields: Any) -> st.SearchStrategy[School]:
    """Schools.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    return _made(
        School,
        fields,
        id=ids("s"),
        district_id=ids("d"),
        name=st.just("High School"),
        level=st.sampled_from(SchoolLevel),
        control=st.sampled_from(SchoolControl),
        nces_id=st.none() | nces_school_ids(jurisdiction="US-MN"),
    )


def employments(**fields: Any) -> st.SearchStrategy[Employment]:
    """Employments of an officer.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    return _made(
        Employment,
        fields,
        _ordered(Employment),
        agency_id=ids("a"),
        start=interesting_dates(),
        end=_ends(),
        time=st.none() | st.sampled_from(EmploymentTime),
    )


def licenses(**fields: Any) -> st.SearchStrategy[License]:
    """Licenses and certifications.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    return _made(
        License,
        fields,
        _ordered(License),
        kind=st.just("peace_officer"),
        jurisdiction=st.just("US-MN"),
        number=st.none() | license_numbers(),
        start=interesting_dates(),
        end=_ends(),
        state=st.sampled_from(LicenseState),
    )


def officers(**fields: Any) -> st.SearchStrategy[Officer]:
    """Officers.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    return _made(
        Officer,
        fields,
        id=ids("o"),
        employments=st.lists(employments(), max_size=2).map(tuple),
        licenses=st.lists(licenses(), max_size=2).map(tuple),
    )


def agreements(**fields: Any) -> st.SearchStrategy[Agreement]:
    """Agreements between an agency and a district.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    return _made(
        Agreement,
        fields,
        _ordered(Agreement),
        id=ids("g"),
        agency_id=ids("a"),
        district_id=ids("d"),
        kind=st.none() | st.sampled_from(AgreementKind),
        signed_on=interesting_dates(),
        start=interesting_dates(),
        end=_ends(),
        reviewed_on=st.lists(interesting_dates(), max_size=1).map(tuple),
        funding=st.just(()),
        recorded_at=_recorded(),
    )


def assignments(**fields: Any) -> st.SearchStrategy[Assignment]:
    """Postings of officers.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    return _made(
        Assignment,
        fields,
        _ordered(Assignment),
        id=ids("p"),
        officer_id=ids("o"),
        agency_id=ids("a"),
        district_id=ids("d"),
        school_ids=st.just(()),
        role=st.sampled_from((Role.SCHOOL_RESOURCE_OFFICER, Role.SUBSTITUTE)),
        start=interesting_dates(),
        end=_ends(),
        hours_per_week=st.none() | hours(),
        armed=st.none() | st.booleans(),
        recorded_at=_recorded(),
    )


def safety_plans(**fields: Any) -> st.SearchStrategy[SafetyPlan]:
    """Versions of safety plans.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    return _made(
        SafetyPlan,
        fields,
        _ordered(SafetyPlan),
        id=ids("v"),
        district_id=ids("d"),
        agency_id=ids("a"),
        kind=st.sampled_from(PlanKind),
        version=st.just("2025"),
        start=interesting_dates(),
        end=_ends(),
    )


def plan_reviews(**fields: Any) -> st.SearchStrategy[PlanReview]:
    """Reviews of plan versions by officers.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    return _made(
        PlanReview,
        fields,
        id=ids("w"),
        officer_id=ids("o"),
        plan_id=ids("v"),
        reviewed_on=interesting_dates(),
        recorded_at=_recorded(),
    )


def course_codes(
    *, codes_from: tuple[str, ...] = _CODES, **fields: Any
) -> st.SearchStrategy[CourseCode]:
    """Catalogue codes of a course; few of them are limited to some days.

    Args:
        codes_from: The codes.
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    return _made(
        CourseCode,
        fields,
        _ordered(CourseCode),
        code=st.sampled_from(codes_from) if codes_from else st.just("x.course"),
        start=st.none() | st.none() | interesting_dates(),
    )


def courses(
    *, codes_from: tuple[str, ...] = _CODES, topics_from: tuple[str, ...] = (), **fields: Any
) -> st.SearchStrategy[Course]:
    """Courses, with and without hours, topics and limits of their recognition.

    Args:
        codes_from: Codes they may carry.
        topics_from: Topics they may state.
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    code = course_codes(codes_from=codes_from)
    topics: st.SearchStrategy[Any] = st.just(FrozenMap())
    if topics_from:
        stated = st.dictionaries(st.sampled_from(topics_from), st.none() | hours(), max_size=2)
        topics |= stated.map(FrozenMap)
    return _made(
        Course,
        fields,
        id=ids("c"),
        title=st.just("Basic SRO Course"),
        provider=st.just("Training Center"),
        hours=hours() | st.none(),
        topics=topics,
        codes=st.lists(code, min_size=1, max_size=2, unique_by=lambda item: item.code).map(tuple),
    )


def meetings(**fields: Any) -> st.SearchStrategy[Meeting]:
    """Sittings of eight hours.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """

    def make(starts_at: dt.datetime, ends_at: dt.datetime | None) -> Meeting:
        return Meeting(starts_at=starts_at, ends_at=ends_at or starts_at + dt.timedelta(hours=8))

    return _made(
        Meeting,
        fields,
        make,
        starts_at=interesting_dates().map(
            lambda day: dt.datetime.combine(day, dt.time(14), dt.UTC)
        ),
        ends_at=st.none(),
    )


def sessions(**fields: Any) -> st.SearchStrategy[TrainingSession]:
    """Training sessions of one sitting.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    return _made(
        TrainingSession,
        fields,
        id=ids("n"),
        course_id=ids("c"),
        host=st.just("Training Center"),
        meetings=meetings().map(lambda sitting: (sitting,)),
        time_zone=st.just("America/Chicago"),
        capacity=st.none() | st.just(24),
        state=st.sampled_from((SessionState.HELD, SessionState.CANCELLED, SessionState.SCHEDULED)),
    )


def enrollments(**fields: Any) -> st.SearchStrategy[Enrollment]:
    """Seats in sessions.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    return _made(
        Enrollment,
        fields,
        id=ids("e"),
        session_id=ids("n"),
        officer_id=ids("o"),
        state=st.sampled_from(EnrollmentState),
        attended_minutes=st.none() | st.just(480),
    )


def completions(**fields: Any) -> st.SearchStrategy[Completion]:
    """Completions, with and without hours; most of them completed.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    return _made(
        Completion,
        fields,
        id=ids("k"),
        officer_id=ids("o"),
        course_id=ids("c"),
        session_id=st.none(),
        completed_on=interesting_dates(),
        hours=hours() | st.none(),
        outcome=st.sampled_from([*[Outcome.COMPLETED] * 5, Outcome.INCOMPLETE, Outcome.FAILED]),
        recorded_at=_recorded(),
    )


def waivers(**fields: Any) -> st.SearchStrategy[Waiver]:
    """Waivers of all kinds.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """

    def make(due_on: dt.date | None, **rest: Any) -> Waiver:
        extended = rest["kind"] is WaiverKind.EXTENDED
        return _ordered(Waiver)(due_on=due_on if extended else None, **rest)

    return _made(
        Waiver,
        fields,
        make,
        id=ids("x"),
        officer_id=ids("o"),
        requirement_id=st.just("us-mn.sro-course"),
        kind=st.sampled_from(WaiverKind),
        granted_by=st.just("Licensing board"),
        granted_on=interesting_dates(),
        start=interesting_dates(),
        end=_ends(),
        due_on=interesting_dates(),
        reason=st.just("hardship"),
        recorded_at=_recorded(),
    )


def adopters(**fields: Any) -> st.SearchStrategy[Adopter]:
    """Who makes a requirement binding: an agency, a district or an agreement.

    Args:
        fields: Strategies of fields, in place of all three of them.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    if fields:
        return _made(Adopter, fields)
    return st.one_of(
        st.builds(Adopter, agency_id=ids("a")),
        st.builds(Adopter, district_id=ids("d")),
        st.builds(Adopter, agreement_id=ids("g")),
    )


def adoptions(**fields: Any) -> st.SearchStrategy[Adoption]:
    """Adoptions by agencies, districts and agreements.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    return _made(
        Adoption,
        fields,
        _ordered(Adoption),
        id=ids("y"),
        requirement_id=st.just("us-mn.basic-voluntary"),
        by=adopters(),
        start=interesting_dates(),
        end=_ends(),
        due=st.sampled_from((None, BEFORE_SERVICE)) | interesting_dates(),
        recorded_at=_recorded(),
    )


def attestations(**fields: Any) -> st.SearchStrategy[Attestation]:
    """Signed statements, true and false, about everybody or about one record.

    Args:
        fields: Strategies of fields, in place of the usual ones.

    Raises:
        InvalidArgument: There is no such field, or what is given is no strategy.
    """
    return _made(
        Attestation,
        fields,
        _ordered(Attestation),
        id=ids("t"),
        fact=st.just("us-mn.employer-unable-to-provide"),
        value=st.booleans(),
        stated_by=st.just("Chief law enforcement officer"),
        start=interesting_dates(),
        end=_ends(),
        recorded_at=_recorded(),
    )
