"""What is on file about one officer, dated by the day judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

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

__all__ = ["Credit", "OfficerFile"]


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


class OfficerFile:
    """Everything on file about one officer that is dated by the day judged."""

    __slots__ = ("_by_codes", "credits", "employments", "licenses", "officer", "reviews", "waivers")

    def __init__(self, index: Index, as_of: dt.date, officer: Officer) -> None:
        self.officer: Officer = officer
        self.employments: tuple[Employment, ...] = tuple(
            sorted(officer.employments, key=lambda item: (item.start, item.agency_id))
        )
        self.licenses: tuple[License, ...] = tuple(
            sorted(officer.licenses, key=lambda item: (item.start, item.end or dt.date.max))
        )
        self.credits: list[Credit] = sorted(
            _credits(index, officer.id, as_of), key=lambda item: item[:2]
        )
        self.waivers: dict[str, list[Waiver]] = {}
        for waiver in index.waivers_of.get(officer.id, ()):
            self.waivers.setdefault(waiver.requirement_id, []).append(waiver)
        self.reviews: dict[str, dt.date] = {}
        for review in index.plan_reviews_of.get(officer.id, ()):
            if review.reviewed_on <= as_of:
                first = self.reviews.get(review.plan_id, dt.date.max)
                self.reviews[review.plan_id] = min(first, review.reviewed_on)
        self._by_codes: dict[frozenset[str], list[Credit]] = {}

    def credits_under(self, codes: frozenset[str]) -> list[Credit]:
        """The credits with at least one of the codes, by day."""
        found = self._by_codes.get(codes)
        if found is None:
            found = [item for item in self.credits if not codes.isdisjoint(item.codes)]
            self._by_codes[codes] = found
        return found

    def held(self, kind: str, jurisdiction: str) -> list[License]:
        """The entries of a kind of license; a catalogue code is of any jurisdiction."""
        anywhere = "." in kind
        return [
            item
            for item in self.licenses
            if item.kind == kind and (anywhere or item.jurisdiction == jurisdiction)
        ]


def _credits(index: Index, officer_id: str, as_of: dt.date) -> Iterator[Credit]:
    for item in index.completions_of.get(officer_id, ()):
        if item.outcome is not Outcome.COMPLETED or item.completed_on > as_of:
            continue
        course = index.courses.get(item.course_id)
        session = index.sessions.get(item.session_id) if item.session_id else None
        if course is None or (session is not None and session.state is SessionState.CANCELLED):
            continue
        codes = frozenset(
            entry.code for entry in course.codes if in_force(entry, item.completed_on)
        )
        hours = item.hours if item.hours is not None else course.hours
        yield Credit(item.completed_on, item.id, codes, hours, course)
