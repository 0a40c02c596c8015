"""Names in RDF that only another repository mints: the shapes, which serve any base, cannot tell them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import DP, base_in_force, foreign_base

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.rdf.parse import Term

__all__ = ["foreign_names"]


def foreign_names(quads: Iterable[ox.Quad], shared: Collection[str]) -> Iterator[tuple[str, list[Term]]]:
    """Yield what is wrong with names below another repository's base, once a base, with the terms that find the place.

    `shared` are the bases of the packages in use, below which reference data may be described as well. What a source
    only refers to, an actor for instance, may have any base here: the shapes ask whether it is described anywhere.
    """
    seen = {base_in_force()}
    for quad in quads:
        names: list[tuple[str | None, list[Term]]] = [(_base(quad.subject, shared), [quad.subject])]
        # A value of another vocabulary may be any web address, that of an article for instance.
        if quad.predicate.value.startswith(DP):
            names.append((_base(quad.object, None), [quad.subject, quad.predicate, quad.object]))
        for base, terms in names:
            if base and base not in seen:
                seen.add(base)
                ours = f"the names of this repository with {base_in_force()}: rename it"
                yield f"{terms[-1]} begins with {base}, and {ours}", terms


def _base(term: Term, shared: Collection[str] | None) -> str | None:
    return foreign_base(term.value, shared) if isinstance(term, ox.NamedNode) else None
