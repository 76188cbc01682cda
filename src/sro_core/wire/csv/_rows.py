"""Bytes to rows of text, each with its place in the file, to be given back as it was."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from sro_core.errors import InvalidDocument
from sro_core.problems import Problem, problem
from sro_core.wire.csv.profile import Encoding

__all__ = ["Row", "Text", "decoded"]

#: What a file begins with if it says its own encoding; UTF-32 comes before UTF-16, whose mark
#: its own begins with, and is none that is read.
_MARKS: Final = (
    (b"\xef\xbb\xbf", Encoding.UTF_8),
    (b"\xff\xfe", Encoding.UTF_16_LE),
    (b"\xfe\xff", Encoding.UTF_16_BE),
)
_WIDE: Final = frozenset({Encoding.UTF_16_LE, Encoding.UTF_16_BE})

# Not `splitlines`, which ends lines at characters that are none of a file's line ends.
_LINE: Final = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n)|[^\r\n]++")

#: A byte that could not be decoded is kept as a lone surrogate, which no encoding gives.
_UNDECODED: Final = re.compile("[\udc80-\udcff]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURPRISE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\udc80-\udcff]")


class Row(NamedTuple):
    """One row.

    Attributes:
        number: As a spreadsheet counts it, from 1.
        cells: Its cells; none where it could not be told what they are.
        first: The first of its lines, counted from 0.
        end: The line after its last one.
        faults: Why it cannot be read: the number of a cell or None, and the problem.
    """

    number: int
    cells: list[str]
    first: int
    end: int
    faults: tuple[tuple[int | None, Problem], ...] = ()


class Text:
    """A file as text in lines, which can be made bytes again.

    Attributes:
        encoding: What it was decoded from.
        lines: Its lines with their ends.
    """

    __slots__ = ("_codec", "_mark", "_surprises", "encoding", "lines")

    def __init__(self, mark: bytes, encoding: Encoding, text: str) -> None:
        self.encoding = encoding
        self.lines: list[str] = _LINE.findall(text)
        self._mark = mark
        # Most files hold no such character at all, and then no cell is searched for one.
        self._surprises = _SURPRISE.search(text) is not None

    def raw(self, first: int, end: int) -> bytes:
        """The bytes of some lines; of the first one, with the mark of the encoding."""
        text = "".join(self.lines[first:end])
        # UTF-16 was decoded strictly, so that nothing in it needs the escape.
        errors = "strict" if self.encoding in _WIDE else "surrogateescape"
        return (self._mark if first == 0 else b"") + text.encode(self.encoding, errors)

    def rows(self, delimiter: str, skip: int = 0) -> Iterator[Row]:
        """The rows, empty ones too.

        Args:
            delimiter: What stands between cells.
            skip: As many lines at the beginning as belong to no row.
        """
        reader = csv.reader(self.lines[skip:], delimiter=delimiter, strict=True)
        number, first = 0, skip
        while True:
            number += 1
            cells: list[str] = []
            faults: tuple[tuple[int | None, Problem], ...] = ()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                # The reader begins anew with the next line.
                faults = ((None, _refused(str(error), first + 1, skip + reader.line_num)),)
            else:
                if self._surprises:
                    faults = tuple(self._surprising(cells))
            end = skip + reader.line_num
            yield Row(number, cells, first, end, faults)
            first = end

    def _surprising(self, cells: list[str]) -> Iterator[tuple[int, Problem]]:
        for place, cell in enumerate(cells):
            if match := _UNDECODED.search(cell):
                byte = f"{ord(match[0]) - 0xDC00:02X}"
                yield place, problem("csv-encoding", byte=byte, encoding=self.encoding)
            elif match := _CONTROL.search(cell):
                yield place, problem("csv-control-character", character=f"{ord(match[0]):04X}")


def _refused(said: str, first: int, last: int) -> Problem:
    code = "csv-cell-size" if said.startswith("field larger") else "csv-quotation-mark"
    return problem(code, first=first, last=last)


def decoded(contents: bytes, encoding: Encoding | None) -> Text:
    """The text of a file.

    Args:
        contents: The file.
        encoding: Its encoding; None takes what a byte order mark says, else UTF-8.

    Raises:
        InvalidDocument: It is empty, contradicts the encoding, or is wholly unreadable.
    """
    mark, marked = next(
        ((mark, found) for mark, found in _MARKS if contents.startswith(mark)), (b"", None)
    )
    if encoding is not None and marked is not None and encoding is not marked:
        raise InvalidDocument([problem("csv-byte-order-mark", said=encoding, found=marked)])
    used = encoding or marked or Encoding.UTF_8
    body = contents[len(mark) :]
    if not body.strip():
        raise InvalidDocument([problem("csv-empty")])
    if used not in _WIDE:
        if b"\x00" in body[:2]:
            likely = Encoding.UTF_16_BE if body[:1] == b"\x00" else Encoding.UTF_16_LE
            raise InvalidDocument([problem("csv-zero-bytes", likely=likely)])
        return Text(mark, used, body.decode(used, "surrogateescape"))
    try:
        text = body.decode(used)
    except UnicodeDecodeError as error:
        offset = len(mark) + error.start
    else:
        return Text(mark, used, text)
    raise InvalidDocument([problem("csv-undecodable", encoding=used, offset=offset)])
