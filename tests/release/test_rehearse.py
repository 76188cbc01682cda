"""The page on publishing is a script: what one of its blocks does wrong, ends the rehearsal."""

from __future__ import annotations

import os
import re
import shutil
import socket
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from release.rehearse import PAGE, run, steps

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="Bash is not on this machine")

_OVER: Final = "```\n"


def _run(page: str, folder: Path) -> int:
    environment = {**os.environ, "PORT": "0", "PYTHON": sys.executable}
    return run(list(steps(page)), folder, environment)


def _block(kind: str, body: str) -> str:
    return f"```{kind}\n{body}\n{_OVER}\n"


def test_blocks_run_in_one_shell(tmp_path: Path) -> None:
    page = (
        "# Heading\n\n" + _block("bash", "export WORD=said") + _block("bash", 'echo "$WORD" > file')
    )
    assert _run(page, tmp_path) == 0
    assert (tmp_path / "file").read_text() == "said\n"


@pytest.mark.parametrize(
    ("page", "well"),
    [
        (_block("bash", "true"), True),
        (_block("bash", "false"), False),
        (_block("bash", "false\ntrue"), False),
        (_block("bash", "false | true"), False),
        (_block("bash refused", "false"), True),
        (_block("bash refused", "true"), False),
        (_block("bash", "echo one; echo two") + _block("text", "one\ntwo"), True),
        (
            _block("bash", "echo one; echo two; echo three") + _block("text", "one\n...\nthree"),
            True,
        ),
        (_block("bash", "echo two; echo one") + _block("text", "one\n...\ntwo"), False),
        (_block("bash", "echo one") + _block("text", "on."), False),
        (_block("bash", "false") + _block("text", ""), False),
        (_block("bash refused", "echo no >&2; false") + _block("text", "no"), True),
        (_block("bash refused", "echo yes; false") + _block("text", "no"), False),
    ],
)
def test_what_becomes_of_a_block(tmp_path: Path, page: str, well: bool) -> None:
    assert (_run(page, tmp_path) == 0) is well


def test_nothing_goes_on_after_a_block_that_failed(tmp_path: Path) -> None:
    assert _run(_block("bash", "false") + _block("bash", "touch after"), tmp_path) != 0
    assert not (tmp_path / "after").exists()


def test_the_page_shows_what_is_promised_of_an_index() -> None:
    """An upload with a wrong password, a second upload and a version taken back are refused."""
    found = list(steps(PAGE.read_text("utf-8")))
    refused = [
        (step.heading, (step.shown or "").split("\n")[1])
        for step in found
        if step.fate == "refused"
    ]
    assert refused == [
        ("Keep credentials out of files", "403 Forbidden"),
        ("Publish", "400 Bad Request"),
        ("Take back a bad edition of a pack", "No matching distribution found for sro-core"),
    ]
    assert [step.heading for step in found if step.fate == "server"] == ["Have an index"]
    assert {step.fate for step in found} == {"", "refused", "server"}


def test_every_shell_block_of_the_page_is_a_step() -> None:
    page = PAGE.read_text("utf-8")
    assert len(list(steps(page))) == len(re.findall(r"^```bash", page, re.MULTILINE)) > 10


def test_the_page_holds_no_password() -> None:
    """What stands where a password goes is a variable, or one that is meant to be wrong."""
    given = re.findall(r"PASSWORD=(\S+)|://\w+:([^@\s]+)@", PAGE.read_text("utf-8"))
    assert {one or other for one, other in given} == {"guessed", "$TWINE_PASSWORD"}


def test_a_server_answers_the_next_block_and_ends_with_the_page(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    fetch = "from urllib.request import urlopen; import os; "
    fetch += "urlopen('http://127.0.0.1:' + os.environ['PORT'])"
    page = _block("bash server", 'exec "$PYTHON" -m http.server --bind 127.0.0.1 "$PORT"')
    page += _block("bash", f'"$PYTHON" -c "{fetch}"')
    environment = {**os.environ, "PORT": port, "PYTHON": sys.executable}
    assert run(list(steps(page)), tmp_path, environment) == 0
    last = time.monotonic() + 30
    while _answers(port):
        assert time.monotonic() < last, "it goes on running"
        time.sleep(0.1)


def _answers(port: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(port))) == 0
