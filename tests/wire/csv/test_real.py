"""Real lists, read by profiles as they lie beside the checkout."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import sro_core as sro
from real import needs_real_lists, read_bytes, read_rows
from sro_core.identifiers import nces_jurisdiction
from sro_core.wire.csv import CsvResult, loads_profile, read_csv

pytestmark = needs_real_lists

_TRAINING = "officers/nypd_training_completions.csv.gz"
_CIVIL_RIGHTS = "schools/crdc_2020_21_officers_per_school.csv.gz"
_DIRECTORY = "schools/ccd_school_directory_2019.csv.gz"
_OREGON = "officers/oregon_dpsst_training.csv"
_ODD_NCES = "schools/nces_id_edge_cases.csv"

_NEW_YORK = """
[courses]
id = "course_name"
title = "course_name"
provider = { value = "New York City Police Department" }

[completions]
id = { fields = ["officer_id", "course_id", "completed_on"] }
officer_id = "officer_id"
course_id = "course_name"
completed_on = "date"
outcome = { value = "completed" }
"""


def _codes(result: CsvResult) -> Counter[str]:
    return Counter(item.code for item in result.problems)


def test_the_completions_of_new_york_without_a_date_are_the_rejects() -> None:
    contents = read_bytes(_TRAINING)
    result = read_csv(contents, loads_profile(f'dates = "month_first"\n{_NEW_YORK}'))
    header, *lines = contents.splitlines(keepends=True)
    dateless = [line for line in lines if line.split(b",")[1] == b""]
    assert len(dateless) == 358
    assert result.rejects == b"".join([header, *dateless])
    assert _codes(result) == {"csv-cell-empty": 358}
    rows = [row for row in read_rows(_TRAINING) if row["date"]]
    assert len(result.records["completions"]) == len(rows)
    assert {item.id for item in result.records["courses"]} == {row["course_name"] for row in rows}


def test_without_an_order_the_dates_of_new_york_that_can_be_two_days_are_refused() -> None:
    lines = read_bytes(_TRAINING).splitlines(keepends=True)[:10_001]
    result = read_csv(b"".join(lines), loads_profile(_NEW_YORK))
    days = [line.split(b",")[1].split(b"/") for line in lines[1:]]
    ambiguous = [day for day in days if len(day) == 3 and day[0] != day[1] and int(day[1]) <= 12]
    assert _codes(result) == {
        "csv-cell-empty": days.count([b""]),
        "csv-date-ambiguous": len(ambiguous),
    }


_SCHOOLS = """
[columns.leaid]
holds = "nces_district_id"
vouched_by = "lea_state"

[columns.ncessch]
holds = "nces_school_id"
vouched_by = "leaid"

[columns.schid]
width = 5

[districts]
id = "leaid"
nces_id = "leaid"
name = "lea_name"
jurisdiction = "lea_state"
kind = { value = "public" }

[schools]
id = { columns = ["leaid", "schid"], join = "" }
district_id = "leaid"
name = "sch_name"
level = { value = "other" }
control = { value = "public" }
extensions.ncessch = "ncessch"
extensions.officers = "sch_ftesecurity_leo"
"""


def test_the_schools_of_the_civil_rights_list_get_back_their_zeros() -> None:
    """The list keeps the whole key in another column, which says what was right."""
    result = read_csv(read_bytes(_CIVIL_RIGHTS), loads_profile(_SCHOOLS))
    rows = read_rows(_CIVIL_RIGHTS)
    short = sum(len(row["schid"]) < 5 for row in rows)
    assert _codes(result) == {"csv-zeros-restored": short, "bad-nces-district-id": 1}
    good = [row for row in rows if row["leaid"].isdigit()]
    assert [item.id for item in result.records["schools"]] == [row["combokey"] for row in good]
    (letters,) = (row for row in rows if not row["leaid"].isdigit())
    assert letters["leaid"].encode() in result.rejects
    assert sro.validate(result.registry) == ()


_DIRECTORY_PROFILE = """
[columns.leaid]
holds = "nces_district_id"
vouched_by = "state_location"

[columns.ncessch]
holds = "nces_school_id"
vouched_by = "leaid"

[schools]
id = "ncessch"
district_id = "leaid"
name = { value = "A school" }
level = { value = "other" }
control = { value = "public" }
"""
_STATES = frozenset({"AL", "AK", "AZ", "CO", "CT", "MN", "NH"})


def test_the_directory_gets_back_what_a_spreadsheet_takes_from_it() -> None:
    """A zero is put back where the state of the school has that code; else none is guessed."""
    rows = [row for row in read_rows(_DIRECTORY) if row["state_location"] in _STATES]
    names = ("ncessch", "leaid", "state_location")
    # As a spreadsheet saves it: no number begins with a zero.
    lines = [",".join(row[name].lstrip("0") for name in names) for row in rows]
    contents = "\n".join([",".join(names), *lines]).encode()
    result = read_csv(contents, loads_profile(_DIRECTORY_PROFILE))
    certain = [
        (row["ncessch"], row["leaid"])
        for row in rows
        if not row["leaid"].startswith("0")
        or nces_jurisdiction(row["leaid"]) == f"US-{row['state_location']}"
    ]
    assert [(item.id, item.district_id) for item in result.registry.schools] == certain
    assert len(result.rejected) == len(rows) - len(certain)


def test_odd_ids_of_districts_are_not_guessed() -> None:
    """No word of another column vouches for these, so none gets a zero."""
    values = [row["value"] for row in read_rows(_ODD_NCES) if row["field"] == "LEAID"]
    profile = loads_profile(
        """
        columns.value.holds = "nces_district_id"
        [districts]
        id = "value"
        nces_id = "value"
        name = "value"
        jurisdiction = { value = "US" }
        kind = { value = "public" }
        """
    )
    result = read_csv("\n".join(["value", *values]).encode(), profile)
    kept = {item.id for item in result.records["districts"]}
    assert kept == {value for value in values if len(value) == 7 and value.isdigit()}
    assert len(result.rejected) == len(values) - len(kept)


def test_printed_transcripts_of_oregon() -> None:
    """Rows of one course on one day that give other hours contradict each other."""
    profile = loads_profile(
        """
        dates = "month_first"

        [completions]
        id = { fields = ["officer_id", "course_id", "completed_on"] }
        officer_id = "officer_id"
        course_id = "course"
        completed_on = "date"
        hours = "hours"

        [completions.outcome]
        column = "status"
        translate = { Passed = "completed", Instructed = "completed" }
        others = "keep"
        """
    )
    result = read_csv(read_bytes(_OREGON), profile)
    said: dict[tuple[str, ...], set[tuple[Decimal, bool]]] = {}
    rows = read_rows(_OREGON)
    for row in rows:
        key = (row["officer_id"], row["course"], row["date"])
        good = row["status"] != "Incomplete"
        said.setdefault(key, set()).add((Decimal(row["hours"]), good))
    agreed = {key for key, found in said.items() if len(found) == 1}
    assert len(result.records["completions"]) == len(agreed) > 600
    disputed = sum((row["officer_id"], row["course"], row["date"]) not in agreed for row in rows)
    assert _codes(result)["csv-rows-disagree"] == len(result.rejected) == disputed > 0
