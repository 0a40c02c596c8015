"""Nouns that stand alone, and where the sentence before theirs begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.names.things.identified import is_added

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["is_alone", "is_common", "sentence_before"]


def sentence_before(noun: Token) -> int:
    """Return where the sentence before that of a noun begins."""
    start = noun.sent.start
    while start and noun.doc[start - 1].is_space:
        start -= 1
    return noun.doc[start - 1].sent.start if start else start


def is_common(noun: Token) -> bool:
    """Return whether a word is a common noun; one in lower case that the parser takes for a name is."""
    return noun.pos_ == "NOUN" or (noun.pos_ == "PROPN" and noun.is_lower)


def is_alone(noun: Token) -> bool:
    """Return whether nothing after a noun says which one is meant."""
    return noun.dep_ not in ("compound", "appos") and all(
        child.i < noun.i or child.dep_ in ("case", "punct") or is_added(child) for child in noun.children
    )
