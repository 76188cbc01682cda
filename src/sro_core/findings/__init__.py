"""The answers: findings, readiness, and the report that holds them; as rows and as a table too."""

from sro_core.findings._postings import Posting
from sro_core.findings._rows import FINDING_COLUMNS, POSTING_COLUMNS

# For those who judge and show; no promise.
from sro_core.findings._types import OPEN as OPEN
from sro_core.findings._types import WORST_FIRST as WORST_FIRST
from sro_core.findings._types import (
    Binding,
    Explanation,
    Finding,
    OtherAnswer,
    Readiness,
    ReadinessStatus,
    Report,
    Standing,
    Status,
    Step,
)
from sro_core.findings._types import new_finding as new_finding

__all__ = [
    "FINDING_COLUMNS",
    "POSTING_COLUMNS",
    "Binding",
    "Explanation",
    "Finding",
    "OtherAnswer",
    "Posting",
    "Readiness",
    "ReadinessStatus",
    "Report",
    "Standing",
    "Status",
    "Step",
]
