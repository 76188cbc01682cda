"""Days that deadlines and conditions count from."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TypeAlias

import attrs

from sro_core.rules import _fields as f

__all__ = [
    "Event",
    "EventName",
    "FirstCompleted",
    "FirstMet",
    "FixedDay",
    "Happening",
    "Later",
    "Limit",
    "Period",
    "StatedDate",
    "StatedFrom",
]


class EventName(enum.StrEnum):
    """Events that the records themselves date."""

    SERVICE_START = "service_start"
    """First day of the spell of service in the jurisdiction and role."""
    AGENCY_START = "agency_start"
    """First day of that service for the agency of the last assignment."""
    DISTRICT_START = "district_start"
    """First day of that service in the district of the last assignment."""
    ASSIGNMENT_START = "assignment_start"
    """First day of the assignment (of the first one, where several are judged together)."""
    HIRE = "hire"
    """First day of the running employment with the assigning agency."""
    LICENSE = "license"
    """First day of the first license of the kind, in the jurisdiction."""
    LAW = "law"
    """First day on which this version of the requirement is in force."""
    AGREEMENT_SIGNED = "agreement_signed"
    """Day on which the agreement in force was signed."""
    AGREEMENT_START = "agreement_start"
    """First day of the agreement in force."""
    AGREEMENT_REVIEWED = "agreement_reviewed"
    """Last day on which the agreement was signed or reviewed."""


@attrs.frozen(kw_only=True)
class Period:
    """A length of time on the calendar; months and years keep the day of the month.

    Attributes:
        years: How many years.
        months: How many months.
        weeks: How many weeks.
        days: How many days; below zero it is so many days less than the rest.
    """

    years: int = f.whole(default=0)
    months: int = f.whole(default=0)
    weeks: int = f.whole(default=0)
    days: int = f.offset(default=0)


@attrs.frozen(kw_only=True)
class Happening:
    """An event that the records date.

    Attributes:
        event: Which event.
        license: The kind of license, for the event `license`.
    """

    event: EventName = f.word(EventName)
    license: str | None = f.text(optional=True)


@attrs.frozen(kw_only=True)
class StatedFrom:
    """The day from which a fact is attested to be true.

    Attributes:
        stated_from: The attested fact, such as a designation.
    """

    stated_from: str = f.text()


@attrs.frozen(kw_only=True)
class StatedDate:
    """The date that an attested fact states.

    Attributes:
        stated_date: The attested fact, whose value is a date.
    """

    stated_date: str = f.text()


@attrs.frozen(kw_only=True)
class FirstMet:
    """The first day on which another requirement was met; until then there is no such day.

    Attributes:
        first_met: Id of a requirement of the same pack.
    """

    first_met: str = f.text()


@attrs.frozen(kw_only=True)
class FirstCompleted:
    """The day a course was first completed; until then there is no such day.

    Attributes:
        first_completed: Codes of the course.
    """

    first_completed: tuple[str, ...] = f.names(optional=False)


@attrs.frozen(kw_only=True)
class FixedDay:
    """A day that the source names, the same for everybody."""

    on: dt.date = f.day()


@attrs.frozen(kw_only=True)
class Later:
    """A day so long after that of another event.

    Attributes:
        later: How long.
        than: The other event.
    """

    later: Period = f.child()
    than: Event = f.child()


Event: TypeAlias = (
    Happening | StatedFrom | StatedDate | FirstMet | FirstCompleted | FixedDay | Later
)

#: Where a window begins or ends, on a fixed day or on the day of an event.
Limit: TypeAlias = dt.date | Event
