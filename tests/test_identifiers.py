"""Identifiers: what is read, what is refused and why, whose they are."""

from __future__ import annotations

import pytest

from sro_core.errors import InvalidRecord
from sro_core.identifiers import (
    JURISDICTION,
    JURISDICTIONS,
    LICENSE_NUMBER,
    NCES_DISTRICT,
    NCES_SCHOOL,
    ORI,
    Identifier,
    is_nces_prefix,
    license_key,
    nces_jurisdiction,
    ori_jurisdiction,
)
from sro_core.models import Agency, AgencyKind
from sro_core.problems import CODES, Problem, Severity


def why(found: str | Problem | None) -> str:
    """What a problem says; the test fails where there is none."""
    assert isinstance(found, Problem)
    return dict(found.params)["why"]


@pytest.mark.parametrize(
    ("identifier", "value", "canonical"),
    [
        (ORI, "MN0550100", "MN0550100"),
        (ORI, " mn0550100\n", "MN0550100"),
        (ORI, "MN-055 01-00", "MN0550100"),
        (ORI, "MN\u00a00550100", "MN0550100"),
        (ORI, "MN\u20110550100", "MN0550100"),
        (ORI, "nc084990x", "NC084990X"),
        (ORI, "MA0079ETZ", "MA0079ETZ"),
        (NCES_DISTRICT, "27-31800", "2731800"),
        (NCES_DISTRICT, "0902910 ", "0902910"),
        (NCES_SCHOOL, "2707350 00306", "270735000306"),
        (NCES_SCHOOL, "27-07350-00306", "270735000306"),
        (JURISDICTION, "US-MN", "US-MN"),
        (JURISDICTION, "us-mn", "US-MN"),
        (JURISDICTION, " mn ", "US-MN"),
        (JURISDICTION, "MINNESOTA", "US-MN"),
        (JURISDICTION, "west virginia", "US-WV"),
        (JURISDICTION, "virginia", "US-VA"),
        (JURISDICTION, "Washington", "US-WA"),
        (JURISDICTION, "Washington, D.C.", "US-DC"),
        (JURISDICTION, "U.S.", "US"),
        (JURISDICTION, "united states of america", "US"),
        (JURISDICTION, "Virgin Islands", "US-VI"),
        (JURISDICTION, "PR", "US-PR"),
        (LICENSE_NUMBER, "  mn  123 ", "MN 123"),
        (LICENSE_NUMBER, "MN\t123", "MN 123"),
        (LICENSE_NUMBER, "7", "7"),
        (LICENSE_NUMBER, "9" * 64, "9" * 64),
    ],
)
def test_what_is_read(identifier: Identifier, value: str, canonical: str) -> None:
    assert identifier.parse(value) == canonical
    assert identifier.holds(value) is (value == canonical)
    assert identifier.holds(canonical)


_SPREADSHEET = " (a spreadsheet may have dropped the zero at its beginning)"


@pytest.mark.parametrize(
    ("identifier", "value", "reason"),
    [
        (ORI, "", "it has 0 letters and digits, not 9"),
        (ORI, "MN055010", "it has 8 letters and digits, not 9"),
        (
            ORI,
            "MN05501",
            "it has 7 letters and digits, not 9 (crime statistics may leave out the last two)",
        ),
        (ORI, "MN 0550100 00", "it has 11 letters and digits, not 9"),
        (ORI, "C0034019E", "character 2 is '0', not a letter"),
        (ORI, "MN055.100", "character 6 is '.', not a letter or a digit"),
        (ORI, "MN0550100!", "character 10 is '!', not a letter or a digit"),
        (ORI, "\N{LATIN SMALL LETTER SHARP S}0550100", "character 1 is '\\xdf', not a letter"),
        (ORI, "\N{LATIN SMALL LETTER DOTLESS I}L0550100", "character 1 is '\\u0131', not a letter"),
        (ORI, "\N{KELVIN SIGN}S0550100", "character 1 is '\\u212a', not a letter"),
        (ORI, "\ud800", "character 1 is '\\ud800', not a letter"),
        (ORI, "MN\x000550100", "character 3 is '\\x00', not a letter or a digit"),
        (NCES_DISTRICT, "902910", f"it has 6 digits, not 7{_SPREADSHEET}"),
        (NCES_DISTRICT, "00001", "it has 5 digits, not 7"),
        (NCES_DISTRICT, "270735000306", "it has 12 digits, not 7"),
        (NCES_DISTRICT, "33SOP01", "character 3 is 'S', not a digit"),
        (NCES_DISTRICT, "2731800.0", "character 8 is '.', not a digit"),
        (NCES_DISTRICT, "２７３１８００", "character 1 is '\\uff12', not a digit"),
        (NCES_SCHOOL, "51393001212", f"it has 11 digits, not 12{_SPREADSHEET}"),
        (NCES_SCHOOL, "2731800", "it has 7 digits, not 12"),
        (NCES_SCHOOL, "A9902648", "character 1 is 'A', not a digit"),
        (JURISDICTION, "US-XX", "write US or an ISO 3166-2 code such as US-MN"),
        (JURISDICTION, "27", "write US or an ISO 3166-2 code such as US-MN"),
        (JURISDICTION, "", "write US or an ISO 3166-2 code such as US-MN"),
        (JURISDICTION, "Mınnesota", "write US or an ISO 3166-2 code such as US-MN"),
    ],
)
def test_what_is_refused(identifier: Identifier, value: str, reason: str) -> None:
    assert why(identifier.parse(value)) == why(identifier.check(value)) == reason
    assert not identifier.holds(value)
    assert identifier.display(value) == value


_PLACEHOLDER = "it looks like a placeholder, without a digit from 1 to 9"


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("", _PLACEHOLDER),
        ("N/A", _PLACEHOLDER),
        ("none", _PLACEHOLDER),
        ("pending", _PLACEHOLDER),
        ("000", _PLACEHOLDER),
        ("-", _PLACEHOLDER),
        ("1" * 65, "it is longer than 64 characters"),
        ("12\x003", "a character of it cannot be printed"),
        ("12\u200b3", "a character of it cannot be printed"),
        ("12\ud8003", "a character of it cannot be printed"),
    ],
)
def test_what_is_no_license_number(value: str, reason: str) -> None:
    assert why(LICENSE_NUMBER.parse(value)) == reason


class _Text(str):
    __slots__ = ()


@pytest.mark.parametrize("value", [None, 902910, 2731800.0, True, b"MN0550100", _Text("MN0550100")])
def test_only_a_text_is_read(value: object) -> None:
    for identifier in (JURISDICTION, ORI, NCES_DISTRICT, NCES_SCHOOL, LICENSE_NUMBER):
        assert why(identifier.parse(value)) == "it is not a text"


def test_what_is_only_written_otherwise_is_told_what_to_write() -> None:
    assert why(ORI.check("mn0550100")) == "write MN0550100"
    assert why(JURISDICTION.check("minnesota")) == "write US-MN"
    assert why(LICENSE_NUMBER.check("mn 123")) == "write it in upper case, with single spaces"
    assert ORI.check("MN0550100") is None


def test_a_record_takes_only_what_is_canonical_and_says_what_to_write() -> None:
    with pytest.raises(InvalidRecord) as caught:
        Agency(id="a", name="x", kind=AgencyKind.POLICE, jurisdiction="US-MN", ori="mn 0550100")
    (found,) = caught.value.problems
    assert (found.pointer, found.message) == ("/ori", "Not an ORI: write MN0550100.")


@pytest.mark.parametrize(
    ("identifier", "value", "shown"),
    [
        (JURISDICTION, "US", "United States"),
        (JURISDICTION, "US-DC", "District of Columbia"),
        (JURISDICTION, "US-AS", "American Samoa"),
        (JURISDICTION, "US-GU", "Guam"),
        (JURISDICTION, "US-MP", "Northern Mariana Islands"),
        (JURISDICTION, "US-PR", "Puerto Rico"),
        (JURISDICTION, "US-UM", "U.S. Minor Outlying Islands"),
        (JURISDICTION, "US-VI", "U.S. Virgin Islands"),
        (ORI, "MN0550100", "MN0550100"),
        (NCES_DISTRICT, "2707350", "2707350"),
        (NCES_SCHOOL, "270735000306", "2707350 00306"),
        (LICENSE_NUMBER, "MN 123", "MN 123"),
    ],
)
def test_what_people_read(identifier: Identifier, value: str, shown: str) -> None:
    assert identifier.display(value) == shown


def test_jurisdictions_are_the_states_the_district_the_territories_and_the_whole() -> None:
    assert len(JURISDICTIONS) == 50 + 1 + 6 + 1
    names = {JURISDICTION.display(code) for code in JURISDICTIONS}
    assert len(names) == len(JURISDICTIONS)
    for code in JURISDICTIONS:
        assert JURISDICTION.parse(code) == code
        assert JURISDICTION.parse(code.removeprefix("US-").lower()) == code
        assert JURISDICTION.parse(JURISDICTION.display(code).upper()) == code


def test_each_identifier_has_its_code() -> None:
    severities = {
        identifier.code: CODES[identifier.code].severity
        for identifier in (JURISDICTION, ORI, NCES_DISTRICT, NCES_SCHOOL, LICENSE_NUMBER)
    }
    assert severities == {
        "bad-jurisdiction": Severity.ERROR,
        "bad-ori": Severity.ERROR,
        "bad-nces-district-id": Severity.ERROR,
        "bad-nces-school-id": Severity.ERROR,
        "bad-license-number": Severity.WARNING,
    }


@pytest.mark.parametrize(
    ("ori", "jurisdiction"),
    [
        ("MN0550100", "US-MN"),
        ("NB0600200", "US-NE"),
        ("NE0600200", None),
        ("GMTGM0000", "US-GU"),
        ("GUTGM0000", None),
        ("DCPPD0000", "US-DC"),
        ("PRPPR0000", "US-PR"),
        ("VI0010300", "US-VI"),
        ("UTDI00300", "US-UT"),
        ("CZ0000500", None),
        ("TSOFENC02", None),
        ("US0000000", None),
        ("ZZ0550100", None),
    ],
)
def test_the_jurisdiction_of_an_ori(ori: str, jurisdiction: str | None) -> None:
    assert ori_jurisdiction(ori) == jurisdiction


@pytest.mark.parametrize(
    ("nces_id", "jurisdiction", "known"),
    [
        ("0100005", "US-AL", True),
        ("270735000306", "US-MN", True),
        ("1100087", "US-DC", True),
        ("5000024", "US-VT", True),
        ("6000030", "US-AS", True),
        ("6600040", "US-GU", True),
        ("690003000001", "US-MP", True),
        ("7200030", "US-PR", True),
        ("7800002", "US-VI", True),
        ("5800000", None, True),
        ("5900029", None, True),
        ("6100000", None, True),
        ("630001600052", None, True),
        ("0300000", None, False),
        ("0000000", None, False),
        ("9931800", None, False),
    ],
)
def test_the_jurisdiction_of_an_nces_id(
    nces_id: str, jurisdiction: str | None, known: bool
) -> None:
    assert nces_jurisdiction(nces_id) == jurisdiction
    assert is_nces_prefix(nces_id) is known


def test_spellings_of_one_license_number_have_one_key() -> None:
    assert {license_key(number) for number in ("MN-123", "mn 123", " Mn.123")} == {"MN123"}
    assert license_key("MN-0123") != license_key("MN-123")
