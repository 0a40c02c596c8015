"""Finds whom a speaker means by "we" and "our", and whose borders others are said to violate.

It is the state or body for which a person speaks, or else the speakers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.draft.referring.between import has_partner
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.draft.referring.speech import Speech
    from kg.extract.names.actors import Actor

__all__ = ["harmed", "ours", "we"]

#: Things that an official's "our" does not limit to the state or body: "our planet", "our friendship".
_SHARED = frozenset(load_data("meaning/wording.yaml")["shared"])
#: Actions that a body, not the whole country, performs when its director says "we".
_DOING = frozenset(load_data("meaning/wording.yaml")["doing"])
#: Verbs for what is done to others, and what it is done to.
_AFFECTING = frozenset(load_data("meaning/wording.yaml")["affecting"])
_HARMED = frozenset(load_data("draft/referring/owners.yaml")["harmed"])
#: Things of a state, and not of its ministries.
_OF_STATES = frozenset(load_data("draft/referring/owners.yaml")["of_states"])


def ours(referents: Speech, token: Token) -> tuple[Actor, ...]:
    """Return the referent of "our": for a ministry, the state if that is the subject of the sentence."""
    person = len(referents.holders) == 1 and referents.holders[0].kind == "person"
    words = {token.head.lemma_.lower(), *(child.lower_ for child in token.head.children)}
    if person and words & _SHARED and not has_partner(token.head):
        return ()
    if not person and token.head.lemma_.lower() in _OF_STATES and (state := _state_of(referents)):
        return state  # a ministry that speaks of "our territory"
    verbs = (item for item in token.ancestors if item.pos_ in ("VERB", "AUX"))
    subject = next((found for verb in verbs if (found := subject_of(verb)) is not None), None)
    meant = referents.resolver.look(subject) if subject is not None and subject.pos_ == "PROPN" else ()
    body = len(referents.holders) == 1 and referents.holders[0].kind == "organisation"
    if not body or not meant or meant == referents.holders:
        return we(referents, token)
    known = referents.resolver.gazetteer.known
    whole = {referents.holders[0].slug, *(actor.slug for actor in referents.principals)}
    for _ in range(3):
        whole |= {above for slug in whole if slug in known for above in known[slug].part_of}
    return meant if {actor.slug for actor in meant} <= whole else ()


def _state_of(referents: Speech) -> tuple[Actor, ...]:
    """Return the only state for which a body speaks."""
    states = tuple(actor for actor in referents.principals if actor.kind == "state")
    return states if len(states) == 1 == len(referents.principals) else ()


def we(referents: Speech, token: Token) -> tuple[Actor, ...]:
    """Return the referent of "we": the body that a person represents, or the holders themselves.

    A director who says "we have a drought" means the country, and "our roads" are not the company's.
    """
    if len(referents.holders) != 1 or referents.holders[0].kind != "person":
        return referents.holders
    if len(referents.principals) != 1:
        return ()
    body = referents.principals[0]
    does = token.dep_ == "nsubj" and token.head.lemma_.lower() in _DOING
    organ = referents.resolver.new.parts_of(body.slug) is not None  # a ministry of a known state
    return (body,) if body.known or organ or does else ()


def harmed(referents: Speech, token: Token) -> tuple[Actor, ...]:
    """Return whose sovereignty or border somebody else is said to violate: that of the speaker's state, or none."""
    noun, verb = token.head, token.head.head
    subject = subject_of(verb) if noun.dep_ == "dobj" else None
    done = verb.lemma_.lower() in _AFFECTING and noun.lemma_.lower() in _HARMED
    if subject is None or not done or token.lower_ != "its" or token.dep_ != "poss" or referents.direct:
        return ()
    own = tuple(actor for actor in (*referents.principals, *referents.holders) if actor.kind == "state")
    named = referents.resolver.look(subject) if subject.pos_ in ("NOUN", "PROPN") else ()
    return own if len(set(own)) == 1 and named and not {*named} & {*own} else ()
