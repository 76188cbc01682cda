"""Other rules than those that ship, on the command line: packs from files, other readings."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest

from cli.running import combined, run
from sro_core.packs import load_pack, pack_sha256

_DAY = ("--as-of", "2025-09-02")
_OWN = """
id = "springfield"
title = "Springfield Police Department"
edition = "3"
researched_from = 2020-01-01
verified_through = 2026-12-31
confidence = "verified"

[[codes]]
code = "springfield.medical"
title = "Medical emergencies"

[[requirements]]
id = "springfield.medical"
title = "Medical emergencies in schools"
citation = "Policy 418"
level = "recommended"
confidence = "verified"

  [[requirements.versions]]
  from = 2024-07-01
  summary = "An officer takes the course within 90 days."
  satisfied_by = { course = ["springfield.medical"] }
  due = { within = { days = 90 }, of = { event = "assignment_start" } }
"""


@pytest.fixture
def corrected(tmp_path: Path) -> str:
    """A copy of a pack that ships, under an edition of its own."""
    text = files("sro_core.packs").joinpath("us-mn.toml").read_text(encoding="utf-8")
    path = tmp_path / "corrected.toml"
    path.write_text(text.replace('edition = "2026.1"', 'edition = "7"'), encoding="utf-8")
    return str(path)


@pytest.fixture
def own(tmp_path: Path) -> str:
    """A pack that does not ship."""
    path = tmp_path / "own.toml"
    path.write_text(_OWN, encoding="utf-8")
    return str(path)


def test_the_last_lines_name_a_pack_that_was_put_in_place_of_one(corrected: str) -> None:
    text = combined(run("readiness", *_DAY, "--pack", corrected))
    digits = pack_sha256(load_pack(corrected))[:12]
    assert f"us-mn 7 (not as it ships, SHA-256 {digits}); not legal advice." in text
    assert "not as it ships" not in combined(run("readiness", *_DAY))


def test_the_last_lines_name_a_reading_that_was_preferred() -> None:
    preferred = ("--prefer", "us-mn.sro-course=board-page")
    text = combined(run("readiness", *_DAY, *preferred))
    assert "(us-mn.sro-course in the reading board-page); not legal advice." in text
    assert "by 2027-06-30" in text
    assert "contested: due by 2027-05-31 where text is followed" in text


def test_both_are_named_together(corrected: str) -> None:
    chosen = ("--pack", corrected, "--prefer", "us-mn.sro-course=board-page")
    text = combined(run("readiness", *_DAY, *chosen))
    assert "; us-mn.sro-course in the reading board-page); not legal advice." in text


def test_how_to_ask_why_names_what_was_chosen(corrected: str) -> None:
    chosen = ("--pack", corrected, "--prefer", "us-mn.sro-course=board-page")
    last = run("readiness", *_DAY, *chosen).stdout.splitlines()[-1]
    assert last.strip().startswith(f"sro-core explain {' '.join(chosen)} --officer ")
    arguments = last.split()[1:]
    result = run(*arguments)
    assert result.exit_code == 0
    assert "edition 7" in result.stdout


def test_the_report_says_the_same(corrected: str) -> None:
    chosen = ("--pack", corrected, "--prefer", "us-mn.sro-course=board-page")
    result = run("readiness", *_DAY, *chosen, "--format", "json")
    (pack,) = (item for item in json.loads(result.stdout)["packs"] if item["id"] == "us-mn")
    assert (pack["edition"], pack["bundled"]) == ("7", False)
    assert pack["preferred"] == [{"requirement_id": "us-mn.sro-course", "reading": "board-page"}]


def test_an_explanation_follows_the_reading() -> None:
    found = run(
        "explain",
        *("--officer", "olmsted-so-1", "--requirement", "us-mn.sro-course", *_DAY),
        *("--prefer", "us-mn.sro-course=board-page"),
    )
    text = combined(found)
    assert "Answer due, by 2027-06-30" in text
    assert "Citation Minnesota POST board, Mandatory Learning Objectives page" in text
    assert "Preferred reading board-page: The board's page gives holders" in text


class _Announced:
    """An entry point as an installed package announces it."""

    name, value = "springfield", "springfield:pack"

    def __init__(self, found: object) -> None:
        self._found = found

    def load(self) -> object:
        return self._found


def _announce(monkeypatch: pytest.MonkeyPatch, found: object) -> None:
    points = [_Announced(found)]
    monkeypatch.setattr("sro_core.packs.installed.entry_points", lambda **_group: points)


def test_an_installed_pack_is_known_where_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, own: str, corrected: str
) -> None:
    _announce(monkeypatch, load_pack(own))
    assert "Medical emergencies" in run("rules", "show", "springfield", "--installed").stdout
    assert "springfield" in run("rules", "list", "--installed").stdout
    assert run("rules", "show", "springfield").exit_code == 2
    # what is given in a file takes the place of an installed pack too
    text = combined(run("readiness", *_DAY, "--installed", "--pack", corrected))
    assert "us-mn 7 (not as it ships" in text
    assert f"sro-core explain --installed --pack {corrected} --officer" in text


def test_an_installed_pack_that_cannot_be_used_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _announce(monkeypatch, None)
    found = run("rules", "list", "--installed")
    assert found.exit_code == 2
    assert "The installed rule packs cannot be used: 1 problem." in found.stderr
    assert "springfield" in found.stderr


def test_a_pack_of_ones_own_is_known_everywhere(own: str, tmp_path: Path) -> None:
    given = ("--pack", own)
    assert "springfield  Springfield" in run("rules", "list", *given).stdout
    assert "springfield.medical" in run("rules", "list", "springfield", *given).stdout
    assert "Policy 418" in run("rules", "show", "springfield.medical", *given).stdout
    needs = combined(run("rules", "needs", "springfield", *given))
    assert "springfield.medical Medical emergencies used by medical" in needs
    days = ("--from", "2024-06-30", "--to", "2024-07-01")
    assert (
        "2024-07-01  began  springfield.medical"
        in run(*("rules", "diff", "springfield", *days, *given)).stdout
    )
    course = {"id": "c1", "title": "Medical", "provider": "x"}
    course["codes"] = [{"code": "springfield.medical"}]  # type: ignore[assignment]
    registry = {"format": "sro-core/registry", "version": 1, "courses": [course]}
    path = tmp_path / "registry.json"
    path.write_text(json.dumps(registry))
    assert "1 notice" in run("validate", str(path)).stdout
    assert "no problems" in run("validate", str(path), *given).stdout


def test_a_file_that_is_not_there() -> None:
    result = run("readiness", *_DAY, "--pack", "nowhere.toml")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Cannot read nowhere.toml: No such file or directory." in result.stderr


def test_a_file_that_is_no_pack(tmp_path: Path) -> None:
    path = tmp_path / "no.toml"
    path.write_text("id = 1")
    result = run("rules", "list", "--pack", str(path))
    assert result.exit_code == 2
    assert "no.toml is no rule pack: 6 problems." in result.stderr
    assert "The key edition is missing." in result.stderr


def test_two_packs_of_one_id(corrected: str) -> None:
    result = run("rules", "list", "--pack", corrected, "--pack", corrected)
    assert result.exit_code == 2
    assert "corrected.toml is a second pack us-mn; give one of them." in result.stderr


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("us-mn.sro-course", "names no reading; write REQUIREMENT=READING."),
        ("us-mn.sro-course=x", "us-mn.sro-course has no reading x, only: text, board-page"),
        ("us-mn.x=text", "there is no requirement us-mn.x."),
    ],
)
def test_a_choice_that_cannot_be_made(choice: str, words: str) -> None:
    result = run("readiness", *_DAY, "--prefer", choice)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in result.stderr
