"""Tells whether "it" stands for something, or only anticipates what comes later: "it is clear that"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import PERSONAL
from kg.extract.grammar.tree import is_infinitive

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["is_expletive"]

#: "It is clear who broke the truce": "it" refers to nothing mentioned before.
_SEEN = ("apparent", "clear", "evident", "obvious", "unclear")
#: Predicates by which "it" is one of several.
_RANKED = ("first", "last", "next", "only")
#: Predicate nouns after which "it" refers to something already mentioned.
_MEANS = ("attempt", "basis", "effort", "key", "means", "opportunity", "step", "tool", "way")
#: Verbs that ask somebody to do something. In their passive, "it" is the one asked, not an expletive.
_ASKED = ("advise", "allow", "ask", "force", "invite", "oblige", "order", "require", "tell", "urge", "warn")


def is_expletive(token: Token) -> bool:
    """Return whether "it" only anticipates a later phrase or clause: "It is not clear whether", "it is time to"."""
    if token.lower_ != "it":
        return False
    if token.dep_ == "expl":
        return True
    verb = token.head
    if verb.pos_ == "ADJ" and verb.head.lemma_ in ("make", "find", "think", "consider"):
        return True  # "made it clear that"
    after = [item for child in verb.children if child.i > verb.i for item in (child, *child.children)]
    if verb.lemma_ in ("take", "cost") and any(is_infinitive(item) for item in after):
        return True  # "it would take months to finish"
    if token.dep_ not in ("nsubj", "nsubjpass") or not (verb.lemma_ == "be" or token.dep_ == "nsubjpass"):
        return False
    if _is_somebody(token, verb):
        return False
    told = [_rank_or_noun(child) for child in verb.children if child.dep_ == "attr"]
    told += ["time" for child in verb.children if child.dep_ == "acomp" and child.lower_ in _SEEN]
    if told and told[0] in ("time", *_MEANS, *_RANKED):
        # "it is time for peace"; "it is the only way to end the war" and "it was the last to sign" mean something else
        return told[0] == "time"
    clausal, loose = ("ccomp", "xcomp", "csubj"), ("advcl", "acl", "relcl")
    predicates = [verb, *(child for child in verb.children if child.dep_ in ("attr", "acomp") and child.i > verb.i)]
    below = [child for item in predicates for child in item.children if child.i > verb.i]
    singled = any(_is_singled_out(child) for child in verb.children if child.dep_ == "attr")
    return singled or any(child.dep_ in clausal or (child.dep_ in loose and is_infinitive(child)) for child in below)


def _is_singled_out(noun: Token) -> bool:
    """Return whether a clause says what somebody who is named does: "it is Norway that did it"."""
    clause = next((child for child in noun.children if child.dep_ == "relcl" and child.i > noun.i), None)
    told = clause is not None and any(c.lower_ in ("that", "who") and c.dep_ == "nsubj" for c in clause.children)
    named = any(word.ent_type_ in ("GPE", "NORP", "ORG", "PERSON") for word in (noun, *noun.lefts))
    return told and named and not any(child.lower_ in ("a", "an") for child in noun.lefts)


def _is_somebody(it: Token, verb: Token) -> bool:
    """Return whether "it" is a state or a body: "it is urged to leave", "it is ready to leave"."""
    asked = it.dep_ == "nsubjpass" and verb.lemma_ in _ASKED
    return asked or any(child.dep_ == "acomp" and child.lower_ in PERSONAL for child in verb.children)


def _rank_or_noun(noun: Token) -> str:
    """Return what tells whether "it" is a thing that is so: "last" of "it was the last state to sign"."""
    return next((child.lemma_ for child in noun.children if child.lemma_ in _RANKED), noun.lemma_)
