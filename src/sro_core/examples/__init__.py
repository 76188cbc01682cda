"""A registry to look at and to try things on: Olmsted County, Minnesota, from summer 2022.

What in it is on the public record and what is made up is said in
docs/explanation/example.md.
"""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from sro_core.wire.json import loads

if TYPE_CHECKING:
    from sro_core.registry import Registry

__all__ = ["olmsted", "olmsted_bytes"]


def olmsted_bytes() -> bytes:
    """The example as it is shipped: a JSON document, made to be read."""
    return files(__name__).joinpath("olmsted.json").read_bytes()


def olmsted() -> Registry:
    """The example as a registry."""
    return loads(olmsted_bytes())
