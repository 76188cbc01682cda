"""The types of the answers: findings, readiness, and the report that holds them."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Protocol

import attrs

from sro_core.errors import UnknownFinding
from sro_core.models import FrozenMap
from sro_core.registry import Registry
from sro_core.rules.packs import Level
from sro_core.rules.rulebook import Rulebook

if TYPE_CHECKING:
    from sro_core.findings._postings import Posting

__all__ = [
    "OPEN",
    "WORST_FIRST",
    "Binding",
    "Explanation",
    "Finding",
    "OtherAnswer",
    "Readiness",
    "ReadinessStatus",
    "Report",
    "Standing",
    "Status",
    "Step",
    "new_finding",
]


class Status(enum.StrEnum):
    """What a finding says of a requirement on the day judged."""

    NOT_REQUIRED = "not_required"
    UNKNOWN = "unknown"
    DUE = "due"
    OVERDUE = "overdue"
    MET = "met"
    EXPIRED = "expired"
    WAIVED = "waived"


#: Statuses from the one that an officer must hear of first.
WORST_FIRST: Final = (
    Status.OVERDUE,
    Status.EXPIRED,
    Status.UNKNOWN,
    Status.DUE,
    Status.MET,
    Status.WAIVED,
    Status.NOT_REQUIRED,
)

#: What keeps a duty open, the worst first.
OPEN: Final = WORST_FIRST[: WORST_FIRST.index(Status.MET)]


class Binding(enum.StrEnum):
    """What makes a requirement binding."""

    LAW = "law"
    POLICY = "policy"
    AGREEMENT = "agreement"
    GRANT = "grant"
    NONE = "none"


class Standing(enum.StrEnum):
    """How well the answer is founded, from the best to the weakest."""

    VERIFIED = "verified"
    SECONDARY = "secondary"
    BEYOND_VERIFIED = "beyond_verified"
    BEFORE_RESEARCHED = "before_researched"
    UNRESEARCHED = "unresearched"


class ReadinessStatus(enum.StrEnum):
    """Whether an officer may walk into the school, from the worst to the best."""

    NOT_READY = "not_ready"
    UNDETERMINED = "undetermined"
    PROVISIONAL = "provisional"
    READY = "ready"
    UNBOUND = "unbound"


@attrs.frozen(kw_only=True)
class OtherAnswer:
    """What another reading of the source gives on the same day.

    Attributes:
        reading: The name of the reading.
        status: Its status.
        due_on: Its last day.
        says: The reading in a sentence.
    """

    reading: str
    status: Status
    due_on: dt.date | None
    says: str


@attrs.frozen(kw_only=True, weakref_slot=False)
class Finding:
    """The answer for one subject and one requirement on one day.

    Attributes:
        requirement_id: The requirement.
        officer_id: The officer; None where the duty is not an officer's.
        assignment_id: Set only where there is one finding for each assignment.
        agency_id: Set where the duty is an agency's or a partnership's.
        district_id: Set where the duty is a district's or a partnership's.
        level: Mandatory or recommended.
        binding: What makes it binding; `none` where nothing does.
        status: The status.
        due_on: Last day in time, of the obligation judged.
        valid_until: Last day on which the evidence still counts; None where it
            never lapses.
        late_by_days: 0 when met in time, days past `due_on` when overdue or met
            late, else None.
        standing: How well the answer is founded.
        contested: What other readings give, where that differs.
        missing: Names of the facts that are missing.
        case: The case of the rule that decided, if one did.
        reason: One sentence.
    """

    requirement_id: str
    officer_id: str | None = None
    assignment_id: str | None = None
    agency_id: str | None = None
    district_id: str | None = None
    level: Level
    binding: Binding
    status: Status
    due_on: dt.date | None = None
    valid_until: dt.date | None = None
    late_by_days: int | None = None
    standing: Standing
    contested: tuple[OtherAnswer, ...] = ()
    missing: tuple[str, ...] = ()
    case: str | None = None
    reason: str

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What makes a finding unique in a report, and its place in it."""
        return (
            self.officer_id or "",
            self.agency_id or "",
            self.district_id or "",
            self.assignment_id or "",
            self.requirement_id,
        )


_Draft: Any = attrs.make_class(
    "_Draft", [field.name for field in attrs.fields(Finding)], slots=True, weakref_slot=False
)


def new_finding(
    requirement_id: str,
    officer_id: str | None,
    assignment_id: str | None,
    agency_id: str | None,
    district_id: str | None,
    level: Level,
    binding: Binding,
    status: Status,
    due_on: dt.date | None,
    valid_until: dt.date | None,
    late_by_days: int | None,
    standing: Standing,
    contested: tuple[OtherAnswer, ...],
    missing: tuple[str, ...],
    case: str | None,
    reason: str,
) -> Finding:
    """A finding, for those who make very many: a fifth of the time that its class takes.

    A frozen class goes a long way to set each attribute. A draft of the same layout is
    filled like any object, and then becomes the finding.
    """
    draft = _Draft(
        requirement_id,
        officer_id,
        assignment_id,
        agency_id,
        district_id,
        level,
        binding,
        status,
        due_on,
        valid_until,
        late_by_days,
        standing,
        contested,
        missing,
        case,
        reason,
    )
    draft.__class__ = Finding
    finding: Finding = draft
    return finding


@attrs.frozen(kw_only=True)
class Readiness:
    """Whether one officer is ready.

    Attributes:
        status: The worst of the officer's assignments.
        standing: The weakest standing of the findings it comes from.
        contested: Whether another reading gives any of them another answer.
        assignments: The readiness of each assignment, by its id.
    """

    status: ReadinessStatus
    standing: Standing
    contested: bool
    assignments: FrozenMap[str, ReadinessStatus]


@attrs.frozen(kw_only=True)
class Step:
    """One step of an explanation.

    Attributes:
        text: What was asked or computed, in words.
        result: What came out, in words; None where the step only groups.
        pointers: JSON pointers of the records it read.
        steps: The steps it rests on.
    """

    text: str
    result: str | None = None
    pointers: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    def lines(self, depth: int = 0) -> Iterator[str]:
        """The step and those below it, as indented lines."""
        line = "  " * depth + self.text
        if self.result is not None:
            line += f": {self.result}"
        if self.pointers:
            line += f"  [{', '.join(self.pointers)}]"
        yield line
        for step in self.steps:
            yield from step.lines(depth + 1)


@attrs.frozen(kw_only=True)
class Explanation:
    """Why a finding is what it is.

    Attributes:
        finding: The finding.
        title: The requirement in a few words.
        summary: The duty in one sentence.
        citation: The clause.
        steps: How it was decided.
        sources: Where that can be read.
        notes: Assumptions and open questions.
    """

    finding: Finding
    title: str
    summary: str
    citation: str
    steps: tuple[Step, ...]
    sources: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = [
            f"{self.finding.requirement_id}: {self.title}",
            _section("Answer", [self.answer]),
            _section("Rule", [f"{self.summary} [{self.citation}]"]),
            _section("How it was decided", [line for step in self.steps for line in step.lines()]),
            _section("Sources", self.sources),
            _section("To keep in mind", self.notes),
        ]
        return "\n".join(filter(None, parts))

    @property
    def answer(self) -> str:
        """The answer in one line."""
        finding = self.finding
        parts = [finding.status.replace("_", " ")]
        if finding.due_on is not None:
            parts.append(f"last day {finding.due_on}")
        if finding.late_by_days:
            plural = "" if finding.late_by_days == 1 else "s"
            parts.append(f"{finding.late_by_days} day{plural} late")
        if finding.valid_until is not None:
            parts.append(f"valid until {finding.valid_until}")
        if finding.missing:
            parts.append(f"missing: {', '.join(finding.missing)}")
        if finding.contested:
            parts.append("contested")
        if finding.standing is not Standing.VERIFIED:
            parts.append(finding.standing.replace("_", " "))
        return f"{'; '.join(parts)} ({finding.reason})"


def _section(title: str, lines: Iterable[str]) -> str:
    return "\n".join([title, *(f"  {line}" for line in lines)]) if lines else ""


class Explainer(Protocol):
    """Gives what explains the findings of a report; given to the report by who made it."""

    def __call__(self, report: Report) -> Callable[[Finding], Explanation]:
        """The function that explains them; it looks at the registry once."""
        ...


@attrs.frozen(kw_only=True, repr=False)
class Report:
    """All findings of a registry on one day, and each officer's readiness.

    Attributes:
        as_of: The day judged.
        known_at: The moment of knowledge; None for all there is.
        findings: In the order of officer, agency, district, assignment, requirement.
        readiness: By officer id; an officer without findings has no entry.
        registry: The registry it was made from, as it was given.
        rulebook: The packs it was made from.
    """

    as_of: dt.date
    known_at: dt.datetime | None
    findings: tuple[Finding, ...]
    readiness: Mapping[str, Readiness]
    registry: Registry
    rulebook: Rulebook
    explainer: Explainer = attrs.field(eq=False)

    def __repr__(self) -> str:
        return f"Report(as_of={self.as_of}, findings={len(self.findings)})"

    def explain(self, finding: Finding) -> Explanation:
        """Why a finding of this report is what it is.

        Raises:
            UnknownFinding: It is not a finding of this report.
        """
        if finding not in self.findings:
            raise UnknownFinding("the finding is not one of this report")
        return self.explainer(self)(finding)

    def of_officer(self, officer_id: str) -> tuple[Finding, ...]:
        """The findings of one officer."""
        return tuple(item for item in self.findings if item.officer_id == officer_id)

    def find(self, *, requirement_id: str, **ids: Any) -> tuple[Finding, ...]:
        """The findings of one requirement, for the ids given.

        Args:
            requirement_id: The requirement.
            ids: Any of `officer_id`, `assignment_id`, `agency_id`, `district_id`.
        """
        return tuple(
            item
            for item in self.findings
            if item.requirement_id == requirement_id
            and all(getattr(item, name) == value for name, value in ids.items())
        )

    def postings(self) -> tuple[Posting, ...]:
        """Who is ready for which assignment, and what is missing: the worst first.

        It goes through the whole report; whoever needs the answer twice keeps it.
        """
        # Loaded here, and so below, because it stands on these types.
        from sro_core.findings._postings import postings

        return postings(self)

    def finding_rows(self) -> list[dict[str, Any]]:
        """Each finding as a flat row, for a data frame or a table of a database.

        The keys are those of `FINDING_COLUMNS`, in that order: the day and the moment of
        the report, what the finding says, and the `title` of its requirement (None where
        no pack is behind it). Words are plain texts, days are dates, `contested` is
        whether another reading answers otherwise, and `missing` is one text.
        """
        from sro_core.findings._rows import finding_rows

        return finding_rows(self)

    def posting_rows(self) -> list[dict[str, Any]]:
        """Each assignment that is judged as a flat row, the worst first.

        The keys are those of `POSTING_COLUMNS`, in that order: `status` is the readiness,
        `outstanding` the ids of the requirements that are missing, in one text, and
        `due_on` the first of their last days.
        """
        from sro_core.findings._rows import posting_rows

        return posting_rows(self)

    def _repr_html_(self) -> str:
        """The table that a notebook shows."""
        from sro_core.findings._html import html

        return html(self)
