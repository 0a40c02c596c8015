"""The shapes and what they read of the ontology, as rdflib graphs, read once."""

from __future__ import annotations

import logging
from functools import cache

import rdflib
from rdflib.namespace import RDF, RDFS, SH

from kg.paths import shipped

__all__ = ["Triple", "aimed", "hierarchy", "joins", "members", "parts", "points", "shapes", "shapes_for"]

Triple = tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]
logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # it shows a traceback for each literal that is ill-formed
_SOURCE = rdflib.URIRef("https://w3id.org/diplomatic-positions/ontology#Source")


@cache
def shapes() -> rdflib.Graph:
    """Return all shapes that are shipped, in one graph."""
    graph = rdflib.Graph()
    for file in sorted(shipped("shapes").glob("*.ttl")):
        graph.parse(file, format="turtle")
    return graph


@cache
def joins() -> frozenset[str]:
    """Return the shapes that look at a whole source with one query, by their IRIs."""
    with_query = set(shapes().subjects(SH.sparql, None))
    return frozenset(str(s) for s in with_query if (s, SH.targetClass, _SOURCE) in shapes())


@cache
def points() -> dict[str, tuple[str, ...]]:
    """Return, for the shapes of whole nodes, the properties at whose values they are best reported: N-Triples, by IRI.

    These are the properties that make the node a target, or that the first part of a choice is about.
    """
    found: dict[str, tuple[str, ...]] = {}
    for shape in shapes().subjects(RDF.type, SH.NodeShape):
        paths = sorted(shapes().objects(shape, SH.targetSubjectsOf), key=str)
        paths += [path for part in members(shape, "or") for path in shapes().objects(part, SH.path)]
        found[str(shape)] = tuple(path.n3() for path in paths if isinstance(path, rdflib.URIRef))
    return {shape: paths for shape, paths in found.items() if paths}


def members(shape: rdflib.term.Node, parameter: str) -> list[rdflib.term.Node]:
    """Return the shapes in the lists that a shape has for sh:or, sh:and or sh:xone, in their order."""
    return [member for parts in shapes().objects(shape, SH[parameter]) for member in shapes().items(parts)]


@cache
def parts(shape: rdflib.term.Node) -> tuple[Triple, ...]:
    """Return what is said of a shape and of all that it is made of, but not whom it is for."""
    seen: set[rdflib.term.Node] = set()
    todo, found = {shape}, []
    while todo:
        seen |= todo
        said = [triple for node in todo for triple in shapes().triples((node, None, None))]
        # Without its targets, the shape is asked about one node only, the one that `aimed` adds.
        found += [triple for triple in said if not str(triple[1]).startswith(f"{SH}target")]
        todo = {value for _, _, value in said if not isinstance(value, rdflib.Literal)} - seen
    return tuple(found)


def aimed(shape: rdflib.term.Node, node: rdflib.term.Node) -> rdflib.Graph:
    """Return a graph of one shape alone, and what it is made of, for one node."""
    graph = rdflib.Graph()
    for triple in (*parts(shape), (shape, SH.targetNode, node)):
        graph.add(triple)
    return graph


@cache
def hierarchy() -> tuple[Triple, ...]:
    """Return what the shapes read of the ontology: its class hierarchy, and the types of the listed values."""
    graph = rdflib.Graph()
    for file in sorted(shipped("ontology").glob("*.ttl")):
        graph.parse(file, format="turtle")
    wanted = (RDFS.subClassOf, RDF.type)
    # Class expressions are left out with their blank nodes: SHACL follows rdfs:subClassOf, and reasons about nothing.
    return tuple(t for p in wanted for t in graph.triples((None, p, None)) if isinstance(t[0], rdflib.URIRef))


def shapes_for(types: set[rdflib.term.Node]) -> rdflib.Graph:
    """Return the shapes without the targets of which there is no instance, so that context is not checked again."""
    return _shapes_for(frozenset(_with_parents(types)))


@cache
def _shapes_for(types: frozenset[rdflib.term.Node]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for triple in shapes():
        if triple[1] != SH.targetClass or triple[2] in types:
            graph.add(triple)
    return graph


def _with_parents(types: set[rdflib.term.Node]) -> set[rdflib.term.Node]:
    while more := {parent for kind in types for parent in _parents().get(kind, set())} - types:
        types = types | more
    return types


@cache
def _parents() -> dict[rdflib.term.Node, set[rdflib.term.Node]]:
    parents: dict[rdflib.term.Node, set[rdflib.term.Node]] = {}
    for subject, predicate, value in hierarchy():
        if predicate == RDFS.subClassOf:
            parents.setdefault(subject, set()).add(value)
    return parents
