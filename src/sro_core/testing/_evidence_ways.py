"""The ways in which a rule's evidence can be brought: courses to take, and what else it needs."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

import attrs

from sro_core import dates
from sro_core.models import FrozenMap, Outcome, WaiverKind
from sro_core.rules import Pack, Requirement
from sro_core.rules import evidence as e
from sro_core.testing import _examples as short
from sro_core.testing._wishes import Change, holding, stating

__all__ = ["Lesson", "Way", "changed", "gone", "ways", "with_lessons"]

#: So many ways of each part are enough to choose from.
_MOST: Final = 4
#: A course that carries no code of any pack.
_NO_CODE: Final = "elsewhere.course"


@attrs.frozen(kw_only=True)
class Lesson:
    """A course to take.

    Attributes:
        code: Its code.
        hours: Its hours; None is not stated.
        topics: Its topics, or the hours of each.
        asked_hours: Whether fewer hours would not do.
        asked_topics: The topics without which it would not do.
        lead: So many days before the others.
    """

    code: str
    hours: Decimal | None = None
    topics: tuple[str, ...] | FrozenMap[str, Decimal] = ()
    asked_hours: bool = False
    asked_topics: tuple[str, ...] = ()
    lead: int = 0


@attrs.frozen(kw_only=True)
class Way:
    """One way to bring the evidence: no part of it can be left out.

    Attributes:
        lessons: The courses.
        changes: What else the situation needs.
        license: A license that must be held.
    """

    lessons: tuple[Lesson, ...] = ()
    changes: tuple[Change, ...] = ()
    license: str | None = None

    def beside(self, other: Way) -> Way:
        """Both together; the courses on different days, as one must not stand for two."""
        late = 1 + max((item.lead for item in other.lessons), default=-1)
        return Way(
            lessons=(
                *(attrs.evolve(item, lead=item.lead + late) for item in self.lessons),
                *other.lessons,
            ),
            changes=(*self.changes, *other.changes),
            license=self.license or other.license,
        )


def ways(evidence: e.Evidence, requirement: Requirement, pack: Pack) -> Iterator[Way]:
    """Ways to bring the evidence, the plainest first; none of what records cannot say.

    Args:
        evidence: What the rule asks for.
        requirement: The requirement that asks for it.
        pack: Its pack.
    """
    match evidence:
        case e.AnyEvidence(any_of=parts):
            for part in parts:
                yield from _some(part, requirement, pack)
        case e.AllEvidence(all_of=parts):
            yield from _together([list(_some(part, requirement, pack)) for part in parts])
        case e.SomeEvidence(at_least=least, of=parts):
            each = [list(_some(part, requirement, pack)) for part in parts]
            for chosen in itertools.combinations(each, least):
                yield from _together(chosen)
        case e.Unshared(evidence=part):
            yield from _some(part, requirement, pack)
        case e.CourseTaken():
            yield from _courses(evidence, pack)
        case e.Hours():
            yield from _hours(evidence)
        case e.Held(license=kind):
            yield Way(changes=(holding(kind),), license=kind)
        case e.Stated(stated=fact):
            yield Way(changes=(stating(fact, True),))
        case e.WaiverOf(waiver_of=other):
            yield Way(changes=(_waived(other),))
        case (
            e.RequirementMet(requirement=other) | e.OfficersTrained(officers=1, who_met=str(other))
        ):
            for item in pack.requirements:
                if item.id == other and item is not requirement:
                    yield from _some(item.versions[-1].satisfied_by, item, pack)
        case e.OfficersTrained(officers=number, who_completed=codes):
            for code in codes:
                yield Way(lessons=(Lesson(code=code),), changes=(_colleagues(number - 1, code),))
        case _:
            # an agreement in force is as usual; a review of a plan is no course
            yield Way()


def _some(evidence: e.Evidence, requirement: Requirement, pack: Pack) -> Iterator[Way]:
    return itertools.islice(ways(evidence, requirement, pack), _MOST)


def _together(each: Iterable[list[Way]]) -> Iterator[Way]:
    for chosen in itertools.product(*each):
        found = Way()
        for way in chosen:
            found = found.beside(way)
        yield found


def _courses(taken: e.CourseTaken, pack: Pack) -> Iterator[Way]:
    first = tuple(
        Lesson(code=item.completed[0], lead=taken.times + 1 + number)
        for number, item in enumerate(taken.prerequisites)
        if item.completed
    )
    for code in taken.course or (_NO_CODE,) * taken.any_course:
        yield Way(
            lessons=(
                *first,
                *(
                    Lesson(
                        code=code,
                        hours=taken.hours,
                        topics=taken.topics,
                        asked_hours=taken.hours is not None,
                        asked_topics=taken.topics if _can_lack(taken, pack) else (),
                        lead=number,
                    )
                    for number in reversed(range(taken.times))
                ),
            )
        )


def _can_lack(taken: e.CourseTaken, pack: Pack) -> bool:
    """Whether a course can be stated without one of the topics: not by stating none."""
    others = len(taken.topics) > 1 or any(item.word not in taken.topics for item in pack.topics)
    return taken.topics_stated or others


def _hours(asked: e.Hours) -> Iterator[Way]:
    named = {item.topic: item.hours for item in asked.topics}
    codes = (
        *asked.codes,
        *(code for item in asked.topics for code in item.codes),
        *(_NO_CODE,) * asked.any_course,
    )
    rest = asked.total_hours - sum(named.values(), Decimal(0))
    if named and rest > 0:
        topic = next(iter(named))
        named[topic] += rest
    for code in dict.fromkeys(codes):
        yield Way(
            lessons=(
                Lesson(
                    code=code,
                    hours=max(asked.total_hours, sum(named.values(), Decimal(0))),
                    topics=FrozenMap(named) if named else (),
                    asked_hours=not named,
                    asked_topics=tuple(named),
                ),
            )
        )


def _waived(requirement_id: str) -> Change:
    waived = short.Waived(kind=WaiverKind.WAIVED, requirement=requirement_id)
    return lambda on: attrs.evolve(on, waivers=(*on.waivers, waived))


def _colleagues(number: int, code: str) -> Change:
    """Other officers of the agency who took the course long ago."""
    trained = short.Colleague(taken=FrozenMap({code: short.LONG_AGO}))
    return lambda on: attrs.evolve(on, colleagues=(*on.colleagues, *[trained] * number))


# what a situation is when ways were gone --------------------------------------------------------


def changed(situation: short.Example, changes: Iterable[Change]) -> short.Example:
    for change in changes:
        situation = change(situation)
    return situation


def gone(way: Way, situation: short.Example, last: dt.date) -> short.Example:
    """The situation in which somebody has gone a way."""
    return with_lessons(changed(situation, way.changes), way.lessons, last)


def with_lessons(
    setting: short.Example,
    lessons: Sequence[Lesson],
    last: dt.date,
    days: dict[int, dt.date] | None = None,
    *,
    failed: int | None = None,
) -> short.Example:
    """The situation with courses taken.

    Args:
        setting: The situation.
        lessons: The courses.
        last: The day of the last of them.
        days: Other days, by the positions of courses.
        failed: The position of the course that was failed.
    """
    taken: dict[str, list[dt.date | short.Taken]] = defaultdict(list)
    for code, items in setting.taken.items():
        taken[code] += items if isinstance(items, tuple) else (items,)
    for number, lesson in enumerate(lessons):
        day = (days or {}).get(number) or dates.add(last, days=-lesson.lead)
        plain = lesson.hours is None and not lesson.topics and number != failed
        taken[lesson.code].append(
            day
            if plain
            else short.Taken(
                on=day,
                hours=lesson.hours,
                topics=lesson.topics,
                outcome=Outcome.FAILED if number == failed else Outcome.COMPLETED,
            )
        )
    return attrs.evolve(
        setting,
        taken=FrozenMap(
            {code: items[0] if len(items) == 1 else tuple(items) for code, items in taken.items()}
        ),
    )
