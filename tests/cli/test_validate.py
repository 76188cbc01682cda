"""`sro-core validate`: every problem, worst first, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sro_core as sro
from cli.running import combined, example, run, write
from sro_core.cli import checking
from sro_core.examples import olmsted_bytes
from sro_core.problems import CODES, Severity, problem


def _crossed(tmp_path: Path) -> str:
    document = example()
    document["assignments"][0]["school_ids"] = ["nowhere"]
    document["completions"][1]["course_id"] = "no-course"
    document["assignments"][3]["agency_id"] = "olmsted-so"
    return write(tmp_path, document)


def test_nothing_is_wrong() -> None:
    result = run("validate", "-", text=olmsted_bytes())
    assert result.exit_code == 0
    assert result.stdout == "standard input: no problems.\n"


def test_problems_across_records(tmp_path: Path) -> None:
    path = _crossed(tmp_path)
    result = run("validate", path)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{path}: ")
    assert "\nerror  unknown-reference  2\n" in result.stdout
    assert "  olmsted-so-1-byron  /assignments/0/school_ids/0\n" in result.stdout
    assert "No school has the id nowhere." in combined(result)


def test_of_many_alike_the_first_three_are_shown_and_how_many_more(tmp_path: Path) -> None:
    document = example()
    for completion in document["completions"][:5]:
        completion["course_id"] = "no-course"
    path = write(tmp_path, document)
    few, every = run("validate", path).stdout, run("validate", path, "--all").stdout
    assert few.count("No course has the id no-course.") == 3
    assert "  and 2 more\n" in few
    assert few.endswith(" are not shown; --all shows every one.\n")
    assert every.count("No course has the id no-course.") == 5
    assert "more" not in every.splitlines()[-1]


def test_the_worst_codes_come_first(tmp_path: Path) -> None:
    codes = [
        line.split()[:2]
        for line in run("validate", _crossed(tmp_path)).stdout.splitlines()
        if line and line.split()[0] in tuple(Severity)
    ]
    worst = [list(Severity).index(Severity(severity)) for severity, _code in codes]
    assert worst == sorted(worst)
    assert {"unknown-reference", "assignment-outside-employment"} <= {code for _s, code in codes}


def test_what_lies_after_the_day_asked_about_is_noticed() -> None:
    result = run("validate", "-", "--as-of", "2022-08-10", text=olmsted_bytes())
    assert result.exit_code == 0
    assert "notice  dated-after-as-of" in result.stdout


@pytest.mark.parametrize("arguments", [("--as-of", "9/2/2025"), ("--known-at", "2025-09-02")])
def test_what_is_no_day_or_moment_is_refused(arguments: tuple[str, str]) -> None:
    result = run("validate", "-", *arguments, text=olmsted_bytes())
    assert result.exit_code == 2


def test_every_problem_is_there_worst_first(tmp_path: Path) -> None:
    path = _crossed(tmp_path)
    found = json.loads(run("validate", path, "--format", "json").stdout)
    problems = sro.validate(sro.load(path))
    assert {(item["code"], item["pointer"]) for item in found["problems"]} == {
        (item.code, item.pointer) for item in problems
    }
    severities = [item["severity"] for item in found["problems"]]
    assert severities == sorted(severities, key=list(Severity).index)
    assert sum(found["counts"].values()) == len(problems)
    (unknown,) = (
        item
        for item in found["problems"]
        if item["code"] == "unknown-reference" and item["pointer"].endswith("/course_id")
    )
    assert unknown == {
        "code": "unknown-reference",
        "severity": "error",
        "pointer": "/completions/1/course_id",
        "record_id": "olmsted-so-1-basic-sro-2022-08-11",
        "message": "No course has the id no-course. Add the record or correct the id.",
        "params": {"id": "no-course", "kind": "course"},
    }


def test_a_document_that_cannot_be_read(tmp_path: Path) -> None:
    document = example()
    document["officers"][0]["nam"] = "x"
    document["districts"][0]["nces_id"] = "12"
    result = run("validate", write(tmp_path, document))
    assert result.exit_code == 1
    assert "The key nam is not known here; did you mean name?" in combined(result)
    assert "bad-nces-district-id" in result.stdout
    assert "2 errors" in result.stdout.splitlines()[0]


@pytest.mark.parametrize(
    ("contents", "code"),
    [(b"", "json-empty"), (b'{"format":', "json-syntax"), (b"\xff\xfe", "json-encoding")],
)
def test_what_is_no_json_at_all(tmp_path: Path, contents: bytes, code: str) -> None:
    path = tmp_path / "registry.json"
    path.write_bytes(contents)
    result = run("validate", str(path))
    assert result.exit_code == 1
    assert "the whole document" in result.stdout
    assert f"error  {code}  1" in result.stdout


def test_a_file_that_is_not_there() -> None:
    result = run("validate", "no-such-file.json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr == "Cannot read no-such-file.json: No such file or directory.\n"


def test_only_errors_end_with_1() -> None:
    notices = [code for code, info in CODES.items() if info.severity is not Severity.ERROR]
    params = {name: "x" for code in notices for name in _names(CODES[code].template)}
    assert not checking.has_errors([problem(code, **params) for code in notices])


def _names(template: str) -> list[str]:
    import string

    return [name for _text, name, _spec, _conversion in string.Formatter().parse(template) if name]
