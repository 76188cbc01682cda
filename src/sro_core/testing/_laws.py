"""Laws that every evaluation keeps, whatever the rules say: each is checked on one situation.

A law needs no expected answers: it asks again about a registry that was changed in a
way that must not matter, and compares.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

import attrs

from sro_core.compliance import evaluate as judge
from sro_core.findings import Binding, Finding, ReadinessStatus, Standing, Status
from sro_core.models import Outcome, Void
from sro_core.packs.walk import walk
from sro_core.problems import Problem, in_order
from sro_core.registry import Registry
from sro_core.rules import Pack, Requirement, Rulebook
from sro_core.rules.conditions import FactTest
from sro_core.rules.evidence import OfficersTrained
from sro_core.testing._asking import (
    READY,
    SUBJECT_OF,
    Answers,
    Asking,
    Difference,
    Key,
    differences,
    told,
)
from sro_core.testing._dates import KNOWN_AT
from sro_core.testing._engines import Evaluate
from sro_core.testing._laws_of_more import facts, more
from sro_core.testing._rewriting import (
    Name,
    Rename,
    keeping,
    merged,
    names_of,
    parts,
    renamed,
)
from sro_core.testing._situations import Situation

__all__ = ["check_laws"]

_Law: TypeAlias = Callable[[Asking], Iterator[Difference]]


def check_laws(situation: Situation, *, evaluate: Evaluate = judge) -> tuple[Problem, ...]:
    """Every law that the answers to a situation break; empty where they keep them all.

    Each problem has the law's own code, the place of whom the answer is about in the
    registry, and the two answers that differ. The laws:

    - `law-sense`: the parts of an answer go together, such as a status and its last day.
    - `law-order`: the order of records changes nothing.
    - `law-names`: under other ids there are the same answers. Ids that the rules
      themselves name stay as they are.
    - `law-merging`: a registry merged with its own copy under other ids gives the
      answers of each.
    - `law-splitting`: taken apart where no record names one of another part, the parts
      give the answers of the whole. A statement about everybody stands in each.
    - `law-unrelated`: without the records that no rule can ask about, and without any
      one officer, the answers about others are the same; but agencies, districts and
      partnerships may count on those who serve there, and where rules count trained
      officers, so may colleagues.
    - `law-known`: what was on file at the moment, and nothing later, decides.
    - `law-later`: neither a version of a rule that begins after the day judged, nor a course
      or a review that is done after it, decides.
    - `law-research`: an answer about a day for which its pack was not researched says so,
      and before the first such day it is unknown.
    - `law-more`: one more completion makes no duty worse that is done once, unless a
      condition or an event of it asks for completions.
    - `law-facts`: to state what was missing changes no status that was decided without it.

    A law asks again for each officer and each part: give it small registries.

    Args:
        situation: The registry, the rules, the day and the moment.
        evaluate: What judges them; the library's own if left out.
    """
    ask = Asking(situation, evaluate)
    return in_order(
        told(code, difference, ask) for code, law in _LAWS.items() for difference in law(ask)
    )


# sense ----------------------------------------------------------------------------------------

#: Statuses that have no last day.
_DAYLESS: Final = frozenset((Status.NOT_REQUIRED, Status.WAIVED, Status.UNKNOWN))


def _sense(ask: Asking) -> Iterator[Difference]:
    report, as_of = ask.report, ask.situation.as_of
    keys = [item.key for item in report.findings]
    for key, times in Counter(keys).items():
        if times > 1:
            yield Difference(key, "number of answers", times, 1)
    for one, following in zip(keys, sorted(keys), strict=True):
        if one != following:
            yield Difference(following, "place", "later", "in order")
            break
    for finding in report.findings:
        for what, expected in _senseless(finding, as_of):
            yield Difference(finding.key, what, getattr(finding, what), expected)
    judged = {item.officer_id for item in report.findings if item.officer_id is not None}
    for officer_id in sorted(judged ^ report.readiness.keys()):
        found, expected = ("none", "one") if officer_id in judged else ("one", "none")
        yield Difference((officer_id, "", "", "", READY), "answer", found, expected)
    worst_first = list(ReadinessStatus)
    for officer_id, ready in report.readiness.items():
        worst = min(ready.assignments.values(), key=worst_first.index, default=ready.status)
        if ready.status is not worst:
            yield Difference((officer_id, "", "", "", READY), "status", ready.status, worst)


def _senseless(finding: Finding, as_of: dt.date) -> Iterator[tuple[str, object]]:
    """The parts of an answer that do not go with its status, and what would."""
    status, due_on, late = finding.status, finding.due_on, finding.late_by_days
    if status in _DAYLESS:
        for name in ("due_on", "valid_until", "late_by_days"):
            if getattr(finding, name) is not None:
                yield name, f"none where it is {status}"
    elif status is Status.DUE and due_on is not None and due_on < as_of:
        yield "due_on", f"{as_of} or later where it is due"
    elif status in (Status.OVERDUE, Status.EXPIRED) and due_on is not None and due_on >= as_of:
        yield "due_on", f"earlier than {as_of} where it is {status}"
    if status is Status.MET and finding.valid_until is not None and finding.valid_until < as_of:
        yield "valid_until", f"{as_of} or later where it is met"
    if status is Status.OVERDUE and late != (None if due_on is None else (as_of - due_on).days):
        yield "late_by_days", "the days since the last day"
    elif status in (Status.DUE, Status.EXPIRED) and late is not None:
        yield "late_by_days", f"none where it is {status}"
    elif late is not None and late < 0:
        yield "late_by_days", "0 or more"
    if status is Status.NOT_REQUIRED and finding.binding is not Binding.NONE:
        yield "binding", "none where nothing is required"


# order, names, merging, splitting -------------------------------------------------------------


def _order(ask: Asking) -> Iterator[Difference]:
    lists: dict[str, Any] = {
        kind: tuple(reversed(items)) for kind, items in ask.situation.registry.lists()
    }
    yield from differences(ask.again(Registry(**lists)), ask.answers)


def _translated(answers: Answers, rename: Rename) -> Answers:
    """The same answers under other ids."""
    findings: dict[Key, Finding] = {}
    for finding in answers.findings.values():
        ids: dict[str, Any] = {
            key: rename((kind, identifier))
            for key, kind in SUBJECT_OF.items()
            if (identifier := getattr(finding, key)) is not None
        }
        moved = attrs.evolve(finding, **ids)
        findings[moved.key] = moved
    readiness = {
        rename(("officers", officer_id)): attrs.evolve(
            ready,
            assignments=type(ready.assignments)(
                {rename(("assignments", name)): item for name, item in ready.assignments.items()}
            ),
        )
        for officer_id, ready in answers.readiness.items()
    }
    return Answers(findings, readiness)


#: Facts whose values are ids of the registry, and the list of the record.
_ID_FACTS: Final = {"agency.id": "agencies", "district.id": "districts"}


def _named_by_rules(packs: Iterable[Pack]) -> set[Name]:
    return {
        (_ID_FACTS[node.fact], value)
        for pack in packs
        for node, _pointer in walk(pack)
        if isinstance(node, FactTest) and node.fact in _ID_FACTS
        for value in node.values
    }


def _other_ids(registry: Registry, kept: Iterable[Name]) -> dict[Name, str]:
    """An id that no record has for every name; their order is the other way round."""
    names = sorted(names_of(registry), reverse=True)
    prefix = "other-"
    while any(identifier.startswith(prefix) for _kind, identifier in names):
        prefix += "other-"
    new = {name: f"{prefix}{number:06}" for number, name in enumerate(names)}
    return new | {name: name[1] for name in kept}


def _names(ask: Asking) -> Iterator[Difference]:
    registry = ask.situation.registry
    new = _other_ids(registry, _named_by_rules(ask.packs))
    old = {(kind, identifier): name for (kind, name), identifier in new.items()}
    answers = ask.again(renamed(registry, new.__getitem__))
    yield from differences(_translated(answers, old.__getitem__), ask.answers)


def _merging(ask: Asking) -> Iterator[Difference]:
    registry = ask.situation.registry
    if not _named_by_rules(ask.packs).isdisjoint(names_of(registry)):
        return
    new = _other_ids(registry, ())
    old = {(kind, identifier): name for (kind, name), identifier in new.items()}
    both = ask.again(merged((registry, renamed(registry, new.__getitem__))))
    copied = Answers(
        {key: item for key, item in both.findings.items() if _is_about(item, old)},
        {key: item for key, item in both.readiness.items() if ("officers", key) in old},
    )
    own = Answers(
        {key: item for key, item in both.findings.items() if key not in copied.findings},
        {key: item for key, item in both.readiness.items() if key not in copied.readiness},
    )
    yield from differences(own, ask.answers)
    yield from differences(_translated(copied, lambda name: old.get(name, name[1])), ask.answers)


def _is_about(finding: Finding, names: Container[Name]) -> bool:
    return any((kind, getattr(finding, key)) in names for key, kind in SUBJECT_OF.items())


def _splitting(ask: Asking) -> Iterator[Difference]:
    found = [ask.again(part) for part in parts(ask.situation.registry)]
    joined = Answers(
        {key: item for answers in found for key, item in answers.findings.items()},
        {key: item for answers in found for key, item in answers.readiness.items()},
    )
    yield from differences(joined, ask.answers)


# what is unrelated ----------------------------------------------------------------------------


def _unrelated(ask: Asking) -> Iterator[Difference]:
    known = ask.situation.registry.as_known_at(ask.situation.known_at)
    idle = set(_idle(known, ask.situation.rulebook))
    needed = keeping(known, _on_file(known) - idle)
    yield from differences(ask.known_at(needed, None), ask.answers)
    counting = {
        pack.id
        for pack in ask.packs
        if any(isinstance(node, OfficersTrained) for node, _pointer in walk(pack))
    }
    for officer in known.officers:
        without = ask.known_at(_without_officer(needed, officer.id), None)
        spared = _Spared(known, officer.id, counting)
        yield from differences(spared.of(without), spared.of(ask.answers))


def _on_file(registry: Registry) -> set[Name]:
    return {(kind, item.id) for kind, items in registry.lists() for item in items}


def _idle(known: Registry, rulebook: Rulebook) -> Iterator[Name]:
    """Records of which no rule asks: of what nobody serves at, of unknown words, no evidence."""
    requirements = {item.id for pack in rulebook.packs for item in pack.requirements}
    facts = {item.fact for pack in rulebook.packs for item in pack.facts}
    done = [item for item in known.completions if item.outcome is Outcome.COMPLETED]
    taken = {item.course_id for item in done}
    sessions = {item.session_id for item in done}
    pairs = {(item.agency_id, item.district_id) for item in known.assignments}
    named = {item.agreement_id for item in known.assignments}
    schools = {school for item in known.assignments for school in item.school_ids}
    plans = {item.id for item in known.safety_plans if (item.agency_id, item.district_id) in pairs}
    keeps: dict[str, Callable[[Any], bool]] = {
        "schools": lambda item: item.id in schools,
        "agreements": lambda item: item.id in named or (item.agency_id, item.district_id) in pairs,
        "safety_plans": lambda item: item.id in plans,
        "plan_reviews": lambda item: item.plan_id in plans,
        "courses": lambda item: item.id in taken,
        "sessions": lambda item: item.id in sessions,
        "enrollments": lambda _item: False,
        "completions": lambda item: item in done,
        "waivers": lambda item: item.requirement_id in requirements,
        "adoptions": lambda item: item.requirement_id in requirements,
        "attestations": lambda item: item.fact in facts,
    }
    for kind, is_kept in keeps.items():
        for item in getattr(known, kind):
            if not is_kept(item):
                yield kind, item.id


def _without_officer(known: Registry, officer_id: str) -> Registry:
    """The registry without an officer and all that is the officer's."""
    posts = {item.id for item in known.assignments if item.officer_id == officer_id}

    def is_theirs(item: Any) -> bool:
        return (
            getattr(item, "officer_id", None) == officer_id
            or getattr(item, "assignment_id", None) in posts
        )

    lists: dict[str, Any] = {
        kind: tuple(item for item in items if not is_theirs(item))
        for kind, items in known.lists()
        if kind != "officers"
    }
    others = tuple(item for item in known.officers if item.id != officer_id)
    return Registry(officers=others, **lists)


class _Spared:
    """The answers that one officer has no part in."""

    def __init__(self, known: Registry, officer_id: str, counting: set[str]) -> None:
        self._officer_id = officer_id
        self._counting = counting
        posts = [item for item in known.assignments if item.officer_id == officer_id]
        agencies = _agencies_of(known, officer_id)
        self._places = {*agencies, *(item.district_id for item in posts)}
        self._colleagues = {
            item.id
            for item in known.officers
            if not agencies.isdisjoint(_agencies_of(known, item.id))
        }

    def of(self, answers: Answers) -> Answers:
        """The answers that must stay as they are without the officer."""
        return Answers(
            {key: item for key, item in answers.findings.items() if self._is_spared(item)},
            {
                officer_id: item
                for officer_id, item in answers.readiness.items()
                if officer_id != self._officer_id
                and not (self._counting and officer_id in self._colleagues)
            },
        )

    def _is_spared(self, finding: Finding) -> bool:
        if finding.officer_id is None:
            return self._places.isdisjoint((finding.agency_id, finding.district_id))
        if finding.officer_id == self._officer_id:
            return False
        counts = finding.requirement_id.rpartition(".")[0] in self._counting
        return not (counts and finding.officer_id in self._colleagues)


def _agencies_of(known: Registry, officer_id: str) -> set[str]:
    """The agencies that employ or post an officer."""
    return {
        *(
            job.agency_id
            for item in known.officers
            if item.id == officer_id
            for job in item.employments
        ),
        *(item.agency_id for item in known.assignments if item.officer_id == officer_id),
    }


# knowledge ------------------------------------------------------------------------------------

_SECOND: Final = dt.timedelta(seconds=1)


def _known(ask: Asking) -> Iterator[Difference]:
    registry, moment = ask.situation.registry, ask.situation.known_at
    yield from differences(ask.known_at(registry.as_known_at(moment), None), ask.answers)
    now = moment or max(_moments(registry), default=KNOWN_AT)
    lists: dict[str, Any] = {
        kind: tuple(_taken_back_after(item, now) for item in items)
        for kind, items in registry.lists()
    }
    yield from differences(ask.known_at(Registry(**lists), now), ask.answers)


def _moments(registry: Registry) -> Iterator[dt.datetime]:
    """When something came on file or was taken back."""
    for _kind, items in registry.lists():
        for item in items:
            if item.recorded_at is not None:
                yield item.recorded_at
            if item.voided is not None:
                yield item.voided.at


def _taken_back_after(record: Any, moment: dt.datetime) -> Any:
    """The record, taken back a second after the moment, unless it was taken back already."""
    if record.voided is not None and record.voided.at <= moment:
        return record
    at = max(moment, record.recorded_at or moment) + _SECOND
    return attrs.evolve(record, voided=Void(at=at, by="office", reason="mistake"))


# time -----------------------------------------------------------------------------------------


def _later(ask: Asking) -> Iterator[Difference]:
    as_of, registry = ask.situation.as_of, ask.situation.registry
    on = {"completions": "completed_on", "plan_reviews": "reviewed_on"}
    lists: dict[str, Any] = {
        kind: tuple(item for item in getattr(registry, kind) if getattr(item, name) <= as_of)
        for kind, name in on.items()
    }
    book = attrs.evolve(
        ask.situation.rulebook,
        packs=tuple(_begun(pack, as_of) for pack in ask.situation.rulebook.packs),
    )
    yield from differences(ask.again(attrs.evolve(registry, **lists), book), ask.answers)


def _begun(pack: Pack, as_of: dt.date) -> Pack:
    """The pack without the versions that begin later; a requirement keeps its first one."""

    def begun(requirement: Requirement) -> Requirement:
        first, *others = sorted(requirement.versions, key=lambda version: version.start)
        kept = (first, *(version for version in others if version.start <= as_of))
        return attrs.evolve(requirement, versions=kept)

    return attrs.evolve(pack, requirements=tuple(map(begun, pack.requirements)))


def _research(ask: Asking) -> Iterator[Difference]:
    as_of = ask.situation.as_of
    packs = {pack.id: pack for pack in ask.packs}
    for finding in ask.report.findings:
        pack = packs.get(finding.requirement_id.rpartition(".")[0])
        if pack is None:  # nobody has researched the place
            expected = Standing.UNRESEARCHED
        elif as_of < pack.researched_from:
            expected = Standing.BEFORE_RESEARCHED
        elif as_of > pack.verified_through:
            expected = Standing.BEYOND_VERIFIED
        elif finding.standing is Standing.SECONDARY:
            expected = Standing.SECONDARY
        else:
            expected = Standing.VERIFIED
        if finding.standing is not expected:
            yield Difference(finding.key, "standing", finding.standing, expected)
        nobody_looked = expected in (Standing.UNRESEARCHED, Standing.BEFORE_RESEARCHED)
        if nobody_looked and finding.status is not Status.UNKNOWN:
            yield Difference(finding.key, "status", finding.status, Status.UNKNOWN)


_LAWS: Final[Mapping[str, _Law]] = {
    "law-sense": _sense,
    "law-order": _order,
    "law-names": _names,
    "law-merging": _merging,
    "law-splitting": _splitting,
    "law-unrelated": _unrelated,
    "law-known": _known,
    "law-later": _later,
    "law-research": _research,
    "law-more": more,
    "law-facts": facts,
}
