"""Documents as JSON: read strictly, written canonically."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from sro_core.findings import Report
from sro_core.registry import Registry
from sro_core.strict import canonical_bytes
from sro_core.wire._files import written
from sro_core.wire._json_text import read
from sro_core.wire._straight import read_straight
from sro_core.wire.registries import read_registry, registry_text
from sro_core.wire.reports import report_document

__all__ = ["dump", "dumps", "load", "loads"]


class Readable(Protocol):
    """An open file, or whatever else can be read like one."""

    def read(self) -> str | bytes:
        """All of its contents."""
        ...


def loads(text: str | bytes) -> Registry:
    """Read a registry from JSON.

    A byte order mark at the beginning is passed over.

    Args:
        text: The document; bytes are UTF-8.

    Raises:
        UnsupportedVersion: The document is newer than this library.
        InvalidDocument: With every problem; nothing is read in part.
    """
    # A document without problems has a short way; whatever may be wrong goes the careful one.
    straight = read_straight(text)
    return read(text, read_registry) if straight is None else straight


def load(source: str | os.PathLike[str] | Readable) -> Registry:
    """Read a registry from a JSON file.

    Args:
        source: A path, or an open file.

    Raises:
        OSError: The file cannot be read.
        UnsupportedVersion: The document is newer than this library.
        InvalidDocument: With every problem; nothing is read in part.
    """
    if isinstance(source, str | os.PathLike):
        return loads(Path(source).read_bytes())
    return loads(source.read())


def _text_of(document: object, *, explain: bool) -> str:
    if isinstance(document, Report):
        return canonical_bytes(report_document(document, explain=explain)).decode()
    if isinstance(document, Registry):
        return registry_text(document)
    raise TypeError(f"cannot write a {type(document).__name__} as JSON")


def dumps(document: Registry | Report, *, explain: bool = False) -> str:
    """Write a registry or a report as canonical JSON (RFC 8785), with its records by id.

    Canonical JSON has no line breaks, not even at the end, so a canonical
    document that is read and written again keeps every byte.

    Args:
        document: What to write.
        explain: Whether each finding of a report carries its explanation.
    """
    return _text_of(document, explain=explain)


def dump(
    document: Registry | Report, path: str | os.PathLike[str], *, explain: bool = False
) -> None:
    """Write a registry or a report as canonical JSON to a file, whole or not at all.

    The bytes go to a new file beside it, which then takes its place: whoever
    reads the path sees the old document or the new one, never a part.

    Raises:
        OSError: The file cannot be written; an older one is untouched.
    """
    contents = _text_of(document, explain=explain).encode()
    with written(path) as file:
        file.write(contents)
