"""Who is meant by a description: by an office, as the body of a state, or as somebody named before."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.names.actors import BODIES, ROLES, Actor
from kg.extract.names.gazetteer import Gazetteer, folded
from kg.extract.names.phrases import owner_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.names.discourse import Discourse
    from kg.extract.names.namings import Namings
    from kg.extract.names.newnames import NewNames

__all__ = ["Descriptions"]

_PRESS = ("team", "crew", "correspondent", "reporter", "journalist", "photographer")
_UTTERED = ("statement", "communique", "communiqué", "declaration", "letter", "tweet", "message")
#: Bodies that only states have: the first word of a name tells whose they are ("the Hungarian Foreign Ministry").
_STATES_OWN = ("ministry", "parliament", "embassy", "government", "cabinet", "military", "senate", "presidency")
#: What a state may be called when it was named before: "the North".
_SHORT = ("North", "South", "Emirates", "States")


@dataclass
class Descriptions:
    """Resolves descriptions in one text; `organs` are the bodies of states that it has spoken of, by their nouns."""

    gazetteer: Gazetteer
    day: str
    doc: Doc
    namings: Namings
    discourse: Discourse
    new: NewNames
    organs: dict[str, dict[str, Actor]] = field(default_factory=dict)

    def meant(self, head: Token, inside: set[int]) -> Actor | None:
        """Return who is meant by a noun phrase that is no name, or None."""
        if head.lemma_.lower() in _UTTERED:
            return self._author(head)
        return self._office(head, inside) or self._press(head, inside) or self._organ(head, inside) or self._back(head)

    def _author(self, head: Token) -> Actor | None:
        """Return whose a statement is: "the Turkish statement", else of him or her who spoke last."""
        owner, _ = owner_of(head)
        slug = self._owner(owner) if owner is not None else None
        if slug:
            return self.gazetteer.actor(slug)
        bare = all(child.dep_ in ("det", "punct") or child.i > head.i for child in head.children)
        found = self.discourse.latest(head.i, lambda actor: actor.kind != "place") if bare else ()
        return found[0] if found else None

    def _press(self, head: Token, inside: set[int]) -> Actor | None:
        """Return the news organisation whose people are meant: "a BBC correspondent"."""
        if head.lower_ not in _PRESS:
            return None
        bodies = self.namings.bodies_in(tuple(sorted(inside)))
        news = [slug for slug in bodies if self.gazetteer.known[slug].type == "news-organisation"]
        return self.gazetteer.actor(news[0]) if news else None

    def _office(self, head: Token, inside: set[int]) -> Actor | None:
        """Return who held the office that a description names: "the Qatari prime minister", "the president"."""
        someone = any(child.lower_ in ("a", "an", "one", "another", "no") for child in head.children)
        if head.lower_ not in ROLES or head.tag_ in ("NNS", "NNPS") or someone:
            return None
        body = self._body_of(head, inside)
        former = any(child.lower_ in ("former", "ex", "then") for child in head.children)
        if body and (former or head.lower_ in ("chief", "head", "leader", "boss")):
            for actor in reversed(self.discourse.before(head.i, lambda _: True)):
                entry = self.gazetteer.known.get(actor.slug)
                offices = entry.offices if entry else ()
                if any(office.of == body and (not former or not office.holds(self.day)) for office in offices):
                    return actor
        for title in self._titles(head, inside):
            holders = self.gazetteer.holders(title, body, self.day)
            if len(set(holders)) == 1 and body:
                return self.gazetteer.actor(holders[0])
            recent = self.discourse.before(head.i, lambda actor, holders=holders: actor.slug in holders)  # type: ignore[misc]  # bound at once
            if recent:
                return recent[-1]
        return None

    def _titles(self, head: Token, inside: set[int]) -> list[str]:
        before = self.doc[head.i - 1] if head.i else head
        long = (
            [self.doc[head.i - 1 : head.i + 1].text]
            if before.i in inside and before.dep_ in ("compound", "amod")
            else []
        )
        return [*long, head.text]

    def _body_of(self, head: Token, inside: set[int]) -> str | None:
        owner = next((child for child in head.children if child.dep_ == "poss" and child.tag_ == "PRP$"), None)
        if owner is not None:
            meant = self.discourse.meant(owner)
            return meant[0].slug if len(meant) == 1 and meant[0].kind in ("state", "organisation") else None
        bodies = self.namings.bodies_in(tuple(i for i in sorted(inside) if i != head.i and self.doc[i] in head.subtree))
        return bodies[0] if bodies else None

    def _organ(self, head: Token, inside: set[int]) -> Actor | None:
        """Return the body of a state or an organisation: "Sudan's army", "its foreign ministry", then "the army"."""
        word = head.lower_
        if word not in BODIES:
            return None
        owner, start = owner_of(head)
        if owner is None and word in _STATES_OWN:
            owner = next((child for child in head.children if child.i < head.i and self._owner(child)), None)
            start = owner.i + 1 if owner is not None else start
        if owner is None:
            bare = all(self.doc[i].dep_ == "det" for i in inside if head.left_edge.i <= i < head.i)
            known = self.organs.get(word, {})
            return next(iter(known.values())) if bare and len(known) == 1 else None
        slug = self._owner(owner)
        if slug is None:
            return None
        actor = self.new.organ(slug, self.doc[start : head.i + 1].text)
        self.organs.setdefault(word, {})[actor.slug] = actor
        self.discourse.named.append((head.i, actor))
        self.discourse.named.sort(key=lambda pair: pair[0])
        return actor

    def _owner(self, owner: Token) -> str | None:
        """Return the state or organisation to which a body belongs."""
        if owner.tag_ == "PRP$":
            found = self.discourse.meant(owner)
            return found[0].slug if len(found) == 1 and found[0].kind in ("state", "organisation") else None
        entity = self.namings.entities.get(owner.i)
        slug = self.gazetteer.state(entity.text if entity is not None else owner.text) or self.gazetteer.state(
            owner.text
        )
        return slug if slug and self.gazetteer.known[slug].kind == "state" else None

    def _back(self, head: Token) -> Actor | None:
        """Return the actor named before whose name has this word: "the Observatory", "the former chief"."""
        articles = [child.lower_ for child in head.children if child.dep_ == "det"]
        long = any(child.dep_ in ("compound", "amod", "prep") for child in head.children)
        if not {"the", "this", "that"}.intersection(articles) and (head.pos_ != "PROPN" or long):
            return None
        named = None if long and head.pos_ == "PROPN" else self._again(head)
        if named is None and head.lower_ in ROLES and head.tag_ in ("NN", "NNP"):
            found = self.discourse.latest(head.i, lambda actor: actor.kind == "person")
            return found[0] if found else None
        return named

    def _again(self, head: Token) -> Actor | None:
        """Return the body, or the state ("the North"), named before with a word of its name."""
        kinds = ["organisation"] if len(head) > 3 else []
        kinds += ["state"] if head.text in _SHORT else []
        for actor in reversed(self.discourse.before(head.i, lambda actor: actor.kind in kinds)):
            if any(head.lower_ in folded(name).split() for name in self._names(actor)):
                return actor
        return None

    def _names(self, actor: Actor) -> tuple[str, ...]:
        entry = self.gazetteer.known.get(actor.slug)
        if entry:
            return entry.names
        return (self.new.proposed[actor.slug].label,) if actor.slug in self.new.proposed else ()
