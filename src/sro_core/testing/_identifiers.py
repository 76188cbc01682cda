"""Strategies of identifiers that someone else hands out, in their canonical text."""

from __future__ import annotations

import string
from typing import Final

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from sro_core.identifiers import (
    JURISDICTIONS,
    LICENSE_NUMBER,
    NCES_DISTRICT,
    nces_jurisdiction,
    ori_jurisdiction,
)

__all__ = [
    "jurisdictions",
    "license_numbers",
    "nces_district_ids",
    "nces_school_ids",
    "oris",
]

_LETTERS: Final = string.ascii_uppercase
_PLACES: Final = tuple(sorted(JURISDICTIONS - {"US"}))


def _prefixes(jurisdiction: str | None, codes: dict[str, str]) -> st.SearchStrategy[str]:
    """The codes that identifiers of a jurisdiction begin with; of any, where it is None."""
    if jurisdiction is None:
        return st.sampled_from(tuple(codes))
    found = [code for code, place in codes.items() if place == jurisdiction]
    if not found:
        raise InvalidArgument(
            f"{jurisdiction=}: a state, the District of Columbia or a territory is needed, "
            "such as 'US-MN'"
        )
    return st.sampled_from(found)


def _codes_of_ori() -> dict[str, str]:
    pairs = (first + second for first in _LETTERS for second in _LETTERS)
    return {pair: place for pair in pairs if (place := ori_jurisdiction(pair)) is not None}


def _codes_of_nces() -> dict[str, str]:
    pairs = (f"{number:02}" for number in range(100))
    return {pair: place for pair in pairs if (place := nces_jurisdiction(pair)) is not None}


_ORI_CODES: Final = _codes_of_ori()
_NCES_CODES: Final = _codes_of_nces()


def jurisdictions() -> st.SearchStrategy[str]:
    """ISO 3166-2 codes of the states, the District of Columbia and the territories."""
    return st.sampled_from(_PLACES)


def oris(jurisdiction: str | None = None) -> st.SearchStrategy[str]:
    """Originating agency identifiers: nine letters and digits.

    Args:
        jurisdiction: The place whose code they begin with, such as `US-MN`; None is any.

    Raises:
        InvalidArgument: No ORI begins with the code of such a place.
    """
    rest = st.text("0" + string.digits[1:] + _LETTERS, min_size=7, max_size=7)
    return st.builds(str.__add__, _prefixes(jurisdiction, _ORI_CODES), rest)


def nces_district_ids(jurisdiction: str | None = None) -> st.SearchStrategy[str]:
    """NCES ids of districts: seven digits.

    Args:
        jurisdiction: The place whose code they begin with, such as `US-MN`; None is any.

    Raises:
        InvalidArgument: No NCES id begins with the code of such a place.
    """
    rest = st.text(string.digits, min_size=5, max_size=5)
    return st.builds(str.__add__, _prefixes(jurisdiction, _NCES_CODES), rest)


def nces_school_ids(
    *, district_id: str | None = None, jurisdiction: str | None = None
) -> st.SearchStrategy[str]:
    """NCES ids of schools: twelve digits, the first seven those of the district.

    Args:
        district_id: The NCES id of the district; None is any.
        jurisdiction: The place whose code they begin with, such as `US-MN`; None is
            any, or that of the district.

    Raises:
        InvalidArgument: `district_id` is no NCES id of a district, or none of the
            jurisdiction.
    """
    if district_id is None:
        district = nces_district_ids(jurisdiction)
    elif not NCES_DISTRICT.holds(district_id):
        raise InvalidArgument(f"{district_id=}: seven digits are needed")
    elif jurisdiction not in (None, nces_jurisdiction(district_id)):
        raise InvalidArgument(f"{district_id=} is not of {jurisdiction=}")
    else:
        district = st.just(district_id)
    rest = st.text(string.digits, min_size=5, max_size=5)
    return st.builds(str.__add__, district, rest)


def license_numbers() -> st.SearchStrategy[str]:
    """Numbers of licenses, as different states write them."""
    parts = st.text(string.digits + _LETTERS + " -", min_size=1, max_size=12)
    written = parts.map(lambda text: " ".join(text.split()))
    return st.builds(str.__add__, st.sampled_from("123456789"), written).filter(
        LICENSE_NUMBER.holds
    )
