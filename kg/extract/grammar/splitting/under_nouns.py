"""Reads clauses under a noun: whose effort an infinitive tells of, and what is only said not to be proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.frame import UTTERANCES
from kg.extract.grammar.tree import is_infinitive, object_of

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["agent_of", "appeals_besides", "is_made_to", "is_sent_to", "is_unproven", "member_of", "whose"]

_EXPRESSING = ("convey", "express", "register", "voice")
_PROOF = ("evidence", "hint", "indication", "proof", "sign", "suggestion")
#: What somebody does in public besides telling something.
_APPEALING = ("appeal", "call", "condemn", "demand", "denounce", "pledge", "urge", "vow")
_NONE = ("any", "little", "n't", "neither", "no", "not", "n’t", "without")
#: Verbs for making somebody act, who has not acted yet where the verb is an infinitive.
_FORCING = ("compel", "force", "get", "lead", "make", "move", "persuade", "press", "pressure", "prompt", "push")


def agent_of(infinitive: Token) -> Token | None:
    """Return who does what an infinitive under a noun says: Kenya in "efforts by Kenya to persuade Peru"."""
    if infinitive.dep_ not in ("acl", "relcl") or infinitive.tag_ != "VB":
        return None
    by = next((child for child in infinitive.head.children if child.lower_ == "by" and child.i < infinitive.i), None)
    found = object_of(by) if by is not None else None
    return infinitive.doc[found] if found is not None else None


def member_of(several: Token) -> Token | None:
    """Return who is one of those of whom a clause tells: Berg in "Berg was among those demanding talks"."""
    link = several.head
    verb = link.head.head if link.lower_ == "of" and link.head.lower_ == "one" else link.head
    if several.dep_ != "pobj" or (link.lower_ != "among" and verb == link.head) or verb.lemma_ != "be":
        return None
    denied = any(child.dep_ == "neg" for child in verb.children)
    return None if denied else next((child for child in verb.children if child.dep_ == "nsubj"), None)


def is_unproven(verb: Token) -> bool:
    """Return whether a verb stands in a clause under "no evidence" or the like: nobody says that it is so."""
    for above in verb.ancestors:
        if above.lemma_.lower() in _PROOF and above.pos_ == "NOUN" and above.i < verb.i:
            beside = (*above.children, *above.head.children)
            return any(word.lower_ in _NONE and word.i < verb.i for word in beside)
    return False


def is_sent_to(noun: Token) -> bool:
    """Return whether a noun is to whom a text goes, which says what follows: "a letter to Oslo expressing concern"."""
    link = noun.head
    sent = [link.head, *(child for child in link.head.children if child.dep_ == "dobj")]
    return noun.dep_ == "pobj" and link.lower_ == "to" and any(text.lemma_.lower() in UTTERANCES for text in sent)


def appeals_besides(verb: Token) -> bool:
    """Return whether a verb after a relative clause may be the teller's: "held by men who beat him and called for"."""
    own = any(child.dep_ == "nsubj" and child.tag_ in ("WDT", "WP") for child in verb.head.children)
    return own and verb.lemma_.lower() in _APPEALING


def whose(owner: Token) -> Token:
    """Return the owner of a stance: whoever voices it for "its", as in "the council expressed its concern"."""
    noun, verb = owner.head, owner.head.head
    if owner.tag_ != "PRP$" or noun.dep_ != "dobj" or verb.lemma_.lower() not in _EXPRESSING:
        return owner
    return next((child for child in verb.children if child.dep_ == "nsubj" and child.pos_ != "PRON"), owner)


def is_made_to(verb: Token) -> bool:
    """Return whether somebody is only to be made to act: "a campaign to force Norway to block the plan"."""
    above = verb.head
    moved = any(child.dep_ == "dobj" and child.i < verb.i for child in above.children)
    return verb.dep_ == "xcomp" and moved and above.lemma_.lower() in _FORCING and is_infinitive(above)
