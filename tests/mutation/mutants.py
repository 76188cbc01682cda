"""The mutants of a room, and a sample of them that is the same each time."""

from __future__ import annotations

import ast
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import cosmic_ray.plugins
from attrs import frozen
from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.ast.ast_query import ASTQuery
from cosmic_ray.mutating import mutate_code
from cosmic_ray.work_item import MutationSpec

from mutation.operators import OPERATORS

__all__ = ["Mutant", "mutants_of", "sample"]

cosmic_ray.plugins.OPERATOR_PROVIDERS["more"] = OPERATORS

#: Whoever leaves the memory of a function away gets the same answers, only later.
_MEMORIES = {"lru_cache", "cache"}


@frozen(kw_only=True)
class Mutant:
    """A fault to be put into one file.

    Attributes:
        key: Names it also after other lines have changed: file, definition, fault, the line, and
            a number among those that are alike in all this.
        spec: What Cosmic Ray does.
        before: The changed line, as it is, without its indentation.
    """

    key: str
    spec: MutationSpec
    before: str

    @property
    def after(self) -> str:
        """The line after the change; where it is taken away, the one that then stands there."""
        operator = cosmic_ray.plugins.get_operator(self.spec.operator_name)()
        code = self.spec.module_path.read_text()
        changed = mutate_code(code, operator, self.spec.occurrence).splitlines()
        return str(changed[self.spec.start_pos[0] - 1].strip())


def mutants_of(root: Path, sources: Iterable[str], operators: Iterable[str]) -> Iterator[Mutant]:
    """All mutants of some files or folders of a checkout."""
    for source in sources:
        found = root / source
        for path in [found] if found.is_file() else sorted(found.rglob("*.py")):
            yield from _mutants_of_file(root, path, sorted(operators))


def sample(mutants: Iterable[Mutant], seed: str, count: int | None) -> list[Mutant]:
    """Those whose hashes are the lowest: one more mutant elsewhere changes at most one of them."""

    def rank(mutant: Mutant) -> str:
        return hashlib.sha256(f"{seed}\n{mutant.key}".encode()).hexdigest()

    return sorted(mutants, key=rank)[:count]


def _mutants_of_file(root: Path, path: Path, operators: list[str]) -> Iterator[Mutant]:
    code = path.read_text()
    nodes = list(ast_nodes(get_ast(code)))
    lines = code.splitlines()
    untouched = _untouched(code)
    alike: Counter[str] = Counter()
    for name in operators:
        operator = cosmic_ray.plugins.get_operator(name)()
        places = ((node, place) for node in nodes for place in operator.mutation_positions(node))
        for occurrence, (node, (start, end)) in enumerate(places):
            if any(first <= start < last for first, last in untouched):
                continue
            definition = ASTQuery(node).get_definition_name()
            line = lines[start[0] - 1].strip()
            key = f"{path.relative_to(root)} {definition} {name} {line}"
            alike[key] += 1
            yield Mutant(
                key=f"{key} {alike[key]}",
                spec=MutationSpec(
                    module_path=path,
                    operator_name=name,
                    occurrence=occurrence,
                    start_pos=start,
                    end_pos=end,
                    definition_name=definition,
                ),
                before=line,
            )


_Place = tuple[int, int]


def _untouched(code: str) -> list[tuple[_Place, _Place]]:
    """Where no fault is put: annotations belong to the type checkers, memories change no answer."""
    nodes: list[ast.expr | None] = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.arg | ast.AnnAssign):
            nodes.append(node.annotation)
        elif isinstance(node, ast.FunctionDef):
            nodes.append(node.returns)
            nodes.extend(item for item in node.decorator_list if _is_memory(item))
    return [
        # A decorator begins with its sign.
        (
            (node.lineno, max(0, node.col_offset - 1)),
            (node.end_lineno or 0, node.end_col_offset or 0),
        )
        for node in nodes
        if node is not None
    ]


def _is_memory(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Name) and called.id in _MEMORIES
