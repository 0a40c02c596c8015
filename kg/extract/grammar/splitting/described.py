"""Finds the description of a thing that the parser put inside the thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tree import object_of, span

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["as_within", "partners_before", "referred_to"]

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


def referred_to(verb: Token, objects: list[Token]) -> list[Token]:
    """Return the things that a verb describes: the deal in "referred to the deal as a farce"."""
    links = [child for child in verb.children if child.lower_ == "to" and child.dep_ == "prep"]
    found = object_of(links[0]) if links and not objects and verb.lemma_.lower() == "refer" else None
    return [verb.doc[found]] if found is not None else objects


def partners_before(link: Token) -> list[int]:
    """Return the words before "as" that the parser took from a thing: "described the deal with Norway as a farce"."""
    beside = (child for child in link.head.children if child.dep_ == "prep" and child.right_edge.i == link.i - 1)
    found = next((child for child in beside if child.lower_ in ("with", "between", "against")), None)
    thing = object_of(found) if found is not None else None
    named = thing is not None and link.doc[thing].pos_ == "PROPN" and link.lower_ == "as"
    return list(span(found)) if named and found is not None and found.nbor(-1).pos_ == "NOUN" else []
