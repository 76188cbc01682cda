"""The command as a whole: its door, unusable input, and running in a pipe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from cli.running import example, run, write
from sro_core.examples import olmsted_bytes

MODULE = (sys.executable, "-m", "sro_core.cli")


def _piped(
    *args: str, text: bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    clean = {key: value for key, value in os.environ.items() if key not in _TERMINAL}
    return subprocess.run(
        [*MODULE, *args], input=text, capture_output=True, check=False, env={**clean, **(env or {})}
    )


_TERMINAL = {"COLUMNS", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE"}


def test_version() -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, f"sro-core {version('sro-core')}\n")


@pytest.mark.parametrize(
    "args", [(), ("readiness",), ("explain",), ("validate",), ("rules",), ("rules", "needs")]
)
def test_help(args: tuple[str, ...]) -> None:
    for option in ("--help", "-h"):
        result = run(*args, option)
        assert result.exit_code == 0
        assert result.stdout.startswith(" ".join(["Usage:", "sro-core", *args]))
        assert max(map(len, result.stdout.splitlines())) <= 80


def test_help_tells_the_exit_status() -> None:
    assert "Exit status: 0 fine; 1 problems" in run("--help").stdout


@pytest.mark.parametrize(
    "args", [("readines",), ("rules", "lst"), ("validate",), ("readiness", "-x")]
)
def test_a_command_that_cannot_be_meant(args: tuple[str, ...]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error: " in result.stderr


@pytest.mark.parametrize("command", [("readiness",), ("explain", "--requirement", "x")])
@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("some.json",), "With a FILE the day to judge is needed"),
        (("--as-of", "20250902"), "20250902 is no day of the calendar; write YYYY-MM-DD."),
        (("--as-of", "2025-02-30"), "2025-02-30 is no day of the calendar"),
        (("--as-of", "2025-W36-2"), "2025-W36-2 is no day of the calendar"),
        (("--as-of", "\u0662\u0660\u0662\u0665-09-02"), "is no day of the calendar"),
        (("--known-at", "2025-09-02"), "no date-time with an offset"),
        (("--known-at", "2025-09-02T08:00:00"), "no date-time with an offset"),
        (("--known-at", "noon"), "noon is no date-time with an offset"),
        (("no-such.json", "--as-of", "2025-09-02"), "Cannot read no-such.json: No such file"),
        ((".", "--as-of", "2025-09-02"), "Cannot read .: "),
        (("a\0b", "--as-of", "2025-09-02"), "Cannot read a\\u0000b: "),
    ],
)
def test_input_that_cannot_be_used(
    command: tuple[str, ...], args: tuple[str, ...], words: str
) -> None:
    result = run(*command, *args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in " ".join(result.stderr.split())


def test_a_document_that_cannot_be_read(tmp_path: Path) -> None:
    document = example()
    for officer in document["officers"]:
        officer["nam"] = "x"
    path = write(tmp_path, document)
    result = run("readiness", path, "--as-of", "2025-09-02")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"{path} cannot be read: 25 problems." in result.stderr
    assert "  error: /officers/0/nam [olmsted-so-1]: The key nam is not known" in result.stderr
    assert result.stderr.count("unknown-key") == 10
    assert "... and 15 more; `sro-core validate` lists them all." in result.stderr


def test_a_document_of_a_newer_version(tmp_path: Path) -> None:
    path = write(tmp_path, {**example(), "version": 9})
    result = run("readiness", path, "--as-of", "2025-09-02")
    assert result.exit_code == 2
    assert "version 9; this library reads up to version 1" in result.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is made by Linux only")
@pytest.mark.parametrize(
    "args",
    [("readiness", "-", "--as-of", "2022-09-06"), ("rules", "list"), ("schema", "registry")],
)
def test_a_full_disk_is_told_in_one_line(args: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [*MODULE, *args],
            input=olmsted_bytes(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert result.returncode == 2
    assert result.stderr == b"Cannot write the answer: No space left on device.\n"


def test_the_same_in_a_pipe() -> None:
    result = _piped("readiness", "-", "--as-of", "2022-09-06", text=olmsted_bytes())
    assert result.returncode == 0
    assert result.stderr == b""
    text = result.stdout.decode()
    assert (
        text.replace(" explain - ", " explain ") == run("readiness", "--as-of", "2022-09-06").stdout
    )
    assert "\x1b" not in text
    assert not [letter for letter in text if "\u2500" <= letter <= "\u257f"]
    assert max(len(line) for line in text.splitlines() if "sro-core explain" not in line) <= 80


def test_json_in_a_pipe_is_utf_8_whatever_the_terminal_takes() -> None:
    document = example()
    document["districts"][0]["name"] = "Peñasco"
    text = json.dumps(document).encode()
    args = ("-", "--as-of", "2022-09-06")
    env = {"PYTHONIOENCODING": "ascii"}
    table = _piped("readiness", *args, text=text, env=env)
    assert table.returncode == 0
    assert b"Pe?asco" in table.stdout
    plain = _piped("readiness", *args, "--format", "json", text=text)
    ascii_only = _piped("readiness", *args, "--format", "json", text=text, env=env)
    assert ascii_only.stdout == plain.stdout
    assert json.loads(plain.stdout)["format"] == "sro-core/report"


def test_color_only_where_it_is_wanted() -> None:
    colored = _piped("readiness", env={"FORCE_COLOR": "1"}).stdout
    assert b"\x1b[1;31m! not ready" in colored
    without = _piped("readiness", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
    assert b"31m" not in without
    assert b"! not ready" in without


def test_a_wider_terminal_breaks_fewer_lines() -> None:
    narrow = _piped("readiness", env={"COLUMNS": "80"}).stdout
    wide = _piped("readiness", env={"COLUMNS": "160"}).stdout
    assert len(wide.splitlines()) < len(narrow.splitlines())
    assert _piped("readiness", env={"COLUMNS": "20"}).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="pipes are closed otherwise there")
def test_a_pipe_that_closes_early_is_no_traceback() -> None:
    command = [*MODULE, "rules", "show", "us-tx.sble"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()
    assert b"Traceback" not in errors


def test_unusable_input_in_a_pipe() -> None:
    result = _piped("readiness", "-", "--as-of", "2022-09-06", text=b"{")
    assert result.returncode == 2
    assert result.stdout == b""
    assert result.stderr.startswith(b"Standard input cannot be read: 1 problem.")
    assert b"Traceback" not in result.stderr


@pytest.mark.parametrize("missing", ["typer", "rich"])
def test_without_the_extra_it_says_how_to_install_it(missing: str) -> None:
    code = f"import sys; sys.modules[{missing!r}] = None; import sro_core.cli"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert "python -m pip install 'sro-core[cli]'" in result.stderr


def test_another_missing_module_is_not_blamed_on_the_extra() -> None:
    code = "import sys; sys.modules['cattrs'] = None; import sro_core.cli"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert "cattrs" in result.stderr
    assert "sro-core[cli]" not in result.stderr
