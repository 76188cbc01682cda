"""What the packs of Maryland, Massachusetts and Pennsylvania say where no example case asks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import sro_core as sro
from sro_core.findings import Finding

#: First and last days of the district's school years.
_YEARS = {
    "US-MD": [
        ("2019-09-03", "2020-06-16"),
        ("2023-08-28", "2024-06-14"),
        ("2024-08-26", "2025-06-13"),
    ],
    "US-MA": [],
    "US-PA": [("2019-08-26", "2020-06-05"), ("2020-08-31", "2021-06-11")],
}


def _registry(state: str, start: str, **change: Any) -> sro.Registry:
    """One officer of one agency in one district, with an agreement signed in 2010.

    Args:
        state: The jurisdiction.
        start: First day of the assignment.
        change: Keys of single records to change, or whole lists; `taken` is a day
            for each code, `facts` a value for each fact, `topics` those of each course.
    """
    years = change.pop("years", _YEARS[state])
    district = {
        "id": "d",
        "name": "District",
        "kind": "public",
        "jurisdiction": state,
        "school_years": [
            {"name": first[:4], "first_day": first, "last_day": last} for first, last in years
        ],
    }
    agency = {"id": "a", "name": "Agency", "kind": "police", "jurisdiction": state}
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
    taken = dict[str, str](change.pop("taken", {}))
    facts = dict[str, Any](change.pop("facts", {}))
    topics = {"topics": change.pop("topics")} if "topics" in change else {}
    agreements = [agreement | {"signed_on": "2010-06-01"} | change.pop("agreement", {})]
    return sro.Registry.build(
        agencies=[agency | change.pop("agency", {})],
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
        assignments=[assignment | change.pop("assignment", {})],
        agreements=change.pop("agreements", agreements),
        courses=[
            {"id": code, "title": code, "provider": "x", "codes": [{"code": code}]} | topics
            for code in taken
        ],
        completions=[
            {
                "id": code,
                "officer_id": "o",
                "course_id": code,
                "completed_on": day,
                "outcome": "completed",
            }
            for code, day in taken.items()
        ],
        attestations=[
            {
                "id": fact,
                "fact": fact,
                "assignment_id": "p",
                "value": value,
                "stated_by": "Chief",
                "from": start,
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


# ---------------------------------------------------------------- Maryland

_CURRICULUM = "us-md.sro-curriculum"
_MID_YEAR = "us-md.mid-year-start"
_COMPETENCY = "us-md.cultural-competency"
_NOTIFIED: dict[str, Any] = {"facts": {"us-md.center-notified": True}}
_MODEL = "us-md.model-curriculum"
_LOCAL = "us-md.approved-local-training"
_FOUR_TOPICS = {
    "de_escalation": 2,
    "disability_awareness": 2,
    "positive_school_climate": 2,
    "constructive_interactions": 2,
}


@pytest.mark.parametrize(
    ("as_of", "start", "change", "status"),
    [
        ("2018-05-31", "2017-09-05", {}, "not_required"),
        ("2018-06-01", "2017-09-05", {}, "unknown"),
        ("2019-10-01", "2019-08-31", {}, "unknown"),
        ("2019-10-01", "2017-09-05", {"taken": {_MODEL: "2019-07-10"}}, "met"),
        (
            "2019-10-01",
            "2017-09-05",
            {"taken": {"us-md.comparative-compliance": "2019-07-10"}},
            "met",
        ),
        ("2024-10-01", "2023-08-28", {}, "overdue"),
        ("2024-10-01", "2023-08-28", {"taken": {_LOCAL: "2023-07-21"}}, "met"),
        (
            "2024-10-01",
            "2023-08-28",
            {"taken": {_LOCAL: "2023-07-21"}, "topics": _FOUR_TOPICS},
            "overdue",
        ),
        ("2024-10-01", "2023-08-28", {"district": {"kind": "nonpublic"}}, "not_required"),
        ("2024-10-01", "2023-08-28", {"district": {"kind": "charter"}}, "unknown"),
        ("2024-10-01", "2023-08-28", {"agreements": []}, "unknown"),
        (
            "2024-10-01",
            "2023-08-28",
            {"agreements": [], "agency": {"kind": "school_police"}},
            "overdue",
        ),
        (
            "2024-10-01",
            "2023-08-28",
            {"agreements": [], "assignment": {"role": "school_security"}},
            "overdue",
        ),
        ("2024-10-01", "2023-08-28", {"assignment": {"role": "coordinator"}}, "not_required"),
    ],
)
def test_maryland_curriculum(as_of: str, start: str, change: dict[str, Any], status: str) -> None:
    assert _answer(_CURRICULUM, as_of, start, **change)[0] == status


@pytest.mark.parametrize(
    ("as_of", "taken", "status", "late"),
    [
        ("2024-08-25", {}, "due", None),
        ("2024-08-26", {}, "overdue", 1),
        ("2024-09-30", {_MODEL: "2024-08-25"}, "met", 0),
        ("2024-09-30", {_MODEL: "2024-09-01"}, "met", 7),
    ],
)
def test_maryland_officer_assigned_during_a_year_has_until_the_next_one(
    as_of: str, taken: dict[str, str], status: str, late: int | None
) -> None:
    found = _finding(_CURRICULUM, as_of, "2023-11-06", taken=taken, **_NOTIFIED)
    assert (str(found.status), found.due_on) == (status, dt.date(2024, 8, 25))
    assert found.late_by_days == late
    assert [item.due_on for item in found.contested] == [dt.date(2023, 11, 5)]


@pytest.mark.parametrize(
    ("as_of", "taken", "status"),
    [
        ("2023-11-05", {}, "due"),
        ("2023-11-06", {}, "overdue"),
        ("2024-01-10", {_MODEL: "2023-10-02"}, "overdue"),
        ("2024-01-10", {"us-md.preliminary-curriculum": "2023-11-06"}, "met"),
    ],
)
def test_maryland_preliminary_curriculum_comes_before_the_first_day(
    as_of: str, taken: dict[str, str], status: str
) -> None:
    answer = _answer(_MID_YEAR, as_of, "2023-11-06", taken=taken, **_NOTIFIED)
    assert answer == (status, "2023-11-05")


def test_maryland_notice_that_nobody_states_is_not_known() -> None:
    taken = {"us-md.preliminary-curriculum": "2023-11-02"}
    found = _finding(_MID_YEAR, "2024-01-10", "2023-11-06", taken=taken)
    assert (found.status, found.missing) == ("unknown", ("us-md.center-notified",))


@pytest.mark.parametrize(
    ("start", "status"), [("2018-05-31", "not_required"), ("2018-06-01", "unknown")]
)
def test_maryland_first_day_of_the_regulation_is_open(start: str, status: str) -> None:
    assert _answer(_MID_YEAR, "2020-01-10", start, **_NOTIFIED)[0] == status


@pytest.mark.parametrize(
    ("kind", "status"),
    [("public", "overdue"), ("charter", "overdue"), ("nonpublic", "not_required")],
)
def test_maryland_encouragement_is_of_public_schools_and_binds_nobody(
    kind: str, status: str
) -> None:
    found = _finding(_COMPETENCY, "2023-09-05", "2023-08-28", district={"kind": kind})
    assert (found.status, found.binding) == (status, "none")


# ---------------------------------------------------------------- Massachusetts

_CERTIFICATION = "us-ma.sro-certification"
_CREDENTIAL = "us-ma.post-sro-certification"
_OFFICER = {"kind": "peace_officer", "jurisdiction": "US-MA", "from": "2010-05-03"}
_ENTRY = {"kind": _CREDENTIAL, "jurisdiction": "US-MA", "from": "2025-07-01", "to": "2028-06-30"}


@pytest.mark.parametrize(
    ("as_of", "start", "answer"),
    [
        ("2020-12-30", "2018-09-04", ("not_required", None)),
        ("2020-12-31", "2018-09-04", ("unknown", None)),
        ("2024-09-26", "2024-09-03", ("unknown", None)),
        ("2025-09-10", "2024-09-26", ("unknown", None)),
        ("2025-09-10", "2024-09-27", ("overdue", "2024-09-26")),
        ("2025-09-01", "2025-09-02", ("due", "2025-09-01")),
        ("2025-09-02", "2025-09-02", ("overdue", "2025-09-01")),
    ],
)
def test_massachusetts_certification_before_service(
    as_of: str, start: str, answer: tuple[str, str | None]
) -> None:
    assert _answer(_CERTIFICATION, as_of, start) == answer


@pytest.mark.parametrize(
    ("effective", "as_of", "status"),
    [
        ("2023-06-15", "2026-06-14", "met"),
        ("2023-06-15", "2026-06-15", "unknown"),
        ("2023-06-15", "2026-06-16", "expired"),
        ("2024-02-29", "2027-02-27", "met"),
        ("2024-02-29", "2027-02-28", "unknown"),
        ("2024-02-29", "2027-03-01", "expired"),
    ],
)
def test_massachusetts_third_anniversary_is_open(effective: str, as_of: str, status: str) -> None:
    taken = {_CREDENTIAL: effective}
    assert _answer(_CERTIFICATION, as_of, "2024-10-01", taken=taken)[0] == status


@pytest.mark.parametrize(
    ("agency", "district", "status"),
    [
        ("police", "charter", "overdue"),
        ("police", "nonpublic", "not_required"),
        ("sheriff", "public", "not_required"),
        ("state_police", "public", "not_required"),
        ("school_police", "public", "unknown"),
    ],
)
def test_massachusetts_binds_municipal_officers_in_public_schools(
    agency: str, district: str, status: str
) -> None:
    change: dict[str, Any] = {"agency": {"kind": agency}, "district": {"kind": district}}
    assert _answer(_CERTIFICATION, "2025-09-10", "2025-09-02", **change)[0] == status


@pytest.mark.parametrize(
    ("licenses", "status"),
    [
        ([_OFFICER], "met"),
        ([_OFFICER | {"state": "conditional"}], "met"),
        ([_OFFICER | {"state": "suspended"}], "expired"),
        ([_OFFICER | {"to": "2025-09-09"}], "expired"),
        ([_OFFICER | {"to": "2025-09-01"}], "overdue"),
        ([], "unknown"),
    ],
)
def test_massachusetts_certification_falls_with_that_of_the_officer(
    licenses: list[dict[str, str]], status: str
) -> None:
    change: dict[str, Any] = {"licenses": licenses, "taken": {_CREDENTIAL: "2025-08-01"}}
    assert _answer(_CERTIFICATION, "2025-09-10", "2025-09-02", **change)[0] == status


@pytest.mark.parametrize(
    ("as_of", "entry", "answer"),
    [
        ("2028-06-30", {}, ("met", "2028-06-30")),
        ("2028-07-01", {}, ("expired", "2028-06-30")),
        # the entry decides, also where it is shorter or longer than the three years
        ("2026-06-30", {"to": "2026-06-30"}, ("met", "2026-06-30")),
        ("2026-07-01", {"to": "2026-06-30"}, ("expired", "2026-06-30")),
        ("2029-01-31", {"to": "2029-01-31"}, ("met", "2029-01-31")),
        ("2026-07-01", {"state": "revoked"}, ("expired", None)),
        # over before the service began
        ("2026-07-01", {"from": "2022-09-01", "to": "2025-09-01"}, ("overdue", "2025-09-01")),
    ],
)
def test_massachusetts_license_entry_says_how_long_it_counts(
    as_of: str, entry: dict[str, str], answer: tuple[str, str | None]
) -> None:
    licenses = [_OFFICER, _ENTRY | entry]
    assert _answer(_CERTIFICATION, as_of, "2025-09-02", licenses=licenses) == answer


@pytest.mark.parametrize(
    ("as_of", "set_on", "status"),
    [
        ("2025-02-20", "2025-02-20", "due"),
        ("2025-02-21", "2025-02-20", "overdue"),
        ("2025-02-21", None, "unknown"),
    ],
)
def test_massachusetts_division_sets_the_day_of_missing_training(
    as_of: str, set_on: str | None, status: str
) -> None:
    waiver = {
        "id": "w",
        "officer_id": "o",
        "requirement_id": "us-ma.conditional-training",
        "kind": "extended",
        "granted_by": "Division",
        "granted_on": "2024-08-20",
        "from": "2024-08-20",
        "due_on": set_on,
        "reason": "period set with the certification",
    }
    change: dict[str, Any] = {
        "facts": {"us-ma.conditional-certification": True},
        "waivers": [waiver] if set_on else [],
    }
    answer = _answer("us-ma.conditional-training", as_of, "2024-09-03", **change)
    assert answer == (status, set_on)


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2025-01-10", {}, "met"),
        ("2025-01-10", {"agreements": []}, "due"),
        ("2025-01-10", {"agreement": {"to": "2025-01-09"}}, "expired"),
        ("2023-01-10", {"agreements": []}, "unknown"),
        ("2025-01-10", {"agreements": [], "district": {"kind": "nonpublic"}}, "not_required"),
        ("2025-01-10", {"agreements": [], "agency": {"kind": "sheriff"}}, "not_required"),
    ],
)
def test_massachusetts_memorandum(as_of: str, change: dict[str, Any], status: str) -> None:
    last = "2025-01-09" if status == "expired" else None
    assert _answer("us-ma.mou", as_of, "2022-09-06", **change) == (status, last)


# ---------------------------------------------------------------- Pennsylvania

_BASIC = "us-pa.sro-basic"
_SPO_BASIC = "us-pa.spo-basic"
_IN_SERVICE = "us-pa.spo-in-service"
_NASRO = "nasro.basic-sro"
_POLICE = "us-pa.mpoetc-basic"
_SCHOOL_POLICE: dict[str, Any] = {"agency": {"kind": "school_police"}}
_POWERS: dict[str, Any] = _SCHOOL_POLICE | {"facts": {"us-pa.spo-powers": True}}


@pytest.mark.parametrize(
    ("as_of", "start", "answer"),
    [
        ("2019-08-30", "2017-08-28", ("not_required", None)),
        ("2019-08-31", "2017-08-28", ("due", "2020-02-29")),
        ("2019-11-26", "2019-08-30", ("due", "2020-02-29")),
        ("2019-11-26", "2019-08-31", ("unknown", None)),
        ("2019-11-26", "2019-09-01", ("unknown", None)),
        ("2019-11-26", "2019-09-02", ("overdue", "2019-09-01")),
        ("2019-11-27", "2017-08-28", ("due", "2020-08-30")),
        ("2020-08-30", "2019-09-01", ("due", "2020-08-30")),
        ("2020-08-31", "2019-09-01", ("overdue", "2020-08-30")),
        ("2020-08-30", "2019-09-02", ("overdue", "2019-09-01")),
        ("2024-02-29", "2024-03-01", ("due", "2024-02-29")),
        ("2024-03-01", "2024-03-01", ("overdue", "2024-02-29")),
    ],
)
def test_pennsylvania_transitions(as_of: str, start: str, answer: tuple[str, str | None]) -> None:
    assert _answer(_BASIC, as_of, start) == answer


def test_pennsylvania_school_year_of_2020_began_in_2020_whatever_is_on_file() -> None:
    years = [("2023-08-28", "2024-06-10")]
    assert _answer(_BASIC, "2023-08-01", "2017-08-28", years=years)[0] == "overdue"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"district": {"kind": "nonpublic"}}, "overdue"),
        ({"district": {"kind": "charter"}, "agency": {"kind": "sheriff"}}, "overdue"),
        ({"agreements": []}, "unknown"),
        ({"agency": {"kind": "school_police"}}, "not_required"),
        ({"facts": {"us-pa.spo-third-party": True}}, "not_required"),
        ({"assignment": {"role": "school_security"}}, "not_required"),
        ({"taken": {_NASRO: "2009-06-12"}}, "met"),
        ({"taken": {"us-pa.pccd-equivalent": "2023-08-27"}}, "met"),
    ],
)
def test_pennsylvania_officer(change: dict[str, Any], status: str) -> None:
    assert _answer(_BASIC, "2023-10-02", "2023-08-28", **change)[0] == status


@pytest.mark.parametrize(
    ("as_of", "start", "hired", "taken", "answer"),
    [
        ("2018-06-21", "2017-08-28", "2017-08-01", {}, ("not_required", None)),
        ("2018-06-22", "2017-08-28", "2017-08-01", {}, ("unknown", None)),
        ("2019-11-26", "2017-08-28", "2017-08-01", {}, ("unknown", None)),
        ("2020-08-30", "2017-08-28", "2017-08-01", {_POLICE: "2010-06-01"}, ("due", "2020-08-30")),
        (
            "2020-08-31",
            "2017-08-28",
            "2017-08-01",
            {_POLICE: "2010-06-01"},
            ("overdue", "2020-08-30"),
        ),
        (
            "2020-06-01",
            "2017-08-28",
            "2017-08-01",
            {_NASRO: "2019-12-06"},
            ("overdue", "2017-08-27"),
        ),
        ("2020-06-01", "2019-10-07", "2019-09-01", {_POLICE: "2010-06-01"}, ("due", "2020-08-30")),
        (
            "2020-06-01",
            "2019-10-07",
            "2019-09-02",
            {_POLICE: "2010-06-01"},
            ("overdue", "2019-10-06"),
        ),
        (
            "2023-06-01",
            "2022-10-07",
            "2012-09-03",
            {_POLICE: "2010-06-01"},
            ("overdue", "2022-10-06"),
        ),
        (
            "2023-06-01",
            "2022-10-07",
            "2012-09-03",
            {_POLICE: "2010-06-01", _NASRO: "2022-10-06"},
            ("met", "2022-10-06"),
        ),
    ],
)
def test_pennsylvania_school_police_has_more_time_for_the_second_part_only(
    as_of: str,
    start: str,
    hired: str,
    taken: dict[str, str],
    answer: tuple[str, str | None],
) -> None:
    change = _POWERS | {"employment": {"from": hired}, "taken": taken}
    assert _answer(_SPO_BASIC, as_of, start, **change) == answer


@pytest.mark.parametrize(
    ("powers", "armed", "status"),
    [
        (False, False, "not_required"),
        (True, False, "overdue"),
        (False, True, "overdue"),
        (False, None, "unknown"),
    ],
)
def test_pennsylvania_school_police_with_powers_or_a_firearm(
    powers: bool, armed: bool | None, status: str
) -> None:
    change = _SCHOOL_POLICE | {"facts": {"us-pa.spo-powers": powers}}
    if armed is not None:
        change |= {"assignment": {"armed": armed}}
    assert _answer(_SPO_BASIC, "2023-10-02", "2023-08-21", **change)[0] == status


def test_pennsylvania_section_and_department_disagree_about_third_parties() -> None:
    facts = {"us-pa.spo-powers": False, "us-pa.spo-third-party": True}
    change: dict[str, Any] = {"facts": facts, "assignment": {"armed": False}}
    found = _finding(_SPO_BASIC, "2023-10-02", "2023-08-21", **change)
    assert found.status == "overdue"
    assert [str(item.status) for item in found.contested] == ["not_required"]


@pytest.mark.parametrize(
    ("standing", "status"), [(True, "met"), (False, "overdue"), (None, "unknown")]
)
def test_pennsylvania_trooper_left_in_good_standing(standing: bool | None, status: str) -> None:
    facts = {"us-pa.spo-powers": True}
    if standing is not None:
        facts["us-pa.trooper-good-standing"] = standing
    taken = {"us-pa.state-police-academy": "1999-05-14", _NASRO: "2022-06-10"}
    change = _SCHOOL_POLICE | {"facts": facts, "taken": taken}
    found = _finding(_SPO_BASIC, "2023-10-02", "2023-08-21", **change)
    assert found.status == status


@pytest.mark.parametrize(
    ("start", "taken", "status"),
    [
        ("2018-08-20", None, "overdue"),
        ("2018-08-20", "2024-01-15", "met"),
        ("2018-08-20", "2023-10-16", "unknown"),
        ("2018-08-20", "2021-10-18", "expired"),
        ("2023-08-21", None, "due"),
    ],
)
def test_pennsylvania_no_kind_of_year_is_preferred(
    start: str, taken: str | None, status: str
) -> None:
    change = _SCHOOL_POLICE | {"taken": {"us-pa.mpoetc-in-service": taken} if taken else {}}
    assert _answer(_IN_SERVICE, "2024-02-01", start, **change)[0] == status


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"agreements": []}, "due"),
        ({"agreements": [], "agency": {"kind": "sheriff"}}, "not_required"),
        ({"agreements": [], "agency": {"kind": "school_police"}}, "not_required"),
        ({"agreements": [], "district": {"kind": "nonpublic"}}, "not_required"),
    ],
)
def test_pennsylvania_memorandum(change: dict[str, Any], status: str) -> None:
    assert _answer("us-pa.police-mou", "2023-10-02", "2020-08-31", **change) == (status, None)
