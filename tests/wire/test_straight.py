"""The straight ways to read a document take nothing that the careful way does not."""

from __future__ import annotations

import io
import json
import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any
from unittest import mock

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sro_core.errors import InvalidDocument
from sro_core.models import KINDS, FrozenMap
from sro_core.registry import Registry
from sro_core.strict import structure
from sro_core.testing import registries
from sro_core.wire import _straight, ndjson
from sro_core.wire._json_text import read
from sro_core.wire._straight import StraightLines, read_straight
from sro_core.wire.fast import read_fast
from sro_core.wire.json import dumps, loads
from sro_core.wire.registries import read_registry
from wire.samples import changed, full, pointers

#: The ways that take only what is plainly good.
WAYS = (read_straight, read_fast)


def exact(value: object) -> object:
    """A value with the type of everything in it, its private fields too."""
    kind: Any = type(value)
    if attrs.has(kind):
        inside: Any = [exact(getattr(value, item.name)) for item in attrs.fields(kind)]
    elif isinstance(value, FrozenMap):
        inside = [(exact(key), exact(item)) for key, item in value.items()]
    elif isinstance(value, tuple):
        inside = [exact(item) for item in value]
    else:
        inside = repr(value)
    return kind, inside


@contextmanager
def pieces_of(characters: int, items: int = 64) -> Iterator[None]:
    """Documents are parsed in pieces of such a size."""
    with (
        mock.patch.object(_straight, "_PIECE", characters),
        mock.patch.object(_straight, "_ITEMS", items),
    ):
        yield


def read_carefully(text: str | bytes) -> Registry:
    """What the way that finds every problem says."""
    return read(text, read_registry)


def taken(text: str | bytes) -> list[Registry]:
    """What the straight ways take a text for; then the careful way says exactly the same."""
    found = [registry for way in WAYS if (registry := way(text)) is not None]
    for straight in found:
        careful = read_carefully(text)
        assert straight == careful
        assert exact(straight) == exact(careful)
        assert hash(straight) == hash(careful)
    return found


def agrees(text: str | bytes) -> bool:
    """Whether all straight ways take a text, and say the same as the careful one."""
    return len(taken(text)) == len(WAYS)


def refuses(text: str | bytes) -> bool:
    """Whether no straight way takes a text."""
    return all(way(text) is None for way in WAYS)


# what is good is taken


@pytest.mark.parametrize("indent", [None, 0, 2])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_document_with_every_key_is_taken(indent: int | None, ascii_only: bool) -> None:
    document = full()
    document["officers"][0]["name"] = 'Ana "Ñ" \\ \U0001f600\n'
    text = json.dumps(document, indent=indent, ensure_ascii=ascii_only)
    assert agrees(text)
    assert agrees(text.encode())
    assert taken(b"\xef\xbb\xbf" + text.encode())
    assert agrees(f" \n{text}\t\r\n")


@given(registry=registries(), characters=st.integers(1, 600), items=st.integers(1, 5))
def test_whatever_is_written_is_taken(registry: Registry, characters: int, items: int) -> None:
    """Law: a registry that is written is read again the straight way, in pieces of any size."""
    text = dumps(registry)
    with pieces_of(characters, items):
        assert agrees(text)
        assert read_straight(text) == loads(json.dumps(json.loads(text), indent=1))


@pytest.mark.parametrize("characters", range(1, 900, 7))
def test_a_list_is_cut_only_between_its_items(characters: int) -> None:
    document = full()
    sitting = document["sessions"][0]["meetings"][0]
    document["sessions"] = [
        {**document["sessions"][0], "id": f"t{number}", "meetings": [sitting] * number}
        for number in range(6)
    ]
    document["officers"][0]["name"] = '},{"id":"o9"},{'
    with pieces_of(characters):
        assert agrees(json.dumps(document, separators=(",", ":")))


@pytest.mark.parametrize("way", WAYS)
def test_records_of_a_straight_way_are_like_any_others(
    way: Callable[[str], Registry | None],
) -> None:
    registry = way(json.dumps(full()))
    assert registry is not None
    assert pickle.loads(pickle.dumps(registry)) == registry
    for _name, records in registry.lists():
        record: Any = records[0]
        assert attrs.evolve(record) == record
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            record.id = "other"
        with pytest.raises(AttributeError):
            record.surplus = 1
        with pytest.raises(AttributeError):
            del record.id


# what may be bad is not taken

_RECORD = '{"id":"c1","title":"T","provider":"P"'


def with_course(members: str = "", *, after: str = "") -> str:
    head = '"format":"sro-core/registry","version":1'
    return f'{{{head},"courses":[{_RECORD}{members}}}{after}]}}'


@pytest.mark.parametrize(
    "text",
    [
        with_course(',"id":"c1"'),
        with_course(',"\\u0069d":"c1"'),
        with_course(',"hours":4,"hours":4'),
        with_course(',"hours" : 4 , "hours" :4'),
        with_course(',"extensions":{"a":1,"a":2}'),
        with_course(',"extensions":{"a":{"b":"\\"","b":1}}'),
        with_course(',"extensions":{"":1,"":1}'),
        with_course(',"codes":[{"code":"x","code":"x"}]'),
        with_course(',"topics":{"a":1,"a":1}'),
        # one string too few, and a key that stood twice brings one more
        with_course(',"hours":"4","id":5,"id":"c1"'),
        with_course(',"topics":{"a":["x"],"a":1}'),
        with_course()[:-1] + ',"courses":[]}',
        with_course()[:-1] + ',"version":1}',
        with_course()[:-1] + ',"format":"sro-core/registry"}',
    ],
)
def test_a_key_that_stands_twice_is_not_taken(text: str) -> None:
    assert refuses(text)
    with pytest.raises(InvalidDocument) as caught:
        loads(text)
    assert "json-repeated-key" in {item.code for item in caught.value.problems}


@pytest.mark.parametrize(
    "half",
    [
        r"\ud83d",
        r"\ude00",
        r"\uDE00\uD83D",
        r"\ud83d\ud83d\ude00",
        r"\ud83d\ude00\ude00",
        r"\ud83d\\\ude00",
        r"\\\ud83d",
        r"\ud83dx\ude00",
        r"\uD83D\n\uDE00",
        "\ud83d",
        "\ud83d\\ude00",
    ],
)
def test_half_of_a_surrogate_pair_is_not_taken(half: str) -> None:
    for members in (f',"extensions":{{"x":"{half}"}}', f',"extensions":{{"{half}":1}}'):
        text = with_course(members)
        assert refuses(text)
        with pytest.raises(InvalidDocument) as caught:
            loads(text)
        assert {item.code for item in caught.value.problems} == {"json-surrogate"}


@pytest.mark.parametrize("whole", [r"\ud83d\ude00", r"\\ud83d", r"\\\\ude00", r"\\\ud83d\ude00"])
def test_a_whole_pair_is_taken(whole: str) -> None:
    assert agrees(with_course(f',"extensions":{{"{whole}":"{whole}"}}'))


@pytest.mark.parametrize(
    "members",
    [
        ',"hours":"40"',
        ',"hours":true',
        ',"hours":null',
        ',"hours":-1',
        ',"hours":0.00001',
        ',"hours":1000000',
        ',"hours":18446744073709551616',
        ',"hours":04',
        ',"hours":4.',
        ',"hours":+4',
        ',"hours":NaN',
        ',"hours":1e999',
        ',"hours":1e-999',
        f',"hours":{"9" * 5000}',
        f',"hours":0.{"0" * 500}1',
        ',"recorded_at":"2025-09-02T08:00:00"',
        ',"recorded_at":"2025-09-02 08:00:00Z"',
        ',"recorded_at":"2025-09-02T08:00:00.1234567Z"',
        ',"recorded_at":"2025-02-30T08:00:00Z"',
        ',"codes":[{"code":"x","from":"2020-01-02","to":"2020-01-01"}]',
        ',"codes":[{"code":"x","from":"2020-01-02T00:00:00Z"}]',
        ',"codes":[{"code":""}]',
        ',"codes":[[]]',
        ',"codes":{}',
        ',"codes":null',
        ',"voided":{"at":"2025-09-02T08:00:00Z","by":"x","reason":"y","replaced_by":"c1"}',
        ',"extensions":[]',
        ',"extensions":null',
        ',"extensions":{"x":9007199254740993}',
        ',"extensions":{"x":0.10000000000000000001}',
        f',"extensions":{{"x":{"9" * 401}}}',
        f',"extensions":{{"x":{"[" * 61}{"]" * 61}}}',
        ',"extensions":{"x":"\t"}',
        ',"start":"2020-01-01"',
        ',"title":""',
    ],
)
def test_what_the_careful_way_refuses_is_not_taken(members: str) -> None:
    text = with_course(members)
    assert refuses(text)
    with pytest.raises(InvalidDocument):
        loads(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "nul",
        '{"a":1}',
        with_course()[:-1],
        with_course() + "x",
        with_course() + "{}",
        with_course(after=","),
        with_course(after=f",{_RECORD}}}"),
        with_course(after=",5"),
        with_course().replace('"version":1', '"version":2'),
        with_course().replace('"version":1', '"version":true'),
        with_course().replace('"version":1', '"version":1.0'),
        with_course().replace('"version":1,', ""),
        with_course().replace("registry", "report"),
        with_course().replace("courses", "course"),
        with_course().replace('"courses":[', '"courses":['.replace("[", "[[")),
        "[" * 100_000,
        '{"format":' * 100_000,
    ],
)
def test_a_text_that_is_no_such_document_is_not_taken(text: str) -> None:
    assert refuses(text)
    assert refuses(text.encode())
    with pytest.raises(InvalidDocument):
        loads(text)


@pytest.mark.parametrize("mark", [*map(chr, range(0x20)), "\x7f", "\x85", "\xa0", "\u2028"])
def test_every_control_character_is_told_alike(mark: str) -> None:
    for text in (
        with_course(f',"extensions":{{"x":"a{mark}b"}}'),
        with_course(f',"extensions":{{"a{mark}b":1}}'),
        with_course().replace('"T"', f'"T{mark}"'),
        with_course().replace(":", f":{mark}", 1),
        f"{mark}{with_course()}{mark}",
    ):
        found = taken(text)
        assert len(found) in (0, len(WAYS))
        assert bool(found) == _is_read(text)


def _is_read(text: str) -> bool:
    try:
        loads(text)
    except InvalidDocument:
        return False
    return True


def test_where_the_interpreter_is_not_bounded_the_careful_way_looks_first() -> None:
    text = json.dumps(full())
    depth, digits = sys.getrecursionlimit(), sys.get_int_max_str_digits()
    try:
        sys.setrecursionlimit(100_000)
        assert refuses(text)
        assert loads(text) is not None
        sys.setrecursionlimit(depth)
        sys.set_int_max_str_digits(0)
        assert refuses(text)
    finally:
        sys.setrecursionlimit(depth)
        sys.set_int_max_str_digits(digits)
    assert agrees(text)


# laws

_WORDS = st.sampled_from(
    ["", "40", "x", "o1", "2025-01-01", "2025-09-02T08:00:00Z", "police", "US-MN", "held", "Ñ"]
)
_NUMBERS = st.sampled_from([0, 1, -1, 1.0, 0.5, 40.25, -0.0, 1e6, 2**53 + 1, 1e300, 0.1])
_VALUES = st.recursive(
    st.none() | st.booleans() | _WORDS | _NUMBERS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_WORDS, inner, max_size=2),
    max_leaves=4,
)
_PLACES = pointers(full())


@given(place=st.sampled_from(_PLACES), value=_VALUES)
def test_a_document_with_another_value_is_read_alike(place: str, value: object) -> None:
    """Law: whatever stands in some place, the straight way says as the careful one, or nothing."""
    taken(json.dumps(changed(place, value)))


@given(
    position=st.integers(min_value=0, max_value=len(json.dumps(full())) - 1),
    insert=st.sampled_from(
        [*'"\\{}[]:,0.-eE \t\n', '"id":"x",', ',"id":"x"', "\\u0041", "\\ud83d"]
    ),
    drop=st.integers(min_value=0, max_value=3),
    characters=st.sampled_from([1, 50, 16_384]),
)
def test_a_document_with_other_characters_is_read_alike(
    position: int, insert: str, drop: int, characters: int
) -> None:
    """Law: whatever the text, the straight way says as the careful one, or nothing."""
    text = json.dumps(full(), separators=(",", ":"))
    with pieces_of(characters):
        taken(text[:position] + insert + text[position + drop :])


@given(
    number=st.from_regex(
        r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?([eE][+-]?[0-9]{1,3})?", fullmatch=True
    )
)
def test_a_number_is_read_alike(number: str) -> None:
    """Law: however a number is written, both ways keep the same digits or refuse it."""
    for members in (f',"hours":{number}', f',"extensions":{{"x":[{number}]}}'):
        taken(with_course(members))


_MOMENTS = st.from_regex(
    r"20[0-9]{2}-[01][0-9]-[0-3][0-9][T t][0-2][0-9]:[0-6][0-9]:[0-6][0-9]"
    r"(\.[0-9]{1,7})?(Z|z|[+-][0-2][0-9]:?[0-6][0-9])?",
    fullmatch=True,
)


@given(moment=_MOMENTS)
def test_a_moment_is_read_alike(moment: str) -> None:
    """Law: however a moment is written, both ways read the same offset or refuse it."""
    taken(with_course(f',"recorded_at":"{moment}"'))


@given(
    registry=registries(),
    position=st.integers(0, 400),
    insert=st.text(alphabet='"{}[]:,.\\0 \ud800xé', max_size=3),
    drop=st.integers(0, 3),
)
def test_a_line_of_a_stream_is_read_alike(
    registry: Registry, position: int, insert: str, drop: int
) -> None:
    """Law: whatever a line is, the straight way says as the careful one, or nothing."""
    stream = io.BytesIO()
    ndjson.dump(registry, stream)
    lines, straight = stream.getvalue().splitlines(keepends=True)[1:-1], StraightLines()
    assert all(straight.read(line) is not None for line in lines)
    for line in lines[:3]:
        changed_line = (
            line[:position] + insert.encode(errors="surrogatepass") + line[position + drop :]
        )
        found = straight.read(changed_line)
        if found is not None:
            name, record = found
            ((careful_name, contents),) = read(changed_line, dict).items()
            assert (name, exact(record)) == (
                careful_name,
                exact(structure(contents, KINDS[name])),
            )


def test_a_key_that_stands_twice_in_a_line_is_not_taken() -> None:
    plain = b'{"courses":{"id":"a","title":"T","provider":"P"}}\n'
    assert StraightLines().read(plain) is not None
    for twice in (b'"id":"a","id":"b"', b'"id":"a","title":"T","title":"T"'):
        assert StraightLines().read(plain.replace(b'"id":"a"', twice)) is None


def test_hours_keep_the_digits_they_were_written_with() -> None:
    # what was read before must not stand in for an equal number
    for written in ("40", "40.0", "40.50", "4e1", "0.0", "-0.0", "0", "8.0", "8", "8.00"):
        text = with_course(f',"hours":{written}')
        assert agrees(text)
        hours = loads(text).courses[0].hours
        assert str(hours) == str(Decimal(written))
