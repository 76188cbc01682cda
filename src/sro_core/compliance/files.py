"""What is on file about one officer, dated by the day judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from operator import attrgetter
from typing import Final, NamedTuple

from sro_core.dates import in_force
from sro_core.models import (
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


class _Taught(NamedTuple):
    """A course that carries some codes.

    Attributes:
        course: The course.
        codes: All its codes; None where they have days, so that each day is looked up.
    """

    course: Course
    codes: frozenset[str] | None

    def codes_on(self, day: dt.date) -> frozenset[str]:
        """The codes that the course had on a day."""
        if self.codes is not None:
            return self.codes
        return frozenset(entry.code for entry in self.course.codes if in_force(entry, day))


class Catalogue:
    """The courses of a registry by the codes they carry, and the sessions that were cancelled."""

    __slots__ = ("_by_codes", "_courses", "cancelled")

    def __init__(self, index: Index) -> None:
        self._courses = [
            _Taught(
                course,
                frozenset(entry.code for entry in course.codes)
                if all(entry.start is None and entry.end is None for entry in course.codes)
                else None,
            )
            for course in index.courses.values()
        ]
        self._by_codes: dict[frozenset[str] | None, dict[str, _Taught]] = {}
        self.cancelled: frozenset[str] = frozenset(
            item.id for item in index.sessions.values() if item.state is SessionState.CANCELLED
        )

    def under(self, codes: frozenset[str] | None) -> dict[str, _Taught]:
        """The courses that carry one of the codes on some day, by id; without codes, all."""
        found = self._by_codes.get(codes)
        if found is None:
            found = self._by_codes[codes] = {
                item.course.id: item
                for item in self._courses
                if codes is None or any(entry.code in codes for entry in item.course.codes)
            }
        return found


class OfficerFile:
    """Everything on file about one officer that is dated by the day judged."""

    __slots__ = (
        "_by_codes",
        "_catalogue",
        "_completions",
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
        self.employments: tuple[Employment, ...] = tuple(sorted(officer.employments, key=_EMPLOYED))
        self.licenses: tuple[License, ...] = tuple(sorted(officer.licenses, key=_licensed))
        self._catalogue = catalogue
        self._completions = [
            item
            for item in index.completions_of.get(officer.id, ())
            if item.completed_on <= as_of
            and item.outcome is Outcome.COMPLETED
            and item.session_id not in catalogue.cancelled
        ]
        self._completions.sort(key=_DONE)
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
            found = self._by_codes[codes] = list(self._credits(codes))
        return found

    def _credits(self, codes: frozenset[str] | None) -> Iterator[Credit]:
        under = self._catalogue.under(codes)
        for item in self._completions:
            taught = under.get(item.course_id)
            if taught is None:
                continue
            carried = taught.codes_on(item.completed_on)
            if codes is not None and taught.codes is None and codes.isdisjoint(carried):
                continue
            hours = item.hours if item.hours is not None else taught.course.hours
            yield Credit(item.completed_on, item.id, carried, hours, taught.course)

    def held(self, kind: str, jurisdiction: str) -> list[License]:
        """The entries of a kind of license; a catalogue code is of any jurisdiction."""
        anywhere = "." in kind
        return [
            item
            for item in self.licenses
            if item.kind == kind and (anywhere or item.jurisdiction == jurisdiction)
        ]


_EMPLOYED: Final = attrgetter("start", "agency_id")
_DONE: Final = attrgetter("completed_on", "id")


def _licensed(item: License) -> tuple[dt.date, dt.date]:
    return item.start, item.end or dt.date.max
