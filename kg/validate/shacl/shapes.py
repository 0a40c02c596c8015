"""The shapes, and the part of the ontology that they read, as rdflib graphs, loaded once."""

from __future__ import annotations

import logging
from functools import cache

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, RDFS, SH

from kg.rdf.shipped import shipped_triples
from kg.validate.shacl.rdflib_terms import Triple, rdflib_triples

__all__ = ["aimed", "hierarchy", "joins", "members", "parts", "points", "shapes", "shapes_for"]

logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # otherwise it logs a traceback for each ill-formed literal
_SOURCE = rdflib.URIRef("https://w3id.org/diplomatic-positions/ontology#Source")


@cache
def shapes() -> rdflib.Graph:
    """Return all shipped shapes in one graph."""
    graph = rdflib.Graph()
    for triple in rdflib_triples(shipped_triples("shapes")):  # rdflib's own parser takes ten times as long
        graph.add(triple)
    return graph


@cache
def joins() -> frozenset[str]:
    """Return the IRIs of the shapes that check a whole source with one query."""
    with_query = set(shapes().subjects(SH.sparql, None))
    return frozenset(str(s) for s in with_query if (s, SH.targetClass, _SOURCE) in shapes())


@cache
def points() -> dict[str, tuple[str, ...]]:
    """Return the properties at whose values shapes of whole nodes are best reported: N-Triples, by IRI of the shape.

    These are the properties that make the node a target, or that the first part of a choice is about.
    """
    found: dict[str, tuple[str, ...]] = {}
    for shape in shapes().subjects(RDF.type, SH.NodeShape):
        paths = sorted(shapes().objects(shape, SH.targetSubjectsOf), key=str)
        paths += [path for part in members(shape, "or") for path in shapes().objects(part, SH.path)]
        found[str(shape)] = tuple(path.n3() for path in paths if isinstance(path, rdflib.URIRef))
    return {shape: paths for shape, paths in found.items() if paths}


def members(shape: rdflib.term.Node, parameter: str) -> list[rdflib.term.Node]:
    """Return the shapes in a shape's lists for sh:or, sh:and or sh:xone, in their order."""
    return [member for parts in shapes().objects(shape, SH[parameter]) for member in shapes().items(parts)]


@cache
def parts(shape: rdflib.term.Node) -> tuple[Triple, ...]:
    """Return the triples of a shape and all its parts, without its targets."""
    seen: set[rdflib.term.Node] = set()
    todo, found = {shape}, []
    while todo:
        seen |= todo
        said = [triple for node in todo for triple in shapes().triples((node, None, None))]
        # Without its own targets, the shape is checked only for the node that `aimed` adds.
        found += [triple for triple in said if not str(triple[1]).startswith(f"{SH}target")]
        todo = {value for _, _, value in said if not isinstance(value, rdflib.Literal)} - seen
    return tuple(found)


def aimed(shape: rdflib.term.Node, node: rdflib.term.Node) -> rdflib.Graph:
    """Return a graph with one shape and its parts, with one node as target."""
    graph = rdflib.Graph()
    for triple in (*parts(shape), (shape, SH.targetNode, node)):
        graph.add(triple)
    return graph


@cache
def hierarchy() -> tuple[Triple, ...]:
    """Return the part of the ontology that shapes read: class hierarchy and types of the listed values."""
    wanted = (str(RDFS.subClassOf), str(RDF.type))
    # Class expressions and their blank nodes are left out: SHACL follows rdfs:subClassOf but does not reason.
    told = (triple for triple in shipped_triples("ontology") if triple.predicate.value in wanted)
    named = (triple for triple in told if isinstance(triple.subject, ox.NamedNode))
    return tuple(dict.fromkeys(rdflib_triples(named)))


def shapes_for(types: set[rdflib.term.Node]) -> rdflib.Graph:
    """Return the shapes without targets that have no instance, so that the context is not checked again."""
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
