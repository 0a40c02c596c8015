"""Query results in the formats that people and programs read.

JSON, XML, CSV and TSV are the W3C's, to the letter; the table and Markdown are for people, and print IRIs as
prefixed names.
"""

from __future__ import annotations

import pyoxigraph as ox

from kg.catalog import nearest
from kg.errors import UsageError
from kg.namespaces import PREFIXES, shorten

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterable

    Results = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

__all__ = ["FORMATS", "check_format", "markdown", "plain", "render", "rows_of", "table"]

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


def table(columns: list[str], rows: list[list[str]], *, terminal: bool = False) -> bytes:
    """Return aligned columns; on a terminal they are folded to its width."""
    from io import StringIO

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        grid.add_column(Text(column), overflow="fold")
    for row in rows:
        grid.add_row(*(Text(cell) for cell in row))
    width = None if terminal else _natural_width(columns, rows)
    console = Console(file=StringIO(), force_terminal=terminal, width=width, highlight=False)
    console.print(grid)
    text = console.file.getvalue()  # type: ignore[attr-defined]  # the StringIO of two lines above
    return "".join(f"{line.rstrip()}\n" for line in text.split("\n") if line.strip()).encode()


def _natural_width(columns: list[str], rows: list[list[str]]) -> int:
    """Return a width in which nothing is folded: a character is at most two cells wide."""
    cells = [
        max(2 * len(line) for line in text.split("\n")) for text in (*columns, *(cell for row in rows for cell in row))
    ]
    return len(columns) * (max(cells, default=0) + 4) + 4


def _triples(results: ox.QueryTriples, form: str, *, terminal: bool) -> bytes:
    if form in _GRAPHS:
        triples = sorted(set(results), key=str)  # so that the same answer is the same bytes
        prefixes = _used_prefixes(triples) if form in ("ttl", "xml") else None
        return ox.serialize(triples, format=_GRAPHS[form], prefixes=prefixes) or b""
    columns = ["subject", "predicate", "object"]
    if form in _ROWS:
        triples = sorted(set(results), key=str)
        return _delimited(columns, triples, form)
    rows = sorted([plain(triple.subject), plain(triple.predicate), plain(triple.object)] for triple in results)
    return _grid(columns, rows, form, terminal=terminal)


def _used_prefixes(triples: list[ox.Triple]) -> dict[str, str]:
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
    return table(columns, rows, terminal=terminal) if form == "table" else markdown(columns, rows)


def markdown(columns: list[str], rows: list[list[str]]) -> bytes:
    """Return a Markdown table."""
    lines = [_markdown(columns), _markdown(["---"] * len(columns)), *map(_markdown, rows)]
    return "".join(f"{line}\n" for line in lines).encode()


def _markdown(cells: Iterable[str]) -> str:
    return "| " + " | ".join(" ".join(cell.replace("\\", "\\\\").replace("|", "\\|").split()) for cell in cells) + " |"
