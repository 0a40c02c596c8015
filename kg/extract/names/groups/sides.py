"""Plurals that may mean the two states of a text: "the sides", "both parties", "the neighbours"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tree import where

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["BOTH", "may_be_others", "needs_no_number"]

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
_REBELS = ("rebel", "insurgent", "guerrilla", "militia", "militant", "separatist", "opposition", "faction")


def needs_no_number(head: Token) -> bool:
    """Return whether "the" is all that stands before a noun for two states: "the sides", "the parties"."""
    return head.lower_ in BOTH and [child.lower_ for child in head.lefts] == ["the"] and head.i == head.left_edge.i + 1


def may_be_others(head: Token) -> bool:
    """Return whether "sides" or "parties" may mean actors other than states: the text mentions rebels or a party."""
    if head.lower_ == "parties" and where(head.doc, "LOWER", _POLITICAL):
        return True
    loose = head.lower_ in ("parties", "sides") or needs_no_number(head)
    return loose and bool(where(head.doc, "LEMMA", _REBELS))
