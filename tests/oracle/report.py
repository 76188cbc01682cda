"""All answers of a registry on one day, and each officer's readiness."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

import attrs

from oracle.answers import NO_NAMES, Answer, Verdict
from oracle.filing import as_known_at
from oracle.judging import adoptions_for, verdict
from oracle.service import (
    Spell,
    Unit,
    World,
    has_ended,
    jurisdiction_of,
    live_spells,
    officers_posted,
    per_of,
    units,
)
from sro_core.findings import Binding, ReadinessStatus, Standing, Status
from sro_core.models import Assignment
from sro_core.registry import Registry
from sro_core.rules.packs import BearsOn, Level, Pack, Requirement, Subject
from sro_core.rules.rulebook import Rulebook

#: Officer, agency, district, assignment (empty for none) and requirement.
Key: TypeAlias = tuple[str, str, str, str, str]

Ready: TypeAlias = tuple[ReadinessStatus, Standing, bool, dict[str, ReadinessStatus]]

WORST_FIRST = (
    Status.OVERDUE,
    Status.EXPIRED,
    Status.UNKNOWN,
    Status.DUE,
    Status.MET,
    Status.WAIVED,
    Status.NOT_REQUIRED,
)


@attrs.frozen
class Found:
    """An answer, with what it is about and the assignments it bears on.

    Attributes:
        start: First day of the service it is about.
        reach: The assignments not yet ended whose readiness it enters.

    """

    key: Key
    answer: Answer
    start: dt.date
    reach: tuple[Assignment, ...]
    bears_on: BearsOn


def answer_of(world: World, unit: Unit, requirement: Requirement) -> Answer:
    """The answer with what makes it binding and how well it is founded."""
    pack = unit.pack
    found = verdict(world, unit, requirement.id)
    return Answer(
        status=found.status,
        due_on=found.due_on,
        valid_until=found.valid_until,
        late_by_days=found.late_by_days,
        binding=binding_of(world, unit, requirement, found),
        level=requirement.level,
        standing=standing_of(world, pack, found),
        missing=found.missing,
        case=found.case,
        contested=found.contested,
        running=found.running,
    )


def binding_of(world: World, unit: Unit, requirement: Requirement, found: Verdict) -> Binding:
    """`not_required` findings bind nobody; a recommendation binds nobody unless adopted.

    Several adoptions of one duty: binding `agreement` before `policy`.
    """
    if found.status is Status.NOT_REQUIRED:
        return Binding.NONE
    if requirement.level is Level.MANDATORY and unit.pack.jurisdiction is not None:
        return Binding(requirement.binding.value)
    adoptions = adoptions_for(world, unit, requirement, unit.assignments)
    if any(item.by.agreement_id is not None for item in adoptions):
        return Binding.AGREEMENT
    return Binding.POLICY if adoptions else Binding.NONE


def standing_of(world: World, pack: Pack, found: Verdict) -> Standing:
    """Before the research; after the last check; on a summary or memory; or verified."""
    if world.as_of < pack.researched_from:
        return Standing.BEFORE_RESEARCHED
    if world.as_of > pack.verified_through:
        return Standing.BEYOND_VERIFIED
    return Standing.SECONDARY if found.weak else Standing.VERIFIED


def all_found(world: World) -> list[Found]:
    """Every requirement of a pack whose jurisdiction an officer serves in has a finding.

    `common` requirements have findings only where adopted.
    """
    found = []
    for pack in world.rulebook.packs:
        for requirement in pack.requirements:
            for unit in units(world, pack, per_of(requirement)):
                adopted = adoptions_for(world, unit, requirement, unit.assignments)
                if pack.jurisdiction is None and not adopted:
                    continue
                answer = answer_of(world, unit, requirement)
                found.append(
                    Found(
                        key=(
                            unit.officer_id or "",
                            unit.agency_id or "",
                            unit.district_id or "",
                            unit.assignment_id or "",
                            requirement.id,
                        ),
                        answer=answer,
                        start=unit.service_start,
                        reach=reach_of(world, unit, requirement),
                        bears_on=requirement.bears_on,
                    )
                )
    return found + not_researched_yet(world) + unresearched(world)


def reach_of(world: World, unit: Unit, requirement: Requirement) -> tuple[Assignment, ...]:
    """Adoption by one of two districts bears on that district's assignments."""
    by_adoption = requirement.level is Level.RECOMMENDED or unit.pack.jurisdiction is None
    adopted = bool(adoptions_for(world, unit, requirement, unit.assignments))
    return tuple(
        item
        for item in unit.assignments
        if not has_ended(world, item)
        and (not by_adoption or not adopted or adoptions_for(world, unit, requirement, [item]))
    )


def unresearched(world: World) -> list[Found]:
    """An officer posted in a jurisdiction that has no pack gets one finding `unknown`.

    Its standing is `unresearched` and its id `us-xx.unresearched`: no data never
    looks like no duty.
    """
    found = []
    # A pack of the whole country is on top of a place's law: it does not research the place.
    researched = {pack.jurisdiction for pack in world.rulebook.packs} - {"US"}
    for officer_id in officers_posted(world):
        for spell in live_spells(world, None, officer_id):
            place = jurisdiction_of(world, None, spell.assignments[0])
            if place is None or place in researched:
                continue
            found.append(_nothing_known(world, officer_id, spell, place, Standing.UNRESEARCHED))
    return found


def not_researched_yet(world: World) -> list[Found]:
    """`as_of` is earlier than anyone looked: `unknown`, also where a pack asks no officer."""
    found = []
    for pack in world.rulebook.packs:
        asks_officers = any(item.subject is Subject.OFFICER for item in pack.requirements)
        if asks_officers or pack.jurisdiction is None or world.as_of >= pack.researched_from:
            continue
        for officer_id in officers_posted(world):
            for spell in live_spells(world, pack, officer_id):
                standing = Standing.BEFORE_RESEARCHED
                found.append(_nothing_known(world, officer_id, spell, pack.id, standing))
    return found


def _nothing_known(
    world: World, officer_id: str, spell: Spell, place: str, standing: Standing
) -> Found:
    return Found(
        key=(officer_id, "", "", "", f"{place.lower()}.unresearched"),
        answer=Answer(
            status=Status.UNKNOWN,
            due_on=None,
            valid_until=None,
            late_by_days=None,
            binding=Binding.LAW,
            level=Level.MANDATORY,
            standing=standing,
            missing=NO_NAMES,
            case=None,
            contested=frozenset(),
        ),
        start=spell.start,
        reach=tuple(item for item in spell.assignments if not has_ended(world, item)),
        bears_on=BearsOn.SCHOOL_SERVICE,
    )


def worse_first(found: Found) -> tuple[int, dt.date, dt.date]:
    """Decided: the worst status, then the earliest last day, then the earlier spell."""
    due_on = found.answer.due_on
    status = WORST_FIRST.index(found.answer.status)
    return status, dt.date.max if due_on is None else due_on, found.start


def report(
    registry: Registry,
    rulebook: Rulebook,
    as_of: dt.date,
    known_at: dt.datetime | None = None,
) -> tuple[dict[Key, Answer], dict[str, Ready]]:
    """Every answer, and each officer's readiness."""
    world = World(as_known_at(registry, known_at), rulebook, as_of)
    everything = all_found(world)
    return answers_among(everything), readiness_by(world, everything)


def judge(
    registry: Registry,
    rulebook: Rulebook,
    as_of: dt.date,
    known_at: dt.datetime | None = None,
) -> dict[Key, Answer]:
    """Every answer."""
    return report(registry, rulebook, as_of, known_at)[0]


def readiness(
    registry: Registry,
    rulebook: Rulebook,
    as_of: dt.date,
    known_at: dt.datetime | None = None,
) -> dict[str, Ready]:
    """Each officer's readiness."""
    return report(registry, rulebook, as_of, known_at)[1]


def answers_among(everything: list[Found]) -> dict[Key, Answer]:
    """(requirement, whom it is about) is unique in a report.

    Decided: where one requirement has several findings of one officer, because
    of two roles or two states, the worst stands.
    """
    answers: dict[Key, Answer] = {}
    for found in sorted(everything, key=worse_first):
        answers.setdefault(found.key, found.answer)
    return answers


def readiness_by(world: World, everything: list[Found]) -> dict[str, Ready]:
    """It is per assignment, and an officer's is the worst of theirs.

    It carries the weakest standing of its findings, and whether any is
    contested. An officer without findings has no readiness entry.
    """
    result: dict[str, Ready] = {}
    for officer_id in officers_posted(world):
        mine = [item for item in everything if item.key[0] == officer_id]
        if not mine:
            continue
        assignments = assignments_listed(world, officer_id)
        bearing = [
            item
            for item in mine
            if item.bears_on is BearsOn.SCHOOL_SERVICE
            and any(assignment in assignments for assignment in item.reach)
        ]
        binding = [item for item in bearing if item.answer.binding is not Binding.NONE]
        statuses = {
            assignment.id: status_of([item.answer for item in binding if assignment in item.reach])
            for assignment in assignments
        }
        order = list(ReadinessStatus)
        standings = list(Standing)
        counted = binding or bearing
        result[officer_id] = (
            min(statuses.values(), key=order.index, default=ReadinessStatus.UNBOUND),
            max(
                (item.answer.standing for item in counted),
                key=standings.index,
                default=Standing.VERIFIED,
            ),
            any(item.answer.contested for item in counted),
            statuses,
        )
    return result


def assignments_listed(world: World, officer_id: str) -> list[Assignment]:
    """Decided: those of live spells that have not ended before `as_of`."""
    packs: list[Pack | None] = [None, *world.rulebook.packs]
    found = {
        item.id: item
        for pack in packs
        for spell in live_spells(world, pack, officer_id)
        for item in spell.assignments
        if not has_ended(world, item)
    }
    return [found[identifier] for identifier in sorted(found)]


def status_of(binding: list[Answer]) -> ReadinessStatus:
    """`not_ready` if any is overdue or expired; else `undetermined` if any is unknown.

    Else `provisional` if any is due, except a running period that is the first
    or whose predecessor was met; else `ready`; `unbound` where nothing binds.
    """
    if any(item.status in (Status.OVERDUE, Status.EXPIRED) for item in binding):
        return ReadinessStatus.NOT_READY
    if any(item.status is Status.UNKNOWN for item in binding):
        return ReadinessStatus.UNDETERMINED
    if any(item.status is Status.DUE and not item.running for item in binding):
        return ReadinessStatus.PROVISIONAL
    return ReadinessStatus.READY if binding else ReadinessStatus.UNBOUND


__all__ = ["Key", "Ready", "judge", "readiness", "report"]
