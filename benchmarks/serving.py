"""How fast `kg serve` answers: `python benchmarks/serving.py [--store DIR] [--seconds 4] [--rounds 3]`.

Measures, with wrk and four connections, in one run and by turns:

- three queries of fixed text (a small, a middle and a large answer) against `oxigraph serve-read-only` over the same
  store: requests a second as a ratio, after both answers were found to be the same. Each request has a text of its own
  (a number in a comment), so that no cache answers;
- a page against the queries that it needs, sent one by one to the SPARQL endpoint (what it asks each time, and what it
  shows of the nodes that this leads to), against what it asks each time alone, and against itself unchanged (304);
- how long the next ASK waits after a query that was killed;
- with `--sources 1000`: the reader of one source in a store of so many generated sources, and in one of 10.

Without --store the sources of seeds/ are built into a temporary folder. Needs wrk and libjemalloc2,
as workers have it where it is installed (Debian: apt install wrk libjemalloc2), and the extras `web` and `test`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox
from generate import write_seeds

from kg.machine.memory import faster_allocator
from kg.paths import shipped_name
from kg.query.binding import bind
from kg.query.run import body, written_out
from kg.store.folder import StoreFolder
from kg.web.content.edition import Edition
from kg.web.content.reading import Node
from kg.web.content.statements import StatementReader
from kg.web.messages import OpenStore, Request
from kg.web.pages import edition_of, respond

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
#: Size of the answer, a text as it stood in queries/ when this was written, and the ratio of requests a second that is
#: demanded. None where a query is so quick that HTTP itself is measured: that is printed, and nothing is demanded.
QUERIES: dict[str, tuple[str, float | None]] = {
    "small": (
        """PREFIX dp: <https://w3id.org/diplomatic-positions/ontology#>
PREFIX graph: <https://w3id.org/diplomatic-positions/id/graph/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT DISTINCT ?issue ?holder ?holder_label ?on_behalf_of ?act ?proposition ?proposition_label ?condition ?condition_label ?statement ?quote ?source
WHERE {
  GRAPH ?source {
    ?statement dp:condition ?condition ; dp:holder ?holder ; dp:act ?act ; dp:towards ?proposition ;
      dp:evidence/oa:hasSelector/oa:exact ?quote .
    FILTER NOT EXISTS { ?statement prov:invalidatedAtTime ?withdrawn }
  }
  GRAPH graph:reference { ?proposition dp:issue ?issue }
  OPTIONAL {
    GRAPH ?source { ?statement dp:attribution ?own_link . ?own_link prov:agent ?holder ; dp:represents ?on_behalf_of }
  }
  OPTIONAL { GRAPH ?holder_graph { ?holder rdfs:label ?holder_label } }
  OPTIONAL { GRAPH graph:reference { ?proposition rdfs:label ?proposition_label } }
  OPTIONAL { GRAPH graph:reference { ?condition rdfs:label ?condition_label } }
}
ORDER BY ?issue ?holder ?proposition ?condition ?statement ?on_behalf_of""",
        0.85,
    ),
    "middle": (
        """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX dp: <https://w3id.org/diplomatic-positions/ontology#>
PREFIX graph: <https://w3id.org/diplomatic-positions/id/graph/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX side: <https://w3id.org/diplomatic-positions/id/side/>
PREFIX standing: <https://w3id.org/diplomatic-positions/id/standing/>

SELECT ?kind ?name ?label ?statements ?for_it ?against_it ?first_said ?last_said
WHERE {
  {
    SELECT ?kind ?name (COUNT(DISTINCT ?statement) AS ?statements) (COUNT(DISTINCT ?pro) AS ?for_it) (COUNT(DISTINCT ?con) AS ?against_it)
      (MIN(?day) AS ?first_said) (MAX(?day) AS ?last_said)
    WHERE {
      GRAPH graph:derived { ?stance dp:side ?side ; dp:towards ?proposition ; dp:standing ?standing ; dp:ground ?ground }
      GRAPH graph:derived { ?ground dp:statement ?statement ; dp:saidNotAfter ?day }
      GRAPH graph:reference { ?proposition dp:issue ?name }
      BIND (IF(?standing = standing:last-known && ?side IN (side:supports, side:claims), ?stance, ?nothing) AS ?pro)
      BIND (IF(?standing = standing:last-known && ?side IN (side:opposes, side:denies), ?stance, ?nothing) AS ?con)
      BIND ("1 issue" AS ?kind)
    } GROUP BY ?kind ?name
  } UNION {
    SELECT ?kind ?name (COUNT(DISTINCT ?statement) AS ?statements) (COUNT(DISTINCT ?pro) AS ?for_it) (COUNT(DISTINCT ?con) AS ?against_it)
      (MIN(?day) AS ?first_said) (MAX(?day) AS ?last_said)
    WHERE {
      GRAPH graph:derived { ?stance dp:side ?side ; dp:actor ?name ; dp:standing ?standing ; dp:ground ?ground }
      GRAPH graph:derived { ?ground dp:statement ?statement ; dp:saidNotAfter ?day }
      BIND (IF(?standing = standing:last-known && ?side IN (side:supports, side:claims), ?stance, ?nothing) AS ?pro)
      BIND (IF(?standing = standing:last-known && ?side IN (side:opposes, side:denies), ?stance, ?nothing) AS ?con)
      BIND ("2 actor" AS ?kind)
    } GROUP BY ?kind ?name
  } UNION {
    SELECT ?kind ?name (COUNT(DISTINCT ?statement) AS ?statements) (MIN(?day) AS ?first_said) (MAX(?day) AS ?last_said) WHERE {
      GRAPH graph:derived { ?ground dp:statement ?statement ; dp:saidNotAfter ?day ; dcterms:isPartOf ?name }
      BIND ("3 source" AS ?kind)
    } GROUP BY ?kind ?name
  }
  OPTIONAL { GRAPH ?label_graph { ?name rdfs:label|dcterms:title ?label } }
}
ORDER BY ?kind DESC(?statements) ?name""",
        0.9,
    ),
    "large": (
        """PREFIX dp: <https://w3id.org/diplomatic-positions/ontology#>
PREFIX graph: <https://w3id.org/diplomatic-positions/id/graph/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT DISTINCT ?holder ?holder_label ?on_behalf_of ?act ?polarity ?proposition ?proposition_label ?statement ?quote ?source
WHERE {
  GRAPH ?source {
    ?statement a dp:Position .
    ?statement dp:holder ?holder ; dp:act ?act ; dp:polarity ?polarity ; dp:towards ?proposition ;
      dp:evidence/oa:hasSelector/oa:exact ?quote .
    FILTER NOT EXISTS { ?statement prov:invalidatedAtTime ?withdrawn }
  }
  OPTIONAL {
    GRAPH ?source { ?statement dp:attribution ?own_link . ?own_link prov:agent ?holder ; dp:represents ?on_behalf_of }
  }
  OPTIONAL { GRAPH ?holder_graph { ?holder rdfs:label ?holder_label } }
  OPTIONAL { GRAPH graph:reference { ?proposition rdfs:label ?proposition_label } }
}
ORDER BY ?source ?holder ?proposition ?statement ?on_behalf_of""",
        0.70,
    ),
    "small and quick": (
        """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX dp: <https://w3id.org/diplomatic-positions/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>

SELECT ?source ?title ?publisher ?published (COUNT(DISTINCT ?statement) AS ?statements) (COUNT(DISTINCT ?holder) AS ?holders)
WHERE {
  GRAPH ?source {
    ?source a dp:Source ; dcterms:title ?title ; dcterms:publisher ?publisher ; dcterms:issued ?published .
    OPTIONAL { ?statement dp:holder ?holder . FILTER NOT EXISTS { ?statement prov:invalidatedAtTime ?withdrawn } }
  }
}
GROUP BY ?source ?title ?publisher ?published
ORDER BY ?source""",
        None,
    ),
    "smallest": ("ASK {}", None),
}
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
# ruff: noqa: E501  # queries as they are
#: Pages, and the share of the requests a second of the queries that they need that is demanded.
PAGES = {
    "/id/proposition/foreign-intervention-in-syria/": 0.80,
    "/id/actor/russia/": 0.80,
    "/id/source/2012-03-11-un-envoy-syria-talks/": 0.80,
}
JSON = "application/sparql-results+json"
SCRIPT = """
local count = 0
request = function()
  count = count + 1
  return wrk.format("POST", "%(path)s", {["Content-Type"] = "application/sparql-query", ["Accept"] = "%(accept)s"},
    [[%(query)s]] .. "\\n#" .. tostring(count) .. %(salt)s)
end
"""
PAGE = """
local count = 0
request = function()
  count = count + 1
  local headers = {["Host"] = "127.0.0.1:" .. tostring(count %% 60000 + 1), ["Accept"] = "text/html"}
  %(more)s
  return wrk.format("GET", "%(path)s", headers)
end
"""


@dataclass(frozen=True)
class Load:
    """What wrk sends: to which server, and the script that makes the requests."""

    url: str
    script: str


def per_second(load: Load, seconds: int) -> float:
    """Return the requests a second that were answered with 200 or 304; raises SystemExit when any was not."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(load.script)
        file.flush()
        command = ["wrk", "-t1", "-c4", f"-d{seconds}s", "--timeout", "30s", "-s", file.name, load.url]
        report = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in report or "Socket errors" in report:
        sys.exit(f"{load.url}: not every request was answered\n{report}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", report)[1])


def by_turns(loads: dict[str, Load], rounds: int, seconds: int) -> dict[str, float]:
    """Return the median of requests a second of each load, taken by turns."""
    found: dict[str, list[float]] = {name: [] for name in loads}
    for _ in range(rounds):
        for name, load in loads.items():
            found[name].append(per_second(load, seconds))
    return {name: statistics.median(values) for name, values in found.items()}


def asking(url: str, path: str, query: str, salt: str = '""') -> Load:
    """Return a load that sends one query, each time with a text of its own."""
    return Load(url, SCRIPT % {"path": path, "accept": JSON, "query": query, "salt": salt})


@contextlib.contextmanager
def running(command: list[str], ready: str) -> Iterator[str]:
    """Run a server, and give its address once a line that matches `ready` was written."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        for line in process.stderr:
            if match := re.search(ready, line):
                break
        else:
            sys.exit(f"{command[0]} did not start")
        drain = subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL)
        yield match[1]
    finally:
        process.terminate()
        process.wait(10)
        drain.wait(10)


def kg_serve(folder: Path) -> contextlib.AbstractContextManager[str]:
    """Run `kg serve` over a store."""
    command = [sys.executable, "-m", "kg", "serve", "--bind", "127.0.0.1:0", "--store", str(folder)]
    return running(command, r"at (http://\S+)/")


def oxigraph(folder: Path, port: int) -> contextlib.AbstractContextManager[str]:
    """Run Oxigraph's own server over the same store, as nice as the workers for SPARQL are: others take from both."""
    location = Path(StoreFolder(folder).current()) / "oxigraph"
    program = str(Path(sys.executable).with_name("oxigraph"))
    command = [
        "nice",
        "-n",
        "10",
        program,
        "serve-read-only",
        "--location",
        str(location),
        "--bind",
        f"127.0.0.1:{port}",
    ]
    return running(command, r"(http://127\.0\.0\.1:\d+)")


def rows(url: str, query: str) -> list[str]:
    """Return the rows of an answer, in an order that does not depend on the server."""
    answer = httpx.post(url, content=query, headers={"Content-Type": "application/sparql-query", "Accept": JSON})
    answer.raise_for_status()
    found = answer.json()
    return sorted(json.dumps(row, sort_keys=True) for row in found.get("results", {}).get("bindings", [found]))


def compare(kg_url: str, ox_url: str, rounds: int, seconds: int) -> bool:
    """Print the ratios of the three queries, and say whether each is what is demanded."""
    good = True
    for name, (text, wanted) in QUERIES.items():
        query = text
        ours, theirs = rows(f"{kg_url}/sparql", query), rows(f"{ox_url}/query", query)
        if ours != theirs:
            sys.exit(f"{name}: the two servers give different rows")
        if not ours:
            sys.exit(f"{name}: no rows: the text is older than the model, bring it up to date")
        size = len(httpx.post(f"{ox_url}/query", data={"query": query}, headers={"Accept": JSON}).content)
        loads = {"kg": asking(kg_url, "/sparql", query), "oxigraph": asking(ox_url, "/query", query)}
        found = by_turns(loads, rounds, seconds)
        ratio = found["kg"] / found["oxigraph"]
        good &= wanted is None or ratio >= wanted
        print(
            f"{name}: {len(ours)} rows, {size / 1000:.1f} kB: kg serve {found['kg']:.0f}/s, "
            f"oxigraph {found['oxigraph']:.0f}/s, ratio {ratio:.2f}" + (f" (at least {wanted:.2f})" if wanted else "")
        )
        tell(f"serving-{name}", ratio)
    return good


def queries_of(folder: Path, path: str) -> list[str]:
    """Return the queries that make a page, as texts with their terms in place.

    These are the questions that it asks each time, and one for the properties that it shows of what they lead to:
    a worker reads those node by node, and remembers them.
    """
    read: dict[str, set[str]] = {}
    terms = Node.terms

    def noted(node: Node, predicate: str) -> tuple[object, ...]:
        found = terms(node, predicate)
        if found:
            read.setdefault(node.iri, set()).add(predicate)
        return found

    Node.terms = noted
    asked = questions_of(folder, path, read)
    Node.terms = terms
    nodes = " ".join(f"<{name}>" for name in sorted(read))
    properties = ", ".join(f"<{name}>" for name in sorted(set().union(*read.values())))
    shown = f"""SELECT ?node ?property ?value WHERE {{
  VALUES ?node {{ {nodes} }}
  GRAPH ?graph {{ ?node ?property ?value }}
  FILTER (?property IN ({properties}))
}}"""
    return [*asked, shown]


def questions_of(folder: Path, path: str, read: dict[str, set[str]]) -> list[str]:
    """Return the questions that a page asks each time it is made; leave in `read` what it reads then."""
    store = StoreFolder(folder)
    opened = OpenStore(store.read(), str(folder), Path(store.current()).name, store.manifest())
    asked: list[str] = []
    plain = Edition.ask

    def recorded(edition: Edition, name: str, **bindings: str) -> list[dict[str, str | None]]:
        text = (Path(shipped_name("queries")) / "pages" / f"{name}.rq").read_text(encoding="utf-8")
        terms = {variable: ox.NamedNode(value) for variable, value in bindings.items()}
        asked.append(written_out(bind(body(text), terms)))
        return plain(edition, name, **bindings)

    Edition.ask = recorded
    for _ in range(2):
        asked.clear()  # what a worker asks once and remembers is not what a page needs
        read.clear()
        for key in [key for key in edition_of(opened).memory if key.startswith("links")]:
            del edition_of(opened).memory[key]  # so that what it shows is read again
        edition_of(opened).statements = StatementReader(edition_of(opened).reading)
        assert respond(opened, Request(path)).status == 200
    Edition.ask = plain
    return asked


def page(url: str, path: str, more: str = "") -> Load:
    """Return a load that asks for a page, each time under another host name, so that no cache answers."""
    return Load(url, PAGE % {"path": path, "more": more})


def pages(url: str, folder: Path, rounds: int, seconds: int) -> bool:
    """Print how each page compares with the queries that it needs, and with itself unchanged; say whether all is well."""
    good = [compare_page(url, folder, path, rounds, seconds) for path in PAGES]
    return all(good)


def compare_page(url: str, folder: Path, path: str, rounds: int, seconds: int) -> bool:
    """Print how one page compares."""
    queries, wanted = queries_of(folder, path), PAGES[path]
    loads = {f"query {number}": asking(url, "/sparql", query) for number, query in enumerate(queries)}
    tag = httpx.get(url + path, headers={"Accept": "text/html", "Host": "127.0.0.1:1"}).headers["etag"]
    unchanged = PAGE.replace("count %% 60000 + 1", "1") % {
        "path": path,
        "more": f"headers['If-None-Match'] = [[{tag}]]",
    }
    loads |= {"page": page(url, path), "unchanged": Load(url, unchanged)}
    found = by_turns(loads, rounds, seconds)
    ratio = found["page"] * sum(1 / found[name] for name in loads if name.startswith("query"))
    asked = found["page"] * sum(1 / found[f"query {number}"] for number in range(len(queries) - 1))
    times = found["unchanged"] / found["page"]
    print(
        f"page {path}: {found['page']:.0f}/s, {ratio:.2f} of its {len(queries)} queries (at least {wanted:.2f}), "
        f"{asked:.2f} of the {len(queries) - 1} asked each time"
        + f"; unchanged (304) {found['unchanged']:.0f}/s, {times:.1f} times (at least 10)"
    )
    tell(f"serving-page-{path.strip('/') or 'home'}", ratio)
    tell(f"serving-unchanged-{path.strip('/') or 'home'}", times)
    return ratio >= wanted and times >= 10


def reader_at(sources: int, temporary: Path, rounds: int, seconds: int) -> bool:
    """Print how much longer the reader of one source takes among many sources than among ten."""
    loads, folders = {}, [temporary / f"kg-{count}" for count in (10, sources)]
    with contextlib.ExitStack() as stack:
        for folder, count in zip(folders, (10, sources), strict=True):
            write_seeds(temporary / f"seeds-{count}", count)
            built(folder, temporary / f"seeds-{count}")
            source = next(
                path.name for path in sorted((temporary / f"seeds-{count}").iterdir()) if path.name[0] in "12"
            )
            loads[str(count)] = page(stack.enter_context(kg_serve(folder)), f"/id/source/{source}/")
        found = by_turns(loads, rounds, seconds)
    ratio = found["10"] / found[str(sources)]
    print(f"reader among {sources} sources: {ratio:.2f} of its time among 10 (at most 1.50)")
    tell(f"serving-reader-{sources}", ratio)
    return ratio <= 1.5


def after_a_kill(folder: Path) -> bool:
    """Print how long an ASK waits after a query was killed, with a single worker."""
    command = ["--workers", "1", "--timeout", "0.5"]
    with running(
        [sys.executable, "-m", "kg", "serve", "--bind", "127.0.0.1:0", "--store", str(folder), *command],
        r"at (http://\S+)/",
    ) as url:
        waits = []
        for _ in range(10):
            assert httpx.post(f"{url}/sparql", data={"query": SLOW}, timeout=30).status_code == 504
            started = time.perf_counter()
            assert httpx.post(f"{url}/sparql", data={"query": "ASK {}"}).status_code == 200
            waits.append(1000 * (time.perf_counter() - started))
    print(
        f"the next ASK after a killed query: median {statistics.median(waits):.0f} ms, most {max(waits):.0f} ms (at most 300)"
    )
    tell("serving-after-a-kill", max(waits) / 300)
    return max(waits) <= 300


def tell(name: str, ratio: float) -> None:
    """Print a figure for programs: one word, and a ratio."""
    print(f"{re.sub(r'[^a-z0-9]+', '-', name.lower())} {ratio:.2f}")


def main() -> int:
    """Run the benchmark, and return 1 where a demand is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--store", type=Path, help="a store that `kg build` has made")
    parser.add_argument("--seconds", type=int, default=4, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sources", type=int, default=0, help="generate a store of so many sources, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.store or built(Path(temporary) / "kg")
        print(f"memory of workers: {faster_allocator() or 'the C library, since jemalloc is missing'}")
        with kg_serve(folder) as kg_url, oxigraph(folder, free_port()) as ox_url:
            good = compare(kg_url, ox_url, options.rounds, options.seconds)
            good &= pages(kg_url, folder, options.rounds, options.seconds)
        good &= after_a_kill(folder)
        if options.sources:
            good &= reader_at(options.sources, Path(temporary), options.rounds, options.seconds)
    return 0 if good else 1


def built(folder: Path, seeds: Path = ROOT / "seeds") -> Path:
    """Build sources into a folder, and return it."""
    command = [sys.executable, "-m", "kg", "build", "--store", str(folder)]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL, env={**os.environ, "KG_SEEDS": str(seeds)})
    return folder


def free_port() -> int:
    """Return a port that nobody listens on."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


if __name__ == "__main__":
    sys.exit(main())
