"""What changed in the law between two days."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import attrs
import pytest

import sro_core as sro
from sro_core.packs import bundled
from sro_core.rules import Pack, Version
from sro_core.rules.amendments import Amendment, AmendmentKind, amendments
from sro_core.rules.conditions import FactTest
from sro_core.rules.deadlines import NoDeadline, On
from sro_core.rules.evidence import Stated
from sro_core.rules.packs import Case, Confidence, Level, Requirement


def _of(pack_id: str, since: str, until: str) -> list[tuple[str, str, str]]:
    found = amendments(
        bundled().pack(pack_id),
        since=dt.date.fromisoformat(since),
        until=dt.date.fromisoformat(until),
    )
    return [(str(item.day), str(item.kind), item.requirement.id) for item in found]


def test_minnesota_from_the_class_of_2022_to_the_school_year_of_2025() -> None:
    assert _of("us-mn", "2022-08-11", "2025-09-02") == [
        ("2023-07-01", "replaced", "us-mn.in-service-topics"),
        ("2024-03-15", "began", "us-mn.sro-course"),
        ("2024-07-01", "began", "us-mn.wellness"),
        ("2025-09-01", "began", "us-mn.sro-recurring-credit"),
        ("2025-09-01", "ended", "us-mn.basic-voluntary"),
    ]


def test_texas_through_the_acts_of_2019() -> None:
    """SB 1707 asks for an agreement, SB 11 lets the district's size not matter any more."""
    assert _of("us-tx", "2018-09-01", "2019-08-31") == [
        ("2019-06-02", "began", "us-tx.sro-agreement"),
        ("2019-06-06", "replaced", "us-tx.sble"),
    ]


def test_what_differs_is_told_part_by_part() -> None:
    found = amendments(
        bundled().pack("us-tx"), since=dt.date(2019, 6, 5), until=dt.date(2019, 6, 6)
    )
    (change,) = found
    parts = {item.labels: item for item in change.differences}
    assert parts["Last day",].before == ("within 120 days of the first day of service",)
    assert parts["Last day",].after == ("within 180 days of the first day of service",)
    fewer = set(parts["Whom",].before) - set(parts["Whom",].after)
    assert fewer == {"- the number of students of the district is at least 30000"}
    assert parts["Case newly-covered-in-2019", "When"].before == ()
    assert ("Evidence",) not in parts
    assert change.citation == "Tex. Occ. Code 1701.263(b), 1701.262(c); Tex. Educ. Code 37.0812(b)"


def test_the_day_that_is_compared_to_is_not_new_and_the_last_one_counts() -> None:
    course = ("2024-03-15", "began", "us-mn.sro-course")
    assert _of("us-mn", "2024-03-14", "2024-03-15") == [course]
    assert _of("us-mn", "2024-03-15", "2024-03-16") == []
    assert _of("us-mn", "2024-03-13", "2024-03-14") == []


def test_nothing_changes_on_one_day() -> None:
    for pack in bundled().packs:
        assert amendments(pack, since=dt.date(2023, 7, 1), until=dt.date(2023, 7, 1)) == ()


def test_reversed_days_are_refused() -> None:
    with pytest.raises(sro.InvalidRecord) as caught:
        _of("us-mn", "2025-09-02", "2022-08-11")
    (problem,) = caught.value.problems
    assert (problem.code, problem.pointer) == ("ends-before-start", "/until")


# a pack of its own ----------------------------------------------------------------------------

_WHEN = FactTest(fact="district.kind", values=("public",))


def _version(start: int, end: int | None, **changed: Any) -> Version:
    version = Version(
        start=dt.date(start, 1, 1),
        end=None if end is None else dt.date(end, 12, 31),
        summary="A duty.",
        satisfied_by=Stated(stated="x.done"),
        due=NoDeadline(no_deadline="None is given."),
    )
    return attrs.evolve(version, **changed)


def _pack(*versions: Version) -> Pack:
    return Pack(
        id="x",
        title="X",
        edition="1",
        researched_from=dt.date(2000, 1, 1),
        verified_through=dt.date(2030, 1, 1),
        confidence=Confidence.VERIFIED,
        requirements=(
            Requirement(
                id="x.duty",
                title="A duty",
                citation="§ 1",
                level=Level.MANDATORY,
                confidence=Confidence.VERIFIED,
                versions=versions,
            ),
        ),
    )


def _all(pack: Pack) -> tuple[Amendment, ...]:
    return amendments(pack, since=dt.date.min, until=dt.date.max)


def test_a_gap_between_versions_is_an_end_and_a_beginning() -> None:
    first, second = _version(2010, 2012), _version(2015, None)
    assert [
        (item.day.year, item.kind, item.before, item.after) for item in _all(_pack(first, second))
    ] == [
        (2010, AmendmentKind.BEGAN, None, first),
        (2013, AmendmentKind.ENDED, first, None),
        (2015, AmendmentKind.BEGAN, None, second),
    ]


def test_versions_may_stand_in_any_order() -> None:
    versions = (_version(2010, 2012), _version(2013, 2014), _version(2015, None))
    there, back = _all(_pack(*versions)), _all(_pack(*reversed(versions)))
    assert [item.kind for item in there] == ["began", "replaced", "replaced"]
    assert [item.before for item in back] == [item.before for item in there]


def test_a_version_that_says_the_same_differs_in_nothing() -> None:
    _began, replaced = _all(_pack(_version(2010, 2012), _version(2013, None)))
    assert replaced.kind is AmendmentKind.REPLACED
    assert replaced.differences == ()


def test_the_clause_is_that_of_the_version_or_of_the_requirement() -> None:
    first, second = _version(2010, 2012, citation="§ 1 (2010)"), _version(2013, 2014)
    assert [item.citation for item in _all(_pack(first, second))] == ["§ 1 (2010)", "§ 1", "§ 1"]


@pytest.mark.parametrize(
    ("changed", "labels"),
    [
        ({"summary": "Another duty."}, ("Duty",)),
        ({"citation": "§ 2"}, ("Citation",)),
        ({"applies_when": _WHEN}, ("Whom",)),
        ({"satisfied_by": Stated(stated="x.other")}, ("Evidence",)),
        ({"due": On(on=dt.date(2020, 1, 1))}, ("Last day",)),
    ],
)
def test_each_part_of_a_version_is_compared(
    changed: dict[str, Any], labels: tuple[str, ...]
) -> None:
    _began, replaced = _all(_pack(_version(2010, 2012), _version(2013, None, **changed)))
    assert [item.labels for item in replaced.differences] == [labels]


def test_the_order_of_cases_is_a_difference() -> None:
    """The first case that holds decides, so their order is law."""
    one = Case(name="one", when=_WHEN, exempt="It is exempt.")
    two = Case(name="two", when=_WHEN, due=On(on=dt.date(2020, 1, 1)))
    before, after = _version(2010, 2012, cases=(one, two)), _version(2013, None, cases=(two, one))
    _began, replaced = _all(_pack(before, after))
    (difference,) = replaced.differences
    assert difference.labels == ("Cases",)
    assert difference.before != difference.after


def test_the_versions_that_ship_differ_in_something() -> None:
    """No pack has a version that replaces one which says the same."""
    for pack in bundled().packs:
        for item in _all(pack):
            if item.kind is AmendmentKind.REPLACED:
                assert item.differences, item.requirement.id


def test_amendments_are_by_day() -> None:
    for pack in bundled().packs:
        days = [item.day for item in _all(pack)]
        assert all(one <= other for one, other in pairwise(days))
