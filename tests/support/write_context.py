"""The JSON-LD context that the package ships: which kind of value each property has, as ontology and shapes say.

`python tests/support/write_context.py` writes it anew; a test compares.
"""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox

from kg.namespaces import PREFIXES, VOCABULARIES, shorten
from kg.paths import shipped

__all__ = ["FILE", "context"]

FILE = Path(__file__).parents[2] / "kg" / "export" / "context.jsonld"
_OWL, _RDF, _RDFS, _SH, _XSD = (VOCABULARIES[name] for name in ("owl", "rdf", "rdfs", "sh", "xsd"))


def graph() -> ox.Store:
    store = ox.Store()
    for folder in ("ontology", "shapes"):
        for file in sorted(shipped(folder).glob("*.ttl")):
            store.bulk_load(path=file, format=ox.RdfFormat.TURTLE)
    return store


def values(store: ox.Store, subject: ox.NamedNode | ox.BlankNode, predicate: str) -> set[str]:
    found = store.quads_for_pattern(subject, ox.NamedNode(predicate), None, None)
    return {quad.object.value for quad in found if isinstance(quad.object, ox.NamedNode)}


def kinds(store: ox.Store, name: str) -> set[str]:
    """Return the kinds of value that a property is said to have: `@id`, `@en`, or a datatype."""
    of = ox.NamedNode(name)
    found = {kind for kind in values(store, of, _RDFS + "range") if kind.startswith(_XSD)}
    found |= {"@id"} if _OWL + "ObjectProperty" in values(store, of, _RDF + "type") else set()
    for quad in store.quads_for_pattern(None, ox.NamedNode(_SH + "path"), of, None):
        found |= values(store, quad.subject, _SH + "datatype")
        if values(store, quad.subject, _SH + "class") or values(store, quad.subject, _SH + "nodeKind") == {_SH + "IRI"}:
            found.add("@id")
    return {"@en" if kind == _RDF + "langString" else kind for kind in found}


def context() -> dict[str, object]:
    store = graph()
    paths = {quad.object for quad in store.quads_for_pattern(None, ox.NamedNode(_SH + "path"), None, None)}
    declared = {
        quad.subject
        for kind in ("ObjectProperty", "DatatypeProperty")
        for quad in store.quads_for_pattern(None, ox.NamedNode(_RDF + "type"), ox.NamedNode(_OWL + kind), None)
    }
    terms: dict[str, object] = {}
    for name in sorted(term.value for term in paths | declared if isinstance(term, ox.NamedNode)):
        found, short = kinds(store, name), shorten(name)
        plain = found == {_XSD + "string"}  # as every text is of which the context says nothing
        if len(found) == 1 and not plain and not short.startswith("<") and short != "rdf:type":
            (kind,) = found
            coerced = {"@language": "en"} if kind == "@en" else {"@type": kind if kind == "@id" else shorten(kind)}
            terms[short] = {"@id": short, **coerced}
    return {"@context": {**dict(sorted(PREFIXES.items())), **terms}}


if __name__ == "__main__":
    FILE.write_text(json.dumps(context(), indent=1) + "\n", "utf-8")
