"""A report as data frames."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

import sro_core as sro
from sro_core.examples import olmsted

pandas: Any = pytest.importorskip("pandas")

_DAY = dt.date(2022, 9, 6)


@pytest.fixture
def use(example: Callable[[str], ModuleType]) -> Any:
    return example("use_pandas")


@pytest.fixture
def report() -> sro.Report:
    return sro.evaluate(olmsted(), as_of=_DAY)


def test_the_page_is_followed_to_the_letter(follow: Callable[..., None]) -> None:
    follow("use-pandas.md")


def test_a_frame_says_what_the_report_says(use: Any, report: sro.Report) -> None:
    frame = use.findings_frame(report)
    assert len(frame) == len(report.findings)
    assert dict(frame["status"].value_counts()) == {
        status.value: Counter(item.status for item in report.findings)[status]
        for status in sro.Status
    }
    days = [item.due_on for item in report.findings]
    assert [None if pandas.isna(day) else day.date() for day in frame["due_on"]] == days
    late = [item.late_by_days for item in report.findings]
    assert [None if pandas.isna(value) else value for value in frame["late_by_days"]] == late


def test_types_are_the_same_where_there_are_no_rows(use: Any, report: sro.Report) -> None:
    nothing = sro.evaluate(sro.Registry(), as_of=_DAY)
    for made in (use.findings_frame, use.postings_frame):
        frame, empty = made(report), made(nothing)
        assert len(empty) == 0
        assert dict(empty.dtypes) == dict(frame.dtypes)
    assert len(use.not_ready_by_district(use.postings_frame(nothing))) == 0


def test_a_moment_keeps_its_place_in_time(use: Any) -> None:
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.timezone(dt.timedelta(hours=-6)))
    frame = use.findings_frame(sro.evaluate(olmsted(), as_of=_DAY, known_at=moment))
    assert {value.to_pydatetime() for value in frame["known_at"]} == {moment}


def test_readiness_sorts_from_the_worst(use: Any, report: sro.Report) -> None:
    frame = use.postings_frame(report).sample(frac=1, random_state=1).sort_values("status")
    assert list(frame["status"]) == [item.status.value for item in report.postings()]


def test_who_is_not_ready_in_each_district(use: Any, report: sro.Report) -> None:
    found = use.not_ready_by_district(use.postings_frame(report))
    expected: dict[str, set[str]] = {}
    for posting in report.postings():
        if posting.assignment.start <= _DAY:
            here = expected.setdefault(posting.assignment.district_id, set())
            if posting.status is sro.ReadinessStatus.NOT_READY:
                here.add(posting.assignment.officer_id)
    assert {
        name: set(filter(None, who.split(", "))) for name, who in found["who"].items()
    } == expected
    assert dict(found["not_ready"]) == {name: len(who) for name, who in expected.items()}
    assert any(expected.values())
