"""How many examples the properties try: an ordinary run, always the same, and a deep one.

`pytest --hypothesis-profile=deep tests/properties` looks longer.
"""

from __future__ import annotations

from hypothesis import Phase, settings

#: Explaining a failure costs many times what finding and shrinking it does.
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink)

settings.register_profile(
    "ordinary", max_examples=80, deadline=None, phases=_PHASES, derandomize=True
)
settings.register_profile("deep", max_examples=3000, deadline=None, phases=_PHASES)

if settings.get_current_profile_name() == "default":
    settings.load_profile("ordinary")
