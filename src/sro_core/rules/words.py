"""Says a rule in words that a chief understands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal

from sro_core.rules import conditions as c
from sro_core.rules import deadlines as d
from sro_core.rules import events as e
from sro_core.rules import evidence as v
from sro_core.rules import renewals as r
from sro_core.rules.facts import Absent
from sro_core.rules.packs import Pack

__all__ = ["Words"]

_EVENTS = {
    e.EventName.SERVICE_START: "the first day of service",
    e.EventName.AGENCY_START: "the first day of service for the agency",
    e.EventName.DISTRICT_START: "the first day of service in the district",
    e.EventName.ASSIGNMENT_START: "the first day of the assignment",
    e.EventName.HIRE: "the day of hire",
    e.EventName.LICENSE: "the day of the first license",
    e.EventName.LAW: "the first day of this rule",
    e.EventName.AGREEMENT_SIGNED: "the signing of the agreement",
    e.EventName.AGREEMENT_START: "the first day of the agreement",
    e.EventName.AGREEMENT_REVIEWED: "the last signing or review of the agreement",
}
_FACTS = {
    "agency.id": "the id of the agency",
    "agency.ori": "the ORI of the agency",
    "agency.kind": "the kind of agency",
    "agency.jurisdiction": "the agency's jurisdiction",
    "district.id": "the id of the district",
    "district.nces_id": "the NCES id of the district",
    "district.kind": "the kind of district",
    "district.enrollment": "the number of students of the district",
    "school.nces_id": "the NCES id of the school",
    "school.level": "the level of the school",
    "school.control": "the control of the school",
    "assignment.role": "the role",
    "assignment.hours_per_week": "the hours a week in the school",
    "assignment.armed": "armed",
    "assignment.start": "the first day of the assignment",
    "employment.time": "the employment (full, part, reserve, volunteer)",
    "agreement.kind": "the kind of agreement",
    "agreement.signed_on": "the day the agreement was signed",
    "agreement.start": "the first day of the agreement",
    "agreement.funding": "the funding of the agreement",
}
_DATED = {
    v.DatedBy.START: "",
    v.DatedBy.SIGNED: ", dated by its signing",
    v.DatedBy.REVIEW: ", dated by its signing and each review",
}
_ABSENT = {
    Absent.UNKNOWN: "",
    Absent.FALSE: " (none on file counts as no)",
    Absent.TRUE: " (none on file counts as yes)",
}
_PERIODS = {
    r.PeriodKind.CALENDAR_YEAR: "calendar year",
    r.PeriodKind.SCHOOL_YEAR: "school year",
    r.PeriodKind.SERVICE_YEAR: "year of service",
    r.PeriodKind.LICENSE_PERIOD: "license period",
}


def listed(items: Iterable[str], last: str = "or") -> str:
    """A list in words: `a, b or c`."""
    parts = list(items)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def _counted(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _plain(word: str) -> str:
    return word.replace("_", " ")


def hours(number: Decimal) -> str:
    """Hours without trailing zeros."""
    return f"{number.normalize():f} h"


def _of_kind(license_kind: str | None) -> str:
    return f" ({_plain(license_kind)})" if license_kind is not None else ""


class Words:
    """The words of one pack: its codes, facts and licenses by their titles."""

    __slots__ = ("_titles",)

    def __init__(self, pack: Pack) -> None:
        self._titles = {item.code: item.title for item in pack.codes}
        self._titles.update((item.fact, item.title) for item in pack.facts)
        for words in (pack.topics, pack.licenses, pack.funding):
            self._titles.update((item.word, item.title) for item in words)

    def title(self, name: str) -> str:
        """The title of a code, fact or word; the name itself where it has none."""
        return self._titles.get(name, _plain(name) if "." not in name else name)

    def _courses(self, codes: Sequence[str]) -> str:
        return listed(f"{self.title(code)} ({code})" for code in codes)

    def _credential(self, kind: str) -> str:
        return self._courses((kind,)) if "." in kind else self.title(kind)

    def period(self, node: e.Period) -> str:
        """A length of time."""
        parts: list[str] = []
        for number, name in (
            (node.years, "year"),
            (node.months, "month"),
            (node.weeks, "week"),
            (max(node.days, 0), "day"),
        ):
            if number:
                parts.append(_counted(number, name))
        text = listed(parts, "and") or "no time"
        return text if node.days >= 0 else f"{text} less {_counted(-node.days, 'day')}"

    def event(self, node: e.Event) -> str:
        """An event."""
        match node:
            case e.Happening():
                return _EVENTS[node.event] + _of_kind(node.license)
            case e.StatedFrom():
                return f"the day from which it is stated: {self.title(node.stated_from)}"
            case e.StatedDate():
                return f"the date stated as: {self.title(node.stated_date)}"
            case e.FirstMet():
                return f"the day {node.first_met} was first met"
            case e.FirstCompleted():
                return f"the first completion of {self._courses(node.first_completed)}"
            case e.FixedDay():
                return str(node.on)
            case e.Later():
                return f"{self.period(node.later)} after {self.event(node.than)}"

    def _limits(self, node: c.EventDay | c.Completed | v.CourseTaken | v.Hours) -> str:
        parts = [
            f"{word} {self._limit(limit)}"
            for word, limit in (
                ("on or after", node.on_or_after),
                ("on or before", node.on_or_before),
                ("before", node.before),
            )
            if limit is not None
        ]
        if node.within is not None:
            parts.append(f"at most {self.period(node.within)} earlier")
        if node.less_than is not None:
            parts.append(f"less than {self.period(node.less_than)} earlier")
        return listed(parts, "and")

    def _limit(self, node: e.Limit) -> str:
        return str(node) if isinstance(node, dt.date) else self.event(node)

    def condition(self, node: c.Condition) -> str:
        """A condition, without its parts."""
        match node:
            case c.AllOf():
                return "all of these hold"
            case c.AnyOf():
                return "at least one of these holds"
            case c.Not():
                return "this does not hold"
            case c.FactTest():
                return self._fact_test(node)
            case c.EventDay():
                days = self._limits(node)
                return f"{self.event(node.day_of)} {f'is {days}' if days else 'has a day'}"
            case c.InSchoolYear():
                since = "on or after" if node.first_day else "after"
                event = self.event(node.in_school_year)
                return f"{event} falls in a school year of the district, {since} its first day"
            case c.Completed():
                days = self._limits(node)
                return f"completed {self._courses(node.completed)}{' ' if days else ''}{days}"
            case c.Served():
                span = node.served
                days = f"until {span.end}"
                if span.start is not None:
                    days = f"between {span.start} and {span.end}"
                spells = ", in this or any other spell of service" if node.ever else ""
                return f"served {days}{spells}"
            case c.Holds():
                return f"holds: {self._credential(node.holds)}{_ABSENT[node.absent]}"
            case c.Met():
                return f"{node.met} is met"
            case c.OnFile():
                return f"an {node.on_file} in force is on file{_ABSENT[node.absent]}"
            case c.Undecided():
                return node.undecided

    def _fact_test(self, node: c.FactTest) -> str:
        parts: list[str] = []
        if node.values:
            parts.append(f"is {listed(map(_plain, node.values))}")
        if node.state is not None:
            parts.append(f"is {'true' if node.state else 'false'}")
        for number, word in (
            (node.at_least, "at least"),
            (node.more_than, "more than"),
            (node.at_most, "at most"),
            (node.less_than, "less than"),
        ):
            if number is not None:
                parts.append(f"is {word} {number}")
        for day, word in ((node.on_or_after, "after"), (node.on_or_before, "before")):
            if day is not None:
                parts.append(f"is on or {word} {day}")
        every = "every " if node.every else ""
        name = _FACTS.get(node.fact) or self.title(node.fact)
        return f"{every}{name} {listed(parts, 'and')}{_ABSENT[node.absent]}"

    def evidence(self, node: v.Evidence) -> str:
        """Evidence, without its parts."""
        match node:
            case v.AllEvidence():
                return "all of these"
            case v.AnyEvidence():
                return "one of these"
            case v.SomeEvidence():
                return f"at least {node.at_least} of these"
            case v.CourseTaken():
                return self._course(node)
            case v.Hours():
                return self._hours(node)
            case v.Held():
                return f"held: {self._credential(node.license)}"
            case v.Stated():
                return f"stated: {self.title(node.stated)}"
            case v.PlanReviewed():
                return f"review of the {_plain(node.plan_review)} plan in force"
            case v.AgreementInForce():
                return self._agreement(node)
            case v.RequirementMet():
                return f"{node.requirement} met"
            case v.WaiverOf():
                return f"a waiver of {node.waiver_of} in force"
            case v.OfficersTrained(who_met=None):
                courses = self._courses(node.who_completed)
                return f"at least {node.officers} officer(s) of the agency who completed {courses}"
            case v.OfficersTrained():
                return f"at least {node.officers} officer(s) who met {node.who_met}"
            case v.Unshared():
                return f"of what does not serve {node.not_shared_with}: this"

    def _agreement(self, node: v.AgreementInForce) -> str:
        kind = listed(_plain(item) for item in node.agreement)
        text = f"an agreement in force{f' ({kind})' if kind else ''}"
        if node.signed_on_or_after is not None:
            text += f", signed on or after {node.signed_on_or_after}"
        return text + _DATED[node.dated_by]

    def _any_of(self, codes: tuple[str, ...], *, any_course: bool) -> str:
        """The courses that count: those with some codes, and any that states the topics."""
        courses = [self._courses(codes)] if codes else []
        if any_course:
            courses.append("any course that states the topics")
        return listed(courses)

    def _course(self, node: v.CourseTaken) -> str:
        text = self._any_of(node.course, any_course=node.any_course)
        if node.times > 1:
            text += f", {node.times} times"
        if node.hours is not None:
            text += f", at least {hours(node.hours)}"
        if node.topics:
            text += f", covering {listed(map(self.title, node.topics), 'and')}"
        if node.topics_stated:
            text += ", as the course itself states"
        if node.prerequisites:
            text += f", after {listed(map(self.prerequisite, node.prerequisites), 'and')}"
        days = self._limits(node)
        if days:
            text += f", {days}"
        if node.unbroken_service:
            text += ", with unbroken service since"
        return text

    def prerequisite(self, node: v.Prerequisite) -> str:
        """What must have been completed before a course."""
        text = self._courses(node.completed)
        return text if node.within is None else f"{text} at most {self.period(node.within)} before"

    def _hours(self, node: v.Hours) -> str:
        text = self.hours_in_all(node)
        if node.topics:
            least = (f"{self.title(item.topic)} {hours(item.hours)}" for item in node.topics)
            text += f", of these at least: {listed(least, 'and')}"
        return text

    def hours_in_all(self, node: v.Hours) -> str:
        """How many hours, without those of single topics."""
        parts = [f"{hours(node.total_hours)} in all"]
        if courses := self._any_of(node.codes, any_course=node.any_course):
            parts.append(f"of {courses}")
        return ", ".join(filter(None, (*parts, self._limits(node))))

    def topic_hours(self, node: v.TopicHours) -> str:
        """How many hours of one topic, and the courses that are wholly on it."""
        text = f"{hours(node.hours)} of {self.title(node.topic)} ({node.topic})"
        return f"{text}, or of {self._courses(node.codes)}" if node.codes else text

    def deadline(self, node: d.Deadline) -> str:
        """A last day, in one phrase."""
        match node:
            case d.Before():
                return f"before {self.event(node.before)}"
            case d.Within() if node.within == e.Period():
                return f"by {self.event(node.of)}"
            case d.Within():
                return f"within {self.period(node.within)} of {self.event(node.of)}"
            case d.On():
                return f"by {node.on}"
            case d.BeforeSchoolYear():
                event = self.event(node.before_school_year_after)
                return f"before the first school year that begins after {event}"
            case d.BeforeSchoolYearFrom():
                event = self.event(node.before_school_year_from)
                return f"before the first school year that begins on or after {event}"
            case d.EndOfSchoolYear():
                event = self.event(node.end_of_school_year_from)
                return f"by the end of the first school year that begins on or after {event}"
            case d.EndOfYear():
                years = node.calendar_years
                which = f"calendar year {years} after" if years else "the calendar year of"
                return f"by the end of {which} {self.event(node.after)}"
            case d.EndOfFirstBlock():
                length = self.period(node.end_of_first.length)
                return (
                    f"by the end of the first period of {length} (from {node.end_of_first.anchor}) "
                    f"that begins on or after {self.event(node.after)}"
                )
            case d.Earliest():
                return f"the earliest of: {'; '.join(map(self.deadline, node.earliest_of))}"
            case d.Latest():
                return f"the latest of: {'; '.join(map(self.deadline, node.latest_of))}"
            case d.NoDeadline():
                return f"no last day ({node.no_deadline})"
            case d.OpenDeadline():
                return f"a last day that no source seen gives ({node.open})"

    def _block(self, node: d.Blocks | r.BlocksAfter) -> str:
        length = self.period(node.length)
        if isinstance(node, d.Blocks):
            return f"period of {length}, counted from {node.anchor}"
        return f"period of {length} beyond {self.event(node.after)}"

    def _recurring(self, period: str, node: r.EachPeriod | r.EachBlock) -> str:
        """A duty of each period, and which of them is the first that counts."""
        clock, text = node.clock, f"in each {period}"
        first = [] if node.first_from is None else [str(node.first_from)]
        if isinstance(clock, r.FirstTime):
            text = f"a first time by the last day, and afterwards in each {period}"
        elif clock is not None:
            first.insert(0, self.event(clock))
        return f"{text}, the first beginning on or after {listed(first, 'and')}" if first else text

    def renewal(self, node: r.Renewal | None) -> str:
        """How a duty comes back, in one phrase."""
        match node:
            case None | r.Once():
                return "once"
            case r.Every():
                return f"again within {self.period(node.every)} of the last completion"
            case r.OpenInterval():
                return f"again, at an interval that no source seen gives ({node.open_interval})"
            case r.EachPeriod():
                return self._recurring(f"{_PERIODS[node.each]}{_of_kind(node.license)}", node)
            case r.EachBlock():
                return self._recurring(self._block(node.blocks), node)
            case r.EachVersion():
                return "for each version of the plan"
