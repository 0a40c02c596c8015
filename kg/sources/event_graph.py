"""Writes events, with their ballots, and relations between actors into the graph of a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import iri
from kg.rdf.quads import interval, typed
from kg.sources.model.rows import relation_label
from kg.sources.row_graph import RowGraph

if TYPE_CHECKING:
    from kg.sources.model import Event, Relation

__all__ = ["EventGraph"]

#: The property of each total of a vote.
_TOTALS = {
    "in_favour": "dp:votesInFavour",
    "against": "dp:votesAgainst",
    "abstaining": "dp:abstentions",
    "absent": "dp:absences",
}


class EventGraph(RowGraph):
    """Writes events and relations."""

    def event(self, row: Event) -> None:
        """Write an event, with its vote if it is one."""
        name = self.iri_of("event", row.id)
        self.row(name, row, f"dp:{self.reference.vocabulary.classes[row.type]}", row.label, "type")
        self.bounds(name, row.when, ("dp:happenedNotBefore", "dp:happenedNotAfter"), row.id, "when")
        if row.place:
            self.link(name, "dp:location", self.reference.iri("place", row.place), row.id, "place")
        self.actors(name, "dp:participant", row.participants, row.id, "participants")
        self.actors(name, "dp:perpetrator", row.perpetrators, row.id, "perpetrators")
        self.actors(name, "dp:victim", row.victims, row.id, "victims")
        self.actors(name, "dp:attendee", row.attendees, row.id, "attendees")
        self.actors(name, "dp:initiator", row.initiators, row.id, "initiators")
        self.actors(name, "dp:recipient", row.recipients, row.id, "recipients")
        self.link(name, "dp:occurrence", iri("occurrence", row.occurrence), row.id, "occurrence")
        for index, issue in enumerate(row.issues):
            self.link(name, "dp:issue", iri("issue", issue), row.id, "issues", index)
        self.vote(name, row)

    def vote(self, name: str, row: Event) -> None:
        """Write the motion, the body that voted, and each ballot."""
        if row.body:
            self.link(name, "dp:body", self.actor(row.body), row.id, "body")
        if row.motion:
            self.link(name, "dp:motion", self.reference.iri("proposition", row.motion), row.id, "motion")
        self.totals(name, row)
        for ballot in row.ballots:
            at = (row.id, "ballots", ballot.voter)
            cast = self.iri_of("ballot", row.id, ballot.voter)
            self.link(name, "dp:ballot", cast, *at)
            self.quads.start(cast, "dp:Ballot", self.at(*at))
            self.link(cast, "dp:voter", self.actor(ballot.voter), *at)
            self.link(cast, "dp:choice", iri("choice", ballot.choice), *at)

    def totals(self, name: str, row: Event) -> None:
        """Write the totals of a vote, as far as the text gives them."""
        for key, predicate in _TOTALS.items() if row.totals else ():
            number = getattr(row.totals, key)
            if number is not None:
                self.quads.add(name, predicate, typed(number, "nonNegativeInteger"), self.at(row.id, "totals", key))

    def relation(self, row: Relation) -> None:
        """Write a relation with its period."""
        name = self.iri_of("relation", row.id)
        label = relation_label(row, self.reference)
        self.row(name, row, f"dp:{self.reference.vocabulary.classes[row.type]}", label, "type")
        self.actors(name, "dp:party", row.between, row.id, "between")
        if row.holds:
            first, last = self.at(row.id, "since"), self.at(row.id, "until")
            held = interval(self.quads, row.holds.since, row.holds.until, first, last)
            self.quads.link(name, "dp:holdsDuring", held, first)
