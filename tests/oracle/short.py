"""Short forms of records and rules, for tests that fit on a page."""

from __future__ import annotations

import datetime as dt
from typing import Any

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
    License,
    Officer,
    Outcome,
    Role,
    Waiver,
    WaiverKind,
)
from sro_core.registry import Registry
from sro_core.rules import Pack, Requirement, Rulebook, Version
from sro_core.rules.deadlines import Before, Deadline
from sro_core.rules.events import Event, EventName, Happening
from sro_core.rules.evidence import CourseTaken, Evidence
from sro_core.rules.facts import Absent, AttestedFact, FactAbout, FactValue
from sro_core.rules.packs import Confidence, Level, Per, Subject

START: Event = Happening(event=EventName.SERVICE_START)
BASIC: Evidence = CourseTaken(course=("x.basic",))
BEFORE_START: Deadline = Before(before=START)
FACTS = (
    AttestedFact(
        fact="x.asked",
        title="Asked",
        about=FactAbout.OFFICER,
        value=FactValue.BOOLEAN,
        missing=Absent.UNKNOWN,
    ),
    AttestedFact(
        fact="x.exempted",
        title="Exempted",
        about=FactAbout.OFFICER,
        value=FactValue.BOOLEAN,
        missing=Absent.FALSE,
    ),
    AttestedFact(
        fact="x.contracted",
        title="Contracted",
        about=FactAbout.DISTRICT,
        value=FactValue.BOOLEAN,
        missing=Absent.TRUE,
    ),
)


def day(text: str | None) -> Any:
    """A day, or None."""
    return None if text is None else dt.date.fromisoformat(text)


def agency(identifier: str = "a1", **fields: Any) -> Agency:
    usual = {"name": identifier, "kind": AgencyKind.POLICE, "jurisdiction": "US-MN"}
    return Agency(id=identifier, **{**usual, **fields})


def district(identifier: str = "d1", **fields: Any) -> District:
    usual = {"name": identifier, "kind": DistrictKind.PUBLIC, "jurisdiction": "US-MN"}
    return District(id=identifier, **{**usual, **fields})


def officer(identifier: str = "o1", *licenses: License, **fields: Any) -> Officer:
    return Officer(id=identifier, employments=(), licenses=licenses, **fields)


def licensed(
    start: str, end: str | None = None, *, kind: str = "peace_officer", **fields: Any
) -> License:
    return License(kind=kind, jurisdiction="US-MN", start=day(start), end=day(end), **fields)


def posted(start: str, end: str | None = None, **fields: Any) -> Assignment:
    usual = {
        "id": "p1",
        "officer_id": "o1",
        "agency_id": "a1",
        "district_id": "d1",
        "role": Role.SCHOOL_RESOURCE_OFFICER,
    }
    return Assignment(start=day(start), end=day(end), **{**usual, **fields})


def course(identifier: str = "c1", *codes: str, **fields: Any) -> Course:
    return Course(
        id=identifier,
        title=identifier,
        provider="x",
        codes=tuple(CourseCode(code=code) for code in codes or ("x.basic",)),
        **fields,
    )


def completed(on: str, **fields: Any) -> Completion:
    usual = {"id": f"k-{on}", "officer_id": "o1", "course_id": "c1", "outcome": Outcome.COMPLETED}
    return Completion(completed_on=day(on), **{**usual, **fields})


def agreed(start: str, end: str | None = None, **fields: Any) -> Agreement:
    usual = {"id": "g1", "agency_id": "a1", "district_id": "d1", "signed_on": day(start)}
    return Agreement(start=day(start), end=day(end), **{**usual, **fields})


def stated(
    fact: str, value: Any = True, start: str = "2018-01-01", end: str | None = None, **fields: Any
) -> Attestation:
    usual = {"id": f"t-{fact}-{value}", "stated_by": "x"}
    return Attestation(
        fact=fact, value=value, start=day(start), end=day(end), **{**usual, **fields}
    )


def waiver(
    kind: str, start: str, end: str | None = None, *, due_on: str | None = None, **fields: Any
) -> Waiver:
    usual = {
        "id": f"x-{kind}",
        "officer_id": "o1",
        "requirement_id": "us-mn.r1",
        "granted_by": "x",
        "granted_on": day(start),
        "reason": "x",
    }
    return Waiver(
        kind=WaiverKind(kind),
        start=day(start),
        end=day(end),
        due_on=day(due_on),
        **{**usual, **fields},
    )


def version(evidence: Evidence = BASIC, due: Deadline = BEFORE_START, **fields: Any) -> Version:
    usual = {"start": day("2018-07-01"), "summary": "x"}
    return Version(satisfied_by=evidence, due=due, **{**usual, **fields})


def duty(
    *versions: Version,
    identifier: str = "us-mn.r1",
    per: Per = Per.SPELL,
    subject: Subject = Subject.OFFICER,
    level: Level = Level.MANDATORY,
    **fields: Any,
) -> Requirement:
    usual = {"title": "x", "citation": "x", "confidence": Confidence.VERIFIED}
    return Requirement(
        id=identifier,
        per=per,
        subject=subject,
        level=level,
        versions=versions or (version(),),
        **{**usual, **fields},
    )


def pack(*requirements: Requirement, **fields: Any) -> Pack:
    usual = {
        "id": "us-mn",
        "title": "x",
        "edition": "1",
        "jurisdiction": "US-MN",
        "researched_from": day("2016-01-01"),
        "verified_through": day("2030-01-01"),
        "confidence": Confidence.VERIFIED,
        "facts": FACTS,
    }
    return Pack(requirements=requirements, **{**usual, **fields})


def rulebook(*requirements: Requirement, **fields: Any) -> Rulebook:
    """A rulebook of one pack."""
    return Rulebook(packs=(pack(*requirements, **fields),))


def registry(*records: Any) -> Registry:
    """A registry of any records; one agency, district, course and officer if none are given."""
    lists: dict[str, list[Any]] = {
        "agencies": [],
        "districts": [],
        "officers": [],
        "courses": [],
        "assignments": [],
        "completions": [],
        "agreements": [],
        "attestations": [],
        "waivers": [],
    }
    kinds = {
        Agency: "agencies",
        District: "districts",
        Officer: "officers",
        Course: "courses",
        Assignment: "assignments",
        Completion: "completions",
        Agreement: "agreements",
        Attestation: "attestations",
        Waiver: "waivers",
    }
    others: dict[str, list[Any]] = {}
    for record in records:
        name = kinds.get(type(record))
        if name is None:
            names = {"SafetyPlan": "safety_plans", "PlanReview": "plan_reviews"}
            names |= {"Adoption": "adoptions", "School": "schools", "TrainingSession": "sessions"}
            others.setdefault(names[type(record).__name__], []).append(record)
        else:
            lists[name].append(record)
    lists["agencies"] = lists["agencies"] or [agency()]
    lists["districts"] = lists["districts"] or [district()]
    lists["officers"] = lists["officers"] or [officer()]
    lists["courses"] = lists["courses"] or [course()]
    return Registry(**{name: tuple(items) for name, items in (lists | others).items()})
