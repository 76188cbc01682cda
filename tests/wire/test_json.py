"""Strict JSON, both ways."""

from __future__ import annotations

import ast
import io
import json
import pickle
import random
import stat
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sro_core.errors import InvalidDocument, SroError, UnsupportedVersion
from sro_core.registry import Registry
from sro_core.wire import json as wire
from sro_core.wire.registries import registry_sha256
from wire.samples import PRIVATE, changed, full, pointers

HEAD = '"format": "sro-core/registry", "version": 1'


def refused(text: str | bytes) -> InvalidDocument:
    with pytest.raises(InvalidDocument) as caught:
        wire.loads(text)
    return caught.value


def found(text: str | bytes) -> list[tuple[str, str]]:
    return [(item.code, item.pointer) for item in refused(text).problems]


def outcome(text: str | bytes) -> tuple[Registry | None, InvalidDocument | None]:
    try:
        return wire.loads(text), None
    except InvalidDocument as error:
        return None, error


def params(text: str | bytes) -> dict[str, str]:
    (item,) = refused(text).problems
    return dict(item.params)


def with_course(members: str) -> str:
    return (
        f'{{{HEAD}, "courses": [{{"id": "c1", "title": "T", "provider": "P"'
        f"{', ' if members else ''}{members}}}]}}"
    )


# the text as a whole


@pytest.mark.parametrize("text", ["", b"", " \t\r\n ", b"\xef\xbb\xbf", "\ufeff \n"])
def test_an_empty_document_is_refused(text: str | bytes) -> None:
    assert found(text) == [("json-empty", "")]


def test_bytes_that_are_not_utf_8_are_refused_with_their_offset() -> None:
    assert params(b'{"format": "\xff"}') == {"offset": "12"}
    assert found(b"\xff\xfe{\x00}\x00") == [("json-encoding", "")]


def test_a_byte_order_mark_at_the_beginning_is_passed_over() -> None:
    text = json.dumps(full())
    expected = wire.loads(text)
    assert wire.loads(b"\xef\xbb\xbf" + text.encode()) == expected
    assert wire.loads("\ufeff" + text) == expected


def test_a_second_byte_order_mark_is_refused() -> None:
    assert found("\ufeff\ufeff{}") == [("json-syntax", "")]


@pytest.mark.parametrize(
    "text", ["{} {}", "{}]", "{} x", "nul", "{'a': 1}", "[1,]", "{,}", "\xa0{}", "01", ".5"]
)
def test_what_is_not_json_is_refused(text: str) -> None:
    assert found(text) == [("json-syntax", "")]


def test_a_syntax_problem_says_line_and_column() -> None:
    given_params = params('{\n  "format": oops\n}')
    assert (given_params["line"], given_params["column"]) == ("2", "13")


def test_the_documents_text_is_not_kept_in_the_error() -> None:
    error = refused('{"officers": [{"name": "Quillfeather"')
    assert error.__cause__ is None
    assert error.__context__ is None
    assert "Quillfeather" not in "".join(traceback.format_exception(error))


def test_a_raw_control_character_is_refused() -> None:
    given_params = params('{\n "format": "a\tb"}')
    assert found('{\n "format": "a\tb"}') == [("json-control-character", "")]
    assert (given_params["line"], given_params["column"]) == ("2", "14")


@pytest.mark.parametrize("text", ["[]", "1", "null", '"text"', "true"])
def test_a_document_that_is_no_object_is_refused(text: str) -> None:
    assert found(text) == [("wrong-type", "")]


def test_a_number_alone_that_cannot_be_read_is_the_only_problem() -> None:
    assert found("NaN") == [("json-number", "")]


def test_text_is_asked_for_not_anything_else() -> None:
    with pytest.raises(TypeError, match="NoneType"):
        wire.loads(None)  # type: ignore[arg-type]


# nesting


def nested(levels: int) -> str:
    """A document nested so many levels deep in all."""
    inside = levels - 4
    return with_course(f'"extensions": {{"x": {"[" * inside}{"]" * inside}}}')


def test_sixty_four_levels_are_read() -> None:
    assert len(wire.loads(nested(64)).courses) == 1


def test_sixty_five_levels_are_refused() -> None:
    assert found(nested(65)) == [("json-depth", "")]
    assert params(nested(65))["limit"] == "64"


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
@pytest.mark.parametrize("count", [100_000, 1_000_000])
def test_deep_nesting_is_refused_however_deep(opening: str, count: int) -> None:
    assert found(opening * count) == [("json-depth", "")]


def test_brackets_inside_strings_are_no_nesting() -> None:
    brackets = json.dumps('"\\' + "[{" * 200)
    assert len(wire.loads(with_course(f'"extensions": {{"x": {brackets}}}')).courses) == 1


@pytest.mark.parametrize("text", ['"' + '\\"' * 500_000, '"' * 500_001, "\\" * 500_000])
def test_a_broken_string_is_refused_however_long(text: str) -> None:
    assert found(text)[0][0] == "json-syntax"


# numbers


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_words_for_numbers_are_refused(word: str) -> None:
    assert found(with_course(f'"hours": {word}')) == [("json-number", "/courses/0/hours")]


@pytest.mark.parametrize("number", ["1e999", "-1e999", "1e-999", "1e99999999999999999999999"])
def test_a_number_that_no_double_can_hold_is_refused(number: str) -> None:
    place = "/courses/0/extensions/x"
    assert found(with_course(f'"extensions": {{"x": {number}}}')) == [("bad-number", place)]
    assert found(with_course(f'"hours": {number}')) == [("bad-number", "/courses/0/hours")]


@pytest.mark.parametrize("number", ["9" * 100_000, "0." + "1" * 100_000, "-" + "1" * 4301])
def test_a_huge_number_is_refused_by_its_length(number: str) -> None:
    assert found(with_course(f'"hours": {number}')) == [("json-number-size", "/courses/0/hours")]


def test_a_zero_with_any_exponent_is_zero() -> None:
    text = with_course('"hours": 0.0e99999999999999999999999')
    assert wire.loads(text).courses[0].hours == 0


def test_application_data_keeps_only_numbers_that_a_double_holds() -> None:
    text = with_course(
        '"extensions": {"a": 9007199254740993, "b": [0.1, 0.10000000000000000001], "c": 1e2}'
    )
    assert found(text) == [
        ("bad-number", "/courses/0/extensions/a"),
        ("bad-number", "/courses/0/extensions/b/1"),
    ]


# keys and strings


def test_every_repeated_key_is_reported_with_its_pointer() -> None:
    text = with_course(
        '"title": "U", "extensions": {"a": [{"x": 1, "x": 1, "x": 2}], "b/c": 1, "b/c": 2}'
    )
    assert found(text) == [
        ("json-repeated-key", "/courses/0/extensions/a/0/x"),
        ("json-repeated-key", "/courses/0/extensions/b~1c"),
        ("json-repeated-key", "/courses/0/title"),
    ]


def test_a_repeated_key_at_the_top_is_reported() -> None:
    assert found(f'{{{HEAD}, "courses": [], "courses": [1]}}') == [
        ("json-repeated-key", "/courses")
    ]
    assert found(f'{{{HEAD}, "version": 1}}') == [("json-repeated-key", "/version")]


def test_a_repeated_key_is_found_by_what_it_means_not_how_it_is_spelled() -> None:
    assert found(with_course(r'"\u0074itle": "U"')) == [("json-repeated-key", "/courses/0/title")]


def test_half_a_surrogate_pair_is_refused_with_its_pointer() -> None:
    text = with_course(r'"extensions": {"a": "\ud800", "b": ["\uDFFF x"], "\udc00": 1}')
    assert found(text) == [
        ("json-surrogate", "/courses/0/extensions/\\udc00"),
        ("json-surrogate", "/courses/0/extensions/a"),
        ("json-surrogate", "/courses/0/extensions/b/0"),
    ]
    str(refused(text)).encode()


def test_half_a_surrogate_pair_in_a_field_is_one_problem() -> None:
    text = f'{{{HEAD}, "courses": [{{"id": "\\ud800", "title": "\ud801", "provider": "P"}}]}}'
    assert found(text) == [
        ("json-surrogate", "/courses/0/id"),
        ("json-surrogate", "/courses/0/title"),
    ]


def test_a_whole_surrogate_pair_is_a_character() -> None:
    assert wire.loads(with_course(r'"extensions": {"a": "\ud83d\ude00"}')).courses[
        0
    ].extensions == {"a": "\U0001f600"}


def test_an_absurd_key_is_cut_short() -> None:
    error = refused(f'{{{HEAD}, "{"9" * 10_000}": 1, "{"x" * 1_000_000}": 1}}')
    assert [item.code for item in error.problems] == ["unknown-key", "unknown-key"]
    assert len(str(error)) < 1000


# all at once


def test_flaws_of_the_text_and_problems_of_the_shape_come_together() -> None:
    text = (
        f'{{{HEAD}, "courses": [{{"id": "c1", "title": "", "provider": "P", "hours": NaN}}, '
        '{"id": "c1", "title": "T", "title": "T"}], "sessions": {}}'
    )
    assert found(text) == [
        ("json-number", "/courses/0/hours"),
        ("empty-text", "/courses/0/title"),
        ("missing-key", "/courses/1"),
        ("duplicate-id", "/courses/1/id"),
        ("json-repeated-key", "/courses/1/title"),
        ("wrong-type", "/sessions"),
    ]


def test_problems_of_all_records_come_at_once_in_order() -> None:
    document = full()
    document["officers"] = [{"id": f"o{number}", "naem": 1} for number in range(11)]
    document["courses"][0]["hours"] = "40"
    problems = refused(json.dumps(document)).problems
    assert [(item.code, item.pointer, item.record_id) for item in problems] == [
        ("wrong-type", "/courses/0/hours", "c1"),
        *(
            pair
            for number in range(11)
            for pair in (
                ("missing-key", f"/officers/{number}", f"o{number}"),
                ("unknown-key", f"/officers/{number}/naem", f"o{number}"),
            )
        ),
    ]


# format and version


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{}", ("format-unknown", "")),
        ('{"format": "other/thing", "version": 9, "x": 1}', ("format-unknown", "/format")),
        ('{"format": null}', ("format-unknown", "/format")),
        ('{"format": "sro-core/registry"}', ("version-unknown", "")),
        ('{"format": "sro-core/registry", "version": 0}', ("version-unknown", "/version")),
        ('{"format": "sro-core/registry", "version": 1.0}', ("version-unknown", "/version")),
        ('{"format": "sro-core/registry", "version": true}', ("version-unknown", "/version")),
        ('{"format": "sro-core/registry", "version": "1"}', ("version-unknown", "/version")),
        ('{"format": "sro-core/registry", "version": 2}', ("version-newer", "/version")),
        (
            f'{{"format": "sro-core/registry", "version": {"9" * 400}}}',
            ("version-unknown", "/version"),
        ),
    ],
)
def test_another_format_or_version_is_one_clear_problem(
    text: str, problem: tuple[str, str]
) -> None:
    assert found(text) == [problem]


def test_a_newer_version_names_both() -> None:
    with pytest.raises(UnsupportedVersion) as caught:
        wire.loads('{"format": "sro-core/registry", "version": 7, "unheard": []}')
    assert "version 7" in str(caught.value)
    assert "version 1" in str(caught.value)
    assert pickle.loads(pickle.dumps(caught.value)).problems == caught.value.problems


# privacy


def test_no_message_holds_a_private_value() -> None:
    document = full()
    for pointer in pointers(full()):
        value: Any = document
        for token in pointer.split("/")[1:]:
            value = value[int(token) if token.isdigit() else token]
        if value not in PRIVATE:
            continue
        for other in ([value], {"x": value}):
            error = refused(json.dumps(changed(pointer, other)))
            assert not any(word in repr(error) + str(error) for word in PRIVATE)


def test_a_value_in_the_wrong_place_is_not_repeated() -> None:
    for pointer in pointers(full()):
        _registry, error = outcome(json.dumps(changed(pointer, "Quillfeather")))
        problems = error.problems if error else ()
        assert "Quillfeather" not in "".join(item.message for item in problems)


# round trips


def test_everything_survives_a_round_trip() -> None:
    registry = wire.loads(json.dumps(full()))
    assert wire.loads(wire.dumps(registry)) == registry
    assert json.loads(wire.dumps(registry)) == full()


def test_a_canonical_document_keeps_every_byte() -> None:
    text = wire.dumps(wire.loads(json.dumps(full())))
    assert not text.endswith("\n")
    assert wire.dumps(wire.loads(text)) == text
    assert wire.dumps(wire.loads(text.encode())) == text


def test_defaults_and_empty_lists_are_left_out() -> None:
    document = {
        "format": "sro-core/registry",
        "version": 1,
        "courses": [],
        "officers": [
            {
                "id": "o1",
                "employments": [],
                "extensions": {},
                "licenses": [
                    {
                        "kind": "x",
                        "jurisdiction": "US",
                        "from": "0001-01-01",
                        "state": "active",
                    }
                ],
            }
        ],
    }
    assert wire.dumps(wire.loads(json.dumps(document))) == (
        '{"format":"sro-core/registry","officers":[{"employments":[],"id":"o1","licenses":'
        '[{"from":"0001-01-01","jurisdiction":"US","kind":"x"}]}],"version":1}'
    )


def test_a_large_number_of_application_data_stays_the_same_number() -> None:
    # The double nearest to it is 56531710852262088, whose shortest decimal is this one.
    text = with_course('"extensions": {"a": 56531710852262090, "b": 1e23}')
    registry = wire.loads(text)
    assert '"a":56531710852262090,"b":1e+23' in wire.dumps(registry)
    assert wire.loads(wire.dumps(registry)) == registry


def test_hours_are_exact_and_written_shortest() -> None:
    text = wire.dumps(wire.loads(with_course('"hours": 40.50, "topics": {"a": 0.15, "b": 1E2}')))
    assert '"hours":40.5' in text
    assert '"topics":{"a":0.15,"b":100}' in text


def test_bytes_and_hash_do_not_depend_on_the_order_of_records() -> None:
    document = full()
    base = document["courses"][0]
    document["courses"] = [{**base, "id": identifier} for identifier in ("c1", "a", "Z", "é", "10")]
    first = wire.loads(json.dumps(document))
    random.Random(1).shuffle(document["courses"])
    shuffled = dict(reversed(document.items()))
    second = wire.loads(json.dumps(shuffled, indent=3))
    assert first != second
    assert wire.dumps(first) == wire.dumps(second)
    assert registry_sha256(first) == registry_sha256(second)


def test_the_hash_changes_with_the_data() -> None:
    one = wire.loads(json.dumps(full()))
    other = wire.loads(json.dumps(changed("/courses/0/hours", 41)))
    assert registry_sha256(one) != registry_sha256(other)
    assert len(registry_sha256(one)) == 64


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("2024-09-03T08:15:00-05:00", "2024-09-03T08:15:00-05:00"),
        ("2024-09-03T08:15:00+00:00", "2024-09-03T08:15:00Z"),
        ("2024-09-03T08:15:00Z", "2024-09-03T08:15:00Z"),
        ("2024-09-03T08:15:00.5Z", "2024-09-03T08:15:00.500000Z"),
        ("2024-09-03T08:15:00.000001+05:45", "2024-09-03T08:15:00.000001+05:45"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
    ],
)
def test_a_date_time_keeps_its_offset_and_fraction(written: str, canonical: str) -> None:
    text = wire.dumps(wire.loads(with_course(f'"recorded_at": "{written}"')))
    assert f'"recorded_at":"{canonical}"' in text
    assert wire.dumps(wire.loads(text)) == text


# files


def test_a_file_is_written_and_read(tmp_path: Path) -> None:
    registry = wire.loads(json.dumps(full()))
    path = tmp_path / "registry.json"
    wire.dump(registry, path)
    assert path.read_text(encoding="utf-8") == wire.dumps(registry)
    assert wire.load(path) == registry
    assert wire.load(str(path)) == registry
    with path.open("rb") as binary, path.open(encoding="utf-8") as text:
        assert wire.load(binary) == registry
        assert wire.load(text) == registry
    assert wire.load(io.StringIO(wire.dumps(registry))) == registry
    assert [item.name for item in tmp_path.iterdir()] == ["registry.json"]


def test_a_file_is_replaced_with_its_permissions_and_through_its_link(tmp_path: Path) -> None:
    path = tmp_path / "registry.json"
    path.write_text("old")
    path.chmod(0o600)
    link = tmp_path / "link.json"
    link.symlink_to(path)
    wire.dump(Registry(), link)
    assert link.is_symlink()
    assert path.read_text() == '{"format":"sro-core/registry","version":1}'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "registry.json"
    path.write_text("old")

    def fail(*_args: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        wire.dump(Registry(), path)
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["registry.json"]


def test_only_known_documents_are_written() -> None:
    with pytest.raises(TypeError, match="dict"):
        wire.dumps({})  # type: ignore[arg-type]


def test_a_missing_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        wire.load(tmp_path / "none.json")


def test_errors_pickle() -> None:
    error = refused(with_course('"hours": NaN, "titel": 1'))
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is InvalidDocument
    assert again.problems == error.problems


def test_the_public_names() -> None:
    assert wire.__all__ == ["dump", "dumps", "load", "loads"]


def test_the_package_loads_without_the_converter() -> None:
    code = (
        "import sys, sro_core, sro_core.models, sro_core.registry;"
        "print([name for name in ('cattrs', 'sro_core.strict') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ast.literal_eval(run.stdout) == []


# properties

ALL_POINTERS = pointers(full())

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.text()
    | st.sampled_from(["2025-09-02", "2025-09-02T08:00:00Z", "police", "a1", "before_service"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=5) | st.sampled_from(["id", "from", "at"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


def read_or_refuse(text: str | bytes) -> None:
    registry, error = outcome(text)
    if error is not None:
        assert error.problems
        assert isinstance(error, SroError)
        assert pickle.loads(pickle.dumps(error)).problems == error.problems
        str(error).encode()
    elif registry is not None:
        assert wire.loads(wire.dumps(registry)) == registry


@given(pointer=st.sampled_from(ALL_POINTERS), value=json_values)
def test_any_value_anywhere_is_read_or_refused(pointer: str, value: object) -> None:
    """Law: whatever stands in place of a value, there is a registry or `InvalidDocument`."""
    read_or_refuse(json.dumps(changed(pointer, value)))


@given(data=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """Law: no bytes bring any other exception than `InvalidDocument`."""
    read_or_refuse(data)


@given(text=st.text(alphabet='{}[]":,\\u\ud800 0123eE+-.truefalsnNI\n\t\ufeff', max_size=60))
def test_any_text_that_looks_like_json_is_read_or_refused(text: str) -> None:
    """Law: no text brings any other exception than `InvalidDocument`."""
    read_or_refuse(text)


@given(length=st.integers(min_value=0, max_value=len(json.dumps(full())) - 1))
def test_a_truncated_document_is_refused(length: int) -> None:
    """Law: a document that was cut short is never read in part."""
    text = json.dumps(full())[:length]
    assert found(text) == found(text.encode())


@given(
    position=st.integers(min_value=0, max_value=len(json.dumps(full())) - 1),
    byte=st.binary(min_size=1, max_size=1),
)
def test_a_document_with_one_other_byte_is_read_or_refused(position: int, byte: bytes) -> None:
    """Law: a flipped byte brings no other exception than `InvalidDocument`."""
    data = bytearray(json.dumps(full()).encode())
    data[position : position + 1] = byte
    read_or_refuse(bytes(data))
