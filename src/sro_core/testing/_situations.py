"""Everything that one evaluation is given."""

from __future__ import annotations

import datetime as dt

import attrs
from hypothesis import strategies as st

from sro_core.registry import Registry
from sro_core.rules import Rulebook
from sro_core.testing._dates import KNOWN_AT
from sro_core.testing._packs import rulebooks
from sro_core.testing._registries import judged_days, registries_for

__all__ = ["Situation", "situations"]


@attrs.frozen(kw_only=True)
class Situation:
    """A registry, the rules, the day judged and the moment of knowledge."""

    registry: Registry
    rulebook: Rulebook
    as_of: dt.date
    known_at: dt.datetime | None


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
    registry = draw(registries_for(book, max_officers=max_officers, elsewhere=("US-WI",)))
    return Situation(
        registry=registry,
        rulebook=book,
        as_of=draw(judged_days(registry, book)),
        known_at=draw(known_at),
    )


_RULEBOOKS = rulebooks()
