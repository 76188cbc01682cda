"""Strategies of officers who satisfy a requirement, or miss it by one thing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

import attrs
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from sro_core.findings import Finding, Report
from sro_core.registry import Registry
from sro_core.rules import Pack, Rulebook
from sro_core.testing import _examples as short
from sro_core.testing._example_registries import example_registry
from sro_core.testing._example_runs import finding_of
from sro_core.testing._misses import Miss
from sro_core.testing._search import Search, rotated
from sro_core.testing._shown import shown
from sro_core.testing._situations import Situation

__all__ = ["Attempt", "attempts_that_miss", "attempts_that_satisfy"]


@attrs.frozen(kw_only=True, repr=False)
class Attempt:
    """An officer's attempt to satisfy a requirement, and what comes of it.

    Attributes:
        pack: The pack of the requirement.
        example: The situation in short, with the answer that is expected: its status, and
            for a course that was late its `late_by_days`.
        miss: By what it is missed; None where it is satisfied.
        others: Packs that are in force beside it.
    """

    pack: Pack
    example: short.Example
    miss: Miss | None = None
    others: tuple[Pack, ...] = ()

    def __repr__(self) -> str:
        how = "" if self.miss is None else f"miss={shown(self.miss)}, "
        return f"Attempt({how}example={shown(self.example)})"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(repr(self))  # Hypothesis would show all of the pack

    @property
    def registry(self) -> Registry:
        """The registry of the situation; the officer is `o1`."""
        return example_registry(self.pack, self.example)

    @property
    def situation(self) -> Situation:
        """The situation as an evaluation is given it."""
        rulebook = Rulebook(packs=(self.pack, *self.others))
        return Situation(registry=self.registry, rulebook=rulebook, as_of=self.example.as_of)

    def finding(self, report: Report) -> Finding | None:
        """The finding of a report that the attempt is about; None where there is none.

        Args:
            report: What an engine says of the registry.
        """
        return finding_of(report, self.example.requirement)


def attempts_that_satisfy(
    pack: Pack,
    requirement_id: str,
    *,
    as_of: st.SearchStrategy[dt.date] | None = None,
    others: Iterable[Pack] = (),
) -> st.SearchStrategy[Attempt]:
    """Officers whom a requirement reaches, and whose completions satisfy it.

    Each has done no more than is needed, in time or late.

    Args:
        pack: The pack.
        requirement_id: A requirement of it that a completion can satisfy.
        as_of: Days to judge on; None takes such as the requirement turns on.
        others: Packs that are in force beside it.

    Raises:
        InvalidArgument: The pack has no such requirement, no completion can satisfy it,
            or no officer was found who does on such a day.
    """
    search = Search(pack, requirement_id, tuple(others))
    return _attempts(search, _days(search, as_of), ())


def attempts_that_miss(
    pack: Pack,
    requirement_id: str,
    *,
    by: Sequence[Miss] = tuple(Miss),
    as_of: st.SearchStrategy[dt.date] | None = None,
    others: Iterable[Pack] = (),
) -> st.SearchStrategy[Attempt]:
    """Officers whom a requirement reaches, and whose completions miss it by one thing.

    Not every requirement can be missed by everything: one without topics by no topic,
    one that never lapses by none that lapsed. Others of the ways are drawn then.

    Args:
        pack: The pack.
        requirement_id: A requirement of it that a completion can satisfy.
        by: By what it may be missed.
        as_of: Days to judge on; None takes such as the requirement turns on.
        others: Packs that are in force beside it.

    Raises:
        InvalidArgument: The pack has no such requirement, no completion can satisfy it,
            `by` is empty or holds what is no `Miss`, or no officer was found who misses
            it so on such a day.
    """
    if not by:
        raise InvalidArgument("by: at least one is needed")
    for miss in by:
        if type(miss) is not Miss:
            raise InvalidArgument(f"by: {miss!r} is no Miss")
    search = Search(pack, requirement_id, tuple(others))
    possible = tuple(miss for miss in by if search.may_be_missed_by(miss))
    if not possible:
        raise InvalidArgument(f"{requirement_id} cannot be missed by {' or '.join(by)}")
    return _attempts(search, _days(search, as_of), possible)


def _days(
    search: Search, as_of: st.SearchStrategy[dt.date] | None
) -> st.SearchStrategy[tuple[dt.date, ...]]:
    """Days to judge on, in the order in which they are tried."""
    if as_of is None:
        usual = search.usual_days()
        return st.integers(0, len(usual) - 1).map(lambda number: rotated(usual, number))
    if not _is_strategy(as_of):
        raise InvalidArgument(f"{as_of=} is no strategy; just(...) is the same day each time")
    return as_of.map(lambda day: (day,))


def _is_strategy(value: object) -> bool:
    return isinstance(value, st.SearchStrategy)


#: So many situations are tried before it is said that there is none.
_PATIENCE: Final = 400


@st.composite
def _attempts(
    draw: st.DrawFn,
    search: Search,
    days: st.SearchStrategy[tuple[dt.date, ...]],
    by: tuple[Miss, ...],
) -> Attempt:
    """The first attempt found from a drawn place on: nothing that is drawn is thrown away."""
    asked = draw(days)
    numbers = [draw(st.integers(0, len(Miss) - 1)) for _ in range(4)]
    found = search.first(asked, by or (None,), numbers, _PATIENCE)
    if found is None:
        how = "missed by " + " or ".join(by) if by else "satisfied"
        on = f" on {asked[0]}" if len(asked) == 1 else ""
        raise InvalidArgument(f"no officer was found by whom {search.requirement.id} is {how}{on}")
    example, miss = found
    return Attempt(pack=search.pack, example=example, miss=miss, others=search.others)
