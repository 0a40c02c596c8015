"""Graphs to ask questions of: asserted and derived as a build does it, but not validated, and in memory."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.findings import Severity
from kg.namespaces import GRAPHS
from kg.paths import shipped
from kg.query.binding import with_filters
from kg.query.results import rows_of
from kg.sources.assertion import assert_reference, assert_source, find_sources
from kg.store.derive import derive

SEEDS = shipped("seeds")
#: Two short articles about three states that do not exist: whoever reads them knows every answer.
CORNER = Path(__file__).parents[1] / "fixtures" / "two-sources"
EXPECTED = Path(__file__).parents[1] / "expected"


@cache
def ontology() -> tuple[ox.Quad, ...]:
    """Return the ontology as a store has it, in the graph of its own."""
    store = ox.Store()
    for file in sorted(shipped("ontology").glob("*.ttl")):
        if file.stem != "style":  # shapes about the ontology, and no part of it
            store.bulk_load(path=file, to_graph=ox.NamedNode(GRAPHS["ontology"]))
    return tuple(store)


@cache
def graph_of(seeds: Path) -> ox.Store:
    """Return the graph of a folder of seeds. Tests only read it."""
    store = ox.Store()
    store.extend(ontology())
    reference, assertion = assert_reference(seeds / "reference")
    for part in (assertion, *(assert_source(path, reference) for path in find_sources(seeds))):
        wrong = [finding for finding in part.findings if finding.severity is Severity.VIOLATION]
        assert not wrong, wrong  # a warning may be meant
        store.extend(part.quads)
    derive(store)
    return store


def ask(store: ox.Store, text: str, /, *, union: bool = False, **bound: ox.NamedNode | ox.Literal) -> list[list[str]]:
    """Return the rows of a query as people read them, after a line with the names of the columns."""
    text, rest = with_filters(text, bound)
    terms = {ox.Variable(name): term for name, term in rest.items()}
    results = store.query(text, use_default_graph_as_union=union, substitutions=terms or None)
    return [[variable.value for variable in results.variables], *rows_of(results)]


def to_tsv(rows: list[list[str]]) -> str:
    """Return rows as lines of tab-separated values; a tab, line break or backslash inside a value is escaped."""
    escaped = {"\\": "\\\\", "\t": "\\t", "\n": "\\n"}
    return "".join("\t".join(re.sub(r"[\\\t\n]", lambda m: escaped[m[0]], cell) for cell in row) + "\n" for row in rows)
