"""Whatever is handed over is read, or refused with problems: no other exception, nothing else.

`python tests/hostile.py 10` tries these laws for ten minutes.
"""

from __future__ import annotations

import datetime as dt
import enum
import json
import pickle
import uuid
import zoneinfo
from collections import ChainMap, OrderedDict, UserString, deque
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

import sro_core as sro
from sro_core import models as m
from sro_core.errors import InvalidDocument, InvalidPack
from sro_core.packs import bundled, loads_pack
from sro_core.problems import CODES
from sro_core.rules import Pack
from sro_core.strict import canonical_bytes, unstructure
from sro_core.testing import packs, registries
from sro_core.wire._json_text import parse
from wire.mutations import NEAR_MISSES, mangled, mutated
from wire.samples import FULL

_GOLDEN: Final = Path(__file__).parents[1] / "wire" / "golden" / "v1"


def _checked(error: InvalidDocument) -> None:
    """What a refusal must be, whatever was refused."""
    assert error.problems
    for item in error.problems:
        assert item.code in CODES
        assert not item.pointer or item.pointer.startswith("/")
        assert item.message
        assert len(str(item)) < 20_000
    str(error).encode()
    assert pickle.loads(pickle.dumps(error)).problems == error.problems


def _survives(registry: sro.Registry) -> None:
    """A registry that is there can be written and read again; its records stand by id then."""
    lists = {kind: sorted(records, key=lambda item: item.id) for kind, records in registry.lists()}
    written = sro.dumps(registry)
    again = sro.loads(written)
    assert again == sro.Registry.build(**lists)
    assert sro.dumps(again) == written


def _reads(text: str | bytes) -> None:
    try:
        registry = sro.loads(text)
    except InvalidDocument as error:
        _checked(error)
    else:
        _survives(registry)


def _reads_pack(text: str | bytes) -> None:
    try:
        pack = loads_pack(text)
    except InvalidPack as error:
        _checked(error)
    else:
        canonical_bytes(unstructure(pack))


# text -----------------------------------------------------------------------------------------

_JSON_TOKENS: Final = st.sampled_from(
    [
        *(b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\", b"\\u", b"\\ud800", b"\\udfff\\ud800"),
        *(b"null", b"true", b"NaN", b"-Infinity", b"-", b"0", b"1e999", b"1E-999", b"1.0", b"-0.0"),
        *(b"9" * 30, b"9" * 500, b"0." + b"0" * 500, b"1e99999999999999999999", b"[" * 100),
        *(
            b'{"a":' * 80,
            b'"id":',
            b'"x":1,"x":2',
            b"\x00",
            b"\n",
            b"\xff",
            b"\xc3",
            b"\xed\xa0\x80",
        ),
        *(b"\xef\xbb\xbf", b"\xf4\x90\x80\x80", "é\u2028".encode(), "\U0001f600".encode("utf-16")),
    ]
)
_TOML_TOKENS: Final = st.sampled_from(
    [
        *(b"{", b"}", b"[", b"]", b"[[", b"]]", b"=", b".", b",", b'"', b"'", b'"""', b"'''", b"#"),
        *(
            b"\n",
            b"\r",
            b"\r\n",
            b"\x00",
            b"\xff",
            b"\\u",
            b"\\ud800",
            b"\\UFFFFFFFF",
            b"\xef\xbb\xbf",
        ),
        *(b"nan", b"-inf", b"1e999", b"1e99999999999999999999", b"0x1f", b"9" * 5_000, b"1_0"),
        *(b"2020-13-01", b"2020-01-01T00:00:00", b"0001-01-01T00:00:00+23:59", b"07:32:00"),
        *(b"[" * 200, b"a." * 200, b"{a=" * 200, b"[requirements]\n", b"[[requirements]]\n"),
        *(
            b"[[requirements.versions.cases]]\n",
            b'id = "x"\n',
            b"on = 9999-12-31",
            b"years = 9999999",
        ),
    ]
)


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-16")))
def test_any_bytes(data: bytes) -> None:
    """Bytes of any kind are read or refused, as a registry and as a pack."""
    _reads(data)
    _reads_pack(data)


@given(st.text(st.characters(), max_size=200))
def test_any_text(text: str) -> None:
    """So is text, also with halves of surrogate pairs."""
    _reads(text)
    _reads_pack(text)


@given(mangled(json.dumps(FULL).encode(), _JSON_TOKENS))
def test_a_mangled_registry(data: bytes) -> None:
    """So is a registry in whose text something is cut out, repeated or put in."""
    _reads(data)


@given(mangled((_GOLDEN / "pack.toml").read_bytes(), _TOML_TOKENS))
def test_a_mangled_pack(data: bytes) -> None:
    """So is a pack in whose text something is cut out, repeated or put in."""
    _reads_pack(data)


# shape ----------------------------------------------------------------------------------------


@given(mutated(st.just(FULL) | registries().map(lambda item: json.loads(sro.dumps(item))), most=6))
def test_a_registry_of_another_shape(document: Any) -> None:
    """So is a registry in which values are left out, added, renamed or exchanged."""
    _reads(json.dumps(document))


def _toml(value: Any) -> str:
    """A value as TOML in one line; null, which TOML has not, as an empty list."""
    match value:
        case dict():
            return f"{{{', '.join(f'{json.dumps(k)} = {_toml(v)}' for k, v in value.items())}}}"
        case list():
            return f"[{', '.join(map(_toml, value))}]"
        case None:
            return "[]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def _as_toml(document: Any) -> str:
    return "".join(f"{json.dumps(key)} = {_toml(value)}\n" for key, value in document.items())


def _plain(pack: Pack) -> Any:
    return json.loads(canonical_bytes(unstructure(pack)))


_PACKS: Final = (
    st.just(json.loads((_GOLDEN / "pack.json").read_bytes()))
    | st.sampled_from(bundled().packs).map(_plain)
    | packs().map(_plain)
)


@given(mutated(_PACKS, most=4))
def test_a_pack_of_another_shape(document: Any) -> None:
    """So is a pack in which values are left out, added, renamed or exchanged."""
    _reads_pack(_as_toml(document))


# values of Python -----------------------------------------------------------------------------


class _Text(str):
    """A text that is not exactly one."""

    __slots__ = ()


class _Word(enum.StrEnum):
    POLICE = "police"


_ZONES: Final = st.sampled_from(
    [
        None,
        dt.UTC,
        dt.timezone(dt.timedelta(hours=23, minutes=59)),
        dt.timezone(dt.timedelta(hours=-5, seconds=1)),
        zoneinfo.ZoneInfo("America/Chicago"),
    ]
)

#: Values of kinds that a database or a careless program may hand over.
_ODD: Final = st.one_of(
    st.sampled_from(NEAR_MISSES),
    st.integers() | st.sampled_from((10**400, -(10**5000), 1 << 100_000)),
    st.floats(),
    st.decimals()
    | st.sampled_from([Decimal(x) for x in ("sNaN", "NaN", "-Infinity", "1E+999999")]),
    st.text(st.characters(), max_size=5).map(_Text),
    st.binary(max_size=5) | st.binary(max_size=5).map(bytearray),
    st.dates() | st.times() | st.timedeltas() | st.datetimes(timezones=_ZONES),
    st.sampled_from([*m.AgencyKind, *m.Role, _Word.POLICE, m.BEFORE_SERVICE]),
    st.sampled_from(
        [
            *(1j, ..., NotImplemented, object, uuid.UUID(int=1), UserString("x"), range(3), len),
            *({1, 2}, frozenset({"x"}), deque(["x"]), (1, (2,)), slice(1)),
            *(OrderedDict(x=1), ChainMap({"x": 1}), MappingProxyType({"x": 1})),
            *(m.FrozenMap({"x": m.FrozenMap({1: 2})}), {1: 1}, {None: 1}, {("a", "b"): 1}),
            *({1 << 100_000: 1}, {_Text("id"): "a"}, {b"id": 1}, {"x" * 500: 1, "\ud800": 2}),
            m.Adopter(agency_id="a1"),
            m.School(
                id="s1",
                district_id="d1",
                name="S",
                level=m.SchoolLevel.HIGH,
                control=m.SchoolControl.PUBLIC,
            ),
        ]
    ),
)

_LISTS: Final[Any] = parse(json.dumps({key: FULL[key] for key in m.KINDS}))[0]


@given(mutated(st.just(_LISTS), values=_ODD, most=4))
def test_a_registry_built_from_values_of_any_kind(lists: dict[str, Any]) -> None:
    """A registry is built from Python's values, or they are refused; then it can be written."""
    try:
        registry = sro.Registry.build(**lists)
    except InvalidDocument as error:
        _checked(error)
    else:
        _survives(registry)
