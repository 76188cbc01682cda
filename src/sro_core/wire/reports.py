"""A report as one JSON document, format `sro-core/report`, version 1."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import attrs

from sro_core.findings import Explanation, Finding, Readiness, Report, Step
from sro_core.packs import is_bundled, pack_sha256
from sro_core.rules.packs import Pack
from sro_core.strict import plain
from sro_core.wire.registries import registry_sha256

__all__ = [
    "EXPLANATION_KEYS",
    "FORMAT",
    "PACK_KEYS",
    "SOURCE_KEYS",
    "VERSION",
    "report_document",
]

FORMAT: Final = "sro-core/report"
VERSION: Final = 1

#: What a report says of a pack, of its sources and in an explanation, in their own words.
PACK_KEYS: Final = (
    "id",
    "edition",
    "title",
    "jurisdiction",
    "confidence",
    "researched_from",
    "verified_through",
)
SOURCE_KEYS: Final = ("citation", "url", "checked", "confidence")
EXPLANATION_KEYS: Final = ("title", "summary", "citation", "steps", "sources", "notes")


def report_document(report: Report, *, explain: bool = False) -> dict[str, Any]:
    """A report as plain values; the hash of what was judged is made here.

    It is the hash of what was on file at the moment of knowledge, so that a registry that
    has grown since still gives the report of that moment, byte for byte.

    Args:
        report: The report.
        explain: Whether each finding carries its explanation.
    """
    explained: Callable[[Finding], Explanation] | None = (
        report.explainer(report) if explain else None
    )
    answered = {finding.requirement_id.rpartition(".")[0] for finding in report.findings}
    return {
        "format": FORMAT,
        "version": VERSION,
        "as_of": plain(report.as_of),
        "known_at": plain(report.known_at),
        "registry_sha256": registry_sha256(report.registry.as_known_at(report.known_at)),
        "packs": [
            _pack(pack, report.rulebook.preferred, answered=pack.id in answered)
            for pack in report.rulebook.packs
        ],
        "findings": [
            _finding(finding, explained(finding) if explained is not None else None)
            for finding in report.findings
        ],
        "readiness": {
            officer_id: _readiness(item) for officer_id, item in report.readiness.items()
        },
    }


def _said(record: Any, keys: Iterable[str]) -> dict[str, Any]:
    return {key: plain(getattr(record, key)) for key in keys}


def _all_said(record: Any) -> dict[str, Any]:
    """What an answer says under each of its names, also where that is nothing."""
    return _said(record, (field.name for field in attrs.fields(type(record))))


def _finding(finding: Finding, explanation: Explanation | None) -> dict[str, Any]:
    document = _all_said(finding)
    document["contested"] = [_all_said(other) for other in finding.contested]
    if explanation is not None:
        document["explanation"] = _said(explanation, EXPLANATION_KEYS)
        document["explanation"]["steps"] = [_step(step) for step in explanation.steps]
    return document


def _step(step: Step) -> dict[str, Any]:
    document = _all_said(step)
    document["steps"] = [_step(inner) for inner in step.steps]
    return document


def _readiness(item: Readiness) -> dict[str, Any]:
    return {
        "status": plain(item.status),
        "standing": plain(item.standing),
        "contested": item.contested,
        "assignments": {name: plain(status) for name, status in item.assignments.items()},
    }


def _pack(pack: Pack, preferred: Mapping[str, str], *, answered: bool) -> dict[str, Any]:
    """A pack as a report names it; with its sources where it gave findings."""
    document = _said(pack, PACK_KEYS)
    document["sha256"] = pack_sha256(pack)
    document["bundled"] = is_bundled(pack)
    document["preferred"] = [
        {"requirement_id": item.id, "reading": preferred[item.id]}
        for item in pack.requirements
        if item.id in preferred
    ]
    if answered:
        document["sources"] = [_said(source, SOURCE_KEYS) for source in pack.sources]
    return document
