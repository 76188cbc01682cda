"""A notebook, run in a kernel of its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

import pytest

from pages import blocks

nbformat: Any = pytest.importorskip("nbformat")
nbclient: Any = pytest.importorskip("nbclient")
pytest.importorskip("ipykernel")

_PAGE: Final = Path(__file__).parents[2] / "docs" / "how-to" / "show-in-a-notebook.md"


def _read(folder: Path) -> Any:
    return nbformat.read(folder / "show_in_a_notebook.ipynb", as_version=4)


def _outputs(notebook: Any) -> list[Any]:
    return [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]


def _tables(notebook: Any) -> list[str]:
    return [
        output.data["text/html"]
        for outputs in _outputs(notebook)
        for output in outputs
        if "text/html" in output.get("data", {})
    ]


@pytest.mark.filterwarnings("default:::zmq", "default:::tornado", "default:::jupyter_client")
def test_it_shows_what_it_says_it_shows(folder: Path) -> None:
    kept, run = _read(folder), _read(folder)
    for cell in run.cells:
        cell.pop("outputs", None)
        if cell.cell_type == "code":
            cell.outputs = []
    nbclient.NotebookClient(run, timeout=300, resources={"metadata": {"path": folder}}).execute()
    assert _outputs(run) == _outputs(kept)
    first, second = _tables(run)
    assert "Readiness on 2022-09-06" in first
    assert "Readiness on 2025-09-02" in second


def test_its_page_shows_its_cells(folder: Path) -> None:
    cells = [cell.source for cell in _read(folder).cells if cell.cell_type == "code"]
    shown = [block.body.rstrip("\n") for block in blocks(_PAGE) if block.kind == "python"]
    assert shown == cells


def test_its_page_shows_the_first_rows_of_its_table(folder: Path) -> None:
    rows = re.findall(r"^\| (?!---)(.*) \|$", _PAGE.read_text("utf-8"), re.MULTILINE)
    cells = [re.sub(r"\*\*(.+)\*\*", r"<strong>\1</strong>", row).split(" | ") for row in rows]
    table = [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)
        for row in re.findall(r"<tr>(.*?)</tr>", _tables(_read(folder))[0])
    ]
    assert len(cells) == 4
    assert cells == table[:4]
