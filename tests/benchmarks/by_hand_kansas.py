"""`us-ks.skill-training` by hand."""

from __future__ import annotations

import datetime as dt
from typing import Final

import sro_core as sro
from benchmarks.by_hand import (
    BEYOND,
    NOTHING,
    Answer,
    File,
    Names,
    Possible,
    Spell,
    add_officer,
    agreed,
    all_ways,
    finding_of,
    first_days,
    last_day_within,
    serving,
    settle,
)
from sro_core.models import (
    AgencyKind,
    DistrictKind,
    EmploymentTime,
    Officer,
)

__all__ = ["kansas_course"]

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
    file = File(registry, as_of, (_DESIGNATED, _JOINTLY))
    officers = {item.id: item for item in registry.officers}
    done = first_days(registry, as_of, _KS_CODES, dt.date.min, _KS_TOPICS)
    answer = Answer([], {})
    for officer_id, spells in serving(registry, as_of):
        judged = [
            (
                finding_of(
                    _KS,
                    officer_id,
                    *settle(_kansas(file, officers[officer_id], spell, done.get(officer_id))),
                ),
                spell,
            )
            for spell in spells
        ]
        add_officer(answer, judged, as_of)
    return answer


def _kansas(file: File, officer: Officer, spell: Spell, done: dt.date | None) -> Possible:
    day = max(file.as_of, spell.start)
    posts = spell.posts
    if not any(file.district[post.district_id].kind is DistrictKind.PUBLIC for post in posts):
        return [(BEYOND, NOTHING)]
    missing = NOTHING
    since, unsure = _designated(file, spell, day)
    if since is None:
        if not unsure:
            return [(BEYOND, NOTHING)]
        missing |= {_DESIGNATED}
    if not any(
        file.agency[post.agency_id].kind is AgencyKind.SCHOOL_POLICE for post in posts
    ) and not file.has_agreement(spell, day):
        jointly = agreed(file, _JOINTLY, spell, day)
        if jointly is False:
            return [(BEYOND, NOTHING)]
        if jointly is None:
            missing |= {_JOINTLY}
    salaried = _salaried(officer, spell, day)
    if salaried is False:
        return [(BEYOND, NOTHING)]
    if salaried is not True:
        missing |= salaried
    due: dt.date | Names = frozenset((_DESIGNATED,))
    if since is not None and not unsure:
        due = max(_KS_FIRST_LAST_DAY, last_day_within(12, since))
    unrecorded = None if file.records_from(posts) == dt.date.min else dt.date.min
    possible = all_ways(done, unrecorded, due, file.as_of)
    return [(BEYOND, missing), *possible] if missing else possible


def _designated(file: File, spell: Spell, day: dt.date) -> tuple[dt.date | None, bool]:
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


def _salaried(officer: Officer, spell: Spell, day: dt.date) -> bool | Names:
    missing = NOTHING
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
