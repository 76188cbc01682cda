"""The strategies give what they promise: valid, connected, and near the edges that matter."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections import Counter
from typing import Any

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument, NoSuchExample

import sro_core.testing
from sro_core.compliance.evaluate import evaluate
from sro_core.findings import Status
from sro_core.models import (
    KINDS,
    REFERENCES,
    EnrollmentState,
    Outcome,
    SessionState,
    references_of,
)
from sro_core.packs.checks import check_pack
from sro_core.problems import CODES
from sro_core.registry import Registry
from sro_core.rules import Pack, Rulebook, conditions, deadlines, evidence, renewals
from sro_core.testing import (
    DAYS_THAT_MATTER,
    FAULTS,
    Faulty,
    Situation,
    completions,
    interesting_dates,
    packs,
    registries,
    registries_with_fault,
    rulebooks,
    situations,
    valid_registries,
)

_RECORDS = sorted(KINDS)
_NO_EXPLAINING = settings(database=None, phases=[Phase.generate, Phase.shrink])


@pytest.mark.parametrize("name", sorted(_RECORDS))
def test_every_record_has_a_strategy(name: str) -> None:
    strategy = getattr(sro_core.testing, name)()

    @given(strategy)
    def check(record: object) -> None:
        assert type(record) is KINDS[name]

    check()


def test_any_field_can_be_given() -> None:
    failed = completions(outcome=st.just(Outcome.FAILED), completed_on=st.just(dt.date(2025, 1, 1)))
    found = find(failed, lambda _: True)
    assert (found.outcome, found.completed_on) == (Outcome.FAILED, dt.date(2025, 1, 1))


@given(interesting_dates())
def test_days_are_at_most_one_off_those_that_matter(day: dt.date) -> None:
    assert any(abs((day - other).days) <= 1 for other in DAYS_THAT_MATTER)


@given(situations())
def test_references_lead_to_records(situation: Situation) -> None:
    known = {name: {item.id for item in items} for name, items in situation.registry.lists()}
    for name, items in situation.registry.lists():
        for item in items:
            for _, target, identifier in references_of(name, item):
                assert identifier in known[target]
    assert set(known) == set(REFERENCES)


@given(packs())
def test_packs_are_valid(pack: Pack) -> None:
    assert check_pack(pack) == ()


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

    @settings(
        max_examples=400, deadline=None, database=None, phases=[Phase.generate], derandomize=True
    )
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


def test_situations_reach_every_status_often_enough() -> None:
    """Of 400 situations a tenth of what is fair, 1 of 70, have a finding of each status."""
    seen: Counter[Status] = Counter()
    number = 400

    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        derandomize=True,
    )
    @given(situations())
    def look(situation: Situation) -> None:
        report = evaluate(situation.registry, as_of=situation.as_of, rulebook=situation.rulebook)
        seen.update({finding.status for finding in report.findings})

    look()
    assert {status for status in Status if seen[status] * 70 >= number} == set(Status)


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


# registries that make sense, and such with one fault -------------------------------------------


def _sizes(registry: Registry) -> dict[str, int]:
    return {name: len(items) for name, items in registry.lists() if items}


def test_the_simplest_valid_registry_is_empty() -> None:
    assert find(valid_registries(), lambda _: True, settings=_NO_EXPLAINING) == Registry()


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("assignments", {"agencies": 1, "districts": 1, "officers": 1, "assignments": 1}),
        ("plan_reviews", {"agencies": 1, "districts": 1, "officers": 1, "safety_plans": 1}),
        ("enrollments", {"officers": 1, "courses": 1, "sessions": 1}),
        ("completions", {"officers": 1, "courses": 1}),
    ],
)
def test_valid_registries_shrink_to_what_a_record_needs(name: str, sizes: dict[str, int]) -> None:
    def has_one(registry: Registry) -> bool:
        return bool(getattr(registry, name))

    found = find(valid_registries(), has_one, settings=_NO_EXPLAINING)
    assert _sizes(found) == {**sizes, name: 1}


def _parts_of(registry: Registry) -> set[str]:
    """What a registry has: lists, marks, application data and states."""
    found = {f"{item.state} session" for item in registry.sessions}
    found.update(f"{item.state} seat" for item in registry.enrollments)
    found.update(f"{item.outcome} course" for item in registry.completions)
    for name, items in registry.lists():
        records: tuple[Any, ...] = items
        for record in records:
            found.add(name)
            found.update([f"{name} recorded"] if record.recorded_at else [])
            found.update(["extended"] if record.extensions else [])
            if record.voided is not None:
                found.add(f"{name} replaced" if record.voided.replaced_by else f"{name} voided")
    plans = {(item.agency_id, item.district_id, item.kind) for item in registry.safety_plans}
    found.update(["versions"] if len(plans) < len(registry.safety_plans) else [])
    return found


def test_valid_registries_have_everything() -> None:
    """Sooner or later each part is drawn; how soon, depends on where the package is installed."""
    seen: set[str] = set()
    marks = {f"{name} {mark}" for name in KINDS for mark in ("voided", "replaced", "recorded")}
    states = {
        *(f"{state} session" for state in SessionState),
        *(f"{state} seat" for state in EnrollmentState),
        *(f"{outcome} course" for outcome in Outcome),
    }
    wanted = {*KINDS, *marks, *states, "extended", "versions"}

    def complete(registry: Registry) -> bool:
        seen.update(_parts_of(registry))
        return seen >= wanted

    with contextlib.suppress(NoSuchExample):
        find(
            valid_registries(min_officers=2, max_officers=3),
            complete,
            settings=settings(
                max_examples=5000,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                derandomize=True,
            ),
        )
    assert wanted - seen == set()


@given(valid_registries(jurisdictions=("US-WI", "US-GU"), min_officers=1, max_officers=4))
def test_valid_registries_keep_to_their_knobs(registry: Registry) -> None:
    standing = [officer for officer in registry.officers if officer.voided is None]
    assert 1 <= len(standing) <= 4
    assert {item.jurisdiction for item in registry.agencies} <= {"US-WI", "US-GU"}
    assert {item.jurisdiction for item in registry.districts} <= {"US-WI", "US-GU"}


@given(valid_registries(max_officers=0))
def test_valid_registries_can_do_without_officers(registry: Registry) -> None:
    assert not registry.officers
    assert not registry.assignments


@pytest.mark.parametrize(
    "knobs",
    [
        {"jurisdictions": ()},
        {"jurisdictions": ("Minnesota",)},
        {"min_officers": -1},
        {"max_officers": 1.5},
        {"max_officers": True},
        {"min_officers": 3, "max_officers": 2},
    ],
)
def test_impossible_knobs_are_refused(knobs: dict[str, Any]) -> None:
    with pytest.raises(InvalidArgument, match=r"officers|jurisdictions"):
        find(valid_registries(**knobs), lambda _: True)


def test_every_code_of_validate_can_be_planted() -> None:
    across = {code for code, info in CODES.items() if info.when}
    assert set(FAULTS) == across
    assert len(FAULTS) == len(across)


def test_a_fault_that_cannot_be_planted_is_refused() -> None:
    with pytest.raises(InvalidArgument, match="json-syntax"):
        find(registries_with_fault("json-syntax"), lambda _: True)


def test_a_fault_shrinks_to_what_it_consists_of() -> None:
    found = find(
        registries_with_fault("completion-of-cancelled-session"),
        lambda _: True,
        settings=_NO_EXPLAINING,
    )
    assert _sizes(found.registry) == {"officers": 1, "courses": 1, "sessions": 1, "completions": 1}
    assert found.pointer == "/completions/0/session_id"


@pytest.mark.parametrize(
    "strategy", [valid_registries(), st.sampled_from(FAULTS).flatmap(registries_with_fault)]
)
def test_no_health_check_of_whole_registries_needs_to_be_silenced(
    strategy: st.SearchStrategy[Any],
) -> None:
    @settings(max_examples=30, deadline=None, database=None, suppress_health_check=[])
    @given(strategy)
    def look(drawn: Registry | Faulty) -> None:
        assert drawn is not None

    look()
