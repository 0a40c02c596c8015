"""Writes a sheet into the graph of its source, as quads with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.forms.types import NARRATOR
from kg.namespaces import iri
from kg.rdf.quads import Quads, english, interval, moment_literal, plain_literal, typed
from kg.sources.event_graph import EventGraph
from kg.sources.licences import licence_term
from kg.sources.model.rows import statement_label

if TYPE_CHECKING:
    from kg.findings import Span
    from kg.reference.lookup import Reference
    from kg.sources.model import Sheet, Statement, Toll
    from kg.sources.sheet import Places
    from kg.text import SourceText

__all__ = ["SheetGraph", "write_sheet"]


def write_sheet(
    sheet: Sheet, text: SourceText, reference: Reference, places: Places, accepted: Quads, proposed: Quads
) -> None:
    """Write a sheet into `accepted`, and its proposed rows into `proposed`, both being graphs of its source.

    Raises ValueError unless each quote occurs in `text` exactly once.
    """
    SheetGraph(sheet, text, reference, places, accepted, proposed).write()


class SheetGraph(EventGraph):
    """Writes the whole of a sheet."""

    def write(self) -> None:
        """Write everything."""
        self.source()
        for statement in self.sheet.statements:
            self.turn(statement)
            self.statement(statement)
        for event in self.sheet.events:
            self.turn(event)
            self.event(event)
        for relation in self.sheet.relations:
            self.turn(relation)
            self.relation(relation)

    def source(self) -> None:
        """Write the source."""
        source, at = self.sheet.source, self.at("source")
        self.quads.start(self.source_iri, "dp:Source", at)
        title = english(source.title, source.language)
        self.quads.add(self.source_iri, "dcterms:title", title, self.at("source", "title"))
        self.link(self.source_iri, "dcterms:publisher", self.actor(source.publisher), "source", "publisher")
        self.quads.add(
            self.source_iri, "dcterms:issued", moment_literal(source.published), self.at("source", "published")
        )
        self.quads.add(
            self.source_iri, "dcterms:language", plain_literal(source.language), self.at("source", "language")
        )
        # The hash of the text that was read, not of the one that the sheet claims.
        sha256 = self.text.sha256 or source.sha256
        self.quads.add(self.source_iri, "dp:sha256", plain_literal(sha256), self.at("source", "sha256"))
        length = typed(len(self.text.content), "nonNegativeInteger")
        self.quads.add(self.source_iri, "dp:length", length, self.at("source", "text"))
        self.actors(self.source_iri, "dcterms:contributor", source.contributors, "source", "contributors")
        if source.url:
            self.link(self.source_iri, "schema:url", source.url, "source", "url")
        if source.licence:
            predicate, licence = licence_term(source.licence)
            self.link(self.source_iri, predicate, licence, "source", "licence")
        if source.coder:
            self.quads.add(self.source_iri, "dcterms:creator", plain_literal(source.coder), self.at("source", "coder"))
        self.narrator(at)

    def narrator(self, at: Span | None) -> None:
        """Write the narrator of the source."""
        # Each source has its own narrator, instead of the publisher as speaker: if two of its articles contradict each
        # other, nobody has changed their mind.
        name, publisher = self.actor(NARRATOR), self.actor(self.sheet.source.publisher)
        self.quads.start(name, "dp:Narrator", at)
        label = english(f"narrator of “{self.sheet.source.title}”")
        self.quads.add(name, "rdfs:label", label, self.at("source", "title"))
        self.quads.link(name, "dp:narrates", self.source_iri, at)
        self.link(name, "prov:actedOnBehalfOf", publisher, "source", "publisher")

    def statement(self, row: Statement) -> None:
        """Write a statement."""
        name = self.iri_of("statement", row.id)
        type_ = "dp:Position" if row.kind == "position" else "dp:Claim"
        self.row(name, row, type_, statement_label(row, self.sheet.source, self.reference), "kind")
        self.actors(name, "dp:holder", row.holders, row.id, "speaker")
        self.actors(name, "prov:wasAttributedTo", row.holders, row.id, "speaker")
        self.represented(name, row)
        self.actors(name, "dp:addressee", row.addressees, row.id, "addressee")
        self.actors(name, "dp:target", row.targets, row.id, "target")
        if row.members_named is not None:
            named = typed(row.members_named, "boolean")
            self.quads.add(name, "dp:membersNamed", named, self.at(row.id, "members_named"))
        self.link(name, "dp:act", iri("act", row.act), row.id, "act")
        # An implied polarity is nowhere in the sheet; to change it, one would have to change the act.
        place = ("polarity",) if self.gives(row.id, "polarity") else ("act",)
        self.link(name, "dp:polarity", iri("polarity", row.polarity), row.id, *place)
        self.link(name, "dp:towards", self.reference.iri("proposition", row.proposition), row.id, "proposition")
        if row.condition:
            self.link(name, "dp:condition", self.reference.iri("proposition", row.condition), row.id, "condition")
        self.bounds(name, row.said, ("dp:saidNotBefore", "dp:saidNotAfter"), row.id, "said")
        self.quads.link(name, "prov:hadPrimarySource", self.source_iri, self.at(row.id))
        self.statement_links(name, row)
        self.chain(name, row)
        self.correction(name, row)
        for number, toll in enumerate(row.tolls, 1):
            self.toll(name, toll, row.id, number)

    def statement_links(self, name: str, row: Statement) -> None:
        """Write the optional properties of a statement."""
        if row.holds:
            span = self.at(row.id, "holds")
            self.quads.link(name, "dp:holdsDuring", interval(self.quads, row.holds.since, row.holds.until, span), span)
        if row.event:
            self.link(name, "dp:aboutEvent", self.iri_of("event", row.event), row.id, "event")
        if row.certainty:
            self.link(name, "dp:certainty", iri("certainty", row.certainty), row.id, "certainty")
        if row.original_language:
            language = plain_literal(row.original_language)
            self.quads.add(name, "dp:originalLanguage", language, self.at(row.id, "original_language"))
        self.actors(name, "dp:translator", row.translator, row.id, "translator")
        if row.degree != "plain":  # a statement without a degree is plain
            self.link(name, "dp:degree", iri("degree", row.degree), row.id, "degree")

    def chain(self, name: str, row: Statement) -> None:
        """Write who passed the statement on, from the source's narrator inwards to the speakers."""
        at = self.at(row.id, "speaker")
        links = [(NARRATOR, 1, self.at(row.id))]
        voices = list(enumerate(row.reported_by))
        for index, voice in reversed(voices):
            links.append((voice, len(links) + 1, self.at(row.id, "reported_by", index)))
        told = row.holders != (NARRATOR,)
        if told:
            order = len(links) + 1
            links += [(holder, order, self.at(row.id, "speaker", i)) for i, holder in enumerate(row.holders)]
        represented = dict(row.on_behalf_of)
        depth = 1 + len(row.reported_by) if told else 0
        self.quads.add(name, "dp:hearsayDepth", typed(depth, "nonNegativeInteger"), at)
        for number, (voice, order, span) in enumerate(links, 1):
            link = self.iri_of("attribution", row.id, str(number))
            self.quads.link(name, "dp:attribution", link, span)
            self.quads.start(link, "dp:Attribution", span)
            self.quads.link(link, "prov:agent", self.actor(voice), span)
            self.quads.add(link, "dp:order", typed(order, "positiveInteger"), span)
            # A voice that passed the words on may also be a speaker, but represents somebody only as a speaker.
            if order == links[-1][1]:
                for body in represented.get(voice, ()):
                    self.link(link, "dp:represents", self.actor(body), row.id, "for")

    def represented(self, name: str, row: Statement) -> None:
        """Write the principals of all speakers together; the chain says who speaks for whom."""
        each = self.gives(row.id, "for", *(speaker for speaker, _ in row.on_behalf_of[:1]))
        for speaker, bodies in row.on_behalf_of:
            for index, body in enumerate(bodies):
                path = (speaker, index) if each else (index,)
                self.link(name, "dp:onBehalfOf", self.actor(body), row.id, "for", *path)

    def correction(self, name: str, row: Statement) -> None:
        """Write what a statement corrects, and its withdrawal."""
        for key, predicate, other in (
            ("revises", "prov:wasRevisionOf", row.revises),
            ("retracts", "dp:retracts", row.retracts),
            ("about", "dp:aboutStatement", row.about),
        ):
            if other:
                parts = other.split(".") if "." in other else [self.slug, other]
                self.link(name, predicate, iri("statement", *parts), row.id, key)
        if row.withdrawn:
            when = moment_literal(row.withdrawn.on, always_time=True)
            self.quads.add(name, "prov:invalidatedAtTime", when, self.at(row.id, "withdrawn", "on"))
            reason = english(row.withdrawn.reason)
            self.quads.add(name, "dp:invalidationReason", reason, self.at(row.id, "withdrawn", "reason"))

    def toll(self, statement: str, toll: Toll, row: str, number: int) -> None:
        """Write one casualty figure of a claim."""
        name, path = self.iri_of("toll", row, str(number)), ("tolls", number - 1)
        self.link(statement, "dp:toll", name, row, *path)
        self.quads.start(name, "dp:Toll", self.at(row, *path))
        for counted in toll.ANY_OF:
            if (number := getattr(toll, counted)) is not None:
                value = typed(number, "nonNegativeInteger")
                self.quads.add(name, f"dp:{counted}", value, self.at(row, *path, counted))
        self.link(name, "dp:deathsQualifier", iri("qualifier", toll.qualifier), row, *path, "qualifier")
        if toll.victims:
            self.link(name, "dp:victims", self.actor(toll.victims), row, *path, "victims")
        if toll.perpetrator:
            self.link(name, "dp:perpetrator", self.actor(toll.perpetrator), row, *path, "perpetrator")
        if toll.place:
            self.link(name, "dp:location", self.reference.iri("place", toll.place), row, *path, "place")
        self.bounds(name, toll.during, ("dp:coversFrom", "dp:coversTo"), row, *path, "during")
