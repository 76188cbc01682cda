"""Finds what a finding was made from, and explains it."""

from __future__ import annotations

from collections.abc import Iterator

from sro_core.compliance.adoptions import adopted
from sro_core.compliance.compiled import CompiledPack, CompiledRequirement, compile_pack
from sro_core.compliance.explain import Walk, explain_unit
from sro_core.compliance.judging import Judged, judge_unit, units_for
from sro_core.compliance.places import Places
from sro_core.compliance.subjects import Subjects
from sro_core.compliance.units import View
from sro_core.findings import Explanation, Finding, Report, Step

__all__ = ["explain", "walk"]


def _unresearched(finding: Finding) -> Explanation:
    return Explanation(
        finding=finding,
        title="No research",
        summary="Nobody has looked into what is required here on this day.",
        citation="none",
        steps=(Step(text="Rule pack", result=finding.reason),),
    )


def _made_by(
    report: Report, finding: Finding
) -> Iterator[tuple[CompiledPack, CompiledRequirement, Judged]]:
    """The judgements behind a finding: of several spells, those that gave just this."""
    view = View(report.registry.as_known_at(report.known_at), report.as_of)
    for pack in report.rulebook.packs:
        compiled = compile_pack(pack)
        item = compiled.requirements.get(finding.requirement_id)
        if item is None:
            continue
        for unit in units_for(Subjects(view, compiled), item.requirement.per, finding.officer_id):
            judged = judge_unit(compiled, item, unit)
            if judged is not None and judged.finding == finding:
                yield compiled, item, judged


def explain(report: Report, finding: Finding) -> Explanation:
    """Explain a finding of a report."""
    places = Places(report.registry)
    for compiled, item, judged in _made_by(report, finding):
        adoption = judged.adoption
        return explain_unit(compiled, item, judged.unit, adoption, finding, places)
    return _unresearched(finding)


def walk(report: Report, finding: Finding) -> Walk | None:
    """The walk over the rule behind a finding; None where no rule is behind it."""
    places = Places(report.registry)
    for compiled, item, judged in _made_by(report, finding):
        return Walk(compiled, item, judged.unit, adopted(judged.unit, item.requirement.id), places)
    return None
