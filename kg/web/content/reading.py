"""Reads a store node by node for the pages, and caches the nodes, since a store never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import DP, GRAPHS, VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.web.content.addresses import Addresses

__all__ = ["Node", "Reading", "is_said"]

_RDF, _RDFS, _SKOS, _DCTERMS = (VOCABULARIES[name] for name in ("rdf", "rdfs", "skos", "dcterms"))
_LABELS = (_RDFS + "label", _SKOS + "prefLabel", _DCTERMS + "title")
#: The properties of a voting record for the actor, the choice, and the subject of its ballots.
_RECORD = (("actor",), ("choice",), ("issue", "towards", "matter"))
#: How many nodes are cached; a page of five hundred positions reads about five thousand.
_REMEMBERED = 50_000

Term = ox.NamedNode | ox.BlankNode | ox.Literal


class Node:
    """One node of a store, from all graphs: its properties with their values, in a fixed order."""

    __slots__ = ("iri", "properties")

    def __init__(self, iri: str, properties: Mapping[str, tuple[Term, ...]]) -> None:
        self.iri, self.properties = iri, properties

    def terms(self, predicate: str) -> tuple[Term, ...]:
        """Return the values of a property."""
        return self.properties.get(predicate, ())

    def values(self, predicate: str) -> list[str]:
        """Return the values of a property as IRIs and lexical forms."""
        return [term.value for term in self.terms(predicate)]

    def one(self, *predicates: str) -> str | None:
        """Return the first value of the first property that has one."""
        return next((value for predicate in predicates for value in self.values(predicate)), None)


class Reading:
    """One store, its addresses, and the cached nodes."""

    def __init__(self, store: ox.Store, addresses: Addresses) -> None:
        self.store, self.addresses = store, addresses
        self._nodes: dict[str, Node] = {}
        self._above: dict[str, frozenset[str]] = {}

    def node(self, iri: str) -> Node:
        """Return the node of an IRI; without properties if the store has no statements about it."""
        node = self._nodes.get(iri)
        if node is None:
            if len(self._nodes) >= _REMEMBERED:
                self._nodes.clear()
            node = self._nodes[iri] = self._read(iri)
        return node

    def exists(self, iri: str) -> bool:
        """Return whether the store has statements about an IRI."""
        return bool(self.node(iri).properties)

    def label(self, iri: str) -> str:
        """Return the label of a node, or what a voting record counts, or the slug in words."""
        label = self.node(iri).one(*_LABELS) or self._counted(self.node(iri))
        return label or self.addresses.slug(iri).replace("-", " ") or iri

    def _counted(self, node: Node) -> str:
        """Return in words whose ballots a voting record counts, of which choice and on what; empty for other nodes."""
        actor, choice, about = (node.one(*(DP + name for name in names)) for names in _RECORD)
        if not (actor and choice and about):
            return ""
        # A title is text; an issue or a motion is a node.
        on = about if node.one(DP + "matter") else self.label(about)
        return f"{self.label(actor)}, {self.label(choice)}, on {on.removesuffix('.')}"

    def by_label(self, iri: str) -> tuple[str, str]:
        """Return a sort key: the label and then the IRI, so that the same store gives the same page."""
        return self.label(iri).lower(), iri

    def types(self, iri: str) -> list[str]:
        """Return the classes of a node."""
        return self.node(iri).values(_RDF + "type")

    def subjects(self, predicate: str, iri: str) -> list[str]:
        """Return the IRIs that point to a node by a property, sorted."""
        found = self.store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(iri), None)
        return sorted({quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)})

    def labelled(self, iris: Iterable[str]) -> list[tuple[str, str]]:
        """Return pairs of IRI and label, by label."""
        return [(iri, self.label(iri)) for iri in sorted(iris, key=self.by_label)]

    def is_a(self, iri: str, class_: str) -> bool:
        """Return whether a node is an instance of one of our classes, named without the namespace, or of a subclass."""
        return any(DP + class_ in self.superclasses(type_) for type_ in self.types(iri))

    def superclasses(self, class_: str) -> frozenset[str]:
        """Return a class and all its superclasses; cached, since the classes are those of the ontology."""
        if class_ not in self._above:
            self._above[class_] = frozenset(self._climbed(class_))
        return self._above[class_]

    def _climbed(self, class_: str) -> set[str]:
        found, waiting = {class_}, [class_]
        while waiting:
            for above in self.node(waiting.pop()).values(_RDFS + "subClassOf"):
                if above not in found:
                    found.add(above)
                    waiting.append(above)
        return found

    def _read(self, iri: str) -> Node:
        try:
            subject = ox.NamedNode(iri)
        except ValueError:
            return Node(iri, {})
        found: dict[str, set[Term]] = {}
        for quad in self.store.quads_for_pattern(subject, None, None, None):
            # With entailed triples, every person would be shown as an agent of several vocabularies.
            if not isinstance(quad.object, ox.Triple) and is_said(quad):
                found.setdefault(quad.predicate.value, set()).add(quad.object)
        ordered = sorted(found.items())
        return Node(iri, {key: tuple(sorted(terms, key=_order)) for key, terms in ordered})


def is_said(quad: ox.Quad) -> bool:
    """Return whether a triple says more than what follows from the ontology: superclasses and other vocabularies."""
    graph = quad.graph_name
    return not (isinstance(graph, ox.NamedNode) and graph.value in (GRAPHS["entailed"], GRAPHS["aligned"]))


def _order(term: Term) -> tuple[int, str]:
    """Return a sort key that puts English, the language of the pages, first."""
    language = term.language if isinstance(term, ox.Literal) else None
    return (0 if language in ("en", None) else 1, str(term))
