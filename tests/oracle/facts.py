"""Facts and conditions, by strong Kleene logic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, assert_never

import attrs

from oracle.answers import NO, NO_NAMES, YES, Complete, Names, Question, Truth
from oracle.calendars import LONG_AGO, NEVER, Days, day_before, in_force, plus, plus_days
from oracle.school_years import school_year_holds
from oracle.service import (
    World,
    agreements_of,
    ever_served,
    judged_day,
    jurisdiction_of,
    records_from,
)
from sro_core.models import (
    Agreement,
    Assignment,
    Attestation,
    Completion,
    Course,
    Employment,
    License,
    LicenseState,
    Outcome,
    SessionState,
)
from sro_core.rules.conditions import (
    AllOf,
    AnyOf,
    Completed,
    Condition,
    EventDay,
    FactTest,
    Holds,
    InSchoolYear,
    Met,
    Not,
    OnFile,
    Served,
    Undecided,
)
from sro_core.rules.events import (
    Event,
    EventName,
    FirstCompleted,
    FirstMet,
    FixedDay,
    Happening,
    Later,
    StatedDate,
    StatedFrom,
)
from sro_core.rules.evidence import CourseTaken, Hours
from sro_core.rules.facts import REGISTRY_FACTS, Absent, AttestedFact

# --- Kleene --------------------------------------------------------------------------------


def all_of(parts: Iterable[Truth]) -> Truth:
    """True if all are true, false if any is false; a decided part names nothing."""
    parts = list(parts)
    if any(part.value is False for part in parts):
        return NO
    if all(part.value is True for part in parts):
        return YES
    return Truth(None, NO_NAMES.union(*(part.names for part in parts)))


def any_of(parts: Iterable[Truth]) -> Truth:
    """True if any is true, false if all are false."""
    return negated(all_of(negated(part) for part in parts))


def negated(part: Truth) -> Truth:
    return part if part.value is None else Truth(not part.value)


# --- values --------------------------------------------------------------------------------


@attrs.frozen
class Value:
    """A value of a fact; None is missing, and then its name says what is."""

    value: Any
    name: str


def values_of(question: Question, fact: str) -> list[Value]:
    """The values of a fact, read from every assignment of the unit."""
    values = []
    for assignment in question.unit.assignments:
        if fact in REGISTRY_FACTS:
            values.extend(_registry_values(question, assignment, fact))
        else:
            values.append(attested_value(question, assignment, fact))
    return values


def _registry_values(question: Question, assignment: Assignment, fact: str) -> list[Value]:
    """`missing` names registry facts by record and field (`district.enrollment`).

    With no `school_ids` facts on schools are unknown.
    """
    world = question.world
    record, field = fact.split(".")
    found: list[Any]
    match record:
        case "agency":
            found = [world.agency(assignment.agency_id)]
        case "district":
            found = [world.district(assignment.district_id)]
        case "assignment":
            found = [assignment]
        case "school":
            if not assignment.school_ids:
                return [Value(None, "assignment.school_ids")]
            found = [world.school(school_id) for school_id in assignment.school_ids]
        case "employment":
            employment = employment_for(question, assignment)
            if employment is None:
                return [Value(None, "officer.employments")]
            found = [employment]
        case "agreement":
            found = list(agreements_of(world, question.unit, assignment))
            if not found:
                return [Value(None, "agreement")]
        case _:
            raise AssertionError(fact)
    return [Value(None if item is None else getattr(item, field), fact) for item in found]


def employment_for(question: Question, assignment: Assignment) -> Employment | None:
    """The employment with the assignment's agency that contains the day judged.

    Decided: if none contains it, the latest one that starts before it.
    """
    officer = question.world.officer(assignment.officer_id)
    if officer is None:
        return None
    day = judged_day(question.world, question.unit)
    mine = [item for item in officer.employments if item.agency_id == assignment.agency_id]
    running = [item for item in mine if in_force(item.start, item.end, day)]
    earlier = [item for item in mine if item.start < day]
    chosen = running or earlier
    return max(chosen, key=lambda item: item.start) if chosen else None


def statements(question: Question, assignment: Assignment, fact: str) -> list[Attestation]:
    """An attestation speaks of every record that matches all the ids it names.

    Ids it leaves out match any. Decided: all ids must match one and the same
    assignment; for a unit whose service has not begun those in force on its
    first day speak too.
    """
    found = []
    for item in question.world.registry.attestations:
        speaks_now = any(
            in_force(item.start, item.end, day)
            for day in (question.world.as_of, judged_day(question.world, question.unit))
        )
        agreements = [
            found.id for found in agreements_of(question.world, question.unit, assignment)
        ]
        if (
            item.fact == fact
            and speaks_now
            and item.officer_id in (None, assignment.officer_id)
            and item.assignment_id in (None, assignment.id)
            and item.agency_id in (None, assignment.agency_id)
            and item.district_id in (None, assignment.district_id)
            and item.school_id in (None, *assignment.school_ids)
            and item.agreement_id in (None, *agreements)
        ):
            found.append(item)
    return found


def declared(question: Question, fact: str) -> AttestedFact | None:
    for item in question.pack.facts:
        if item.fact == fact:
            return item
    return None


def attested_value(question: Question, assignment: Assignment, fact: str) -> Value:
    """Two attestations in force that disagree make the fact unknown.

    Each fact declares what its absence stands for: unknown, or a presumed value.
    """
    said = statements(question, assignment, fact)
    if said:
        agreed = all(item.value == said[0].value for item in said)
        return Value(said[0].value if agreed else None, fact)
    fact_declared = declared(question, fact)
    match fact_declared.missing if fact_declared is not None else Absent.UNKNOWN:
        case Absent.TRUE:
            return Value(True, fact)
        case Absent.FALSE:
            return Value(False, fact)
        case Absent.UNKNOWN:
            return Value(None, fact)


# --- what the officer has done and holds ------------------------------------------------------


def codes_on(course: Course, day: dt.date) -> set[str]:
    """The codes under which a course is recognised on a day."""
    return {item.code for item in course.codes if in_force(item.start or LONG_AGO, item.end, day)}


def evidence_of_courses(question: Question, days: Days) -> list[tuple[Completion, Course]]:
    """The completions of the unit's officers that count."""
    return courses_of(question.world, question.unit.officer_ids, days)


def courses_of(world: World, officer_ids: set[str], days: Days) -> list[tuple[Completion, Course]]:
    """Completions that count: dated on or before `as_of`, completed, not of a cancelled session.

    They come in the order of their days and ids.
    """
    cancelled = {
        session.id for session in world.registry.sessions if session.state is SessionState.CANCELLED
    }
    found = []
    for item in world.registry.completions:
        course = world.course(item.course_id)
        if (
            course is not None
            and item.officer_id in officer_ids
            and item.outcome is Outcome.COMPLETED
            and item.session_id not in cancelled
            and item.completed_on in days
            and item.completed_on <= world.as_of
        ):
            found.append((item, course))
    return sorted(found, key=lambda pair: (pair[0].completed_on, pair[0].id))


def completions_of(question: Question, codes: Iterable[str], days: Days) -> list[Completion]:
    """Completions under one of the codes, each recognised on its own day."""
    return [
        completion
        for completion, course in evidence_of_courses(question, days)
        if codes_on(course, completion.completed_on) & set(codes)
    ]


def before_records(question: Question, days: Days) -> bool:
    """Absence of evidence before `records_from` is unknown, not unmet."""
    complete_from = records_from(question.world, question.unit)
    days = days.clipped(None, question.world.as_of)
    return complete_from is not None and not days.empty and days.first < complete_from


def licenses_of(question: Question, kind: str | None) -> list[License]:
    """License entries of a kind in the unit's jurisdiction; a catalogue code's are of any."""
    unit = question.unit
    here = {jurisdiction_of(question.world, unit.pack, item) for item in unit.assignments}
    found = []
    for officer_id in unit.officer_ids:
        officer = question.world.officer(officer_id)
        for entry in officer.licenses if officer is not None else ():
            anywhere = "." in entry.kind
            if kind in (None, entry.kind) and (anywhere or entry.jurisdiction in here):
                found.append(entry)
    return sorted(found, key=lambda entry: entry.start)


def has_entry(question: Question, kind: str) -> bool:
    """Whether any license entry of the kind is on file, of whatever jurisdiction."""
    for officer_id in question.unit.officer_ids:
        officer = question.world.officer(officer_id)
        if officer is not None and any(entry.kind == kind for entry in officer.licenses):
            return True
    return False


def held_since(question: Question, kind: str, days: Days) -> Complete:
    """A credential that a rule names is held through an entry or a completion of that code.

    Decided: dated by the first day of the unbroken run of entries that contains
    `as_of`, or by the completion's day; no entry at all of a plain kind is
    unknown, named `officer.licenses`.
    """
    as_of = question.world.as_of
    found = [item.completed_on for item in completions_of(question, [kind], days)]
    usable = [
        entry
        for entry in licenses_of(question, kind)
        if entry.state in (LicenseState.ACTIVE, LicenseState.CONDITIONAL)
    ]
    running = [entry for entry in usable if in_force(entry.start, entry.end, as_of)]
    if running:
        first = min(entry.start for entry in running)
        grown = True
        while grown:
            grown = False
            for entry in usable:
                touches = entry.end is None or entry.end >= day_before(first)
                if entry.start < first and touches:
                    first, grown = entry.start, True
        if first in days:
            found.append(first)
    surely = min(found) if found else None
    names: set[str] = set()
    if "." in kind and not found and before_records(question, days):
        names.add("agency.records_from")
    if "." not in kind and not has_entry(question, kind) and not days.empty:
        names.add("officer.licenses")
    return Complete(surely, days.first if names else surely, frozenset(names))


# --- events --------------------------------------------------------------------------------


@attrs.frozen
class Happened:
    """The day of an event; None is not yet, unless it is unknown."""

    day: dt.date | None
    unknown: bool = False
    names: Names = NO_NAMES


def happened(question: Question, event: Event) -> Happened:
    """The day of an event."""
    match event:
        case Happening():
            return _happening(question, event)
        case StatedFrom():
            return _stated_from(question, event.stated_from)
        case StatedDate():
            # The earliest of the days stated; unknown while one of them is.
            days = [item.value for item in values_of(question, event.stated_date)]
            if any(day is None for day in days):
                return Happened(None, True, frozenset({event.stated_date}))
            return Happened(min(days))
        case FirstMet():
            first = question.ask(question.world, question.unit, event.first_met).first_met
            if not first.decided:
                return Happened(None, True, first.names)
            return Happened(first.surely)
        case FirstCompleted():
            ever = Days(LONG_AGO, question.world.as_of)
            # Decided: one on file from before the records are complete is the first; of one
            # from later it is not known whether an earlier one is missing.
            found = completions_of(question, event.first_completed, ever)
            complete_from = records_from(question.world, question.unit)
            if found and (complete_from is None or found[0].completed_on < complete_from):
                return Happened(found[0].completed_on)
            if before_records(question, ever):
                return Happened(None, True, frozenset({"agency.records_from"}))
            return Happened(None)
        case FixedDay():
            return Happened(event.on)
        case Later():
            other = happened(question, event.than)
            if other.day is None:
                return other
            return Happened(plus(other.day, event.later))
    assert_never(event)


def _stated_from(question: Question, fact: str) -> Happened:
    """The day from which a fact is attested to be true: its earliest statement in force.

    Decided: attested to be false of every assignment it has not happened; the
    day is unknown while the fact is unknown of one of them, or only presumed.
    """
    starts: list[dt.date] = []
    for assignment in question.unit.assignments:
        value = attested_value(question, assignment, fact).value
        said = [item.start for item in statements(question, assignment, fact)]
        if value is None or (value is True and not said):
            return Happened(None, True, frozenset({fact}))
        if value is True:
            starts.extend(said)
    return Happened(min(starts, default=None))


def stated_since(question: Question, fact: str) -> Complete:
    """A fact that is attested to be true, dated by the earliest such statement in force.

    Decided: a fact presumed true is dated by the first day of the calendar.
    """
    found = []
    unknown = False
    for assignment in question.unit.assignments:
        value = attested_value(question, assignment, fact).value
        said = statements(question, assignment, fact)
        if value is None:
            unknown = True
        elif value is True:
            found.append(min((item.start for item in said), default=LONG_AGO))
    surely = min(found) if found else None
    if unknown:
        return Complete(surely, LONG_AGO, frozenset({fact}))
    return Complete(surely, surely)


def _happening(question: Question, event: Happening) -> Happened:
    unit = question.unit
    last = unit.last_assignment
    match event.event:
        case EventName.SERVICE_START:
            return Happened(unit.service_start)
        case EventName.AGENCY_START:
            mine = [item for item in unit.service if item.agency_id == last.agency_id]
            return Happened(min(item.start for item in mine))
        case EventName.DISTRICT_START:
            mine = [item for item in unit.service if item.district_id == last.district_id]
            return Happened(min(item.start for item in mine))
        case EventName.ASSIGNMENT_START:
            return Happened(unit.assignment_start)
        case EventName.HIRE:
            employment = employment_for(question, last)
            if employment is None:
                return Happened(None, True, frozenset({"officer.employments"}))
            return Happened(employment.start)
        case EventName.LICENSE:
            entries = licenses_of(question, event.license)
            if not entries:
                return Happened(None, True, frozenset({"officer.licenses"}))
            return Happened(entries[0].start)
        case EventName.LAW:
            return Happened(question.version.start)
        case EventName.AGREEMENT_SIGNED:
            return _of_agreement(question, lambda item: item.signed_on)
        case EventName.AGREEMENT_START:
            return _of_agreement(question, lambda item: item.start)
        case EventName.AGREEMENT_REVIEWED:
            return _of_agreement(
                question,
                lambda item: max(
                    item.signed_on,
                    *(day for day in item.reviewed_on if day <= question.world.as_of),
                    LONG_AGO,
                ),
            )
    assert_never(event.event)


def _of_agreement(question: Question, day_of: Any) -> Happened:
    """The day that the agreement in force gives; the earliest if several are."""
    found: list[Agreement] = []
    for assignment in question.unit.assignments:
        found.extend(agreements_of(question.world, question.unit, assignment))
    if not found:
        return Happened(None, True, frozenset({"agreement"}))
    return Happened(min(day_of(item) for item in found))


# --- limits --------------------------------------------------------------------------------


@attrs.frozen
class Window:
    """The days that count at most; not known where the day of one of the limits is not."""

    days: Days
    unknown: bool
    names: Names


def window_of(question: Question, node: EventDay | Completed | CourseTaken | Hours) -> Window:
    """The days inside all limits, where one that is not known does not count."""
    known = [event for _word, event in _limits(question, node) if not event.unknown]
    unknown = [event for _word, event in _limits(question, node) if event.unknown]
    first, last = LONG_AGO, NEVER
    for word, event in _limits(question, node):
        if event not in known:
            continue
        if word == "on_or_after":
            first = max(first, event.day or NEVER)
        if word == "on_or_before":
            last = min(last, event.day or NEVER)
        if word == "before" and event.day is not None:
            last = min(last, day_before(event.day))
        if word != "on_or_after" and (node.within or node.less_than):
            first = max(first, _first_near(node, event.day))
    names = NO_NAMES.union(*(event.names for event in unknown))
    return Window(Days(first, last), bool(unknown), names)


def _limits(
    question: Question, node: EventDay | Completed | CourseTaken | Hours
) -> list[tuple[str, Happened]]:
    found = []
    for word in ("on_or_after", "on_or_before", "before"):
        limit: dt.date | Event | None = getattr(node, word)
        if isinstance(limit, dt.date):
            found.append((word, Happened(limit)))
        elif limit is not None:
            found.append((word, happened(question, limit)))
    return found


def _first_near(node: EventDay | Completed | CourseTaken | Hours, limit: dt.date | None) -> dt.date:
    """The first day from which the period reaches the limit, or passes it.

    Decided: an event that has not happened lies after every day, so no period reaches it.
    """
    if limit is None:
        return NEVER
    period = node.within or node.less_than
    assert period is not None
    much = period.years * 366 + period.months * 31 + period.weeks * 7 + period.days
    day = plus_days(limit, -much - 1)
    while plus(day, period) < limit or (node.less_than and plus(day, period) == limit):
        day = plus_days(day, 1)
    return day


def inside(
    question: Question, node: EventDay | Completed | CourseTaken | Hours, day: dt.date
) -> Truth:
    """Whether a day lies inside the limits."""
    window = window_of(question, node)
    if day not in window.days:
        return NO
    return Truth(None, window.names) if window.unknown else YES


# --- conditions ----------------------------------------------------------------------------


def holds(question: Question, condition: Condition) -> Truth:
    """Inside a condition facts combine by strong Kleene logic (true, false, unknown)."""
    match condition:
        case AllOf():
            return all_of(holds(question, part) for part in condition.all)
        case AnyOf():
            return any_of(holds(question, part) for part in condition.any)
        case Not():
            return negated(holds(question, condition.part))
        case FactTest():
            # A condition on schools holds if any listed school satisfies it unless it says
            # all. A fact about assignments holds for a spell if it holds for any of them.
            # A value that is not on file is unknown, unless the test says what it stands for.
            passed = [
                supposed(Truth(None, frozenset({item.name})), condition.absent)
                if item.value is None
                else Truth(passes(condition, item.value))
                for item in values_of(question, condition.fact)
            ]
            return all_of(passed) if condition.every else any_of(passed)
        case EventDay():
            event = happened(question, condition.day_of)
            if event.unknown:
                return Truth(None, event.names)
            if event.day is None:
                return NO
            return inside(question, condition, event.day)
        case InSchoolYear():
            event = happened(question, condition.in_school_year)
            if event.unknown:
                return Truth(None, event.names)
            if event.day is None:
                return NO
            begun = school_year_holds(question, event.day, first_day=condition.first_day)
            return Truth(begun, frozenset({"district.school_years"} if begun is None else ()))
        case Completed():
            ever = Days(LONG_AGO, question.world.as_of)
            window = window_of(question, condition)
            done = [
                inside(question, condition, item.completed_on)
                for item in completions_of(question, condition.completed, ever)
            ]
            if before_records(question, window.days):
                done.append(Truth(None, window.names | {"agency.records_from"}))
            return any_of(done)
        case Served():
            span = condition.served
            days = Days(span.start or LONG_AGO, span.end)
            assignments = list(question.unit.assignments)
            if condition.ever:
                assignments = ever_served(question.world, question.unit)
            return Truth(
                any(
                    item.start <= days.last and (item.end is None or item.end >= days.first)
                    for item in assignments
                )
            )
        case Holds():
            held = held_since(question, condition.holds, Days(LONG_AGO, question.world.as_of))
            if held.surely is not None:
                return YES
            if held.at_best is None:
                return NO
            return supposed(Truth(None, held.names), condition.absent)
        case Met():
            other = question.ask(question.world, question.unit, condition.met)
            return Truth(other.met, NO_NAMES if other.met is not None else other.first_met.names)
        case OnFile():
            if any(
                agreements_of(question.world, question.unit, item)
                for item in question.unit.assignments
            ):
                return YES
            return supposed(Truth(None, frozenset({"agreement"})), condition.absent)
        case Undecided():
            return Truth(None)
    assert_never(condition)


def supposed(unknown: Truth, absent: Absent) -> Truth:
    """What a condition says that the absence of a record stands for."""
    match absent:
        case Absent.TRUE:
            return YES
        case Absent.FALSE:
            return NO
        case Absent.UNKNOWN:
            return unknown


def passes(test: FactTest, value: Any) -> bool:
    """A fact compared with fixed values; all comparisons given must hold.

    Of several words, such as an agreement's funds, one that satisfies is enough.
    """
    if test.values:
        words = value if isinstance(value, tuple) else (value,)
        if not {str(word) for word in words} & set(test.values):
            return False
    if test.state is not None and value is not test.state:
        return False
    if test.at_least is not None and not Decimal(value) >= test.at_least:
        return False
    if test.more_than is not None and not Decimal(value) > test.more_than:
        return False
    if test.at_most is not None and not Decimal(value) <= test.at_most:
        return False
    if test.less_than is not None and not Decimal(value) < test.less_than:
        return False
    if test.on_or_after is not None and not value >= test.on_or_after:
        return False
    return test.on_or_before is None or bool(value <= test.on_or_before)
