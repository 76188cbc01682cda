"""The strategies give what they promise: valid, connected, and near the edges that matter."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import sro_core.testing
from sro_core.compliance.evaluate import evaluate
from sro_core.findings import Status
from sro_core.models import KINDS, REFERENCES, Outcome, references_of
from sro_core.packs.checks import check_pack
from sro_core.registry import Registry
from sro_core.rules import Pack, Rulebook, conditions, deadlines, evidence, renewals
from sro_core.testing import (
    DAYS_THAT_MATTER,
    Situation,
    completions,
    interesting_dates,
    packs,
    registries,
    rulebooks,
    situations,
)

_RECORDS = sorted(KINDS)
_QUICK = settings(max_examples=40, deadline=None)
_NO_EXPLAINING = settings(database=None, phases=[Phase.generate, Phase.shrink])


@pytest.mark.parametrize("name", sorted(_RECORDS))
def test_every_record_has_a_strategy(name: str) -> None:
    strategy = getattr(sro_core.testing, name)()

    @settings(max_examples=20, deadline=None)
    @given(strategy)
    def check(record: object) -> None:
        assert type(record) is KINDS[name]

    check()


def test_any_field_can_be_given() -> None:
    failed = completions(outcome=st.just(Outcome.FAILED), completed_on=st.just(dt.date(2025, 1, 1)))
    found = find(failed, lambda _: True)
    assert (found.outcome, found.completed_on) == (Outcome.FAILED, dt.date(2025, 1, 1))


@_QUICK
@given(interesting_dates())
def test_days_are_at_most_one_off_those_that_matter(day: dt.date) -> None:
    assert any(abs((day - other).days) <= 1 for other in DAYS_THAT_MATTER)


@_QUICK
@given(situations())
def test_references_lead_to_records(situation: Situation) -> None:
    known = {name: {item.id for item in items} for name, items in situation.registry.lists()}
    for name, items in situation.registry.lists():
        for item in items:
            for _, target, identifier in references_of(name, item):
                assert identifier in known[target]
    assert set(known) == set(REFERENCES)


@_QUICK
@given(packs())
def test_packs_are_valid(pack: Pack) -> None:
    assert check_pack(pack) == ()


@_QUICK
@given(rulebooks(max_requirements=1))
def test_rulebooks_are_of_different_packs(rulebook: Rulebook) -> None:
    assert "us-mn" in {pack.id for pack in rulebook.packs}


def _parts(node: Any) -> set[type]:
    found = {type(node)}
    if type(node) is tuple:
        for item in node:
            found |= _parts(item)
    elif attrs.has(type(node)):
        for field in attrs.fields(type(node)):
            found |= _parts(getattr(node, field.name))
    return found


def test_packs_use_the_whole_rule_language() -> None:
    seen: set[type] = set()

    @settings(max_examples=400, deadline=None, database=None, phases=[Phase.generate])
    @given(packs())
    def look(pack: Pack) -> None:
        seen.update(_parts(pack))

    look()
    language = {
        getattr(module, name)
        for module in (conditions, deadlines, evidence, renewals)
        for name in module.__all__
        if attrs.has(getattr(module, name))
    }
    assert language <= seen


@pytest.mark.parametrize("status", list(Status))
def test_situations_reach_every_status(status: Status) -> None:
    def is_reached(situation: Situation) -> bool:
        report = evaluate(situation.registry, as_of=situation.as_of, rulebook=situation.rulebook)
        return any(finding.status is status for finding in report.findings)

    looking = settings(max_examples=3000, database=None, phases=[Phase.generate])
    assert is_reached(find(situations(), is_reached, settings=looking))


def test_examples_shrink_to_almost_nothing() -> None:
    def has_two_completions(registry: Registry) -> bool:
        return len(registry.completions) >= 2

    found = find(registries(), has_two_completions, settings=_NO_EXPLAINING)
    assert {name: len(items) for name, items in found.lists() if items} == {
        "agencies": 1,
        "districts": 1,
        "officers": 1,
        "assignments": 1,
        "courses": 1,
        "completions": 2,
    }


def test_no_health_check_needs_to_be_silenced() -> None:
    @settings(max_examples=30, deadline=None, database=None, suppress_health_check=[])
    @given(situations())
    def look(situation: Situation) -> None:
        assert situation.registry.officers

    look()
