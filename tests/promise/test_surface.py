"""The public surface: what is written down is what is there, and the page of promises is true."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

pytest.importorskip("griffe", reason="needs the extra dev")

from promises.surface import DOORS, surface

_ROOT = Path(__file__).parents[2]
_WRITTEN = _ROOT / "tests" / "promise" / "surface.txt"
_PAGE = (_ROOT / "docs" / "reference" / "compatibility.md").read_text("utf-8")


def test_what_is_written_down_is_what_is_there() -> None:
    assert _WRITTEN.read_text("utf-8") == surface(), "run  python docs/keep_promises.py"


def _sections() -> dict[str, ast.Module]:
    _head, *parts = re.split(r"^# (sro_core[\w.]*)$", _WRITTEN.read_text("utf-8"), flags=re.M)
    return {door: ast.parse(text) for door, text in zip(parts[::2], parts[1::2], strict=True)}


@pytest.mark.parametrize("door", DOORS)
def test_every_public_name_is_written_down(door: str) -> None:
    found = set()
    for node in _sections()[door].body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                found.add(name)
            case ast.AnnAssign(target=ast.Name(id=name)):
                found.add(name)
            case ast.ImportFrom(names=[ast.alias(asname=str(name))]):
                found.add(name)
            case _:
                pass
    assert set(importlib.import_module(door).__all__) <= found


def _fields(door: str, name: str) -> list[str]:
    (found,) = (n for n in _sections()[door].body if isinstance(n, ast.ClassDef) and n.name == name)
    return [ast.unparse(node) for node in found.body]


def test_a_record_has_its_fields_with_types_and_defaults() -> None:
    """As the wire format's page says them."""
    assert _fields("sro_core.models", "School") == [
        "id: str",
        "district_id: str",
        "name: str",
        "level: sro_core.models.SchoolLevel",
        "control: sro_core.models.SchoolControl",
        "nces_id: str | None = None",
        "recorded_at: datetime.datetime | None = None",
        "voided: sro_core.models.Void | None = None",
        "extensions: sro_core.models.FrozenMap[str, sro_core.models.Json] = FrozenMap({})",
    ]


def test_an_error_has_what_it_has_of_a_parent_without_a_name() -> None:
    assert "problems: tuple[sro_core.Problem, ...]" in _fields("sro_core", "InvalidDocument")


def test_the_page_names_every_public_module() -> None:
    assert re.findall(r"^\| `(sro_core[\w.]*)` \|", _PAGE, re.MULTILINE) == list(DOORS)


def test_the_tests_that_keep_promises_are_there() -> None:
    kept = re.findall(r"`((?:tests|docs)/[\w/]+\.py)(?:::(\w+))?`", _PAGE)
    assert len(kept) > 20
    for file, name in kept:
        text = (_ROOT / file).read_text("utf-8")
        assert not name or f"def {name}(" in text, f"{file}::{name}"
