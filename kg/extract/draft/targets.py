"""Finds the target of a row: who is accused, criticised, praised, backed or threatened in its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.deeds.measures import is_measure
from kg.extract.grammar.tree import object_of, subject_of
from kg.extract.names.namings import is_of_two_nations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kg.extract.draft.drafts import RowWriter
    from kg.extract.grammar.attributed import Attribution
    from kg.extract.meaning.settling import Stance
    from kg.extract.names.actors import Actor

__all__ = ["targets_of"]

#: Acts towards somebody, whose act or stance is judged: "condemned Rwanda for the raid", "criticised Oslo's stance".
_JUDGING = ("accuses", "blames", "condemns", "criticises", "praises")
#: Acts towards somebody only if that is the object itself: "supports Kenya", but not "supports Kenya's plan".
_TAKING_SIDES = ("opposes", "supports", "threatens")
_OWNED = ("poss", "amod", "compound", "nmod")
#: What is done to whoever it is of.
_SUFFERED = (
    *(
        "abduction",
        "arrest",
        "capture",
        "conviction",
        "deportation",
        "detention",
        "dismissal",
        "execution",
        "expulsion",
    ),
    *("extradition", "imprisonment", "killing", "murder", "ouster", "release", "removal", "sentence", "trial"),
)


def targets_of(
    drafter: RowWriter, item: Attribution, stance: Stance, holders: tuple[Actor, ...], *, told: bool
) -> list[str]:
    """Return the actors towards whom a stance is taken; none if the words name nobody.

    With an addressee (`told`), these may be a group without a name, because the addressee must not be taken for them.
    """
    if stance.act not in (*_JUDGING, *_TAKING_SIDES) or not holders or stance.polarity == "neutral":
        return []
    if item.sense.lemma == "echo" or is_measure(item.sense.lemma):
        return []  # "echoed the British condemnation" is not against Britain, "suspended Kenya" does not back it
    found: list[Actor] = []
    for noun in _objects(drafter, item, stance):
        found = _meant(drafter, noun) or (_owners(drafter, noun) if stance.act in _JUDGING else [])
        if found:
            break
        if told and stance.act in _JUDGING and item.frame == "clause":
            found = list(drafter.resolver.look(noun))
    return [actor.slug for actor in dict.fromkeys(found) if not drafter.speakers.is_of_side(actor, item, holders)]


def _objects(drafter: RowWriter, item: Attribution, stance: Stance) -> Iterator[Token]:
    """Yield the nouns that may name the target: the object of the cue, or the subject of what is said."""
    cue, head = drafter.doc[item.via], drafter.doc[stance.content.head]
    if item.frame not in ("clause", "whether", "according"):
        yield from (child for child in cue.children if child.dep_ == "dobj" or _is_done_to(child, cue))
        links = [child for child in cue.children if child.dep_ == "prep" and child.lower_ in ("of", "on", "against")]
        places = [object_of(link) for link in links] if cue.pos_ == "NOUN" else []
        yield from (drafter.doc[place] for place in places if place is not None)
    elif stance.act in _JUDGING and stance.polarity != "opposes":
        subject = subject_of(head)
        if subject is not None and subject.head == head and not _is_of_deed(subject, head):
            yield subject


def _is_of_deed(subject: Token, verb: Token) -> bool:
    """Return whether "it" is what somebody did, and not who did it: "It is illegal", "That is a provocation"."""
    return subject.lower_ in ("it", "that", "this") and verb.lemma_ == "be"


def _is_done_to(child: Token, cue: Token) -> bool:
    """Return whether a word is the subject of a passive: "Kenya was accused by Norway of lying"."""
    return child.dep_ == "nsubjpass" and any(other.dep_ == "auxpass" for other in cue.children)


def _meant(drafter: RowWriter, noun: Token) -> list[Actor]:
    """Return the actors that a noun and those joined to it name; the state for its troops or officials."""
    found: list[Actor] = []
    for token in (noun, *noun.conjuncts) if noun.tag_ not in ("WDT", "WP") else ():
        actors = [actor for actor in drafter.resolver.look(token) if _is_certain(drafter, actor)]
        plural = token.tag_ == "NNS" and not actors
        found += actors or (_states(drafter, token) if plural and drafter.resolver.look(token) else [])
    return found


def _is_certain(drafter: RowWriter, actor: Actor) -> bool:
    """Return whether an actor is known, or a person or body that the text names."""
    named = actor.kind != "group" and any(actor == other for _, other in drafter.resolver.discourse.named)
    return actor.known or named


def _states(drafter: RowWriter, noun: Token) -> list[Actor]:
    """Return the state whose adjective is beside a noun: "Kenyan troops"."""
    nations = [child for child in noun.lefts if not is_of_two_nations(drafter.gazetteer, child)]
    slugs = {slug for child in nations for slug in drafter.gazetteer.nations(child.text)}
    return [drafter.resolver.actor(slug) for slug in slugs] if len(slugs) == 1 else []


def _owners(drafter: RowWriter, noun: Token) -> list[Actor]:
    """Return whose act, words or stance a noun names: "Oslo's decision", "the Kenyan attack", "attacks by Kenya"."""
    of = any(child.lower_ == "of" for child in noun.children)
    suffered = noun.lemma_.lower() in _SUFFERED and not of  # "Berg's arrest", but "Oslo's arrest of Berg"
    for child in noun.children if not suffered else ():
        nation = child.dep_ in _OWNED and child.ent_type_ in ("GPE", "NORP")
        if child.dep_ == "poss" or (nation and not is_of_two_nations(drafter.gazetteer, child)):
            found = [actor for actor in drafter.resolver.look(child) if _is_certain(drafter, actor)]
            return found or _states(drafter, noun)
    by = next((child for child in noun.children if child.dep_ in ("agent", "prep") and child.lower_ == "by"), None)
    place = object_of(by) if by is not None else None
    return _meant(drafter, drafter.doc[place]) if place is not None else []
