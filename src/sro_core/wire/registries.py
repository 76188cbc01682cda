"""A registry as one document, format `sro-core/registry`, version 1."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import attrs

from sro_core.errors import InvalidDocument
from sro_core.models import KINDS
from sro_core.problems import Problem, in_order
from sro_core.registry import Registry
from sro_core.strict import canonical_bytes, unstructure, wrong_type
from sro_core.strict.shapes import is_list, is_mapping
from sro_core.wire._headers import version_of
from sro_core.wire.upgrades import UPGRADES, Upgrade

__all__ = ["FORMAT", "VERSION", "read_registry", "registry_document", "registry_sha256"]

#: The name and the version of the format that is written.
FORMAT: Final = "sro-core/registry"
VERSION: Final = 1


def read_registry(document: object, *, upgrades: Mapping[int, Upgrade] = UPGRADES) -> Registry:
    """Read a registry from a parsed document, whatever version its format was written as.

    Pointers of problems lead into the document of the present version.

    Args:
        document: A mapping with `format`, `version` and the lists.
        upgrades: The older versions that are read, and how each becomes the next.

    Raises:
        UnsupportedVersion: The document is newer than this library.
        InvalidDocument: With every problem.
    """
    if not is_mapping(document):
        raise InvalidDocument(wrong_type(document, "an object").problems)
    version = version_of(document, expected=FORMAT, supported=VERSION, older=upgrades)
    contents = dict(document)
    for older in range(version, VERSION):
        contents = upgrades[older](contents)
    lists = {key: items for key, items in contents.items() if key not in ("format", "version")}
    no_lists = [name for name in KINDS if name in lists and not is_list(lists[name])]
    problems = [_no_list(name, lists.pop(name)) for name in no_lists]
    try:
        registry = Registry.build(**lists)
    except InvalidDocument as error:
        problems += error.problems
    else:
        if not problems:
            return registry
    raise InvalidDocument(in_order(problems))


def _no_list(name: str, value: object) -> Problem:
    (found,) = wrong_type(value, "a list").problems
    return attrs.evolve(found, pointer=f"/{name}")


def registry_document(registry: Registry) -> dict[str, Any]:
    """A registry as one document: its records by id, empty lists left out."""
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION}
    for kind, records in registry.lists():
        if records:
            by_id = sorted(records, key=lambda record: record.id)
            document[kind] = [unstructure(record) for record in by_id]
    return document


def registry_sha256(registry: Registry) -> str:
    """The hash of what a registry says, whatever the order of its records."""
    return hashlib.sha256(canonical_bytes(registry_document(registry))).hexdigest()
