"""Files that the command is given: documents and streams, and how far each is read."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import BinaryIO, Final, NoReturn

from sro_core.cli.screen import refuse, shown
from sro_core.cli.waiting import waiting
from sro_core.registry import Registry
from sro_core.wire import json, ndjson

__all__ = [
    "STREAM_SUFFIXES",
    "Source",
    "named",
    "opened",
    "read_bytes",
    "read_registry",
    "refuse_file",
]

#: The names of files that are streams, whatever is in them.
STREAM_SUFFIXES: Final = (".ndjson", ".jsonl")

#: No header of a stream is longer.
_LONGEST_HEADER: Final = 200

#: A document of as many bytes takes long enough that one wants to know what goes on.
_LARGE: Final = 8 * 2**20

#: As many bytes are read between two looks at how far it is.
_STEP: Final = 2**18


def named(file: str) -> str:
    """What an input is called at the beginning of a sentence."""
    return "Standard input" if file == "-" else shown(file)


def refuse_file(verb: str, file: str, error: OSError | ValueError) -> NoReturn:
    """Say why a file cannot be read or written, and end with status 2."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    refuse(f"Cannot {verb} {shown(file)}: {reason}.")


class Source:
    """An open file whose first line was looked at.

    Attributes:
        is_stream: Whether it is a stream of records: its first line says so, or its name.
        told: Is told how many bytes were read.
    """

    __slots__ = ("_done", "_file", "_first", "_name", "_next", "is_stream", "told")

    def __init__(self, file: BinaryIO, name: str) -> None:
        self._file = file
        self._name = name
        self._done = 0
        self._next = _STEP
        self.told: Callable[[int], None] = lambda _done: None
        self._first = b""
        self._first = self._taken(file.readline, _LONGEST_HEADER)
        self.is_stream: bool = name.endswith(STREAM_SUFFIXES) or ndjson.is_header(self._first)

    def readline(self, size: int) -> bytes:
        """The next line, or as many bytes of it; a file that cannot be read is refused."""
        first, self._first = self._first, b""
        if first.endswith(b"\n"):
            return first
        return first + self._taken(self._file.readline, size - len(first))

    def read(self) -> bytes:
        """All of its contents; a file that cannot be read is refused."""
        first, self._first = self._first, b""
        return first + self._taken(self._file.read, -1)

    def registry(self) -> Registry:
        """The registry that it holds.

        Raises:
            InvalidDocument: With every problem of the document, or of every line.
        """
        return ndjson.load(self) if self.is_stream else json.loads(self.read())

    def _taken(self, read: Callable[[int], bytes], size: int) -> bytes:
        try:
            data = read(size)
        except OSError as error:
            refuse_file("read", self._name, error)
        self._done += len(data)
        if self._done >= self._next:
            self._next = self._done + _STEP
            self.told(self._done)
        return data


@contextlib.contextmanager
def opened(file: str, *, bar: bool = True) -> Generator[Source]:
    """An input, with a bar that shows how far it is read; refuses what cannot be read.

    Args:
        file: A path, or `-` for standard input.
        bar: Whether there may be one.
    """
    with contextlib.ExitStack() as stack:
        try:
            stream = sys.stdin.buffer if file == "-" else stack.enter_context(_open(file))
        except (OSError, ValueError) as error:
            refuse_file("read", file, error)
        source = Source(stream, file)
        if bar:
            size = _size(stream)
            # How far a document is nobody can say: it is read in one go.
            total = size if source.is_stream else None
            large = size is not None and size >= _LARGE and not source.is_stream
            told = waiting(f"Reading {named(file)}", total, at_once=large)
            source.told = stack.enter_context(told)
        yield source


def _open(file: str) -> BinaryIO:
    return Path(file).open("rb")


def _size(file: BinaryIO) -> int | None:
    """How large a file is; None where it is no file, but a pipe or a terminal."""
    try:
        found = os.fstat(file.fileno())
    except OSError:
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def read_bytes(file: str) -> bytes:
    """The contents of a file, or of standard input for `-`; refuses what cannot be read."""
    with opened(file, bar=False) as source:
        return source.read()


def read_registry(file: str) -> Registry:
    """The registry that a file holds, as a document or as a stream.

    Raises:
        InvalidDocument: With every problem.
    """
    with opened(file) as source:
        return source.registry()
