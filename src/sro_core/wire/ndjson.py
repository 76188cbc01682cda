"""Registries as streams: one record a line, read and written in constant memory.

A stream is NDJSON, format `sro-core/registry-stream`, version 1: a header, one
line for each record under the name of its list, and a closing line with counts and
the SHA-256 of all bytes before it. What a stream has to remember is the last id of
each kind, since the ids of a kind only increase.
"""

from __future__ import annotations

import codecs
import contextlib
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import attrgetter
from pathlib import Path
from typing import Any, Final, Protocol, TypeAlias

import attrs

from sro_core.errors import InvalidDocument, InvalidRecord
from sro_core.models import KINDS, LIST_OF, FrozenMap, Record
from sro_core.problems import Problem, in_order, problem
from sro_core.registry import Registry
from sro_core.strict import (
    canonical_bytes,
    straight_texts,
    structure,
    under,
    unknown_key,
    wrong_type,
)
from sro_core.strict.shapes import is_mapping
from sro_core.wire._files import written
from sro_core.wire._headers import version_of
from sro_core.wire._json_text import read
from sro_core.wire._straight import StraightLines, is_bounded
from sro_core.wire.upgrades import LINE_UPGRADES, Upgrade

__all__ = [
    "FORMAT",
    "LONGEST_LINE",
    "VERSION",
    "Rejected",
    "dump",
    "in_stream_order",
    "is_header",
    "load",
    "read_stream",
    "write_stream",
]

#: The name and the version of the format that is written.
FORMAT: Final = "sro-core/registry-stream"
VERSION: Final = 1

#: As many bytes as a line may have, without its line feed, and all that is ever held at once.
LONGEST_LINE: Final = 2**20

#: The key of the closing line, where the others have the name of a list.
_END: Final = "end"

#: The keys that there are, as what an unknown one may be a slip for.
_KINDS: Final[Mapping[str, str]] = {key: key for key in KINDS}
_LINE_KEYS: Final[Mapping[str, str]] = {**_KINDS, _END: _END}
_HEADER_KEYS: Final[Mapping[str, str]] = {key: key for key in ("format", "version")}

_ID: Final = attrgetter("id")


class Readable(Protocol):
    """A file open for reading bytes, or whatever else has lines."""

    def readline(self, size: int, /) -> bytes:
        """The next line with its line feed, or as many bytes of it; none at the end."""
        ...


class Writable(Protocol):
    """A file open for writing bytes."""

    def write(self, data: bytes, /) -> object:
        """Write all of the bytes."""
        ...


_Path: TypeAlias = str | os.PathLike[str]


@attrs.frozen(kw_only=True)
class Rejected:
    """A line that cannot be read, byte for byte.

    Attributes:
        line: Its number; the header is line 1.
        content: Its bytes, with the line feed where it has one; never shown, since it
            may name people. Empty where the closing line is missing.
        problems: Why, with pointers as `/lines/17/completions/hours`. A line longer
            than `LONGEST_LINE` is handed over in parts, and only the first says why.
    """

    line: int
    content: bytes = attrs.field(repr=False)
    problems: tuple[Problem, ...]


@attrs.frozen(kw_only=True)
class _Closing:
    """What the closing line says.

    Attributes:
        counts: How many records of each kind there are; a kind left out has none.
        sha256: The hash of all bytes before the line, in hexadecimal digits.
    """

    counts: FrozenMap[str, int]
    sha256: str


class _Tally:
    """The last id and the number of records of each kind."""

    __slots__ = ("_last", "counts")

    def __init__(self) -> None:
        self._last: dict[str, str] = {}
        self.counts: Counter[str] = Counter()

    def add(self, kind: str, record_id: str) -> Problem | None:
        """Count a record; what is wrong where its id does not come after the last."""
        previous = self._last.get(kind)
        if previous is not None and record_id <= previous:
            said = {"id": record_id, "kind": kind, "previous": previous}
            return problem("stream-order", f"/{kind}/id", record_id=record_id, **said)
        self._last[kind] = record_id
        self.counts[kind] += 1
        return None


# reading --------------------------------------------------------------------------------------


def _refuse(rejected: Rejected) -> None:
    raise InvalidDocument(rejected.problems)


def read_stream(
    source: _Path | Readable, *, on_rejected: Callable[[Rejected], object] = _refuse
) -> Iterator[Record]:
    """Read the records of a stream, one after the other, in constant memory.

    That a stream is whole is known only at its end: what is made of the records
    before should be undone where an error comes after them.

    Args:
        source: A path, or a file open for reading bytes. The file is opened when the
            first record is asked for.
        on_rejected: Called with each line after the header that cannot be read, in
            their order; the lines after it are read on. The closing line is one of
            them where it does not fit what was read, and where it is missing. Left
            out, the first such line raises `InvalidDocument`.

    Yields:
        The records, in the order of the stream.

    Raises:
        OSError: The file cannot be read.
        UnsupportedVersion: The stream is newer than this library.
        InvalidDocument: The header is none; or, without `on_rejected`, with every
            problem of the first line that cannot be read.
    """
    with contextlib.ExitStack() as stack:
        if isinstance(source, str | os.PathLike):
            source = stack.enter_context(Path(source).open("rb"))
        yield from _Reading(source, on_rejected).records()


def is_header(line: bytes) -> bool:
    """Whether a line is the header of a stream, of whatever version."""
    try:
        document = read(line, _object)
    except InvalidDocument:
        return False
    return document.get("format") == FORMAT


def _object(value: object) -> dict[Any, Any]:
    if not is_mapping(value):
        raise InvalidDocument(wrong_type(value, "an object").problems)
    return dict(value)


def _version(value: object) -> int:
    """The version that a header names."""
    header = _object(value)
    version = version_of(header, expected=FORMAT, supported=VERSION, older=LINE_UPGRADES)
    unknown = [unknown_key(key, _HEADER_KEYS) for key in header if key not in _HEADER_KEYS]
    if unknown:
        raise InvalidDocument(unknown)
    return version


class _Reading:
    """One pass over a stream: the line it is at, and what there is to remember."""

    def __init__(self, file: Readable, on_rejected: Callable[[Rejected], object]) -> None:
        self._file = file
        self._on_rejected = on_rejected
        self._content = b""
        self._number = 1
        self._offset = 0
        self._before = hashlib.sha256()
        self._upgrades: list[Upgrade] = []
        self._straight: StraightLines | None = None
        self._tally = _Tally()
        self._rejected = 0
        self._over = False

    def records(self) -> Iterator[Record]:
        """The records; what cannot be read is handed over."""
        self._begin()
        while self._advance():
            try:
                record = self._record()
            except InvalidDocument as error:
                problems = error.problems
            else:
                if record is not None:
                    yield record
                continue
            self._reject(problems)
        if not self._over:
            self._reject([problem("stream-unfinished")])

    def _advance(self) -> bool:
        """Go on to the next line, or within one that is too long; False at the end."""
        content = self._content
        self._before.update(content)
        self._offset += len(content)
        self._number += content.endswith(b"\n")
        self._content = self._file.readline(LONGEST_LINE + 1)
        return self._content != b""

    def _begin(self) -> None:
        self._advance()
        if type(self._content) is not bytes:
            raise TypeError("a stream is read from a file that is open for reading bytes")
        try:
            if len(self._content) > LONGEST_LINE:
                raise InvalidDocument([problem("format-unknown", expected=FORMAT)])
            version = read(self._content, _version)
        except InvalidDocument as error:
            kind, problems = type(error), error.problems
        else:
            self._upgrades = [LINE_UPGRADES[older] for older in range(version, VERSION)]
            if not self._upgrades and is_bounded():
                self._straight = StraightLines()
            return
        raise kind(self._placed(problems))

    def _record(self) -> Record | None:
        """The record of the line; None where it is the closing line, and fits."""
        if self._over:
            raise InvalidDocument([problem("stream-after-end")])
        content = self._content
        if not content.endswith(b"\n"):
            if len(content) > LONGEST_LINE:
                raise InvalidDocument([problem("stream-line-length", limit=LONGEST_LINE)])
            self._over = True
            raise InvalidDocument([problem("stream-unfinished")])
        if content.isspace():
            raise InvalidDocument([problem("stream-blank-line")])
        if content.startswith(codecs.BOM_UTF8):
            # The reader passes one over at the beginning of a text, and each line is one.
            detail = "a byte order mark inside the stream"
            raise InvalidDocument([problem("json-syntax", detail=detail, line=1, column=1)])
        straight = None if self._straight is None else self._straight.read(content)
        kind, found = straight or read(content, self._kind_and_contents)
        if kind == _END:
            self._compare(found)
            return None
        fault = self._tally.add(kind, found.id)
        if fault is not None:
            raise InvalidDocument([fault])
        record: Record = found
        return record

    def _kind_and_contents(self, value: object) -> tuple[str, Any]:
        line = _object(value)
        for upgrade in self._upgrades:
            line = upgrade(line)
        if len(line) != 1:
            raise InvalidDocument([problem("not-one-of-keys", keys=", ".join(_LINE_KEYS))])
        ((kind, contents),) = line.items()
        self._over = kind == _END
        if kind not in _LINE_KEYS:
            raise InvalidDocument([unknown_key(kind, _LINE_KEYS)])
        try:
            return kind, structure(contents, _Closing if kind == _END else KINDS[kind])
        except InvalidDocument as error:
            problems = under(kind, error.problems)
        raise InvalidDocument(problems)

    def _compare(self, closing: _Closing) -> None:
        """Hold what was read against what the closing line says."""
        place = f"/{_END}/counts"
        problems = under(
            _END,
            under("counts", (unknown_key(k, _KINDS) for k in closing.counts if k not in KINDS)),
        )
        for kind in KINDS:
            counted, found = closing.counts.get(kind, 0), self._tally.counts[kind]
            # Each line that was rejected may have been one of them.
            if not found <= counted <= found + self._rejected:
                said: dict[str, Any] = {"kind": kind, "counted": counted, "found": found}
                problems.append(problem("stream-counts", place, **said))
        if closing.sha256 != self._before.hexdigest():
            problems.append(problem("stream-hash", f"/{_END}/sha256"))
        if problems:
            raise InvalidDocument(problems)

    def _reject(self, problems: Iterable[Problem]) -> None:
        """Hand the line over, in parts where it is too long to be held."""
        self._rejected += 1
        self._hand_over(self._placed(problems))
        while not self._content.endswith(b"\n") and self._advance():
            self._hand_over(())

    def _hand_over(self, problems: tuple[Problem, ...]) -> None:
        self._on_rejected(Rejected(line=self._number, content=self._content, problems=problems))

    def _placed(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Problems of the line, as problems of the stream."""
        return in_order(map(self._in_stream, problems))

    def _in_stream(self, item: Problem) -> Problem:
        params: dict[str, Any] = dict(item.params)
        # A line and an offset are counted from the beginning of the text: here of the line.
        if "line" in params:
            params["line"] = self._number
        if "offset" in params:
            params["offset"] = self._offset + int(params["offset"])
        pointer = f"/lines/{self._number}{item.pointer}"
        return problem(item.code, pointer, record_id=item.record_id, **params)


def load(
    source: _Path | Readable, *, on_rejected: Callable[[Rejected], object] | None = None
) -> Registry:
    """Read a stream as one registry.

    Args:
        source: A path, or a file open for reading bytes.
        on_rejected: As in `read_stream`; the registry then holds what could be read.

    Raises:
        OSError: The file cannot be read.
        UnsupportedVersion: The stream is newer than this library.
        InvalidDocument: The header is none; or, without `on_rejected`, with every
            problem of every line.
    """
    problems: list[Problem] = []
    lists: dict[str, list[Record]] = {}

    def note(rejected: Rejected) -> None:
        problems.extend(rejected.problems)

    for record in read_stream(source, on_rejected=on_rejected or note):
        lists.setdefault(LIST_OF[type(record)], []).append(record)
    if problems:
        raise InvalidDocument(in_order(problems))
    contents: dict[str, Any] = {kind: tuple(records) for kind, records in lists.items()}
    return Registry(**contents)


# writing --------------------------------------------------------------------------------------


def write_stream(records: Iterable[Record], target: _Path | Writable) -> None:
    """Write records as a stream, as they come, in constant memory.

    A path is written whole or not at all. Where an open file is written to and an
    error comes, it has no closing line, and no one takes it for whole.

    Args:
        records: The records: kinds in any order, the ids of each kind increasing by
            code point, as Python compares texts.
        target: A path, or a file open for writing bytes.

    Raises:
        OSError: The file cannot be written.
        InvalidRecord: An id does not come after the last of its kind, a line would be
            longer than `LONGEST_LINE`, or what is given is no record.
    """
    with contextlib.ExitStack() as stack:
        if isinstance(target, str | os.PathLike):
            target = stack.enter_context(written(target))
        _write(records, target)


def _write(records: Iterable[Record], file: Writable) -> None:
    digest, tally = hashlib.sha256(), _Tally()

    def put(line: bytes) -> None:
        digest.update(line)
        file.write(line)

    put(_line({"format": FORMAT, "version": VERSION}))
    for number, record in enumerate(records, start=2):
        kind = LIST_OF.get(type(record))
        if kind is None:
            found = type(record).__name__
            raise InvalidRecord([problem("wrong-type", expected="a record", found=found)])
        (text,) = straight_texts([record], type(record))
        line = f'{{"{kind}":{text}}}\n'.encode()
        faults = [tally.add(kind, record.id)]
        if len(line) > LONGEST_LINE + 1:
            faults.append(problem("stream-line-length", record_id=record.id, limit=LONGEST_LINE))
        if problems := [item for item in faults if item is not None]:
            raise InvalidRecord(under("lines", under(number, problems)))
        put(line)
    put(_line({_END: {"counts": tally.counts, "sha256": digest.hexdigest()}}))


def _line(value: Mapping[str, object]) -> bytes:
    return canonical_bytes(value) + b"\n"


def dump(registry: Registry, target: _Path | Writable) -> None:
    """Write a registry as a stream: list after list, the records of each by id.

    Args:
        registry: The registry.
        target: A path, which is written whole or not at all, or a file open for
            writing bytes.

    Raises:
        OSError: The file cannot be written.
        InvalidRecord: The line of a record would be longer than `LONGEST_LINE`.
    """
    write_stream(in_stream_order(registry), target)


def in_stream_order(registry: Registry) -> Iterator[Record]:
    """The records of a registry in the order in which a stream can have them."""
    for _kind, records in registry.lists():
        yield from sorted(records, key=_ID)
