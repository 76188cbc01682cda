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
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final

from sro_core.models import KINDS
from sro_core.registry import Registry
from sro_core.strict import straight_records
from sro_core.wire._json_text import BYTE_ORDER_MARK, Flaw, fraction_of
from sro_core.wire.registries import FORMAT, VERSION

__all__ = [
    "StraightLines",
    "characters_of",
    "decoder",
    "fractions",
    "is_bounded",
    "known_head",
    "read_straight",
    "strings_in",
]

#: The parser stops at the depth and at the digits that the interpreter allows. Where
#: these were raised far above what they are at first, it is not let at a text of any depth.
_DEPTH: Final = 4000
_DIGITS: Final = 4300

#: An escaped half of a surrogate pair without its other half, where no backslash is escaped.
_HALF: Final = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F]"
)


_MARK: Final = re.compile(r"[ \t\n\r]*([\[\]{}:,])[ \t\n\r]*")

#: How many characters are parsed at a time, or where they cannot be cut, how many items.
_PIECE: Final = 16_384
_ITEMS: Final = 64

#: After as many lines of a stream a new parser is made.
_LINES: Final = 4096


class Doubt(ValueError):
    """The text holds what only a careful reading can tell."""


class _Fractions(dict[str, Decimal]):
    """The numbers of one text that have a fraction or an exponent, each read once."""

    def __missing__(self, digits: str) -> Decimal:
        number = fraction_of(digits)
        if isinstance(number, Flaw):
            raise Doubt
        self[digits] = number
        return number


def read_straight(text: object) -> Registry | None:
    """Read a registry, if it is of this version and nothing is wrong with it; else None.

    Args:
        text: The document, if it is one.
    """
    if not is_bounded():
        return None
    try:
        characters = characters_of(text)
        return _Document(characters).registry(strings_in(characters))
    except (ValueError, RecursionError):  # InvalidRecord too: two records of one id
        return None


class StraightLines:
    """Reads lines of a stream that each hold one record, if nothing is wrong with them."""

    __slots__ = ("_decode", "_left")

    def __init__(self) -> None:
        self._left = 0

    def read(self, line: bytes) -> tuple[str, Any] | None:
        """The name of the list and the record, if nothing is wrong with the line; else None.

        Args:
            line: The line, its end included.
        """
        if not self._left:
            # Numbers that were read are kept with the parser: not those of a whole stream.
            self._decode, self._left = decoder().decode, _LINES
        self._left -= 1
        try:
            characters = line.decode()
            value = self._decode(characters)
            if type(value) is not dict or len(value) != 1:
                return None
            ((name, contents),) = value.items()
            if name not in KINDS:
                return None
            found = straight_records([contents], KINDS[name])
            # every string stands in the record, save the name of its list
            if found is None or found[1] + 1 != strings_in(characters):
                return None
        except (ValueError, RecursionError):
            return None
        ((record,), _strings) = found
        return name, record


def is_bounded() -> bool:
    """Whether the interpreter stops a parser at hostile depths and numbers."""
    return sys.getrecursionlimit() <= _DEPTH and 0 < sys.get_int_max_str_digits() <= _DIGITS


def characters_of(text: object) -> str:
    """The characters of a document; text that is no UTF-8 has none."""
    if type(text) is bytes:
        characters = text.decode()
    elif type(text) is str:
        characters = text
        if not characters.isascii():
            characters.encode()
    else:
        raise Doubt
    return characters.removeprefix(BYTE_ORDER_MARK)


def strings_in(characters: str) -> float:
    """How many strings stand in a JSON text, keys among them; half of one stands in no JSON."""
    marks = characters.count('"')
    if "\\" in characters:
        # Without the escaped backslashes, every backslash begins an escape. Something takes
        # their place: halves of pairs on both sides of one must not come together.
        escapes = characters.replace("\\\\", "-")
        if _HALF.search(escapes) is not None:
            raise Doubt
        marks -= escapes.count('\\"')
    return marks / 2


def decoder() -> json.JSONDecoder:
    """The standard library's parser, which keeps the last of two equal keys, for one text."""
    return json.JSONDecoder(parse_float=fractions(), parse_constant=_refuse)


def fractions() -> Callable[[str], Decimal]:
    """What reads the numbers of one text that have a fraction or an exponent."""
    return _Fractions().__getitem__


def _refuse(_word: str) -> Any:
    raise Doubt


def known_head(head: dict[str, Any]) -> bool:
    """Whether a document is of this format and version, and has nothing else beside its lists."""
    known = head == {"format": FORMAT, "version": VERSION}
    return known and type(head["version"]) is int


class _Document:
    """A JSON text of which a piece is parsed when the one before it has been read.

    So what the parser makes is still near at hand when it is read, and its memory
    serves again for the next piece.
    """

    def __init__(self, characters: str) -> None:
        self._characters = characters
        self._at = 0
        self._parse = decoder().raw_decode

    def registry(self, strings: float) -> Registry | None:
        """The registry, if so many strings stand in it, and nothing in it is wrong."""
        lists: dict[str, tuple[Any, ...]] = {}
        head: dict[str, Any] = {}
        self._pass("{")
        while True:
            name = self._value()
            self._pass(":")
            if type(name) is not str or name in lists or name in head:
                raise Doubt
            strings -= 1
            if name in KINDS:
                lists[name], inside = self._records(KINDS[name])
                strings -= inside
            else:
                head[name] = self._value()
            if self._pass(",", "}") == "}":
                break
        # what is left of the strings is the value of `format`
        if strings != 1 or not known_head(head) or self._at != len(self._characters):
            raise Doubt
        return Registry(**lists)

    def _records(self, kind: type[Any]) -> tuple[tuple[Any, ...], int]:
        records: list[Any] = []
        strings = 0
        for items in self._pieces():
            read = straight_records(items, kind)
            if read is None:
                raise Doubt
            records += read[0]
            strings += read[1]
        return tuple(records), strings

    def _pieces(self) -> Iterator[list[Any]]:
        """The items of a list, some at a time."""
        self._pass("[")
        going = not self._characters.startswith("]", self._at)
        if not going:
            self._pass("]")
        while going:
            items = self._cut()
            if items is None:
                items = [self._value()]
                while (going := self._pass(",", "]") == ",") and len(items) < _ITEMS:
                    items.append(self._value())
            yield items

    def _cut(self) -> list[Any] | None:
        """The next items of a compact list, if it can be cut between two of them."""
        start = self._at + _PIECE
        cut = self._characters.find("},{", start, start + _PIECE) + 1
        if not cut:
            return None
        # Elsewhere than between two items, what comes before is no whole list. Where the
        # brackets make it one, the parser stood between two items.
        piece = f"[{self._characters[self._at : cut]}]"
        try:
            items, end = self._parse(piece)
        except json.JSONDecodeError:
            return None
        if end != len(piece):
            return None
        self._at = cut + 1
        found: list[Any] = items
        return found

    def _value(self) -> Any:
        value, self._at = self._parse(self._characters, self._at)
        return value

    def _pass(self, *marks: str) -> str:
        """Go over one of some marks, and the white space around it."""
        found = _MARK.match(self._characters, self._at)
        if found is None or found[1] not in marks:
            raise Doubt
        self._at = found.end()
        return found[1]
