"""`sro-core import`: rows of a CSV file into a registry."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import sro_core as sro
from cli.running import combined, run

PROFILE = """
dates = "month_first"

[columns."Badge"]
width = 4

[officers]
id = "Badge"
name = "Name"
employments = { agency_id = { value = "pd" }, from = "Hired" }
"""
GOOD = "0417,Ann Lee,3/5/2018\n0422,,11/14/2016\n"
BAD = "0431,,6/31/2021\n"


class Folder:
    """A folder with a profile, and a command that is run in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "profile.toml").write_text(PROFILE)

    def write(self, rows: str, name: str = "roster.csv") -> str:
        (self.path / name).write_text(f"Badge,Name,Hired\n{rows}")
        return str(self.path / name)

    def at(self, name: str) -> str:
        return str(self.path / name)

    def registry(self) -> sro.Registry:
        return sro.load(self.path / "registry.json")

    def arguments(self, file: str, *more: str) -> tuple[str, ...]:
        return (
            "import",
            file,
            "--profile",
            self.at("profile.toml"),
            "--into",
            self.at("registry.json"),
            *more,
        )


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_registry_is_made_and_added_to(folder: Folder) -> None:
    result = run(*folder.arguments(folder.write(GOOD)))
    assert result.exit_code == 0
    assert "2 rows, 2 read, 0 rejected." in result.stdout
    assert "new: 2 officers." in combined(result)
    more = run(*folder.arguments(folder.write("0417,,3/5/2018\n440,,1/15/2019\n")))
    assert more.exit_code == 0
    assert "warning  csv-zeros-restored  1\n  row 3, column Badge\n" in more.stdout
    assert "new: 1 officer." in combined(more)
    assert [item.id for item in folder.registry().officers] == ["0417", "0422", "0440"]


def test_the_file_may_come_from_standard_input(folder: Folder) -> None:
    result = run(*folder.arguments("-"), text=f"Badge,Name,Hired\n{GOOD}")
    assert result.stdout.startswith("Standard input: 2 rows, 2 read, 0 rejected.\n")
    assert len(folder.registry().officers) == 2


def test_without_a_file_for_rejects_nothing_is_written(folder: Folder) -> None:
    result = run(*folder.arguments(folder.write(GOOD + BAD)))
    assert result.exit_code == 1
    assert "error  csv-date  1\n  row 4, column Hired\n" in result.stdout
    assert "Nothing was written; otherwise" in result.stdout
    assert "With --rejects FILE" in result.stdout
    assert not Path(folder.at("registry.json")).exists()


def test_rejects_are_corrected_and_read_again(folder: Folder) -> None:
    file, rejects = folder.write(GOOD + BAD), folder.at("rejects.csv")
    result = run(*folder.arguments(file, "--rejects", rejects))
    assert result.exit_code == 1
    assert len(folder.registry().officers) == 2
    assert Path(rejects).read_text() == f"Badge,Name,Hired\n{BAD}"
    Path(rejects).write_text(Path(rejects).read_text().replace("6/31", "6/30"))
    again = run(*folder.arguments(rejects))
    assert again.exit_code == 0
    assert [item.id for item in folder.registry().officers] == ["0417", "0422", "0431"]


def test_without_bad_rows_no_file_of_rejects_is_made(folder: Folder) -> None:
    rejects = folder.at("rejects.csv")
    assert run(*folder.arguments(folder.write(GOOD), "--rejects", rejects)).exit_code == 0
    assert not Path(rejects).exists()


def test_a_file_that_is_there_is_no_file_for_rejects(folder: Folder) -> None:
    file = folder.write(GOOD + BAD)
    result = run(*folder.arguments(file, "--rejects", file))
    assert result.exit_code == 2
    assert "is there already" in result.stderr
    assert Path(file).read_text() == f"Badge,Name,Hired\n{GOOD}{BAD}"
    assert not Path(folder.at("registry.json")).exists()


def test_where_the_registry_cannot_be_written_nothing_is(folder: Folder) -> None:
    rejects = folder.at("rejects.csv")
    arguments = list(folder.arguments(folder.write(GOOD + BAD), "--rejects", rejects))
    arguments[arguments.index("--into") + 1] = folder.at("no-folder/registry.json")
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Cannot write" in result.stderr
    assert not Path(rejects).exists()


def test_a_dry_run_writes_nothing(folder: Folder) -> None:
    rejects = folder.at("rejects.csv")
    file = folder.write(GOOD + BAD)
    result = run(*folder.arguments(file, "--dry-run", "--rejects", rejects))
    assert result.exit_code == 1
    assert "Nothing was written; otherwise" in combined(result)
    assert "new: 2 officers." in combined(result)
    assert not Path(rejects).exists()
    assert not Path(folder.at("registry.json")).exists()


def test_reading_the_same_file_again_changes_nothing(folder: Folder) -> None:
    file = folder.write(GOOD)
    run(*folder.arguments(file))
    before = Path(folder.at("registry.json")).read_bytes()
    again = run(*folder.arguments(file))
    assert again.exit_code == 0
    assert "nothing in the file is new." in combined(again)
    assert Path(folder.at("registry.json")).read_bytes() == before


def test_a_record_on_file_is_added_to(folder: Folder) -> None:
    run(*folder.arguments(folder.write(GOOD)))
    result = run(*folder.arguments(folder.write("0422,,2/1/2021\n")))
    assert "added to: 1 officer." in combined(result)
    assert "notice  csv-added-to  1\n  0422  row 2\n" in result.stdout
    officer = folder.registry().officers[1]
    assert len(officer.employments) == 2


def test_no_name_is_printed(folder: Folder) -> None:
    rows = "0417,Ann Lee,3/5/2018\n0417,Ann Poe,3/5/2018\nAnn,Ann,Ann\n"
    result = run(*folder.arguments(folder.write(rows), "--all"))
    assert result.exit_code == 1
    assert "Ann" not in result.stdout + result.stderr


def test_of_many_problems_the_first_three_of_each_code_are_shown(folder: Folder) -> None:
    file = folder.write(BAD * 5)
    assert "  and 2 more\n" in run(*folder.arguments(file)).stdout
    assert "more" not in run(*folder.arguments(file, "--all")).stdout


def test_problems_as_json(folder: Folder) -> None:
    result = run(*folder.arguments(folder.write(GOOD + BAD), "--format", "json"))
    document = json.loads(result.stdout)
    assert document["counts"] == {"csv-date": 1}
    assert document["problems"][0]["pointer"] == "/4/Hired"
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ("[officers]\nid = 3\n", "is no profile: 2 problems."),
        ("[officers", "is no profile: 1 problem."),
        (PROFILE.replace('"Hired"', '"Since"'), "cannot be read with this profile: 1 problem."),
    ],
)
def test_what_cannot_be_used_at_all(folder: Folder, profile: str, said: str) -> None:
    Path(folder.at("profile.toml")).write_text(profile)
    result = run(*folder.arguments(folder.write(GOOD)))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr


def test_a_registry_that_cannot_be_read_is_left_alone(folder: Folder) -> None:
    Path(folder.at("registry.json")).write_text("{}")
    result = run(*folder.arguments(folder.write(GOOD)))
    assert result.exit_code == 2
    assert "registry.json cannot be read: 1 problem." in result.stderr
    assert Path(folder.at("registry.json")).read_text() == "{}"


@pytest.mark.parametrize("missing", ["profile.toml", "roster.csv"])
def test_a_file_that_is_not_there(folder: Folder, missing: str) -> None:
    file = folder.write(GOOD)
    Path(folder.at(missing)).unlink()
    result = run(*folder.arguments(file))
    assert result.exit_code == 2
    assert f"Cannot read {folder.at(missing)}" in result.stderr
