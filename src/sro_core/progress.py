"""Where an officer stands with a course, judged on one day, and why."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

import attrs

from sro_core.models import (
    Completion,
    Course,
    Enrollment,
    EnrollmentState,
    Officer,
    Outcome,
    SessionState,
    TrainingSession,
)
from sro_core.models import _fields as f
from sro_core.registry import Registry

__all__ = ["CompletionState", "CompletionStatus", "Reason", "completion_status"]


class CompletionState(enum.StrEnum):
    """Where an officer can stand with a course."""

    REGISTERED = "registered"
    WAITLISTED = "waitlisted"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    INCOMPLETE = "incomplete"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


@attrs.frozen(kw_only=True)
class Reason:
    """One thing that an answer rests on.

    Attributes:
        text: A sentence.
        kind: The list of the record it rests on, such as `enrollments`.
        record_id: The id of that record.
        pointer: JSON pointer to it in the registry that was asked about; to its list
            where it is not on file.
    """

    text: str
    kind: str
    record_id: str
    pointer: str

    def __str__(self) -> str:
        return f"{self.text}  [{self.pointer}]"


@attrs.frozen(kw_only=True)
class CompletionStatus:
    """Where an officer stands with a course.

    Attributes:
        state: The state; None where nothing is on file.
        on: The day of the completion that decided; else the last day of the session.
        session_id: The session it speaks of.
        enrollment_id: The officer's seat in that session.
        completion_id: The completion that decided.
        hours: Credited hours, those of the completion or else of the course; None
            where the course is not completed, or neither states them.
        attended_minutes: Minutes attended by the officer; None where they are not
            stated, or the session has not begun.
        held_minutes: Minutes that the session meets: elapsed time, what overlaps
            counted once; None where it is cancelled, or its meetings do not say.
        reasons: Why, what decided first.
    """

    state: CompletionState | None
    on: dt.date | None = None
    session_id: str | None = None
    enrollment_id: str | None = None
    completion_id: str | None = None
    hours: Decimal | None = None
    attended_minutes: int | None = None
    held_minutes: int | None = None
    reasons: tuple[Reason, ...]

    def __str__(self) -> str:
        state = "nothing on file" if self.state is None else _words(self.state)
        return "\n".join([state, *(f"  {reason}" for reason in self.reasons)])


def completion_status(
    registry: Registry,
    *,
    officer_id: str,
    course_id: str,
    as_of: dt.date,
    known_at: dt.datetime | None = None,
) -> CompletionStatus:
    """Where an officer stands with a course on one day.

    A completion decides over the seat in its session. Without one, the seat, the
    days of the session by the clocks of its place, and the minutes attended do; a
    seat alone never completes a course, nor does a session that is cancelled. A
    session has begun on its first day, and is over on the day after its last.

    Of several answers a completed one is taken, the latest. Else one of a session
    that is not over, where the officer is still on its list: the furthest. Else
    the one whose day is the latest. Where that is the same: the furthest, in the
    order withdrawn, cancelled, waitlisted, registered, no show, in progress,
    incomplete, failed; then the one whose ids come last.

    Args:
        registry: The registry; the answer does not depend on the order of its lists.
        officer_id: The officer.
        course_id: The course.
        as_of: The day judged; completions dated later do not count.
        known_at: A moment with an offset; only what was on file then is judged.
            None takes all there is.

    Returns:
        The answer; its state is None where nothing is on file, also where that is
        so of the officer or of the course.

    Raises:
        InvalidRecord: `as_of` is no date, or `known_at` has no offset.
    """
    f.refuse(f.check_date(as_of), "as_of")
    return _Judge(registry, registry.as_known_at(known_at), officer_id, course_id, as_of).status()


#: From the nearest to the furthest: of two answers for one day the further one is taken.
_FURTHER: Final = (
    CompletionState.WITHDRAWN,
    CompletionState.CANCELLED,
    CompletionState.WAITLISTED,
    CompletionState.REGISTERED,
    CompletionState.NO_SHOW,
    CompletionState.IN_PROGRESS,
    CompletionState.INCOMPLETE,
    CompletionState.FAILED,
    CompletionState.COMPLETED,
)
_ON_THE_LIST: Final = frozenset(
    (CompletionState.WAITLISTED, CompletionState.REGISTERED, CompletionState.IN_PROGRESS)
)
_NOT_YET_ENDED: Final = frozenset((EnrollmentState.REGISTERED, EnrollmentState.IN_PROGRESS))


class _Times(NamedTuple):
    """When and how long a session meets: days in the time zone of its place."""

    first: dt.date
    last: dt.date
    minutes: int


def _times(session: TrainingSession) -> _Times | None:
    """What the meetings come to; None where there are none, or one runs backwards."""
    days = session.days()
    if days is None or any(item.ends_at <= item.starts_at for item in session.meetings):
        return None
    return _Times(*days, session.minutes())


def _words(state: enum.StrEnum) -> str:
    return state.replace("_", " ")


class _Judge:
    """What is on file about one officer and one course, and what it comes to on one day."""

    def __init__(
        self, given: Registry, known: Registry, officer_id: str, course_id: str, as_of: dt.date
    ) -> None:
        self._given = given
        self._officer_id = officer_id
        self._course_id = course_id
        self._as_of = as_of
        self._officer = known.find(Officer, officer_id)
        self._course = known.find(Course, course_id)
        self._sessions = {item.id: item for item in known.sessions}
        self._seats = [item for item in known.enrollments if item.officer_id == officer_id]
        self._completions = [
            item
            for item in known.completions
            if item.officer_id == officer_id and item.course_id == course_id
        ]

    def status(self) -> CompletionStatus:
        nobody = list(self._nobody())
        if nobody:
            return CompletionStatus(state=None, reasons=tuple(nobody))
        answers = [*map(self._of_completion, self._counted()), *self._of_seats()]
        best = max(answers, key=self._rank, default=None)
        if best is None:
            late = tuple(self._not_counted())
            what = f"Course {self._course_id} has no enrollment and no completion of the officer"
            reason = self._reason(f"{what} by {self._as_of}.", "officers", self._officer_id)
            return CompletionStatus(state=None, reasons=(reason, *late))
        if best.state is CompletionState.COMPLETED:
            return best
        return attrs.evolve(best, reasons=(*best.reasons, *self._not_counted()))

    def _nobody(self) -> Iterator[Reason]:
        if self._officer is None:
            text = f"No officer {self._officer_id} is on file."
            yield self._reason(text, "officers", self._officer_id)
        if self._course is None:
            yield self._reason(
                f"No course {self._course_id} is on file.", "courses", self._course_id
            )

    def _rank(self, answer: CompletionStatus) -> tuple[int, int, dt.date, int, str, str, str]:
        """What an answer is taken by, of several: the greatest is."""
        state = answer.state
        place = -1 if state is None else _FURTHER.index(state)
        session = self._sessions.get(answer.session_id or "")
        if state is CompletionState.COMPLETED:
            first, further = 2, 0
        elif state in _ON_THE_LIST and session is not None and not self._is_over(session):
            first, further = 1, place
        else:
            first, further = 0, 0
        ids = (answer.completion_id or "", answer.session_id or "", answer.enrollment_id or "")
        return first, further, answer.on or dt.date.min, place, *ids

    def _is_over(self, session: TrainingSession) -> bool:
        times = _times(session)
        return session.state is SessionState.HELD if times is None else times.last < self._as_of

    def _reason(self, text: str, kind: str, record_id: str) -> Reason:
        ids = (item.id for item in getattr(self._given, kind))
        position = next((place for place, found in enumerate(ids) if found == record_id), None)
        pointer = f"/{kind}" if position is None else f"/{kind}/{position}"
        return Reason(text=text, kind=kind, record_id=record_id, pointer=pointer)
