"""Replaces one named graph in a triplestore: with PUT, with a staging graph and MOVE, or with DROP and INSERT DATA."""

from __future__ import annotations

import dataclasses
import hashlib
from itertools import islice
from typing import TYPE_CHECKING

from kg.endpoints.manifest import counts_of_graphs
from kg.endpoints.sparql import Endpoint
from kg.endpoints.transport import BusyError, Patience
from kg.errors import RemoteError
from kg.namespaces import iri
from kg.rdf.canonical import canonical_statements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.endpoints.content import GraphContent

__all__ = ["Replacing", "batches", "checkpoint", "staging_graph"]

#: For requests that must not be repeated before it is known whether the first one took effect.
_ONCE = Patience(0)
#: For Virtuoso. Profiles cannot change this text, because it runs with the rights of the user who loads.
_CHECKPOINT = "SELECT (bif:exec('checkpoint') AS ?done) WHERE { }"


def staging_graph(graph: str) -> str:
    """Return the IRI of the staging graph in which a graph is built before it is moved to its place."""
    return iri("graph", "staging", hashlib.sha256(graph.encode()).hexdigest()[:16])


def checkpoint(endpoint: Endpoint, tell: Callable[[str], None]) -> None:
    """Make a store that could lose data in memory write it to disk; if this fails, report the risk with `tell`."""
    profile = endpoint.profile
    if not profile.checkpoint:
        return
    try:
        Endpoint(dataclasses.replace(profile, query=str(profile.update)), patience=endpoint.patience).query(_CHECKPOINT)
    except RemoteError as error:
        risk = "until the server's next checkpoint a crash may lose some of what was loaded"
        tell(f"{error.message}: {risk}: ask its administrator for one, or load again after a crash")


class Replacing:
    """Replaces graphs with the strategy of the profile, and retries lost connections as long as `patience` allows."""

    def __init__(self, endpoint: Endpoint, patience: Patience) -> None:
        self._endpoint, self._profile, self._patience = endpoint, endpoint.profile, patience

    def replace(self, content: GraphContent) -> None:
        """Replace a graph with exactly this content. Raises RemoteError."""
        strategy = self._profile.strategy()
        if strategy == "put":
            self._put(content, content.iri)
        elif strategy == "move":
            self._by_move(content)
        else:
            self._fill(content, content.iri)

    def _put(self, content: GraphContent, graph: str) -> None:
        self._endpoint.graphs.put(graph, content.ntriples())

    def _by_move(self, content: GraphContent) -> None:
        """Build the graph in a staging graph, count it, and move it; never blindly repeat the MOVE.

        A MOVE from a missing graph empties its target, and if the connection breaks, only counting the statements shows
        whether the MOVE took effect.
        """
        self._patience.attempt(lambda: self._move_once(content, staging_graph(content.iri)))

    def _move_once(self, content: GraphContent, staging: str) -> None:
        """Make one attempt of `_by_move`. Raises BusyError if everything must be repeated."""
        self._stage(content, staging)
        try:
            self._endpoint.update(f"MOVE GRAPH <{staging}> TO GRAPH <{content.iri}>", patience=_ONCE)
        except BusyError:
            if not self._has_moved(content, staging):
                raise

    def _has_moved(self, content: GraphContent, staging: str) -> bool:
        found = counts_of_graphs(self._endpoint, [staging, content.iri])
        # The target alone is no evidence, since it may have had the same content before. A MOVE also leaves its source
        # empty.
        return not found.get(staging) and self._is_whole(content, found.get(content.iri, 0))

    def _stage(self, content: GraphContent, staging: str) -> None:
        for _ in range(3):
            if self._profile.graph_store:
                self._put(content, staging)
            else:
                self._fill(content, staging)
            count = counts_of_graphs(self._endpoint, [staging]).get(staging, 0)
            if self._is_whole(content, count):
                return
        raise RemoteError(
            f"{self._profile.name}: <{content.iri}>: the store counts {count} of {content.count} statements"
        )

    def _is_whole(self, content: GraphContent, count: int) -> bool:
        """Return whether the store has all statements; it may have merged equivalent ones."""
        return count == content.count or count == len(canonical_statements(content.triples()))

    def _fill(self, content: GraphContent, graph: str) -> None:
        """Empty a graph and insert its statements in batches; readers see it grow."""
        self._patience.attempt(lambda: self._fill_once(content, graph))

    def _fill_once(self, content: GraphContent, graph: str) -> None:
        """Make one attempt of `_fill`. Raises BusyError if it must start over, to avoid duplicate blank nodes."""
        self._endpoint.update(f"DROP SILENT GRAPH <{graph}>", patience=self._patience)
        for batch in batches(content, self._profile.batch):
            patience = _ONCE if content.blank and "_:" in batch else self._patience
            self._endpoint.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{batch}}} }}", patience=patience)


def batches(content: GraphContent, size: int) -> Iterator[str]:
    """Return the statements as N-Triples in batches of at most `size` (0: all at once).

    All statements with blank nodes form one batch, however many there are, since a label in another batch would be a
    different node.
    """
    blank = [line for line in _lines(content) if content.blank and b"_:" in line]
    if blank:
        yield b"".join(blank).decode()
    kept = set(blank)
    rest = (line for line in _lines(content) if line not in kept)
    while some := list(islice(rest, size or None)):
        yield b"".join(some).decode()


def _lines(content: GraphContent) -> Iterator[bytes]:
    # Split as bytes: in text, a Unicode line separator inside a literal would also end a line.
    return (line for piece in content.ntriples() for line in piece.splitlines(keepends=True))
