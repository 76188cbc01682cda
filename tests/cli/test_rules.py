"""`sro-core rules`: what there is, what a rule says, what a registry must hold."""

from __future__ import annotations

import attrs
import pytest

import sro_core as sro
from cli.running import combined, run
from sro_core.cli.needs import Need, needs_of
from sro_core.models import PlanKind
from sro_core.rules import conditions as c
from sro_core.rules import deadlines as d
from sro_core.rules import events as e
from sro_core.rules import evidence as v
from sro_core.rules import renewals as r
from sro_core.rules.facts import REGISTRY_FACTS

PACKS = {pack.id: pack for pack in sro.rulebook().packs}
REQUIREMENTS = {item.id: item for pack in PACKS.values() for item in pack.requirements}


def test_list_names_every_pack_and_requirement() -> None:
    result = run("rules", "list")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    for pack in PACKS.values():
        assert f"{pack.id}  {pack.title}" in lines
    for name in REQUIREMENTS:
        assert f"  {name}" in lines


def test_list_of_a_day_leaves_out_what_is_not_in_force() -> None:
    before = run("rules", "list", "--as-of", "2022-09-06").stdout
    after = run("rules", "list", "--as-of", "2025-09-02").stdout
    assert "us-mn.sro-course" not in before
    assert "us-mn.sro-course" in after
    assert "us-mn.basic-voluntary" in before
    assert "us-mn.basic-voluntary" not in after
    assert "not in force on that day" in before


@pytest.mark.parametrize("name", [*PACKS, *REQUIREMENTS])
def test_every_rule_can_be_shown(name: str) -> None:
    result = run("rules", "show", name)
    assert result.exit_code == 0
    assert result.stdout.startswith(name)
    assert not [
        line for line in result.stdout.splitlines() if len(line) > 80 and "<http" not in line
    ]


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_a_shown_rule_keeps_nothing_back(name: str) -> None:
    requirement, text = REQUIREMENTS[name], combined(run("rules", "show", name))
    (pack,) = (pack for pack in PACKS.values() if requirement in pack.requirements)
    cited = [source.citation for source in pack.sources if source.id in requirement.sources]
    for words in (
        *(requirement.title, requirement.citation, *requirement.assumptions),
        *(*requirement.open_questions, *requirement.restricted, *cited),
    ):
        assert " ".join(words.split()) in text
    for version in requirement.versions:
        assert f"rom {version.start}" in text
        for case in version.cases:
            assert case.name in text
        for reading in version.readings:
            assert " ".join(reading.says.split()) in text


def test_a_requirement_in_words() -> None:
    text = combined(run("rules", "show", "us-mn.sro-course"))
    assert "Level mandatory (law)" in text
    assert "decides whether an officer is ready for a school" in text
    assert "Whom all of these hold - the role is school resource officer or substitute" in text
    assert "Last day before the first day of service" in text
    assert "substitute (Minn. Stat. § 626.8482, subd. 3(d); memory) When all of these hold" in text
    assert "Then nothing is required: A substitute who serves fewer than 60" in text
    assert "Last day within 6 months of the first day of service" in text
    assert "Another reading, board-page" in text


def test_what_the_sources_leave_open_is_marked() -> None:
    assert "open question: Whether an open-enrollment charter school" in combined(
        run("rules", "show", "us-tx.sble")
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("us-mn.sro-curse", "Nearest: us-mn.sro-course"),
        ("us-mnn", "Nearest: us-mn"),
        ("????????", "has the id ????????.\n"),
    ],
)
def test_a_rule_that_is_not_there(name: str, words: str) -> None:
    result = run("rules", "show", name)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in result.stderr


def test_needs_of_texas() -> None:
    text = combined(run("rules", "needs", "US-TX"))
    assert "What a registry must hold for US-TX (pack us-tx" in text
    assert "district.enrollment used by sble" in text
    assert "us-tx.chief-administrator (boolean, about an officer)" in text
    assert "where nobody states it, no is presumed used by alerrt-unit" in text
    assert "us-tx.interlocal-agreement (boolean, about a district)" in text
    assert "where nobody states it, the answer is unknown" in text
    assert "peace_officer Texas peace officer license" in text
    assert "de_escalation_and_limits_on_force" in text
    assert "us-tx.sble-program TCOLE-approved school-based law enforcement program" in text


def test_needs_of_minnesota_name_what_must_be_adopted() -> None:
    text = run("rules", "needs", "us-mn").stdout
    assert "Adoptions, where these are meant to bind\n  us-mn.basic-voluntary\n" in text


@pytest.mark.parametrize("name", PACKS)
def test_needs_name_all_that_a_pack_defines_and_uses(name: str) -> None:
    """A pack has no fact, code, topic or kind of license that no rule asks for."""
    pack = PACKS[name]
    result = run("rules", "needs", name.upper())
    assert result.exit_code == 0
    needs = {need for item in pack.requirements for need in needs_of(item)}
    by_kind = {what: {need.name for need in needs if need.what == what} for what, _name in needs}
    assert by_kind.get("fact", set()) <= {item.fact for item in pack.facts}
    assert by_kind.get("code", set()) <= {item.code for item in pack.codes}
    assert by_kind.get("license", set()) <= {item.word for item in pack.licenses}
    for need in needs:
        assert need.name in combined(result)


def test_needs_of_a_jurisdiction_without_a_pack() -> None:
    result = run("rules", "needs", "US-UM")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "No rule pack covers US-UM." in result.stderr
    assert "There are packs for: US, US-A" in result.stderr


def _needed(**changed: object) -> set[str]:
    """What a requirement asks for that differs in some parts from one on a course."""
    base = REQUIREMENTS["us-mn.wellness"]
    version = attrs.evolve(base.versions[0], renewal=None, **changed)  # type: ignore[arg-type]
    return {need.name for need in needs_of(attrs.evolve(base, versions=(version,)))}


@pytest.mark.parametrize("fact", sorted(REGISTRY_FACTS))
def test_every_registry_fact_names_its_field(fact: str) -> None:
    field = fact.replace(".start", ".from")
    assert field in _needed(applies_when=c.FactTest(fact=fact, values=("x",)))


def test_fields_that_come_with_a_fact() -> None:
    assert "assignment.school_ids" in _needed(applies_when=c.FactTest(fact="school.level"))
    funding = _needed(applies_when=c.FactTest(fact="agreement.funding", values=("a-fund",)))
    assert {"a-fund", "agreement.from", "agreement.to"} <= funding


def _on(event: e.Event) -> d.Before:
    return d.Before(before=event)


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ({"applies_when": c.FactTest(fact="x.stated", state=True)}, {"x.stated"}),
        ({"applies_when": c.Not(part=c.Holds(holds="deputy"))}, {"deputy", "license.from"}),
        ({"applies_when": c.Holds(holds="x.certificate")}, {"x.certificate"}),
        ({"applies_when": c.Completed(completed=("x.course",))}, {"x.course", "course.codes"}),
        ({"applies_when": c.OnFile(on_file=c.RecordOnFile.AGREEMENT)}, {"agreement.to"}),
        ({"satisfied_by": v.Stated(stated="x.done")}, {"x.done"}),
        ({"satisfied_by": v.Held(license="x.held")}, {"x.held", "license.to"}),
        (
            {"satisfied_by": v.AgreementInForce(agreement=(), signed_on_or_after=None)},
            {"agreement.from", "agreement.to"},
        ),
        (
            {"satisfied_by": v.PlanReviewed(plan_review=PlanKind.REUNIFICATION)},
            {"plan_review.reviewed_on"},
        ),
        ({"due": _on(e.Happening(event=e.EventName.HIRE))}, {"employment.from"}),
        (
            {"due": _on(e.Happening(event=e.EventName.LICENSE, license="deputy"))},
            {"deputy", "license.from"},
        ),
        (
            {"due": _on(e.Happening(event=e.EventName.AGREEMENT_REVIEWED))},
            {"agreement.reviewed_on", "agreement.signed_on"},
        ),
        ({"due": _on(e.StatedFrom(stated_from="x.named"))}, {"x.named"}),
        ({"due": _on(e.StatedDate(stated_date="x.day"))}, {"x.day"}),
        ({"due": _on(e.FirstCompleted(first_completed=("x.first",)))}, {"x.first"}),
        (
            {
                "due": d.BeforeSchoolYear(
                    before_school_year_after=e.Happening(event=e.EventName.SERVICE_START)
                )
            },
            {"district.school_years"},
        ),
    ],
)
def test_every_kind_of_node_names_what_it_asks_for(
    changed: dict[str, object], names: set[str]
) -> None:
    assert names <= _needed(**changed)


def test_a_school_year_asks_for_school_years() -> None:
    base = REQUIREMENTS["us-mn.wellness"]
    renewal = r.EachPeriod(each=r.PeriodKind.SCHOOL_YEAR)
    version = attrs.evolve(base.versions[0], renewal=renewal)
    needs = needs_of(attrs.evolve(base, versions=(version,)))
    assert Need("field", "district.school_years") in needs
