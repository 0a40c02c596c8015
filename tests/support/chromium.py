"""Chromium as Debian has it, driven by Playwright, and axe-core: what a page is held to in a browser."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Error, Page, Request

__all__ = [
    "COLOURS", "LOOKS", "NOTHING", "NO_COLOURS", "PATIENCE", "Visit", "chromium", "chromium_path",
    "faults_of_axe", "lent_page", "new_context", "put_on", "width_beyond",
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


def chromium_path() -> str:
    """Return where the browser is; without it, or what drives it, the test is skipped or fails as `absent` says."""
    path = shutil.which("chromium")
    if path is None:
        absent("chromium", "apt install chromium")
    if find_spec("playwright") is None:
        absent("playwright", "pip install playwright")
    return str(path)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the browser."""
    path = chromium_path()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"], timeout=PATIENCE)
        yield browser
        browser.close()


def new_context(browser: Browser, **options: object) -> BrowserContext:
    """Return a context in which a page may take as long as a busy machine needs."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    return context


#: Width and height of a page in pixels where a test asks for no others.
SIZE = (1280, 720)


@cache
def free_pages(browser: Browser, *, scripts: bool) -> list[Page]:
    """Return the pages of a browser that nobody uses, with or without JavaScript; a page that is lent is not in it."""
    return []


@contextmanager
def lent_page(browser: Browser, size: tuple[int, int] = SIZE, *, scripts: bool = True) -> Iterator[Page]:
    """Lend an empty page; it may have been lent before, since a new one takes half a second of the processor.

    Who listens to it stops doing so in the end. After an error the page is closed and not lent again.
    """
    free = free_pages(browser, scripts=scripts)
    page = free.pop() if free else new_context(browser, java_script_enabled=scripts).new_page()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme="light")
    try:
        yield page
        page.evaluate("localStorage.clear()")
        page.goto("about:blank")
    except BaseException:
        page.context.close()
        raise
    free.append(page)


@cache
def axe() -> str:
    """Return the source of axe-core, from the package that brings it."""
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
    """A visit to a site that records what its page logs, which hosts it asks, and which dialogs it opens."""

    def __init__(self, browser: Browser, base: str, size: tuple[int, int] = SIZE, *, scripts: bool = True) -> None:
        self.base, self.complaints = base, list[str]()
        self._lent = lent_page(browser, size, scripts=scripts)
        self._heard = {
            "console": self._log,
            "pageerror": self._log_error,
            "dialog": self._dismiss,
            "request": self._check,
        }

    def _log(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _log_error(self, error: Error) -> None:
        self.complaints.append(str(error))

    def _dismiss(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _check(self, request: Request) -> None:
        if not request.url.startswith((self.base, "data:")):
            self.complaints.append(f"request to {request.url}")

    def open(self, address: str, until: str = "load") -> Page:
        """Open a page; `networkidle` waits for what its scripts fetch, and half a second more."""
        self.page.goto(self.base + address, wait_until=until)
        return self.page

    def __enter__(self) -> Visit:
        self.page = self._lent.__enter__()
        for event, heard in self._heard.items():
            self.page.on(event, heard)
        return self

    def __exit__(self, *error: object) -> None:
        for event, heard in self._heard.items():
            self.page.remove_listener(event, heard)
        self._lent.__exit__(*error)
