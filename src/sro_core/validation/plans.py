"""Safety plans: one version at a time, none missing, and the right one reviewed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from sro_core.dates import day_after, day_before, spells
from sro_core.models import PlanKind, SafetyPlan
from sro_core.problems import Problem
from sro_core.validation.files import Files
from sro_core.validation.spans import days, overlaps

__all__ = ["gaps_between_plans", "plans_that_overlap", "reviews_of_superseded_plans"]

_Span = tuple[dt.date, dt.date | None]


def _versions(files: Files) -> dict[tuple[str, str, PlanKind], list[SafetyPlan]]:
    found: dict[tuple[str, str, PlanKind], list[SafetyPlan]] = {}
    for plan in files.safety_plans:
        found.setdefault((plan.district_id, plan.agency_id, plan.kind), []).append(plan)
    return found


def plans_that_overlap(files: Files) -> Iterator[Problem]:
    """One version of a plan is in force at a time."""
    for plans in _versions(files).values():
        for before, plan in overlaps(plans, lambda plan: (plan.start, plan.end)):
            yield files.problem(
                "safety-plan-overlap", plan, "/from", start=plan.start, other=before.id
            )


def gaps_between_plans(files: Files) -> Iterator[Problem]:
    """From its first version on, a version of a plan is in force while officers are posted.

    After the last version, an assignment without an end is known to run until the
    day asked about, and no further.
    """
    posted: dict[tuple[str, str], list[_Span]] = {}
    for assignment in files.assignments:
        pair = (assignment.district_id, assignment.agency_id)
        posted.setdefault(pair, []).append((assignment.start, assignment.end))
    for (district_id, agency_id, _kind), plans in _versions(files).items():
        service = posted.get((district_id, agency_id), [])
        in_force = sorted(
            ((plan.start, plan.end, plan) for plan in plans), key=lambda span: span[0]
        )
        runs = list(spells(in_force, bridge=0))
        for run, following in pairwise(runs):
            if run.end is not None:
                gap = (day_after(run.end), day_before(following.start))
                if any(_meet(gap, span) for span in service):
                    yield files.problem(
                        "safety-plan-gap", following.parts[0], "/from", days=days(*gap)
                    )
        last = runs[-1].end
        until = max((end or files.as_of or dt.date.min for _start, end in service), default=None)
        if last is not None and until is not None and until > last:
            plan = max(runs[-1].parts, key=lambda plan: plan.end or dt.date.max)
            yield files.problem("safety-plan-gap", plan, "/to", days=days(day_after(last), None))


def _meet(one: _Span, other: _Span) -> bool:
    return (one[1] is None or other[0] <= one[1]) and (other[1] is None or one[0] <= other[1])


def reviews_of_superseded_plans(files: Files) -> Iterator[Problem]:
    """A version is reviewed by its last day."""
    for review in files.plan_reviews:
        plan = files.safety_plans.find(review.plan_id)
        if plan is not None and plan.end is not None and review.reviewed_on > plan.end:
            yield files.problem(
                "review-of-superseded-plan", review, "/reviewed_on", plan=plan.id, day=plan.end
            )
