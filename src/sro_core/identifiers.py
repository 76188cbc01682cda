"""Identifiers that someone else hands out: jurisdictions, ORI and NCES numbers.

Each has a predicate that never raises. What was measured on real lists is
written in the reference documentation.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "JURISDICTIONS",
    "is_jurisdiction",
    "is_nces_district_id",
    "is_nces_school_id",
    "is_ori",
]

#: ISO 3166-2 codes of the states, the District of Columbia and the territories, and `US`.
JURISDICTIONS: Final[frozenset[str]] = frozenset(
    ["US"]
    + [
        f"US-{code}"
        for code in (
            "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV "
            "NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY "
            "DC AS GU MP PR UM VI"
        ).split()
    ]
)

_ORI = re.compile(r"[A-Z]{2}[A-Z0-9]{7}", re.ASCII)
_DIGITS_7 = re.compile(r"[0-9]{7}", re.ASCII)
_DIGITS_12 = re.compile(r"[0-9]{12}", re.ASCII)


def is_jurisdiction(value: object) -> bool:
    """Whether the value is `US` or the ISO 3166-2 code of a part of the United States."""
    return type(value) is str and value in JURISDICTIONS


def is_ori(value: object) -> bool:
    """Whether the value has the form of an originating agency identifier (ORI).

    Two letters, then seven letters or digits. There is no check digit, and the
    letters are not always a postal code (Nebraska is NB, Guam is GM).
    """
    return type(value) is str and _ORI.fullmatch(value) is not None


def is_nces_district_id(value: object) -> bool:
    """Whether the value has the form of an NCES district id: seven digits."""
    return type(value) is str and _DIGITS_7.fullmatch(value) is not None


def is_nces_school_id(value: object) -> bool:
    """Whether the value has the form of an NCES school id: twelve digits."""
    return type(value) is str and _DIGITS_12.fullmatch(value) is not None
