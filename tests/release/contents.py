"""What belongs in the distributions, and what differs from it.

A wheel holds the package and nothing else: every file of src/sro_core byte for byte, but
for the examples of the packs, which only tests read. An sdist holds all that its tests
need: sources with those examples, tests and docs.
"""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

__all__ = ["differences", "in_sdist", "in_wheel", "of_sdist", "of_wheel"]

#: What a wheel must hold whatever the sources say, so that a file lost there is missed here.
_ANCHORS: Final = (
    "sro_core/py.typed",
    "sro_core/packs/common.toml",
    "sro_core/packs/federal.toml",
    "sro_core/packs/us-mn.toml",
    "sro_core/examples/olmsted.json",
    "sro_core/wire/schema.py",
)

#: What the backend writes by itself.
_METADATA: Final = ("METADATA", "RECORD", "WHEEL", "entry_points.txt")


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def of_wheel(tree: Path) -> dict[str, bytes | None]:
    """What the wheel of a checkout has to hold, by name; None where the bytes are the backend's."""
    source = tree / "src"
    wanted: dict[str, bytes | None] = dict.fromkeys(_ANCHORS, b"")
    wanted |= dict.fromkeys((f"dist-info/{name}" for name in _METADATA), None)
    for path in _files(source):
        if not path.name.endswith(".examples.toml"):
            wanted[path.relative_to(source).as_posix()] = path.read_bytes()
    return wanted


def of_sdist(tree: Path) -> dict[str, bytes | None]:
    """What the sdist of a checkout has to hold, by name; None where the bytes are the backend's."""
    names = (".gitignore", "CHANGELOG.md", "README.md", "pyproject.toml")
    paths = [tree / name for name in names]
    for folder in ("docs", "src", "tests"):
        paths += _files(tree / folder)
    found: dict[str, bytes | None] = {"PKG-INFO": None}
    return found | {path.relative_to(tree).as_posix(): path.read_bytes() for path in paths}


def in_wheel(wheel: Path) -> dict[str, bytes]:
    """What a wheel holds, by name, the folder of its metadata without name and version."""
    with zipfile.ZipFile(wheel) as archive:
        found = {item.filename: archive.read(item) for item in archive.infolist()}
    name, version, *_tags = wheel.name.split("-")
    own = f"{name}-{version}."
    return {place.removeprefix(own): contents for place, contents in found.items()}


def in_sdist(sdist: Path) -> dict[str, bytes]:
    """What an sdist holds, by name, without the folder around it all."""
    found: dict[str, bytes] = {}
    with tarfile.open(sdist) as archive:
        for member in archive:
            contents = archive.extractfile(member)
            if contents is not None:
                found[member.name.partition("/")[2]] = contents.read()
    return found


def differences(found: Mapping[str, bytes], wanted: Mapping[str, bytes | None]) -> list[str]:
    """What is missing, what is there and should not be, and what is not what it should be."""
    told = [f"{name} is missing" for name in sorted(wanted.keys() - found.keys())]
    told += [f"{name} does not belong here" for name in sorted(found.keys() - wanted.keys())]
    for name in sorted(found.keys() & wanted.keys()):
        if wanted[name] is not None and wanted[name] != found[name]:
            told.append(f"{name} is not what the checkout has")
    return told
