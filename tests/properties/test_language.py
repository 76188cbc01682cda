"""Laws of single parts of the rule language. The docstring of a test is the law that it states."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

import attrs
from hypothesis import given
from hypothesis import strategies as st

from oracle.calendars import plus
from oracle.short import (
    BASIC,
    START,
    agreed,
    completed,
    course,
    district,
    duty,
    licensed,
    officer,
    posted,
    registry,
    rulebook,
    version,
    waiver,
)
from sro_core.compliance.evaluate import evaluate
from sro_core.findings import Finding, Status
from sro_core.models import Employment, FrozenMap, LicenseState, Officer, Role, SchoolYear
from sro_core.rules import Requirement
from sro_core.rules import conditions as c
from sro_core.rules import deadlines as d
from sro_core.rules import evidence as e
from sro_core.rules import renewals as r
from sro_core.rules.events import FirstCompleted, FixedDay, Later, Period
from sro_core.rules.packs import Case, Per, Subject

_ONE_DAY: Final = dt.timedelta(days=1)
_DAYS: Final = st.dates(dt.date(2019, 1, 2), dt.date(2034, 12, 31))


def _finding(requirement: Requirement, as_of: dt.date, *records: Any) -> Finding:
    """What one requirement gives for one officer."""
    report = evaluate(registry(*records), as_of=as_of, rulebook=rulebook(requirement))
    (finding,) = report.find(requirement_id=requirement.id)
    return finding


# school years ---------------------------------------------------------------------------------


@st.composite
def _school_years(draw: st.DrawFn) -> tuple[SchoolYear, ...]:
    """School years of the usual length, some of them missing."""
    opening = st.dates(dt.date(2000, 8, 1), dt.date(2000, 9, 10))
    firsts = [draw(opening).replace(year=year) for year in range(2018, 2027)]
    kept = draw(st.lists(st.sampled_from(firsts), unique=True, max_size=5))
    return tuple(
        SchoolYear(name=f"{first.year}", first_day=first, last_day=dt.date(first.year + 1, 6, 10))
        for first in sorted(kept)
    )


def _due_on(due: d.Deadline, start: dt.date, years: tuple[SchoolYear, ...]) -> dt.date:
    """The last day of a duty whose deadline counts from the first day of service."""
    records = (posted(start.isoformat()), district(school_years=years))
    found = _finding(duty(version(BASIC, due)), start, *records).due_on
    assert found is not None
    return found


_AFTER: Final = d.BeforeSchoolYear(before_school_year_after=START)
_FROM: Final = d.BeforeSchoolYearFrom(before_school_year_from=START)
_END: Final = d.EndOfSchoolYear(end_of_school_year_from=START)


@given(st.sampled_from((_AFTER, _FROM, _END)), _DAYS, _DAYS, _school_years())
def test_a_later_first_day_never_makes_a_school_year_deadline_earlier(
    due: d.Deadline, one: dt.date, other: dt.date, years: tuple[SchoolYear, ...]
) -> None:
    """Of two officers the one who begins later is never due earlier."""
    assert _due_on(due, min(one, other), years) <= _due_on(due, max(one, other), years)


@given(_DAYS, _school_years())
def test_school_years_are_about_a_year_long(start: dt.date, years: tuple[SchoolYear, ...]) -> None:
    """Whatever is missing on file, the next year begins within a year and a half."""
    longest = dt.timedelta(days=549)
    assert start <= _due_on(_AFTER, start, years) <= start + longest
    last = _due_on(_FROM, start, years)
    assert last < _due_on(_END, start, years) <= last + longest


@given(_DAYS, _school_years())
def test_the_year_that_begins_on_the_day_is_the_one_from_it(
    start: dt.date, years: tuple[SchoolYear, ...]
) -> None:
    """The two readings of "begins" differ only for service that begins with a school year."""
    after, since = _due_on(_AFTER, start, years), _due_on(_FROM, start, years)
    if start in {year.first_day for year in years}:
        assert since == start - _ONE_DAY < after
    assert since in (start - _ONE_DAY, after)
    assert since == _due_on(_AFTER, start - _ONE_DAY, years)


@given(_DAYS, _school_years())
def test_a_year_on_file_begins_as_it_says(start: dt.date, years: tuple[SchoolYear, ...]) -> None:
    """No deadline passes over a school year that is on file."""
    last = _due_on(_AFTER, start, years)
    assert not [year for year in years if start < year.first_day <= last]


def _decided(when: c.Condition, start: dt.date, years: tuple[SchoolYear, ...]) -> bool | None:
    """Whether a condition holds for service from a day on; None where it is unknown."""
    asked = duty(version(BASIC, d.NoDeadline(no_deadline="x"), applies_when=when))
    found = _finding(asked, start, posted(start.isoformat()), district(school_years=years))
    answers = {Status.DUE: True, Status.NOT_REQUIRED: False, Status.UNKNOWN: None}
    return answers[found.status]


@given(_DAYS, _school_years(), st.booleans())
def test_a_school_year_on_file_decides_its_own_days(
    start: dt.date, years: tuple[SchoolYear, ...], first_day: bool
) -> None:
    """True on the days of school of a year on file, where the first one counts if it is said."""
    found = _decided(c.InSchoolYear(in_school_year=START, first_day=first_day), start, years)
    here = [year for year in years if year.first_day <= start <= year.last_day]
    if here:
        assert found is (first_day or here[0].first_day < start)
    else:
        assert found is not True


@given(_DAYS, _school_years(), _school_years())
def test_one_more_school_year_on_file_overturns_nothing(
    start: dt.date, years: tuple[SchoolYear, ...], others: tuple[SchoolYear, ...]
) -> None:
    """What the years on file decide stays so when another one is filed beside them."""
    when = c.InSchoolYear(in_school_year=START)
    taken = {year.first_day.year for year in years}
    more = (*years, *(year for year in others if year.first_day.year not in taken))
    before = _decided(when, start, years)
    assert before in (None, _decided(when, start, more))


# limits ---------------------------------------------------------------------------------------

_TWO_YEARS: Final = Period(years=2)


def _holds(when: c.Condition, start: dt.date, *records: Any) -> bool:
    """Whether a condition holds long after service began."""
    asked = duty(version(BASIC, d.NoDeadline(no_deadline="x"), applies_when=when))
    found = _finding(asked, dt.date(2039, 1, 1), posted(start.isoformat()), *records)
    assert found.status is not Status.UNKNOWN
    return found.status is not Status.NOT_REQUIRED


@given(_DAYS, _DAYS)
def test_a_day_is_before_an_event_or_on_or_after_it(day: dt.date, start: dt.date) -> None:
    """Two days that are known are compared, and one of the two answers holds."""
    fixed = FixedDay(on=day)
    assert _holds(c.EventDay(day_of=fixed, before=START), start) is (day < start)
    assert _holds(c.EventDay(day_of=fixed, on_or_before=START), start) is (day <= start)
    assert _holds(c.EventDay(day_of=fixed, on_or_after=START), start) is (day >= start)


@given(_DAYS, _DAYS)
def test_what_has_not_happened_lies_after_every_day(day: dt.date, start: dt.date) -> None:
    """Everything is before a course that nobody took, and nothing is on or after it."""
    fixed, never = FixedDay(on=day), FirstCompleted(first_completed=("x.never",))
    assert _holds(c.EventDay(day_of=fixed, before=never), start)
    assert not _holds(c.EventDay(day_of=fixed, on_or_after=never), start)
    assert not _holds(c.EventDay(day_of=fixed, before=never, within=_TWO_YEARS), start)


@given(_DAYS, _DAYS, st.sampled_from((_TWO_YEARS, Period(months=6), Period(days=90))))
def test_a_completion_lies_so_long_before_an_event(
    day: dt.date, start: dt.date, period: Period
) -> None:
    """Within a period: the day plus the period reaches the event; less than it: passes it."""
    records = (completed(day.isoformat()), course())
    later = plus(day, period)
    near = c.Completed(completed=("x.basic",), before=START, within=period)
    assert _holds(near, start, *records) is (day < start <= later)
    nearer = c.Completed(completed=("x.basic",), on_or_before=START, less_than=period)
    assert _holds(nearer, start, *records) is (day <= start < later)


@given(_DAYS, _DAYS, st.lists(_DAYS, max_size=4, unique=True))
def test_hours_count_on_the_days_inside_their_limits(
    one: dt.date, other: dt.date, days: list[dt.date]
) -> None:
    """Eight hours a day are enough exactly from the second day that counts on."""
    first, last = min(one, other), max(one, other)
    asked = e.Hours(
        total_hours=Decimal(16), codes=("x.basic",), on_or_after=START, on_or_before=last
    )
    records = [completed(day.isoformat(), hours=Decimal(8)) for day in days]
    due = d.NoDeadline(no_deadline="x")
    as_of = dt.date(2039, 1, 1)
    found = _finding(duty(version(asked, due)), as_of, posted(first.isoformat()), *records)
    counted = [day for day in days if first <= day <= last]
    assert found.status is (Status.MET if len(counted) > 1 else Status.DUE)


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_a_course_counts_by_its_code_or_by_the_topics_that_it_states(
    coded: bool, states: bool, any_course: bool, topics_stated: bool
) -> None:
    """A course counts that states the topic; one that states none by its code, if that vouches."""
    asked = e.CourseTaken(
        course=("x.basic",), any_course=any_course, topics=("t",), topics_stated=topics_stated
    )
    topics = FrozenMap({"t": None} if states else {})
    given = course("c1", "x.basic" if coded else "x.other", topics=topics)
    found = _finding(
        duty(version(asked, d.NoDeadline(no_deadline="x"))),
        dt.date(2039, 1, 1),
        posted("2030-01-07"),
        given,
        completed("2030-02-04"),
    )
    counts = (coded or any_course) if states else (coded and not topics_stated)
    assert found.status is (Status.MET if counts else Status.DUE)


@given(_DAYS, _DAYS, _DAYS)
def test_a_waiver_of_another_duty_is_evidence_while_it_is_in_force(
    one: dt.date, other: dt.date, as_of: dt.date
) -> None:
    """Met on the days of the waiver and expired after them; one of another kind is none."""
    first, last = min(one, other), max(one, other)
    asked = duty(
        version(e.WaiverOf(waiver_of="us-mn.other"), d.NoDeadline(no_deadline="x")),
    )
    fields = {"requirement_id": "us-mn.other"}
    post = posted("2018-12-31")
    records = (
        post,
        waiver("waived", first.isoformat(), last.isoformat(), **fields),
        waiver("equivalent", "2018-12-31", **fields),
    )
    report = evaluate(
        registry(*records),
        as_of=as_of,
        rulebook=rulebook(asked, duty(identifier="us-mn.other")),
    )
    (found,) = report.find(requirement_id=asked.id)
    if first <= as_of:
        assert found.status is (Status.MET if as_of <= last else Status.EXPIRED)
        assert found.valid_until == last
    else:
        assert found.status is Status.DUE


@given(
    st.integers(1, 3),
    st.lists(st.tuples(_DAYS, st.none() | _DAYS, st.none() | _DAYS), max_size=4),
    _DAYS,
)
def test_an_agency_counts_the_trained_officers_whom_it_employs(
    number: int, careers: list[tuple[dt.date, dt.date | None, dt.date | None]], as_of: dt.date
) -> None:
    """Met exactly while so many officers are employed and trained, though none is posted."""
    asked = duty(
        version(
            e.OfficersTrained(officers=number, who_completed=("x.basic",)),
            d.NoDeadline(no_deadline="x"),
        ),
        subject=Subject.AGENCY,
        per=Per.AGENCY,
    )
    records: list[Any] = [posted("2018-12-31", officer_id="o0"), officer("o0")]
    trained = 0
    for position, (start, end, done) in enumerate(careers):
        employed = Employment(agency_id="a1", start=start, end=end and max(start, end))
        name = f"e{position}"
        records.append(Officer(id=name, employments=(employed,)))
        if done is not None:
            records.append(completed(done.isoformat(), id=name, officer_id=name))
        runs = start <= as_of and (employed.end is None or as_of <= employed.end)
        trained += runs and done is not None and done <= as_of
    found = _finding(asked, as_of, *records)
    assert found.status is (Status.MET if trained >= number else Status.DUE)


# service --------------------------------------------------------------------------------------

_LENGTHS: Final = st.integers(0, 900)


@given(_DAYS, _LENGTHS, st.integers(122, 900), _DAYS, _LENGTHS)
def test_service_in_an_earlier_spell_counts_where_it_is_asked_for(
    first: dt.date, length: int, gap: int, asked: dt.date, days: int
) -> None:
    """`ever` sees the days of every spell; without it only those of the spell that runs."""
    last = first + dt.timedelta(days=length)
    again = last + dt.timedelta(days=gap + 1)
    earlier = posted(first.isoformat(), last.isoformat(), id="p0")
    span = c.Span(start=asked, end=asked + dt.timedelta(days=days))
    now = span.end >= again
    assert _holds(c.Served(served=span), again, earlier) is now
    then = asked <= last and span.end >= first
    assert _holds(c.Served(served=span, ever=True), again, earlier) is (now or then)


@given(_DAYS, _LENGTHS)
def test_another_role_is_other_service(first: dt.date, length: int) -> None:
    """`ever` asks about service in the role judged."""
    last = first + dt.timedelta(days=length)
    again = last + dt.timedelta(days=200)
    role = {"role": Role.SUPERVISOR, "id": "p0"}
    earlier = posted(first.isoformat(), last.isoformat(), **role)
    until = c.Served(served=c.Span(end=last), ever=True)
    assert not _holds(until, again, earlier)


# clocks ---------------------------------------------------------------------------------------

_FIRST_TIME: Final = r.FirstTime(first_time=True)
_YEARLY: Final = r.EachPeriod(each=r.PeriodKind.CALENDAR_YEAR, clock=_FIRST_TIME)
_ONE_YEAR: Final = Period(years=1)


#: Days of which many are the first or the last of a year.
_DAYS_OF_YEARS: Final = _DAYS | st.builds(
    dt.date, st.integers(2020, 2030), st.just(1), st.just(1)
).flatmap(lambda day: st.sampled_from((day, day - _ONE_DAY)))


@given(_DAYS, st.lists(_DAYS_OF_YEARS, max_size=3), _DAYS_OF_YEARS)
def test_a_first_time_by_the_deadline_and_then_in_each_year(
    start: dt.date, days: list[dt.date], as_of: dt.date
) -> None:
    """Until the first time as if asked once; then until that year is over, and in each after it."""
    due = d.Within(within=_ONE_YEAR, of=START)
    records = (posted(start.isoformat()), *(completed(day.isoformat()) for day in {*days}))
    found = _finding(duty(version(BASIC, due, renewal=_YEARLY)), as_of, *records)
    done = sorted(day for day in days if day <= as_of)
    if not done:
        assert found == _finding(duty(version(BASIC, due)), as_of, *records)
        return
    years = {day.year for day in done}
    if as_of.year in years:
        assert found.status is Status.MET
        assert found.valid_until == dt.date(as_of.year, 12, 31)
    elif as_of.year - 1 in years:
        assert (found.status, found.due_on) == (Status.DUE, dt.date(as_of.year, 12, 31))
    else:
        assert (found.status, found.due_on) == (Status.EXPIRED, dt.date(as_of.year - 1, 12, 31))
    first = done[0]
    if first.year == as_of.year and (first.month, first.day) != (1, 1):
        assert found.due_on == plus(start, _ONE_YEAR)
        assert found.late_by_days == max(0, (first - plus(start, _ONE_YEAR)).days)


@given(_DAYS, _DAYS_OF_YEARS, _DAYS_OF_YEARS)
def test_no_period_counts_that_begins_before_its_clock(
    start: dt.date, event: dt.date, as_of: dt.date
) -> None:
    """Nothing is required until a year begins on or after the event; then each year is."""
    yearly = r.EachPeriod(each=r.PeriodKind.CALENDAR_YEAR, clock=FixedDay(on=event))
    asked = duty(version(BASIC, d.NoDeadline(no_deadline="x"), renewal=yearly))
    found = _finding(asked, max(start, as_of), posted(start.isoformat()))
    this = max(start, as_of).year
    first = event.year if event == dt.date(event.year, 1, 1) else event.year + 1
    if this < first:
        assert found.status is Status.NOT_REQUIRED
    else:
        assert found.status is (Status.DUE if this == first else Status.OVERDUE)


@given(_DAYS, _DAYS)
def test_what_has_not_started_the_clock_never_looks_like_no_duty(
    start: dt.date, as_of: dt.date
) -> None:
    """While its event has not happened, a duty of periods is asked once, by its own deadline."""
    never = FirstCompleted(first_completed=("x.never",))
    post, day = posted(start.isoformat()), max(start, as_of)
    due = d.Within(within=_ONE_YEAR, of=START)
    once = _finding(duty(version(BASIC, due)), day, post)
    renewals = (
        r.EachPeriod(each=r.PeriodKind.SCHOOL_YEAR, clock=never),
        r.EachBlock(blocks=r.BlocksAfter(after=never, length=_ONE_YEAR)),
        r.EachBlock(blocks=d.Blocks(anchor=start, length=_ONE_YEAR), clock=never),
    )
    for renewal in renewals:
        assert _finding(duty(version(BASIC, due, renewal=renewal)), day, post) == once


@given(_DAYS, st.sampled_from((_TWO_YEARS, Period(months=6), Period(days=90))), _LENGTHS)
def test_blocks_of_an_event_end_when_a_period_after_it_does(
    start: dt.date, length: Period, later: int
) -> None:
    """The last day of the n-th block is the event plus n lengths, as within n of them is."""
    blocks = r.EachBlock(blocks=r.BlocksAfter(after=START, length=length))
    asked = duty(version(BASIC, d.NoDeadline(no_deadline="x"), renewal=blocks))
    as_of = start + dt.timedelta(days=later)
    ends = [plus(start, length, number) for number in range(1, 40)]
    last = next(end for end in ends if end >= as_of)
    found = _finding(asked, as_of, posted(start.isoformat()), completed(last.isoformat()))
    if as_of == start:
        assert found.status is Status.NOT_REQUIRED
    elif as_of == last:
        assert (found.status, found.due_on) == (Status.MET, last)
    elif last == ends[0]:
        assert (found.status, found.due_on) == (Status.DUE, last)
    else:
        missed = ends[ends.index(last) - 1]
        assert (found.status, found.due_on) == (Status.OVERDUE, missed)


@given(_DAYS, st.sampled_from((_TWO_YEARS, Period(months=6), Period(days=90))))
def test_a_later_day_is_the_event_plus_the_period(start: dt.date, period: Period) -> None:
    """The day before something later than an event is that of the event moved on, less one."""
    later = Later(later=period, than=START)
    found = _finding(duty(version(BASIC, d.Before(before=later))), start, posted(start.isoformat()))
    assert found.due_on == plus(start, period) - _ONE_DAY


@given(_DAYS, st.none() | _DAYS, _DAYS, st.sampled_from((r.Every(every=_ONE_YEAR), _YEARLY)))
def test_a_case_that_does_not_come_back_is_asked_once(
    start: dt.date, done: dt.date | None, as_of: dt.date, renewal: r.Renewal
) -> None:
    """A case with `once` gives what the version would without its renewal."""
    always = c.EventDay(day_of=START)
    due = d.Within(within=_ONE_YEAR, of=START)
    records: list[Any] = [posted(start.isoformat())]
    records += [] if done is None else [completed(done.isoformat())]
    case = Case(name="x", when=always, renewal=r.Once(once=True))
    found = _finding(duty(version(BASIC, due, renewal=renewal, cases=(case,))), as_of, *records)
    plain = _finding(duty(version(BASIC, due)), as_of, *records)
    assert attrs.evolve(found, case=None) == plain


# courses that need or leave others ------------------------------------------------------------


@given(st.lists(_DAYS, max_size=3), st.lists(_DAYS, max_size=3), st.none() | st.just(_TWO_YEARS))
def test_each_completion_has_prerequisites_of_its_own(
    taken: list[dt.date], prepared: list[dt.date], within: Period | None
) -> None:
    """A course counts where the other one was completed before it, and not too long before."""
    needed = e.Prerequisite(completed=("x.cert",), within=within)
    asked = e.CourseTaken(course=("x.basic",), prerequisites=(needed,))
    records = [
        posted("2018-12-31"),
        course(),
        course("c2", "x.cert"),
        *(completed(day.isoformat(), id=f"b{n}") for n, day in enumerate(taken)),
        *(completed(day.isoformat(), id=f"p{n}", course_id="c2") for n, day in enumerate(prepared)),
    ]
    due = d.On(on=dt.date(2019, 1, 1))
    found = _finding(duty(version(asked, due)), dt.date(2039, 1, 1), *records)
    good = [
        day
        for day in taken
        if any(p < day and (within is None or plus(p, within) >= day) for p in prepared)
    ]
    assert found.status is (Status.MET if good else Status.OVERDUE)
    if good:
        assert found.late_by_days == (min(good) - dt.date(2019, 1, 1)).days


@given(st.lists(_DAYS, max_size=5, unique=True), st.integers(1, 3), st.integers(1, 3))
def test_what_served_one_duty_does_not_serve_the_next(
    days: list[dt.date], one: int, other: int
) -> None:
    """The first duty takes the earliest completions, and the second one counts the others."""
    none = d.NoDeadline(no_deadline="x")
    first = duty(
        version(e.CourseTaken(course=("x.basic",), times=one), none), identifier="us-mn.r0"
    )
    rest = e.CourseTaken(course=("x.basic",), times=other)
    unshared = e.Unshared(not_shared_with="us-mn.r0", evidence=rest)
    records = (posted("2018-12-31"), *(completed(day.isoformat()) for day in days))

    def status(evidence: e.Evidence) -> Status:
        book = rulebook(first, duty(version(evidence, none)))
        report = evaluate(registry(*records), as_of=dt.date(2039, 1, 1), rulebook=book)
        (found,) = report.find(requirement_id="us-mn.r1")
        return found.status

    assert status(rest) is (Status.MET if len(days) >= other else Status.DUE)
    assert status(unshared) is (Status.MET if len(days) >= one + other else Status.DUE)


@given(st.lists(_DAYS, min_size=1, max_size=3, unique=True))
def test_a_duty_that_asks_nothing_takes_nothing(days: list[dt.date]) -> None:
    """Where the other duty does not apply, all completions are left."""
    none = d.NoDeadline(no_deadline="x")
    nobody = c.Served(served=c.Span(end=dt.date(2001, 1, 1)))
    first = duty(version(BASIC, none, applies_when=nobody), identifier="us-mn.r0")
    unshared = e.Unshared(not_shared_with="us-mn.r0", evidence=BASIC)
    records = (posted("2018-12-31"), *(completed(day.isoformat()) for day in days))
    book = rulebook(first, duty(version(unshared, none)))
    report = evaluate(registry(*records), as_of=dt.date(2039, 1, 1), rulebook=book)
    (found,) = report.find(requirement_id="us-mn.r1")
    assert found.status is Status.MET


# agreements -----------------------------------------------------------------------------------


def _of_pair(evidence: e.Evidence, renewal: r.Renewal | None = None) -> Requirement:
    none = d.NoDeadline(no_deadline="x")
    return duty(
        version(evidence, none, renewal=renewal),
        per=Per.PARTNERSHIP,
        subject=Subject.PARTNERSHIP,
    )


@given(_DAYS, st.lists(_DAYS, max_size=4), _DAYS)
def test_a_reviewed_agreement_counts_from_its_last_review(
    signed: dt.date, reviews: list[dt.date], as_of: dt.date
) -> None:
    """Dated by review, it is to be updated within the period of the last signing or review."""
    start = min(signed, as_of)
    agreement = agreed("2019-01-01", signed_on=start, reviewed_on=tuple(sorted(reviews)))
    by_review = e.AgreementInForce(agreement=(), dated_by=e.DatedBy.REVIEW)
    asked = _of_pair(by_review, r.Every(every=_TWO_YEARS))
    found = _finding(asked, as_of, posted("2019-01-01"), agreement)
    last = plus(max(start, *(day for day in reviews if day <= as_of), dt.date.min), _TWO_YEARS)
    assert found.due_on == found.valid_until == last
    assert found.status is (Status.MET if as_of <= last else Status.EXPIRED)


@given(_DAYS, _DAYS, st.sampled_from((e.DatedBy.START, e.DatedBy.SIGNED)))
def test_an_agreement_is_in_time_by_what_dates_it(
    signed: dt.date, start: dt.date, dated_by: e.DatedBy
) -> None:
    """Signed before the service and in force with it: in time by its signing alone."""
    agreement = agreed(start.isoformat(), signed_on=min(signed, start - _ONE_DAY))
    evidence = e.AgreementInForce(agreement=(), dated_by=dated_by)
    asked = duty(
        version(evidence, d.Before(before=START)),
        per=Per.PARTNERSHIP,
        subject=Subject.PARTNERSHIP,
    )
    found = _finding(asked, start, posted(start.isoformat()), agreement)
    assert found.status is Status.MET
    assert found.late_by_days == (1 if dated_by is e.DatedBy.START else 0)


# evidence that ends by itself -----------------------------------------------------------------

_CERTIFIED: Final = duty(
    version(e.Held(license="x.cert"), d.Within(within=_TWO_YEARS, of=START)),
)


def _certified(start: dt.date, end: dt.date | None, **fields: Any) -> Officer:
    last = None if end is None else end.isoformat()
    return officer("o1", licensed(start.isoformat(), last, kind="x.cert", **fields))


@given(_DAYS, _LENGTHS, _LENGTHS, _LENGTHS)
def test_a_certification_is_met_through_its_last_day_and_then_expired(
    start: dt.date, held: int, began: int, later: int
) -> None:
    """What its entry says is the last day on which it counts."""
    end = start + dt.timedelta(days=held)
    service = min(start + dt.timedelta(days=began), end)
    as_of = service + dt.timedelta(days=later)
    records = (posted(service.isoformat()), _certified(start, end))
    found = _finding(_CERTIFIED, as_of, *records)
    assert found.status is (Status.MET if as_of <= end else Status.EXPIRED)
    assert found.valid_until == end
    if found.status is Status.EXPIRED:
        assert found.due_on == end


@given(_DAYS, _LENGTHS, st.integers(1, 900), _LENGTHS)
def test_what_lapsed_before_the_service_was_not_met_in_it(
    start: dt.date, held: int, gap: int, later: int
) -> None:
    """A certification that was over before the first day leaves the duty due by its deadline."""
    end = start + dt.timedelta(days=held)
    service = end + dt.timedelta(days=gap)
    as_of = service + dt.timedelta(days=later)
    records = (posted(service.isoformat()), _certified(start, end))
    found = _finding(_CERTIFIED, as_of, *records)
    assert found == _finding(_CERTIFIED, as_of, posted(service.isoformat()))
    assert found.status in (Status.DUE, Status.OVERDUE)


@given(_DAYS, st.integers(1, 900), st.sampled_from((LicenseState.SUSPENDED, LicenseState.REVOKED)))
def test_a_certification_that_was_taken_away_has_lapsed_on_some_day(
    start: dt.date, later: int, state: LicenseState
) -> None:
    """It was met and is not now; since when, nothing on file says."""
    records = (posted(start.isoformat()), _certified(start, None, state=state))
    found = _finding(_CERTIFIED, start + dt.timedelta(days=later), *records)
    assert found.status is Status.EXPIRED
    assert found.due_on is None
    assert found.valid_until is None


@given(_DAYS, _LENGTHS, _LENGTHS)
def test_a_completion_of_a_code_holds_for_the_period_of_its_renewal(
    done: dt.date, began: int, later: int
) -> None:
    """A credential without an entry counts so long after it was earned; with one, as that says."""
    service = done + dt.timedelta(days=began)
    as_of = service + dt.timedelta(days=later)
    due = d.NoDeadline(no_deadline="x")
    asked = duty(version(e.Held(license="x.cert"), due, renewal=r.Every(every=_TWO_YEARS)))
    earned = (completed(done.isoformat(), course_id="c2"), course("c2", "x.cert"))
    last = plus(done, _TWO_YEARS)
    found = _finding(asked, as_of, posted(service.isoformat()), *earned)
    if as_of <= last:
        assert (found.status, found.valid_until) == (Status.MET, last)
    else:
        assert found.status is (Status.EXPIRED if service <= last else Status.DUE)
    entry = _certified(done, as_of)
    found = _finding(asked, as_of, posted(service.isoformat()), *earned, entry)
    assert (found.status, found.valid_until) == (Status.MET, max(as_of, last))
