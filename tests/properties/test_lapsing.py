"""Credentials and agreements that end: the engine and the oracle agree near their edges."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from oracle.short import (
    START,
    agency,
    agreed,
    completed,
    course,
    duty,
    officer,
    posted,
    registry,
    rulebook,
    version,
    waiver,
)
from properties.agreement import differences
from sro_core.models import AgreementKind, License, LicenseState
from sro_core.rules import Requirement
from sro_core.rules import deadlines as d
from sro_core.rules import evidence as e
from sro_core.rules import renewals as r
from sro_core.rules.events import Period
from sro_core.rules.packs import Per, Subject
from sro_core.testing import Situation

#: Days half a year and one day apart, so that spans touch, overlap, leave a day or a year.
_DAYS: Final = tuple(
    dt.date(year, month, 1) + dt.timedelta(days=offset)
    for year in range(2018, 2024)
    for month in (1, 7)
    for offset in (-1, 0)
)
_day: Final = st.sampled_from(_DAYS)
_PERIODS: Final = (None, Period(years=1), Period(years=2), Period(months=6))


def _either(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[e.Evidence]:
    """One of the parts, or some of them together."""
    some = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        parts,
        st.builds(e.AllEvidence, all_of=some),
        st.builds(e.AnyEvidence, any_of=some),
        st.builds(e.SomeEvidence, at_least=st.just(2), of=some),
    )


def _asked(evidence: e.Evidence, period: Period | None, **fields: Any) -> Requirement:
    renewal = None if period is None else r.Every(every=period)
    return duty(version(evidence, d.Before(before=START), renewal=renewal), **fields)


def _situation(records: list[Any], asked: Requirement, as_of: dt.date) -> Situation:
    return Situation(
        registry=registry(*records), rulebook=rulebook(asked), as_of=as_of, known_at=None
    )


@st.composite
def _licenses(draw: st.DrawFn) -> tuple[License, ...]:
    found: list[License] = []
    for _number in range(draw(st.integers(0, 3))):
        start, end = draw(_day), draw(st.none() | _day)
        found.append(
            License(
                kind=draw(st.sampled_from(("peace_officer", "x.cert"))),
                jurisdiction=draw(st.sampled_from(("US-MN", "US-MN", "US-WI"))),
                start=start if end is None else min(start, end),
                end=end if end is None else max(start, end),
                state=draw(
                    st.sampled_from((LicenseState.ACTIVE, LicenseState.ACTIVE, *LicenseState))
                ),
            )
        )
    return tuple(found)


@st.composite
def _credentials(draw: st.DrawFn) -> Situation:
    """An officer with credentials that end, and a duty that rests on some of them."""
    parts = st.sampled_from(
        (
            e.Held(license="peace_officer"),
            e.Held(license="x.cert"),
            e.Held(license="x.cert"),
            e.CourseTaken(course=("x.basic",)),
            e.CourseTaken(course=("x.basic", "x.cert"), times=2),
        )
    )
    records: list[Any] = [
        officer("o1", *draw(_licenses())),
        posted(str(draw(_day))),
        agency(records_from=draw(st.sampled_from((None, None, *_DAYS[4:8])))),
        course("c1", "x.basic"),
        course("c2", "x.cert"),
    ]
    for number in range(draw(st.integers(0, 3))):
        kind = draw(st.sampled_from(("c1", "c2")))
        records.append(completed(str(draw(_day)), id=f"k{number}", course_id=kind))
    if draw(st.booleans()):
        one, other = draw(_day), draw(_day)
        end = draw(st.sampled_from((None, str(max(one, other)))))
        records.append(waiver("equivalent", str(min(one, other)), end))
    asked = _asked(draw(_either(parts)), draw(st.sampled_from(_PERIODS)))
    return _situation(records, asked, draw(_day))


@st.composite
def _agreements(draw: st.DrawFn) -> Situation:
    """A partnership whose agreements end, and a duty that rests on them."""
    parts = st.builds(
        e.AgreementInForce,
        agreement=st.sampled_from(((), (AgreementKind.MOU,))),
        signed_on_or_after=st.none() | st.just(_DAYS[4]),
        dated_by=st.sampled_from(e.DatedBy),
    )
    records: list[Any] = [posted(str(draw(_day)))]
    for number in range(draw(st.integers(1, 3))):
        start, end = sorted((draw(_day), draw(_day)))
        records.append(
            agreed(
                str(start),
                draw(st.sampled_from((None, str(end), str(end)))),
                id=f"g{number}",
                kind=draw(st.sampled_from((AgreementKind.MOU, AgreementKind.MOU, None))),
                signed_on=draw(_day),
                reviewed_on=tuple(sorted(draw(st.sets(_day, max_size=2)))),
            )
        )
    asked = _asked(
        draw(_either(parts)),
        draw(st.sampled_from(_PERIODS)),
        per=Per.PARTNERSHIP,
        subject=Subject.PARTNERSHIP,
    )
    return _situation(records, asked, draw(_day))


@given(_credentials())
def test_credentials_stand_as_the_design_says(situation: Situation) -> None:
    """Met through the last day on which they count, then expired; in its service only."""
    assert not differences(situation)


@given(_agreements())
def test_agreements_stand_as_the_design_says(situation: Situation) -> None:
    """In force, signed or reviewed: each counts on its own days."""
    assert not differences(situation)
