"""Redaction: what is replaced, by what, and that nothing private is shown anywhere."""

from __future__ import annotations

import copy
import datetime as dt
import importlib
import json
import pickle
import re
import traceback
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import attrs
import pytest

from sro_core.api import evaluate, validate
from sro_core.errors import InvalidRecord, SroError
from sro_core.identifiers import LICENSE_NUMBER, license_key
from sro_core.models import KINDS, Course, FrozenMap, License, Officer, Void
from sro_core.models._fields import PRIVATE, WIRE
from sro_core.privacy import redacted
from sro_core.problems import Problem
from sro_core.registry import Registry
from sro_core.wire.json import dumps, loads
from wire.samples import full

KEY: Final = b"sixteen letters."
OTHER_KEY: Final = bytes(range(16))
DAY: Final = dt.date(2025, 1, 2)

#: In every private value of the registries below, and nowhere else.
SECRET: Final = "Quillfeather"
PSEUDONYM: Final = re.compile(r"redacted-[a-p]{32}")


# which fields -------------------------------------------------------------------------------

#: The texts that nobody is named in. A new field that holds text is put here, or marked private.
PUBLIC: Final[dict[str, set[str]]] = {
    "Adopter": {"agency_id", "district_id", "agreement_id"},
    "Adoption": {"id", "requirement_id"},
    "Agency": {"id", "name", "jurisdiction", "ori"},
    "Agreement": {"id", "agency_id", "district_id", "funding"},
    "Assignment": {"id", "officer_id", "agency_id", "district_id", "school_ids", "agreement_id"},
    "Attestation": {
        "id",
        "fact",
        "officer_id",
        "assignment_id",
        "agency_id",
        "district_id",
        "school_id",
        "agreement_id",
    },
    "Completion": {"id", "officer_id", "course_id", "session_id"},
    "Course": {"id", "topics"},
    "CourseCode": {"code"},
    "District": {"id", "name", "jurisdiction", "nces_id"},
    "Employment": {"agency_id"},
    "Enrollment": {"id", "session_id", "officer_id"},
    "License": {"kind", "jurisdiction"},
    "Meeting": set(),
    "Officer": {"id"},
    "PlanReview": {"id", "officer_id", "plan_id"},
    "SafetyPlan": {"id", "district_id", "agency_id", "version"},
    "School": {"id", "district_id", "name", "nces_id"},
    "SchoolYear": {"name"},
    "TrainingSession": {"id", "course_id", "time_zone"},
    "Void": {"replaced_by"},
    "Waiver": {"id", "officer_id", "requirement_id"},
}


def _records_in(hint: Any) -> Iterator[type[Any]]:
    """The classes of records that a type speaks of."""
    if isinstance(hint, type) and attrs.has(hint):
        yield hint
    for part in typing.get_args(hint):
        yield from _records_in(part)


def _places() -> dict[str, type[Any]]:
    """Every class of record by its place in the format; marks that any record carries once."""
    found: dict[str, type[Any]] = {"voided": Void}
    waiting: list[tuple[str, type[Any]]] = list(KINDS.items())
    while waiting:
        place, kind = waiting.pop()
        found[place] = kind
        for name, hint in typing.get_type_hints(kind).items():
            if name != "voided":
                waiting += [(f"{place}/{name}", inner) for inner in _records_in(hint)]
    return found


PLACES: Final = _places()


def _holds_text(hint: Any) -> bool:
    return hint is str or any(map(_holds_text, typing.get_args(hint)))


def _texts(kind: type[Any]) -> set[str]:
    hints = typing.get_type_hints(kind)
    return {field.name for field in attrs.fields(kind) if _holds_text(hints[field.name])}


def _private(kind: type[Any]) -> set[str]:
    return {field.name for field in attrs.fields(kind) if field.metadata[PRIVATE] is not None}


def _key(kind: type[Any], name: str) -> str:
    key: str = attrs.fields_dict(kind)[name].metadata[WIRE] or name
    return key


@pytest.mark.parametrize("kind", PLACES.values())
def test_every_text_is_private_or_known_to_name_nobody(kind: type[Any]) -> None:
    public = PUBLIC[kind.__name__]
    assert _texts(kind) == public | _private(kind)
    assert not public & _private(kind)


@pytest.mark.parametrize("kind", PLACES.values())
def test_what_is_private_is_not_in_the_repr(kind: type[Any]) -> None:
    assert _private(kind) == {field.name for field in attrs.fields(kind) if not field.repr}


def test_the_page_says_what_is_replaced_and_what_is_kept() -> None:
    page = Path(__file__).parents[1] / "docs" / "how-to" / "share-a-registry.md"
    rows = re.findall(r"^\| (.+?) \|(.*)\|(.*)\|$", page.read_text("utf-8"), re.MULTILINE)
    said = {
        place.strip("`"): (set(re.findall(r"`(\w+)`", one)), set(re.findall(r"`(\w+)`", other)))
        for place, one, other in rows[2:]
    }
    common = {"extensions"}, {"id"}
    assert said.pop("every record") == common
    for place, kind in PLACES.items():
        replaced = {_key(kind, name) for name in _private(kind)} - common[0]
        kept = {_key(kind, name) for name in _texts(kind) - _private(kind)} - common[1]
        assert said.pop(place, (set(), set())) == (replaced, kept), place
    assert said == {}


# what stands there instead ------------------------------------------------------------------

#: Every pointer of the full document that is replaced.
REPLACED: Final = {
    "/officers/0/name",
    "/officers/0/licenses/0/number",
    "/courses/0/title",
    "/courses/0/provider",
    "/sessions/0/host",
    "/sessions/0/place",
    "/completions/0/certificate",
    "/waivers/0/granted_by",
    "/waivers/0/reason",
    "/attestations/0/stated_by",
} | {f"/{kind}/0/{name}" for kind in KINDS for name in ("voided/by", "voided/reason", "extensions")}


def _leaves(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """What a document holds by its pointer, application data as one value."""
    if isinstance(value, dict | list) and value and not pointer.endswith("/extensions"):
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in inside:
            yield from _leaves(item, f"{pointer}/{key}")
    else:
        yield pointer, value


def test_exactly_what_is_private_is_replaced() -> None:
    before = dict(_leaves(full()))
    after = dict(_leaves(json.loads(dumps(redacted(loads(json.dumps(full())), key=KEY)))))
    assert before.keys() == after.keys()
    assert {pointer for pointer, value in before.items() if after[pointer] != value} == REPLACED
    for pointer in REPLACED:
        if pointer.endswith("/extensions"):
            assert list(after[pointer]) == ["redacted"]
            assert PSEUDONYM.fullmatch(after[pointer]["redacted"])
        elif pointer.endswith("/number"):
            assert re.fullmatch(r"redacted-[a-p]{32}1", after[pointer])
        else:
            assert PSEUDONYM.fullmatch(after[pointer])


def officer(name: str | None = None, number: str | None = None, **values: Any) -> Officer:
    license_ = License(kind="peace_officer", jurisdiction="US-MN", number=number, start=DAY)
    return Officer(id="o1", name=name, employments=(), licenses=(license_,), **values)


def one(record: Officer, key: bytes = KEY) -> Officer:
    (found,) = redacted(Registry(officers=(record,)), key=key).officers
    return found


def number_for(number: str | None, key: bytes = KEY) -> str | None:
    return one(officer(number=number), key).licenses[0].number


def is_number(text: str | None) -> bool:
    return text is not None and not isinstance(LICENSE_NUMBER.parse(text), Problem)


def data_for(**data: Any) -> FrozenMap[str, Any]:
    return one(officer(extensions=FrozenMap(data))).extensions


def test_pseudonyms_are_the_same_in_every_release() -> None:
    """Computed with another program: HMAC-SHA256, its first half, the digits 0 to f as a to p."""
    found = one(officer(SECRET, "LIC-77321", extensions=FrozenMap({"note": SECRET})))
    assert found.name == "redacted-ngpnaecglplhkcbaamoiepgoojapmgfd"
    assert found.licenses[0].number == "redacted-lnihlhmjdaanpbcpcoofhghikenkafcc1"
    assert found.extensions == {"redacted": "redacted-ffpiaphelljonencecicikmhhlikdbhh"}


def test_what_is_left_out_stays_left_out() -> None:
    found = one(officer())
    assert found == officer()
    assert found.extensions == {}


def test_one_text_has_one_pseudonym_wherever_it_stands() -> None:
    void = Void(at=dt.datetime(2025, 1, 2, tzinfo=dt.UTC), by=SECRET, reason=f"{SECRET} asked")
    courses = (Course(id="c1", title=SECRET, provider=SECRET, voided=void),)
    shared = redacted(Registry(officers=(officer(SECRET),), courses=courses), key=KEY)
    (course,) = shared.courses
    assert course.voided is not None
    assert shared.officers[0].name == course.title == course.provider == course.voided.by
    assert course.voided.reason != course.voided.by


def test_one_number_has_one_pseudonym_however_it_is_spelled() -> None:
    spellings = ["LIC-77321", "lic 77321", "Lic77321"]
    assert len({license_key(number) for number in spellings}) == 1
    assert len({number_for(number) for number in spellings}) == 1
    assert number_for("LIC-77322") != number_for("LIC-77321")


@pytest.mark.parametrize("number", ["LIC-77321", "7", "0x1", "9" * 64, f"{SECRET} 8"])
def test_what_can_be_a_license_number_still_can(number: str) -> None:
    for key in (KEY, OTHER_KEY):
        shared = number_for(number, key)
        assert is_number(number)
        assert is_number(shared)


@pytest.mark.parametrize("number", ["pending", "000", "n/a", "9" * 65, "-", SECRET])
def test_what_cannot_be_a_license_number_still_cannot(number: str) -> None:
    for key in (KEY, OTHER_KEY):
        shared = number_for(number, key)
        assert not is_number(number)
        assert not is_number(shared)


@pytest.mark.parametrize(
    ("numbers", "codes"),
    [
        (("LIC-77321", "lic 77321"), ["license-number-shared"]),
        (("LIC-77321", "LIC-77322"), []),
        (("pending", "pending"), ["bad-license-number"] * 2),
    ],
)
def test_numbers_of_two_officers_are_as_equal_as_before(
    numbers: tuple[str, str], codes: list[str]
) -> None:
    first, second = (officer(number=number) for number in numbers)
    registry = Registry(officers=(first, attrs.evolve(second, id="o2")))
    for found in (registry, redacted(registry, key=KEY)):
        assert [item.code for item in validate(found)] == codes


def test_equal_application_data_has_one_pseudonym() -> None:
    assert data_for(a=1, b=(2.5, None)) == data_for(b=(2.5, None), a=1.0)
    assert data_for(a=1) != data_for(a=True)
    assert data_for(a=1) != data_for(a="1")
    assert data_for(a=1) != data_for(b=1)


def test_a_redacted_registry_can_be_redacted_again() -> None:
    registry = loads(json.dumps(full()))
    once = redacted(registry, key=KEY)
    again = redacted(once, key=OTHER_KEY)
    assert dumps(again) not in {dumps(once), dumps(redacted(registry, key=OTHER_KEY))}
    assert again.officers[0].extensions.keys() == {"redacted"}
    assert is_number(again.officers[0].licenses[0].number)


# keys ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key",
    [b"", b"fifteen letters", "sixteen letters.", bytearray(KEY), memoryview(KEY), None, 16],
)
def test_a_weak_key_is_refused_and_not_shown(key: Any) -> None:
    with pytest.raises(InvalidRecord) as caught:
        redacted(Registry(), key=key)
    (item,) = caught.value.problems
    assert (item.code, item.pointer) == ("weak-key", "/key")
    assert item.message == "The key must be bytes, 16 or more."
    assert "letters" not in _said(caught.value)


def test_sixteen_bytes_are_enough() -> None:
    assert redacted(Registry(), key=KEY) == Registry()


# what is shown ------------------------------------------------------------------------------


def _said(error: BaseException) -> str:
    """All that an exception says: to people, to logs, to another process."""
    copied = pickle.loads(pickle.dumps(error))
    shown = [repr(error), str(error), repr(copied), str(copied), repr(pickle.dumps(error))]
    return "".join([*shown, *traceback.format_exception(error)])


def _secretive() -> dict[str, Any]:
    """The full document with the secret in every private place."""
    document = full()
    for pointer in REPLACED:
        *way, last = pointer.split("/")[1:]
        place: Any = document
        for token in way:
            place = place[int(token) if token.isdigit() else token]
        place[last] = {"note": [SECRET]} if last == "extensions" else f"{SECRET} 7"
    return document


#: What a private text may not be, with the secret in it.
_WRONG: Final[list[Any]] = [[SECRET], {SECRET: SECRET}, f"{SECRET}\ud800"]


@pytest.mark.parametrize("pointer", sorted(REPLACED))
def test_no_refusal_of_a_document_shows_a_private_value(pointer: str) -> None:
    *way, last = pointer.split("/")[1:]
    wrong = [[SECRET], SECRET, {"a": f"{SECRET}\ud800"}] if last == "extensions" else _WRONG
    for value in wrong:
        document = _secretive()
        place: Any = document
        for token in way:
            place = place[int(token) if token.isdigit() else token]
        place[last] = value
        lists = {kind: document[kind] for kind in KINDS}
        with pytest.raises(SroError) as read:
            loads(json.dumps(document))
        with pytest.raises(SroError) as built:
            Registry.build(**lists)
        for error in (read.value, built.value):
            assert pointer in str(error)
            assert SECRET not in _said(error)


def test_no_refusal_of_a_broken_text_shows_what_stands_in_it() -> None:
    text = json.dumps(_secretive())
    for broken in (text[:-1], text.replace(f'"{SECRET} 7"', f'"{SECRET}\n"'), text + SECRET):
        with pytest.raises(SroError) as caught:
            loads(broken)
        assert SECRET not in _said(caught.value)
    with pytest.raises(SroError) as caught:
        loads(text.encode("utf-16"))
    assert SECRET not in _said(caught.value)


def _samples() -> dict[type[Any], Any]:
    """A record of every class, out of the full document."""
    found: dict[type[Any], Any] = {}
    waiting: list[Any] = [
        record for _kind, records in loads(json.dumps(_secretive())).lists() for record in records
    ]
    while waiting:
        record = waiting.pop()
        found[type(record)] = record
        for field in attrs.fields(type(record)):
            value = getattr(record, field.name)
            inside = value if isinstance(value, tuple) else (value,)
            waiting += [item for item in inside if attrs.has(type(item))]
    return found


@pytest.mark.parametrize("kind", PLACES.values())
def test_no_record_shows_a_private_value_or_refuses_it_aloud(kind: type[Any]) -> None:
    record = _samples()[kind]
    for shown in (repr(record), str(record), f"{record!a}"):
        assert SECRET not in shown
    for name in _private(kind):
        for value in (*_WRONG, SECRET.encode(), FrozenMap({SECRET: [SECRET]})):
            with pytest.raises(InvalidRecord) as caught:
                attrs.evolve(record, **{name: value})
            assert SECRET not in _said(caught.value)


def test_no_report_list_or_change_shows_a_private_value() -> None:
    document = _secretive()
    for kind in KINDS:
        second = copy.deepcopy(document[kind][0]) | {"id": "other"}
        document[kind].append(second | {"voided": {**second["voided"], "replaced_by": "x"}})
    del document["assignments"][0]["voided"], document["officers"][0]["voided"]
    registry = loads(json.dumps(document))
    report = evaluate(registry, as_of=dt.date(2025, 9, 2))
    assert report.findings
    since, until = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (2000, 2030))
    changes = registry.changes_between(since, until)
    assert len(changes) > len(KINDS)
    shown = [
        *(repr(item) + str(item) for item in (registry, report, *changes)),
        *(repr(item) + str(item) for item in validate(registry)),
        *(repr(report.explain(item)) + str(report.explain(item)) for item in report.findings),
        dumps(report, explain=True),
    ]
    assert SECRET not in "".join(shown)
    assert SECRET not in dumps(redacted(registry, key=KEY))


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("validate", "bad-license-number"),
        ("validate --format json", "bad-license-number"),
        ("readiness --as-of 2025-09-02", "o1"),
        ("readiness --as-of 2025-09-02 --by school", "o1"),
        ("readiness --as-of 2025-09-02 --format json", "o1"),
        ("explain --officer o1 --requirement us-mn.sro-course --as-of 2025-09-02", "o1"),
    ],
)
def test_no_command_prints_a_private_value(asked: str, shown: str, tmp_path: Path) -> None:
    pytest.importorskip("typer")
    command = importlib.import_module("cli.running")
    document = _secretive()
    document["officers"][0]["licenses"][0]["number"] = SECRET
    for kind in KINDS:
        del document[kind][0]["voided"]
    name, *options = asked.split()
    done = command.run(name, command.write(tmp_path, document), *options)
    assert shown in done.output
    assert SECRET not in done.output
    document["officers"][0]["name"] = [SECRET]
    document["officers"][0]["licenses"][0]["number"] = f"{SECRET}\ud800"
    refused = command.run(name, command.write(tmp_path, document), *options)
    assert "/officers/0/name" in refused.output
    assert SECRET not in refused.output
