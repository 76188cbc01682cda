"""Engine and oracle against answers worked out by hand, where the engine takes a way of its own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

from oracle.short import (
    agency,
    agreed,
    completed,
    course,
    day,
    duty,
    licensed,
    officer,
    pack,
    posted,
    registry,
    version,
    waiver,
)
from properties.agreement import differences
from sro_core.compliance import evaluate
from sro_core.findings import Finding
from sro_core.models import Employment, LicenseState
from sro_core.rules import Requirement, Rulebook
from sro_core.rules import conditions as c
from sro_core.rules import evidence as e
from sro_core.rules import renewals as r
from sro_core.rules.events import EventName, Happening, Period
from sro_core.rules.packs import Per, Subject
from sro_core.testing import Situation

_POST = posted("2021-09-07")


def _found(as_of: str, *records: Any, rules: tuple[Requirement, ...]) -> dict[str, Finding]:
    """The findings of the first officer by requirement; the oracle says the same."""
    book, given = Rulebook(packs=(pack(*rules),)), registry(*records)
    assert not differences(Situation(registry=given, rulebook=book, as_of=day(as_of)))
    report = evaluate(given, as_of=day(as_of), rulebook=book)
    return {finding.requirement_id: finding for finding in report.of_officer("o1")}


@pytest.mark.parametrize(
    ("kind", "state", "status"),
    [
        ("deputy", "US-MN", "met"),
        ("deputy", "US-WI", "overdue"),
        ("x.credential", "US-MN", "met"),
        ("x.credential", "US-WI", "met"),
    ],
)
def test_licenses_are_of_a_state_and_credentials_of_the_catalogue_of_any(
    kind: str, state: str, status: str
) -> None:
    holder = officer("o1", attrs.evolve(licensed("2019-01-01", kind=kind), jurisdiction=state))
    rule = duty(version(e.Held(license=kind)))
    assert _found("2022-10-03", holder, _POST, rules=(rule,))["us-mn.r1"].status == status


def test_later_course_whose_hours_nobody_knows_may_have_renewed_the_duty() -> None:
    """The first completion is certain, the last is not: expired, or met until the next year."""
    rule = duty(
        version(
            e.CourseTaken(course=("x.basic",), hours=Decimal(8)),
            renewal=r.Every(every=Period(years=1)),
        )
    )
    records = (
        course("c1"),
        completed("2021-08-30", hours=Decimal(8)),
        completed("2022-08-29"),
        _POST,
    )
    found = _found("2022-10-03", *records, rules=(rule,))["us-mn.r1"]
    assert (found.status, found.missing) == ("unknown", ("completion.hours",))


def test_what_serves_another_duty_is_found_by_the_courses_of_that_duty() -> None:
    """Not by those of the duty that the pack names first."""
    rules = (
        duty(version(e.CourseTaken(course=("x.first",))), identifier="us-mn.r0"),
        duty(),
        duty(
            version(
                e.Unshared(
                    not_shared_with="us-mn.r1",
                    evidence=e.CourseTaken(course=("x.basic", "x.more")),
                )
            ),
            identifier="us-mn.r2",
        ),
    )
    done = (course("c1"), completed("2021-08-30"), _POST)
    statuses = {
        name: item.status for name, item in _found("2022-10-03", *done, rules=rules).items()
    }
    assert statuses == {"us-mn.r0": "overdue", "us-mn.r1": "met", "us-mn.r2": "overdue"}
    more = (course("c2", "x.more"), completed("2021-08-31", course_id="c2", id="k2"))
    assert _found("2022-10-03", *done, *more, rules=rules)["us-mn.r2"].status == "met"


def test_license_that_was_suspended_is_not_the_beginning_of_the_next_one() -> None:
    """Its days do not count, so that the duty is met from the day on which the next one begins."""
    holder = officer(
        "o1",
        licensed("2019-01-01", "2021-12-31", kind="deputy", state=LicenseState.SUSPENDED),
        licensed("2022-01-01", kind="deputy"),
    )
    found = _found("2022-10-03", holder, _POST, rules=(duty(version(e.Held(license="deputy"))),))
    late = (day("2022-01-01") - day("2021-09-06")).days
    assert (found["us-mn.r1"].status, found["us-mn.r1"].late_by_days) == ("met", late)


_FIRST_DAY = Happening(event=EventName.SERVICE_START)
_SIGNING = Happening(event=EventName.AGREEMENT_SIGNED)


@pytest.mark.parametrize(
    ("limit", "signed", "applies"),
    [
        ("on_or_after", "2021-09-06", False),
        ("on_or_after", "2021-09-07", True),
        ("on_or_before", "2021-09-07", True),
        ("on_or_before", "2021-09-08", False),
        ("before", "2021-09-06", True),
        ("before", "2021-09-07", False),
    ],
)
@pytest.mark.parametrize("day_of_limit", [_FIRST_DAY, day("2021-09-07")])
def test_limits_of_a_day_hold_their_own_day_unless_they_say_before(
    limit: str, signed: str, applies: bool, day_of_limit: Any
) -> None:
    """A limit that is an event means the same as one that is the day of it."""
    whom = c.EventDay(day_of=_SIGNING, **{limit: day_of_limit})
    agreement = agreed("2021-07-01", signed_on=day(signed))
    rule = duty(version(applies_when=whom))
    found = _found("2022-10-03", _POST, agreement, rules=(rule,))["us-mn.r1"]
    assert found.status == ("overdue" if applies else "not_required")


@pytest.mark.parametrize(
    ("as_of", "status"), [("2022-10-03", "overdue"), ("2022-10-04", "not_required")]
)
def test_employment_runs_through_its_last_day(as_of: str, status: str) -> None:
    """The duty is of those whose running employment began before 2018."""
    first = Employment(agency_id="a1", start=day("2015-01-05"), end=day("2022-10-03"))
    second = Employment(agency_id="a1", start=day("2020-06-01"), end=day("2021-05-31"))
    holder = attrs.evolve(officer("o1"), employments=(first, second))
    whom = c.EventDay(day_of=Happening(event=EventName.HIRE), before=day("2018-01-01"))
    found = _found(as_of, holder, _POST, rules=(duty(version(applies_when=whom)),))
    assert found["us-mn.r1"].status == status


def test_hours_of_any_course_are_those_of_courses_that_state_no_topic_too() -> None:
    rule = duty(version(e.Hours(total_hours=Decimal(8), any_course=True)))
    records = (course("c1", "x.other", hours=Decimal(8)), completed("2021-08-30"), _POST)
    assert _found("2022-10-03", *records, rules=(rule,))["us-mn.r1"].status == "met"


@pytest.mark.parametrize(
    ("records_from", "limits", "status"),
    [
        ("2020-01-01", {"on_or_before": "2019-12-31"}, "unknown"),
        ("2020-01-01", {"on_or_after": "2020-01-01"}, "not_required"),
        ("2020-01-02", {"on_or_after": "2020-01-01", "on_or_before": "2020-01-01"}, "unknown"),
        ("2020-01-01", {"on_or_after": "2019-06-01", "on_or_before": "2019-05-31"}, "not_required"),
        ("2023-01-01", {"on_or_after": "2022-10-03"}, "unknown"),
        ("2023-01-01", {"on_or_after": "2022-10-04"}, "not_required"),
    ],
)
def test_what_may_be_on_no_record_is_not_known(
    records_from: str, limits: dict[str, str], status: str
) -> None:
    """A course may have been completed on a day that counts and of which no records are kept."""
    days: dict[str, Any] = {name: day(text) for name, text in limits.items()}
    whom = c.Completed(completed=("x.basic",), **days)
    since = agency(records_from=day(records_from))
    rule = duty(version(e.Held(license="deputy"), applies_when=whom))
    found = _found("2022-10-03", since, _POST, rules=(rule,))["us-mn.r1"]
    assert found.status == status
    assert ("agency.records_from" in found.missing) is (status == "unknown")


@pytest.mark.parametrize(
    ("last", "applies"), [("2022-01-01", True), ("2021-09-07", True), ("2021-09-06", False)]
)
@pytest.mark.parametrize("ever", [True, False])
def test_an_agency_has_served_where_it_posted_an_officer(
    last: str, applies: bool, ever: bool
) -> None:
    whom = c.Served(served=c.Span(end=day(last)), ever=ever)
    rule = duty(
        version(e.Stated(stated="x.asked"), applies_when=whom),
        subject=Subject.AGENCY,
        per=Per.AGENCY,
    )
    book, given = Rulebook(packs=(pack(rule),)), registry(_POST)
    as_of = day("2022-10-03")
    assert not differences(Situation(registry=given, rulebook=book, as_of=as_of))
    (finding,) = evaluate(given, as_of=as_of, rulebook=book).findings
    assert (finding.status != "not_required") is applies


@pytest.mark.parametrize(
    ("kind", "start", "state"),
    [
        ("extended", "2021-09-01", "in force, last day 2022-12-31"),
        ("extended", "2022-10-04", "not in force, last day 2022-12-31"),
        ("waived", "2021-09-01", "in force"),
    ],
)
def test_the_explanation_names_a_waiver_and_whether_it_is_in_force(
    kind: str, start: str, state: str
) -> None:
    until = "2022-12-31" if kind == "extended" else None
    given = registry(_POST, waiver(kind, start, due_on=until))
    report = evaluate(given, as_of=day("2022-10-03"), rulebook=Rulebook(packs=(pack(duty()),)))
    (finding,) = report.of_officer("o1")
    (step,) = (step for step in report.explain(finding).steps if step.text.startswith("Waiver"))
    assert (step.text, step.result) == (f"Waiver ({kind}), granted {start}", state)
    assert step.pointers == ("/waivers/0",)


def test_the_explanation_of_a_course_to_be_repeated_shows_the_arithmetic() -> None:
    rule = duty(version(renewal=r.Every(every=Period(years=1))))
    given = registry(course("c1"), completed("2021-08-30"), _POST)
    book = Rulebook(packs=(pack(rule),))
    report = evaluate(given, as_of=day("2022-08-01"), rulebook=book)
    (finding,) = report.of_officer("o1")
    text = str(report.explain(finding))
    assert "Renewal: again within 1 year of the last completion" in text
    assert "last on 2021-08-30 plus 1 year: 2022-08-30 (Tuesday)" in text


def test_two_courses_do_not_count_in_the_years_between_them() -> None:
    """Before the service one counted for a year, and one in it; what else there was is not known.

    Records are complete only since later, so nobody knows whether the duty was met in time.
    """
    rule = duty(
        version(
            e.AllEvidence(all_of=(e.CourseTaken(course=("x.basic",)), e.Held(license="deputy"))),
            start=day("2005-07-01"),
            renewal=r.Every(every=Period(years=1)),
        )
    )
    records = (
        agency(records_from=day("2018-12-03")),
        officer("o1", licensed("2005-01-03", kind="deputy")),
        course("c1"),
        completed("2014-06-02"),
        completed("2018-06-01", id="k2"),
        posted("2016-09-06"),
    )
    found = _found("2018-09-03", *records, rules=(rule,))["us-mn.r1"]
    assert (found.status, found.late_by_days) == ("met", None)
    assert found.missing == ("agency.records_from",)


@pytest.mark.parametrize(
    ("first", "status", "missing"),
    [("2022-10-03", "unknown", ("agency.records_from",)), ("2022-10-04", "overdue", ())],
)
def test_a_course_may_be_on_no_record_on_the_only_day_that_counts(
    first: str, status: str, missing: tuple[str, ...]
) -> None:
    """Records are complete only since later, and the course counts from a day on."""
    rule = duty(version(e.CourseTaken(course=("x.basic",), on_or_after=day(first))))
    since = agency(records_from=day("2023-01-02"))
    found = _found("2022-10-03", since, _POST, rules=(rule,))["us-mn.r1"]
    assert (found.status, found.missing) == (status, missing)


@pytest.mark.parametrize(
    ("first", "shown"), [("2021-03-01", "2021-03-01"), ("2021-08-30", "not on file"), (None, None)]
)
def test_the_explanation_of_a_course_names_what_came_before_it(
    first: str | None, shown: str | None
) -> None:
    """What a course needs must have been completed before it, not on its day."""
    needs = e.Prerequisite(completed=("x.first",), within=Period(years=1))
    rule = duty(version(e.CourseTaken(course=("x.basic",), prerequisites=(needs,))))
    records: list[Any] = [course("c1"), course("c2", "x.first"), _POST]
    if first is not None:
        records += [completed("2021-08-30"), completed(first, id="k2", course_id="c2")]
    given = registry(*records)
    report = evaluate(given, as_of=day("2022-08-01"), rulebook=Rulebook(packs=(pack(rule),)))
    (finding,) = report.of_officer("o1")
    text = str(report.explain(finding))
    assert ("completed: 2021-08-30 (Monday)" in text) is (first is not None)
    assert ("before it (from 2020-08-30): x.first (x.first)" in text) is (first is not None)
    if shown is not None:
        assert f"at most 1 year before: {shown}" in text
