"""Exports the graph from the store: the flat table as CSV, the quads in any RDF syntax, the network for drawing.

The CSV is RFC 4180 (UTF-8, CRLF, fields quoted where needed) and contains the data unchanged. A quotation that begins
with `=`, `+`, `-` or `@` is not altered, although a spreadsheet may treat it as a formula when it opens the file; in a
workbook (xlsx) it is text. An altered quotation would no longer be the words of the source.
"""

from __future__ import annotations

import os
from functools import cache

import pyoxigraph as ox

from kg.errors import UsageError
from kg.namespaces import PREFIXES, kind_of, slug_of
from kg.paths import shipped_name
from kg.suggestions import unknown

TYPE_CHECKING = False  # not from typing, which takes time to load
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.query.rows import Answer, Value

__all__ = ["COLUMNS", "FORMATS", "MULTIVALUED", "export", "export_pieces", "flat_answer", "flat_rows", "rows_as"]

COLUMNS = (
    "id", "kind", "holder", "holder_label", "holder_type", "on_behalf_of", "act", "polarity", "proposition",
    "proposition_label", "issue", "addressee", "said_from", "said_to", "published", "mode", "reported_by", "source",
    "quote", "start", "end", "confidence", "degree", "certainty", "standing",
)  # fmt: skip  # read as a header line
#: Columns with several values, sorted and joined by `|`.
MULTIVALUED = ("on_behalf_of", "issue", "addressee", "reported_by")
_RDF = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
FORMATS = ("csv", "xlsx", "parquet", *_RDF, "graphml", "gexf")


def flat_rows(store: ox.Store, sources: Iterable[str] = ()) -> list[dict[str, str]]:
    """Return the flat table: one row per valid statement and holder, in the order of the text.

    The rows are those of the query `statements`; with `sources` (slugs), only theirs.
    """
    with open(os.path.join(shipped_name("queries"), "statements.rq"), encoding="utf-8") as file:
        solutions = store.query(file.read())
    assert isinstance(solutions, ox.QuerySolutions)  # noqa: S101 - the query is a SELECT, and ours
    wanted, names = set(sources), [variable.value for variable in solutions.variables]
    rows = [_row(names, solution) for solution in solutions]
    kept = [row for row in rows if not wanted or row["source"] in wanted]
    return sorted(kept, key=lambda row: (row["source"], int(row["start"]), row["id"], row["holder"]))


def flat_answer(store: ox.Store, sources: Iterable[str] = ()) -> Answer:
    """Return the flat table with typed values: days, numbers, and None for empty cells."""
    from kg.query.rows import Answer

    rows = tuple({name: _value(name, row[name]) for name in COLUMNS} for row in flat_rows(store, sources))
    return Answer(COLUMNS, rows)


@cache
def _kinds() -> dict[str, type]:
    """Return the types of columns that are not text; `published` is not listed, since it may have a time."""
    from datetime import date  # here, since csv needs none of them

    return {"said_from": date, "said_to": date, "start": int, "end": int, "confidence": float}


def _value(name: str, cell: str) -> Value:
    if not cell:
        return None
    from datetime import date, datetime

    kind = _kinds().get(name, str)
    if name == "published":
        return datetime.fromisoformat(cell) if "T" in cell else date.fromisoformat(cell)
    return date.fromisoformat(cell) if kind is date else kind(cell)


def _row(names: Sequence[str], solution: ox.QuerySolution) -> dict[str, str]:
    row = dict.fromkeys(COLUMNS, "")
    for name, term in zip(names, solution, strict=True):  # by position: a look-up of each name takes longer
        if term is not None:
            row[name] = str(getattr(term, "value", ""))
    return row | {name: "|".join(sorted(row[name].split("|"))) for name in MULTIVALUED if "|" in row[name]}


def export(store: ox.Store, syntax: str, sources: Sequence[str] = (), *, asserted_only: bool = False) -> bytes:
    """Return the content of a store in one of FORMATS, as `export_pieces` yields it."""
    return b"".join(export_pieces(store, syntax, sources, asserted_only=asserted_only))


def export_pieces(
    store: ox.Store, syntax: str, sources: Sequence[str] = (), *, asserted_only: bool = False
) -> Iterator[bytes]:
    """Yield the content of a store in one of FORMATS, with the same bytes for the same content.

    RDF is never in memory as a whole.

    `sources` (slugs) restricts it to the statements of these sources, without reference data and ontology. With
    `asserted_only`, RDF has no derived graphs: superclasses, stances and plain edges. Turtle has no named graphs, so
    they are merged. Raises UsageError for a format that is not one of FORMATS, and for a source that the store does not
    have.
    """
    _check_sources(store, sources)
    if syntax in _RDF:
        from kg.export.rdf import rdf_pieces

        return rdf_pieces(store, _RDF[syntax], set(sources), asserted_only=asserted_only)
    return iter((_tabular(store, syntax, sources),))


def _tabular(store: ox.Store, syntax: str, sources: Sequence[str]) -> bytes:
    """Return the flat table, or the network made from its rows."""
    if syntax in ("xlsx", "parquet"):
        return rows_as(syntax, flat_answer(store, sources), "statements", _kinds())
    rows = flat_rows(store, sources)
    if syntax == "csv":
        return _csv(rows)
    if syntax not in ("graphml", "gexf"):
        raise UsageError(f"there is no format `{syntax}`", hint=f"one of {', '.join(FORMATS)}")
    from kg.export.network import network, to_gexf, to_graphml  # imports XML

    return to_graphml(network(rows)) if syntax == "graphml" else to_gexf(network(rows))


def rows_as(syntax: str, answer: Answer, title: str, kinds: Mapping[str, type] | None = None) -> bytes:
    """Return rows as `xlsx`, in a sheet called `title`, or as `parquet`; UsageError if the library is missing."""
    if syntax == "xlsx":
        from kg.export.workbook import to_xlsx

        return to_xlsx(answer, title)
    from kg.export.parquet import to_parquet

    return to_parquet(answer, kinds)


def _check_sources(store: ox.Store, sources: Iterable[str]) -> None:
    for slug in sources:
        if not _is_graph(store, slug):
            names = [
                slug_of(str(graph.value)) for graph in store.named_graphs() if kind_of(str(graph.value)) == "source"
            ]
            raise unknown("source", slug, names, "`kg query sources` lists them")


def _is_graph(store: ox.Store, slug: str) -> bool:
    try:
        return store.contains_named_graph(ox.NamedNode(PREFIXES["source"] + slug))
    except ValueError:  # not an IRI
        return False


def _csv(rows: list[dict[str, str]]) -> bytes:
    import csv
    import io

    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows([COLUMNS, *(row.values() for row in rows)])
    return buffer.getvalue().encode("utf-8")
