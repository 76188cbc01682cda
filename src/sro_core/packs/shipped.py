"""Finds the packs that ship with the package."""

from __future__ import annotations

import functools
from importlib.resources import files

from sro_core.errors import InvalidPack
from sro_core.packs.reader import loads_pack
from sro_core.rules import Pack

__all__ = ["read_all", "read_one"]

_ENDING = ".toml"


@functools.cache
def _names() -> frozenset[str]:
    """The names of the files beside this module that are packs; examples are none."""
    names = (file.name for file in files("sro_core.packs").iterdir())
    return frozenset(
        name.removesuffix(_ENDING)
        for name in names
        if name.endswith(_ENDING) and not name.endswith(f".examples{_ENDING}")
    )


@functools.cache
def _read(name: str) -> Pack:
    file = f"{name}{_ENDING}"
    try:
        return loads_pack(files("sro_core.packs").joinpath(file).read_bytes())
    except InvalidPack as error:
        error.add_note(f"in {file}")
        raise


def read_all() -> tuple[Pack, ...]:
    """Every pack that ships."""
    return tuple(map(_read, sorted(_names())))


def read_one(pack_id: str) -> Pack | None:
    """The pack that ships under an id; None where none does. No other is read."""
    return _read(pack_id) if pack_id in _names() else None
