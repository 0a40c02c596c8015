"""Queries all graphs of a store whose default graph is empty, by changing only the text of the query.

`default-graph-uri` in the request would do for a query without GRAPH. But it describes a whole dataset, which then has
no named graphs (SPARQL 1.1 Protocol, 2.1.4), so every GRAPH in the query finds nothing.
"""

from __future__ import annotations

from kg.query.binding import has_word, query_tokens

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["outermost_groups", "within_graph"]


def within_graph(text: str, graph: str) -> str:
    """Return the query with its patterns inside `GRAPH <graph> { ... }`; its own GRAPH clauses still apply inside.

    A query with FROM defines its own dataset, and one without a pattern (DESCRIBE <iri>) has nothing to wrap: both are
    returned unchanged. Line numbers do not change, for the places in the server's messages.
    """
    # From the end, so that the offsets of earlier groups stay valid.
    for start, end, words in [] if has_word(text, "FROM") else reversed(list(outermost_groups(text))):
        pattern = text[start:end]
        inside = f"{{ GRAPH <{graph}> {pattern} }}"
        if words[-2:] == ["CONSTRUCT", "WHERE"]:  # the short form, whose pattern is also its template
            at = next(at for kind, at, word in query_tokens(text) if kind == "word" and word.upper() == "WHERE")
            triples = " ".join(token for *_, token in query_tokens(pattern))
            text = f"{text[:at]}{triples} {text[at:start]}{inside}{text[end:]}"
        elif words[-1:] != ["CONSTRUCT"] and "VALUES" not in words:
            text = text[:start] + inside + text[end:]
    return text


def outermost_groups(text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the start and end of each outermost pair of braces, and the words before it."""
    words, depth, start = list[str](), 0, 0
    for kind, at, piece in query_tokens(text):
        if kind == "sign" and piece in "{}":
            start = at if depth == 0 else start
            depth += 1 if piece == "{" else -1
            if depth == 0:
                yield start, at + 1, words
                words = []
        elif depth == 0 and kind == "word":
            words.append(piece.upper())
