"""What is on file about one officer, dated by the day judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from operator import attrgetter
from typing import Any, Final, NamedTuple, TypeVar

from sro_core.dates import in_force
from sro_core.models import (
    Completion,
    Course,
    Employment,
    License,
    Officer,
    Outcome,
    SessionState,
    Waiver,
)
from sro_core.registry import Index

__all__ = ["Catalogue", "Credit", "OfficerFile"]

T = TypeVar("T")


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


class Catalogue:
    """The courses of a registry by the codes they carry, and the sessions that were cancelled."""

    __slots__ = ("_by_code", "_courses", "_under", "cancelled")

    def __init__(self, index: Index) -> None:
        self._courses = index.courses
        self._by_code: dict[str, list[str]] = {}
        for course in index.courses.values():
            for code in dict.fromkeys(entry.code for entry in course.codes):
                self._by_code.setdefault(code, []).append(course.id)
        self._under: dict[frozenset[str] | None, dict[str, Course]] = {}
        self.cancelled: frozenset[str] = frozenset(
            item.id for item in index.sessions.values() if item.state is SessionState.CANCELLED
        )

    def under(self, codes: frozenset[str] | None) -> dict[str, Course]:
        """The courses that carry one of the codes on some day, by id; without codes, all."""
        if codes is None:
            return self._courses
        found = self._under.get(codes)
        if found is None:
            ids = (name for code in sorted(codes) for name in self._by_code.get(code, ()))
            found = self._under[codes] = {name: self._courses[name] for name in ids}
        return found


def _codes_on(course: Course, day: dt.date) -> frozenset[str]:
    """The codes that a course had on a day."""
    return frozenset(entry.code for entry in course.codes if in_force(entry, day))


class OfficerFile:
    """Everything on file about one officer that is dated by the day judged."""

    __slots__ = (
        "_by_codes",
        "_catalogue",
        "_done",
        "employments",
        "licenses",
        "officer",
        "reviews",
        "waivers",
    )

    def __init__(
        self, index: Index, catalogue: Catalogue, as_of: dt.date, officer: Officer
    ) -> None:
        self.officer: Officer = officer
        self.employments: tuple[Employment, ...] = _sorted(officer.employments, _EMPLOYED)
        self.licenses: tuple[License, ...] = _sorted(officer.licenses, _licensed)
        self._catalogue = catalogue
        #: What was completed by the day judged, by course.
        self._done: dict[str, list[Completion]] = {}
        cancelled = catalogue.cancelled
        for item in index.completions_of.get(officer.id, ()):
            if (
                item.completed_on <= as_of
                and item.outcome is Outcome.COMPLETED
                and item.session_id not in cancelled
            ):
                self._done.setdefault(item.course_id, []).append(item)
        self.waivers: dict[str, list[Waiver]] = {}
        for waiver in index.waivers_of.get(officer.id, ()):
            self.waivers.setdefault(waiver.requirement_id, []).append(waiver)
        self.reviews: dict[str, dt.date] = {}
        for review in index.plan_reviews_of.get(officer.id, ()):
            if review.reviewed_on <= as_of:
                first = self.reviews.get(review.plan_id, dt.date.max)
                self.reviews[review.plan_id] = min(first, review.reviewed_on)
        self._by_codes: dict[frozenset[str] | None, list[Credit]] = {}

    def credits_under(self, codes: frozenset[str] | None) -> list[Credit]:
        """The credits with at least one of the codes, by day; without codes, all."""
        found = self._by_codes.get(codes)
        if found is None:
            courses = self._catalogue.under(codes)
            found = self._by_codes[codes] = sorted(
                (
                    credit
                    for course_id in self._done.keys() & courses.keys()
                    for credit in self._credits(courses[course_id], codes)
                ),
                key=_BY_DAY,
            )
        return found

    def _credits(self, course: Course, codes: frozenset[str] | None) -> Iterator[Credit]:
        for item in self._done[course.id]:
            carried = _codes_on(course, item.completed_on)
            if codes is None or not codes.isdisjoint(carried):
                hours = item.hours if item.hours is not None else course.hours
                yield Credit(item.completed_on, item.id, carried, hours, course)

    def held(self, kind: str, jurisdiction: str) -> list[License]:
        """The entries of a kind of license; a catalogue code is of any jurisdiction."""
        anywhere = "." in kind
        return [
            item
            for item in self.licenses
            if item.kind == kind and (anywhere or item.jurisdiction == jurisdiction)
        ]


def _sorted(items: tuple[T, ...], key: Callable[[T], Any]) -> tuple[T, ...]:
    return items if len(items) < 2 else tuple(sorted(items, key=key))


_EMPLOYED: Final = attrgetter("start", "agency_id")
_BY_DAY: Final = attrgetter("day", "completion_id")


def _licensed(item: License) -> tuple[dt.date, dt.date]:
    return item.start, item.end or dt.date.max
