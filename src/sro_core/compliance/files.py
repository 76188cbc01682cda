"""What is on file about one officer, dated by the day judged."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Final, NamedTuple

from sro_core.dates import in_force
from sro_core.models import (
    Completion,
    Course,
    Employment,
    License,
    LicenseState,
    Officer,
    Outcome,
    SessionState,
    Waiver,
)
from sro_core.registry import Index

__all__ = ["USABLE", "Catalogue", "Credit", "OfficerFile", "Selection", "under"]

# A member of an enumeration takes many times as long to look up as a name of the module.
_COMPLETED: Final = Outcome.COMPLETED


class Credit(NamedTuple):
    """A completion that counts as evidence.

    Attributes:
        day: Day of completion.
        completion_id: Its id, the order of those of one day.
        codes: Codes that its course had on that day.
        hours: Credited hours; None is not stated.
        course: The course.
    """

    day: dt.date
    completion_id: str
    codes: frozenset[str]
    hours: Decimal | None
    course: Course


class Selection:
    """Which courses may serve a part of a rule: by what they are, whoever completed them.

    Each is one of its own, so that it can be looked up fast.

    Attributes:
        codes: The codes under which a course is recognised.
        any_course: Whether a course without these codes may serve too.
        topical: Whether such a course must state what it teaches.
        takes: Whether a course serves that has some codes on a day; with more codes it
            serves no less.
    """

    __slots__ = ("any_course", "codes", "takes", "topical")

    def __init__(
        self,
        codes: frozenset[str],
        *,
        any_course: bool = False,
        topical: bool = False,
        takes: Callable[[Course, frozenset[str]], bool] | None = None,
    ) -> None:
        self.codes: frozenset[str] = codes
        self.any_course: bool = any_course
        self.topical: bool = topical
        self.takes: Callable[[Course, frozenset[str]], bool] = (
            takes if takes is not None else self._under_codes
        )

    def _under_codes(self, _course: Course, codes: frozenset[str]) -> bool:
        return self.any_course or not self.codes.isdisjoint(codes)


@lru_cache(maxsize=4096)
def under(codes: frozenset[str] | None) -> Selection:
    """The courses that have one of some codes; without codes, all."""
    return Selection(codes or frozenset(), any_course=codes is None)


class Catalogue:
    """The courses of a registry by the codes they carry, and the sessions that were cancelled."""

    __slots__ = ("_by_code", "_courses", "_selected", "_topical", "_undated", "cancelled")

    def __init__(self, index: Index) -> None:
        self._courses = index.courses
        self._by_code: dict[str, list[Course]] = {}
        for course in index.courses.values():
            for entry in course.codes:
                self._by_code.setdefault(entry.code, []).append(course)
        #: The codes of courses that carry them on every day.
        self._undated = {
            course.id: frozenset(entry.code for entry in course.codes)
            for course in index.courses.values()
            if all(entry.start is None and entry.end is None for entry in course.codes)
        }
        self._topical = [course for course in index.courses.values() if course.topics]
        self._selected: dict[Selection, dict[str, Course]] = {}
        self.cancelled: frozenset[str] = frozenset(
            item.id for item in index.sessions.values() if item.state is SessionState.CANCELLED
        )

    def select(self, selection: Selection) -> dict[str, Course]:
        """The courses that may serve on some day, by id."""
        found = self._selected.get(selection)
        if found is None:
            found = self._selected[selection] = {
                course.id: course
                for course in self._candidates(selection)
                if selection.takes(course, frozenset(entry.code for entry in course.codes))
            }
        return found

    def codes_always(self, course: Course) -> frozenset[str] | None:
        """The codes of a course that has the same ones on every day; None where days differ."""
        return self._undated.get(course.id)

    def _candidates(self, selection: Selection) -> Iterable[Course]:
        if selection.any_course and not selection.topical:
            return self._courses.values()
        coded = (
            course for code in sorted(selection.codes) for course in self._by_code.get(code, ())
        )
        return (*coded, *self._topical) if selection.any_course else coded


class OfficerFile:
    """Everything on file about one officer that is dated by the day judged."""

    __slots__ = (
        "_catalogue",
        "_done",
        "_selected",
        "employments",
        "officer",
        "reviews",
        "waivers",
    )

    def __init__(
        self, index: Index, catalogue: Catalogue, as_of: dt.date, officer: Officer
    ) -> None:
        self.officer: Officer = officer
        self.employments: tuple[Employment, ...] = officer.employments
        if len(officer.employments) > 1:
            self.employments = tuple(sorted(officer.employments, key=_EMPLOYED))
        self._catalogue = catalogue
        #: What was completed by the day judged, by course.
        self._done: dict[str, list[Completion]] = defaultdict(list)
        cancelled = catalogue.cancelled
        for item in index.completions_of.get(officer.id, ()):
            if (
                item.completed_on <= as_of
                and item.outcome is _COMPLETED
                and item.session_id not in cancelled
            ):
                self._done[item.course_id].append(item)
        self.waivers: dict[str, list[Waiver]] = {}
        for waiver in index.waivers_of.get(officer.id, ()):
            self.waivers.setdefault(waiver.requirement_id, []).append(waiver)
        self.reviews: dict[str, dt.date] = {}
        for review in index.plan_reviews_of.get(officer.id, ()):
            if review.reviewed_on <= as_of:
                first = self.reviews.get(review.plan_id, dt.date.max)
                self.reviews[review.plan_id] = min(first, review.reviewed_on)
        self._selected: dict[Selection, list[Credit]] = {}

    def credits(self, selection: Selection) -> list[Credit]:
        """The credits of courses that serve, by day."""
        found = self._selected.get(selection)
        if found is None:
            courses = self._catalogue.select(selection)
            found = self._selected[selection] = [
                credit
                for course_id in self._done.keys() & courses.keys()
                for credit in self._credits(courses[course_id], selection)
            ]
            if len(found) > 1:
                found.sort(key=_BY_DAY)
        return found

    def _credits(self, course: Course, selection: Selection) -> Iterator[Credit]:
        always = self._catalogue.codes_always(course)
        for item in self._done[course.id]:
            codes = always
            if codes is None:
                day = item.completed_on
                codes = frozenset(entry.code for entry in course.codes if in_force(entry, day))
                if not selection.takes(course, codes):
                    continue
            # by codes that it has on every day the course was selected in the first place
            hours = item.hours if item.hours is not None else course.hours
            yield tuple.__new__(Credit, (item.completed_on, item.id, codes, hours, course))

    @property
    def lost(self) -> bool:
        """Whether any license was suspended or revoked."""
        return any(entry.state not in USABLE for entry in self.officer.licenses)

    def held(self, kind: str, jurisdiction: str) -> list[License]:
        """The entries of a kind of license, by day; a catalogue code is of any jurisdiction."""
        anywhere = "." in kind
        found = [
            item
            for item in self.officer.licenses
            if item.kind == kind and (anywhere or item.jurisdiction == jurisdiction)
        ]
        if len(found) > 1:
            found.sort(key=_licensed)
        return found


#: The states of a license that holds.
USABLE: Final = frozenset((LicenseState.ACTIVE, LicenseState.CONDITIONAL))

_EMPLOYED: Final = attrgetter("start", "agency_id")
_BY_DAY: Final = attrgetter("day", "completion_id")


def _licensed(item: License) -> tuple[dt.date, dt.date]:
    return item.start, item.end or dt.date.max
