"""Tests the checkout with the lowest release of each dependency that pyproject.toml allows.

    python tests/release/lowest.py

What the dependencies need in turn is the newest, which is what a consumer gets who holds
back just one of them. Warnings are shown and do not fail the run, because the old releases
are warned of what the newest of others will take away. Needs the extra `release`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

sys.path.append(str(Path(__file__).parents[1]))

from release.checkout import ROOT

__all__ = ["lowest", "requirements"]

#: What is used at run time and to test; the tools of the project may move on faster.
_EXTRAS: Final = ("cli", "fast", "testing")


def requirements(*extras: str) -> Iterator[Requirement]:
    """What pyproject.toml asks for on this machine at run time, and in some extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    optional = project["optional-dependencies"]
    for text in [*project["dependencies"], *(line for name in extras for line in optional[name])]:
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate():
            yield requirement


def lowest(requirement: Requirement) -> Version:
    """The lower bound of a requirement."""
    (bound,) = (item for item in requirement.specifier if item.operator == ">=")
    return Version(bound.version)


def _unlike(installed: dict[str, str]) -> list[str]:
    """What was installed in another version than its lower bound, which then was never released."""
    return [
        f"{item.name}: {installed[canonicalize_name(item.name)]} instead of {lowest(item)}"
        for item in requirements(*_EXTRAS)
        if Version(installed[canonicalize_name(item.name)]) != lowest(item)
    ]


def main() -> None:
    """Install the lowest, look whether they are, and run the tests."""
    uv = [sys.executable, "-m", "uv"]
    with tempfile.TemporaryDirectory() as temporary:
        subprocess.run([*uv, "venv", "--quiet", "--python", sys.executable, temporary], check=True)
        python = Path(temporary) / "bin" / "python"
        package = ["--editable", f"{ROOT}[{','.join(_EXTRAS)}]"]
        for more in (["--resolution=lowest-direct", *package], ["pytest-xdist"]):
            subprocess.run(
                [*uv, "pip", "install", "--quiet", "--python", python, *more], check=True
            )
        listed = subprocess.run(
            [*uv, "pip", "list", "--quiet", "--python", python, "--format=json"],
            stdout=subprocess.PIPE,
            check=True,
        )
        installed = {item["name"]: item["version"] for item in json.loads(listed.stdout)}
        if unlike := _unlike(installed):
            raise SystemExit("\n".join(unlike))
        print("lowest:", *(f"{item.name} {lowest(item)}" for item in requirements(*_EXTRAS)))  # noqa: T201
        options = ["--quiet", "--numprocesses=2", "--override-ini=filterwarnings=default"]
        raise SystemExit(subprocess.run([python, "-m", "pytest", *options], cwd=ROOT).returncode)


if __name__ == "__main__":
    main()
