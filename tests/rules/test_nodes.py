"""What all parts of the rule language have in common."""

from __future__ import annotations

import enum
import importlib
import pkgutil
from collections.abc import Iterator

import attrs
import pytest

from sro_core import rules
from sro_core.rules.telling import Told

#: Classes that do things; all others are values.
_WORKERS = {"Words", "_Teller"}


def _classes() -> Iterator[type]:
    for info in pkgutil.iter_modules(rules.__path__, f"{rules.__name__}."):
        for value in vars(importlib.import_module(info.name)).values():
            if isinstance(value, type) and value.__module__ == info.name:
                yield value


_VALUES = [
    value
    for value in _classes()
    if value.__name__ not in _WORKERS and value is not Told and not issubclass(value, enum.Enum)
]


@pytest.mark.parametrize("value", _VALUES, ids=lambda value: value.__name__)
def test_values_are_frozen_and_slotted_and_made_by_keyword(value: type) -> None:
    """A part of a rule cannot change, and is made by naming what it consists of."""
    assert attrs.has(value)
    assert "__attrs_attrs__" in vars(value)
    assert "__slots__" in vars(value)
    fields = attrs.fields(value)
    assert all(field.kw_only for field in fields)
    made = value.__new__(value)
    for field in fields:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(made, field.name, None)
