"""Strategy of whole registries that make sense: `validate` has nothing to say about them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from sro_core.identifiers import JURISDICTIONS
from sro_core.models import (
    BEFORE_SERVICE,
    KINDS,
    AgreementKind,
    EmploymentTime,
    FrozenMap,
    Json,
    Outcome,
    PlanKind,
    Role,
    SchoolYear,
    SessionState,
    Waiver,
)
from sro_core.packs import bundled
from sro_core.registry import Registry
from sro_core.rules import Rulebook
from sro_core.testing import _records as records
from sro_core.testing._assembly import assembled
from sro_core.testing._choices import (
    Career,
    Choices,
    Class,
    Covering,
    Deal,
    Decision,
    Known,
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
from sro_core.testing._dates import DAYS_THAT_MATTER, interesting_dates

__all__ = ["valid_registries"]

#: Texts that people and programs write; the simplest one first.
_TEXTS: Final = (
    "Name",
    "D\u2019Arcy & Söhne <b>",
    "/a~1b",
    "\u202eeman\u0301 \U0001f6b8",
    "0\n\t1",
)
_EXTENSIONS: Final[tuple[FrozenMap[str, Json], ...]] = (
    FrozenMap(),
    FrozenMap({"": None}),
    FrozenMap({"a/b~c": (1, None, "\u2028")}),
)
#: How ids are written, with a letter for the list and a number for the record.
_ID_STYLES: Final = ("{0}{1}", "{1}", "{0}/{1}~1", "{0} \u00e4\U0001f6b8 {1}")
#: A night on which clocks change, beside the usual days.
_SESSION_DAYS: Final = (dt.date(2022, 8, 9), dt.date(2022, 11, 5), *DAYS_THAT_MATTER)
_ZONES: Final = (
    "America/Chicago",
    "Pacific/Honolulu",
    "Pacific/Guam",
    "America/Phoenix",
    "UTC",
    "Asia/Kathmandu",
)
_BESIDE: Final = (EmploymentTime.PART, EmploymentTime.RESERVE, EmploymentTime.VOLUNTEER)


def _known_to(rulebook: Rulebook) -> Known:
    packs = rulebook.packs
    return Known(
        requirements=tuple(
            (item.id, pack.jurisdiction, item.level) for pack in packs for item in pack.requirements
        ),
        facts=tuple(item for pack in packs for item in pack.facts),
        codes=tuple(item.code for pack in packs for item in pack.codes),
        topics=tuple(item.word for pack in packs for item in pack.topics),
        licenses=tuple(item.word for pack in packs for item in pack.licenses) or ("peace_officer",),
    )


@st.composite
def valid_registries(
    draw: st.DrawFn,
    *,
    rulebook: Rulebook | None = None,
    jurisdictions: Sequence[str] | None = None,
    min_officers: int = 0,
    max_officers: int = 2,
) -> Registry:
    """Whole registries that make sense: `validate` finds nothing in them, not even a notice.

    Every list may have records, also such that were taken back or replaced. Days
    lie near those that matter, and often just inside of what is allowed. The
    simplest registry is empty.

    Args:
        draw: Given by Hypothesis.
        rulebook: The packs whose codes, requirements and facts the records name; None
            takes those that ship with the library.
        jurisdictions: Where agencies and districts are; None takes those of the packs,
            and the United States.
        min_officers: At least so many officers.
        max_officers: At most so many officers.

    Raises:
        InvalidArgument: A jurisdiction is none, or none is given; a number of officers
            is none, or the two are in the wrong order.

    """
    book = bundled() if rulebook is None else rulebook
    if jurisdictions is None:
        places = (*(pack.jurisdiction for pack in book.packs if pack.jurisdiction), "US")
    else:
        places = tuple(jurisdictions)
    if not places:
        raise InvalidArgument("jurisdictions: at least one is needed")
    for place in places:
        if place not in JURISDICTIONS:
            raise InvalidArgument(f"jurisdictions: {place!r} is none")
    for name, number in (("min_officers", min_officers), ("max_officers", max_officers)):
        if type(number) is not int or number < 0:
            raise InvalidArgument(f"{name}={number!r}: a whole number, 0 or more, is needed")
    if max_officers < min_officers:
        raise InvalidArgument(f"{min_officers=} is more than {max_officers=}")
    return draw(_registries(_known_to(book), places, min_officers, max_officers))


@lru_cache(maxsize=64)
def _registries(
    known: Known, jurisdictions: tuple[str, ...], min_officers: int, max_officers: int
) -> st.SearchStrategy[Registry]:
    near = interesting_dates()
    number = st.integers(0, 5)
    text = st.sampled_from(_TEXTS)
    place = st.sampled_from(jurisdictions)
    never = st.none()
    covering = st.builds(
        Covering,
        by_spell=st.booleans(),
        runs_on=st.booleans(),
        lead=st.sampled_from((0, 30, -1)),
        cuts=st.lists(st.sampled_from((365, 1, 30)), max_size=2),
    )
    career = st.builds(
        Career,
        agency=number,
        start=near,
        lead=st.sampled_from((0, 1, 900)),
        trail=st.sampled_from((None, 0, 30)),
        changes=st.booleans(),
        before=st.none() | number,
        beside=st.sampled_from((None, *_BESIDE)),
        postings=st.lists(
            st.builds(
                Posting,
                district=number,
                schools=st.integers(0, 2),
                gap=st.sampled_from((0, 1, 90, 121)),
                length=st.sampled_from((None, 280, 1, 365)),
                role=st.sampled_from(Role),
                hours=st.sampled_from((None, Decimal(40), Decimal(35), Decimal(10))),
                beside=st.sampled_from((None, None, Decimal("34.9999"), Decimal(0))),
                named=st.booleans(),
            ),
            max_size=3,
        ),
        licenses=st.lists(
            records.licenses(
                kind=st.sampled_from(known.licenses), jurisdiction=place, number=never
            ),
            max_size=3,
        ),
        numbered=st.booleans(),
    )
    return st.builds(
        Choices,
        known=st.just(known),
        home=st.just(jurisdictions[0]),
        max_officers=st.just(max_officers),
        agencies=st.lists(
            st.builds(
                Place,
                record=records.agencies(name=text, jurisdiction=place, ori=never),
                numbered=st.integers(0, 1),
            ),
            max_size=3,
        ),
        districts=st.lists(
            st.builds(
                Place,
                record=records.districts(
                    name=text, jurisdiction=place, nces_id=never, school_years=st.just(())
                ),
                numbered=st.integers(0, 2),
                school_years=_runs_of_school_years(),
            ),
            max_size=3,
        ),
        schools=st.lists(
            st.tuples(records.schools(name=text, nces_id=never), number, st.booleans()), max_size=3
        ),
        careers=st.lists(career, min_size=min_officers, max_size=max_officers),
        deals=st.lists(
            st.builds(
                Deal,
                covering=covering,
                kind=st.sampled_from((None, *AgreementKind)),
                signed_before=st.sampled_from((0, 30)),
                reviewed=st.booleans(),
            ),
            max_size=3,
        ),
        plans=st.lists(
            st.builds(Plan, pair=number, kind=st.sampled_from(PlanKind), covering=covering),
            max_size=2,
            unique_by=lambda plan: plan.kind,
        ),
        reviews=st.lists(
            st.builds(Review, officer=number, plan=number, day=st.integers(0, 2)), max_size=2
        ),
        lessons=_lessons(known, text),
        classes=st.lists(_classes(), max_size=2),
        results=st.lists(_results(), max_size=3),
        waivers=st.lists(st.tuples(_waivers(known, text), number), max_size=2)
        if known.requirements
        else st.just([]),
        decisions=st.lists(
            st.builds(
                Decision,
                by=st.integers(0, 8),
                requirement=st.integers(0, 30),
                start=near,
                length=st.sampled_from((None, 0, 365)),
                due=st.sampled_from((None, BEFORE_SERVICE)) | near,
            ),
            max_size=2,
        ),
        statements=st.lists(
            st.builds(
                Statements,
                how=st.integers(0, 2),
                about=st.lists(st.integers(0, 12), min_size=1, max_size=3),
                start=near,
                length=st.sampled_from((1, 365)),
            ),
            max_size=min(2, len(known.facts)),
        ),
        first_fact=st.integers(0, max(0, len(known.facts) - 1)),
        pasts=st.lists(
            st.builds(
                Past,
                kind=st.integers(0, len(KINDS) - 1),
                position=number,
                replaced=st.booleans(),
                named=st.booleans(),
            ),
            max_size=4,
        ),
        marks=st.lists(
            st.tuples(st.integers(0, 3), st.sampled_from(_EXTENSIONS)),
            max_size=4,
        ),
        id_style=st.sampled_from(_ID_STYLES),
        in_reverse=st.booleans(),
    ).map(assembled)


def _runs_of_school_years() -> st.SearchStrategy[tuple[SchoolYear, ...]]:
    """School years that follow one another, with a summer between them or without."""

    def make(first: int, years: int, summer: bool) -> tuple[SchoolYear, ...]:
        last = (6, 10) if summer else (8, 31)
        return tuple(
            SchoolYear(
                name=f"{year}-{year + 1}",
                first_day=dt.date(year, 9, 1),
                last_day=dt.date(year + 1, *last),
            )
            for year in range(first, first + years)
        )

    return st.builds(make, st.integers(2019, 2025), st.integers(0, 3), st.booleans())


def _lessons(known: Known, text: st.SearchStrategy[str]) -> st.SearchStrategy[list[Lesson]]:
    if not known.codes:
        return st.just([])
    return st.lists(
        st.builds(
            Lesson,
            course=records.courses(
                title=text, provider=text, codes=st.just(()), topics_from=known.topics
            ),
            codes=st.lists(
                st.builds(
                    Recognition,
                    code=st.sampled_from(known.codes),
                    since=st.booleans(),
                    until=st.booleans(),
                    twice=st.booleans(),
                ),
                min_size=1,
                max_size=2,
                unique_by=lambda item: item.code,
            ),
        ),
        max_size=2,
    )


def _classes() -> st.SearchStrategy[Class]:
    return st.builds(
        Class,
        course=st.integers(0, 5),
        day=st.sampled_from(_SESSION_DAYS),
        hour=st.sampled_from((dt.time(8), dt.time(18), dt.time(22), dt.time(16))),
        zone=st.sampled_from(_ZONES),
        state=st.sampled_from(
            (
                SessionState.SCHEDULED,
                SessionState.HELD,
                SessionState.HELD,
                SessionState.CANCELLED,
            )
        ),
        more=st.sampled_from((0, 45)),
        halves=st.booleans(),
        announced=st.booleans(),
        backwards=st.booleans(),
        capacity=st.integers(0, 2),
        walk_in=st.booleans(),
        seats=st.lists(
            _seats(),
            max_size=3,
        ),
    )


# Hypothesis leaves a record out in one step only where it takes few choices: some of them go
# together, so that a registry shrinks to the record that matters.


def _results() -> st.SearchStrategy[Result]:
    positions = tuple(itertools.product(range(6), repeat=2))
    endings = tuple(itertools.product(Outcome, (None, *records.HOURS)))

    def make(of: tuple[int, int], day: dt.date, ending: tuple[Outcome, Decimal | None]) -> Result:
        outcome, hours = ending
        return Result(officer=of[0], course=of[1], day=day, hours=hours, outcome=outcome)

    return st.builds(
        make, st.sampled_from(positions), interesting_dates(), st.sampled_from(endings)
    )


def _seats() -> st.SearchStrategy[Seat]:
    holders = tuple(itertools.product((0, 0, 0, 1, 2, 3, 4, 5), range(6)))
    filings = tuple(itertools.product(range(3), *[(False, True)] * 3))

    def make(holder: tuple[int, int], filing: tuple[int, bool, bool, bool]) -> Seat:
        state, officer = holder
        attended, hours_stated, on_last_day, names_session = filing
        return Seat(
            officer=officer,
            state=state,
            attended=attended,
            hours_stated=hours_stated,
            on_last_day=on_last_day,
            names_session=names_session,
        )

    return st.builds(make, st.sampled_from(holders), st.sampled_from(filings))


def _waivers(known: Known, text: st.SearchStrategy[str]) -> st.SearchStrategy[Waiver]:
    return records.waivers(
        requirement_id=st.sampled_from([name for name, _, _ in known.requirements] or ["x"]),
        reason=text,
        recorded_at=st.none(),
    )
