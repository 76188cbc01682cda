"""The fragments of the changelog: one file for each change that a user may see.

A fragment is `NAME.KIND` in docs/changelog.d; towncrier puts them together at a release.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

__all__ = ["KINDS", "Fragment", "faults_of", "read_fragments"]

#: The kinds, in the order of the changelog.
KINDS: Final = ("rules", "format", "api", "fixes")

_NAME: Final = re.compile(rf"(?P<name>[a-z0-9-]+)\.(?P<kind>{'|'.join(KINDS)})")
_CODE: Final = re.compile(r"`([^`]+)`")
_DOTTED: Final = re.compile(r"[A-Za-z_][\w-]*(?:\.\w+)*")
_BREAKING: Final = "Breaking: "
#: Keeps the folder when a release has emptied it.
_KEEPER: Final = ".gitignore"


class Fragment(NamedTuple):
    """What the changelog will say of one change.

    Attributes:
        file: The name of its file.
        kind: Under which heading it stands.
        text: What it says.
    """

    file: str
    kind: str
    text: str

    @property
    def says_breaking(self) -> bool:
        """Whether it warns that programs may break."""
        return self.text.startswith(_BREAKING)

    @property
    def names(self) -> frozenset[str]:
        """The names that it says as code, without what follows a name."""
        found = (_DOTTED.match(code) for code in _CODE.findall(self.text))
        return frozenset(match[0] for match in found if match)

    def says(self, module: str, name: str) -> bool:
        """Whether it names something public: in full, or without the module."""
        whole = f"{module}.{name}" if name else module
        return bool(self.names & {whole, name or module})


def read_fragments(folder: Path) -> list[Fragment]:
    """Every fragment, by name; those with a name that is none are left out."""
    return [
        Fragment(path.name, match["kind"], path.read_text("utf-8").strip())
        for path in sorted(folder.iterdir())
        if (match := _NAME.fullmatch(path.name))
    ]


def faults_of(folder: Path) -> list[str]:
    """What is wrong with the files in the folder, each a sentence."""
    found = [
        f"{path.name}: not a fragment; they are called NAME.KIND, KIND one of {', '.join(KINDS)}"
        for path in sorted(folder.iterdir())
        if not _NAME.fullmatch(path.name) and path.name != _KEEPER
    ]
    for item in read_fragments(folder):
        if not item.text:
            found.append(f"{item.file}: it says nothing")
        elif item.text.startswith(("-", "*", "#")):
            found.append(f"{item.file}: one sentence or several, neither a list nor a heading")
    return found
