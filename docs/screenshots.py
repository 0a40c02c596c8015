"""Takes the pictures of docs/pages.md, of `kg serve` over the seeds, with the chromium of the system.

    python docs/screenshots.py                  # the pictures in docs/images
    python docs/screenshots.py --all FOLDER     # every page at 1440, 1024 and 360 pixels, light and dark, to look at
    python docs/screenshots.py --all FOLDER --store DIR    # of another store

Needs the extras `web` and `test`, and chromium (`apt install chromium`).
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

IMAGES = Path(__file__).parent / "images"
MAHAN = "id/source/2019-01-23-germany-bans-mahan-air/"
SYRIA = "id/source/2012-03-11-un-envoy-syria-talks/"
#: The pictures in the guide: name, address, width, height, and whether it is dark.
PICTURES = (
    ("home", "", 1440, 900, False),
    ("reader", f"{MAHAN}#pompeo-weapons-and-fighters", 1440, 900, False),
    ("reader-phone", f"{MAHAN}#pompeo-weapons-and-fighters", 360, 720, True),
    ("actor", "id/actor/united-states/", 1440, 900, False),
    ("proposition", "id/proposition/assad-should-step-down/", 1024, 800, True),
    ("positions", "positions/#matrix_summary", 1440, 900, False),
    ("question", "questions/conditions/", 1440, 900, False),
)
#: Every kind of page, for looking at.
EVERYTHING = {
    "home": "", "reader": SYRIA, "actor": "id/actor/russia/", "person": "id/actor/sergei-lavrov/",
    "proposition": "id/proposition/assad-should-step-down/", "issue": "id/issue/peace-talks/",
    "statement": "id/statement/2012-03-11-un-envoy-syria-talks.kodmani-condition/", "plain": "id/place/idlib/",
    "listing": "id/actor/", "positions": "positions/", "compare": "positions/?a=russia&b=western-states",
    "questions": "questions/", "question": "questions/for-and-against/example/", "search": "search/?q=assad",
    "sparql": "sparql/", "terms": "ontology/", "missing": "id/actor/qatarr/",
}  # fmt: skip  # addresses


@contextmanager
def serving(store: str) -> Iterator[str]:
    """Run `kg serve` over a store, and give its address."""
    command = [sys.executable, "-m", "kg", "serve", "--store", store, "--bind", "127.0.0.1:0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        yield next(match[1] for line in process.stderr if (match := re.search(r"at (http://\S+/)$", line)))
    finally:
        process.terminate()
        process.wait(10)


def take(
    browser: Browser, address: str, file: Path, width: int, height: int, *, dark: bool, whole: bool = False
) -> None:
    """Take one picture."""
    scheme = "dark" if dark else "light"
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.screenshot(path=file, full_page=whole)
    context.close()


def main() -> None:
    """Read the command line, and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", metavar="FOLDER", type=Path)
    parser.add_argument("--store", metavar="DIR")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        store = chosen.store or f"{folder}/kg"
        if not chosen.store:
            subprocess.run([sys.executable, "-m", "kg", "build", "seeds", "--store", store], check=True)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with serving(store) as base:
            for name, address, width, height, dark in () if chosen.all else PICTURES:
                IMAGES.mkdir(exist_ok=True)
                take(browser, base + address, IMAGES / f"{name}.png", width, height, dark=dark)
            for name, address in EVERYTHING.items() if chosen.all else ():
                chosen.all.mkdir(parents=True, exist_ok=True)
                for width in (1440, 1024, 360):
                    for dark in (False, True):
                        file = chosen.all / f"{name}-{width}-{'dark' if dark else 'light'}.png"
                        take(browser, base + address, file, width, 1000, dark=dark)


if __name__ == "__main__":
    main()
