"""Finds the body of an office that a text mentions without the body's name: "the bloc's envoy", "its president"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.names.actors import BODIES

if TYPE_CHECKING:
    from kg.extract.names.mentions import Resolver

__all__ = ["body_of_office"]

_SPEAKING = frozenset(load_data("names/people.yaml")["speaking"]) | {"director", "general", "head"}


def body_of_office(resolver: Resolver, words: tuple[int, ...]) -> list[str]:
    """Return the body before an office, mentioned without its name: "the bloc's envoy", "the union's president"."""
    tokens = [resolver.doc[i] for i in words]
    owner = next((word for word in tokens if word.dep_ == "poss" and word.lower_ in BODIES), None)
    behind = (word for word in tokens if word.lower_ in BODIES and word.dep_ == "pobj" and word.head.lower_ == "of")
    owner = owner if owner is not None else next(behind, None)  # "the secretary-general of the regional bloc"
    above = owner.head.head if owner is not None and owner.dep_ == "pobj" else owner.head if owner else None
    found = resolver.look(owner) if owner is not None and above is not None and above.lower_ in _SPEAKING else ()
    own = owner is not None and owner.dep_ == "poss"
    named = [actor for actor in found if resolver.label(actor)[0].isupper() and (own or actor.known)]
    return [actor.slug for actor in named if len(found) == 1 and actor.kind in ("organisation", "state")]
