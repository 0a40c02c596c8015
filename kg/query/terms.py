"""Rejects undefined terms in queries: a misspelt property finds nothing, which would look like an answer."""

from __future__ import annotations

import pyoxigraph as ox

from kg.errors import QueryError
from kg.namespaces import DP, GRAPHS, ID, PREFIXES, TERM_KINDS

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["check_terms"]

#: The namespaces of the ontology's value lists: an act that is not listed does not exist.
_LISTED = tuple(f"{ID}{kind}/" for kind in TERM_KINDS)


def check_terms(store: ox.Store, text: str, file: str) -> None:
    """Raise QueryError at the first term in the namespace of the ontology or its value lists that it does not define.

    A store without an ontology is not checked. `file` is the name of the query in the message.
    """
    if DP not in text and "dp:" not in text and not any(f"{kind}:" in text or ID in text for kind in TERM_KINDS):
        return
    for at, name in _names_in(text):
        if name.startswith((DP, *_LISTED)) and len(name) > len(DP) and not _is_defined(store, name):
            # Checked last, since it is only needed if a term was not found.
            if not _has_ontology(store):
                return
            raise _unknown(store, text, at, name, file)


def _names_in(text: str) -> Iterator[tuple[int, str]]:
    """Yield each IRI in a query, in full or prefixed form, with its offset in characters."""
    from kg.query.binding import query_tokens

    prefixes, before = dict(PREFIXES), ["", ""]
    for kind, at, word in query_tokens(text):
        if kind == "iri" and before[0].upper() == "PREFIX":
            prefixes[before[1].removesuffix(":")] = word[1:-1]
        elif kind == "iri":
            yield at, word[1:-1]
        elif kind == "name" and before[1].upper() != "PREFIX":
            prefix, _, local = word.partition(":")
            if prefix in prefixes and local:
                yield at, prefixes[prefix] + local
        before = [before[1], word]


def _is_defined(store: ox.Store, name: str) -> bool:
    """Return whether a term occurs in any triple: derived terms may be missing from the ontology."""
    term = ox.NamedNode(name)
    patterns = ((term, None, None), (None, term, None), (None, None, term))
    return any(next(iter(store.quads_for_pattern(*pattern)), None) is not None for pattern in patterns)


def _has_ontology(store: ox.Store) -> bool:
    return next(iter(store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPHS["ontology"]))), None) is not None


def _unknown(store: ox.Store, text: str, at: int, name: str, file: str) -> QueryError:
    from kg.names import Named, NameIndex
    from kg.namespaces import shorten

    space = next(space for space in (*_LISTED, DP) if name.startswith(space))
    there = {quad.subject.value for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPHS["ontology"]))
             if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(space)}  # fmt: skip
    index = NameIndex.of(Named(term, (_words(term.removeprefix(space)),)) for term in there)
    near = [shorten(term) for term in index.nearest(_words(name.removeprefix(space)))]
    line, column = text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
    hint = f"did you mean {' or '.join(near)}?" if near else "docs/ontology.md has all terms"
    return QueryError(f"the ontology has no term {shorten(name)}", file=file, line=line, column=column, hint=hint)


def _words(term: str) -> str:
    """Return a camel-case name as words, which can be compared one by one."""
    return "".join(f" {char.lower()}" if char.isupper() else char for char in term).strip()
