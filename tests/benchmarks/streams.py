"""What a long stream takes: five million completions written, and read again.

    python tests/benchmarks/streams.py
    python tests/benchmarks/streams.py --records 50000

Writes the completions to a file beside the temporary ones and reads it through, each in a
process of its own, one after the other. Prints records a second of processor time, so that
whatever else the machine does is left out, and the peak of resident memory of each process,
which must be below the bar whatever the number of records.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from sro_core.models import Completion, Outcome
from sro_core.wire.ndjson import read_stream, write_stream

_BAR = 200  # MiB
_OFFICERS = 25_000
_COURSES = 199
_FIRST_DAY = dt.date(2010, 1, 4)


def completions(count: int) -> Iterator[Completion]:
    """So many completions, made one after the other."""
    for number in range(count):
        yield Completion(
            id=f"k{number:09}",
            officer_id=f"o{number % _OFFICERS}",
            course_id=f"c{number % _COURSES}",
            session_id=f"n{number // 25}",
            completed_on=_FIRST_DAY + dt.timedelta(days=number % 5000),
            hours=Decimal(number % 160) / 4,
            outcome=Outcome.COMPLETED,
            certificate=f"{number:x}",
        )


def write(path: Path, count: int) -> int:
    """Write them; how many."""
    write_stream(completions(count), path)
    return count


def read(path: Path, _count: int) -> int:
    """Read them; how many."""
    return sum(1 for _record in read_stream(path))


def make(_path: Path, count: int) -> int:
    """Only make them; how many."""
    return sum(1 for _record in completions(count))


def _measure(work: Callable[[Path, int], int], path: Path, count: int, results: Any) -> None:
    begin = time.process_time()
    done = work(path, count)
    seconds = time.process_time() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    results.put((done, seconds, peak))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=int, default=5_000_000)
    count = parser.parse_args().records
    processes = multiprocessing.get_context("spawn")
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "completions.ndjson"
        for work in (make, write, read):
            results = processes.Queue()
            process = processes.Process(target=_measure, args=(work, path, count, results))
            process.start()
            done, seconds, peak = results.get()
            process.join()
            assert done == count
            worst = max(worst, peak)
            print(  # noqa: T201
                f"{work.__name__}: {done:,} records in {seconds:,.1f} s, "
                f"{done / seconds:,.0f} a second, {peak:,.0f} MiB at the peak"
            )
        size = path.stat().st_size
    print(f"the file: {size / 2**20:,.0f} MiB, {size / count:,.0f} bytes a record")  # noqa: T201
    sys.exit(f"more than {_BAR} MiB" if worst >= _BAR else 0)


if __name__ == "__main__":
    main()
