"""Cells that a spreadsheet would take for formulas: guarded in writing, told apart in reading.

A spreadsheet runs what begins with one of a few characters. An apostrophe before
it keeps the cell a text, and one more before a text that begins as a guarded one
does, so that taking one away always gives back what was written.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["guarded", "literal", "unguarded"]

# The signs, also in their wide forms; blanks before them do not stop every program.
_RUN: Final = re.compile("'*(?:[\t\r\n]|\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20])")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*")
_GUARDED: Final = re.compile("'+(?:[\t\r\n]|\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20])")

#: `="00123"`, by which programs keep a spreadsheet from taking a text for a number.
_LITERAL: Final = re.compile(r'="((?:[^"]|"")*)"')


def guarded(text: str) -> str:
    """The text, written so that no spreadsheet runs it; a plain number is run by none."""
    return f"'{text}" if _RUN.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """What was written before it was guarded."""
    return text[1:] if _GUARDED.match(text) else text


def literal(text: str) -> str | None:
    """The text that a formula `="..."` stands for; None where it is another."""
    match = _LITERAL.fullmatch(text)
    return None if match is None else match[1].replace('""', '"')
