"""Checks the written form of RDF literals on input, and adjusts their integer types.

A `4` in Turtle is an xsd:integer, and so is every integer that comes back from a store, whatever its type was. The
number is the same, so it gets the type that the shapes require for the property, if its value allows it.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pyoxigraph as ox

from kg.namespaces import VOCABULARIES
from kg.rdf.shipped import shipped_triples

__all__ = ["as_asked", "flaw"]

_XSD = VOCABULARIES["xsd"]
_PATH, _DATATYPE = (ox.NamedNode(VOCABULARIES["sh"] + name) for name in ("path", "datatype"))
_KINDS = {
    _XSD + "nonNegativeInteger": re.compile(r"\+?[0-9]+|-0+"),
    _XSD + "positiveInteger": re.compile(r"\+?0*[1-9][0-9]*"),
}
_ZONE = r"(Z|[+-][0-9]{2}:[0-9]{2})?"
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
_WHOLE = r"[+-]?[0-9]+"
#: The written form of literals (XML Schema, part 2), and an example; years have four digits here, as in sheets.
_WRITTEN = {
    "boolean": (r"true|false|[01]", "true"),
    "date": (_DAY + _ZONE, "2012-03-11"),
    "dateTime": (_DAY + r"T([01][0-9]|2[0-3])(:[0-5][0-9]){2}(\.[0-9]+)?" + _ZONE, "2012-03-11T12:15:00Z"),
    "decimal": (_NUMBER, "0.85"),
    "double": (_NUMBER + r"([eE][+-]?[0-9]+)?|[+-]?INF|NaN", "0.85"),
    "float": (_NUMBER + r"([eE][+-]?[0-9]+)?|[+-]?INF|NaN", "0.85"),
    "gYear": (r"[0-9]{4}" + _ZONE, "2012"),
    "gYearMonth": (r"[0-9]{4}-(0[1-9]|1[0-2])" + _ZONE, "2012-03"),
    "integer": (_WHOLE, "12"),
    "nonNegativeInteger": (_WHOLE, "12"),
    "positiveInteger": (_WHOLE, "12"),
}


def flaw(term: object) -> str | None:
    """Return what is wrong with the written form of a literal, or None; engines would fail on it."""
    if isinstance(term, ox.Literal) and term.direction:
        return f"a text with a direction (RDF 1.2) is not taken in: write its language alone, as @{term.language}"
    if not isinstance(term, ox.Literal) or not term.datatype.value.startswith(_XSD):
        return None
    name = term.datatype.value.removeprefix(_XSD)
    pattern, example = _WRITTEN.get(name, ("", ""))
    if pattern and not re.fullmatch(pattern, term.value):
        return f"`{term.value[:60]}` is not an xsd:{name}: write it as {example}"
    # The pattern accepts 2012-02-30, which a store would keep as text that cannot be compared.
    if name in ("date", "dateTime"):
        try:
            date.fromisoformat(term.value[:10])
        except ValueError as error:
            return f"{term.value} does not exist: {error}"
    return None


def as_asked(quad: ox.Quad) -> ox.Quad:
    """Return the quad with its xsd:integer as the narrower type required for its property; otherwise unchanged."""
    value = quad.object
    if not isinstance(value, ox.Literal) or value.datatype.value != _XSD + "integer":
        return quad
    # The types come from the shapes and not from a table here: a new property works as soon as it has its shape.
    kind = _asked().get(quad.predicate.value)
    if kind is None or not _KINDS[kind].fullmatch(value.value):
        return quad
    return ox.Quad(quad.subject, quad.predicate, ox.Literal(value.value, datatype=ox.NamedNode(kind)), quad.graph_name)


@cache
def _asked() -> dict[str, str]:
    """Return the integer type that a property requires, by the property's IRI."""
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in shipped_triples("shapes"))
    return {
        quad.object.value: kind
        for kind in _KINDS
        for shape in store.quads_for_pattern(None, _DATATYPE, ox.NamedNode(kind))
        for quad in store.quads_for_pattern(shape.subject, _PATH, None)
        if isinstance(quad.object, ox.NamedNode)
    }
