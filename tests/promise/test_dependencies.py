"""What the package needs of others."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sro_core as sro

_PROJECT: dict[str, Any] = tomllib.loads(
    (Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8")
)["project"]


def _name(requirement: str) -> str:
    match = re.match(r"[\w.-]+", requirement)
    assert match is not None
    return match[0]


def test_nothing_else_is_needed_at_run_time() -> None:
    needed = {_name(item): item for item in _PROJECT["dependencies"]}
    assert set(needed) == {"attrs", "cattrs", "python-dateutil", "tzdata"}
    assert needed["tzdata"].endswith("; sys_platform == 'win32'")


def _all() -> Iterator[str]:
    yield _PROJECT["requires-python"]
    yield from _PROJECT["dependencies"]
    for extra in _PROJECT["optional-dependencies"].values():
        yield from extra


def test_no_version_is_too_new() -> None:
    assert [item for item in _all() if re.search(r"<|==|~=|!=", item.partition(";")[0])] == []


def test_the_version_is_that_of_the_project() -> None:
    assert sro.__version__ == _PROJECT["version"], "install it again: pip install --editable ."
