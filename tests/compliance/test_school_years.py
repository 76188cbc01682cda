"""The school years of a district: those on file, and those assumed around them."""

from __future__ import annotations

import datetime as dt

import pytest

from sro_core.compliance.school_years import SchoolYears
from sro_core.dates import Stretch
from sro_core.models import SchoolYear

D = dt.date


def _year(first: D, last: D) -> SchoolYear:
    return SchoolYear(name=str(first.year), first_day=first, last_day=last)


_YEARS = SchoolYears(
    [_year(D(2022, 9, 6), D(2023, 6, 9)), _year(D(2021, 9, 7), D(2022, 6, 10))],
)


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (D(2021, 9, 7), Stretch(D(2021, 9, 7), D(2022, 9, 5))),
        (D(2022, 9, 5), Stretch(D(2021, 9, 7), D(2022, 9, 5))),
        (D(2022, 9, 6), Stretch(D(2022, 9, 6), D(2023, 9, 5))),
        # assumed
        (D(2023, 9, 6), Stretch(D(2023, 9, 6), D(2024, 9, 5))),
        (D(2021, 9, 6), Stretch(D(2020, 9, 7), D(2021, 9, 6))),
    ],
)
def test_years_on_file_and_around_them(day: D, year: Stretch) -> None:
    assert _YEARS.containing(day) == year


@pytest.mark.parametrize(
    ("day", "since"),
    [
        (D(2020, 9, 7), D(2021, 9, 7)),
        (D(2021, 9, 7), D(2021, 9, 7)),
        (D(2022, 9, 5), D(2021, 9, 7)),
        (D(2022, 9, 6), D(2022, 9, 6)),
        (D(2030, 9, 6), D(2022, 9, 6)),
    ],
)
def test_an_assumed_year_is_counted_from_the_nearest_on_file(day: D, since: D) -> None:
    assert _YEARS.counted_from(day) == since


def test_where_none_is_on_file_years_begin_on_the_first_of_july() -> None:
    none = SchoolYears([])
    assert none.containing(D(2022, 7, 1)) == Stretch(D(2022, 7, 1), D(2023, 6, 30))
    assert none.containing(D(2022, 6, 30)) == Stretch(D(2021, 7, 1), D(2022, 6, 30))
    assert none.counted_from(D(2022, 7, 1)) is None
    assert not none.is_on_file(D(2000, 7, 1))
    assert none.last_day(D(2000, 7, 1)) is None
    assert none.in_session(D(2022, 10, 3), first_day=True) is None


@pytest.mark.parametrize(
    ("next_first_day", "assumed"),
    [
        # Six months and more before the next year on file another one begins.
        (D(2024, 3, 6), [D(2022, 9, 6), D(2023, 9, 6)]),
        (D(2024, 3, 5), [D(2022, 9, 6)]),
        (D(2023, 9, 5), [D(2022, 9, 6)]),
    ],
)
def test_in_a_gap_no_year_begins_shortly_before_the_next(
    next_first_day: D, assumed: list[D]
) -> None:
    years = SchoolYears(
        [
            _year(D(2022, 9, 6), D(2023, 6, 9)),
            _year(next_first_day, next_first_day + dt.timedelta(270)),
        ]
    )
    days = [D(2022, 9, 6) + dt.timedelta(n) for n in range((next_first_day - D(2022, 9, 6)).days)]
    found = dict.fromkeys(years.containing(day) for day in days)
    assert [year.start for year in found] == assumed
    assert list(found)[-1].end == next_first_day - dt.timedelta(1)


@pytest.mark.parametrize(
    ("day", "whole", "after_the_first"),
    [
        (D(2021, 9, 7), True, False),
        (D(2021, 9, 8), True, True),
        (D(2022, 6, 10), True, True),
        (D(2022, 6, 11), False, False),
        (D(2022, 9, 5), False, False),
        (D(2023, 6, 9), True, True),
        # When the next year begins is not on file.
        (D(2023, 6, 10), None, None),
        (D(2021, 9, 6), None, None),
    ],
)
def test_school_is_in_session_from_the_first_day_to_the_last(
    day: D, whole: bool | None, after_the_first: bool | None
) -> None:
    assert _YEARS.in_session(day, first_day=True) is whole
    assert _YEARS.in_session(day, first_day=False) is after_the_first
