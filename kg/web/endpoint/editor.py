"""The page of the SPARQL endpoint: an editor, and below it the answer to a query, as a table."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import PREFIXES, shorten
from kg.web.messages import Response
from kg.web.pages import edition_of
from kg.web.templating import Page, render_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.errors import KgError
    from kg.web.messages import OpenStore, Request

    Results = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

__all__ = ["answered", "completions", "empty", "failed"]

_MOST = 1000  # rows on the page; programs get all of them
_NUMBERS = ("integer", "decimal", "double", "float", "nonNegativeInteger")
_EXAMPLE = """\
# Who holds which position on what
SELECT ?holder ?polarity ?sentence WHERE {
  ?statement a dp:Position ;
    dp:holder/rdfs:label ?holder ;
    dp:polarity ?polarity ;
    dp:towards/rdfs:label ?sentence .
}
ORDER BY ?holder ?sentence
LIMIT 50
"""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A term in the table."""

    text: str
    iri: str | None = None
    number: bool = False


@dataclass(slots=True)
class _Answer:
    """The answer to a query: yes or no, or rows."""

    boolean: bool | None = None
    columns: list[str] = field(default_factory=list)
    rows: list[list[_Cell]] = field(default_factory=list)
    more: bool = False


@dataclass(frozen=True, slots=True)
class _Problem:
    """A fault of a query, with its place: line and column from 1."""

    reason: str
    line: int | None
    column: int | None
    hint: str | None


def empty(store: OpenStore, request: Request) -> Response:
    """Return the page with an example in the editor."""
    return _page(store, request, 200, query=_EXAMPLE)


def failed(store: OpenStore, request: Request, error: KgError) -> Response:
    """Return the page with the query and its fault."""
    reason = getattr(error, "reason", error.message)
    problem = _Problem(reason, getattr(error, "line", None), getattr(error, "column", None), error.hint)
    return _page(store, request, 400, query=_query(request), problem=problem)


def answered(store: OpenStore, request: Request, results: Results) -> Response:
    """Return the page with the query and its answer."""
    return _page(store, request, 200, query=_query(request), answer=_answer(results))


def completions(store: OpenStore) -> Response:
    """Return the completions for the editor, as JSON: pairs of a prefixed name and its label with the definition."""
    found = [(f"{prefix}:", f"the prefix of {name}") for prefix, name in sorted(PREFIXES.items())]
    for row in edition_of(store).ask("editor-terms"):
        name = shorten(row["term"] or "")
        if not name.startswith("<"):
            found.append((name, ": ".join(filter(None, (row["label"], row["definition"])))))
    return Response(200, "application/json", json.dumps(found, ensure_ascii=False).encode())


def _page(store: OpenStore, request: Request, status: int, **names: object) -> Response:
    context = {"problem": None, "answer": None, "prefixes": sorted(PREFIXES), **names}
    page = Page("sparql.html", "SPARQL", context, status)
    return Response(status, "text/html; charset=utf-8", render_page(page, edition_of(store), request))


def _query(request: Request) -> str:
    """Return the query with the line ends that were typed, since a form sends CRLF."""
    # A form sends every line end as CRLF, which would affect the columns of errors.
    return request.value("query").replace("\r\n", "\n")


def _answer(results: Results) -> _Answer:
    if isinstance(results, ox.QueryBoolean):
        return _Answer(boolean=bool(results))
    if isinstance(results, ox.QuerySolutions):
        return _table([variable.value for variable in results.variables], results)
    triples = ((triple.subject, triple.predicate, triple.object) for triple in results)
    return _table(["subject", "predicate", "object"], triples)


def _table(columns: list[str], rows: Iterable[Iterable[object]]) -> _Answer:
    found: Iterator[Iterable[object]] = iter(rows)
    shown = [[_cell(term) for term in row] for row in islice(found, _MOST)]
    # Only one more row is read: the page only says whether there are more, and a count may take minutes.
    return _Answer(columns=columns, rows=shown, more=next(found, None) is not None)


def _cell(term: object) -> _Cell:
    if isinstance(term, ox.NamedNode):
        return _Cell(shorten(term.value).strip("<>"), term.value)
    if isinstance(term, ox.Literal):
        return _Cell(term.value, number=term.datatype.value.rpartition("#")[2] in _NUMBERS)
    return _Cell("" if term is None else str(term))
