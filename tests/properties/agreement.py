"""Holds the engine against the oracle, finding by finding and officer by officer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from oracle import report
from properties.given import report_of
from sro_core.findings import Report
from sro_core.testing import Situation

__all__ = ["differences"]

_FIELDS: Final = (
    "status",
    "due_on",
    "valid_until",
    "late_by_days",
    "binding",
    "level",
    "standing",
    "case",
)


def differences(situation: Situation, found: Report | None = None) -> list[str]:
    """What the engine and the oracle do not agree on; nothing where they agree in all respects.

    Args:
        situation: What both are asked.
        found: What the engine said, where that is known.
    """
    found = report_of(situation) if found is None else found
    answers, ready = report(
        situation.registry, situation.rulebook, situation.as_of, situation.known_at
    )
    engine = {
        finding.key: {
            **{name: getattr(finding, name) for name in _FIELDS},
            "missing": sorted(finding.missing),
            "contested": {(item.reading, item.status, item.due_on) for item in finding.contested},
        }
        for finding in found.findings
    }
    oracle = {
        key: {
            **{name: getattr(answer, name) for name in _FIELDS},
            "missing": sorted(answer.missing),
            "contested": set(answer.contested),
        }
        for key, answer in answers.items()
    }
    engine_ready = {
        officer_id: {
            "readiness": of_one.status,
            "standing": of_one.standing,
            "contested": of_one.contested,
            "assignments": dict(of_one.assignments),
        }
        for officer_id, of_one in found.readiness.items()
    }
    names = ("readiness", "standing", "contested", "assignments")
    oracle_ready = {
        officer_id: dict(zip(names, of_one, strict=True)) for officer_id, of_one in ready.items()
    }
    return [*_between(engine, oracle), *_between(engine_ready, oracle_ready)]


def _between(
    engine: Mapping[Any, Mapping[str, Any]], oracle: Mapping[Any, Mapping[str, Any]]
) -> Iterator[str]:
    for key in sorted(engine.keys() | oracle.keys()):
        ours, theirs = engine.get(key, {}), oracle.get(key, {})
        about = " ".join(filter(None, key)) if isinstance(key, tuple) else key
        for name in ours.keys() | theirs.keys():
            one, other = ours.get(name, "nothing"), theirs.get(name, "nothing")
            if one != other:
                yield f"{about}: {name} is {one} by the engine, {other} by the oracle"
