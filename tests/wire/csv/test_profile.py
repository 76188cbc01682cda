"""Profiles: read strictly, and held against the records that they make."""

from __future__ import annotations

from typing import Any

import pytest

from sro_core.errors import InvalidDocument
from sro_core.models import KINDS
from sro_core.wire.csv import load_profile, loads_profile, read_profile

GOOD = """
[plan_reviews]
id = { fields = ["officer_id", "plan_id"] }
officer_id = "Badge"
plan_id = "Plan"
reviewed_on = "Reviewed"
"""


def found(text: str) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDocument) as caught:
        loads_profile(text)
    return [(item.code, item.pointer) for item in caught.value.problems]


def with_settings(text: str) -> str:
    return text + GOOD


def test_a_profile_says_which_columns_are_read() -> None:
    profile = loads_profile("\ufeff" + GOOD)
    assert profile.columns() == ("Badge", "Plan", "Reviewed")
    assert repr(profile) == "Profile(plan_reviews)"


def test_a_profile_is_read_from_a_file_and_from_plain_values(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "reviews.toml"
    path.write_text(GOOD)
    assert load_profile(path).columns() == ("Badge", "Plan", "Reviewed")
    document = {
        "plan_reviews": {
            "id": "Review",
            "officer_id": "Badge",
            "plan_id": "Plan",
            "reviewed_on": "Reviewed",
        }
    }
    assert read_profile(document).columns() == ("Review", "Badge", "Plan", "Reviewed")


def test_each_column_is_read_once_however_it_is_spelled() -> None:
    text = GOOD.replace('plan_id = "Plan"', 'plan_id = "BADGE"')
    assert loads_profile(text).columns() == ("Badge", "Reviewed")


@pytest.mark.parametrize("kind", KINDS)
def test_every_list_of_a_registry_says_what_it_needs(kind: str) -> None:
    problems = found(f'[{kind}]\nrecorded_at = "At"\n')
    assert ("missing-key", f"/{kind}") in problems
    assert {code for code, _pointer in problems} == {"missing-key"}


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (with_settings('encodng = "utf-8"'), [("unknown-key", "/encodng")]),
        (with_settings('encoding = "latin"'), [("unknown-value", "/encoding")]),
        (with_settings('delimiter = ";"'), [("unknown-value", "/delimiter")]),
        (with_settings("header = 0"), [("csv-profile", "/header")]),
        (with_settings('header = "1"'), [("wrong-type", "/header")]),
        (with_settings('dates = "us"'), [("unknown-value", "/dates")]),
        (with_settings("two_digit_years = 70"), [("csv-profile", "/two_digit_years")]),
        (with_settings('time_zone = "Chicago"'), [("bad-time-zone", "/time_zone")]),
        (with_settings('skip = {"Type" = "Total"}'), [("wrong-type", "/skip/Type")]),
        (with_settings("[columns.Badge]\nwidth = 0"), [("csv-profile", "/columns/Badge/width")]),
        (with_settings("[columns.Bagde]\nwidth = 4"), [("csv-profile", "/columns/Bagde")]),
        (
            with_settings("[columns.Badge]\nwidth = 4\n[columns.badge]\nwidth = 4"),
            [("csv-profile", "/columns")],
        ),
        (
            with_settings('[columns.Badge]\nvouched_by = "State"'),
            [("csv-profile", "/columns/Badge/vouched_by")],
        ),
        (
            with_settings('[columns.Plan]\nholds = "ori"\nwidth = 9'),
            [("csv-profile", "/columns/Plan/width")],
        ),
        (
            with_settings(
                '[columns.Plan]\nholds = "nces_district_id"\nvouched_by = "Badge"\n'
                '[columns.Badge]\nholds = "nces_district_id"\nvouched_by = "Plan"\n'
            ),
            [
                ("csv-profile", "/columns/Badge/vouched_by"),
                ("csv-profile", "/columns/Plan/vouched_by"),
            ],
        ),
        (with_settings('course_codes = {"1" = "x.y"}'), [("csv-profile", "/course_codes")]),
        ('dates = "day_first"', [("csv-profile", "")]),
        ("[officrs]\nid = 1", [("csv-profile", ""), ("unknown-key", "/officrs")]),
        ("officers = 1", [("wrong-type", "/officers")]),
        ("officers = [1]", [("wrong-type", "/officers/0")]),
        ("[officers", [("toml-syntax", "")]),
    ],
)
def test_what_is_no_profile(text: str, problems: list[tuple[str, str]]) -> None:
    assert found(text) == problems


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ("reviewed_on = {}", "reviewed_on"),
        ('reviewed_on = { column = "A", value = 1 }', "reviewed_on"),
        ('reviewed_on = { value = "03/04/2022" }', "reviewed_on/value"),
        ('reviewed_on = { fields = ["plan_id"] }', "reviewed_on"),
        ('reviewed_on = { column = "A", join = "-" }', "reviewed_on"),
        ('reviewed_on = { column = "A", split = ";" }', "reviewed_on"),
        ('reviewed_on = { column = "A", unit = "hours" }', "reviewed_on"),
        ('reviewed_on = { column = "A", others = "keep" }', "reviewed_on"),
        ('reviewed_on = { value = 2022-03-04, translate = { a = "b" } }', "reviewed_on"),
        ('reviewed_on = { column = "A", translate = { a = "b", A = "c" } }', "reviewed_on"),
    ],
)
def test_a_source_says_one_thing(said: str, pointer: str) -> None:
    text = GOOD.replace('reviewed_on = "Reviewed"', said)
    ((code, place),) = found(text)
    assert place == f"/plan_reviews/{pointer}"
    assert code in ("csv-profile", "csv-date-ambiguous")


@pytest.mark.parametrize("said", ["id", "officer", "reviewed_on/x"])
def test_an_id_is_made_of_fields_that_are_there(said: str) -> None:
    text = GOOD.replace('fields = ["officer_id", "plan_id"]', f'fields = ["{said}"]')
    assert found(text) == [("csv-profile", "/plan_reviews/id/fields")]


@pytest.mark.parametrize(
    ("said", "code", "pointer"),
    [
        ("plan_id = 1", "wrong-type", "plan_id"),
        ('plan_id = ""', "wrong-type", "plan_id"),
        ('plan_id = { colum = "A" }', "unknown-key", "plan_id/colum"),
        ('plan_id = "Plan"\nplan = "Plan"', "unknown-key", "plan"),
        ('plan_id = "Plan"\nif_filled = 1', "csv-profile", "if_filled"),
        ('plan_id = "Plan"\nextensions = "A"', "wrong-type", "extensions"),
    ],
)
def test_a_table_is_held_against_its_record(said: str, code: str, pointer: str) -> None:
    text = GOOD.replace('plan_id = "Plan"', said)
    assert (code, f"/plan_reviews/{pointer}") in found(text)


def test_what_is_inside_a_record_is_held_against_it_too() -> None:
    problems = found(
        """
        [officers]
        id = "Badge"
        employments = [{ agency_id = "Agency", start = "Hired" }, 3]
        """
    )
    assert problems == [
        ("missing-key", "/officers/employments/0"),
        ("unknown-key", "/officers/employments/0/start"),
        ("wrong-type", "/officers/employments/1"),
    ]


def test_a_profile_is_a_table() -> None:
    no_table: Any = ["encoding"]
    with pytest.raises(InvalidDocument) as caught:
        read_profile(no_table)
    assert [(item.code, item.pointer) for item in caught.value.problems] == [("wrong-type", "")]
