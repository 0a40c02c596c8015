"""Replacing all graphs of a load at once: one update, of which readers see all or nothing.

SPARQL 1.1 Update (2.2) asks that a request be carried out atomically, and a few stores do so. Nothing is then put
together in staging graphs, which whoever asks about all graphs would see; and a load that is cut short
leaves all as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.endpoints.content import GraphContent
    from kg.endpoints.manifest import Manifest
    from kg.endpoints.plan import Plan
    from kg.endpoints.profiles import Profile

T = TypeVar("T")

__all__ = ["MOST", "can_switch", "switching"]

#: Statements in one update. Of 200,000 (21 MB) Oxigraph's takes twice, Fuseki's as long as graph by graph.
MOST = 200_000


def can_switch(profile: Profile, plan: Plan, gone: Sequence[str]) -> bool:
    """Return whether a load is one update: where the store takes it whole, and it is not too large.

    A first load has no readers yet, and one graph alone is replaced at once in the usual way.
    """
    steps = plan.to_send()
    count = sum(step.content.count for step in steps if step.content)
    return profile.atomic_update and not plan.is_first and len(steps) + len(gone) > 1 and count <= MOST


def switching(manifest: Manifest, contents: Sequence[GraphContent], gone: Sequence[str]) -> str:
    """Return the update that replaces the graphs by `contents` and drops those that are gone; it may be sent twice.

    The manifest takes the graphs as its own in the same update.
    """
    dropped = [f"DROP SILENT GRAPH <{graph}>" for graph in [*(content.iri for content in contents), *gone]]
    data = (f"GRAPH <{content.iri}> {{\n{_statements(content, at)}}}" for at, content in enumerate(contents))
    inserted = [f"INSERT DATA {{ {' '.join(data)} }}"] if contents else []
    owned = manifest.beginning(content.iri for content in contents)
    return " ;\n".join([*owned, *manifest.removing(gone), *dropped, *inserted])


def _statements(content: GraphContent, at: int) -> str:
    """Return the statements with names of blank nodes that no other graph of the update has."""
    if not content.blank:
        return b"".join(content.ntriples()).decode()
    named = [ox.Triple(_own(t.subject, at), t.predicate, _own(t.object, at)) for t in content.triples()]
    return (ox.serialize(named, format=ox.RdfFormat.N_TRIPLES) or b"").decode()


def _own(term: T, at: int) -> T | ox.BlankNode:
    return ox.BlankNode(f"g{at}{term.value}") if isinstance(term, ox.BlankNode) else term
