"""Days and times that lie beside, over or apart from each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from sro_core.dates import Spell, spells

__all__ = ["days", "overlaps", "spell_on"]

T = TypeVar("T")


def overlaps(
    items: Iterable[T],
    span: Callable[[T], tuple[Any, Any]],
    *,
    touching: bool = True,
) -> Iterator[tuple[T, T]]:
    """Items that begin before one that began earlier has ended.

    Args:
        items: The items, in any order.
        span: The beginning and the end of an item; an end that is None is open.
        touching: Whether an item that begins just where another ends lies over it: so
            with days, which are included, and not with moments.

    Returns:
        Pairs of the item that runs longest so far and the one that begins in it.
    """
    longest: T | None = None
    until: Any = None
    for item in sorted(items, key=lambda item: span(item)[0]):
        start, end = span(item)
        inside = until is None or start < until or (touching and start == until)
        if longest is not None and inside:
            yield longest, item
        if longest is None or (until is not None and (end is None or end > until)):
            longest, until = item, end


def spell_on(records: Iterable[Any], day: dt.date) -> Spell[Any] | None:
    """The spell without a gap that holds a day, made of records with a start and an end."""
    spans = sorted(((item.start, item.end, item) for item in records), key=lambda span: span[0])
    for spell in spells(spans, bridge=0):
        if spell.start <= day and (spell.end is None or day <= spell.end):
            return spell
    return None


def days(start: dt.date, end: dt.date | None) -> str:
    """A span of days in words."""
    return f"from {start}" if end is None else f"from {start} to {end}"
