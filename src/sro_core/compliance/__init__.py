"""The evaluator: compiled rules, findings, readiness and explanations. Pure."""

from sro_core.compliance.evaluate import evaluate

__all__ = ["evaluate"]
