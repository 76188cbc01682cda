"""What all parts of the rule language have in common."""

from __future__ import annotations

import datetime as dt
import enum
import importlib
import pkgutil
import typing
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import attrs
import pytest

import sro_core as sro
from sro_core import rules
from sro_core.rules import conditions as c
from sro_core.rules import deadlines as d
from sro_core.rules import events as e
from sro_core.rules import evidence as v
from sro_core.rules import renewals as r
from sro_core.rules.telling import Told

#: Classes that do things; all others are values.
_WORKERS = {"Words", "_Teller"}


def _classes() -> Iterator[type]:
    for info in pkgutil.iter_modules(rules.__path__, f"{rules.__name__}."):
        for value in vars(importlib.import_module(info.name)).values():
            if isinstance(value, type) and value.__module__ == info.name:
                yield value


#: Parts of a rule, by the unions of the language.
_NODES = [
    kind
    for union in (c.Condition, v.Evidence, d.Deadline, r.Renewal, e.Event)
    for kind in typing.get_args(union)
    if kind is not type(None)
]
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


_HIRE = e.Happening(event=e.EventName.HIRE)
_YEAR = e.Period(years=1)
_BLOCKS = d.Blocks(anchor=dt.date(2020, 1, 1), length=_YEAR)
#: Parts that need more than one key, with all that they need and nothing else.
_LEAST = (
    d.Within(within=_YEAR, of=_HIRE),
    d.EndOfYear(calendar_years=0, after=_HIRE),
    _BLOCKS,
    d.EndOfFirstBlock(end_of_first=_BLOCKS, after=_HIRE),
    e.Later(later=_YEAR, than=_HIRE),
    v.SomeEvidence(at_least=1, of=(v.Held(license="deputy"), v.Stated(stated="x.done"))),
    v.TopicHours(topic="x.topic", hours=Decimal(1)),
    v.Unshared(not_shared_with="x.duty", evidence=v.Stated(stated="x.done")),
    r.BlocksAfter(after=_HIRE, length=_YEAR),
)


@pytest.mark.parametrize("kind", [*map(type, _LEAST), *_NODES], ids=lambda kind: kind.__name__)
def test_a_part_says_what_it_is_about(kind: type) -> None:
    """No part of a rule but a period, which may be no time, consists of nothing."""
    if kind is not e.Period:
        with pytest.raises(TypeError, match="missing"):
            kind()


@pytest.mark.parametrize("node", _LEAST, ids=lambda node: type(node).__name__)
def test_each_needed_key_is_needed(node: Any) -> None:
    needed = {
        field.name: getattr(node, field.name)
        for field in attrs.fields(type(node))
        if field.name != "codes"
    }
    assert type(node)(**needed) == node
    for name in needed:
        with pytest.raises(TypeError, match=f"missing.*'{name}'"):
            type(node)(**{key: value for key, value in needed.items() if key != name})


def test_a_period_is_no_time_by_itself() -> None:
    assert e.Period() == e.Period(years=0, months=0, weeks=0, days=0)


@pytest.mark.parametrize("unit", ["years", "months", "weeks"])
def test_only_days_may_be_taken_from_a_period(unit: str) -> None:
    """Laws speak of 3 years, and of 3 years less a day; none of less than no years."""
    assert e.Period(years=3, days=-1).days == -1
    with pytest.raises(sro.InvalidRecord):
        e.Period(**{unit: -1})


@pytest.mark.parametrize(
    "made",
    [
        lambda: d.Earliest(earliest_of=()),
        lambda: d.Latest(latest_of=()),
        lambda: c.AllOf(all=()),
        lambda: c.AnyOf(any=()),
        lambda: v.AllEvidence(all_of=()),
        lambda: v.AnyEvidence(any_of=()),
        lambda: v.SomeEvidence(at_least=1, of=()),
    ],
)
def test_a_needed_list_is_not_empty(made: Callable[[], Any]) -> None:
    with pytest.raises(sro.InvalidRecord):
        made()


@pytest.mark.parametrize("limit", ["on_or_after", "on_or_before", "before"])
@pytest.mark.parametrize(
    "make",
    [
        lambda **limits: c.EventDay(day_of=_HIRE, **limits),
        lambda **limits: c.Completed(completed=("x.course",), **limits),
        lambda **limits: v.CourseTaken(course=("x.course",), **limits),
        lambda **limits: v.Hours(total_hours=Decimal(1), **limits),
    ],
)
def test_a_limit_is_a_day_or_an_event(make: Callable[..., Any], limit: str) -> None:
    for right in (dt.date(2020, 1, 1), _HIRE, None):
        assert getattr(make(**{limit: right}), limit) == right
    others: tuple[Any, ...] = ("2020-01-01", 2020, dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    for wrong in others:
        with pytest.raises(sro.InvalidRecord):
            make(**{limit: wrong})
