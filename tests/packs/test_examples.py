"""The contract of every pack that ships, with the examples beside it."""

from __future__ import annotations

from typing import Any

import pytest

from oracle import judge
from pack_examples import FOLDER, needs_pack_examples
from sro_core.compliance import evaluate
from sro_core.packs import bundled
from sro_core.problems import Severity
from sro_core.rules import Pack, Rulebook
from sro_core.testing import Examples, check_pack, example_registry, load_examples
from sro_core.validation import validate

pytestmark = needs_pack_examples

each_pack = pytest.mark.parametrize("pack", bundled().packs, ids=lambda pack: pack.id)


def _examples(pack: Pack) -> Examples:
    """The examples of a pack; one that asks nothing needs none."""
    path = FOLDER / f"{pack.id}.examples.toml"
    return load_examples(path) if path.exists() else Examples(pack=pack.id)


@each_pack
def test_pack_keeps_the_contract(pack: Pack) -> None:
    assert check_pack(pack, _examples(pack)) == ()


@each_pack
def test_naive_evaluator_gives_the_same_answers(pack: Pack) -> None:
    """What examples pin is not a slip that engine and example share."""
    for place, example in _examples(pack).examples.items():
        rulebook = Rulebook(packs=(pack,))
        if example.reading is not None:
            rulebook = rulebook.prefer(example.requirement, example.reading)
            rulebook = Rulebook(packs=rulebook.answering())
        registry = example_registry(pack, example)
        report = evaluate(
            registry, as_of=example.as_of, known_at=example.known_at, rulebook=rulebook
        )
        as_they_answer = Rulebook(packs=rulebook.answering())
        answers = judge(registry, as_they_answer, example.as_of, example.known_at)
        own = f"{pack.id}."
        assert {
            item.key: _shown(item)
            for item in report.findings
            if item.requirement_id.startswith(own)
        } == {key: _shown(item) for key, item in answers.items() if key[-1].startswith(own)}, place


def _shown(item: Any) -> tuple[object, ...]:
    return (item.status, item.due_on, item.valid_until, item.late_by_days, item.case)


@each_pack
def test_situations_are_ones_that_a_registry_may_hold(pack: Pack) -> None:
    rulebook = Rulebook(packs=(pack,))
    for place, example in _examples(pack).examples.items():
        found = validate(example_registry(pack, example), rulebook=rulebook)
        assert [item for item in found if item.severity is Severity.ERROR] == [], place


def test_no_examples_are_left_over() -> None:
    names = {path.name.removesuffix(".examples.toml") for path in FOLDER.glob("*.examples.toml")}
    assert names <= {pack.id for pack in bundled().packs}
