"""How many examples the properties try: an ordinary run, always the same ones, and a deep one.

`pytest --hypothesis-profile=deep` looks longer, each time at other examples.
"""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

#: Explaining a failure costs many times what finding and shrinking it does.
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink)

#: How fast a machine is today says nothing about a law.
_UNHURRIED = settings(deadline=None, suppress_health_check=(HealthCheck.too_slow,))

settings.register_profile("ordinary", _UNHURRIED, max_examples=80, phases=_PHASES, derandomize=True)
settings.register_profile("deep", _UNHURRIED, max_examples=3000, phases=_PHASES)

# the one that is asked for on the command line is loaded after this
settings.load_profile("ordinary")
