"""Which rules are asked about: the packs that ship, and what is given in their place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from sro_core import api
from sro_core.cli.screen import counted, nearest, refuse, shown
from sro_core.errors import InvalidPack, UnknownRule
from sro_core.identifiers import JURISDICTION
from sro_core.packs import load_pack
from sro_core.rules.packs import Pack
from sro_core.rules.rulebook import Rulebook

__all__ = ["packs_named", "rulebook"]


def rulebook(
    files: Sequence[str] = (), preferred: Sequence[str] = (), *, installed: bool = False
) -> Rulebook:
    """The rules to judge by; refuses files that are no packs and readings that do not exist.

    Args:
        files: Rule packs that are added, each in the place of the one with its id.
        preferred: Readings to prefer, as `REQUIREMENT=READING`.
        installed: Whether the packs of installed packages are added before the files.
    """
    book = _installed() if installed else api.rulebook()
    given: set[str] = set()
    for file in files:
        pack = _read(file)
        if pack.id in given:
            refuse(f"{shown(file)} is a second pack {shown(pack.id)}; give one of them.")
        given.add(pack.id)
        book = book.replacing(pack)
    for choice in preferred:
        requirement_id, equals, reading = choice.partition("=")
        if not equals:
            refuse(f"--prefer {shown(choice)} names no reading; write REQUIREMENT=READING.")
        try:
            book = book.prefer(requirement_id, reading)
        except UnknownRule as error:
            refuse(f"--prefer {shown(choice)}: {shown(str(error))}.")
    return book


def _installed() -> Rulebook:
    try:
        return api.rulebook(installed=True)
    except InvalidPack as error:
        problems = counted(len(error.problems), "problem")
        lines = (f"  {shown(str(item))}" for item in error.problems)
        refuse(f"The installed rule packs cannot be used: {problems}.", *lines)


def _read(file: str) -> Pack:
    try:
        return load_pack(Path(file))
    except (OSError, ValueError) as error:
        if isinstance(error, InvalidPack):
            problems = counted(len(error.problems), "problem")
            lines = (f"  {shown(str(item))}" for item in error.problems)
            refuse(f"{shown(file)} is no rule pack: {problems}.", *lines)
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        refuse(f"Cannot read {shown(file)}: {reason}.")


def packs_named(book: Rulebook, name: str) -> list[Pack]:
    """The packs of an id or of a jurisdiction; refuses a name that no pack has.

    Args:
        book: The packs.
        name: The id of a pack, or a jurisdiction as people write it: `US-TX`, `Texas`.
    """
    place = JURISDICTION.parse(name)
    found = [
        pack for pack in book.packs if pack.id == name.casefold() or pack.jurisdiction == place
    ]
    if not found:
        _refuse(book, name, place if isinstance(place, str) else None)
    return found


def _refuse(book: Rulebook, name: str, place: str | None) -> NoReturn:
    covered = sorted(pack.jurisdiction for pack in book.packs if pack.jurisdiction is not None)
    if place is None:
        close = nearest(name, [*covered, *(pack.id for pack in book.packs)])
        hint = f" Nearest: {', '.join(close)}." if close else ""
        refuse(f"{shown(name)} is neither a jurisdiction nor the id of a rule pack.{hint}")
    refuse(
        f"No rule pack covers {place}.",
        f"There are packs for: {', '.join(covered)}.",
        "An officer posted elsewhere gets one finding, unknown: no data never looks like no duty.",
    )
