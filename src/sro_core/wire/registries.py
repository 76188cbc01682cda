"""A registry as one document, format `sro-core/registry`, version 1."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from operator import attrgetter
from typing import Final

import attrs

from sro_core.errors import InvalidDocument
from sro_core.models import KINDS
from sro_core.problems import Problem, in_order
from sro_core.registry import Registry
from sro_core.strict import canonical_text, straight_texts, wrong_type
from sro_core.strict.shapes import is_list, is_mapping
from sro_core.wire._headers import version_of
from sro_core.wire.upgrades import UPGRADES, Upgrade

__all__ = ["FORMAT", "VERSION", "read_registry", "registry_sha256", "registry_text"]

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


def registry_text(registry: Registry) -> str:
    """A registry as canonical JSON: its records by id, empty lists left out."""
    members = {"format": canonical_text(FORMAT), "version": canonical_text(VERSION)}
    for name, records in registry.lists():
        if records:
            by_id = sorted(records, key=attrgetter("id"))
            members[name] = f"[{','.join(straight_texts(by_id, KINDS[name]))}]"
    ordered = ",".join(f'"{name}":{members[name]}' for name in sorted(members))
    return f"{{{ordered}}}"


def registry_sha256(registry: Registry) -> str:
    """The hash of what a registry says, whatever the order of its records."""
    return hashlib.sha256(registry_text(registry).encode()).hexdigest()
