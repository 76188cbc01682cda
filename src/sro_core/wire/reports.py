"""A report as one JSON document, format `sro-core/report`, version 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from sro_core.findings import Explanation, Finding, Readiness, Report, Step
from sro_core.packs import is_bundled, pack_sha256
from sro_core.rules.packs import Pack
from sro_core.strict import plain
from sro_core.wire.registries import registry_sha256

__all__ = ["report_document"]

FORMAT: Final = "sro-core/report"
VERSION: Final = 1


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


def _fields(record: Any) -> dict[str, Any]:
    return {field.name: plain(getattr(record, field.name)) for field in attrs.fields(type(record))}


def _finding(finding: Finding, explanation: Explanation | None) -> dict[str, Any]:
    document = _fields(finding)
    document["contested"] = [_fields(other) for other in finding.contested]
    if explanation is not None:
        document["explanation"] = {
            "title": explanation.title,
            "summary": explanation.summary,
            "citation": explanation.citation,
            "steps": [_step(step) for step in explanation.steps],
            "sources": list(explanation.sources),
            "notes": list(explanation.notes),
        }
    return document


def _step(step: Step) -> dict[str, Any]:
    return {
        "text": step.text,
        "result": step.result,
        "pointers": list(step.pointers),
        "steps": [_step(inner) for inner in step.steps],
    }


def _readiness(item: Readiness) -> dict[str, Any]:
    return {
        "status": plain(item.status),
        "standing": plain(item.standing),
        "contested": item.contested,
        "assignments": {name: plain(status) for name, status in item.assignments.items()},
    }


def _pack(pack: Pack, preferred: Mapping[str, str], *, answered: bool) -> dict[str, Any]:
    """A pack as a report names it; with its sources where it gave findings."""
    document: dict[str, Any] = {
        name: plain(getattr(pack, name))
        for name in (
            "id",
            "edition",
            "title",
            "jurisdiction",
            "confidence",
            "researched_from",
            "verified_through",
        )
    }
    document["sha256"] = pack_sha256(pack)
    document["bundled"] = is_bundled(pack)
    document["preferred"] = [
        {"requirement_id": item.id, "reading": preferred[item.id]}
        for item in pack.requirements
        if item.id in preferred
    ]
    if answered:
        document["sources"] = [
            {
                "citation": source.citation,
                "url": source.url,
                "checked": plain(source.checked),
                "confidence": plain(source.confidence),
            }
            for source in pack.sources
        ]
    return document
