"""The fast door gives what `sro_core` gives, whatever the document."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sro_core as sro
from sro_core.wire import fast
from wire.samples import changed, full, pointers

# What is taken, and that nothing else is, test_straight.py holds beside the careful way.


def _answer(read: Callable[[bytes], sro.Registry], data: bytes) -> object:
    try:
        return read(data)
    except sro.InvalidDocument as error:
        return type(error), error.problems


@settings(deadline=None)  # the first one waits until the reader is made
@given(
    place=st.sampled_from(pointers(full())),
    value=st.sampled_from([None, True, 0, "40", "x", "", [], {}, "2025-01-01", 10**30]),
)
def test_problems_are_the_same_and_in_the_same_order(place: str, value: object) -> None:
    """Law: a document has one answer, by whichever door it comes."""
    data = json.dumps(changed(place, value)).encode()
    assert _answer(fast.loads, data) == _answer(sro.loads, data)


def test_a_newer_document_is_told_apart() -> None:
    with pytest.raises(sro.UnsupportedVersion):
        fast.loads(json.dumps({**full(), "version": 2}))


def test_a_file_is_read_by_its_path_or_open(tmp_path: Path) -> None:
    path = tmp_path / "registry.json"
    path.write_text(json.dumps(full()))
    expected = sro.load(path)
    assert fast.load(path) == fast.load(str(path)) == expected
    assert fast.load(io.StringIO(path.read_text())) == expected
    with path.open("rb") as file:
        assert fast.load(file) == expected
    with pytest.raises(FileNotFoundError):
        fast.load(tmp_path / "none.json")


def test_text_is_asked_for_not_anything_else() -> None:
    with pytest.raises(TypeError, match="NoneType"):
        fast.loads(None)  # type: ignore[arg-type]
