"""What the packs of nine states from both coasts and between say where no example case asks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import sro_core as sro
from sro_core.findings import Finding
from sro_core.packs import bundled

#: The record that each fact is stated about.
_ABOUT = {
    fact.fact: (f"{fact.about}_id", {"assignment": "p"}.get(fact.about, fact.about[0]))
    for pack in bundled().packs
    for fact in pack.facts
}


def _registry(state: str, start: str, **change: Any) -> sro.Registry:
    """One officer of the first of two agencies in one district, with an agreement of 2010.

    Args:
        state: The jurisdiction.
        start: First day of the assignment.
        change: Keys of single records to change, or whole lists; `again` are changes for
            more assignments, `taken` codes with the days of their completions, each of
            `hours` (40), `facts` a value for each fact, stated from the start or `stated_from`.
    """
    agency = {"id": "a", "name": "Agency", "kind": "police", "jurisdiction": state}
    agency |= change.pop("agency", {})
    district = {"id": "d", "name": "District", "kind": "public", "jurisdiction": state}
    employment = {"agency_id": "a", "from": "2010-05-03", "time": "full"}
    licenses = [{"kind": "peace_officer", "jurisdiction": state, "from": "2010-05-03"}]
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
    taken = list[tuple[str, str]](change.pop("taken", []))
    facts = dict[str, Any](change.pop("facts", {}))
    stated_from = change.pop("stated_from", start)
    hours = {"hours": change.pop("hours", 40)}
    agreements = [agreement | {"signed_on": "2010-06-01"} | change.pop("agreement", {})]
    return sro.Registry.build(
        agencies=[agency, agency | {"id": "b"}],
        districts=[district | change.pop("district", {})],
        schools=[
            {"id": "s", "district_id": "d", "name": "School", "level": "high", "control": "public"}
        ],
        officers=[
            {
                "id": "o",
                "employments": [employment | change.pop("employment", {})],
                "licenses": change.pop("licenses", licenses),
            }
        ],
        assignments=[
            assignment | change.pop("assignment", {}),
            *(assignment | again for again in change.pop("again", [])),
        ],
        agreements=change.pop("agreements", agreements),
        courses=[
            {"id": code, "title": code, "provider": "x", "codes": [{"code": code}]}
            for code in dict(taken)
        ],
        completions=[
            {
                "id": f"{number}",
                "officer_id": "o",
                "course_id": code,
                "completed_on": day,
                "outcome": "completed",
            }
            | hours
            for number, (code, day) in enumerate(taken)
        ],
        attestations=[
            {
                "id": fact,
                "fact": fact,
                _ABOUT[fact][0]: _ABOUT[fact][1],
                "value": value,
                "stated_by": "Chief",
                "from": stated_from,
            }
            for fact, value in facts.items()
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


# ---------------------------------------------------------------- Rhode Island

_FORTY = "us-ri.sro-40-hours"
_POLICING = "us-ri.school-policing"
_AID = {"us-ri.aid-position": True}


@pytest.mark.parametrize(
    ("as_of", "start", "change", "answer"),
    [
        ("2018-06-30", "2017-08-28", {}, ("not_required", None)),
        ("2018-07-01", "2017-08-28", {"facts": _AID}, ("overdue", "2018-06-30")),
        ("2019-08-25", "2019-08-26", {"facts": _AID}, ("due", "2019-08-25")),
        ("2019-08-26", "2019-08-26", {"facts": _AID}, ("overdue", "2019-08-25")),
        ("2019-09-03", "2019-08-26", {}, ("unknown", None)),
        ("2019-09-03", "2019-08-26", {"facts": {"us-ri.aid-position": False}}, ("unknown", None)),
        ("2019-09-03", "2019-08-26", {"taken": [(_POLICING, "2019-08-01")]}, ("met", "2019-08-25")),
        (
            "2019-09-03",
            "2019-08-26",
            {"facts": _AID, "assignment": {"role": "coordinator"}},
            ("not_required", None),
        ),
    ],
)
def test_rhode_island_says_should_where_the_post_draws_aid(
    as_of: str, start: str, change: dict[str, Any], answer: tuple[str, str | None]
) -> None:
    found = _finding(_FORTY, as_of, start, **change)
    assert (str(found.status), found.due_on.isoformat() if found.due_on else None) == answer
    assert found.binding == "none"


@pytest.mark.parametrize(("hours", "status"), [(20, "met"), (19, "overdue")])
def test_rhode_island_hours_of_two_courses_are_added(hours: int, status: str) -> None:
    taken = [(_POLICING, "2019-08-01"), (_POLICING, "2019-08-20")]
    answer = _answer(_FORTY, "2019-09-03", "2019-08-26", taken=taken, hours=hours, facts=_AID)
    assert answer == (status, "2019-08-25")


# ---------------------------------------------------------------- South Carolina

_DEFINED = "us-sc.sro-basic"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, "overdue"),
        ({"agency": {"kind": "sheriff"}}, "overdue"),
        ({"agency": {"kind": "school_police"}}, "not_required"),
        ({"agency": {"kind": "state_police"}}, "not_required"),
        ({"agency": {"kind": "other"}}, "unknown"),
        ({"district": {"kind": "charter"}}, "unknown"),
        ({"district": {"kind": "nonpublic"}}, "not_required"),
        ({"assignment": {"role": "supervisor"}}, "not_required"),
        ({"taken": [("us-sc.cja-basic-sro", "2022-08-14")]}, "met"),
        ({"taken": [("us-sc.nasro-recognized-basic", "2009-07-17")]}, "met"),
    ],
)
def test_south_carolina_officer_on_the_first_day(change: dict[str, Any], status: str) -> None:
    assert _answer(_DEFINED, "2022-08-15", "2022-08-15", **change)[0] == status


def test_south_carolina_course_on_the_first_day_is_a_day_late() -> None:
    found = _finding(
        _DEFINED, "2022-08-22", "2022-08-15", taken=[("us-sc.cja-basic-sro", "2022-08-15")]
    )
    assert (str(found.status), found.due_on) == ("met", dt.date(2022, 8, 14))
    assert found.late_by_days == 1


@pytest.mark.parametrize(
    ("as_of", "answer"),
    [
        ("1997-12-31", ("unknown", None)),
        ("1998-09-01", ("unknown", None)),
        ("1999-01-01", ("overdue", "1998-12-31")),
    ],
)
def test_south_carolina_act_took_effect_on_a_day_of_1998(
    as_of: str, answer: tuple[str, str | None]
) -> None:
    assert _answer(_DEFINED, as_of, "1996-08-15") == answer


# ---------------------------------------------------------------- Tennessee

_TWELVE_MONTHS = "us-tn.sro-basic"
_ANNUAL = "us-tn.sro-annual"
_CARRY = "us-tn.carry-training"
_NOTICE = "us-tn.assignment-notice"
_BASIC = "us-tn.school-policing-basic"
_YEARLY = "us-tn.school-policing-annual"
_CARRIES = {"us-tn.carries-under-49-6-815": True}


@pytest.mark.parametrize(
    ("as_of", "start", "change", "answer"),
    [
        ("2023-06-26", "2022-08-08", {}, ("unknown", None)),
        ("2023-08-08", "2022-08-08", {}, ("due", "2023-08-08")),
        ("2023-08-09", "2022-08-08", {}, ("overdue", "2023-08-08")),
        ("2025-03-01", "2024-02-29", {}, ("overdue", "2025-02-28")),
        ("2024-05-01", "2023-08-07", {"taken": [(_BASIC, "2023-06-01")]}, ("met", "2024-08-07")),
        (
            "2024-05-01",
            "2023-08-07",
            {"taken": [(_BASIC, "2023-10-02")], "hours": 39},
            ("due", "2024-08-07"),
        ),
        ("2024-06-30", "2023-08-07", {"agreements": []}, ("unknown", None)),
        ("2024-07-01", "2023-08-07", {"agreements": []}, ("due", "2024-08-07")),
        ("2024-10-01", "2023-08-07", {"district": {"kind": "charter"}}, ("unknown", None)),
        ("2024-10-01", "2023-08-07", {"district": {"kind": "nonpublic"}}, ("not_required", None)),
        (
            "2024-10-01",
            "2023-08-07",
            {"assignment": {"role": "school_security"}},
            ("not_required", None),
        ),
    ],
)
def test_tennessee_forty_hours(
    as_of: str, start: str, change: dict[str, Any], answer: tuple[str, str | None]
) -> None:
    assert _answer(_TWELVE_MONTHS, as_of, start, **change) == answer


def test_tennessee_new_agency_may_restart_the_twelve_months() -> None:
    found = _finding(
        _TWELVE_MONTHS,
        "2024-10-01",
        "2023-08-07",
        assignment={"to": "2024-05-31"},
        again=[{"id": "q", "agency_id": "b", "from": "2024-08-05"}],
    )
    assert (str(found.status), found.due_on) == ("overdue", dt.date(2024, 8, 7))
    others = [(str(item.status), item.due_on) for item in found.contested]
    assert others == [("due", dt.date(2025, 8, 5))]


@pytest.mark.parametrize(
    ("as_of", "taken", "status"),
    [
        ("2023-12-31", [], "not_required"),
        ("2024-01-01", [], "due"),
        ("2024-12-31", [], "due"),
        ("2025-01-01", [], "overdue"),
        ("2024-12-31", [(_YEARLY, "2024-02-05")], "met"),
        ("2025-12-31", [(_YEARLY, "2024-02-05")], "due"),
        # the forty hours are the training of their year
        ("2025-01-01", [(_BASIC, "2024-07-01")], "due"),
    ],
)
def test_tennessee_sixteen_hours_in_each_calendar_year_after_the_first(
    as_of: str, taken: list[tuple[str, str]], status: str
) -> None:
    assert _answer(_ANNUAL, as_of, "2023-08-07", taken=taken, hours=16)[0] == status


def test_tennessee_school_years_and_years_of_service_are_other_readings() -> None:
    taken = [(_BASIC, "2023-10-02")]
    found = _finding(_ANNUAL, "2025-01-15", "2023-08-07", taken=taken)
    assert (str(found.status), found.due_on) == ("overdue", dt.date(2024, 12, 31))
    others = [(str(item.status), item.due_on) for item in found.contested]
    assert others == [("due", dt.date(2025, 6, 30)), ("due", dt.date(2025, 8, 6))]


@pytest.mark.parametrize(
    ("taken", "late"), [([(_BASIC, "2024-09-01")], 0), ([(_BASIC, "2024-09-02")], 1)]
)
def test_tennessee_training_before_carrying(taken: list[tuple[str, str]], late: int) -> None:
    carrying: dict[str, Any] = {"facts": _CARRIES, "stated_from": "2024-09-02"}
    found = _finding(_CARRY, "2024-10-01", "2024-08-05", taken=taken, **carrying)
    assert (str(found.status), found.due_on) == ("met", dt.date(2024, 9, 1))
    assert found.late_by_days == late
    assert _answer(_CARRY, "2024-09-02", "2024-08-05", **carrying) == ("overdue", "2024-09-01")
    assert _answer(_CARRY, "2024-10-01", "2024-08-05")[0] == "not_required"


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2024-06-30", {"agreements": []}, "not_required"),
        ("2024-07-01", {"agreements": []}, "unknown"),
        (
            "2024-07-01",
            {"agreements": [], "facts": {"us-tn.assignment-notice-given": False}},
            "due",
        ),
        ("2024-07-01", {}, "not_required"),
        ("2024-07-01", {"agreements": [], "district": {"kind": "nonpublic"}}, "not_required"),
    ],
)
def test_tennessee_notice_where_there_is_no_memorandum(
    as_of: str, change: dict[str, Any], status: str
) -> None:
    assert _answer(_NOTICE, as_of, "2024-01-08", **change) == (status, None)


# ---------------------------------------------------------------- Utah

_PROGRAMME = "us-ut.sro-training"
_POLICY = "us-ut.agency-sro-policy"
_CONTRACT = "us-ut.sro-contract"
_JOINT = [("us-ut.sblet", "2019-03-12")]
_WITH_PRINCIPAL = {"us-ut.principal-attended": True}
_YEARLY_PROGRAMME = [("us-ut.annual-sro-program", "2024-09-03")]


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2015-12-31", {}, "not_required"),
        ("2016-06-01", {}, "unknown"),
        ("2019-09-03", {"taken": _JOINT}, "unknown"),
        ("2019-09-03", {"taken": _JOINT, "facts": {"us-ut.principal-attended": False}}, "due"),
        ("2024-04-30", {"taken": _JOINT, "facts": _WITH_PRINCIPAL}, "met"),
        ("2024-05-01", {"taken": _JOINT, "facts": _WITH_PRINCIPAL}, "due"),
        ("2025-10-01", {"taken": _YEARLY_PROGRAMME}, "met"),
        ("2026-07-01", {"taken": _YEARLY_PROGRAMME}, "unknown"),
        ("2025-10-01", {"agreements": []}, "unknown"),
        ("2025-10-01", {"district": {"kind": "charter"}}, "due"),
        ("2025-10-01", {"district": {"kind": "nonpublic"}}, "not_required"),
    ],
)
def test_utah_programme_is_offered_and_names_no_day(
    as_of: str, change: dict[str, Any], status: str
) -> None:
    found = _finding(_PROGRAMME, as_of, "2015-08-17", **change)
    assert (str(found.status), found.due_on, str(found.binding)) == (status, None, "none")


def test_utah_annual_programme_says_that_the_interval_is_open() -> None:
    found = _finding(_PROGRAMME, "2026-06-30", "2018-08-14", taken=_YEARLY_PROGRAMME)
    assert (str(found.status), found.valid_until) == ("met", None)
    assert "every year" in found.reason


@pytest.mark.parametrize(
    ("as_of", "facts", "status"),
    [
        ("2024-04-30", {"us-ut.sro-unit": True}, "not_required"),
        ("2024-05-01", {}, "unknown"),
        ("2024-05-01", {"us-ut.sro-unit": False}, "not_required"),
        ("2024-05-01", {"us-ut.sro-unit": True, "us-ut.sro-policy-adopted": False}, "due"),
        ("2024-05-01", {"us-ut.sro-unit": True, "us-ut.sro-policy-adopted": True}, "met"),
    ],
)
def test_utah_agency_with_a_unit_has_a_policy(
    as_of: str, facts: dict[str, bool], status: str
) -> None:
    assert _answer(_POLICY, as_of, "2018-08-14", facts=facts) == (status, None)


@pytest.mark.parametrize(
    ("as_of", "covers", "change", "status"),
    [
        ("2024-05-01", True, {}, "met"),
        ("2024-05-01", True, {"agreements": []}, "due"),
        ("2024-05-01", False, {"agreements": []}, "not_required"),
        ("2024-04-30", True, {"agreements": []}, "unknown"),
        ("2024-05-01", True, {"district": {"kind": "nonpublic"}}, "not_required"),
    ],
)
def test_utah_district_that_covers_its_schools_with_an_officer_has_a_contract(
    as_of: str, covers: bool, change: dict[str, Any], status: str
) -> None:
    facts = {"us-ut.sro-meets-coverage-duty": covers}
    assert _answer(_CONTRACT, as_of, "2018-08-14", facts=facts, **change) == (status, None)


# ---------------------------------------------------------------- Virginia

_MINIMUM = "us-va.sro-training"
_LIAISON = "us-va.liaison-training"
_REVIEWED = "us-va.sro-mou"
_DESIGNATED = {"us-va.liaison": True}
_DCJS = [("us-va.dcjs-sro-basic", "2020-10-02")]


@pytest.mark.parametrize(
    ("as_of", "start", "change", "status", "others"),
    [
        ("2020-06-30", "2019-08-05", {}, "not_required", []),
        ("2020-07-01", "2019-08-05", {}, "unknown", ["not_required"]),
        ("2020-07-15", "2020-07-01", {}, "unknown", ["not_required"]),
        ("2020-07-15", "2020-07-02", {}, "unknown", []),
        ("2021-09-01", "2020-07-02", {"taken": _DCJS}, "met", []),
        ("2021-09-01", "2019-08-05", {"taken": _DCJS}, "met", ["not_required"]),
        ("2021-09-01", "2020-08-03", {"agency": {"kind": "state_police"}}, "not_required", []),
        ("2021-09-01", "2020-08-03", {"district": {"kind": "nonpublic"}}, "not_required", []),
        ("2022-09-01", "2022-08-01", {"assignment": {"role": "liaison"}}, "not_required", []),
        ("2022-09-01", "2022-08-01", {"facts": _DESIGNATED}, "not_required", []),
    ],
)
def test_virginia_board_fixes_the_period(
    as_of: str, start: str, change: dict[str, Any], status: str, others: list[str]
) -> None:
    found = _finding(_MINIMUM, as_of, start, **change)
    assert (str(found.status), found.due_on) == (status, None)
    assert [str(item.status) for item in found.contested] == others


def test_virginia_officer_is_employed_anew_by_another_agency() -> None:
    found = _finding(
        _MINIMUM,
        "2021-09-01",
        "2019-08-05",
        assignment={"to": "2021-06-11"},
        again=[{"id": "q", "agency_id": "b", "from": "2021-08-02"}],
    )
    assert (str(found.status), found.contested) == ("unknown", ())


def test_virginia_recertification_has_no_interval() -> None:
    found = _finding(_MINIMUM, "2022-12-31", "2020-08-03", taken=_DCJS)
    assert (str(found.status), found.valid_until) == ("met", None)
    assert "recertified" in found.reason


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2022-06-30", {"facts": _DESIGNATED}, "not_required"),
        ("2022-07-01", {"facts": _DESIGNATED}, "due"),
        ("2022-07-01", {}, "not_required"),
        ("2022-07-01", {"facts": _DESIGNATED, "district": {"kind": "nonpublic"}}, "not_required"),
        (
            "2022-12-01",
            {"facts": _DESIGNATED, "taken": [("us-va.school-safety-personnel", "2022-09-01")]},
            "met",
        ),
    ],
)
def test_virginia_designated_liaison(as_of: str, change: dict[str, Any], status: str) -> None:
    assert _answer(_LIAISON, as_of, "2022-01-03", **change) == (status, None)


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2019-06-30", {"agreements": []}, "not_required"),
        ("2019-07-01", {"agreements": []}, "due"),
        ("2020-06-30", {"agreement": {"signed_on": "2015-07-01"}}, "met"),
        ("2020-06-30", {"agreement": {"signed_on": "2015-06-30"}}, "met"),
        ("2020-06-30", {"agreement": {"signed_on": "2015-06-29"}}, "unknown"),
        ("2020-07-01", {"agreements": []}, "due"),
        ("2020-07-01", {"agreements": [], "district": {"kind": "nonpublic"}}, "not_required"),
        ("2020-07-01", {"agreements": [], "agency": {"kind": "college"}}, "not_required"),
        ("2020-07-01", {"agreements": [], "agency": {"kind": "other"}}, "unknown"),
    ],
)
def test_virginia_memorandum(as_of: str, change: dict[str, Any], status: str) -> None:
    assert _answer(_REVIEWED, as_of, "2019-01-07", **change) == (status, None)


# ---------------------------------------------------------------- Washington

_CLASSROOM = "us-wa.classroom"
_ON_THE_JOB = "us-wa.on-the-job"
_CHECK_INS = "us-wa.check-ins"
_SERIES = [("us-wa.classroom-series", "2020-01-10")]
_DOCUMENTED = [("us-wa.esd-documentation", "2021-06-01")]


@pytest.mark.parametrize(
    ("requirement", "as_of", "start", "answer"),
    [
        (_CLASSROOM, "2019-07-27", "2018-08-31", ("not_required", None)),
        (_CLASSROOM, "2019-07-28", "2018-08-31", ("unknown", None)),
        (_CLASSROOM, "2021-07-25", "2021-07-24", ("unknown", None)),
        (_CLASSROOM, "2022-01-25", "2021-07-25", ("due", "2022-01-25")),
        # 2024-03-02 is a Saturday
        (_CLASSROOM, "2024-03-04", "2023-09-02", ("due", "2024-03-04")),
        (_CLASSROOM, "2024-03-05", "2023-09-02", ("overdue", "2024-03-04")),
        # Independence Day, then Veterans Day on a Saturday
        (_CLASSROOM, "2023-07-05", "2023-01-04", ("due", "2023-07-05")),
        (_CLASSROOM, "2023-11-13", "2023-05-11", ("due", "2023-11-13")),
        (_ON_THE_JOB, "2021-07-24", "2021-01-25", ("not_required", None)),
        (_ON_THE_JOB, "2021-07-25", "2021-01-25", ("unknown", None)),
        (_ON_THE_JOB, "2025-02-28", "2024-02-29", ("due", "2025-02-28")),
        (_ON_THE_JOB, "2025-03-01", "2024-02-29", ("overdue", "2025-02-28")),
    ],
)
def test_washington_periods(
    requirement: str, as_of: str, start: str, answer: tuple[str, str | None]
) -> None:
    assert _answer(requirement, as_of, start) == answer


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"taken": _SERIES}, "met"),
        ({"taken": _DOCUMENTED}, "met"),
        (
            {
                "licenses": [
                    {
                        "kind": "us-wa.esd-documentation",
                        "jurisdiction": "US-WA",
                        "from": "2021-06-01",
                    }
                ]
            },
            "met",
        ),
        ({"district": {"kind": "charter"}}, "overdue"),
        ({"district": {"kind": "nonpublic"}}, "not_required"),
        ({"assignment": {"role": "school_security"}}, "overdue"),
        ({"assignment": {"role": "supervisor"}}, "not_required"),
    ],
)
def test_washington_classroom_series(change: dict[str, Any], status: str) -> None:
    assert _answer(_CLASSROOM, "2022-10-03", "2021-08-30", **change)[0] == status


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("school_resource_officer", "not_required"),
        ("substitute", "not_required"),
        ("liaison", "unknown"),
        ("school_security", "overdue"),
    ],
)
def test_washington_check_ins_are_never_asked_of_school_resource_officers(
    role: str, status: str
) -> None:
    answer = _answer(_CHECK_INS, "2023-09-01", "2022-08-31", assignment={"role": role})
    assert answer[0] == status


@pytest.mark.parametrize(
    ("count", "status"), [(5, "due"), (6, "met")], ids=["five are not enough", "six are"]
)
def test_washington_six_check_ins(count: int, status: str) -> None:
    found = _finding(
        _CHECK_INS,
        "2023-08-31",
        "2022-08-31",
        assignment={"role": "school_security"},
        taken=[("us-wa.check-in", f"2023-0{month}-15") for month in range(1, count + 1)],
    )
    assert (str(found.status), found.due_on) == (status, dt.date(2023, 8, 31))


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2019-07-27", {"agreements": []}, "not_required"),
        ("2021-07-24", {"agreements": []}, "unknown"),
        ("2021-07-25", {"agreements": []}, "due"),
        ("2021-07-25", {"agreements": [], "district": {"kind": "nonpublic"}}, "not_required"),
    ],
)
def test_washington_agreement(as_of: str, change: dict[str, Any], status: str) -> None:
    assert _answer("us-wa.agreement-review", as_of, "2018-08-31", **change) == (status, None)


# ---------------------------------------------------------------- Wisconsin

_MILWAUKEE = "us-wi.first-class-city-nasro"
_FIRST_CLASS = {"us-wi.first-class-city": True}


@pytest.mark.parametrize(
    ("as_of", "start", "change", "status", "others"),
    [
        ("2024-01-01", "2023-09-05", {}, "due", [("overdue", "2023-12-31")]),
        ("2024-09-02", "2024-09-03", {}, "due", [("due", "2024-09-02")]),
        ("2024-09-03", "2024-09-03", {}, "due", [("overdue", "2024-09-02")]),
        (
            "2024-09-03",
            "2024-09-03",
            {"taken": [("nasro.basic-sro", "2024-08-02")]},
            "met",
            [("met", "2024-09-02")],
        ),
        (
            "2024-09-03",
            "2024-09-03",
            {"taken": [("nasro.basic-sro", "2024-08-02")], "hours": 24},
            "due",
            [("overdue", "2024-09-02")],
        ),
        ("2024-09-03", "2024-09-03", {"facts": {}}, "unknown", []),
        ("2024-09-03", "2024-09-03", {"employment": {"time": "part"}}, "not_required", []),
        ("2024-09-03", "2024-09-03", {"district": {"kind": "charter"}}, "not_required", []),
    ],
)
def test_wisconsin_act_names_no_time_and_the_city_does(
    as_of: str, start: str, change: dict[str, Any], status: str, others: list[tuple[str, str]]
) -> None:
    stated: dict[str, Any] = {"facts": _FIRST_CLASS, "stated_from": "2023-07-01"}
    found = _finding(_MILWAUKEE, as_of, start, **stated | change)
    assert (str(found.status), found.due_on) == (status, None)
    assert [(str(item.status), str(item.due_on)) for item in found.contested] == others


# ---------------------------------------------------------------- West Virginia

_PREVENTION = "us-wv.pro-certification"
_PROGRAM = {"us-wv.pro-program": True}
_FIELD = {"us-wv.field-experience": True}
_CERTIFIED = [("us-wv.pro-certification-training", "2023-08-02")]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, "unknown"),
        ({"facts": {"us-wv.pro-program": False}}, "not_required"),
        ({"facts": _PROGRAM | _FIELD}, "due"),
        ({"facts": _PROGRAM | _FIELD, "taken": _CERTIFIED}, "met"),
        ({"facts": _PROGRAM, "taken": _CERTIFIED}, "unknown"),
        ({"facts": _PROGRAM | {"us-wv.field-experience": False}, "taken": _CERTIFIED}, "due"),
        ({"facts": _PROGRAM | _FIELD, "taken": _CERTIFIED, "licenses": []}, "unknown"),
    ],
)
def test_west_virginia_programme(change: dict[str, Any], status: str) -> None:
    found = _finding(_PREVENTION, "2024-03-01", "2023-08-21", **change)
    assert (str(found.status), found.due_on) == (status, None)
    assert found.binding == ("none" if status == "not_required" else "grant")


@pytest.mark.parametrize(("as_of", "yearly"), [("2024-08-02", "met"), ("2024-08-03", "expired")])
def test_west_virginia_certification_may_last_a_year(as_of: str, yearly: str) -> None:
    found = _finding(_PREVENTION, as_of, "2023-08-21", facts=_PROGRAM | _FIELD, taken=_CERTIFIED)
    assert (str(found.status), found.valid_until) == ("met", None)
    others = {item.reading: str(item.status) for item in found.contested}
    assert others["every-year"] == yearly


# ---------------------------------------------------------------- California

_SPECIALIZED = "us-ca.school-peace-officer-course"
_RESERVE = "us-ca.reserve-officer-course"
_CAMPUS = [("us-ca.campus-law-enforcement", "2014-05-02")]
_OWN: dict[str, Any] = {"agency": {"kind": "school_police"}}


@pytest.mark.parametrize(
    ("as_of", "hired", "answer"),
    [
        ("2014-07-16", "2012-07-16", ("due", "2014-07-16")),
        ("2014-07-17", "2012-07-16", ("overdue", "2014-07-16")),
        ("2014-03-01", "2012-02-29", ("overdue", "2014-02-28")),
        ("2002-07-01", "1999-06-30", ("due", "2002-07-01")),
        ("2002-07-02", "1999-06-30", ("overdue", "2002-07-01")),
        ("2002-07-02", "1999-07-01", ("unknown", None)),
        ("2001-07-02", "1999-07-02", ("due", "2001-07-02")),
        ("2001-07-03", "1999-07-02", ("overdue", "2001-07-02")),
    ],
)
def test_california_two_years_from_first_employment(
    as_of: str, hired: str, answer: tuple[str, str | None]
) -> None:
    assert _answer(_SPECIALIZED, as_of, hired, employment={"from": hired}, **_OWN) == answer


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (_OWN, "overdue"),
        (_OWN | {"taken": _CAMPUS}, "met"),
        (_OWN | {"assignment": {"role": "coordinator"}}, "overdue"),
        (_OWN | {"employment": {"time": "reserve"}}, "not_required"),
        (_OWN | {"district": {"kind": "charter"}}, "unknown"),
        ({}, "not_required"),
        ({"agency": {"kind": "college"}}, "unknown"),
    ],
)
def test_california_only_district_police(change: dict[str, Any], status: str) -> None:
    assert _answer(_SPECIALIZED, "2015-01-05", "2012-08-20", **change)[0] == status


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (_OWN | {"employment": {"time": "reserve"}}, "unknown"),
        (_OWN | {"employment": {"time": "reserve"}, "taken": _CAMPUS}, "met"),
        (_OWN, "not_required"),
        ({"employment": {"time": "reserve"}}, "not_required"),
    ],
)
def test_california_reserve_officers(change: dict[str, Any], status: str) -> None:
    assert _answer(_RESERVE, "2015-01-05", "2012-08-20", **change) == (status, None)
