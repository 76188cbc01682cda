"""Real lists of agencies, districts and schools, read where they lie beside the checkout."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import pytest

import sro_core as sro
from real import needs_real_lists, read_rows
from sro_core.identifiers import (
    JURISDICTION,
    NCES_DISTRICT,
    NCES_SCHOOL,
    ORI,
    Identifier,
    is_nces_prefix,
    nces_jurisdiction,
    ori_jurisdiction,
)
from sro_core.problems import Problem

_PAGE: Final = Path(__file__).parents[1] / "docs" / "reference" / "identifiers.md"

pytestmark = needs_real_lists

_FBI: Final = "agencies/fbi_cde_agencies_2018.csv.gz"
_ODD_ORI: Final = "agencies/ori_edge_cases.csv"
_ORI_PREFIXES: Final = "agencies/ori_prefixes.csv"
_HOME_AGENCIES: Final = "agencies/home_example_olmsted_mn.csv"
_DIRECTORY: Final = "schools/ccd_school_directory_2019.csv.gz"
_DISTRICTS: Final = "schools/edge_districts_2018_19.csv.gz"
_CIVIL_RIGHTS: Final = "schools/crdc_2020_21_officers_per_school.csv.gz"
_ODD_NCES: Final = "schools/nces_id_edge_cases.csv"
_HOME_SCHOOLS: Final = "schools/home_example_olmsted_mn.csv"

#: Every column of identifiers, and what its values are read as.
_COLUMNS: Final[dict[tuple[str, str], Identifier]] = {
    (_FBI, "ori"): ORI,
    (_FBI, "state_key"): JURISDICTION,
    (_ODD_ORI, "value"): ORI,
    (_HOME_AGENCIES, "ori"): ORI,
    (_HOME_AGENCIES, "state_key"): JURISDICTION,
    (_DIRECTORY, "leaid"): NCES_DISTRICT,
    (_DIRECTORY, "ncessch"): NCES_SCHOOL,
    (_DIRECTORY, "state_location"): JURISDICTION,
    (_DISTRICTS, "LEAID"): NCES_DISTRICT,
    (_DISTRICTS, "STATE"): JURISDICTION,
    (_CIVIL_RIGHTS, "leaid"): NCES_DISTRICT,
    (_CIVIL_RIGHTS, "combokey"): NCES_SCHOOL,
    (_CIVIL_RIGHTS, "ncessch"): NCES_SCHOOL,
    (_CIVIL_RIGHTS, "lea_state"): JURISDICTION,
    (_HOME_SCHOOLS, "leaid"): NCES_DISTRICT,
    (_HOME_SCHOOLS, "ncessch"): NCES_SCHOOL,
    (_HOME_SCHOOLS, "state_location"): JURISDICTION,
}

#: The fields of the list of odd NCES ids; it also has fields that hold no such id.
_ODD_FIELDS: Final[dict[str, Identifier]] = {
    "LEAID": NCES_DISTRICT,
    "district_id": NCES_DISTRICT,
    "NCESSCH": NCES_SCHOOL,
    "NCES school id": NCES_SCHOOL,
    "COMBOKEY": NCES_SCHOOL,
    "COMBOKEY / NCESSCH": NCES_SCHOOL,
    "COMBOKEY / NCES_SCHOOL_ID": NCES_SCHOOL,
}

_CALLED: Final = {
    ORI: "ORI",
    NCES_DISTRICT: "district id",
    NCES_SCHOOL: "school id",
    JURISDICTION: "jurisdiction",
}


#: The state that a list gives for a number.
_STATE_OF: Final[dict[tuple[str, str], str]] = {
    (_FBI, "ori"): "state_key",
    (_HOME_AGENCIES, "ori"): "state_key",
    (_DIRECTORY, "leaid"): "state_location",
    (_DISTRICTS, "LEAID"): "STATE",
    (_CIVIL_RIGHTS, "leaid"): "lea_state",
    (_HOME_SCHOOLS, "leaid"): "state_location",
}

#: Columns of schools and the column of their districts.
_SCHOOL_AND_DISTRICT: Final = (
    (_DIRECTORY, "ncessch", "leaid"),
    (_CIVIL_RIGHTS, "combokey", "leaid"),
    (_CIVIL_RIGHTS, "ncessch", "leaid"),
    (_HOME_SCHOOLS, "ncessch", "leaid"),
)


_rows = cache(read_rows)


def _short(name: str) -> str:
    return name.partition(".")[0]


class Column(NamedTuple):
    """The values of a column that are not empty."""

    list_name: str
    name: str
    identifier: Identifier
    values: list[str]


def _columns() -> Iterator[Column]:
    for (name, column), identifier in _COLUMNS.items():
        values = [row[column] for row in _rows(name) if row[column]]
        yield Column(_short(name), column, identifier, values)
    for identifier in (NCES_DISTRICT, NCES_SCHOOL):
        values = [
            value
            for row in _rows(_ODD_NCES)
            if _ODD_FIELDS.get(row["field"]) is identifier
            for value in row["value"].split(" / ")
        ]
        yield Column(_short(_ODD_NCES), "value", identifier, values)


def _counts() -> Iterator[tuple[object, ...]]:
    """How many values of each column are accepted and refused."""
    for name, column, identifier, values in _columns():
        refused = sum(isinstance(identifier.parse(value), Problem) for value in values)
        total = len(values)
        yield name, column, _CALLED[identifier], total, total - refused, refused


def _refusals() -> Iterator[tuple[object, ...]]:
    """Every distinct value that is refused, how often it stands there and what is said of it."""
    for name, column, identifier, values in _columns():
        for value, times in Counter(values).items():
            found = identifier.parse(value)
            if isinstance(found, Problem):
                yield name, column, value, times, dict(found.params)["why"]


def _standing(identifier: Identifier, number: str, state: str) -> str:
    """How the beginning of a number stands to the state that its list gives."""
    of = ori_jurisdiction if identifier is ORI else nces_jurisdiction
    found = of(number)
    if found is None:
        known = identifier is not ORI and is_nces_prefix(number)
        return "federal" if known else "unknown"
    return "agrees" if found == JURISDICTION.parse(state) else "another state"


def _beginnings() -> Iterator[tuple[str, str, str, Counter[tuple[str, str, str]]]]:
    """The numbers of a list with its states, counted by number, state and standing."""
    for (name, column), state in _STATE_OF.items():
        identifier = _COLUMNS[name, column]
        pairs = ((row[column], row[state]) for row in _rows(name))
        counted = Counter(
            (number, of, _standing(identifier, number, of))
            for number, of in pairs
            if identifier.holds(number)
        )
        yield _short(name), column, state, counted


def _standings() -> Iterator[tuple[object, ...]]:
    for name, column, state, counted in _beginnings():
        totals: Counter[str] = Counter()
        for (_number, _of, standing), times in counted.items():
            totals[standing] += times
        words = ("agrees", "federal", "another state", "unknown")
        yield name, column, state, *(totals[word] for word in words)


def _doubts() -> Iterator[tuple[object, ...]]:
    """Every number that begins otherwise than its state, or as none does."""
    for name, _column, _state, counted in _beginnings():
        for (number, of, standing), times in sorted(counted.items()):
            if standing in ("another state", "unknown"):
                yield name, number, of, times, standing


def _schools_of_districts() -> Iterator[tuple[object, ...]]:
    for name, school, district in _SCHOOL_AND_DISTRICT:
        pairs = [(row[school], row[district]) for row in _rows(name) if row[school]]
        begin = sum(one.startswith(other) for one, other in pairs)
        yield _short(name), school, district, begin, len(pairs) - begin


def _shown(heading: str, width: int) -> list[tuple[str, ...]]:
    """The first columns of the table that stands under a heading of the page."""
    (section,) = re.findall(
        rf"^#+ {heading}\n(.*?)(?=^#|\Z)", _PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    lines = [line for line in section.splitlines() if line.startswith("|")]
    rows = [[cell.strip().strip("`") for cell in line.split("|")[1:-1]] for line in lines]
    return [tuple(row[:width]) for row in rows[2:]]


@pytest.mark.parametrize(
    ("heading", "measure"),
    [
        ("Accepted and refused", _counts),
        ("Every refusal", _refusals),
        ("How numbers begin", _standings),
        ("Every number that would be doubted", _doubts),
        ("Schools and their districts", _schools_of_districts),
    ],
)
def test_the_page_says_what_is_measured(
    heading: str, measure: Callable[[], Iterator[tuple[object, ...]]]
) -> None:
    measured = [tuple(map(str, row)) for row in measure()]
    assert _shown(heading, len(measured[0])) == measured


def test_the_list_of_odd_ori_says_itself_which_have_the_form() -> None:
    for row in _rows(_ODD_ORI):
        assert ORI.holds(row["value"]) is (row["matches_2_letters_plus_7"] == "yes"), row


def test_every_prefix_of_four_lists_of_ori_is_known_but_those_of_no_state() -> None:
    rows = _rows(_ORI_PREFIXES)
    unknown = {row["prefix"] for row in rows if ori_jurisdiction(row["prefix"]) is None}
    assert unknown == {"13", "C0", "CZ", "TS"}
    others = {row["prefix"] for row in rows if row["is_usps_code"] == "no"} - unknown
    assert others == {"GM", "NB"}


def test_fips_codes_are_those_of_the_geocode_list() -> None:
    """A few districts have their office in another state, so most of a code's rows decide."""
    states: dict[str, Counter[str]] = {}
    for row in _rows(_DISTRICTS):
        states.setdefault(row["STFIP"], Counter())[row["STATE"]] += 1
    assert len(states) == 55
    for fips, counted in states.items():
        ((state, _times),) = counted.most_common(1)
        assert nces_jurisdiction(fips) == f"US-{state}"


def test_a_federal_district_has_another_code_instead_of_one_of_fips() -> None:
    """The column OPSTFIPS is that of the state or system in charge."""
    codes = {row["OPSTFIPS"] for row in _rows(_DISTRICTS)}
    assert all(map(is_nces_prefix, codes))
    assert {code for code in codes if nces_jurisdiction(code) is None} == {"59"}
    assert all(row["LEAID"].startswith(row["OPSTFIPS"]) for row in _rows(_DISTRICTS))


def test_the_schools_of_the_home_county_make_a_registry_that_round_trips() -> None:
    """Load then dump gives the same bytes, also for names as directories write them."""
    schools = _rows(_HOME_SCHOOLS)
    agencies = _rows(_HOME_AGENCIES)
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
