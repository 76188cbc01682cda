"""Problems of a document, worst first, as text or as JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import typer

from sro_core import api
from sro_core.cli.screen import Screen, counted, shown
from sro_core.cli.sources import read_registry
from sro_core.errors import InvalidDocument
from sro_core.problems import Problem, Severity
from sro_core.rules.rulebook import Rulebook
from sro_core.wire.problems import problems_document

__all__ = ["has_errors", "problems_of", "worst_first", "write_problems", "write_problems_json"]

_WORST_FIRST: Final = {severity: place for place, severity in enumerate(Severity)}
_STYLES: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}


def problems_of(
    file: str,
    *,
    as_of: dt.date | None = None,
    known_at: dt.datetime | None = None,
    rulebook: Rulebook | None = None,
) -> tuple[Problem, ...]:
    """All problems of a document: why it cannot be read, or what it says that cannot be right.

    Args:
        file: The document or the stream; `-` is standard input.
        as_of: The day that will be asked about.
        known_at: The moment of knowledge that will be asked about.
        rulebook: The packs whose names are known; None takes those that ship.

    Returns:
        The worst first, and within a severity in the promised order.
    """
    try:
        registry = read_registry(file)
        found = api.validate(registry, as_of=as_of, known_at=known_at, rulebook=rulebook)
    except InvalidDocument as error:
        found = error.problems
    return worst_first(found)


def worst_first(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems by severity, in each as they were."""
    return tuple(sorted(problems, key=lambda item: _WORST_FIRST[item.severity]))


def has_errors(problems: Sequence[Problem]) -> bool:
    """Whether any of the problems is an error."""
    return any(item.severity is Severity.ERROR for item in problems)


def _pointer(item: Problem) -> str:
    return item.pointer or "the whole document"


def write_problems(
    screen: Screen,
    problems: Sequence[Problem],
    name: str,
    *,
    most: int | None = 3,
    place: Callable[[Problem], str] = _pointer,
) -> None:
    """Write how many problems there are, then those of each code together, the worst first.

    Args:
        screen: Where to.
        problems: The problems.
        name: What the document is called.
        most: As many as are written of each code; None writes all.
        place: Where a problem is, in words.
    """
    severities = Counter(item.severity for item in problems)
    each = ", ".join(
        counted(severities[severity], severity) for severity in Severity if severities[severity]
    )
    screen.line(f"{shown(name)}: {each or 'no problems'}.", "bold")
    left_out = 0
    for found in _by_code(problems):
        first = found[0]
        screen.line()
        screen.line(f"{first.severity}  {first.code}  {len(found)}", _STYLES[first.severity])
        for item in found[:most]:
            about = "" if item.record_id is None else f"{shown(item.record_id)}  "
            screen.line(f"  {about}{shown(place(item))}")
            screen.wrapped(shown(item.message), indent=4, hang=0)
        more = len(found) - len(found[:most])
        left_out += more
        if more:
            screen.line(f"  and {more} more", "dim")
    if left_out:
        screen.line()
        screen.line(f"{left_out} are not shown; --all shows every one.")


def _by_code(problems: Sequence[Problem]) -> list[list[Problem]]:
    """The problems of each code: the worst codes first, then the most frequent."""
    found: dict[str, list[Problem]] = {}
    for item in problems:
        found.setdefault(item.code, []).append(item)
    return sorted(
        found.values(),
        key=lambda items: (_WORST_FIRST[items[0].severity], -len(items), items[0].code),
    )


def write_problems_json(problems: Sequence[Problem]) -> None:
    """Write problems as one JSON object: how many of each severity and code, and the list."""
    typer.echo(json.dumps(problems_document(problems), indent=2))
