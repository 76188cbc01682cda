"""Strategy of registries with one fault, for every code that `validate` reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from sro_core.registry import Registry
from sro_core.testing import _faults_of_posts, _faults_of_records, _faults_of_training
from sro_core.testing._draft import Draft, Planter
from sro_core.testing._valid import valid_registries

__all__ = ["FAULTS", "Faulty", "registries_with_fault"]

_PLANTERS: Final[Mapping[str, tuple[Planter, ...]]] = MappingProxyType(
    {
        **_faults_of_records.PLANTERS,
        **_faults_of_posts.PLANTERS,
        **_faults_of_training.PLANTERS,
    }
)

#: The codes of the faults that can be planted: all that `validate` reports.
FAULTS: Final[tuple[str, ...]] = tuple(_PLANTERS)


@attrs.frozen(kw_only=True)
class Faulty:
    """A registry that makes sense but for one fault.

    Attributes:
        registry: The registry.
        code: The code of the one problem that `validate` finds in it by the bundled packs.
        pointer: Where it finds it.
        also: Other places where it finds the same, because the fault has several ends.
        as_of: The day to ask about, where the fault shows only then.
        known_at: The moment of knowledge to ask about, where the fault shows only then.
    """

    registry: Registry
    code: str
    pointer: str
    also: tuple[str, ...] = ()
    as_of: dt.date | None = None
    known_at: dt.datetime | None = None


@st.composite
def registries_with_fault(
    draw: st.DrawFn, code: str, *, into: st.SearchStrategy[Registry] | None = None
) -> Faulty:
    """Registries into which one fault was planted, with the place where it shows.

    The fault has fresh records of its own, at any places in the lists. Where several
    mistakes have one code, each of them may be planted.

    Args:
        draw: Given by Hypothesis.
        code: The code of the fault, one of `FAULTS`.
        into: Registries to plant it into, in which `validate` finds nothing; None takes
            `valid_registries()`.

    Raises:
        InvalidArgument: No fault with this code can be planted.

    """
    if code not in _PLANTERS:
        raise InvalidArgument(f"code={code!r} is none of FAULTS")
    draft = Draft(draw, draw(valid_registries() if into is None else into))
    spot = draw(st.sampled_from(_PLANTERS[code]))(draft)
    return Faulty(
        registry=draft.registry(),
        code=code,
        pointer=draft.pointer(spot),
        also=tuple(draft.pointer(other) for other in spot.also),
        as_of=draft.as_of,
        known_at=draft.known_at,
    )
