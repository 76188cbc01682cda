"""The contract of a pack: a small one that keeps it, and what is said when something is missing."""

from __future__ import annotations

import re

import attrs
import pytest

from sro_core.findings import Status
from sro_core.models import FrozenMap
from sro_core.packs import loads_pack
from sro_core.problems import CODES
from sro_core.testing import Example, Examples, check_pack, loads_examples

_PACK = loads_pack("""
id = "us-wy"
title = "Made up"
edition = "1"
jurisdiction = "US-WY"
researched_from = 2015-01-01
verified_through = 2030-12-31
confidence = "verified"
codes = [{ code = "us-wy.course", title = "Course" }]

[[facts]]
fact = "us-wy.unable"
title = "Unable"
about = "assignment"
value = "boolean"
missing = "false"

[[sources]]
id = "act"
citation = "The act"
confidence = "verified"

[[requirements]]
id = "us-wy.duty"
title = "A course before service, and every two years"
citation = "The act"
level = "mandatory"
confidence = "verified"
sources = ["act"]

  [[requirements.versions]]
  from = 2020-01-01
  summary = "The course before service."
  applies_when = { fact = "district.kind", in = ["public"] }
  satisfied_by = { course = ["us-wy.course"] }
  due = { before = { event = "service_start" } }
  renewal = { every = { years = 2 } }

    [[requirements.versions.cases]]
    name = "serving"
    when = { day_of = { event = "service_start" }, on_or_before = 2019-12-31 }
    due = { on = 2020-06-30 }

    [[requirements.versions.cases]]
    name = "unable"
    when = { fact = "us-wy.unable", is = true }
    due = { within = { months = 6 }, of = { event = "service_start" } }

    [[requirements.versions.readings]]
    name = "to-the-end-of-the-year"
    says = "Those who were serving have until December."

      [[requirements.versions.readings.cases]]
      name = "serving"
      when = { day_of = { event = "service_start" }, on_or_before = 2019-12-31 }
      due = { on = 2020-12-31 }
""")

#: Each line alone shows some part of the pack; the word before it names the line.
_LINES = """
day-before  from = 2019-09-03, as_of = 2019-12-31, status = "not_required"
first-day   from = 2019-09-03, as_of = 2020-01-01, status = "due", due_on = 2020-06-30
edge-last   from = 2019-12-31, as_of = 2020-01-02, status = "due", due_on = 2020-06-30
edge-next   from = 2020-01-01, as_of = 2020-01-02, status = "overdue", due_on = 2019-12-31
outside     from = 2021-09-07, as_of = 2021-09-07, district = "charter", status = "not_required"
fixed-last  from = 2019-09-03, as_of = 2020-06-30, status = "due", due_on = 2020-06-30
fixed-late  from = 2019-09-03, as_of = 2020-07-01, status = "overdue", due_on = 2020-06-30
last        from = 2021-09-07, as_of = 2021-09-06, status = "due", due_on = 2021-09-06
late        from = 2021-09-07, as_of = 2021-09-07, status = "overdue", due_on = 2021-09-06
six-last    UNABLE, from = 2021-09-07, as_of = 2022-03-07, status = "due", due_on = 2022-03-07
six-late    UNABLE, from = 2021-09-07, as_of = 2022-03-08, status = "overdue", due_on = 2022-03-07
six-leap    UNABLE, from = 2023-08-31, as_of = 2023-09-05, status = "due", due_on = 2024-02-29
two-last    TAKEN, from = 2021-09-07, as_of = 2023-09-06, status = "met", valid_until = 2023-09-06
two-late    TAKEN, from = 2021-09-07, as_of = 2023-09-07, status = "expired", due_on = 2023-09-06
two-leap    taken = { "us-wy.course" = 2020-02-29 }, from = 2021-09-07, as_of = 2021-09-07, \
status = "met", valid_until = 2022-02-28
"""
_SHORT = {
    "UNABLE": 'facts = { "us-wy.unable" = true }',
    "TAKEN": 'taken = { "us-wy.course" = 2021-09-06 }',
}


def _examples(*left_out: str, gaps: str = "") -> Examples:
    lines = dict(re.findall(r"^([\w-]+) +(.+)$", _LINES, re.MULTILINE))
    assert lines.keys() >= set(left_out)
    kept = [line for name, line in lines.items() if name not in left_out]
    text = "".join(f"  {{ {line} }},\n" for line in kept)
    for word, meaning in _SHORT.items():
        text = text.replace(word, meaning)
    return loads_examples(
        f'pack = "us-wy"\n{gaps}\n[[examples]]\nrequirement = "us-wy.duty"\neach = [\n{text}]\n'
    )


def test_examples_that_show_all_of_a_pack() -> None:
    assert check_pack(_PACK, _examples()) == ()


def test_pack_alone_needs_no_examples() -> None:
    assert check_pack(_PACK) == ()


_FIXED = "by 2020-06-30"
_START = "before the first day of service"
_SIX = "within 6 months of the first day of service"
_TWO = "again within 2 years of the last completion"
_SERVING = ("first-day", "fixed-last", "fixed-late", "edge-last")
_CASE = "/requirements/0/versions/0/cases/0"
_DUTY, _VERSION = "/requirements/0", "/requirements/0/versions/0"

_LACKING = [
    (["day-before"], [("example-no-day-before", _VERSION, "2019-12-31")]),
    (["first-day"], [("example-no-first-day", _VERSION, "2020-01-01")]),
    (["edge-last"], [("example-no-edge", f"{_CASE}/when", "2019-12-31")]),
    (["edge-next"], [("example-no-edge", f"{_CASE}/when", "2020-01-01")]),
    (["outside"], [("example-no-outsider", f"{_VERSION}/applies_when", "2020-01-01")]),
    (["fixed-last"], [("example-not-in-time", _DUTY, _FIXED)]),
    (["fixed-late"], [("example-not-late", _DUTY, _FIXED)]),
    (["last"], [("example-not-in-time", _DUTY, _START)]),
    (["late"], [("example-not-late", _DUTY, _START)]),
    (["six-last"], [("example-not-in-time", _DUTY, _SIX)]),
    (["six-late"], [("example-not-late", _DUTY, _SIX)]),
    (["six-leap"], [("example-no-leap-day", _DUTY, _SIX)]),
    (["two-last"], [("example-not-in-time", _DUTY, _TWO)]),
    (["two-late"], [("example-not-late", _DUTY, _TWO)]),
    (["two-leap"], [("example-no-leap-day", _DUTY, _TWO)]),
    (
        _SERVING,
        [
            ("example-not-in-time", _DUTY, _FIXED),
            ("example-not-late", _DUTY, _FIXED),
            ("example-no-first-day", _VERSION, "2020-01-01"),
            ("example-no-case", _CASE, "serving"),
            ("example-no-edge", f"{_CASE}/when", "2019-12-31"),
            ("example-no-reading", f"{_VERSION}/readings/0", "to-the-end-of-the-year"),
        ],
    ),
    (
        ["six-last", "six-late", "six-leap"],
        [
            ("example-no-leap-day", _DUTY, _SIX),
            ("example-not-in-time", _DUTY, _SIX),
            ("example-not-late", _DUTY, _SIX),
            ("example-no-case", f"{_VERSION}/cases/1", "unable"),
        ],
    ),
]


@pytest.mark.parametrize(("left_out", "lacking"), _LACKING)
def test_what_is_not_shown_is_said(
    left_out: list[str], lacking: list[tuple[str, str, str]]
) -> None:
    found = check_pack(_PACK, _examples(*left_out))
    assert [
        (item.code, item.pointer, dict(item.params).get("name"), item.record_id) for item in found
    ] == [(*item, "us-wy.duty") for item in lacking]


def _codes(examples: Examples) -> set[str]:
    return {item.code for item in check_pack(_PACK, examples)}


def test_requirement_is_met_in_one_example_and_not_met_in_another() -> None:
    assert "example-no-met" in _codes(_examples("two-last", "two-late", "two-leap"))
    assert _codes(Examples(pack="us-wy")) >= {"example-no-met", "example-no-unmet"}


_ONCE = """
id = "us-wy"
title = "Made up"
edition = "1"
jurisdiction = "US-WY"
researched_from = 2020-07-01
verified_through = 2030-12-31
confidence = "verified"
codes = [{ code = "us-wy.course", title = "Course" }]

[[requirements]]
id = "us-wy.duty"
title = "A course by a day before this version"
citation = "none"
level = "recommended"
confidence = "verified"

  [[requirements.versions]]
  from = 2020-07-01
  summary = "The course."
  satisfied_by = { course = ["us-wy.course"] }
  due = { on = 2020-06-30 }
"""


def _of_once(examples: str, due: str = "on = 2020-06-30") -> list[str]:
    text = f"""
    pack = "us-wy"

    [[examples]]
    requirement = "us-wy.duty"
    each = [
      {{ as_of = 2020-06-30, status = "unknown" }},
      {{ as_of = 2020-07-01, taken = {{ "us-wy.course" = 2016-06-10 }}, status = "met" }},
      {{ as_of = 2021-01-04, status = "due" }},
      {examples}
    ]
    """
    pack = loads_pack(_ONCE.replace("on = 2020-06-30", due))
    found = check_pack(pack, loads_examples(text))
    return [item.code for item in found if item.code != "example-wrong"]


def test_course_on_the_last_day_and_on_the_day_after_show_that_day_too() -> None:
    last = '{ as_of = 2021-01-04, taken = { "us-wy.course" = 2020-06-30 }, status = "met" },'
    after = '{ as_of = 2021-01-04, taken = { "us-wy.course" = 2020-07-01 }, status = "met" },'
    assert _of_once(last + after) == []
    assert _of_once(last) == ["example-not-late"]
    assert _of_once(after) == ["example-not-in-time"]


@pytest.mark.parametrize(
    "due", ['no_deadline = "None is stated."', 'open = "It says that the board sets one."']
)
def test_last_day_that_there_is_not_is_not_asked_for(due: str) -> None:
    met = '{ as_of = 2021-01-04, taken = { "us-wy.course" = 2020-07-01 }, status = "met" },'
    assert _of_once(met, due) == []


_GAP = """
[[gaps]]
requirement = "us-wy.duty"
code = "example-not-late"
name = "by 2020-06-30"
why = "A reason."
"""


def test_gap_explains_what_cannot_be_shown_and_only_that() -> None:
    assert check_pack(_PACK, _examples("fixed-late", gaps=_GAP)) == ()
    (item,) = check_pack(_PACK, _examples(gaps=_GAP))
    assert (item.code, item.pointer, item.record_id) == (
        "example-idle-gap",
        "/gaps/0",
        "us-wy.duty",
    )
    assert _codes(_examples("six-late", gaps=_GAP)) == {"example-not-late", "example-idle-gap"}


def test_gap_without_a_name_is_one_for_all_of_its_kind() -> None:
    gap = _GAP.replace('name = "by 2020-06-30"\n', "")
    assert check_pack(_PACK, _examples("fixed-late", "six-late", gaps=gap)) == ()


def test_wrong_examples_are_told_beside_what_is_lacking() -> None:
    wrong = attrs.evolve(
        _examples("late"), examples=FrozenMap({**_examples("late").examples, "/x": _wrong()})
    )
    assert _codes(wrong) == {"example-wrong", "example-not-late"}


def _wrong() -> Example:
    return attrs.evolve(_examples().examples["/examples/0/each/0"], status=Status.MET)


def test_examples_of_another_pack_show_nothing() -> None:
    assert _codes(Examples(pack="us-wi")) == {"example-of-another-pack"}


def test_pack_that_is_not_well_formed_is_told_first() -> None:
    broken = attrs.evolve(_PACK, codes=())
    assert {item.code for item in check_pack(broken, _examples())} == {"pack-undefined"}


def test_every_code_of_what_is_lacking_is_shown_here() -> None:
    lacking = {code for _left_out, items in _LACKING for code, *_place in items}
    here = lacking | {"example-no-met", "example-no-unmet", "example-idle-gap"}
    others = {"example-wrong", "example-undefined", "example-no-finding", "example-of-another-pack"}
    assert {code for code in CODES if code.startswith("example-")} == here | others
