"""Ids that records name: each must be that of a record that stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sro_core.history import is_recorded, is_voided
from sro_core.models import REFERENCES, SINGULAR, Record, ids_at
from sro_core.problems import Problem
from sro_core.validation.files import Files

__all__ = ["references_that_lead_nowhere", "replacements_that_lead_nowhere"]


def references_that_lead_nowhere(files: Files) -> Iterator[Problem]:
    """Every id that a record names is that of a record on file, and not of one taken back."""
    shelves = dict(files.shelves())
    on_file: dict[str, dict[str, Record]] = {}
    for kind, shelf in shelves.items():
        for path, target in REFERENCES[kind]:
            there = shelves[target].by_id()
            for record in shelf:
                value = getattr(record, path[0])
                # Nearly every reference is one id that is there: that is seen at once.
                if value is None or (type(value) is str and value in there):
                    continue
                for place, identifier in ids_at(record, path):
                    if identifier in there:
                        continue
                    if target not in on_file:
                        on_file[target] = _by_id(files, target)
                    named = on_file[target].get(identifier)
                    if named is not None and not is_recorded(named, files.known_at):
                        continue  # it came later than asked about, which is noticed of itself
                    yield files.problem(
                        "unknown-reference" if named is None else "reference-to-voided",
                        record,
                        place,
                        kind=SINGULAR[target],
                        id=identifier,
                    )


def _by_id(files: Files, kind: str) -> dict[str, Record]:
    return {record.id: record for record in getattr(files.registry, kind)}


def replacements_that_lead_nowhere(files: Files) -> Iterator[Problem]:
    """A record that was taken back names a record on file, and no circle, in its place."""
    for kind, records in files.registry.lists():
        following = {
            record.id: record.voided.replaced_by
            for record in records
            if is_recorded(record, files.known_at)
            and is_voided(record, files.known_at)
            and record.voided is not None
            and record.voided.replaced_by is not None
        }
        if not following:
            continue
        on_file, circular = _by_id(files, kind), _circular(following)
        for record in records:
            successor = following.get(record.id)
            if successor is None:
                continue
            if successor not in on_file:
                yield files.problem(
                    "unknown-reference",
                    record,
                    "/voided/replaced_by",
                    kind=SINGULAR[kind],
                    id=successor,
                )
            elif record.id in circular:
                yield files.problem(
                    "replacement-circle", record, "/voided/replaced_by", id=successor
                )


def _circular(following: Mapping[str, str]) -> set[str]:
    """The ids that come back to themselves."""
    done: set[str] = set()
    circular: set[str] = set()
    for start in following:
        path: dict[str, None] = {}
        step: str | None = start
        while step is not None and step not in done and step not in path:
            path[step] = None
            step = following.get(step)
        if step is not None and step in path:
            steps = list(path)
            circular.update(steps[steps.index(step) :])
        done.update(path)
    return circular
