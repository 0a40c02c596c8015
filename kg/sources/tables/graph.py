"""Writes the graph of tables: the publication, its votes, five to eight quads for each ballot, and its stances.

A ballot is `ballot:<source>.<vote>.<voter>`; its evidence is the address of its row, `<source>/votes.csv#row=17` (RFC
7111), one for each table that has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.findings import Span, Spans
from kg.namespaces import iri
from kg.rdf.packed import in_pieces
from kg.rdf.quads import Quads, english, moment_literal, node, nquads, plain_literal, typed
from kg.sources.licences import licence_term
from kg.sources.tables.stance_graph import StanceGraph, row_iri, stance_quads, stance_sample
from kg.vocabulary import COUNTED_CHOICES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.reference.lookup import Reference
    from kg.sources.tables.model import Description
    from kg.sources.tables.stances import TableStance
    from kg.sources.tables.votes import Vote, VoteBook

__all__ = ["TableGraph"]

#: How many characters of N-Quads are returned at a time.
_PIECE = 4_000_000
_VETO = "veto"
#: The properties by which the vote itself says who voted how, so that comparisons need not go through ballots.
_HOW = {choice: f"dp:{name}" for name, choices in COUNTED_CHOICES.items() for choice in choices}


@dataclass(slots=True)
class TableGraph:
    """The content of the tables of one publication as RDF; `sha256` is the hash of the tables."""

    description: Description
    book: VoteBook
    reference: Reference
    sha256: str
    stances: Sequence[TableStance] = ()

    @property
    def slug(self) -> str:
        """Return the slug of the source."""
        return self.description.source.slug

    @property
    def iri(self) -> str:
        """Return the IRI of the source, which is that of the graph."""
        return iri("source", self.slug)

    def head(self) -> bytes:
        """Return the publication, all votes, vetoes and stances as N-Quads: everything that rules read."""
        quads = Quads(self.iri, Spans())
        self.publication(quads, None)
        for vote in self.book.votes:
            self.vote(quads, vote)
        text = nquads(quads.sorted())
        vetoes = "".join(line for _, choice, line in self._lines() if choice == _VETO).encode()
        stances = stance_quads(self.stances, self.description, self.reference) if self.stances else ()
        return text + vetoes + b"".join(stances)

    def ballots(self) -> Iterator[bytes]:
        """Return all other ballots as N-Quads, in pieces of whole lines; `head` is the rest of the graph."""
        lines = (line for _, choice, line in self._lines() if choice != _VETO)
        return ("".join(piece).encode() for piece in in_pieces(lines, _PIECE))

    def publication(self, quads: Quads, at: Span | None) -> None:
        """Write the publication itself."""
        source, name = self.description.source, self.iri
        quads.start(name, "dp:Table", at)
        quads.add(name, "dcterms:title", english(source.title, source.language), at)
        quads.link(name, "dcterms:publisher", self.reference.iri("actor", source.publisher), at)
        quads.add(name, "dcterms:issued", moment_literal(source.published), at)
        quads.add(name, "dcterms:language", plain_literal(source.language), at)
        quads.add(name, "dp:sha256", plain_literal(self.sha256), at)
        if source.url:
            quads.link(name, "schema:url", source.url, at)
        if source.licence:
            quads.link(name, *licence_term(source.licence), at)
        if source.coder:
            quads.add(name, "dcterms:creator", plain_literal(source.coder), at)

    def vote(self, quads: Quads, vote: Vote, at: Span | None = None) -> None:
        """Write one vote, without its ballots."""
        name = iri("event", self.slug, vote.id)
        quads.start(name, "dp:Vote", at)
        label = vote.label or f"vote {vote.symbol or vote.id}"
        quads.add(name, "rdfs:label", english(label, self.description.source.language), at)
        quads.add(name, "dcterms:identifier", plain_literal(vote.id), at)
        quads.link(name, "dcterms:isPartOf", self.iri, at)
        quads.link(name, "dp:mode", iri("mode", "narrator"), at)
        quads.link(name, "dp:occurrence", iri("occurrence", "happened"), at)
        for table, row in vote.rows:
            quads.link(name, "dp:row", self.row(table, row), at)
        if vote.date:
            for predicate in ("dp:happenedNotBefore", "dp:happenedNotAfter"):
                quads.add(name, predicate, typed(vote.date, "date"), at)
        self.about(quads, name, vote, at)

    def about(self, quads: Quads, name: str, vote: Vote, at: Span | None) -> None:
        """Write the subject of a vote, and the body that voted."""
        if vote.symbol:
            quads.add(name, "dp:symbol", plain_literal(vote.symbol), at)
        if vote.body:
            quads.link(name, "dp:body", self.reference.iri("actor", vote.body), at)
        if vote.motion:
            quads.link(name, "dp:motion", self.reference.iri("proposition", vote.motion), at)
        for issue in vote.issues:
            quads.link(name, "dp:issue", iri("issue", issue), at)

    def sample(self, quads: Quads, files: Sequence[str]) -> None:
        """Write the rows that represent all: one for each kind of vote, each voter and each choice, with its place.

        The sample covers everything that the shapes can distinguish: classes, values of lists, and texts. The texts of
        all rows have been checked cell by cell.
        """
        votes, voters, choices = set[tuple[object, ...]](), set[str](), set[str]()
        for vote in self.book.votes:
            if vote.pattern() not in votes:
                votes.add(vote.pattern())
                self.vote(quads, vote, _place(files, vote.rows))
        for vote, voter, choice, rows in self.book.ballots():
            # Each voter and each choice has to occur at least once, in as few ballots as possible.
            if voter not in voters or choice not in choices:
                voters.add(voter)
                choices.add(choice)
                at = _place(files, rows)
                self.vote(quads, vote, _place(files, vote.rows) or at)
                self.ballot(quads, vote, voter, choice, rows, at)
        if self.stances:
            stance_sample(StanceGraph(self.description, self.reference, quads), self.stances, files)

    def ballot(
        self, quads: Quads, vote: Vote, voter: str, choice: str, rows: Sequence[tuple[int, int]], at: Span | None
    ) -> None:
        """Write one ballot."""
        name = iri("ballot", self.slug, vote.id, voter)
        quads.link(iri("event", self.slug, vote.id), "dp:ballot", name, at)
        quads.start(name, "dp:Ballot", at)
        quads.link(name, "dp:voter", self.reference.iri("actor", voter), at)
        quads.link(name, "dp:choice", iri("choice", choice), at)
        if choice in _HOW:
            quads.link(iri("event", self.slug, vote.id), _HOW[choice], self.reference.iri("actor", voter), at)
        for table, row in rows:
            quads.link(name, "dp:row", self.row(table, row), at)

    def row(self, table: int, row: int) -> str:
        """Return the address of a row."""
        return row_iri(self.iri, self.description.tables[table].url, row)

    def _lines(self) -> Iterator[tuple[Vote, str, str]]:
        """Yield each ballot with its quads: text made of text, since a million of them are too many for objects.

        Slugs and file names are known to be valid parts of IRIs, so nothing has to be escaped.
        """
        term = {
            name: f"<{node(name).value}>"
            for name in ("rdf:type", "dp:Ballot", "dp:ballot", "dp:voter", "dp:choice", "dp:row")
        }
        end = f" <{self.iri}> .\n"
        voters = {slug: f"<{self.reference.iri('actor', slug)}>" for slug in self.book.voters}
        choices = {slug: f"<{iri('choice', slug)}>" for slug in self.book.choices}
        starts = [f"<{row_iri(self.iri, table.url, 0)[:-1]}" for table in self.description.tables]
        isa, of_vote = f" {term['rdf:type']} {term['dp:Ballot']}{end}", f" {term['dp:ballot']} "
        how = {choice: f" <{node(name).value}> " for choice, name in _HOW.items()}
        by, chose, by_row = (f" {term[name]} " for name in ("dp:voter", "dp:choice", "dp:row"))
        event, ballot = iri("event", self.slug, ""), iri("ballot", self.slug, "")
        for vote, voter, choice, rows in self.book.ballots():
            name = f"<{ballot}{vote.id}.{voter}>"
            text = (
                f"{name}{isa}{name}{chose}{choices[choice]}{end}{name}{by}{voters[voter]}{end}"
                f"<{event}{vote.id}>{of_vote}{name}{end}"
            )
            if choice in how:
                text += f"<{event}{vote.id}>{how[choice]}{voters[voter]}{end}"
            for table, row in rows:
                text += f"{name}{by_row}{starts[table]}{row}>{end}"
            yield vote, choice, text


def _place(files: Sequence[str], rows: Sequence[tuple[int, int]]) -> Span | None:
    """Return the place of the first of some rows: a row of a table that was read without a fault is one line."""
    return Span(files[rows[0][0]], rows[0][1], 1, rows[0][1], 2) if rows else None
