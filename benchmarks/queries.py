"""How long each question takes on the embedded store: on the seeds, and on the seeds many times over.

A copy is every source of the seeds under another name, with all that it says; reference data and ontology stay as they
are, and the plain edges are derived anew. The last columns are ratios, which hold on other machines too: to
the time that the fastest question takes there, and of the copies' time to that of the seeds, row by row. The last lines
are for programs: `name ratio`, of the copies' time to that of the seeds.

    python benchmarks/queries.py [--copies 20] [--runs 3] [--query NAME]... [--seeds FOLDER]

With two stores, as `kg build` has made them of what `benchmarks/generate.py` writes, each question is asked in both
with each of its parameters, in a process of its own. Times are then of the processor, so that other work matters less,
and the ratio is that of the second store to the first; a question may take 1 s with a parameter, 3 s without, and 12
times as long in a store of ten times as many statements. An answer whose rows grow more than that cannot: so the
milliseconds of a row are printed, and two bounds measured in the second store. The engine's are what Oxigraph takes for
the same query without `kg`, as any endpoint would be sent it. The floor is what it takes for as many rows and columns
of plain triples, of one node a row and without order. What takes more than 12 times as long is listed at the end, with
how many times the rows it has and how many times as long each of them takes.

    python benchmarks/queries.py --stores SMALL/.kg LARGE/.kg [--limit 60] [--query NAME]... \
        [--given actor=russia,issue=peace-talks]...
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import statistics
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.namespaces import DP, GRAPHS, PREFIXES
from kg.paths import shipped
from kg.query.binding import bind, columns_of
from kg.query.catalogue import Catalogue
from kg.query.parameters import resolve_all
from kg.query.run import body, run_query
from kg.sources.assertion import assert_reference, assert_source, find_sources
from kg.store.derive import derive
from kg.store.folder import StoreFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.query.catalogue import Question

#: How many times as long an answer may take in a store of ten times as many statements.
MOST = 12
#: What each ground has once.
PLAIN = (
    *(
        "dp:statement",
        "dp:capacity",
        "dp:actor",
        "dp:side",
        "dp:towards",
        "dp:saidNotAfter",
        "dp:mode",
        "dp:hearsayDepth",
    ),
    "dcterms:isPartOf",
)


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


def asked(question: Question, source: str) -> Iterator[dict[str, str]]:
    """Yield no parameters, and then each by itself with its example, which is `source` where a source is asked for."""
    yield {}
    for name, parameter in question.parameters.items():
        yield {name: source if parameter.type == "source" else str(parameter.example)}


def a_source(store: ox.Store) -> str:
    """Return the first source of a store by its name; those of the examples are in the seeds alone."""
    found = store.query(f"SELECT ?s {{ GRAPH ?s {{ ?s a <{DP}Source> }} }} ORDER BY ?s LIMIT 1")
    return next(str(row["s"].value) for row in found)


def ask_with(store: ox.Store, question: Question, given: dict[str, str]) -> Iterable[object]:
    """Ask a question with a parameter."""
    return run_query(store, question.text, resolve_all(store, question, given.items()))


def without_kg(store: ox.Store, question: Question, given: dict[str, str]) -> Iterable[object]:
    """Ask the engine itself, with the terms in their places and nothing else done to the query."""
    text = bind(body(question.text), resolve_all(store, question, given.items()), same=True)
    return store.query(text, prefixes=PREFIXES)


def bare(question: Question, rows: int) -> str:
    """Return a query for rows of as many columns as a question has, each from one triple of a ground."""
    columns = len(columns_of(question.text))
    triples = " ".join(f"?ground {PLAIN[number % len(PLAIN)]} ?v{number} ." for number in range(columns))
    return f"SELECT * {{ GRAPH graph:derived {{ ?ground a dp:Ground . {triples} }} }} LIMIT {rows}"


def floor(store: ox.Store, question: Question, rows: int, limit: int) -> str:
    """Return the seconds of the processor that the same number of plain rows takes."""
    taken = in_a_process(lambda: run_query(store, bare(question, rows)), limit).split() if rows else []
    return f"{float(taken[0]) * rows / max(int(taken[1]), 1):.3f}" if taken else "-"


def in_a_process(ask: Callable[[], Iterable[object]], limit: int) -> str:
    """Return the seconds of the processor that an answer takes, and its rows; empty after `limit` seconds."""
    readable, writable = os.pipe()
    child = os.fork()
    if not child:
        signal.setitimer(signal.ITIMER_PROF, limit)  # whose signal ends the process
        began = time.process_time()
        try:
            rows = sum(1 for _ in ask())
            os.write(writable, f"{time.process_time() - began:.3f} {rows}".encode())
        finally:
            os._exit(0)
    os.close(writable)
    with open(readable, encoding="ascii") as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said


class Took(NamedTuple):
    """What an answer takes in the small store and in the large one, and the two bounds of the large one, in seconds."""

    small: list[str]  # the seconds and the rows; none of what was stopped
    large: list[str]
    engine: str
    floor: str

    def ratio(self) -> float:
        """Return how many times as long it takes in the large store, 0 if that is not known."""
        return float(self.large[0]) / max(float(self.small[0]), 0.001) if self.small and self.large else 0

    def line(self) -> str:
        """Return all figures."""
        ratio = f"{self.ratio():.1f}" if self.small and self.large else "-"
        return f"{columns(self.small)} {columns(self.large)} {ratio:>6} {self.engine:>8} {self.floor:>8}"

    def reason(self) -> str:
        """Return why it takes more than MOST times as long."""
        rows, fewer = int(self.large[1]), int(self.small[1])
        if not rows or not fewer:
            return f"{rows} rows; {self.large[0]} s"
        a_row = self.ratio() * fewer / rows
        return f"{rows / fewer:.1f} times the rows x {a_row:.2f} times a row; {self.large[0]} s, floor {self.floor} s"


def compare(folders: list[str], names: list[str], limit: int, given: list[dict[str, str]]) -> None:
    """Print what each question takes in two stores, with each of its parameters or with those that are given."""
    catalogue, stores = Catalogue(shipped("queries")), [StoreFolder(folder).read() for folder in folders]
    source, over = a_source(stores[0]), list[str]()
    head = f"{'s':>8} {'rows':>8} {'ms a row':>8}"
    print(f"{'question':24} {'with':44} {head} {head} {'ratio':>6} {'engine':>8} {'floor':>8}")
    for question in map(catalogue.find, names or catalogue.names()):
        for parameters in given or asked(question, source):
            words = ",".join(f"{name}={value}" for name, value in parameters.items())
            took = measured_in(stores, question, parameters, limit)
            print(f"{question.name:24} {words:44} {took.line()}", flush=True)
            if took.ratio() > MOST:
                over.append(f"{question.name:24} {words:44} {took.ratio():.1f} = {took.reason()}")
    print(
        f"\nMore than {MOST} times as long:" if over else f"\nNone takes more than {MOST} times as long.",
        *over,
        sep="\n",
    )


def measured_in(stores: list[ox.Store], question: Question, given: dict[str, str], limit: int) -> Took:
    """Measure a question in two stores, and in the second one what it takes without `kg`, and the floor."""
    small, large = (in_a_process(partial(ask_with, store, question, given), limit).split() for store in stores)
    engine = in_a_process(partial(without_kg, stores[1], question, given), limit).split()
    least = floor(stores[1], question, int(large[1]), limit) if large else "-"
    return Took(small, large, engine[0] if engine else "-", least)


def columns(taken: list[str]) -> str:
    """Return the seconds, the rows and the milliseconds of a row; nothing is known of what was stopped."""
    seconds, rows = taken or ("-", "-")
    each = f"{float(seconds) * 1000 / int(rows):.3f}" if taken and rows != "0" else "-"
    return f"{seconds:>8} {rows:>8} {each:>8}"


def main() -> None:
    """Measure, and print one line for each question, the slowest last."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=20)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--query", action="append")
    parser.add_argument("--seeds", type=Path, default=shipped("seeds"))
    parser.add_argument("--stores", nargs=2)
    parser.add_argument("--limit", type=int, default=60)
    parser.add_argument("--given", action="append", default=[])
    options = parser.parse_args()
    if options.stores:
        given = [dict(one.split("=", 1) for one in words.split(",") if one) for words in options.given]
        compare(options.stores, options.query or [], options.limit, given)
        return
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
