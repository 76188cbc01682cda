"""All that a version of a rule says, in words: part by part, each under its labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from sro_core.rules import conditions as c
from sro_core.rules import evidence as v
from sro_core.rules.packs import NO_READING, OWN_READING, Case, Confidence, Pack, Reading, Version
from sro_core.rules.words import Words

__all__ = ["FOUNDED_ON", "Told", "tell"]

#: How a rule was seen, in words.
FOUNDED_ON: Final = {
    Confidence.VERIFIED: "the text itself, which was read",
    Confidence.SECONDARY: "what others write about it",
    Confidence.MEMORY: "memory; no text was seen",
}


class Told(NamedTuple):
    """One thing that a version says.

    Attributes:
        labels: What it is about, from outside in, such as `("Case substitute", "Last
            day")`.
        lines: What it says. The parts of what a line says follow it, each with a
            hyphen, and two blanks further in for each level.
    """

    labels: tuple[str, ...]
    lines: tuple[str, ...]


def tell(version: Version, pack: Pack) -> tuple[Told, ...]:
    """All that a version says, except from when to when.

    Two versions of one pack of which all the same is told are the same rule.

    Args:
        version: The version.
        pack: Its pack, whose titles are the words.
    """
    return tuple(_Teller(Words(pack)).version(version))


class _Teller:
    """Tells the versions of one pack."""

    __slots__ = ("_words",)

    def __init__(self, words: Words) -> None:
        self._words = words

    def version(self, version: Version) -> Iterator[Told]:
        everybody = ("everybody whom the pack reaches",)
        whom = version.applies_when
        yield Told(("Duty",), (version.summary,))
        yield from _text((), "Citation", version.citation)
        yield Told(("Whom",), everybody if whom is None else self._condition(whom))
        yield from self._terms((), version)
        if version.renewal is None:
            yield Told(("How often",), (self._words.renewal(None),))
        if version.cases:
            yield Told(("Cases",), (f"the first that holds decides: {_names(version.cases)}",))
        for case in version.cases:
            yield from self._case((), case)
        for reading in version.readings:
            yield from self._reading(reading)
        if version.preferred == NO_READING:
            yield Told(("Answers",), ("what all readings give; none is preferred",))
        elif version.preferred != OWN_READING:
            yield Told(("Answers",), (f"the reading {version.preferred}",))

    def _terms(self, labels: tuple[str, ...], terms: Version | Case | Reading) -> Iterator[Told]:
        if terms.satisfied_by is not None:
            yield Told((*labels, "Evidence"), self._evidence(terms.satisfied_by))
        if terms.due is not None:
            yield Told((*labels, "Last day"), (self._words.deadline(terms.due),))
        if terms.renewal is not None:
            yield Told((*labels, "How often"), (self._words.renewal(terms.renewal),))

    def _case(self, outside: tuple[str, ...], case: Case) -> Iterator[Told]:
        labels = (*outside, f"Case {case.name}")
        yield from _text(labels, "Citation", case.citation)
        if case.confidence is not None:
            yield Told((*labels, "Founded on"), (FOUNDED_ON[case.confidence],))
        yield Told((*labels, "When"), self._condition(case.when))
        if case.exempt is not None:
            yield Told((*labels, "Then"), (f"nothing is required: {case.exempt}",))
        yield from self._terms(labels, case)
        yield from _text(labels, "Note", case.note)

    def _reading(self, reading: Reading) -> Iterator[Told]:
        labels = (f"Another reading, {reading.name}",)
        yield Told((*labels, "Says"), (reading.says,))
        yield from _text(labels, "Citation", reading.citation)
        if reading.applies_when is not None:
            yield Told((*labels, "Whom"), self._condition(reading.applies_when))
        yield from self._terms(labels, reading)
        for case in reading.cases:
            yield from self._case(labels, case)

    # parts of parts -----------------------------------------------------------------------

    def _condition(self, node: c.Condition) -> tuple[str, ...]:
        text = self._words.condition(node)
        match node:
            case c.Undecided():
                return (f"open question: {text}",)
            case c.AllOf():
                return _with_parts(text, map(self._condition, node.all))
            case c.AnyOf():
                return _with_parts(text, map(self._condition, node.any))
            case c.Not():
                return _with_parts(text, (self._condition(node.part),))
            case _:
                return (text,)

    def _evidence(self, node: v.Evidence) -> tuple[str, ...]:
        text = self._words.evidence(node)
        match node:
            case v.Hours() if node.topics:
                whole = f"{self._words.hours_in_all(node)}, of these at least"
                return _with_parts(whole, ((self._words.topic_hours(t),) for t in node.topics))
            case v.AllEvidence():
                return _with_parts(text, map(self._evidence, node.all_of))
            case v.AnyEvidence():
                return _with_parts(text, map(self._evidence, node.any_of))
            case v.SomeEvidence():
                return _with_parts(text, map(self._evidence, node.of))
            case v.Unshared():
                return _with_parts(text, (self._evidence(node.evidence),))
            case _:
                return (text,)


def _text(labels: tuple[str, ...], label: str, text: str | None) -> Iterator[Told]:
    if text is not None:
        yield Told((*labels, label), (text,))


def _names(cases: Iterable[Case]) -> str:
    return ", ".join(case.name for case in cases)


def _with_parts(text: str, parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """A line and its parts: the first gets a hyphen, what follows it stays further in."""
    inner = (
        f"- {line}" if not place else f"  {line}"
        for part in parts
        for place, line in enumerate(part)
    )
    return (text, *inner)
