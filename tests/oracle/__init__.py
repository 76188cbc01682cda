"""A second evaluator: naive, slow, and meant to be checked against the design by reading.

It shares only the records, the rule language and the words of the answers with
the library. Each function does what one sentence of the design says; where the
design is silent the docstring says "Decided".
"""

from oracle.answers import Answer
from oracle.filing import as_known_at
from oracle.report import Key, judge, readiness, report

__all__ = ["Answer", "Key", "as_known_at", "judge", "readiness", "report"]
