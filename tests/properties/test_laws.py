"""Laws of every evaluation. The docstring of a test is the law that it states."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any, Final

import attrs
from hypothesis import given
from hypothesis import strategies as st

from properties.given import any_situations, report_of
from sro_core.models import (
    Agency,
    AgencyKind,
    Assignment,
    Completion,
    District,
    DistrictKind,
    Officer,
    Outcome,
    Role,
    Void,
)
from sro_core.registry import Registry
from sro_core.testing import KNOWN_AT, Situation, completions

_SECOND: Final = dt.timedelta(seconds=1)


@given(any_situations(), st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(situation: Situation, random: Random) -> None:
    """The same records in another order give the same report."""
    lists: dict[str, Any] = {
        name: tuple(random.sample(records, len(records)))
        for name, records in situation.registry.lists()
    }
    shuffled = Registry(**lists)
    one, other = report_of(situation), report_of(attrs.evolve(situation, registry=shuffled))
    assert one.findings == other.findings
    assert one.readiness == other.readiness


@given(any_situations(known_at=st.just(KNOWN_AT)), st.data())
def test_what_is_recorded_later_has_no_influence(situation: Situation, data: st.DataObject) -> None:
    """Records and void marks that came after `known_at` change nothing."""
    registry = situation.registry
    late = data.draw(
        completions(
            id=st.just("late"),
            officer_id=st.sampled_from([item.id for item in registry.officers]),
            course_id=st.sampled_from([item.id for item in registry.courses]),
            recorded_at=st.just(KNOWN_AT + _SECOND),
        )
    )
    mark = Void(at=KNOWN_AT + _SECOND, by="x", reason="x")
    marked: dict[str, Any] = {
        name: tuple(
            attrs.evolve(item, voided=mark)
            if item.voided is None and (item.recorded_at or KNOWN_AT) <= KNOWN_AT
            else item
            for item in getattr(registry, name)
        )
        for name in ("attestations", "waivers", "agreements", "assignments")
    }
    later = attrs.evolve(registry, **marked, completions=(*registry.completions, late))
    one, other = report_of(situation), report_of(attrs.evolve(situation, registry=later))
    assert one.findings == other.findings
    assert one.readiness == other.readiness


@given(any_situations())
def test_an_unrelated_officer_changes_nothing(situation: Situation) -> None:
    """An officer of another agency in another district changes nobody else's answers."""
    registry = situation.registry
    place = registry.districts[0].jurisdiction
    more = attrs.evolve(
        registry,
        agencies=(
            *registry.agencies,
            Agency(id="other", name="x", kind=AgencyKind.POLICE, jurisdiction=place),
        ),
        districts=(
            *registry.districts,
            District(id="other", name="x", kind=DistrictKind.PUBLIC, jurisdiction=place),
        ),
        officers=(*registry.officers, Officer(id="other", employments=())),
        assignments=(
            *registry.assignments,
            Assignment(
                id="other",
                officer_id="other",
                agency_id="other",
                district_id="other",
                role=Role.SCHOOL_RESOURCE_OFFICER,
                start=dt.date(2020, 1, 1),
            ),
        ),
        completions=(
            *registry.completions,
            Completion(
                id="other",
                officer_id="other",
                course_id=registry.courses[0].id,
                completed_on=dt.date(2019, 1, 1),
                outcome=Outcome.COMPLETED,
            ),
        ),
    )
    one, other = report_of(situation), report_of(attrs.evolve(situation, registry=more))
    theirs = {"other"}
    kept = [
        item
        for item in other.findings
        if not theirs & {item.officer_id, item.agency_id, item.district_id}
    ]
    assert list(one.findings) == kept
    assert {key: value for key, value in other.readiness.items() if key != "other"} == dict(
        one.readiness
    )


@given(any_situations())
def test_keys_are_unique_and_in_order(situation: Situation) -> None:
    """(Requirement, whom it is about) is unique in a report, and findings stand in its order."""
    keys = [finding.key for finding in report_of(situation).findings]
    assert keys == sorted(set(keys))
