"""Finds addressees and intermediaries, and whether speakers mean themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import subject_of
from kg.extract.names.actors import HE, IT, PORTFOLIOS, SHE, STATES_OWN, THEY, Actor
from kg.extract.names.antecedents import has_rival, is_faulted
from kg.extract.names.authors import cited_source, passing_on, told_in
from kg.extract.names.offices import SPOKESMEN
from kg.extract.names.principals.principals import Principals

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from spacy.tokens import Doc, Token

    from kg.extract.grammar.attributed import Attribution
    from kg.extract.names.gazetteer import Gazetteer
    from kg.extract.names.mentions import Resolver

__all__ = ["Speakers"]

_SIDE = frozenset(load_data("names/people.yaml")["own_side"])
_HARMING = frozenset(load_data("names/people.yaml")["harming"])
#: What those do who have power over a body.
_ORDERING = ("instruct", "order", "direct", "task", "command", "authorise", "authorize")
#: What people say in public.
_ALOUD = frozenset(
    ("appeal", "call", "condemn", "demand", "denounce", "emphasise", "emphasize", "pledge", "promise", "reiterate")
) | {"request", "stress", "urge", "vow"}
_OWNERS = ("my", "our", "his", "her", "their", "its")
#: How newspapers and broadcasters are called that nobody knows yet.
_PAPERS = ("daily", "gazette", "herald", "journal", "mail", "news", "post", "radio", "television", "times", "tribune")
_WATCHING = frozenset(("activists", "witnesses", "residents", "reporters", "monitors"))


@dataclass
class Speakers:
    """The speakers in a text, and their `principals`, for whom they speak."""

    gazetteer: Gazetteer
    doc: Doc
    resolver: Resolver
    published: date
    principals: Principals = field(init=False)

    def __post_init__(self) -> None:
        """Start without anybody who speaks for others."""
        self.principals = Principals(self.gazetteer, self.doc, self.resolver, self.published, self.is_observer)

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
        own = {slug for actor in holders for slug in (actor.slug, *self.principals.by_office(actor))} | set(principals)
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
            body = holders[0].kind == "person" and len(self.principals.by_office(holders[0])) == 1
            return (holders[0].kind in ("organisation", "state") or body) and not plural
        if any(child.dep_ == "poss" and child.lower_ in _OWNERS for child in subject.children):
            return subject.lemma_.lower() in _SIDE  # "our enemies want war": not what the speaker wants
        own |= {whole for slug in own for whole in self._wholes(slug)}
        return bool(own & self._called(subject))

    def _may_be(self, speaker: Actor, pronoun: str) -> bool:
        """Return whether "he" may be the speaker or, for a spokesman, the person represented."""
        discourse = self.resolver.discourse
        person = speaker.kind == "person" and discourse.agrees(speaker, pronoun)
        return person and discourse.roles.get(speaker.slug, set()).isdisjoint(SPOKESMEN)

    def _called(self, subject: Token) -> set[str]:
        """Return the slugs that a subject may mean by its own or its nation's name: "China's side", "Kenyan troops"."""
        harms = subject.head.lemma_ in _HARMING and subject.lemma_.lower() in _SIDE  # "Kenyan troops killed two"
        if subject.lower_ in ("delegation", "side") or harms:
            named = {slug for child in subject.children for slug in self.gazetteer.nations(child.text)}
            below = (inner for child in subject.children if child.lower_ == "of" for inner in child.subtree)
            states = (self.gazetteer.state(inner.text) for inner in below if inner.pos_ == "PROPN")
            return named | {slug for slug in states if slug}  # "the delegation of the Republic of Norway"
        meant = self.resolver.look(subject) if subject.pos_ == "PROPN" else ()
        called = {*self.gazetteer.find(subject.text), *(actor.slug for actor in meant)}
        # "the Government of Norway", in a statement of its ministry
        whole = subject.lower_ == "government"
        return called | {above for slug in called if whole for above in self._wholes(slug)}

    def _wholes(self, slug: str) -> set[str]:
        """Return everything that a body is part of, directly or not: for the White House, government and state."""
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
        """Return whether two speakers represent the same state or body: the White House and the president."""
        return bool(self._sides(some) & self._sides(others))

    def _sides(self, actors: tuple[Actor, ...]) -> set[str]:
        """Return the actors, those they speak for, and everything that all of these are part of."""
        own = {slug for actor in actors for slug in (actor.slug, *self.principals.by_office(actor))}
        own |= {slug for actor in actors for slug in self.principals.spoken_for.get(actor.slug, [])}
        return own | {whole for slug in own for whole in self._wholes(slug)}

    def is_of_side(self, actor: Actor, item: Attribution, holders: tuple[Actor, ...]) -> bool:
        """Return whether an actor is a speaker, or on a speaker's side: China for the spokesman of its ministry."""
        told = set(self.principals.of(item, holders))
        told |= {slug for one in holders if one.kind == "person" for slug in self.principals.of_person(one)}
        return actor.slug in self._sides(holders) | told | {whole for slug in told for whole in self._wholes(slug)}

    def is_told_of(self, item: Attribution, other: Attribution, holders: tuple[Actor, ...]) -> bool:
        """Return whether a speaker tells what another said or demanded: "Berg said President Holm condemned the raid".

        That is the other's statement, passed on; what others are said to have done or to think is the speaker's.
        """
        verb = self.doc[other.via]
        past = verb.tag_ == "VBD" or any(child.lemma_ == "have" and child.dep_ == "aux" for child in verb.children)
        plain = past and not any(child.tag_ == "MD" or child.dep_ == "neg" for child in verb.children)
        aloud = verb.pos_ == "VERB" and other.sense.lemma in _ALOUD and other.source_head is not None
        named = aloud and self.doc[other.source_head or 0].pos_ in ("NOUN", "PROPN") and len(holders) == 1
        return named and plain and item.frame == "clause" and item.sense.act in ("claims", "reports")

    def is_spokesman(self, holders: tuple[Actor, ...]) -> bool:
        """Return whether the holder is one person who only speaks for others, according to the text."""
        roles = self.resolver.discourse.roles.get(holders[0].slug, set()) | set(holders[0].slug.split("-"))
        return len(holders) == 1 and not roles.isdisjoint(SPOKESMEN)

    def is_observer(self, holders: tuple[Actor, ...]) -> bool:
        """Return whether a speaker only observes and counts: the press, monitors, witnesses."""
        entry = self.gazetteer.known.get(holders[0].slug)
        watching = entry is not None and entry.type in ("news-organisation", "monitoring-organisation")
        return watching or not _WATCHING.isdisjoint(holders[0].slug.split("-"))

    def know_mind(self, item: Attribution, tellers: tuple[Actor, ...], others: tuple[Actor, ...]) -> bool:
        """Return whether speakers can tell what others think: the press, and who speaks for them."""
        paper = tellers[0].kind == "organisation" and tellers[0].slug.split("-")[-1] in _PAPERS
        own = {actor.slug for actor in others} <= set(self.principals.of(item, tellers))
        return paper or own or self.is_observer(tellers)

    def besides_told(self, item: Attribution, candidates: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Return the candidates who may be the speaker; in "their states asked Oslo to leave", Oslo is not."""
        objects = [child for child in self.doc[item.via].children if child.dep_ in ("dobj", "dative")]
        nouns = [*told_in(self.doc, item), *objects] if candidates else []
        told = {actor for noun in nouns for actor in self.resolver.look(noun)}
        return tuple(actor for actor in candidates if actor not in told)

    def addressees(self, item: Attribution, holders: tuple[Actor, ...]) -> tuple[list[str], list[str]]:
        """Return the addressees, and separately the press among them, which belongs in the chain of reporters."""
        own = {actor.slug for actor in holders}
        people, press = [], []
        for child in told_in(self.doc, item):
            for actor in self._own_body(item, child, holders) or self.resolver.look(child):
                entry = self.gazetteer.known.get(actor.slug)
                if entry and entry.type == "news-organisation":
                    press.append(actor.slug)
                elif actor.slug not in own:
                    people.append(actor.slug)
        return people, press

    def _own_body(self, item: Attribution, noun: Token, holders: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Return the body of the speaker's own state: "President Berg instructed the Foreign Ministry to talk"."""
        before = [child for child in noun.lefts if child.lower_ != "the"]
        plain = all(child.lower_ in PORTFOLIOS for child in before) and len(before) < noun.i - noun.left_edge.i
        if noun.lower_ not in STATES_OWN or not plain or any(child.dep_ == "prep" for child in noun.rights):
            return ()
        own = self.principals.of(item, holders) if item.sense.lemma in _ORDERING else []
        name = self.doc[noun.left_edge.i + 1 : noun.i + 1].text
        return (self.resolver.new.organ(own[0], name),) if len(own) == 1 else ()

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
