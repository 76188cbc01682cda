"""Laws of streams. The docstring of a test is the law that it states."""

from __future__ import annotations

import io
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sro_core.errors import InvalidDocument
from sro_core.models import KINDS, Record
from sro_core.registry import Registry
from sro_core.testing import completions, courses, registries
from sro_core.wire import ndjson
from sro_core.wire.ndjson import Rejected, read_stream, write_stream


def _stream(records: Any) -> bytes:
    file = io.BytesIO()
    write_stream(records, file)
    return file.getvalue()


def _read(stream: bytes) -> tuple[list[Record], list[Rejected]]:
    rejected: list[Rejected] = []
    return list(read_stream(io.BytesIO(stream), on_rejected=rejected.append)), rejected


@st.composite
def _records(draw: st.DrawFn) -> list[Any]:
    """Courses and completions in any order, the ids of each increasing."""
    ids = draw(st.lists(st.text(min_size=1, max_size=3), max_size=5, unique=True).map(sorted))
    lists = [
        [draw(kind(id=st.just(identifier))) for identifier in ids]
        for kind in (courses, completions)
    ]
    picks = draw(st.permutations([0] * len(ids) + [1] * len(ids)))
    iterators = [iter(items) for items in lists]
    return [next(iterators[pick]) for pick in picks]


@given(_records())
def test_what_is_written_is_read_again(records: list[Any]) -> None:
    """Reading what was written gives the same records in the same order, and rejects nothing."""
    assert _read(_stream(records)) == (records, [])


@given(registries())
def test_a_registry_goes_through_a_stream(registry: Registry) -> None:
    """A registry that goes through a stream is the same, its records by id."""
    file = io.BytesIO()
    ndjson.dump(registry, file)
    again = ndjson.load(io.BytesIO(file.getvalue()))
    for kind in KINDS:
        by_id = sorted(getattr(registry, kind), key=lambda item: item.id)
        assert list(getattr(again, kind)) == by_id


@given(_records(), st.data())
def test_a_cut_is_always_noticed(records: list[Any], data: st.DataObject) -> None:
    """No part of a stream from its beginning is taken for whole, and what is read of it is true."""
    stream = _stream(records)
    part = stream[: data.draw(st.integers(0, len(stream) - 1))]
    try:
        found, rejected = _read(part)
    except InvalidDocument:
        assert b"\n" not in part
        return
    assert found == records[: len(found)]
    assert len(rejected) == 1


@given(_records(), st.data())
def test_a_changed_byte_is_always_noticed(records: list[Any], data: st.DataObject) -> None:
    """A stream in which any byte is another one is refused."""
    stream = bytearray(_stream(records))
    place = data.draw(st.integers(0, len(stream) - 1))
    stream[place] ^= data.draw(st.integers(1, 255))
    try:
        for _record in read_stream(io.BytesIO(stream)):
            pass
    except InvalidDocument:
        return
    raise AssertionError(f"byte {place}")


@given(_records(), st.lists(st.binary(max_size=40), max_size=8), st.randoms())
def test_nothing_is_lost(records: list[Any], foreign: list[bytes], random: Random) -> None:
    """Every line is read as the record it is, or handed over as it stands with its number."""
    header, *lines = _stream(records).split(b"\n")[:-1]
    for line in foreign:
        lines.insert(random.randrange(len(lines)), line)
    stream = b"\n".join([header, *lines, b""])
    found, rejected = _read(stream)
    numbered = dict(enumerate(stream.split(b"\n")[:-1], start=1))
    for item in rejected:
        assert item.content == numbered.pop(item.line) + b"\n"
    taken = [line for line in numbered.values() if line not in (header, lines[-1])]
    assert taken == [_stream([record]).split(b"\n")[1] for record in found]
    assert found == records
