"""Checks what the context of a pronoun shows: whether it is plural or shared, and whether it refers to anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.meaning.pieces import UnwordedError

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.pieces import Piece

__all__ = ["continues", "is_identified", "is_people", "is_several", "refuse_joint"]

#: "this kind of deal", "that part of the country": the words after the noun do not identify it.
_VAGUE = ("area", "day", "kind", "moment", "name", "part", "point", "region", "side", "sort", "time", "type", "way")
_SOME_OF = ("all", "both", "each", "many", "most", "none", "one", "some")
#: With these words, "we" includes people beyond the speaker's own side.
_JOINTLY = ("together", "both", "each", "jointly", "collectively", "voice")
#: Verbs for mutual actions.
_RECIPROCAL = ("converse", "meet", "negotiate", "reconvene", "talk")
_NAMED = load_data("names/people.yaml")
_PEOPLE = frozenset((*_NAMED["people"], *_NAMED["plural_people"]))
_PERSONS = frozenset(load_data("meaning/wording.yaml")["persons"])


def continues(pronoun: Token, subjects: list[Piece]) -> bool:
    """Return whether "it" takes up the subject of the clause before: "Oslo will go if Rome does, and it will help"."""
    first = pronoun.head.head if pronoun.head.dep_ == "conj" else pronoun
    same = [child for child in first.children if child.dep_ == "nsubj" and child.tag_ in ("NN", "NNP")]
    return any(piece.token in same and piece.tag != "PERSON" for piece in subjects)


def is_several(piece: Piece) -> bool:
    """Return whether a word is plural, or several things joined."""
    several = piece.token is not None and any(child.dep_ == "conj" for child in piece.token.children)
    return piece.tag in ("NNS", "NNPS", "SEVERAL") or several


def is_people(piece: Piece) -> bool:
    """Return whether a word names people: "the members", "Ukrainians"."""
    word = piece.token
    return word is not None and (word.lower_ in _PEOPLE or word.lemma_.lower() in _PERSONS or word.ent_type_ == "NORP")


def is_identified(noun: Token) -> bool:
    """Return whether the words after a noun identify it: "this decision by Norway", "these raids on Oslo"."""
    if noun.lemma_.lower() in _VAGUE or noun.pos_ != "NOUN":
        return False
    links = [child for child in noun.children if child.i > noun.i and child.dep_ == "prep" and child.lower_ != "for"]
    return any(inner.pos_ in ("NOUN", "PROPN") for child in links for inner in child.children)


def _is_joint(word: Token) -> bool:
    """Return whether a word extends "we" beyond the speaker's own side; "together with our allies" does not."""
    beside = word.i + 1 < len(word.doc) and word.nbor(1).lower_ == "with"
    return word.lower_ in _JOINTLY and not (word.lower_ == "together" and beside)


def refuse_joint(token: Token, before: list[Piece]) -> None:
    """Refuse a pronoun that refers to nobody in particular: "if I were", "some of us", "we together"."""
    if token.lower_ in ("i", "we") and before and before[0].text.lower() == "if":
        raise UnwordedError("if I were")
    if token.lower_ in ("us", "you", "them") and token.head.lower_ == "of" and token.head.head.lower_ in _SOME_OF:
        raise UnwordedError("some of us")
    if (
        token.lower_ == "we"
        and token.head.lemma_ in _RECIPROCAL
        and not any(c.dep_ in ("dobj", "prep") for c in token.head.children)
    ):
        raise UnwordedError("we together")  # "we will meet again"
    if token.lower_ in ("we", "us", "our") and any(_is_joint(item) for item in token.sent):
        raise UnwordedError("we together")
