"""Strategies of whole small registries: referentially valid, and near the edges of rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from sro_core.models import (
    Adopter,
    AgreementKind,
    Assignment,
    DistrictKind,
    License,
    LicenseState,
    Officer,
    PlanKind,
    Role,
    SafetyPlan,
    SchoolYear,
    Void,
)
from sro_core.registry import Registry
from sro_core.rules import Rulebook
from sro_core.rules.events import Period
from sro_core.rules.facts import AttestedFact, FactValue
from sro_core.testing import _records as records
from sro_core.testing._dates import DAYS_THAT_MATTER, instants, interesting_dates

__all__ = ["days_of", "judged_days", "periods_of", "registries", "registries_for"]

#: Whole days between two assignments, around the usual bridge; below 0 they overlap.
_GAPS: Final = (0, 120, 121, 119, 1, -30, 31, 400)
#: Days that an assignment lasts; None is open.
_LENGTHS: Final = (None, 280, 30, 1, 900)
_ONE_DAY: Final = dt.timedelta(days=1)
_LAST_SUMMERS: Final = (2015, 2018, 2021, 2024, 2027)


def days_of(value: Any) -> Iterator[dt.date]:
    """Every day that a record, a rule or anything inside it names."""
    if type(value) is dt.date:
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from days_of(item)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from days_of(getattr(value, field.name))


def periods_of(value: Any) -> Iterator[Period]:
    """Every period that a rule or anything inside it names."""
    if isinstance(value, Period):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from periods_of(item)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from periods_of(getattr(value, field.name))


def judged_days(registry: Registry, rulebook: Rulebook) -> st.SearchStrategy[dt.date]:
    """Days to judge on: those that records and rules name, later by a rule's period, and beside.

    Args:
        registry: What is judged.
        rulebook: By which rules.

    """
    named = {*days_of(registry), *days_of(rulebook), *DAYS_THAT_MATTER}
    usual = dict.fromkeys(
        [
            *DAYS_THAT_MATTER,
            *sorted(day for day in named if 2000 <= day.year <= 2090),
        ]
    )
    periods = {item.years * 366 + item.months * 31 for item in periods_of(rulebook)}
    lengths = [0, *sorted(days for days in periods if 0 < days < 4000)]

    def moved(day: dt.date, days: int, offset: int) -> dt.date:
        return day + dt.timedelta(days=days + offset)

    return st.builds(
        moved,
        st.sampled_from(tuple(usual)),
        st.sampled_from(lengths) | st.just(0),
        st.sampled_from((0, -1, 1)),
    )


def registries(
    *,
    jurisdictions: Sequence[str] = ("US-MN",),
    max_officers: int = 2,
    codes: Sequence[str] = ("us-mn.post-sro", "nasro.basic-sro"),
    facts: Sequence[AttestedFact] = (),
    requirement_ids: Sequence[str] = (),
    topics: Sequence[str] = (),
    license_kinds: Sequence[str] = ("peace_officer",),
    funding: Sequence[str] = (),
    days: Iterable[dt.date] = (),
) -> st.SearchStrategy[Registry]:
    """Small registries whose references all exist and whose days are near those of rules.

    Args:
        jurisdictions: Where agencies and districts are; mostly in the first.
        max_officers: At most so many officers.
        codes: Codes that courses carry.
        facts: Facts that attestations state.
        requirement_ids: Requirements that are waived or adopted.
        topics: Topics that courses state.
        license_kinds: Kinds of licenses and certifications that officers hold.
        funding: Words for funds behind agreements.
        days: Days that matter, beside the usual ones.

    """
    return _registries(
        jurisdictions=tuple(jurisdictions),
        max_officers=max_officers,
        codes=tuple(codes),
        facts=tuple(facts),
        requirement_ids=tuple(requirement_ids),
        topics=tuple(topics),
        license_kinds=tuple(license_kinds),
        funding=tuple(funding),
        near=interesting_dates((*DAYS_THAT_MATTER, *sorted(set(days)))),
    )


def registries_for(
    rulebook: Rulebook, *, max_officers: int = 2, elsewhere: Sequence[str] = ()
) -> st.SearchStrategy[Registry]:
    """Registries that a rulebook's requirements meet: its places, codes, facts and days.

    Args:
        rulebook: The rules.
        max_officers: At most so many officers.
        elsewhere: Jurisdictions beside those of the packs.

    """
    packs = rulebook.packs
    places = [pack.jurisdiction for pack in packs if pack.jurisdiction not in (None, "US")]
    return registries(
        jurisdictions=[*(place for place in places if place), *elsewhere] or ["US-MN"],
        max_officers=max_officers,
        codes=[item.code for pack in packs for item in pack.codes] or ["x.course"],
        facts=[item for pack in packs for item in pack.facts],
        requirement_ids=[item.id for pack in packs for item in pack.requirements],
        topics=[item.word for pack in packs for item in pack.topics],
        license_kinds=[item.word for pack in packs for item in pack.licenses] or ["peace_officer"],
        funding=[item.word for pack in packs for item in pack.funding],
        days=[day for day in days_of(rulebook) if 2000 <= day.year <= 2090],
    )


@st.composite
def _registries(
    draw: st.DrawFn,
    *,
    jurisdictions: tuple[str, ...],
    max_officers: int,
    codes: tuple[str, ...],
    facts: tuple[AttestedFact, ...],
    requirement_ids: tuple[str, ...],
    topics: tuple[str, ...],
    license_kinds: tuple[str, ...],
    funding: tuple[str, ...],
    near: st.SearchStrategy[dt.date],
) -> Registry:
    def some(prefix: str, least: int, most: int) -> list[str]:
        return [f"{prefix}{number + 1}" for number in range(draw(st.integers(least, most)))]

    def maybe(*choices: Any) -> st.SearchStrategy[Any]:
        return st.sampled_from((None, *choices))

    place = st.sampled_from([*jurisdictions[:1] * 4, *jurisdictions])
    agency_ids = some("a", 1, 2)
    agencies = [
        draw(
            records.agencies(
                id=st.just(identifier),
                jurisdiction=place,
                records_from=st.none() | st.none() | near,
            )
        )
        for identifier in agency_ids
    ]
    district_ids = some("d", 1, 2)
    districts = [
        draw(
            records.districts(
                id=st.just(identifier),
                jurisdiction=place,
                kind=st.sampled_from((DistrictKind.PUBLIC, *DistrictKind)),
                school_years=st.just(()) | _runs_of_school_years(),
            )
        )
        for identifier in district_ids
    ]
    schools = [
        draw(records.schools(id=st.just(identifier), district_id=st.sampled_from(district_ids)))
        for identifier in some("s", 0, 2)
    ]
    agreements = [
        draw(
            records.agreements(
                id=st.just(identifier),
                agency_id=st.sampled_from(agency_ids),
                district_id=st.sampled_from(district_ids),
                kind=maybe(*AgreementKind),
                signed_on=near,
                start=near,
                end=st.none() | near,
                funding=st.lists(st.sampled_from(funding), max_size=1).map(tuple)
                if funding
                else st.just(()),
            )
        )
        for identifier in some("g", 0, 2)
    ]
    officers: list[Officer] = []
    assignments: list[Assignment] = []
    for officer_id in some("o", 1, max_officers):
        mine = _posted(
            draw,
            officer_id,
            first=len(assignments) + 1,
            near=near,
            agency_ids=agency_ids,
            district_ids=district_ids,
            school_ids=[item.id for item in schools],
            agreement_ids=[item.id for item in agreements],
        )
        assignments.extend(mine)
        officers.append(
            Officer(
                id=officer_id,
                employments=tuple(
                    draw(
                        st.lists(
                            records.employments(
                                agency_id=st.sampled_from(agency_ids),
                                start=near,
                                end=st.none() | near,
                            ),
                            max_size=2,
                        )
                    )
                ),
                licenses=tuple(
                    entry
                    for kind in license_kinds
                    for entry in draw(_runs_of_licenses(kind, jurisdictions[0], near))
                ),
            )
        )
    officer_ids = [item.id for item in officers]
    plans = draw(_runs_of_plans(agency_ids, district_ids, near))
    reviews = [
        draw(
            records.plan_reviews(
                id=st.just(identifier),
                officer_id=st.sampled_from(officer_ids),
                plan_id=st.sampled_from([item.id for item in plans]),
                reviewed_on=near,
            )
        )
        for identifier in (some("w", 0, 2) if plans else ())
    ]
    courses = [
        draw(records.courses(id=st.just(identifier), codes_from=codes, topics_from=topics))
        for identifier in some("c", 1, 3)
    ]
    sessions = [
        draw(
            records.sessions(
                id=st.just(identifier), course_id=st.sampled_from([item.id for item in courses])
            )
        )
        for identifier in some("n", 0, 1)
    ]
    enrollments = [
        draw(
            records.enrollments(
                id=st.just(identifier),
                session_id=st.sampled_from([item.id for item in sessions]),
                officer_id=st.sampled_from(officer_ids),
            )
        )
        for identifier in (some("e", 0, 1) if sessions else ())
    ]
    completions = [
        draw(
            records.completions(
                id=st.just(identifier),
                officer_id=st.sampled_from(officer_ids),
                course_id=st.sampled_from([item.id for item in courses]),
                session_id=maybe(*(item.id for item in sessions)),
                completed_on=near,
            )
        )
        for identifier in some("k", 0, 5)
    ]
    waivers = [
        draw(
            records.waivers(
                id=st.just(identifier),
                officer_id=st.sampled_from(officer_ids),
                requirement_id=st.sampled_from(requirement_ids),
                granted_on=near,
                start=near,
                end=st.none() | near,
                due_on=near,
            )
        )
        for identifier in (some("x", 0, 2) if requirement_ids else ())
    ]
    adopters = [
        *(Adopter(agency_id=identifier) for identifier in agency_ids),
        *(Adopter(district_id=identifier) for identifier in district_ids),
        *(Adopter(agreement_id=item.id) for item in agreements),
    ]
    adoptions = [
        draw(
            records.adoptions(
                id=st.just(identifier),
                requirement_id=st.sampled_from(requirement_ids),
                by=st.sampled_from(adopters),
                start=near,
                end=st.none() | near,
                due=st.sampled_from((None, "before_service")) | near,
            )
        )
        for identifier in (some("y", 0, 3) if requirement_ids else ())
    ]
    attestations = []
    for identifier in some("t", 0, 4) if facts else ():
        fact = draw(st.sampled_from(facts))
        about = {
            "officer_id": officer_ids,
            "assignment_id": [item.id for item in assignments],
            "agency_id": agency_ids,
            "district_id": district_ids,
            "school_id": [item.id for item in schools],
            "agreement_id": [item.id for item in agreements],
        }
        named = draw(
            st.sampled_from((None, *(name for name, some_ids in about.items() if some_ids)))
        )
        attestations.append(
            draw(
                records.attestations(
                    id=st.just(identifier),
                    fact=st.just(fact.fact),
                    value=_values(fact.value, near),
                    start=near,
                    end=st.none() | near,
                    **({named: st.sampled_from(about[named])} if named else {}),
                )
            )
        )
    return Registry(
        agencies=tuple(agencies),
        districts=tuple(districts),
        schools=tuple(schools),
        officers=tuple(officers),
        agreements=_some_voided(draw, agreements),
        assignments=_some_voided(draw, assignments),
        safety_plans=_some_voided(draw, plans),
        plan_reviews=tuple(reviews),
        courses=_some_voided(draw, courses),
        sessions=tuple(sessions),
        enrollments=tuple(enrollments),
        completions=_some_voided(draw, completions),
        waivers=_some_voided(draw, waivers),
        adoptions=tuple(adoptions),
        attestations=_some_voided(draw, attestations),
    )


def _values(value: FactValue, near: st.SearchStrategy[dt.date]) -> st.SearchStrategy[Any]:
    if value is FactValue.NUMBER:
        return st.sampled_from((Decimal(20), Decimal(19), Decimal("20.5")))
    return near if value is FactValue.DATE else st.booleans()


def _some_voided(draw: st.DrawFn, items: Sequence[Any]) -> tuple[Any, ...]:
    """The records, one of them perhaps voided, and perhaps replaced by the next."""
    if not items or not draw(st.sampled_from((False, False, False, True))):
        return tuple(items)
    position = draw(st.integers(0, len(items) - 1))
    item = items[position]
    at = draw(instants())
    if item.recorded_at is not None and at < item.recorded_at:
        at = item.recorded_at
    others = [None, *(other.id for other in items if other is not item)]
    void = Void(at=at, by="registrar", reason="mistake", replaced_by=draw(st.sampled_from(others)))
    return (*items[:position], attrs.evolve(item, voided=void), *items[position + 1 :])


def _posted(
    draw: st.DrawFn,
    officer_id: str,
    *,
    first: int,
    near: st.SearchStrategy[dt.date],
    agency_ids: list[str],
    district_ids: list[str],
    school_ids: list[str],
    agreement_ids: list[str],
) -> list[Assignment]:
    """Assignments of one officer, one after the other, with gaps around the bridge."""
    role = draw(st.sampled_from((Role.SCHOOL_RESOURCE_OFFICER,) * 3 + (Role.SUBSTITUTE,)))
    start = draw(near)
    found: list[Assignment] = []
    for number in range(draw(st.integers(1, 3))):
        length = draw(st.sampled_from(_LENGTHS))
        end = None if length is None else start + dt.timedelta(days=length - 1)
        if number and draw(st.sampled_from((False, False, False, True))):
            role = draw(st.sampled_from((Role.SCHOOL_RESOURCE_OFFICER, Role.SUPERVISOR)))
        found.append(
            draw(
                records.assignments(
                    id=st.just(f"p{first + number}"),
                    officer_id=st.just(officer_id),
                    agency_id=st.sampled_from(agency_ids),
                    district_id=st.sampled_from(district_ids),
                    school_ids=st.lists(st.sampled_from(school_ids), max_size=2, unique=True).map(
                        tuple
                    )
                    if school_ids
                    else st.just(()),
                    role=st.just(role),
                    start=st.just(start),
                    end=st.just(end),
                    agreement_id=st.sampled_from((None, *agreement_ids)),
                    recorded_at=st.sampled_from((None, None, None)) | instants(),
                )
            )
        )
        gap = draw(st.sampled_from(_GAPS))
        start = max(start, (end or start + dt.timedelta(days=60)) + dt.timedelta(days=gap + 1))
    return found


def _runs_of_school_years() -> st.SearchStrategy[tuple[SchoolYear, ...]]:
    """School years that follow one another, some of them left out."""

    def make(first: int, count: int, month_days: list[tuple[int, int]]) -> tuple[SchoolYear, ...]:
        return tuple(
            SchoolYear(
                name=f"{first + number}-{first + number + 1}",
                first_day=dt.date(first + number, *month_days[number % len(month_days)]),
                last_day=dt.date(first + number + 1, 6, 10),
            )
            for number in range(count)
        )

    starts = st.sampled_from(((9, 1), (8, 11), (9, 6), (7, 1)))
    return st.builds(
        make,
        st.integers(2019, 2025),
        st.integers(1, 6),
        st.lists(starts, min_size=1, max_size=2),
    )


def _runs_of_licenses(
    kind: str, jurisdiction: str, near: st.SearchStrategy[dt.date]
) -> st.SearchStrategy[tuple[License, ...]]:
    """No entry; one; or license periods to 30 June of every third year, with gaps."""

    def periods(from_year: int, to_year: int, missing: int | None) -> tuple[License, ...]:
        return tuple(
            License(
                kind=kind,
                jurisdiction=jurisdiction,
                start=dt.date(year, 7, 1),
                end=dt.date(year + 3, 6, 30),
            )
            for year in _LAST_SUMMERS
            if from_year <= year <= to_year and year != missing
        )

    summers = st.sampled_from(_LAST_SUMMERS)
    one = records.licenses(
        kind=st.just(kind),
        jurisdiction=st.sampled_from((jurisdiction, jurisdiction, "US-WI")),
        start=near,
        end=st.none() | near,
        state=st.sampled_from((LicenseState.ACTIVE, *LicenseState)),
    )
    return st.one_of(
        st.just(()),
        st.builds(periods, summers, summers, st.none() | summers),
        st.lists(one, min_size=1, max_size=2).map(tuple),
    )


@st.composite
def _runs_of_plans(
    draw: st.DrawFn,
    agency_ids: list[str],
    district_ids: list[str],
    near: st.SearchStrategy[dt.date],
) -> list[SafetyPlan]:
    """Versions of one plan that follow one another."""
    days = sorted(set(draw(st.lists(near, max_size=3))))
    agency_id = draw(st.sampled_from(agency_ids))
    district_id = draw(st.sampled_from(district_ids))
    last = draw(st.none() | st.just(280))
    found = []
    for number, day in enumerate(days):
        if number + 1 < len(days):
            end: dt.date | None = days[number + 1] - _ONE_DAY
        else:
            end = None if last is None else day + dt.timedelta(days=last)
        found.append(
            SafetyPlan(
                id=f"v{number + 1}",
                district_id=district_id,
                agency_id=agency_id,
                kind=PlanKind.THREAT_RESPONSE,
                version=str(number + 1),
                start=day,
                end=end,
            )
        )
    return found
