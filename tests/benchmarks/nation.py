"""A synthetic nation, made from a seed: what evaluating it takes, and how it grows.

    python tests/benchmarks/nation.py
    python tests/benchmarks/nation.py --officers 4000 --rounds 3

Evaluates 25,000 officers with 250,000 completions over all jurisdictions, and a quarter
of that, in turn in one process, by the bundled packs. Prints the best of the rounds,
findings a second, the ratio of the two and the peak of memory.

Agencies and districts are spread over every jurisdiction in turn; each officer has an
employment, one or two assignments, a license and completions of courses that carry
the codes of the bundled packs. A few facts are stated, most are not.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import resource
import time
from collections.abc import Sequence
from decimal import Decimal

import sro_core as sro
from sro_core.identifiers import JURISDICTIONS
from sro_core.models import (
    Agency,
    AgencyKind,
    Agreement,
    AgreementKind,
    Assignment,
    Completion,
    Course,
    CourseCode,
    District,
    DistrictKind,
    Employment,
    EmploymentTime,
    License,
    Officer,
    Outcome,
    Role,
    School,
    SchoolControl,
    SchoolLevel,
)

__all__ = ["measure", "nation"]

_BAR = 4.6
_AS_OF = dt.date(2025, 9, 2)
_COMPLETIONS = 10
_OFFICERS_OF_AN_AGENCY = 10
_FIRST = dt.date(2012, 1, 1)
_EVERYWHERE = tuple(sorted(JURISDICTIONS - {"US", "US-UM"}))
_DAYS = (dt.date(2025, 9, 1) - _FIRST).days


def _day(chance: random.Random) -> dt.date:
    return _FIRST + dt.timedelta(days=chance.randrange(_DAYS))


def nation(officers: int, seed: int = 1, places: Sequence[str] = _EVERYWHERE) -> sro.Registry:
    """A registry of so many officers with ten completions each.

    Args:
        officers: How many.
        seed: The same seed gives the same registry.
        places: The jurisdictions in which they serve.
    """
    chance = random.Random(seed)
    packs = sro.rulebook().packs
    codes = {pack.jurisdiction: [item.code for item in pack.codes] for pack in packs}
    national = [item.code for pack in packs if pack.jurisdiction is None for item in pack.codes]
    agencies = range(1 + (officers - 1) // _OFFICERS_OF_AN_AGENCY)
    where = [places[number % len(places)] for number in agencies]
    courses: list[Course] = []
    taught: dict[str, list[str]] = {}
    for place in places:
        for code in dict.fromkeys([*codes.get(place, []), *national]):
            course = Course(
                id=f"{place}/{code}",
                title=code,
                provider="Academy",
                hours=Decimal(chance.choice((4, 8, 16, 24, 40))),
                codes=(CourseCode(code=code),),
            )
            courses.append(course)
            taught.setdefault(place, []).append(course.id)

    def officer(number: int) -> Officer:
        agency = number // _OFFICERS_OF_AN_AGENCY
        start = _day(chance)
        return Officer(
            id=f"o{number}",
            employments=(
                Employment(agency_id=f"a{agency}", start=start, time=EmploymentTime.FULL),
            ),
            licenses=(
                License(
                    kind="peace_officer",
                    jurisdiction=where[agency],
                    start=start,
                    end=dt.date(2026, 6, 30),
                ),
            ),
        )

    people = tuple(officer(number) for number in range(officers))

    def assignment(number: int) -> Assignment:
        agency = number // _OFFICERS_OF_AN_AGENCY
        return Assignment(
            id=f"p{number}",
            officer_id=f"o{number}",
            agency_id=f"a{agency}",
            district_id=f"d{agency}",
            school_ids=(f"s{agency}",),
            role=Role.SCHOOL_RESOURCE_OFFICER,
            start=max(_day(chance), people[number].employments[0].start),
            hours_per_week=Decimal(40),
            armed=True,
        )

    def completion(number: int) -> Completion:
        owner = number % officers
        return Completion(
            id=f"k{number}",
            officer_id=f"o{owner}",
            course_id=chance.choice(taught[where[owner // _OFFICERS_OF_AN_AGENCY]]),
            completed_on=_day(chance),
            outcome=Outcome.COMPLETED,
        )

    return sro.Registry(
        agencies=tuple(
            Agency(
                id=f"a{number}",
                name="Agency",
                kind=chance.choice((AgencyKind.POLICE, AgencyKind.SHERIFF)),
                jurisdiction=where[number],
            )
            for number in agencies
        ),
        districts=tuple(
            District(
                id=f"d{number}",
                name="District",
                kind=DistrictKind.PUBLIC,
                jurisdiction=where[number],
                enrollment=chance.choice((900, 5000, 60000)),
            )
            for number in agencies
        ),
        schools=tuple(
            School(
                id=f"s{number}",
                district_id=f"d{number}",
                name="School",
                level=chance.choice((SchoolLevel.HIGH, SchoolLevel.MIDDLE, SchoolLevel.ELEMENTARY)),
                control=SchoolControl.PUBLIC,
            )
            for number in agencies
        ),
        officers=people,
        agreements=tuple(
            Agreement(
                id=f"g{number}",
                agency_id=f"a{number}",
                district_id=f"d{number}",
                kind=AgreementKind.MOU,
                signed_on=_FIRST,
                start=_FIRST,
            )
            for number in agencies
            if number % 4
        ),
        assignments=tuple(map(assignment, range(officers))),
        courses=tuple(courses),
        completions=tuple(map(completion, range(officers * _COMPLETIONS))),
    )


def _measured(registry: sro.Registry) -> tuple[float, int]:
    begin = time.perf_counter()
    report = sro.evaluate(registry, as_of=_AS_OF)
    return time.perf_counter() - begin, len(report.findings)


def measure(officers: int, rounds: int) -> float:
    """Measure and print; findings a second of the whole nation."""
    small, large = nation(officers // 4), nation(officers)
    _measured(nation(200))  # the rule packs are read and compiled
    best = {"small": (float("inf"), 0), "large": (float("inf"), 0)}
    for _ in range(rounds):
        best["small"] = min(best["small"], _measured(small))
        best["large"] = min(best["large"], _measured(large))
    for name, (seconds, findings) in best.items():
        print(  # noqa: T201
            f"{name}: {findings:,} findings in {seconds:.2f} s, {findings / seconds:,.0f} a second"
        )
    ratio = best["large"][0] / best["small"][0]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"ratio: {ratio:.2f} for 4 times the officers (at most {_BAR})")  # noqa: T201
    print(f"memory: {peak:,.0f} MiB at the peak")  # noqa: T201
    seconds, findings = best["large"]
    return findings / seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--officers", type=int, default=25_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    measure(asked.officers, asked.rounds)


if __name__ == "__main__":
    main()
