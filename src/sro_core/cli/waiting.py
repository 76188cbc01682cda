"""How far long work is: a bar on the terminal, and nothing anywhere else."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Generator
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from sro_core.cli.screen import shown

__all__ = ["waiting"]

#: Whoever waits less than so many seconds sees nothing.
_PATIENCE: Final = 0.5


@contextlib.contextmanager
def waiting(
    what: str, total: int | None = None, *, at_once: bool = False
) -> Generator[Callable[[int], None]]:
    """Show how far work is while it goes on; the bar is gone when it is done.

    It goes to standard error, and only to a terminal.

    Args:
        what: What is done, in a few words.
        total: How much there is to do; None where nobody knows.
        at_once: Whether the bar comes before anything was told of.

    Yields:
        A function that is told how much is done.
    """
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(elapsed_when_finished=True),
        console=Console(stderr=True),
        transient=True,
        # What is printed there goes above the bar; standard output is left alone.
        redirect_stdout=False,
    )
    task = bar.add_task(shown(what), total=total)
    started, begun = time.monotonic(), at_once

    def told(done: int) -> None:
        nonlocal begun
        if not begun and time.monotonic() - started >= _PATIENCE:
            bar.start()
            begun = True
        bar.update(task, completed=done)

    if at_once:
        bar.start()
    try:
        yield told
    finally:
        if begun:
            bar.stop()
