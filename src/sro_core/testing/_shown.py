"""Values of the kit as a failing test shows them: on lines, without whatever is as usual."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

import attrs

from sro_core.rules import Rulebook

__all__ = ["shown"]

_WIDTH: Final = 96
#: A rulebook with more requirements is named only: who has it knows where to look.
_MOST_REQUIREMENTS: Final = 4


def shown(value: Any, indent: str = "") -> str:
    """A value as it is written; what is private is left out.

    Args:
        value: What is shown.
        indent: The blanks before what stands on lines of its own.
    """
    if isinstance(value, enum.Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, Mapping):
        items = value.items()
        return _enclosed("{", [(f"{_plain(key)}: ", item) for key, item in items], "}", indent)
    if isinstance(value, tuple):
        return _enclosed("[", [("", item) for item in value], "]", indent)
    if not attrs.has(type(value)) or _is_named_only(value):
        return _plain(value)
    return _enclosed(f"{type(value).__name__}(", list(_said(value)), ")", indent)


def _plain(value: Any) -> str:
    return str(value) if isinstance(value, dt.date | Decimal) else repr(value)


def _is_named_only(value: Any) -> bool:
    if not isinstance(value, Rulebook):
        return False
    return sum(len(pack.requirements) for pack in value.packs) > _MOST_REQUIREMENTS


def _said(value: Any) -> Iterator[tuple[str, Any]]:
    """The fields that are not as usual."""
    for field in attrs.fields(type(value)):
        item = getattr(value, field.name)
        usual: Any = field.default
        if isinstance(usual, attrs.Factory):  # type: ignore[arg-type]
            usual = usual.factory()
        if field.repr is not False and item != usual:
            yield f"{field.name}=", item


def _enclosed(opening: str, parts: list[tuple[str, Any]], closing: str, indent: str) -> str:
    line = opening + ", ".join(name + shown(item) for name, item in parts) + closing
    if len(indent) + len(line) <= _WIDTH and "\n" not in line:
        return line
    inside = indent + "  "
    lines = "".join(f"{inside}{name}{shown(item, inside)},\n" for name, item in parts)
    return f"{opening}\n{lines}{indent}{closing}"
