"""The kinds of duty: once, again after a period, in each period, for each version of a plan.

Each gives the branches that are possible, and the names of the facts that would
tell them apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sro_core import dates
from sro_core.compliance.events import Day, after
from sro_core.compliance.lapsing import standings
from sro_core.compliance.outcomes import Branch, Possible
from sro_core.compliance.renewals import Periods, Recurrence
from sro_core.compliance.searches import days_of
from sro_core.compliance.terms import Terms, VersionTerms, reachable
from sro_core.compliance.truth import Missing, Truth, nothing
from sro_core.compliance.units import Unit
from sro_core.compliance.waivers import (
    Found,
    ended_equivalent,
    equivalent_spans,
    equivalents,
    find_evidence,
)
from sro_core.dates import Stretch
from sro_core.findings import Status
from sro_core.rules import renewals as rule
from sro_core.rules.events import Period
from sro_core.rules.evidence import PlanReviewed

__all__ = ["NOT_BEGUN", "Duty", "obligation"]

#: The reason where a recurring duty has not begun to count.
NOT_BEGUN = "the first period that counts has not begun"


class Duty(NamedTuple):
    """The requirement that is judged.

    Attributes:
        requirement_id: Its id.
        versions: Its dated versions.
        wants_first: Whether other requirements ask for the first day it was met.
    """

    requirement_id: str
    versions: tuple[VersionTerms, ...]
    wants_first: bool
    weak: bool

    def version_on(self, day: dt.date) -> VersionTerms | None:
        """The version in force on a day."""
        for item in self.versions:
            if item.start <= day and (item.end is None or day <= item.end):
                return item
        return None


def obligation(duty: Duty, unit: Unit, terms: Terms, due: Day) -> Iterator[Possible]:
    """What the terms of one branch come to.

    Args:
        duty: The requirement.
        unit: Whom it is judged for.
        terms: What the branch asks.
        due: The first deadline.
    """
    if terms.recurrence is not None:
        return _each(duty, unit, terms, terms.recurrence, due)
    if isinstance(terms.renewal, rule.EachVersion):
        return _each_version(duty, unit, terms, due)
    period = terms.renewal.every if isinstance(terms.renewal, rule.Every) else None
    return _asked_at_large(duty, unit, terms, due, period)


def _asked_at_large(
    duty: Duty, unit: Unit, terms: Terms, due: Day, period: Period | None
) -> Iterator[Possible]:
    """A duty that is asked of all days together, once or again after a period."""
    granted = equivalent_spans(unit, duty.requirement_id, period)
    if terms.evidence.lapses or granted:
        return _lasting(unit, terms, due, period, granted)
    if period is None:
        return _once(unit, terms, due)
    return _every(unit, terms, due, period)


# once -----------------------------------------------------------------------------------------


def _once(unit: Unit, terms: Terms, due: Day) -> Iterator[Possible]:
    for day, missing in days_of(terms.evidence.earliest, unit, dt.date.min, unit.as_of):
        if day is None:
            yield from _unmet(unit, due, missing)
        else:
            yield _met_once(terms, due, day), missing


def _met_once(terms: Terms, due: Day, day: dt.date, until: dt.date | None = None) -> Branch:
    due_on = due if isinstance(due, dt.date) else None
    branch = Branch(Status.MET, due_on, until, day, day)
    if isinstance(terms.renewal, rule.OpenInterval):
        branch = branch._replace(reason=f"completed; {terms.renewal.open_interval}")
    return branch


def _unmet(unit: Unit, due: Day, missing: Missing) -> Iterator[Possible]:
    if isinstance(due, frozenset):
        yield Branch(Status.DUE), missing | due
        yield Branch(Status.OVERDUE), missing | due
    else:
        late = due is not None and unit.as_of > due
        yield Branch(Status.OVERDUE if late else Status.DUE, due_on=due), missing


def _anything(missing: Missing) -> Iterator[Possible]:
    """Nothing can be said of what was done, nor of the last day."""
    yield Branch(Status.MET, first=dt.date.min), missing
    yield Branch(Status.DUE), missing
    yield Branch(Status.OVERDUE), missing


# again within a period of the last ------------------------------------------------------------


def _every(unit: Unit, terms: Terms, due: Day, period: Period) -> Iterator[Possible]:
    firsts = days_of(terms.evidence.earliest, unit, dt.date.min, unit.as_of)
    lasts = days_of(terms.evidence.latest, unit, dt.date.min, unit.as_of)
    # at worst and at best, where what is not known makes a difference to either
    for number in range(max(len(firsts), len(lasts))):
        first, of_first = firsts[min(number, len(firsts) - 1)]
        last, of_last = lasts[min(number, len(lasts) - 1)]
        missing = of_first | of_last
        until = None if last is None else after(last, period)
        if until is not None and unit.as_of <= until:
            yield Branch(Status.MET, until, until, first=first), missing
        elif until is not None and unit.start <= until:
            yield Branch(Status.EXPIRED, until, until, first=first), missing
        else:
            # what had lapsed before the service began was not met in it
            yield from _unmet(unit, due, missing)


# evidence that ends by itself -----------------------------------------------------------------


def _lasting(
    unit: Unit, terms: Terms, due: Day, period: Period | None, granted: list[Stretch]
) -> Iterator[Possible]:
    """Met while the evidence counts; expired where it counted in this service and lapsed."""
    for found, missing in standings(terms.evidence, unit, period, granted):
        until = None if found.until == dt.date.max else found.until
        if found.since is None:
            yield from _unmet(unit, due, missing)
        elif not found.counts:
            yield Branch(Status.EXPIRED, until, until, first=found.since), missing
        elif period is None:
            yield _met_once(terms, due, found.since, until), missing
        else:
            yield Branch(Status.MET, until, until, first=found.since), missing


# once in each period --------------------------------------------------------------------------


class _World(NamedTuple):
    """A period as it is in one of the ways that what is not known may be.

    Attributes:
        counts: Whether anything was asked in it.
        day: The day on which it was satisfied; None is missed, or not yet.
    """

    counts: bool
    day: dt.date | None


class _Period(NamedTuple):
    """A period, at worst and at best."""

    stretch: Stretch
    worst: _World
    best: _World
    missing: Missing
    until: dt.date | None

    @classmethod
    def of(cls, stretch: Stretch, found: list[Found], *, may_be_free: bool) -> _Period:
        """What the possibilities come to.

        Args:
            stretch: Its days.
            found: The evidence of each branch that asked for some.
            may_be_free: Whether it is possible that nothing was asked.
        """
        days = [item.day for item in found if item.day is not None]
        if len(days) < len(found):
            worst = _World(counts=True, day=None)
        else:
            worst = _World(counts=not may_be_free, day=max(days, default=None))
        best = _World(counts=bool(days) or not may_be_free, day=min(days, default=None))
        return cls(
            stretch,
            worst,
            best,
            nothing.union(*(item.missing for item in found)),
            min((item.until for item in found if item.until is not None), default=None),
        )


def _each(
    duty: Duty, unit: Unit, terms: Terms, recurrence: Recurrence, due: Day
) -> Iterator[Possible]:
    if recurrence.clock is None:
        yield from _after_the_first(duty, unit, terms, recurrence, due)
        return
    clock = recurrence.clock(unit)
    periods = recurrence.periods(unit, clock) if isinstance(clock, dt.date) else clock
    if periods is None:
        # what the periods are counted from has not happened: its own deadline counts
        yield from _asked_at_large(duty, unit, terms, due, None)
    elif isinstance(periods, frozenset):
        yield from _anything(periods)
    else:
        yield from _in_periods(duty, unit, terms, periods)


def _after_the_first(
    duty: Duty, unit: Unit, terms: Terms, recurrence: Recurrence, due: Day
) -> Iterator[Possible]:
    """A first time by the deadline, and then in each period that begins afterwards."""
    find, requirement_id = terms.evidence.earliest, duty.requirement_id
    firsts = find_evidence(unit, requirement_id, find, dt.date.min, unit.as_of)
    for number, found in enumerate(firsts):
        if found.day is None:
            yield from _unmet(unit, due, found.missing)
            continue
        periods = recurrence.periods(unit, found.day)
        if isinstance(periods, frozenset):
            yield from _anything(periods | found.missing)
            continue
        last = None if periods is None else dates.day_before(periods.begin)
        if periods is None or last is None or unit.as_of <= last:
            until = min(filter(None, (last, found.until)), default=None)
            yield _met_once(terms, due, found.day, until), found.missing
            continue
        hopes = (False, True) if len(firsts) == 1 else (number == 1,)
        first = _First(found.day, last)
        for branch, missing in _in_periods(duty, unit, terms, periods, hopes, first):
            yield branch, missing | found.missing


class _First(NamedTuple):
    """The first time a duty was met, and the last day on which that counts."""

    day: dt.date
    until: dt.date


def _in_periods(
    duty: Duty,
    unit: Unit,
    terms: Terms,
    periods: Periods,
    hopes: tuple[bool, ...] = (False, True),
    first: _First | None = None,
) -> Iterator[Possible]:
    """What the periods that count come to.

    Args:
        duty: The requirement.
        unit: Whom it is judged for.
        terms: What the branch asks.
        periods: The periods.
        hopes: Whether what is not known counts as there, in each of the worlds judged.
        first: The first time, where the periods begin after it.
    """
    current = None
    if periods.running is not None:
        found = _found_in(duty, unit, terms, periods.running)
        current = _Period.of(periods.running, found, may_be_free=False)
    settled = current is not None and current.worst.day is not None
    closed = [] if settled and not duty.wants_first else _closed(duty, unit, terms, periods.closed)
    judged = closed if current is None else [current, *closed]
    missing = nothing.union(*(item.missing for item in judged))
    branches = list(
        dict.fromkeys(_periodic(current, closed, first, hopeful=hopeful) for hopeful in hopes)
    )
    for branch in branches:
        yield branch, missing if len(branches) > 1 or len(hopes) == 1 else nothing


def _found_in(duty: Duty, unit: Unit, terms: Terms, period: Stretch) -> list[Found]:
    return find_evidence(unit, duty.requirement_id, terms.evidence.earliest, *period)


def _closed(duty: Duty, unit: Unit, terms: Terms, periods: Iterable[Stretch]) -> list[_Period]:
    """The closed periods in which something may have been asked, the last one first."""
    asked: list[_Period] = []
    running = duty.version_on(unit.as_of)
    for period in periods:
        version = duty.version_on(period.end)
        if version is None or not version.renews:
            continue
        if version is running:
            found = _found_in(duty, unit, terms, period)
            asked.append(_Period.of(period, found, may_be_free=False))
        else:
            asked.append(_under(duty, unit, version, period))
    return asked


def _under(duty: Duty, unit: Unit, version: VersionTerms, period: Stretch) -> _Period:
    """What a period gave under the version that governed it, judged on today's facts."""
    reading = version.readings[0]
    applies: Truth = reading.applies(unit) if reading.applies is not None else True
    if applies is False:
        return _Period.of(period, [], may_be_free=True)
    unsure = nothing if applies is True else applies
    may_be_free = applies is not True
    found: list[Found] = []
    for terms, missing in reachable(unit, reading):
        unsure = unsure | missing
        if terms.exempt is not None or terms.recurrence is None:
            may_be_free = True
        else:
            found += _found_in(duty, unit, terms, period)
    judged = _Period.of(period, found, may_be_free=may_be_free)
    return judged._replace(missing=judged.missing | unsure)


def _periodic(
    current: _Period | None, closed: list[_Period], earlier: _First | None, *, hopeful: bool
) -> Branch:
    """The branch of a recurring duty in one world.

    Args:
        current: The current period; None where there is none that counts.
        closed: The closed periods, the last one first.
        earlier: The first time, where the periods begin after it.
        hopeful: Whether what is not known counts as there.
    """
    past: list[tuple[dt.date, dt.date | None]] = [
        (item.stretch.end, world.day)
        for item in closed
        if (world := item.best if hopeful else item.worst).counts
    ]
    if earlier is not None:
        past.append((earlier.until, earlier.day))
    done = None
    if current is not None:
        done = (current.best if hopeful else current.worst).day
    first = min((day for _end, day in past if day is not None), default=done)
    if current is not None and done is not None:
        last = current.stretch.end
        return Branch(Status.MET, last, min(last, current.until or last), first=first)
    if past and past[0][1] is None:
        missed = past[0][0]
        if first is None:
            return Branch(Status.OVERDUE, due_on=missed)
        until = next(end for end, day in past if day is not None)
        return Branch(Status.EXPIRED, missed, until, first=first)
    if current is not None:
        return Branch(Status.DUE, due_on=current.stretch.end, running=True, first=first)
    if past:
        return Branch(Status.MET, past[0][0], past[0][0], first=first)
    return Branch(Status.NOT_REQUIRED, reason=NOT_BEGUN)


# again for each version of a plan -------------------------------------------------------------


def _each_version(duty: Duty, unit: Unit, terms: Terms, due: Day) -> Iterator[Possible]:
    if not isinstance(terms.asked, PlanReviewed) or unit.file is None:
        yield from _anything(frozenset(("safety_plan",)))
        return
    places = unit.plans(terms.asked.plan_review)
    running = [item for plans in places if (item := unit.plan_in_force(plans)) is not None]
    if len(running) < len(places):
        yield from _anything(frozenset(("safety_plan",)))
        return
    reviews = unit.file.reviews
    newest = max(item.start for item in running)
    older = any(item.start < newest and item.id in reviews for plans in places for item in plans)
    last_day: Day = dates.day_before(newest) if older else due
    due_on = last_day if isinstance(last_day, dt.date) else None
    until = min((item.end for item in running if item.end is not None), default=None)
    days = [reviews[item.id] for item in running if item.id in reviews]
    if len(days) < len(running):
        days = [item.day for item in equivalents(unit, duty.requirement_id)][:1]
    if days:
        yield Branch(Status.MET, due_on, until, max(days), max(days)), nothing
        return
    missing = nothing
    if newest < unit.records_from:
        missing = frozenset(("agency.records_from",))
        yield Branch(Status.MET, due_on, until), missing
    ended = ended_equivalent(unit, duty.requirement_id)
    if older:
        yield Branch(Status.EXPIRED, due_on, due_on), missing
    elif ended is not None:
        yield Branch(Status.EXPIRED, ended.until, ended.until, first=ended.day), missing
    else:
        yield from _unmet(unit, due, missing)
