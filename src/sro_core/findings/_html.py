"""A report as a table of HTML, for notebooks.

It brings no colors and no script, so that it reads in light and dark themes, and to those who
listen to it; whatever comes from a registry or a pack is escaped. Officers have their ids only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING, Final

from sro_core.findings._postings import Posting
from sro_core.findings._types import Finding, ReadinessStatus, Status
from sro_core.registry import Index

if TYPE_CHECKING:
    from sro_core.findings._types import Report

__all__ = ["html"]

#: As many rows, and lines in a row, as are read at a glance; the rest is counted.
_MOST_POSTINGS: Final = 20
_MOST_OUTSTANDING: Final = 3

_COLUMNS: Final = ("Readiness", "Officer", "School (district)", "Outstanding")

#: Notebooks put cells to the right and in the middle, as fits numbers.
_LEFT: Final = ' style="text-align:left;vertical-align:top"'


def html(report: Report) -> str:
    """A report as one table, the worst first."""
    found = report.postings()
    words = _Words(report)
    rows = [words.row(item) for item in found[:_MOST_POSTINGS]]
    more = len(found) - len(rows)
    if more:
        text = f"and {_counted(more, 'more assignment')}, none of them worse"
        rows.append(f'<tr><td colspan="{len(_COLUMNS)}"{_LEFT}>{text}</td></tr>')
    head = "".join(f'<th scope="col"{_LEFT}>{name}</th>' for name in _COLUMNS)
    lines = [
        "<table>",
        f'<caption style="text-align:left">{escape(_caption(report, found))}</caption>',
        *([f"<thead><tr>{head}</tr></thead>"] if rows else []),
        "<tbody>",
        *rows,
        "</tbody>",
        "</table>",
        f"<p>{escape(_foot(report))}</p>",
    ]
    return "\n".join(lines)


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _caption(report: Report, found: Sequence[Posting]) -> str:
    known = f", as known at {report.known_at.isoformat()}" if report.known_at is not None else ""
    day = f"Readiness on {report.as_of} ({report.as_of:%A}){known}"
    if not found:
        return f"{day}: no officer is posted to a school on that day or later."
    counts = Counter(item.status for item in report.readiness.values())
    each = [f"{counts[status]} {_worded(status)}" for status in ReadinessStatus if counts[status]]
    return f"{day}. {_counted(len(report.readiness), 'officer')}: {', '.join(each)}."


def _foot(report: Report) -> str:
    answered = {finding.requirement_id.rpartition(".")[0] for finding in report.findings}
    used = [f"{pack.id} {pack.edition}" for pack in report.rulebook.packs if pack.id in answered]
    count = _counted(len(report.findings), "finding")
    return f"{count}, judged by {', '.join(used) or 'no rule pack'}; not legal advice."


def _worded(word: str) -> str:
    return word.replace("_", " ")


class _Words:
    """What a row says, with the names of places."""

    __slots__ = ("_index", "_report", "_titles")

    def __init__(self, report: Report) -> None:
        self._report = report
        self._index = Index(report.registry.as_known_at(report.known_at))
        self._titles = {
            item.id: item.title for pack in report.rulebook.packs for item in pack.requirements
        }

    def row(self, posting: Posting) -> str:
        """A row of the table."""
        officer = f'<th scope="row"{_LEFT}>{escape(posting.assignment.officer_id)}</th>'
        status = _worded(posting.status)
        if posting.status is ReadinessStatus.NOT_READY:
            status = f"<strong>{status}</strong>"
        outstanding = "<br>".join(map(escape, self._outstanding(posting.outstanding)))
        where = escape(self._where(posting))
        cells = (f"<td{_LEFT}>{status}</td>", officer, f"<td{_LEFT}>{where}</td>")
        return f"<tr>{''.join(cells)}<td{_LEFT}>{outstanding}</td></tr>"

    def _where(self, posting: Posting) -> str:
        assignment, index = posting.assignment, self._index
        schools = [
            record.name if (record := index.schools.get(school_id)) is not None else school_id
            for school_id in assignment.school_ids
        ]
        district = index.districts.get(assignment.district_id)
        name = assignment.district_id if district is None else district.name
        start = assignment.start
        later = f", from {start}" if start > self._report.as_of else ""
        return f"{', '.join(schools) or 'schools not stated'} ({name}){later}"

    def _outstanding(self, findings: Sequence[Finding]) -> Iterator[str]:
        for finding in findings[:_MOST_OUTSTANDING]:
            title = self._titles.get(finding.requirement_id, finding.reason)
            yield f"{self._when(finding)}: {title}"
        more = len(findings) - _MOST_OUTSTANDING
        if more > 0:
            yield f"and {more} more"

    def _when(self, finding: Finding) -> str:
        contested = ", contested" if finding.contested else ""
        status = f"{_worded(finding.status)}{contested}"
        if finding.due_on is None or finding.status is Status.UNKNOWN:
            return status
        return f"{status}, last day {finding.due_on}"
