"""Terms and triples between pyoxigraph's form and rdflib's, with the spelling of literals unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Triple", "ntriples", "rdflib_triples", "term_in_rdflib"]

Triple = tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]


def rdflib_triples(triples: Iterable[ox.Quad | ox.Triple]) -> list[Triple]:
    """Return triples, or quads without their graphs, as rdflib triples."""
    return [_in_rdflib(triple) for triple in triples]


def _in_rdflib(triple: ox.Quad | ox.Triple) -> Triple:
    return term_in_rdflib(triple.subject), term_in_rdflib(triple.predicate), term_in_rdflib(triple.object)


def term_in_rdflib(term: object) -> rdflib.term.Node:
    """Return a term in rdflib's form; literals keep their spelling."""
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.Literal):
        kind = None if term.language else rdflib.URIRef(term.datatype.value)
        if kind == rdflib.XSD.string:
            kind = None  # for rdflib, a plain literal and an xsd:string are different terms
        # With normalisation, `"01"^^xsd:integer` would become `1`, and a finding would show a value that nobody has
        # written.
        return rdflib.Literal(term.value, lang=term.language, datatype=kind, normalize=False)
    return rdflib.BNode(str(getattr(term, "value", term)))


def ntriples(term: rdflib.term.Node) -> str:
    """Return a term as pyoxigraph prints it; rdflib would break long texts into lines, and shorten numbers."""
    if isinstance(term, rdflib.Literal):
        if term.language:
            return str(ox.Literal(str(term), language=term.language))
        return str(ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None))
    return f"<{term}>" if isinstance(term, rdflib.URIRef) else f"_:{term}"
