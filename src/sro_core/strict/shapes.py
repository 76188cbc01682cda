"""What a plain value is, asked so that type checkers know the answer too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

__all__ = ["class_of", "is_list", "is_mapping"]


def is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether the value is an object of JSON, or what stands for one in Python."""
    return isinstance(value, Mapping)


def is_list(value: object) -> TypeGuard[Sequence[Any]]:
    """Whether the value is a list of JSON, or what stands for one in Python."""
    return isinstance(value, list | tuple)


def class_of(value: object) -> type[Any]:
    """The exact class of a value, typed as one that may be asked anything."""
    return type(value)
