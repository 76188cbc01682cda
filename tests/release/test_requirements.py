"""What the package asks of its dependencies: a lower bound, and never an upper one."""

from __future__ import annotations

import tomllib
from typing import Any, Final

import pytest
from packaging.requirements import Requirement

from release.checkout import ROOT

_PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
_EXTRAS: Final[dict[str, list[str]]] = _PROJECT["project"]["optional-dependencies"]
_AT_RUN_TIME: Final[list[str]] = _PROJECT["project"]["dependencies"]
_FOR_USERS: Final = ("cli", "fast", "testing")


@pytest.mark.parametrize(
    "text", [*_AT_RUN_TIME, *(line for lines in _EXTRAS.values() for line in lines)]
)
def test_no_dependency_has_an_upper_bound(text: str) -> None:
    """A release that does not work is found by the run with the newest, not forbidden unseen."""
    assert {item.operator for item in Requirement(text).specifier} <= {">="}


@pytest.mark.parametrize(
    "text", [*_AT_RUN_TIME, *(line for name in _FOR_USERS for line in _EXTRAS[name])]
)
def test_what_a_user_installs_has_one_lower_bound(text: str) -> None:
    """Without one the lowest release would be the first ever made, which nobody tests with."""
    assert [item.operator for item in Requirement(text).specifier] == [">="]


def test_python_has_no_upper_bound() -> None:
    assert _PROJECT["project"]["requires-python"] == ">=3.11"


def test_three_packages_at_run_time() -> None:
    """Besides the zones of Windows, which has none of its own."""
    asked = [Requirement(text) for text in _AT_RUN_TIME]
    everywhere = {item.name for item in asked if item.marker is None}
    assert everywhere == {"attrs", "cattrs", "python-dateutil"}
    assert {str(item.marker) for item in asked if item.marker} == {'sys_platform == "win32"'}
