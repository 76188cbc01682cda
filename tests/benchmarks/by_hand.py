"""What the rules written by hand share: service, files, and how unknown facts come to an answer.

Each rule knows its law by heart and gives what the engine gives: every finding with all its
fields, in order, and the readiness of each officer. What it may take for granted is what
`state` makes: one jurisdiction, no waivers, adoptions, sessions or plans, nothing taken back,
statements about one assignment each, and a day on which the last version of the requirement
is in force and was checked. Completions are looked up by officer, and whatever is computed
from dates, hours or topics alone is computed once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Final, NamedTuple, TypeAlias

from dateutil.relativedelta import MO, TH, relativedelta

import sro_core as sro
from sro_core import Binding, Finding, Readiness, ReadinessStatus, Standing, Status
from sro_core.findings import OtherAnswer
from sro_core.models import (
    Agreement,
    Assignment,
    Attestation,
    Completion,
    Course,
    FrozenMap,
    Outcome,
    Role,
)
from sro_core.rules.packs import Level

__all__ = [
    "BEYOND",
    "NOTHING",
    "ONE_DAY",
    "RECORDS",
    "UNKNOWN",
    "Answer",
    "File",
    "Names",
    "Possible",
    "Spell",
    "Verdict",
    "add_officer",
    "agreed",
    "all_ways",
    "carried",
    "completions_of",
    "courses_carrying",
    "finding_of",
    "first_days",
    "last_day_within",
    "serving",
    "settle",
]


class Answer(NamedTuple):
    """What the engine's report holds."""

    findings: list[Finding]
    readiness: dict[str, Readiness]


# days ------------------------------------------------------------------------------------------

ONE_DAY: Final = dt.timedelta(days=1)
_SATURDAY: Final = 5


@cache
def _holidays(year: int) -> frozenset[dt.date]:
    first = dt.date(year, 1, 1)
    found = [
        dt.date(year, 1, 1),
        first + relativedelta(weekday=MO(3)),
        first + relativedelta(month=2, weekday=MO(3)),
        first + relativedelta(month=5, day=31, weekday=MO(-1)),
        dt.date(year, 7, 4),
        first + relativedelta(month=9, weekday=MO(1)),
        first + relativedelta(month=10, weekday=MO(2)),
        dt.date(year, 11, 11),
        first + relativedelta(month=11, weekday=TH(4)),
        dt.date(year, 12, 25),
    ]
    if year >= 2021:
        found.append(dt.date(year, 6, 19))
    return frozenset(found)


@cache
def last_day_within(months: int, start: dt.date) -> dt.date:
    """The last day of a period, moved to the next working day."""
    day = start + relativedelta(months=months)
    while day.weekday() >= _SATURDAY or day in _holidays(day.year):
        day += ONE_DAY
    return day


# service ---------------------------------------------------------------------------------------

_BRIDGE: Final = 120


class Spell(NamedTuple):
    start: dt.date
    posts: list[Assignment]


def _start_of(post: Assignment) -> tuple[dt.date, str]:
    return post.start, post.id


def _live(posts: list[Assignment], as_of: dt.date) -> Spell | None:
    """The spell of some postings that runs or is the next to begin."""
    posts.sort(key=_start_of)
    spell: list[Assignment] = []
    end: dt.date | None = None
    for post in posts:
        if spell and (end is None or (post.start - end).days - 1 <= _BRIDGE):
            spell.append(post)
            end = None if end is None or post.end is None else max(end, post.end)
            continue
        if spell and (end is None or end >= as_of):
            break
        spell, end = [post], post.end
    return Spell(spell[0].start, spell) if end is None or end >= as_of else None


def serving(registry: sro.Registry, as_of: dt.date) -> Iterator[tuple[str, list[Spell]]]:
    """The officers who serve or will, by id, with a spell for each of their roles."""
    posted: dict[str, list[Assignment]] = {}
    for post in registry.assignments:
        posted.setdefault(post.officer_id, []).append(post)
    for officer_id in sorted(posted):
        posts = posted[officer_id]
        if len(posts) == 1:
            (only,) = posts
            if only.end is None or only.end >= as_of:
                yield officer_id, [Spell(only.start, posts)]
            continue
        roles: dict[Role, list[Assignment]] = {}
        for post in posts:
            roles.setdefault(post.role, []).append(post)
        found = [_live(roles[role], as_of) for role in sorted(roles)]
        if spells := [spell for spell in found if spell is not None]:
            yield officer_id, spells


class File:
    """What is on file of the places of service, and the statements of some facts."""

    def __init__(self, registry: sro.Registry, as_of: dt.date, facts: tuple[str, ...] = ()) -> None:
        self.as_of = as_of
        self.agency = {item.id: item for item in registry.agencies}
        self.district = {item.id: item for item in registry.districts}
        self.school = {item.id: item for item in registry.schools}
        self.agreements: dict[tuple[str, str], list[Agreement]] = {}
        for agreement in registry.agreements:
            pair = (agreement.agency_id, agreement.district_id)
            self.agreements.setdefault(pair, []).append(agreement)
        self.stated: dict[str, dict[str | None, list[Attestation]]] = {name: {} for name in facts}
        for statement in registry.attestations:
            if (of_fact := self.stated.get(statement.fact)) is not None:
                of_fact.setdefault(statement.assignment_id, []).append(statement)

    def has_agreement(self, spell: Spell, day: dt.date) -> bool:
        return any(
            item.start <= day and (item.end is None or item.end >= day)
            for post in spell.posts
            for item in self.agreements.get((post.agency_id, post.district_id), ())
        )

    def statements(self, fact: str, post: Assignment, day: dt.date) -> list[Attestation]:
        """The statements in force on the day judged, or on the first day of service to come."""
        as_of = self.as_of
        return [
            item
            for item in self.stated[fact].get(post.id, ())
            if (item.start <= as_of and (item.end is None or item.end >= as_of))
            or (item.start <= day and (item.end is None or item.end >= day))
        ]

    def records_from(self, posts: Iterable[Assignment]) -> dt.date:
        days = [self.agency[post.agency_id].records_from for post in posts]
        return max((day for day in days if day is not None), default=dt.date.min)


def agreed(file: File, fact: str, spell: Spell, day: dt.date) -> bool | None:
    """Whether a fact is stated of some posting; None where that is open."""
    unsure = False
    for post in spell.posts:
        values = {item.value for item in file.statements(fact, post, day)}
        if len(values) != 1:
            unsure = True
        elif True in values:
            return True
    return None if unsure else False


def completions_of(registry: sro.Registry, courses: Iterable[str]) -> dict[str, list[Completion]]:
    """What was completed of some courses, by officer."""
    wanted = frozenset(courses)
    found: dict[str, list[Completion]] = {}
    for item in registry.completions:
        if item.course_id in wanted and item.outcome is Outcome.COMPLETED:
            found.setdefault(item.officer_id, []).append(item)
    return found


def carried(course: Course, codes: frozenset[str], day: dt.date) -> frozenset[str]:
    """Those of some codes that a course has on a day."""
    return frozenset(
        item.code
        for item in course.codes
        if item.code in codes
        and (item.start is None or item.start <= day)
        and (item.end is None or day <= item.end)
    )


def courses_carrying(registry: sro.Registry, codes: frozenset[str]) -> dict[str, Course]:
    """The courses that have one of some codes on some day."""
    return {
        course.id: course
        for course in registry.courses
        if not codes.isdisjoint(item.code for item in course.codes)
    }


def first_days(
    registry: sro.Registry,
    as_of: dt.date,
    codes: frozenset[str],
    since: dt.date,
    topics: frozenset[str] = frozenset(),
) -> dict[str, dt.date]:
    """The first day on which each officer completed a course with one of some codes."""
    courses = {
        course.id: course
        for course in courses_carrying(registry, codes).values()
        if not topics or not course.topics or topics <= course.topics.keys()
    }
    found: dict[str, dt.date] = {}
    for officer_id, items in completions_of(registry, courses).items():
        days = [
            item.completed_on
            for item in items
            if since <= item.completed_on <= as_of
            and carried(courses[item.course_id], codes, item.completed_on)
        ]
        if days:
            found[officer_id] = min(days)
    return found


# outcomes --------------------------------------------------------------------------------------

Names: TypeAlias = frozenset[str]
NOTHING: Final[Names] = frozenset()
RECORDS: Final[Names] = frozenset(("agency.records_from",))


class Verdict(NamedTuple):
    """What may be; what is reported of it comes first."""

    status: Status
    due_on: dt.date | None = None
    valid_until: dt.date | None = None
    late: int | None = None
    case: str | None = None
    weak: bool = False
    reason: str = ""


Possible: TypeAlias = list[tuple[Verdict, Names]]
_SHOWN: Final = 5
_FINE: Final = frozenset((Status.MET, Status.NOT_REQUIRED))
BEYOND: Final = Verdict(Status.NOT_REQUIRED, reason="it does not apply to this service")
UNKNOWN: Final = Verdict(
    Status.UNKNOWN, reason="it cannot be decided without a fact that is missing"
)


def settle(possible: Possible) -> tuple[Verdict, Names]:
    """The answer that all that may be gives, and the names of what would tell it apart."""
    first = possible[0][0]
    if len(possible) == 1 or all(outcome == first for outcome, _names in possible):
        return first, NOTHING
    every = list(dict.fromkeys(outcome for outcome, _names in possible))
    names = NOTHING.union(*(names for _outcome, names in possible))
    weak = any(outcome.weak for outcome in every)
    cases = {outcome.case for outcome in every}
    case = cases.pop() if len(cases) == 1 else None
    statuses = {outcome.status for outcome in every}
    if len(statuses) > 1 and not statuses <= _FINE:
        return UNKNOWN._replace(case=case, weak=weak), names
    shown = every
    if len(statuses) > 1:
        shown = [outcome for outcome in every if outcome.status is Status.MET]
    dues = {outcome.due_on for outcome in shown}
    untils = {outcome.valid_until for outcome in shown}
    lates = {outcome.late for outcome in shown}
    due_on = dues.pop() if len(dues) == 1 else None
    differ = len({outcome[:_SHOWN] for outcome in every}) > 1
    settled = Verdict(
        shown[0].status,
        due_on,
        untils.pop() if len(untils) == 1 else None,
        lates.pop() if len(lates) == 1 and due_on is not None else None,
        case,
        weak,
        shown[0].reason,
    )
    return settled, names if differ else NOTHING


def _once(
    done: dt.date | None,
    due: dt.date | Names,
    as_of: dt.date,
    case: str | None = None,
    *,
    weak: bool = False,
) -> list[Verdict]:
    """What a duty that is met once comes to; the names stand for a last day not known."""
    if isinstance(due, frozenset):
        if done is not None:
            return [Verdict(Status.MET, case=case, weak=weak, reason="completed")]
        return [
            Verdict(Status.DUE, case=case, weak=weak, reason="not completed yet"),
            Verdict(Status.OVERDUE, case=case, weak=weak, reason="not completed by the last day"),
        ]
    if done is not None:
        late = max(0, (done - due).days)
        return [Verdict(Status.MET, due, None, late, case, weak, "completed")]
    if as_of <= due:
        return [Verdict(Status.DUE, due, None, None, case, weak, "not completed yet")]
    late = (as_of - due).days
    reason = "not completed by the last day"
    return [Verdict(Status.OVERDUE, due, None, late, case, weak, reason)]


def all_ways(
    done: dt.date | None,
    unrecorded: dt.date | None,
    due: dt.date | Names,
    as_of: dt.date,
    case: str | None = None,
    *,
    weak: bool = False,
) -> Possible:
    """The same, where it may have been done on a day without records too."""
    names = NOTHING if unrecorded is None else RECORDS
    days = (done,) if unrecorded is None else (done, unrecorded)
    possible = [
        (outcome, names if day is not None or isinstance(due, dt.date) else names | due)
        for day in days
        for outcome in _once(day, due, as_of, case, weak=weak)
    ]
    if len({outcome[:_SHOWN] for outcome, _names in possible}) == 1:
        return [(outcome, NOTHING) for outcome, _names in possible]
    return possible


# findings and readiness ------------------------------------------------------------------------


def finding_of(
    requirement_id: str,
    officer_id: str,
    answer: Verdict,
    missing: Names,
    contested: tuple[OtherAnswer, ...] = (),
) -> Finding:
    return Finding(
        requirement_id=requirement_id,
        officer_id=officer_id,
        level=Level.MANDATORY,
        binding=Binding.NONE if answer.status is Status.NOT_REQUIRED else Binding.LAW,
        status=answer.status,
        due_on=answer.due_on,
        valid_until=answer.valid_until,
        late_by_days=answer.late,
        standing=Standing.SECONDARY if answer.weak else Standing.VERIFIED,
        contested=contested,
        missing=tuple(sorted(missing)) if missing else (),
        case=answer.case,
        reason=answer.reason,
    )


_WORST_FIRST: Final = {
    status: place
    for place, status in enumerate(
        (
            Status.OVERDUE,
            Status.EXPIRED,
            Status.UNKNOWN,
            Status.DUE,
            Status.MET,
            Status.WAIVED,
            Status.NOT_REQUIRED,
        )
    )
}
_READY: Final = {
    Status.OVERDUE: ReadinessStatus.NOT_READY,
    Status.EXPIRED: ReadinessStatus.NOT_READY,
    Status.UNKNOWN: ReadinessStatus.UNDETERMINED,
    Status.DUE: ReadinessStatus.PROVISIONAL,
    Status.MET: ReadinessStatus.READY,
    Status.NOT_REQUIRED: ReadinessStatus.UNBOUND,
}
_FROM_THE_WORST: Final = {status: place for place, status in enumerate(ReadinessStatus)}


def add_officer(answer: Answer, judged: Sequence[tuple[Finding, Spell]], as_of: dt.date) -> None:
    """Add the worst finding of an officer's spells, and the readiness that comes of them all."""
    if len(judged) == 1:
        ((finding, spell),) = judged
        worst = finding
        ready = _READY[finding.status]
        standing, contested = finding.standing, bool(finding.contested)
        places = dict.fromkeys(
            sorted(post.id for post in spell.posts if post.end is None or post.end >= as_of), ready
        )
    else:
        worst, _spell = min(
            judged,
            key=lambda pair: (
                _WORST_FIRST[pair[0].status],
                pair[0].due_on or dt.date.max,
                pair[1].start,
            ),
        )
        of_post = {
            post.id: _READY[finding.status]
            for finding, spell in judged
            for post in spell.posts
            if post.end is None or post.end >= as_of
        }
        places = {name: of_post[name] for name in sorted(of_post)}
        ready = min(places.values(), key=_FROM_THE_WORST.__getitem__)
        binding = [item for item, _spell in judged if item.binding is Binding.LAW]
        weighed = binding or [item for item, _spell in judged]
        weak = any(item.standing is Standing.SECONDARY for item in weighed)
        standing = Standing.SECONDARY if weak else Standing.VERIFIED
        contested = any(item.contested for item in weighed)
    answer.findings.append(worst)
    answer.readiness[worst.officer_id or ""] = Readiness(
        status=ready, standing=standing, contested=contested, assignments=FrozenMap(places)
    )
