"""The commands: what they take, and with which status they end."""

from __future__ import annotations

import enum
import os
import shlex
import sys
from importlib.metadata import version
from typing import Annotated

import typer

from sro_core import api
from sro_core.cli import (
    checking,
    choosing,
    converting,
    differing,
    explaining,
    importing,
    inputs,
    listing,
    needs,
    rules,
    tables,
)
from sro_core.cli.answers import Answers
from sro_core.cli.screen import Screen, counted, take_any_text
from sro_core.findings import ReadinessStatus, Report
from sro_core.problems import Severity
from sro_core.wire import json as wire
from sro_core.wire.schema import Document, schema_text

__all__ = ["app", "main"]

app: typer.Typer = typer.Typer(
    name="sro-core",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit status: 0 fine; 1 problems (with --strict also officers not ready); "
    "2 the input cannot be used. Rule packs are not legal advice.",
)
rules_app: typer.Typer = typer.Typer(
    name="rules", no_args_is_help=True, rich_markup_mode=None, help="What the rule packs say."
)
app.add_typer(rules_app)


class By(enum.StrEnum):
    """What the table is grouped by."""

    OFFICER = "officer"
    SCHOOL = "school"


class TableFormat(enum.StrEnum):
    """How a report is written."""

    TABLE = "table"
    JSON = "json"


class TextFormat(enum.StrEnum):
    """How problems are written."""

    TEXT = "text"
    JSON = "json"


File = Annotated[
    str | None,
    typer.Argument(
        metavar="FILE",
        show_default=False,
        help="A registry, as JSON or as a stream; - is standard input. "
        "Without it: the Olmsted example.",
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="The day judged, as YYYY-MM-DD; needed with a FILE.",
    ),
]
KnownAt = Annotated[
    str | None,
    typer.Option(
        "--known-at",
        metavar="TIME",
        help="Judge by what was on file at this moment, as 2025-09-02T08:00:00-05:00.",
    ),
]
PackFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--pack",
        metavar="FILE",
        help="A rule pack in TOML: it is added, or takes the place of the one with its id. "
        "May be given several times.",
    ),
]
Installed = Annotated[
    bool,
    typer.Option("--installed", help="Add the rule packs that installed packages offer."),
]
Preferred = Annotated[
    list[str] | None,
    typer.Option(
        "--prefer",
        metavar="REQUIREMENT=READING",
        help="Let another reading of a requirement answer; `rules show` names them. "
        "May be given several times.",
    ),
]


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"sro-core {version('sro-core')}")
        raise typer.Exit


@app.callback()
def root(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_print_version, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Which school resource officers are trained for the school they will walk into?"""


@app.command()
def readiness(
    file: File = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    by: Annotated[By, typer.Option(help="Group the table by officer or by school.")] = By.OFFICER,
    pack: PackFiles = None,
    installed: Installed = False,
    prefer: Preferred = None,
    output: Annotated[
        TableFormat, typer.Option("--format", help="A table, or the whole report as JSON.")
    ] = TableFormat.TABLE,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="End with status 1 if an officer is not ready or undetermined, "
            "or the registry has errors.",
        ),
    ] = False,
) -> None:
    """Say who is ready, what is missing, by when and why."""
    report = _report(file, as_of, known_at, pack, prefer, installed=installed)
    if file is None and as_of is None:
        _say_example(err=output is TableFormat.JSON)
    if output is TableFormat.JSON:
        typer.echo(wire.dumps(report).encode())  # UTF-8 whatever the terminal takes
    else:
        given = [file] if file is not None else []
        given += _packs_given(pack, installed=installed)
        given += [word for item in prefer or () for word in ("--prefer", item)]
        tables.write_readiness(Screen(), report, by_school=by is By.SCHOOL, given=given)
    errors = _warn_of_errors(report, file)
    unready = {ReadinessStatus.NOT_READY, ReadinessStatus.UNDETERMINED}
    if strict and (errors or any(item.status in unready for item in report.readiness.values())):
        raise typer.Exit(1)


def _packs_given(pack: list[str] | None, *, installed: bool) -> list[str]:
    """The options that chose the packs, as they may be given again."""
    given = ["--installed"] if installed else []
    return given + [word for item in pack or () for word in ("--pack", item)]


def _say_example(*, err: bool) -> None:
    days = " or ".join(map(str, inputs.OTHER_DAYS))
    typer.echo(f"Example: Olmsted County, Minnesota; try also --as-of {days}.", err=err)


def _report(
    file: str | None,
    as_of: str | None,
    known_at: str | None,
    pack: list[str] | None,
    prefer: list[str] | None,
    *,
    installed: bool,
) -> Report:
    known = inputs.moment(known_at, "--known-at")
    registry, day = inputs.registry_and_day(file, as_of)
    rulebook = choosing.rulebook(pack or (), prefer or (), installed=installed)
    return api.evaluate(registry, as_of=day, known_at=known, rulebook=rulebook)


def _warn_of_errors(report: Report, file: str | None) -> int:
    """Say on standard error that the answers rest on a registry with errors."""
    problems = api.validate(report.registry, rulebook=report.rulebook)
    errors = sum(item.severity is Severity.ERROR for item in problems)
    if errors:
        name = "FILE" if file is None or file == "-" else shlex.quote(file)
        typer.echo(
            f"Mind: {counted(errors, 'error')} in this registry can make answers wrong; "
            f"see  sro-core validate {name}",
            err=True,
        )
    return errors


@app.command()
def explain(
    requirement: Annotated[
        str,
        typer.Option(metavar="ID", show_default=False, help="The requirement."),
    ],
    file: File = None,
    officer: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="The officer; leave it out for a duty of agencies or districts."
        ),
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    assignment: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Only the finding for this assignment."),
    ] = None,
    pack: PackFiles = None,
    installed: Installed = False,
    prefer: Preferred = None,
) -> None:
    """Say why: clauses, facts with their records, dates."""
    report = _report(file, as_of, known_at, pack, prefer, installed=installed)
    found = explaining.chosen(
        report, officer_id=officer, requirement_id=requirement, assignment_id=assignment
    )
    screen, answers = Screen(), Answers(report)
    for number, finding in enumerate(found):
        if number:
            screen.line()
            screen.line("-" * 40)
            screen.line()
        explaining.write_explanation(screen, answers, finding)


@app.command()
def validate(
    file: Annotated[
        str,
        typer.Argument(
            show_default=False, help="A registry, as JSON or as a stream; - is standard input."
        ),
    ],
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="DATE", help="A day to be judged: notice what is dated after it."
        ),
    ] = None,
    known_at: Annotated[
        str | None,
        typer.Option(
            "--known-at", metavar="TIME", help="Check only what was on file at this moment."
        ),
    ] = None,
    pack: PackFiles = None,
    installed: Installed = False,
    every: Annotated[
        bool, typer.Option("--all", help="Write every problem, not the first three of each code.")
    ] = False,
    output: Annotated[
        TextFormat, typer.Option("--format", help="Text, or one JSON object with all of them.")
    ] = TextFormat.TEXT,
) -> None:
    """Say everything that is wrong with a registry, the worst first."""
    day = None if as_of is None else inputs.day(as_of, "--as-of")
    known = inputs.moment(known_at, "--known-at")
    rulebook = choosing.rulebook(pack or (), installed=installed)
    problems = checking.problems_of(file, as_of=day, known_at=known, rulebook=rulebook)
    if output is TextFormat.JSON:
        checking.write_problems_json(problems)
    else:
        name = "standard input" if file == "-" else file
        checking.write_problems(Screen(), problems, name, most=None if every else 3)
    if checking.has_errors(problems):
        raise typer.Exit(1)


@app.command()
def convert(
    source: Annotated[
        str,
        typer.Argument(
            metavar="FROM",
            show_default=False,
            help="A registry, as JSON or as a stream; - is standard input.",
        ),
    ],
    target: Annotated[
        str,
        typer.Argument(
            metavar="TO",
            show_default=False,
            help="Where to: .json is a document, .ndjson a stream; - is standard output.",
        ),
    ],
    form: Annotated[
        converting.Form | None,
        typer.Option("--format", help="How it is written, where the name of TO does not say."),
    ] = None,
    rejects: Annotated[
        str | None,
        typer.Option(
            "--rejects",
            metavar="FILE",
            help="Read on after lines of a stream that cannot be read; they are kept in FILE.",
        ),
    ] = None,
) -> None:
    """Write a registry as one document, or as a stream of one record a line."""
    if not converting.convert(source, target, form, rejects):
        raise typer.Exit(1)


@app.command("import")
def import_csv(
    file: Annotated[
        str, typer.Argument(show_default=False, help="A CSV file; - is standard input.")
    ],
    profile: Annotated[
        str,
        typer.Option(
            metavar="FILE", show_default=False, help="What its columns mean: a profile in TOML."
        ),
    ],
    into: Annotated[
        str,
        typer.Option(
            metavar="FILE",
            show_default=False,
            help="The registry that the records are added to; it is made where it is not there.",
        ),
    ],
    rejects: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="A new CSV file for the rows that cannot be read. Without it, such a row "
            "keeps everything from being written.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would come of it, and write nothing.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Write every problem, not the first three of each code.")
    ] = False,
    output: Annotated[
        TextFormat,
        typer.Option("--format", help="Text, or one JSON object with all of the problems."),
    ] = TextFormat.TEXT,
) -> None:
    """Add the rows of a CSV file to a registry."""
    task = importing.Task(file=file, profile=profile, into=into, rejects=rejects, dry_run=dry_run)
    result = importing.done(task)
    if output is TextFormat.JSON:
        checking.write_problems_json(checking.worst_first(result.problems))
    else:
        importing.write_result(Screen(), task, result, most=None if every else 3)
    if result.rejected:
        raise typer.Exit(1)


@rules_app.command("list")
def list_rules(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PLACE]...",
            show_default=False,
            help="Jurisdictions such as US-TX, or packs: only their requirements.",
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Only what is in force on this day."),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="The requirements of every pack.")] = False,
    pack: PackFiles = None,
    installed: Installed = False,
) -> None:
    """List the rule packs, or the requirements of some."""
    day = None if as_of is None else inputs.day(as_of, "--as-of")
    rulebook = choosing.rulebook(pack or (), installed=installed)
    if names or every:
        given = _packs_given(pack, installed=installed)
        listing.write_list(Screen(), rulebook, () if every else names or (), day, given)
    else:
        listing.write_overview(Screen(), rulebook, day)


@rules_app.command("show")
def show_rule(
    name: Annotated[
        str,
        typer.Argument(metavar="ID", show_default=False, help="A pack or a requirement."),
    ],
    pack: PackFiles = None,
    installed: Installed = False,
) -> None:
    """Say all that a pack or a requirement says."""
    rules.write_rule(Screen(), choosing.rulebook(pack or (), installed=installed), name)


@rules_app.command("diff")
def diff_rules(
    name: Annotated[
        str,
        typer.Argument(metavar="PACK", show_default=False, help="A pack, or such as US-TX."),
    ],
    since: Annotated[
        str, typer.Option("--from", metavar="DATE", show_default=False, help="The earlier day.")
    ],
    until: Annotated[
        str, typer.Option("--to", metavar="DATE", show_default=False, help="The later day.")
    ],
    pack: PackFiles = None,
    installed: Installed = False,
) -> None:
    """Say what changed in the law between two days."""
    first, last = inputs.day(since, "--from"), inputs.day(until, "--to")
    if last < first:
        raise typer.BadParameter(f"{last} comes before {first}.", param_hint="--to")
    differing.write_amendments(
        Screen(), choosing.rulebook(pack or (), installed=installed), name, first, last
    )


@rules_app.command("needs")
def show_needs(
    jurisdiction: Annotated[
        str,
        typer.Argument(show_default=False, help="Such as US-TX."),
    ],
    pack: PackFiles = None,
    installed: Installed = False,
) -> None:
    """Say what a registry must hold for a jurisdiction."""
    needs.write_needs(Screen(), choosing.rulebook(pack or (), installed=installed), jurisdiction)


@app.command("schema")
def print_schema(
    document: Annotated[Document, typer.Argument(show_default=False, help="The kind of document.")],
) -> None:
    """Print the JSON Schema of a registry, a report, a rule pack or of problems."""
    typer.echo(schema_text(document).encode(), nl=False)


def main() -> None:
    """Run the command."""
    take_any_text()
    try:
        app()
    except OSError as error:
        if error.filename is not None:
            raise
        # All files have names; what has none is the screen, or where it was sent to. What waits
        # to be written there would fail once more when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.stderr.write(f"Cannot write the answer: {error.strerror}.\n")
        raise SystemExit(2) from None
