"""The public names of `sro_core`, and what importing it costs."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import sro_core as sro
from sro_core.errors import (
    InvalidDocument,
    InvalidPack,
    InvalidRecord,
    SroError,
    UnknownFinding,
    UnknownRule,
    UnsupportedVersion,
)
from sro_core.problems import problem
from starting import unmeasured

_PROBLEMS = (problem("missing-key", "/agencies/0", record_id="a1", key="name"),)


def test_every_public_name_is_there() -> None:
    for name in sro.__all__:
        assert getattr(sro, name) is not None
    assert set(dir(sro)) == set(sro.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = sro.no_such_name


def test_importing_loads_neither_the_converter_nor_the_packs() -> None:
    code = "import sys, sro_core; print('\\n'.join(sorted(sys.modules)))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], env=unmeasured(), capture_output=True, text=True, check=True
    ).stdout.split()
    heavy = {
        "cattrs",
        "hypothesis",
        "typer",
        "rich",
        "sro_core.packs",
        "sro_core.strict",
        "tomllib",
    }
    assert not heavy & set(loaded)


def test_records_load_no_converter() -> None:
    code = "import sys, sro_core.models, sro_core.registry; print('cattrs' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "False"


@pytest.mark.parametrize(
    "error",
    [
        SroError("something"),
        InvalidRecord(_PROBLEMS),
        InvalidDocument(_PROBLEMS),
        InvalidPack(_PROBLEMS),
        UnsupportedVersion(_PROBLEMS),
        UnknownFinding("no such finding"),
        UnknownRule("there is no pack us-xx"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_every_error_survives_a_pickle(error: SroError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert copy.args == error.args
    assert str(copy) == str(error)
    assert isinstance(copy, SroError)


def test_typed_marker_ships() -> None:
    assert (Path(sro.__file__).parent / "py.typed").exists()
