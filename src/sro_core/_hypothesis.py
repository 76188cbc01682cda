"""What Hypothesis calls when it starts: its `from_type` then knows the records.

The classes of the records are light, and all that is loaded then. The strategies
themselves, `sro_core.testing`, load when the first of them is drawn from.
"""

from __future__ import annotations

import importlib
import typing
from collections.abc import Callable
from typing import Any, Final

from hypothesis import strategies as st

from sro_core import models
from sro_core.registry import Registry

__all__ = ["register"]

#: The strategy of each record type and of the registry, by its name in `sro_core.testing`.
_STRATEGIES: Final[tuple[tuple[type[Any], str], ...]] = (
    *((kind, name) for name, kind in models.KINDS.items()),
    (models.Adopter, "adopters"),
    (models.CourseCode, "course_codes"),
    (models.Employment, "employments"),
    (models.License, "licenses"),
    (models.Meeting, "meetings"),
    (models.SchoolYear, "school_years"),
    (models.Void, "voids"),
    (Registry, "valid_registries"),
)


def register() -> None:
    """Tell Hypothesis which strategy each record type has."""
    for kind, name in _STRATEGIES:
        st.register_type_strategy(kind, _named(name))
    st.register_type_strategy(models.FrozenMap, _frozen_maps)


def _named(name: str) -> Callable[[type[Any]], st.SearchStrategy[Any]]:
    def strategy(_kind: type[Any]) -> st.SearchStrategy[Any]:
        found: st.SearchStrategy[Any] = getattr(importlib.import_module("sro_core.testing"), name)()
        return found

    return strategy


def _frozen_maps(kind: type[Any]) -> st.SearchStrategy[Any]:
    keys, values = typing.get_args(kind) or (str, str)
    return st.dictionaries(st.from_type(keys), st.from_type(values)).map(models.FrozenMap)
