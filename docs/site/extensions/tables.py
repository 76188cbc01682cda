"""Cells of one short word, such as a date, are marked, so that they are not broken over lines."""

from __future__ import annotations

from typing import Final

from docutils import nodes
from sphinx.application import Sphinx

__all__ = ["setup"]

_SHORT: Final = 13


def _mark(app: Sphinx, doctree: nodes.document) -> None:
    for cell in doctree.findall(nodes.entry):
        if len(cell.astext()) <= _SHORT:
            cell["classes"].append("short")


def setup(app: Sphinx) -> dict[str, bool]:
    """Listen to pages that were read."""
    app.connect("doctree-read", _mark)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
