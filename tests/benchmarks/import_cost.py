"""What `import sro_core` costs over importing attrs and dateutil.relativedelta.

    python tests/benchmarks/import_cost.py

Prints medians in milliseconds of whole interpreters, run in turn, and of reading
every public name as well.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

_ROUNDS = 15
_CODES = {
    "attrs and dateutil": "import attrs, dateutil.relativedelta",
    "and sro_core": "import attrs, dateutil.relativedelta, sro_core",
    "and all its names": (
        "import attrs, dateutil.relativedelta, sro_core\n"
        "for name in sro_core.__all__: getattr(sro_core, name)"
    ),
}


def _seconds(code: str) -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - begin


def main() -> None:
    """Measure and print."""
    times: dict[str, list[float]] = {name: [] for name in _CODES}
    for _ in range(_ROUNDS):
        for name, code in _CODES.items():
            times[name].append(_seconds(code))
    medians = {name: statistics.median(found) * 1000 for name, found in times.items()}
    base = medians["attrs and dateutil"]
    for name, median in medians.items():
        print(f"{name:20} {median:7.1f} ms  (+{median - base:.1f} ms)")  # noqa: T201


if __name__ == "__main__":
    main()
