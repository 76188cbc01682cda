"""Looks at the site in a real browser, without a network: `browse_site.py build/site CHROMIUM`.

- On a phone no page is wider than the screen: wide tables and long lines scroll by themselves.
- No page asks for anything from elsewhere, and none fails at running its scripts.
- The search finds a word.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, Route, sync_playwright

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


def _phone(browser: Browser, problems: list[str]) -> Page:
    """A phone that loads files only; what else is asked for, and every error, is a problem."""
    context = browser.new_context(viewport=_PHONE, is_mobile=True, has_touch=True)

    def only_files(route: Route) -> None:
        if route.request.url.startswith(("file:", "data:")):
            route.continue_()
        else:
            problems.append(f"asks for {route.request.url}")
            route.abort()

    context.route("**/*", only_files)
    page = context.new_page()
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    return page


def _too_wide(page: Page, site: Path) -> Iterator[str]:
    for path in sorted(site.rglob("*.html")):
        page.goto(path.as_uri())
        if (more := page.evaluate(_TOO_WIDE)) > 0:
            yield f"{path.relative_to(site)}: {more} pixels wider than a phone"


def _searched(page: Page, site: Path) -> Iterator[str]:
    word, wanted = _SOUGHT
    page.goto(f"{(site / 'search.html').as_uri()}?q={word}")
    try:
        page.wait_for_selector(f"#search-results a[href*='{wanted}']", timeout=20_000)
    except Exception as error:  # noqa: BLE001 - whatever went wrong, it was not found
        yield f"the search for {word} does not find {wanted}: {error}"


def main(site: Path, chromium: str) -> int:
    """Look at every page, and print what is wrong."""
    problems: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
        page = _phone(browser, problems)
        problems += _too_wide(page, site)
        problems += _searched(page, site)
        browser.close()
    print("\n".join(problems), file=sys.stderr)
    print(f"{sum(1 for _ in site.rglob('*.html'))} pages on a phone, {len(problems)} problems")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2]))
