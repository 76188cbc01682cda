"""Finds what the findings of a report were made from, and explains them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sro_core.compliance.compiled import CompiledPack, CompiledRequirement, compile_pack
from sro_core.compliance.explain import Walk, explain_unit
from sro_core.compliance.judging import Judged, judge_unit, units_for
from sro_core.compliance.places import Places
from sro_core.compliance.subjects import Subjects
from sro_core.compliance.views import View
from sro_core.findings import Explanation, Finding, Report, Step

__all__ = ["Explainer", "explain"]


class _Origin(NamedTuple):
    """What a finding was made from."""

    compiled: CompiledPack
    item: CompiledRequirement
    judged: Judged


class Explainer:
    """Explains findings of one report; it looks at the registry once."""

    __slots__ = ("_packs", "_places", "_report", "_view")

    def __init__(self, report: Report) -> None:
        self._report = report
        self._view = View(report.registry.as_known_at(report.known_at), report.as_of)
        self._places = Places(report.registry)
        self._packs = [compile_pack(pack) for pack in report.rulebook.answering()]

    def _origin(self, finding: Finding) -> _Origin | None:
        """The judgement behind a finding: of several spells, the first that gave just this."""
        for compiled in self._packs:
            item = compiled.requirements.get(finding.requirement_id)
            if item is None:
                continue
            subjects = Subjects(self._view, compiled)
            for unit in units_for(subjects, item.requirement.per, finding.officer_id):
                judged = judge_unit(compiled, item, unit)
                if judged is not None and judged.finding == finding:
                    return _Origin(compiled, item, judged)
        return None

    def explain(self, finding: Finding) -> Explanation:
        """Explain one finding."""
        origin = self._origin(finding)
        if origin is None:
            return Explanation(
                finding=finding,
                title="No research",
                summary="Nobody has looked into what is required here on this day.",
                citation="none",
                steps=(Step(text="Rule pack", result=finding.reason),),
            )
        compiled, item, judged = origin
        citation = self._report.rulebook.citation(
            finding.requirement_id, self._report.as_of, finding.case
        )
        return explain_unit(
            compiled, item, judged.unit, judged.adoption, finding, self._places, citation
        )

    def walk(self, finding: Finding) -> Walk | None:
        """The walk over the rule behind a finding; None where no rule is behind it."""
        origin = self._origin(finding)
        if origin is None:
            return None
        compiled, item, judged = origin
        return Walk(compiled, item, judged.unit, judged.adoption, self._places)


def explain(report: Report) -> Callable[[Finding], Explanation]:
    """The function that explains the findings of a report; it looks at the registry once."""
    return Explainer(report).explain
