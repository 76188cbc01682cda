"""What satisfies a requirement, and on which day it does."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from typing import TypeAlias

import attrs

from sro_core.models import AgreementKind, PlanKind
from sro_core.rules import _fields as f
from sro_core.rules.events import Limit, Period

__all__ = [
    "AgreementInForce",
    "AllEvidence",
    "AnyEvidence",
    "CourseTaken",
    "DatedBy",
    "Evidence",
    "Held",
    "Hours",
    "OfficersTrained",
    "PlanReviewed",
    "Prerequisite",
    "RequirementMet",
    "SomeEvidence",
    "Stated",
    "TopicHours",
    "Unshared",
    "WaiverOf",
]


@attrs.frozen(kw_only=True)
class AllEvidence:
    """Every part is there; complete on the day of the last part."""

    all_of: tuple[Evidence, ...] = f.children()


@attrs.frozen(kw_only=True)
class AnyEvidence:
    """One part is enough; complete on the day of the first."""

    any_of: tuple[Evidence, ...] = f.children()


@attrs.frozen(kw_only=True)
class SomeEvidence:
    """At least so many of the parts are there.

    Attributes:
        at_least: How many.
        of: The parts.
    """

    at_least: int = f.whole()
    of: tuple[Evidence, ...] = f.children()


@attrs.frozen(kw_only=True)
class Prerequisite:
    """What was completed before a course was.

    Attributes:
        completed: Codes, of which one is enough.
        within: How long before the course at most: the period from it reaches the course.
    """

    completed: tuple[str, ...] = f.names(optional=False)
    within: Period | None = f.child(optional=True)


@attrs.frozen(kw_only=True)
class CourseTaken:
    """A course completed, under one of these codes.

    Attributes:
        course: The codes; may be empty where any course counts.
        any_course: Whether a course that carries none of the codes counts too, by the
            topics that it states.
        times: How many completions.
        hours: Least credited hours of each.
        topics: Topics that the course must cover where it states its topics; a
            course that states none is vouched for by its code.
        topics_stated: Whether the code vouches for nothing, so that a course counts only
            where it states the topics.
        prerequisites: What must have been completed before each completion that counts.
        on_or_after: The first day, or the event on whose day it is.
        on_or_before: The last day, or the event on whose day it is.
        before: The day, or the event, before which it lies.
        within: How long before that limit at most: the period from it reaches the limit.
        less_than: A period that it lies less than before that limit.
        unbroken_service: Whether it counts only where service has run on since,
            with no gap longer than the bridge.
    """

    course: tuple[str, ...] = f.names(optional=False)
    any_course: bool = f.switch(default=False)
    times: int = f.whole(default=1)
    hours: Decimal | None = f.number(optional=True)
    topics: tuple[str, ...] = f.names()
    topics_stated: bool = f.switch(default=False)
    prerequisites: tuple[Prerequisite, ...] = f.children(optional=True)
    on_or_after: Limit | None = f.limit()
    on_or_before: Limit | None = f.limit()
    before: Limit | None = f.limit()
    within: Period | None = f.child(optional=True)
    less_than: Period | None = f.child(optional=True)
    unbroken_service: bool = f.switch(default=False)


@attrs.frozen(kw_only=True)
class TopicHours:
    """Least hours of one topic.

    Attributes:
        topic: The topic, as courses state it.
        codes: Codes of courses that are wholly on this topic where they state no
            topics.
        hours: How many.
    """

    topic: str = f.text()
    codes: tuple[str, ...] = f.names()
    hours: Decimal = f.number()


@attrs.frozen(kw_only=True)
class Hours:
    """Hours added up over several courses.

    A course counts when it has one of the codes, of the whole or of a topic.
    Where topics are given, only hours of these topics count.

    Attributes:
        total_hours: Hours in all.
        codes: Codes of courses that count.
        any_course: Whether a course that carries no code counts too, by the topics that it
            states.
        topics: Least hours of single topics, inside the total.
        on_or_after: The first day, or the event on whose day it is.
        on_or_before: The last day, or the event on whose day it is.
        before: The day, or the event, before which it lies.
        within: How long before that limit at most: the period from it reaches the limit.
        less_than: A period that it lies less than before that limit.
    """

    total_hours: Decimal = f.number()
    codes: tuple[str, ...] = f.names()
    any_course: bool = f.switch(default=False)
    topics: tuple[TopicHours, ...] = f.children(optional=True)
    on_or_after: Limit | None = f.limit()
    on_or_before: Limit | None = f.limit()
    before: Limit | None = f.limit()
    within: Period | None = f.child(optional=True)
    less_than: Period | None = f.child(optional=True)


@attrs.frozen(kw_only=True)
class Held:
    """A license or certification of a kind is held on the day judged."""

    license: str = f.text()


@attrs.frozen(kw_only=True)
class Stated:
    """A fact is attested to be true on the day judged; dated by the statement's first day."""

    stated: str = f.text()


@attrs.frozen(kw_only=True)
class PlanReviewed:
    """The officer reviewed the safety plan's version in force on the day judged."""

    plan_review: PlanKind = f.word(PlanKind)


class DatedBy(enum.StrEnum):
    """What dates an agreement as evidence."""

    START = "start"
    """Its first day; it counts on each day on which it is in force."""
    SIGNED = "signed"
    """The day on which it was signed."""
    REVIEW = "review"
    """Each day on which it was signed or reviewed."""


@attrs.frozen(kw_only=True)
class AgreementInForce:
    """An agreement of the partnership is in force on the day judged.

    Attributes:
        agreement: Kinds of agreement that count; a kind not stated may be any.
        signed_on_or_after: First day of signing that counts.
        dated_by: What dates it: its first day, its signing, or also each review; of
            agreements that follow one another without a gap, all.
    """

    agreement: tuple[AgreementKind, ...] = f.kinds(AgreementKind)
    signed_on_or_after: dt.date | None = f.day(optional=True)
    dated_by: DatedBy = f.word(DatedBy, default=DatedBy.START)


@attrs.frozen(kw_only=True)
class RequirementMet:
    """Another requirement of the same pack is met."""

    requirement: str = f.text()


@attrs.frozen(kw_only=True)
class WaiverOf:
    """A waiver that releases the officer from another requirement is in force.

    Attributes:
        waiver_of: The requirement, of the same pack.
    """

    waiver_of: str = f.text()


@attrs.frozen(kw_only=True)
class OfficersTrained:
    """At least so many officers of the agency have met a requirement, or completed a course.

    Attributes:
        officers: How many.
        who_met: The requirement, of the same pack, of officers whom the agency posts.
        who_completed: Codes of a course, of officers whom the agency employs on the day
            judged, wherever they are posted; counted from the day on which both hold.
    """

    officers: int = f.whole()
    who_met: str | None = f.text(optional=True)
    who_completed: tuple[str, ...] = f.names()


@attrs.frozen(kw_only=True)
class Unshared:
    """Evidence of what another requirement leaves: what it was met with does not serve again.

    Attributes:
        not_shared_with: The other requirement, of the same pack, declared before.
        evidence: What is asked of the rest.
    """

    not_shared_with: str = f.text()
    evidence: Evidence = f.child()


Evidence: TypeAlias = (
    AllEvidence
    | AnyEvidence
    | SomeEvidence
    | CourseTaken
    | Hours
    | Held
    | Stated
    | PlanReviewed
    | AgreementInForce
    | RequirementMet
    | WaiverOf
    | OfficersTrained
    | Unshared
)
