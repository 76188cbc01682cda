"""Attempts at a requirement: satisfied, or missed by one thing, as the law has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

import attrs
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

import sro_core as sro
from oracle import judge
from sro_core.findings import Status
from sro_core.models import FrozenMap, Outcome
from sro_core.packs import bundled, loads_pack
from sro_core.rules import Pack
from sro_core.testing import (
    Attempt,
    Evaluate,
    Examples,
    Miss,
    attempts_that_miss,
    attempts_that_satisfy,
    packs,
    run_examples,
)

_DAY: Final = dt.timedelta(days=1)
_FIRST: Final = settings(max_examples=1, database=None, phases=[Phase.generate])
_SHRINK: Final = settings(database=None, phases=[Phase.generate, Phase.shrink], derandomize=True)

_PACK: Final = loads_pack("""
id = "x"
title = "A policy"
edition = "1"
jurisdiction = "US-MN"
researched_from = 2015-01-01
verified_through = 2030-12-31
confidence = "verified"
codes = [{ code = "x.course", title = "A course" }, { code = "x.topics", title = "Topics" }]
topics = [{ word = "law", title = "Law" }, { word = "crisis", title = "Crises" }]
licenses = [{ word = "x.card", title = "A card" }]
sources = [{ id = "policy", citation = "Policy 1", confidence = "verified" }]

[[requirements]]
id = "x.course-once"
title = "Sixteen hours within 90 days"
citation = "Section 1"
level = "mandatory"
confidence = "verified"
sources = ["policy"]

  [[requirements.versions]]
  from = 2018-01-01
  summary = "Sixteen hours within 90 days of the posting."
  satisfied_by = { course = ["x.course"], hours = 16 }
  due = { within = { days = 90 }, of = { event = "assignment_start" } }

[[requirements]]
id = "x.topics-again"
title = "Two topics every two years"
citation = "Section 2"
level = "mandatory"
confidence = "verified"
sources = ["policy"]

  [[requirements.versions]]
  from = 2018-01-01
  summary = "A course with two topics before the service, and every two years."
  applies_when = { fact = "school.level", in = ["elementary"] }
  satisfied_by = { course = ["x.topics"], topics = ["law", "crisis"], topics_stated = true }
  due = { before = { event = "service_start" } }
  renewal = { every = { years = 2 } }

[[requirements]]
id = "x.card"
title = "A card and a course"
citation = "Section 3"
level = "mandatory"
confidence = "verified"
sources = ["policy"]

  [[requirements.versions]]
  from = 2018-01-01
  summary = "The course, and a card that is held."
  satisfied_by = { all_of = [{ course = ["x.course"] }, { license = "x.card" }] }
  due = { before = { event = "service_start" } }

[[requirements]]
id = "x.agreement"
title = "An agreement"
citation = "Section 4"
level = "mandatory"
confidence = "verified"
subject = "partnership"
per = "partnership"
sources = ["policy"]

  [[requirements.versions]]
  from = 2018-01-01
  summary = "An agreement."
  satisfied_by = { agreement = ["mou"] }
  due = { before = { event = "service_start" } }
""")


def _satisfied(requirement_id: str) -> Attempt:
    return find(attempts_that_satisfy(_PACK, requirement_id), lambda _: True, settings=_SHRINK)


def _missed(requirement_id: str, miss: Miss) -> Attempt:
    attempts = attempts_that_miss(_PACK, requirement_id, by=[miss])
    found = find(attempts, lambda _: True, settings=_SHRINK)
    assert found.miss is miss
    return found


def _taken(attempt: Attempt) -> Any:
    """The one completion."""
    (found,) = attempt.registry.completions
    return found


# what is drawn is what the law says ------------------------------------------------------------


def test_satisfied_is_what_is_asked_for_and_no_more() -> None:
    """Sixteen hours, one completion, in the example and in its registry."""
    attempt = _satisfied("x.course-once")
    assert attempt.example.status is Status.MET
    assert _taken(attempt).completed_on <= attempt.example.as_of
    assert [item.hours for item in attempt.registry.courses] == [Decimal(16)]


def test_a_condition_is_made_to_hold() -> None:
    """The second duty is one of elementary schools, which no usual situation has."""
    assert {item.level for item in _satisfied("x.topics-again").registry.schools} == {"elementary"}


def test_short_of_hours_is_one_hour() -> None:
    attempt = _missed("x.course-once", Miss.HOURS)
    assert [item.hours for item in attempt.registry.courses] == [Decimal(15)]
    assert attempt.example.status in (Status.DUE, Status.OVERDUE)


def test_late_is_the_day_after_the_last_one() -> None:
    """Ninety days after the posting is the last day; counted here by hand."""
    attempt = _missed("x.course-once", Miss.LATE)
    last = attempt.example.start + dt.timedelta(days=90)
    assert _taken(attempt).completed_on == last + _DAY
    assert (attempt.example.status, attempt.example.late_by_days) == (Status.MET, 1)


def test_not_yet_is_the_day_after_the_one_judged() -> None:
    attempt = _missed("x.course-once", Miss.NOT_YET)
    assert _taken(attempt).completed_on == attempt.example.as_of + _DAY


def test_a_topic_is_left_out() -> None:
    attempt = _missed("x.topics-again", Miss.TOPIC)
    (course,) = attempt.registry.courses
    assert len(course.topics) == 1
    assert set(course.topics) < {"law", "crisis"}


def test_expired_is_the_day_after_the_last_one() -> None:
    """Two years after the course it counts for the last time."""
    attempt = _missed("x.topics-again", Miss.EXPIRED)
    taken = _taken(attempt).completed_on
    assert attempt.example.as_of == taken.replace(year=taken.year + 2) + _DAY
    assert attempt.example.status is Status.EXPIRED


def test_a_license_may_be_what_expired() -> None:
    """The course was taken, and the card ran out the day before."""
    attempt = _missed("x.card", Miss.EXPIRED)
    (officer,) = attempt.registry.officers
    (card,) = (item for item in officer.licenses if item.kind == "x.card")
    assert card.end == attempt.example.as_of - _DAY
    assert attempt.registry.completions


def test_absent_failed_and_another_course() -> None:
    assert _missed("x.course-once", Miss.ABSENT).registry.completions == ()
    assert _taken(_missed("x.course-once", Miss.FAILED)).outcome is Outcome.FAILED
    (course,) = _missed("x.course-once", Miss.OTHER_COURSE).registry.courses
    assert "x.course" not in {item.code for item in course.codes}


# every pack -----------------------------------------------------------------------------------


def _asks_for_a_completion(pack: Pack, requirement_id: str) -> bool:
    try:
        attempts_that_satisfy(pack, requirement_id)
    except InvalidArgument as error:
        assert "nothing that a completion can satisfy" in str(error)  # noqa: PT017
        return False
    return True


_SHIPPED: Final = [
    (pack.id, requirement.id)
    for pack in bundled().packs
    for requirement in pack.requirements
    if _asks_for_a_completion(pack, requirement.id)
]


def _check(attempt: Attempt) -> None:
    """Engine and oracle give what is expected."""
    example = attempt.example
    examples = Examples(pack=attempt.pack.id, examples=FrozenMap({"/attempt": example}))
    assert run_examples(attempt.pack, examples) == ()
    situation = attempt.situation
    answers = judge(situation.registry, situation.rulebook, situation.as_of)
    found = [
        answer
        for (officer, agency, district, post, requirement), answer in answers.items()
        if requirement == example.requirement
        and officer in ("", "o1")
        and agency in ("", "a1")
        and district in ("", "d1")
        and post in ("", "p1")
    ]
    assert found[0].status is example.status
    if example.late_by_days is not None:
        assert found[0].late_by_days == example.late_by_days


@pytest.mark.parametrize(("pack_id", "requirement_id"), _SHIPPED)
def test_every_duty_of_the_shipped_packs_is_satisfied_and_missed(
    pack_id: str, requirement_id: str
) -> None:
    """The example's expectation, the engine and the naive evaluator agree on each attempt."""
    pack = bundled().pack(pack_id)

    @settings(max_examples=4, deadline=None, database=None, derandomize=True)
    @given(attempts_that_satisfy(pack, requirement_id), attempts_that_miss(pack, requirement_id))
    def check(satisfied: Attempt, missed: Attempt) -> None:
        assert satisfied.miss is None
        assert missed.miss is not None
        _check(satisfied)
        _check(missed)

    check()


def test_the_shipped_packs_ask_for_many_completions() -> None:
    """The test above is about most duties; those of agreements and plans have no completion."""
    assert len(_SHIPPED) >= 80


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(packs(max_requirements=1), st.data())
def test_any_pack_has_attempts_or_says_why_not(pack: Pack, data: st.DataObject) -> None:
    """Of rules that nobody would write, too: either it is refused in words, or all agree."""
    (requirement,) = pack.requirements
    try:
        attempt = data.draw(attempts_that_satisfy(pack, requirement.id))
    except InvalidArgument as error:
        assert requirement.id in str(error)  # noqa: PT017
    else:
        _check(attempt)


# what cannot be drawn ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: attempts_that_satisfy(_PACK, "x.nothing"), "no requirement"),
        (lambda: attempts_that_satisfy(_PACK, "x.agreement"), "nothing that a completion"),
        (lambda: attempts_that_miss(_PACK, "x.agreement"), "nothing that a completion"),
        (lambda: attempts_that_miss(_PACK, "x.course-once", by=()), "at least one"),
        (lambda: attempts_that_miss(_PACK, "x.course-once", by=["late"]), "is no Miss"),  # type: ignore[list-item]
        (lambda: attempts_that_miss(_PACK, "x.course-once", by=[Miss.TOPIC]), "cannot be missed"),
        (lambda: attempts_that_miss(_PACK, "x.course-once", by=[Miss.EXPIRED]), "cannot be missed"),
        (
            lambda: attempts_that_satisfy(_PACK, "x.course-once", as_of=dt.date(2025, 1, 1)),  # type: ignore[arg-type]
            "no strategy",
        ),
    ],
)
def test_what_no_attempt_can_be_is_refused_at_the_call(call: Callable[[], Any], words: str) -> None:
    with pytest.raises(InvalidArgument, match=words):
        call()


def test_a_day_on_which_nothing_is_required_is_refused() -> None:
    """The day is known only when it is drawn; the day and the requirement are told then."""
    before = st.just(dt.date(2017, 12, 31))
    with pytest.raises(InvalidArgument, match=r"x\.course-once is satisfied on 2017-12-31"):
        find(attempts_that_satisfy(_PACK, "x.course-once", as_of=before), lambda _: True)


@given(
    attempts_that_satisfy(
        _PACK, "x.course-once", as_of=st.dates(dt.date(2019, 1, 1), dt.date(2029, 1, 1))
    )
)
@settings(max_examples=20, deadline=None)
def test_the_day_judged_is_the_one_that_is_asked_for(attempt: Attempt) -> None:
    assert attempt.situation.as_of == attempt.example.as_of
    _check(attempt)


# what they find ---------------------------------------------------------------------------------


def _forgets(**changes: Any) -> Evaluate:
    """An engine that reads every course and completion as if something was otherwise."""

    def engine(registry: sro.Registry, **asked: Any) -> sro.Report:
        courses = tuple(
            attrs.evolve(item, **{k: v for k, v in changes.items() if k in ("hours", "topics")})
            for item in registry.courses
        )
        completions = tuple(
            attrs.evolve(item, **{k: v for k, v in changes.items() if k == "outcome"})
            for item in registry.completions
        )
        changed = attrs.evolve(registry, courses=courses, completions=completions)
        return sro.evaluate(changed, **asked)

    return engine


def _generous(registry: sro.Registry, *, as_of: dt.date, **asked: Any) -> sro.Report:
    return sro.evaluate(registry, as_of=as_of + _DAY, **asked)


@pytest.mark.parametrize(
    ("requirement_id", "miss", "engine"),
    [
        ("x.course-once", Miss.HOURS, _forgets(hours=None)),
        ("x.course-once", Miss.FAILED, _forgets(outcome=Outcome.COMPLETED)),
        ("x.course-once", Miss.NOT_YET, _generous),
        ("x.topics-again", Miss.TOPIC, _forgets(topics=FrozenMap({"law": None, "crisis": None}))),
    ],
)
def test_a_miss_finds_an_engine_that_overlooks_it(
    requirement_id: str, miss: Miss, engine: Evaluate
) -> None:
    """Each planted fault gives the officer who just missed it what was missed."""
    attempt = _missed(requirement_id, miss)
    situation = attempt.situation
    finding = attempt.finding(
        engine(situation.registry, as_of=situation.as_of, rulebook=situation.rulebook)
    )
    assert finding is not None
    assert finding.status is not attempt.example.status


def test_an_attempt_shows_what_is_not_as_usual() -> None:
    """A failing test prints the short form, and nothing of the pack."""
    shown = repr(_missed("x.course-once", Miss.HOURS))
    assert shown.startswith("Attempt(miss=Miss.HOURS, example=Example(")
    assert "hours=15" in shown
    assert "Policy" not in shown


def test_no_health_check_needs_to_be_silenced() -> None:
    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=[])
    @given(attempts_that_satisfy(_PACK, "x.card"), attempts_that_miss(_PACK, "x.card"))
    def look(satisfied: Attempt, missed: Attempt) -> None:
        assert satisfied.example != missed.example

    look()
