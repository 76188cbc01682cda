"""Rows to records: rows that make one record together, and what a refused row takes along.

Rows with one id make one record: what they say of a key must be the same, lists are
joined, and what one row leaves out another may say. A record is made from all its
rows or from none: a row that is refused holds back the others of a record that would
be another without it, so that reading the corrected row later makes the same record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from sro_core.errors import InvalidDocument
from sro_core.models import KINDS, SINGULAR, Record
from sro_core.problems import Problem, problem
from sro_core.registry import Registry
from sro_core.strict import structure_lists, unstructure
from sro_core.strict.pointers import pointer_token
from sro_core.wire.csv.profile import RecordOfRow

__all__ = ["Group", "Outcome", "ReadRow", "made_records", "pointer_to"]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Outcome:
    """What a row says of one record; rows with the same cells share it.

    Attributes:
        source: How the profile makes it.
        record_id: Its id; None where it cannot be told.
        draft: What can be read of it, by the keys of the wire format.
        unread: Keys of which something cannot be read.
        faults: The problems, each with its column.
    """

    source: RecordOfRow
    record_id: str | None
    draft: Mapping[str, Any]
    unread: frozenset[str]
    faults: tuple[tuple[str | None, Problem], ...]


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
        self.outcomes: list[Outcome] = []
        self.problems: list[Problem] = []
        self.refused: bool = False


class Group:
    """The rows that make one record together.

    Attributes:
        kind: The list it belongs to.
        record_id: Its id.
        rows: The rows, each with what it says of the record.
        first: The number of the first row that says so, by what is said.
        content: What the rows that are not refused say together.
        on_file: Whether it was on file already and the rows only repeat it.
        lost: Whether it cannot be made.
    """

    __slots__ = ("content", "first", "kind", "lost", "on_file", "record_id", "rows")

    def __init__(self, kind: str, record_id: str) -> None:
        self.kind: str = kind
        self.record_id: str = record_id
        self.rows: list[tuple[ReadRow, Outcome]] = []
        self.first: dict[Outcome, int] = {}
        self.content: dict[str, Any] = {}
        self.on_file: bool = False
        self.lost: bool = False

    def good(self) -> Iterator[tuple[ReadRow, Outcome]]:
        """The rows that are not refused, as it is when each is reached."""
        return ((row, outcome) for row, outcome in self.rows if not row.refused)

    def refuse(self, code: str, row: ReadRow, /, **params: Any) -> None:
        """Refuse one of its rows."""
        row.refused = True
        said = {"kind": SINGULAR[self.kind], "id": self.record_id, **params}
        row.problems.append(problem(code, f"/{row.number}", record_id=self.record_id, **said))


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


def _distinct(rows: Iterable[tuple[ReadRow, Outcome]]) -> Iterator[tuple[ReadRow, Outcome]]:
    """The rows without those that say the same as one before them."""
    seen: set[int] = set()
    for row, outcome in rows:
        if id(outcome) not in seen:
            seen.add(id(outcome))
            yield row, outcome


def made_records(
    groups: Mapping[tuple[str, str], Group], registry: Registry
) -> dict[str, list[Record]]:
    """The records that rows make, by list; the rows that make none are refused.

    Args:
        groups: The rows of each record.
        registry: What is on file; a row may repeat it, not change it.
    """
    for group in groups.values():
        _agree(group)
    _compare(groups, registry)
    made = _structured([group for group in groups.values() if _wanted(group)])
    _hold_back(groups)
    records: dict[str, list[Record]] = {}
    for group in groups.values():
        if _wanted(group):
            records.setdefault(group.kind, []).append(made[group.kind, group.record_id])
    return records


def _wanted(group: Group) -> bool:
    return not (group.lost or group.on_file) and any(not row.refused for row, _ in group.rows)


def _agree(group: Group) -> None:
    """Put together what the rows say, or refuse them all where they contradict each other."""
    said: dict[str, Any] = {}
    first: ReadRow | None = None
    against: dict[int, tuple[ReadRow, ReadRow, list[str]]] = {}
    for row, outcome in _distinct(group.good()):
        keys = disagreeing(said, outcome.draft)
        if first is None:
            first = row
        if keys:
            against[id(outcome)] = (row, first, keys)
        else:
            said = together(said, outcome.draft)
    group.content = said
    if not against:
        return
    group.lost = True
    (other, one, keys), *_rest = against.values()
    for row, outcome in group.good():
        if id(outcome) in against:
            _row, number, theirs = against[id(outcome)]
            group.refuse("csv-rows-disagree", row, row=number.number, keys=", ".join(theirs))
        elif row is one:
            group.refuse("csv-rows-disagree", row, row=other.number, keys=", ".join(keys))
        else:
            group.refuse("csv-row-held-back", row, row=other.number)


def _compare(groups: Mapping[tuple[str, str], Group], registry: Registry) -> None:
    """Find the records that are on file already; refuse rows that would change one."""
    for kind, records in registry.lists():
        for record in records:
            group = groups.get((kind, record.id))
            if group is None or not _wanted(group):
                continue
            made = _structured([group])
            if group.lost:
                continue
            said = unstructure(made[kind, record.id])
            there = unstructure(record)
            keys = [key for key, item in said.items() if not _repeats(item, there.get(key))]
            if record.voided is not None:
                keys.append("voided")
            group.on_file, group.lost = not keys, bool(keys)
            for row, _outcome in group.good() if keys else ():
                group.refuse("csv-on-file", row, keys=", ".join(keys))


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
    good = list(group.good()) or group.rows
    group.lost = True
    row, outcome = next(
        ((row, outcome) for row, outcome in good if _says(outcome.draft, group.content, path)),
        good[0],
    )
    column = outcome.source.making.column(path)
    place = f"/{row.number}" if column is None else pointer_to(row.number, column)
    row.problems.append(attrs.evolve(found, pointer=place))
    for other, _outcome in good:
        if other is not row and not other.refused:
            group.refuse("csv-row-held-back", other, row=row.number)
    row.refused = True


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


def _hold_back(groups: Mapping[tuple[str, str], Group]) -> None:
    """Refuse the rows of records that would be others without the rows that are refused."""
    waiting = [
        row
        for row in {id(row): row for group in groups.values() for row, _ in group.rows}.values()
        if row.refused
    ]
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
    said: dict[str, Any] = {}
    for _row, other in _distinct(group.good()):
        if other is outcome:
            return False
        said = together(said, other.draft)
    if not said:
        return False
    if any(isinstance(said.get(key, []), list) for key in outcome.unread):
        return True
    keys = disagreeing(said, outcome.draft)
    return not keys and together(said, outcome.draft) != said
