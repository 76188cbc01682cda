"""A set of packs: the value that an evaluation is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from sro_core.errors import InvalidPack
from sro_core.problems import problem
from sro_core.rules.packs import Pack, Requirement

__all__ = ["Rulebook"]


def _in_order(packs: Iterable[Pack]) -> tuple[Pack, ...]:
    return tuple(sorted(packs, key=lambda pack: pack.id))


@attrs.frozen(kw_only=True, repr=False)
class Rulebook:
    """A set of rule packs with different ids.

    Attributes:
        packs: The packs, in the order of their ids.

    Raises:
        InvalidPack: Two packs have one id.
    """

    packs: tuple[Pack, ...] = attrs.field(converter=_in_order)

    def __attrs_post_init__(self) -> None:
        ids = [pack.id for pack in self.packs]
        repeated = sorted({name for name in ids if ids.count(name) > 1})
        if repeated:
            raise InvalidPack(problem("pack-duplicate", what="Pack", id=name) for name in repeated)

    def __repr__(self) -> str:
        return f"Rulebook({', '.join(f'{pack.id} {pack.edition}' for pack in self.packs)})"

    def pack(self, pack_id: str) -> Pack:
        """The pack with this id.

        Raises:
            KeyError: There is none.
        """
        for pack in self.packs:
            if pack.id == pack_id:
                return pack
        raise KeyError(pack_id)

    def requirement(self, requirement_id: str) -> Requirement:
        """The requirement with this id.

        Raises:
            KeyError: There is none.
        """
        for pack in self.packs:
            for requirement in pack.requirements:
                if requirement.id == requirement_id:
                    return requirement
        raise KeyError(requirement_id)

    def citation(self, requirement_id: str, day: dt.date, case: str | None = None) -> str:
        """The clause behind a finding: that of its case, its version or its requirement.

        Args:
            requirement_id: The requirement.
            day: The day judged.
            case: The case that decided, if one did.

        Raises:
            KeyError: There is no such requirement.
        """
        requirement = self.requirement(requirement_id)
        for version in requirement.versions:
            if version.start <= day and (version.end is None or day <= version.end):
                clauses = [item.citation for item in version.cases if item.name == case]
                return next(filter(None, [*clauses, version.citation]), requirement.citation)
        return requirement.citation

    def replacing(self, pack: Pack) -> Rulebook:
        """The same rulebook with one pack added, or put in place of the one with its id."""
        return Rulebook(packs=(*(old for old in self.packs if old.id != pack.id), pack))

    def prefer(self, requirement_id: str, reading: str) -> Rulebook:
        """The same rulebook with another reading of one requirement preferred.

        Args:
            requirement_id: The requirement.
            reading: The name of a reading; `text` is the pack's own.

        Raises:
            KeyError: No version of the requirement has such a reading.
        """
        wanted = self.requirement(requirement_id)
        names = {item.name for version in wanted.versions for item in version.readings}
        if reading not in names | {"text", "none"}:
            raise KeyError(reading)
        versions = tuple(
            attrs.evolve(version, preferred=reading)
            if reading in {"text", "none", *(item.name for item in version.readings)}
            else version
            for version in wanted.versions
        )
        changed = attrs.evolve(wanted, versions=versions)
        return Rulebook(
            packs=tuple(
                attrs.evolve(
                    pack,
                    requirements=tuple(
                        changed if item is wanted else item for item in pack.requirements
                    ),
                )
                for pack in self.packs
            )
        )
