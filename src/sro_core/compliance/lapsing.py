"""Evidence that ends by itself: credentials and agreements, and how it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final, NamedTuple

from sro_core import dates
from sro_core.compliance.events import after
from sro_core.compliance.files import under
from sro_core.compliance.searches import (
    Program,
    Search,
    joined,
    standing_fact,
)
from sro_core.compliance.truth import Missing
from sro_core.compliance.units import Unit
from sro_core.dates import Spell, Stretch, in_force
from sro_core.models import Agreement, Waiver, WaiverKind
from sro_core.rules import evidence as rule
from sro_core.rules.events import Period

__all__ = ["Standing", "agreement", "counted", "held", "releases", "standings", "waiver_of"]


class Standing(NamedTuple):
    """How evidence that ends by itself stands, for one service.

    Attributes:
        since: The first day on which it counted, of those that reach the service or the
            day judged; None where it never did.
        until: The last day on which it counts or counted; the last day of all where nothing
            ends it, None where that day is not known.
        counts: Whether it counts on the day judged.
    """

    since: dt.date | None
    until: dt.date | None
    counts: bool


_NEVER: Final = Standing(None, None, counts=False)


def counted(
    program: Program, unit: Unit, period: Period | None, *, lost: bool = False
) -> list[tuple[list[Stretch], Missing]]:
    """The days on which evidence counts, once or for both ways that it may be.

    Args:
        program: The evidence.
        unit: Whose.
        period: How long what was done counts; None is for good.
        lost: Whether what was suspended or revoked counts until the day before the one
            judged.
    """
    search = Search(unit, dt.date.min, unit.as_of, period=period, lost=lost)
    found = program.spans(search)
    hoped = found if search.doubts is None else program.spans(search.hoping())
    if hoped == found:
        return [(found, frozenset())]
    missing = frozenset(search.doubts or ())
    return [(found, missing), (hoped, missing)]


def standings(
    program: Program, unit: Unit, period: Period | None, granted: list[Stretch]
) -> list[tuple[Standing, Missing]]:
    """How evidence stands, once or for both ways that it may be.

    Args:
        program: The evidence.
        unit: Whose.
        period: How long what was done counts; None is for good.
        granted: The days on which recognised equivalents count.
    """

    def standing(search: Search) -> Standing:
        found = _in_service(unit, program.spans(search), granted)
        if found and found[-1].end >= unit.as_of:
            return Standing(found[0].start, found[-1].end, counts=True)
        ended = found
        if unit.file is not None and unit.file.lost:
            search.lost = True
            ended = _in_service(unit, program.spans(search), granted)
            search.lost = False
        if not ended:
            return _NEVER
        # the day on which something was suspended or revoked is not on file
        known = bool(found) and found[-1].end == ended[-1].end
        return Standing(ended[0].start, ended[-1].end if known else None, counts=False)

    search = Search(unit, dt.date.min, unit.as_of, period=period)
    found = standing(search)
    hoped = found if search.doubts is None else standing(search.hoping())
    if hoped == found:
        return [(found, frozenset())]
    missing = frozenset(search.doubts or ())
    return [(found, missing), (hoped, missing)]


def _in_service(unit: Unit, spans: list[Stretch], granted: list[Stretch]) -> list[Stretch]:
    """The days of evidence or equivalents that reach the service or the day judged."""
    return [
        span
        for span in joined([*spans, *granted])
        if span.start <= unit.as_of and (span.end >= unit.start or span.end >= unit.as_of)
    ]


def held(node: rule.Held) -> Program:
    """A license or certification: its entries each have their days, completions the period."""
    kind = node.license
    courses = under(frozenset((kind,)))

    def find(search: Search) -> dt.date | None:
        since = search.unit.held_since(kind)
        if since is None:
            holds = search.unit.holds(kind)
            if isinstance(holds, frozenset) and search.doubt(holds):
                return search.start
        return since

    def counts_from(day: dt.date, period: Period | None) -> Stretch:
        return Stretch(day, dt.date.max if period is None else after(day, period))

    def spans(search: Search) -> list[Stretch]:
        unit = search.unit
        found = unit.held_runs(kind, lost=search.lost)
        credits_ = unit.file.credits(courses) if unit.file is not None else ()
        found += (counts_from(credit.day, search.period) for credit in credits_)
        if not any(span.start <= unit.as_of <= span.end for span in found):
            missing = unit.why_not_held(kind)
            if missing and search.doubt(missing):
                # an entry has no end that is known, a completion lies before the records begin
                last = min(search.end, dates.day_before(unit.records_from))
                end = counts_from(last, search.period).end if "." in kind else dt.date.max
                found.append(Stretch(search.start, end))
        return joined(found)

    plain = standing_fact(find)
    return Program(plain.earliest, plain.latest, spans, lapses=True)


def releases(unit: Unit, requirement_id: str) -> list[Waiver]:
    """The waivers on file that release the officer from a requirement, in force or not."""
    waivers = unit.file.waivers.get(requirement_id, ()) if unit.file is not None else ()
    return [item for item in waivers if item.kind is WaiverKind.WAIVED]


def waiver_of(node: rule.WaiverOf) -> Program:
    """A waiver of another requirement: it counts on its own days."""

    def find(search: Search) -> dt.date | None:
        as_of = search.unit.as_of
        found = releases(search.unit, node.waiver_of)
        return min((item.start for item in found if in_force(item, as_of)), default=None)

    def spans(search: Search) -> list[Stretch]:
        return joined(
            Stretch(item.start, item.end or dt.date.max)
            for item in releases(search.unit, node.waiver_of)
            if item.start <= search.unit.as_of
        )

    plain = standing_fact(find)
    return Program(plain.earliest, plain.latest, spans, lapses=True)


def agreement(node: rule.AgreementInForce) -> Program:
    """An agreement in force: by its first day, or by the acts that date it and its like."""
    kinds = frozenset(node.agreement)
    by_start = node.dated_by is rule.DatedBy.START
    with_reviews = node.dated_by is rule.DatedBy.REVIEW

    def fits(search: Search, item: Agreement) -> bool:
        if node.signed_on_or_after is not None and item.signed_on < node.signed_on_or_after:
            return False
        if kinds and item.kind is None:
            return search.doubt(("agreement.kind",))
        return not kinds or item.kind in kinds

    def runs(search: Search) -> Iterator[Spell[Agreement]]:
        """The agreements of each pair that follow one another without a gap."""
        unit = search.unit
        for pair in {(item.agency_id, item.district_id) for item in unit.assignments}:
            yield from dates.spells(
                (
                    (item.start, item.end, item)
                    for item in unit.view.agreements_between(*pair)
                    if item.start <= unit.day and fits(search, item)
                ),
                bridge=0,
            )

    def in_force(run: Spell[Agreement], day: dt.date) -> bool:
        return run.end is None or run.end >= day

    def acts(search: Search, run: Spell[Agreement]) -> Iterator[dt.date]:
        for item in run.parts:
            for day in (item.signed_on, *(item.reviewed_on if with_reviews else ())):
                if search.start <= day <= search.end:
                    yield day

    def running(search: Search) -> list[Spell[Agreement]]:
        return [run for run in runs(search) if in_force(run, search.unit.day)]

    def days(search: Search) -> list[dt.date]:
        return [day for run in running(search) for day in acts(search, run)]

    def spans(search: Search) -> list[Stretch]:
        unit = search.unit
        # of service to come, what is in force on its first day
        found = running(search) if unit.day > unit.as_of else list(runs(search))
        if by_start:
            return joined(Stretch(run.start, run.end or dt.date.max) for run in found)
        return joined(
            span
            for run in found
            for day in acts(search, run)
            if (span := _acted(day, run.end or dt.date.max, search.period)).start <= span.end
        )

    if by_start:
        plain = standing_fact(
            lambda search: min((run.start for run in running(search)), default=None)
        )
        return Program(plain.earliest, plain.latest, spans, lapses=True)
    return Program(
        lambda search: min(days(search), default=None),
        lambda search: max(days(search), default=None),
        spans,
        lapses=True,
    )


def _acted(day: dt.date, end: dt.date, period: Period | None) -> Stretch:
    """The days on which a signing or review counts: for a period, and while it is in force."""
    return Stretch(day, end if period is None else min(end, after(day, period)))
