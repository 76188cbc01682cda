"""Rows to records: rows that make one record together, and what a refused row takes along.

Rows with one id make one record: what they say of a key must be the same, lists are
joined, and what one row leaves out another may say. A record is made from all its
rows or from none: a row that is refused holds back the others of a record that would
be another without it, so that reading the corrected row later makes the same record.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from sro_core.errors import InvalidDocument
from sro_core.models import KINDS, SINGULAR, Record
from sro_core.problems import Problem, Severity, problem
from sro_core.registry import Registry
from sro_core.strict import structure_lists, unstructure
from sro_core.strict.pointers import pointer_token
from sro_core.wire.csv.profile import RecordOfRow

__all__ = ["Outcome", "ReadRow", "made_records", "pointer_to"]


class ReadRow:
    """A row that was read.

    Attributes:
        number: As a spreadsheet counts it.
        first: The first of its lines, counted from 0.
        end: The line after its last one.
        outcomes: What it says of each record.
        problems: What was found in it.
        refused: Whether it makes nothing.
    """

    __slots__ = ("end", "first", "number", "outcomes", "problems", "refused")

    def __init__(self, number: int, first: int, end: int) -> None:
        self.number: int = number
        self.first: int = first
        self.end: int = end
        self.outcomes: tuple[Outcome, ...] = ()
        self.problems: tuple[Problem, ...] = ()
        self.refused: bool = False

    def tell(self, found: Problem) -> None:
        """Keep what was found in it; an error refuses it."""
        self.problems += (found,)
        self.refused = self.refused or found.severity is Severity.ERROR


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Outcome:
    """What a row says of one record; rows with the same cells share it.

    Attributes:
        source: How the profile makes it.
        record_id: Its id; None where it cannot be told.
        draft: What can be read of it, by the keys of the wire format.
        unread: Keys of which something cannot be read.
        faults: The problems, each with its column.
        rows: The rows that say so.
    """

    source: RecordOfRow
    record_id: str | None
    draft: Mapping[str, Any]
    unread: frozenset[str]
    faults: tuple[tuple[str | None, Problem], ...]
    rows: list[ReadRow] = attrs.field(factory=list)

    def stands(self) -> bool:
        """Whether a row says so that is not refused."""
        return any(not row.refused for row in self.rows)


class Group:
    """The rows that make one record together.

    Attributes:
        kind: The list it belongs to.
        record_id: Its id.
        outcomes: What its rows say of it.
        content: What those that are not refused say together.
        on_file: Whether it was on file already and the rows only repeat it.
        lost: Whether it cannot be made.
    """

    __slots__ = ("content", "kind", "lost", "on_file", "outcomes", "record_id")

    def __init__(self, kind: str, record_id: str) -> None:
        self.kind: str = kind
        self.record_id: str = record_id
        self.outcomes: list[Outcome] = []
        self.content: Mapping[str, Any] = {}
        self.on_file: bool = False
        self.lost: bool = False

    def standing(self) -> list[Outcome]:
        """What is said by rows that are not refused."""
        return [outcome for outcome in self.outcomes if outcome.stands()]

    def good(self) -> list[tuple[ReadRow, Outcome]]:
        """The rows that are not refused, each with what it says."""
        return [
            (row, outcome) for outcome in self.outcomes for row in outcome.rows if not row.refused
        ]

    def refuse(self, code: str, row: ReadRow, /, **params: Any) -> None:
        """Refuse one of its rows."""
        said = {"kind": SINGULAR[self.kind], "id": self.record_id, **params}
        row.tell(problem(code, f"/{row.number}", record_id=self.record_id, **said))


def _joined(one: Any, other: Any) -> Any:
    """Two values of one key together; None where they contradict each other."""
    if isinstance(one, list) and isinstance(other, list):
        return one + [item for item in other if item not in one]
    if isinstance(one, dict) and isinstance(other, dict):
        return None if disagreeing(one, other) else together(one, other)
    return one if one == other else None


def disagreeing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The keys of which two drafts say what cannot both be."""
    return [key for key in other if key in one and _joined(one[key], other[key]) is None]


def together(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """What two drafts that agree say together."""
    return {
        **one,
        **{key: _joined(one[key], item) if key in one else item for key, item in other.items()},
    }


def made_records(rows: Sequence[ReadRow], registry: Registry) -> dict[str, list[Record]]:
    """The records that rows make, by list; the rows that make none are refused.

    Args:
        rows: The rows.
        registry: What is on file; a row may repeat it, not change it.
    """
    groups = _grouped(rows)
    for group in groups.values():
        _agree(group)
    made = _structured([group for group in groups.values() if _wanted(group)])
    _compare(groups, made, registry)
    _hold_back(rows, groups)
    records: dict[str, list[Record]] = {}
    for group in groups.values():
        if _wanted(group):
            records.setdefault(group.kind, []).append(made[group.kind, group.record_id])
    return records


def _grouped(rows: Sequence[ReadRow]) -> dict[tuple[str, str], Group]:
    """What the rows say, by the record it is said of."""
    groups: dict[tuple[str, str], Group] = {}
    for row in rows:
        for outcome in row.outcomes:
            if outcome.record_id is None or outcome.rows[0] is not row:
                continue
            key = outcome.source.kind, outcome.record_id
            group = groups.get(key)
            if group is None:
                group = groups[key] = Group(*key)
            group.outcomes.append(outcome)
    return groups


def _wanted(group: Group) -> bool:
    return not (group.lost or group.on_file) and any(item.stands() for item in group.outcomes)


def _agree(group: Group) -> None:
    """Put together what the rows say, or refuse them all where they contradict each other."""
    standing = group.standing()
    if not standing:
        return
    first = standing[0]
    said = first.draft
    against: dict[Outcome, list[str]] = {}
    for outcome in standing[1:]:
        keys = disagreeing(said, outcome.draft)
        if keys:
            against[outcome] = keys
        else:
            said = together(said, outcome.draft)
    group.content = said
    if not against:
        return
    group.lost = True
    one, other = (
        next(row.number for row in item.rows if not row.refused)
        for item in (first, next(iter(against)))
    )
    keys = next(iter(against.values()))
    for row, outcome in group.good():
        if outcome in against:
            group.refuse("csv-rows-disagree", row, row=one, keys=", ".join(against[outcome]))
        elif outcome is first:
            group.refuse("csv-rows-disagree", row, row=other, keys=", ".join(keys))
        else:
            group.refuse("csv-row-held-back", row, row=other)


def _compare(
    groups: Mapping[tuple[str, str], Group],
    made: Mapping[tuple[str, str], Record],
    registry: Registry,
) -> None:
    """Find the records that are on file already; refuse rows that would change one."""
    for kind, records in registry.lists():
        for record in records:
            group = groups.get((kind, record.id))
            if group is None or not _wanted(group):
                continue
            keys = _otherwise(made[kind, record.id], record)
            group.on_file, group.lost = not keys, bool(keys)
            for row, _outcome in group.good() if keys else ():
                group.refuse("csv-on-file", row, keys=", ".join(keys))


def _otherwise(made: Record, on_file: Record) -> list[str]:
    """The keys of which a record says what the one on file does not."""
    if made == on_file:
        return []
    said, there = unstructure(made), unstructure(on_file)
    keys = [key for key, item in said.items() if not _repeats(item, there.get(key))]
    return keys if on_file.voided is None else [*keys, "voided"]


def _repeats(said: Any, there: Any) -> bool:
    if isinstance(said, list) and isinstance(there, list):
        return all(item in there for item in said)
    if isinstance(said, dict) and isinstance(there, dict):
        return all(_repeats(item, there.get(key)) for key, item in said.items())
    return bool(said == there)


def _structured(groups: list[Group]) -> dict[tuple[str, str], Record]:
    """The records of groups; the rows of those that are none are refused."""
    lists: dict[str, list[Group]] = {}
    for group in groups:
        lists.setdefault(group.kind, []).append(group)
    try:
        built = structure_lists(
            {kind: [group.content for group in found] for kind, found in lists.items()}, KINDS
        )
    except InvalidDocument as error:
        for found in error.problems:
            _token, kind, place, *path = found.pointer.split("/")
            _refuse(lists[kind][int(place)], found, tuple(path))
        return _structured([group for group in groups if not group.lost])
    return {(kind, record.id): record for kind, records in built.items() for record in records}


def _refuse(group: Group, found: Problem, path: tuple[str, ...]) -> None:
    """Refuse the rows of a record that cannot be; the first that says so has the problem."""
    good = group.good() or [(row, outcome) for outcome in group.outcomes for row in outcome.rows]
    group.lost = True
    row, outcome = next(
        ((row, outcome) for row, outcome in good if _says(outcome.draft, group.content, path)),
        good[0],
    )
    column = outcome.source.making.column(path)
    place = f"/{row.number}" if column is None else pointer_to(row.number, column)
    row.tell(attrs.evolve(found, pointer=place))
    for other, _outcome in good:
        if other is not row and not other.refused:
            group.refuse("csv-row-held-back", other, row=row.number)


def _says(draft: Any, content: Any, path: tuple[str, ...]) -> bool:
    """Whether a draft holds what stands at a path of the whole."""
    for key in path:
        if isinstance(content, list):
            content = content[int(key)]
            return content in draft
        if not isinstance(content, dict) or key not in content:
            return True
        if key not in draft:
            return False
        content, draft = content[key], draft[key]
    return True


def pointer_to(number: int, column: str) -> str:
    """The pointer of a cell: the number of its row and the name of its column."""
    return f"/{number}/{pointer_token(column)}"


def _hold_back(rows: Sequence[ReadRow], groups: Mapping[tuple[str, str], Group]) -> None:
    """Refuse the rows of records that would be others without the rows that are refused."""
    waiting = [row for row in rows if row.refused]
    while waiting:
        refused = waiting.pop()
        for outcome in refused.outcomes:
            if outcome.record_id is None:
                continue
            group = groups[outcome.source.kind, outcome.record_id]
            if group.on_file or group.lost or not _misses(group, outcome):
                continue
            group.lost = True
            for row, _outcome in group.good():
                group.refuse("csv-row-held-back", row, row=refused.number)
                waiting.append(row)


def _misses(group: Group, outcome: Outcome) -> bool:
    """Whether the rows that are left say less, or may say less, than with a refused one."""
    if outcome.stands():
        return False
    said: Mapping[str, Any] = {}
    for other in group.standing():
        said = together(said, other.draft)
    if not said:
        return False
    if any(isinstance(said.get(key, []), list) for key in outcome.unread):
        return True
    return not disagreeing(said, outcome.draft) and together(said, outcome.draft) != said
