"""One simple rule, a course within twelve months of the first day of service, in other engines.

All that the others are given is prepared for them as whoever knows them best would: the last
day is computed beforehand, since one has no months and the other is slower with them, and
days are numbers. So they only decide, and give one word for each officer.
"""

from __future__ import annotations

import datetime as dt
import importlib
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from dateutil.relativedelta import relativedelta

import sro_core as sro
from sro_core.models import Outcome
from sro_core.packs import loads_pack

__all__ = ["CODE", "PACK", "PLACE", "Missing", "Peer", "Row", "by_hand", "peers", "rows"]

PLACE: Final = "US-KS"
CODE: Final = "nasro.basic-sro"
PACK: Final = loads_pack(
    f"""
    id = "simple"
    title = "A course within a year"
    edition = "1"
    jurisdiction = "{PLACE}"
    researched_from = 2000-01-01
    verified_through = 2030-12-31
    confidence = "verified"

    [[codes]]
    code = "{CODE}"
    title = "The course"

    [[sources]]
    id = "law"
    citation = "The law"
    confidence = "verified"

    [[requirements]]
    id = "simple.course"
    title = "The course within a year"
    citation = "The law"
    level = "mandatory"
    confidence = "verified"
    sources = ["law"]

      [[requirements.versions]]
      from = 2000-01-01
      summary = "An officer completes the course within twelve months of the first day of service."
      satisfied_by = {{ course = ["{CODE}"] }}
      due = {{ within = {{ months = 12 }}, of = {{ event = "service_start" }} }}
    """
)


class Row(NamedTuple):
    """What the rule asks of an officer: the first day of service, and of the course."""

    start: dt.date
    done: dt.date | None


def rows(registry: sro.Registry, as_of: dt.date) -> list[Row]:
    """One for each officer, in the order of their ids; each has one posting, which runs."""
    courses = {item.id for item in registry.courses if CODE in (code.code for code in item.codes)}
    done: dict[str, dt.date] = {}
    for item in registry.completions:
        if (
            item.course_id in courses
            and item.completed_on <= as_of
            and item.outcome is Outcome.COMPLETED
        ):
            first = done.get(item.officer_id)
            if first is None or item.completed_on < first:
                done[item.officer_id] = item.completed_on
    starts = sorted((post.officer_id, post.start) for post in registry.assignments)
    return [Row(start, done.get(officer_id)) for officer_id, start in starts]


def by_hand(rows: Sequence[Row], as_of: dt.date) -> list[str]:
    """The rule as a loop that computes each last day once."""
    last_days: dict[dt.date, dt.date] = {}
    year = relativedelta(months=12)
    statuses: list[str] = []
    for start, done in rows:
        due = last_days.get(start)
        if due is None:
            due = last_days[start] = start + year
        if done is not None:
            statuses.append("met")
        elif as_of > due:
            statuses.append("overdue")
        else:
            statuses.append("due")
    return statuses


# other engines ---------------------------------------------------------------------------------

_RULE: Final = "done != null ? 'met' : as_of > due ? 'overdue' : 'due'"
_OF_ALL: Final = "map(rows, #.done != null ? 'met' : #.as_of > #.due ? 'overdue' : 'due')"

_Context: TypeAlias = dict[str, int | None]


class Missing(NamedTuple):
    """A package that is not there."""

    package: str


class Peer(NamedTuple):
    """Another engine, or another way of asking it.

    Attributes:
        name: What it is called.
        decide: Gives the status of each of some officers.
        barred: Whether it is the way that the library is compared with.
    """

    name: str
    decide: Callable[[list[_Context]], list[str]]
    barred: bool = False


def contexts(rows: Sequence[Row], as_of: dt.date) -> list[_Context]:
    """What the others are given: the last day, and every day as a number."""
    last_days: dict[dt.date, int] = {}
    today = as_of.toordinal()
    year = relativedelta(months=12)
    found: list[_Context] = []
    for start, done in rows:
        due = last_days.get(start)
        if due is None:
            due = last_days[start] = (start + year).toordinal()
        day = None if done is None else done.toordinal()
        found.append({"due": due, "done": day, "as_of": today})
    return found


def peers() -> Iterator[Peer | Missing]:
    """The other engines, or the packages that are missing for them."""
    for package, module, make in (
        ("rule-engine", "rule_engine", _rule_engine),
        ("zen-engine", "zen", _zen_engine),
    ):
        try:
            found = importlib.import_module(module)
        except ModuleNotFoundError:
            yield Missing(package)
        else:
            yield from make(found)


def _rule_engine(module: Any) -> Iterator[Peer]:
    number = module.DataType.FLOAT
    types = dict.fromkeys(("due", "done", "as_of"), number)
    resolver = module.type_resolver_from_dict(types)
    rule = module.Rule(_RULE, context=module.Context(type_resolver=resolver))
    yield Peer("rule-engine, a rule", lambda rows: list(map(rule.evaluate, rows)), barred=True)


def _zen_engine(module: Any) -> Iterator[Peer]:
    graph = _graph("expressionNode", _expression("status", _RULE))
    engine = module.ZenEngine({"loader": {"type": "static", "content": {"rule": graph}}})
    decision = engine.create_decision(json.dumps(graph))
    table = engine.create_decision(json.dumps(_graph("decisionTableNode", _TABLE)))
    of_all = _graph("expressionNode", _expression("statuses", _OF_ALL))
    decision_of_all = engine.create_decision(json.dumps(of_all))
    one, every = module.compile_expression(_RULE), module.compile_expression(_OF_ALL)

    def batch(rows: list[_Context]) -> list[str]:
        asked = [{"key": "rule", "context": row} for row in rows]
        return [item["data"]["result"]["status"] for item in engine.evaluate_batch(asked)]

    yield Peer(
        "zen-engine, a decision",
        lambda rows: [decision.evaluate(row)["result"]["status"] for row in rows],
        barred=True,
    )
    yield Peer(
        "zen-engine, a decision table",
        lambda rows: [table.evaluate(row)["result"]["status"] for row in rows],
    )
    yield Peer("zen-engine, a batch of decisions", batch)
    yield Peer(
        "zen-engine, one decision of all officers",
        lambda rows: list(decision_of_all.evaluate({"rows": rows})["result"]["statuses"]),
    )
    yield Peer("zen-engine, a bare expression", lambda rows: list(map(one.evaluate, rows)))
    yield Peer(
        "zen-engine, one bare expression of all", lambda rows: list(every.evaluate({"rows": rows}))
    )


def _graph(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    place = {"x": 0, "y": 0}
    return {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": place},
            {"id": "rule", "type": kind, "name": "rule", "position": place, "content": content},
            {"id": "out", "type": "outputNode", "name": "out", "position": place},
        ],
        "edges": [
            {"id": "first", "sourceId": "in", "targetId": "rule", "type": "edge"},
            {"id": "last", "sourceId": "rule", "targetId": "out", "type": "edge"},
        ],
    }


def _expression(key: str, value: str) -> dict[str, Any]:
    return {"expressions": [{"id": "only", "key": key, "value": value}]}


_TABLE: Final[dict[str, Any]] = {
    "hitPolicy": "first",
    "inputs": [
        {"id": "done", "name": "done", "field": "done"},
        {"id": "late", "name": "late", "field": "as_of - due"},
    ],
    "outputs": [{"id": "status", "name": "status", "field": "status"}],
    "rules": [
        {"_id": "met", "done": "$ != null", "late": "", "status": "'met'"},
        {"_id": "overdue", "done": "", "late": "> 0", "status": "'overdue'"},
        {"_id": "due", "done": "", "late": "", "status": "'due'"},
    ],
}
