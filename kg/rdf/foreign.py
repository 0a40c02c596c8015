"""Names in RDF that only another repository may create; the shapes allow any base, so they cannot detect them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.namespaces import DP, base_in_force, foreign_base

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.rdf.parse import Term

__all__ = ["foreign_names"]


def foreign_names(quads: Iterable[ox.Quad], shared: Collection[str]) -> Iterator[tuple[str, list[Term]]]:
    """Yield a message for each foreign base in names, once per base, with the terms that locate it.

    `shared` are the bases of the packages in use, in whose namespaces reference data may be described too. Names that a
    source only refers to, such as an actor, may have any base here: the shapes check whether they are described
    anywhere.
    """
    seen = {base_in_force()}
    for quad in quads:
        names: list[tuple[str | None, list[Term]]] = [(_base(quad.subject, shared), [quad.subject])]
        # A value of another vocabulary's property may be any web address, such as that of an article.
        if quad.predicate.value.startswith(DP):
            names.append((_base(quad.object, None), [quad.subject, quad.predicate, quad.object]))
        for base, terms in names:
            if base and base not in seen:
                seen.add(base)
                ours = f"the names of this repository with {base_in_force()}: rename it"
                yield f"{terms[-1]} begins with {base}, and {ours}", terms


def _base(term: Term, shared: Collection[str] | None) -> str | None:
    return foreign_base(term.value, shared) if isinstance(term, ox.NamedNode) else None
