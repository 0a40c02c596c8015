"""The data of a page: the triples about its subject and the parts of that, from every graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import GRAPHS, PREFIXES
from kg.rdf.literals import as_asked
from kg.web.content.parts import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.web.content.reading import Reading

__all__ = ["FORMATS", "described", "ontology", "serialised"]

#: The media types of data, and their formats; only JSON-LD says which graph a triple is from.
FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
}


def described(reading: Reading, iri: str) -> list[ox.Quad]:
    """Return the quads about a node and its parts, in a fixed order."""
    quads: set[ox.Quad] = set()
    for name in (iri, *parts_of(reading, iri)):
        quads.update(reading.store.quads_for_pattern(ox.NamedNode(name), None, None, None))
    return sorted(map(as_asked, quads), key=str)


def ontology(reading: Reading) -> list[ox.Quad]:
    """Return the quads of the ontology, in a fixed order."""
    graph = ox.NamedNode(GRAPHS["ontology"])
    return sorted(map(as_asked, reading.store.quads_for_pattern(None, None, None, graph)), key=str)


def serialised(quads: Iterable[ox.Quad], media_type: str) -> bytes:
    """Return quads in one of FORMATS; the same bytes for the same quads."""
    form = FORMATS[media_type]
    if form.supports_datasets:
        return ox.serialize(quads, format=form, prefixes=PREFIXES) or b""
    triples = sorted({quad.triple for quad in quads}, key=str)
    if form == ox.RdfFormat.N_TRIPLES:
        return ox.serialize(triples, format=form) or b""
    return ox.serialize(triples, format=form, prefixes=PREFIXES) or b""
