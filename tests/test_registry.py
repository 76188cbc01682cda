"""The registry: made from records and mappings, as it was known at a moment."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import attrs
import pytest

from sro_core.errors import InvalidDocument, InvalidRecord
from sro_core.models import (
    KINDS,
    REFERENCES,
    Adopter,
    Adoption,
    Agency,
    AgencyKind,
    Agreement,
    Assignment,
    Course,
    Employment,
    Officer,
    Role,
    TrainingSession,
    Void,
    references_of,
)
from sro_core.registry import Index, Registry
from sro_core.wire.registries import read_registry

DAY = dt.date(2024, 1, 1)
NOON = dt.datetime(2025, 1, 1, 12, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)


def course(identifier: str, **values: Any) -> Course:
    return Course(id=identifier, title="T", provider="P", **values)


def agency(identifier: str, **values: Any) -> Agency:
    return Agency(id=identifier, name="N", kind=AgencyKind.POLICE, jurisdiction="US-MN", **values)


def officer(identifier: str, *agencies: str, **values: Any) -> Officer:
    jobs = tuple(Employment(agency_id=name, start=DAY) for name in agencies)
    return Officer(id=identifier, employments=jobs, **values)


def void(at: dt.datetime = NOON, replaced_by: str | None = None) -> Void:
    return Void(at=at, by="office", reason="typed twice", replaced_by=replaced_by)


def refused(**lists: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDocument) as caught:
        Registry.build(**lists)
    return [(item.code, item.pointer) for item in caught.value.problems]


# building


def test_records_and_mappings_give_the_same_registry() -> None:
    mapping = {"id": "c1", "title": "T", "provider": "P"}
    assert Registry.build(courses=[course("c1")]) == Registry.build(courses=[mapping])
    assert Registry.build(courses=[course("c1"), mapping | {"id": "c2"}]) == Registry(
        courses=(course("c1"), course("c2"))
    )


def test_mappings_may_hold_pythons_own_dates() -> None:
    row = {"id": "o1", "employments": [{"agency_id": "a1", "from": DAY}]}
    assert Registry.build(officers=[row]).officers == (officer("o1", "a1"),)


def test_any_iterable_is_a_list() -> None:
    assert Registry.build(courses=iter([course("c1")])).courses == (course("c1"),)
    assert Registry.build(courses={"c1": course("c1")}.values()).courses == (course("c1"),)


@pytest.mark.parametrize("items", [None, 1, "abc", b"abc", {"id": "c1"}])
def test_what_is_no_list_is_refused(items: object) -> None:
    assert refused(courses=items) == [("wrong-type", "/courses")]


def test_an_unknown_list_is_refused_with_a_hint() -> None:
    assert refused(officer=[]) == [("unknown-key", "/officer")]
    with pytest.raises(InvalidDocument, match="did you mean officers"):
        Registry.build(officer=[])


def test_a_record_of_another_kind_is_refused() -> None:
    assert refused(courses=[agency("a1"), None, 5]) == [
        ("wrong-type", "/courses/0"),
        ("wrong-type", "/courses/1"),
        ("wrong-type", "/courses/2"),
    ]


def test_everything_is_reported_at_once() -> None:
    assert refused(
        courses=[course("c1"), {"id": "c1"}, course("c1")],
        sessions=7,
        lessons=[],
        agencies=[{"id": "a", "name": "", "kind": "x", "jurisdiction": "US"}],
    ) == [
        ("unknown-value", "/agencies/0/kind"),
        ("empty-text", "/agencies/0/name"),
        ("missing-key", "/courses/1"),
        ("missing-key", "/courses/1"),
        ("duplicate-id", "/courses/1/id"),
        ("duplicate-id", "/courses/2/id"),
        ("unknown-key", "/lessons"),
        ("wrong-type", "/sessions"),
    ]


def test_a_repeated_id_names_the_first_one() -> None:
    with pytest.raises(InvalidDocument) as caught:
        Registry.build(courses=[course("x"), course("c1"), course("c1")])
    (item,) = caught.value.problems
    assert item.record_id == "c1"
    assert dict(item.params) == {"kind": "courses", "id": "c1", "first": "/courses/1"}


def test_the_same_id_in_two_lists_is_fine() -> None:
    assert len(Registry.build(courses=[course("x")], agencies=[agency("x")]).courses) == 1


def test_building_and_reading_are_one() -> None:
    row = {"id": "c1", "title": "T", "provider": "P"}
    document = {"format": "sro-core/registry", "version": 1, "courses": [row]}
    assert read_registry(document) == Registry.build(courses=[row])
    with pytest.raises(InvalidDocument):
        read_registry(document | {"courses": iter([row])})
    assert document["courses"] == [row]


def test_the_constructor_takes_only_tuples_of_records() -> None:
    with pytest.raises(InvalidRecord) as caught:
        Registry(
            courses=[course("c1")],  # type: ignore[arg-type]
            agencies=(agency("a"), agency("a"), course("c")),  # type: ignore[arg-type]
        )
    assert [(item.code, item.pointer) for item in caught.value.problems] == [
        ("duplicate-id", "/agencies/1/id"),
        ("wrong-type", "/agencies/2"),
        ("wrong-type", "/courses"),
    ]


def test_a_registry_is_frozen_hashable_and_pickles() -> None:
    registry = Registry(courses=(course("c1"),), officers=(officer("o1", "a1", name="Umber"),))
    assert pickle.loads(pickle.dumps(registry)) == registry
    assert len({registry, attrs.evolve(registry)}) == 1
    assert not hasattr(registry, "__dict__")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        registry.courses = ()  # type: ignore[misc]
    assert repr(registry) == "Registry(officers=1, courses=1)"
    assert repr(Registry()) == "Registry()"


def test_the_tables_name_every_list() -> None:
    assert list(KINDS) == [field.name for field in attrs.fields(Registry)]
    assert list(REFERENCES) == list(KINDS)
    for kind, paths in REFERENCES.items():
        for path, target in paths:
            assert path[0] in {field.name for field in attrs.fields(KINDS[kind])}
            assert target in KINDS


# what was known when


def known(registry: Registry, moment: dt.datetime | None) -> list[str]:
    return [record.id for record in registry.as_known_at(moment).courses]


def test_a_record_is_known_from_the_moment_it_was_recorded() -> None:
    registry = Registry(courses=(course("always"), course("later", recorded_at=NOON)))
    assert known(registry, NOON - SECOND) == ["always"]
    assert known(registry, NOON) == ["always", "later"]
    assert known(registry, None) == ["always", "later"]


def test_moments_are_compared_across_offsets() -> None:
    registry = Registry(courses=(course("c", recorded_at=NOON),))
    chicago = dt.timezone(dt.timedelta(hours=-6))
    assert known(registry, dt.datetime(2025, 1, 1, 6, tzinfo=chicago)) == ["c"]
    assert known(registry, dt.datetime(2025, 1, 1, 5, 59, 59, 999_999, tzinfo=chicago)) == []


def test_a_voided_record_is_gone_from_that_moment() -> None:
    registry = Registry(courses=(course("c", voided=void()),))
    assert known(registry, NOON) == []
    assert known(registry, NOON + SECOND) == []
    assert known(registry, None) == []


def test_a_later_mark_is_taken_off() -> None:
    registry = Registry(courses=(course("c", voided=void()),))
    assert registry.as_known_at(NOON - SECOND).courses == (course("c"),)


def test_a_moment_needs_an_offset() -> None:
    with pytest.raises(InvalidRecord) as caught:
        Registry().as_known_at(dt.datetime(2025, 1, 1))  # noqa: DTZ001 - that is the point
    assert caught.value.problems[0].code == "bad-date-time"


def test_a_registry_without_marks_is_unchanged() -> None:
    registry = Registry(courses=(course("b"), course("a")), officers=(officer("o", "x"),))
    assert registry.as_known_at(None) == registry
    assert registry.as_known_at(NOON) == registry


def chain(*links: tuple[str, str | None]) -> tuple[Agency, ...]:
    return tuple(agency(name, voided=void(replaced_by=following)) for name, following in links)


def test_references_follow_a_chain_to_its_end() -> None:
    registry = Registry(
        agencies=(*chain(("a1", "a2"), ("a2", "a3")), agency("a3")), officers=(officer("o", "a1"),)
    )
    now = registry.as_known_at(None)
    assert [record.id for record in now.agencies] == ["a3"]
    assert now.officers == (officer("o", "a3"),)


def test_references_follow_only_marks_that_were_known() -> None:
    registry = Registry(
        agencies=(
            agency("a1", voided=void(NOON, "a2")),
            agency("a2", voided=void(NOON + SECOND, "a3")),
            agency("a3"),
        ),
        officers=(officer("o", "a1"),),
    )

    def employer(moment: dt.datetime) -> str:
        return registry.as_known_at(moment).officers[0].employments[0].agency_id

    assert employer(NOON - SECOND) == "a1"
    assert employer(NOON) == "a2"
    assert employer(NOON + SECOND) == "a3"


def test_a_chain_that_ends_in_nothing_points_at_its_last_record() -> None:
    registry = Registry(agencies=chain(("a1", "a2"), ("a2", None)), officers=(officer("o", "a1"),))
    assert registry.as_known_at(None).officers == (officer("o", "a2"),)


def test_a_chain_that_goes_in_a_circle_ends() -> None:
    registry = Registry(
        agencies=chain(("a1", "a2"), ("a2", "a3"), ("a3", "a1")), officers=(officer("o", "a1"),)
    )
    assert registry.as_known_at(None).officers == (officer("o", "a3"),)


def test_a_record_replaced_in_one_list_changes_no_other() -> None:
    registry = Registry(
        agencies=(*chain(("x", "y")), agency("y")),
        courses=(course("x"),),
        sessions=(session("t", "x"),),
    )
    assert registry.as_known_at(None).sessions[0].course_id == "x"


def session(identifier: str, course_id: str) -> TrainingSession:
    registry = Registry.build(
        sessions=[
            {
                "id": identifier,
                "course_id": course_id,
                "host": "H",
                "meetings": [],
                "time_zone": "America/Chicago",
                "state": "held",
            }
        ]
    )
    return registry.sessions[0]


def test_references_are_rewritten_inside_records() -> None:
    registry = Registry(
        agencies=(*chain(("a1", "a2")), agency("a2")),
        officers=(officer("o", "b", "a1", "a1"),),
        adoptions=(
            Adoption(id="n1", requirement_id="r", by=Adopter(agency_id="a1"), start=DAY),
            Adoption(id="n2", requirement_id="r", by=Adopter(district_id="a1"), start=DAY),
        ),
        agreements=(Agreement(id="g", agency_id="a1", district_id="a1", signed_on=DAY, start=DAY),),
    )
    now = registry.as_known_at(None)
    assert now.officers == (officer("o", "b", "a2", "a2"),)
    assert [adoption.by for adoption in now.adoptions] == [
        Adopter(agency_id="a2"),
        Adopter(district_id="a1"),
    ]
    assert (now.agreements[0].agency_id, now.agreements[0].district_id) == ("a2", "a1")


def test_references_are_rewritten_in_lists_of_ids() -> None:
    school = {"district_id": "d", "name": "N", "level": "high", "control": "public"}
    mark = {"at": NOON, "by": "x", "reason": "y", "replaced_by": "s2"}
    posting = Assignment(
        id="as",
        officer_id="o",
        agency_id="a",
        district_id="d",
        school_ids=("s1", "s3"),
        role=Role.LIAISON,
        start=DAY,
    )
    registry = Registry.build(
        schools=[school | {"id": "s1", "voided": mark}, school | {"id": "s2"}],
        assignments=[posting],
    )
    assert registry.as_known_at(None).assignments[0].school_ids == ("s2", "s3")


def test_references_have_pointers() -> None:
    assert list(references_of("officers", officer("o", "a1", "a2"))) == [
        ("/employments/0/agency_id", "agencies", "a1"),
        ("/employments/1/agency_id", "agencies", "a2"),
    ]
    adoption = Adoption(id="n", requirement_id="r", by=Adopter(agreement_id="g"), start=DAY)
    assert list(references_of("adoptions", adoption)) == [("/by/agreement_id", "agreements", "g")]


def test_an_index_finds_records_in_the_order_of_their_ids() -> None:
    def posting(identifier: str) -> Assignment:
        return Assignment(
            id=identifier,
            officer_id="o",
            agency_id="a",
            district_id="d",
            role=Role.LIAISON,
            start=DAY,
        )

    index = Index(Registry(assignments=(posting("b"), posting("a")), agencies=(agency("a"),)))
    assert [record.id for record in index.assignments_of["o"]] == ["a", "b"]
    assert index.agencies["a"] == agency("a")
