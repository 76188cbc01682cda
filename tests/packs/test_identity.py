"""Which pack it was: the hash of what it says, and whether it is one that ships."""

from __future__ import annotations

import hashlib
import json
import tomllib
from importlib.resources import files

import attrs
import pytest

from sro_core.packs import bundled, is_bundled, loads_pack, pack_sha256
from sro_core.rules import Pack

_TEXT = files("sro_core.packs").joinpath("us-ks.toml").read_text(encoding="utf-8")
_KANSAS = bundled().pack("us-ks")

each_pack = pytest.mark.parametrize("pack", bundled().packs, ids=lambda pack: pack.id)


@each_pack
def test_every_pack_that_ships_is_bundled(pack: Pack) -> None:
    assert is_bundled(pack)


def test_each_pack_has_its_own_hash() -> None:
    hashes = {pack_sha256(pack) for pack in bundled().packs}
    assert len(hashes) == len(bundled().packs)
    assert all(len(item) == 64 and int(item, 16) for item in hashes)


def test_the_hash_is_that_of_the_canonical_form() -> None:
    """A file that leaves out nothing but defaults, with its keys sorted and without spaces."""
    text = """
        title = "X"
        id = "x"
        edition = "1"
        confidence = "verified"
        researched_from = 2020-01-01
        verified_through = 2024-12-31
    """
    document = {
        key: value if type(value) is str else value.isoformat()
        for key, value in tomllib.loads(text).items()
    }
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"))
    assert pack_sha256(loads_pack(text)) == hashlib.sha256(canonical.encode()).hexdigest()


def test_how_a_file_is_written_does_not_count() -> None:
    stretched = "# A comment.\n" + _TEXT.replace("\n\n", "\n\n\n").replace(" = ", "   =  ")
    again = loads_pack(stretched.replace("bridge_days = 120\n", ""))
    assert pack_sha256(again) == pack_sha256(_KANSAS)
    assert is_bundled(again)


@pytest.mark.parametrize(
    "changed",
    [
        {"edition": "2026.1-springfield"},
        {"requirements": ()},
        {"open_questions": ()},
        {"title": "Kansas "},
    ],
)
def test_whatever_a_pack_says_counts(changed: dict[str, object]) -> None:
    other = attrs.evolve(_KANSAS, **changed)  # type: ignore[arg-type]
    assert pack_sha256(other) != pack_sha256(_KANSAS)
    assert not is_bundled(other)


def test_a_pack_that_does_not_ship_is_not_bundled() -> None:
    assert not is_bundled(attrs.evolve(_KANSAS, id="us-xx"))
    assert not is_bundled(attrs.evolve(_KANSAS, id="../packs/us-ks"))
