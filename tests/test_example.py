"""The Olmsted example, judged on three days.

Every expectation is worked out from the story and the law, not from the library:

- 2022: no statute asks for training. The sheriff's policy (from 2022-06-01) asks for the basic
  course before service; the Rochester agreement asks for it by 2022-12-30. Each district asks for
  a review of its threat-response plan before the assignment, and of each new version before it is
  in force.
- 2025: Minn. Stat. § 626.8482, subd. 3. (a) the course before the duties; (b) holders of an old
  basic course, finished before 2025-09-01, before 2027-06-01; (c) six months where the employer
  was unable to provide it. Officers already serving: by 2025-09-01 (POST board page).
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import NamedTuple

import pytest

import sro_core as sro
from sro_core.examples import olmsted, olmsted_bytes
from sro_core.models import EnrollmentState, Outcome

PLAN = "common.safety-plan-review"
BASIC = "us-mn.basic-voluntary"
COURSE = "us-mn.sro-course"

BEFORE = dt.date(2022, 8, 8)  # the Monday before the class
SCHOOL = dt.date(2022, 9, 6)  # the first day of school
LATER = dt.date(2025, 9, 2)  # the day after the mandate begins

ADOPTED_PLAN = "none: binding only where an agency, a district or an agreement adopts it"
NO_STATUTE = "none: no statute; offered by the Minnesota School Safety Center and NASRO"
SUBD_3B = "Minn. Stat. § 626.8482, subd. 3(b) and 4(b)"
SUBD_3C = "Minn. Stat. § 626.8482, subd. 3(c)"
POST_PAGE = "Minnesota POST board, Mandatory Learning Objectives page"


class Deciding(NamedTuple):
    """What an officer's readiness hangs on."""

    readiness: str
    requirement: str
    status: str
    due_on: str | None
    citation: str


EXPECTED = {
    # The class is ahead. The sheriff's two begin on 2022-09-06, so both duties are due the day
    # before. The plan for Byron is in force from 2022-08-15 only: none is on file yet.
    (BEFORE, "olmsted-so-1"): Deciding("undetermined", PLAN, "unknown", None, ADOPTED_PLAN),
    (BEFORE, "olmsted-so-2"): Deciding("provisional", BASIC, "due", "2022-09-05", NO_STATUTE),
    # The national basic course of 2019 is the voluntary course.
    (BEFORE, "rpd-1"): Deciding("ready", BASIC, "met", "2022-12-30", NO_STATUTE),
    (BEFORE, "rpd-2"): Deciding("provisional", BASIC, "due", "2022-12-30", NO_STATUTE),
    (BEFORE, "rpd-3"): Deciding("provisional", BASIC, "due", "2022-12-30", NO_STATUTE),
    # The earlier of the two last days is that of the plan.
    (BEFORE, "rpd-4"): Deciding("provisional", PLAN, "due", "2022-09-05", ADOPTED_PLAN),
    (BEFORE, "rpd-5"): Deciding("provisional", PLAN, "due", "2022-09-05", ADOPTED_PLAN),
    # School begins. Version 2 of the Dover-Eyota plan is in force since 2022-08-29 and unread.
    (SCHOOL, "olmsted-so-1"): Deciding("ready", BASIC, "met", "2022-09-05", NO_STATUTE),
    (SCHOOL, "olmsted-so-2"): Deciding("not_ready", PLAN, "expired", "2022-08-28", ADOPTED_PLAN),
    (SCHOOL, "rpd-1"): Deciding("ready", BASIC, "met", "2022-12-30", NO_STATUTE),
    (SCHOOL, "rpd-2"): Deciding("ready", BASIC, "met", "2022-12-30", NO_STATUTE),
    # Withdrew from the class.
    (SCHOOL, "rpd-3"): Deciding("provisional", BASIC, "due", "2022-12-30", NO_STATUTE),
    # Two days of three, and the plan not read before the first day.
    (SCHOOL, "rpd-4"): Deciding("not_ready", PLAN, "overdue", "2022-09-05", ADOPTED_PLAN),
    (SCHOOL, "rpd-5"): Deciding("ready", BASIC, "met", "2022-12-30", NO_STATUTE),
    # The mandate. Basic course of 2022 and no new one.
    (LATER, "olmsted-so-1"): Deciding("provisional", COURSE, "due", "2027-05-31", SUBD_3B),
    # Basic course of 2022, approved course in June 2025.
    (LATER, "olmsted-so-2"): Deciding("ready", COURSE, "met", "2027-05-31", SUBD_3B),
    # National basic course of 2019, supplemental course in August 2025.
    (LATER, "rpd-1"): Deciding("ready", COURSE, "met", "2027-05-31", SUBD_3B),
    # Takes up the duties today; the employer was unable: 2025-09-02 plus six months, a Monday.
    (LATER, "rpd-3"): Deciding("provisional", COURSE, "due", "2026-03-02", SUBD_3C),
    # Serving since 2025-08-25 without any basic course.
    (LATER, "rpd-4"): Deciding("not_ready", COURSE, "overdue", "2025-09-01", POST_PAGE),
    # Basic course of 2022, but the Rochester plan of 2025, in force today, is unread.
    (LATER, "rpd-5"): Deciding("not_ready", PLAN, "expired", "2025-09-01", ADOPTED_PLAN),
}


@cache
def _report(day: dt.date) -> sro.Report:
    return sro.evaluate(olmsted(), as_of=day)


@pytest.mark.parametrize(("day", "officer"), EXPECTED, ids=lambda item: str(item))
def test_readiness_and_what_decides_it(day: dt.date, officer: str) -> None:
    report, expected = _report(day), EXPECTED[day, officer]
    assert report.readiness[officer].status == expected.readiness
    (finding,) = report.find(requirement_id=expected.requirement, officer_id=officer)
    assert finding.status == expected.status
    assert finding.due_on == (expected.due_on and dt.date.fromisoformat(expected.due_on))
    assert report.explain(finding).citation == expected.citation


@pytest.mark.parametrize("day", [BEFORE, SCHOOL, LATER], ids=str)
def test_nobody_else_is_judged(day: dt.date) -> None:
    """Who only sat in the class has no assignment; who has left the schools is gone."""
    assert set(_report(day).readiness) == {name for judged, name in EXPECTED if judged == day}


def test_the_missing_fact_is_named() -> None:
    (finding,) = _report(BEFORE).find(requirement_id=PLAN, officer_id="olmsted-so-1")
    assert finding.missing == ("safety_plan",)


def test_how_late() -> None:
    (unread,) = _report(SCHOOL).find(requirement_id=PLAN, officer_id="rpd-4")
    assert unread.late_by_days == 1
    (course,) = _report(LATER).find(requirement_id=COURSE, officer_id="rpd-4")
    assert course.late_by_days == 1
    # Version 2 was in force from 2022-08-29 and read on 2022-09-12: 15 days after 2022-08-28.
    (plan,) = _report(LATER).find(requirement_id=PLAN, officer_id="olmsted-so-2")
    assert (plan.status, plan.late_by_days) == ("met", 15)


def test_the_statute_binds_only_from_2025() -> None:
    for day in (BEFORE, SCHOOL):
        statuses = {item.status for item in _report(day).find(requirement_id=COURSE)}
        assert statuses == {"not_required"}
    statuses = {item.status for item in _report(LATER).find(requirement_id=BASIC)}
    assert statuses == {"not_required"}


def test_the_boards_page_gives_a_month_more() -> None:
    (finding,) = _report(LATER).find(requirement_id=COURSE, officer_id="olmsted-so-1")
    (other,) = finding.contested
    assert (other.status, other.due_on) == ("due", dt.date(2027, 6, 30))


@pytest.mark.parametrize(
    ("day", "officer", "status", "due_on"),
    [
        # Licensed from 2020-07-01: the first period ends on 2023-06-30.
        (SCHOOL, "olmsted-so-1", "due", "2023-06-30"),
        # Sixteen hours in 2023 closed that period; the next ends on 2026-06-30.
        (LATER, "olmsted-so-1", "due", "2026-06-30"),
        # The period that ended on 2024-06-30 lacks the fifth topic; that before was satisfied.
        (LATER, "rpd-1", "expired", "2024-06-30"),
    ],
)
def test_the_license_is_judged_apart(day: dt.date, officer: str, status: str, due_on: str) -> None:
    report = _report(day)
    (finding,) = report.find(requirement_id="us-mn.in-service-topics", officer_id=officer)
    assert (finding.status, str(finding.due_on)) == (status, due_on)
    assert EXPECTED[day, officer].readiness == report.readiness[officer].status


def test_a_certificate_that_came_late_to_the_files() -> None:
    """The certificate of rpd-5 was filed on 2022-09-09."""
    noon = dt.datetime.fromisoformat("2022-09-06T12:00:00-05:00")
    report = sro.evaluate(olmsted(), as_of=SCHOOL, known_at=noon)
    assert report.readiness["rpd-5"].status == "provisional"


def test_it_has_no_problems() -> None:
    assert sro.validate(olmsted()) == ()


def test_the_class_is_full_enough() -> None:
    registry = olmsted()
    (session,) = (item for item in registry.sessions if item.id == "basic-sro-2022-08")
    assert session.capacity is not None
    seats = [
        item
        for item in registry.enrollments
        if item.session_id == session.id and item.state is not EnrollmentState.WITHDRAWN
    ]
    assert 20 < len(seats) <= session.capacity
    days = [meeting.starts_at.date() for meeting in session.meetings]
    assert days == [dt.date(2022, 8, 9), dt.date(2022, 8, 10), dt.date(2022, 8, 11)]
    finished = {
        item.officer_id
        for item in registry.enrollments
        if item.session_id == session.id and item.state is EnrollmentState.COMPLETED
    }
    assert finished == {
        item.officer_id
        for item in registry.completions
        if item.session_id == session.id and item.outcome is Outcome.COMPLETED
    }


def test_it_names_no_person() -> None:
    registry = olmsted()
    assert all(officer.name is None for officer in registry.officers)
    assert all(item.number is None for officer in registry.officers for item in officer.licenses)
    assert all(item.certificate is None for item in registry.completions)


def test_it_needs_no_extensions() -> None:
    assert b"extensions" not in olmsted_bytes()


def test_it_can_be_read_by_a_person() -> None:
    lines = olmsted_bytes().decode().splitlines()
    assert max(map(len, lines)) <= 100
    assert all((len(line) - len(line.lstrip())) % 2 == 0 for line in lines)


def test_between_the_two_dates_of_statute_and_board_the_example_is_contested() -> None:
    """Minn. Stat. § 626.8482 subd. 3(b) ends on 2027-05-31, the board's page says 2027-06-30."""
    report = sro.evaluate(olmsted(), as_of=dt.date(2027, 6, 15))
    (finding,) = report.find(requirement_id="us-mn.sro-course", officer_id="olmsted-so-1")
    assert (finding.status, finding.due_on) == (sro.Status.OVERDUE, dt.date(2027, 5, 31))
    (other,) = finding.contested
    assert (other.status, other.due_on) == (sro.Status.DUE, dt.date(2027, 6, 30))
