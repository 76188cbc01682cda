"""The registry of one state, made from a seed, in which much is left unsaid.

Beside what is usual it holds what makes a rule hard: service in several postings, gaps
and changes of role, postings that have ended or not begun, agreements and schools that are
not named, facts that nobody states or of which two statements disagree, records that begin
late, courses by topics, hours that are not stated, and codes that a course lost.

It holds no waivers, adoptions, sessions or plans, and nothing that was taken back.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, TypeVar

import attrs

import sro_core as sro
from sro_core.models import (
    Agency,
    AgencyKind,
    Agreement,
    Assignment,
    Attestation,
    Completion,
    Course,
    CourseCode,
    District,
    DistrictKind,
    Employment,
    EmploymentTime,
    FrozenMap,
    License,
    Officer,
    Outcome,
    Role,
    School,
    SchoolControl,
    SchoolLevel,
)
from sro_core.rules.facts import AttestedFact, FactValue
from sro_core.rules.packs import Pack

__all__ = ["state"]

T = TypeVar("T")

_OFFICERS_OF_AN_AGENCY: Final = 10
_COMPLETIONS: Final = 10
_FIRST: Final = dt.date(2015, 1, 1)
_LAST: Final = dt.date(2026, 3, 31)
#: Of a hundred statements that could be made of a fact: how many say yes, and how many no.
_USUALLY: Final = (50, 15)
_STATED: Final = {
    "us-ks.designated-primarily-assigned": (85, 5),
    "us-mn.outside-school-day-only": (4, 20),
}
#: Of a hundred, how many are stated once more, by someone who may disagree.
_STATED_TWICE: Final = 3
_AMOUNTS: Final = tuple(map(Decimal, (20, 59, 60, 61, 90)))


class _Chance(random.Random):
    def often(self, hundredths: int) -> bool:
        return self.randrange(100) < hundredths

    def one(self, *weighted: tuple[T, int]) -> T:
        values, weights = zip(*weighted, strict=True)
        chosen: T = self.choices(values, weights)[0]
        return chosen

    def day(self, first: dt.date = _FIRST) -> dt.date:
        return first + dt.timedelta(days=self.randrange((_LAST - first).days))


def state(place: str, officers: int, seed: int = 1) -> sro.Registry:
    """A registry of one state, with ten completions for each officer.

    Args:
        place: The state, such as `US-KS`; its bundled pack gives the courses, topics and
            facts.
        officers: How many.
        seed: The same seed gives the same registry.
    """
    chance = _Chance(seed)
    pack = sro.rulebook().pack(place.lower())
    named = tuple(_courses(pack, chance))
    others = tuple(_course(f"of no rule {number}", (), Decimal(4)) for number in range(10))
    # the more courses a state knows, the more of what is taken is one of them
    share = min(60, 10 + 5 * len(pack.codes))
    places = range(1 + (officers - 1) // _OFFICERS_OF_AN_AGENCY)
    people = tuple(_officer(number, place, chance) for number in range(officers))
    agreements = tuple(item for number in places for item in _agreements(number, chance))
    assignments = tuple(item for person in people for item in _assignments(person, chance))
    return sro.Registry(
        agencies=tuple(
            Agency(
                id=f"a{number}",
                name="Agency",
                kind=chance.one((AgencyKind.POLICE, 70), (AgencyKind.SCHOOL_POLICE, 30)),
                jurisdiction=place,
                records_from=dt.date(2024, 7, 1) if chance.often(8) else None,
            )
            for number in places
        ),
        districts=tuple(
            District(
                id=f"d{number}",
                name="District",
                kind=chance.one(
                    (DistrictKind.PUBLIC, 85),
                    (DistrictKind.CHARTER, 8),
                    (DistrictKind.NONPUBLIC, 7),
                ),
                jurisdiction=place,
            )
            for number in places
        ),
        schools=tuple(
            School(
                id=f"s{number}.{which}",
                district_id=f"d{number}",
                name="School",
                level=chance.one(
                    (SchoolLevel.HIGH, 50), (SchoolLevel.MIDDLE, 40), (SchoolLevel.OTHER, 10)
                ),
                control=SchoolControl.PUBLIC,
            )
            for number in places
            for which in range(2)
        ),
        officers=people,
        agreements=agreements,
        assignments=assignments,
        courses=(*named, *others),
        completions=tuple(
            _completion(number, officers, named if chance.often(share) else others, chance)
            for number in range(officers * _COMPLETIONS)
        ),
        attestations=tuple(_attestations(pack, assignments, chance)),
    )


def _course(name: str, codes: tuple[CourseCode, ...], hours: Decimal | None) -> Course:
    return Course(id=name, title=name, provider="Academy", hours=hours, codes=codes)


def _courses(pack: Pack, chance: _Chance) -> Iterator[Course]:
    """For each code a course, and courses that carry them all and say what they teach."""
    words = [item.word for item in pack.topics]
    every = tuple(CourseCode(code=item.code) for item in pack.codes)
    some = max(1, len(every) // 3)
    six = Decimal(6)

    def teaching(name: str, topics: dict[str, Decimal | None]) -> Course:
        codes = tuple(chance.sample(every, some))
        plain = _course(name, codes, six * len(words))
        return attrs.evolve(plain, topics=FrozenMap(topics))

    for code in every:
        yield _course(code.code, (code,), Decimal(chance.choice((4, 8, 16))))
    lost = tuple(CourseCode(code=code.code, end=dt.date(2023, 6, 30)) for code in every[:some])
    yield _course("lost its codes", lost, six)
    yield _course("hours not stated", every[-some:], None)
    yield teaching("all topics", dict.fromkeys(words, six))
    yield teaching("half of the topics", dict.fromkeys(words[::2], six))
    yield teaching("open topics", {**dict.fromkeys(words, six), words[0]: None})


def _officer(number: int, place: str, chance: _Chance) -> Officer:
    agency = f"a{number // _OFFICERS_OF_AN_AGENCY}"
    times = (
        (EmploymentTime.FULL, 85),
        (EmploymentTime.PART, 5),
        (EmploymentTime.RESERVE, 4),
        (None, 6),
    )
    employments = [Employment(agency_id=agency, start=chance.day(), time=chance.one(*times))]
    if chance.often(10):
        earlier = Employment(
            agency_id=agency,
            start=_FIRST - dt.timedelta(days=700),
            end=employments[0].start - dt.timedelta(days=1),
            time=chance.one(*times),
        )
        employments.append(earlier)
    licensed = range(chance.choice((2019, 2020, 2021)), 2026, 3) if chance.often(97) else ()
    return Officer(
        id=f"o{number}",
        employments=tuple(employments),
        licenses=tuple(
            License(
                kind="peace_officer",
                jurisdiction=place,
                start=dt.date(year, 7, 1),
                end=None if chance.often(1) else dt.date(year + 3, 6, 30),
            )
            for year in licensed
        ),
    )


def _agreements(number: int, chance: _Chance) -> Iterator[Agreement]:
    """The agreements of an agency and its district: often none, sometimes one that ended."""
    for which in range(chance.one((0, 20), (1, 65), (2, 15))):
        start = chance.day()
        yield Agreement(
            id=f"g{number}.{which}",
            agency_id=f"a{number}",
            district_id=f"d{number}",
            signed_on=start,
            start=start,
            end=max(start, dt.date(2025, 6, 30)) if chance.often(15) else None,
        )


def _assignments(person: Officer, chance: _Chance) -> Iterator[Assignment]:
    agency = person.employments[0].agency_id
    number = agency.removeprefix("a")
    schools = (f"s{number}.0", f"s{number}.1")
    roles = ((Role.SCHOOL_RESOURCE_OFFICER, 80), (Role.SUBSTITUTE, 14), (Role.SUPERVISOR, 6))
    role = chance.one(*roles)
    start = max(chance.day(), person.employments[0].start)
    postings = chance.one((1, 75), (2, 20), (3, 5))
    for which in range(postings):
        last = which == postings - 1
        ends = start + dt.timedelta(days=chance.choice((200, 600, 1200)))
        yield Assignment(
            id=f"p{person.id}.{which}",
            officer_id=person.id,
            agency_id=agency,
            district_id=f"d{number}",
            school_ids=chance.one(((), 6), (schools[:1], 54), (schools[1:], 25), (schools, 15)),
            role=role,
            start=start,
            end=ends if not last or chance.often(8) else None,
        )
        start = ends + dt.timedelta(days=chance.choice((1, 76, 121, 122, 300)))
        if chance.often(15):
            role = chance.one(*roles)


def _completion(
    number: int, officers: int, courses: Sequence[Course], chance: _Chance
) -> Completion:
    return Completion(
        id=f"k{number}",
        officer_id=f"o{number % officers}",
        course_id=chance.choice(courses).id,
        completed_on=chance.day(dt.date(2019, 7, 1)),
        hours=chance.one((None, 80), (Decimal(3), 10), (Decimal("6.5"), 10)),
        outcome=chance.one((Outcome.COMPLETED, 95), (Outcome.FAILED, 5)),
    )


def _attestations(
    pack: Pack, assignments: Sequence[Assignment], chance: _Chance
) -> Iterator[Attestation]:
    """Statements of the facts that only a statement can tell, of one assignment each."""
    for fact in pack.facts:
        yes, no = _STATED.get(fact.fact, _USUALLY)
        for posting in assignments:
            for which in range(2 if chance.often(_STATED_TWICE) else 1):
                if chance.often(yes + no):
                    start = posting.start + dt.timedelta(days=chance.choice((-30, 0, 0, 45)))
                    yield Attestation(
                        id=f"{fact.fact}/{posting.id}/{which}",
                        fact=fact.fact,
                        assignment_id=posting.id,
                        value=_value(fact, chance.randrange(yes + no) < yes, chance),
                        stated_by="Agency",
                        start=start,
                        end=start + dt.timedelta(days=1500) if chance.often(20) else None,
                    )


def _value(fact: AttestedFact, agreed: bool, chance: _Chance) -> bool | Decimal:
    return chance.choice(_AMOUNTS) if fact.value is FactValue.NUMBER else agreed
