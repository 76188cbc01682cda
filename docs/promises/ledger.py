"""What was released and is kept for ever: editions of packs, names in them, codes, golden files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from sro_core.packs import bundled, pack_sha256
from sro_core.problems import CODES

__all__ = ["Ledger", "broken", "changed_packs", "ledger_of", "ledger_text", "read_ledger"]

_GOLDEN: Final = "tests/wire/golden"


class Ledger(NamedTuple):
    """What stands fixed.

    Attributes:
        packs: By pack, the hash of each edition.
        requirements: The ids of requirements.
        codes: The codes of problems.
        golden: The hash of each golden file.
    """

    packs: Mapping[str, Mapping[str, str]]
    requirements: tuple[str, ...]
    codes: tuple[str, ...]
    golden: Mapping[str, str]


def ledger_of(root: Path) -> Ledger:
    """What stands in the package that is imported, and in the checkout at `root`."""
    packs = bundled().packs
    golden = (path for path in sorted((root / _GOLDEN).rglob("*")) if path.is_file())
    return Ledger(
        packs={pack.id: {pack.edition: pack_sha256(pack)} for pack in packs},
        requirements=tuple(sorted(item.id for pack in packs for item in pack.requirements)),
        codes=tuple(sorted(CODES)),
        golden={
            path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in golden
            if path.suffix != ".md"
        },
    )


def read_ledger(path: Path) -> Ledger:
    """What was released; nothing, before the first release."""
    if not path.exists():
        return Ledger({}, (), (), {})
    said = json.loads(path.read_text("utf-8"))
    return Ledger(said["packs"], tuple(said["requirements"]), tuple(said["codes"]), said["golden"])


def ledger_text(released: Ledger, now: Ledger) -> str:
    """The ledger after a release: what stood in it, and what is new."""
    ids = sorted(released.packs.keys() | now.packs.keys())
    said = {
        "packs": {
            name: {**released.packs.get(name, {}), **now.packs.get(name, {})} for name in ids
        },
        "requirements": now.requirements,
        "codes": now.codes,
        "golden": now.golden,
    }
    return json.dumps(said, indent=1) + "\n"


def changed_packs(released: Ledger, now: Ledger) -> list[str]:
    """The packs that say something else than the last release, or are new or gone."""
    return [
        name
        for name in sorted(released.packs.keys() | now.packs.keys())
        if not now.packs.get(name, {}).items() <= released.packs.get(name, {}).items()
        or name not in now.packs
    ]


def broken(released: Ledger, now: Ledger) -> Iterator[str]:
    """What was promised and is not kept, each a sentence."""
    for name, editions in released.packs.items():
        if name not in now.packs:
            yield f"{name}: the pack was released and is gone"
            continue
        ((edition, sha256),) = now.packs[name].items()
        if edition in editions:
            if editions[edition] != sha256:
                yield (
                    f"{name}: edition {edition} was released and says something else now; "
                    "give the pack a new edition"
                )
        elif _order(edition) < max(map(_order, editions)):
            yield f"{name}: edition {edition} is older than one that was released"
    for what, kept, there in (
        ("requirement", released.requirements, now.requirements),
        ("problem code", released.codes, now.codes),
    ):
        for name in sorted(set(kept) - set(there)):
            yield f"{name}: the {what} was released and is gone"
    for name, sha256 in released.golden.items():
        if now.golden.get(name) != sha256:
            yield f"{name}: the golden file was released, and is never remade"


def _order(edition: str) -> tuple[int, ...]:
    return tuple(map(int, edition.split(".")))
