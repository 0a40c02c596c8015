"""Resolves descriptions of several actors whom the text names: "the two leaders", "the presidents of A and B"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.grammar.tree import where
from kg.extract.names.actors import HOLDERS, PORTFOLIOS, STATES_OWN, Actor
from kg.extract.names.groups.lists import listed, pairs_of_persons, run_behind
from kg.extract.names.nametable import folded
from kg.extract.names.offices import RULING, SPOKESMEN, is_spokesman

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.discourse import Discourse
    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["Together"]

_NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_STATES = ("countries", "governments", "nations", "neighbors", "neighbours", "states")
_PERSONS = (
    "chancellors",
    "counterparts",
    "diplomats",
    "envoys",
    "leaders",
    "men",
    "ministers",
    "officials",
    "politicians",
    "premiers",
    "presidents",
    "women",
)
_BODIES = ("companies", "factions", "groups", "militias", "movements", "organisations", "organizations", "parties")
#: Words that add nothing by which the actors could be told from others.
_PLAIN = PORTFOLIOS | {"world", "state", "rebel", "armed", "militant", "political", "opposition", "insurgent", "top"}
#: What a title before a name consists of.
_OF_TITLES = ("ADJ", "ADP", "CCONJ", "DET", "NOUN", "PROPN", "PUNCT")
#: The number of paragraphs back in which the actors are named.
_REACH = 2


@dataclass
class Together:
    """The actors of a text that a plural describes together; `day` decides who holds an office."""

    gazetteer: Gazetteer
    discourse: Discourse
    day: str

    def meant(self, head: Token) -> tuple[Actor, ...]:
        """Return the actors that a definite plural means, if the text names exactly as many; else nobody."""
        if head.tag_ not in ("NNS", "NNPS") and head.lower_ not in HOLDERS:
            return ()
        found = self._of_states(head) or self._as_before(head) or self._counted(head) or self._of_group(head)
        return found or self._joint(head)

    # -- "the two leaders"

    def _counted(self, head: Token) -> tuple[Actor, ...]:
        words = [child.lower_ for child in head.lefts if not child.is_punct]
        number = next((_NUMBERS[word] for word in words if word in _NUMBERS), 0)
        plain = all(word in _PLAIN or word in _NUMBERS or word in ("the", "these") for word in words)
        kinds = self._kinds(head.lower_)
        if number > 2 and plain and head.lower_ in (*_STATES, "members"):
            return listed(self.discourse, number)  # also "the three members of the alliance"
        if not number or not plain or not kinds or any(child.dep_ in ("prep", "relcl", "acl") for child in head.rights):
            return ()
        named = self._named_before(head, kinds)
        joined = self._joined(named, number)
        if joined or number > 2:
            return joined or self._all_states(head, number)
        several = tuple(dict.fromkeys(actor for _, actor in named))
        return several if len(several) == number and self._fit(head, several) else ()

    def _kinds(self, noun: str) -> tuple[str, ...]:
        if noun in _STATES:
            return ("state",)
        return ("person",) if noun in _PERSONS else ("organisation", "group") if noun in _BODIES else ()

    def _named_before(self, head: Token, kinds: tuple[str, ...]) -> list[tuple[int, Actor]]:
        """Return the actors of some kinds that are named before a word, nearby."""
        start = 0 if "state" in kinds else self._reach_of(head)
        return self.discourse.fitting(
            start, head.i, head.i, lambda actor: actor.kind in kinds and not self._is_no_party(actor)
        )

    def _reach_of(self, head: Token) -> int:
        """Return where the paragraphs begin in which those are named whom a plural means."""
        start = self.discourse.paragraph(head.i)
        for _ in range(_REACH):
            start = self.discourse.paragraph_before(start)
        return start

    def _is_no_party(self, actor: Actor) -> bool:
        """Return whether an actor is a news organisation, or a body through which a state speaks."""
        return self._is_press(actor) or (
            actor.kind == "organisation" and bool({*actor.slug.split("-")} & {*STATES_OWN})
        )

    def _is_press(self, actor: Actor) -> bool:
        entry = self.gazetteer.known.get(actor.slug)
        return entry is not None and entry.type == "news-organisation"

    def _joined(self, named: list[tuple[int, Actor]], number: int) -> tuple[Actor, ...]:
        """Return the last actors that the text names side by side, if these are as many and no other list is."""
        at, lists = dict(named), list(pairs_of_persons(self.discourse, named)) if number == 2 else []
        for i in at:
            token = self.discourse.doc[i]
            others = [child.i for child in token.conjuncts if child.i in at and child.i > i]
            if token.dep_ != "conj" and len(set(token.conjuncts)) == number - 1 == len(others):
                lists.append(tuple(at[place] for place in (i, *others)))
        return lists[-1] if lists and len({frozenset(found) for found in lists}) == 1 else ()

    def _all_states(self, head: Token, number: int) -> tuple[Actor, ...]:
        """Return the states that a word for states counts: those of the text, or the only such list in it."""
        named = [(at, actor) for at, actor in self.discourse.named if actor.kind == "state"]
        named = [(at, actor) for at, actor in named if not self.discourse.is_aside(at, head.i)]
        found = tuple(dict.fromkeys(actor for _, actor in named))
        if head.lower_ not in _STATES:
            return ()
        return found if len(found) == number else self._joined(named, number)

    def _fit(self, head: Token, actors: tuple[Actor, ...]) -> bool:
        """Return whether persons have the office or the sex that a noun gives them, as far as the text tells."""
        office = head.lower_.removesuffix("s")
        if any(self._only_speaks(actor) for actor in actors if office in ("leader", *RULING)):
            return False  # "the two leaders" are never their spokesmen
        roles = [self.discourse.roles.get(actor.slug, set()) for actor in actors]
        if office in ("president", "premier", "chancellor", "minister"):
            return all(not told or office in told or "counterpart" in told for told in roles)
        sex = {"men": "he", "women": "she"}.get(head.lower_)
        return sex is None or all(self.discourse.sex(actor) in ("", sex) for actor in actors)

    def _only_speaks(self, actor: Actor) -> bool:
        """Return whether a person is a spokesman or a press secretary."""
        told = self.discourse.roles.get(actor.slug, set())
        press = "secretary" in told and not told & {"foreign", "general"}
        return is_spokesman(actor) or press or not told.isdisjoint(SPOKESMEN)

    # -- "the leaders"

    def _joint(self, head: Token) -> tuple[Actor, ...]:
        """Return the two persons whom the text has just named side by side, if it calls no group by the noun."""
        words = [child.lower_ for child in head.lefts if not child.is_punct]
        if (
            words != ["the"]
            or head.lower_ not in (*HOLDERS, "men", "officials", "women")
            or any(child.dep_ in ("prep", "relcl", "acl") for child in head.rights)
        ):
            return ()
        found = self._joined(self._named_before(head, ("person",)), 2)
        doc = self.discourse.doc
        again = max((i for i in where(doc, "LOWER", (head.lower_,)) if i < head.i), default=None)
        if not found and again is not None and again >= self._reach_of(head):
            return self._joint(doc[again])
        groups = (at for at, actor in self.discourse.named if actor.kind == "group" and at < head.i)
        called = any(doc[at].lower_ == head.lower_ and not self._is_their_title(at, found) for at in groups)
        if head.lower_ == "officials" and not all(self.discourse.roles.get(actor.slug) for actor in found):
            return ()
        return found if found and not called and self._fit(head, found) else ()

    def _is_their_title(self, at: int, persons: tuple[Actor, ...]) -> bool:
        """Return whether a plural stands before the names of those it means: "Ministers of Trade Berg and Holm"."""
        doc = self.discourse.doc
        first = next((place for place, actor in self.discourse.named if place > at and actor in persons), None)
        return first is not None and all(word.pos_ in _OF_TITLES for word in doc[at:first])

    # -- "the presidents of A and B"

    def _of_states(self, head: Token) -> tuple[Actor, ...]:
        """Return the holders of an office in the states that follow it; nobody if one of them is unknown."""
        of = next((child for child in head.rights if child.lower_ == "of" and child.i == head.i + 1), None)
        if head.lower_ not in HOLDERS:
            return ()
        states = [state.slug for state in run_behind(self.discourse, of.i)] if of is not None else []
        states = states or [str(slug) for name in self._nations(head) if (slug := self.gazetteer.state(name))]
        if len(states) < 2:
            return ()
        before = next((child.lower_ for child in head.lefts if child.lower_ in PORTFOLIOS), "")
        office = f"{before} {head.lower_.removesuffix('s')}".strip()
        found = [self._holder(office, state) for state in states]
        return tuple(actor for actor in found if actor is not None) if all(found) else ()

    def _as_before(self, head: Token) -> tuple[Actor, ...]:
        """Return the holders whom the text has named by their states: "all three presidents"."""
        words, bare = {child.lower_ for child in head.lefts if not child.is_punct}, {"all", "both", "the"}
        if head.lower_ not in HOLDERS or not words & bare or words - bare - _NUMBERS.keys():
            return ()
        doc = self.discourse.doc
        before = {self._of_states(doc[i]) for i in where(doc, "LOWER", (head.lower_,)) if i < head.i} - {()}
        found = before.pop() if len(before) == 1 else ()
        number = next((_NUMBERS[word] for word in words if word in _NUMBERS), len(found))
        return found if number == len(found) and not any(child.dep_ == "prep" for child in head.rights) else ()

    def _nations(self, head: Token) -> list[str]:
        """Return the joined adjectives before a noun: "the Kenyan and South African presidents"."""
        first = next((child for child in head.lefts if child.dep_ in ("amod", "nmod") and child.conjuncts), None)
        return [self._whole(token) for token in (first, *first.conjuncts)] if first is not None else []

    def _whole(self, token: Token) -> str:
        """Return a name with its compounds: "South Korea"."""
        parts = (child.i for child in token.lefts if child.dep_ == "compound" or child.lower_ in ("north", "south"))
        first = min(parts, default=token.i)
        return token.doc[first : token.i + 1].text

    def _holder(self, office: str, state: str) -> Actor | None:
        holders = set(self.gazetteer.holders(office, state, self.day))
        if len(holders) == 1:
            return self.gazetteer.actor(holders.pop())
        told = {
            actor
            for _, actor in self.discourse.named
            if self._is_in(office, actor) and self.discourse.bodies.get(actor.slug) == {state}
        }
        return told.pop() if len(told) == 1 else None

    def _is_in(self, office: str, actor: Actor) -> bool:
        """Return whether the text gives a person an office; leaders are those who rule."""
        roles = self.discourse.roles.get(actor.slug, set())
        return bool(roles & (RULING | {"counterpart"})) if office == "leader" else set(office.split()) <= roles

    # -- "the G7 ministers", "the top diplomats"

    def _of_group(self, head: Token) -> tuple[Actor, ...]:
        """Return the group whose mention has the same noun and name: "the G7 ministers" after "ministers of the G7"."""
        top = head.i > 0 and head.lower_ == "diplomats" and head.nbor(-1).lower_ == "top"
        noun = "ministers" if top else head.lower_
        names = {
            folded(child.text) for child in head.lefts if child.ent_type_ in ("ORG", "NORP") or child.text.isupper()
        }
        if not (names or top) or any(child.dep_ in ("prep", "relcl", "acl") for child in head.rights):
            return ()
        found = {
            actor
            for at, actor in self.discourse.named
            if at < head.i and actor.kind == "group" and self._is_mention(self.discourse.doc[at], head, noun, names)
        }
        return (found.pop(),) if len(found) == 1 else ()

    def _is_mention(self, other: Token, head: Token, noun: str, names: set[str]) -> bool:
        """Return whether an earlier mention has the same noun and names, and is not joined to this one."""
        words = list(other.subtree)
        return other.lower_ == noun and head not in words and names <= {folded(word.text) for word in words}
