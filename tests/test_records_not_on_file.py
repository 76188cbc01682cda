"""What is named by a record and is not on file is missing, and so is each of its facts."""

from __future__ import annotations

from typing import Any

import pytest

from oracle.short import day, duty, posted, registry, rulebook, version
from properties.agreement import differences
from properties.given import report_of
from sro_core.findings import Status
from sro_core.rules import conditions as c
from sro_core.testing import Situation


@pytest.mark.parametrize(
    ("fact", "posting", "missing"),
    [
        ("school.level", {"school_ids": ("s9",)}, "school.level"),
        ("school.level", {"school_ids": ()}, "assignment.school_ids"),
        ("agency.kind", {"agency_id": "a9"}, "agency.kind"),
    ],
)
def test_facts_of_what_is_not_on_file_are_missing(
    fact: str, posting: dict[str, Any], missing: str
) -> None:
    """A condition on them is unknown, and the finding names the fact by record and field."""
    condition = c.FactTest(fact=fact, values=("high", "police"))
    situation = Situation(
        registry=registry(posted("2025-09-02", **posting)),
        rulebook=rulebook(duty(version(applies_when=condition))),
        as_of=day("2025-10-01"),
    )
    (finding,) = report_of(situation).findings
    assert (finding.status, finding.missing) == (Status.UNKNOWN, (missing,))
    assert not differences(situation)
