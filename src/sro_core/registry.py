"""The registry: every record of one place and time, in one immutable bundle."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any, Final, TypeVar

import attrs

from sro_core import history
from sro_core.errors import InvalidRecord
from sro_core.history import Change, last_replacement, require_moment
from sro_core.models import (
    KINDS,
    LIST_OF,
    REFERENCES,
    SINGULAR,
    Adoption,
    Agency,
    Agreement,
    Assignment,
    Attestation,
    Completion,
    Course,
    District,
    Enrollment,
    Officer,
    PlanReview,
    Record,
    SafetyPlan,
    School,
    TrainingSession,
    Void,
    Waiver,
    references_of,
)
from sro_core.models._frozen import is_tuple
from sro_core.problems import Problem, in_order, problem

__all__ = ["Index", "Registry"]

_R = TypeVar("_R", bound=Record)
_ID: Final = attrgetter("id")


@attrs.frozen(kw_only=True, repr=False)
class Registry:
    """One immutable bundle of records, each list with ids unique in it.

    Raises:
        InvalidRecord: Two records of one list share an id, or a list holds
            something else than its records.
    """

    agencies: tuple[Agency, ...] = ()
    districts: tuple[District, ...] = ()
    schools: tuple[School, ...] = ()
    officers: tuple[Officer, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    safety_plans: tuple[SafetyPlan, ...] = ()
    plan_reviews: tuple[PlanReview, ...] = ()
    courses: tuple[Course, ...] = ()
    sessions: tuple[TrainingSession, ...] = ()
    enrollments: tuple[Enrollment, ...] = ()
    completions: tuple[Completion, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    adoptions: tuple[Adoption, ...] = ()
    attestations: tuple[Attestation, ...] = ()

    def __attrs_post_init__(self) -> None:
        problems = [found for kind in KINDS for found in _list_problems(kind, getattr(self, kind))]
        if problems:
            raise InvalidRecord(in_order(problems))

    def __repr__(self) -> str:
        counts = ", ".join(f"{kind}={len(records)}" for kind, records in self.lists() if records)
        return f"Registry({counts})"

    def lists(self) -> Iterator[tuple[str, tuple[Record, ...]]]:
        """Each list with its name, in the order of the wire format."""
        for kind in KINDS:
            yield kind, getattr(self, kind)

    @classmethod
    def build(cls, **lists: Iterable[Any]) -> Registry:
        """Make a registry from records, or from plain mappings such as rows of a database.

        Mappings have the keys and values of the wire format; dates, date-times
        and decimals may also be Python's own.

        Args:
            lists: The lists of a registry by name; one left out is empty.

        Raises:
            InvalidDocument: With every problem found, as when reading a file.
        """
        # Loaded here so that using records does not load the converter.
        from sro_core.strict import structure_lists

        return cls(**structure_lists(lists, KINDS))

    def find(self, kind: type[_R], record_id: str) -> _R | None:
        """The record of a class with an id, also one that was taken back; None if there is none.

        It looks through the list: whoever asks often uses an `Index`.
        """
        return next((item for item in getattr(self, LIST_OF[kind]) if item.id == record_id), None)

    def with_records(self, *records: Record) -> Registry:
        """A registry with more records; each goes to the end of its list.

        Args:
            records: The records. They may name each other and what is on file.

        Raises:
            InvalidRecord: An id is taken, or a record names another that is not on
                file or was taken back. It holds every problem, with pointers into the
                registry that would have come of it.
        """
        return self._changed(added=records)

    def without(self, *records: Record, at: dt.datetime, by: str, reason: str) -> Registry:
        """A registry in which records are taken back; they stay on file with the mark.

        Args:
            records: Records of this registry, together with all that name them.
            at: When they are taken back.
            by: By whom, as a role or office.
            reason: Why.

        Raises:
            InvalidRecord: A record is not on file, was taken back already, came on file
                later, or is named by one that stays. It holds every problem, with
                pointers into the registry that would have come of it.
        """
        return self._changed(taken_back=records, void=Void(at=at, by=by, reason=reason))

    def with_correction(
        self, record: _R, *, of: _R, at: dt.datetime, by: str, reason: str
    ) -> Registry:
        """A registry in which one record stands in the place of another.

        The other one is taken back and stays on file; what names it then means the
        new one.

        Args:
            record: The right record, under an id of its own. It comes on file at
                `at`, which its `recorded_at` says or leaves out.
            of: The wrong one, a record of this registry.
            at: When it is corrected.
            by: By whom, as a role or office.
            reason: Why.

        Raises:
            InvalidRecord: The wrong record is not on file, was taken back already or
                came on file later; the right one is of another kind, was taken back,
                has an id that is taken, another `recorded_at`, or names what is not on
                file. It holds every problem, with pointers into the registry that
                would have come of it.
        """
        kind = _list_of(record)
        if type(record) is not type(of):
            expected, found = f"one {type(record).__name__}", type(of).__name__
            raise InvalidRecord([problem("wrong-type", expected=expected, found=found)])
        void = Void(at=at, by=by, reason=reason, replaced_by=record.id)
        pointer = f"/{kind}/{len(getattr(self, kind))}"
        said: dict[str, Any] = {"record_id": record.id}
        problems: list[Problem] = []
        if record.recorded_at not in (None, void.at):
            problems.append(problem("recorded-apart", f"{pointer}/recorded_at", **said))
        if record.voided is not None:
            said |= {"kind": SINGULAR[kind], "id": record.id}
            problems.append(problem("reference-to-voided", pointer, **said))
        right: Any = attrs.evolve(record, recorded_at=void.at, voided=None)  # type: ignore[misc]
        return self._changed(added=[right], taken_back=[of], void=void, problems=problems)

    def _changed(
        self,
        *,
        added: Iterable[Record] = (),
        taken_back: Iterable[Record] = (),
        void: Void | None = None,
        problems: Iterable[Problem] = (),
    ) -> Registry:
        """The registry with more records and with a mark on others; or every problem."""
        new, gone = _by_list(added), _by_list(taken_back)
        lists: dict[str, list[Any]] = {kind: list(records) for kind, records in self.lists()}
        found = list(problems)
        for kind, records in gone.items():
            found += _take_back(kind, lists[kind], records, void)
        for kind, records in new.items():
            lists[kind] += records
            found += _list_problems(kind, tuple(lists[kind]))
            found += _replaced_by_nothing(kind, lists[kind], len(records))
        found += _dangling(lists, new, gone)
        if found:
            raise InvalidRecord(in_order(found))
        return attrs.evolve(self, **{kind: tuple(lists[kind]) for kind in {*new, *gone}})

    def as_known_at(self, moment: dt.datetime | None) -> Registry:
        """What was on file at a moment.

        Records that came on file later are left out, voided ones are removed
        unless the mark came later (then the mark is removed), and references to
        a voided record follow its `replaced_by`. A record that says nothing of
        when it was recorded was always known; the moment itself is included.

        Args:
            moment: A date-time with an offset; None applies every mark there is.
        """
        if moment is not None:
            moment = require_moment(moment, "known_at")
        lists = dict(self.lists())
        known = history.as_known_at(lists, moment)
        if all(known[kind] is records for kind, records in lists.items()):
            return self
        return Registry(**known)

    def changes_between(self, since: dt.datetime, until: dt.datetime) -> tuple[Change, ...]:
        """What came on file or was taken back after one moment and up to another.

        What was on file at `since`, with what was recorded and without what was
        voided or replaced, is what was on file at `until`. A record that does not
        say when it was recorded was always there.

        Args:
            since: A date-time with an offset; what happened at that moment is left out.
            until: A date-time with an offset, included.

        Returns:
            The changes by moment, then in the order of the wire format and by id.

        Raises:
            InvalidRecord: A moment has no offset, or the second comes before the first.
        """
        return history.changes_between(dict(self.lists()), since, until)


def _list_of(record: Record) -> str:
    """The name of the list a record belongs to; what is no record is refused."""
    kind = LIST_OF.get(type(record))
    if kind is None:
        found = type(record).__name__
        raise InvalidRecord([problem("wrong-type", expected="a record", found=found)])
    return kind


def _by_list(records: Iterable[Record]) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = {}
    for record in records:
        groups.setdefault(_list_of(record), []).append(record)
    return groups


def _places(records: Iterable[Record]) -> dict[str, int]:
    return {record.id: place for place, record in enumerate(records)}


def _take_back(
    kind: str, items: list[Any], records: Iterable[Record], void: Void | None
) -> list[Problem]:
    """Mark records in their list; the problems of those that cannot be marked are returned."""
    problems: list[Problem] = []
    places = _places(items)
    for record in records:
        place = places.get(record.id)
        if place is None or items[place] != record or record.voided is not None:
            problems.append(problem("not-on-file", record_id=record.id, id=record.id))
            continue
        try:
            items[place] = attrs.evolve(items[place], voided=void)
        except InvalidRecord as error:
            problems += (
                attrs.evolve(item, pointer=f"/{kind}/{place}{item.pointer}", record_id=record.id)
                for item in error.problems
            )
    return problems


def _replaced(items: Iterable[Record]) -> dict[str, str]:
    return {
        item.id: item.voided.replaced_by
        for item in items
        if item.voided is not None and item.voided.replaced_by is not None
    }


def _replaced_by_nothing(kind: str, items: list[Any], count: int) -> Iterator[Problem]:
    """The last records of a list, where they are replaced by none in it, or in a circle."""
    places, replaced = _places(items), _replaced(items)
    for place in range(len(items) - count, len(items)):
        record = items[place]
        following = None if record.voided is None else record.voided.replaced_by
        if following is None:
            continue
        pointer = f"/{kind}/{place}/voided/replaced_by"
        said = {"record_id": record.id, "id": following}
        if following not in places:
            yield problem("unknown-reference", pointer, kind=SINGULAR[kind], **said)
        elif last_replacement(following, replaced) in replaced:
            yield problem("replacement-circle", pointer, **said)


def _dangling(
    lists: Mapping[str, list[Any]],
    new: Mapping[str, list[Record]],
    gone: Mapping[str, list[Record]],
) -> Iterator[Problem]:
    """References of what is new, and to what is gone, that lead to no record that stands."""
    on_file = {kind: _places(items) for kind, items in lists.items()}
    stands = {
        kind: {item.id for item in items if item.voided is None} for kind, items in lists.items()
    }
    replaced = {kind: _replaced(items) for kind, items in lists.items()}
    ids_gone = {kind: {record.id for record in gone.get(kind, ())} for kind in lists}
    for kind, items in lists.items():
        first_new = len(items) - len(new.get(kind, ()))
        may_name_what_is_gone = any(ids_gone[target] for _path, target in REFERENCES[kind])
        for place in range(0 if may_name_what_is_gone else first_new, len(items)):
            record = items[place]
            if record.voided is not None:
                continue
            for inside, target, named in references_of(kind, record):
                identifier = last_replacement(named, replaced[target])
                concerned = place >= first_new or identifier in ids_gone[target]
                if not concerned or identifier in stands[target]:
                    continue
                taken_back = identifier in on_file[target]
                yield problem(
                    "reference-to-voided" if taken_back else "unknown-reference",
                    f"/{kind}/{place}{inside}",
                    record_id=record.id,
                    kind=SINGULAR[target],
                    id=identifier,
                )


def _list_problems(kind: str, records: Any) -> Iterator[Problem]:
    record_type = KINDS[kind]
    if not is_tuple(records):
        yield problem("wrong-type", f"/{kind}", expected="a tuple", found=type(records).__name__)
        return
    if set(map(type, records)) <= {record_type} and len(set(map(_ID, records))) == len(records):
        return
    first: dict[str, int] = {}
    for position, record in enumerate(records):
        pointer = f"/{kind}/{position}"
        if type(record) is not record_type:
            expected = f"one {record_type.__name__}"
            yield problem("wrong-type", pointer, expected=expected, found=type(record).__name__)
        elif first.setdefault(record.id, position) != position:
            yield problem(
                "duplicate-id",
                f"{pointer}/id",
                record_id=record.id,
                kind=kind,
                id=record.id,
                first=f"/{kind}/{first[record.id]}",
            )


def _by_id(records: Iterable[_R]) -> dict[str, _R]:
    return {record.id: record for record in records}


def _grouped(records: Iterable[_R], name: str) -> dict[str, list[_R]]:
    groups: dict[str, list[_R]] = defaultdict(list)
    belongs_to = attrgetter(name)
    for record in records:
        groups[belongs_to(record)].append(record)
    for group in groups.values():
        if len(group) > 1:
            group.sort(key=_ID)
    return dict(groups)


class Index:
    """Records by id and by what they belong to, for those who ask many questions.

    Groups are in the order of their ids, so that no answer depends on the order
    of the registry's lists.
    """

    __slots__ = (
        "agencies",
        "agreements",
        "assignments",
        "assignments_of",
        "completions_of",
        "courses",
        "districts",
        "officers",
        "plan_reviews_of",
        "registry",
        "safety_plans",
        "schools",
        "sessions",
        "waivers_of",
    )

    def __init__(self, registry: Registry) -> None:
        self.registry: Registry = registry
        self.agencies: dict[str, Agency] = _by_id(registry.agencies)
        self.districts: dict[str, District] = _by_id(registry.districts)
        self.schools: dict[str, School] = _by_id(registry.schools)
        self.officers: dict[str, Officer] = _by_id(registry.officers)
        self.agreements: dict[str, Agreement] = _by_id(registry.agreements)
        self.assignments: dict[str, Assignment] = _by_id(registry.assignments)
        self.courses: dict[str, Course] = _by_id(registry.courses)
        self.sessions: dict[str, TrainingSession] = _by_id(registry.sessions)
        self.safety_plans: dict[str, SafetyPlan] = _by_id(registry.safety_plans)
        self.assignments_of: dict[str, list[Assignment]] = _grouped(
            registry.assignments, "officer_id"
        )
        self.completions_of: dict[str, list[Completion]] = _grouped(
            registry.completions, "officer_id"
        )
        self.plan_reviews_of: dict[str, list[PlanReview]] = _grouped(
            registry.plan_reviews, "officer_id"
        )
        self.waivers_of: dict[str, list[Waiver]] = _grouped(registry.waivers, "officer_id")

    def jurisdiction_of(self, assignment: Assignment, *, by_agency: bool) -> str | None:
        """The jurisdiction of an assignment's agency, or of its district.

        That of the other one where one is not on file; None where neither is.
        """
        agency = self.agencies.get(assignment.agency_id)
        district = self.districts.get(assignment.district_id)
        party = (agency or district) if by_agency else (district or agency)
        return party.jurisdiction if party is not None else None
