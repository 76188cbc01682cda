"""What a rulebook knows: codes, requirements and facts, and which of them a text is like."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Final

from sro_core.rules import Rulebook
from sro_core.rules.facts import AttestedFact
from sro_core.rules.packs import Pack, Requirement

__all__ = ["Nearest", "Vocabulary", "said"]

_WORD: Final = re.compile(r"[^\W_]+")
#: The least likeness that is worth naming, from 0 (nothing shared) to 1 (the same).
_LEAST: Final = 0.35
_MOST: Final = 3


class Nearest:
    """Names that a text is like: they share parts of words, rare ones above all.

    Args:
        names: Each name with other texts that mean the same, such as its title.
    """

    __slots__ = ("_entries", "_holding", "_unheard", "_weights")

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        entries = [(name, _parts(text)) for name, texts in names.items() for text in (name, *texts)]
        self._holding: dict[str, list[int]] = {}
        for number, (_name, parts) in enumerate(entries):
            for part in parts:
                self._holding.setdefault(part, []).append(number)
        whole = 1 + len(entries)
        self._weights = {
            part: math.log(whole / len(found)) for part, found in self._holding.items()
        }
        # What no name holds says little: the text may only have more to say.
        self._unheard = math.log(whole) / 2
        self._entries = [(name, self._weight(parts)) for name, parts in entries]

    def _weight(self, parts: Iterable[str]) -> float:
        return sum(self._weights.get(part, self._unheard) for part in parts)

    def to(self, *texts: str) -> tuple[str, ...]:
        """The nearest names, at most three, the most alike first."""
        likeness: dict[str, float] = {}
        for text in texts:
            parts = _parts(text)
            whole = self._weight(parts)
            shared: dict[int, float] = {}
            for part in parts:
                for number in self._holding.get(part, ()):
                    shared[number] = shared.get(number, 0) + self._weights[part]
            for number, weight in shared.items():
                name, other = self._entries[number]
                likeness[name] = max(likeness.get(name, 0), 2 * weight / (whole + other))
        found = sorted((-alike, name) for name, alike in likeness.items() if alike >= _LEAST)
        return tuple(name for _alike, name in found[:_MOST])


def said(nearest: tuple[str, ...]) -> str:
    """The nearest names in words."""
    if not nearest:
        return "none is like it"
    return f"the nearest {'is' if len(nearest) == 1 else 'are'} {', '.join(nearest)}"


def _parts(text: str) -> frozenset[str]:
    """Three letters at a time of each word, its beginning and end among them."""
    words = (f" {word} " for word in _WORD.findall(text.casefold()))
    return frozenset(word[start : start + 3] for word in words for start in range(len(word) - 2))


class Vocabulary:
    """What a rulebook knows, by name.

    Attributes:
        codes: Titles of courses and credentials, by catalogue code.
        requirements: Requirements with their packs, by id.
        facts: Facts that only a statement can hold, by name.
    """

    __slots__ = ("_nearest", "codes", "facts", "requirements")

    def __init__(self, rulebook: Rulebook) -> None:
        packs = rulebook.packs
        self.codes: dict[str, str] = {
            item.code: item.title for pack in packs for item in pack.codes
        }
        self.requirements: dict[str, tuple[Pack, Requirement]] = {
            item.id: (pack, item) for pack in packs for item in pack.requirements
        }
        self.facts: dict[str, AttestedFact] = {
            item.fact: item for pack in packs for item in pack.facts
        }
        self._nearest: dict[str, Nearest] = {}

    def codes_like(self, *texts: str) -> tuple[str, ...]:
        """The catalogue codes that texts are like, the most alike first."""
        if "codes" not in self._nearest:
            named = {code: (title,) for code, title in self.codes.items()}
            self._nearest["codes"] = Nearest(named)
        return self._nearest["codes"].to(*texts)

    def requirements_like(self, text: str) -> str:
        """The requirements that an id is like, in words."""
        return said(self._like("requirements", self.requirements, text))

    def facts_like(self, text: str) -> str:
        """The facts that a name is like, in words."""
        return said(self._like("facts", self.facts, text))

    def _like(self, what: str, names: Iterable[str], text: str) -> tuple[str, ...]:
        if what not in self._nearest:
            self._nearest[what] = Nearest(dict.fromkeys(names, ()))
        return self._nearest[what].to(text)
