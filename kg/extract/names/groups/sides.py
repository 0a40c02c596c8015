"""Plurals that may mean the two states of a text: "the sides", "both parties", "the neighbours"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.extract.grammar.tree import where

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

__all__ = ["BOTH", "may_be_others", "needs_no_number", "tells_of_mediators", "tells_of_rebels", "two_of"]

#: Nouns that need no number between two states.
BOTH = ("countries", "nations", "neighbors", "neighbours", "parties", "sides")
#: Words of texts in which the parties may be those of a parliament, and in which a side may be none of a state.
_POLITICAL = (
    "coalition",
    "congress",
    "democrats",
    "election",
    "elections",
    "lawmakers",
    "parliament",
    "party",
    "republicans",
)
_MEDIATING = ("broker", "counterpart", "envoy", "facilitator", "mediation", "mediator")
_REBELS = ("rebel", "insurgent", "guerrilla", "militia", "militant", "separatist", "opposition", "faction")


def needs_no_number(head: Token) -> bool:
    """Return whether "the" is all that stands before a noun for two states: "the sides", "the parties"."""
    return head.lower_ in BOTH and [child.lower_ for child in head.lefts] == ["the"] and head.i == head.left_edge.i + 1


def may_be_others(head: Token) -> bool:
    """Return whether "sides" or "parties" may mean actors other than states: the text mentions rebels or a party."""
    if head.lower_ == "parties" and where(head.doc, "LOWER", _POLITICAL):
        return True
    loose = head.lower_ in ("parties", "sides") or needs_no_number(head)
    return loose and tells_of_rebels(head.doc)


def tells_of_rebels(doc: Doc) -> bool:
    """Return whether a text mentions rebels or others who fight or oppose a government."""
    return bool(where(doc, "LEMMA", _REBELS))


def two_of(states: Sequence[tuple[int, str]], position: int) -> tuple[str, ...]:
    """Return the two states that a text is about, if both are named before a token; else none.

    `states` are those of the text, each with its token, in text order.
    """
    counts = Counter(slug for _, slug in states).most_common(3)
    clear = len(counts) == 2 or (len(counts) == 3 and counts[2][1] * 2 <= counts[1][1])
    first = {slug for at, slug in states if at < position}
    named = [slug for slug in dict.fromkeys(slug for _, slug in states) if slug in dict(counts[:2])]
    return tuple(named) if clear and set(named) <= first else ()


def tells_of_mediators(head: Token, states: Sequence[tuple[int, str]], two: Sequence[str]) -> bool:
    """Return whether one of two states only has mediators in the text, and so is no party: "Ethiopian mediators"."""
    apart = (all(_mediates(head.doc[at]) for at, slug in states if slug == state) for state in two)
    return head.lower_ in ("parties", "sides") and any(apart)


def _mediates(word: Token) -> bool:
    return word.head.lemma_.lower() in _MEDIATING
