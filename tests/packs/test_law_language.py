"""Days that rules take from other days: school years, events, other courses, service."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import sro_core as sro
from sro_core.findings import Finding

#: First and last days of the district's school years.
_Years = list[tuple[str, str]]

_POST: dict[str, Any] = {
    "officer_id": "o",
    "agency_id": "a",
    "district_id": "d",
    "school_ids": ["s"],
    "role": "school_resource_officer",
}


def _registry(state: str, start: str, **change: Any) -> sro.Registry:
    """One officer of one agency in one district, with an agreement signed in 2021.

    Args:
        state: The jurisdiction.
        start: First day of the assignment.
        change: Keys of single records to change; `years` are the school years of the
            district, `earlier` the first and last days of assignments before, `taken` a
            code and a day, and hours other than 40, of each course, `facts` the value of
            each fact, and the day since which it is stated where that is not the start.
    """
    years: _Years = change.pop("years", [])
    earlier: list[tuple[str, str]] = change.pop("earlier", [])
    taken: list[tuple[Any, ...]] = change.pop("taken", [])
    facts: list[tuple[Any, ...]] = change.pop("facts", [])
    agency = {"id": "a", "name": "Agency", "kind": "police", "jurisdiction": state}
    employment = {"agency_id": "a", "from": "2001-05-07", "time": "full"}
    return sro.Registry.build(
        agencies=[agency | change.pop("agency", {})],
        districts=[
            {
                "id": "d",
                "name": "District",
                "kind": "public",
                "jurisdiction": state,
                "school_years": [
                    {"name": first[:4], "first_day": first, "last_day": last}
                    for first, last in years
                ],
            }
        ],
        schools=[
            {"id": "s", "district_id": "d", "name": "School", "level": "high", "control": "public"}
        ],
        officers=[
            {
                "id": "o",
                "employments": [employment | change.pop("employment", {})],
                "licenses": [
                    {"kind": "peace_officer", "jurisdiction": state, "from": "2001-05-07"}
                ],
            }
        ],
        agreements=[
            {
                "id": "g",
                "agency_id": "a",
                "district_id": "d",
                "signed_on": "2021-07-01",
                "from": "2001-07-02",
            }
        ],
        assignments=[
            *(_POST | {"id": first, "from": first, "to": last} for first, last in earlier),
            _POST | {"id": "p", "from": start},
        ],
        courses=[
            {"id": code, "title": code, "provider": "x", "hours": 40, "codes": [{"code": code}]}
            for code in dict.fromkeys(code for code, *_rest in taken)
        ],
        completions=[
            {
                "id": f"{code} {day}",
                "officer_id": "o",
                "course_id": code,
                "completed_on": day,
                "hours": hours[0] if hours else 40,
                "outcome": "completed",
            }
            for code, day, *hours in taken
        ],
        attestations=[
            {
                "id": f"{fact} {number}",
                "fact": fact,
                "value": value,
                "stated_by": "Chief",
                "from": days[0] if days else start,
            }
            | ({"to": days[1]} if len(days) > 1 else {})
            for number, (fact, value, *days) in enumerate(facts)
        ],
        **change,
    )


def _finding(requirement: str, as_of: str, start: str, **change: Any) -> Finding:
    report = sro.evaluate(
        _registry(requirement[:5].upper(), start, **change), as_of=dt.date.fromisoformat(as_of)
    )
    (found,) = report.find(requirement_id=requirement)
    return found


def _answer(requirement: str, as_of: str, start: str, **change: Any) -> tuple[str, str | None]:
    found = _finding(requirement, as_of, start, **change)
    return str(found.status), found.due_on.isoformat() if found.due_on else None


def _others(found: Finding) -> list[tuple[str, str, str | None]]:
    """What the other readings give."""
    return [
        (item.reading, str(item.status), item.due_on.isoformat() if item.due_on else None)
        for item in found.contested
    ]


# ---------------------------------------------------------------- Maryland

_CURRICULUM = "us-md.sro-curriculum"
_MID_YEAR = "us-md.mid-year-start"
_MD_YEARS = [("2023-08-28", "2024-06-14"), ("2024-08-26", "2025-06-13")]


@pytest.mark.parametrize(
    ("start", "due_on", "others"),
    [
        ("2023-08-28", "2023-08-27", []),
        ("2024-08-26", "2024-08-25", []),
        # during a year, its last day of school included
        ("2023-08-29", "2024-08-25", [("center-page", "overdue", "2023-08-28")]),
        ("2024-06-14", "2024-08-25", [("center-page", "overdue", "2024-06-13")]),
        # between two years
        ("2024-06-15", "2024-06-14", [("before-the-school-year", "overdue", "2024-08-25")]),
        ("2024-08-25", "2024-08-24", [("before-the-school-year", "overdue", "2024-08-25")]),
    ],
)
def test_maryland_curriculum_before_the_school_year_that_the_officer_does_not_begin_in(
    start: str, due_on: str, others: list[tuple[str, str, str]]
) -> None:
    found = _finding(_CURRICULUM, "2024-09-03", start, years=_MD_YEARS)
    assert (str(found.status), str(found.due_on)) == ("overdue", due_on)
    assert _others(found) == others


@pytest.mark.parametrize(
    ("start", "answer"),
    [
        ("2023-08-28", ("not_required", None)),
        ("2023-08-29", ("overdue", "2023-08-28")),
        ("2024-06-14", ("overdue", "2024-06-13")),
        ("2024-06-15", ("not_required", None)),
        ("2024-08-26", ("not_required", None)),
    ],
)
@pytest.mark.parametrize("facts", [[], [("us-md.center-notified", True)]])
def test_maryland_preliminary_curriculum_is_for_those_who_begin_during_a_year(
    start: str, answer: tuple[str, str | None], facts: list[tuple[Any, ...]]
) -> None:
    assert _answer(_MID_YEAR, "2024-09-03", start, years=_MD_YEARS, facts=facts) == answer


@pytest.mark.parametrize(
    ("years", "start", "as_of", "status"),
    [
        ([], "2023-11-06", "2024-01-10", "unknown"),
        # too late either way
        ([], "2023-11-06", "2024-07-01", "overdue"),
        # after the last year on file
        (_MD_YEARS, "2025-06-16", "2025-07-01", "unknown"),
        # before the first one
        (_MD_YEARS, "2023-08-21", "2023-08-25", "unknown"),
    ],
)
def test_maryland_needs_the_school_years_of_the_district(
    years: _Years, start: str, as_of: str, status: str
) -> None:
    found = _finding(_CURRICULUM, as_of, start, years=years)
    assert (str(found.status), found.due_on) == (status, None)
    assert found.missing == ("district.school_years",)
    assert _finding(_MID_YEAR, as_of, start, years=years).status == "unknown"


@pytest.mark.parametrize(
    ("start", "answer"),
    [
        ("2018-05-31", ("not_required", None)),
        # during a year; in the summer; during the last year before the curriculum was taught
        ("2018-06-01", ("unknown", None)),
        ("2018-06-18", ("not_required", None)),
        ("2019-06-14", ("unknown", None)),
        ("2019-09-03", ("not_required", None)),
        ("2019-09-04", ("overdue", "2019-09-03")),
    ],
)
def test_maryland_first_day_of_the_regulation_is_open_for_those_who_began_during_a_year(
    start: str, answer: tuple[str, str | None]
) -> None:
    years = [("2017-09-05", "2018-06-15"), ("2018-09-04", "2019-06-14")]
    years.append(("2019-09-03", "2020-06-16"))
    found = _finding(_MID_YEAR, "2020-01-10", start, years=years)
    assert (str(found.status), found.due_on.isoformat() if found.due_on else None) == answer
    assert "district.school_years" not in found.missing


# ---------------------------------------------------------------- Arizona

_AZ = "us-az.state-program"
_AZ_FACTS = [("us-az.excluded-role", False)]
_HANDED_IN = [*_AZ_FACTS, ("us-az.certificate-submitted", True)]
_KEPT = [*_AZ_FACTS, ("us-az.certificate-submitted", False)]


def _employed(start: str, *, own: bool) -> dict[str, Any]:
    """An officer who begins with the district's own police, or comes from a city's."""
    if own:
        return {"agency": {"kind": "school_police"}, "employment": {"from": start}}
    return {}


@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize(
    ("start", "completed", "facts", "answer"),
    [
        # two years to the day, and a day less
        ("2028-09-18", "2026-09-18", _HANDED_IN, ("overdue", "2028-10-18")),
        ("2028-09-18", "2026-09-19", _HANDED_IN, ("not_required", None)),
        ("2028-09-18", "2028-09-17", _HANDED_IN, ("not_required", None)),
        # 29 February and two years are 28 February
        ("2030-02-28", "2028-02-29", _HANDED_IN, ("overdue", "2030-03-28")),
        ("2030-02-27", "2028-02-29", _HANDED_IN, ("not_required", None)),
        # not handed in; nobody says; nobody needs to say
        ("2028-09-18", "2026-09-19", _KEPT, ("overdue", "2028-10-18")),
        ("2028-09-18", "2026-09-19", _AZ_FACTS, ("unknown", None)),
        ("2028-09-18", "2026-09-18", _AZ_FACTS, ("overdue", "2028-10-18")),
        # for the present work
        ("2028-09-18", "2028-09-18", _HANDED_IN, ("met", "2028-10-18")),
        ("2028-09-18", "2028-11-06", _KEPT, ("met", "2028-10-18")),
    ],
)
def test_arizona_program_completed_before_the_work_and_for_it(
    start: str,
    completed: str,
    facts: list[tuple[Any, ...]],
    answer: tuple[str, str | None],
    *,
    own: bool,
) -> None:
    change = _employed(start, own=own)
    facts = [*facts, ("us-az.employed-by-district", True)]
    taken = [(_AZ, completed)]
    assert _answer(_AZ, "2030-12-02", start, taken=taken, facts=facts, **change) == answer


def test_arizona_month_runs_while_an_old_certificate_does_not_excuse() -> None:
    change = _employed("2028-09-18", own=True) | {"facts": _HANDED_IN}
    taken = [(_AZ, "2026-09-18")]
    due = _answer(_AZ, "2028-10-18", "2028-09-18", taken=taken, **change)
    assert due == ("due", "2028-10-18")
    taken.append((_AZ, "2028-10-20"))
    found = _finding(_AZ, "2028-11-01", "2028-09-18", taken=taken, **change)
    assert (str(found.status), found.late_by_days) == ("met", 2)


# ---------------------------------------------------------------- Ohio

_OH = "us-oh.sro-training"
_NASRO = "nasro.basic-sro"
_ASSOCIATION = "us-oh.osroa-sro"


@pytest.mark.parametrize(
    ("taken", "others"),
    [
        ([(_NASRO, "2022-08-15")], []),
        ([(_NASRO, "2022-08-14")], ["after-the-appointment"]),
        (
            [(_ASSOCIATION, "2022-08-14", 24), (_ASSOCIATION, "2022-10-10", 16)],
            ["after-the-appointment", "one-course"],
        ),
        ([(_ASSOCIATION, "2022-08-14", 24), (_ASSOCIATION, "2022-10-10", 40)], []),
    ],
)
def test_ohio_hours_before_the_appointment_may_not_count(
    taken: list[tuple[Any, ...]], others: list[str]
) -> None:
    found = _finding(_OH, "2023-09-01", "2022-08-15", taken=taken)
    assert (str(found.status), str(found.due_on)) == ("met", "2023-08-15")
    assert sorted(_others(found)) == [(name, "overdue", "2023-08-15") for name in others]


@pytest.mark.parametrize(
    ("earlier", "status"),
    [
        # appointed before the act; on the last day before it; on its first
        ([("2016-08-15", "2018-06-01")], "unknown"),
        ([("2018-11-01", "2018-11-01")], "unknown"),
        ([("2018-11-02", "2019-06-07")], "overdue"),
        ([], "overdue"),
        # a summer is no break
        ([("2016-08-15", "2020-05-29")], "not_required"),
    ],
)
def test_ohio_exemption_of_an_officer_who_returns_after_a_break_is_open(
    earlier: list[tuple[str, str]], status: str
) -> None:
    assert _answer(_OH, "2021-08-11", "2020-08-10", earlier=earlier)[0] == status


def test_ohio_officer_who_returns_and_is_trained_needs_no_exemption() -> None:
    taken = [(_NASRO, "2021-03-01")]
    change: dict[str, Any] = {"earlier": [("2016-08-15", "2018-06-01")], "taken": taken}
    assert _answer(_OH, "2021-08-11", "2020-08-10", **change) == ("met", "2021-08-10")


# ---------------------------------------------------------------- Tennessee

_TN = "us-tn.sro-basic"
_POLICING = "us-tn.school-policing-basic"


@pytest.mark.parametrize(("as_of", "status"), [("2024-05-01", "due"), ("2024-10-01", "overdue")])
def test_tennessee_training_before_the_assignment_may_not_count(as_of: str, status: str) -> None:
    before = _finding(_TN, as_of, "2023-08-07", taken=[(_POLICING, "2023-08-06")])
    assert (str(before.status), str(before.due_on)) == ("met", "2024-08-07")
    assert _others(before) == [("after-the-assignment", status, "2024-08-07")]
    after = _finding(_TN, as_of, "2023-08-07", taken=[(_POLICING, "2023-08-07")])
    assert (str(after.status), _others(after)) == ("met", [])


# ---------------------------------------------------------------- Connecticut

_CT = "us-ct.sel-restorative-practices"
_GAVE = "us-ct.school-gave-sel-training"


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ([(_GAVE, True, "2021-09-20")], "met"),
        ([(_GAVE, True, "2021-09-21")], "due"),
        # the school repeats it
        ([(_GAVE, True, "2021-09-20", "2022-06-10"), (_GAVE, True, "2022-09-12")], "due"),
        ([(_GAVE, False, "2021-09-20")], "not_required"),
        ([], "unknown"),
    ],
)
def test_connecticut_training_is_that_which_the_school_gave(
    facts: list[tuple[Any, ...]], status: str
) -> None:
    taken = [(_CT, "2021-09-20")]
    answer = _answer(_CT, "2022-10-03", "2020-08-31", taken=taken, facts=facts)
    assert answer == (status, None)


# ---------------------------------------------------------------- New Mexico

_NM = "us-nm.sro-training"
_NM_YEARS = [("2021-08-16", "2022-05-27"), ("2022-08-15", "2023-05-26")]


@pytest.mark.parametrize(
    ("years", "start", "due_on", "contested"),
    [
        (_NM_YEARS, "2022-07-01", "2023-07-01", True),
        (_NM_YEARS, "2022-08-14", "2023-08-14", True),
        (_NM_YEARS, "2022-08-15", "2023-08-15", False),
        (_NM_YEARS, "2022-08-16", "2023-08-16", False),
        # where no year on file reaches the day it stays open, until every year had begun
        ([], "2022-08-16", "2023-08-16", True),
        ([], "2022-10-01", "2023-10-01", False),
        # the summer after is not that before
        (_NM_YEARS, "2023-06-05", "2024-06-05", False),
    ],
)
def test_new_mexico_school_year_may_be_that_of_the_district(
    years: _Years, start: str, due_on: str, *, contested: bool
) -> None:
    found = _finding(_NM, "2024-07-01", start, years=years)
    assert (str(found.status), str(found.due_on)) == ("overdue", due_on)
    expected = [("calendar-of-the-district", "unknown", None)] if contested else []
    assert _others(found) == expected


# ---------------------------------------------------------------- New Jersey

_NJ = "us-nj.sro-course"
_NJ_COURSE = "us-nj.safe-schools-resource-officer"


@pytest.mark.parametrize(
    ("earlier", "answer"),
    [
        # assigned before the act; on the last day before it; on its first
        ([("2004-09-07", "2006-06-20")], ("unknown", None)),
        ([("2006-01-04", "2006-01-04")], ("unknown", None)),
        ([("2006-01-05", "2006-06-20")], ("overdue", "2010-09-06")),
    ],
)
def test_new_jersey_exemption_after_a_break_is_open(
    earlier: list[tuple[str, str]], answer: tuple[str, str | None]
) -> None:
    assert _answer(_NJ, "2010-10-04", "2010-09-07", earlier=earlier) == answer
    taken = [(_NJ_COURSE, "2010-09-06")]
    met = _answer(_NJ, "2010-10-04", "2010-09-07", earlier=earlier, taken=taken)
    assert met == ("met", "2010-09-06")


# ---------------------------------------------------------------- Pennsylvania

_PA = "us-pa.sro-basic"
_SPO = "us-pa.spo-basic"


@pytest.mark.parametrize(
    ("years", "last_day"),
    [
        ([("2019-08-26", "2020-06-05"), ("2020-08-31", "2021-06-11")], "2020-08-30"),
        ([("2019-07-01", "2020-06-05"), ("2020-07-01", "2021-06-11")], "2020-06-30"),
        # assumed: no year on file, only the one before, only a later one
        ([], "2020-06-30"),
        ([("2019-08-26", "2020-06-05")], "2020-08-25"),
        ([("2023-08-28", "2024-06-10")], "2020-08-27"),
    ],
)
def test_pennsylvania_school_year_of_2020_begins_as_in_the_district(
    years: _Years, last_day: str
) -> None:
    after = (dt.date.fromisoformat(last_day) + dt.timedelta(days=1)).isoformat()
    assert _answer(_PA, last_day, "2017-08-28", years=years) == ("due", last_day)
    assert _answer(_PA, after, "2017-08-28", years=years) == ("overdue", last_day)


@pytest.mark.parametrize(
    ("start", "due_on"),
    [
        ("2017-08-28", "2020-08-30"),
        ("2020-08-31", "2020-08-30"),
        # employed before, and on duty only since
        ("2020-09-14", "2020-09-13"),
        ("2022-10-07", "2022-10-06"),
    ],
)
def test_pennsylvania_school_police_of_before_has_until_the_year_or_the_duties_begin(
    start: str, due_on: str
) -> None:
    found = _answer(
        _SPO,
        "2023-06-01",
        start,
        agency={"kind": "school_police"},
        employment={"from": "2017-08-01"},
        years=[("2019-08-26", "2020-06-05"), ("2020-08-31", "2021-06-11")],
        facts=[("us-pa.spo-powers", True)],
        taken=[("us-pa.mpoetc-basic", "2010-06-01")],
    )
    assert found == ("overdue", due_on)


# ---------------------------------------------------------------- Mississippi

_MS = "us-ms.sro-certification"
_STATE = "us-ms.mde-sro-basic"
_SHOOTER = "alerrt.level-1"
_COMMAND = [(f"fema.is-{number}", "2023-01-20") for number in (100, 200, 700, 800)]


@pytest.mark.parametrize("route", [[_STATE], [_NASRO, "us-ms.mde-legal"]])
@pytest.mark.parametrize(
    ("basic", "shooter", "met"),
    [
        ("2023-10-20", "2023-10-19", True),
        ("2023-10-20", "2023-10-20", False),
        ("2023-10-20", "2023-10-21", False),
        # three years to the day, and a day more
        ("2023-10-20", "2020-10-20", True),
        ("2023-10-20", "2020-10-19", False),
        # 29 February and three years are 28 February
        ("2023-02-28", "2020-02-29", True),
        ("2023-03-01", "2020-02-29", False),
    ],
)
def test_mississippi_active_shooter_training_at_most_three_years_before_the_basic_course(
    route: list[str], basic: str, shooter: str, *, met: bool
) -> None:
    taken = [*_COMMAND, (_SHOOTER, shooter), *((code, basic) for code in route)]
    answer = _answer(_MS, "2025-08-08", "2023-08-07", taken=taken)
    assert answer == ("met" if met else "overdue", "2025-08-07")


@pytest.mark.parametrize("late", [100, 200, 700, 800])
def test_mississippi_incident_command_comes_before_the_basic_course(late: int) -> None:
    taken = [item for item in _COMMAND if item[0] != f"fema.is-{late}"]
    taken += [(_SHOOTER, "2022-10-05"), (_STATE, "2023-10-20"), (f"fema.is-{late}", "2023-10-20")]
    assert _answer(_MS, "2025-08-08", "2023-08-07", taken=taken) == ("overdue", "2025-08-07")


def test_mississippi_other_basic_course_has_prerequisites_of_its_own() -> None:
    taken = [*_COMMAND, (_NASRO, "2016-06-10"), (_SHOOTER, "2022-10-05"), (_STATE, "2023-10-20")]
    assert _answer(_MS, "2025-08-08", "2023-08-07", taken=taken) == ("met", "2025-08-07")


@pytest.mark.parametrize(
    ("again", "status"),
    [
        ("2023-10-20", "met"),
        ("2022-10-04", "overdue"),
        # three years after the active-shooter training, and a day more
        ("2025-10-05", "met"),
        ("2025-10-06", "overdue"),
    ],
)
def test_mississippi_basic_course_taken_again_has_its_own_prerequisites(
    again: str, status: str
) -> None:
    taken = [*_COMMAND, (_SHOOTER, "2022-10-05"), (_STATE, "2016-06-10"), (_STATE, again)]
    assert _answer(_MS, "2025-10-06", "2023-08-07", taken=taken)[0] == status
