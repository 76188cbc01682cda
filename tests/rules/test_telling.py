"""All that a version says is told: no part of the rule language can change without its words."""

from __future__ import annotations

import datetime as dt
import enum
import typing
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

import attrs
import pytest

from sro_core.models import AgreementKind, PlanKind
from sro_core.packs.walk import walk
from sro_core.rules import Pack, Version
from sro_core.rules import conditions as c
from sro_core.rules import deadlines as d
from sro_core.rules import events as e
from sro_core.rules import evidence as v
from sro_core.rules import renewals as r
from sro_core.rules.facts import Absent
from sro_core.rules.packs import Case, Confidence, Reading
from sro_core.rules.telling import tell

_PACK: Final = Pack(
    id="x",
    title="X",
    edition="1",
    researched_from=dt.date(2000, 1, 1),
    verified_through=dt.date(2030, 1, 1),
    confidence=Confidence.VERIFIED,
)
_DAY: Final = dt.date(2020, 2, 3)
_HIRE: Final = e.Happening(event=e.EventName.HIRE)
_YEAR: Final = e.Period(years=1, months=2, weeks=3, days=4)
_BLOCKS: Final = d.Blocks(anchor=_DAY, length=_YEAR)
_ON: Final = d.On(on=_DAY)
_STATED: Final = v.Stated(stated="x.stated")
_HOLDS: Final = c.Holds(holds="deputy")
_LIMITS: Final[dict[str, Any]] = {
    "on_or_after": _DAY,
    "on_or_before": _HIRE,
    "within": e.Period(years=2),
    "less_than": e.Period(months=5),
}

#: Every kind of node; together they use every key that may be left out.
_NODES: Final[tuple[Any, ...]] = (
    c.AllOf(all=(_HOLDS, c.Met(met="x.one"))),
    c.AnyOf(any=(_HOLDS, c.Met(met="x.one"))),
    c.Not(part=_HOLDS),
    c.FactTest(fact="district.kind", values=("public", "charter"), every=True),
    c.FactTest(fact="agency.ori", values=("MN0010000",), absent=Absent.TRUE),
    c.FactTest(fact="x.true", state=True),
    c.FactTest(fact="x.least", at_least=Decimal(3), at_most=Decimal(9)),
    c.FactTest(fact="x.most", more_than=Decimal(2), less_than=Decimal(8)),
    c.FactTest(fact="x.day", on_or_after=_DAY, on_or_before=dt.date(2021, 1, 1)),
    c.EventDay(day_of=_HIRE, **_LIMITS),
    c.EventDay(day_of=_HIRE, before=_DAY),
    c.InSchoolYear(in_school_year=_HIRE, first_day=True),
    c.Completed(completed=("x.a", "x.b"), **_LIMITS),
    c.Completed(completed=("x.a",), before=_HIRE),
    c.Served(served=c.Span(start=_DAY, end=dt.date(2021, 1, 1)), ever=True),
    _HOLDS,
    c.Holds(holds="deputy", absent=Absent.FALSE),
    c.Met(met="x.one"),
    c.OnFile(on_file=c.RecordOnFile.AGREEMENT, absent=Absent.FALSE),
    c.Undecided(undecided="Whether it does."),
    v.AllEvidence(all_of=(_STATED, v.Held(license="deputy"))),
    v.AnyEvidence(any_of=(_STATED, v.Held(license="deputy"))),
    v.SomeEvidence(at_least=1, of=(_STATED, v.Held(license="deputy"))),
    v.CourseTaken(
        course=("x.a", "x.b"),
        times=2,
        hours=Decimal("1.5"),
        topics=("one", "two"),
        unbroken_service=True,
        **_LIMITS,
    ),
    v.CourseTaken(course=("x.a",), before=_DAY),
    v.CourseTaken(course=("x.a",), topics=("one",), topics_stated=True, any_course=True),
    v.Hours(
        total_hours=Decimal(40),
        codes=("x.a", "x.b"),
        topics=(
            v.TopicHours(topic="one", hours=Decimal(4), codes=("x.c", "x.d")),
            v.TopicHours(topic="two", hours=Decimal(2)),
        ),
        **_LIMITS,
    ),
    v.Hours(total_hours=Decimal(40), codes=("x.a",), before=_DAY),
    v.Hours(
        total_hours=Decimal(40),
        any_course=True,
        topics=(v.TopicHours(topic="one", hours=Decimal(4)),),
    ),
    v.Held(license="deputy"),
    _STATED,
    v.PlanReviewed(plan_review=PlanKind.REUNIFICATION),
    v.AgreementInForce(
        agreement=(AgreementKind.MOU, AgreementKind.OTHER),
        signed_on_or_after=_DAY,
        dated_by=v.DatedBy.REVIEW,
    ),
    v.RequirementMet(requirement="x.one"),
    v.WaiverOf(waiver_of="x.one"),
    v.OfficersTrained(officers=2, who_met="x.one"),
    v.Unshared(not_shared_with="x.one", evidence=v.CourseTaken(course=("x.a",))),
    v.CourseTaken(
        course=("x.a",),
        prerequisites=(v.Prerequisite(completed=("x.b",), within=_YEAR),),
    ),
    v.OfficersTrained(officers=2, who_completed=("x.a", "x.b")),
    d.Before(before=_HIRE),
    d.Within(within=_YEAR, of=_HIRE),
    _ON,
    d.BeforeSchoolYear(before_school_year_after=_HIRE),
    d.BeforeSchoolYearFrom(before_school_year_from=_HIRE),
    d.EndOfSchoolYear(end_of_school_year_from=_HIRE),
    d.EndOfYear(calendar_years=0, after=_HIRE),
    d.EndOfYear(calendar_years=2, after=_HIRE),
    d.EndOfFirstBlock(end_of_first=_BLOCKS, after=_HIRE),
    d.Earliest(earliest_of=(_ON, d.Before(before=_HIRE))),
    d.Latest(latest_of=(_ON, d.Before(before=_HIRE))),
    d.NoDeadline(no_deadline="None is given."),
    d.OpenDeadline(open="It was not seen."),
    d.Before(before=e.Happening(event=e.EventName.LICENSE, license="deputy")),
    d.Before(before=e.StatedFrom(stated_from="x.named")),
    d.Before(before=e.StatedDate(stated_date="x.day")),
    d.Before(before=e.FirstMet(first_met="x.one")),
    d.Before(before=e.FirstCompleted(first_completed=("x.a", "x.b"))),
    d.Before(before=e.FixedDay(on=_DAY)),
    r.Every(every=_YEAR),
    r.OpenInterval(open_interval="It was not seen."),
    r.EachPeriod(each=r.PeriodKind.LICENSE_PERIOD, license="deputy", first_from=_DAY),
    r.EachPeriod(
        each=r.PeriodKind.CALENDAR_YEAR,
        clock=e.Happening(event=e.EventName.LICENSE, license="deputy"),
    ),
    r.EachPeriod(each=r.PeriodKind.SCHOOL_YEAR, clock=r.FirstTime(first_time=True)),
    r.EachBlock(blocks=_BLOCKS, clock=e.Later(later=_YEAR, than=_HIRE), first_from=_DAY),
    r.EachBlock(blocks=r.BlocksAfter(after=_HIRE, length=_YEAR)),
    r.Once(once=True),
    r.Every(every=e.Period(years=3, days=-1)),
    r.EachVersion(each_version=True),
)
_CASE: Final = Case(
    name="case",
    when=_HOLDS,
    satisfied_by=_STATED,
    due=_ON,
    renewal=r.Every(every=_YEAR),
    citation="§ 2",
    confidence=Confidence.MEMORY,
    note="A note.",
)
_READING: Final = Reading(
    name="reading",
    says="Another reading.",
    citation="§ 3",
    applies_when=_HOLDS,
    satisfied_by=_STATED,
    due=_ON,
    renewal=r.Every(every=_YEAR),
    cases=(_CASE,),
)
_VERSION: Final = Version(
    start=dt.date(2019, 1, 1),
    summary="A duty.",
    applies_when=_HOLDS,
    satisfied_by=v.Held(license="deputy"),
    due=d.NoDeadline(no_deadline="None is given."),
    renewal=r.OpenInterval(open_interval="It was not seen."),
    cases=(_CASE, Case(name="exempt", when=_HOLDS, exempt="It is exempt.")),
    readings=(_READING, attrs.evolve(_READING, name="other")),
    preferred="reading",
    citation="§ 1",
)
_PLACES: Final = {
    "applies_when": c.Condition,
    "satisfied_by": v.Evidence,
    "due": d.Deadline,
    "renewal": r.Renewal,
}


def _with(node: Any) -> Version:
    """A version with a node in its place."""
    (place,) = (name for name, kind in _PLACES.items() if isinstance(node, typing.get_args(kind)))
    return attrs.evolve(_VERSION, **{place: node})


def _another(value: Any) -> Any:
    """A value of the same type that is another one; None where none is known."""
    match value:
        case bool():
            return not value
        case enum.StrEnum():
            others = [member for member in type(value) if member is not value]
            return others[0] if others else None
        case str():
            return f"{value}-other"
        case int() | Decimal():
            return value + 1
        case dt.date():
            return value + dt.timedelta(days=1)
        case tuple() if len(value) > 1:
            return value[1:]
        case _:
            return None


def _changes(node: Any) -> Iterator[tuple[str, Any]]:
    """The node with one thing changed, left out or, in a list, left out or put last."""
    for field in attrs.fields(type(node)):
        value, place = getattr(node, field.name), f"{type(node).__name__}.{field.name}"
        if field.default is not attrs.NOTHING and value != field.default:
            yield f"{place} left out", attrs.evolve(node, **{field.name: field.default})
        other = _another(value)
        if other is not None:
            yield f"{place} changed", attrs.evolve(node, **{field.name: other})
        if type(value) is tuple and len(value) > 1:
            yield f"{place} turned", attrs.evolve(node, **{field.name: value[::-1]})
        inner = value if type(value) is tuple else (value,)
        for number, item in enumerate(inner):
            if not attrs.has(type(item)):
                continue
            for name, changed in _changes(item):
                whole = (*inner[:number], changed, *inner[number + 1 :])
                new = whole if type(value) is tuple else changed
                yield f"{place} {number} {name}", attrs.evolve(node, **{field.name: new})


def _changed_versions() -> list[Any]:
    found = [
        (type(node).__name__, _with(node), name, _with(changed))
        for node in _NODES
        for name, changed in _changes(node)
    ]
    found += [("Version", _VERSION, name, changed) for name, changed in _changes(_VERSION)]
    # From when to when it is in force is not told; what is always true has no other words.
    silent = (
        "Version.start changed",
        "EachVersion.each_version changed",
        "Once.once changed",
        "EachPeriod.clock 0 FirstTime.first_time changed",
    )
    return [
        pytest.param(one, other, id=f"{kind}-{number}-{name}")
        for number, (kind, one, name, other) in enumerate(found)
        if name not in silent
    ]


@pytest.mark.parametrize(("one", "other"), _changed_versions())
def test_no_part_changes_without_its_words(one: Version, other: Version) -> None:
    assert one != other
    assert tell(one, _PACK) != tell(other, _PACK)


def test_every_kind_of_node_is_tried_with_every_key() -> None:
    places = [place.node for node in (*_NODES, _VERSION) for place in walk(node)]
    unions = (c.Condition, v.Evidence, d.Deadline, r.Renewal, e.Event)
    kinds = {kind for union in unions for kind in typing.get_args(union)}
    kinds |= {e.Period, d.Blocks, r.BlocksAfter, r.FirstTime, c.Span, v.TopicHours}
    kinds |= {v.Prerequisite, Case, Reading, Version}
    assert {type(node) for node in places} == kinds
    idle = [
        f"{kind.__name__}.{field.name}"
        for kind in kinds
        for field in attrs.fields(kind)
        if field.default is not attrs.NOTHING
        and all(getattr(node, field.name) == field.default for node in places if type(node) is kind)
    ]
    assert idle == ["Version.end"]


def test_parts_of_a_condition_stand_under_it_and_further_in() -> None:
    either = c.AnyOf(any=(_HOLDS, c.Not(part=c.Met(met="x.one"))))
    told = {item.labels: item.lines for item in tell(_with(c.AllOf(all=(either, _HOLDS))), _PACK)}
    assert told["Whom",] == (
        "all of these hold",
        "- at least one of these holds",
        "  - holds: deputy",
        "  - this does not hold",
        "    - x.one is met",
        "- holds: deputy",
    )


def test_what_a_version_leaves_out_is_told_where_silence_would_mislead() -> None:
    bare = Version(start=dt.date(2019, 1, 1), summary="A duty.", satisfied_by=_STATED, due=_ON)
    assert [(item.labels, item.lines) for item in tell(bare, _PACK)] == [
        (("Duty",), ("A duty.",)),
        (("Whom",), ("everybody whom the pack reaches",)),
        (("Evidence",), ("stated: x.stated",)),
        (("Last day",), ("by 2020-02-03",)),
        (("How often",), ("once",)),
    ]


def test_the_parts_of_cases_and_readings_stand_under_their_names() -> None:
    labels = {item.labels for item in tell(_VERSION, _PACK)}
    assert ("Case case", "Last day") in labels
    assert ("Case exempt", "Then") in labels
    assert ("Another reading, reading", "Case case", "Evidence") in labels


@pytest.mark.parametrize(
    ("preferred", "lines"),
    [
        ("text", None),
        ("reading", ("the reading reading",)),
        ("none", ("what all readings give; none is preferred",)),
    ],
)
def test_which_reading_answers(preferred: str, lines: tuple[str, ...] | None) -> None:
    told = {
        item.labels: item.lines for item in tell(attrs.evolve(_VERSION, preferred=preferred), _PACK)
    }
    assert told.get(("Answers",)) == lines
