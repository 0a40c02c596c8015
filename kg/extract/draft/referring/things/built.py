"""Things that have a name and are described besides: "a one-acre island" and "Migingo Island", a dam and its name.

A text that names one such place and describes one is about the same. What is built or lies somewhere has few of its
kind in a text, unlike talks or deals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import is_plural_noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

__all__ = ["as_one_place", "is_of_land", "place_name"]

_Mention = tuple["Token", tuple["Token", ...]]

_WORDS = load_data("draft/referring/pointed.yaml")
_PLACES, _LAND = frozenset(_WORDS["places"]), frozenset(_WORDS["land"])
_QUARRELS = frozenset(_WORDS["quarrels"])
#: What a quarrel over land is called: "the border dispute".
_CALLED = ("border", "boundary", "maritime", "territorial")


def place_name(told: Sequence[_Mention]) -> tuple[Token, ...]:
    """Return the only proper name among mentions of one place, without its article; empty if there is none."""
    if any(token.lemma_.lower() not in _PLACES or is_plural_noun(token) for token, _ in told):
        return ()
    names = {" ".join(word.lower_ for word in words): words for token, words in told if token.pos_ == "PROPN"}
    return next(iter(names.values())) if len(names) == 1 else ()


def as_one_place(told: Sequence[_Mention], about: list[set[str]]) -> list[set[str]]:
    """Return by mention what it is about; a name and descriptions of one place without another name are the same."""
    name = place_name(told)
    others = [word for token, words in told for word in words if token.pos_ != "PROPN" and word.ent_type_ == "FAC"]
    return [words | {"a place with a name"} for words in about] if name and not others else about


def is_of_land(noun: Token, mentions: Sequence[_Mention]) -> bool:
    """Return whether a noun is a quarrel called after the land that the fuller mentions name: "the border dispute"."""
    before = [child.lower_ for child in noun.lefts if child.dep_ != "det"]
    if noun.lemma_.lower() not in _QUARRELS or not before or any(word not in _CALLED for word in before):
        return False
    told = [words for _, words in mentions if words]
    return bool(told) and all({word.lemma_.lower() for word in words} & _LAND for words in told)
