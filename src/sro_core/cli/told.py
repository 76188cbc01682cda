"""What is told of a rule, on the screen: labels in one column, what they say in another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sro_core.cli.screen import Screen, shown

__all__ = ["Line", "write_told"]

_STEP = 2


class Line(NamedTuple):
    """One line of what is told.

    Attributes:
        text: The text; blanks at its beginning move it in.
        mark: What stands before it, such as `was`; empty where nothing does.
    """

    text: str
    mark: str = ""


def write_told(
    screen: Screen,
    told: Iterable[tuple[tuple[str, ...], Iterable[Line]]],
    *,
    indent: int,
    marks: int = 0,
) -> None:
    """Write labels and what they say; labels that are shared stand once, above.

    Args:
        screen: Where to.
        told: Labels from outside in, each with its lines.
        indent: Columns to the left of the outermost labels.
        marks: Columns for the marks.
    """
    open_: tuple[str, ...] = ()
    for labels, lines in told:
        *outer, label = labels
        for depth, name in enumerate(outer):
            if open_[: depth + 1] != labels[: depth + 1]:
                screen.wrapped(shown(name), indent=indent + _STEP * depth)
        open_ = tuple(outer)
        for line in lines:
            text = line.text.lstrip()
            further = len(line.text) - len(text)
            screen.field(
                label,
                f"{line.mark:<{marks}}{' ' * further}{shown(text)}",
                indent=indent + _STEP * len(outer),
                hang=marks + further + (2 if text.startswith("- ") else 0),
            )
            label = ""
