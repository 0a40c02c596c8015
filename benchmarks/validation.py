"""What `kg validate` costs against other validators over the same data, and what a change costs on top of many sources.

1. The command itself over `--sources` generated sources, `--mistakes` of them with a mistake of one of six kinds that
   only the shapes find, with each engine, in one process and in all. Its peers get the same graph and the same shapes,
   merged and as N-Triples, so that they have no YAML to read: plain pySHACL, `shacl`, pyshifty and Jena's, as far as
   they are installed (`pip install pyshifty`; Jena's where $KG_FUSEKI_HOME has the jars that `.ci/run` fetches). All
   have the same focus nodes: those of the sources and of the reference data. All take turns, `--runs` times.
   Findings are compared as (rule, focus, path, value), those of kg as it writes them with `-f turtle`. The same once
   more over a fifth of the sources, with as many mistakes: the difference is what a source without a mistake costs
   where neither the start nor the mistakes count.
2. The command over `--full` sources without mistakes, with and without --no-owl.
3. A change of one source of ten statements on top of `--stores` statements, index warm.

Medians are printed, and processor time in parentheses. Python keeps compiled modules, as pip does. The last lines are
for programs: `name ratio`.

    python benchmarks/validation.py [--sources 100] [--mistakes 12] [--runs 3] [--full 1000] [--stores 1000 10000]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
from generate import write_seeds

from kg.namespaces import DP, PREFIXES
from kg.paths import shipped
from kg.sources.assertion import assert_reference, assert_source, find_sources
from kg.validate.shacl.engines import ENGINES, ShapeResult

STATEMENTS = 10
KG = [sys.executable, "-m", "kg"]
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_FUSEKI = Path(os.environ.get("KG_FUSEKI_HOME") or Path.home() / ".cache/kg-tests/fuseki-5.6.0")
_GIT = ["git", "-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgsign=false"]
_SHAPES = "https://w3id.org/diplomatic-positions/shapes#"
#: What is made wrong in a source: the property, and what becomes of the first triple that has it.
_PLACE, _OTHER = ox.NamedNode(PREFIXES["place"] + "homs"), ox.NamedNode(PREFIXES["act"] + "promises")
MISTAKES = (
    (DP + "polarity", lambda _: []),
    (DP + "act", lambda triple: [triple, ox.Triple(triple.subject, triple.predicate, _OTHER)]),
    (DP + "holder", lambda triple: [ox.Triple(triple.subject, triple.predicate, _PLACE)]),
    (DP + "hearsayDepth", lambda triple: [ox.Triple(triple.subject, triple.predicate, ox.Literal("two"))]),
    (PREFIXES["oa"] + "exact", lambda triple: [triple, ox.Triple(triple.subject, triple.predicate, ox.Literal("no"))]),
    (DP + "mode", lambda triple: [triple, ox.Triple(triple.subject, ox.NamedNode(DP + "mood"), triple.object)]),
)
Row = tuple[str, str, str, str]


def spoil(seeds: Path, many: int) -> None:
    """Write some sources as RDF with a mistake in it, each kind in turn, in the place of their sheets."""
    reference, _ = assert_reference(seeds / "reference")
    for at, path in enumerate(find_sources(seeds)[:many]):
        name, change = MISTAKES[at % len(MISTAKES)]
        triples = [quad.triple for quad in assert_source(path, reference).quads]
        wrong = next(triple for triple in triples if triple.predicate.value == name)
        place = triples.index(wrong)
        changed = [*triples[:place], *change(wrong), *triples[place + 1 :]]
        (path / "sheet.nt").write_bytes(ox.serialize(changed, format=ox.RdfFormat.N_TRIPLES))
        (path / "sheet.yaml").unlink()


def merged(seeds: Path, folder: Path) -> tuple[Path, Path]:
    """Write what peers are given: all data with the ontology's classes as one file, and all shapes as another."""
    data, shapes = folder / "data.nt", folder / "shapes.nt"
    reference, context = assert_reference(seeds / "reference")
    quads = [*context.quads, *(quad for path in find_sources(seeds) for quad in assert_source(path, reference).quads)]
    known = [triple for triple in turtle("ontology") if triple.predicate.value.endswith(("#subClassOf", "#type"))]
    data.write_bytes(ox.serialize([*(quad.triple for quad in quads), *known], format=ox.RdfFormat.N_TRIPLES))
    shapes.write_bytes(ox.serialize(turtle("shapes"), format=ox.RdfFormat.N_TRIPLES))
    return data, shapes


def turtle(folder: str) -> list[ox.Triple]:
    """Return the triples of the Turtle files in a folder."""
    files = [path for path in sorted(shipped(folder).glob("*.ttl")) if path.name not in ("style.ttl", "alignments.ttl")]
    return [quad.triple for file in files for quad in ox.parse(path=file, rename_blank_nodes=True)]


class Run(NamedTuple):
    """What a command took, in seconds of time and of processor time, and what it found."""

    took: float
    cost: float
    found: frozenset[Row]
    said: str = ""


def run(command: list[str], limit: float, read=lambda _: frozenset(), **environment: str) -> Run | None:
    """Run a command, for `limit` seconds at most; None where it did not end."""
    began, before = time.perf_counter(), processor_time()
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=limit, check=False, env={**_ENVIRONMENT, **environment}
        )
    except subprocess.TimeoutExpired:
        return None
    took, cost = time.perf_counter() - began, processor_time() - before
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr}")
    return Run(took, cost, read(done.stdout), done.stderr)


def processor_time() -> float:
    """Return the seconds of all processes that this one began and that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def findings_of(report: str) -> frozenset[Row]:
    """Return the violations of shapes in a report in Turtle, as `kg validate -f turtle` and Jena write it."""
    told: dict[str, dict[str, str]] = {}
    for quad in ox.parse(report, format=ox.RdfFormat.TURTLE):
        name = quad.predicate.value.rpartition("#")[2]
        told.setdefault(str(quad.subject), {})[name] = getattr(quad.object, "value", str(quad.object))
    wrong = [each for each in told.values() if each.get("resultSeverity", "").endswith("#Violation")]
    keys = ("sourceShape", "focusNode", "resultPath", "value")
    rows = ([each.get(key, "").removeprefix(_SHAPES) for key in keys] for each in wrong if "sourceShape" in each)
    return frozenset(tuple(row) for row in rows)


def results_of(output: str) -> frozenset[Row]:
    """Return what a peer has printed."""
    return frozenset(tuple(row) for row in json.loads(output))


def bare(term: str | None) -> str:
    """Return a term without what tells IRIs from literals, and without the datatype."""
    text = re.sub(r"(@[\w-]+|\^\^<[^>]*>)$", "", term or "")
    return text[1:-1] if text[:1] in ("<", '"') else text


def peer(name: str, data: str, shapes: str) -> None:
    """Validate with a peer, and print its results."""
    found = {"pyshacl": with_pyshacl, "shacl": with_shacl, "pyshifty": with_pyshifty}[name](data, shapes)
    rows = {(r.shape.removeprefix(_SHAPES), bare(r.focus), bare(r.path), bare(r.value)) for r in found}
    print(json.dumps(sorted(rows)))


def with_pyshacl(data: str, shapes: str) -> list[ShapeResult]:
    """Run pySHACL as its documentation has it."""
    import pyshacl
    import rdflib

    graph, rules = rdflib.Graph().parse(data, format="nt"), rdflib.Graph().parse(shapes, format="nt")
    return violations(pyshacl.validate(graph, shacl_graph=rules, inference="none")[1])


def with_pyshifty(data: str, shapes: str) -> list[ShapeResult]:
    """Run pyshifty as its documentation has it."""
    import shifty

    return violations(shifty.validate(Path(data), Path(shapes), infer=False)[1])


def violations(report: object) -> list[ShapeResult]:
    """Return the violations in a report graph."""
    from rdflib.namespace import RDF, SH

    from kg.validate.shacl.engines.checker import result_of

    found = [result_of(report, node) for node in report.subjects(RDF.type, SH.ValidationResult)]
    return [result for result in found if result.severity == "Violation"]


def with_shacl(data: str, shapes: str) -> list[ShapeResult]:
    """Run `shacl` by itself."""
    from shacl import Shapes

    report = Shapes.from_text(Path(shapes).read_text("utf-8"), format="ntriples").validate_text(
        Path(data).read_text("utf-8"), format="ntriples"
    )
    return [
        ShapeResult((r.source_shape or "").strip("<>"), r.focus_node, r.message or "", r.severity, r.path, r.value)
        for r in report.results
        if r.severity == "Violation"
    ]


def compare(folder: Path, options: argparse.Namespace, sources: int, mistakes: int) -> dict[str, Run]:
    """Let the command and its peers take turns over the same data, print what they find, and return medians."""
    seeds = folder / "same"
    write_seeds(seeds, sources, STATEMENTS)
    spoil(seeds, mistakes)
    data, shapes = merged(seeds, folder)
    ours = [*KG, "validate", str(seeds), "--no-cache", "--no-owl", "-f", "turtle"]  # as its peers, the shapes alone
    contenders = {}
    for engine in (name for name in ENGINES if find_spec(name)):
        for jobs in ("1", ""):
            label = f"kg validate --engine {engine}{', one process' if jobs else ''}"
            contenders[label] = ([*ours, "--engine", engine], findings_of, {"KG_JOBS": jobs})
    for name, module in (("pyshacl", "pyshacl"), ("shacl", "shacl"), ("pyshifty", "shifty")):
        if find_spec(module):
            contenders[f"plain {name}"] = (
                [sys.executable, __file__, "--peer", name, str(data), str(shapes)], results_of, {}
            )  # fmt: skip
    if jars := list(_FUSEKI.glob("jena-shacl-*.jar")):
        jena = ["java", "-cp", f"{_FUSEKI}/*", "shacl.shacl_validate", "--shapes", str(shapes), "--data", str(data)]
        contenders["plain jena"] = (jena, findings_of, {})
    missing = [*([] if jars else ["Jena's shacl"]), *([] if find_spec("shifty") else ["pyshifty"])]
    print(f"the same {sources} sources of {STATEMENTS} statements, {mistakes} with a mistake; "
          f"medians of {options.runs}; not installed: {', '.join(missing) or 'none'}")  # fmt: skip
    runs: dict[str, list[Run | None]] = {label: [] for label in contenders}
    for turn in range(options.runs):
        labels = list(contenders)
        for label in (*labels[turn % len(labels) :], *labels[: turn % len(labels)]):
            command, read, environment = contenders[label]
            runs[label].append(run(command, options.limit, read, **environment))
    return report(runs)


def report(runs: dict[str, list[Run | None]]) -> dict[str, Run]:
    """Print medians, and whether the findings are those of plain pySHACL; return the medians of whatever has ended."""
    base, medians = runs["plain pyshacl"], {}
    for label, each in runs.items():
        ended = [one for one in each if one]
        if not ended:
            print(f"  stopped before it ended  {label}")
            continue
        took, cost = (statistics.median(getattr(one, key) for one in ended) for key in ("took", "cost"))
        print(f"  {took:8.2f} s ({cost:.2f} s)  {label}: {same(ended[0].found, base[0])}")
        medians[label] = Run(took, cost, frozenset())
    return medians


def ratios(many: dict[str, Run], few: dict[str, Run], more: int) -> None:
    """Print what a source costs beyond the start, from runs over `more` sources more, and the ratios to pySHACL."""
    each = {
        label: Run((run.took - few[label].took) / more, (run.cost - few[label].cost) / more, frozenset())
        for label, run in many.items()
        if label in few
    }
    print("a source more:")
    for label, run in each.items():
        print(f"  {run.took * 1000:8.1f} ms ({run.cost * 1000:.1f} ms)  {label}")
    for prefix, runs in (("validation", many), ("validation-a-source", each)):
        base = runs.get("plain pyshacl")
        for label, run in runs.items() if base else ():
            if label != "plain pyshacl" and run.took > 0:
                name = re.sub(r"[^a-z]+", "-", label.lower()).strip("-")
                print(f"{prefix}-{name} {base.took / run.took:.2f}")


def same(found: frozenset[Row], base: Run | None) -> str:
    """Say how findings compare."""
    if base is None:
        return f"{len(found)} findings"
    lacking, more = base.found - found, found - base.found
    if not lacking and not more:
        return f"the same {len(found)} findings"
    told = "; ".join(f"{kind} {dict(Counter(row[0] for row in rows))}"
                     for kind, rows in (("without", lacking), ("besides", more)) if rows)  # fmt: skip
    return f"{len(found)} findings, {told}"


def full(folder: Path, sources: int, runs: int) -> None:
    """Time the command over sources without mistakes."""
    write_seeds(folder, sources, STATEMENTS)
    for options in (("--no-owl",), ()):
        each = [run([*KG, "validate", str(folder), "--no-cache", *options], 36000) for _ in range(runs)]
        took, cost = (statistics.median(getattr(one, key) for one in each) for key in ("took", "cost"))
        print(f"  {took:8.1f} s ({cost:.1f} s)  kg validate --no-cache {' '.join(options)}, {sources} sources: "
              f"{took / sources * 1000:.1f} ms a source ({cost / sources * 1000:.1f} ms)")  # fmt: skip


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
        took = self.validate().took
        (index,) = self.cache.glob("*.sqlite")
        with closing(sqlite3.connect(index)) as db:  # what is kept of the reference data, once
            shared = db.execute("SELECT sum(length(value)) FROM state").fetchone()[0]
        print(f"  {took:8.1f} s  to check {sources} sources and index them: {shared / 1000:.0f} KB for all and "
              f"{(index.stat().st_size - shared) / sources:.0f} bytes a source")  # fmt: skip
        self.paths = find_sources(folder)
        self.validate("--changed-since", "HEAD")

    def validate(self, *options: str) -> Run:
        """Run `kg validate` on it, as a process of its own."""
        done = run([*KG, "validate", str(self.folder), *options], 36000, KG_CACHE=str(self.cache))
        assert done is not None
        return done

    def change(self, turn: int) -> None:
        """Note what it takes to check a change of one source, and take the change back."""
        sheet = self.paths[turn * 7 % len(self.paths)] / "sheet.yaml"
        text = sheet.read_text("utf-8")
        sheet.write_text(toggled(text), "utf-8")
        done = self.validate("--changed-since", "HEAD")
        if "1 source checked: " not in done.said or "known from before" in done.said:
            raise SystemExit(f"one source was to be checked anew, but: {done.said}")
        self.times.append(done.took)
        self.costs.append(done.cost)
        sheet.write_text(text, "utf-8")
        self.validate("--changed-since", "HEAD")


def toggled(sheet: str) -> str:
    """Return a sheet in which every statement also says since when it holds."""
    return re.sub(r"(    mode: \w+\n)", r"\1    holds: {since: 2010}\n", sheet)


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder."""
    subprocess.run([*_GIT, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def changes(folder: Path, sizes: list[int], runs: int) -> None:
    """Print what a change costs on top of each number of statements, and the ratios to the smallest."""
    print(f"a change of {STATEMENTS} statements, `kg validate SEEDS --changed-since HEAD` with a warm index:")
    stores = [Store(folder / str(size), size // STATEMENTS) for size in sizes]
    for turn in range(runs):
        first = turn % len(stores)
        for store in (*stores[first:], *stores[:first]):
            store.change(turn)
    least = statistics.median(stores[0].times)
    for size, store in zip(sizes, stores, strict=True):
        took, cost = statistics.median(store.times), statistics.median(store.costs)
        print(f"  {took * 1000:8.1f} ms ({cost * 1000:.1f} ms)  on top of {size} statements")
        print(f"change-on-{size} {took / least:.2f}")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=int, default=100, help="sources that the peers are given; 0: none")
    parser.add_argument("--mistakes", type=int, default=12, help="how many of them have a mistake")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=float, default=3600, help="seconds after which a run is stopped")
    parser.add_argument("--full", type=int, default=1000, help="sources of the full check; 0: none")
    parser.add_argument("--stores", type=int, nargs="*", default=[1_000, 10_000, 100_000], help="statements")
    parser.add_argument("--changes", type=int, default=9, help="changes on top of each store")
    parser.add_argument("--peer", nargs=3, metavar=("NAME", "DATA", "SHAPES"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        peer(*options.peer)
        return
    sys.stdout.reconfigure(line_buffering=True)
    with tempfile.TemporaryDirectory(prefix="kg-benchmark-") as name:
        folder = Path(name)
        if options.sources:
            fewer = max(options.sources // 5, options.mistakes, 1)
            few = compare(folder / "few", options, fewer, options.mistakes)
            many = compare(folder / "many", options, options.sources, options.mistakes)
            ratios(many, few, max(options.sources - fewer, 1))
        if options.full:
            full(folder / "full", options.full, options.runs)
        if options.stores:
            changes(folder, options.stores, options.changes)


if __name__ == "__main__":
    main()
