"""TOML text to plain values: numbers with a fraction exactly, what is no TOML refused."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import Any

from sro_core.errors import InvalidDocument
from sro_core.problems import problem

__all__ = ["parse_toml"]


def parse_toml(text: str | bytes, *, undecodable: str = "toml-encoding") -> dict[str, Any]:
    """Parse a TOML text; a byte order mark at the beginning is passed over.

    Args:
        text: The file; bytes are UTF-8.
        undecodable: The code of the problem where they are not.

    Raises:
        InvalidDocument: The text is not TOML.
    """
    try:
        decoded = text.decode() if isinstance(text, bytes) else text
        return tomllib.loads(decoded.removeprefix("\ufeff"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        found = problem(undecodable, offset=error.start)
    except RecursionError:
        found = problem("toml-syntax", detail="nested too deeply")
    except ValueError as error:
        found = problem("toml-syntax", detail=str(error))
    except ArithmeticError:
        found = problem("toml-syntax", detail="a number is too large")
    # Raised out here, so that the error does not hold on to the text.
    raise InvalidDocument([found])
