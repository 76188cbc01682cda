"""The examples of the packs that ship: beside the packs in the sources, not in the wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

__all__ = ["FOLDER", "needs_pack_examples"]

FOLDER: Final = Path(__file__).parents[1] / "src" / "sro_core" / "packs"

needs_pack_examples: Final = pytest.mark.skipif(
    not any(FOLDER.glob("*.examples.toml")),
    reason="the examples of the packs are not beside tests/",
)
