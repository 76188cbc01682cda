"""CSV files into a registry: what is read, what is written, and what is said of it."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import attrs

from sro_core.cli import checking, inputs
from sro_core.cli.screen import Screen, counted, refuse, shown
from sro_core.cli.sources import read_bytes
from sro_core.errors import InvalidDocument
from sro_core.models import SINGULAR, Record
from sro_core.problems import Problem
from sro_core.registry import Registry
from sro_core.wire import json as wire
from sro_core.wire.csv import CsvResult, Profile, loads_profile, read_csv

__all__ = ["Task", "done", "write_result"]


@attrs.frozen(kw_only=True)
class Task:
    """What is to be read and written.

    Attributes:
        file: The CSV file; `-` is standard input.
        profile: What its columns mean.
        into: The registry that is added to.
        rejects: The file for the rows that cannot be read; None allows none.
        dry_run: Whether nothing is written.
    """

    file: str
    profile: str
    into: str
    rejects: str | None
    dry_run: bool

    def writes(self, result: CsvResult) -> bool:
        """Whether the registry is written: every row is kept, in it or among the rejects."""
        return not self.dry_run and (self.rejects is not None or not result.rejected)


def done(task: Task) -> CsvResult:
    """Read the file and write what came of it; refuses what cannot be used at all."""
    profile = _profile(task.profile)
    registry = inputs.registry_in(task.into) if Path(task.into).exists() else Registry()
    if task.rejects is not None and Path(task.rejects).exists():
        refuse(f"{shown(task.rejects)} is there already; name a file that is not.")
    contents = read_bytes(task.file)
    try:
        result = read_csv(contents, profile, registry=registry)
    except InvalidDocument as error:
        _refuse(f"{_name(task.file)} cannot be read with this profile", error)
    if task.writes(result):
        _write(task, result)
    return result


def _profile(file: str) -> Profile:
    contents = read_bytes(file)
    try:
        return loads_profile(contents)
    except InvalidDocument as error:
        _refuse(f"{shown(file)} is no profile", error)


def _refuse(what: str, error: InvalidDocument) -> NoReturn:
    problems = counted(len(error.problems), "problem")
    refuse(f"{what}: {problems}.", *(f"  {shown(str(item))}" for item in error.problems))


def _write(task: Task, result: CsvResult) -> None:
    """Write the rejects, then the registry; where one cannot be written, neither is."""
    try:
        if task.rejects is not None and result.rejected:
            # Never over a file: it may be the one that somebody is correcting.
            with Path(task.rejects).open("xb") as file:
                file.write(result.rejects)
        if result.records or result.extended:
            _dump(task, result)
    except OSError as error:
        refuse(f"Cannot write {shown(str(error.filename))}: {error.strerror}.")


def _dump(task: Task, result: CsvResult) -> None:
    try:
        wire.dump(result.registry, task.into)
    except OSError:
        if task.rejects is not None and result.rejected:
            Path(task.rejects).unlink(missing_ok=True)
        raise


def _name(file: str) -> str:
    return "Standard input" if file == "-" else shown(file)


def _cell(item: Problem) -> str:
    """Where a problem is, as a spreadsheet shows it."""
    tokens = [token.replace("~1", "/").replace("~0", "~") for token in item.pointer.split("/")[1:]]
    return ", ".join(
        f"{what} {token}" for what, token in zip(("row", "column"), tokens, strict=False)
    )


def _read(result: CsvResult) -> int:
    return result.rows - len(result.rejected) - len(result.skipped)


def write_result(screen: Screen, task: Task, result: CsvResult, *, most: int | None) -> None:
    """Say what was read, what was wrong, and what was written.

    Args:
        screen: Where to.
        task: What was asked.
        result: What came of it.
        most: As many problems as are written of each code; None writes all.
    """
    counts = [f"{_read(result)} read", f"{len(result.rejected)} rejected"]
    if result.skipped:
        counts.append(f"{len(result.skipped)} passed over")
    screen.line(f"{_name(task.file)}: {counted(result.rows, 'row')}, {', '.join(counts)}.", "bold")
    if result.problems:
        screen.line()
        found = checking.worst_first(result.problems)
        checking.write_problems(screen, found, "Found", most=most, place=_cell)
    screen.line()
    for line in _outcome(task, result):
        screen.wrapped(line)


def _outcome(task: Task, result: CsvResult) -> Iterator[str]:
    what = [f"new: {_counted(result.records)}"] if result.records else []
    what += [f"added to: {_counted(result.extended)}"] if result.extended else []
    nothing = "nothing in the file is new" if _read(result) else "no row was read"
    said = "; ".join(what) or nothing
    if not task.writes(result):
        yield f"Nothing was written; otherwise {shown(task.into)}: {said}."
        if result.rejected and task.rejects is None:
            yield "With --rejects FILE the rows that cannot be read go there, and the others in."
        return
    yield f"{shown(task.into)}: {said}."
    if task.rejects is not None and result.rejected:
        rows = counted(len(result.rejected), "row")
        yield f"{shown(task.rejects)}: {rows}, to be corrected and read with the same profile."
    if what:
        yield f"Next: sro-core validate {shown(shlex.quote(task.into))}"


def _counted(records: Mapping[str, Sequence[Record]]) -> str:
    return ", ".join(
        counted(len(items), SINGULAR[kind], kind.replace("_", " "))
        for kind, items in records.items()
    )
