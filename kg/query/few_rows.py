"""The lines of a question that only the embedded store reads, and only where few rows are expected: `#? few:`.

Oxigraph multiplies what it expects of each pattern, until the product is too large for a number. From then on it reads
what an OPTIONAL may add for all there is, and not for the few rows that a parameter selects. These lines put a LIMIT
that no answer reaches around what comes before, which keeps the product small and changes no row.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.namespaces import PREFIXES, TERM_KINDS, kind_of

__all__ = ["for_few_rows", "selects_few"]

_FEW = re.compile(r"^([ \t]*)#\? few: (.*)$", re.MULTILINE)


def for_few_rows(text: str) -> str:
    """Return a query with its lines `#? few:` enabled."""
    return _FEW.sub(r"\1\2", text)


def selects_few(term: ox.NamedNode | ox.Literal) -> bool:
    """Return whether a parameter selects little of a store: who or what is meant, or words, but no day and no term."""
    if isinstance(term, ox.Literal):
        return term.datatype.value == PREFIXES["xsd"] + "string"
    return kind_of(term.value) not in (None, *TERM_KINDS)
