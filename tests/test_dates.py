"""Days, periods, spells and days off."""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
from typing import NamedTuple

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


@given(
    _DAYS,
    st.integers(-3, 3),
    st.integers(-40, 40),
    st.integers(-3, 3),
    st.integers(-30, 30),
)
def test_years_are_twelve_months_and_weeks_are_seven_days(
    day: D, years: int, months: int, weeks: int, days: int
) -> None:
    """A period is its months, then its days, in whatever units they are written."""
    expected = dates.add(dates.add(day, months=12 * years + months), days=7 * weeks + days)
    assert dates.add(day, years, months, weeks, days) == expected


@pytest.mark.parametrize(
    ("day", "period", "expected"),
    [
        (D(9999, 12, 1), {"days": 30}, D.max),
        (D(9999, 12, 1), {"days": 31}, D.max),
        (D(9999, 12, 1), {"days": 10**12}, D.max),
        (D(1, 1, 31), {"days": -30}, D.min),
        (D(1, 1, 31), {"days": -31}, D.min),
        (D(1, 1, 1), {"days": -1}, D.min),
        (D(1, 1, 31), {"days": -(10**12)}, D.min),
        (D(9999, 12, 31), {"months": 10**12}, D.max),
        (D(1, 1, 31), {"months": -1}, D.min),
        # The months alone lead past the end.
        (D(9999, 6, 1), {"years": 1, "days": -1}, D.max),
        (D(1, 6, 1), {"years": -1, "days": 1}, D.min),
    ],
)
def test_days_past_the_end_of_the_calendar_are_its_last(
    day: D, period: dict[str, int], expected: D
) -> None:
    assert dates.add(day, **period) == expected


class _Record(NamedTuple):
    start: D | None
    end: D | None


@pytest.mark.parametrize(
    ("record", "days"),
    [
        (_Record(D(2022, 9, 6), D(2022, 9, 7)), {6, 7}),
        (_Record(D(2022, 9, 6), None), {6, 7, 8}),
        (_Record(None, D(2022, 9, 7)), {5, 6, 7}),
        (_Record(None, None), {5, 6, 7, 8}),
    ],
)
def test_a_record_holds_on_its_first_and_its_last_day(record: _Record, days: set[int]) -> None:
    assert {day for day in range(5, 9) if dates.in_force(record, D(2022, 9, day))} == days


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


@pytest.mark.parametrize(
    ("rule", "holiday"),
    [
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1", D(2027, 1, 1)),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", D(2026, 12, 31)),
    ],
)
def test_the_first_and_the_last_day_of_a_year_can_be_holidays(rule: str, holiday: D) -> None:
    off = DayOff(frozenset(), (rule,))
    assert dates.roll(holiday, off) == dates.day_after(holiday)
    assert dates.roll(dates.day_before(holiday), off) == dates.day_before(holiday)


@pytest.mark.parametrize(
    ("rule", "read"),
    [
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;UNTIL=20000101", True),
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;UNTIL=19991231", False),
        # Every 371 months from January 2000 is December 2030, every 373 February 2031.
        ("FREQ=MONTHLY;INTERVAL=371;BYMONTH=12;BYMONTHDAY=31", True),
        ("FREQ=MONTHLY;INTERVAL=372;BYMONTH=1;BYMONTHDAY=2", True),
        ("FREQ=MONTHLY;INTERVAL=373;BYMONTH=2;BYMONTHDAY=1", False),
    ],
)
def test_a_rule_gives_a_day_from_2000_to_2030(rule: str, read: bool) -> None:
    assert dates.check_rule(rule) is read


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


@pytest.mark.parametrize(
    ("day", "anchor", "year"),
    [
        (D(2023, 9, 1), D(2021, 9, 1), Stretch(D(2023, 9, 1), D(2024, 8, 31))),
        (D(2023, 8, 31), D(2021, 9, 1), Stretch(D(2022, 9, 1), D(2023, 8, 31))),
        (D(2025, 2, 27), D(2024, 2, 29), Stretch(D(2024, 2, 29), D(2025, 2, 27))),
        (D(2025, 2, 28), D(2024, 2, 29), Stretch(D(2025, 2, 28), D(2026, 2, 27))),
        (D.max, D(2024, 1, 1), Stretch(D(9999, 1, 1), D.max)),
        (D.max, D(2024, 7, 1), Stretch(D(9999, 7, 1), D.max)),
    ],
)
def test_a_year_begins_on_the_day_of_its_anchor(day: D, anchor: D, year: Stretch) -> None:
    assert dates.year_of(day, anchor) == year


@pytest.mark.parametrize(
    ("day", "length", "block"),
    [
        (D(2024, 1, 31), (0, 1, 0, 0), Stretch(D(2024, 1, 31), D(2024, 2, 28))),
        (D(2024, 2, 29), (0, 1, 0, 0), Stretch(D(2024, 2, 29), D(2024, 3, 30))),
        (D(2024, 2, 14), (0, 0, 2, 0), Stretch(D(2024, 2, 14), D(2024, 2, 27))),
        (D(2024, 2, 13), (0, 0, 1, 7), Stretch(D(2024, 1, 31), D(2024, 2, 13))),
        (D(2024, 3, 2), (0, 1, 0, 3), Stretch(D(2024, 1, 31), D(2024, 3, 2))),
        (D(2024, 3, 3), (0, 1, 0, 3), Stretch(D(2024, 3, 3), D(2024, 4, 5))),
        (D(2024, 3, 29), (0, 1, 0, 30), Stretch(D(2024, 1, 31), D(2024, 3, 29))),
        (D(2022, 1, 30), (1, 1, 0, 0), Stretch(D(2021, 11, 30), D(2022, 12, 30))),
    ],
)
def test_blocks_from_the_last_day_of_january(
    day: D, length: tuple[int, int, int, int], block: Stretch
) -> None:
    assert dates.block_of(day, D(2024, 1, 31), length) == block


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
    ("text", "advice"),
    [("44784", "spreadsheet"), ("44784.5", "spreadsheet"), ("today", "YYYY-MM-DD")],
)
def test_what_is_refused_comes_with_advice(text: str, advice: str) -> None:
    found = dates.read_day(text)
    assert isinstance(found, Problem)
    assert advice in found.message


def test_text_of_sixty_four_characters_is_read() -> None:
    """No date is longer; blanks may stand between the parts of one that is not."""
    text = "August" + " " * 50 + "11, 2022"
    assert len(text) == 64
    assert dates.read_day(text) == dt.date(2022, 8, 11)
    assert isinstance(dates.read_day(text.replace(" 11", "  11")), Problem)


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
