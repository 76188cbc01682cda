"""Judges the registry of each example by the pack, and compares the answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

import attrs

from sro_core.compliance import evaluate as judge
from sro_core.errors import InvalidRecord
from sro_core.findings import Finding, OtherAnswer, Report
from sro_core.problems import Problem, in_order, problem
from sro_core.registry import Registry
from sro_core.rules import Pack, Rulebook
from sro_core.rules.packs import NO_READING, OWN_READING
from sro_core.testing._engines import Evaluate
from sro_core.testing._example_registries import OFFICER, POST, example_registry
from sro_core.testing._examples import (
    NOTHING,
    Answer,
    Colleague,
    Example,
    Examples,
    Licensed,
    Post,
)

__all__ = ["Run", "finding_of", "judged", "run_all", "run_examples"]


def run_examples(
    pack: Pack, examples: Examples, *, others: Iterable[Pack] = (), evaluate: Evaluate = judge
) -> tuple[Problem, ...]:
    """What is wrong with the examples of a pack, or with the pack: empty where they agree.

    Each problem names the example by its place in the file. `example-wrong` says what
    the pack answers and what the example expects; the others say why an example cannot
    be judged.

    Args:
        pack: The pack.
        examples: Its examples.
        others: Packs that are in force beside it.
        evaluate: What judges the examples; the library's own if left out.
    """
    return in_order(run_all(pack, examples, others, evaluate)[1])


class Run(NamedTuple):
    """An example that was judged.

    Attributes:
        example: The example.
        registry: The registry it stands for.
        finding: What the pack answers.
    """

    example: Example
    registry: Registry
    finding: Finding


def judged(run: Run, rulebook: Rulebook, as_of: dt.date | None = None) -> Finding | None:
    """What other rules, or another day, give for the situation of an example.

    Args:
        run: The example.
        rulebook: The rules.
        as_of: The day; None is that of the example.
    """
    day = run.example.as_of if as_of is None else as_of
    report = judge(run.registry, as_of=day, known_at=run.example.known_at, rulebook=rulebook)
    return finding_of(report, run.example.requirement)


def finding_of(report: Report, requirement_id: str) -> Finding | None:
    """The finding of the example's own officer and posting, agency and district."""
    home = {"officer_id": OFFICER, "assignment_id": POST, "agency_id": "a1", "district_id": "d1"}
    found = [
        item
        for item in report.find(requirement_id=requirement_id)
        if all(getattr(item, name) in (None, identifier) for name, identifier in home.items())
    ]
    return found[0] if found else None


def run_all(
    pack: Pack, examples: Examples, others: Iterable[Pack], evaluate: Evaluate = judge
) -> tuple[list[Run], list[Problem]]:
    """Judge every example; the examples that could be judged, and all that is wrong."""
    packs = (pack, *others)
    rulebook = Rulebook(packs=packs)
    runs: list[Run] = []
    problems: list[Problem] = []
    if examples.pack != pack.id:
        problems.append(problem("example-of-another-pack", "/pack", id=examples.pack, pack=pack.id))
        return runs, problems
    for place, example in examples.examples.items():
        wrong = list(_undefined(packs, example))
        if not wrong:
            wrong = list(_judge(pack, rulebook, example, runs, evaluate))
        problems += (
            attrs.evolve(item, pointer=place, record_id=example.requirement) for item in wrong
        )
    return runs, problems


def _judge(
    pack: Pack, rulebook: Rulebook, example: Example, runs: list[Run], evaluate: Evaluate
) -> Iterator[Problem]:
    try:
        registry = example_registry(pack, example)
    except InvalidRecord as error:
        yield from error.problems
        return
    if example.reading is not None:
        rulebook = rulebook.prefer(example.requirement, example.reading)
    report = evaluate(registry, as_of=example.as_of, known_at=example.known_at, rulebook=rulebook)
    finding = finding_of(report, example.requirement)
    if finding is None:
        yield problem("example-no-finding")
        return
    runs.append(Run(example, registry, finding))
    why = f" ({example.why})" if example.why else ""
    for key, found, expected in _differences(example, finding, report):
        yield problem("example-wrong", key=key, found=found, expected=expected, why=why)


# names ----------------------------------------------------------------------------------------


def _undefined(packs: tuple[Pack, ...], example: Example) -> Iterator[Problem]:
    for what, name, known in _names(packs, example):
        if name not in known:
            yield problem("example-undefined", what=what, id=name)


def _names(packs: tuple[Pack, ...], example: Example) -> Iterator[tuple[str, str, set[str]]]:
    """What an example names, and the names that there are."""
    own = f"{packs[0].id}."
    requirements = {item.id: item for pack in packs for item in pack.requirements}
    codes = {item.code for pack in packs for item in pack.codes}
    facts = {item.fact for pack in packs for item in pack.facts}
    topics = {item.word for pack in packs for item in pack.topics}
    funding = {item.word for pack in packs for item in pack.funding}
    licenses = {item.word for pack in packs for item in pack.licenses} | {Licensed().kind}
    yield "requirement", example.requirement, set(requirements)
    decided = [item.requirement for item in example.waivers]
    decided += [item.requirement for item in example.adoptions]
    for name in filter(None, decided):
        yield "requirement", name, set(requirements)
    people: tuple[Colleague, ...] = (example, *example.colleagues)
    for person in people:
        for held in person.licenses:
            yield "license", held.kind, licenses | codes
        for code, days in person.taken.items():
            # a course of elsewhere may stand in an example in order not to count
            if code.startswith(own):
                yield "code", code, codes
            for taken in days if isinstance(days, tuple) else (days,):
                for topic in () if isinstance(taken, dt.date) else taken.topics:
                    yield "topic", topic, topics
    posts: tuple[Post, ...] = (*people, *example.posts)
    for post in posts:
        for fact in post.facts:
            yield "fact", fact, facts
        for word in (word for agreed in post.agreements or () for word in agreed.funding):
            yield "funding word", word, funding
    requirement = requirements.get(example.requirement)
    versions = requirement.versions if requirement is not None else ()
    if example.case is not None:
        yield "case", example.case, {case.name for item in versions for case in item.cases}
    readings = {reading.name for item in versions for reading in item.readings}
    readings |= {OWN_READING, *([NO_READING] if readings else [])}
    if example.reading is not None:
        yield "reading", example.reading, readings
    for answer in example.contested or ():
        yield "reading", answer.reading, readings


# answers --------------------------------------------------------------------------------------

#: What is compared as it stands.
_PLAIN: Final = ("status", "late_by_days", "case", "standing", "binding")
_DAYS: Final = ("due_on", "valid_until")


def _differences(
    example: Example, finding: Finding, report: Report
) -> Iterator[tuple[str, object, object]]:
    """Each key whose answer is another than expected, the answer and what was expected."""
    for key in _PLAIN:
        expected, found = getattr(example, key), getattr(finding, key)
        if expected is not None and expected != found:
            yield key, _shown(found), expected
    for key in _DAYS:
        expected, found = getattr(example, key), getattr(finding, key)
        if expected is not None and expected != _shown(found):
            yield key, _shown(found), expected
    if example.missing is not None and sorted(example.missing) != sorted(finding.missing):
        yield "missing", _list(finding.missing), _list(example.missing)
    if example.contested is not None and not _agree(example.contested, finding.contested):
        yield (
            "contested",
            _list(map(_answer, finding.contested)),
            _list(map(_answer, example.contested)),
        )
    if example.says is not None and example.says not in finding.reason:
        yield "reason", finding.reason, f"one with {example.says}"
    if example.readiness is not None:
        ready = report.readiness.get(OFFICER)
        if ready is None or ready.status is not example.readiness:
            yield "readiness", _shown(ready and ready.status), example.readiness


def _shown(value: Any) -> Any:
    return NOTHING if value is None else value


def _list(items: Iterable[str]) -> str:
    return ", ".join(sorted(items)) or NOTHING


def _answer(item: Answer | OtherAnswer) -> str:
    parts = [item.reading, item.status, item.due_on]
    return " ".join(str(part) for part in parts if part is not None)


def _agree(expected: Iterable[Answer], found: Iterable[OtherAnswer]) -> bool:
    answers = {item.reading: item for item in found}
    wanted = {item.reading: item for item in expected}
    return wanted.keys() == answers.keys() and all(
        item.status in (None, answers[name].status)
        and item.due_on in (None, _shown(answers[name].due_on))
        for name, item in wanted.items()
    )
