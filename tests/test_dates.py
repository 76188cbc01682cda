"""Days, periods, spells and days off."""

from __future__ import annotations

import calendar
import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sro_core import dates
from sro_core.dates import DateOrder, DayOff, Stretch
from sro_core.problems import Problem

D = dt.date
_DAYS = st.dates(D(1900, 1, 1), D(2100, 12, 31))
_FEDERAL = (
    "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO",
    "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=25",
    "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1",
)
_WEEKEND = DayOff(frozenset({5, 6}), _FEDERAL)


@pytest.mark.parametrize(
    ("day", "period", "expected"),
    [
        (D(2025, 8, 31), {"months": 6}, D(2026, 2, 28)),
        (D(2027, 8, 31), {"months": 6}, D(2028, 2, 29)),
        (D(2024, 2, 29), {"years": 1}, D(2025, 2, 28)),
        (D(2024, 2, 29), {"years": 4}, D(2028, 2, 29)),
        (D(2017, 8, 21), {"days": 120}, D(2017, 12, 19)),
        (D(2019, 8, 14), {"days": 180}, D(2020, 2, 10)),
        (D(9999, 6, 1), {"years": 1}, D.max),
        (D(1, 1, 1), {"years": -1}, D.min),
    ],
)
def test_a_day_plus_a_period(day: D, period: dict[str, int], expected: D) -> None:
    assert dates.add(day, **period) == expected


@given(_DAYS, st.integers(0, 1200))
def test_months_keep_the_day_or_take_the_last_of_the_month(day: D, months: int) -> None:
    """A day plus months has the same day of the month, or the last where there is no such day."""
    moved = dates.add(day, months=months)
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    assert (moved.year, moved.month) == (year, month)
    assert moved.day == min(day.day, calendar.monthrange(year, month)[1])


@given(_DAYS)
def test_rolling_gives_the_first_day_that_is_not_off(day: D) -> None:
    """No day between the day and the day it rolls to is a working day."""
    rolled = dates.roll(day, _WEEKEND)

    def off(candidate: D) -> bool:
        memorial = candidate.month == 5 and candidate.weekday() == 0 and candidate.day > 24
        fixed = (candidate.month, candidate.day) in {(12, 25), (1, 1)}
        return candidate.weekday() > 4 or memorial or fixed

    assert not off(rolled)
    assert all(off(day + dt.timedelta(n)) for n in range((rolled - day).days))


def test_memorial_day_rolls_to_tuesday() -> None:
    assert dates.roll(D(2026, 5, 23), _WEEKEND) == D(2026, 5, 26)
    assert dates.roll(D(2026, 5, 26), _WEEKEND) == D(2026, 5, 26)
    assert dates.roll(D.max, DayOff(frozenset(range(7)), ())) == D.max


@pytest.mark.parametrize("rule", ["", "FREQ=NEVER", "FREQ=YEARLY;BYMONTH=13", "every Monday"])
def test_a_rule_that_cannot_be_read(rule: str) -> None:
    assert not dates.check_rule(rule)


_SPANS = st.lists(
    st.tuples(_DAYS, st.integers(0, 500) | st.none()).map(
        lambda span: (span[0], None if span[1] is None else span[0] + dt.timedelta(span[1]))
    ),
    max_size=8,
).map(lambda spans: sorted(spans, key=lambda span: span[0]))


@given(_SPANS, st.integers(0, 200))
def test_spells_hold_every_span_once_and_lie_further_apart_than_the_bridge(
    spans: list[tuple[D, D | None]], bridge: int
) -> None:
    """Spells divide the spans; between two of them lie more whole days than the bridge."""
    found = list(dates.spells(((*span, place) for place, span in enumerate(spans)), bridge))
    assert [part for spell in found for part in spell.parts] == list(range(len(spans)))
    for spell in found:
        assert spell.start == spans[spell.parts[0]][0]
        ends = [spans[part][1] for part in spell.parts]
        assert spell.end == (None if None in ends else max(filter(None, ends)))
    for before, after in itertools.pairwise(found):
        assert before.end is not None
        assert (after.start - before.end).days - 1 > bridge


@pytest.mark.parametrize(("gap", "count"), [(0, 1), (119, 1), (120, 1), (121, 2)])
def test_the_bridge_counts_whole_days_between(gap: int, count: int) -> None:
    end = D(2022, 2, 17)
    again = end + dt.timedelta(gap + 1)
    spans = [(D(2021, 9, 7), end, "a"), (again, None, "b")]
    assert len(list(dates.spells(spans, 120))) == count


_LENGTHS = st.sampled_from([(2, 0, 0, 0), (0, 1, 0, 0), (0, 0, 2, 0), (0, 0, 0, 1), (1, 6, 0, 0)])


@given(_DAYS, _DAYS, _LENGTHS)
def test_blocks_follow_one_another(day: D, anchor: D, length: tuple[int, int, int, int]) -> None:
    """The block that holds a day begins the day after the block before it ends."""
    block = dates.block_of(day, anchor, length)
    assert block.start <= day <= block.end
    assert dates.block_of(dates.day_after(block.end), anchor, length).start > block.end
    before = dates.block_of(dates.day_before(block.start), anchor, length)
    assert before.end == dates.day_before(block.start)


def test_training_units_of_two_years() -> None:
    length = (2, 0, 0, 0)
    assert dates.block_of(D(2025, 8, 31), D(2023, 9, 1), length) == Stretch(
        D(2023, 9, 1), D(2025, 8, 31)
    )
    assert dates.block_of(D(2019, 9, 1), D(2023, 9, 1), length).end == D(2021, 8, 31)
    assert dates.block_of(D.max, D(2023, 9, 1), length).end == D.max


@given(_DAYS, _DAYS)
def test_years_of_service_hold_the_day(day: D, anchor: D) -> None:
    """A day lies in exactly one year that is counted from an anchor."""
    year = dates.year_of(day, anchor)
    assert year.start <= day <= year.end
    assert dates.year_of(dates.day_after(year.end), anchor).start == dates.day_after(year.end)


def test_the_ends_of_the_calendar() -> None:
    assert dates.day_before(D.min) == D.min
    assert dates.day_after(D.max) == D.max


# days as people write them


MONTH, DAY = DateOrder.MONTH_FIRST, DateOrder.DAY_FIRST


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2022-04-03", None, dt.date(2022, 4, 3)),
        ("2022/4/3", DAY, dt.date(2022, 4, 3)),
        ("20220403", None, dt.date(2022, 4, 3)),
        ("03/04/2022", MONTH, dt.date(2022, 3, 4)),
        ("03/04/2022", DAY, dt.date(2022, 4, 3)),
        ("3.4.2022", DAY, dt.date(2022, 4, 3)),
        ("25/12/2022", None, dt.date(2022, 12, 25)),
        ("12/25/2022", None, dt.date(2022, 12, 25)),
        ("05/05/2022", None, dt.date(2022, 5, 5)),
        ("August 11, 2022", None, dt.date(2022, 8, 11)),
        ("Thursday, Aug. 11th, 2022", None, dt.date(2022, 8, 11)),
        ("11 August 2022", MONTH, dt.date(2022, 8, 11)),
        ("29-Feb-2024", None, dt.date(2024, 2, 29)),
    ],
)
def test_a_day_that_can_be_one_only(text: str, order: DateOrder | None, day: dt.date) -> None:
    assert dates.read_day(text, order) == day


@pytest.mark.parametrize(
    ("text", "order", "code"),
    [
        ("03/04/2022", None, "csv-date-ambiguous"),
        ("1-2-2022", None, "csv-date-ambiguous"),
        ("13/04/2022", MONTH, "csv-date"),
        ("04/13/2022", DAY, "csv-date"),
        ("29-Feb-2022", None, "csv-date"),
        ("2022-02-30", None, "csv-date"),
        ("31/31/2022", None, "csv-date"),
        ("Friday, August 11, 2022", None, "csv-date"),  # it was a Thursday
        ("11 Augst 2022", None, "csv-date"),
        ("4 and 2022", None, "csv-date"),
        ("August 2022", None, "csv-date"),
        ("8/2022", None, "csv-date"),
        ("3/4-2022", MONTH, "csv-date"),
        ("44784", None, "csv-date"),
        ("3/4/22", MONTH, "csv-date"),
        ("today", None, "csv-date"),
        ("10 am", None, "csv-date"),
        ("٣/٤/2022", MONTH, "csv-date"),
        ("", None, "csv-date"),
    ],
)
def test_a_day_that_is_refused(text: str, order: DateOrder | None, code: str) -> None:
    found = dates.read_day(text, order)
    assert isinstance(found, Problem)
    assert found.code == code


@pytest.mark.parametrize(
    ("text", "first_year", "year"),
    [
        ("3/4/22", 1970, 2022),
        ("3/4/69", 1970, 2069),
        ("3/4/70", 1970, 1970),
        ("4-Mar-05", 1950, 2005),
    ],
)
def test_years_of_two_digits_lie_in_the_hundred_years_said(
    text: str, first_year: int, year: int
) -> None:
    assert dates.read_day(text, MONTH, first_year) == dt.date(year, 3, 4)
