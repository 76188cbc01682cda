"""Tables that spreadsheets open as they are."""

from __future__ import annotations

import pytest

from sro_core.errors import InvalidDocument
from sro_core.wire.csv import Delimiter, write_csv


def test_a_table_is_utf_8_with_its_mark() -> None:
    assert write_csv(("Name", "Note"), [("Núñez", 'a "b", c')]) == (
        '\ufeffName,Note\r\nNúñez,"a ""b"", c"\r\n'.encode()
    )


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("+1 507", "'+1 507"),
        ("-2+3", "'-2+3"),
        ("  =1", "'  =1"),
        ("\t=1", "'\t=1"),
        ("\uff1d1", "'\uff1d1"),
        ("'=1", "''=1"),
        ("-5", "-5"),
        ("+1.5", "+1.5"),
        ("5-6", "5-6"),
        ("'til", "'til"),
        ("", ""),
    ],
)
def test_cells_that_a_spreadsheet_would_run_are_guarded(cell: str, written: str) -> None:
    text = write_csv(("A", "B"), [(cell, "x")], delimiter=Delimiter.BAR).decode("utf-8-sig")
    assert text == f"A|B\r\n{written}|x\r\n"


def test_what_could_not_be_read_again_is_refused_all_at_once() -> None:
    with pytest.raises(InvalidDocument) as caught:
        write_csv(("A", "B"), [("a",), ("a", "\0"), ("\ud800", "b"), ("a", "b", "c")])
    assert [(item.code, item.pointer) for item in caught.value.problems] == [
        ("csv-ragged", "/2"),
        ("csv-control-character", "/3/1"),
        ("bad-text", "/4/0"),
        ("csv-ragged", "/5"),
    ]
