"""The engine and the oracle were written apart, and give the same answers."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from oracle import judge, readiness
from properties.given import report_of, shipped_situations
from sro_core.testing import Situation, situations

_FIELDS = (
    "status",
    "due_on",
    "valid_until",
    "late_by_days",
    "binding",
    "level",
    "standing",
    "case",
)


def _engine(situation: Situation) -> dict[Any, dict[str, Any]]:
    return {
        finding.key: {
            **{name: getattr(finding, name) for name in _FIELDS},
            "missing": sorted(finding.missing),
            "contested": {(item.reading, item.status, item.due_on) for item in finding.contested},
        }
        for finding in report_of(situation).findings
    }


def _oracle(situation: Situation) -> dict[Any, dict[str, Any]]:
    found = judge(situation.registry, situation.rulebook, situation.as_of, situation.known_at)
    return {
        key: {
            **{name: getattr(answer, name) for name in _FIELDS},
            "missing": sorted(answer.missing),
            "contested": set(answer.contested),
        }
        for key, answer in found.items()
    }


def check_findings(situation: Situation) -> None:
    """Check that both give the same answers in all respects."""
    assert _engine(situation) == _oracle(situation)


def check_readiness(situation: Situation) -> None:
    """Check that both find every officer as ready."""
    found = {
        officer_id: (ready.status, ready.standing, ready.contested, dict(ready.assignments))
        for officer_id, ready in report_of(situation).readiness.items()
    }
    assert found == readiness(
        situation.registry, situation.rulebook, situation.as_of, situation.known_at
    )


@given(situations())
def test_findings_of_synthetic_packs(situation: Situation) -> None:
    """Every finding is, in all respects, what the design says sentence by sentence."""
    check_findings(situation)


@given(situations())
def test_readiness_by_synthetic_packs(situation: Situation) -> None:
    """An officer is as ready as the findings that bind and bear on school service say."""
    check_readiness(situation)


@given(shipped_situations())
def test_findings_and_readiness_of_shipped_packs(situation: Situation) -> None:
    """What ships is judged by the same sentences."""
    check_findings(situation)
    check_readiness(situation)
