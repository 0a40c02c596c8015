"""Chromium as Debian has it, driven by Playwright, and axe-core: what a page is held to in a browser."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

__all__ = [
    "COLOURS", "LOOKS", "NOTHING", "NO_COLOURS", "PATIENCE", "Visit", "chromium", "faults_of_axe", "new_context",
    "put_on", "width_beyond",
]  # fmt: skip

#: Milliseconds for which a page or the browser itself is waited for; Playwright's own 30 s are few on a busy machine.
PATIENCE = 120_000

#: Every page is looked at in these: width and height in pixels, and colours.
LOOKS = {"wide and light": (1440, 900, "light"), "wide and dark": (1440, 900, "dark"), "narrow": (360, 780, "light")}


def absent(what: str, how: str) -> None:
    """Skip on a user's machine, saying how to get what is missing; fail where nothing may be skipped."""
    if os.environ.get("CI"):
        pytest.fail(f"{what} is missing in CI: {how}")
    pytest.skip(f"{what} is missing: {how}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser."""
    path = shutil.which("chromium")
    if path is None:
        absent("chromium", "apt install chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:
        absent("playwright", "pip install playwright")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"], timeout=PATIENCE)
        yield browser
        browser.close()


def new_context(browser: Browser, **options: object) -> BrowserContext:
    """Return a context in which a page may take as long as a busy machine needs."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    return context


@cache
def axe() -> str:
    """Return the source of axe-core, from the package that brings it."""
    from importlib.util import find_spec

    package = find_spec("axe_playwright_python")
    if package is None or package.origin is None:
        absent("axe-core", "pip install axe-playwright-python")
    return Path(package.origin).with_name("axe.min.js").read_text("utf-8")


#: Colours alone, which take most of the time: all that another scheme of colours can change.
COLOURS = "runOnly: ['color-contrast', 'link-in-text-block']"
#: All but colours, for a page whose colours have been looked at in this scheme.
NO_COLOURS = "rules: {'color-contrast': {enabled: false}}"
#: No rule at all, where another scheme of colours is all that is new, and has been looked at.
NOTHING = "none"


def put_on(page: Page, look: str) -> None:
    """Show an open page in one of LOOKS: loading it anew for each would take longer than axe does."""
    width, height, colours = LOOKS[look]
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=colours)


def faults_of_axe(page: Page, rules: str = "") -> list[str]:
    """Return what axe finds serious or critical, each with the element; `rules` is one of its options for fewer."""
    if rules == NOTHING:
        return []
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe())
    found = page.evaluate(f"axe.run(document, {{resultTypes: ['violations'], {rules}}})")
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:150]}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"][:3]
    ]


def width_beyond(page: Page) -> int:
    """Return by how much the page is wider than its window, in pixels."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


class Visit:
    """A page in a context of its own that records what it logs, which hosts it asks, and which dialogs it opens."""

    def __init__(self, browser: Browser, base: str, **options: object) -> None:
        self.context = new_context(browser, **options)
        self.page, self.base = self.context.new_page(), base
        self.complaints: list[str] = []
        self.page.on("console", lambda m: m.type in ("error", "warning") and self.complaints.append(m.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.page.on("request", self._check)

    def _check(self, request) -> None:
        if not request.url.startswith((self.base, "data:")):
            self.complaints.append(f"request to {request.url}")

    def open(self, address: str, until: str = "load") -> Page:
        """Open a page; `networkidle` waits for what its scripts fetch, and half a second more."""
        self.page.goto(self.base + address, wait_until=until)
        return self.page

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()
