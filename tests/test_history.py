"""The history of a registry: what changed, what was corrected, what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest

from sro_core.errors import InvalidRecord
from sro_core.history import ChangeKind
from sro_core.models import (
    Agency,
    AgencyKind,
    Completion,
    Course,
    CourseCode,
    Employment,
    Officer,
    Outcome,
    Record,
    Void,
    Waiver,
    WaiverKind,
)
from sro_core.registry import Registry

DAY = dt.date(2025, 8, 14)
NOON = dt.datetime(2025, 11, 3, 12, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
#: An offset of half an hour, and a zone whose clocks went back on 2 November 2025.
INDIA = dt.timezone(dt.timedelta(hours=5, minutes=30))
CHICAGO = ZoneInfo("America/Chicago")
WHO: dict[str, Any] = {"by": "training coordinator", "reason": "copied wrongly"}


def agency(identifier: str, **values: Any) -> Agency:
    return Agency(id=identifier, name="N", kind=AgencyKind.POLICE, jurisdiction="US-MN", **values)


def officer(identifier: str, *agencies: str, **values: Any) -> Officer:
    jobs = tuple(Employment(agency_id=name, start=DAY) for name in agencies)
    return Officer(id=identifier, employments=jobs, **values)


def course(identifier: str, **values: Any) -> Course:
    return Course(id=identifier, title="T", provider="P", **values)


def completion(identifier: str, officer_id: str, course_id: str, **values: Any) -> Completion:
    return Completion(
        **{
            "id": identifier,
            "officer_id": officer_id,
            "course_id": course_id,
            "completed_on": DAY,
            "outcome": Outcome.COMPLETED,
            **values,
        }
    )


def waiver(identifier: str, **values: Any) -> Waiver:
    return Waiver(
        **{
            "id": identifier,
            "officer_id": "o1",
            "requirement_id": "us-mn.sro-course",
            "kind": WaiverKind.WAIVED,
            "granted_by": "board",
            "granted_on": DAY,
            "reason": "hardship",
            **values,
        }
    )


def void(at: dt.datetime = NOON, replaced_by: str | None = None) -> Void:
    return Void(at=at, replaced_by=replaced_by, **WHO)


REGISTRY = Registry(
    agencies=(agency("police"), agency("sheriff")),
    officers=(officer("o1", "police"), officer("o2", "sheriff")),
    courses=(course("basic"),),
    completions=(
        completion("k1", "o1", "basic", recorded_at=NOON - SECOND),
        completion("k2", "o2", "basic"),
    ),
)


def refused(caught: pytest.ExceptionInfo[InvalidRecord]) -> list[tuple[str, str, str | None]]:
    return [(item.code, item.pointer, item.record_id) for item in caught.value.problems]


# finding


def test_a_record_is_found_by_its_class_and_id() -> None:
    assert REGISTRY.find(Officer, "o2") == officer("o2", "sheriff")
    assert REGISTRY.find(Course, "o2") is None
    assert Registry().find(Officer, "o2") is None


def test_a_record_that_was_taken_back_is_found() -> None:
    gone = completion("k1", "o1", "basic", voided=void())
    assert Registry(completions=(gone,)).find(Completion, "k1") == gone


# what changed


def test_changes_read_as_sentences() -> None:
    registry = Registry(
        completions=(
            completion("k1", "o1", "basic", recorded_at=NOON - SECOND, voided=void(NOON, "k2")),
            completion("k2", "o1", "basic", recorded_at=NOON, completed_on=dt.date(2025, 9, 4)),
            completion("k3", "o1", "basic", voided=void(NOON)),
            completion("k4", "o1", "basic", voided=void(NOON, "lost")),
        )
    )
    assert [str(change) for change in registry.changes_between(NOON - 2 * SECOND, NOON)] == [
        "2025-11-03 11:59:59+00:00 completion k1: recorded",
        "2025-11-03 12:00:00+00:00 completion k1: replaced by k2 (differs in completed_on)",
        "2025-11-03 12:00:00+00:00 completion k2: recorded",
        "2025-11-03 12:00:00+00:00 completion k3: voided",
        "2025-11-03 12:00:00+00:00 completion k4: replaced by lost",
    ]


def test_what_differs_is_named_as_in_the_format() -> None:
    first = Officer(
        id="o1",
        name="Umber",
        employments=(Employment(agency_id="police", start=DAY),),
        voided=void(NOON, "o2"),
    )
    second = officer("o2", "sheriff", recorded_at=NOON)
    registry = Registry(officers=(first, second))
    (replaced,) = (item for item in registry.changes_between(NOON - SECOND, NOON) if item.fields)
    assert replaced.fields == ("name", "employments")
    assert (replaced.record, replaced.replaced_by) == (first, second)
    assert "Umber" not in repr(replaced) + str(replaced)


def test_days_and_their_keys_differ() -> None:
    first = CourseCode(code="nasro.basic-sro", start=DAY)
    registry = Registry(
        waivers=(
            waiver("x1", start=DAY, voided=void(NOON, "x2")),
            waiver("x2", start=DAY + dt.timedelta(days=1), end=dt.date(2026, 1, 1)),
        ),
        courses=(
            course("c1", codes=(first,), voided=void(NOON, "c2")),
            course("c2", codes=(attrs.evolve(first, start=None),)),
        ),
    )
    changes = registry.changes_between(NOON - SECOND, NOON)
    assert [item.fields for item in changes] == [("codes",), ("from", "to")]


def test_changes_stand_in_time_then_as_in_the_format() -> None:
    registry = Registry(
        agencies=(agency("b", recorded_at=NOON), agency("a", recorded_at=NOON.astimezone(INDIA))),
        officers=(officer("o", recorded_at=NOON - SECOND, voided=void()),),
        courses=(course("c", recorded_at=NOON, voided=void(NOON.astimezone(INDIA))),),
    )
    changes = registry.changes_between(NOON - 2 * SECOND, NOON)
    assert [(item.kind, item.record_id, item.change) for item in changes] == [
        ("officers", "o", ChangeKind.RECORDED),
        ("agencies", "a", ChangeKind.RECORDED),
        ("agencies", "b", ChangeKind.RECORDED),
        ("officers", "o", ChangeKind.VOIDED),
        ("courses", "c", ChangeKind.RECORDED),
        ("courses", "c", ChangeKind.VOIDED),
    ]


def test_the_first_moment_is_left_out_and_the_last_is_not() -> None:
    registry = Registry(courses=(course("c", recorded_at=NOON),))
    assert registry.changes_between(NOON, NOON) == ()
    assert registry.changes_between(NOON, NOON + SECOND) == ()
    assert len(registry.changes_between(NOON - SECOND, NOON.astimezone(INDIA))) == 1


def test_moments_are_in_order_and_have_an_offset() -> None:
    naive = dt.datetime(2025, 1, 1)  # noqa: DTZ001 - that is the point
    with pytest.raises(InvalidRecord) as caught:
        REGISTRY.changes_between(NOON, NOON - SECOND)
    assert refused(caught) == [("ends-before-start", "/until", None)]
    with pytest.raises(InvalidRecord) as caught:
        REGISTRY.changes_between(naive, NOON)
    assert refused(caught) == [("bad-date-time", "/since", None)]
    with pytest.raises(InvalidRecord) as caught:
        REGISTRY.changes_between(NOON, DAY)  # type: ignore[arg-type]
    assert refused(caught) == [("bad-date-time", "/until", None)]


def test_an_hour_that_comes_twice_has_an_order() -> None:
    """At 01:30 summer time it is earlier than at 01:10 standard time, whatever the clocks show."""
    summer = dt.datetime(2025, 11, 2, 1, 30, tzinfo=CHICAGO)
    standard = dt.datetime(2025, 11, 2, 1, 10, tzinfo=CHICAGO, fold=1)
    registry = Registry(courses=(course("c", recorded_at=standard),))
    assert len(registry.changes_between(summer, standard)) == 1
    assert registry.as_known_at(summer).courses == ()
    with pytest.raises(InvalidRecord):
        registry.changes_between(standard, summer)


# adding


def test_records_go_to_the_end_and_may_name_each_other() -> None:
    more = REGISTRY.with_records(completion("k3", "o3", "basic"), officer("o3", "police"))
    assert [item.id for item in more.officers] == ["o1", "o2", "o3"]
    assert [item.id for item in more.completions] == ["k1", "k2", "k3"]
    assert REGISTRY.with_records() == REGISTRY


def test_every_reason_to_refuse_records_is_given() -> None:
    registry = REGISTRY.with_records(course("gone", voided=void()))
    with pytest.raises(InvalidRecord) as caught:
        registry.with_records(
            completion("k1", "o9", "basic"),
            completion("k3", "o1", "gone", session_id="s1"),
            officer("o2"),
            agency("a", voided=void(replaced_by="b")),
        )
    assert refused(caught) == [
        ("unknown-reference", "/agencies/2/voided/replaced_by", "a"),
        ("duplicate-id", "/completions/2/id", "k1"),
        ("unknown-reference", "/completions/2/officer_id", "k1"),
        ("reference-to-voided", "/completions/3/course_id", "k3"),
        ("unknown-reference", "/completions/3/session_id", "k3"),
        ("duplicate-id", "/officers/2/id", "o2"),
    ]


def test_records_that_replace_each_other_in_a_circle_are_refused() -> None:
    with pytest.raises(InvalidRecord) as caught:
        REGISTRY.with_records(
            course("a", voided=void(replaced_by="b")), course("b", voided=void(replaced_by="a"))
        )
    assert refused(caught) == [
        ("replacement-circle", "/courses/1/voided/replaced_by", "a"),
        ("replacement-circle", "/courses/2/voided/replaced_by", "b"),
    ]


def test_what_was_taken_back_elsewhere_can_be_added() -> None:
    more = REGISTRY.with_records(
        course("old", voided=void(replaced_by="older")), course("older", voided=void())
    )
    assert more.as_known_at(None) == REGISTRY.as_known_at(None)


def test_what_names_a_replaced_record_names_the_one_in_its_place() -> None:
    right = REGISTRY.with_correction(course("right"), of=course("basic"), at=NOON, **WHO)
    more = right.with_records(completion("k3", "o1", "basic"))
    assert more.as_known_at(None).completions[-1].course_id == "right"


@pytest.mark.parametrize("odd", [None, "o1", Employment(agency_id="police", start=DAY)])
def test_only_records_can_be_added_or_taken_back(odd: Any) -> None:
    with pytest.raises(InvalidRecord, match="Expected a record"):
        REGISTRY.with_records(odd)
    with pytest.raises(InvalidRecord, match="Expected a record"):
        REGISTRY.without(odd, at=NOON, **WHO)
    with pytest.raises(InvalidRecord, match="Expected a record"):
        REGISTRY.with_correction(odd, of=odd, at=NOON, **WHO)


# taking back


def test_what_is_taken_back_stays_on_file() -> None:
    first, second = REGISTRY.completions
    less = REGISTRY.without(second, at=NOON, **WHO)
    assert less.completions == (first, attrs.evolve(second, voided=void()))
    assert less.as_known_at(NOON).completions == (first,)
    assert less.as_known_at(NOON - SECOND).completions == (first, second)


def test_what_is_named_is_taken_back_with_all_that_name_it() -> None:
    (basic,) = REGISTRY.courses
    with pytest.raises(InvalidRecord) as caught:
        REGISTRY.without(basic, at=NOON, **WHO)
    assert refused(caught) == [
        ("reference-to-voided", "/completions/0/course_id", "k1"),
        ("reference-to-voided", "/completions/1/course_id", "k2"),
    ]
    less = REGISTRY.without(basic, *REGISTRY.completions, at=NOON, **WHO)
    assert (less.as_known_at(NOON).courses, less.as_known_at(NOON).completions) == ((), ())


def test_only_what_stands_is_taken_back() -> None:
    first, second = REGISTRY.completions
    less = REGISTRY.without(second, at=NOON, **WHO)
    early = NOON - 2 * SECOND
    with pytest.raises(InvalidRecord) as caught:
        less.without(second, *less.completions[1:], course("basic", hours=None), at=early, **WHO)
    assert refused(caught) == [
        ("not-on-file", "", "k2"),
        ("not-on-file", "", "k2"),
        ("reference-to-voided", "/completions/0/course_id", "k1"),
    ]
    with pytest.raises(InvalidRecord) as caught:
        REGISTRY.without(first, course("other"), at=early, **WHO)
    assert refused(caught) == [
        ("not-on-file", "", "other"),
        ("void-before-record", "/completions/0/voided/at", "k1"),
    ]


def test_a_mark_needs_its_words() -> None:
    with pytest.raises(InvalidRecord) as caught:
        REGISTRY.without(at=NOON, by="", reason="x")
    assert refused(caught) == [("empty-text", "/by", None)]


def test_what_was_wrong_before_is_not_the_matter_of_a_change() -> None:
    """A registry with a reference that leads nowhere can still be added to and mended."""
    police, sheriff = REGISTRY.agencies
    lost = officer("o3", "nowhere")
    registry = attrs.evolve(REGISTRY, officers=(*REGISTRY.officers, lost))
    more = registry.with_records(agency("state"))
    assert len(more.without(more.agencies[-1], at=NOON, **WHO).as_known_at(None).agencies) == 2
    mended = registry.with_correction(officer("o4", "police"), of=lost, at=NOON, **WHO)
    assert [item.id for item in mended.as_known_at(None).officers] == ["o1", "o2", "o4"]
    with pytest.raises(InvalidRecord) as caught:
        registry.without(sheriff, at=NOON, **WHO)
    assert refused(caught) == [("reference-to-voided", "/officers/1/employments/0/agency_id", "o2")]
    assert registry.agencies == (police, sheriff)


# correcting


def test_corrections_of_corrections_lead_to_the_last() -> None:
    """Who names the first record means, at each moment, the one that stood then."""
    registry: Registry = REGISTRY
    for number in (1, 2, 3):
        before = registry.courses[-1]
        right = course(f"basic-{number}")
        registry = registry.with_correction(right, of=before, at=NOON + number * SECOND, **WHO)
    assert [item.course_id for item in registry.completions] == ["basic", "basic"]
    for number, name in enumerate(("basic", "basic-1", "basic-2", "basic-3")):
        known = registry.as_known_at(NOON + number * SECOND)
        assert [item.id for item in known.courses] == [name]
        assert {item.course_id for item in known.completions} == {name}
    assert registry.as_known_at(None) == registry.as_known_at(NOON + 3 * SECOND)
    with pytest.raises(InvalidRecord) as caught:
        registry.without(registry.courses[-1], at=NOON + 4 * SECOND, **WHO)
    assert [item[0] for item in refused(caught)] == ["reference-to-voided"] * 2


def test_a_correction_comes_on_file_when_the_wrong_record_goes() -> None:
    wrong = REGISTRY.completions[1]
    for recorded in (None, NOON, NOON.astimezone(INDIA)):
        right = attrs.evolve(wrong, id="k3", recorded_at=recorded)
        corrected = REGISTRY.with_correction(right, of=wrong, at=NOON, **WHO)
        assert corrected.completions[-1].recorded_at == NOON
        before = corrected.as_known_at(NOON - SECOND)
        assert [item.id for item in before.completions] == ["k1", "k2"]
        assert [item.id for item in corrected.as_known_at(NOON).completions] == ["k1", "k3"]


def test_a_correction_in_the_hour_that_comes_twice() -> None:
    at = dt.datetime(2025, 11, 2, 1, 30, tzinfo=CHICAGO, fold=1)
    wrong = REGISTRY.courses[0]
    right = course("right", recorded_at=at)
    corrected = REGISTRY.with_correction(right, of=wrong, at=at, **WHO)
    assert corrected.courses[1] == right


def test_every_reason_to_refuse_a_correction_is_given() -> None:
    wrong = completion("k9", "o1", "basic")
    right = completion("k2", "o9", "basic", recorded_at=NOON - SECOND, voided=void())
    with pytest.raises(InvalidRecord) as caught:
        REGISTRY.with_correction(right, of=wrong, at=NOON, **WHO)
    assert refused(caught) == [
        ("not-on-file", "", "k9"),
        ("reference-to-voided", "/completions/2", "k2"),
        ("duplicate-id", "/completions/2/id", "k2"),
        ("unknown-reference", "/completions/2/officer_id", "k2"),
        ("recorded-apart", "/completions/2/recorded_at", "k2"),
    ]


def test_a_correction_has_an_id_of_its_own() -> None:
    (basic,) = REGISTRY.courses
    with pytest.raises(InvalidRecord) as caught:
        REGISTRY.with_correction(attrs.evolve(basic, title="U"), of=basic, at=NOON, **WHO)
    assert refused(caught) == [
        ("replaced-by-itself", "/courses/0/voided/replaced_by", "basic"),
        ("duplicate-id", "/courses/1/id", "basic"),
    ]


def test_a_record_is_corrected_by_one_of_its_kind() -> None:
    right: Record = agency("x")
    with pytest.raises(InvalidRecord, match="Expected one Agency, found Course"):
        REGISTRY.with_correction(right, of=REGISTRY.courses[0], at=NOON, **WHO)
