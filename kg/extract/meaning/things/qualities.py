"""Words what a noun says of a thing: "the legality of the raid" says that the raid is legal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.meaning.pieces import Piece, UnwordedError
from kg.extract.meaning.things.parts import as_subject

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.clauses import Words

__all__ = ["quality_pieces"]

_QUALITIES: dict[str, str] = load_data("meaning/implied.yaml")["qualities"]
_SAID_OF = ("acknowledges", "claims", "denies", "doubts", "reports")


def quality_pieces(tokens: list[Token], noun: Token, words: Words, act: str) -> list[Piece]:
    """Return a quality of a thing as a statement; empty for other nouns. Raises UnwordedError if it is not whole."""
    lemma = noun.lemma_.lower()
    if act == "praises" and lemma == "fact" and any(child.dep_ in ("acl", "ccomp", "relcl") for child in noun.children):
        rest = words.pieces([token for token in tokens if token.i > noun.i])
        return [Piece("It", "PRP"), Piece("is", "VBZ"), Piece("right", "JJ"), *rest]
    if act not in _SAID_OF or lemma not in {*_QUALITIES, "existence"}:
        return []
    link = next((child for child in noun.children if child.lower_ == "of" and child.dep_ == "prep"), None)
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    thing = owner or next(
        (child for child in (link.children if link is not None else ()) if child.dep_ == "pobj"), None
    )
    last = noun.i if owner is not None else thing.right_edge.i if thing is not None else -1
    if thing is None or last != tokens[-1].i or any(child.dep_ in ("amod", "conj") for child in noun.children):
        raise UnwordedError("more than a quality of one thing")
    who, several = as_subject(thing, words)
    if lemma == "existence":
        return [*who, Piece("exist" if several else "exists", "VBP" if several else "VBZ")]
    return [*who, Piece("are" if several else "is", "VBZ"), Piece(_QUALITIES[lemma], "JJ")]
