"""JSON text to plain values, strictly: RFC 8259 without its freedoms.

Repeated keys, numbers that no double holds, halves of surrogate pairs and deep
nesting are problems here. A number with a fraction or an exponent becomes a
`Decimal`, so that no digit is lost. A byte order mark at the very beginning is
passed over, as RFC 8259 allows: it carries no data, and spreadsheets write it.
"""

from __future__ import annotations

import collections
import json
import math
import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, Final, TypeVar, cast

from sro_core.errors import InvalidDocument
from sro_core.models._fields import DEEPEST
from sro_core.problems import Problem, in_order, problem
from sro_core.strict.pointers import pointer_token, shown_key
from sro_core.strict.shapes import is_list

__all__ = ["BYTE_ORDER_MARK", "Flaw", "fraction_of", "parse", "read"]

T = TypeVar("T")

#: As long as a number may be; the largest double has 309 digits.
_LONGEST_NUMBER: Final = 400

BYTE_ORDER_MARK: Final = "\ufeff"

# A string in one bite, closed or not, so that brackets in it are not counted. The
# possessive quantifiers never go back: the time is linear whatever the text.
_BRACKETS: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"?|(?P<open>[\[{])|(?P<close>[\]}])', re.DOTALL)

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_PERHAPS_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]|[" + "\ud800-\udfff]")


def read(text: str | bytes, make: Callable[[Any], T]) -> T:
    """Read a JSON text and make something of its value.

    Args:
        text: The text; bytes are UTF-8.
        make: Makes it, or raises `InvalidDocument` with every problem of the value.

    Raises:
        InvalidDocument: With the problems of the text and those of the value.
    """
    value, flaws = parse(text)
    try:
        made = make(value)
    except InvalidDocument as error:
        kind, problems = type(error), [*flaws, *_not_below(flaws, error.problems)]
    else:
        if not flaws:
            return made
        kind, problems = InvalidDocument, flaws
    # Raised out here, so that the error does not hold on to the document.
    raise kind(in_order(problems))


def _not_below(flaws: Iterable[Problem], problems: Iterable[Problem]) -> list[Problem]:
    """The problems that do not merely say again that a flawed value is no good."""
    places = {flaw.pointer for flaw in flaws}
    return [item for item in problems if places.isdisjoint(_ways(item.pointer))]


def _ways(pointer: str) -> Iterable[str]:
    tokens = pointer.split("/")
    return ("/".join(tokens[:length]) for length in range(1, len(tokens) + 1))


class Flaw:
    """Stands in a document where a value could not be read; no record takes it."""

    __slots__ = ("code", "params")

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params: dict[str, Any] = params


def fraction_of(digits: str) -> Decimal | Flaw:
    """A number with a fraction or an exponent, exact, if a double is near it."""
    if len(digits) > _LONGEST_NUMBER:
        return Flaw("json-number-size", limit=_LONGEST_NUMBER)
    double = float(digits)
    mantissa = re.split("[eE]", digits)[0]
    vanished = double == 0 and mantissa.strip("-0.") != ""
    if vanished or math.isinf(double):
        return Flaw("bad-number")
    # A zero may be written with any exponent; some are too large for a Decimal.
    return Decimal(digits) if double else Decimal(mantissa)


class _Repeating(dict[str, Any]):
    """An object in which some keys stand twice."""

    repeated: frozenset[str]


def parse(text: str | bytes) -> tuple[Any, list[Problem]]:
    """Parse a JSON text.

    Returns:
        The value, and the problems of single values in it; at each of their
        pointers stands a `Flaw` or a bad text.

    Raises:
        InvalidDocument: The text as a whole is not JSON.
    """
    characters = _decoded(text).removeprefix(BYTE_ORDER_MARK)
    if not characters.strip(" \t\n\r"):
        raise InvalidDocument([problem("json-empty")])
    _check_depth(characters)
    problems: list[Problem] = []
    reader = _Reader()
    value = reader.read(characters)
    if reader.flawed or _PERHAPS_SURROGATE.search(characters) is not None:
        _inspect(value, "", problems)
    return value, problems


def _decoded(text: str | bytes) -> str:
    if isinstance(text, str):
        return text
    if type(text) is not bytes:
        raise TypeError(f"JSON is read from str or bytes, not {type(text).__name__}")
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        offset = error.start
    # Raised out here, so that the error does not hold on to the document.
    raise InvalidDocument([problem("json-encoding", offset=offset)])


def _check_depth(characters: str) -> None:
    if characters.count("[") + characters.count("{") <= DEEPEST:
        return
    depth = 0
    for match in _BRACKETS.finditer(characters):
        if match["open"]:
            depth += 1
        elif match["close"]:
            depth -= 1
        if depth > DEEPEST:
            line = characters.count("\n", 0, match.start()) + 1
            column = match.start() - characters.rfind("\n", 0, match.start())
            raise InvalidDocument([problem("json-depth", limit=DEEPEST, line=line, column=column)])


class _Reader:
    """The standard library's parser, with hooks that mark what it would let pass."""

    def __init__(self) -> None:
        self.flawed = False
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_float=self._fraction,
            parse_int=self._integer,
            parse_constant=self._constant,
        )

    def read(self, characters: str) -> Any:
        try:
            return self._decoder.decode(characters)
        except json.JSONDecodeError as error:
            detail, line, column = error.msg, error.lineno, error.colno
        code = "json-syntax"
        if detail.startswith("Invalid control character"):
            code = "json-control-character"
        # The parser's own error holds the whole text, so it is not kept as the cause.
        raise InvalidDocument([problem(code, detail=detail, line=line, column=column)])

    def _flaw(self, code: str, **params: object) -> Flaw:
        self.flawed = True
        return Flaw(code, **params)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) == len(pairs):
            return members
        self.flawed = True
        times = collections.Counter(key for key, _value in pairs)
        repeating = _Repeating(members)
        repeating.repeated = frozenset(key for key, count in times.items() if count > 1)
        return repeating

    def _integer(self, digits: str) -> int | Flaw:
        if len(digits) > _LONGEST_NUMBER:
            return self._flaw("json-number-size", limit=_LONGEST_NUMBER)
        return int(digits)

    def _fraction(self, digits: str) -> Decimal | Flaw:
        number = fraction_of(digits)
        self.flawed = self.flawed or isinstance(number, Flaw)
        return number

    def _constant(self, word: str) -> Flaw:
        return self._flaw("json-number", value=word)


def _inspect(value: Any, pointer: str, problems: list[Problem]) -> None:
    """Report what is marked in a value, with its pointer."""
    if isinstance(value, Flaw):
        problems.append(problem(value.code, pointer, **value.params))
    elif type(value) is str:
        if _SURROGATE.search(value) is not None:
            problems.append(problem("json-surrogate", pointer))
    elif is_list(value):
        for position, item in enumerate(value):
            _inspect(item, f"{pointer}/{position}", problems)
    elif isinstance(value, dict):
        _inspect_object(cast("dict[str, Any]", value), pointer, problems)


def _inspect_object(members: dict[str, Any], pointer: str, problems: list[Problem]) -> None:
    repeated: frozenset[str] = getattr(members, "repeated", frozenset())
    for key, item in members.items():
        place = f"{pointer}/{pointer_token(key)}"
        if _SURROGATE.search(key) is not None:
            problems.append(problem("json-surrogate", place))
        _inspect(item, place, problems)
        if key in repeated:
            problems.append(problem("json-repeated-key", place, key=shown_key(key)))
            # Neither of the two values is the right one.
            members[key] = Flaw("json-repeated-key")
