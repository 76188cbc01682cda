"""The answer for one unit and one requirement: branches, outcomes, readings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, assert_never

import attrs

from oracle.answers import (
    NO_NAMES,
    YES,
    Complete,
    LastDay,
    Names,
    Outcome,
    Question,
    Verdict,
)
from oracle.calendars import (
    LONG_AGO,
    NEVER,
    Days,
    blocks_from,
    day_before,
    in_force,
    plus,
    plus_days,
    years_from,
)
from oracle.evidence import (
    complete,
    last_day,
    places_of,
    plan_in_force,
    plan_versions,
    reviews_of,
)
from oracle.facts import Happened, happened, holds, licenses_of
from oracle.lapsing import days_where, ends_by_itself, lasting, latest_start
from oracle.school_years import school_years
from oracle.service import Unit, World, agreements_of, has_ended
from sro_core.findings import Status
from sro_core.models import BEFORE_SERVICE, Adoption, Assignment, Waiver, WaiverKind
from sro_core.rules.deadlines import Deadline
from sro_core.rules.events import EventName, Happening
from sro_core.rules.evidence import Evidence, PlanReviewed
from sro_core.rules.packs import (
    NO_READING,
    OWN_READING,
    Case,
    Confidence,
    Level,
    Per,
    Reading,
    Requirement,
    Version,
)
from sro_core.rules.renewals import (
    BlocksAfter,
    EachBlock,
    EachPeriod,
    EachVersion,
    Every,
    FirstTime,
    Once,
    OpenInterval,
    PeriodKind,
    Renewal,
)

T = TypeVar("T")

# --- waivers and adoptions -----------------------------------------------------------------


def waivers_of(question: Question, kind: WaiverKind) -> list[Waiver]:
    """A formal release, extension or recognised equivalent for one officer and requirement."""
    return [
        item
        for item in question.world.registry.waivers
        if item.officer_id == question.unit.officer_id
        and item.requirement_id == question.requirement.id
        and item.kind is kind
    ]


def running(question: Question, waivers: Iterable[Waiver]) -> list[Waiver]:
    return [item for item in waivers if in_force(item.start, item.end, question.world.as_of)]


def over(question: Question, waivers: Iterable[Waiver]) -> list[Waiver]:
    return [item for item in waivers if item.end is not None and item.end < question.world.as_of]


def adopts(world: World, unit: Unit, adoption: Adoption, assignment: Assignment) -> bool:
    """An agency or district (by policy) or an agreement binds its own officers.

    An agreement's adoption reaches an assignment that names it, or that names
    none where it is the only one in force between the two.
    """
    by = adoption.by
    if by.agency_id is not None:
        return by.agency_id == assignment.agency_id
    if by.district_id is not None:
        return by.district_id == assignment.district_id
    if assignment.agreement_id is not None:
        return assignment.agreement_id == by.agreement_id
    between = [item.id for item in agreements_of(world, unit, assignment)]
    return between == [by.agreement_id]


def adoptions_for(
    world: World, unit: Unit, requirement: Requirement, assignments: Iterable[Assignment]
) -> list[Adoption]:
    """The adoptions in force that bind at least one of the assignments.

    An adoption concerns what is recommended, and packs without jurisdiction.
    What has ended is no longer the adopter's own.
    """
    if requirement.level is Level.MANDATORY and unit.pack.jurisdiction is not None:
        return []
    assignments = list(assignments)
    return [
        item
        for item in world.registry.adoptions
        if item.requirement_id == requirement.id
        and in_force(item.start, item.end, world.as_of)
        and any(
            adopts(world, unit, item, assignment)
            for assignment in assignments
            if not has_ended(world, assignment)
        )
    ]


def last_day_of(question: Question, deadline: Deadline) -> LastDay:
    """An adoption's `due` gives an adopted voluntary duty its last day.

    Several adoptions of one duty: the earliest last day. Adopted
    `before_service`: before the spell (the assignment, where `per` says so); for
    those already serving when the adoption begins, its first day is the last
    day in time.
    """
    unit = question.unit
    adoptions = adoptions_for(question.world, unit, question.requirement, unit.assignments)
    own = last_day(question, deadline)
    if not adoptions:
        return own
    start = unit.assignment_start if unit.per is Per.ASSIGNMENT else unit.service_start
    days = []
    for adoption in adoptions:
        if adoption.due == BEFORE_SERVICE:
            days.append(LastDay(adoption.start if start < adoption.start else day_before(start)))
        elif isinstance(adoption.due, dt.date):
            days.append(LastDay(adoption.due))
        else:
            days.append(own)
    for day in days:
        if day.unknown:
            return day
    known = [day.day for day in days if day.day is not None]
    return LastDay(min(known) if known else None)


# --- branches ------------------------------------------------------------------------------


@attrs.frozen
class Rule:
    """What one branch of a version asks: the version's own, or that of a case."""

    evidence: Evidence
    due: Deadline
    renewal: Renewal | None
    case: str | None = None
    exempt: bool = False
    confidence: Confidence | None = None


@attrs.frozen
class Text:
    """A version as one reading has it."""

    name: str
    version: Version

    def branches(self, question: Question) -> tuple[list[Rule | None], Names]:
        """The branches that can be reached; None is that the requirement does not apply.

        Cases: the first that holds wins. A condition that stays unknown adds
        each reachable branch's outcome to a set; forks do not remember each
        other, so a chain of cases stays linear.
        """
        version = self.version
        found: list[Rule | None] = []
        names: Names = NO_NAMES
        applies = YES
        if version.applies_when is not None:
            applies = holds(question, version.applies_when)
        if applies.value is False:
            return [None], names
        if applies.value is None:
            found.append(None)
            names |= applies.names
        for case in version.cases:
            truth = holds(question, case.when)
            if truth.value is False:
                continue
            found.append(_rule_of(version, case))
            if truth.value is True:
                return found, names
            names |= truth.names
        found.append(Rule(version.satisfied_by, version.due, version.renewal))
        return found, names


def _rule_of(version: Version, case: Case) -> Rule:
    """Each case may exempt, or replace the deadline, the renewal or what satisfies."""
    return Rule(
        case.satisfied_by or version.satisfied_by,
        case.due or version.due,
        case.renewal or version.renewal,
        case=case.name,
        exempt=case.exempt is not None,
        confidence=case.confidence,
    )


def texts_of(version: Version) -> list[Text]:
    """A version's own text, and each other reading: what it leaves out is as in the version."""
    texts = [Text(OWN_READING, version)]
    for reading in version.readings:
        cases = tuple(_case_under(reading, case) for case in version.cases)
        texts.append(
            Text(
                reading.name,
                attrs.evolve(
                    version,
                    applies_when=reading.applies_when or version.applies_when,
                    satisfied_by=reading.satisfied_by or version.satisfied_by,
                    due=reading.due or version.due,
                    renewal=reading.renewal or version.renewal,
                    cases=cases,
                ),
            )
        )
    return texts


def _case_under(reading: Reading, case: Case) -> Case:
    """A reading's cases replace those of the same name."""
    for other in reading.cases:
        if other.name == case.name:
            return other
    return case


# --- outcomes ------------------------------------------------------------------------------

#: What completes a rule's evidence among some days; the two worlds of the unknown are two of these.
Completing = Callable[[Evidence, Days], "dt.date | None"]


def outcomes_of(question: Question, rule: Rule | None) -> tuple[list[Outcome], Names]:
    """The outcomes of one branch: those of both worlds of its evidence.

    Only what makes the outcomes differ is missing. A waiver of kind `waived` that
    is in force releases from what a branch asks.
    """
    own = question.requirement.confidence
    confidence = own if rule is None else rule.confidence or own
    weak = confidence is not Confidence.VERIFIED
    if rule is None:
        return [Outcome(Status.NOT_REQUIRED, weak=weak)], NO_NAMES
    if rule.exempt:
        return [Outcome(Status.NOT_REQUIRED, case=rule.case, weak=weak)], NO_NAMES
    if running(question, waivers_of(question, WaiverKind.WAIVED)):
        return [Outcome(Status.WAIVED, case=rule.case, weak=weak)], NO_NAMES
    behind: set[str] = set()

    def surely(evidence: Evidence, days: Days) -> dt.date | None:
        found = complete(question, evidence, days)
        behind.update(found.names)
        return found.surely

    def at_best(evidence: Evidence, days: Days) -> dt.date | None:
        # what is asked only of those whom a first time is believed is missing as well
        found = complete(question, evidence, days)
        behind.update(found.names)
        return found.at_best

    deadline = last_day_of(question, rule.due)
    at_worst = _outcomes_in_one_world(question, rule, deadline, surely, behind, best=False)
    at_its_best = _outcomes_in_one_world(question, rule, deadline, at_best, behind, best=True)
    names = NO_NAMES
    if set(map(_bare, at_worst)) != set(map(_bare, at_its_best)):
        names |= behind
    if any(item.status is Status.UNKNOWN for item in at_worst):
        names |= behind
    if any(len(set(map(_bare, outcomes))) > 1 for outcomes in (at_worst, at_its_best)):
        names |= deadline.names
    found = [attrs.evolve(item, case=rule.case, weak=weak) for item in at_worst + at_its_best]
    return found, names


def _bare(outcome: Outcome) -> Outcome:
    """An outcome in all respects that a finding shows."""
    return attrs.evolve(outcome, first_day=None, done_on=None, running=False, weak=False)


def _outcomes_in_one_world(
    question: Question,
    rule: Rule,
    deadline: LastDay,
    completing: Completing,
    names: set[str],
    *,
    best: bool,
) -> list[Outcome]:
    """With waivers: `equivalent` counts as the evidence, `extended` replaces the last day.

    An equivalent counts until its `to`: while the finding rests on it, that is
    the last day on which it counts; afterwards the finding is expired with that
    day as `due_on`, unless other evidence is there.
    """
    equivalents = [
        item
        for item in waivers_of(question, WaiverKind.EQUIVALENT)
        if item.granted_on <= question.world.as_of
    ]
    if isinstance(rule.renewal, EachPeriod | EachBlock) and _waits(question, rule.renewal):
        # Decided: while what the periods are counted from has not happened, the duty is
        # asked once, by its own deadline.
        rule = attrs.evolve(rule, renewal=None)
    once = not isinstance(rule.renewal, EachPeriod | EachBlock | EachVersion)
    if once and (equivalents or ends_by_itself(rule.evidence)):
        found = _standing(question, rule, deadline, equivalents, names, best=best)
        return [_extended(question, item) for item in found]
    counting = running(question, equivalents)

    def with_equivalents(evidence: Evidence, days: Days) -> dt.date | None:
        days = days.clipped(None, question.world.as_of)
        dated = [item.granted_on for item in counting if item.granted_on in days]
        own = completing(evidence, days)
        return min([*dated, own] if own is not None else dated, default=None)

    plain = _by_renewal(question, rule, deadline, completing, set(), best=best)
    found = _by_renewal(question, rule, deadline, with_equivalents, names, best=best)
    if any(item.status is not Status.MET for item in plain) and counting:
        ends = [item.end for item in counting]
        last = max((end for end in ends if end is not None), default=None)
        if last is not None and None not in ends:
            found = [_until(item, last) if item.status is Status.MET else item for item in found]
    ended = [
        item
        for item in over(question, equivalents)
        if item.end is not None
        and item.granted_on <= item.end
        and item.end >= question.unit.service_start
    ]
    if ended and not isinstance(rule.renewal, EachPeriod | EachBlock):
        end = max(item.end for item in ended if item.end is not None)
        granted = min(item.granted_on for item in ended)
        found = [
            Outcome(Status.EXPIRED, end, end, first_day=granted)
            if item.status in (Status.DUE, Status.OVERDUE) and item.first_day is None
            else item
            for item in found
        ]
    return [_extended(question, item) for item in found]


def _until(outcome: Outcome, last: dt.date) -> Outcome:
    """What rests on an equivalent holds until its `to`."""
    return attrs.evolve(outcome, valid_until=min(outcome.valid_until or last, last))


def _extended(question: Question, outcome: Outcome) -> Outcome:
    """An `extended` waiver's `due_on` holds while the waiver is in force.

    Decided: it replaces the last day of the obligation that is judged, then due,
    overdue and expired are judged anew; a met one stays met. An extension that
    has ended still made in time what was finished inside it.
    """
    extensions = waivers_of(question, WaiverKind.EXTENDED)
    days = [item.due_on for item in running(question, extensions) if item.due_on is not None]
    as_of = question.world.as_of
    if outcome.status in (Status.NOT_REQUIRED, Status.UNKNOWN):
        return outcome
    if days:
        due_on = max(days)
        if outcome.status is Status.MET:
            late = _late(outcome.done_on, due_on)
            return attrs.evolve(outcome, due_on=due_on, late_by_days=late)
        if as_of <= due_on:
            still = outcome.running and outcome.status is Status.DUE
            return attrs.evolve(
                outcome,
                status=Status.DUE,
                due_on=due_on,
                valid_until=None,
                late_by_days=None,
                running=still,
            )
        if outcome.first_day is not None:
            return attrs.evolve(
                outcome,
                status=Status.EXPIRED,
                due_on=due_on,
                late_by_days=None,
                running=False,
            )
        return attrs.evolve(
            outcome,
            status=Status.OVERDUE,
            due_on=due_on,
            late_by_days=(as_of - due_on).days,
            running=False,
        )
    done = outcome.done_on
    if outcome.status is Status.MET and outcome.late_by_days and done is not None:
        for item in over(question, extensions):
            if in_force(item.start, item.end, done) and item.due_on and done <= item.due_on:
                return attrs.evolve(outcome, late_by_days=0)
    return outcome


def _late(day: dt.date | None, due_on: dt.date) -> int:
    """`late_by_days`: 0 when met in time, the days past `due_on` when met late."""
    return max(0, (day - due_on).days) if day is not None else 0


def _by_renewal(
    question: Question,
    rule: Rule,
    deadline: LastDay,
    completing: Completing,
    names: set[str],
    *,
    best: bool,
) -> list[Outcome]:
    as_of = question.world.as_of
    renewal = rule.renewal
    match renewal:
        case None | Once() | OpenInterval():
            # One whose interval is not given stays met with `valid_until` null.
            first = completing(rule.evidence, Days(LONG_AGO, as_of))
            return _once(question, deadline, first)
        case Every():
            first = completing(rule.evidence, Days(LONG_AGO, as_of))
            if first is None:
                return _once(question, deadline, None)
            last = plus(latest_start(rule.evidence, as_of, completing), renewal.every)
            if as_of <= last:
                return [Outcome(Status.MET, last, last, 0, first_day=first)]
            if last < question.unit.service_start:
                return _once(question, deadline, None)
            return [Outcome(Status.EXPIRED, last, last, first_day=first)]
        case EachPeriod() | EachBlock():
            return _periodic(question, rule, renewal, deadline, completing, names, best=best)
        case EachVersion():
            return _each_version(question, rule, deadline, completing, names)
    assert_never(renewal)


def _once(question: Question, deadline: LastDay, day: dt.date | None) -> list[Outcome]:
    """Met if evidence suffices; else due until the last day and overdue after it.

    `late_by_days` is null where `due_on` is. A last day that is unknown gives
    both outcomes while the duty is not met.
    """
    as_of = question.world.as_of
    due_on = deadline.day
    if day is not None:
        late = None if due_on is None else _late(day, due_on)
        return [Outcome(Status.MET, due_on, None, late, first_day=day, done_on=day)]
    if deadline.unknown:
        return [Outcome(Status.DUE), Outcome(Status.OVERDUE)]
    if due_on is None or as_of <= due_on:
        return [Outcome(Status.DUE, due_on)]
    return [Outcome(Status.OVERDUE, due_on, None, (as_of - due_on).days)]


def _standing(
    question: Question,
    rule: Rule,
    deadline: LastDay,
    equivalents: list[Waiver],
    names: set[str],
    *,
    best: bool,
) -> list[Outcome]:
    """Evidence that ends by itself is met while it counts, and expired once it has lapsed.

    A lapse before the service began is not "was met" for that service: it is due by
    its deadline. The last day is null where it is not on file.
    """
    unit, as_of = question.unit, question.world.as_of
    renewal = rule.renewal
    period = renewal.every if isinstance(renewal, Every) else None
    granted = []
    for item in equivalents:
        if in_force(item.start, item.end, as_of) or (item.end is not None and item.end < as_of):
            last = item.end or NEVER
            last = last if period is None else min(last, plus(item.granted_on, period))
            if item.end is None or item.granted_on <= item.end:
                granted.append(Days(item.granted_on, last))

    def in_service(lost: bool) -> list[Days]:
        found = lasting(question, rule.evidence, period, lost)
        if not best:
            names.update(found.names)
        spans = [*(found.at_best if best else found.surely), *granted]
        together = days_where(
            lambda day: any(day in span for span in spans),
            {day for span in spans for day in (span.first, plus_days(span.last, 1))},
        )
        return [
            span
            for span in together
            if span.first <= as_of and span.last >= min(unit.service_start, as_of)
        ]

    spans = in_service(lost=False)
    if any(as_of in span for span in spans):
        first, until = spans[0].first, spans[-1].last
        shown = None if until == NEVER else until
        if period is not None:
            late = None if shown is None else 0
            return [Outcome(Status.MET, shown, shown, late, first_day=first)]
        return [attrs.evolve(item, valid_until=shown) for item in _once(question, deadline, first)]
    ended = in_service(lost=True)
    if not ended:
        return _once(question, deadline, None)
    until = ended[-1].last
    shown = until if spans and spans[-1].last == until else None
    return [Outcome(Status.EXPIRED, shown, shown, first_day=ended[0].first)]


# --- periods -------------------------------------------------------------------------------


@attrs.frozen
class Span:
    """A period; an open license period has no last day."""

    first: dt.date
    last: dt.date | None


def _clock(question: Question, renewal: EachPeriod | EachBlock) -> Happened | None:
    """What the first period that counts begins on or after; None is the first time.

    The license for license periods, else service, unless the source says otherwise.
    """
    if isinstance(renewal, EachPeriod) and renewal.each is PeriodKind.LICENSE_PERIOD:
        license_start = Happening(event=EventName.LICENSE, license=renewal.license)
        return happened(question, license_start)
    if isinstance(renewal.clock, FirstTime):
        return None
    return happened(question, renewal.clock or Happening(event=EventName.SERVICE_START))


def _anchor(question: Question, renewal: EachPeriod | EachBlock) -> Happened:
    """What blocks are counted from; any day where they are not counted from an event."""
    if isinstance(renewal, EachBlock) and isinstance(renewal.blocks, BlocksAfter):
        return happened(question, renewal.blocks.after)
    return Happened(LONG_AGO)


def _waits(question: Question, renewal: EachPeriod | EachBlock) -> bool:
    """Whether what the periods are counted from is known not to have happened."""
    clock = _clock(question, renewal)
    if clock is None or clock.unknown:
        return False
    anchor = _anchor(question, renewal)
    return clock.day is None or (anchor.day is None and not anchor.unknown)


def _periods(question: Question, renewal: EachPeriod | EachBlock, since: dt.date) -> Iterator[Span]:
    """The periods that begin on or after a day, without end."""
    blocks: Iterator[Days]
    if isinstance(renewal, EachBlock):
        if isinstance(renewal.blocks, BlocksAfter):
            blocks = _blocks_after(question, renewal.blocks)
        else:
            blocks = blocks_from(renewal.blocks, since)
    else:
        match renewal.each:
            case PeriodKind.CALENDAR_YEAR:
                blocks = years_from(dt.date(since.year, 1, 1), since)
            case PeriodKind.SERVICE_YEAR:
                blocks = years_from(question.unit.service_start, since)
            case PeriodKind.SCHOOL_YEAR:
                blocks = school_years(question, since)
            case PeriodKind.LICENSE_PERIOD:
                for entry in licenses_of(question, renewal.license):
                    if since <= entry.start <= question.world.as_of:
                        yield Span(entry.start, entry.end)
                return
    for block in blocks:
        if block.first >= since:
            yield Span(block.first, block.last)


def _blocks_after(question: Question, blocks: BlocksAfter) -> Iterator[Days]:
    """One ends on the event's day plus once the length, plus twice the length, and so on."""
    start = happened(question, blocks.after).day
    assert start is not None
    number = 0
    while (last := plus(start, blocks.length, number)) < NEVER:
        number += 1
        yield Days(plus_days(last, 1), plus(start, blocks.length, number))


def _periodic(
    question: Question,
    rule: Rule,
    renewal: EachPeriod | EachBlock,
    deadline: LastDay,
    completing: Completing,
    names: set[str],
    *,
    best: bool,
) -> list[Outcome]:
    """If the current period is satisfied it is `met`.

    Else, if the last closed period was missed, `expired` (some earlier period
    was met) or `overdue` (none was); else `due`. The first period that counts
    is the first that begins while the duty's own clock runs (the license for
    license periods, else service). Where that clock is the first time itself, the
    duty is due by its own deadline until then, and the first time counts until the
    first of these periods begins.
    """
    as_of = question.world.as_of
    clock = _clock(question, renewal)
    first_time: dt.date | None = None
    if clock is None:
        first_time = completing(rule.evidence, Days(LONG_AGO, as_of))
        if first_time is None:
            return _once(question, deadline, None)
        clock = Happened(first_time)
    anchor = _anchor(question, renewal)
    if clock.unknown or anchor.unknown:
        names |= clock.names if clock.unknown else anchor.names
        return [Outcome(Status.UNKNOWN)]
    assert clock.day is not None
    if anchor.day is None:
        return _once(question, deadline, first_time)
    if clock.day > as_of:
        return [Outcome(Status.NOT_REQUIRED)]
    if isinstance(renewal, EachPeriod) and renewal.each is PeriodKind.LICENSE_PERIOD:
        begun = [item for item in licenses_of(question, renewal.license) if item.start <= as_of]
        if any(item.end is None for item in begun):
            names.add("license.to")
            return [Outcome(Status.UNKNOWN)]
    counted: list[Span] = []
    begins: dt.date | None = None
    since = max(clock.day, renewal.first_from or LONG_AGO)
    for period in _periods(question, renewal, since):
        begins = begins or period.first
        if period.first > as_of:
            break
        counted.append(period)
    if first_time is not None and not counted:
        assert begins is not None
        until = day_before(begins)
        return [
            attrs.evolve(item, valid_until=until) for item in _once(question, deadline, first_time)
        ]
    current: dt.date | None = None
    closed: list[dt.date] = []
    satisfied: dict[dt.date, bool] = {}
    first_days: list[dt.date] = []
    if first_time is not None:
        assert begins is not None
        first_days.append(first_time)
        closed.append(day_before(begins))
        satisfied[day_before(begins)] = True
    for period in counted:
        assert period.last is not None
        days = Days(period.first, period.last)
        result = _judge_period(question, rule, days, completing, names, best=best)
        if result is None:
            continue
        done, day = result
        satisfied[period.last] = done
        if day is not None:
            first_days.append(day)
        if period.last >= as_of:
            current = period.last
        else:
            closed.append(period.last)
    first_day = min(first_days, default=None)
    if current is not None and satisfied[current]:
        return [Outcome(Status.MET, current, current, 0, first_day=first_day)]
    closed.sort()
    if closed:
        last = closed[-1]
        if not satisfied[last]:
            if any(satisfied[end] for end in closed):
                until = max(end for end in closed if satisfied[end])
                return [Outcome(Status.EXPIRED, last, until, first_day=first_day)]
            late = (as_of - last).days
            return [Outcome(Status.OVERDUE, last, None, late, first_day=first_day)]
        if current is None:
            return [Outcome(Status.MET, last, last, 0, first_day=first_day)]
    if current is None:
        return [Outcome(Status.NOT_REQUIRED)]
    return [Outcome(Status.DUE, current, first_day=first_day, running=True)]


def _judge_period(
    question: Question,
    rule: Rule,
    period: Days,
    completing: Completing,
    names: set[str],
    *,
    best: bool,
) -> tuple[bool, dt.date | None] | None:
    """Whether a period was satisfied, and on which day; None where it does not count.

    A closed period is governed by the version in force on its last day. Decided:
    with its cases, asked of the facts of `as_of`; it counts only under a version
    that renews. Where several branches of that version can be reached, it is at
    best satisfied if one of them is, and at worst missed if one of them is.
    """
    day = min(period.last, question.world.as_of)
    version = version_on(question.requirement, day)
    if version is None:
        return None
    rules: list[Rule | None] = [rule]
    forks = NO_NAMES
    if version != question.version:
        question = attrs.evolve(question, version=version)
        text = {text.name: text for text in texts_of(version)}
        chosen = text.get(version.preferred, text[OWN_READING])
        rules, forks = chosen.branches(question)
    counting = [
        branch
        for branch in rules
        if branch is not None
        and not branch.exempt
        and isinstance(branch.renewal, EachPeriod | EachBlock)
    ]
    if counting and len(rules) > 1:
        names |= forks
    days = [completing(branch.evidence, period) for branch in counting]
    known = [found for found in days if found is not None]
    if best and known:
        return True, min(known)
    if best and len(counting) < len(rules):
        return None
    if len(known) < len(days):
        return False, None
    if len(counting) < len(rules) or not known:
        return None
    return True, max(known)


# --- plans ---------------------------------------------------------------------------------


def _each_version(
    question: Question,
    rule: Rule,
    deadline: LastDay,
    completing: Completing,
    names: set[str],
) -> list[Outcome]:
    """The version in force on `as_of` counts.

    Only an older one reviewed is `expired`, none `overdue` once the assignment
    runs; no plan on file is `unknown`. Decided: met late against the first
    deadline, or against the day before the version began where an older one was
    reviewed; met until the version ends.
    """
    as_of = question.world.as_of
    evidence = rule.evidence
    assert isinstance(evidence, PlanReviewed)
    ((place),) = places_of(question.unit)
    versions = plan_versions(question, evidence.plan_review, place)
    plan = plan_in_force(versions, as_of)
    if plan is None:
        names.add("safety_plan")
        return [Outcome(Status.UNKNOWN)]
    older = [item for item in versions if item.start < plan.start]
    reviewed = [review.reviewed_on for item in older for review in reviews_of(question, item)]
    day = completing(evidence, Days(LONG_AGO, as_of))
    if day is None and reviewed:
        until = day_before(plan.start)
        return [Outcome(Status.EXPIRED, until, until, first_day=min(reviewed))]
    if day is None:
        return _once(question, deadline, None)
    if reviewed:
        deadline = LastDay(day_before(plan.start))
    (met,) = _once(question, deadline, day)
    return [attrs.evolve(met, valid_until=plan.end, first_day=min([day, *reviewed]))]


# --- verdicts ------------------------------------------------------------------------------


def version_on(requirement: Requirement, day: dt.date) -> Version | None:
    """The version in force on a day."""
    for version in requirement.versions:
        if in_force(version.start, version.end, day):
            return version
    return None


def pooled(found: list[Outcome], names: Names) -> Verdict:
    """One status in the set is the status; more than one is `unknown`.

    `due_on` is null where the branches' days differ, with `missing` naming the
    facts. A status set of `met`, `waived` and `not_required` only is `met`.
    `due_on` and `valid_until` are null for `not_required`, `waived` and
    `unknown`; `late_by_days` is null where `due_on` is.
    """
    statuses = {item.status for item in found}
    members = set(map(_bare, found))
    missing = names if len(members) > 1 or statuses == {Status.UNKNOWN} else NO_NAMES
    kind = found
    if len(statuses) == 1:
        (status,) = statuses
    elif statuses <= {Status.MET, Status.WAIVED, Status.NOT_REQUIRED}:
        status = Status.MET
        kind = [item for item in found if item.status is Status.MET]
    else:
        status = Status.UNKNOWN
    due_on = valid_until = late = None
    if status not in (Status.NOT_REQUIRED, Status.WAIVED, Status.UNKNOWN):
        due_on = _same(item.due_on for item in kind)
        valid_until = _same(item.valid_until for item in kind)
        late = None if due_on is None else _same(item.late_by_days for item in kind)
    firsts = [item.first_day for item in found]
    known = [day for day in firsts if day is not None]
    first_met = Complete(
        max(known) if known and len(known) == len(firsts) else None,
        LONG_AGO if Status.UNKNOWN in statuses else min(known, default=None),
        names,
    )
    return Verdict(
        status=status,
        due_on=due_on,
        valid_until=valid_until,
        late_by_days=late,
        case=_same(item.case for item in found),
        missing=missing,
        first_met=first_met,
        running=all(item.running for item in kind),
        weak=any(item.weak for item in found),
        met=_same(item.status in (Status.MET, Status.WAIVED) for item in found)
        if Status.UNKNOWN not in statuses
        else None,
        asked=_same(item.status not in (Status.NOT_REQUIRED, Status.WAIVED) for item in found)
        if Status.UNKNOWN not in statuses
        else None,
    )


def _same(values: Iterable[T]) -> T | None:
    different = set(values)
    return different.pop() if len(different) == 1 else None


def verdict(world: World, unit: Unit, requirement_id: str) -> Verdict:
    """The answer for a unit and a requirement.

    The version in force on `as_of` governs the whole finding. The preferred
    reading answers; where another gives a different status or last day on that
    date, the finding is contested and lists the other answers. Where none can
    be preferred, what all of them give is the answer.
    """
    requirement = world.rulebook.requirement(requirement_id)
    pack = next(item for item in world.rulebook.packs if requirement in item.requirements)
    if world.as_of < pack.researched_from:
        return Verdict(Status.UNKNOWN)
    version = version_on(requirement, world.as_of)
    if version is None:
        weak = requirement.confidence is not Confidence.VERIFIED
        return Verdict(Status.NOT_REQUIRED, weak=weak)
    question = Question(world, unit, pack, requirement, version, verdict)
    found: dict[str, tuple[list[Outcome], Names]] = {}
    for text in texts_of(version):
        rules, names = text.branches(question)
        outcomes: list[Outcome] = []
        for rule in rules:
            more, more_names = outcomes_of(question, rule)
            outcomes += more
            names |= more_names
        found[text.name] = (outcomes, names)
    verdicts = {name: pooled(*given) for name, given in found.items()}
    if version.preferred == NO_READING:
        answer = pooled(
            [item for outcomes, _ in found.values() for item in outcomes],
            NO_NAMES.union(*(names for _, names in found.values())),
        )
    else:
        answer = verdicts[version.preferred]
    contested = frozenset(
        (name, other.status, other.due_on)
        for name, other in verdicts.items()
        if name != version.preferred
        and (other.status, other.due_on) != (answer.status, answer.due_on)
    )
    return attrs.evolve(answer, contested=contested)
