"""Starts processes about which it matters what they load."""

from __future__ import annotations

import os

__all__ = ["unmeasured"]


def unmeasured() -> dict[str, str]:
    """The environment without what makes a new process measure its coverage, and load for it."""
    return {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE_")}
