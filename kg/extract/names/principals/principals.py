"""Finds the principals of speakers: by their offices, by the words beside a name, or by earlier parts of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.names.groups.entries import bodies_of
from kg.extract.names.groups.servants import served
from kg.extract.names.offices import (
    OF_STATES,
    Spokesmen,
    is_of_no_state,
    is_third_party,
    state_of_speech,
    state_of_title,
)
from kg.extract.names.people.ownwords import own_words
from kg.extract.names.people.unnamed import unnamed_principals
from kg.extract.names.posts import FORMER, SPEAKING_GROUPS, is_office_of_state
from kg.extract.names.principals.homeoffices import may_hold, state_of_setting
from kg.extract.names.principals.incumbents import states_of_incumbent
from kg.extract.names.principals.officebodies import body_of_office
from kg.extract.names.principals.ownpress import OwnPress
from kg.extract.names.principals.ownvoice import in_own_voice
from kg.extract.names.principals.sameoffice import state_of_same_office
from kg.extract.names.principals.unstated import (
    is_ministry_spokesman,
    state_asked,
    state_left,
    state_of_briefing,
    state_of_capital,
    state_of_headline,
    state_of_official,
    state_of_place,
    state_of_presidency,
    superior_of,
    untaken,
)
from kg.extract.names.pronouns import meaning_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from spacy.tokens import Doc, Token

    from kg.extract.grammar.attributed import Attribution
    from kg.extract.names.actors import Actor
    from kg.extract.names.gazetteer import Gazetteer
    from kg.extract.names.mentions import Resolver

__all__ = ["Principals"]

#: Offices whose holders speak for themselves, not for their state.
_OWN_VOICE = re.compile(
    r"\b(?:senator|congress(?:wo)?man|representative|lawmaker|legislator|deputy of|professor|member)\b", re.IGNORECASE
)
_SPEAKING = frozenset(load_data("names/people.yaml")["speaking"])
_OF_GOVERNMENTS = frozenset(("army", "cabinet", "government", "military", "ministry", "presidential"))
_ANSWERING, _ACTING = ("deny", "dismiss", "rebut", "refute", "reject"), ("nsubj", "nsubjpass", "poss")


@dataclass
class Principals:
    """The principals of the speakers in a text: the states and bodies for which they speak.

    `is_press` identifies mere reporters; `spoken_for` are the principals with which a new person was introduced.
    """

    gazetteer: Gazetteer
    doc: Doc
    resolver: Resolver
    published: date
    is_press: Callable[[tuple[Actor, ...]], bool]
    spoken_for: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Prepare what reads the offices of spokesmen, and those of the outlet's own state."""
        self.spokesmen = Spokesmen(self.resolver.discourse, self.resolver.look, self.of_person, self.is_press)
        self.own_press = OwnPress(self.resolver, self.of_person)

    def of(self, item: Attribution, holders: tuple[Actor, ...]) -> list[str]:
        """Return the principals of the speakers, according to their offices or to the words beside a name."""
        slugs = [slug for actor in holders for slug in self.of_one(actor, holders)]
        one = holders[0].kind if len(holders) == 1 and not slugs else ""
        if one == "group":
            return self._of_group(item, holders[0])
        if one == "person" and item.source:
            if self.resolver.posts.is_former(holders[0].slug):
                return []
            told = self.resolver.posts.of(holders[0].slug, [self.doc[i] for i in own_words(self.doc, item.source)])
            if told is not None:
                self.spoken_for[holders[0].slug] = told
                return told
            apart = tuple(i for i in own_words(self.doc, item.source) if i != item.source_head)
            owned = any(self.doc[i].tag_ == "PRP$" for i in apart)  # "its India head" is not India's
            slugs = [] if owned else self._beside(item, apart)
            self.own_press.settle(holders[0], slugs)
            known = slugs or self.spoken_for.get(holders[0].slug, []) or self._introduced(holders[0])
            slugs = known or self._unstated(item, holders[0])
            head = self.doc[item.source_head if item.source_head is not None else item.source[-1]]
            slugs = slugs or unnamed_principals(self.resolver.discourse, head, self._of_group_named)
            self.spoken_for[holders[0].slug] = slugs
            self.resolver.discourse.holds(holders[0], {slug for slug in slugs if self.gazetteer.state(slug) == slug})
        return [slug for slug in dict.fromkeys(slugs) if slug not in {actor.slug for actor in holders}]

    def _of_group(self, item: Attribution, group: Actor) -> list[str]:
        """Return the principals of a group of officials, as given here or where the text names the group before."""
        if FORMER & set(group.slug.split("-")):
            return []
        told = self.resolver.posts.of_group([self.doc[i] for i in item.source])
        head = self.doc[item.source_head] if item.source_head is not None else None
        told = told or self._of_group_named(group) or self._of_people(head)
        home = self.resolver.groups.states.get(group.slug) or served(self.resolver.descriptions.organs, head)
        return told or ([home] if home else [])

    def _of_group_named(self, group: Actor) -> list[str]:
        """Return the principals of a group as given where the text names it."""
        known, told = self.resolver.gazetteer.known, list[str]()
        named = self.resolver.discourse.named if group.slug not in known else ()
        for head in (self.doc[at] for at, actor in named if actor == group):
            told = told or self.resolver.posts.of_group([word for word in head.subtree if not word.is_space])
            told = told or self._of_people(head)
        return told

    def _of_people(self, head: Token | None) -> list[str]:
        """Return the body of officials that is only described: "ministers from the 27-nation bloc"."""
        if head is None or head.lower_ not in SPEAKING_GROUPS:
            return []
        bodies = [actor.slug for actor in bodies_of(head, self.resolver.look)]
        return bodies if all(slug in self.gazetteer.known for slug in bodies) else []

    def by_office(self, actor: Actor) -> list[str]:
        """Return the principals that an actor has by virtue of an office, or as an organ of a state."""
        if actor.kind == "person":
            former = actor.slug in self.resolver.discourse.former
            offices = [] if former else self.gazetteer.offices_on(actor.slug, self.published.isoformat())
            return list(dict.fromkeys(office.of for office in offices if not _OWN_VOICE.search(office.title)))
        entry = self.gazetteer.known.get(actor.slug)
        whole = self.resolver.new.parts_of(actor.slug)
        if whole:
            return [whole] if whole in self.gazetteer.known and self.gazetteer.known[whole].kind == "state" else []
        if entry and entry.type == "organ":
            wholes = ((slug, self.gazetteer.known.get(slug)) for slug in entry.part_of)
            return [slug for slug, whole in wholes if whole and whole.kind == "state"]
        return []

    def of_person(self, actor: Actor) -> list[str]:
        """Return the principals of a person, according to the reference data or to earlier parts of the text."""
        told = self.by_office(actor) or self.spoken_for.get(actor.slug) or self.resolver.posts.found.get(actor.slug)
        return told or self._introduced(actor) or states_of_incumbent(self.resolver, actor, self.published)

    def of_one(self, actor: Actor, holders: tuple[Actor, ...]) -> list[str]:
        """Return the principals of one speaker, for a joint one also by the office given in the text."""
        if len(holders) > 1 and actor.kind == "group":
            return self._of_group_named(actor)
        joint = len(holders) > 1 and actor.kind == "person"
        return self.by_office(actor) or (self.own_press.by_title(actor, self.of_person(actor)) if joint else [])

    def _introduced(self, actor: Actor) -> list[str]:
        """Return the state that a person represents by virtue of the office given in the text."""
        discourse = self.resolver.discourse
        speaks = discourse.roles.get(actor.slug, set()) & _SPEAKING
        return sorted(discourse.bodies.get(actor.slug, ())) if speaks else []

    def _beside(self, item: Attribution, apart: tuple[int, ...]) -> list[str]:
        """Return the body named beside a name; a state only with an office: "Panama coach X" does not represent it."""
        found = self.resolver.namings.bodies_in(apart)
        words = {part for i in item.source for part in self.doc[i].lower_.split("-")}
        if is_office_of_state(words) or self._is_of_nation(item):
            return found
        return [slug for slug in found if self.gazetteer.known[slug].kind != "state"]

    def _is_of_nation(self, item: Attribution) -> bool:
        """Return whether a full name that speaks has only the genitive of a state: "Russia's Anna Berg said"."""
        own = [self.doc[i] for i in own_words(self.doc, item.source)]
        name = [token for token in own if token.ent_type_ == "PERSON"]
        rest = [token for token in own if token.ent_type_ != "PERSON" and token.tag_ != "POS"]
        state = len(rest) == 1 and rest[0].dep_ == "poss" and rest[0].ent_type_ == "GPE"
        return state and len(name) > 1 and item.sense.lemma in lexicon().plain

    def _unstated(self, item: Attribution, person: Actor) -> list[str]:
        """Return the principals of a person with an office but no state, unless the place of speech rules them out."""
        found = (
            states_of_incumbent(self.resolver, person, self.published)
            or body_of_office(self.resolver, own_words(self.doc, item.source))
            or state_of_presidency(self.gazetteer, self.doc, own_words(self.doc, item.source))
            or self.spokesmen.of(item)
            or self._elsewhere(item, person)
        )
        found = found or self.own_press.of(item, person, self._inferred(item, person))
        words = [self.doc[i].lower_ for i in own_words(self.doc, item.source)]
        found = in_own_voice(self.gazetteer, self.doc, item, found, official=is_office_of_state(set(words)))
        found = untaken(self.resolver.discourse, person, found)
        place = state_of_place(self.gazetteer, self.doc[item.via])
        named = {slug for _, slug in self.resolver.descriptions.organs.states}
        there = [place] if place is not None and place in named and is_ministry_spokesman(words) else []
        return found if place is None or place in found else there

    def _inferred(self, item: Attribution, person: Actor) -> list[str]:
        """Return the principals of such a person by the states that the text names, which may be wrong."""
        return (
            self._of_bare_office(item, first=person.slug not in self.spoken_for)
            or state_of_speech(self.gazetteer, self.doc, item.content)
            or self._of_official(item, person)
            or state_asked(self.gazetteer, self.doc, self.doc[item.via])
            or self.spokesmen.of_only(item, person)
            or self._of_setting(item, person)
            or state_left(self.gazetteer, self.resolver.discourse, person, self.resolver.descriptions.organs.states)
        )

    def _of_official(self, item: Attribution, person: Actor) -> list[str]:
        """Return the state of the official in the sentence before, if that is who is now named and speaks of it."""
        own, told = [self.doc[i] for i in own_words(self.doc, item.source)], self.resolver.discourse.named
        first = min((at for at, actor in told if actor == person), default=-1)
        named = first >= self.doc[item.via].sent.start and len(own) > 1 and all(w.ent_type_ == "PERSON" for w in own)
        people = [at for at, actor in told if actor.kind == "person" and actor != person]
        return state_of_official(self.gazetteer, self.doc, item, people) if named else []

    def _of_setting(self, item: Attribution, person: Actor) -> list[str]:
        """Return the state in which the text is set for whoever has an office of a state there without its name."""
        words, setting = own_words(self.doc, item.source), self.resolver.descriptions.organs.setting
        none = is_of_no_state(self.gazetteer, [self.doc[i] for i in words])
        state = state_of_setting(setting, self.resolver.discourse, person) if not none else None
        return [state] if state else []

    def _elsewhere(self, item: Attribution, person: Actor) -> list[str]:
        """Return the state of an office without one, from the headline, the place of speech or a superior."""
        discourse, own = self.resolver.discourse, own_words(self.doc, item.source)
        if is_of_no_state(self.gazetteer, [self.doc[i] for i in own]):
            return []
        if (superior := superior_of(discourse, person, self.resolver.look)) is not None:
            return self.of_person(superior)
        titled = state_of_headline(self.gazetteer, discourse, person)
        titled = titled or state_of_same_office(self.gazetteer, self.own_press.setting, person)
        return titled or state_of_briefing(self.gazetteer, discourse, self.doc[item.via], own)

    def _of_bare_office(self, item: Attribution, *, first: bool) -> list[str]:
        """Return the state of an office without one, from the rest of the text: "its minister", "Home Secretary"."""
        words = [self.doc[i] for i in own_words(self.doc, item.source)]
        lower = {word.lower_ for word in words}
        office = lower & OF_STATES or (lower & _SPEAKING and lower & _OF_GOVERNMENTS)
        if not office or is_of_no_state(self.gazetteer, words):
            return []
        owner = next((word for word in words if word.tag_ == "PRP$"), None)
        if owner is not None:
            meant, _ = meaning_of(self.resolver.discourse, owner)
            if len(meant) == 1 and meant[0].kind == "person":  # "Putin ... His foreign minister"
                return self.by_office(meant[0]) or self.spoken_for.get(meant[0].slug, [])
            return [actor.slug for actor in meant if len(meant) == 1 and actor.kind == "state"]
        named = {actor.slug for _, actor in self.resolver.discourse.named if actor.kind == "state"}
        called = (words for entity in self.doc.ents for words in (entity.text, entity[0].text))  # "Kenyan PM"
        named |= {slug for words in called if (slug := self.gazetteer.demonyms.get(words.casefold()))}
        discourse, start = self.resolver.discourse, min(item.source)
        earlier = (actor.slug for at, actor in discourse.named if at < start and not discourse.is_aside(at, start))
        title = " ".join(word.lower_ for word in words)
        if first and len(named) == 1 and named & set(earlier):
            return [slug for slug in named if may_hold(slug, title)]  # no other state is named in the whole text
        if first and (capital := state_of_capital(self.gazetteer, self.doc, item, named)):
            return capital
        titled = state_of_title(title, named)
        if titled is None and (not first or is_third_party(self.doc[item.via])):
            return []  # where a person is introduced, and not later, the state may be that of the speakers before
        before = discourse.paragraph_before(start)
        if titled is None and self.doc[item.via].lemma_.lower() in _ANSWERING:
            return []  # whoever rejects what one state has just said is of another one
        near = [titled] if titled else self._of_paragraph(start) or self._of_paragraph(start, before)
        return near or (self._of_all_before(start) if "president" in lower else [])

    def _of_all_before(self, position: int) -> list[str]:
        """Return the only state for which anybody has spoken so far, if the sentence of a token names it."""
        spoke = (actor.slug for _, actors in self.resolver.discourse.stack for actor in actors)
        states = {slug for person in spoke for slug in self.spoken_for.get(person, [])}
        told = self.resolver.descriptions.organs.states
        named = {slug for at, slug in told if self.doc[at].sent == self.doc[position].sent}
        return list(states) if len(states) == 1 and states <= named else []

    def _of_paragraph(self, position: int, start: int | None = None) -> list[str]:
        """Return the only state represented by all speakers so far in the paragraph of a token.

        "Israel's prime minister said ... Defence Minister Arens said ...": the text would mention a change of state.
        """
        start = self.resolver.discourse.paragraph(position) if start is None else start
        before = [actors[0] for at, actors in self.resolver.discourse.stack if start <= at < position]
        if before and before[-1].kind != "state" and not (self.by_office(before[-1]) or self.of_person(before[-1])):
            return []  # the last speaker may be of another state
        states = {slug for actor in before for slug in (self.by_office(actor) or self.spoken_for.get(actor.slug, []))}
        states = {self.resolver.new.parts_of(slug) or slug for slug in states}  # of a ministry's spokesman, the state
        states |= {actor.slug for actor in before if actor.kind == "state"}
        # "Oslo condemned it. Kenya's answer was muted. The ministry's spokesman said ...": the ministry is unclear, and
        # where nobody but a state has spoken, as in "Oslo told Kenya that ...", the other one may answer.
        alone = all(actor.kind == "state" for actor in before)
        named = (pair for pair in self.resolver.discourse.named if start <= pair[0] < position)
        acting = {a.slug for at, a in named if a.kind == "state" and (alone or self.doc[at].dep_ in _ACTING)}
        return list(states) if len(states) == 1 and acting <= states else []
