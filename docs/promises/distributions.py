"""The files that are published: built twice, the same bytes each time, and fit for an index."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

__all__ = ["faults_of_distributions"]


def faults_of_distributions(checkout: Path, version: str, moment: int, into: Path) -> Iterator[str]:
    """What is wrong with the distributions of a checkout, each a sentence.

    Args:
        checkout: A clean checkout.
        version: The version that they must have.
        moment: The seconds since 1970 that files in them are dated by.
        into: A folder that takes them.
    """
    first, second = into / "first", into / "second"
    for folder in (first, second):
        if said := _run(checkout, moment, "build", "--no-isolation", "--outdir", str(folder)):
            yield f"building fails:\n{said}"
            return
    names = {f"sro_core-{version}.tar.gz", f"sro_core-{version}-py3-none-any.whl"}
    made = {path.name for path in first.iterdir()}
    if made != names:
        yield f"{', '.join(sorted(made))} was built, not {', '.join(sorted(names))}"
    for name in sorted(made):
        if len({_sha256(folder / name) for folder in (first, second)}) > 1:
            yield f"{name}: two builds of the same checkout differ"
    files = [str(first / name) for name in sorted(made)]
    if said := _run(checkout, moment, "twine", "check", "--strict", *files):
        yield f"twine check fails:\n{said}"


def _run(checkout: Path, moment: int, *command: str) -> str:
    """Run a module of Python; what it says where it fails."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment)}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=checkout,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout if done.returncode else ""


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
