"""What validating a large registry takes, and how it grows.

    python tests/benchmarks/validate_scale.py
    python tests/benchmarks/validate_scale.py --officers 2500 --rounds 3

Validates a registry of 25,000 officers, 30,000 assignments, 250,000 completions and
250,000 enrollments, and one of a quarter of the size, in turn in one process. Prints
the best of the rounds, records a second, the ratio of the two and the peak of memory.
One record in a thousand is wrong, so that problems are found too.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import time
from decimal import Decimal

import sro_core as sro
from sro_core.models import (
    Agency,
    AgencyKind,
    Assignment,
    Completion,
    Course,
    CourseCode,
    District,
    DistrictKind,
    Employment,
    EmploymentTime,
    Enrollment,
    EnrollmentState,
    License,
    Meeting,
    Officer,
    Outcome,
    Role,
    School,
    SchoolControl,
    SchoolLevel,
    SessionState,
    TrainingSession,
)

_BAR = 4.6
_COURSES = 199
_SEATS = 25
_PER_OFFICER = 10
_OFFICERS_OF_AN_AGENCY = 50
_WRONG = 1000
_CODES = ("us-mn.post-sro", "us-mn.basic-sro", "nasro.basic-sro")
_ZONE = dt.timezone(dt.timedelta(hours=-5))
_HIRED = dt.date(2010, 1, 4)


def _courses() -> tuple[Course, ...]:
    return tuple(
        Course(
            id=f"c{number}",
            title=f"Course {number}",
            provider="Academy",
            hours=Decimal(8),
            codes=(CourseCode(code=_CODES[number % len(_CODES)]),),
        )
        for number in range(_COURSES)
    )


def _session(number: int) -> TrainingSession:
    day = dt.date(2015, 6, 1) + dt.timedelta(days=number % 91)
    starts = dt.datetime.combine(day, dt.time(8), _ZONE)
    return TrainingSession(
        id=f"n{number}",
        course_id=f"c{number % _COURSES}",
        host="Academy",
        meetings=(Meeting(starts_at=starts, ends_at=starts + dt.timedelta(hours=8)),),
        time_zone="America/Chicago",
        capacity=_SEATS,
        state=SessionState.HELD,
    )


def registry_of(officers: int) -> sro.Registry:
    """A registry with so many officers, and all that goes with them."""
    agencies = range(1 + (officers - 1) // _OFFICERS_OF_AN_AGENCY)
    seats = range(officers * _PER_OFFICER)
    sessions = tuple(map(_session, range(1 + (len(seats) - 1) // _SEATS)))
    extra = officers // 5

    def posting(number: int) -> Assignment:
        officer = number % officers
        place = officer // _OFFICERS_OF_AN_AGENCY
        start = dt.date(2016, 9, 1) if number < officers else dt.date(2020, 9, 1)
        return Assignment(
            id=f"p{number}",
            officer_id=f"o{officer}",
            agency_id=f"a{place}",
            district_id=f"d{place}",
            school_ids=(f"s{place}" if number % _WRONG else "nowhere",),
            role=Role.SCHOOL_RESOURCE_OFFICER,
            start=start,
            end=start + dt.timedelta(days=1000),
        )

    return sro.Registry(
        agencies=tuple(
            Agency(id=f"a{n}", name="Police", kind=AgencyKind.POLICE, jurisdiction="US-MN")
            for n in agencies
        ),
        districts=tuple(
            District(id=f"d{n}", name="Schools", kind=DistrictKind.PUBLIC, jurisdiction="US-MN")
            for n in agencies
        ),
        schools=tuple(
            School(
                id=f"s{n}",
                district_id=f"d{n}",
                name="High School",
                level=SchoolLevel.HIGH,
                control=SchoolControl.PUBLIC,
            )
            for n in agencies
        ),
        officers=tuple(
            Officer(
                id=f"o{n}",
                employments=(
                    Employment(
                        agency_id=f"a{n // _OFFICERS_OF_AN_AGENCY}",
                        start=_HIRED,
                        time=EmploymentTime.FULL,
                    ),
                ),
                licenses=(
                    License(
                        kind="peace_officer", jurisdiction="US-MN", number=f"{n + 1}", start=_HIRED
                    ),
                ),
            )
            for n in range(officers)
        ),
        assignments=tuple(map(posting, range(officers + extra))),
        courses=_courses(),
        sessions=sessions,
        enrollments=tuple(
            Enrollment(
                id=f"e{n}",
                session_id=f"n{n // _SEATS}",
                officer_id=f"o{n % officers}",
                state=EnrollmentState.COMPLETED,
                attended_minutes=480 if n % _WRONG else 481,
            )
            for n in seats
        ),
        completions=tuple(
            Completion(
                id=f"k{n}",
                officer_id=f"o{n % officers}",
                course_id=sessions[n // _SEATS].course_id,
                session_id=f"n{n // _SEATS}",
                completed_on=sessions[n // _SEATS].meetings[0].starts_at.date(),
                hours=Decimal(8) if n % _WRONG else Decimal(9),
                outcome=Outcome.COMPLETED,
            )
            for n in seats
        ),
    )


def _records(registry: sro.Registry) -> int:
    return sum(len(records) for _kind, records in registry.lists())


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _seconds(registry: sro.Registry) -> float:
    begin = time.perf_counter()
    sro.validate(registry)
    return time.perf_counter() - begin


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--officers", type=int, default=25_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    small, large = registry_of(asked.officers // 4), registry_of(asked.officers)
    built = _peak()
    problems = sro.validate(small)  # the rule packs are read
    times: dict[str, list[float]] = {"small": [], "large": []}
    for _ in range(asked.rounds):
        times["small"].append(_seconds(small))
        times["large"].append(_seconds(large))
    best = {name: min(found) for name, found in times.items()}
    for name, registry in (("small", small), ("large", large)):
        count = _records(registry)
        print(  # noqa: T201
            f"{name}: {count:,} records in {best[name]:.2f} s, {count / best[name]:,.0f} a second"
        )
    ratio = best["large"] / best["small"]
    print(f"ratio: {ratio:.2f} for 4 times the records (at most {_BAR})")  # noqa: T201
    print(  # noqa: T201
        f"memory: {built:,.0f} MiB with both built, {_peak():,.0f} MiB at the peak; "
        f"{len(problems)} problems in the small one"
    )


if __name__ == "__main__":
    main()
