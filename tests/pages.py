"""What a page of the documentation holds for a machine: its blocks, and what they print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

__all__ = ["FENCED", "Block", "agrees", "blocks", "commands", "deviation", "save"]


class Block(NamedTuple):
    """A block between two fences.

    Attributes:
        kind: The first word after the fence.
        words: The other words.
        body: What is in it.
        line: The line of the page on which the body begins.
        before: What stands between it and the block before.
    """

    kind: str
    words: tuple[str, ...]
    body: str
    line: int
    before: str

    @property
    def adjoins(self) -> bool:
        """Whether only blank lines stand between it and the block before."""
        return not self.before.strip()

    @property
    def file(self) -> str | None:
        """The name of the file that it is; None for a block that is none."""
        return next((word for word in self.words if _FILE.search(word)), None)


_FILE: Final = re.compile(r"\.(?:csv|json|ndjson|py|toml)$")
FENCED: Final = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: Path) -> Iterator[Block]:
    """The blocks of a page, in its order."""
    text = page.read_text("utf-8")
    end = 0
    for match in FENCED.finditer(text):
        kind, *words = match["info"].split() or [""]
        line = text.count("\n", 0, match.start("body")) + 1
        yield Block(kind, tuple(words), match["body"], line, text[end : match.start()])
        end = match.end()


_TOOK: Final = re.compile(r"\b[0-9]+\.[0-9]{2}s\b")


def agrees(shown: str, printed: str) -> bool:
    """Whether what a page shows is what was printed.

    A line `...` stands for any lines. How long something took, such as `0.25s`, is not
    compared.
    """
    return deviation(shown, printed) is None


def deviation(shown: str, printed: str) -> tuple[list[str], list[str]] | None:
    """From the first line that differs on: what a page shows, and what was printed.

    None where the two agree.
    """
    lines, out = (
        [line.rstrip() for line in _TOOK.sub("0.00s", text).strip("\n").splitlines()]
        for text in (shown, printed)
    )
    text = "".join(f"{line}\n" for line in out)
    pattern = ["(?:.*\n)*?" if line == "..." else re.escape(line) + "\n" for line in lines]
    if re.fullmatch("".join(pattern), text):
        return None
    for number in range(len(lines), 0, -1):
        alike = re.match("".join(pattern[:number]), text)
        if alike:
            return lines[number:], text[alike.end() :].splitlines()
    return lines, out


def commands(body: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block and what the page shows after it."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _end, shown = part.partition("\n")
        yield command, shown


def save(block: Block, folder: Path) -> None:
    """Save a block that is a file; what is none is left alone.

    `name` is written to that file, `>>name` is put at its end after an empty line, and a
    `diff` has its lines with `+` put where those with `-` stand.

    Raises:
        ValueError: There is no such file to add to or to change, or what a diff changes
            does not stand in it exactly once.
    """
    if block.file is None:
        return
    name = block.file.removeprefix(">>")
    path, text = folder / name, block.body
    if block.kind == "diff" or name != block.file:
        if not path.exists():
            raise ValueError(f"there is no `{name}` yet")
        old = path.read_text("utf-8")
        text = _changed(old, text) if block.kind == "diff" else f"{old}\n{text}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _changed(text: str, diff: str) -> str:
    lines = [(line[:1], f"{line[1:]}\n") for line in diff.splitlines()]
    old = "".join(line for mark, line in lines if mark != "+")
    new = "".join(line for mark, line in lines if mark != "-")
    if text.count(old) != 1:
        raise ValueError(f"these lines stand {text.count(old)} times in the file:\n{old}")
    return text.replace(old, new)
