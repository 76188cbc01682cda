"""Seats: one for each officer, in a state that the session and the steps before it allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sro_core.history import is_voided
from sro_core.models import (
    NEXT_STATES,
    Completion,
    Enrollment,
    EnrollmentState,
    SessionState,
)
from sro_core.problems import Problem
from sro_core.validation.files import Files

__all__ = [
    "attendance_beyond_the_session",
    "officers_enrolled_twice",
    "seats_that_contradict_their_session",
    "seats_that_skip_a_step",
    "seats_without_completion",
]

_S = EnrollmentState
_ENDED: Final = frozenset((_S.COMPLETED, _S.INCOMPLETE, _S.FAILED, _S.NO_SHOW))
_IMPOSSIBLE: Final[Mapping[SessionState, frozenset[EnrollmentState]]] = {
    SessionState.CANCELLED: _ENDED | {_S.IN_PROGRESS},
    SessionState.SCHEDULED: _ENDED,
    SessionState.HELD: frozenset(),
}
_OPEN: Final = frozenset((_S.REGISTERED, _S.IN_PROGRESS))


def officers_enrolled_twice(files: Files) -> Iterator[Problem]:
    """An officer has one seat in a session."""
    for session in files.sessions:
        first: dict[str, Enrollment] = {}
        for seat in files.seats_in(session):
            if seat.state is _S.WITHDRAWN:
                continue
            other = first.setdefault(seat.officer_id, seat)
            if other is not seat:
                yield files.problem(
                    "enrolled-twice", seat, "/officer_id", officer=seat.officer_id, other=other.id
                )


def seats_that_contradict_their_session(files: Files) -> Iterator[Problem]:
    """Nobody attends what was not held, and a session that was held leaves no seat open."""
    for session in files.sessions:
        for seat in files.seats_in(session):
            if seat.state in _IMPOSSIBLE[session.state]:
                yield files.problem(
                    "enrollment-contradicts-session",
                    seat,
                    "/state",
                    state=seat.state,
                    session=session.id,
                    session_state=session.state,
                )
            elif session.state is SessionState.HELD and seat.state in _OPEN:
                yield files.problem(
                    "enrollment-left-open", seat, "/state", state=seat.state, session=session.id
                )


def seats_that_skip_a_step(files: Files) -> Iterator[Problem]:
    """Where one record of a seat replaces another, its state is one that can follow."""
    seats = {seat.id: seat for seat in files.registry.enrollments}
    for before in files.registry.enrollments:
        if before.voided is None or not is_voided(before, files.known_at):
            continue
        seat = seats.get(before.voided.replaced_by or "")
        if seat is None or seat.state is before.state or seat.state in NEXT_STATES[before.state]:
            continue
        yield files.problem(
            "illegal-state-change", seat, "/state", before=before.state, after=seat.state
        )


def attendance_beyond_the_session(files: Files) -> Iterator[Problem]:
    """Nobody attends for longer than the session meets."""
    for session in files.sessions:
        held = files.held(session)
        if held is None:
            continue
        for seat in files.seats_in(session):
            if seat.attended_minutes is not None and seat.attended_minutes > held.minutes:
                yield files.problem(
                    "attended-more-than-held",
                    seat,
                    "/attended_minutes",
                    attended=seat.attended_minutes,
                    held=held.minutes,
                )


def seats_without_completion(files: Files) -> Iterator[Problem]:
    """Who completed a session has a completion on file: a seat alone is no evidence."""
    elsewhere: dict[tuple[str, str], list[Completion]] = {}
    for completion in files.completions:
        if completion.session_id is None:
            key = (completion.course_id, completion.officer_id)
            elsewhere.setdefault(key, []).append(completion)
    for session in files.sessions:
        if session.state is not SessionState.HELD:
            continue
        held = files.held(session)
        completed = {completion.officer_id for completion in files.completions_in(session)}
        for seat in files.seats_in(session):
            if seat.state is not _S.COMPLETED or seat.officer_id in completed:
                continue
            alike = elsewhere.get((session.course_id, seat.officer_id), ())
            if not any(
                held is None or held.first <= item.completed_on <= held.last for item in alike
            ):
                yield files.problem("enrollment-without-completion", seat)
