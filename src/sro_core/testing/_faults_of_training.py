"""Faults of courses, sessions, seats and completions: one function for each mistake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import attrs

from sro_core.models import (
    NEXT_STATES,
    Completion,
    Course,
    CourseCode,
    Enrollment,
    EnrollmentState,
    Meeting,
    Officer,
    Outcome,
    SessionState,
    TrainingSession,
    Void,
)
from sro_core.testing._dates import KNOWN_AT
from sro_core.testing._draft import CODE, SITTING, Draft, Planter, Spot, days, sitting

__all__ = ["PLANTERS"]

_S = EnrollmentState
_MINUTE: Final = dt.timedelta(minutes=1)
_OTHER_CODE: Final = "us-mn.post-sro"
#: A slip of the pen, another state's own number, and no code at all.
_UNKNOWN_CODES: Final = ("nasro.basic-srp", "TCOLE 4064", "/~")
#: States of seats in which an officer neither came nor finished, in a session that was held.
_NOT_FINISHED: Final = (_S.FAILED, _S.INCOMPLETE, _S.NO_SHOW)

# courses --------------------------------------------------------------------------------------


def _course_that_no_pack_recognises(draft: Draft) -> Spot:
    title, *names = draft.pick(
        ("SRO Basic (NASRO)",),
        ("Basic School Resource Officer Course", "/~"),
        ("Forty hours", "nasro.basic-srp"),
    )
    codes = tuple(CourseCode(code=name) for name in names)
    return Spot(draft.new(Course, title=title, codes=codes))


def _course_like_none_that_a_pack_knows(draft: Draft) -> Spot:
    title, *names = draft.pick(("Zumba",), ("Zumba", "/~"), ("\u041a\u0443\u0440\u0441", "4", "7"))
    codes = tuple(CourseCode(code=name) for name in names)
    return Spot(draft.new(Course, title=title, codes=codes))


def _code_that_no_pack_knows(draft: Draft) -> Spot:
    wrong = draft.pick(*_UNKNOWN_CODES)
    names = draft.mixed(CODE, wrong, _OTHER_CODE)
    course = draft.new(Course, codes=tuple(CourseCode(code=name) for name in names))
    return Spot(course, f"/codes/{names.index(wrong)}/code")


# sessions -------------------------------------------------------------------------------------


def _zone(draft: Draft) -> str:
    return draft.pick("America/Chicago", "Pacific/Honolulu", "Pacific/Guam")


def _session_with(draft: Draft, wrong: Meeting, zone: str, *others: Meeting) -> tuple[Any, str]:
    """A session with a meeting among others, and the pointer of that meeting."""
    meetings = draft.mixed(wrong, *others)
    state = draft.pick(*SessionState)
    session = draft.new(TrainingSession, time_zone=zone, meetings=meetings, state=state)
    return session, f"/meetings/{meetings.index(wrong)}"


def _meeting_that_runs_backwards(draft: Draft) -> Spot:
    zone = _zone(draft)
    right = sitting(draft.day, zone, hour=9)
    ends_at = right.starts_at - draft.pick(60, 0, 1500) * _MINUTE
    wrong = attrs.evolve(right, ends_at=ends_at)
    other = sitting(draft.day + days(draft.pick(3, 0)), zone)
    session, place = _session_with(draft, wrong, zone, other)
    return Spot(session, f"{place}/ends_at")


def _meetings_that_overlap(draft: Draft) -> Spot:
    zone = _zone(draft)
    first = sitting(draft.day, zone)
    second = sitting(draft.day, zone, hour=draft.pick(15, 9), minutes=draft.pick(240, 30))
    session, place = _session_with(draft, second, zone, first, sitting(draft.day + days(1), zone))
    return Spot(session, f"{place}/starts_at")


#: Nights on which the clocks of a place change, with its offsets before and after.
_NIGHTS: Final = (
    ("America/Chicago", "2022-11-05T22:00-05:00", "2022-11-06T06:00-06:00"),
    ("America/New_York", "2023-03-11T22:00-05:00", "2023-03-12T06:00-04:00"),
    ("America/Denver", "2024-03-10T01:59-07:00", "2024-03-10T03:01-06:00"),
)


def _meeting_while_clocks_change(draft: Draft) -> Spot:
    zone, *moments = draft.pick(*_NIGHTS)
    starts_at, ends_at = map(dt.datetime.fromisoformat, moments)
    wrong = Meeting(starts_at=starts_at, ends_at=ends_at)
    other = sitting(starts_at.date() + days(5), zone)
    session, place = _session_with(draft, wrong, zone, other)
    return Spot(session, place)


def _meeting_by_other_clocks(draft: Draft) -> Spot:
    zone = _zone(draft)
    right = sitting(draft.day, zone)
    name = draft.pick("starts_at", "ends_at")
    moment = getattr(right, name).astimezone(dt.timezone(dt.timedelta(hours=draft.pick(0, 1, -8))))
    wrong = attrs.evolve(right, **{name: moment})
    session, place = _session_with(draft, wrong, zone, sitting(draft.day + days(1), zone))
    return Spot(session, f"{place}/{name}")


def _session_shorter_than_its_course(draft: Draft) -> Spot:
    course = draft.new(Course, hours=Decimal(8))
    zone = _zone(draft)
    session = draft.new(
        TrainingSession,
        course_id=course.id,
        time_zone=zone,
        meetings=(sitting(draft.day, zone, minutes=SITTING - draft.pick(60, 1)),),
        state=draft.pick(SessionState.HELD, SessionState.SCHEDULED),
    )
    return Spot(session, "/meetings")


# seats ----------------------------------------------------------------------------------------


def _session_without_enough_seats(draft: Draft) -> Spot:
    state, seated = draft.pick(
        (SessionState.SCHEDULED, (_S.REGISTERED, _S.IN_PROGRESS)),
        (SessionState.HELD, _NOT_FINISHED),
    )
    capacity = draft.pick(0, 1, 2)
    session = draft.new(TrainingSession, capacity=capacity, state=state)
    for _ in range(capacity + 1):
        draft.new(Enrollment, session_id=session.id, state=draft.pick(*seated))
    return Spot(session, "/capacity")


def _officer_enrolled_twice(draft: Draft) -> Spot:
    state, states = draft.pick(
        (SessionState.SCHEDULED, (_S.REGISTERED, _S.WAITLISTED, _S.IN_PROGRESS)),
        (SessionState.HELD, _NOT_FINISHED),
    )
    seat = {
        "session_id": draft.new(TrainingSession, state=state).id,
        "officer_id": draft.new(Officer).id,
    }
    one, other = (draft.new(Enrollment, state=draft.pick(*states), **seat) for _ in range(2))
    draft.new(Enrollment, state=_S.WITHDRAWN, **seat)
    return Spot(draft.later(one, other), "/officer_id")


def _seat_that_contradicts_its_session(draft: Draft) -> Spot:
    state, states = draft.pick(
        (SessionState.CANCELLED, (_S.COMPLETED, *_NOT_FINISHED, _S.IN_PROGRESS)),
        (SessionState.SCHEDULED, (_S.COMPLETED, *_NOT_FINISHED)),
    )
    session = draft.new(TrainingSession, state=state)
    seat = draft.new(Enrollment, session_id=session.id, state=draft.pick(*states))
    return Spot(seat, "/state")


def _seat_left_open(draft: Draft) -> Spot:
    session = draft.new(TrainingSession)
    state = draft.pick(_S.REGISTERED, _S.IN_PROGRESS)
    return Spot(draft.new(Enrollment, session_id=session.id, state=state), "/state")


def _attendance_beyond_the_session(draft: Draft) -> Spot:
    session = draft.new(TrainingSession)
    seat = draft.new(
        Enrollment,
        session_id=session.id,
        state=draft.pick(_S.FAILED, _S.INCOMPLETE),
        attended_minutes=SITTING + draft.pick(60, 1),
    )
    return Spot(seat, "/attended_minutes")


#: The steps that the design does not draw.
_ILLEGAL: Final = tuple(
    (before, after)
    for before in _S
    for after in _S
    if before is not after and after not in NEXT_STATES[before]
)


def _step_that_no_seat_takes(draft: Draft) -> Spot:
    before, after = draft.pick(*_ILLEGAL)
    scheduled = after in (_S.REGISTERED, _S.WAITLISTED, _S.IN_PROGRESS)
    session = draft.new(
        TrainingSession, state=SessionState.SCHEDULED if scheduled else SessionState.HELD
    )
    seat = draft.new(Enrollment, session_id=session.id, state=after)
    if after is _S.COMPLETED:
        _completed(draft, session, officer_id=seat.officer_id)
    void = Void(at=KNOWN_AT, by="registrar", reason="mistake", replaced_by=seat.id)
    draft.new(
        Enrollment,
        session_id=session.id,
        officer_id=seat.officer_id,
        state=before,
        voided=void,
    )
    return Spot(seat, "/state")


def _seat_without_completion(draft: Draft) -> Spot:
    """Nor is one of another day, another officer, another course or another session there."""
    session = draft.new(TrainingSession)
    seat = draft.new(Enrollment, session_id=session.id, state=_S.COMPLETED)
    evidence: dict[str, Any] = {"officer_id": seat.officer_id, "course_id": session.course_id}
    match draft.pick("none", "day before", "day after", "officer", "course", "session"):
        case "day before":
            draft.new(Completion, **evidence, completed_on=draft.day - days(1))
        case "day after":
            draft.new(Completion, **evidence, completed_on=draft.day + days(1))
        case "officer":
            draft.new(Completion, course_id=session.course_id)
        case "course":
            draft.new(Completion, officer_id=seat.officer_id)
        case "session":
            other = draft.new(TrainingSession, course_id=session.course_id)
            draft.new(Completion, **evidence, session_id=other.id)
        case _:
            pass
    return Spot(seat)


# completions ----------------------------------------------------------------------------------


def _completed(draft: Draft, session: TrainingSession, **given: Any) -> Completion:
    usual: dict[str, Any] = {"course_id": session.course_id, "session_id": session.id}
    return draft.new(Completion, **{**usual, **given})


def _completion_of_a_cancelled_session(draft: Draft) -> Spot:
    session = draft.new(TrainingSession, state=SessionState.CANCELLED)
    return Spot(_completed(draft, session, outcome=draft.pick(*Outcome)), "/session_id")


def _completion_of_a_session_not_held(draft: Draft) -> Spot:
    meetings: dict[str, Any] = draft.pick({}, {"meetings": ()})
    session = draft.new(TrainingSession, state=SessionState.SCHEDULED, **meetings)
    return Spot(_completed(draft, session, outcome=draft.pick(*Outcome)), "/session_id")


def _completion_of_another_course(draft: Draft) -> Spot:
    session = draft.new(TrainingSession)
    return Spot(_completed(draft, session, course_id=draft.new(Course).id), "/course_id")


def _completion_outside_its_session(draft: Draft) -> Spot:
    """In the evening and in the morning, days of the place are not those of UTC."""
    zone, hour = _zone(draft), draft.pick(8, 18, 0)
    meetings = tuple(
        sitting(draft.day + days(number), zone, hour, minutes=300) for number in range(3)
    )
    session = draft.new(TrainingSession, time_zone=zone, meetings=draft.mixed(*meetings))
    day = draft.day + days(draft.pick(-1, 3))
    return Spot(_completed(draft, session, completed_on=day), "/completed_on")


def _completion_after_a_session_until_midnight(draft: Draft) -> Spot:
    """A meeting that ends at midnight does not meet on the next day."""
    zone = _zone(draft)
    session = draft.new(
        TrainingSession, time_zone=zone, meetings=(sitting(draft.day, zone, hour=16),)
    )
    return Spot(_completed(draft, session, completed_on=draft.day + days(1)), "/completed_on")


def _more_hours_than_the_session(draft: Draft) -> Spot:
    hours = Decimal(draft.pick("9", "8.0001", "40"))
    return Spot(_completed(draft, draft.new(TrainingSession), hours=hours), "/hours")


def _fewer_minutes_than_hours(draft: Draft) -> Spot:
    hours = Decimal(8)
    stated = draft.pick(True, False)
    course = draft.new(Course, hours=None if stated else hours)
    session = draft.new(TrainingSession, course_id=course.id)
    seat = draft.new(
        Enrollment,
        session_id=session.id,
        state=_S.COMPLETED,
        attended_minutes=SITTING - draft.pick(60, 1),
    )
    completion = _completed(
        draft, session, officer_id=seat.officer_id, hours=hours if stated else None
    )
    return Spot(completion, "/hours" if stated else "")


def _outcome_that_contradicts_the_seat(draft: Draft) -> Spot:
    state, outcome = draft.pick(
        (_S.WITHDRAWN, Outcome.COMPLETED),
        (_S.NO_SHOW, Outcome.COMPLETED),
        (_S.FAILED, Outcome.COMPLETED),
        (_S.INCOMPLETE, Outcome.COMPLETED),
        (_S.COMPLETED, Outcome.FAILED),
        (_S.COMPLETED, Outcome.INCOMPLETE),
    )
    session = draft.new(TrainingSession)
    seat = draft.new(Enrollment, session_id=session.id, state=state)
    return Spot(_completed(draft, session, officer_id=seat.officer_id, outcome=outcome), "/outcome")


def _completion_without_a_seat(draft: Draft) -> Spot:
    session = draft.new(TrainingSession)
    draft.new(Enrollment, session_id=session.id, state=draft.pick(*_NOT_FINISHED))
    return Spot(_completed(draft, session), "/session_id")


def _completion_that_is_filed_twice(draft: Draft) -> Spot:
    session = draft.new(TrainingSession)
    one = _completed(draft, session)
    other = _completed(
        draft,
        session,
        officer_id=one.officer_id,
        session_id=draft.pick(session.id, None),
        hours=draft.pick(None, Decimal(4)),
    )
    return Spot(draft.later(one, other))


def _completion_outside_recognition(draft: Draft) -> Spot:
    too_late = CourseCode(code=CODE, start=draft.day + days(draft.pick(1, 200)))
    too_early = CourseCode(code=CODE, end=draft.day - days(draft.pick(1, 200)))
    other = CourseCode(code=_OTHER_CODE, start=draft.day + days(1))
    codes = draft.pick((too_late,), (too_early,), (too_early, too_late), (too_early, other))
    course = draft.new(Course, codes=draft.mixed(*codes))
    return Spot(draft.new(Completion, course_id=course.id), "/completed_on")


def _completion_under_one_code_of_two(draft: Draft) -> Spot:
    right = CourseCode(code=CODE, start=draft.pick(None, draft.day))
    wrong = draft.pick(
        CourseCode(code=_OTHER_CODE, start=draft.day + days(1)),
        CourseCode(code=_OTHER_CODE, end=draft.day - days(1)),
    )
    course = draft.new(Course, codes=draft.mixed(right, wrong))
    return Spot(draft.new(Completion, course_id=course.id), "/completed_on")


PLANTERS: Final[Mapping[str, tuple[Planter, ...]]] = {
    "course-not-recognised": (_course_that_no_pack_recognises,),
    "course-unlike-any": (_course_like_none_that_a_pack_knows,),
    "unknown-course-code": (_code_that_no_pack_knows,),
    "meeting-runs-backwards": (_meeting_that_runs_backwards,),
    "meetings-overlap": (_meetings_that_overlap,),
    "meeting-crosses-clock-change": (_meeting_while_clocks_change,),
    "meeting-offset": (_meeting_by_other_clocks,),
    "session-shorter-than-course": (_session_shorter_than_its_course,),
    "more-enrolled-than-seats": (_session_without_enough_seats,),
    "enrolled-twice": (_officer_enrolled_twice,),
    "enrollment-contradicts-session": (_seat_that_contradicts_its_session,),
    "enrollment-left-open": (_seat_left_open,),
    "attended-more-than-held": (_attendance_beyond_the_session,),
    "illegal-state-change": (_step_that_no_seat_takes,),
    "enrollment-without-completion": (_seat_without_completion,),
    "completion-of-cancelled-session": (_completion_of_a_cancelled_session,),
    "completion-of-unheld-session": (_completion_of_a_session_not_held,),
    "completion-of-another-course": (_completion_of_another_course,),
    "completion-outside-session": (
        _completion_outside_its_session,
        _completion_after_a_session_until_midnight,
    ),
    "more-hours-than-session": (_more_hours_than_the_session,),
    "attendance-below-credit": (_fewer_minutes_than_hours,),
    "outcome-contradicts-enrollment": (_outcome_that_contradicts_the_seat,),
    "completion-without-enrollment": (_completion_without_a_seat,),
    "completion-repeated": (_completion_that_is_filed_twice,),
    "completion-outside-recognition": (_completion_outside_recognition,),
    "completion-under-unrecognised-code": (_completion_under_one_code_of_two,),
}
