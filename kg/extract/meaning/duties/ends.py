"""Words what somebody wants to see, and the means that somebody wants to an end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.meaning.pieces import Piece, UnwordedError
from kg.extract.meaning.things.parts import WANTED, is_definite, lowered, means_in

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.clauses import Words
    from kg.extract.meaning.pieces import Wording

__all__ = ["means_pieces", "to_be_seen"]


def to_be_seen(tokens: list[Token], head: Token, words: Words) -> list[Piece]:
    """Return what somebody wants to see, a deed or a thing; empty if it is neither."""
    deed = next((child for child in head.children if child.dep_ == "ccomp" and child.tag_ == "VB"), None)
    if deed is not None:
        return _seen(tokens, deed, words)
    return _to_be_done(tokens, head, words) or _hoped_for(tokens, head, words)


def _to_be_done(tokens: list[Token], head: Token, words: Words) -> list[Piece]:
    """Return what somebody wants to see done: "to see the deal respected" becomes "the deal should be respected"."""
    thing = next((child for child in head.children if child.dep_ == "dobj" and child.pos_ == "NOUN"), None)
    below = thing.children if thing is not None else ()
    done = next((child for child in below if child.dep_ == "acl" and child.tag_ == "VBN"), None)
    if thing is None or done is None or done.i != thing.i + 1:
        return []
    first = [token for token in tokens if thing.left_edge.i <= token.i <= thing.i]
    rest = words.pieces([token for token in tokens if token.i > thing.i])
    return [*words.pieces(first), Piece("should", "MD"), Piece("be", "VB"), *rest]


def _hoped_for(tokens: list[Token], head: Token, words: Words) -> list[Piece]:
    """Return the thing hoped for as a wish: "wants to see more progress" becomes "there should be more progress"."""
    thing = next((child for child in head.children if child.dep_ == "dobj" and child.pos_ == "NOUN"), None)
    if thing is None or is_definite(thing) or any(child.dep_ == "neg" for child in (*thing.children, *head.children)):
        return []
    rest = lowered(words.pieces([token for token in tokens if token.i >= thing.left_edge.i]))
    return [*_there_should_be(), *rest]


def _seen(tokens: list[Token], verb: Token, words: Words) -> list[Piece]:
    """Return what the holder wants to see done as a duty: "want to see them leave" becomes "they should leave"."""
    subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
    if subject is None or any(child.dep_ == "aux" for child in verb.children):
        raise UnwordedError("nobody who should")
    who = [token for token in tokens if subject.left_edge.i <= token.i <= subject.right_edge.i]
    rest = [token for token in tokens if token.i > subject.right_edge.i]
    return [*words.pieces(who), Piece("should", "MD"), *words.pieces(rest)]


def _there_should_be() -> list[Piece]:
    return [Piece("There", "EX"), Piece("should", "MD"), Piece("be", "VB")]


def means_pieces(tokens: list[Token], to: Token, who: list[Token], words: Words, wording: Wording) -> list[Piece]:
    """Return the means that somebody wants to an end, as a thing that should be there; empty if there are none."""
    means = means_in(who, to.head) if wording.act in (*WANTED, "agrees", "supports") else None
    if means is None:
        return []
    if any(child.lower_ == "all" for child in means.children):
        raise UnwordedError("more than one means")
    what = [token for token in means.subtree if token.i < to.i]
    return [*_there_should_be(), *lowered(words.pieces([*what, *(token for token in tokens if token.i >= to.i)]))]
