"""Follows tutorials to the letter, each in an empty folder, as somebody who knows nothing else.

    python tests/follow.py --wheels dist docs/tutorials/*.md

The library is what the page installs with pip, from the wheel in the folder `--wheels`;
the source is out of reach. It stops at the first thing that is not as the page says.
What the fence of a block says decides what is done with it:

- with the name of a file it is written to that file, put at its end or changes it (see
  `pages.save`); the sentences before it must name the file;
- `sh`: commands that must succeed, whatever they print;
- `console`: commands after `$ `, which must print what stands below them and no more;
- `python`: typed into one Python prompt; it must print the `text` right below it.

Everything else is only shown. A line `...` in what is printed stands for any lines.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Final

from pages import Block, blocks, commands, deviation, save

__all__ = ["Deviation", "Shell", "follow", "main"]

#: The longest that one command may take, in seconds.
_PATIENCE: Final = 900


class Deviation(Exception):
    """Something is not as the page says."""


class Shell:
    """What a reader has open: a folder, the variables of a shell, a Python prompt."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self._variables = dict(environment)
        self._prompt: subprocess.Popen[str] | None = None

    def run(self, command: str) -> tuple[int, str]:
        """Run a command; what it changed of folder and variables holds for the next one."""
        with tempfile.NamedTemporaryFile() as after:
            leave = f"{{ pwd; env -0; }} > {shlex.quote(after.name)}"
            done = subprocess.run(
                ["bash", "-c", f"trap {shlex.quote(leave)} EXIT\nset -e\n{command}"],
                cwd=self.folder,
                env=self._variables,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                timeout=_PATIENCE,
                check=False,
            )
            folder, _end, variables = Path(after.name).read_text("utf-8").partition("\n")
        if folder:
            self.folder = Path(folder)
            pairs = (item.partition("=") for item in variables.split("\0") if item)
            self._variables = {name: value for name, _equals, value in pairs}
        return done.returncode, done.stdout

    def type(self, source: str) -> str:
        """Type lines into the Python prompt, and give what it prints."""
        if self._prompt is None:
            self._prompt = subprocess.Popen(
                ["python3", "-u", "-c", _PROMPT],
                cwd=self.folder,
                env=self._variables,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                encoding="utf-8",
            )
        into, out = _pipes(self._prompt)
        into.write(json.dumps(source) + "\n")
        into.flush()
        return str(json.loads(out.readline()))

    def close(self) -> None:
        """Close the Python prompt."""
        if self._prompt is not None:
            _out, _errors = self._prompt.communicate()


def _pipes(process: subprocess.Popen[str]) -> tuple[IO[str], IO[str]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


#: Reads a program a line, runs it where the ones before ran, and writes what it printed.
_PROMPT: Final = """
import contextlib, io, json, sys, traceback

names = {"__name__": "__main__"}
for line in sys.stdin:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            exec(compile(json.loads(line), "<page>", "exec"), names)
        except Exception:
            traceback.print_exc()
    print(json.dumps(printed.getvalue()))
"""


def follow(page: Path, shell: Shell) -> int:
    """Follow a page, and give the number of blocks that were done.

    Args:
        page: The page.
        shell: Where it is followed.

    Raises:
        Deviation: Something is not as the page says.
    """
    done = 0
    found = list(blocks(page))
    for block, below in zip(found, [*found[1:], None], strict=True):
        try:
            done += _do(block, below, shell)
        except (Deviation, ValueError, OSError) as error:
            raise Deviation(f"{page}:{block.line}: {error}") from error
    return done


def _do(block: Block, below: Block | None, shell: Shell) -> bool:
    """Do what a block says; whether it says anything."""
    if block.file is not None:
        name = block.file.removeprefix(">>")
        if f"`{name}`" not in block.before:
            raise Deviation(f"nothing before it says that this is `{name}`")
        save(block, shell.folder)
    elif block.kind == "sh":
        code, printed = shell.run(block.body)
        if code:
            raise Deviation(f"ended with {code}\n{block.body}\n{printed}")
    elif block.kind == "console":
        for command, shown in commands(block.body):
            _code, printed = shell.run(command)
            _compare(f"$ {command}", shown, printed)
    elif block.kind == "python":
        text = below is not None and below.kind == "text" and below.adjoins
        printed = shell.type("\n" * (block.line - 1) + block.body)
        _compare("this prints something else", below.body if below and text else "", printed)
    else:
        return False
    return True


def _compare(what: str, shown: str, printed: str) -> None:
    apart = deviation(shown, printed)
    if apart is not None:
        lines = difflib.unified_diff(*apart, "the page shows", "it prints", lineterm="")
        raise Deviation("\n".join([what, *lines]))


# the command ----------------------------------------------------------------------------------

#: What tells the environment of whoever runs this apart from a new one; pytest and Hypothesis
#: say more where `CI` or `BUILD_NUMBER` is set.
_OWN: Final = (
    "BUILD_NUMBER",
    "CI",
    "FORCE_COLOR",
    "PYTEST_ADDOPTS",
    "PYTHONHOME",
    "PYTHONPATH",
    "PY_COLORS",
    "VIRTUAL_ENV",
)


def _environment(wheels: Path) -> dict[str, str]:
    """The variables of a new shell, to which pip offers the wheels of a folder."""
    variables = {name: value for name, value in os.environ.items() if name not in _OWN}
    path = [
        place
        for place in variables["PATH"].split(os.pathsep)
        if not (Path(place).parent / "pyvenv.cfg").exists()
    ]
    links = [*variables.get("PIP_FIND_LINKS", "").split(), wheels.resolve().as_uri()]
    return variables | {
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "PATH": os.pathsep.join(path),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_FIND_LINKS": " ".join(links),
        "TERM": "dumb",
    }


def _check_installed(shell: Shell, home: Path) -> None:
    """The library that the page used is that of an environment in its own folder."""
    _code, printed = shell.run("python3 -c 'import sro_core; print(sro_core.__file__)'")
    if not Path(printed.strip()).is_relative_to(home):
        raise Deviation(f"the page did not install the library it used: {printed.strip()}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Follow the pages that are named; 1 where one of them is not as it says."""
    parser = argparse.ArgumentParser(description="Follow tutorials to the letter.")
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--wheels", type=Path, required=True, help="folder of the wheel to install")
    options = parser.parse_args(arguments)
    for page in options.pages:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as name:
            home = Path(name).resolve()
            shell = Shell(home, _environment(options.wheels))
            try:
                done = follow(page, shell)
                _check_installed(shell, home)
            except Deviation as error:
                sys.stderr.write(f"{error}\n")
                return 1
            finally:
                shell.close()
        sys.stdout.write(f"{page}: {done} blocks followed in {time.monotonic() - began:.0f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
