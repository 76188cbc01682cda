"""How a hook says no: with problems whose pointers are relative to its own value."""

from __future__ import annotations

import difflib
import functools
import itertools
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs

from sro_core.models._fields import type_name
from sro_core.problems import Problem, problem
from sro_core.strict.pointers import LONGEST_KEY, pointer_token, shown_key

__all__ = [
    "Refused",
    "no_kind",
    "refused",
    "under",
    "unknown_key",
    "wrong_type",
]

_MOST_HINTS: Final = 20
#: Where a record has room for what an application adds.
_EXTENSIONS: Final = "extensions"


class Refused(Exception):
    """A value cannot be what it should be; never leaves this package."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(self.problems)


def refused(code: str, **params: Any) -> Refused:
    """The refusal of a value, for one reason."""
    return Refused([problem(code, **params)])


def wrong_type(value: object, expected: str) -> Refused:
    """The refusal of a value of another type than expected; the value itself is not told."""
    # Only Python can hand over a binary float: a number of JSON or TOML is read exactly.
    found = "a binary float" if type(value) is float else type_name(value)
    return Refused([problem("wrong-type", expected=expected, found=found)])


def under(key: object, problems: Iterable[Problem]) -> list[Problem]:
    """The problems of a value, as those of the object or list that holds it under a key."""
    token = pointer_token(key)
    return [attrs.evolve(item, pointer=f"/{token}{item.pointer}") for item in problems]


def unknown_key(key: object, known: Mapping[str, str]) -> Problem:
    """The problem of a key that no one reads, with the key that may be meant.

    Args:
        key: The key.
        known: The keys that are read, by every name they may be confused with.
    """
    if type(key) is not str:
        place = f"/{pointer_token(key)}"
        return problem("wrong-type", place, expected="only texts as keys", found=type_name(key))
    remedy = ", or put application data under extensions." if _EXTENSIONS in known else "."
    hint = f"{_hint(key, tuple(known.items()))} Correct the spelling{remedy}"
    return problem("unknown-key", f"/{pointer_token(key)}", key=shown_key(key), hint=hint)


def no_kind(value: Mapping[Any, Any], tags: Iterable[str]) -> Refused:
    """The refusal of an object without the one key that says which kind it is.

    Args:
        value: The object.
        tags: The keys, of which exactly one must stand in it.
    """
    known = {tag: tag for tag in tags}
    found = [tag for tag in known if tag in value]
    texts = (key for key in value if type(key) is str)
    # a hint is for somebody who reads the object; a huge one is nobody's slip of the pen
    hints = (_hint(key, tuple(known.items())) for key in itertools.islice(texts, _MOST_HINTS))
    meant = next((hint for hint in hints if hint != "."), ".")
    hint = f"; found {' and '.join(found)}." if found else meant
    return refused("pack-needs-node", keys=", ".join(known), hint=hint)


@functools.lru_cache(maxsize=1024)
def _hint(key: str, known: tuple[tuple[str, str], ...]) -> str:
    if len(key) > LONGEST_KEY:
        return "."
    meant = dict(known)
    nearest = difflib.get_close_matches(key.lower(), meant, n=1)
    return f"; did you mean {meant[nearest[0]]}?" if nearest else "."
