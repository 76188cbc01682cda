"""The lists of a registry, what each holds, and which record names which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from sro_core.models._frozen import is_tuple
from sro_core.models._record import Record
from sro_core.models.agencies import Agency, District, School
from sro_core.models.assignments import Agreement, Assignment
from sro_core.models.completion import Completion
from sro_core.models.decisions import Adoption, Attestation, Waiver
from sro_core.models.officers import Officer
from sro_core.models.plans import PlanReview, SafetyPlan
from sro_core.models.training import Course, Enrollment, TrainingSession

__all__ = ["KINDS", "LIST_OF", "REFERENCES", "SINGULAR", "ids_at", "references_of"]

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

#: The list in which each class of record stands.
LIST_OF: Final[Mapping[type[Any], str]] = MappingProxyType(
    {kind: name for name, kind in KINDS.items()}
)

#: What one record of a list is called in a sentence.
SINGULAR: Final[Mapping[str, str]] = MappingProxyType(
    {
        kind: {"agencies": "agency"}.get(kind, kind.removesuffix("s").replace("_", " "))
        for kind in KINDS
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


def references_of(kind: str, record: Record) -> Iterator[tuple[str, str, str]]:
    """Every reference of a record: its pointer inside the record, the list and the id.

    Pointers use the names of the wire format.
    """
    for path, target in REFERENCES[kind]:
        for pointer, identifier in ids_at(record, path):
            yield pointer, target, identifier


def ids_at(record: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The ids at one path of `REFERENCES`, each with its pointer inside the record."""
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
            for inner, identifier in ids_at(item, rest):
                yield pointer + inner, identifier
        else:
            yield pointer, item
