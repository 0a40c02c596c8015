"""What a full check costs against plain pySHACL, and what a change of ten statements costs on top of many.

Everything is measured in one run. Ratios still vary with what else the machine does: run it on a quiet one.

1. Plain pySHACL, given the merged graph and all shapes at once, as far as it can be waited for: `--plain` sources.
2. Ours over the same sources with each engine that is installed, and whether the findings are the same.
3. Ours alone over all `--sources` sources, if these are more.
4. A change of one source of ten statements on top of `--stores` statements, checked with a warm index.

    python benchmarks/validation.py [--plain 100] [--sources 10000] [--stores 1000 10000 100000]
"""

from __future__ import annotations

import argparse
import logging
import re
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from generate import write_seeds

from kg.assertion import assert_reference, assert_source, find_sources
from kg.checking import validate
from kg.engines import ENGINES, PySHACL, engine_named
from kg.engines.checker import _triple
from kg.shapes import hierarchy, shapes
from kg.validation import check_assertions

if TYPE_CHECKING:
    from kg.checking import Report

STATEMENTS = 10
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


def compare(folder: Path, sources: int) -> None:
    """Check the same sources with plain pySHACL and with each engine, and print the ratios."""
    write_seeds(folder, sources, STATEMENTS)
    spoil(folder, sources // 50)
    print(f"the same {sources} sources of {STATEMENTS} statements ({sources // 50} of them with a mistake):")
    base, expected = clock(plain, folder)
    print(f"  {base:8.1f} s  plain pySHACL, one merged graph; {len(expected)} results")
    for name in (name for name in ENGINES if name == "pyshacl" or find_spec(name)):
        took, found = clock(ours, folder, name)
        same = {rule for rule, _ in found} == {shape.rpartition("#")[2] for shape, _ in expected}
        same = same and len(found) == len(expected)
        print(f"  {took:8.1f} s  source by source, --engine {name}; {len(found)} findings, "
              f"{'the same' if same else 'DIFFERENT'}; {base / took:.1f} times faster")  # fmt: skip


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
        self.folder, self.cache, self.times = folder, folder.parent / f"cache-{sources}", []
        write_seeds(folder, sources, STATEMENTS)
        git(folder, "init", "-q")
        git(folder, "add", ".")
        git(folder, "commit", "-q", "-m", "all")
        took, _ = clock(validate, [folder], cache=self.cache, engine=engine_named())
        print(f"  {took:8.1f} s  to check {sources} sources and index them")
        self.paths = find_sources(folder)
        self.check()

    def check(self) -> tuple[float, Report]:
        """Check what changed since the commit; return the seconds, and the report."""
        return clock(validate, [self.folder], cache=self.cache, engine=engine_named(), changed_since="HEAD")

    def change(self, run: int) -> None:
        """Note the seconds that it takes to check a change of one source, and take the change back."""
        sheet = self.paths[run % len(self.paths)] / "sheet.yaml"
        text = sheet.read_text("utf-8")
        sheet.write_text(_toggled(text), "utf-8")
        took, report = self.check()
        if report.fresh != 1:
            raise SystemExit(f"{report.fresh} sources were checked instead of one: {report.widened}")
        self.times.append(took)
        sheet.write_text(text, "utf-8")
        self.check()


def _toggled(sheet: str) -> str:
    """Return a sheet in which every statement is told in the other mode."""
    other = {"direct": "indirect", "indirect": "direct"}
    return re.sub(r"mode: (direct|indirect)", lambda found: f"mode: {other[found[1]]}", sheet)


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder."""
    subprocess.run([*_GIT, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def changes(folder: Path, sizes: list[int], runs: int) -> None:
    """Print what a change costs on top of each number of statements, and the ratios to the smallest.

    All take turns: what else the machine does meanwhile does not fall on one of them.
    """
    print(f"a change of {STATEMENTS} statements (median of {runs} runs, warm index):")
    stores = [Store(folder / str(size), size // STATEMENTS) for size in sizes]
    for run in range(runs):
        for store in stores:
            store.change(run)
    costs = [statistics.median(store.times) for store in stores]
    for size, cost in zip(sizes, costs, strict=True):
        print(f"  {cost * 1000:8.1f} ms on top of {size} statements; {cost / min(costs):.2f} of the smallest")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plain", type=int, default=100, help="sources that plain pySHACL is given; 0: none")
    parser.add_argument("--sources", type=int, default=10_000, help="sources of the full check; 0: none")
    parser.add_argument("--stores", type=int, nargs="*", default=[1_000, 10_000, 100_000], help="statements")
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    sys.stdout.reconfigure(line_buffering=True)
    with tempfile.TemporaryDirectory(prefix="kg-benchmark-") as name:
        folder = Path(name)
        if options.plain:
            compare(folder / "plain", options.plain)
        if options.sources:
            write_seeds(folder / "full", options.sources, STATEMENTS)
            full(folder / "full", options.sources)
        if options.stores:
            changes(folder, options.stores, options.runs)


if __name__ == "__main__":
    main()
