"""Writes the reference pages that are made from the code: run it after changing a code.

    python docs/make_reference.py
"""

from __future__ import annotations

from pathlib import Path

from sro_core.problems import CODES

_HERE = Path(__file__).parent / "reference"

_CODES_HEAD = """\
# Problem codes

Every problem that the library reports has one of these codes. A code is never renamed and never
reused. An `error` makes answers wrong or refuses the document, a `warning` makes them doubtful, a
`notice` is worth knowing. Words in braces are the parameters of the sentence.

This page is made by `docs/make_reference.py`.

| code | severity | what it says | what to do |
| --- | --- | --- | --- |
"""


def codes_page() -> str:
    """The page of problem codes."""
    rows = (
        f"| `{code}` | {info.severity} | {info.template} | {info.fix} |"
        for code, info in CODES.items()
    )
    return _CODES_HEAD + "\n".join(rows) + "\n"


PAGES = {"codes.md": codes_page}


if __name__ == "__main__":
    for name, make in PAGES.items():
        (_HERE / name).write_text(make(), encoding="utf-8")
