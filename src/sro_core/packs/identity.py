"""Which pack it was: what it says, in one number, and whether it is one that ships."""

from __future__ import annotations

import functools
import hashlib

from sro_core.packs.shipped import read_one
from sro_core.rules import Pack
from sro_core.strict import canonical_bytes, unstructure

__all__ = ["is_bundled", "pack_sha256"]


@functools.lru_cache(maxsize=256)
def pack_sha256(pack: Pack) -> str:
    """The hash of what a pack says: the SHA-256 of its canonical form (RFC 8785).

    The form has the keys of the file; what equals its default is left out. So
    comments, the order of keys and how the file spells its values do not count.

    Args:
        pack: The pack.

    Returns:
        64 hexadecimal digits.
    """
    return hashlib.sha256(canonical_bytes(unstructure(pack))).hexdigest()


def is_bundled(pack: Pack) -> bool:
    """Whether a pack says just what the one of its id says that ships with the package."""
    return pack == read_one(pack.id)
