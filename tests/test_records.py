"""Records: exact types, possible values, nothing private shown."""

from __future__ import annotations

import copy
import datetime as dt
import enum
import pickle
from decimal import Decimal
from typing import Any

import attrs
import pytest

from sro_core import models
from sro_core.errors import InvalidRecord, SroError
from sro_core.models import (
    Adopter,
    Agency,
    Attestation,
    Course,
    District,
    Employment,
    FrozenMap,
    License,
    Meeting,
    Officer,
    SchoolYear,
    TrainingSession,
    Void,
    Waiver,
    WaiverKind,
)
from sro_core.registry import Registry
from sro_core.wire.json import dumps, loads

DAY = dt.date(2025, 1, 2)
MOMENT = dt.datetime(2025, 1, 2, 8, tzinfo=dt.UTC)

#: A good value for every required field of every record, by name.
GOOD: dict[str, Any] = {
    "agency_id": "a",
    "at": MOMENT,
    "by": "office",
    "code": "nasro.basic-sro",
    "completed_on": DAY,
    "control": models.SchoolControl.PUBLIC,
    "course_id": "c",
    "district_id": "d",
    "employments": (),
    "ends_at": MOMENT,
    "fact": "x",
    "first_day": DAY,
    "granted_by": "Secretary Umber",
    "granted_on": DAY,
    "host": "H",
    "id": "i",
    "jurisdiction": "US-MN",
    "last_day": DAY,
    "level": models.SchoolLevel.HIGH,
    "meetings": (),
    "name": "N",
    "officer_id": "o",
    "outcome": models.Outcome.COMPLETED,
    "plan_id": "p",
    "provider": "P",
    "reason": "injured on duty",
    "requirement_id": "r",
    "reviewed_on": DAY,
    "role": models.Role.LIAISON,
    "session_id": "t",
    "signed_on": DAY,
    "start": DAY,
    "starts_at": MOMENT,
    "stated_by": "Chief Larkspur",
    "time_zone": "America/Chicago",
    "title": "T",
    "value": True,
    "version": "2024",
}

#: Where one name means another thing in one record.
SPECIAL: dict[str, dict[str, Any]] = {
    "Agency": {"kind": models.AgencyKind.POLICE},
    "Adoption": {"by": Adopter(agency_id="a")},
    "Adopter": {"agency_id": "a"},
    "District": {"kind": models.DistrictKind.PUBLIC},
    "Enrollment": {"state": models.EnrollmentState.REGISTERED},
    "License": {"kind": "peace_officer"},
    "SafetyPlan": {"kind": models.PlanKind.OTHER},
    "TrainingSession": {"state": models.SessionState.HELD},
    "Waiver": {"kind": WaiverKind.WAIVED},
}

CLASSES: list[Any] = [
    item
    for name in models.__all__
    if isinstance(item := getattr(models, name), type) and attrs.has(item)
]


def good(kind: Any, /, **values: Any) -> dict[str, Any]:
    needed = {
        field.name: GOOD[field.name]
        for field in attrs.fields(kind)
        if field.default is attrs.NOTHING and field.name in GOOD
    }
    return needed | SPECIAL.get(kind.__name__, {}) | values


def refused(kind: Any, /, **values: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidRecord) as caught:
        kind(**good(kind, **values))
    assert isinstance(caught.value, SroError | ValueError)
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems
    return [(item.code, item.pointer) for item in caught.value.problems]


EVERY_FIELD = [
    pytest.param(kind, field, id=f"{kind.__name__}.{field.name}")
    for kind in CLASSES
    for field in attrs.fields(kind)
]


def test_there_is_a_class_for_every_word_of_the_format() -> None:
    assert len(CLASSES) == 22


@pytest.mark.parametrize("kind", CLASSES)
def test_a_record_is_frozen_slotted_hashable_and_keyword_only(kind: Any) -> None:
    record = kind(**good(kind))
    assert record == kind(**good(kind))
    assert hash(record) == hash(kind(**good(kind)))
    assert not hasattr(record, "__dict__")
    assert kind.__mro__ == (kind, object)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(record, attrs.fields(kind)[0].name, "x")
    with pytest.raises(TypeError):
        kind(*good(kind).values())


@pytest.mark.parametrize("kind", CLASSES)
def test_a_record_pickles_and_copies(kind: Any) -> None:
    record = kind(**good(kind))
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(record, protocol)) == record
    assert copy.copy(record) == record
    assert copy.deepcopy(record) == record


@pytest.mark.parametrize("kind", CLASSES)
def test_a_record_is_documented(kind: Any) -> None:
    common = {"recorded_at", "voided", "extensions"}
    for field in attrs.fields(kind):
        if field.name not in common:
            assert f"    {field.name}: " in kind.__doc__


class _Stranger:
    """Nothing that any field takes."""

    def __repr__(self) -> str:
        return "SECRET"


@pytest.mark.parametrize(("kind", "field"), EVERY_FIELD)
def test_every_field_refuses_a_stranger(kind: Any, field: attrs.Attribute[Any]) -> None:
    with pytest.raises(InvalidRecord) as caught:
        kind(**good(kind, **{field.name: _Stranger()}))
    (item,) = caught.value.problems
    wire = field.metadata["sro_core.wire"] or field.name
    assert item.pointer == f"/{wire}"
    assert "SECRET" not in str(caught.value)


class _Text(str):
    """A text that is more than a text."""

    __slots__ = ()


@pytest.mark.parametrize(("kind", "field"), EVERY_FIELD)
def test_every_field_takes_exactly_its_type(kind: Any, field: attrs.Attribute[Any]) -> None:
    values = good(kind)
    value = values.get(field.name)
    if value is None:
        return
    near: dict[type, Any] = {
        str: _Text(value),
        dt.date: MOMENT,
        dt.datetime: DAY,
        bool: 1.0,
        tuple: [],
    }
    wrong = near.get(type(value), str(value) if isinstance(value, enum.Enum) else None)
    with pytest.raises(InvalidRecord):
        kind(**values | {field.name: wrong})


@pytest.mark.parametrize("kind", [kind for kind in CLASSES if "id" in attrs.fields_dict(kind)])
def test_marks_of_every_record(kind: Any) -> None:
    void = Void(at=MOMENT, by="x", reason="y", replaced_by="j")
    assert kind(**good(kind, recorded_at=MOMENT, voided=void)).voided is void
    later = MOMENT + dt.timedelta(microseconds=1)
    assert refused(kind, recorded_at=later, voided=void) == [("void-before-record", "/voided/at")]
    itself = attrs.evolve(void, replaced_by="i")
    assert refused(kind, voided=itself) == [("replaced-by-itself", "/voided/replaced_by")]
    assert refused(kind, recorded_at=MOMENT.replace(tzinfo=None)) == [
        ("bad-date-time", "/recorded_at")
    ]
    assert refused(kind, extensions={}) == [("wrong-type", "/extensions")]
    assert refused(kind, extensions=FrozenMap({"a": [1]})) == [("wrong-type", "/extensions")]


@pytest.mark.parametrize("kind", [kind for kind in CLASSES if "end" in attrs.fields_dict(kind)])
def test_no_record_ends_before_it_starts(kind: Any) -> None:
    day = dt.timedelta(days=1)
    assert kind(**good(kind, start=DAY, end=DAY)).end == DAY
    assert refused(kind, start=DAY, end=DAY - day) == [("ends-before-start", "/to")]


def test_a_school_year_does_not_end_before_it_starts() -> None:
    day = dt.timedelta(days=1)
    assert refused(SchoolYear, last_day=DAY - day) == [("ends-before-start", "/last_day")]


@pytest.mark.parametrize("hours", ["-0.0001", "1000000", "0.00001", "NaN", "sNaN", "Infinity"])
def test_impossible_hours(hours: str) -> None:
    assert refused(Course, hours=Decimal(hours)) == [("bad-hours", "/hours")]
    topics = FrozenMap({"law": Decimal(hours)})
    assert refused(Course, topics=topics) == [("bad-hours", "/topics")]


@pytest.mark.parametrize("hours", ["0", "0.0001", "999999.9999", "40.50000000", "-0"])
def test_possible_hours(hours: str) -> None:
    assert Course(**good(Course, hours=Decimal(hours))).hours == Decimal(hours)


@pytest.mark.parametrize("hours", [40, 40.0, "40", True])
def test_hours_are_decimals(hours: object) -> None:
    assert refused(Course, hours=hours) == [("wrong-type", "/hours")]


def test_twenty_times_nine_minutes_are_three_hours() -> None:
    course = Course(**good(Course, hours=Decimal("0.15")))
    assert course.hours is not None
    assert sum([course.hours] * 20) == 3


@pytest.mark.parametrize("count", [-1, 10_000_001])
def test_impossible_counts(count: int) -> None:
    assert refused(District, enrollment=count) == [("bad-count", "/enrollment")]


@pytest.mark.parametrize("count", [True, 1.0, "1", Decimal(1)])
def test_counts_are_whole_numbers(count: object) -> None:
    assert refused(District, enrollment=count) == [("wrong-type", "/enrollment")]


@pytest.mark.parametrize(
    ("kind", "field", "value", "code"),
    [
        (Agency, "jurisdiction", "MN", "bad-jurisdiction"),
        (Agency, "jurisdiction", "us-mn", "bad-jurisdiction"),
        (Agency, "jurisdiction", "US-XX", "bad-jurisdiction"),
        (Agency, "ori", "MN055010", "bad-ori"),
        (Agency, "ori", "mn0550100", "bad-ori"),
        (Agency, "ori", "MN0550100\n", "bad-ori"),
        (District, "nces_id", "273384", "bad-nces-district-id"),
        (District, "nces_id", "２７３３８４０", "bad-nces-district-id"),
        (models.School, "nces_id", "2733840", "bad-nces-school-id"),
        (TrainingSession, "time_zone", "Mars/Olympus", "bad-time-zone"),
        (TrainingSession, "time_zone", "../passwd", "bad-time-zone"),
        (TrainingSession, "time_zone", "\0", "bad-time-zone"),
        (TrainingSession, "time_zone", "America", "bad-time-zone"),
        (Agency, "name", "", "empty-text"),
        (Agency, "name", "\udc00", "bad-text"),
        (Meeting, "starts_at", MOMENT.replace(tzinfo=None), "bad-date-time"),
        (
            Meeting,
            "starts_at",
            MOMENT.replace(tzinfo=dt.timezone(dt.timedelta(seconds=-1))),
            "bad-date-time",
        ),
        (models.Assignment, "school_ids", ("s", ""), "empty-text"),
        (models.Agreement, "reviewed_on", (MOMENT,), "wrong-type"),
        (Attestation, "value", Decimal("0.00001"), "bad-hours"),
        (Attestation, "value", 1, "wrong-type"),
        (Attestation, "value", "yes", "wrong-type"),
        (models.Adoption, "due", "soon", "wrong-type"),
        (models.Adoption, "due", MOMENT, "wrong-type"),
    ],
)
def test_impossible_values(kind: Any, field: str, value: object, code: str) -> None:
    assert refused(kind, **{field: value}) == [(code, f"/{field}")]


def test_a_waiver_has_a_last_day_exactly_when_it_extends() -> None:
    problem = [("due-without-extension", "/due_on")]
    assert refused(Waiver, due_on=DAY) == problem
    assert refused(Waiver, kind=WaiverKind.EXTENDED) == problem
    assert Waiver(**good(Waiver, kind=WaiverKind.EXTENDED, due_on=DAY)).due_on == DAY


def test_exactly_one_party_adopts() -> None:
    assert refused(Adopter, district_id="d") == [("not-one-of-keys", "")]
    with pytest.raises(InvalidRecord):
        Adopter()


@pytest.mark.parametrize(
    "value",
    [
        float("nan"),
        float("inf"),
        2**53 + 1,
        56531710852262090,
        10**400,
        Decimal("0.5"),
        "\ud800",
        [1],
        {"a": 1},
        DAY,
        FrozenMap({1: 1}),
    ],
)
def test_application_data_is_frozen_json(value: object) -> None:
    codes = {code for code, _pointer in refused(Agency, extensions=FrozenMap({"a": (value,)}))}
    assert codes <= {"bad-number", "bad-text", "wrong-type"}


def nested(levels: int) -> FrozenMap[str, Any]:
    value: Any = ()
    for _ in range(levels - 2):
        value = (value,)
    return FrozenMap({"a": value})


@pytest.mark.parametrize("levels", [62, 1000])
def test_application_data_has_a_depth(levels: int) -> None:
    assert refused(Agency, extensions=nested(levels)) == [("json-depth", "/extensions")]


def test_application_data_as_deep_as_allowed_can_be_read_back() -> None:
    registry = Registry(agencies=(Agency(**good(Agency, extensions=nested(61))),))
    assert loads(dumps(registry)) == registry


PRIVATE = "Quillfeather"

SHOWN = {
    ("Agency", "name"),
    ("District", "name"),
    ("School", "name"),
    ("SchoolYear", "name"),
}


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (Officer, "name"),
        (License, "number"),
        (models.Completion, "certificate"),
        (Waiver, "reason"),
        (Waiver, "granted_by"),
        (Attestation, "stated_by"),
        (Void, "by"),
        (Void, "reason"),
    ],
)
def test_no_repr_shows_a_private_value(kind: Any, field: str) -> None:
    record = kind(**good(kind, **{field: PRIVATE}))
    assert getattr(record, field) == PRIVATE
    assert PRIVATE not in repr(record)
    assert PRIVATE not in str(record)


def test_every_field_named_like_a_person_is_private() -> None:
    names = {"name", "number", "certificate", "reason", "granted_by", "stated_by", "extensions"}
    for kind in CLASSES:
        for field in attrs.fields(kind):
            if field.name in names and (kind.__name__, field.name) not in SHOWN:
                assert field.repr is False, f"{kind.__name__}.{field.name}"


def test_private_values_inside_records_stay_private() -> None:
    license_ = License(kind="x", jurisdiction="US", number=PRIVATE, start=DAY)
    void = Void(at=MOMENT, by=PRIVATE, reason=PRIVATE)
    officer = Officer(
        id="o",
        name=PRIVATE,
        employments=(Employment(agency_id="a", start=DAY),),
        licenses=(license_,),
        voided=void,
        extensions=FrozenMap({"note": PRIVATE}),
    )
    assert PRIVATE not in repr(officer)


def test_a_frozen_map_does_not_change() -> None:
    items = {"a": 1}
    frozen = FrozenMap(items)
    items["b"] = 2
    assert frozen == {"a": 1}
    assert frozen == FrozenMap([("a", 1)])
    assert hash(frozen) == hash(FrozenMap({"a": 1}))
    assert pickle.loads(pickle.dumps(frozen)) == frozen
    assert copy.deepcopy(frozen) == frozen
    with pytest.raises(AttributeError):
        frozen.x = 1
    with pytest.raises(AttributeError):
        frozen._items = {}
    with pytest.raises(AttributeError):
        del frozen._items
    with pytest.raises(TypeError):
        frozen["a"] = 2  # type: ignore[index]
