"""The rooms of the package, and which way imports go."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import sro_core

_ROOT = Path(sro_core.__file__).parent

#: From the top down: a room imports only from those above it, and from itself.
_ROOMS = (
    "problems",
    "errors",
    "identifiers",
    "dates",
    "models",
    "history",
    "strict",
    "registry",
    "privacy",
    "progress",
    "rules",
    "findings",
    "compliance",
    "validation",
    "packs",
    "wire",
    "examples",
    "testing",
    "_hypothesis",
    "api",
    "cli",
    "__init__",
)

#: Packages that only some rooms may use.
_ONLY = {
    "cattrs": {"strict"},
    "dateutil": {"dates"},
    "hypothesis": {"testing", "_hypothesis"},
    "msgspec": {"wire"},
    "typer": {"cli"},
    "rich": {"cli"},
}


def _room(path: Path) -> str:
    return path.relative_to(_ROOT).parts[0].removesuffix(".py")


def _sources() -> list[Path]:
    return sorted(path for path in _ROOT.rglob("*.py"))


def _imported(path: Path) -> set[str]:
    """Every module that a file imports, inside functions and for type checkers too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.update({node.module, *(f"{node.module}.{alias.name}" for alias in node.names)})
    return found


def test_every_room_has_its_place() -> None:
    rooms = {_room(path) for path in _sources()}
    assert rooms <= set(_ROOMS)


@pytest.mark.parametrize("path", _sources(), ids=lambda path: str(path.relative_to(_ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    room = _room(path)
    for module in _imported(path):
        parts = module.split(".")
        if parts[0] == "sro_core" and len(parts) > 1 and parts[1] in _ROOMS:
            above = parts[1]
            assert _ROOMS.index(above) <= _ROOMS.index(room), f"{room} imports {module}"
        elif parts[0] in _ONLY:
            assert room in _ONLY[parts[0]], f"{room} imports {module}"


def test_the_package_imports_itself_by_full_name() -> None:
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text())):
            assert not (isinstance(node, ast.ImportFrom) and node.level), path


def test_no_room_below_the_packs_knows_a_jurisdiction() -> None:
    """The engine names no state: what it knows of one stands in a pack."""
    pattern = re.compile(r"us-[a-z]{2}\b|US-[A-Z]{2}\b|Minnesota|Texas|Kansas", re.ASCII)
    for path in _sources():
        if _room(path) in {"compliance", "validation", "dates", "registry", "strict"}:
            assert not pattern.search(path.read_text()), path


def test_nothing_reads_the_clock_the_network_or_the_environment() -> None:
    pattern = re.compile(
        r"\.today\(|\.now\(|utcnow|time\.time\(|os\.environ|getenv|urllib|socket|requests"
    )
    for path in _sources():
        if _room(path) not in {"cli", "testing"}:
            assert not pattern.search(path.read_text()), path
