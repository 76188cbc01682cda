"""Identifiers that someone else hands out, all under one contract.

Jurisdictions, ORI, NCES ids and license numbers. What was measured on real lists,
and every value of them that is refused, is in docs/reference/identifiers.md.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import attrs

from sro_core.problems import Problem, problem

__all__ = [
    "JURISDICTION",
    "JURISDICTIONS",
    "LICENSE_NUMBER",
    "NCES_DISTRICT",
    "NCES_SCHOOL",
    "ORI",
    "Identifier",
    "is_nces_prefix",
    "license_key",
    "nces_jurisdiction",
    "ori_jurisdiction",
]


class _Refused(Exception):
    """A text is no such identifier; what it says is why."""


@attrs.frozen(kw_only=True, eq=False)
class Identifier:
    """One kind of identifier: what is one, how it is written, how it is shown.

    Each identifier has one canonical text, and a record holds no other. No method
    raises, whatever it is given.

    Attributes:
        code: The code of the problem of what is no such identifier.
        private: Whether a problem must not show it.
    """

    code: str
    private: bool = False
    _read: Callable[[str], str] = attrs.field(alias="read")
    _show: Callable[[str], str] = attrs.field(alias="show", default=str)

    def parse(self, value: object) -> str | Problem:
        """The canonical text of what a careful person would accept.

        It mends how the identifier is written: case, and spaces and hyphens that say
        nothing. It guesses no character that is missing or wrong.

        Returns:
            The canonical text, or a problem with the parameter `why`.
        """
        try:
            return self._canonical(value)
        except _Refused as refused:
            return problem(self.code, why=refused)

    def check(self, value: object) -> Problem | None:
        """What keeps the value out of a record; None where it is canonical.

        Where only the writing is wrong, the problem says what to write.
        """
        found = self.parse(value)
        if isinstance(found, Problem):
            return found
        if found == value:
            return None
        how = "it in upper case, with single spaces" if self.private else found
        return problem(self.code, why=f"write {how}")

    def holds(self, value: object) -> bool:
        """Whether the value is such an identifier in its canonical text."""
        return self.check(value) is None

    def display(self, value: str) -> str:
        """The identifier as people read it; `parse` reads it back.

        A text that is not canonical is shown as it is.
        """
        return self._show(value) if self.holds(value) else value

    def _canonical(self, value: object) -> str:
        if type(value) is not str:
            raise _Refused("it is not a text")
        return self._read(value)


# jurisdictions ------------------------------------------------------------------------------

#: Postal code (the second half of ISO 3166-2), numeric code of FIPS 5-2, name.
_PLACES: Final = (
    ("AL", "01", "Alabama"),
    ("AK", "02", "Alaska"),
    ("AZ", "04", "Arizona"),
    ("AR", "05", "Arkansas"),
    ("CA", "06", "California"),
    ("CO", "08", "Colorado"),
    ("CT", "09", "Connecticut"),
    ("DE", "10", "Delaware"),
    ("DC", "11", "District of Columbia"),
    ("FL", "12", "Florida"),
    ("GA", "13", "Georgia"),
    ("HI", "15", "Hawaii"),
    ("ID", "16", "Idaho"),
    ("IL", "17", "Illinois"),
    ("IN", "18", "Indiana"),
    ("IA", "19", "Iowa"),
    ("KS", "20", "Kansas"),
    ("KY", "21", "Kentucky"),
    ("LA", "22", "Louisiana"),
    ("ME", "23", "Maine"),
    ("MD", "24", "Maryland"),
    ("MA", "25", "Massachusetts"),
    ("MI", "26", "Michigan"),
    ("MN", "27", "Minnesota"),
    ("MS", "28", "Mississippi"),
    ("MO", "29", "Missouri"),
    ("MT", "30", "Montana"),
    ("NE", "31", "Nebraska"),
    ("NV", "32", "Nevada"),
    ("NH", "33", "New Hampshire"),
    ("NJ", "34", "New Jersey"),
    ("NM", "35", "New Mexico"),
    ("NY", "36", "New York"),
    ("NC", "37", "North Carolina"),
    ("ND", "38", "North Dakota"),
    ("OH", "39", "Ohio"),
    ("OK", "40", "Oklahoma"),
    ("OR", "41", "Oregon"),
    ("PA", "42", "Pennsylvania"),
    ("RI", "44", "Rhode Island"),
    ("SC", "45", "South Carolina"),
    ("SD", "46", "South Dakota"),
    ("TN", "47", "Tennessee"),
    ("TX", "48", "Texas"),
    ("UT", "49", "Utah"),
    ("VT", "50", "Vermont"),
    ("VA", "51", "Virginia"),
    ("WA", "53", "Washington"),
    ("WV", "54", "West Virginia"),
    ("WI", "55", "Wisconsin"),
    ("WY", "56", "Wyoming"),
    ("AS", "60", "American Samoa"),
    ("GU", "66", "Guam"),
    ("MP", "69", "Northern Mariana Islands"),
    ("PR", "72", "Puerto Rico"),
    ("UM", "74", "U.S. Minor Outlying Islands"),
    ("VI", "78", "U.S. Virgin Islands"),
)

_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"US": "United States", **{f"US-{postal}": name for postal, _fips, name in _PLACES}}
)

#: `US`, and the ISO 3166-2 codes of the states, the District of Columbia and the territories.
JURISDICTIONS: Final[frozenset[str]] = frozenset(_NAMES)

#: Other names in official use.
_ALSO: Final = (
    ("USA", "US"),
    ("United States of America", "US"),
    ("Washington, D.C.", "US-DC"),
    ("United States Minor Outlying Islands", "US-UM"),
    ("Virgin Islands", "US-VI"),
    ("Virgin Islands, U.S.", "US-VI"),
)

#: By hand, because `upper` makes ASCII letters of some that are not.
_UPPER: Final = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)
_MARKS: Final = re.compile(r"[\s.,\u2010-\u2015-]+")


def _spelled(text: str) -> str:
    """What is left of a name or code without its case, spaces, hyphens, points and commas."""
    return _MARKS.sub("", text).translate(_UPPER)


_SPELLINGS: Final[Mapping[str, str]] = MappingProxyType(
    {_spelled(code): code for code in _NAMES}
    | {_spelled(code.removeprefix("US-")): code for code in _NAMES}
    | {_spelled(name): code for code, name in _NAMES.items()}
    | {_spelled(name): code for name, code in _ALSO}
)


def _read_jurisdiction(text: str) -> str:
    code = _SPELLINGS.get(_spelled(text))
    if code is None:
        raise _Refused("write US or an ISO 3166-2 code such as US-MN")
    return code


#: `US`, a state, the District of Columbia or a territory; a postal code and a name are read too.
JURISDICTION: Final = Identifier(
    code="bad-jurisdiction", read=_read_jurisdiction, show=_NAMES.__getitem__
)


# numbers of a fixed form ----------------------------------------------------------------------


@attrs.frozen
class _Kind:
    """What may stand in a place."""

    name: str
    characters: str


_LETTER: Final = _Kind("a letter", string.ascii_uppercase)
_DIGIT: Final = _Kind("a digit", string.digits)
_EITHER: Final = _Kind("a letter or a digit", string.ascii_uppercase + string.digits)

_BETWEEN: Final = re.compile(r"[\s\u2010-\u2015-]+")


@attrs.frozen(kw_only=True)
class _Form:
    """So many characters, each of its kind; spaces and hyphens between them say nothing.

    Attributes:
        places: The kind of each character.
        noun: What the characters are called together.
        hints: What a text of another length may be, by its length.
    """

    places: tuple[_Kind, ...]
    noun: str
    hints: Mapping[int, str]

    def read(self, text: str) -> str:
        """The characters alone, in upper case."""
        text = _BETWEEN.sub("", text).translate(_UPPER)
        last = len(self.places) - 1
        for place, character in enumerate(text):
            kind = self.places[min(place, last)]  # what is too much is of the last kind
            if character not in kind.characters:
                raise _Refused(f"character {place + 1} is {character!a}, not {kind.name}")
        if len(text) != len(self.places):
            hint = self.hints.get(len(text), "")
            raise _Refused(f"it has {len(text)} {self.noun}, not {len(self.places)}{hint}")
        return text


#: Originating agency identifier of the FBI, of two letters and then seven letters or digits. It
#: has no check digit.
ORI: Final = Identifier(
    code="bad-ori",
    read=_Form(
        places=(_LETTER,) * 2 + (_EITHER,) * 7,
        noun="letters and digits",
        hints={7: " (crime statistics may leave out the last two)"},
    ).read,
)


def _digits(count: int) -> Callable[[str], str]:
    # No code of a state begins with two zeros, so a number that went through a spreadsheet
    # has lost one at most.
    lost = " (a spreadsheet may have dropped the zero at its beginning)"
    return _Form(places=(_DIGIT,) * count, noun="digits", hints={count - 1: lost}).read


_DISTRICT_DIGITS: Final = 7


def _show_school(text: str) -> str:
    return f"{text[:_DISTRICT_DIGITS]} {text[_DISTRICT_DIGITS:]}"


#: NCES id of a district (LEAID), of seven digits.
NCES_DISTRICT: Final = Identifier(code="bad-nces-district-id", read=_digits(_DISTRICT_DIGITS))

#: NCES id of a public school (NCESSCH), of twelve digits, the first seven its district's id.
NCES_SCHOOL: Final = Identifier(code="bad-nces-school-id", read=_digits(12), show=_show_school)


# whose numbers these are ----------------------------------------------------------------------

#: An ORI begins with the code of the FBI's computers for a state. It is the postal code but for
#: Nebraska and Guam: no ORI of the real lists begins with NE or GU, so one that does is doubtful.
_BY_ORI: Final[Mapping[str, str]] = MappingProxyType(
    {
        {"NE": "NB", "GU": "GM"}.get(postal, postal): f"US-{postal}"
        for postal, _fips, _name in _PLACES
    }
)

_BY_FIPS: Final[Mapping[str, str]] = MappingProxyType(
    {fips: f"US-{postal}" for postal, fips, _name in _PLACES}
)

#: What NCES writes instead of a FIPS code for federal schools (its documentation of the Common
#: Core of Data): of the Department of Defense overseas (58), at home (61) or of both (63), and of
#: the Bureau of Indian Education (59).
_FEDERAL: Final = frozenset({"58", "59", "61", "63"})


def ori_jurisdiction(ori: str) -> str | None:
    """The jurisdiction that an ORI begins with; None where its two letters are none.

    A federal agency has the letters of the state that it is in. The Canal Zone (CZ)
    and test agencies (TS) are in no jurisdiction.
    """
    return _BY_ORI.get(ori[:2])


def nces_jurisdiction(nces_id: str) -> str | None:
    """The jurisdiction that the NCES id of a district or school begins with.

    Its first two digits are the FIPS code of the state that is in charge of it, which
    is not always the one where it lies. None for federal schools and unknown codes.
    """
    return _BY_FIPS.get(nces_id[:2])


def is_nces_prefix(nces_id: str) -> bool:
    """Whether an NCES id begins with the code of a jurisdiction or of the federal schools."""
    return nces_id[:2] in _FEDERAL or nces_jurisdiction(nces_id) is not None


# license numbers ------------------------------------------------------------------------------

_LONGEST: Final = 64
_NOT_ONLY_ZEROS: Final = re.compile(r"[1-9]")


def _read_license_number(text: str) -> str:
    number = " ".join(text.upper().split())
    if not number.isprintable():
        raise _Refused("a character of it cannot be printed")
    if len(number) > _LONGEST:
        raise _Refused(f"it is longer than {_LONGEST} characters")
    if not _NOT_ONLY_ZEROS.search(number):
        raise _Refused("it looks like a placeholder, without a digit from 1 to 9")
    return number


#: Number of an officer's license. Every state writes its own; none is without a digit from 1 to 9.
LICENSE_NUMBER: Final = Identifier(
    code="bad-license-number", private=True, read=_read_license_number
)


def license_key(number: str) -> str:
    """What two spellings of one license number have in common: its letters and digits.

    It is for comparing, and as private as the number.
    """
    return "".join(filter(str.isalnum, number.upper()))
