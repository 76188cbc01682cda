"""Records to plain values, in the one spelling that canonical bytes are made of."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Any

import attrs

from sro_core.strict._containers import wire_name
from sro_core.strict.shapes import class_of, is_list, is_mapping

__all__ = ["plain", "unstructure"]


def unstructure(record: Any) -> dict[str, Any]:
    """A record as plain values: what a document holds.

    Keys have their names on the wire, and what has its default value is left
    out. Dates and date-times become text, numbers stay exact.

    Args:
        record: A record, or any other class of the package that is read
            strictly.
    """
    document: dict[str, Any] = {}
    for attribute in attrs.fields(class_of(record)):
        value = getattr(record, attribute.name)
        if attribute.init and not _is_default(value, attribute.default):
            document[wire_name(attribute)] = plain(value)
    return document


def _is_default(value: object, default: object) -> bool:
    return type(value) is type(default) and value == default


def plain(value: Any) -> Any:
    """A value as JSON holds it: words, dates and date-times as text, numbers exact."""
    if isinstance(value, enum.StrEnum):
        return value.value
    if isinstance(value, dt.datetime):
        return _instant(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if is_list(value):
        return [plain(item) for item in value]
    if is_mapping(value):
        return {key: plain(item) for key, item in value.items()}
    return unstructure(value) if attrs.has(class_of(value)) else value


def _instant(moment: dt.datetime) -> str:
    """RFC 3339: the offset as it is, `Z` for none, a fraction only where there is one."""
    text = moment.isoformat()
    return f"{text.removesuffix('+00:00')}Z" if text.endswith("+00:00") else text
