"""The school years of a district: those on file, and the years assumed around them.

Deadlines, renewals and conditions all ask here, so that they mean the same years.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from sro_core import dates
from sro_core.compliance.units import Unit
from sro_core.dates import Stretch
from sro_core.models import SchoolYear

__all__ = ["SchoolYears", "school_years_of"]

_FIRST_OF_JULY: Final = dt.date(2000, 7, 1)


class SchoolYears:
    """The school years of a district, without a gap.

    A year runs from its first day to the day before the next one's. Before the first
    and after the last one on file, and in a gap between two, years are counted from
    the first day of the nearest one before (of the first one, before it); in a gap none
    begins less than six months before the next one on file. Where none is on file they
    begin on 1 July.
    """

    __slots__ = ("_firsts", "_last_days")

    def __init__(self, years: Iterable[SchoolYear]) -> None:
        self._last_days = {
            year.first_day: year.last_day for year in sorted(years, key=lambda year: year.last_day)
        }
        self._firsts = sorted(self._last_days) or [_FIRST_OF_JULY]

    def containing(self, day: dt.date) -> Stretch:
        """The year that contains a day."""
        place = bisect_right(self._firsts, day)
        first = self._firsts[max(place - 1, 0)]
        year = dates.year_of(day, first)
        if not 0 < place < len(self._firsts):
            return year
        following = self._firsts[place]
        if year.start > first and _too_late(year.start, following):
            year = dates.year_of(dates.day_before(year.start), first)
        if _too_late(dates.day_after(year.end), following):
            return Stretch(year.start, dates.day_before(following))
        return year

    def is_on_file(self, first_day: dt.date) -> bool:
        """Whether a year that begins on this day is on file."""
        return first_day in self._last_days

    def last_day(self, first_day: dt.date) -> dt.date | None:
        """Last day of school of the year on file that begins on a day; None where none does."""
        return self._last_days.get(first_day)

    def in_session(self, day: dt.date, *, first_day: bool) -> bool | None:
        """Whether a school year has begun and not ended; None where none on file reaches the day.

        Args:
            day: The day.
            first_day: Whether a year has begun on its first day already.
        """
        year = self.containing(day)
        last_day = self.last_day(year.start)
        if last_day is None:
            return None
        if day <= last_day:
            return first_day or day > year.start
        return False if self.is_on_file(dates.day_after(year.end)) else None

    def counted_from(self, first_day: dt.date) -> dt.date | None:
        """The first day on file from which an assumed year is counted; None where none is."""
        if not self._last_days:
            return None
        return self._firsts[max(bisect_right(self._firsts, first_day) - 1, 0)]


def _too_late(anniversary: dt.date, following: dt.date) -> bool:
    """Whether no assumed year begins on an anniversary, for the next one on file is too near."""
    return dates.add(anniversary, months=6) > following


def school_years_of(unit: Unit) -> SchoolYears:
    """The school years of the district of a unit's last assignment."""
    found: SchoolYears | None = unit.alike.get("school_years")
    if found is None:
        years = unit.view.school_years_of(unit.assignments[-1].district_id)
        found = unit.alike["school_years"] = SchoolYears(years)
    return found
