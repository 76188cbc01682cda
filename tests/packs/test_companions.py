"""Officers in the same posts: what a rule asks once for all of them is no one's own."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

import sro_core as sro
from pack_examples import FOLDER, needs_pack_examples
from sro_core.compliance import evaluate
from sro_core.findings import Finding
from sro_core.models import Assignment
from sro_core.packs import bundled
from sro_core.rules import Pack, Rulebook
from sro_core.testing import example_registry, load_examples

pytestmark = needs_pack_examples

with_examples = [pack for pack in bundled().packs if (FOLDER / f"{pack.id}.examples.toml").exists()]

#: Sorts before any other id, so that a companion is judged first.
_FIRST = "!"

_LATER = dt.timedelta(days=200)


def _later(assignment: Assignment) -> dt.date:
    later = assignment.start + _LATER
    return later if assignment.end is None else min(later, assignment.end)


def _with_companions(registry: sro.Registry) -> sro.Registry:
    """Beside each officer another one in the same posts, who began later and has nothing on file.

    What names the first one (completions, licenses, waivers, statements) does not name the other.
    """
    officers = tuple(
        attrs.evolve(officer, id=f"{_FIRST}{officer.id}", licenses=())
        for officer in registry.officers
        if officer.voided is None
    )
    assignments = tuple(
        attrs.evolve(
            item,
            id=f"{_FIRST}{item.id}",
            officer_id=f"{_FIRST}{item.officer_id}",
            start=_later(item),
        )
        for item in registry.assignments
        if item.voided is None
    )
    return attrs.evolve(
        registry,
        officers=(*officers, *registry.officers),
        assignments=(*assignments, *registry.assignments),
    )


def _of_officers(report: sro.Report, names: set[str]) -> list[Finding]:
    return [item for item in report.findings if item.officer_id in names]


@pytest.mark.parametrize("pack", with_examples, ids=lambda pack: pack.id)
def test_an_officer_is_judged_as_without_companions(pack: Pack) -> None:
    """Who serves beside an officer, and since when, changes nothing of what is found of the one."""
    rulebook = Rulebook(packs=(pack,))
    for place, example in load_examples(FOLDER / f"{pack.id}.examples.toml").examples.items():
        registry = example_registry(pack, example)
        names = {officer.id for officer in registry.officers}
        alone, crowded = (
            evaluate(item, as_of=example.as_of, known_at=example.known_at, rulebook=rulebook)
            for item in (registry, _with_companions(registry))
        )
        assert _of_officers(crowded, names) == _of_officers(alone, names), place
