"""What a report says of the rules that it was made from."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import attrs

import sro_core as sro
from sro_core.examples import olmsted
from sro_core.packs import bundled, pack_sha256

_DAY = dt.date(2025, 9, 2)


def _packs(rulebook: sro.Rulebook) -> dict[str, dict[str, Any]]:
    report = sro.evaluate(olmsted(), as_of=_DAY, rulebook=rulebook)
    return {item["id"]: item for item in json.loads(sro.dumps(report))["packs"]}


def test_every_pack_is_named_with_what_it_says() -> None:
    found = _packs(bundled())
    assert list(found) == [pack.id for pack in bundled().packs]
    for pack in bundled().packs:
        item = found[pack.id]
        assert (item["edition"], item["sha256"]) == (pack.edition, pack_sha256(pack))
        assert item["confidence"] == pack.confidence
        assert item["bundled"] is True
        assert item["preferred"] == []


def test_what_a_caller_prefers_is_said_and_the_pack_stays_the_one_that_ships() -> None:
    plain = _packs(bundled())["us-mn"]
    found = _packs(bundled().prefer("us-mn.sro-course", "board-page"))["us-mn"]
    assert found.pop("preferred") == [
        {"requirement_id": "us-mn.sro-course", "reading": "board-page"}
    ]
    assert plain.pop("preferred") == []
    assert found == plain


def test_a_corrected_pack_is_another() -> None:
    pack = attrs.evolve(bundled().pack("us-mn"), edition="2026.1-springfield")
    found = _packs(bundled().replacing(pack))
    assert found["us-mn"]["bundled"] is False
    assert found["us-mn"]["edition"] == "2026.1-springfield"
    assert found["us-mn"]["sha256"] == pack_sha256(pack) != pack_sha256(bundled().pack("us-mn"))
    assert found["us-tx"]["bundled"] is True


def test_a_correction_that_keeps_the_edition_does_not_hide() -> None:
    pack = attrs.evolve(bundled().pack("us-mn"), requirements=())
    found = _packs(bundled().replacing(pack))["us-mn"]
    assert found["edition"] == bundled().pack("us-mn").edition
    assert found["bundled"] is False


def test_a_pack_of_the_callers_own_is_not_bundled() -> None:
    pack = attrs.evolve(bundled().pack("common"), id="springfield", requirements=())
    assert _packs(bundled().replacing(pack))["springfield"]["bundled"] is False


def test_a_registry_that_has_grown_gives_the_report_of_then_byte_for_byte() -> None:
    """What came on file later, or was taken back later, is not in the hash of what was known."""
    then = dt.datetime(2025, 9, 2, 17, tzinfo=dt.UTC)
    later = then + dt.timedelta(days=1)
    before = olmsted()
    gone = before.completions[0]
    right = attrs.evolve(gone, id="right", completed_on=dt.date(2020, 1, 6))
    after = before.with_correction(right, of=gone, at=later, by="office", reason="mistake")

    def written(registry: sro.Registry) -> str:
        return sro.dumps(sro.evaluate(registry, as_of=_DAY, known_at=then), explain=True)

    assert written(after) == written(before)
    assert sro.dumps(sro.evaluate(after, as_of=_DAY)) != sro.dumps(sro.evaluate(before, as_of=_DAY))
