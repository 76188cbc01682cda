"""Builds sdist and wheel as two strangers would, and leaves them in dist/ if both got the same.

    python tests/release/artifacts.py

The second stranger works in a folder that has been worked in for long, under another
umask, time zone and language, with files that carry other times and rights. Sdist, wheel
made from the sdist, and wheel made from the folder have to be the same, byte for byte, and
to hold what belongs in them. Needs the extra `release`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

sys.path.append(str(Path(__file__).parents[1]))

from release.checkout import ROOT, copy
from release.contents import differences, in_sdist, in_wheel, of_sdist, of_wheel

_DIST: Final = ROOT / "dist"

#: What lies around in a folder in which somebody works, and belongs in no distribution.
_LEFTOVERS: Final = (
    ".venv-tests/bin/python",
    ".hypothesis/examples/0",
    ".mypy_cache/cache.json",
    "build/lib/sro_core/__init__.py",
    "dist/sro_core-0.0.1.tar.gz",
    "roster.csv",
    "src/sro_core/__pycache__/api.cpython-311.pyc",
    "tests/.pytest_cache/README.md",
    "tests/__pycache__/real.cpython-311.pyc",
)

_ANOTHER_DAY: Final = 1_000_000_000


def _worked_in(tree: Path) -> Path:
    """A checkout after long use, in the hands of somebody who shares nothing."""
    for name in _LEFTOVERS:
        path = tree / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"left over")
    for path in tree.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
        os.utime(path, (_ANOTHER_DAY, _ANOTHER_DAY))
    return tree


def _build(tree: Path, *options: str, umask: int, **environment: str) -> Path:
    """Build into a folder of its own beside the checkout, and name it."""
    out = Path(tempfile.mkdtemp(prefix="built-", dir=tree.parent))
    done = subprocess.run(
        [sys.executable, "-m", "build", *options, "--outdir", out, tree],
        env={**os.environ, **environment},
        umask=umask,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stdout)
    return out


def _hashes(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def main() -> None:
    """Build, compare, look inside, and keep."""
    with tempfile.TemporaryDirectory() as temporary:
        one = copy(Path(temporary) / "checkout")
        other = _worked_in(copy(Path(temporary) / "elsewhere" / "deeper" / "sro"))
        built = _build(one, umask=0o022, TZ="UTC", LC_ALL="C.UTF-8")
        again = _build(other, umask=0o077, TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="1")
        direct = _build(other, "--wheel", umask=0o002)
        first, second, wheel_alone = _hashes(built), _hashes(again), _hashes(direct)
        if not (len(first) == 2 and first == second and wheel_alone.items() < first.items()):
            raise SystemExit(f"not the same bytes:\n{first}\n{second}\n{wheel_alone}")
        (sdist,), (wheel,) = built.glob("*.tar.gz"), built.glob("*.whl")
        told = [f"{sdist.name}: {told}" for told in differences(in_sdist(sdist), of_sdist(one))]
        told += [f"{wheel.name}: {told}" for told in differences(in_wheel(wheel), of_wheel(one))]
        if told:
            raise SystemExit("\n".join(told))
        shutil.rmtree(_DIST, ignore_errors=True)
        shutil.copytree(built, _DIST)
    for name, sha256 in sorted(first.items()):
        print(f"{sha256}  {name}")  # noqa: T201
    subprocess.run(
        [sys.executable, "-m", "twine", "check", "--strict", *_DIST.iterdir()], check=True
    )


if __name__ == "__main__":
    main()
