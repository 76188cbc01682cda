"""Oracle and engine against answers worked out by hand from the design, never from running code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import attrs
import pytest

from oracle import Answer, Key, as_known_at, judge, readiness
from oracle.calendars import is_holiday, plus, rolled
from oracle.short import (
    BASIC,
    START,
    agency,
    agreed,
    completed,
    course,
    day,
    district,
    duty,
    licensed,
    officer,
    pack,
    posted,
    registry,
    rulebook,
    stated,
    version,
    waiver,
)
from properties.agreement import differences
from sro_core.models import (
    Adopter,
    Adoption,
    FrozenMap,
    PlanKind,
    PlanReview,
    Role,
    SafetyPlan,
    SchoolYear,
    Void,
)
from sro_core.registry import Registry
from sro_core.rules import Requirement, Rulebook
from sro_core.rules import conditions as c
from sro_core.rules import deadlines as d
from sro_core.rules import evidence as e
from sro_core.rules import renewals as r
from sro_core.rules.events import FirstMet, Period, StatedFrom
from sro_core.rules.facts import Absent
from sro_core.rules.packs import Case, Confidence, Counting, Holiday, Level, Per, Reading, Subject
from sro_core.testing import Situation


def judged(given: Registry, book: Rulebook, as_of: dt.date) -> Mapping[Key, Answer]:
    """The answers of the oracle, which are those of the engine too."""
    assert not differences(Situation(registry=given, rulebook=book, as_of=as_of))
    return judge(given, book, as_of)


def answers(given: Registry, rules: Rulebook | Requirement, as_of: str) -> dict[str, Answer]:
    """The answers by requirement, of which each has one."""
    book = rules if isinstance(rules, Rulebook) else rulebook(rules)
    return {key[-1]: answer for key, answer in judged(given, book, day(as_of)).items()}


def check(answer: Answer, status: str, **expected: Any) -> None:
    """What is expected of an answer; days as text."""
    assert answer.status == status
    for name, value in expected.items():
        found = getattr(answer, name)
        if isinstance(found, dt.date):
            found = found.isoformat()
        if name == "missing":
            found, value = sorted(found), sorted(value)
        assert found == value, name


ONE_YEAR = r.Every(every=Period(years=1))
HALF_YEAR = Period(months=6)


def test_periods_keep_the_day_of_the_month_or_its_last() -> None:
    assert plus(day("2021-08-31"), HALF_YEAR) == day("2022-02-28")
    assert plus(day("2023-08-31"), HALF_YEAR) == day("2024-02-29")
    assert plus(day("2024-02-29"), Period(years=1)) == day("2025-02-28")
    assert plus(day("2024-01-31"), Period(months=1, days=1)) == day("2024-03-01")


def test_last_days_roll_off_weekends_and_holidays() -> None:
    counting = Counting(
        rolls_off=("SA", "SU"),
        holidays=(Holiday(name="Labor Day", rule="FREQ=YEARLY;BYMONTH=9;BYDAY=1MO"),),
        citation="x",
    )
    # 30 August 2025 is a Saturday, 1 September the first Monday: Labor Day.
    assert rolled(day("2025-08-30"), counting) == day("2025-09-02")
    assert rolled(day("2025-09-02"), counting) == day("2025-09-02")
    assert is_holiday(day("2025-05-26"), "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO")
    since = "DTSTART:20210619\nRRULE:FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=19"
    assert is_holiday(day("2021-06-19"), since)
    assert not is_holiday(day("2020-06-19"), since)


@pytest.mark.parametrize(
    ("done", "as_of", "status", "late"),
    [
        (None, "2025-08-31", "due", None),
        (None, "2025-09-01", "due", None),
        (None, "2025-09-02", "overdue", 1),
        ("2025-09-01", "2025-09-10", "met", 0),
        ("2025-09-02", "2025-09-10", "met", 1),
        ("2025-09-11", "2025-09-10", "overdue", 9),
    ],
)
def test_a_duty_before_service(done: str | None, as_of: str, status: str, late: int | None) -> None:
    records = [posted("2025-09-02"), *([completed(done)] if done else [])]
    answer = answers(registry(*records), duty(), as_of)["us-mn.r1"]
    check(answer, status, due_on="2025-09-01", late_by_days=late, valid_until=None, binding="law")


@pytest.mark.parametrize(("second", "due_on"), [("2022-09-29", "2021-09-06"), ("2022-09-30", None)])
def test_spells_are_bridged_by_a_summer(second: str, due_on: str | None) -> None:
    # From 1 June to 29 September there lie 119 + 1 whole days when the first ended on 31 May:
    # June 30, July 31, August 31 and 28 of September are 120.
    given = registry(posted("2021-09-07", "2022-05-31"), posted(second, id="p2"))
    before = dt.date.fromisoformat(second) - dt.timedelta(days=1)
    expected = due_on or before.isoformat()
    check(answers(given, duty(), "2022-10-10")["us-mn.r1"], "overdue", due_on=expected)


def test_inside_a_bridged_gap_service_runs_and_after_the_last_day_nothing_is_asked() -> None:
    given = registry(posted("2021-09-07", "2022-05-31"), posted("2022-09-01", id="p2"))
    check(answers(given, duty(), "2022-07-01")["us-mn.r1"], "overdue", due_on="2021-09-06")
    assert answers(registry(posted("2021-09-07", "2022-05-31")), duty(), "2022-06-01") == {}


def test_yearly_since_the_last_completion() -> None:
    rule = duty(version(renewal=ONE_YEAR))
    given = registry(posted("2022-09-06"), completed("2022-08-11"), completed("2023-08-31"))
    met = answers(given, rule, "2024-08-31")["us-mn.r1"]
    check(met, "met", due_on="2024-08-31", valid_until="2024-08-31", late_by_days=0)
    expired = answers(given, rule, "2024-09-01")["us-mn.r1"]
    check(expired, "expired", due_on="2024-08-31", valid_until="2024-08-31", late_by_days=None)
    never = answers(registry(posted("2022-09-06")), rule, "2024-09-01")["us-mn.r1"]
    check(never, "overdue", due_on="2022-09-05")


@pytest.mark.parametrize(
    ("done", "as_of", "status", "due_on", "ready"),
    [
        ([], "2022-12-31", "not_required", None, "unbound"),
        ([], "2023-03-01", "due", "2023-12-31", "ready"),
        ([], "2024-01-01", "overdue", "2023-12-31", "not_ready"),
        (["2023-05-01"], "2023-06-01", "met", "2023-12-31", "ready"),
        (["2023-05-01"], "2024-06-01", "due", "2024-12-31", "ready"),
        (["2023-05-01"], "2025-01-01", "expired", "2024-12-31", "not_ready"),
        (["2023-05-01", "2025-01-02"], "2025-01-02", "met", "2025-12-31", "ready"),
        (["2022-12-31"], "2024-01-01", "overdue", "2023-12-31", "not_ready"),
    ],
)
def test_each_calendar_year(
    done: list[str], as_of: str, status: str, due_on: str | None, ready: str
) -> None:
    rule = duty(version(renewal=r.EachPeriod(each=r.PeriodKind.CALENDAR_YEAR)))
    given = registry(posted("2022-09-06"), *map(completed, done))
    check(answers(given, rule, as_of)["us-mn.r1"], status, due_on=due_on)
    assert readiness(given, rulebook(rule), day(as_of))["o1"][0] == ready


def test_school_years_of_the_district_and_without_them() -> None:
    rule = duty(version(renewal=r.EachPeriod(each=r.PeriodKind.SCHOOL_YEAR)))
    years = tuple(
        SchoolYear(name=first, first_day=day(first), last_day=day(last))
        for first, last in (("2023-09-05", "2024-06-10"), ("2024-09-03", "2025-06-10"))
    )
    given = registry(posted("2023-08-01"), district(school_years=years))
    check(answers(given, rule, "2024-09-02")["us-mn.r1"], "due", due_on="2024-09-02")
    check(answers(given, rule, "2024-09-03")["us-mn.r1"], "overdue", due_on="2024-09-02")
    given = registry(posted("2023-07-01"))
    check(answers(given, rule, "2024-06-30")["us-mn.r1"], "due", due_on="2024-06-30")


def test_what_only_a_possible_first_time_asks_is_missing_too() -> None:
    yearly = r.EachPeriod(each=r.PeriodKind.CALENDAR_YEAR, clock=r.FirstTime(first_time=True))
    asked = e.Stated(stated="x.asked")
    old = version(asked, start=day("2018-07-01"), end=day("2024-06-30"), renewal=yearly)
    rule = duty(old, version(start=day("2024-07-01"), renewal=yearly))

    def of(*records: Any) -> Answer:
        return answers(registry(posted("2023-01-02"), *records), rule, "2024-12-31")["us-mn.r1"]

    # Nothing on file is overdue. A first time before the records begin makes it a duty of each
    # year; 2023 hangs on the fact that its version asks for: due where it held, else expired.
    before = agency(records_from=day("2020-01-01"))
    check(of(), "overdue", missing=[], due_on="2023-01-01")
    check(of(before), "unknown", missing=["agency.records_from", "x.asked"])
    check(of(completed("2019-05-06")), "unknown", missing=["x.asked"])
    check(of(before, stated("x.asked")), "unknown", missing=["agency.records_from"])


def test_license_periods() -> None:
    rule = duty(
        version(renewal=r.EachPeriod(each=r.PeriodKind.LICENSE_PERIOD, license="peace_officer"))
    )
    post = posted("2023-09-05")
    check(
        answers(registry(post), rule, "2025-01-01")["us-mn.r1"],
        "unknown",
        missing=["officer.licenses"],
    )
    open_end = officer("o1", licensed("2021-07-01"))
    check(
        answers(registry(post, open_end), rule, "2025-01-01")["us-mn.r1"],
        "unknown",
        missing=["license.to"],
    )
    two = officer("o1", licensed("2021-07-01", "2024-06-30"), licensed("2024-07-01", "2027-06-30"))
    check(
        answers(registry(post, two), rule, "2025-01-01")["us-mn.r1"], "overdue", due_on="2024-06-30"
    )
    given = registry(post, two, completed("2022-01-01"))
    check(answers(given, rule, "2025-01-01")["us-mn.r1"], "due", due_on="2027-06-30")


def test_hours_are_intervals_where_they_are_not_stated() -> None:
    rule = duty(version(e.Hours(total_hours=Decimal(16), codes=("x.basic",))))
    post = posted("2025-09-02")
    eight = course(hours=Decimal(8))
    done = [completed("2025-01-01"), completed("2025-02-01")]
    check(answers(registry(post, eight, *done), rule, "2025-09-02")["us-mn.r1"], "met")
    check(answers(registry(post, eight, *done[:1]), rule, "2025-09-02")["us-mn.r1"], "overdue")
    check(
        answers(registry(post, course(), *done), rule, "2025-09-02")["us-mn.r1"],
        "unknown",
        missing=["completion.hours"],
        due_on=None,
    )
    credit = completed("2025-03-01", hours=Decimal(16))
    check(answers(registry(post, course(), *done, credit), rule, "2025-09-02")["us-mn.r1"], "met")


def test_hours_of_topics_never_exceed_what_is_credited() -> None:
    topics = tuple(
        e.TopicHours(topic=topic, hours=Decimal(4)) for topic in ("conflict", "juvenile_law")
    )
    rule = duty(version(e.Hours(total_hours=Decimal(10), codes=("x.basic",), topics=topics)))
    post = posted("2025-09-02")

    def of(stated_topics: Mapping[str, Decimal | None], hours: str) -> Answer:
        taught = course(hours=Decimal(12), topics=FrozenMap(stated_topics))
        done = completed("2025-01-01", hours=Decimal(hours))
        return answers(registry(post, taught, done), rule, "2025-09-02")["us-mn.r1"]

    both = {"conflict": Decimal(6), "juvenile_law": Decimal(6)}
    check(of(both, "12"), "met")
    # Two hours were missed, of one topic or the other: 4 of each are sure, 10 in all are not.
    check(of(both, "10"), "unknown")
    check(of(both, "9"), "overdue")
    check(of({"conflict": Decimal(6), "juvenile_law": None}, "12"), "unknown")
    check(of({"conflict": Decimal(6)}, "12"), "overdue")


def test_records_from_makes_absence_unknown_only_before_it() -> None:
    given = registry(agency(records_from=day("2024-01-01")), posted("2025-09-02"))
    check(
        answers(given, duty(), "2025-09-02")["us-mn.r1"],
        "unknown",
        missing=["agency.records_from"],
    )
    late = duty(version(e.CourseTaken(course=("x.basic",), on_or_after=day("2024-01-01"))))
    check(answers(given, late, "2025-09-02")["us-mn.r1"], "overdue")


def test_cases_in_order_and_unknown_ones_beside_the_rest() -> None:
    extra = Case(
        name="unable",
        when=c.FactTest(fact="x.asked", state=True),
        due=d.Within(within=HALF_YEAR, of=START),
        confidence=Confidence.MEMORY,
    )
    rule = duty(version(cases=(extra,)))
    post = posted("2025-09-02")
    unknown = answers(registry(post), rule, "2025-10-01")["us-mn.r1"]
    check(unknown, "unknown", missing=["x.asked"], due_on=None, case=None, standing="secondary")
    # Both branches are overdue after the later day, on different days.
    late = answers(registry(post), rule, "2026-03-03")["us-mn.r1"]
    check(late, "overdue", missing=["x.asked"], due_on=None, late_by_days=None)
    yes = answers(registry(post, stated("x.asked")), rule, "2025-10-01")["us-mn.r1"]
    check(yes, "due", due_on="2026-03-02", case="unable", missing=[], standing="secondary")
    no = answers(registry(post, stated("x.asked", False)), rule, "2025-10-01")["us-mn.r1"]
    check(no, "overdue", due_on="2025-09-01", case=None, standing="verified")


def test_statements_that_disagree_are_unknown_and_those_about_others_are_nothing() -> None:
    exempt = Case(name="out", when=c.FactTest(fact="x.exempted", state=True), exempt="x")
    rule = duty(version(cases=(exempt,)))
    post = posted("2025-09-02")
    both = [stated("x.exempted"), stated("x.exempted", False)]
    check(
        answers(registry(post, *both), rule, "2025-10-01")["us-mn.r1"],
        "unknown",
        missing=["x.exempted"],
    )
    check(
        answers(registry(post, both[0]), rule, "2025-10-01")["us-mn.r1"], "not_required", case="out"
    )
    other = stated("x.exempted", assignment_id="p9")
    check(answers(registry(post, other), rule, "2025-10-01")["us-mn.r1"], "overdue")
    ended = stated("x.exempted", end="2025-09-30")
    check(answers(registry(post, ended), rule, "2025-10-01")["us-mn.r1"], "overdue")


def test_kleene_parts_that_are_decided_name_nothing() -> None:
    asked = c.FactTest(fact="x.asked", state=True)
    contracted = c.FactTest(fact="x.contracted", state=True)
    enrollment = c.FactTest(fact="district.enrollment", at_least=Decimal(1000))
    given = registry(posted("2025-09-02"))

    def of(condition: c.Condition) -> Answer:
        rule = duty(version(applies_when=condition))
        return answers(given, rule, "2025-10-01")["us-mn.r1"]

    check(of(c.AnyOf(any=(asked, contracted))), "overdue", missing=[])
    check(of(c.AllOf(all=(asked, c.Not(part=contracted)))), "not_required", missing=[])
    both = c.AllOf(all=(asked, enrollment, contracted))
    check(of(both), "unknown", missing=["district.enrollment", "x.asked"])
    check(of(c.OnFile(on_file=c.RecordOnFile.AGREEMENT)), "unknown", missing=["agreement"])
    absent = c.OnFile(on_file=c.RecordOnFile.AGREEMENT, absent=Absent.FALSE)
    check(of(absent), "not_required")


def test_readings_are_contested_and_where_none_is_preferred_unknown() -> None:
    fixed = Reading(name="board", says="x", due=d.On(on=day("2027-06-30")))
    given = registry(posted("2025-09-02"))

    def of(preferred: str, as_of: str) -> Answer:
        rule = duty(version(readings=(fixed,), preferred=preferred))
        return answers(given, rule, as_of)["us-mn.r1"]

    own = of("text", "2027-06-15")
    check(own, "overdue", due_on="2025-09-01")
    assert own.contested == {("board", "due", day("2027-06-30"))}
    board = of("board", "2027-06-15")
    check(board, "due", due_on="2027-06-30")
    assert board.contested == {("text", "overdue", day("2025-09-01"))}
    check(of("none", "2027-06-15"), "unknown", due_on=None)
    check(of("none", "2027-07-01"), "overdue", due_on=None)


def test_waivers() -> None:
    post = posted("2025-09-02")

    def of(*records: Any, as_of: str = "2025-10-01") -> Answer:
        return answers(registry(post, *records), duty(), as_of)["us-mn.r1"]

    check(of(waiver("waived", "2025-10-01")), "waived", due_on=None, binding="law")
    check(of(waiver("waived", "2025-10-02")), "overdue")
    check(of(waiver("waived", "2025-09-01", "2025-09-30")), "overdue")
    extended = waiver("extended", "2025-09-01", "2025-10-15", due_on="2025-10-10")
    check(of(extended), "due", due_on="2025-10-10")
    check(of(extended, as_of="2025-10-11"), "overdue", due_on="2025-10-10", late_by_days=1)
    check(of(extended, as_of="2025-10-16"), "overdue", due_on="2025-09-01", late_by_days=45)
    done = completed("2025-10-05")
    check(of(extended, done, as_of="2025-10-16"), "met", due_on="2025-09-01", late_by_days=0)
    check(of(done, as_of="2025-10-16"), "met", late_by_days=34)
    equivalent = waiver("equivalent", "2025-08-20", "2025-12-31")
    check(of(equivalent), "met", due_on="2025-09-01", valid_until="2025-12-31", late_by_days=0)
    check(of(equivalent, as_of="2026-01-01"), "expired", due_on="2025-12-31")
    check(of(equivalent, completed("2025-08-25"), as_of="2026-01-01"), "met", valid_until=None)


def test_adoptions_bind_and_give_a_last_day() -> None:
    rule = duty(version(due=d.NoDeadline(no_deadline="x")), level=Level.RECOMMENDED)
    post = posted("2022-09-06")

    def adopted(by: Adopter, start: str, due: Any) -> Adoption:
        return Adoption(
            id=f"y-{start}", requirement_id="us-mn.r1", by=by, start=day(start), due=due
        )

    mine = Adopter(agency_id="a1")
    check(
        answers(registry(post), rule, "2022-08-12")["us-mn.r1"], "due", binding="none", due_on=None
    )
    before = adopted(mine, "2022-01-01", "before_service")
    policy = answers(registry(post, before), rule, "2022-08-12")["us-mn.r1"]
    check(policy, "due", binding="policy", due_on="2022-09-05", level="recommended")
    serving = adopted(mine, "2022-10-01", "before_service")
    check(
        answers(registry(post, serving), rule, "2022-10-02")["us-mn.r1"],
        "overdue",
        due_on="2022-10-01",
    )
    other = adopted(Adopter(agency_id="a2"), "2022-01-01", None)
    given = registry(post, other, agency(), agency("a2"))
    check(answers(given, rule, "2022-10-02")["us-mn.r1"], "due", binding="none")
    agreement = adopted(Adopter(agreement_id="g1"), "2022-02-01", day("2022-12-31"))
    given = registry(post, before, agreement, agreed("2022-01-01"))
    check(
        answers(given, rule, "2022-08-12")["us-mn.r1"],
        "due",
        binding="agreement",
        due_on="2022-09-05",
    )


def test_adoption_by_one_of_two_districts_bears_on_its_assignments() -> None:
    rule = duty(level=Level.RECOMMENDED)
    given = registry(
        posted("2022-09-06"),
        posted("2022-09-06", id="p2", district_id="d2"),
        district(),
        district("d2"),
        Adoption(
            id="y1",
            requirement_id="us-mn.r1",
            by=Adopter(district_id="d2"),
            start=day("2022-01-01"),
        ),
    )
    status, _, _, assignments = readiness(given, rulebook(rule), day("2022-10-01"))["o1"]
    assert status == "not_ready"
    assert assignments == {"p1": "unbound", "p2": "not_ready"}


def test_plans_are_reviewed_in_the_version_in_force() -> None:
    rule = duty(
        version(
            e.PlanReviewed(plan_review=PlanKind.THREAT_RESPONSE),
            renewal=r.EachVersion(each_version=True),
        ),
        per=Per.ASSIGNMENT,
    )

    def plan(identifier: str, start: str, end: str | None) -> SafetyPlan:
        return SafetyPlan(
            id=identifier,
            district_id="d1",
            agency_id="a1",
            kind=PlanKind.THREAT_RESPONSE,
            version=identifier,
            start=day(start),
            end=day(end),
        )

    def review(of: str, on: str) -> PlanReview:
        return PlanReview(id=f"w-{of}", officer_id="o1", plan_id=of, reviewed_on=day(on))

    post = posted("2022-09-06")
    plans = [plan("v1", "2021-07-01", "2023-06-30"), plan("v2", "2023-07-01", None)]

    def of(*records: Any, as_of: str = "2023-09-01") -> Answer:
        return answers(registry(post, *records), rule, as_of)["us-mn.r1"]

    check(of(), "unknown", missing=["safety_plan"])
    check(of(*plans), "overdue", due_on="2022-09-05")
    old = review("v1", "2022-08-01")
    check(of(*plans, old), "expired", due_on="2023-06-30")
    check(of(*plans, old, as_of="2023-06-30"), "met", valid_until="2023-06-30", late_by_days=0)
    new = review("v2", "2023-07-15")
    check(of(*plans, old, new), "met", valid_until=None, due_on="2023-06-30", late_by_days=15)


def test_one_requirement_counts_from_another() -> None:
    first = duty()
    second = duty(
        version(
            e.CourseTaken(course=("x.refresher",)),
            d.Within(within=HALF_YEAR, of=FirstMet(first_met="us-mn.r1")),
        ),
        identifier="us-mn.r2",
    )
    both = rulebook(first, second)
    post = posted("2025-09-02")
    check(answers(registry(post), both, "2026-10-01")["us-mn.r2"], "due", due_on=None)
    given = registry(post, completed("2025-08-31"))
    check(answers(given, both, "2026-10-01")["us-mn.r2"], "overdue", due_on="2026-02-28")


def test_duties_of_an_agency() -> None:
    officers = duty()
    trained = duty(
        version(e.OfficersTrained(officers=2, who_met="us-mn.r1")),
        identifier="us-mn.r2",
        subject=Subject.AGENCY,
        per=Per.AGENCY,
    )
    given = registry(
        officer(),
        officer("o2"),
        posted("2024-09-03"),
        posted("2025-09-02", id="p2", officer_id="o2"),
        completed("2024-08-01"),
        completed("2025-08-01", officer_id="o2"),
    )
    found = judged(given, rulebook(officers, trained), day("2025-09-02"))
    answer = found["", "a1", "", "", "us-mn.r2"]
    check(answer, "met", due_on="2024-09-02", late_by_days=333)
    assert set(readiness(given, rulebook(officers, trained), day("2025-09-02"))) == {"o1", "o2"}


def test_partnerships_need_an_agreement_in_force() -> None:
    kinds = e.AgreementInForce(agreement=())
    rule = duty(version(kinds), subject=Subject.PARTNERSHIP, per=Per.PARTNERSHIP)
    post = posted("2025-09-02")

    def of(*records: Any) -> Answer:
        found = judged(registry(post, *records), rulebook(rule), day("2025-10-01"))
        return found["", "a1", "d1", "", "us-mn.r1"]

    check(of(), "overdue", due_on="2025-09-01")
    check(of(agreed("2025-09-01")), "met", late_by_days=0)
    check(of(agreed("2025-09-10")), "met", late_by_days=9)
    check(of(agreed("2025-09-01", "2025-09-30")), "expired", due_on="2025-09-30")
    check(of(agreed("2025-08-01", "2025-09-01")), "overdue", due_on="2025-09-01")
    following = [agreed("2024-09-01", "2025-09-09"), agreed("2025-09-10", id="g2")]
    check(of(*following), "met", late_by_days=0)


def test_the_edge_of_knowledge() -> None:
    rule = duty()
    book = rulebook(rule, verified_through=day("2025-12-31"))
    given = registry(posted("2015-09-01"))
    check(answers(given, book, "2015-10-01")["us-mn.r1"], "unknown", standing="before_researched")
    check(answers(given, book, "2016-01-01")["us-mn.r1"], "not_required", standing="verified")
    check(answers(given, book, "2025-12-31")["us-mn.r1"], "overdue", standing="verified")
    check(answers(given, book, "2026-01-01")["us-mn.r1"], "overdue", standing="beyond_verified")
    elsewhere = registry(posted("2025-09-02"), district(jurisdiction="US-WI"))
    found = judged(elsewhere, book, day("2025-10-01"))
    assert set(found) == {("o1", "", "", "", "us-wi.unresearched")}
    check(found["o1", "", "", "", "us-wi.unresearched"], "unknown", standing="unresearched")
    assert readiness(elsewhere, book, day("2025-10-01"))["o1"][:2] == (
        "undetermined",
        "unresearched",
    )


def test_common_requirements_have_findings_only_where_adopted() -> None:
    common = pack(duty(identifier="common.r1"), id="common", jurisdiction=None)
    book = Rulebook(packs=(common, pack()))
    post = posted("2025-09-02")
    assert judged(registry(post), book, day("2025-10-01")) == {}
    adoption = Adoption(
        id="y1", requirement_id="common.r1", by=Adopter(agency_id="a1"), start=day("2025-01-01")
    )
    check(
        answers(registry(post, adoption), book, "2025-10-01")["common.r1"],
        "overdue",
        binding="policy",
    )


def test_two_roles_have_one_finding_and_each_its_own_readiness() -> None:
    given = registry(
        posted("2022-09-06"),
        posted("2025-09-02", id="p2", role=Role.SUPERVISOR),
        completed("2025-01-01"),
    )
    answer = answers(given, duty(version(due=d.Within(within=HALF_YEAR, of=START))), "2025-10-01")
    # Late for the spell of 2022, in time for that of 2025: both met, the earlier last day stands.
    check(answer["us-mn.r1"], "met", due_on="2023-03-06", late_by_days=667)


def test_closed_periods_are_governed_by_the_version_of_their_last_day() -> None:
    yearly = r.EachPeriod(each=r.PeriodKind.CALENDAR_YEAR)
    old = version(BASIC, start=day("2018-07-01"), end=day("2024-06-30"), renewal=yearly)
    new = version(e.CourseTaken(course=("x.refresher",)), start=day("2024-07-01"), renewal=yearly)
    rule = duty(old, new)
    done = [completed("2023-03-01"), completed("2024-03-01")]
    given = registry(posted("2022-12-01"), *done)
    # 2023 was satisfied under the old version, 2024 was not under the new one.
    check(answers(given, rule, "2024-12-31")["us-mn.r1"], "due", due_on="2024-12-31")
    check(
        answers(given, rule, "2025-02-01")["us-mn.r1"],
        "expired",
        due_on="2024-12-31",
        valid_until="2023-12-31",
    )


def test_a_deadline_that_no_source_gives_is_unknown_while_not_met() -> None:
    rule = duty(version(due=d.OpenDeadline(open="x")))
    post = posted("2025-09-02")
    check(answers(registry(post), rule, "2025-10-01")["us-mn.r1"], "unknown", missing=[])
    given = registry(post, completed("2025-09-20"))
    check(answers(given, rule, "2025-10-01")["us-mn.r1"], "met", due_on=None, late_by_days=None)


def test_a_designation_starts_the_period() -> None:
    rule = duty(
        version(
            due=d.Within(within=Period(years=1), of=StatedFrom(stated_from="x.asked")),
            applies_when=c.FactTest(fact="x.asked", state=True),
        )
    )
    given = registry(posted("2018-01-16"), stated("x.asked", start="2024-02-29"))
    check(answers(given, rule, "2025-03-01")["us-mn.r1"], "overdue", due_on="2025-02-28")
    check(
        answers(registry(posted("2018-01-16")), rule, "2025-03-01")["us-mn.r1"],
        "unknown",
        missing=["x.asked"],
    )


def test_what_was_on_file() -> None:
    noon = dt.datetime(2025, 9, 1, 12, tzinfo=dt.UTC)
    second = dt.timedelta(seconds=1)
    first = agreed("2025-01-01", recorded_at=noon - second)
    voided = attrs.evolve(first, voided=Void(at=noon, by="x", reason="x", replaced_by="g2"))
    other = agreed("2025-02-01", id="g2", recorded_at=noon)
    given = registry(voided, other, posted("2025-09-02", agreement_id="g1"))
    before = as_known_at(given, noon - second)
    assert [item.id for item in before.agreements] == ["g1"]
    assert before.agreements[0].voided is None
    assert before.assignments[0].agreement_id == "g1"
    after = as_known_at(given, noon)
    assert [item.id for item in after.agreements] == ["g2"]
    assert after.assignments[0].agreement_id == "g2"
    assert as_known_at(given, None) == after


def test_provisional_before_service_and_ready_after_the_course() -> None:
    given = registry(posted("2025-09-02"))
    assert readiness(given, rulebook(duty()), day("2025-08-01"))["o1"][0] == "provisional"
    given = registry(posted("2025-09-02"), completed("2025-08-11"))
    assert readiness(given, rulebook(duty()), day("2025-09-02"))["o1"] == (
        "ready",
        "verified",
        False,
        {"p1": "ready"},
    )
