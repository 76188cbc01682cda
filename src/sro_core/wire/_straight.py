"""A registry straight from JSON text, if nothing at all is wrong with it.

The standard library's parser makes plain dicts here, without a hook for each object: it
keeps the last of two equal keys and says nothing. So the strings are counted, in the text by
their quotation marks and in what was read by the readers of records. A key that stood
twice took strings with it, at least its own: then the counts differ.
"""

from __future__ import annotations

import json
import re
import sys
from decimal import Decimal
from typing import Any, Final, cast

from sro_core.errors import InvalidRecord
from sro_core.models import KINDS
from sro_core.registry import Registry
from sro_core.strict import straight_records
from sro_core.wire._json_text import BYTE_ORDER_MARK, Flaw, fraction_of
from sro_core.wire.registries import FORMAT, VERSION

__all__ = ["read_straight"]

#: The parser stops at the depth and at the digits that the interpreter allows. Where
#: these were raised far above what they are at first, it is not let at a text of any depth.
_DEPTH: Final = 4000
_DIGITS: Final = 4300

#: An escaped half of a surrogate pair without its other half, where no backslash is escaped.
_HALF: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
)


class _Doubt(ValueError):
    """The text holds what only a careful reading can tell."""


class _Fractions(dict[str, Decimal]):
    """The numbers of one text that have a fraction or an exponent, each read once."""

    def __missing__(self, digits: str) -> Decimal:
        number = fraction_of(digits)
        if isinstance(number, Flaw):
            raise _Doubt
        self[digits] = number
        return number


def read_straight(text: object) -> Registry | None:
    """Read a registry, if it is of this version and nothing is wrong with it; else None.

    Args:
        text: The document, if it is one.
    """
    if not _is_bounded():
        return None
    try:
        characters = _characters(text)
        strings = _strings_in(characters)
        document = _parsed(characters)
        # what it was made from is not needed any more, and may be large
        del characters
        return _registry(document, strings)
    except (ValueError, RecursionError):
        return None


def _is_bounded() -> bool:
    return sys.getrecursionlimit() <= _DEPTH and 0 < sys.get_int_max_str_digits() <= _DIGITS


def _characters(text: object) -> str:
    if type(text) is bytes:
        characters = text.decode()
    elif type(text) is str:
        characters = text
        if not characters.isascii():
            characters.encode()
    else:
        raise _Doubt
    return characters.removeprefix(BYTE_ORDER_MARK)


def _strings_in(characters: str) -> float:
    """How many strings stand in a JSON text, keys among them; half of one stands in no JSON."""
    marks = characters.count('"')
    if "\\" in characters:
        # Without the escaped backslashes, every backslash begins an escape. Something takes
        # their place: halves of pairs on both sides of one must not come together.
        escapes = characters.replace("\\\\", "-")
        if _HALF.search(escapes) is not None:
            raise _Doubt
        marks -= escapes.count('\\"')
    return marks / 2


def _parsed(characters: str) -> Any:
    def refuse(_word: str) -> Any:
        raise _Doubt

    decoder = json.JSONDecoder(parse_float=_Fractions().__getitem__, parse_constant=refuse)
    return decoder.decode(characters)


def _registry(document: Any, strings: float) -> Registry | None:
    if type(document) is not dict:
        return None
    lists = cast("dict[str, Any]", document)
    strings -= len(lists) + 1  # the keys, and the value of `format`
    version = lists.pop("version", None)
    if lists.pop("format", None) != FORMAT or type(version) is not int or version != VERSION:
        return None
    if not KINDS.keys() >= lists.keys():
        return None
    for name, items in lists.items():
        read = straight_records(items, KINDS[name])
        if read is None:
            return None
        lists[name], inside = read
        strings -= inside
    return _made(lists) if strings == 0 else None


def _made(lists: dict[str, Any]) -> Registry | None:
    try:
        return Registry(**lists)
    except InvalidRecord:  # two records of one id
        return None
