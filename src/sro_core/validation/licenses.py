"""License numbers: numbers at all, and each of one officer."""

from __future__ import annotations

from collections.abc import Iterator

from sro_core.identifiers import LICENSE_NUMBER, license_key
from sro_core.problems import Problem
from sro_core.validation.files import Files

__all__ = ["license_numbers_of_two_officers", "license_numbers_that_are_none"]


def license_numbers_that_are_none(files: Files) -> Iterator[Problem]:
    """What stands for a license number is one."""
    for officer in files.officers:
        for place, item in enumerate(officer.licenses):
            if item.number is None:
                continue
            found = LICENSE_NUMBER.parse(item.number)
            if isinstance(found, Problem):
                yield files.problem(
                    found.code, officer, f"/licenses/{place}/number", **dict(found.params)
                )


def license_numbers_of_two_officers(files: Files) -> Iterator[Problem]:
    """A number of one kind and jurisdiction is one officer's."""
    holders: dict[tuple[str, str, str], str] = {}
    for officer in files.officers:
        said: set[tuple[str, str, str]] = set()
        for place, item in enumerate(officer.licenses):
            if item.number is None or isinstance(LICENSE_NUMBER.parse(item.number), Problem):
                continue
            key = (item.kind, item.jurisdiction, license_key(item.number))
            holder = holders.setdefault(key, officer.id)
            # Of several periods of one license the first says it.
            if holder != officer.id and key not in said:
                said.add(key)
                yield files.problem(
                    "license-number-shared", officer, f"/licenses/{place}/number", other=holder
                )
