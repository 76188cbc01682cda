"""`us-mn.sro-course` by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

import sro_core as sro
from benchmarks.by_hand import (
    BEYOND,
    NOTHING,
    ONE_DAY,
    RECORDS,
    Answer,
    File,
    Names,
    Possible,
    Spell,
    Verdict,
    add_officer,
    agreed,
    all_ways,
    finding_of,
    first_days,
    last_day_within,
    serving,
    settle,
)
from sro_core import Finding, Status
from sro_core.findings import OtherAnswer
from sro_core.models import (
    DistrictKind,
    Role,
    SchoolLevel,
)

__all__ = ["minnesota_course"]

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
_FEWER_THAN_60: Final = Verdict(
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
    file = File(registry, as_of, (_OUTSIDE, _UNABLE, _CONTACT_DAYS))
    done = _Done(
        first_days(registry, as_of, _COURSE, _ACT),
        first_days(registry, as_of, _SHORTER, _ACT),
        first_days(registry, min(as_of, _BASIC_BY), _BASIC, dt.date.min),
    )
    answer = Answer([], {})
    for officer_id, spells in serving(registry, as_of):
        judged = [(_minnesota(file, officer_id, spell, done), spell) for spell in spells]
        add_officer(answer, judged, as_of)
    return answer


def _minnesota(file: File, officer_id: str, spell: Spell, done: _Done) -> Finding:
    day = max(file.as_of, spell.start)
    missing = _in_scope(file, spell, day)
    if missing is None:
        return finding_of(_MN, officer_id, BEYOND, NOTHING)
    substitute = spell.posts[0].role is Role.SUBSTITUTE
    amounts = _contact_days(file, spell, day) if substitute else []
    records_from = file.records_from(spell.posts)
    basic: bool | None = officer_id in done.basic
    if not basic and records_from > dt.date.min:
        basic = None
    outside: Possible = [(BEYOND, missing)] if missing else []

    def reading(
        exempt: Verdict, within: list[bool | None], basic_due: dt.date
    ) -> tuple[Verdict, Names]:
        possible, names = list(outside), missing
        if True in within:
            return settle([*possible, (exempt, names)])
        if None in within:
            names = names | {_CONTACT_DAYS}
            possible.append((exempt, names))
        if basic is not False:
            names = names if basic else names | RECORDS
            possible += _with(names, ways(done.shorter, basic_due, "old-basic-course"))
        if not basic:
            possible += rest(names)
        return settle(possible)

    def ways(
        of: Mapping[str, dt.date], due: dt.date, case: str | None = None, *, weak: bool = False
    ) -> Possible:
        first = of.get(officer_id)
        unrecorded = _ACT if records_from > _ACT and first != _ACT else None
        return all_ways(first, unrecorded, due, file.as_of, case, weak=weak)

    def rest(names: Names) -> Possible:
        """What there is for those who have no old basic course."""
        if spell.start < _DUTY:
            return _with(names, ways(done.course, _DUTY, "already-serving", weak=True))
        unable = agreed(file, _UNABLE, spell, day)
        possible: Possible = []
        if unable is not False:
            names = names if unable else names | {_UNABLE}
            later = last_day_within(6, spell.start)
            possible += _with(names, ways(done.course, later, "employer-unable"))
        if not unable:
            possible += _with(names, ways(done.course, spell.start - ONE_DAY))
        return possible

    fewer = [None if amount is None else amount < 60 for amount in amounts]
    settled, names = reading(_FEWER_THAN_60, fewer, _BASIC_DUE)
    contested: list[OtherAnswer] = []

    def compare(name: str, says: str, other: Verdict) -> None:
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
    return finding_of(_MN, officer_id, settled, names, tuple(contested))


def _with(names: Names, possible: Possible) -> Possible:
    return [(outcome, names | others) for outcome, others in possible] if names else possible


def _in_scope(file: File, spell: Spell, day: dt.date) -> Names | None:
    """What is missing to know that the law speaks of a spell; None where it does not."""
    posts = spell.posts
    if posts[0].role not in _MN_ROLES or not any(
        file.district[post.district_id].kind in _MN_DISTRICTS for post in posts
    ):
        return None
    missing = NOTHING
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


def _contact_days(file: File, spell: Spell, day: dt.date) -> list[Decimal | None]:
    """The contact days stated for each posting; None where they are open."""
    found: list[Decimal | None] = []
    for post in spell.posts:
        values = {item.value for item in file.statements(_CONTACT_DAYS, post, day)}
        value = values.pop() if len(values) == 1 else None
        found.append(value if isinstance(value, Decimal) else None)
    return found
