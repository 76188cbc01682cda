"""What every pack owes whoever relies on it: good sense, and examples of each of its edges."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeAlias

import attrs

from sro_core.dates import day_after, day_before, in_force
from sro_core.findings import Finding, Status
from sro_core.packs import checks
from sro_core.packs.walk import walk
from sro_core.problems import Problem, in_order, problem
from sro_core.registry import Registry
from sro_core.rules import Pack, Requirement, Rulebook, Version
from sro_core.rules.conditions import (
    AllOf,
    AnyOf,
    Completed,
    Condition,
    EventDay,
    FactTest,
    Not,
    Undecided,
)
from sro_core.rules.deadlines import Deadline, NoDeadline, OpenDeadline, Within
from sro_core.rules.packs import NO_READING, OWN_READING, Reading
from sro_core.rules.renewals import EachBlock, EachPeriod, Every, FirstTime, Renewal
from sro_core.rules.words import Words
from sro_core.testing._example_runs import Run, judged, run_all
from sro_core.testing._examples import Examples, Gap

__all__ = ["check_pack"]


def check_pack(
    pack: Pack, examples: Examples | None = None, *, others: Iterable[Pack] = ()
) -> tuple[Problem, ...]:
    """Every problem of a pack and of its examples; empty where both are good.

    The pack is well formed. With examples, it answers as each of them expects, and
    they show all of it: each requirement met and not met; each version on its first
    day and on the day before; each condition, case and reading where it makes a
    difference; each fixed day of a condition on both sides; each last day in time, a
    day late, and at the end of February where months or years are counted. What no
    example can show stands among the examples as a gap, with the reason.

    Args:
        pack: The pack.
        examples: Its examples; None checks the pack alone.
        others: Packs that are in force beside it.
    """
    problems = checks.check_pack(pack)
    if problems or examples is None:
        return problems
    beside = tuple(others)
    runs, wrong = run_all(pack, examples, beside)
    if examples.pack != pack.id:
        return in_order(wrong)
    lacking = [
        attrs.evolve(item, record_id=requirement.id)
        for position, requirement in enumerate(pack.requirements)
        for item in _Coverage(pack, beside, requirement, runs).lacking(f"/requirements/{position}")
    ]
    return in_order([*wrong, *_but_for_gaps(lacking, examples.gaps)])


def _but_for_gaps(lacking: list[Problem], gaps: Iterable[Gap]) -> Iterator[Problem]:
    """What is lacking and not explained, and what is explained and not lacking."""
    explained: set[Problem] = set()
    for position, gap in enumerate(gaps):
        meant = {item for item in lacking if _is_meant(gap, item)}
        if not meant:
            yield problem("example-idle-gap", f"/gaps/{position}", record_id=gap.requirement)
        explained |= meant
    yield from (item for item in lacking if item not in explained)


def _is_meant(gap: Gap, item: Problem) -> bool:
    names = (None, dict(item.params).get("name"))
    return (gap.requirement, gap.code) == (item.record_id, item.code) and gap.name in names


_MET: Final = frozenset((Status.MET, Status.WAIVED))
_UNMET: Final = frozenset((Status.DUE, Status.OVERDUE, Status.EXPIRED))
_LATE: Final = frozenset((Status.OVERDUE, Status.EXPIRED))

#: What a last day is counted by: the rule for the first time, or for each time after it.
_Clock: TypeAlias = Deadline | Renewal


class _Coverage:
    """What the examples show of one requirement, and what they do not."""

    def __init__(
        self, pack: Pack, others: tuple[Pack, ...], requirement: Requirement, runs: list[Run]
    ) -> None:
        self._pack = pack
        self._others = others
        self._requirement = requirement
        self._rulebook = Rulebook(packs=(pack, *others))
        # what another reading answers shows nothing of the pack as it stands
        self._runs = [
            run
            for run in runs
            if run.example.requirement == requirement.id and run.example.reading is None
        ]

    def lacking(self, place: str) -> Iterator[Problem]:
        """What is not shown."""
        if not any(run.finding.status in _MET for run in self._runs):
            yield problem("example-no-met", place)
        if not any(map(self._is_unmet, self._runs)):
            yield problem("example-no-unmet", place)
        for position, version in enumerate(self._requirement.versions):
            yield from self._first_day(version, f"{place}/versions/{position}")
            yield from self._idle_parts(version, f"{place}/versions/{position}")
        yield from self._last_days(place)

    def _is_unmet(self, run: Run) -> bool:
        """Whether it is not met; with a last day that no source gives that is unknown."""
        status = run.finding.status
        return status in _UNMET or (
            status is Status.UNKNOWN
            and any(
                _has(version, OpenDeadline)
                for version in self._requirement.versions
                if in_force(version, run.example.as_of)
            )
        )

    def _under(self, version: Version) -> list[Run]:
        """The examples that the version answers."""
        return [
            run
            for run in self._runs
            if in_force(version, run.example.as_of)
            and run.example.as_of >= self._pack.researched_from
        ]

    # the first day of a version -----------------------------------------------------------

    def _first_day(self, version: Version, place: str) -> Iterator[Problem]:
        first = max(version.start, self._pack.researched_from)
        if first == dt.date.min or (version.end is not None and version.end < first):
            return
        on_it = [run for run in self._runs if run.example.as_of == first]
        before = day_before(first)
        if not on_it:
            yield problem("example-no-first-day", place, name=first)
        elif all(run.example.as_of != before for run in self._runs) and any(
            self._changes(run, self._rulebook, before) for run in on_it
        ):
            yield problem("example-no-day-before", place, name=before)

    def _changes(self, run: Run, rulebook: Rulebook, as_of: dt.date | None = None) -> bool:
        """Whether other rules, or another day, give an example another answer."""
        return _answer(judged(run, rulebook, as_of)) != _answer(run.finding)

    # conditions, cases and readings -------------------------------------------------------

    def _idle_parts(self, version: Version, place: str) -> Iterator[Problem]:
        """The parts without which every example of the version has the same answer."""
        parts = (*_without_each_part(version), *_with_each_day_moved(self._pack, version))
        for missing, without in parts:
            pack = attrs.evolve(self._pack, requirements=tuple(self._with(version, without)))
            rulebook = Rulebook(packs=(pack, *self._others))
            if not any(self._changes(run, rulebook) for run in self._under(version)):
                yield attrs.evolve(missing, pointer=place + missing.pointer)

    def _with(self, old: Version, new: Version) -> Iterator[Requirement]:
        for requirement in self._pack.requirements:
            if requirement is self._requirement:
                versions = tuple(new if item is old else item for item in requirement.versions)
                yield attrs.evolve(requirement, versions=versions)
            else:
                yield requirement

    # last days ----------------------------------------------------------------------------

    def _last_days(self, place: str) -> Iterator[Problem]:
        words = Words(self._pack)
        for clock, runs in self._clocks().items():
            name = words.renewal(clock) if isinstance(clock, Renewal) else words.deadline(clock)
            if not any(_is_in_time(clock, run) for run in runs):
                yield problem("example-not-in-time", place, name=name)
            if not any(_is_a_day_late(clock, run) for run in runs):
                yield problem("example-not-late", place, name=name)
            if _counts_months(clock) and not any(_ends_february(clock, run) for run in runs):
                yield problem("example-no-leap-day", place, name=name)

    def _clocks(self) -> dict[_Clock, list[Run]]:
        """What the last days are counted by, each with the examples that it decides."""
        clocks: dict[_Clock, list[Run]] = {}
        for version in self._requirement.versions:
            runs = self._under(version)
            for case, due, renewal in _terms(version):
                decided = [run for run in runs if run.finding.case == case]
                for clock in _clocks_of(due, renewal):
                    clocks.setdefault(clock, []).extend(decided)
        return clocks


def _last_day(clock: _Clock, finding: Finding) -> dt.date | None:
    """The last day that the finding judges, where it is counted by the clock."""
    if isinstance(clock, EachPeriod | EachBlock):
        return finding.due_on
    renewed = finding.status is Status.EXPIRED or finding.valid_until is not None
    return finding.due_on if renewed is isinstance(clock, Every) else None


def _is_in_time(clock: _Clock, run: Run) -> bool:
    """Whether an example is one of the last day, on which it is not too late."""
    finding, last = run.finding, _last_day(clock, run.finding)
    if isinstance(clock, Every):
        return finding.status is Status.MET and last == run.example.as_of
    if finding.status is Status.DUE:
        return last == run.example.as_of
    return finding.late_by_days == 0 and last in set(_days_of_evidence(run.registry))


def _days_of_evidence(registry: Registry) -> Iterator[dt.date]:
    """The days on which something that may be evidence was done, or began."""
    yield from (item.completed_on for item in registry.completions)
    yield from (item.start for officer in registry.officers for item in officer.licenses)
    yield from (item.start for item in registry.attestations)
    yield from (item.start for item in registry.agreements)
    yield from (item.reviewed_on for item in registry.plan_reviews)
    yield from (item.granted_on for item in registry.waivers)


def _is_a_day_late(clock: _Clock, run: Run) -> bool:
    """Whether an example is one of the first day on which it is too late."""
    finding, last = run.finding, _last_day(clock, run.finding)
    if last is None:
        return False
    late = finding.status in _LATE and day_after(last) == run.example.as_of
    return late or finding.late_by_days == 1


def _ends_february(clock: _Clock, run: Run) -> bool:
    last = _last_day(clock, run.finding)
    return last is not None and last.month == 2 and last.day >= 28


def _has(node: object, kind: type[Any] | types.UnionType) -> bool:
    """Whether a node of a kind is in a part of the rule."""
    return any(isinstance(item, kind) for item, _pointer in walk(node))


def _counts_months(clock: _Clock) -> bool:
    periods = (
        node.within if isinstance(node, Within) else node.every
        for node, _pointer in walk(clock)
        if isinstance(node, Within | Every)
    )
    return any(period.years or period.months for period in periods)


def _answer(finding: Finding | None) -> tuple[object, ...]:
    """What an example can expect of a finding that the rule decides."""
    if finding is None:
        return ()
    contested = tuple((item.reading, item.status, item.due_on) for item in finding.contested)
    return (finding.status, finding.due_on, finding.valid_until, finding.case, contested)


def _without_each_part(version: Version) -> Iterator[tuple[Problem, Version]]:
    """A version without each of its parts, and the problem where that changes nothing."""
    if version.applies_when is not None:
        yield (
            problem("example-no-outsider", "/applies_when", name=version.start),
            attrs.evolve(version, applies_when=None),
        )
    for position, case in enumerate(version.cases):
        others = tuple(item for item in version.cases if item is not case)
        yield (
            problem("example-no-case", f"/cases/{position}", name=case.name),
            attrs.evolve(version, cases=others),
        )
    for position, reading in enumerate(version.readings):
        preferred = OWN_READING if version.preferred == reading.name else version.preferred
        rest = tuple(item for item in version.readings if item is not reading)
        yield (
            problem("example-no-reading", f"/readings/{position}", name=reading.name),
            attrs.evolve(version, readings=rest, preferred=preferred),
        )


def _with_each_day_moved(pack: Pack, version: Version) -> Iterator[tuple[Problem, Version]]:
    """A version with each fixed day of its conditions moved, and the problem where nothing changes.

    Where moving a last day back changes nothing no example lies on that day, and where
    moving it on changes nothing none lies on the day after; a first day likewise.
    """
    words = Words(pack)
    applies = version.applies_when
    if applies is not None:
        if _never_holds(applies):
            return
        for node, missing, moved in _moved_days(applies):
            yield (
                _no_edge("/applies_when", missing, words.condition(node)),
                attrs.evolve(version, applies_when=_replaced(applies, node, moved)),
            )
    for position, case in enumerate(version.cases):
        for node, missing, moved in () if _never_holds(case.when) else _moved_days(case.when):
            other = attrs.evolve(case, when=_replaced(case.when, node, moved))
            cases = tuple(other if item is case else item for item in version.cases)
            yield (
                _no_edge(f"/cases/{position}/when", missing, words.condition(node)),
                attrs.evolve(version, cases=cases),
            )


def _no_edge(pointer: str, day: dt.date, words: str) -> Problem:
    return problem("example-no-edge", pointer, name=day, condition=words)


#: A condition on days: a fixed first or last day stands in these attributes.
_OnDays: TypeAlias = EventDay | FactTest | Completed


def _moved_days(condition: Condition) -> Iterator[tuple[_OnDays, dt.date, _OnDays]]:
    """Each fixed day of a condition moved: its node, the day no example is about, the new node."""
    for node, _pointer in walk(condition):
        if not isinstance(node, _OnDays):
            continue
        for key, further in (("on_or_after", day_before), ("on_or_before", day_after)):
            day: Any = getattr(node, key)
            if isinstance(day, dt.date):
                nearer: Any = day_after(day) if further is day_before else day_before(day)
                beyond: Any = further(day)
                yield node, day, attrs.evolve(node, **{key: nearer})
                yield node, beyond, attrs.evolve(node, **{key: beyond})


def _replaced(condition: Condition, old: Condition, new: Condition) -> Condition:
    """A condition with one part, known by identity, replaced."""
    if condition is old:
        return new
    match condition:
        case AllOf():
            return AllOf(all=tuple(_replaced(part, old, new) for part in condition.all))
        case AnyOf():
            return AnyOf(any=tuple(_replaced(part, old, new) for part in condition.any))
        case Not():
            return Not(part=_replaced(condition.part, old, new))
        case _:
            return condition


#: The name of a case, None for the version itself; its last day and its renewal, where they
#: are what answers.
_Terms: TypeAlias = tuple[str | None, Deadline | None, Renewal | None]


def _terms(version: Version) -> Iterator[_Terms]:
    """What gives the last days of a version, and of each of its cases that asks something.

    Where no reading is preferred, only that on which all agree.
    """
    if version.applies_when is not None and _never_holds(version.applies_when):
        return
    own = Reading(name=OWN_READING, says=version.summary)
    chosen = [
        {case: (due, renewal) for case, due, renewal in _read(version, reading)}
        for reading in (own, *version.readings)
        if version.preferred in (reading.name, NO_READING)
    ]
    for case in chosen[0]:
        dues = {terms[case][0] for terms in chosen}
        renewals = {terms[case][1] for terms in chosen}
        agreed = len(renewals) == 1
        first = agreed or not any(map(_in_periods_only, renewals))
        yield (
            case,
            dues.pop() if first and len(dues) == 1 else None,
            renewals.pop() if agreed else None,
        )


def _read(
    version: Version, reading: Reading
) -> Iterator[tuple[str | None, Deadline, Renewal | None]]:
    """The last day and the renewal in one reading."""
    due, renewal = reading.due or version.due, reading.renewal or version.renewal
    yield None, due, renewal
    replaced = {item.name: item for item in reading.cases}
    for case in (replaced.get(item.name, item) for item in version.cases):
        if case.exempt is None and not _never_holds(case.when):
            yield case.name, case.due or due, case.renewal or renewal


def _never_holds(condition: Condition) -> bool:
    """Whether the sources leave a condition open whatever the facts, or it is false."""
    match condition:
        case AllOf():
            return any(map(_never_holds, condition.all))
        case AnyOf():
            return all(map(_never_holds, condition.any))
        case _:
            return isinstance(condition, Undecided)


def _in_periods_only(renewal: Renewal | None) -> bool:
    """Whether the last day is always that of a period: there is no first time before them."""
    return isinstance(renewal, EachPeriod | EachBlock) and not isinstance(renewal.clock, FirstTime)


def _clocks_of(due: Deadline | None, renewal: Renewal | None) -> Iterator[_Clock]:
    """What gives the last days: the periods alone, or the first deadline and the renewal."""
    if isinstance(renewal, EachPeriod | EachBlock):
        yield renewal
    if _in_periods_only(renewal):
        return
    if due is not None and not _has(due, NoDeadline | OpenDeadline):
        yield due
    if isinstance(renewal, Every):
        yield renewal
