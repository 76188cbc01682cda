"""Pages of the documentation as their blocks, and what they show against what is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

__all__ = ["FENCED", "Block", "agrees", "blocks"]


class Block(NamedTuple):
    """A block between two fences.

    Attributes:
        kind: The first word after the fence.
        words: The other words.
        body: What is in it.
        line: The line of the page on which the body begins.
        adjoins: Whether only blank lines stand between it and the block before.
    """

    kind: str
    words: tuple[str, ...]
    body: str
    line: int
    adjoins: bool


FENCED: Final = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page, in its order."""
    text = page.read_text("utf-8")
    end = 0
    for match in FENCED.finditer(text):
        kind, *words = match["info"].split() or [""]
        line = text.count("\n", 0, match.start("body")) + 1
        adjoins = not text[end : match.start()].strip()
        yield Block(kind, tuple(words), match["body"], line, adjoins)
        end = match.end()


def agrees(shown: str, printed: str) -> bool:
    """Whether what a page shows is what was printed; a line `...` stands for any lines."""
    lines = [line.rstrip() for line in shown.strip("\n").splitlines()]
    pattern = "".join("(?:.*\n)*?" if line == "..." else re.escape(line) + "\n" for line in lines)
    out = "".join(f"{line.rstrip()}\n" for line in printed.strip("\n").splitlines())
    return re.fullmatch(pattern, out) is not None
