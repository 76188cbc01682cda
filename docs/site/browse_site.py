"""Looks at the site in a real browser, without a network: `browse_site.py build/site CHROMIUM`.

- On a phone no page is wider than the screen: wide tables and long lines scroll by themselves.
- No page asks for anything from elsewhere, and none fails at running its scripts.
- The search finds the section of a law, on a server and from files.
"""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, Route, sync_playwright
from playwright.sync_api import TimeoutError as WaitedInVain

_PHONE: Final = {"width": 390, "height": 844}
_FLAGS: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_TOO_WIDE: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_SOUGHT: Final = (
    "626.8482",
    "us-mn.html",
)  # a section of the law, and the page that has to come up


class _Silent(SimpleHTTPRequestHandler):
    """Serves the site without saying so."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    """Serves to a browser that may be gone before all has come, which is no fault."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


def _phone(browser: Browser, home: str, problems: list[str]) -> Page:
    """A phone that loads what lies at home only; what else is asked for is a problem."""
    page = browser.new_context(viewport=_PHONE, is_mobile=True, has_touch=True).new_page()

    def only_at_home(route: Route) -> None:
        if route.request.url.startswith((home, "data:")):
            route.continue_()
        else:
            problems.append(f"{page.url} asks for {route.request.url}")
            route.abort()

    page.route("**/*", only_at_home)
    return page


def _pages(site: Path) -> list[str]:
    """Every page but the one at the top, which only sends on to the front page."""
    names = (path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return sorted(set(names) - {"index.html"})


def _too_wide(page: Page, home: str, site: Path) -> Iterator[str]:
    for name in _pages(site):
        page.goto(f"{home}/{name}")
        if (more := page.evaluate(_TOO_WIDE)) > 0:
            yield f"{name}: {more} pixels wider than a phone"


def _searched(page: Page, home: str) -> Iterator[str]:
    word, wanted = _SOUGHT
    page.goto(f"{home}/search.html?q={word}")
    try:
        page.wait_for_selector(f"#search-results a[href*='{wanted}']", timeout=60_000)
    except WaitedInVain:
        yield f"the search for {word} at {home} does not find {wanted}"


def _problems(browser: Browser, served: str, site: Path) -> list[str]:
    problems: list[str] = []
    page = _phone(browser, served, problems)
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    problems += _too_wide(page, served, site)
    problems += _searched(page, served)
    # Between files a browser fetches nothing, so here results have no excerpts, which is an error
    # of the page's script and none of the site.
    problems += _searched(_phone(browser, site.as_uri(), problems), site.as_uri())
    return problems


def main(site: Path, chromium: str) -> int:
    """Look at every page, and print what is wrong."""
    handler = functools.partial(_Silent, directory=str(site))
    with _Server(("127.0.0.1", 0), handler) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        problems = _problems(browser, f"http://127.0.0.1:{server.server_port}", site)
        browser.close()
        server.shutdown()
    print("\n".join(problems), file=sys.stderr)
    print(f"{len(_pages(site))} pages on a phone, {len(problems)} problems")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2]))
