"""Reads announcements by those in charge as promises: "the government will withdraw the bill, she said"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.draft.referring.officers import own_chief, own_officer
from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.meaning.acts import passes_judgement
from kg.extract.names.offices import SPOKESMEN

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.grammar.attribution import Attribution
    from kg.extract.meaning.settling import Stance
    from kg.extract.names.actors import Actor
    from kg.extract.names.mentions import Resolver
    from kg.extract.names.speakers import Speakers

__all__ = ["as_pledge"]

_WORDS = load_data("meaning/wording.yaml")
#: Bodies through which a state or organisation acts: "the government", "our troops".
_BODIES = frozenset(_WORDS["organs"])
#: Verbs for what only those in charge can do to something: "a table will be opened", "claims will be assessed".
_DECREED = frozenset(_WORDS["decreed"])
#: What those in charge keep as it is.
_KEPT = frozenset(_WORDS["measures"]) | {"border", "crossing", "embassy", "embargo", "ban", "blockade", "sanction"}
_KEEPING = ("continue", "remain", "stay")
#: Who speaks for a government, even if the text does not say of which state.
_IN_OFFICE = SPOKESMEN | {"minister", "premier"}
#: Those at the head of a state or its government, whom its own officials call by the bare title.
_CHIEFS = ("chancellor", "king", "minister", "premier", "president", "queen")
#: What those in charge make: "a decision on it will be made in the coming days".
_MADE = ("announcement", "appointment", "decision", "payment", "statement")
#: Members of a government, whom its own ministry calls by the bare title: "Secretary Berg will attend".
_TITLES = ("minister", "secretary", "undersecretary")


def as_pledge(
    doc: Doc, speakers: Speakers, item: Attribution, stance: Stance, holders: tuple[Actor, ...], behalf: list[str]
) -> Stance:
    """Return a stance with the act `promises` if the holders are in charge of what they expect.

    `behalf`: the holders' principals. Neither the polarity nor the words change.
    """
    head = doc[stance.content.head]
    charged = bool(behalf) or any(actor.kind in ("state", "organisation") and actor.known for actor in holders)
    governing = any(speakers.resolver.discourse.roles.get(actor.slug, set()) & _IN_OFFICE for actor in holders)
    expected = stance.act == "expects" and stance.frame == "clause" and item.sense.lemma in lexicon().plain
    if not (expected and stance.negation is None) or passes_judgement(head) or head.lemma_ == "be":
        return stance
    # Excludes a subject shared with the verb before: the parser sometimes misses the second one.
    subject = next((child for child in head.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    sides = {*behalf, *(actor.slug for actor in holders)}
    ours = subject is not None and _is_organ(subject, speakers.resolver, sides)
    ours = ours or (subject is not None and _is_chief(subject, speakers, holders, behalf))
    if (ours and governing) or (charged and (ours or _is_decreed(head) or _is_kept(head, subject))):
        return replace(stance, act="promises")
    chief = subject is not None and _is_superior(subject, doc, speakers, item, holders, sides)
    return replace(stance, act="promises") if chief else stance


def _is_chief(subject: Token, speakers: Speakers, holders: tuple[Actor, ...], behalf: list[str]) -> bool:
    """Return whether a subject is the head of the holder's own government: "the prime minister", "the premier"."""
    if subject.left_edge.lower_ != "the" or subject.lower_ not in _CHIEFS:
        return False
    if found := own_officer(speakers.resolver, subject, tuple(behalf), speakers.principals.of_person):
        return found != holders
    bare = not any(child.dep_ in ("prep", "relcl", "acl", "appos") for child in subject.children)
    return bare and bool(own_chief(speakers.resolver, subject, tuple(behalf)))


def _is_kept(head: Token, subject: Token | None) -> bool:
    """Return whether a measure will stay, or all will be done: "the ban will remain", "everything will be done"."""
    if subject is None:
        return False
    every = subject.lower_ in ("all", "everything") and head.lemma_ == "do"
    return every or (head.lemma_ in _KEEPING and subject.lemma_.lower() in _KEPT)


def _is_superior(
    subject: Token, doc: Doc, speakers: Speakers, item: Attribution, holders: tuple[Actor, ...], sides: set[str]
) -> bool:
    """Return whether a subject is whom the holder speaks for, or an officer of the holder's own state or body."""
    named = speakers.resolver.look(subject) if subject.pos_ == "PROPN" and len(holders) == 1 else ()
    if len(named) != 1 or named[0].kind != "person" or named == holders:
        return False
    source = [doc[i] for i in item.source]
    spokes = any(word.lower_ in SPOKESMEN for word in source)
    if spokes and any(word.lower_ in (subject.lower_, "his", "her") for word in source):
        return True
    whole = speakers.principals.of_person(named[0])
    bare = any(child.lower_ in _TITLES and child.dep_ == "compound" for child in subject.children)
    return bool(sides.intersection(whole)) or (bare and not whole and len(sides) > 1)


def _is_organ(subject: Token, resolver: Resolver, sides: set[str]) -> bool:
    """Return whether a subject is a body of the holders' side: "the government", "US troops"."""
    if subject.lemma_.lower() not in _BODIES:
        return False
    beside = [child for child in subject.children if child.dep_ in ("amod", "compound", "poss", "nmod")]
    named = [slug for word in beside for slug in _named(word, resolver)]
    links = any(child.dep_ in ("prep", "relcl", "acl") for child in subject.children)
    the = any(child.dep_ == "det" and child.lower_ == "the" for child in subject.children)
    return bool(sides.intersection(named)) if named else the and not beside and not links


def _named(word: Token, resolver: Resolver) -> list[str]:
    """Return the states and bodies that a word beside a noun names, as a name or as an adjective."""
    adjective = resolver.gazetteer.demonyms.get(word.text.casefold())
    return [*(actor.slug for actor in resolver.look(word)), *([adjective] if adjective else [])]


def _is_decreed(head: Token) -> bool:
    """Return whether something will be done to a thing, in a passive without an agent."""
    passive = any(child.dep_ == "auxpass" for child in head.children)
    agent = any(child.dep_ == "agent" or child.lower_ == "by" for child in head.children)
    thing = next((child.lemma_.lower() for child in head.children if child.dep_ == "nsubjpass"), "")
    made = head.lemma_ in ("make", "take") and thing in _MADE
    return passive and not agent and (made or head.lemma_.lower() in _DECREED)
