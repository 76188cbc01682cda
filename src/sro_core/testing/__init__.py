"""Examples and the contract of rule packs; Hypothesis strategies (extra `testing`).

`PackTests` holds a pack, one's own or that of others, to its examples and to the laws
of all answers, in three lines of pytest; `check_pack`, `run_examples` and `check_laws`
are what it asks.

Strategies are named by what they give, in the plural: `registries()`,
`completions()`, `packs()`. Those of single records take a strategy for any of
their fields. Registries have references that exist and days near those that
rules turn on; `registries_for(rulebook)` meets the rulebook's own codes, facts,
requirements and days. They are messy on purpose: in `valid_registries()`
`validate` finds nothing, and in `registries_with_fault(code)` exactly one fault.
`attempts_that_satisfy(pack, requirement_id)` gives officers who have done what a
requirement asks for, and `attempts_that_miss` such as lack one thing. What cannot
be drawn is refused with Hypothesis's `InvalidArgument`.
"""

from sro_core.testing._attempts import (
    Attempt,
    attempts_that_miss,
    attempts_that_satisfy,
)
from sro_core.testing._contract import check_pack
from sro_core.testing._dates import (
    DAYS_THAT_MATTER,
    KNOWN_AT,
    instants,
    interesting_dates,
)
from sro_core.testing._engines import Evaluate
from sro_core.testing._example_files import load_examples, loads_examples
from sro_core.testing._example_registries import example_registry
from sro_core.testing._example_runs import run_examples
from sro_core.testing._examples import Example, Examples, Gap
from sro_core.testing._faults import FAULTS, Faulty, registries_with_fault
from sro_core.testing._identifiers import (
    jurisdictions,
    license_numbers,
    nces_district_ids,
    nces_school_ids,
    oris,
)
from sro_core.testing._laws import check_laws
from sro_core.testing._misses import Miss
from sro_core.testing._pack_tests import PackTests
from sro_core.testing._packs import packs, rulebooks
from sro_core.testing._records import (
    adopters,
    adoptions,
    agencies,
    agreements,
    assignments,
    attestations,
    completions,
    course_codes,
    courses,
    districts,
    employments,
    enrollments,
    hours,
    ids,
    licenses,
    meetings,
    officers,
    plan_reviews,
    safety_plans,
    school_years,
    schools,
    sessions,
    voids,
    waivers,
)
from sro_core.testing._registries import registries, registries_for
from sro_core.testing._rule_dates import judged_days, rule_dates
from sro_core.testing._situations import Situation, example_situations, situations
from sro_core.testing._valid import valid_registries

__all__ = [
    "DAYS_THAT_MATTER",
    "FAULTS",
    "KNOWN_AT",
    "Attempt",
    "Evaluate",
    "Example",
    "Examples",
    "Faulty",
    "Gap",
    "Miss",
    "PackTests",
    "Situation",
    "adopters",
    "adoptions",
    "agencies",
    "agreements",
    "assignments",
    "attempts_that_miss",
    "attempts_that_satisfy",
    "attestations",
    "check_laws",
    "check_pack",
    "completions",
    "course_codes",
    "courses",
    "districts",
    "employments",
    "enrollments",
    "example_registry",
    "example_situations",
    "hours",
    "ids",
    "instants",
    "interesting_dates",
    "judged_days",
    "jurisdictions",
    "license_numbers",
    "licenses",
    "load_examples",
    "loads_examples",
    "meetings",
    "nces_district_ids",
    "nces_school_ids",
    "officers",
    "oris",
    "packs",
    "plan_reviews",
    "registries",
    "registries_for",
    "registries_with_fault",
    "rule_dates",
    "rulebooks",
    "run_examples",
    "safety_plans",
    "school_years",
    "schools",
    "sessions",
    "situations",
    "valid_registries",
    "voids",
    "waivers",
]
