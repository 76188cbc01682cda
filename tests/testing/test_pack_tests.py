"""Three lines of pytest: what they ask of a pack, and how they say what there is to mend."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Final

import attrs
import pytest
from hypothesis import settings

import sro_core as sro
from pages import blocks
from sro_core.testing import PackTests, _pack_tests, check_laws

_PAGE: Final = Path(__file__).parents[2] / "docs" / "how-to" / "write-examples.md"


def _texts() -> tuple[str, str, str]:
    """The policy of the page, its first examples, and those that show the rest."""
    pack, some, more = (block.body for block in blocks(_PAGE) if block.file is not None)
    return pack, some, more.removeprefix('pack = "rochester-pd"')


_PACK, _SOME, _MORE = _texts()


def _tests(folder: Path, pack: str = _PACK, examples: str | None = _SOME + _MORE) -> PackTests:
    (folder / "policy.toml").write_text(pack, encoding="utf-8")
    if examples is not None:
        (folder / "policy.examples.toml").write_text(examples, encoding="utf-8")

    class Policy(PackTests):
        pack = folder / "policy.toml"
        settings: ClassVar[settings] = settings(PackTests.settings, max_examples=5)

    return Policy()


def _said(test: Callable[[], None]) -> str:
    with pytest.raises(pytest.fail.Exception) as caught:
        test()
    assert not caught.value.pytrace
    return str(caught.value)


def test_a_pack_that_its_examples_show_passes(tmp_path: Path) -> None:
    tests = _tests(tmp_path)
    tests.test_pack_can_be_read()
    tests.test_answers_as_examples_expect()
    tests.test_examples_show_all_of_it()
    tests.test_answers_keep_the_laws()


def test_a_pack_that_cannot_be_read_says_why_once(tmp_path: Path) -> None:
    tests = _tests(tmp_path, _PACK.replace("days = 90", "day = 90"))
    assert "did you mean days?" in _said(tests.test_pack_can_be_read)
    for test in (
        tests.test_answers_as_examples_expect,
        tests.test_examples_show_all_of_it,
        tests.test_answers_keep_the_laws,
    ):
        assert _said(test) == "policy.toml cannot be read; test_pack_can_be_read says why."


def test_a_pack_that_is_not_there_is_named(tmp_path: Path) -> None:
    tests = _tests(tmp_path)
    (tmp_path / "policy.toml").unlink()
    assert f"{tmp_path / 'policy.toml'}: No such file" in _said(tests.test_pack_can_be_read)


def test_missing_examples_are_asked_for(tmp_path: Path) -> None:
    tests = _tests(tmp_path, examples=None)
    said = _said(tests.test_answers_as_examples_expect)
    assert said.endswith(f"write {tmp_path / 'policy.examples.toml'}.")


def test_examples_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    tests = _tests(tmp_path, examples=_SOME.replace('status = "due"', 'statu = "due"'))
    assert "did you mean status?" in _said(tests.test_examples_show_all_of_it)


def test_a_wrong_answer_is_told_with_its_place(tmp_path: Path) -> None:
    tests = _tests(tmp_path, _PACK.replace("days = 90", "days = 91"))
    head, *lines = _said(tests.test_answers_as_examples_expect).splitlines()
    assert head == "policy.toml answers otherwise than policy.examples.toml."
    assert lines[0] == "  /examples/0/each/0 [rochester-pd.medical-emergencies]"
    assert lines[1].startswith("    Its due_on is 2024-12-03, expected 2024-12-02 (Section 3")
    assert "\n".join(lines).count("Read the source again") == 1
    tests.test_pack_can_be_read()


def test_what_no_example_shows_is_told_apart_from_wrong_answers(tmp_path: Path) -> None:
    wrong = _SOME.replace("late_by_days = 1", "late_by_days = 2")
    tests = _tests(tmp_path, examples=wrong)
    assert "example-no-leap-day" not in _said(tests.test_answers_as_examples_expect)
    said = _said(tests.test_examples_show_all_of_it)
    assert "example-no-leap-day" in said
    assert "example-wrong" not in said


def _without_readiness(registry: sro.Registry, **asked: Any) -> sro.Report:
    return attrs.evolve(sro.evaluate(registry, **asked), readiness={})


def test_a_broken_law_comes_with_what_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = partial(check_laws, evaluate=_without_readiness)
    monkeypatch.setattr(_pack_tests, "check_laws", broken)
    said = _said(_tests(tmp_path).test_answers_keep_the_laws)
    assert "(law-sense)" in said
    (line,) = [line for line in said.splitlines() if line.startswith("Registry: ")]
    assert sro.loads(line.removeprefix("Registry: ")).officers


@pytest.mark.parametrize("mode", ["prepend", "importlib"])
def test_three_lines_name_the_pack_as_the_test_sees_it(tmp_path: Path, mode: str) -> None:
    _tests(tmp_path)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_policy.py").write_text(
        "from sro_core.testing import PackTests\n"
        "class TestPolicy(PackTests):\n"
        '    pack = "../policy.toml"\n'
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", f"--import-mode={mode}", "-k", "not laws", "tests"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "3 passed, 1 deselected" in done.stdout, done.stdout + done.stderr
