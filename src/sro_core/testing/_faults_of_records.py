"""Faults of references, decisions and moments: one function for each mistake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from sro_core.models import (
    BEFORE_SERVICE,
    KINDS,
    LIST_OF,
    REFERENCES,
    Adopter,
    Adoption,
    Agency,
    Agreement,
    Assignment,
    Attestation,
    Completion,
    District,
    Employment,
    Officer,
    PlanReview,
    Record,
    School,
    TrainingSession,
    Void,
    Waiver,
    references_of,
)
from sro_core.testing._assembly import FURTHEST_AHEAD, naming
from sro_core.testing._dates import KNOWN_AT
from sro_core.testing._draft import FACT, Draft, Planter, Spot, days

__all__ = ["PLANTERS"]

_NOWHERE: Final = "nowhere"

# references -----------------------------------------------------------------------------------


def _officer_of_two_agencies(draft: Draft) -> Record:
    first, second = draft.new(Agency).id, draft.new(Agency).id
    return draft.new(
        Officer,
        employments=(
            Employment(agency_id=first, start=draft.day - days(900), end=draft.day - days(1)),
            Employment(agency_id=second, start=draft.day),
        ),
    )


def _assignment_that_names_all(draft: Draft) -> Record:
    agreement = draft.new(Agreement)
    schools = (draft.new(School, district_id=agreement.district_id) for _ in range(2))
    return draft.new(
        Assignment,
        agency_id=agreement.agency_id,
        district_id=agreement.district_id,
        school_ids=tuple(school.id for school in schools),
        agreement_id=agreement.id,
    )


def _numbered_school(draft: Draft) -> Record:
    district = draft.new(District, nces_id="2731800")
    return draft.new(School, district_id=district.id, nces_id="273180001651")


def _completion_of_a_session(draft: Draft) -> Record:
    session = draft.new(TrainingSession)
    return draft.new(Completion, course_id=session.course_id, session_id=session.id)


def _adoption_by_any(draft: Draft) -> Record:
    kind: type[Any] = draft.pick(Agency, District, Agreement)
    return draft.new(Adoption, by=Adopter(**{f"{kind.__name__.lower()}_id": draft.new(kind).id}))


def _statement_about_all(draft: Draft) -> Record:
    kinds: tuple[type[Any], ...] = (Officer, Assignment, Agency, District, School, Agreement)
    return draft.new(
        Attestation, **{f"{kind.__name__.lower()}_id": draft.new(kind).id for kind in kinds}
    )


#: Records that name others in more places than they must.
_FULLER: Final[Mapping[str, Callable[[Draft], Record]]] = {
    "schools": _numbered_school,
    "officers": _officer_of_two_agencies,
    "assignments": _assignment_that_names_all,
    "completions": _completion_of_a_session,
    "adoptions": _adoption_by_any,
    "attestations": _statement_about_all,
}
_REFERRING: Final = tuple(kind for kind, paths in REFERENCES.items() if paths)


def _referring(draft: Draft, *kinds: str) -> tuple[Record, str, str]:
    """A record that names others, the pointer of one of the names, and the list it leads into."""
    kind = draft.pick(*kinds)
    record = _FULLER[kind](draft) if kind in _FULLER else draft.new(KINDS[kind])
    pointer, target, _identifier = draft.pick(*references_of(kind, record))
    return record, pointer, target


def _reference_to_nothing(draft: Draft) -> Spot:
    record, pointer, _target = _referring(draft, *_REFERRING)
    return Spot(draft.replace(record, naming(record, pointer, _NOWHERE)), pointer)


def _reference_of_an_assignment_to_nothing(draft: Draft) -> Spot:
    """What it names is compared in many ways; none of them is wrong as well."""
    record, pointer, _target = _referring(draft, "assignments", "completions")
    return Spot(draft.replace(record, naming(record, pointer, _NOWHERE)), pointer)


def _void(replaced_by: str | None = None) -> Void:
    return Void(at=KNOWN_AT, by="registrar", reason="mistake", replaced_by=replaced_by)


def _replacement_that_does_not_exist(draft: Draft) -> Spot:
    record: Record = draft.new(KINDS[draft.pick(*KINDS)], voided=_void(_NOWHERE))
    return Spot(record, "/voided/replaced_by")


def _reference_to_what_was_voided(draft: Draft) -> Spot:
    """Also by way of another record, which was voided too."""
    record, pointer, target = _referring(draft, *_REFERRING)
    gone = draft.new(KINDS[target], voided=_void())
    if draft.pick(False, True):
        gone = draft.new(KINDS[target], voided=_void(gone.id))
    return Spot(draft.replace(record, naming(record, pointer, gone.id)), pointer)


def _replacements_in_a_circle(draft: Draft) -> Spot:
    """Every member is in the circle; a record that leads into it is not."""
    kind = KINDS[draft.pick(*KINDS)]
    members: list[Any] = [draft.new(kind) for _ in range(draft.pick(2, 3))]
    following = [*members[1:], members[0]]
    spots = [
        Spot(draft.change(member, voided=_void(successor.id)), "/voided/replaced_by")
        for member, successor in zip(members, following, strict=True)
    ]
    if draft.pick(False, True):
        draft.new(kind, voided=_void(members[0].id))
    return Spot(spots[0].record, spots[0].place, also=tuple(spots[1:]))


# decisions ------------------------------------------------------------------------------------


def _decision_on_an_unknown_requirement(draft: Draft) -> Spot:
    kind: type[Any] = draft.pick(Waiver, Adoption)
    requirement_id = draft.pick("us-mn.sro-cuorse", "us-zz.sro-course", "/~")
    due = {"due": draft.day} if kind is Adoption else {}
    return Spot(draft.new(kind, requirement_id=requirement_id, **due), "/requirement_id")


def _adopter(draft: Draft, jurisdiction: str) -> Adopter:
    agency = draft.new(Agency, jurisdiction=jurisdiction)
    district = draft.new(District, jurisdiction=jurisdiction)
    return draft.pick(
        Adopter(agency_id=agency.id),
        Adopter(district_id=district.id),
        Adopter(agreement_id=draft.new(Agreement, agency_id=agency.id, district_id=district.id).id),
    )


def _adoption_elsewhere(draft: Draft) -> Spot:
    jurisdiction, requirement_id = draft.pick(
        ("US-WI", "us-mn.basic-voluntary"),
        ("US-MN", "us-tx.sble"),
        ("US-TX", "us-mn.sro-course"),
    )
    adoption = draft.new(Adoption, requirement_id=requirement_id, by=_adopter(draft, jurisdiction))
    return Spot(adoption, "/by")


def _adoption_whose_day_is_idle(draft: Draft) -> Spot:
    adoption = draft.new(
        Adoption,
        requirement_id=draft.pick("us-mn.sro-course", "us-mn.wellness"),
        by=_adopter(draft, "US-MN"),
        due=draft.pick(BEFORE_SERVICE, draft.day),
    )
    return Spot(adoption, "/due")


def _statement_of_an_unknown_fact(draft: Draft) -> Spot:
    fact = draft.pick("us-mn.employer-unable", "district.enrollment", "/~")
    return Spot(draft.new(Attestation, fact=fact), "/fact")


def _statement_of_another_kind(draft: Draft) -> Spot:
    fact, value = draft.pick(
        (FACT, Decimal(1)),
        (FACT, draft.day),
        ("us-mn.substitute-contact-days", True),
        ("us-mn.substitute-contact-days", draft.day),
    )
    draft.forget(fact)
    return Spot(draft.new(Attestation, fact=fact, value=value), "/value")


def _disagreeing(draft: Draft, one: dict[str, str], other: dict[str, str]) -> Spot:
    """Two statements that share a day, about the records with these ids."""
    fact, values = draft.pick(
        (FACT, (True, False)), ("us-mn.substitute-contact-days", (Decimal(20), Decimal("19.5")))
    )
    draft.forget(fact)
    said, denied = draft.mixed(*values)
    start = draft.day + days(draft.pick(100, 1, 0))
    first = draft.new(
        Attestation,
        fact=fact,
        value=said,
        start=draft.day,
        end=draft.pick(None, start, start + days(30)),
        **one,
    )
    if start > draft.day and draft.pick(False, True):
        # Says the same as the first, for its first day only.
        draft.new(Attestation, fact=fact, value=said, start=draft.day, end=draft.day, **one)
    second = draft.new(
        Attestation,
        fact=fact,
        value=denied,
        start=start,
        end=draft.pick(None, start),
        **other,
    )
    return Spot(max(first, second, key=lambda item: (item.start, item.id)), "/value")


def _statements_about_the_same(draft: Draft) -> Spot:
    kind: type[Any] = draft.pick(Officer, Assignment, Agency, District, School, Agreement)
    about = {f"{kind.__name__.lower()}_id": draft.new(kind).id}
    about = draft.pick({}, about, {**about, "agreement_id": draft.new(Agreement).id})
    return _disagreeing(draft, about, about)


def _statements_that_reach_one_assignment(draft: Draft) -> Spot:
    """Each names another of the ids that an assignment has."""
    school = draft.new(School)
    agreement = draft.new(Agreement, district_id=school.district_id)
    pair = {"agency_id": agreement.agency_id, "district_id": agreement.district_id}
    posting: dict[str, Any] = {
        "school_ids": (school.id,),
        "agreement_id": draft.pick(agreement.id, None),
        **pair,
    }
    assignment = draft.new(Assignment, **posting)
    if draft.pick(False, True):
        draft.new(Assignment, officer_id=assignment.officer_id, **posting)
    abouts: list[dict[str, str]] = [
        {},
        pair,
        {"officer_id": assignment.officer_id},
        {"assignment_id": assignment.id},
        {"school_id": school.id},
        {"agreement_id": agreement.id},
    ]
    one, other, *_rest = draft.mixed(*abouts)
    return _disagreeing(draft, one, other)


# moments --------------------------------------------------------------------------------------

_DATED: Final[Mapping[type[Any], str]] = {
    Completion: "completed_on",
    PlanReview: "reviewed_on",
    Waiver: "granted_on",
}
_SECOND: Final = dt.timedelta(seconds=1)
_CLOCKS: Final = tuple(dt.timezone(dt.timedelta(hours=hours)) for hours in (0, -5, 14, -12))


def _dated_after_it_was_recorded(draft: Draft) -> Spot:
    """Nowhere had the day begun: not even where the clocks are furthest ahead."""
    kind: type[Any] = draft.pick(*_DATED)
    name = _DATED[kind]
    day = draft.pick(draft.day, dt.date(2070, 12, 25))
    begins = dt.datetime.combine(day, dt.time(), FURTHEST_AHEAD)
    recorded_at = begins.astimezone(draft.pick(*_CLOCKS)) - draft.pick(1, 30_000_000) * _SECOND
    return Spot(draft.new(kind, recorded_at=recorded_at, **{name: day}), f"/{name}")


def _dated_after_the_day_asked_about(draft: Draft) -> Spot:
    kind: type[Any] = draft.pick(Completion, PlanReview)
    name = _DATED[kind]
    # What it needs comes first, so that only the record itself lies ahead.
    record = draft.new(kind)
    draft.as_of = draft.last_day()
    return Spot(draft.change(record, **{name: draft.as_of + days(draft.pick(1, 300))}), f"/{name}")


def _recorded_after_the_day_asked_about(draft: Draft) -> Spot:
    record: Any = draft.new(KINDS[draft.pick(*KINDS)])
    draft.as_of = draft.last_day()
    following = draft.as_of + days(draft.pick(1, 300))
    recorded_at = dt.datetime.combine(following, dt.time(), draft.pick(*_CLOCKS))
    return Spot(draft.change(record, recorded_at=recorded_at), "/recorded_at")


def _recorded_after_the_moment_asked_about(draft: Draft) -> Spot:
    """It is left out, with whatever else is wrong with it."""
    record: Any = draft.new(KINDS[draft.pick(*KINDS)])
    draft.known_at = draft.last_moment()
    recorded_at = (draft.known_at + draft.pick(_SECOND, days(30))).astimezone(draft.pick(*_CLOCKS))
    for pointer, _target, _identifier in references_of(LIST_OF[type(record)], record):
        record = draft.replace(record, naming(record, pointer, _NOWHERE))
    return Spot(draft.change(record, recorded_at=recorded_at), "/recorded_at")


PLANTERS: Final[Mapping[str, tuple[Planter, ...]]] = {
    "unknown-reference": (
        _reference_to_nothing,
        _reference_of_an_assignment_to_nothing,
        _replacement_that_does_not_exist,
    ),
    "reference-to-voided": (_reference_to_what_was_voided,),
    "replacement-circle": (_replacements_in_a_circle,),
    "unknown-requirement": (_decision_on_an_unknown_requirement,),
    "adoption-outside-jurisdiction": (_adoption_elsewhere,),
    "adoption-due-ignored": (_adoption_whose_day_is_idle,),
    "unknown-fact": (_statement_of_an_unknown_fact,),
    "fact-value-kind": (_statement_of_another_kind,),
    "attestations-disagree": (
        _statements_about_the_same,
        _statements_that_reach_one_assignment,
    ),
    "dated-after-recorded": (_dated_after_it_was_recorded,),
    "dated-after-as-of": (_dated_after_the_day_asked_about,),
    "recorded-after-as-of": (_recorded_after_the_day_asked_about,),
    "recorded-after-known-at": (_recorded_after_the_moment_asked_about,),
}
