"""The site: its pages show the public names, and what checks it finds what it looks for."""

from __future__ import annotations

import importlib
import re
import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

_ROOT: Final = Path(__file__).parents[1]
_API: Final = _ROOT / "docs" / "reference" / "api"

_PROMISED: Final = _ROOT / "docs" / "reference" / "compatibility.md"

_DIRECTIVE: Final = re.compile(r"^\.\. (?P<kind>currentmodule|auto\w+):: (?P<name>\S+)$", re.M)


def _shown() -> Iterator[tuple[str, str]]:
    """Each module and name that a page of the API shows."""
    for page in sorted(_API.glob("*.md")):
        module = ""
        for match in _DIRECTIVE.finditer(page.read_text("utf-8")):
            name = match["name"]
            if match["kind"] == "currentmodule":
                module = name
            elif match["kind"] == "automodule":
                module = name
                yield from ((name, item) for item in importlib.import_module(name).__all__)
            else:
                yield (name.rpartition(".")[0] or module, name.rpartition(".")[2])


def _modules() -> list[str]:
    """The public modules, as the page of what is promised lists them."""
    return re.findall(r"^\| `(sro_core[\w.]*)` \|", _PROMISED.read_text("utf-8"), re.M)


@pytest.mark.parametrize("module", _modules())
def test_pages_of_the_api_show_every_name_of(module: str) -> None:
    pytest.importorskip("msgspec")
    room = importlib.import_module(module)
    shown = [getattr(importlib.import_module(home), name) for home, name in _shown()]
    missing = [
        name for name in room.__all__ if not any(getattr(room, name) is item for item in shown)
    ]
    assert missing == []


# what checks the site -------------------------------------------------------------------------

_CHECK: Final = runpy.run_path(str(_ROOT / "docs" / "site" / "check_site.py"))
_problems_of: Final[Callable[[Path, dict[str, Any]], Iterator[str]]] = _CHECK["problems_of"]

_ANSWER: Final = "$ sro-core readiness ! not ready $ sro-core explain How it was decided"
_SITE: Final = {
    "docs/index.html": '<a href="how-to/a.html">see</a><script src="../s.js"></script>',
    "docs/how-to/a.html": '<h1 id="top">A</h1><a href="b.html">b</a><a href="#top">top</a>',
    "docs/how-to/b.html": f'<a href="../index.html"></a><a href="https://a.org/b"></a>{_ANSWER}',
    "s.js": "",
}


def _problems(tmp_path: Path, **changed: str) -> list[str]:
    pages = _SITE | {f"docs/how-to/{name}.html": html for name, html in changed.items()}
    for name, html in pages.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(html, encoding="utf-8")
    read = {name: _CHECK["Page"](html) for name, html in pages.items() if name.endswith("html")}
    return list(_problems_of(tmp_path, read))


def test_a_good_site_has_no_problems(tmp_path: Path) -> None:
    assert _problems(tmp_path) == []


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ('<a href="c.html">c</a>', "c.html leads nowhere"),
        ('<a href="a.html#middle">c</a>', "a.html#middle has no such anchor"),
        ('<a href="https://">c</a>', "https:// is no address"),
        ('<a href="javascript:x">c</a>', "javascript:x is no address"),
        ('<script src="https://cdn.org/x.js"></script>', "loads https://cdn.org/x.js"),
        ('<link href="//fonts.org/x.css">', "loads //fonts.org/x.css"),
        ('<img src="x.png">', "loads x.png, which is not there"),
    ],
)
def test_a_fault_of_a_page_is_found(tmp_path: Path, extra: str, said: str) -> None:
    page = _SITE["docs/how-to/a.html"] + extra
    assert _problems(tmp_path, a=page) == [f"docs/how-to/a.html: {said}"]


def test_an_answer_three_clicks_away_is_too_far(tmp_path: Path) -> None:
    assert _problems(tmp_path, b='<a href="c.html">c</a>', c=_ANSWER) == [
        "docs/index.html: the answer is 3 clicks away"
    ]


def test_no_answer_at_all_is_too_far(tmp_path: Path) -> None:
    assert _problems(tmp_path, b="! not ready") == [
        "docs/index.html: the answer is no number of clicks away"
    ]
