"""Laws of every evaluation. The docstring of a test is the law that it states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any, Final

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

from properties.given import any_situations, report_of
from sro_core.findings import Finding, Status
from sro_core.models import (
    Agency,
    AgencyKind,
    Assignment,
    Attestation,
    Completion,
    Course,
    CourseCode,
    District,
    DistrictKind,
    Officer,
    Outcome,
    Role,
    Void,
)
from sro_core.registry import Registry
from sro_core.rules import Requirement, Rulebook
from sro_core.rules import conditions as c
from sro_core.rules import evidence as e
from sro_core.rules.events import FirstCompleted, FirstMet
from sro_core.rules.facts import Absent, FactValue
from sro_core.testing import KNOWN_AT, Situation, completions, interesting_dates, situations

#: From the worst to the best. Unknown and due are not compared: where one part of the evidence
#: is there and another is unknown, a duty that was plainly due may be met or not.
ORDER: Final = {
    Status.OVERDUE: 0,
    Status.EXPIRED: 0,
    Status.UNKNOWN: 1,
    Status.DUE: 1,
    Status.MET: 2,
    Status.WAIVED: 2,
    Status.NOT_REQUIRED: 2,
}
_SECOND: Final = dt.timedelta(seconds=1)


def _parts(node: Any) -> Iterator[Any]:
    yield node
    if type(node) is tuple:
        for item in node:
            yield from _parts(item)
    elif attrs.has(type(node)):
        for field in attrs.fields(type(node)):
            yield from _parts(getattr(node, field.name))


def _is_once_and_asks_for_no_completion(requirement: Requirement, rulebook: Rulebook) -> bool:
    """Whether completions are only evidence for it: in no condition, no event, no renewal."""
    for version in requirement.versions:
        for part in _parts(version):
            if getattr(part, "renewal", None) is not None:
                return False
            if isinstance(
                part, c.Completed | c.Holds | c.Met | FirstMet | FirstCompleted | e.OfficersTrained
            ):
                return False
            if isinstance(part, e.RequirementMet):
                other = rulebook.requirement(part.requirement)
                if not _is_once_and_asks_for_no_completion(other, rulebook):
                    return False
    return True


def _codes(rulebook: Rulebook) -> list[str]:
    return [item.code for pack in rulebook.packs for item in pack.codes] or ["x.course"]


@given(situations(), st.data())
def test_one_more_course_never_makes_a_duty_of_once_worse(
    situation: Situation, data: st.DataObject
) -> None:
    """For a one-time duty whose conditions name no completion, a course never makes it worse.

    The order is: overdue and expired, then unknown and due, then met, waived and
    not required.
    """
    registry, rulebook = situation.registry, situation.rulebook
    plain = {
        item.id
        for pack in rulebook.packs
        for item in pack.requirements
        if _is_once_and_asks_for_no_completion(item, rulebook)
    }
    assume(plain)
    code = data.draw(st.sampled_from(_codes(rulebook)))
    course = Course(id="one-more", title="x", provider="x", codes=(CourseCode(code=code),))
    completion = Completion(
        id="one-more",
        officer_id=data.draw(st.sampled_from(registry.officers)).id,
        course_id=course.id,
        completed_on=data.draw(interesting_dates()),
        hours=Decimal(40),
        outcome=Outcome.COMPLETED,
    )
    more = attrs.evolve(
        registry,
        courses=(*registry.courses, course),
        completions=(*registry.completions, completion),
    )
    before = {item.key: item for item in report_of(situation).findings}
    for finding in report_of(attrs.evolve(situation, registry=more)).findings:
        if finding.requirement_id in plain:
            assert ORDER[finding.status] >= ORDER[before[finding.key].status], finding.key


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


def _stating(situation: Situation, name: str, data: st.DataObject) -> Registry | None:
    """The registry with a missing fact stated, wherever it was missing; None if it cannot be."""
    registry = situation.registry
    declared = [item for pack in situation.rulebook.packs for item in pack.facts]
    numbers = st.sampled_from([Decimal(text) for text in ("0", "8", "19", "20", "1000")])
    for fact in declared:
        if fact.fact == name and fact.missing is not Absent.UNKNOWN:
            return None
        if fact.fact == name:
            values: dict[FactValue, st.SearchStrategy[Any]] = {
                FactValue.NUMBER: numbers,
                FactValue.DATE: interesting_dates(),
            }
            statement = Attestation(
                id="stated",
                fact=name,
                value=data.draw(values.get(fact.value, st.booleans())),
                stated_by="x",
                start=min(data.draw(interesting_dates()), situation.as_of),
            )
            return attrs.evolve(registry, attestations=(*registry.attestations, statement))
    lists = {
        "district.enrollment": ("districts", numbers.map(int)),
        "assignment.hours_per_week": ("assignments", numbers),
        "assignment.armed": ("assignments", st.booleans()),
        "completion.hours": ("completions", numbers),
    }
    if name not in lists:
        return None
    kind, values_of_field = lists[name]
    field = name.split(".")[1]
    changed = tuple(
        attrs.evolve(item, **{field: data.draw(values_of_field)})
        if getattr(item, field) is None
        else item
        for item in getattr(registry, kind)
    )
    return attrs.evolve(registry, **{kind: changed})


@given(any_situations(known_at=st.none()), st.data())
def test_a_missing_fact_that_is_stated_changes_no_decided_status(
    situation: Situation, data: st.DataObject
) -> None:
    """Stating a fact that was missing never changes a status that was already decided.

    A fact that a pack presumes is not missing: to state it may overturn the presumption.
    """
    decided: list[Finding] = [
        item
        for item in report_of(situation).findings
        if item.missing and item.status is not Status.UNKNOWN
    ]
    for finding in decided:
        name = data.draw(st.sampled_from(finding.missing))
        stated = _stating(situation, name, data)
        if stated is not None:
            after = report_of(attrs.evolve(situation, registry=stated))
            (same,) = [item for item in after.findings if item.key == finding.key]
            if finding.status is Status.MET:
                # It may stand for a set of met, waived and not required.
                assert ORDER[same.status] == ORDER[Status.MET]
            else:
                assert same.status is finding.status


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
