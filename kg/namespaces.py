"""The names: namespaces, prefixes, and how an IRI is made from a kind and a slug, and read back."""

from __future__ import annotations

import re

__all__ = [
    "BASE",
    "DP",
    "GRAPHS",
    "ID",
    "KINDS",
    "PREFIXES",
    "SLUG",
    "VOCABULARIES",
    "iri",
    "kind_of",
    "shorten",
    "slug_of",
    "slugify",
]

BASE = "https://w3id.org/diplomatic-positions/"
DP = BASE + "ontology#"
ID = BASE + "id/"

#: The kinds of things that data IRIs name: `ID + kind + "/" + slug`.
KINDS = (
    "act",
    "actor",
    "attribution",
    "ballot",
    "certainty",
    "choice",
    "edge",
    "event",
    "evidence",
    "graph",
    "instant",
    "interval",
    "issue",
    "membership",
    "mode",
    "occurrence",
    "place",
    "polarity",
    "post",
    "proposition",
    "qualifier",
    "relation",
    "scheme",
    "selector",
    "source",
    "statement",
    "toll",
)

VOCABULARIES = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "itsrdf": "http://www.w3.org/2005/11/its/rdf#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

#: Every prefix that a query may use without declaring it; each kind is a prefix of its own.
PREFIXES = {"dp": DP, **VOCABULARIES, **{kind: f"{ID}{kind}/" for kind in KINDS}}

#: The named graphs that are not a source's.
GRAPHS = {
    "ontology": BASE + "ontology",
    "reference": ID + "graph/reference",
    "derived": ID + "graph/derived",
}

#: A slug is lower-case letters, digits and single hyphens; a dot joins the parts of a composed one.
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def iri(kind: str, *parts: str) -> str:
    """Return the IRI of a thing: `iri("statement", "a", "b")` is `.../id/statement/a.b`."""
    return f"{ID}{kind}/{'.'.join(parts)}"


def slug_of(name: str) -> str:
    """Return the slug of a data IRI, and any other IRI unchanged."""
    return name[len(ID) :].partition("/")[2] if name.startswith(ID) else name


def kind_of(name: str) -> str | None:
    """Return the kind of a data IRI, or None for an IRI that is not one of ours."""
    return name[len(ID) :].partition("/")[0] if name.startswith(ID) else None


def shorten(name: str) -> str:
    """Return an IRI as a prefixed name where a known prefix and a plain local name allow it."""
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        local = name[len(namespace) :]
        if name.startswith(namespace) and re.fullmatch(r"[A-Za-z0-9_](?:[\w.-]*[\w-])?", local):
            return f"{prefix}:{local}"
    return f"<{name}>"


def slugify(text: str) -> str:
    """Return a slug of a free text: accents dropped, everything else that is not a letter or digit a hyphen."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
