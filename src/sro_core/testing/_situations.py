"""Everything that one evaluation is given."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import attrs
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from sro_core.models import WaiverKind
from sro_core.registry import Registry
from sro_core.rules import Pack, Rulebook
from sro_core.testing._dates import KNOWN_AT
from sro_core.testing._example_registries import example_registry
from sro_core.testing._examples import Example, Examples, Waived
from sro_core.testing._misses import Miss
from sro_core.testing._packs import rulebooks
from sro_core.testing._registries import registries_for
from sro_core.testing._rewriting import Rename, merged, renamed
from sro_core.testing._rule_dates import judged_days
from sro_core.testing._search import Search, rotated
from sro_core.testing._shown import shown

__all__ = ["Situation", "example_situations", "situations"]


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

    In some there is an officer more, who has satisfied one of the rules, whose evidence has
    lapsed since, or who is released.

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
    attempt = draw(_attempts_at(book)) if draw(st.sampled_from((False, False, True))) else None
    if attempt is not None:
        pack, example = attempt
        planted = renamed(example_registry(pack, example), _with_prefix("1-"))
        registry = merged((registry, planted))
    return Situation(
        registry=registry,
        rulebook=book,
        as_of=draw(judged_days(registry, book)) if attempt is None else attempt[1].as_of,
        known_at=draw(known_at),
    )


#: An attempt for a situation is not looked for long.
_PATIENCE: Final = 25
_ATTEMPTS: Final[tuple[Miss | None, ...]] = (Miss.EXPIRED, None, Miss.LATE, Miss.ABSENT)


@st.composite
def _attempts_at(draw: st.DrawFn, rulebook: Rulebook) -> tuple[Pack, Example] | None:
    """An attempt at some requirement, which chance would seldom make; None where none is found."""
    duties = [(pack, item.id) for pack in rulebook.packs for item in pack.requirements]
    if not duties:
        return None
    pack, requirement_id = duties[draw(st.integers(0, len(duties) - 1))]
    numbers = [draw(st.integers(0, 7)) for _ in range(5)]
    try:
        search = Search(
            pack, requirement_id, tuple(item for item in rulebook.packs if item != pack)
        )
    except InvalidArgument:
        return None  # no completion can satisfy it
    days = rotated(search.usual_days(), numbers[4])
    found = search.first(days, _ATTEMPTS, numbers, _PATIENCE)
    if found is None:
        return None
    waived = (Waived(kind=WaiverKind.WAIVED),) * draw(st.sampled_from((0, 0, 0, 1)))
    return pack, attrs.evolve(found[0], waivers=(*found[0].waivers, *waived))


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
