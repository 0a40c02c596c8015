"""The lines of a question that only the embedded store reads: `#? first:`, and `#? few:` or `#? many:`.

Oxigraph multiplies what it expects of each pattern, until the product is too large for a number. From then on it reads
what an OPTIONAL may add for all there is, and not for the few rows that a parameter selects. Lines `#? few:` put a
LIMIT that no answer reaches around what comes before, which keeps the product small and changes no row. Lines
`#? first:` put one on a list that is to come first, whatever is asked: then what is in the list is looked up. Lines
`#? many:` are for where no parameter selects little: they say again which rows there are, in lists that are read whole.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.namespaces import PREFIXES, TERM_KINDS, kind_of, slug_of

__all__ = ["for_few_rows", "for_many_rows", "is_large", "lists_first", "selects_few"]

#: Kinds of terms that select little, although they are not names of data, but for those that go without saying.
_FEW_KINDS, _UNSAID = ("issue", "certainty", "degree"), ("certain", "plain")
#: From how many grounds on it pays to sort rows here, and for some questions to read by columns.
LARGE = 1000


def for_few_rows(text: str) -> str:
    """Return a query with its lines `#? few:` enabled."""
    return _enabled("few", text)


def for_many_rows(text: str) -> str:
    """Return a query with its lines `#? many:` enabled."""
    return _enabled("many", text)


def lists_first(text: str) -> str:
    """Return a query with its lines `#? first:` enabled."""
    return _enabled("first", text)


def _enabled(word: str, text: str) -> str:
    # Compiled when there is such a line: a question without one starts a millisecond earlier.
    return re.sub(rf"(?m)^([ \t]*)#\? {word}: (.*)$", r"\1\2", text) if f"#? {word}: " in text else text


def selects_few(term: ox.NamedNode | ox.Literal) -> bool:
    """Return whether a parameter selects little of a store: who or what is meant, or words, but no day or side."""
    if isinstance(term, ox.Literal):
        return term.datatype.value == PREFIXES["xsd"] + "string"
    kind = kind_of(term.value)
    if kind in _FEW_KINDS:
        return slug_of(term.value) not in _UNSAID
    return kind not in (None, *TERM_KINDS)


def is_large(store: ox.Store) -> bool:
    """Return whether a store has many grounds of stances; only as many as needed are read."""
    some = f"SELECT ?ground {{ GRAPH graph:derived {{ ?ground dp:mode ?mode }} }} OFFSET {LARGE} LIMIT 1"
    return any(True for _ in store.query(some, prefixes=PREFIXES))  # type: ignore[union-attr]  # a SELECT
