"""Days that rules and records name, and days on which their answers change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeVar

import attrs
from hypothesis import strategies as st

from sro_core import dates
from sro_core.compliance.events import after
from sro_core.registry import Registry
from sro_core.rules import Rulebook
from sro_core.rules.deadlines import Blocks
from sro_core.rules.events import Period
from sro_core.testing._dates import DAYS_THAT_MATTER, interesting_dates

__all__ = ["days_of", "judged_days", "periods_of", "rule_dates"]

T = TypeVar("T")

#: Days outside these years stand for always and never.
_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2090
#: So many blocks of a calendar are near enough.
_BLOCKS: Final = 12

_FIELDS: Final[dict[type, tuple[str, ...]]] = {}


def _fields_of(kind: type) -> tuple[str, ...]:
    if kind not in _FIELDS:
        has = attrs.has(kind)
        _FIELDS[kind] = tuple(field.name for field in attrs.fields(kind)) if has else ()
    return _FIELDS[kind]


def _inside(value: Any, kind: type[T]) -> Iterator[T]:
    """Every value of a type that a record or a rule is, or holds."""
    if type(value) is kind:
        yield value
    elif type(value) is tuple:
        for item in value:
            yield from _inside(item, kind)
    else:
        for name in _fields_of(type(value)):
            yield from _inside(getattr(value, name), kind)


def days_of(value: Any) -> Iterator[dt.date]:
    """Every day that a record, a rule or anything inside it names."""
    return _inside(value, dt.date)


def periods_of(value: Any) -> Iterator[Period]:
    """Every period that a rule or anything inside it names."""
    return _inside(value, Period)


def _block_days(value: Any) -> Iterator[dt.date]:
    """First days of the blocks that a rule or anything inside it counts by."""
    for blocks in _inside(value, Blocks):
        for number in range(_BLOCKS):
            length = attrs.asdict(blocks.length)
            yield dates.add(blocks.anchor, **{unit: number * size for unit, size in length.items()})


def _usual(days: Iterable[dt.date]) -> list[dt.date]:
    """The days without those that stand for always and never."""
    return sorted({day for day in days if _FIRST_YEAR <= day.year <= _LAST_YEAR})


def rule_dates(
    rulebook: Rulebook, min_value: dt.date | None = None, max_value: dt.date | None = None
) -> st.SearchStrategy[dt.date]:
    """Days that packs turn on, the day before and the day after each.

    First and last days of research and of each version of a requirement, days that
    rules name, and first days of the blocks that rules count by. Where there are
    bounds, they are among the days.

    Args:
        rulebook: The packs.
        min_value: First day, included; None is no bound.
        max_value: Last day, included; None is no bound.

    Raises:
        InvalidArgument: The bounds are in the wrong order, or there is no day at all.
    """
    named = _usual([*days_of(rulebook), *_block_days(rulebook)])
    return interesting_dates(min_value, max_value, days=named)


def judged_days(registry: Registry, rulebook: Rulebook) -> st.SearchStrategy[dt.date]:
    """Days to judge on: those that records and rules name, later by a rule's period, and beside.

    So they meet the last day of what is counted from a record, and the day after.

    Args:
        registry: What is judged.
        rulebook: By which rules.
    """
    on_file = [
        list(days_of(records))
        for records in (registry.completions, registry.assignments, registry.waivers)
    ]
    named = _usual([*days_of(registry), *days_of(rulebook)])
    # none comes first, and again: half of the days are no period away
    periods = [*dict.fromkeys(periods_of(rulebook))]
    lengths = (*[None] * max(1, len(periods)), *periods)

    def moved(day: dt.date, period: Period | None, offset: int) -> dt.date:
        return dates.add(day if period is None else after(day, period), days=offset)

    return st.builds(
        moved,
        st.one_of(
            st.sampled_from(tuple(dict.fromkeys([*DAYS_THAT_MATTER, *named]))),
            *(st.sampled_from(days) for days in on_file if days),
        ),
        st.sampled_from(lengths),
        st.sampled_from((0, -1, 1)),
    )
