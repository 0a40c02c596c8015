"""Writes what all rows of a sheet have in common: their evidence, names and places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.forms.types import NARRATOR, Bounds
from kg.namespaces import iri
from kg.rdf.quads import Quads, day_literal, english, moment_literal, plain_literal, typed
from kg.sources.model import Event, Relation, Sheet, Statement
from kg.sources.quotes import Misquote, locate_quote

if TYPE_CHECKING:
    from kg.findings import Span
    from kg.reference.lookup import Reference
    from kg.sources.sheet import Places
    from kg.text import SourceText

__all__ = ["RowGraph", "RowValue"]

RowValue = Statement | Event | Relation
_FIRST_LAST = ("not_before", "not_after")


class RowGraph:
    """Writes what all rows of a sheet have in common to the current graph.

    Proposed rows go to `proposed`, everything else to `accepted`; `places` are the places of the values in the sheet.
    """

    def __init__(
        self, sheet: Sheet, text: SourceText, reference: Reference, places: Places, accepted: Quads, proposed: Quads
    ) -> None:
        self.sheet, self.text, self.reference, self.places = sheet, text, reference, places
        self.accepted, self.proposed = accepted, proposed
        self.quads = accepted
        self.slug = sheet.source.slug
        self.source_iri = iri("source", self.slug)

    def turn(self, row: RowValue) -> None:
        """Make the graph to which a row belongs the current one."""
        self.quads = self.proposed if row.status == "proposed" else self.accepted

    def iri_of(self, kind: str, *parts: str) -> str:
        """Return the IRI of a thing of this source."""
        return iri(kind, self.slug, *parts)

    def actor(self, slug: str) -> str:
        """Return the IRI of an actor, the narrator of this source included."""
        return iri("actor", NARRATOR, self.slug) if slug == NARRATOR else self.reference.iri("actor", slug)

    def row(self, name: str, row: RowValue, type_: str, label: str, type_key: str) -> None:
        """Write what statements, events and relations have in common."""
        at = self.at(row.id)
        self.quads.start(name, type_, at, self.at(row.id, type_key))
        self.quads.add(name, "rdfs:label", english(label), self.at(row.id, "label"))
        self.quads.add(name, "dcterms:identifier", plain_literal(row.id), self.at(row.id, "id"))
        self.quads.link(name, "dcterms:isPartOf", self.source_iri, at)
        self.link(name, "dp:mode", iri("mode", row.mode), row.id, "mode")
        self.actors(name, "dp:reportedBy", row.reported_by, row.id, "reported_by")
        if row.confidence is not None:
            score = typed(row.confidence, "decimal")
            self.quads.add(name, "itsrdf:taConfidence", score, self.at(row.id, "confidence"))
        if row.review:
            self.quads.add(name, "dp:reviewedBy", plain_literal(row.review.by), self.at(row.id, "reviewed", "by"))
            when = moment_literal(row.review.on, always_time=True)
            self.quads.add(name, "dp:reviewedAt", when, self.at(row.id, "reviewed", "on"))
        if row.status == "proposed":
            self.quads.add(name, "dp:status", plain_literal("proposed"), self.at(row.id, "status"))
        self.evidence(name, row)

    def evidence(self, name: str, row: RowValue) -> None:
        """Write the quotation of a row and its place; raises ValueError unless the text has it exactly once."""
        # A sheet read from a file has already located its quotes; a sheet made by a program has no places.
        found = self.places.quotes.get(row.quote) or locate_quote(self.text, row.quote)
        if isinstance(found, Misquote):
            raise ValueError(f"{row.id}: {found.message}")  # noqa: TRY004 - the value is at fault, not its type
        words, around = self.text.content[found[0] : found[1]], self.text.context(*found)
        self.quotation(name, row.id, found, words, around, "prefix" if row.quote.prefix else "quote")

    def quotation(
        self, name: str, row: str, place: tuple[int, int], words: str, around: tuple[str, str], prefix: str = "quote"
    ) -> None:
        """Write the words of a row, their offsets, and the words around them; `prefix` is the key for its place."""
        at = self.at(row, "quote")
        evidence, quote = self.iri_of("evidence", row), self.iri_of("selector", row, "quote")
        position = self.iri_of("selector", row, "position")
        self.quads.link(name, "dp:evidence", evidence, at)
        self.quads.start(evidence, "oa:SpecificResource", at)
        self.quads.link(evidence, "oa:hasSource", self.source_iri, at)
        self.quads.link(evidence, "oa:hasSelector", quote, at)
        self.quads.link(evidence, "oa:hasSelector", position, at)
        self.quads.start(quote, "oa:TextQuoteSelector", at)
        self.quads.add(quote, "oa:exact", plain_literal(words), at)
        for predicate, context, span in zip(
            ("oa:prefix", "oa:suffix"), around, (self.at(row, prefix), at), strict=True
        ):
            if context:
                self.quads.add(quote, predicate, plain_literal(context), span)
        self.quads.start(position, "oa:TextPositionSelector", at)
        for predicate, offset in zip(("oa:start", "oa:end"), place, strict=True):
            self.quads.add(position, predicate, typed(offset, "nonNegativeInteger"), at)

    def bounds(self, name: str, bounds: Bounds, predicates: tuple[str, str], row: str, *path: str | int) -> None:
        """Write the first and the last possible day, as far as they are known."""
        for value, predicate, key in zip((bounds.not_before, bounds.not_after), predicates, _FIRST_LAST, strict=True):
            if value:
                self.quads.add(name, predicate, day_literal(value), self.at(row, *path, key))

    def actors(self, name: str, predicate: str, slugs: tuple[str, ...], row: str, key: str) -> None:
        """Write a property with an actor for each slug."""
        for index, slug in enumerate(slugs):
            self.link(name, predicate, self.actor(slug), row, key, index)

    def link(self, name: str, predicate: str, value: str, row: str, *path: str | int) -> None:
        """Write a property whose value is an IRI; its place is that of `path` in the row."""
        self.quads.link(name, predicate, value, self.at(row, *path))

    def at(self, row: str, *path: str | int) -> Span | None:
        """Return the place of a value in the sheet."""
        return self.places.find(row, *path)

    def gives(self, row: str, *path: str) -> bool:
        """Return whether the sheet itself gives a value."""
        node = self.places.rows.get(row)
        for step in path:
            node = node.child(step) if node is not None else None
        return node is not None
