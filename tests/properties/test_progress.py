"""Laws of the completion status. The docstring of a test is the law that it states."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any, Final

import attrs
from hypothesis import assume, given
from hypothesis import strategies as st

import sro_core as sro
from oracle import short
from sro_core.models import (
    KINDS,
    Completion,
    Course,
    CourseCode,
    EnrollmentState,
    Meeting,
    Officer,
    Outcome,
    SessionState,
    TrainingSession,
    Void,
)
from sro_core.packs import loads_pack
from sro_core.testing import (
    KNOWN_AT,
    completions,
    courses,
    enrollments,
    interesting_dates,
    registries,
    sessions,
)

_STATES = sro.CompletionState


def _asked(data: st.DataObject, registry: sro.Registry) -> tuple[str, str]:
    officer = data.draw(st.sampled_from(registry.officers))
    return officer.id, data.draw(st.sampled_from(registry.courses)).id


def _status(registry: sro.Registry, asked: tuple[str, str], day: dt.date) -> sro.CompletionStatus:
    return sro.completion_status(registry, officer_id=asked[0], course_id=asked[1], as_of=day)


def _counting(known: sro.Registry, asked: tuple[str, str], day: dt.date) -> set[str]:
    """The completions that complete the course, said as plainly as can be."""
    on_file = known.find(Officer, asked[0]) and known.find(Course, asked[1])
    cancelled = {item.id for item in known.sessions if item.state is SessionState.CANCELLED}
    return {
        item.id
        for item in known.completions
        if on_file
        and (item.officer_id, item.course_id) == asked
        and item.outcome is Outcome.COMPLETED
        and item.completed_on <= day
        and item.session_id not in cancelled
    }


@given(registries(), interesting_dates(), st.data())
def test_completed_means_a_completion_on_file(
    registry: sro.Registry, day: dt.date, data: st.DataObject
) -> None:
    """Completed is who has a completion on file, dated by the day, of no cancelled session.

    A course that was taken back is completed by nobody: no rule counts it.
    """
    asked = _asked(data, registry)
    status = _status(registry, asked, day)
    counting = _counting(registry.as_known_at(None), asked, day)
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


# classes: a week of sessions of several meetings, their seats and completions


_PRIVATE: Final = "Quillfeather"
_ON_THE_LIST: Final = (_STATES.REGISTERED, _STATES.WAITLISTED, _STATES.IN_PROGRESS)
_ASKED: Final = st.sampled_from(
    [(officer, course) for officer in ("o1", "o2", "o9") for course in ("c1", "c2", "c9")]
)
_MOMENTS: Final = st.sampled_from((None, KNOWN_AT, KNOWN_AT + dt.timedelta(days=1)))


def _on(day: int) -> dt.date:
    return dt.date(2022, 8, 8) + dt.timedelta(days=day)


def _meeting(day: int, hour: int) -> Meeting:
    """Four hours by the clocks of Chicago; an evening ends on the next day in Greenwich."""
    offset = dt.timezone(dt.timedelta(hours=-5))
    start = dt.datetime.combine(_on(day), dt.time(hour), offset)
    return Meeting(starts_at=start, ends_at=start + dt.timedelta(hours=4))


def _marked(record: Any, recorded: bool, voided: bool, replaced: str | None) -> Any:
    """A record that came on file at the first moment, and was taken back at the second."""
    at = KNOWN_AT + dt.timedelta(days=1)
    void = Void(at=at, by=_PRIVATE, reason=_PRIVATE, replaced_by=replaced)
    return attrs.evolve(
        record, recorded_at=KNOWN_AT if recorded else None, voided=void if voided else None
    )


_REPLACEMENTS: Final = {"c": "c2", "n": "n3", "e": "e5", "k": "k5"}


def _records(kind: Any, prefix: str, most: int, *, least: int = 0) -> st.SearchStrategy[Any]:
    """Records of one kind, numbered; some came later, were taken back or replaced by the last."""
    mark = st.tuples(*[st.sampled_from((False, False, False, True))] * 3)

    def make(items: list[tuple[Any, tuple[bool, bool, bool]]]) -> tuple[Any, ...]:
        following = _REPLACEMENTS[prefix]
        return tuple(
            _marked(
                attrs.evolve(item, id=f"{prefix}{number}"),
                recorded,
                voided,
                following if replaced and following != f"{prefix}{number}" else None,
            )
            for number, (item, (recorded, voided, replaced)) in enumerate(items, 1)
        )

    return st.lists(st.tuples(kind, mark), min_size=least, max_size=most).map(make)


_classes: Final = st.builds(
    sro.Registry,
    officers=st.just((short.officer("o1", name=_PRIVATE), short.officer("o2", name=_PRIVATE))),
    courses=_records(courses(title=st.just(_PRIVATE), provider=st.just(_PRIVATE)), "c", 2, least=2),
    sessions=_records(
        sessions(
            course_id=st.sampled_from(("c1", "c1", "c2")),
            host=st.just(_PRIVATE),
            place=st.just(_PRIVATE),
            meetings=st.lists(
                st.builds(_meeting, st.integers(0, 6), st.sampled_from((8, 10, 19, 20))),
                max_size=3,
            ).map(tuple),
        ),
        "n",
        3,
        least=1,
    ),
    enrollments=_records(
        enrollments(
            session_id=st.sampled_from(("n1", "n1", "n2", "n3", "n9")),
            officer_id=st.sampled_from(("o1", "o1", "o2")),
            attended_minutes=st.sampled_from((None, 0, 1, 239, 240, 480, 720, 721)),
        ),
        "e",
        5,
    ),
    completions=_records(
        completions(
            officer_id=st.sampled_from(("o1", "o1", "o2")),
            course_id=st.sampled_from(("c1", "c1", "c2")),
            session_id=st.sampled_from((None, "n1", "n2", "n3", "n9")),
            completed_on=st.integers(0, 6).map(_on),
            outcome=st.sampled_from(Outcome),
            certificate=st.just(_PRIVATE),
            recorded_at=st.none(),
        ),
        "k",
        5,
    ),
)
_week: Final = st.integers(-1, 8).map(_on)


def _known_status(
    registry: sro.Registry, asked: tuple[str, str], day: dt.date, known_at: dt.datetime | None
) -> sro.CompletionStatus:
    return sro.completion_status(
        registry, officer_id=asked[0], course_id=asked[1], as_of=day, known_at=known_at
    )


@given(_classes, _ASKED, _week, _MOMENTS)
def test_completed_is_what_counted_then(
    registry: sro.Registry, asked: tuple[str, str], day: dt.date, known_at: dt.datetime | None
) -> None:
    """Completed is who had a completion on file then that counts; the latest of them decides."""
    status = _known_status(registry, asked, day, known_at)
    known = registry.as_known_at(known_at)
    counting = _counting(known, asked, day)
    assert (status.state is _STATES.COMPLETED) == bool(counting)
    if counting:
        (decided,) = [item for item in known.completions if item.id == status.completion_id]
        assert decided.id in counting
        latest = max(item.completed_on for item in known.completions if item.id in counting)
        assert status.on == decided.completed_on == latest
        course = known.find(Course, asked[1])
        assert course is not None
        assert status.hours == (course.hours if decided.hours is None else decided.hours)


@given(_classes, _ASKED, _week, _MOMENTS)
def test_a_rule_counts_just_what_is_completed(
    registry: sro.Registry, asked: tuple[str, str], day: dt.date, known_at: dt.datetime | None
) -> None:
    """A rule that asks for the course alone is met exactly where the status is completed."""
    code = (CourseCode(code="x.basic"),)
    posted = attrs.evolve(
        registry,
        agencies=(short.agency("a1"),),
        districts=(short.district("d1"),),
        assignments=(short.posted("2020-01-01", officer_id="o1"),),
        courses=tuple(
            attrs.evolve(item, codes=code if item.id == asked[1] else ())
            for item in registry.courses
        ),
    )
    book = short.rulebook(short.duty())
    report = sro.evaluate(posted, as_of=day, known_at=known_at, rulebook=book)
    (finding,) = report.find(requirement_id="us-mn.r1", officer_id="o1")
    status = _known_status(posted, ("o1", asked[1]), day, known_at)
    assert (finding.status is sro.Status.MET) == (status.state is _STATES.COMPLETED)


@given(_classes, _ASKED, _week, _MOMENTS, st.randoms(use_true_random=False))
def test_the_order_of_a_class_does_not_matter(
    registry: sro.Registry,
    asked: tuple[str, str],
    day: dt.date,
    known_at: dt.datetime | None,
    random: Random,
) -> None:
    """The same records in another order give the same status and sentences."""
    lists: dict[str, Any] = {
        kind: tuple(random.sample(records, len(records))) for kind, records in registry.lists()
    }
    one = _known_status(registry, asked, day, known_at)
    other = _known_status(sro.Registry(**lists), asked, day, known_at)
    assert attrs.evolve(one, reasons=()) == attrs.evolve(other, reasons=())
    assert [item.says for item in one.reasons] == [item.says for item in other.reasons]


@given(_classes, _ASKED, _week, _MOMENTS, st.data())
def test_one_more_completion_of_a_class_completes(
    registry: sro.Registry,
    asked: tuple[str, str],
    day: dt.date,
    known_at: dt.datetime | None,
    data: st.DataObject,
) -> None:
    """A completion dated by the day, of a session that is not cancelled, completes the course."""
    known = registry.as_known_at(known_at)
    assume(known.find(Officer, asked[0]) and known.find(Course, asked[1]))
    open_ = [item.id for item in known.sessions if item.state is not SessionState.CANCELLED]
    more = Completion(
        id="one-more",
        officer_id=asked[0],
        course_id=asked[1],
        session_id=data.draw(st.sampled_from([None, *open_])),
        completed_on=day - data.draw(st.sampled_from((0, 1, 400))) * dt.timedelta(days=1),
        outcome=Outcome.COMPLETED,
    )
    after = attrs.evolve(registry, completions=(*registry.completions, more))
    assert _known_status(after, asked, day, known_at).state is _STATES.COMPLETED


@given(_classes, _ASKED, _week, _MOMENTS, st.integers(0, 2))
def test_a_cancelled_session_completes_nobody(
    registry: sro.Registry,
    asked: tuple[str, str],
    day: dt.date,
    known_at: dt.datetime | None,
    place: int,
) -> None:
    """Cancelling a session completes nothing, and no answer but two speaks of it any more."""
    session = registry.sessions[place % len(registry.sessions)]
    cancelled = attrs.evolve(session, state=SessionState.CANCELLED)
    after = attrs.evolve(
        registry,
        sessions=tuple(cancelled if item is session else item for item in registry.sessions),
    )
    status = _known_status(after, asked, day, known_at)
    if status.session_id == session.id:
        assert status.state in (_STATES.CANCELLED, _STATES.WITHDRAWN)
        assert status.held_minutes is None
    if status.state is _STATES.COMPLETED:
        assert _known_status(registry, asked, day, known_at).state is _STATES.COMPLETED


@given(_classes, _ASKED, _week, _MOMENTS)
def test_nothing_ends_before_it_begins(
    registry: sro.Registry, asked: tuple[str, str], day: dt.date, known_at: dt.datetime | None
) -> None:
    """Without a completion nobody is more than registered in a session that has not begun."""
    status = _known_status(registry, asked, day, known_at)
    sessions_then = {item.id: item for item in registry.as_known_at(known_at).sessions}
    if status.completion_id is None and status.session_id is not None:
        held = sessions_then[status.session_id].held()
        if held is not None and day < held.first:
            assert status.state in (
                _STATES.REGISTERED,
                _STATES.WAITLISTED,
                _STATES.WITHDRAWN,
                _STATES.CANCELLED,
            )
            assert status.attended_minutes is None


@given(_classes, _ASKED, _week, _MOMENTS)
def test_who_has_a_place_in_a_class_to_come_is_on_its_list(
    registry: sro.Registry, asked: tuple[str, str], day: dt.date, known_at: dt.datetime | None
) -> None:
    """What came to nothing elsewhere hides no seat in a session that has not begun."""
    known = registry.as_known_at(known_at)
    assume(known.find(Officer, asked[0]) and known.find(Course, asked[1]))
    by_then = {item.session_id for item in known.completions if item.completed_on <= day}
    to_come = {
        item.id
        for item in known.sessions
        if item.course_id == asked[1] and item.state is not SessionState.CANCELLED
        for held in [item.held()]
        if held is not None and day < held.first and item.id not in by_then
    }
    if any(
        item.officer_id == asked[0]
        and item.session_id in to_come
        and item.state is not EnrollmentState.WITHDRAWN
        for item in known.enrollments
    ):
        state = _known_status(registry, asked, day, known_at).state
        assert state in (*_ON_THE_LIST, _STATES.COMPLETED)


@given(_classes, _ASKED, _week, _MOMENTS)
def test_minutes_held_are_those_in_which_it_meets(
    registry: sro.Registry, asked: tuple[str, str], day: dt.date, known_at: dt.datetime | None
) -> None:
    """Minutes held are the minutes in which there is a meeting, whatever others there are."""
    status = _known_status(registry, asked, day, known_at)
    session = registry.as_known_at(known_at).find(TrainingSession, status.session_id or "")
    if session is not None and session.state is SessionState.CANCELLED:
        session = None
    if session is None or not session.meetings:
        assert status.held_minutes is None
        return
    minutes = {
        minute
        for item in session.meetings
        for minute in range(
            int(item.starts_at.timestamp()) // 60, int(item.ends_at.timestamp()) // 60
        )
    }
    assert status.held_minutes == len(minutes)


@given(_classes, _ASKED, _week, _MOMENTS)
def test_reasons_name_records_and_no_people(
    registry: sro.Registry, asked: tuple[str, str], day: dt.date, known_at: dt.datetime | None
) -> None:
    """A reason names a record that stands, and where it is; nothing private is shown."""
    status = _known_status(registry, asked, day, known_at)
    known = registry.as_known_at(known_at)
    assert status.reasons
    for reason in status.reasons:
        if reason.pointer is None:
            assert (reason.kind, reason.record_id) == (None, None)
            continue
        assert reason.kind is not None
        assert reason.record_id is not None
        assert known.find(KINDS[reason.kind], reason.record_id) is not None
        _empty, kind, place = reason.pointer.split("/")
        assert kind == reason.kind
        assert getattr(registry, kind)[int(place)].id == reason.record_id
    assert _PRIVATE not in str(status)
    assert _PRIVATE not in repr(status)
