"""Turns the gerunds of those who judge a deed into passives: "opposes lifting the ban": "the ban should be lifted"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.deeds.measures import is_single
from kg.extract.grammar.inflection import participle
from kg.extract.meaning.pieces import Piece, UnwordedError
from kg.extract.meaning.pointing import refuse_vague

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.clauses import Words

__all__ = ["banned_pieces", "measured_pieces", "undergone_pieces"]

_OF_THING = ("against", "between", "by", "for", "in", "of", "on", "to", "with")
#: Phrases that only say why: "in response to the raid".
_IN_ANSWER = ("answer", "protest", "reaction", "response", "retaliation", "return", "solidarity", "view", "wake")
#: Verbs without a passive that says the same.
_ACTIVE = (
    "be",
    "become",
    "enter",
    "get",
    "have",
    "join",
    "lack",
    "leave",
    "let",
    "make",
    "need",
    "see",
    "take",
    "want",
)


def undergone_pieces(tokens: list[Token], gerund: Token, words: Words, act: str) -> list[Piece]:
    """Return what should be done to the object of a gerund, whoever would do it.

    Raises UnwordedError if the gerund has no object or if more is done than one thing.
    """
    thing = next((child for child in gerund.children if child.dep_ == "dobj" and child in tokens), None)
    judged = act in ("opposes", "supports", "rejects")
    if not judged or thing is None or thing.pos_ not in ("NOUN", "PROPN") or gerund.lemma_ in _ACTIVE:
        raise UnwordedError("nobody is said to do it")
    more = any(
        child.dep_ in ("conj", "prt", "xcomp", "ccomp", "oprd", "neg")
        or (child.dep_ == "dative" and child.lower_ != "to")
        for child in gerund.children
    )
    first = min(token.i for token in thing.subtree)
    if more or first != gerund.i + 1:
        raise UnwordedError("more is done than one thing")
    refuse_vague(tokens, thing, words)
    stop = next((token.i for token in tokens if token.i > gerund.i and token.text == ","), tokens[-1].i + 1)
    if any(token.dep_ == "conj" and token.i > stop for token in tokens):
        raise UnwordedError("more is done than one thing")
    tokens = [token for token in tokens if token.i < stop]  # without ", at least for now"
    what = [token for token in tokens if first <= token.i <= thing.right_edge.i]
    rest = [token for token in tokens if token.i > thing.right_edge.i]
    done = Piece("should", "MD"), Piece("be", "VB"), Piece(participle(gerund.lemma_.lower()), "VBN")
    return [*words.pieces(what), *done, *words.pieces(rest)]


def banned_pieces(tokens: list[Token], noun: Token, words: Words, done: str) -> list[Piece]:
    """Return a ban as a duty: "banned the airline from flying" becomes "the airline should be banned from flying".

    Raises UnwordedError if the banned thing is not a noun or only refers back.
    """
    if noun.pos_ not in ("NOUN", "PROPN") or noun not in tokens:
        raise UnwordedError("no noun")
    refuse_vague(tokens, noun, words)
    what = [token for token in tokens if token.i <= noun.i or (noun in token.ancestors and not _is_from(token))]
    rest = [token for token in tokens if token not in what]
    return [*words.pieces(what), Piece("should", "MD"), Piece("be", "VB"), Piece(done, "VBN"), *words.pieces(rest)]


def measured_pieces(tokens: list[Token], noun: Token, words: Words, done: str) -> list[Piece]:
    """Return a measure as what should be done: "called off talks with Oslo": "talks with Oslo should be called off".

    When and why it was taken is left out. Raises UnwordedError if the thing only refers back.
    """
    refuse_vague(tokens, noun, words)
    links = [child for above in (noun, noun.head) for child in above.children if child.dep_ == "prep"]
    links = sorted((link for link in links if link.i > noun.i and link in tokens), key=lambda link: link.i)
    end = next((link.left_edge.i for link in links if not _is_of_thing(link)), tokens[-1].i + 1)
    outside = next((link for link in links if link.lower_ == "from" and not _is_owned(link)), None)
    what = [token for token in tokens if token.i < end]
    rest = list(outside.subtree) if outside is not None else []
    should = Piece("should", "MD"), Piece("be", "VB"), Piece(done, "VBN")
    the = [Piece("the", "DT")] if is_single(noun) else []  # "Oslo to close embassy in Nairobi"
    return [*the, *words.pieces(what), *should, *words.pieces(rest)]


def _is_of_thing(link: Token) -> bool:
    """Return whether a phrase belongs to the thing even if the parser gave it to the verb: "its border with Norway"."""
    answered = any(child.lower_ in _IN_ANSWER for child in link.children)
    return link.lower_ in _OF_THING and not answered


def _is_owned(link: Token) -> bool:
    """Return whether somebody's own things follow: "from all its activities", of which it is open whose they are."""
    return any(token.tag_ == "PRP$" for token in link.subtree)


def _is_from(token: Token) -> bool:
    """Return whether a word belongs to the phrase for a banned activity: "from flying"."""
    return any(item.lower_ == "from" and item.dep_ == "prep" for item in (token, *token.ancestors))
