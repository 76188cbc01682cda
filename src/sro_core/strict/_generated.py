"""Source that was generated for one class, made a function."""

from __future__ import annotations

import linecache
from collections.abc import Iterable
from typing import Any

__all__ = ["Memory", "function_of"]


def function_of(name: str, lines: Iterable[str], scope: dict[str, Any]) -> Any:
    """The function that some lines define.

    Args:
        name: Its name and that of its class, such as `read Completion`.
        lines: A definition of a function whose name is the first word.
        scope: What the lines may name.
    """
    source = "\n".join(lines) + "\n"
    file = f"<sro_core generated {name}>"
    # A traceback shows the lines; attrs and cattrs keep theirs in the same way.
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    exec(compile(source, file, "exec"), scope)
    return scope[name.split()[0]]


class Memory(dict[Any, Any]):
    """What was made of a value, so that it is made once; it forgets all when it is full.

    Args:
        make: What makes it. What it raises is raised again for the same value.
    """

    __slots__ = ("make",)

    #: Forty years of days.
    FULL = 16_384

    def __init__(self, make: Any) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, value: Any) -> Any:
        made = self.make(value)
        if len(self) >= self.FULL:
            self.clear()
        self[value] = made
        return made
