"""What `kg build` costs beside the check of the same sources and the bulk load of the same quads, and its memory.

The command over generated sources; then, in the same run, `kg validate --no-cache` over them and
`oxigraph load` of the N-Quads that the store was filled with. A build has to check and to load: wanted is at most the
check and 1.5 times the load. Memory is what all processes of a command take together (proportional set size where the
system tells it, sampled ten times a second), Java among them. All take turns, `--runs` times; medians count. A second
build after a change of one source, and one of nothing, come last. The last lines are for programs: `name ratio`.

    python benchmarks/build.py [--sources 100 1000] [--runs 3]

Needs the `oxigraph` program, which `pip install oxigraph` brings, and Linux, whose /proc tells the memory.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
from generate import write_seeds

from kg.store.folder import StoreFolder

STATEMENTS = 10
KG = [sys.executable, "-m", "kg"]
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Took(NamedTuple):
    """Seconds of time and of processor time, and the most bytes of memory of all processes together."""

    wall: float
    processor: float
    memory: int


def timed(command: list[str]) -> Took:
    """Run a command, and watch it and all that it starts."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # Python keeps compiled modules where pip has installed them
    before, began = processor_time(), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak, ended = [0], threading.Event()
    watcher = threading.Thread(target=watch, args=(process.pid, peak, ended))
    watcher.start()
    _, said = process.communicate()
    wall = time.perf_counter() - began
    ended.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{said.decode()}")
    return Took(wall, processor_time() - before, peak[0])


def processor_time() -> float:
    """Return the seconds of all processes that this one began and that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def watch(pid: int, peak: list[int], ended: threading.Event) -> None:
    """Keep the most memory that a process and its descendants have taken at a time."""
    while not ended.wait(0.1):
        peak[0] = max(peak[0], sum(map(memory_of, family(pid))))


def family(pid: int) -> list[int]:
    """Return a process with its descendants."""
    found, todo = [], [pid]
    while todo:
        one = todo.pop()
        found.append(one)
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            try:
                todo += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def memory_of(pid: int) -> int:
    """Return the bytes that a process takes, what it shares counted in proportion; 0 where it has ended."""
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except OSError:
        return 0


def compare(folder: Path, sources: int, runs: int) -> None:
    """Let the build, the check and the load take turns, and print medians and the ratio."""
    seeds, store, peer = folder / "seeds", folder / "store", folder / "peer"
    write_seeds(seeds, sources, STATEMENTS)
    subprocess.run([*KG, "build", str(seeds), "--store", str(store)], check=True, capture_output=True)
    quads = folder / "all.nq"
    with quads.open("wb") as file:
        StoreFolder(store).read().dump(file, format=ox.RdfFormat.N_QUADS)
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    commands = {
        "kg build": [*KG, "build", str(seeds), "--store", str(store)],
        "kg validate --no-cache": [*KG, "validate", str(seeds), "--no-cache"],
        "oxigraph load": [program or sys.exit("pip install oxigraph"), "load", "--location", str(peer),
                          "--file", str(quads)],
    }  # fmt: skip
    times: dict[str, list[Took]] = {name: [] for name in commands}
    for turn in range(runs):
        names = list(commands)
        for name in (*names[turn % 3 :], *names[: turn % 3]):
            for old in (store, peer) if name != "kg validate --no-cache" else ():
                shutil.rmtree(old, ignore_errors=True)
            times[name].append(timed(commands[name]))
    medians = {name: Took(*map(statistics.median, zip(*each, strict=True))) for name, each in times.items()}
    print(
        f"{sources} sources of {STATEMENTS} statements, {quads.stat().st_size / 1e6:.0f} MB of N-Quads; "
        f"medians of {runs}"
    )
    for name, took in medians.items():
        print(f"  {took.wall:8.1f} s ({took.processor:.1f} s)  {took.memory / 1e6:6.0f} MB  {name}")
    build, check, load = medians.values()
    rest, cost = (getattr(build, key) - getattr(check, key) for key in ("wall", "processor"))
    print(f"  the build beyond the check: {rest / load.wall:.2f} ({cost / load.processor:.2f}) x the load; wanted 1.5")
    again(seeds, store)
    print(f"build-{sources} {build.wall / (check.wall + 1.5 * load.wall):.2f}")
    print(f"build-memory-{sources} {build.memory / 1e9:.3f}")


def again(seeds: Path, store: Path) -> None:
    """Print what a build takes when nothing, and when one source, has changed."""
    command = [*KG, "build", str(seeds), "--store", str(store)]
    timed(command)
    nothing = timed(command)
    sheet = next(path for path in sorted(seeds.iterdir()) if path.name != "reference") / "sheet.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("mode: direct", "mode: indirect", 1), "utf-8")
    one = timed(command)
    for took, what in ((nothing, "nothing has changed"), (one, "one source has changed")):
        print(f"  {took.wall:8.1f} s ({took.processor:.1f} s)  {took.memory / 1e6:6.0f} MB  kg build again: {what}")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, nargs="*", default=[100, 1000])
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    sys.stdout.reconfigure(line_buffering=True)
    for sources in options.sources:
        with tempfile.TemporaryDirectory(prefix="kg-benchmark-") as name:
            compare(Path(name), sources, options.runs)


if __name__ == "__main__":
    main()
