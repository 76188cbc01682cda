"""JSON Schema 2020-12 of the kinds of document, made from the classes themselves.

So a schema cannot fall behind what the library reads and writes. What a schema
cannot see is listed in docs/reference/json-schema.md.
"""

from __future__ import annotations

import copy
import enum
import json
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from sro_core.findings import Explanation, Finding, Readiness, Report
from sro_core.models import KINDS, Adopter, Waiver, WaiverKind
from sro_core.problems import Problem, Severity
from sro_core.rules.conditions import Condition
from sro_core.rules.deadlines import Deadline
from sro_core.rules.events import Event
from sro_core.rules.evidence import Evidence
from sro_core.rules.packs import Pack, Source
from sro_core.rules.renewals import Clock, Renewal
from sro_core.wire import registries, reports
from sro_core.wire._definitions import (
    ANSWERS,
    RECORDS,
    Definitions,
    Schema,
    answered,
    object_with,
)
from sro_core.wire._notes import notes, summary
from sro_core.wire.problems import PROBLEM_KEYS

__all__ = ["Document", "components", "schema", "schema_text"]


class Document(enum.StrEnum):
    """Kinds of document that have a schema."""

    REGISTRY = "registry"
    REPORT = "report"
    PACK = "pack"
    PROBLEMS = "problems"


def schema(document: str) -> Schema:
    """The JSON Schema of a kind of document, of draft 2020-12.

    Args:
        document: `registry`, `report`, `pack` or `problems`. A pack is a TOML file; the
            schema is of the JSON that says the same, with days as text.

    Raises:
        ValueError: There is no such kind of document.
    """
    # A copy: what is made shares its parts with all that are made later.
    return copy.deepcopy(_MAKERS[Document(document)]())


def schema_text(document: str) -> str:
    """The schema as JSON text, always the same, with line breaks for people.

    Args:
        document: `registry`, `report`, `pack` or `problems`.

    Raises:
        ValueError: There is no such kind of document.
    """
    return json.dumps(schema(document), indent=2, ensure_ascii=False) + "\n"


def components(*documents: str) -> dict[str, Schema]:
    """The schemas of kinds of document as `components/schemas` of an OpenAPI 3.1 document.

    The schema of each stands under its name with a capital letter, such as `Registry`;
    what it refers to stands beside it, such as `Registry.Officer`, and references lead
    there.

    Args:
        documents: Any of `registry`, `report`, `pack` and `problems`.

    Raises:
        ValueError: There is no such kind of document.
    """
    return {name: part for document in documents for name, part in _parts(Document(document))}


def _parts(document: Document) -> Iterator[tuple[str, Schema]]:
    name, whole = document.capitalize(), schema(document)
    # A schema inside another document is of its dialect and has its address.
    del whole["$schema"], whole["$id"]
    definitions = whole.pop("$defs")
    yield name, _moved(whole, name)
    for part, definition in definitions.items():
        yield f"{name}.{part}", _moved(definition, name)


def _moved(node: Any, name: str) -> Any:
    """The same with references to components instead of definitions."""
    if isinstance(node, list):
        return [_moved(item, name) for item in node]
    if not isinstance(node, dict):
        return node
    moved = {key: _moved(item, name) for key, item in node.items()}
    if "$ref" in moved:
        moved["$ref"] = moved["$ref"].replace("#/$defs/", f"#/components/schemas/{name}.")
    return moved


# the registry ---------------------------------------------------------------------------------

_EXTENDED: Final[Schema] = {
    "if": {"properties": {"kind": {"const": WaiverKind.EXTENDED.value}}, "required": ["kind"]},
    "then": {"required": ["due_on"]},
    "else": {"properties": {"due_on": False}},
}

#: What a record asks of its keys together, where a schema can say it.
_RULES: Final[Mapping[type[Any], Schema]] = MappingProxyType(
    {Adopter: {"minProperties": 1, "maxProperties": 1}, Waiver: _EXTENDED}
)


def _registry() -> Schema:
    definitions = Definitions(kind=RECORDS, rules=_RULES)
    lists = {
        name: {
            "type": "array",
            "items": definitions.of(record),
            "description": f"{summary(record)} An id stands once in the list.",
        }
        for name, record in KINDS.items()
    }
    head = _head(registries.FORMAT, registries.VERSION)
    body = object_with(head | lists, list(head))
    return _whole(definitions, registries.FORMAT, registries.VERSION, body)


def _head(name: str, version: int) -> dict[str, Schema]:
    return {
        "format": {"const": name, "description": "What the document is."},
        "version": {"const": version, "description": "The version of the format."},
    }


def _whole(definitions: Definitions, name: str, version: int, body: Schema) -> Schema:
    urn = f"urn:{name.replace('/', ':')}:{version}"
    return definitions.whole(f"{name}, version {version}", urn, body)


# a report -------------------------------------------------------------------------------------

_SHA256: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$", "maxLength": 64}


def _report() -> Schema:
    definitions = Definitions(kind=ANSWERS)
    said = notes(Report)
    head = _head(reports.FORMAT, reports.VERSION)
    days = answered(Report, definitions, ("as_of", "known_at"))
    rest: dict[str, Schema] = {
        "registry_sha256": definitions.named("sha256", _SHA256)
        | {"description": "The SHA-256 of the canonical form of the registry."},
        "packs": {
            "type": "array",
            "items": definitions.named("Pack", _pack_of_report(definitions)),
            "description": "The packs it was made from, by id.",
        },
        "findings": {
            "type": "array",
            "items": definitions.named("Finding", _finding(definitions)),
            "description": said["findings"],
        },
        "readiness": {
            "type": "object",
            "additionalProperties": definitions.of(Readiness),
            "description": said["readiness"],
        },
    }
    properties = head | days | rest
    body = object_with(properties, list(properties))
    return _whole(definitions, reports.FORMAT, reports.VERSION, body)


def _finding(definitions: Definitions) -> Schema:
    made = ANSWERS.members(Finding, definitions)
    explanation = answered(Explanation, definitions, reports.EXPLANATION_KEYS)
    made["properties"]["explanation"] = definitions.named(
        "Explanation",
        {"description": summary(Explanation), **object_with(explanation, list(explanation))},
    ) | {"description": "Why it is what it is; only where it was asked for."}
    return {"description": summary(Finding), **made}


def _pack_of_report(definitions: Definitions) -> Schema:
    text = definitions.of(str)
    preferred = {
        "requirement_id": text | {"description": "The requirement."},
        "reading": text | {"description": "The name of the reading."},
    }
    own: dict[str, Schema] = {
        "sha256": definitions.named("sha256", _SHA256)
        | {"description": "The SHA-256 of the canonical form of what the pack says."},
        "bundled": definitions.of(bool)
        | {"description": "Whether it says just what the pack of its id says that ships."},
        "preferred": {
            "type": "array",
            "items": object_with(preferred, list(preferred)),
            "description": "What the caller prefers in place of the pack's own reading.",
        },
    }
    needed = answered(Pack, definitions, reports.PACK_KEYS) | own
    source = answered(Source, definitions, reports.SOURCE_KEYS)
    sources = {
        "type": "array",
        "items": object_with(source, list(source)),
        "description": "What was read; only where the pack gave a finding.",
    }
    made = object_with(needed | {"sources": sources}, list(needed))
    return {"description": "A pack that the report was made from.", **made}


# a pack ---------------------------------------------------------------------------------------

#: The kinds of node of the rule language; which one an object is, its first key says.
_FAMILIES: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "Clock": Clock,
        "Condition": Condition,
        "Deadline": Deadline,
        "Event": Event,
        "Evidence": Evidence,
        "Renewal": Renewal,
    }
)


def _pack() -> Schema:
    definitions = Definitions(kind=RECORDS, families=_FAMILIES)
    body = {"description": summary(Pack), **RECORDS.members(Pack, definitions)}
    return definitions.whole("A rule pack of sro_core", "urn:sro-core:pack", body)


# problems -------------------------------------------------------------------------------------


def _problems() -> Schema:
    definitions = Definitions(kind=ANSWERS)
    count, text = definitions.of(int), definitions.of(str)
    keys = answered(Problem, definitions, PROBLEM_KEYS)
    keys["params"] = {
        "type": "object",
        "additionalProperties": text,
        "description": notes(Problem)["params"],
    }
    problem = {"description": summary(Problem), **object_with(keys, list(keys))}
    severities = {severity.value: count for severity in Severity}
    listed: dict[str, Schema] = {
        "severities": object_with(severities, list(severities))
        | {"description": "How many there are of each severity."},
        "counts": {
            "type": "object",
            "additionalProperties": count,
            "description": "How many there are of each code.",
        },
        "problems": {
            "type": "array",
            "items": definitions.named("Problem", problem),
            "description": "Every problem.",
        },
    }
    body = {"description": "What is wrong with some data.", **object_with(listed, list(listed))}
    return definitions.whole("Problems of a document", "urn:sro-core:problems", body)


_MAKERS: Final[Mapping[Document, Callable[[], Schema]]] = MappingProxyType(
    {
        Document.REGISTRY: _registry,
        Document.REPORT: _report,
        Document.PACK: _pack,
        Document.PROBLEMS: _problems,
    }
)
