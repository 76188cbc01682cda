"""What was on file at a moment."""

from __future__ import annotations

import datetime as dt
from typing import Any

import attrs

from sro_core.registry import Registry

LISTS = [field.name for field in attrs.fields(Registry)]

#: The attribute by which a record names another, and the list that one stands in.
POINTS_INTO = {
    "agency_id": "agencies",
    "district_id": "districts",
    "school_id": "schools",
    "school_ids": "schools",
    "officer_id": "officers",
    "agreement_id": "agreements",
    "assignment_id": "assignments",
    "plan_id": "safety_plans",
    "course_id": "courses",
    "session_id": "sessions",
}


def as_known_at(registry: Registry, moment: dt.datetime | None) -> Registry:
    """`Registry.as_known_at(t)` is what was on file at t.

    No `recorded_at` means always known; void marks later than t are removed;
    references follow `replaced_by`. With no `known_at`, all marks apply.
    `recorded_at` equal to `known_at` is known.
    """
    kept: dict[str, list[Any]] = {name: [] for name in LISTS}
    instead: dict[tuple[str, str], str] = {}
    for name in LISTS:
        for record in getattr(registry, name):
            recorded_at = record.recorded_at
            if moment is not None and recorded_at is not None and recorded_at > moment:
                continue
            void = record.voided
            if void is not None and (moment is None or void.at <= moment):
                if void.replaced_by is not None:
                    instead[name, record.id] = void.replaced_by
            else:
                kept[name].append(attrs.evolve(record, voided=None))
    return Registry(
        **{
            name: tuple(_with_references_followed(record, instead) for record in records)
            for name, records in kept.items()
        }
    )


def _with_references_followed(record: Any, instead: dict[tuple[str, str], str]) -> Any:
    changed: dict[str, Any] = {}
    for field in attrs.fields(type(record)):
        value = getattr(record, field.name)
        if field.name in POINTS_INTO and value is not None:
            target = POINTS_INTO[field.name]
            if isinstance(value, tuple):
                changed[field.name] = tuple(_followed(item, target, instead) for item in value)
            else:
                changed[field.name] = _followed(value, target, instead)
        elif field.name == "employments":
            changed[field.name] = tuple(_with_references_followed(item, instead) for item in value)
        elif field.name == "by":
            changed[field.name] = _with_references_followed(value, instead)
    return attrs.evolve(record, **changed)


def _followed(identifier: str, target: str, instead: dict[tuple[str, str], str]) -> str:
    passed = {identifier}
    while (target, identifier) in instead:
        identifier = instead[target, identifier]
        if identifier in passed:
            break
        passed.add(identifier)
    return identifier
