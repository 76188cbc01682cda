"""Findings a second, against rules written by hand and against other rule engines.

    python tests/benchmarks/rules.py
    python tests/benchmarks/rules.py --officers 2000 --rounds 3 --without-nation

Measures the synthetic nation first, then in the same process, in turn and the best of the
rounds, in processor time, or with `--elapsed` in the time that passes:

- three real requirements, each alone in its pack, against the same written by hand: both take
  a registry and give every finding, with all fields, and the readiness of each officer;
- one simple rule, against a loop by hand that gives one word for each officer, and against
  rule-engine and zen-engine, which give the same.

For the real requirements the ratio says how many times as long the library takes as the code
by hand; for other engines, how many times as long they take as the library.

What is compared is checked to be equal first. The other engines are in the extra `bench`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import attrs

sys.path.append(str(Path(__file__).parents[1]))

import sro_core as sro
from benchmarks import nation, peers
from benchmarks.by_hand import Answer
from benchmarks.by_hand_kansas import kansas_course
from benchmarks.by_hand_minnesota import minnesota_course
from benchmarks.by_hand_topics import minnesota_topics
from benchmarks.state import state

__all__ = ["REAL", "RealRule"]

_AS_OF: Final = dt.date(2025, 9, 2)
#: How many officers the loop of the simple rule decides on at a time.
_LOOPED: Final = 250_000
_TIMES_BY_HAND: Final = 3
_TIMES_ZEN: Final = 20
#: Decisions of the loop for one finding of the nation: 4,000,000 for 80,000.
_LOOPS_A_FINDING: Final = 50


class RealRule(NamedTuple):
    """A requirement of a bundled pack, and the same by hand.

    Attributes:
        place: The state.
        requirement_id: The requirement.
        by_hand: Gives what the engine gives.
    """

    place: str
    requirement_id: str
    by_hand: Callable[[sro.Registry, dt.date], Answer]

    def alone(self) -> sro.Rulebook:
        """A rulebook that holds this requirement only."""
        pack = sro.rulebook().pack(self.place.lower())
        only = tuple(item for item in pack.requirements if item.id == self.requirement_id)
        return sro.Rulebook(packs=(attrs.evolve(pack, requirements=only),))


REAL: Final = (
    RealRule("US-KS", "us-ks.skill-training", kansas_course),
    RealRule("US-MN", "us-mn.sro-course", minnesota_course),
    RealRule("US-MN", "us-mn.in-service-topics", minnesota_topics),
)


# measuring -------------------------------------------------------------------------------------


class _Trial(NamedTuple):
    """How is measured."""

    officers: int
    rounds: int
    clock: Callable[[], float]

    def best(self, contenders: Mapping[str, Callable[[], object]]) -> dict[str, float]:
        """The shortest time of each in the rounds, in which they take turns."""
        best = dict.fromkeys(contenders, float("inf"))
        for _ in range(self.rounds):
            for name, run in contenders.items():
                gc.collect()  # none pays for what another left behind
                begin = self.clock()
                run()
                best[name] = min(best[name], self.clock() - begin)
        return best


def _line(name: str, seconds: float, count: int, ratio: str = "", bar: str = "") -> None:
    print(f"{name:42}{seconds:9.3f} {count / seconds:12,.0f} {ratio:>7}  {bar}".rstrip())  # noqa: T201


def _at_most(value: float, bar: float) -> str:
    return f"at most {bar}: {'holds' if value <= bar else 'does NOT hold'}"


def _at_least(value: float, bar: float) -> str:
    return f"at least {bar}: {'holds' if value >= bar else 'does NOT hold'}"


def _same(first: Any, second: Any, what: str) -> None:
    if first != second:
        raise SystemExit(f"{what}: what is compared is not equal")


def _real(rule: RealRule, trial: _Trial) -> None:
    registry, book = state(rule.place, trial.officers), rule.alone()
    report = sro.evaluate(registry, as_of=_AS_OF, rulebook=book)
    answer = rule.by_hand(registry, _AS_OF)
    _same(report.findings, tuple(answer.findings), rule.requirement_id)
    _same(report.readiness, answer.readiness, rule.requirement_id)
    count = len(report.findings)
    del report, answer
    best = trial.best(
        {
            "engine": lambda: sro.evaluate(registry, as_of=_AS_OF, rulebook=book),
            "hand": lambda: rule.by_hand(registry, _AS_OF),
        }
    )
    ratio = best["engine"] / best["hand"]
    bar = _at_most(ratio, _TIMES_BY_HAND)
    _line(rule.requirement_id, best["engine"], count, f"{ratio:.2f}", bar)
    _line("  by hand", best["hand"], count)


def _simple(trial: _Trial) -> float:
    """Measure the simple rule; how many decisions a second the loop by hand makes."""
    registry = nation.nation(trial.officers, places=[peers.PLACE])
    book = sro.Rulebook(packs=(peers.PACK,))
    report = sro.evaluate(registry, as_of=_AS_OF, rulebook=book)
    statuses: list[str] = [item.status for item in report.findings]
    rows = peers.rows(registry, _AS_OF)
    _same(statuses, peers.by_hand(rows, _AS_OF), "the loop by hand")
    many = rows * (1 + _LOOPED // len(rows))
    contexts = peers.contexts(rows, _AS_OF)
    contenders: dict[str, Callable[[], object]] = {
        "engine": lambda: sro.evaluate(registry, as_of=_AS_OF, rulebook=book),
        "loop": lambda: peers.by_hand(many, _AS_OF),
        "input": lambda: peers.contexts(peers.rows(registry, _AS_OF), _AS_OF),
    }
    others: list[peers.Peer] = []
    for peer in peers.peers():
        if isinstance(peer, peers.Missing):
            print(  # noqa: T201
                f"{peer.package} is not installed and not measured: pip install -e '.[bench]'"
            )
            continue
        _same(statuses, peer.decide(contexts), peer.name)
        others.append(peer)
        contenders[peer.name] = lambda decide=peer.decide: decide(contexts)  # type: ignore[misc]
    best = trial.best(contenders)
    _line("course within 12 months", best["engine"], len(rows))
    _line("  loop by hand, one word each", best["loop"], len(many))
    for peer in others:
        seconds = best["input"] + best[peer.name]
        ratio = seconds / best["engine"]
        bar = _at_least(ratio, _TIMES_ZEN) if peer.barred and "zen" in peer.name else ""
        _line(f"  {peer.name}", seconds, len(rows), f"{ratio:.2f}", bar)
        _line("    without making its input", best[peer.name], len(rows))
    return len(many) / best["loop"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--officers", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--without-nation", action="store_true")
    parser.add_argument("--elapsed", action="store_true", help="on a machine that is idle")
    asked = parser.parse_args()
    clock = time.perf_counter if asked.elapsed else time.process_time
    trial = _Trial(asked.officers, asked.rounds, clock)
    a_second = 0.0 if asked.without_nation else nation.measure(25_000, asked.rounds)
    print(f"{'':42}{'seconds':>9} {'a second':>12} {'ratio':>7}")  # noqa: T201
    for rule in REAL:
        _real(rule, trial)
    loops = _simple(trial)
    if a_second:
        ratio = loops / a_second
        bar = _at_most(ratio, _LOOPS_A_FINDING)
        print(f"the loop decides {ratio:.0f} times for one finding of the nation, {bar}")  # noqa: T201


if __name__ == "__main__":
    main()
