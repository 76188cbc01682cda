"""Training readiness of school resource officers: records, rules, findings.

The names below are the front door; heavy parts load when they are first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sro_core.api import evaluate, rulebook, validate
    from sro_core.errors import (
        InvalidDocument,
        InvalidPack,
        InvalidRecord,
        SroError,
        UnknownFinding,
        UnknownRule,
        UnsupportedVersion,
    )
    from sro_core.findings import (
        Binding,
        Explanation,
        Finding,
        Readiness,
        ReadinessStatus,
        Report,
        Standing,
        Status,
    )
    from sro_core.history import Change, ChangeKind
    from sro_core.privacy import redacted
    from sro_core.problems import Problem, Severity
    from sro_core.progress import CompletionState, CompletionStatus, completion_status
    from sro_core.registry import Registry
    from sro_core.rules.rulebook import Rulebook
    from sro_core.wire.json import dump, dumps, load, loads

    #: The version of the package that is installed.
    __version__: str

__all__ = [
    "Binding",
    "Change",
    "ChangeKind",
    "CompletionState",
    "CompletionStatus",
    "Explanation",
    "Finding",
    "InvalidDocument",
    "InvalidPack",
    "InvalidRecord",
    "Problem",
    "Readiness",
    "ReadinessStatus",
    "Registry",
    "Report",
    "Rulebook",
    "Severity",
    "SroError",
    "Standing",
    "Status",
    "UnknownFinding",
    "UnknownRule",
    "UnsupportedVersion",
    "completion_status",
    "dump",
    "dumps",
    "evaluate",
    "load",
    "loads",
    "redacted",
    "rulebook",
    "validate",
]

_HOMES = {
    "sro_core.api": ("evaluate", "rulebook", "validate"),
    "sro_core.errors": (
        "InvalidDocument",
        "InvalidPack",
        "InvalidRecord",
        "SroError",
        "UnknownFinding",
        "UnknownRule",
        "UnsupportedVersion",
    ),
    "sro_core.findings": (
        "Binding",
        "Explanation",
        "Finding",
        "Readiness",
        "ReadinessStatus",
        "Report",
        "Standing",
        "Status",
    ),
    "sro_core.history": ("Change", "ChangeKind"),
    "sro_core.privacy": ("redacted",),
    "sro_core.progress": ("CompletionState", "CompletionStatus", "completion_status"),
    "sro_core.problems": ("Problem", "Severity"),
    "sro_core.registry": ("Registry",),
    "sro_core.rules.rulebook": ("Rulebook",),
    "sro_core.wire.json": ("dump", "dumps", "load", "loads"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if name == "__version__":
        from importlib.metadata import version

        return version("sro-core")
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
