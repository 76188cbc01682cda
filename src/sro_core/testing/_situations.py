"""Everything that one evaluation is given."""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol

import attrs
from hypothesis import strategies as st

from sro_core.findings import Report
from sro_core.registry import Registry
from sro_core.rules import Rulebook
from sro_core.testing._dates import KNOWN_AT
from sro_core.testing._example_registries import example_registry
from sro_core.testing._examples import Examples
from sro_core.testing._packs import rulebooks
from sro_core.testing._registries import registries_for
from sro_core.testing._rewriting import Rename, merged, renamed
from sro_core.testing._rule_dates import judged_days
from sro_core.testing._shown import shown

__all__ = ["Evaluate", "Situation", "example_situations", "situations"]


class Evaluate(Protocol):
    """What judges a registry: `sro_core.evaluate`, or what is to be held against it."""

    def __call__(
        self,
        registry: Registry,
        *,
        as_of: dt.date,
        known_at: dt.datetime | None = None,
        rulebook: Rulebook,
    ) -> Report:
        """Judge a registry by a rulebook on one day."""
        ...


@attrs.frozen(kw_only=True)
class Situation:
    """A registry, the rules, the day judged and the moment of knowledge."""

    registry: Registry
    rulebook: Rulebook
    as_of: dt.date
    known_at: dt.datetime | None = None

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(shown(self))  # Hypothesis would show all that is as usual, too


_MOMENTS = st.sampled_from((None, None, KNOWN_AT))


@st.composite
def situations(
    draw: st.DrawFn,
    rulebook: Rulebook | None = None,
    *,
    max_officers: int = 2,
    known_at: st.SearchStrategy[dt.datetime | None] = _MOMENTS,
) -> Situation:
    """Registries with rules that they meet, and days near those on which answers change.

    Args:
        draw: Given by Hypothesis.
        rulebook: The rules; synthetic ones if left out.
        max_officers: At most so many officers.
        known_at: Moments of knowledge.

    """
    book = draw(_RULEBOOKS) if rulebook is None else rulebook
    registry = draw(
        registries_for(
            book,
            max_officers=max_officers,
            min_completions=draw(st.integers(0, 2)),
            elsewhere=("US-WI",),
        )
    )
    return Situation(
        registry=registry,
        rulebook=book,
        as_of=draw(judged_days(registry, book)),
        known_at=draw(known_at),
    )


_RULEBOOKS = rulebooks()


def example_situations(
    rulebook: Rulebook, *examples: Examples, most: int = 3
) -> st.SearchStrategy[Situation]:
    """Registries of one or several examples of packs, on the day of one of them or on another.

    Examples reach the rules that a registry seldom meets by chance. In a registry of
    several, the ids of each begin with its number: `1-o1`, `2-o1`.

    Args:
        rulebook: The rules, with the packs that the examples are for.
        examples: The examples of one pack or of several.
        most: At most so many examples in one registry.

    Raises:
        UnknownRule: The rulebook has not the pack that examples are for.
        ValueError: There is no example.
    """
    known = [
        (rulebook.pack(each.pack), example)
        for each in examples
        for example in each.examples.values()
    ]
    if not known:
        raise ValueError("no examples")

    @st.composite
    def made(draw: st.DrawFn) -> Situation:
        # positions, not examples: Hypothesis compares what it samples from
        positions = draw(st.lists(st.integers(0, len(known) - 1), min_size=1, max_size=most))
        chosen = [known[position] for position in positions]
        registry = merged(
            renamed(example_registry(pack, example), _with_prefix(f"{number}-"))
            for number, (pack, example) in enumerate(chosen, 1)
        )
        pack, first = chosen[0]
        days = st.just(first.as_of) | judged_days(registry, Rulebook(packs=(pack,)))
        return Situation(
            registry=registry, rulebook=rulebook, as_of=draw(days), known_at=first.known_at
        )

    return made()


def _with_prefix(prefix: str) -> Rename:
    return lambda name: prefix + name[1]
