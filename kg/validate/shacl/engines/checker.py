"""Runs the reference engine: converts quads and context to an rdflib graph, and pySHACL's report to results."""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any

import rdflib
from rdflib.namespace import RDF, SH
from rdflib.plugins.sparql import prepareQuery

from kg.validate.shacl.engines.interface import ShapeResult, share_out
from kg.validate.shacl.rdflib_terms import ntriples, rdflib_triples
from kg.validate.shacl.shapes import hierarchy, shapes_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pyoxigraph as ox
    from rdflib.plugins.sparql.sparql import Query

    from kg.validate.shacl.rdflib_terms import Triple

__all__ = ["PySHACLChecker", "graph_of", "result_of"]


class PySHACLChecker:
    """pySHACL with the shapes, the class hierarchy and a context."""

    def __init__(
        self, run: Callable[[rdflib.Graph, rdflib.Graph], list[ShapeResult]], context: Iterable[ox.Quad]
    ) -> None:
        """Convert the context to rdflib's terms, once; `run` returns the results of shapes over data."""
        self._run, self._graph = run, graph_of(rdflib_triples(context), hierarchy())

    def check(self, parts: Sequence[Sequence[ox.Quad]]) -> list[list[ShapeResult]]:
        """Return the results about the subjects of each part; raises EngineError."""
        own = rdflib_triples(quad for part in parts for quad in part)
        # pySHACL looks for targets in the whole graph, including the context. Shapes for classes without an instance in
        # the parts would check the reference data again for every source.
        types = {triple[2] for triple in own if triple[1] == RDF.type}
        with self._with(own) as data:
            return share_out(parts, self._run(data, shapes_for(types)))

    @contextmanager
    def _with(self, own: Iterable[Triple]) -> Iterator[rdflib.Graph]:
        """Yield the graph of the context with more triples, and remove them again: to build it takes far longer."""
        added = [triple for triple in dict.fromkeys(own) if triple not in self._graph]
        for triple in added:
            self._graph.add(triple)
        try:
            yield self._graph
        finally:
            for triple in added:
                self._graph.remove(triple)


class _Graph(rdflib.Graph):
    """A graph that parses each query only once: pySHACL runs every query again for each focus node."""

    def query(self, query_object: Any, *args: Any, **options: Any) -> rdflib.query.Result:
        """Run a query, given as text or parsed."""
        if isinstance(query_object, str):
            query_object = _parsed(query_object, tuple(sorted(map(tuple, self.namespaces()))))
        return super().query(query_object, *args, **options)


@lru_cache(maxsize=256)
def _parsed(text: str, prefixes: tuple[tuple[str, rdflib.URIRef], ...]) -> Query:
    return prepareQuery(text, initNs=dict(prefixes))


def graph_of(*parts: Iterable[Triple]) -> rdflib.Graph:
    """Return triples as a graph for pySHACL."""
    graph = _Graph()
    for triple in chain.from_iterable(parts):
        graph.add(triple)
    return graph


def result_of(report: rdflib.Graph, node: rdflib.term.Node) -> ShapeResult:
    """Return the result described by a node of pySHACL's report."""

    def text(name: rdflib.URIRef) -> str | None:
        term = report.value(node, name)
        return None if term is None else ntriples(term)

    return ShapeResult(
        str(report.value(node, SH.sourceShape)),
        text(SH.focusNode) or "",
        str(report.value(node, SH.resultMessage) or ""),
        str(report.value(node, SH.resultSeverity)).rpartition("#")[2],
        text(SH.resultPath),
        text(SH.value),
        str(report.value(node, SH.sourceConstraintComponent) or ""),
    )
