"""A set of packs: the value that an evaluation is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import attrs

from sro_core.errors import InvalidPack, UnknownRule
from sro_core.models import FrozenMap
from sro_core.problems import problem
from sro_core.rules.packs import NO_READING, OWN_READING, Pack, Reading, Requirement, Version

__all__ = ["Rulebook"]


def _in_order(packs: Iterable[Pack]) -> tuple[Pack, ...]:
    return tuple(sorted(packs, key=lambda pack: pack.id))


def _by_name(preferred: Mapping[str, str]) -> FrozenMap[str, str]:
    return FrozenMap(sorted(preferred.items()))


@attrs.frozen(kw_only=True, repr=False)
class Rulebook:
    """A set of rule packs with different ids, and the readings that a caller prefers.

    Attributes:
        packs: The packs, in the order of their ids, as they were given.
        preferred: Readings that answer in place of the packs' own, by requirement id.

    Raises:
        InvalidPack: Two packs have one id.
        UnknownRule: What is preferred is no reading of a requirement of the packs.
    """

    packs: tuple[Pack, ...] = attrs.field(converter=_in_order)
    preferred: FrozenMap[str, str] = attrs.field(factory=FrozenMap, converter=_by_name)

    def __attrs_post_init__(self) -> None:
        ids = [pack.id for pack in self.packs]
        repeated = sorted({name for name in ids if ids.count(name) > 1})
        if repeated:
            raise InvalidPack(problem("pack-duplicate", what="Pack", id=name) for name in repeated)
        others = [item for item in self.preferred.items() if self._is_other(*item)]
        object.__setattr__(self, "preferred", FrozenMap(others))

    def __repr__(self) -> str:
        names = [f"{pack.id} {pack.edition}" for pack in self.packs]
        names += [f"{name}: {reading}" for name, reading in self.preferred.items()]
        return f"Rulebook({', '.join(names)})"

    def pack(self, pack_id: str) -> Pack:
        """The pack with this id.

        Raises:
            UnknownRule: There is none.
        """
        for pack in self.packs:
            if pack.id == pack_id:
                return pack
        raise UnknownRule(f"there is no pack {pack_id}")

    def requirement(self, requirement_id: str) -> Requirement:
        """The requirement with this id.

        Raises:
            UnknownRule: There is none.
        """
        for pack in self.packs:
            for requirement in pack.requirements:
                if requirement.id == requirement_id:
                    return requirement
        raise UnknownRule(f"there is no requirement {requirement_id}")

    def citation(self, requirement_id: str, day: dt.date, case: str | None = None) -> str:
        """The clause behind a finding: that of its case, its version or its requirement.

        What the reading that answers replaces has the citation of the reading.

        Args:
            requirement_id: The requirement.
            day: The day judged.
            case: The case that decided, if one did.

        Raises:
            UnknownRule: There is no such requirement.
        """
        requirement = self.requirement(requirement_id)
        version = requirement.version_on(day)
        if version is None:
            return requirement.citation
        name = self.preferred.get(requirement_id, version.preferred)
        reading = next((item for item in version.readings if item.name == name), None)
        clauses = (*_clauses(version, reading, case), version.citation)
        return next(filter(None, clauses), requirement.citation)

    def replacing(self, pack: Pack) -> Rulebook:
        """The same rulebook with one pack added, or put in place of the one with its id.

        Raises:
            UnknownRule: A reading is preferred that the pack does not have.
        """
        others = (old for old in self.packs if old.id != pack.id)
        return attrs.evolve(self, packs=(*others, pack))

    def at_edition(self, pack_id: str, edition: str, editions: Iterable[Pack] = ()) -> Rulebook:
        """The same rulebook with one pack in an edition that is named.

        So answers stay as they were when a later release of the library brings a
        newer edition: where neither the rulebook nor what is given beside it has the
        one that is named, nothing answers in its place.

        Args:
            pack_id: The pack.
            edition: Its edition, such as `2025.1`.
            editions: Packs to choose from, beside those of the rulebook: read from
                files, or those of an installed package. Others are passed over.

        Raises:
            UnknownRule: There is no such edition, or a reading is preferred that it
                does not have.
            InvalidPack: Two packs that differ call themselves that edition.
        """
        known = [pack for pack in (*self.packs, *editions) if pack.id == pack_id]
        found = list(dict.fromkeys(pack for pack in known if pack.edition == edition))
        if len(found) > 1:
            name = f"{pack_id}, edition {edition},"
            raise InvalidPack([problem("pack-duplicate", what="Pack", id=name)])
        if not found:
            have = ", ".join(dict.fromkeys(pack.edition for pack in known)) or "none"
            raise UnknownRule(f"there is no edition {edition} of {pack_id}, only: {have}")
        return self.replacing(found[0])

    def prefer(self, requirement_id: str, reading: str) -> Rulebook:
        """The same rulebook with another reading of one requirement preferred.

        Args:
            requirement_id: The requirement.
            reading: The name of a reading, of whichever versions have it; `text` is
                each version's own, `none` prefers none.

        Raises:
            UnknownRule: There is no such requirement, or no version of it has such a
                reading.
        """
        return attrs.evolve(self, preferred={**self.preferred, requirement_id: reading})

    def answering(self) -> tuple[Pack, ...]:
        """The packs as they answer: each version in the reading that is preferred."""
        return tuple(map(self._answering, self.packs))

    def _answering(self, pack: Pack) -> Pack:
        if self.preferred.keys().isdisjoint(item.id for item in pack.requirements):
            return pack
        requirements = tuple(
            _preferring(item, self.preferred[item.id]) if item.id in self.preferred else item
            for item in pack.requirements
        )
        return attrs.evolve(pack, requirements=requirements)

    def _is_other(self, requirement_id: str, reading: str) -> bool:
        """Whether a reading is another than the pack's own."""
        requirement = self.requirement(requirement_id)
        names = dict.fromkeys(name for item in requirement.versions for name in _readings(item))
        if reading not in names:
            known = ", ".join(names)
            raise UnknownRule(f"{requirement_id} has no reading {reading}, only: {known}")
        return _preferring(requirement, reading) != requirement


def _clauses(version: Version, reading: Reading | None, case: str | None) -> Iterator[str | None]:
    """The clauses that a case or a reading has of its own, the narrowest first."""
    if reading is not None:
        replaced = [item for item in reading.cases if item.name == case]
        yield from (item.citation for item in replaced)
        whole = (reading.applies_when, reading.satisfied_by, reading.due, reading.renewal)
        if replaced or (case is None and any(part is not None for part in whole)):
            yield reading.citation
    yield from (item.citation for item in version.cases if item.name == case)


def _readings(version: Version) -> tuple[str, ...]:
    """The names that can be preferred in a version."""
    if not version.readings:
        return (OWN_READING,)
    return (OWN_READING, *(item.name for item in version.readings), NO_READING)


def _preferring(requirement: Requirement, reading: str) -> Requirement:
    versions = tuple(
        attrs.evolve(version, preferred=reading) if reading in _readings(version) else version
        for version in requirement.versions
    )
    return attrs.evolve(requirement, versions=versions)
