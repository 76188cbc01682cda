"""A tester who knows only the documentation finds what is wrong: in a pack, an app, an engine.

Everything used here stands in docs/how-to/test-with-the-kit.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final

import attrs
import pytest
from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st

import sro_core as sro
from sro_core.models import Agency, Employment, Officer
from sro_core.packs import loads_pack
from sro_core.testing import (
    Evaluate,
    Situation,
    check_laws,
    check_pack,
    example_situations,
    loads_examples,
    run_examples,
    situations,
    valid_registries,
)

_ONE_DAY: Final = dt.timedelta(days=1)
#: Enough to find a planted fault; nothing is said of how the smallest one looks.
_LOOK: Final = settings(
    max_examples=200, deadline=None, derandomize=True, database=None, phases=[Phase.generate]
)

_POLICY: Final = """
id = "rochester-pd"
title = "Policies of the Rochester Police Department"
edition = "2025.1"
jurisdiction = "US-MN"
researched_from = 2020-01-01
verified_through = 2030-12-31
confidence = "verified"

[[codes]]
code = "rochester-pd.medical"
title = "Medical emergencies in schools"

[[sources]]
id = "policy-418"
citation = "Policy 418"
confidence = "verified"

[[requirements]]
id = "rochester-pd.medical-emergencies"
title = "Medical emergencies in schools"
citation = "Policy 418, section 3"
level = "mandatory"
confidence = "verified"
sources = ["policy-418"]

  [[requirements.versions]]
  from = 2024-07-01
  summary = "An officer posted to a school takes the course within six months."
  satisfied_by = { course = ["rochester-pd.medical"] }
  due = { within = { months = 6 }, of = { event = "assignment_start" } }

    [[requirements.versions.cases]]
    name = "elementary"
    when = { fact = "school.level", in = ["elementary"] }
    exempt = "Section 4: not in elementary schools."
"""
#: What the policy says, by its two sections.
_SAYS: Final = """
pack = "rochester-pd"

[[examples]]
why = "In force from 2024-07-01"
requirement = "rochester-pd.medical-emergencies"
from = 2024-05-06
each = [
  { as_of = 2024-06-30, status = "not_required" },
  { as_of = 2024-07-01, status = "due", due_on = 2024-11-06 },
]

[[examples]]
why = "Section 3: within six months of the posting"
requirement = "rochester-pd.medical-emergencies"
from = 2024-08-31
each = [
  { as_of = 2025-02-28, status = "due", due_on = 2025-02-28 },
  { as_of = 2025-03-01, status = "overdue", due_on = 2025-02-28, late_by_days = 1 },
  { as_of = 2025-03-01, taken = { "rochester-pd.medical" = 2025-02-28 }, status = "met" },
]

[[examples]]
why = "Section 3: the course, whatever else was taken"
requirement = "rochester-pd.medical-emergencies"
from = 2024-09-03
as_of = 2025-09-01
taken = { "nasro.basic-sro" = 2024-08-01, "rochester-pd.medical" = 2024-10-01 }
status = "met"

[[examples]]
why = "Section 4: not in elementary schools"
requirement = "rochester-pd.medical-emergencies"
from = 2024-09-03
as_of = 2025-09-01
each = [
  { schools = ["elementary"], status = "not_required", case = "elementary" },
  { schools = ["middle"], status = "overdue" },
]
"""
_PACK: Final = loads_pack(_POLICY)
_EXAMPLES: Final = loads_examples(_SAYS)


def test_the_policy_is_right_before_anything_is_planted() -> None:
    assert check_pack(_PACK, _EXAMPLES) == ()


# a fault in a pack ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("months = 6", "months = 7"),
        ('event = "assignment_start"', 'event = "hire"'),
        ('in = ["elementary"]', 'in = ["elementary", "middle"]'),
        ("from = 2024-07-01", "from = 2024-07-02"),
        ("from = 2024-07-01", "from = 2024-06-30"),
    ],
)
def test_a_fault_in_a_pack_is_found_by_its_examples(right: str, wrong: str) -> None:
    """A wrong period, event, case or first day gives an example another answer."""
    assert _POLICY.count(right) == 1
    faulty = loads_pack(_POLICY.replace(right, wrong))
    assert {item.code for item in check_pack(faulty, _EXAMPLES)} >= {"example-wrong"}


def test_a_fault_that_no_example_reaches_is_found_as_what_they_do_not_show() -> None:
    """A case that exempts too many is no wrong answer where no example meets it, but a gap."""
    more = """
    [[requirements.versions.cases]]
    name = "tribal"
    when = { fact = "agency.kind", in = ["tribal"] }
    exempt = "Nobody wrote this."
    """
    (found,) = check_pack(loads_pack(_POLICY + more), _EXAMPLES)
    assert (found.code, dict(found.params)["name"]) == ("example-no-case", "tribal")


# a fault in an app that writes registries -----------------------------------------------------


def _take_on(
    registry: sro.Registry,
    officer_id: str,
    agency: Agency,
    day: dt.date,
    *,
    ends_employment: bool = True,
    ends_postings: bool = True,
    reference: Callable[[Agency], str] = attrgetter("id"),
) -> sro.Registry:
    """An app's own step: from a day on an officer is with another agency, and with no other."""
    known = registry.as_known_at(None)
    last = day - _ONE_DAY
    new = Employment(agency_id=reference(agency), start=day)

    def ended(item: Any) -> Any:
        return attrs.evolve(item, end=last) if item.end is None or item.end > last else item

    def moved(officer: Officer) -> Officer:
        jobs = tuple(ended(item) if ends_employment else item for item in officer.employments)
        return attrs.evolve(officer, employments=(*jobs, new))

    return attrs.evolve(
        known,
        officers=tuple(moved(item) if item.id == officer_id else item for item in known.officers),
        assignments=tuple(
            ended(item) if ends_postings and item.officer_id == officer_id else item
            for item in known.assignments
        ),
    )


@st.composite
def _moves(draw: st.DrawFn) -> tuple[sro.Registry, str, Agency, dt.date]:
    """Registries that make sense, an officer, an agency, and a day after all that began."""
    registry = draw(valid_registries(min_officers=1))
    known = registry.as_known_at(None)
    officer = draw(st.sampled_from(known.officers))
    began = [item.start for item in officer.employments]
    began += [item.start for item in known.assignments if item.officer_id == officer.id]
    assume(began and known.agencies)
    agency = draw(st.sampled_from(known.agencies))
    return registry, officer.id, agency, max(began) + draw(st.integers(1, 400)) * _ONE_DAY


@settings(_LOOK)
@given(_moves())
def test_an_app_without_a_fault_writes_registries_that_make_sense(
    move: tuple[sro.Registry, str, Agency, dt.date],
) -> None:
    """Whatever there was, nobody's move leaves anything to say."""
    assert sro.validate(_take_on(*move)) == ()


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"ends_employment": False}, "employments-overlap"),
        ({"ends_postings": False}, "assignment-outlasts-employment"),
        ({"reference": attrgetter("name")}, "unknown-reference"),
    ],
)
def test_a_fault_in_an_app_is_found_by_registries_that_make_sense(
    fault: dict[str, Any], code: str
) -> None:
    """A forgotten end, a forgotten posting, a name in the place of an id: `validate` tells."""

    def is_told(move: tuple[sro.Registry, str, Agency, dt.date]) -> bool:
        return code in {item.code for item in sro.validate(_take_on(*move, **fault))}

    find(_moves(), is_told, settings=_LOOK)


# a fault in an engine -------------------------------------------------------------------------

_RULES: Final = sro.Rulebook(packs=(_PACK,))


def _yesterday(registry: sro.Registry, *, as_of: dt.date, **asked: Any) -> sro.Report:
    """One day too generous: the answer of the day before."""
    report = sro.evaluate(registry, as_of=as_of - _ONE_DAY, **asked)
    return attrs.evolve(report, as_of=as_of)


def _a_day_more(registry: sro.Registry, *, as_of: dt.date, **asked: Any) -> sro.Report:
    """One day too generous, and wholly of a piece: every last day is the day after."""
    report = sro.evaluate(registry, as_of=as_of, **asked)

    def later(finding: sro.Finding) -> sro.Finding:
        if finding.due_on is None or finding.status is not sro.Status.OVERDUE:
            return finding
        due_on, late = finding.due_on + _ONE_DAY, (finding.late_by_days or 0) - 1
        if late == 0:
            return attrs.evolve(finding, status=sro.Status.DUE, due_on=due_on, late_by_days=None)
        return attrs.evolve(finding, due_on=due_on, late_by_days=late)

    return attrs.evolve(report, findings=tuple(map(later, report.findings)))


def _with_all_there_is(registry: sro.Registry, **asked: Any) -> sro.Report:
    """It forgets to ask what was known."""
    asked["known_at"] = None
    return sro.evaluate(registry, **asked)


def _of_the_first_course(registry: sro.Registry, **asked: Any) -> sro.Report:
    """It looks at the first completion on file only."""
    return sro.evaluate(attrs.evolve(registry, completions=registry.completions[:1]), **asked)


@pytest.mark.parametrize("engine", [_yesterday, _a_day_more, _of_the_first_course])
def test_a_fault_in_an_engine_is_found_by_examples(engine: Evaluate) -> None:
    """Examples say what is right, and are told from what an engine says."""
    assert "example-wrong" in {
        item.code for item in run_examples(_PACK, _EXAMPLES, evaluate=engine)
    }


@pytest.mark.parametrize(
    ("engine", "code"),
    [
        (_yesterday, "law-sense"),
        (_with_all_there_is, "law-known"),
        (_of_the_first_course, "law-order"),
        (_of_the_first_course, "law-merging"),
    ],
)
def test_a_fault_in_an_engine_is_found_by_the_laws(engine: Evaluate, code: str) -> None:
    """Laws need no right answer: of many situations some breaks one."""
    asked = example_situations(_RULES, _EXAMPLES) | situations(_RULES)

    def is_told(situation: Situation) -> bool:
        return code in {item.code for item in check_laws(situation, evaluate=engine)}

    find(asked, is_told, settings=_LOOK)


@settings(_LOOK, max_examples=50)
@given(example_situations(_RULES, _EXAMPLES) | situations(_RULES))
def test_an_engine_without_a_fault_breaks_no_law(situation: Situation) -> None:
    """The library's own engine keeps every law, also under rules of one's own."""
    assert check_laws(situation, evaluate=sro.evaluate) == ()
