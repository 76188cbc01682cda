"""Strategies of identifiers, days and single records: what they give, and what they refuse."""

from __future__ import annotations

import datetime as dt
import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

import sro_core.testing as kit
from oracle.short import duty, pack, version
from sro_core.identifiers import (
    JURISDICTIONS,
    LICENSE_NUMBER,
    NCES_DISTRICT,
    NCES_SCHOOL,
    ORI,
    nces_jurisdiction,
    ori_jurisdiction,
)
from sro_core.models import KINDS
from sro_core.packs import bundled
from sro_core.rules import Rulebook
from sro_core.rules.deadlines import Blocks, EndOfFirstBlock
from sro_core.rules.events import EventName, Happening, Period

_QUICK = settings(max_examples=60, deadline=None)
#: Every strategy of records, and the parts of them.
_RECORDS = (
    *KINDS,
    "adopters",
    "course_codes",
    "employments",
    "licenses",
    "meetings",
    "school_years",
    "voids",
)


@_QUICK
@given(kit.oris(), kit.nces_district_ids(), kit.nces_school_ids(), kit.license_numbers())
def test_identifiers_are_canonical(ori: str, district: str, school: str, number: str) -> None:
    """What is drawn is what a record may hold, and begins with the code of a place."""
    assert ORI.holds(ori)
    assert NCES_DISTRICT.holds(district)
    assert NCES_SCHOOL.holds(school)
    assert LICENSE_NUMBER.holds(number)
    places = {ori_jurisdiction(ori), nces_jurisdiction(district), nces_jurisdiction(school)}
    assert places <= JURISDICTIONS


@_QUICK
@given(kit.jurisdictions().flatmap(lambda place: st.tuples(st.just(place), kit.oris(place))))
def test_an_ori_is_of_the_place_that_is_asked_for(drawn: tuple[str, str]) -> None:
    """Whatever the place, its code comes first: in Nebraska and Guam too."""
    place, ori = drawn
    assert ori_jurisdiction(ori) == place


@_QUICK
@given(st.data())
def test_a_school_has_the_number_of_its_district(data: st.DataObject) -> None:
    """The first seven digits of a school's id are those of its district."""
    place = data.draw(kit.jurisdictions())
    district = data.draw(kit.nces_district_ids(place))
    school = data.draw(kit.nces_school_ids(district_id=district, jurisdiction=place))
    assert school.startswith(district)
    assert nces_jurisdiction(school) == place


@_QUICK
@given(
    st.dates(dt.date(2020, 1, 1), dt.date(2024, 1, 1)).flatmap(
        lambda first: st.tuples(
            st.just(first), kit.interesting_dates(first, first + dt.timedelta(days=400))
        )
    )
)
def test_days_stay_inside_of_their_bounds(drawn: tuple[dt.date, dt.date]) -> None:
    """A bound is itself a day that matters; what lies beyond is not drawn."""
    first, day = drawn
    assert first <= day <= first + dt.timedelta(days=400)


def _all_of(strategy: st.SearchStrategy[dt.date]) -> set[dt.date]:
    found: set[dt.date] = set()

    @settings(max_examples=600, deadline=None, database=None, derandomize=True)
    @given(strategy)
    def look(day: dt.date) -> None:
        found.add(day)

    look()
    return found


def test_rule_dates_are_those_that_a_pack_turns_on() -> None:
    """First and last days of versions, and of blocks that a rule counts by, and those beside."""
    due = EndOfFirstBlock(
        end_of_first=Blocks(anchor=dt.date(2020, 2, 29), length=Period(years=1)),
        after=Happening(event=EventName.SERVICE_START),
    )
    rules = pack(duty(version(due=due, start=dt.date(2019, 7, 1), end=dt.date(2024, 6, 30))))
    days = _all_of(kit.rule_dates(Rulebook(packs=(rules,)), max_value=dt.date(2024, 7, 1)))
    wanted = """
        2019-06-30 2019-07-01 2024-06-30 2024-07-01
        2020-02-28 2020-02-29 2020-03-01 2021-02-27 2021-02-28 2021-03-01 2024-02-28 2024-02-29
    """
    assert {dt.date.fromisoformat(day) for day in wanted.split()} <= days
    assert max(days) == dt.date(2024, 7, 1)


@pytest.mark.parametrize("name", sorted(_RECORDS))
def test_what_no_record_has_is_refused(name: str) -> None:
    """A field that is none, and a value where a strategy is needed, are told at the call."""
    strategy: Any = getattr(kit, name)
    with pytest.raises(InvalidArgument, match="has no field 'color', only: "):
        strategy(color=st.just("red"))
    field = find(strategy(), lambda _: True).__attrs_attrs__[0].name
    with pytest.raises(InvalidArgument, match=f"{field}='x' is no strategy"):
        strategy(**{field: "x"})


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: kit.ids(count=0), "count=0"),
        (lambda: kit.oris("US"), "jurisdiction='US'"),
        (lambda: kit.nces_district_ids("MN"), "jurisdiction='MN'"),
        (lambda: kit.nces_school_ids(district_id="12"), "seven digits"),
        (lambda: kit.nces_school_ids(district_id="2700001", jurisdiction="US-WI"), "is not of"),
        (lambda: kit.interesting_dates(dt.date(2025, 1, 2), dt.date(2025, 1, 1)), "is after"),
        (lambda: kit.interesting_dates(days=()), "at least one"),
        (lambda: kit.packs(jurisdiction="Minnesota"), "Minnesota"),
        (lambda: kit.packs(max_requirements=0), "max_requirements=0"),
        (lambda: kit.rulebooks(max_requirements=0), "max_requirements=0"),
        (lambda: kit.registries(jurisdictions=()), "jurisdictions"),
        (lambda: kit.registries(jurisdictions=("Guam",)), "Guam"),
        (lambda: kit.registries(codes=()), "codes"),
        (lambda: kit.registries(max_officers=0), "max_officers=0"),
        (lambda: kit.registries_for(bundled(), min_completions=6), "min_completions=6"),
    ],
)
def test_impossible_arguments_are_refused_at_the_call(call: Any, words: str) -> None:
    """Nothing has to be drawn to learn that an argument cannot be."""
    with pytest.raises(InvalidArgument, match=words):
        call()


@pytest.mark.parametrize("name", [*_RECORDS, "oris", "license_numbers", "rulebooks", "packs"])
def test_no_health_check_of_simple_strategies_needs_to_be_silenced(name: str) -> None:
    """They are quick, and throw nothing away."""

    @settings(max_examples=20, deadline=None, database=None, suppress_health_check=[])
    @given(getattr(kit, name)())
    def look(drawn: object) -> None:
        assert drawn is not None

    look()


def test_the_page_of_strategies_has_every_one() -> None:
    """docs/reference/strategies.md has a line for each public strategy, and for no other."""
    page = Path(__file__).parents[2].joinpath("docs/reference/strategies.md")
    if not page.exists():
        pytest.skip("no docs here")
    named = set(re.findall(r"^\| `(\w+)\(", page.read_text("utf-8"), re.MULTILINE))
    known = {
        name
        for name in kit.__all__
        if inspect.isfunction(getattr(kit, name))
        and "SearchStrategy" in str(inspect.signature(getattr(kit, name)).return_annotation)
    }
    assert named == known
    misses = set(re.findall(r"^\| `(\w+)` \|", page.read_text("utf-8"), re.MULTILINE))
    assert misses == set(kit.Miss)
