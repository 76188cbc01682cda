"""The kinds of duty: once, again after a period, in each period, for each version of a plan.

Each gives the branches that are possible, and the names of the facts that would
tell them apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from sro_core import dates
from sro_core.compliance.events import Day, after
from sro_core.compliance.files import Selection
from sro_core.compliance.lapsing import standings
from sro_core.compliance.outcomes import Branch, Possible, late_by_days
from sro_core.compliance.renewals import Periods, Recurrence
from sro_core.compliance.searches import first_days, last_days
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

__all__ = ["NOT_BEGUN", "Asked", "Duty", "obligation"]

#: The reason where a recurring duty has not begun to count.
NOT_BEGUN = "the first period that counts has not begun"

# A member of an enumeration takes many times as long to look up as a name of the module.
_DUE: Final = Status.DUE
_EXPIRED: Final = Status.EXPIRED
_MET: Final = Status.MET
_NOT_REQUIRED: Final = Status.NOT_REQUIRED
_OVERDUE: Final = Status.OVERDUE


class Duty(NamedTuple):
    """The requirement that is judged.

    Attributes:
        requirement_id: Its id.
        versions: Its dated versions.
        wants_first: Whether other requirements ask for the first day it was met.
        weak: Whether it rests on a summary or on memory.
        renews_once: Whether no more than one version asks in periods.
    """

    requirement_id: str
    versions: tuple[VersionTerms, ...]
    wants_first: bool
    weak: bool
    renews_once: bool

    def version_on(self, day: dt.date) -> VersionTerms | None:
        """The version in force on a day."""
        for item in self.versions:
            if item.start <= day and (item.end is None or day <= item.end):
                return item
        return None


class Asked(NamedTuple):
    """What one branch of a rule asks of a unit.

    Attributes:
        duty: The requirement.
        unit: Whom it is judged for.
        terms: What the branch asks.
        due: The first deadline.
        waivers: Whether waivers of the requirement are on file.
    """

    duty: Duty
    unit: Unit
    terms: Terms
    due: Day
    waivers: bool

    def branch(
        self,
        status: Status,
        due_on: dt.date | None = None,
        valid_until: dt.date | None = None,
        done_on: dt.date | None = None,
        first: dt.date | None = None,
        *,
        running: bool = False,
        reason: str = "",
    ) -> Branch:
        """What it comes to, in one of the ways that are possible."""
        _duty, unit, terms, _due, _waivers = self
        late = late_by_days(status, due_on, done_on, unit.as_of) if due_on is not None else None
        name, weak = terms.name, terms.weak
        return tuple.__new__(
            Branch,
            (status, due_on, valid_until, done_on, first, late, running, name, weak, reason),
        )


def obligation(asked: Asked) -> Sequence[Possible]:
    """What the terms of one branch come to."""
    terms = asked.terms
    if terms.recurrence is not None:
        return list(_each(asked, terms.recurrence))
    if isinstance(terms.renewal, rule.EachVersion):
        return list(_each_version(asked))
    return _asked_at_large(asked, terms.period)


def _asked_at_large(asked: Asked, period: Period | None) -> Sequence[Possible]:
    """A duty that is asked of all days together, once or again after a period."""
    granted: list[Stretch] = []
    if asked.waivers:
        granted = equivalent_spans(asked.unit, asked.duty.requirement_id, period)
    if asked.terms.evidence.lapses or granted:
        return list(_lasting(asked, period, granted))
    if period is None:
        return _once(asked)
    return _every(asked, period)


# once -----------------------------------------------------------------------------------------


def _once(asked: Asked) -> Sequence[Possible]:
    unit = asked.unit
    possible: list[Possible] = []
    for day, missing in first_days(asked.terms.evidence, unit, dt.date.min, unit.as_of):
        if day is None:
            possible += _unmet(asked, missing)
        else:
            possible.append((_met_once(asked, day), missing))
    return possible


def _met_once(asked: Asked, day: dt.date, until: dt.date | None = None) -> Branch:
    due_on = asked.due if isinstance(asked.due, dt.date) else None
    renewal, reason = asked.terms.renewal, ""
    if isinstance(renewal, rule.OpenInterval):
        reason = f"completed; {renewal.open_interval}"
    return asked.branch(_MET, due_on, until, day, day, reason=reason)


def _unmet(asked: Asked, missing: Missing) -> Sequence[Possible]:
    due = asked.due
    if isinstance(due, frozenset):
        unknown = missing | due
        return [
            (asked.branch(_DUE), unknown),
            (asked.branch(_OVERDUE), unknown),
        ]
    late = due is not None and asked.unit.as_of > due
    return [(asked.branch(_OVERDUE if late else _DUE, due), missing)]


def _anything(asked: Asked, missing: Missing) -> Iterator[Possible]:
    """Nothing can be said of what was done, nor of the last day."""
    yield asked.branch(_MET, first=dt.date.min), missing
    yield asked.branch(_DUE), missing
    yield asked.branch(_OVERDUE), missing


# again within a period of the last ------------------------------------------------------------


def _every(asked: Asked, period: Period) -> Sequence[Possible]:
    unit, evidence = asked.unit, asked.terms.evidence
    firsts = first_days(evidence, unit, dt.date.min, unit.as_of)
    lasts = last_days(evidence, unit, dt.date.min, unit.as_of)
    done: list[Possible] = []
    undone: Missing | None = None
    # at worst and at best, where what is not known makes a difference to either
    for number in range(max(len(firsts), len(lasts))):
        first, of_first = firsts[min(number, len(firsts) - 1)]
        last, of_last = lasts[min(number, len(lasts) - 1)]
        until = None if last is None else after(last, period)
        if until is not None and (unit.as_of <= until or unit.start <= until):
            status = _MET if unit.as_of <= until else _EXPIRED
            branch = asked.branch(status, until, until, first=first)
            done.append((branch, of_first | of_last))
        else:
            # what had lapsed before the service began was not met in it
            undone = of_first | of_last
    if undone is None:
        return done
    # where neither way is met nothing hangs on what was done
    return [*_unmet(asked, undone if done else nothing), *done]


# evidence that ends by itself -----------------------------------------------------------------


def _lasting(asked: Asked, period: Period | None, granted: list[Stretch]) -> Iterator[Possible]:
    """Met while the evidence counts; expired where it counted in this service and lapsed."""
    for found, missing in standings(asked.terms.evidence, asked.unit, period, granted):
        until = None if found.until == dt.date.max else found.until
        if found.since is None:
            yield from _unmet(asked, missing)
        elif not found.counts:
            yield asked.branch(_EXPIRED, until, until, first=found.since), missing
        elif period is None:
            yield _met_once(asked, found.since, until), missing
        else:
            yield asked.branch(_MET, until, until, first=found.since), missing


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
    def of(cls, stretch: Stretch, found: Sequence[Found], *, may_be_free: bool) -> _Period:
        """What the possibilities come to.

        Args:
            stretch: Its days.
            found: The evidence of each branch that asked for some.
            may_be_free: Whether it is possible that nothing was asked.
        """
        if len(found) == 1 and not may_be_free:
            (only,) = found
            world = _World(True, only.day)
            return cls(stretch, world, world, only.missing, only.until)
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


def _each(asked: Asked, recurrence: Recurrence) -> Iterator[Possible]:
    if recurrence.clock is None:
        yield from _after_the_first(asked, recurrence)
        return
    clock = recurrence.clock(asked.unit)
    periods = recurrence.periods(asked.unit, clock) if isinstance(clock, dt.date) else clock
    if periods is None:
        # what the periods are counted from has not happened: its own deadline counts
        yield from _asked_at_large(asked, None)
    elif isinstance(periods, frozenset):
        yield from _anything(asked, periods)
    else:
        yield from _in_same_periods(asked, recurrence, periods)


def _in_same_periods(asked: Asked, recurrence: Recurrence, periods: Periods) -> Sequence[Possible]:
    """What the periods come to; cases and readings that ask the same in them are judged once."""
    memo, terms = asked.unit.memo, asked.terms
    question = (recurrence, terms.evidence.earliest)
    known: list[Possible] | None = memo.get(question)
    if known is None:
        known = memo[question] = list(_in_periods(asked, periods))
        return known
    return [
        (branch._replace(case=terms.name, weak=terms.weak), missing) for branch, missing in known
    ]


def _after_the_first(asked: Asked, recurrence: Recurrence) -> Iterator[Possible]:
    """A first time by the deadline, and then in each period that begins afterwards."""
    unit = asked.unit
    firsts = _found_in(asked, asked.terms, Stretch(dt.date.min, unit.as_of))
    for number, found in enumerate(firsts):
        if found.day is None:
            yield from _unmet(asked, found.missing)
            continue
        periods = recurrence.periods(unit, found.day)
        if isinstance(periods, frozenset):
            yield from _anything(asked, periods | found.missing)
            continue
        last = None if periods is None else dates.day_before(periods.begin)
        if periods is None or last is None or unit.as_of <= last:
            until = min(filter(None, (last, found.until)), default=None)
            yield _met_once(asked, found.day, until), found.missing
            continue
        hopes = (False, True) if len(firsts) == 1 else (number == 1,)
        first = _First(found.day, last)
        for branch, missing in _in_periods(asked, periods, hopes, first):
            yield branch, missing | found.missing


class _First(NamedTuple):
    """The first time a duty was met, and the last day on which that counts."""

    day: dt.date
    until: dt.date


def _in_periods(
    asked: Asked,
    periods: Periods,
    hopes: tuple[bool, ...] = (False, True),
    first: _First | None = None,
) -> Iterator[Possible]:
    """What the periods that count come to.

    Args:
        asked: What the branch asks.
        periods: The periods.
        hopes: Whether what is not known counts as there, in each of the worlds judged.
        first: The first time, where the periods begin after it.
    """
    current, running = None, periods.running
    if running is not None:
        found = _found_in(asked, asked.terms, running)
        current = _Period.of(running, found, may_be_free=False)
    settled = current is not None and current.worst.day is not None
    closed = [] if settled and not asked.duty.wants_first else _closed(asked, periods)
    judged = closed if current is None else [current, *closed]
    missing = nothing.union(*[item.missing for item in judged])
    if not missing and all(item.worst == item.best for item in judged):
        yield _periodic(asked, current, closed, first, hopeful=False), nothing
        return
    branches = list(
        dict.fromkeys(
            _periodic(asked, current, closed, first, hopeful=hopeful) for hopeful in hopes
        )
    )
    for branch in branches:
        yield branch, missing if len(branches) > 1 or len(hopes) == 1 else nothing


def _found_in(asked: Asked, terms: Terms, period: Stretch) -> Sequence[Found]:
    if asked.waivers:
        return find_evidence(asked.unit, asked.duty.requirement_id, terms.evidence, *period)
    days = first_days(terms.evidence, asked.unit, *period)
    return [tuple.__new__(Found, (day, None, missing)) for day, missing in days]


def _closed(asked: Asked, periods: Periods) -> list[_Period]:
    """The closed periods in which something may have been asked, the last one first.

    Those that were missed for sure are left out, but for the last one.
    """
    judged: list[_Period] = []
    duty, unit, terms = asked.duty, asked.unit, asked.terms
    running = duty.version_on(unit.as_of)
    for period in _that_matter(asked, periods):
        version = duty.version_on(period.end)
        if version is None or not version.renews:
            continue
        if version is running:
            found = _found_in(asked, terms, period)
            judged.append(_Period.of(period, found, may_be_free=False))
        else:
            judged.append(_under(asked, version, period))
    return judged


def _that_matter(asked: Asked, periods: Periods) -> Iterable[Stretch]:
    """The closed periods, without those that are known to be missed but for the last one.

    All that a missed period before the last one says is that it was missed. Where only
    completions count, the records are complete and no other version asked for anything,
    those are the periods in which nothing was completed.
    """
    unit, serving = asked.unit, asked.terms.evidence.serving
    known = asked.duty.renews_once and not asked.waivers and unit.records_from <= periods.begin
    if serving is None or not known:
        return periods.closed
    return _with_completions(unit, serving, periods)


def _with_completions(
    unit: Unit, serving: Iterable[Selection], periods: Periods
) -> Iterator[Stretch]:
    """The last closed period, and those before it in which something was completed."""
    period = next(periods.closed, None)
    if period is None:
        return
    yield period
    if unit.file is None:
        return
    days = {credit.day for courses in serving for credit in unit.file.credits(courses)}
    for day in sorted(days, reverse=True):
        if day < period.start:
            period = periods.around(day)
            if period is None:
                return
            yield period


def _under(asked: Asked, version: VersionTerms, period: Stretch) -> _Period:
    """What a period gave under the version that governed it, judged on today's facts."""
    unit, reading = asked.unit, version.readings[0]
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
            found += _found_in(asked, terms, period)
    judged = _Period.of(period, found, may_be_free=may_be_free)
    return judged._replace(missing=judged.missing | unsure)


def _periodic(
    asked: Asked,
    current: _Period | None,
    closed: list[_Period],
    earlier: _First | None,
    *,
    hopeful: bool,
) -> Branch:
    """The branch of a recurring duty in one world.

    Args:
        asked: What the branch asks.
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
        return asked.branch(_MET, last, min(last, current.until or last), first=first)
    if past and past[0][1] is None:
        missed = past[0][0]
        if first is None:
            return asked.branch(_OVERDUE, missed)
        until = next(end for end, day in past if day is not None)
        return asked.branch(_EXPIRED, missed, until, first=first)
    if current is not None:
        return asked.branch(_DUE, current.stretch.end, running=True, first=first)
    if past:
        return asked.branch(_MET, past[0][0], past[0][0], first=first)
    return asked.branch(_NOT_REQUIRED, reason=NOT_BEGUN)


# again for each version of a plan -------------------------------------------------------------


def _each_version(asked: Asked) -> Iterator[Possible]:
    unit, terms, due = asked.unit, asked.terms, asked.due
    if not isinstance(terms.asked, PlanReviewed) or unit.file is None:
        yield from _anything(asked, frozenset(("safety_plan",)))
        return
    places = unit.plans(terms.asked.plan_review)
    running = [item for plans in places if (item := unit.plan_in_force(plans)) is not None]
    if len(running) < len(places):
        yield from _anything(asked, frozenset(("safety_plan",)))
        return
    reviews = unit.file.reviews
    newest = max(item.start for item in running)
    older = any(item.start < newest and item.id in reviews for plans in places for item in plans)
    last_day: Day = dates.day_before(newest) if older else due
    due_on = last_day if isinstance(last_day, dt.date) else None
    until = min((item.end for item in running if item.end is not None), default=None)
    days = [reviews[item.id] for item in running if item.id in reviews]
    done = [max(days)] if len(days) == len(running) else []
    recognised = equivalents(unit, asked.duty.requirement_id)
    if recognised and not done:
        last = max(item.until for item in recognised)
        until = min(until or last, last) if last < dt.date.max else until
    done += [item.day for item in recognised]
    missing = frozenset(("agency.records_from",)) if newest < unit.records_from else nothing
    if done:
        first = min(done)
        yield asked.branch(_MET, due_on, until, first, first), nothing
        if missing and newest < first:
            # An earlier review may be on no record.
            yield asked.branch(_MET, due_on, until, newest, newest), missing
        return
    if missing:
        yield asked.branch(_MET, due_on, until), missing
    ended = ended_equivalent(unit, asked.duty.requirement_id)
    if older:
        yield asked.branch(_EXPIRED, due_on, due_on), missing
    elif ended is not None:
        yield asked.branch(_EXPIRED, ended.until, ended.until, first=ended.day), missing
    else:
        yield from _unmet(asked, missing)
