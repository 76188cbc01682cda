"""A rule in words: each thing that it asks for is said, and nothing else."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

import attrs
import pytest

from sro_core.models import AgreementKind
from sro_core.rules import Pack
from sro_core.rules import conditions as c
from sro_core.rules import deadlines as d
from sro_core.rules import events as e
from sro_core.rules import evidence as v
from sro_core.rules import renewals as r
from sro_core.rules.facts import Absent, AttestedFact, FactAbout, FactValue
from sro_core.rules.packs import Code, Confidence, Word
from sro_core.rules.words import Words

_WORDS: Final = Words(
    Pack(
        id="x",
        title="X",
        edition="1",
        researched_from=dt.date(2000, 1, 1),
        verified_through=dt.date(2030, 1, 1),
        confidence=Confidence.VERIFIED,
        codes=(Code(code="x.course", title="The course"),),
        facts=(
            AttestedFact(
                fact="x.contracted",
                title="Under contract",
                about=FactAbout.AGENCY,
                value=FactValue.BOOLEAN,
                missing=Absent.UNKNOWN,
            ),
        ),
        topics=(Word(word="de-escalation", title="Calming down"),),
        licenses=(Word(word="deputy", title="Deputy sheriff"),),
        funding=(Word(word="cops", title="A federal grant"),),
    )
)
_DAY: Final = dt.date(2020, 2, 3)
_HIRE: Final = e.Happening(event=e.EventName.HIRE)
_COURSE: Final = v.CourseTaken(course=("x.course",))
_HOURS: Final = v.Hours(total_hours=Decimal(16), codes=("x.course",))
_TOPIC: Final = v.TopicHours(topic="crisis", hours=Decimal("2.50"))


@pytest.mark.parametrize(
    ("node", "key", "value", "words"),
    [
        (_COURSE, "times", 2, "2 times"),
        (_COURSE, "hours", Decimal("8.0"), "at least 8 h"),
        (_COURSE, "topics", ("crisis", "bias"), "covering crisis and bias"),
        (_COURSE, "topics_stated", True, "as the course itself states"),
        (_COURSE, "any_course", True, "any course that states the topics"),
        (_COURSE, "unbroken_service", True, "with unbroken service since"),
        (_COURSE, "prerequisites", (v.Prerequisite(completed=("x.one",)),), "after x.one (x.one)"),
        (_COURSE, "on_or_after", _DAY, "on or after 2020-02-03"),
        (_COURSE, "on_or_before", _DAY, "on or before 2020-02-03"),
        (_COURSE, "within", e.Period(years=2), "at most 2 years earlier"),
        (_COURSE, "less_than", e.Period(months=1), "less than 1 month earlier"),
        (_HOURS, "topics", (_TOPIC,), "of these at least: crisis 2.5 h"),
        (_HOURS, "any_course", True, "any course that states the topics"),
        (_HOURS, "on_or_after", _DAY, "on or after 2020-02-03"),
        (v.AgreementInForce(agreement=()), "agreement", (AgreementKind.MOU,), "(mou)"),
        (v.AgreementInForce(agreement=()), "signed_on_or_after", _DAY, "signed on or after"),
    ],
)
def test_what_evidence_asks_for_is_said(node: Any, key: str, value: Any, words: str) -> None:
    """The words of an option are there where it is used, and only there."""
    assert words in _WORDS.evidence(attrs.evolve(node, **{key: value}))
    assert words not in _WORDS.evidence(node)


@pytest.mark.parametrize(
    ("node", "key", "value", "words"),
    [
        (
            c.Served(served=c.Span(start=_DAY, end=dt.date(2021, 1, 1))),
            "ever",
            True,
            "in this or any other spell of service",
        ),
        (c.InSchoolYear(in_school_year=_HIRE), "first_day", True, "on or after its first day"),
        (c.Holds(holds="deputy"), "absent", Absent.FALSE, "none on file counts as no"),
        (c.Holds(holds="deputy"), "absent", Absent.TRUE, "none on file counts as yes"),
        (c.Completed(completed=("x.course",)), "before", _DAY, "before 2020-02-03"),
        (c.EventDay(day_of=_HIRE), "before", _DAY, "is before 2020-02-03"),
        (c.FactTest(fact="x.f", state=False), "state", True, "is true"),
        (c.FactTest(fact="x.f", at_least=Decimal(1)), "every", True, "every "),
    ],
)
def test_what_a_condition_asks_for_is_said(node: Any, key: str, value: Any, words: str) -> None:
    """The words of an option are there where it is used, and only there."""
    assert words in _WORDS.condition(attrs.evolve(node, **{key: value}))
    assert words not in _WORDS.condition(node)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (e.Period(), "no time"),
        (e.Period(days=1), "1 day"),
        (e.Period(days=120), "120 days"),
        (e.Period(years=1, months=6), "1 year and 6 months"),
        (e.Period(years=2, weeks=1, days=3), "2 years, 1 week and 3 days"),
        (e.Period(years=3, days=-1), "3 years less 1 day"),
        (e.Period(years=3, days=-2), "3 years less 2 days"),
    ],
)
def test_periods(period: e.Period, words: str) -> None:
    assert _WORDS.period(period) == words


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (d.Within(within=e.Period(), of=e.FixedDay(on=_DAY)), "by 2020-02-03"),
        (
            d.Within(within=e.Period(days=1), of=e.FixedDay(on=_DAY)),
            "within 1 day of 2020-02-03",
        ),
        (
            d.EndOfYear(calendar_years=0, after=e.FixedDay(on=_DAY)),
            "by the end of the calendar year of 2020-02-03",
        ),
        (
            d.EndOfYear(calendar_years=1, after=e.FixedDay(on=_DAY)),
            "by the end of calendar year 1 after 2020-02-03",
        ),
    ],
)
def test_last_days(node: d.Deadline, words: str) -> None:
    assert _WORDS.deadline(node) == words


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (None, "once"),
        (r.EachPeriod(each=r.PeriodKind.CALENDAR_YEAR), "in each calendar year"),
        (
            r.EachPeriod(
                each=r.PeriodKind.SCHOOL_YEAR, clock=r.FirstTime(first_time=True), first_from=_DAY
            ),
            (
                "a first time by the last day, and afterwards in each school year, "
                "the first beginning on or after 2020-02-03"
            ),
        ),
        (
            r.EachPeriod(
                each=r.PeriodKind.SERVICE_YEAR, clock=e.FixedDay(on=_DAY), first_from=dt.date.max
            ),
            "in each year of service, the first beginning on or after 2020-02-03 and 9999-12-31",
        ),
    ],
)
def test_how_a_duty_comes_back(node: r.Renewal | None, words: str) -> None:
    assert _WORDS.renewal(node) == words


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("x.course", "The course"),
        ("x.contracted", "Under contract"),
        ("de-escalation", "Calming down"),
        ("deputy", "Deputy sheriff"),
        ("cops", "A federal grant"),
        # what has no title
        ("x.some_other", "x.some_other"),
        ("crisis_response", "crisis response"),
    ],
)
def test_all_that_a_pack_names_has_its_title(name: str, title: str) -> None:
    assert _WORDS.title(name) == title
