"""Rows to records: rows with one id make one record, together with what is on file of it.

What rows say of a key must be the same, lists are joined, and what one row leaves out
another may say. A record on file counts like one more row: a row may add to it, but
not change it. So it means nothing in how many parts, or when, rows are read, and a
row that is corrected later adds what it would have added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import attrs

from sro_core.errors import InvalidDocument
from sro_core.models import KINDS, SINGULAR, Record
from sro_core.problems import Problem, Severity, problem
from sro_core.registry import Registry
from sro_core.strict import canonical_bytes, plain, structure_lists, unstructure
from sro_core.strict.pointers import pointer_token
from sro_core.wire.csv.profile import RecordOfRow

__all__ = ["Outcome", "ReadRow", "Records", "made_records", "pointer_to"]


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
        faults: The problems, each with its column.
        rows: The rows that say so.
    """

    source: RecordOfRow
    record_id: str | None
    draft: Mapping[str, Any]
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
        content: What those that are not refused say together; nothing where none is left.
        refused: Whether what they said was found to be no record.
    """

    __slots__ = ("content", "kind", "outcomes", "record_id", "refused")

    def __init__(self, kind: str, record_id: str) -> None:
        self.kind: str = kind
        self.record_id: str = record_id
        self.outcomes: list[Outcome] = []
        self.content: Mapping[str, Any] = {}
        self.refused: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Its list and its id."""
        return self.kind, self.record_id

    def standing(self) -> list[Outcome]:
        """What is said by rows that are not refused."""
        return [outcome for outcome in self.outcomes if outcome.stands()]

    def refuse(self, code: str, **params: Any) -> None:
        """Refuse all its rows."""
        said = {"kind": SINGULAR[self.kind], "id": self.record_id, **params}
        for outcome in self.outcomes:
            for row in outcome.rows:
                if not row.refused:
                    row.tell(problem(code, f"/{row.number}", record_id=self.record_id, **said))


# what is said together ------------------------------------------------------------------------

_ISO_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _together(drafts: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], list[str]]:
    """What several drafts say together, and the keys about which they contradict each other."""
    if len(drafts) == 1:
        return dict(drafts[0]), []
    said: dict[str, list[Any]] = {}
    for draft in drafts:
        for key, value in draft.items():
            said.setdefault(key, []).append(value)
    whole: dict[str, Any] = {}
    against: list[str] = []
    for key, values in said.items():
        first = values[0]
        if isinstance(first, list):
            whole[key] = _joined(values)
        elif isinstance(first, dict):
            whole[key], inner = _together(values)
            against += [key] if inner else []
        else:
            whole[key] = first
            against += [key] if any(value != first for value in values) else []
    return whole, against


def _joined(lists: Sequence[list[Any]]) -> list[Any]:
    """Every item of some lists that says more than any other one.

    A list that holds them all stays as it is; else they are in an order of their own,
    so that it means nothing which row comes first.
    """
    items = {_token(item): item for listed in lists for item in listed}
    by_keys: dict[frozenset[str], dict[bytes, Any]] = {}
    for token, item in items.items():
        keys = frozenset(item) if isinstance(item, dict) else frozenset[str]()
        by_keys.setdefault(keys, {})[token] = item
    for keys, found in by_keys.items():
        for more, others in by_keys.items():
            if keys < more:
                shorter = {_token({key: item[key] for key in keys}) for item in others.values()}
                for token in shorter & found.keys():
                    items.pop(token, None)
    whole = [listed for listed in lists if len(listed) == len(items) == len(_tokens(listed))]
    same = [listed for listed in whole if _tokens(listed) == items.keys()]
    if same and all(listed == same[0] for listed in same):
        return same[0]
    return sorted(items.values(), key=_order)


def _token(item: Any) -> bytes:
    """What is equal for equal items."""
    return canonical_bytes(plain(item))


def _tokens(value: Any) -> Any:
    """A value, in which the order of a list means nothing."""
    return set(map(_token, value)) if isinstance(value, list) else value


def _order(item: Any) -> tuple[list[str], bytes]:
    """By the first day that an item names, if it names one."""
    told = plain(item)
    texts = told.values() if isinstance(told, dict) else ()
    days = sorted(text for text in texts if isinstance(text, str) and _ISO_DATE.match(text))
    return days[:1], canonical_bytes(told)


# records --------------------------------------------------------------------------------------


class Records(NamedTuple):
    """The records that rows make, by list.

    Attributes:
        new: Those of which nothing was on file.
        extended: Those on file, with what rows add to them.
    """

    new: dict[str, list[Record]]
    extended: dict[str, list[Record]]


def made_records(rows: Sequence[ReadRow], registry: Registry) -> Records:
    """The records that rows make; rows that make none are refused.

    Args:
        rows: The rows.
        registry: What is on file; a row may add to it, not change it.
    """
    groups = _grouped(rows)
    on_file = {
        (kind, record.id): record
        for kind, records in registry.lists()
        for record in records
        if (kind, record.id) in groups
    }
    made: dict[tuple[str, str], Record] = {}
    waiting = list(groups.values())
    gone = {row for row in rows if row.refused}
    # A row that one record refuses is gone from all of them, and those are made anew.
    while waiting:
        for group in waiting:
            made.pop(group.key, None)
            _agree(group)
        for key, record in _structured([group for group in waiting if group.content]).items():
            there = on_file.get(key)
            found = record if there is None else _added(groups[key], record, there)
            if found is not None:
                made[key] = found
        newly = {row for row in rows if row.refused} - gone
        gone |= newly
        waiting = _touched(newly, groups)
    records = Records({}, {})
    for key, group in groups.items():
        if key in made:
            _tell_of(group, made[key], on_file.get(key), records)
    return records


def _grouped(rows: Iterable[ReadRow]) -> dict[tuple[str, str], Group]:
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


def _touched(rows: Iterable[ReadRow], groups: Mapping[tuple[str, str], Group]) -> list[Group]:
    """The records of which rows that are gone said what no other row says."""
    found = {
        (outcome.source.kind, outcome.record_id): None
        for row in rows
        for outcome in row.outcomes
        if outcome.record_id is not None and not outcome.stands()
    }
    return [groups[key] for key in found]


def _agree(group: Group) -> None:
    """Put together what the rows say, or refuse them all where they contradict each other."""
    group.refused = False
    group.content = {}
    standing = group.standing()
    if not standing:
        return
    said, keys = _together([outcome.draft for outcome in standing])
    if not keys:
        group.content = said
        return
    one = next(item for item in standing if keys[0] in item.draft)
    other = next(item for item in standing if _together([one.draft, item.draft])[1])
    # Which of the two is right is not for us to say.
    group.refuse("csv-rows-disagree", one=_first(one), other=_first(other), keys=", ".join(keys))


def _first(outcome: Outcome) -> int:
    return next(row.number for row in outcome.rows if not row.refused)


def _structured(groups: list[Group]) -> dict[tuple[str, str], Record]:
    """The records of groups; where one is none, the rows that say what it cannot be are refused."""
    lists: dict[str, list[Group]] = {}
    for group in groups:
        lists.setdefault(group.kind, []).append(group)
    contents = {kind: [group.content for group in found] for kind, found in lists.items()}
    try:
        built = structure_lists(contents, KINDS)
    except InvalidDocument as error:
        for found in error.problems:
            _token, kind, place, *path = found.pointer.split("/")
            _refuse(lists[kind][int(place)], found, tuple(path))
        return _structured([group for group in groups if not group.refused])
    return {(kind, record.id): record for kind, records in built.items() for record in records}


def _refuse(group: Group, found: Problem, path: tuple[str, ...]) -> None:
    """Refuse the rows that say what a record cannot be."""
    group.refused = True
    standing = group.standing() or group.outcomes
    saying = [item for item in standing if _says(item.draft, group.content, path)] or standing
    for outcome in saying:
        column = outcome.source.making.column(path)
        for row in outcome.rows:
            place = f"/{row.number}" if column is None else pointer_to(row.number, column)
            row.tell(attrs.evolve(found, pointer=place))


def _says(draft: Any, content: Any, path: tuple[str, ...]) -> bool:
    """Whether a row says what stands at a path of the whole."""
    for key in path:
        if isinstance(content, list):
            return _token(content[int(key)]) in _tokens(draft)
        if not isinstance(content, dict) or key not in content:
            return True
        if key not in draft:
            return False
        content, draft = content[key], draft[key]
    return True


# what is on file ------------------------------------------------------------------------------


def _added(group: Group, made: Record, on_file: Record) -> Record | None:
    """A record on file with what rows add to it; None where they would change it."""
    if made == on_file:
        return on_file
    said, there = unstructure(made), unstructure(on_file)
    whole, keys = _together([there, said])
    if on_file.voided is not None and "voided" not in said:
        keys.append("voided")
    if keys:
        group.refuse("csv-on-file", keys=", ".join(keys))
        return None
    if not _gains(there, whole):
        return on_file
    if on_file.recorded_at is not None and "recorded_at" not in said:
        group.refuse("csv-on-file-since", since=there["recorded_at"])
        return None
    try:
        built = structure_lists({group.kind: [whole]}, KINDS)
    except InvalidDocument as error:
        for found in error.problems:
            _token, _kind, _place, *path = found.pointer.split("/")
            _refuse(group, found, tuple(path))
        return None
    record: Record = built[group.kind][0]
    return record


def _gains(there: Mapping[str, Any], whole: Mapping[str, Any]) -> list[str]:
    """The keys of which a whole says more than there was."""
    return [
        key
        for key, value in whole.items()
        if key not in there or _tokens(there[key]) != _tokens(value)
    ]


def _tell_of(group: Group, record: Record, on_file: Record | None, records: Records) -> None:
    """Sort in a record that was made; say what is added to one on file."""
    if on_file is None:
        records.new.setdefault(group.kind, []).append(record)
    elif record is not on_file:
        records.extended.setdefault(group.kind, []).append(record)
        keys = ", ".join(_gains(unstructure(on_file), unstructure(record)))
        row = next(row for item in group.standing() for row in item.rows if not row.refused)
        said = {"kind": SINGULAR[group.kind], "id": record.id, "keys": keys}
        row.tell(problem("csv-added-to", f"/{row.number}", record_id=record.id, **said))


def pointer_to(number: int, column: str) -> str:
    """The pointer of a cell: the number of its row and the name of its column."""
    return f"/{number}/{pointer_token(column)}"
