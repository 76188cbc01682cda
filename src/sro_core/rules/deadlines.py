"""The last day on which completing is still in time."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

import attrs

from sro_core.rules import _fields as f
from sro_core.rules.events import Event, Period

__all__ = [
    "Before",
    "BeforeSchoolYear",
    "BeforeSchoolYearFrom",
    "Blocks",
    "Deadline",
    "Earliest",
    "EndOfFirstBlock",
    "EndOfSchoolYear",
    "EndOfYear",
    "Latest",
    "NoDeadline",
    "On",
    "OpenDeadline",
    "Within",
]


@attrs.frozen(kw_only=True)
class Before:
    """The day before an event."""

    before: Event = f.child()


@attrs.frozen(kw_only=True)
class Within:
    """A period after an event; only this kind may roll off a weekend or holiday.

    A period of no time is the day of the event, which does not roll.
    """

    within: Period = f.child()
    of: Event = f.child()


@attrs.frozen(kw_only=True)
class On:
    """A fixed day, itself in time."""

    on: dt.date = f.day()


@attrs.frozen(kw_only=True)
class BeforeSchoolYear:
    """The day before the district's first school year that begins after an event."""

    before_school_year_after: Event = f.child()


@attrs.frozen(kw_only=True)
class BeforeSchoolYearFrom:
    """The day before the district's first school year that begins on or after an event."""

    before_school_year_from: Event = f.child()


@attrs.frozen(kw_only=True)
class EndOfSchoolYear:
    """The last day of the district's first school year that begins on or after an event."""

    end_of_school_year_from: Event = f.child()


@attrs.frozen(kw_only=True)
class EndOfYear:
    """31 December, so many calendar years after that of an event (0 is the same year)."""

    calendar_years: int = f.whole()
    after: Event = f.child()


@attrs.frozen(kw_only=True)
class Blocks:
    """A fixed calendar of blocks, the same for everybody.

    Attributes:
        anchor: First day of one of the blocks.
        length: Length of each.
    """

    anchor: dt.date = f.day()
    length: Period = f.child()


@attrs.frozen(kw_only=True)
class EndOfFirstBlock:
    """The last day of the first block that begins on or after an event."""

    end_of_first: Blocks = f.child()
    after: Event = f.child()


@attrs.frozen(kw_only=True)
class Earliest:
    """The earliest of several last days."""

    earliest_of: tuple[Deadline, ...] = f.children()


@attrs.frozen(kw_only=True)
class Latest:
    """The latest of several last days."""

    latest_of: tuple[Deadline, ...] = f.children()


@attrs.frozen(kw_only=True)
class NoDeadline:
    """No last day; the words say why.

    Attributes:
        no_deadline: Why.
    """

    no_deadline: str = f.text()


@attrs.frozen(kw_only=True)
class OpenDeadline:
    """A last day exists but no source seen gives it: unknown while the duty is not met.

    Attributes:
        open: What the source says of it.
    """

    open: str = f.text()


Deadline: TypeAlias = (
    Before
    | Within
    | On
    | BeforeSchoolYear
    | BeforeSchoolYearFrom
    | EndOfSchoolYear
    | EndOfYear
    | EndOfFirstBlock
    | Earliest
    | Latest
    | NoDeadline
    | OpenDeadline
)
