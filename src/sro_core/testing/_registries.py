"""Strategies of whole small registries: referentially valid, and near the edges of rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import attrs
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from sro_core.identifiers import JURISDICTIONS
from sro_core.models import (
    BEFORE_SERVICE,
    Adopter,
    AgencyKind,
    AgreementKind,
    Assignment,
    Course,
    CourseCode,
    DistrictKind,
    Employment,
    FrozenMap,
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
from sro_core.rules.facts import AttestedFact, FactValue
from sro_core.testing import _records as records
from sro_core.testing._dates import DAYS_THAT_MATTER, KNOWN_AT, instants, interesting_dates
from sro_core.testing._records import ids
from sro_core.testing._rule_dates import days_of

__all__ = ["registries", "registries_for"]

#: Whole days between two assignments, around the usual bridge; below 0 they overlap.
_GAPS: Final = (0, 120, 121, 119, 1, -30, 31, 400)
#: Days that an assignment lasts; None is open.
_LENGTHS: Final = (None, 280, None, 900, 30, 1)
_MOST_COMPLETIONS: Final = 5
_ONE_DAY: Final = dt.timedelta(days=1)
_NEAR: Final = frozenset(
    day + offset * _ONE_DAY for day in DAYS_THAT_MATTER for offset in (-1, 0, 1)
)
_LAST_SUMMERS: Final = (2015, 2018, 2021, 2024, 2027)


def registries(
    *,
    jurisdictions: Sequence[str] = ("US-MN",),
    max_officers: int = 2,
    min_completions: int = 0,
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
        max_officers: At most so many officers, of 1 or more.
        min_completions: At least so many completions, of 5 at most.
        codes: Codes that courses carry.
        facts: Facts that attestations state.
        requirement_ids: Requirements that are waived or adopted.
        topics: Topics that courses state.
        license_kinds: Kinds of licenses and certifications that officers hold.
        funding: Words for funds behind agreements.
        days: Days that matter, beside the usual ones.

    Raises:
        InvalidArgument: There is no jurisdiction or code, a jurisdiction is none, or a
            number is out of its range.
    """
    _check_sizes(max_officers, min_completions)
    for name, values in (("jurisdictions", jurisdictions), ("codes", codes)):
        if not values:
            raise InvalidArgument(f"{name}: at least one is needed")
    for place in jurisdictions:
        if place not in JURISDICTIONS:
            raise InvalidArgument(f"jurisdictions: {place!r} is none")
    return _registries(
        jurisdictions=tuple(jurisdictions),
        max_officers=max_officers,
        min_completions=min_completions,
        codes=tuple(codes),
        facts=tuple(facts),
        requirement_ids=tuple(requirement_ids),
        topics=tuple(topics),
        license_kinds=tuple(license_kinds),
        funding=tuple(funding),
        days=tuple(sorted(set(days) - _NEAR)),
    )


def registries_for(
    rulebook: Rulebook,
    *,
    max_officers: int = 2,
    min_completions: int = 0,
    elsewhere: Sequence[str] = (),
) -> st.SearchStrategy[Registry]:
    """Registries that a rulebook's requirements meet: its places, codes, facts and days.

    Args:
        rulebook: The rules.
        max_officers: At most so many officers, of 1 or more.
        min_completions: At least so many completions, of 5 at most.
        elsewhere: Jurisdictions beside those of the packs.

    Raises:
        InvalidArgument: A jurisdiction is none, or a number is out of its range.
    """
    packs = rulebook.packs
    places = [pack.jurisdiction for pack in packs if pack.jurisdiction not in (None, "US")]
    return registries(
        jurisdictions=[*(place for place in places if place), *elsewhere] or ["US-MN"],
        max_officers=max_officers,
        min_completions=min_completions,
        codes=[item.code for pack in packs for item in pack.codes] or ["x.course"],
        facts=[item for pack in packs for item in pack.facts],
        requirement_ids=[item.id for pack in packs for item in pack.requirements],
        topics=[item.word for pack in packs for item in pack.topics],
        license_kinds=[item.word for pack in packs for item in pack.licenses] or ["peace_officer"],
        funding=[item.word for pack in packs for item in pack.funding],
        days=[day for day in days_of(rulebook) if 2000 <= day.year <= 2090],
    )


def _check_sizes(max_officers: int, min_completions: int) -> None:
    if type(max_officers) is not int or max_officers < 1:
        raise InvalidArgument(f"{max_officers=}: a whole number, 1 or more, is needed")
    if type(min_completions) is not int or not 0 <= min_completions <= _MOST_COMPLETIONS:
        raise InvalidArgument(
            f"{min_completions=}: a whole number from 0 to {_MOST_COMPLETIONS} is needed"
        )


@lru_cache(maxsize=128)
def _registries(
    *,
    jurisdictions: tuple[str, ...],
    max_officers: int,
    min_completions: int,
    codes: tuple[str, ...],
    facts: tuple[AttestedFact, ...],
    requirement_ids: tuple[str, ...],
    topics: tuple[str, ...],
    license_kinds: tuple[str, ...],
    funding: tuple[str, ...],
    days: tuple[dt.date, ...],
) -> st.SearchStrategy[Registry]:
    """Lists of records that name each other by position; put together afterwards.

    Built once for each vocabulary: building strategies costs more than drawing.
    """
    near = interesting_dates(days=(*DAYS_THAT_MATTER, *days))
    maybe_near = st.none() | near
    seldom_near = st.sampled_from((False,) * 5 + (True,)).flatmap(
        lambda wanted: near if wanted else st.none()
    )
    place = st.sampled_from((*jurisdictions[:1] * 4, *jurisdictions))
    some: dict[str, st.SearchStrategy[Any]] = {
        "agencies": records.agencies(
            kind=st.sampled_from(tuple(AgencyKind)[:3]),
            jurisdiction=place,
            ori=st.none(),
            records_from=seldom_near,
        ),
        "districts": records.districts(
            jurisdiction=place,
            kind=st.sampled_from((DistrictKind.PUBLIC, *DistrictKind)),
            nces_id=st.none(),
            school_years=st.just(()) | _runs_of_school_years(),
        ),
        "schools": records.schools(district_id=ids("d", count=2), nces_id=st.none()),
        "agreements": records.agreements(
            agency_id=ids("a", count=2),
            district_id=ids("d", count=2),
            kind=st.sampled_from((*AgreementKind, None)),
            signed_on=near,
            start=near,
            end=maybe_near,
            reviewed_on=st.just(()) | near.map(lambda day: (day,)),
            funding=st.just(()) | st.sampled_from(funding or ("x",)).map(lambda word: (word,))
            if funding
            else st.just(()),
            recorded_at=_seldom_recorded(),
        ),
        "officers": st.builds(
            _Posting,
            start=near,
            role=st.sampled_from((Role.SCHOOL_RESOURCE_OFFICER,) * 3 + (Role.SUBSTITUTE,)),
            parts=st.lists(
                st.tuples(
                    records.assignments(
                        agency_id=ids("a", count=2),
                        district_id=ids("d", count=2),
                        school_ids=st.sampled_from(((), ("s1",), ("s2",), ("s1", "s2"))),
                        role=st.sampled_from((Role.SCHOOL_RESOURCE_OFFICER, Role.SUPERVISOR)),
                        start=st.just(DAYS_THAT_MATTER[0]),
                        end=st.none(),
                        agreement_id=st.sampled_from((None, None, "g1", "g2")),
                        recorded_at=_seldom_recorded(),
                    ),
                    st.sampled_from(_LENGTHS),
                    st.sampled_from(_GAPS),
                    st.sampled_from((False, False, False, True)),
                ),
                min_size=1,
                max_size=3,
            ),
            employments=st.lists(
                records.employments(agency_id=ids("a", count=2), start=near, end=maybe_near),
                max_size=2,
            ),
            licenses=st.tuples(
                *(_runs_of_licenses(kind, jurisdictions[0], near) for kind in license_kinds)
            ),
        ),
        "safety_plans": st.tuples(st.lists(near, max_size=3), st.none() | st.just(280)),
        "plan_reviews": records.plan_reviews(
            officer_id=ids("o"), plan_id=ids("v", count=3), reviewed_on=near
        ),
        "courses": records.courses(codes_from=codes, topics_from=topics)
        | _courses_on_everything(codes, topics),
        "sessions": records.sessions(course_id=ids("c", count=3)),
        "enrollments": records.enrollments(session_id=ids("n", count=1), officer_id=ids("o")),
        "completions": records.completions(
            officer_id=ids("o"),
            course_id=ids("c", count=3),
            session_id=st.sampled_from((None, None, None, "n1")),
            completed_on=near,
            recorded_at=_seldom_recorded(),
        ),
        "waivers": records.waivers(
            officer_id=ids("o"),
            requirement_id=st.sampled_from(requirement_ids or ("x",)),
            granted_on=near,
            start=near,
            end=maybe_near,
            due_on=near,
            recorded_at=_seldom_recorded(),
        ),
        "adoptions": records.adoptions(
            requirement_id=st.sampled_from(requirement_ids or ("x",)),
            by=st.sampled_from(
                (
                    Adopter(agency_id="a1"),
                    Adopter(district_id="d1"),
                    Adopter(agreement_id="g1"),
                    Adopter(agency_id="a2"),
                    Adopter(district_id="d2"),
                )
            ),
            start=near,
            end=maybe_near,
            due=st.sampled_from((None, BEFORE_SERVICE)) | near,
            recorded_at=_seldom_recorded(),
        ),
        "attestations": _attestations(facts, near),
    }
    most = {
        "agencies": 2,
        "districts": 2,
        "schools": 2,
        "agreements": 2,
        "officers": max_officers,
        "plan_reviews": 2,
        "courses": 3,
        "sessions": 1,
        "enrollments": 1,
        "completions": _MOST_COMPLETIONS,
        "waivers": 2 if requirement_ids else 0,
        "adoptions": 3 if requirement_ids else 0,
        "attestations": 4 if facts else 0,
    }
    least = {"agencies": 1, "districts": 1, "officers": 1, "courses": 1}
    least["completions"] = min_completions
    lists: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
        {
            "voids": st.lists(
                st.builds(
                    _Voiding,
                    kind=st.sampled_from(_VOIDABLE),
                    position=st.integers(0, 2),
                    at=instants(),
                    replaced=st.booleans(),
                ),
                max_size=2,
            ),
            **{
                name: st.lists(strategy, min_size=least.get(name, 0), max_size=most[name])
                if name in most
                else strategy
                for name, strategy in some.items()
            },
        }
    )
    return lists.map(lambda drawn: _assembled(**drawn))


@attrs.frozen
class _Posting:
    """An officer, and assignments that follow one another: a gap and a length for each."""

    start: dt.date
    role: Role
    parts: list[tuple[Assignment, int | None, int, bool]]
    employments: list[Employment]
    licenses: tuple[tuple[License, ...], ...]

    def assignments(self) -> Iterator[Assignment]:
        start = self.start
        role = self.role
        for assignment, length, gap, changes_role in self.parts:
            end = None if length is None else start + dt.timedelta(days=length - 1)
            role = assignment.role if changes_role else role
            yield attrs.evolve(assignment, start=start, end=end, role=role)
            last = end or start + dt.timedelta(days=60)
            start = max(start, last + dt.timedelta(days=gap + 1))


@attrs.frozen
class _Voiding:
    """The mark that one record of a kind gets."""

    kind: str
    position: int
    at: dt.datetime
    replaced: bool


_VOIDABLE: Final = (
    "completions",
    "assignments",
    "agreements",
    "courses",
    "attestations",
    "waivers",
    "safety_plans",
)


def _numbered(prefix: str, items: Iterable[Any]) -> list[Any]:
    return [attrs.evolve(item, id=f"{prefix}{n}") for n, item in enumerate(items, 1)]


def _assembled(
    *,
    agencies: list[Any],
    districts: list[Any],
    schools: list[Any],
    agreements: list[Any],
    officers: list[_Posting],
    safety_plans: tuple[list[dt.date], int | None],
    plan_reviews: list[Any],
    courses: list[Any],
    sessions: list[Any],
    enrollments: list[Any],
    completions: list[Any],
    waivers: list[Any],
    adoptions: list[Any],
    attestations: list[Any],
    voids: list[_Voiding],
) -> Registry:
    """The registry, ids by position; a reference to no record goes to the first, or is left out."""
    lists: dict[str, list[Any]] = {
        "agencies": _numbered("a", agencies),
        "districts": _numbered("d", districts),
        "schools": _numbered("s", schools),
        "agreements": _numbered("g", agreements),
        "officers": [
            Officer(
                id=f"o{number}",
                employments=tuple(posting.employments),
                licenses=tuple(entry for run in posting.licenses for entry in run),
            )
            for number, posting in enumerate(officers, 1)
        ],
        "assignments": _numbered(
            "p",
            (
                attrs.evolve(assignment, officer_id=f"o{number}")
                for number, posting in enumerate(officers, 1)
                for assignment in posting.assignments()
            ),
        ),
        "safety_plans": _versions_of_a_plan(*safety_plans),
        "plan_reviews": _numbered("w", plan_reviews),
        "courses": _numbered("c", courses),
        "sessions": _numbered("n", sessions),
        "enrollments": _numbered("e", enrollments),
        "completions": _numbered("k", completions),
        "waivers": _numbered("x", waivers),
        "adoptions": _numbered("y", adoptions),
        "attestations": _numbered("t", attestations),
    }
    known = {name: [item.id for item in items] for name, items in lists.items()}
    for name, needed in (("plan_reviews", "safety_plans"), ("enrollments", "sessions")):
        if not known[needed]:
            lists[name] = []
    for void in voids:
        lists[void.kind] = _voided(lists[void.kind], void)
    return Registry(
        **{name: tuple(_referring(item, known) for item in items) for name, items in lists.items()}
    )


_POINTS_INTO: Final = {
    "agency_id": "agencies",
    "district_id": "districts",
    "school_id": "schools",
    "officer_id": "officers",
    "agreement_id": "agreements",
    "assignment_id": "assignments",
    "plan_id": "safety_plans",
    "course_id": "courses",
    "session_id": "sessions",
}


def _referring(record: Any, known: dict[str, list[str]]) -> Any:
    changes: dict[str, Any] = {}
    for field in attrs.fields(type(record)):
        value: Any = getattr(record, field.name)
        if value is None:
            continue
        if field.name in _POINTS_INTO:
            there = known[_POINTS_INTO[field.name]]
            if value not in there:
                changes[field.name] = there[0] if there else None
        elif field.name == "school_ids":
            changes["school_ids"] = tuple(item for item in value if item in known["schools"])
        elif field.name == "employments":
            changes["employments"] = tuple(_referring(item, known) for item in value)
        elif field.name == "by" and value.agreement_id is not None and not known["agreements"]:
            changes["by"] = Adopter(agency_id=known["agencies"][0])
        elif field.name == "by":
            changes["by"] = _referring(value, known)
    return attrs.evolve(record, **changes) if changes else record


def _voided(items: list[Any], void: _Voiding) -> list[Any]:
    """The records, one of them voided, and perhaps replaced by the next."""
    if not items:
        return items
    position = void.position % len(items)
    item = items[position]
    at = void.at
    if item.recorded_at is not None and at < item.recorded_at:
        at = item.recorded_at
    following = items[(position + 1) % len(items)].id
    mark = Void(
        at=at,
        by="registrar",
        reason="mistake",
        replaced_by=following if void.replaced and following != item.id else None,
    )
    return [*items[:position], attrs.evolve(item, voided=mark), *items[position + 1 :]]


def _versions_of_a_plan(days: list[dt.date], last: int | None) -> list[SafetyPlan]:
    """Versions of one plan that follow one another."""
    found = []
    starts = sorted(set(days))
    for number, day in enumerate(starts):
        if number + 1 < len(starts):
            end: dt.date | None = starts[number + 1] - _ONE_DAY
        else:
            end = None if last is None else day + dt.timedelta(days=last)
        found.append(
            SafetyPlan(
                id=f"v{number + 1}",
                district_id="d1",
                agency_id="a1",
                kind=PlanKind.THREAT_RESPONSE,
                version=str(number + 1),
                start=day,
                end=end,
            )
        )
    return found


def _courses_on_everything(
    codes: tuple[str, ...], topics: tuple[str, ...]
) -> st.SearchStrategy[Course]:
    """Long courses that carry every code and state every topic: hardly a rule is not met by one.

    By chance a course seldom carries the one code that a rule asks for.
    """
    return records.courses(
        hours=st.just(Decimal(80)),
        topics=st.sampled_from((FrozenMap(), FrozenMap(dict.fromkeys(topics, Decimal(40))))),
        codes=st.just(tuple(CourseCode(code=code) for code in dict.fromkeys(codes))),
    )


def _seldom_recorded() -> st.SearchStrategy[dt.datetime | None]:
    return st.sampled_from((None,) * 6 + (KNOWN_AT, KNOWN_AT + dt.timedelta(seconds=1)))


def _attestations(
    facts: tuple[AttestedFact, ...], near: st.SearchStrategy[dt.date]
) -> st.SearchStrategy[Any]:
    """Statements of the facts, about everybody or about one record."""
    named: tuple[dict[str, st.SearchStrategy[Any]], ...] = (
        {},
        {"officer_id": ids("o")},
        {"assignment_id": ids("p")},
        {"agency_id": ids("a", count=2)},
        {"district_id": ids("d", count=2)},
        {"school_id": ids("s", count=2)},
        {"agreement_id": ids("g", count=2)},
    )
    values = {
        FactValue.BOOLEAN: st.sampled_from((True, True, False)),
        FactValue.NUMBER: st.sampled_from((Decimal(20), Decimal(19), Decimal("20.5"))),
        FactValue.DATE: near,
        FactValue.WORD: st.booleans(),
    }
    return (
        st.one_of(
            *(
                records.attestations(
                    fact=st.just(fact.fact),
                    value=values[fact.value],
                    start=near,
                    end=st.none() | near,
                    recorded_at=_seldom_recorded(),
                    **about,
                )
                for fact in facts
                for about in (named[0], *named)
            )
        )
        if facts
        else st.nothing()
    )


def _runs_of_school_years() -> st.SearchStrategy[tuple[SchoolYear, ...]]:
    """School years that follow one another, some of them left out."""

    def make(
        first: int, count: int, month_days: list[tuple[int, int]], left_out: set[int]
    ) -> tuple[SchoolYear, ...]:
        return tuple(
            SchoolYear(
                name=f"{first + number}-{first + number + 1}",
                first_day=dt.date(first + number, *month_days[number % len(month_days)]),
                last_day=dt.date(first + number + 1, 6, 10),
            )
            for number in range(count)
            if number not in left_out
        )

    starts = st.sampled_from(((9, 1), (8, 11), (9, 6), (7, 1)))
    return st.builds(
        make,
        st.integers(2019, 2025),
        st.integers(1, 6),
        st.lists(starts, min_size=1, max_size=2),
        st.sets(st.integers(0, 3), max_size=2),
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
        number=st.none(),
        start=near,
        end=st.none() | near,
        state=st.sampled_from((LicenseState.ACTIVE, *LicenseState)),
    )
    return st.one_of(
        st.just(()),
        st.builds(periods, summers, summers, st.none() | summers),
        st.lists(one, min_size=1, max_size=2).map(tuple),
    )
