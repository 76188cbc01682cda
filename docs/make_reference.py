"""Writes what the reference pages say that the code says too: run it after changing the code.

    python docs/make_reference.py          writes it
    python docs/make_reference.py --check  fails where a page is out of date

The pages of codes and of coverage are made whole. In the other pages the tables between two marks
are made, `<!-- made: NAME -->` and `<!-- made until here -->`. The JSON schemas are those that
`sro-core schema` prints.
"""

from __future__ import annotations

import datetime as dt
import enum
import functools
import importlib
import re
import sys
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import attrs

from sro_core.identifiers import JURISDICTION, JURISDICTIONS
from sro_core.models import KINDS, REFERENCES, FrozenMap
from sro_core.models._fields import WIRE
from sro_core.packs import bundled
from sro_core.problems import CODES, CodeInfo
from sro_core.rules import conditions, deadlines, events, evidence, renewals
from sro_core.rules.facts import REGISTRY_FACTS
from sro_core.rules.packs import BearsOn, Level, Pack, Requirement, Subject
from sro_core.wire._notes import note, notes, summary
from sro_core.wire.schema import Document, schema_text

_HERE = Path(__file__).parent / "reference"

_CODES_HEAD = """\
# Problem codes

Every problem that the library reports has one of these codes. A code is never renamed and never
reused. An `error` makes answers wrong or refuses the document, a `warning` makes them doubtful, a
`notice` is worth knowing. Words in braces are the parameters of the sentence.

This page is made by `docs/make_reference.py`.

## Across the records of a registry

What [`validate`](../how-to/check-a-registry.md) finds in a registry that can be read: what triggers
it, what it says, and what to do.
"""
_CODES_READING = """\
## In a document or a record

What refuses a document, a record or a change of a registry.
"""
_CODES_PACKS = """\
## In a rule pack

What refuses a rule pack, beside what refuses any document.
"""
_CODES_EXAMPLES = """\
## In the examples of a rule pack

What [`check_pack`](../how-to/write-examples.md) finds in the examples of a pack. The first four and
the last point into the examples, the others into the pack, to what no example shows.
"""
_CODES_LAWS = """\
## In the answers of an engine

What [`check_laws`](../how-to/test-with-the-kit.md) finds in answers: each points to the record that
the answer is about.
"""
_CODES_CSV = """\
## In a CSV file

What keeps a CSV file, a row or a cell of it from being read, and what was mended. The pointer is
the number of the row as a spreadsheet shows it, and the name of the column: `/17/Completed`. What
is wrong with the record that a row makes has the codes of any record.
"""


def codes_page() -> str:
    """The page of problem codes."""
    across = [(code, info) for code, info in CODES.items() if info.when]
    found: list[tuple[str, ...]] = [
        (f"`{code}`", info.severity, info.when, info.template, info.fix) for code, info in across
    ]
    packs = [(code, info) for code, info in CODES.items() if code.startswith("pack-")]
    examples = [(code, info) for code, info in CODES.items() if code.startswith("example-")]
    laws = [(code, info) for code, info in CODES.items() if code.startswith("law-")]
    spreadsheets = [(code, info) for code, info in CODES.items() if code.startswith("csv-")]
    apart = [*across, *packs, *examples, *laws, *spreadsheets]
    rest = [item for item in CODES.items() if item not in apart]
    tables = (
        (
            _CODES_HEAD,
            ("code", "severity", "for example", "what it says", "what to do"),
            found,
        ),
        (_CODES_READING, _PLAIN_KEYS, _plain_codes(rest)),
        (_CODES_PACKS, _PLAIN_KEYS, _plain_codes(packs)),
        (_CODES_EXAMPLES, _PLAIN_KEYS, _plain_codes(examples)),
        (_CODES_LAWS, _PLAIN_KEYS, _plain_codes(laws)),
        (_CODES_CSV, _PLAIN_KEYS, _plain_codes(spreadsheets)),
    )
    return "\n".join(f"{head}\n{_rows(keys, rows)}\n" for head, keys, rows in tables)


_PLAIN_KEYS: Final = ("code", "severity", "what it says", "what to do")


def _plain_codes(codes: list[tuple[str, CodeInfo]]) -> list[tuple[str, ...]]:
    return [(f"`{code}`", info.severity, info.template, info.fix) for code, info in codes]


def _rows(keys: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [keys, ("---",) * len(keys), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


# coverage -------------------------------------------------------------------------------------

_COVERAGE_HEAD = """\
# Coverage

What the rule packs that ship know of each jurisdiction. One line cannot hold a law: the pack
does, behind the name, and `sro-core rules show Texas` says all of it in words. The questions that
the sources leave open stand [below the table](#open-questions).

- **required of officers**: the mandatory duties that decide whether an officer is ready for a
  school, as they stood on the last day checked; then how many other duties there are.
- **since**: the first day of the first of these duties, in any of its versions; `by` where the
  research begins on that day, so that the duty may be older.
- **confidence**: `verified` where texts of the law were read, `secondary` where only what others
  write about it, `memory` where neither.
- **checked through**: the last day through which the sources were checked. For later days the
  same law is applied, and the answer is marked `beyond_verified`.

Where there is no pack, an officer who is posted there has one finding, `unknown`: no data never
looks like no duty. Some packs belong to no jurisdiction; what they hold binds where somebody
adopts it: {anywhere}. Packs are not legal advice.

This page is made by `docs/make_reference.py`.
"""
_COVERAGE_KEYS: Final = (
    "jurisdiction",
    "required of officers",
    "since",
    "confidence",
    "checked through",
    "open",
)


def coverage_page() -> str:
    """The page of jurisdictions: what is required in each, and how far it was checked."""
    packs = {pack.jurisdiction: pack for pack in bundled().packs}
    anywhere = [pack.id for pack in bundled().packs if pack.jurisdiction is None]
    names = {code: JURISDICTION.display(code) for code in JURISDICTIONS}
    by_name = sorted((name, code) for code, name in names.items())
    rows = [_covered(name, packs.get(code)) for name, code in by_name]
    sections = [_open_questions(name, packs[code]) for name, code in by_name if code in packs]
    parts = [
        _COVERAGE_HEAD.format(
            anywhere=", ".join(f"[`{name}`]({_file(name)})" for name in anywhere)
        ),
        _rows(_COVERAGE_KEYS, rows),
        "## Open questions",
        *(section for section in sections if section),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _file(pack_id: str) -> str:
    return f"../../src/sro_core/packs/{pack_id}.toml"


def _covered(name: str, pack: Pack | None) -> tuple[str, ...]:
    """The row of one jurisdiction."""
    if pack is None:
        return (name, "*no pack: answers are unknown*", "", "", "", "")
    day = pack.verified_through
    binding = [
        item
        for item in pack.requirements
        if item.level is Level.MANDATORY and item.version_on(day) is not None
    ]
    asked = [
        item
        for item in binding
        if item.subject is Subject.OFFICER and item.bears_on is BearsOn.SCHOOL_SERVICE
    ]
    questions = sum(1 for _about, _question in _questions(pack))
    starts = [version.start for item in asked for version in item.versions]
    since = str(min(starts)) if starts else ""
    if since == str(pack.researched_from):
        since = f"by {since}"
    return (
        f"[{name}]({_file(pack.id)})",
        _cell("; ".join([*(item.title for item in asked), *_others(pack, asked, binding)])),
        since,
        pack.confidence,
        str(day),
        f"[{questions}](#{_anchor(name)})" if questions else "0",
    )


def _others(pack: Pack, asked: list[Requirement], binding: list[Requirement]) -> Iterator[str]:
    """How many duties there are beside those of officers that decide who is ready."""
    if not pack.requirements:
        yield "*searched, and nothing found*"
        return
    rest = [item for item in binding if item not in asked]
    license_duties = sum(item.bears_on is BearsOn.LICENSE for item in rest)
    counts = (
        (len(rest) - license_duties, "of agencies or districts"),
        (license_duties, "of every officer's license"),
        (sum(item.level is Level.RECOMMENDED for item in pack.requirements), "recommended"),
        (_not_in_force(pack), "not in force on that day"),
    )
    said = ", ".join(f"{number} {what}" for number, what in counts if number)
    if said:
        yield f"*also {said}*" if asked else f"*none, but {said}*"


def _not_in_force(pack: Pack) -> int:
    return sum(
        item.level is Level.MANDATORY and item.version_on(pack.verified_through) is None
        for item in pack.requirements
    )


def _questions(pack: Pack) -> Iterator[tuple[str | None, str]]:
    """Every open question, with the requirement it is about; None is the whole pack."""
    yield from ((None, question) for question in pack.open_questions)
    for item in pack.requirements:
        yield from ((item.id, question) for question in item.open_questions)


def _open_questions(name: str, pack: Pack) -> str:
    lines = [
        f"- {f'`{about}`: ' if about is not None else ''}{question}"
        for about, question in _questions(pack)
    ]
    return "\n".join([f"### {name}\n", *lines]) if lines else ""


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


# tables of classes ----------------------------------------------------------------------------

_PLAIN: Final[Mapping[Any, str]] = {
    str: "text",
    bool: "true or false",
    int: "whole number",
    Decimal: "number",
    dt.date: "date",
    dt.datetime: "date-time",
}
_PLURAL: Final = {"text": "texts", "date": "dates"}
_UNIONS: Final = (
    (conditions.Condition, "[condition](#conditions)"),
    (events.Event, "[event](#events)"),
    (deadlines.Deadline, "[deadline](#deadlines)"),
    (evidence.Evidence, "[evidence](#evidence)"),
    (renewals.Renewal, "[renewal](#renewals)"),
)
#: Carried by every record; the page says so once.
_COMMON: Final = ("recorded_at", "voided", "extensions")


def _references(list_name: str) -> dict[tuple[str, ...], str]:
    return dict(REFERENCES.get(list_name, ()))


def _type(hint: Any, target: str | None) -> str:
    """What a value is called; `target` is the list that an id points into."""
    if target is not None and hint is str:
        return f"id in [`{target}`](#{target})"
    for union, words in _UNIONS:
        if hint == union:
            return words
    if hint in _PLAIN:
        return _PLAIN[hint]
    if isinstance(hint, type) and issubclass(hint, enum.StrEnum):
        return f"one of {', '.join(f'`{word}`' for word in hint)}"
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        item = _type(arguments[0], target)
        return f"list of {item.replace('id in', 'ids in') if target else _PLURAL.get(item, item)}"
    if origin is FrozenMap:
        null = " or null" if type(None) in typing.get_args(arguments[1]) else ""
        return f"object: text to {_type(arguments[1], None)}{null}"
    if origin is typing.Literal:
        return " or ".join(f"`{word}`" if word else "an empty text" for word in arguments)
    if origin in (typing.Union, types.UnionType):
        return _choice([item for item in arguments if item is not type(None)], target)
    return f"[{hint.__name__}](#{hint.__name__.lower()})"


def _choice(members: list[Any], target: str | None) -> str:
    union: Any = typing.Union
    whole = union[tuple(members)]  # an alias again, where they are those of one
    if len(members) == 1 or any(whole == known for known, _words in _UNIONS):
        return _type(whole, target)
    return " or ".join(_type(item, target) for item in members)


def _needed(field: attrs.Attribute[Any]) -> str:
    if field.default is attrs.NOTHING:
        return "yes"
    default = field.default
    if default is None or isinstance(default, tuple | FrozenMap | attrs.Factory):  # type: ignore[arg-type]
        return ""
    return f"else `{str(default).lower() if isinstance(default, bool) else default}`"


def _table(kind: type[Any], targets: Mapping[str, str] = types.MappingProxyType({})) -> str:
    """The keys of a class: name, type, whether needed, meaning."""
    hints = typing.get_type_hints(kind)
    fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(kind)
    rows = ["| key | value | needed | meaning |", "| --- | --- | --- | --- |"]
    for field in fields:
        if field.inherited or (field.name in _COMMON and kind in KINDS.values()):
            continue
        key = field.metadata.get(WIRE) or field.name
        value = _type(hints[field.name], targets.get(field.name))
        rows.append(f"| `{key}` | {value} | {_needed(field)} | {note(kind, field.name)} |")
    return "\n".join(rows)


def _answers(kind: type[Any]) -> str:
    """The keys of an answer: each is always there, and null where there is nothing."""
    hints, said = typing.get_type_hints(kind), notes(kind)
    rows = ["| key | value | meaning |", "| --- | --- | --- |"]
    for name, hint in hints.items():
        null = " or null" if type(None) in typing.get_args(hint) else ""
        meaning = said.get(name, "").replace("None", "null")
        rows.append(f"| `{name}` | {_type(hint, None)}{null} | {meaning} |")
    return "\n".join(rows)


def _headed(level: int, title: str, kind: type[Any], targets: Mapping[str, str]) -> str:
    return f"{'#' * level} {title}\n\n{summary(kind)}\n\n{_table(kind, targets)}"


def _nested(kind: type[Any]) -> Iterator[tuple[str, type[Any]]]:
    """The records inside a record, each with the attribute that holds it."""
    for name, hint in typing.get_type_hints(kind).items():
        inner = next((item for item in (hint, *typing.get_args(hint)) if attrs.has(item)), None)
        if name not in _COMMON and inner is not None:
            yield name, inner


def records() -> str:
    """The lists of a registry, each record and those nested in it."""
    parts: list[str] = []
    for name, kind in KINDS.items():
        references = _references(name)
        parts.append(
            _headed(3, name, kind, {p[0]: t for p, t in references.items() if len(p) == 1})
        )
        for attribute, inner in _nested(kind):
            targets = {p[1]: t for p, t in references.items() if p[0] == attribute and len(p) == 2}
            parts.append(_headed(4, inner.__name__, inner, targets))
    return "\n\n".join(parts)


def registry_facts() -> str:
    """The facts that a registry's own records hold."""
    rows = ["| fact | value |", "| --- | --- |"]
    rows += [f"| `{name}` | {value} |" for name, value in REGISTRY_FACTS.items()]
    return "\n".join(rows)


_MADE: Final[Mapping[str, Callable[[], str]]] = {
    "records": records,
    "registry facts": registry_facts,
}
_MARKED: Final = re.compile(
    r"(?P<open><!-- made: (?P<name>[^>]+) -->).*?(?P<close>\n<!-- made until here -->)", re.DOTALL
)


def _made(match: re.Match[str]) -> str:
    name = match["name"]
    if name in _MADE:
        text = _MADE[name]()
    else:
        module, _dot, attribute = name.rpartition(".")
        kind = getattr(importlib.import_module(f"sro_core.{module}"), attribute)
        text = _answers(kind) if module == "findings" else _table(kind)
    return f"{match['open']}\n\n{text}\n{match['close']}"


def _with_tables(name: str) -> Callable[[], str]:
    return lambda: _MARKED.sub(_made, (_HERE / name).read_text("utf-8"))


PAGES: Final[Mapping[str, Callable[[], str]]] = {
    **{
        f"schema/{document}.schema.json": functools.partial(schema_text, document)
        for document in Document
    },
    "codes.md": codes_page,
    "coverage.md": coverage_page,
    "csv-profile.md": _with_tables("csv-profile.md"),
    "examples.md": _with_tables("examples.md"),
    "rule-language.md": _with_tables("rule-language.md"),
    "wire-format.md": _with_tables("wire-format.md"),
}


def stale() -> list[str]:
    """The pages that differ from what the code says."""
    return [name for name, make in PAGES.items() if (_HERE / name).read_text("utf-8") != make()]


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(f"make again: {', '.join(found)}" if (found := stale()) else 0)
    for name, make in PAGES.items():
        (_HERE / name).write_text(make(), encoding="utf-8")
