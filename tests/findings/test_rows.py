"""A report as flat rows."""

from __future__ import annotations

import datetime as dt

import pytest

import sro_core as sro
from sro_core.examples import olmsted
from sro_core.findings import FINDING_COLUMNS, POSTING_COLUMNS

_KNOWN_AT = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
_PLAIN = {str, int, bool, dt.date, dt.datetime, type(None)}


@pytest.fixture(params=[dt.date(2022, 9, 6), dt.date(2025, 9, 2)], ids=str)
def report(request: pytest.FixtureRequest) -> sro.Report:
    return sro.evaluate(olmsted(), as_of=request.param, known_at=_KNOWN_AT)


def test_every_row_has_the_promised_keys_in_their_order(report: sro.Report) -> None:
    assert {tuple(row) for row in report.finding_rows()} == {FINDING_COLUMNS}
    assert {tuple(row) for row in report.posting_rows()} == {POSTING_COLUMNS}


def test_values_are_plain_also_words(report: sro.Report) -> None:
    """A member of an enumeration is a text too, but drivers of databases may write its name."""
    for row in (*report.finding_rows(), *report.posting_rows()):
        assert {type(value) for value in row.values()} <= _PLAIN


def test_a_row_says_what_its_finding_says(report: sro.Report) -> None:
    rows = report.finding_rows()
    assert len(rows) == len(report.findings)
    own = set(FINDING_COLUMNS) - {"as_of", "known_at", "title", "contested", "missing"}
    for row, finding in zip(rows, report.findings, strict=True):
        assert {key: row[key] for key in own} == {key: getattr(finding, key) for key in own}
        assert (row["as_of"], row["known_at"]) == (report.as_of, report.known_at)
        assert row["title"] == report.rulebook.requirement(finding.requirement_id).title
        assert row["contested"] is (finding.contested != ())
        assert row["missing"].split(", ") == list(finding.missing or ("",))


def test_some_findings_are_contested_and_some_miss_a_fact() -> None:
    rows = sro.evaluate(olmsted(), as_of=dt.date(2025, 9, 2)).finding_rows()
    assert {row["contested"] for row in rows} == {True, False}
    without = sro.Registry.build(
        **{name: records for name, records in olmsted().lists() if name != "agreements"}
    )
    rows = sro.evaluate(without, as_of=dt.date(2025, 9, 2)).finding_rows()
    assert any(row["missing"] for row in rows)


def test_a_finding_without_a_pack_has_no_title() -> None:
    (row, *_others) = sro.evaluate(
        olmsted(), as_of=dt.date(2022, 9, 6), rulebook=sro.Rulebook(packs=())
    ).finding_rows()
    assert row["requirement_id"] == "us-mn.unresearched"
    assert row["title"] is None


def test_a_row_of_a_posting_says_what_is_missing_and_the_first_last_day() -> None:
    report = sro.evaluate(olmsted(), as_of=dt.date(2025, 9, 2))
    for row, posting in zip(report.posting_rows(), report.postings(), strict=True):
        assignment = posting.assignment
        assert row["status"] == posting.status
        assert (row["from"], row["to"]) == (assignment.start, assignment.end)
        assert (row["officer_id"], row["assignment_id"]) == (assignment.officer_id, assignment.id)
    rows = {row["officer_id"]: row for row in report.posting_rows()}
    assert rows["rpd-4"]["outstanding"] == "us-mn.sro-course, us-mn.sro-recurring-credit"
    assert rows["rpd-4"]["due_on"] == dt.date(2025, 9, 1)
    assert rows["rpd-1"]["outstanding"] == ""
    assert rows["rpd-1"]["due_on"] is None
    # of several last days the first: the review's, not the course's
    assert rows["rpd-5"]["due_on"] == dt.date(2025, 9, 1)
    assert "us-mn.sro-course" in rows["rpd-5"]["outstanding"]


def test_nothing_to_judge_gives_no_rows() -> None:
    report = sro.evaluate(sro.Registry(), as_of=dt.date(2025, 9, 2))
    assert (report.finding_rows(), report.posting_rows()) == ([], [])
