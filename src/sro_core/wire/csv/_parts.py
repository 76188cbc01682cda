"""What a row makes: the tables of a profile, held against the records that they make.

Each part gives one value of a record from the texts of a row. A cell that is empty
gives nothing, so that its key is left out.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import types
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final, Literal, Protocol, TypeAlias

import attrs

from sro_core.errors import InvalidDocument
from sro_core.models import FrozenMap, Json
from sro_core.models._fields import WIRE
from sro_core.problems import Problem, problem
from sro_core.strict import plain, structure, unknown_key, wrong_type
from sro_core.strict.pointers import pointer_token, shown_key
from sro_core.strict.shapes import is_list, is_mapping
from sro_core.wire.csv._cells import (
    Column,
    Reader,
    Spelling,
    Unit,
    Unreadable,
    folded,
    is_id,
    reader_of,
)

__all__ = ["Making", "Others", "Source", "Surroundings", "Texts", "Told", "tables_in"]

#: The texts of a row by the name of the column; None where a cell cannot be read.
Texts: TypeAlias = "Mapping[str, str | None]"

#: What a part gives where the row says nothing.
_NOTHING: Final = object()


class Others(enum.StrEnum):
    """What becomes of a text that `translate` does not list."""

    REFUSE = "refuse"
    KEEP = "keep"
    LEAVE_OUT = "leave_out"


@attrs.frozen(kw_only=True)
class Source:
    """Where one value comes from: exactly one of the first four.

    Attributes:
        column: A column.
        columns: Several columns, joined; those that are empty are left out.
        fields: Other fields of the same record as they are read, joined: for an id.
        value: The same for every row, written as in a cell.
        join: What stands between what is joined: a blank between columns, a hyphen
            between fields.
        translate: What a text of the column stands for.
        others: What becomes of a text that `translate` does not list.
        split: What separates several values in one cell.
        unit: What a bare number of time counts.
    """

    column: str | None = None
    columns: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    value: str | bool | Decimal | dt.date | None = None
    # Nothing at all may stand between two columns; elsewhere no text is empty.
    join: str | Literal[""] | None = None  # noqa: PYI051
    translate: FrozenMap[str, str] = attrs.field(factory=FrozenMap)
    others: Others = Others.REFUSE
    split: str | None = None
    unit: Unit | None = None


class Told:
    """What is wrong with the cells that a record is made from, as it is found.

    Attributes:
        faults: The problems, each with its column.
        keys: The keys of the record that are not known for it.
    """

    __slots__ = ("faults", "keys")

    def __init__(self) -> None:
        self.faults: list[tuple[str | None, Problem]] = []
        self.keys: set[str] = set()


class _Unmade(Exception):
    """A value cannot be told; why was said to `Told`, or is wrong with the cell itself."""


class Part(Protocol):
    """One value of a record."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that it is made from."""
        ...

    def value(self, texts: Texts, told: Told, made: Mapping[str, Any], /) -> Any:
        """The value for a row, where the values `made` stand before it in the record."""
        ...

    def column(self, path: tuple[str, ...], /) -> str | None:
        """The column that what stands at a path below it comes from, if it is one."""
        ...


# parts ----------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class _Leaf:
    """A value that is read from cells."""

    columns: tuple[str, ...]
    read: Reader
    join: str
    translate: Mapping[str, str]
    others: Others
    split: str | None
    many: bool

    def value(self, texts: Texts, told: Told, _made: Mapping[str, Any], /) -> Any:
        text = self._text(texts)
        if not text:
            return _NOTHING
        if not self.many:
            return self._one(text, told)
        items = [text] if self.split is None else map(str.strip, text.split(self.split))
        found = [self._one(item, told) for item in items if item]
        return [item for item in found if item is not _NOTHING] or _NOTHING

    def _text(self, texts: Texts) -> str:
        parts: list[str] = []
        for name in self.columns:
            text = texts[name]
            if text is None:
                raise _Unmade
            if text:
                parts.append(text)
        return self.join.join(parts)

    def _one(self, text: str, told: Told) -> Any:
        try:
            if self.translate:
                listed = self.translate.get(folded(text))
                if listed is None and self.others is Others.LEAVE_OUT:
                    return _NOTHING
                if listed is None and self.others is Others.REFUSE:
                    raise Unreadable(problem("csv-not-translated"))
                text = text if listed is None else listed
            return self.read(text)
        except Unreadable as error:
            told.faults.append((self.columns[0], error.found))
        raise _Unmade

    def column(self, _path: tuple[str, ...], /) -> str | None:
        return self.columns[0]


@attrs.frozen(kw_only=True)
class _Constant:
    """The same for every row."""

    fixed: Any
    columns: tuple[str, ...] = ()

    def value(self, _texts: Texts, _told: Told, _made: Mapping[str, Any], /) -> Any:
        return self.fixed

    def column(self, _path: tuple[str, ...], /) -> str | None:
        return None


@attrs.frozen(kw_only=True)
class _Joined:
    """A text made of other fields of the same record, each with the column that it is from."""

    fields: Mapping[str, str | None]
    join: str
    columns: tuple[str, ...] = ()

    def value(self, _texts: Texts, told: Told, made: Mapping[str, Any], /) -> Any:
        lacking = [key for key in self.fields if key not in made]
        if not lacking:
            return self.join.join(str(plain(made[key])) for key in self.fields)
        for key in lacking:
            if key not in told.keys:
                told.faults.append((self.fields[key], problem("csv-cell-empty", what=key)))
        raise _Unmade

    def column(self, _path: tuple[str, ...], /) -> str | None:
        return None


@attrs.frozen(kw_only=True)
class _Entries:
    """An object whose keys the profile names."""

    parts: Mapping[str, Part]

    @property
    def columns(self) -> tuple[str, ...]:
        return _columns_of(self.parts)

    def value(self, texts: Texts, told: Told, _made: Mapping[str, Any], /) -> Any:
        found = {name: part.value(texts, told, {}) for name, part in self.parts.items()}
        kept = {name: item for name, item in found.items() if item is not _NOTHING}
        return kept or _NOTHING

    def column(self, path: tuple[str, ...], /) -> str | None:
        part = self.parts.get(path[0]) if path else None
        return None if part is None else part.column(path[1:])


@attrs.frozen(kw_only=True)
class _Items:
    """A list of objects, of which a row gives some."""

    makings: tuple[Making, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(name for making in self.makings for name in making.columns)

    def value(self, texts: Texts, told: Told, made: Mapping[str, Any], /) -> Any:
        found = [making.value(texts, told, made) for making in self.makings]
        return [item for item in found if item is not _NOTHING]

    def column(self, path: tuple[str, ...], /) -> str | None:
        # Which of several makings gave an item is not kept; they are alike.
        return self.makings[0].column(path[1:]) if path else None


def _columns_of(parts: Mapping[str, Part]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for part in parts.values() for name in part.columns))


@attrs.frozen(kw_only=True)
class Making:
    """How a row makes a record, or an object inside one.

    Attributes:
        parts: Its values by key, those made of others last.
        required: The keys that it cannot be without.
        columns: The columns that it is made from.
    """

    parts: Mapping[str, Part]
    required: frozenset[str]
    columns: tuple[str, ...]

    def value(self, texts: Texts, told: Told, _made: Mapping[str, Any], /) -> Any:
        """The object of a row; nothing where all its cells are empty."""
        if self.columns and not any(texts[name] != "" for name in self.columns):
            return _NOTHING
        inner = Told()
        made = self.record(texts, inner)
        told.faults += inner.faults
        if inner.keys:
            raise _Unmade
        return made

    def record(self, texts: Texts, told: Told) -> dict[str, Any]:
        """What can be read of the record of a row; what cannot is told."""
        made: dict[str, Any] = {}
        for key, part in self.parts.items():
            try:
                found = part.value(texts, told, made)
            except _Unmade:
                told.keys.add(key)
                continue
            if found is not _NOTHING:
                made[key] = found
            elif key in self.required:
                column = part.columns[0] if part.columns else None
                told.keys.add(key)
                told.faults.append((column, problem("csv-cell-empty", what=key)))
        return made

    def columns_of_ids(self) -> tuple[str, ...]:
        """The columns that hold ids as they are."""
        return tuple(
            part.columns[0]
            for key, part in self.parts.items()
            if isinstance(part, _Leaf) and len(part.columns) == 1 and is_id(key)
            if not part.translate
        )

    def column(self, path: tuple[str, ...], /) -> str | None:
        """The column that what stands at a path inside the record comes from, if it is one."""
        part = self.parts.get(path[0]) if path else None
        return None if part is None else part.column(path[1:])


# from a table of a profile --------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Surroundings:
    """What the rest of the profile says.

    Attributes:
        spelling: How values are written.
        columns: What is true of single columns, by folded name.
        problems: Where the problems of the profile are collected.
    """

    spelling: Spelling
    columns: Mapping[str, Column]
    problems: list[Problem]

    def making(self, kind: type[Any], table: Mapping[Any, Any], pointer: str) -> Making:
        """How a row makes an object of a class.

        Args:
            kind: The class.
            table: What the profile says of it.
            pointer: Where it says so.
        """
        hints = typing.get_type_hints(kind)
        fields = {
            str(field.metadata.get(WIRE) or field.name): field
            for field in attrs.fields(kind)
            if field.init
        }
        known = {field.name: key for key, field in fields.items()} | {key: key for key in fields}
        parts: dict[str, Part] = {}
        for key, said in table.items():
            place = f"{pointer}/{pointer_token(key)}"
            if key in fields:
                hint = _without_none(hints[fields[key].name])
                part = self._part(hint, key, said, place)
                if part is not None:
                    parts[key] = part
            else:
                found = unknown_key(key, known)
                self.problems.append(attrs.evolve(found, pointer=place))
        required = {key for key, field in fields.items() if field.default is attrs.NOTHING}
        self.problems.extend(
            problem("missing-key", pointer, key=key)
            for key in fields
            if key in required and key not in table
        )
        parts |= self._joined(parts, pointer)
        return Making(parts=parts, required=frozenset(required), columns=_columns_of(parts))

    def _joined(self, parts: dict[str, Part], pointer: str) -> dict[str, Part]:
        """The parts that are made of others, taken out of them to come last."""
        joined = {key: part for key, part in parts.items() if isinstance(part, _Joined)}
        found: dict[str, Part] = {}
        for key, part in joined.items():
            del parts[key]
            columns: dict[str, str | None] = {}
            for name in part.fields:
                other = parts.get(name)
                if isinstance(other, _Leaf | _Constant) and name not in joined:
                    columns[name] = other.column(())
                else:
                    detail = f"{shown_key(name)} is no field here that comes from a cell or value."
                    self._refuse(detail, f"{pointer}/{key}/fields")
            found[key] = attrs.evolve(part, fields=columns)
        return found

    def _refuse(self, detail: str, pointer: str) -> None:
        self.problems.append(problem("csv-profile", pointer, detail=detail))

    def _part(self, hint: Any, key: str, said: Any, pointer: str) -> Part | None:
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if attrs.has(hint):
            return self._object(hint, said, pointer)
        if origin is FrozenMap:
            # Application data from cells is text.
            item = str if arguments[1] == Json else _without_none(arguments[1])
            return self._entries(item, said, pointer)
        if origin is tuple and attrs.has(arguments[0]):
            return self._items(arguments[0], said, pointer)
        if origin is tuple:
            return self._leaf(arguments[0], key, said, pointer, many=True)
        return self._leaf(hint, key, said, pointer)

    def _table(self, said: Any, pointer: str) -> bool:
        if not is_mapping(said):
            (found,) = wrong_type(said, "a table").problems
            self.problems.append(attrs.evolve(found, pointer=pointer))
        return is_mapping(said)

    def _object(self, kind: type[Any], said: Any, pointer: str) -> Part | None:
        return self.making(kind, said, pointer) if self._table(said, pointer) else None

    def _items(self, kind: type[Any], said: Any, pointer: str) -> Part | None:
        makings = [
            self.making(kind, item, place)
            for place, item in tables_in(said, pointer)
            if self._table(item, place)
        ]
        return _Items(makings=tuple(makings)) if makings else None

    def _entries(self, kind: Any, said: Any, pointer: str) -> Part | None:
        if not self._table(said, pointer):
            return None
        found = {
            name: self._leaf(kind, name, item, f"{pointer}/{pointer_token(name)}")
            for name, item in said.items()
        }
        return _Entries(parts={name: part for name, part in found.items() if part is not None})

    def _leaf(
        self, kind: Any, key: str, said: Any, pointer: str, *, many: bool = False
    ) -> Part | None:
        source = self._source(said, pointer)
        if source is None:
            return None
        before = len(self.problems)
        for detail in _idle(source, kind, key, many=many):
            self._refuse(detail, pointer)
        if len(self.problems) > before:
            return None
        if source.fields:
            join = "-" if source.join is None else source.join
            return _Joined(fields=dict.fromkeys(source.fields), join=join)
        names = (source.column,) if source.column is not None else source.columns
        orders = [
            self.columns[folded(name)].dates for name in names if folded(name) in self.columns
        ]
        order = next(filter(None, orders), self.spelling.dates)
        spelling = attrs.evolve(self.spelling, dates=order)
        read = reader_of(kind, key, spelling, source.unit)
        if source.value is not None:
            return self._constant(source.value, read, pointer, many=many)
        translate = {folded(text): meant for text, meant in source.translate.items()}
        if len(translate) != len(source.translate):
            self._refuse("Two texts under translate differ only in case or blanks.", pointer)
        return _Leaf(
            columns=names,
            # The texts of most columns come again and again.
            read=functools.lru_cache(maxsize=4096)(read),
            join=" " if source.join is None else source.join,
            translate=translate,
            others=source.others,
            split=source.split,
            many=many,
        )

    def _source(self, said: Any, pointer: str) -> Source | None:
        if type(said) is str and said:
            return Source(column=said)
        try:
            if is_mapping(said):
                return structure(said, Source)
            found = wrong_type(said, "the name of a column or a table").problems
        except InvalidDocument as error:
            found = error.problems
        self.problems.extend(attrs.evolve(item, pointer=pointer + item.pointer) for item in found)
        return None

    def _constant(
        self, value: Any, read: Callable[[str], Any], pointer: str, *, many: bool
    ) -> Part | None:
        said = value.isoformat() if isinstance(value, dt.date) else str(value)
        try:
            fixed = read(said)
        except Unreadable as error:
            self.problems.append(attrs.evolve(error.found, pointer=f"{pointer}/value"))
            return None
        return _Constant(fixed=[fixed] if many else fixed)


def tables_in(said: Any, pointer: str) -> list[tuple[str, Any]]:
    """One table, or each of a list of them, with its pointer."""
    if is_list(said):
        return [(f"{pointer}/{place}", item) for place, item in enumerate(said)]
    return [(pointer, said)]


def _without_none(kind: Any) -> Any:
    if typing.get_origin(kind) not in (typing.Union, types.UnionType):
        return kind
    members = tuple(item for item in typing.get_args(kind) if item is not type(None))
    union: Any = typing.Union
    return union[members]


def _idle(source: Source, kind: Any, key: str, *, many: bool) -> list[str]:
    """What is wrong with a source in itself, or means nothing where it stands."""
    given = [
        name
        for name, value in (
            ("column", source.column),
            ("columns", source.columns),
            ("fields", source.fields),
            ("value", source.value),
        )
        if value is not None and value != ()
    ]
    if len(given) != 1:
        return ["Exactly one of column, columns, fields and value is needed."]
    from_cells = given[0] in ("column", "columns")
    timed = kind is Decimal or (kind is int and key.endswith("_minutes"))
    rules = (
        (given[0] == "fields" and (kind is not str or many), "Only a text can be made of fields."),
        (source.join is not None and given[0] not in ("columns", "fields"), "join joins nothing."),
        (bool(source.translate) and not from_cells, "translate needs a column."),
        (
            source.others is not Others.REFUSE and not source.translate,
            "others means nothing without translate.",
        ),
        (
            source.split is not None and not (many and from_cells),
            "split needs a list and a column.",
        ),
        (source.split is not None and not source.split, "split is empty."),
        (
            source.unit is not None and not timed,
            "unit means nothing here; this is no length of time.",
        ),
    )
    return [detail for broken, detail in rules if broken]
