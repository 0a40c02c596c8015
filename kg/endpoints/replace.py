"""Replacing one named graph of a triplestore: by PUT, by a staging graph and MOVE, or by DROP and INSERT DATA."""

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

#: For what must not be sent again before it is known whether it was done the first time.
_ONCE = Patience(0)
#: Virtuoso's; no profile may name another text here, which would be run with the rights of the user who loads.
_CHECKPOINT = "SELECT (bif:exec('checkpoint') AS ?done) WHERE { }"


def staging_graph(graph: str) -> str:
    """Return the IRI of the graph in which a graph is put together before it is moved to its place."""
    return iri("graph", "staging", hashlib.sha256(graph.encode()).hexdigest()[:16])


def checkpoint(endpoint: Endpoint, tell: Callable[[str], None]) -> None:
    """Have a store that may lose what it holds in memory write it to disk, or tell that it may be lost."""
    profile = endpoint.profile
    if not profile.checkpoint:
        return
    try:
        Endpoint(dataclasses.replace(profile, query=str(profile.update)), patience=endpoint.patience).query(_CHECKPOINT)
    except RemoteError as error:
        risk = "until the server's next checkpoint a crash may lose some of what was loaded"
        tell(f"{error.message}: {risk}: ask its administrator for one, or load again after a crash")


class Replacing:
    """Replaces graphs in the way of the profile, going on after lost connections for as long as `patience` says."""

    def __init__(self, endpoint: Endpoint, patience: Patience) -> None:
        self._endpoint, self._profile, self._patience = endpoint, endpoint.profile, patience

    def replace(self, content: GraphContent) -> None:
        """Make a graph hold exactly this content; raises RemoteError."""
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
        """Put the graph together elsewhere, count it, and move it; a MOVE is never repeated blindly.

        The MOVE of a graph that is not there empties its target, and whether a MOVE was done before the connection
        broke is seen only by counting.
        """
        self._patience.attempt(lambda: self._move_once(content, staging_graph(content.iri)))

    def _move_once(self, content: GraphContent, staging: str) -> None:
        """As `_by_move`; raises BusyError where all must begin again."""
        self._stage(content, staging)
        try:
            self._endpoint.update(f"MOVE GRAPH <{staging}> TO GRAPH <{content.iri}>", patience=_ONCE)
        except BusyError:
            if not self._has_moved(content, staging):
                raise

    def _has_moved(self, content: GraphContent, staging: str) -> bool:
        found = counts_of_graphs(self._endpoint, [staging, content.iri])
        # The target alone tells nothing: it may have had the same content before. A MOVE leaves its source empty as
        # well.
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
        """Return whether the store has all statements; it may have made one of several that mean the same."""
        return count == content.count or count == len(canonical_statements(content.triples()))

    def _fill(self, content: GraphContent, graph: str) -> None:
        """Empty a graph and insert its statements in batches; a reader sees it grow."""
        self._patience.attempt(lambda: self._fill_once(content, graph))

    def _fill_once(self, content: GraphContent, graph: str) -> None:
        """As `_fill`; raises BusyError where all must begin again, since the same blank nodes twice would be others."""
        self._endpoint.update(f"DROP SILENT GRAPH <{graph}>", patience=self._patience)
        for batch in batches(content, self._profile.batch):
            patience = _ONCE if content.blank and "_:" in batch else self._patience
            self._endpoint.update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{batch}}} }}", patience=patience)


def batches(content: GraphContent, size: int) -> Iterator[str]:
    """Return the statements as N-Triples in parts of at most `size`, 0 being all at once.

    Statements with blank nodes stay together, however many they are: in another part a label is another node.
    """
    blank = [line for line in _lines(content) if content.blank and b"_:" in line]
    if blank:
        yield b"".join(blank).decode()
    kept = set(blank)
    rest = (line for line in _lines(content) if line not in kept)
    while some := list(islice(rest, size or None)):
        yield b"".join(some).decode()


def _lines(content: GraphContent) -> Iterator[bytes]:
    # Not of text, in which a line separator inside a literal would end a line as well.
    return (line for piece in content.ntriples() for line in piece.splitlines(keepends=True))
