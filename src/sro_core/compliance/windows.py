"""Turns the limits of a rule into a function from a unit to the days that count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from sro_core import dates
from sro_core.compliance.events import Day, EventFinder, after, compile_event
from sro_core.compliance.scope import Scope
from sro_core.compliance.truth import Missing
from sro_core.compliance.units import Unit
from sro_core.rules.conditions import Completed, EventDay
from sro_core.rules.events import Limit, Period
from sro_core.rules.evidence import CourseTaken, Hours

__all__ = [
    "Limited",
    "Window",
    "WindowFinder",
    "compile_window",
    "fixed_window",
    "has_limits",
    "reaching",
]

#: The parts of a rule that have limits.
Limited: TypeAlias = EventDay | Completed | CourseTaken | Hours


class Window(NamedTuple):
    """The days that count, at most.

    Attributes:
        start: First day.
        end: Last day; before the first one where none counts.
        missing: Names of what may narrow it; None where it is known.
    """

    start: dt.date
    end: dt.date
    missing: Missing | None = None


WindowFinder: TypeAlias = Callable[[Unit], Window]


def reaching(limit: dt.date, period: Period, *, beyond: bool = False) -> dt.date:
    """The first day from which a period reaches a day.

    Args:
        limit: The day that is reached.
        period: How long.
        beyond: Whether it must be passed.
    """

    def reaches(day: dt.date) -> bool:
        return after(day, period) > limit if beyond else after(day, period) >= limit

    day = dates.add(limit, -period.years, -period.months, -period.weeks, -period.days)
    while reaches(day) and day > dt.date.min:
        day = dates.day_before(day)
    while not reaches(day) and day < dt.date.max:
        day = dates.day_after(day)
    return day


def has_limits(node: Limited) -> bool:
    """Whether a part of a rule limits the days that count."""
    return (node.on_or_after, node.on_or_before, node.before) != (None, None, None)


def fixed_window(node: Limited) -> Window | None:
    """The days that count, where they are the same for everybody."""
    limits = (node.on_or_after, node.on_or_before, node.before)
    days = [limit for limit in limits if limit is None or isinstance(limit, dt.date)]
    if len(days) < len(limits):
        return None
    period, beyond = node.within or node.less_than, node.less_than is not None
    since, until, before = days
    return _window(since, until, before, period, beyond=beyond)


def compile_window(node: Limited, scope: Scope) -> WindowFinder:
    """The function that finds the days that count."""
    limits = (node.on_or_after, node.on_or_before, node.before)
    period, beyond = node.within or node.less_than, node.less_than is not None
    fixed = fixed_window(node)
    if fixed is not None:
        return lambda _unit: fixed
    since, until, before = (_limit(limit, scope) for limit in limits)

    def find(unit: Unit) -> Window:
        return _window(since(unit), until(unit), before(unit), period, beyond=beyond)

    return find


def _limit(limit: Limit | None, scope: Scope) -> EventFinder:
    """The function that finds the day of a limit; None where there is no limit.

    An event that has not happened lies after every day.
    """
    if limit is None or isinstance(limit, dt.date):
        return lambda _unit: limit
    event = compile_event(limit, scope)

    def find(unit: Unit) -> Day:
        day = event(unit)
        return dt.date.max if day is None else day

    return find


def _window(since: Day, until: Day, before: Day, period: Period | None, *, beyond: bool) -> Window:
    unknown = [day for day in (since, until, before) if isinstance(day, frozenset)]
    start = since if isinstance(since, dt.date) else dt.date.min
    end = until if isinstance(until, dt.date) else dt.date.max
    if isinstance(before, dt.date):
        end = min(end, dates.day_before(before))
    if period is not None:
        limit = before if until is None else until
        if isinstance(limit, dt.date):
            start = max(start, reaching(limit, period, beyond=beyond))
    return Window(start, end, frozenset[str]().union(*unknown) if unknown else None)
