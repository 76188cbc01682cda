"""The rules as values: compared between days, preferred in another reading, asked for facts."""

from __future__ import annotations

import datetime as dt

from hypothesis import assume, given
from hypothesis import strategies as st

from properties.given import any_situations, report_of
from sro_core.cli.needs import needs_of
from sro_core.compliance.evaluate import evaluate
from sro_core.packs import bundled
from sro_core.rules import Pack
from sro_core.rules.amendments import amendments
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


@given(any_situations(), st.data())
def test_a_reading_that_is_preferred_gives_what_it_gave_as_another_answer(
    situation: Situation, data: st.DataObject
) -> None:
    """Preferring a reading makes its other answer the answer; where it gave none, the same."""
    choices = [
        (item, reading.name)
        for pack in situation.rulebook.packs
        for item in pack.requirements
        for version in item.versions
        for reading in version.readings
        if version.preferred not in ("none", reading.name)
    ]
    assume(choices)
    requirement, reading = data.draw(st.sampled_from(choices))
    version = requirement.version_on(situation.as_of)
    assume(version is None or reading in {item.name for item in version.readings})
    assume(version is None or version.preferred not in ("none", reading))
    book = situation.rulebook.prefer(requirement.id, reading)
    report = evaluate(
        situation.registry, as_of=situation.as_of, known_at=situation.known_at, rulebook=book
    )
    after = {item.key: item for item in report.findings}
    for finding in report_of(situation).findings:
        if finding.requirement_id != requirement.id:
            continue
        expected = (finding.status, finding.due_on)
        for other in finding.contested:
            if other.reading == reading:
                expected = (other.status, other.due_on)
        found = after[finding.key]
        assert (found.status, found.due_on) == expected


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
