"""Hostile documents: cut off anywhere, in other encodings, and as large as they can be made.

What time they take is measured by counting: how many calls of functions twice as large a document
takes. Work that is no call, of the parser and of regular expressions, is measured by how much more
of the processor an eightfold document takes.
"""

from __future__ import annotations

import itertools
import json
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

import sro_core as sro
from sro_core.errors import InvalidDocument
from sro_core.packs import loads_pack
from wire.samples import FULL

_GOLDEN: Final = Path(__file__).parent / "golden" / "v1"

#: What each kind of text is read by.
_READERS: Final[dict[str, Callable[[bytes], object]]] = {
    "registry.json": sro.loads,
    "pack.toml": loads_pack,
}


def _refused(read: Callable[[Any], object], given: Any) -> InvalidDocument | None:
    """Why something is refused; None where it is read."""
    try:
        read(given)
    except InvalidDocument as error:
        return error
    return None


# cut off, and in other encodings --------------------------------------------------------------


def test_a_registry_cut_off_anywhere_is_refused() -> None:
    whole = (_GOLDEN / "registry.json").read_bytes()
    for end in range(len(whole)):
        error = _refused(sro.loads, whole[:end])
        assert error is not None, end
        (problem,) = error.problems
        assert problem.code in {
            "json-empty",
            "json-syntax",
            "json-control-character",
            "json-encoding",
        }
    assert _refused(sro.loads, whole) is None


def test_a_pack_cut_off_anywhere_is_read_or_refused() -> None:
    whole = (_GOLDEN / "judging-pack.toml").read_bytes()
    outcomes = {_refused(loads_pack, whole[:end]) is None for end in range(len(whole))}
    assert outcomes == {True, False}


@pytest.mark.parametrize("name", _READERS)
def test_a_byte_turned_anywhere_is_read_or_refused(name: str) -> None:
    """Bytes all over a document are made each of four others."""
    whole = (_GOLDEN / name).read_bytes()
    refused = 0
    for place, byte in itertools.product(range(0, len(whole), 29), (0x00, 0x22, 0x7D, 0xFF)):
        turned = whole[:place] + bytes([byte]) + whole[place + 1 :]
        refused += _refused(_READERS[name], turned) is not None
    assert refused > len(whole) // 29


@pytest.mark.parametrize("name", _READERS)
@pytest.mark.parametrize(
    "encoding",
    ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252", "cp037"],
)
def test_another_encoding_is_refused(name: str, encoding: str) -> None:
    text = (_GOLDEN / name).read_text("utf-8").replace("Lakeview", "Läkeview+")
    assert _refused(_READERS[name], text.encode()) is None
    assert _refused(_READERS[name], text.encode(encoding)) is not None


@pytest.mark.parametrize("name", _READERS)
@pytest.mark.parametrize(
    "bad", [b"\xff", b"\x80", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc3"]
)
def test_bytes_that_are_not_utf_8_are_refused_where_they_are(name: str, bad: bytes) -> None:
    whole = (_GOLDEN / name).read_bytes()
    place = whole.index(b"Lakeview") + 3
    error = _refused(_READERS[name], whole[:place] + bad + whole[place:])
    assert error is not None
    (problem,) = error.problems
    assert problem.code in {"json-encoding", "pack-encoding"}
    assert dict(problem.params) == {"offset": str(place)}


# values that contain themselves ---------------------------------------------------------------


def _circles() -> Iterator[Any]:
    by_list: list[Any] = []
    by_list.append(by_list)
    yield by_list
    by_object: dict[str, Any] = {}
    by_object["x"] = by_object
    yield by_object
    wide: list[Any] = []
    wide += [wide] * 50
    yield wide


@pytest.mark.parametrize("circle", [*_circles()], ids=["list", "object", "wide"])
def test_a_value_that_contains_itself_is_refused(circle: Any) -> None:
    for field in ("extensions", "employments", "licenses", "name", "voided"):
        officer = {"id": "o1", "employments": [], field: {"x": circle}}
        assert _refused(lambda value: sro.Registry.build(officers=[value]), officer) is not None
        officer[field] = circle
        assert _refused(lambda value: sro.Registry.build(officers=[value]), officer) is not None


@pytest.mark.parametrize("number", ["NaN", "sNaN", "-sNaN12", "Infinity", "1E+999999", "1E-999999"])
def test_a_decimal_that_no_double_holds_is_refused(number: str) -> None:
    course = {"id": "c1", "title": "T", "provider": "P", "extensions": {"x": [Decimal(number)]}}
    error = _refused(lambda value: sro.Registry.build(courses=[value]), course)
    assert error is not None
    assert [(item.code, item.pointer) for item in error.problems] == [
        ("bad-number", "/courses/0/extensions/x/0")
    ]


# as large as they can be made -----------------------------------------------------------------

_HEAD: Final = '{"format":"sro-core/registry","version":1,'


def _course(members: str) -> str:
    return f'{_HEAD}"courses":[{{"id":"c","title":"T","provider":"P",{members}}}]}}'


def _inside(text: str) -> str:
    return _course(f'"extensions":{{"x":{text}}}')


def _times(item: str, size: int) -> str:
    return ",".join([item] * (size // len(item)))


def _deep_surrogates(size: int) -> str:
    """Halves of surrogate pairs, each at the end of a long pointer."""
    levels = 10
    opened = ('{"' + "k" * 20 + '":') * levels
    inside = _times('"\\ud800"', size - len(opened))
    return _course(f'"extensions":{opened}[{inside}]{"}" * levels}')


def _long_id(size: int) -> str:
    """One officer whose id is half of the document, the other half all wrong."""
    wrong = _times("{}", size // 2)
    return f'{_HEAD}"officers":[{{"id":"{"o" * (size // 2)}","employments":[{wrong}]}}]}}'


#: Documents by their size in characters, each of one thing over and over.
_LARGE: Final[dict[str, Callable[[int], str]]] = {
    "a text": lambda size: _inside(f'"{"a" * size}"'),
    "a text of escapes": lambda size: _inside('"' + "\\u00e9" * (size // 6) + '"'),
    "a text with one wide character": lambda size: _inside(f'"{"a" * size}\U0001f600"'),
    "a key": lambda size: _course(f'"{"k" * size}":1'),
    "a number": lambda size: _course(f'"hours":{"9" * size}'),
    "digits after the point": lambda size: _course(f'"hours":0.{"0" * size}1'),
    "numbers": lambda size: _inside(f"[{_times('1.5', size)}]"),
    "numbers of no double": lambda size: _inside(f"[{_times('1e999', size)}]"),
    "empty objects": lambda size: _inside(f"[{_times('{}', size)}]"),
    "records without keys": lambda size: f'{_HEAD}"sessions":[{_times("{}", size)}]}}',
    "records of one id": lambda size: f'{_HEAD}"courses":[{_times(chr(123) + _ID, size)}]}}',
    "a long id": _long_id,
    "unknown keys": lambda size: _course(
        ",".join(f'"k{size:05}{n:04}":1' for n in range(size // 14))
    ),
    "a key over and over": lambda size: _course(_times('"title":"U"', size)),
    "different keys over and over": lambda size: _inside(
        "{" + ",".join(f'"k{n // 2:09}":1' for n in range(size // 14)) + "}"
    ),
    "halves of surrogate pairs": lambda size: _inside(f"[{_times(_HALF, size)}]"),
    "halves of surrogate pairs far down": _deep_surrogates,
    "brackets": lambda size: "[" * size,
    "braces": lambda size: '{"a":' * (size // 5),
    "quotes": lambda size: '"' * size,
    "backslashes": lambda size: '"' + "\\" * size,
    "escaped quotes": lambda size: '"' + '\\"' * (size // 2),
    "texts that begin": lambda size: '["' * (size // 2),
    "numbers alone": lambda size: f"[{_times('1', size)}]",
    "a minus and zeros": lambda size: "-" + "0" * size,
    "spaces": lambda size: " " * size,
    "line breaks": lambda size: "\n" * size + "x",
    "byte order marks": lambda size: "\ufeff" * size,
}
_ID: Final = '"id":"c"}'
_HALF: Final = '"\\ud800"'


@pytest.mark.parametrize("name", _LARGE)
def test_memory_is_in_proportion_to_the_document_and_to_what_is_said_of_it(name: str) -> None:
    data = _LARGE[name](6_000).encode()
    _refused(sro.loads, data)  # what is made once is there
    tracemalloc.start()
    error = _refused(sro.loads, data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    problems = error.problems if error is not None else ()
    said = sum(1_500 + 5 * len(item.pointer) for item in problems)
    assert peak < 80 * len(data) + said + 200_000


def _calls(read: Callable[[bytes], object], data: bytes) -> int:
    """How many calls of functions, of Python's and of C's, it takes to read."""
    count = 0

    def counting(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counting)
    try:
        _refused(read, data)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", _LARGE)
def test_a_document_twice_as_large_takes_about_twice_the_calls(name: str) -> None:
    small, large = (_LARGE[name](size).encode() for size in (4_000, 8_000))
    assert len(large) <= 2 * len(small)
    assert _calls(sro.loads, large) < 2.4 * _calls(sro.loads, small) + 500


#: Those on which the parser and the regular expressions work the longest.
_FOR_PARSERS: Final = (
    *("a text", "a text of escapes", "a key", "a number", "brackets", "braces", "quotes"),
    *("backslashes", "escaped quotes", "texts that begin", "a minus and zeros", "line breaks"),
)


def _processor(data: bytes) -> float:
    """Seconds of the processor that it takes to read, at best."""
    best = float("inf")
    for _attempt in range(3):
        before = time.process_time()
        _refused(sro.loads, data)
        best = min(best, time.process_time() - before)
    return best


@pytest.mark.parametrize("name", _FOR_PARSERS)
def test_an_eightfold_document_takes_nowhere_near_sixty_four_times_as_long(name: str) -> None:
    small, large = (_processor(_LARGE[name](size).encode()) for size in (100_000, 800_000))
    assert large < 32 * max(small, 0.001)


@pytest.mark.parametrize("name", _LARGE)
def test_what_is_said_of_a_document_is_in_proportion_to_it_too(name: str) -> None:
    """An error that nobody catches is printed, and must not be larger than what it is about."""
    small, large = (
        len(str(_refused(sro.loads, _LARGE[name](size).encode()))) for size in (4_000, 8_000)
    )
    assert large < 2.4 * small + 2_000


# large packs ----------------------------------------------------------------------------------


def _pack(members: str) -> str:
    head = 'id = "x"\ntitle = "X"\nedition = "1"\nconfidence = "verified"\n'
    return f"{head}researched_from = 2020-01-01\nverified_through = 2024-12-31\n{members}\n"


_LARGE_PACKS: Final[dict[str, Callable[[int], str]]] = {
    "a text": lambda size: _pack(f'assumptions = ["{"a" * size}"]'),
    "brackets": lambda size: _pack(f"assumptions = {'[' * size}"),
    "braces": lambda size: _pack(f"assumptions = {'{a=' * (size // 3)}"),
    "a number": lambda size: _pack(f"bridge_days = {'9' * size}"),
    "unknown keys": lambda size: _pack("".join(f"k{size}{n:05} = 1\n" for n in range(size // 15))),
    "requirements without keys": lambda size: _pack("[[requirements]]\n" * (size // 17)),
    "codes of one name": lambda size: _pack('[[codes]]\ncode="c"\ntitle="t"\n' * (size // 29)),
}


@pytest.mark.parametrize("name", _LARGE_PACKS)
def test_a_pack_twice_as_large_takes_about_twice_the_calls(name: str) -> None:
    small, large = (_LARGE_PACKS[name](size).encode() for size in (4_000, 8_000))
    assert _calls(loads_pack, large) < 2.4 * _calls(loads_pack, small) + 2_000


def test_the_sample_is_read_by_what_the_tests_above_refuse() -> None:
    assert _refused(sro.loads, json.dumps(FULL)) is None
    assert _refused(loads_pack, _pack("").encode()) is None
