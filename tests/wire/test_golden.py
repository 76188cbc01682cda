"""What version 1 could say, it can say for ever: the golden files mean today what they meant."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import typing
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import attrs
import pytest
from jsonschema import Draft202012Validator

import sro_core as sro
from sro_core import models as m
from sro_core.models import KINDS, FrozenMap
from sro_core.models._fields import WIRE
from sro_core.packs import load_pack, pack_sha256
from sro_core.registry import Registry
from sro_core.rules import Rulebook, conditions, deadlines, events, evidence, renewals
from sro_core.rules.packs import Pack
from sro_core.rules.waiting import nodes_of
from sro_core.strict import canonical_bytes, unstructure
from sro_core.wire.schema import schema

_FOLDER: Final = Path(__file__).parent / "golden" / "v1"

#: Never changed: a file that differs is a mistake, not a new golden file.
_SHA256: Final = {
    "judged-registry.json": "d03335cf1acd83e42fb3ce16d21c820ab8f790ebf14fe80b38502696d0d32c20",
    "judging-pack.toml": "5864b916c50a2414c3942822f97a4968b83b04f103a73b48e872a6c2a6f8e3be",
    "least-registry.json": "5326c922bd973abb5e326ac91e6e040ea0b64ec7f80b7601032c8aceaf891ea2",
    "pack.json": "1f73ee423f0bef866c565d23be455a18c58e9e52e897fa028e961a3ba81e2f38",
    "pack.toml": "49d5290fa556a6b4566a94eac46e4d0d073433ba002c0fac57fc9ac8e3d99b35",
    "registry.json": "6872d692ec0dc33dd657bda0cdb9114d118272fc08299959f470ab5c8e767dd8",
    "report.json": "4410c2ace51f58697619cdd5effe83a5b0fed9ff826bbd71a2a7cd133564edff",
}


def _bytes(name: str) -> bytes:
    return (_FOLDER / name).read_bytes()


def _json(name: str) -> Any:
    return json.loads(_bytes(name))


def test_no_golden_file_was_remade() -> None:
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in _FOLDER.iterdir()}
    assert found == _SHA256


# registries -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["registry.json", "least-registry.json", "judged-registry.json"])
def test_a_registry_keeps_every_byte(name: str) -> None:
    assert sro.dumps(sro.loads(_bytes(name))).encode() == _bytes(name)
    Draft202012Validator(schema("registry")).validate(_json(name))


def test_the_least_registry_is_empty() -> None:
    assert sro.loads(_bytes("least-registry.json")) == Registry()


def _keys(kind: type[Any]) -> set[str]:
    return {field.metadata.get(WIRE) or field.name for field in attrs.fields(kind)}


def test_every_key_is_in_a_golden_file() -> None:
    document = _json("registry.json")
    assert document.keys() - {"format", "version"} == KINDS.keys()
    for name, kind in KINDS.items():
        assert {key for record in document[name] for key in record} == _keys(kind)
        inside: dict[str, list[Any]] = {}
        for record in document[name]:
            for key, value in record.items():
                inside.setdefault(key, []).extend(value if isinstance(value, list) else [value])
        for attribute, hint in typing.get_type_hints(kind).items():
            nested = [item for item in (hint, *typing.get_args(hint)) if attrs.has(item)]
            for inner in nested:
                assert {key for item in inside[attribute] for key in item} == _keys(inner)


_DAY = dt.date.fromisoformat
_MOMENT = dt.datetime.fromisoformat


def _marks(second: int) -> dict[str, Any]:
    return {
        "recorded_at": _MOMENT(f"2024-09-03T08:15:{second:02}-05:00"),
        "extensions": FrozenMap(
            {
                "hr.badge": f"{second:03}",
                "note": FrozenMap({"list": (1, 2.5, None, True, "é", FrozenMap({"": ()}))}),
            }
        ),
    }


def _taken_back(by: str) -> m.Void:
    return m.Void(
        at=_MOMENT("2025-01-02T00:00:00.250000+00:00"),
        by="records office",
        reason="entered twice",
        replaced_by=by,
    )


def _who() -> dict[str, Any]:
    return {"agency_id": "lakeview-pd", "district_id": "d2733840"}


def _expected() -> Registry:
    """The registry, said again in Python."""
    return Registry(
        agencies=(
            m.Agency(
                id="lakeview-pd",
                name="Lakeview Police Department",
                kind=m.AgencyKind.POLICE,
                jurisdiction="US-MN",
                ori="MN0550100",
                records_from=_DAY("2020-01-01"),
                **_marks(1),
            ),
            m.Agency(
                id="lakeview-pd-again",
                name="Lakeview PD",
                kind=m.AgencyKind.OTHER,
                jurisdiction="US",
                voided=_taken_back("lakeview-pd"),
            ),
        ),
        districts=(
            m.District(
                id="d2733840",
                name="Lakeview Public Schools",
                jurisdiction="US-MN",
                kind=m.DistrictKind.PUBLIC,
                nces_id="2733840",
                enrollment=17000,
                school_years=(
                    m.SchoolYear(
                        name="2024-2025",
                        first_day=_DAY("2024-09-03"),
                        last_day=_DAY("2025-06-06"),
                    ),
                    m.SchoolYear(
                        name="2025-2026",
                        first_day=_DAY("2025-09-02"),
                        last_day=_DAY("2026-06-05"),
                    ),
                ),
                **_marks(2),
            ),
            m.District(
                id="d2733840-again",
                name="Lakeview",
                jurisdiction="US-MN",
                kind=m.DistrictKind.CHARTER,
                voided=_taken_back("d2733840"),
            ),
        ),
        schools=(
            m.School(
                id="lakeview-high",
                district_id="d2733840",
                name="Lakeview High School",
                level=m.SchoolLevel.HIGH,
                control=m.SchoolControl.PUBLIC,
                nces_id="273384001234",
                **_marks(3),
            ),
            m.School(
                id="lakeview-high-again",
                district_id="d2733840",
                name="Lakeview High",
                level=m.SchoolLevel.COMBINED,
                control=m.SchoolControl.PRIVATE,
                voided=_taken_back("lakeview-high"),
            ),
        ),
        officers=(
            m.Officer(
                id="o1",
                name="Renée Quillfeather",
                employments=(
                    m.Employment(
                        agency_id="lakeview-pd",
                        start=_DAY("2019-05-01"),
                        end=_DAY("2030-01-01"),
                        time=m.EmploymentTime.FULL,
                    ),
                    m.Employment(agency_id="lakeview-pd", start=_DAY("2030-01-02")),
                ),
                licenses=(
                    m.License(
                        kind="peace_officer",
                        jurisdiction="US-MN",
                        number="77321",
                        start=_DAY("2018-07-01"),
                        end=_DAY("2027-06-30"),
                        state=m.LicenseState.CONDITIONAL,
                    ),
                    m.License(kind="peace_officer", jurisdiction="US-MN", start=_DAY("2027-07-01")),
                ),
                **_marks(4),
            ),
            m.Officer(id="o1-again", employments=(), voided=_taken_back("o1")),
        ),
        agreements=(
            m.Agreement(
                id="g1",
                **_who(),
                kind=m.AgreementKind.SRO_CONTRACT,
                signed_on=_DAY("2024-06-01"),
                start=_DAY("2024-07-01"),
                end=_DAY("2026-06-30"),
                review_by=_DAY("2025-12-31"),
                reviewed_on=(_DAY("2025-05-05"), _DAY("2025-11-03")),
                funding=("state-aid", "levy"),
                **_marks(5),
            ),
            m.Agreement(
                id="g1-again",
                **_who(),
                signed_on=_DAY("2024-06-01"),
                start=_DAY("2024-07-01"),
                voided=_taken_back("g1"),
            ),
        ),
        assignments=(
            m.Assignment(
                id="as1",
                officer_id="o1",
                **_who(),
                school_ids=("lakeview-high",),
                role=m.Role.SCHOOL_RESOURCE_OFFICER,
                start=_DAY("2024-09-03"),
                end=_DAY("2026-06-05"),
                hours_per_week=Decimal("37.5"),
                armed=True,
                agreement_id="g1",
                **_marks(6),
            ),
            m.Assignment(
                id="as1-again",
                officer_id="o1",
                **_who(),
                role=m.Role.SUBSTITUTE,
                start=_DAY("2024-09-03"),
                armed=False,
                voided=_taken_back("as1"),
            ),
        ),
        safety_plans=(
            m.SafetyPlan(
                id="p1",
                **_who(),
                kind=m.PlanKind.THREAT_RESPONSE,
                version="2024",
                start=_DAY("2024-08-01"),
                end=_DAY("2025-07-31"),
                **_marks(7),
            ),
            m.SafetyPlan(
                id="p1-again",
                **_who(),
                kind=m.PlanKind.REUNIFICATION,
                version="2024",
                start=_DAY("2024-08-01"),
                voided=_taken_back("p1"),
            ),
        ),
        plan_reviews=(
            m.PlanReview(
                id="r1",
                officer_id="o1",
                plan_id="p1",
                reviewed_on=_DAY("2024-08-20"),
                **_marks(8),
            ),
            m.PlanReview(
                id="r1-again",
                officer_id="o1",
                plan_id="p1",
                reviewed_on=_DAY("2024-08-21"),
                voided=_taken_back("r1"),
            ),
        ),
        courses=(
            m.Course(
                id="c1",
                title="Basic School Resource Officer Course",
                provider="NASRO",
                hours=Decimal(40),
                topics=FrozenMap(
                    {"law": Decimal("4.25"), "mentoring": None, "crisis": Decimal("0.1")}
                ),
                codes=(
                    m.CourseCode(
                        code="nasro.basic-sro", start=_DAY("2015-01-01"), end=_DAY("2030-01-01")
                    ),
                    m.CourseCode(code="lakeview.basic"),
                ),
                **_marks(9),
            ),
            m.Course(id="c1-again", title="Basic SRO", provider="NASRO", voided=_taken_back("c1")),
        ),
        sessions=(
            m.TrainingSession(
                id="t1",
                course_id="c1",
                host="County Sheriff",
                meetings=(
                    m.Meeting(
                        starts_at=_MOMENT("2022-08-08T08:00:00-05:00"),
                        ends_at=_MOMENT("2022-08-08T16:00:00-05:00"),
                    ),
                    m.Meeting(
                        starts_at=_MOMENT("2022-08-09T13:00:00+00:00"),
                        ends_at=_MOMENT("2022-08-09T21:00:00.500000+00:00"),
                    ),
                ),
                time_zone="America/Chicago",
                place="Rochester, Minnesota",
                capacity=24,
                state=m.SessionState.HELD,
                **_marks(10),
            ),
            m.TrainingSession(
                id="t1-again",
                course_id="c1",
                host="County Sheriff",
                meetings=(),
                time_zone="UTC",
                state=m.SessionState.CANCELLED,
                voided=_taken_back("t1"),
            ),
        ),
        enrollments=(
            m.Enrollment(
                id="e1",
                session_id="t1",
                officer_id="o1",
                state=m.EnrollmentState.COMPLETED,
                attended_minutes=960,
                **_marks(11),
            ),
            m.Enrollment(
                id="e1-again",
                session_id="t1",
                officer_id="o1",
                state=m.EnrollmentState.NO_SHOW,
                voided=_taken_back("e1"),
            ),
        ),
        completions=(
            m.Completion(
                id="k1",
                officer_id="o1",
                course_id="c1",
                session_id="t1",
                completed_on=_DAY("2022-08-09"),
                hours=Decimal("15.9999"),
                outcome=m.Outcome.COMPLETED,
                certificate="4471-B",
                **_marks(12),
            ),
            m.Completion(
                id="k1-again",
                officer_id="o1",
                course_id="c1",
                completed_on=_DAY("2022-08-09"),
                outcome=m.Outcome.FAILED,
                voided=_taken_back("k1"),
            ),
        ),
        waivers=(
            m.Waiver(
                id="w1",
                officer_id="o1",
                requirement_id="lakeview.basic-course",
                kind=m.WaiverKind.EXTENDED,
                granted_by="the board",
                granted_on=_DAY("2025-08-01"),
                start=_DAY("2025-08-01"),
                end=_DAY("2026-08-01"),
                due_on=_DAY("2026-03-01"),
                reason="injured on duty",
                **_marks(13),
            ),
            m.Waiver(
                id="w1-again",
                officer_id="o1",
                requirement_id="lakeview.basic-course",
                kind=m.WaiverKind.EQUIVALENT,
                granted_by="the board",
                granted_on=_DAY("2025-08-01"),
                start=_DAY("2025-08-01"),
                reason="course of another state",
                voided=_taken_back("w1"),
            ),
        ),
        adoptions=(
            m.Adoption(
                id="n1",
                requirement_id="lakeview.plan-review",
                by=m.Adopter(agency_id="lakeview-pd"),
                start=_DAY("2022-01-01"),
                end=_DAY("2026-08-31"),
                due=m.BEFORE_SERVICE,
                **_marks(14),
            ),
            m.Adoption(
                id="n2",
                requirement_id="lakeview.plan-review",
                by=m.Adopter(district_id="d2733840"),
                start=_DAY("2022-01-01"),
                due=_DAY("2022-09-01"),
            ),
            m.Adoption(
                id="n3",
                requirement_id="lakeview.plan-review",
                by=m.Adopter(agreement_id="g1"),
                start=_DAY("2024-07-01"),
                voided=_taken_back("n1"),
            ),
        ),
        attestations=(
            m.Attestation(
                id="f1",
                fact="lakeview.released",
                officer_id="o1",
                assignment_id="as1",
                **_who(),
                school_id="lakeview-high",
                agreement_id="g1",
                value=True,
                stated_by="the chief",
                start=_DAY("2025-01-01"),
                end=_DAY("2025-12-31"),
                **_marks(15),
            ),
            m.Attestation(
                id="f2",
                fact="lakeview.days",
                officer_id="o1",
                value=Decimal("19.25"),
                stated_by="the chief",
                start=_DAY("2025-01-01"),
            ),
            m.Attestation(
                id="f3",
                fact="lakeview.appointed",
                officer_id="o1",
                value=_DAY("2024-09-03"),
                stated_by="the chief",
                start=_DAY("2025-01-01"),
                voided=_taken_back("f2"),
            ),
        ),
    )


def test_every_field_means_what_it_meant() -> None:
    found, expected = sro.loads(_bytes("registry.json")), _expected()
    for kind, records in found.lists():
        assert records == getattr(expected, kind)


# packs ----------------------------------------------------------------------------------------


def test_a_pack_keeps_its_canonical_form_and_its_hash() -> None:
    pack = load_pack(_FOLDER / "pack.toml")
    assert canonical_bytes(unstructure(pack)) == _bytes("pack.json")
    assert pack_sha256(pack) == _SHA256["pack.json"]
    Draft202012Validator(schema("pack")).validate(_json("pack.json"))


def test_every_kind_of_node_is_in_the_pack() -> None:
    pack: Pack = load_pack(_FOLDER / "pack.toml")
    families = (
        renewals.Clock,
        conditions.Condition,
        deadlines.Deadline,
        events.Event,
        evidence.Evidence,
        renewals.Renewal,
    )
    nodes = {type(node) for node in nodes_of(pack)}
    assert [
        kind for union in families for kind in typing.get_args(union) if kind not in nodes
    ] == []


# reports --------------------------------------------------------------------------------------


def _report() -> Any:
    registry = sro.loads(_bytes("judged-registry.json"))
    rulebook = Rulebook(packs=(load_pack(_FOLDER / "judging-pack.toml"),))
    report = sro.evaluate(registry, as_of=_DAY("2025-09-02"), rulebook=rulebook)
    return json.loads(sro.dumps(report, explain=True))


def test_a_report_of_today_says_what_it_said_then() -> None:
    """All but its sentences, which are no part of the format."""
    today, then = _report(), _json("report.json")
    for finding, golden in zip(today["findings"], then["findings"], strict=True):
        assert finding.pop("explanation").keys() == golden.pop("explanation").keys()
        assert finding.pop("reason")
        assert golden.pop("reason")
    assert today == then


def test_a_report_of_then_is_of_the_schema_of_today() -> None:
    Draft202012Validator(schema("report")).validate(_json("report.json"))
    text = json.dumps(_json("report.json"), sort_keys=True, separators=(",", ":"))
    assert text.encode() == _bytes("report.json")
