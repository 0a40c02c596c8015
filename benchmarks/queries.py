"""How long each question takes on the embedded store: on the seeds, and on the seeds many times over.

A copy is every source of the seeds under another name, with all that it says; reference data and ontology stay as they
are, and the plain edges are derived anew. The last columns are ratios, which hold on other machines too: to
the time that the fastest question takes there, and of the copies' time to that of the seeds, row by row. The last lines
are for programs: `name ratio`, of the copies' time to that of the seeds.

    python benchmarks/queries.py [--copies 20] [--runs 3] [--query NAME]... [--seeds FOLDER]
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from pathlib import Path

import pyoxigraph as ox

from kg.namespaces import GRAPHS
from kg.paths import shipped
from kg.query.catalogue import Catalogue
from kg.sources.assertion import assert_reference, assert_source, find_sources
from kg.store.derive import derive


def graph(seeds: Path, copies: int) -> ox.Store:
    """Return the seeds in memory as a build has them, each source `copies` times."""
    store = ox.Store()
    for file in sorted(shipped("ontology").glob("*.ttl")):
        store.bulk_load(path=file, to_graph=ox.NamedNode(GRAPHS["ontology"]))
    reference, assertion = assert_reference(seeds / "reference")
    store.extend(assertion.quads)
    for folder in find_sources(seeds):
        lines = ox.serialize(assert_source(folder, reference).quads, format=ox.RdfFormat.N_QUADS).decode()
        slug = folder.parent.name if folder.is_file() else folder.name
        own_names = re.compile(rf"(?<=[/.]){re.escape(slug)}(?=[.>])")
        for number in range(copies):
            store.bulk_load(own_names.sub(f"{slug}-{number}", lines).encode(), ox.RdfFormat.N_QUADS)
    derive(store)
    store.optimize()
    return store


def measured(store: ox.Store, text: str, runs: int) -> tuple[float, int]:
    """Return the median time in milliseconds until the last row is there, and the number of rows."""
    times, rows = [], 0
    for _ in range(runs):
        began = time.perf_counter()
        rows = sum(1 for _ in store.query(text))
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times), rows


def main() -> None:
    """Measure, and print one line for each question, the slowest last."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=20)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--query", action="append")
    parser.add_argument("--seeds", type=Path, default=shipped("seeds"))
    options = parser.parse_args()
    catalogue = Catalogue(shipped("queries"))
    texts = {name: catalogue.find(name).text for name in options.query or catalogue.names()}
    sizes = (1, options.copies)
    stores = [graph(options.seeds, copies) for copies in sizes]
    print("; ".join(f"x{copies}: {len(store)} quads" for copies, store in zip(sizes, stores, strict=True)))
    taken = {name: [measured(store, text, options.runs) for store in stores] for name, text in texts.items()}
    fastest = [min(times[at][0] for times in taken.values()) for at in range(len(sizes))]
    print("     ms    rows  /fastest |      ms    rows  /fastest  per row | question")
    for name, (one, many) in sorted(taken.items(), key=lambda item: item[1][1][0]):
        per_row = (many[0] / max(many[1], 1)) / (one[0] / max(one[1], 1))
        print(
            f"{one[0]:7.1f} {one[1]:7} {one[0] / fastest[0]:9.1f} |"
            f"{many[0]:8.1f} {many[1]:7} {many[0] / fastest[1]:9.1f} {per_row:8.2f} | {name}"
        )
    for name, (one, many) in taken.items():
        print(f"query-{name}-x{options.copies} {many[0] / one[0]:.2f}")


if __name__ == "__main__":
    main()
