"""Finds the packs that ship with the package."""

from __future__ import annotations

from importlib.resources import files

from sro_core.errors import InvalidPack
from sro_core.packs.reader import loads_pack
from sro_core.rules import Pack

__all__ = ["read_all"]


def read_all() -> tuple[Pack, ...]:
    """Read every pack beside this module; examples are no packs."""
    packs: list[Pack] = []
    for file in sorted(files("sro_core.packs").iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".toml") or file.name.endswith(".examples.toml"):
            continue
        try:
            packs.append(loads_pack(file.read_bytes()))
        except InvalidPack as error:
            error.add_note(f"in {file.name}")
            raise
    return tuple(packs)
