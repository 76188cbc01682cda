"""The life of a registry, step by step; after every step all that is promised of it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeVar

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from properties.agreement import differences
from sro_core import dumps, evaluate, loads, validate
from sro_core.models import (
    LIST_OF,
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
    Enrollment,
    EnrollmentState,
    FrozenMap,
    License,
    Meeting,
    Officer,
    Outcome,
    PlanKind,
    PlanReview,
    Role,
    SafetyPlan,
    School,
    SchoolControl,
    SchoolLevel,
    SessionState,
    TrainingSession,
    Waiver,
    WaiverKind,
)
from sro_core.packs import bundled
from sro_core.registry import Registry
from sro_core.rules import Pack, Rulebook
from sro_core.rules.facts import FactAbout, FactValue
from sro_core.rules.packs import Level
from sro_core.testing import DAYS_THAT_MATTER, Situation, packs

R = TypeVar("R")

_ONE_DAY: Final = dt.timedelta(days=1)
_MINUTE: Final = dt.timedelta(minutes=1)
_CHICAGO: Final = dt.timezone(dt.timedelta(hours=-5))
#: A place whose pack asks nothing: a synthetic pack stands in its place.
_QUIET: Final = "US-MP"
_SYNTHETIC: Final = packs(id="us-mp", jurisdiction=_QUIET, max_requirements=2)
_STATES: Final = [item for item in bundled().packs if item.jurisdiction not in (None, "US", _QUIET)]
_EVERYWHERE: Final = [bundled().pack("common"), bundled().pack("federal")]
_S = EnrollmentState


class _Kept(NamedTuple):
    """Reports as they were written on a day: of all there was, and of a moment."""

    as_of: dt.date
    moment: dt.datetime
    plain: str
    of_moment: str


class Life(RuleBasedStateMachine):
    """A registry to which offices add, and in which they correct and take back, as days pass."""

    def __init__(self) -> None:
        super().__init__()
        self.registry = Registry()
        self.book = Rulebook(packs=())
        self.now = dt.datetime(2020, 1, 1, 9, tzinfo=_CHICAGO)
        self.kept: list[_Kept] = []
        self.made = 0
        self.values: dict[str, Any] = {}

    # what there is --------------------------------------------------------------------------

    @property
    def today(self) -> dt.date:
        return self.now.date()

    def standing(self, kind: type[R]) -> list[R]:
        """The records of a kind that were not taken back, with references that were followed."""
        return list(getattr(self.registry.as_known_at(None), LIST_OF[kind]))

    def on_file(self, record: Any) -> Any:
        """The record as it stands in the registry itself."""
        found = self.registry.find(type(record), record.id)
        assert found is not None
        return found

    def new_id(self) -> str:
        self.made += 1
        # so that the order of ids is not that of time
        return f"{self.made * 7 % 97:02}-{self.made}"

    def add(self, *records: Any) -> None:
        self.now += _MINUTE
        filed = [attrs.evolve(item, recorded_at=self.now) for item in records]
        self.registry = self.registry.with_records(*filed)

    def correct(self, record: Any, **changes: Any) -> Any:
        """The record with other values in the place of one; the new one."""
        self.now += _MINUTE
        right = attrs.evolve(record, id=self.new_id(), recorded_at=None, **changes)
        return self._replace(record, right)

    def _replace(self, record: Any, right: Any) -> Any:
        self.registry = self.registry.with_correction(
            right, of=self.on_file(record), at=self.now, by="office", reason="as it is now"
        )
        return self.registry.find(type(right), right.id)

    def move(self, seat: Enrollment, *states: EnrollmentState) -> Enrollment:
        """The seat in the last of the states that follow each other."""
        for state in states:
            self.now += _MINUTE
            minutes = 480 if state is _S.COMPLETED else None
            moved = seat.moved(state, id=self.new_id(), at=self.now, attended_minutes=minutes)
            seat = self._replace(seat, moved)
        return seat

    def take_back(self, *records: Any) -> None:
        self.now += _MINUTE
        gone = map(self.on_file, records)
        self.registry = self.registry.without(*gone, at=self.now, by="office", reason="mistake")

    # the beginning --------------------------------------------------------------------------

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        """Two places and three courses, and an officer who is posted and has a seat in a class."""
        self.book = self._book(data)
        day = data.draw(st.sampled_from(DAYS_THAT_MATTER))
        self.now = dt.datetime.combine(day, dt.time(9), _CHICAGO)
        places = [item.jurisdiction for item in self.book.packs if item.jurisdiction]
        places = [item for item in places if item != "US"]
        known = [code.code for item in self.book.packs for code in item.codes]
        topics = [topic.word for item in self.book.packs for topic in item.topics]
        for place in (places[0], data.draw(st.sampled_from(places))):
            district_id = self.new_id()
            self.add(
                Agency(id=self.new_id(), name="x", kind=AgencyKind.POLICE, jurisdiction=place),
                District(id=district_id, name="x", jurisdiction=place, kind=DistrictKind.PUBLIC),
                School(
                    id=self.new_id(),
                    district_id=district_id,
                    name="x",
                    level=data.draw(st.sampled_from(SchoolLevel)),
                    control=SchoolControl.PUBLIC,
                ),
            )
        for _number in range(3):
            stated = data.draw(st.lists(st.sampled_from(topics), max_size=2)) if topics else []
            self.add(
                Course(
                    id=self.new_id(),
                    title="x",
                    provider="x",
                    hours=data.draw(st.sampled_from((None, Decimal(8)))),
                    topics=FrozenMap(dict.fromkeys(stated)),
                    codes=(CourseCode(code=data.draw(st.sampled_from(known))),),
                )
            )
        agency, district = self.standing(Agency)[0], self.standing(District)[0]
        self._hire(agency, licensed=True, since=self.today)
        (officer,) = self.employed()
        self._post(officer, district, start=self.today)
        self._schedule(self.standing(Course)[0], self.today)
        self._seat(self.scheduled()[0], officer)

    @staticmethod
    def _book(data: st.DataObject) -> Rulebook:
        """Two to four packs: of one or two states, a synthetic one, and those of everywhere."""
        names = st.sampled_from([item.id for item in _STATES])
        chosen = [
            *map(bundled().pack, data.draw(st.lists(names, min_size=1, max_size=2, unique=True))),
            *data.draw(st.just(()) | st.tuples(_SYNTHETIC)),
            *_EVERYWHERE,
        ]
        return Rulebook(packs=chosen[:4])

    # people ---------------------------------------------------------------------------------

    def employed(self) -> list[Officer]:
        return [item for item in self.standing(Officer) if item.employments[-1].end is None]

    def posts_of(self, officer: Officer) -> list[Assignment]:
        return [item for item in self.standing(Assignment) if item.officer_id == officer.id]

    @rule(data=st.data(), licensed=st.booleans(), before=st.sampled_from((0, 1, 900)))
    @precondition(lambda self: len(self.standing(Officer)) < 3)
    def hire(self, data: st.DataObject, licensed: bool, before: int) -> None:
        agency = data.draw(st.sampled_from(self.standing(Agency)))
        self._hire(agency, licensed=licensed, since=self.today - before * _ONE_DAY)

    def _hire(self, agency: Agency, *, licensed: bool, since: dt.date) -> None:
        held = License(kind="peace_officer", jurisdiction=agency.jurisdiction, start=since)
        self.add(
            Officer(
                id=self.new_id(),
                employments=(Employment(agency_id=agency.id, start=since),),
                licenses=(held,) if licensed else (),
            )
        )

    @rule(
        data=st.data(),
        role=st.sampled_from((Role.SCHOOL_RESOURCE_OFFICER, Role.SUBSTITUTE)),
        later=st.sampled_from((0, 0, 1, 30)),
        armed=st.sampled_from((None, True, False)),
    )
    @precondition(lambda self: self.employed())
    def assign(self, data: st.DataObject, role: Role, later: int, armed: bool | None) -> None:
        self._post(
            data.draw(st.sampled_from(self.employed())),
            data.draw(st.sampled_from(self.standing(District))),
            start=self.today + later * _ONE_DAY,
            role=role,
            hours_per_week=data.draw(st.sampled_from((None, Decimal(20)))),
            armed=armed,
        )

    def _post(
        self,
        officer: Officer,
        district: District,
        *,
        start: dt.date,
        role: Role = Role.SCHOOL_RESOURCE_OFFICER,
        **more: Any,
    ) -> None:
        schools = [item for item in self.standing(School) if item.district_id == district.id]
        self.add(
            Assignment(
                id=self.new_id(),
                officer_id=officer.id,
                agency_id=officer.employments[-1].agency_id,
                district_id=district.id,
                school_ids=tuple(item.id for item in schools),
                role=role,
                start=start,
                **more,
            )
        )

    def open_posts(self) -> list[Assignment]:
        posts = self.standing(Assignment)
        return [item for item in posts if item.end is None and item.start <= self.today]

    @rule(data=st.data())
    @precondition(lambda self: self.open_posts())
    def end_assignment(self, data: st.DataObject) -> None:
        self.correct(data.draw(st.sampled_from(self.open_posts())), end=self.today)

    def may_leave(self) -> list[Officer]:
        """Officers who have served, and have nothing ahead."""
        return [
            item
            for item in self.employed()
            if all(post.start <= self.today for post in self.posts_of(item))
        ]

    @rule(data=st.data())
    @precondition(lambda self: self.may_leave())
    def leave(self, data: st.DataObject) -> None:
        officer = data.draw(st.sampled_from(self.may_leave()))
        for post in self.posts_of(officer):
            if post.end is None:
                self.correct(post, end=self.today)
        *earlier, last = officer.employments
        self.correct(officer, employments=(*earlier, attrs.evolve(last, end=self.today)))

    # training -------------------------------------------------------------------------------

    @rule(data=st.data(), ahead=st.sampled_from((0, 1, 45)), few_seats=st.booleans())
    @precondition(lambda self: len(self.standing(TrainingSession)) < 3)
    def schedule(self, data: st.DataObject, ahead: int, few_seats: bool) -> None:
        course = data.draw(st.sampled_from(self.standing(Course)))
        self._schedule(course, self.today + ahead * _ONE_DAY, capacity=2 if few_seats else None)

    def _schedule(self, course: Course, day: dt.date, capacity: int | None = None) -> None:
        starts_at = dt.datetime.combine(day, dt.time(14), dt.UTC)
        self.add(
            TrainingSession(
                id=self.new_id(),
                course_id=course.id,
                host="x",
                meetings=(Meeting(starts_at=starts_at, ends_at=starts_at + 480 * _MINUTE),),
                time_zone="UTC",
                capacity=capacity,
                state=SessionState.SCHEDULED,
            )
        )

    def scheduled(self) -> list[TrainingSession]:
        sessions = self.standing(TrainingSession)
        return [item for item in sessions if item.state is SessionState.SCHEDULED]

    def seats_in(self, session: TrainingSession) -> list[Enrollment]:
        return [item for item in self.standing(Enrollment) if item.session_id == session.id]

    def free(self) -> Iterator[tuple[TrainingSession, Officer]]:
        """Officers who have no seat in a session that has one."""
        for session in self.scheduled():
            seats = self.seats_in(session)
            taken = {item.officer_id for item in seats}
            if session.capacity is None or len(seats) < session.capacity:
                yield from (
                    (session, item) for item in self.standing(Officer) if item.id not in taken
                )

    @rule(data=st.data(), state=st.sampled_from((_S.REGISTERED, _S.WAITLISTED)))
    @precondition(lambda self: any(self.free()))
    def enroll(self, data: st.DataObject, state: EnrollmentState) -> None:
        self._seat(*data.draw(st.sampled_from(list(self.free()))), state)

    def _seat(
        self, session: TrainingSession, officer: Officer, state: EnrollmentState = _S.REGISTERED
    ) -> None:
        seat = Enrollment(
            id=self.new_id(), session_id=session.id, officer_id=officer.id, state=state
        )
        self.add(seat)

    def begun(self) -> list[TrainingSession]:
        return [item for item in self.scheduled() if self._day_of(item) <= self.today]

    @staticmethod
    def _day_of(session: TrainingSession) -> dt.date:
        return session.meetings[0].starts_at.date()

    @rule(data=st.data())
    @precondition(lambda self: self.begun())
    def hold(self, data: st.DataObject) -> None:
        session = data.draw(st.sampled_from(self.begun()))
        seats = self.seats_in(session)
        held = self.correct(session, state=SessionState.HELD)
        for seat in seats:
            if seat.state is _S.WAITLISTED:
                self.move(seat, _S.WITHDRAWN)
            elif data.draw(st.booleans()):
                self.move(seat, _S.NO_SHOW)
            else:
                self.move(seat, _S.IN_PROGRESS, _S.COMPLETED)
                self.add(
                    Completion(
                        id=self.new_id(),
                        officer_id=seat.officer_id,
                        course_id=held.course_id,
                        session_id=held.id,
                        completed_on=self._day_of(held),
                        hours=data.draw(st.sampled_from((None, Decimal(8)))),
                        outcome=Outcome.COMPLETED,
                    )
                )

    @rule(data=st.data())
    @precondition(lambda self: self.scheduled())
    def cancel(self, data: st.DataObject) -> None:
        session = data.draw(st.sampled_from(self.scheduled()))
        seats = self.seats_in(session)
        self.correct(session, state=SessionState.CANCELLED)
        for seat in seats:
            self.move(seat, _S.WITHDRAWN)

    def is_new(self, officer_id: str, course_id: str, day: dt.date) -> bool:
        return not any(
            (item.officer_id, item.course_id, item.completed_on) == (officer_id, course_id, day)
            for item in self.standing(Completion)
        )

    @rule(data=st.data(), ago=st.sampled_from((0, 1, 400)))
    @precondition(lambda self: self.standing(Officer))
    def complete(self, data: st.DataObject, ago: int) -> None:
        officer = data.draw(st.sampled_from(self.standing(Officer)))
        course = data.draw(st.sampled_from(self.standing(Course)))
        day = self.today - ago * _ONE_DAY
        if self.is_new(officer.id, course.id, day):
            self.add(
                Completion(
                    id=self.new_id(),
                    officer_id=officer.id,
                    course_id=course.id,
                    completed_on=day,
                    hours=data.draw(st.sampled_from((None, Decimal(16)))),
                    outcome=data.draw(st.sampled_from((Outcome.COMPLETED, Outcome.FAILED))),
                )
            )

    def loose(self) -> list[Completion]:
        """Completions of no session."""
        return [item for item in self.standing(Completion) if item.session_id is None]

    @rule(data=st.data())
    @precondition(lambda self: self.loose())
    def correct_completion(self, data: st.DataObject) -> None:
        wrong = data.draw(st.sampled_from(self.loose()))
        day = wrong.completed_on - _ONE_DAY
        if self.is_new(wrong.officer_id, wrong.course_id, day):
            self.correct(wrong, completed_on=day)

    @rule(data=st.data())
    @precondition(lambda self: self.loose())
    def void(self, data: st.DataObject) -> None:
        self.take_back(data.draw(st.sampled_from(self.loose())))

    # decisions ------------------------------------------------------------------------------

    @rule(
        data=st.data(),
        kind=st.sampled_from(WaiverKind),
        length=st.sampled_from((None, 0, 365)),
    )
    @precondition(lambda self: self.standing(Officer) and self.asked())
    def waive(self, data: st.DataObject, kind: WaiverKind, length: int | None) -> None:
        _pack, requirement_id = data.draw(st.sampled_from(self.asked()))
        extended = kind is WaiverKind.EXTENDED
        self.add(
            Waiver(
                id=self.new_id(),
                officer_id=data.draw(st.sampled_from(self.standing(Officer))).id,
                requirement_id=requirement_id,
                kind=kind,
                granted_by="office",
                granted_on=self.today,
                start=self.today,
                end=None if length is None else self.today + length * _ONE_DAY,
                due_on=self.today + 90 * _ONE_DAY if extended else None,
                reason="x",
            )
        )

    def asked(self, *levels: Level) -> list[tuple[Pack, str]]:
        """The requirements of some levels, each with its pack."""
        return [
            (pack, item.id)
            for pack in self.book.packs
            for item in pack.requirements
            if item.level in (levels or Level)
        ]

    @rule(data=st.data(), due=st.sampled_from((None, "before_service", 60)))
    @precondition(lambda self: self.asked(Level.RECOMMENDED))
    def adopt(self, data: st.DataObject, due: Any) -> None:
        pack, requirement_id = data.draw(st.sampled_from(self.asked(Level.RECOMMENDED)))
        adopters: list[tuple[str, str]] = [
            *((item.jurisdiction, f"agency_id {item.id}") for item in self.standing(Agency)),
            *((item.jurisdiction, f"district_id {item.id}") for item in self.standing(District)),
        ]
        here = (None, "US")
        fitting = [who for place, who in adopters if pack.jurisdiction in (*here, place)]
        if fitting:
            key, identifier = data.draw(st.sampled_from(fitting)).split()
            self.add(
                Adoption(
                    id=self.new_id(),
                    requirement_id=requirement_id,
                    by=Adopter(**{key: identifier}),
                    start=self.today,
                    due=self.today + due * _ONE_DAY if isinstance(due, int) else due,
                )
            )

    @rule(data=st.data(), before=st.sampled_from((0, 30)))
    def agree(self, data: st.DataObject, before: int) -> None:
        """An agreement from the first day of the service that it is about."""
        agency = data.draw(st.sampled_from(self.standing(Agency)))
        district = data.draw(st.sampled_from(self.standing(District)))
        posts = [
            item.start
            for item in self.standing(Assignment)
            if (item.agency_id, item.district_id) == (agency.id, district.id)
        ]
        start = min([self.today, *posts])
        self.add(
            Agreement(
                id=self.new_id(),
                agency_id=agency.id,
                district_id=district.id,
                signed_on=start - before * _ONE_DAY,
                start=start,
            )
        )

    @rule(data=st.data())
    def amend_plan(self, data: st.DataObject) -> None:
        """The first version of a plan, or one that follows the version in force."""
        agency = data.draw(st.sampled_from(self.standing(Agency)))
        district = data.draw(st.sampled_from(self.standing(District)))
        pair = (agency.id, district.id)
        older = [
            item
            for item in self.standing(SafetyPlan)
            if (item.agency_id, item.district_id) == pair and item.end is None
        ]
        if any(item.start == self.today for item in older):
            return
        for item in older:
            self.correct(item, end=self.today - _ONE_DAY)
        self.add(
            SafetyPlan(
                id=self.new_id(),
                agency_id=agency.id,
                district_id=district.id,
                kind=PlanKind.THREAT_RESPONSE,
                version=str(self.today),
                start=self.today,
            )
        )

    def current(self) -> list[SafetyPlan]:
        return [item for item in self.standing(SafetyPlan) if item.end is None]

    @rule(data=st.data())
    @precondition(lambda self: self.standing(Officer) and self.current())
    def review_plan(self, data: st.DataObject) -> None:
        self.add(
            PlanReview(
                id=self.new_id(),
                officer_id=data.draw(st.sampled_from(self.standing(Officer))).id,
                plan_id=data.draw(st.sampled_from(self.current())).id,
                reviewed_on=self.today,
            )
        )

    @rule(data=st.data())
    @precondition(lambda self: self.standing(Assignment) and self.facts())
    def state(self, data: st.DataObject) -> None:
        """Every statement of one fact has one value, so that none disagree."""
        fact = data.draw(st.sampled_from(self.facts()))
        values: dict[FactValue, st.SearchStrategy[Any]] = {
            FactValue.BOOLEAN: st.booleans(),
            FactValue.NUMBER: st.sampled_from((Decimal(19), Decimal(20))),
            FactValue.DATE: st.just(self.today),
        }
        post = data.draw(st.sampled_from(self.standing(Assignment)))
        named: dict[str, Any] = {
            FactAbout.OFFICER: {"officer_id": post.officer_id},
            FactAbout.ASSIGNMENT: {"assignment_id": post.id},
            FactAbout.AGENCY: {"agency_id": post.agency_id},
        }.get(fact.about, {"district_id": post.district_id})
        self.add(
            Attestation(
                id=self.new_id(),
                fact=fact.fact,
                value=self.values.setdefault(fact.fact, data.draw(values[fact.value])),
                stated_by="x",
                start=self.today,
                **named,
            )
        )

    def facts(self) -> list[Any]:
        known = [item for pack in self.book.packs for item in pack.facts]
        return [item for item in known if item.value is not FactValue.WORD]

    @rule(days=st.sampled_from((1, 7, 30, 121, 365)))
    def pass_days(self, days: int) -> None:
        self.now += days * _ONE_DAY

    # what holds after every step ------------------------------------------------------------

    @invariant()
    def is_valid(self) -> None:
        """Nobody can live a registry into a state that `validate` has anything to say about."""
        found = validate(self.registry, as_of=self.today, rulebook=self.book)
        assert found == (), "\n".join(map(str, found))

    @invariant()
    def is_written_and_read(self) -> None:
        """What is written is read as the same records, and written again as the same bytes."""
        text = dumps(self.registry)
        again = loads(text)
        for (_kind, one), (_name, other) in zip(self.registry.lists(), again.lists(), strict=True):
            assert set(one) == set(other)
        assert dumps(again) == text

    @invariant()
    def keeps_its_past(self) -> None:
        """Every report that was ever written is written again, byte for byte, from today's file."""
        for kept in self.kept:
            then = self.registry.as_known_at(kept.moment)
            assert self._report(then, kept.as_of) == kept.plain
            assert self._report(self.registry, kept.as_of, kept.moment) == kept.of_moment
        moment = self.now
        self.kept.append(
            _Kept(
                as_of=self.today,
                moment=moment,
                plain=self._report(self.registry, self.today),
                of_moment=self._report(self.registry, self.today, moment),
            )
        )
        self.now += _MINUTE

    def _report(
        self, registry: Registry, as_of: dt.date, known_at: dt.datetime | None = None
    ) -> str:
        return dumps(evaluate(registry, as_of=as_of, known_at=known_at, rulebook=self.book))

    @invariant()
    def is_judged_as_the_design_says(self) -> None:
        """Every finding and each readiness is what the naive evaluator gives."""
        situation = Situation(registry=self.registry, rulebook=self.book, as_of=self.today)
        assert not differences(situation)


Life.TestCase.settings = settings(max_examples=settings().max_examples // 8, stateful_step_count=20)
TestLife = Life.TestCase
