"""Rule packs: those that ship with the package, those installed beside it, and files.

A pack is a TOML file in the rule language of `sro_core.rules`. Importing this
module reads nothing; the first question does.
"""

from __future__ import annotations

import functools
import importlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sro_core.packs.identity import is_bundled, pack_sha256
    from sro_core.packs.reader import load_pack, loads_pack
    from sro_core.rules import Rulebook

__all__ = [
    "ENTRY_POINTS",
    "bundled",
    "is_bundled",
    "load_pack",
    "loads_pack",
    "pack_sha256",
    "rulebook",
]

#: The group in which installed packages announce their packs.
ENTRY_POINTS: Final = "sro_core.rule_packs"

_HOMES: Final = {
    "is_bundled": "identity",
    "load_pack": "reader",
    "loads_pack": "reader",
    "pack_sha256": "identity",
}


@functools.cache
def bundled() -> Rulebook:
    """The packs that ship with the package.

    They are read once: the rulebook is a constant.

    """
    from sro_core.packs.shipped import read_all
    from sro_core.rules import Rulebook

    return Rulebook(packs=read_all())


def rulebook(*, installed: bool = False) -> Rulebook:
    """The packs that ship with the package, and on request those installed beside it.

    Args:
        installed: Whether to add the packs of installed packages, which
            announce them in the entry-point group `sro_core.rule_packs`. Each
            entry point is a pack, or a callable without arguments that returns
            a pack or several.

    Raises:
        InvalidPack: An installed pack cannot be used, or has the id of another.

    """
    if not installed:
        return bundled()
    from sro_core.packs.installed import read_installed
    from sro_core.rules import Rulebook

    return Rulebook(packs=(*bundled().packs, *read_installed(ENTRY_POINTS)))


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(f"sro_core.packs.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
