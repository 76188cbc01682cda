"""The schemas and the loader agree, and every report is of its schema."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from hypothesis import assume, event, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import sro_core as sro
from properties.given import any_situations, report_of
from sro_core.errors import InvalidDocument
from sro_core.identifiers import JURISDICTION, NCES_DISTRICT, NCES_SCHOOL, ORI
from sro_core.packs import bundled
from sro_core.problems import Problem
from sro_core.rules import Pack
from sro_core.strict import canonical_bytes, structure, unstructure
from sro_core.testing import Situation, packs, registries
from sro_core.wire.schema import schema
from wire.mutations import NEAR_MISSES, mutated
from wire.samples import FULL
from wire.unseen import seen

_SCHEMAS = {name: Draft202012Validator(schema(name)) for name in ("registry", "report", "pack")}


def _problems(read: Callable[[str], Any], text: str) -> tuple[Problem, ...]:
    try:
        read(text)
    except InvalidDocument as error:
        return error.problems
    return ()


def _agree(kind: str, read: Callable[[str], Any], document: Any) -> None:
    text = json.dumps(document)
    plain = json.loads(text)
    problems = _problems(read, text)
    # Where the head or the text is wrong, the loader does not say what else is.
    assume(not any(item.pointer == "/version" for item in problems) or plain["version"] != 1)
    assume(not any(item.code == "json-surrogate" for item in problems))
    found = seen(problems, plain)
    event("good" if not problems else "wrong in shape" if found else "wrong in what is not seen")
    refused = not _SCHEMAS[kind].is_valid(plain)
    assert refused == bool(found), (problems, list(_SCHEMAS[kind].iter_errors(plain)))


def _registry_documents() -> st.SearchStrategy[Any]:
    return st.just(FULL) | registries().map(lambda registry: json.loads(sro.dumps(registry)))


def _structured(text: str) -> Pack:
    return structure(json.loads(text, parse_float=Decimal), Pack)


def _plain(pack: Pack) -> Any:
    return json.loads(canonical_bytes(unstructure(pack)))


def _pack_documents() -> st.SearchStrategy[Any]:
    return st.sampled_from(bundled().packs).map(_plain) | packs().map(_plain)


@given(registries())
def test_every_registry_is_of_the_schema(registry: sro.Registry) -> None:
    """What is written is accepted."""
    _SCHEMAS["registry"].validate(json.loads(sro.dumps(registry)))


@given(mutated(_registry_documents()))
def test_a_registry_is_of_the_schema_exactly_where_its_shape_is_read(document: Any) -> None:
    """The schema refuses what the loader refuses, save what a schema cannot see, and no more."""
    _agree("registry", sro.loads, document)


@given(mutated(_pack_documents()))
def test_a_pack_is_of_the_schema_exactly_where_its_shape_is_read(document: Any) -> None:
    """The schema refuses what the reader refuses, save what a schema cannot see, and no more."""
    _agree("pack", _structured, document)


@given(any_situations(), st.booleans())
def test_every_report_is_of_the_schema(situation: Situation, explain: bool) -> None:
    """What is written of a report is accepted, with explanations and without."""
    text = sro.dumps(report_of(situation), explain=explain)
    _SCHEMAS["report"].validate(json.loads(text))


_LETTERS = st.text("MNUS-018 \n٣é", max_size=13) | st.sampled_from(
    [item for item in NEAR_MISSES if isinstance(item, str)]
)


@given(_LETTERS | st.from_regex("[A-Z]{2}[A-Z0-9]{7}|[0-9]{7}|[0-9]{12}|US-[A-Z]{2}"))
def test_an_identifier_is_of_the_schema_exactly_where_it_is_canonical(text: str) -> None:
    """The schema and the identifiers know the same texts."""
    kinds = {
        "jurisdiction": JURISDICTION,
        "ori": ORI,
        "nces-district-id": NCES_DISTRICT,
        "nces-school-id": NCES_SCHOOL,
    }
    definitions = schema("registry")["$defs"]
    for name, kind in kinds.items():
        assert Draft202012Validator(definitions[name]).is_valid(text) == kind.holds(text)
