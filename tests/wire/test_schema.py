"""The schemas by themselves: valid, complete, and with a list of what they cannot see."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
import typing
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any

import attrs
import pytest
from jsonschema import Draft202012Validator

import sro_core as sro
from sro_core.errors import InvalidDocument, InvalidPack
from sro_core.examples import olmsted_bytes
from sro_core.models import KINDS
from sro_core.packs import bundled, loads_pack
from sro_core.packs.shipped import read_all
from sro_core.rules.packs import Pack
from sro_core.strict import canonical_bytes, structure, unstructure
from sro_core.wire import json as wire
from sro_core.wire.schema import Document, components, schema, schema_text
from wire.samples import changed, full, pointers

_ROOT = Path(__file__).parents[2]
#: Those that are TOML.
_BAD = [
    path
    for path in sorted((_ROOT / "tests" / "packs" / "bad").glob("*.toml"))
    if path.stem != "syntax"
]


def _validator(document: str) -> Draft202012Validator:
    return Draft202012Validator(schema(document))


_REGISTRY = _validator("registry")
_PACK = _validator("pack")


@pytest.mark.parametrize("document", Document)
def test_a_schema_is_one(document: Document) -> None:
    made = schema(document)
    Draft202012Validator.check_schema(made)
    assert made["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert json.loads(schema_text(document)) == made


def test_no_schema_pretends_that_a_host_exists() -> None:
    assert [schema(document)["$id"] for document in Document] == [
        "urn:sro-core:registry:1",
        "urn:sro-core:report:1",
        "urn:sro-core:pack",
        "urn:sro-core:problems",
    ]


def test_another_kind_of_document_has_no_schema() -> None:
    with pytest.raises(ValueError, match="examples"):
        schema("examples")


@pytest.mark.parametrize("document", Document)
def test_who_changes_a_schema_changes_no_other(document: Document) -> None:
    made = schema(document)
    for definition in made["$defs"].values():
        definition.clear()
    assert schema_text(document) == schema_text(document)
    assert all(schema(document)["$defs"].values())


def _references(value: Any) -> typing.Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for item in value.values():
            yield from _references(item)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)


@pytest.mark.parametrize("document", Document)
def test_every_definition_is_referred_to_and_every_reference_leads_to_one(
    document: Document,
) -> None:
    made = schema(document)
    assert set(_references(made)) == {f"#/$defs/{name}" for name in made["$defs"]}


def test_as_components_every_reference_leads_to_one() -> None:
    made = components("registry", "report", "problems")
    leads = {name.removeprefix("#/components/schemas/") for name in _references(made)}
    assert leads == made.keys() - {"Registry", "Report", "Problems"}
    # names of components are of a narrow alphabet
    assert [name for name in made if not re.fullmatch(r"[A-Za-z0-9._-]+", name)] == []


@pytest.mark.parametrize("document", Document)
def test_a_component_is_the_schema_but_for_where_its_references_lead(document: Document) -> None:
    name = document.capitalize()
    made = components(document)
    whole = {
        "$schema": schema(document)["$schema"],
        "$id": schema(document)["$id"],
        **made.pop(name),
        "$defs": {key.removeprefix(f"{name}."): part for key, part in made.items()},
    }
    text = json.dumps(whole, sort_keys=True)
    again = json.loads(text.replace(f"#/components/schemas/{name}.", "#/$defs/"))
    assert again == schema(document)


def test_another_kind_of_document_has_no_components() -> None:
    with pytest.raises(ValueError, match="examples"):
        components("registry", "examples")


def _classes(kind: Any, found: set[Any]) -> set[Any]:
    """Every class of objects that an annotation reaches."""
    if attrs.has(kind):
        if kind not in found:
            found.add(kind)
            for hint in typing.get_type_hints(kind).values():
                _classes(hint, found)
    else:
        for item in typing.get_args(kind):
            _classes(item, found)
    return found


@pytest.mark.parametrize("document", ["registry", "pack"])
def test_every_class_has_a_definition_of_its_own(document: str) -> None:
    roots = [*KINDS.values()] if document == "registry" else [Pack]
    classes = {item for root in roots for item in _classes(root, set())} - {Pack}
    objects = {
        name for name, item in schema(document)["$defs"].items() if item.get("type") == "object"
    }
    assert objects == {item.__name__ for item in classes}
    assert len(objects) == len(classes)


def test_an_editor_can_show_what_every_key_of_a_registry_means() -> None:
    for name, definition in schema("registry")["$defs"].items():
        assert definition.get("description") or name in {
            "flag",
            "ori",
            "nces-district-id",
            "nces-school-id",
        }
        for key, value in definition.get("properties", {}).items():
            if value is not False:
                assert value["description"], f"{name}.{key}"
                assert not re.search(r"\bNone\b|on the wire", value["description"])


# what is good ---------------------------------------------------------------------------------


def test_a_document_with_every_key_is_of_the_schema() -> None:
    _REGISTRY.validate(full())
    _REGISTRY.validate(json.loads(olmsted_bytes()))


def test_the_least_document_is_of_the_schema() -> None:
    _REGISTRY.validate({"format": "sro-core/registry", "version": 1})


@pytest.mark.parametrize("pack", bundled().packs, ids=lambda pack: pack.id)
def test_every_bundled_pack_is_of_the_schema(pack: Pack) -> None:
    _PACK.validate(json.loads(canonical_bytes(unstructure(pack))))
    file = files("sro_core.packs") / f"{pack.id}.toml"
    _PACK.validate(_as_json(file.read_text("utf-8")))


def test_all_that_ship_were_looked_at() -> None:
    assert read_all() == bundled().packs


# what is bad ----------------------------------------------------------------------------------


def _as_json(toml: str) -> Any:
    """What TOML says, as JSON says it: days and times as text.

    Raises:
        ValueError: It says what JSON cannot.
    """
    text = json.dumps(tomllib.loads(toml), default=str, allow_nan=False)
    return json.loads(text)


#: Bad packs whose shape is bad in a way that a schema cannot see, or that are no JSON at all.
_BAD_UNSEEN = {
    "shape-hours-not-finite": "JSON has no such number",
    "shape-span-of-service-out-of-order": "what two days mean together",
    "shape-version-ends-before-it-starts": "what two days mean together",
}


def _shape_is_bad(path: Path) -> bool:
    try:
        structure(tomllib.loads(path.read_text("utf-8"), parse_float=Decimal), Pack)
    except InvalidDocument:
        return True
    return False


@pytest.mark.parametrize("path", _BAD, ids=lambda path: path.stem)
def test_a_bad_pack_is_refused_where_its_shape_is_bad(path: Path) -> None:
    """What a pack says of itself, rule by rule, is for the reader of packs to judge."""
    if path.stem == "shape-hours-not-finite":
        with pytest.raises(ValueError, match="JSON compliant"):
            _as_json(path.read_text("utf-8"))
        return
    refused = not _PACK.is_valid(_as_json(path.read_text("utf-8")))
    assert refused == (_shape_is_bad(path) and path.stem not in _BAD_UNSEEN)


def test_every_bad_pack_that_is_not_seen_is_there() -> None:
    assert _BAD_UNSEEN.keys() <= {path.stem for path in _BAD if _shape_is_bad(path)}


def test_a_key_that_is_left_out_or_added_is_seen_where_the_loader_sees_it() -> None:
    for pointer in pointers(full()):
        if "/extensions/" in pointer:
            continue
        document = full()
        place: Any = document
        *way, last = [int(item) if item.isdigit() else item for item in pointer.split("/")[1:]]
        for token in way:
            place = place[token]
        if isinstance(place, dict):
            del place[last]
            assert _REGISTRY.is_valid(document) == _is_read(document), f"without {pointer}"
            place[f"{last}_"] = 1
            assert _REGISTRY.is_valid(document) == _is_read(document), f"{pointer}_"


def _is_read(document: Any) -> bool:
    try:
        wire.loads(json.dumps(document))
    except InvalidDocument:
        return False
    return True


@pytest.mark.parametrize(
    ("pointer", "value", "good"),
    [
        ("/sessions/0/capacity", 10_000_000, True),
        ("/sessions/0/capacity", 10_000_001, False),
        ("/sessions/0/capacity", -1, False),
        ("/sessions/0/capacity", True, False),
        ("/courses/0/hours", 999_999.9999, True),
        ("/courses/0/hours", 1_000_000, False),
        ("/courses/0/hours", 0, True),
        ("/courses/0/hours", -0.0001, False),
        ("/courses/0/hours", "40", False),
        ("/courses/0/hours", None, False),
        ("/courses/0/hours", 2.15, True),
        ("/courses/0/topics/law", None, True),
        ("/courses/0/topics/law", "4", False),
        ("/officers/0/licenses/0/from", "2024-02-29", True),
        ("/officers/0/licenses/0/from", "1900-02-29", False),
        ("/officers/0/licenses/0/from", "2000-02-29", True),
        ("/officers/0/licenses/0/from", "0000-02-29", False),
        ("/officers/0/licenses/0/from", "2024-02-29\n", False),
        ("/officers/0/licenses/0/from", "2024-02-29T00:00:00Z", False),
        ("/sessions/0/meetings/0/starts_at", "2022-08-09T08:00:00Z", True),
        ("/sessions/0/meetings/0/starts_at", "2022-08-09T08:00:00Z\n", False),
        ("/sessions/0/meetings/0/starts_at", "2022-08-09T08:00:00", False),
        ("/sessions/0/meetings/0/starts_at", "2022-08-09", False),
        ("/agencies/0/ori", "MN0550100\n", False),
        ("/agencies/0/jurisdiction", "US-XX", False),
        ("/adoptions/0/by", {}, False),
        ("/adoptions/0/by", {"agency_id": "a1", "district_id": "d1"}, False),
        ("/adoptions/0/due", "before_service", True),
        ("/adoptions/0/due", "after_service", False),
        ("/waivers/0/kind", "waived", False),
        ("/attestations/0/value", "2025-01-01", True),
        ("/attestations/0/value", "yes", False),
        ("/version", 2, False),
        ("/format", "sro-core/report", False),
    ],
)
def test_what_a_schema_sees_the_loader_sees_too(pointer: str, value: object, good: bool) -> None:
    document = changed(pointer, value)
    assert _is_read(document) is good
    assert _REGISTRY.is_valid(document) is good


def test_every_calendar_day_of_four_centuries_and_no_other_is_a_date() -> None:
    pattern = re.compile(schema("registry")["$defs"]["date"]["pattern"])
    texts = (
        f"{year:04}-{month:02}-{day:02}"
        for year in (*range(9), *range(1896, 2305), 9996, 9999)
        for month in range(14)
        for day in range(33)
    )
    for text in texts:
        assert (pattern.search(text) is not None) == _is_day(text), text


def _is_day(text: str) -> bool:
    """By the rule of the Gregorian calendar; its first year is 1."""
    year, month, day = map(int, text.split("-"))
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= lengths[month - 1]


# a report -------------------------------------------------------------------------------------


def test_a_report_without_one_of_its_keys_is_not_of_the_schema() -> None:
    report = sro.evaluate(sro.loads(olmsted_bytes()), as_of=dt.date(2025, 9, 2))
    document = json.loads(sro.dumps(report, explain=True))
    document["findings"] = document["findings"][:3]
    validator = _validator("report")
    validator.validate(document)
    for holder in _objects(document, document["readiness"], *_assignments(document)):
        for key in list(holder):
            value = holder.pop(key)
            assert validator.is_valid(document) == _may_lack(holder, key), key
            holder[key] = value
        holder["other"] = None
        assert not validator.is_valid(document)
        del holder["other"]


def _may_lack(holder: dict[str, Any], key: str) -> bool:
    """Findings have explanations where they were asked for, packs sources where they answer."""
    return key == "explanation" or (key == "sources" and "sha256" in holder)


def _assignments(document: Any) -> list[Any]:
    return [item["assignments"] for item in document["readiness"].values()]


def _objects(document: Any, *but: Any) -> typing.Iterator[Any]:
    """Every object inside a document but those whose keys are data."""
    if isinstance(document, dict):
        if not any(document is item for item in but):
            yield document
        for item in list(document.values()):
            yield from _objects(item, *but)
    elif isinstance(document, list):
        for item in document:
            yield from _objects(item, *but)


# what a schema cannot see ---------------------------------------------------------------------


def _with(course: str) -> str:
    return (
        '{"format": "sro-core/registry", "version": 1, "courses": '
        f'[{{"id": "c1", "title": "T", "provider": "P", {course}}}]}}'
    )


def _changed(pointer: str, value: object) -> str:
    return json.dumps(changed(pointer, value))


def _deep(levels: int) -> object:
    return [] if levels == 1 else [_deep(levels - 1)]


_TWICE = full()["courses"] * 2

#: As the page of the reference names it: documents, and the code of the problem of each.
_UNSEEN: dict[str, list[tuple[str, str]]] = {
    "a key that stands twice in one object": [
        (_with('"hours": 1, "hours": 2'), "json-repeated-key")
    ],
    "half of a surrogate pair": [(_with(r'"extensions": {"x": "\ud800"}'), "json-surrogate")],
    "`1.0` for `1`": [
        (_changed("/sessions/0/capacity", 24.0), "wrong-type"),
        (_changed("/version", 1.0), "version-unknown"),
    ],
    "more than four digits after the point": [(_with('"hours": 2.00001'), "bad-hours")],
    "a number of more than 400 characters": [
        (_with(f'"hours": 2.{"0" * 400}'), "json-number-size")
    ],
    "`NaN` and `Infinity`": [(_with('"extensions": {"x": [NaN, Infinity]}'), "json-number")],
    "a number in `extensions` that no double holds": [
        (_with('"extensions": {"x": 9007199254740993}'), "bad-number")
    ],
    "more than 64 levels": [(_changed("/courses/0/extensions", {"x": _deep(62)}), "json-depth")],
    "a time zone that there is not": [
        (_changed("/sessions/0/time_zone", "America/Nowhere"), "bad-time-zone")
    ],
    "two records of a list with one id": [(_changed("/courses", _TWICE), "duplicate-id")],
    "an end before its start": [(_changed("/waivers/0/to", "2025-07-31"), "ends-before-start")],
    "a record taken back before it was recorded, or replaced by itself": [
        (_changed("/courses/0/voided/at", "2024-01-01T00:00:00Z"), "void-before-record"),
        (_changed("/courses/0/voided/replaced_by", "c1"), "replaced-by-itself"),
    ],
}


@pytest.mark.parametrize("name", _UNSEEN)
def test_a_schema_does_not_see(name: str) -> None:
    for text, code in _UNSEEN[name]:
        with pytest.raises(InvalidDocument) as caught:
            wire.loads(text)
        assert {item.code for item in caught.value.problems} == {code}
        assert _REGISTRY.is_valid(json.loads(text))


_GOOD_PACK = """
id = "x"
title = "Example"
edition = "1"
researched_from = 2020-01-01
verified_through = 2024-12-31
confidence = "verified"
"""

_UNSEEN_OF_PACKS = {
    "a day or a time of TOML where a text belongs": (
        _GOOD_PACK.replace('"Example"', "2020-01-01"),
        "wrong-type",
    ),
    "what a pack says of itself": (
        _GOOD_PACK.replace("2024-12-31", "2019-12-31"),
        "pack-research-order",
    ),
}


@pytest.mark.parametrize("name", _UNSEEN_OF_PACKS)
def test_a_schema_of_packs_does_not_see(name: str) -> None:
    text, code = _UNSEEN_OF_PACKS[name]
    with pytest.raises(InvalidPack) as caught:
        loads_pack(text)
    assert [item.code for item in caught.value.problems] == [code]
    assert _PACK.is_valid(_as_json(text))


def test_the_reference_lists_what_a_schema_does_not_see() -> None:
    page = (_ROOT / "docs" / "reference" / "json-schema.md").read_text("utf-8")
    rows = re.findall(r"^\| (?!---)([^|]+) \| ([^|]+) \|$", page, re.MULTILINE)
    listed = {what: set(re.findall(r"`([\w-]+)`", codes)) for what, codes in rows}
    for name, examples in _UNSEEN.items():
        assert listed.pop(name) - {"version"} == {code for _text, code in examples}
    for name in _UNSEEN_OF_PACKS:
        listed.pop(name)
    assert set(listed) == {"what"}


def test_hours_of_four_digits_are_why_multiples_are_not_asked_for() -> None:
    """A validator that divides doubles refuses what the loader reads."""
    document = changed("/courses/0/hours", 2.15)
    assert _is_read(document)
    assert not Draft202012Validator({"multipleOf": 0.0001}).is_valid(2.15)
