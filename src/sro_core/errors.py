"""The exceptions of the library: few, picklable, all children of `SroError`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sro_core.problems import Problem

__all__ = [
    "InvalidDocument",
    "InvalidPack",
    "InvalidRecord",
    "SroError",
    "UnknownFinding",
    "UnknownRule",
    "UnsupportedVersion",
]


class SroError(Exception):
    """Every exception that this library raises on purpose."""


class _WithProblems(SroError):
    """An error that carries every problem found, in the promised order."""

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        head = f"{count} problem{'' if count == 1 else 's'}"
        return "\n".join([head, *(f"  {problem}" for problem in self.problems)])

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.problems,))


class InvalidRecord(_WithProblems, ValueError):
    """A record was built in Python from values that cannot be such a record."""


class InvalidDocument(_WithProblems, ValueError):
    """A document cannot be read; `problems` holds every reason, none is left out."""


class UnsupportedVersion(InvalidDocument):
    """A document was written by a newer format than this library reads."""


class InvalidPack(InvalidDocument):
    """A rule pack cannot be used; `problems` holds every reason."""


class _Unknown(SroError, KeyError):
    """Something was asked about what it does not have; the message says what."""

    def __str__(self) -> str:
        return ", ".join(map(str, self.args))


class UnknownFinding(_Unknown):
    """A report was asked about a finding that is not among its own."""


class UnknownRule(_Unknown):
    """A rulebook was asked for a pack, an edition, a requirement or a reading that it lacks."""
