"""Rejects undefined terms in queries: a misspelt property finds nothing, which would look like an answer."""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.errors import QueryError
from kg.namespaces import DP, GRAPHS, ID, PREFIXES, TERM_KINDS

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.names import NameIndex

__all__ = ["absent_names", "check_terms", "check_terms_at", "is_iri", "is_undefined", "nearest_terms", "term_index"]

#: The namespaces of the ontology's value lists: an act that is not listed does not exist.
_LISTED = tuple(f"{ID}{kind}/" for kind in TERM_KINDS)
_ESCAPED = re.compile(r"\\(.)")
_USED = "SELECT DISTINCT ?term { GRAPH ?g { { ?s ?term ?o } UNION { ?s a ?term } } }"


def check_terms(store: ox.Store, text: str, file: str) -> None:
    """Raise QueryError at the first term in the namespace of the ontology or its value lists that it does not define.

    A store without an ontology is not checked. `file` is the name of the query in the message.
    """
    if DP not in text and "dp:" not in text and not any(f"{kind}:" in text or ID in text for kind in TERM_KINDS):
        return
    for at, name in _names_in(text):
        if is_undefined(store, name):
            raise _unknown(store, text, at, name, file)


def check_terms_at(ontology: Callable[[], ox.Store], text: str, file: str, occurs: Callable[[str], bool]) -> None:
    """Do the same for a query to a triplestore, by an ontology that is made only if the query has one of our terms.

    `occurs` says whether the triplestore has a term, which may be one of another version of the ontology.
    """
    names = [(at, name) for at, name in _names_in(text) if _is_ours(name)]
    if not names:
        return
    brought = ontology()
    for at, name in names:
        if is_undefined(brought, name) and not occurs(name):
            raise _unknown(brought, text, at, name, file)


def _is_ours(name: str) -> bool:
    return name.startswith((DP, *_LISTED)) and len(name) > len(DP)


def is_undefined(store: ox.Store, name: str) -> bool:
    """Return whether an IRI is in a namespace of the ontology, and the ontology in the store lacks it."""
    # The ontology is looked for last, since it is only needed if a term was not found.
    # What is no IRI at all is left to the parser, which says why.
    return _is_ours(name) and is_iri(name) and not _occurs(store, name) and _has_ontology(store)


def absent_names(store: ox.Store, text: str) -> list[str]:
    """Return a sentence for each name in a query that occurs nowhere in the store, with the nearest ones that do."""
    from kg.namespaces import kind_of, shorten

    told = []
    for name in dict.fromkeys(name for _, name in _names_in(text)):
        # Of XML Schema are the types of values and what casts to them, which are no nodes.
        known = name in PREFIXES.values() or name.startswith(PREFIXES["xsd"])
        if known or not is_iri(name) or _occurs(store, name):
            continue
        kind = kind_of(name)
        near = _nearest_of_kind(store, kind, name) if kind else _nearest_of_vocabulary(store, name)
        hint = f" (did you mean {' or '.join(near)}?)" if near else ""
        told.append(f"the store has nothing named {shorten(name)}{hint}")
    return told


def is_iri(name: str) -> bool:
    """Return whether a text can be an IRI."""
    try:
        ox.NamedNode(name)
    except ValueError:
        return False
    return True


def _nearest_of_kind(store: ox.Store, kind: str, name: str) -> list[str]:
    from kg.namespaces import shorten, slug_of
    from kg.query.names import index_of

    return [shorten(near) for near in index_of(store, kind).nearest(slug_of(name).replace("-", " "))]


def _nearest_of_vocabulary(store: ox.Store, name: str) -> list[str]:
    """Return the most similar terms of another vocabulary that the store uses as properties or classes."""
    from kg.namespaces import shorten
    from kg.suggestions import similar

    used = (row[0].value for row in store.query(_USED) if isinstance(row[0], ox.NamedNode))  # type: ignore[union-attr]
    prefix = shorten(name).partition(":")[0]
    return similar(shorten(name), [short for term in used if (short := shorten(term)).partition(":")[0] == prefix])


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
                # Escaped with a backslash, a local name may have any sign of punctuation.
                yield at, prefixes[prefix] + _ESCAPED.sub(r"\1", local)
        before = [before[1], word]


def _occurs(store: ox.Store, name: str) -> bool:
    """Return whether a name occurs in any triple, or is a graph: derived terms may be missing from the ontology."""
    term = ox.NamedNode(name)
    patterns = ((term, None, None, None), (None, term, None, None), (None, None, term, None), (None, None, None, term))
    return any(next(iter(store.quads_for_pattern(*pattern)), None) is not None for pattern in patterns)


def _has_ontology(store: ox.Store) -> bool:
    return next(iter(store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPHS["ontology"]))), None) is not None


def _unknown(store: ox.Store, text: str, at: int, name: str, file: str) -> QueryError:
    from kg.namespaces import shorten

    near = nearest_terms(store, name)
    line, column = text.count("\n", 0, at) + 1, at - (text.rfind("\n", 0, at) + 1) + 1
    hint = f"did you mean {' or '.join(near)}?" if near else "docs/ontology.md has all terms"
    return QueryError(f"the ontology has no term {shorten(name)}", file=file, line=line, column=column, hint=hint)


def nearest_terms(store: ox.Store, name: str) -> list[str]:
    """Return the most similar terms of the ontology, or of the value list in whose namespace the name is."""
    from kg.namespaces import shorten

    space = next(space for space in (*_LISTED, DP) if name.startswith(space))
    return [shorten(term) for term in term_index(store, space).nearest(_words(name.removeprefix(space)))]


def term_index(store: ox.Store, space: str = DP) -> NameIndex:
    """Return an index of the terms of the ontology in a namespace, by their names in words and their labels."""
    from kg.names import Named, NameIndex
    from kg.query.names import label_of

    there = {quad.subject.value for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPHS["ontology"]))
             if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(space)}  # fmt: skip
    return NameIndex.of(Named(term, (_words(term.removeprefix(space)), label_of(store, term))) for term in there)


def _words(term: str) -> str:
    """Return a camel-case name as words, which can be compared one by one."""
    return "".join(f" {char.lower()}" if char.isupper() else char for char in term).strip()
