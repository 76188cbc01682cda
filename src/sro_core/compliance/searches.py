"""Searches for evidence: what they look at, what they doubt, and what they find.

What is not known is judged twice: once as if it were not there, and, where that
leaves a doubt, once as if it were. A search notes the names of what it doubted.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, TypeAlias, TypeVar

from sro_core import dates
from sro_core.compliance.events import after
from sro_core.compliance.files import Credit, Selection
from sro_core.compliance.truth import Missing, nothing
from sro_core.compliance.units import Unit
from sro_core.dates import Stretch
from sro_core.rules.events import Period

__all__ = [
    "UNSURE",
    "Finder",
    "Program",
    "Search",
    "SpanFinder",
    "SureFinder",
    "Unsure",
    "days_of",
    "first_days",
    "in_at_least",
    "joined",
    "last_days",
    "standing_fact",
    "where_it_matters",
]

T = TypeVar("T")


class Search:
    """One search for evidence.

    Attributes:
        unit: Whose evidence.
        start: First day on which evidence counts.
        end: Last day on which it counts, never after the day judged.
        hopeful: Whether what is not known counts as there.
        period: How long what was done counts; None is for good. Only spans ask.
        lost: Whether what was suspended or revoked counts until the day before the
            one judged. Only spans ask.
        spent: Ids of completions that served another requirement and may not serve again.
        doubts: Names of what was not known.
    """

    __slots__ = ("doubts", "end", "hopeful", "lost", "period", "spent", "start", "unit")

    def __init__(
        self,
        unit: Unit,
        start: dt.date,
        end: dt.date,
        *,
        hopeful: bool = False,
        period: Period | None = None,
        lost: bool = False,
        spent: frozenset[str] = frozenset(),
    ) -> None:
        self.unit: Unit = unit
        self.start: dt.date = start
        self.end: dt.date = min(end, unit.as_of)
        self.hopeful: bool = hopeful
        self.period: Period | None = period
        self.lost: bool = lost
        self.spent: frozenset[str] = spent
        self.doubts: set[str] | None = None

    def hoping(self) -> Search:
        """The same search where what is not known counts as there."""
        return Search(
            self.unit,
            self.start,
            self.end,
            hopeful=True,
            period=self.period,
            lost=self.lost,
            spent=self.spent,
        )

    def among(self, start: dt.date, end: dt.date, find: Callable[[Search], T]) -> T:
        """What is found on those of its days that lie between two; the doubts are its own."""
        return self._inside(max(start, self.start), min(end, self.end), self.spent, find)

    def without(self, spent: frozenset[str], find: Callable[[Search], T]) -> T:
        """What is found when some completions do not count; the doubts are its own."""
        return self._inside(self.start, self.end, self.spent | spent, find)

    def _inside(
        self, start: dt.date, end: dt.date, spent: frozenset[str], find: Callable[[Search], T]
    ) -> T:
        inner = Search(
            self.unit,
            start,
            end,
            hopeful=self.hopeful,
            period=self.period,
            lost=self.lost,
            spent=spent,
        )
        found = find(inner)
        if inner.doubts is not None:
            self.doubt(inner.doubts)
        return found

    def credits(self, courses: Selection) -> list[Credit]:
        """The completions of some courses that may serve, of whatever day."""
        if self.unit.file is None:
            return []
        found = self.unit.file.credits(courses)
        if not self.spent:
            return found
        return [item for item in found if item.completion_id not in self.spent]

    def doubt(self, names: Iterable[str]) -> bool:
        """Note what is not known; whether to count it as there."""
        if self.doubts is None:
            self.doubts = set()
        self.doubts.update(names)
        return self.hopeful

    def records_may_lack(self) -> bool:
        """Whether evidence may lie on days whose records are not complete, and counts."""
        return (
            self.start <= self.end
            and self.start < self.unit.records_from
            and self.doubt(("agency.records_from",))
        )


Finder: TypeAlias = Callable[[Search], "dt.date | None"]
SpanFinder: TypeAlias = Callable[[Search], "list[Stretch]"]


class Unsure(enum.Enum):
    """Says that something is not known, so that only a search can tell."""

    UNSURE = "unsure"


UNSURE: Final = Unsure.UNSURE

#: What is found between two days where nothing that matters is unknown: the first day, or the
#: last one where that is asked for.
SureFinder: TypeAlias = "Callable[[Unit, dt.date, dt.date, bool], dt.date | None | Unsure]"


class Program(NamedTuple):
    """Evidence, compiled.

    Most that is asked is known, and then nothing has to be judged twice: `surely` gives the
    day that the searches would give, on days since which the records are complete.

    Attributes:
        earliest: The first day on which it is complete; None is never.
        latest: The last day from which on it is complete; None is never.
        spans: The days on which it counts, as far as is known on the day judged.
        lapses: Whether it ends by itself, so that it may have been there and be gone.
        surely: Finds the same days without a search; None where only a search can.
        serving: The courses whose completions may serve; None where more than completions
            may.
    """

    earliest: Finder
    latest: Finder
    spans: SpanFinder
    lapses: bool = False
    surely: SureFinder | None = None
    serving: tuple[Selection, ...] | None = None


def first_days(
    program: Program, unit: Unit, start: dt.date, end: dt.date
) -> list[tuple[dt.date | None, Missing]]:
    """The first day on which evidence is complete, once or for both ways it may be."""
    if program.surely is not None and start >= unit.records_from:
        day = program.surely(unit, start, min(end, unit.as_of), False)
        if day is not UNSURE:
            return [(day, nothing)]
    return days_of(program.earliest, unit, start, end)


def last_days(
    program: Program, unit: Unit, start: dt.date, end: dt.date
) -> list[tuple[dt.date | None, Missing]]:
    """The last day from which on evidence is complete, once or for both ways it may be."""
    if program.surely is not None and start >= unit.records_from:
        day = program.surely(unit, start, min(end, unit.as_of), True)
        if day is not UNSURE:
            return [(day, nothing)]
    return days_of(program.latest, unit, start, end)


def days_of(
    find: Finder, unit: Unit, start: dt.date, end: dt.date
) -> list[tuple[dt.date | None, Missing]]:
    """What a finder gives, once or, where something is not known, for both ways it may be.

    Readings and cases often share their evidence, so a unit remembers what was found.
    """
    key = (find, start, end)
    found: list[tuple[dt.date | None, Missing]] | None = unit.memo.get(key)
    if found is None:
        found = unit.memo[key] = _both_ways(find, unit, start, end)
    return found


def _both_ways(
    find: Finder, unit: Unit, start: dt.date, end: dt.date
) -> list[tuple[dt.date | None, Missing]]:
    search = Search(unit, start, end)
    day = find(search)
    if search.doubts is None:
        return [(day, frozenset())]
    hoped = find(search.hoping())
    if hoped == day:
        return [(day, frozenset())]
    missing = frozenset(search.doubts)
    return [(day, missing), (hoped, missing)]


def where_it_matters(find: Callable[[Search], T]) -> Callable[[Search], T]:
    """The same search, which doubts only what would give something else."""

    def finder(search: Search) -> T:
        if search.hopeful:
            return find(search)
        before, search.doubts = search.doubts, None
        found = find(search)
        doubts, search.doubts = search.doubts, before
        if doubts is not None and find(search.hoping()) != found:
            search.doubt(doubts)
        return found

    return finder


def standing_fact(find: Finder) -> Program:
    """Evidence that holds on the day judged: complete since a day, and until today."""

    def earliest(search: Search) -> dt.date | None:
        day = find(search)
        return None if day is None or day > search.end else max(day, search.start)

    def latest(search: Search) -> dt.date | None:
        return None if earliest(search) is None else search.end

    def spans(search: Search) -> list[Stretch]:
        day = earliest(search)
        end = dt.date.max if search.period is None else after(search.end, search.period)
        return [] if day is None else [Stretch(day, end)]

    return Program(earliest, latest, spans)


# days on which something counts ---------------------------------------------------------------


def joined(spans: Iterable[Stretch]) -> list[Stretch]:
    """The same days, where spans that overlap or touch are one."""
    ordered = ((span.start, span.end, None) for span in sorted(spans))
    return [Stretch(run.start, run.end or dt.date.max) for run in dates.spells(ordered, bridge=0)]


def in_at_least(count: int, parts: Iterable[list[Stretch]]) -> list[Stretch]:
    """The days that lie in at least so many of the parts; those of a part are joined."""
    changes: dict[dt.date, int] = {}
    for spans in parts:
        for span in spans:
            changes[span.start] = changes.get(span.start, 0) + 1
            if span.end < dt.date.max:
                following = dates.day_after(span.end)
                changes[following] = changes.get(following, 0) - 1
    found: list[Stretch] = []
    since: dt.date | None = None
    number = 0
    for day in sorted(changes):
        number += changes[day]
        if number >= count and since is None:
            since = day
        elif number < count and since is not None:
            found.append(Stretch(since, dates.day_before(day)))
            since = None
    return found if since is None else [*found, Stretch(since, dt.date.max)]
