"""Finds who speaks in a statement that others only name: "noted the remarks by Holm, declaring that he would go"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.frame import UTTERANCES
from kg.extract.grammar.tree import object_of

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["is_of_either", "of_utterance"]


def of_utterance(verb: Token) -> Token | None:
    """Return whose utterance a participle after a comma tells of, where this is the object of another's verb."""
    above = verb.head
    if verb.dep_ != "acl" or not _is_after_comma(verb) or above.dep_ not in ("dobj", "pobj"):
        return None
    return _speaker(above, verb.i)


def is_of_either(verb: Token) -> bool:
    """Return whether it is open who does what a participle tells: "Oslo noted the remarks by Holm, declaring his wish".

    What it declares is "his" or "their" own, and so that of the speaker, or of whoever names the remarks.
    """
    owned = any(inner.tag_ == "PRP$" for child in verb.children if child.dep_ == "dobj" for inner in child.children)
    things = [child for child in verb.head.children if child.dep_ == "dobj" and child.i < verb.i]
    loose = verb.dep_ == "advcl" and owned and _is_after_comma(verb)
    return loose and any(_speaker(thing, verb.i) is not None for thing in things)


def _is_after_comma(verb: Token) -> bool:
    start = verb.left_edge.i
    return verb.tag_ == "VBG" and start > 1 and verb.doc[start - 1].text == ","


def _speaker(uttered: Token, end: int) -> Token | None:
    """Return by whom an utterance is, or None if it is no utterance or nobody's."""
    if uttered.lemma_.lower() not in UTTERANCES:
        return None
    made = [child for child in uttered.children if child.dep_ == "acl" and child.tag_ == "VBN"]
    links = [c for word in (uttered, *made) for c in word.children if c.lower_ == "by" and c.i < end]
    found = object_of(links[0]) if links else None
    return uttered.doc[found] if found is not None else None
