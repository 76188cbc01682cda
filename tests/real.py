"""The real lists that may lie beside the checkout, and how they are read."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
from pathlib import Path
from typing import Final

import pytest

__all__ = ["needs_real_lists", "read_bytes", "read_rows", "us_day"]

_DATA: Final = Path(__file__).parents[2] / "shared" / "data"

needs_real_lists: Final = pytest.mark.skipif(
    not _DATA.is_dir(), reason="the real lists are not beside this checkout"
)


def read_bytes(name: str) -> bytes:
    """A list as it is, but for its compression."""
    contents = (_DATA / name).read_bytes()
    return gzip.decompress(contents) if name.endswith(".gz") else contents


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of a list, in the order of the file."""
    path = _DATA / name
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def us_day(text: str) -> dt.date:
    """A day as the lists write it: month/day/year."""
    month, day, year = text.split("/")
    return dt.date(int(year), int(month), int(day))
