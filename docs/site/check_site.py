"""Reads the site that was built as a reader without a network does: `check_site.py build/site`.

- Every link within it leads to a page, and to an anchor that is there.
- A link that leaves it is an address of the web, well written. Whether something answers there is
  not asked: the site is built and checked without a network.
- No page loads anything from elsewhere.
- From the front page two clicks lead to the answer to the library's question, and its reason.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

__all__ = ["Page", "problems_of"]

_FRONT: Final = "docs/index.html"
_CLICKS: Final = 2
#: What stands on the page that answers who is not ready on the first day of school, and why.
_ANSWER: Final = (
    "$ sro-core readiness",
    "! not ready",
    "$ sro-core explain",
    "How it was decided",
)
_LOADED: Final = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}


class Page(HTMLParser):
    """What a page holds.

    Attributes:
        anchors: What a link may point to.
        links: Where its links lead, as they are written.
        loaded: What a browser loads to show it.
        text: What can be read on it.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self._texts: list[str] = []
        self.feed(html)
        self.text = "".join(self._texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note anchors, links and what is loaded."""
        given = {name: value for name, value in attrs if value is not None}
        self.anchors.update(given[name] for name in ("id", "name") if name in given)
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag in _LOADED and _LOADED[tag] in given:
            self.loaded.append(given[_LOADED[tag]])

    def handle_data(self, data: str) -> None:
        """Note what can be read."""
        self._texts.append(data)


def _target(name: str, link: str) -> tuple[str, str]:
    """The file and the anchor that a link within the site leads to."""
    parts = urlsplit(link)
    path = (Path(name).parent / unquote(parts.path)) if parts.path else Path(name)
    steps: list[str] = []
    for step in path.parts:
        if step == "..":
            steps.pop()
        else:
            steps.append(step)
    return "/".join(steps), unquote(parts.fragment)


def _links_inside(page: Page) -> Iterator[str]:
    return (link for link in page.links if not urlsplit(link).scheme)


def problems_of(site: Path, pages: dict[str, Page]) -> Iterator[str]:
    """What is wrong with a site."""
    for name, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                if parts.scheme not in ("https", "http") or not re.search(r"\w\.\w", parts.netloc):
                    yield f"{name}: {link} is no address"
                continue
            target, anchor = _target(name, link)
            if not (site / target).is_file():
                yield f"{name}: {link} leads nowhere"
            elif anchor and target in pages and anchor not in pages[target].anchors:
                yield f"{name}: {link} has no such anchor"
        for link in page.loaded:
            parts = urlsplit(link)
            if parts.scheme != "data" and (parts.scheme or parts.netloc):
                yield f"{name}: loads {link}"
            elif not parts.scheme and not (site / _target(name, link)[0]).is_file():
                yield f"{name}: loads {link}, which is not there"
    if (clicks := _clicks_to_the_answer(pages)) is None or clicks > _CLICKS:
        yield f"{_FRONT}: the answer is {clicks or 'no number of'} clicks away"


def _clicks_to_the_answer(pages: dict[str, Page]) -> int | None:
    """How many links lead from the front page to a page with the whole answer."""
    reached, frontier, clicks = {_FRONT}, [_FRONT], 0
    while frontier:
        if any(all(part in pages[name].text for part in _ANSWER) for name in frontier):
            return clicks
        following = {
            target
            for name in frontier
            for link in _links_inside(pages[name])
            if (target := _target(name, link)[0]) in pages
        }
        frontier = sorted(following - reached)
        reached |= following
        clicks += 1
    return None


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    read = {
        path.relative_to(folder).as_posix(): Page(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.html"))
    }
    found = list(problems_of(folder, read))
    print("\n".join(found), file=sys.stderr)
    links = sum(len(page.links) for page in read.values())
    print(f"{len(read)} pages, {links} links, {len(found)} problems")
    sys.exit(bool(found))
