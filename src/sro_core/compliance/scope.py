"""What a pack defines that its rules refer to while they are compiled."""

from __future__ import annotations

import datetime as dt

from sro_core.compliance.facts import FactReader, attested, registry_fact
from sro_core.dates import WEEKDAYS, DayOff
from sro_core.rules.evidence import CourseTaken, Held, Hours, TopicHours
from sro_core.rules.facts import REGISTRY_FACTS
from sro_core.rules.packs import Pack
from sro_core.rules.waiting import nodes_of

__all__ = ["Scope"]


class Scope:
    """The facts of a pack and its rule of counting.

    Attributes:
        pack: The pack.
        law: First day of the version that is compiled.
        days_off: Which days a period rolls off; None where it does not.
    """

    __slots__ = ("_facts", "_readers", "days_off", "law", "pack")

    def __init__(self, pack: Pack, law: dt.date = dt.date.min) -> None:
        self.pack: Pack = pack
        self.law: dt.date = law
        self._facts = {item.fact: item for item in pack.facts}
        self._readers: dict[str, FactReader] = {}
        counting = pack.counting
        self.days_off: DayOff | None = (
            DayOff(
                frozenset(WEEKDAYS[name] for name in counting.rolls_off),
                tuple(holiday.rule for holiday in counting.holidays),
            )
            if counting is not None
            else None
        )

    def codes_serving(self, requirement_id: str) -> frozenset[str] | None:
        """The codes of completions that may serve a requirement; None is any."""
        codes: set[str] = set()
        named = (item.versions for item in self.pack.requirements if item.id == requirement_id)
        for node in nodes_of(next(named)):
            match node:
                case CourseTaken() | Hours() if node.any_course:
                    return None
                case CourseTaken():
                    codes.update(node.course)
                case Hours() | TopicHours():
                    codes.update(node.codes)
                case Held():
                    codes.add(node.license)
                case _:
                    pass
        return frozenset(codes)

    def at(self, law: dt.date) -> Scope:
        """The same scope for the version that is in force from a day."""
        scope = Scope(self.pack, law)
        scope._readers = self._readers
        return scope

    def fact(self, name: str) -> FactReader:
        """The reader of a fact."""
        reader = self._readers.get(name)
        if reader is None:
            reader = self._readers[name] = (
                registry_fact(name) if name in REGISTRY_FACTS else attested(self._facts[name])
            )
        return reader
