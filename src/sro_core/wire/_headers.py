"""What a document says first: of which format it is, and of which version."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, Final

from sro_core.errors import InvalidDocument, UnsupportedVersion
from sro_core.problems import problem

__all__ = ["version_of"]

#: A larger number is no version of anything.
_LARGEST_VERSION: Final = 1_000_000_000


def version_of(
    document: Mapping[Any, Any], *, expected: str, supported: int, older: Container[int]
) -> int:
    """The version of a document of a format.

    Args:
        document: What holds the keys `format` and `version`.
        expected: The name of the format.
        supported: The newest version that can be read.
        older: The versions before it that can be read.

    Raises:
        UnsupportedVersion: The document is newer than that.
        InvalidDocument: It is of another format, or its version is none.
    """
    if document.get("format") != expected:
        place = "/format" if "format" in document else ""
        raise InvalidDocument([problem("format-unknown", place, expected=expected)])
    version = document.get("version")
    if type(version) is int:
        if version == supported or version in older:
            return version
        if supported < version <= _LARGEST_VERSION:
            newer = problem("version-newer", "/version", found=version, supported=supported)
            raise UnsupportedVersion([newer])
    place = "/version" if "version" in document else ""
    raise InvalidDocument([problem("version-unknown", place)])
