"""How a duty comes back: since the last completion, or in fixed periods."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TypeAlias

import attrs

from sro_core.rules import _fields as f
from sro_core.rules.deadlines import Blocks
from sro_core.rules.events import Period

__all__ = [
    "Clock",
    "EachBlock",
    "EachPeriod",
    "EachVersion",
    "Every",
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


class Clock(enum.StrEnum):
    """What must be running when the first period that counts begins."""

    SERVICE = "service"
    LICENSE = "license"


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
        license: The kind of license, where it is the period or the clock.
        clock: What must run when the first period that counts begins; license
            periods run on the license.
        first_from: Day on or after which the first period that counts begins.
    """

    each: PeriodKind = f.word(PeriodKind)
    license: str | None = f.text(optional=True)
    clock: Clock = f.word(Clock, default=Clock.SERVICE)
    first_from: dt.date | None = f.day(optional=True)


@attrs.frozen(kw_only=True)
class EachBlock:
    """Once in each block of a fixed calendar.

    Attributes:
        blocks: The calendar.
        license: The kind of license, where it is the clock.
        clock: What must run when the first block that counts begins.
        first_from: Day on or after which the first block that counts begins.
    """

    blocks: Blocks = f.child()
    license: str | None = f.text(optional=True)
    clock: Clock = f.word(Clock, default=Clock.SERVICE)
    first_from: dt.date | None = f.day(optional=True)


@attrs.frozen(kw_only=True)
class EachVersion:
    """Again for each new version of the safety plan.

    Attributes:
        each_version: Always true.
    """

    each_version: bool = f.switch()


Renewal: TypeAlias = Every | OpenInterval | EachPeriod | EachBlock | EachVersion
