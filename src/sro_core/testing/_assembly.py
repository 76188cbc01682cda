"""Puts together a registry that makes sense from a few choices about it."""

from __future__ import annotations

import datetime as dt
import string
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache
from itertools import count
from typing import Any, Final, TypeAlias, TypeVar

import attrs

from sro_core.identifiers import nces_jurisdiction, ori_jurisdiction
from sro_core.models import (
    KINDS,
    LIST_OF,
    NEXT_STATES,
    REFERENCES,
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
    EmploymentTime,
    Enrollment,
    EnrollmentState,
    FrozenMap,
    Json,
    Meeting,
    Officer,
    Outcome,
    PlanKind,
    PlanReview,
    Record,
    SafetyPlan,
    School,
    SessionState,
    TrainingSession,
    Void,
    Waiver,
    references_of,
)
from sro_core.registry import Registry
from sro_core.rules.facts import AttestedFact, FactValue
from sro_core.rules.packs import Level
from sro_core.testing._choices import (
    Career,
    Choices,
    Class,
    Covering,
    Deal,
    Decision,
    Lesson,
    Past,
    Place,
    Plan,
    Posting,
    Recognition,
    Result,
    Review,
    Seat,
    Statements,
)
from sro_core.testing._dates import DAYS_THAT_MATTER, KNOWN_AT

__all__ = ["FURTHEST_AHEAD", "assembled", "naming"]

T = TypeVar("T")
#: First and last day; a last one that is None is open.
_Span: TypeAlias = "tuple[dt.date, dt.date | None]"

_ONE_DAY: Final = dt.timedelta(days=1)
#: The id of a record that has none yet.
_UNNAMED: Final = "?"
_SITTING: Final = 480

#: The clocks that are furthest ahead: a day begins there first.
FURTHEST_AHEAD: Final = dt.timezone(dt.timedelta(hours=14))

_S = EnrollmentState
#: States of seats that fit the state of their session.
_FITTING: Final[Mapping[SessionState, tuple[EnrollmentState, ...]]] = {
    SessionState.HELD: (
        _S.COMPLETED,
        _S.FAILED,
        _S.INCOMPLETE,
        _S.WITHDRAWN,
        _S.NO_SHOW,
        _S.WAITLISTED,
    ),
    SessionState.SCHEDULED: (_S.REGISTERED, _S.WAITLISTED, _S.WITHDRAWN, _S.IN_PROGRESS),
    SessionState.CANCELLED: (_S.REGISTERED, _S.WAITLISTED, _S.WITHDRAWN),
}
_SEATLESS: Final = (_S.WAITLISTED, _S.WITHDRAWN)
_NOT_FINISHED: Final = {_S.FAILED: Outcome.FAILED, _S.INCOMPLETE: Outcome.INCOMPLETE}

_PREFIXES: Final = dict(
    zip(KINDS, "a d s o g p v w c n e k x y t".split(), strict=True),
)
#: The day of each record on which what it says happened.
_HAPPENED: Final = {Completion: "completed_on", PlanReview: "reviewed_on", Waiver: "granted_on"}


_PLAIN_AGENCY: Final = Agency(id=_UNNAMED, name="Name", kind=AgencyKind.POLICE, jurisdiction="US")
_PLAIN_DISTRICT: Final = District(
    id=_UNNAMED, name="Name", kind=DistrictKind.PUBLIC, jurisdiction="US"
)
_PLAIN_CAREER: Final = Career(
    agency=0,
    start=DAYS_THAT_MATTER[0],
    lead=0,
    trail=None,
    changes=False,
    before=None,
    beside=None,
    postings=[],
    licenses=[],
    numbered=False,
)
_PLAIN_PLAN: Final = Plan(
    pair=0,
    kind=PlanKind.THREAT_RESPONSE,
    covering=Covering(by_spell=False, runs_on=False, lead=0, cuts=[]),
)


def _plain_lesson(code: str) -> Lesson:
    return Lesson(
        course=Course(id=_UNNAMED, title="Name", provider="Name"),
        codes=[Recognition(code=code, since=False, until=False, twice=False)],
    )


def assembled(choices: Choices) -> Registry:
    """The registry that choices stand for.

    Little is drawn; the rest is derived from it so that the records fit each other, as
    closely as they may: an agreement that begins on the day of the assignment, a session
    that takes exactly the hours of its course, a code that is recognised from the first
    completion on.
    """
    c = _with_parents(choices)
    facts = c.known.facts[c.first_fact :] + c.known.facts[: c.first_fact]
    made = _Assembly(c.id_style)
    made.places(c.agencies, c.districts, c.schools)
    made.careers(c.careers, c.known.licenses)
    made.agreements(c.deals, c.careers)
    made.plans(c.plans)
    made.reviews(c.reviews)
    made.training(c.lessons, c.classes, c.results)
    made.waivers(c.waivers)
    made.adoptions(c.decisions, c.known.requirements)
    made.attestations(c.statements, facts)
    made.marks(c.marks)
    if c.in_reverse:
        made.reverse()
    made.pasts(c.pasts)
    return made.registry()


def _with_parents(c: Choices) -> Choices:
    """The choices, with a plain record wherever others need one and none was drawn."""
    seated = any(chosen.seats or chosen.walk_in for chosen in c.classes)
    paired = any(career.postings for career in c.careers) or c.deals or c.plans or c.reviews
    changes: dict[str, Any] = {}
    if not c.careers and c.max_officers and (c.reviews or c.results or c.waivers or seated):
        changes["careers"] = [_PLAIN_CAREER]
    if not c.agencies and (paired or c.decisions):
        changes["agencies"] = [_plain(_PLAIN_AGENCY, c.home)]
    if not c.districts and (paired or c.schools):
        changes["districts"] = [_plain(_PLAIN_DISTRICT, c.home)]
    if not c.lessons and c.known.codes and (c.classes or c.results):
        changes["lessons"] = [_plain_lesson(c.known.codes[0])]
    if not c.plans and c.reviews:
        changes["plans"] = [_PLAIN_PLAN]
    return attrs.evolve(c, **changes)


def _plain(record: Any, home: str) -> Place:
    return Place(record=attrs.evolve(record, jurisdiction=home), numbered=0)


class _Assembly:
    """A registry in the making, list by list; each part uses what stands before it."""

    def __init__(self, id_style: str) -> None:
        self._id_style = id_style
        self._lists: dict[str, list[Any]] = {kind: [] for kind in KINDS}

    def _id(self, kind: str, number: int) -> str:
        return self._id_style.format(_PREFIXES[kind], number)

    def _add(self, record: T, **changes: Any) -> T:
        """Put a record last in its list, under the next id."""
        name = LIST_OF[type(record)]
        number = len(self._lists[name]) + 1
        added = attrs.evolve(record, id=self._id(name, number), **changes)  # type: ignore[misc]
        self._lists[name].append(added)
        return added

    def _all(self, record_type: type[T]) -> list[T]:
        return self._lists[LIST_OF[record_type]]

    def registry(self) -> Registry:
        """What was made."""
        return Registry(**{kind: tuple(items) for kind, items in self._lists.items()})

    def places(
        self,
        agencies: list[Place],
        districts: list[Place],
        schools: list[tuple[School, int, bool]],
    ) -> None:
        """Agencies, districts and schools, with numbers that are theirs alone."""
        for number, place in enumerate(agencies):
            letters = _ori_letters().get(place.record.jurisdiction, "DC")
            self._add(place.record, ori=f"{letters}{number:03}0000" if place.numbered else None)
        for number, place in enumerate(districts):
            own = _nces_prefix(place.record.jurisdiction)
            prefix = (None, own, _FEDERAL_SCHOOLS)[place.numbered]
            self._add(
                place.record,
                nces_id=None if prefix is None else f"{prefix}{number:05}",
                school_years=place.school_years,
            )
        for number, (school, district_number, numbered) in enumerate(schools):
            district = _at(self._all(District), district_number)
            first = district.nces_id or f"{_nces_prefix(district.jurisdiction)}99999"
            self._add(
                school,
                district_id=district.id,
                nces_id=f"{first}{number:05}" if numbered else None,
            )

    def careers(self, careers: list[Career], license_kinds: Sequence[str]) -> None:
        """Officers and where they are posted."""
        for number, career in enumerate(careers):
            spans = list(_spans(career))
            # A number is one officer's among those of its kind.
            licenses = tuple(
                attrs.evolve(item, number=str(1000 + number + license_kinds.index(item.kind)))
                if career.numbered
                else item
                for item in career.licenses
            )
            employments = tuple(self._employments(career, spans))
            officer = self._add(Officer(id=_UNNAMED, employments=employments, licenses=licenses))
            for posting, (start, end) in zip(career.postings, spans, strict=False):
                self._post(officer, career, posting, start, end)

    def _employments(self, career: Career, spans: list[_Span]) -> Iterator[Employment]:
        agencies = self._all(Agency)
        if not agencies:
            return
        agency_id = _at(agencies, career.agency).id
        first = (spans[0][0] if spans else career.start) - _days(career.lead)
        last = spans[-1][1] if spans else None
        if last is not None:
            last = None if career.trail is None else last + _days(career.trail)
        if career.before is not None:
            yield Employment(
                agency_id=_at(agencies, career.before).id,
                start=first - _days(900),
                end=first - _ONE_DAY,
            )
        if career.beside is not None:
            yield Employment(
                agency_id=_at(agencies, career.agency + 1).id, start=first, time=career.beside
            )
        cut = first + _days(career.lead + 1)
        if career.changes and (last is None or cut <= last):
            yield Employment(agency_id=agency_id, start=first, end=cut - _ONE_DAY)
            first = cut
        yield Employment(agency_id=agency_id, start=first, end=last, time=EmploymentTime.FULL)

    def _post(
        self,
        officer: Officer,
        career: Career,
        posting: Posting,
        start: dt.date,
        end: dt.date | None,
    ) -> None:
        agency_id = _at(self._all(Agency), career.agency).id
        for number, hours in ((0, posting.hours), (1, posting.beside)):
            if number == 0 or hours is not None:
                district_id = _at(self._all(District), posting.district + number).id
                theirs = [item.id for item in self._all(School) if item.district_id == district_id]
                self._add(
                    Assignment(
                        id=_UNNAMED,
                        officer_id=officer.id,
                        agency_id=agency_id,
                        district_id=district_id,
                        school_ids=tuple(theirs[: posting.schools]),
                        role=posting.role,
                        start=start,
                        end=end,
                        hours_per_week=hours,
                    )
                )

    def _pairs(self) -> list[tuple[str, str]]:
        """Agencies and districts with assignments, or the first two of all."""
        served = dict.fromkeys((item.agency_id, item.district_id) for item in self._all(Assignment))
        first = zip(self._all(Agency)[:1], self._all(District)[:1], strict=False)
        return list(served) or [(agency.id, district.id) for agency, district in first]

    def _service(self, pair: tuple[str, str]) -> list[_Span]:
        spans = [
            (item.start, item.end)
            for item in self._all(Assignment)
            if (item.agency_id, item.district_id) == pair
        ]
        return _merged(spans) or [(DAYS_THAT_MATTER[0], None)]

    def agreements(self, deals: list[Deal], careers: list[Career]) -> None:
        """Agreements that hold while officers are posted under them; some postings name theirs."""
        for pair, deal in zip(self._pairs(), deals, strict=False):
            covering = attrs.evolve(deal.covering, lead=max(0, deal.covering.lead))
            for start, end in _covered(self._service(pair), covering):
                self._add(
                    Agreement(
                        id=_UNNAMED,
                        agency_id=pair[0],
                        district_id=pair[1],
                        kind=deal.kind,
                        signed_on=start - _days(deal.signed_before),
                        start=start,
                        end=end,
                        review_by=end,
                        reviewed_on=(start,) if deal.reviewed else (),
                    )
                )
        naming_one = any(posting.named for career in careers for posting in career.postings)
        if naming_one:
            self._lists["assignments"] = [self._under(item) for item in self._all(Assignment)]

    def _under(self, assignment: Assignment) -> Assignment:
        """The assignment, naming the first agreement that holds as long as it runs."""
        for agreement in self._all(Agreement):
            same = (agreement.agency_id, agreement.district_id) == (
                assignment.agency_id,
                assignment.district_id,
            )
            if same and _within((assignment.start, assignment.end), agreement):
                return attrs.evolve(assignment, agreement_id=agreement.id)
        return assignment

    def plans(self, plans: list[Plan]) -> None:
        """Versions of plans: one at a time, and one at all times while officers are posted."""
        pairs = self._pairs()
        for plan in plans:
            agency_id, district_id = _at(pairs, plan.pair)
            spans = _covered(self._service((agency_id, district_id)), plan.covering)
            for number, (start, end) in enumerate(spans, 1):
                self._add(
                    SafetyPlan(
                        id=_UNNAMED,
                        district_id=district_id,
                        agency_id=agency_id,
                        kind=plan.kind,
                        version=str(number),
                        start=start,
                        end=end,
                    )
                )

    def reviews(self, reviews: list[Review]) -> None:
        """Reviews of versions, by their last days."""
        for review in reviews if self._all(Officer) else []:
            plan = _at(self._all(SafetyPlan), review.plan)
            days = (plan.start, plan.end or plan.start + _days(100), plan.start - _ONE_DAY)
            self._add(
                PlanReview(
                    id=_UNNAMED,
                    officer_id=_at(self._all(Officer), review.officer).id,
                    plan_id=plan.id,
                    reviewed_on=days[review.day],
                )
            )

    def training(self, lessons: list[Lesson], classes: list[Class], results: list[Result]) -> None:
        """Courses, sessions, seats and completions."""
        for lesson in lessons:
            self._add(lesson.course)
        if lessons:
            for chosen in classes:
                self._hold(chosen)
            for result in results:
                self._file(result)
        self._lists["courses"] = [
            attrs.evolve(course, codes=tuple(self._recognised(course, lesson.codes)))
            for course, lesson in zip(self._all(Course), lessons, strict=True)
        ]

    def _recognised(self, course: Course, codes: list[Recognition]) -> Iterator[CourseCode]:
        """Codes that hold on every day on which the course was completed."""
        days = [
            item.completed_on
            for item in self._all(Completion)
            if item.course_id == course.id and item.outcome is Outcome.COMPLETED
        ] or [DAYS_THAT_MATTER[0]]
        for item in codes:
            first = min(days) if item.since else None
            last = max(days) if item.until else None
            if item.twice:
                yield CourseCode(code=item.code, start=first, end=min(days))
                yield CourseCode(code=item.code, start=min(days) + _ONE_DAY)
            else:
                yield CourseCode(code=item.code, start=first, end=last)

    def _hold(self, chosen: Class) -> None:
        course = _at(self._all(Course), chosen.course)
        minutes = 60
        if chosen.state is not SessionState.CANCELLED:
            wanted = _SITTING if course.hours is None else int(course.hours * 60)
            minutes = (wanted or minutes) + chosen.more
        meetings = list(_meetings(chosen, minutes))
        if chosen.state is SessionState.SCHEDULED and not chosen.announced:
            meetings = []
        session = self._add(
            TrainingSession(
                id=_UNNAMED,
                course_id=course.id,
                host="Training Center",
                meetings=tuple(meetings[::-1] if chosen.backwards else meetings),
                time_zone=chosen.zone,
                state=chosen.state,
            )
        )
        if self._all(Officer):
            for seat in chosen.seats:
                self._seat(session, course, seat, minutes)
            if chosen.state is SessionState.HELD and chosen.walk_in and not chosen.seats:
                first, _last = _days_of(session)
                officer = self._all(Officer)[0]
                if not self._completed(officer, course, first):
                    self._add(
                        Completion(
                            id=_UNNAMED,
                            officer_id=officer.id,
                            course_id=course.id,
                            session_id=session.id,
                            completed_on=first,
                            outcome=Outcome.COMPLETED,
                        )
                    )
        taken = sum(
            item.session_id == session.id and item.state not in _SEATLESS
            for item in self._all(Enrollment)
        )
        self._all(TrainingSession)[-1] = attrs.evolve(
            session, capacity=(None, taken, 24)[chosen.capacity]
        )

    def _completed(self, officer: Officer, course: Course, day: dt.date) -> bool:
        return any(
            (item.officer_id, item.course_id, item.completed_on, item.outcome)
            == (officer.id, course.id, day, Outcome.COMPLETED)
            for item in self._all(Completion)
        )

    def _seat(self, session: TrainingSession, course: Course, seat: Seat, minutes: int) -> None:
        """A seat, and the completion that came of it."""
        officer = _at(self._all(Officer), seat.officer)
        state = _at(_FITTING[session.state], seat.state)
        if any(
            (item.session_id, item.officer_id) == (session.id, officer.id)
            and item.state is not _S.WITHDRAWN
            for item in self._all(Enrollment)
        ):
            state = _S.WITHDRAWN
        day = dt.date.max
        if session.state is SessionState.HELD:
            day = _days_of(session)[seat.on_last_day]
        if state is _S.COMPLETED and self._completed(officer, course, day):
            state = _S.INCOMPLETE
        attends = state not in (*_SEATLESS, _S.REGISTERED, _S.NO_SHOW) and session.meetings
        attended = (None, minutes, minutes // 2)[seat.attended] if attends else None
        self._add(
            Enrollment(
                id=_UNNAMED,
                session_id=session.id,
                officer_id=officer.id,
                state=state,
                attended_minutes=attended,
            )
        )
        if state is _S.COMPLETED:
            self._add(
                Completion(
                    id=_UNNAMED,
                    officer_id=officer.id,
                    course_id=course.id,
                    session_id=session.id if seat.names_session else None,
                    completed_on=day,
                    hours=_credit(course, seat, minutes if attended is None else attended),
                    outcome=Outcome.COMPLETED,
                )
            )
        elif state in _NOT_FINISHED and seat.names_session:
            self._add(
                Completion(
                    id=_UNNAMED,
                    officer_id=officer.id,
                    course_id=course.id,
                    session_id=session.id,
                    completed_on=day,
                    outcome=_NOT_FINISHED[state],
                )
            )

    def _file(self, result: Result) -> None:
        if not self._all(Officer):
            return
        officer = _at(self._all(Officer), result.officer)
        course = _at(self._all(Course), result.course)
        completed = self._completed(officer, course, result.day)
        self._add(
            Completion(
                id=_UNNAMED,
                officer_id=officer.id,
                course_id=course.id,
                completed_on=result.day,
                hours=result.hours,
                outcome=Outcome.FAILED if completed else result.outcome,
            )
        )

    def waivers(self, waivers: list[tuple[Waiver, int]]) -> None:
        """Waivers of officers."""
        if self._all(Officer):
            for waiver, officer in waivers:
                self._add(waiver, officer_id=_at(self._all(Officer), officer).id)

    def _adopters(self) -> list[tuple[Adopter, set[str]]]:
        """Who may adopt, and in which jurisdictions each is."""
        agencies = {item.id: item.jurisdiction for item in self._all(Agency)}
        districts = {item.id: item.jurisdiction for item in self._all(District)}
        return [
            *((Adopter(agency_id=name), {place}) for name, place in agencies.items()),
            *((Adopter(district_id=name), {place}) for name, place in districts.items()),
            *(
                (
                    Adopter(agreement_id=item.id),
                    {agencies[item.agency_id], districts[item.district_id]},
                )
                for item in self._all(Agreement)
            ),
        ]

    def adoptions(
        self,
        decisions: list[Decision],
        requirements: Sequence[tuple[str, str | None, Level]],
    ) -> None:
        """Adoptions of requirements of the adopter's own jurisdiction, or of none."""
        adopters = self._adopters()
        for decision in decisions:
            by, places = _at(adopters, decision.by)
            own = [
                item for item in requirements if item[1] in {None, "US", *places} or "US" in places
            ]
            if own:
                requirement_id, _place, level = _at(own, decision.requirement)
                length = decision.length
                self._add(
                    Adoption(
                        id=_UNNAMED,
                        requirement_id=requirement_id,
                        by=by,
                        start=decision.start,
                        end=None if length is None else decision.start + _days(length),
                        due=decision.due if level is Level.RECOMMENDED else None,
                    )
                )

    def attestations(self, statements: list[Statements], facts: Sequence[AttestedFact]) -> None:
        """Statements that do not contradict each other, each group of another fact."""
        for group, fact in zip(statements, facts, strict=False):
            values = _values(fact, group.start)
            for number, about in enumerate(group.about):
                if group.how == 0:
                    self._state(fact, values[0], group.start + _days(number), None, about)
                elif group.how == 1:
                    start = group.start + number * _days(group.length)
                    end = start + _days(group.length - 1)
                    self._state(fact, _at(values, number), start, end, group.about[0])
                elif number < len(self._all(Officer)):
                    officer_id = self._all(Officer)[number].id
                    self._add(
                        Attestation(
                            id=_UNNAMED,
                            fact=fact.fact,
                            officer_id=officer_id,
                            value=_at(values, number),
                            stated_by="Chief",
                            start=group.start,
                        )
                    )

    def _state(
        self, fact: AttestedFact, value: Any, start: dt.date, end: dt.date | None, about: int
    ) -> None:
        subjects: list[dict[str, str]] = [{}]
        for path, target in REFERENCES["attestations"]:
            subjects += [{path[0]: item.id} for item in self._lists[target][:2]]
        statement = Attestation(
            id=_UNNAMED, fact=fact.fact, value=value, stated_by="Chief", start=start, end=end
        )
        self._add(statement, **_at(subjects, about))

    def marks(self, marks: list[tuple[int, FrozenMap[str, Json]]]) -> None:
        """When records came on file, and application data, in turn."""
        turn = count()
        for kind, items in self._lists.items() if marks else ():
            for place, record in enumerate(items):
                when, extensions = _at(marks, next(turn))
                name = _HAPPENED.get(type(record))
                day = DAYS_THAT_MATTER[0] if name is None else getattr(record, name)
                self._lists[kind][place] = attrs.evolve(
                    record, recorded_at=_moments(day)[when], extensions=extensions
                )

    def reverse(self) -> None:
        """Every list the other way round."""
        for items in self._lists.values():
            items.reverse()

    def pasts(self, pasts: list[Past]) -> None:
        """Records that were taken back: what they say does not matter, and may be nonsense."""
        kinds = [kind for kind, items in self._lists.items() if items]
        for number, past in enumerate(pasts if kinds else ()):
            kind = _at(kinds, past.kind)
            items = self._lists[kind]
            record = _at(items, past.position)
            old = attrs.evolve(
                _before(record, past.position) if past.replaced else _nonsense(record),
                id=self._id(kind, 100 + number),
                recorded_at=None,
                voided=Void(
                    at=KNOWN_AT + _days(number),
                    by="registrar",
                    reason="mistake",
                    replaced_by=record.id if past.replaced else None,
                ),
            )
            items.insert(past.position % (len(items) + 1), old)
            if past.replaced and past.named:
                self._rename(kind, record.id, old.id)

    def _rename(self, kind: str, record_id: str, old_id: str) -> None:
        """Another record goes on naming what was replaced."""
        for name, items in self._lists.items():
            for place, record in enumerate(items):
                for pointer, target, identifier in references_of(name, record):
                    if (target, identifier) == (kind, record_id):
                        items[place] = naming(record, pointer, old_id)
                        return


def _spans(career: Career) -> Iterator[_Span]:
    """The days of each posting, until one runs on."""
    start = career.start
    for posting in career.postings:
        start += _days(posting.gap)
        if posting.length is None:
            yield start, None
            return
        yield start, start + _days(posting.length - 1)
        start += _days(posting.length)


def _merged(spans: list[_Span]) -> list[_Span]:
    """Spans that overlap or touch as one, by first day."""
    found: list[_Span] = []
    for start, end in sorted(spans, key=lambda span: span[0]):
        if found:
            first, last = found[-1]
            if last is None or start <= last + _ONE_DAY:
                longest = None if last is None or end is None else max(last, end)
                found[-1] = (first, longest)
                continue
        found.append((start, end))
    return found


def _covered(service: list[_Span], covering: Covering) -> Iterator[_Span]:
    """Spans that cover the days of service, one after the other."""
    last = None if covering.runs_on else service[-1][1]
    wholes = service if covering.by_spell else [(service[0][0], last)]
    for number, (start, end) in enumerate(wholes):
        if number == 0:
            start -= _days(covering.lead)
            start = start if end is None else min(start, end)
        for cut in covering.cuts:
            following = start + _days(cut)
            if end is None or following <= end:
                yield start, following - _ONE_DAY
                start = following
        yield start, end


def _within(span: _Span, agreement: Agreement) -> bool:
    start, end = span
    return agreement.start <= start and (
        agreement.end is None or (end is not None and end <= agreement.end)
    )


def _meetings(chosen: Class, minutes: int) -> Iterator[Meeting]:
    """Sittings of at most eight hours, one a day, but for nights on which clocks change."""
    zone = zoneinfo.ZoneInfo(chosen.zone)
    day = chosen.day
    while minutes:
        length = min(minutes, _SITTING)
        starts_at = dt.datetime.combine(day, chosen.hour, zone)
        ends_at = _later(starts_at, length)
        day += _ONE_DAY
        if starts_at.utcoffset() != ends_at.utcoffset():
            continue
        minutes -= length
        if chosen.halves and length > 1:
            middle = _later(starts_at, length // 2)
            yield Meeting(starts_at=starts_at, ends_at=middle)
            starts_at = middle
        yield Meeting(starts_at=starts_at, ends_at=ends_at)


def _later(moment: dt.datetime, minutes: int) -> dt.datetime:
    """So many minutes later, by the clocks of the same zone."""
    return (moment.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)).astimezone(moment.tzinfo)


def _days_of(session: TrainingSession) -> tuple[dt.date, dt.date]:
    """First and last day of a session by its own clocks; what ends at midnight ends the day."""
    last = max(item.ends_at for item in session.meetings) - dt.timedelta(seconds=1)
    return min(item.starts_at for item in session.meetings).date(), last.date()


def _credit(course: Course, seat: Seat, minutes: int) -> Decimal | None:
    """The hours to state: none where those of the course were attended, else all that were."""
    enough = course.hours is None or course.hours * 60 <= minutes
    if enough and not seat.hours_stated:
        return None
    return (Decimal(minutes) / 60).quantize(Decimal("0.0001"), ROUND_FLOOR)


def _values(fact: AttestedFact, day: dt.date) -> tuple[Any, ...]:
    match fact.value:
        case FactValue.NUMBER:
            return Decimal(20), Decimal("19.5")
        case FactValue.DATE:
            return day, day + _ONE_DAY
        case _:
            return True, False


def _moments(day: dt.date) -> tuple[dt.datetime | None, ...]:
    """When what happened on a day may have come on file; at the earliest, when it began."""
    return (
        None,
        dt.datetime.combine(day, dt.time(), FURTHEST_AHEAD),
        dt.datetime.combine(day, dt.time(23, 59), dt.timezone(dt.timedelta(hours=-5))),
        dt.datetime.combine(day + _days(400), dt.time(12), dt.UTC),
    )


def _before(record: Record, number: int) -> Any:
    """The record as it was: nonsense, but for an enrollment the step before, or none."""
    if type(record) is not Enrollment:
        return _nonsense(record)
    states = [state for state in _S if record.state in (state, *NEXT_STATES[state])]
    return attrs.evolve(record, state=_at(states, number))


def _nonsense(record: Record) -> Any:
    """The record, its first reference leading nowhere."""
    for pointer, _target, _identifier in references_of(LIST_OF[type(record)], record):
        return naming(record, pointer, "nowhere")
    return record


def _at(items: Sequence[T], number: int) -> T:
    return items[number % len(items)]


def _days(number: int) -> dt.timedelta:
    return number * _ONE_DAY


def naming(record: Any, pointer: str, record_id: str) -> Any:
    """The record with another id at a pointer that `references_of` gave."""
    return _put(record, pointer.split("/")[1:], record_id)


def _put(value: Any, path: list[str], new: str) -> Any:
    if not path:
        return new
    head, *rest = path
    if type(value) is tuple:
        place = int(head)
        return (*value[:place], _put(value[place], rest, new), *value[place + 1 :])
    return attrs.evolve(value, **{head: _put(getattr(value, head), rest, new)})


@lru_cache(maxsize=1)
def _ori_letters() -> dict[str | None, str]:
    letters = string.ascii_uppercase
    return {ori_jurisdiction(one + two): one + two for one in letters for two in letters}


@lru_cache(maxsize=1)
def _nces_digits() -> dict[str | None, str]:
    return {nces_jurisdiction(f"{number:02}"): f"{number:02}" for number in range(100)}


#: The Bureau of Indian Education, whose schools lie in many states.
_FEDERAL_SCHOOLS: Final = "59"


def _nces_prefix(jurisdiction: str) -> str:
    """The digits that NCES ids of a jurisdiction begin with."""
    return _nces_digits().get(jurisdiction, _FEDERAL_SCHOOLS)
