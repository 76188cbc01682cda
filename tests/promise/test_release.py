"""A release is cut by the commands of its page, in a repository that is thrown away."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

pytest.importorskip("griffe", reason="needs the extra dev")
pytest.importorskip("towncrier", reason="needs the extra dev")

from packaging.version import Version
from promises.changes import Change

_ROOT: Final = Path(__file__).parents[2]
_PAGE: Final = _ROOT / "docs" / "how-to" / "release.md"
_BUILD: Final = "tests/release/artifacts.py"

#: Stands for the builder, which needs an index: the files have the version that is written.
_BUILDER: Final = """\
import pathlib, tomllib
version = tomllib.loads(pathlib.Path("pyproject.toml").read_text())["project"]["version"]
dist = pathlib.Path("dist")
dist.mkdir()
for ending in (".tar.gz", "-py3-none-any.whl"):
    (dist / f"sro_core-{version}{ending}").write_bytes(b"")
"""


def _project_version(root: Path) -> str:
    text: str = tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]
    return text


def _next() -> str:
    major, minor, _micro = Version(_project_version(_ROOT)).release
    return f"{major}.{minor + 1}.0"


class Repository:
    """A copy of this project under git, with an origin."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "work"
        self.origin = folder / "origin.git"
        nothing = shutil.ignore_patterns("__pycache__", ".*_cache", ".hypothesis", "data")
        for name in ("src", "docs", "tests"):
            shutil.copytree(_ROOT / name, self.root / name, ignore=nothing)
        for name in ("pyproject.toml", "README.md", "CHANGELOG.md", ".gitignore"):
            shutil.copy(_ROOT / name, self.root / name)
        (self.root / _BUILD).parent.mkdir(exist_ok=True)
        (self.root / _BUILD).write_text(_BUILDER)
        self.write("docs/changelog.d/a-test.fixes", "A test was wrong.\n")
        self.git("init", "--quiet", "--initial-branch", "main")
        self.git("config", "user.name", "A Maintainer")
        self.git("config", "user.email", "maintainer@example.org")
        self.git("init", "--quiet", "--bare", str(self.origin))
        self.git("remote", "add", "origin", str(self.origin))
        self.commit()
        self.git("push", "--quiet", "--set-upstream", "origin", "main")

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        (self.root / path).write_text(text, encoding="utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        """Replace a text that stands in a file once."""
        text = (self.root / path).read_text("utf-8")
        assert text.count(old) == 1
        self.write(path, text.replace(old, new))

    def commit(self) -> None:
        """Commit all that there is."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Work")

    def git(self, *command: str) -> str:
        """Run git; what it prints."""
        done = subprocess.run(
            ["git", *command], cwd=self.root, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def run(self, command: str, version: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the page."""
        environment = {
            **os.environ,
            "VERSION": version,
            "PYTHONPATH": str(self.root / "src"),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        return subprocess.run(
            ["bash", "-c", command],
            cwd=self.root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )


pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    return Repository(tmp_path_factory.mktemp("repository"))


def test_the_page_cuts_a_release(repository: Repository) -> None:
    version = _next()
    commands = re.findall(r"^```shell\n(.*?)^```$", _PAGE.read_text("utf-8"), re.M | re.S)
    assert len(commands) == 5
    before = repository.git("rev-parse", "HEAD")
    fragments = {path.name for path in (repository.root / "docs/changelog.d").iterdir()}
    for command in commands:
        done = repository.run(command, version)
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        if "--dry-run" in command:
            assert "- A test was wrong." in done.stdout
            assert f"All is well; {version} can be cut." in done.stdout
            assert repository.git("rev-parse", "HEAD") == before
            assert repository.git("tag") == ""
            assert repository.git("status", "--porcelain") == ""
            assert len(repository.git("worktree", "list").splitlines()) == 1
    assert repository.git("log", "-1", "--format=%s") == f"Version {version}"
    assert repository.git("rev-parse", "HEAD~1") == before
    assert repository.git("rev-parse", f"v{version}^{{commit}}", "HEAD").split("\n")[0] == (
        repository.git("--git-dir", str(repository.origin), "rev-parse", "main")
    )
    assert repository.git("--git-dir", str(repository.origin), "tag") == f"v{version}"
    assert _project_version(repository.root) == version
    changelog = (repository.root / "CHANGELOG.md").read_text("utf-8")
    section = changelog.partition(f"## {version} (")[2].partition("\n## ")[0]
    assert "### Fixes\n\n- A test was wrong.\n" in section
    assert len(re.findall("^- ", section, re.MULTILINE)) == len(fragments) - 1
    assert [p.name for p in (repository.root / "docs/changelog.d").iterdir()] == [".gitignore"]
    kept = repository.root / "tests/promise"
    assert (kept / "released/surface.txt").read_bytes() == (kept / "surface.txt").read_bytes()


def test_everything_in_the_way_is_said_at_once(repository: Repository) -> None:
    repository.change("src/sro_core/packs/us-mn.toml", 'title = "Minnesota"', 'title = "Minn."')
    repository.change("src/sro_core/api.py", "installed: bool = False", "installed: bool")
    repository.write("docs/reference/codes.md", "# Problem codes\n")
    repository.write("tests/wire/golden/v1/least-registry.json", "{}\n")
    repository.write("docs/changelog.d/a-test.fix", "A test was wrong.\n")
    repository.commit()
    repository.write("stray.txt", "")
    before = repository.git("rev-parse", "HEAD")
    done = repository.run("python docs/cut_release.py 0.0.1", "")
    assert done.returncode == 1
    for said in (
        "there are changes that are not committed:\n?? stray.txt",
        f"0.0.1 comes before {_next()}",
        "the changelog has no fragments",
        "reference pages:\nmake again: codes.md",
        "a-test.fix: not a fragment",
        "the public surface changed: run  python docs/keep_promises.py",
        "sro_core.rulebook changed, breaking: installed: parameter is now required; no fragment",
        "us-mn: edition 2026.1 was released and says something else now; give the pack a new",
        "us-mn: the pack is new or changed; no fragment NAME.rules names `us-mn`",
        "tests/wire/golden/v1/least-registry.json: the golden file was released",
        "golden files:\n",
    ):
        assert said in done.stdout, f"{said}\nis not in\n{done.stdout}"
    assert repository.git("rev-parse", "HEAD") == before
    assert repository.git("tag") == f"v{_next()}"
    assert len(repository.git("worktree", "list").splitlines()) == 1


_ADDED = Change("sro_core", "load", "added", ())
_BREAKS = Change("sro_core", "load", "removed", ("it is gone",))


@pytest.mark.parametrize(
    ("last", "changed", "least"),
    [
        ("0.2.3", [], "0.2.4"),
        ("0.2.3", [_ADDED], "0.2.4"),
        ("0.2.3", [_ADDED, _BREAKS], "0.3.0"),
        ("1.2.3", [], "1.2.4"),
        ("1.2.3", [_ADDED], "1.3.0"),
        ("1.2.3", [_ADDED, _BREAKS], "2.0.0"),
    ],
)
def test_what_changed_asks_for_a_number(last: str, changed: list[Change], least: str) -> None:
    spec = importlib.util.spec_from_file_location("cut_release", _ROOT / "docs" / "cut_release.py")
    assert spec is not None
    assert spec.loader is not None
    command = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(command)
    assert str(command._least(Version(last), changed)) == least
