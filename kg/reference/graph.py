"""The graph of the reference data: entries of the reference files as quads with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import iri, slugify
from kg.rdf.quads import Quads, english, interval, plain_literal

if TYPE_CHECKING:
    from kg.findings import Span
    from kg.forms.row import Row
    from kg.forms.yaml_nodes import Document
    from kg.reference.files import ReferenceReading
    from kg.reference.lookup import Entry

__all__ = ["write_reference"]


def write_reference(reading: ReferenceReading, quads: Quads) -> None:
    """Write all entries, as far as they could be read, and the triples from RDF files into `quads`."""
    for entry, row, document in reading.rows:
        known = reading.reference.get(entry.slug, entry.kind)
        if known is not None and (known.file, known.line) != (entry.file, entry.line):
            continue  # an entry of a package, and the repository has its own
        _Entry(entry, row, document, quads, reading).write()
    for quad in reading.triples:
        quads.take(quad)


class _Entry:
    def __init__(self, entry: Entry, row: Row, document: Document, quads: Quads, reading: ReferenceReading) -> None:
        self.entry, self.row, self.document, self.quads = entry, row, document, quads
        self.reference = reading.reference
        self.name = self.reference.iri(entry.kind, entry.slug)

    def write(self) -> None:
        self.quads.start(self.name, f"dp:{self.entry.type}", self.at(), self.at("type"))
        for key, predicate in (
            ("label", "rdfs:label"),
            ("sentence", "rdfs:label"),
            ("description", "dcterms:description"),
        ):
            self.texts(key, predicate)
        self.texts("aliases", "skos:altLabel")
        self.texts("demonyms", "dp:demonym")
        self.texts("note", "skos:scopeNote")
        if iso := self.row.maybe("iso"):
            self.quads.add(self.name, "dp:iso3166", plain_literal(iso), self.at("iso"))
        if wikidata := self.row.maybe("wikidata"):
            self.quads.link(self.name, "skos:exactMatch", f"wd:{wikidata}", self.at("wikidata"))
        self.links()
        for key, predicate in (("incompatible_with", "dp:incompatibleWith"), ("narrower_than", "dp:narrowerThan")):
            self.propositions(key, predicate)
        self.posts()
        self.memberships()
        self.independence()

    def links(self) -> None:
        for key, predicate, kind in (
            ("capital", "dp:capital", "place"),
            ("territory", "dp:territory", "place"),
            ("within", "schema:containedInPlace", "place"),
            ("country", "dp:country", "actor"),
            ("nationality", "schema:nationality", "actor"),
            ("part_of", "org:subOrganizationOf", "actor"),
            ("member_of", "org:memberOf", "actor"),
            ("members", "foaf:member", "actor"),
            ("issues", "dp:issue", "issue"),
        ):
            for index, slug in enumerate(self.row.names(key)):
                self.quads.link(self.name, predicate, self._iri(kind, slug), self.at(key, index))
        for index, slug in enumerate(self.row.names("concerns")):
            known = self.reference.get(slug)
            kind = known.kind if known else "actor"
            self.quads.link(self.name, "dp:concerns", self._iri(kind, slug), self.at("concerns", index))

    def texts(self, key: str, predicate: str) -> None:
        for index, text in enumerate(self.row.names(key)):
            self.quads.add(self.name, predicate, english(text), self.at(key, index))

    def propositions(self, key: str, predicate: str) -> None:
        """Write relations between propositions; being incompatible is symmetric."""
        for index, slug in enumerate(self.row.names(key)):
            other, at = self._iri("proposition", slug), self.at(key, index)
            self.quads.link(self.name, predicate, other, at)
            if key == "incompatible_with":
                # Written in both directions, so that queries and shapes need not know that the relation is symmetric.
                self.quads.link(other, predicate, self.name, at)

    def posts(self) -> None:
        """Write the posts, and a membership for each term in a post."""
        held: dict[str, int] = {}
        for index, post in enumerate(self.row.rows("posts")):
            if not {"title", "of"} <= post.values.keys():
                continue  # it could not be read
            body, title = post.text("of"), post.text("title")
            slug = f"{body}.{slugify(title)}"
            held[slug] = held.get(slug, 0) + 1
            # The first tenure keeps the plain name, so that adding a second one renames nothing.
            again = (str(held[slug]),) if held[slug] > 1 else ()
            self.post(slug, title, body, index)
            self.membership(post, slug, again, index)

    def memberships(self) -> None:
        """Write a membership for each time that a state or an organisation was a member of another.

        Without an end date, it also counts as a current member.
        """
        joined: dict[str, int] = {}
        for index, row in enumerate(self.row.rows("memberships")):
            if "of" not in row.values:
                continue  # it could not be read
            body = row.text("of")
            joined[body] = joined.get(body, 0) + 1
            again = (str(joined[body]),) if joined[body] > 1 else ()
            name = iri("membership", self.entry.slug, body, *again)
            self.tenure(name, row, "memberships", index)
            if "until" not in row.values:
                at = self.at("memberships", index, "of")
                self.quads.link(self.name, "org:memberOf", self._iri("actor", body), at)

    def independence(self) -> None:
        """Write the times when a state was independent; one without any bound says nothing."""
        for index, row in enumerate(self.row.rows("independent")):
            since, until = row.maybe("since"), row.maybe("until")
            if since or until:
                first, last = self.at("independent", index, "since"), self.at("independent", index, "until")
                held = interval(self.quads, since, until, first, last)
                self.quads.link(self.name, "dp:independentDuring", held, self.at("independent", index))

    def post(self, slug: str, title: str, body: str, index: int) -> None:
        name, at = iri("post", slug), self.at("posts", index)
        self.quads.start(name, "org:Post", at)
        label = english(f"{title} of {self.reference.label(body)}")
        self.quads.add(name, "rdfs:label", label, self.at("posts", index, "title"))
        self.quads.link(name, "org:postIn", self._iri("actor", body), self.at("posts", index, "of"))
        self.quads.link(self.name, "org:holds", name, at)

    def membership(self, post: Row, slug: str, again: tuple[str, ...], index: int) -> None:
        name = iri("membership", self.entry.slug, slug, *again)
        self.tenure(name, post, "posts", index)
        self.quads.link(name, "dp:post", iri("post", slug), self.at("posts", index))

    def tenure(self, name: str, row: Row, key: str, index: int) -> None:
        """Write who was a member of what, and when."""
        at = self.at(key, index)
        self.quads.start(name, "org:Membership", at)
        self.quads.link(name, "org:member", self.name, at)
        self.quads.link(name, "org:organization", self._iri("actor", row.text("of")), self.at(key, index, "of"))
        first, last = self.at(key, index, "since"), self.at(key, index, "until")
        held = interval(self.quads, row.maybe("since"), row.maybe("until"), first, last)
        self.quads.link(name, "org:memberDuring", held, first)

    def _iri(self, kind: str, slug: str) -> str:
        """Return the IRI that an entry refers to: an issue, or something in the reference data."""
        return iri(kind, slug) if kind == "issue" else self.reference.iri(kind, slug)

    def at(self, *path: str | int) -> Span:
        current = self.row.node
        for step in path:
            current = current.child(step) or current
        return self.document.span(current)
