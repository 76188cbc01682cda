"""Sessions: their meetings, by the clocks of their place, and their seats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from sro_core.models import EnrollmentState, SessionState
from sro_core.problems import Problem
from sro_core.validation.files import Files
from sro_core.validation.spans import overlaps

__all__ = [
    "meetings_that_overlap",
    "meetings_that_run_backwards",
    "meetings_the_clocks_disturb",
    "sessions_shorter_than_their_course",
    "sessions_with_too_many_officers",
]

_SEATLESS: Final = frozenset((EnrollmentState.WAITLISTED, EnrollmentState.WITHDRAWN))
_MINUTE: Final = dt.timedelta(minutes=1)


def meetings_that_run_backwards(files: Files) -> Iterator[Problem]:
    """A meeting ends after it starts."""
    for session in files.sessions:
        for place, meeting in enumerate(session.meetings):
            if meeting.ends_at <= meeting.starts_at:
                yield files.problem(
                    "meeting-runs-backwards",
                    session,
                    f"/meetings/{place}/ends_at",
                    end=meeting.ends_at.isoformat(),
                )


def meetings_that_overlap(files: Files) -> Iterator[Problem]:
    """The meetings of a session follow one another."""
    for session in files.sessions:
        if files.held(session) is None:
            continue
        for (_place, before), (place, _meeting) in overlaps(
            enumerate(session.meetings),
            lambda pair: (pair[1].starts_at, pair[1].ends_at),
            touching=False,
        ):
            yield files.problem(
                "meetings-overlap",
                session,
                f"/meetings/{place}/starts_at",
                end=before.ends_at.isoformat(),
            )


def meetings_the_clocks_disturb(files: Files) -> Iterator[Problem]:
    """Times are written as the clocks of the place show them, which do not change meanwhile."""
    for session in files.sessions:
        for place, meeting in enumerate(session.meetings):
            pointer = f"/meetings/{place}"
            first = _offset(session.on_site(meeting.starts_at))
            second = _offset(session.on_site(meeting.ends_at))
            for name, moment, right in (
                ("starts_at", meeting.starts_at, first),
                ("ends_at", meeting.ends_at, second),
            ):
                if _offset(moment) != right:
                    yield files.problem(
                        "meeting-offset",
                        session,
                        f"{pointer}/{name}",
                        zone=session.time_zone,
                        right=_written(right),
                        offset=_written(_offset(moment)),
                    )
            if first != second and meeting.starts_at < meeting.ends_at:
                yield files.problem(
                    "meeting-crosses-clock-change",
                    session,
                    pointer,
                    zone=session.time_zone,
                    minutes=(meeting.ends_at - meeting.starts_at) // _MINUTE,
                )


def _offset(moment: dt.datetime) -> dt.timedelta:
    return moment.utcoffset() or dt.timedelta(0)


def _written(offset: dt.timedelta) -> str:
    """An offset as date-times write it."""
    sign = "-" if offset < dt.timedelta(0) else "+"
    minutes = abs(offset) // _MINUTE
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"


def sessions_shorter_than_their_course(files: Files) -> Iterator[Problem]:
    """A session that is not cancelled meets as long as its course takes."""
    for session in files.sessions:
        course = files.courses.find(session.course_id)
        held = files.held(session)
        if session.state is SessionState.CANCELLED or held is None or course is None:
            continue
        if course.hours is not None and held.minutes < course.hours * 60:
            yield files.problem(
                "session-shorter-than-course",
                session,
                "/meetings",
                minutes=held.minutes,
                hours=course.hours,
            )


def sessions_with_too_many_officers(files: Files) -> Iterator[Problem]:
    """No more officers have a seat than there are seats."""
    for session in files.sessions:
        if session.capacity is None:
            continue
        taken = sum(seat.state not in _SEATLESS for seat in files.seats_in(session))
        if taken > session.capacity:
            yield files.problem(
                "more-enrolled-than-seats",
                session,
                "/capacity",
                count=taken,
                seats=session.capacity,
            )
