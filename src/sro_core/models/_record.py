"""What every record carries: application data, when it was recorded, whether it was voided."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import attrs

from sro_core.errors import InvalidRecord
from sro_core.models import _fields as f
from sro_core.problems import problem

__all__ = ["Record", "Void"]


@attrs.frozen(kw_only=True, weakref_slot=False)
class Void:
    """The mark that takes a record back; nothing is ever deleted.

    Attributes:
        at: When it was voided.
        by: Who voided it, as a role or office.
        reason: Why.
        replaced_by: Id of the record of the same kind that stands in its place.
    """

    at: dt.datetime = f.instant()
    by: str = f.text(private=True)
    reason: str = f.text(private=True)
    replaced_by: str | None = f.text(optional=True)


class Record(Protocol):
    """What all records of a registry share."""

    @property
    def id(self) -> str:
        """The id, unique within the list it stands in."""
        ...

    @property
    def recorded_at(self) -> dt.datetime | None:
        """When it came on file; None means always known."""

    @property
    def voided(self) -> Void | None:
        """The mark that takes it back, if any."""


def check_marks(record: Record) -> None:
    """Refuse a record that was voided before it was recorded, or replaced by itself."""
    void = record.voided
    if void is None:
        return
    if record.recorded_at is not None and void.at < record.recorded_at:
        raise InvalidRecord([problem("void-before-record", "/voided/at")])
    if void.replaced_by == record.id:
        raise InvalidRecord([problem("replaced-by-itself", "/voided/replaced_by")])
