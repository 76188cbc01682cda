"""Strategies of small synthetic packs over the whole rule language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, TypeVar

import attrs
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from sro_core.identifiers import JURISDICTIONS
from sro_core.models import AgreementKind, PlanKind
from sro_core.rules import Pack, Requirement, Rulebook, Version
from sro_core.rules import conditions as c
from sro_core.rules import deadlines as d
from sro_core.rules import evidence as e
from sro_core.rules import renewals as r
from sro_core.rules.events import (
    Event,
    EventName,
    FirstCompleted,
    FirstMet,
    FixedDay,
    Happening,
    Later,
    Period,
    StatedDate,
    StatedFrom,
)
from sro_core.rules.facts import Absent, AttestedFact, FactAbout, FactValue
from sro_core.rules.packs import (
    BearsOn,
    Case,
    Code,
    Confidence,
    Counting,
    DutyBinding,
    Holiday,
    Level,
    Per,
    Reading,
    Source,
    Subject,
    Word,
)
from sro_core.testing._dates import interesting_dates

__all__ = ["packs", "rulebooks"]

T = TypeVar("T")

CODES: Final = ("x.basic", "x.refresher", "x.cert")
TOPICS: Final = ("conflict", "juvenile_law")
LICENSES: Final = ("peace_officer", "x.cert")
FUNDING: Final = ("grant",)
_FACTS: Final = (
    ("unable", FactAbout.ASSIGNMENT, FactValue.BOOLEAN, Absent.UNKNOWN),
    ("exempted", FactAbout.OFFICER, FactValue.BOOLEAN, Absent.FALSE),
    ("contracted", FactAbout.DISTRICT, FactValue.BOOLEAN, Absent.TRUE),
    ("days", FactAbout.ASSIGNMENT, FactValue.NUMBER, Absent.UNKNOWN),
    ("appointed", FactAbout.OFFICER, FactValue.DATE, Absent.UNKNOWN),
)
_BOOLEANS: Final = tuple(name for name, _, value, _ in _FACTS if value is FactValue.BOOLEAN)


def _facts(prefix: str) -> tuple[AttestedFact, ...]:
    return tuple(
        AttestedFact(fact=f"{prefix}.{name}", title=name, about=about, value=value, missing=missing)
        for name, about, value, missing in _FACTS
    )


_COUNTING: Final = Counting(
    rolls_off=("SA", "SU"),
    holidays=(
        Holiday(name="Labor Day", rule="FREQ=YEARLY;BYMONTH=9;BYDAY=1MO"),
        Holiday(name="Independence Day", rule="FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=4"),
        Holiday(name="Memorial Day", rule="FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO"),
    ),
    citation="§ 1",
)
#: The first day of the first version of every rule.
_FIRST_DAY: Final = dt.date(2018, 7, 1)
_BLOCKS: Final = (
    d.Blocks(anchor=dt.date(2020, 1, 1), length=Period(years=2)),
    d.Blocks(anchor=dt.date(2021, 9, 1), length=Period(months=6)),
    d.Blocks(anchor=dt.date(2020, 2, 29), length=Period(years=1)),
    d.Blocks(anchor=dt.date(2022, 1, 3), length=Period(weeks=26)),
)
_PERIODS: Final = (
    Period(years=1),
    Period(months=6),
    Period(days=90),
    Period(years=2),
    Period(months=1),
    Period(weeks=2),
    Period(years=1, days=-1),
)


@attrs.frozen
class _Scope:
    """What a rule may refer to.

    Attributes:
        prefix: Id of the pack, with which its facts begin.
        of_officer: Whether the duty is an officer's.
        earlier: Requirements of the same unit that come before.
        of_officers: Requirements of officers that come before.

    """

    prefix: str
    of_officer: bool
    earlier: tuple[str, ...] = ()
    of_officers: tuple[str, ...] = ()

    @property
    def booleans(self) -> tuple[str, ...]:
        """Attested facts that are true or false."""
        return tuple(f"{self.prefix}.{name}" for name in _BOOLEANS)


def _hours() -> st.SearchStrategy[Decimal]:
    return st.sampled_from([Decimal(text) for text in ("8", "4", "16", "40", "0.15")])


def _some_codes() -> st.SearchStrategy[tuple[str, ...]]:
    return st.sampled_from(((CODES[0],), (CODES[1],), CODES[:2], (CODES[2],)))


def _maybe_day() -> st.SearchStrategy[dt.date | None]:
    return st.none() | interesting_dates()


def _limited(kind: Callable[..., T]) -> Callable[..., T]:
    """The rule, with its first and last day in order."""

    def make(**fields: Any) -> T:
        first, last = fields["on_or_after"], fields["on_or_before"]
        if first is not None and last is not None and last < first:
            fields |= {"on_or_after": last, "on_or_before": first}
        return kind(**fields)

    return make


def _windowed(
    kind: Callable[..., T], scope: _Scope, **fields: st.SearchStrategy[Any]
) -> st.SearchStrategy[T]:
    """The rule on fixed days, or between events, or so long before one."""

    def make(window: dict[str, Any], **rest: Any) -> T:
        return kind(**rest, **window)

    def of_shape(shape: dict[str, str]) -> st.SearchStrategy[dict[str, Any]]:
        return st.fixed_dictionaries({key: kinds[kind] for key, kind in shape.items()})

    kinds: dict[str, st.SearchStrategy[Any]] = {
        "event": _events(scope),
        "day": interesting_dates(),
        "period": st.sampled_from(_PERIODS),
    }
    days: st.SearchStrategy[dict[str, Any]] = st.builds(
        _limited(dict), on_or_after=_maybe_day(), on_or_before=_maybe_day()
    )
    anchored = st.sampled_from(_ANCHORED).flatmap(of_shape)
    return st.builds(make, window=days | days | anchored, **fields)


#: What limits the days that count, beside fixed first and last days.
_ANCHORED: Final[tuple[dict[str, str], ...]] = (
    {"on_or_after": "event"},
    {"on_or_after": "event", "before": "day"},
    {"on_or_before": "event"},
    {"before": "event"},
    {"on_or_after": "event", "before": "event"},
    {"before": "event", "within": "period"},
    {"before": "event", "less_than": "period"},
    {"on_or_after": "day", "on_or_before": "event", "within": "period"},
    {"before": "day", "less_than": "period"},
)


@lru_cache(maxsize=64)
def _events(scope: _Scope) -> st.SearchStrategy[Event]:
    plain = [
        EventName.SERVICE_START,
        EventName.LAW,
        EventName.AGENCY_START,
        EventName.DISTRICT_START,
        EventName.ASSIGNMENT_START,
        EventName.AGREEMENT_SIGNED,
        EventName.AGREEMENT_START,
        EventName.AGREEMENT_REVIEWED,
    ]
    choices: list[st.SearchStrategy[Any]] = []
    if scope.of_officer:
        plain.append(EventName.HIRE)
        choices += [
            st.just(Happening(event=EventName.LICENSE, license=LICENSES[0])),
            st.builds(FirstCompleted, first_completed=_some_codes()),
        ]
    choices += [
        st.builds(StatedFrom, stated_from=st.sampled_from(scope.booleans)),
        st.just(StatedDate(stated_date=f"{scope.prefix}.appointed")),
        st.builds(FixedDay, on=interesting_dates()),
    ]
    if scope.earlier:
        choices.append(st.builds(FirstMet, first_met=st.sampled_from(scope.earlier)))
    happening = st.builds(Happening, event=st.sampled_from(plain))
    choices.append(st.builds(Later, later=st.sampled_from(_PERIODS), than=st.one_of(choices)))
    return st.one_of(happening, *choices)


@lru_cache(maxsize=8)
def _decided_tests(prefix: str) -> st.SearchStrategy[c.FactTest]:
    """Tests of facts that are mostly known."""
    return st.sampled_from(
        (
            c.FactTest(fact="district.kind", values=("public",)),
            c.FactTest(fact="agency.kind", values=("police",)),
            c.FactTest(fact=f"{prefix}.exempted", state=True),
            c.FactTest(fact=f"{prefix}.contracted", state=True),
            c.FactTest(fact="assignment.role", values=("school_resource_officer",)),
            c.FactTest(fact="assignment.start", on_or_after=dt.date(2024, 3, 15)),
            c.FactTest(fact="assignment.start", on_or_after=dt.date(2022, 9, 6), every=True),
        )
    )


@lru_cache(maxsize=64)
def _fact_tests(scope: _Scope) -> st.SearchStrategy[c.FactTest]:
    absent = st.sampled_from((Absent.UNKNOWN, *Absent))

    def words(fact: str, *values: str) -> st.SearchStrategy[c.FactTest]:
        return st.builds(
            c.FactTest,
            fact=st.just(fact),
            values=st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(
                tuple
            ),
            every=st.booleans(),
            absent=absent,
        )

    def numbers(fact: str, *values: str) -> st.SearchStrategy[c.FactTest]:
        bound = st.sampled_from([Decimal(text) for text in values])
        return st.one_of(
            *(
                st.builds(
                    c.FactTest,
                    fact=st.just(fact),
                    every=st.booleans(),
                    absent=st.just(Absent.UNKNOWN) if fact.startswith(scope.prefix) else absent,
                    **{name: bound},
                )
                for name in ("at_least", "more_than", "at_most", "less_than")
            )
        )

    def days(fact: str) -> st.SearchStrategy[c.FactTest]:
        return st.builds(
            _limited(c.FactTest),
            fact=st.just(fact),
            on_or_after=interesting_dates(),
            on_or_before=_maybe_day(),
            every=st.booleans(),
        )

    choices: list[st.SearchStrategy[c.FactTest]] = [
        st.builds(
            c.FactTest,
            fact=st.sampled_from(scope.booleans),
            state=st.booleans(),
            every=st.booleans(),
        ),
        words("agency.id", "a1", "a2"),
        words("agency.ori", "MN0000000", "MN0010000"),
        words("agency.kind", "police", "sheriff"),
        words("district.id", "d1", "d2"),
        words("district.nces_id", "2700000", "2700001"),
        words("school.nces_id", "270000000000", "270000100001"),
        words("district.kind", "public", "charter"),
        words("school.level", "elementary", "high"),
        words("school.control", "public", "private"),
        words("agreement.kind", "mou", "sro_contract"),
        words("agreement.funding", *FUNDING),
        words("assignment.role", "school_resource_officer", "substitute"),
        words("agency.jurisdiction", "US-MN", "US-WI"),
        numbers("district.enrollment", "1000", "999"),
        numbers("assignment.hours_per_week", "8", "16", "20"),
        numbers(f"{scope.prefix}.days", "19", "20"),
        days("assignment.start"),
        days("agreement.signed_on"),
        days("agreement.start"),
        days(f"{scope.prefix}.appointed"),
        st.builds(
            c.FactTest,
            fact=st.just("assignment.armed"),
            state=st.booleans(),
            every=st.booleans(),
        ),
    ]
    if scope.of_officer:
        choices.append(words("employment.time", "full", "part", "reserve"))
    return st.one_of(choices)


@lru_cache(maxsize=64)
def _conditions(scope: _Scope) -> st.SearchStrategy[c.Condition]:
    spans = st.builds(
        lambda one, other: c.Span(start=one and min(one, other), end=max(one or other, other)),
        _maybe_day(),
        interesting_dates(),
    )
    leaves: list[st.SearchStrategy[Any]] = [
        _decided_tests(scope.prefix),
        _decided_tests(scope.prefix),
        _decided_tests(scope.prefix),
        _fact_tests(scope),
        _windowed(c.EventDay, scope, day_of=_events(scope)),
        st.builds(c.InSchoolYear, in_school_year=_events(scope), first_day=st.booleans()),
        st.builds(c.Served, served=spans, ever=st.booleans()),
        st.builds(
            c.OnFile,
            on_file=st.just(c.RecordOnFile.AGREEMENT),
            absent=st.sampled_from(Absent),
        ),
        st.just(c.Undecided(undecided="The source does not say.")),
    ]
    if scope.of_officer:
        leaves += [
            _windowed(c.Completed, scope, completed=_some_codes()),
            st.builds(c.Holds, holds=st.sampled_from(LICENSES), absent=st.sampled_from(Absent)),
        ]
    if scope.earlier:
        # among the many facts one alone would hardly ever be drawn
        leaves += (st.builds(c.Met, met=st.sampled_from(scope.earlier)) for _ in range(4))

    def larger(part: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        parts = st.lists(part, min_size=1, max_size=3).map(tuple)
        return st.one_of(
            st.builds(c.Not, part=part),
            st.builds(c.AllOf, all=parts),
            st.builds(c.AnyOf, any=parts),
        )

    return st.recursive(st.one_of(leaves), larger, max_leaves=4)


@lru_cache(maxsize=64)
def _evidence(scope: _Scope) -> st.SearchStrategy[e.Evidence]:
    leaves: list[st.SearchStrategy[Any]] = []
    if scope.of_officer:
        topic = st.builds(
            e.TopicHours,
            topic=st.sampled_from(TOPICS),
            codes=st.just(()) | _some_codes(),
            hours=_hours(),
        )
        taken = st.builds(e.CourseTaken, course=_some_codes())
        leaves += [
            taken,
            taken,
            taken,
            _windowed(
                e.CourseTaken,
                scope,
                course=_some_codes(),
                times=st.sampled_from((1, 1, 2)),
                hours=st.none() | _hours(),
                topics=st.just(()) | st.sampled_from(TOPICS).map(lambda word: (word,)),
                unbroken_service=st.booleans(),
            ),
            st.builds(
                e.CourseTaken,
                course=_some_codes(),
                times=st.sampled_from((1, 1, 2)),
                hours=st.none() | _hours(),
                prerequisites=st.lists(
                    st.builds(
                        e.Prerequisite,
                        completed=_some_codes(),
                        within=st.none() | st.sampled_from(_PERIODS),
                    ),
                    min_size=1,
                    max_size=2,
                ).map(tuple),
            ),
            st.builds(
                e.CourseTaken,
                course=st.just(()) | _some_codes(),
                any_course=st.just(True),
                topics=st.sampled_from(TOPICS).map(lambda word: (word,)),
                topics_stated=st.booleans(),
                hours=st.none() | _hours(),
            ),
            st.builds(
                e.CourseTaken,
                course=_some_codes(),
                topics=st.sampled_from(TOPICS).map(lambda word: (word,)),
                topics_stated=st.just(True),
            ),
            st.builds(e.Hours, total_hours=_hours(), codes=_some_codes()),
            _windowed(
                e.Hours,
                scope,
                total_hours=_hours(),
                codes=_some_codes(),
                any_course=st.booleans(),
                topics=st.lists(
                    topic, min_size=1, max_size=2, unique_by=lambda item: item.topic
                ).map(tuple),
            ),
            st.builds(e.Held, license=st.sampled_from(LICENSES)),
        ]
    leaves.append(st.builds(e.Stated, stated=st.sampled_from(scope.booleans)))
    if not scope.of_officer:
        kinds = st.lists(st.sampled_from(AgreementKind), max_size=2, unique=True).map(tuple)
        leaves.append(
            st.builds(
                e.AgreementInForce,
                agreement=kinds,
                signed_on_or_after=_maybe_day(),
                dated_by=st.sampled_from(e.DatedBy),
            )
        )
        leaves.append(
            st.builds(
                e.OfficersTrained,
                officers=st.sampled_from((1, 2)),
                who_completed=_some_codes(),
            )
        )
        if scope.of_officers:
            leaves.append(
                st.builds(
                    e.OfficersTrained,
                    officers=st.sampled_from((1, 2)),
                    who_met=st.sampled_from(scope.of_officers),
                )
            )
    if scope.earlier:
        leaves.append(st.builds(e.RequirementMet, requirement=st.sampled_from(scope.earlier)))
        if scope.of_officer:
            leaves.append(st.builds(e.WaiverOf, waiver_of=st.sampled_from(scope.earlier)))

    def larger(part: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        parts = st.lists(part, min_size=1, max_size=3).map(tuple)
        unshared = [
            st.builds(e.Unshared, not_shared_with=st.sampled_from(scope.earlier), evidence=part)
        ] * bool(scope.earlier and scope.of_officer)
        return st.one_of(
            *unshared,
            st.builds(e.AllEvidence, all_of=parts),
            st.builds(e.AnyEvidence, any_of=parts),
            st.builds(
                lambda least, of: e.SomeEvidence(at_least=min(least, len(of)), of=of),
                st.integers(1, 3),
                parts,
            ),
        )

    return st.recursive(st.one_of(leaves), larger, max_leaves=3)


@lru_cache(maxsize=64)
def _deadlines(scope: _Scope) -> st.SearchStrategy[d.Deadline]:
    event = _events(scope)
    start = st.just(Happening(event=EventName.SERVICE_START))
    leaves: list[st.SearchStrategy[Any]] = [
        st.builds(d.Before, before=start),
        st.builds(d.Before, before=start | event),
        st.builds(d.Within, within=st.sampled_from(_PERIODS), of=start),
        st.builds(d.Within, within=st.sampled_from(_PERIODS), of=start | event),
        st.builds(d.On, on=interesting_dates()),
        st.builds(d.BeforeSchoolYear, before_school_year_after=start | event),
        st.builds(d.BeforeSchoolYearFrom, before_school_year_from=start | event),
        st.builds(d.EndOfSchoolYear, end_of_school_year_from=start | event),
        st.builds(d.EndOfYear, calendar_years=st.integers(0, 2), after=event),
        st.builds(d.EndOfFirstBlock, end_of_first=st.sampled_from(_BLOCKS), after=event),
        st.just(d.NoDeadline(no_deadline="The source gives none.")),
        st.just(d.OpenDeadline(open="A period exists.")),
    ]

    def larger(part: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        parts = st.lists(part, min_size=1, max_size=3).map(tuple)
        return st.one_of(
            st.builds(d.Earliest, earliest_of=parts), st.builds(d.Latest, latest_of=parts)
        )

    return st.recursive(st.one_of(leaves), larger, max_leaves=3)


@lru_cache(maxsize=64)
def _renewals(scope: _Scope) -> st.SearchStrategy[r.Renewal]:
    kinds = st.sampled_from(
        (r.PeriodKind.CALENDAR_YEAR, r.PeriodKind.SCHOOL_YEAR, r.PeriodKind.SERVICE_YEAR)
    )
    first_from = st.none() | interesting_dates()
    first_time = st.just(r.FirstTime(first_time=True))
    clock = st.none() | first_time | _events(scope)
    blocks = st.sampled_from(_BLOCKS)
    after = st.builds(r.BlocksAfter, after=_events(scope), length=st.sampled_from(_PERIODS))
    every = st.builds(r.Every, every=st.sampled_from(_PERIODS))
    choices: list[st.SearchStrategy[Any]] = [
        every,
        every,
        st.just(r.OpenInterval(open_interval="How often is not said.")),
        st.builds(r.EachPeriod, each=kinds, first_from=first_from),
        st.builds(r.EachPeriod, each=kinds, clock=clock, first_from=first_from),
        st.builds(r.EachPeriod, each=kinds, clock=first_time),
        st.builds(r.EachBlock, blocks=blocks, clock=clock, first_from=first_from),
        st.builds(r.EachBlock, blocks=after, clock=clock, first_from=first_from),
    ]
    if scope.of_officer:
        choices.append(
            st.builds(
                r.EachPeriod,
                each=st.just(r.PeriodKind.LICENSE_PERIOD),
                license=st.just(LICENSES[0]),
                first_from=first_from,
            )
        )
    return st.one_of(choices)


@lru_cache(maxsize=64)
def _cases(scope: _Scope) -> st.SearchStrategy[Case]:
    exempt = st.builds(
        Case,
        name=st.just("case"),
        when=_conditions(scope),
        exempt=st.just("Exempt by the source."),
    )

    def changing(**changes: st.SearchStrategy[Any]) -> st.SearchStrategy[Case]:
        return st.builds(
            Case,
            name=st.just("case"),
            when=_conditions(scope),
            confidence=st.sampled_from((None, None, *Confidence)),
            **changes,
        )

    every: st.SearchStrategy[r.Renewal] = st.builds(r.Every, every=st.sampled_from(_PERIODS))
    other = every | st.just(r.Once(once=True))
    return st.one_of(
        changing(due=_deadlines(scope)),
        changing(satisfied_by=_evidence(scope)),
        exempt,
        changing(due=_deadlines(scope), satisfied_by=_evidence(scope), renewal=st.none() | other),
        changing(renewal=other),
    )


@lru_cache(maxsize=64)
def _readings(scope: _Scope) -> st.SearchStrategy[Reading]:
    def made(**changes: st.SearchStrategy[Any]) -> st.SearchStrategy[Reading]:
        return st.builds(
            Reading, name=st.just("reading"), says=st.just("It can be read so."), **changes
        )

    return st.one_of(
        made(due=_deadlines(scope)),
        made(satisfied_by=_evidence(scope)),
        made(applies_when=_conditions(scope)),
        made(cases=_cases(scope).map(lambda case: (case,))),
    )


def _without(case: Case, *names: str) -> Case:
    """The case without some of what it replaces; one that has nothing left exempts."""
    nothing: dict[str, Any] = dict.fromkeys(names)
    changed = attrs.evolve(case, **nothing)
    if changed.due or changed.satisfied_by or changed.renewal or changed.exempt:
        return changed
    return attrs.evolve(changed, exempt="Exempt by the source.")


@attrs.frozen
class _Draft:
    """A version before its parts have names."""

    applies_when: c.Condition | None
    satisfied_by: e.Evidence
    due: d.Deadline
    cases: list[Case]
    readings: list[Reading]
    preferred: int
    renews: bool

    def version(
        self, start: dt.date, end: dt.date | None, renewal: r.Renewal | None, of_plans: bool
    ) -> Version:
        cases = self.cases
        readings = self.readings
        satisfied_by = self.satisfied_by
        if of_plans:
            satisfied_by = e.PlanReviewed(plan_review=PlanKind.THREAT_RESPONSE)
            cases = [_without(item, "renewal", "satisfied_by") for item in cases]
            readings = []
        cases = [attrs.evolve(item, name=f"case{n}") for n, item in enumerate(cases)]
        named = []
        for number, reading in enumerate(readings):
            its_cases = (
                tuple(
                    attrs.evolve(_without(item, "renewal"), name=cases[0].name)
                    for item in reading.cases
                )
                if cases
                else ()
            )
            if reading.cases and not its_cases:
                continue
            named.append(attrs.evolve(reading, name=f"reading{number}", cases=its_cases))
        preferences = ["text", "text", "none", *(item.name for item in named)]
        return Version(
            start=start,
            end=end,
            summary="The duty in one sentence.",
            applies_when=self.applies_when,
            satisfied_by=satisfied_by,
            due=self.due,
            renewal=renewal,
            cases=tuple(cases),
            readings=tuple(named),
            preferred=preferences[self.preferred % len(preferences)] if named else "text",
        )


@lru_cache(maxsize=64)
def _drafts(scope: _Scope) -> st.SearchStrategy[_Draft]:
    return st.builds(
        _Draft,
        applies_when=st.none() | _conditions(scope),
        satisfied_by=_evidence(scope),
        due=_deadlines(scope),
        cases=st.just([]) | st.lists(_cases(scope), min_size=1, max_size=2),
        readings=st.sampled_from((False, False, True)).flatmap(
            lambda wanted: (
                st.lists(_readings(scope), min_size=1, max_size=2) if wanted else st.just([])
            )
        ),
        preferred=st.integers(0, 4),
        renews=st.sampled_from((True, True, False)),
    )


@lru_cache(maxsize=64)
def _requirements(scope: _Scope, subject: Subject, per: Per) -> st.SearchStrategy[Requirement]:
    def made(
        drafts: list[_Draft],
        renewal: r.Renewal | None,
        change: dt.date,
        of_plans: bool,
        lapses: bool,
        **rest: Any,
    ) -> Requirement:
        first = _FIRST_DAY
        if of_plans:
            renewal = None if renewal is None else r.EachVersion(each_version=True)
        if len(drafts) == 1 or change <= first:
            end = dt.date(2025, 8, 31) if lapses else None
            versions = [drafts[0].version(first, end, renewal, of_plans)]
        else:
            older = renewal if drafts[0].renews else None
            versions = [
                drafts[0].version(first, change - dt.timedelta(days=1), older, of_plans),
                drafts[1].version(change, None, renewal, of_plans),
            ]
        return Requirement(versions=tuple(versions), **rest)

    return st.builds(
        made,
        drafts=st.lists(_drafts(scope), min_size=1, max_size=2),
        renewal=st.none() | _renewals(scope),
        change=interesting_dates(),
        of_plans=st.booleans() if per is Per.ASSIGNMENT else st.just(False),
        lapses=st.sampled_from((False, False, False, True)),
        id=st.just("r"),
        title=st.just("A duty"),
        citation=st.just("§ 1"),
        level=st.sampled_from((Level.MANDATORY, Level.MANDATORY, Level.RECOMMENDED)),
        confidence=st.sampled_from(Confidence),
        subject=st.just(subject),
        per=st.just(per),
        bears_on=st.sampled_from((BearsOn.SCHOOL_SERVICE,) * 3 + (BearsOn.LICENSE,)),
        binding=st.sampled_from(DutyBinding),
        sources=st.just(("law",)),
    )


def _about_plans(requirement: Requirement) -> bool:
    return any(isinstance(item.satisfied_by, e.PlanReviewed) for item in requirement.versions)


_SUBJECTS: Final = st.sampled_from(
    (
        *((Subject.OFFICER, Per.SPELL),) * 3,
        *((Subject.OFFICER, Per.ASSIGNMENT),) * 2,
        (Subject.OFFICER, Per.OFFICER),
        (Subject.AGENCY, Per.AGENCY),
        (Subject.DISTRICT, Per.DISTRICT),
        (Subject.PARTNERSHIP, Per.PARTNERSHIP),
    )
)


@st.composite
def _packs(
    draw: st.DrawFn, identifier: str, jurisdiction: str | None, max_requirements: int
) -> Pack:
    found: list[Requirement] = []
    for number in range(draw(st.integers(1, max_requirements))):
        subject, per = draw(_SUBJECTS)
        of_officers = tuple(
            item.id for item in found if item.subject is Subject.OFFICER and not _about_plans(item)
        )
        same = tuple(item.id for item in found if item.subject is subject)
        of_officer = subject is Subject.OFFICER
        scope = _Scope(
            prefix=identifier,
            of_officer=of_officer,
            earlier=of_officers if of_officer else same,
            of_officers=() if of_officer else of_officers,
        )
        requirement = draw(_requirements(scope, subject, per))
        found.append(attrs.evolve(requirement, id=f"{identifier}.r{number + 1}"))
    return _synthetic(
        identifier,
        jurisdiction,
        tuple(found),
        bridge_days=draw(_BRIDGES),
        counting=draw(_COUNTINGS),
    )


_BRIDGES: Final = st.sampled_from((120, 120, 0, 30))
_COUNTINGS: Final = st.sampled_from((None, _COUNTING))


def _synthetic(
    identifier: str, jurisdiction: str | None, requirements: tuple[Requirement, ...], **more: Any
) -> Pack:
    """A pack of requirements in the vocabulary of all synthetic packs."""
    return Pack(
        id=identifier,
        title="Synthetic",
        edition="1",
        jurisdiction=jurisdiction,
        researched_from=dt.date(2016, 7, 1),
        verified_through=dt.date(2025, 12, 31),
        confidence=Confidence.VERIFIED,
        sources=(Source(id="law", citation="§ 1", confidence=Confidence.VERIFIED),),
        codes=tuple(Code(code=code, title=code) for code in CODES),
        facts=_facts(identifier),
        topics=tuple(Word(word=word, title=word) for word in TOPICS),
        licenses=tuple(Word(word=word, title=word) for word in LICENSES),
        funding=tuple(Word(word=word, title=word) for word in FUNDING),
        requirements=requirements,
        **more,
    )


def _plain_packs(identifier: str, jurisdiction: str) -> st.SearchStrategy[Pack]:
    """Packs of one rule that reaches every officer: a course, again and again."""
    start = Happening(event=EventName.SERVICE_START)
    period = st.sampled_from(_PERIODS)

    def made(codes: tuple[str, ...], due: d.Deadline, every: Period) -> Pack:
        version = Version(
            start=_FIRST_DAY,
            summary="Every officer takes the course.",
            satisfied_by=e.CourseTaken(course=codes),
            due=due,
            renewal=r.Every(every=every),
        )
        requirement = Requirement(
            id=f"{identifier}.r1",
            title="A course",
            citation="§ 1",
            level=Level.MANDATORY,
            confidence=Confidence.VERIFIED,
            sources=("law",),
            versions=(version,),
        )
        return _synthetic(identifier, jurisdiction, (requirement,))

    return st.builds(
        made,
        _some_codes(),
        st.just(d.Before(before=start)) | st.builds(d.Within, within=period, of=st.just(start)),
        period,
    )


def packs(
    *,
    id: str = "us-mn",  # noqa: A002  # the name of the field
    jurisdiction: str | None = "US-MN",
    max_requirements: int = 3,
) -> st.SearchStrategy[Pack]:
    """Valid packs of a few random requirements; references between them run backwards only.

    All packs share one vocabulary, so that registries made for one meet it.

    Args:
        id: Id of the pack.
        jurisdiction: Its jurisdiction; None is a pack that belongs to none.
        max_requirements: At most so many requirements.

    Raises:
        InvalidArgument: The jurisdiction is none, or no requirement is allowed.
    """
    if type(max_requirements) is not int or max_requirements < 1:
        raise InvalidArgument(f"{max_requirements=}: a whole number, 1 or more, is needed")
    if jurisdiction is not None and jurisdiction not in JURISDICTIONS:
        raise InvalidArgument(f"{jurisdiction=} is none")
    return _packs(id, jurisdiction, max_requirements)


def rulebooks(*, max_requirements: int = 3) -> st.SearchStrategy[Rulebook]:
    """Rulebooks of a synthetic state pack, some with a federal and a common one beside it.

    The simplest ask every officer for one course, again and again. What makes a rule
    hard also keeps chance from meeting it: without them evidence would seldom lapse.

    Args:
        max_requirements: At most so many requirements of each pack.

    Raises:
        InvalidArgument: No requirement is allowed.
    """

    def book(*parts: Pack) -> Rulebook:
        return Rulebook(packs=parts)

    state = packs(max_requirements=max_requirements)
    federal = packs(id="us", jurisdiction="US", max_requirements=1)
    common = packs(id="common", jurisdiction=None, max_requirements=1)
    return st.one_of(
        st.builds(book, _plain_packs("us-mn", "US-MN")),
        st.builds(book, state),
        st.builds(book, state, common),
        st.builds(book, state, federal),
    )
