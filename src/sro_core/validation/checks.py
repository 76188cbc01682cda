"""The checks, one function each: files in, problems out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from sro_core.models import Attestation, SessionState
from sro_core.problems import Problem, problem
from sro_core.registry import KINDS, references_of
from sro_core.validation.files import Files

__all__ = [
    "assignments_outside_employment",
    "attestations_that_disagree",
    "completions_of_cancelled_sessions",
    "nces_ids_of_other_districts",
    "schools_of_other_districts",
    "unknown_references",
]

_SINGULAR = {
    "agencies": "agency",
    "districts": "district",
    "schools": "school",
    "officers": "officer",
    "agreements": "agreement",
    "assignments": "assignment",
    "safety_plans": "safety plan",
    "courses": "course",
    "sessions": "session",
}


def unknown_references(files: Files) -> Iterator[Problem]:
    """Every id that a record names must be that of a record on file."""
    for kind in KINDS:
        for pointer, record in files.standing(kind):
            for place, target, identifier in references_of(kind, record):
                if identifier not in files.known[target]:
                    yield problem(
                        "unknown-reference",
                        pointer + place,
                        record_id=record.id,
                        kind=_SINGULAR[target],
                        id=identifier,
                    )


def completions_of_cancelled_sessions(files: Files) -> Iterator[Problem]:
    """A session that is cancelled completes nobody."""
    for pointer, record in files.standing("completions"):
        session = files.find("sessions", record.session_id)
        if session is not None and session.state is SessionState.CANCELLED:
            yield problem(
                "completion-of-cancelled-session",
                f"{pointer}/session_id",
                record_id=record.id,
                session=session.id,
            )


def schools_of_other_districts(files: Files) -> Iterator[Problem]:
    """An assignment's schools are schools of its district."""
    for pointer, record in files.standing("assignments"):
        for position, school_id in enumerate(record.school_ids):
            school = files.find("schools", school_id)
            if school is not None and school.district_id != record.district_id:
                yield problem(
                    "school-of-another-district",
                    f"{pointer}/school_ids/{position}",
                    record_id=record.id,
                    school=school.id,
                    district=record.district_id,
                )


def nces_ids_of_other_districts(files: Files) -> Iterator[Problem]:
    """An NCES school id begins with the id of its district."""
    for pointer, record in files.standing("schools"):
        district = files.find("districts", record.district_id)
        if record.nces_id is None or district is None or district.nces_id is None:
            continue
        if not record.nces_id.startswith(district.nces_id):
            yield problem(
                "nces-id-of-another-district",
                f"{pointer}/nces_id",
                record_id=record.id,
                district=district.id,
            )


def assignments_outside_employment(files: Files) -> Iterator[Problem]:
    """On the first day of an assignment the officer is employed by the agency."""
    for pointer, record in files.standing("assignments"):
        officer = files.find("officers", record.officer_id)
        if officer is not None and not any(
            item.agency_id == record.agency_id
            and item.start <= record.start
            and (item.end is None or record.start <= item.end)
            for item in officer.employments
        ):
            yield problem(
                "assignment-outside-employment",
                f"{pointer}/from",
                record_id=record.id,
                officer=record.officer_id,
                agency=record.agency_id,
            )


def _subject(item: Attestation) -> tuple[str | None, ...]:
    return (
        item.officer_id,
        item.assignment_id,
        item.agency_id,
        item.district_id,
        item.school_id,
        item.agreement_id,
    )


def attestations_that_disagree(files: Files) -> Iterator[Problem]:
    """Statements of one fact about the same records, for the same days, agree."""
    groups: dict[tuple[str | None, ...], list[tuple[str, Attestation]]] = {}
    for pointer, record in files.standing("attestations"):
        groups.setdefault((record.fact, *_subject(record)), []).append((pointer, record))
    for members in groups.values():
        for (_first_pointer, first), (pointer, second) in combinations(members, 2):
            apart = (first.end is not None and first.end < second.start) or (
                second.end is not None and second.end < first.start
            )
            if first.value != second.value and not apart:
                yield problem(
                    "attestations-disagree",
                    f"{pointer}/value",
                    record_id=second.id,
                    fact=second.fact,
                    other=first.id,
                )
