"""The number of the version."""

from __future__ import annotations

import tomllib
from pathlib import Path

import sro_core as sro

_PROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_the_version_is_that_of_the_project() -> None:
    version = tomllib.loads(_PROJECT.read_text("utf-8"))["project"]["version"]
    assert sro.__version__ == version, "install it again: pip install --editable ."
