"""What an engine is: the form of `sro_core.evaluate`."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from sro_core.findings import Report
from sro_core.registry import Registry
from sro_core.rules import Rulebook

__all__ = ["Evaluate"]


class Evaluate(Protocol):
    """What judges a registry: `sro_core.evaluate`, or what is to be held against it."""

    def __call__(
        self,
        registry: Registry,
        *,
        as_of: dt.date,
        known_at: dt.datetime | None = None,
        rulebook: Rulebook,
    ) -> Report:
        """Judge a registry by a rulebook on one day."""
        ...
