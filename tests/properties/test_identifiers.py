"""Laws of every identifier. The docstring of a test is the law that it states."""

from __future__ import annotations

import string
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sro_core.identifiers import (
    JURISDICTION,
    JURISDICTIONS,
    LICENSE_NUMBER,
    NCES_DISTRICT,
    NCES_SCHOOL,
    ORI,
    Identifier,
    is_nces_prefix,
    license_key,
    nces_jurisdiction,
    ori_jurisdiction,
)
from sro_core.problems import Problem

_UPPER: Final = string.ascii_uppercase
_PRINTED: Final = st.characters(min_codepoint=33, max_codepoint=126, exclude_categories=["Ll"])


def _texts(characters: str, size: int) -> st.SearchStrategy[str]:
    return st.text(st.sampled_from(characters), min_size=size, max_size=size)


_words: Final = st.text(_PRINTED, min_size=1, max_size=9)
_CANONICAL: Final[dict[Identifier, st.SearchStrategy[str]]] = {
    JURISDICTION: st.sampled_from(sorted(JURISDICTIONS)),
    ORI: st.builds(str.__add__, _texts(_UPPER, 2), _texts(_UPPER + string.digits, 7)),
    NCES_DISTRICT: _texts(string.digits, 7),
    NCES_SCHOOL: _texts(string.digits, 12),
    LICENSE_NUMBER: st.lists(_words, min_size=1, max_size=5)
    .map(" ".join)
    .filter(lambda number: any(digit in number for digit in "123456789")),
}

#: Any characters, halves of surrogate pairs and what cannot be printed among them.
_any_text: Final = st.text(st.characters(exclude_categories=()), max_size=80)
_near: Final = st.text(st.sampled_from(string.ascii_letters + string.digits + " -.\u2011"))
_values: Final = st.one_of(
    _any_text,
    _near,
    *_CANONICAL.values(),
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.binary(),
    st.lists(_near, max_size=2),
    st.dictionaries(_near, _near, max_size=2),
)

each: Final = pytest.mark.parametrize(
    "identifier", _CANONICAL, ids=lambda identifier: identifier.code.removeprefix("bad-")
)


@each
@given(_values)
def test_a_value_is_read_or_refused_and_never_raises(identifier: Identifier, value: object) -> None:
    """Any value has a canonical text or a problem of that identifier, with why."""
    found = identifier.parse(value)
    if isinstance(found, Problem):
        assert found.code == identifier.code
        assert dict(found.params)["why"] in found.message
        found.message.encode()
    else:
        assert type(found) is str


@each
@given(_values)
def test_reading_twice_is_reading_once(identifier: Identifier, value: object) -> None:
    """What is read is canonical: parse(parse(x)) == parse(x)."""
    found = identifier.parse(value)
    if isinstance(found, str):
        assert identifier.parse(found) == found
        assert identifier.holds(found)


@each
@given(_values)
def test_what_holds_is_what_is_read_as_it_stands(identifier: Identifier, value: object) -> None:
    """holds(x) exactly where parse(x) == x, and check(x) finds a problem exactly elsewhere."""
    found = identifier.parse(value)
    assert identifier.holds(value) is (isinstance(found, str) and found == value)
    assert (identifier.check(value) is None) is identifier.holds(value)


@each
@given(st.data())
def test_what_is_shown_reads_back(identifier: Identifier, data: st.DataObject) -> None:
    """parse(display(x)) == x for every canonical x, in any case."""
    value = data.draw(_CANONICAL[identifier])
    assert identifier.holds(value)
    shown = identifier.display(value)
    assert identifier.parse(shown) == value
    assert identifier.parse(shown.lower()) == value


@given(_values)
def test_a_text_that_is_not_canonical_is_shown_as_it_is(value: object) -> None:
    """display(x) is x where x does not hold."""
    for identifier in _CANONICAL:
        if isinstance(value, str) and not identifier.holds(value):
            assert identifier.display(value) == value


@pytest.mark.parametrize("identifier", [ORI, NCES_DISTRICT, NCES_SCHOOL])
@given(st.data())
def test_spaces_and_hyphens_say_nothing(identifier: Identifier, data: st.DataObject) -> None:
    """Spaces and hyphens put anywhere into a number change nothing that is read."""
    value = data.draw(_CANONICAL[identifier])
    between = st.text(st.sampled_from(" \t\u00a0-\u2010\u2011\u2013"), max_size=2)
    parts = [part for character in value for part in (data.draw(between), character)]
    assert identifier.parse("".join(parts) + data.draw(between)) == value


@pytest.mark.parametrize("identifier", [ORI, NCES_DISTRICT, NCES_SCHOOL])
@given(st.data())
def test_nothing_is_guessed(identifier: Identifier, data: st.DataObject) -> None:
    """A number with a character more or less is refused."""
    value = data.draw(_CANONICAL[identifier])
    at = data.draw(st.integers(0, len(value) - 1))
    assert isinstance(identifier.parse(value[:at] + value[at + 1 :]), Problem)
    assert isinstance(identifier.parse(value[:at] + value[at] + value[at:]), Problem)


@given(_CANONICAL[ORI], _CANONICAL[NCES_SCHOOL])
def test_a_number_belongs_to_a_jurisdiction_or_none(ori: str, school: str) -> None:
    """What a number begins with is a jurisdiction or None, for a school that of its district."""
    assert ori_jurisdiction(ori) in {None, *JURISDICTIONS}
    assert nces_jurisdiction(school) in {None, *JURISDICTIONS}
    assert NCES_DISTRICT.holds(school[:7])
    assert nces_jurisdiction(school) == nces_jurisdiction(school[:7])
    assert is_nces_prefix(school) or nces_jurisdiction(school) is None


#: All that is ever said of a license number, whatever it is.
_SAID: Final = {
    "it is not a text",
    "a character of it cannot be printed",
    "it is longer than 64 characters",
    "it looks like a placeholder, without a digit from 1 to 9",
    "write it in upper case, with single spaces",
}


@given(_values)
def test_no_problem_tells_of_a_license_number(value: object) -> None:
    """A problem of a license number is one of five, so it holds no part of the number."""
    for found in (LICENSE_NUMBER.parse(value), LICENSE_NUMBER.check(value)):
        if isinstance(found, Problem):
            ((name, why),) = found.params
            assert name == "why"
            assert why in _SAID
            assert found.message == (
                f"This cannot be a license number: {why}. Write the number, or leave it out."
            )
            assert (found.pointer, found.record_id) == ("", None)


@given(_any_text | _CANONICAL[LICENSE_NUMBER])
def test_reading_a_license_number_keeps_its_key(number: str) -> None:
    """license_key(parse(x)) == license_key(x), and it is letters and digits alone."""
    key = license_key(number)
    assert key == license_key(key)
    assert not key or key.isalnum()
    found = LICENSE_NUMBER.parse(number)
    if isinstance(found, str):
        assert license_key(found) == key
        assert key
