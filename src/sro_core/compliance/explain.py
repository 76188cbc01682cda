"""Explains a finding: the clauses, the facts with their records, the arithmetic of the dates.

The walk over the rule asks the same leaves as the compiled rule, puts them
together itself, and gives its own judgement, so that the two can be compared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import attrs

from sro_core import dates
from sro_core.compliance.adoptions import Adopted
from sro_core.compliance.compiled import CompiledPack, CompiledRequirement
from sro_core.compliance.conditions import compile_condition
from sro_core.compliance.deadlines import compile_deadline
from sro_core.compliance.events import Day, after, compile_event
from sro_core.compliance.evidence import compile_evidence, employed_by, served_until
from sro_core.compliance.files import under
from sro_core.compliance.judge import possible_branches
from sro_core.compliance.lapsing import counted, releases
from sro_core.compliance.outcomes import Branch, Judgement, Possible, settle
from sro_core.compliance.places import Places
from sro_core.compliance.renewals import Periods
from sro_core.compliance.school_years import school_years_of
from sro_core.compliance.scope import Scope
from sro_core.compliance.searches import Program, days_of
from sro_core.compliance.terms import ReadingTerms, Terms, VersionTerms
from sro_core.compliance.truth import (
    Missing,
    Truth,
    all_of,
    any_of,
    negation,
    nothing,
    questions_in,
    without_questions,
)
from sro_core.compliance.units import Unit
from sro_core.compliance.windows import Limited, reaching
from sro_core.dates import Stretch, in_force
from sro_core.findings import Explanation, Finding, Status, Step
from sro_core.models import WaiverKind
from sro_core.rules import conditions as c
from sro_core.rules import deadlines as d
from sro_core.rules import evidence as v
from sro_core.rules import renewals as r
from sro_core.rules.events import Event, EventName, Happening, Period
from sro_core.rules.packs import OWN_READING, Pack, Requirement, Version
from sro_core.rules.words import Words, listed

__all__ = ["Walk", "explain_unit"]


def explain_unit(
    compiled: CompiledPack,
    item: CompiledRequirement,
    unit: Unit,
    adoption: Adopted | None,
    finding: Finding,
    places: Places,
    citation: str,
) -> Explanation:
    """Explain what a requirement gave for a unit.

    Args:
        compiled: The pack.
        item: The requirement.
        unit: Whom it was judged for.
        adoption: The adoptions that reach the unit.
        finding: What it gave.
        places: Where the records stand in the registry as it was given.
        citation: The clause behind it.
    """
    walk = Walk(compiled, item, unit, adoption, places)
    walk.judge()
    requirement = item.requirement
    version = walk.version
    return Explanation(
        finding=finding,
        title=requirement.title,
        summary=version.summary if version is not None else requirement.title,
        citation=citation,
        steps=(*walk.steps, *_contested(finding)),
        sources=tuple(_sources(compiled.pack, requirement)),
        notes=(
            *(f"assumed: {text}" for text in requirement.assumptions),
            *(f"open: {text}" for text in requirement.open_questions),
            _edition(compiled.pack),
        ),
    )


def _edition(pack: Pack) -> str:
    # a pack without outside sources has nothing to go stale
    checked = (
        f", checked through {pack.verified_through}" if pack.verified_through < dt.date.max else ""
    )
    return f"pack {pack.id}, edition {pack.edition}{checked}; not legal advice"


def _contested(finding: Finding) -> Iterator[Step]:
    for other in finding.contested:
        day = f", last day {other.due_on}" if other.due_on is not None else ""
        yield Step(
            text=f"contested: another reading ({other.reading}: {other.says})",
            result=f"{other.status}{day}",
        )


def _sources(pack: Pack, requirement: Requirement) -> Iterator[str]:
    wanted = set(requirement.sources)
    for source in pack.sources:
        if source.id in wanted:
            where = f" <{source.url}>" if source.url else ""
            says = f" - {source.says}" if source.says else ""
            yield f"{source.citation} ({source.confidence}){where}{says}"


def _truth(value: Truth) -> str:
    if value is True:
        return "yes"
    if value is False:
        return "no"
    return f"unknown ({_lacking(value)})"


def _day(value: Day, none: str = "none") -> str:
    if value is None:
        return none
    if isinstance(value, dt.date):
        return f"{value} ({value:%A})"
    return f"unknown ({_lacking(value)})"


def _lacking(missing: Missing) -> str:
    """What is missing, in words: facts by name, and what the sources leave open."""
    names = without_questions(missing)
    parts = [f"missing: {listed(names, 'and')}"] if names else []
    if questions_in(missing):
        parts.append("the sources leave it open")
    return "; ".join(parts)


class Walk:
    """A walk over one requirement for one unit.

    Attributes:
        steps: What was found on the way.
        version: The version in force on the day judged.
    """

    __slots__ = (
        "_adoption",
        "_item",
        "_places",
        "_scope",
        "_unit",
        "_words",
        "steps",
        "version",
    )

    def __init__(
        self,
        compiled: CompiledPack,
        item: CompiledRequirement,
        unit: Unit,
        adoption: Adopted | None,
        places: Places,
    ) -> None:
        self._item = item
        self._unit = unit
        self._adoption = adoption
        self._places = places
        self._words = Words(compiled.pack)
        self._scope = Scope(compiled.pack)
        self.steps: list[Step] = []
        self.version: Version | None = None

    def judge(self) -> Judgement | None:
        """Walk the rule; what it gives, or None where no version is in force."""
        self._service()
        for version, terms in zip(
            self._item.requirement.versions, self._item.duty.versions, strict=True
        ):
            if in_force(version, self._unit.as_of):
                until = f" to {version.end}" if version.end is not None else ""
                self._note(
                    f"Version in force on {self._unit.as_of}", f"from {version.start}{until}"
                )
                self.version = version
                self._scope = self._scope.at(version.start)
                return self._judge_version(version, terms)
        spans = listed(
            (f"{item.start} to {item.end or 'today'}" for item in self._item.requirement.versions),
            "and",
        )
        self._note(f"Version in force on {self._unit.as_of}", f"none (there are: {spans})")
        return None

    def _note(self, text: str, result: str | None = None, *steps: Step) -> None:
        self.steps.append(Step(text=text, result=result, steps=steps))

    def _service(self) -> None:
        unit = self._unit
        pointers = tuple(self._places.of("assignments", item.id) for item in unit.assignments)
        self.steps.append(
            Step(
                text=f"Service in {unit.jurisdiction}",
                result=f"from {unit.start}",
                pointers=pointers,
            )
        )
        if self._adoption is not None:
            due = self._adoption.due_on
            self.steps.append(
                Step(
                    text="Adopted",
                    result=f"binding by {self._adoption.binding}"
                    + (f", last day {due}" if due is not None else ""),
                    pointers=tuple(
                        self._places.of("adoptions", name) for name in self._adoption.ids
                    ),
                )
            )
        waivers = (
            unit.file.waivers.get(self._item.requirement.id, ()) if unit.file is not None else ()
        )
        for waiver in waivers:
            state = "in force" if in_force(waiver, unit.as_of) else "not in force"
            extra = f", last day {waiver.due_on}" if waiver.kind is WaiverKind.EXTENDED else ""
            self.steps.append(
                Step(
                    text=f"Waiver ({waiver.kind}), granted {waiver.granted_on}",
                    result=state + extra,
                    pointers=(self._places.of("waivers", waiver.id),),
                )
            )

    def _judge_version(self, version: Version, terms: VersionTerms) -> Judgement:
        if not terms.prefers:
            pooled: list[Possible] = []
            for reading in terms.readings:
                before = len(self.steps)
                pooled += self._possible(version, reading)
                steps = tuple(self.steps[before:])
                del self.steps[before:]
                self._note(f"Reading {reading.name}: {reading.says}", None, *steps)
            self._note("No reading is preferred", "what all of them give is the answer")
            return settle(pooled, terms.ambiguity)
        preferred = terms.readings[0]
        if preferred.name != OWN_READING:
            self._note(f"Preferred reading {preferred.name}", preferred.says)
        return settle(self._possible(version, preferred))

    def _possible(self, version: Version, reading: ReadingTerms) -> list[Possible]:
        found: list[Possible] = []
        source = next((item for item in version.readings if item.name == reading.name), None)
        applies = (source and source.applies_when) or version.applies_when
        holds: Truth = True
        if applies is not None:
            step, holds = self.condition(applies)
            self.steps.append(attrs.evolve(step, text=f"Applies when {step.text}"))
        else:
            self._note("Applies", "to everybody")
        if holds is not True:
            beyond = Branch(
                Status.NOT_REQUIRED,
                reason="it does not apply to this service",
                weak=self._item.duty.weak,
            )
            found.append((beyond, holds or nothing))
        if holds is False:
            return found
        for case_terms, missing in self._reachable(reading):
            for branch, names in possible_branches(
                self._item.duty, self._unit, case_terms, self._adoption
            ):
                found.append((branch, missing | names))
            self._terms(case_terms)
        return found

    def _reachable(self, reading: ReadingTerms) -> Iterator[tuple[Terms, Missing]]:
        missing = nothing
        for _test, terms in reading.cases:
            case = terms.case
            if case is None:
                continue
            step, holds = self.condition(case.when)
            clause = f" [{case.citation}]" if case.citation else ""
            self.steps.append(attrs.evolve(step, text=f"Case {case.name}{clause}: {step.text}"))
            if holds is False:
                continue
            if holds is True:
                yield terms, missing
                return
            missing = missing | holds
            yield terms, missing
        yield reading.own, missing

    # parts --------------------------------------------------------------------------------

    def condition(self, node: c.Condition) -> tuple[Step, Truth]:
        """A condition as a step, and what it comes to, put together from its leaves."""
        text = self._words.condition(node)
        if isinstance(node, c.AllOf | c.AnyOf | c.Not):
            inner = (
                node.all
                if isinstance(node, c.AllOf)
                else node.any
                if isinstance(node, c.AnyOf)
                else (node.part,)
            )
            parts = [self.condition(part) for part in inner]
            values = [value for _step, value in parts]
            if isinstance(node, c.AllOf):
                together = all_of(values)
            elif isinstance(node, c.AnyOf):
                together = any_of(values)
            else:
                together = negation(values[0])
            steps = tuple(step for step, _value in parts)
            return Step(text=text, result=_truth(together), steps=steps), together
        value = compile_condition(node, self._scope)(self._unit)
        result = _truth(value)
        pointers: Sequence[str] = ()
        limits: Iterable[Step] = ()
        if isinstance(node, c.EventDay | c.Completed):
            limits = self._limits(node)
        if isinstance(node, c.FactTest):
            read = self._scope.fact(node.fact)(self._unit)
            known = listed(
                dict.fromkeys(
                    ("presumed " if item.presumed else "") + _known(item.known)
                    for item in read
                    if not isinstance(item.known, frozenset)
                ),
                "and",
            )
            result = f"{result} ({known})" if known else result
            pointers = [
                self._places.of(item.kind, item.record_id)
                for item in read
                if item.kind is not None and item.record_id is not None
            ]
        elif isinstance(node, c.Completed):
            pointers = self._completions(node.completed)
        elif isinstance(node, c.Served) and node.ever:
            pointers = [
                self._places.of("assignments", item.id)
                for item in self._unit.rules.ever_served(self._unit)
            ]
        elif isinstance(node, c.OnFile):
            pointers = [self._places.of("agreements", a.id) for a in self._unit.agreements()]
        elif isinstance(node, c.Holds):
            pointers = self._holder()
        elif isinstance(node, c.EventDay):
            result = f"{result} ({_day(compile_event(node.day_of, self._scope)(self._unit))})"
        elif isinstance(node, c.InSchoolYear):
            day = compile_event(node.in_school_year, self._scope)(self._unit)
            result = f"{result} ({_day(day)}; {self._years_around(day)})"
            pointers = [self._district()]
        step = Step(
            text=text,
            result=result,
            pointers=tuple(dict.fromkeys(pointers)),
            steps=tuple(limits),
        )
        return step, value

    def _limits(self, node: Limited) -> Iterator[Step]:
        """The days on which events limit what counts, and the arithmetic of a period before."""
        for limit in (node.on_or_after, node.on_or_before, node.before):
            if limit is not None and not isinstance(limit, dt.date):
                yield self._event_step(limit)
        period, last = node.within or node.less_than, node.on_or_before or node.before
        if period is None or last is None:
            return
        day = last if isinstance(last, dt.date) else compile_event(last, self._scope)(self._unit)
        if isinstance(day, dt.date):
            beyond = node.less_than is not None
            most = "less than" if beyond else "at most"
            yield Step(
                text=f"first day that is {most} {self._words.period(period)} before {day}",
                result=_day(reaching(day, period, beyond=beyond)),
            )

    def _holder(self) -> list[str]:
        """Where the officer stands, with the licenses."""
        officer_id = self._unit.officer_id
        return [] if officer_id is None else [self._places.of("officers", officer_id)]

    def _completions(self, codes: Sequence[str] | None) -> list[str]:
        """Where the completions under some codes stand; without codes, all."""
        if self._unit.file is None:
            return []
        return [
            self._places.of("completions", credit.completion_id)
            for credit in self._unit.file.credits(
                under(None if codes is None else frozenset(codes))
            )
        ]

    def _completions_of_employed(self, codes: Sequence[str]) -> list[str]:
        """Where the completions of officers stand whom the agency employs on the day judged."""
        if not codes:
            return []
        return [
            self._places.of("completions", credit.completion_id)
            for file, _since in employed_by(self._unit)
            for credit in file.credits(under(frozenset(codes)))
        ]

    def evidence(
        self, node: v.Evidence, period: Period | None = None, served_first: tuple[str, ...] = ()
    ) -> Step:
        """Evidence as a step: on which day each part is complete.

        Args:
            node: The evidence.
            period: How long what was done counts; None is for good.
            served_first: Requirements that completions serve before it.
        """
        steps: tuple[Step, ...] = ()
        if isinstance(node, v.AllEvidence):
            steps = tuple(self.evidence(part, period, served_first) for part in node.all_of)
        elif isinstance(node, v.AnyEvidence):
            steps = tuple(self.evidence(part, period, served_first) for part in node.any_of)
        elif isinstance(node, v.SomeEvidence):
            steps = tuple(self.evidence(part, period, served_first) for part in node.of)
        elif isinstance(node, v.CourseTaken | v.Hours):
            steps = tuple(self._limits(node))
            if isinstance(node, v.CourseTaken) and node.prerequisites:
                steps += tuple(self._prepared(node))
        elif isinstance(node, v.Unshared):
            other = node.not_shared_with
            rest = self.evidence(node.evidence, period, (*served_first, other))
            steps = (self._served(other), rest)
        asked = node
        for other in served_first:
            asked = v.Unshared(not_shared_with=other, evidence=asked)
        result = self._complete(compile_evidence(asked, self._scope), period)
        pointers: list[str] = []
        if isinstance(node, v.CourseTaken):
            pointers = self._completions(None if node.any_course else node.course)
        elif isinstance(node, v.Hours):
            codes = [*node.codes, *(code for item in node.topics for code in item.codes)]
            pointers = self._completions(None if node.any_course else codes)
        elif isinstance(node, v.WaiverOf):
            pointers = [
                self._places.of("waivers", item.id) for item in releases(self._unit, node.waiver_of)
            ]
        elif isinstance(node, v.OfficersTrained):
            pointers = self._completions_of_employed(node.who_completed)
        elif isinstance(node, v.PlanReviewed):
            pointers = self._plans(node)
        elif isinstance(node, v.Held):
            pointers = [*self._holder(), *self._completions((node.license,))]
        elif isinstance(node, v.AgreementInForce):
            pointers = self._agreements()
        text = self._words.evidence(node)
        return Step(text=text, result=result, pointers=tuple(pointers), steps=steps)

    def _prepared(self, node: v.CourseTaken) -> Iterator[Step]:
        """Each completion of a course, and when what it needs was completed before it."""
        file = self._unit.file
        if file is None:
            return
        codes = None if node.any_course else frozenset(node.course)
        for credit in file.credits(under(codes)):
            steps: list[Step] = []
            for item in node.prerequisites:
                first = reaching(credit.day, item.within) if item.within else dt.date.min
                found = [
                    str(other.day)
                    for other in file.credits(under(frozenset(item.completed)))
                    if first <= other.day < credit.day
                ]
                since = f" (from {first})" if item.within else ""
                steps.append(
                    Step(
                        text=f"before it{since}: {self._words.prerequisite(item)}",
                        result=found[-1] if found else "not on file",
                        pointers=tuple(self._completions(item.completed)),
                    )
                )
            yield Step(
                text="completed",
                result=_day(credit.day),
                pointers=(self._places.of("completions", credit.completion_id),),
                steps=tuple(steps),
            )

    def _served(self, requirement_id: str) -> Step:
        """Which completions serve another requirement first."""
        served = served_until(self._unit.rules.ruling(self._unit, requirement_id))
        if served.least != served.most:
            result = f"not known ({_lacking(served.missing)})"
        elif served.most == dt.date.min:
            result = "none: nothing is asked"
        elif served.most == dt.date.max:
            result = "all that it can use: it waits for more"
        else:
            result = f"those until {served.most}, the day it was first met"
        return Step(text=f"completions that serve {requirement_id} first", result=result)

    def _complete(self, program: Program, period: Period | None) -> str:
        """On which day evidence is complete; of what ends by itself, on which days it counts."""
        found: list[tuple[str, Missing]]
        if program.lapses:
            found = [(_days(spans), names) for spans, names in counted(program, self._unit, period)]
        else:
            days = days_of(program.earliest, self._unit, dt.date.min, self._unit.as_of)
            found = [(_since(day), names) for day, names in days]
        text = listed(days for days, _names in found)
        missing = nothing.union(*(names for _days, names in found))
        if program.lapses and counted(program, self._unit, period, lost=True) != counted(
            program, self._unit, period
        ):
            text += "; it was suspended or revoked on a day that is not on file"
        return f"{text} ({_lacking(missing)})" if missing else text

    def _agreements(self) -> list[str]:
        """Where the agreements of the agencies and districts stand."""
        unit = self._unit
        pairs = {(item.agency_id, item.district_id) for item in unit.assignments}
        return [
            self._places.of("agreements", agreement.id)
            for pair in sorted(pairs)
            for agreement in unit.view.agreements_between(*pair)
        ]

    def _plans(self, node: v.PlanReviewed) -> list[str]:
        unit = self._unit
        plans = [
            plan
            for assignment in unit.assignments
            for plan in unit.view.plans_of(assignment, node.plan_review)
        ]
        reviews = [
            review
            for review in unit.view.index.plan_reviews_of.get(unit.officer_id or "", ())
            if review.plan_id in {plan.id for plan in plans}
        ]
        return [
            *(self._places.of("safety_plans", plan.id) for plan in plans),
            *(self._places.of("plan_reviews", review.id) for review in reviews),
        ]

    def deadline(self, node: d.Deadline) -> Step:
        """A deadline as a step, with the arithmetic of its day."""
        steps: tuple[Step, ...] = ()
        day = compile_deadline(node, self._scope)(self._unit)
        if isinstance(node, d.Earliest):
            steps = tuple(map(self.deadline, node.earliest_of))
        elif isinstance(node, d.Latest):
            steps = tuple(map(self.deadline, node.latest_of))
        elif isinstance(node, d.Before):
            steps = (self._event_step(node.before),)
        elif isinstance(node, d.Within):
            start = compile_event(node.of, self._scope)(self._unit)
            steps = (self._event_step(node.of), *self._rolled(start, node))
        elif isinstance(node, d.EndOfYear | d.EndOfFirstBlock):
            steps = (self._event_step(node.after),)
        elif isinstance(node, d.BeforeSchoolYear):
            steps = (self._event_step(node.before_school_year_after), *self._next_year(day))
        elif isinstance(node, d.BeforeSchoolYearFrom):
            steps = (self._event_step(node.before_school_year_from), *self._next_year(day))
        elif isinstance(node, d.EndOfSchoolYear):
            steps = (self._event_step(node.end_of_school_year_from), *self._next_year(day))
        text = self._words.deadline(node)
        return Step(text=text, result=_day(day), steps=steps)

    def _event_step(self, event: Event) -> Step:
        day = compile_event(event, self._scope)(self._unit)
        return Step(text=self._words.event(event), result=_day(day, "it has not happened yet"))

    def _next_year(self, last: Day) -> Iterator[Step]:
        """The first day of the school year after a last day, and whether it is on file."""
        if isinstance(last, dt.date):
            first = dates.day_after(last)
            yield Step(
                text=f"the next school year begins ({self._basis(first)})",
                result=_day(first),
                pointers=(self._district(),),
            )

    def _district(self) -> str:
        """Where the district of the last assignment stands."""
        return self._places.of("districts", self._unit.assignments[-1].district_id)

    def _years_around(self, day: Day) -> str:
        """The school year on file in which an event falls, or after which it does."""
        years = school_years_of(self._unit)
        first = years.containing(day).start if isinstance(day, dt.date) else None
        last = years.last_day(first) if first is not None else None
        return "no school year on file" if last is None else f"school year {first} to {last}"

    def _basis(self, first: dt.date) -> str:
        """What it rests on that a school year begins on a day."""
        years = school_years_of(self._unit)
        if years.is_on_file(first):
            return "on file"
        from_day = years.counted_from(first)
        if from_day is None:
            return "assumed: the district has no school years on file, so from 1 July"
        return f"assumed: counted from {from_day}, the nearest on file"

    def _rolled(self, start: Day, node: d.Within) -> Iterator[Step]:
        if not isinstance(start, dt.date) or node.within == Period():
            return
        plain = after(start, node.within)
        yield Step(text=f"{start} plus {self._words.period(node.within)}", result=_day(plain))
        counting = self._scope.pack.counting
        if self._scope.days_off is not None and counting is not None:
            rolled = dates.roll(plain, self._scope.days_off)
            if rolled != plain:
                yield Step(
                    text=f"that is a day off, so the period runs on ({counting.citation})",
                    result=_day(rolled),
                )

    def _terms(self, terms: Terms) -> None:
        """The evidence and the last day of one branch."""
        case = terms.case
        title = f"Under case {case.name}" if case is not None else "Under the rule itself"
        if terms.exempt is not None:
            self._note(title, f"nothing is required: {terms.exempt}")
            return
        if case is not None and case.note is not None:
            title = f"{title} ({case.note})"
        period = terms.renewal.every if isinstance(terms.renewal, r.Every) else None
        asked = self.evidence(terms.asked, period)
        last = self.deadline(terms.last_day)
        if isinstance(terms.renewal, r.EachPeriod | r.EachBlock):
            # what counts is the evidence of each period, and its last day is that of the period
            asked = attrs.evolve(asked, result=None)
            first = last if isinstance(terms.renewal.clock, r.FirstTime) else None
            last = self._in_periods(terms, terms.renewal, first)
        steps = [
            attrs.evolve(asked, text=f"Evidence: {asked.text}"),
            attrs.evolve(last, text=f"Last day: {last.text}"),
        ]
        if isinstance(terms.renewal, r.Every) and not terms.evidence.lapses:
            steps.append(self._again(terms, terms.renewal))
        self._note(title, self._words.renewal(terms.renewal), *steps)

    def _again(self, terms: Terms, node: r.Every) -> Step:
        """The day until which the last completion counts."""
        steps: list[Step] = []
        for last, _missing in days_of(
            terms.evidence.latest, self._unit, dt.date.min, self._unit.as_of
        ):
            if last is not None:
                text = f"last on {last} plus {self._words.period(node.every)}"
                steps.append(Step(text=text, result=_day(after(last, node.every))))
        return Step(text=f"Renewal: {self._words.renewal(node)}", steps=tuple(steps))

    def _in_periods(
        self, terms: Terms, node: r.EachPeriod | r.EachBlock, first: Step | None
    ) -> Step:
        """That of the period: from which day on they count, and whether each was satisfied.

        Args:
            terms: What is asked.
            node: The renewal.
            first: The first deadline, where the periods begin after the first time.
        """
        steps: list[Step] = []
        if first is not None:
            steps.append(attrs.evolve(first, text=f"the first time: {first.text}"))
        elif node.clock is not None and not isinstance(node.clock, r.FirstTime):
            steps.append(self._event_step(node.clock))
        elif isinstance(node, r.EachPeriod) and node.license is not None:
            steps.append(self._event_step(Happening(event=EventName.LICENSE, license=node.license)))
        if isinstance(node, r.EachBlock) and isinstance(node.blocks, r.BlocksAfter):
            steps.append(self._event_step(node.blocks.after))
        for clock in self._clocks(terms):
            if first is not None:
                steps.append(Step(text="it was first met", result=_day(clock)))
            found = terms.recurrence.periods(self._unit, clock) if terms.recurrence else None
            if isinstance(found, Periods):
                begin = _day(found.begin)
                steps.append(Step(text="the first period that counts begins", result=begin))
                steps += self._periods(terms, node, found)
            elif found is not None:
                steps.append(Step(text="periods", result=_truth(found)))
        earlier = "" if first is None else "of the first time, and then "
        return Step(text=f"that {earlier}of the period", steps=tuple(steps))

    def _clocks(self, terms: Terms) -> Iterator[dt.date]:
        """The days from which on periods may count."""
        unit, recurrence = self._unit, terms.recurrence
        if recurrence is None:
            return
        if recurrence.clock is not None:
            day = recurrence.clock(unit)
            if isinstance(day, dt.date):
                yield day
            return
        for first, _missing in days_of(terms.evidence.earliest, unit, dt.date.min, unit.as_of):
            if first is not None:
                yield first

    def _periods(
        self, terms: Terms, node: r.EachPeriod | r.EachBlock, found: Periods
    ) -> Iterator[Step]:
        """Every period that counts, the first one first."""
        counted = [*found.closed][::-1]
        if found.running is not None:
            counted.append(found.running)
        for period in counted:
            days = days_of(terms.evidence.earliest, self._unit, period.start, period.end)
            result = listed(
                "missed" if day is None else f"satisfied on {day}" for day, _missing in days
            )
            if period == found.current and result == "missed":
                result = "not satisfied yet"
            text = f"{period.start} to {period.end}"
            if isinstance(node, r.EachPeriod) and node.each is r.PeriodKind.SCHOOL_YEAR:
                following = dates.day_after(period.end)
                text += f", the day before the next school year ({self._basis(following)})"
            yield Step(text=text, result=result)


def _since(day: dt.date | None) -> str:
    """The day on which evidence is complete."""
    if day is None:
        return "not on file"
    return "before the records begin" if day == dt.date.min else str(day)


def _days(spans: list[Stretch]) -> str:
    """The days on which evidence counts."""
    parts = (
        f"{_since(span.start)} {'on' if span.end == dt.date.max else f'to {span.end}'}"
        for span in spans
    )
    return listed(parts, "and") or "not on file"


def _known(value: object) -> str:
    if value is True:
        return "true"
    if value is False:
        return "false"
    return str(value)
