"""Days and moments near the edges that matter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

__all__ = ["DAYS_THAT_MATTER", "KNOWN_AT", "instants", "interesting_dates"]

#: Days of effect, ends of months, leap days, edges of school years and of license periods;
#: the simplest one first, as examples shrink towards it.
DAYS_THAT_MATTER: Final = tuple(
    dt.date.fromisoformat(day)
    for day in """
    2025-09-01 2024-03-15 2022-09-06 2022-08-11 2022-01-01 2020-02-29 2024-02-29 2021-08-31
    2023-01-31 2019-12-31 2018-07-01 2021-06-30 2024-06-30 2024-07-01 2025-07-04 2025-06-13
    2026-05-31 2027-05-31 2027-06-30 2016-07-01
    """.split()
)

#: The moment around which generated records come on file.
KNOWN_AT: Final = dt.datetime(2025, 9, 1, 12, tzinfo=dt.UTC)

_SECOND: Final = dt.timedelta(seconds=1)
_CENTRAL: Final = dt.timezone(dt.timedelta(hours=-5))


def interesting_dates(
    min_value: dt.date | None = None,
    max_value: dt.date | None = None,
    *,
    days: Iterable[dt.date] = DAYS_THAT_MATTER,
) -> st.SearchStrategy[dt.date]:
    """Days that rules turn on, the day before and the day after each.

    Where there are bounds, they are among the days.

    Args:
        min_value: First day, included; None is no bound.
        max_value: Last day, included; None is no bound.
        days: The days to stay near; those of packs are `rule_dates`.

    Raises:
        InvalidArgument: The bounds are in the wrong order, or there is no day at all.
    """
    if min_value is not None and max_value is not None and max_value < min_value:
        raise InvalidArgument(f"{min_value=} is after {max_value=}")
    first, last = min_value or dt.date.min, max_value or dt.date.max
    bounds = [day for day in (min_value, max_value) if day is not None]
    near = dict.fromkeys(
        dt.date.fromordinal(ordinal)
        for offset in (0, -1, 1)
        for ordinal in (day.toordinal() + offset for day in (*days, *bounds))
        if first.toordinal() <= ordinal <= last.toordinal()
    )
    if not near:
        raise InvalidArgument("days: at least one is needed")
    return st.sampled_from(tuple(near))


def instants() -> st.SearchStrategy[dt.datetime]:
    """Moments at, just before and just after `KNOWN_AT`, written with different offsets."""
    return st.sampled_from(
        (
            KNOWN_AT,
            KNOWN_AT + _SECOND,
            KNOWN_AT - _SECOND,
            KNOWN_AT.astimezone(_CENTRAL),
            KNOWN_AT - 365 * dt.timedelta(days=1),
            KNOWN_AT + 365 * dt.timedelta(days=1),
        )
    )
