"""`sro-core explain`: the reasons, and what it says to an id that names nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.running import ELSEWHERE, combined, run, write


def _lines(*args: str) -> list[str]:
    result = run("explain", *args)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    return result.stdout.splitlines()


def test_answer_citation_and_arithmetic() -> None:
    args = ("--officer", "rpd-3", "--requirement", "us-mn.sro-course", "--as-of", "2025-09-02")
    lines = _lines(*args)
    assert lines[0] == "SRO training course before SRO duties, with its three exceptions"
    assert lines[1] == "us-mn.sro-course, officer rpd-3, judged as of 2025-09-02"
    assert "Answer      due, by 2026-03-02, 181 days left, binding: law" in lines
    assert "Citation    Minn. Stat. § 626.8482, subd. 3(c)" in lines
    assert "  Under case employer-unable: once" in lines
    assert "      2025-09-02 plus 6 months: 2026-03-02 (Monday)" in lines


def test_records_are_pointed_at_and_sources_named() -> None:
    result = run(
        *("explain", "--officer", "olmsted-so-1", "--as-of", "2025-09-02"),
        *("--requirement", "us-mn.sro-course"),
    )
    text = combined(result)
    assert "[/assignments/0]" in text
    assert "contested: due by 2027-06-30 where board-page is followed" in text
    assert "Sources - Minn. Stat. § 626.8482, subd. 1 and 3(a)-(c)" in text
    assert "- open: Who proves that the employer was unable." in text
    assert "not legal advice" in text


def test_lapsed_evidence_held_until_a_day() -> None:
    text = combined(
        run("explain", "--officer", "olmsted-so-2", "--requirement", "common.safety-plan-review")
    )
    assert "expired, by 2022-08-28, 9 days late, held until 2022-08-28, binding: policy" in text
    assert "olmsted-so-2-dover-eyota: Dover-Eyota High School" in text


def test_lines_are_broken_inside_their_indent() -> None:
    lines = _lines("--officer", "rpd-3", "--requirement", "us-mn.sro-course")
    long = [line for line in lines if len(line) > 80]
    assert all("<http" in line for line in long)


def test_several_findings_one_after_the_other(tmp_path: Path) -> None:
    document = dict(ELSEWHERE)
    document["assignments"] = [
        {**item, "district_id": district, "id": f"{district}-{item['id']}", "school_ids": []}
        for item in ELSEWHERE["assignments"]
        if item["officer_id"] == "planner"
        for district in ("d-mn", "d-tx")
    ]
    document["adoptions"] = [
        {"id": "a", "requirement_id": "common.safety-plan-review", "from": "2024-01-01"}
        | {"by": {"agency_id": "pd"}}
    ]
    path = write(tmp_path, document)
    args = (
        *("explain", path, "--as-of", "2025-09-02", "--officer", "planner"),
        *("--requirement", "common.safety-plan-review"),
    )
    both = run(*args)
    assert both.stdout.count("How it was decided") == 2
    assert "-" * 40 in both.stdout
    one = run(*args, "--assignment", "d-tx-a2")
    assert one.stdout.count("How it was decided") == 1
    assert "A Texas district" in one.stdout
    assert "A Minnesota district" not in one.stdout


def test_a_duty_of_agency_and_district(tmp_path: Path) -> None:
    path = write(tmp_path, ELSEWHERE)
    text = combined(
        run("explain", path, "--as-of", "2025-08-29", "--requirement", "us-tx.sro-agreement")
    )
    assert "us-tx.sro-agreement, A police department, A Texas district" in text
    assert "Answer overdue" in text


def test_an_unresearched_jurisdiction(tmp_path: Path) -> None:
    path = write(tmp_path, ELSEWHERE)
    args = ("--as-of", "2025-09-02", "--officer", "far-away", "--requirement", "us-um.unresearched")
    text = combined(run("explain", path, *args))
    assert "Answer unknown, binding: law" in text
    assert "Because no rule pack covers this jurisdiction" in text


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (
            ("--officer", "rpd-33", "--requirement", "us-mn.sro-course"),
            "No officer has the id rpd-33. Nearest: rpd-3, ",
        ),
        (
            ("--officer", "rpd-3", "--requirement", "us-mn.sro-curse"),
            "No requirement has the id us-mn.sro-curse. Nearest: us-mn.sro-course, ",
        ),
        (
            ("--officer", "zzzzzz", "--requirement", "us-mn.sro-course"),
            "No officer has the id zzzzzz.\n",
        ),
        (
            ("--officer", "winona-pd-1", "--requirement", "us-mn.sro-course"),
            "The officer winona-pd-1 has no assignment on 2022-09-06 or later",
        ),
        (
            ("--officer", "rpd-1", "--requirement", "us-tx.sble"),
            "has no finding of us-tx.sble on 2022-09-06, but of:\n  common.safety-plan-review\n",
        ),
        (
            ("--officer", "rpd-1", "--requirement", "us-mn.wellness", "--assignment", "rpd-1-mao"),
            "No assignment of rpd-1 has the id rpd-1-mao. Nearest: rpd-1-mayo.",
        ),
        (
            ("--requirement", "us-mn.sro-course"),
            "no finding for an agency or a district; name the officer with --officer",
        ),
        (("--officer", "rpd-1"), "Missing option"),
    ],
)
def test_an_id_that_names_nothing(args: tuple[str, ...], words: str) -> None:
    result = run("explain", *args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in result.stderr
