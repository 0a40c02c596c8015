"""How long `kg load` takes, as ratios that hold on any machine.

1. Loading 1,000,000 quads in 2,000 graphs into an empty Oxigraph server, to `oxigraph load` of the same file.
2. Loading again when ten graphs have changed, to sending those ten graphs alone with the same client.

    python benchmarks/load.py [--graphs 2000] [--statements 500]

Needs the `oxigraph` program, which `pip install oxigraph` brings.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kg.endpoints.content import from_statements
from kg.endpoints.graph_store import GraphStore
from kg.endpoints.load import LoadOptions, load
from kg.endpoints.profiles import from_preset
from kg.namespaces import DP, iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.endpoints.content import GraphContent
    from kg.endpoints.profiles import Profile


def main() -> None:
    """Read the arguments and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--graphs", type=int, default=2000)
    parser.add_argument("--statements", type=int, default=500)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), arguments.graphs, arguments.statements)


def compare(folder: Path, graphs: int, statements: int) -> None:
    """Measure both, and print the ratios."""
    contents = [graph(number, statements) for number in range(graphs)]
    file = folder / "all.nq"
    file.write_bytes(b"".join(content.nquads() for content in contents))
    own = seconds(lambda: run(program(), "load", "--location", folder / "own", "--file", file))
    with server(folder / "server") as profile:
        ours = seconds(lambda: load(profile, contents, LoadOptions()))
        changed = [graph(number, statements, "changed") for number in range(10)]
        again = seconds(lambda: load(profile, [*changed, *contents[10:]], LoadOptions()))
        alone = seconds(lambda: send(profile, [graph(number, statements, "alone") for number in range(10)]))
    print(f"{graphs * statements:,} quads in {graphs:,} graphs")
    print(f"  oxigraph load                     {own:7.2f} s")
    print(f"  kg load, with plan and check      {ours:7.2f} s   ratio {ours / own:.2f}")
    print(f"  ten graphs alone                  {alone:7.2f} s")
    print(f"  kg load with ten changed graphs   {again:7.2f} s   ratio {again / alone:.2f}")


def graph(number: int, statements: int, text: str = "first") -> GraphContent:
    """Return a graph whose statements look like a source's: ten about each of its subjects."""
    name = f"benchmark-{number}"
    lines = (
        f'<{iri("statement", name, str(line // 10))}> <{DP}p{line % 10}> "{text} {line}" <{iri("source", name)}> .\n'
        for line in range(statements)
    )
    text_of_all = "".join(sorted(lines)).encode()
    made = from_statements({iri("source", name): []})[0]
    digest = hashlib.sha256(text_of_all).hexdigest()
    return replace(made, digest=digest, count=statements, nquads=lambda: text_of_all)


def send(profile: Profile, contents: list[GraphContent]) -> None:
    """Replace graphs, and do nothing else."""
    with GraphStore(profile) as store:
        for content in contents:
            store.put(content.iri, content.ntriples())


def seconds(work: Callable[[], object]) -> float:
    """Return how long work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def program() -> str:
    """Return the path of the Oxigraph program."""
    found = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:/usr/bin:/usr/local/bin")
    return found or sys.exit("the oxigraph program is missing: pip install oxigraph")


def run(*command: str | Path) -> None:
    """Run a program in silence."""
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def server(data: Path) -> Iterator[Profile]:
    """Start an Oxigraph server on an empty store."""
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
        yield from_preset("oxigraph", f"http://{place}")
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
