"""What a registry tells of people, replaced by pseudonyms: the same findings, nobody's name.

Which fields those are is marked where the records are defined; every other
field is kept as it is.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Any, Final

import attrs

from sro_core.errors import InvalidRecord
from sro_core.identifiers import LICENSE_NUMBER, license_key
from sro_core.models import FrozenMap
from sro_core.models._fields import PRIVATE, Private
from sro_core.models._frozen import is_tuple
from sro_core.problems import Problem, problem
from sro_core.registry import Registry
from sro_core.strict import canonical_bytes

__all__ = ["redacted"]

_SHORTEST_KEY: Final = 16

#: Half of an HMAC-SHA256, the least that RFC 2104 leaves of one.
_LENGTH: Final = 16

#: A pseudonym is spelled in letters: it cannot be taken for a number.
_LETTERS: Final = str.maketrans("0123456789abcdef", "abcdefghijklmnop")


def redacted(registry: Registry, *, key: bytes) -> Registry:
    """The registry with pseudonyms in place of what it tells of people.

    Names, license numbers, other texts that may name somebody and application
    data are replaced. Ids, dates, kinds, codes, numbers and the names of
    agencies, districts and schools are kept, so that it validates and evaluates
    to the same findings.

    One text has one pseudonym under one key, wherever it stands; without the key
    nobody can tell which text that was, or find out by trying.

    Args:
        registry: The registry; it may have been redacted before.
        key: A secret of 16 bytes or more, such as `secrets.token_bytes(32)`.

    Raises:
        InvalidRecord: The key is not bytes, or shorter.
    """
    if type(key) is not bytes or len(key) < _SHORTEST_KEY:
        raise InvalidRecord([problem("weak-key", "/key", limit=_SHORTEST_KEY)])
    pseudonyms = _Pseudonyms(key)
    return Registry(
        **{kind: tuple(map(pseudonyms.record, records)) for kind, records in registry.lists()}
    )


class _Pseudonyms:
    """The pseudonyms under one key."""

    __slots__ = ("_instead", "_key")

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._instead: dict[Private, Callable[[Any], Any]] = {
            Private.TEXT: self._text,
            Private.LICENSE_NUMBER: self._license_number,
            Private.DATA: self._data,
        }

    def record(self, record: Any) -> Any:
        """A record with pseudonyms in it, and in the records inside it."""
        kind = type(record)
        values: dict[str, Any] = {}
        for field in attrs.fields(kind):
            value, mark = getattr(record, field.name), field.metadata[PRIVATE]
            if mark is not None and value is not None:
                value = self._instead[mark](value)
            values[field.name] = self._inside(value)
        return kind(**values)

    def _inside(self, value: Any) -> Any:
        if is_tuple(value):
            return tuple(map(self._inside, value))
        return self.record(value) if attrs.has(type(value)) else value

    def _text(self, text: str) -> str:
        return self._pseudonym("text", text.encode())

    def _license_number(self, number: str) -> str:
        # A number that could be one still could, and is that of the same other licenses: they
        # are compared without what their spellings add. No other text has a digit.
        if isinstance(LICENSE_NUMBER.parse(number), Problem):
            return self._text(number)
        return self._pseudonym("license", license_key(number).encode()) + "1"

    def _data(self, data: FrozenMap[str, Any]) -> FrozenMap[str, Any]:
        if not data:
            return data
        return FrozenMap({"redacted": self._pseudonym("data", canonical_bytes(data))})

    def _pseudonym(self, kind: str, content: bytes) -> str:
        message = b"sro-core/redacted/" + kind.encode() + b"\0" + content
        digest = hmac.digest(self._key, message, "sha256")[:_LENGTH]
        return f"redacted-{digest.hex().translate(_LETTERS)}"
