"""Tries the laws about hostile input for as long as one likes, and says what was tried.

    python tests/hostile.py 10        for ten minutes
    python tests/hostile.py 10 7      the same, beginning with another seed

Each round gives every law new examples; the first that fails ends it, shrunk and with its seed.
"""

from __future__ import annotations

import functools
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from hypothesis import Phase, seed, settings

sys.path.insert(0, str(Path(__file__).parent))

from properties import test_hostile

#: Examples of each law in one round.
_EXAMPLES: Final = 400

_LAWS: Final = {name: law for name, law in vars(test_hostile).items() if name.startswith("test_")}


def _counted(law: Any, tried: Counter[str], name: str) -> None:
    """Let a law count what it is tried with."""
    inner: Callable[..., None] = law.hypothesis.inner_test

    @functools.wraps(inner)
    def counting(*args: Any, **kwargs: Any) -> None:
        tried[name] += 1
        inner(*args, **kwargs)

    law.hypothesis.inner_test = counting


def main(minutes: float, first_seed: int = 0) -> None:
    """Try every law in turn until the time is over."""
    tried: Counter[str] = Counter()
    for name, law in _LAWS.items():
        _counted(law, tried, name)
    how = settings(
        max_examples=_EXAMPLES,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
    )
    laws = [how(law) for law in _LAWS.values()]
    start = time.monotonic()
    round_seed = first_seed
    while time.monotonic() - start < minutes * 60:
        for law in laws:
            seed(round_seed)(law)()
        round_seed += 1
    for name, count in tried.items():
        sys.stdout.write(f"{count:9,}  {name}\n")
    elapsed = time.monotonic() - start
    seeds = f"seeds {first_seed} to {round_seed - 1}"
    sys.stdout.write(f"{tried.total():9,}  in {elapsed / 60:.1f} minutes, {seeds}\n")


if __name__ == "__main__":
    main(float(sys.argv[1]), *map(int, sys.argv[2:3]))
