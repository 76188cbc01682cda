"""Cuts a release: checks all that a release promises, writes the version, commits and tags.

    python docs/cut_release.py 0.2.0 --dry-run  does everything, and keeps nothing of it
    python docs/cut_release.py 0.2.0            does it

It works on a copy of the last commit. Only when all is well does the branch move to the new commit,
so that a release that fails leaves nothing behind. docs/how-to/release.md explains each check.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from packaging.version import InvalidVersion, Version
from promises.changes import Change, changes
from promises.fragments import read_fragments

_ROOT: Final = Path(__file__).parents[1]
_FRAGMENTS: Final = "docs/changelog.d"
_KEPT: Final = "tests/promise"
_GOLDEN: Final = "tests/wire/test_golden.py"
_VERSION: Final = re.compile(r'^version = "[^"]*"$', re.MULTILINE)

#: What must hold of the commit that is released: what it is, and a command in the checkout.
_CHECKS: Final[Mapping[str, tuple[str, ...]]] = {
    "reference pages": ("docs/make_reference.py", "--check"),
    "promises": ("docs/keep_promises.py", "--check"),
    "golden files": (*"-m pytest --quiet --tb=no -p no:cacheprovider".split(), _GOLDEN),
}
#: Builds twice, compares, looks inside and has twine check; it leaves the files in dist.
_BUILD: Final = "tests/release/artifacts.py"


class Refused(Exception):
    """There is no release; each sentence says why."""


def main() -> None:
    """Cut the release, or say everything that is in its way."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("version", help="the version, such as 0.2.0")
    parser.add_argument("--dry-run", action="store_true", help="keep nothing of it")
    parser.add_argument(
        "--date",
        type=dt.date.fromisoformat,
        default=dt.date.today(),  # noqa: DTZ011
        help="the day that the changelog names; today",
    )
    chosen = parser.parse_args()
    try:
        with _copy() as checkout:
            section = _cut(checkout, chosen.version, chosen.date)
            commit = _git("rev-parse", "HEAD", at=checkout)
        sys.stdout.write(f"\n{section}\n\n")
        if chosen.dry_run:
            sys.stdout.write(f"All is well; {chosen.version} can be cut.\n")
            return
        _git("merge", "--quiet", "--ff-only", commit)
        tag = f"v{chosen.version}"
        _git("tag", "--annotate", "--message", f"Version {chosen.version}", tag)
        sys.stdout.write(
            f"Committed and tagged as {tag}. Next: git push --follow-tags, then publish.\n"
        )
    except Refused as refused:
        sys.exit("\n".join(map(str, refused.args)))


def _cut(checkout: Path, version: str, date: dt.date) -> str:
    """Cut the release in a copy; the section of the changelog."""
    found = [*_not_ready(), *_wrong_version(checkout, version)]
    for name, command in _CHECKS.items():
        _say(f"checking: {name}")
        if said := _python(checkout, *command):
            found.append(f"{name}:\n{said}")
    if found:
        raise Refused(*found)
    _say("writing the version and the changelog")
    section = _write(checkout, version, date)
    _git("add", "--all", at=checkout)
    _git("commit", "--quiet", "--message", f"Version {version}", at=checkout)
    _say("building the distributions")
    if said := _python(checkout, _BUILD):
        raise Refused(f"distributions:\n{said}")
    built = {path.name for path in (checkout / "dist").iterdir()}
    if built != (names := {f"sro_core-{version}.tar.gz", f"sro_core-{version}-py3-none-any.whl"}):
        raise Refused(f"built was {', '.join(sorted(built))}, not {', '.join(sorted(names))}")
    return section


# before anything is written -------------------------------------------------------------------


def _not_ready() -> Iterator[str]:
    if changed := _git("status", "--porcelain"):
        yield f"there are changes that are not committed:\n{changed}"
    if not _git("branch", "--show-current"):
        yield "no branch is checked out"


def _wrong_version(checkout: Path, text: str) -> Iterator[str]:
    """What is wrong with the number of the version, after what changed."""
    try:
        version = Version(text)
    except InvalidVersion:
        yield f"{text} is no version"
        return
    if str(version) != text or len(version.release) != 3:
        yield f"{text}: a version is written as three numbers, such as 0.2.0"
        return
    tags = {Version(tag[1:]) for tag in _git("tag", "--list", "v[0-9]*").split()}
    here = Version(tomllib.loads(_read(checkout, "pyproject.toml"))["project"]["version"])
    last = max(tags, default=None)
    if version in tags:
        yield f"{text} was released"
    elif version < (last or here):
        yield f"{text} comes before {last or here}"
    elif last and version < (least := _least(last, _changed(checkout))):
        yield f"{text}: what changed of the public names asks for {least} at least"
    if not read_fragments(checkout / _FRAGMENTS):
        yield "the changelog has no fragments: nothing changed that a user would see"


def _changed(checkout: Path) -> list[Change]:
    return changes(
        _read(checkout, f"{_KEPT}/released/surface.txt"), _read(checkout, f"{_KEPT}/surface.txt")
    )


def _least(last: Version, found: list[Change]) -> Version:
    """The least version that may follow one, by semantic versioning.

    Before 1.0.0 what breaks raises the second number, and from then on the first; what is added
    raises the second from then on.
    """
    breaks = any(change.breaks for change in found)
    if last.major and breaks:
        return Version(f"{last.major + 1}.0.0")
    if breaks or (last.major and found):
        return Version(f"{last.major}.{last.minor + 1}.0")
    return Version(f"{last.major}.{last.minor}.{last.micro + 1}")


# writing --------------------------------------------------------------------------------------


def _write(checkout: Path, version: str, date: dt.date) -> str:
    """Write the version, the changelog and what is released from now on."""
    project = _read(checkout, "pyproject.toml")
    written, count = _VERSION.subn(f'version = "{version}"', project)
    if count != 1:
        raise Refused(f"pyproject.toml has {count} lines that could be the version")
    (checkout / "pyproject.toml").write_text(written, encoding="utf-8")
    before = _read(checkout, "CHANGELOG.md")
    stated = ("--yes", "--version", version, "--date", str(date))
    if said := _python(checkout, "-m", "towncrier", "build", *stated):
        raise Refused(f"towncrier fails:\n{said}")
    after = _read(checkout, "CHANGELOG.md")
    title = f"## {version} ({date})\n"
    if after.count(title) != 1 or read_fragments(checkout / _FRAGMENTS):
        raise Refused("the fragments did not become a section of the changelog")
    if said := _python(checkout, "docs/keep_promises.py", "--release"):
        raise Refused(f"what is released could not be written down:\n{said}")
    start = after.index(title)
    return after[start : start + len(after) - len(before)].strip()


# running --------------------------------------------------------------------------------------


@contextlib.contextmanager
def _copy() -> Iterator[Path]:
    """A checkout of the last commit, which belongs to no branch."""
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder, "checkout")
        _git("worktree", "add", "--quiet", "--detach", str(checkout), "HEAD")
        try:
            yield checkout
        finally:
            _git("worktree", "remove", "--force", str(checkout))


def _git(*command: str, at: Path = _ROOT) -> str:
    done = subprocess.run(["git", *command], cwd=at, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Refused(f"git {' '.join(command)} fails:\n{done.stderr.strip()}")
    return done.stdout.strip()


def _python(checkout: Path, *command: str) -> str:
    """Run Python in a checkout, with the package that is in it; what it says where it fails."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": str(checkout / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout.strip() or "it fails" if done.returncode else ""


def _read(checkout: Path, path: str) -> str:
    file = checkout / path
    return file.read_text("utf-8") if file.exists() else ""


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
