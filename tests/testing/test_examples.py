"""Examples in short form: how they are read, what they stand for, and what is compared."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from sro_core.errors import InvalidDocument
from sro_core.models import (
    AgencyKind,
    DistrictKind,
    LicenseState,
    Role,
    SchoolControl,
    SchoolLevel,
    WaiverKind,
)
from sro_core.packs import bundled
from sro_core.registry import Registry
from sro_core.rules import Pack
from sro_core.testing import Examples, example_registry, load_examples, loads_examples, run_examples

_MN = bundled().pack("us-mn")
_COURSE = "us-mn.sro-course"

_HEAD = f"""
pack = "us-mn"

[[examples]]
requirement = "{_COURSE}"
"""


def _one(text: str, pack: Pack = _MN) -> Registry:
    """The registry of one example, in which only what is given differs from the usual."""
    (example,) = loads_examples(
        f'{_HEAD}as_of = 2025-09-02\nstatus = "due"\n{text}'
    ).examples.values()
    return example_registry(pack, example)


# reading --------------------------------------------------------------------------------------


def _problems(text: str | bytes) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDocument) as caught:
        loads_examples(text)
    return [(item.code, item.pointer) for item in caught.value.problems]


def test_reads_text_bytes_and_files(tmp_path: Path) -> None:
    text = f'{_HEAD}as_of = 2025-09-02\nstatus = "due"\n'
    path = tmp_path / "us-mn.examples.toml"
    path.write_text(text)
    read = loads_examples(text)
    assert read == loads_examples("\ufeff" + text) == loads_examples(text.encode())
    assert read == load_examples(path) == load_examples(str(path))
    assert list(read.examples) == ["/examples/0"]


def test_what_stands_beside_each_holds_inside_until_it_is_said_anew() -> None:
    read = loads_examples(f"""{_HEAD}
why = "around"
from = 2025-09-02
status = "due"
each = [
  {{ as_of = 2025-09-01 }},
  {{ status = "overdue", each = [
    {{ as_of = 2025-09-02, why = "inside" }},
  ] }},
]
""")
    assert {
        place: (item.why, item.start.isoformat(), item.as_of.isoformat(), item.status)
        for place, item in read.examples.items()
    } == {
        "/examples/0/each/0": ("around", "2025-09-02", "2025-09-01", "due"),
        "/examples/0/each/1/each/0": ("inside", "2025-09-02", "2025-09-02", "overdue"),
    }


def test_file_without_examples_is_one() -> None:
    assert loads_examples('pack = "us-wy"') == Examples(pack="us-wy")


def test_every_problem_comes_at_the_place_of_its_key_and_once() -> None:
    text = f"""
gaps = [{{ requirement = "{_COURSE}", code = "example-no-met" }}]

[[examples]]
form = 2025-09-02
agency = "polise"
status = "due"
each = [{{ as_of = 2025-09-01 }}, {{ as_of = "2025", role = 7 }}]
requirement = "{_COURSE}"

[[examples]]
each = 1

[[examples]]
each = [2]
"""
    assert _problems(text) == [
        ("missing-key", ""),
        ("unknown-value", "/examples/0/agency"),
        ("bad-date", "/examples/0/each/1/as_of"),
        ("wrong-type", "/examples/0/each/1/role"),
        ("unknown-key", "/examples/0/form"),
        ("wrong-type", "/examples/1/each"),
        ("wrong-type", "/examples/2/each/0"),
        ("missing-key", "/gaps/0"),
    ]


def test_a_slip_gets_a_hint() -> None:
    with pytest.raises(InvalidDocument, match="did you mean from"):
        loads_examples(f'{_HEAD}form = 2025-09-02\nas_of = 2025-09-02\nstatus = "due"')


def test_an_example_says_what_it_is_about() -> None:
    assert _problems('pack = "us-mn"\n[[examples]]\nfrom = 2025-09-02') == [
        ("missing-key", "/examples/0"),
        ("missing-key", "/examples/0"),
        ("missing-key", "/examples/0"),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("pack = ", "toml-syntax"),
        (b"pack = '\xff'", "toml-encoding"),
        ("a = " + "[" * 10_000, "toml-syntax"),
        ("a = 1e999999999999999999999", "toml-syntax"),
    ],
)
def test_what_is_no_toml(text: str | bytes, code: str) -> None:
    assert _problems(text) == [(code, "")]


# what an example stands for -------------------------------------------------------------------


_USUAL = {"agencies", "districts", "schools", "officers", "agreements", "assignments"}


def test_usual_situation() -> None:
    registry = _one("")
    long_ago = dt.date(1990, 1, 1)
    (agency,), (district,), (school,) = registry.agencies, registry.districts, registry.schools
    assert (agency.kind, agency.jurisdiction) == (AgencyKind.POLICE, "US-MN")
    assert (district.kind, district.jurisdiction) == (DistrictKind.PUBLIC, "US-MN")
    assert (school.level, school.control) == (SchoolLevel.HIGH, SchoolControl.PUBLIC)
    (officer,), (post,), (agreement,) = (
        registry.officers,
        registry.assignments,
        registry.agreements,
    )
    assert (post.role, post.start, post.end) == (Role.SCHOOL_RESOURCE_OFFICER, long_ago, None)
    assert (post.hours_per_week, post.armed, post.school_ids) == (None, None, ("s1",))
    assert [item.start for item in officer.employments] == [long_ago]
    assert [item.start for item in officer.licenses] == [long_ago]
    assert (agreement.signed_on, agreement.start, agreement.end) == (long_ago, long_ago, None)
    assert {name for name, records in registry.lists() if records} == _USUAL


def test_pack_without_a_jurisdiction_is_shown_in_the_united_states() -> None:
    registry = _one("", bundled().pack("common"))
    assert registry.agencies[0].jurisdiction == registry.districts[0].jurisdiction == "US"


def test_places_in_a_word_and_in_more() -> None:
    words = _one('agency = "sheriff"\ndistrict = "nonpublic"\nschools = ["middle", "other"]')
    assert (words.agencies[0].kind, words.districts[0].kind) == ("sheriff", "nonpublic")
    assert [(s.level, s.control) for s in words.schools] == [
        ("middle", "private"),
        ("other", "private"),
    ]
    more = _one("""
    agency = { records_from = 2019-01-01, jurisdiction = "US-WI" }
    district = { enrollment = 30000, school_years = [{ from = 2025-09-02, to = 2026-06-05 }] }
    schools = [{ control = "charter" }]
    """)
    assert (more.agencies[0].kind, more.agencies[0].jurisdiction) == ("police", "US-WI")
    assert more.districts[0].enrollment == 30000
    assert more.districts[0].school_years[0].last_day == dt.date(2026, 6, 5)
    assert (more.schools[0].level, more.schools[0].control) == ("high", "charter")
    assert _one("schools = []").assignments[0].school_ids == ()


def test_courses_are_days_or_more() -> None:
    registry = _one("""
    [examples.taken]
    "us-mn.post-sro" = [2025-08-01, { on = 2025-08-02, hours = 7.5, outcome = "failed" }]
    "us-mn.autism" = { on = 2025-08-03, topics = { autism = 4 } }
    """)
    courses = {course.id: course for course in registry.courses}
    assert [
        (
            courses[item.course_id].codes[0].code,
            item.completed_on.day,
            str(item.outcome),
            courses[item.course_id].hours,
            list(courses[item.course_id].topics.items()),
        )
        for item in registry.completions
    ] == [
        ("us-mn.post-sro", 1, "completed", None, []),
        ("us-mn.post-sro", 2, "failed", Decimal("7.5"), []),
        ("us-mn.autism", 3, "completed", None, [("autism", Decimal(4))]),
    ]
    listed = _one('taken = { "us-mn.autism" = { on = 2025-08-03, topics = ["autism"] } }')
    assert dict(listed.courses[0].topics) == {"autism": None}


def test_facts_are_stated_of_what_the_pack_says_they_are_about() -> None:
    facts = (
        """facts = { "us-tx.interlocal-agreement" = true, "us-tx.chief-administrator" = false }"""
    )
    about_district, about_officer = _one(facts, bundled().pack("us-tx")).attestations
    assert (about_district.district_id, about_district.officer_id) == ("d1", None)
    assert (about_officer.district_id, about_officer.officer_id) == (None, "o1")
    (about_post,) = _one("""
    [examples.facts."us-mn.substitute-contact-days"]
    value = 59
    from = 2025-09-02
    to = 2026-06-05
    """).attestations
    assert (about_post.assignment_id, about_post.value) == ("p1", 59)
    assert (about_post.start, about_post.end) == (dt.date(2025, 9, 2), dt.date(2026, 6, 5))


def test_further_posts_are_at_the_same_place_unless_they_say_another() -> None:
    registry = _one("""
    posts = [
      { from = 2015-09-08, to = 2016-06-03 },
      { from = 2017-09-05, district = "charter", agency = "sheriff", hired = 2017-08-01 },
      { from = 2019-09-03, agreements = [{ from = 2019-07-01 }] },
    ]
    """)
    assert [(p.agency_id, p.district_id, p.school_ids) for p in registry.assignments] == [
        ("a1", "d1", ("s1",)),
        ("a1", "d1", ("s1",)),
        ("a2", "d2", ("s2",)),
        ("a1", "d1", ("s1",)),
    ]
    assert {p.officer_id for p in registry.assignments} == {"o1"}
    assert [(g.agency_id, g.district_id, g.start.year) for g in registry.agreements] == [
        ("a1", "d1", 1990),
        ("a2", "d2", 1990),
        ("a1", "d1", 2019),
    ]
    assert [(e.agency_id, e.start.year) for e in registry.officers[0].employments] == [
        ("a1", 1990),
        ("a2", 2017),
    ]


def test_colleagues_are_other_officers_of_the_agency() -> None:
    registry = _one("""
    colleagues = [{ from = 2020-09-08, licenses = [], taken = { "us-mn.post-sro" = 2025-03-14 } }]
    """)
    assert [(p.officer_id, p.agency_id, p.district_id) for p in registry.assignments] == [
        ("o1", "a1", "d1"),
        ("o2", "a1", "d1"),
    ]
    assert [officer.licenses == () for officer in registry.officers] == [False, True]
    assert [item.officer_id for item in registry.completions] == ["o2"]


def test_licenses_waivers_adoptions_and_plans() -> None:
    registry = _one("""
    licenses = [{ from = 2018-07-01, to = 2021-06-30, state = "suspended" }, { kind = "us-mn.x" }]
    waivers = [{ kind = "extended", from = 2025-09-02, due_on = 2025-12-31 }]
    adoptions = [{ by = "agreement", due = "before_service", requirement = "us-mn.wellness" }]
    plans = [{ to = 2025-08-31, reviewed_on = [2025-08-01, 2025-08-02] }, { from = 2025-09-01 }]
    """)
    held, other = registry.officers[0].licenses
    assert (held.kind, held.jurisdiction, held.state) == (
        "peace_officer",
        "US-MN",
        LicenseState.SUSPENDED,
    )
    assert (other.kind, other.start) == ("us-mn.x", dt.date(1990, 1, 1))
    (waiver,) = registry.waivers
    assert (waiver.kind, waiver.requirement_id) == (WaiverKind.EXTENDED, _COURSE)
    assert waiver.granted_on == waiver.start == dt.date(2025, 9, 2)
    (adoption,) = registry.adoptions
    assert (adoption.by.agreement_id, adoption.due) == ("g1", "before_service")
    assert adoption.requirement_id == "us-mn.wellness"
    assert [(item.plan_id, item.reviewed_on.day) for item in registry.plan_reviews] == [
        ("v1", 1),
        ("v1", 2),
    ]
    assert [plan.version for plan in registry.safety_plans] == ["v1", "v2"]


# what is compared -----------------------------------------------------------------------------

#: Subd. 3(b): a holder of an old basic course has until 2027-05-31; the board's page says June.
_OLD_BASIC = """
from = 2026-08-31
as_of = 2027-06-01
taken = { "nasro.basic-sro" = 2025-08-31 }
"""


def _wrong(text: str) -> list[tuple[str, str]]:
    found = run_examples(_MN, loads_examples(_HEAD + text))
    return [(item.code, dict(item.params).get("key", "")) for item in found]


@pytest.mark.parametrize(
    "right",
    [
        "",
        "due_on = 2027-05-31",
        'valid_until = "none"',
        "late_by_days = 1",
        'case = "old-basic-course"',
        "missing = []",
        'contested = [{ reading = "board-page" }]',
        'contested = [{ reading = "board-page", status = "due", due_on = 2027-06-30 }]',
        'standing = "beyond_verified"',
        'binding = "law"',
        'readiness = "not_ready"',
        'says = "not completed"',
    ],
)
def test_what_agrees(right: str) -> None:
    assert _wrong(f'{_OLD_BASIC}status = "overdue"\n{right}') == []


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ("due_on = 2027-05-30", "due_on"),
        ('due_on = "none"', "due_on"),
        ("valid_until = 2027-05-31", "valid_until"),
        ("late_by_days = 2", "late_by_days"),
        ('case = "already-serving"', "case"),
        ('missing = ["agreement"]', "missing"),
        ("contested = []", "contested"),
        ('contested = [{ reading = "board-page", status = "overdue" }]', "contested"),
        ('contested = [{ reading = "board-page", due_on = "none" }]', "contested"),
        ('contested = [{ reading = "more-than-60" }]', "contested"),
        ('standing = "verified"', "standing"),
        ('binding = "policy"', "binding"),
        ('readiness = "ready"', "readiness"),
        ('says = "completed once"', "reason"),
    ],
)
def test_what_does_not_agree_is_told_alone(wrong: str, key: str) -> None:
    assert _wrong(f'{_OLD_BASIC}status = "overdue"\n{wrong}') == [("example-wrong", key)]


def test_another_status_is_told_with_the_place_the_requirement_and_why() -> None:
    (item,) = run_examples(_MN, loads_examples(f'{_HEAD}{_OLD_BASIC}status = "due"\nwhy = "June"'))
    assert (item.pointer, item.record_id) == ("/examples/0", _COURSE)
    assert item.message.startswith("Its status is overdue, expected due (June).")


def test_only_what_was_known_is_judged() -> None:
    text = f"""{_HEAD}
from = 2025-09-02
as_of = 2025-09-02
facts = {{ "us-mn.employer-unable-to-provide" = false }}
taken = {{ "us-mn.post-sro" = {{ on = 2025-08-29, recorded_at = 2025-09-03T08:00:00-05:00 }} }}
each = [
  {{ status = "met" }},
  {{ status = "overdue", known_at = 2025-09-02T08:00:00-05:00 }},
]
"""
    assert run_examples(_MN, loads_examples(text)) == ()


def test_another_reading_can_answer() -> None:
    text = f'{_OLD_BASIC}reading = "board-page"\nstatus = "due"\ndue_on = 2027-06-30'
    assert _wrong(text) == []


def test_other_packs_can_be_in_force_beside_it() -> None:
    """The jurisdiction of `common` has no pack of its own unless another one is handed over."""
    text = """
    pack = "common"
    [[examples]]
    requirement = "common.safety-plan-review"
    as_of = 2025-09-02
    from = 2025-09-02
    agency = { jurisdiction = "US-WY" }
    district = { jurisdiction = "US-WY" }
    adoptions = [{}]
    plans = [{ reviewed_on = [2025-09-01] }]
    status = "met"
    readiness = "undetermined"
    """
    common = bundled().pack("common")
    nothing_there = Pack(
        id="us-wy",
        title="Wyoming",
        edition="1",
        jurisdiction="US-WY",
        researched_from=dt.date(2020, 1, 1),
        verified_through=dt.date(2030, 1, 1),
        confidence=common.confidence,
    )
    assert run_examples(common, loads_examples(text)) == ()
    (item,) = run_examples(common, loads_examples(text), others=[nothing_there])
    assert item.message.startswith("Its readiness is ready, expected undetermined.")


@pytest.mark.parametrize(
    "text",
    [
        'taken = { "us-mn.post-srp" = 2025-08-29 }',
        'taken = { "us-mn.post-sro" = { on = 2025-08-29, topics = ["autisms"] } }',
        'facts = { "us-mn.employer-unable" = true }',
        'posts = [{ facts = { "us-mn.employer-unable" = true } }]',
        'licenses = [{ kind = "peace_oficer" }]',
        'agreements = [{ funding = ["cops"] }]',
        'waivers = [{ kind = "waived", requirement = "us-mn.sro" }]',
        'adoptions = [{ requirement = "us-mn.sro" }]',
        'case = "old-basic"',
        'reading = "board"',
        'contested = [{ reading = "board" }]',
        'requirement = "us-mn.sro"',
    ],
)
def test_names_that_the_pack_does_not_define(text: str) -> None:
    situation = 'as_of = 2025-09-02\nstatus = "due"\n'
    head = _HEAD if "\nrequirement" not in f"\n{text}" else 'pack = "us-mn"\n[[examples]]\n'
    assert _wrong_codes(f"{head}{situation}{text}") == ["example-undefined"]


def _wrong_codes(text: str) -> list[str]:
    return [item.code for item in run_examples(_MN, loads_examples(text))]


def test_course_of_elsewhere_may_stand_in_an_example() -> None:
    text = 'taken = { "us-wi.sro" = 2025-08-29 }\nfrom = 2019-09-03\nas_of = 2025-09-02'
    assert _wrong(f'{text}\nstatus = "overdue"') == []


def test_situation_that_cannot_be() -> None:
    text = f'{_HEAD}as_of = 2025-09-02\nstatus = "due"\nfrom = 2025-09-02\nto = 2025-09-01'
    assert _wrong_codes(text) == ["ends-before-start"]


def test_situation_without_such_a_finding() -> None:
    text = f'{_HEAD}as_of = 2025-09-02\nstatus = "due"\nto = 2019-06-07'
    assert _wrong_codes(text) == ["example-no-finding"]


def test_examples_of_another_pack() -> None:
    (item,) = run_examples(_MN, Examples(pack="us-wi"))
    assert (item.code, item.pointer) == ("example-of-another-pack", "/pack")
