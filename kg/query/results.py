"""Query results in the formats that people and programs read.

JSON, XML, CSV and TSV are the W3C's, to the letter. The table and Markdown are for people: both print IRIs as
prefixed names, and the table puts labels in their place where the query gives them.
"""

from __future__ import annotations

import pyoxigraph as ox

from kg.errors import UsageError
from kg.namespaces import PREFIXES, shorten
from kg.query.catalogue import nearest
from kg.query.tables import markdown, readable, table

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    Results = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

__all__ = ["FORMATS", "check_format", "plain", "render", "rows_of", "used_prefixes"]

_ROWS = {
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_GRAPHS = {
    "json": ox.RdfFormat.JSON_LD,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "ttl": ox.RdfFormat.TURTLE,
    "xml": ox.RdfFormat.RDF_XML,
}
#: Every format, and what it is.
FORMATS = {
    "table": "aligned columns, for people",
    "tsv": "SPARQL 1.1 TSV",
    "csv": "SPARQL 1.1 CSV",
    "json": "SPARQL 1.1 JSON; JSON-LD for triples",
    "xml": "SPARQL XML; RDF/XML for triples",
    "md": "a Markdown table",
    "ttl": "Turtle (triples only)",
    "nt": "N-Triples (triples only)",
    "jsonld": "JSON-LD (triples only)",
}


def check_format(name: str) -> str:
    """Return a format's name; raises UsageError with the nearest ones when there is no such format."""
    if name in FORMATS:
        return name
    raise UsageError(f"unknown format {name!r}", hint=nearest(name, list(FORMATS)) or f"known: {', '.join(FORMATS)}")


def render(results: Results, form: str | None, *, terminal: bool = False) -> bytes:
    """Return the whole answer in a format; None chooses: Turtle for triples, else a table or, when piped, TSV.

    Raises UsageError for a format in which such results cannot be written.
    """
    if isinstance(results, ox.QueryTriples):
        return _triples(results, check_format(form or "ttl"), terminal=terminal)
    form = check_format(form or ("table" if terminal else "tsv"))
    if form in _ROWS:
        text = results.serialize(format=_ROWS[form]) or b""
        return text if text.endswith(b"\n") else text + b"\n"
    if form not in ("table", "md"):
        raise UsageError(
            f"{form} holds triples, and this query gives rows", hint="choose table, tsv, csv, json, xml or md"
        )
    if isinstance(results, ox.QueryBoolean):
        return b"true\n" if results else b"false\n"
    names = [variable.value for variable in results.variables]
    return _grid(names, rows_of(results), form, terminal=terminal)


def rows_of(results: ox.QuerySolutions) -> list[list[str]]:
    """Return the rows as people read them: see `plain`."""
    return [[plain(value) for value in solution] for solution in results]


def plain(term: object) -> str:
    """Return a term as people read it: a prefixed name, the text of a literal, nothing for an unbound variable."""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    if isinstance(term, ox.Literal):
        return term.value
    return "" if term is None else str(term)


def _triples(results: ox.QueryTriples, form: str, *, terminal: bool) -> bytes:
    if form in _GRAPHS:
        triples = sorted(set(results), key=str)  # so that the same answer is the same bytes
        prefixes = used_prefixes(triples) if form in ("ttl", "xml") else None
        return ox.serialize(triples, format=_GRAPHS[form], prefixes=prefixes) or b""
    columns = ["subject", "predicate", "object"]
    if form in _ROWS:
        triples = sorted(set(results), key=str)
        return _delimited(columns, triples, form)
    rows = sorted([plain(triple.subject), plain(triple.predicate), plain(triple.object)] for triple in results)
    return _grid(columns, rows, form, terminal=terminal)


def used_prefixes(triples: list[ox.Triple]) -> dict[str, str]:
    """Return the known prefixes that shorten something in the triples."""
    text = "\n".join(map(str, triples))
    return {prefix: name for prefix, name in sorted(PREFIXES.items()) if f"<{name}" in text}


def _delimited(columns: list[str], triples: list[ox.Triple], form: str) -> bytes:
    """Write triples as rows by asking for them: the serialiser then is the one for rows."""
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    names = " ".join(f"?{column}" for column in columns)
    rows = store.query(f"SELECT {names} {{ {names} }} ORDER BY {names}")
    assert isinstance(rows, ox.QuerySolutions)  # noqa: S101  # a SELECT gives rows
    return rows.serialize(format=_ROWS[form]) or b""


def _grid(columns: list[str], rows: list[list[str]], form: str, *, terminal: bool) -> bytes:
    return table(*readable(columns, rows), terminal=terminal) if form == "table" else markdown(columns, rows)
