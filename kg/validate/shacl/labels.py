"""Names of terms for people: the name in a sheet, the label of a class, or the text of a literal."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from kg.findings import one_line
from kg.namespaces import PART_KINDS, PREFIXES, ROW_KINDS, kind_of, shorten, slug_of
from kg.rdf.parse import term_of
from kg.rdf.shipped import shipped_triples

__all__ = ["OF_A_SOURCE", "a", "bare", "called", "literal_of", "short", "word"]

#: Kinds whose slugs start with that of their source; messages about its sheet leave this out.
OF_A_SOURCE = (*ROW_KINDS, *PART_KINDS)
_LONGEST = 80


def word(term: str) -> str:
    """Return the name of a term (N-Triples form) for people, on one line."""
    plain = bare(term)
    if not term.startswith("<"):
        return f"`{one_line(plain, _LONGEST)}`" if plain.strip() else "an empty text"
    kind = kind_of(plain)
    if kind is None:
        return f"`{shorten(plain)}`"
    name = slug_of(plain)
    return f"{kind} `{name.partition('.')[2] or name}`" if kind in OF_A_SOURCE else f"{kind} `{name}`"


def short(iri: str) -> str:
    """Return an IRI, with or without angle brackets, as a prefixed name in backticks."""
    return f"`{shorten(iri.strip('<>'))}`"


def bare(term: str) -> str:
    """Return the IRI, the label of a blank node, or the lexical form of a literal in N-Triples."""
    literal = literal_of(term)
    return term.strip("<>") if literal is None else literal.value


def literal_of(term: str) -> ox.Literal | None:
    """Return the literal for a term in N-Triples form; None if it is not a literal."""
    if not term.startswith('"'):
        return None
    literal = term_of(term)
    return literal if isinstance(literal, ox.Literal) else None


def a(iri: str) -> str:
    """Return the label of a class with an article, or `of the class ...` if it is not in the ontology."""
    name = called(iri)
    return f"of the class {name}" if name.startswith("`") else f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def called(iri: str) -> str:
    """Return the label of a class of the ontology, or the prefixed name of any other class."""
    return _labels().get(iri) or short(iri)


@cache
def _labels() -> dict[str, str]:
    """Return the labels of the ontology's terms, by IRI."""
    found = {}
    for triple in shipped_triples("ontology"):
        if triple.predicate.value == PREFIXES["rdfs"] + "label" and isinstance(triple.object, ox.Literal):
            found[str(getattr(triple.subject, "value", triple.subject))] = triple.object.value
    return found
