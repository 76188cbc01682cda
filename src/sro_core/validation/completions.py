"""Completions: of a session that was held, on its days, for the hours it took."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from sro_core.dates import in_force
from sro_core.models import Completion, EnrollmentState, Outcome, SessionState
from sro_core.problems import Problem
from sro_core.validation.files import Files

__all__ = [
    "completions_of_another_course",
    "completions_of_sessions_not_held",
    "completions_outside_recognition",
    "completions_outside_their_session",
    "completions_that_contradict_the_seat",
    "completions_that_repeat_another",
    "hours_beyond_the_attendance",
    "hours_beyond_the_session",
]

_CONTRADICT: Final[Mapping[Outcome, frozenset[EnrollmentState]]] = {
    Outcome.COMPLETED: frozenset(
        (
            EnrollmentState.WITHDRAWN,
            EnrollmentState.NO_SHOW,
            EnrollmentState.FAILED,
            EnrollmentState.INCOMPLETE,
        )
    ),
    Outcome.INCOMPLETE: frozenset((EnrollmentState.COMPLETED,)),
    Outcome.FAILED: frozenset((EnrollmentState.COMPLETED,)),
}


def completions_of_sessions_not_held(files: Files) -> Iterator[Problem]:
    """A session that is cancelled completes nobody, nor does one that is still to come."""
    for session in files.sessions:
        if session.state is SessionState.HELD:
            continue
        cancelled = session.state is SessionState.CANCELLED
        code = "completion-of-cancelled-session" if cancelled else "completion-of-unheld-session"
        for completion in files.completions_in(session):
            yield files.problem(code, completion, "/session_id", session=session.id)


def completions_of_another_course(files: Files) -> Iterator[Problem]:
    """A session completes the course that it teaches."""
    for session in files.sessions:
        for completion in files.completions_in(session):
            if completion.course_id == session.course_id:
                continue
            if files.courses.find(completion.course_id) is not None:
                yield files.problem(
                    "completion-of-another-course",
                    completion,
                    "/course_id",
                    session=session.id,
                    course=session.course_id,
                )


def completions_outside_their_session(files: Files) -> Iterator[Problem]:
    """A course is completed on a day of its session."""
    for session in files.sessions:
        held = files.held(session)
        if held is None:
            continue
        for completion in files.completions_in(session):
            if not held.first <= completion.completed_on <= held.last:
                yield files.problem(
                    "completion-outside-session",
                    completion,
                    "/completed_on",
                    session=session.id,
                    start=held.first,
                    end=held.last,
                )


def hours_beyond_the_session(files: Files) -> Iterator[Problem]:
    """No more hours are credited than the session met."""
    for session in files.sessions:
        held = files.held(session)
        if held is None:
            continue
        for completion in files.completions_in(session):
            if completion.hours is not None and completion.hours * 60 > held.minutes:
                yield files.problem(
                    "more-hours-than-session",
                    completion,
                    "/hours",
                    hours=completion.hours,
                    session=session.id,
                    minutes=held.minutes,
                )


def hours_beyond_the_attendance(files: Files) -> Iterator[Problem]:
    """No more hours are credited than the officer attended."""
    for session in files.sessions:
        seats = files.seat_of_each(session)
        for completion in files.completions_in(session):
            seat = seats.get(completion.officer_id)
            if seat is None or seat.attended_minutes is None:
                continue
            hours = _credited(files, completion)
            if hours is not None and hours * 60 > seat.attended_minutes:
                yield files.problem(
                    "attendance-below-credit",
                    completion,
                    "" if completion.hours is None else "/hours",
                    hours=hours,
                    enrollment=seat.id,
                    minutes=seat.attended_minutes,
                )


def _credited(files: Files, completion: Completion) -> Decimal | None:
    """The hours that a completion stands for: its own, or those of the course."""
    if completion.outcome is not Outcome.COMPLETED:
        return None
    if completion.hours is not None:
        return completion.hours
    course = files.courses.find(completion.course_id)
    return None if course is None else course.hours


def completions_that_contradict_the_seat(files: Files) -> Iterator[Problem]:
    """The outcome is that of the officer's seat, where the session's seats are on file."""
    for session in files.sessions:
        seats = files.seat_of_each(session)
        for completion in files.completions_in(session) if seats else ():
            seat = seats.get(completion.officer_id)
            if seat is None:
                yield files.problem(
                    "completion-without-enrollment",
                    completion,
                    "/session_id",
                    session=session.id,
                    officer=completion.officer_id,
                )
            elif seat.state in _CONTRADICT[completion.outcome]:
                yield files.problem(
                    "outcome-contradicts-enrollment",
                    completion,
                    "/outcome",
                    outcome=completion.outcome,
                    enrollment=seat.id,
                    state=seat.state,
                )


def completions_that_repeat_another(files: Files) -> Iterator[Problem]:
    """One officer completes one course once a day."""
    # By course and day first: many small tables stay near at hand where one large one does not.
    first: dict[tuple[str, dt.date], dict[str, str]] = {}
    for completion in files.completions:
        if completion.outcome is not Outcome.COMPLETED:
            continue
        key = (completion.course_id, completion.completed_on)
        other = first.setdefault(key, {}).setdefault(completion.officer_id, completion.id)
        if other != completion.id:
            yield files.problem("completion-repeated", completion, other=other)


def completions_outside_recognition(files: Files) -> Iterator[Problem]:
    """On the day of a completion the course is recognised under its codes."""
    dated = {
        course.id: course
        for course in files.courses
        if any(item.start is not None or item.end is not None for item in course.codes)
    }
    for completion in files.completions:
        course = dated.get(completion.course_id)
        if course is None or completion.outcome is not Outcome.COMPLETED:
            continue
        day = completion.completed_on
        outside = [item.code for item in course.codes if not in_force(item, day)]
        # One code may be recognised in several spans: it counts if any of them holds the day.
        inside = {item.code for item in course.codes if in_force(item, day)}
        missing = sorted(set(outside) - inside)
        if not inside:
            yield files.problem(
                "completion-outside-recognition",
                completion,
                "/completed_on",
                day=day,
                course=course.id,
            )
        elif missing:
            yield files.problem(
                "completion-under-unrecognised-code",
                completion,
                "/completed_on",
                day=day,
                course=course.id,
                codes=", ".join(missing),
            )
