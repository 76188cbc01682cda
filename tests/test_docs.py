"""The documentation is true: its code runs, its links lead somewhere, its tables are complete.

What the fence of a block says decides what is done with it:

- `python`: run, the blocks of a page one after the other; a `text` block right
  after one is what it prints;
- `console`: its lines `$ sro-core ...` are run, and what follows each is what the
  command prints;
- `sh`: installing and testing only, not run here;
- `bash`: run by tests/examples, and on the page about publishing by tests/release/rehearse.py;
- `toml KIND`: read as that part of the rule language, as examples or as a profile; with
  the name of a requirement or a pack it stands word for word in it.

A block with the name of a file after its kind is saved for what its page runs; where
docs/examples has a file of that name, it is a part of it and is run by tests/examples.
A line `...` in what is printed stands for any lines.

Of a tutorial only the Python is run here: `python tests/follow.py` follows it from an
empty folder, step by step.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib
import importlib.util
import io
import os
import re
import runpy
import shlex
import subprocess
import sys
import tomllib
import typing
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import attrs
import pytest

import sro_core as sro
from pages import FENCED, Block, agrees, blocks, commands, save
from sro_core.examples import olmsted
from sro_core.identifiers import JURISDICTION, JURISDICTIONS
from sro_core.models import KINDS
from sro_core.models._fields import WIRE
from sro_core.packs import loads_pack
from sro_core.rules import conditions, deadlines, events, evidence, facts, packs, renewals
from sro_core.strict import structure
from sro_core.testing import _examples, loads_examples
from sro_core.wire.csv import loads_profile
from sro_core.wire.reports import report_document

_ROOT: Final = Path(__file__).parents[1]
_REFERENCE: Final = _ROOT / "docs" / "reference"
_EXAMPLES: Final = _ROOT / "docs" / "examples"
_PAGES: Final = [_ROOT / "README.md", *sorted((_ROOT / "docs").rglob("*.md"))]
#: The pages whose commands are run here.
_NOT_FOLLOWED: Final = [page for page in _PAGES if page.parent.name != "tutorials"]


def _file_of(block: Block) -> Path | None:
    """The file of an example that a block is a part of."""
    return next((path for word in block.words if (path := _EXAMPLES / word).is_file()), None)


def _of_kind(block: Block, kind: str) -> bool:
    return block.kind == kind and _file_of(block) is None


def _pages_with(kind: str, pages: Iterable[Path] = _PAGES) -> list[Any]:
    found = [page for page in pages if any(_of_kind(block, kind) for block in blocks(page))]
    return [pytest.param(page, id=str(page.relative_to(_ROOT))) for page in found]


@pytest.mark.parametrize("page", _pages_with("python"))
def test_python_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    namespace: dict[str, Any] = {"__name__": "page"}
    printed: str | None = None
    for block in blocks(page):
        save(block, tmp_path)
        if _of_kind(block, "python") and block.file is None:
            source = "\n" * (block.line - 1) + block.body
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile(source, str(page), "exec"), namespace)
            printed = out.getvalue()
        elif block.kind == "text" and block.adjoins and printed is not None:
            assert agrees(block.body, printed), f"{page}:{block.line} prints\n{printed}"
            printed = None
        else:
            printed = None


_RUN: Final = "import sys; sys.argv[0] = 'sro-core'; from sro_core.cli import main; main()"


@pytest.mark.parametrize("page", _pages_with("console", _NOT_FOLLOWED))
def test_commands_print_what_is_shown(page: Path, tmp_path: Path) -> None:
    if importlib.util.find_spec("sro_core.cli") is None:
        pytest.skip("the command is not there")
    pytest.importorskip("typer")
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    for block in blocks(page):
        save(block, tmp_path)
        if block.kind != "console":
            continue
        for command, shown in commands(block.body):
            name, *arguments = shlex.split(command)
            assert name == "sro-core", f"{page}:{block.line}: {command}"
            done = subprocess.run(
                [sys.executable, "-c", _RUN, *arguments],
                cwd=tmp_path,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                check=False,
            )
            where = f"{page}:{block.line}: {command}\n{done.stdout}"
            assert done.returncode in (0, 1, 2), where
            assert "Traceback" not in done.stdout, where
            assert not shown.strip() or agrees(shown, done.stdout), where


_INSTALLING: Final = re.compile(
    r"#|(?:mkdir|cd|git clone|python3? -m venv|source|\.) |.*\bpip install "
    r"|.*\bpython3? -m (?:coverage|mutation|pytest)\b"
)


@pytest.mark.parametrize("page", _pages_with("sh"))
def test_shell_only_installs_and_tests(page: Path) -> None:
    lines = [
        line for block in blocks(page) if block.kind == "sh" for line in block.body.split("\n")
    ]
    assert [line for line in lines if line and not _INSTALLING.match(line)] == []


def test_pages_show_the_files_of_the_examples() -> None:
    shown: dict[Path, list[str]] = {}
    for page in _PAGES:
        for block in blocks(page):
            path = _file_of(block)
            if path is not None:
                shown.setdefault(path, []).append(block.body)
                assert block.body in path.read_text("utf-8"), f"{page}:{block.line}"
    programs = {path for path in _EXAMPLES.iterdir() if path.suffix in {".py", ".sql"}}
    assert shown.keys() == programs


# links ----------------------------------------------------------------------------------------

_LINK: Final = re.compile(r"\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")


def _anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as they are made where it is read."""
    anchors: set[str] = set()
    prose = FENCED.sub("", page.read_text("utf-8"))
    for heading in re.findall(r"^#{1,6} (.+)$", prose, re.MULTILINE):
        words = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        number = 0
        while (anchor := f"{words}-{number}" if number else words) in anchors:
            number += 1
        anchors.add(anchor)
    return anchors


def _target(page: Path, name: str) -> Path:
    """What a page links; of the sources, the file of the package that is tested, maybe a wheel."""
    target = (page.parent / name).resolve()
    source = _ROOT / "src" / "sro_core"
    if target.is_relative_to(source):
        return Path(sro.__file__).parent / target.relative_to(source)
    return target


@pytest.mark.parametrize("page", [pytest.param(p, id=str(p.relative_to(_ROOT))) for p in _PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"`[^`\n]*`", "code", FENCED.sub("", page.read_text("utf-8")))
    for match in _LINK.finditer(prose):
        if re.match(r"[a-z]+:", match["target"]):
            continue
        name, _mark, anchor = match["target"].partition("#")
        target = _target(page, name) if name else page
        assert target.exists(), match["target"]
        assert not anchor or anchor in _anchors(target), match["target"]


def test_the_sample_package_holds_the_pack_of_its_page() -> None:
    page = (_ROOT / "docs" / "how-to" / "use-your-own-rules.md").read_text("utf-8")
    pack = page.partition("```toml pack rochester-pd.toml\n")[2].partition("```")[0]
    sample = _ROOT / "tests" / "sample_pack" / "rochester_pd_rules" / "rochester-pd.toml"
    assert pack
    assert sample.read_text("utf-8").partition("\n\n")[2] == pack


def test_every_page_is_linked() -> None:
    linked: set[Path] = set()
    for page in _PAGES:
        for match in _LINK.finditer(page.read_text("utf-8")):
            linked.add((page.parent / match["target"].partition("#")[0]).resolve())
    assert [page for page in _PAGES[1:] if page.resolve() not in linked | {_INDEX}] == []


_INDEX: Final = (_ROOT / "docs" / "index.md").resolve()


# the reference --------------------------------------------------------------------------------


def test_made_pages_are_up_to_date() -> None:
    made = runpy.run_path(str(_ROOT / "docs" / "make_reference.py"))
    assert made["stale"]() == []


def test_coverage_has_a_row_for_every_jurisdiction() -> None:
    text = (_REFERENCE / "coverage.md").read_text("utf-8")
    rows = re.findall(r"^\| \[?([^|\]]+?)(?:\]\(([^)]+)\))? \| (?!---)", text, re.MULTILINE)[1:]
    names = {JURISDICTION.display(code): code for code in JURISDICTIONS}
    assert [name for name, _file in rows] == sorted(names)
    covering = {pack.jurisdiction: pack.id for pack in sro.rulebook().packs}
    for name, file in rows:
        assert Path(file).stem == covering.get(names[name], "")


def test_a_jurisdiction_has_one_pack_that_ships() -> None:
    places = [pack.jurisdiction for pack in sro.rulebook().packs if pack.jurisdiction is not None]
    assert sorted(places) == sorted(set(places))


def test_coverage_lists_every_open_question() -> None:
    sections = _sections(_REFERENCE / "coverage.md")
    for pack in sro.rulebook().packs:
        if pack.jurisdiction is None:
            continue
        lines = [f"- {item}" for item in pack.open_questions]
        lines += [f"- `{r.id}`: {item}" for r in pack.requirements for item in r.open_questions]
        listed = sections.get(JURISDICTION.display(pack.jurisdiction), "")
        assert listed.strip() == "\n".join(lines)


_KINDS: Final[dict[str, Any]] = {
    "case": packs.Case,
    "condition": conditions.Condition,
    "counting": packs.Counting,
    "deadline": deadlines.Deadline,
    "event": events.Event,
    "evidence": evidence.Evidence,
    "fact": facts.AttestedFact,
    "reading": packs.Reading,
    "renewal": renewals.Renewal,
    "requirement": packs.Requirement,
    "source": packs.Source,
    "version": packs.Version,
}


def _toml_blocks() -> list[Any]:
    return [
        pytest.param(block, id=f"{page.stem}-{block.line}")
        for page in _NOT_FOLLOWED
        for block in blocks(page)
        if block.kind == "toml"
    ]


def _parts_of(node: Any) -> Iterator[Any]:
    yield node
    inside = node if isinstance(node, tuple) else ()
    if attrs.has(type(node)):
        inside = tuple(getattr(node, field.name) for field in attrs.fields(type(node)))
    for part in inside:
        yield from _parts_of(part)


@pytest.mark.parametrize("block", _toml_blocks())
def test_toml_is_of_the_rule_language(block: Block) -> None:
    kind, *names = block.words
    if kind == "pyproject":
        tomllib.loads(block.body)
        return
    if kind == "pack":
        loads_pack(block.body)
        return
    if kind == "profile":
        loads_profile(block.body)
        return
    if kind == "examples":
        loads_examples(block.body)
        return
    node = structure(tomllib.loads(block.body, parse_float=Decimal), _KINDS[kind])
    for name in names:
        book = sro.rulebook()
        whole: Any = book.requirement(name) if "." in name else book.pack(name)
        assert node in set(_parts_of(whole))


def _key(field: attrs.Attribute[Any]) -> str:
    return str(field.metadata.get(WIRE) or field.name)


def _sections(page: Path) -> dict[str, str]:
    """The sections of a page, of all levels but the first, by heading."""
    _head, *parts = re.split(r"^#{2,6} (.+)\n", page.read_text("utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[::2], parts[1::2], strict=True))


_UNIONS: Final[dict[str, Any]] = {
    "Conditions": conditions.Condition,
    "Events": events.Event,
    "Deadlines": deadlines.Deadline,
    "Evidence": evidence.Evidence,
    "Renewals": renewals.Renewal,
}


def _nodes() -> list[Any]:
    return [
        pytest.param(heading, node, id=f"{heading}-{node.__name__}")
        for heading, union in _UNIONS.items()
        for node in typing.get_args(union)
    ]


@pytest.mark.parametrize(("heading", "node"), _nodes())
def test_rule_language_names_every_key_of(heading: str, node: type[Any]) -> None:
    text = (_REFERENCE / "rule-language.md").read_text("utf-8")
    family = re.split(r"^## (?=[A-Z])", text, flags=re.MULTILINE)
    (section,) = [part for part in family if part.startswith(f"{heading}\n")]
    fields = attrs.fields(node)
    parts = re.split(r"^### `(\w+)`\n", section, flags=re.MULTILINE)
    own = dict(zip(parts[1::2], parts[2::2], strict=True))[_key(fields[0])]
    assert [_key(field) for field in fields if f"`{_key(field)}`" not in own] == []
    kind = heading.lower().removesuffix("s")
    assert re.search(rf"^```toml {kind}", own, re.MULTILINE), "it has no example"


def test_rule_language_names_every_key_of_the_other_classes() -> None:
    text = (_REFERENCE / "rule-language.md").read_text("utf-8")
    nodes = {node for union in _UNIONS.values() for node in typing.get_args(union)}
    rooms = (conditions, deadlines, events, evidence, facts, packs, renewals)
    others = {
        item
        for room in rooms
        for name in room.__all__
        if isinstance(item := getattr(room, name), type) and attrs.has(item)
    } - nodes
    missing = [
        f"{kind.__name__}.{_key(field)}"
        for kind in others
        for field in attrs.fields(kind)
        if f"`{_key(field)}`" not in text
    ]
    assert missing == []


def test_rule_language_names_every_event_and_fact() -> None:
    sections = _sections(_REFERENCE / "rule-language.md")
    assert [word for word in events.EventName if f"| `{word}` |" not in sections["`event`"]] == []
    listed = sections["Facts of the registry"]
    assert [name for name in facts.REGISTRY_FACTS if f"| `{name}` |" not in listed] == []


def test_examples_page_has_a_section_for_every_table() -> None:
    page = _REFERENCE / "examples.md"
    made = re.findall(r"<!-- made: testing._examples.(\w+) -->", page.read_text("utf-8"))
    kinds = [getattr(_examples, name) for name in _examples.__all__]
    tables = {kind.__name__ for kind in kinds if isinstance(kind, type)}
    assert set(made) == tables - {"Examples"}
    assert tables - {"Example", "Examples"} <= _sections(page).keys()


def test_wire_format_has_a_section_for_every_list() -> None:
    sections = _sections(_REFERENCE / "wire-format.md")
    common = sections["Every record"]
    for name, kind in KINDS.items():
        keys = [_key(field) for field in attrs.fields(kind)]
        assert [key for key in keys if f"| `{key}` |" not in sections[name] + common] == []


def test_wire_format_names_every_key_of_a_report() -> None:
    text = (_REFERENCE / "wire-format.md").read_text("utf-8")
    report = sro.evaluate(olmsted(), as_of=_A_DAY)
    assert [
        key
        for key in sorted(_keys_of(report_document(report, explain=True)))
        if f"`{key}`" not in text
    ] == []


_A_DAY: Final = dt.date(2025, 9, 2)


def _options(command: Any, name: str) -> Iterator[tuple[str, str]]:
    """Every command with its options, as it is called."""
    for parameter in command.params:
        yield from ((name, option) for option in parameter.opts if option.startswith("--"))
    for inner in getattr(command, "commands", {}).values():
        yield f"{name} {inner.name}", ""
        yield from _options(inner, f"{name} {inner.name}")


def test_command_page_names_every_command_and_option() -> None:
    typer = pytest.importorskip("typer")
    cli = importlib.import_module("sro_core.cli.app")
    text = (_REFERENCE / "command.md").read_text("utf-8")
    command = typer.main.get_command(cli.app)
    missing = [
        f"{name} {option}"
        for name, option in _options(command, "sro-core")
        if f"`{option or name}`" not in text
    ]
    assert missing == []


def _keys_of(value: Any) -> set[str]:
    if isinstance(value, list):
        return set[str]().union(*map(_keys_of, value))
    if not isinstance(value, dict):
        return set()
    ids = {"readiness", "assignments"}
    own = set(value)
    for key, item in value.items():
        inner = list(item.values()) if key in ids else item
        own |= _keys_of(inner)
    return own
