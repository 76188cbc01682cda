"""How a duty comes back: since the last completion, or in periods."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TypeAlias

import attrs

from sro_core.rules import _fields as f
from sro_core.rules.deadlines import Blocks
from sro_core.rules.events import Event, Period

__all__ = [
    "BlocksAfter",
    "Clock",
    "EachBlock",
    "EachPeriod",
    "EachVersion",
    "Every",
    "FirstTime",
    "Once",
    "OpenInterval",
    "PeriodKind",
    "Renewal",
]


class PeriodKind(enum.StrEnum):
    """Periods that the calendar or the records give."""

    CALENDAR_YEAR = "calendar_year"
    SCHOOL_YEAR = "school_year"
    SERVICE_YEAR = "service_year"
    LICENSE_PERIOD = "license_period"


@attrs.frozen(kw_only=True)
class FirstTime:
    """The day on which the duty itself was met a first time; until then its deadline counts.

    Attributes:
        first_time: Always true.
    """

    first_time: bool = f.switch()


#: What has happened by the first day of the first period that counts.
Clock: TypeAlias = Event | FirstTime


@attrs.frozen(kw_only=True)
class Once:
    """It does not come back: what a case or a reading says against its version.

    Attributes:
        once: Always true.
    """

    once: bool = f.switch()


@attrs.frozen(kw_only=True)
class Every:
    """Again within a period of the last completion."""

    every: Period = f.child()


@attrs.frozen(kw_only=True)
class OpenInterval:
    """It must be renewed, but no source seen says how often.

    Attributes:
        open_interval: What the source says of it.
    """

    open_interval: str = f.text()


@attrs.frozen(kw_only=True)
class EachPeriod:
    """Once in each period.

    Attributes:
        each: The kind of period.
        license: The kind of license, for license periods.
        clock: On or after what the first period that counts begins; None is the start of
            service. License periods have none of their own: they run on the license.
        first_from: Day on or after which the first period that counts begins.
    """

    each: PeriodKind = f.word(PeriodKind)
    license: str | None = f.text(optional=True)
    clock: Clock | None = f.child(optional=True)
    first_from: dt.date | None = f.day(optional=True)


@attrs.frozen(kw_only=True)
class BlocksAfter:
    """Blocks counted from an event: one ends on each day that lies a whole number of lengths after.

    Attributes:
        after: The event; its day is not part of the first block.
        length: Length of each.
    """

    after: Event = f.child()
    length: Period = f.child()


@attrs.frozen(kw_only=True)
class EachBlock:
    """Once in each block of a calendar.

    Attributes:
        blocks: The calendar, the same for everybody or counted from an event.
        clock: On or after what the first block that counts begins; None is the start of
            service.
        first_from: Day on or after which the first block that counts begins.
    """

    blocks: Blocks | BlocksAfter = f.child()
    clock: Clock | None = f.child(optional=True)
    first_from: dt.date | None = f.day(optional=True)


@attrs.frozen(kw_only=True)
class EachVersion:
    """Again for each new version of the safety plan.

    Attributes:
        each_version: Always true.
    """

    each_version: bool = f.switch()


Renewal: TypeAlias = Every | OpenInterval | EachPeriod | EachBlock | EachVersion | Once
