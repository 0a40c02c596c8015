"""Finds whom speakers speak for, whom they address, who passes their words on, and whether they mean themselves."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import span, subject_of, where
from kg.extract.names.actors import HE, IT, NOBODY, SHE, THEY, Actor
from kg.extract.names.antecedents import has_rival
from kg.extract.names.authors import passing_on
from kg.extract.names.offices import OF_STATES, is_of_private_body, state_of_title
from kg.extract.names.posts import is_office_of_state
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
#: Speeches that only the head of one state gives, and that state.
_OCCASIONS = {str(words): str(state) for words, state in load_data("names/people.yaml")["occasions"].items()}
_SPEAKING = frozenset(load_data("names/people.yaml")["speaking"])
_SIDE = frozenset(load_data("names/people.yaml")["own_side"])
_OWNERS = ("my", "our", "his", "her", "their", "its")
_OF_GOVERNMENTS = frozenset(("army", "cabinet", "government", "military", "ministry", "presidential"))
_ADDRESSING = ("tell", "inform", "remind", "warn", "assure")


def _is_country(word: Token) -> bool:
    """Return whether the owner of an office is "the country" or the like."""
    return word.dep_ == "poss" and word.lower_ in ("country", "kingdom", "nation", "republic")


@dataclass
class Speakers:
    """The speakers in one text; `spoken_for` are the principals with which a new person was introduced."""

    gazetteer: Gazetteer
    doc: Doc
    resolver: Resolver
    published: date
    spoken_for: dict[str, list[str]] = field(default_factory=dict)

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
        third = (*HE, *SHE, *IT, *THEY)
        if any(word.lower_ in third for word in (subject, *subject.children)) and (
            direct or has_rival(self.resolver.discourse, subject, content, own)
        ):
            return False
        plural = len(holders) > 1 or holders[0].plural
        if subject.lower_ in ("he", "she"):
            return holders[0].kind == "person" and self.resolver.discourse.agrees(holders[0], subject.lower_)
        if subject.lower_ == "they":
            return plural
        if subject.lower_ == "it":
            body = holders[0].kind == "person" and len(self.behalf_of(holders[0])) == 1
            return (holders[0].kind in ("organisation", "state") or body) and not plural
        if any(child.dep_ == "poss" and child.lower_ in _OWNERS for child in subject.children):
            return subject.lemma_.lower() in _SIDE  # "our enemies want war": not what the speaker wants
        own |= {whole for slug in own for whole in self._wholes(slug)}
        named = {actor.slug for actor in self.resolver.look(subject)} if subject.pos_ == "PROPN" else set()
        return bool(own.intersection({*self.gazetteer.find(subject.text), *named}))

    def _wholes(self, slug: str) -> set[str]:
        """Return all that a body is part of, directly or not: the government and the state for the White House."""
        found: set[str] = set()
        todo = [slug]
        while todo:
            entry = self.gazetteer.known.get(todo.pop())
            parts = set(entry.part_of) - found if entry and entry.kind == "organisation" else set()
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

    def is_observer(self, holders: tuple[Actor, ...]) -> bool:
        """Return whether a speaker only observes and counts: the press, monitors, witnesses."""
        entry = self.gazetteer.known.get(holders[0].slug)
        watching = entry is not None and entry.type in ("news-organisation", "monitoring-organisation")
        return watching or bool(
            {"activists", "witnesses", "residents", "reporters", "monitors"}.intersection(holders[0].slug.split("-"))
        )

    def behalf_of(self, actor: Actor) -> list[str]:
        """Return those that an actor speaks for by virtue of an office, or as an organ of a state."""
        if actor.kind == "person":
            if actor.slug in self.resolver.discourse.former:
                return []
            offices = self.gazetteer.offices_on(actor.slug, self.published.isoformat())
            return list(dict.fromkeys(office.of for office in offices if not _OWN_VOICE.search(office.title)))
        entry = self.gazetteer.known.get(actor.slug)
        whole = self.resolver.new.parts_of(actor.slug)
        if whole:
            return [whole] if whole in self.gazetteer.known and self.gazetteer.known[whole].kind == "state" else []
        if entry and entry.type == "organ":
            return [
                slug
                for slug in entry.part_of
                if self.gazetteer.known.get(slug) and self.gazetteer.known[slug].kind == "state"
            ]
        return []

    def behalf(self, item: Attribution, holders: tuple[Actor, ...]) -> list[str]:
        """Return those that the speakers speak for, according to their offices or to the words beside a name."""
        slugs = [slug for actor in holders for slug in self.behalf_of(actor)]
        if len(holders) == 1 and holders[0].kind == "group" and not slugs:
            return self.resolver.posts.of_group([self.doc[i] for i in item.source])
        if len(holders) == 1 and holders[0].kind == "person" and not slugs and item.source:
            if holders[0].slug in self.resolver.discourse.former:
                return []
            told = self.resolver.posts.of(holders[0].slug, [self.doc[i] for i in self._own_words(item.source)])
            if told is not None:
                self.spoken_for[holders[0].slug] = told
                return told
            apart = tuple(i for i in self._own_words(item.source) if i != item.source_head)
            owned = any(self.doc[i].tag_ == "PRP$" for i in apart)  # "its India head" is not India's
            slugs = [] if owned else self._beside(item, apart)
            slugs = (
                slugs
                or self.spoken_for.get(holders[0].slug, [])
                or self._introduced(holders[0])
                or self._by_office(item, first=holders[0].slug not in self.spoken_for)
                or self._of_fellows(item)
            )
            self.spoken_for[holders[0].slug] = slugs
        return [slug for slug in dict.fromkeys(slugs) if slug not in {actor.slug for actor in holders}]

    def _beside(self, item: Attribution, apart: tuple[int, ...]) -> list[str]:
        """Return the body named beside a name; a state only with an office: "Panama coach X" does not speak for it."""
        known = self.gazetteer.known
        found = self.resolver.namings.bodies_in(apart)
        words = {part for i in item.source for part in self.doc[i].lower_.split("-")}
        return found if is_office_of_state(words) else [slug for slug in found if known[slug].kind != "state"]

    def _by_office(self, item: Attribution, *, first: bool) -> list[str]:
        """Return the state of an office that the text gives without one: "its minister", "Home Secretary"."""
        words = [self.doc[i] for i in self._own_words(item.source)]
        lower = {word.lower_ for word in words}
        if is_of_private_body(lower):
            return []
        if not lower & OF_STATES and not (lower & _SPEAKING and lower & _OF_GOVERNMENTS):
            return []
        owner = next((word for word in words if word.tag_ == "PRP$"), None)
        if owner is not None:
            meant, _ = meaning_of(self.resolver.discourse, owner)
            if len(meant) == 1 and meant[0].kind == "person":  # "Putin ... His foreign minister"
                return self.behalf_of(meant[0]) or self.spoken_for.get(meant[0].slug, [])
            return [actor.slug for actor in meant if len(meant) == 1 and actor.kind == "state"]
        named = {actor.slug for _, actor in self.resolver.discourse.named if actor.kind == "state"}
        adjectives = (self.gazetteer.demonyms.get(entity.text.casefold()) for entity in self.doc.ents)
        named |= {slug for slug in adjectives if slug}
        earlier = (actor.slug for at, actor in self.resolver.discourse.named if at < min(item.source))
        if first and len(named) == 1 and named & set(earlier):  # no other state is named in the whole text
            return list(named)
        titled = state_of_title(" ".join(word.lower_ for word in words), named)
        if titled or not any(_is_country(word) for word in words):
            return [titled] if titled else self._of_paragraph(min(item.source))
        before = self.resolver.discourse.paragraph(self.resolver.discourse.paragraph(min(item.source)) - 1)
        return self._of_paragraph(min(item.source)) or self._of_paragraph(min(item.source), before)

    def _of_paragraph(self, position: int, start: int | None = None) -> list[str]:
        """Return the one state for which all speakers so far in the paragraph of a token speak.

        "Israel's prime minister said ... Defence Minister Arens said ...": a text says so when the state changes.
        """
        start = self.resolver.discourse.paragraph(position) if start is None else start
        before = [actors[0] for at, actors in self.resolver.discourse.stack if start <= at < position]
        states = {slug for actor in before for slug in (self.behalf_of(actor) or self.spoken_for.get(actor.slug, []))}
        states |= {actor.slug for actor in before if actor.kind == "state"}
        return list(states) if len(states) == 1 else []

    def _own_words(self, source: tuple[int, ...]) -> tuple[int, ...]:
        """Return a noun phrase without its relative clauses: "Sarkozy, whose country holds the EU presidency"."""
        clauses = [self.doc[i] for i in source if self.doc[i].dep_ in ("relcl", "acl", "advcl")]
        inside = {i for clause in clauses for i in span(clause) if self.doc[clause.left_edge.i - 1].text == ","}
        return tuple(i for i in source if i not in inside)

    def _introduced(self, actor: Actor) -> list[str]:
        """Return the state for which a person speaks by virtue of the office that the text gives."""
        discourse = self.resolver.discourse
        return (
            sorted(discourse.bodies.get(actor.slug, ())) if discourse.roles.get(actor.slug, set()) & _SPEAKING else []
        )

    def _of_fellows(self, item: Attribution) -> list[str]:
        """Return the state of a speech's occasion, or whose people it greets as the speaker's: "my fellow Kenyans"."""
        if len(item.content) < len(self.doc) / 2:
            return []
        title = self.doc.text[: self.doc[min(item.content)].idx].lower()
        occasions = [state for words, state in _OCCASIONS.items() if words in title and "europe" not in title]
        if occasions:
            return occasions[:1]
        greeted = [self.doc[i + 1].text for i in where(self.doc, "LOWER", ("fellow",)) if i + 1 < len(self.doc)]
        found = {slug for word in greeted for slug in self.gazetteer.nations(word.removesuffix("s"))}
        known = self.gazetteer.known
        return list(found) if len(found) == 1 and all(known[slug].kind == "state" for slug in found) else []

    def addressees(self, item: Attribution, holders: tuple[Actor, ...]) -> tuple[list[str], list[str]]:
        """Return the addressees, and separately the press among them, which belongs in the chain of reporters."""
        own = {actor.slug for actor in holders}
        people, press = [], []
        for child in self._told(item):
            for actor in self.resolver.look(child):
                entry = self.gazetteer.known.get(actor.slug)
                if entry and entry.type == "news-organisation":
                    press.append(actor.slug)
                elif actor.slug not in own:
                    people.append(actor.slug)
        return people, press

    def _told(self, item: Attribution) -> list[Token]:
        """Return the nouns for those who are told or asked something."""
        found = []
        asked = item.frame == "who-to"
        for child in self.doc[item.via].children:
            if child.dep_ in ("dobj", "dative") and (asked or item.sense.lemma in _ADDRESSING):
                found.append(child)
            elif asked and child.dep_ == "prep" and child.lower_ in ("on", "upon", "to"):
                found += [inner for inner in child.children if inner.dep_ == "pobj" and inner.i < item.content[-1]]
        return [token for token in found if token.pos_ in ("PROPN", "NOUN") and token.ent_type_ not in ("DATE", "TIME")]

    def quoted_by(self, item: Attribution, holders: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Return who passes on a statement: "Assad, quoted by SANA", "in a statement carried by SANA"."""
        return tuple(actor for actor in passing_on(self.doc, item, self.resolver.look) if actor not in holders)

    def cited(self, item: Attribution) -> tuple[Actor, ...]:
        """Return the source that the press cites for a report: "Reuters, citing officials, said"; empty if none."""
        head = item.source_head
        entry = (
            self.gazetteer.known.get(next(iter(self.resolver.look(self.doc[head])), NOBODY).slug)
            if head is not None
            else None
        )
        if entry is None or entry.type != "news-organisation":
            return ()
        beside = (*self.doc[item.via].children, *(self.doc[head].children if head is not None else ()))
        for child in beside:
            if child.tag_ == "VBG" and child.lemma_.lower() in ("cite", "quote"):
                told = next((item for item in child.children if item.dep_ == "dobj"), None)
                return self.resolver.look(told) if told is not None else ()
        return ()
