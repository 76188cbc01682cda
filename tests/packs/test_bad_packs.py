"""Packs that must be refused: each file says in its first line for what, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from sro_core.errors import InvalidPack
from sro_core.packs import loads_pack
from sro_core.problems import CODES

_FILES = sorted((Path(__file__).parent / "bad").glob("*.toml"))

#: Every kind of mistake keeps its file: this number only grows.
_AT_LEAST = 158

#: What no text of a pack can show; tested with the reader and the entry points.
_ELSEWHERE = {"pack-encoding", "pack-entry-point"}


def _expected(path: Path) -> list[tuple[str, str]]:
    first, _rest = path.read_text().split("\n", 1)
    found: list[tuple[str, str]] = []
    for item in first.removeprefix("# expect:").split(";"):
        code, _space, pointer = item.strip().partition(" ")
        found.append((code, pointer))
    return found


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_is_refused_for_exactly_that(path: Path) -> None:
    with pytest.raises(InvalidPack) as caught:
        loads_pack(path.read_bytes())
    assert [(item.code, item.pointer) for item in caught.value.problems] == _expected(path)


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_is_good_but_for_that(path: Path) -> None:
    """A problem names the requirement it is in, and a sentence without holes."""
    with pytest.raises(InvalidPack) as caught:
        loads_pack(path.read_bytes())
    for item in caught.value.problems:
        assert item.message
        assert "{" not in item.message
        if item.code != "toml-syntax":
            assert item.record_id


def test_no_bad_pack_was_dropped() -> None:
    assert len(_FILES) >= _AT_LEAST


def test_every_code_of_packs_has_its_bad_pack() -> None:
    shown = {code for path in _FILES for code, _pointer in _expected(path)}
    assert {code for code in CODES if code.startswith("pack-")} - shown == _ELSEWHERE
