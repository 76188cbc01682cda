"""Faults of places, officers and where they are posted: one function for each mistake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from sro_core.models import (
    Agency,
    Agreement,
    Assignment,
    District,
    Employment,
    EmploymentTime,
    License,
    Officer,
    PlanReview,
    SafetyPlan,
    School,
    SchoolYear,
)
from sro_core.testing._draft import Draft, Planter, Spot, days

__all__ = ["PLANTERS"]

# places ---------------------------------------------------------------------------------------


def _ori_of_nowhere(draft: Draft) -> Spot:
    letters = draft.pick("ZZ", "QQ", "XX")
    return Spot(draft.new(Agency, ori=f"{letters}0550100"), "/ori")


def _ori_of_another_jurisdiction(draft: Draft) -> Spot:
    jurisdiction, letters = draft.pick(
        ("US-MN", "WI"), ("US-WI", "MN"), ("US-TX", "NB"), ("US-NE", "NV"), ("US-GU", "GA")
    )
    return Spot(draft.new(Agency, jurisdiction=jurisdiction, ori=f"{letters}0550100"), "/ori")


def _nces_id_of_nowhere(draft: Draft) -> Spot:
    # FIPS codes that were never given to a state, or are those of none.
    digits = draft.pick("99", "00", "03", "07", "14", "43", "52")
    return Spot(draft.new(District, nces_id=f"{digits}31800"), "/nces_id")


def _nces_id_of_another_jurisdiction(draft: Draft) -> Spot:
    jurisdiction, digits = draft.pick(("US-MN", "55"), ("US-WI", "27"), ("US-PR", "78"))
    return Spot(
        draft.new(District, jurisdiction=jurisdiction, nces_id=f"{digits}31800"), "/nces_id"
    )


def _school_with_the_number_of_another_district(draft: Draft) -> Spot:
    district = draft.new(District, nces_id="2731800")
    nces_id = draft.pick("273816001651", "270735000001")
    return Spot(draft.new(School, district_id=district.id, nces_id=nces_id), "/nces_id")


def _one_ori_of_two_agencies(draft: Draft) -> Spot:
    one, other = (draft.new(Agency, ori="MN0550100") for _ in range(2))
    return Spot(draft.later(one, other), "/ori")


def _one_number_of_two_districts(draft: Draft) -> Spot:
    one, other = (draft.new(District, nces_id="2731800") for _ in range(2))
    return Spot(draft.later(one, other), "/nces_id")


def _one_number_of_two_schools(draft: Draft) -> Spot:
    one, other = (draft.new(School, nces_id="273180001651") for _ in range(2))
    return Spot(draft.later(one, other), "/nces_id")


def _school_years_that_overlap(draft: Draft) -> Spot:
    first, second, third = (
        SchoolYear(name=str(number), first_day=start, last_day=start + days(length))
        for number, start, length in (
            (1, draft.day, draft.pick(370, 365)),
            (2, draft.day + days(365), 280),
            (3, draft.day + days(730), 280),
        )
    )
    years = draft.mixed(first, second, third)
    district = draft.new(District, school_years=years)
    return Spot(district, f"/school_years/{years.index(second)}/first_day")


# officers -------------------------------------------------------------------------------------


def _license(draft: Draft, **given: Any) -> License:
    usual: dict[str, Any] = {"kind": "peace_officer", "jurisdiction": "US-MN", "start": draft.day}
    return License(**{**usual, **given})


def _license_number_that_is_none(draft: Draft) -> Spot:
    number = draft.pick("pending", "N/A", "none", "000000", "-", "?", "0-00")
    wrong = _license(draft, number=number)
    licenses = draft.mixed(wrong, _license(draft, number="P 77"), _license(draft))
    officer = draft.new(Officer, licenses=licenses)
    return Spot(officer, f"/licenses/{licenses.index(wrong)}/number")


def _placeholder_of_two_officers(draft: Draft) -> Spot:
    """They share no number, because neither has one."""
    one, other = (
        draft.new(Officer, licenses=(_license(draft, number="pending"),)) for _ in range(2)
    )
    return Spot(one, "/licenses/0/number", also=(Spot(other, "/licenses/0/number"),))


def _license_number_of_two_officers(draft: Draft) -> Spot:
    numbers = draft.pick(("90001", "90001"), ("ab 12-3", "AB123"), ("k 7", "K-7"))
    places: dict[str, int] = {}
    officers: list[Officer] = []
    for number, other_kind in zip(numbers, ("us-tx.x", "us-nc.x"), strict=True):
        wrong = _license(draft, number=number)
        # The same number of another kind, or from another state, is another number.
        other = _license(draft, number=numbers[0], kind=other_kind)
        licenses = draft.mixed(wrong, other, _license(draft))
        officers.append(draft.new(Officer, licenses=licenses))
        places[officers[-1].id] = licenses.index(wrong)
    elsewhere = _license(draft, number=numbers[0], jurisdiction="US-WI")
    draft.new(Officer, licenses=(elsewhere,))
    later = draft.later(*officers)
    return Spot(later, f"/licenses/{places[later.id]}/number")


def _employments(draft: Draft, first: Employment, second: Employment) -> Spot:
    """The first day of the second one, among others of the officer that say nothing."""
    beside = Employment(
        agency_id=first.agency_id,
        start=first.start,
        time=draft.pick(EmploymentTime.PART, EmploymentTime.RESERVE, EmploymentTime.VOLUNTEER),
    )
    employments = draft.mixed(first, second, beside)
    officer = draft.new(Officer, employments=employments)
    return Spot(officer, f"/employments/{employments.index(second)}/from")


def _employments_that_overlap(draft: Draft) -> Spot:
    agency = draft.new(Agency)
    other = draft.pick(draft.new(Agency), agency)
    begins = draft.day + days(draft.pick(100, 1))
    first = Employment(
        agency_id=agency.id,
        start=draft.day,
        end=draft.pick(None, begins + days(1), begins + days(900)),
        time=draft.pick(None, EmploymentTime.FULL),
    )
    second = Employment(
        agency_id=other.id, start=begins, end=draft.pick(None, begins, begins + days(500))
    )
    return _employments(draft, first, second)


def _employments_that_share_a_day(draft: Draft) -> Spot:
    first = Employment(agency_id=draft.new(Agency).id, start=draft.day - days(1), end=draft.day)
    second = Employment(
        agency_id=draft.new(Agency).id,
        start=draft.day,
        end=draft.pick(None, draft.day),
        time=draft.pick(None, EmploymentTime.FULL),
    )
    return _employments(draft, first, second)


def _posted(draft: Draft, *spans: tuple[int, int | None], elsewhere: bool = False) -> Any:
    """The agency and an officer employed by it for spans of days, counted from the day."""
    agency = draft.new(Agency)
    employer = draft.new(Agency) if elsewhere else agency
    employments = tuple(
        Employment(
            agency_id=employer.id,
            start=draft.day + days(first),
            end=None if last is None else draft.day + days(last),
        )
        for first, last in spans
    )
    officer = draft.new(Officer, employments=draft.mixed(*employments))
    return {"agency_id": agency.id, "officer_id": officer.id}


def _assignment_outside_employment(draft: Draft) -> Spot:
    spans = draft.pick(((1, None),), ((-900, -1),), ((-900, -2), (1, None)))
    assignment = draft.new(
        Assignment,
        end=draft.pick(None, draft.day, draft.day + days(280)),
        **_posted(draft, *spans),
    )
    return Spot(assignment, "/from")


def _assignment_for_another_agency(draft: Draft) -> Spot:
    assignment = draft.new(Assignment, **_posted(draft, (-900, None), elsewhere=True))
    return Spot(assignment, "/from")


def _officer_without_employment(draft: Draft) -> Spot:
    """Said once of the officer, not of each assignment."""
    officer = draft.new(Officer)
    for _ in range(draft.pick(1, 2)):
        draft.new(Assignment, officer_id=officer.id)
    return Spot(officer, "/employments")


def _assignment_that_outlasts_employment(draft: Draft) -> Spot:
    end = draft.pick(None, draft.day + days(280))
    spans = draft.pick(
        ((0, 279),),
        ((-900, 0),),
        ((-900, 10), (11, 279)),
        ((-900, 10), (12, None)),
    )
    assignment = draft.new(Assignment, end=end, **_posted(draft, *spans))
    return Spot(assignment, "" if end is None else "/to")


def _two_full_time_assignments(draft: Draft) -> Spot:
    posted = _posted(draft, (0, None))
    begins = draft.day + days(draft.pick(100, 1))
    draft.new(
        Assignment,
        hours_per_week=Decimal(draft.pick(40, 35)),
        end=draft.pick(None, begins, begins + days(500)),
        **posted,
    )
    second = draft.new(
        Assignment,
        start=begins,
        hours_per_week=Decimal(draft.pick(40, 35)),
        end=draft.pick(None, begins),
        **posted,
    )
    return Spot(second, "/hours_per_week")


def _school_of_another_district(draft: Draft) -> Spot:
    own, foreign = draft.new(School), draft.new(School)
    school_ids = draft.mixed(own.id, foreign.id)
    assignment = draft.new(Assignment, district_id=own.district_id, school_ids=school_ids)
    return Spot(assignment, f"/school_ids/{school_ids.index(foreign.id)}")


# agreements -----------------------------------------------------------------------------------


def _agreement_of_others(draft: Draft) -> Spot:
    """Whether it holds on the days of the assignment does not matter."""
    start = draft.day + days(draft.pick(0, -30, 30))
    agreement = draft.new(Agreement, start=start, end=draft.pick(None, start))
    same = draft.pick("agency_id", "district_id")
    assignment = draft.new(
        Assignment, agreement_id=agreement.id, **{same: getattr(agreement, same)}
    )
    return Spot(assignment, "/agreement_id")


def _under(draft: Draft, agreement: Agreement, end: dt.date | None) -> Spot:
    """The place of a fault with the agreement of an assignment, which may name it."""
    named = draft.pick(True, False)
    assignment = draft.new(
        Assignment,
        agency_id=agreement.agency_id,
        district_id=agreement.district_id,
        agreement_id=agreement.id if named else None,
        end=end,
    )
    return Spot(assignment, "/agreement_id" if named else "")


def _agreement_not_yet_in_force(draft: Draft) -> Spot:
    agreement = draft.new(Agreement, start=draft.day + days(draft.pick(1, 300)))
    return _under(draft, agreement, draft.pick(None, draft.day, draft.day + days(400)))


def _agreement_that_had_lapsed(draft: Draft) -> Spot:
    end = draft.day - days(draft.pick(1, 100))
    agreement = draft.new(Agreement, start=draft.day - days(365), end=end)
    return _under(draft, agreement, draft.pick(None, draft.day))


def _agreement_that_lapses(draft: Draft) -> Spot:
    """An assignment without an end is known to run on the day that is asked about."""
    agreement = draft.new(Agreement, end=draft.day + days(draft.pick(100, 0)))
    last = draft.day + days(101)
    end = draft.pick(last, None)
    spot = _under(draft, agreement, end)
    if end is None:
        draft.ask_on(last)
    return spot


def _agreement_that_lapses_before_the_next(draft: Draft) -> Spot:
    """The next one begins a day too late: an assignment without an end runs until then."""
    pair = {"agency_id": draft.new(Agency).id, "district_id": draft.new(District).id}
    draft.new(Agreement, end=draft.day + days(100), **pair)
    draft.new(Agreement, start=draft.day + days(102), **pair)
    return Spot(draft.new(Assignment, end=draft.pick(draft.day + days(101), None), **pair))


def _agreement_named_beyond_its_end(draft: Draft) -> Spot:
    """The next one follows at once, but the assignment names the first."""
    first = draft.new(Agreement, end=draft.day + days(100))
    pair = {"agency_id": first.agency_id, "district_id": first.district_id}
    draft.new(Agreement, start=draft.day + days(101), **pair)
    end = draft.day + days(draft.pick(101, 300))
    assignment = draft.new(Assignment, agreement_id=first.id, end=end, **pair)
    return Spot(assignment, "/agreement_id")


def _agreement_signed_late(draft: Draft) -> Spot:
    signed_on = draft.day + days(draft.pick(1, 45))
    return Spot(draft.new(Agreement, signed_on=signed_on), "/signed_on")


# safety plans ---------------------------------------------------------------------------------


def _versions(draft: Draft, *spans: tuple[int, int | None], **pair: str) -> list[SafetyPlan]:
    """Versions of one plan of a pair, from day to day."""
    return [
        draft.new(
            SafetyPlan,
            start=draft.day + days(first),
            end=None if last is None else draft.day + days(last),
            **pair,
        )
        for first, last in spans
    ]


def _served(draft: Draft, first: int, last: int | None) -> dict[str, str]:
    """An agency and a district between which an officer is posted from day to day."""
    assignment = draft.new(
        Assignment,
        start=draft.day + days(first),
        end=None if last is None else draft.day + days(last),
    )
    return {"agency_id": assignment.agency_id, "district_id": assignment.district_id}


def _gap_between_versions(draft: Draft) -> Spot:
    """Of a day or more, on one of which at least an officer is posted."""
    first, last = draft.pick((10, 10), (10, 20))
    pair = _served(draft, *draft.pick((0, None), (0, 10), (last, None), (first, last), (0, 400)))
    spans = ((-365, first - 1), (last + 1, 400), (401, None))
    _before, after, _other = _versions(draft, *spans, **pair)
    return Spot(after, "/from")


def _plan_that_ends_too_early(draft: Draft) -> Spot:
    end = draft.pick(10, None)
    pair = _served(draft, 0, end)
    _first, last = _versions(draft, (-365, -1), (0, draft.pick(9, 0)), **pair)
    if end is None:
        draft.ask_on(draft.day + days(10))
    return Spot(last, "/to")


def _versions_that_overlap(draft: Draft) -> Spot:
    """The first one ends too late, if at all: perhaps after the one after the next began."""
    pair = {"agency_id": draft.new(Agency).id, "district_id": draft.new(District).id}
    spans = ((0, draft.pick(100, 150, 200, None)), (100, 199), (200, draft.pick(None, 200)))
    first, second, third = _versions(draft, *spans, **pair)
    also = third.start <= (first.end or third.start)
    return Spot(second, "/from", also=(Spot(third, "/from"),) if also else ())


def _review_of_a_superseded_plan(draft: Draft) -> Spot:
    pair = {"agency_id": draft.new(Agency).id, "district_id": draft.new(District).id}
    first, _second = _versions(draft, (-365, -1), (0, None), **pair)
    review = draft.new(PlanReview, plan_id=first.id, reviewed_on=draft.day + days(draft.pick(0, 5)))
    return Spot(review, "/reviewed_on")


PLANTERS: Final[Mapping[str, tuple[Planter, ...]]] = {
    "unknown-ori-prefix": (_ori_of_nowhere,),
    "ori-of-another-jurisdiction": (_ori_of_another_jurisdiction,),
    "unknown-nces-prefix": (_nces_id_of_nowhere,),
    "nces-id-of-another-jurisdiction": (_nces_id_of_another_jurisdiction,),
    "nces-id-of-another-district": (_school_with_the_number_of_another_district,),
    "identifier-shared": (
        _one_ori_of_two_agencies,
        _one_number_of_two_districts,
        _one_number_of_two_schools,
    ),
    "school-years-overlap": (_school_years_that_overlap,),
    "bad-license-number": (_license_number_that_is_none, _placeholder_of_two_officers),
    "license-number-shared": (_license_number_of_two_officers,),
    "employments-overlap": (_employments_that_overlap,),
    "employments-share-a-day": (_employments_that_share_a_day,),
    "assignment-outside-employment": (
        _assignment_outside_employment,
        _assignment_for_another_agency,
    ),
    "officer-without-employment": (_officer_without_employment,),
    "assignment-outlasts-employment": (_assignment_that_outlasts_employment,),
    "full-time-twice": (_two_full_time_assignments,),
    "school-of-another-district": (_school_of_another_district,),
    "agreement-of-others": (_agreement_of_others,),
    "agreement-not-yet-in-force": (_agreement_not_yet_in_force,),
    "agreement-lapsed": (
        _agreement_that_had_lapsed,
        _agreement_that_lapses,
        _agreement_that_lapses_before_the_next,
        _agreement_named_beyond_its_end,
    ),
    "agreement-signed-late": (_agreement_signed_late,),
    "safety-plan-gap": (_gap_between_versions, _plan_that_ends_too_early),
    "safety-plan-overlap": (_versions_that_overlap,),
    "review-of-superseded-plan": (_review_of_a_superseded_plan,),
}
