"""Whole numbers under the datatype that the shapes ask for.

A `4` in Turtle is an xsd:integer, and so is every whole number that comes back from a store, whatever kind it was. The
same number is meant, so it is taken for the kind that the shapes want of the property, where it can be one.
"""

from __future__ import annotations

import re
from functools import cache

import pyoxigraph as ox

from kg.namespaces import VOCABULARIES
from kg.paths import shipped

__all__ = ["as_asked"]

_XSD = VOCABULARIES["xsd"]
_PATH, _DATATYPE = (ox.NamedNode(VOCABULARIES["sh"] + name) for name in ("path", "datatype"))
_KINDS = {
    _XSD + "nonNegativeInteger": re.compile(r"\+?[0-9]+|-0+"),
    _XSD + "positiveInteger": re.compile(r"\+?0*[1-9][0-9]*"),
}


def as_asked(quad: ox.Quad) -> ox.Quad:
    """Return the quad with its xsd:integer as the narrower kind that its property takes, and any other as it is."""
    value = quad.object
    if not isinstance(value, ox.Literal) or value.datatype.value != _XSD + "integer":
        return quad
    kind = _asked().get(quad.predicate.value)
    if kind is None or not _KINDS[kind].fullmatch(value.value):
        return quad
    return ox.Quad(quad.subject, quad.predicate, ox.Literal(value.value, datatype=ox.NamedNode(kind)), quad.graph_name)


@cache
def _asked() -> dict[str, str]:
    """Return the kind of whole number that a property takes, by the property's IRI."""
    store = ox.Store()
    for file in sorted(shipped("shapes").glob("*.ttl")):
        store.extend(ox.Quad(*triple) for triple in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE))
    return {
        quad.object.value: kind
        for kind in _KINDS
        for shape in store.quads_for_pattern(None, _DATATYPE, ox.NamedNode(kind))
        for quad in store.quads_for_pattern(shape.subject, _PATH, None)
        if isinstance(quad.object, ox.NamedNode)
    }
