"""What a law works with: a situation, the answers to it, and how answers differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

import attrs

from sro_core.findings import Finding, Readiness, Report
from sro_core.problems import Problem, problem
from sro_core.registry import Registry
from sro_core.rules import Rulebook
from sro_core.testing._engines import Evaluate
from sro_core.testing._situations import Situation

__all__ = [
    "READY",
    "SUBJECT_OF",
    "Answers",
    "Asking",
    "Difference",
    "Key",
    "answers_of",
    "differences",
    "told",
]

Key: TypeAlias = tuple[str, ...]


class Answers(NamedTuple):
    """What a report says, by whom and what it says it of."""

    findings: Mapping[Key, Finding]
    readiness: Mapping[str, Readiness]


class Difference(NamedTuple):
    """A part of an answer that is another than it should be.

    Attributes:
        key: Whom and what the answer is about: the key of a finding.
        what: The part.
        found: What it is.
        expected: What it should be.
        change: What was changed in the registry, where that is not the same for all.
    """

    key: Key
    what: str
    found: object
    expected: object
    change: str = ""


class Asking:
    """A situation, what answers, and its answers."""

    def __init__(self, situation: Situation, evaluate: Evaluate) -> None:
        self.situation = situation
        self._evaluate = evaluate
        self.report = self._report(situation.registry, situation.known_at)
        self.answers = answers_of(self.report)
        named = {item.requirement_id.rpartition(".")[0] for item in self.report.findings}
        #: The packs that answer.
        self.packs = [pack for pack in situation.rulebook.packs if pack.id in named]

    def _report(
        self, registry: Registry, known_at: dt.datetime | None, rulebook: Rulebook | None = None
    ) -> Report:
        asked = self.situation
        return self._evaluate(
            registry,
            as_of=asked.as_of,
            known_at=known_at,
            rulebook=asked.rulebook if rulebook is None else rulebook,
        )

    def again(self, registry: Registry, rulebook: Rulebook | None = None) -> Answers:
        """The answers for another registry, and on request by other rules."""
        return answers_of(self._report(registry, self.situation.known_at, rulebook))

    def known_at(self, registry: Registry, moment: dt.datetime | None) -> Answers:
        """The answers for another registry and another moment."""
        return answers_of(self._report(registry, moment))


#: The ids of whom a finding is about, in the order of its key, and their lists.
SUBJECT_OF: Final = {
    "officer_id": "officers",
    "agency_id": "agencies",
    "district_id": "districts",
    "assignment_id": "assignments",
}


def told(code: str, difference: Difference, ask: Asking) -> Problem:
    """The problem of a difference, at the record that the answer is about."""
    *subject, requirement = difference.key
    record_id, place = None, ""
    for kind, identifier in zip(SUBJECT_OF.values(), subject, strict=True):
        items = [item.id for item in getattr(ask.situation.registry, kind)]
        if identifier in items:
            record_id, place = identifier, f"/{kind}/{items.index(identifier)}"
    return problem(
        code,
        place,
        record_id=record_id,
        requirement=requirement,
        key=difference.what,
        found=_shown(difference.found),
        expected=_shown(difference.expected),
        **({"change": difference.change} if difference.change else {}),
    )


def _shown(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, Mapping):
        value = [f"{key} {item}" for key, item in value.items()]
    if isinstance(value, tuple | list):
        return ", ".join(map(_shown, value)) or "none"
    if attrs.has(type(value)):
        return " ".join(_shown(item) for item in attrs.astuple(value, recurse=False))
    return str(value)


def answers_of(report: Report) -> Answers:
    """What a report says."""
    return Answers({item.key: item for item in report.findings}, report.readiness)


#: What stands for an officer's readiness where a requirement would stand.
READY: Final = "readiness"
_SAID: Final = tuple(
    field.name
    for field in attrs.fields(Finding)
    if field.name not in {*SUBJECT_OF, "requirement_id"}
)


def differences(found: Answers, expected: Answers) -> Iterator[Difference]:
    """Where answers are others than they should be."""
    for key in sorted({*found.findings, *expected.findings}):
        yield from _apart(key, found.findings.get(key), expected.findings.get(key), _SAID)
    names = [field.name for field in attrs.fields(Readiness)]
    for officer_id in sorted({*found.readiness, *expected.readiness}):
        key = (officer_id, "", "", "", READY)
        is_found, wanted = found.readiness.get(officer_id), expected.readiness.get(officer_id)
        yield from _apart(key, is_found, wanted, names)


def _apart(key: Key, found: Any, expected: Any, names: Iterable[str]) -> Iterator[Difference]:
    if found is None or expected is None:
        if found is not expected:
            yield Difference(key, "answer", found and found.status, expected and expected.status)
        return
    for name in names:
        is_found, wanted = getattr(found, name), getattr(expected, name)
        if is_found != wanted:
            yield Difference(key, name, is_found, wanted)
