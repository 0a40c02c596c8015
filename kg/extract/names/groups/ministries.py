"""Reads the bodies of states from their names: whose they are, and which of them are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.names.actors import STATES_OWN, Actor
from kg.extract.names.gazetteer import folded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.extract.names.actors import Proposed
    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["same_ministry", "state_in_name"]

#: Bodies of a state that carry its name: "Japan Coast Guard".
_ARMED = ("army", "force", "forces", "guard", "marines", "navy", "police")
#: Words that a text leaves out of the name of a ministry later.
_LEFT_OUT = frozenset(("affairs", "and", "cooperation", "international", "irrigation", "national", "natural", "of"))
_LEFT_OUT |= {"public", "relations", "resources", "the"}


def state_in_name(gazetteer: Gazetteer, words: list[str]) -> str | None:
    """Return the state in the name of one of its bodies: "Japan Coast Guard", "South Korean Ministry of Trade"."""
    for stop in range(min(3, len(words) - 1), 0, -1):
        slug = gazetteer.state(" ".join(words[:stop]))
        of_state = words[-1].lower() in (*_ARMED, *STATES_OWN) or words[stop].lower() == "ministry"
        if slug and gazetteer.known[slug].kind == "state":
            return slug if of_state else None
    return None


def same_ministry(proposed: Mapping[str, Proposed], owner: str, noun: str) -> Actor | None:
    """Return the only ministry of a state so far with a field: "Water Resources Ministry" for "Water Ministry"."""
    field = set(folded(noun).split()) - _LEFT_OUT
    if "ministry" not in field:
        return None
    ministries = [entry for entry in proposed.values() if dict(entry.extra).get("part_of") == owner]
    fields = {entry.slug: set(folded(entry.label).split()) - _LEFT_OUT for entry in ministries}
    found = [slug for slug, words in fields.items() if "ministry" in words and _is_field(field, words)]
    return Actor(found[0], "organisation", known=False) if len(found) == 1 else None


def _is_field(field: set[str], words: set[str]) -> bool:
    """Return whether a label, with the adjective of a state, has the field of a ministry; "the Ministry" has any."""
    return field <= words and (field == {"ministry"} or len(words - field) == 1)
