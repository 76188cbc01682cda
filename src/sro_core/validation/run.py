"""Runs every check and puts what they find in the promised order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from sro_core.history import require_moment
from sro_core.models import _fields as f
from sro_core.problems import Problem, in_order
from sro_core.registry import Registry
from sro_core.rules import Rulebook
from sro_core.validation import (
    agreements,
    completions,
    courses,
    decisions,
    employment,
    enrollments,
    licenses,
    moments,
    places,
    plans,
    references,
    sessions,
)
from sro_core.validation.files import Files

__all__ = ["CHECKS", "Check", "validate"]

Check: TypeAlias = "Callable[[Files], Iterator[Problem]]"

#: Every check: it takes the records that stand and gives the problems it finds.
CHECKS: Final[tuple[Check, ...]] = (
    references.references_that_lead_nowhere,
    references.replacements_that_lead_nowhere,
    places.ids_of_other_places,
    places.ids_that_two_records_share,
    places.school_years_that_overlap,
    places.schools_with_the_id_of_another_district,
    licenses.license_numbers_that_are_none,
    licenses.license_numbers_of_two_officers,
    employment.employments_that_overlap,
    employment.officers_without_employment,
    employment.assignments_outside_employment,
    employment.full_time_assignments_that_overlap,
    employment.schools_of_other_districts,
    agreements.agreements_of_others,
    agreements.agreements_signed_late,
    agreements.assignments_without_agreement,
    plans.plans_that_overlap,
    plans.gaps_between_plans,
    plans.reviews_of_superseded_plans,
    courses.courses_that_no_pack_knows,
    sessions.meetings_that_run_backwards,
    sessions.meetings_that_overlap,
    sessions.meetings_the_clocks_disturb,
    sessions.sessions_shorter_than_their_course,
    sessions.sessions_with_too_many_officers,
    enrollments.officers_enrolled_twice,
    enrollments.seats_that_contradict_their_session,
    enrollments.seats_that_skip_a_step,
    enrollments.attendance_beyond_the_session,
    enrollments.seats_without_completion,
    completions.completions_of_sessions_not_held,
    completions.completions_of_another_course,
    completions.completions_outside_their_session,
    completions.completions_outside_recognition,
    completions.completions_that_contradict_the_seat,
    completions.completions_that_repeat_another,
    completions.hours_beyond_the_session,
    completions.hours_beyond_the_attendance,
    decisions.decisions_on_unknown_requirements,
    decisions.adoptions_elsewhere,
    decisions.adoptions_whose_day_is_idle,
    decisions.attestations_of_another_kind,
    decisions.attestations_that_disagree,
    moments.records_dated_after_they_were_recorded,
    moments.records_after_the_question,
)


def validate(
    registry: Registry,
    *,
    rulebook: Rulebook,
    as_of: dt.date | None = None,
    known_at: dt.datetime | None = None,
) -> tuple[Problem, ...]:
    """All problems of a registry, by pointer and code: see `sro_core.validate`."""
    if as_of is not None:
        f.refuse(f.check_date(as_of), "as_of")
    if known_at is not None:
        known_at = require_moment(known_at, "known_at")
    files = Files(registry, rulebook, as_of, known_at)
    return in_order(found for check in CHECKS for found in check(files))
