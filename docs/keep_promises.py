"""Keeps what the package promises, as docs/reference/compatibility.md says: run it after a change.

    python docs/keep_promises.py            writes the public surface, says what changed
    python docs/keep_promises.py --check    fails where a promise is not kept
    python docs/keep_promises.py --release  writes down what is released, for `docs/cut_release.py`

The surface is in tests/promise, with what the last release had beside it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from promises.changes import Change, changes
from promises.fragments import faults_of, read_fragments
from promises.ledger import broken, changed_packs, ledger_of, ledger_text, read_ledger
from promises.surface import surface

_ROOT: Final = Path(__file__).parents[1]
_FRAGMENTS: Final = _ROOT / "docs" / "changelog.d"
_KEPT: Final = _ROOT / "tests" / "promise"
_SURFACE: Final = _KEPT / "surface.txt"
_LAST_SURFACE: Final = _KEPT / "released" / "surface.txt"
_LEDGER: Final = _KEPT / "released" / "ledger.json"


def since_release(now: str) -> list[Change]:
    """What changed of the public surface since the last release."""
    return changes(_LAST_SURFACE.read_text("utf-8") if _LAST_SURFACE.exists() else "", now)


def unsaid(found: list[Change]) -> Iterator[str]:
    """What no fragment of the changelog names."""
    fragments = [item for item in read_fragments(_FRAGMENTS) if item.kind == "api"]
    for change in found:
        naming = [item for item in fragments if item.says(change.module, change.name)]
        if not naming:
            yield f"{change}; no fragment NAME.api names `{change.name or change.module}`"
        elif change.breaks and not any(item.says_breaking for item in naming):
            files = ", ".join(item.file for item in naming)
            yield f"{change}; {files} does not begin with 'Breaking: '"


def unsaid_packs() -> Iterator[str]:
    """The packs that say something else than when they were released, and nobody says so."""
    said = [item.names for item in read_fragments(_FRAGMENTS) if item.kind in {"rules", "fixes"}]
    named = frozenset[str]().union(*said)
    for name in changed_packs(read_ledger(_LEDGER), ledger_of(_ROOT)):
        if name not in named:
            yield f"{name}: the pack is new or changed; no fragment NAME.rules names `{name}`"


def faults(now: str) -> Iterator[str]:
    """Everything that is not kept, each a sentence."""
    if not _SURFACE.exists() or _SURFACE.read_text("utf-8") != now:
        yield "the public surface changed: run  python docs/keep_promises.py"
    yield from faults_of(_FRAGMENTS)
    yield from unsaid(since_release(now))
    yield from broken(read_ledger(_LEDGER), ledger_of(_ROOT))
    yield from unsaid_packs()


def main() -> None:
    """Write, check or release."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="fail where a promise is not kept")
    what.add_argument("--release", action="store_true", help="write down what is released")
    chosen = parser.parse_args()
    now = surface()
    if chosen.check:
        sys.exit("\n".join(faults(now)) or 0)
    _SURFACE.write_text(now, encoding="utf-8")
    if chosen.release:
        _LEDGER.parent.mkdir(exist_ok=True)
        _LEDGER.write_text(ledger_text(read_ledger(_LEDGER), ledger_of(_ROOT)), encoding="utf-8")
        _LAST_SURFACE.write_text(now, encoding="utf-8")
        return
    found = since_release(now)
    sys.stdout.write(f"{_SURFACE.relative_to(_ROOT)} written. Since the last release:\n")
    sys.stdout.write("".join(f"  {change}\n" for change in found) or "  nothing\n")
    missing = [*unsaid(found), *unsaid_packs()]
    sys.stdout.write("".join(f"to do: {item}\n" for item in missing))


if __name__ == "__main__":
    main()
