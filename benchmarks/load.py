"""How long `kg load` takes beside a bare POST of the same N-Quads to the same server, as ratios.

1. The command itself, plan and check included, from a store of so many graphs to an empty Oxigraph server; beside one
   POST of the same N-Quads to another empty server, at the address that the command uses, and beside `oxigraph load`.
2. Loading again when ten graphs have changed, to sending those ten graphs alone with the same client.

All take turns, `--runs` times; medians count. Memory is that of all processes of a command together (see build.py). The
last lines are for programs: `name ratio`.

    python benchmarks/load.py [--graphs 2000] [--statements 500] [--runs 3]

Needs the `oxigraph` program, which `pip install oxigraph` brings, and Linux, whose /proc tells the memory.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from build import KG, Took, timed

from kg.endpoints.content import contents_of_store
from kg.endpoints.graph_store import GraphStore
from kg.endpoints.profiles import from_preset
from kg.namespaces import BASE, DP, iri
from kg.store.folder import FORMAT, StoreFolder, rules_version
from kg.store.publish import building

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHANGED = 10
#: Posts a file as the body of one request, from a process of its own as the command is.
POST = """
import sys, urllib.request
with open(sys.argv[1], "rb") as body:
    headers = {"Content-Type": "application/n-quads", "Content-Length": sys.argv[3]}
    urllib.request.urlopen(urllib.request.Request(sys.argv[2], body, headers, method="POST")).close()
"""


def main() -> None:
    """Read the arguments and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--graphs", type=int, default=2000)
    parser.add_argument("--statements", type=int, default=500)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kg-benchmark-") as folder:
        compare(Path(folder), arguments.graphs, arguments.statements, arguments.runs)


def compare(folder: Path, graphs: int, statements_each: int, runs: int) -> None:
    """Measure all, and print medians and the ratios."""
    store, other = folder / "store", folder / "changed"
    make_store(store, graphs, statements_each)
    make_store(other, graphs, statements_each, CHANGED)
    file = folder / "all.nq"
    with file.open("wb") as output:
        for content in contents_of_store(StoreFolder(store)):
            output.writelines(content.pieces())
    ways: dict[str, Callable[[Path], Took]] = {
        "kg load": lambda data: loaded(data, store),
        "a bare POST": lambda data: posted(data, file),
        "oxigraph load": lambda data: timed([program(), "load", "--location", str(data), "--file", str(file)]),
    }
    times: dict[str, list[Took]] = {name: [] for name in ways}
    for turn in range(runs):
        names = list(ways)
        for name in (*names[turn % 3 :], *names[: turn % 3]):
            shutil.rmtree(folder / "data", ignore_errors=True)
            times[name].append(ways[name](folder / "data"))
    medians = {name: Took(*map(statistics.median, zip(*each, strict=True))) for name, each in times.items()}
    print(f"{graphs * statements_each:,} quads in {graphs:,} graphs; medians of {runs}")
    for name, took in medians.items():
        print(f"  {took.wall:8.2f} s ({took.processor:.2f} s)  {took.memory / 1e6:6.0f} MB  {name}")
    ours, post, native = medians.values()
    again, alone = changed(folder / "data", store, other)
    print(f"  {again.wall:8.2f} s ({again.processor:.2f} s)  kg load when {CHANGED} graphs have changed")
    print(f"  {alone:8.2f} s           those graphs alone")
    print(f"load-{graphs * statements_each} {ours.wall / post.wall:.2f}")
    print(f"load-native-{graphs * statements_each} {ours.wall / native.wall:.2f}")
    print(f"load-memory-{graphs * statements_each} {ours.memory / 1e9:.3f}")
    print(f"load-again-{graphs * statements_each} {again.wall / alone:.2f}")


def loaded(data: Path, store: Path) -> Took:
    """Run the command against an empty server."""
    with server(data) as url:
        return timed(command(url, store))


def command(url: str, store: Path) -> list[str]:
    """Return the command, with a profile that has the address."""
    profile = store.parent / "kg.toml"
    profile.write_text(f'[profiles.here]\npreset = "oxigraph"\nurl = "{url}"\n', "utf-8")
    os.environ["KG_CONFIG"] = str(profile)
    return [*KG, "load", "--to", "here", "--no-build", "--store", str(store)]


def posted(data: Path, file: Path) -> Took:
    """Send a file to an empty server."""
    with server(data) as url:
        address = str(from_preset("oxigraph", url).first_bulk)
        return timed([sys.executable, "-c", POST, str(file), address, str(file.stat().st_size)])


def changed(data: Path, store: Path, other: Path) -> tuple[Took, float]:
    """Load a store, then the other one, then send the graphs that differ alone."""
    shutil.rmtree(data, ignore_errors=True)
    with server(data) as url:
        subprocess.run(command(url, store), check=True, capture_output=True)
        again = timed(command(url, other))
        contents = contents_of_store(StoreFolder(store))[:CHANGED]
        began = time.perf_counter()
        with GraphStore(from_preset("oxigraph", url)) as client:
            for content in contents:
                client.put(content.iri, content.ntriples())
        return again, time.perf_counter() - began


def make_store(path: Path, graphs: int, statements_each: int, changed: int = 0) -> None:
    """Put a store in force as a build leaves it: some graphs, of which the first may say something else."""
    with building(StoreFolder(path)) as draft:
        place = draft.begin()
        (place / "sources").mkdir()
        for number in range(graphs):
            text = graph(number, statements_each, "changed" if number < changed else "first")
            (place / "sources" / f"benchmark-{number:06d}.nq").write_bytes(text)
        ox.Store(place / "oxigraph").flush()  # nothing was derived
        manifest = {"base": BASE, "format": FORMAT, "rules": rules_version(), "seeds": str(path / "none")}
        manifest |= {"sources": {}, "reference": {}}
        draft.publish({**manifest, "quads": 0, "repository": {"id": "benchmark", "name": "benchmark"}})


def graph(number: int, statements_each: int, text: str) -> bytes:
    """Return a graph whose statements look like a source's: ten about each of its subjects."""
    name = f"benchmark-{number:06d}"
    lines = (
        f'<{iri("statement", name, str(line // 10))}> <{DP}p{line % 10}> "{text} {line}" <{iri("source", name)}> .\n'
        for line in range(statements_each)
    )
    return "".join(sorted(lines)).encode()


def program() -> str:
    """Return the path of the Oxigraph program."""
    found = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:/usr/bin:/usr/local/bin")
    return found or sys.exit("the oxigraph program is missing: pip install oxigraph")


@contextmanager
def server(data: Path) -> Iterator[str]:
    """Start an Oxigraph server on an empty store, and yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{probe.getsockname()[1]}"
    process = subprocess.Popen(
        [program(), "serve", "--location", str(data), "--bind", place],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait(f"http://{place}/query?query=ASK%7B%7D")
        yield f"http://{place}"
    finally:
        process.terminate()
        process.wait()


def wait(url: str) -> None:
    """Return when a server answers."""
    for _ in range(200):
        try:
            urllib.request.urlopen(url).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit(f"no answer from {url}")


if __name__ == "__main__":
    main()
