"""What a full check costs against plain pySHACL, and what a change of ten statements costs on top of many.

Everything is measured in one run. Ratios still vary with what else the machine does: run it on a quiet one.

1. Ours over the same `--plain` sources with each engine that is installed.
2. Plain pySHACL, given their merged graph and all shapes at once, for `--limit` seconds at most; and whether the
   findings are the same.
3. Ours alone over all `--sources` sources, if these are more.
4. A change of one source of ten statements on top of `--stores` statements: what the command takes, index warm.

    python benchmarks/validation.py [--plain 100] [--sources 10000] [--stores 1000 10000 100000]
"""

from __future__ import annotations

import argparse
import logging
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing import Pipe, Process
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generate import write_seeds

from kg.sources.assertion import assert_reference, assert_source, find_sources
from kg.validate.run import validate
from kg.validate.shacl.check import check_assertions
from kg.validate.shacl.engines import ENGINES, PySHACL, engine_named
from kg.validate.shacl.engines.checker import _triple
from kg.validate.shacl.shapes import hierarchy, shapes

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection


STATEMENTS = 10
KG = [sys.executable, "-m", "kg"]
_GIT = ["git", "-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false"]


def clock(work, *arguments, **options):
    """Return how many seconds a call took, and what it returned."""
    began = time.perf_counter()
    answer = work(*arguments, **options)
    return time.perf_counter() - began, answer


def plain(seeds: Path) -> set[tuple[str, str]]:
    """Read everything into one graph, and run pySHACL over it: what one does without this program."""
    import rdflib

    reference, context = assert_reference(seeds / "reference")
    data = rdflib.Graph()
    for assertion in (context, *(assert_source(path, reference) for path in find_sources(seeds))):
        for quad in assertion.quads:
            data.add(_triple(quad))
    for triple in hierarchy():
        data.add(triple)
    return {(result.shape, result.value or result.focus) for result in PySHACL().run(data, shapes())}


def ours(seeds: Path, engine: str) -> set[tuple[str, str]]:
    """Read and check source by source."""
    reference, context = assert_reference(seeds / "reference")
    chosen, found = engine_named(engine), []
    paths = find_sources(seeds)
    for at in range(0, len(paths), 200):
        found += check_assertions([assert_source(path, reference) for path in paths[at : at + 200]], context, chosen)
    return {(finding.rule, finding.focus or "") for finding in found}


def compare(folder: Path, sources: int, engines: list[str], limit: float) -> None:
    """Check the same sources with each engine and with plain pySHACL, and print the ratios.

    Plain pySHACL comes last, and is stopped after `limit` seconds: the ratios are then what they are at least.
    """
    write_seeds(folder, sources, STATEMENTS)
    spoil(folder, sources // 50)
    print(f"the same {sources} sources of {STATEMENTS} statements ({sources // 50} of them with a mistake), "
          "processor time in parentheses and in the ratios:")  # fmt: skip
    runs = {name: apart(ours, folder, name) for name in engines}
    for name, run in runs.items():
        print(f"  {run}  source by source, --engine {name}; {len(run.found)} findings")
    base = apart(plain, folder, limit=limit)
    end = f"{len(base.found)} results" if base.ended else "stopped before it ended"
    print(f"  {base}  plain pySHACL, one merged graph; {end}")
    for name, run in runs.items():
        same = "" if not base.ended else ", the same findings" if alike(run.found, base.found) else ", OTHER FINDINGS"
        least = "" if base.ended else "more than "
        print(f"  --engine {name}: {least}{base.cost / run.cost:.1f} times faster than plain pySHACL{same}")


@dataclass(frozen=True)
class Run:
    """What a process of its own took, in seconds of time and of processor time, and found, if it ended."""

    took: float
    cost: float
    found: set[tuple[str, str]]
    ended: bool = True

    def __str__(self) -> str:
        """Return the times."""
        return f"{self.took:8.1f} s ({self.cost:.1f} s)"


def apart(work: Callable[..., set[tuple[str, str]]], *arguments: object, limit: float | None = None) -> Run:
    """Call something in a process of its own, for `limit` seconds at most."""
    here, there = Pipe()
    process = Process(target=_send, args=(there, work, *arguments))
    began, before = time.perf_counter(), processor_time()
    process.start()
    ended = here.poll(limit)
    if not ended:
        process.kill()
    found = here.recv() if ended else set()
    took = time.perf_counter() - began
    process.join()
    return Run(took, processor_time() - before, found, ended)


def _send(end: Connection, work: Callable[..., object], *arguments: object) -> None:
    end.send(work(*arguments))


def processor_time() -> float:
    """Return the seconds that the processes have taken which this one began, and which have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def alike(ours: set[tuple[str, str]], plain: set[tuple[str, str]]) -> bool:
    """Tell whether the same rules were broken, as often."""
    return Counter(rule for rule, _ in ours) == Counter(shape.rpartition("#")[2] for shape, _ in plain)


def spoil(folder: Path, many: int) -> None:
    """Put a mistake that only the shapes find into some sources: a statement said after it was published."""
    for path in find_sources(folder)[:many]:
        sheet = path / "sheet.yaml"
        head, mode, rest = sheet.read_text("utf-8").partition("    mode:")
        sheet.write_text(re.sub("    said: .*\n", "", head) + "    said: 2030-01-01\n" + mode + rest, "utf-8")


def full(folder: Path, sources: int) -> None:
    """Check all sources with everything that `kg validate` does, the index written on the way."""
    print(f"{sources} sources of {STATEMENTS} statements, all that `kg validate --no-cache` does:")
    took, report = clock(validate, [folder], engine=engine_named())
    print(f"  {took:8.1f} s  --engine {engine_named().name}; {took / sources * 1000:.1f} ms a source, "
          f"{report.sources} sources, {len(report.findings)} findings")  # fmt: skip


class Store:
    """A repository of sources of ten statements, committed, checked, and indexed."""

    def __init__(self, folder: Path, sources: int) -> None:
        """Write it."""
        self.folder, self.cache = folder, folder.parent / f"cache-{sources}"
        self.times: list[float] = []
        self.costs: list[float] = []
        write_seeds(folder, sources, STATEMENTS)
        git(folder, "init", "-q")
        git(folder, "add", ".")
        git(folder, "commit", "-q", "-m", "all")
        print(f"  {self.validate().took:8.1f} s  to check {sources} sources and index them")
        self.paths = find_sources(folder)
        self.validate("--changed-since", "HEAD")

    def validate(self, *options: str) -> Command:
        """Run `kg validate` on it, as a process of its own."""
        began, before = time.perf_counter(), processor_time()
        run = subprocess.run(
            [*KG, "validate", str(self.folder), *options],
            env={**os.environ, "KG_CACHE": str(self.cache)},
            capture_output=True,
            text=True,
            check=True,
        )
        return Command(time.perf_counter() - began, processor_time() - before, run.stderr)

    def change(self, run: int) -> None:
        """Note what it takes to check a change of one source, and take the change back."""
        sheet = self.paths[run * 7 % len(self.paths)] / "sheet.yaml"
        text = sheet.read_text("utf-8")
        sheet.write_text(_toggled(text), "utf-8")
        done = self.validate("--changed-since", "HEAD")
        if not done.said.startswith("1 source checked: conforms") or "known from before" in done.said:
            raise SystemExit(f"one source was to be checked anew, but: {done.said}")
        self.times.append(done.took)
        self.costs.append(done.cost)
        sheet.write_text(text, "utf-8")
        self.validate("--changed-since", "HEAD")


class Command(NamedTuple):
    """What a run of the command took, in seconds of time and of processor time (git's included), and said."""

    took: float
    cost: float
    said: str


def _toggled(sheet: str) -> str:
    """Return a sheet in which every statement is told in the other mode."""
    other = {"direct": "indirect", "indirect": "direct"}
    return re.sub(r"mode: (direct|indirect)", lambda found: f"mode: {other[found[1]]}", sheet)


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder."""
    subprocess.run([*_GIT, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def changes(folder: Path, sizes: list[int], runs: int) -> None:
    """Print what a change costs on top of each number of statements, and the ratios to the smallest.

    All take turns, each time in another order: what else the machine does meanwhile does not fall on one of them.
    """
    print(f"a change of {STATEMENTS} statements, `kg validate SEEDS --changed-since HEAD` with a warm index:")
    stores = [Store(folder / str(size), size // STATEMENTS) for size in sizes]
    for run in range(runs):
        first = run % len(stores)
        for store in (*stores[first:], *stores[:first]):
            store.change(run)
    told = {"the command": [store.times for store in stores], "processor time": [store.costs for store in stores]}
    for name, all_of_them in told.items():
        medians = [statistics.median(each) * 1000 for each in all_of_them]
        for size, cost in zip(sizes, medians, strict=True):
            print(f"  {cost:8.1f} ms {name}, on top of {size} statements; {cost / min(medians):.2f} of the smallest")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plain", type=int, default=100, help="sources that plain pySHACL is given; 0: none")
    parser.add_argument("--limit", type=float, default=3600, help="seconds after which plain pySHACL is stopped")
    installed = [name for name in ENGINES if name == "pyshacl" or find_spec(name)]
    parser.add_argument("--engines", nargs="*", default=installed, help="engines that plain pySHACL is compared with")
    parser.add_argument("--sources", type=int, default=10_000, help="sources of the full check; 0: none")
    parser.add_argument("--stores", type=int, nargs="*", default=[1_000, 10_000, 100_000], help="statements")
    parser.add_argument("--runs", type=int, default=9, help="changes on top of each store")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    sys.stdout.reconfigure(line_buffering=True)
    with tempfile.TemporaryDirectory(prefix="kg-benchmark-") as name:
        folder = Path(name)
        if options.plain:
            compare(folder / "plain", options.plain, options.engines, options.limit)
        if options.sources:
            write_seeds(folder / "full", options.sources, STATEMENTS)
            full(folder / "full", options.sources)
        if options.stores:
            changes(folder, options.stores, options.runs)


if __name__ == "__main__":
    main()
