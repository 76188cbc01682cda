"""What the five state packs say where no example case asks."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

import sro_core as sro
from sro_core.findings import Finding

_TRUE: dict[str, Any] = {"value": True, "stated_by": "Chief", "from": "2010-01-01"}


def _registry(state: str, start: str, **change: Any) -> sro.Registry:
    """One officer of one agency in one district, with an agreement signed in 2010."""
    agency = {"id": "a", "name": "Agency", "kind": "police", "jurisdiction": state}
    district = {"id": "d", "name": "District", "kind": "public", "jurisdiction": state}
    license_ = {"kind": "peace_officer", "jurisdiction": state, "from": "2010-05-03"}
    assignment = {
        "id": "p",
        "officer_id": "o",
        "agency_id": "a",
        "district_id": "d",
        "school_ids": ["s"],
        "role": "school_resource_officer",
        "from": start,
        "hours_per_week": 40,
    }
    agreement = {"id": "g", "agency_id": "a", "district_id": "d", "from": "2010-07-01"}
    taken = dict[str, str](change.pop("taken", {}))
    facts = dict[str, Any](change.pop("facts", {}))
    return sro.Registry.build(
        agencies=[agency | change.pop("agency", {})],
        districts=[district | change.pop("district", {})],
        schools=[
            {"id": "s", "district_id": "d", "name": "School", "level": "high", "control": "public"}
        ],
        officers=[
            {
                "id": "o",
                "employments": [{"agency_id": "a", "from": "2010-05-03", "time": "full"}],
                "licenses": [license_ | change.pop("license", {})],
            }
        ],
        assignments=[assignment | change.pop("assignment", {})],
        agreements=[
            agreement | {"signed_on": "2010-06-01"} | change.pop("agreement", {}),
        ],
        courses=[
            {"id": code, "title": code, "provider": "x", "hours": 40, "codes": [{"code": code}]}
            for code in taken
        ],
        completions=[
            {
                "id": code,
                "officer_id": "o",
                "course_id": code,
                "completed_on": day,
                "outcome": "completed",
            }
            for code, day in taken.items()
        ],
        attestations=[
            _TRUE | {"id": fact, "fact": fact, "officer_id": "o", "value": value}
            for fact, value in facts.items()
        ],
        **change,
    )


def _finding(requirement: str, as_of: str, start: str, **change: Any) -> Finding:
    state = requirement[:5].upper()
    report = sro.evaluate(_registry(state, start, **change), as_of=dt.date.fromisoformat(as_of))
    (found,) = report.find(requirement_id=requirement)
    return found


def _answer(requirement: str, as_of: str, start: str, **change: Any) -> tuple[str, str | None]:
    found = _finding(requirement, as_of, start, **change)
    return str(found.status), found.due_on.isoformat() if found.due_on else None


_WEEKS = {"us-nc.more-than-12-weeks": True}


@pytest.mark.parametrize(("days", "status"), [(59, "not_required"), (61, "overdue")])
def test_minnesota_substitute(days: int, status: str) -> None:
    facts = {"us-mn.substitute-contact-days": days, "us-mn.employer-unable-to-provide": False}
    found = _finding(
        "us-mn.sro-course",
        "2026-01-15",
        "2025-10-06",
        assignment={"role": "substitute"},
        facts=facts,
    )
    assert (str(found.status), bool(found.contested)) == (status, False)


def test_minnesota_readings_of_sixty_days_disagree_on_the_sixtieth() -> None:
    facts = {"us-mn.substitute-contact-days": 60, "us-mn.employer-unable-to-provide": False}
    found = _finding(
        "us-mn.sro-course",
        "2026-01-15",
        "2025-10-06",
        assignment={"role": "substitute"},
        facts=facts,
    )
    assert found.status == "overdue"
    assert [str(item.status) for item in found.contested] == ["not_required"]


def test_minnesota_officer_already_serving_has_until_the_first_day() -> None:
    assert _answer("us-mn.sro-course", "2024-10-01", "2019-09-03") == ("due", "2025-09-01")
    assert _answer("us-mn.sro-course", "2025-09-02", "2019-09-03") == ("overdue", "2025-09-01")


def test_kansas_designation_binds_whatever_the_role_is_called() -> None:
    designated = {"us-ks.designated-primarily-assigned": True}
    change: dict[str, Any] = {"assignment": {"role": "liaison"}, "facts": designated}
    assert _answer("us-ks.skill-training", "2019-01-15", "2018-01-16", **change) == (
        "overdue",
        "2018-06-30",
    )


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2023-06-10", "due"), ("2024-12-31", "unknown"), ("2025-01-01", "overdue")],
)
def test_kentucky_prefers_no_reading_of_the_two_years(as_of: str, status: str) -> None:
    taken = {"us-ky.sro-1": "2022-06-10"}
    answer = _answer("us-ky.sro-level-2", as_of, "2021-08-02", taken=taken)
    assert answer == (status, None)


def test_kentucky_leaves_open_what_officers_before_the_act_owe() -> None:
    assert _answer("us-ky.sro-level-1", "2020-01-10", "2017-08-02") == ("unknown", None)
    taken = {"us-ky.sro-1": "2019-10-01"}
    assert _answer("us-ky.sro-level-1", "2020-01-10", "2017-08-02", taken=taken) == ("met", None)


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2022-01-10", "not_required"),
        ("2022-07-01", "met"),
        ("2023-03-01", "due"),
        ("2024-03-01", "expired"),
    ],
)
def test_kentucky_in_service_begins_after_the_year_of_certification(
    as_of: str, status: str
) -> None:
    taken = {"us-ky.sro-1": "2022-06-10"}
    answer = _answer("us-ky.annual-inservice", as_of, "2021-08-02", taken=taken)
    assert answer[0] == status


def test_kentucky_charter_school_is_undecided() -> None:
    district = {"kind": "charter"}
    answer = _answer("us-ky.sro-level-1", "2023-01-10", "2021-08-02", district=district)
    assert answer == ("unknown", None)


@pytest.mark.parametrize(
    ("kind", "start", "signed", "answer"),
    [
        ("public", "2018-08-20", "2010-06-01", ("overdue", "2020-12-31")),
        ("public", "2024-08-01", "2010-06-01", ("overdue", "2025-08-01")),
        ("nonpublic", "2024-08-01", "2024-07-01", ("overdue", "2025-08-01")),
        ("nonpublic", "2024-08-01", "2025-02-03", ("unknown", None)),
        ("charter", "2023-08-01", "2024-07-01", ("unknown", None)),
        ("charter", "2023-08-01", "2022-07-01", ("not_required", None)),
    ],
)
def test_north_carolina_statute(
    kind: str, start: str, signed: str, answer: tuple[str, str | None]
) -> None:
    assert answer == _answer(
        "us-nc.sro-basic",
        "2025-09-01",
        start,
        district={"kind": kind},
        agreement={"signed_on": signed},
        facts=_WEEKS,
    )


def test_north_carolina_does_not_decide_about_volunteers() -> None:
    facts = _WEEKS | {"us-nc.volunteer": True}
    answer = _answer("us-nc.sro-basic", "2023-09-01", "2021-08-02", facts=facts)
    assert answer == ("unknown", None)


@pytest.mark.parametrize(
    ("start", "enrollment", "answer"),
    [
        ("2015-08-24", 30000, ("overdue", "2016-06-01")),
        ("2018-01-10", 30000, ("overdue", "2018-05-10")),
        ("2018-01-10", 29999, ("unknown", None)),
        ("2019-08-14", 29999, ("overdue", "2020-02-10")),
    ],
)
def test_texas_transition_of_2019(
    start: str, enrollment: int, answer: tuple[str, str | None]
) -> None:
    district = {"enrollment": enrollment}
    assert _answer("us-tx.sble", "2020-06-01", start, district=district) == answer


def test_texas_level_1_serves_the_unit_and_another_reading_denies_it() -> None:
    taken = {"alerrt.level-1": "2024-02-01"}
    found = _finding("us-tx.alerrt-unit", "2024-06-01", "2019-08-14", taken=taken)
    assert (str(found.status), found.valid_until) == ("met", dt.date(2025, 8, 31))
    assert [str(item.status) for item in found.contested] == ["due"]


def test_texas_officer_licensed_late_has_another_day_in_the_commissions_rule() -> None:
    change = {"license": {"from": "2026-01-12"}}
    found = _finding("us-tx.alerrt-initial", "2026-06-01", "2026-02-02", **change)
    assert (str(found.status), found.due_on) == ("due", dt.date(2029, 8, 31))
    assert [item.due_on for item in found.contested] == [dt.date(2027, 8, 31)]


def test_texas_units_before_those_read_are_unknown_never_nothing() -> None:
    assert _answer("us-tx.officer-ce-unit", "2018-02-01", "2016-03-01")[0] == "unknown"
    assert _answer("us-tx.officer-ce-cycle", "2018-02-01", "2016-03-01")[0] == "unknown"


def test_texas_own_police_needs_no_agreement() -> None:
    agency = {"kind": "school_police"}
    answer = _answer("us-tx.sro-agreement", "2022-01-10", "2020-08-17", agency=agency)
    assert answer == ("not_required", None)
