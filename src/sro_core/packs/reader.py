"""Reads a rule pack from TOML: strictly, and checked for what it says of itself."""

from __future__ import annotations

import os
from pathlib import Path

from sro_core.errors import InvalidDocument, InvalidPack
from sro_core.packs.checks import check_pack
from sro_core.rules import Pack
from sro_core.strict import structure
from sro_core.strict.toml import parse_toml

__all__ = ["load_pack", "loads_pack"]


def loads_pack(text: str | bytes) -> Pack:
    """Read a rule pack from TOML.

    A byte order mark at the beginning is passed over.

    Args:
        text: The file; bytes are UTF-8.

    Raises:
        InvalidPack: With every problem of the first step that finds any: the
            text, the shape, the sense.

    """
    try:
        pack = structure(parse_toml(text, undecodable="pack-encoding"), Pack)
    except InvalidDocument as error:
        raise InvalidPack(error.problems) from None
    problems = check_pack(pack)
    if problems:
        raise InvalidPack(problems)
    return pack


def load_pack(path: str | os.PathLike[str]) -> Pack:
    """Read a rule pack from a TOML file.

    Raises:
        OSError: The file cannot be read.
        InvalidPack: With every problem of the first step that finds any.

    """
    return loads_pack(Path(path).read_bytes())
