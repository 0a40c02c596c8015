"""Reads positions from what somebody is called: "an opponent of the treaty", "their demands include a truce"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.deeds.measures import is_not_done
from kg.extract.grammar.frame import Frame
from kg.extract.grammar.lexicon import Cue
from kg.extract.grammar.tree import object_of, span, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["ROLES_TAKEN", "demands_frame", "role_frame"]

#: What somebody is, and the act that it shows.
ROLES_TAKEN = {
    "advocate": "supports",
    "backer": "supports",
    "critic": "criticises",
    "opponent": "opposes",
    "proponent": "supports",
    "supporter": "supports",
}
#: By which word the lexicon knows them as no words of anybody.
_ONE_NAME = {"criticises": "critic", "opposes": "opponent", "supports": "supporter"}
_BEING = ("be", "remain")
_NO_LONGER = ("erstwhile", "ex", "former", "hardly", "longer", "never", "no", "not", "one-time", "onetime")


def role_frame(noun: Token) -> Frame | None:
    """Return the frame of a role towards a thing: "Norway is a supporter of the dam", "Holm, a critic of the dam"."""
    of = next((child for child in noun.children if child.lower_ == "of" and child.i > noun.i), None)
    found = object_of(of) if of is not None else None
    holder = _holder(noun)
    before = noun.doc[max(0, noun.left_edge.i - 1) : noun.i]
    if of is None or found is None or holder is None or any(token.lower_ in _NO_LONGER for token in before):
        return None
    act = ROLES_TAKEN[noun.lemma_.lower()]
    sense = Cue(_ONE_NAME[act], act, frozenset(("object",)))
    content = [i for i in span(of) if i > of.i]
    return Frame(noun, sense, "object", [noun.i], content, [noun.i], found, noun=True, giver=holder)


def _holder(noun: Token) -> Token | None:
    """Return who is said to have a role."""
    if noun.dep_ == "appos":
        named = noun.head.pos_ == "PROPN" and noun.head.i < noun.i
        return noun.head if named and noun.head.ent_type_ in ("GPE", "ORG", "PERSON") else None
    verb = noun.head
    return None if noun.dep_ != "attr" or verb.lemma_ not in _BEING or is_not_done(verb) else subject_of(verb)


def demands_frame(noun: Token) -> Frame | None:
    """Return the frame of demands that are listed: "Norway's demands include a truce"."""
    verb = noun.head
    if noun.lower_ != "demands" or noun.dep_ != "nsubj" or verb.lemma_ != "include":
        return None
    thing = next((child for child in verb.children if child.dep_ == "dobj" and child.pos_ == "NOUN"), None)
    of = next((child for child in noun.children if child.lower_ in ("by", "from", "of")), None)
    found = object_of(of) if of is not None else None
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    owner = noun.doc[found] if owner is None and found is not None else owner
    if thing is None or owner is None:
        return None
    sense = Cue("demand", "demands", frozenset(("object",)))
    return Frame(noun, sense, "object", [noun.i, verb.i], list(span(thing)), [noun.i], thing.i, noun=True, giver=owner)
