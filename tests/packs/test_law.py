"""What packs say that no example can: several findings at once, and what an answer is not."""

from __future__ import annotations

import pytest

from sro_core.compliance import evaluate
from sro_core.findings import Report
from sro_core.packs import bundled
from sro_core.rules import Rulebook
from sro_core.testing import example_registry, loads_examples


def _report(requirement: str, situation: str) -> Report:
    """The report on a situation in the short form of examples, by the pack of a requirement."""
    pack = bundled().pack(requirement.partition(".")[0])
    head = f'pack = "{pack.id}"\n[[examples]]\nrequirement = "{requirement}"\nstatus = "unknown"\n'
    (example,) = loads_examples(head + situation).examples.values()
    return evaluate(
        example_registry(pack, example), as_of=example.as_of, rulebook=Rulebook(packs=(pack,))
    )


def _status(requirement: str, situation: str) -> str:
    (found,) = _report(requirement, situation).find(requirement_id=requirement)
    return found.status


_MEETING = """
from = 2022-08-29
facts = { "us-de.start-of-year-meeting" = { value = true, from = 2022-09-01, to = 2023-06-30 } }

[[examples.posts]]
from = 2022-08-29
facts = { "us-de.start-of-year-meeting" = { value = false, from = 2022-09-01, to = 2023-06-30 } }
"""


@pytest.mark.parametrize(
    ("as_of", "statuses"),
    [
        ("2022-10-03", {"p1": "met", "p2": "due"}),
        ("2023-09-04", {"p1": "unknown", "p2": "unknown"}),
    ],
)
def test_delaware_meeting_is_one_for_each_assignment_and_school_year(
    as_of: str, statuses: dict[str, str]
) -> None:
    requirement = "us-de.start-of-year-meeting"
    report = _report(requirement, f"as_of = {as_of}\n{_MEETING}")
    found = report.find(requirement_id=requirement)
    assert {item.assignment_id: item.status for item in found} == statuses


def test_delaware_training_on_three_of_four_parts_is_not_the_training() -> None:
    situation = """
    from = 2022-08-29
    as_of = 2022-10-03

    [examples.taken."us-de.awareness-training"]
    on = 2022-09-07
    topics = ["disability_awareness", "de_escalation", "intervention_techniques"]
    """
    assert _status("us-de.awareness-training", situation) == "due"


def test_massachusetts_license_entry_counts_no_longer_than_it_says() -> None:
    situation = """
    from = 2025-09-02
    as_of = 2028-07-01
    licenses = [{}, { kind = "us-ma.post-sro-certification", from = 2025-07-01, to = 2028-06-30 }]
    """
    assert _status("us-ma.sro-certification", situation) in {"overdue", "expired"}


@pytest.mark.parametrize(
    ("hours", "qualifications"),
    [
        (13, "[{ on = 2024-03-01, hours = 13 }, { on = 2024-07-01, hours = 13 }]"),
        (40, "[{ on = 2024-03-01, hours = 40 }]"),
        (40, "[{ on = 2023-12-31, hours = 40 }, { on = 2024-03-01, hours = 40 }]"),
    ],
)
def test_mississippi_forty_hours_include_two_firearm_qualifications(
    hours: int, qualifications: str
) -> None:
    situation = f"""
    from = 2023-08-07
    as_of = 2024-10-01
    waivers = [
      {{ kind = "equivalent", requirement = "us-ms.sro-certification", from = 2023-09-01 }},
    ]

    [examples.taken]
    "us-ms.mde-in-service" = {{ on = 2024-06-10, hours = {hours} }}
    "us-ms.firearm-qualification" = {qualifications}
    """
    assert _status("us-ms.annual-in-service", situation) in {"due", "unknown"}
