"""How long the commands take that a person waits for at a terminal, against importing pyoxigraph and nothing else.

Whole processes on a terminal of their own (a pty, 100 columns), in rotation, the median of each: what a terminal
shows, table included. Beside them what a person would do by hand: a script that opens the same store and prints the
same answer as TSV, and `oxigraph query` where it is installed. Times are of the clock; processor time is in
parentheses, and less troubled by what else the machine does. The last lines are for programs: `name ratio`.

    python benchmarks/startup.py [--store .kg] [--query positions] [--statement NAME] [--runs 15]
"""

from __future__ import annotations

import argparse
import os
import pty
import shutil
import statistics
import sys
import time
from pathlib import Path
from typing import NamedTuple

from kg.namespaces import DP
from kg.paths import shipped
from kg.query.catalogue import Catalogue
from kg.query.run import body, written_out
from kg.store.folder import StoreFolder

_BIN = Path(sys.executable).parent
#: The command as users run it, or, where it is not installed as a script, the module.
_KG = [str(_BIN / "kg")] if (_BIN / "kg").exists() else [sys.executable, "-m", "kg"]
#: Python keeps compiled modules, as pip does when it installs them, whatever this shell says.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_ENVIRONMENT |= {"COLUMNS": "100", "TERM": "xterm"}
_BASE = "import pyoxigraph"
_PEER = """
import sys, pyoxigraph
store = pyoxigraph.Store.read_only(sys.argv[1])
answer = store.query(sys.argv[2], use_default_graph_as_union=True)
sys.stdout.buffer.write(answer.serialize(format=pyoxigraph.QueryResultsFormat.TSV))
"""
#: How many times the import of pyoxigraph each may take.
_TARGETS = {"query": 3, "why": 5, "rules": 5, "export": 5, "queries": 5, "help": 5}


class Took(NamedTuple):
    """Milliseconds of the clock and of the processor."""

    wall: float
    processor: float


def timed(command: list[str]) -> tuple[Took, bytes]:
    """Run a command on a terminal of its own, and return what it took and what the terminal showed."""
    began = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.execvpe(command[0], command, _ENVIRONMENT)
    shown = b"".join(iter(lambda: read(terminal), b""))
    _, status, usage = os.wait4(child, 0)
    wall = (time.perf_counter() - began) * 1000
    os.close(terminal)
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(command)[:80]} failed:\n{shown.decode()}")
    return Took(wall, (usage.ru_utime + usage.ru_stime) * 1000), shown


def read(terminal: int) -> bytes:
    """Return what the terminal has; nothing at the end, which Linux reports as an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def contenders(store: str, query: str, statement: str) -> dict[str, list[str]]:
    """Return the commands by name."""
    text = written_out(body(Catalogue(shipped("queries")).find(query).text))
    place = f"{StoreFolder(store).current()}/oxigraph"
    program = shutil.which("oxigraph", path=f"{_BIN}{os.pathsep}{os.environ.get('PATH', '')}")
    peers = {"oxigraph query": [program, "query", "--location", place, "--union-default-graph",
                                "--results-format", "tsv", "--query", text]} if program else {}  # fmt: skip
    named = ["--store", store]
    return {
        _BASE: [sys.executable, "-c", _BASE],
        "open, ask, print TSV by hand": [sys.executable, "-c", _PEER, place, text],
        **peers,
        "query": [*_KG, "query", query, *named],
        "why": [*_KG, "why", statement, *named],
        "rules": [*_KG, "rules"],
        "export": [*_KG, "export", "-f", "csv", *named],
        "queries": [*_KG, "queries"],
        "help": [*_KG, "--help"],
    }


def a_statement(store: str) -> str:
    """Return the name of some statement."""
    found = StoreFolder(store).read().query(f"SELECT ?s {{ GRAPH ?g {{ ?s a <{DP}Position> }} }} ORDER BY ?s LIMIT 1")
    return str(next(iter(found))[0].value.rpartition("/")[2])


def main() -> None:
    """Measure, and print one line for each contender, then one for each ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", default=".kg")
    parser.add_argument("--query", default="positions")
    parser.add_argument("--statement", help="for `kg why`; by default the first position")
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    _ENVIRONMENT["KG_STORE"] = options.store
    commands = contenders(options.store, options.query, options.statement or a_statement(options.store))
    times: dict[str, list[Took]] = {name: [] for name in commands}
    for run in range(options.runs + 1):
        for name, command in commands.items():
            took, _ = timed(command)
            if run:  # the first compiles modules and fills caches
                times[name].append(took)
    medians = {name: Took(*map(statistics.median, zip(*taken, strict=True))) for name, taken in times.items()}
    base = medians[_BASE]
    for name, took in medians.items():
        target = f"; target {_TARGETS[name]}" if name in _TARGETS else ""
        print(f"{took.wall:8.1f} ms ({took.processor:.1f} ms)  {name}: {took.wall / base.wall:.1f}"
              f" ({took.processor / base.processor:.1f}) x {_BASE}{target}")  # fmt: skip
    for name in _TARGETS:
        print(f"startup-{name} {medians[name].wall / base.wall:.2f}")


if __name__ == "__main__":
    main()
