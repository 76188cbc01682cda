"""The contract of every pack that ships: names, sources, dates, days off."""

from __future__ import annotations

import datetime as dt
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from sro_core.dates import WEEKDAYS, DayOff, roll
from sro_core.packs import bundled
from sro_core.packs.checks import check_pack
from sro_core.rules import Pack, Requirement
from sro_core.rules.packs import Confidence, Counting, Level

_PACKS = bundled().packs
_REQUIREMENTS = [item for pack in _PACKS for item in pack.requirements]
_COUNTING = [pack.counting for pack in _PACKS if pack.counting is not None]

#: The fixed names of each pack: they are promised to whoever writes a registry.
_IDS: dict[str, Any] = json.loads((Path(__file__).parent / "ids.json").read_text())

each_pack = pytest.mark.parametrize("pack", _PACKS, ids=lambda pack: pack.id)
each_requirement = pytest.mark.parametrize("item", _REQUIREMENTS, ids=lambda item: item.id)
each_list = pytest.mark.parametrize("pack_id", sorted(_IDS))


@each_pack
def test_pack_is_good(pack: Pack) -> None:
    assert check_pack(pack) == ()


@each_pack
def test_pack_stands_in_the_file_of_its_name(pack: Pack) -> None:
    assert files("sro_core.packs").joinpath(f"{pack.id}.toml").is_file()


@each_pack
def test_pack_says_what_it_is_and_what_it_rests_on(pack: Pack) -> None:
    assert pack.title
    year, _dot, number = pack.edition.partition(".")
    assert year.isdigit()
    assert number.isdigit()
    if pack.jurisdiction is not None:
        assert pack.searched
        assert pack.sources or not pack.requirements


@each_pack
def test_pack_that_read_no_text_does_not_call_itself_verified(pack: Pack) -> None:
    if pack.confidence is Confidence.VERIFIED and pack.requirements:
        assert any(item.confidence is Confidence.VERIFIED for item in pack.requirements)


@each_pack
def test_source_that_was_read_says_where_or_was_remembered(pack: Pack) -> None:
    for source in pack.sources:
        if source.confidence is Confidence.MEMORY:
            assert source.url is None
        if source.url is not None:
            assert source.url.startswith(("https://", "http://"))


@each_list
def test_requirements_are_those_fixed(pack_id: str) -> None:
    stated = [
        {
            "id": item.id,
            "title": item.title,
            "citation": item.citation,
            "level": item.level,
            "confidence": item.confidence,
            "subject": item.subject,
        }
        for item in bundled().pack(pack_id).requirements
    ]
    assert stated == _IDS[pack_id]["requirements"]


@each_list
def test_words_are_those_fixed(pack_id: str) -> None:
    pack, fixed = bundled().pack(pack_id), _IDS[pack_id]
    assert {item.code: item.title for item in pack.codes} == fixed["codes"]
    assert {item.word: item.title for item in pack.topics} == fixed["topics"]
    assert {item.word: item.title for item in pack.licenses} == fixed["licenses"]
    assert {item.word: item.title for item in pack.funding} == fixed["funding"]


@each_list
def test_facts_and_their_presumptions_are_those_fixed(pack_id: str) -> None:
    stated = [
        {
            "fact": item.fact,
            "title": item.title,
            "about": item.about,
            "value": item.value,
            "missing": item.missing,
        }
        for item in bundled().pack(pack_id).facts
    ]
    assert stated == _IDS[pack_id]["facts"]


@each_requirement
def test_requirement_rests_on_sources(item: Requirement) -> None:
    assert item.citation.strip()
    if item.level is Level.MANDATORY:
        assert item.sources


@each_requirement
def test_requirement_that_is_not_read_in_the_law_says_what_is_assumed_or_open(
    item: Requirement,
) -> None:
    if item.confidence is not Confidence.VERIFIED:
        assert item.assumptions or item.open_questions


@each_requirement
def test_versions_follow_one_another_in_the_file(item: Requirement) -> None:
    starts = [version.start for version in item.versions]
    assert starts == sorted(starts)
    assert all(version.summary.endswith(".") for version in item.versions)


@each_requirement
def test_other_readings_say_what_they_read(item: Requirement) -> None:
    for version in item.versions:
        for reading in version.readings:
            assert reading.says.endswith(".")


def _day_off(counting: Counting) -> DayOff:
    return DayOff(
        frozenset(WEEKDAYS[name] for name in counting.rolls_off),
        tuple(holiday.rule for holiday in counting.holidays),
    )


@pytest.mark.parametrize("counting", _COUNTING, ids=lambda counting: counting.citation)
def test_assumed_holidays_are_said_to_be_assumed(counting: Counting) -> None:
    assert counting.assumption or not counting.holidays


_FEDERAL = [
    pytest.param(day, id=day.isoformat())
    for day in (
        dt.date(2024, 1, 1),
        dt.date(2024, 1, 15),
        dt.date(2024, 2, 19),
        dt.date(2024, 5, 27),
        dt.date(2024, 6, 19),
        dt.date(2024, 7, 4),
        dt.date(2024, 9, 2),
        dt.date(2024, 10, 14),
        dt.date(2024, 11, 11),
        dt.date(2024, 11, 28),
        dt.date(2024, 12, 25),
    )
]


@pytest.mark.parametrize("pack_id", ["us-ks", "us-mn", "us-tx"])
@pytest.mark.parametrize("holiday", _FEDERAL)
def test_period_rolls_off_a_holiday(pack_id: str, holiday: dt.date) -> None:
    counting = bundled().pack(pack_id).counting
    assert counting is not None
    assert roll(holiday, _day_off(counting)) == holiday + dt.timedelta(days=1)


@pytest.mark.parametrize("pack_id", ["us-ks", "us-mn", "us-tx"])
def test_period_rolls_off_a_weekend_and_no_further(pack_id: str) -> None:
    counting = bundled().pack(pack_id).counting
    assert counting is not None
    off = _day_off(counting)
    assert roll(dt.date(2024, 3, 2), off) == dt.date(2024, 3, 4)
    assert roll(dt.date(2024, 8, 31), off) == dt.date(2024, 9, 3)
    assert roll(dt.date(2024, 3, 5), off) == dt.date(2024, 3, 5)


@pytest.mark.parametrize("pack_id", ["us-ks", "us-mn", "us-tx"])
def test_juneteenth_is_no_holiday_before_2021(pack_id: str) -> None:
    counting = bundled().pack(pack_id).counting
    assert counting is not None
    off = _day_off(counting)
    assert roll(dt.date(2020, 6, 19), off) == dt.date(2020, 6, 19)
    assert roll(dt.date(2023, 6, 19), off) == dt.date(2023, 6, 20)
