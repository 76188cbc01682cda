"""Officers: whom they work for, and where they are posted meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from sro_core.models import Assignment, EmploymentTime
from sro_core.problems import Problem
from sro_core.validation.files import Files
from sro_core.validation.spans import days, overlaps, spell_on

__all__ = [
    "assignments_outside_employment",
    "employments_that_overlap",
    "full_time_assignments_that_overlap",
    "officers_without_employment",
    "schools_of_other_districts",
]

#: Hours a week from which an assignment leaves no room for another like it: what the Bureau of
#: Labor Statistics counts as full-time work.
_FULL_TIME: Final = Decimal(35)
_BESIDE_ANOTHER: Final = frozenset(
    (EmploymentTime.PART, EmploymentTime.RESERVE, EmploymentTime.VOLUNTEER)
)


def assignments_outside_employment(files: Files) -> Iterator[Problem]:
    """While an assignment runs, the officer is employed by the agency."""
    for assignment in files.assignments:
        officer = files.officers.find(assignment.officer_id)
        agency_id = assignment.agency_id
        if officer is None or not officer.employments or files.agencies.find(agency_id) is None:
            continue
        found = spell_on(
            (item for item in officer.employments if item.agency_id == agency_id),
            assignment.start,
        )
        if found is None:
            yield files.problem(
                "assignment-outside-employment",
                assignment,
                "/from",
                officer=officer.id,
                agency=agency_id,
            )
        elif found.end is not None and found.end < (assignment.end or dt.date.max):
            yield files.problem(
                "assignment-outlasts-employment",
                assignment,
                "" if assignment.end is None else "/to",
                officer=officer.id,
                agency=agency_id,
                day=found.end,
            )


def officers_without_employment(files: Files) -> Iterator[Problem]:
    """Who is posted is employed."""
    posted = {assignment.officer_id for assignment in files.assignments}
    for officer in files.officers:
        if not officer.employments and officer.id in posted:
            yield files.problem("officer-without-employment", officer, "/employments")


def employments_that_overlap(files: Files) -> Iterator[Problem]:
    """Two employments run at once only where one of them leaves room for the other."""
    for officer in files.officers:
        whole = [
            (place, item)
            for place, item in enumerate(officer.employments)
            if item.time not in _BESIDE_ANOTHER
        ]
        for (_place, before), (place, item) in overlaps(
            whole, lambda pair: (pair[1].start, pair[1].end)
        ):
            pointer = f"/employments/{place}/from"
            if item.start == before.end:
                yield files.problem(
                    "employments-share-a-day",
                    officer,
                    pointer,
                    day=item.start,
                    agency=before.agency_id,
                )
            else:
                ends = [end for end in (item.end, before.end) if end is not None]
                yield files.problem(
                    "employments-overlap",
                    officer,
                    pointer,
                    agency=before.agency_id,
                    days=days(item.start, min(ends, default=None)),
                )


def full_time_assignments_that_overlap(files: Files) -> Iterator[Problem]:
    """An officer has one full-time assignment at a time."""
    of_officers: dict[str, list[Assignment]] = {}
    for assignment in files.assignments:
        if assignment.hours_per_week is not None and assignment.hours_per_week >= _FULL_TIME:
            of_officers.setdefault(assignment.officer_id, []).append(assignment)
    for assignments in of_officers.values():
        for before, item in overlaps(assignments, lambda item: (item.start, item.end)):
            yield files.problem(
                "full-time-twice",
                item,
                "/hours_per_week",
                hours=item.hours_per_week,
                other=before.id,
                others=before.hours_per_week,
            )


def schools_of_other_districts(files: Files) -> Iterator[Problem]:
    """An assignment's schools are schools of its district."""
    for assignment in files.assignments:
        if files.districts.find(assignment.district_id) is None:
            continue
        for place, school_id in enumerate(assignment.school_ids):
            school = files.schools.find(school_id)
            if school is not None and school.district_id != assignment.district_id:
                yield files.problem(
                    "school-of-another-district",
                    assignment,
                    f"/school_ids/{place}",
                    school=school.id,
                    district=assignment.district_id,
                )
