"""Where records stand in a registry as it was given: JSON pointers by id."""

from __future__ import annotations

from sro_core.registry import Registry

__all__ = ["Places"]


class Places:
    """The JSON pointers of a registry's records."""

    __slots__ = ("_positions",)

    def __init__(self, registry: Registry) -> None:
        self._positions = {
            (kind, record.id): position
            for kind, records in registry.lists()
            for position, record in enumerate(records)
        }

    def of(self, kind: str, record_id: str) -> str:
        """The pointer of a record; that of its list where the registry has no such record."""
        position = self._positions.get((kind, record_id))
        return f"/{kind}" if position is None else f"/{kind}/{position}"
