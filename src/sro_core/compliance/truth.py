"""Strong Kleene logic, where unknown is the set of the names of the facts that are missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

__all__ = [
    "Missing",
    "Truth",
    "all_of",
    "any_of",
    "negation",
    "nothing",
    "open_question",
    "questions_in",
    "without_questions",
]

#: Names of facts that are missing.
Missing: TypeAlias = frozenset[str]
#: True, false, or unknown for want of the facts named.
Truth: TypeAlias = bool | Missing

nothing: Final[Missing] = frozenset()


_QUESTION: Final = "? "


def open_question(text: str) -> Missing:
    """Unknown for want of an answer that the sources do not give, not of a fact on file."""
    return frozenset((_QUESTION + text,))


def questions_in(missing: Missing) -> list[str]:
    """The open questions among what is missing."""
    return sorted(name.removeprefix(_QUESTION) for name in missing if name.startswith(_QUESTION))


def without_questions(missing: Missing) -> tuple[str, ...]:
    """The names of missing facts, without the open questions."""
    if not missing:
        return ()
    return tuple(sorted(name for name in missing if not name.startswith(_QUESTION)))


def negation(part: Truth) -> Truth:
    """True of false, false of true; unknown stays unknown."""
    return (not part) if type(part) is bool else part


def all_of(parts: Iterable[Truth]) -> Truth:
    """False if any is false; else unknown if any is; else true."""
    missing, unknown = nothing, False
    for part in parts:
        if part is False:
            return False
        if part is not True:
            unknown = True
            missing = missing | part
    return missing if unknown else True


def any_of(parts: Iterable[Truth]) -> Truth:
    """True if any is true; else unknown if any is; else false."""
    missing, unknown = nothing, False
    for part in parts:
        if part is True:
            return True
        if part is not False:
            unknown = True
            missing = missing | part
    return missing if unknown else False
