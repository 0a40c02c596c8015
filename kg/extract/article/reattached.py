"""Mends phrases that the parser gives to the word before them though they belong to the verb of the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import where

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["reattached"]

#: Verbs by which somebody calls a thing something.
_CALLING = (
    *("blast", "brand", "characterise", "characterize", "condemn", "criticise", "criticize", "decry", "denounce"),
    *("depict", "describe", "dismiss", "hail", "label", "portray", "praise", "reject", "slam", "term"),
)
#: Verbs by which speakers go on.
_VOICING = ("believe", "demand", "hope", "regret", "stress")
#: Where people gather against something.
_GATHERING = ("assemble", "demonstrate", "gather", "march", "mobilise", "mobilize", "picket", "protest", "rally")
_PLACES = ("at", "in", "near", "outside")
_MISPLACED = ("as", "over", *_PLACES, *_VOICING)
_DEEDS = frozenset(load_data("meaning/wording.yaml")["wronged"]) | frozenset(
    load_data("meaning/wording.yaml")["measures"]
)


def reattached(doc: Doc) -> Doc:
    """Give "as wrong", "at the embassy", "over the raid" and "and regret that" to the verb that they belong to.

    "Termed its decision to leave as wrong", "rallied against the plan at the port", "recalled him for talks over it".
    """
    for token in (doc[i] for i in where(doc, "LOWER", _MISPLACED)):
        if token.lower_ in _VOICING and token.dep_ == "conj":
            _go_on(token)
            continue
        if token.dep_ == "prep" and token.lower_ == "as":
            verb = _calling(token)
        elif token.dep_ == "prep" and token.lower_ in _PLACES:
            verb = _gathering(token)
        elif token.dep_ == "prep" and token.lower_ == "over":
            verb = _recalling(token)
        else:
            continue
        if verb is not None:
            token.head = verb
    return doc


def _go_on(word: Token) -> None:
    """Make a verb that goes on with what speakers say the second one of theirs: "I believe in it and regret that"."""
    doc, first = word.doc, next((up for up in word.ancestors if _is_spoken(up)), None)
    before, after = (doc[i] if 0 <= i < len(doc) else word for i in (word.i - 1, word.i + 1))
    clause = next((child for child in word.children if child.dep_ in ("ccomp", "relcl", "acl")), None)
    if first is None or clause is None or (before.lower_, after.lower_) != ("and", "that"):
        return
    word.head = before.head = first
    word.tag_, word.pos_, word.lemma_ = "VBP", "VERB", word.lower_
    clause.dep_ = "ccomp"
    if after.head == clause:
        after.dep_, after.tag_, after.pos_ = "mark", "IN", "SCONJ"


def _is_spoken(verb: Token) -> bool:
    """Return whether a verb in the present has the speaker as its subject: "we condemn"."""
    return verb.tag_ == "VBP" and any(child.dep_ == "nsubj" and child.lower_ in ("i", "we") for child in verb.children)


def _calling(link: Token) -> Token | None:
    """Return the verb that calls something what follows "as", if the parser gave that to an infinitive before it."""
    inner = link.head
    below = inner.dep_ in ("acl", "relcl") and inner.tag_ == "VB" and inner.head.dep_ in ("dobj", "nsubjpass")
    verb = inner.head.head if below else None
    described = any(child.pos_ == "ADJ" for child in link.children)
    if verb is None or verb.lemma_ not in _CALLING or not described:
        return None
    return None if any(child.lower_ == "as" for child in verb.children) else verb


def _gathering(link: Token) -> Token | None:
    """Return the verb of those who gather at a place, if the parser took this for the place of a deed."""
    noun = link.head
    under = noun.dep_ == "pobj" and noun.head.lower_ in ("against", "over") and noun.lemma_.lower() in _DEEDS
    verb = noun.head.head if under else None
    return verb if verb is not None and verb.lemma_ in _GATHERING else None


def _recalling(link: Token) -> Token | None:
    """Return the verb of those who call in an envoy over something, if the parser made that the topic of the talks."""
    noun = link.head
    under = noun.dep_ == "pobj" and noun.head.lower_ == "for" and noun.lemma_.lower() in ("consultation", "talk")
    verb = noun.head.head if under else None
    return verb if verb is not None and verb.lemma_ in ("recall", "summon") else None
