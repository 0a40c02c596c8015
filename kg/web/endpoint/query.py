"""Answers queries to the SPARQL endpoint in a worker: the query, its dataset, and the format of its results.

SPARQL 1.1 Protocol, queries only. The front process has parsed the HTTP request (`kg.web.http.protocol`); queries are
only parsed here. Without a dataset the default graph is the union of all graphs, as in `kg query`.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError, UsageError
from kg.namespaces import DP, ID, PREFIXES, TERM_KINDS
from kg.query.results import used_prefixes
from kg.query.run import run_query
from kg.query.terms import check_terms, is_undefined
from kg.web.endpoint.formats import GRAPH_FORMATS, ROW_FORMATS
from kg.web.limits import mentions_service
from kg.web.messages import Response
from kg.web.negotiation import GRAPHS, HTML, ROWS, choose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed import ReadableBuffer as Buffer

    from kg.errors import KgError
    from kg.web.limits import Limits
    from kg.web.messages import OpenStore, Request

    Results = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

__all__ = ["respond_query"]

_SPACES = f"{DP}|{ID}(?:{'|'.join(TERM_KINDS)})/"
#: What can be a term of the ontology or of its value lists, or a prefix for these, in a query as it is written.
_OURS = re.compile(rf"[\w-]*:\s*<(?:{_SPACES})>|<(?:{_SPACES})[^<>\s]+>|\b(?:dp|{'|'.join(TERM_KINDS)}):[\w:.%\\-]+")
#: Those that were found to be defined, by the store that defines them; there are as many as the ontology has terms.
_DEFINED: dict[tuple[str, str], set[str]] = {}


class _TooLargeError(Exception):
    """The answer is larger than allowed."""


class _Buffer(io.BytesIO):
    """A file in memory that refuses to grow beyond a limit, in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._room = limit

    def write(self, data: Buffer) -> int:
        self._room -= memoryview(data).nbytes
        if self._room < 0:
            raise _TooLargeError
        return super().write(data)


def respond_query(store: OpenStore, request: Request, limits: Limits, *, filtered: bool = True) -> Response:
    """Return the answer to a query: `request.media_type` is the value of Accept; `filtered` refuses SERVICE."""
    query = request.value("query")
    as_page = choose(request.media_type, (*ROWS, *GRAPHS, HTML)) == HTML
    if filtered and mentions_service(query):
        problem = QueryError("SERVICE is not available here: query the other endpoint yourself", file="query")
        return _refused(store, request, problem, as_page=as_page)
    try:
        _refuse_misspelt(store, query)
        results = run_query(store.quads, query, file="query", dataset=_dataset(request), base=f"{request.root}sparql/")
        if as_page:
            from kg.web.endpoint import editor  # imported here, as most of these workers never make a page

            return editor.answered(store, request, results)
        return _written(results, request.media_type, limits.max_answer)
    except (QueryError, UsageError) as problem:
        return _refused(store, request, problem, as_page=as_page)
    except _TooLargeError:
        return Response.too_large(limits.max_answer)


def _refuse_misspelt(store: OpenStore, query: str) -> None:
    """Raise QueryError at a term that the ontology lacks, as `kg query` does: nothing found would look like an answer.

    Programs ask for the same terms again and again, and taking a query apart takes longer than a small answer may.
    """
    found = _OURS.findall(query)
    defined = _DEFINED.setdefault((store.folder, store.name), set())
    if not defined.issuperset(found):
        check_terms(store.quads, query, "query")
        # A prefix may mean something else in this query: only what is defined with the usual meaning is remembered.
        defined.update(name for name in found if _is_defined(store, name))


def _is_defined(store: OpenStore, name: str) -> bool:
    prefix, _, local = name.partition(":")
    if name[0] == "<":
        return not is_undefined(store.quads, name[1:-1])
    if name[-1] == ">":  # a prefix, under its usual name
        return PREFIXES.get(prefix) == local.strip()[1:-1]
    return not is_undefined(store.quads, PREFIXES[prefix] + local)


def _refused(store: OpenStore, request: Request, problem: KgError, *, as_page: bool) -> Response:
    """Return the fault of a query: for people on the page, for programs in one line."""
    if not as_page:
        return Response.line(400, str(problem))
    from kg.web.endpoint import editor

    return editor.failed(store, request, problem)


def _dataset(request: Request) -> tuple[list[str], list[str]] | None:
    """Return the default and the named graphs given in the request, or None if it gives none."""
    default, named = request.values("default-graph-uri"), request.values("named-graph-uri")
    return (default, named) if default or named else None


def _written(results: Results, accept: str, limit: int) -> Response:
    """Return the results in the format that the client prefers."""
    triples = isinstance(results, ox.QueryTriples)
    media_type = choose(accept, GRAPHS if triples else ROWS)
    # The standard has no CSV or TSV format for ASK; Oxigraph writes one, without a line end.
    if isinstance(results, ox.QueryBoolean) and media_type in ("text/csv", "text/tab-separated-values"):
        return Response(200, f"{media_type}; charset=utf-8", b"true\n" if results else b"false\n")
    if media_type is None:
        kind, known = ("triples", GRAPHS) if triples else ("rows", ROWS)
        return Response.line(406, f"this query returns {kind}: accept one of {', '.join(known)}")
    output = _Buffer(limit)
    if isinstance(results, ox.QueryTriples):
        _write_triples(results, media_type, output, limit)
    else:
        results.serialize(output, format=ROW_FORMATS[media_type])
    return Response(200, media_type + "; charset=utf-8" * media_type.startswith("text/"), output.getvalue())


def _write_triples(results: ox.QueryTriples, media_type: str, output: _Buffer, limit: int) -> None:
    """Write the triples in sorted order, so that the same answer has the same bytes."""
    triples = sorted(set(_bounded(results, limit)), key=str)
    form = GRAPH_FORMATS[media_type]
    prefixes = used_prefixes(triples) if form in (ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML) else None
    ox.serialize(triples, output, format=form, prefixes=prefixes)


def _bounded(triples: Iterable[ox.Triple], limit: int) -> Iterable[ox.Triple]:
    """Yield triples until they can no longer fit into `limit` bytes, given that the shortest line has about 20."""
    for number, triple in enumerate(triples):
        if number * 20 > limit:
            raise _TooLargeError
        yield triple
