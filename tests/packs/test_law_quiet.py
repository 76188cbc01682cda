"""Where the law asks little or nothing of an officer, and where a grant asks on top of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import sro_core as sro
from sro_core.findings import Binding, Finding, ReadinessStatus, Report, Standing, Status


def _registry(state: str, start: str, **change: Any) -> sro.Registry:
    """One officer of one agency in one district, without an agreement.

    Args:
        state: The jurisdiction.
        start: First day of the assignment.
        change: Keys of single records to change, or whole lists; `signed` is the day on
            which an agreement is signed and begins; `taken` a code and a day of each
            course; `facts` a value for each fact, with the day from which it is stated.
    """
    agency = {"id": "a", "name": "Agency", "kind": "police", "jurisdiction": state}
    district = {"id": "d", "name": "District", "kind": "public", "jurisdiction": state}
    assignment = {
        "id": "p",
        "officer_id": "o",
        "agency_id": "a",
        "district_id": "d",
        "school_ids": ["s"],
        "role": "school_resource_officer",
        "from": start,
    }
    agreements = [
        {"id": "g", "agency_id": "a", "district_id": "d", "signed_on": day, "from": day}
        for day in (change.pop("signed", None),)
        if day is not None
    ]
    taken: list[tuple[str, str]] = change.pop("taken", [])
    facts: dict[str, tuple[Any, str]] = change.pop("facts", {})
    return sro.Registry.build(
        agencies=[agency | change.pop("agency", {})],
        districts=[district | change.pop("district", {}), *change.pop("districts", [])],
        schools=[
            {"id": "s", "district_id": "d", "name": "School", "level": "high", "control": "public"}
        ],
        officers=[{"id": "o", "employments": [{"agency_id": "a", "from": "1995-01-02"}]}],
        assignments=[assignment | change.pop("assignment", {}), *change.pop("assignments", [])],
        agreements=agreements,
        courses=[
            {"id": code, "title": code, "provider": "x", "codes": [{"code": code}]}
            for code, _day in taken
        ],
        completions=[
            {"id": code, "officer_id": "o", "course_id": code}
            | {"completed_on": day, "outcome": "completed"}
            for code, day in taken
        ],
        attestations=[
            {"id": fact, "fact": fact, "value": value, "stated_by": "Chief", "from": day}
            | ({"assignment_id": "p"} if fact in _OF_THE_POSITION else {"agency_id": "a"})
            for fact, (value, day) in facts.items()
        ],
        **change,
    )


_OF_THE_POSITION = {
    "federal.cis-funded",
    "federal.cis-administrator-attended",
    "federal.chp-funded",
}


def _report(state: str, as_of: str, start: str, **change: Any) -> Report:
    return sro.evaluate(_registry(state, start, **change), as_of=dt.date.fromisoformat(as_of))


# ------------------------------------------------------------------ nothing was found

#: The first day that was researched, for each place without a requirement.
_QUIET = {
    "US-AK": "2017-01-01",
    "US-AS": "2020-01-01",
    "US-GU": "2019-10-01",
    "US-HI": "2020-01-01",
    "US-IA": "2019-01-01",
    "US-ID": "2020-01-01",
    "US-MI": "2019-03-21",
    "US-MP": "2020-01-01",
    "US-MT": "2019-01-01",
    "US-ND": "2020-01-01",
    "US-OR": "2020-01-01",
    "US-PR": "2020-01-01",
    "US-SD": "2020-01-01",
    "US-VI": "2020-01-01",
    "US-VT": "2012-05-04",
    "US-WY": "2020-01-01",
}

each_quiet_place = pytest.mark.parametrize(("state", "first"), _QUIET.items())


def _of_the_place(report: Report, state: str) -> list[Finding]:
    prefix = f"{state.lower()}."
    return [item for item in report.findings if item.requirement_id.startswith(prefix)]


@each_quiet_place
def test_nothing_binds_where_nothing_was_found(state: str, first: str) -> None:
    report = _report(state, first, "2005-08-15")
    assert _of_the_place(report, state) == []
    assert {item.binding for item in report.findings} == {Binding.NONE}
    assert report.readiness["o"].status is ReadinessStatus.UNBOUND


@each_quiet_place
def test_the_day_before_the_research_is_not_called_free(state: str, first: str) -> None:
    day = dt.date.fromisoformat(first) - dt.timedelta(days=1)
    report = _report(state, day.isoformat(), "2005-08-15")
    (found,) = _of_the_place(report, state)
    assert found.requirement_id == f"{state.lower()}.unresearched"
    assert (found.status, found.standing) == (Status.UNKNOWN, Standing.BEFORE_RESEARCHED)
    assert report.readiness["o"].status is ReadinessStatus.UNDETERMINED


@pytest.mark.parametrize("role", ["supervisor", "liaison", "substitute", "school_security"])
def test_nothing_binds_in_any_role(role: str) -> None:
    report = _report("US-VT", "2023-09-05", "2020-08-31", assignment={"role": role})
    assert report.readiness["o"].status is ReadinessStatus.UNBOUND


def test_place_that_nobody_researched_stays_apart_from_one_without_a_duty() -> None:
    report = _report("US-UM", "2023-09-05", "2020-08-31")
    (found,) = _of_the_place(report, "US-UM")
    assert (found.status, found.standing) == (Status.UNKNOWN, Standing.UNRESEARCHED)


def test_what_an_agency_adopts_binds_where_the_law_is_silent() -> None:
    adoption = {
        "id": "order",
        "requirement_id": "common.safety-plan-review",
        "by": {"agency_id": "a"},
        "from": "2022-07-01",
        "due": "before_service",
    }
    report = _report("US-WY", "2023-09-05", "2023-08-28", adoptions=[adoption])
    (found,) = report.find(requirement_id="common.safety-plan-review")
    assert found.binding is Binding.POLICY
    assert report.readiness["o"].status is not ReadinessStatus.UNBOUND


def test_a_second_posting_in_a_quiet_state_takes_nothing_from_the_first() -> None:
    wyoming = {"id": "w", "name": "District", "kind": "public", "jurisdiction": "US-WY"}
    second = {
        "id": "q",
        "officer_id": "o",
        "agency_id": "a",
        "district_id": "w",
        "role": "school_resource_officer",
        "from": "2025-09-08",
    }
    change = {"districts": [wyoming], "assignments": [second], "signed": "2019-07-01"}
    report = _report("US-MN", "2025-10-01", "2019-09-03", **change)
    (found,) = report.find(requirement_id="us-mn.sro-course")
    assert found.status is Status.OVERDUE
    assert _of_the_place(report, "US-WY") == []
    assert report.readiness["o"].assignments == {
        "p": ReadinessStatus.NOT_READY,
        "q": ReadinessStatus.UNBOUND,
    }


@pytest.mark.parametrize("state", ["US-NH", "US-NY"])
def test_a_duty_of_the_agreement_is_none_of_the_officer(state: str) -> None:
    report = _report(state, "2023-03-01", "2020-08-31")
    (found,) = _of_the_place(report, state)
    assert (found.officer_id, found.agency_id, found.district_id) == (None, "a", "d")
    assert report.readiness["o"].status is ReadinessStatus.UNBOUND


# ------------------------------------------------------------------ COPS in Schools

_CIS: dict[str, tuple[Any, str]] = {
    "federal.cis-funded": (True, "2002-09-03"),
    "federal.cis-grant-ends-on": ("2004-08-31", "2002-09-03"),
}


def test_only_the_funded_position_owes_the_training() -> None:
    other = {"id": "e", "name": "Other", "kind": "public", "jurisdiction": "US-TX"}
    second = {
        "id": "q",
        "officer_id": "o",
        "agency_id": "a",
        "district_id": "e",
        "role": "school_resource_officer",
        "from": "2002-09-03",
    }
    change = {"districts": [other], "assignments": [second], "facts": _CIS}
    report = _report("US-TX", "2004-09-01", "2002-09-03", **change)
    answers = {
        item.assignment_id: (item.status, item.binding)
        for item in report.find(requirement_id="federal.cis-training")
    }
    assert answers == {
        "p": (Status.OVERDUE, Binding.GRANT),
        "q": (Status.NOT_REQUIRED, Binding.NONE),
    }
    assert report.readiness["o"].assignments["p"] is ReadinessStatus.NOT_READY


# ------------------------------------------------------------------ COPS Hiring Program

_AWARD: dict[str, tuple[Any, str]] = {
    "federal.chp-funded": (True, "2020-07-01"),
    "federal.chp-award-year": (2020, "2020-07-01"),
    "federal.chp-award-letter-on": ("2020-06-25", "2020-07-01"),
}

# ------------------------------------------------------------------ on top of a state's law


def test_grant_stands_beside_the_law_of_the_state() -> None:
    change = {"facts": _AWARD, "signed": "2020-08-03"}
    report = _report("US-MN", "2026-01-15", "2020-08-31", **change)
    (course,) = report.find(requirement_id="us-mn.sro-course")
    (memorandum,) = report.find(requirement_id="federal.chp-mou")
    assert (course.officer_id, course.status, course.binding) == (
        "o",
        Status.OVERDUE,
        Binding.LAW,
    )
    assert (memorandum.agency_id, memorandum.district_id, memorandum.officer_id) == ("a", "d", None)
    assert (memorandum.status, memorandum.binding) == (Status.MET, Binding.GRANT)
    assert report.readiness["o"].status is ReadinessStatus.NOT_READY


def test_grant_asks_also_where_the_law_of_the_day_was_not_researched() -> None:
    change = {
        "taken": [("federal.cops-sro-workshop", "2003-06-20")],
        "facts": _CIS | {"federal.cis-administrator-attended": (True, "2003-06-20")},
    }
    report = _report("US-MN", "2003-09-02", "2002-09-03", **change)
    (course,) = report.find(requirement_id="us-mn.sro-course")
    (training,) = report.find(requirement_id="federal.cis-training")
    assert (course.status, course.standing) == (Status.UNKNOWN, Standing.BEFORE_RESEARCHED)
    assert (training.status, training.binding) == (Status.MET, Binding.GRANT)


def test_grant_asks_in_a_quiet_state() -> None:
    report = _report("US-VT", "2021-03-01", "2020-08-31", facts=_AWARD)
    (found,) = report.find(requirement_id="federal.chp-mou")
    assert (found.status, found.binding) == (Status.OVERDUE, Binding.GRANT)


# ------------------------------------------------------------------ the catalogue of NASRO


def test_courses_of_the_catalogue_are_recognised_and_ask_nothing() -> None:
    codes = [item.code for item in sro.rulebook().pack("nasro").codes]
    registry = _registry("US-VT", "2020-08-31", taken=[(code, "2021-06-14") for code in codes])
    assert [item.code for item in sro.validate(registry)] == []
    report = sro.evaluate(registry, as_of=dt.date(2021, 9, 1))
    assert {item.binding for item in report.findings} == {Binding.NONE}


def test_a_code_that_several_packs_declare_has_one_title() -> None:
    titles: dict[str, set[str]] = {}
    for pack in sro.rulebook().packs:
        for item in pack.codes:
            titles.setdefault(item.code, set()).add(item.title)
    assert {code: found for code, found in titles.items() if len(found) > 1} == {}


def test_codes_of_nasro_are_those_of_its_catalogue() -> None:
    known = {item.code for item in sro.rulebook().pack("nasro").codes}
    used = {item.code for pack in sro.rulebook().packs for item in pack.codes}
    assert {code for code in used if code.startswith("nasro.")} == known
