"""What is taught, when it is held, and who has a seat."""

from __future__ import annotations

import datetime as dt
import enum
import zoneinfo
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

import attrs

from sro_core.errors import InvalidRecord
from sro_core.models import _fields as f
from sro_core.models._frozen import FrozenMap
from sro_core.models._record import Void, check_marks
from sro_core.problems import problem

__all__ = [
    "NEXT_STATES",
    "Course",
    "CourseCode",
    "Enrollment",
    "EnrollmentState",
    "Held",
    "Meeting",
    "SessionState",
    "TrainingSession",
]


class SessionState(enum.StrEnum):
    """States of a training session."""

    SCHEDULED = "scheduled"
    HELD = "held"
    CANCELLED = "cancelled"


class EnrollmentState(enum.StrEnum):
    """States of a seat in a session."""

    REGISTERED = "registered"
    WAITLISTED = "waitlisted"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    INCOMPLETE = "incomplete"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    NO_SHOW = "no_show"


_S = EnrollmentState

#: The states that can follow each state of a seat; none follows the last ones.
NEXT_STATES: Final[Mapping[EnrollmentState, frozenset[EnrollmentState]]] = MappingProxyType(
    {
        _S.REGISTERED: frozenset((_S.WAITLISTED, _S.IN_PROGRESS, _S.WITHDRAWN, _S.NO_SHOW)),
        _S.WAITLISTED: frozenset((_S.REGISTERED, _S.WITHDRAWN)),
        _S.IN_PROGRESS: frozenset((_S.COMPLETED, _S.INCOMPLETE, _S.FAILED, _S.WITHDRAWN)),
        _S.COMPLETED: frozenset(),
        _S.INCOMPLETE: frozenset(),
        _S.FAILED: frozenset(),
        _S.WITHDRAWN: frozenset(),
        _S.NO_SHOW: frozenset(),
    }
)


@attrs.frozen(kw_only=True, weakref_slot=False)
class CourseCode:
    """A catalogue code under which a course is recognised, and since when.

    Attributes:
        code: Such as `nasro.basic-sro`.
        start: First day of recognition; None is always; `from` on the wire.
        end: Last day of recognition; `to` on the wire.
    """

    code: str = f.text()
    start: dt.date | None = f.date(optional=True, wire="from")
    end: dt.date | None = f.date(optional=True, wire="to")

    def __attrs_post_init__(self) -> None:
        f.require_order(self.start, self.end)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Course:
    """What is taught.

    Attributes:
        id: Unique among courses.
        title: As printed on the certificate; private, it may name people.
        provider: Who teaches it; private, it may be a person.
        hours: Hours of the whole course; None is not stated.
        topics: Hours of each topic; None is not stated.
        codes: Catalogue codes it is recognised under.
    """

    id: str = f.text()
    title: str = f.text(private=True)
    provider: str = f.text(private=True)
    hours: Decimal | None = f.hours(optional=True)
    topics: FrozenMap[str, Decimal | None] = f.mapping_of_hours()
    codes: tuple[CourseCode, ...] = f.tuple_of(CourseCode)
    recorded_at: dt.datetime | None = f.instant(optional=True)
    voided: Void | None = f.one(Void, optional=True)
    extensions: FrozenMap[str, f.Json] = f.extensions()

    __attrs_post_init__ = check_marks


@attrs.frozen(kw_only=True, weakref_slot=False)
class Meeting:
    """One sitting of a session.

    Attributes:
        starts_at: Beginning, with an offset.
        ends_at: End, with an offset.
    """

    starts_at: dt.datetime = f.instant()
    ends_at: dt.datetime = f.instant()


class Held(NamedTuple):
    """What the meetings of a session come to.

    Attributes:
        first: First day, by the clocks of the place.
        last: Last day; a meeting that ends at midnight does not meet on the day that
            begins then.
        minutes: Whole minutes that pass in its meetings, what overlaps counted once.
    """

    first: dt.date
    last: dt.date
    minutes: int


@attrs.frozen(kw_only=True, weakref_slot=False)
class TrainingSession:
    """A course held on given days at a place.

    Attributes:
        id: Unique among sessions.
        course_id: The course that is taught.
        host: Who holds it; private, it may be a person.
        meetings: Its sittings.
        time_zone: IANA name of the place's time zone.
        place: Where, in words; private.
        capacity: Seats.
        state: Scheduled, held or cancelled.
    """

    id: str = f.text()
    course_id: str = f.text()
    host: str = f.text(private=True)
    meetings: tuple[Meeting, ...] = f.tuple_of(Meeting, optional=False)
    time_zone: str = f.time_zone()
    place: str | None = f.text(optional=True, private=True)
    capacity: int | None = f.count(optional=True)
    state: SessionState = f.enum_of(SessionState)
    recorded_at: dt.datetime | None = f.instant(optional=True)
    voided: Void | None = f.one(Void, optional=True)
    extensions: FrozenMap[str, f.Json] = f.extensions()

    __attrs_post_init__ = check_marks

    def held(self) -> Held | None:
        """When and how long it meets; None where it has no meetings, or one runs backwards."""
        if not self.meetings or any(item.ends_at <= item.starts_at for item in self.meetings):
            return None
        first = min(meeting.starts_at for meeting in self.meetings)
        last = self.on_site(max(meeting.ends_at for meeting in self.meetings))
        if last > dt.datetime.min.replace(tzinfo=last.tzinfo):  # nothing lies before the first
            last -= dt.timedelta.resolution
        return Held(self.on_site(first).date(), last.date(), self._minutes())

    def on_site(self, moment: dt.datetime) -> dt.datetime:
        """A moment as the clocks of the place show it; at the edge of the calendar as it is."""
        try:
            return moment.astimezone(zoneinfo.ZoneInfo(self.time_zone))
        except OverflowError:
            return moment

    def _minutes(self) -> int:
        elapsed = dt.timedelta(0)
        until: dt.datetime | None = None
        for meeting in sorted(self.meetings, key=lambda meeting: meeting.starts_at):
            start = meeting.starts_at if until is None else max(meeting.starts_at, until)
            elapsed += max(meeting.ends_at - start, dt.timedelta(0))
            until = meeting.ends_at if until is None else max(until, meeting.ends_at)
        return elapsed // dt.timedelta(minutes=1)


@attrs.frozen(kw_only=True, weakref_slot=False)
class Enrollment:
    """An officer's seat in a session.

    Attributes:
        id: Unique among enrollments.
        session_id: The session.
        officer_id: Who has the seat.
        state: Where the officer stands.
        attended_minutes: Minutes attended so far.
    """

    id: str = f.text()
    session_id: str = f.text()
    officer_id: str = f.text()
    state: EnrollmentState = f.enum_of(EnrollmentState)
    attended_minutes: int | None = f.count(optional=True)
    recorded_at: dt.datetime | None = f.instant(optional=True)
    voided: Void | None = f.one(Void, optional=True)
    extensions: FrozenMap[str, f.Json] = f.extensions()

    __attrs_post_init__ = check_marks

    def moved(
        self,
        state: EnrollmentState,
        *,
        id: str,  # noqa: A002 - the record's own word
        at: dt.datetime,
        attended_minutes: int | None = None,
    ) -> Enrollment:
        """The record of the seat in the state that follows, which takes this one's place.

        Args:
            state: One of `NEXT_STATES` of the seat's state.
            id: The id of the new record.
            at: When it comes on file.
            attended_minutes: Minutes attended so far; None keeps those on file.

        Raises:
            InvalidRecord: The state cannot follow.
        """
        if state not in NEXT_STATES[self.state]:
            allowed = ", ".join(sorted(NEXT_STATES[self.state])) or "none"
            raise InvalidRecord(
                [
                    problem(
                        "not-a-next-state",
                        "/state",
                        record_id=self.id,
                        before=self.state,
                        after=state,
                        allowed=allowed,
                    )
                ]
            )
        minutes = self.attended_minutes if attended_minutes is None else attended_minutes
        return attrs.evolve(
            self, id=id, state=state, attended_minutes=minutes, recorded_at=at, voided=None
        )
