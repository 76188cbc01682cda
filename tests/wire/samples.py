"""One document that has every key of the format, for the tests of reading and writing."""

from __future__ import annotations

import copy
from typing import Any

_MARKS: dict[str, Any] = {
    "recorded_at": "2024-09-03T08:15:00-05:00",
    "voided": {
        "at": "2025-01-02T00:00:00.250000Z",
        "by": "records office",
        "reason": "entered twice",
        "replaced_by": "other",
    },
    "extensions": {"note": "x", "list": [1, 2.5, None, True, {"": []}]},
}

FULL: dict[str, Any] = {
    "format": "sro-core/registry",
    "version": 1,
    "agencies": [
        {
            "id": "a1",
            "name": "Lakeview Police",
            "kind": "police",
            "jurisdiction": "US-MN",
            "ori": "MN0550100",
            "records_from": "2020-01-01",
            **_MARKS,
        }
    ],
    "districts": [
        {
            "id": "d1",
            "name": "Lakeview Schools",
            "jurisdiction": "US-MN",
            "kind": "public",
            "nces_id": "2733840",
            "enrollment": 17000,
            "school_years": [
                {"name": "2025-2026", "first_day": "2025-09-02", "last_day": "2026-06-05"}
            ],
            **_MARKS,
        }
    ],
    "schools": [
        {
            "id": "s1",
            "district_id": "d1",
            "name": "Lakeview High",
            "level": "high",
            "control": "public",
            "nces_id": "273384001234",
            **_MARKS,
        }
    ],
    "officers": [
        {
            "id": "o1",
            "name": "Quillfeather",
            "employments": [
                {"agency_id": "a1", "from": "2019-05-01", "to": "2030-01-01", "time": "full"}
            ],
            "licenses": [
                {
                    "kind": "peace_officer",
                    "jurisdiction": "US-MN",
                    "number": "LIC-77321",
                    "from": "2018-07-01",
                    "to": "2027-06-30",
                    "state": "conditional",
                }
            ],
            **_MARKS,
        }
    ],
    "agreements": [
        {
            "id": "g1",
            "agency_id": "a1",
            "district_id": "d1",
            "kind": "sro_contract",
            "signed_on": "2024-06-01",
            "from": "2024-07-01",
            "to": "2026-06-30",
            "review_by": "2025-12-31",
            "reviewed_on": ["2025-05-05"],
            "funding": ["state-aid"],
            **_MARKS,
        }
    ],
    "assignments": [
        {
            "id": "as1",
            "officer_id": "o1",
            "agency_id": "a1",
            "district_id": "d1",
            "school_ids": ["s1"],
            "role": "school_resource_officer",
            "from": "2024-09-01",
            "to": "2026-06-05",
            "hours_per_week": 37.5,
            "armed": True,
            "agreement_id": "g1",
            **_MARKS,
        }
    ],
    "safety_plans": [
        {
            "id": "p1",
            "district_id": "d1",
            "agency_id": "a1",
            "kind": "threat_response",
            "version": "2024",
            "from": "2024-08-01",
            "to": "2025-07-31",
            **_MARKS,
        }
    ],
    "plan_reviews": [
        {"id": "r1", "officer_id": "o1", "plan_id": "p1", "reviewed_on": "2024-08-20", **_MARKS}
    ],
    "courses": [
        {
            "id": "c1",
            "title": "Basic SRO",
            "provider": "NASRO",
            "hours": 40,
            "topics": {"law": 4.25, "mentoring": None},
            "codes": [{"code": "nasro.basic-sro", "from": "2015-01-01", "to": "2030-01-01"}],
            **_MARKS,
        }
    ],
    "sessions": [
        {
            "id": "t1",
            "course_id": "c1",
            "host": "Sheriff",
            "meetings": [
                {"starts_at": "2022-08-09T08:00:00-05:00", "ends_at": "2022-08-09T17:00:00-05:00"}
            ],
            "time_zone": "America/Chicago",
            "place": "Rochester",
            "capacity": 24,
            "state": "held",
            **_MARKS,
        }
    ],
    "enrollments": [
        {
            "id": "e1",
            "session_id": "t1",
            "officer_id": "o1",
            "state": "completed",
            "attended_minutes": 1440,
            **_MARKS,
        }
    ],
    "completions": [
        {
            "id": "k1",
            "officer_id": "o1",
            "course_id": "c1",
            "session_id": "t1",
            "completed_on": "2022-08-11",
            "hours": 40.5,
            "outcome": "completed",
            "certificate": "CERT-4471",
            **_MARKS,
        }
    ],
    "waivers": [
        {
            "id": "w1",
            "officer_id": "o1",
            "requirement_id": "us-mn.sro-course",
            "kind": "extended",
            "granted_by": "Board Secretary Umber",
            "granted_on": "2025-08-01",
            "from": "2025-08-01",
            "to": "2026-08-01",
            "due_on": "2026-03-01",
            "reason": "injured on duty",
            **_MARKS,
        }
    ],
    "adoptions": [
        {
            "id": "n1",
            "requirement_id": "us-mn.sro-course",
            "by": {"agency_id": "a1"},
            "from": "2022-01-01",
            "to": "2025-08-31",
            "due": "before_service",
            **_MARKS,
        }
    ],
    "attestations": [
        {
            "id": "f1",
            "fact": "course.unavailable",
            "officer_id": "o1",
            "assignment_id": "as1",
            "agency_id": "a1",
            "district_id": "d1",
            "school_id": "s1",
            "agreement_id": "g1",
            "value": True,
            "stated_by": "Chief Larkspur",
            "from": "2025-01-01",
            "to": "2025-12-31",
            **_MARKS,
        }
    ],
}

#: The words of the document above that nobody but its reader may see.
PRIVATE = (
    "Quillfeather",
    "LIC-77321",
    "CERT-4471",
    "injured on duty",
    "Umber",
    "Larkspur",
    "records office",
    "entered twice",
)


def full() -> dict[str, Any]:
    """A copy of the document, to be changed at will."""
    return copy.deepcopy(FULL)


def changed(pointer: str, value: object) -> dict[str, Any]:
    """The document with another value at a pointer."""
    document = full()
    place: Any = document
    *way, last = [int(token) if token.isdigit() else token for token in pointer.split("/")[1:]]
    for token in way:
        place = place[token]
    place[last] = value
    return document


def pointers(value: Any, prefix: str = "") -> list[str]:
    """The pointers of all values inside a value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    found: list[str] = []
    for key, item in inside:
        pointer = f"{prefix}/{key}"
        found.append(pointer)
        if isinstance(item, dict | list):
            found += pointers(item, pointer)
    return found
