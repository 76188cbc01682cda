"""Three columns of text that hold at 80 columns: a mark, a key, and what is said."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from rich.text import Text

from sro_core.cli.screen import Screen

__all__ = ["Grid"]

_GAP: Final = 2
_MARK: Final = 14
_LEAST_KEY: Final = 14
_MOST_KEY: Final = 24
_LEAST_TEXT: Final = 24


class Grid:
    """Writes rows of three columns; the last takes what is left of the width.

    Args:
        screen: Where to.
        keys: What will stand in the second column, so that it is wide enough.
    """

    __slots__ = ("_screen", "_widths")

    def __init__(self, screen: Screen, keys: Sequence[str] = ()) -> None:
        self._screen = screen
        longest = max((len(key) for key in keys), default=0)
        key = min(max(longest, _LEAST_KEY), _MOST_KEY)
        rest = screen.width - _MARK - key - 2 * _GAP
        self._widths = (_MARK, key, max(rest, _LEAST_TEXT))

    def row(self, mark: Text, key: Text, *said: Text) -> None:
        """One row; what is said begins a new line with each text."""
        columns = [
            [line for text in texts for line in self._wrapped(text, width)]
            for texts, width in zip(((mark,), (key,), said), self._widths, strict=True)
        ]
        for cells in zip_longest(*columns, fillvalue=Text()):
            self._line(cells)

    def _wrapped(self, text: Text, width: int) -> list[Text]:
        lines = list(text.wrap(self._screen.console, width, overflow="fold"))
        for line in lines:
            line.rstrip()
        return lines

    def _line(self, cells: Sequence[Text]) -> None:
        line = Text()
        for cell, width in zip(cells, self._widths, strict=True):
            line.append_text(cell)
            line.append(" " * (width - cell.cell_len + _GAP))
        line.rstrip()
        self._screen.console.print(line, soft_wrap=True)
