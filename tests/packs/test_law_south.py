"""What the packs of AL, CT, DC, DE, FL, GA, IL and IN say where no example case asks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import sro_core as sro
from sro_core.findings import Finding

_AGREEMENT: dict[str, Any] = {
    "id": "g",
    "agency_id": "a",
    "district_id": "d",
    "signed_on": "2004-06-01",
    "from": "2004-07-01",
}


def _registry(state: str, start: str, **change: Any) -> sro.Registry:
    """One officer of one agency in one district, with an agreement signed in 2004.

    Args:
        state: The jurisdiction.
        start: First day of the assignment.
        change: Keys of single records to change, or whole lists; `taken` is a day
            for each code, `facts` a value for each fact, `hours` and `topics` those
            of each course.
    """
    agency = {"id": "a", "name": "Agency", "kind": "police", "jurisdiction": state}
    district = {"id": "d", "name": "District", "kind": "public", "jurisdiction": state}
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
    taken = dict[str, str](change.pop("taken", {}))
    facts = dict[str, Any](change.pop("facts", {}))
    course: dict[str, Any] = {"title": "Course", "provider": "x"}
    course |= {"hours": hours} if (hours := change.pop("hours", 40)) is not None else {}
    course |= {"topics": change.pop("topics")} if "topics" in change else {}
    statements = [
        {"id": fact, "fact": fact, "value": value, "stated_by": "Chief", "from": "2003-05-05"}
        for fact, value in facts.items()
    ]
    return sro.Registry.build(
        agencies=[agency | change.pop("agency", {})],
        districts=[district | change.pop("district", {})],
        schools=[
            {"id": "s", "district_id": "d", "name": "School", "level": "high", "control": "public"}
        ],
        officers=[
            {
                "id": "o",
                "employments": [{"agency_id": "a", "from": "2003-05-05"}],
                "licenses": change.pop("licenses", [license_ | change.pop("license", {})]),
            }
        ],
        assignments=change.pop("assignments", [assignment | change.pop("assignment", {})]),
        agreements=change.pop("agreements", [_AGREEMENT | change.pop("agreement", {})]),
        courses=[{"id": code, "codes": [{"code": code}]} | course for code in taken],
        completions=[
            {
                "id": f"{code} {day}",
                "officer_id": "o",
                "course_id": code,
                "completed_on": day,
                "outcome": "completed",
            }
            for code, days in taken.items()
            for day in days.split()
        ],
        attestations=change.pop("attestations", statements),
        **change,
    )


def _finding(requirement: str, as_of: str, start: str, **change: Any) -> Finding:
    state = requirement[:5].upper()
    report = sro.evaluate(_registry(state, start, **change), as_of=dt.date.fromisoformat(as_of))
    (found,) = report.find(requirement_id=requirement)
    return found


def _status(requirement: str, as_of: str, start: str, **change: Any) -> str:
    return str(_finding(requirement, as_of, start, **change).status)


def _answer(requirement: str, as_of: str, start: str, **change: Any) -> tuple[str, str | None]:
    found = _finding(requirement, as_of, start, **change)
    return str(found.status), found.due_on.isoformat() if found.due_on else None


_SCHOOL_POLICE: dict[str, Any] = {"agency": {"kind": "school_police"}}
_CHARTER: dict[str, Any] = {"district": {"kind": "charter"}}
_NONPUBLIC: dict[str, Any] = {"district": {"kind": "nonpublic"}}
_NO_AGREEMENT: dict[str, Any] = {"agreements": []}
_SUPERVISOR: dict[str, Any] = {"assignment": {"role": "supervisor"}}
_LIAISON: dict[str, Any] = {"assignment": {"role": "liaison"}}
_SECURITY: dict[str, Any] = {"assignment": {"role": "school_security"}}

# ---------------------------------------------------------------- Alabama

_ARMED: dict[str, Any] = _SCHOOL_POLICE | {"assignment": {"armed": True}}
_LIST = ["active-shooter", "firearm-requalification", "non-lethal-weapon"]


@pytest.mark.parametrize("part", _LIST)
@pytest.mark.parametrize(
    ("change", "status"),
    [
        (_ARMED, "overdue"),
        (_ARMED | {"agency": {"kind": "sheriff"}}, "not_required"),
        (_ARMED | {"assignment": {"armed": False}}, "not_required"),
        (_ARMED | {"assignment": {}}, "unknown"),
        (_ARMED | _CHARTER, "not_required"),
        (_ARMED | {"assignment": {"armed": True, "role": "school_security"}}, "overdue"),
        (_ARMED | {"assignment": {"armed": True, "role": "supervisor"}}, "overdue"),
    ],
)
def test_alabama_asks_it_of_armed_officers_of_a_board(
    part: str, change: dict[str, Any], status: str
) -> None:
    assert _status(f"us-al.{part}", "2023-08-07", "2023-08-07", **change) == status


@pytest.mark.parametrize(
    ("as_of", "start", "taken", "answer"),
    [
        ("2012-12-31", "2011-08-08", None, ("not_required", None)),
        ("2013-01-01", "2011-08-08", None, ("unknown", None)),
        ("2019-08-31", "2011-08-08", None, ("unknown", None)),
        ("2019-08-31", "2011-08-08", "2015-03-02", ("met", None)),
        ("2019-09-01", "2011-08-08", None, ("overdue", "2019-08-31")),
        ("2019-09-01", "2011-08-08", "2019-08-31", ("met", "2019-08-31")),
        ("2023-08-06", "2023-08-07", None, ("due", "2023-08-06")),
        ("2023-08-07", "2023-08-07", None, ("overdue", "2023-08-06")),
        ("2023-08-07", "2023-08-07", "2023-08-06", ("met", "2023-08-06")),
    ],
)
def test_alabama_active_shooter(
    as_of: str, start: str, taken: str | None, answer: tuple[str, str | None]
) -> None:
    change = _ARMED | ({"taken": {"us-al.active-shooter": taken}} if taken else {})
    assert _answer("us-al.active-shooter", as_of, start, **change) == answer


def test_alabama_act_of_2019_has_its_day_from_memory_for_those_who_carried_before() -> None:
    before = _finding("us-al.active-shooter", "2019-09-01", "2011-08-08", **_ARMED)
    since = _finding("us-al.active-shooter", "2023-08-07", "2023-08-07", **_ARMED)
    assert (before.standing, since.standing) == ("secondary", "verified")


@pytest.mark.parametrize("part", ["firearm-requalification", "non-lethal-weapon"])
@pytest.mark.parametrize(
    ("as_of", "start", "answer"),
    [
        ("2012-12-31", "2011-08-08", ("not_required", None)),
        ("2013-12-31", "2011-08-08", ("unknown", None)),
        ("2014-01-01", "2011-08-08", ("overdue", None)),
        ("2014-01-01", "2013-12-31", ("overdue", "2013-12-30")),
        ("2014-01-06", "2014-01-07", ("due", "2014-01-06")),
    ],
)
def test_alabama_act_of_2013_took_effect_on_some_day_of_it(
    part: str, as_of: str, start: str, answer: tuple[str, str | None]
) -> None:
    assert _answer(f"us-al.{part}", as_of, start, **_ARMED) == answer


@pytest.mark.parametrize(
    ("as_of", "taken", "status"),
    [
        ("2023-08-07", "2023-07-24", "met"),
        ("2023-12-31", "2023-07-24", "met"),
        ("2024-01-01", "2023-07-24", "unknown"),
        ("2024-12-31", "2023-07-24", "unknown"),
        ("2025-01-01", "2023-07-24", "expired"),
        ("2025-01-01", "2023-07-24 2025-01-01", "met"),
        ("2024-06-03", "2022-07-25", "expired"),
    ],
)
def test_alabama_requalification_is_decided_where_both_kinds_of_year_agree(
    as_of: str, taken: str, status: str
) -> None:
    change = _ARMED | {"taken": {"us-al.firearm-requalification": taken}}
    assert _status("us-al.firearm-requalification", as_of, "2023-08-07", **change) == status


@pytest.mark.parametrize(
    ("license_", "retired", "status"),
    [
        ({}, None, "met"),
        ({"state": "suspended"}, None, "unknown"),
        ({"state": "suspended"}, False, "overdue"),
        ({"to": "2023-06-30"}, True, "met"),
        ({"to": "2023-06-30"}, False, "overdue"),
    ],
)
def test_alabama_retirement_stands_for_certification(
    license_: dict[str, Any], retired: bool | None, status: str
) -> None:
    facts = {} if retired is None else {"us-al.retired-in-good-standing": retired}
    change = _ARMED | {"license": license_, "facts": facts}
    assert _status("us-al.carry-certification", "2023-10-02", "2023-08-07", **change) == status


# ---------------------------------------------------------------- Connecticut

_FUNDS: dict[str, Any] = {"facts": {"us-ct.federal-funds-available": True}}
_MENTAL = "us-ct.mental-health-best-practices"


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2012-12-31", _FUNDS, "not_required"),
        ("2013-06-03", _FUNDS, "unknown"),
        ("2014-01-01", _FUNDS, "due"),
        ("2014-01-01", _FUNDS | {"taken": {_MENTAL: "2014-01-01"}}, "met"),
        ("2014-01-01", {}, "unknown"),
        ("2014-01-01", {"taken": {_MENTAL: "2014-01-01"}}, "met"),
        ("2014-01-01", _FUNDS | _CHARTER, "unknown"),
        ("2014-01-01", _FUNDS | _SUPERVISOR, "not_required"),
    ],
)
def test_connecticut_best_practices(as_of: str, change: dict[str, Any], status: str) -> None:
    assert _answer(_MENTAL, as_of, "2010-08-30", **change) == (status, None)


_GAVE: dict[str, Any] = {"us-ct.school-gave-sel-training": True}
_CHANGED = "us-ct.memorandum-changed-since-2021-07-01"
_SEL = "us-ct.sel-restorative-practices"


@pytest.mark.parametrize(
    ("as_of", "signed", "facts", "status"),
    [
        ("2021-06-30", "2021-06-30", _GAVE, "not_required"),
        ("2023-10-02", "2021-06-30", _GAVE, "unknown"),
        ("2023-10-02", "2021-06-30", _GAVE | {_CHANGED: False}, "not_required"),
        ("2023-10-02", "2021-06-30", _GAVE | {_CHANGED: True}, "due"),
        ("2023-10-02", "2021-07-01", _GAVE, "due"),
        ("2023-10-02", "2021-07-01", {}, "unknown"),
        ("2023-10-02", "2021-07-01", {"us-ct.school-gave-sel-training": False}, "not_required"),
    ],
)
def test_connecticut_training_of_the_school(
    as_of: str, signed: str, facts: dict[str, Any], status: str
) -> None:
    change = {"agreement": {"signed_on": signed}, "facts": facts}
    assert _answer(_SEL, as_of, "2010-08-30", **change) == (status, None)


def test_connecticut_training_of_the_school_has_no_interval() -> None:
    change = {"agreement": {"signed_on": "2021-07-01"}, "facts": _GAVE}
    found = _finding(_SEL, "2023-10-02", "2010-08-30", taken={_SEL: "2021-09-20"}, **change)
    assert (found.status, found.valid_until) == ("met", None)
    assert "as the school repeats it" in found.reason


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2014-12-31", _NO_AGREEMENT, "not_required"),
        ("2015-10-01", _NO_AGREEMENT, "unknown"),
        ("2016-01-01", _NO_AGREEMENT, "due"),
        ("2016-01-01", {}, "met"),
        ("2016-01-01", {"agreement": {"to": "2015-12-31"}}, "due"),
        ("2016-01-01", _NO_AGREEMENT | _NONPUBLIC, "unknown"),
        ("2016-01-01", _NO_AGREEMENT | _SCHOOL_POLICE, "not_required"),
    ],
)
def test_connecticut_memorandum(as_of: str, change: dict[str, Any], status: str) -> None:
    assert _answer("us-ct.sro-mou", as_of, "2010-08-30", **change) == (status, None)


# ---------------------------------------------------------------- District of Columbia

_CURRICULUM = "us-dc.sro-curriculum"
_EIGHT = {
    "child_development": None,
    "communication": None,
    "behavior_management": None,
    "conflict_resolution": None,
    "substance_abuse": None,
    "social_services": None,
    "district_law": None,
    "search_and_seizure": None,
}
_TAKEN: dict[str, Any] = {"taken": {_CURRICULUM: "2006-02-06"}}


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2005-10-01", {}, "due"),
        ("2009-03-20", _TAKEN | {"topics": _EIGHT}, "met"),
        ("2009-03-21", _TAKEN | {"topics": _EIGHT}, "due"),
        ("2009-03-21", _TAKEN | {"topics": _EIGHT | {"gang_and_crew_violence": None}}, "met"),
        ("2026-06-30", _TAKEN, "met"),
        ("2010-10-01", _CHARTER, "not_required"),
        ("2010-10-02", _CHARTER, "due"),
        ("2024-01-10", _SUPERVISOR, "due"),
        ("2020-12-02", _SECURITY | {"agency": {"kind": "other"}}, "due"),
        ("2020-12-03", _SECURITY | {"agency": {"kind": "other"}}, "not_required"),
        ("2020-12-03", _SECURITY, "due"),
        ("2022-08-29", {"agency": {"kind": "college"}}, "not_required"),
        ("2022-08-29", {"agency": {"ori": "DCMPD0000"}}, "due"),
        ("2022-08-29", {"agency": {"ori": "DCPPD0000"}}, "not_required"),
        ("2020-12-02", _SECURITY | {"agency": {"ori": "DCPPD0000"}}, "due"),
        ("2022-08-29", {"district": {"nces_id": "1100030"}}, "due"),
        ("2022-08-29", {"district": {"nces_id": "1100087"}}, "not_required"),
        ("2022-08-29", {"district": {"kind": "charter", "nces_id": "1100087"}}, "due"),
    ],
)
def test_district_of_columbia_curriculum(as_of: str, change: dict[str, Any], status: str) -> None:
    assert _answer(_CURRICULUM, as_of, "2004-08-30", **change) == (status, None)


def test_district_of_columbia_is_not_asserted_before_the_sections_applied() -> None:
    found = _finding(_CURRICULUM, "2005-09-30", "2004-08-30")
    assert (found.status, found.standing) == ("unknown", "before_researched")


@pytest.mark.parametrize(
    ("as_of", "change", "answer"),
    [
        ("2020-09-30", _NO_AGREEMENT, ("unknown", None)),
        ("2020-10-01", _NO_AGREEMENT, ("due", "2020-10-01")),
        ("2020-10-02", _NO_AGREEMENT, ("overdue", "2020-10-01")),
        ("2020-10-02", {"agreement": {"from": "2020-10-01"}}, ("met", "2020-10-01")),
        ("2020-10-02", _NO_AGREEMENT | _CHARTER, ("not_required", None)),
        ("2020-10-02", _NO_AGREEMENT | {"agency": {"ori": "DCPPD0000"}}, ("not_required", None)),
        ("2020-10-02", _NO_AGREEMENT | {"agency": {"ori": "DCMPD0000"}}, ("overdue", "2020-10-01")),
    ],
)
def test_district_of_columbia_memorandum(
    as_of: str, change: dict[str, Any], answer: tuple[str, str | None]
) -> None:
    assert _answer("us-dc.school-police-moa", as_of, "2012-08-27", **change) == answer


# ---------------------------------------------------------------- Delaware

_YEARLY = [
    ("us-de.awareness-training", "us-de.awareness-training"),
    ("us-de.state-police-training", "us-de.state-police-sro"),
    ("us-de.state-police-training", "us-de.agency-equivalent-sro"),
]


@pytest.mark.parametrize(("requirement", "code"), _YEARLY)
@pytest.mark.parametrize(
    ("as_of", "start", "taken", "status"),
    [
        ("2018-06-30", "2015-08-31", "", "not_required"),
        ("2018-07-01", "2015-08-31", "", "due"),
        ("2018-07-01", "2015-08-31", "2018-06-04", "due"),
        ("2019-06-30", "2015-08-31", "", "due"),
        ("2019-12-31", "2015-08-31", "", "unknown"),
        ("2020-01-01", "2015-08-31", "", "overdue"),
        ("2022-10-03", "2022-08-29", "", "due"),
        ("2023-08-29", "2022-08-29", "", "due"),
        ("2023-08-30", "2022-08-29", "", "unknown"),
        ("2024-07-01", "2022-08-29", "", "overdue"),
        ("2022-09-07", "2022-08-29", "2022-09-07", "met"),
        ("2023-02-01", "2022-08-29", "2022-09-07", "unknown"),
        ("2023-10-02", "2022-08-29", "2022-09-07 2023-09-14", "met"),
        ("2024-08-28", "2022-08-29", "2022-09-07", "unknown"),
        ("2024-08-29", "2022-08-29", "2022-09-07", "expired"),
        ("2022-10-03", "2022-08-29", "2019-09-11", "unknown"),
    ],
)
def test_delaware_training_is_decided_where_all_kinds_of_year_agree(
    requirement: str, code: str, as_of: str, start: str, taken: str, status: str
) -> None:
    change = {"taken": {code: taken}} if taken else {}
    assert _status(requirement, as_of, start, **change) == status


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (_CHARTER, "due"),
        (_NONPUBLIC, "not_required"),
        (_SUPERVISOR, "not_required"),
        (_SECURITY, "due"),
        (_SECURITY | {"license": {"to": "2020-01-31"}}, "not_required"),
        (_SECURITY | {"licenses": []}, "unknown"),
    ],
)
def test_delaware_reaches_sworn_officers_of_public_schools(
    change: dict[str, Any], status: str
) -> None:
    answer = _status("us-de.awareness-training", "2022-10-03", "2022-08-29", **change)
    assert answer == status


def test_delaware_awareness_training_has_four_parts() -> None:
    parts = dict.fromkeys(("disability_awareness", "de_escalation", "intervention_techniques"))
    change: dict[str, Any] = {"taken": {"us-de.awareness-training": "2022-09-07"}}
    whole = parts | {"iep_behavior_support": None}
    for topics, met in ((parts, False), (whole, True)):
        found = _finding(
            "us-de.awareness-training", "2022-10-03", "2022-08-29", topics=topics, **change
        )
        assert (found.status == "met") is met


@pytest.mark.parametrize(("held", "status"), [(None, "unknown"), (False, "due"), (True, "met")])
def test_delaware_meeting(held: bool | None, status: str) -> None:
    facts = {} if held is None else {"us-de.start-of-year-meeting": held}
    answer = _answer("us-de.start-of-year-meeting", "2022-10-03", "2022-08-29", facts=facts)
    assert answer == (status, None)


def test_delaware_meeting_is_one_for_each_assignment_and_school_year() -> None:
    post = {"officer_id": "o", "agency_id": "a", "district_id": "d"}
    held = {"fact": "us-de.start-of-year-meeting", "stated_by": "Principal"}
    year = {"from": "2022-09-01", "to": "2023-06-30"}
    registry = _registry(
        "US-DE",
        "2022-08-29",
        assignments=[
            post | {"id": place, "role": "school_resource_officer", "from": "2022-08-29"}
            for place in "pq"
        ],
        attestations=[
            held | {"id": "p", "assignment_id": "p", "value": True} | year,
            held | {"id": "q", "assignment_id": "q", "value": False} | year,
        ],
    )
    for as_of, expected in (
        (dt.date(2022, 10, 3), {"p": "met", "q": "due"}),
        (dt.date(2023, 9, 4), {"p": "unknown", "q": "unknown"}),
    ):
        found = sro.evaluate(registry, as_of=as_of).find(
            requirement_id="us-de.start-of-year-meeting"
        )
        assert {item.assignment_id: item.status for item in found} == expected


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (_NO_AGREEMENT, "due"),
        (_NO_AGREEMENT | _CHARTER, "due"),
        (_NO_AGREEMENT | _NONPUBLIC, "not_required"),
        (_NO_AGREEMENT | _SCHOOL_POLICE, "not_required"),
    ],
)
def test_delaware_memorandum(change: dict[str, Any], status: str) -> None:
    assert _answer("us-de.sro-moa", "2023-10-02", "2020-08-31", **change) == (status, None)


# ---------------------------------------------------------------- Florida

_CRISIS = "us-fl.crisis-intervention"
_CRISIS_COURSE: dict[str, Any] = {
    "taken": {"us-fl.mental-health-crisis-intervention": "2018-03-09"}
}


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2018-03-08", {}, "not_required"),
        ("2018-03-09", {}, "due"),
        ("2018-03-09", _CRISIS_COURSE, "met"),
        ("2018-03-09", {"taken": {"us-fl.sro-basic": "2015-06-05"}}, "due"),
        ("2018-03-09", {"facts": {"us-fl.not-sworn": True}}, "not_required"),
        ("2022-06-30", _SCHOOL_POLICE, "unknown"),
        ("2022-07-01", _SCHOOL_POLICE, "due"),
        ("2022-07-01", _CHARTER, "due"),
        ("2022-07-01", _SUPERVISOR, "not_required"),
    ],
)
def test_florida_crisis_intervention(as_of: str, change: dict[str, Any], status: str) -> None:
    assert _answer(_CRISIS, as_of, "2016-08-15", **change) == (status, None)


def test_florida_rests_on_reports_for_officers_whom_a_district_employs() -> None:
    assert _finding(_CRISIS, "2022-07-01", "2016-08-15").standing == "verified"
    own = _finding(_CRISIS, "2022-07-01", "2016-08-15", **_SCHOOL_POLICE)
    assert own.standing == "secondary"


_PASSED = {
    "us-fl.background-check-passed": True,
    "us-fl.drug-test-passed": True,
    "us-fl.psychological-evaluation-passed": True,
}


@pytest.mark.parametrize(
    ("as_of", "start", "change", "answer"),
    [
        ("2018-08-13", "2018-08-13", {}, ("met", "2018-08-12")),
        ("2018-08-13", "2018-08-13", {"license": {"state": "revoked"}}, ("overdue", "2018-08-12")),
        (
            "2018-08-13",
            "2018-08-13",
            {"facts": _PASSED | {"us-fl.drug-test-passed": False}},
            ("overdue", "2018-08-12"),
        ),
        (
            "2018-08-12",
            "2018-08-13",
            {"facts": _PASSED | {"us-fl.drug-test-passed": False}},
            ("due", "2018-08-12"),
        ),
        ("2018-08-13", "2018-08-13", {"facts": {}}, ("unknown", None)),
        ("2018-03-08", "2016-08-15", {"license": {"state": "revoked"}}, ("unknown", None)),
        ("2018-03-09", "2016-08-15", {"license": {"state": "revoked"}}, ("overdue", None)),
        (
            "2018-08-13",
            "2018-08-13",
            _SCHOOL_POLICE | {"license": {"state": "revoked"}},
            ("unknown", None),
        ),
    ],
)
def test_florida_screening(
    as_of: str, start: str, change: dict[str, Any], answer: tuple[str, str | None]
) -> None:
    assert _answer("us-fl.screening", as_of, start, **({"facts": _PASSED} | change)) == answer


_KEEPER = "us-fl.agreement-names-record-keeper"


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2023-12-31", _NO_AGREEMENT, "unknown"),
        ("2024-01-01", _NO_AGREEMENT | {"facts": {_KEEPER: True}}, "due"),
        ("2024-01-01", {"facts": {_KEEPER: True}}, "met"),
        ("2024-01-01", {"facts": {_KEEPER: False}}, "due"),
        ("2024-01-01", {}, "unknown"),
        ("2024-01-01", _NO_AGREEMENT | _SCHOOL_POLICE, "not_required"),
        ("2024-01-01", _NO_AGREEMENT | _CHARTER, "unknown"),
    ],
)
def test_florida_agreement(as_of: str, change: dict[str, Any], status: str) -> None:
    assert _answer("us-fl.sro-agreement", as_of, "2016-08-15", **change) == (status, None)


@pytest.mark.parametrize(
    ("as_of", "stated", "status"),
    [
        ("2023-12-31", False, "unknown"),
        ("2024-01-01", False, "due"),
        ("2024-01-01", True, "met"),
        ("2024-01-01", None, "unknown"),
    ],
)
def test_florida_officer_at_each_school(as_of: str, stated: bool | None, status: str) -> None:
    facts = {} if stated is None else {"us-fl.officer-at-each-school": stated}
    answer = _answer("us-fl.officer-at-each-school", as_of, "2016-08-15", facts=facts)
    assert answer == (status, None)


# ---------------------------------------------------------------- Georgia

_POST: dict[str, Any] = {"taken": {"us-ga.post-sro": "2018-06-15"}}


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2017-07-01", {}, "due"),
        ("2022-11-01", _POST, "met"),
        ("2022-11-01", _POST | {"hours": 39}, "due"),
        ("2022-11-01", _POST | {"hours": None}, "unknown"),
        ("2022-11-01", _POST | {"topics": {"school_role": 40}}, "due"),
        ("2022-11-01", _NONPUBLIC, "due"),
        ("2022-11-01", _SUPERVISOR, "not_required"),
    ],
)
def test_georgia_course(as_of: str, change: dict[str, Any], status: str) -> None:
    found = _finding("us-ga.sro-course", as_of, "2015-08-03", **change)
    assert (found.status, found.due_on, found.binding) == (status, None, "none")


def _powers(value: bool) -> dict[str, Any]:
    stated = {"id": "t", "fact": "us-ga.law-enforcement-powers", "stated_by": "Board"}
    return _SCHOOL_POLICE | {
        "attestations": [stated | {"officer_id": "o", "value": value, "from": "2020-09-01"}]
    }


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        (_powers(value=True), ("met", "2020-08-31")),
        (_powers(value=True) | {"license": {"from": "2020-09-01"}}, ("met", "2020-08-31")),
        (_powers(value=True) | {"license": {"state": "revoked"}}, ("overdue", "2020-08-31")),
        (_powers(value=False), ("not_required", None)),
        (_SCHOOL_POLICE | {"license": {"state": "revoked"}}, ("unknown", None)),
        ({}, ("not_required", None)),
    ],
)
def test_georgia_certification_comes_before_the_powers(
    change: dict[str, Any], answer: tuple[str, str | None]
) -> None:
    requirement = "us-ga.board-officer-certification"
    assert _answer(requirement, "2022-11-01", "2020-08-03", **change) == answer


@pytest.mark.parametrize(
    ("as_of", "stated", "status"),
    [
        ("2018-06-30", False, "unknown"),
        ("2018-07-01", False, "due"),
        ("2018-07-01", True, "met"),
        ("2018-07-01", None, "unknown"),
    ],
)
def test_georgia_safety_plans(as_of: str, stated: bool | None, status: str) -> None:
    facts = {} if stated is None else {"us-ga.plans-hold-training-strategy": stated}
    answer = _answer("us-ga.safety-plan-training", as_of, "2015-08-03", facts=facts)
    assert answer == (status, None)


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2015-12-31", _NO_AGREEMENT, "not_required"),
        ("2016-07-01", _NO_AGREEMENT, "unknown"),
        ("2017-01-01", _NO_AGREEMENT, "due"),
        ("2017-01-01", {}, "met"),
        ("2017-01-01", _NO_AGREEMENT | _SCHOOL_POLICE, "unknown"),
        ("2017-01-01", _NO_AGREEMENT | _NONPUBLIC, "not_required"),
    ],
)
def test_georgia_agreement(as_of: str, change: dict[str, Any], status: str) -> None:
    assert _answer("us-ga.sro-agreement", as_of, "2015-08-03", **change) == (status, None)


# ---------------------------------------------------------------- Illinois

_BOARD = "us-il.iletsb-sro"
_BOARD_TOPICS = dict.fromkeys(("juvenile_officer_role", "school_environment", "rapid_response"))


def _waived(requirement: str) -> dict[str, Any]:
    release = {
        "id": "w",
        "officer_id": "o",
        "requirement_id": requirement,
        "kind": "waived",
        "granted_by": "Board",
        "granted_on": "2021-05-03",
        "from": "2021-05-03",
        "reason": "Prior training and experience",
    }
    return {"waivers": [release]}


_WAIVED = _waived("us-il.sro-course")
_WAIVED_OF_ITSELF = _waived("us-il.disability-training")


@pytest.mark.parametrize(
    ("as_of", "start", "answer"),
    [
        ("2020-12-31", "2018-08-20", ("not_required", None)),
        ("2021-01-01", "2018-08-20", ("due", "2021-01-01")),
        ("2021-01-02", "2020-12-31", ("overdue", "2021-01-01")),
        ("2021-01-02", "2021-01-01", ("due", "2022-01-01")),
        ("2025-02-28", "2024-02-29", ("due", "2025-02-28")),
        ("2025-03-01", "2024-02-29", ("overdue", "2025-02-28")),
        ("2026-08-01", "2025-08-01", ("due", "2026-08-01")),
        ("2026-08-02", "2025-08-01", ("overdue", "2026-08-01")),
    ],
)
def test_illinois_year_of_assignment(
    as_of: str, start: str, answer: tuple[str, str | None]
) -> None:
    assert _answer("us-il.sro-course", as_of, start) == answer


def test_illinois_year_may_lie_before_the_assignment() -> None:
    found = _finding("us-il.sro-course", "2024-09-02", "2024-02-29")
    assert found.status == "due"
    assert [(item.status, item.due_on) for item in found.contested] == [
        ("overdue", dt.date(2024, 2, 28))
    ]


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2024-09-02", {"taken": {_BOARD: "2021-06-18"}}, "met"),
        ("2024-09-02", {"taken": {_BOARD: "2021-06-18"}, "topics": _BOARD_TOPICS}, "met"),
        ("2024-09-02", {"taken": {_BOARD: "2021-06-18"}, "hours": 39}, "overdue"),
        (
            "2024-09-02",
            {"taken": {_BOARD: "2021-06-18"}, "topics": {"rapid_response": 40}},
            "overdue",
        ),
        ("2026-06-30", _NONPUBLIC, "unknown"),
        ("2026-06-30", _NONPUBLIC | {"taken": {_BOARD: "2021-06-18"}}, "met"),
        ("2026-07-01", _NONPUBLIC, "not_required"),
        ("2026-07-01", _CHARTER, "unknown"),
        ("2024-09-02", _LIAISON, "unknown"),
        ("2024-09-02", _SUPERVISOR, "not_required"),
        ("2024-09-02", _SCHOOL_POLICE, "unknown"),
    ],
)
def test_illinois_course(as_of: str, change: dict[str, Any], status: str) -> None:
    found = _finding("us-il.sro-course", as_of, "2021-02-01", **change)
    assert (found.status, found.valid_until) == (status, None)


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2026-06-30", {"taken": {"us-il.disability-training": "2026-06-05"}}, "not_required"),
        ("2026-07-01", {"taken": {"us-il.disability-training": "2026-06-05"}}, "met"),
        ("2026-07-01", {}, "unknown"),
        ("2026-07-01", {"taken": {_BOARD: "2021-06-18"}}, "unknown"),
        (
            "2026-07-01",
            {
                "taken": {_BOARD: "2021-06-18"},
                "topics": {"rapid_response": 36, "students_with_disabilities": 4},
            },
            "met",
        ),
        (
            "2026-07-01",
            {"taken": {_BOARD: "2021-06-18"}, "topics": {"students_with_disabilities": None}},
            "met",
        ),
        ("2026-07-01", _WAIVED, "met"),
        ("2026-07-01", _WAIVED_OF_ITSELF, "waived"),
    ],
)
def test_illinois_students_with_disabilities(
    as_of: str, change: dict[str, Any], status: str
) -> None:
    answer = _answer("us-il.disability-training", as_of, "2021-02-01", **change)
    assert answer == (status, None)


@pytest.mark.parametrize(
    ("as_of", "start", "change", "answer"),
    [
        ("2026-07-01", "2021-02-01", _NO_AGREEMENT, ("due", "2026-07-01")),
        ("2026-07-02", "2021-02-01", _NO_AGREEMENT, ("overdue", "2026-07-01")),
        ("2026-07-02", "2021-02-01", {}, ("met", "2026-07-01")),
        ("2026-08-17", "2026-08-17", _NO_AGREEMENT, ("due", "2026-08-17")),
        ("2026-08-18", "2026-08-17", _NO_AGREEMENT, ("overdue", "2026-08-17")),
        (
            "2026-08-18",
            "2026-08-17",
            {"agreement": {"from": "2026-08-17"}},
            ("met", "2026-08-17"),
        ),
        ("2026-08-18", "2026-08-17", _NO_AGREEMENT | _NONPUBLIC, ("not_required", None)),
    ],
)
def test_illinois_memorandum(
    as_of: str, start: str, change: dict[str, Any], answer: tuple[str, str | None]
) -> None:
    assert _answer("us-il.mou", as_of, start, **change) == answer


# ---------------------------------------------------------------- Indiana

_NASRO = "nasro.basic-sro"
_OUTSIDE: dict[str, Any] = {"facts": {"us-in.outside-security-only": True}}


@pytest.mark.parametrize(
    ("as_of", "start", "change", "answer"),
    [
        ("2013-05-06", "2010-08-16", {}, ("not_required", None)),
        ("2013-05-07", "2010-08-16", {}, ("unknown", None)),
        ("2019-08-05", "2010-08-16", {}, ("unknown", None)),
        ("2019-08-05", "2010-08-16", {"taken": {_NASRO: "2018-06-08"}}, ("met", None)),
        ("2019-08-04", "2019-08-05", {}, ("due", "2019-08-04")),
        ("2019-08-05", "2019-08-05", {}, ("overdue", "2019-08-04")),
        ("2019-08-05", "2019-08-05", {"taken": {_NASRO: "2019-08-04"}}, ("met", "2019-08-04")),
        (
            "2019-08-05",
            "2019-08-05",
            {"taken": {_NASRO: "2019-07-12"}, "hours": 39},
            ("overdue", "2019-08-04"),
        ),
        (
            "2019-08-05",
            "2019-08-05",
            {"taken": {"us-in.iletb-sro": "2019-06-07 2019-07-12"}, "hours": 20},
            ("met", "2019-08-04"),
        ),
        ("2022-07-01", "2022-06-30", {}, ("overdue", "2022-06-29")),
        ("2022-12-28", "2022-07-01", {}, ("due", "2022-12-28")),
        ("2022-12-29", "2022-07-01", {}, ("overdue", "2022-12-28")),
        ("2022-06-30", "2022-06-01", _OUTSIDE, ("overdue", "2022-05-31")),
        ("2022-07-01", "2022-06-01", _OUTSIDE, ("not_required", None)),
        ("2023-08-07", "2019-08-05", _NONPUBLIC, ("not_required", None)),
        ("2023-08-07", "2019-08-05", _CHARTER, ("overdue", "2019-08-04")),
        ("2023-08-07", "2019-08-05", _SCHOOL_POLICE, ("overdue", "2019-08-04")),
        ("2023-08-07", "2019-08-05", _SUPERVISOR, ("not_required", None)),
    ],
)
def test_indiana_forty_hours(
    as_of: str, start: str, change: dict[str, Any], answer: tuple[str, str | None]
) -> None:
    assert _answer("us-in.sro-training", as_of, start, **change) == answer


def test_indiana_days_180_are_from_memory_and_contested() -> None:
    found = _finding("us-in.sro-training", "2022-10-03", "2022-08-01")
    assert (found.status, found.standing) == ("due", "secondary")
    assert [(item.status, item.due_on) for item in found.contested] == [
        ("overdue", dt.date(2022, 7, 31))
    ]


@pytest.mark.parametrize(
    ("as_of", "start", "change", "answer"),
    [
        ("2013-05-06", "2010-08-16", {}, ("not_required", None)),
        ("2019-08-05", "2010-08-16", {}, ("unknown", None)),
        ("2023-08-06", "2023-08-07", {}, ("due", "2023-08-06")),
        ("2023-08-07", "2023-08-07", {}, ("overdue", "2023-08-06")),
        ("2023-08-07", "2023-08-07", _OUTSIDE, ("not_required", None)),
        (
            "2023-08-07",
            "2023-08-07",
            {"taken": {"us-in.basic-training": "2014-05-30"}},
            ("met", "2023-08-06"),
        ),
    ],
)
def test_indiana_basic_training(
    as_of: str, start: str, change: dict[str, Any], answer: tuple[str, str | None]
) -> None:
    assert _answer("us-in.basic-training", as_of, start, **change) == answer


_SECURITY_POLICE = "us-in.security-police-assignment"


@pytest.mark.parametrize(
    ("as_of", "change", "status"),
    [
        ("2022-06-30", _SCHOOL_POLICE, "unknown"),
        ("2022-07-01", _SCHOOL_POLICE, "due"),
        ("2022-07-01", _SCHOOL_POLICE | _SUPERVISOR, "due"),
        ("2022-07-01", _SCHOOL_POLICE | _CHARTER, "unknown"),
        ("2022-07-01", _SCHOOL_POLICE | {"taken": {"us-in.autism-training": "2020-01-15"}}, "met"),
        ("2022-07-01", {}, "unknown"),
        ("2022-07-01", {"facts": {_SECURITY_POLICE: False}}, "not_required"),
        ("2022-07-01", {"facts": {_SECURITY_POLICE: True}}, "due"),
        ("2022-07-01", _NONPUBLIC, "not_required"),
    ],
)
def test_indiana_autism(as_of: str, change: dict[str, Any], status: str) -> None:
    assert _answer("us-in.autism-training", as_of, "2019-08-05", **change) == (status, None)


@pytest.mark.parametrize(
    ("as_of", "start", "change", "answer"),
    [
        ("2023-06-30", "2019-08-05", _NO_AGREEMENT, ("not_required", None)),
        ("2023-07-01", "2019-08-05", _NO_AGREEMENT, ("due", "2023-07-01")),
        ("2023-07-02", "2019-08-05", _NO_AGREEMENT, ("overdue", "2023-07-01")),
        ("2023-08-07", "2023-08-07", _NO_AGREEMENT, ("due", "2023-08-07")),
        ("2023-08-08", "2023-08-07", _NO_AGREEMENT | _CHARTER, ("overdue", "2023-08-07")),
        ("2023-08-08", "2023-08-07", {}, ("met", "2023-08-07")),
        ("2023-08-08", "2023-08-07", _NO_AGREEMENT | _SCHOOL_POLICE, ("not_required", None)),
    ],
)
def test_indiana_memorandum(
    as_of: str, start: str, change: dict[str, Any], answer: tuple[str, str | None]
) -> None:
    assert _answer("us-in.mou", as_of, start, **change) == answer
