"""The profile of a kind of CSV file: which records its rows make, and how its cells are written.

A profile is a small TOML file. Its tables of records are held against the records
themselves, so that a key that no record has, or one that a record needs and no row
gives, is one problem of the profile and not a thousand of rows.
"""

from __future__ import annotations

import enum
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import attrs

from sro_core.dates import DateOrder
from sro_core.errors import InvalidDocument
from sro_core.models import KINDS, FrozenMap
from sro_core.models._fields import check_time_zone
from sro_core.problems import Problem, in_order, problem
from sro_core.strict import structure, unknown_key, wrong_type
from sro_core.strict.pointers import pointer_token, shown_key
from sro_core.strict.shapes import is_mapping
from sro_core.strict.toml import parse_toml
from sro_core.wire.csv._cells import Column, Spelling, folded
from sro_core.wire.csv._parts import Making, Source, Surroundings, tables_in

__all__ = [
    "Column",
    "Decimals",
    "Delimiter",
    "Encoding",
    "Profile",
    "RecordOfRow",
    "Settings",
    "Source",
    "load_profile",
    "loads_profile",
    "read_profile",
]


class Encoding(enum.StrEnum):
    """The encodings that are read."""

    UTF_8 = "utf-8"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    CP1252 = "cp1252"
    CP437 = "cp437"
    MAC_ROMAN = "mac-roman"


class Delimiter(enum.StrEnum):
    """What stands between two cells, by its name."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"
    BAR = "bar"

    @property
    def character(self) -> str:
        """The character itself."""
        return _CHARACTERS[self]


_CHARACTERS: Final[Mapping[Delimiter, str]] = {
    Delimiter.COMMA: ",",
    Delimiter.SEMICOLON: ";",
    Delimiter.TAB: "\t",
    Delimiter.BAR: "|",
}


class Decimals(enum.StrEnum):
    """What stands before the fraction of a number."""

    POINT = "point"
    COMMA = "comma"


@attrs.frozen(kw_only=True)
class Settings:
    """What a profile says beside its records.

    Attributes:
        encoding: The encoding; left out, what a byte order mark says, else UTF-8.
        delimiter: What stands between cells; left out, what a first line `sep=` says, else
            a comma.
        header: The row that names the columns, as a spreadsheet counts rows.
        dates: Which number comes first in dates; left out, a date that can be read in
            two ways is refused.
        two_digit_years: First of the hundred years in which years of two digits lie; left
            out, they are refused.
        drop_times: Whether a time of day after a date is left out; else only midnight is.
        decimals: What stands before the fraction of a number.
        time_zone: IANA name of the zone of times without an offset.
        empty: Texts that stand for an empty cell.
        skip: Rows that are passed over: texts by column.
        columns: What is true of single columns, by name.
        course_codes: Catalogue codes of your own course numbers: one, or a list.
    """

    encoding: Encoding | None = None
    delimiter: Delimiter | None = None
    header: int = 1
    dates: DateOrder | None = None
    two_digit_years: int | None = None
    drop_times: bool = False
    decimals: Decimals = Decimals.POINT
    time_zone: str | None = None
    empty: tuple[str, ...] = ()
    skip: FrozenMap[str, tuple[str, ...]] = attrs.field(factory=FrozenMap)
    columns: FrozenMap[str, Column] = attrs.field(factory=FrozenMap)
    course_codes: FrozenMap[str, str | tuple[str, ...]] = attrs.field(factory=FrozenMap)


@attrs.frozen(kw_only=True)
class RecordOfRow:
    """A record that each row makes.

    Attributes:
        kind: The list of the registry that it belongs to.
        making: How it is made.
        if_filled: A column; where its cell is empty, the row makes no such record.
    """

    kind: str
    making: Making
    if_filled: str | None


@attrs.frozen(kw_only=True, repr=False)
class Profile:
    """How the rows of one kind of CSV file become records.

    Attributes:
        settings: What it says beside its records.
        records: The records that each row makes.
        course_codes: Catalogue codes by the folded number of the course.
    """

    settings: Settings
    records: tuple[RecordOfRow, ...]
    course_codes: FrozenMap[str, tuple[str, ...]]

    def __repr__(self) -> str:
        return f"Profile({', '.join(item.kind for item in self.records)})"

    def columns(self) -> tuple[str, ...]:
        """Every column that is read, as it is spelled first, in the order of the profile."""
        names: dict[str, str] = {}
        for item in self.records:
            for name in (*item.making.columns, item.if_filled):
                if name is not None:
                    names.setdefault(folded(name), name)
        for name in self.settings.skip:
            names.setdefault(folded(name), name)
        vouched_by = {
            folded(name): column.vouched_by for name, column in self.settings.columns.items()
        }
        waiting = list(names)
        while waiting:
            voucher = vouched_by.get(waiting.pop())
            if voucher is not None and folded(voucher) not in names:
                names[folded(voucher)] = voucher
                waiting.append(folded(voucher))
        return tuple(names.values())


_SETTINGS: Final = tuple(field.name for field in attrs.fields(Settings))
_IF_FILLED: Final = "if_filled"
_COURSES: Final = "courses"


def loads_profile(text: str | bytes) -> Profile:
    """Read a profile from TOML.

    A byte order mark at the beginning is passed over.

    Args:
        text: The file; bytes are UTF-8.

    Raises:
        InvalidDocument: With every problem of the first step that finds any.
    """
    return read_profile(parse_toml(text))


def load_profile(path: str | os.PathLike[str]) -> Profile:
    """Read a profile from a TOML file.

    Raises:
        OSError: The file cannot be read.
        InvalidDocument: With every problem of the first step that finds any.
    """
    return loads_profile(Path(path).read_bytes())


def read_profile(document: object) -> Profile:
    """Read a profile from plain values, such as a parsed TOML file.

    Args:
        document: A mapping with the settings, and a table for each list of a registry
            of which rows make records.

    Raises:
        InvalidDocument: With every problem; pointers begin at the document.
    """
    if not is_mapping(document):
        raise InvalidDocument(wrong_type(document, "a table").problems)
    known = {key: key for key in (*_SETTINGS, *KINDS)}
    problems = [unknown_key(key, known) for key in document if key not in known]
    settings = Settings()
    try:
        said = {key: value for key, value in document.items() if key in _SETTINGS}
        settings = structure(said, Settings)
        problems += _senseless(settings)
    except InvalidDocument as error:
        problems += error.problems
    around = Surroundings(
        spelling=_spelling(settings),
        columns={folded(name): column for name, column in settings.columns.items()},
        problems=problems,
    )
    records = [
        made for key in KINDS if key in document for made in _records(key, document[key], around)
    ]
    if not any(key in document for key in KINDS):
        detail = f"It makes no records; name a list of a registry: {', '.join(KINDS)}."
        problems.append(problem("csv-profile", detail=detail))
    if settings.course_codes and _COURSES not in document:
        detail = "course_codes needs the table courses, which makes the courses that carry them."
        problems.append(problem("csv-profile", "/course_codes", detail=detail))
    codes = {
        folded(number): (said,) if isinstance(said, str) else said
        for number, said in settings.course_codes.items()
    }
    profile = Profile(settings=settings, records=tuple(records), course_codes=FrozenMap(codes))
    problems += _unread(profile)
    if problems:
        raise InvalidDocument(in_order(problems))
    return profile


def _unread(profile: Profile) -> Iterator[Problem]:
    """What is said of columns that nothing is made of; most likely their names are misspelled."""
    read = set(map(folded, profile.columns()))
    for name in profile.settings.columns:
        if folded(name) not in read:
            detail = f"Nothing is read from the column {shown_key(name)}."
            yield problem("csv-profile", f"/columns/{pointer_token(name)}", detail=detail)


def _records(kind: str, said: Any, around: Surroundings) -> Iterator[RecordOfRow]:
    """The records of one list that a row makes: one, or one for each table of a list."""
    for pointer, table in tables_in(said, f"/{kind}"):
        if not is_mapping(table):
            (found,) = wrong_type(table, "a table").problems
            around.problems.append(attrs.evolve(found, pointer=pointer))
            continue
        only = table.get(_IF_FILLED)
        if only is not None and (type(only) is not str or not only):
            only = None
            detail = "if_filled is the name of a column."
            around.problems.append(problem("csv-profile", f"{pointer}/{_IF_FILLED}", detail=detail))
        fields = {key: value for key, value in table.items() if key != _IF_FILLED}
        making = around.making(KINDS[kind], fields, pointer)
        yield RecordOfRow(kind=kind, making=making, if_filled=only)


def _spelling(settings: Settings) -> Spelling:
    zone = settings.time_zone
    good = zone is not None and check_time_zone(zone) is None
    return Spelling(
        dates=settings.dates,
        two_digit_years=settings.two_digit_years,
        drop_times=settings.drop_times,
        decimal="," if settings.decimals is Decimals.COMMA else ".",
        zone=ZoneInfo(zone) if zone is not None and good else None,
    )


_WIDEST: Final = 64
_YEARS: Final = (1900, 2100)


def _senseless(settings: Settings) -> Iterator[Problem]:
    """Settings that are of the right type and still cannot be."""
    if settings.header < 1:
        yield problem("csv-profile", "/header", detail="Rows are counted from 1.")
    first = settings.two_digit_years
    if first is not None and not _YEARS[0] <= first <= _YEARS[1]:
        detail = f"It is the first of the hundred years meant, from {_YEARS[0]} to {_YEARS[1]}."
        yield problem("csv-profile", "/two_digit_years", detail=detail)
    if settings.time_zone is not None and check_time_zone(settings.time_zone) is not None:
        yield problem("bad-time-zone", "/time_zone")
    for name, items in (("columns", settings.columns), ("course_codes", settings.course_codes)):
        if len({folded(key) for key in items}) != len(items):
            detail = "Two of its keys differ only in case or blanks."
            yield problem("csv-profile", f"/{name}", detail=detail)
    for name, column in settings.columns.items():
        yield from _senseless_column(settings, column, f"/columns/{pointer_token(name)}")


def _senseless_column(settings: Settings, column: Column, pointer: str) -> Iterator[Problem]:
    if column.width is not None and not 1 <= column.width <= _WIDEST:
        detail = f"The width is a number of characters, from 1 to {_WIDEST}."
        yield problem("csv-profile", f"{pointer}/width", detail=detail)
    if column.width is not None and column.holds is not None:
        detail = "What the column holds says the width too."
        yield problem("csv-profile", f"{pointer}/width", detail=detail)
    if column.vouched_by is None:
        return
    if column.holds is None:
        detail = "vouched_by means nothing without holds."
        yield problem("csv-profile", f"{pointer}/vouched_by", detail=detail)
    others = {folded(name): other for name, other in settings.columns.items()}
    seen = {folded(column.vouched_by)}
    voucher = others.get(folded(column.vouched_by))
    while voucher is not None and voucher.vouched_by is not None:
        key = folded(voucher.vouched_by)
        if key in seen:
            detail = "Columns vouch for each other in a circle."
            yield problem("csv-profile", f"{pointer}/vouched_by", detail=detail)
            return
        seen.add(key)
        voucher = others.get(key)
