"""What the properties are about: situations of synthetic packs and of those that ship."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sro_core.compliance.evaluate import evaluate
from sro_core.findings import Report
from sro_core.packs import bundled
from sro_core.rules import Pack, Rulebook
from sro_core.testing import Situation, situations


def report_of(situation: Situation) -> Report:
    """The engine's report."""
    return evaluate(
        situation.registry,
        as_of=situation.as_of,
        known_at=situation.known_at,
        rulebook=situation.rulebook,
    )


def _with_common(pack: Pack) -> Rulebook:
    packs = bundled().packs
    always = [other for other in packs if other.jurisdiction is None and other.id != pack.id]
    return Rulebook(packs=(pack, *always))


def shipped_situations(**options: Any) -> st.SearchStrategy[Situation]:
    """Situations of one shipped pack, beside those that belong to no jurisdiction."""
    books = tuple(_with_common(pack) for pack in bundled().packs)
    return st.sampled_from(books).flatmap(lambda book: situations(book, **options))


def any_situations(**options: Any) -> st.SearchStrategy[Situation]:
    """Situations of synthetic packs or of shipped ones."""
    return st.one_of(situations(**options), shipped_situations(**options))
