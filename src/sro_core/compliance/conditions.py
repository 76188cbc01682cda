"""Turns a condition into a function from a unit to true, false or unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

from sro_core.compliance.events import compile_event
from sro_core.compliance.facts import FactReader, Known
from sro_core.compliance.files import under
from sro_core.compliance.school_years import school_years_of
from sro_core.compliance.scope import Scope
from sro_core.compliance.sharing import is_personal, once_for_all_alike
from sro_core.compliance.truth import (
    Missing,
    Truth,
    all_of,
    any_of,
    negation,
    nothing,
    open_question,
)
from sro_core.compliance.units import Unit
from sro_core.compliance.windows import compile_window, fixed_window
from sro_core.rules import conditions as rule
from sro_core.rules.facts import Absent

__all__ = ["Test", "compile_condition"]

Test: TypeAlias = Callable[[Unit], Truth]


def compile_condition(node: rule.Condition, scope: Scope) -> Test:
    """The function that decides a condition."""
    match node:
        case rule.AllOf():
            return _every_part(_parts(node.all, rule.AllOf, scope))
        case rule.AnyOf():
            return _any_part(_parts(node.any, rule.AnyOf, scope))
        case rule.Not():
            inner = compile_condition(node.part, scope)
            return lambda unit: negation(inner(unit))
        case rule.FactTest():
            return _fact_test(node, scope.fact(node.fact))
        case rule.EventDay():
            return _event_day(node, scope)
        case rule.InSchoolYear():
            return _in_school_year(node, scope)
        case rule.Completed():
            return _completed(node, scope)
        case rule.Served():
            return _served(node)
        case rule.Holds():
            return _holds(node)
        case rule.Met():
            return _met(node)
        case rule.OnFile():
            return _on_file(node)
        case rule.Undecided():
            question = open_question(node.undecided)
            return lambda _unit: question


def _parts(
    nodes: tuple[rule.Condition, ...], together: type[rule.AllOf | rule.AnyOf], scope: Scope
) -> list[Test]:
    """The tests of some parts, where those that look at the circumstances only are one."""
    common = [node for node in nodes if not is_personal(node)]
    personal = [compile_condition(node, scope) for node in nodes if node not in common]
    if not common or not personal:
        return [compile_condition(node, scope) for node in nodes]
    one = common[0]
    if len(common) > 1 and together is rule.AllOf:
        one = rule.AllOf(all=tuple(common))
    elif len(common) > 1:
        one = rule.AnyOf(any=tuple(common))
    return [once_for_all_alike(compile_condition(one, scope), one), *personal]


def _every_part(parts: list[Test]) -> Test:
    def test(unit: Unit) -> Truth:
        missing: Missing | None = None
        for part in parts:
            holds = part(unit)
            if holds is True:
                continue
            if holds is False:
                return False
            missing = holds if missing is None else missing | holds
        return True if missing is None else missing

    return test


def _any_part(parts: list[Test]) -> Test:
    def test(unit: Unit) -> Truth:
        missing: Missing | None = None
        for part in parts:
            holds = part(unit)
            if holds is False:
                continue
            if holds is True:
                return True
            missing = holds if missing is None else missing | holds
        return False if missing is None else missing

    return test


def comparison(node: rule.FactTest) -> Callable[[Known], bool]:
    """The function that compares a known value as a test asks."""
    words, state = frozenset(node.values), node.state
    numbers = (node.at_least, node.more_than, node.at_most, node.less_than)
    days = (node.on_or_after, node.on_or_before)
    if not any(limit is not None for limit in (*numbers, *days)):
        if words and state is None:
            return words.__contains__
        if state is not None and not words:
            return lambda value: value is state

    def holds(value: Known) -> bool:
        if words and value not in words:
            return False
        if node.state is not None and value is not node.state:
            return False
        if isinstance(value, Decimal):
            return (
                (node.at_least is None or value >= node.at_least)
                and (node.more_than is None or value > node.more_than)
                and (node.at_most is None or value <= node.at_most)
                and (node.less_than is None or value < node.less_than)
            )
        if isinstance(value, dt.date):
            return (node.on_or_after is None or node.on_or_after <= value) and (
                node.on_or_before is None or value <= node.on_or_before
            )
        return True

    return holds


def _fact_test(node: rule.FactTest, read: FactReader) -> Test:
    holds = comparison(node)
    combine = all_of if node.every else any_of
    presumed = _presumed(node.absent)

    def test(unit: Unit) -> Truth:
        truths: list[Truth] = []
        for known, _kind, _record_id, _presumed in read(unit):
            if not isinstance(known, frozenset):
                truths.append(holds(known))
            else:
                truths.append(known if presumed is None else presumed)
        return truths[0] if len(truths) == 1 else combine(truths)

    return test


def _presumed(absent: Absent) -> bool | None:
    """What counts in place of what is not known; None where nothing does."""
    return None if absent is Absent.UNKNOWN else absent is Absent.TRUE


def _event_day(node: rule.EventDay, scope: Scope) -> Test:
    event, window = compile_event(node.day_of, scope), compile_window(node, scope)
    fixed = fixed_window(node)
    if fixed is not None:
        start, end, _missing = fixed

        def fixed_test(unit: Unit) -> Truth:
            day = event(unit)
            if isinstance(day, dt.date):
                return start <= day <= end
            return False if day is None else day

        return fixed_test

    def test(unit: Unit) -> Truth:
        day = event(unit)
        if day is None:
            return False
        if isinstance(day, frozenset):
            return day
        start, end, missing = window(unit)
        if not start <= day <= end:
            return False
        return True if missing is None else missing

    return test


def _in_school_year(node: rule.InSchoolYear, scope: Scope) -> Test:
    event = compile_event(node.in_school_year, scope)

    def test(unit: Unit) -> Truth:
        day = event(unit)
        if day is None:
            return False
        if isinstance(day, frozenset):
            return day
        found = school_years_of(unit).in_session(day, first_day=node.first_day)
        return frozenset(("district.school_years",)) if found is None else found

    return test


def _completed(node: rule.Completed, scope: Scope) -> Test:
    courses, window = under(frozenset(node.completed)), compile_window(node, scope)

    def test(unit: Unit) -> Truth:
        if unit.file is None:
            return False
        start, end, missing = window(unit)
        found = False
        for credit in unit.file.credits(courses):
            if start <= credit.day <= end:
                found = True
                break
        if found and missing is None:
            return True
        records_from = unit.records_from
        if start < records_from and start <= end and start <= unit.as_of:
            return (missing or nothing) | {"agency.records_from"}
        return missing if found and missing is not None else False

    return test


def _served(node: rule.Served) -> Test:
    last = node.served.end
    first = node.served.start or dt.date.min

    def test(unit: Unit) -> Truth:
        assignments = unit.rules.ever_served(unit) if node.ever else unit.assignments
        return any(
            item.start <= last and (item.end is None or item.end >= first) for item in assignments
        )

    return test


def _met(node: rule.Met) -> Test:
    return lambda unit: unit.rules.ruling(unit, node.met).met


def _holds(node: rule.Holds) -> Test:
    presumed = _presumed(node.absent)

    def test(unit: Unit) -> Truth:
        held = unit.holds(node.holds)
        return presumed if presumed is not None and isinstance(held, frozenset) else held

    return test


def _on_file(node: rule.OnFile) -> Test:
    presumed = _presumed(node.absent)
    absent: Truth = frozenset((str(node.on_file),)) if presumed is None else presumed

    def test(unit: Unit) -> Truth:
        return True if unit.agreements() else absent

    return test
