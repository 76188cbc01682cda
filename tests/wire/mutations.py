"""Documents that are nearly right: a good one with a few things changed."""

from __future__ import annotations

import copy
from typing import Any, Final, TypeAlias

from hypothesis import strategies as st

__all__ = ["NEAR_MISSES", "mangled", "mutated"]

#: What is nearly a value of some field, or is one in another.
NEAR_MISSES: Final[tuple[Any, ...]] = (
    *(None, True, False),
    *(0, 1, -1, 7, 10_000_000, 10_000_001, 2**53 + 1, 10**30, -(10**30)),
    *(0.0, -0.0, 1.0, 40.5, 0.0001, 0.00001, 2.15, 999_999.9999, 1_000_000.0, -0.5, 1e300, 5e-324),
    *("", "x", " ", "0", "true", "null", "\n", "\x00", "\ud800", "é", "\U0001f600", "x" * 5_000),
    *("2024-02-29", "2025-02-29", "2100-02-29", "2000-02-29", "2025-04-31", "2025-12-31"),
    *("0000-01-01", "0000-02-29", "0001-01-01", "9999-12-31", "2025-9-2", "20250902"),
    *("2025-09-02\n", " 2025-09-02", "２０２５-09-02", "2025-00-10", "2025-13-01", "2025-01-00"),
    *("2025-09-02T08:00:00-05:00", "2025-09-02T08:00:00Z", "2025-09-02T08:00:00.123456+14:00"),
    *("2025-09-02T08:00:00", "2025-09-02T08:00-05:00", "2025-09-02T24:00:00Z"),
    *("2025-09-02T23:59:60Z", "2025-09-02T08:00:00.1234567Z", "2025-09-02t08:00:00z"),
    *("2025-09-02 08:00:00Z", "2025-02-29T08:00:00Z", "2025-09-02T08:00:00Z\n"),
    *("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2025-09-02T08:00:00+24:00"),
    *("2025-09-02T08:00:00-00:00", "2025-09-02T08:00:00.Z", "2025-09-02T08:00:00+05:00:30"),
    *("US", "US-MN", "us-mn", "US-XX", "MN", "US-MN\n", "Minnesota"),
    *("MN0550100", "mn0550100", "MN055010", "MN0550100 ", "MN05501000", "1N0550100", "MN0550100\n"),
    *("2733840", "27 33840", "273384", "273384001234", "2733840\n", "２７33840"),
    *("America/Chicago", "America/Nowhere", "UTC", "../UTC", "/etc/localtime"),
    *("police", "Police", "active", "extended", "waived", "completed", "before_service"),
    *([], [[]], [None], ["x"], ["x", ""], [1], {}, {"": None}, {"x": 1}, {"agency_id": "a1"}),
    *({"from": "2025-09-02"}, {"to": "2025-09-02"}, {"on": "2025-09-02"}, {"all": []}),
    *({"agency_id": "a1", "district_id": "d1"}, {"event": "hire"}, {"days": 3}),
)

_KEYS: Final = (
    *("", "x", "id", "from", "to", "start", "end", "due_on", "agency_id", "district_id"),
    *("extensions", "voided", "recorded_at", "replaced_by", "format", "version", "$schema"),
    *("any", "all", "not", "on", "of", "course", "license", "within", "exempt"),
)


_Values: TypeAlias = "st.SearchStrategy[Any]"

_USUAL: Final[_Values] = st.sampled_from(NEAR_MISSES).map(copy.deepcopy)


@st.composite
def mutated(
    draw: st.DrawFn,
    documents: st.SearchStrategy[Any],
    *,
    values: st.SearchStrategy[Any] = _USUAL,
    most: int = 3,
) -> Any:
    """A document of the strategy in which at least one thing is changed.

    Args:
        draw: Hypothesis's.
        documents: Documents as plain values.
        values: What is put in.
        most: At most so many changes.
    """
    document = copy.deepcopy(draw(documents))
    for _change in range(draw(st.integers(1, most))):
        places = list(_places(document))
        if not places:
            break
        holder, key = draw(st.sampled_from(places))
        change = _CHANGES[draw(st.sampled_from(sorted(_CHANGES)))]
        change(draw, values, document, holder, key)
    return document


@st.composite
def mangled(draw: st.DrawFn, text: bytes, tokens: st.SearchStrategy[bytes]) -> bytes:
    """A text of which at least one part is cut out, repeated, or replaced by a token.

    Args:
        draw: Hypothesis's.
        text: A good one.
        tokens: What is put in.
    """
    for _change in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from((0, 0, 1, 1, 2, 7, 40, len(text)))))
        part = draw(tokens | st.sampled_from((b"", text[start:end] * 2)))
        text = text[:start] + part + text[end:]
    return text


def _places(value: Any) -> Any:
    """Every place inside a value: what holds it and its key there."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in list(items):
        yield value, key
        if isinstance(item, dict | list):
            yield from _places(item)


def _replace(draw: st.DrawFn, values: _Values, document: Any, holder: Any, key: Any) -> None:
    del document
    holder[key] = draw(values)


def _replace_by_a_part(
    draw: st.DrawFn, values: _Values, document: Any, holder: Any, key: Any
) -> None:
    """Put in another value of the same document."""
    del values
    other, place = draw(st.sampled_from(list(_places(document))))
    holder[key] = copy.deepcopy(other[place])


def _drop(draw: st.DrawFn, values: _Values, document: Any, holder: Any, key: Any) -> None:
    del draw, values, document
    del holder[key]


def _add(draw: st.DrawFn, values: _Values, document: Any, holder: Any, key: Any) -> None:
    value = draw(values)
    if isinstance(holder, list):
        holder.insert(key, value)
    else:
        known = sorted({place for _other, place in _places(document) if isinstance(place, str)})
        holder[draw(st.sampled_from([*_KEYS, *known]))] = value


def _rename(draw: st.DrawFn, values: _Values, document: Any, holder: Any, key: Any) -> None:
    del values, document
    if isinstance(holder, dict):
        holder[draw(st.sampled_from([key.upper(), f"{key}s", f" {key}", *_KEYS]))] = holder.pop(key)


def _repeat(draw: st.DrawFn, values: _Values, document: Any, holder: Any, key: Any) -> None:
    del draw, values, document
    if isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))


_CHANGES: Final = {
    "add": _add,
    "drop": _drop,
    "rename": _rename,
    "repeat": _repeat,
    "replace": _replace,
    "replace by a part": _replace_by_a_part,
}
