"""Makes a registry of an example: the usual situation, with what the example changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

from sro_core.models import (
    Adopter,
    Adoption,
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
    FrozenMap,
    License,
    Officer,
    PlanReview,
    SafetyPlan,
    School,
    SchoolControl,
    SchoolLevel,
    SchoolYear,
    Waiver,
)
from sro_core.registry import Registry
from sro_core.rules import Pack
from sro_core.rules.facts import FactAbout
from sro_core.testing import _examples as short

__all__ = ["CONTROL_OF", "OFFICER", "POST", "example_registry"]

#: The ids of the officer, and of the first posting, agency, district and agreement.
OFFICER: Final = "o1"
POST: Final = "p1"
_AGREEMENT: Final = "g1"

#: Who controls a school, where an example names only the kind of its district.
CONTROL_OF: Final = {
    DistrictKind.PUBLIC: SchoolControl.PUBLIC,
    DistrictKind.CHARTER: SchoolControl.CHARTER,
    DistrictKind.NONPUBLIC: SchoolControl.PRIVATE,
}


def example_registry(pack: Pack, example: short.Example) -> Registry:
    """The registry that an example stands for.

    The officer is `o1`, the first posting `p1`, the agency `a1`, the district `d1`,
    its school `s1`, their agreement `g1`; whatever there are more of has the next
    number.

    Args:
        pack: The pack the example is for: its jurisdiction is that of the situation,
            and it says what its facts are about.
        example: The example.

    Raises:
        InvalidRecord: What it says cannot be, such as a posting that ends before it
            begins.
    """
    return _Draft(pack).of(example)


class _Place(NamedTuple):
    """The agency, the district and the schools of a posting."""

    agency_id: str
    district_id: str
    school_ids: tuple[str, ...]


class _Draft:
    """A registry while it is put together."""

    def __init__(self, pack: Pack) -> None:
        self._jurisdiction = pack.jurisdiction or "US"
        self._about = {item.fact: item.about for item in pack.facts}
        self._lists: dict[str, list[Any]] = {}

    def _next(self, name: str, letter: str) -> str:
        return f"{letter}{len(self._lists.get(name, ())) + 1}"

    def _add(self, name: str, record: Any) -> None:
        self._lists.setdefault(name, []).append(record)

    def of(self, example: short.Example) -> Registry:
        """The registry of an example."""
        home = self._officer(OFFICER, example, example.posts, None)
        for number, colleague in enumerate(example.colleagues, 2):
            self._officer(f"o{number}", colleague, (), home)
        for waived in example.waivers:
            self._waiver(waived, example.requirement)
        for adopted in example.adoptions:
            self._adoption(adopted, example.requirement, home)
        for plan in example.plans:
            self._plan(plan, home)
        return Registry(**{name: tuple(records) for name, records in self._lists.items()})

    # officers and their postings ----------------------------------------------------------

    def _officer(
        self,
        officer_id: str,
        person: short.Colleague,
        posts: Iterable[short.Post],
        home: _Place | None,
    ) -> _Place:
        """An officer with all that is the officer's own; the place of the first posting."""
        employments: list[Employment] = []
        first = self._post(officer_id, person, home, employments, always=True)
        for post in posts:
            self._post(officer_id, post, first, employments, always=False)
        self._add(
            "officers",
            Officer(
                id=officer_id,
                employments=tuple(employments),
                licenses=tuple(map(self._license, person.licenses)),
            ),
        )
        for code, days in person.taken.items():
            for taken in days if isinstance(days, tuple) else (days,):
                self._completion(officer_id, code, taken)
        return first

    def _post(
        self,
        officer_id: str,
        post: short.Post,
        home: _Place | None,
        employments: list[Employment],
        *,
        always: bool,
    ) -> _Place:
        """A posting, with what there is at its place.

        Args:
            officer_id: Whose.
            post: The posting.
            home: Where it is unless it says another; None where nothing is yet.
            employments: Those of the officer so far.
            always: Whether the officer is employed there for it, also where it says
                no agency.
        """
        place = self._place(post, home)
        if always or post.agency is not None or post.hired is not None:
            employments.append(
                Employment(
                    agency_id=place.agency_id,
                    start=post.hired or short.LONG_AGO,
                    time=post.employed,
                )
            )
        assignment_id = self._next("assignments", "p")
        self._add(
            "assignments",
            Assignment(
                id=assignment_id,
                officer_id=officer_id,
                agency_id=place.agency_id,
                district_id=place.district_id,
                school_ids=place.school_ids,
                role=post.role,
                start=post.start,
                end=post.end,
                hours_per_week=post.hours_per_week,
                armed=post.armed,
            ),
        )
        for fact, value in post.facts.items():
            self._attestation(fact, value, officer_id, assignment_id, place)
        return place

    def _place(self, post: short.Post, home: _Place | None) -> _Place:
        if home is None or post.agency is not None:
            agency_id = self._agency(post.agency or AgencyKind.POLICE)
        else:
            agency_id = home.agency_id
        if home is None or post.district is not None:
            district_id, kind = self._district(post.district or DistrictKind.PUBLIC)
            schools = (SchoolLevel.HIGH,) if post.schools is None else post.schools
            school_ids = tuple(self._school(item, district_id, kind) for item in schools)
        else:
            district_id, school_ids = home.district_id, home.school_ids
        place = _Place(agency_id, district_id, school_ids)
        agreements = post.agreements
        if agreements is None:
            known = home is not None and home[:2] == place[:2]
            agreements = () if known else (short.Agreed(),)
        for agreed in agreements:
            self._agreement(agreed, place)
        return place

    def _agency(self, given: AgencyKind | short.Agency) -> str:
        more = short.Agency(kind=given) if isinstance(given, AgencyKind) else given
        agency_id = self._next("agencies", "a")
        self._add(
            "agencies",
            Agency(
                id=agency_id,
                name=agency_id,
                kind=more.kind,
                jurisdiction=more.jurisdiction or self._jurisdiction,
                ori=more.ori,
                records_from=more.records_from,
            ),
        )
        return agency_id

    def _district(self, given: DistrictKind | short.District) -> tuple[str, DistrictKind]:
        more = short.District(kind=given) if isinstance(given, DistrictKind) else given
        district_id = self._next("districts", "d")
        self._add(
            "districts",
            District(
                id=district_id,
                name=district_id,
                kind=more.kind,
                jurisdiction=more.jurisdiction or self._jurisdiction,
                nces_id=more.nces_id,
                enrollment=more.enrollment,
                school_years=tuple(
                    SchoolYear(name=str(year.start), first_day=year.start, last_day=year.end)
                    for year in more.school_years
                ),
            ),
        )
        return district_id, more.kind

    def _school(
        self, given: SchoolLevel | short.School, district_id: str, kind: DistrictKind
    ) -> str:
        more = short.School(level=given) if isinstance(given, SchoolLevel) else given
        school_id = self._next("schools", "s")
        self._add(
            "schools",
            School(
                id=school_id,
                district_id=district_id,
                name=school_id,
                level=more.level,
                control=more.control or CONTROL_OF[kind],
                nces_id=more.nces_id,
            ),
        )
        return school_id

    def _agreement(self, agreed: short.Agreed, place: _Place) -> None:
        self._add(
            "agreements",
            Agreement(
                id=self._next("agreements", "g"),
                agency_id=place.agency_id,
                district_id=place.district_id,
                kind=agreed.kind,
                signed_on=agreed.signed_on or agreed.start,
                start=agreed.start,
                end=agreed.end,
                reviewed_on=agreed.reviewed_on,
                funding=agreed.funding,
            ),
        )

    # what the officer holds and has done --------------------------------------------------

    def _license(self, held: short.Licensed) -> License:
        return License(
            kind=held.kind,
            jurisdiction=held.jurisdiction or self._jurisdiction,
            start=held.start,
            end=held.end,
            state=held.state,
        )

    def _completion(self, officer_id: str, code: str, given: dt.date | short.Taken) -> None:
        taken = given if isinstance(given, short.Taken) else short.Taken(on=given)
        topics: FrozenMap[str, Decimal | None] = FrozenMap(
            dict.fromkeys(taken.topics) if isinstance(taken.topics, tuple) else taken.topics
        )
        course_id = self._next("courses", "c")
        self._add(
            "courses",
            Course(
                id=course_id,
                title=code,
                provider=code,
                hours=taken.hours,
                topics=topics,
                codes=(CourseCode(code=code),),
            ),
        )
        self._add(
            "completions",
            Completion(
                id=self._next("completions", "k"),
                officer_id=officer_id,
                course_id=course_id,
                completed_on=taken.on,
                outcome=taken.outcome,
                recorded_at=taken.recorded_at,
            ),
        )

    # statements and decisions -------------------------------------------------------------

    def _attestation(
        self,
        fact: str,
        given: bool | Decimal | dt.date | short.Stated,
        officer_id: str,
        assignment_id: str,
        place: _Place,
    ) -> None:
        stated = given if isinstance(given, short.Stated) else short.Stated(value=given)
        subject = dict(self._subject(fact, officer_id, assignment_id, place))
        self._add(
            "attestations",
            Attestation(
                id=self._next("attestations", "t"),
                fact=fact,
                officer_id=subject.get("officer_id"),
                assignment_id=subject.get("assignment_id"),
                agency_id=subject.get("agency_id"),
                district_id=subject.get("district_id"),
                value=stated.value,
                stated_by="an example",
                start=stated.start,
                end=stated.end,
            ),
        )

    def _subject(
        self, fact: str, officer_id: str, assignment_id: str, place: _Place
    ) -> Iterator[tuple[str, str]]:
        """The ids that a statement of a fact names."""
        match self._about.get(fact, FactAbout.OFFICER):
            case FactAbout.OFFICER:
                yield "officer_id", officer_id
            case FactAbout.ASSIGNMENT:
                yield "assignment_id", assignment_id
            case FactAbout.AGENCY:
                yield "agency_id", place.agency_id
            case FactAbout.DISTRICT | FactAbout.SCHOOL:
                yield "district_id", place.district_id
            case FactAbout.AGREEMENT:
                # also where none is on file
                yield "agency_id", place.agency_id
                yield "district_id", place.district_id

    def _waiver(self, waived: short.Waived, requirement_id: str) -> None:
        self._add(
            "waivers",
            Waiver(
                id=self._next("waivers", "w"),
                officer_id=OFFICER,
                requirement_id=waived.requirement or requirement_id,
                kind=waived.kind,
                granted_by="an example",
                granted_on=waived.granted_on or waived.start,
                start=waived.start,
                end=waived.end,
                due_on=waived.due_on,
                reason="an example",
            ),
        )

    def _adoption(self, adopted: short.Adopted, requirement_id: str, home: _Place) -> None:
        by = {
            "agency": {"agency_id": home.agency_id},
            "district": {"district_id": home.district_id},
            "agreement": {"agreement_id": _AGREEMENT},
        }
        self._add(
            "adoptions",
            Adoption(
                id=self._next("adoptions", "x"),
                requirement_id=adopted.requirement or requirement_id,
                by=Adopter(**by[adopted.by]),
                start=adopted.start,
                end=adopted.end,
                due=adopted.due,
            ),
        )

    def _plan(self, plan: short.Plan, home: _Place) -> None:
        plan_id = self._next("safety_plans", "v")
        self._add(
            "safety_plans",
            SafetyPlan(
                id=plan_id,
                district_id=home.district_id,
                agency_id=home.agency_id,
                kind=plan.kind,
                version=plan_id,
                start=plan.start,
                end=plan.end,
            ),
        )
        for day in plan.reviewed_on:
            self._add(
                "plan_reviews",
                PlanReview(
                    id=self._next("plan_reviews", "r"),
                    officer_id=OFFICER,
                    plan_id=plan_id,
                    reviewed_on=day,
                ),
            )
