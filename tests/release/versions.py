"""Tests the wheel in dist/ under every other Python that the package says it runs on.

    python tests/release/versions.py

Looks for them on the path and where pyenv keeps them; says of one that it does not find
that it is not tested. Run tests/release/artifacts.py first.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

sys.path.append(str(Path(__file__).parents[1]))

from release.checkout import ROOT

_DIST: Final = ROOT / "dist"
_CLASSIFIER: Final = "Programming Language :: Python :: 3."


def _others() -> list[str]:
    """The versions that the package names, such as 3.12, but for the one that runs this."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    minors = [
        item.removeprefix(_CLASSIFIER)
        for item in project["classifiers"]
        if item.startswith(_CLASSIFIER)
    ]
    return [f"3.{minor}" for minor in minors if minor != str(sys.version_info.minor)]


def _candidates(version: str) -> Iterator[Path]:
    on_path = shutil.which(f"python{version}")
    if on_path is not None:
        yield Path(on_path)
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from sorted(root.glob(f"versions/{version}.*/bin/python"))


def _interpreter(version: str) -> Path | None:
    """An interpreter of a version; what pyenv puts on the path may be one that does not start."""
    asked = "import sys; print('.'.join(map(str, sys.version_info[:2])))"
    for path in _candidates(version):
        told = subprocess.run([path, "-c", asked], capture_output=True, text=True, check=False)
        if told.stdout.strip() == version:
            return path
    return None


def _test(interpreter: Path, folder: Path) -> None:
    """Install the wheel in a fresh environment, and run the tests that came with the sdist."""
    (wheel,), (sdist,) = _DIST.glob("*.whl"), _DIST.glob("*.tar.gz")
    subprocess.run([interpreter, "-m", "venv", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    wanted = (f"{wheel}[cli,fast,testing]", "pytest-xdist")
    subprocess.run([python, "-m", "pip", "install", "--quiet", *wanted], check=True)
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (tree,) = folder.glob("sro_core-*")
    for path in (tree / "src").rglob("*"):
        if path.is_file() and not path.name.endswith(".examples.toml"):
            path.unlink()
    tests = (python, "-m", "pytest", "--quiet", "--numprocesses=2")
    if subprocess.run(tests, cwd=tree, check=False).returncode:
        raise SystemExit(f"{interpreter} does not pass the tests")


def main() -> None:
    """Test under each that there is."""
    for version in _others():
        interpreter = _interpreter(version)
        if interpreter is None:
            print(f"Python {version} is not on this machine: not tested", flush=True)  # noqa: T201
            continue
        print(f"Python {version}: {interpreter}", flush=True)  # noqa: T201
        with tempfile.TemporaryDirectory() as temporary:
            _test(interpreter, Path(temporary))


if __name__ == "__main__":
    main()
