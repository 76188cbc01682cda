"""Laws of the completion status. The docstring of a test is the law that it states."""

from __future__ import annotations

import datetime as dt
from random import Random

import attrs
from hypothesis import given
from hypothesis import strategies as st

import sro_core as sro
from sro_core.models import Completion, Course, CourseCode, Outcome, SessionState
from sro_core.packs import loads_pack
from sro_core.testing import interesting_dates, registries

_STATES = sro.CompletionState


def _asked(data: st.DataObject, registry: sro.Registry) -> tuple[str, str]:
    officer = data.draw(st.sampled_from(registry.officers))
    return officer.id, data.draw(st.sampled_from(registry.courses)).id


def _status(registry: sro.Registry, asked: tuple[str, str], day: dt.date) -> sro.CompletionStatus:
    return sro.completion_status(registry, officer_id=asked[0], course_id=asked[1], as_of=day)


@given(registries(), interesting_dates(), st.data())
def test_completed_means_a_completion_on_file(
    registry: sro.Registry, day: dt.date, data: st.DataObject
) -> None:
    """Completed is who has a completion on file, dated by the day, of no cancelled session."""
    asked = _asked(data, registry)
    status = _status(registry, asked, day)
    known = registry.as_known_at(None)
    cancelled = {item.id for item in known.sessions if item.state is SessionState.CANCELLED}
    counting = {
        item.id
        for item in known.completions
        if (item.officer_id, item.course_id) == asked
        and item.outcome is Outcome.COMPLETED
        and item.completed_on <= day
        and item.session_id not in cancelled
    }
    assert (status.state is _STATES.COMPLETED) == bool(counting)
    if counting:
        assert status.completion_id in counting


@given(registries(), interesting_dates(), st.data(), st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(
    registry: sro.Registry, day: dt.date, data: st.DataObject, random: Random
) -> None:
    """The same records in another order give the same status; only pointers move."""
    asked = _asked(data, registry)
    shuffled = sro.Registry(
        **{kind: tuple(random.sample(records, len(records))) for kind, records in registry.lists()}  # type: ignore[arg-type]
    )
    one, other = _status(registry, asked, day), _status(shuffled, asked, day)
    assert attrs.evolve(one, reasons=()) == attrs.evolve(other, reasons=())
    assert [item.says for item in one.reasons] == [item.says for item in other.reasons]


@given(registries(), interesting_dates(), st.data())
def test_cancelling_every_session_leaves_only_what_was_done_elsewhere(
    registry: sro.Registry, day: dt.date, data: st.DataObject
) -> None:
    """Where every session is cancelled, nobody has completed through one."""
    asked = _asked(data, registry)
    cancelled = attrs.evolve(
        registry,
        sessions=tuple(
            attrs.evolve(item, state=SessionState.CANCELLED) for item in registry.sessions
        ),
    )
    status = _status(cancelled, asked, day)
    if status.state is _STATES.COMPLETED:
        assert status.session_id is None
    if status.session_id is not None:
        assert status.state in (_STATES.CANCELLED, _STATES.WITHDRAWN)


@given(registries(), interesting_dates(), st.data())
def test_one_more_completion_completes(
    registry: sro.Registry, day: dt.date, data: st.DataObject
) -> None:
    """A completion outside of sessions, dated by the day, makes the state completed."""
    asked = _asked(data, registry)
    completion = Completion(
        id="one-more",
        officer_id=asked[0],
        course_id=asked[1],
        completed_on=day,
        outcome=Outcome.COMPLETED,
    )
    more = attrs.evolve(registry, completions=(*registry.completions, completion))
    status = _status(more, asked, day)
    # A course that was replaced is asked for by the id of the one in its place.
    if registry.as_known_at(None).find(Course, asked[1]) is not None:
        assert status.state is _STATES.COMPLETED


@given(registries(), interesting_dates(), st.data())
def test_reasons_point_at_records(
    registry: sro.Registry, day: dt.date, data: st.DataObject
) -> None:
    """Each reason points at a record of the registry; there is one where there is a state."""
    asked = _asked(data, registry)
    status = _status(registry, asked, day)
    assert status.reasons
    for reason in status.reasons:
        if reason.pointer is not None:
            _empty, kind, place = reason.pointer.split("/")
            standing = {item.id for item in getattr(registry.as_known_at(None), kind)}
            assert getattr(registry, kind)[int(place)].id in standing
    assert (status.state is None) == (status.reasons[0].pointer is None)


_RULE = loads_pack(
    """
    id = "x"
    title = "One course"
    edition = "2026.1"
    jurisdiction = "US-MN"
    researched_from = 1900-01-01
    verified_through = 2100-01-01
    confidence = "verified"
    sources = [{ id = "s", citation = "x", confidence = "verified" }]
    codes = [{ code = "x.basic", title = "Basic" }]

    [[requirements]]
    id = "x.course"
    title = "The course"
    citation = "x"
    level = "mandatory"
    confidence = "verified"
    per = "officer"
    sources = ["s"]

      [[requirements.versions]]
      from = 1900-01-01
      summary = "The course."
      satisfied_by = { course = ["x.basic"] }
      due = { no_deadline = "none is stated" }
    """
)


@given(registries(codes=("x.basic",)), interesting_dates())
def test_completed_is_what_a_rule_counts(registry: sro.Registry, day: dt.date) -> None:
    """A rule that asks for a course is met by exactly the officers whose status is completed."""
    recognised = attrs.evolve(
        registry,
        agencies=tuple(attrs.evolve(item, records_from=None) for item in registry.agencies),
        courses=tuple(
            attrs.evolve(item, codes=(CourseCode(code="x.basic"),)) for item in registry.courses
        ),
    )
    report = sro.evaluate(recognised, as_of=day, rulebook=sro.Rulebook(packs=(_RULE,)))
    courses = recognised.as_known_at(None).courses
    for finding in report.findings:
        if finding.requirement_id != "x.course":
            continue
        officer_id = finding.officer_id or ""
        states = {_status(recognised, (officer_id, course.id), day).state for course in courses}
        assert (finding.status is sro.Status.MET) == (_STATES.COMPLETED in states)
