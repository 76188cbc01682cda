"""School years: those on file, and the years assumed around them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator

from oracle.answers import Question
from oracle.calendars import NEVER, Days, day_before, plus, plus_days, plus_months, years_from
from sro_core.rules.events import Period

ONE_YEAR = Period(years=1)


def school_years(question: Question, since: dt.date) -> Iterator[Days]:
    """The school years of the district, from the one that contains a day onwards.

    A school-year period runs from its first day to the day before the next one's.
    Where a district gives no `school_years` it is 1 July to 30 June, as a shown
    assumption. Decided: before the first, after the last and in a gap between two on
    file, years are counted from the first day of the one before (before the first,
    from its own); one that would begin less than six months before the next one on
    file does not begin.
    """
    firsts = sorted(_firsts(question, since))
    for first, following in itertools.pairwise(firsts):
        if following > since:
            yield Days(first, day_before(following))
    yield from years_from(firsts[-1], max(since, firsts[-1]))


def _firsts(question: Question, since: dt.date) -> Iterator[dt.date]:
    """The first days of all school years from the one that contains a day to the last on file."""
    district = question.world.district(question.unit.last_assignment.district_id)
    on_file = sorted({year.first_day for year in district.school_years} if district else ())
    if not on_file:
        on_file = [dt.date(2000, 7, 1)]
    for year in years_from(on_file[0], since):
        if year.first >= on_file[0]:
            break
        yield year.first
    for first, following in itertools.pairwise([*on_file, NEVER]):
        yield first
        if following == NEVER:
            return
        for number in itertools.count(1):
            begins = plus(first, ONE_YEAR, number)
            if plus_months(begins, 6) > following:
                break
            yield begins


def school_year_holds(question: Question, day: dt.date, *, first_day: bool) -> bool | None:
    """Whether the day lies in a school year that has begun; None where none on file reaches it.

    Decided: a year is begun after its first day, or on it where that counts too; the days
    between two years on file that follow each other lie in none.
    """
    district = question.world.district(question.unit.last_assignment.district_id)
    last_days: dict[dt.date, dt.date] = {}
    for year in district.school_years if district else ():
        last = last_days.get(year.first_day, year.last_day)
        last_days[year.first_day] = max(last, year.last_day)
    around = next(school_years(question, day))
    if around.first not in last_days:
        return None
    if day == around.first:
        return first_day
    if day <= last_days[around.first]:
        return True
    return False if plus_days(around.last, 1) in last_days else None
