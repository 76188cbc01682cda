"""What is written by hand in the benchmarks gives what the engine gives."""

from __future__ import annotations

import datetime as dt

import pytest

import sro_core as sro
from benchmarks.rules import REAL, RealRule
from benchmarks.state import state


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "as_of", [dt.date(2025, 9, 2), dt.date(2025, 12, 31)], ids=dt.date.isoformat
)
@pytest.mark.parametrize("rule", REAL, ids=lambda rule: rule.requirement_id)
def test_the_rules_by_hand_give_what_the_engine_gives(
    rule: RealRule, as_of: dt.date, seed: int
) -> None:
    registry = state(rule.place, 300, seed)
    report = sro.evaluate(registry, as_of=as_of, rulebook=rule.alone())
    findings, readiness = rule.by_hand(registry, as_of)
    assert tuple(findings) == report.findings
    assert readiness == report.readiness
    assert len({item.status for item in findings}) >= 3
