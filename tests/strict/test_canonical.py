"""Canonical bytes, held against the published samples of RFC 8785."""

from __future__ import annotations

import json
import math
import struct
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sro_core.errors import InvalidDocument
from sro_core.models import FrozenMap
from sro_core.strict import canonical_bytes

# RFC 8785, appendix B: the bits of a double, and its text.
APPENDIX_B = [
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555554", "333333333.33333325"),
    ("41b3de4355555555", "333333333.3333333"),
    ("41b3de4355555556", "333333333.3333334"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
]


def refused(value: object) -> str:
    with pytest.raises(InvalidDocument) as caught:
        canonical_bytes(value)
    (item,) = caught.value.problems
    return item.code


@pytest.mark.parametrize(("bits", "text"), APPENDIX_B)
def test_numbers_are_written_as_appendix_b_says(bits: str, text: str) -> None:
    (double,) = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical_bytes(double).decode() == text
    assert canonical_bytes(Decimal(text)).decode() == text


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, Decimal("NaN"), Decimal("sNaN")])
def test_what_is_no_number_is_refused(number: float | Decimal) -> None:
    assert refused(number) == "bad-number"


@pytest.mark.parametrize("number", [2**53 + 1, 2**68, 10**400, Decimal("0.1") + Decimal("1e-25")])
def test_a_number_that_is_not_a_doubles_shortest_text_is_refused(number: int | Decimal) -> None:
    assert refused([number]) == "bad-number"


def test_decimals_lose_only_their_padding() -> None:
    values = [Decimal("40.50"), Decimal("1E+2"), Decimal("-0.0"), Decimal("999999.9999")]
    assert canonical_bytes(values) == b"[40.5,100,0,999999.9999]"


def test_the_sample_object_of_section_3_2_2() -> None:
    sample = json.loads(
        r"""{
          "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
          "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
          "literals": [null, true, false]
        }"""
    )
    assert canonical_bytes(sample).hex() == (
        "7b226c69746572616c73223a5b6e756c6c2c747275652c66616c73655d2c226e756d62657273223a5b"
        "3333333333333333332e333333333333332c31652b33302c342e352c302e3030322c31652d32375d2c"
        "22737472696e67223a22e282ac245c75303030665c6e4127425c225c5c5c5c5c222f227d"
    )


def test_the_key_order_of_section_3_2_3() -> None:
    sample = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical_bytes(sample)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_strings_are_escaped_no_more_than_needed() -> None:
    assert canonical_bytes("\b\t\n\f\r\x00\x1f\x7f/é\u2028") == (
        '"\\b\\t\\n\\f\\r\\u0000\\u001f\x7f/é\u2028"'.encode()
    )


def test_containers_may_be_frozen_and_empty() -> None:
    assert canonical_bytes(FrozenMap({"b": (), "a": {}})) == b'{"a":{},"b":[]}'


def test_what_json_does_not_have_is_refused() -> None:
    assert refused({"a": {1}}) == "wrong-type"
    assert refused({1: "a"}) == "wrong-type"
    assert refused("\ud800") == "bad-text"
    assert refused({"\ud800": 1}) == "bad-text"


@given(double=st.floats(allow_nan=False, allow_infinity=False))
def test_every_double_is_read_back(double: float) -> None:
    """Law: the text of a double, read as a double, is that double."""
    assert float(canonical_bytes(double)) == double


@given(
    value=st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_canonical_bytes_are_json_and_stay_the_same(value: object) -> None:
    """Law: canonical bytes say the same as the value, and are canonical themselves."""
    written = canonical_bytes(value)
    assert json.loads(written) == value
    assert canonical_bytes(json.loads(written)) == written
