"""What the command is given: files, days, moments."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final, NoReturn

import typer

from sro_core import examples
from sro_core.cli.screen import counted, refuse, shown
from sro_core.cli.sources import named, read_registry
from sro_core.errors import InvalidDocument
from sro_core.problems import Problem
from sro_core.registry import Registry

__all__ = [
    "EXAMPLE_DAY",
    "OTHER_DAYS",
    "day",
    "moment",
    "refuse_document",
    "registry_and_day",
    "registry_in",
]

#: The day on which the example is judged where none is given, and others worth trying.
EXAMPLE_DAY: Final = dt.date(2022, 9, 6)
OTHER_DAYS: Final = (dt.date(2022, 8, 8), dt.date(2025, 9, 2))

#: As many problems as are listed of a document that cannot be read.
_LISTED: Final = 10

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def day(text: str, option: str) -> dt.date:
    """A day of the calendar, written YYYY-MM-DD.

    Raises:
        BadParameter: It is none.
    """
    try:
        if _DAY.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise typer.BadParameter(
        f"{shown(text)} is no day of the calendar; write YYYY-MM-DD.", param_hint=option
    )


def moment(text: str | None, option: str) -> dt.datetime | None:
    """A moment with an offset; None where none is given.

    Raises:
        BadParameter: It is none.
    """
    if text is None:
        return None
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.utcoffset() is None:
        raise typer.BadParameter(
            f"{shown(text)} is no date-time with an offset; "
            "write for example 2025-09-02T08:00:00-05:00.",
            param_hint=option,
        )
    return found


def registry_in(file: str) -> Registry:
    """The registry in a file; refuses one that cannot be read."""
    try:
        return read_registry(file)
    except InvalidDocument as error:
        refuse_document(file, error.problems)


def refuse_document(file: str, problems: Sequence[Problem], *more: str) -> NoReturn:
    """Say why a document or a stream cannot be read, and end with status 2.

    Args:
        file: Which.
        problems: Why; the first few are listed.
        more: Further lines.
    """
    lines = [f"{named(file)} cannot be read: {counted(len(problems), 'problem')}."]
    lines += [f"  {shown(str(item))}" for item in problems[:_LISTED]]
    if len(problems) > _LISTED:
        lines.append(
            f"  ... and {len(problems) - _LISTED} more; `sro-core validate` lists them all."
        )
    refuse(*lines, *more)


def registry_and_day(file: str | None, as_of: str | None) -> tuple[Registry, dt.date]:
    """The registry to judge and the day: those of the example where no file is given.

    Raises:
        BadParameter: A file is given without a day, or the day is none.
    """
    if file is not None and as_of is None:
        raise typer.BadParameter(
            "With a FILE the day to judge is needed; nothing here reads the clock.",
            param_hint="--as-of",
        )
    judged = EXAMPLE_DAY if as_of is None else day(as_of, "--as-of")
    return (examples.olmsted() if file is None else registry_in(file)), judged
