"""Where an officer stands in a course."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import sro_core as sro
from sro_core.models import Enrollment, EnrollmentState

_DAYS = ("09", "10", "11")


def _class(**changes: Any) -> dict[str, Any]:
    """A class of three days of eight hours, from 9 to 11 August 2022."""
    meetings = [
        {"starts_at": f"2022-08-{day}T08:00:00-05:00", "ends_at": f"2022-08-{day}T16:00:00-05:00"}
        for day in _DAYS
    ]
    session = {
        "id": "n1",
        "course_id": "c1",
        "host": "State",
        "meetings": meetings,
        "time_zone": "America/Chicago",
        "state": "held",
    }
    return session | changes


def _seat(state: str, minutes: int | None = None, **changes: Any) -> dict[str, Any]:
    seat = {"id": "e1", "session_id": "n1", "officer_id": "o1", "state": state}
    return (seat if minutes is None else seat | {"attended_minutes": minutes}) | changes


def _completion(outcome: str = "completed", **changes: Any) -> dict[str, Any]:
    completion = {
        "id": "k1",
        "officer_id": "o1",
        "course_id": "c1",
        "session_id": "n1",
        "completed_on": "2022-08-11",
        "outcome": outcome,
    }
    return completion | changes


def _status(
    *,
    sessions: Any = None,
    seats: Any = (),
    completions: Any = (),
    as_of: str = "2022-09-06",
    known_at: str | None = None,
) -> sro.CompletionStatus:
    registry = sro.Registry.build(
        courses=[{"id": "c1", "title": "Basic", "provider": "State", "hours": 24}],
        officers=[{"id": "o1", "employments": []}],
        sessions=[_class()] if sessions is None else sessions,
        enrollments=list(seats),
        completions=list(completions),
    )
    return sro.completion_status(
        registry,
        officer_id="o1",
        course_id="c1",
        as_of=dt.date.fromisoformat(as_of),
        known_at=None if known_at is None else dt.datetime.fromisoformat(known_at),
    )


_CANCELLED = [_class(state="cancelled")]
_SCHEDULED = [_class(state="scheduled")]


@pytest.mark.parametrize(
    ("asked", "state"),
    [
        # nothing, and completions
        ({}, None),
        ({"completions": [_completion()]}, "completed"),
        ({"completions": [_completion("failed")]}, "failed"),
        ({"completions": [_completion("incomplete")]}, "incomplete"),
        ({"completions": [_completion()], "as_of": "2022-08-11"}, "completed"),
        ({"completions": [_completion()], "as_of": "2022-08-10"}, None),
        ({"completions": [_completion()], "seats": [_seat("no_show")]}, "completed"),
        ({"completions": [_completion(session_id="gone")]}, "completed"),
        ({"completions": [_completion(officer_id="o2")]}, None),
        ({"completions": [_completion(course_id="c2")]}, None),
        # a cancelled session completes nobody
        ({"sessions": _CANCELLED, "completions": [_completion()]}, "cancelled"),
        ({"sessions": _CANCELLED, "seats": [_seat("registered")]}, "cancelled"),
        ({"sessions": _CANCELLED, "seats": [_seat("completed", 1440)]}, "cancelled"),
        ({"sessions": _CANCELLED, "seats": [_seat("waitlisted")]}, "cancelled"),
        ({"sessions": _CANCELLED, "seats": [_seat("withdrawn")]}, "withdrawn"),
        (
            {
                "sessions": _CANCELLED,
                "seats": [_seat("withdrawn")],
                "completions": [_completion()],
            },
            "withdrawn",
        ),
        # a completion decides its own session, and a session its own course
        (
            {
                "seats": [_seat("no_show")],
                "completions": [_completion("incomplete", completed_on="2022-08-10")],
            },
            "incomplete",
        ),
        (
            {
                "seats": [_seat("in_progress", 480)],
                "completions": [_completion("failed", completed_on="2022-08-09")],
                "as_of": "2022-08-10",
            },
            "failed",
        ),
        ({"sessions": [_class(course_id="c2")], "seats": [_seat("no_show")]}, None),
        # what a seat says that was closed
        ({"seats": [_seat("withdrawn")]}, "withdrawn"),
        ({"seats": [_seat("no_show")]}, "no_show"),
        ({"seats": [_seat("failed")]}, "failed"),
        ({"seats": [_seat("incomplete")]}, "incomplete"),
        ({"seats": [_seat("completed", 1440)]}, "in_progress"),
        ({"seats": [_seat("waitlisted")]}, "waitlisted"),
        # before the first meeting, in the class, after it
        (
            {"sessions": _SCHEDULED, "seats": [_seat("registered")], "as_of": "2022-08-08"},
            "registered",
        ),
        (
            {"sessions": _SCHEDULED, "seats": [_seat("waitlisted")], "as_of": "2022-08-08"},
            "waitlisted",
        ),
        ({"seats": [_seat("no_show")], "as_of": "2022-08-08"}, "registered"),
        ({"seats": [_seat("withdrawn")], "as_of": "2022-08-08"}, "withdrawn"),
        (
            {"sessions": _SCHEDULED, "seats": [_seat("registered")], "as_of": "2022-08-09"},
            "in_progress",
        ),
        ({"seats": [_seat("in_progress", 960)], "as_of": "2022-08-11"}, "in_progress"),
        ({"seats": [_seat("in_progress", 960)], "as_of": "2022-08-12"}, "incomplete"),
        ({"seats": [_seat("in_progress", 1439)], "as_of": "2022-08-12"}, "incomplete"),
        ({"seats": [_seat("in_progress", 1440)], "as_of": "2022-08-12"}, "in_progress"),
        ({"seats": [_seat("registered", 0)], "as_of": "2022-08-12"}, "no_show"),
        ({"seats": [_seat("registered")], "as_of": "2022-08-12"}, "registered"),
        ({"seats": [_seat("in_progress")], "as_of": "2022-08-12"}, "in_progress"),
        ({"sessions": [_class(meetings=[])], "seats": [_seat("registered")]}, "registered"),
        ({"sessions": [_class(meetings=[])], "seats": [_seat("registered", 60)]}, "in_progress"),
        # several seats and sessions
        ({"seats": [_seat("withdrawn"), _seat("in_progress", 960, id="e2")]}, "incomplete"),
        (
            {
                "sessions": [_class(), _class(id="n2", state="cancelled")],
                "completions": [_completion(), _completion(id="k2", session_id="n2")],
            },
            "completed",
        ),
        (
            {
                "completions": [
                    _completion(),
                    _completion("failed", id="k2", completed_on="2022-09-01", session_id="gone"),
                ]
            },
            "completed",
        ),
    ],
)
def test_where_the_officer_stands(asked: dict[str, Any], state: str | None) -> None:
    assert _status(**asked).state == state


_LATER = [
    {"starts_at": f"2022-10-{day}T08:00:00-05:00", "ends_at": f"2022-10-{day}T16:00:00-05:00"}
    for day in ("18", "19")
]


@pytest.mark.parametrize(
    ("first", "later", "as_of", "state", "session_id"),
    [
        # a seat in a class that is not over, before what came to nothing
        ("registered", ("registered", "cancelled"), "2022-08-01", "registered", "n1"),
        ("in_progress", ("withdrawn", "scheduled"), "2022-08-10", "in_progress", "n1"),
        ("in_progress", ("registered", "scheduled"), "2022-08-10", "in_progress", "n1"),
        ("in_progress", ("withdrawn", "scheduled"), "2022-08-11", "in_progress", "n1"),
        ("in_progress", ("withdrawn", "scheduled"), "2022-08-12", "withdrawn", "n2"),
        ("failed", ("registered", "scheduled"), "2022-09-01", "registered", "n2"),
        ("no_show", ("waitlisted", "scheduled"), "2022-09-01", "waitlisted", "n2"),
        # else the later one
        ("registered", ("registered", "scheduled"), "2022-08-01", "registered", "n2"),
        ("incomplete", ("registered", "cancelled"), "2022-09-01", "cancelled", "n2"),
        ("failed", ("withdrawn", "scheduled"), "2022-09-01", "withdrawn", "n2"),
        ("registered", ("failed", "held"), "2022-11-01", "failed", "n2"),
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_of_several_classes_one_is_answered_for(
    first: str, later: tuple[str, str], as_of: str, state: str, session_id: str, order: int
) -> None:
    sessions = [_class(), _class(id="n2", meetings=_LATER, state=later[1])]
    seats = [_seat(first), _seat(later[0], id="e2", session_id="n2")]
    status = _status(sessions=sessions[::order], seats=seats[::order], as_of=as_of)
    assert (status.state, status.session_id) == (state, session_id)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (
            {"completions": [_completion()], "as_of": "2022-08-10"},
            "The completion k1 does not count. It is dated 2022-08-11, later than the day judged.",
        ),
        (
            {"sessions": _CANCELLED, "completions": [_completion()]},
            "The completion k1 does not count. The session n1 was cancelled; it completes nobody.",
        ),
    ],
)
def test_why_a_completion_does_not_count_is_said(asked: dict[str, Any], why: str) -> None:
    (*_others, reason) = _status(**asked).reasons
    assert (reason.says, reason.pointer) == (why, "/completions/0")
    counting = _completion(id="k2", session_id="gone", completed_on="2022-08-09")
    both = {**asked, "completions": [*asked["completions"], counting]}
    assert [item.record_id for item in _status(**both).reasons] == ["k2"]


@pytest.mark.parametrize(
    ("officer_id", "course_id", "missing"),
    [
        ("o9", "c1", ["No officer o9 is on file."]),
        ("o1", "c9", ["No course c9 is on file."]),
        ("o9", "c9", ["No officer o9 is on file.", "No course c9 is on file."]),
    ],
)
def test_what_is_not_on_file_is_said(officer_id: str, course_id: str, missing: list[str]) -> None:
    registry = sro.Registry.build(
        courses=[{"id": "c1", "title": "Basic", "provider": "State"}],
        officers=[{"id": "o1", "employments": []}],
        completions=[_completion(officer_id=officer_id, course_id=course_id)],
    )
    status = sro.completion_status(
        registry, officer_id=officer_id, course_id=course_id, as_of=dt.date(2022, 9, 6)
    )
    assert status.state is None
    assert [item.says for item in status.reasons] == missing


def test_what_has_not_begun_was_not_attended() -> None:
    status = _status(seats=[_seat("failed", 960)], as_of="2022-08-08")
    assert (status.state, status.attended_minutes) == (sro.CompletionState.REGISTERED, None)
    assert (status.held_minutes, status.on) == (1440, dt.date(2022, 8, 11))


@pytest.mark.parametrize(
    ("day", "says"),
    [
        ("2022-08-08", "which begins on 2022-08-09."),
        ("2022-08-11", "which began without the officer on 2022-08-09."),
        ("2022-08-12", "which was held without the officer until 2022-08-11."),
    ],
)
def test_a_waiting_list_outlives_the_session(day: str, says: str) -> None:
    (reason,) = _status(seats=[_seat("waitlisted")], as_of=day).reasons
    assert reason.says == f"The officer is on the waiting list of the session n1, {says}"


def test_meetings_that_run_backwards_say_nothing() -> None:
    backwards = {"starts_at": "2022-08-09T16:00:00-05:00", "ends_at": "2022-08-09T08:00:00-05:00"}
    sessions = [_class(meetings=[backwards])]
    status = _status(sessions=sessions, seats=[_seat("in_progress", 480)])
    assert (status.state, status.held_minutes) == (sro.CompletionState.IN_PROGRESS, None)


def test_partial_attendance_of_three_days_is_said_in_minutes() -> None:
    status = _status(seats=[_seat("in_progress", 960)])
    assert status.state is sro.CompletionState.INCOMPLETE
    assert (status.attended_minutes, status.held_minutes) == (960, 1440)
    assert status.on == dt.date(2022, 8, 11)
    assert (status.session_id, status.enrollment_id, status.completion_id) == ("n1", "e1", None)
    (reason,) = status.reasons
    assert reason.pointer == "/enrollments/0"
    assert reason.says == "960 of the 1440 minutes of the session n1 were attended."
    assert str(status) == (
        "o1, c1, on 2022-09-06: incomplete\n"
        "  - 960 of the 1440 minutes of the session n1 were attended. [/enrollments/0]"
    )


def test_a_completion_credits_its_own_hours_or_those_of_the_course() -> None:
    assert _status(completions=[_completion(hours=Decimal("23.5"))]).hours == Decimal("23.5")
    assert _status(completions=[_completion()]).hours == Decimal(24)
    assert _status(seats=[_seat("no_show")]).hours is None


def test_the_seat_that_disagrees_with_the_completion_is_named() -> None:
    status = _status(completions=[_completion()], seats=[_seat("no_show")])
    assert "The seat e1 says no show; the completion decides." in status.reasons[0].says
    for state in ("completed", "in_progress", "registered"):
        (reason,) = _status(completions=[_completion()], seats=[_seat(state)]).reasons
        assert reason.says == "A completion of 2022-08-11 is on file: completed."


def test_a_night_class_meets_for_the_hours_that_pass() -> None:
    """The clocks of Chicago go back at two in the morning of 6 November 2022."""
    night = {"starts_at": "2022-11-05T22:00:00-05:00", "ends_at": "2022-11-06T06:00:00-06:00"}
    sessions = [_class(meetings=[night])]
    partly = _status(sessions=sessions, seats=[_seat("in_progress", 480)], as_of="2022-11-07")
    assert (partly.state, partly.held_minutes) == (sro.CompletionState.INCOMPLETE, 540)


def test_days_are_those_of_the_place() -> None:
    """An evening in Chicago ends when it is the next day in Greenwich."""
    evening = {"starts_at": "2022-08-09T18:00:00-05:00", "ends_at": "2022-08-09T22:00:00-05:00"}
    asked: dict[str, Any] = {
        "sessions": [_class(meetings=[evening])],
        "seats": [_seat("in_progress", 60)],
    }
    assert _status(**asked, as_of="2022-08-09").state is sro.CompletionState.IN_PROGRESS
    assert _status(**asked, as_of="2022-08-10").state is sro.CompletionState.INCOMPLETE


def test_overlapping_meetings_count_once() -> None:
    first = {"starts_at": "2022-08-09T08:00:00-05:00", "ends_at": "2022-08-09T12:00:00-05:00"}
    second = {"starts_at": "2022-08-09T11:00:00-05:00", "ends_at": "2022-08-09T15:00:00-05:00"}
    status = _status(sessions=[_class(meetings=[first, second])], seats=[_seat("registered")])
    assert status.held_minutes == 7 * 60


def test_what_was_known_when() -> None:
    wrong = _completion(
        recorded_at="2022-08-12T09:00:00-05:00",
        voided={
            "at": "2022-08-20T09:00:00-05:00",
            "by": "Coordinator",
            "reason": "typed for another officer",
            "replaced_by": "k2",
        },
    )
    right = _completion("failed", id="k2", recorded_at="2022-08-20T09:00:00-05:00")
    completions = [wrong, right]

    def state(known_at: str | None) -> str | None:
        return _status(completions=completions, known_at=known_at).state

    assert state("2022-08-12T08:59:59-05:00") is None
    assert state("2022-08-19T00:00:00-05:00") == "completed"
    assert state("2022-08-20T09:00:00-05:00") == "failed"
    assert state(None) == "failed"


def test_pointers_are_those_of_the_registry_that_was_given() -> None:
    gone = _completion(
        id="k0", voided={"at": "2022-08-20T09:00:00Z", "by": "Coordinator", "reason": "twice"}
    )
    status = _status(completions=[gone, _completion()])
    assert status.reasons[0].pointer == "/completions/1"


@pytest.mark.parametrize(
    "asked",
    [{"as_of": dt.datetime(2022, 9, 6, tzinfo=dt.UTC)}, {"known_at": dt.datetime(2022, 9, 6)}],  # noqa: DTZ001
)
def test_a_question_that_is_none_is_refused(asked: dict[str, Any]) -> None:
    whole: dict[str, Any] = {"officer_id": "o1", "course_id": "c1", "as_of": dt.date(2022, 9, 6)}
    with pytest.raises(sro.InvalidRecord):
        sro.completion_status(sro.Registry(), **whole | asked)


# the state machine


_ARROWS = {
    ("registered", "waitlisted"),
    ("registered", "in_progress"),
    ("registered", "withdrawn"),
    ("registered", "no_show"),
    ("waitlisted", "registered"),
    ("waitlisted", "withdrawn"),
    ("in_progress", "completed"),
    ("in_progress", "incomplete"),
    ("in_progress", "failed"),
    ("in_progress", "withdrawn"),
}


@pytest.mark.parametrize("before", EnrollmentState)
@pytest.mark.parametrize("after", EnrollmentState)
def test_a_seat_takes_the_steps_there_are(before: EnrollmentState, after: EnrollmentState) -> None:
    at = dt.datetime(2022, 8, 9, 16, tzinfo=dt.UTC)
    seat = Enrollment(id="e1", session_id="n1", officer_id="o1", state=before, attended_minutes=60)
    if (before, after) in _ARROWS:
        moved = seat.moved(after, id="e2", at=at)
        assert (moved.id, moved.state, moved.recorded_at) == ("e2", after, at)
        assert moved.attended_minutes == 60
        assert seat.moved(after, id="e2", at=at, attended_minutes=90).attended_minutes == 90
    else:
        with pytest.raises(sro.InvalidRecord) as caught:
            seat.moved(after, id="e2", at=at)
        assert [item.code for item in caught.value.problems] == ["not-a-next-state"]
