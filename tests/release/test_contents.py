"""The look into a distribution sees what is missing, what is too much, and what is changed."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path
from typing import Final

import pytest

from release.contents import differences, in_sdist, in_wheel, of_sdist, of_wheel

_TREE: Final = {
    ".gitignore": b"dist/\n",
    "CHANGELOG.md": b"changes",
    "README.md": b"readme",
    "pyproject.toml": b"project",
    "docs/index.md": b"docs",
    "tests/test_it.py": b"tests",
    "src/sro_core/py.typed": b"",
    "src/sro_core/examples/olmsted.json": b"{}",
    "src/sro_core/wire/schema.py": b"schema",
    "src/sro_core/packs/common.toml": b"common",
    "src/sro_core/packs/federal.toml": b"federal",
    "src/sro_core/packs/us-mn.toml": b"minnesota",
    "src/sro_core/packs/us-mn.examples.toml": b"examples",
}

_METADATA: Final = ("METADATA", "RECORD", "WHEEL", "entry_points.txt")

#: What a right wheel of the tree holds, written out.
_WHEEL: Final = {
    "sro_core/py.typed": b"",
    "sro_core/examples/olmsted.json": b"{}",
    "sro_core/wire/schema.py": b"schema",
    "sro_core/packs/common.toml": b"common",
    "sro_core/packs/federal.toml": b"federal",
    "sro_core/packs/us-mn.toml": b"minnesota",
    **{f"sro_core-1.2.3.dist-info/{name}": b"made" for name in _METADATA},
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name, contents in _TREE.items():
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents)
    return tmp_path / "tree"


def _told_of_wheel(tree: Path, contents: dict[str, bytes]) -> list[str]:
    path = tree.parent / "sro_core-1.2.3-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, what in contents.items():
            archive.writestr(name, what)
    return differences(in_wheel(path), of_wheel(tree))


def _told_of_sdist(tree: Path, contents: dict[str, bytes]) -> list[str]:
    path = tree.parent / "sro_core-1.2.3.tar.gz"
    with tarfile.open(path, "w:gz") as archive:
        for name, what in contents.items():
            member = tarfile.TarInfo(f"sro_core-1.2.3/{name}")
            member.size = len(what)
            archive.addfile(member, io.BytesIO(what))
    return differences(in_sdist(path), of_sdist(tree))


def test_a_right_wheel_and_a_right_sdist(tree: Path) -> None:
    assert _told_of_wheel(tree, _WHEEL) == []
    assert _told_of_sdist(tree, {**_TREE, "PKG-INFO": b"made"}) == []


@pytest.mark.parametrize("name", sorted(_WHEEL))
def test_a_file_that_the_wheel_lacks(tree: Path, name: str) -> None:
    rest = {key: what for key, what in _WHEEL.items() if key != name}
    shown = name.removeprefix("sro_core-1.2.3.")
    assert _told_of_wheel(tree, rest) == [f"{shown} is missing"]


@pytest.mark.parametrize(
    "name", ["tests/test_it.py", "sro_core/packs/us-mn.examples.toml", "sro_core/scratch.py"]
)
def test_a_file_that_the_wheel_should_not_have(tree: Path, name: str) -> None:
    assert _told_of_wheel(tree, {**_WHEEL, name: b""}) == [f"{name} does not belong here"]


def test_a_file_of_the_wheel_that_is_not_the_checkouts(tree: Path) -> None:
    changed = {**_WHEEL, "sro_core/packs/us-mn.toml": b"iowa"}
    told = _told_of_wheel(tree, changed)
    assert told == ["sro_core/packs/us-mn.toml is not what the checkout has"]


def test_a_file_lost_in_the_checkout_is_missed_in_the_wheel(tree: Path) -> None:
    """The wheel is not right only because it is like a checkout that is wrong."""
    (tree / "src/sro_core/py.typed").unlink()
    rest = {key: what for key, what in _WHEEL.items() if key != "sro_core/py.typed"}
    assert _told_of_wheel(tree, rest) == ["sro_core/py.typed is missing"]


@pytest.mark.parametrize("name", sorted(_TREE))
def test_a_file_that_the_sdist_lacks(tree: Path, name: str) -> None:
    rest = {key: what for key, what in _TREE.items() if key != name}
    assert _told_of_sdist(tree, {**rest, "PKG-INFO": b"made"}) == [f"{name} is missing"]


@pytest.mark.parametrize("name", [".venv/bin/python", "dist/old.whl", "tests/__pycache__/a.pyc"])
def test_a_file_that_the_sdist_should_not_have(tree: Path, name: str) -> None:
    found = {**_TREE, "PKG-INFO": b"made", name: b""}
    assert _told_of_sdist(tree, found) == [f"{name} does not belong here"]
