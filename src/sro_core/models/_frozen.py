"""An immutable mapping: hashable, picklable, equal to any mapping with the same items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Generic, TypeGuard, TypeVar

__all__ = ["EMPTY", "FrozenMap", "is_frozen_map", "is_tuple"]

K = TypeVar("K")
V = TypeVar("V")


class FrozenMap(Mapping[K, V], Generic[K, V]):
    """A mapping that cannot change.

    Args:
        items: A mapping or pairs. Values should be immutable too; then the whole
            is hashable.
    """

    __slots__ = ("_items",)
    _items: dict[K, V]

    def __init__(self, items: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        object.__setattr__(self, "_items", dict(items))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"cannot assign to {name!r}: a FrozenMap does not change")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"cannot delete {name!r}: a FrozenMap does not change")

    def __getitem__(self, key: K) -> V:
        return self._items[key]

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[K]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return f"FrozenMap({self._items!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (dict(self._items),))


#: The mapping of all that have nothing to say; it never changes, so one is enough.
EMPTY: Final[FrozenMap[Any, Any]] = FrozenMap()


def is_tuple(value: object) -> TypeGuard[tuple[Any, ...]]:
    """Whether a value is exactly a tuple."""
    return type(value) is tuple


def is_frozen_map(value: object) -> TypeGuard[FrozenMap[Any, Any]]:
    """Whether a value is exactly a frozen mapping."""
    return type(value) is FrozenMap
