"""A service over real HTTP: uvicorn on the loopback, asked as the page asks it and otherwise."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from jsonschema import Draft202012Validator

import sro_core as sro
from sro_core.examples import olmsted, olmsted_bytes
from sro_core.wire.schema import components, schema

pytest.importorskip("fastapi")
pytest.importorskip("uvicorn")
openapi: Any = pytest.importorskip("openapi_spec_validator")

_DAY: Final = "2025-09-02"
_STARTED: Final = re.compile(r"running on http://127\.0\.0\.1:(\d+)")


class Answer(NamedTuple):
    status: int
    kind: str
    body: bytes

    @property
    def document(self) -> Any:
        return json.loads(self.body)


class Service:
    """A service that runs."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def ask(self, path: str, body: bytes | None = None) -> Answer:
        headers = {} if body is None else {"Content-Type": "application/json"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, headers)
        try:
            with self._opener.open(request, timeout=60) as answer:
                return Answer(answer.status, answer.headers["Content-Type"], answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers["Content-Type"], error.read())


@pytest.fixture(scope="module")
def service(environment: dict[str, str]) -> Iterator[Service]:
    """The service, started as its page starts it, on a port that is free."""
    docs = Path(__file__).parents[2] / "docs"
    page = docs / "how-to" / "serve-over-http.md"
    command = "uvicorn serve_over_http:app --port 8000"
    assert f"```bash\n{command}\n```" in page.read_text("utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", *command.replace("8000", "0").split()],
        cwd=docs / "examples",
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    try:
        lines: list[str] = []
        for line in process.stderr:
            lines.append(line)
            started = _STARTED.search(line)
            if started is not None:
                yield Service(int(started[1]))
                break
        else:
            pytest.fail("".join(lines))
    finally:
        process.terminate()
        process.communicate(timeout=60)


def _validator(document: Any, name: str) -> Draft202012Validator:
    """What an OpenAPI document promises of a body."""
    return Draft202012Validator({**document, "$ref": f"#/components/schemas/{name}"})


def test_the_page_is_followed_to_the_letter(
    service: Service, folder: Path, follow: Callable[..., None]
) -> None:
    (folder / "registry.json").write_bytes(olmsted_bytes())
    follow("serve-over-http.md", skip=1, **{":8000": f":{service.port}"})


def test_the_answer_is_the_report(service: Service) -> None:
    for day in ("2022-09-06", _DAY):
        answer = service.ask(f"/report?as_of={day}", olmsted_bytes())
        assert (answer.status, answer.kind) == (200, "application/json")
        report = sro.evaluate(olmsted(), as_of=dt.date.fromisoformat(day))
        assert answer.body.decode() == sro.dumps(report)


def test_its_openapi_document_is_valid_and_holds_the_schemas(service: Service) -> None:
    document = service.ask("/openapi.json").document
    openapi.validate(document)
    assert document["openapi"].startswith("3.1")
    assert document["components"]["schemas"] == components("registry", "report", "problems")
    operation = document["paths"]["/report"]["post"]
    (as_of,) = operation["parameters"]
    assert (as_of["name"], as_of["in"], as_of["required"]) == ("as_of", "query", True)
    assert (as_of["schema"]["type"], as_of["schema"]["format"]) == ("string", "date")
    bodies = {"request": operation["requestBody"], **operation["responses"]}
    named = {
        name: body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for name, body in bodies.items()
        if "content" in body
    }
    assert named == {"request": "Registry", "200": "Report", "422": "Problems"}


def test_what_is_sent_has_the_schema_that_is_promised(service: Service) -> None:
    document = service.ask("/openapi.json").document
    registry = json.loads(olmsted_bytes())
    broken = copy.deepcopy(registry)
    del broken["officers"][0]["employments"]
    for validator in (_validator(document, "Registry"), Draft202012Validator(schema("registry"))):
        assert validator.is_valid(registry)
        assert not validator.is_valid(broken)
    report = service.ask(f"/report?as_of={_DAY}", olmsted_bytes()).document
    assert list(_validator(document, "Report").iter_errors(report)) == []
    refusal = service.ask(f"/report?as_of={_DAY}", json.dumps(broken).encode()).document
    assert list(_validator(document, "Problems").iter_errors(refusal)) == []


_UNREADABLE: Final = {
    "shapes": b'{"format": "sro-core/registry", "version": 1, "officers": [{"id": 1}, 2], "x": 3}',
    "no JSON": b'{"format"',
    "nothing": b"",
    "a key twice": b'{"format": "sro-core/registry", "version": 1, "version": 1}',
    "a number no double holds": b'{"format": "sro-core/registry", "version": 1, "agencies": [{'
    b'"id": "a", "name": "A", "kind": "police", "jurisdiction": "US-MN", '
    b'"extensions": {"x": 12345678901234567890123}}]}',
    "a newer version": b'{"format": "sro-core/registry", "version": 2}',
}


@pytest.mark.parametrize("body", _UNREADABLE.values(), ids=_UNREADABLE)
def test_what_cannot_be_read_is_refused_with_every_problem(service: Service, body: bytes) -> None:
    with pytest.raises(sro.InvalidDocument) as caught:
        sro.loads(body)
    answer = service.ask(f"/report?as_of={_DAY}", body)
    assert (answer.status, answer.kind) == (422, "application/json")
    found = [(item["code"], item["pointer"]) for item in answer.document["problems"]]
    assert found == [(item.code, item.pointer) for item in caught.value.problems]


def test_a_registry_that_contradicts_itself_is_refused(service: Service) -> None:
    registry = json.loads(olmsted_bytes())
    registry["completions"][0]["officer_id"] = "nobody"
    registry["assignments"][0]["district_id"] = "nowhere"
    answer = service.ask(f"/report?as_of={_DAY}", json.dumps(registry).encode())
    assert answer.status == 422
    assert answer.document["severities"]["warning"] == 0
    pointers = {item["pointer"] for item in answer.document["problems"]}
    assert {"/completions/0/officer_id", "/assignments/0/district_id"} <= pointers


@pytest.mark.parametrize(
    "query", ["", "?as_of=", "?as_of=2025-02-29", "?as_of=0", "?as_of=today", "?as_of=2025-9-2"]
)
def test_the_day_is_never_guessed(service: Service, query: str) -> None:
    answer = service.ask(f"/report{query}", olmsted_bytes())
    assert answer.status == 400
    (said,) = answer.document["detail"]
    assert said.startswith("query.as_of: ")
