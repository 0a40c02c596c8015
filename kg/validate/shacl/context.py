"""A source and its context: look-up of property values, and of the evidence behind a node."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from kg.namespaces import DP, PART_KINDS, VOCABULARIES, kind_of
from kg.rdf.parse import term_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pyoxigraph as ox
    import rdflib

    from kg.rdf.quads import Assertion
    from kg.validate.shacl.engines import ShapeResult
    from kg.validate.shacl.rdflib_terms import Triple

__all__ = ["Context", "QuadIndex", "SourceContext"]

_EVIDENCE, _SELECTOR = f"<{DP}evidence>", f"<{VOCABULARIES['oa']}hasSelector>"


class QuadIndex:
    """Quads by subject and property, in N-Triples form."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        """Index the quads by subject and property, and by value."""
        self._values: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self._subjects: defaultdict[str, list[str]] = defaultdict(list)
        for quad in quads:
            subject, value = str(quad.subject), str(quad.object)
            self._values[subject, str(quad.predicate)].append(value)
            self._subjects[value].append(subject)

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return the values of a property of a subject."""
        return self._values.get((subject, predicate), [])

    def evidence(self, node: str) -> str | None:
        """Return the evidence of the row that this node is, or is part of."""
        seen, todo = set(), [node]
        while todo:
            # Breadth first: if a part belongs to several rows, the nearest one is used.
            at = todo.pop(0)
            seen.add(at)
            if self.values(at, _SELECTOR):
                return at
            if found := self.values(at, _EVIDENCE):
                return found[0]
            if kind_of(at.strip("<>")) in PART_KINDS:
                todo += [owner for owner in self._subjects.get(at, ()) if owner not in seen]
        return None


class Context:
    """The reference data as context of a check, indexed when first needed."""

    def __init__(self, quads: Sequence[ox.Quad] = ()) -> None:
        """Keep the quads."""
        self.quads = quads

    @cached_property
    def said(self) -> QuadIndex:
        """The quads as an index."""
        return QuadIndex(self.quads)

    @cached_property
    def triples(self) -> list[Triple]:
        """The quads and the class hierarchy as rdflib triples."""
        from kg.validate.shacl.rdflib_terms import rdflib_triples
        from kg.validate.shacl.shapes import hierarchy

        return [*rdflib_triples(self.quads), *hierarchy()]


class SourceContext:
    """One source and its context."""

    def __init__(self, assertion: Assertion, context: Context | None = None) -> None:
        """Store both; other forms are computed when needed."""
        self.assertion, self.context = assertion, context or Context()
        self._quads = [*assertion.quads, *assertion.proposed]

    @cached_property
    def said(self) -> QuadIndex:
        """The quads of the source itself as an index."""
        return QuadIndex(self._quads)

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return all values of a property of a subject, sorted and without duplicates."""
        return sorted({*self.said.values(subject, predicate), *self.context.said.values(subject, predicate)})

    def results(self, shape: rdflib.term.Node, node: str) -> list[ShapeResult]:
        """Return pySHACL's results for one node (N-Triples form) and one shape; raises EngineError."""
        from kg.validate.shacl.engines import PySHACL, in_order
        from kg.validate.shacl.rdflib_terms import term_in_rdflib
        from kg.validate.shacl.shapes import aimed

        target = term_in_rdflib(term_of(node))
        return in_order(PySHACL().run(self._graph, aimed(shape, target)))

    @cached_property
    def _graph(self) -> rdflib.Graph:
        from kg.validate.shacl.engines.checker import graph_of
        from kg.validate.shacl.rdflib_terms import rdflib_triples

        return graph_of(rdflib_triples(self._quads), self.context.triples)
