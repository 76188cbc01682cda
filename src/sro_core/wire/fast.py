"""Registries from JSON by way of msgspec, sooner: the same answers (extra `fast`).

    from sro_core.wire.fast import load

msgspec finds the objects and their members. What stands in a member is read by the same
lines as everywhere, and the strings are counted, since msgspec keeps the last of two
equal keys. Whatever is not plainly good is left to `sro_core.wire.json`.
"""

from __future__ import annotations

import functools
import os
import typing
from pathlib import Path
from typing import Any, Final

import attrs
import msgspec

from sro_core.models import KINDS, FrozenMap, Json
from sro_core.registry import Registry
from sro_core.strict import object_reader, wire_name
from sro_core.wire import json
from sro_core.wire._straight import (
    characters_of,
    decoder,
    fractions,
    is_bounded,
    known_head,
    strings_in,
)

__all__ = ["load", "loads", "read_fast"]


def loads(text: str | bytes) -> Registry:
    """Read a registry from JSON, as `sro_core.loads` does.

    Args:
        text: The document; bytes are UTF-8, and read without a copy.

    Raises:
        UnsupportedVersion: The document is newer than this library.
        InvalidDocument: With every problem; nothing is read in part.
    """
    registry = read_fast(text)
    return json.loads(text) if registry is None else registry


def load(source: str | os.PathLike[str] | json.Readable) -> Registry:
    """Read a registry from a JSON file, as `sro_core.load` does.

    Args:
        source: A path, or an open file.

    Raises:
        OSError: The file cannot be read.
        UnsupportedVersion: The document is newer than this library.
        InvalidDocument: With every problem; nothing is read in part.
    """
    if isinstance(source, str | os.PathLike):
        return loads(Path(source).read_bytes())
    return loads(source.read())


def read_fast(text: object) -> Registry | None:
    """Read a registry, if it is of this version and nothing is wrong with it; else None.

    Args:
        text: The document, if it is one.
    """
    if not is_bounded():
        return None
    try:
        characters = characters_of(text)
        strings = strings_in(characters)
        data = text if isinstance(text, bytes) else characters.encode()
        del characters
        document = msgspec.json.Decoder(_document(), float_hook=fractions()).decode(data)
        return _registry(document, strings)
    except (ValueError, RecursionError, msgspec.MsgspecError):  # InvalidRecord is a ValueError
        return None


def _registry(document: Any, strings: float) -> Registry | None:
    if not known_head({"format": document.format, "version": document.version}):
        return None
    strings -= 3  # two keys, and the value of `format`
    lists: dict[str, tuple[Any, ...]] = {}
    for name in KINDS:
        items = getattr(document, name)
        if items is msgspec.UNSET:
            continue
        read = _readers()[name](items)
        if read is None:
            return None
        lists[name], inside = read
        strings -= 1 + inside
    return Registry(**lists) if strings == 0 else None


#: Every key is known, and an object holds nothing that could hold the object.
_STRICT: Final[dict[str, Any]] = {"forbid_unknown_fields": True, "gc": False, "kw_only": True}


@functools.cache
def _document() -> Any:
    """The type of a document: its objects have one attribute for each key, and no other."""
    lists = [(name, _list_of(kind), msgspec.UNSET) for name, kind in KINDS.items()]
    return msgspec.defstruct("Document", [("format", Any), ("version", Any), *lists], **_STRICT)


def _list_of(kind: type[Any]) -> Any:
    fields: list[Any] = []
    hints = typing.get_type_hints(kind)
    for field in attrs.fields(kind):
        # Application data may hold any number; it is left to the parser that keeps each.
        value = msgspec.Raw if hints[field.name] == FrozenMap[str, Json] else Any
        required = field.default is attrs.NOTHING
        fields.append((field.name, value) if required else (field.name, value, msgspec.UNSET))
    names = {field.name: wire_name(field) for field in attrs.fields(kind)}
    item: Any = msgspec.defstruct(kind.__name__, fields, rename=names, **_STRICT)
    return list[item] | msgspec.UnsetType


@functools.cache
def _readers() -> dict[str, Any]:
    return {
        name: object_reader(kind, absent=msgspec.UNSET, parsed=_parsed)
        for name, kind in KINDS.items()
    }


def _parsed(raw: Any) -> object:
    return decoder().decode(bytes(raw).decode())
