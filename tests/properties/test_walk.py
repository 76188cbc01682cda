"""Explanations and documents, on generated registries."""

from __future__ import annotations

from typing import Any

from hypothesis import given

import sro_core as sro
from properties.given import any_situations, report_of
from sro_core.compliance.explainer import Explainer
from sro_core.findings import Standing, Status
from sro_core.testing import Situation


@given(any_situations())
def test_the_walk_and_the_compiled_rule_agree(situation: Situation) -> None:
    """The explanation of a finding, put together from the leaves, gives the same answer."""
    report = report_of(situation)
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
        # a plain outcome gets its words with the finding
        reason = branch.reason or finding.reason
        assert (branch.status, branch.due_on, branch.valid_until, reason) == (
            finding.status,
            finding.due_on,
            finding.valid_until,
            finding.reason,
        )
        assert str(explainer.explain(finding))


@given(any_situations())
def test_what_is_written_reads_as_it_was(situation: Situation) -> None:
    """load(dump(x)) == x, and dumping what was loaded gives the same bytes."""
    text = sro.dumps(situation.registry)
    loaded = sro.loads(text)
    assert sro.dumps(loaded) == text
    by_id: dict[str, Any] = {
        kind: tuple(sorted(records, key=lambda record: record.id))
        for kind, records in situation.registry.lists()
    }
    assert loaded == sro.Registry(**by_id)


@given(any_situations())
def test_the_same_inputs_give_the_same_report(situation: Situation) -> None:
    """A report is the same bytes whenever it is made, with its explanations too."""
    first = sro.dumps(report_of(situation), explain=True)
    assert sro.dumps(report_of(situation), explain=True) == first
