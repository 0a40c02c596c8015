"""Resolves mentions to reference data or to new entries, using earlier mentions in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.grammar.expletives import is_expletive
from kg.extract.grammar.tree import span
from kg.extract.names.actors import BODIES, FIRST, HE, IT, PEOPLE, ROLES, SHE, THEY, WHO, Actor, can_speak
from kg.extract.names.antecedents import antecedent
from kg.extract.names.authors import body_before, words_of_part, written_by
from kg.extract.names.descriptions import Descriptions
from kg.extract.names.discourse import Discourse
from kg.extract.names.groups.entries import Groups, is_anybody
from kg.extract.names.groups.gatherings import GATHERINGS, held_by
from kg.extract.names.nametable import folded
from kg.extract.names.namings import Namings
from kg.extract.names.newnames import TITLES, NewNames, is_titled
from kg.extract.names.noting import (
    group_of_topic,
    note_named_later,
    note_names,
    note_only_person,
    note_sexes,
    topic_of_text,
    unknown_names,
)
from kg.extract.names.people import fullnames
from kg.extract.names.people.longtitles import note_titles
from kg.extract.names.people.namesakes import namesakes_of
from kg.extract.names.people.respective import part_respective
from kg.extract.names.people.statesbeside import part_states
from kg.extract.names.people.together import Together
from kg.extract.names.people.turnnames import holder_of_initials, speaker_of_turn
from kg.extract.names.phrases import (
    acronyms,
    coordinated,
    is_hardly_anybody,
    names_of,
    owner_of,
    phrase_of,
    whole_of,
    without_roles,
)
from kg.extract.names.posts import Posts
from kg.extract.names.pronouns import meaning_of, means_things

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from kg.extract.article.excerpts import Layout
    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["Resolver"]

_TOP = ("chairman", "chairwoman", "chairperson", "director-general", "president", "secretary-general")


@dataclass
class Resolver:
    """Resolves the mentions of one article, in text order."""

    gazetteer: Gazetteer
    day: str
    doc: Doc
    text: str
    layout: Layout | None = None

    def __post_init__(self) -> None:
        """Find all names in the text once."""
        part_states(self.gazetteer, self.doc)
        part_respective(self.gazetteer, self.doc)
        self.new = NewNames(self.gazetteer, day=self.day)
        self.discourse = Discourse(self.doc, self.layout)
        self.candidates: tuple[Actor, ...] = ()
        self.full = fullnames.full_names(self.doc)
        self.persons = {entity.text for entity in self.doc.ents if entity.label_ == "PERSON"}
        self.entities = {token.i: entity for entity in self.doc.ents for token in entity}
        self.short = acronyms(self.doc, self.text)
        self.namings = Namings(self.gazetteer, self.doc, self.entities)
        self.descriptions = Descriptions(self.gazetteer, self.day, self.doc, self.namings, self.discourse, self.new)
        known = ((name, self.gazetteer.find(short)) for short, name in self.short.items())
        self.long = {name: slugs[0] for name, slugs in known if len(slugs) == 1}
        note_names(self.gazetteer, self.namings, self.discourse, self.new)
        note_only_person(self.gazetteer, self.discourse)
        note_named_later(self.gazetteer, self.discourse, self.label)
        note_titles(self.gazetteer, self.discourse)
        note_sexes(self.discourse, self.layout)
        self.apposed = fullnames.Apposed(self.gazetteer, self.doc, self.entities, self.discourse, self.new)
        self.topic = topic_of_text(self.gazetteer, self.discourse, self.text)
        self.together = Together(self.gazetteer, self.discourse, self.day)
        self.groups = Groups(self.discourse, self.new, self.look, self.descriptions.organs)
        self._note_others()
        self.posts = Posts(self.gazetteer, self.doc, self.entities, self.discourse, self.new, self.short)
        self.descriptions.posts = self.posts.found

    def _note_others(self) -> None:
        """Record unknown bodies and groups too, because later references may mean them as well as known ones."""
        known = {at for at, _ in self.discourse.named}
        for token in unknown_names(self.doc, self.entities):
            bare = all(child.dep_ == "det" for child in token.children)
            if token.i in known or (bare and is_anybody(token, token.lower_)):
                continue  # "ministers": whom the text names may come later
            others = {i for child in token.children if child.dep_ == "conj" for i in span(child)}
            actors = self._one(token, set(span(token)) - others)
            if len(actors) == 1 and actors[0].kind in ("organisation", "group"):
                self.discourse.note(token.i, actors[0])

    def resolve(self, tokens: tuple[int, ...], head: int | None) -> tuple[Actor, ...]:
        """Return the actors that a noun phrase means, one per coordinated name; empty if this is unclear."""
        self.candidates = ()
        if head is None or not tokens or is_hardly_anybody(self.doc[head]):
            return ()
        turn = speaker_of_turn(self.doc, tokens, self.new)
        if result := (turn,) if turn is not None else self._all(self.doc[head], set(tokens)):
            self.candidates = ()
            self.discourse.speak(head, result, tokens)
        return result

    def antecedent(self, token: Token, besides: tuple[Actor, ...] = ()) -> tuple[Actor, ...]:
        """Return the actor that a pronoun in reported speech means, if exactly one that fits is named before it."""
        return antecedent(self.discourse, self.layout, token, besides)

    def label(self, actor: Actor) -> str:
        """Return the label of an actor, known or new."""
        return self.new.label(actor.slug)

    def actor(self, slug: str) -> Actor:
        """Return the actor with a slug, known or new."""
        if slug in self.gazetteer.known:
            return self.gazetteer.actor(slug)
        kind = self.new.proposed[slug].kind
        return Actor(slug, kind, kind == "group", known=False)

    def look(self, token: Token) -> tuple[Actor, ...]:
        """Return the actors that a noun means, without recording them as speakers; empty for things."""
        if token.pos_ == "NOUN" and token.lower_ not in PEOPLE | ROLES | BODIES and not token.ent_type_:
            return ()
        return self._all(token, set(range(token.left_edge.i, token.right_edge.i + 1)))

    def _all(self, head: Token, inside: set[int]) -> tuple[Actor, ...]:
        parts = [(token, self._one(token, inside)) for token in without_roles(coordinated(head, inside))]
        if any(not one and token.lower_ in (*HE, *SHE) for token, one in parts):
            return ()  # "he and his aides" are not the aides alone
        return tuple(dict.fromkeys(actor for _, one in parts for actor in one))

    def _one(self, head: Token, inside: set[int]) -> tuple[Actor, ...]:
        word, self.candidates = head.lower_, ()
        if (part := words_of_part(head)) is not None:
            return tuple(actor for actor in self.descriptions.meant(part, inside)[:1] if actor is not None)
        # in lower case, "US" would look like a pronoun
        if head.text != "US":
            if head.pos_ in ("PRON", "DET") or word in (*HE, *SHE, *THEY, *IT):
                return self._pronoun(head)
            if word in FIRST:
                named = [child for child in head.children if child.dep_ == "appos" and child.i in inside]
                return self._one(named[0], inside) if word == "one" and named else ()
        if any(child.dep_ == "det" and child.lower_ in ("no", "neither") for child in head.children):
            return ()
        if head.dep_ == "appos" and head.pos_ == "NOUN" and head.lower_ in ROLES and head.head.ent_type_ == "PERSON":
            return self._one(head.head, {head.head.i})  # "Chang, an official, who said"
        if several := namesakes_of(head, self.discourse, self.new):
            self.candidates = several if len(several) > 1 else ()
            return several if len(several) == 1 else ()
        titled = self.apposed.to(head, inside) or self._whole_name(head) or self._surname(head)
        return (titled,) if titled else self._meant(head, inside)

    def _meant(self, head: Token, inside: set[int]) -> tuple[Actor, ...]:
        """Return the actors that a noun phrase means that does not give a person's name."""
        if (holder := holder_of_initials(head, self.discourse.named)) is not None:
            return (holder,)
        author = written_by(head)
        if author is not None:  # "a report by the Commission found"
            return self._all(author, set(span(author)))
        if head.lower_ in GATHERINGS:  # an event, which says nothing itself
            return held_by(self.discourse, head, self.look)
        found = self.descriptions.pair(head) or self.together.meant(head) or self._described_group(head, inside)
        found = found or self._named(head, inside)
        found = found if found or self.candidates else self._described(head, inside)
        body = body_before(head) if not found else None
        return found if body is None else self._all(body, set(span(body)))  # "an army statement said"

    def _pronoun(self, token: Token) -> tuple[Actor, ...]:
        if token.lower_ in WHO and token.head.dep_ in ("relcl", "acl"):
            noun = whole_of(token.head.head) if token.lower_ == "who" else token.head.head
            if noun.ent_type_ == "PERSON" and token.lower_ in ("that", "which"):
                return ()  # "a letter to Ivan Petrov that called for talks"
            return self._one(noun, set(range(noun.left_edge.i, token.i)))
        if is_expletive(token) or means_things(token):
            return ()
        meant, self.candidates = meaning_of(self.discourse, token)
        return meant

    def _surname(self, head: Token) -> Actor | None:
        """Return the person that a last name means, after the full name was given or after "Mr"."""
        entity = self.entities.get(head.i)
        name = head.pos_ == "PROPN" or (entity is not None and entity.label_ in ("PERSON", "ORG"))
        if not name or (entity is not None and len(entity) > 1 and not is_titled(entity)):
            return None
        if folded(head.text) in self.new.people and fullnames.is_bare_name(head):
            return self.new.person(self.doc[head.left_edge.i : head.i + 1].text.split("’s ")[-1].split("'s ")[-1])
        before = self.doc[head.i - 1].lower_.rstrip(".") if head.i else ""
        if before in TITLES:
            return self.new.person(head.text, titled=True)
        full = self.full.get(folded(head.text), set())
        if (
            len(full) == 1
            and head.dep_ == "nsubj"
            and fullnames.is_bare_name(head)
            and next(iter(full)) in self.persons
        ):
            return self.new.person(next(iter(full)))  # "Paris said", where the text mentions Anna Paris
        known = self.gazetteer.find(head.text) or head.lower_ in self.gazetteer.shared
        single = len(full) == 1 and not known and entity is not None and entity.label_ in ("PERSON", "ORG")
        return self.new.person(next(iter(full))) if single and fullnames.is_bare_name(head) else None

    def _whole_name(self, head: Token) -> Actor | None:
        """Return the person with a name of several words, so that it is not confused with a namesake's."""
        noted = next((actor for at, actor in self.discourse.named if at == head.i and actor.kind == "person"), None)
        if noted is not None:
            return noted
        entity = self.entities.get(head.i)
        if entity is None or entity.label_ != "PERSON" or len(entity) < 2 or self.gazetteer.state(entity.text):
            return None
        return self.new.person(entity.text)

    def _described_group(self, head: Token, inside: set[int]) -> tuple[Actor, ...]:
        """Return the group that a plural with a restrictive clause describes: "Syrians involved in the uprising"."""
        clauses = [child for child in head.children if child.dep_ in ("acl", "relcl") and child.i in inside]
        clause = next((child for child in clauses if child.i > head.i), None)
        if head.tag_ not in ("NNS", "NNPS") or clause is None or self.doc[clause.left_edge.i - 1].text == ",":
            return ()
        found = self.gazetteer.group_like(self.doc[head.left_edge.i : clause.right_edge.i + 1].text, head.text)
        return (found,) if found else ()

    def _named(self, head: Token, inside: set[int]) -> tuple[Actor, ...]:
        """Return the actors that a name means, according to the reference data or the text."""
        for name in names_of(head, inside, self.entities.get(head.i)):
            found = self.gazetteer.find(name)
            if len(found) > 1:
                self.candidates = tuple(self.gazetteer.actor(slug) for slug in found)
                return ()
            if len(found) == 1 and (other := self.new.another(head, found[0])) is not None:
                return (other,)
            if len(found) == 1:
                return (self.gazetteer.actor(found[0], plural=head.tag_ in ("NNS", "NNPS")),)
        entity = self.entities.get(head.i)
        for name, slug in self.long.items() if entity is not None else ():
            if entity is not None and name in entity.text:
                return (self.gazetteer.actor(slug),)
        long = self.short.get(head.text)
        if long:
            found, own = self.gazetteer.find(long), self.descriptions.organs.called(long)
            spelt = (actor for at, actor in self.discourse.named if long in getattr(self.entities.get(at), "text", ""))
            known = self.gazetteer.actor(found[0]) if len(found) == 1 else own or next(spelt, None)
            return (known if known is not None else self.new.name(head, None, long),)
        return self._of_nations(head, inside)

    def _of_nations(self, head: Token, inside: set[int]) -> tuple[Actor, ...]:
        """Return the actors that a nation's adjective means, or a group of the nation that the text is about."""
        nations = self.namings.by_adjective(head)
        if len(nations) > 1:
            self.candidates = nations
        if len(nations) == 1:
            return nations
        return group_of_topic(self.gazetteer, head, inside, self.topic, self.descriptions.organs.is_about)

    def _described(self, head: Token, inside: set[int]) -> tuple[Actor, ...]:
        entity = self.entities.get(head.i)
        if entity is not None and entity.label_ == "PERSON":
            actor = self.new.person(entity.text)
            return (actor,) if actor else ()
        found, self.candidates = self.descriptions.meant(head, inside)
        if found or self.candidates:
            return (found,) if found else ()
        called = next(
            (child for child in head.children if child.dep_ == "appos" and child.left_edge.i <= head.i + 2), None
        )
        letters = called is not None and head.pos_ == "PROPN" and called.nbor(-1).text == "("  # "the Union (BU)"
        if called is not None and called.pos_ == "PROPN" and head.lower_ in BODIES and not letters:
            return self._one(called, inside)
        phrase = phrase_of(head, inside)
        if head.pos_ == "PROPN" or (entity is not None and entity.label_ in ("ORG", "GPE", "NORP")):
            return self._called(head, entity, phrase)
        groups, self.candidates = self.groups.meant(head, phrase, inside)
        return groups

    def _called(self, head: Token, entity: Span | None, phrase: str) -> tuple[Actor, ...]:
        """Return a new entry for an unknown name; "the President" is an office, not a name."""
        if head.pos_ == "PROPN" and (phrase.lower() in ROLES or not can_speak(head)):
            return ()
        if phrase.split(" of ")[0].lower() in _TOP and " of " in phrase:
            return (self.new.described(phrase, "Described by the words of the text, which names nobody."),)
        owner, start = owner_of(head)
        name = self.doc[start : head.i + 1] if owner is not None and owner.dep_ == "poss" else None
        if name is not None and len(name) > 1 and all(token.pos_ == "PROPN" for token in name):
            return (self.new.name(head, entity, name.text),)  # "Indonesia's Retno Marsudi"
        owned = entity is None or (owner_of(head)[0] is not None and phrase.endswith(entity.text))
        return (self.new.name(head, entity, phrase if owned or entity is None else entity.text),)
