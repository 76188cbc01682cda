"""Registries as streams: what is read, what is refused, and what it takes."""

from __future__ import annotations

import gc
import gzip
import io
import itertools
import json
import os
import pickle
import random
import subprocess
import sys
import traceback
import tracemalloc
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sro_core.errors import InvalidDocument, InvalidRecord, UnsupportedVersion
from sro_core.models import KINDS, LIST_OF, Course, Record
from sro_core.registry import Registry
from sro_core.wire import json as documents
from sro_core.wire import ndjson
from sro_core.wire.ndjson import LONGEST_LINE, Rejected, read_stream, write_stream
from wire.samples import PRIVATE, full
from wire.streams import HEADER, closing, completion, course, line, sealed


def read(stream: bytes) -> tuple[list[str], list[Rejected]]:
    """The ids that are read, and the lines that are not."""
    rejected: list[Rejected] = []
    records = read_stream(io.BytesIO(stream), on_rejected=rejected.append)
    return [record.id for record in records], rejected


def refused(stream: bytes) -> InvalidDocument:
    with pytest.raises(InvalidDocument) as caught:
        list(read_stream(io.BytesIO(stream)))
    return caught.value


def found(stream: bytes) -> list[tuple[str, str]]:
    return [(item.code, item.pointer) for item in refused(stream).problems]


def written(*records: Record) -> bytes:
    file = io.BytesIO()
    write_stream(records, file)
    return file.getvalue()


def a_course(identifier: str, title: str = "T") -> Course:
    return Course(id=identifier, title=title, provider="P")


# what is read


def test_records_come_in_the_order_of_the_stream() -> None:
    stream = sealed(
        completion("k1"), course("c1"), completion("k2"), course("c2"), completions=2, courses=2
    )
    records = list(read_stream(io.BytesIO(stream)))
    assert [(LIST_OF[type(item)], item.id) for item in records] == [
        ("completions", "k1"),
        ("courses", "c1"),
        ("completions", "k2"),
        ("courses", "c2"),
    ]


def test_a_stream_without_records_is_whole() -> None:
    assert read(sealed()) == ([], [])


def test_everything_survives_a_round_trip() -> None:
    registry = documents.loads(json.dumps(full()))
    assert all(len(records) == 1 for _kind, records in registry.lists())
    file = io.BytesIO()
    ndjson.dump(registry, file)
    assert ndjson.load(io.BytesIO(file.getvalue())) == registry
    lines = file.getvalue().splitlines()[1:-1]
    assert [json.loads(item) for item in lines] == [{kind: full()[kind][0]} for kind in KINDS]


def test_white_space_and_order_of_keys_are_free() -> None:
    stream = sealed(
        b' { "courses" : {"title":"T", "provider":"P", "id":"c1"} } \r\n',
        header=b'{"version": 1, "format": "sro-core/registry-stream"}\r\n',
        courses=1,
    )
    assert read(stream) == (["c1"], [])


def test_a_byte_order_mark_at_the_beginning_is_passed_over() -> None:
    stream = sealed(course("c1"), header=b"\xef\xbb\xbf" + HEADER, courses=1)
    assert read(stream) == (["c1"], [])


def test_line_separators_of_unicode_end_no_line() -> None:
    title = "a\u2028b\u0085c\x0bd"
    (record,) = read_stream(io.BytesIO(written(a_course("c1", title))))
    assert isinstance(record, Course)
    assert record.title == title


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_has_ids_of_its_own(kind: str) -> None:
    record = full()[kind][0]
    others = [{name: {**full()[name][0], "id": "5"}} for name in KINDS if name != kind]
    counts: dict[str, Any] = dict.fromkeys(KINDS, 1) | {kind: 2}
    lines = [{kind: {**record, "id": "4"}}, *others, {kind: {**record, "id": "41"}}]
    ids, rejected = read(sealed(*map(line, lines), **counts))
    assert (ids, rejected) == (["4", *["5"] * len(others), "41"], [])


def test_paths_and_files_of_any_sort_are_read(tmp_path: Path) -> None:
    stream = sealed(course("c1"), courses=1)
    path = tmp_path / "courses.ndjson"
    path.write_bytes(stream)
    with gzip.open(tmp_path / "courses.gz", "wb") as packed:
        packed.write(stream)
    with (
        path.open("rb") as buffered,
        path.open("rb", buffering=0) as raw,
        gzip.open(tmp_path / "courses.gz") as unpacked,
    ):
        for source in (path, str(path), buffered, raw, unpacked):
            assert [item.id for item in read_stream(source)] == ["c1"]


def test_a_file_of_text_is_refused() -> None:
    with pytest.raises(TypeError, match="bytes"):
        list(read_stream(io.StringIO("{}")))  # type: ignore[arg-type]


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        next(read_stream(tmp_path / "none.ndjson"))


# the header


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        (b"", ("json-empty", "/lines/1")),
        (b"\n", ("json-empty", "/lines/1")),
        (b"[]\n", ("wrong-type", "/lines/1")),
        (b"{}\n", ("format-unknown", "/lines/1")),
        (b'{"format":"sro-core/registry","version":1}\n', ("format-unknown", "/lines/1/format")),
        (b'{"format":"sro-core/registry",' + b" " * 2**21, ("format-unknown", "/lines/1")),
        (HEADER.replace(b"1", b"0"), ("version-unknown", "/lines/1/version")),
        (HEADER.replace(b"1", b"1.0"), ("version-unknown", "/lines/1/version")),
        (HEADER.replace(b"1}", b'1,"verson":1}'), ("unknown-key", "/lines/1/verson")),
        (HEADER.replace(b"1}", b'1,"version":1}'), ("json-repeated-key", "/lines/1/version")),
        (HEADER[:-3], ("json-syntax", "/lines/1")),
    ],
)
def test_another_header_is_one_clear_problem(header: bytes, problem: tuple[str, str]) -> None:
    stream = header + sealed(course("c1"), courses=1).partition(b"\n")[2]
    assert found(stream if header else b"") == [problem]
    with pytest.raises(InvalidDocument):
        read(stream if header else b"")


def test_a_document_of_one_line_is_told_by_its_format() -> None:
    text = documents.dumps(Registry(courses=(a_course("c1"),))).encode()
    assert found(text) == [("format-unknown", "/lines/1/format")]


def test_a_newer_version_names_both() -> None:
    with pytest.raises(UnsupportedVersion, match=r"version 7.*version 1"):
        list(read_stream(io.BytesIO(sealed(header=HEADER.replace(b"1", b"7")))))


def test_lines_of_an_older_version_are_upgraded_step_by_step(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ndjson, "VERSION", 3)
    steps = {
        1: lambda item: {"classes" if key == "lessons" else key: item[key] for key in item},
        2: lambda item: {"courses" if key == "classes" else key: item[key] for key in item},
    }
    monkeypatch.setattr(ndjson, "LINE_UPGRADES", steps)
    old = course("c1").replace(b"courses", b"lessons")
    assert read(sealed(old, courses=1)) == (["c1"], [])
    new = sealed(old, header=HEADER.replace(b"1", b"3"), courses=1)
    assert found(new) == [("unknown-key", "/lines/2/lessons")]


# bad lines


BAD_LINES: list[tuple[bytes, str, str]] = [
    (b"\n", "stream-blank-line", ""),
    (b" \r\n", "stream-blank-line", ""),
    (b"[]\n", "wrong-type", ""),
    (b"null\n", "wrong-type", ""),
    (b"{}\n", "not-one-of-keys", ""),
    (b'{"courses":{},"agencies":{}}\n', "not-one-of-keys", ""),
    (b'{"cuorses":{}}\n', "unknown-key", "/cuorses"),
    (b'{"format":"sro-core/registry-stream"}\n', "unknown-key", "/format"),
    (HEADER, "not-one-of-keys", ""),
    (b'{"courses":[]}\n', "wrong-type", "/courses"),
    (course("c2", hours="8"), "wrong-type", "/courses/hours"),
    (course("c2", houers=8), "unknown-key", "/courses/houers"),
    (course("c2", hours=8).replace(b"8", b"NaN"), "json-number", "/courses/hours"),
    (course("c2").replace(b'"T"', b'"T","title":"U"'), "json-repeated-key", "/courses/title"),
    (course("c2").replace(b"T", b"\xff"), "json-encoding", ""),
    (course("c2").replace(b"T", b"\xed\xa0\x80"), "json-encoding", ""),
    (course("c2").replace(b"T", rb"\ud800"), "json-surrogate", "/courses/title"),
    (course("c2").replace(b"T", b"\x00"), "json-control-character", ""),
    (b"\x00" * 100 + b"\n", "json-syntax", ""),
    (b"\xef\xbb\xbf" + course("c2"), "json-syntax", ""),
    (b"[" * 100_000 + b"\n", "json-depth", ""),
    (course("c2")[:-1] + course("c3"), "json-syntax", ""),
    (course("c1"), "stream-order", "/courses/id"),
    (course("a"), "stream-order", "/courses/id"),
    (course("c2", title="x" * LONGEST_LINE), "stream-line-length", ""),
]


@pytest.mark.parametrize(("bad", "code", "inside"), BAD_LINES, ids=range(len(BAD_LINES)))
def test_a_bad_line_is_reported_with_its_number_and_the_rest_is_read(
    bad: bytes, code: str, inside: str
) -> None:
    before, after = [course("c1")], [course("c4"), completion("k1")]
    stream = sealed(*before, bad, *after, courses=2, completions=1)
    assert found(stream) == [(code, f"/lines/3{inside}")]
    ids, rejected = read(stream)
    assert ids == ["c1", "c4", "k1"]
    assert b"".join(item.content for item in rejected) == bad
    assert {item.line for item in rejected} == {3}
    assert [item.problems for item in rejected] == [refused(stream).problems] + [()] * (
        len(rejected) - 1
    )


def test_a_number_of_a_line_and_an_offset_are_those_of_the_file() -> None:
    syntax = refused(sealed(course("c1"), b'{"courses":oops}\n')).problems[0]
    assert dict(syntax.params) | {"line": "3", "column": "12"} == dict(syntax.params)
    bad = course("c2").replace(b"T", b"\xff")
    stream = sealed(course("c1"), bad)
    (encoding,) = refused(stream).problems
    assert dict(encoding.params)["offset"] == str(stream.index(b"\xff"))


def test_all_problems_of_a_line_come_at_once_in_order() -> None:
    bad = course("", hours="8").replace(b'"T"', b'"T","title":"U"')
    assert found(sealed(bad)) == [
        ("wrong-type", "/lines/2/courses/hours"),
        ("empty-text", "/lines/2/courses/id"),
        ("json-repeated-key", "/lines/2/courses/title"),
    ]


def test_the_problem_of_a_record_names_it() -> None:
    (item,) = refused(sealed(course("c1"), course("c7", hours="8"), course("c8"))).problems
    assert item.record_id == "c7"


def test_a_rejected_record_may_follow_corrected() -> None:
    stream = sealed(course("c1", hours="8"), course("c1", hours=8), courses=2)
    ids, rejected = read(stream)
    assert (ids, [item.line for item in rejected]) == (["c1"], [2])


def test_ids_are_compared_by_code_point() -> None:
    ordered = ["A", "a", "z", "é", "\uffff", "\U0001f600"]
    assert read(sealed(*map(course, ordered), courses=6)) == (ordered, [])
    for one, other in itertools.pairwise(ordered):
        assert found(sealed(course(other), course(one))) == [
            ("stream-order", "/lines/3/courses/id")
        ]


def test_the_longest_line_is_read_and_written_and_one_byte_more_is_not() -> None:
    overhead = len(written(a_course("c1", "x")).splitlines()[1]) - 1
    title = "x" * (LONGEST_LINE - overhead)
    stream = written(a_course("c1", title))
    assert len(stream.splitlines()[1]) == LONGEST_LINE
    assert read(stream) == (["c1"], [])
    with pytest.raises(InvalidRecord) as caught:
        written(a_course("c0"), a_course("c1", title + "x"))
    assert [(item.code, item.pointer) for item in caught.value.problems] == [
        ("stream-line-length", "/lines/3")
    ]
    longer = stream.splitlines(keepends=True)[1].replace(b"xx", b"xxx", 1)
    assert found(sealed(longer, courses=1)) == [("stream-line-length", "/lines/2")]


# the end


def test_a_stream_that_is_cut_anywhere_is_never_taken_for_whole() -> None:
    stream = sealed(course("c1"), completion("k1"), courses=1, completions=1)
    for length in range(len(stream)):
        refused(stream[:length])


def test_half_a_line_is_kept_and_said_once() -> None:
    stream = sealed(course("c1"), course("c2"), courses=2)
    cut = stream.index(b'"c2"')
    ids, rejected = read(stream[:cut])
    assert ids == ["c1"]
    assert [(item.line, item.content) for item in rejected] == [(3, b'{"courses": {"id": ')]
    assert [item.code for item in rejected[0].problems] == ["stream-unfinished"]


def test_a_closing_line_that_is_missing_is_said_with_the_line_it_would_be() -> None:
    ids, rejected = read(HEADER + course("c1"))
    assert ids == ["c1"]
    assert [(item.line, item.content) for item in rejected] == [(3, b"")]
    assert found(HEADER + course("c1")) == [("stream-unfinished", "/lines/3")]


def test_a_line_too_long_to_hold_at_the_end_is_unfinished_too() -> None:
    stream = HEADER + course("c1") + b"x" * (2 * LONGEST_LINE + 3)
    ids, rejected = read(stream)
    assert ids == ["c1"]
    assert b"".join(item.content for item in rejected) == b"x" * (2 * LONGEST_LINE + 3)
    codes = [[problem.code for problem in item.problems] for item in rejected]
    assert codes == [["stream-line-length"], [], [], ["stream-unfinished"]]


def test_lines_after_the_closing_line_are_kept() -> None:
    whole = sealed(course("c1"), courses=1)
    for more in (b"\n", b"x", course("c2"), whole, b"x" * (LONGEST_LINE + 5)):
        ids, rejected = read(whole + more)
        assert ids == ["c1"]
        assert b"".join(item.content for item in rejected) == more
        assert rejected[0].line == 4
        codes = {problem.code for item in rejected for problem in item.problems}
        assert codes == {"stream-after-end"}


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"courses": 2}, {("courses", "2", "1")}),
        ({}, {("courses", "0", "1")}),
        ({"courses": 1, "agencies": 1}, {("agencies", "1", "0")}),
        ({"courses": 0, "agencies": 1}, {("courses", "0", "1"), ("agencies", "1", "0")}),
        ({"courses": -1}, {("courses", "-1", "1")}),
    ],
)
def test_counts_that_do_not_fit_are_reported(
    counts: dict[str, Any], said: set[tuple[str, str, str]]
) -> None:
    problems = refused(sealed(course("c1"), **counts)).problems
    assert {(item.code, item.pointer) for item in problems} == {
        ("stream-counts", "/lines/3/end/counts")
    }
    params = [dict(item.params) for item in problems]
    assert {(item["kind"], item["counted"], item["found"]) for item in params} == said


def test_a_rejected_line_may_have_been_one_that_is_counted() -> None:
    bad = course("c2", hours="8")
    assert len(read(sealed(course("c1"), bad, courses=2))[1]) == 1
    assert len(read(sealed(course("c1"), bad, courses=1, agencies=1))[1]) == 1
    assert len(read(sealed(course("c1"), bad, courses=3))[1]) == 2
    assert len(read(sealed(course("c1"), bad))[1]) == 2


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ((b"sha256", b"sha265"), ("unknown-key", "/end/sha265")),
        ((b'"courses": 1', b'"courses": "1"'), ("wrong-type", "/end/counts/courses")),
        ((b'"courses": 1', b'"courses": 1, "cuorses": 0'), ("unknown-key", "/end/counts/cuorses")),
        ((b'"counts": {', b'"counts": {"courses": 1, '), ("json-repeated-key", None)),
        ((b"}}\n", b"}\n"), ("json-syntax", "")),
    ],
)
def test_a_closing_line_of_another_shape_is_refused(
    change: tuple[bytes, bytes], problem: tuple[str, str | None]
) -> None:
    before = HEADER + course("c1")
    stream = before + closing(before, courses=1).replace(*change)
    code, inside = problem
    problems = refused(stream).problems
    assert code in {item.code for item in problems}
    if inside is not None:
        assert f"/lines/3{inside}" in {item.pointer for item in problems}
    ids, rejected = read(stream)
    assert ids == ["c1"]
    assert rejected[0].content == stream.splitlines(keepends=True)[2]


def test_another_hash_is_reported() -> None:
    stream = sealed(course("c1"), courses=1)
    assert found(stream.replace(b'"T"', b'"U"')) == [("stream-hash", "/lines/3/end/sha256")]
    digest = json.loads(stream.splitlines()[-1])["end"]["sha256"].encode()
    assert found(stream.replace(digest, digest.upper())) == [("stream-hash", "/lines/3/end/sha256")]


def test_the_hash_is_that_of_common_tools() -> None:
    stream = written(a_course("c1"), a_course("c2"))
    code = "import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())"
    before = b"".join(stream.splitlines(keepends=True)[:-1])
    said = subprocess.run([sys.executable, "-c", code], input=before, capture_output=True).stdout
    assert json.loads(stream.splitlines()[-1])["end"]["sha256"] == said.decode().strip()


# one registry


def test_a_registry_is_refused_with_every_problem_of_every_line() -> None:
    stream = sealed(course("c1", hours="8"), completion("k1", hours=-1), b"\n", courses=9)
    with pytest.raises(InvalidDocument) as caught:
        ndjson.load(io.BytesIO(stream))
    assert [(item.code, item.pointer) for item in caught.value.problems] == [
        ("wrong-type", "/lines/2/courses/hours"),
        ("bad-hours", "/lines/3/completions/hours"),
        ("stream-blank-line", "/lines/4"),
        ("stream-counts", "/lines/5/end/counts"),
    ]


def test_a_registry_of_what_can_be_read() -> None:
    rejected: list[Rejected] = []
    stream = sealed(course("c1"), course("c2", hours="8"), course("c3"), courses=3)
    registry = ndjson.load(io.BytesIO(stream), on_rejected=rejected.append)
    assert registry == Registry(courses=(a_course("c1"), a_course("c3")))
    assert [item.line for item in rejected] == [3]


def test_the_bytes_do_not_depend_on_the_order_of_records() -> None:
    courses = [a_course(identifier) for identifier in ("c1", "a", "Z", "é", "10")]
    streams = set()
    for seed in range(5):
        random.Random(seed).shuffle(courses)
        file = io.BytesIO()
        ndjson.dump(Registry(courses=tuple(courses)), file)
        streams.add(file.getvalue())
    assert len(streams) == 1


# writing


def test_what_is_written_is_what_the_reference_says() -> None:
    expected = json.dumps({"courses": {"hours": 8, "id": "c1", "provider": "P", "title": "é"}})
    body = HEADER + expected.replace("\\u00e9", "é").replace(" ", "").encode() + b"\n"
    record = Course(id="c1", title="é", provider="P", hours=Decimal("8.0"))
    assert written(record) == body + closing(body, courses=1).replace(b" ", b"")


@pytest.mark.parametrize("ids", [("c2", "c1"), ("c1", "c1"), ("a", "A"), ("\U0001f600", "\uffff")])
def test_ids_that_do_not_increase_are_not_written(ids: tuple[str, str]) -> None:
    with pytest.raises(InvalidRecord) as caught:
        written(a_course("0"), *map(a_course, ids))
    (item,) = caught.value.problems
    assert (item.code, item.pointer) == ("stream-order", "/lines/4/courses/id")
    assert item.record_id == ids[1]


@pytest.mark.parametrize("thing", [None, {"id": "c1"}, "c1", Registry()])
def test_what_is_no_record_is_not_written(thing: object) -> None:
    with pytest.raises(InvalidRecord, match="a record"):
        written(thing)  # type: ignore[arg-type]


def test_a_stream_that_fails_takes_the_place_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "courses.ndjson"
    path.write_bytes(b"old")

    def broken() -> Iterator[Record]:
        yield a_course("c1")
        raise KeyError("lost")

    with pytest.raises(KeyError):
        write_stream(broken(), path)
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["courses.ndjson"]
    file = io.BytesIO()
    with pytest.raises(KeyError):
        write_stream(broken(), file)
    assert found(file.getvalue()) == [("stream-unfinished", "/lines/3")]


def test_a_stream_may_take_the_place_of_the_one_it_is_made_from(tmp_path: Path) -> None:
    path = tmp_path / "courses.ndjson"
    path.write_bytes(sealed(course("c1"), course("c2"), courses=2))
    write_stream((item for item in read_stream(path) if item.id != "c1"), path)
    assert [item.id for item in read_stream(path)] == ["c2"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_written_to_as_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        write_stream([a_course("c1")], pipe)
        stream, _errors = reader.communicate()
    assert read(stream) == (["c1"], [])
    assert [item.name for item in tmp_path.iterdir()] == ["pipe"]


# what must not be seen


def test_neither_a_rejected_line_nor_an_error_shows_what_is_private() -> None:
    lines = [
        line({kind: {**records[0], "x": 1}}) for kind, records in full().items() if kind in KINDS
    ]
    _ids, rejected = read(sealed(*lines))
    assert len(rejected) == len(KINDS)
    for item in rejected:
        seen = repr(item) + "".join(map(str, item.problems))
        assert not any(word in seen for word in PRIVATE)
    error = refused(sealed(*lines))
    assert error.__context__ is None
    assert not any(word in "".join(traceback.format_exception(error)) for word in PRIVATE)


def test_rejected_lines_and_errors_pickle() -> None:
    _ids, (rejected, *_more) = read(sealed(b"x\n"))
    assert pickle.loads(pickle.dumps(rejected)) == rejected
    error = refused(sealed(b"x\n"))
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


# what it takes


def _peak(work: Callable[[], object]) -> int:
    """The most memory that is in use at once, with what other tests left behind out of sight.

    The more objects a process holds, the more seldom Python looks for garbage among them.
    """
    gc.collect()
    gc.freeze()
    gc.collect()
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.unfreeze()


class _Endless(io.RawIOBase):
    """Bytes that are made when they are read, so that they are not in memory before."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        part = next(self._parts, b"")
        buffer[: len(part)] = part
        return len(part)


def _read_and_write(count: int) -> None:
    """Read so many completions, every tenth of them bad, and write them again."""

    def parts() -> Iterator[bytes]:
        yield HEADER
        for number in range(count):
            yield completion(f"k{number:09}", hours=number % 10 or "0", certificate=f"{number}")

    class Nowhere:
        def write(self, data: bytes) -> int:
            return len(data)

    rejected = 0

    def count_rejected(item: Rejected) -> None:
        nonlocal rejected
        rejected += len(item.problems)

    source = io.BufferedReader(_Endless(parts()))
    write_stream(read_stream(source, on_rejected=count_rejected), Nowhere())
    assert rejected == count // 10 + 1


def test_memory_does_not_grow_with_the_length_of_a_stream() -> None:
    # so long that the garbage of bad lines is collected on the way
    _read_and_write(100)
    one, four = _peak(lambda: _read_and_write(3000)), _peak(lambda: _read_and_write(12_000))
    assert four < one + 50_000  # six bytes a line
    assert four < 2_000_000


def test_memory_does_not_grow_with_the_length_of_a_line() -> None:
    def read_lines_without_end(megabytes: int) -> None:
        parts = itertools.chain([HEADER], itertools.repeat(b"x" * 2**13, 2**7 * megabytes))
        held = 0

        def note(item: Rejected) -> None:
            nonlocal held
            held = max(held, len(item.content))

        list(read_stream(io.BufferedReader(_Endless(parts)), on_rejected=note))
        assert held == LONGEST_LINE + 1

    assert (
        _peak(lambda: read_lines_without_end(20)) < _peak(lambda: read_lines_without_end(5)) + 2**18
    )
