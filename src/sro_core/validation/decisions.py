"""Waivers, adoptions and statements: of what rules know, by whom they may be, and consistent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import product
from typing import Any, Final

from sro_core.models import Adopter, Assignment, Attestation
from sro_core.problems import Problem
from sro_core.rules.facts import FactValue
from sro_core.rules.packs import Level
from sro_core.validation.agreements import agreements_between
from sro_core.validation.files import Files

__all__ = [
    "adoptions_elsewhere",
    "adoptions_whose_day_is_idle",
    "attestations_of_another_kind",
    "attestations_that_disagree",
    "decisions_on_unknown_requirements",
]

#: Of the whole country: neither a federal pack nor a federal agency belongs to one place.
_EVERYWHERE: Final = frozenset(("US", None))
_IN_WORDS: Final = {bool: "true or false", Decimal: "a number", dt.date: "a date"}
_KINDS: Final = {
    FactValue.BOOLEAN: bool,
    FactValue.NUMBER: Decimal,
    FactValue.DATE: dt.date,
}
_IDS: Final = (
    "officer_id",
    "assignment_id",
    "agency_id",
    "district_id",
    "school_id",
    "agreement_id",
)


def decisions_on_unknown_requirements(files: Files) -> Iterator[Problem]:
    """A waiver or an adoption is of a requirement that a rule pack has."""
    decisions: tuple[Iterable[Any], ...] = (files.waivers, files.adoptions)
    for records in decisions:
        for record in records:
            if record.requirement_id not in files.words.requirements:
                yield files.problem(
                    "unknown-requirement",
                    record,
                    "/requirement_id",
                    id=record.requirement_id,
                    nearest=files.words.requirements_like(record.requirement_id),
                )


def adoptions_elsewhere(files: Files) -> Iterator[Problem]:
    """Who adopts a requirement is in the jurisdiction of its pack."""
    for adoption in files.adoptions:
        known = files.words.requirements.get(adoption.requirement_id)
        if known is None:
            continue
        pack, requirement = known
        found = _jurisdictions(files, adoption.by)
        if not found or pack.jurisdiction in _EVERYWHERE or not found.isdisjoint(_EVERYWHERE):
            continue
        if pack.jurisdiction not in found:
            yield files.problem(
                "adoption-outside-jurisdiction",
                adoption,
                "/by",
                requirement=requirement.id,
                jurisdiction=pack.jurisdiction,
                found=" and ".join(sorted(found)),
            )


def _jurisdictions(files: Files, by: Adopter) -> set[str]:
    """Where an adopter is; an agreement is where either of its parties is."""
    agreement = files.agreements.find(by.agreement_id)
    agency_id, district_id = by.agency_id, by.district_id
    if agreement is not None:
        agency_id, district_id = agreement.agency_id, agreement.district_id
    parties = (files.agencies.find(agency_id), files.districts.find(district_id))
    return {party.jurisdiction for party in parties if party is not None}


def adoptions_whose_day_is_idle(files: Files) -> Iterator[Problem]:
    """Only a recommended duty takes its last day from an adoption."""
    for adoption in files.adoptions:
        known = files.words.requirements.get(adoption.requirement_id)
        if adoption.due is not None and known is not None and known[1].level is Level.MANDATORY:
            yield files.problem(
                "adoption-due-ignored", adoption, "/due", requirement=adoption.requirement_id
            )


def attestations_of_another_kind(files: Files) -> Iterator[Problem]:
    """A statement is of a fact that a rule pack asks for, and has the kind of its value."""
    for item in files.attestations:
        fact = files.words.facts.get(item.fact)
        if fact is None:
            yield files.problem(
                "unknown-fact",
                item,
                "/fact",
                fact=item.fact,
                nearest=files.words.facts_like(item.fact),
            )
            continue
        expected = _KINDS[fact.value]
        if type(item.value) is not expected:
            yield files.problem(
                "fact-value-kind",
                item,
                "/value",
                fact=item.fact,
                expected=_IN_WORDS[expected],
                found=_IN_WORDS[type(item.value)],
            )


def attestations_that_disagree(files: Files) -> Iterator[Problem]:
    """Statements of one fact about the same records, for the same days, agree."""
    of_facts: dict[str, list[Attestation]] = {}
    for item in files.attestations:
        of_facts.setdefault(item.fact, []).append(item)
    disputed = {
        fact: items for fact, items in of_facts.items() if len({item.value for item in items}) > 1
    }
    between = agreements_between(files) if disputed else {}
    for items in disputed.values():
        said: set[str] = set()
        for group in _about_the_same(files, items, between):
            for other, item in _disagreeing(group):
                if item.id not in said:
                    said.add(item.id)
                    yield files.problem(
                        "attestations-disagree", item, "/value", fact=item.fact, other=other.id
                    )


def _about_the_same(
    files: Files, items: list[Attestation], between: dict[tuple[str, str], list[Any]]
) -> Iterator[list[Attestation]]:
    """Statements that name the same records, then those that reach the same assignment."""
    shelves: dict[tuple[str, ...], dict[tuple[Any, ...], list[Attestation]]] = {}
    for item in items:
        named = tuple(name for name in _IDS if getattr(item, name) is not None)
        ids = tuple(getattr(item, name) for name in named)
        shelves.setdefault(named, {}).setdefault(ids, []).append(item)
    for shelf in shelves.values():
        yield from shelf.values()
    if len(items) == max(len(group) for shelf in shelves.values() for group in shelf.values()):
        return
    for assignment in files.assignments:
        yield [
            item
            for named, shelf in shelves.items()
            for ids in _ids_of(assignment, named, between)
            for item in shelf.get(ids, ())
        ]


def _ids_of(
    assignment: Assignment, named: tuple[str, ...], between: dict[tuple[str, str], list[Any]]
) -> Iterator[tuple[Any, ...]]:
    """What a statement must name, in these places, to speak of an assignment."""
    agreements: tuple[str, ...]
    if assignment.agreement_id is not None:
        agreements = (assignment.agreement_id,)
    else:
        pair = (assignment.agency_id, assignment.district_id)
        agreements = tuple(agreement.id for agreement in between.get(pair, ()))
    choices: dict[str, tuple[Any, ...]] = {
        "officer_id": (assignment.officer_id,),
        "assignment_id": (assignment.id,),
        "agency_id": (assignment.agency_id,),
        "district_id": (assignment.district_id,),
        "school_id": assignment.school_ids,
        "agreement_id": agreements,
    }
    return product(*(choices[name] for name in named))


def _disagreeing(items: list[Attestation]) -> Iterator[tuple[Attestation, Attestation]]:
    """Pairs of statements, the second begun while the first with another value runs."""
    running: dict[Any, Attestation] = {}
    for item in sorted(items, key=lambda item: (item.start, item.id)):
        for value, other in list(running.items()):
            if other.end is not None and other.end < item.start:
                del running[value]
            elif value != item.value:
                yield other, item
                break
        same = running.get(item.value)
        if same is None or (same.end is not None and (item.end is None or item.end > same.end)):
            running[item.value] = item
