"""Real lists of agencies, districts and schools, read where they lie beside the checkout."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import sro_core as sro
from sro_core.identifiers import is_nces_district_id, is_nces_school_id, is_ori

_DATA = Path(__file__).parents[2] / "shared" / "data"

pytestmark = pytest.mark.skipif(
    not _DATA.is_dir(), reason="the real lists are not beside this checkout"
)


def _rows(name: str) -> Iterator[dict[str, str]]:
    path = _DATA / name
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def test_every_real_ori_but_one_typo_is_accepted() -> None:
    refused = [
        row["ori"]
        for row in _rows("agencies/fbi_cde_agencies_2018.csv.gz")
        if not is_ori(row["ori"])
    ]
    assert refused == ["C0034019E"]  # a digit zero where the letter O belongs


def test_every_school_of_the_directory_is_accepted_with_its_district() -> None:
    rows = list(_rows("schools/ccd_school_directory_2019.csv.gz"))
    assert len(rows) > 100_000
    assert all(is_nces_school_id(row["ncessch"]) for row in rows)
    assert all(is_nces_district_id(row["leaid"]) for row in rows)
    assert all(row["ncessch"].startswith(row["leaid"]) for row in rows)


def test_every_district_of_the_geocode_list_is_accepted() -> None:
    rows = list(_rows("schools/edge_districts_2018_19.csv.gz"))
    assert [row["LEAID"] for row in rows if not is_nces_district_id(row["LEAID"])] == []


def test_ids_that_lost_a_zero_or_hold_letters_are_refused() -> None:
    by_value = {row["value"]: row["field"] for row in _rows("schools/nces_id_edge_cases.csv")}
    for value in ("51393001212", "06CC31800001", "33SOP0199999", "A9902648"):
        assert value in by_value
        assert not is_nces_school_id(value)
    for value in ("902910", "06CC318", "33SOP01"):
        assert value in by_value
        assert not is_nces_district_id(value)


def test_the_schools_of_the_home_county_make_a_registry_that_round_trips() -> None:
    """Load then dump gives the same bytes, also for names as directories write them."""
    schools = list(_rows("schools/home_example_olmsted_mn.csv"))
    agencies = list(_rows("agencies/home_example_olmsted_mn.csv"))
    registry = sro.Registry.build(
        agencies=[
            {
                "id": row["ori"],
                "name": row["agency_name"],
                "kind": {"County": "sheriff", "City": "police"}.get(row["agency_type"], "other"),
                "jurisdiction": f"US-{row['state_key']}",
                "ori": row["ori"],
            }
            for row in agencies
        ],
        districts=[
            {
                "id": leaid,
                "name": name,
                "jurisdiction": "US-MN",
                "kind": "public",
                "nces_id": leaid,
            }
            for leaid, name in {row["leaid"]: row["lea_name"] for row in schools}.items()
        ],
        schools=[
            {
                "id": row["ncessch"],
                "district_id": row["leaid"],
                "name": row["school_name"],
                "level": "other",
                "control": "public",
                "nces_id": row["ncessch"],
            }
            for row in schools
        ],
    )
    assert len(registry.agencies) == 23
    assert sro.validate(registry) == ()
    text = sro.dumps(registry)
    assert sro.dumps(sro.loads(text)) == text
    assert len(json.loads(text)["schools"]) == len(schools)
