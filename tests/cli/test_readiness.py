"""`sro-core readiness`: the table, the JSON report, and how it ends."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

import sro_core as sro
from cli.running import ELSEWHERE, combined, example, registry_with, run, says, write
from sro_core.examples import olmsted, olmsted_bytes


def _block(text: str, officer: str) -> str:
    """The lines about one officer: from the one that names it to the next mark."""
    lines = text.splitlines()
    (start,) = (n for n, line in enumerate(lines) if line[16:].split("  ")[0] == officer)
    rest = (n for n in range(start + 1, len(lines)) if not lines[n].startswith("  "))
    return "\n".join(lines[start : next(rest, len(lines))])


def test_without_a_file_it_answers_on_the_example() -> None:
    result = run("readiness")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert "Olmsted County, Minnesota; try also --as-of 2022-08-08 or 2025-09-02" in result.stdout
    assert "Readiness on 2022-09-06 (Tuesday)" in result.stdout


def test_each_officer_has_a_mark_a_school_and_what_is_missing() -> None:
    text = run("readiness").stdout
    block = _block(text, "olmsted-so-2")
    assert block.startswith("! not ready")
    assert says(block, "Dover-Eyota High School, Dover-Eyota Middle School")
    assert says(block, "(Dover-Eyota Public School District)")
    assert "  expired       by 2022-08-28" in block
    assert "9 days late" in block
    assert says(block, "Review of the current threat-response plan")
    assert says(block, "policy; binding only where an agency, a district or an agreement adopts it")
    assert _block(text, "olmsted-so-1").startswith("+ ready")
    assert "due " not in _block(text, "olmsted-so-1")
    assert _block(text, "rpd-3").startswith("~ provisional")
    assert "115 days left" in _block(text, "rpd-3")
    assert says(text, "7 officers: 2 not ready (a last day has passed), 1 provisional")


def test_the_worst_stand_first() -> None:
    text = run("readiness").stdout
    order = [text.index(f"  {name} ") for name in ("olmsted-so-2", "rpd-4", "rpd-3", "rpd-1")]
    assert order == sorted(order)


def test_it_says_what_it_was_judged_by_and_how_to_ask_why() -> None:
    text = run("readiness", "--as-of", "2025-09-02").stdout
    editions = {pack.id: pack.edition for pack in sro.rulebook().packs}
    used = ", ".join(f"{name} {editions[name]}" for name in ("common", "federal", "us-mn"))
    assert f"by {used}" in text
    assert says(text, "not legal advice")
    assert "sro-core explain --officer rpd-4 --requirement us-mn.sro-course" in text
    assert "--as-of 2025-09-02" in text


def test_the_case_that_decides_is_cited() -> None:
    text = run("readiness", "--as-of", "2025-09-02").stdout
    assert "Minn. Stat. § 626.8482, subd. 3(c)" in _block(text, "rpd-3")
    assert "Minn. Stat. § 626.8482, subd. 3(b)" in _block(text, "olmsted-so-1")
    assert says(_block(text, "rpd-4"), "Minnesota POST board")


def test_doubts_are_said() -> None:
    text = run("readiness", "--as-of", "2025-09-02").stdout
    assert says(_block(text, "olmsted-so-1"), "contested: due by 2027-06-30")
    assert "contested" not in _block(text, "olmsted-so-2")
    text = run("readiness", "--as-of", "2027-01-04").stdout
    assert says(_block(text, "olmsted-so-1"), "beyond what was verified (checked through")
    text = run("readiness", "--as-of", "2022-08-08").stdout
    assert says(_block(text, "olmsted-so-1"), "not on file: safety plan")
    assert says(_block(text, "olmsted-so-1"), "from 2022-09-06")


def test_license_duties_stand_apart() -> None:
    text = run("readiness", "--as-of", "2025-09-02").stdout
    officers, licenses = text.split("License, not school service")
    assert _block(officers, "rpd-1").startswith("+ ready")
    assert "Sixteen in-service credits" not in officers
    assert "  expired       by 2024-06-30   rpd-1" in licenses
    for officer in sro.evaluate(olmsted(), as_of=dt.date(2025, 9, 2)).readiness:
        assert officer in licenses


def test_by_school() -> None:
    text = run("readiness", "--by", "school").stdout
    place = text.index("Century Senior High (Rochester Public School District)")
    rest = text[place:]
    assert rest.splitlines()[1].startswith("~ provisional   rpd-3")
    assert text.count("olmsted-so-2    a last day has passed") == 2
    assert text.index("Byron Middle School") < text.index("Dover-Eyota High School") < place


def test_as_known_at() -> None:
    text = run("readiness", "--known-at", "2022-09-06T12:00:00-05:00").stdout
    assert "as known at 2022-09-06T12:00:00-05:00" in text
    assert _block(text, "rpd-5").startswith("~ provisional")
    assert "--known-at 2022-09-06T12:00:00-05:00" in text


def test_every_line_of_the_table_fits_80_columns() -> None:
    for day in ("2022-08-08", "2022-09-06", "2025-09-02"):
        for by in ("officer", "school"):
            lines = run("readiness", "--as-of", day, "--by", by).stdout.splitlines()
            too_long = [line for line in lines if len(line) > 80]
            assert all(line.startswith("  sro-core explain") for line in too_long)
            assert not [line for line in lines if line != line.rstrip()]


def test_json_is_the_report() -> None:
    result = run("readiness", "--as-of", "2025-09-02", "--format", "json")
    report = sro.evaluate(olmsted(), as_of=dt.date(2025, 9, 2))
    assert result.stdout == sro.dumps(report) + "\n"
    assert result.stderr == ""


def test_the_line_about_the_example_does_not_get_into_json() -> None:
    result = run("readiness", "--format", "json")
    assert json.loads(result.stdout)["as_of"] == "2022-09-06"
    assert "Olmsted" in result.stderr


def test_a_file_and_standard_input(tmp_path: Path) -> None:
    path = tmp_path / "a registry.json"
    path.write_bytes(olmsted_bytes())
    from_file = run("readiness", str(path), "--as-of", "2022-09-06")
    from_input = run("readiness", "-", "--as-of", "2022-09-06", text=olmsted_bytes())
    assert from_file.exit_code == from_input.exit_code == 0
    assert f"explain '{path}' --officer" in from_file.stdout
    assert from_file.stdout.replace(f"'{path}'", "-") == from_input.stdout


@pytest.mark.parametrize("day", ["2022-08-08", "2022-09-06", "2025-09-02"])
def test_strict_ends_with_1_where_an_officer_is_not_ready_or_undetermined(day: str) -> None:
    assert run("readiness", "--as-of", day, "--strict").exit_code == 1
    assert run("readiness", "--as-of", day).exit_code == 0


def test_strict_lets_provisional_officers_pass(tmp_path: Path) -> None:
    path = registry_with(tmp_path, assignments=lambda item: item["officer_id"] == "rpd-3")
    assert run("readiness", path, "--as-of", "2022-09-06", "--strict").exit_code == 0


def test_errors_of_the_registry_are_mentioned_and_count_when_strict(tmp_path: Path) -> None:
    def only_rpd_3(item: dict[str, object]) -> bool:
        item["school_ids"] = ["nowhere"]
        return item["officer_id"] == "rpd-3"

    path = registry_with(tmp_path, assignments=only_rpd_3)
    result = run("readiness", path, "--as-of", "2022-09-06")
    assert result.exit_code == 0
    assert f"can make answers wrong; see  sro-core validate {path}" in result.stderr
    assert "nowhere (Rochester Public School District)" in combined(result)
    assert run("readiness", path, "--as-of", "2022-09-06", "--strict").exit_code == 1


def test_nobody_is_posted(tmp_path: Path) -> None:
    path = registry_with(tmp_path, assignments=lambda _item: False)
    result = run("readiness", path, "--as-of", "2022-09-06", "--strict")
    assert result.exit_code == 0
    assert "No officer is posted to a school" in result.stdout


def test_agencies_and_districts_stand_apart(tmp_path: Path) -> None:
    result = run("readiness", write(tmp_path, ELSEWHERE), "--as-of", "2025-08-29")
    apart = result.stdout.split("Agencies and districts")[1]
    assert "overdue" in apart
    assert says(apart, "A police department and A Texas district")
    assert says(apart, "School resource officers are provided under an agreement")


def test_an_officer_with_two_postings_has_a_row_group_for_each(tmp_path: Path) -> None:
    text = run("readiness", write(tmp_path, ELSEWHERE), "--as-of", "2025-09-02").stdout
    texas = text[text.index("! not ready") : text.index("? undetermined")]
    minnesota = text[text.index("? undetermined") : text.index("License, not")]
    assert says(texas, "schools not stated (A Texas district)")
    assert says(texas, "program of at least 16 hours")
    assert not says(texas, "Minn. Stat.")
    assert says(minnesota, "A Minnesota school (A Minnesota district)")
    assert says(minnesota, "not on file: agreement")
    assert not says(minnesota, "16 hours")


def test_no_pack_is_no_silence(tmp_path: Path) -> None:
    text = run("readiness", write(tmp_path, ELSEWHERE), "--as-of", "2025-09-02").stdout
    block = _block(text, "far-away")
    assert block.startswith("? undetermined")
    assert says(block, "no rule pack covers this jurisdiction")
    assert says(block, "nobody has researched this jurisdiction")


def test_nothing_binds(tmp_path: Path) -> None:
    text = run("readiness", write(tmp_path, ELSEWHERE), "--as-of", "2025-09-02").stdout
    block = _block(text, "planner")
    assert block.startswith(". unbound")
    assert says(block, "as coordinator")


def test_what_a_document_says_cannot_steer_the_terminal(tmp_path: Path) -> None:
    document = example()
    document["schools"][0]["name"] = "\x1b[31mRed [bold]High[/bold] \u202e:smile:"
    text = run("readiness", write(tmp_path, document), "--as-of", "2022-09-06").stdout
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert says(text, "\\u001b[31mRed [bold]High[/bold] \\u202e:smile:")


def test_no_name_and_no_license_number_is_printed(tmp_path: Path) -> None:
    document = example()
    for number, officer in enumerate(document["officers"]):
        officer["name"] = "Quentin Secretname"
        for item in officer.get("licenses", ()):
            item["number"] = f"L-771177-{number}"
    path = write(tmp_path, document)
    for args in (
        ("readiness", path, "--as-of", "2025-09-02"),
        ("readiness", path, "--as-of", "2025-09-02", "--format", "json"),
        (
            *("explain", path, "--as-of", "2025-09-02", "--officer", "rpd-1"),
            *("--requirement", "us-mn.in-service-topics"),
        ),
        ("validate", path),
    ):
        result = run(*args)
        assert result.exit_code == 0
        assert "Secretname" not in result.output
        assert "771177" not in result.output
