"""Keys as people see them: in RFC 6901 pointers and in sentences, cut where they are absurd."""

from __future__ import annotations

from typing import Final

from sro_core.models._fields import type_name

__all__ = ["LONGEST_KEY", "pointer_token", "shown_key"]

#: No key of any format is longer; a longer one is cut, so that no problem is as long as a document.
LONGEST_KEY: Final = 100


def pointer_token(key: object) -> str:
    """A key or an index as a token of an RFC 6901 pointer, always writable as UTF-8."""
    # Whatever else Python takes for a key is named by its type: its text may be endless.
    told = type(key) is str or (type(key) is int and key.bit_length() < LONGEST_KEY)
    text = (str(key) if told else type_name(key)).encode("utf-8", "backslashreplace").decode()
    return _cut(text).replace("~", "~0").replace("/", "~1")


def shown_key(key: str) -> str:
    """A key in a sentence: on one line, and visible where it is empty."""
    return _cut(key if key and key.isprintable() else ascii(key))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_KEY else f"{text[:LONGEST_KEY]}…"
