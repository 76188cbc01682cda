"""What the packs of Louisiana to Oklahoma say where no example case asks."""

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
        change: Keys of single records to change, or whole lists; `taken` is a day, or
            days, for each code, `facts` a value for each fact, `topics` and `hours`
            those of each course; topics in a list have no hours.
    """
    agency = {"id": "a", "name": "Agency", "kind": "police", "jurisdiction": state}
    district = {"id": "d", "name": "District", "kind": "public", "jurisdiction": state}
    employment = {"agency_id": "a", "from": "2003-05-05", "time": "full"}
    license_ = {"kind": "peace_officer", "jurisdiction": state, "from": "2003-05-05"}
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
    earlier = [
        assignment | {"id": f"p{number}"} | item
        for number, item in enumerate(change.pop("earlier", []))
    ]
    taken = {
        code: [days] if isinstance(days, str) else days
        for code, days in change.pop("taken", {}).items()
    }
    topics: dict[str, Any] = {}
    if "topics" in change:
        named = change.pop("topics")
        topics["topics"] = named if isinstance(named, dict) else dict.fromkeys(named)
    hours = change.pop("hours", 40)
    facts = dict[str, Any](change.pop("facts", {}))
    stated_from = change.pop("stated_from", start)
    agreements = [agreement | {"signed_on": "2010-06-01"} | change.pop("agreement", {})]
    licenses = [license_ | change.pop("license", {}), *change.pop("licenses", [])]
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
                "licenses": licenses,
            }
        ],
        assignments=[*earlier, assignment | change.pop("assignment", {})],
        agreements=change.pop("agreements", agreements),
        courses=[
            {"id": code, "title": code, "provider": "x", "hours": hours, "codes": [{"code": code}]}
            | topics
            for code in taken
        ],
        completions=[
            {
                "id": f"{code} {day}",
                "officer_id": "o",
                "course_id": code,
                "completed_on": day,
                "outcome": "completed",
            }
            for code, days in taken.items()
            for day in days
        ],
        attestations=[
            {"id": fact, "fact": fact, "value": value, "stated_by": "Chief", "from": stated_from}
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


_OWN_POLICE: dict[str, Any] = {"agency": {"kind": "school_police"}}
_SUPERVISOR: dict[str, Any] = {"assignment": {"role": "supervisor"}}

# ---------------------------------------------------------------- Louisiana

_LA = "us-la.sro-basic"


@pytest.mark.parametrize(
    ("as_of", "start", "change", "answer"),
    [
        ("2025-12-30", "2023-12-30", {}, ("due", "2025-12-30")),
        ("2025-12-31", "2023-12-30", {}, ("overdue", "2025-12-30")),
        ("2025-06-02", "2024-02-29", {}, ("due", "2026-02-28")),
        ("2025-06-02", "2023-10-02", {"district": {"kind": "nonpublic"}}, ("due", "2025-10-02")),
        ("2025-06-02", "2023-10-02", {"district": {"kind": "charter"}}, ("unknown", None)),
        ("2025-06-02", "2023-10-02", {"agreements": []}, ("unknown", None)),
        ("2025-06-02", "2023-10-02", _OWN_POLICE, ("not_required", None)),
        ("2025-06-02", "2023-10-02", _SUPERVISOR, ("not_required", None)),
        ("2023-09-26", "2023-08-07", {}, ("unknown", None)),
    ],
)
def test_louisiana_two_years(
    as_of: str, start: str, change: dict[str, Any], answer: tuple[str, str | None]
) -> None:
    assert _answer(_LA, as_of, start, **change) == answer


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("us-la.post-sro-basic", "met"),
        ("us-la.national-sro-program", "met"),
        ("us-la.post-sro-advanced", "due"),
    ],
)
def test_louisiana_advanced_course_does_not_stand_for_the_basic_one(code: str, status: str) -> None:
    taken = {code: "2024-05-10"}
    answer = _answer(_LA, "2025-06-02", "2023-10-02", taken=taken)
    assert answer == (status, "2025-10-02")


def test_louisiana_says_that_earlier_officers_may_have_another_last_day() -> None:
    found = _finding(_LA, "2025-06-02", "2019-08-05")
    assert (str(found.status), found.due_on) == ("overdue", dt.date(2021, 8, 5))
    assert [str(item.status) for item in found.contested] == ["unknown"]


# ---------------------------------------------------------------- Maine

_ME = "us-me.sro-certification"


@pytest.mark.parametrize(
    ("as_of", "taken", "status"),
    [
        ("2018-12-31", {}, "unknown"),
        ("2020-12-31", {}, "not_required"),
        ("2021-01-01", {}, "due"),
        ("2023-01-09", {"us-me.sro-certification-course": "2022-07-15"}, "met"),
        ("2023-01-09", {"nasro.basic-sro": "2019-07-12"}, "met"),
        ("2023-01-09", {"us-me.sro-recertification": "2022-07-15"}, "due"),
    ],
)
def test_maine_course_is_voluntary(as_of: str, taken: dict[str, str], status: str) -> None:
    found = _finding(_ME, as_of, "2018-08-27", taken=taken)
    assert (str(found.status), found.due_on, str(found.binding)) == (status, None, "none")


def test_maine_certificate_must_be_renewed_and_nothing_says_when() -> None:
    taken = {"us-me.sro-certification-course": "2021-07-16"}
    found = _finding(_ME, "2024-09-03", "2021-08-30", taken=taken)
    assert (str(found.status), found.valid_until) == ("met", None)
    assert "re-certification" in found.reason


def test_maine_local_memorandum_can_ask_for_the_course() -> None:
    adoption = {
        "id": "x",
        "requirement_id": _ME,
        "by": {"agreement_id": "g"},
        "from": "2022-01-03",
        "due": "before_service",
    }
    found = _finding(_ME, "2022-08-29", "2022-08-29", adoptions=[adoption])
    assert (str(found.status), found.due_on) == ("overdue", dt.date(2022, 8, 28))
    assert str(found.binding) == "agreement"


# ---------------------------------------------------------------- Missouri

_MO = "us-mo.sro-basic"
_MO_TOPICS = ["legal_operations", "intruder_training", "juvenile_law"]


@pytest.mark.parametrize(
    ("as_of", "start", "change", "answer"),
    [
        ("2013-08-27", "2013-08-14", {}, ("not_required", None)),
        ("2013-08-28", "2013-08-27", {}, ("unknown", None)),
        ("2013-08-28", "2013-08-28", {}, ("overdue", "2013-08-27")),
        ("2018-01-08", "2012-08-15", {"taken": {_MO: "2014-07-11"}}, ("met", None)),
        ("2018-08-14", "2018-08-15", {}, ("due", "2018-08-14")),
        ("2018-08-15", "2018-08-15", {}, ("overdue", "2018-08-14")),
        ("2018-08-15", "2018-08-15", {"agency": {"kind": "sheriff"}}, ("overdue", "2018-08-14")),
        ("2018-08-15", "2018-08-15", _OWN_POLICE, ("overdue", "2018-08-14")),
        ("2018-08-15", "2018-08-15", {"district": {"kind": "nonpublic"}}, ("unknown", None)),
        ("2018-08-15", "2018-08-15", _SUPERVISOR, ("not_required", None)),
    ],
)
def test_missouri_before_work_in_schools_begins(
    as_of: str, start: str, change: dict[str, Any], answer: tuple[str, str | None]
) -> None:
    assert _answer(_MO, as_of, start, **change) == answer


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"taken": {_MO: "2018-08-14"}}, "met"),
        ({"taken": {_MO: "2018-08-14"}, "topics": _MO_TOPICS}, "met"),
        ({"taken": {_MO: "2018-08-14"}, "topics": _MO_TOPICS[1:]}, "overdue"),
        ({"taken": {_MO: "2018-08-14"}, "hours": 39}, "overdue"),
        ({"taken": {_MO: ["2018-08-13", "2018-08-14"]}, "hours": 20}, "overdue"),
        ({"taken": {"us-mo.school-protection-officer": "2018-08-14"}, "hours": 112}, "overdue"),
    ],
)
def test_missouri_forty_hours_of_one_course(change: dict[str, Any], status: str) -> None:
    found = _finding(_MO, "2018-08-20", "2018-08-15", **change)
    assert (str(found.status), found.due_on) == (status, dt.date(2018, 8, 14))


def test_missouri_late_by_the_days_worked_untrained() -> None:
    found = _finding(_MO, "2018-09-10", "2018-08-15", taken={_MO: "2018-08-24"})
    assert (str(found.status), found.late_by_days) == ("met", 10)


# ---------------------------------------------------------------- Mississippi

_MS_BASIC = "us-ms.basic-law-enforcement"
_MS_CERTIFICATION = "us-ms.sro-certification"
_MS_YEAR = "us-ms.annual-in-service"
_MS_GRANT = "us-ms.alerrt-mcops"


@pytest.mark.parametrize(
    ("as_of", "hired", "change", "answer"),
    [
        ("2021-07-15", "2019-07-15", _OWN_POLICE, ("due", "2021-07-15")),
        ("2021-07-16", "2019-07-15", _OWN_POLICE, ("overdue", "2021-07-15")),
        ("2021-07-16", "2019-07-15", _OWN_POLICE | _SUPERVISOR, ("overdue", "2021-07-15")),
        ("2021-07-16", "2020-02-29", _OWN_POLICE, ("due", "2022-02-28")),
        ("2021-07-16", "2019-07-15", {}, ("not_required", None)),
        ("2021-07-16", "2019-07-15", {"agency": {"kind": "sheriff"}}, ("not_required", None)),
        ("2021-07-16", "2019-07-15", {"agency": {"kind": "other"}}, ("unknown", None)),
    ],
)
def test_mississippi_two_years_from_the_hire_by_a_school_board(
    as_of: str, hired: str, change: dict[str, Any], answer: tuple[str, str | None]
) -> None:
    found = _answer(_MS_BASIC, as_of, "2020-08-03", employment={"from": hired}, **change)
    assert found == answer


_MS_COURSES = {
    "fema.is-100": "2023-07-20",
    "fema.is-200": "2023-07-20",
    "fema.is-700": "2023-07-20",
    "fema.is-800": "2023-07-20",
    "alerrt.level-1": "2022-10-05",
    "us-ms.mde-sro-basic": "2023-10-20",
}


@pytest.mark.parametrize("missing", sorted(_MS_COURSES))
def test_mississippi_certification_needs_every_course(missing: str) -> None:
    taken = {code: day for code, day in _MS_COURSES.items() if code != missing}
    answer = _answer(_MS_CERTIFICATION, "2025-08-08", "2023-08-07", taken=taken)
    assert answer == ("overdue", "2025-08-07")


@pytest.mark.parametrize(
    ("as_of", "start", "change", "answer"),
    [
        ("2022-10-31", "2021-08-09", {}, ("unknown", None)),
        ("2025-08-07", "2023-08-07", {}, ("due", "2025-08-07")),
        ("2025-08-08", "2023-08-07", {}, ("overdue", "2025-08-07")),
        ("2025-08-08", "2023-08-07", _OWN_POLICE, ("overdue", "2025-08-07")),
        ("2025-08-08", "2023-08-07", {"district": {"kind": "nonpublic"}}, ("unknown", None)),
        ("2025-08-08", "2023-08-07", _SUPERVISOR, ("not_required", None)),
    ],
)
def test_mississippi_certification_within_two_years(
    as_of: str, start: str, change: dict[str, Any], answer: tuple[str, str | None]
) -> None:
    assert _answer(_MS_CERTIFICATION, as_of, start, **change) == answer


def test_mississippi_says_that_earlier_officers_may_have_another_last_day() -> None:
    found = _finding(_MS_CERTIFICATION, "2024-08-08", "2021-08-09")
    assert (str(found.status), found.due_on) == ("overdue", dt.date(2023, 8, 9))
    assert [str(item.status) for item in found.contested] == ["unknown"]


#: The Department recognised what the officer had: the certification is met.
_MS_CERTIFIED: dict[str, Any] = {
    "waivers": [
        {
            "id": "w",
            "officer_id": "o",
            "requirement_id": _MS_CERTIFICATION,
            "kind": "equivalent",
            "granted_by": "Department of Education",
            "granted_on": "2023-09-01",
            "from": "2023-09-01",
            "reason": "Certified",
        }
    ]
}


def test_mississippi_in_service_is_asked_of_certified_officers_only() -> None:
    assert _answer(_MS_YEAR, "2024-08-08", "2023-08-07") == ("not_required", None)


@pytest.mark.parametrize(
    ("hours", "qualifications", "met"),
    [
        (40, ["2024-03-01", "2024-07-01"], True),
        (14, ["2024-03-01", "2024-07-01"], True),
        (13, ["2024-03-01", "2024-07-01"], False),
        (40, ["2024-03-01"], False),
        (40, ["2023-12-31", "2024-03-01"], False),
    ],
)
def test_mississippi_forty_hours_include_two_firearm_qualifications(
    hours: int, qualifications: list[str], met: bool
) -> None:
    taken = {"us-ms.mde-in-service": "2024-06-10", "us-ms.firearm-qualification": qualifications}
    found = _finding(
        _MS_YEAR, "2024-10-01", "2023-08-07", taken=taken, hours=hours, **_MS_CERTIFIED
    )
    assert (found.status == "met") == met


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2019-01-31", {}, "unknown"),
        ("2019-02-01", {}, "due"),
        ("2019-06-03", {"taken": {"us-ms.alerrt-academy": "2018-09-14"}}, "met"),
        ("2019-06-03", {"taken": {"alerrt.level-1": "2018-09-14"}}, "due"),
        ("2019-06-03", {"agreement": {"funding": []}}, "not_required"),
        ("2019-06-03", {"agreements": []}, "unknown"),
    ],
)
def test_mississippi_grant_asks_for_the_academy(
    as_of: str, change: dict[str, Any], status: str
) -> None:
    granted = {"agreement": {"funding": ["us-ms.mcops"]}}
    answer = _answer(_MS_GRANT, as_of, "2018-08-06", **(granted | change))
    assert answer == (status, None)


def test_mississippi_grant_binds_as_a_grant() -> None:
    change = {"agreement": {"funding": ["us-ms.mcops"]}}
    found = _finding(_MS_GRANT, "2019-06-03", "2018-08-06", **change)
    assert str(found.binding) == "grant"


# ---------------------------------------------------------------- Nebraska

_NE = "us-ne.school-based-training"
_NE_MEMORANDUM = "us-ne.sro-agreement"
_NE_FILING = "us-ne.agreement-filing"
_NE_SUBJECTS = [
    "school_law",
    "student_rights",
    "special_needs_disabilities",
    "conflict_deescalation",
    "sro_ethics",
    "teenage_brain",
    "adolescent_behavior",
    "implicit_bias",
    "diversity_cultural_awareness",
    "trauma_informed_responses",
    "school_violence_prevention",
]


@pytest.mark.parametrize(
    ("hours", "days", "status"),
    [
        (20, "2021-03-01", "met"),
        (19, "2021-03-01", "due"),
        (10, ["2021-03-01", "2021-04-01"], "met"),
    ],
)
def test_nebraska_twenty_hours_in_all(hours: int, days: str | list[str], status: str) -> None:
    answer = _answer(
        _NE, "2022-01-10", "2021-01-11", taken={_NE: days}, hours=hours, topics=_NE_SUBJECTS
    )
    assert answer == (status, None)


@pytest.mark.parametrize(
    ("hours", "topics", "status"),
    [
        (22, dict.fromkeys(_NE_SUBJECTS, 2), "met"),
        (22, dict.fromkeys(_NE_SUBJECTS[1:], 2), "due"),
        (22, dict.fromkeys(_NE_SUBJECTS, 1) | {"first_aid": 11}, "due"),
        # the hours of the subjects are not stated
        (20, dict.fromkeys(_NE_SUBJECTS), "unknown"),
        (19, dict.fromkeys(_NE_SUBJECTS), "due"),
        (20, None, "due"),
    ],
)
def test_nebraska_names_no_provider(
    hours: int, topics: dict[str, int | None] | None, status: str
) -> None:
    change = {} if topics is None else {"topics": topics}
    taken = {"other.course": "2021-03-01"}
    answer = _answer(_NE, "2022-01-10", "2021-01-11", taken=taken, hours=hours, **change)
    assert answer == (status, None)


@pytest.mark.parametrize("missing", _NE_SUBJECTS)
def test_nebraska_every_subject(missing: str) -> None:
    topics = [subject for subject in _NE_SUBJECTS if subject != missing]
    answer = _answer(_NE, "2022-01-10", "2021-01-11", taken={_NE: "2021-03-01"}, topics=topics)
    assert answer == ("due", None)


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2018-12-31", {}, "unknown"),
        ("2020-12-31", {}, "not_required"),
        ("2022-01-10", {"assignment": {"role": "school_security"}}, "due"),
        ("2022-01-10", {"district": {"kind": "nonpublic"}}, "not_required"),
        ("2022-01-10", _OWN_POLICE, "unknown"),
        ("2022-01-10", _SUPERVISOR, "not_required"),
    ],
)
def test_nebraska_whom_the_training_reaches(
    as_of: str, change: dict[str, Any], status: str
) -> None:
    assert _answer(_NE, as_of, "2018-08-15", **change) == (status, None)


@pytest.mark.parametrize(("start", "contested"), [("2020-08-12", ["overdue"]), ("2021-01-02", [])])
def test_nebraska_practitioner_expects_trained_officers_on_the_first_day(
    start: str, contested: list[str]
) -> None:
    found = _finding(_NE, "2021-03-01", start)
    assert (str(found.status), found.due_on) == ("due", None)
    assert [str(item.status) for item in found.contested] == contested


@pytest.mark.parametrize(
    ("as_of", "start", "agreement", "answer"),
    [
        ("2020-12-31", "2018-08-15", None, ("not_required", None)),
        ("2021-01-01", "2018-08-15", None, ("due", "2021-01-01")),
        ("2021-01-02", "2018-08-15", None, ("overdue", "2021-01-01")),
        ("2021-01-02", "2018-08-15", {"from": "2021-01-01"}, ("met", "2021-01-01")),
        ("2022-08-16", "2022-08-15", {"from": "2022-08-15"}, ("met", "2022-08-15")),
        ("2022-08-16", "2022-08-15", {"to": "2022-08-15"}, ("overdue", "2022-08-15")),
    ],
)
def test_nebraska_memorandum_is_in_effect(
    as_of: str, start: str, agreement: dict[str, str] | None, answer: tuple[str, str | None]
) -> None:
    change: dict[str, Any] = {"agreement": agreement} if agreement else {"agreements": []}
    assert _answer(_NE_MEMORANDUM, as_of, start, **change) == answer


def test_nebraska_memorandum_that_begins_a_day_late_is_late() -> None:
    change = {"agreement": {"from": "2021-01-02"}}
    found = _finding(_NE_MEMORANDUM, "2021-03-01", "2018-08-15", **change)
    assert (str(found.status), found.late_by_days) == ("met", 1)


_SIGNED: dict[str, Any] = {"agreement": {"signed_on": "2021-11-30", "from": "2021-12-01"}}


@pytest.mark.parametrize(
    ("as_of", "filed", "on", "answer"),
    [
        ("2022-02-28", False, "2021-12-01", ("due", "2022-02-28")),
        ("2022-03-01", False, "2021-12-01", ("overdue", "2022-02-28")),
        ("2022-05-02", True, "2022-02-28", ("met", "2022-02-28")),
    ],
)
def test_nebraska_memorandum_is_filed_within_three_months(
    as_of: str, filed: bool, on: str, answer: tuple[str, str | None]
) -> None:
    facts = {"us-ne.agreement-filed": filed}
    found = _answer(_NE_FILING, as_of, "2022-01-10", facts=facts, stated_from=on, **_SIGNED)
    assert found == answer


def test_nebraska_filing_that_nobody_states_is_unknown() -> None:
    found = _finding(_NE_FILING, "2022-03-01", "2022-01-10", **_SIGNED)
    assert (str(found.status), found.missing) == ("unknown", ("us-ne.agreement-filed",))


def test_nebraska_has_nothing_to_file_without_a_memorandum() -> None:
    answer = _answer(_NE_FILING, "2022-03-01", "2022-01-10", agreements=[])
    assert answer == ("not_required", None)


def test_nebraska_does_not_say_how_memoranda_from_before_the_act_are_filed() -> None:
    facts = {"us-ne.agreement-filed": False}
    assert _answer(_NE_FILING, "2022-03-01", "2022-01-10", facts=facts) == ("unknown", None)


# ---------------------------------------------------------------- New Jersey

_NJ = "us-nj.sro-course"
_NJ_THREE = "us-nj.class-three-course"
_NJ_COURSE = "us-nj.safe-schools-resource-officer"
_BULLYING = ["harassment_intimidation_bullying"]


@pytest.mark.parametrize(
    ("as_of", "start", "answer"),
    [
        ("2006-01-04", "2005-09-06", ("not_required", None)),
        ("2020-01-06", "2006-01-04", ("not_required", None)),
        ("2006-03-01", "2006-01-05", ("unknown", None)),
        ("2020-01-06", "2006-07-03", ("unknown", None)),
        ("2006-07-03", "2006-07-04", ("due", "2006-07-03")),
        ("2006-07-04", "2006-07-04", ("overdue", "2006-07-03")),
    ],
)
def test_new_jersey_act_of_2005_and_its_bar(
    as_of: str, start: str, answer: tuple[str, str | None]
) -> None:
    assert _answer(_NJ, as_of, start) == answer


def test_new_jersey_course_before_the_bar_is_enough_whenever_it_began() -> None:
    taken = {_NJ_COURSE: "2006-02-10"}
    answer = _answer(_NJ, "2006-03-01", "2006-01-09", taken=taken, topics=_BULLYING)
    assert answer == ("met", None)


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({"taken": {_NJ_COURSE: "2015-08-31"}, "topics": _BULLYING}, ("met", "2015-08-31")),
        ({"taken": {_NJ_COURSE: "2015-08-31"}, "topics": ["other"]}, ("overdue", "2015-08-31")),
        ({"taken": {"nasro.basic-sro": "2015-08-31"}}, ("overdue", "2015-08-31")),
        ({"assignment": {"role": "liaison"}}, ("overdue", "2015-08-31")),
        ({"assignment": {"role": "coordinator"}}, ("not_required", None)),
        ({"district": {"kind": "nonpublic"}}, ("not_required", None)),
        ({"district": {"kind": "charter"}}, ("unknown", None)),
    ],
)
def test_new_jersey_course_and_whom_it_binds(
    change: dict[str, Any], answer: tuple[str, str | None]
) -> None:
    assert _answer(_NJ, "2015-09-14", "2015-09-01", **change) == answer


def test_new_jersey_does_not_decide_whether_the_exemption_survives_a_new_posting() -> None:
    earlier = [{"from": "2004-09-07", "to": "2006-06-20"}]
    assert _answer(_NJ, "2010-01-04", "2006-09-05", earlier=earlier) == ("unknown", None)
    taken = {_NJ_COURSE: "2008-02-15"}
    answer = _answer(
        _NJ, "2010-01-04", "2006-09-05", earlier=earlier, taken=taken, topics=_BULLYING
    )
    assert answer == ("met", None)


def _class_three(start: str) -> dict[str, Any]:
    entry = {"kind": "special_officer_class_three", "jurisdiction": "US-NJ", "from": start}
    return {"licenses": [entry]}


@pytest.mark.parametrize(
    ("as_of", "start", "change", "answer"),
    [
        ("2016-11-29", "2016-09-06", {}, ("not_required", None)),
        ("2017-06-30", "2017-02-06", {}, ("unknown", None)),
        ("2017-09-05", "2017-09-05", {}, ("overdue", "2017-09-04")),
        (
            "2017-09-05",
            "2017-09-05",
            {"district": {"kind": "nonpublic"}},
            ("overdue", "2017-09-04"),
        ),
        ("2017-09-05", "2017-09-05", {"taken": {_NJ_COURSE: "2017-09-04"}}, ("met", "2017-09-04")),
    ],
)
def test_new_jersey_class_three_officer(
    as_of: str, start: str, change: dict[str, Any], answer: tuple[str, str | None]
) -> None:
    assert _answer(_NJ_THREE, as_of, start, **_class_three("2016-09-01"), **change) == answer


@pytest.mark.parametrize("as_of", ["2017-02-06", "2017-09-05"])
def test_new_jersey_officer_not_on_file_as_class_three_is_none(as_of: str) -> None:
    other = {"kind": "peace_officer", "jurisdiction": "US-NJ", "from": "2012-05-07"}
    for entries in ([], [other]):
        answer = _answer(_NJ_THREE, as_of, "2017-01-09", licenses=entries)
        assert answer == ("not_required", None)


def test_new_jersey_retired_officer_who_stays_starts_anew_as_class_three() -> None:
    answer = _answer(_NJ_THREE, "2018-10-01", "2010-09-07", **_class_three("2018-08-20"))
    assert answer == ("overdue", "2018-08-19")


# ---------------------------------------------------------------- New Mexico

_NM = "us-nm.sro-training"
_NM_TOPICS = [
    "school_policing",
    "role_model_mentoring",
    "roles_resources_truancy",
    "instruction_classroom_management",
    "adolescent_development_mental_health",
    "responding_mental_health_needs",
]


@pytest.mark.parametrize(
    ("as_of", "start", "change", "answer"),
    [
        ("2022-06-30", "2022-07-01", {}, ("not_required", None)),
        ("2022-07-01", "2022-06-30", {}, ("unknown", None)),
        ("2024-01-08", "2022-06-30", {"taken": {_NM: "2023-12-01"}}, ("met", None)),
        ("2023-10-03", "2022-10-03", {}, ("due", "2023-10-03")),
        ("2023-10-04", "2022-10-03", {}, ("overdue", "2023-10-03")),
        ("2025-02-28", "2024-02-29", {}, ("due", "2025-02-28")),
        ("2025-03-01", "2024-02-29", {}, ("overdue", "2025-02-28")),
        ("2023-10-04", "2022-10-03", {"district": {"kind": "nonpublic"}}, ("not_required", None)),
        ("2023-10-04", "2022-10-03", {"district": {"kind": "charter"}}, ("unknown", None)),
        ("2023-10-04", "2022-10-03", _SUPERVISOR, ("not_required", None)),
    ],
)
def test_new_mexico_twelve_months(
    as_of: str, start: str, change: dict[str, Any], answer: tuple[str, str | None]
) -> None:
    assert _answer(_NM, as_of, start, **change) == answer


@pytest.mark.parametrize("missing", _NM_TOPICS)
def test_new_mexico_every_topic(missing: str) -> None:
    topics = [topic for topic in _NM_TOPICS if topic != missing]
    answer = _answer(_NM, "2023-10-04", "2022-10-03", taken={_NM: "2023-05-12"}, topics=topics)
    assert answer == ("overdue", "2023-10-03")


@pytest.mark.parametrize(("topics", "status"), [(_NM_TOPICS, "met"), (_NM_TOPICS[1:], "overdue")])
def test_new_mexico_names_no_provider(topics: list[str], status: str) -> None:
    taken = {"other.course": "2023-05-12"}
    answer = _answer(_NM, "2023-10-04", "2022-10-03", taken=taken, topics=topics)
    assert answer == (status, "2023-10-03")


def test_new_mexico_training_may_come_late() -> None:
    found = _finding(_NM, "2023-12-01", "2022-10-03", taken={_NM: "2023-10-05"}, topics=_NM_TOPICS)
    assert (str(found.status), found.late_by_days) == ("met", 2)


# ---------------------------------------------------------------- Nevada

_NV_SUICIDE = "us-nv.suicide-prevention"
_NV_ASSAILANT = "us-nv.active-assailant"
_NV_BIAS = "us-nv.implicit-bias"


@pytest.mark.parametrize(
    ("as_of", "start", "change", "answer"),
    [
        ("2022-08-07", "2022-08-08", _OWN_POLICE, ("due", "2022-08-07")),
        ("2022-08-08", "2022-08-08", _OWN_POLICE, ("overdue", "2022-08-07")),
        ("2022-08-08", "2022-08-08", _OWN_POLICE | _SUPERVISOR, ("overdue", "2022-08-07")),
        ("2022-08-08", "2022-08-08", {}, ("not_required", None)),
        ("2022-08-08", "2021-12-31", _OWN_POLICE, ("unknown", None)),
    ],
)
def test_nevada_suicide_prevention_for_school_police(
    as_of: str, start: str, change: dict[str, Any], answer: tuple[str, str | None]
) -> None:
    assert _answer(_NV_SUICIDE, as_of, start, **change) == answer


def test_nevada_suicide_prevention_may_recur() -> None:
    taken = {_NV_SUICIDE: "2022-08-05"}
    found = _finding(_NV_SUICIDE, "2025-01-06", "2022-08-08", taken=taken, **_OWN_POLICE)
    assert (str(found.status), found.valid_until) == ("met", None)
    assert "recurs" in found.reason


@pytest.mark.parametrize(
    ("as_of", "covered", "change", "status"),
    [
        ("2022-12-31", True, _OWN_POLICE, "not_required"),
        ("2023-07-03", True, _OWN_POLICE, "unknown"),
        ("2024-01-01", True, _OWN_POLICE, "unknown"),
        ("2024-01-01", True, _OWN_POLICE | {"taken": {_NV_ASSAILANT: "2023-11-03"}}, "met"),
        ("2024-01-01", None, _OWN_POLICE, "unknown"),
        ("2024-01-01", False, _OWN_POLICE, "not_required"),
        ("2024-01-01", True, {}, "not_required"),
    ],
)
def test_nevada_active_assailant_has_no_known_last_day(
    as_of: str, covered: bool | None, change: dict[str, Any], status: str
) -> None:
    facts = {} if covered is None else {"us-nv.active-assailant-covered": covered}
    answer = _answer(_NV_ASSAILANT, as_of, "2022-08-08", facts=facts, **change)
    assert answer == (status, None)


@pytest.mark.parametrize(
    ("as_of", "days", "answer"),
    [
        ("2023-01-09", [], ("unknown", None)),
        ("2024-03-01", ["2022-03-01"], ("met", "2024-03-01")),
        ("2024-03-02", ["2022-03-01"], ("expired", "2024-03-01")),
        ("2024-03-02", ["2022-03-01", "2024-02-01"], ("met", "2026-02-01")),
        ("2022-12-31", ["2020-02-29"], ("expired", "2022-02-28")),
    ],
)
def test_nevada_implicit_bias_every_two_years(
    as_of: str, days: list[str], answer: tuple[str, str | None]
) -> None:
    facts = {"us-nv.juvenile-justice-contact": True}
    taken = {_NV_BIAS: days}
    assert _answer(_NV_BIAS, as_of, "2022-08-08", facts=facts, taken=taken) == answer


@pytest.mark.parametrize(("contact", "status"), [(False, "not_required"), (None, "unknown")])
def test_nevada_implicit_bias_hangs_on_the_contact(contact: bool | None, status: str) -> None:
    facts = {} if contact is None else {"us-nv.juvenile-justice-contact": contact}
    assert _answer(_NV_BIAS, "2024-01-08", "2022-08-08", facts=facts) == (status, None)


# ---------------------------------------------------------------- Oklahoma

_OK = "us-ok.active-shooter"
_OK_MEMORANDUM = "us-ok.program-mou"


@pytest.mark.parametrize(
    ("as_of", "takes_part", "change", "status"),
    [
        ("2023-06-30", True, {}, "not_required"),
        ("2023-07-01", True, {}, "due"),
        ("2023-07-01", True, {"taken": {"us-ok.cleet-active-shooter": "2021-06-04"}}, "met"),
        ("2023-07-01", False, {}, "not_required"),
        ("2023-07-01", None, {}, "unknown"),
        ("2024-07-01", True, {"assignment": {"role": "school_security"}}, "due"),
        ("2024-07-01", True, _SUPERVISOR, "not_required"),
        ("2026-06-30", True, {}, "due"),
        ("2026-07-01", True, {}, "unknown"),
    ],
)
def test_oklahoma_pilot(
    as_of: str, takes_part: bool | None, change: dict[str, Any], status: str
) -> None:
    facts = {} if takes_part is None else {"us-ok.sro-program": takes_part}
    assert _answer(_OK, as_of, "2022-08-15", facts=facts, **change) == (status, None)


@pytest.mark.parametrize(("as_of", "status"), [("2024-06-30", "due"), ("2024-07-01", "unknown")])
def test_oklahoma_does_not_decide_about_guards_admitted_in_2024(as_of: str, status: str) -> None:
    answer = _answer(
        _OK,
        as_of,
        "2022-08-15",
        facts={"us-ok.sro-program": True},
        assignment={"role": "school_security"},
        license={"to": "2022-06-30"},
    )
    assert answer == (status, None)


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2023-06-30", {"agreements": []}, "not_required"),
        ("2023-07-01", {"agreements": []}, "due"),
        ("2023-07-01", {}, "met"),
        ("2023-07-01", {"agreements": [], **_OWN_POLICE}, "not_required"),
        ("2026-07-01", {"agreements": []}, "unknown"),
    ],
)
def test_oklahoma_program_money_asks_for_a_memorandum(
    as_of: str, change: dict[str, Any], status: str
) -> None:
    facts = {"us-ok.sro-program": True}
    assert _answer(_OK_MEMORANDUM, as_of, "2022-08-15", facts=facts, **change) == (status, None)
