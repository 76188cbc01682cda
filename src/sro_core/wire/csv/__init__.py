"""CSV as agencies export it: read by a profile, what cannot be read given back; tables written."""

from sro_core.wire.csv.profile import (
    Delimiter,
    Encoding,
    Profile,
    load_profile,
    loads_profile,
    read_profile,
)
from sro_core.wire.csv.reading import CsvResult, load_csv, read_csv
from sro_core.wire.csv.writing import write_csv

__all__ = [
    "CsvResult",
    "Delimiter",
    "Encoding",
    "Profile",
    "load_csv",
    "load_profile",
    "loads_profile",
    "read_csv",
    "read_profile",
    "write_csv",
]
