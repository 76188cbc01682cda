"""The choices behind a registry that makes sense: what is drawn, and all that is.

Numbers that stand for a record are its position, counted round and round.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import attrs

from sro_core.models import (
    AgreementKind,
    Course,
    EmploymentTime,
    FrozenMap,
    Json,
    License,
    Outcome,
    PlanKind,
    Role,
    School,
    SchoolYear,
    SessionState,
    Waiver,
)
from sro_core.rules.facts import AttestedFact
from sro_core.rules.packs import Level

__all__ = [
    "Career",
    "Choices",
    "Class",
    "Covering",
    "Deal",
    "Decision",
    "Known",
    "Lesson",
    "Past",
    "Place",
    "Plan",
    "Posting",
    "Recognition",
    "Result",
    "Review",
    "Seat",
    "Statements",
]


@attrs.frozen(kw_only=True)
class Place:
    """An agency or a district, whether its number is known, and which."""

    record: Any
    numbered: int
    school_years: tuple[SchoolYear, ...] = ()


@attrs.frozen(kw_only=True)
class Posting:
    """An assignment so many days after the last one, and perhaps a second one beside it."""

    district: int
    schools: int
    gap: int
    length: int | None
    role: Role
    hours: Decimal | None
    beside: Decimal | None
    named: bool


@attrs.frozen(kw_only=True)
class Career:
    """An officer of one agency: employed before, during and after the postings."""

    agency: int
    start: dt.date
    lead: int
    trail: int | None
    changes: bool
    before: int | None
    beside: EmploymentTime | None
    postings: list[Posting]
    licenses: list[License]
    numbered: bool


@attrs.frozen(kw_only=True)
class Covering:
    """How days of service are covered: each spell, or all as one; how early, cut after what."""

    by_spell: bool
    runs_on: bool
    lead: int
    cuts: list[int]


@attrs.frozen(kw_only=True)
class Deal:
    """The agreements of one agency and one district."""

    covering: Covering
    kind: AgreementKind | None
    signed_before: int
    reviewed: bool


@attrs.frozen(kw_only=True)
class Plan:
    """The versions of one plan."""

    pair: int
    kind: PlanKind
    covering: Covering


@attrs.frozen(kw_only=True)
class Review:
    """A version that an officer reviewed: the day before it began, on its first or last day."""

    officer: int
    plan: int
    day: int


@attrs.frozen(kw_only=True)
class Recognition:
    """A code of a course, and whether it holds from the first or to the last completion only."""

    code: str
    since: bool
    until: bool
    twice: bool


@attrs.frozen(kw_only=True)
class Lesson:
    """A course and its codes."""

    course: Course
    codes: list[Recognition]


@attrs.frozen(kw_only=True)
class Seat:
    """An officer's seat, what came of it, and how that is filed."""

    officer: int
    state: int
    attended: int
    hours_stated: bool
    on_last_day: bool
    names_session: bool


@attrs.frozen(kw_only=True)
class Class:
    """A session: when and where it meets, for how long beyond its course, and its seats."""

    course: int
    day: dt.date
    hour: dt.time
    zone: str
    state: SessionState
    more: int
    halves: bool
    announced: bool
    backwards: bool
    capacity: int
    walk_in: bool
    seats: list[Seat]


@attrs.frozen(kw_only=True)
class Result:
    """A completion of no session."""

    officer: int
    course: int
    day: dt.date
    hours: Decimal | None
    outcome: Outcome


@attrs.frozen(kw_only=True)
class Decision:
    """An adoption: by whom, of what, from when."""

    by: int
    requirement: int
    start: dt.date
    length: int | None
    due: Any


@attrs.frozen(kw_only=True)
class Statements:
    """Statements of one fact: all alike, each after the other, or each about another record."""

    how: int
    about: list[int]
    start: dt.date
    length: int


@attrs.frozen(kw_only=True)
class Past:
    """A copy of a record that was taken back, and whether another record still names it."""

    kind: int
    position: int
    replaced: bool
    named: bool


@attrs.frozen(kw_only=True)
class Known:
    """What a rulebook knows: requirements with their jurisdictions, facts, codes and topics."""

    requirements: tuple[tuple[str, str | None, Level], ...]
    facts: tuple[AttestedFact, ...]
    codes: tuple[str, ...]
    topics: tuple[str, ...]
    licenses: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Choices:
    """Everything that is drawn of one registry.

    Attributes:
        known: What the records may name.
        home: The jurisdiction of an agency or district that others need and nobody drew.
        max_officers: At most so many officers.
        first_fact: Of the known facts, the one that the first statements are of.
        marks: When records came on file, and their application data, in turn.
        id_style: How ids are written, with a letter for the list and a number.
        in_reverse: Whether the lists stand the other way round.
    """

    known: Known
    home: str
    max_officers: int
    agencies: list[Place]
    districts: list[Place]
    schools: list[tuple[School, int, bool]]
    careers: list[Career]
    deals: list[Deal]
    plans: list[Plan]
    reviews: list[Review]
    lessons: list[Lesson]
    classes: list[Class]
    results: list[Result]
    waivers: list[tuple[Waiver, int]]
    decisions: list[Decision]
    statements: list[Statements]
    first_fact: int
    pasts: list[Past]
    marks: list[tuple[int, FrozenMap[str, Json]]]
    id_style: str
    in_reverse: bool
