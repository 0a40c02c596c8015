"""Gives single things in a headline the article that they have in the text below it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import indefinite
from kg.extract.meaning.pieces import Piece

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["with_articles"]

#: Key in the user data of a parsed text: the articles that its nouns have below the headline.
_FOUND = "articles below the headline"
_OWN = ("det", "nummod", "poss", "preconj", "predet")


def with_articles(pieces: list[Piece], head: Token) -> list[Piece]:
    """Return the words of a sentence from a headline with their articles; others stay as they are."""
    if head.i >= _end_of_headline(head.doc):
        return pieces
    below, found = _articles_of(head.doc), list[Piece]()
    for piece in pieces:
        noun = _bare_noun(piece.token) if piece.token is not None and not piece.glued else None
        told = _told(noun, below) if noun is not None else ""
        exists = bool(found) and found[0].text == "There" and found[-1].text == "be"
        free = not found or found[-1].tag not in ("DT", "PRP$", "POS", "NNP", "NNPS")
        if noun is not None and told and free and not (exists and told == "the"):
            piece = _without_capital(piece) if not found else piece
            found.append(Piece("the" if told == "the" else indefinite(piece.text), "DT"))
        found.append(piece)
    return found


def _without_capital(piece: Piece) -> Piece:
    """Return the first word of a headline as it is inside a sentence."""
    common = piece.tag in ("JJ", "NN", "NNS", "VBG", "VBN") and piece.text.istitle()
    return replace(piece, text=piece.text.lower()) if common else piece


def _end_of_headline(doc: Doc) -> int:
    """Return where the first line ends if it is a headline, else 0."""
    stop = next((token.i for token in doc if "\n" in token.text), 0)
    last = doc[stop - 1] if stop else None
    return stop if last is not None and last.text[-1:] not in ".!?" and stop + 5 < len(doc) else 0


def _bare_noun(first: Token) -> Token | None:
    """Return the single noun without an article whose phrase begins with a word, or None."""
    noun = first
    while noun.dep_ in ("amod", "compound", "nmod", "advmod", "npadvmod", "punct") and noun.head.i > noun.i:
        noun = noun.head
    opening = next((token for token in noun.subtree if not token.is_punct), noun)
    if noun.tag_ not in ("NN", "NNP") or opening != first or noun.ent_type_ == "PERSON":
        return None
    own = any(child.dep_ in _OWN or child.tag_ == "POS" for child in noun.lefts)
    joined = noun.dep_ == "conj" or any(child.dep_ == "conj" for child in noun.children)
    return None if own or joined else noun


def _told(noun: Token, below: dict[str, tuple[str, frozenset[str]]]) -> str:
    """Return the article of the first such noun below; "a" only if it is described by one word at least as here."""
    told, beside = below.get(_key(noun), ("", frozenset()))
    mine = {token.lower_ for token in noun.doc[noun.left_edge.i : noun.i]}
    return told if told == "the" or not mine or mine & beside else ""


def _key(noun: Token) -> str:
    """Return what tells whether a noun is the same: its lemma, or the whole of a name."""
    beside = (token for token in noun.lefts if token.dep_ in ("amod", "compound", "nmod"))
    return noun.lemma_.lower() if noun.tag_ == "NN" else " ".join(token.lower_ for token in (*beside, noun))


def _articles_of(doc: Doc) -> dict[str, tuple[str, frozenset[str]]]:
    found = doc.user_data.get(_FOUND)
    if found is None:
        found = {}
        for token in doc[_end_of_headline(doc) :]:
            if token.tag_ in ("NN", "NNP"):
                told = next((child.lower_ for child in token.lefts if child.lower_ in ("the", "a", "an")), "")
                bare = not any(child.dep_ in _OWN for child in token.lefts)
                if told or bare:
                    beside = frozenset(word.lower_ for word in doc[token.left_edge.i : token.i])
                    found.setdefault(_key(token), (told, beside))
        doc.user_data[_FOUND] = found
    return found
