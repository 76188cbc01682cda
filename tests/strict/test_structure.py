"""The strict converter: what cattrs would let pass is refused, everything at once."""

from __future__ import annotations

import datetime as dt
import decimal
import pickle
import sys
from decimal import Decimal
from typing import Any, Literal

import attrs
import cattrs
import pytest

from sro_core.errors import InvalidDocument, InvalidRecord
from sro_core.models import (
    Adoption,
    Agency,
    AgencyKind,
    Attestation,
    Completion,
    Course,
    Employment,
    Enrollment,
    FrozenMap,
    Json,
    Meeting,
    Officer,
)
from sro_core.models import _fields as f
from sro_core.problems import problem
from sro_core.registry import Registry
from sro_core.strict import structure, unstructure

CST = dt.timezone(dt.timedelta(hours=-6))


def found(value: object, kind: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDocument) as caught:
        structure(value, kind)
    return [(item.code, item.pointer) for item in caught.value.problems]


def message(value: object, kind: Any) -> str:
    with pytest.raises(InvalidDocument) as caught:
        structure(value, kind)
    (item,) = caught.value.problems
    return item.message


@attrs.frozen(kw_only=True)
class Sample:
    """One field of each kind that the format has."""

    text: str = f.text(optional=True)
    flag: bool | None = f.flag(optional=True)
    count: int | None = f.count(optional=True)
    hours: Decimal | None = f.hours(optional=True)
    day: dt.date | None = f.date(optional=True)
    moment: dt.datetime | None = f.instant(optional=True)
    kind: AgencyKind | None = f.enum_of(AgencyKind, optional=True)
    word: Literal["one", "two"] | None = attrs.field(default=None)
    days: tuple[dt.date, ...] = f.tuple_of(dt.date)
    topics: FrozenMap[str, Decimal | None] = f.mapping_of_hours()
    extensions: FrozenMap[str, Json] = f.extensions()


def sample(**values: object) -> list[tuple[str, str]]:
    return found(values, Sample)


# each default of cattrs that is cured


def test_cattrs_takes_a_fraction_for_an_int_and_we_do_not() -> None:
    assert cattrs.structure(39.9, int) == 39
    for value in (39.9, 1.0, Decimal(39), Decimal("39.9")):
        assert sample(count=value) == [("wrong-type", "/count")]


def test_cattrs_takes_a_text_for_a_number_and_we_do_not() -> None:
    assert cattrs.structure("40", int) == 40
    assert sample(count="40", hours="40") == [("wrong-type", "/count"), ("wrong-type", "/hours")]


def test_cattrs_takes_null_for_a_text_and_we_do_not() -> None:
    assert cattrs.structure(None, str) == "None"
    assert sample(text=None) == [("wrong-type", "/text")]
    assert sample(text=5) == [("wrong-type", "/text")]


def test_cattrs_takes_anything_for_a_bool_and_we_do_not() -> None:
    assert cattrs.structure("no", bool) is True
    for value in (1, 0, "true", None, Decimal(1)):
        assert sample(flag=value) == [("wrong-type", "/flag")]


def test_cattrs_takes_true_for_a_number_and_we_do_not() -> None:
    assert cattrs.structure(True, int) == 1
    assert sample(count=True, hours=False) == [("wrong-type", "/count"), ("wrong-type", "/hours")]


def test_cattrs_takes_a_text_for_a_list_and_we_do_not() -> None:
    assert cattrs.structure("ab", tuple[str, ...]) == ("a", "b")
    assert sample(days="2025-01-01") == [("wrong-type", "/days")]
    assert sample(days={"2025-01-01": 1}) == [("wrong-type", "/days")]


def test_cattrs_takes_null_for_an_optional_key_and_we_do_not() -> None:
    optional: Any = int | None
    assert cattrs.structure(None, optional) is None
    names = [attribute.name for attribute in attrs.fields(Sample)]
    nulls = dict.fromkeys(names)
    assert sample(**nulls) == [("wrong-type", f"/{name}") for name in sorted(names)]


def test_cattrs_drops_unknown_keys_and_we_do_not() -> None:
    assert cattrs.structure({"agency_id": "a"}, Empty) == Empty()
    assert found({"agency_id": "a"}, Empty) == [("unknown-key", "/agency_id")]


@attrs.frozen(kw_only=True)
class Counted:
    """A class with a field that has limits."""

    count: int = f.count()


@attrs.frozen
class Empty:
    """A class without fields."""


def test_cattrs_names_a_python_attribute_and_we_name_the_key() -> None:
    value = {"agency_id": "a1", "from": "soon", "start": "2020-01-01"}
    assert found(value, Employment) == [("bad-date", "/from"), ("unknown-key", "/start")]
    assert found({"agency_id": "a1"}, Employment) == [("missing-key", "")]


def test_cattrs_loses_the_place_of_a_validators_message_and_we_do_not() -> None:
    with pytest.raises(cattrs.ClassValidationError) as caught:
        cattrs.structure({"count": -1}, Counted)
    assert not hasattr(caught.value.exceptions[0], "__notes__")
    assert sample(count=-1) == [("bad-count", "/count")]
    assert "at most" in message({"count": -1}, Sample)


def test_cattrs_stops_at_the_first_bad_validator_and_we_do_not() -> None:
    value = {
        "id": "",
        "name": "x",
        "kind": "police",
        "jurisdiction": "MN",
        "ori": "mn0550100",
        "records_from": "2020-02-30",
    }
    assert found(value, Agency) == [
        ("empty-text", "/id"),
        ("bad-jurisdiction", "/jurisdiction"),
        ("bad-ori", "/ori"),
        ("bad-date", "/records_from"),
    ]


def test_cattrs_takes_an_unknown_annotation_and_we_do_not() -> None:
    kinds: list[Any] = [float, bytes, list[str], dict[str, str], set[str], Any, Literal[1]]
    for kind in kinds:
        with pytest.raises(TypeError, match="no hook"):
            structure("1", kind)


# leaves


@pytest.mark.parametrize(
    "text",
    [
        "2025-1-02",
        "20250102",
        "2025-01-02T00:00:00Z",
        " 2025-01-02",
        "2025-01-02\n",
        "0000-01-01",
        "2025-02-29",
        "2025-W01-1",
        "١٢٣٤-01-01",
        "",
        "-2025-01-02",
    ],
)
def test_a_date_is_written_in_exactly_one_way(text: str) -> None:
    assert sample(day=text) == [("bad-date", "/day")]


def test_a_date_may_be_pythons_own_but_not_a_date_time() -> None:
    day = dt.date(2025, 1, 2)
    assert structure({"day": day}, Sample) == structure({"day": "2025-01-02"}, Sample)
    assert sample(day=dt.datetime(2025, 1, 2, tzinfo=CST)) == [("wrong-type", "/day")]
    assert sample(day=20250102) == [("wrong-type", "/day")]


@pytest.mark.parametrize(
    "text",
    [
        "2025-09-02T08:00:00",
        "2025-09-02 08:00:00Z",
        "2025-09-02t08:00:00Z",
        "2025-09-02T08:00:00z",
        "2025-09-02T08:00Z",
        "2025-09-02T08:00:60Z",
        "2025-09-02T24:00:00Z",
        "2025-09-02T08:00:00.Z",
        "2025-09-02T08:00:00.1234567Z",
        "2025-09-02T08:00:00,5Z",
        "2025-09-02T08:00:00-0500",
        "2025-09-02T08:00:00-05",
        "2025-09-02T08:00:00-24:00",
        "2025-09-02T08:00:00-05:00:30",
        "2025-02-30T08:00:00Z",
        "0000-01-01T00:00:00Z",
        "2025-09-02",
        "",
        "2025-09-02T08:00:00Z\n",
    ],
)
def test_a_date_time_is_strict_rfc_3339(text: str) -> None:
    assert sample(moment=text) == [("bad-date-time", "/moment")]


def test_a_date_time_keeps_its_offset_and_every_microsecond() -> None:
    read = structure({"moment": "2025-09-02T08:00:00.000001-06:00"}, Sample).moment
    assert read == dt.datetime(2025, 9, 2, 8, 0, 0, 1, tzinfo=CST)
    assert read is not None
    assert read.utcoffset() == dt.timedelta(hours=-6)


def test_a_date_time_may_be_pythons_own_if_it_can_be_written() -> None:
    moment = dt.datetime(2025, 9, 2, 8, tzinfo=CST)
    assert structure({"moment": moment}, Sample).moment == moment
    assert sample(moment=moment.replace(tzinfo=None)) == [("bad-date-time", "/moment")]
    odd = dt.timezone(dt.timedelta(seconds=1))
    assert sample(moment=moment.replace(tzinfo=odd)) == [("bad-date-time", "/moment")]
    assert sample(moment=moment.date()) == [("wrong-type", "/moment")]


def test_hours_are_exact() -> None:
    assert structure({"hours": 40}, Sample).hours == Decimal(40)
    assert structure({"hours": Decimal("0.15")}, Sample).hours == Decimal("0.15")
    assert sample(hours=0.5) == [("wrong-type", "/hours")]
    assert message({"hours": 0.5}, Sample) == "Expected an exact decimal, found a binary float."


@pytest.mark.parametrize(
    "hours", ["-1", "1000000", "0.00001", "1e-30", "NaN", "sNaN", "Infinity", "1e999999"]
)
def test_hours_have_limits(hours: str) -> None:
    assert sample(hours=Decimal(hours)) == [("bad-hours", "/hours")]


def test_hours_do_not_depend_on_the_callers_context() -> None:
    with decimal.localcontext(decimal.Context(prec=2, traps=[decimal.Inexact])):
        assert structure({"hours": Decimal("123456.7891")}, Sample).hours is not None
        assert sample(hours=Decimal("123456.78912")) == [("bad-hours", "/hours")]


def test_a_huge_whole_number_is_refused_like_any_other() -> None:
    assert sample(count=10**5000, hours=10**5000) == [
        ("bad-count", "/count"),
        ("bad-hours", "/hours"),
    ]


def test_an_enumeration_takes_its_texts_and_members_only() -> None:
    assert structure({"kind": "police"}, Sample).kind is AgencyKind.POLICE
    assert structure({"kind": AgencyKind.POLICE}, Sample).kind is AgencyKind.POLICE
    for value in ("Police", "POLICE", "", "police "):
        assert sample(kind=value) == [("unknown-value", "/kind")]
    for other in (1, ["police"], None):
        assert sample(kind=other) == [("wrong-type", "/kind")]
    assert "school_police" in message({"kind": "x"}, Sample)


def test_a_literal_takes_its_texts_only() -> None:
    assert structure({"word": "two"}, Sample).word == "two"
    assert sample(word="three") == [("unknown-value", "/word")]
    assert sample(word=2) == [("wrong-type", "/word")]


def test_a_text_is_not_empty_and_can_be_written() -> None:
    assert sample(text="") == [("empty-text", "/text")]
    assert sample(text="\ud800") == [("bad-text", "/text")]


def test_a_subclass_of_a_type_is_another_type() -> None:
    class Name(str):
        """A text that is more than a text."""

        __slots__ = ()

    assert sample(text=Name("x")) == [("wrong-type", "/text")]
    assert sample(text=AgencyKind.POLICE) == [("wrong-type", "/text")]


# containers


def test_a_list_goes_on_to_its_end() -> None:
    assert sample(days=["2025-01-01", 1, "x", None]) == [
        ("wrong-type", "/days/1"),
        ("bad-date", "/days/2"),
        ("wrong-type", "/days/3"),
    ]


def test_a_mapping_goes_on_to_its_end_and_null_may_mean_something() -> None:
    read = structure({"topics": {"law": None, "drugs": 2}}, Sample)
    assert read.topics == {"law": None, "drugs": Decimal(2)}
    assert sample(topics={"a/b": "1", "": 1, "~": -1, 5: 1}) == [
        ("wrong-type", "/topics/5"),
        ("empty-text", "/topics/"),
        ("wrong-type", "/topics/a~1b"),
        ("bad-hours", "/topics/~0"),
    ]


def test_application_data_is_frozen_and_otherwise_untouched() -> None:
    data = {"": [1, -0.5, True, None, {"deep": ["x", ""]}], "tenth": Decimal("0.1")}
    read = structure({"extensions": data}, Sample).extensions
    assert read == {
        "": (1, -0.5, True, None, FrozenMap({"deep": ("x", "")})),
        "tenth": 0.1,
    }
    assert type(read["tenth"]) is float
    hash(read)


def test_application_data_shows_every_problem() -> None:
    data = {
        "a": [float("nan"), float("inf"), 2**53 + 1, 10**400, Decimal("NaN")],
        "b": {"day": dt.date(2025, 1, 1), "half": "\ud800", 1: 1},
        "c": b"bytes",
    }
    assert sample(extensions=data) == [
        *(("bad-number", f"/extensions/a/{position}") for position in range(5)),
        ("wrong-type", "/extensions/b/1"),
        ("wrong-type", "/extensions/b/day"),
        ("bad-text", "/extensions/b/half"),
        ("wrong-type", "/extensions/c"),
    ]
    assert sample(extensions=[]) == [("wrong-type", "/extensions")]


def test_data_that_holds_itself_is_refused() -> None:
    loop: list[object] = []
    loop += [loop, loop]
    assert sample(extensions={"x": loop}) == [("json-depth", "")]


def test_data_is_as_deep_in_a_registry_as_in_a_document() -> None:
    value: list[object] = []
    for _ in range(59):
        value = [value]
    row = {"id": "c", "title": "T", "provider": "P", "extensions": {"x": value}}
    assert len(Registry.build(courses=[row]).courses) == 1
    row["extensions"] = {"x": [value]}
    with pytest.raises(InvalidDocument) as caught:
        Registry.build(courses=[row])
    (item,) = caught.value.problems
    assert (item.code, item.record_id) == ("json-depth", "c")
    assert item.pointer == "/courses/0/extensions/x" + "/0" * 60


def test_an_unknown_key_comes_with_the_key_that_is_meant() -> None:
    assert "did you mean hours?" in message({"huors": 1}, Sample)
    assert "did you mean hours?" in message({"Hours": 1}, Sample)
    assert "did you mean" not in message({"zzz": 1}, Sample)
    value = {"agency_id": "a1", "from": dt.date(2020, 1, 1), "end": dt.date(2021, 1, 1)}
    assert "did you mean to?" in message(value, Employment)


def test_a_strange_key_is_shown_safely() -> None:
    assert sample(**{"a~/b": 1}) == [("unknown-key", "/a~0~1b")]
    for key in ("", "a\nb", "\ud800", "x" * 10_000):
        shown = message({key: 1}, Sample)
        shown.encode()
        assert shown.isprintable()
        assert len(shown) < 300
    assert found({1: 1}, Sample) == [("wrong-type", "/1")]
    assert found({10**5000: 1}, Sample) == [("wrong-type", "/a number")]
    assert found({(1, 2): 1}, Sample) == [("wrong-type", "/a list")]


def test_checks_of_fields_run_though_others_fail() -> None:
    value = {"id": "k1", "officer_id": 1, "hours": -1, "completed_on": "x"}
    assert found(value, Completion) == [
        ("missing-key", ""),
        ("missing-key", ""),
        ("bad-date", "/completed_on"),
        ("bad-hours", "/hours"),
        ("wrong-type", "/officer_id"),
    ]


def test_contradictions_are_looked_for_when_all_fields_are_good() -> None:
    value = {
        "id": "o1",
        "employments": [{"agency_id": "a", "from": "2020-01-02", "to": "2020-01-01"}],
    }
    assert found(value, Officer) == [("ends-before-start", "/employments/0/to")]
    adoption = {"id": "n1", "requirement_id": "x", "by": {}, "from": "2020-01-01"}
    assert found(adoption, Adoption) == [("not-one-of-keys", "/by")]


def test_a_problem_names_the_record_it_is_in() -> None:
    with pytest.raises(InvalidDocument) as caught:
        structure({"id": "o1", "employments": [{}], "name": 1}, Officer)
    assert {item.record_id for item in caught.value.problems} == {"o1"}
    with pytest.raises(InvalidDocument) as caught:
        structure({"id": 5, "employments": []}, Officer)
    assert [item.record_id for item in caught.value.problems] == [None]


def test_what_is_no_object_is_refused() -> None:
    for value in (None, [], "x", 1, [("text", "x")]):
        assert found(value, Sample) == [("wrong-type", "")]


def test_a_record_is_taken_as_it_is() -> None:
    record = Sample(text="x")
    assert structure(record, Sample) is record
    employment = Employment(agency_id="a", start=dt.date(2020, 1, 1))
    officer = structure({"id": "o1", "employments": (employment,)}, Officer)
    assert officer.employments[0] is employment
    assert found(employment, Officer) == [("wrong-type", "")]


# values of several types


def attested(value: object) -> Any:
    fields = {"id": "f", "fact": "x", "stated_by": "y", "from": "2020-01-01", "value": value}
    return structure(fields, Attestation).value


def test_an_attestation_states_a_flag_a_number_or_a_date() -> None:
    assert attested(True) is True
    assert attested(1) == Decimal(1)
    assert type(attested(1)) is Decimal
    assert attested("2025-01-01") == dt.date(2025, 1, 1)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("yes", "bad-date"),
        (Decimal("0.00001"), "bad-hours"),
        (None, "wrong-type"),
        (1.5, "wrong-type"),
        ([], "wrong-type"),
        (dt.datetime(2025, 1, 1, tzinfo=dt.UTC), "wrong-type"),
    ],
)
def test_an_attestation_states_nothing_else(value: object, code: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        attested(value)
    (item,) = caught.value.problems
    assert (item.code, item.pointer) == (code, "/value")
    if code == "wrong-type":
        assert "true or false, a number or a date" in item.message


def test_an_adoption_is_due_on_a_day_or_before_service() -> None:
    fields = {"id": "n", "requirement_id": "x", "by": {"agency_id": "a"}, "from": "2020-01-01"}
    assert structure(fields, Adoption).due is None
    assert structure(fields | {"due": "before_service"}, Adoption).due == "before_service"
    assert structure(fields | {"due": "2025-01-01"}, Adoption).due == dt.date(2025, 1, 1)
    assert message(fields | {"due": "soon"}, Adoption) == (
        "Expected a date or before_service, found a text."
    )
    assert found(fields | {"due": None}, Adoption) == [("wrong-type", "/due")]


# writing


def test_records_are_written_as_they_are_read() -> None:
    value = {
        "id": "c1",
        "title": "T",
        "provider": "P",
        "hours": Decimal("40.50"),
        "topics": {"law": None},
        "codes": [{"code": "x", "from": "2020-01-01"}],
        "recorded_at": "2025-09-02T08:00:00Z",
        "extensions": {"a": [{"b": None}]},
    }
    assert unstructure(structure(value, Course)) == value


def test_what_has_its_default_is_not_written() -> None:
    assert unstructure(Sample()) == {}
    assert unstructure(Sample(flag=False, count=0)) == {"flag": False, "count": 0}


def test_a_meeting_in_a_zone_is_written_with_its_offset() -> None:
    zone = dt.timezone(dt.timedelta(hours=5, minutes=45), "NPT")
    start = dt.datetime(2025, 1, 1, 8, tzinfo=zone)
    meeting = Meeting(starts_at=start, ends_at=start.astimezone(dt.UTC))
    assert unstructure(meeting) == {
        "starts_at": "2025-01-01T08:00:00+05:45",
        "ends_at": "2025-01-01T02:15:00Z",
    }
    assert structure(unstructure(meeting), Meeting) == meeting


# nodes of a rule language


@attrs.frozen(kw_only=True)
class All:
    """Every one of its nodes."""

    all: tuple[Node, ...] = attrs.field()


@attrs.frozen(kw_only=True)
class Not:
    """The opposite of its node."""

    negated: Node = attrs.field(metadata={f.WIRE: "not"})


@attrs.frozen(kw_only=True)
class Fact:
    """A fact, and perhaps a node for when it is not known."""

    fact: str = f.text()
    otherwise: Node | None = attrs.field(default=None, metadata={f.WIRE: "else"})

    def __attrs_post_init__(self) -> None:
        if self.fact == "contradiction":
            raise InvalidRecord([problem("pack-bad-rule", "/fact", detail="It cannot be.")])


Node = All | Not | Fact


@attrs.frozen(kw_only=True)
class Rule:
    """A rule with a condition."""

    id: str = f.text()
    when: Node | None = attrs.field(default=None)
    any_of: tuple[Node, ...] = attrs.field(default=())


def test_the_tag_chooses_the_class_however_deep() -> None:
    value = {
        "id": "r1",
        "when": {"all": [{"fact": "a"}, {"not": {"all": [{"fact": "b", "else": {"fact": "c"}}]}}]},
    }
    rule = structure(value, Rule)
    inner = All(all=(Fact(fact="b", otherwise=Fact(fact="c")),))
    assert rule.when == All(all=(Fact(fact="a"), Not(negated=inner)))
    assert unstructure(rule) == value
    assert structure({"id": "r1", "when": Fact(fact="a")}, Rule).when == Fact(fact="a")


def test_problems_inside_nodes_have_their_whole_pointer() -> None:
    value = {
        "id": "r1",
        "when": {"all": [{"not": {"fact": 1}}, {"fact": "contradiction"}, {"fact": "x", "els": 1}]},
        "any_of": [{"fact": "a"}, 1],
    }
    with pytest.raises(InvalidDocument) as caught:
        structure(value, Rule)
    assert [(item.code, item.pointer, item.record_id) for item in caught.value.problems] == [
        ("wrong-type", "/any_of/1", "r1"),
        ("wrong-type", "/when/all/0/not/fact", "r1"),
        ("pack-bad-rule", "/when/all/1/fact", "r1"),
        ("unknown-key", "/when/all/2/els", "r1"),
    ]


@pytest.mark.parametrize(
    "node", [{}, {"nothing": 1}, {"all": [], "not": {"fact": "x"}}, {"else": {"fact": "x"}}]
)
def test_a_node_has_exactly_one_tag(node: object) -> None:
    value = {"id": "r1", "when": node}
    assert found(value, Rule) == [("pack-needs-node", "/when")]
    assert "all, not, fact" in message(value, Rule)


@pytest.mark.parametrize(
    ("node", "hint"),
    [
        ({"al": []}, "; did you mean all?"),
        ({"all": [], "not": {"fact": "x"}}, "; found all and not."),
        ({"zebra": 1}, "not, fact."),
        ({}, "not, fact."),
    ],
)
def test_a_node_without_its_tag_says_what_may_be_meant(node: object, hint: str) -> None:
    assert message({"id": "r1", "when": node}, Rule).endswith(hint)


def test_a_node_that_may_be_left_out_is_not_null() -> None:
    assert structure({"id": "r1"}, Rule).when is None
    assert found({"id": "r1", "when": None}, Rule) == [("wrong-type", "/when")]


def test_a_union_can_be_read_by_itself() -> None:
    assert structure({"fact": "x"}, Node) == Fact(fact="x")  # type: ignore[arg-type]


def test_two_nodes_with_one_tag_are_a_mistake_of_ours() -> None:
    @attrs.frozen
    class Other:
        """Has the tag of another."""

        fact: str

    with pytest.raises(TypeError, match="fact"):
        structure({"fact": "x"}, Fact | Other)  # type: ignore[arg-type]


@pytest.mark.parametrize("depth", [70, 100_000])
def test_nodes_are_not_nested_without_end(depth: int) -> None:
    value: dict[str, object] = {"fact": "x"}
    for _ in range(depth):
        value = {"not": value}
    assert found({"id": "r", "when": value}, Rule) == [("json-depth", "")]
    # Take it apart from the outside, because freeing it at once would recurse as deep.
    while isinstance(inner := value.pop("not", None), dict):
        value = inner


def test_errors_pickle() -> None:
    with pytest.raises(InvalidDocument) as caught:
        structure({"id": 1, "state": "x"}, Enrollment)
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.problems == caught.value.problems
    assert str(again) == str(caught.value)


def test_the_limit_of_digits_is_not_met() -> None:
    assert sys.get_int_max_str_digits() < 5000
    assert found({"9" * 5000: 1}, Sample)[0][0] == "unknown-key"
