"""What was on file when, and what came on file or was taken back between two moments.

Works on the lists of a registry: records by the name of their list.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any, Final, TypeAlias

import attrs

from sro_core.errors import InvalidRecord
from sro_core.models import KINDS, REFERENCES, SINGULAR, Record
from sro_core.models._fields import WIRE
from sro_core.models._frozen import is_tuple
from sro_core.problems import problem

__all__ = [
    "Change",
    "ChangeKind",
    "as_known_at",
    "changes_between",
    "is_recorded",
    "is_voided",
    "last_replacement",
    "require_moment",
]

Lists: TypeAlias = Mapping[str, tuple[Any, ...]]

_VOID: Final = attrgetter("voided")


class ChangeKind(enum.StrEnum):
    """What happened to a record: it came on file, was taken back, or was replaced."""

    RECORDED = "recorded"
    VOIDED = "voided"
    REPLACED = "replaced"


@attrs.frozen(kw_only=True)
class Change:
    """One thing that happened to one record.

    Attributes:
        at: When.
        kind: The list it stands in, such as `completions`.
        record_id: Its id.
        change: Recorded, voided, or replaced by another record.
        record: The record itself.
        replaced_by: Where it was replaced: the record that came in its place; None
            where that one is not on file.
        fields: Where both are on file: the keys of the format in which the two differ.
    """

    at: dt.datetime
    kind: str
    record_id: str
    change: ChangeKind
    record: Record = attrs.field(repr=False)
    replaced_by: Record | None = attrs.field(default=None, repr=False)
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = f"{self.at.isoformat(' ')} {SINGULAR[self.kind]} {self.record_id}: {self.change}"
        void = self.record.voided
        if self.change is ChangeKind.REPLACED and void is not None:
            said += f" by {void.replaced_by}"
        return f"{said} (differs in {', '.join(self.fields)})" if self.fields else said


def require_moment(moment: dt.datetime, name: str) -> dt.datetime:
    """The moment with its offset in the place of a zone; refused where it has none.

    Two times of one zone compare by the clock on its wall, also in the hour that a
    clock change repeats.
    """
    offset = moment.utcoffset() if type(moment) is dt.datetime else None
    if offset is None:
        raise InvalidRecord([problem("bad-date-time", f"/{name}")])
    return moment.replace(tzinfo=dt.timezone(offset), fold=0)


def is_recorded(record: Record, moment: dt.datetime | None) -> bool:
    """Whether a record had come on file; at no given moment everything has."""
    return moment is None or record.recorded_at is None or record.recorded_at <= moment


def is_voided(record: Record, moment: dt.datetime | None) -> bool:
    """Whether a record had been taken back; at no given moment every mark applies."""
    void = record.voided
    return void is not None and (moment is None or void.at <= moment)


def as_known_at(lists: Lists, moment: dt.datetime | None) -> dict[str, tuple[Any, ...]]:
    """What was on file at a moment: see `Registry.as_known_at`.

    A list of which all was on file, and nothing taken back, is the list itself.
    """
    kept: dict[str, tuple[Any, ...]] = {}
    replaced: dict[str, dict[str, str]] = {}
    for kind, records in lists.items():
        replaced[kind] = {}
        if not any(map(_VOID, records)) and (
            moment is None or all(is_recorded(record, moment) for record in records)
        ):
            kept[kind] = records
        else:
            kept[kind] = tuple(_kept(records, moment, replaced[kind]))
    for kind in kept:
        for path, target in REFERENCES[kind]:
            if following := replaced[target]:
                kept[kind] = tuple(_redirect(record, path, following) for record in kept[kind])
    return kept


def _kept(
    records: Iterable[Any], moment: dt.datetime | None, replaced: dict[str, str]
) -> Iterator[Any]:
    """The records on file at a moment; what took the place of others is noted by their ids."""
    for record in records:
        if record.voided is None:
            if is_recorded(record, moment):
                yield record
        elif not is_recorded(record, moment):
            continue
        elif not is_voided(record, moment):
            yield attrs.evolve(record, voided=None)
        elif record.voided.replaced_by is not None:
            replaced[record.id] = record.voided.replaced_by


def last_replacement(identifier: str, replaced: Mapping[str, str]) -> str:
    """The id at the end of a chain of replacements; in a circle, that of any one in it."""
    seen = {identifier}
    while (following := replaced.get(identifier)) is not None and following not in seen:
        seen.add(identifier := following)
    return identifier


def _redirect(record: Any, path: tuple[str, ...], replaced: Mapping[str, str]) -> Any:
    name, rest = path[0], path[1:]
    value = getattr(record, name)
    if value is None:
        return record
    if rest:
        if is_tuple(value):
            redirected: Any = tuple(_redirect(item, rest, replaced) for item in value)
        else:
            redirected = _redirect(value, rest, replaced)
    elif is_tuple(value):
        redirected = tuple(last_replacement(item, replaced) for item in value)
    else:
        redirected = last_replacement(value, replaced)
    return record if redirected == value else attrs.evolve(record, **{name: redirected})


def changes_between(lists: Lists, since: dt.datetime, until: dt.datetime) -> tuple[Change, ...]:
    """What came on file or was taken back: see `Registry.changes_between`."""
    start, end = require_moment(since, "since"), require_moment(until, "until")
    if end < start:
        raise InvalidRecord([problem("ends-before-start", "/until", start=since, end=until)])
    found = [
        change
        for kind, records in lists.items()
        for change in _changes_of(kind, records, start, end)
    ]
    return tuple(sorted(found, key=_in_time))


_PLACE: Final = {kind: place for place, kind in enumerate(KINDS)}


def _in_time(change: Change) -> tuple[dt.datetime, int, str]:
    return change.at, _PLACE[change.kind], change.record_id


def _changes_of(
    kind: str, records: tuple[Any, ...], since: dt.datetime, until: dt.datetime
) -> Iterator[Change]:
    """Recorded ones first: so they stay where a record came and went at one moment."""

    def made(at: dt.datetime, change: ChangeKind, record: Any, **more: Any) -> Change:
        return Change(at=at, kind=kind, record_id=record.id, change=change, record=record, **more)

    taken_back: list[Any] = []
    for record in records:
        recorded, void = record.recorded_at, record.voided
        if recorded is not None and since < recorded <= until:
            yield made(recorded, ChangeKind.RECORDED, record)
        if void is not None and since < void.at <= until:
            taken_back.append(record)
    wanted = {record.voided.replaced_by for record in taken_back}
    replacing = {record.id: record for record in records if record.id in wanted}
    for record in taken_back:
        void = record.voided
        if void.replaced_by is None:
            yield made(void.at, ChangeKind.VOIDED, record)
            continue
        other = replacing.get(void.replaced_by)
        fields = () if other is None else tuple(_differing(record, other))
        yield made(void.at, ChangeKind.REPLACED, record, replaced_by=other, fields=fields)


#: Two records of one thing always differ in these.
_MARKS: Final = frozenset(("id", "recorded_at", "voided"))


def _differing(one: Any, other: Any) -> Iterator[str]:
    for field in attrs.fields(type(one)):
        if field.name not in _MARKS and getattr(one, field.name) != getattr(other, field.name):
            yield field.metadata[WIRE] or field.name
