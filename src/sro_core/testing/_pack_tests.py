"""The tests that every rule pack owes its readers, for pytest to collect."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import ClassVar

import attrs
from hypothesis import Phase, find
from hypothesis import settings as hypothesis_settings
from hypothesis.errors import NoSuchExample

from sro_core.errors import InvalidDocument
from sro_core.models import FrozenMap
from sro_core.packs import load_pack
from sro_core.problems import CODES, Problem
from sro_core.rules import Pack, Rulebook
from sro_core.testing._contract import check_pack
from sro_core.testing._example_files import load_examples
from sro_core.testing._example_runs import run_all, run_examples
from sro_core.testing._examples import Examples
from sro_core.testing._laws import check_laws
from sro_core.testing._situations import example_situations, situations
from sro_core.wire.registries import registry_text

__all__ = ["PackTests"]


class PackTests:
    """Tests of one rule pack: a class of your own says which.

        from sro_core.testing import PackTests

        class TestPolicy(PackTests):
            pack = "springfield-pd.toml"

    pytest finds four tests in it: the pack can be read; it answers as its examples
    expect; the examples show all of it; its answers keep the laws of `check_laws`. What
    they say is what there is to mend, without a traceback.

    Attributes:
        pack: The file of the pack, seen from the file of the test.
        examples: The file of its examples; left out, `springfield-pd.examples.toml` beside
            `springfield-pd.toml`.
        others: Packs that are in force beside it.
        settings: How long the laws are tried; left out, 50 situations, always the same.
    """

    pack: ClassVar[str | os.PathLike[str]]
    examples: ClassVar[str | os.PathLike[str] | None] = None
    others: ClassVar[Iterable[Pack]] = ()
    # to look for the smallest situation takes minutes, and the first one is small enough
    settings: ClassVar[hypothesis_settings] = hypothesis_settings(
        max_examples=50, deadline=None, derandomize=True, database=None, phases=[Phase.generate]
    )

    def test_pack_can_be_read(self) -> None:
        """The pack is well formed and means what it says."""
        path = _place(type(self), self.pack)
        try:
            load_pack(path)
        except OSError as error:
            raise _failure(f"Cannot read the rule pack {path}: {error.strerror}.") from None
        except InvalidDocument as error:
            raise _failure(f"{path.name} is no rule pack.", error.problems) from None

    def test_answers_as_examples_expect(self) -> None:
        """Each example has the answer that it expects."""
        files = _Files(self)
        problems = run_examples(files.pack, files.examples, others=self.others)
        if problems:
            raise _failure(
                f"{files.pack_name} answers otherwise than {files.examples_name}.", problems
            )

    def test_examples_show_all_of_it(self) -> None:
        """The examples show each requirement, version, case, condition and last day."""
        files = _Files(self)
        wrong = run_examples(files.pack, files.examples, others=self.others)
        found = check_pack(files.pack, files.examples, others=self.others)
        lacking = [item for item in found if item not in wrong]
        if lacking:
            raise _failure(
                f"{files.examples_name} does not show all of {files.pack_name}.", lacking
            )

    def test_answers_keep_the_laws(self) -> None:
        """The answers keep the laws of all answers, in examples and in drawn registries."""
        files = _Files(self)
        rulebook = Rulebook(packs=(files.pack, *self.others))
        asked = situations(rulebook)
        runs, _wrong = run_all(files.pack, files.examples, self.others)
        if runs:
            judged = FrozenMap({str(place): run.example for place, run in enumerate(runs)})
            asked |= example_situations(rulebook, attrs.evolve(files.examples, examples=judged))
        try:
            broken = find(asked, lambda item: bool(check_laws(item)), settings=self.settings)
        except NoSuchExample:
            return
        raise _failure(
            f"By {files.pack_name} the answers break a law on {broken.as_of}.",
            check_laws(broken),
            "Known at: " + (str(broken.known_at) if broken.known_at else "all that is on file"),
            f"Registry: {registry_text(broken.registry)}",
            "A broken law is a fault of what answers rather than of the pack: please report it.",
        )


class _Files:
    """The pack and its examples; a test fails where they cannot be read."""

    def __init__(self, tests: PackTests) -> None:
        path = _place(type(tests), tests.pack)
        try:
            self.pack = load_pack(path)
        except (OSError, InvalidDocument):
            raise _failure(f"{path.name} cannot be read; test_pack_can_be_read says why.") from None
        beside = path.with_suffix(".examples.toml")
        examples = beside if tests.examples is None else _place(type(tests), tests.examples)
        try:
            self.examples: Examples = load_examples(examples)
        except FileNotFoundError:
            raise _failure(f"There are no examples of {path.name}: write {examples}.") from None
        except OSError as error:
            raise _failure(f"Cannot read the examples {examples}: {error.strerror}.") from None
        except InvalidDocument as error:
            raise _failure(f"{examples.name} holds no examples.", error.problems) from None
        self.pack_name, self.examples_name = path.name, examples.name


def _place(tests: type[PackTests], path: str | os.PathLike[str]) -> Path:
    """A path that is seen from the file in which the tests stand."""
    home = sys.modules[tests.__module__].__file__
    return Path(path) if home is None else Path(home).parent / path


def _failure(head: str, problems: Iterable[Problem] = (), *more: str) -> BaseException:
    """A failure that says what there is to mend, and shows no traceback of the kit."""
    import pytest

    return pytest.fail.Exception("\n".join([head, *_told(problems), *more]), pytrace=False)


def _told(problems: Iterable[Problem]) -> Iterator[str]:
    """The problems, those of one place together; how to mend several alike is said once."""
    found = list(problems)
    place = ""
    for item, following in zip_longest(found, found[1:]):
        here = f"  {item.pointer}" + (f" [{item.record_id}]" if item.record_id else "")
        if here != place:
            yield here
        message = item.message
        if following is not None and following.code == item.code:
            message = message.removesuffix(CODES[item.code].fix).rstrip()
        yield f"    {message} ({item.code})"
        place = here
    if any(any(map(str.isdigit, item.pointer)) for item in found):
        yield "  (In these places 0 is the first.)"
