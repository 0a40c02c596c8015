"""The triples of the shapes and the ontology that are shipped with the package, parsed once for all who read them."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from kg.paths import shipped

__all__ = ["shipped_triples"]


@cache
def shipped_triples(folder: str) -> tuple[ox.Triple, ...]:
    """Return the triples of all Turtle files of `shapes` or `ontology`, file by file; blank nodes are unique.

    Raises UsageError when the installation lacks the folder, and SyntaxError for a file that is not Turtle.
    """
    files = sorted(shipped(folder).glob("*.ttl"))
    parsed = (ox.parse(path=str(file), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True) for file in files)
    return tuple(quad.triple for quads in parsed for quad in quads)
