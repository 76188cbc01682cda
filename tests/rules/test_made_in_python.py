"""Parts of rules that are put together in Python are held to what a pack is held to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from sro_core.errors import InvalidRecord
from sro_core.rules import conditions as c
from sro_core.rules import evidence as e

_LIKELY: Any = "likely"
_YES = c.Undecided(undecided="x")


@pytest.mark.parametrize(
    ("make", "code", "pointer"),
    [
        (lambda: c.AllOf(all=[_YES]), "wrong-type", "/all"),  # type: ignore[arg-type]
        (lambda: c.AnyOf(any=()), "pack-bad-rule", "/any"),
        (
            lambda: e.CourseTaken(course=("x.basic",), on_or_after=_LIKELY),
            "wrong-type",
            "/on_or_after",
        ),
    ],
)
def test_what_no_pack_may_hold_cannot_be_made(
    make: Callable[[], object], code: str, pointer: str
) -> None:
    with pytest.raises(InvalidRecord) as caught:
        make()
    assert [(item.code, item.pointer) for item in caught.value.problems] == [(code, pointer)]


def test_what_a_pack_may_hold_can_be_made() -> None:
    assert c.AllOf(all=(_YES,)).all == (_YES,)
    day = dt.date(2024, 7, 1)
    assert e.CourseTaken(course=("x.basic",), on_or_after=day).on_or_after == day
