"""The generated readers and writers of records, beside the long way."""

from __future__ import annotations

import copy
import datetime as dt
import traceback
from decimal import Decimal

import attrs
import pytest
from hypothesis import given

from sro_core.models import KINDS, Adopter, Completion, FrozenMap, Outcome, Void
from sro_core.registry import Registry
from sro_core.strict import canonical_text, straight_records, straight_texts, structure, unstructure
from sro_core.strict._generated import Memory
from sro_core.testing import registries
from wire.samples import full

_DAY = dt.date(2022, 8, 11)


@pytest.mark.parametrize("name", KINDS)
def test_each_class_has_a_reader_and_a_writer(name: str) -> None:
    kind = KINDS[name]
    rows = [_exact(item) for item in full()[name]]
    (record,) = [structure(item, kind) for item in rows]
    assert straight_texts([record, record], kind) == [canonical_text(unstructure(record))] * 2
    read = straight_records(rows, kind)
    assert read is not None
    assert read[0] == (record,)


def _exact(value: object) -> object:
    """The value with its numbers as a document's are read: no binary floats."""
    if isinstance(value, dict):
        return {key: _exact(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_exact(item) for item in value]
    return Decimal(repr(value)) if type(value) is float else value


@pytest.mark.parametrize("name", KINDS)
def test_each_class_is_read_with_what_it_needs_alone(name: str) -> None:
    kind = KINDS[name]
    needed = {
        item.metadata["sro_core.wire"] or item.name
        for item in attrs.fields(kind)
        if item.default is attrs.NOTHING
    }
    row = {key: value for key, value in full()[name][0].items() if key in needed}
    row |= {"kind": "waived"} if name == "waivers" else {}
    record = structure(row, kind)
    for key in needed:
        less = {k: v for k, v in row.items() if k != key}
        assert straight_records([copy.deepcopy(less)], kind) is None
    read = straight_records([row], kind)
    assert read is not None
    assert read[0] == (record,)


@given(registry=registries())
def test_records_are_written_alike(registry: Registry) -> None:
    """Law: the straight text of a record is the canonical text of its plain values."""
    for name, records in registry.lists():
        assert straight_texts(records, KINDS[name]) == [
            canonical_text(unstructure(record)) for record in records
        ]


def test_what_has_its_default_value_is_left_out_whoever_made_it() -> None:
    record = Completion(
        id="k",
        officer_id="o",
        course_id="c",
        completed_on=_DAY,
        outcome=Outcome.FAILED,
        extensions=FrozenMap({}),
    )
    (text,) = straight_texts([record], Completion)
    assert text == (
        '{"completed_on":"2022-08-11","course_id":"c","id":"k","officer_id":"o","outcome":"failed"}'
    )
    assert straight_texts([Adopter(agreement_id="g")], Adopter) == ['{"agreement_id":"g"}']


def test_moments_that_are_one_keep_each_its_own_offset() -> None:
    hour = dt.timezone(dt.timedelta(hours=1))
    moments = [dt.datetime(2025, 1, 1, tzinfo=dt.UTC), dt.datetime(2025, 1, 1, 1, tzinfo=hour)]
    assert moments[0] == moments[1]
    marks = [Void(at=moment, by="b", reason="r") for moment in moments]
    assert straight_texts(marks, Void) == [
        '{"at":"2025-01-01T00:00:00Z","by":"b","reason":"r"}',
        '{"at":"2025-01-01T01:00:00+01:00","by":"b","reason":"r"}',
    ]


def test_a_memory_forgets_when_it_is_full_and_never_keeps_a_refusal() -> None:
    asked: list[int] = []

    def make(value: int) -> int:
        asked.append(value)
        if value < 0:
            raise ValueError("below nothing")
        return value + 1

    memory = Memory(make)
    assert [memory[1], memory[1]] == [2, 2]
    assert asked == [1]
    for _ in range(2):
        with pytest.raises(ValueError, match="below nothing"):
            memory[-1]
    assert asked == [1, -1, -1]
    for value in range(Memory.FULL + 1):
        assert memory[value] == value + 1
    assert len(memory) <= Memory.FULL


def test_generated_source_is_shown_in_a_traceback() -> None:
    record = Adopter(agency_id="a")
    with pytest.raises(AttributeError) as caught:
        straight_texts([record], Void)
    assert "value = record.at" in "".join(traceback.format_exception(caught.value))
