"""A planted fault is shown in a tiny registry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

import attrs
import pytest
from hypothesis import Phase, find, settings

import sro_core as sro
from sro_core.models import Outcome
from sro_core.packs import loads_pack
from sro_core.registry import Registry
from sro_core.testing import Situation, situations, valid_registries

_SHRINK: Final = settings(
    max_examples=2000, database=None, phases=[Phase.generate, Phase.shrink], derandomize=True
)

_RULES: Final = sro.Rulebook(
    packs=[
        loads_pack("""
id = "x"
title = "A policy"
edition = "1"
jurisdiction = "US-MN"
researched_from = 2015-01-01
verified_through = 2030-12-31
confidence = "verified"
codes = [{ code = "x.course", title = "A course" }]
sources = [{ id = "policy", citation = "Policy 1", confidence = "verified" }]

[[requirements]]
id = "x.course"
title = "A course"
citation = "Section 1"
level = "mandatory"
confidence = "verified"
sources = ["policy"]

  [[requirements.versions]]
  from = 2015-01-01
  summary = "A course before the service."
  satisfied_by = { course = ["x.course"] }
  due = { before = { event = "service_start" } }
""")
    ]
)


def _assert_tiny(registry: Registry, kinds: set[str]) -> None:
    """One record of each of these kinds is left; shrinking may overlook one more."""
    sizes = {name: len(items) for name, items in registry.lists() if items}
    assert sizes.keys() == kinds
    assert sum(sizes.values()) <= len(kinds) + 1


def _has_a_waitlist(registry: Registry) -> bool:
    return any(item.state == "waitlisted" for item in registry.enrollments)


def _has_failed(registry: Registry) -> bool:
    return any(item.outcome is Outcome.FAILED for item in registry.completions)


def _has_a_leap_day(registry: Registry) -> bool:
    return any(item.completed_on == dt.date(2024, 2, 29) for item in registry.completions)


def _has_a_late_waiver(registry: Registry) -> bool:
    return any(item.start < item.granted_on for item in registry.waivers)


@pytest.mark.parametrize(
    ("is_faulty", "kinds"),
    [
        (_has_a_waitlist, {"officers", "courses", "sessions", "enrollments"}),
        (_has_failed, {"officers", "courses", "completions"}),
        (_has_a_late_waiver, {"officers", "waivers"}),
        (_has_a_leap_day, {"officers", "courses", "completions"}),
    ],
)
def test_a_fault_in_an_app_shrinks_to_a_tiny_registry(
    is_faulty: Callable[[Registry], bool], kinds: set[str]
) -> None:
    """What is left is the record that the app trips over, and what it cannot do without."""
    _assert_tiny(find(valid_registries(), is_faulty, settings=_SHRINK), kinds)


def test_a_fault_in_an_engine_shrinks_to_a_tiny_situation() -> None:
    """An engine that counts failed courses is shown by one officer, one posting, one course."""

    def counts_failed(registry: Registry, **asked: Any) -> sro.Report:
        passed = tuple(
            attrs.evolve(item, outcome=Outcome.COMPLETED) for item in registry.completions
        )
        return sro.evaluate(attrs.evolve(registry, completions=passed), **asked)

    def differs(situation: Situation) -> bool:
        asked: dict[str, Any] = {"as_of": situation.as_of, "rulebook": situation.rulebook}
        return [item.status for item in sro.evaluate(situation.registry, **asked).findings] != [
            item.status for item in counts_failed(situation.registry, **asked).findings
        ]

    found = find(situations(_RULES), differs, settings=_SHRINK)
    kinds = {"agencies", "districts", "officers", "assignments", "courses", "completions"}
    _assert_tiny(found.registry, kinds)
