"""Finds what a narrator supposes before the words of others: "may have meant Oslo, which left, according to"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["is_supposed_before"]

_MAY = ("could", "may", "might")


def is_supposed_before(clause: Token, according: Token) -> bool:
    """Return whether "according to" may only give the source of a relative clause that ends a supposition.

    "Kenya may have meant Norway, whose ships left in May, according to the EU": the narrator supposes, the EU knows
    of the ships.
    """
    doc, helpers = clause.doc, {child.lower_ for child in clause.children if child.dep_ in ("aux", "auxpass")}
    supposed = bool(helpers.intersection(_MAY)) and bool(helpers & {"have", "be", "been"} or clause.lemma_ == "be")
    if not supposed or according.i <= clause.i or doc[according.i - 1].text != ",":
        return False
    between = (word for word in clause.subtree if word.dep_ == "relcl" and clause.i < word.i < according.i)
    return any(doc[word.left_edge.i - 1].text == "," and _ends_at(word, according) for word in between)


def _ends_at(verb: Token, according: Token) -> bool:
    """Return whether a clause lasts until "according to", or contains it."""
    return verb.right_edge.i >= according.i - 2
