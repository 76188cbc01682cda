"""Laws of what more on file may do: it may settle what was open, and make no duty worse."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

import attrs

from sro_core.findings import Finding, Status
from sro_core.models import Attestation, Completion, Course, CourseCode, Outcome
from sro_core.packs.walk import walk
from sro_core.registry import Registry
from sro_core.rules import Requirement, Rulebook
from sro_core.rules.conditions import Completed, FactTest, Holds, Met
from sro_core.rules.events import FirstCompleted, FirstMet
from sro_core.rules.evidence import OfficersTrained, RequirementMet
from sro_core.rules.facts import Absent, AttestedFact, FactValue
from sro_core.testing._asking import Answers, Asking, Difference

__all__ = ["facts", "more"]

#: From the worst to the best. Unknown and due are not compared: where one part of the
#: evidence is there and another is unknown, a duty that was plainly due may be met or not.
_ORDER: Final = {
    Status.OVERDUE: 0,
    Status.EXPIRED: 0,
    Status.UNKNOWN: 1,
    Status.DUE: 1,
    Status.MET: 2,
    Status.WAIVED: 2,
    Status.NOT_REQUIRED: 2,
}


# one more completion --------------------------------------------------------------------------


def more(ask: Asking) -> Iterator[Difference]:
    """A completion, one of those on file or one of any course, makes no duty of once worse."""
    book, registry = ask.situation.rulebook, ask.situation.registry
    plain = {
        item.id
        for pack in ask.packs
        for item in pack.requirements
        if _is_once_and_asks_for_no_completion(item, book)
    }
    if not plain:
        return
    for item in registry.completions:
        others = tuple(other for other in registry.completions if other is not item)
        without = ask.again(attrs.evolve(registry, completions=others))
        yield from _worse(ask.answers, without, plain)
    for day in sorted({ask.situation.as_of, *(item.start for item in registry.assignments)}):
        yield from _worse(ask.again(_trained(registry, book, day)), ask.answers, plain)


def _is_once_and_asks_for_no_completion(requirement: Requirement, rulebook: Rulebook) -> bool:
    """Whether completions are only evidence for it: in no condition, no event, no renewal."""
    asks = Completed | Holds | Met | FirstMet | FirstCompleted | OfficersTrained
    for node, _pointer in walk(requirement):
        if isinstance(node, asks) or getattr(node, "renewal", None) is not None:
            return False
        if isinstance(node, RequirementMet):
            other = rulebook.requirement(node.requirement)
            if not _is_once_and_asks_for_no_completion(other, rulebook):
                return False
    return True


def _worse(after: Answers, before: Answers, plain: Iterable[str]) -> Iterator[Difference]:
    for key, finding in after.findings.items():
        was = before.findings[key].status
        if finding.requirement_id in plain and _ORDER[finding.status] < _ORDER[was]:
            yield Difference(key, "status", finding.status, was)


def _trained(registry: Registry, rulebook: Rulebook, day: dt.date) -> Registry:
    """The registry in which every officer completed a course of every code on a day."""
    codes = dict.fromkeys(item.code for pack in rulebook.packs for item in pack.codes)
    name = _unused(registry, "more")
    courses = tuple(
        Course(id=f"{name} {code}", title=code, provider=name, codes=(CourseCode(code=code),))
        for code in codes
    )
    completions = tuple(
        Completion(
            id=f"{course.id} {officer.id}",
            officer_id=officer.id,
            course_id=course.id,
            completed_on=day,
            hours=Decimal(40),
            outcome=Outcome.COMPLETED,
        )
        for course in courses
        for officer in registry.officers
    )
    return attrs.evolve(
        registry,
        courses=(*registry.courses, *courses),
        completions=(*registry.completions, *completions),
    )


def _unused(registry: Registry, name: str) -> str:
    """A beginning that no id has."""
    while any(item.id.startswith(name) for _kind, items in registry.lists() for item in items):
        name += "-more"
    return name


# a missing fact -------------------------------------------------------------------------------

#: Fields whose absence is named as missing: their list, and values to put there.
_FIELDS: Final[dict[str, tuple[str, tuple[Any, ...]]]] = {
    "district.enrollment": ("districts", (0, 100_000)),
    "assignment.hours_per_week": ("assignments", (Decimal(1), Decimal(40))),
    "assignment.armed": ("assignments", (True, False)),
    "completion.hours": ("completions", (Decimal(0), Decimal(1000))),
}


def facts(ask: Asking) -> Iterator[Difference]:
    """What was decided although a fact was missing stays so, whatever the fact turns out to be.

    A fact that a pack presumes is not missing: to state it may overturn the presumption.
    """
    decided = [
        item for item in ask.report.findings if item.missing and item.status is not Status.UNKNOWN
    ]
    for name in sorted({name for finding in decided for name in finding.missing}):
        for value, registry in _stating(ask, name):
            after = ask.again(registry)
            for finding in decided:
                if name in finding.missing:
                    yield from _other(finding, after, f"{name} {value}")


def _other(finding: Finding, after: Answers, change: str) -> Iterator[Difference]:
    status = after.findings[finding.key].status
    # met may stand for a set of met, waived and not required
    same = (
        _ORDER[status] == _ORDER[Status.MET]
        if finding.status is Status.MET
        else (status is finding.status)
    )
    if not same:
        yield Difference(finding.key, "status", status, finding.status, change)


def _stating(ask: Asking, name: str) -> Iterator[tuple[object, Registry]]:
    """Each value that a missing fact may have, and the registry in which it has it."""
    registry = ask.situation.registry
    if name in _FIELDS and not _is_presumed(ask, name):
        kind, values = _FIELDS[name]
        field = name.rpartition(".")[2]
        for value in values:
            changed = tuple(
                attrs.evolve(item, **{field: value}) if getattr(item, field) is None else item
                for item in getattr(registry, kind)
            )
            yield value, attrs.evolve(registry, **{kind: changed})
    for fact in (item for pack in ask.packs for item in pack.facts if item.fact == name):
        for value in _values(ask, fact) if fact.missing is Absent.UNKNOWN else ():
            statement = Attestation(
                id=_unused(registry, "stated"),
                fact=name,
                value=value,
                stated_by="office",
                start=ask.situation.as_of,
            )
            yield value, attrs.evolve(registry, attestations=(*registry.attestations, statement))


def _is_presumed(ask: Asking, name: str) -> bool:
    """Whether somewhere a rule takes the absence of a field for an answer."""
    return any(
        isinstance(node, FactTest) and node.fact == name and node.absent is not Absent.UNKNOWN
        for pack in ask.packs
        for node, _pointer in walk(pack)
    )


def _values(ask: Asking, fact: AttestedFact) -> Iterator[Any]:
    """Values on both sides of all that the rules compare a fact with."""
    if fact.value is FactValue.BOOLEAN:
        yield from (True, False)
    elif fact.value is FactValue.NUMBER:
        named = {
            limit
            for pack in ask.packs
            for node, _pointer in walk(pack)
            if isinstance(node, FactTest) and node.fact == fact.fact
            for limit in (node.at_least, node.at_most, node.less_than, node.more_than)
            if limit is not None
        }
        yield from sorted({Decimal(0), Decimal(1000), *named})
    elif fact.value is FactValue.DATE:
        yield from (ask.situation.as_of + dt.timedelta(days=days) for days in (-1000, 0, 1000))
