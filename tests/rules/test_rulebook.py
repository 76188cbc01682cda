"""Rulebooks: what a caller chooses, and what they refuse."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import attrs
import pytest

import sro_core as sro
from sro_core.examples import olmsted
from sro_core.packs import bundled
from sro_core.rules import Pack, Rulebook
from sro_core.rules.conditions import FactTest
from sro_core.rules.deadlines import NoDeadline
from sro_core.rules.evidence import Stated
from sro_core.rules.packs import Case, Confidence, Level, Reading, Requirement, Version

_DAY = dt.date(2025, 9, 2)
_DUE = NoDeadline(no_deadline="None is given.")


def _version(start: dt.date, *readings: str, **changed: Any) -> Version:
    return Version(
        start=start,
        summary="A duty.",
        satisfied_by=Stated(stated="x.done"),
        due=_DUE,
        readings=tuple(Reading(name=name, says=name, due=_DUE) for name in readings),
        **changed,
    )


def _pack(edition: str, *versions: Version, title: str = "X") -> Pack:
    return Pack(
        id="x",
        title=title,
        edition=edition,
        researched_from=dt.date(2015, 1, 1),
        verified_through=_DAY,
        confidence=Confidence.VERIFIED,
        requirements=(
            Requirement(
                id="x.duty",
                title="A duty",
                citation="§ 1",
                level=Level.MANDATORY,
                confidence=Confidence.VERIFIED,
                versions=versions or (_version(dt.date(2020, 1, 1), "wide"),),
            ),
        ),
    )


_NEW = _pack("2026.1")
_OLD = _pack("2025.1")
_BOOK = Rulebook(packs=(_NEW,))


# readings -------------------------------------------------------------------------------------


def test_what_is_preferred_is_kept_beside_the_pack() -> None:
    other = _BOOK.prefer("x.duty", "wide")
    assert other.preferred == {"x.duty": "wide"}
    assert other.packs == _BOOK.packs
    assert other.requirement("x.duty").versions[0].preferred == "text"
    (answering,) = other.answering()
    assert answering.requirements[0].versions[0].preferred == "wide"


def test_packs_of_which_no_reading_is_preferred_answer_as_they_are() -> None:
    book = sro.rulebook().prefer("us-mn.sro-course", "board-page")
    for given, answering in zip(book.packs, book.answering(), strict=True):
        assert (answering is given) is (given.id != "us-mn")


def test_a_reading_answers_in_the_versions_that_have_it() -> None:
    first = _version(dt.date(2018, 1, 1), "narrow")
    second = _version(dt.date(2020, 1, 1), "wide")
    book = Rulebook(packs=(_pack("1", first, second),)).prefer("x.duty", "wide")
    (pack,) = book.answering()
    assert [item.preferred for item in pack.requirements[0].versions] == ["text", "wide"]


def test_the_own_reading_of_a_pack_is_no_preference() -> None:
    assert _BOOK.prefer("x.duty", "text") == _BOOK
    assert _BOOK.prefer("x.duty", "wide").prefer("x.duty", "text") == _BOOK
    wide = _pack("1", _version(dt.date(2020, 1, 1), "wide", preferred="wide"))
    book = Rulebook(packs=(wide,))
    assert book.prefer("x.duty", "wide").preferred == {}
    assert book.prefer("x.duty", "text").preferred == {"x.duty": "text"}
    # A preference that another pack shares is none any more.
    assert _BOOK.prefer("x.duty", "wide").replacing(wide).preferred == {}


def test_the_order_of_preferences_does_not_matter() -> None:
    book = sro.rulebook()
    one = book.prefer("us-mn.sro-course", "board-page").prefer("us-in.sro-training", "none")
    other = book.prefer("us-in.sro-training", "none").prefer("us-mn.sro-course", "board-page")
    assert one == other
    assert hash(one) == hash(other)
    assert repr(one) == repr(other)
    assert pickle.loads(pickle.dumps(one)) == one


@pytest.mark.parametrize(
    ("requirement_id", "reading", "words"),
    [
        ("x.duty", "narrow", "x.duty has no reading narrow, only: text, wide, none"),
        ("x.other", "wide", "there is no requirement x.other"),
    ],
)
def test_a_reading_that_does_not_exist_is_refused(
    requirement_id: str, reading: str, words: str
) -> None:
    with pytest.raises(sro.UnknownRule, match=words) as caught:
        _BOOK.prefer(requirement_id, reading)
    assert isinstance(caught.value, KeyError)


def test_a_requirement_of_one_reading_prefers_no_other() -> None:
    plain = Rulebook(packs=(_pack("1", _version(dt.date(2020, 1, 1))),))
    assert plain.prefer("x.duty", "text") == plain
    with pytest.raises(sro.UnknownRule, match="has no reading none, only: text"):
        plain.prefer("x.duty", "none")


def test_a_preference_that_the_new_pack_does_not_know_is_refused() -> None:
    without = _pack("2026.2", _version(dt.date(2020, 1, 1)))
    with pytest.raises(sro.UnknownRule, match="has no reading wide"):
        _BOOK.prefer("x.duty", "wide").replacing(without)


def test_the_report_answers_by_the_reading_preferred() -> None:
    """The statute gives until 31 May 2027, the page of the board until 30 June."""
    wanted = {"requirement_id": "us-mn.sro-course", "officer_id": "olmsted-so-1"}
    (plain,) = sro.evaluate(olmsted(), as_of=_DAY).find(**wanted)
    board = sro.rulebook().prefer("us-mn.sro-course", "board-page")
    report = sro.evaluate(olmsted(), as_of=_DAY, rulebook=board)
    (finding,) = report.find(**wanted)
    assert (plain.due_on, finding.due_on) == (dt.date(2027, 5, 31), dt.date(2027, 6, 30))
    explanation = report.explain(finding)
    assert explanation.citation == "Minnesota POST board, Mandatory Learning Objectives page"
    assert "Preferred reading board-page" in [step.text for step in explanation.steps]


# citations ------------------------------------------------------------------------------------


def _cited(reading: str, case: str | None = None) -> str:
    holds = FactTest(fact="district.kind", values=("public",))
    cases = (
        Case(name="own", when=holds, exempt="It is exempt.", citation="§ 1 own"),
        Case(name="both", when=holds, exempt="It is exempt.", citation="§ 1 both"),
        Case(name="bare", when=holds, exempt="It is exempt."),
    )
    version = attrs.evolve(
        _version(dt.date(2020, 1, 1)),
        citation="§ 1 version",
        cases=cases,
        readings=(
            Reading(name="due", says="x", due=_DUE, citation="§ 2 due"),
            Reading(
                name="cases",
                says="x",
                citation="§ 2 cases",
                cases=(attrs.evolve(cases[1], citation="§ 2 both"), cases[2]),
            ),
        ),
    )
    book = Rulebook(packs=(_pack("1", version),)).prefer("x.duty", reading)
    return book.citation("x.duty", _DAY, case)


@pytest.mark.parametrize(
    ("reading", "case", "clause"),
    [
        ("text", None, "§ 1 version"),
        ("text", "own", "§ 1 own"),
        ("text", "bare", "§ 1 version"),
        ("due", None, "§ 2 due"),
        ("due", "own", "§ 1 own"),
        ("cases", None, "§ 1 version"),
        ("cases", "own", "§ 1 own"),
        ("cases", "both", "§ 2 both"),
        ("cases", "bare", "§ 2 cases"),
        ("none", "own", "§ 1 own"),
    ],
)
def test_what_a_reading_replaces_has_its_citation(
    reading: str, case: str | None, clause: str
) -> None:
    assert _cited(reading, case) == clause


def test_a_citation_where_no_version_is_in_force() -> None:
    assert _BOOK.citation("x.duty", dt.date(2019, 12, 31)) == "§ 1"


# editions and packs ---------------------------------------------------------------------------


def test_an_older_edition_takes_the_place_of_the_newer() -> None:
    book = _BOOK.at_edition("x", "2025.1", editions=[_OLD])
    assert book.pack("x") is _OLD
    assert len(book.packs) == 1


def test_an_edition_may_be_the_one_that_is_there() -> None:
    assert _BOOK.at_edition("x", "2026.1") == _BOOK
    assert _BOOK.at_edition("x", "2026.1", editions=[_OLD, _NEW]) == _BOOK


def test_others_among_the_editions_are_passed_over() -> None:
    others = [attrs.evolve(_OLD, id="y"), _pack("2024.1"), _OLD]
    assert _BOOK.at_edition("x", "2025.1", editions=iter(others)).packs == (_OLD,)


def test_nothing_answers_in_place_of_an_edition_that_is_not_there() -> None:
    with pytest.raises(sro.UnknownRule, match=r"no edition 2024.1 of x, only: 2026.1, 2025.1"):
        _BOOK.at_edition("x", "2024.1", editions=[_OLD])
    with pytest.raises(sro.UnknownRule, match=r"no edition 1 of y, only: none"):
        _BOOK.at_edition("y", "1")


def test_two_packs_that_claim_one_edition_are_refused() -> None:
    with pytest.raises(sro.InvalidPack) as caught:
        _BOOK.at_edition("x", "2025.1", editions=[_OLD, _pack("2025.1", title="Another")])
    (problem,) = caught.value.problems
    assert problem.code == "pack-duplicate"
    assert "x, edition 2025.1" in problem.message


def test_a_pack_from_elsewhere_may_be_pinned() -> None:
    book = sro.rulebook().at_edition("x", "2025.1", editions=[_OLD])
    assert book.pack("x") is _OLD
    assert len(book.packs) == len(bundled().packs) + 1


def test_what_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(sro.UnknownRule, match="there is no pack us-xx"):
        _BOOK.pack("us-xx")
    with pytest.raises(sro.UnknownRule, match=r"there is no requirement us-xx\.duty"):
        _BOOK.requirement("us-xx.duty")


def test_the_version_on_a_day() -> None:
    first = attrs.evolve(_version(dt.date(2018, 1, 1)), end=dt.date(2019, 12, 31))
    second = _version(dt.date(2020, 2, 1))
    (duty,) = _pack("1", first, second).requirements
    assert duty.version_on(dt.date(2017, 12, 31)) is None
    assert duty.version_on(dt.date(2018, 1, 1)) is first
    assert duty.version_on(dt.date(2019, 12, 31)) is first
    assert duty.version_on(dt.date(2020, 1, 15)) is None
    assert duty.version_on(dt.date.max) is second
