"""Evidence that ends by itself: the days on which credentials, agreements and the rest count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

import attrs

from oracle.answers import NO_NAMES, Complete, Names, Question
from oracle.calendars import (
    LONG_AGO,
    NEVER,
    Days,
    day_before,
    plus,
    plus_days,
)
from oracle.evidence import acts_of, agreements_that_fit, complete, served_first
from oracle.facts import completions_of, has_entry, licenses_of, window_of
from oracle.service import judged_day, records_from
from sro_core.models import Agreement, LicenseState, WaiverKind
from sro_core.rules.events import Period
from sro_core.rules.evidence import (
    AgreementInForce,
    AllEvidence,
    AnyEvidence,
    CourseTaken,
    Evidence,
    Held,
    Hours,
    SomeEvidence,
    Unshared,
    WaiverOf,
)

Spans = list[Days]


@attrs.frozen
class Lasting:
    """The days on which evidence counts, in two worlds.

    Attributes:
        surely: Where the unknown counts for nothing.
        at_best: Where the unknown counts in full.
        names: What is missing, if the two differ.

    """

    surely: Spans
    at_best: Spans
    names: Names = NO_NAMES


def ends_by_itself(evidence: Evidence) -> bool:
    """Whether a credential or an agreement is part of it."""
    match evidence:
        case AllEvidence():
            return any(ends_by_itself(part) for part in evidence.all_of)
        case AnyEvidence():
            return any(ends_by_itself(part) for part in evidence.any_of)
        case SomeEvidence():
            return any(ends_by_itself(part) for part in evidence.of)
        case Unshared():
            return ends_by_itself(evidence.evidence)
    return isinstance(evidence, Held | AgreementInForce | WaiverOf)


def lasting(question: Question, evidence: Evidence, period: Period | None, lost: bool) -> Lasting:
    """The days on which evidence counts, as far as is known on `as_of`.

    What was done counts for the period after it, or for good; a license entry and an
    agreement on their own days. With `lost`, what was suspended or revoked counts until
    the day before `as_of`: the day on which it was is not on file.
    """
    match evidence:
        case AllEvidence():
            return _some(question, evidence.all_of, len(evidence.all_of), period, lost)
        case AnyEvidence():
            return _some(question, evidence.any_of, 1, period, lost)
        case SomeEvidence():
            return _some(question, evidence.of, evidence.at_least, period, lost)
        case CourseTaken() | Hours():
            return _done(question, evidence, period)
        case Held():
            return _held(question, evidence.license, period, lost)
        case AgreementInForce():
            return _agreed(question, evidence, period)
        case WaiverOf():
            waivers = _waiver_days(question, evidence.waiver_of)
            return Lasting(waivers, waivers)
        case Unshared():
            served = served_first(question, evidence.not_shared_with)
            surely = lasting(served.most, evidence.evidence, period, lost)
            at_best = lasting(served.least, evidence.evidence, period, lost)
            names = served.names | surely.names
            differ = surely.surely != at_best.at_best
            return Lasting(surely.surely, at_best.at_best, names if differ else NO_NAMES)
    # It lasts until today; nothing says for how long.
    found = complete(question, evidence, Days(LONG_AGO, question.world.as_of))
    until = NEVER if period is None else plus(question.world.as_of, period)

    def since(day: dt.date | None) -> Spans:
        return [] if day is None else [Days(day, until)]

    return Lasting(since(found.surely), since(found.at_best), found.names)


def _waiver_days(question: Question, requirement_id: str) -> Spans:
    """The days of the waivers of kind `waived`, of those begun by `as_of`."""
    return _union(
        [
            Days(item.start, item.end or NEVER)
            for item in question.world.registry.waivers
            if item.officer_id == question.unit.officer_id
            and item.requirement_id == requirement_id
            and item.kind is WaiverKind.WAIVED
            and item.start <= question.world.as_of
        ]
    )


def days_where(counts: Callable[[dt.date], bool], turns: Iterable[dt.date]) -> Spans:
    """The days for which something is true, if it turns on some days only."""
    ordered = sorted({LONG_AGO, *turns} - {NEVER})
    found: Spans = []
    for first, following in zip(ordered, [*ordered[1:], NEVER], strict=True):
        last = following if following == NEVER else day_before(following)
        if not counts(first):
            continue
        if found and plus_days(found[-1].last, 1) == first:
            found[-1] = Days(found[-1].first, last)
        else:
            found.append(Days(first, last))
    return found


def turns_of(spans: Spans) -> set[dt.date]:
    """The days on which spans begin, and the days after they end."""
    return {span.first for span in spans} | {plus_days(span.last, 1) for span in spans}


def _some(
    question: Question, evidence: Iterable[Evidence], least: int, period: Period | None, lost: bool
) -> Lasting:
    """It counts on the days on which at least so many of the parts do."""
    parts = [lasting(question, part, period, lost) for part in evidence]

    def together(worlds: list[Spans]) -> Spans:
        return days_where(
            lambda day: sum(any(day in span for span in spans) for spans in worlds) >= least,
            {day for spans in worlds for day in turns_of(spans)},
        )

    surely = together([part.surely for part in parts])
    at_best = together([part.at_best for part in parts])
    if surely == at_best:
        return Lasting(surely, at_best)
    undecided = [part.names for part in parts if part.surely != part.at_best]
    return Lasting(surely, at_best, NO_NAMES.union(*undecided))


def latest_start(
    evidence: Evidence, last: dt.date, completing: Callable[[Evidence, Days], dt.date | None]
) -> dt.date:
    """The latest day such that the evidence from it to the last one suffices.

    More days never suffice less, so halving finds it.
    """
    enough, short = LONG_AGO.toordinal(), last.toordinal() + 1
    while short - enough > 1:
        middle = (enough + short) // 2
        if completing(evidence, Days(dt.date.fromordinal(middle), last)) is None:
            short = middle
        else:
            enough = middle
    return dt.date.fromordinal(enough)


def _done(question: Question, evidence: CourseTaken | Hours, period: Period | None) -> Lasting:
    """Courses and hours count from the day on which they suffice, by those of a period before."""
    as_of = question.world.as_of
    names = complete(question, evidence, Days(LONG_AGO, as_of)).names
    ever = [
        item.completed_on
        for item in question.world.registry.completions
        if item.completed_on <= as_of
    ]
    complete_from = records_from(question.world, question.unit)
    turns = {*ever, window_of(question, evidence).days.first}
    if complete_from is not None:
        turns |= {complete_from, min(as_of, day_before(complete_from))}
    if period is not None:
        turns |= {plus_days(plus(day, period), 1) for day in turns}
    turns |= {plus_days(day, 1) for day in ever}

    def in_one_world(world: Callable[[Complete], dt.date | None]) -> Spans:
        def completing(part: Evidence, days: Days) -> dt.date | None:
            return world(complete(question, part, days))

        def counts(day: dt.date) -> bool:
            last = min(day, as_of)
            if completing(evidence, Days(LONG_AGO, last)) is None:
                return False
            if period is None:
                return True
            return plus(latest_start(evidence, last, completing), period) >= day

        return days_where(counts, turns)

    surely = in_one_world(lambda found: found.surely)
    at_best = in_one_world(lambda found: found.at_best)
    return Lasting(surely, at_best, names if surely != at_best else NO_NAMES)


def _held(question: Question, kind: str, period: Period | None, lost: bool) -> Lasting:
    """An entry counts on its days, a completion of the code for the period after it."""
    as_of = question.world.as_of
    own: Spans = []
    for entry in licenses_of(question, kind):
        last = entry.end or NEVER
        if entry.state not in (LicenseState.ACTIVE, LicenseState.CONDITIONAL):
            if not lost:
                continue
            last = min(last, day_before(as_of))
        if entry.start <= min(last, as_of):
            own.append(Days(entry.start, last))
    for item in completions_of(question, [kind], Days(LONG_AGO, as_of)):
        day = item.completed_on
        own.append(Days(day, NEVER if period is None else plus(day, period)))
    surely = _union(own)
    if any(as_of in span for span in surely):
        return Lasting(surely, surely)
    complete_from = records_from(question.world, question.unit)
    if "." not in kind and not has_entry(question, kind):
        return Lasting(surely, [Days(LONG_AGO, NEVER)], frozenset({"officer.licenses"}))
    if "." in kind and complete_from is not None:
        unrecorded = min(as_of, day_before(complete_from))
        last = NEVER if period is None else plus(unrecorded, period)
        at_best = _union([*own, Days(LONG_AGO, last)])
        return Lasting(surely, at_best, frozenset({"agency.records_from"}))
    return Lasting(surely, surely)


def _union(spans: Spans) -> Spans:
    turns = turns_of(spans)
    return days_where(lambda day: any(day in span for span in spans), turns)


def _agreed(question: Question, evidence: AgreementInForce, period: Period | None) -> Lasting:
    """Agreements count on the days on which one is in force; by what dates them, for the period.

    For a service to come what counts is in force on its first day. Decided: what dates
    one of several that follow one another without a gap dates them all.
    """
    certain, possible = agreements_that_fit(question, evidence)
    surely = _agreed_by(question, evidence, certain, period)
    at_best = _agreed_by(question, evidence, possible, period)
    names = frozenset({"agreement.kind"}) if surely != at_best else NO_NAMES
    return Lasting(surely, at_best, names)


def _agreed_by(
    question: Question,
    evidence: AgreementInForce,
    agreements: list[Agreement],
    period: Period | None,
) -> Spans:
    as_of = question.world.as_of
    day_judged = judged_day(question.world, question.unit)
    found: Spans = []
    for pair in {(item.agency_id, item.district_id) for item in agreements}:
        mine = [
            item
            for item in agreements
            if (item.agency_id, item.district_id) == pair and item.start <= day_judged
        ]
        for run in _union([Days(item.start, item.end or NEVER) for item in mine]):
            if day_judged > as_of and day_judged not in run:
                continue
            if evidence.dated_by.value == "start":
                found.append(run)
                continue
            for item in mine:
                if item.start not in run:
                    continue
                for day in acts_of(evidence, item):
                    last = run.last if period is None else min(run.last, plus(day, period))
                    if day <= min(as_of, last):
                        found.append(Days(day, last))
    return _union(found)
