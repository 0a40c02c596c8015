"""Finds the description of a thing that the parser put inside the thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["as_within"]

#: Verbs whose "as" describes their object, and nothing inside it.
_DESCRIBING = (
    "brand",
    "characterise",
    "characterize",
    "denounce",
    "describe",
    "hail",
    "regard",
    "see",
    "term",
    "view",
)
#: "An offer to act as a mediator" describes no offer.
_ACTING = ("act", "function", "serve", "work")


def as_within(verb: Token, thing: Token) -> list[Token]:
    """Return the "as" of a description that the parser put inside its object: "called the plan to leave as wrong"."""
    near = [child for child in thing.children if child.dep_ == "prep" and child.lower_ == "as"]
    if near or verb.lemma_.lower() not in _DESCRIBING:
        return near
    inside = [word for word in thing.subtree if word.lower_ == "as" and word.dep_ == "prep" and word.i > thing.i]
    inside = [word for word in inside if word.head.lemma_ not in _ACTING]
    last = [word for word in inside if word.right_edge.i >= thing.right_edge.i]
    return last[:1] if last and last[0].nbor(-1).lower_ not in ("such", ",") else []
