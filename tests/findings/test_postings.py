"""What every assignment comes to: who is ready where, and what is missing there."""

from __future__ import annotations

import datetime as dt

import attrs

import sro_core as sro
from cli.running import ELSEWHERE
from sro_core.examples import olmsted
from sro_core.findings import Finding, Posting

_DAYS = (dt.date(2022, 8, 8), dt.date(2022, 9, 6), dt.date(2025, 9, 2))
_ORDER = list(sro.ReadinessStatus)


def _of(report: sro.Report, officer_id: str) -> Posting:
    (found,) = [item for item in report.postings() if item.assignment.officer_id == officer_id]
    return found


def _named(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(item.requirement_id, item.status.value) for item in findings]


def test_every_judged_assignment_stands_once_with_its_status() -> None:
    for day in _DAYS:
        report = sro.evaluate(olmsted(), as_of=day)
        judged = {
            name: status
            for readiness in report.readiness.values()
            for name, status in readiness.assignments.items()
        }
        found = report.postings()
        assert len(found) == len(judged)
        assert {item.assignment.id: item.status for item in found} == judged
        assert all(item.assignment in report.registry.assignments for item in found)


def test_the_worst_stand_first_then_officers_by_id() -> None:
    for day in _DAYS:
        found = sro.evaluate(olmsted(), as_of=day).postings()
        places = [(_ORDER.index(item.status), item.assignment.officer_id) for item in found]
        assert places == sorted(places)


def test_what_is_missing_is_the_worst_first_and_only_what_binds() -> None:
    report = sro.evaluate(olmsted(), as_of=dt.date(2022, 9, 6))
    assert _named(_of(report, "rpd-4").outstanding) == [
        ("common.safety-plan-review", "overdue"),
        ("us-mn.basic-voluntary", "due"),
    ]
    assert _of(report, "rpd-1").outstanding == ()


def test_duties_of_the_license_are_left_out() -> None:
    report = sro.evaluate(olmsted(), as_of=dt.date(2022, 9, 6))
    topics = report.find(requirement_id="us-mn.in-service-topics", officer_id="rpd-1")
    assert [item.status for item in topics] == [sro.Status.DUE]
    assert topics[0] not in _of(report, "rpd-1").outstanding


def test_a_duty_that_another_reading_finds_open_is_outstanding() -> None:
    report = sro.evaluate(olmsted(), as_of=dt.date(2022, 9, 6))
    (review,) = report.find(requirement_id="common.safety-plan-review", officer_id="rpd-1")
    assert review.status is sro.Status.MET
    other = sro.findings.OtherAnswer(
        reading="another", status=sro.Status.OVERDUE, due_on=None, says="Another."
    )
    contested = attrs.evolve(review, contested=(other,))
    changed = attrs.evolve(
        report,
        findings=tuple(contested if item == review else item for item in report.findings),
    )
    assert _of(changed, "rpd-1").outstanding == (contested,)


def test_a_posting_lists_the_duties_of_its_own_place() -> None:
    registry = sro.Registry.build(
        **{key: value for key, value in ELSEWHERE.items() if key not in ("format", "version")}
    )
    report = sro.evaluate(registry, as_of=dt.date(2025, 9, 2))
    places = {item.id: item.jurisdiction.lower() for item in registry.districts}
    packs = set[str]()
    for posting in report.postings():
        here = places[posting.assignment.district_id]
        prefixes = {item.requirement_id.split(".")[0] for item in posting.outstanding}
        assert prefixes <= {here, "common", "federal"}
        packs |= prefixes
    assert {"us-tx", "us-um"} <= packs


def test_what_was_known_then_is_what_a_posting_shows() -> None:
    registry = olmsted()
    moment = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    (assignment,) = [item for item in registry.assignments if item.id == "rpd-4-willow-creek"]
    moved = registry.with_correction(
        attrs.evolve(assignment, id="rpd-4-elsewhere", school_ids=()),
        of=assignment,
        at=moment,
        by="coordinator",
        reason="wrong school",
    )
    day = dt.date(2022, 9, 6)
    before = moment - dt.timedelta(days=1)
    assert _of(sro.evaluate(moved, as_of=day, known_at=before), "rpd-4").assignment.school_ids
    assert _of(sro.evaluate(moved, as_of=day), "rpd-4").assignment.id == "rpd-4-elsewhere"
