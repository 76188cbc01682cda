"""Hypothesis knows the record types by itself, from the day on which the library is installed."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from typing import Any

import attrs
import pytest

from sro_core import _hypothesis, models
from sro_core.registry import Registry

#: Run by an interpreter of its own, which has not heard of the kit.
_SCRIPT = """
import sys
import hypothesis
from hypothesis import strategies as st

heavy = ("testing", "packs", "compliance", "validation", "wire", "rules", "api", "cli")
loaded = [name for name in heavy if f"sro_core.{name}" in sys.modules]
assert not loaded, f"loaded when Hypothesis starts: {loaded}"

import sro_core
from sro_core import models


once = hypothesis.settings(max_examples=1, database=None, phases=[hypothesis.Phase.generate])


def first(kind):
    return hypothesis.find(st.from_type(kind), lambda _: True, settings=once)


kinds = [*models.KINDS.values(), models.Adopter, models.CourseCode, models.Employment]
kinds += [models.License, models.Meeting, models.SchoolYear, models.Void]
for kind in kinds:
    assert type(first(kind)) is kind, kind
assert sro_core.validate(first(sro_core.Registry)) == ()
some = hypothesis.find(st.from_type(models.FrozenMap[str, int]), bool)
assert {type(item) for item in some} == {str}
assert {type(item) for item in some.values()} == {int}


@hypothesis.given(st.lists(st.builds(dict, officer=st.from_type(models.Officer)), min_size=1))
@hypothesis.settings(max_examples=20, deadline=None, database=None)
def look(rows):
    assert all(type(row["officer"]) is models.Officer for row in rows)


look()
"""


def test_from_type_needs_no_import_of_the_kit() -> None:
    """`from_type` gives records where only Hypothesis and the records are imported, and lazily."""
    names = {item.value for item in importlib.metadata.entry_points(group="hypothesis")}
    assert "sro_core._hypothesis:register" in names, "install the package again: pip install -e ."
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]


def _public_classes() -> set[type[Any]]:
    found = [getattr(models, name) for name in models.__all__]
    return {item for item in found if isinstance(item, type) and attrs.has(item)}


def test_every_public_record_type_is_known() -> None:
    """No class of records is left to what Hypothesis makes of its annotations."""
    assert {kind for kind, _name in _hypothesis._STRATEGIES} == {*_public_classes(), Registry}


@pytest.mark.parametrize(("kind", "name"), _hypothesis._STRATEGIES)
def test_every_strategy_that_is_named_is_public(kind: type[Any], name: str) -> None:
    import sro_core.testing

    assert name in sro_core.testing.__all__
    assert callable(getattr(sro_core.testing, name)), kind
