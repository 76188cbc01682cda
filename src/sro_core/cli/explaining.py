"""Explanations as indented text that stays indented when lines are broken."""

from __future__ import annotations

from collections.abc import Iterator

from sro_core.cli.answers import Answers
from sro_core.cli.screen import Screen, nearest, refuse, shown
from sro_core.findings import Finding, Report, Status, Step

__all__ = ["chosen", "write_explanation"]


def chosen(
    report: Report, *, officer_id: str | None, requirement_id: str, assignment_id: str | None
) -> tuple[Finding, ...]:
    """The findings that are asked about; refuses ids that name nothing.

    Args:
        report: The report.
        officer_id: The officer; None asks for duties of agencies and districts.
        requirement_id: The requirement.
        assignment_id: Only this one's finding, where there is one for each.
    """
    registry = report.registry
    known = set(_requirement_ids(report))
    if requirement_id not in known:
        refuse(
            *_unknown("requirement", requirement_id, known),
            "`sro-core rules list --all` lists all.",
        )
    if officer_id is not None:
        officers = {record.id for record in registry.officers}
        if officer_id not in officers:
            refuse(*_unknown("officer", officer_id, officers))
    if assignment_id is not None:
        assignments = {
            record.id for record in registry.assignments if officer_id in (None, record.officer_id)
        }
        if assignment_id not in assignments:
            of = f"assignment of {shown(officer_id)}" if officer_id is not None else "assignment"
            refuse(*_unknown(of, assignment_id, assignments))
    found = tuple(
        finding
        for finding in report.findings
        if finding.officer_id == officer_id
        and finding.requirement_id == requirement_id
        and (assignment_id is None or finding.assignment_id in (None, assignment_id))
    )
    if not found:
        refuse(*_nothing(report, officer_id, requirement_id))
    return found


def _requirement_ids(report: Report) -> Iterator[str]:
    for pack in report.rulebook.packs:
        yield from (requirement.id for requirement in pack.requirements)
    yield from (finding.requirement_id for finding in report.findings)


def _unknown(what: str, name: str, names: set[str]) -> Iterator[str]:
    close = nearest(name, names)
    hint = f" Nearest: {', '.join(map(shown, close))}." if close else ""
    yield f"No {what} has the id {shown(name)}.{hint}"


def _nothing(report: Report, officer_id: str | None, requirement_id: str) -> Iterator[str]:
    if officer_id is None:
        yield (
            f"{requirement_id} has no finding for an agency or a district; "
            "name the officer with --officer."
        )
        return
    has = sorted({finding.requirement_id for finding in report.of_officer(officer_id)})
    name = shown(officer_id)
    if not has:
        yield f"The officer {name} has no assignment on {report.as_of} or later, so no findings."
        return
    yield f"The officer {name} has no finding of {requirement_id} on {report.as_of}, but of:"
    yield from (f"  {requirement}" for requirement in has)


def write_explanation(screen: Screen, answers: Answers, finding: Finding) -> None:
    """Write why a finding is what it is.

    Args:
        screen: Where to.
        answers: The report, to be read aloud.
        finding: One of its findings.
    """
    explanation = answers.report.explain(finding)
    screen.wrapped(shown(explanation.title), style="bold")
    screen.wrapped(_whose(answers, finding))
    screen.line()
    screen.field("Answer", _answer(answers, finding))
    screen.field("Because", shown(finding.reason))
    for doubt in answers.doubts(finding):
        screen.field("Mind", doubt)
    screen.field("Duty", shown(explanation.summary))
    screen.field("Citation", answers.under(finding) or shown(explanation.citation))
    screen.line()
    screen.line("How it was decided", "bold")
    for step in explanation.steps:
        _write_step(screen, step, 1)
    _write_list(screen, "Sources", explanation.sources)
    _write_list(screen, "Assumptions and open questions", explanation.notes)


def _whose(answers: Answers, finding: Finding) -> str:
    parts = [finding.requirement_id]
    if finding.officer_id is not None:
        parts.append(f"officer {shown(finding.officer_id)}")
    assignment = answers.index.assignments.get(finding.assignment_id or "")
    if assignment is not None:
        parts.append(f"assignment {shown(assignment.id)}: {answers.posting(assignment)}")
    if finding.agency_id is not None:
        parts.append(answers.agency(finding.agency_id))
    if finding.district_id is not None:
        parts.append(answers.district(finding.district_id))
    parts.append(f"judged as of {answers.report.as_of}")
    return ", ".join(parts)


def _answer(answers: Answers, finding: Finding) -> str:
    parts = [finding.status.replace("_", " ")]
    if finding.status is not Status.UNKNOWN:
        parts.extend(filter(None, answers.last_day(finding)))
    if finding.valid_until is not None:
        verb = "holds" if finding.status is Status.MET else "held"
        parts.append(f"{verb} until {finding.valid_until}")
    parts.append(f"binding: {finding.binding}")
    return ", ".join(parts)


def _write_step(screen: Screen, step: Step, depth: int) -> None:
    text = step.text
    if step.result is not None:
        text += f": {step.result}"
    if step.pointers:
        text += f"  [{', '.join(step.pointers)}]"
    screen.wrapped(shown(text), indent=2 * depth, hang=4)
    for inner in step.steps:
        _write_step(screen, inner, depth + 1)


def _write_list(screen: Screen, title: str, items: tuple[str, ...]) -> None:
    if not items:
        return
    screen.line()
    screen.line(title, "bold")
    for item in items:
        screen.wrapped(f"- {shown(item)}", indent=2)
