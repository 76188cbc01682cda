"""Agencies, districts and schools: numbers that fit the place, and each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sro_core.identifiers import is_nces_prefix, nces_jurisdiction, ori_jurisdiction
from sro_core.models import Record
from sro_core.problems import Problem
from sro_core.validation.files import Files
from sro_core.validation.spans import overlaps

__all__ = [
    "ids_of_other_places",
    "ids_that_two_records_share",
    "school_years_that_overlap",
    "schools_with_the_id_of_another_district",
]


def ids_of_other_places(files: Files) -> Iterator[Problem]:
    """The letters of an ORI, and the first digits of an NCES id, are those of the jurisdiction.

    A federal agency has the letters of the state it is in.
    """
    for agency in files.agencies:
        if agency.ori is None:
            continue
        found = ori_jurisdiction(agency.ori)
        if found is None:
            yield files.problem("unknown-ori-prefix", agency, "/ori", prefix=agency.ori[:2])
        elif agency.jurisdiction not in ("US", found):
            yield files.problem(
                "ori-of-another-jurisdiction",
                agency,
                "/ori",
                found=found,
                jurisdiction=agency.jurisdiction,
            )
    for district in files.districts:
        if district.nces_id is None:
            continue
        found = nces_jurisdiction(district.nces_id)
        if found is not None and found != district.jurisdiction:
            yield files.problem(
                "nces-id-of-another-jurisdiction",
                district,
                "/nces_id",
                found=found,
                jurisdiction=district.jurisdiction,
            )
        elif found is None and not is_nces_prefix(district.nces_id):
            yield files.problem(
                "unknown-nces-prefix", district, "/nces_id", prefix=district.nces_id[:2]
            )


def ids_that_two_records_share(files: Files) -> Iterator[Problem]:
    """No two agencies have one ORI, no two districts and no two schools one NCES id."""
    yield from _shared(files, files.agencies, "ori", "agency")
    yield from _shared(files, files.districts, "nces_id", "district")
    yield from _shared(files, files.schools, "nces_id", "school")


def _shared(files: Files, records: Iterable[Any], name: str, kind: str) -> Iterator[Problem]:
    first: dict[str, Record] = {}
    for record in records:
        identifier = getattr(record, name)
        if identifier is None:
            continue
        other = first.setdefault(identifier, record)
        if other is not record:
            yield files.problem("identifier-shared", record, f"/{name}", kind=kind, other=other.id)


def school_years_that_overlap(files: Files) -> Iterator[Problem]:
    """The school years of a district follow one another."""
    for district in files.districts:
        for (_place, before), (place, year) in overlaps(
            enumerate(district.school_years),
            lambda pair: (pair[1].first_day, pair[1].last_day),
        ):
            yield files.problem(
                "school-years-overlap",
                district,
                f"/school_years/{place}/first_day",
                start=year.first_day,
                end=before.last_day,
            )


def schools_with_the_id_of_another_district(files: Files) -> Iterator[Problem]:
    """An NCES school id begins with the id of its district."""
    for school in files.schools:
        district = files.districts.find(school.district_id)
        if school.nces_id is None or district is None or district.nces_id is None:
            continue
        if not school.nces_id.startswith(district.nces_id):
            yield files.problem(
                "nces-id-of-another-district", school, "/nces_id", district=district.id
            )
