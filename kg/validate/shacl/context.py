"""A source and what it is seen with: what is said of a node, and what belongs to what, looked up by node."""

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
    from kg.validate.shacl.shapes import Triple

__all__ = ["Context", "QuadIndex", "SourceContext"]

_EVIDENCE, _SELECTOR = f"<{DP}evidence>", f"<{VOCABULARIES['oa']}hasSelector>"


class QuadIndex:
    """Quads by subject and property, in N-Triples form."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        """Sort the quads by subject and property, and by value."""
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
        """Return the evidence of the row that a node is, or is a part of."""
        seen, todo = set(), [node]
        while todo:
            # Breadth first, so that the nearest row is taken where a part can be reached from several.
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
    """The reference data beside what is checked, sorted when they are first asked."""

    def __init__(self, quads: Sequence[ox.Quad] = ()) -> None:
        """Keep the quads."""
        self.quads = quads

    @cached_property
    def said(self) -> QuadIndex:
        """What they say."""
        return QuadIndex(self.quads)

    @cached_property
    def triples(self) -> list[Triple]:
        """What they say, with the class hierarchy, in rdflib's terms."""
        from kg.validate.shacl.engines.checker import rdflib_triples
        from kg.validate.shacl.shapes import hierarchy

        return [*rdflib_triples(self.quads), *hierarchy()]


class SourceContext:
    """One source, and the context that it is seen with."""

    def __init__(self, assertion: Assertion, context: Context | None = None) -> None:
        """Keep the two; they are turned into other forms when these are asked for."""
        self.assertion, self.context = assertion, context or Context()
        self._quads = [*assertion.quads, *assertion.proposed]

    @cached_property
    def said(self) -> QuadIndex:
        """What the source itself says."""
        return QuadIndex(self._quads)

    def values(self, subject: str, predicate: str) -> list[str]:
        """Return all values of a property of a subject, each once, sorted."""
        return sorted({*self.said.values(subject, predicate), *self.context.said.values(subject, predicate)})

    def results(self, shape: rdflib.term.Node, node: str) -> list[ShapeResult]:
        """Return the results of pySHACL for one node (N-Triples form) and one shape; raises EngineError."""
        from kg.validate.shacl.engines import PySHACL, in_order
        from kg.validate.shacl.engines.checker import term_in_rdflib
        from kg.validate.shacl.shapes import aimed

        target = term_in_rdflib(term_of(node))
        return in_order(PySHACL().run(self._graph, aimed(shape, target)))

    @cached_property
    def _graph(self) -> rdflib.Graph:
        from kg.validate.shacl.engines.checker import graph_of, rdflib_triples

        return graph_of(rdflib_triples(self._quads), self.context.triples)
