"""Documents as JSON: read strictly, written canonically."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from sro_core.errors import InvalidDocument
from sro_core.findings import Report
from sro_core.problems import Problem, in_order
from sro_core.registry import Registry
from sro_core.strict import canonical_bytes
from sro_core.wire._json_text import parse
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
    if straight is not None:
        return straight
    return read_carefully(text)


def read_carefully(text: str | bytes) -> Registry:
    """Read a registry so that every problem is found."""
    document, flaws = parse(text)
    try:
        registry = read_registry(document)
    except InvalidDocument as error:
        kind, problems = type(error), [*flaws, *_not_below(flaws, error.problems)]
    else:
        if not flaws:
            return registry
        kind, problems = InvalidDocument, flaws
    raise kind(in_order(problems))


def _not_below(flaws: Iterable[Problem], problems: Iterable[Problem]) -> list[Problem]:
    """The problems that do not merely say again that a flawed value is no good."""
    places = {flaw.pointer for flaw in flaws}
    return [item for item in problems if places.isdisjoint(_ways(item.pointer))]


def _ways(pointer: str) -> Iterable[str]:
    tokens = pointer.split("/")
    return ("/".join(tokens[:length]) for length in range(1, len(tokens) + 1))


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
    # A link goes on pointing where it points; what it points to is replaced.
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(contents)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            shutil.copymode(target, beside)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
