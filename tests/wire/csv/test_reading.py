"""Files as people break them: what is read, what is said, and what is given back."""

from __future__ import annotations

import codecs
import csv

import pytest

import sro_core as sro
from sro_core.errors import InvalidDocument
from sro_core.models import TrainingSession
from sro_core.wire.csv import CsvResult, load_csv, loads_profile, read_csv

#: One record for each row, with hardly anything in it.
PLAIN = """
[plan_reviews]
id = "No"
officer_id = "Badge"
plan_id = { value = "plan" }
reviewed_on = "Reviewed"
"""
HEADER = "No,Badge,Reviewed\r\n"
ONE = "1,b1,2022-08-09\r\n"
TWO = "2,b2,2022-08-10\r\n"


def read(text: str | bytes, settings: str = "", profile: str = PLAIN) -> CsvResult:
    contents = text if isinstance(text, bytes) else text.encode()
    return read_csv(contents, loads_profile(settings + profile))


def found(result: CsvResult) -> list[tuple[str, str]]:
    return [(item.code, item.pointer) for item in result.problems]


def refused(text: str | bytes, settings: str = "", profile: str = PLAIN) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDocument) as caught:
        read(text, settings, profile)
    return [(item.code, item.pointer) for item in caught.value.problems]


def ids(result: CsvResult) -> list[str]:
    return [record.id for records in result.records.values() for record in records]


def test_rows_become_records() -> None:
    result = read(HEADER + ONE + TWO)
    assert ids(result) == ["1", "2"]
    assert result.registry.plan_reviews == result.records["plan_reviews"]
    assert (result.rows, result.rejected, result.rejects) == (2, (), b"")
    assert result.problems == ()


def test_a_file_is_read_from_its_path(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "reviews.csv"
    path.write_bytes((HEADER + ONE).encode())
    assert ids(load_csv(path, loads_profile(PLAIN))) == ["1"]


# the file as a whole


@pytest.mark.parametrize("text", [b"", b"\xef\xbb\xbf", b" \r\n\r\n", b"\xff\xfe"])
def test_an_empty_file(text: bytes) -> None:
    assert refused(text) == [("csv-empty", "")]


def test_a_header_without_rows_is_doubtful() -> None:
    for text in (HEADER, HEADER.strip(), HEADER + "\r\n,,\r\n"):
        assert found(read(text)) == [("csv-no-rows", "/1")]


def test_blank_rows_say_nothing_but_are_counted() -> None:
    result = read(HEADER + "\r\n" + ",,\r\n" + "3,b3,soon\r\n")
    assert found(result) == [("csv-date", "/4/Reviewed")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(end: str) -> None:
    text = (HEADER + ONE + TWO).replace("\r\n", end)
    assert ids(read(text)) == ["1", "2"]


def test_line_ends_may_be_mixed() -> None:
    text = "No,Badge,Reviewed\r1,b1,2022-08-09\n2,b2,2022-08-10\r\n3,b3,2022-08-11"
    assert ids(read(text)) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("text", "pointer"),
    [("No,Badge\r\n", "Reviewed"), ("No,Badge,Review\r\n", "Reviewed")],
)
def test_a_missing_column(text: str, pointer: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        read(text + ONE)
    (item,) = caught.value.problems
    assert item.code == "csv-missing-column"
    assert dict(item.params)["column"] == pointer


def test_every_missing_column_is_told_with_what_may_be_meant() -> None:
    with pytest.raises(InvalidDocument) as caught:
        read("no,Bagde,When\r\n")
    fix = "Correct the name in the profile or in the file."
    assert [item.message for item in caught.value.problems] == [
        f"The header in row 1 has no column Badge; is it column B? {fix}",
        f"The header in row 1 has no column Reviewed. {fix}",
    ]


def test_the_letter_of_a_column_is_that_of_a_spreadsheet() -> None:
    with pytest.raises(InvalidDocument) as caught:
        read("No,Reviewed," + "," * 25 + "Bagde\r\n")
    assert "is it column AB?" in str(caught.value)


def test_columns_are_found_whatever_their_case_blanks_and_order() -> None:
    result = read(' reviewed ," NO",Other,BADGE\r\n2022-08-09,1,x,b1\r\n')
    assert ids(result) == ["1"]


def test_a_column_that_is_read_stands_once_in_the_header() -> None:
    assert refused("No,Badge,Reviewed,badge\r\n" + ONE) == [("csv-repeated-column", "/1")]
    assert ids(read("No,Badge,Reviewed,Notes,Notes\r\n1,b1,2022-08-09,,\r\n")) == ["1"]


def test_a_header_below_a_title() -> None:
    text = "Training report\r\nprinted 8/9/2022,,\r\n" + HEADER + "x,b1,soon\r\n"
    result = read(text, "header = 3\n")
    assert found(result) == [("csv-date", "/4/Reviewed")]
    assert result.rejects == text.encode()


def test_a_header_that_stands_further_down_is_found_and_told() -> None:
    text = "Training report,,\r\nprinted,8/9/2022,\r\n" + HEADER + ONE
    with pytest.raises(InvalidDocument) as caught:
        read(text)
    (item,) = caught.value.problems
    assert (item.code, dict(item.params)) == ("csv-header-elsewhere", {"row": "1", "found": "3"})


@pytest.mark.parametrize(
    ("text", "header", "code"),
    [
        (HEADER, 2, "csv-no-header"),
        (",,\r\n" + ONE, 1, "csv-no-header"),
        ('"No,Badge', 1, "csv-bad-header"),
    ],
)
def test_no_header(text: str, header: int, code: str) -> None:
    assert [item for item, _ in refused(text, f"header = {header}\n")] == [code]


# delimiters


@pytest.mark.parametrize(
    ("word", "character"), [("semicolon", ";"), ("tab", "\t"), ("bar", "|"), ("comma", ",")]
)
def test_delimiters(word: str, character: str) -> None:
    text = (HEADER + ONE).replace(",", character)
    assert ids(read(text, f'delimiter = "{word}"\n')) == ["1"]


def test_a_wrong_delimiter_is_refused_with_the_right_one() -> None:
    with pytest.raises(InvalidDocument) as caught:
        read((HEADER + ONE).replace(",", ";"))
    (item,) = caught.value.problems
    assert item.message == (
        "The header is not separated by what the profile says (comma) but by semicolon. "
        "Correct the delimiter in the profile."
    )


def test_a_first_line_may_say_the_delimiter() -> None:
    text = "sep=;\r\n" + (HEADER + ONE).replace(",", ";") + "2;b2;soon\r\n"
    result = read(text)
    assert ids(result) == ["1"]
    assert found(result) == [("csv-date", "/3/Reviewed")]  # a spreadsheet shows no such line
    assert result.rejects == text.encode().replace(b"1;b1;2022-08-09\r\n", b"")
    assert refused(text, 'delimiter = "comma"\n') == [("csv-delimiter", "")]


# encodings


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
    ],
)
def test_an_encoding_that_is_certain_needs_no_word(encoding: str, mark: bytes) -> None:
    bad = "2,Ñandú,soon\r\n"
    result = read(mark + (HEADER + "1,Núñez,2022-08-09\r\n" + bad).encode(encoding))
    assert result.registry.plan_reviews[0].officer_id == "Núñez"
    assert result.rejects == mark + (HEADER + bad).encode(encoding)


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman", "cp437", "utf-16-le", "utf-16-be"])
def test_an_encoding_that_the_profile_says(encoding: str) -> None:
    text = HEADER + "1,Núñez,2022-08-09\r\n2,é,soon\r\n"
    result = read(text.encode(encoding), f'encoding = "{encoding}"\n')
    assert result.registry.plan_reviews[0].officer_id == "Núñez"
    assert result.rejects == (HEADER + "2,é,soon\r\n").encode(encoding)


def test_rows_of_another_encoding_are_given_back_as_they_were() -> None:
    """The bytes of two rows are Windows-1252; the others are UTF-8."""
    bad = b"2,N\xfa\xf1ez,2022-08-10\r\n"
    text = HEADER.encode() + "1,Núñez,2022-08-09\r\n".encode() + bad + b"3,b3,2022-08-11\r\n"
    result = read(text)
    assert ids(result) == ["1", "3"]
    assert found(result) == [("csv-encoding", "/3/Badge")]
    assert result.rejects == HEADER.encode() + bad
    assert dict(result.problems[0].params)["byte"] == "FA"


def test_a_byte_that_windows_1252_does_not_have() -> None:
    text = HEADER.encode() + b"1,\x81,2022-08-09\r\n"
    result = read(text, 'encoding = "cp1252"\n')
    assert found(result) == [("csv-encoding", "/2/Badge")]
    assert result.rejects == text


def test_bytes_in_a_column_that_nobody_reads_refuse_the_row_too() -> None:
    result = read(b"No,Badge,Reviewed,Notes\r\n1,b1,2022-08-09,\xe9\r\n")
    assert found(result) == [("csv-encoding", "/2/Notes")]


def test_a_mark_that_contradicts_the_profile_is_refused() -> None:
    text = codecs.BOM_UTF8 + (HEADER + ONE).encode()
    assert refused(text, 'encoding = "cp1252"\n') == [("csv-byte-order-mark", "")]


def test_utf_16_without_a_mark_is_refused_with_what_it_may_be() -> None:
    with pytest.raises(InvalidDocument) as caught:
        read((HEADER + ONE).encode("utf-16-le"))
    assert dict(caught.value.problems[0].params) == {"likely": "utf-16-le"}


def test_half_a_character_of_utf_16_refuses_the_file() -> None:
    text = codecs.BOM_UTF16_LE + (HEADER + ONE).encode("utf-16-le")[:-1]
    assert refused(text) == [("csv-undecodable", "")]


# rows


@pytest.mark.parametrize(
    ("row", "code", "pointer"),
    [
        ("2,b2\r\n", "csv-ragged", "/3"),
        ("2,b2,2022-08-10,more\r\n", "csv-ragged", "/3"),
        ("2,b2,2022-08-10,,x\r\n", "csv-ragged", "/3"),
        ('2,b2,"2022-08-10"x\r\n', "csv-quotation-mark", "/3"),
        ("2,b\x00,2022-08-10\r\n", "csv-control-character", "/3/Badge"),
        ("2,b\x1b,2022-08-10\r\n", "csv-control-character", "/3/Badge"),
        ("2,b2,2022\x00\r\n", "csv-control-character", "/3/Reviewed"),
        ("2,=1+1,2022-08-10\r\n", "csv-formula", "/3/Badge"),
        ('2,"=HYPERLINK(""x"")",2022-08-10\r\n', "csv-formula", "/3/Badge"),
        ("2,,2022-08-10\r\n", "csv-cell-empty", "/3/Badge"),
        ("2,b2,\r\n", "csv-cell-empty", "/3/Reviewed"),
        (",b2,2022-08-10\r\n", "csv-cell-empty", "/3/No"),
        ("2,b2,8/9/2022\r\n", "csv-date-ambiguous", "/3/Reviewed"),
        ("2.00E+11,b2,2022-08-10\r\n", "csv-rewritten", "/3/No"),
        (f"2,{'b' * 140_000},2022-08-10\r\n", "csv-cell-size", "/3"),
    ],
)
def test_a_row_that_cannot_be_read_is_given_back(row: str, code: str, pointer: str) -> None:
    result = read(HEADER + ONE + row + "4,b4,2022-08-12\r\n")
    assert found(result) == [(code, pointer)]
    assert ids(result) == ["1", "4"]
    assert result.rejected == (3,)
    assert result.rejects == (HEADER + row).encode()


def test_empty_cells_beyond_the_header_say_nothing() -> None:
    assert ids(read("No,Badge,Reviewed,,\r\n1,b1,2022-08-09,, \r\n2,b2,2022-08-10\r\n")) == [
        "1",
        "2",
    ]


def test_a_quoted_cell_may_hold_anything() -> None:
    result = read('No,Badge,Reviewed\r\n1,"b ""1"",\r\nnext",2022-08-09\r\n2,b2,soon\r\n')
    assert result.registry.plan_reviews[0].officer_id == 'b "1",\r\nnext'
    assert found(result) == [("csv-date", "/3/Reviewed")]


def test_a_quotation_mark_inside_a_cell_is_a_character() -> None:
    assert read(HEADER + "1,5'10\" b1,2022-08-09\r\n").registry.plan_reviews[0].officer_id


def test_a_cell_that_is_never_closed_takes_what_follows_along() -> None:
    """What stands in it cannot be told from rows, so it is all given back."""
    rest = '2,"b2,2022-08-10\r\n3,b3,2022-08-11\r\n'
    result = read(HEADER + ONE + rest)
    assert ids(result) == ["1"]
    assert found(result) == [("csv-quotation-mark", "/3")]
    assert dict(result.problems[0].params) == {"first": "3", "last": "4"}
    assert result.rejects == (HEADER + rest).encode()


def test_reading_leaves_the_limit_of_the_csv_module_alone() -> None:
    before = csv.field_size_limit()
    read(HEADER + f"2,{'b' * 140_000},2022-08-10\r\n")
    assert csv.field_size_limit() == before


def test_every_problem_of_a_row_is_told_at_once() -> None:
    result = read(HEADER + "=1,,soon\r\n")
    assert found(result) == [
        ("csv-cell-empty", "/2/Badge"),
        ("csv-formula", "/2/No"),
        ("csv-date", "/2/Reviewed"),
    ]


def test_a_fault_of_a_cell_is_told_once_whatever_is_made_of_it() -> None:
    profile = PLAIN.replace('plan_id = { value = "plan" }', 'plan_id = "Badge"')
    assert found(read(HEADER + "1,=b,2022-08-09\r\n", profile=profile)) == [
        ("csv-formula", "/2/Badge")
    ]


def test_rows_that_the_profile_passes_over_are_counted() -> None:
    result = read(HEADER + ONE + "total,1,\r\n", 'skip = { "No" = ["Total"] }\n')
    assert (ids(result), result.skipped, result.rows) == (["1"], (3,), 2)
    assert result.problems == ()


def test_no_text_of_a_cell_stands_in_a_message_or_repr() -> None:
    rows = "Ann Lee,Ann Lee,Ann Lee\r\n1,Ann Lee,=Ann Lee\r\n1,Ann Lee,2022-08-09,Ann Lee\r\n"
    result = read(HEADER + rows)
    assert len(result.rejected) == 3
    assert "Ann" not in "".join(map(str, result.problems)) + repr(result)


# ids


def test_lost_zeros_are_put_back_with_a_warning_at_each_cell() -> None:
    result = read(HEADER + "1,417,2022-08-09\r\n", "[columns.Badge]\nwidth = 4\n")
    assert found(result) == [("csv-zeros-restored", "/2/Badge")]
    assert result.registry.plan_reviews[0].officer_id == "0417"


def test_numbers_of_several_lengths_are_noticed() -> None:
    rows = "".join(f"r{number},{number},2022-08-09\r\n" for number in range(95, 106))
    assert found(read(HEADER + rows)) == [("csv-lengths-differ", "/1/Badge")]
    assert found(read(HEADER + rows.replace(",100,", ",0100,"))) == []
    assert found(read(HEADER + rows, "[columns.Badge]\nwidth = 3\n"))[0][0] == "csv-zeros-restored"


# records of several rows


ROSTER = """
[officers]
id = "Badge"
name = "Name"
employments.agency_id = "Agency"
employments.from = "Hired"
"""
ROSTER_HEADER = "Badge,Name,Agency,Hired\r\n"


def roster(*rows: str, registry: sro.Registry | None = None) -> CsvResult:
    contents = (ROSTER_HEADER + "".join(f"{row}\r\n" for row in rows)).encode()
    return read_csv(contents, loads_profile(ROSTER), registry=registry)


def test_rows_with_one_id_make_one_record() -> None:
    result = roster("b1,,pd,2015-01-01", "b2,,so,2020-01-01", "b1,Roe,so,2018-01-01")
    first, second = result.registry.officers
    assert [item.agency_id for item in first.employments] == ["pd", "so"]
    assert (first.id, first.name, second.id) == ("b1", "Roe", "b2")
    assert result.problems == ()


def test_rows_that_contradict_each_other_are_all_refused() -> None:
    result = roster("b1,Roe,pd,2015-01-01", "b1,Doe,so,2018-01-01", "b1,,pd,2016-01-01")
    assert ids(result) == []
    assert found(result) == [("csv-rows-disagree", f"/{row}") for row in (2, 3, 4)]
    assert dict(result.problems[0].params)["keys"] == "name"
    assert result.rejected == (2, 3, 4)


def test_an_item_that_says_less_than_another_is_no_second_one() -> None:
    profile = loads_profile(ROSTER + 'employments.to = "Left"\n')
    rows = "b1,,pd,2015-01-01,\r\nb1,,pd,2015-01-01,2017-01-01\r\nb1,,pd,2018-01-01,\r\n"
    result = read_csv(f"Badge,Name,Agency,Hired,Left\r\n{rows}".encode(), profile)
    (officer,) = result.registry.officers
    assert [str(item.end) for item in officer.employments] == ["2017-01-01", "None"]


def test_a_row_that_one_record_refuses_is_gone_from_the_others() -> None:
    profile = loads_profile(
        ROSTER
        + """
        [plan_reviews]
        id = "Review"
        officer_id = "Badge"
        plan_id = "Plan"
        reviewed_on = { value = 2022-08-09 }
        """
    )
    rows = "b1,,pd,2015-01-01,r1,p1\r\nb1,,so,2018-01-01,r2,p1\r\nb2,,so,2018-01-01,r2,p2\r\n"
    result = read_csv(f"Badge,Name,Agency,Hired,Review,Plan\r\n{rows}".encode(), profile)
    assert found(result) == [("csv-rows-disagree", "/3"), ("csv-rows-disagree", "/4")]
    assert ids(result) == ["b1", "r1"]
    assert [item.agency_id for item in result.registry.officers[0].employments] == ["pd"]


def test_a_row_that_says_nothing_new_is_noticed() -> None:
    result = read(HEADER + ONE + TWO + ONE)
    assert found(result) == [("csv-row-says-nothing-new", "/4")]
    assert dict(result.problems[0].params)["row"] == "2"
    assert result.rejected == ()


def test_a_row_that_says_something_new_beside_what_is_known_is_not_noticed() -> None:
    profile = (
        PLAIN.replace('plan_id = { value = "plan" }', 'plan_id = "Plan"')
        + """
    [courses]
    id = "Plan"
    title = { value = "T" }
    provider = { value = "P" }
    """
    )
    rows = "1,b1,2022-08-09,p\r\n2,b1,2022-08-09,p\r\n2,b1,2022-08-09,p\r\n"
    result = read(f"No,Badge,Reviewed,Plan\r\n{rows}", profile=profile)
    assert found(result) == [("csv-row-says-nothing-new", "/4")]
    assert dict(result.problems[0].params)["row"] == "3"


LISTS = """
[assignments]
id = "No"
officer_id = "Badge"
agency_id = { value = "pd" }
district_id = { value = "d" }
school_ids = { column = "Schools", split = ";" }
role = { value = "liaison" }
from = { value = 2022-09-06 }
extensions.notes = "Notes"
"""


def test_a_list_that_holds_all_others_stays_as_it_is() -> None:
    rows = "1,b1,mayo,\r\n1,b1,mayo;kellogg,\r\n2,b1,z,\r\n2,b1,y;x,\r\n"
    result = read(f"No,Badge,Schools,Notes\r\n{rows}", profile=LISTS)
    first, second = result.registry.assignments
    assert first.school_ids == ("mayo", "kellogg")
    assert second.school_ids == ("x", "y", "z")


def test_rows_may_contradict_each_other_inside_an_object() -> None:
    rows = "1,b1,,late\r\n1,b1,,early\r\n"
    result = read(f"No,Badge,Schools,Notes\r\n{rows}", profile=LISTS)
    assert found(result) == [("csv-rows-disagree", "/2"), ("csv-rows-disagree", "/3")]
    assert dict(result.problems[0].params)["keys"] == "extensions"


def test_a_record_that_contradicts_itself_is_told_at_its_cell() -> None:
    profile = """
    [officers]
    id = "Badge"
    employments = { agency_id = { value = "pd" }, from = "Hired", to = "Left" }
    """
    text = "Badge,Hired,Left\r\nb1,2015-01-01,2016-01-01\r\nb1,2018-01-01,2017-01-01\r\n"
    result = read(text, profile=profile)
    assert found(result) == [("ends-before-start", "/3/Left")]
    assert [str(item.end) for item in result.registry.officers[0].employments] == ["2016-01-01"]


def test_what_is_wrong_with_no_single_cell_is_told_of_the_row() -> None:
    profile = """
    [adoptions]
    id = "No"
    requirement_id = { value = "x.y" }
    by = { agency_id = "Agency", district_id = "District" }
    from = "From"
    """
    text = "No,Agency,District,From\r\n1,a,d,2022-08-09\r\n2,a,,2022-08-09\r\n"
    result = read(text, profile=profile)
    assert found(result) == [("not-one-of-keys", "/2")]
    assert ids(result) == ["2"]


# what is on file


def test_a_row_may_repeat_what_is_on_file() -> None:
    first = roster("b1,Roe,pd,2015-01-01", "b1,Roe,so,2018-01-01")
    again = roster("b1,,so,2018-01-01", "b2,,pd,2020-01-01", registry=first.registry)
    assert ids(again) == ["b2"]
    assert again.problems == ()
    assert again.registry.officers[:1] == first.registry.officers


def test_a_row_does_not_change_what_is_on_file() -> None:
    first = roster("b1,Roe,pd,2015-01-01")
    again = roster("b1,Doe,pd,2015-01-01", registry=first.registry)
    assert found(again) == [("csv-on-file", "/2")]
    assert dict(again.problems[0].params)["keys"] == "name"
    assert again.registry == first.registry


def test_a_row_adds_to_what_is_on_file_and_says_so() -> None:
    first = roster("b1,,pd,2015-01-01", "b2,,pd,2015-01-01")
    again = roster("b1,Roe,so,2018-01-01", registry=first.registry)
    assert found(again) == [("csv-added-to", "/2")]
    assert dict(again.problems[0].params)["keys"] == "name, employments"
    officer, other = again.registry.officers
    assert (again.extended["officers"], other) == ((officer,), first.registry.officers[1])
    assert (officer.name, len(officer.employments)) == ("Roe", 2)
    assert dict(again.records) == {}


def test_nothing_is_added_to_what_was_known_at_a_moment() -> None:
    registry = sro.Registry.build(
        officers=[
            {
                "id": "b1",
                "employments": [{"agency_id": "pd", "from": "2015-01-01"}],
                "recorded_at": "2022-08-09T08:00:00Z",
            }
        ]
    )
    assert roster("b1,,pd,2015-01-01", registry=registry).problems == ()
    again = roster("b1,,so,2018-01-01", registry=registry)
    assert found(again) == [("csv-on-file-since", "/2")]
    assert again.registry == registry


def test_a_record_that_was_taken_back_is_not_made_again() -> None:
    registry = sro.Registry.build(
        officers=[
            {
                "id": "b1",
                "employments": [{"agency_id": "pd", "from": "2015-01-01"}],
                "voided": {"at": "2022-08-09T08:00:00Z", "by": "chief", "reason": "twice"},
            }
        ]
    )
    assert found(roster("b1,,pd,2015-01-01", registry=registry)) == [("csv-on-file", "/2")]


def test_an_end_that_was_open_is_filled_in() -> None:
    profile = loads_profile(ROSTER + 'employments.to = "Left"\n')
    header = "Badge,Name,Agency,Hired,Left\r\n"
    first = read_csv(f"{header}b1,,pd,2015-01-01,\r\n".encode(), profile)
    rest = f"{header}b1,,pd,2015-01-01,2020-01-01\r\n".encode()
    again = read_csv(rest, profile, registry=first.registry)
    (employment,) = again.registry.officers[0].employments
    assert str(employment.end) == "2020-01-01"


def test_a_row_that_would_make_no_record_of_one_on_file_is_refused() -> None:
    profile = loads_profile(
        """
        [adoptions]
        id = "No"
        requirement_id = { value = "x.y" }
        by = { agency_id = "Agency", district_id = "District" }
        from = { value = 2022-08-09 }
        """
    )
    first = read_csv(b"No,Agency,District\r\n1,a,\r\n", profile)
    again = read_csv(b"No,Agency,District\r\n1,,d\r\n", profile, registry=first.registry)
    assert found(again) == [("not-one-of-keys", "/2")]
    assert again.registry == first.registry


# what profiles can say


SESSIONS = """
dates = "month_first"
time_zone = "America/Chicago"

[courses]
id = "Course No"
title = "Course"
provider = { value = "BCA" }
hours = "Hours"

[course_codes]
"4064" = "us-mn.basic-sro"
"4065" = ["a.b", "c.d"]

[sessions]
id = { fields = ["course_id", "host"] }
course_id = "Course No"
host = "Host"
time_zone = { value = "America/Chicago" }
state = { column = "State", translate = { "Done" = "held" }, others = "keep" }
meetings = { starts_at = { columns = ["Day", "From"] }, ends_at = { columns = ["Day", "To"] } }
"""


def test_a_session_of_several_days_has_a_row_for_each() -> None:
    text = (
        "Course No,Course,Hours,Host,State,Day,From,To\r\n"
        "4064,Basic SRO,24h,Chaska,Done,8/9/2022,8:00 AM,4:00 PM\r\n"
        "4064,Basic SRO,24:00,Chaska,Held,8/10/2022,8:00 AM,4:00 PM\r\n"
        "4065,Other,,Chaska,scheduled,8/10/2022,8:00 AM,4:00 PM\r\n"
        "4066,Third,,Chaska,postponed,8/10/2022,8:00 AM,4:00 PM\r\n"
    )
    result = read(text, profile=SESSIONS)
    assert found(result) == [("unknown-value", "/5/State")]
    basic, other = result.registry.courses
    assert [[item.code for item in course.codes] for course in (basic, other)] == [
        ["us-mn.basic-sro"],
        ["a.b", "c.d"],
    ]
    session = result.registry.find(TrainingSession, "4064-Chaska")
    assert session is not None
    assert [item.starts_at.isoformat() for item in session.meetings] == [
        "2022-08-09T08:00:00-05:00",
        "2022-08-10T08:00:00-05:00",
    ]


def test_texts_are_translated_or_refused_or_left_out() -> None:
    profile = """
    [agencies]
    id = { column = "Agency", translate = { "Rochester PD" = "rochester-pd" } }
    name = { column = "Agency", translate = { "x" = "y" }, others = "keep" }
    kind = { value = "police" }
    jurisdiction = { value = "US-MN" }
    ori = { column = "ORI", translate = { "main" = "MN0550100" }, others = "leave_out" }
    """
    result = read(
        "Agency,ORI\r\nROCHESTER  pd,?\r\nRochestr PD,main\r\n",
        profile=profile,
    )
    assert found(result) == [("csv-not-translated", "/3/Agency")]
    (agency,) = result.registry.agencies
    assert (agency.id, agency.name, agency.ori) == ("rochester-pd", "ROCHESTER  pd", None)


def test_a_cell_may_hold_several_values() -> None:
    profile = """
    [assignments]
    id = "No"
    officer_id = "Badge"
    agency_id = { value = "pd" }
    district_id = { value = "d" }
    school_ids = { column = "Schools", split = ";" }
    role = { value = "liaison" }
    from = { value = 2022-09-06 }
    armed = { value = true }
    hours_per_week = { value = 7.5 }
    extensions.notes = "Notes"
    """
    text = "No,Badge,Schools,Notes\r\n1,b1,mayo; kellogg;,\r\n2,b1,,late\r\n"
    result = read(text, profile=profile)
    first, second = result.registry.assignments
    assert (first.school_ids, second.school_ids) == (("mayo", "kellogg"), ())
    assert str(first.hours_per_week) == "7.5"
    assert first.armed is True
    assert second.extensions == {"notes": "late"}


def test_a_record_is_made_only_where_a_column_is_filled() -> None:
    profile = f"""
    {PLAIN}
    if_filled = "Reviewed"
    [officers]
    id = "Badge"
    employments = {{ agency_id = {{ value = "pd" }}, from = "Hired" }}
    """
    text = "No,Badge,Reviewed,Hired\r\n1,b1,,2015-01-01\r\n2,b2,2022-08-09,\r\n"
    result = read(text, profile=profile)
    assert ids(result) == ["b1", "b2", "2"]
    assert [len(item.employments) for item in result.registry.officers] == [1, 0]


def test_topics_of_a_course_are_columns() -> None:
    profile = """
    [courses]
    id = "Course"
    title = "Course"
    provider = { value = "P" }
    topics.crisis = "Crisis"
    topics.law = { column = "Law", unit = "minutes" }
    """
    result = read("Course,Crisis,Law\r\nc1,4,90\r\nc2,,\r\n", profile=profile)
    first, second = result.registry.courses
    assert {key: str(value) for key, value in first.topics.items()} == {"crisis": "4", "law": "1.5"}
    assert second.topics == {}


def test_several_records_of_a_list_come_from_one_row() -> None:
    profile = """
    [[plan_reviews]]
    if_filled = "First"
    id = { columns = ["Badge", "First"], join = "" }
    officer_id = "Badge"
    plan_id = { value = "p1" }
    reviewed_on = "First"
    [[plan_reviews]]
    if_filled = "Second"
    id = { columns = ["Badge", "Second"], join = "/" }
    officer_id = "Badge"
    plan_id = { value = "p2" }
    reviewed_on = "Second"
    """
    result = read("Badge,First,Second\r\nb1,2022-08-09,2023-08-09\r\n", profile=profile)
    assert ids(result) == ["b12022-08-09", "b1/2023-08-09"]


def test_a_column_has_its_own_order_of_dates() -> None:
    settings = 'dates = "month_first"\ncolumns.Reviewed.dates = "day_first"\n'
    result = read(HEADER + "1,b1,03/04/2022\r\n", settings)
    assert result.registry.plan_reviews[0].reviewed_on.isoformat() == "2022-04-03"
