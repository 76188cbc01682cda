"""Problems as one JSON document: what a service answers, and what `sro-core validate` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from sro_core.problems import Problem, Severity

__all__ = ["PROBLEM_KEYS", "problems_document"]

#: What is said of a problem in its own words; its parameters stand beside it.
PROBLEM_KEYS: Final = ("code", "severity", "pointer", "record_id", "message")


def problems_document(problems: Iterable[Problem]) -> dict[str, Any]:
    """Problems as plain values: how many of each severity and code, and the list.

    Args:
        problems: The problems; they are listed as they come.
    """
    listed = tuple(problems)
    severities = Counter(item.severity for item in listed)
    return {
        "severities": {severity.value: severities[severity] for severity in Severity},
        "counts": dict(sorted(Counter(item.code for item in listed).items())),
        "problems": [_plain(item) for item in listed],
    }


def _plain(item: Problem) -> dict[str, Any]:
    document = {key: getattr(item, key) for key in PROBLEM_KEYS}
    return {**document, "severity": item.severity.value, "params": dict(item.params)}
