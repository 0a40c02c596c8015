"""Tells for which sources the native engine's violations are certain to be those of pySHACL.

The two engines differ only where a value is compared that has another type than its property wants (docs/engines.md).
rdflib orders such values by rules of its own. A graph without them needs no second look.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import VOCABULARIES
from kg.rdf.literals import flaw
from kg.rdf.shipped import shipped_triples
from kg.validate.shacl.visibility import properties_named

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["is_ordinary"]

_SH, _XSD = VOCABULARIES["sh"], VOCABULARIES["xsd"]
_DATES = {_XSD + "date", _XSD + "gYear", _XSD + "gYearMonth"}
#: The datatypes that shapes give the values of a property, also in the parts of a choice.
_TYPED = f"""
PREFIX sh: <{_SH}>
PREFIX rdf: <{VOCABULARIES["rdf"]}>
SELECT DISTINCT ?path ?datatype {{
  ?shape sh:path ?path ; ((sh:or|sh:and|sh:xone)/rdf:rest*/rdf:first)*/sh:datatype ?datatype .
  FILTER isIRI(?path)
}}"""


def is_ordinary(quads: Iterable[ox.Quad]) -> bool:
    """Return whether each value has a type that the shapes declare for its property."""
    return all(_fits(quad.predicate.value, quad.object) for quad in quads)


def _fits(name: str, value: object) -> bool:
    wanted = _declared().get(name)
    if not isinstance(value, ox.Literal):
        return wanted is None
    if wanted is None:  # the shapes compare values only of properties that they name
        return name not in _named()
    return value.datatype.value in wanted and flaw(value) is None and not _has_zone(value)


def _has_zone(value: ox.Literal) -> bool:
    """Return whether a day or year has a time zone; rdflib and SPARQL order it differently beside one without."""
    return value.datatype.value in _DATES and (":" in value.value or value.value.endswith("Z"))


@cache
def _store() -> ox.Store:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in shipped_triples("shapes"))
    return store


@cache
def _declared() -> dict[str, set[str]]:
    """Return the datatypes that shapes declare for the values of a property, by the property's IRI."""
    found: dict[str, set[str]] = {}
    rows = _store().query(_TYPED)
    assert isinstance(rows, ox.QuerySolutions)  # noqa: S101  # of a SELECT
    for path, datatype in rows:
        found.setdefault(path.value, set()).add(datatype.value)
    return found


@cache
def _named() -> frozenset[str]:
    """Return the IRIs that the shapes name, in their SPARQL constraints too."""
    values = [quad.object for quad in _store()]
    named = {value.value for value in values if isinstance(value, ox.NamedNode)}
    texts = (value.value for value in values if isinstance(value, ox.Literal) and "{" in value.value)
    return frozenset(named.union(*map(properties_named, texts)))
