"""Words a thing with a description: "described the plan as a mistake" becomes "The plan is a mistake."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.meaning.finite import clause_subject
from kg.extract.meaning.pieces import Piece, UnwordedError

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.clauses import Words

__all__ = ["called_pieces"]


def called_pieces(tokens: list[Token], head: Token, words: Words) -> list[Piece]:
    """Return "X is Y" for a thing with a description: "described the plan as a mistake".

    Raises UnwordedError if either part is missing.
    """
    # "named both the party and its wing as terrorists"
    tokens = [
        token for token in tokens if token.dep_ != "preconj" and not (token.lower_ == "both" and token.i < head.i)
    ]
    start = head.i + 1 if head.lower_ == "as" else head.i if clause_subject(head) is not None else head.left_edge.i
    before = [token for token in tokens if token.i < start and token != head and token.lower_ != "as"]
    after = [token for token in tokens if token.i >= start]
    while before and before[-1].is_punct:
        before = before[:-1]
    if not before or not after or before[0].lower_ in ("what", "to", "not"):
        raise UnwordedError("nothing that is called so")
    nouns = [token for token in before if token.pos_ in ("NOUN", "PROPN", "PRON") and token.dep_ != "compound"]
    if not nouns:
        raise UnwordedError("nothing that is called so")
    subject = words.pieces(before)
    beside = set(before)
    top = next((token for token in nouns if token.head not in beside and token.pos_ != "PRON"), nouns[0])
    plural = top.tag_ in ("NNS", "NNPS") or any(token.dep_ == "cc" for token in before) or subject[0].tag == "SEVERAL"
    if len(after) == 1 and after[0].tag_ in ("VBG", "VB", "RB") and after[0].dep_ != "acomp":
        raise UnwordedError("no predicate")
    return [*subject, Piece("are" if plural else "is", "VBP" if plural else "VBZ"), *words.pieces(after)]
