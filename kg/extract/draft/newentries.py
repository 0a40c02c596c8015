"""Collects the entries that a draft needs and the reference data does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.names.actors import Proposed

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer
    from kg.extract.names.mentions import Resolver

__all__ = ["entries_of"]


def entries_of(gazetteer: Gazetteer, resolver: Resolver, named: set[str]) -> list[Proposed]:
    """Return the new entries for the named actors, and for the bodies these belong to, sorted by slug."""
    new = {slug: entry for slug, entry in resolver.new.proposed.items() if slug in named}
    named = named | {str(value) for entry in new.values() for key, value in entry.extra if key == "part_of"}
    for slug in named:
        entry = gazetteer.known.get(slug)
        if entry is not None and not entry.listed:
            new[slug] = Proposed(slug, "states.yaml", entry.label, "A state that the text names.")
    return [entry for _, entry in sorted(new.items())]
