"""The registry: every record of one place and time, in one immutable bundle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeVar

import attrs

from sro_core.errors import InvalidRecord
from sro_core.models import (
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
    Waiver,
)
from sro_core.models._frozen import is_tuple
from sro_core.problems import Problem, in_order, problem

__all__ = ["KINDS", "REFERENCES", "Index", "Registry", "references_of"]

#: The lists of a registry, in the order of the wire format, and what they hold.
KINDS: Final[Mapping[str, type[Any]]] = MappingProxyType(
    {
        "agencies": Agency,
        "districts": District,
        "schools": School,
        "officers": Officer,
        "agreements": Agreement,
        "assignments": Assignment,
        "safety_plans": SafetyPlan,
        "plan_reviews": PlanReview,
        "courses": Course,
        "sessions": TrainingSession,
        "enrollments": Enrollment,
        "completions": Completion,
        "waivers": Waiver,
        "adoptions": Adoption,
        "attestations": Attestation,
    }
)

#: Where a record names another: for each list, paths of attributes and the list they point
#: into. A path of two goes through a nested record, or through each of a tuple of them.
REFERENCES: Final[Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]] = MappingProxyType(
    {
        "agencies": (),
        "districts": (),
        "schools": ((("district_id",), "districts"),),
        "officers": ((("employments", "agency_id"), "agencies"),),
        "agreements": ((("agency_id",), "agencies"), (("district_id",), "districts")),
        "assignments": (
            (("officer_id",), "officers"),
            (("agency_id",), "agencies"),
            (("district_id",), "districts"),
            (("school_ids",), "schools"),
            (("agreement_id",), "agreements"),
        ),
        "safety_plans": ((("district_id",), "districts"), (("agency_id",), "agencies")),
        "plan_reviews": ((("officer_id",), "officers"), (("plan_id",), "safety_plans")),
        "courses": (),
        "sessions": ((("course_id",), "courses"),),
        "enrollments": ((("session_id",), "sessions"), (("officer_id",), "officers")),
        "completions": (
            (("officer_id",), "officers"),
            (("course_id",), "courses"),
            (("session_id",), "sessions"),
        ),
        "waivers": ((("officer_id",), "officers"),),
        "adoptions": (
            (("by", "agency_id"), "agencies"),
            (("by", "district_id"), "districts"),
            (("by", "agreement_id"), "agreements"),
        ),
        "attestations": (
            (("officer_id",), "officers"),
            (("assignment_id",), "assignments"),
            (("agency_id",), "agencies"),
            (("district_id",), "districts"),
            (("school_id",), "schools"),
            (("agreement_id",), "agreements"),
        ),
    }
)


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

    def as_known_at(self, moment: dt.datetime | None) -> Registry:
        """What was on file at a moment.

        Records that came on file later are left out, voided ones are removed
        unless the mark came later (then the mark is removed), and references to
        a voided record follow its `replaced_by`. A record that says nothing of
        when it was recorded was always known; the moment itself is included.

        Args:
            moment: A date-time with an offset; None applies every mark there is.
        """
        if moment is not None and moment.utcoffset() is None:
            raise InvalidRecord([problem("bad-date-time", "/known_at")])
        kept: dict[str, list[Any]] = {}
        replaced: dict[str, dict[str, str]] = {}
        for kind, records in self.lists():
            kept[kind], replaced[kind] = [], {}
            for record in records:
                if moment is not None and record.recorded_at and record.recorded_at > moment:
                    continue
                void = record.voided
                if void is None:
                    kept[kind].append(record)
                elif moment is not None and void.at > moment:
                    kept[kind].append(_without_mark(record))
                elif void.replaced_by is not None:
                    replaced[kind][record.id] = void.replaced_by
        for kind, records_kept in kept.items():
            for path, target in REFERENCES[kind]:
                if replaced[target]:
                    kept[kind] = records_kept = [
                        _redirect(record, path, replaced[target]) for record in records_kept
                    ]
        return Registry(**{kind: tuple(records) for kind, records in kept.items()})


def _list_problems(kind: str, records: Any) -> Iterator[Problem]:
    record_type = KINDS[kind]
    if not is_tuple(records):
        yield problem("wrong-type", f"/{kind}", expected="a tuple", found=type(records).__name__)
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


def _without_mark(record: Any) -> Any:
    return attrs.evolve(record, voided=None)


def _last_replacement(identifier: str, replaced: Mapping[str, str]) -> str:
    seen = {identifier}
    while (following := replaced.get(identifier)) is not None and following not in seen:
        seen.add(identifier := following)
    return identifier


def _redirect(record: Any, path: tuple[str, ...], replaced: Mapping[str, str]) -> Any:
    name, rest = path[0], path[1:]
    value = getattr(record, name)
    if value is None:
        return record
    if rest:
        if is_tuple(value):
            redirected: Any = tuple(_redirect(item, rest, replaced) for item in value)
        else:
            redirected = _redirect(value, rest, replaced)
    elif is_tuple(value):
        redirected = tuple(_last_replacement(item, replaced) for item in value)
    else:
        redirected = _last_replacement(value, replaced)
    return record if redirected == value else attrs.evolve(record, **{name: redirected})


def references_of(kind: str, record: Record) -> Iterator[tuple[str, str, str]]:
    """Every reference of a record: its pointer inside the record, the list and the id.

    Pointers use the names of the wire format.
    """
    for path, target in REFERENCES[kind]:
        for pointer, identifier in _values_at(record, path):
            yield pointer, target, identifier


def _values_at(record: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    name, rest = path[0], path[1:]
    value = getattr(record, name)
    if value is None:
        return
    places: list[tuple[str, Any]] = (
        [(f"/{name}/{position}", item) for position, item in enumerate(value)]
        if is_tuple(value)
        else [(f"/{name}", value)]
    )
    for pointer, item in places:
        if rest:
            for inner, identifier in _values_at(item, rest):
                yield pointer + inner, identifier
        else:
            yield pointer, item


_R = TypeVar("_R", bound=Record)


def _by_id(records: Iterable[_R]) -> dict[str, _R]:
    return {record.id: record for record in records}


def _grouped(records: Iterable[_R], name: str) -> dict[str, list[_R]]:
    groups: dict[str, list[_R]] = {}
    for record in sorted(records, key=lambda record: record.id):
        groups.setdefault(getattr(record, name), []).append(record)
    return groups


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
