"""Finds the known states, bodies and places named in a text, whether or not they speak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.grammar.tree import is_leader
from kg.extract.names.actors import STATES_OWN
from kg.extract.names.offices import is_theme
from kg.extract.names.people.ownwords import without_deeds
from kg.extract.names.principals.bodynames import is_part_of_name

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["SENT", "Namings", "is_of_two_nations"]

#: Bodies that belong to no state, even if their name contains one.
_OF_NOBODY = frozenset(
    (
        "bank",
        "center",
        "centre",
        "club",
        "foundation",
        "fund",
        "group",
        "institute",
        "institution",
        "society",
        "university",
    )
)
_CIVIL = frozenset(
    [
        "association",
        "chamber",
        "church",
        "conference",
        "council",
        "federation",
        "league",
        "movement",
        "network",
        "organisation",
        "organization",
        "party",
        "society",
        "union",
    ]
)
#: Envoys, who are sent to a place or to deal with a subject.
SENT = ("ambassador", "delegate", "emissary", "envoy", "representative")


def is_of_two_nations(gazetteer: Gazetteer, token: Token) -> bool:
    """Return whether two adjectives of nations stand side by side: the "Turkish Cypriot" leader speaks for neither."""
    doc, nations = token.doc, gazetteer.shared
    if token.lower_ not in nations:
        return False
    after = token.i + 1 + (token.i + 1 < len(doc) and doc[token.i + 1].text == "-")
    before = token.i - 1 - (token.i > 1 and doc[token.i - 1].text == "-")
    beside = [doc[i].lower_ for i in (before, after) if 0 <= i < len(doc)]
    return any(word in nations for word in beside) or (0 <= before < len(doc) and doc[before].lower_ == "ethnic")


def _is_nobodys(entity: Span) -> bool:
    """Return whether a name is that of a body that belongs to no state: "the World Sikh Organization of Canada"."""
    return entity[-1].lower_ in _OF_NOBODY or any(token.lower_ in _CIVIL for token in entity)


@dataclass
class Namings:
    """The names in a text; `entities` are the names that the parser found, by each of their tokens."""

    gazetteer: Gazetteer
    doc: Doc
    entities: dict[int, Span]

    def bodies_in(self, tokens: tuple[int, ...]) -> list[str]:
        """Return the known organisation, or else state, named beside the head of a noun phrase: "X of the Council"."""
        found = []
        tokens = self._without_posting(without_deeds(self.doc, tokens))
        owners = [i for i in tokens if self.doc[i].dep_ == "poss" and self._body_at(i)]
        for i in owners[:1] or tokens:
            part = is_part_of_name([self.doc[i]], [self.doc[tokens[-1]]])
            slug = None if part or self._is_where(self.doc[i]) or is_theme(self.doc[i]) else self._body_at(i)
            if slug and slug not in found:
                found.append(slug)
        organisations = [slug for slug in found if self.gazetteer.known[slug].kind == "organisation"]
        return organisations[:1] or found[:1]

    def _without_posting(self, tokens: tuple[int, ...]) -> tuple[int, ...]:
        """Return a noun phrase without the place of a posting: "Ambassador to the United States Ivan Petrov".

        An envoy *for* a state deals with it ("US envoy for Iran"), unless no other state is given ("a representative
        for Iran").
        """
        for i in tokens:
            if self.doc[i].lower_ in ("to", "for") and i and self.doc[i - 1].lower_ in SENT:
                first = i + 2 if i + 1 < len(self.doc) and self.doc[i + 1].lower_ == "the" else i + 1
                place = self.entities.get(first)
                last = place.end - 1 if place is not None and place.label_ != "PERSON" else first
                rest = tuple(j for j in tokens if not i <= j <= last)
                alone = self.doc[i].lower_ == "for" and self.doc[i - 1].lower_ in ("delegate", "representative")
                return tokens if alone and not any(map(self._body_at, rest)) else rest
        return tokens

    def _body_at(self, index: int) -> str | None:
        """Return the state or organisation that a token names, on its own or as part of a name."""
        entity = self.entities.get(index)
        if is_leader(self.doc[index]) or is_of_two_nations(self.gazetteer, self.doc[index]):
            return None
        if entity is not None and entity.label_ == "PERSON" and len(entity) > 1:
            return None
        if entity is not None and (nation := self._nation_of(entity)) is not None:
            return nation
        for name in dict.fromkeys((entity.text if entity is not None else "", self.doc[index].text)):
            slug = self.gazetteer.state(name) if name else None
            entry = self.gazetteer.known.get(slug) if slug else None
            if entity is not None and name != entity.text and len(entity) > 2 and _is_nobodys(entity):
                continue  # "the German Marshall Fund" is not Germany's
            if entity is not None and name != entity.text and self._is_theme(index, entity):
                continue  # "the Council on Russian Relations" is not Russia's
            part = not (entry and entry.listed) and entity is not None and name != entity.text and len(entity) > 1
            if entry and entry.kind in ("state", "organisation") and entry.type != "armed-organisation" and not part:
                return slug
        return None

    def _nation_of(self, entity: Span) -> str | None:
        """Return the state of a ministry that the reference data does not have: "South Korean Unification Ministry"."""
        if entity[-1].lower_ not in STATES_OWN or self.gazetteer.find(entity.text):
            return None
        for stop in range(len(entity) - 1, 0, -1):
            nations = self.gazetteer.nations(entity[:stop].text)
            if nations:
                return nations[0] if len(nations) == 1 else None
        return None

    def _is_theme(self, index: int, entity: Span) -> bool:
        """Return whether a word inside a name gives the field of the body."""
        links = [self.doc[i].lower_ for i in range(entity.start, index) if self.doc[i].pos_ == "ADP"]
        return entity.label_ == "ORG" and bool(links) and links[-1] in ("about", "against", "between", "for", "on")

    def _is_where(self, token: Token) -> bool:
        """Return whether a name gives a location ("a professor in Seoul") or a destination ("envoy to Syria")."""
        while token.dep_ in ("compound", "amod", "conj", "appos") and token.head != token:
            token = token.head
        return token.dep_ == "pobj" and token.head.lower_ in ("in", "at", "near", "outside", "around", "to")

    def concerned(self, tokens: tuple[int, ...]) -> list[str]:
        """Return the known actors and places that a content names."""
        found: list[str] = []
        for i in tokens:
            entity = self.entities.get(i)
            if entity is not None and entity.root.i == i:
                places = self.gazetteer.find_place(entity.text)
                slug = self.gazetteer.state(entity.text) or (places[0] if len(places) == 1 else None)
                if slug and slug not in found:
                    found.append(slug)
        return found

    def by_adjective(self, head: Token) -> tuple[Actor, ...]:
        """Return the actors that a nation's adjective alone may mean: "Arab calls", "the Japanese want"."""
        alone = [child.lower_ for child in head.children] == ["the"]
        people = head.tag_ == "NNPS" and not (alone and head.lower_.endswith(("ese", "ish", "ch")))
        if (head.pos_ != "ADJ" and head.ent_type_ != "NORP") or people:
            return ()
        slugs = self.gazetteer.nations(head.text)
        for noun in ("states", "countries") if not slugs else ():
            if found := self.gazetteer.find(f"{head.text} {noun}"):
                return (self.gazetteer.actor(found[0], plural=True),)
        return tuple(self.gazetteer.actor(slug) for slug in slugs)
