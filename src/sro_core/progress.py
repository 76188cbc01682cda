"""Where an officer stands in a course on one day, and why."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import attrs

from sro_core.models import (
    LIST_OF,
    Completion,
    Course,
    Enrollment,
    EnrollmentState,
    Held,
    Officer,
    Record,
    SessionState,
    TrainingSession,
)
from sro_core.models import _fields as f
from sro_core.registry import Registry

__all__ = ["CompletionState", "CompletionStatus", "Reason", "completion_status"]


class CompletionState(enum.StrEnum):
    """Where an officer can stand in a course."""

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
        says: It in a sentence or two, which name ids, never people.
        kind: The list of the record it rests on, such as `enrollments`; None where
            it rests on none.
        record_id: The id of that record.
        pointer: JSON pointer to that record in the registry as it was given.
    """

    says: str
    kind: str | None = None
    record_id: str | None = None
    pointer: str | None = None

    def __str__(self) -> str:
        return self.says if self.pointer is None else f"{self.says} [{self.pointer}]"


@attrs.frozen(kw_only=True)
class CompletionStatus:
    """Where an officer stands in a course on one day.

    Attributes:
        officer_id: The officer.
        course_id: The course.
        as_of: The day judged.
        state: The state; None where nothing is on file.
        on: The day of the completion that decided; else the last day of the session.
        session_id: The session it speaks of, one that is on file.
        enrollment_id: The officer's seat in that session.
        completion_id: The completion that decided.
        hours: Credited hours, those of the completion or else of the course; None
            where the course is not completed, or neither states them.
        attended_minutes: Minutes attended; None where they are not stated, or the
            session has not begun.
        held_minutes: Minutes that the session meets in all: elapsed time, what
            overlaps counted once; None where it is cancelled, or its meetings do not
            say.
        reasons: Why, what decided first.
    """

    officer_id: str
    course_id: str
    as_of: dt.date
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
        head = f"{self.officer_id}, {self.course_id}, on {self.as_of}: {state}"
        return "\n".join([head, *(f"  - {reason}" for reason in self.reasons)])


def completion_status(
    registry: Registry,
    *,
    officer_id: str,
    course_id: str,
    as_of: dt.date,
    known_at: dt.datetime | None = None,
) -> CompletionStatus:
    """Where an officer stands in a course on one day.

    A completion decides over the seat in its session. Without one, the seat, the
    days of the session by the clocks of its place, and the minutes attended do: a
    seat alone never completes a course, nor does a session that was cancelled. A
    session has begun on its first day, and is over on the day after its last.

    Of several answers a completed one is taken, the latest. Else one of a session
    that is not over, where the officer is registered, waitlisted or in progress: the
    furthest. Else the one whose day is the latest. Where that is the same: the
    furthest, in the order withdrawn, cancelled, waitlisted, registered, no show, in
    progress, incomplete, failed; then the one whose ids come last.

    Args:
        registry: The registry; the order of its lists changes nothing but pointers.
        officer_id: The officer.
        course_id: The course.
        as_of: The day judged; completions dated later do not count.
        known_at: A moment with an offset; only what was on file then is judged.
            None takes all there is.

    Returns:
        The answer; its state is None where nothing is on file, also where the officer
        or the course itself is not.

    Raises:
        InvalidRecord: `as_of` is no date, or `known_at` has no offset.
    """
    f.refuse(f.check_date(as_of), "as_of")
    known = registry.as_known_at(known_at)
    return _Judge(registry, known, officer_id, course_id, as_of).status()


#: From the nearest to the furthest.
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
#: States of a seat that say how it ended, on which an answer may rest.
_ENDED: Final = frozenset(
    (EnrollmentState.INCOMPLETE, EnrollmentState.FAILED, EnrollmentState.NO_SHOW)
)
_OPEN: Final = frozenset((EnrollmentState.REGISTERED, EnrollmentState.IN_PROGRESS))


def _words(state: enum.StrEnum) -> str:
    return state.replace("_", " ")


class _Judge:
    """What is on file about one officer and one course, and what it comes to on one day."""

    __slots__ = (
        "_as_of",
        "_completions",
        "_course",
        "_course_id",
        "_given",
        "_officer",
        "_officer_id",
        "_seats",
        "_sessions",
    )

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
        """The answer."""
        missing = [
            Reason(says=f"No {what} {record_id} is on file.")
            for what, record_id, record in (
                ("officer", self._officer_id, self._officer),
                ("course", self._course_id, self._course),
            )
            if record is None
        ]
        if missing:
            return self._answer(None, *missing)
        best = max(self._answers(), key=self._rank, default=None)
        if best is None:
            nothing = f"No seat and no completion of the course is on file by {self._as_of}."
            best = self._answer(None, Reason(says=nothing))
        if best.state is CompletionState.COMPLETED:
            return best
        # Who holds a certificate is told why it does not count.
        return attrs.evolve(best, reasons=(*best.reasons, *self._discounted()))

    def _answers(self) -> Iterator[CompletionStatus]:
        """One for each completion that decides, and for each seat that none decides over."""
        decided: set[str | None] = set()
        cancelled: set[str] = set()
        for completion in self._completions:
            if completion.completed_on > self._as_of:
                continue
            session = self._session_of(completion)
            if session is not None and session.state is SessionState.CANCELLED:
                cancelled.add(session.id)
            else:
                decided.add(completion.session_id)
                yield self._of_completion(completion, session)
        for seat in self._seats:
            session = self._sessions.get(seat.session_id)
            if session is None or session.course_id != self._course_id or session.id in decided:
                continue
            cancelled.discard(session.id)
            yield self._of_seat(seat, session)
        for session_id in cancelled:
            yield self._of_cancelled(self._sessions[session_id])

    def _rank(self, answer: CompletionStatus) -> tuple[int, int, dt.date, int, str, str, str]:
        """What an answer is chosen by."""
        place = _FURTHER.index(answer.state)
        session = self._sessions.get(answer.session_id or "")
        first = further = 0
        if answer.state is CompletionState.COMPLETED:
            first = 2
        elif answer.state in _ON_THE_LIST and session is not None and not self._is_over(session):
            first, further = 1, place
        ids = (answer.completion_id or "", answer.session_id or "", answer.enrollment_id or "")
        return first, further, answer.on or dt.date.min, place, *ids

    # completions

    def _session_of(self, completion: Completion) -> TrainingSession | None:
        return self._sessions.get(completion.session_id or "")

    def _of_completion(
        self, completion: Completion, session: TrainingSession | None
    ) -> CompletionStatus:
        says = f"A completion of {completion.completed_on} is on file: {completion.outcome}."
        seat = self._seat_in(session)
        if seat is not None and seat.state not in _OPEN and seat.state != completion.outcome.value:
            says += f" The seat {seat.id} says {_words(seat.state)}; the completion decides."
        state = CompletionState(completion.outcome.value)
        hours: Decimal | None = None
        if state is CompletionState.COMPLETED:
            hours = completion.hours
            if hours is None and self._course is not None:
                hours = self._course.hours
        return self._answer(
            state,
            self._reason(says, completion),
            session=session,
            seat=seat,
            on=completion.completed_on,
            completion_id=completion.id,
            hours=hours,
        )

    def _seat_in(self, session: TrainingSession | None) -> Enrollment | None:
        """The officer's seat in a session; of several the furthest, then the last by id."""
        seats = [item for item in self._seats if session and item.session_id == session.id]
        return max(
            seats, key=lambda item: (_FURTHER.index(item.state.value), item.id), default=None
        )

    def _discounted(self) -> Iterator[Reason]:
        """Completions that do not count."""
        for item in sorted(self._completions, key=lambda item: (item.completed_on, item.id)):
            session = self._session_of(item)
            if session is not None and session.state is SessionState.CANCELLED:
                why = f"The session {session.id} was cancelled; it completes nobody."
            elif item.completed_on > self._as_of:
                why = f"It is dated {item.completed_on}, later than the day judged."
            else:
                continue
            yield self._reason(f"The completion {item.id} does not count. {why}", item)

    # seats

    def _of_cancelled(self, session: TrainingSession) -> CompletionStatus:
        reason = self._reason(f"The session {session.id} was cancelled.", session)
        return self._answer(CompletionState.CANCELLED, reason, session=session)

    def _of_seat(self, seat: Enrollment, session: TrainingSession) -> CompletionStatus:
        state, says = self._judged(seat, session)
        return self._answer(state, self._reason(says, seat), session=session, seat=seat)

    def _judged(self, seat: Enrollment, session: TrainingSession) -> tuple[CompletionState, str]:
        """Where a seat stands that no completion decides over, in a sentence or two."""
        state = CompletionState(seat.state.value)
        times = session.held()
        in_session = f"the session {session.id}"
        if seat.state is EnrollmentState.WITHDRAWN:
            return state, f"The officer withdrew from {in_session}."
        if session.state is SessionState.CANCELLED:
            return CompletionState.CANCELLED, f"The session {session.id} was cancelled."
        if seat.state is EnrollmentState.WAITLISTED:
            return state, f"The officer is on the waiting list of {in_session}{self._when(times)}."
        if times is not None and self._as_of < times.first:
            says = f"A seat is taken; {in_session} begins on {times.first}."
            if seat.state is not EnrollmentState.REGISTERED:
                says += f" That it is {_words(state)} cannot be so yet."
            return CompletionState.REGISTERED, says
        if seat.state in _ENDED:
            return state, f"The seat in {in_session} says {_words(state)}."
        if seat.state is EnrollmentState.COMPLETED:
            says = f"The seat in {in_session} says completed, but a seat alone is no evidence."
            says += f" No completion by {self._as_of} is on file."
            return CompletionState.IN_PROGRESS, says
        return self._attended(seat, session, times)

    def _when(self, times: Held | None) -> str:
        """How a waiting list fares with the days of its session."""
        if times is None:
            return ""
        if self._as_of < times.first:
            return f", which begins on {times.first}"
        if self._as_of <= times.last:
            return f", which began without the officer on {times.first}"
        return f", which was held without the officer until {times.last}"

    def _attended(
        self, seat: Enrollment, session: TrainingSession, times: Held | None
    ) -> tuple[CompletionState, str]:
        """Where a seat stands that is open, in a session that may have begun."""
        state, minutes = CompletionState(seat.state.value), seat.attended_minutes
        in_session = f"the session {session.id}"
        if times is None:
            if minutes:
                says = f"{minutes} minutes of {in_session} were attended"
                state = CompletionState.IN_PROGRESS
            else:
                says = f"The seat in {in_session} says {_words(state)}"
            return state, f"{says}; its meetings do not say when it is over."
        if minutes is not None and minutes >= times.minutes:
            says = f"The officer sat through all of {in_session}; no completion is on file yet."
            return CompletionState.IN_PROGRESS, says
        if self._as_of <= times.last:
            says = f"The officer is in {in_session}, which ends on {times.last}."
            return CompletionState.IN_PROGRESS, says
        if minutes is None:
            says = f"The session {session.id} ended on {times.last}; nobody recorded attendance."
            return state, says
        if not minutes:
            says = f"None of the {times.minutes} minutes of {in_session} were attended."
            return CompletionState.NO_SHOW, says
        says = f"{minutes} of the {times.minutes} minutes of {in_session} were attended."
        return CompletionState.INCOMPLETE, says

    def _is_over(self, session: TrainingSession) -> bool:
        times = session.held()
        return session.state is SessionState.HELD if times is None else times.last < self._as_of

    # the answer

    def _answer(
        self,
        state: CompletionState | None,
        *reasons: Reason,
        session: TrainingSession | None = None,
        seat: Enrollment | None = None,
        **found: Any,
    ) -> CompletionStatus:
        times = None if session is None else session.held()
        held = session is not None and session.state is not SessionState.CANCELLED
        begun = times is None or times.first <= self._as_of
        if session is not None:
            found = {"session_id": session.id, "on": times and times.last, **found}
        if seat is not None:
            found["enrollment_id"] = seat.id
        return CompletionStatus(
            officer_id=self._officer_id,
            course_id=self._course_id,
            as_of=self._as_of,
            state=state,
            attended_minutes=seat.attended_minutes if seat is not None and begun else None,
            held_minutes=times.minutes if times is not None and held else None,
            reasons=reasons,
            **found,
        )

    def _reason(self, says: str, record: Record) -> Reason:
        kind = LIST_OF[type(record)]
        ids = [item.id for item in getattr(self._given, kind)]
        pointer = f"/{kind}/{ids.index(record.id)}"
        return Reason(says=says, kind=kind, record_id=record.id, pointer=pointer)
