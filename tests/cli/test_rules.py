"""`sro-core rules`: what there is, what a rule says, what a registry must hold."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import sro_core as sro
from cli.running import PLAIN, combined, run
from sro_core.cli.needs import Need, needs_of
from sro_core.identifiers import JURISDICTIONS
from sro_core.models import PlanKind
from sro_core.packs.walk import walk
from sro_core.rules import Pack
from sro_core.rules import conditions as c
from sro_core.rules import deadlines as d
from sro_core.rules import events as e
from sro_core.rules import evidence as v
from sro_core.rules import renewals as r
from sro_core.rules.facts import REGISTRY_FACTS
from sro_core.rules.packs import Requirement, Source

if TYPE_CHECKING:
    from typer.testing import Result

PACKS = {pack.id: pack for pack in sro.rulebook().packs}
REQUIREMENTS = {item.id: item for pack in PACKS.values() for item in pack.requirements}


# list -----------------------------------------------------------------------------------------


def _overview(*args: str) -> dict[str, list[str]]:
    """The rows of the overview, by pack: its last columns."""
    result = run("rules", "list", *args)
    assert result.exit_code == 0
    rows = (line.split() for line in result.stdout.splitlines())
    return {row[0]: row[-4:] for row in rows if row and row[0] in PACKS}


def test_the_overview_has_a_line_for_every_pack() -> None:
    rows = _overview()
    assert list(rows) == sorted(PACKS)
    for pack in PACKS.values():
        assert rows[pack.id][-1] == pack.confidence
        if pack.jurisdiction is not None:
            levels = [str(item.level) for item in pack.requirements]
            numbers = [str(levels.count(level) or "-") for level in ("mandatory", "recommended")]
            assert rows[pack.id][:3] == [*numbers, str(pack.verified_through)]


def test_the_overview_of_a_day_counts_what_is_in_force() -> None:
    assert _overview("--as-of", "2022-09-06")["us-mn"][:2] == ["1", "1"]
    assert _overview("--as-of", "2025-09-02")["us-mn"][:2] == ["4", "-"]


def test_the_overview_says_where_its_knowledge_ends() -> None:
    text = combined(run("rules", "list", "--as-of", "2025-09-02"))
    later = text.partition("Checked only until an earlier day")[2].partition(".")[0]
    assert "us-tx" in later
    assert "us-mn" not in later
    text = combined(run("rules", "list", "--as-of", "2013-05-01"))
    earlier = text.partition("Not researched for so early a day")[2].partition(".")[0]
    assert "us-tx" in earlier
    assert "us-mn" not in earlier
    without = {
        code
        for code in JURISDICTIONS
        if code not in {pack.jurisdiction for pack in PACKS.values()} and code != "US"
    }
    for code in without:
        assert code in text.partition("No pack, and unknown in every answer: ")[2]


@pytest.mark.parametrize("width", ["60", "80", "200"])
def test_the_overview_fits(width: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PLAIN, "COLUMNS", width)
    longest = max(map(len, run("rules", "list").stdout.splitlines()))
    assert longest <= max(int(width), 80)


def test_list_of_all_names_every_pack_and_requirement() -> None:
    lines = run("rules", "list", "--all").stdout.splitlines()
    for pack in PACKS.values():
        assert f"{pack.id}  {pack.title}" in lines
    for name in REQUIREMENTS:
        assert f"  {name}" in lines


@pytest.mark.parametrize("name", ["US-TX", "us-tx", "tx", "Texas"])
def test_list_of_a_place_names_its_requirements_only(name: str) -> None:
    lines = run("rules", "list", name).stdout.splitlines()
    listed = [line.strip() for line in lines if line.strip() in REQUIREMENTS]
    assert listed == [item.id for item in PACKS["us-tx"].requirements]


def test_list_of_several_places_lists_each_once() -> None:
    text = run("rules", "list", "us-mn", "US-TX", "Minnesota").stdout
    assert text.count("\nus-tx  Texas") == 1
    assert text.startswith("us-mn  Minnesota")
    assert text.count("us-mn  Minnesota") == 1


def test_list_of_a_day_leaves_out_what_is_not_in_force() -> None:
    before = run("rules", "list", "US-MN", "--as-of", "2022-09-06").stdout
    after = run("rules", "list", "US-MN", "--as-of", "2025-09-02").stdout
    assert "us-mn.sro-course" not in before
    assert "us-mn.sro-course" in after
    assert "us-mn.basic-voluntary" in before
    assert "us-mn.basic-voluntary" not in after
    assert "3 requirements not in force on that day" in before


def test_list_of_a_pack_without_requirements_says_so() -> None:
    assert "The pack has no requirement." in run("rules", "list", "US-WY").stdout


@pytest.mark.parametrize("command", ["list", "needs", "show"])
def test_a_place_without_a_pack(command: str) -> None:
    result = run("rules", command, "US-UM")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "No rule pack covers US-UM." in result.stderr
    assert "There are packs for: US, US-AK" in result.stderr


@pytest.mark.parametrize("command", ["list", "needs"])
def test_what_is_no_place(command: str) -> None:
    result = run("rules", command, "us-mnn")
    assert result.exit_code == 2
    assert "us-mnn is neither a jurisdiction nor the id of a rule pack." in result.stderr
    assert "us-mn" in result.stderr.partition("Nearest: ")[2]


# show -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*PACKS, *REQUIREMENTS])
def test_every_rule_can_be_shown(name: str) -> None:
    result = run("rules", "show", name)
    assert result.exit_code == 0
    assert result.stdout.startswith(name)
    assert not [
        line for line in result.stdout.splitlines() if len(line) > 80 and "<http" not in line
    ]


def _texts(node: object) -> Iterator[str]:
    """Every text that a node or a part of it holds, but for names that only point elsewhere."""
    for place in walk(node):
        for field in attrs.fields(type(place.node)):
            pointing = isinstance(place.node, Source) and field.name == "id"
            if pointing or (isinstance(place.node, Requirement) and field.name == "sources"):
                continue
            value = getattr(place.node, field.name)
            for item in value if type(value) is tuple else (value,):
                if type(item) is str and item not in REGISTRY_FACTS:
                    yield item


def _kept_back(node: object, text: str) -> list[str]:
    """The texts of a node that were not printed, as they stand or in plain words."""
    return [
        item
        for item in _texts(node)
        if " ".join(item.split()) not in text and item.replace("_", " ") not in text
    ]


@pytest.mark.parametrize("name", PACKS)
def test_a_shown_pack_keeps_nothing_back(name: str) -> None:
    """Every text of the file is printed: titles, clauses, words, sources, what is open."""
    text = combined(run("rules", "show", name))
    readings = {"none": "none is preferred", "text": ""}
    missing = [item for item in _kept_back(PACKS[name], text) if item not in readings]
    assert missing == []
    for item in PACKS[name].requirements:
        for version in item.versions:
            assert f"rom {version.start}" in text
            assert readings.get(version.preferred, version.preferred) in text


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_a_shown_rule_keeps_nothing_back(name: str) -> None:
    requirement, text = REQUIREMENTS[name], combined(run("rules", "show", name))
    (pack,) = (pack for pack in PACKS.values() if requirement in pack.requirements)
    titles = {item.fact: item.title for item in pack.facts}
    for words in (pack.topics, pack.licenses, pack.funding):
        titles.update({item.word: item.title for item in words})
    missing = [
        item
        for item in _kept_back(requirement, text)
        if item not in {"none", "text"} and " ".join(titles.get(item, item).split()) not in text
    ]
    assert missing == []
    for source in pack.sources:
        assert source.id not in requirement.sources or " ".join(source.citation.split()) in text


def test_a_pack_may_be_shown_by_its_place() -> None:
    assert run("rules", "show", "Kansas").stdout == run("rules", "show", "us-ks").stdout


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The file of an agency's own pack in Minnesota, which asks for a course and nothing else."""
    path = tmp_path_factory.mktemp("packs") / "rochester-pd.toml"
    path.write_text(_LOCAL, encoding="utf-8")
    return str(path)


_LOCAL = """
id = "rochester-pd"
title = "Policies of the Rochester Police Department"
edition = "2025.1"
jurisdiction = "US-MN"
researched_from = 2020-01-01
verified_through = 2030-12-31
confidence = "verified"

[[codes]]
code = "rochester-pd.medical"
title = "Medical emergencies in schools"

[[sources]]
id = "policy-418"
citation = "Policy 418"
confidence = "verified"

[[requirements]]
id = "rochester-pd.medical-emergencies"
title = "Medical emergencies in schools"
citation = "Policy 418"
level = "mandatory"
confidence = "verified"
sources = ["policy-418"]

  [[requirements.versions]]
  from = 2024-08-01
  summary = "An officer takes the course before service begins."
  satisfied_by = { course = ["rochester-pd.medical"] }
  due = { before = { event = "service_start" } }
"""


@pytest.mark.parametrize(
    "command",
    [("show", "US-MN"), ("diff", "US-MN", "--from", "2024-07-31", "--to", "2025-09-02")],
    ids=lambda command: command[0],
)
def test_packs_of_one_place_stand_one_below_the_other(command: tuple[str, ...], local: str) -> None:
    name, place, *days = command
    both = run("rules", name, place, *days, "--pack", local)
    each = [
        run("rules", name, "rochester-pd", *days, "--pack", local).stdout,
        run("rules", name, place, *days).stdout,
    ]
    assert both.exit_code == 0
    once = each[0].removesuffix("\nNot legal advice.\n")  # it is said at the end
    assert both.stdout == f"{once}\n{each[1]}"


def test_where_several_packs_are_of_one_place_their_requirements_are_named_in_full(
    local: str,
) -> None:
    (course,) = (item.id for item in PACKS["us-mn"].requirements if item.id.endswith("sro-course"))
    both = run("rules", "needs", "US-MN", "--pack", local).stdout
    assert course not in run("rules", "needs", "US-MN").stdout
    assert course in both
    assert "rochester-pd.medical-emergencies" in both


def test_a_requirement_in_words() -> None:
    text = combined(run("rules", "show", "us-mn.sro-course"))
    assert "Level mandatory (law)" in text
    assert "decides whether an officer is ready for a school" in text
    assert "Whom all of these hold - the role is school resource officer or substitute" in text
    assert "Last day before the first day of service" in text
    assert "Case substitute Citation Minn. Stat. § 626.8482, subd. 3(d) Founded on memory" in text
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


# diff -----------------------------------------------------------------------------------------


def _diff(name: str, since: str, until: str) -> Result:
    return run("rules", "diff", name, "--from", since, "--to", until)


def test_what_changed_in_minnesota() -> None:
    result = _diff("US-MN", "2022-08-11", "2025-09-02")
    assert result.exit_code == 0
    heads = [line for line in result.stdout.splitlines() if line[:3] == "202"]
    assert heads == [
        "2023-07-01  replaced  us-mn.in-service-topics",
        "2024-03-15  began  us-mn.sro-course",
        "2024-07-01  began  us-mn.wellness",
        "2025-09-01  began  us-mn.sro-recurring-credit",
        "2025-09-01  ended  us-mn.basic-voluntary",
    ]
    text = combined(result)
    assert "Minn. Stat. § 626.8482, subd. 1 and 3(a) Duty An officer who works in a public" in text
    assert "was In each licence period a peace officer takes sixteen credits in four" in text
    assert "now - 1 h of Crimes motivated by bias" in text
    assert "Case already-serving" in text
    assert "Mind" not in text


def test_lines_of_both_versions_stand_once_without_a_mark() -> None:
    text = _diff("us-tx", "2019-06-05", "2019-06-06").stdout
    assert text.count("the role is school resource officer or substitute") == 1
    assert "              was  - the number of students of the district is at least 30000\n" in text
    assert "  Last day    was  within 120 days of the first day of service\n" in text
    assert "              now  within 180 days of the first day of service\n" in text


def test_what_did_not_change_is_said() -> None:
    text = combined(_diff("us-ks", "2018-07-01", "2024-07-01"))
    assert "Nothing changed in these rules from 2018-07-01 to 2024-07-01." in text
    assert "In force on both days and the same: us-ks.skill-training." in text
    assert "Nothing changed" in _diff("us-mn", "2024-03-15", "2024-03-15").stdout


def test_what_lies_outside_of_the_research_is_said() -> None:
    text = combined(_diff("us-tx", "2015-06-30", "2025-09-01"))
    assert "Mind: nobody looked at the days before 2015-07-01" in text
    assert "Mind: nobody looked at the days after 2025-08-31" in text
    assert "Mind" not in _diff("us-tx", "2015-07-01", "2025-08-31").stdout


def test_days_in_the_wrong_order() -> None:
    result = _diff("us-mn", "2025-09-02", "2022-08-11")
    assert result.exit_code == 2
    assert "2022-08-11 comes before 2025-09-02" in result.stderr


@pytest.mark.parametrize("name", PACKS)
def test_every_pack_can_be_compared(name: str) -> None:
    """Between the first and the last day of a pack every requirement began."""
    text = _diff(name, "0001-01-01", "9999-12-31").stdout
    for item in PACKS[name].requirements:
        first = min(version.start for version in item.versions)
        assert f"\n{first}  began  {item.id}\n" in text


# needs ----------------------------------------------------------------------------------------


def test_needs_of_texas() -> None:
    text = combined(run("rules", "needs", "US-TX"))
    assert "What a registry must hold for US-TX asked by us-tx" in text
    assert "district.enrollment used by sble" in text
    assert "us-tx.chief-administrator (boolean, about an officer)" in text
    assert "where nobody states it, no is presumed used by alerrt-unit" in text
    assert "us-tx.interlocal-agreement (boolean, about a district)" in text
    assert "where nobody states it, the answer is unknown" in text
    assert "peace_officer Texas peace officer license" in text
    assert "de_escalation_and_limits_on_force" in text
    assert "us-tx.sble-program TCOLE-approved school-based law enforcement program" in text


def test_needs_name_what_federal_packs_and_adopted_duties_ask_for() -> None:
    text = combined(run("rules", "needs", "US-TX"))
    assert "plan_review.reviewed_on used by common.safety-plan-review" in text
    assert "used by federal.cis-training" in text


def test_needs_of_a_place_whose_pack_has_no_requirement() -> None:
    text = combined(run("rules", "needs", "US-WY"))
    assert "us-wy has no requirement of its own" in text
    assert "used by federal.cis-training" in text


def test_needs_of_minnesota_name_what_must_be_adopted() -> None:
    text = run("rules", "needs", "us-mn").stdout
    adopted = text.partition("Adoptions, where these are meant to bind\n")[2]
    assert "  us-mn.basic-voluntary\n" in adopted
    assert "  common.safety-plan-review\n" in adopted


def _asked_by(pack: Pack) -> dict[str, set[str]]:
    """What the requirements of a pack name of its words and of the registry, and which do."""
    words = (*pack.topics, *pack.licenses, *pack.funding)
    known = {item.code for item in pack.codes} | {item.fact for item in pack.facts}
    known |= {item.word for item in words} | set(REGISTRY_FACTS)
    asked: dict[str, set[str]] = {}
    for requirement in pack.requirements:
        for version in requirement.versions:
            for node in (version, *version.cases, *version.readings):
                for name in _names_in(node):
                    if name in known:
                        wire = name.replace(".start", ".from") if name in REGISTRY_FACTS else name
                        asked.setdefault(wire, set()).add(requirement.id)
    return asked


def _names_in(node: object) -> Iterator[str]:
    for place in walk(node):
        for field in attrs.fields(type(place.node)):
            value = getattr(place.node, field.name)
            for item in value if type(value) is tuple else (value,):
                if type(item) is str and item != getattr(place.node, "name", None):
                    yield item


@pytest.mark.parametrize("name", PACKS)
def test_needs_name_all_that_a_pack_defines_and_uses(name: str) -> None:
    """What a walk over the rules finds of the pack's words is needed, and nothing else is."""
    pack = PACKS[name]
    needed: dict[str, set[str]] = {}
    for item in pack.requirements:
        for need in needs_of(item):
            needed.setdefault(need.name, set()).add(item.id)
    asked = _asked_by(pack)
    for word, users in asked.items():
        assert users <= needed.get(word, set()), word
    kinds = {need for item in pack.requirements for need in needs_of(item)}
    words = {need.name for need in kinds if need.what != "field"}
    assert words <= set(asked)


@pytest.mark.parametrize("name", PACKS)
def test_needs_of_a_place_print_each_need_with_all_who_need_it(name: str) -> None:
    pack = PACKS[name]
    result = run("rules", "needs", pack.jurisdiction or name)
    assert result.exit_code == 0
    everywhere = [item for item in PACKS.values() if item.jurisdiction in (None, "US")]
    users: dict[str, list[str]] = {}
    for other in dict.fromkeys((pack, *everywhere)):
        for item in other.requirements:
            for need in needs_of(item):
                users.setdefault(need.name, []).append(item.id.removeprefix(f"{pack.id}."))
    text = combined(result)
    for need_name, who in users.items():
        assert need_name in text
        assert f"used by {', '.join(who)}" in text


def test_what_an_answer_of_the_law_misses_was_asked_for() -> None:
    """Whatever the examples of the law call missing stands among the needs of its place."""
    stands_for = {
        "agreement": "agreement.from",
        "assignment.start": "assignment.from",
        "completion.hours": "completion.hours, or course.hours",
        "officer.licenses": "license.from",
    }
    always = {"agency.records_from", "officer.employments", "assignment.role"}
    seen: set[str] = set()
    for case in _law_cases():
        known_at = case.get("known_at")
        report = sro.evaluate(
            sro.Registry.build(**{k: v for k, v in case["registry"].items() if type(v) is list}),
            as_of=dt.date.fromisoformat(case["as_of"]),
            known_at=dt.datetime.fromisoformat(known_at) if known_at else None,
        )
        for finding in report.findings:
            if finding.requirement_id not in REQUIREMENTS:
                continue
            pack = PACKS[finding.requirement_id.partition(".")[0]]
            needs = {need.name for item in pack.requirements for need in needs_of(item)}
            needs |= {name.partition(" ")[0] for name in needs} | always
            names = {stands_for.get(name, name) for name in finding.missing}
            assert names <= needs, (case["id"], finding.requirement_id)
            seen |= names
    assert {"district.enrollment", "license.from"} <= seen


def _law_cases() -> Iterator[dict[str, Any]]:
    for path in sorted((Path(__file__).parents[1] / "cases").glob("*.cases.json")):
        yield from json.loads(path.read_text(), parse_float=Decimal)


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
        (
            {"applies_when": c.Holds(holds="x.certificate")},
            {"x.certificate", "license.from", "completion.completed_on", "course.codes"},
        ),
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
