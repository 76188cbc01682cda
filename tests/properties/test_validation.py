"""What `validate` finds: the one fault that was planted, and nothing in what makes sense."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from random import Random
from typing import Any, Final

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import sro_core as sro
from sro_core import testing
from sro_core.models import KINDS, Meeting, SessionState, Void
from sro_core.packs import bundled
from sro_core.problems import CODES, Problem
from sro_core.rules import Rulebook
from sro_core.testing import (
    FAULTS,
    KNOWN_AT,
    Faulty,
    registries_for,
    registries_with_fault,
    rulebooks,
    valid_registries,
)

#: There are many codes, so that each gets fewer examples.
_FEWER = settings(max_examples=max(1, settings().max_examples // 4))

_LONG_AGO: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SECOND: Final = dt.timedelta(seconds=1)
#: A day and a moment after all that these registries hold.
_LATER: Final[dict[str, Any]] = {
    "as_of": dt.date(2100, 1, 1),
    "known_at": dt.datetime(2100, 1, 1, tzinfo=dt.UTC),
}
#: Faults in an empty registry: what they consist of, and nothing else.
_ALONE: Final = st.just(sro.Registry())


def _question_of(faulty: Faulty) -> dict[str, Any]:
    """What must be asked for the fault to show."""
    asked = {"as_of": faulty.as_of, "known_at": faulty.known_at}
    return {name: value for name, value in asked.items() if value is not None}


def _problems_of(faulty: Faulty, **asked: Any) -> tuple[Problem, ...]:
    return sro.validate(faulty.registry, **{**asked, **_question_of(faulty)})


def _check_that_the_fault_is_found(faulty: Faulty, **asked: Any) -> None:
    found = [(problem.code, problem.pointer) for problem in _problems_of(faulty, **asked)]
    places = (faulty.pointer, *faulty.also)
    assert sorted(found) == sorted((faulty.code, place) for place in places)


@pytest.mark.parametrize("code", FAULTS)
@given(data=st.data())
def test_one_fault_is_found_where_it_is(code: str, data: st.DataObject) -> None:
    """Of what a fault consists of, `validate` finds the fault at its place, and nothing else."""
    _check_that_the_fault_is_found(data.draw(registries_with_fault(code, into=_ALONE)))


@pytest.mark.parametrize("code", FAULTS)
@_FEWER
@given(data=st.data())
def test_one_fault_is_found_among_what_makes_sense(code: str, data: st.DataObject) -> None:
    """In a valid registry with one fault it is found at its place, and nothing else is.

    It does not matter whether a day or a moment after all of it is asked about.
    """
    faulty = data.draw(registries_with_fault(code))
    _check_that_the_fault_is_found(faulty, **data.draw(st.sampled_from(({}, _LATER))))


#: Of records after a day or moment, and of assignments that run on until the day asked about.
_OF_THE_QUESTION: Final = (
    "agreement-lapsed",
    "dated-after-as-of",
    "recorded-after-as-of",
    "recorded-after-known-at",
    "safety-plan-gap",
)


@pytest.mark.parametrize("code", _OF_THE_QUESTION)
@given(data=st.data())
def test_a_fault_of_the_question_is_found_only_when_asked(code: str, data: st.DataObject) -> None:
    """What is wrong only about a certain day or moment is not found without asking about it."""
    faulty = data.draw(registries_with_fault(code, into=_ALONE))
    if _question_of(faulty):
        assert code not in {problem.code for problem in sro.validate(faulty.registry)}


@given(valid_registries(max_officers=3), st.sampled_from(({}, _LATER)))
def test_nothing_is_found_in_a_registry_that_makes_sense(
    registry: sro.Registry, asked: dict[str, Any]
) -> None:
    """`validate` has no error, no warning and no notice for a valid registry."""
    assert sro.validate(registry, **asked) == ()


@given(st.data())
def test_what_makes_sense_depends_on_the_rulebook(data: st.DataObject) -> None:
    """A registry in the words of a rulebook is valid by it."""
    rulebook: Rulebook = data.draw(rulebooks())
    registry = data.draw(valid_registries(rulebook=rulebook))
    assert sro.validate(registry, rulebook=rulebook) == ()


# pointers -----------------------------------------------------------------------------------


def _record_at(registry: sro.Registry, pointer: str) -> Any:
    """The record that a pointer leads into; the rest must lead to a field of it."""
    _empty, kind, position, *rest = pointer.split("/")
    record = value = getattr(registry, kind)[int(position)]
    for token in rest:
        if type(value) is tuple:
            value = value[int(token)]
        else:
            value = getattr(value, {"from": "start", "to": "end"}.get(token, token))
    return record


@_FEWER
@given(st.sampled_from(FAULTS).flatmap(registries_with_fault))
def test_a_problem_is_one_of_a_code_and_a_record(faulty: Faulty) -> None:
    """Every problem has a known code with its severity, and its pointer leads into its record."""
    for problem in _problems_of(faulty):
        assert problem.severity is CODES[problem.code].severity
        assert _record_at(faulty.registry, problem.pointer).id == problem.record_id


# order --------------------------------------------------------------------------------------

#: Of two records that are alike the later one is named; which that is depends on the order.
_OF_TWO_ALIKE: Final = {
    "completion-repeated",
    "enrolled-twice",
    "identifier-shared",
    "license-number-shared",
}


@_FEWER
@given(st.sampled_from(FAULTS).flatmap(registries_with_fault), st.randoms(use_true_random=False))
def test_the_order_of_lists_changes_only_pointers(faulty: Faulty, random: Random) -> None:
    """The same records in another order have the same problems, at their new places."""
    lists: dict[str, Any] = {
        kind: tuple(random.sample(records, len(records)))
        for kind, records in faulty.registry.lists()
    }
    shuffled = attrs.evolve(faulty, registry=sro.Registry(**lists))
    one, other = _problems_of(faulty), _problems_of(shuffled)
    assert Counter(item.code for item in one) == Counter(item.code for item in other)
    if faulty.code not in _OF_TWO_ALIKE:
        assert {item.record_id for item in one} == {item.record_id for item in other}
        assert {item.message for item in one} == {item.message for item in other}


# records that were taken back ------------------------------------------------------------------


@_FEWER
@given(st.sampled_from(FAULTS).flatmap(registries_with_fault), st.booleans())
def test_a_record_that_was_taken_back_is_not_judged(faulty: Faulty, replaced: bool) -> None:
    """A copy of the faulty record that was voided long ago, or replaced by it, changes nothing.

    It cannot have been replaced by what came on file after the moment asked about.
    """
    _empty, kind, position, *_rest = faulty.pointer.split("/")
    record = getattr(faulty.registry, kind)[int(position)]
    by = record.id if replaced and faulty.known_at is None else None
    void = Void(at=_LONG_AGO, by="x", reason="x", replaced_by=by)
    copy = attrs.evolve(record, id="copy", recorded_at=None, voided=void)
    lists: dict[str, Any] = {kind: (*getattr(faulty.registry, kind), copy)}
    more = attrs.evolve(faulty, registry=attrs.evolve(faulty.registry, **lists))
    assert _problems_of(more) == _problems_of(faulty)


@_FEWER
@given(st.sampled_from(FAULTS).flatmap(registries_with_fault), st.booleans())
def test_a_mark_that_came_later_changes_nothing(faulty: Faulty, replaced: bool) -> None:
    """Who asks what was known at a moment gets what was on file then, voided later or not."""
    _empty, kind, position, *_rest = faulty.pointer.split("/")
    records = getattr(faulty.registry, kind)
    record = records[int(position)]
    assume(record.voided is None)
    void = Void(
        at=_LATER["known_at"] + _SECOND,
        by="x",
        reason="x",
        replaced_by="nowhere" if replaced else None,
    )
    lists: dict[str, Any] = {
        kind: tuple(attrs.evolve(item, voided=void) if item is record else item for item in records)
    }
    marked = attrs.evolve(faulty, registry=attrs.evolve(faulty.registry, **lists))
    asked = {"known_at": _LATER["known_at"]}
    assert _problems_of(marked, **asked) == _problems_of(faulty, **asked)


# whatever it is given ---------------------------------------------------------------------------

_DAYS = st.dates() | st.sampled_from((dt.date.min, dt.date.max, dt.date(2025, 9, 1)))
_OFFSETS = st.sampled_from([dt.timezone(dt.timedelta(hours=hours)) for hours in (0, -5, 14, -12)])
_MOMENTS = st.datetimes(timezones=_OFFSETS) | st.sampled_from(
    (
        dt.datetime.min.replace(tzinfo=dt.UTC),
        dt.datetime.max.replace(tzinfo=dt.UTC),
        dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=14))),
        dt.datetime.max.replace(tzinfo=dt.timezone(dt.timedelta(hours=-12))),
        KNOWN_AT,
    )
)
_MAYBE_DAY = st.none() | _DAYS
_IDS: Final = {
    "officer_id": "o",
    "agency_id": "a",
    "district_id": "d",
    "school_id": "s",
    "agreement_id": "g",
    "assignment_id": "p",
    "plan_id": "v",
    "course_id": "c",
    "session_id": "n",
}


def _fields(kind: str) -> dict[str, st.SearchStrategy[Any]]:
    """Strategies of the fields that the usual ones keep near what makes sense."""
    fields: dict[str, st.SearchStrategy[Any]] = {"recorded_at": st.none() | _MOMENTS}
    for field in attrs.fields(KINDS[kind]):
        if field.name in _IDS:
            needed = field.default is attrs.NOTHING
            ids = testing.ids(_IDS[field.name], count=3)
            fields[field.name] = ids if needed else st.none() | ids
        elif field.type == "dt.date":
            fields[field.name] = _DAYS
        elif field.type == "dt.date | None":
            fields[field.name] = _MAYBE_DAY
    dated = {"start": _DAYS, "end": _MAYBE_DAY}
    more: dict[str, dict[str, st.SearchStrategy[Any]]] = {
        "agencies": {"ori": st.none() | st.from_regex(r"[A-Z]{2}[A-Z0-9]{7}", fullmatch=True)},
        "schools": {"nces_id": st.none() | st.from_regex(r"[0-9]{12}", fullmatch=True)},
        "districts": {
            "nces_id": st.none() | st.from_regex(r"[0-9]{7}", fullmatch=True),
            "school_years": st.lists(
                testing.school_years(first_day=_DAYS, last_day=_DAYS), max_size=2
            ).map(tuple),
        },
        "officers": {
            "employments": st.lists(testing.employments(**dated), max_size=3).map(tuple),
            "licenses": st.lists(
                testing.licenses(number=st.none() | st.text(min_size=1, max_size=3), **dated),
                max_size=2,
            ).map(tuple),
        },
        "assignments": {"school_ids": st.lists(testing.ids("s"), max_size=2).map(tuple)},
        "sessions": {
            "meetings": st.lists(
                st.builds(Meeting, starts_at=_MOMENTS, ends_at=_MOMENTS), max_size=3
            ).map(tuple),
            "time_zone": st.sampled_from(("America/Chicago", "Pacific/Kiritimati", "UTC")),
            "state": st.sampled_from(SessionState),
            "capacity": st.none() | st.integers(0, 2),
        },
        "enrollments": {"attended_minutes": st.none() | st.integers(0, 10_000_000)},
        "waivers": {"due_on": _DAYS},
        "attestations": {"value": st.booleans() | testing.hours() | _DAYS},
    }
    return fields | more.get(kind, {})


def _marked(record: Any, void: Void | None) -> Any:
    if void is None or void.replaced_by == record.id:
        return record
    return attrs.evolve(record, recorded_at=None, voided=void)


#: With which letter the ids of each list begin.
_LETTERS: Final = dict(zip(KINDS, "a d s o g p v w c n e k x y t".split(), strict=True))


def _lists_of(kind: str) -> st.SearchStrategy[tuple[Any, ...]]:
    ids = testing.ids(_LETTERS[kind])
    voids = st.builds(
        Void,
        at=_MOMENTS,
        by=st.just("x"),
        reason=st.just("x"),
        replaced_by=st.none() | ids,
    )
    records = getattr(testing, kind)(id=ids, **_fields(kind))
    marked = st.builds(_marked, records, st.none() | st.none() | voids)
    return st.lists(marked, max_size=3, unique_by=lambda record: record.id).map(tuple)


_ANY = st.builds(sro.Registry, **{kind: _lists_of(kind) for kind in KINDS})


@given(st.one_of(_ANY, registries_for(bundled())), _MAYBE_DAY, st.none() | _MOMENTS)
def test_no_registry_makes_it_raise(
    registry: sro.Registry, as_of: dt.date | None, known_at: dt.datetime | None
) -> None:
    """Whatever a registry holds and whatever day is asked about, `validate` answers."""
    problems = sro.validate(registry, as_of=as_of, known_at=known_at)
    assert {problem.code for problem in problems} <= set(FAULTS)
    for problem in problems:
        assert _record_at(registry, problem.pointer).id == problem.record_id


@given(st.one_of(_ANY, registries_for(bundled())), st.randoms(use_true_random=False))
def test_the_order_of_any_registry_does_not_matter(registry: sro.Registry, random: Random) -> None:
    """In another order a registry has problems of the same codes."""
    lists: dict[str, Any] = {
        kind: tuple(random.sample(records, len(records))) for kind, records in registry.lists()
    }
    one, other = sro.validate(registry), sro.validate(sro.Registry(**lists))
    assert {problem.code for problem in one} == {problem.code for problem in other}
