"""When a requirement or a case applies: true, false or unknown (strong Kleene logic)."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import TypeAlias

import attrs

from sro_core.rules import _fields as f
from sro_core.rules.events import Event, Limit, Period
from sro_core.rules.facts import Absent

__all__ = [
    "AllOf",
    "AnyOf",
    "Completed",
    "Condition",
    "EventDay",
    "FactTest",
    "Holds",
    "InSchoolYear",
    "Met",
    "Not",
    "OnFile",
    "RecordOnFile",
    "Served",
    "Span",
    "Undecided",
]


@attrs.frozen(kw_only=True)
class AllOf:
    """Every part holds."""

    all: tuple[Condition, ...] = f.children()


@attrs.frozen(kw_only=True)
class AnyOf:
    """At least one part holds."""

    any: tuple[Condition, ...] = f.children()


@attrs.frozen(kw_only=True)
class Not:
    """The part does not hold."""

    part: Condition = f.child(wire="not")


@attrs.frozen(kw_only=True)
class FactTest:
    """A fact compared with fixed values; all comparisons given must hold.

    Of several assignments, schools or agreements one that satisfies the test is
    enough, unless `every` asks for all.

    Attributes:
        fact: A registry fact such as `district.kind`, or an attested fact.
        values: The words it may be (`in` on the wire).
        state: True or false (`is` on the wire).
        at_least: Least number.
        more_than: Number below it.
        at_most: Greatest number.
        less_than: Number above it.
        on_or_after: First day.
        on_or_before: Last day.
        every: Whether all records must satisfy the test.
        absent: What a value that is not on file comes to; an attested fact says so itself.
    """

    fact: str = f.text()
    values: tuple[str, ...] = f.names(wire="in")
    state: bool | None = f.switch(default=None, wire="is")
    at_least: Decimal | None = f.number(optional=True)
    more_than: Decimal | None = f.number(optional=True)
    at_most: Decimal | None = f.number(optional=True)
    less_than: Decimal | None = f.number(optional=True)
    on_or_after: dt.date | None = f.day(optional=True)
    on_or_before: dt.date | None = f.day(optional=True)
    every: bool = f.switch(default=False)
    absent: Absent = f.word(Absent, default=Absent.UNKNOWN)


@attrs.frozen(kw_only=True)
class EventDay:
    """An event happened, inside the days given.

    Attributes:
        day_of: The event.
        on_or_after: The first day, or the event on whose day it is.
        on_or_before: The last day, or the event on whose day it is.
        before: The day, or the event, before which it lies.
        within: How long before that limit at most: the period from it reaches the limit.
        less_than: A period that it lies less than before that limit.
    """

    day_of: Event = f.child()
    on_or_after: Limit | None = f.limit()
    on_or_before: Limit | None = f.limit()
    before: Limit | None = f.limit()
    within: Period | None = f.child(optional=True)
    less_than: Period | None = f.child(optional=True)


@attrs.frozen(kw_only=True)
class InSchoolYear:
    """An event falls in a school year of the district, after it has begun.

    Attributes:
        in_school_year: The event.
        first_day: Whether the first day of the year counts too.
    """

    in_school_year: Event = f.child()
    first_day: bool = f.switch(default=False)


@attrs.frozen(kw_only=True)
class Completed:
    """The officer completed a course, inside the days given.

    Attributes:
        completed: Codes, of which one is enough.
        on_or_after: The first day, or the event on whose day it is.
        on_or_before: The last day, or the event on whose day it is.
        before: The day, or the event, before which it lies.
        within: How long before that limit at most: the period from it reaches the limit.
        less_than: A period that it lies less than before that limit.
    """

    completed: tuple[str, ...] = f.names(optional=False)
    on_or_after: Limit | None = f.limit()
    on_or_before: Limit | None = f.limit()
    before: Limit | None = f.limit()
    within: Period | None = f.child(optional=True)
    less_than: Period | None = f.child(optional=True)


@attrs.frozen(kw_only=True)
class Span:
    """Days from a first to a last one, both included.

    Attributes:
        start: First day; None is every day until the last one.
        end: Last day.
    """

    start: dt.date | None = f.day(optional=True, wire="from")
    end: dt.date = f.day(wire="to")

    def __attrs_post_init__(self) -> None:
        f.require_order(self.start, self.end)


@attrs.frozen(kw_only=True)
class Served:
    """One of the judged assignments ran on at least one of the days given.

    Attributes:
        served: The days.
        ever: Whether assignments of earlier and later service count too: of the officer in
            the same jurisdiction and role, or of the same agency, district or both.
    """

    served: Span = f.child()
    ever: bool = f.switch(default=False)


@attrs.frozen(kw_only=True)
class Holds:
    """The officer holds a license or certification of a kind on the day judged.

    Attributes:
        holds: The kind: a word of `licenses`, or a code.
        absent: What it comes to where the records do not say.
    """

    holds: str = f.text()
    absent: Absent = f.word(Absent, default=Absent.UNKNOWN)


@attrs.frozen(kw_only=True)
class Met:
    """Another requirement of the same pack was met by the day judged."""

    met: str = f.text()


class RecordOnFile(enum.StrEnum):
    """Records whose presence can be asked about."""

    AGREEMENT = "agreement"


@attrs.frozen(kw_only=True)
class OnFile:
    """An agreement in force on the day judged is on file for one of the assignments.

    Attributes:
        on_file: Which record.
        absent: What its absence stands for.
    """

    on_file: RecordOnFile = f.word(RecordOnFile)
    absent: Absent = f.word(Absent, default=Absent.UNKNOWN)


@attrs.frozen(kw_only=True)
class Undecided:
    """What the sources leave open: always unknown, with the question said.

    Attributes:
        undecided: The question, in words.
    """

    undecided: str = f.text()


Condition: TypeAlias = (
    AllOf
    | AnyOf
    | Not
    | FactTest
    | EventDay
    | InSchoolYear
    | Completed
    | Served
    | Holds
    | Met
    | OnFile
    | Undecided
)
