"""Three requirements written out by hand, as a script for one state and no other would be.

Each function knows its law by heart and gives what the engine gives: every finding with
all its fields, in order, and the readiness of each officer. What it may take for granted
is what `state` makes: one jurisdiction, no waivers, adoptions, sessions or plans, nothing
taken back, statements about one assignment each, and a day on which the last version of the
requirement is in force and was checked. Completions are looked up by officer, and whatever
is computed from dates, hours or topics alone is computed once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple, TypeAlias

from dateutil.relativedelta import MO, TH, relativedelta

import sro_core as sro
from sro_core import Binding, Finding, Readiness, ReadinessStatus, Standing, Status
from sro_core.findings import OtherAnswer
from sro_core.models import (
    AgencyKind,
    Agreement,
    Assignment,
    Attestation,
    Completion,
    Course,
    DistrictKind,
    EmploymentTime,
    FrozenMap,
    Officer,
    Outcome,
    Role,
    SchoolLevel,
)
from sro_core.rules.packs import Level

__all__ = ["Answer", "kansas_course", "minnesota_course", "minnesota_topics"]


class Answer(NamedTuple):
    """What the engine's report holds."""

    findings: list[Finding]
    readiness: dict[str, Readiness]


# days ------------------------------------------------------------------------------------------

_DAY: Final = dt.timedelta(days=1)
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
def _within(months: int, start: dt.date) -> dt.date:
    """The last day of a period, moved to the next working day."""
    day = start + relativedelta(months=months)
    while day.weekday() >= _SATURDAY or day in _holidays(day.year):
        day += _DAY
    return day


# service ---------------------------------------------------------------------------------------

_BRIDGE: Final = 120


class _Spell(NamedTuple):
    start: dt.date
    posts: list[Assignment]


def _start_of(post: Assignment) -> tuple[dt.date, str]:
    return post.start, post.id


def _live(posts: list[Assignment], as_of: dt.date) -> _Spell | None:
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
    return _Spell(spell[0].start, spell) if end is None or end >= as_of else None


def _serving(registry: sro.Registry, as_of: dt.date) -> Iterator[tuple[str, list[_Spell]]]:
    """The officers who serve or will, by id, with a spell for each of their roles."""
    posted: dict[str, list[Assignment]] = {}
    for post in registry.assignments:
        posted.setdefault(post.officer_id, []).append(post)
    for officer_id in sorted(posted):
        posts = posted[officer_id]
        if len(posts) == 1:
            (only,) = posts
            if only.end is None or only.end >= as_of:
                yield officer_id, [_Spell(only.start, posts)]
            continue
        roles: dict[Role, list[Assignment]] = {}
        for post in posts:
            roles.setdefault(post.role, []).append(post)
        found = [_live(roles[role], as_of) for role in sorted(roles)]
        if spells := [spell for spell in found if spell is not None]:
            yield officer_id, spells


class _File:
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

    def has_agreement(self, spell: _Spell, day: dt.date) -> bool:
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


def _completions(registry: sro.Registry, courses: Iterable[str]) -> dict[str, list[Completion]]:
    """What was completed of some courses, by officer."""
    wanted = frozenset(courses)
    found: dict[str, list[Completion]] = {}
    for item in registry.completions:
        if item.course_id in wanted and item.outcome is Outcome.COMPLETED:
            found.setdefault(item.officer_id, []).append(item)
    return found


def _carried(course: Course, codes: frozenset[str], day: dt.date) -> frozenset[str]:
    """Those of some codes that a course has on a day."""
    return frozenset(
        item.code
        for item in course.codes
        if item.code in codes
        and (item.start is None or item.start <= day)
        and (item.end is None or day <= item.end)
    )


def _carrying(registry: sro.Registry, codes: frozenset[str]) -> dict[str, Course]:
    """The courses that have one of some codes on some day."""
    return {
        course.id: course
        for course in registry.courses
        if not codes.isdisjoint(item.code for item in course.codes)
    }


def _first_days(
    registry: sro.Registry,
    as_of: dt.date,
    codes: frozenset[str],
    since: dt.date,
    topics: frozenset[str] = frozenset(),
) -> dict[str, dt.date]:
    """The first day on which each officer completed a course with one of some codes."""
    courses = {
        course.id: course
        for course in _carrying(registry, codes).values()
        if not topics or not course.topics or topics <= course.topics.keys()
    }
    found: dict[str, dt.date] = {}
    for officer_id, items in _completions(registry, courses).items():
        days = [
            item.completed_on
            for item in items
            if since <= item.completed_on <= as_of
            and _carried(courses[item.course_id], codes, item.completed_on)
        ]
        if days:
            found[officer_id] = min(days)
    return found


# outcomes --------------------------------------------------------------------------------------

_Names: TypeAlias = frozenset[str]
_NONE: Final[_Names] = frozenset()
_RECORDS: Final[_Names] = frozenset(("agency.records_from",))


class _Outcome(NamedTuple):
    """What may be; what is reported of it comes first."""

    status: Status
    due_on: dt.date | None = None
    valid_until: dt.date | None = None
    late: int | None = None
    case: str | None = None
    weak: bool = False
    reason: str = ""


_Possible: TypeAlias = list[tuple[_Outcome, _Names]]
_SHOWN: Final = 5
_FINE: Final = frozenset((Status.MET, Status.NOT_REQUIRED))
_BEYOND: Final = _Outcome(Status.NOT_REQUIRED, reason="it does not apply to this service")
_UNKNOWN: Final = _Outcome(
    Status.UNKNOWN, reason="it cannot be decided without a fact that is missing"
)


def _settled(possible: _Possible) -> tuple[_Outcome, _Names]:
    """The answer that all that may be gives, and the names of what would tell it apart."""
    first = possible[0][0]
    if len(possible) == 1 or all(outcome == first for outcome, _names in possible):
        return first, _NONE
    every = list(dict.fromkeys(outcome for outcome, _names in possible))
    names = _NONE.union(*(names for _outcome, names in possible))
    weak = any(outcome.weak for outcome in every)
    cases = {outcome.case for outcome in every}
    case = cases.pop() if len(cases) == 1 else None
    statuses = {outcome.status for outcome in every}
    if len(statuses) > 1 and not statuses <= _FINE:
        return _UNKNOWN._replace(case=case, weak=weak), names
    shown = every
    if len(statuses) > 1:
        shown = [outcome for outcome in every if outcome.status is Status.MET]
    dues = {outcome.due_on for outcome in shown}
    untils = {outcome.valid_until for outcome in shown}
    lates = {outcome.late for outcome in shown}
    due_on = dues.pop() if len(dues) == 1 else None
    differ = len({outcome[:_SHOWN] for outcome in every}) > 1
    settled = _Outcome(
        shown[0].status,
        due_on,
        untils.pop() if len(untils) == 1 else None,
        lates.pop() if len(lates) == 1 and due_on is not None else None,
        case,
        weak,
        shown[0].reason,
    )
    return settled, names if differ else _NONE


def _once(
    done: dt.date | None,
    due: dt.date | _Names,
    as_of: dt.date,
    case: str | None = None,
    *,
    weak: bool = False,
) -> list[_Outcome]:
    """What a duty that is met once comes to; the names stand for a last day not known."""
    if isinstance(due, frozenset):
        if done is not None:
            return [_Outcome(Status.MET, case=case, weak=weak, reason="completed")]
        return [
            _Outcome(Status.DUE, case=case, weak=weak, reason="not completed yet"),
            _Outcome(Status.OVERDUE, case=case, weak=weak, reason="not completed by the last day"),
        ]
    if done is not None:
        late = max(0, (done - due).days)
        return [_Outcome(Status.MET, due, None, late, case, weak, "completed")]
    if as_of <= due:
        return [_Outcome(Status.DUE, due, None, None, case, weak, "not completed yet")]
    late = (as_of - due).days
    reason = "not completed by the last day"
    return [_Outcome(Status.OVERDUE, due, None, late, case, weak, reason)]


def _all_ways(
    done: dt.date | None,
    unrecorded: dt.date | None,
    due: dt.date | _Names,
    as_of: dt.date,
    case: str | None = None,
    *,
    weak: bool = False,
) -> _Possible:
    """The same, where it may have been done on a day without records too."""
    names = _NONE if unrecorded is None else _RECORDS
    days = (done,) if unrecorded is None else (done, unrecorded)
    possible = [
        (outcome, names if day is not None or isinstance(due, dt.date) else names | due)
        for day in days
        for outcome in _once(day, due, as_of, case, weak=weak)
    ]
    if len({outcome[:_SHOWN] for outcome, _names in possible}) == 1:
        return [(outcome, _NONE) for outcome, _names in possible]
    return possible


# findings and readiness ------------------------------------------------------------------------


def _finding(
    requirement_id: str,
    officer_id: str,
    answer: _Outcome,
    missing: _Names,
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


def _add(answer: Answer, judged: Sequence[tuple[Finding, _Spell]], as_of: dt.date) -> None:
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


# Kansas: the course ----------------------------------------------------------------------------

_KS: Final = "us-ks.skill-training"
_DESIGNATED: Final = "us-ks.designated-primarily-assigned"
_JOINTLY: Final = "us-ks.jointly-designated"
_KS_CODES: Final = frozenset(("us-ks.skill-development",))
_KS_TOPICS: Final = frozenset(
    (
        "adolescent_development",
        "risk_and_needs_assessments",
        "mental_health",
        "diversity",
        "youth_crisis_intervention",
        "substance_abuse_prevention",
        "trauma_informed_responses",
        "other_school_policing_practices",
    )
)
_KS_FIRST_LAST_DAY: Final = dt.date(2018, 6, 30)
_SALARIED: Final = frozenset((EmploymentTime.FULL, EmploymentTime.PART))


def kansas_course(registry: sro.Registry, as_of: dt.date) -> Answer:
    """`us-ks.skill-training`: once, by 2018-06-30 or within a year of the designation."""
    file = _File(registry, as_of, (_DESIGNATED, _JOINTLY))
    officers = {item.id: item for item in registry.officers}
    done = _first_days(registry, as_of, _KS_CODES, dt.date.min, _KS_TOPICS)
    answer = Answer([], {})
    for officer_id, spells in _serving(registry, as_of):
        judged = [
            (
                _finding(
                    _KS,
                    officer_id,
                    *_settled(_kansas(file, officers[officer_id], spell, done.get(officer_id))),
                ),
                spell,
            )
            for spell in spells
        ]
        _add(answer, judged, as_of)
    return answer


def _kansas(file: _File, officer: Officer, spell: _Spell, done: dt.date | None) -> _Possible:
    day = max(file.as_of, spell.start)
    posts = spell.posts
    if not any(file.district[post.district_id].kind is DistrictKind.PUBLIC for post in posts):
        return [(_BEYOND, _NONE)]
    missing = _NONE
    since, unsure = _designated(file, spell, day)
    if since is None:
        if not unsure:
            return [(_BEYOND, _NONE)]
        missing |= {_DESIGNATED}
    if not any(
        file.agency[post.agency_id].kind is AgencyKind.SCHOOL_POLICE for post in posts
    ) and not file.has_agreement(spell, day):
        jointly = _agreed(file, _JOINTLY, spell, day)
        if jointly is False:
            return [(_BEYOND, _NONE)]
        if jointly is None:
            missing |= {_JOINTLY}
    salaried = _salaried(officer, spell, day)
    if salaried is False:
        return [(_BEYOND, _NONE)]
    if salaried is not True:
        missing |= salaried
    due: dt.date | _Names = frozenset((_DESIGNATED,))
    if since is not None and not unsure:
        due = max(_KS_FIRST_LAST_DAY, _within(12, since))
    unrecorded = None if file.records_from(posts) == dt.date.min else dt.date.min
    possible = _all_ways(done, unrecorded, due, file.as_of)
    return [(_BEYOND, missing), *possible] if missing else possible


def _designated(file: _File, spell: _Spell, day: dt.date) -> tuple[dt.date | None, bool]:
    """Since when the officer is designated, and whether that is open for some posting."""
    since: dt.date | None = None
    unsure = False
    for post in spell.posts:
        found = file.statements(_DESIGNATED, post, day)
        values = {item.value for item in found}
        if len(values) != 1:
            unsure = True
        elif True in values:
            first = min(item.start for item in found)
            since = first if since is None else min(since, first)
    return since, unsure


def _agreed(file: _File, fact: str, spell: _Spell, day: dt.date) -> bool | None:
    """Whether a fact is stated of some posting; None where that is open."""
    unsure = False
    for post in spell.posts:
        values = {item.value for item in file.statements(fact, post, day)}
        if len(values) != 1:
            unsure = True
        elif True in values:
            return True
    return None if unsure else False


def _salaried(officer: Officer, spell: _Spell, day: dt.date) -> bool | _Names:
    missing = _NONE
    for post in spell.posts:
        begun = [
            item
            for item in officer.employments
            if item.agency_id == post.agency_id and item.start <= day
        ]
        running = [item for item in begun if item.end is None or item.end >= day]
        if not begun:
            missing |= {"officer.employments"}
            continue
        time = max(running or begun, key=lambda item: item.start).time
        if time in _SALARIED:
            return True
        if time is None:
            missing |= {"employment.time"}
    return missing or False


# Minnesota: the course -------------------------------------------------------------------------

_MN: Final = "us-mn.sro-course"
_OUTSIDE: Final = "us-mn.outside-school-day-only"
_UNABLE: Final = "us-mn.employer-unable-to-provide"
_CONTACT_DAYS: Final = "us-mn.substitute-contact-days"
_COURSE: Final = frozenset(("us-mn.post-sro",))
_SHORTER: Final = frozenset(("us-mn.post-sro", "us-mn.post-sro-supplemental"))
_BASIC: Final = frozenset(("us-mn.basic-sro", "nasro.basic-sro"))
_ACT: Final = dt.date(2024, 3, 15)
_DUTY: Final = dt.date(2025, 9, 1)
_BASIC_BY: Final = dt.date(2025, 8, 31)
_BASIC_DUE: Final = dt.date(2027, 5, 31)
_BASIC_DUE_BY_BOARD: Final = dt.date(2027, 6, 30)
_MN_ROLES: Final = frozenset((Role.SCHOOL_RESOURCE_OFFICER, Role.SUBSTITUTE))
_MN_DISTRICTS: Final = frozenset((DistrictKind.PUBLIC, DistrictKind.CHARTER))
_MN_LEVELS: Final = frozenset(
    (SchoolLevel.ELEMENTARY, SchoolLevel.MIDDLE, SchoolLevel.HIGH, SchoolLevel.COMBINED)
)
_FEWER_THAN_60: Final = _Outcome(
    Status.NOT_REQUIRED,
    case="substitute",
    weak=True,
    reason="A substitute who serves fewer than 60 student contact days in a school year"
    " need not take the course.",
)
_AT_MOST_60: Final = _FEWER_THAN_60._replace(
    reason="A substitute who serves at most 60 student contact days need not take the course."
)
_BOARD_SAYS: Final = (
    "The board's page gives holders of an old basic course until 30 June 2027, a month longer"
    " than the statute."
)
_BILL_SAYS: Final = (
    "A substitute needs the course only when serving more than 60 days, so that 60 days are"
    " still exempt."
)


class _Done(NamedTuple):
    """The first day of a course, by officer."""

    course: Mapping[str, dt.date]
    shorter: Mapping[str, dt.date]
    basic: Mapping[str, dt.date]


def minnesota_course(registry: sro.Registry, as_of: dt.date) -> Answer:
    """`us-mn.sro-course`: before the first day, with three exceptions and two other readings."""
    file = _File(registry, as_of, (_OUTSIDE, _UNABLE, _CONTACT_DAYS))
    done = _Done(
        _first_days(registry, as_of, _COURSE, _ACT),
        _first_days(registry, as_of, _SHORTER, _ACT),
        _first_days(registry, min(as_of, _BASIC_BY), _BASIC, dt.date.min),
    )
    answer = Answer([], {})
    for officer_id, spells in _serving(registry, as_of):
        judged = [(_minnesota(file, officer_id, spell, done), spell) for spell in spells]
        _add(answer, judged, as_of)
    return answer


def _minnesota(file: _File, officer_id: str, spell: _Spell, done: _Done) -> Finding:
    day = max(file.as_of, spell.start)
    missing = _in_scope(file, spell, day)
    if missing is None:
        return _finding(_MN, officer_id, _BEYOND, _NONE)
    substitute = spell.posts[0].role is Role.SUBSTITUTE
    amounts = _contact_days(file, spell, day) if substitute else []
    records_from = file.records_from(spell.posts)
    basic: bool | None = officer_id in done.basic
    if not basic and records_from > dt.date.min:
        basic = None
    outside: _Possible = [(_BEYOND, missing)] if missing else []

    def reading(
        exempt: _Outcome, within: list[bool | None], basic_due: dt.date
    ) -> tuple[_Outcome, _Names]:
        possible, names = list(outside), missing
        if True in within:
            return _settled([*possible, (exempt, names)])
        if None in within:
            names = names | {_CONTACT_DAYS}
            possible.append((exempt, names))
        if basic is not False:
            names = names if basic else names | _RECORDS
            possible += _with(names, ways(done.shorter, basic_due, "old-basic-course"))
        if not basic:
            possible += rest(names)
        return _settled(possible)

    def ways(
        of: Mapping[str, dt.date], due: dt.date, case: str | None = None, *, weak: bool = False
    ) -> _Possible:
        first = of.get(officer_id)
        unrecorded = _ACT if records_from > _ACT and first != _ACT else None
        return _all_ways(first, unrecorded, due, file.as_of, case, weak=weak)

    def rest(names: _Names) -> _Possible:
        """What there is for those who have no old basic course."""
        if spell.start < _DUTY:
            return _with(names, ways(done.course, _DUTY, "already-serving", weak=True))
        unable = _agreed(file, _UNABLE, spell, day)
        possible: _Possible = []
        if unable is not False:
            names = names if unable else names | {_UNABLE}
            later = _within(6, spell.start)
            possible += _with(names, ways(done.course, later, "employer-unable"))
        if not unable:
            possible += _with(names, ways(done.course, spell.start - _DAY))
        return possible

    fewer = [None if amount is None else amount < 60 for amount in amounts]
    settled, names = reading(_FEWER_THAN_60, fewer, _BASIC_DUE)
    contested: list[OtherAnswer] = []

    def compare(name: str, says: str, other: _Outcome) -> None:
        if (other.status, other.due_on) != (settled.status, settled.due_on):
            contested.append(
                OtherAnswer(reading=name, status=other.status, due_on=other.due_on, says=says)
            )

    if basic is not False:
        other, _names = reading(_FEWER_THAN_60, fewer, _BASIC_DUE_BY_BOARD)
        compare("board-page", _BOARD_SAYS, other)
    if amounts:
        at_most = [None if amount is None else amount <= 60 for amount in amounts]
        other, _names = reading(_AT_MOST_60, at_most, _BASIC_DUE)
        compare("more-than-60", _BILL_SAYS, other)
    return _finding(_MN, officer_id, settled, names, tuple(contested))


def _with(names: _Names, possible: _Possible) -> _Possible:
    return [(outcome, names | others) for outcome, others in possible] if names else possible


def _in_scope(file: _File, spell: _Spell, day: dt.date) -> _Names | None:
    """What is missing to know that the law speaks of a spell; None where it does not."""
    posts = spell.posts
    if posts[0].role not in _MN_ROLES or not any(
        file.district[post.district_id].kind in _MN_DISTRICTS for post in posts
    ):
        return None
    missing = _NONE
    if not any(file.school[name].level in _MN_LEVELS for post in posts for name in post.school_ids):
        if all(post.school_ids for post in posts):
            return None
        missing |= {"assignment.school_ids"}
    if not file.has_agreement(spell, day):
        missing |= {"agreement"}
    unsure = False
    for post in posts:
        values = {item.value for item in file.statements(_OUTSIDE, post, day)}
        if not values or values == {False}:
            break
        unsure = unsure or len(values) > 1
    else:
        if not unsure:
            return None
        missing |= {_OUTSIDE}
    return missing


def _contact_days(file: _File, spell: _Spell, day: dt.date) -> list[Decimal | None]:
    """The contact days stated for each posting; None where they are open."""
    found: list[Decimal | None] = []
    for post in spell.posts:
        values = {item.value for item in file.statements(_CONTACT_DAYS, post, day)}
        value = values.pop() if len(values) == 1 else None
        found.append(value if isinstance(value, Decimal) else None)
    return found


# Minnesota: the in-service topics --------------------------------------------------------------

_TOPICS: Final = "us-mn.in-service-topics"
_CREDITS: Final = Decimal(16)
_ZERO: Final = Decimal(0)
_UNSTATED: Final = Decimal(999_999)
_TOPIC_LAW: Final = dt.date(2018, 7, 1)
_FOUR_TOPICS_UNTIL: Final = dt.date(2023, 6, 30)
_FIVE: Final = (
    ("crisis_intervention", "us-mn.crisis-intervention", Decimal(6)),
    ("autism", "us-mn.autism", Decimal(4)),
    ("conflict_management", "us-mn.conflict-management", Decimal(1)),
    ("diversity_implicit_bias", "us-mn.diversity-implicit-bias", Decimal(1)),
    ("bias_crimes", "us-mn.bias-crimes", Decimal(1)),
)
_FIVE_CODES: Final = frozenset(code for _topic, code, _least in _FIVE)
_FOUR_CODES: Final = _FIVE_CODES - {"us-mn.bias-crimes"}
_NO_LICENSE: Final = frozenset(("officer.licenses",))
_OPEN_LICENSE: Final = frozenset(("license.to",))


class _Credit(NamedTuple):
    """At least and at most so many hours: of each topic, and of all together."""

    low: tuple[Decimal, ...]
    high: tuple[Decimal, ...]
    inexact: str | None


class _Taken(NamedTuple):
    day: dt.date
    completion_id: str
    course: Course
    hours: Decimal | None
    codes: frozenset[str]


class _Period(NamedTuple):
    """A license period, and the day it was satisfied at worst and at best."""

    end: dt.date
    worst: dt.date | None
    best: dt.date | None
    missing: _Names


def minnesota_topics(registry: sro.Registry, as_of: dt.date) -> Answer:
    """`us-mn.in-service-topics`: sixteen hours in five topics in each license period."""
    file = _File(registry, as_of)
    officers = {item.id: item for item in registry.officers}
    courses = _carrying(registry, _FIVE_CODES)
    completions = _completions(registry, courses)
    credit_of: dict[tuple[str, Decimal | None, frozenset[str], int], _Credit] = {}

    def taken(officer_id: str) -> list[_Taken]:
        found: list[_Taken] = []
        for item in completions.get(officer_id, ()):
            day, course = item.completed_on, courses[item.course_id]
            if day <= as_of and (codes := _carried(course, _FIVE_CODES, day)):
                hours = course.hours if item.hours is None else item.hours
                found.append(_Taken(day, item.id, course, hours, codes))
        found.sort(key=lambda item: item[:2])
        return found

    def credit(item: _Taken, topics: int) -> _Credit:
        key = (item.course.id, item.hours, item.codes, topics)
        found = credit_of.get(key)
        if found is None:
            found = credit_of[key] = _credit(item, topics)
        return found

    def period(items: list[_Taken], start: dt.date, end: dt.date, complete: dt.date) -> _Period:
        topics = 4 if end <= _FOUR_TOPICS_UNTIL else 5
        codes = _FOUR_CODES if topics == 4 else _FIVE_CODES
        last = min(end, as_of)
        credits_ = [
            (item.day, credit(item, topics))
            for item in items
            if start <= item.day <= last and not codes.isdisjoint(item.codes)
        ]
        worst, names = _complete(credits_, topics, hopeful=False)
        best, missing = worst, _NONE
        if names:
            best, more = _complete(credits_, topics, hopeful=True)
            if best != worst:
                missing = names | more
        if start <= last and start < complete:
            best, missing = start, missing | _RECORDS
        return _Period(end, worst, best, missing if best != worst else _NONE)

    answer = Answer([], {})
    for officer_id, spells in _serving(registry, as_of):
        posts = [post for spell in spells for post in spell.posts]
        complete = file.records_from(posts)
        licensed = sorted(
            (item.start, item.end or dt.date.max, item.end is None)
            for item in officers[officer_id].licenses
            if item.kind == "peace_officer"
        )
        begun = [item for item in licensed if item[0] <= as_of]
        if not licensed or any(is_open for _start, _end, is_open in begun):
            names = _OPEN_LICENSE if licensed else _NO_LICENSE
            settled, missing = _UNKNOWN._replace(weak=True), names
        else:
            items = taken(officer_id)
            running = [item for item in begun if item[1] >= as_of and item[0] >= _TOPIC_LAW]
            current = period(items, *running[-1][:2], complete) if running else None
            closed: list[_Period] = []
            if current is None or current.worst is None:
                closed = [
                    period(items, start, end, complete)
                    for start, end, _open in reversed(begun)
                    if end < as_of and start >= _TOPIC_LAW
                ]
            settled, missing = _recurring(current, closed, as_of)
        answer.findings.append(_finding(_TOPICS, officer_id, settled, missing))
        # a duty of the license says nothing of service
        serving = sorted(post.id for post in posts if post.end is None or post.end >= as_of)
        answer.readiness[officer_id] = Readiness(
            status=ReadinessStatus.UNBOUND,
            standing=Standing.VERIFIED,
            contested=False,
            assignments=FrozenMap(dict.fromkeys(serving, ReadinessStatus.UNBOUND)),
        )
    return answer


def _credit(item: _Taken, topics: int) -> _Credit:
    """What a course gives of each topic and in all, as it was credited."""
    most = _UNSTATED if item.hours is None else item.hours
    lows: list[Decimal] = []
    highs: list[Decimal] = []
    taught = item.course.topics
    known = sum((hours for hours in taught.values() if hours is not None), _ZERO)
    for topic, code, _least in _FIVE[:topics]:
        low = high = _ZERO
        if not taught:
            if code in item.codes:
                low, high = item.hours or _ZERO, most
        elif topic in taught:
            stated = taught[topic]
            if stated is None:
                high = max(_ZERO, most - known)
            else:
                short = _ZERO
                if item.course.hours is not None and item.hours is not None:
                    short = max(_ZERO, item.course.hours - item.hours)
                high = min(stated, most)
                low = max(_ZERO, high - short)
        lows.append(low)
        highs.append(high)
    low, high = min(sum(lows, _ZERO), most), min(sum(highs, _ZERO), most)
    inexact = None
    if lows != highs or low != high:
        inexact = "completion.hours" if item.hours is None else "course.topics"
    return _Credit((low, *lows), (high, *highs), inexact)


def _complete(
    credits_: list[tuple[dt.date, _Credit]], topics: int, *, hopeful: bool
) -> tuple[dt.date | None, _Names]:
    """The day on which the hours are complete, and what was not stated of those looked at."""
    least = (_CREDITS, *(hours for _topic, _code, hours in _FIVE[:topics]))
    sums = [_ZERO] * len(least)
    names: set[str] = set()
    for day, credit in credits_:
        if credit.inexact is not None:
            names.add(credit.inexact)
        sums = list(map(Decimal.__add__, sums, credit.high if hopeful else credit.low))
        if all(map(Decimal.__ge__, sums, least)):
            return day, frozenset(names)
    return None, frozenset(names)


def _recurring(
    current: _Period | None, closed: list[_Period], as_of: dt.date
) -> tuple[_Outcome, _Names]:
    worst = _in_periods(
        current and (current.end, current.worst), [(item.end, item.worst) for item in closed], as_of
    )
    best = _in_periods(
        current and (current.end, current.best), [(item.end, item.best) for item in closed], as_of
    )
    if best == worst:
        return worst, _NONE
    judged = closed if current is None else [current, *closed]
    names = _NONE.union(*(item.missing for item in judged))
    return _settled([(worst, names), (best, names)])


def _in_periods(
    current: tuple[dt.date, dt.date | None] | None,
    closed: list[tuple[dt.date, dt.date | None]],
    as_of: dt.date,
) -> _Outcome:
    """The outcome by the last day of each period and the day it was satisfied."""
    if current is not None and current[1] is not None:
        return _Outcome(Status.MET, current[0], current[0], 0, None, True, "completed")
    if closed and closed[0][1] is None:
        missed = closed[0][0]
        held = [end for end, day in closed if day is not None]
        if held:
            reason = "completed once, and not renewed"
            return _Outcome(Status.EXPIRED, missed, held[0], None, None, True, reason)
        late, reason = (as_of - missed).days, "not completed by the last day"
        return _Outcome(Status.OVERDUE, missed, None, late, None, True, reason)
    if current is not None:
        return _Outcome(Status.DUE, current[0], weak=True, reason="not completed yet")
    if closed:
        return _Outcome(Status.MET, closed[0][0], closed[0][0], 0, None, True, "completed")
    return _Outcome(
        Status.NOT_REQUIRED, weak=True, reason="the first period that counts has not begun"
    )
