"""Resolves descriptions of actors: an office, a body of a state, or a reference to an earlier mention.

A description means a person only if state, office and number agree with what is known about that person. It never
means somebody from another state, even the last speaker: after a Russian minister, "the French minister" is another
person. If nobody fits, a description with a state becomes a new entry; one without a state stays unresolved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.names.actors import PORTFOLIOS, ROLES, UTTERED, Actor
from kg.extract.names.authors import author_of
from kg.extract.names.groups.bodyrests import body_with_end
from kg.extract.names.nametable import folded
from kg.extract.names.offices import (
    OF_STATES,
    SEVERAL,
    SPOKESMEN,
    called_before,
    called_later,
    last_speaker,
    only_officer,
    rulers,
)
from kg.extract.names.organs import Organs
from kg.extract.names.people.chiefs import body_named_before, chiefs, is_ruler
from kg.extract.names.people.named_next import acting_officer, named_next, states_beside
from kg.extract.names.people.officetitles import titles_of
from kg.extract.names.people.unnamed import unnamed_again
from kg.extract.names.phrases import is_bare_office, owner_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.names.discourse import Discourse
    from kg.extract.names.gazetteer import Gazetteer
    from kg.extract.names.namings import Namings
    from kg.extract.names.newnames import NewNames

__all__ = ["Descriptions"]

_PEOPLE = load_data("names/people.yaml")

#: The actor that is meant, and the candidates if this is unclear.
Meant = tuple[Actor | None, tuple[Actor, ...]]

_PRESS = ("team", "crew", "correspondent", "reporter", "journalist", "photographer")
#: Short forms of states named earlier: "the North".
_SHORT = ("North", "South", "Emirates", "States")
#: Words that may refer to the holder of any office on later mention.
_EPITHETS = ("diplomat", "official")
_SENT = {"ambassador", "commissioner", "representative"}
_FORMER = ("former", "ex", "then", "late")


@dataclass
class Descriptions:
    """Resolves descriptions in one text."""

    gazetteer: Gazetteer
    day: str
    doc: Doc
    namings: Namings
    discourse: Discourse
    new: NewNames
    posts: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start without any body of a state."""
        named = self.gazetteer, self.doc, self.namings, self.discourse, self.new
        self.organs = Organs(*named, lambda actor: self._bodies_of(actor, former=False))

    def meant(self, head: Token, inside: set[int]) -> Meant:
        """Return the actor that a noun phrase without a name means, and the candidates if this is unclear."""
        if head.lemma_.lower() in UTTERED:
            return author_of(head, self.discourse, self._named_owner(head))
        if (same := unnamed_again(self.discourse, self.new, head)) is not None:
            return same, ()
        office = self._office(head, inside)
        if office is not None:
            return office
        found = self._press(head, inside)
        body, several = (found, ()) if found else self.organs.meant(head, inside)
        return (body, several) if body or several else self._back(head)

    def pair(self, head: Token) -> tuple[Actor, ...]:
        """Return the two states that "both countries" means; empty for other words."""
        return self.organs.pairs.pair(head)

    def _press(self, head: Token, inside: set[int]) -> Actor | None:
        """Return the news organisation whose staff is meant: "a BBC correspondent"."""
        if head.lower_ not in _PRESS:
            return None
        bodies = self.namings.bodies_in(tuple(sorted(inside)))
        news = (slug for slug in bodies if self.gazetteer.known[slug].type == "news-organisation")
        return next(map(self.gazetteer.actor, news), None)

    # -- offices

    def _office(self, head: Token, inside: set[int]) -> Meant | None:
        """Return the actor that an office means: "the Qatari prime minister", "the president"; else None."""
        if any(child.lower_ in ("a", "an", "one", "another", "no", "some") for child in head.children):
            return self._named_next(head, inside)
        if head.lower_ not in ROLES or head.tag_ in ("NNS", "NNPS"):
            return None
        nations = self._nations(head)
        if len(nations) > 1:
            return self._unclear(head, nations), ()
        body = self._body_of(head, inside)
        former = any(child.lower_ in _FORMER for child in head.children)
        if body is None:
            if is_bare_office(head):
                return self._bare_office(head, inside, former=former)
            spokesman = self._only_spokesman(head) if not former else None
            return (spokesman, ()) if spokesman is not None else None
        return self._of_body(head, inside, body, former=former), ()

    def _named_next(self, head: Token, inside: set[int]) -> Meant | None:
        """Return the official of a body whom the text names in the next sentence: "a UN envoy said. X said"."""
        person = named_next(self.discourse, head)
        body = self._body_of(head, inside) if person is not None else None
        return (self._in_office(person, head, body), ()) if person is not None and body else None

    def _of_body(self, head: Token, inside: set[int], body: str, *, former: bool) -> Actor | None:
        """Return the holder of an office in a body, also a former one: known, mentioned before, or a new entry."""
        titles = titles_of(self.gazetteer, head, inside)
        for title in titles if not former else ():
            holders = set(self.gazetteer.holders(title, body, self.day))
            if len(holders) == 1 and not self._is_one_of_many(head, inside):
                return self.gazetteer.actor(holders.pop())
        told = [actor for actor in self._told_of(head) if body in self._bodies_of(actor, former=former)]
        if is_ruler(head):
            told += [actor for actor in rulers(self.discourse, head.i) if body in self._bodies_of(actor, former=former)]
        told = told or self._told_later(head, inside, body, former=former)
        told = told or chiefs(self.discourse, head, body, self._bodies_of)
        if not told and head.lower_ in _EPITHETS:  # "the Russian diplomat"
            told = only_officer(self.discourse, head.i, lambda actor: body in self._bodies_of(actor, former=False))
        if len(set(told)) == 1:
            return told[0]
        entry = self.gazetteer.known.get(body)
        if entry is None or entry.kind != "state" or former:
            return None
        person = named_next(self.discourse, head, only=self._is_of_state(head, inside))
        if person is not None and not self._is_of_other(person, body):
            return self._in_office(person, head, body)
        name = " ".join((entry.demonyms[0] if entry.demonyms else entry.label, titles[0].lower()))
        named = self.new.described(name, "Described by the words of the text, which names nobody.")
        return self._in_office(named, head, body)

    def _is_one_of_many(self, head: Token, inside: set[int]) -> bool:
        """Return whether a state has several holders of this office, so that state and office identify nobody."""
        return head.lower_ in SEVERAL and not (head.i - 1 in inside and self.doc[head.i - 1].lower_ in PORTFOLIOS)

    def _bare_office(self, head: Token, inside: set[int], *, former: bool) -> Meant:
        """Return the person that "the president" or "the envoy" means: the only one with that office so far."""
        told = list(dict.fromkeys(reversed(self._told_of(head))))
        offices = titles_of(self.gazetteer, head, inside)
        holders = {slug for title in offices for slug in self.gazetteer.holders(title, None, self.day)}
        recent = [
            actor
            for actor in dict.fromkeys(reversed(self.discourse.before(head.i, lambda actor: actor.slug in holders)))
            if actor not in told
        ]
        found = [*told, *recent]
        if len(found) == 1 and not former:
            return found[0], ()
        if not found and (speaker := self._official(head)) is not None:
            return speaker, ()
        spoke = [actor for actor in found if any(actor in actors for _, actors in self.discourse.stack[-1:])]
        if len(spoke) == 1 and not former:
            return spoke[0], ()
        home = self.organs.home(head.i) if not found and not former and head.lower_ != "fm" else None
        if home and self._is_of_state(head, inside):
            return self._ruler(head, inside, home), ()
        later = called_later(self.gazetteer, self.discourse, head) if not found and not former else ()
        acting = acting_officer(self.discourse, head, self.organs.states, later)
        if acting is not None and self._is_of_state(head, inside) and acting[1] in self._bodies_of(acting[0]):
            return acting[0], ()
        persons = self.discourse.before(head.i, lambda actor: actor.kind == "person")
        everybody = {actor for _, actor in self.discourse.named if actor.kind == "person"}
        if former and len(everybody) == len({*persons}) == 1:
            return persons[0], ()  # the text names nobody else
        return None, tuple(found) or tuple(dict.fromkeys(reversed(persons[-4:])))

    def _official(self, head: Token) -> Actor | None:
        """Return the last speaker for "the official": a person with an office, if no other official was mentioned."""
        told = {token.lower_ for token in self.doc[: head.i]} & {head.lower_, f"{head.lower_}s"}
        last = last_speaker(self.discourse, head.i)
        roles = self.discourse.roles.get(last.slug, set()) if last is not None and last.kind == "person" else set()
        fits = roles & _SENT if head.lower_ == "envoy" else roles if head.lower_ in _EPITHETS else ()
        return last if fits and not told else None

    def _is_of_state(self, head: Token, inside: set[int]) -> bool:
        """Return whether only states have an office, and each only one: "the prime minister", not "the minister"."""
        before = self.doc[head.i - 1].lower_ if head.i - 1 in inside else ""
        return before in PORTFOLIOS if head.lower_ in SEVERAL else head.lower_ in OF_STATES

    def _ruler(self, head: Token, inside: set[int], state: str) -> Actor | None:
        """Return the holder of an office in the state that the text is about."""
        actor = self._of_body(head, inside, state, former=False)
        return self._in_office(actor, head, state) if actor is not None else None

    def _in_office(self, actor: Actor, head: Token, body: str) -> Actor:
        self.discourse.holds(actor, {body})
        self.discourse.roles.setdefault(actor.slug, set()).add(head.lower_)
        return actor

    def _told_of(self, head: Token) -> list[Actor]:
        """Return the persons to whom the text has given this office before."""
        return called_before(self.gazetteer, self.discourse, head)

    def _told_later(self, head: Token, inside: set[int], body: str, *, former: bool) -> list[Actor]:
        """Return the persons whom the text introduces later with this office of a body.

        "Kenya's prime minister" is the only one whom the text calls prime minister, also where it does not say of what.
        """
        later = called_later(self.gazetteer, self.discourse, head) if not former else []
        found = [actor for actor in later if body in self._bodies_of(actor, former=False)]
        one = later[0] if len(set(later)) == 1 and not found and self._is_of_state(head, inside) else None
        if one is None or self._bodies_of(one) or self.gazetteer.known[body].kind != "state":
            return found
        return [] if self._is_of_other(one, body) else [self._in_office(one, head, body)]

    def _is_of_other(self, person: Actor, state: str) -> bool:
        """Return whether another state stands beside the first mention of a person: "Norwegian President Jan Holm"."""
        return bool(states_beside(self.discourse, self.organs.states, person) - {state})

    def _only_spokesman(self, head: Token) -> Actor | None:
        """Return the only spokesman named in the text, before or after "the foreign ministry spokesman"."""
        if head.lower_ not in SPOKESMEN or not any(child.lower_ == "the" for child in head.children):
            return None
        found = {*self._told_of(head), *called_later(self.gazetteer, self.discourse, head)}
        return found.pop() if len(found) == 1 else None

    def _bodies_of(self, actor: Actor, *, former: bool = False) -> set[str]:
        """Return the bodies in which a person holds, or held, an office, and everything these bodies are part of."""
        entry = self.gazetteer.known.get(actor.slug)
        told = self.discourse.bodies.get(actor.slug, set()) | set(self.posts.get(actor.slug, ()))
        if entry is None:
            return told
        offices = {office.of for office in entry.offices if former or office.holds(self.day)}
        known = (self.gazetteer.known[of] for of in offices if of in self.gazetteer.known)
        return offices | told | {part for body in known for part in body.part_of}

    def _nations(self, head: Token) -> list[str]:
        """Return the states that the adjective in a description may mean, if there are several."""
        beside = (child for child in head.lefts if child.dep_ in ("amod", "compound", "nmod", "poss"))
        return next((found for child in beside if len(found := self.gazetteer.nations(child.text)) > 1), [])

    def _unclear(self, head: Token, nations: list[str]) -> Actor:
        """Return a new entry for a person whose state is unclear because several states share the adjective."""
        words = self.doc[head.left_edge.i : head.i + 1].text.removeprefix("The ").removeprefix("the ")
        return self.new.described(words, f"Described by the words of the text, which may mean {' or '.join(nations)}.")

    def _body_of(self, head: Token, inside: set[int]) -> str | None:
        # "Its minister"; "Norway, whose prime minister had offered asylum"
        for owner in (child for child in head.children if child.tag_ in ("PRP$", "WP$") and child.dep_ == "poss"):
            whole = self.organs.owner(owner)
            return self.new.parts_of(whole or "") or whole  # an ambassador of the government is the state's
        bodies = self.namings.bodies_in(tuple(i for i in sorted(inside) if i != head.i and self.doc[i] in head.subtree))
        of = (inner for child in head.children if child.lower_ == "of" and not bodies for inner in child.children)
        states = [slug for word in of if (slug := self.organs.state(word))]  # the name may seem to be a body's
        return next(iter(bodies or states), None) or body_named_before(self.discourse, head)

    def _named_owner(self, head: Token) -> Actor | None:
        """Return the state that a noun belongs to: "the Turkish statement"."""
        slug = self.organs.state(owner) if (owner := owner_of(head)[0]) is not None else None
        return self.gazetteer.actor(slug) if slug else None

    def _back(self, head: Token) -> Meant:
        """Return the actor named before whose name contains this word: "the Observatory", "the North"."""
        articles = [child.lower_ for child in head.children if child.dep_ == "det"]
        long = any(child.dep_ in ("compound", "amod", "poss", "prep") for child in head.children)
        if not {"the", "this", "that"}.intersection(articles) and (head.pos_ != "PROPN" or long):
            return None, ()
        named = long and head.pos_ == "PROPN"
        return body_with_end(self.discourse, head, self._names) if named else self._again(head), ()

    def _again(self, head: Token) -> Actor | None:
        """Return the body, or the state ("the North"), named before whose name contains this word."""
        kinds = ["organisation"] if len(head) > 3 and head.tag_ != "NNS" else []
        kinds += ["state"] if head.text in _SHORT else []
        if any(self.gazetteer.nations(child.text) for child in head.children if child.i < head.i):
            return None  # "the Turkish ministry" is not the ministry that was named before
        found = [
            actor
            for actor in dict.fromkeys(reversed(self.discourse.before(head.i, lambda actor: actor.kind in kinds)))
            if any(head.lower_ in folded(name).split() for name in self._names(actor))
        ]
        return found[0] if found else None

    def _names(self, actor: Actor) -> tuple[str, ...]:
        entry = self.gazetteer.known.get(actor.slug)
        if entry:
            return entry.names
        return (self.new.proposed[actor.slug].label,) if actor.slug in self.new.proposed else ()
