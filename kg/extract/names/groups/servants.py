"""Finds the state that officials serve by the body beside them: "ministry officials", "government negotiators"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.names.actors import STATES_OWN
from kg.extract.names.groups.statebodies import FIELDS, is_state_body

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.names.organs import Organs

__all__ = ["served"]


def served(organs: Organs, people: Token | None) -> str | None:
    """Return the state of the only such body named so far, or the one in which the text is set."""
    before = [
        child for child in (people.lefts if people is not None else ()) if child.dep_ in ("amod", "compound", "nmod")
    ]
    bodies = [child for child in before if child.lower_ in STATES_OWN]
    if people is None or len(bodies) != 1 or any(child.ent_type_ or child.dep_ == "poss" for child in people.lefts):
        return None
    known = organs.found.get(bodies[0].lower_, {})
    owners = {owner for actor in known if (owner := organs.new.parts_of(actor.slug))}
    if known:
        return owners.pop() if len(owners) == 1 else None
    fields = [child for child in before if child.lower_ in FIELDS]
    return organs.setting.at(people.i) if is_state_body(bodies[0], fields) else None
