"""What to change in the situation of an example so that a condition holds, or does not.

These are guesses with good reasons: whoever uses them asks the rules whether it was enough.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final, TypeAlias

import attrs

from sro_core.models import (
    FrozenMap,
    SchoolControl,
)
from sro_core.rules import Pack
from sro_core.rules import conditions as c
from sro_core.rules.events import Event, EventName, Happening, Later, StatedDate, StatedFrom
from sro_core.rules.facts import REGISTRY_FACTS, REGISTRY_WORDS, Absent, FactValue
from sro_core.testing import _examples as short
from sro_core.testing._example_registries import CONTROL_OF
from sro_core.testing._rule_dates import days_of

__all__ = ["Change", "Wishes", "holding", "stating"]

#: Makes another situation of one.
Change: TypeAlias = Callable[[short.Example], short.Example]

_ONE_DAY: Final = dt.timedelta(days=1)
#: So many ways of each part are enough to choose from.
_MOST: Final = 6


@attrs.frozen(kw_only=True)
class Wishes:
    """What can be wished for.

    Attributes:
        pack: The pack that the conditions stand in.
        days: Days to try for events, beside those that a condition names.
        meeting: Gives a change by which a requirement of the pack is met before; None where
            there is none.
    """

    pack: Pack
    days: tuple[dt.date, ...] = ()
    meeting: Callable[[str], Change | None] = attrs.field(default=lambda _requirement_id: None)

    def ways(self, condition: c.Condition, wanted: bool) -> Iterator[tuple[Change, ...]]:
        """Ways to make a condition true, or false: each some changes that belong together.

        Args:
            condition: The condition.
            wanted: Whether it is to hold.
        """
        match condition:
            case c.Not(part=part):
                yield from self.ways(part, not wanted)
            case c.AllOf(all=parts) | c.AnyOf(any=parts):
                each = [list(itertools.islice(self.ways(part, wanted), _MOST)) for part in parts]
                if isinstance(condition, c.AllOf) is wanted:
                    for chosen in itertools.product(*each):
                        yield tuple(itertools.chain.from_iterable(chosen))
                else:
                    yield from itertools.chain.from_iterable(each)
            case c.FactTest():
                yield from ((change,) for change in _facts(condition, wanted, self.pack))
            case c.EventDay(day_of=event) | c.InSchoolYear(in_school_year=event):
                yield ()
                for day in self._beside(condition):
                    yield from ((change,) for change in _dated(event, day))
            case c.Served():
                yield ()
                yield from ((_starting(day),) for day in self._beside(condition))
            case c.Completed(completed=codes) if wanted:
                yield from (
                    (_completed(code, day),)
                    for code in codes[:1]
                    for day in self._beside(condition)
                )
            case c.Met(met=other) if wanted:
                change = self.meeting(other)
                yield from () if change is None else ((change,),)
            case c.Holds(holds=kind):
                yield (holding(kind) if wanted else _without(kind),)
            case c.OnFile():
                yield () if wanted else (_unagreed,)
            case _:
                # nothing was completed or met; and what is undecided cannot be helped
                yield ()

    def _beside(self, condition: c.Condition) -> Iterator[dt.date]:
        """The days that a condition names, those beside them, and others."""
        for day in days_of(condition):
            yield from (day, day + _ONE_DAY, day - _ONE_DAY)
        yield from self.days


# facts ----------------------------------------------------------------------------------------


def _facts(test: c.FactTest, wanted: bool, pack: Pack) -> Iterator[Change]:
    """Each value of a fact with which a test comes out as wanted."""
    attested = {item.fact: item for item in pack.facts}
    registered = REGISTRY_FACTS.get(test.fact)
    if registered is None and test.fact not in attested:
        return
    kind = attested[test.fact].value if registered is None else registered
    values = [item for item in _candidates(test, kind) if _passes(test, item) is wanted]
    if registered is not None:
        values = [
            REGISTRY_WORDS[test.fact](item) if test.fact in REGISTRY_WORDS else item
            for item in values
        ]
        place = _PLACES.get(test.fact)
        if place is not None:
            read, write = place
            for value in values:
                yield _unless(_already(test, read, wanted), write, value)
        elif any(value == _FIXED.get(test.fact) for value in values):
            yield _as_it_is
        return
    if (attested[test.fact].missing is Absent.TRUE) is wanted is (test.state is True):
        yield _as_it_is
    for value in values:
        yield stating(test.fact, value)


def _already(
    test: c.FactTest, read: Callable[[short.Example], Any], wanted: bool
) -> Callable[[short.Example], bool]:
    return lambda on: _passes(test, read(on)) is wanted


def _unless(
    already: Callable[[short.Example], bool], write: Callable[[short.Example, Any], Any], value: Any
) -> Change:
    return lambda on: on if already(on) else write(on, value)


def _as_it_is(on: short.Example) -> short.Example:
    return on


def stating(fact: str, value: Any) -> Change:
    """State a fact."""
    return lambda on: attrs.evolve(on, facts=FrozenMap({**on.facts, fact: value}))


def _candidates(test: c.FactTest, kind: FactValue) -> Iterator[Any]:
    match kind:
        case FactValue.BOOLEAN:
            yield from (True, False)
        case FactValue.WORD:
            yield from test.values
            words = REGISTRY_WORDS.get(test.fact)
            yield from words if isinstance(words, type) else ()
            if test.fact in _FIXED:
                yield _FIXED[test.fact]
        case FactValue.NUMBER:
            for bound in (test.at_least, test.more_than, test.at_most, test.less_than):
                if bound is not None:
                    yield from (item for item in (bound, bound + 1, bound - 1) if item >= 0)
        case FactValue.DATE:
            for day in filter(None, (test.on_or_after, test.on_or_before)):
                yield from (day, day + _ONE_DAY, day - _ONE_DAY)


def _passes(test: c.FactTest, value: Any) -> bool:
    if value is None:
        return False
    bounds: tuple[tuple[Any, Callable[[Any], bool]], ...] = (
        (test.at_least, lambda limit: value >= limit),
        (test.more_than, lambda limit: value > limit),
        (test.at_most, lambda limit: value <= limit),
        (test.less_than, lambda limit: value < limit),
        (test.on_or_after, lambda limit: value >= limit),
        (test.on_or_before, lambda limit: value <= limit),
    )
    return (
        (not test.values or str(value) in test.values)
        and (test.state is None or value is test.state)
        and all(limit is None or holds(limit) for limit, holds in bounds)
    )


def _agency(on: short.Example) -> short.Agency:
    return on.agency if isinstance(on.agency, short.Agency) else short.Agency()


def _district(on: short.Example) -> short.District:
    return on.district if isinstance(on.district, short.District) else short.District()


def _school(on: short.Example) -> short.School:
    found = on.schools[0] if on.schools else None
    return found if isinstance(found, short.School) else short.School()


def _agreed(on: short.Example) -> short.Agreed:
    return on.agreements[0] if on.agreements else short.Agreed()


def _in_agency(name: str) -> tuple[Callable[[Any], Any], Callable[[Any, Any], Any]]:
    return (
        lambda on: getattr(_agency(on), name),
        lambda on, value: attrs.evolve(on, agency=attrs.evolve(_agency(on), **{name: value})),
    )


def _in_district(name: str) -> tuple[Callable[[Any], Any], Callable[[Any, Any], Any]]:
    return (
        lambda on: getattr(_district(on), name),
        lambda on, value: attrs.evolve(on, district=attrs.evolve(_district(on), **{name: value})),
    )


def _in_school(name: str) -> tuple[Callable[[Any], Any], Callable[[Any, Any], Any]]:
    return (
        lambda on: getattr(_school(on), name),
        lambda on, value: attrs.evolve(on, schools=(attrs.evolve(_school(on), **{name: value}),)),
    )


def _in_agreement(name: str) -> tuple[Callable[[Any], Any], Callable[[Any, Any], Any]]:
    return (
        lambda on: getattr(_agreed(on), name),
        lambda on, value: attrs.evolve(
            on, agreements=(attrs.evolve(_agreed(on), **{name: value}),)
        ),
    )


def _own(name: str) -> tuple[Callable[[Any], Any], Callable[[Any, Any], Any]]:
    return (
        lambda on: getattr(on, name),
        lambda on, value: attrs.evolve(on, **{name: value}),
    )


def _enrollment(on: short.Example, value: Decimal) -> short.Example:
    return attrs.evolve(on, district=attrs.evolve(_district(on), enrollment=int(value)))


def _control(on: short.Example) -> SchoolControl:
    return _school(on).control or CONTROL_OF[_district(on).kind]


def _funding(on: short.Example, value: str) -> short.Example:
    return attrs.evolve(on, agreements=(attrs.evolve(_agreed(on), funding=(value,)),))


#: How a situation holds each fact of a registry: what reads it, and what writes it.
_PLACES: Final[dict[str, tuple[Callable[[Any], Any], Callable[[Any, Any], Any]]]] = {
    "agency.ori": _in_agency("ori"),
    "agency.kind": _in_agency("kind"),
    "agency.jurisdiction": _in_agency("jurisdiction"),
    "district.nces_id": _in_district("nces_id"),
    "district.kind": _in_district("kind"),
    "district.enrollment": (lambda on: _district(on).enrollment, _enrollment),
    "school.nces_id": _in_school("nces_id"),
    "school.level": _in_school("level"),
    "school.control": (_control, _in_school("control")[1]),
    "assignment.role": _own("role"),
    "assignment.hours_per_week": _own("hours_per_week"),
    "assignment.armed": _own("armed"),
    "assignment.start": _own("start"),
    "employment.time": _own("employed"),
    "agreement.kind": _in_agreement("kind"),
    "agreement.signed_on": _in_agreement("signed_on"),
    "agreement.start": _in_agreement("start"),
    "agreement.funding": (lambda on: next(iter(_agreed(on).funding), None), _funding),
}
#: What every situation has, and no change gives another value.
_FIXED: Final = {"agency.id": "a1", "district.id": "d1"}


# days of events, licenses, agreements ----------------------------------------------------------


def _starting(day: dt.date) -> Change:
    return lambda on: attrs.evolve(on, start=day)


def _dated(event: Event, day: dt.date) -> Iterator[Change]:
    """Let an event happen on a day, where a situation can say so."""
    match event:
        case Later(than=earlier):
            yield from _dated(earlier, day)
        case StatedFrom(stated_from=fact):
            yield stating(fact, short.Stated(value=True, start=day))
        case StatedDate(stated_date=fact):
            yield stating(fact, day)
        case Happening(event=EventName.LICENSE, license=kind) if kind is not None:
            yield lambda on: holding(kind, since=day)(_without(kind)(on))
        case Happening(event=EventName.HIRE):
            yield lambda on: attrs.evolve(on, hired=day)
        case Happening(event=EventName.AGREEMENT_SIGNED | EventName.AGREEMENT_REVIEWED):
            yield lambda on: _in_agreement("signed_on")[1](on, day)
        case Happening(event=EventName.AGREEMENT_START):
            yield lambda on: _in_agreement("start")[1](on, day)
        case Happening(event=EventName.LAW):
            return
        case Happening():
            yield _starting(day)
        case _:
            return


def holding(kind: str, since: dt.date = short.LONG_AGO) -> Change:
    """Hold a license or certification, beside those that are held."""

    def change(on: short.Example) -> short.Example:
        if any(item.kind == kind for item in on.licenses):
            return on
        return attrs.evolve(on, licenses=(*on.licenses, short.Licensed(kind=kind, start=since)))

    return change


def _without(kind: str) -> Change:
    return lambda on: attrs.evolve(
        on, licenses=tuple(item for item in on.licenses if item.kind != kind)
    )


def _completed(code: str, day: dt.date) -> Change:
    return lambda on: attrs.evolve(on, taken=FrozenMap({**on.taken, code: day}))


def _unagreed(on: short.Example) -> short.Example:
    return attrs.evolve(on, agreements=())
