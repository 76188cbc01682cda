"""Runs the command for the tests, and makes the files it is given."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from sro_core.cli import app
from sro_core.examples import olmsted_bytes

__all__ = ["ELSEWHERE", "combined", "example", "registry_with", "run", "says", "write"]

#: What a terminal of 80 columns without color says of itself.
PLAIN: dict[str, str | None] = {
    "COLUMNS": "80",
    "FORCE_COLOR": None,
    "NO_COLOR": None,
    "TERM": None,
}


def run(*args: str, text: str | bytes | None = None) -> Result:
    """Run the command in this process."""
    return CliRunner(env=PLAIN).invoke(app, args, input=text, catch_exceptions=False)


def combined(result: Result) -> str:
    """What was printed, on one line, however it was broken."""
    return " ".join(result.stdout.split())


def says(printed: str, words: str) -> bool:
    """Whether words were printed, wherever the lines were broken and whatever stood beside."""
    return words in " ".join(printed.split()) or words in " ".join(
        " ".join(line[32:] for line in printed.splitlines()).split()
    )


def example() -> dict[str, Any]:
    """The example as plain values, to be changed."""
    document: dict[str, Any] = json.loads(olmsted_bytes())
    return document


def write(folder: Path, document: object) -> str:
    """Write a document to a file; its path."""
    path = folder / "registry.json"
    path.write_text(json.dumps(document))
    return str(path)


def registry_with(folder: Path, **kept: Callable[[dict[str, Any]], bool]) -> str:
    """Write the example with only some records of some lists; the path of the file."""
    document = example()
    for kind, wanted in kept.items():
        document[kind] = [item for item in document[kind] if wanted(item)]
    if "attestations" in document:
        names = {item["id"] for item in document["assignments"]}
        document["attestations"] = [
            item for item in document["attestations"] if item["assignment_id"] in names
        ]
    return write(folder, document)


#: Postings in three states, one of them without a pack, and hardly anything on file.
ELSEWHERE: dict[str, Any] = {
    "format": "sro-core/registry",
    "version": 1,
    "agencies": [
        {"id": "pd", "name": "A police department", "kind": "police", "jurisdiction": "US-TX"},
    ],
    "districts": [
        {"id": f"d-{state.lower()}", "name": f"A {name} district", "kind": "public"}
        | {"jurisdiction": f"US-{state}"}
        for state, name in (("MN", "Minnesota"), ("TX", "Texas"), ("UM", "Wake Island"))
    ],
    "schools": [
        {"id": "s-mn", "district_id": "d-mn", "name": "A Minnesota school"}
        | {"level": "high", "control": "public"},
    ],
    "officers": [
        {"id": name, "employments": [{"agency_id": "pd", "from": "2020-01-01"}]}
        for name in ("far-away", "planner", "two-postings")
    ],
    "assignments": [
        {"id": name, "officer_id": officer, "agency_id": "pd", "district_id": district}
        | {"school_ids": schools, "role": role, "from": start}
        for name, officer, district, schools, role, start in (
            ("a1", "far-away", "d-um", [], "school_resource_officer", "2024-01-08"),
            ("a2", "planner", "d-mn", ["s-mn"], "coordinator", "2024-01-08"),
            ("a3", "two-postings", "d-tx", [], "school_resource_officer", "2024-01-08"),
            ("a4", "two-postings", "d-mn", ["s-mn"], "school_resource_officer", "2025-09-02"),
        )
    ],
}
