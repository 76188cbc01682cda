"""Agreements: whose they are, and whether they hold while officers are posted under them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sro_core.models import Agreement, Assignment
from sro_core.problems import Problem
from sro_core.validation.files import Files
from sro_core.validation.spans import spell_on

__all__ = [
    "agreements_between",
    "agreements_of_others",
    "agreements_signed_late",
    "assignments_without_agreement",
]


def agreements_between(files: Files) -> dict[tuple[str, str], list[Agreement]]:
    """The agreements of each agency and district, by first day."""
    found: dict[tuple[str, str], list[Agreement]] = {}
    for agreement in sorted(files.agreements, key=lambda item: (item.start, item.id)):
        found.setdefault((agreement.agency_id, agreement.district_id), []).append(agreement)
    return found


def agreements_of_others(files: Files) -> Iterator[Problem]:
    """The agreement that an assignment names is one of its agency and its district."""
    for assignment in files.assignments:
        named = files.agreements.find(assignment.agreement_id)
        if named is None or _between_the_same(named, assignment):
            continue
        parties = (
            files.agencies.find(assignment.agency_id),
            files.districts.find(assignment.district_id),
        )
        if None not in parties:
            yield files.problem(
                "agreement-of-others",
                assignment,
                "/agreement_id",
                agreement=named.id,
                agency=named.agency_id,
                district=named.district_id,
            )


def _between_the_same(agreement: Agreement, assignment: Assignment) -> bool:
    return (agreement.agency_id, agreement.district_id) == (
        assignment.agency_id,
        assignment.district_id,
    )


def assignments_without_agreement(files: Files) -> Iterator[Problem]:
    """While an assignment runs, so does the agreement that it names.

    Where it names none, those of its agency and its district follow each other
    without a gap, if any is on file. An assignment without an end is known to run
    until the day asked about or the last of these agreements, and no further.
    """
    between = agreements_between(files)
    for assignment in files.assignments:
        named = files.agreements.find(assignment.agreement_id)
        if named is not None:
            found = [named] if _between_the_same(named, assignment) else []
        elif assignment.agreement_id is None:
            found = between.get((assignment.agency_id, assignment.district_id), [])
        else:
            found = []
        if found:
            yield from _days_without(files, assignment, found)


def _days_without(
    files: Files, assignment: Assignment, agreements: list[Agreement]
) -> Iterator[Problem]:
    place = "" if assignment.agreement_id is None else "/agreement_id"
    until = assignment.end or files.as_of
    if assignment.end is None and agreements[-1].start > (until or dt.date.min):
        until = agreements[-1].start
    covered = spell_on(agreements, assignment.start)
    if covered is None:
        later = [item for item in agreements if item.start > assignment.start]
        if later:
            code, agreement, day = "agreement-not-yet-in-force", later[0], later[0].start
        else:
            agreement = max(agreements, key=lambda item: (_last(item), item.id))
            code, day = "agreement-lapsed", _last(agreement)
    elif covered.end is not None and until is not None and covered.end < until:
        agreement = max(covered.parts, key=lambda item: (_last(item), item.id))
        code, day = "agreement-lapsed", covered.end
    else:
        return
    yield files.problem(code, assignment, place, agreement=agreement.id, day=day)


def _last(agreement: Agreement) -> dt.date:
    return agreement.end or dt.date.max


def agreements_signed_late(files: Files) -> Iterator[Problem]:
    """An agreement is signed by its first day."""
    for agreement in files.agreements:
        if agreement.signed_on > agreement.start:
            yield files.problem(
                "agreement-signed-late", agreement, "/signed_on", day=agreement.start
            )
