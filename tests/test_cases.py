"""The law's example cases: a registry, a day, and the findings that the sheet asks for.

Only the keys that a case gives are asserted. An empty `expect` means that
nothing binds.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import sro_core as sro
from sro_core.findings import Binding, Finding, Report

_FOLDER = Path(__file__).parent / "cases"
_IDS = ("officer_id", "assignment_id", "agency_id", "district_id", "requirement_id")


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=case["id"])
        for path in sorted(_FOLDER.glob("*.cases.json"))
        for case in json.loads(path.read_text(), parse_float=Decimal)
    ]


def _judge(case: dict[str, Any]) -> Report:
    known_at = case.get("known_at")
    return sro.evaluate(
        sro.Registry.build(**{k: v for k, v in case["registry"].items() if isinstance(v, list)}),
        as_of=dt.date.fromisoformat(case["as_of"]),
        known_at=dt.datetime.fromisoformat(known_at) if known_at else None,
    )


def _stated(finding: Finding, key: str) -> object:
    value = getattr(finding, key)
    if key == "contested":
        return bool(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("case", _cases())
def test_the_law_of(case: dict[str, Any]) -> None:
    report = _judge(case)
    for expected in case["expect"]:
        key = {name: expected[name] for name in _IDS if name in expected}
        (finding,) = report.find(**key)
        assert {name: _stated(finding, name) for name in expected} == expected, case["why"]
    for officer_id, status in case.get("expect_readiness", {}).items():
        assert report.readiness[officer_id].status == status, case["why"]
    if not case["expect"] and "expect_readiness" not in case:
        assert all(finding.binding is Binding.NONE for finding in report.findings), case["why"]
