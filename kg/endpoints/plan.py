"""Plans a load: which graphs are new, changed, edited in the store, unchanged, or gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.endpoints.manifest import Manifest, counts_of_graphs
from kg.errors import RemoteError
from kg.rdf.canonical import compare_graphs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.endpoints.content import GraphContent
    from kg.endpoints.manifest import GraphEntry
    from kg.endpoints.profiles import Profile
    from kg.endpoints.sparql import Endpoint

__all__ = ["PAGE", "LoadStep", "Plan", "State", "plan_load", "read_graph", "read_whole", "weigh"]


PAGE = 50_000


class State(Enum):
    """The state of a graph in the store, compared with the content to load."""

    NEW = "new"
    CHANGED = "changed"
    EDITED = "edited in the store"
    UNCHANGED = "unchanged"
    GONE = "gone"


@dataclass(slots=True)
class LoadStep:
    """One graph of a plan; `added` and `removed` are numbers of statements, or None if they were not compared."""

    iri: str
    state: State
    content: GraphContent | None = None
    stored: int = 0
    added: int | None = None
    removed: int | None = None


@dataclass(slots=True)
class Plan:
    """All graphs in the order of their IRIs.

    `is_first` is True if the store has none of our data yet; `pending` are graphs that a load did not finish.
    """

    steps: list[LoadStep] = field(default_factory=list)
    is_first: bool = False
    pending: list[str] = field(default_factory=list)

    def of(self, *states: State) -> list[LoadStep]:
        """Return the steps in any of these states."""
        return [step for step in self.steps if step.state in states]

    def to_send(self) -> list[LoadStep]:
        """Return the steps whose graphs must be sent."""
        return self.of(State.NEW, State.CHANGED, State.EDITED)


def plan_load(endpoint: Endpoint, contents: Sequence[GraphContent]) -> Plan:
    """Compare the content to load with the manifest in the store and with the store's counts. Raises RemoteError."""
    entries = Manifest(endpoint).read()
    wanted = {content.iri: content for content in contents}
    if len(wanted) != len(contents):
        raise RemoteError("two graphs to load have the same IRI")
    stored = counts_of_graphs(endpoint, {*entries, *wanted})
    steps = [
        LoadStep(
            iri, _state(wanted.get(iri), entries.get(iri), stored.get(iri, 0)), wanted.get(iri), stored.get(iri, 0)
        )
        for iri in sorted({*entries, *wanted})
    ]
    pending = [graph for graph, entry in entries.items() if entry.digest is None]
    return Plan(steps, not entries and not stored, pending)


def _state(content: GraphContent | None, entry: GraphEntry | None, count: int) -> State:
    if content is None:
        return State.GONE
    if entry is None and not count:
        return State.NEW
    if entry is None or entry.digest != content.digest:
        return State.CHANGED
    # A count is cheap and shows manual additions and removals; `--verify full` also finds statements that were replaced
    # by others.
    return State.UNCHANGED if entry.count == count else State.EDITED


def weigh(profile: Profile, plan: Plan, endpoint: Endpoint) -> None:
    """Count the statements that each step would add and remove; this reads the graphs that would be replaced."""
    for step in plan.steps:
        if step.state is State.UNCHANGED:
            continue
        stored = read_graph(profile, step.iri, endpoint) if step.stored else []
        change = compare_graphs(stored, step.content.triples() if step.content else [])
        step.added, step.removed = len(change.added), len(change.removed)


def read_graph(profile: Profile, iri: str, endpoint: Endpoint) -> list[ox.Triple]:
    """Return the triples of a graph in the store. Raises RemoteError if they cannot be read completely.

    Some stores silently truncate long answers (Virtuoso at ResultSetMaxRows), so the triples are counted.
    """
    triples = read_whole(profile, iri, endpoint)
    count = counts_of_graphs(endpoint, [iri]).get(iri, 0)
    if len(triples) < count:
        triples = _read_pages(iri, endpoint, count)
    # Neither way has returned everything: no comparison is better than one with a part of the graph.
    if len(triples) != count:
        raise RemoteError(f"{profile.name}: <{iri}> has {count} statements, of which {len(triples)} could be read")
    return triples


def read_whole(profile: Profile, iri: str, endpoint: Endpoint) -> list[ox.Triple]:
    """Return what the server sends of a graph when it is asked for all of it; raises RemoteError for anything else."""
    if profile.graph_store:
        return endpoint.graphs.get(iri)
    triples = endpoint.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}")
    if not isinstance(triples, list):
        raise RemoteError(f"{profile.name}: the server did not answer a CONSTRUCT query with triples")
    return triples


def _read_pages(iri: str, endpoint: Endpoint, count: int) -> list[ox.Triple]:
    """Read a graph in pages. The caller would notice overlapping pages, because each triple counts only once."""
    found: set[ox.Triple] = set()
    for start in range(0, count, PAGE):
        query = f"SELECT ?s ?p ?o WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }} LIMIT {PAGE} OFFSET {start}"
        found.update(ox.Triple(*row) for row in endpoint.select(query))  # type: ignore[arg-type]  # all are bound
    return list(found)
