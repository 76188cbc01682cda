"""A report as a table that reads at a glance, at 80 columns and in a pipe."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rich.text import Text

from sro_core.cli.answers import MARKS, Answers
from sro_core.cli.grid import Grid
from sro_core.cli.screen import Screen, counted, shown
from sro_core.findings import (
    WORST_FIRST,
    Binding,
    Finding,
    Posting,
    ReadinessStatus,
    Report,
    Status,
)
from sro_core.packs import bundled, is_bundled, pack_sha256
from sro_core.rules.packs import Pack
from sro_core.rules.rulebook import Rulebook

__all__ = ["why", "write_readiness"]

_STYLES: Final = {
    Status.OVERDUE: "red",
    Status.EXPIRED: "red",
    Status.UNKNOWN: "magenta",
    Status.DUE: "yellow",
}

#: As many digits of a hash as tell packs apart at a glance; the report holds all of them.
_DIGITS: Final = 12

_GLOSSES: Final = {
    ReadinessStatus.NOT_READY: "a last day has passed",
    ReadinessStatus.UNDETERMINED: "a fact is missing",
    ReadinessStatus.PROVISIONAL: "due, in time so far",
    ReadinessStatus.READY: "nothing is missing",
    ReadinessStatus.UNBOUND: "nothing binds",
}


def write_readiness(
    screen: Screen, report: Report, *, by_school: bool, given: Sequence[str]
) -> None:
    """Write a report as a table.

    Args:
        screen: Where to.
        report: The report.
        by_school: Whether to group by school instead of by officer.
        given: What names the registry and the rules on the command line.
    """
    answers, postings = Answers(report), report.postings()
    known = f", as known at {report.known_at.isoformat()}" if report.known_at is not None else ""
    screen.line(f"Readiness on {report.as_of} ({report.as_of:%A}){known}", "bold")
    screen.line()
    if not report.readiness:
        screen.wrapped("No officer is posted to a school on that day or later.", hang=0)
    elif by_school:
        _by_school(screen, answers, postings)
    else:
        _by_officer(screen, answers, postings)
    _licenses(screen, answers)
    _others(screen, answers)
    screen.line()
    _foot(screen, answers, postings, given)


# officers and schools -----------------------------------------------------------------------


def _by_officer(screen: Screen, answers: Answers, postings: Sequence[Posting]) -> None:
    grid = _grid(screen, postings)
    grid.row(_bold("Readiness"), _bold("Officer"), _bold("School, and what is missing"))
    for posting in postings:
        where = Text(answers.posting(posting.assignment))
        grid.row(_mark(posting.status), _bold(shown(posting.assignment.officer_id)), where)
        _write_outstanding(grid, answers, posting)


def _by_school(screen: Screen, answers: Answers, postings: Iterable[Posting]) -> None:
    places: dict[tuple[str, str], list[Posting]] = {}
    for posting in postings:
        assignment = posting.assignment
        district = answers.district(assignment.district_id)
        for school_id in assignment.school_ids or (None,):
            school = answers.school(school_id) if school_id is not None else "Schools not stated"
            places.setdefault((district, school), []).append(posting)
    for number, ((district, school), here) in enumerate(sorted(places.items())):
        if number:
            screen.line()
        screen.wrapped(f"{school} ({district})", style="bold")
        grid = _grid(screen, here)
        for posting in here:
            manner = answers.manner(posting.assignment).removeprefix(", ")
            says = Text(manner or _GLOSSES[posting.status], style="dim")
            grid.row(_mark(posting.status), _bold(shown(posting.assignment.officer_id)), says)
            _write_outstanding(grid, answers, posting)


def _grid(screen: Screen, postings: Iterable[Posting]) -> Grid:
    return Grid(screen, [shown(posting.assignment.officer_id) for posting in postings])


def _bold(text: str) -> Text:
    return Text(text, style="bold")


def _mark(status: ReadinessStatus) -> Text:
    symbol, word, style = MARKS[status]
    return Text(f"{symbol} {word}", style=style)


def _finding_mark(status: Status) -> Text:
    return Text(f"  {status.replace('_', ' ')}", style=_STYLES.get(status, ""))


def _when(answers: Answers, finding: Finding) -> Text:
    return Text("\n".join(filter(None, answers.last_day(finding))))


def _said(answers: Answers, finding: Finding) -> Iterator[Text]:
    yield Text(answers.title(finding))
    under = answers.under(finding)
    if under:
        yield Text(under, style="dim")
    for doubt in answers.doubts(finding):
        yield Text(doubt, style="italic")


def _write_outstanding(grid: Grid, answers: Answers, posting: Posting) -> None:
    for finding in posting.outstanding:
        mark = _finding_mark(finding.status)
        grid.row(mark, _when(answers, finding), *_said(answers, finding))


# what is no officer's readiness -------------------------------------------------------------


def _licenses(screen: Screen, answers: Answers) -> None:
    """License duties of all officers: those with the same answer together."""
    duties: dict[str, list[Finding]] = {}
    for finding in answers.report.findings:
        binds = finding.officer_id is not None and finding.binding is not Binding.NONE
        if binds and answers.bears_on_license(finding):
            duties.setdefault(finding.requirement_id, []).append(finding)
    if not duties:
        return
    screen.line()
    screen.line("License, not school service", "bold")
    for _requirement_id, findings in sorted(duties.items()):
        screen.wrapped(answers.title(findings[0]), indent=2)
        screen.wrapped(answers.under(findings[0]), indent=2, style="dim")
        _same_answers(screen, answers, findings)


def _same_answers(screen: Screen, answers: Answers, findings: Iterable[Finding]) -> None:
    groups: dict[tuple[int, str, tuple[str, ...]], list[Finding]] = {}
    for finding in findings:
        place = WORST_FIRST.index(finding.status)
        when = answers.last_day(finding)
        groups.setdefault((place, "\n".join(when), tuple(answers.doubts(finding))), []).append(
            finding
        )
    grid = Grid(screen)
    for (_place, _when_said, doubts), alike in sorted(groups.items()):
        officers = Text(", ".join(shown(finding.officer_id or "") for finding in alike))
        said = (officers, *(Text(doubt, style="italic") for doubt in doubts))
        grid.row(_finding_mark(alike[0].status), _when(answers, alike[0]), *said)


def _others(screen: Screen, answers: Answers) -> None:
    """What agencies, districts and partnerships owe; it enters nobody's readiness."""
    found = [
        finding
        for finding in answers.report.findings
        if finding.officer_id is None and finding.status is not Status.NOT_REQUIRED
    ]
    if not found:
        return
    screen.line()
    screen.line("Agencies and districts", "bold")
    grid = Grid(screen)
    for finding in sorted(found, key=lambda item: (WORST_FIRST.index(item.status), item.key)):
        who: list[str] = []
        if finding.agency_id is not None:
            who.append(answers.agency(finding.agency_id))
        if finding.district_id is not None:
            who.append(answers.district(finding.district_id))
        mark = _finding_mark(finding.status)
        said = (Text(" and ".join(who)), *_said(answers, finding))
        grid.row(mark, _when(answers, finding), *said)


# the foot -----------------------------------------------------------------------------------


def _foot(
    screen: Screen, answers: Answers, postings: Iterable[Posting], given: Sequence[str]
) -> None:
    report = answers.report
    counts = Counter(item.status for item in report.readiness.values())
    if counts:
        each = ", ".join(
            f"{counts[status]} {MARKS[status][1]} ({_GLOSSES[status]})"
            for status in ReadinessStatus
            if counts[status]
        )
        screen.wrapped(f"{counted(len(report.readiness), 'officer')}: {each}.", style="bold")
    packs = {pack.id: pack for pack in map(answers.pack, report.findings) if pack is not None}
    used = ", ".join(_used(pack, report.rulebook) for _id, pack in sorted(packs.items()))
    screen.wrapped(f"Judged as of {report.as_of} by {used or 'no rule pack'}; not legal advice.")
    first = next(
        (finding for posting in postings for finding in posting.outstanding),
        next((item for item in report.findings if item.officer_id is not None), None),
    )
    if first is not None:
        screen.line("Why? For example:")
        screen.line(f"  {why(report, first, given)}")


def _used(pack: Pack, rulebook: Rulebook) -> str:
    """A pack by name and edition, and what differs from the one that ships."""
    others: list[str] = []
    if not is_bundled(pack):
        ships = any(item.id == pack.id for item in bundled().packs)
        digits = pack_sha256(pack)[:_DIGITS]
        others.append(f"not as it ships, SHA-256 {digits}" if ships else f"SHA-256 {digits}")
    others += [
        f"{item.id} in the reading {rulebook.preferred[item.id]}"
        for item in pack.requirements
        if item.id in rulebook.preferred
    ]
    return shown(f"{pack.id} {pack.edition}" + (f" ({'; '.join(others)})" if others else ""))


def why(report: Report, finding: Finding, given: Sequence[str]) -> str:
    """The command that explains a finding."""
    words = ["sro-core", "explain", *map(shlex.quote, given)]
    if finding.officer_id is not None:
        words += ["--officer", shlex.quote(finding.officer_id)]
    words += ["--requirement", finding.requirement_id, "--as-of", str(report.as_of)]
    if report.known_at is not None:
        words += ["--known-at", report.known_at.isoformat()]
    return shown(" ".join(words))
