"""The library's three questions, with the bundled rule packs where none are given."""

from __future__ import annotations

import datetime as dt

from sro_core import compliance, packs, validation
from sro_core.findings import Report
from sro_core.problems import Problem
from sro_core.registry import Registry
from sro_core.rules.rulebook import Rulebook

__all__ = ["evaluate", "rulebook", "validate"]


def evaluate(
    registry: Registry,
    *,
    as_of: dt.date,
    known_at: dt.datetime | None = None,
    rulebook: Rulebook | None = None,
) -> Report:
    """Judge a registry on one day: every finding, and each officer's readiness.

    Args:
        registry: The registry.
        as_of: The day judged; evidence dated later does not count.
        known_at: A moment with an offset; only what was on file then is judged.
            None takes all there is.
        rulebook: The packs to judge by; None takes those that ship with the
            library.

    Raises:
        InvalidRecord: `as_of` is no date, or `known_at` has no offset.
        InvalidPack: Requirements of a pack that was built in Python wait for each other.
    """
    book = packs.bundled() if rulebook is None else rulebook
    return compliance.evaluate(registry, as_of=as_of, known_at=known_at, rulebook=book)


def rulebook(*, installed: bool = False) -> Rulebook:
    """The packs that ship with the library.

    Args:
        installed: Whether to add the packs that installed packages offer through
            the entry-point group `sro_core.rule_packs`.

    Raises:
        InvalidPack: An installed pack cannot be used.
    """
    return packs.rulebook(installed=installed)


def validate(
    registry: Registry,
    *,
    as_of: dt.date | None = None,
    known_at: dt.datetime | None = None,
    rulebook: Rulebook | None = None,
) -> tuple[Problem, ...]:
    """What a registry says that cannot be right across its records; whatever it says, no error.

    Records that were taken back are not judged, and references follow what
    replaced them.

    Args:
        registry: The registry.
        as_of: The day that will be asked about; then what lies after it is noticed.
        known_at: The moment of knowledge that will be asked about: only what was on
            file then is judged, and what came later is noticed.
        rulebook: The packs whose codes, requirements and facts are known; None
            takes those that ship with the library.

    Returns:
        The problems, by pointer and code; empty where there are none.

    Raises:
        InvalidRecord: `as_of` is no date, or `known_at` has no offset.
    """
    book = packs.bundled() if rulebook is None else rulebook
    return validation.validate(registry, rulebook=book, as_of=as_of, known_at=known_at)
