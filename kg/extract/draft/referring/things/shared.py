"""Between whom a thing is that a text about two states calls "the dispute", "the rising tensions" or "the agreement".

The two are those that the text is about. It must speak of them as a pair ("the neighbours", "between Kenya and Peru"),
and tell of no rebels, who may be the other side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.draft.referring.complements import complemented
from kg.extract.draft.referring.topical import full_mention
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import where
from kg.extract.names.groups.sides import tells_of_rebels

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.nounphrases import NounPhrases
    from kg.extract.names.organs import Organs

__all__ = ["between_whom"]

_WORDS = load_data("draft/referring/pointed.yaml")
_QUARRELS, _SHARED = frozenset(_WORDS["between_states"]), frozenset(_WORDS["shared_by_states"])
_OF_BOTH, _PAIRED = frozenset((*_WORDS["of_both"], "the", "these", "this")), frozenset(_WORDS["paired"])
_BOTH = ("both", "neighbouring", "neighboring", "two")


def between_whom(organs: Organs, phrases: NounPhrases, noun: Token) -> tuple[str, ...]:
    """Return the two states between which a quarrel or an agreement is, or nothing if the text leaves it unclear.

    There is nothing to say either if the sentence names both.
    """
    shared = noun.lemma_.lower() in _SHARED and all(child.lower_ in _OF_BOTH for child in noun.lefts)
    if not (shared or noun.lemma_.lower() in _QUARRELS) or noun.left_edge.lower_ not in ("the", "this", "these"):
        return ()
    two = organs.pairs.two_before(noun.i)
    if not two or tells_of_rebels(noun.doc) or full_mention(phrases, organs.discourse, noun):
        return ()
    pairs = [*_paired(noun), *_joined(organs, noun, two)]
    named = {slug for at, slug in organs.states if noun.sent.start <= at < noun.sent.end}
    if not pairs or named == {*two} or any(token.sent == noun.sent for token in pairs):
        return ()
    return () if _others(organs, phrases, noun) - {*two} else two


def _paired(noun: Token) -> list[Token]:
    """Return the words for a pair of states: "both countries", "the two neighbours"."""
    found = (noun.doc[i] for i in where(noun.doc, "LOWER", _PAIRED))
    return [token for token in found if any(child.lower_ in _BOTH for child in token.lefts)]


def _joined(organs: Organs, noun: Token, two: tuple[str, ...]) -> list[Token]:
    """Return where something is said to be between two states."""
    found = (noun.doc[i] for i in where(noun.doc, "LOWER", ("between",)))
    return [
        link for link in found if {slug for at, slug in organs.states if link.i < at <= link.right_edge.i} == {*two}
    ]


def _others(organs: Organs, phrases: NounPhrases, noun: Token) -> set[str]:
    """Return the states that the text names before a noun with a thing of its kind."""
    kinds = _QUARRELS if noun.lemma_.lower() in _QUARRELS else _SHARED
    told = [token for kind in kinds for token in phrases.nouns.get(kind, ()) if token.i < noun.i]
    words = {word.i for token in told for word in complemented(token)}
    return {slug for at, slug in organs.states if at in words}
