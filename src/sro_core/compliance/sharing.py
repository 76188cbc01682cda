"""What of a rule looks at the circumstances of service only, and is asked once for all alike.

The circumstances are those by which `View.alike` tells service apart: the agencies,
districts, schools, roles, agreements, hours and arms, and the day. Whatever else a
question looks at (the officer, the first day of service) makes it personal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from sro_core.compliance.units import Unit
from sro_core.rules import conditions as c
from sro_core.rules import deadlines as d
from sro_core.rules import events as e
from sro_core.rules.conditions import Condition
from sro_core.rules.deadlines import Deadline
from sro_core.rules.events import EventName
from sro_core.rules.facts import REGISTRY_FACTS
from sro_core.rules.waiting import nodes_of

__all__ = ["is_personal", "once", "once_for_all_alike"]

T = TypeVar("T")

#: Registry facts of one officer or of one assignment.
_PERSONAL_FACTS: Final = frozenset(("assignment.start", "employment.time"))

#: Events that are the same for all who serve alike.
_COMMON_EVENTS: Final = frozenset(
    (
        EventName.LAW,
        EventName.AGREEMENT_SIGNED,
        EventName.AGREEMENT_START,
        EventName.AGREEMENT_REVIEWED,
    )
)

#: Nodes that put others together, or look at the circumstances only.
_COMMON_NODES: Final = (
    c.AllOf,
    c.AnyOf,
    c.Not,
    c.EventDay,
    c.InSchoolYear,
    c.OnFile,
    c.Undecided,
    d.Before,
    d.Within,
    d.On,
    d.BeforeSchoolYear,
    d.BeforeSchoolYearFrom,
    d.EndOfSchoolYear,
    d.EndOfYear,
    d.EndOfFirstBlock,
    d.Blocks,
    d.Earliest,
    d.Latest,
    d.NoDeadline,
    d.OpenDeadline,
    e.FixedDay,
    e.Later,
    e.Period,
)


#: What costs less to ask again than to remember.
_CHEAP: Final = (c.Undecided, d.On, d.NoDeadline, d.OpenDeadline)
_CHEAP_OF_EVENTS: Final = (c.EventDay, d.Before)


def _is_cheap_event(node: object) -> bool:
    match node:
        case e.Happening():
            return node.event in (EventName.SERVICE_START, EventName.ASSIGNMENT_START)
        case _:
            return isinstance(node, (*_CHEAP_OF_EVENTS, e.FixedDay))


def is_personal(node: Condition | Deadline) -> bool:
    """Whether a part of a rule looks at more than the circumstances, whatever is attested."""
    return not all(map(_is_common, nodes_of(node)))


def _is_common(node: object) -> bool:
    match node:
        case c.FactTest():
            return node.fact not in _PERSONAL_FACTS
        case e.Happening():
            return node.event in _COMMON_EVENTS
        case e.StatedFrom() | e.StatedDate():
            return True
        case _:
            return isinstance(node, _COMMON_NODES)


def _attested_in(node: Condition | Deadline) -> frozenset[str]:
    """The attested facts that a part of a rule asks for."""
    names: set[str] = set()
    for inner in nodes_of(node):
        match inner:
            case c.FactTest() if inner.fact not in REGISTRY_FACTS:
                names.add(inner.fact)
            case e.StatedFrom():
                names.add(inner.stated_from)
            case e.StatedDate():
                names.add(inner.stated_date)
            case _:
                pass
    return frozenset(names)


def once(ask: Callable[[Unit], T]) -> Callable[[Unit], T]:
    """The same question, which a unit is asked once."""

    def answer(unit: Unit) -> T:
        memo = unit.memo
        if ask in memo:
            known: T = memo[ask]
            return known
        found = memo[ask] = ask(unit)
        return found

    return answer


def once_for_all_alike(ask: Callable[[Unit], T], node: Condition | Deadline) -> Callable[[Unit], T]:
    """The same question, asked once for all units in the same circumstances, where it can be.

    Args:
        ask: The question.
        node: The part of a rule that it is.
    """
    if isinstance(node, _CHEAP) or (
        isinstance(node, _CHEAP_OF_EVENTS) and all(map(_is_cheap_event, nodes_of(node)))
    ):
        return ask
    if is_personal(node):
        return once(ask)
    attested = _attested_in(node)

    def answer(unit: Unit) -> T:
        # a statement about one officer or assignment makes a fact personal
        memo = unit.alike if attested.isdisjoint(unit.view.personal_facts) else unit.memo
        if ask in memo:
            known: T = memo[ask]
            return known
        found = memo[ask] = ask(unit)
        return found

    return answer
