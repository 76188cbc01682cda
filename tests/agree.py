"""Holds the engine against the oracle on as many generated registries as one likes.

    python tests/agree.py 10000                 by synthetic packs, then by those that ship
    python tests/agree.py 10000 7               the same, of another seed
    python tests/agree.py 10000 7 synthetic     by synthetic packs only; or: shipped

The engine and the naive evaluator in tests/oracle are asked the same; each registry, its rules,
the day and the moment of knowledge are generated. It says how often they differ and which
statuses were reached. The first that differs is shrunk and shown, and then the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from properties.agreement import differences
from properties.given import report_of, shipped_situations
from sro_core.findings import ReadinessStatus, Status
from sro_core.strict import unstructure
from sro_core.testing import Situation, situations

#: The registries that one search of Hypothesis makes: later ones resemble earlier ones.
_ROUND: Final = 500

#: Situations of each kind of packs.
KINDS: Final[dict[str, Callable[[], st.SearchStrategy[Situation]]]] = {
    "synthetic": situations,
    "shipped": shipped_situations,
}


class _Tally:
    """What was seen of one kind of packs.

    Attributes:
        registries: How many were judged.
        differing: How many of them the two judged differently.
        statuses: How many findings of each status there were.
        readiness: How many officers were found how ready.
    """

    def __init__(self) -> None:
        self.registries = 0
        self.differing = 0
        self.statuses: Counter[str] = Counter()
        self.readiness: Counter[str] = Counter()

    def judge(self, situation: Situation) -> None:
        """Judge one registry by both."""
        report = report_of(situation)
        self.registries += 1
        self.statuses.update(finding.status for finding in report.findings)
        self.readiness.update(ready.status for ready in report.readiness.values())
        self.differing += bool(differences(situation, report))


def _search(
    strategy: st.SearchStrategy[Situation],
    name: str,
    count: int,
    law: Callable[[Situation], None],
    *phases: Phase,
) -> None:
    """Give a law so many situations, the same for the same name."""
    how = settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=(Phase.generate, *phases),
        # how fast this machine is today says nothing about the law
        suppress_health_check=(HealthCheck.too_slow,),
    )
    tried: Callable[[], None] = how(given(strategy)(law))
    seed(name)(tried)()


def _shown(situation: Situation) -> str:
    """What both were asked, and what they did not agree on."""
    said = differences(situation)
    document = {
        "as_of": situation.as_of,
        "known_at": situation.known_at,
        "registry": {
            kind: [unstructure(record) for record in records]
            for kind, records in situation.registry.lists()
            if records
        },
        "requirements": [
            {"pack": pack.id, **unstructure(requirement)}
            for pack in situation.rulebook.packs
            for requirement in pack.requirements
            if any(requirement.id in line for line in said)
        ],
    }
    return "\n".join([json.dumps(document, indent=2, default=str), *said, ""])


def _shrunk(strategy: st.SearchStrategy[Situation], name: str, count: int) -> Situation:
    """The smallest situation, of those like the ones of a round, in which the two differ."""
    smallest: list[Situation] = []

    def law(situation: Situation) -> None:
        if differences(situation):
            smallest[:] = [situation]
            raise AssertionError

    try:
        _search(strategy, name, count, law, Phase.shrink)
    except AssertionError:
        return smallest[0]
    raise RuntimeError("the two differed, and do not when they are asked again")


def _counts(statuses: Iterable[str], seen: Counter[str]) -> str:
    return ", ".join(f"{status} {seen[status]:,}" for status in statuses)


def agree(kind: str, count: int, first_seed: int) -> bool:
    """Try so many registries of one kind of packs; whether the two agreed on all."""
    strategy = KINDS[kind]()
    tally = _Tally()
    differing: list[str] = []
    start = time.monotonic()
    for begun in range(0, count, _ROUND):
        name = f"{kind} {first_seed} {begun}"
        before = tally.differing
        _search(strategy, name, min(_ROUND, count - begun), tally.judge)
        if tally.differing > before:
            differing.append(name)
        if sys.stderr.isatty():
            done = f"{tally.registries:,} of {count:,}, {tally.differing:,} differ"
            sys.stderr.write(f"\r{kind} packs: {done}")
    elapsed = time.monotonic() - start
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    sys.stdout.write(
        f"{kind} packs, seed {first_seed}: {tally.registries:,} registries,"
        f" {tally.statuses.total():,} findings, {tally.readiness.total():,} officers;"
        f" {tally.differing:,} registries differ; {elapsed:,.0f} s\n"
        f"  findings: {_counts(Status, tally.statuses)}\n"
        f"  officers: {_counts(ReadinessStatus, tally.readiness)}\n"
    )
    sys.stdout.flush()
    if differing:
        sys.stdout.write(_shown(_shrunk(strategy, differing[0], _ROUND)))
    return not differing


def main(arguments: Sequence[str] | None = None) -> int:
    """Try so many registries of each kind of packs; 1 where the two differ."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", type=int, help="how many registries of each kind of packs")
    parser.add_argument("seed", type=int, nargs="?", default=0, help="0 if left out")
    parser.add_argument("packs", nargs="?", choices=KINDS, help="only these; both if left out")
    asked = parser.parse_args(arguments)
    kinds = (asked.packs,) if asked.packs else tuple(KINDS)
    agreed = [agree(kind, asked.count, asked.seed) for kind in kinds]
    return 0 if all(agreed) else 1


if __name__ == "__main__":
    raise SystemExit(main())
