"""`sro-core convert`: documents and streams, lines that cannot be read, and the bar."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

import sro_core as sro
from cli.running import combined, example, run, write
from sro_core.cli import waiting as bars
from sro_core.examples import olmsted, olmsted_bytes
from sro_core.wire import ndjson
from wire.streams import course, sealed


def _said(stderr: str) -> str:
    return " ".join(stderr.split())


@pytest.fixture
def stream(tmp_path: Path) -> Path:
    """The example as a stream."""
    path = tmp_path / "example.ndjson"
    ndjson.dump(olmsted(), path)
    return path


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A stream of three courses, of which the second is none."""
    path = tmp_path / "courses.ndjson"
    path.write_bytes(sealed(course("c1"), course("c2", hours="8"), course("c3"), courses=3))
    return path


@pytest.mark.parametrize("suffix", ["ndjson", "jsonl"])
def test_there_and_back(tmp_path: Path, suffix: str) -> None:
    document = write(tmp_path, example())
    there, back = tmp_path / f"there.{suffix}", tmp_path / "back.json"
    result = run("convert", document, str(there))
    count = sum(len(items) for _kind, items in olmsted().lists())
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"Wrote {count} records to {there}.\n"
    assert len(there.read_bytes().splitlines()) == count + 2
    assert run("convert", str(there), str(back)).exit_code == 0
    assert back.read_text() == sro.dumps(olmsted())


def test_standard_input_and_output(stream: Path) -> None:
    result = run("convert", "-", "-", "--format", "json", text=stream.read_bytes())
    assert result.stdout == sro.dumps(olmsted())
    result = run("convert", "-", "-", "--format", "ndjson", text=olmsted_bytes())
    assert result.stdout_bytes == stream.read_bytes()
    result = run("convert", "-", "-", "--format", "ndjson", text=stream.read_bytes())
    assert result.stdout_bytes == stream.read_bytes()


def test_what_a_stream_is_its_first_line_says_or_its_name(stream: Path, tmp_path: Path) -> None:
    other = tmp_path / "example.txt"
    stream.rename(other)
    assert run("convert", str(other), str(tmp_path / "x.json")).exit_code == 0
    for name in ("x.ndjson", "x.jsonl"):
        path = tmp_path / name
        path.write_text("{" + " " * 1000 + "}\n")
        result = run("convert", str(path), str(tmp_path / "y.json"))
        assert result.exit_code == 2
        assert "/lines/1: This is not a document of format sro-core/registry-stream." in (
            _said(result.stderr)
        )


@pytest.mark.parametrize("command", [("readiness", "--as-of", "2025-09-02"), ("validate",)])
def test_other_commands_read_streams_too(stream: Path, command: tuple[str, ...]) -> None:
    name, *options = command
    expected = run(name, "-", *options, text=olmsted_bytes())
    assert run(name, "-", *options, text=stream.read_bytes()).stdout == expected.stdout
    assert run(name, str(stream), *options).exit_code == expected.exit_code == 0


def test_validate_lists_every_problem_of_a_stream(damaged: Path) -> None:
    damaged.write_bytes(damaged.read_bytes() + b"x\n")
    result = run("validate", str(damaged))
    assert result.exit_code == 1
    assert "  c2  /lines/3/courses/hours\n" in result.stdout
    assert "  /lines/6\n" in result.stdout
    assert combined(result).count("error") == 1 + 2


def test_a_line_that_cannot_be_read_is_refused(damaged: Path, tmp_path: Path) -> None:
    for name in ("out.ndjson", "out.json"):
        result = run("convert", str(damaged), str(tmp_path / name))
        assert result.exit_code == 2
        assert result.stderr == (
            f"{damaged} cannot be read: 1 problem.\n"
            "  error: /lines/3/courses/hours [c2]: Expected a number, found a text. (wrong-type)\n"
            "With --rejects FILE the other lines are read.\n"
        )
        assert not (tmp_path / name).exists()


def test_lines_that_cannot_be_read_are_kept(damaged: Path, tmp_path: Path) -> None:
    kept = tmp_path / "bad.ndjson"
    for name in ("out.ndjson", "out.json"):
        out = tmp_path / name
        result = run("convert", str(damaged), str(out), "--rejects", str(kept))
        assert result.exit_code == 1
        assert result.stderr == (
            "error: /lines/3/courses/hours [c2]: Expected a number, found a text. (wrong-type)\n"
            f"Wrote 2 records to {out}.\n"
            f"1 line could not be read and is kept in {kept}.\n"
        )
        assert kept.read_bytes() == course("c2", hours="8")
    assert [item.id for item in sro.load(out).courses] == ["c1", "c3"]


def test_a_stream_that_was_cut_is_saved_and_said(stream: Path, tmp_path: Path) -> None:
    kept, out = tmp_path / "bad", tmp_path / "out.ndjson"
    whole = stream.read_bytes()
    lines = whole.splitlines(keepends=True)
    for end, half in ((b"".join(lines[:9]), b""), (b"".join(lines[:9]) + b'{"age', b'{"age')):
        stream.write_bytes(end)
        result = run("convert", str(stream), str(out), "--rejects", str(kept))
        assert result.exit_code == 1
        assert "The stream ends here, without its closing line" in _said(result.stderr)
        assert ("could not be read" in result.stderr) == (half != b"")
        assert kept.read_bytes() == half
        assert len(out.read_bytes().splitlines()) == 10


def test_nothing_to_reject_is_fine(stream: Path, tmp_path: Path) -> None:
    kept = tmp_path / "bad"
    kept.write_bytes(b"of yesterday")
    result = run("convert", str(stream), str(tmp_path / "o.json"), "--rejects", str(kept))
    assert result.exit_code == 0
    assert kept.read_bytes() == b""


def test_a_stream_may_be_written_in_its_own_place(stream: Path) -> None:
    before = stream.read_bytes()
    assert run("convert", str(stream), str(stream)).exit_code == 0
    assert stream.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("S", "out.txt"), "out.txt does not say how to write it"),
        (("S", "-"), "- does not say how to write it"),
        (("S", "O", "--rejects", "S"), "need a file of their own"),
        (("S", "O", "--rejects", "O"), "need a file of their own"),
        (("S", "O", "--rejects", "-"), "need a file of their own"),
        (("D", "O", "--rejects", "R"), "Only a stream is read line by line"),
        (("none.ndjson", "O"), "Cannot read none.ndjson: No such file or directory."),
        (("S", "no/such/folder.ndjson"), "Cannot write no/such/folder.ndjson: No such file"),
        (("D", "no/such/folder.json"), "Cannot write no/such/folder.json: No such file"),
        (("S", "O", "--rejects", "no/such/file"), "Cannot write no/such/file: No such file"),
        (("a\0b", "O"), "Cannot read a\\u0000b: embedded null byte."),
        (("S", "a\0b.json"), "Cannot write a\\u0000b.json: embedded null"),
    ],
)
def test_what_cannot_be_done_is_said(
    stream: Path, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    before = stream.read_bytes()
    names = {
        "S": str(stream),
        "D": write(tmp_path, example()),
        "O": str(tmp_path / "out.ndjson"),
        "R": str(tmp_path / "rejects"),
    }
    result = run("convert", *(names.get(item, item) for item in arguments))
    assert result.exit_code == 2
    assert message in _said(result.stderr)
    assert stream.read_bytes() == before
    assert not (tmp_path / "out.ndjson").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
def test_a_full_disk_is_said(damaged: Path, tmp_path: Path) -> None:
    into = str(tmp_path / "out.json")
    result = run("convert", str(damaged), into, "--rejects", "/dev/full")
    assert result.exit_code == 2
    assert "Cannot write /dev/full: No space left on device." in _said(result.stderr)


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no such file here")
def test_a_file_that_breaks_off_while_it_is_read_is_said(tmp_path: Path) -> None:
    # it can be opened, and its first page cannot be read
    result = run("convert", "/proc/self/mem", str(tmp_path / "out.json"))
    assert result.exit_code == 2
    assert "Cannot read /proc/self/mem: Input/output error." in _said(result.stderr)


def test_a_record_that_makes_no_line_is_said(tmp_path: Path) -> None:
    document = example()
    document["courses"][0]["extensions"] = {"scan": "x" * ndjson.LONGEST_LINE}
    result = run("convert", write(tmp_path, document), str(tmp_path / "out.ndjson"))
    assert result.exit_code == 2
    assert "stream-line-length" in result.stderr
    assert not (tmp_path / "out.ndjson").exists()


# the bar


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _terminal(monkeypatch: pytest.MonkeyPatch, patience: float = 0.0) -> _Terminal:
    """Standard error on a terminal, before somebody with so much patience."""
    screen = _Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(bars, "_PATIENCE", patience)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    return screen


def test_a_bar_says_how_far_it_is_and_goes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _terminal(monkeypatch)
    with bars.waiting("Reading it", 100) as told:
        told(1)
        told(42)
        sys.stderr.write("meanwhile\n")
    shown = screen.getvalue()
    assert "Reading it" in shown
    assert "42%" in shown
    assert "meanwhile\n" in shown
    assert shown.endswith("\x1b[2K")  # the line is wiped


def test_standard_output_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _terminal(monkeypatch)
    before = sys.stdout
    with bars.waiting("Reading it", 100) as told:
        told(1)
        assert sys.stdout is before
    assert screen.getvalue()


def test_short_work_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = _terminal(monkeypatch, patience=60.0)
    with bars.waiting("Reading it", 100) as told:
        told(99)
    assert screen.getvalue() == ""


def test_no_bar_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bars, "_PATIENCE", 0.0)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with bars.waiting("Reading it", 100, at_once=True) as told:
        told(50)
    assert capsys.readouterr() == ("", "")


def test_long_reads_and_writes_tell_how_far_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [course(f"c{number:05}") for number in range(10_000)]
    path = tmp_path / "courses.ndjson"
    path.write_bytes(sealed(*lines, courses=10_000))
    told: dict[str, list[int]] = {}

    class Watch:
        def __init__(self, what: str, total: int | None = None, *, at_once: bool = False) -> None:
            self.seen = told.setdefault(f"{what} {total} {at_once}", [])

        def __enter__(self) -> object:
            return self.seen.append

        def __exit__(self, *_error: object) -> None:
            pass

    monkeypatch.setattr("sro_core.cli.sources.waiting", Watch)
    monkeypatch.setattr("sro_core.cli.converting.waiting", Watch)
    size = path.stat().st_size
    document, again = tmp_path / "courses.json", tmp_path / "again.ndjson"
    assert run("convert", str(path), str(document)).exit_code == 0
    assert run("convert", str(document), str(again)).exit_code == 0
    (reading,) = (seen for what, seen in told.items() if what == f"Reading {path} {size} False")
    assert reading == sorted(reading)
    assert 0 < reading[0] < reading[-1] <= size
    assert f"Reading {document} None False" in told
    assert told[f"Writing {again} 10000 False"] == list(range(0, 10_000, 1000))
    assert json.loads(document.read_bytes())["courses"][0]["id"] == "c00000"
