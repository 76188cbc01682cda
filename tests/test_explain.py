"""Explanations: what they show, and that their walk over the rule comes to the same answer."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import sro_core as sro
from oracle.short import (
    BASIC,
    completed,
    duty,
    licensed,
    officer,
    posted,
    registry,
    rulebook,
    version,
)
from sro_core.compliance.evaluate import evaluate
from sro_core.compliance.explainer import Explainer
from sro_core.findings import Finding, Report, Standing, Status
from sro_core.models import LicenseState
from sro_core.rules.deadlines import NoDeadline
from sro_core.rules.evidence import AllEvidence, CourseTaken, Held, RequirementMet
from sro_core.rules.packs import Reading

_FOLDER = Path(__file__).parent / "cases"


def _all_cases() -> dict[str, dict[str, Any]]:
    return {
        case["id"]: case
        for path in sorted(_FOLDER.glob("*.cases.json"))
        for case in json.loads(path.read_text(), parse_float=Decimal)
    }


_CASES = _all_cases()


def _report(case_id: str, day: str | None = None) -> Report:
    case = _CASES[case_id]
    known_at = case.get("known_at")
    registry = {k: v for k, v in case["registry"].items() if isinstance(v, list)}
    return sro.evaluate(
        sro.Registry.build(**registry),
        as_of=dt.date.fromisoformat(day or case["as_of"]),
        known_at=dt.datetime.fromisoformat(known_at) if known_at else None,
    )


def _the(report: Report, requirement_id: str, officer_id: str = "o1") -> Finding:
    (finding,) = report.find(requirement_id=requirement_id, officer_id=officer_id)
    return finding


@pytest.mark.parametrize("case_id", sorted(_CASES))
def test_the_walk_and_the_compiled_rule_agree(case_id: str) -> None:
    """On every finding the explanation, put together from the leaves, gives the same answer."""
    report = _report(case_id)
    explainer = Explainer(report)
    for finding in report.findings:
        walk = explainer.walk(finding)
        if walk is None or finding.standing is Standing.BEFORE_RESEARCHED:
            continue
        judgement = walk.judge()
        if judgement is None:
            assert finding.status is Status.NOT_REQUIRED
            continue
        branch = judgement.branch
        assert (
            branch.status,
            branch.due_on,
            branch.valid_until,
            branch.late_by_days,
            branch.case,
            branch.why,
        ) == (
            finding.status,
            finding.due_on,
            finding.valid_until,
            finding.late_by_days,
            finding.case,
            finding.reason,
        )


def test_the_holder_of_an_old_basic_course_on_the_first_day_of_the_mandate() -> None:
    """The clause, the records, why the last day is 2027-05-31, and the board's other date."""
    report = _report("us-mn-09", "2025-09-02")
    text = str(report.explain(_the(report, "us-mn.sro-course")))
    assert "§ 626.8482, subd. 3(b)" in text
    assert "/completions/0" in text
    assert "/assignments/0" in text
    assert re.search(r"Last day: by 2027-05-31: 2027-05-31 \(Monday\)", text)
    assert "2027-06-30" in text
    assert "not legal advice" in text


def test_between_the_statute_and_the_board_the_finding_is_contested() -> None:
    finding = _the(_report("us-mn-09", "2027-06-15"), "us-mn.sro-course")
    assert finding.status is Status.OVERDUE
    (other,) = finding.contested
    assert (other.status, other.due_on) == (Status.DUE, dt.date(2027, 6, 30))


def test_the_arithmetic_of_a_period_that_rolls_off_a_holiday() -> None:
    report = _report("us-mn-06")
    text = str(report.explain(_the(report, "us-mn.sro-course")))
    assert "2025-11-25 plus 6 months: 2026-05-25 (Monday)" in text
    assert "that is a day off" in text
    assert "2026-05-26 (Tuesday)" in text


def test_every_missed_period_is_listed() -> None:
    report = _report("engine-53")
    text = str(report.explain(_the(report, "us-mn.in-service-topics")))
    assert "2019-07-01 to 2022-06-30: missed" in text
    assert "2022-07-01 to 2025-06-30: not satisfied yet" in text


def test_a_presumption_is_shown() -> None:
    report = _report("us-mn-09")
    assert "presumed false" in str(report.explain(_the(report, "us-mn.sro-course")))


def test_a_missing_fact_is_named() -> None:
    report = _report("us-nc-09")
    finding = _the(report, "us-nc.sro-basic")
    assert finding.missing == ("assignment.hours_per_week",)
    assert "missing: assignment.hours_per_week" in str(report.explain(finding))


def test_a_jurisdiction_without_a_pack_is_explained_too() -> None:
    report = _report("engine-46")
    finding = _the(report, "us-um.unresearched")
    assert finding.standing is Standing.UNRESEARCHED
    assert "no rule pack" in str(report.explain(finding))


def test_no_explanation_shows_a_name_or_a_number() -> None:
    case = _CASES["us-mn-23"]
    registry = {k: v for k, v in case["registry"].items() if isinstance(v, list)}
    officers = [
        {
            **officer,
            "name": "Secret Person",
            "licenses": [{**item, "number": "SECRET-1"} for item in officer["licenses"]],
        }
        for officer in registry["officers"]
    ]
    built = sro.Registry.build(**{**registry, "officers": officers})
    report = sro.evaluate(built, as_of=dt.date(2026, 2, 2))
    everything = sro.dumps(report, explain=True) + repr(report) + repr(built.officers)
    assert "Secret" not in everything
    assert "SECRET-1" not in everything


def test_a_finding_of_another_report_is_refused() -> None:
    first, second = _report("us-mn-09"), _report("us-mn-06")
    with pytest.raises(sro.UnknownFinding):
        first.explain(_the(second, "us-mn.sro-course"))


def test_a_reading_left_open_is_the_reason_of_what_rests_on_it() -> None:
    none = NoDeadline(no_deadline="x")
    both = (Reading(name="other", says="It may be another course.", satisfied_by=OTHER),)
    first = duty(version(BASIC, none, readings=both, preferred="none", summary="The basic course."))
    second = duty(version(RequirementMet(requirement="us-mn.r1"), none), identifier="us-mn.r2")
    report = evaluate(
        registry(posted("2024-01-01"), completed("2025-01-01")),
        as_of=dt.date(2025, 6, 1),
        rulebook=rulebook(first, second),
    )
    finding = _the(report, "us-mn.r2")
    assert finding.status is Status.UNKNOWN
    assert finding.reason.endswith(": The basic course. / It may be another course.")


def test_the_days_of_a_credential_that_ended_are_shown() -> None:
    none = NoDeadline(no_deadline="x")
    both = AllEvidence(all_of=(Held(license="x.cert"), Held(license="peace_officer")))
    entries = (
        licensed("2018-07-01", "2021-06-30", kind="x.cert"),
        licensed("2018-07-01", state=LicenseState.REVOKED),
    )
    report = evaluate(
        registry(posted("2020-09-01"), officer("o1", *entries)),
        as_of=dt.date(2021, 7, 1),
        rulebook=rulebook(duty(version(both, none))),
    )
    text = str(report.explain(_the(report, "us-mn.r1")))
    assert "held: x.cert (x.cert): 2018-07-01 to 2021-06-30  [/officers/0]" in text
    assert "held: peace officer: not on file; it was suspended or revoked on a day" in text


OTHER = CourseTaken(course=("x.other",))
