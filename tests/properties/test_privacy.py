"""Laws of redaction. The docstring of a test is the law that it states."""

from __future__ import annotations

import json
import pickle
import traceback
from collections.abc import Iterator
from random import Random
from typing import Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from properties.given import any_situations, report_of
from sro_core.api import validate
from sro_core.errors import InvalidDocument
from sro_core.identifiers import LICENSE_NUMBER, license_key
from sro_core.models import FrozenMap
from sro_core.models._fields import PRIVATE, Private
from sro_core.privacy import redacted
from sro_core.problems import Problem
from sro_core.registry import Registry
from sro_core.strict import canonical_bytes
from sro_core.testing import KNOWN_AT, Situation
from sro_core.wire.json import dumps, loads

#: In every private value that is planted, and nowhere else; looked for without regard to case.
_SECRET: Final = "quillfeather"

#: Few, so that some of them are the same but for case and what stands between.
_SPELLINGS: Final = ("Quillfeather", "QUILLFEATHER", "quillfeather")
_BETWEEN: Final = ("", "-", " ", "/")
_ENDS: Final = ("7", "41", "0", "no")
_ANYTHING: Final = st.text(st.characters(codec="utf-8"), max_size=12)

_texts: Final = st.builds(
    "{}{}{}".format,
    st.sampled_from(_SPELLINGS),
    st.sampled_from(_BETWEEN),
    st.sampled_from(_ENDS) | _ANYTHING,
)
_data: Final = st.dictionaries(
    _texts,
    st.recursive(
        st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from((0.5, 1.0)) | _texts,
        lambda inner: (
            st.lists(inner, max_size=2).map(tuple)
            | st.dictionaries(_texts, inner, max_size=2).map(FrozenMap)
        ),
        max_leaves=4,
    ),
    max_size=2,
).map(FrozenMap)


@attrs.frozen
class _Planter:
    """Puts private values into every place that is made for them."""

    random: Random
    values: dict[Private, list[Any]]

    def registry(self, registry: Registry) -> Registry:
        return Registry(
            **{kind: tuple(map(self.record, records)) for kind, records in registry.lists()}
        )

    def record(self, record: Any) -> Any:
        changes: dict[str, Any] = {}
        for field in attrs.fields(type(record)):
            value, mark = getattr(record, field.name), field.metadata[PRIVATE]
            if mark is not None:
                changes[field.name] = self.random.choice(self.values[mark])
            elif type(value) is tuple:
                changes[field.name] = tuple(map(self._inside, value))
            else:
                changes[field.name] = self._inside(value)
        return attrs.evolve(record, **changes)

    def _inside(self, value: Any) -> Any:
        return self.record(value) if attrs.has(type(value)) else value


_values: Final = st.fixed_dictionaries(
    {
        Private.TEXT: st.lists(_texts, min_size=2, max_size=6),
        Private.LICENSE_NUMBER: st.lists(_texts, min_size=2, max_size=6),
        Private.DATA: st.lists(_data, min_size=1, max_size=3),
    }
)


def _planted(situation: Situation, random: Random, values: dict[Private, list[Any]]) -> Situation:
    registry = _Planter(random, values).registry(situation.registry)
    return attrs.evolve(situation, registry=registry)


#: Situations whose registries tell of people wherever a registry can.
situations: Final = st.builds(
    _planted, any_situations(), st.randoms(use_true_random=False), _values
)
keys: Final = st.binary(min_size=16, max_size=40)


def _shared(situation: Situation, key: bytes) -> Situation:
    return attrs.evolve(situation, registry=redacted(situation.registry, key=key))


def _told(record: Any) -> Iterator[tuple[Private, Any]]:
    """What a record, or one inside it, tells of people, in the order of its fields."""
    for field in attrs.fields(type(record)):
        value, mark = getattr(record, field.name), field.metadata[PRIVATE]
        if mark is not None:
            yield mark, value
        for item in value if type(value) is tuple else (value,):
            if attrs.has(type(item)):
                yield from _told(item)


def _all_told(registry: Registry) -> list[tuple[Private, Any]]:
    return [
        told for _kind, records in registry.lists() for record in records for told in _told(record)
    ]


@given(situations, st.lists(keys, min_size=1, max_size=2))
def test_no_answer_changes(situation: Situation, under: list[bytes]) -> None:
    """Findings, readiness and explanations are the same, redacted once or again."""
    shared = situation
    for key in under:
        shared = _shared(shared, key)
    one, other = report_of(situation), report_of(shared)
    assert one.findings == other.findings
    assert one.readiness == other.readiness
    for finding in one.findings:
        assert one.explain(finding) == other.explain(finding)


@given(situations, st.lists(keys, min_size=1, max_size=2))
def test_it_validates_the_same(situation: Situation, under: list[bytes]) -> None:
    """Validating finds the same problems in the same places of the same records."""
    shared = situation
    for key in under:
        shared = _shared(shared, key)
    one, other = (
        [(item.code, item.severity, item.pointer, item.record_id) for item in validate(registry)]
        for registry in (situation.registry, shared.registry)
    )
    assert one == other


def _shows_nothing(*shown: str) -> None:
    assert _SECRET not in "".join(shown).lower()


@given(situations, keys)
def test_nothing_private_is_left(situation: Situation, key: bytes) -> None:
    """No private value stands in the document of a redacted registry."""
    _shows_nothing(dumps(redacted(situation.registry, key=key)))


@given(situations)
def test_nothing_private_is_shown(situation: Situation) -> None:
    """No repr, problem, report or explanation of a registry shows a private value."""
    registry = situation.registry
    _shows_nothing(*(repr(record) for _kind, records in registry.lists() for record in records))
    problems = validate(registry)
    _shows_nothing(repr(problems), *map(str, problems))
    report = report_of(situation)
    explanations = [report.explain(finding) for finding in report.findings]
    _shows_nothing(repr(report), repr(report.findings), dumps(report, explain=True))
    _shows_nothing(repr(explanations), *map(str, explanations))


@given(situations, st.data())
def test_no_refusal_shows_a_private_value(situation: Situation, data: st.DataObject) -> None:
    """A document that is refused for what stands in a private place does not say what that is."""
    document = json.loads(dumps(situation.registry))
    places = [
        (place, name)
        for place in _objects(document)
        for name, value in place.items()
        if name == "extensions" or (type(value) is str and _SECRET in value.lower())
    ]
    place, name = data.draw(st.sampled_from(places))
    text = data.draw(_texts)
    place[name] = data.draw(st.sampled_from(([text], text + "\ud800", {"a": text, "b": 1e999})))
    with pytest.raises(InvalidDocument) as caught:
        loads(json.dumps(document))
    error = caught.value
    assert name in str(error)
    _shows_nothing(repr(error), str(error), repr(pickle.dumps(error)))
    _shows_nothing(*traceback.format_exception(error))


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a document, without those of application data."""
    if isinstance(value, dict):
        yield value
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in inside:
        if isinstance(item, dict | list) and key != "extensions":
            yield from _objects(item)


def _meant(mark: Private, value: Any) -> tuple[str, Any]:
    """What makes two private values the same."""
    if mark is Private.DATA:
        return "data", canonical_bytes(value)
    if mark is Private.TEXT or isinstance(LICENSE_NUMBER.parse(value), Problem):
        return "text", value
    return "license", license_key(value)


@given(situations, keys)
def test_pseudonyms_are_equal_where_what_they_stand_for_is(
    situation: Situation, key: bytes
) -> None:
    """Two private values have one pseudonym if they are the same, and only then."""
    registry = situation.registry
    before, after = _all_told(registry), _all_told(redacted(registry, key=key))
    pairs = {
        (_meant(*told), pseudonym) for told, (_mark, pseudonym) in zip(before, after, strict=True)
    }
    meanings, pseudonyms = zip(*pairs, strict=True)
    assert len(set(meanings)) == len(set(pseudonyms)) == len(pairs)


@given(situations, keys, keys)
def test_a_key_decides_every_pseudonym(situation: Situation, key: bytes, other: bytes) -> None:
    """Under one key the bytes are the same every time; under two no pseudonym is the same."""
    registry = situation.registry
    one = redacted(registry, key=key)
    assert dumps(redacted(registry, key=key)) == dumps(one)
    if key.ljust(64, b"\0") != other.ljust(64, b"\0"):  # HMAC fills a short key up with zeros
        ours, theirs = (
            {value for _mark, value in _all_told(found) if value}
            for found in (one, redacted(registry, key=other))
        )
        assert not ours & theirs


@given(situations, keys, st.randoms(use_true_random=False))
def test_records_are_redacted_one_by_one(situation: Situation, key: bytes, random: Random) -> None:
    """Neither the order of records nor what else is on file changes a pseudonym."""
    registry = situation.registry
    whole = redacted(registry, key=key)
    lists: dict[str, Any] = {
        kind: tuple(random.sample(items, len(items))) for kind, items in registry.lists()
    }
    shuffled = Registry(**lists)
    assert dumps(redacted(shuffled, key=key)) == dumps(whole)
    assert redacted(registry.as_known_at(KNOWN_AT), key=key) == whole.as_known_at(KNOWN_AT)
    assert loads(dumps(whole)) == loads(dumps(redacted(loads(dumps(registry)), key=key)))
