"""Tables as CSV that spreadsheets open as they are, and run nothing of."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

from sro_core.errors import InvalidDocument
from sro_core.models._fields import check_text
from sro_core.problems import Problem, in_order, problem
from sro_core.wire.csv._formulas import guarded
from sro_core.wire.csv.profile import Delimiter, Encoding

__all__ = ["write_csv"]

_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def write_csv(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    delimiter: Delimiter = Delimiter.COMMA,
) -> bytes:
    """Write a table as CSV: UTF-8 with a byte order mark, so that spreadsheets know it.

    A cell that a spreadsheet would run as a formula gets an apostrophe before it;
    reading takes it away again.

    Args:
        header: The names of the columns.
        rows: The rows, each with a cell for each column.
        delimiter: What stands between cells.

    Raises:
        InvalidDocument: A row has more or fewer cells than the header, or a cell holds
            what no file could give back.
    """
    table = [header, *rows]
    problems = [
        found
        for number, cells in enumerate(table, 1)
        for found in _unwritable(number, cells, len(header))
    ]
    if problems:
        raise InvalidDocument(in_order(problems))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter.character, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in cells] for cells in table)
    return b"\xef\xbb\xbf" + out.getvalue().encode(Encoding.UTF_8)


def _unwritable(number: int, cells: Sequence[str], width: int) -> Iterable[Problem]:
    if len(cells) != width:
        yield problem("csv-ragged", f"/{number}", found=len(cells), expected=width)
    for place, cell in enumerate(cells):
        pointer = f"/{number}/{place}"
        if match := _CONTROL.search(cell):
            yield problem("csv-control-character", pointer, character=f"{ord(match[0]):04X}")
        elif cell and (fault := check_text(cell)) is not None:
            yield problem(fault[0], pointer)
