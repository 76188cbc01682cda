"""Laws of spreadsheets. The docstring of a test is the law that it states."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

import sro_core as sro
from sro_core.dates import DateOrder, read_day
from sro_core.problems import Problem
from sro_core.wire.csv import Delimiter, loads_profile, read_csv, write_csv
from sro_core.wire.csv._cells import Column, Spelling, Unreadable, cleaned, reader_of
from sro_core.wire.csv._formulas import guarded, unguarded

_DAYS: Final = st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31))  # what eight digits may be
_CONTROLS: Final = "".join(map(chr, [*range(9), *range(11, 32), 127]))
_WRITABLE: Final = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters=_CONTROLS), max_size=8
)
_DANGEROUS: Final = st.text(st.sampled_from("=+-@'\t\r\n \uff1da1\""), max_size=6)


# dates ----------------------------------------------------------------------------------------


@given(_DAYS, st.sampled_from(DateOrder), st.sampled_from("/-."))
def test_a_day_written_in_an_order_is_read_in_that_order(
    day: dt.date, order: DateOrder, mark: str
) -> None:
    """Written month or day first and read so, a day is itself."""
    numbers = [day.month, day.day] if order is DateOrder.MONTH_FIRST else [day.day, day.month]
    assert read_day(mark.join(map(str, [*numbers, day.year])), order) == day


@given(_DAYS, st.sampled_from(["%d %B %Y", "%b %d, %Y", "%A, %B %d, %Y", "%a %d-%b-%Y", "%Y%m%d"]))
def test_a_day_with_the_name_of_its_month_is_itself(day: dt.date, form: str) -> None:
    """Written with the name of its month, or the year first, a day is itself in any order."""
    assert {read_day(day.strftime(form), order) for order in (None, *DateOrder)} == {day}


@given(st.integers(0, 40), st.integers(0, 40), st.integers(1900, 2100))
def test_without_an_order_a_day_is_read_where_it_can_be_one_only(
    first: int, second: int, year: int
) -> None:
    """Without an order a date is the one day that any order gives; else it is refused."""
    text = f"{first}/{second}/{year}"
    days = {read_day(text, order) for order in DateOrder}
    days = {found for found in days if not isinstance(found, Problem)}
    found = read_day(text)
    if len(days) == 1:
        assert {found} == days
    else:
        assert isinstance(found, Problem)
        assert (found.code == "csv-date-ambiguous") is (len(days) == 2)


@given(st.text(st.sampled_from("0123456789/-. augmayfri,th"), max_size=20))
def test_reading_a_day_gives_a_day_or_a_problem(text: str) -> None:
    """Whatever the text, reading it raises nothing."""
    assert isinstance(read_day(text), dt.date | Problem)


# cells ----------------------------------------------------------------------------------------


@given(st.text() | _DANGEROUS)
def test_what_was_guarded_is_given_back(text: str) -> None:
    """Taking the guard away from a guarded text gives the text."""
    assert unguarded(guarded(text)) == text


@given(_DANGEROUS)
def test_no_guarded_text_is_a_formula(text: str) -> None:
    """What is written begins, blanks aside, with no sign of a formula, unless it is a number."""
    written = guarded(text)
    begins = written.lstrip()[:1]
    assert begins not in {"=", "@", "\uff1d"}
    assert begins not in {"+", "-"} or written[1:].isdecimal()
    assert written[:1] not in {"\t", "\r", "\n"}


@given(st.text("0123456789", min_size=1, max_size=10))
def test_zeros_that_a_spreadsheet_drops_are_put_back(identifier: str) -> None:
    """An id of digits, made a number and widened, is the id; one of zeros only is not told."""
    cell = cleaned(str(int(identifier)), Column(width=len(identifier)), empty=frozenset())
    if int(identifier) or len(identifier) == 1:
        assert cell.text == identifier
        assert (cell.found is not None) is (identifier.startswith("0") and len(identifier) > 1)
    else:
        assert cell.text is None


@given(st.integers(0, 999), st.integers(0, 59))
def test_hours_are_exact_or_refused(hours: int, minutes: int) -> None:
    """`H:MM` is hours exactly when so many minutes are a decimal number of hours."""
    read = reader_of(Decimal, "hours", Spelling(), None)
    try:
        found = read(f"{hours}:{minutes:02}")
    except Unreadable:
        assert minutes % 3
    else:
        assert found * 60 == hours * 60 + minutes
        assert read(f"{hours}h {minutes}min") == read(str(found)) == found


# tables ---------------------------------------------------------------------------------------


@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(_WRITABLE | _DANGEROUS, min_size=width, max_size=width), min_size=1
        )
    ),
    st.sampled_from(Delimiter),
)
def test_a_written_table_is_a_table(table: list[list[str]], delimiter: Delimiter) -> None:
    """Behind their guards, any reader of CSV finds the cells that were written."""
    header, *rows = table
    text = write_csv(header, rows, delimiter=delimiter).decode("utf-8-sig")
    found = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter.character, strict=True)
    assert [[unguarded(cell) for cell in cells] for cells in found] == table


_NAMES: Final = loads_profile(
    """
    [agencies]
    id = "Id"
    name = "Name"
    kind = { value = "other" }
    jurisdiction = { value = "US" }
    """
)


@given(st.lists((_WRITABLE | _DANGEROUS).map(str.strip).filter(bool), min_size=1))
def test_texts_that_are_written_are_read(names: list[str]) -> None:
    """A text without blanks around it, written as a cell, is read as itself."""
    rows = [(f"a{number}", name) for number, name in enumerate(names)]
    result = read_csv(write_csv(("Id", "Name"), rows), _NAMES)
    assert [agency.name for agency in result.registry.agencies] == names


# rejects --------------------------------------------------------------------------------------

_ROSTER: Final = loads_profile(
    """
    dates = "month_first"

    [officers]
    id = "Badge"
    name = "Name"
    employments.agency_id = "Agency"
    employments.from = "Hired"

    [assignments]
    if_filled = "School"
    id = { fields = ["officer_id", "from"] }
    officer_id = "Badge"
    agency_id = { value = "a0" }
    district_id = { value = "d" }
    school_ids = "School"
    role = { value = "liaison" }
    from = "Since"
    hours_per_week = "Hours"
    """
)
_HEADER: Final = b"Row,Badge,Name,Agency,Hired,School,Since,Hours\r\n"


@st.composite
def _lines(draw: st.DrawFn) -> list[bytes]:
    """Rows that agree: officers of several agencies, assignments to several schools."""
    lines: list[bytes] = []
    for row in range(draw(st.integers(1, 8))):
        officer, agency, since = (draw(st.integers(0, 2)) for _ in range(3))
        cells = [
            str(row),  # read by nobody, so that no two lines are the same
            f"b{officer}",
            draw(st.sampled_from(["", f'"N, {officer}"'])),
            f"a{agency}",
            f"1/2/201{agency}",
            draw(st.sampled_from(["", "s1", "s2"])),
            f"9/6/202{since}",
            ("40:00", "8h", "20")[since],
        ]
        lines.append(",".join(cells).encode() + b"\r\n")
    return lines


_BREAKS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "a bad date": lambda line: line.replace(b"/20", b"/3/20", 1),
    "a cell too few": lambda line: line.rpartition(b",")[0] + b"\r\n",
    "a cell too many": lambda line: line.replace(b"\r\n", b",x\r\n"),
    "no badge": lambda line: line.replace(line.split(b",")[1], b"", 1),
    "a formula": lambda line: line.replace(b",a", b",=a", 1),
    "other bytes": lambda line: line.replace(b",a", b",\xe9", 1),
    "a zero byte": lambda line: line.replace(b",a", b",\0a", 1),
    "a cell never closed": lambda line: b'"' + line,
    "bad hours": lambda line: line.replace(b"\r\n", b" days\r\n"),
}


@given(st.data())
def test_corrected_rejects_make_up_for_what_was_not_read(data: st.DataObject) -> None:
    """Reading a broken file and then its corrected rejects gives what the whole file gives.

    And every row is either read or stands, byte for byte and in its place, among the
    rejects.
    """
    lines = data.draw(_lines())
    broken = list(lines)
    fixes: dict[bytes, bytes] = {}
    for place in data.draw(st.sets(st.sampled_from(range(len(lines))), max_size=3)):
        how = data.draw(st.sampled_from(sorted(_BREAKS)))
        broken[place] = _BREAKS[how](lines[place])
        fixes[broken[place]] = lines[place]
    whole = read_csv(_HEADER + b"".join(lines), _ROSTER)
    assert whole.rejects == b""
    first = read_csv(_HEADER + b"".join(broken), _ROSTER)
    rejected = first.rejects.removeprefix(_HEADER).splitlines(keepends=True)
    remaining = iter(broken)
    assert all(line in remaining for line in rejected)  # `in` goes on from where it stopped
    again = first
    if rejected:
        corrected = _HEADER + b"".join(fixes.get(line, line) for line in rejected)
        again = read_csv(corrected, _ROSTER, registry=first.registry)
    assert again.rejects == b""
    assert sro.dumps(again.registry) == sro.dumps(whole.registry)


@given(_lines())
def test_reading_twice_changes_nothing(lines: list[bytes]) -> None:
    """What is on file already is neither added nor refused."""
    contents = _HEADER + b"".join(lines)
    once = read_csv(contents, _ROSTER)
    again = read_csv(contents, _ROSTER, registry=once.registry)
    assert again.registry == once.registry
    assert (dict(again.records), dict(again.extended), again.rejected) == ({}, {}, ())


@given(_lines(), st.sets(st.integers(0, 7)))
def test_a_file_may_come_in_parts_and_in_any_order(lines: list[bytes], places: set[int]) -> None:
    """A file read in two parts, or with its rows turned round, gives what it gives whole."""
    whole = read_csv(_HEADER + b"".join(lines), _ROSTER)
    registry = sro.Registry()
    for part in (True, False):
        chosen = [line for place, line in enumerate(lines) if (place in places) is part]
        registry = read_csv(_HEADER + b"".join(chosen), _ROSTER, registry=registry).registry
    assert sro.dumps(registry) == sro.dumps(whole.registry)
    turned = read_csv(_HEADER + b"".join(reversed(lines)), _ROSTER)
    assert sro.dumps(turned.registry) == sro.dumps(whole.registry)


_ANY: Final = loads_profile(
    """
    [agencies]
    id = "B"
    name = "B"
    kind = { value = "other" }
    jurisdiction = { value = "US" }
    """
)


@given(st.binary(max_size=60) | st.text('B,"\r\n;\0=x', max_size=60).map(str.encode))
def test_whatever_a_file_holds_no_line_of_it_is_lost(contents: bytes) -> None:
    """A file is refused with problems, or each of its lines is read, blank or given back."""
    contents = b"B\n" + contents
    try:
        result = read_csv(contents, _ANY)
    except sro.InvalidDocument:
        return
    remaining = iter(contents.splitlines(keepends=True))
    back = result.rejects.splitlines(keepends=True)
    assert all(line in remaining for line in back)  # `in` goes on from where it stopped
    said = "".join(agency.name for agency in result.registry.agencies).encode()
    lost = set(Counter(contents) - Counter(result.rejects or b"B\n"))
    # Of what was read only marks and blanks are gone.
    blanks = "".join(chr(code) for code in range(0x3001) if not chr(code).strip())
    assert lost <= set(said + blanks.encode() + b"\",'=")
