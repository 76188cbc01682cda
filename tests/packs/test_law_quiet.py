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


def _finding(requirement: str, state: str, as_of: str, start: str, **change: Any) -> Finding:
    (found,) = _report(state, as_of, start, **change).find(requirement_id=requirement)
    return found


def _answer(
    requirement: str, state: str, as_of: str, start: str, **change: Any
) -> tuple[str, str | None]:
    found = _finding(requirement, state, as_of, start, **change)
    return str(found.status), found.due_on.isoformat() if found.due_on else None


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


# ------------------------------------------------------------------ New Hampshire, New York


@pytest.mark.parametrize(
    ("as_of", "signed", "status"),
    [
        # the first day of the paragraph is open, so only an agreement settles it
        ("2018-03-01", None, "unknown"),
        ("2018-03-01", "2017-07-03", "met"),
        ("2020-12-31", None, "unknown"),
        ("2021-01-01", None, "due"),
        ("2023-03-01", None, "due"),
        ("2023-03-01", "2023-03-01", "met"),
        ("2023-03-01", "2023-03-02", "due"),
    ],
)
def test_new_hampshire(as_of: str, signed: str | None, status: str) -> None:
    answer = _answer("us-nh.sro-agreement", "US-NH", as_of, "2016-08-29", signed=signed)
    assert answer == (status, None)


@pytest.mark.parametrize(
    ("as_of", "signed", "status"),
    [
        ("2019-06-30", None, "not_required"),
        ("2019-06-30", "2018-07-02", "not_required"),
        ("2019-07-01", None, "due"),
        ("2019-07-01", "2018-07-02", "met"),
        ("2025-03-03", None, "due"),
        ("2025-03-03", "2025-03-03", "met"),
    ],
)
def test_new_york(as_of: str, signed: str | None, status: str) -> None:
    answer = _answer("us-ny.sro-agreement", "US-NY", as_of, "2016-08-29", signed=signed)
    assert answer == (status, None)


@pytest.mark.parametrize("state", ["US-NH", "US-NY"])
@pytest.mark.parametrize(
    ("agency", "district", "status"),
    [
        ("sheriff", "public", "due"),
        ("state_police", "public", "due"),
        ("police", "charter", "unknown"),
        ("police", "nonpublic", "not_required"),
        ("school_police", "public", "not_required"),
    ],
)
def test_agreement_of_whom(state: str, agency: str, district: str, status: str) -> None:
    change = {"agency": {"kind": agency}, "district": {"kind": district}}
    requirement = f"{state.lower()}.sro-agreement"
    assert _answer(requirement, state, "2023-03-01", "2020-08-31", **change) == (status, None)


# ------------------------------------------------------------------ COPS in Schools

_CIS: dict[str, tuple[Any, str]] = {
    "federal.cis-funded": (True, "2002-09-03"),
    "federal.cis-grant-ends-on": ("2004-08-31", "2002-09-03"),
}


def _attended(day: str, *, together: bool = True) -> dict[str, Any]:
    stated = {"federal.cis-administrator-attended": (together, day)}
    return {"taken": [("federal.cops-sro-workshop", day)], "facts": _CIS | stated}


@pytest.mark.parametrize(
    ("as_of", "change", "answer"),
    [
        ("2004-08-31", {"facts": _CIS}, ("due", "2004-08-31")),
        ("2004-09-01", {"facts": _CIS}, ("overdue", "2004-08-31")),
        ("2004-08-31", _attended("2004-08-31"), ("met", "2004-08-31")),
        ("2010-09-01", _attended("2003-06-20"), ("met", "2004-08-31")),
        # without the administrator there was no team
        ("2004-09-01", _attended("2003-06-20", together=False), ("overdue", "2004-08-31")),
        # whether the administrator came is not presumed
        (
            "2004-09-01",
            {"taken": [("federal.cops-sro-workshop", "2003-06-20")], "facts": _CIS},
            ("unknown", None),
        ),
        # the basic course of NASRO is not the workshop of the COPS Office
        (
            "2004-09-01",
            {"taken": [("nasro.basic-sro", "2003-06-20")], "facts": _CIS},
            ("overdue", "2004-08-31"),
        ),
        # the end of the grant is not presumed, the position is presumed not to be funded
        (
            "2004-09-01",
            {"facts": {"federal.cis-funded": _CIS["federal.cis-funded"]}},
            ("unknown", None),
        ),
        ("2004-09-01", {}, ("not_required", None)),
        (
            "2004-09-01",
            {"facts": _CIS, "assignment": {"role": "supervisor"}},
            ("not_required", None),
        ),
    ],
)
def test_training_within_the_life_of_the_grant(
    as_of: str, change: dict[str, Any], answer: tuple[str, str | None]
) -> None:
    assert _answer("federal.cis-training", "US-TX", as_of, "2002-09-03", **change) == answer


def test_training_after_the_grant_is_late() -> None:
    change = _attended("2004-09-02")
    found = _finding("federal.cis-training", "US-TX", "2004-10-01", "2002-09-03", **change)
    assert (found.status, found.late_by_days) == (Status.MET, 2)


def test_what_is_missing_of_the_grant_is_named() -> None:
    facts = {"federal.cis-funded": _CIS["federal.cis-funded"]}
    found = _finding("federal.cis-training", "US-TX", "2003-03-03", "2002-09-03", facts=facts)
    assert found.missing == ("federal.cis-grant-ends-on",)


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


def _award(year: int | None = 2020, letter: str | None = "2020-06-25") -> dict[str, Any]:
    facts: dict[str, Any] = {"federal.chp-funded": (True, "2020-07-01")}
    if year is not None:
        facts["federal.chp-award-year"] = (year, "2020-07-01")
    if letter is not None:
        facts["federal.chp-award-letter-on"] = (letter, "2020-07-01")
    return facts


@pytest.mark.parametrize(
    ("letter", "last"),
    [
        ("2020-06-25", "2020-09-23"),
        ("2020-02-29", "2020-05-29"),
        # a Saturday: no rule of counting was read, so it stays
        ("2020-06-28", "2020-09-26"),
    ],
)
def test_ninety_days_from_the_award_letter(letter: str, last: str) -> None:
    facts, start = _award(letter=letter), "2020-08-31"
    day = dt.date.fromisoformat(last)
    after = (day + dt.timedelta(days=1)).isoformat()

    def answer(as_of: str, signed: str | None = None) -> tuple[str, str | None]:
        return _answer("federal.chp-mou", "US-OH", as_of, start, facts=facts, signed=signed)

    assert answer(last) == ("due", last)
    assert answer(after) == ("overdue", last)
    assert answer(after, signed=last) == ("met", last)


def test_memorandum_after_the_ninety_days_is_late() -> None:
    change = {"facts": _award(), "signed": "2020-09-24"}
    found = _finding("federal.chp-mou", "US-OH", "2021-03-01", "2020-08-31", **change)
    assert (found.status, found.late_by_days) == (Status.MET, 1)


@pytest.mark.parametrize(
    ("facts", "without", "signed"),
    [
        # before 2020 the limit is the day on which the award is implemented
        (_award(2019), "unknown", "met"),
        (_award(2013), "unknown", "met"),
        # the conditions of other years were not read
        (_award(2012), "unknown", "met"),
        (_award(2021), "unknown", "met"),
        (_award(None), "unknown", "met"),
        (_award(letter=None), "unknown", "met"),
        ({}, "not_required", "not_required"),
    ],
)
def test_memorandum_under_other_awards(facts: dict[str, Any], without: str, signed: str) -> None:
    def status(day: str | None) -> str:
        change = {"facts": facts, "signed": day}
        return _answer("federal.chp-mou", "US-OH", "2021-03-01", "2020-08-31", **change)[0]

    assert (status(None), status("2020-08-31")) == (without, signed)


@pytest.mark.parametrize(
    ("year", "taken", "status"),
    [
        (2013, [], "due"),
        (2016, [], "due"),
        (2016, [("nasro.basic-sro", "2016-07-15")], "met"),
        # from memory, later awards ask for the course: it is not called voluntary there
        (2017, [], "unknown"),
        (2012, [], "unknown"),
    ],
)
def test_training_of_nasro_is_voluntary(
    year: int, taken: list[tuple[str, str]], status: str
) -> None:
    change = {"facts": _award(year), "taken": taken}
    found = _finding("federal.chp-nasro-voluntary", "US-OH", "2021-03-01", "2020-08-31", **change)
    assert (str(found.status), found.due_on, found.binding) == (status, None, Binding.NONE)


@pytest.mark.parametrize("requirement", ["federal.chp-mou", "federal.chp-nasro-voluntary"])
def test_years_whose_awards_were_not_read_are_not_called_free(requirement: str) -> None:
    facts = {"federal.chp-funded": (True, "2010-07-01")}
    answer = _answer(requirement, "US-OH", "2011-03-01", "2010-08-30", facts=facts)
    assert answer == ("unknown", None)


# ------------------------------------------------------------------ on top of a state's law


def test_grant_stands_beside_the_law_of_the_state() -> None:
    change = {"facts": _award(), "signed": "2020-08-03"}
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
    change = _attended("2003-06-20")
    report = _report("US-MN", "2003-09-02", "2002-09-03", **change)
    (course,) = report.find(requirement_id="us-mn.sro-course")
    (training,) = report.find(requirement_id="federal.cis-training")
    assert (course.status, course.standing) == (Status.UNKNOWN, Standing.BEFORE_RESEARCHED)
    assert (training.status, training.binding) == (Status.MET, Binding.GRANT)


def test_grant_asks_in_a_quiet_state() -> None:
    report = _report("US-VT", "2021-03-01", "2020-08-31", facts=_award())
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
