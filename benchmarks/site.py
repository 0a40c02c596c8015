"""How long a site of files takes: `python benchmarks/site.py [--sources 1000] [--fewer 100] [--stores FOLDER]`.

Builds stores of generated sources (10 statements each), has `kg export --site` write the site of each, and of the
larger one twice. Prints the processor time of the larger site as a multiple of the smaller one's, which may be at most
1.2 times the ratio of their sources; the most memory that it took, at most 1 GB; and what the second run wrote, which
is nothing. Processor time, since others on the machine do not lengthen it. Exits 1 where a demand is missed.

With --stores, stores that an earlier run has built there are used again.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from generate import write_seeds

_MOST_MEMORY = 1 << 30


class Run(NamedTuple):
    """One run of the command: seconds of processor time, bytes of memory at most, and its last line."""

    seconds: float
    memory: int
    said: str

    @property
    def written(self) -> int:
        """How many files it has written or removed."""
        return sum(int(number.replace(",", "")) for number in re.findall(r"([\d,]+) (?:written|removed)", self.said))


def measured(command: list[str]) -> Run:
    """Run a command to its end, and return what it took; raises SystemExit when it fails."""
    process = subprocess.Popen([sys.executable, "-m", "kg", *command], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(said)
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, said.strip().rpartition("\n")[2])


def store_of(folder: Path, sources: int) -> Path:
    """Return a store of so many generated sources, built where it is not there."""
    store = folder / f"kg-{sources}"
    if not (store / "current").exists():
        seeds = folder / f"seeds-{sources}"
        write_seeds(seeds, sources)
        measured(["build", str(seeds), "--store", str(store), "--quiet"])
    return store


def main() -> int:
    """Read the command line, and return 1 where a demand is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sources", type=int, default=1000)
    parser.add_argument("--fewer", type=int, default=100)
    parser.add_argument("--stores", type=Path, help="folder that keeps the stores")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        stores = chosen.stores or Path(temporary)
        stores.mkdir(parents=True, exist_ok=True)
        return 0 if compare(stores, Path(temporary), chosen.fewer, chosen.sources) else 1


def compare(stores: Path, folder: Path, fewer: int, more: int) -> bool:
    """Print how the two sites compare, and say whether all is as demanded."""
    runs = {}
    for count in (fewer, more):
        command = ["export", "--store", str(store_of(stores, count)), "--site", str(folder / f"site-{count}")]
        runs[count] = measured(command)
        print(f"{count} sources: {runs[count].seconds:.1f} s, {runs[count].memory >> 20} MB, {runs[count].said}")
    again = measured(command)
    times, most = runs[more].seconds / runs[fewer].seconds, 1.2 * more / fewer
    print(f"{more} against {fewer} sources: {times:.1f} times (at most {most:.1f})")
    print(f"memory: {runs[more].memory / (1 << 30):.2f} GB (at most 1.00)")
    print(f"the second run: {again.seconds:.1f} s, {again.written} files written or removed (none allowed)")
    print(f"site-time-{more} {times:.2f}")
    print(f"site-memory-{more} {runs[more].memory / 1e9:.3f}")
    return times <= most and runs[more].memory <= _MOST_MEMORY and again.written == 0


if __name__ == "__main__":
    sys.exit(main())
