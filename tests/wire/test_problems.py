"""Problems as one document."""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator

import sro_core as sro
from sro_core.problems import problem
from sro_core.wire.problems import problems_document
from sro_core.wire.schema import schema


def test_it_counts_and_lists_every_problem_as_it_comes() -> None:
    found = [
        problem("bad-ori", "/agencies/0/ori", record_id="a", why="write it out"),
        problem("missing-key", "/agencies/1", key="name"),
        problem("missing-key", "/agencies/0", key="name"),
    ]
    document = problems_document(iter(found))
    assert document["severities"] == {"error": 3, "warning": 0, "notice": 0}
    assert document["counts"] == {"bad-ori": 1, "missing-key": 2}
    assert [item["pointer"] for item in document["problems"]] == [item.pointer for item in found]
    assert document["problems"][1] == {
        "code": "missing-key",
        "severity": "error",
        "pointer": "/agencies/1",
        "record_id": None,
        "message": "The key name is missing.",
        "params": {"key": "name"},
    }


def test_it_is_of_its_schema_and_json() -> None:
    try:
        sro.loads('{"format": "sro-core/registry", "version": 1, "officers": [{"id": 1}, 2]}')
    except sro.InvalidDocument as error:
        document = problems_document(error.problems)
    assert len(document["problems"]) > 2
    validator = Draft202012Validator(schema("problems"))
    assert list(validator.iter_errors(json.loads(json.dumps(document)))) == []
    assert not validator.is_valid({**document, "counts": {"bad-ori": "1"}})
    assert not validator.is_valid({**document, "problems": [{"code": "bad-ori"}]})


def test_nothing_found_is_a_document_too() -> None:
    assert problems_document(()) == {
        "severities": {"error": 0, "warning": 0, "notice": 0},
        "counts": {},
        "problems": [],
    }
