"""What goes to the screen: plain text first, color only on top of it."""

from __future__ import annotations

import io
import sys
import textwrap
from collections.abc import Iterable
from typing import Final, NoReturn

import typer
from rich.console import Console
from rich.text import Text

__all__ = ["Screen", "counted", "dated", "nearest", "refuse", "shown", "take_any_text"]

_WIDEST: Final = 120


def shown(text: str) -> str:
    """Text from a document, safe to print: control characters become visible."""
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)


def counted(number: int, word: str, plural: str | None = None) -> str:
    """A number and what it counts: `1 day`, `2 days`."""
    return f"{number} {word if number == 1 else plural or f'{word}s'}"


def dated(start: object, end: object) -> str:
    """A span of days in words; an end that is None is open."""
    return f"from {start}" if end is None else f"from {start} to {end}"


def nearest(name: str, names: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The names most like one that is not among them."""
    import difflib

    known = {item.casefold(): item for item in sorted(names)}
    close = difflib.get_close_matches(name.casefold(), known, n=most, cutoff=0.4)
    return tuple(known[item] for item in close)


def take_any_text() -> None:
    """Let the standard streams replace what their encoding cannot write."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def refuse(*lines: str) -> NoReturn:
    """Say on standard error why the input cannot be used, and end with status 2."""
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(2)


class Screen:
    """Standard output, with a width that also holds where the output is piped.

    Attributes:
        console: The console of rich: no markup, no guessing of what is a number.
        width: Columns for running text.
    """

    __slots__ = ("console", "width")

    def __init__(self) -> None:
        self.console: Console = Console(highlight=False, markup=False, emoji=False)
        self.width: int = min(self.console.width, _WIDEST)

    def line(self, text: str = "", style: str = "") -> None:
        """One line, never broken."""
        self.console.print(Text(text, style=style), soft_wrap=True)

    def wrapped(self, text: str, *, indent: int = 0, hang: int = 2, style: str = "") -> None:
        """A paragraph; lines after the first hang further in."""
        for line in textwrap.wrap(
            text,
            width=max(self.width - 1, indent + hang + 24),
            initial_indent=" " * indent,
            subsequent_indent=" " * (indent + hang),
            break_long_words=False,
            break_on_hyphens=False,
        ):
            self.line(line, style)

    def field(
        self, name: str, text: str, *, indent: int = 0, column: int = 12, hang: int = 0
    ) -> None:
        """A name and what it says, in a column of its own."""
        label = f"{name:<{column - 1}} "
        self.wrapped(label + text, indent=indent, hang=column + hang)
