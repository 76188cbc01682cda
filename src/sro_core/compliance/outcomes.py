"""Outcomes that a rule can have, and the answer that a set of them gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from sro_core.compliance.truth import Missing, nothing, questions_in, without_questions
from sro_core.findings import OtherAnswer, Status

__all__ = ["Branch", "Judgement", "Outcomes"]

_UNDECIDED: Final = "it cannot be decided without a fact that is missing"
_LEFT_OPEN: Final = "the sources leave it open"
_AMBIGUOUS: Final = "the source can be read in more than one way, and the readings differ"


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
        reason: Why, in a sentence.
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
    def shown(self) -> tuple[object, ...]:
        """What a finding shows of it."""
        return (self.status, self.due_on, self.valid_until, self.late_by_days, self.case)


class Judgement(NamedTuple):
    """What a requirement gives for a unit.

    Attributes:
        branch: The answer.
        missing: Names of missing facts behind it.
        contested: What other readings give.
        outcomes: The set it comes from; None where there was nothing to decide.
    """

    branch: Branch
    missing: Missing = nothing
    contested: tuple[OtherAnswer, ...] = ()
    outcomes: Outcomes | None = None


class Outcomes:
    """A set of branches and the names of the facts behind the forks."""

    __slots__ = ("branches", "missing")

    def __init__(self) -> None:
        self.branches: list[Branch] = []
        self.missing: Missing = nothing

    def add(self, branch: Branch, missing: Missing = nothing) -> None:
        """Add a branch; a missing fact stands behind it where one does."""
        if branch not in self.branches:
            self.branches.append(branch)
        if missing:
            self.missing = self.missing | missing

    def settle(self, ambiguity: str | None = None) -> Judgement:
        """The answer that the set gives.

        Args:
            ambiguity: What the readings say, where the set pools readings of which
                none is preferred.
        """
        branches = self.branches
        if len(branches) == 1:
            return Judgement(branches[0], outcomes=self)
        missing = self.missing if len({branch.shown for branch in branches}) > 1 else nothing
        statuses = {branch.status for branch in branches}
        if len(statuses) == 1:
            status = branches[0].status
        elif statuses <= _FINE:
            status = Status.MET
            branches = [branch for branch in branches if branch.status is status] or branches
        else:
            return Judgement(self._unknown(ambiguity), self.missing, outcomes=self)
        first = branches[0]
        settled = Branch(
            status,
            due_on=_same(branches, "due_on"),
            valid_until=_same(branches, "valid_until"),
            done_on=_same(branches, "done_on"),
            first=_same(branches, "first"),
            late_by_days=_same(branches, "late_by_days"),
            running=all(branch.running for branch in branches),
            case=_same(self.branches, "case"),
            weak=any(branch.weak for branch in self.branches),
            reason=first.reason,
        )
        if settled.due_on is None:
            settled = settled._replace(late_by_days=None)
        return Judgement(settled, missing, outcomes=self)

    def _unknown(self, ambiguity: str | None) -> Branch:
        if without_questions(self.missing):
            reason = _UNDECIDED
        elif self.missing:
            reason = f"{_LEFT_OPEN}: {' / '.join(questions_in(self.missing))}"
        else:
            reason = f"{_AMBIGUOUS}: {ambiguity}"
        return Branch(
            Status.UNKNOWN,
            case=_same(self.branches, "case"),
            weak=any(branch.weak for branch in self.branches),
            reason=reason,
        )


_FINE: Final = frozenset((Status.MET, Status.WAIVED, Status.NOT_REQUIRED))


def _same(branches: Sequence[Branch], name: str) -> Any:
    values = {getattr(branch, name) for branch in branches}
    return values.pop() if len(values) == 1 else None
