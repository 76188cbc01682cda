"""What must not matter does not matter, for every pack that ships.

Each law asks twice, about a registry and about one that was changed in a way that no
rule can see. The registries are made of the packs' own examples, which reach the rules
that a registry seldom meets by chance, and of records that were drawn.
"""

from __future__ import annotations

from typing import Final

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pack_examples import FOLDER, needs_pack_examples
from properties.given import any_situations, report_of, shipped_situations
from sro_core.models import references_of
from sro_core.packs import bundled
from sro_core.registry import Registry
from sro_core.rules import Rulebook
from sro_core.testing import (
    Examples,
    Situation,
    check_laws,
    example_situations,
    load_examples,
    registries_for,
    situations,
)
from sro_core.testing._rewriting import merged, renamed

pytestmark = needs_pack_examples

_EXAMPLES: Final = [load_examples(path) for path in sorted(FOLDER.glob("*.examples.toml"))]
_COMMON: Final = bundled().pack("common")


#: Every law asks several times, so fewer situations take as long as many elsewhere.
_fewer: Final = settings(max_examples=settings().max_examples // 2)


def _book(pack_id: str) -> Rulebook:
    return Rulebook(packs={bundled().pack(pack_id), _COMMON})


def _check(situation: Situation) -> None:
    found = check_laws(situation)
    assert found == (), "\n".join(map(str, found))


@pytest.mark.parametrize("examples", _EXAMPLES, ids=lambda examples: examples.pack)
def test_laws_in_the_examples_of_each_pack(examples: Examples) -> None:
    """In registries of one to three examples of a pack every law holds."""

    @settings(max_examples=settings().max_examples // 20)
    @given(example_situations(_book(examples.pack), examples))
    def laws_hold(situation: Situation) -> None:
        _check(situation)

    laws_hold()


@_fewer
@given(example_situations(bundled(), *_EXAMPLES, most=6))
def test_laws_across_jurisdictions(situation: Situation) -> None:
    """In registries of examples of several packs every law holds under all packs together."""
    _check(situation)


@given(shipped_situations())
def test_laws_in_drawn_registries(situation: Situation) -> None:
    """In registries that were drawn, with a past and with mistakes, every law holds."""
    _check(situation)


@_fewer
@given(situations())
def test_laws_of_synthetic_packs(situation: Situation) -> None:
    """For whatever the rule language can say every law holds."""
    _check(situation)


def _without_statements_about_everybody(registry: Registry) -> Registry:
    about = tuple(
        item for item in registry.attestations if any(references_of("attestations", item))
    )
    return attrs.evolve(registry, attestations=about)


@_fewer
@given(any_situations(), st.data())
def test_two_registries_merged_give_the_answers_of_both(
    situation: Situation, data: st.DataObject
) -> None:
    """The report of two registries that share no record holds the findings of one and the other.

    A statement that names no record speaks of everybody in the merged registry: there is
    none here.
    """
    drawn = data.draw(registries_for(situation.rulebook, max_officers=2))
    both = [
        _without_statements_about_everybody(item)
        for item in (situation.registry, renamed(drawn, lambda name: f"other {name[1]}"))
    ]
    one, other, together = (
        report_of(attrs.evolve(situation, registry=item)) for item in (*both, merged(both))
    )
    expected = sorted((*one.findings, *other.findings), key=lambda finding: finding.key)
    assert list(together.findings) == expected
    assert together.readiness == {**one.readiness, **other.readiness}
