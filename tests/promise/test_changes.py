"""What changed of the public surface, whether it breaks programs, and whether it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("griffe", reason="needs the extra dev")

from promises.changes import changes
from promises.fragments import Fragment, faults_of, read_fragments

_BEFORE = """\
# sro_core

@attrs.frozen(kw_only=True)
class Seat:
    id: str
    note: str | None = None
    def moved(self, to: str, *, at: int = 0) -> Seat: ...
    @property
    def free(self) -> bool | None: ...

class State(enum.StrEnum):
    OPEN = 'open'
    SHUT = 'shut'

class Refused(SroError, ValueError):
    ...

Thing: typing.TypeAlias = Seat | State
VERSION: typing.Final[int] = 1
def load(source: str | bytes) -> Seat | None: ...

# sro_core.wire

def dump(seat: Seat) -> str: ...
from sro_core import load as load
"""


def _changed(old: str, new: str) -> list[tuple[str, str, str]]:
    """One replacement in the surface: each change as path, what it is, and why it breaks."""
    assert old in _BEFORE
    found = changes(_BEFORE, _BEFORE.replace(old, new))
    return [(change.path, change.what, "; ".join(change.breaks)) for change in found]


def test_nothing_changed() -> None:
    assert changes(_BEFORE, _BEFORE) == []


@pytest.mark.parametrize(
    ("old", "new", "path", "what"),
    [
        ("def load", "def loads() -> Seat: ...\ndef load", "sro_core.loads", "added"),
        ("None = None\n", "None = None\n    by: str = ''\n", "sro_core.Seat.by", "added"),
        ("at: int = 0", "at: int = 0, by: str = ''", "sro_core.Seat.moved", "changed"),
        ("    SHUT", "    HELD = 'held'\n    SHUT", "sro_core.State.HELD", "added"),
        ("source: str | bytes", "source: str | bytes | int", "sro_core.load", "changed"),
        ("source: str | bytes", "source: object", "sro_core.load", "changed"),
        ("-> Seat | None", "-> Seat", "sro_core.load", "changed"),
        ("bool | None", "bool", "sro_core.Seat.free", "changed"),
        ("Seat | State", "Seat | State | Refused", "sro_core.Thing", "changed"),
        ("(SroError, ", "(SroError, KeyError, ", "sro_core.Refused", "changed"),
        ("= 1", "= 2", "sro_core.VERSION", "changed"),
        ("# sro_core.wire", "# sro_core.a\n\nx: int\n\n# sro_core.wire", "sro_core.a", "added"),
    ],
)  # fmt: skip
def test_what_is_added_breaks_nothing(old: str, new: str, path: str, what: str) -> None:
    assert _changed(old, new) == [(path, what, "")]


@pytest.mark.parametrize(
    ("old", "new", "path", "why"),
    [
        ("def load(source: str | bytes) -> Seat | None: ...\n", "", "sro_core.load", "removed"),
        ("    note: str | None = None\n", "", "sro_core.Seat.note", "removed"),
        ("None = None\n", "None = None\n    by: str\n", "sro_core.Seat.by", "added as required"),
        ("note: str | None = None", "note: str | None", "sro_core.Seat.note", "now required"),
        ("id: str\n", "id: str | int\n", "sro_core.Seat.id", "was str, is str | int"),
        ("None = None", "None = ''", "sro_core.Seat.note", "default was changed"),
        ("(self, to: str, *", "(self, *", "sro_core.Seat.moved", "to: parameter was removed"),
        ("at: int = 0", "at: int = 1", "sro_core.Seat.moved", "at: parameter default"),
        ("to: str, *, at", "*, to: str, at", "sro_core.Seat.moved", "to: parameter kind"),
        ("at: int = 0", "at: int", "sro_core.Seat.moved", "at: parameter is now required"),
        ("    SHUT = 'shut'\n", "", "sro_core.State.SHUT", "removed"),
        ("'shut'", "'closed'", "sro_core.State.SHUT", "was 'shut', is 'closed'"),
        ("source: str | bytes", "source: str", "sro_core.load", "source takes no bytes"),
        ("-> Seat | None", "-> Seat | int", "sro_core.load", "may give int"),
        ("bool | None", "bool | int", "sro_core.Seat.free", "may give int"),
        ("Seat | State", "Seat", "sro_core.Thing", "no longer State"),
        ("(SroError, ValueError)", "(SroError, KeyError)", "sro_core.Refused", "no longer a Val"),
        ("from sro_core import load as load\n", "", "sro_core.wire.load", "gone"),
    ],
)  # fmt: skip
def test_what_programs_may_rely_on_breaks_them(old: str, new: str, path: str, why: str) -> None:
    found = {name: said for name, _what, said in _changed(old, new)}
    assert why in found[path]


def test_a_module_that_is_gone_is_said_once() -> None:
    head, _mark, _rest = _BEFORE.partition("# sro_core.wire")
    (change,) = changes(_BEFORE, head)
    assert (change.path, change.what, bool(change.breaks)) == ("sro_core.wire", "removed", True)


def test_before_the_first_release_every_module_is_new() -> None:
    assert [str(change) for change in changes("", _BEFORE)] == [
        "sro_core added",
        "sro_core.wire added",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("`Seat.free` tells.", True),
        ("`sro_core.Seat.free` tells.", True),
        ("`Seat.free(day)` tells.", True),
        ("`Seat.moved`, `free` tell.", False),
        ("`Seat` tells.", False),
        ("Seat.free tells.", False),
        ("`sro_core.wire.Seat.free` tells.", False),
        ("`Seat.freedom` tells.", False),
    ],
)
def test_a_name_is_said_as_code_and_whole(text: str, said: bool) -> None:
    assert Fragment("x.api", "api", text).says("sro_core", "Seat.free") is said


def test_a_module_is_said_in_full() -> None:
    assert Fragment("x.api", "api", "`sro_core.wire`").says("sro_core.wire", "")
    assert not Fragment("x.api", "api", "`wire`").says("sro_core.wire", "")


def test_breaking_is_said_first() -> None:
    assert Fragment("x.api", "api", "Breaking: `load` is gone.").says_breaking
    assert not Fragment("x.api", "api", "Nothing breaking: `load` is faster.").says_breaking


def test_files_that_are_no_fragments_are_told(tmp_path: Path) -> None:
    for name, text in {
        "load.api": "`load` is new.\n",
        "load.apis": "`load` is new.\n",
        "load.api.md": "`load` is new.\n",
        "Load.fixes": "`load` is new.\n",
        "empty.rules": "\n",
        "list.format": "- a line\n",
        ".gitignore": "",
    }.items():
        (tmp_path / name).write_text(text)
    assert [item.file for item in read_fragments(tmp_path)] == [
        "empty.rules",
        "list.format",
        "load.api",
    ]
    assert [said.partition(":")[0] for said in faults_of(tmp_path)] == [
        "Load.fixes",
        "load.api.md",
        "load.apis",
        "empty.rules",
        "list.format",
    ]
