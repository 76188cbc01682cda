"""Evidence: the earliest day on which it is complete, and the last day in time."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import assert_never

import attrs

from oracle.answers import (
    NO,
    NO_NAMES,
    YES,
    Complete,
    LastDay,
    Names,
    Question,
    Truth,
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
    rolled,
)
from oracle.facts import (
    all_of,
    before_records,
    codes_on,
    completions_of,
    courses_of,
    evidence_of_courses,
    happened,
    held_since,
    stated_since,
    window_of,
)
from oracle.school_years import school_years
from oracle.service import (
    Unit,
    judged_day,
    officers_posted,
    per_of,
    records_from,
    units_of_officer,
)
from sro_core.models import (
    Agreement,
    Completion,
    Course,
    PlanKind,
    PlanReview,
    SafetyPlan,
    WaiverKind,
)
from sro_core.rules.deadlines import (
    Before,
    BeforeSchoolYear,
    BeforeSchoolYearFrom,
    Deadline,
    Earliest,
    EndOfFirstBlock,
    EndOfSchoolYear,
    EndOfYear,
    Latest,
    NoDeadline,
    On,
    OpenDeadline,
    Within,
)
from sro_core.rules.events import Period
from sro_core.rules.evidence import (
    AgreementInForce,
    AllEvidence,
    AnyEvidence,
    CourseTaken,
    DatedBy,
    Evidence,
    Held,
    Hours,
    OfficersTrained,
    PlanReviewed,
    Prerequisite,
    RequirementMet,
    SomeEvidence,
    Stated,
    TopicHours,
    Unshared,
    WaiverOf,
)
from sro_core.rules.packs import Requirement
from sro_core.rules.waiting import nodes_of

MANY = Decimal(999999)
EVER = Days(LONG_AGO, dt.date.max)


def complete(question: Question, evidence: Evidence, days: Days) -> Complete:
    """The earliest day, among some days, on which the evidence is complete."""
    days = days.clipped(None, question.world.as_of)
    match evidence:
        case AllEvidence():
            parts = [complete(question, part, days) for part in evidence.all_of]
            return _some(parts, len(parts))
        case AnyEvidence():
            return _some([complete(question, part, days) for part in evidence.any_of], 1)
        case SomeEvidence():
            parts = [complete(question, part, days) for part in evidence.of]
            return _some(parts, evidence.at_least)
        case CourseTaken() | Hours():
            return _on_days_that_count(question, evidence, days)
        case Held():
            return _lasting(held_since(question, evidence.license, EVER), days)
        case Stated():
            return _lasting(stated_since(question, evidence.stated), days)
        case PlanReviewed():
            return _plans_reviewed(question, evidence.plan_review, days)
        case AgreementInForce():
            return _agreement_in_force(question, evidence, days)
        case RequirementMet():
            other = question.ask(question.world, question.unit, evidence.requirement)
            return _lasting(_met_now(other), days)
        case WaiverOf():
            return _lasting(_waived_since(question, evidence.waiver_of), days)
        case Unshared():
            served = served_first(question, evidence.not_shared_with)
            surely = complete(served.most, evidence.evidence, days)
            at_best = complete(served.least, evidence.evidence, days)
            names = served.names | surely.names
            differ = surely.surely != at_best.at_best
            return Complete(surely.surely, at_best.at_best, names if differ else NO_NAMES)
        case OfficersTrained():
            if evidence.who_met is None:
                return _officers_who_completed(question, evidence, days)
            return _officers_who_met(question, evidence.officers, evidence.who_met, days)
    assert_never(evidence)


@attrs.frozen
class Served:
    """A question of which completions that serve another requirement are taken out.

    Attributes:
        least: Where as few of them do as is possible.
        most: Where as many do.
        names: What is missing, if the two differ.

    """

    least: Question
    most: Question
    names: Names


def served_first(question: Question, requirement_id: str) -> Served:
    """Requirements are served in declared order, earliest completion first.

    Decided: the completions under the other's codes through the day on which it was first
    met serve it; all of them while it waits for more, none where it asks nothing.
    """
    other = question.ask(question.world, question.unit, requirement_id)
    days = [LONG_AGO] if other.asked is not True else []
    if other.asked is not False:
        days += [other.first_met.surely or NEVER, other.first_met.at_best or NEVER]
    codes = _codes_of(question.world.rulebook.requirement(requirement_id))

    def without(last: dt.date) -> Question:
        spent = {
            completion.id
            for completion, course in evidence_of_courses(question, Days(LONG_AGO, last))
            if codes is None or codes_on(course, completion.completed_on) & codes
        }
        return attrs.evolve(question, spent=question.spent | spent)

    names = other.first_met.names if min(days) != max(days) else NO_NAMES
    return Served(without(min(days)), without(max(days)), names)


def _codes_of(requirement: Requirement) -> set[str] | None:
    """The codes that its evidence names, in whatever version; None is any."""
    codes: set[str] = set()
    for node in nodes_of(requirement.versions):
        if isinstance(node, CourseTaken | Hours) and node.any_course:
            return None
        if isinstance(node, CourseTaken):
            codes |= set(node.course)
        elif isinstance(node, Hours | TopicHours):
            codes |= set(node.codes)
        elif isinstance(node, Held):
            codes.add(node.license)
    return codes


def _left(question: Question, days: Days) -> list[tuple[Completion, Course]]:
    """The completions that count and served nothing else."""
    return [
        (completion, course)
        for completion, course in evidence_of_courses(question, days)
        if completion.id not in question.spent
    ]


def _prepared(question: Question, prerequisite: Prerequisite, day: dt.date) -> Truth:
    """Whether something was completed before a day, and not longer before it than a period."""
    first, last = LONG_AGO, day_before(day)
    if prerequisite.within is not None:
        first = day
        while first > LONG_AGO and plus(day_before(first), prerequisite.within) >= day:
            first = day_before(first)
    if completions_of(question, prerequisite.completed, Days(first, last)):
        return YES
    if before_records(question, Days(first, last)):
        return Truth(None, frozenset({"agency.records_from"}))
    return NO


def _some(parts: list[Complete], least: int) -> Complete:
    """At least so many of the parts are there; complete on the day of the last one needed."""

    def day_of(days: list[dt.date | None]) -> dt.date | None:
        known = sorted(day for day in days if day is not None)
        return known[least - 1] if len(known) >= least else None

    surely = day_of([part.surely for part in parts])
    at_best = day_of([part.at_best for part in parts])
    names: Names = NO_NAMES
    if surely != at_best:
        names = names.union(*(part.names for part in parts if not part.decided))
    return Complete(surely, at_best, names)


def _met_now(other: Verdict) -> Complete:
    """The first day another requirement was met, where it is met now."""
    if other.met is False:
        return Complete(None, None)
    if other.met is None:
        return Complete(None, other.first_met.at_best, other.first_met.names)
    return other.first_met


def _lasting(found: Complete, days: Days) -> Complete:
    """What lasts until `as_of` counts on each of its days: among some days, on the first."""

    def inside(since: dt.date | None) -> dt.date | None:
        if since is None or days.empty or since > days.last:
            return None
        return max(since, days.first)

    surely, at_best = inside(found.surely), inside(found.at_best)
    return Complete(surely, at_best, found.names if surely != at_best else NO_NAMES)


def _unless_unrecorded(question: Question, found: Complete, days: Days) -> Complete:
    """Absence of evidence before `records_from` is unknown, not unmet.

    Decided: where the days in which evidence may lie reach before it, the
    evidence is at best complete on the first of these days.
    """
    if before_records(question, days):
        names = found.names | {"agency.records_from"}
        return Complete(found.surely, min(days.first, found.at_best or days.first), names)
    return found


def _on_days_that_count(question: Question, evidence: CourseTaken | Hours, days: Days) -> Complete:
    """What is completed inside the limits.

    Decided: while one of these is not known it may be that nothing lies inside them,
    and only what they need is named.
    """
    window = window_of(question, evidence)
    days = days.clipped(window.days.first, window.days.last)
    if isinstance(evidence, CourseTaken):
        found = _course_taken(question, evidence, days)
    else:
        found = _hours(question, evidence, days)
    return Complete(None, found.at_best, window.names) if window.unknown else found


def _course_taken(question: Question, evidence: CourseTaken, days: Days) -> Complete:
    """A course completed, under one of these codes.

    Decided: the credited hours are those of the completion, else of the course,
    else unknown; `times` gives the day of the n-th; with unbroken service it
    counts from the first day of service, less one day and the bridge.
    """
    if evidence.unbroken_service:
        since = plus_days(question.unit.service_start, -1 - question.pack.bridge_days)
        days = days.clipped(since, None)
    surely: list[dt.date] = []
    at_best: list[dt.date] = []
    names: set[str] = set()
    for completion, course in _left(question, days):
        carries = bool(codes_on(course, completion.completed_on) & set(evidence.course))
        if not carries and not evidence.any_course:
            continue
        # Its code vouches for the topics of a course that states none.
        vouched = carries and not course.topics and not evidence.topics_stated
        if not vouched and not set(evidence.topics) <= set(course.topics):
            continue
        low, high = credited(completion, course)
        enough = YES
        if evidence.hours is not None and low < evidence.hours:
            enough = NO if high < evidence.hours else Truth(None, frozenset({"completion.hours"}))
        prepared = (
            _prepared(question, item, completion.completed_on) for item in evidence.prerequisites
        )
        counts = all_of([enough, *prepared])
        if counts.value is True:
            surely.append(completion.completed_on)
        if counts.value is not False:
            at_best.append(completion.completed_on)
            names |= counts.names
    first = _nth(surely, evidence.times)
    best = _nth(at_best, evidence.times)
    found = Complete(first, best, frozenset(names) if first != best else NO_NAMES)
    return _unless_unrecorded(question, found, days)


def _nth(days: list[dt.date], number: int) -> dt.date | None:
    return sorted(days)[number - 1] if len(days) >= number else None


def credited(completion: Completion, course: Course) -> tuple[Decimal, Decimal]:
    """A completion without hours has its course's; hours stated nowhere are an interval."""
    for stated in (completion.hours, course.hours):
        if stated is not None:
            return stated, stated
    return Decimal(0), MANY


def topic_hours(
    completion: Completion, course: Course, topic: TopicHours
) -> tuple[Decimal, Decimal]:
    """A topic with `null` hours makes hours an interval (at least the known ones).

    Decided: where the course states topics, those of the topic (0 if absent;
    for null what the known ones leave of the credited hours); where fewer hours
    are credited than the course has, each may be the one that was missed. Where
    it states none, all that is credited if it carries a code of the topic.
    """
    low, high = credited(completion, course)
    if not course.topics:
        if codes_on(course, completion.completed_on) & set(topic.codes):
            return low, high
        return Decimal(0), Decimal(0)
    if topic.topic not in course.topics:
        return Decimal(0), Decimal(0)
    stated = course.topics[topic.topic]
    if stated is None:
        known = sum((item for item in course.topics.values() if item is not None), Decimal(0))
        return Decimal(0), max(Decimal(0), high - known)
    missed = Decimal(0)
    if course.hours is not None:
        missed = max(Decimal(0), course.hours - high)
    return min(max(Decimal(0), stated - missed), high), min(stated, high)


def _hours(question: Question, evidence: Hours, days: Days) -> Complete:
    """Hours added up; complete on the first day when all minimums and the total are reached.

    A course counts when it has one of the codes, of the whole or of a topic.
    Where topics are given, only hours of these topics count.
    """
    codes = set(evidence.codes).union(*(topic.codes for topic in evidence.topics))
    counted = [
        (completion, course)
        for completion, course in _left(question, days)
        if evidence.any_course or codes_on(course, completion.completed_on) & codes
    ]
    names: set[str] = set()

    def first_day(end: int) -> dt.date | None:
        """With the lower (0) or the upper (1) end of every interval."""
        total = Decimal(0)
        of_topics = [Decimal(0) for _ in evidence.topics]
        for completion, course in counted:
            single = credited(completion, course)
            parts = [topic_hours(completion, course, topic) for topic in evidence.topics]
            if evidence.topics:
                total += min(sum((part[end] for part in parts), Decimal(0)), single[1])
            else:
                total += single[end]
            of_topics = [so_far + part[end] for so_far, part in zip(of_topics, parts, strict=True)]
            if any(low != high for low, high in parts):
                names.add("completion.hours" if single[0] != single[1] else "course.topics")
            if not evidence.topics and single[0] != single[1]:
                names.add("completion.hours")
            if total >= evidence.total_hours and all(
                reached >= topic.hours
                for reached, topic in zip(of_topics, evidence.topics, strict=True)
            ):
                return completion.completed_on
        return None

    surely, at_best = first_day(0), first_day(1)
    found = Complete(surely, at_best, frozenset(names) if surely != at_best else NO_NAMES)
    return _unless_unrecorded(question, found, days)


# --- plans ---------------------------------------------------------------------------------


def plan_versions(question: Question, kind: PlanKind, place: tuple[str, str]) -> list[SafetyPlan]:
    """The versions of the plan of one district and one agency, oldest first."""
    return sorted(
        (
            plan
            for plan in question.world.registry.safety_plans
            if plan.kind is kind and (plan.district_id, plan.agency_id) == place
        ),
        key=lambda plan: (plan.start, plan.id),
    )


def plan_in_force(versions: list[SafetyPlan], day: dt.date) -> SafetyPlan | None:
    """The version in force on the day; the newest, should several be."""
    running = [plan for plan in versions if in_force(plan.start, plan.end, day)]
    return running[-1] if running else None


def reviews_of(question: Question, plan: SafetyPlan) -> list[PlanReview]:
    """The officer's reviews of one version, dated on or before `as_of`."""
    return sorted(
        (
            review
            for review in question.world.registry.plan_reviews
            if review.plan_id == plan.id
            and review.officer_id in question.unit.officer_ids
            and review.reviewed_on <= question.world.as_of
        ),
        key=lambda review: review.reviewed_on,
    )


def places_of(unit: Unit) -> list[tuple[str, str]]:
    """The district and agency of each assignment."""
    return sorted({(item.district_id, item.agency_id) for item in unit.assignments})


def _plans_reviewed(question: Question, kind: PlanKind, days: Days) -> Complete:
    """The version in force on `as_of` counts; no plan on file is `unknown`."""
    return _some(
        [_plan_reviewed(question, kind, place, days) for place in places_of(question.unit)],
        len(places_of(question.unit)),
    )


def _plan_reviewed(
    question: Question, kind: PlanKind, place: tuple[str, str], days: Days
) -> Complete:
    plan = plan_in_force(plan_versions(question, kind, place), question.world.as_of)
    if plan is None:
        return Complete(None, None if days.empty else days.first, frozenset({"safety_plan"}))
    found = [item.reviewed_on for item in reviews_of(question, plan) if item.reviewed_on in days]
    first = min(found) if found else None
    return _unless_unrecorded(question, Complete(first, first), days.clipped(plan.start, None))


# --- agreements and others -----------------------------------------------------------------


def _agreement_in_force(question: Question, evidence: AgreementInForce, days: Days) -> Complete:
    """An agreement of the pair in force on the day judged, dated by its `from`.

    Decided: where agreements follow one another without a gap, by the first
    one's; a kind that is not stated is unknown. Dated by signing or review it is
    complete on the first such day of one of them.
    """
    pairs = {(item.agency_id, item.district_id) for item in question.unit.assignments}
    certain, possible = agreements_that_fit(question, evidence)

    def runs(agreements: list[Agreement]) -> list[list[Agreement]]:
        """For each pair in which one is in force: those that led to it without a gap."""
        found = []
        for pair in pairs:
            mine = [item for item in agreements if (item.agency_id, item.district_id) == pair]
            run = [
                item
                for item in mine
                if in_force(item.start, item.end, judged_day(question.world, question.unit))
            ]
            for _ in mine if run else ():
                first = min(item.start for item in run)
                run += [
                    item
                    for item in mine
                    if item not in run
                    and item.start <= judged_day(question.world, question.unit)
                    and (item.end is None or item.end >= day_before(first))
                ]
            if run:
                found.append(run)
        return found

    names = frozenset({"agreement.kind"})
    if evidence.dated_by is DatedBy.START:
        surely, at_best = (
            min((item.start for run in runs(agreements) for item in run), default=None)
            for agreements in (certain, possible)
        )
        return _lasting(Complete(surely, at_best, names), days)
    surely, at_best = (
        min(
            (
                day
                for run in runs(agreements)
                for item in run
                for day in acts_of(evidence, item)
                if day in days
            ),
            default=None,
        )
        for agreements in (certain, possible)
    )
    return Complete(surely, at_best, names if surely != at_best else NO_NAMES)


def agreements_that_fit(
    question: Question, evidence: AgreementInForce
) -> tuple[list[Agreement], list[Agreement]]:
    """The agreements of the pairs that surely are, and that may be, of the kinds that count."""
    pairs = {(item.agency_id, item.district_id) for item in question.unit.assignments}
    certain: list[Agreement] = []
    possible: list[Agreement] = []
    for item in question.world.registry.agreements:
        late_enough = (
            evidence.signed_on_or_after is None or item.signed_on >= evidence.signed_on_or_after
        )
        if (item.agency_id, item.district_id) not in pairs or not late_enough:
            continue
        if not evidence.agreement or item.kind in evidence.agreement:
            certain.append(item)
            possible.append(item)
        elif item.kind is None:
            possible.append(item)
    return certain, possible


def acts_of(evidence: AgreementInForce, agreement: Agreement) -> list[dt.date]:
    """The days that date an agreement: its signing, and its reviews where these count."""
    if evidence.dated_by is DatedBy.SIGNED:
        return [agreement.signed_on]
    return [agreement.signed_on, *agreement.reviewed_on]


def _waived_since(question: Question, requirement_id: str) -> Complete:
    """A waiver of kind `waived` in force on `as_of`; dated by its `from`, the earliest."""
    found = [
        item.start
        for item in question.world.registry.waivers
        if item.officer_id == question.unit.officer_id
        and item.requirement_id == requirement_id
        and item.kind is WaiverKind.WAIVED
        and in_force(item.start, item.end, question.world.as_of)
    ]
    first = min(found, default=None)
    return Complete(first, first)


def _officers_who_completed(question: Question, evidence: OfficersTrained, days: Days) -> Complete:
    """The day since which the n-th officer is both employed by the agency and trained.

    Decided: employed on the day judged; an earlier completion may lie before the day
    from which the agency's records are complete.
    """
    world, unit = question.world, question.unit
    agencies = {item.agency_id for item in unit.assignments}
    unrecorded = records_from(world, unit) is not None
    parts = []
    for officer in world.registry.officers:
        employed = [
            item.start
            for item in officer.employments
            if item.agency_id in agencies
            and in_force(item.start, item.end, judged_day(world, unit))
        ]
        if not employed:
            continue
        done = [
            completion.completed_on
            for completion, course in courses_of(world, {officer.id}, EVER)
            if codes_on(course, completion.completed_on) & set(evidence.who_completed)
        ]
        surely = max(min(employed), done[0]) if done else None
        at_best = min(employed) if unrecorded else surely
        names = frozenset({"agency.records_from"} if unrecorded else ())
        parts.append(_lasting(Complete(surely, at_best, names), days))
    return _some(parts, evidence.officers)


def _officers_who_met(question: Question, number: int, requirement_id: str, days: Days) -> Complete:
    """The day on which the n-th officer posted by the agency first met the requirement.

    Decided: officers with an assignment of the agency in the jurisdiction that
    is part of a live spell.
    """
    world, pack = question.world, question.pack
    agencies = {item.agency_id for item in question.unit.assignments}
    per = per_of(world.rulebook.requirement(requirement_id))
    parts = []
    for officer_id in officers_posted(world):
        firsts = [
            _met_now(question.ask(world, unit, requirement_id))
            for unit in units_of_officer(world, pack, per, officer_id)
            if any(item.agency_id in agencies for item in unit.assignments)
        ]
        if firsts:
            parts.append(_lasting(_some(firsts, 1), days))
    return _some(parts, number)


# --- deadlines -----------------------------------------------------------------------------


def last_day(question: Question, deadline: Deadline) -> LastDay:
    """`due_on` is the last day on which completing is still in time."""
    match deadline:
        case Before():
            event = happened(question, deadline.before)
            if event.day is None:
                return LastDay(None, event.unknown, event.names)
            return LastDay(day_before(event.day))
        case Within():
            # Only a period "within N of D" rolls.
            event = happened(question, deadline.of)
            if event.day is None:
                return LastDay(None, event.unknown, event.names)
            if deadline.within == Period():
                return LastDay(event.day)
            return LastDay(rolled(plus(event.day, deadline.within), question.pack.counting))
        case On():
            return LastDay(deadline.on)
        case BeforeSchoolYear():
            event = happened(question, deadline.before_school_year_after)
            if event.day is None:
                return LastDay(None, event.unknown, event.names)
            return LastDay(day_before(_school_year_from(question, plus_days(event.day, 1)).first))
        case BeforeSchoolYearFrom():
            event = happened(question, deadline.before_school_year_from)
            if event.day is None:
                return LastDay(None, event.unknown, event.names)
            return LastDay(day_before(_school_year_from(question, event.day).first))
        case EndOfSchoolYear():
            event = happened(question, deadline.end_of_school_year_from)
            if event.day is None:
                return LastDay(None, event.unknown, event.names)
            return LastDay(_school_year_from(question, event.day).last)
        case EndOfYear():
            event = happened(question, deadline.after)
            if event.day is None:
                return LastDay(None, event.unknown, event.names)
            year = min(event.day.year + deadline.calendar_years, dt.date.max.year)
            return LastDay(dt.date(year, 12, 31))
        case EndOfFirstBlock():
            # At the end of the first full period of a fixed calendar.
            event = happened(question, deadline.after)
            if event.day is None:
                return LastDay(None, event.unknown, event.names)
            for block in blocks_from(deadline.end_of_first, event.day):
                if block.first >= event.day:
                    return LastDay(block.last)
            return LastDay(dt.date.max)
        case Earliest():
            return _combined([last_day(question, part) for part in deadline.earliest_of], False)
        case Latest():
            return _combined([last_day(question, part) for part in deadline.latest_of], True)
        case NoDeadline():
            return LastDay()
        case OpenDeadline():
            return LastDay(None, True)
    assert_never(deadline)


def _combined(parts: list[LastDay], latest: bool) -> LastDay:
    """Earliest / latest of these.

    Decided: unknown if any is; no last day makes the latest none, and is not
    counted for the earliest.
    """
    if any(part.unknown for part in parts):
        names = NO_NAMES.union(*(part.names for part in parts if part.unknown))
        return LastDay(None, True, names)
    days = [part.day for part in parts if part.day is not None]
    if not days or (latest and len(days) < len(parts)):
        return LastDay()
    return LastDay(max(days) if latest else min(days))


def _school_year_from(question: Question, day: dt.date) -> Days:
    """The first school year of the district that begins on or after a day."""
    return next(year for year in school_years(question, day) if year.first >= day)
