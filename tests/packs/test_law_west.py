"""What the packs of Ohio, Arizona, Arkansas and Colorado say where no example case asks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import sro_core as sro
from sro_core.findings import Finding


def _registry(state: str, start: str, **change: Any) -> sro.Registry:
    """One officer of one agency in one district, with an agreement signed in 2010.

    Args:
        state: The jurisdiction.
        start: First day of the assignment.
        change: Keys of single records to change, or whole lists; `taken` is a code and
            a day, and hours where they are stated, of each course; `facts` a value for
            each fact.
    """
    agency = {"id": "a", "name": "Agency", "kind": "police", "jurisdiction": state}
    district = {"id": "d", "name": "District", "kind": "public", "jurisdiction": state}
    employment = {"agency_id": "a", "from": "2010-05-03", "time": "full"}
    assignment = {
        "id": "p",
        "officer_id": "o",
        "agency_id": "a",
        "district_id": "d",
        "school_ids": ["s"],
        "role": "school_resource_officer",
        "from": start,
    }
    agreement = {"id": "g", "agency_id": "a", "district_id": "d", "from": "2010-07-01"}
    agreements = [agreement | {"signed_on": "2010-06-01"} | change.pop("agreement", {})]
    licenses = [{"kind": "peace_officer", "jurisdiction": state, "from": "2010-05-03"}]
    taken: list[tuple[Any, ...]] = change.pop("taken", [])
    facts: dict[str, Any] = change.pop("facts", {})
    stated = {"value": True, "stated_by": "Chief", "from": "2010-01-01"}
    return sro.Registry.build(
        agencies=[agency | change.pop("agency", {}), *change.pop("agencies", [])],
        districts=[district | change.pop("district", {}), *change.pop("districts", [])],
        schools=[
            {"id": "s", "district_id": "d", "name": "School", "level": "high", "control": "public"}
        ],
        officers=[
            {
                "id": "o",
                "employments": [
                    employment | change.pop("employment", {}),
                    *change.pop("employments", []),
                ],
                "licenses": change.pop("licenses", licenses),
            }
        ],
        assignments=[assignment | change.pop("assignment", {}), *change.pop("assignments", [])],
        agreements=change.pop("agreements", agreements),
        courses=[
            {"id": code, "title": code, "provider": "x", "codes": [{"code": code}]}
            for code in dict.fromkeys(code for code, *_rest in taken)
        ],
        completions=[
            {
                "id": str(place),
                "officer_id": "o",
                "course_id": code,
                "completed_on": day,
                "outcome": "completed",
            }
            | ({"hours": hours[0]} if hours else {})
            for place, (code, day, *hours) in enumerate(taken)
        ],
        attestations=[
            stated | {"id": fact, "fact": fact, "value": value} for fact, value in facts.items()
        ],
        **change,
    )


def _finding(requirement: str, as_of: str, start: str, **change: Any) -> Finding:
    state = requirement[:5].upper()
    report = sro.evaluate(_registry(state, start, **change), as_of=dt.date.fromisoformat(as_of))
    (found,) = report.find(requirement_id=requirement)
    return found


def _answer(requirement: str, as_of: str, start: str, **change: Any) -> tuple[str, str | None]:
    found = _finding(requirement, as_of, start, **change)
    return str(found.status), found.due_on.isoformat() if found.due_on else None


def _status(requirement: str, as_of: str, start: str, **change: Any) -> str:
    return _answer(requirement, as_of, start, **change)[0]


# ------------------------------------------------------------------ Ohio

_OH = "us-oh.sro-training"


@pytest.mark.parametrize(
    ("start", "as_of", "answer"),
    [
        ("2022-08-15", "2023-08-15", ("due", "2023-08-15")),
        # 2022-08-14 is a Sunday and moves, 2023-08-12 is a Saturday and does not
        ("2021-08-14", "2022-08-15", ("due", "2022-08-15")),
        ("2021-08-14", "2022-08-16", ("overdue", "2022-08-15")),
        ("2022-08-12", "2023-08-13", ("overdue", "2023-08-12")),
        # the Sunday before Labor Day
        ("2021-09-04", "2022-09-06", ("due", "2022-09-06")),
        ("2024-02-29", "2025-02-28", ("due", "2025-02-28")),
        ("2024-02-29", "2025-03-01", ("overdue", "2025-02-28")),
        ("2018-11-02", "2019-11-02", ("due", "2019-11-02")),
        ("2018-11-02", "2019-11-03", ("overdue", "2019-11-02")),
        ("2018-11-01", "2019-11-03", ("not_required", None)),
        ("2018-08-20", "2018-11-01", ("not_required", None)),
    ],
)
def test_ohio_year_after_the_appointment(
    start: str, as_of: str, answer: tuple[str, str | None]
) -> None:
    assert _answer(_OH, as_of, start) == answer


@pytest.mark.parametrize(
    ("taken", "status"),
    [
        ([("nasro.basic-sro", "2023-02-10", 40)], "met"),
        ([("nasro.basic-sro", "2016-02-10", 40)], "met"),
        ([("us-oh.opota-sro", "2023-02-10", 39)], "overdue"),
        ([("us-oh.osroa-sro", "2022-10-10", 24), ("us-oh.osroa-sro", "2023-02-10", 16)], "met"),
        ([("us-oh.osroa-sro", "2022-10-10", 24), ("us-oh.opota-sro", "2023-02-10", 16)], "overdue"),
        ([("us-oh.opota-sro", "2023-02-10")], "unknown"),
    ],
)
def test_ohio_forty_hours_of_one_body(taken: list[Any], status: str) -> None:
    assert _status(_OH, "2023-09-01", "2022-08-15", taken=taken) == status


def test_ohio_courses_that_add_up_are_contested() -> None:
    taken = [("us-oh.osroa-sro", "2022-10-10", 24), ("us-oh.osroa-sro", "2023-02-10", 16)]
    found = _finding(_OH, "2023-09-01", "2022-08-15", taken=taken)
    assert [(item.reading, str(item.status)) for item in found.contested] == [
        ("one-course", "overdue")
    ]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"district": {"kind": "charter"}}, "unknown"),
        ({"district": {"kind": "nonpublic"}}, "not_required"),
        ({"agency": {"kind": "sheriff"}}, "overdue"),
        ({"agency": {"kind": "state_police"}}, "unknown"),
        ({"agreements": []}, "unknown"),
        ({"facts": {"us-oh.alcohol-drug-contract": True}}, "not_required"),
        ({"assignment": {"role": "coordinator"}}, "not_required"),
        ({"assignment": {"role": "substitute"}}, "overdue"),
    ],
)
def test_ohio_who_is_a_school_resource_officer(change: dict[str, Any], status: str) -> None:
    assert _status(_OH, "2023-09-01", "2022-08-15", **change) == status
    assert _status("us-oh.basic-training", "2023-09-01", "2022-08-15", **change) == status


def test_ohio_exemption_of_an_officer_who_was_appointed_again_is_open() -> None:
    elsewhere = {"id": "q", "district_id": "e", "from": "2020-08-10", "officer_id": "o"}
    elsewhere |= {"agency_id": "a", "role": "school_resource_officer"}
    change: dict[str, Any] = {
        "assignment": {"to": "2020-06-05"},
        "assignments": [elsewhere],
        "districts": [{"id": "e", "name": "E", "kind": "public", "jurisdiction": "US-OH"}],
    }
    assert _status(_OH, "2022-01-10", "2017-08-14", **change) == "unknown"
    taken = [("nasro.basic-sro", "2021-03-01", 40)]
    assert _status(_OH, "2022-01-10", "2017-08-14", taken=taken, **change) == "met"
    change["assignments"] = [elsewhere | {"district_id": "d"}]
    assert _status(_OH, "2022-01-10", "2017-08-14", **change) == "not_required"


@pytest.mark.parametrize(
    ("start", "as_of", "answer"),
    [
        ("2018-08-20", "2018-11-01", ("not_required", None)),
        ("2018-08-20", "2018-11-02", ("overdue", "2018-11-01")),
        ("2019-08-19", "2019-08-18", ("due", "2019-08-18")),
        ("2019-08-19", "2019-08-19", ("overdue", "2019-08-18")),
    ],
)
def test_ohio_basic_training_comes_before_the_service(
    start: str, as_of: str, answer: tuple[str, str | None]
) -> None:
    assert _answer("us-oh.basic-training", as_of, start) == answer
    taken = [("us-oh.peace-officer-basic", "2010-04-30")]
    met = ("not_required" if answer[0] == "not_required" else "met", answer[1])
    assert _answer("us-oh.basic-training", as_of, start, taken=taken) == met


@pytest.mark.parametrize(
    ("start", "as_of", "answer"),
    [
        ("2018-08-20", "2018-11-01", ("not_required", None)),
        ("2018-08-20", "2019-11-02", ("due", "2019-11-02")),
        ("2018-08-20", "2019-11-03", ("overdue", "2019-11-02")),
        ("2018-11-02", "2019-11-02", ("due", "2019-11-02")),
        ("2018-11-03", "2018-11-03", ("overdue", "2018-11-02")),
        ("2019-08-19", "2019-08-18", ("due", "2019-08-18")),
        ("2019-08-19", "2019-08-19", ("overdue", "2019-08-18")),
    ],
)
def test_ohio_memorandum_comes_before_the_service(
    start: str, as_of: str, answer: tuple[str, str | None]
) -> None:
    assert _answer("us-oh.sro-mou", as_of, start, agreements=[]) == answer


def test_ohio_readings_of_the_memorandums_year_disagree_on_its_anniversary() -> None:
    found = _finding("us-oh.sro-mou", "2019-11-02", "2018-08-20", agreements=[])
    assert [(item.reading, str(item.status)) for item in found.contested] == [
        ("a-day-earlier", "overdue")
    ]


@pytest.mark.parametrize(
    ("covers", "status"), [(None, "unknown"), (True, "met"), (False, "overdue")]
)
def test_ohio_memorandum_covers_roles_and_training(covers: bool | None, status: str) -> None:
    facts = {} if covers is None else {"us-oh.mou-covers-roles-and-training": covers}
    assert _status("us-oh.sro-mou", "2020-01-10", "2019-08-19", facts=facts) == status


# ------------------------------------------------------------------ Arizona

_AZ = "us-az.state-program"
_DONE = "us-az.state-program"
_INCLUDED = {"us-az.excluded-role": False}
_OWN: dict[str, Any] = {"agency": {"kind": "school_police"}, "facts": _INCLUDED}


def _hired(day: str, **facts: bool) -> dict[str, Any]:
    """An officer of the district's own police, hired on a day."""
    return _OWN | {
        "employment": {"from": day},
        "facts": _INCLUDED | {f"us-az.{name.replace('_', '-')}": facts[name] for name in facts},
    }


@pytest.mark.parametrize(
    ("hired", "start", "as_of", "answer"),
    [
        ("2026-07-01", "2026-07-01", "2026-07-01", ("due", "2026-08-01")),
        ("2026-07-01", "2026-07-01", "2026-08-02", ("overdue", "2026-08-01")),
        # the month runs from the work for the district, not from the posting
        ("2026-07-06", "2026-08-10", "2026-08-10", ("overdue", "2026-08-06")),
        ("2027-01-31", "2027-01-31", "2027-02-28", ("due", "2027-02-28")),
        ("2028-01-31", "2028-01-31", "2028-02-29", ("due", "2028-02-29")),
        ("2026-06-30", "2026-08-10", "2026-09-10", ("unknown", None)),
        ("2026-07-01", "2026-07-01", "2026-06-30", ("not_required", None)),
    ],
)
def test_arizona_month_of_an_officer_of_the_district(
    hired: str, start: str, as_of: str, answer: tuple[str, str | None]
) -> None:
    assert _answer(_AZ, as_of, start, **_hired(hired)) == answer


def test_arizona_officer_who_began_before_the_section_and_took_the_program() -> None:
    taken = [(_DONE, "2026-10-01")]
    answer = _answer(_AZ, "2026-11-10", "2024-08-05", taken=taken, **_hired("2019-02-04"))
    assert answer == ("met", None)


@pytest.mark.parametrize(
    ("facts", "answer"),
    [
        ({}, ("unknown", None)),
        ({"us-az.employed-by-district": False}, ("not_required", None)),
        ({"us-az.employed-by-district": True}, ("overdue", "2026-09-03")),
    ],
)
def test_arizona_city_officer_whom_the_district_employs(
    facts: dict[str, bool], answer: tuple[str, str | None]
) -> None:
    assert _answer(_AZ, "2026-10-05", "2026-08-03", facts=_INCLUDED | facts) == answer


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"district": {"kind": "charter"}}, "unknown"),
        ({"district": {"kind": "nonpublic"}}, "not_required"),
        ({"facts": {}}, "unknown"),
        ({"facts": {"us-az.excluded-role": True}}, "not_required"),
        ({"assignment": {"role": "supervisor"}}, "overdue"),
    ],
)
def test_arizona_whom_the_state_program_binds(change: dict[str, Any], status: str) -> None:
    assert _status(_AZ, "2026-10-05", "2026-08-03", **(_hired("2026-08-03") | change)) == status


@pytest.mark.parametrize(
    ("hired", "completed"),
    # within a year; a day less than two years
    [("2027-08-02", "2026-09-14"), ("2028-06-30", "2026-07-01"), ("2028-06-30", "2028-03-01")],
)
def test_arizona_certificate_less_than_two_years_old_excuses(hired: str, completed: str) -> None:
    change = _hired(hired, certificate_submitted=True)
    for as_of in (hired, "2029-12-03"):
        found = _finding(_AZ, as_of, hired, taken=[(_DONE, completed)], **change)
        assert (str(found.status), found.case) == ("not_required", "certificate-handed-in")


@pytest.mark.parametrize(
    ("hired", "completed", "handed_in"),
    [
        # two years old to the day, and older
        ("2028-09-18", "2026-09-18", True),
        ("2029-08-06", "2026-09-14", True),
        # not handed in
        ("2027-08-02", "2026-09-14", False),
    ],
)
def test_arizona_earlier_completion_that_does_not_excuse_is_never_met(
    hired: str, completed: str, handed_in: bool
) -> None:
    change = _hired(hired, certificate_submitted=handed_in)
    status = _status(_AZ, "2029-12-03", hired, taken=[(_DONE, completed)], **change)
    assert status not in {"met", "not_required"}


def test_arizona_certificate_without_a_completion_on_file_excuses_nobody() -> None:
    change = _hired("2026-08-03", certificate_submitted=True)
    assert _answer(_AZ, "2026-09-04", "2026-08-03", **change) == ("overdue", "2026-09-03")


def test_arizona_month_runs_anew_in_another_district() -> None:
    assignment = {"id": "q", "officer_id": "o", "agency_id": "b", "district_id": "e"}
    change = _hired("2026-08-03") | {
        "employment": {"from": "2026-08-03", "to": "2026-12-18"},
        "employments": [{"agency_id": "b", "from": "2027-01-11"}],
        "agencies": [{"id": "b", "name": "B", "kind": "school_police", "jurisdiction": "US-AZ"}],
        "districts": [{"id": "e", "name": "E", "kind": "public", "jurisdiction": "US-AZ"}],
        "assignment": {"to": "2026-12-18"},
        "assignments": [assignment | {"role": "school_resource_officer", "from": "2027-01-11"}],
    }
    assert _answer(_AZ, "2027-02-11", "2026-08-03", **change) == ("due", "2027-02-11")


_FUNDED = {"agreement": {"funding": ["us-az.school-safety-program"]}}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (_OWN, "due"),
        (_FUNDED, "due"),
        (_FUNDED | {"district": {"kind": "charter"}}, "due"),
        (_FUNDED | {"district": {"kind": "nonpublic"}}, "not_required"),
        (_FUNDED | {"assignment": {"role": "supervisor"}}, "not_required"),
        ({"facts": {"us-az.employed-by-district": True}}, "due"),
        ({"facts": {"us-az.employed-by-district": False}}, "not_required"),
        ({}, "unknown"),
        ({"agreements": []}, "unknown"),
    ],
)
def test_arizona_whom_the_district_trains_on_disabilities(
    change: dict[str, Any], status: str
) -> None:
    requirement = "us-az.disability-training"
    assert _status(requirement, "2025-09-25", "2024-08-05", **change) == "not_required"
    assert _answer(requirement, "2025-09-26", "2024-08-05", **change) == (status, None)
    trained = [("us-az.disability-training", "2025-08-01")]
    after = "not_required" if status == "not_required" else "met"
    assert _status(requirement, "2025-09-26", "2024-08-05", taken=trained, **change) == after


_BOTH = ["us-az.ssp-new-officer", "us-az.ssp-annual"]


@pytest.mark.parametrize(
    ("as_of", "taken", "status"),
    [
        ("2025-10-01", [(code, "2025-09-10") for code in _BOTH], "met"),
        # another calendar year
        ("2026-01-10", [(code, "2025-09-10") for code in _BOTH], "unknown"),
        # the same calendar year, another school year
        ("2025-10-01", [(code, "2025-03-10") for code in _BOTH], "unknown"),
        ("2025-10-01", [("us-az.ssp-annual", "2025-09-10")], "unknown"),
        ("2025-10-01", [], "unknown"),
        ("2029-10-01", [], "unknown"),
    ],
)
def test_arizona_programme_training_is_met_only_in_every_kind_of_year(
    as_of: str, taken: list[Any], status: str
) -> None:
    requirement = "us-az.school-safety-program"
    found = _finding(requirement, as_of, "2024-08-05", taken=taken, **_FUNDED)
    assert (str(found.status), str(found.binding)) == (status, "grant")
    assert _status(requirement, as_of, "2024-08-05", taken=taken) == "not_required"


# ------------------------------------------------------------------ Arkansas

_AR = ("us-ar.sro-basic", "us-ar.youth-mental-health")
_BASIC, _FIRST_AID = "us-ar.acss-basic-sro", "us-ar.youth-mental-health-first-aid"


@pytest.mark.parametrize("requirement", _AR)
@pytest.mark.parametrize(
    ("start", "as_of", "answer"),
    [
        ("2021-07-28", "2023-01-28", ("due", "2023-01-28")),
        ("2021-07-28", "2023-01-29", ("overdue", "2023-01-28")),
        ("2021-07-27", "2021-07-28", ("unknown", None)),
        ("2021-07-27", "2025-07-28", ("unknown", None)),
        ("2022-08-31", "2024-02-29", ("due", "2024-02-29")),
        ("2022-08-29", "2024-02-28", ("due", "2024-02-29")),
    ],
)
def test_arkansas_eighteen_months(
    requirement: str, start: str, as_of: str, answer: tuple[str, str | None]
) -> None:
    assert _answer(requirement, as_of, start) == answer


@pytest.mark.parametrize("requirement", _AR)
@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"district": {"kind": "charter"}}, "overdue"),
        ({"district": {"kind": "nonpublic"}}, "not_required"),
        ({"facts": {"us-ar.traffic-duty-only": True}}, "not_required"),
        ({"facts": {"us-ar.extracurricular-events-only": True}}, "not_required"),
        ({"assignment": {"role": "supervisor"}}, "unknown"),
        (
            {
                "assignment": {"role": "supervisor"},
                "facts": {"us-ar.performs-sro-functions": True},
            },
            "overdue",
        ),
        (
            {
                "assignment": {"role": "supervisor"},
                "facts": {"us-ar.performs-sro-functions": False},
            },
            "not_required",
        ),
        ({"assignment": {"role": "coordinator"}}, "not_required"),
        (
            {"assignment": {"role": "coordinator"}, "agency": {"kind": "school_police"}},
            "unknown",
        ),
        ({"employment": {"time": "reserve"}}, "overdue"),
    ],
)
def test_arkansas_whom_the_acts_reach(
    requirement: str, change: dict[str, Any], status: str
) -> None:
    assert _status(requirement, "2024-09-03", "2022-08-15", **change) == status


@pytest.mark.parametrize("requirement", _AR)
def test_arkansas_months_of_an_officer_of_the_district(requirement: str) -> None:
    own: dict[str, Any] = {"agency": {"kind": "school_police"}}
    hired = own | {"employment": {"from": "2021-08-02"}}
    assert _answer(requirement, "2023-02-03", "2022-01-10", **hired) == ("overdue", "2023-02-02")
    assert _answer(requirement, "2024-02-03", "2022-01-10", **own) == ("unknown", None)


@pytest.mark.parametrize(
    ("taken", "start", "status"),
    [
        ([(_BASIC, "2022-03-04", 40)], "2021-10-04", "met"),
        ([(_BASIC, "2021-07-28", 40)], "2021-10-04", "met"),
        ([(_BASIC, "2021-07-27", 40)], "2021-10-04", "unknown"),
        ([(_BASIC, "2022-03-04", 24)], "2021-10-04", "overdue"),
        ([(_BASIC, "2022-03-04")], "2021-10-04", "unknown"),
        ([(_BASIC, "2022-03-04", 40)], "2019-08-12", "met"),
    ],
)
def test_arkansas_basic_course(taken: list[Any], start: str, status: str) -> None:
    assert _status("us-ar.sro-basic", "2023-09-01", start, taken=taken) == status


_AFTER_BASIC = [(_BASIC, "2021-11-19", 40)]
_REFRESHED = [*_AFTER_BASIC, ("us-ar.acss-refresher", "2025-04-10", 16)]


@pytest.mark.parametrize(
    ("as_of", "taken", "answer"),
    [
        ("2023-05-02", [], ("due", None)),
        ("2026-11-19", _AFTER_BASIC, ("due", "2026-11-19")),
        (
            "2026-11-20",
            [*_AFTER_BASIC, ("us-ar.acss-refresher", "2026-05-01", 12)],
            ("overdue", "2026-11-19"),
        ),
        ("2029-02-28", [(_BASIC, "2024-02-29", 40)], ("due", "2029-02-28")),
        # a basic course, then a refresher, before the acts
        ("2026-11-20", [(_BASIC, "2019-06-07", 40)], ("unknown", None)),
        (
            "2023-05-02",
            [*_AFTER_BASIC, ("us-ar.acss-refresher", "2021-07-27", 16)],
            ("unknown", None),
        ),
        ("2023-05-02", [*_AFTER_BASIC, ("us-ar.acss-refresher", "2021-07-28", 16)], ("met", None)),
        ("2030-04-10", _REFRESHED, ("met", None)),
        # five years after the refresher, nine after the basic course
        ("2030-04-11", _REFRESHED, ("unknown", None)),
    ],
)
def test_arkansas_refresher(as_of: str, taken: list[Any], answer: tuple[str, str | None]) -> None:
    assert _answer("us-ar.sro-refresher", as_of, "2021-10-04", taken=taken) == answer


@pytest.mark.parametrize(
    ("taken", "as_of", "status"),
    [
        ([(_FIRST_AID, "2024-02-29")], "2028-02-29", "met"),
        ([(_FIRST_AID, "2024-02-29")], "2028-03-01", "expired"),
        ([(_FIRST_AID, "2023-02-28")], "2027-03-01", "expired"),
        ([(_FIRST_AID, "2021-11-17"), (_FIRST_AID, "2025-11-10")], "2026-01-12", "met"),
        ([(_FIRST_AID, "2020-02-03")], "2023-01-09", "met"),
    ],
)
def test_arkansas_certification_lasts_four_years(taken: list[Any], as_of: str, status: str) -> None:
    assert _status("us-ar.youth-mental-health", as_of, "2021-10-04", taken=taken) == status


def test_arkansas_certification_as_a_license_entry() -> None:
    entry = {"kind": _FIRST_AID, "jurisdiction": "US-AR", "from": "2022-05-02", "to": "2026-05-01"}
    for start in ("2021-10-04", "2019-08-12"):
        answer = _answer("us-ar.youth-mental-health", "2026-05-01", start, licenses=[entry])
        assert answer == ("met", None)


_EDUCATION = "us-ar.acss-continuing-education"


@pytest.mark.parametrize(
    ("as_of", "taken", "status"),
    [
        ("2021-12-01", [], "unknown"),
        ("2023-02-01", [], "unknown"),
        # the calendar year 2022 was not missed, 2021 may have been
        ("2022-08-01", [], "unknown"),
        # 2022, 2022-2023 and the year from October 2021 are all missed
        ("2023-08-01", [], "overdue"),
        ("2023-10-20", [(_EDUCATION, "2023-10-05", 12)], "met"),
        ("2023-10-20", [(_EDUCATION, "2023-10-05", 7), (_EDUCATION, "2023-10-12", 5)], "met"),
        ("2023-10-20", [(_EDUCATION, "2023-09-05", 12)], "unknown"),
        ("2023-10-20", [(_EDUCATION, "2023-10-05", 8)], "overdue"),
        ("2023-10-20", [(_EDUCATION, "2023-10-05", 8), (_FIRST_AID, "2023-10-06", 4)], "unknown"),
        ("2023-10-20", [(_EDUCATION, "2023-10-05", 7), (_FIRST_AID, "2023-10-06", 4)], "overdue"),
    ],
)
def test_arkansas_twelve_hours_a_year(as_of: str, taken: list[Any], status: str) -> None:
    assert _status("us-ar.continuing-education", as_of, "2021-10-04", taken=taken) == status


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2024-09-03", {}, "met"),
        ("2024-09-03", {"agreements": []}, "due"),
        ("2022-09-05", {"agreements": []}, "unknown"),
        ("2022-09-05", {}, "met"),
        ("2024-09-03", {"district": {"kind": "nonpublic"}}, "not_required"),
        ("2024-09-03", {"district": {"kind": "charter"}}, "met"),
        ("2024-09-03", {"agency": {"kind": "school_police"}}, "unknown"),
        (
            "2024-09-03",
            {
                "agency": {"kind": "school_police"},
                "facts": {"us-ar.institutional-policies-adopted": True},
            },
            "met",
        ),
        (
            "2024-09-03",
            {
                "agency": {"kind": "school_police"},
                "facts": {"us-ar.institutional-policies-adopted": False},
            },
            "due",
        ),
    ],
)
def test_arkansas_memorandum_or_policies(as_of: str, change: dict[str, Any], status: str) -> None:
    assert _status("us-ar.sro-mou", as_of, "2021-10-04", **change) == status


# ------------------------------------------------------------------ Colorado

_CURRICULUM = "us-co.post-sro-curriculum"


@pytest.mark.parametrize(
    ("start", "as_of", "answer"),
    [
        ("2024-08-31", "2025-02-28", ("due", "2025-02-28")),
        ("2023-08-31", "2024-02-29", ("due", "2024-02-29")),
        ("2023-08-29", "2024-03-01", ("overdue", "2024-02-29")),
        ("2013-08-12", "2013-12-31", ("unknown", None)),
        ("2013-08-12", "2014-01-01", ("due", "2014-02-12")),
        ("2011-08-15", "2011-12-31", ("not_required", None)),
    ],
)
def test_colorado_curriculum_is_encouraged(
    start: str, as_of: str, answer: tuple[str, str | None]
) -> None:
    found = _finding("us-co.sro-curriculum", as_of, start)
    assert found.binding == "none"
    assert _answer("us-co.sro-curriculum", as_of, start) == answer


def test_colorado_curriculum_before_the_assignment() -> None:
    taken = [(_CURRICULUM, "2020-06-05")]
    answer = _answer("us-co.sro-curriculum", "2024-09-03", "2024-08-12", taken=taken)
    assert answer == ("met", "2025-02-12")


@pytest.mark.parametrize(
    ("kind", "as_of", "taken", "status"),
    [
        ("police", "2014-12-31", [], "not_required"),
        ("police", "2015-01-01", [], "unknown"),
        ("police", "2015-01-01", [(_CURRICULUM, "2014-11-07")], "met"),
        ("police", "2015-01-01", [(_CURRICULUM, "2015-01-02")], "unknown"),
        ("sheriff", "2024-09-03", [(_CURRICULUM, "2019-11-07")], "met"),
        ("state_police", "2024-09-03", [], "not_required"),
        ("school_police", "2024-09-03", [], "not_required"),
        ("other", "2024-09-03", [], "unknown"),
    ],
)
def test_colorado_one_trained_officer(kind: str, as_of: str, taken: list[Any], status: str) -> None:
    change: dict[str, Any] = {"agency": {"kind": kind}, "taken": taken}
    found = _finding("us-co.agency-trained-officer", as_of, "2013-08-12", **change)
    assert (str(found.status), found.officer_id, found.agency_id) == (status, None, "a")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        # somebody else is posted
        ({"assignment": {"officer_id": "other"}}, "met"),
        ({"employment": {"to": "2024-09-03"}}, "met"),
        ({"employment": {"to": "2024-09-02"}}, "unknown"),
        ({"employment": {"agency_id": "b"}}, "unknown"),
    ],
)
def test_colorado_counts_whom_the_agency_employs(change: dict[str, Any], status: str) -> None:
    taken = [(_CURRICULUM, "2019-11-07")]
    found = _finding(
        "us-co.agency-trained-officer", "2024-09-03", "2013-08-12", taken=taken, **change
    )
    assert (str(found.status), found.due_on) == (status, None)


_MEETING = "us-co.safe2tell-meeting"


@pytest.mark.parametrize(
    ("start", "as_of", "meetings", "answer"),
    [
        ("2022-08-15", "2023-04-20", [], ("not_required", None)),
        ("2022-08-15", "2023-05-10", [], ("unknown", None)),
        ("2022-08-15", "2023-10-02", [], ("due", "2024-08-01")),
        ("2022-08-15", "2024-08-01", [], ("due", "2024-08-01")),
        ("2022-08-15", "2024-08-02", [], ("overdue", "2024-08-01")),
        ("2022-08-15", "2026-10-05", [], ("overdue", "2024-08-01")),
        ("2022-08-15", "2024-08-01", ["2024-03-05"], ("met", "2024-08-01")),
        # a meeting before the act
        ("2022-08-15", "2024-08-02", ["2022-11-08"], ("overdue", "2024-08-01")),
        # calendar, school and service year agree, then no longer
        ("2022-08-15", "2024-08-05", ["2024-07-16"], ("met", None)),
        ("2022-08-15", "2024-09-03", ["2024-07-16"], ("unknown", None)),
        ("2022-08-15", "2025-09-03", ["2024-07-16", "2025-08-20"], ("met", None)),
        ("2022-08-15", "2026-09-03", ["2024-07-16"], ("expired", None)),
        # an officer who begins later: the first year is open
        ("2024-08-19", "2024-07-20", [], ("unknown", None)),
        ("2025-08-18", "2025-10-01", [], ("unknown", None)),
        ("2025-08-18", "2028-01-10", [], ("overdue", None)),
        ("2025-08-18", "2026-10-01", ["2026-09-10"], ("met", None)),
    ],
)
def test_colorado_meeting(
    start: str, as_of: str, meetings: list[str], answer: tuple[str, str | None]
) -> None:
    taken = [(_MEETING, day) for day in meetings]
    assert _answer("us-co.safe2tell-meeting", as_of, start, taken=taken) == answer


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"district": {"kind": "charter"}}, "unknown"),
        ({"district": {"kind": "nonpublic"}}, "unknown"),
        ({"assignment": {"role": "supervisor"}}, "not_required"),
        ({"assignment": {"role": "substitute"}}, "overdue"),
    ],
)
def test_colorado_whom_the_meeting_is_for(change: dict[str, Any], status: str) -> None:
    assert _status("us-co.safe2tell-meeting", "2024-09-03", "2022-08-15", **change) == status
