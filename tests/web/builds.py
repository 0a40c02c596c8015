"""Builds while people ask: `python tests/web/builds.py [--builds 20] [--seconds 2]`.

Each build (`kg build`, of real sources) gives two sources the same new title, while four clients ask `kg serve` for
both titles, two of them in SPARQL and two by the first page. No request may fail, no answer may have two titles in it,
and the new title has to be there within two seconds of the build's end, or within `--seconds` on a machine that has
other work as well. Prints what was found; exits 1 where it is not so.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "support"), str(Path(__file__).parents[2])]

import httpx  # noqa: E402  # beside those found through the line above
from kg_server import serving  # noqa: E402
from waiting import wait_for  # noqa: E402

from kg.paths import shipped  # noqa: E402

SOURCES = ("2019-01-23-germany-bans-mahan-air", "2020-01-13-iran-admits-downing-ukrainian-jet")
TITLES = "SELECT ?title { GRAPH ?source { ?source a dp:Source ; dcterms:title ?title } }"
PATHS = (f"/sparql?query={TITLES.replace(' ', '%20').replace('?', '%3F')}", "/")


class Client(threading.Thread):
    """Asks for one address until it is stopped; notes what went wrong, and the last title that it saw."""

    def __init__(self, url: str, path: str) -> None:
        super().__init__(daemon=True)
        self.url, self.path = url, path
        self.answers, self.seen, self.going = 0, 0, True
        self.problems: list[str] = []

    def run(self) -> None:
        """Ask."""
        with httpx.Client(base_url=self.url, timeout=60) as client:
            while self.going:
                answer = client.get(self.path, headers={"Accept": "text/csv, text/html"})
                titles = {int(number) for number in re.findall(r"Edition (\d+)", answer.text)}
                if answer.status_code != 200 or len(titles) != 1:
                    self.problems.append(f"{self.path}: {answer.status_code}, editions {sorted(titles)}")
                    continue
                self.answers, self.seen = self.answers + 1, titles.pop()
                time.sleep(0.05)  # the build needs the processor, too


def edit(seeds: Path, number: int) -> None:
    """Give both sources the title of that number."""
    for name in SOURCES:
        sheet = seeds / name / "sheet.yaml"
        text = re.sub(r"(?m)^  title: .*$", f"  title: Edition {number}", sheet.read_text("utf-8"), count=1)
        sheet.write_text(text, "utf-8")


def build(seeds: Path, store: Path) -> None:
    """Build as a user does."""
    command = [sys.executable, "-m", "kg", "build", str(seeds), "--store", str(store)]
    subprocess.run(command, check=True, capture_output=True, env=os.environ)


def wait(clients: list[Client], number: int) -> float:
    """Return the seconds until every client has seen a title."""
    started = time.monotonic()
    wait_for(lambda: all(client.seen == number for client in clients), what=f"an answer from edition {number}")
    return time.monotonic() - started


def serve(folder: Path, builds: int, seconds: float) -> list[str]:
    """Build so many times while clients ask; return what was wrong, each wait of more than `seconds` too."""
    seeds, store = folder / "seeds", folder / "kg"
    shutil.copytree(shipped("seeds") / "reference", seeds / "reference")
    for name in SOURCES:
        shutil.copytree(shipped("seeds") / name, seeds / name)
    edit(seeds, 0)
    build(seeds, store)
    with serving(store, "--workers", "2") as server:
        clients = [Client(server.url, path) for path in PATHS * 2]
        for client in clients:
            client.start()
        waits = []
        for number in range(1, builds + 1):
            edit(seeds, number)
            build(seeds, store)
            waits.append(wait(clients, number))
        for client in clients:
            client.going = False
        for client in clients:
            client.join()
    found = [problem for client in clients for problem in client.problems]
    answers = sum(client.answers for client in clients)
    say(f"{builds} builds, {answers} answers: the new store after {max(waits):.2f} s at most ({seconds:g} allowed)")
    kept = len(list(store.glob("store-*")))
    late = [f"the new store came after {most:.2f} s" for most in waits if most > seconds]
    return found + late + [f"{kept} stores are left"] * (kept > 4)


def say(line: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(f"{line}\n")


def main() -> int:
    """Read the command line, and return 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--builds", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=2.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        problems = serve(Path(folder), options.builds, options.seconds)
    for problem in problems[:20]:
        say(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
