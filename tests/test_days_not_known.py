"""Days of which something is known and something is not, worked out by hand from the design."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from oracle.short import (
    BASIC,
    agency,
    day,
    duty,
    posted,
    registry,
    rulebook,
    stated,
    version,
    waiver,
)
from sro_core.compliance import evaluate
from sro_core.findings import Finding, Status
from sro_core.models import PlanKind, PlanReview, SafetyPlan
from sro_core.rules import Requirement
from sro_core.rules import conditions as c
from sro_core.rules import deadlines as d
from sro_core.rules import evidence as e
from sro_core.rules import renewals as r
from sro_core.rules.events import EventName, Happening, Period, StatedFrom
from sro_core.rules.packs import Per

_PLAN = SafetyPlan(
    id="v1",
    district_id="d1",
    agency_id="a1",
    kind=PlanKind.THREAT_RESPONSE,
    version="1",
    start=dt.date(2021, 9, 1),
)
_REVIEWED = PlanReview(id="w1", officer_id="o1", plan_id="v1", reviewed_on=dt.date(2023, 10, 2))
_OF_PLANS = duty(
    version(
        e.PlanReviewed(plan_review=PlanKind.THREAT_RESPONSE),
        d.Before(before=Happening(event=EventName.ASSIGNMENT_START)),
        renewal=r.EachVersion(each_version=True),
    ),
    per=Per.ASSIGNMENT,
)


def _found(rule: Requirement, as_of: str, *records: Any) -> Finding:
    """The finding of the first officer."""
    report = evaluate(registry(*records), as_of=day(as_of), rulebook=rulebook(rule))
    (finding,) = report.of_officer("o1")
    return finding


def test_plan_known_by_an_equivalent_is_known_until_that_ends() -> None:
    equivalent = waiver("equivalent", "2022-08-12", "2025-08-31")
    found = _found(_OF_PLANS, "2023-11-01", posted("2023-09-05"), _PLAN, equivalent)
    assert (found.status, found.valid_until) == (Status.MET, dt.date(2025, 8, 31))


@pytest.mark.parametrize("other", ["2022-08-12", "2023-09-07"])
def test_plan_is_known_since_the_first_of_what_shows_it(other: str) -> None:
    """A review that came late is of no weight beside an equivalent that came in time."""
    equivalents = [
        waiver("equivalent", other, id="x1"),
        waiver("equivalent", "2023-09-06", id="x2"),
    ]
    found = _found(_OF_PLANS, "2023-11-01", posted("2023-09-05"), _PLAN, _REVIEWED, *equivalents)
    first = min(day(other), dt.date(2023, 9, 6))
    assert found.late_by_days == max(0, (first - dt.date(2023, 9, 4)).days)
    assert found.valid_until is None


def test_review_of_which_an_earlier_one_may_be_on_no_record_is_late_by_nobody_knows() -> None:
    since = agency(records_from=day("2023-01-01"))
    found = _found(_OF_PLANS, "2023-11-01", since, posted("2022-09-06"), _PLAN, _REVIEWED)
    assert (found.status, found.late_by_days) == (Status.MET, None)
    assert found.missing == ("agency.records_from",)


_TWO_POSTS = (posted("2022-09-06"), posted("2022-10-03", id="p2"))


def test_statement_of_one_assignment_may_not_be_the_first_where_another_has_none() -> None:
    """Met by the one that is on file; whether in time is not known."""
    rule = duty(version(e.Stated(stated="x.asked")))
    found = _found(
        rule, "2023-01-09", *_TWO_POSTS, stated("x.asked", True, "2022-10-03", assignment_id="p2")
    )
    assert (found.status, found.late_by_days, found.missing) == (Status.MET, None, ("x.asked",))


def test_evidence_that_would_have_lapsed_before_the_service_is_not_missing() -> None:
    """It makes no difference whether it is on a record."""
    rule = duty(
        version(
            BASIC,
            d.OpenDeadline(open="x"),
            applies_when=c.FactTest(fact="x.asked", state=True),
            renewal=r.Every(every=Period(years=2)),
        )
    )
    since = agency(records_from=day("2016-07-01"))
    found = _found(rule, "2024-06-03", since, posted("2024-05-21"))
    assert (found.status, found.missing) == (Status.UNKNOWN, ("x.asked",))


def test_fact_presumed_of_one_assignment_has_no_first_day() -> None:
    """A statement about the other assignment does not say since when."""
    rule = duty(
        version(BASIC, d.Within(within=Period(months=6), of=StatedFrom(stated_from="x.contracted")))
    )
    told = stated("x.contracted", True, "2022-10-03", assignment_id="p2")
    found = _found(rule, "2023-01-09", *_TWO_POSTS, told)
    assert (found.status, found.missing) == (Status.UNKNOWN, ("x.contracted",))
