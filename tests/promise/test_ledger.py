"""What was released stays: editions, ids, codes, golden files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from promises.ledger import (
    Ledger,
    broken,
    changed_packs,
    ledger_of,
    ledger_text,
    read_ledger,
)

_ROOT = Path(__file__).parents[2]
_RELEASED = Ledger(
    packs={"us-xx": {"2026.1": "a", "2026.2": "b"}, "us-yy": {"2026.10": "c"}},
    requirements=("us-xx.course",),
    codes=("wrong-type",),
    golden={"v1/registry.json": "d"},
)
_NOW = _RELEASED._replace(packs={"us-xx": {"2026.2": "b"}, "us-yy": {"2026.10": "c"}})


def _with(**editions: str) -> Ledger:
    return _NOW._replace(packs={**_NOW.packs, "us-xx": dict([editions["xx"].split("=")])})


def test_what_was_released_is_kept() -> None:
    assert list(broken(_RELEASED, _NOW)) == []
    assert changed_packs(_RELEASED, _NOW) == []


def test_a_released_edition_says_what_it_said() -> None:
    for edition in ("2026.1=b", "2026.2=a", "2026.2=x"):
        (said,) = broken(_RELEASED, _with(xx=edition))
        assert said.startswith("us-xx: edition ")
        assert said.endswith("give the pack a new edition")


def test_a_changed_pack_has_a_later_edition() -> None:
    assert list(broken(_RELEASED, _with(xx="2026.3=x"))) == []
    assert list(broken(_RELEASED, _with(xx="2027.1=x"))) == []
    (said,) = broken(_RELEASED, _with(xx="2025.9=x"))
    assert "older" in said


def test_editions_are_numbers_and_no_texts() -> None:
    now = _NOW._replace(packs={**_NOW.packs, "us-yy": {"2026.9": "x"}})
    assert [said.partition(":")[0] for said in broken(_RELEASED, now)] == ["us-yy"]


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"requirements": ()}, "us-xx.course"),
        ({"codes": ("wrong",)}, "wrong-type"),
        ({"golden": {}}, "v1/registry.json"),
        ({"golden": {"v1/registry.json": "e"}}, "v1/registry.json"),
        ({"packs": {"us-xx": {"2026.2": "b"}}}, "us-yy"),
    ],
)
def test_what_was_released_is_not_taken_away(change: dict[str, object], named: str) -> None:
    (said,) = broken(_RELEASED, _NOW._replace(**change))  # type: ignore[arg-type]
    assert said.startswith(f"{named}: ")


def test_more_of_everything_is_fine() -> None:
    now = Ledger(
        packs={**_NOW.packs, "us-zz": {"2026.1": "z"}},
        requirements=("us-xx.course", "us-zz.course"),
        codes=("wrong-key", "wrong-type"),
        golden={"v1/registry.json": "d", "v1/more.json": "e"},
    )
    assert list(broken(_RELEASED, now)) == []
    assert changed_packs(_RELEASED, now) == ["us-zz"]


def test_a_pack_that_changed_or_is_gone_has_to_be_spoken_of() -> None:
    assert changed_packs(_RELEASED, _with(xx="2026.3=x")) == ["us-xx"]
    assert changed_packs(_RELEASED, _NOW._replace(packs={"us-xx": {"2026.2": "b"}})) == ["us-yy"]


def test_no_edition_leaves_the_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.json"
    path.write_text(ledger_text(_RELEASED, _with(xx="2026.3=x")))
    assert read_ledger(path).packs["us-xx"] == {"2026.1": "a", "2026.2": "b", "2026.3": "x"}
    assert json.loads(path.read_text())["codes"] == ["wrong-type"]


def test_nothing_was_released_before_the_first_time(tmp_path: Path) -> None:
    assert read_ledger(tmp_path / "ledger.json") == Ledger({}, (), (), {})


def test_what_was_released_is_kept_in_this_checkout() -> None:
    released = read_ledger(_ROOT / "tests" / "promise" / "released" / "ledger.json")
    assert list(broken(released, ledger_of(_ROOT))) == []
