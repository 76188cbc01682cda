"""A registry in the making, into which faults are planted."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias, TypeVar

import attrs
from hypothesis import strategies as st

from sro_core.models import (
    LIST_OF,
    Adopter,
    Adoption,
    Agency,
    AgencyKind,
    Agreement,
    Assignment,
    Attestation,
    Completion,
    Course,
    CourseCode,
    District,
    DistrictKind,
    Employment,
    Enrollment,
    EnrollmentState,
    Meeting,
    Officer,
    Outcome,
    PlanKind,
    PlanReview,
    Record,
    Role,
    SafetyPlan,
    School,
    SchoolControl,
    SchoolLevel,
    SessionState,
    TrainingSession,
    Waiver,
    WaiverKind,
)
from sro_core.registry import Registry
from sro_core.testing._dates import KNOWN_AT, interesting_dates
from sro_core.testing._rule_dates import days_of

__all__ = ["CODE", "FACT", "SITTING", "Draft", "Planter", "Spot", "days", "sitting"]

T = TypeVar("T")
R = TypeVar("R", bound=Record)

#: A catalogue code, a fact and two requirements that the bundled packs know.
CODE: Final = "nasro.basic-sro"
FACT: Final = "us-mn.outside-school-day-only"
_DUTY: Final = "us-mn.sro-course"
_RECOMMENDED: Final = "us-mn.basic-voluntary"
#: Minutes of a day of class.
SITTING: Final = 480
#: Zones of places whose day is not always that of UTC.
_ZONES: Final = ("America/Chicago", "Pacific/Honolulu", "Pacific/Guam")


@attrs.frozen
class Spot:
    """Where a planted fault shows.

    Attributes:
        record: The record that has the problem.
        place: Pointer from the record on.
        also: Other places where the same fault shows.
    """

    record: Record
    place: str = ""
    also: tuple[Spot, ...] = ()


class Draft:
    """A valid registry, open for fresh records at drawn places.

    Fresh records name only fresh ones, so that they change nothing for the others.

    Attributes:
        day: The day around which the fresh records lie.
        as_of: The day to ask about, where the fault depends on it.
        known_at: The moment of knowledge to ask about, where the fault depends on it.
    """

    def __init__(self, draw: st.DrawFn, registry: Registry) -> None:
        self._draw = draw
        self._lists: dict[str, list[Any]] = {kind: list(items) for kind, items in registry.lists()}
        self._fresh: set[str] = set()
        self._id_style = self.pick("new-{}", "new/~{} \u00e4")
        self.day: dt.date = draw(interesting_dates())
        self.as_of: dt.date | None = None
        self.known_at: dt.datetime | None = None

    def pick(self, *options: T) -> T:
        """One of the options; the first is the simplest."""
        return self._draw(st.sampled_from(options))

    def mixed(self, *items: T) -> tuple[T, ...]:
        """The items in a drawn order."""
        return tuple(self._draw(st.permutations(items)))

    def _new_id(self) -> str:
        fresh = self._id_style.format(len(self._fresh) + 1)
        self._fresh.add(fresh)
        return fresh

    def new(self, record_type: type[R], **given: Any) -> R:
        """Put a fresh record somewhere into its list, and fresh ones that it needs.

        Args:
            record_type: What it is.
            given: Fields; those left out are plain and fit the given ones.
        """
        for name, usual in _USUAL[record_type].items():
            if name not in given:
                given[name] = usual(self, given)
        make: Any = record_type
        record: R = make(id=self._new_id(), **given)
        items = self._lists[LIST_OF[record_type]]
        items.insert(self._draw(st.integers(0, len(items))), record)
        return record

    def change(self, record: R, **changes: Any) -> R:
        """Put another record in the place of a fresh one."""
        return self.replace(record, attrs.evolve(record, **changes))  # type: ignore[misc]

    def replace(self, record: R, by: R) -> R:
        """Put another record in the place of a fresh one."""
        items = self._lists[LIST_OF[type(record)]]
        items[self._position(record)] = by
        return by

    def forget(self, fact: str) -> None:
        """Take out what the registry states of a fact, so that nothing fresh contradicts it."""
        self._lists["attestations"] = [
            item
            for item in self._lists["attestations"]
            if item.fact != fact or item.id in self._fresh
        ]

    def later(self, one: R, other: R) -> R:
        """The one of two records that stands later in their list."""
        return max(one, other, key=self._position)

    def _position(self, record: Record) -> int:
        items = self._lists[LIST_OF[type(record)]]
        return next(place for place, item in enumerate(items) if item.id == record.id)

    def pointer(self, spot: Spot) -> str:
        """The JSON pointer of a place in a record."""
        kind = LIST_OF[type(spot.record)]
        return f"/{kind}/{self._position(spot.record)}{spot.place}"

    def last_moment(self) -> dt.datetime:
        """A moment at which everything is on file, and every mark applies."""
        moments = [KNOWN_AT]
        for items in self._lists.values():
            for record in items:
                moments += [record.recorded_at] if record.recorded_at else []
                moments += [record.voided.at] if record.voided else []
        return max(moments)

    def last_day(self) -> dt.date:
        """A day on which nothing on file lies ahead."""
        found = [self.day]
        for items in self._lists.values():
            found += days_of(tuple(items))
            found += [record.recorded_at.date() for record in items if record.recorded_at]
        return max(found)

    def ask_on(self, day: dt.date) -> None:
        """Ask about a day, or a later one on which nothing on file lies ahead."""
        self.as_of = max(day, self.last_day())

    def registry(self) -> Registry:
        """What was made."""
        return Registry(**{kind: tuple(items) for kind, items in self._lists.items()})


Planter: TypeAlias = Callable[[Draft], Spot]


def days(number: int) -> dt.timedelta:
    """So many days."""
    return dt.timedelta(days=number)


def sitting(day: dt.date, zone: str, hour: int = 8, minutes: int = SITTING) -> Meeting:
    """A meeting on a day, by the clocks of a zone."""
    starts_at = dt.datetime.combine(day, dt.time(hour), zoneinfo.ZoneInfo(zone))
    ends_at = starts_at.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)
    return Meeting(starts_at=starts_at, ends_at=ends_at.astimezone(starts_at.tzinfo))


_Usual: TypeAlias = "Callable[[Draft, dict[str, Any]], Any]"


def _just(value: Any) -> _Usual:
    return lambda _draft, _given: value


def _day(draft: Draft, _given: dict[str, Any]) -> dt.date:
    return draft.day


def _fresh(record_type: type[Any]) -> _Usual:
    return lambda draft, _given: draft.new(record_type).id


def _employed(draft: Draft, given: dict[str, Any]) -> str:
    """An officer whom the agency employs from the first day of the assignment on."""
    employment = Employment(agency_id=given["agency_id"], start=given["start"])
    return draft.new(Officer, employments=(employment,)).id


def _one_day(draft: Draft, given: dict[str, Any]) -> tuple[Meeting, ...]:
    return (sitting(draft.day, given["time_zone"]),)


def _undisputed(draft: Draft, _given: dict[str, Any]) -> str:
    draft.forget(FACT)
    return FACT


#: The plain value of every field that a record cannot do without, in the order in which
#: one needs the other.
_USUAL: Final[Mapping[type[Any], Mapping[str, _Usual]]] = {
    Agency: {
        "name": _just("Agency"),
        "kind": _just(AgencyKind.POLICE),
        "jurisdiction": _just("US-MN"),
    },
    District: {
        "name": _just("District"),
        "jurisdiction": _just("US-MN"),
        "kind": _just(DistrictKind.PUBLIC),
    },
    School: {
        "district_id": _fresh(District),
        "name": _just("School"),
        "level": _just(SchoolLevel.HIGH),
        "control": _just(SchoolControl.PUBLIC),
    },
    Officer: {"employments": _just(())},
    Agreement: {
        "agency_id": _fresh(Agency),
        "district_id": _fresh(District),
        "start": _day,
        "signed_on": lambda _draft, given: given["start"],
    },
    Assignment: {
        "agency_id": _fresh(Agency),
        "district_id": _fresh(District),
        "start": _day,
        "officer_id": _employed,
        "role": _just(Role.SCHOOL_RESOURCE_OFFICER),
    },
    SafetyPlan: {
        "district_id": _fresh(District),
        "agency_id": _fresh(Agency),
        "kind": _just(PlanKind.THREAT_RESPONSE),
        "version": _just("1"),
        "start": _day,
    },
    PlanReview: {
        "officer_id": _fresh(Officer),
        "plan_id": _fresh(SafetyPlan),
        "reviewed_on": _day,
    },
    Course: {
        "title": _just("Course"),
        "provider": _just("Provider"),
        "codes": _just((CourseCode(code=CODE),)),
    },
    TrainingSession: {
        "course_id": _fresh(Course),
        "host": _just("Host"),
        "time_zone": lambda draft, _given: draft.pick(*_ZONES),
        "meetings": _one_day,
        "state": _just(SessionState.HELD),
    },
    Enrollment: {
        "session_id": lambda draft, _given: (
            draft.new(TrainingSession, state=SessionState.SCHEDULED).id
        ),
        "officer_id": _fresh(Officer),
        "state": _just(EnrollmentState.REGISTERED),
    },
    Completion: {
        "officer_id": _fresh(Officer),
        "course_id": _fresh(Course),
        "completed_on": _day,
        "outcome": _just(Outcome.COMPLETED),
    },
    Waiver: {
        "officer_id": _fresh(Officer),
        "requirement_id": _just(_DUTY),
        "kind": _just(WaiverKind.WAIVED),
        "granted_by": _just("Board"),
        "granted_on": _day,
        "start": _day,
        "reason": _just("hardship"),
    },
    Adoption: {
        "requirement_id": _just(_RECOMMENDED),
        "by": lambda draft, _given: Adopter(agency_id=draft.new(Agency).id),
        "start": _day,
    },
    Attestation: {
        "fact": _undisputed,
        "value": _just(True),
        "stated_by": _just("Chief"),
        "start": _day,
    },
}
