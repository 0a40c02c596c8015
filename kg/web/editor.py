"""The page of the SPARQL endpoint: an editor, and below it what a query gave, as a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
import pyoxigraph as ox

from kg.namespaces import shorten
from kg.web.messages import Response

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.errors import KgError
    from kg.web.messages import OpenStore, Request

    Results = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

__all__ = ["answered", "empty", "failed"]

_MOST = 1000  # rows on the page; the other forms of the answer have all
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
    """A term as the table shows it; `href` where it is an address on the web."""

    text: str
    href: str | None = None


@dataclass(slots=True)
class _Answer:
    """What a query gave: yes or no, or rows."""

    boolean: bool | None = None
    columns: list[str] = field(default_factory=list)
    rows: list[list[_Cell]] = field(default_factory=list)
    more: bool = False


def empty(_store: OpenStore, _request: Request) -> Response:
    """Return the page with an example in the editor."""
    return _page(200, query=_EXAMPLE)


def failed(_store: OpenStore, request: Request, error: KgError) -> Response:
    """Return the page with the query and what is wrong with it."""
    return _page(400, query=request.value("query"), problem=str(error))


def answered(_store: OpenStore, request: Request, results: Results) -> Response:
    """Return the page with the query and its answer."""
    return _page(200, query=request.value("query"), answer=_answer(results))


def _page(status: int, **names: object) -> Response:
    text = _environment().get_template("sparql.html").render({"problem": None, "answer": None, **names})
    return Response(status, "text/html; charset=utf-8", text.encode("utf-8", "replace"))


@cache
def _environment() -> jinja2.Environment:
    folder = Path(__file__).parent / "templates"
    return jinja2.Environment(loader=jinja2.FileSystemLoader(folder), autoescape=True, trim_blocks=True)


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
    return _Answer(columns=columns, rows=shown, more=next(found, None) is not None)


def _cell(term: object) -> _Cell:
    if isinstance(term, ox.NamedNode):
        is_address = term.value.startswith(("http://", "https://"))
        return _Cell(shorten(term.value), term.value if is_address else None)
    return _Cell(term.value if isinstance(term, ox.Literal) else "" if term is None else str(term))
