"""Asks a query in parts: one query for each alternative of its UNIONs, whose rows are put together afterwards.

A server that plans all alternatives at once may need more memory or time than it has. Whatever stands beside a UNION in
a group (joins, OPTIONAL, MINUS, FILTER, BIND) gives the same rows if each alternative stands there alone. So the rows
of all parts together are those of the query, to which DISTINCT, ORDER BY and LIMIT are applied at the end.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.query.binding import columns_of, query_tokens
from kg.query.union import outermost_groups

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

__all__ = ["divided", "merged"]

#: With any other word or sign before or after the pattern, rows are counted, computed or joined once all are known.
_BEFORE = {"PREFIX", "SELECT", "DISTINCT", "WHERE"}
_AFTER = {"ORDER", "BY", "ASC", "DESC", "LIMIT", "OFFSET", "(", ")"}


def divided(text: str) -> list[str]:
    """Return the queries that together find the rows of a query, in any order; only itself if it cannot be divided.

    The first UNION of the pattern is divided, then the first one within each of its alternatives, and so on.
    """
    found = _pattern(text)
    if found is None:
        return [text]
    start, end = found
    patterns = _alternatives(text[start + 1 : end - 1])
    return [f"{text[:start]}{{{pattern}}}" for pattern in patterns] if len(patterns) > 1 else [text]


def merged(text: str, columns: Sequence[str], rows: Iterable[Sequence[Term | None]]) -> ox.QuerySolutions:
    """Return the rows of all parts of a query as it orders them, by the rules of the embedded store.

    Raises SyntaxError for a blank node: in the answers to two parts, one label may stand for two nodes.
    """
    head = " ".join(f"?{name}" for name in columns)
    values = " ".join(f"({' '.join('UNDEF' if term is None else str(term) for term in row)})" for row in rows)
    start, end = _pattern(text) or (len(text), len(text))
    query = f"{text[:start]}{{ VALUES ({head}) {{ {values} }} }}{text[end:]}"
    return cast("ox.QuerySolutions", ox.Store().query(query))


def _pattern(text: str) -> tuple[int, int] | None:
    """Return where the pattern of a SELECT stands if its rows can be put together from those of its alternatives."""
    groups = list(outermost_groups(text))
    if len(groups) != 1:
        return None
    start, end, _ = groups[0]
    columns = columns_of(text)
    fits = all(kind != "sign" and _is_plain(kind, token, _BEFORE) for kind, _, token in query_tokens(text[:start]))
    for kind, _, token in query_tokens(text[end:]):
        fits &= token[1:] in columns if kind == "variable" else _is_plain(kind, token, _AFTER)
    return (start, end) if fits and columns else None


def _is_plain(kind: str, token: str, words: set[str]) -> bool:
    return kind not in ("word", "sign") or token.upper() in words


def _alternatives(pattern: str) -> list[str]:
    """Return a group's pattern once for each alternative of its first UNION, divided in the same way."""
    groups, branches = list(outermost_groups(pattern)), list[tuple[int, int]]()
    for (start, end, _), (next_start, next_end, words) in pairwise(groups):
        if words == ["UNION"]:
            branches = branches or [(start, end)]
            branches.append((next_start, next_end))
        elif branches:
            break
    if not branches:
        return [pattern]
    before, after = pattern[: branches[0][0]], pattern[branches[-1][1] :]
    inner = (one for start, end in branches for one in _alternatives(pattern[start + 1 : end - 1]))
    return [f"{before}{{{one}}}{after}" for one in inner]
