"""Several sources at once: two states, a course from elsewhere, a grant and an agency's policy."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import sro_core as sro
from sro_core.packs import load_pack

_POLICY = Path(__file__).parent / "sample_pack" / "rochester_pd_rules" / "rochester-pd.toml"


def _registry(**more: Any) -> sro.Registry:
    """One officer, with an agency and a district in Minnesota and in Wisconsin."""
    lists: dict[str, Any] = {
        "agencies": [
            {
                "id": f"{place}-pd",
                "name": "Police",
                "kind": "police",
                "jurisdiction": f"US-{place.upper()}",
            }
            for place in ("mn", "wi")
        ],
        "districts": [
            {
                "id": f"{place}-schools",
                "name": "Schools",
                "kind": "public",
                "jurisdiction": f"US-{place.upper()}",
            }
            for place in ("mn", "wi")
        ],
        "officers": [
            {
                "id": "o",
                "employments": [
                    {"agency_id": "mn-pd", "from": "2015-01-05", "to": "2025-06-30"},
                    {"agency_id": "wi-pd", "from": "2025-07-01"},
                ],
            }
        ],
        "courses": [
            {
                "id": "nasro",
                "title": "Basic SRO",
                "provider": "NASRO",
                "hours": 40,
                "codes": [{"code": "nasro.basic-sro"}],
            }
        ],
    }
    return sro.Registry.build(**lists | more)


def _posted(place: str, start: str, end: str | None = None) -> dict[str, Any]:
    assignment = {
        "id": f"o-{place}-{start}",
        "officer_id": "o",
        "agency_id": f"{place}-pd",
        "district_id": f"{place}-schools",
        "role": "school_resource_officer",
        "from": start,
    }
    return assignment | ({} if end is None else {"to": end})


def _packs_of(registry: sro.Registry, day: str, book: sro.Rulebook | None = None) -> set[str]:
    report = sro.evaluate(registry, as_of=dt.date.fromisoformat(day), rulebook=book)
    officers = [item for item in report.findings if item.officer_id == "o"]
    return {item.requirement_id.partition(".")[0] for item in officers}


_MOVED = [_posted("mn", "2020-09-08", "2025-06-12"), _posted("wi", "2025-09-02")]


def test_an_officer_who_moved_has_the_duties_of_the_new_state() -> None:
    registry = _registry(assignments=_MOVED)
    # on the last day in Minnesota the duties before the first day in Wisconsin are there already
    assert _packs_of(registry, "2025-06-12") == {"us-mn", "us-wi", "federal"}
    assert _packs_of(registry, "2025-07-15") == {"us-wi", "federal"}
    assert _packs_of(registry, "2025-09-02") == {"us-wi", "federal"}


def test_an_officer_in_two_states_has_the_duties_of_both() -> None:
    registry = _registry(assignments=[_posted("mn", "2020-09-08"), _posted("wi", "2025-09-02")])
    assert _packs_of(registry, "2025-09-02") == {"us-mn", "us-wi", "federal"}
    report = sro.evaluate(registry, as_of=dt.date(2025, 9, 2))
    assert set(report.readiness["o"].assignments) == {"o-mn-2020-09-08", "o-wi-2025-09-02"}


def test_a_national_course_taken_in_one_state_counts_in_another() -> None:
    """Pennsylvania accepts the NASRO course wherever it was taken; the state is of no matter."""
    completion = {
        "id": "k",
        "officer_id": "o",
        "course_id": "nasro",
        "completed_on": "2019-06-14",
        "outcome": "completed",
    }
    lists: dict[str, Any] = {
        "agencies": [
            {"id": "a", "name": "Police", "kind": "police", "jurisdiction": "US-PA"},
            {"id": "mn-pd", "name": "Police", "kind": "police", "jurisdiction": "US-MN"},
        ],
        "districts": [
            {"id": "d", "name": "Schools", "kind": "public", "jurisdiction": "US-PA"},
        ],
        "officers": [
            {
                "id": "o",
                "employments": [
                    {"agency_id": "mn-pd", "from": "2015-01-05", "to": "2023-06-30"},
                    {"agency_id": "a", "from": "2023-07-01"},
                ],
            }
        ],
        "assignments": [
            {
                "id": "p",
                "officer_id": "o",
                "agency_id": "a",
                "district_id": "d",
                "role": "school_resource_officer",
                "from": "2023-08-28",
            }
        ],
        "agreements": [
            {
                "id": "g",
                "agency_id": "a",
                "district_id": "d",
                "signed_on": "2022-06-01",
                "from": "2022-07-01",
            }
        ],
    }

    def status(**more: Any) -> str:
        registry = _registry(**lists | more)
        report = sro.evaluate(registry, as_of=dt.date(2023, 9, 5))
        (finding,) = report.find(requirement_id="us-pa.sro-basic")
        return finding.status

    assert status() == "overdue"
    assert status(completions=[completion]) == "met"


def test_a_state_a_grant_and_a_policy_at_once() -> None:
    book = sro.rulebook().replacing(load_pack(_POLICY))
    adoption = {
        "id": "policy",
        "requirement_id": "rochester-pd.medical-emergencies",
        "by": {"agency_id": "mn-pd"},
        "from": "2024-07-01",
    }
    registry = _registry(assignments=[_posted("mn", "2024-09-03")], adoptions=[adoption])
    assert _packs_of(registry, "2025-02-03", book) == {"us-mn", "federal", "rochester-pd"}
    moved = _registry(assignments=_MOVED, adoptions=[adoption])
    assert _packs_of(moved, "2025-09-02", book) == {"us-wi", "federal"}
