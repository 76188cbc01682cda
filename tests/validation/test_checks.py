"""Each check, on a registry that is right but for one planted fault."""

from __future__ import annotations

from typing import Any

import pytest

import sro_core as sro


def _lists() -> dict[str, list[dict[str, Any]]]:
    return {
        "agencies": [
            {"id": "a1", "name": "City Police", "kind": "police", "jurisdiction": "US-MN"},
            {"id": "a2", "name": "County Sheriff", "kind": "sheriff", "jurisdiction": "US-MN"},
        ],
        "districts": [
            {
                "id": "d1",
                "name": "District 1",
                "jurisdiction": "US-MN",
                "kind": "public",
                "nces_id": "2731800",
            },
            {"id": "d2", "name": "District 2", "jurisdiction": "US-MN", "kind": "public"},
        ],
        "schools": [
            {
                "id": "s1",
                "district_id": "d1",
                "name": "High",
                "level": "high",
                "control": "public",
                "nces_id": "273180001015",
            },
            {
                "id": "s2",
                "district_id": "d2",
                "name": "Middle",
                "level": "middle",
                "control": "public",
            },
        ],
        "officers": [{"id": "o1", "employments": [{"agency_id": "a1", "from": "2015-01-05"}]}],
        "assignments": [
            {
                "id": "p1",
                "officer_id": "o1",
                "agency_id": "a1",
                "district_id": "d1",
                "school_ids": ["s1"],
                "role": "school_resource_officer",
                "from": "2022-09-06",
            }
        ],
        "courses": [{"id": "c1", "title": "Basic", "provider": "State"}],
        "sessions": [
            {
                "id": "n1",
                "course_id": "c1",
                "host": "State",
                "meetings": [
                    {
                        "starts_at": "2022-08-09T08:00:00-05:00",
                        "ends_at": "2022-08-09T16:00:00-05:00",
                    }
                ],
                "time_zone": "America/Chicago",
                "state": "held",
            }
        ],
        "completions": [
            {
                "id": "k1",
                "officer_id": "o1",
                "course_id": "c1",
                "session_id": "n1",
                "completed_on": "2022-08-09",
                "outcome": "completed",
            }
        ],
        "attestations": [
            {
                "id": "t1",
                "fact": "us-mn.employer-unable-to-provide",
                "assignment_id": "p1",
                "value": True,
                "stated_by": "Chief",
                "from": "2022-09-06",
                "to": "2023-06-30",
            }
        ],
    }


def _found(lists: dict[str, list[dict[str, Any]]]) -> list[tuple[str, str, str | None]]:
    problems = sro.validate(sro.Registry.build(**lists))
    return [(item.code, item.pointer, item.record_id) for item in problems]


def test_a_registry_that_is_right_has_no_problems() -> None:
    assert _found(_lists()) == []


@pytest.mark.parametrize(
    ("kind", "changes", "code", "pointer"),
    [
        (
            "officers",
            {"employments": [{"agency_id": "a9", "from": "2015-01-05"}]},
            "unknown-reference",
            "/officers/0/employments/0/agency_id",
        ),
        ("completions", {"course_id": "c9"}, "unknown-reference", "/completions/0/course_id"),
        (
            "sessions",
            {"state": "cancelled"},
            "completion-of-cancelled-session",
            "/completions/0/session_id",
        ),
        (
            "assignments",
            {"school_ids": ["s1", "s2"]},
            "school-of-another-district",
            "/assignments/0/school_ids/1",
        ),
        (
            "schools",
            {"nces_id": "273816001651"},
            "nces-id-of-another-district",
            "/schools/0/nces_id",
        ),
        (
            "assignments",
            {"from": "2014-09-02"},
            "assignment-outside-employment",
            "/assignments/0/from",
        ),
    ],
)
def test_a_planted_fault_is_found_at_its_place(
    kind: str, changes: dict[str, Any], code: str, pointer: str
) -> None:
    lists = _lists()
    lists[kind][0].update(changes)
    found = [(found_code, place) for found_code, place, _record in _found(lists)]
    assert (code, pointer) in found
    assert {found_code for found_code, _place in found} <= {code, "assignment-outside-employment"}


def test_statements_that_disagree_for_the_same_days() -> None:
    lists = _lists()
    first = lists["attestations"][0]
    lists["attestations"] += [
        {**first, "id": "t2", "value": False, "from": "2023-01-01", "to": "2023-12-31"},
        {**first, "id": "t3", "value": False, "from": "2024-01-01", "to": "2024-12-31"},
    ]
    assert _found(lists) == [("attestations-disagree", "/attestations/1/value", "t2")]


def test_a_voided_record_is_not_judged() -> None:
    lists = _lists()
    lists["completions"][0]["course_id"] = "c9"
    lists["completions"][0]["voided"] = {
        "at": "2022-09-01T00:00:00Z",
        "by": "Coordinator",
        "reason": "wrong course",
    }
    assert _found(lists) == []


def test_problems_come_in_the_promised_order() -> None:
    """By pointer, token by token with indexes as numbers, then by code."""
    lists = _lists()
    completion = lists["completions"][0]
    lists["completions"] = [{**completion, "id": f"k{n}", "course_id": "c9"} for n in range(11)]
    pointers = [pointer for _code, pointer, _record in _found(lists)]
    assert pointers == [f"/completions/{n}/course_id" for n in range(11)]


def test_validating_what_names_nothing_never_raises() -> None:
    assert sro.validate(sro.Registry()) == ()
