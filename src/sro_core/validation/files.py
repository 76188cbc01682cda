"""What is judged: the records that stand, found by id, with their places in the registry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Generic, Protocol, TypeVar

from sro_core import history
from sro_core.models import (
    KINDS,
    LIST_OF,
    Adoption,
    Agency,
    Agreement,
    Assignment,
    Attestation,
    Completion,
    Course,
    District,
    Enrollment,
    EnrollmentState,
    Held,
    Officer,
    PlanReview,
    Record,
    SafetyPlan,
    School,
    TrainingSession,
    Waiver,
)
from sro_core.problems import Problem, problem
from sro_core.registry import Registry
from sro_core.rules import Rulebook
from sro_core.validation.vocabulary import Vocabulary

__all__ = ["Files", "Shelf"]

R = TypeVar("R", bound=Record)


class Shelf(Generic[R]):
    """The records of one list that stand, by id.

    Args:
        records: Those that stand.
    """

    __slots__ = ("_by_id", "_records")

    def __init__(self, records: tuple[R, ...]) -> None:
        self._records = records
        self._by_id: dict[str, R] | None = None

    def __iter__(self) -> Iterator[R]:
        return iter(self._records)

    def by_id(self) -> Mapping[str, R]:
        """The records that stand by their ids."""
        # Made when first asked for: nothing names a completion, of which there are most.
        if self._by_id is None:
            self._by_id = {record.id: record for record in self._records}
        return self._by_id

    def find(self, record_id: str | None) -> R | None:
        """The record with an id; None where none stands."""
        return None if record_id is None else self.by_id().get(record_id)


class Files:
    """The records that stand, and the place of each in the registry.

    References are those of `Registry.as_known_at`: they follow replacements.

    Attributes:
        registry: The registry as it was given.
        words: What the rulebook knows.
        as_of: The day asked about, if any.
        known_at: The moment of knowledge, if any.
    """

    __slots__ = (
        "_completions",
        "_held",
        "_positions",
        "_seats",
        "_shelves",
        "adoptions",
        "agencies",
        "agreements",
        "as_of",
        "assignments",
        "attestations",
        "completions",
        "courses",
        "districts",
        "enrollments",
        "known_at",
        "officers",
        "plan_reviews",
        "registry",
        "safety_plans",
        "schools",
        "sessions",
        "waivers",
        "words",
    )

    def __init__(
        self,
        registry: Registry,
        rulebook: Rulebook,
        as_of: dt.date | None,
        known_at: dt.datetime | None,
    ) -> None:
        self.registry: Registry = registry
        self.words: Vocabulary = Vocabulary(rulebook)
        self.as_of: dt.date | None = as_of
        self.known_at: dt.datetime | None = known_at
        standing = history.as_known_at(dict(registry.lists()), known_at)
        self.agencies: Shelf[Agency] = Shelf(standing["agencies"])
        self.districts: Shelf[District] = Shelf(standing["districts"])
        self.schools: Shelf[School] = Shelf(standing["schools"])
        self.officers: Shelf[Officer] = Shelf(standing["officers"])
        self.agreements: Shelf[Agreement] = Shelf(standing["agreements"])
        self.assignments: Shelf[Assignment] = Shelf(standing["assignments"])
        self.safety_plans: Shelf[SafetyPlan] = Shelf(standing["safety_plans"])
        self.plan_reviews: Shelf[PlanReview] = Shelf(standing["plan_reviews"])
        self.courses: Shelf[Course] = Shelf(standing["courses"])
        self.sessions: Shelf[TrainingSession] = Shelf(standing["sessions"])
        self.enrollments: Shelf[Enrollment] = Shelf(standing["enrollments"])
        self.completions: Shelf[Completion] = Shelf(standing["completions"])
        self.waivers: Shelf[Waiver] = Shelf(standing["waivers"])
        self.adoptions: Shelf[Adoption] = Shelf(standing["adoptions"])
        self.attestations: Shelf[Attestation] = Shelf(standing["attestations"])
        self._shelves: Mapping[str, Shelf[Any]] = {kind: getattr(self, kind) for kind in KINDS}
        self._positions: dict[str, dict[str, int]] = {}
        self._held: dict[str, Held | None] = {}
        self._seats: dict[str, list[Enrollment]] | None = None
        self._completions: dict[str, list[Completion]] | None = None

    def shelves(self) -> Iterator[tuple[str, Shelf[Any]]]:
        """Each list of records that stand with its name, in the order of the wire format."""
        yield from self._shelves.items()

    def problem(self, code: str, record: Record, place: str = "", **params: object) -> Problem:
        """A problem of a record, at a place in it.

        Args:
            code: The code.
            record: The record, one of those that stand or one that was taken back.
            place: JSON pointer from the record on; empty for the whole record.
            params: The parameters of the code's sentence.
        """
        kind = LIST_OF[type(record)]
        if kind not in self._positions:
            records = getattr(self.registry, kind)
            self._positions[kind] = {item.id: place for place, item in enumerate(records)}
        pointer = f"/{kind}/{self._positions[kind][record.id]}{place}"
        return problem(code, pointer, record_id=record.id, **params)

    def held(self, session: TrainingSession) -> Held | None:
        """When and how long a session meets; None where its meetings do not say."""
        if session.id not in self._held:
            self._held[session.id] = session.held()
        return self._held[session.id]

    def seats_in(self, session: TrainingSession) -> list[Enrollment]:
        """The seats of a session."""
        if self._seats is None:
            self._seats = _by_session(self.enrollments)
        return self._seats.get(session.id, [])

    def completions_in(self, session: TrainingSession) -> list[Completion]:
        """The completions that name a session."""
        if self._completions is None:
            self._completions = _by_session(self.completions)
        return self._completions.get(session.id, [])

    def seat_of_each(self, session: TrainingSession) -> dict[str, Enrollment]:
        """Each officer's seat in a session; a withdrawn one only where there is no other."""
        found: dict[str, Enrollment] = {}
        for seat in self.seats_in(session):
            if seat.officer_id not in found or seat.state is not EnrollmentState.WITHDRAWN:
                found[seat.officer_id] = seat
        return found


class _InSession(Protocol):
    @property
    def session_id(self) -> str | None: ...


_S = TypeVar("_S", bound=_InSession)


def _by_session(records: Iterable[_S]) -> dict[str, list[_S]]:
    found: dict[str, list[_S]] = {}
    for record in records:
        if record.session_id is not None:
            found.setdefault(record.session_id, []).append(record)
    return found
