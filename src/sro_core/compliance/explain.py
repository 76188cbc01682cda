"""Explains a finding."""

from __future__ import annotations

from sro_core.findings import Explanation, Finding, Report

__all__ = ["explain"]


def explain(report: Report, finding: Finding) -> Explanation:
    """Explain a finding."""
    raise NotImplementedError
