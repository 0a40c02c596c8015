"""Finds ties between actors: alliances and rivalries."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.grammar.tree import where

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["Tie", "find_ties"]

_TIES = ("ally", "Ally", "allied", "Allied", "rival", "Rival")


@dataclass(slots=True)
class Tie:
    """An alliance or a rivalry: the tokens of both sides, the quote, and the first year, if given."""

    type: str
    first: int
    second: int
    quote: tuple[int, int]
    since: str | None = None


def find_ties(doc: Doc) -> list[Tie]:
    """Return the alliances and rivalries that a text mentions."""
    found = []
    for token in (doc[i] for i in where(doc, "LEMMA", _TIES)):
        lemma = token.lemma_.lower()
        if lemma in ("ally", "allied") and token.pos_ in ("VERB", "ADJ"):
            found += _allied(doc, token)
        elif lemma in ("rival", "ally") and token.pos_ in ("NOUN", "PROPN", "ADJ"):
            found += _called(doc, token, "rivalry" if lemma == "rival" else "alliance")
    return found


def _allied(doc: Doc, token: Token) -> list[Tie]:
    other = next(
        (
            item
            for child in token.children
            if child.lower_ in ("with", "to")
            for item in child.children
            if item.dep_ == "pobj"
        ),
        None,
    )
    subject = (
        token.head
        if token.dep_ == "relcl"
        else next(
            (child for child in (*token.children, *token.head.children) if child.dep_ in ("nsubj", "nsubjpass")), None
        )
    )
    if other is None or subject is None:
        return []
    right = max(other.right_edge.i, max((child.right_edge.i for child in token.children), default=0))
    words = doc[min(subject.i, token.i) : right + 1]
    year = re.search(r"\bsince (\d{4})\b", words.text)
    return [Tie("alliance", subject.i, other.i, (words.start_char, words.end_char), year[1] if year else None)]


def _called(doc: Doc, token: Token, kind: str) -> list[Tie]:
    owner = next((child for child in token.children if child.dep_ == "poss"), None)
    named = next((child for child in token.children if child.dep_ == "appos"), None)
    if named is None and token.dep_ in ("compound", "amod", "nmod") and token.head.pos_ == "PROPN":
        named = token.head
        owner = owner or next((child for child in named.children if child.dep_ == "poss"), None)
    if named is None and token.dep_ == "appos":
        named = token.head
    if owner is None or named is None:
        return []
    left, right = min(owner.left_edge.i, named.i), max(token.i, named.i)
    return [Tie(kind, owner.i, named.i, (doc[left].idx, doc[right].idx + len(doc[right])))]
