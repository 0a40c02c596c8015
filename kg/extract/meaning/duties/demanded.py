"""Words what others should do where nobody is named: "its demand to free them" becomes "they should be freed"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.meaning.duties.passives import undergone_pieces
from kg.extract.meaning.pieces import UnwordedError

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.clauses import Words
    from kg.extract.meaning.pieces import Piece, Wording

__all__ = ["done_by_others", "without_readiness"]

_WORDS = load_data("meaning/wording.yaml")
#: What is done to things by those in charge, so that the passive says the same: "lift the ban".
_DONE = frozenset((*_WORDS["decreed"], *_WORDS["enacted"], "cease", "dissolve", "end", "free", "keep", "stop"))
_READY = (["ready", "to"], ["prepared", "to"], ["willing", "to"], ["determined", "to"])
#: Who demands to do this wants to do it: "demanded to know", "demanded to be heard".
_OWN = (
    "be",
    "have",
    "hear",
    "inspect",
    "join",
    "know",
    "learn",
    "meet",
    "participate",
    "receive",
    "see",
    "speak",
    "talk",
)


def done_by_others(tokens: list[Token], head: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return what should be done to the object of a deed, whoever does it; empty if who demands it would do it.

    Raises UnwordedError if the deed is none of those in charge, or has no object.
    """
    if not _is_asked_of_others(head, wording):
        return []
    if head.lemma_.lower() not in _DONE:
        raise UnwordedError("nobody who should")
    return undergone_pieces(tokens, head, words, "supports")


def _is_asked_of_others(head: Token, wording: Wording) -> bool:
    """Return whether others are to do what somebody demands, asks or appeals for."""
    if wording.frame != "to" or any(child.dep_ == "auxpass" for child in head.children):
        return False
    if wording.act == "demands":
        return head.head.pos_ == "NOUN" or head.lemma_ not in _OWN
    return wording.act in ("calls-for", "urges")


def without_readiness(tokens: list[Token], head: Token) -> list[Token]:
    """Return the words of deeds without a second readiness: "ready to pay and stand ready to help"."""
    for token in tokens:
        after = token.doc[token.i : token.i + 3]
        again = token.lemma_ in ("be", "remain", "stand") and [word.lower_ for word in after[1:]] in _READY
        if again and token.i > head.i and token.head in (head, head.head) and token.dep_ == "conj":
            dropped = {word.i for word in after}
            return [word for word in tokens if word.i not in dropped]
    return tokens
