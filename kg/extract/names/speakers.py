"""Finds whom speakers speak for, whom they address, who passes their words on, and whether they mean themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import subject_of
from kg.extract.names.actors import HE, IT, SHE, THEY, Actor
from kg.extract.names.antecedents import has_rival, is_faulted
from kg.extract.names.authors import cited_source, passing_on, told_in
from kg.extract.names.offices import (
    OF_STATES,
    SPOKESMEN,
    Spokesmen,
    is_of_no_state,
    is_third_party,
    state_of_speech,
    state_of_title,
)
from kg.extract.names.phrases import own_words
from kg.extract.names.posts import is_office_of_state
from kg.extract.names.principals import state_of_briefing, state_of_headline, superior_of
from kg.extract.names.pronouns import meaning_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from spacy.tokens import Doc, Token

    from kg.extract.grammar.attributed import Attribution
    from kg.extract.names.gazetteer import Gazetteer
    from kg.extract.names.mentions import Resolver

__all__ = ["Speakers"]

#: Offices whose holders speak for themselves, and not for their state.
_OWN_VOICE = re.compile(
    r"\b(?:senator|congress(?:wo)?man|representative|lawmaker|legislator|deputy of|professor|member)\b", re.IGNORECASE
)
_SPEAKING = frozenset(load_data("names/people.yaml")["speaking"])
_SIDE = frozenset(load_data("names/people.yaml")["own_side"])
_HARMING = frozenset(load_data("names/people.yaml")["harming"])
_OWNERS = ("my", "our", "his", "her", "their", "its")
_OF_GOVERNMENTS = frozenset(("army", "cabinet", "government", "military", "ministry", "presidential"))
_ACTING = ("nsubj", "nsubjpass", "poss")
_WATCHING = frozenset(("activists", "witnesses", "residents", "reporters", "monitors"))


@dataclass
class Speakers:
    """The speakers in one text; `spoken_for` are the principals with which a new person was introduced."""

    gazetteer: Gazetteer
    doc: Doc
    resolver: Resolver
    published: date
    spoken_for: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start without any spokesman."""
        known = self.resolver
        self.spokesmen = Spokesmen(known.discourse, known.look, self.principals_of, self.is_observer)

    def is_own(
        self,
        head: Token,
        holders: tuple[Actor, ...],
        principals: Sequence[str],
        content: tuple[int, ...],
        *,
        direct: bool = False,
    ) -> bool:
        """Return whether the subject of a clause is the speaker or somebody on the speaker's side (`principals`).

        `content` are the tokens of all the reported words. In quotation marks (`direct`), "he" is somebody else.
        """
        subject = subject_of(head)
        if subject is None:
            return False
        if subject.lower_ in ("i", "we"):
            return True
        own = {slug for actor in holders for slug in (actor.slug, *self.behalf_of(actor))} | set(principals)
        if any(word.lower_ in (*HE, *SHE, *IT, *THEY) for word in (subject, *subject.children)) and (
            direct or is_faulted(subject) or has_rival(self.resolver.discourse, subject, content, own)
        ):
            return False
        if subject.lower_ in ("he", "she"):
            return self._may_be(holders[0], subject.lower_)
        plural = len(holders) > 1 or holders[0].plural
        if subject.lower_ == "they":
            return plural
        if subject.lower_ == "it":
            body = holders[0].kind == "person" and len(self.behalf_of(holders[0])) == 1
            return (holders[0].kind in ("organisation", "state") or body) and not plural
        if any(child.dep_ == "poss" and child.lower_ in _OWNERS for child in subject.children):
            return subject.lemma_.lower() in _SIDE  # "our enemies want war": not what the speaker wants
        own |= {whole for slug in own for whole in self._wholes(slug)}
        return bool(own & self._called(subject))

    def _may_be(self, speaker: Actor, pronoun: str) -> bool:
        """Return whether "he" may be the speaker; of a spokesman, it is the one for whom he speaks."""
        discourse = self.resolver.discourse
        person = speaker.kind == "person" and discourse.agrees(speaker, pronoun)
        return person and discourse.roles.get(speaker.slug, set()).isdisjoint(SPOKESMEN)

    def _called(self, subject: Token) -> set[str]:
        """Return the slugs that a subject may mean by its name or by its nation's: "China's side", "Kenyan troops"."""
        harms = subject.head.lemma_ in _HARMING and subject.lemma_.lower() in _SIDE  # "Kenyan troops killed two"
        if subject.lower_ == "side" or harms:
            return {slug for child in subject.children for slug in self.gazetteer.nations(child.text)}
        named = self.resolver.look(subject) if subject.pos_ == "PROPN" else ()
        return {*self.gazetteer.find(subject.text), *(actor.slug for actor in named)}

    def _wholes(self, slug: str) -> set[str]:
        """Return all that a body is part of, directly or not: the government and the state for the White House."""
        found: set[str] = set()
        todo = [slug]
        while todo:
            slug = todo.pop()
            entry, new = self.gazetteer.known.get(slug), self.resolver.new.parts_of(slug)
            parts = set(entry.part_of) - found if entry and entry.kind == "organisation" else set()
            parts |= {new} - found if new else set()
            found |= parts
            todo += parts
        return found

    def are_one_side(self, some: tuple[Actor, ...], others: tuple[Actor, ...]) -> bool:
        """Return whether two speakers speak for the same state or body: the White House and the president."""
        return bool(self._sides(some) & self._sides(others))

    def _sides(self, actors: tuple[Actor, ...]) -> set[str]:
        """Return the actors, those they speak for, and everything that all of these are part of."""
        own = {slug for actor in actors for slug in (actor.slug, *self.behalf_of(actor))}
        own |= {slug for actor in actors for slug in self.spoken_for.get(actor.slug, [])}
        return own | {whole for slug in own for whole in self._wholes(slug)}

    def is_spokesman(self, holders: tuple[Actor, ...]) -> bool:
        """Return whether one person speaks in the name of others only, as the text says."""
        roles = self.resolver.discourse.roles.get(holders[0].slug, set()) | set(holders[0].slug.split("-"))
        return len(holders) == 1 and not roles.isdisjoint(SPOKESMEN)

    def is_observer(self, holders: tuple[Actor, ...]) -> bool:
        """Return whether a speaker only observes and counts: the press, monitors, witnesses."""
        entry = self.gazetteer.known.get(holders[0].slug)
        watching = entry is not None and entry.type in ("news-organisation", "monitoring-organisation")
        return watching or not _WATCHING.isdisjoint(holders[0].slug.split("-"))

    def behalf_of(self, actor: Actor) -> list[str]:
        """Return those that an actor speaks for by virtue of an office, or as an organ of a state."""
        if actor.kind == "person" and actor.slug in self.resolver.discourse.former:
            return []
        if actor.kind == "person":
            offices = self.gazetteer.offices_on(actor.slug, self.published.isoformat())
            return list(dict.fromkeys(office.of for office in offices if not _OWN_VOICE.search(office.title)))
        entry = self.gazetteer.known.get(actor.slug)
        whole = self.resolver.new.parts_of(actor.slug)
        if whole:
            return [whole] if whole in self.gazetteer.known and self.gazetteer.known[whole].kind == "state" else []
        if entry and entry.type == "organ":
            wholes = ((slug, self.gazetteer.known.get(slug)) for slug in entry.part_of)
            return [slug for slug, whole in wholes if whole and whole.kind == "state"]
        return []

    def behalf(self, item: Attribution, holders: tuple[Actor, ...]) -> list[str]:
        """Return those that the speakers speak for, according to their offices or to the words beside a name."""
        slugs = [slug for actor in holders for slug in self.behalf_of(actor) or self._joint(actor, len(holders))]
        one = holders[0].kind if len(holders) == 1 and not slugs else ""
        if one == "group":
            return self.resolver.posts.of_group([self.doc[i] for i in item.source])
        if one == "person" and item.source:
            if holders[0].slug in self.resolver.discourse.former:
                return []
            told = self.resolver.posts.of(holders[0].slug, [self.doc[i] for i in own_words(self.doc, item.source)])
            if told is not None:
                self.spoken_for[holders[0].slug] = told
                return told
            apart = tuple(i for i in own_words(self.doc, item.source) if i != item.source_head)
            owned = any(self.doc[i].tag_ == "PRP$" for i in apart)  # "its India head" is not India's
            slugs = [] if owned else self._beside(item, apart)
            slugs = (
                slugs
                or self.spoken_for.get(holders[0].slug, [])
                or self._introduced(holders[0])
                or self.spokesmen.of(item)
                or self._elsewhere(item, holders[0])
                or self._by_office(item, first=holders[0].slug not in self.spoken_for)
                or (
                    state_of_speech(self.gazetteer, self.doc, item.content)
                    if len(item.content) >= len(self.doc) / 2
                    else []
                )
            )
            self.spoken_for[holders[0].slug] = slugs
            self.resolver.discourse.holds(holders[0], {slug for slug in slugs if self.gazetteer.state(slug) == slug})
        return [slug for slug in dict.fromkeys(slugs) if slug not in {actor.slug for actor in holders}]

    def _beside(self, item: Attribution, apart: tuple[int, ...]) -> list[str]:
        """Return the body named beside a name; a state only with an office: "Panama coach X" does not speak for it."""
        known = self.gazetteer.known
        found = self.resolver.namings.bodies_in(apart)
        words = {part for i in item.source for part in self.doc[i].lower_.split("-")}
        return found if is_office_of_state(words) else [slug for slug in found if known[slug].kind != "state"]

    def _elsewhere(self, item: Attribution, person: Actor) -> list[str]:
        """Return the state that the headline, the place or a superior gives for an office without a state."""
        discourse, own = self.resolver.discourse, own_words(self.doc, item.source)
        if is_of_no_state(self.gazetteer, [self.doc[i] for i in own]):
            return []
        if (superior := superior_of(discourse, person, self.resolver.look)) is not None:
            return self.principals_of(superior)
        titled = state_of_headline(self.gazetteer, discourse, person)
        return titled or state_of_briefing(self.gazetteer, discourse, self.doc[item.via], own)

    def _by_office(self, item: Attribution, *, first: bool) -> list[str]:
        """Return the state of an office that the text gives without one: "its minister", "Home Secretary"."""
        words = [self.doc[i] for i in own_words(self.doc, item.source)]
        lower = {word.lower_ for word in words}
        office = lower & OF_STATES or (lower & _SPEAKING and lower & _OF_GOVERNMENTS)
        if not office or is_of_no_state(self.gazetteer, words):
            return []
        owner = next((word for word in words if word.tag_ == "PRP$"), None)
        if owner is not None:
            meant, _ = meaning_of(self.resolver.discourse, owner)
            if len(meant) == 1 and meant[0].kind == "person":  # "Putin ... His foreign minister"
                return self.behalf_of(meant[0]) or self.spoken_for.get(meant[0].slug, [])
            return [actor.slug for actor in meant if len(meant) == 1 and actor.kind == "state"]
        named = {actor.slug for _, actor in self.resolver.discourse.named if actor.kind == "state"}
        called = (words for entity in self.doc.ents for words in (entity.text, entity[0].text))  # "Kenyan PM"
        named |= {slug for words in called if (slug := self.gazetteer.demonyms.get(words.casefold()))}
        discourse, start = self.resolver.discourse, min(item.source)
        earlier = (actor.slug for at, actor in discourse.named if at < start and not discourse.is_aside(at, start))
        if first and len(named) == 1 and named & set(earlier):
            return list(named)  # no other state is named in the whole text
        titled = state_of_title(" ".join(word.lower_ for word in words), named)
        if titled is None and is_third_party(self.doc[item.via]):
            return []
        before = discourse.paragraph(max(0, discourse.paragraph(start) - 1))
        return [titled] if titled else self._of_paragraph(start) or self._of_paragraph(start, before)

    def principals_of(self, actor: Actor) -> list[str]:
        """Return for whom a person speaks, by the reference data or by what the text has said of the person."""
        told = self.behalf_of(actor) or self.spoken_for.get(actor.slug) or self.resolver.posts.found.get(actor.slug)
        return told or self._introduced(actor)

    def _of_paragraph(self, position: int, start: int | None = None) -> list[str]:
        """Return the one state for which all speakers so far in the paragraph of a token speak.

        "Israel's prime minister said ... Defence Minister Arens said ...": a text says so when the state changes.
        """
        start = self.resolver.discourse.paragraph(position) if start is None else start
        before = [actors[0] for at, actors in self.resolver.discourse.stack if start <= at < position]
        states = {slug for actor in before for slug in (self.behalf_of(actor) or self.spoken_for.get(actor.slug, []))}
        states |= {actor.slug for actor in before if actor.kind == "state"}
        # "Oslo condemned it. Kenya's answer was muted. The ministry's spokesman said ...": whose is open.
        named = ((at, actor) for at, actor in self.resolver.discourse.named if start <= at < position)
        acting = {actor.slug for at, actor in named if actor.kind == "state" and self.doc[at].dep_ in _ACTING}
        return list(states) if len(states) == 1 and acting <= states else []

    def _joint(self, actor: Actor, holders: int) -> list[str]:
        """Return for whom one of several joint speakers speaks, by the office with which the text introduces each."""
        return self.principals_of(actor) if holders > 1 and actor.kind == "person" else []

    def _introduced(self, actor: Actor) -> list[str]:
        """Return the state for which a person speaks by virtue of the office that the text gives."""
        discourse = self.resolver.discourse
        speaks = discourse.roles.get(actor.slug, set()) & _SPEAKING
        return sorted(discourse.bodies.get(actor.slug, ())) if speaks else []

    def addressees(self, item: Attribution, holders: tuple[Actor, ...]) -> tuple[list[str], list[str]]:
        """Return the addressees, and separately the press among them, which belongs in the chain of reporters."""
        own = {actor.slug for actor in holders}
        people, press = [], []
        for child in told_in(self.doc, item):
            for actor in self.resolver.look(child):
                entry = self.gazetteer.known.get(actor.slug)
                if entry and entry.type == "news-organisation":
                    press.append(actor.slug)
                elif actor.slug not in own:
                    people.append(actor.slug)
        return people, press

    def quoted_by(self, item: Attribution, holders: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Return who passes on a statement: "Assad, quoted by SANA", "in a statement carried by SANA"."""
        return tuple(actor for actor in passing_on(self.doc, item, self.resolver.look) if actor not in holders)

    def cited(self, item: Attribution) -> tuple[Actor, ...]:
        """Return the source that the press cites for a report: "Reuters, citing officials, said"; empty if none."""
        head = item.source_head
        speaker = self.resolver.look(self.doc[head]) if head is not None else ()
        entry = self.gazetteer.known.get(speaker[0].slug) if speaker else None
        if entry is None or entry.type != "news-organisation":
            return ()
        told = cited_source(self.doc, item)
        return self.resolver.look(told) if told is not None else ()
