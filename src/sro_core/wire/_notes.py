"""What the docstrings of the classes say, in words for documents: of keys, not of Python."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

__all__ = ["note", "notes", "summary"]

#: Where a docstring speaks of Python and a document must not.
_SAID: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("Adoption", "due"): "The last day: a date, or the word `before_service`.",
        ("Attestation", "value"): "What is stated.",
        ("Completion", "hours"): "Credited hours; left out takes those of the course.",
    }
)

#: What every record carries; no class says it again.
_COMMON: Final[Mapping[str, str]] = MappingProxyType(
    {
        "recorded_at": "When it came on file; left out, it was always known.",
        "voided": "The mark that takes it back; nothing is deleted.",
        "extensions": "Application data: any JSON, kept untouched.",
    }
)

_NEXT_SECTION: Final = re.compile(r"\n(?=\w+:\n)")
_ATTRIBUTE: Final = re.compile(r"^    (\w+): (.+(?:\n {5,}.+)*)", re.MULTILINE)
_PYTHON_NAME: Final = re.compile(r";? ?\(?`\w+` on the wire\)?")
_NONE: Final = re.compile(r"; None |\bNone\b")


def summary(kind: type[Any]) -> str:
    """What a class is, in one sentence: the first paragraph of its docstring."""
    return " ".join((inspect.getdoc(kind) or "").partition("\n\n")[0].split())


def notes(kind: type[Any]) -> dict[str, str]:
    """What the docstring of a class says of each of its attributes."""
    _head, _mark, listed = (inspect.getdoc(kind) or "").partition("Attributes:\n")
    found = _ATTRIBUTE.findall(_NEXT_SECTION.split(listed)[0])
    return {name: " ".join(text.split()) for name, text in found}


def note(kind: type[Any], name: str) -> str:
    """What is said of the key of an attribute, where a key without a value is left out."""
    said = _SAID.get((kind.__name__, name)) or notes(kind).get(name) or _COMMON.get(name, "")
    return _NONE.sub(_left_out, _PYTHON_NAME.sub("", said))


def _left_out(match: re.Match[str]) -> str:
    return "; left out " if match[0].startswith(";") else "left out"
