"""What is run for as long as one likes is run here for a moment."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

import agree
from oracle.short import duty, rulebook
from properties.given import report_of
from sro_core.findings import Report
from sro_core.testing import Situation, situations

_TESTS = Path(__file__).parent


@pytest.mark.parametrize("kind", ["synthetic", "shipped"])
def test_agreement_is_told_with_what_was_reached(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert agree.main(["3", "7", kind]) == 0
    told, *reached = capsys.readouterr().out.splitlines()
    assert told.startswith(f"{kind} packs, seed 7: 3 registries, ")
    assert " 0 registries differ" in told
    assert re.match(r"  findings: not_required \d+, unknown \d+", reached[0])
    assert re.match(r"  officers: not_ready \d+", reached[1])


def test_a_difference_is_counted_shrunk_and_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine that forgets what is missing is found."""

    def forgetful(situation: Situation) -> Report:
        report = report_of(situation)
        findings = tuple(attrs.evolve(item, missing=()) for item in report.findings)
        return attrs.evolve(report, findings=findings)

    monkeypatch.setitem(agree.KINDS, "synthetic", lambda: situations(rulebook(duty())))
    monkeypatch.setattr("agree.report_of", forgetful)
    monkeypatch.setattr("properties.agreement.report_of", forgetful)
    assert agree.main(["50", "7", "synthetic"]) == 1
    printed = capsys.readouterr().out
    assert re.search(r" [1-9]\d* registries differ", printed)
    assert '"registry": {' in printed
    assert re.search(r"^\S.*: missing is \[\] by the engine, \['", printed, re.M)


def test_hostile_documents_are_tried() -> None:
    done = subprocess.run(
        [sys.executable, str(_TESTS / "hostile.py"), "0"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "seeds 0 to" in done.stdout
