"""A registry from one form into another: a document, or a stream of records."""

from __future__ import annotations

import contextlib
import enum
import os
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, NoReturn

import typer

from sro_core.cli.inputs import refuse_document
from sro_core.cli.screen import counted, refuse, shown
from sro_core.cli.sources import STREAM_SUFFIXES, Source, opened, refuse_file
from sro_core.cli.waiting import waiting
from sro_core.errors import InvalidDocument, InvalidRecord
from sro_core.models import Record
from sro_core.registry import Registry
from sro_core.wire import json, ndjson

__all__ = ["Form", "convert"]

#: As many records are written between two looks at how far it is.
_STEP: Final = 1000


class Form(enum.StrEnum):
    """How a registry is written."""

    JSON = "json"
    NDJSON = "ndjson"


def convert(source: str, target: str, form: Form | None, rejects: str | None) -> bool:
    """Read a registry in one form and write it in another; refuses what cannot be read.

    Args:
        source: The document or the stream; `-` is standard input.
        target: Where to; `-` is standard output.
        form: How it is written; None takes what the name of the target says.
        rejects: Where lines go that cannot be read; None refuses a stream that has any.

    Returns:
        Whether all of it was read.

    Raises:
        BadParameter: The form is not known, or the files do not go together.
    """
    wanted = _form_of(target) if form is None else form
    with contextlib.ExitStack() as stack:
        # A bar and the output on one terminal would be a mess.
        bar = not (target == "-" and sys.stdout.isatty())
        read = stack.enter_context(opened(source, bar=bar))
        kept = None
        if rejects is not None:
            _check_rejects(rejects, read, source, target)
            kept = _Rejects(stack.enter_context(_open(rejects)), rejects)
        try:
            if read.is_stream and wanted is Form.NDJSON:
                count = _put_records(_records(read, kept), target)
            else:
                registry = _registry(read, kept)
                stack.close()
                count = _put_registry(registry, target, wanted, bar=bar)
        except InvalidDocument as error:
            _refuse(source, error, more=read.is_stream and rejects is None)
    where = "standard output" if target == "-" else target
    typer.echo(f"Wrote {counted(count, 'record')} to {shown(where)}.", err=True)
    return kept is None or kept.said_nothing()


def _form_of(target: str) -> Form:
    if target.endswith(".json"):
        return Form.JSON
    if target.endswith(STREAM_SUFFIXES):
        return Form.NDJSON
    raise typer.BadParameter(
        f"{shown(target)} does not say how to write it; give json or ndjson.",
        param_hint="--format",
    )


# reading --------------------------------------------------------------------------------------


class _Rejects:
    """Lines that cannot be read: kept in a file byte for byte, told on standard error."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self._lines = 0
        self._problems = 0

    def keep(self, rejected: ndjson.Rejected) -> None:
        """Keep a line, or a part of it, and say why."""
        try:
            self._file.write(rejected.content)
            self._file.flush()
        except OSError as error:
            with contextlib.suppress(OSError):
                self._file.close()  # which tries once more to write
            refuse_file("write", self._name, error)
        for item in rejected.problems:
            typer.echo(shown(str(item)), err=True)
        self._problems += len(rejected.problems)
        self._lines += rejected.problems != () and rejected.content != b""

    def said_nothing(self) -> bool:
        """Say how many lines are kept; whether nothing was wrong at all."""
        if self._lines:
            lines, verb = counted(self._lines, "line"), "is" if self._lines == 1 else "are"
            where = shown(self._name)
            typer.echo(f"{lines} could not be read and {verb} kept in {where}.", err=True)
        return not self._problems


def _check_rejects(rejects: str, read: Source, source: str, target: str) -> None:
    wrong = None
    if not read.is_stream:
        wrong = "Only a stream is read line by line; a document is read whole or not at all."
    elif rejects == "-" or _same(rejects, source) or _same(rejects, target):
        wrong = "The lines that cannot be read need a file of their own."
    if wrong is not None:
        raise typer.BadParameter(wrong, param_hint="--rejects")


def _same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _open(file: str) -> BinaryIO:
    try:
        return Path(file).open("wb")
    except (OSError, ValueError) as error:
        refuse_file("write", file, error)


def _records(read: Source, kept: _Rejects | None) -> Iterator[Record]:
    if kept is None:
        return ndjson.read_stream(read)
    return ndjson.read_stream(read, on_rejected=kept.keep)


def _registry(read: Source, kept: _Rejects | None) -> Registry:
    return read.registry() if kept is None else ndjson.load(read, on_rejected=kept.keep)


def _refuse(source: str, error: InvalidDocument, *, more: bool) -> NoReturn:
    hint = ["With --rejects FILE the other lines are read."] if more else []
    refuse_document(source, error.problems, *hint)


# writing --------------------------------------------------------------------------------------


def _put_registry(registry: Registry, target: str, form: Form, *, bar: bool) -> int:
    count = sum(len(records) for _kind, records in registry.lists())
    if form is Form.JSON:
        with _writing(target):
            if target == "-":
                sys.stdout.buffer.write(json.dumps(registry).encode())
            else:
                json.dump(registry, target)
        return count
    records = ndjson.in_stream_order(registry)
    if not bar:
        return _put_records(records, target)
    with waiting(f"Writing {shown(target)}", count) as told:
        return _put_records(_telling(records, told), target)


def _telling(records: Iterable[Record], told: Callable[[int], None]) -> Iterator[Record]:
    for number, record in enumerate(records):
        if not number % _STEP:
            told(number)
        yield record


def _put_records(records: Iterable[Record], target: str) -> int:
    count = 0

    def counting() -> Iterator[Record]:
        nonlocal count
        for record in records:
            yield record
            count += 1

    with _writing(target):
        ndjson.write_stream(counting(), sys.stdout.buffer if target == "-" else target)
    return count


@contextlib.contextmanager
def _writing(target: str) -> Generator[None]:
    """Refuses a file that cannot be written; a reader of the output that went away is none."""
    try:
        yield
    except InvalidDocument:
        raise  # what is read while it is written
    except InvalidRecord as error:
        lines = [f"  {shown(str(item))}" for item in error.problems]
        refuse(f"Cannot write {shown(target)} as a stream.", *lines)
    except (OSError, ValueError) as error:
        if target == "-":
            raise
        refuse_file("write", target, error)
