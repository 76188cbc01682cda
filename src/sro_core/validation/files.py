"""The records of a registry with their pointers, for checks."""

from __future__ import annotations

from collections.abc import Iterator, KeysView
from typing import Any

from sro_core.registry import Registry

__all__ = ["Files"]


class Files:
    """Records that stand, with where they stand.

    Attributes:
        registry: The registry.
        known: For each list, every id in it, voided records included.
    """

    __slots__ = ("_by_id", "known", "registry")

    def __init__(self, registry: Registry) -> None:
        self.registry: Registry = registry
        self._by_id: dict[str, dict[str, Any]] = {
            kind: {record.id: record for record in records} for kind, records in registry.lists()
        }
        self.known: dict[str, KeysView[str]] = {
            kind: records.keys() for kind, records in self._by_id.items()
        }

    def find(self, kind: str, record_id: str | None) -> Any:
        """The record with an id; None where there is none."""
        return None if record_id is None else self._by_id[kind].get(record_id)

    def standing(self, kind: str) -> Iterator[tuple[str, Any]]:
        """The records of a list that are not voided, each with its pointer."""
        for position, record in enumerate(getattr(self.registry, kind)):
            if record.voided is None:
                yield f"/{kind}/{position}", record
