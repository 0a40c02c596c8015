"""Writes the graph of a table of stances: each row is a statement, as in a sheet, with the address of the row."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kg.findings import Span, Spans
from kg.forms.types import Bounds
from kg.namespaces import iri, slugify
from kg.rdf.quads import Quads, nquads
from kg.sources.model import Sheet, Source, Statement
from kg.sources.model.parts import Quote
from kg.sources.sheet import Places
from kg.sources.sheet_graph import SheetGraph
from kg.text import SourceText

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.reference.lookup import Reference
    from kg.sources.row_graph import RowValue
    from kg.sources.tables.model import Description
    from kg.sources.tables.stances import TableStance

__all__ = ["StanceGraph", "row_iri", "stance_quads", "stance_sample"]

_NO_PLACES = Places()


def row_iri(source: str, file: str, row: int) -> str:
    """Return the address of a row of a table; `source` is the IRI of its source."""
    return f"{source}/{file}#row={row}"


class StanceGraph(SheetGraph):
    """Writes stances like the statements of a sheet; the evidence is the words and the address of the row."""

    def __init__(self, description: Description, reference: Reference, quads: Quads) -> None:
        """Write into `quads`."""
        publication = description.source
        source = Source(
            slug=publication.slug,
            title=publication.title,
            publisher=publication.publisher,
            published=publication.published,
            text="",
            sha256="",
            language=publication.language,
        )
        super().__init__(Sheet(source), SourceText("", ""), reference, _NO_PLACES, quads, quads)
        self.tables = [table.url for table in description.tables]
        self.stance: TableStance | None = None
        self.span: Span | None = None

    def write_stance(self, stance: TableStance, span: Span | None = None) -> None:
        """Write one stance; `span` is the place of its row."""
        self.stance, self.span = stance, span
        self.statement(self._statement(stance))

    def evidence(self, name: str, row: RowValue) -> None:
        """Write the words of the current row, and its address."""
        stance = self.stance
        assert stance is not None  # noqa: S101  # for the type checker: set by `write_stance`
        self.quotation(name, row.id, (stance.start, stance.start + len(stance.quote)), stance.quote, ("", ""))
        table = self.tables[stance.table]
        self.quads.link(name, "dp:row", row_iri(self.source_iri, table, stance.row), self.span)

    def at(self, row: str, *path: str | int) -> Span | None:  # noqa: ARG002  # a row of a table has one place
        """Return the place of the current row."""
        return self.span

    def _statement(self, stance: TableStance) -> Statement:
        """Return a row as a statement of a sheet; without a date, it was said by the day of publication."""
        said = date.fromisoformat(stance.date) if stance.date else None
        return Statement(
            id=f"{slugify(self.tables[stance.table])}-{stance.row}",
            quote=Quote(stance.quote),
            kind=self.reference.vocabulary.acts[stance.act].kind,
            holders=(stance.holder,),
            act=stance.act,
            polarity=stance.polarity,
            proposition=stance.proposition,
            said=Bounds(said, said or self.sheet.source.published_on()),
            mode=stance.mode,
        )


def stance_quads(stances: Iterable[TableStance], description: Description, reference: Reference) -> Iterator[bytes]:
    """Yield the quads of stances as N-Quads, row by row, because objects for a whole table would need much memory."""
    name = iri("source", description.source.slug)
    first = Quads(name, Spans())
    StanceGraph(description, reference, first).narrator(None)
    yield nquads(first.sorted())
    for stance in stances:
        quads = Quads(name, Spans())
        StanceGraph(description, reference, quads).write_stance(stance)
        yield nquads(quads.sorted())


def stance_sample(graph: StanceGraph, stances: Iterable[TableStance], files: Sequence[str]) -> None:
    """Write enough stances that every holder, act, proposition and mode of the table occurs, with their places."""
    graph.narrator(None)
    seen = set[tuple[object, ...]]()
    for stance in stances:
        if not seen.issuperset(stance.pattern()):
            seen.update(stance.pattern())
            graph.write_stance(stance, Span(files[stance.table], stance.line, 1, stance.line, 2))
