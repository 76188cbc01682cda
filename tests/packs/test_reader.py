"""The reader of packs: text, shape, sense, each refused with all its problems."""

from __future__ import annotations

from decimal import Decimal
from importlib.resources import files
from pathlib import Path

import pytest

from sro_core.errors import InvalidDocument, InvalidPack
from sro_core.packs import load_pack, loads_pack, shipped
from sro_core.rules.evidence import Hours

_GOOD = """
id = "us-wy"
title = "Example"
edition = "1"
researched_from = 2020-01-01
verified_through = 2024-12-31
confidence = "verified"

[[codes]]
code = "us-wy.course"
title = "A course"

[[requirements]]
id = "us-wy.duty"
title = "A duty"
citation = "none"
level = "recommended"
confidence = "verified"

  [[requirements.versions]]
  from = 2020-01-01
  summary = "Take some hours."
  satisfied_by = { total_hours = 2.15, codes = ["us-wy.course"] }
  due = { no_deadline = "None is stated." }
"""


def _problems(text: str | bytes) -> list[tuple[str, str, str]]:
    with pytest.raises(InvalidPack) as caught:
        loads_pack(text)
    return [(item.code, item.pointer, item.message) for item in caught.value.problems]


def test_reads_text_bytes_and_files(tmp_path: Path) -> None:
    path = tmp_path / "us-wy.toml"
    path.write_text(_GOOD)
    assert loads_pack(_GOOD) == loads_pack(_GOOD.encode()) == load_pack(path)
    assert load_pack(str(path)).id == "us-wy"


def test_passes_over_a_byte_order_mark() -> None:
    assert loads_pack("\ufeff" + _GOOD) == loads_pack(b"\xef\xbb\xbf" + _GOOD.encode())


def test_reads_windows_line_ends() -> None:
    assert loads_pack(_GOOD.replace("\n", "\r\n")) == loads_pack(_GOOD)


def test_keeps_hours_exact() -> None:
    evidence = loads_pack(_GOOD).requirements[0].versions[0].satisfied_by
    assert isinstance(evidence, Hours)
    assert evidence.total_hours == Decimal("2.15")


def test_pack_without_requirements_says_that_nothing_is_required() -> None:
    head, _codes = _GOOD.split("[[codes]]")
    assert loads_pack(head).requirements == ()


def test_refuses_what_is_not_toml() -> None:
    ((code, pointer, message),) = _problems('id = "us-wy"\ntitle = ?')
    assert (code, pointer) == ("toml-syntax", "")
    assert "line 2" in message


def test_refuses_what_is_not_utf_8() -> None:
    ((code, _pointer, message),) = _problems(b'id = "\xff"')
    assert code == "pack-encoding"
    assert "byte 6" in message


def test_refuses_a_key_that_stands_twice() -> None:
    ((code, _pointer, _message),) = _problems(_GOOD.replace("title", "id", 1))
    assert code == "toml-syntax"


@pytest.mark.parametrize(
    "value",
    ["[" * 5000 + "]" * 5000, "1" * 5000, "1e99999999999999999999", "1979-13-40"],
    ids=["depth", "digits", "exponent", "date"],
)
def test_refuses_what_cannot_be_read_without_falling_over(value: str) -> None:
    assert _problems(f"{_GOOD}\nextra = {value}")


def test_tells_an_unknown_key_and_the_one_that_is_meant() -> None:
    ((code, pointer, message),) = _problems(_GOOD.replace("edition =", 'edition = "1"\nversion ='))
    assert (code, pointer) == ("unknown-key", "/version")
    ((_code, pointer, message),) = _problems(f'jurisdicton = "US-WY"\n{_GOOD}')
    assert pointer == "/jurisdicton"
    assert "did you mean jurisdiction?" in message


def test_tells_all_wrong_types_at_once() -> None:
    text = _GOOD.replace('edition = "1"', "edition = 1").replace("= 2.15", '= "2.15"')
    places = [(code, pointer) for code, pointer, _message in _problems(text)]
    assert places == [
        ("wrong-type", "/edition"),
        ("wrong-type", "/requirements/0/versions/0/satisfied_by/total_hours"),
    ]


def test_names_the_requirement_it_complains_about() -> None:
    with pytest.raises(InvalidPack) as caught:
        loads_pack(_GOOD.replace('codes = ["us-wy.course"]', 'codes = ["us-wy.other"]'))
    (item,) = caught.value.problems
    assert item.record_id == "us-wy.duty"


def test_invalid_pack_is_an_invalid_document() -> None:
    assert issubclass(InvalidPack, InvalidDocument)


def test_missing_file_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_pack(tmp_path / "none.toml")


def test_reads_the_shipped_files_one_by_one() -> None:
    for file in files("sro_core.packs").iterdir():
        if file.name.endswith(".toml") and not file.name.endswith(".examples.toml"):
            assert loads_pack(file.read_text(encoding="utf-8")).id == file.name.removesuffix(
                ".toml"
            )


def test_a_pack_that_ships_and_is_wrong_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "us-xx.toml").write_text("colour = 1", encoding="utf-8")
    monkeypatch.setattr("sro_core.packs.shipped.files", lambda _package: tmp_path)
    with pytest.raises(InvalidPack) as caught:
        shipped._read("us-xx")
    assert caught.value.__notes__ == ["in us-xx.toml"]
