"""CSV files to records: what can be read is read, what cannot is given back as it was."""

from __future__ import annotations

import difflib
import itertools
import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from pathlib import Path
from string import ascii_uppercase
from typing import Any, Final, NamedTuple

import attrs

from sro_core.errors import InvalidDocument
from sro_core.models import FrozenMap, Record
from sro_core.problems import Problem, in_order, problem
from sro_core.registry import Registry
from sro_core.strict.pointers import shown_key
from sro_core.wire.csv._cells import Cell, Column, cleaned, folded
from sro_core.wire.csv._groups import Outcome, ReadRow, Records, made_records, pointer_to
from sro_core.wire.csv._parts import Texts, Told
from sro_core.wire.csv._rows import Row, Text, decoded
from sro_core.wire.csv.profile import Delimiter, Profile, RecordOfRow

__all__ = ["CsvResult", "load_csv", "read_csv"]


@attrs.frozen(kw_only=True)
class CsvResult:
    """What came of a CSV file.

    Attributes:
        registry: What was on file, with the new records.
        records: The new records by list; lists without any are left out.
        extended: The records on file that rows add to, as they are now, by list.
        problems: Everything found, by row and column: each has the pointer
            `/ROW/COLUMN`, with the number that a spreadsheet shows.
        rejects: The file without the rows that were read: its header and, byte for
            byte, each row that was not. Empty where every row was read.
        rows: How many rows there are below the header, without blank ones.
        rejected: The numbers of the rows that were not read.
        skipped: The numbers of the rows that the profile passes over.
    """

    registry: Registry
    records: FrozenMap[str, tuple[Record, ...]]
    extended: FrozenMap[str, tuple[Record, ...]]
    problems: tuple[Problem, ...]
    rejects: bytes = attrs.field(repr=False)
    rows: int
    rejected: tuple[int, ...] = attrs.field(repr=False)
    skipped: tuple[int, ...] = attrs.field(repr=False)


def load_csv(
    path: str | os.PathLike[str], profile: Profile, *, registry: Registry | None = None
) -> CsvResult:
    """Read a CSV file; see `read_csv`.

    Raises:
        OSError: The file cannot be read.
        InvalidDocument: The file as a whole cannot be read by the profile.
    """
    return read_csv(Path(path).read_bytes(), profile, registry=registry)


def read_csv(contents: bytes, profile: Profile, *, registry: Registry | None = None) -> CsvResult:
    """Read the rows of a CSV file as records.

    A row is read whole or not at all: one fault anywhere, and it makes no record and
    stands among the rejects. Rows with one id make one record together, and with what
    is on file of it: lists are joined, and what one leaves out another may say. Rows
    that contradict each other or what is on file are not read. Whether a record names
    others that exist is for `validate` to say.

    Args:
        contents: The file.
        profile: What its columns mean.
        registry: What is on file already; None is nothing.

    Raises:
        InvalidDocument: The file as a whole cannot be read by the profile: it is
            empty, not of this encoding, or lacks a column.
    """
    known = Registry() if registry is None else registry
    text = decoded(contents, profile.settings.encoding)
    sheet = _opened(text, profile)
    reader = _Reader(sheet, profile)
    rows, skipped = _read_rows(sheet, reader)
    made = made_records(rows, known)
    problems = [found for row in rows for found in row.problems]
    problems += reader.doubtful_columns(sheet.header)
    if not rows and not skipped:
        problems.append(problem("csv-no-rows", f"/{sheet.header}"))
    refused = [row for row in rows if row.refused]
    return CsvResult(
        registry=_with(known, made),
        records=FrozenMap({kind: tuple(items) for kind, items in made.new.items()}),
        extended=FrozenMap({kind: tuple(items) for kind, items in made.extended.items()}),
        problems=in_order(problems),
        rejects=_rejects(text, sheet, refused),
        rows=len(rows) + len(skipped),
        rejected=tuple(row.number for row in refused),
        skipped=tuple(skipped),
    )


def _with(registry: Registry, made: Records) -> Registry:
    """A registry with new records, and with others in the place of those that they extend."""
    lists: dict[str, Any] = {}
    for kind, records in registry.lists():
        extended = {record.id: record for record in made.extended.get(kind, ())}
        if extended or kind in made.new:
            kept = (extended.get(record.id, record) for record in records)
            lists[kind] = (*kept, *made.new.get(kind, ()))
    return attrs.evolve(registry, **lists)


def _rejects(text: Text, sheet: _Sheet, refused: list[ReadRow]) -> bytes:
    if not refused:
        return b""
    return text.raw(0, sheet.first) + b"".join(text.raw(row.first, row.end) for row in refused)


# the header -----------------------------------------------------------------------------------

#: The first line by which a spreadsheet is told the delimiter; it is no row.
_SEP: Final = re.compile(r"sep=([,;\t|])\s*", re.IGNORECASE)


class _Sheet(NamedTuple):
    """A file of which the header was found.

    Attributes:
        rows: The rows below the header.
        header: The number of the row of the header.
        first: The first line below it, counted from 0.
        names: The cells of the header.
        places: Where each column that is read stands.
    """

    rows: Iterator[Row]
    header: int
    first: int
    names: list[str]
    places: dict[str, int]


def _opened(text: Text, profile: Profile) -> _Sheet:
    delimiter, skip = _delimiter(text, profile)
    rows = text.rows(delimiter.character, skip)
    number = profile.settings.header
    header = next((row for row in rows if row.number == number), None)
    if header is None:
        raise InvalidDocument([problem("csv-no-header", row=number)])
    if header.faults:
        raise InvalidDocument([problem("csv-bad-header", f"/{number}", row=number)])
    names = [name.strip() for name in header.cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise InvalidDocument([problem("csv-no-header", f"/{number}", row=number)])
    try:
        places = _places(names, profile, number, delimiter)
    except InvalidDocument as error:
        problems = error.problems
    else:
        return _Sheet(rows, number, header.end, names, places)
    elsewhere = _header_among(itertools.islice(rows, _TITLES), profile)
    if elsewhere is not None:
        found = problem("csv-header-elsewhere", f"/{number}", row=number, found=elsewhere)
        problems = (found,)
    raise InvalidDocument(problems)


#: As many rows as may stand above a header.
_TITLES: Final = 20


def _header_among(rows: Iterable[Row], profile: Profile) -> int | None:
    """The number of the row that names every column; None where none does."""
    wanted = set(map(folded, profile.columns()))
    return next((row.number for row in rows if wanted <= set(map(folded, row.cells))), None)


def _delimiter(text: Text, profile: Profile) -> tuple[Delimiter, int]:
    """The delimiter, and the number of lines that only say it."""
    said = profile.settings.delimiter
    match = _SEP.fullmatch(text.lines[0])
    if match is None:
        return said or Delimiter.COMMA, 0
    found = next(item for item in Delimiter if item.character == match[1])
    if said not in (None, found):
        raise InvalidDocument([problem("csv-delimiter", said=said, found=found)])
    return found, 1


def _places(names: list[str], profile: Profile, row: int, delimiter: Delimiter) -> dict[str, int]:
    """Where each column that is read stands in the header."""
    spelled = [folded(name) for name in names]
    places: dict[str, int] = {}
    problems: list[Problem] = []
    for column in profile.columns():
        key = folded(column)
        shown = shown_key(column)
        if key not in spelled:
            # By its letter: what was taken for the header may be a row with people in it.
            close = difflib.get_close_matches(key, spelled, n=1)
            hint = f"; is it column {_letters(spelled.index(close[0]))}?" if close else "."
            problems.append(
                problem("csv-missing-column", f"/{row}", row=row, column=shown, hint=hint)
            )
        elif spelled.count(key) > 1:
            problems.append(problem("csv-repeated-column", f"/{row}", row=row, column=shown))
        else:
            places[column] = spelled.index(key)
    if problems and len(names) == 1:
        others = [item for item in Delimiter if item.character in names[0]]
        if others:
            found = problem("csv-delimiter", f"/{row}", said=delimiter, found=others[0])
            raise InvalidDocument([found])
    if problems:
        raise InvalidDocument(in_order(problems))
    return places


def _letters(place: int) -> str:
    """How a spreadsheet names a column, counted from 0: A, B, ... Z, AA."""
    before, last = divmod(place, len(ascii_uppercase))
    return (_letters(before - 1) if before else "") + ascii_uppercase[last]


# rows -----------------------------------------------------------------------------------------


class _Place:
    """A column that is read, and the cells of it that were: most texts come again."""

    __slots__ = ("_cells", "_column", "_empty", "_voucher", "name", "place")

    def __init__(self, name: str, place: int, column: Column, empty: frozenset[str]) -> None:
        self.name: str = name
        self.place: int = place
        self._column = column
        self._empty = empty
        self._voucher: _Place | None = None
        self._cells: dict[tuple[str, str | None], Cell] = {}

    def vouched_by(self, other: _Place) -> None:
        """Let another column vouch for lost zeros of this one."""
        self._voucher = other

    def cell(self, cells: list[str]) -> Cell:
        """The cell of a row."""
        raw = cells[self.place]
        voucher = None if self._voucher is None else self._voucher.cell(cells).text
        found = self._cells.get((raw, voucher))
        if found is None:
            found = cleaned(raw, self._column, empty=self._empty, voucher=voucher)
            self._cells[raw, voucher] = found
        return found

    def lengths(self) -> set[int]:
        """The lengths of its numbers, where it holds only numbers that may have lost zeros."""
        if self._column.width is not None or self._column.holds is not None:
            return set()
        texts = {cell.text for cell in self._cells.values()} - {"", None}
        numbers = [text for text in texts if text is not None and _NUMBER.fullmatch(text)]
        enough = len(numbers) == len(texts) >= _ENOUGH
        return {len(text) for text in numbers} if enough else set()


class _Making:
    """A record of the profile, and what rows said of it."""

    __slots__ = ("_codes", "_columns", "_only", "_outcomes", "_record")

    def __init__(
        self, record: RecordOfRow, names: Mapping[str, str], codes: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._record = record
        # A column may be spelled in several ways in the profile; a row has one name for it.
        self._columns = tuple((name, names[folded(name)]) for name in record.making.columns)
        self._only = None if record.if_filled is None else names[folded(record.if_filled)]
        self._codes = codes if record.kind == "courses" else {}
        self._outcomes: dict[tuple[str | None, ...], Outcome] = {}

    def outcome(self, texts: Texts) -> Outcome | None:
        """What a row says of the record; None where it makes none."""
        if self._only is not None and texts[self._only] == "":
            return None
        key = tuple([texts[name] for _spelled, name in self._columns])
        found = self._outcomes.get(key)
        if found is None:
            own = {spelled: texts[name] for spelled, name in self._columns}
            found = self._outcomes[key] = self._made(own)
        return found

    def _made(self, texts: Texts) -> Outcome:
        told = Told()
        draft = self._record.making.record(texts, told)
        record_id = draft.get("id")
        if self._codes and record_id is not None:
            more = [{"code": code} for code in self._codes.get(folded(record_id), ())]
            if more:
                draft["codes"] = [*draft.get("codes", ()), *more]
        return Outcome(
            source=self._record,
            record_id=record_id,
            draft=draft,
            faults=tuple(told.faults),
        )

    def columns_of_ids(self) -> set[str]:
        """The columns whose cells are ids."""
        ids = self._record.making.columns_of_ids()
        return {name for spelled, name in self._columns if spelled in ids}


class _Reader:
    """Reads the cells of rows."""

    def __init__(self, sheet: _Sheet, profile: Profile) -> None:
        settings = profile.settings
        names = {folded(name): name for name in sheet.places}
        columns = {folded(name): column for name, column in settings.columns.items()}
        words = frozenset(map(folded, settings.empty))
        self._places: dict[str, _Place] = {}
        for name, number in sheet.places.items():
            column = columns.get(folded(name), _NO_COLUMN)
            empty = words.union(map(folded, column.empty))
            self._places[name] = _Place(name, number, column, empty)
        for name, column in settings.columns.items():
            place = self._places.get(names.get(folded(name), name))
            if place is not None and column.vouched_by is not None:
                place.vouched_by(self._places[names[folded(column.vouched_by)]])
        self._skip = [
            (self._places[names[folded(name)]], frozenset(map(folded, texts)))
            for name, texts in settings.skip.items()
        ]
        self._makings = [_Making(item, names, profile.course_codes) for item in profile.records]

    def passes_over(self, cells: list[str]) -> bool:
        """Whether the profile says that a row means nothing."""
        return any(folded(cells[place.place]) in texts for place, texts in self._skip)

    def read(self, row: ReadRow, cells: list[str], bad: Container[int]) -> None:
        """What the cells of a row say.

        Args:
            row: The row.
            cells: Its cells.
            bad: The numbers of cells that cannot be read at all.
        """
        texts: dict[str, str | None] = {}
        told: dict[Problem, None] = {}
        for name, place in self._places.items():
            text, found = place.cell(cells)
            texts[name] = None if place.place in bad else text
            if found is not None:
                told[attrs.evolve(found, pointer=pointer_to(row.number, name))] = None
        outcomes = [making.outcome(texts) for making in self._makings]
        row.outcomes = tuple([outcome for outcome in outcomes if outcome is not None])
        for outcome in row.outcomes:
            for column, found in outcome.faults:
                pointer = f"/{row.number}" if column is None else pointer_to(row.number, column)
                told[attrs.evolve(found, pointer=pointer)] = None
        # A fault of one cell is told once, whatever is made of it.
        for found in told:
            row.tell(found)
        self._join(row)

    def _join(self, row: ReadRow) -> None:
        """Put a row beside those that say the same; notice one that says nothing new."""
        before = [outcome.rows[0].number for outcome in row.outcomes if outcome.rows]
        for outcome in row.outcomes:
            outcome.rows.append(row)
        if before and len(before) == len(row.outcomes) and not row.refused:
            found = problem("csv-row-says-nothing-new", f"/{row.number}", row=max(before))
            row.tell(found)

    def doubtful_columns(self, header: int) -> Iterator[Problem]:
        """Notice ids that are numbers of several lengths, as after losing zeros."""
        ids = {name for making in self._makings for name in making.columns_of_ids()}
        for name in sorted(ids):
            lengths = self._places[name].lengths()
            if len(lengths) > 1:
                place = pointer_to(header, name)
                least, most = min(lengths), max(lengths)
                yield problem("csv-lengths-differ", place, least=least, most=most)


_NO_COLUMN: Final = Column()

#: A number that begins with no zero, and as many of them as may be wondered about.
_NUMBER: Final = re.compile(r"[1-9][0-9]*")
_ENOUGH: Final = 10


def _read_rows(sheet: _Sheet, reader: _Reader) -> tuple[list[ReadRow], list[int]]:
    """Every row below the header, and the numbers of those that are passed over."""
    width = len(sheet.names)
    kept: list[ReadRow] = []
    skipped: list[int] = []
    for number, cells, first, end, faults in sheet.rows:
        if not faults and not any(map(str.strip, cells)):
            continue
        row = ReadRow(number, first, end)
        whole = len(cells) == width
        if len(cells) > width and not any(map(str.strip, cells[width:])):
            whole = True  # empty cells that the header does not name say nothing
        if whole and not faults and reader.passes_over(cells):
            skipped.append(number)
            continue
        kept.append(row)
        for place, found in faults:
            pointer = f"/{number}"
            if place is not None and place < width:
                pointer = pointer_to(number, sheet.names[place])
            row.tell(attrs.evolve(found, pointer=pointer))
        if whole:
            reader.read(row, cells, {place for place, _found in faults if place is not None})
        elif cells:
            row.tell(problem("csv-ragged", f"/{number}", found=len(cells), expected=width))
    return kept, skipped
