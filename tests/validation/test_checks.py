"""Each check, on a registry that is right but for one planted fault."""

from __future__ import annotations

import datetime as dt
from collections import Counter
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
        "courses": [
            {
                "id": "c1",
                "title": "Basic",
                "provider": "State",
                "hours": 8,
                "codes": [{"code": "us-mn.post-sro"}],
            }
        ],
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


def _with(kind: str, changes: dict[str, Any], *, more: dict[str, Any] | None = None) -> Any:
    """The lists with one record changed, and further records; what is None is left out."""
    lists = _lists()
    lists[kind][0].update(changes)
    for name, records in (more or {}).items():
        lists.setdefault(name, []).extend(records)
    return {
        name: [
            {key: value for key, value in record.items() if value is not None} for record in records
        ]
        for name, records in lists.items()
    }


def _meeting(starts_at: str, ends_at: str) -> dict[str, str]:
    return {"starts_at": starts_at, "ends_at": ends_at}


_AWAY = {"at": "2022-09-01T00:00:00Z", "by": "Coordinator", "reason": "wrong"}
_EVENING = [_meeting("2022-08-09T18:00:00-05:00", "2022-08-10T02:00:00-05:00")]
_SEAT = {"id": "e1", "session_id": "n1", "officer_id": "o1", "state": "completed"}
_ADOPTION = {
    "id": "y1",
    "requirement_id": "us-mn.basic-voluntary",
    "by": {"agency_id": "a1"},
    "from": "2022-07-01",
}
_AGREEMENT = {
    "id": "g1",
    "agency_id": "a1",
    "district_id": "d1",
    "signed_on": "2022-06-13",
    "from": "2022-07-01",
    "to": "2024-06-30",
}
_PLAN = {
    "id": "v1",
    "district_id": "d1",
    "agency_id": "a1",
    "kind": "threat_response",
    "version": "1",
    "from": "2022-07-01",
    "to": "2023-06-30",
}


_CASES = [
    pytest.param(
        _with("completions", {"completed_on": "2022-08-09"}, more={}),
        [],
        id="a day of its session",
    ),
    pytest.param(
        _with("sessions", {"meetings": _EVENING}),
        [],
        id="an evening whose end is the next day in its place: either day is right",
    ),
    pytest.param(
        _with(
            "sessions",
            {"meetings": [_meeting("2022-08-10T01:00:00Z", "2022-08-10T09:00:00Z")]},
        ),
        [
            ("meeting-offset", "/sessions/0/meetings/0/ends_at"),
            ("meeting-offset", "/sessions/0/meetings/0/starts_at"),
        ],
        id="the same evening in UTC: the days are those of Chicago",
    ),
    pytest.param(
        _with(
            "sessions",
            {"meetings": [_meeting("2022-11-05T22:00:00-05:00", "2022-11-06T05:00:00-06:00")]},
            more={"courses": [], "completions": []},
        )
        | {"completions": []},
        [("meeting-crosses-clock-change", "/sessions/0/meetings/0")],
        id="seven hours on the clock are eight when it goes back: the course is long enough",
    ),
    pytest.param(
        _with(
            "sessions",
            {"meetings": [_meeting("2022-03-12T22:00:00-06:00", "2022-03-13T06:00:00-05:00")]},
        )
        | {"completions": []},
        [
            ("session-shorter-than-course", "/sessions/0/meetings"),
            ("meeting-crosses-clock-change", "/sessions/0/meetings/0"),
        ],
        id="eight hours on the clock are seven when it goes forward",
    ),
    pytest.param(
        _with("completions", {"voided": {**_AWAY, "replaced_by": "k2"}}),
        [("unknown-reference", "/completions/0/voided/replaced_by")],
        id="replaced by what is not on file",
    ),
    pytest.param(
        _with(
            "completions",
            {"voided": {**_AWAY, "replaced_by": "k2"}},
            more={
                "completions": [
                    {
                        "id": "k2",
                        "officer_id": "o1",
                        "course_id": "c1",
                        "completed_on": "2022-08-09",
                        "outcome": "completed",
                        "voided": {**_AWAY, "replaced_by": "k1"},
                    }
                ]
            },
        ),
        [
            ("replacement-circle", "/completions/0/voided/replaced_by"),
            ("replacement-circle", "/completions/1/voided/replaced_by"),
        ],
        id="replaced by each other",
    ),
    pytest.param(
        _with("sessions", {"voided": _AWAY}),
        [("reference-to-voided", "/completions/0/session_id")],
        id="a session that was taken back",
    ),
    pytest.param(
        _with(
            "sessions",
            {"voided": {**_AWAY, "replaced_by": "n2"}},
            more={
                "sessions": [
                    {
                        "id": "n2",
                        "course_id": "c1",
                        "host": "State",
                        "meetings": _EVENING,
                        "time_zone": "America/Chicago",
                        "state": "cancelled",
                    }
                ]
            },
        ),
        [("completion-of-cancelled-session", "/completions/0/session_id")],
        id="references follow replacements: the session in its place was cancelled",
    ),
    pytest.param(
        _with("completions", {}, more={"enrollments": [{**_SEAT, "attended_minutes": 479}]}),
        [("attendance-below-credit", "/completions/0")],
        id="the credit is that of the course where the completion states none",
    ),
    pytest.param(
        _with("completions", {}, more={"enrollments": [{**_SEAT, "attended_minutes": 480}]}),
        [],
        id="attended to the minute",
    ),
    pytest.param(
        _with(
            "completions",
            {},
            more={
                "enrollments": [
                    {**_SEAT, "id": "e0", "state": "withdrawn"},
                    {**_SEAT, "attended_minutes": 480},
                ]
            },
        ),
        [],
        id="withdrew, and took another seat",
    ),
    pytest.param(
        _with("assignments", {}, more={"agreements": [_AGREEMENT]}),
        [],
        id="nobody knows whether an assignment without an end outlasts its agreement",
    ),
    pytest.param(
        _with("assignments", {"to": "2024-07-01"}, more={"agreements": [_AGREEMENT]}),
        [("agreement-lapsed", "/assignments/0")],
        id="a day longer than the agreement between the two",
    ),
    pytest.param(
        _with(
            "assignments",
            {"to": "2025-06-30"},
            more={
                "agreements": [
                    _AGREEMENT,
                    {**_AGREEMENT, "id": "g2", "from": "2024-07-01", "to": "2026-06-30"},
                ]
            },
        ),
        [],
        id="one agreement follows the other",
    ),
    pytest.param(
        _with(
            "assignments",
            {},
            more={
                "safety_plans": [
                    _PLAN,
                    {**_PLAN, "id": "v2", "version": "2", "from": "2023-07-02", "to": None},
                ]
            },
        ),
        [("safety-plan-gap", "/safety_plans/1/from")],
        id="a day without a plan",
    ),
    pytest.param(
        _with(
            "assignments",
            {"from": "2023-07-03"},
            more={
                "safety_plans": [
                    _PLAN,
                    {**_PLAN, "id": "v2", "version": "2", "from": "2023-07-02", "to": None},
                ]
            },
        ),
        [],
        id="nobody was posted on the day without a plan",
    ),
    pytest.param(
        _with("agencies", {"jurisdiction": "US-WI"}, more={"adoptions": [_ADOPTION]}),
        [("adoption-outside-jurisdiction", "/adoptions/0/by")],
        id="an adopter in another state",
    ),
    pytest.param(
        _with("agencies", {"jurisdiction": "US"}, more={"adoptions": [_ADOPTION]}),
        [],
        id="a federal agency may adopt anywhere",
    ),
    pytest.param(
        _with("agencies", {"ori": "WI0550100", "jurisdiction": "US"}),
        [],
        id="a federal agency has the letters of the state it is in",
    ),
    pytest.param(
        _with("districts", {"nces_id": "5900029"}) | {"schools": _lists()["schools"][1:]},
        [("unknown-reference", "/assignments/0/school_ids/0")],
        id="a Bureau of Indian Education district lies in any state",
    ),
    pytest.param(
        _with(
            "assignments",
            {"district_id": "d9"},
            more={
                "assignments": [
                    {**_lists()["assignments"][0], "id": "p2", "school_ids": ["s1", "s2"]}
                ]
            },
        ),
        [
            ("unknown-reference", "/assignments/0/district_id"),
            ("school-of-another-district", "/assignments/1/school_ids/1"),
        ],
        id="a school of another district, behind a district that is not on file",
    ),
    pytest.param(
        _with(
            "sessions",
            {},
            more={
                "enrollments": [
                    {**_SEAT, "id": "e0", "officer_id": "o2", "state": "failed"},
                    {**_SEAT, "officer_id": "o3"},
                ],
                "officers": [
                    {"id": "o2", "employments": [{"agency_id": "a1", "from": "2015-01-05"}]},
                    {"id": "o3", "employments": [{"agency_id": "a1", "from": "2015-01-05"}]},
                ],
            },
        )
        | {"completions": []},
        [("enrollment-without-completion", "/enrollments/1")],
        id="a seat without completion, behind one of which nobody expects any",
    ),
    pytest.param(
        _with(
            "agencies",
            {"jurisdiction": "US-WI"},
            more={"adoptions": [{**_ADOPTION, "id": "y0", "requirement_id": "x.y"}, _ADOPTION]},
        ),
        [
            ("unknown-requirement", "/adoptions/0/requirement_id"),
            ("adoption-outside-jurisdiction", "/adoptions/1/by"),
        ],
        id="adopted in another state, behind what no pack knows",
    ),
    pytest.param(
        _with(
            "completions",
            {"officer_id": "o2"},
            more={
                "completions": [
                    {**_lists()["completions"][0], "id": "k2"},
                ],
                "officers": [
                    {"id": "o2", "employments": [{"agency_id": "a1", "from": "2015-01-05"}]}
                ],
                "enrollments": [
                    {**_SEAT, "id": "e0", "officer_id": "o2"},
                    {**_SEAT, "attended_minutes": 479},
                ],
            },
        ),
        [("attendance-below-credit", "/completions/1")],
        id="attended too briefly, behind one whose minutes nobody wrote down",
    ),
]


@pytest.mark.parametrize(("lists", "found"), _CASES)
def test_what_is_found_and_what_is_not(
    lists: dict[str, list[dict[str, Any]]], found: list[tuple[str, str]]
) -> None:
    assert [(code, pointer) for code, pointer, _record in _found(lists)] == found


def _renamed(value: Any, key: str = "") -> Any:
    """The same records with other ids, and without those numbers that only one can have."""
    if isinstance(value, dict):
        return {
            name: _renamed(item, name)
            for name, item in value.items()
            if name not in {"ori", "nces_id"}
        }
    if isinstance(value, list):
        return [_renamed(item, key) for item in value]
    named = key in {"id", "replaced_by"} or key.endswith(("_id", "_ids"))
    return f"{value}-again" if named and key != "requirement_id" else value


def _beside(*several: dict[str, list[Any]]) -> dict[str, list[Any]]:
    kinds = dict.fromkeys(kind for lists in several for kind in lists)
    return {kind: [item for lists in several for item in lists.get(kind, [])] for kind in kinds}


@pytest.mark.parametrize(
    "lists", [case.values[0] for case in _CASES], ids=[case.id for case in _CASES]
)
def test_problems_of_one_registry_hide_none_of_another(lists: dict[str, list[Any]]) -> None:
    """Two registries that share no record have, side by side, the problems of both."""
    alone = Counter(code for code, _pointer, _record in _found(lists))
    for other in _CASES:
        before = _renamed(other.values[0])
        both = alone + Counter(code for code, _pointer, _record in _found(before))
        together = _found(_beside(before, lists))
        assert Counter(code for code, _pointer, _record in together) == both, other.id


def test_what_came_later_hides_no_reference_that_leads_nowhere() -> None:
    lists = _lists()
    lists["schools"][0]["recorded_at"] = "2022-09-02T00:00:00Z"
    lists["assignments"][0]["school_ids"] = ["s1", "s9"]
    known_at = dt.datetime(2022, 9, 1, tzinfo=dt.UTC)
    found = sro.validate(sro.Registry.build(**lists), known_at=known_at)
    assert [(item.code, item.pointer) for item in found] == [
        ("unknown-reference", "/assignments/0/school_ids/1"),
        ("recorded-after-known-at", "/schools/0/recorded_at"),
    ]


@pytest.mark.parametrize(
    ("requirement_id", "words"),
    [
        ("us-mn.wellnes", "the nearest is us-mn.wellness"),
        ("us-ks.sro-trainings", "the nearest are us-in.sro-training, us-ks.skill-training"),
        ("zebra", "none is like it"),
    ],
)
def test_what_is_unknown_comes_with_what_is_like_it(requirement_id: str, words: str) -> None:
    adoption = {**_ADOPTION, "requirement_id": requirement_id}
    registry = sro.Registry.build(**_with("agencies", {}, more={"adoptions": [adoption]}))
    (problem,) = sro.validate(registry)
    assert words in problem.message


@pytest.mark.parametrize(
    ("zone", "offset", "right"),
    [
        ("America/Chicago", "Z", "-05:00"),
        ("Pacific/Guam", "Z", "+10:00"),
        ("UTC", "-05:00", "+00:00"),
    ],
)
def test_offsets_are_written_as_date_times_write_them(zone: str, offset: str, right: str) -> None:
    meeting = _meeting(f"2022-08-09T15:00:00{offset}", f"2022-08-09T23:00:00{offset}")
    lists = _with("sessions", {"meetings": [meeting], "time_zone": zone}) | {"completions": []}
    for problem in sro.validate(sro.Registry.build(**lists)):
        assert right in problem.message
        assert problem.message.count(":00") >= 2


def test_an_assignment_without_an_end_runs_until_the_day_asked_about() -> None:
    lists = _with("assignments", {}, more={"agreements": [_AGREEMENT], "safety_plans": [_PLAN]})
    registry = sro.Registry.build(**lists)

    def codes(day: str) -> list[str]:
        found = sro.validate(registry, as_of=dt.date.fromisoformat(day))
        return [item.code for item in found if item.severity is sro.Severity.WARNING]

    assert codes("2023-06-30") == []
    assert codes("2023-07-01") == ["safety-plan-gap"]
    assert codes("2024-06-30") == ["safety-plan-gap"]
    assert codes("2024-07-01") == ["agreement-lapsed", "safety-plan-gap"]


def test_statements_that_disagree_for_the_same_days() -> None:
    lists = _lists()
    first = lists["attestations"][0]
    lists["attestations"] += [
        {**first, "id": "t2", "value": False, "from": "2023-01-01", "to": "2023-12-31"},
        {**first, "id": "t3", "value": False, "from": "2024-01-01", "to": "2024-12-31"},
    ]
    assert _found(lists) == [("attestations-disagree", "/attestations/1/value", "t2")]


def test_statements_that_name_different_records_of_one_assignment_disagree() -> None:
    lists = _lists()
    first = lists["attestations"][0]
    whole_agency = {key: value for key, value in first.items() if key != "assignment_id"}
    lists["attestations"] += [{**whole_agency, "id": "t2", "value": False, "agency_id": "a1"}]
    assert _found(lists) == [("attestations-disagree", "/attestations/1/value", "t2")]
    lists["attestations"][1]["agency_id"] = "a2"
    assert _found(lists) == []


def test_what_was_not_known_is_not_judged() -> None:
    lists = _lists()
    lists["completions"][0]["course_id"] = "c9"
    lists["completions"][0]["recorded_at"] = "2022-09-01T12:00:00-05:00"
    registry = sro.Registry.build(**lists)
    before = dt.datetime.fromisoformat("2022-09-01T16:59:59+00:00")
    (late,) = sro.validate(registry, known_at=before)
    assert (late.code, late.pointer) == ("recorded-after-known-at", "/completions/0/recorded_at")
    assert [item.code for item in sro.validate(registry, known_at=before + dt.timedelta(0, 1))] == [
        "unknown-reference"
    ]


def test_the_rulebook_says_what_is_known() -> None:
    registry = sro.Registry.build(**_lists())
    nothing = sro.Rulebook(packs=())
    assert {item.code for item in sro.validate(registry, rulebook=nothing)} == {
        "course-unlike-any",
        "unknown-fact",
    }


@pytest.mark.parametrize("asked", [{"as_of": "2022-09-06"}, {"known_at": dt.datetime(2022, 9, 6)}])  # noqa: DTZ001
def test_a_question_that_is_none_is_refused(asked: dict[str, Any]) -> None:
    with pytest.raises(sro.InvalidRecord):
        sro.validate(sro.Registry(), **asked)


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
    lists["completions"] = [
        {**completion, "id": f"k{n}", "completed_on": f"2022-08-{n + 9:02}", "course_id": "c9"}
        for n in range(11)
    ]
    for completion in lists["completions"]:
        del completion["session_id"]
    pointers = [pointer for _code, pointer, _record in _found(lists)]
    assert pointers == [f"/completions/{n}/course_id" for n in range(11)]


def test_validating_what_names_nothing_never_raises() -> None:
    assert sro.validate(sro.Registry()) == ()
