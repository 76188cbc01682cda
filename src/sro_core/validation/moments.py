"""Moments: what is dated after it was recorded, or lies after what was asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from sro_core.history import is_recorded
from sro_core.models import Record
from sro_core.problems import Problem
from sro_core.validation.files import Files

__all__ = ["records_after_the_question", "records_dated_after_they_were_recorded"]

#: The day of each record on which what it says had happened.
_HAPPENED: Final = {
    "plan_reviews": "reviewed_on",
    "completions": "completed_on",
    "waivers": "granted_on",
}
#: Of these, the ones that a question about an earlier day leaves out.
_COUNTS_LATER: Final = frozenset(("plan_reviews", "completions"))
#: No place on Earth is further ahead of UTC.
_FURTHEST_AHEAD: Final = dt.timedelta(hours=14)


def _happened(files: Files) -> Iterator[tuple[str, Record, str, dt.date]]:
    for kind, shelf in files.shelves():
        name = _HAPPENED.get(kind)
        if name is not None:
            for record in shelf:
                yield kind, record, name, getattr(record, name)


def records_dated_after_they_were_recorded(files: Files) -> Iterator[Problem]:
    """What is on file has happened: its day had begun somewhere when it was recorded."""
    for _kind, record, name, day in _happened(files):
        recorded = record.recorded_at
        if recorded is not None and day > _latest_day(recorded):
            yield files.problem(
                "dated-after-recorded",
                record,
                f"/{name}",
                day=day,
                recorded=recorded.isoformat(),
            )


def _latest_day(moment: dt.datetime) -> dt.date:
    """The latest date that a calendar anywhere shows at a moment."""
    try:
        return (moment.astimezone(dt.UTC) + _FURTHEST_AHEAD).date()
    except OverflowError:
        return dt.date.max


def records_after_the_question(files: Files) -> Iterator[Problem]:
    """What lies after the day or the moment that was asked about."""
    as_of, known_at = files.as_of, files.known_at
    if known_at is not None:
        for _kind, records in files.registry.lists():
            for record in records:
                if not is_recorded(record, known_at):
                    yield _recorded_late(
                        files, "recorded-after-known-at", record, known_at=known_at.isoformat()
                    )
    if as_of is None:
        return
    for kind, record, name, day in _happened(files):
        if kind in _COUNTS_LATER and day > as_of:
            yield files.problem("dated-after-as-of", record, f"/{name}", day=day, as_of=as_of)
    for _kind, shelf in files.shelves():
        for record in shelf:
            if record.recorded_at is not None and record.recorded_at.date() > as_of:
                yield _recorded_late(files, "recorded-after-as-of", record, as_of=as_of)


def _recorded_late(files: Files, code: str, record: Record, **asked: Any) -> Problem:
    recorded = "" if record.recorded_at is None else record.recorded_at.isoformat()
    return files.problem(code, record, "/recorded_at", recorded=recorded, **asked)
