"""Compiles the dated versions of a requirement, in each of their readings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sro_core.compliance.conditions import Test, compile_condition
from sro_core.compliance.deadlines import DueFinder, compile_deadline
from sro_core.compliance.evidence import compile_evidence
from sro_core.compliance.renewals import Recurrence, compile_recurrence
from sro_core.compliance.scope import Scope
from sro_core.compliance.searches import Program
from sro_core.compliance.sharing import once_for_all_alike
from sro_core.compliance.truth import Missing, nothing
from sro_core.compliance.units import Unit
from sro_core.rules import renewals as rule
from sro_core.rules.conditions import Condition
from sro_core.rules.deadlines import Deadline
from sro_core.rules.events import Period
from sro_core.rules.evidence import Evidence
from sro_core.rules.packs import NO_READING, OWN_READING, Case, Confidence, Reading, Version

__all__ = ["ReadingTerms", "Terms", "VersionTerms", "compile_versions", "reachable"]


class Terms(NamedTuple):
    """What one branch of a rule asks: evidence, last day, renewal; or why nothing is asked.

    Attributes:
        case: The case it is; None is the rule itself.
        asked: The evidence as the rule says it.
        last_day: The deadline as the rule says it.
        evidence: The search for the evidence.
        due: What finds the last day.
        renewal: How it comes back; None, like one that says once, is not at all.
        recurrence: The periods in which it does; None where it is not asked in periods.
        period: The period after which it is asked again, counted from the last time; None
            where it is not.
        weak: Whether it rests on a summary or on memory.
        name: The name of the case.
        exempt: Why nothing is asked.
    """

    case: Case | None
    asked: Evidence
    last_day: Deadline
    evidence: Program
    due: DueFinder
    renewal: rule.Renewal | None
    recurrence: Recurrence | None
    period: Period | None
    weak: bool
    name: str | None
    exempt: str | None


class ReadingTerms(NamedTuple):
    """One reading of a version, compiled."""

    name: str
    says: str
    applies: Test | None
    cases: tuple[tuple[Test, Terms], ...]
    own: Terms


class VersionTerms(NamedTuple):
    """A version, compiled in each of its readings; the preferred one first, if there is one.

    Attributes:
        start: The first day on which it is in force.
        end: The last one.
        applies: Whether it applies, where all readings agree on that.
        readings: The readings.
        prefers: Whether one of them is preferred.
        ambiguity: What the readings say.
        renews: Whether any of them asks in periods.
    """

    start: dt.date
    end: dt.date | None
    applies: Test | None
    readings: tuple[ReadingTerms, ...]
    prefers: bool
    ambiguity: str
    renews: bool


def reachable(unit: Unit, reading: ReadingTerms) -> list[tuple[Terms, Missing]]:
    """The terms that can decide: the first case that holds, and those before it that may."""
    found: list[tuple[Terms, Missing]] = []
    missing = nothing
    for test, terms in reading.cases:
        holds = test(unit)
        if holds is False:
            continue
        if holds is True:
            found.append((terms, missing))
            return found
        missing = missing | holds
        found.append((terms, missing))
    found.append((reading.own, missing))
    return found


def compile_versions(
    versions: Iterable[Version], scope: Scope, confidence: Confidence
) -> tuple[VersionTerms, ...]:
    """The versions of a requirement, ready to judge by."""
    return tuple(_compile_version(item, scope.at(item.start), confidence) for item in versions)


def _compile_version(version: Version, scope: Scope, confidence: Confidence) -> VersionTerms:
    compiler = _Compiler(scope)
    own = Reading(name=OWN_READING, says=version.summary)
    readings = [own, *version.readings]
    if version.preferred != NO_READING:
        readings.sort(key=lambda item: item.name != version.preferred)
    compiled = tuple(_compile_reading(version, item, compiler, confidence) for item in readings)
    applies = {item.applies for item in compiled}
    return VersionTerms(
        version.start,
        version.end,
        applies.pop() if len(applies) == 1 else None,
        compiled,
        prefers=version.preferred != NO_READING,
        ambiguity=" / ".join(item.says for item in readings),
        renews=any(
            isinstance(item.renewal, rule.EachPeriod | rule.EachBlock)
            for item in (version, *version.cases, *_read_otherwise(version))
        ),
    )


def _read_otherwise(version: Version) -> Iterator[Reading | Case]:
    """The readings of a version, and the cases that they replace."""
    for reading in version.readings:
        yield reading
        yield from reading.cases


class _Compiler:
    """Compiles the parts of a version, each once however many readings and cases share it.

    What a unit was asked it remembers, so that a shared part is also asked once.
    """

    __slots__ = ("_conditions", "_deadlines", "_evidence", "_recurrences", "_scope", "_terms")

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._conditions: dict[int, Test] = {}
        self._deadlines: dict[int, DueFinder] = {}
        self._evidence: dict[int, Program] = {}
        self._recurrences: dict[int, Recurrence] = {}
        self._terms: dict[tuple[int, int, int, int, bool], Terms] = {}

    def condition(self, node: Condition) -> Test:
        """The test of a condition."""
        found = self._conditions.get(id(node))
        if found is None:
            found = once_for_all_alike(compile_condition(node, self._scope), node)
            self._conditions[id(node)] = found
        return found

    def deadline(self, node: Deadline) -> DueFinder:
        """What finds the last day of a deadline."""
        found = self._deadlines.get(id(node))
        if found is None:
            found = once_for_all_alike(compile_deadline(node, self._scope), node)
            self._deadlines[id(node)] = found
        return found

    def evidence(self, node: Evidence) -> Program:
        """The searches for some evidence."""
        found = self._evidence.get(id(node))
        if found is None:
            found = self._evidence[id(node)] = compile_evidence(node, self._scope)
        return found

    def terms(
        self,
        case: Case | None,
        evidence: Evidence,
        due: Deadline,
        renewal: rule.Renewal | None,
        *,
        weak: bool,
    ) -> Terms:
        """The terms of a branch; those of several readings are the same where they agree."""
        key = (id(case), id(evidence), id(due), id(renewal), weak)
        found = self._terms.get(key)
        if found is None:
            found = self._terms[key] = Terms(
                case=case,
                asked=evidence,
                last_day=due,
                evidence=self.evidence(evidence),
                due=self.deadline(due),
                renewal=renewal,
                recurrence=self.recurrence(renewal),
                period=renewal.every if isinstance(renewal, rule.Every) else None,
                weak=weak,
                name=case.name if case is not None else None,
                exempt=case.exempt if case is not None else None,
            )
        return found

    def recurrence(self, node: rule.Renewal | None) -> Recurrence | None:
        """The periods of a renewal; None where it has none."""
        if not isinstance(node, rule.EachPeriod | rule.EachBlock):
            return None
        found = self._recurrences.get(id(node))
        if found is None:
            found = self._recurrences[id(node)] = compile_recurrence(node, self._scope)
        return found


def _compile_reading(
    version: Version, reading: Reading, compiler: _Compiler, confidence: Confidence
) -> ReadingTerms:
    replaced = {case.name: case for case in reading.cases}
    applies = reading.applies_when or version.applies_when
    return ReadingTerms(
        reading.name,
        reading.says,
        compiler.condition(applies) if applies is not None else None,
        tuple(
            (
                compiler.condition(case.when),
                _compile_terms(version, reading, case, compiler, confidence),
            )
            for case in (replaced.get(case.name, case) for case in version.cases)
        ),
        _compile_terms(version, reading, None, compiler, confidence),
    )


def _compile_terms(
    version: Version,
    reading: Reading,
    case: Case | None,
    compiler: _Compiler,
    confidence: Confidence,
) -> Terms:
    evidence = (case and case.satisfied_by) or reading.satisfied_by or version.satisfied_by
    due = (case and case.due) or reading.due or version.due
    renewal = (case and case.renewal) or reading.renewal or version.renewal
    sure = (case and case.confidence) or confidence
    return compiler.terms(case, evidence, due, renewal, weak=sure is not Confidence.VERIFIED)
