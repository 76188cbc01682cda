"""A profile for Hypothesis: few examples, the same each time, and none made smaller."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

# A mutant may make drawing slow or rarely lead anywhere; that alone is no fault found.
settings.register_profile(
    "mutation",
    max_examples=10,
    deadline=None,
    database=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=(HealthCheck.filter_too_much, HealthCheck.too_slow),
)
