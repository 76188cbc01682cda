"""What changed in the law between two days."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator
from itertools import pairwise

import attrs

from sro_core.dates import day_after
from sro_core.models._fields import require_order
from sro_core.rules.packs import Pack, Requirement, Version
from sro_core.rules.telling import tell

__all__ = ["Amendment", "AmendmentKind", "Difference", "amendments"]


class AmendmentKind(enum.StrEnum):
    """What became of a requirement: it began, its version was replaced, or it ended."""

    BEGAN = "began"
    REPLACED = "replaced"
    ENDED = "ended"


@attrs.frozen(kw_only=True)
class Difference:
    """One part of a rule that two versions say differently.

    Attributes:
        labels: Which part, from outside in, such as `("Case substitute", "Last day")`.
        before: What the former version says; empty where it has no such part.
        after: What the latter says; empty where it has no such part.
    """

    labels: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Amendment:
    """One requirement that changed on one day.

    Attributes:
        day: The first day on which it is as it became.
        requirement: The requirement.
        before: The version in force until the day before; None where none was.
        after: The version in force from the day on; None where none is.
        differences: In which parts the versions differ, where one replaced another.
    """

    day: dt.date
    requirement: Requirement
    before: Version | None
    after: Version | None
    differences: tuple[Difference, ...] = ()

    @property
    def kind(self) -> AmendmentKind:
        """What became of the requirement."""
        if self.before is None:
            return AmendmentKind.BEGAN
        return AmendmentKind.ENDED if self.after is None else AmendmentKind.REPLACED

    @property
    def citation(self) -> str:
        """The clause of the version that is in force, or was; else the requirement's."""
        version = self.after or self.before
        return (version.citation if version is not None else None) or self.requirement.citation


def amendments(pack: Pack, *, since: dt.date, until: dt.date) -> tuple[Amendment, ...]:
    """What changed in the law of a pack after one day, up to another.

    It is told from the dated versions of the pack, so it reaches as far as the pack
    does: what changed before `researched_from` or after `verified_through` may be
    missing.

    Args:
        pack: The pack.
        since: The day to which the law is compared; what began on it is not new.
        until: The last day on which a change counts.

    Returns:
        By day, and on one day in the order of the pack.

    Raises:
        InvalidRecord: `until` comes before `since`.
    """
    require_order(since, until, "until")
    found = (item for requirement in pack.requirements for item in _of(pack, requirement))
    return tuple(sorted((item for item in found if since < item.day <= until), key=_day))


def _day(amendment: Amendment) -> dt.date:
    return amendment.day


def _of(pack: Pack, requirement: Requirement) -> Iterator[Amendment]:
    """Every change of a requirement, whenever it was."""
    versions = sorted(requirement.versions, key=lambda version: version.start)
    for before, after in pairwise((None, *versions, None)):
        over = None if before is None or before.end is None else day_after(before.end)
        if before is not None and after is not None and over == after.start:
            yield Amendment(
                day=after.start,
                requirement=requirement,
                before=before,
                after=after,
                differences=tuple(_differences(pack, before, after)),
            )
            continue
        if over is not None:
            yield Amendment(day=over, requirement=requirement, before=before, after=None)
        if after is not None:
            yield Amendment(day=after.start, requirement=requirement, before=None, after=after)


def _differences(pack: Pack, before: Version, after: Version) -> Iterator[Difference]:
    was = {told.labels: told.lines for told in tell(before, pack)}
    now = {told.labels: told.lines for told in tell(after, pack)}
    for labels in dict.fromkeys((*now, *was)):
        old, new = was.get(labels, ()), now.get(labels, ())
        if old != new:
            yield Difference(labels=labels, before=old, after=new)
