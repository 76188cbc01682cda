"""Outcomes that a rule can have, and the answer that a set of them gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from sro_core.compliance.truth import Missing, nothing, questions_in, without_questions
from sro_core.findings import OtherAnswer, Status

__all__ = ["Branch", "Judgement", "Possible", "late_by_days", "settle"]

_UNDECIDED: Final = "it cannot be decided without a fact that is missing"
_LEFT_OPEN: Final = "the sources leave it open"
_AMBIGUOUS: Final = "the source can be read in more than one way, and the readings differ"


_REASONS: Final = {
    Status.DUE: "not completed yet",
    Status.OVERDUE: "not completed by the last day",
    Status.MET: "completed",
    Status.EXPIRED: "completed once, and not renewed",
}


class Branch(NamedTuple):
    """One outcome that the rule can have for a unit.

    Attributes:
        status: The status.
        due_on: Last day of the obligation judged.
        valid_until: Last day on which the evidence counts.
        done_on: The day on which the obligation judged was met.
        first: The first day on which the duty was met.
        late_by_days: As in a finding.
        running: Whether it is due in a period that runs without fault.
        case: The case that decided.
        weak: Whether it rests on a summary or on memory.
        reason: Why, in a sentence; empty where the status says it all.
    """

    status: Status
    due_on: dt.date | None = None
    valid_until: dt.date | None = None
    done_on: dt.date | None = None
    first: dt.date | None = None
    late_by_days: int | None = None
    running: bool = False
    case: str | None = None
    weak: bool = False
    reason: str = ""

    @property
    def why(self) -> str:
        """Why, in a sentence."""
        return self.reason or _REASONS[self.status]

    @property
    def shown(self) -> tuple[object, ...]:
        """What a finding shows of it."""
        return (self.status, self.due_on, self.valid_until, self.late_by_days, self.case)


#: A branch, and the names of the facts that stand behind it.
Possible: TypeAlias = tuple[Branch, Missing]


class Judgement(NamedTuple):
    """What a requirement gives for a unit.

    Attributes:
        branch: The answer.
        missing: Names of missing facts behind it.
        contested: What other readings give.
        possible: What it comes from; nothing where there was nothing to decide.
    """

    branch: Branch
    missing: Missing = nothing
    contested: tuple[OtherAnswer, ...] = ()
    possible: Sequence[Possible] = ()


# A member of an enumeration takes many times as long to look up as a name of the module.
_MET: Final = Status.MET
_OVERDUE: Final = Status.OVERDUE
_UNKNOWN: Final = Status.UNKNOWN


def late_by_days(
    status: Status, due_on: dt.date | None, done_on: dt.date | None, as_of: dt.date
) -> int | None:
    """The days past a last day when overdue or met late, 0 when met in time, else None."""
    if due_on is None:
        return None
    if status is _OVERDUE:
        return (as_of - due_on).days
    if status is _MET:
        return 0 if done_on is None else max(0, (done_on - due_on).days)
    return None


def settle(possible: Sequence[Possible], ambiguity: str | None = None) -> Judgement:
    """The answer that a set of branches gives.

    Args:
        possible: The branches; at least one.
        ambiguity: What the readings say, where the set pools readings of which none is
            preferred.
    """
    if len(possible) == 1:
        return tuple.__new__(Judgement, (possible[0][0], nothing, (), possible))
    every = list(dict.fromkeys([branch for branch, _missing in possible]))
    if len(every) == 1:
        return Judgement(every[0], possible=possible)
    names = nothing.union(*(missing for _branch, missing in possible))
    statuses = {branch.status for branch in every}
    branches = every
    if len(statuses) > 1:
        if not statuses <= _FINE:
            return Judgement(_unknown(every, names, ambiguity), names, possible=possible)
        branches = [branch for branch in every if branch.status is _MET] or every
    first = branches[0]
    settled = Branch(
        first.status if len(statuses) == 1 else _MET,
        due_on=_same(branches, "due_on"),
        valid_until=_same(branches, "valid_until"),
        done_on=_same(branches, "done_on"),
        first=_same(branches, "first"),
        late_by_days=_same(branches, "late_by_days"),
        running=all(branch.running for branch in branches),
        case=_same(every, "case"),
        weak=any(branch.weak for branch in every),
        reason=first.reason,
    )
    if settled.due_on is None:
        settled = settled._replace(late_by_days=None)
    differ = len({branch.shown for branch in every}) > 1
    return Judgement(settled, names if differ else nothing, possible=possible)


def _unknown(branches: Sequence[Branch], missing: Missing, ambiguity: str | None) -> Branch:
    if without_questions(missing):
        reason = _UNDECIDED
    elif missing:
        reason = f"{_LEFT_OPEN}: {' / '.join(questions_in(missing))}"
    else:
        reason = f"{_AMBIGUOUS}: {ambiguity}"
    return Branch(
        _UNKNOWN,
        case=_same(branches, "case"),
        weak=any(branch.weak for branch in branches),
        reason=reason,
    )


_FINE: Final = frozenset((Status.MET, Status.WAIVED, Status.NOT_REQUIRED))


def _same(branches: Sequence[Branch], name: str) -> Any:
    values = {getattr(branch, name) for branch in branches}
    return values.pop() if len(values) == 1 else None
