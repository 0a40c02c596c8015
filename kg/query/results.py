"""Query results in formats for people and programs.

JSON, XML, CSV and TSV are exactly the W3C formats. The table and Markdown are for people: both print IRIs as prefixed
names, and the table shows labels instead if the query returns them.
"""

from __future__ import annotations

import pyoxigraph as ox

from kg.errors import UsageError
from kg.namespaces import PREFIXES, shorten
from kg.query.tables import markdown, terminal_size
from kg.suggestions import unknown

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Callable

    Results = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

__all__ = [
    "FORMATS",
    "check_format",
    "grid_of",
    "holds_nothing",
    "plain_text",
    "render_results",
    "rows_of",
    "used_prefixes",
]

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
#: Every format, with a description.
FORMATS = {
    "table": "aligned columns, for reading",
    "tsv": "SPARQL 1.1 TSV",
    "csv": "SPARQL 1.1 CSV",
    "json": "SPARQL 1.1 JSON; JSON-LD for triples",
    "xml": "SPARQL XML; RDF/XML for triples",
    "md": "a Markdown table",
    "xlsx": "an Excel workbook",
    "parquet": "Parquet",
    "ttl": "Turtle (triples only)",
    "nt": "N-Triples (triples only)",
    "jsonld": "JSON-LD (triples only)",
}


def check_format(name: str) -> str:
    """Return a format's name; raises UsageError with similar names if there is no such format."""
    if name in FORMATS:
        return name
    raise unknown("format", name, FORMATS)


def render_results(
    results: Results,
    form: str | None,
    *,
    terminal: bool = False,
    full: bool = False,
    labels: bool = False,
    shown: Callable[[list[str]], None] = lambda _: None,
) -> bytes:
    """Return the whole answer in a format; by default Turtle for triples, and a table or, if piped, TSV for rows.

    A table on a terminal is cut to the screen unless `full`. With `labels`, CSV, TSV and Markdown have labels instead
    of identifiers, as in the table, and are then not W3C formats. `shown` receives the name behind each row of a table.
    Raises UsageError if these results cannot be written in the format.
    """
    if isinstance(results, ox.QueryTriples):
        return _triples(results, check_format(form or "ttl"), terminal=terminal)
    form = check_format(form or ("table" if terminal else "tsv"))
    # Programs get the exact W3C formats from Oxigraph's serialiser, in the order of the query.
    if form in _ROWS and not labels:
        text = results.serialize(format=_ROWS[form]) or b""
        return text if text.endswith(b"\n") else text + b"\n"
    if form not in ("table", "md", "csv", "tsv"):  # workbooks and Parquet are written elsewhere, without labels
        reason = f"{form} has no labels" if labels else f"{form} holds triples, and this query gives rows"
        raise UsageError(reason, hint=f"choose table, tsv, csv{'' if labels else ', json, xml'} or md")
    if isinstance(results, ox.QueryBoolean):
        return b"true\n" if results else b"false\n"
    names, rows = [variable.value for variable in results.variables], rows_of(results)
    if form in _ROWS:
        return _labelled(names, rows, form)
    if form == "table":
        from kg.query.view import provable

        shown(provable(rows))
    return grid_of(names, rows, form, terminal=terminal, full=full, labels=labels)


def holds_nothing(answer: bytes, form: str) -> bool:
    """Return whether a rendered answer has no rows, only its head."""
    if form == "json":
        return b'"bindings":[]' in answer
    if form == "xml":
        return b"<result>" not in answer
    return answer.count(b"\n") <= (2 if form == "md" else 1) and answer not in (b"true\n", b"false\n")


def _labelled(names: list[str], rows: list[list[str]], form: str) -> bytes:
    """Return rows with labels, separated by commas (RFC 4180) or tabs."""
    import csv
    from io import StringIO

    from kg.query.view import readable_rows

    text = StringIO()
    head, cells = readable_rows(names, rows)
    kind = "excel" if form == "csv" else "excel-tab"
    csv.writer(text, kind, lineterminator="\r\n" if form == "csv" else "\n").writerows([head, *cells])
    return text.getvalue().encode()


def rows_of(results: ox.QuerySolutions) -> list[list[str]]:
    """Return the rows in readable form: see `plain_text`."""
    return [[plain_text(value) for value in solution] for solution in results]


def plain_text(term: object) -> str:
    """Return a term in readable form: a prefixed name, the text of a literal, nothing for an unbound variable."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return shorten(term.value)
    return term.value if isinstance(term, ox.Literal) else str(term)


def _triples(results: ox.QueryTriples, form: str, *, terminal: bool) -> bytes:
    if form in _GRAPHS:
        # CONSTRUCT can return the same triple several times.
        triples = sorted(set(results), key=str)  # sorted, so that the same answer has the same bytes
        prefixes = used_prefixes(triples) if form in ("ttl", "xml") else None
        return ox.serialize(triples, format=_GRAPHS[form], prefixes=prefixes) or b""
    columns = ["subject", "predicate", "object"]
    if form in _ROWS:
        triples = sorted(set(results), key=str)
        return _delimited(columns, triples, form)
    rows = sorted(
        [plain_text(triple.subject), plain_text(triple.predicate), plain_text(triple.object)] for triple in results
    )
    return grid_of(columns, rows, form, terminal=terminal)


def used_prefixes(triples: list[ox.Triple]) -> dict[str, str]:
    """Return the known prefixes that shorten an IRI in the triples."""
    text = "\n".join(map(str, triples))
    return {prefix: name for prefix, name in sorted(PREFIXES.items()) if f"<{name}" in text}


def _delimited(columns: list[str], triples: list[ox.Triple], form: str) -> bytes:
    """Write triples as rows, by querying them: this way, the serialiser for rows can be used."""
    store = ox.Store()
    store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    names = " ".join(f"?{column}" for column in columns)
    rows = store.query(f"SELECT {names} {{ {names} }} ORDER BY {names}")
    assert isinstance(rows, ox.QuerySolutions)  # noqa: S101  # a SELECT gives rows
    return rows.serialize(format=_ROWS[form]) or b""


def grid_of(
    columns: list[str],
    rows: list[list[str]],
    form: str,
    *,
    terminal: bool = False,
    full: bool = False,
    labels: bool = False,
) -> bytes:
    """Return rows as a table (see `kg.query.view`) that fits the terminal if there is one, or as Markdown."""
    from kg.query.view import readable_rows, view

    if form != "table":
        return markdown(*(readable_rows(columns, rows) if labels else (columns, rows)))

    width, height = terminal_size() if terminal else (None, None)
    return view(columns, rows, width=width, height=height, full=full, bold=terminal).encode()
