"""The rules as values: compared between days, preferred in another reading, asked for facts."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import attrs
from hypothesis import given
from hypothesis import strategies as st

from properties.given import any_situations, report_of
from sro_core.cli.needs import needs_of
from sro_core.packs import bundled
from sro_core.rules import Pack, Requirement
from sro_core.rules.amendments import amendments
from sro_core.rules.packs import NO_READING, OWN_READING
from sro_core.testing import Situation, interesting_dates, packs


@given(packs() | st.sampled_from(bundled().packs), st.lists(interesting_dates(), min_size=3))
def test_amendments_of_two_spans_are_those_of_the_whole(pack: Pack, days: list[dt.date]) -> None:
    """What changed until a day, and after it, is what changed over all of the time."""
    days.sort()
    first, middle, last = days[0], days[len(days) // 2], days[-1]
    parts = amendments(pack, since=first, until=middle), amendments(pack, since=middle, until=last)
    assert parts[0] + parts[1] == amendments(pack, since=first, until=last)


@given(packs() | st.sampled_from(bundled().packs), interesting_dates(), interesting_dates())
def test_amendments_lead_from_one_law_to_the_other(
    pack: Pack, one: dt.date, other: dt.date
) -> None:
    """The versions in force on the first day, changed as told, are those of the last."""
    since, until = sorted((one, other))
    law = {item.id: item.version_on(since) for item in pack.requirements}
    for change in amendments(pack, since=since, until=until):
        assert law[change.requirement.id] == change.before
        law[change.requirement.id] = change.after
    assert law == {item.id: item.version_on(until) for item in pack.requirements}


@given(any_situations())
def test_a_reading_that_is_preferred_gives_what_it_gave_as_another_answer(
    situation: Situation,
) -> None:
    """Preferring a reading makes its other answer the answer; where it gave none, the same.

    Of an officer with several postings the worst spell answers, which by another reading may
    be another spell; so that is not compared.
    """
    postings = Counter(item.officer_id for item in situation.registry.assignments)
    for requirement, reading in _not_preferred(situation):
        book = situation.rulebook.prefer(requirement.id, reading)
        preferring = report_of(attrs.evolve(situation, rulebook=book))
        after = {item.key: item for item in preferring.findings}
        for finding in report_of(situation).findings:
            if finding.requirement_id != requirement.id:
                continue
            if finding.assignment_id is None and postings[finding.officer_id or ""] > 1:
                continue
            expected = (finding.status, finding.due_on)
            for other in finding.contested:
                if other.reading == reading:
                    expected = (other.status, other.due_on)
            found = after[finding.key]
            assert (found.status, found.due_on) == expected


def _not_preferred(situation: Situation) -> Iterator[tuple[Requirement, str]]:
    """The readings of the day that are beside the one preferred."""
    for pack in situation.rulebook.packs:
        for requirement in pack.requirements:
            version = requirement.version_on(situation.as_of)
            if version is not None and version.preferred != NO_READING:
                for name in (OWN_READING, *(item.name for item in version.readings)):
                    if name != version.preferred:
                        yield requirement, name


#: What an answer may miss that every registry is asked for, and what stands for a whole record.
_ALWAYS = {"agency.records_from", "agency.kind", "agency.jurisdiction", "district.kind"} | {
    "assignment.role",
    "assignment.start",
    "officer.employments",
}
_STANDS_FOR = {
    "agreement": "agreement.from",
    "agreement.start": "agreement.from",
    "completion.hours": "completion.hours, or course.hours",
    "officer.licenses": "license.from",
}


@given(any_situations())
def test_what_an_answer_misses_was_asked_for(situation: Situation) -> None:
    """Every fact, field and record that a finding calls missing is one that its rules need."""
    asked = {
        need.name
        for pack in situation.rulebook.packs
        for item in pack.requirements
        for need in needs_of(item)
    }
    kinds = {name.partition(" ")[0] for name in asked}
    for finding in report_of(situation).findings:
        for name in finding.missing:
            wanted = _STANDS_FOR.get(name, name)
            assert wanted in asked | kinds | _ALWAYS, (finding.requirement_id, name)
