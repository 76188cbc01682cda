"""Runs every check and puts what they find in the promised order."""

from __future__ import annotations

from typing import Final

from sro_core.problems import Problem, in_order
from sro_core.registry import Registry
from sro_core.validation import checks
from sro_core.validation.files import Files

__all__ = ["validate"]

_CHECKS: Final = (
    checks.unknown_references,
    checks.completions_of_cancelled_sessions,
    checks.schools_of_other_districts,
    checks.nces_ids_of_other_districts,
    checks.attestations_that_disagree,
    checks.assignments_outside_employment,
)


def validate(registry: Registry) -> tuple[Problem, ...]:
    """All problems of a registry, by pointer and code; never raises.

    Records that are voided are not judged: the mark says that they were wrong.
    """
    files = Files(registry)
    return in_order(found for check in _CHECKS for found in check(files))
