"""Single cells: what a spreadsheet did is undone where it is certain, else refused."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sro_core.dates import DateOrder
from sro_core.models import AgencyKind, Role
from sro_core.wire.csv._cells import (
    Column,
    Holds,
    Spelling,
    Unit,
    Unreadable,
    cleaned,
    reader_of,
)

NOTHING: frozenset[str] = frozenset()
DISTRICT = Column(holds=Holds.NCES_DISTRICT_ID, vouched_by="State")
SCHOOL = Column(holds=Holds.NCES_SCHOOL_ID, vouched_by="State")


def read(kind: Any, text: str, *, key: str = "x", unit: Unit | None = None, **spelling: Any) -> Any:
    return reader_of(kind, key, Spelling(**spelling), unit)(text)


def refusal(kind: Any, text: str, **said: Any) -> str:
    with pytest.raises(Unreadable) as caught:
        read(kind, text, **said)
    return caught.value.found.code


# what spreadsheets put around a cell


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  Byron ", "Byron"),
        ("\u00a0Byron\u00a0", "Byron"),
        ('="00417"', "00417"),
        ('="say ""yes"""', 'say "yes"'),
        ("'=1+1", "=1+1"),
        ("''=1+1", "'=1+1"),
        ("'@home", "@home"),
        ("'til noon", "'til noon"),
        ("O'Brien", "O'Brien"),
        ("+1 507 555 0100", "+1 507 555 0100"),
        ("N/A", ""),
        (" n/a ", ""),
    ],
)
def test_what_stands_around_a_text_is_taken_off(raw: str, text: str) -> None:
    assert cleaned(raw, empty=frozenset({"n/a"})) == (text, None)


@pytest.mark.parametrize("raw", ["=1+1", '=HYPERLINK("x")', "=", '="a"&"b"'])
def test_a_formula_has_no_value(raw: str) -> None:
    text, found = cleaned(raw, empty=NOTHING)
    assert text is None
    assert found is not None
    assert found.code == "csv-formula"


# lost zeros


@pytest.mark.parametrize(
    ("raw", "voucher", "text"),
    [
        ("902910", "CT", "0902910"),
        ("902910", "Connecticut", "0902910"),
        ("2731800", "MN", "2731800"),
        ("1100087", "MD", "1100087"),  # lies in another state: nothing was lost
    ],
)
def test_a_district_gets_its_zero_back_where_its_state_agrees(
    raw: str, voucher: str, text: str
) -> None:
    assert cleaned(raw, DISTRICT, empty=NOTHING, voucher=voucher).text == text


@pytest.mark.parametrize(
    ("raw", "voucher", "code"),
    [
        ("902910", "MN", "csv-zeros-lost"),
        ("902910", "", "csv-zeros-lost"),
        ("902910", None, "csv-zeros-lost"),
        ("302910", "AL", "csv-zeros-lost"),  # 03 stands for no state
        ("90291", "CT", "bad-nces-district-id"),
        ("06CC318", "CA", "bad-nces-district-id"),
        ("A9902648", "MN", "bad-nces-district-id"),
    ],
)
def test_a_district_gets_no_zero_back_where_that_is_a_guess(
    raw: str, voucher: str | None, code: str
) -> None:
    text, found = cleaned(raw, DISTRICT, empty=NOTHING, voucher=voucher)
    assert text is None
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("voucher", ["CA", "0513930"])
def test_a_school_gets_its_zero_back(voucher: str) -> None:
    raw = "51393001212" if voucher != "CA" else "62805010720"
    text, found = cleaned(raw, SCHOOL, empty=NOTHING, voucher=voucher)
    assert text == f"0{raw}"
    assert found is not None
    assert found.code == "csv-zeros-restored"


def test_the_district_of_another_school_vouches_for_nothing() -> None:
    assert cleaned("51393001212", SCHOOL, empty=NOTHING, voucher="0513931").text is None


@pytest.mark.parametrize(
    ("raw", "text"), [("182", "00182"), ("00182", "00182"), ("A1234", "A1234")]
)
def test_numbers_get_back_zeros_to_the_width_that_the_profile_says(raw: str, text: str) -> None:
    assert cleaned(raw, Column(width=5), empty=NOTHING).text == text


@pytest.mark.parametrize("raw", ["123456", "A123", "0", "000", "12.3", "-12"])
def test_what_cannot_have_lost_zeros_is_not_widened(raw: str) -> None:
    text, found = cleaned(raw, Column(width=5), empty=NOTHING)
    assert text is None
    assert found is not None
    assert found.code == "csv-width"


def test_an_id_that_was_rewritten_does_not_pass_for_its_width() -> None:
    text, found = cleaned("1E+05", Column(width=5), empty=NOTHING)
    assert text is None
    assert found is not None
    assert found.code == "csv-rewritten"


@pytest.mark.parametrize("text", ["2.73182E+11", "1E+05", "4417.0", "417,00", "12-Mar", "Mar-12"])
def test_an_id_that_was_rewritten_is_refused(text: str) -> None:
    assert refusal(str, text, key="course_id") == "csv-rewritten"
    assert read(str, text, key="title") == text


# values


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("8", "8"),
        ("8.0", "8"),
        ("8:00", "8"),
        ("08:00:00", "8"),
        ("8h", "8"),
        ("8 hrs.", "8"),
        ("8 Hours", "8"),
        ("7:30", "7.5"),
        ("7h30", "7.5"),
        ("7 h 30 min", "7.5"),
        ("30 min", "0.5"),
        (".25", "0.25"),
        ("69.97", "69.97"),
        ("0:03", "0.05"),
    ],
)
def test_hours(text: str, hours: str) -> None:
    assert read(Decimal, text) == Decimal(hours)


@pytest.mark.parametrize(
    "text",
    [
        "eight",
        "8:75",
        "-8",
        "8 days",
        "h",
        "8:00 AM",
        "1,5",
        "8:20",
        "1.2.3h",
        "8..",
        "1e3",
        "٨",
        "8h x",
    ],
)
def test_what_is_no_hours(text: str) -> None:
    assert refusal(Decimal, text) == "csv-number"


def test_a_comma_before_the_fraction_is_read_where_the_profile_says_so() -> None:
    assert read(Decimal, "7,5", decimal=",") == Decimal("7.5")
    assert refusal(Decimal, "7.5", decimal=",") == "csv-number"


@pytest.mark.parametrize(
    ("text", "unit", "minutes"),
    [("480", None, 480), ("8", Unit.HOURS, 480), ("8h", None, 480), ("7:20", None, 440)],
)
def test_minutes(text: str, unit: Unit | None, minutes: int) -> None:
    assert read(int, text, key="attended_minutes", unit=unit) == minutes


@pytest.mark.parametrize(("text", "count"), [("17634", 17634), ("17,634", 17634), ("24.0", 24)])
def test_counts(text: str, count: int) -> None:
    assert read(int, text, key="enrollment") == count


@pytest.mark.parametrize("text", ["17,63", "24.5", "8:00", "-3", "1,2345"])
def test_what_is_no_count(text: str) -> None:
    assert refusal(int, text, key="enrollment") == "csv-number"


@pytest.mark.parametrize(("text", "found"), [("Yes", True), ("n", False), ("TRUE", True)])
def test_yes_and_no(text: str, found: bool) -> None:
    assert read(bool, text) is found


@pytest.mark.parametrize("text", ["x", "1", "0", "maybe"])
def test_neither_yes_nor_no(text: str) -> None:
    assert refusal(bool, text) == "csv-yes-or-no"


def test_words_are_read_however_they_are_spelled_but_not_guessed() -> None:
    assert read(Role, "School Resource  Officer") is Role.SCHOOL_RESOURCE_OFFICER
    assert read(AgencyKind, "SCHOOL-POLICE") is AgencyKind.SCHOOL_POLICE
    assert refusal(AgencyKind, "PD") == "unknown-value"


def test_identifiers_are_mended_as_careful_people_read_them() -> None:
    assert read(str, "mn0550100", key="ori") == "MN0550100"
    assert read(str, "Minnesota", key="jurisdiction") == "US-MN"
    assert refusal(str, "Minesota", key="jurisdiction") == "bad-jurisdiction"


@pytest.mark.parametrize(
    "text",
    ["2022-08-11 00:00:00", "8/11/2022 12:00:00 AM", "2022-08-11T00:00:00.000", "8/11/2022 0:00"],
)
def test_midnight_after_a_date_says_nothing(text: str) -> None:
    assert read(dt.date, text, dates=DateOrder.MONTH_FIRST) == dt.date(2022, 8, 11)


def test_a_time_of_day_is_left_out_only_where_the_profile_says_so() -> None:
    assert refusal(dt.date, "2022-08-11 14:35") == "csv-date"
    assert read(dt.date, "2022-08-11 14:35", drop_times=True) == dt.date(2022, 8, 11)
    assert refusal(dt.date, "2022-08-11T23:30:00Z", drop_times=True) == "csv-date"


CHICAGO = ZoneInfo("America/Chicago")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("8/9/2022 8:00 AM", "2022-08-09T08:00:00-05:00"),
        ("2022-01-09 12:15 PM", "2022-01-09T12:15:00-06:00"),
        ("2022-01-09 12:15 a.m.", "2022-01-09T00:15:00-06:00"),
        ("2022-08-09T08:00:00Z", "2022-08-09T08:00:00+00:00"),
    ],
)
def test_moments(text: str, moment: str) -> None:
    found = read(dt.datetime, text, dates=DateOrder.MONTH_FIRST, zone=CHICAGO)
    assert found.isoformat() == moment


@pytest.mark.parametrize(
    "text",
    [
        "2022-03-13 02:30",
        "2022-11-06 01:30",
        "2022-08-09",
        "2022-08-09 13:00 PM",
        "2022-08-09 24:00",
    ],
)
def test_what_is_no_moment(text: str) -> None:
    assert refusal(dt.datetime, text, zone=CHICAGO) == "csv-time"


def test_a_time_without_an_offset_needs_a_zone() -> None:
    assert refusal(dt.datetime, "2022-08-09 08:00") == "csv-time"


@pytest.mark.parametrize(
    ("text", "value"),
    [("yes", True), ("480", Decimal(480)), ("2022-08-09", dt.date(2022, 8, 9))],
)
def test_what_an_attestation_states(text: str, value: object) -> None:
    assert read(bool | Decimal | dt.date, text) == value


def test_the_last_day_of_an_adopted_duty() -> None:
    from typing import Literal

    kind = dt.date | Literal["before_service"]
    assert read(kind, "Before service") == "before_service"
    assert read(kind, "2022-08-09") == dt.date(2022, 8, 9)
    assert refusal(kind, "soon") == "csv-date"


# what can be no value, however it is meant

_LONG = "1" * 65


@pytest.mark.parametrize(
    ("kind", "key", "text", "code"),
    [
        (Decimal, "hours", _LONG, "csv-number"),
        (int, "attended_minutes", _LONG, "csv-number"),
        (int, "attended_minutes", "7.5", "csv-number"),
        (dt.datetime, "recorded_at", f"{_LONG}T08:00:00Z", "csv-time"),
        (dt.datetime, "recorded_at", "2022-02-29T08:00:00Z", "bad-date-time"),
        (dt.datetime, "recorded_at", "2022-08-09T24:61:00+01:00", "bad-date-time"),
    ],
)
def test_what_is_no_value_is_refused(kind: Any, key: str, text: str, code: str) -> None:
    assert refusal(kind, text, key=key) == code
