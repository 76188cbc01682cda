"""The faults that are added to those of Cosmic Ray do what they say."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

pytest.importorskip("cosmic_ray", reason="tests/mutation/requirements.txt is not installed")

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from mutation.mutants import mutants_of, sample
from mutation.operators import OPERATORS

_CODE = """
def f(x: int | None, found: dict[int, int]) -> int | None:
    if x in found and x not in {1, 2}:
        found[x] = x
        found.pop(x)
        x -= 1
    y = x
    return y
"""


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("ReplaceInWithNotIn", ["    if x not in found and x not in {1, 2}:"]),
        ("ReplaceNotInWithIn", ["    if x in found and x in {1, 2}:"]),
        ("RemoveStatement", ["        pass", "        pass", "        pass"]),
    ],
)
def test_each_place_is_changed_once(name: str, lines: list[str]) -> None:
    operator = OPERATORS[name]()
    nodes = list(ast_nodes(get_ast(_CODE)))
    places = [place for node in nodes for place in operator.mutation_positions(node)]
    changed = [mutate_code(_CODE, operator, number).splitlines() for number in range(len(places))]
    before = _CODE.splitlines()
    found = [
        [new for old, new in itertools.zip_longest(before, after) if old != new]
        for after in changed
    ]
    assert found == [[line] for line in lines]


def test_the_sample_of_a_seed_is_always_the_same(tmp_path: Path) -> None:
    (tmp_path / "room.py").write_text(_CODE)
    kinds = [
        "core/NumberReplacer",
        "core/ReplaceBinaryOperator_BitOr_BitAnd",
        "more/RemoveStatement",
    ]
    mutants = list(mutants_of(tmp_path, ["room.py"], kinds))
    # No annotation is among them.
    assert {mutant.before for mutant in mutants} == {
        "if x in found and x not in {1, 2}:",
        "found[x] = x",
        "found.pop(x)",
        "x -= 1",
    }
    assert sample(mutants, "a", None) == sample(reversed(mutants), "a", None)
    assert sample(mutants, "a", 3) == sample(mutants, "a", None)[:3]
    assert sample(mutants, "a", None) != sample(mutants, "b", None)
