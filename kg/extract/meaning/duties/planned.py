"""Words a denial of what somebody is about to do: "has no plans to leave" denies that there are such plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.meaning.pieces import Piece

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.pieces import Wording

__all__ = ["planned_pieces"]

#: Nouns for what somebody is about to do, with the words that stand before "to" in their place.
_PLANNED: dict[str, list[str]] = load_data("meaning/own_doing.yaml")["planned"]
_MANY = {"has": "have", "intends": "intend", "is": "are"}


def planned_pieces(wording: Wording, verb: Token) -> list[Piece]:
    """Return the words before "to" of what the holder denies to be about to do; empty for other acts and cues."""
    noun = verb.head.head.lemma_.lower() if verb.dep_ == "pcomp" else wording.cue  # "any intention of closing it"
    told = _PLANNED.get(noun, []) if wording.act == "denies" else []
    if not told:
        return []
    first = _MANY.get(told[0], told[0]) if wording.holder.plural else told[0]
    return [Piece(first, "VBZ"), *(Piece(word, "NNS" if word == "plans" else "VBN") for word in told[1:])]
