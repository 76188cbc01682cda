"""Faults that Cosmic Ray does not make: a membership turned around, a statement left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cosmic_ray.ast import get_ast
from cosmic_ray.operators.operator import Example, Operator

__all__ = ["OPERATORS"]

_Position = tuple[tuple[int, int], tuple[int, int]]


class _ReplaceMembership(Operator):  # type: ignore[misc]  # the library has no types
    """Replaces one test of membership with the other."""

    before: str
    after: str

    def mutation_positions(self, node: Any) -> Iterator[_Position]:
        """Where the test stands in a comparison."""
        for place in self._places(node):
            word = node.children[place]
            yield word.start_pos, word.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """The comparison with the other test."""
        node.children[self._places(node)[index]] = get_ast(f" {self.after}")
        return node

    def _places(self, node: Any) -> list[int]:
        if node.type != "comparison":
            return []
        words = enumerate(node.children)
        return [place for place, word in words if word.get_code().split() == self.before.split()]

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """What it does."""
        return (Example(f"x {cls.before} y", f"x {cls.after} y"),)


class ReplaceInWithNotIn(_ReplaceMembership):
    """Replaces `in` with `not in`."""

    before, after = "in", "not in"


class ReplaceNotInWithIn(_ReplaceMembership):
    """Replaces `not in` with `in`."""

    before, after = "not in", "in"


class RemoveStatement(Operator):  # type: ignore[misc]  # the library has no types
    """Leaves out a statement that is there for its effect.

    That is a call, a `yield`, a `raise`, an assignment to an attribute or an item, and an
    assignment that changes what is there. Without another assignment a name would be missing,
    which every test notices that comes by.
    """

    def mutation_positions(self, node: Any) -> Iterator[_Position]:
        """Where such a statement stands."""
        if node.type == "simple_stmt" and _has_effect(node.children[0]):
            yield node.children[0].start_pos, node.children[0].end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """The line with `pass` in its place."""
        assert index == 0
        node.children[0] = get_ast(f"{node.children[0].get_first_leaf().prefix}pass")
        return node

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """What it does."""
        return (
            Example("f(x)\n", "pass\n"),
            Example("x += 1\n", "pass\n"),
            Example("x[0] = 1\n", "pass\n"),
            Example("raise ValueError\n", "pass\n"),
        )


def _has_effect(statement: Any) -> bool:
    if statement.type == "expr_stmt":
        target, sign = statement.children[:2]
        return bool(target.type == "atom_expr" or (sign.type == "operator" and sign.value != "="))
    return statement.type in {"atom_expr", "yield_expr", "raise_stmt"}


#: By name.
OPERATORS = {
    operator.__name__: operator
    for operator in (ReplaceInWithNotIn, ReplaceNotInWithIn, RemoveStatement)
}
