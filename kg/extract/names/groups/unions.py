"""Finds the union of states that "the bloc" or "the 27-nation bloc" means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["union_of"]

#: Nouns for members of a union of states in "the 27-nation bloc".
_COUNTED = ("country", "member", "nation", "state")
_BLOCS = frozenset(map(str, load_data("names/people.yaml")["blocs"]))
#: Adjectives that only say where a union is.
_REGIONS = frozenset(
    ("african", "american", "arab", "asian", "caribbean", "central", "east", "eastern", "european", "gulf", "latin")
) | {"north", "northern", "pacific", "regional", "south", "southeast", "southern", "west", "western"}


def union_of(discourse: Discourse, gazetteer: Gazetteer, head: Token) -> Actor | None:
    """Return the union that a noun means: the only one named before it.

    If none is, it is the only one named later: "Regional bloc calls for talks" in a headline.
    """
    words = [word for word in head.subtree if word.i < head.i]
    given = {word.lower_ for word in words if word.dep_ == "det"}
    plain = given <= {"the"} and not any(word.dep_ == "poss" for word in words) and head.tag_ != "NNS"
    unions = discourse.before(head.i, lambda actor: actor.slug in _BLOCS) if plain else []
    later = {actor for _, actor in discourse.named if actor.slug in _BLOCS} if plain and words else set()
    unions = unions or list(later)
    if not unions or not all(_is_plain(gazetteer, word, unions) for word in words):
        return None
    return unions[0] if len(set(unions)) == 1 else None


def _is_plain(gazetteer: Gazetteer, word: Token, unions: list[Actor]) -> bool:
    """Return whether a word before "bloc" tells it from no other: "the 15-nation West African bloc"."""
    parts = word.lower_.split("-")
    plain = word.dep_ in ("det", "punct") or word.like_num or word.lower_ in _COUNTED
    named = set(gazetteer.find(word.text)) & {union.slug for union in unions}
    return plain or bool(named) or all(part in _REGIONS for part in parts)
