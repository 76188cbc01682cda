"""What a JSON Schema cannot see of a document, told by the problem that the loader finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from sro_core.problems import Problem

__all__ = ["seen"]

#: Found in the text before it is JSON, or in what values mean together.
_NEVER_SEEN: Final = {
    "bad-text",
    "bad-time-zone",
    "duplicate-id",
    "ends-before-start",
    "replaced-by-itself",
    "void-before-record",
}


def seen(problems: Iterable[Problem], document: Any) -> list[Problem]:
    """Those of the problems that a schema must find too.

    Args:
        problems: What the loader found.
        document: The document as any parser of JSON reads it.
    """
    return [item for item in problems if not _unseen(item, document)]


def _unseen(item: Problem, document: Any) -> bool:
    if item.code in _NEVER_SEEN:
        return True
    value = _at(document, item.pointer)
    match item.code:
        case "bad-number":  # a double is what the parser made of it, and any number may stand here
            return "extensions" in item.pointer.split("/")
        case "bad-hours":  # too many digits after the point
            return bool(0 <= value < 1_000_000)
        case "wrong-type" if dict(item.params)["expected"] == "a whole number":  # 1.0 for 1
            return isinstance(value, float) and value.is_integer() and 0 <= value <= 10_000_000
        case _:
            return False


def _at(document: Any, pointer: str) -> Any:
    for token in _tokens(pointer):
        if isinstance(document, list):
            document = document[int(token)]
        elif token in document:
            document = document[token]
        else:
            return None
    return document


def _tokens(pointer: str) -> Iterator[str]:
    for token in pointer.split("/")[1:]:
        yield token.replace("~1", "/").replace("~0", "~")
