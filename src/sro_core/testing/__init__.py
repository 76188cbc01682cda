"""Hypothesis strategies of registries and rule packs (extra `testing`).

Strategies are named by what they give, in the plural: `registries()`,
`completions()`, `packs()`. Those of single records take a strategy for any of
their fields. Registries have references that exist and days near those that
rules turn on; `registries_for(rulebook)` meets the rulebook's own codes, facts,
requirements and days. They are messy on purpose: in `valid_registries()`
`validate` finds nothing, and in `registries_with_fault(code)` exactly one fault.
"""

from sro_core.testing._dates import (
    DAYS_THAT_MATTER,
    KNOWN_AT,
    instants,
    interesting_dates,
)
from sro_core.testing._faults import FAULTS, Faulty, registries_with_fault
from sro_core.testing._packs import packs, rulebooks
from sro_core.testing._records import (
    adoptions,
    agencies,
    agreements,
    assignments,
    attestations,
    completions,
    courses,
    districts,
    employments,
    enrollments,
    hours,
    ids,
    licenses,
    officers,
    plan_reviews,
    safety_plans,
    school_years,
    schools,
    sessions,
    waivers,
)
from sro_core.testing._registries import judged_days, registries, registries_for
from sro_core.testing._situations import Situation, situations
from sro_core.testing._valid import valid_registries

__all__ = [
    "DAYS_THAT_MATTER",
    "FAULTS",
    "KNOWN_AT",
    "Faulty",
    "Situation",
    "adoptions",
    "agencies",
    "agreements",
    "assignments",
    "attestations",
    "completions",
    "courses",
    "districts",
    "employments",
    "enrollments",
    "hours",
    "ids",
    "instants",
    "interesting_dates",
    "judged_days",
    "licenses",
    "officers",
    "packs",
    "plan_reviews",
    "registries",
    "registries_for",
    "registries_with_fault",
    "rulebooks",
    "safety_plans",
    "school_years",
    "schools",
    "sessions",
    "situations",
    "valid_registries",
    "waivers",
]
