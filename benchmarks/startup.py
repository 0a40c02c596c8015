"""How long `kg query` takes on a built store, against doing the same by hand with pyoxigraph alone.

Whole processes, alternating, the median of each; the peer imports pyoxigraph, opens the same store,
evaluates the same query text and prints the same answer, and does nothing else.

    python benchmarks/startup.py [--store .kg] [--query positions] [--runs 21]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time

from kg.paths import shipped
from kg.query.catalogue import Catalogue
from kg.query.run import body, written_out
from kg.store.folder import StoreFolder

_SCRIPT = os.path.join(os.path.dirname(sys.executable), "kg")
#: The command as users run it, or, where it is not installed as a script, the module.
_KG = [_SCRIPT] if os.path.exists(_SCRIPT) else [sys.executable, "-m", "kg"]
#: Python keeps compiled modules, as pip does when it installs them, whatever this shell says.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
PEER = """
import sys, pyoxigraph
store = pyoxigraph.Store.read_only(sys.argv[1])
answer = store.query(sys.argv[2], use_default_graph_as_union=True)
sys.stdout.buffer.write(answer.serialize(format=pyoxigraph.QueryResultsFormat.TSV))
"""


def timed(command: list[str]) -> tuple[float, bytes]:
    """Return the wall time of a process in milliseconds, and what it printed."""
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=True, env=_ENVIRONMENT)
    return (time.perf_counter() - began) * 1000, done.stdout


def main() -> None:
    """Measure, and print one line for each contender and one for the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", default=".kg")
    parser.add_argument("--query", default="positions")
    parser.add_argument("--runs", type=int, default=21)
    options = parser.parse_args()
    text = written_out(body(Catalogue(shipped("queries")).find(options.query).text))
    contenders = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "python -c 'import pyoxigraph'": [sys.executable, "-c", "import pyoxigraph"],
        "peer: import pyoxigraph, open, ask, print": [
            sys.executable, "-c", PEER, f"{StoreFolder(options.store).current()}/oxigraph", text,
        ],
        f"kg query {options.query}": [*_KG, "query", options.query, "--store", options.store],
        "kg --help": [*_KG, "--help"],
    }  # fmt: skip
    times: dict[str, list[float]] = {name: [] for name in contenders}
    answers = {name: timed(command)[1] for name, command in contenders.items()}
    for _ in range(options.runs):
        for name, command in contenders.items():
            times[name].append(timed(command)[0])
    _, _, peer, ours, _ = medians = [statistics.median(times[name]) for name in contenders]
    for name, median in zip(contenders, medians, strict=True):
        print(f"{median:7.1f} ms  (fastest {min(times[name]):.1f})  {name}")
    same = len({answers[name] for name in list(contenders)[2:4]}) == 1
    rows = answers[f"kg query {options.query}"].count(b"\n") - 1
    print(
        f"{ours / peer:7.2f}     kg query / peer; {rows} rows, {'the same' if same else 'DIFFERENT'} bytes; target <= 2"
    )


if __name__ == "__main__":
    main()
