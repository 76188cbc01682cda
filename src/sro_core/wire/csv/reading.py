"""CSV files to records: what can be read is read, what cannot is given back as it was."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import attrs

from sro_core.errors import InvalidDocument
from sro_core.models import FrozenMap, Record
from sro_core.problems import Problem, Severity, in_order, problem
from sro_core.registry import Registry
from sro_core.strict.pointers import shown_key
from sro_core.wire.csv._cells import Cell, Column, cleaned, folded
from sro_core.wire.csv._groups import Group, Outcome, ReadRow, made_records, pointer_to
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
    stands among the rejects. Rows with one id make one record together; where they
    contradict each other none is read. A row may repeat what is on file, but not
    change it. Whether a record names others that exist is for `validate` to say.

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
    groups: dict[tuple[str, str], Group] = {}
    for row in rows:
        _sort_in(row, groups)
    records = made_records(groups, known)
    problems = [found for row in rows for found in row.problems]
    problems += reader.doubtful_columns(sheet.header)
    if not rows and not skipped:
        problems.append(problem("csv-no-rows", f"/{sheet.header}"))
    refused = [row for row in rows if row.refused]
    added = {kind: tuple(items) for kind, items in records.items()}
    return CsvResult(
        registry=attrs.evolve(
            known, **{kind: getattr(known, kind) + items for kind, items in added.items()}
        ),
        records=FrozenMap(added),
        problems=in_order(problems),
        rejects=_rejects(text, sheet, refused),
        rows=len(rows) + len(skipped),
        rejected=tuple(row.number for row in refused),
        skipped=tuple(skipped),
    )


def _rejects(text: Text, sheet: _Sheet, refused: list[ReadRow]) -> bytes:
    if not refused:
        return b""
    return text.raw(0, sheet.first) + b"".join(text.raw(row.first, row.end) for row in refused)


# the header -----------------------------------------------------------------------------------

#: The first line by which a spreadsheet is told the delimiter; it is no row.
_SEP: Final = re.compile(r"sep=(.)\s*", re.IGNORECASE)


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
    rows = text.rows(delimiter, skip)
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
    return _Sheet(rows, number, header.end, names, _places(names, profile, number, delimiter))


def _delimiter(text: Text, profile: Profile) -> tuple[str, int]:
    """The delimiter, and the number of lines that only say it."""
    said = profile.settings.delimiter
    match = _SEP.fullmatch(text.lines[0])
    if match is None:
        return (said or Delimiter.COMMA).character, 0
    if said is not None and said.character != match[1]:
        raise InvalidDocument([_other_delimiter(said, match[1])])
    return match[1], 1


def _other_delimiter(said: Delimiter, character: str) -> Problem:
    found = next((item for item in Delimiter if item.character == character), "?")
    return problem("csv-delimiter", said=said, found=found)


def _places(names: list[str], profile: Profile, row: int, delimiter: str) -> dict[str, int]:
    """Where each column that is read stands in the header."""
    spelled = [folded(name) for name in names]
    places: dict[str, int] = {}
    problems: list[Problem] = []
    for column in profile.columns():
        key = folded(column)
        shown = shown_key(column)
        if key not in spelled:
            close = difflib.get_close_matches(key, spelled, n=1)
            hint = f"; did you mean {shown_key(names[spelled.index(close[0])])}?" if close else "."
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
            said = next((item for item in Delimiter if item.character == delimiter), delimiter)
            raise InvalidDocument([problem("csv-delimiter", f"/{row}", said=said, found=others[0])])
    if problems:
        raise InvalidDocument(in_order(problems))
    return places


# rows -----------------------------------------------------------------------------------------


class _Reader:
    """Reads the cells of rows, and remembers what it has read: most texts come again."""

    def __init__(self, sheet: _Sheet, profile: Profile) -> None:
        settings = profile.settings
        self._places = sheet.places
        spelled = {folded(name): name for name in sheet.places}
        columns = {folded(name): column for name, column in settings.columns.items()}
        self._columns = {name: columns.get(folded(name), _NO_COLUMN) for name in sheet.places}
        words = frozenset(map(folded, settings.empty))
        self._empty = {
            name: words.union(map(folded, column.empty)) for name, column in self._columns.items()
        }
        self._vouched_by = {
            name: None if column.vouched_by is None else spelled.get(folded(column.vouched_by))
            for name, column in self._columns.items()
        }
        self._skip = {
            spelled[folded(name)]: frozenset(map(folded, texts))
            for name, texts in settings.skip.items()
        }
        self._cells: dict[tuple[str, str, str | None], Cell] = {}
        # A column may be spelled in several ways in the profile; here it has one name.
        self._records = [
            (
                item,
                tuple((name, spelled[folded(name)]) for name in item.making.columns),
                None if item.if_filled is None else spelled[folded(item.if_filled)],
            )
            for item in profile.records
        ]
        self._outcomes: list[dict[tuple[str | None, ...], Outcome]] = [{} for _ in self._records]
        self._course_codes = profile.course_codes

    def passes_over(self, cells: list[str]) -> bool:
        """Whether the profile says that a row means nothing."""
        return any(
            self._cell(name, cells).text is not None and folded(cells[self._places[name]]) in texts
            for name, texts in self._skip.items()
        )

    def read(self, row: ReadRow, cells: list[str], bad: Iterable[int]) -> None:
        """What the cells of a row say.

        Args:
            row: The row.
            cells: Its cells.
            bad: The numbers of cells that cannot be read at all.
        """
        found = {name: self._cell(name, cells) for name in self._places}
        texts: dict[str, str | None] = {name: cell.text for name, cell in found.items()}
        for name, place in self._places.items():
            if place in bad:
                texts[name] = None
        for number, (item, columns, only) in enumerate(self._records):
            if only is not None and texts[only] == "":
                continue
            key = tuple(texts[name] for _spelled, name in columns)
            outcome = self._outcomes[number].get(key)
            if outcome is None:
                own = {spelled: texts[name] for spelled, name in columns}
                outcome = self._outcomes[number][key] = self._outcome(item, own)
            row.outcomes.append(outcome)
        self._tell(row, found)

    def doubtful_columns(self, header: int) -> Iterator[Problem]:
        """Notice ids that are numbers of several lengths, as after losing zeros."""
        ids = {
            name
            for item, columns, _only in self._records
            for spelled, name in columns
            if spelled in item.making.columns_of_ids()
            if self._columns[name].width is None and self._columns[name].holds is None
        }
        for name in sorted(ids):
            texts = {cell.text for (of, *_rest), cell in self._cells.items() if of == name}
            numbers = [text for text in texts if text and _NUMBER.fullmatch(text)]
            lengths = {len(text) for text in numbers}
            if len(lengths) > 1 and len(numbers) >= _ENOUGH and len(numbers) == len(texts - {""}):
                place = pointer_to(header, name)
                least, most = min(lengths), max(lengths)
                yield problem("csv-lengths-differ", place, least=least, most=most)

    def _cell(self, name: str, cells: list[str]) -> Cell:
        raw = cells[self._places[name]]
        other = self._vouched_by[name]
        voucher = None if other is None else self._cell(other, cells).text
        key = (name, raw, voucher)
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = cleaned(
                raw, self._columns[name], empty=self._empty[name], voucher=voucher
            )
        return cell

    def _outcome(self, item: RecordOfRow, texts: Texts) -> Outcome:
        told = Told()
        draft = item.making.record(texts, told)
        record_id = draft.get("id")
        if item.kind == "courses" and record_id is not None:
            codes = self._course_codes.get(folded(record_id), ())
            more = [{"code": code} for code in codes]
            if more:
                draft["codes"] = [*draft.get("codes", ()), *more]
        return Outcome(
            source=item,
            record_id=record_id,
            draft=draft,
            unread=frozenset(told.keys),
            faults=tuple(told.faults),
        )

    def _tell(self, row: ReadRow, found: Mapping[str, Cell]) -> None:
        """Report what was found in a row; a fault of one cell once, whatever is made of it."""
        told = [
            attrs.evolve(cell.found, pointer=pointer_to(row.number, name))
            for name, cell in found.items()
            if cell.found is not None
        ]
        for outcome in row.outcomes:
            for column, item in outcome.faults:
                place = f"/{row.number}" if column is None else pointer_to(row.number, column)
                told.append(attrs.evolve(item, pointer=place))
        for item in dict.fromkeys(told):
            row.problems.append(item)
            row.refused = row.refused or item.severity is Severity.ERROR


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
            row.problems.append(attrs.evolve(found, pointer=pointer))
            row.refused = True
        if whole:
            reader.read(row, cells, {place for place, _found in faults if place is not None})
        elif cells:
            row.problems.append(
                problem("csv-ragged", f"/{number}", found=len(cells), expected=width)
            )
            row.refused = True
    return kept, skipped


def _sort_in(row: ReadRow, groups: dict[tuple[str, str], Group]) -> None:
    """Put a row with the others of each record; notice one that says nothing new."""
    repeats: list[int] = []
    for outcome in row.outcomes:
        if outcome.record_id is None:
            continue
        kind = outcome.source.kind
        group = groups.get((kind, outcome.record_id))
        if group is None:
            group = groups[kind, outcome.record_id] = Group(kind, outcome.record_id)
        before = group.first.setdefault(outcome, row.number)
        if before != row.number:
            repeats.append(before)
        group.rows.append((row, outcome))
    if repeats and len(repeats) == len(row.outcomes) and not row.refused:
        row.problems.append(problem("csv-row-says-nothing-new", f"/{row.number}", row=max(repeats)))
