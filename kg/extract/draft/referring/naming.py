"""Says how a sentence refers to actors: by their names, as one, as several or as a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import with_article
from kg.extract.meaning.pieces import ReferentName

if TYPE_CHECKING:
    from kg.extract.names.actors import Actor
    from kg.extract.names.mentions import Resolver

__all__ = ["named"]


def named(resolver: Resolver, actors: tuple[Actor, ...]) -> ReferentName:
    """Return how a sentence refers to some actors."""
    labels = [with_article(resolver.label(actor), actor.kind, resolver.text) for actor in actors]
    single = len(actors) == 1
    people = single and labels[0].endswith("s") and bool(resolver.gazetteer.nations(labels[0])) and not actors[0].known
    plural = not single or actors[0].plural or actors[0].kind == "group" or people  # "the Kenyans"
    person = single and actors[0].kind == "person" and not plural
    several = [", ".join(labels[:-1]), labels[-1]] if len(labels) > 2 else labels
    return ReferentName(" and ".join(several), plural, person, resolver.discourse.sex(actors[0]) if person else "")
