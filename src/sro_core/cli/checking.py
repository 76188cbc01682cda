"""Problems of a document, worst first, as text or as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import typer

from sro_core import validation
from sro_core.cli.screen import Screen, counted, shown
from sro_core.errors import InvalidDocument
from sro_core.problems import Problem, Severity
from sro_core.wire import json as wire

__all__ = ["has_errors", "problems_of", "write_problems", "write_problems_json"]

_WORST_FIRST: Final = {severity: place for place, severity in enumerate(Severity)}
_STYLES: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTICE: "cyan"}


def problems_of(contents: bytes) -> tuple[Problem, ...]:
    """All problems of a document: why it cannot be read, or what it says that cannot be right.

    Args:
        contents: The document.

    Returns:
        The worst first, and within a severity in the promised order.
    """
    try:
        found = validation.validate(wire.loads(contents))
    except InvalidDocument as error:
        found = error.problems
    return tuple(sorted(found, key=lambda item: _WORST_FIRST[item.severity]))


def has_errors(problems: Sequence[Problem]) -> bool:
    """Whether any of the problems is an error."""
    return any(item.severity is Severity.ERROR for item in problems)


def write_problems(screen: Screen, problems: Sequence[Problem], name: str) -> None:
    """Write problems as text, each with its place, then how many there are of each code.

    Args:
        screen: Where to.
        problems: The problems.
        name: What the document is called.
    """
    for item in problems:
        place = shown(item.pointer) or "the whole document"
        about = f"  [{shown(item.record_id)}]" if item.record_id else ""
        screen.line(f"{item.severity}  {place}{about}", _STYLES[item.severity])
        screen.wrapped(f"{shown(item.message)} ({item.code})", indent=4, hang=0)
    if problems:
        screen.line()
    severities = Counter(item.severity for item in problems)
    each = ", ".join(
        counted(severities[severity], severity) for severity in Severity if severities[severity]
    )
    screen.line(f"{shown(name)}: {each or 'no problems'}.", "bold")
    for code, number in sorted(_by_code(problems).items(), key=lambda item: (-item[1], item[0])):
        screen.line(f"  {number:>6}  {code}")


def _by_code(problems: Sequence[Problem]) -> Counter[str]:
    return Counter(item.code for item in problems)


def write_problems_json(problems: Sequence[Problem]) -> None:
    """Write problems as one JSON object: the list, and how many there are of each code."""
    document = {
        "counts": dict(sorted(_by_code(problems).items())),
        "problems": [_plain(item) for item in problems],
    }
    typer.echo(json.dumps(document, indent=2))


def _plain(item: Problem) -> dict[str, Any]:
    return {
        "code": item.code,
        "severity": str(item.severity),
        "pointer": item.pointer,
        "record_id": item.record_id,
        "message": item.message,
        "params": dict(item.params),
    }
