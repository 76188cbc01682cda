"""Sets of packs: those that ship, and those that installed packages announce."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import EntryPoint
from typing import Any

import attrs
import pytest

import sro_core
import sro_core.packs
from oracle import short
from oracle.short import BASIC, duty, posted, version
from sro_core.errors import InvalidPack
from sro_core.packs import ENTRY_POINTS, bundled, installed, loads_pack, rulebook
from sro_core.rules import Pack
from sro_core.rules.conditions import AllOf, Condition, EventDay, Met
from sro_core.rules.events import FirstMet
from sro_core.rules.evidence import Evidence, RequirementMet
from starting import unmeasured

_OWN = loads_pack("""
id = "springfield"
title = "Springfield Police Department"
edition = "1"
researched_from = 2020-01-01
verified_through = 2024-12-31
confidence = "verified"
""")
_OTHER = attrs.evolve(_OWN, id="shelbyville")


def one_pack() -> Pack:
    return _OWN


def two_packs() -> Iterator[Pack]:
    yield _OWN
    yield _OTHER


def no_packs() -> list[Pack]:
    return []


def broken() -> Pack:
    raise RuntimeError("no such table")


def unreadable() -> Pack:
    return loads_pack("id = 1")


def contradictory() -> Pack:
    return attrs.evolve(_OWN, jurisdiction="WY")


_WAITING = [
    (AllOf(all=(Met(met="us-mn.r1"),)), BASIC),
    (None, RequirementMet(requirement="us-mn.r1")),
    (EventDay(day_of=FirstMet(first_met="us-mn.r1")), BASIC),
]


@pytest.mark.parametrize(("applies", "evidence"), _WAITING)
@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_pack_built_in_python_cannot_wait_for_itself(
    applies: Condition | None, evidence: Evidence, length: int
) -> None:
    chain = [
        duty(
            version(RequirementMet(requirement=f"us-mn.r{number + 1}")),
            identifier=f"us-mn.r{number}",
        )
        for number in range(1, length)
    ]
    waits = duty(version(evidence, applies_when=applies), identifier=f"us-mn.r{length}")
    given, book = short.registry(posted("2024-01-08")), short.rulebook(*chain, waits)
    for _again in range(2):
        with pytest.raises(InvalidPack) as caught:
            sro_core.evaluate(given, as_of=dt.date(2024, 2, 5), rulebook=book)
        (found,) = caught.value.problems
        assert (found.code, found.pointer) == ("pack-cycle", "/requirements/0")
        assert found.record_id == "us-mn.r1"
        assert found.message.count("->") == length


class _Announced:
    """An entry point that gives an object of this module."""

    def __init__(self, name: str, found: Any) -> None:
        self.name = name
        self.value = f"tests:{name}"
        self._found = found

    def load(self) -> Any:
        if isinstance(self._found, Exception):
            raise self._found
        return self._found


def _announce(monkeypatch: pytest.MonkeyPatch, **found: Any) -> None:
    def entry_points(*, group: str) -> list[Any]:
        assert group == ENTRY_POINTS == "sro_core.rule_packs"
        return [_Announced(name, item) for name, item in found.items()]

    monkeypatch.setattr(installed, "entry_points", entry_points)


def _refused(monkeypatch: pytest.MonkeyPatch, **found: Any) -> list[tuple[str, str]]:
    _announce(monkeypatch, **found)
    with pytest.raises(InvalidPack) as caught:
        rulebook(installed=True)
    return [(item.code, item.message) for item in caught.value.problems]


def test_bundled_packs_are_read_once() -> None:
    assert bundled() is bundled()
    assert rulebook() is bundled()
    assert {"common", "us-mn"} <= {pack.id for pack in bundled().packs}


@pytest.mark.parametrize(
    "found", [_OWN, one_pack, (_OWN,), [_OWN]], ids=["pack", "callable", "tuple", "list"]
)
def test_installed_pack_is_added(monkeypatch: pytest.MonkeyPatch, found: Any) -> None:
    _announce(monkeypatch, springfield=found)
    assert rulebook(installed=True).pack("springfield") is _OWN
    assert len(rulebook(installed=True).packs) == len(bundled().packs) + 1


def test_entry_point_may_give_several_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    _announce(monkeypatch, both=two_packs)
    book = rulebook(installed=True)
    assert {book.pack("springfield"), book.pack("shelbyville")} == {_OWN, _OTHER}


def test_nothing_installed_is_the_bundled_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    _announce(monkeypatch)
    assert rulebook(installed=True) == bundled()


@pytest.mark.parametrize("found", [None, 1, "text", no_packs, [_OWN, 1], Pack])
def test_entry_point_that_gives_no_pack_is_named(
    monkeypatch: pytest.MonkeyPatch, found: Any
) -> None:
    ((code, message),) = _refused(monkeypatch, wrong=found)
    assert code == "pack-entry-point"
    assert "wrong" in message


@pytest.mark.parametrize("found", [broken, ImportError("no module")])
def test_entry_point_that_raises_is_named(monkeypatch: pytest.MonkeyPatch, found: Any) -> None:
    ((code, message),) = _refused(monkeypatch, wrong=found)
    assert code == "pack-entry-point"
    assert "no " in message


def test_problems_of_an_installed_pack_come_with_its_entry_point(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    codes = [code for code, _message in _refused(monkeypatch, a=unreadable, b=contradictory)]
    assert codes[0] == "pack-entry-point"
    assert "wrong-type" in codes
    assert codes[-2:] == ["pack-entry-point", "bad-jurisdiction"]


def test_two_packs_with_one_id_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    ((code, message),) = _refused(monkeypatch, a=_OWN, b=_OWN)
    assert code == "pack-duplicate"
    assert "springfield" in message


def test_installed_pack_cannot_take_the_place_of_a_bundled_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ((code, _message),) = _refused(monkeypatch, a=bundled().pack("us-mn"))
    assert code == "pack-duplicate"


def test_real_entry_points_are_asked() -> None:
    point = EntryPoint("p", "sro_core.packs:bundled", ENTRY_POINTS)
    assert point.load() is bundled


def test_importing_reads_nothing() -> None:
    code = (
        "import sys, sro_core.packs as p\n"
        "heavy = {'cattrs', 'tomllib', 'dateutil', 'importlib.metadata'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "assert p.loads_pack and p.load_pack\n"
    )
    subprocess.run([sys.executable, "-c", code], env=unmeasured(), check=True)


def test_unknown_names_are_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'dump_pack'"):
        _ = sro_core.packs.dump_pack
