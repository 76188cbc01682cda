"""Checks, where this package is installed beside the library, that its pack is found and judges.

    python tests/sample_pack/check.py

An officer of Rochester has three duties at once: that of the state's law, that of the
agency's own policy from this package, and none of what nobody adopted.
"""

from __future__ import annotations

import datetime as dt

import attrs

import sro_core as sro
from sro_core.examples import olmsted
from sro_core.models import Adopter, Adoption, Assignment

_DAY = dt.date(2025, 9, 2)
_REQUIREMENT = "rochester-pd.medical-emergencies"


def _posted(assignment: Assignment) -> bool:
    """Whether the agency posts somebody on the day."""
    running = assignment.end is None or assignment.end >= _DAY
    return assignment.agency_id == "rochester-pd" and running


def main() -> None:
    """Judge the example by the bundled packs, and by those and the installed ones."""
    bundled, book = sro.rulebook(), sro.rulebook(installed=True)
    more = {pack.id for pack in book.packs} - {pack.id for pack in bundled.packs}
    assert more == {"rochester-pd"}, more
    policy = Adoption(
        id="policy-418",
        requirement_id=_REQUIREMENT,
        by=Adopter(agency_id="rochester-pd"),
        start=dt.date(2024, 7, 1),
    )
    registry = olmsted()
    adopting = attrs.evolve(registry, adoptions=(*registry.adoptions, policy))
    assert [item.code for item in sro.validate(adopting)] == ["unknown-requirement"]
    assert sro.validate(adopting, rulebook=book) == ()
    report = sro.evaluate(adopting, as_of=_DAY, rulebook=book)
    found = {item.officer_id: item.status for item in report.find(requirement_id=_REQUIREMENT)}
    posted = {item.officer_id for item in adopting.assignments if _posted(item)}
    assert set(found) == posted, found
    assert set(found.values()) == {sro.Status.OVERDUE, sro.Status.DUE}, found
    before = sro.evaluate(adopting, as_of=_DAY)
    kept = [item for item in report.findings if item.requirement_id != _REQUIREMENT]
    assert kept == list(before.findings)
    print(f"{len(found)} findings by {_REQUIREMENT}, beside {len(kept)} of other packs")  # noqa: T201


if __name__ == "__main__":
    main()
