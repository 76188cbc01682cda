"""Each law tells an engine that breaks it, and what it allows is told by none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

import attrs
import pytest

from oracle.short import (
    agency,
    completed,
    course,
    district,
    duty,
    officer,
    posted,
    registry,
    rulebook,
    stated,
    version,
)
from sro_core.compliance import evaluate
from sro_core.findings import Binding, Report, Standing, Status
from sro_core.models import Employment
from sro_core.problems import CODES
from sro_core.registry import Registry
from sro_core.rules import Rulebook
from sro_core.rules import conditions as c
from sro_core.rules import deadlines as d
from sro_core.rules import evidence as e
from sro_core.rules.packs import Case, Per, Subject
from sro_core.testing import KNOWN_AT, Evaluate, Situation, check_laws

_EXEMPT: Final = Case(name="out", when=c.FactTest(fact="x.exempted", state=True), exempt="x")
_RULES: Final = rulebook(duty(version(cases=(_EXEMPT,))))

#: Two officers of two agencies: one trained in time, one a day late and exempt.
_FILES: Final = registry(
    agency("a1"),
    agency("a2"),
    district("d1"),
    district("d2"),
    officer("o1"),
    officer("o2"),
    course(),
    posted("2025-09-02"),
    posted("2025-09-02", id="p2", officer_id="o2", agency_id="a2", district_id="d2"),
    completed("2025-08-14"),
    completed("2025-09-02", officer_id="o2"),
    stated("x.exempted", assignment_id="p2"),
)
_SITUATION: Final = Situation(registry=_FILES, rulebook=_RULES, as_of=dt.date(2025, 9, 2))


def _codes(situation: Situation, judge: Evaluate = evaluate) -> set[str]:
    return {item.code for item in check_laws(situation, evaluate=judge)}


def _of_changed(change: Callable[[Registry], Registry]) -> Evaluate:
    """An engine that judges another registry than the one it is given."""

    def judge(registry: Registry, **asked: Any) -> Report:
        return evaluate(change(registry), **asked)

    return judge


def _told(change: Callable[[Report], Report]) -> Evaluate:
    """An engine that tells another report than the right one."""

    def judge(registry: Registry, **asked: Any) -> Report:
        return change(evaluate(registry, **asked))

    return judge


def _yesterday(registry: Registry, *, as_of: dt.date, **asked: Any) -> Report:
    report = evaluate(registry, as_of=as_of - dt.timedelta(days=1), **asked)
    return attrs.evolve(report, as_of=as_of)


def _all_that_there_is(registry: Registry, **asked: Any) -> Report:
    asked["known_at"] = None
    return evaluate(registry, **asked)


def _forget_the_last(registry: Registry) -> Registry:
    return attrs.evolve(registry, completions=registry.completions[:-1])


def _tell_everybody(registry: Registry) -> Registry:
    about = tuple(attrs.evolve(item, assignment_id=None) for item in registry.attestations)
    return attrs.evolve(registry, attestations=about)


def _share_courses(registry: Registry) -> Registry:
    shared = tuple(
        attrs.evolve(item, id=f"{item.id} {who.id}", officer_id=who.id)
        for item in registry.completions
        for who in registry.officers
    )
    return attrs.evolve(registry, completions=shared)


def _first_two(report: Report) -> Report:
    kept = report.findings[:2]
    ready = {str(item.officer_id): report.readiness[str(item.officer_id)] for item in kept}
    return attrs.evolve(report, findings=kept, readiness=ready)


def _waive_the_first(report: Report) -> Report:
    first, *others = report.findings
    waived = attrs.evolve(
        first, status=Status.WAIVED, due_on=None, valid_until=None, late_by_days=None
    )
    return attrs.evolve(report, findings=(waived, *others))


def _twice(report: Report) -> Report:
    return attrs.evolve(report, findings=(*report.findings, *report.findings))


def _unready(report: Report) -> Report:
    return attrs.evolve(report, readiness={})


def _well_checked(report: Report) -> Report:
    found = tuple(attrs.evolve(item, standing=Standing.BEYOND_VERIFIED) for item in report.findings)
    return attrs.evolve(report, findings=found)


def _as_if_done(registry: Registry, *, as_of: dt.date, **asked: Any) -> Report:
    done = tuple(
        attrs.evolve(item, completed_on=min(item.completed_on, dt.date(2025, 8, 1)))
        for item in registry.completions
    )
    return evaluate(attrs.evolve(registry, completions=done), as_of=as_of, **asked)


def _only_one(registry: Registry) -> Registry:
    kept = registry.completions if len(registry.completions) == 1 else ()
    return attrs.evolve(registry, completions=kept)


def _decided(report: Report) -> Report:
    """What is unknown is taken for due."""
    found = tuple(
        attrs.evolve(item, status=Status.DUE) if item.status is Status.UNKNOWN else item
        for item in report.findings
    )
    return attrs.evolve(report, findings=found)


_UNTRAINED: Final = attrs.evolve(_FILES, completions=_FILES.completions[1:])
_FILED_LATER: Final = attrs.evolve(
    _FILES,
    completions=(completed("2025-08-14", recorded_at=KNOWN_AT + dt.timedelta(days=1)),),
)
_ENROLLED: Final = attrs.evolve(_FILES, completions=(completed("2025-10-14"),))
#: What nobody has stated decides whether the duty reaches an officer.
_ASKED: Final = rulebook(duty(version(applies_when=c.FactTest(fact="x.asked", state=True))))


def _about(registry: Registry, rules: Rulebook = _RULES) -> Situation:
    return attrs.evolve(_SITUATION, registry=registry, rulebook=rules, known_at=KNOWN_AT)


_BREAKS: Final[list[tuple[Evaluate, Situation, str]]] = [
    (_yesterday, _about(_UNTRAINED), "law-sense"),
    (_told(_twice), _about(_FILES), "law-sense"),
    (_told(_unready), _about(_FILES), "law-sense"),
    (_of_changed(_forget_the_last), _about(_FILES), "law-order"),
    (_told(_waive_the_first), _about(_FILES), "law-names"),
    (_told(_first_two), _about(_FILES), "law-merging"),
    (_of_changed(_tell_everybody), _about(_FILES), "law-splitting"),
    (_of_changed(_share_courses), _about(_UNTRAINED), "law-unrelated"),
    (_all_that_there_is, _about(_FILED_LATER), "law-known"),
    (_as_if_done, _about(_ENROLLED), "law-later"),
    (_told(_well_checked), _about(_FILES), "law-research"),
    (_of_changed(_only_one), _about(_FILES), "law-more"),
    (_told(_decided), _about(_UNTRAINED, _ASKED), "law-facts"),
]


@pytest.mark.parametrize(("judge", "situation", "code"), _BREAKS)
def test_each_law_tells_an_engine_that_breaks_it(
    judge: Evaluate, situation: Situation, code: str
) -> None:
    assert _codes(situation) == set()
    assert code in _codes(situation, judge)


def test_every_law_is_shown_here() -> None:
    assert {code for _judge, _situation, code in _BREAKS} == {
        code for code in CODES if code.startswith("law-")
    }


_YESTERDAY: Final = _SITUATION.as_of - dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("status", "said", "senseless"),
    [
        (Status.NOT_REQUIRED, {"binding": Binding.NONE, "due_on": _YESTERDAY}, "due_on"),
        (Status.NOT_REQUIRED, {"binding": Binding.LAW}, "binding"),
        (Status.UNKNOWN, {"valid_until": _YESTERDAY}, "valid_until"),
        (Status.DUE, {"due_on": _YESTERDAY}, "due_on"),
        (Status.OVERDUE, {"due_on": _YESTERDAY, "late_by_days": 2}, "late_by_days"),
        (Status.EXPIRED, {"due_on": _SITUATION.as_of}, "due_on"),
        (Status.EXPIRED, {"due_on": _YESTERDAY, "late_by_days": 1}, "late_by_days"),
        (Status.MET, {"valid_until": _YESTERDAY, "late_by_days": 0}, "valid_until"),
        (Status.MET, {"due_on": _YESTERDAY, "late_by_days": -1}, "late_by_days"),
    ],
)
def test_what_does_not_go_with_a_status_is_told(
    status: Status, said: dict[str, Any], senseless: str
) -> None:
    """An answer whose parts contradict its status, as the statuses are defined."""

    def change(report: Report) -> Report:
        first, *others = report.findings
        plain: dict[str, Any] = {"due_on": None, "valid_until": None, "late_by_days": None}
        changed = attrs.evolve(first, status=status, **(plain | said))
        return attrs.evolve(report, findings=(changed, *others))

    found = check_laws(_SITUATION, evaluate=_told(change))
    told = {dict(item.params)["key"] for item in found if item.code == "law-sense"}
    assert told == {senseless}


def test_a_broken_law_says_whose_answer_it_is_about() -> None:
    items = check_laws(
        attrs.evolve(_SITUATION, registry=_UNTRAINED), evaluate=_told(_waive_the_first)
    )
    assert {(item.pointer, item.record_id) for item in items} == {
        ("/officers/0", "o1"),
        ("/officers/1", "o2"),
    }
    assert "Under other ids the status of us-mn.r1 is overdue, not waived." in {
        item.message for item in items
    }


# what is allowed ------------------------------------------------------------------------------


def _asked(*rules: Any, more: tuple[Any, ...] = (), **changes: Any) -> Situation:
    found = attrs.evolve(_FILES, **changes)
    lists = {"attestations": (*found.attestations, *more)}
    return Situation(
        registry=attrs.evolve(found, **lists),
        rulebook=rulebook(*rules) if rules else _RULES,
        as_of=dt.date(2025, 9, 2),
    )


def test_rules_may_name_an_id() -> None:
    only = c.FactTest(fact="agency.id", values=("a1",))
    assert _codes(_asked(duty(version(applies_when=only)))) == set()


def test_a_statement_about_everybody_stands_in_each_part() -> None:
    everybody = stated("x.exempted", id="t9")
    assert _codes(_asked(more=(everybody,))) == set()


_ONE: Final = e.OfficersTrained(officers=1, who_completed=("x.basic",))
_NO_DAY: Final = d.NoDeadline(no_deadline="x")


def _employed_by(agency_id: str) -> tuple[Any, ...]:
    job = Employment(agency_id=agency_id, start=dt.date(2020, 1, 1))
    return tuple(attrs.evolve(item, employments=(job,)) for item in _FILES.officers)


def test_an_agency_may_count_on_those_who_serve_there() -> None:
    of_agency = duty(version(_ONE, _NO_DAY), subject=Subject.AGENCY, per=Per.AGENCY)
    assert _codes(_asked(of_agency, officers=_employed_by("a1"))) == set()


def test_an_officer_may_count_on_colleagues_where_rules_do() -> None:
    """The second officer's agency employs the first, who is the only one trained."""
    of_officer = duty(version(_ONE, _NO_DAY))
    only_one = _FILES.completions[:1]
    asked = _asked(of_officer, officers=_employed_by("a2"), completions=only_one)
    assert {
        item.status
        for item in evaluate(asked.registry, as_of=asked.as_of, rulebook=asked.rulebook).of_officer(
            "o2"
        )
    } == {Status.MET}
    assert _codes(asked) == set()
