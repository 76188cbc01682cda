"""Documents of older versions are read, whatever is in them; those of newer ones are refused.

There is no older version yet. The upgrades here are of versions that never were, so that the
way is known to be passable before it is needed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from sro_core.errors import InvalidDocument, UnsupportedVersion
from sro_core.registry import Registry
from sro_core.wire import json as wire
from sro_core.wire._json_text import parse
from sro_core.wire.registries import VERSION, read_registry
from sro_core.wire.upgrades import UPGRADES, Upgrade
from wire.samples import FULL, full, pointers


def _to_zero(document: dict[str, Any]) -> dict[str, Any]:
    """In version 0 the list of courses was called classes."""
    return _renamed(document, "lessons", "classes")


def _to_one(document: dict[str, Any]) -> dict[str, Any]:
    """In version 0 courses were classes, and an officer had one employer, since a day."""
    contents = _renamed(document, "classes", "courses")
    officers = contents.get("officers")
    if isinstance(officers, list):
        contents["officers"] = [_with_employments(officer) for officer in officers]
    return contents


def _renamed(document: dict[str, Any], before: str, after: str) -> dict[str, Any]:
    return {after if key == before else key: value for key, value in document.items()}


def _with_employments(officer: Any) -> Any:
    if not isinstance(officer, dict) or not {"employer", "since"} <= officer.keys():
        return officer
    contents = dict(officer)
    employment = {"agency_id": contents.pop("employer"), "from": contents.pop("since")}
    return {**contents, "employments": [employment]}


_UPGRADES = {-1: _to_zero, 0: _to_one}


def _old(version: int = 0) -> dict[str, Any]:
    document = full()
    document["version"] = version
    document["classes" if version == 0 else "lessons"] = document.pop("courses")
    document["officers"] = [{"id": "o1", "employer": "a1", "since": "2019-05-01"}]
    return document


def _parsed(document: Any) -> Any:
    value, flaws = parse(json.dumps(document))
    assert flaws == []
    return value


def _read(document: Any, upgrades: Mapping[int, Upgrade] = _UPGRADES) -> Registry:
    return read_registry(_parsed(document), upgrades=upgrades)


def _codes(document: Any) -> list[tuple[str, str]]:
    try:
        _read(document)
    except InvalidDocument as error:
        return [(item.code, item.pointer) for item in error.problems]
    return []


def _new() -> Registry:
    employments = [{"agency_id": "a1", "from": "2019-05-01"}]
    return _read(full() | {"officers": [{"id": "o1", "employments": employments}]})


@pytest.mark.parametrize("version", [0, -1])
def test_an_older_document_says_what_it_said(version: int) -> None:
    assert _read(_old(version)) == _new()


def test_a_document_of_today_goes_through_no_upgrade() -> None:
    def never(_document: dict[str, Any]) -> dict[str, Any]:
        raise AssertionError

    assert _read(full(), {0: never}) == wire.loads(json.dumps(full()))


def test_upgrading_leaves_the_document_as_it_was() -> None:
    document = _parsed(_old(-1))
    read_registry(document, upgrades=_UPGRADES)
    assert document == _parsed(_old(-1))


def test_what_is_written_is_of_today() -> None:
    written = json.loads(wire.dumps(_read(_old())))
    assert written["version"] == VERSION
    assert "classes" not in written


def test_an_older_document_is_read_as_strictly_as_any_other() -> None:
    document = _old()
    document["officers"].append({"id": "o2", "employer": "a1"})
    document["classes"][0]["title"] = ""
    document["lessons"] = []
    assert _codes(document) == [
        ("empty-text", "/courses/0/title"),
        ("unknown-key", "/lessons"),
        ("missing-key", "/officers/1"),
        ("unknown-key", "/officers/1/employer"),
    ]


def test_an_older_document_that_is_all_wrong_is_refused_with_problems() -> None:
    refused = 0
    for pointer in pointers(_old()):
        if pointer in ("/format", "/version"):
            continue
        document = _old()
        place: Any = document
        *way, last = [int(item) if item.isdigit() else item for item in pointer.split("/")[1:]]
        for token in way:
            place = place[token]
        for wrong in (None, 7, "", [None], {"": None}, [{"employer": 1, "since": []}]):
            place[last] = wrong
            refused += bool(_codes(document))
    assert refused > 100


def test_a_version_without_an_upgrade_is_unknown() -> None:
    assert _codes(_old() | {"version": -2}) == [("version-unknown", "/version")]
    for version in range(-3, VERSION):
        with pytest.raises(InvalidDocument) as caught:
            wire.loads(json.dumps(FULL | {"version": version}))
        assert caught.value.problems[0].code == "version-unknown"


def test_every_older_version_has_its_upgrade() -> None:
    assert sorted(UPGRADES) == list(range(1, VERSION))


@pytest.mark.parametrize("newer", [VERSION + 1, 1_000_000_000])
def test_a_newer_version_names_both(newer: int) -> None:
    text = json.dumps(FULL | {"version": newer, "unheard": [], "courses": 1})
    with pytest.raises(UnsupportedVersion) as caught:
        wire.loads(text)
    (problem,) = caught.value.problems
    assert problem.pointer == "/version"
    assert dict(problem.params) == {"found": str(newer), "supported": str(VERSION)}
    assert f"version {newer}" in problem.message
    assert f"version {VERSION}" in problem.message
