"""The manifest: a graph in the triplestore that lists the graphs kg has loaded there, with their hashes and counts.

::

    <graph:manifest> dcterms:identifier "..." ;      # the id of the repository whose graphs these are
        dcterms:title "positions" ;                  # its name for people
        schema:softwareVersion "0.1.0-83ab..." .     # and what has derived them: the version of kg, and of its rules
    <source> void:inDataset <graph:manifest> ;   # kg loads this graph, and may remove it
        schema:sha256 "..." ;                    # of the statements that were sent; absent while they are being sent
        void:triples 123 ;                       # as the store counted them afterwards
        dcterms:modified "..."^^xsd:dateTime .
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

import kg
from kg.errors import RemoteError
from kg.namespaces import VOCABULARIES, iri
from kg.store.folder import rules_version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from kg.endpoints.sparql import Endpoint

__all__ = ["GraphEntry", "Manifest", "Owner", "as_nquads", "counts_of_graphs", "loading_version", "manifest_graph"]

T = TypeVar("T")

_VOID = "http://rdfs.org/ns/void#"
_IN, _TRIPLES = _VOID + "inDataset", _VOID + "triples"
_HASH, _WHEN = VOCABULARIES["schema"] + "sha256", VOCABULARIES["dcterms"] + "modified"
_OWNER, _NAME = VOCABULARIES["dcterms"] + "identifier", VOCABULARIES["dcterms"] + "title"
_VERSION = VOCABULARIES["schema"] + "softwareVersion"
_FACTS = (_HASH, _TRIPLES, _WHEN)
#: Number of graphs in one request: each has up to three quads, and some stores accept only a thousand in one update.
_CHUNK = 250
#: Number of graphs counted by one query, and number of such queries that run at a time.
_COUNTED, _AT_ONCE = 250, 4


def manifest_graph() -> str:
    """Return the IRI of the manifest graph for the current base."""
    return iri("graph", "manifest")


@dataclass(frozen=True, slots=True)
class GraphEntry:
    """The entry of a graph in the manifest; without a digest, its load has not finished."""

    digest: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Owner:
    """The data repository whose graphs a manifest lists: its unique id and its name."""

    id: str
    name: str = ""

    def __str__(self) -> str:
        """Return the name and the id, for messages."""
        return f"`{self.name}` ({self.id})" if self.name else self.id


class Manifest:
    """The manifest in one store. Every method raises RemoteError."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def read(self) -> dict[str, GraphEntry]:
        """Return the entries by graph IRI."""
        rows = self._endpoint.select(
            f"SELECT ?g ?hash ?n WHERE {{ GRAPH <{manifest_graph()}> {{ ?g <{_IN}> <{manifest_graph()}> "
            f"OPTIONAL {{ ?g <{_HASH}> ?hash }} OPTIONAL {{ ?g <{_TRIPLES}> ?n }} }} }}"
        )
        return {_text(g): GraphEntry(_text(digest) or None, _number(n)) for g, digest, n in rows}

    def owner(self) -> Owner | None:
        """Return the repository that the manifest belongs to; None if it was written before kg had repository ids."""
        rows = self._endpoint.select(
            f"SELECT ?id ?name WHERE {{ GRAPH <{manifest_graph()}> {{ <{manifest_graph()}> <{_OWNER}> ?id "
            f"OPTIONAL {{ <{manifest_graph()}> <{_NAME}> ?name }} }} }} ORDER BY ?id"
        )
        return Owner(_text(rows[0][0]), _text(rows[0][1])) if rows else None

    def version(self) -> str | None:
        """Return what has loaded the graphs (see `loading_version`), empty for an old version; None without graphs."""
        rows = self._endpoint.select(
            f"SELECT ?version WHERE {{ GRAPH <{manifest_graph()}> {{ ?g <{_IN}> <{manifest_graph()}> "
            f"OPTIONAL {{ <{manifest_graph()}> <{_VERSION}> ?version }} }} }} LIMIT 1"
        )
        return _text(rows[0][0]) if rows else None

    def has_others(self) -> bool:
        """Return whether the store has graphs of other repositories, which may call the same things differently."""
        # By their names: in stores loaded before kg had ids, a manifest says nothing of itself.
        rows = self._endpoint.select(
            f"SELECT ?m WHERE {{ GRAPH ?m {{ ?g <{_IN}> ?m }} FILTER (?m != <{manifest_graph()}>) }} LIMIT 1"
        )
        return bool(rows)

    def claim(self, owner: Owner) -> None:
        """Record the owner of this manifest."""
        self._say({_OWNER: owner.id, _NAME: owner.name})

    def stamp(self) -> None:
        """Record that this version of kg has loaded the graphs, if there are any."""
        if self.version() not in (None, loading_version()):
            self._say({_VERSION: loading_version()})

    def _say(self, facts: Mapping[str, str]) -> None:
        """Let the manifest say this of itself, in place of what it said."""
        row = f"GRAPH <{manifest_graph()}> {{ <{manifest_graph()}>"
        properties, said = " ".join(f"<{name}>" for name in facts), _listed(facts)
        self._endpoint.update(
            # Deleted and inserted in one request, so that the graphs always have an owner.
            f"DELETE {{ {row} ?p ?o }} }} WHERE {{ VALUES ?p {{ {properties} }} {row} ?p ?o }} }} ; "
            f"INSERT DATA {{ {row} {said} }} }}"
        )

    def owners_elsewhere(self, graphs: Iterable[str]) -> dict[str, Owner]:
        """Return the owners of those graphs that another manifest in the store lists, by graph IRI."""
        found = {}
        for chunk in _chunks(sorted(graphs)):
            names = " ".join(f"<{graph}>" for graph in chunk)
            rows = self._endpoint.select(
                f"SELECT ?g ?m ?id ?name WHERE {{ VALUES ?g {{ {names} }} GRAPH ?m {{ ?g <{_IN}> ?m }} "
                f"FILTER (?m != <{manifest_graph()}>) OPTIONAL {{ GRAPH ?m {{ ?m <{_OWNER}> ?id }} }} "
                f"OPTIONAL {{ GRAPH ?m {{ ?m <{_NAME}> ?name }} }} }}"
            )
            found.update({_text(g): Owner(_text(id_) or _text(m), _text(name)) for g, m, id_, name in rows})
        return found

    def unfinished(self, since: str | None) -> tuple[int, int]:
        """Return how many graphs a load still has to replace, and how many it has replaced since it began.

        `since` is that time as xsd:dateTime, or None.
        """
        rows = self._endpoint.select(
            f"SELECT ?g ?when WHERE {{ GRAPH <{manifest_graph()}> {{ ?g <{_IN}> <{manifest_graph()}> "
            f"OPTIONAL {{ ?g <{_WHEN}> ?when }} }} }}"
        )
        ended = [_text(when) for _, when in rows if when is not None]
        # Virtuoso adds fractions of a second, so only whole seconds are compared.
        return len(rows) - len(ended), sum(since is not None and when[:19] >= since[:19] for when in ended)

    def begin(self, graphs: Iterable[str]) -> None:
        """Enter graphs into the manifest before they are sent, and delete what it recorded about them."""
        for update in self.beginning(graphs):
            self._endpoint.update(update)

    def beginning(self, graphs: Iterable[str]) -> Iterator[str]:
        """Return the updates that enter graphs into the manifest."""
        for chunk in _chunks(graphs):
            rows = " ".join(f"<{graph}> <{_IN}> <{manifest_graph()}> ." for graph in chunk)
            yield f"{_forgetting(chunk)} ; INSERT DATA {{ GRAPH <{manifest_graph()}> {{ {rows} }} }}"

    def record(self, entries: Iterable[tuple[str, GraphEntry]]) -> None:
        """Record the hashes and counts of graphs that have been loaded."""
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        for chunk in _chunks(entries):
            rows = " ".join(
                f'<{graph}> <{_HASH}> "{entry.digest}" ; <{_TRIPLES}> {entry.count} ; '
                f'<{_WHEN}> "{now}"^^<{VOCABULARIES["xsd"]}dateTime> .'
                for graph, entry in chunk
            )
            forgetting = _forgetting([graph for graph, _ in chunk])
            self._endpoint.update(f"{forgetting} ; INSERT DATA {{ GRAPH <{manifest_graph()}> {{ {rows} }} }}")

    def remove(self, graphs: Iterable[str]) -> None:
        """Remove graphs from the manifest."""
        for update in self.removing(graphs):
            self._endpoint.update(update)

    def removing(self, graphs: Iterable[str]) -> Iterator[str]:
        """Return the updates that remove graphs from the manifest."""
        for chunk in _chunks(graphs):
            yield _deleting(chunk, (*_FACTS, _IN))


def loading_version() -> str:
    """Return the version of kg and of its rules, by which a manifest says what has derived the graphs."""
    return f"{kg.__version__}-{rules_version()}"


def as_nquads(entries: Iterable[tuple[str, GraphEntry]], owner: Owner) -> bytes:
    """Return the manifest as N-Quads, for a store that is filled with its own bulk loader."""
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    xsd = VOCABULARIES["xsd"]
    about = f"<{manifest_graph()}>"
    told = {_OWNER: owner.id, _NAME: owner.name, _VERSION: loading_version()}
    lines = [f"{about} <{name}> {_quoted(value)} {about} .\n" for name, value in told.items()]
    for graph, entry in entries:
        facts = {
            _IN: f"<{manifest_graph()}>",
            _HASH: f'"{entry.digest}"',
            _TRIPLES: f'"{entry.count}"^^<{xsd}integer>',
            _WHEN: f'"{now}"^^<{xsd}dateTime>',
        }
        lines += [f"<{graph}> <{name}> {value} <{manifest_graph()}> .\n" for name, value in facts.items()]
    return "".join(lines).encode()


def counts_of_graphs(endpoint: Endpoint, graphs: Iterable[str]) -> dict[str, int]:
    """Return the number of statements in each of the named graphs, without empty graphs."""
    from concurrent.futures import ThreadPoolExecutor

    found: dict[str, int] = {}
    wanted = sorted(graphs)
    with ThreadPoolExecutor(_AT_ONCE) as pool:  # if little has changed, a load spends most of its time counting
        size = len(wanted) or 1 if endpoint.profile.count_all else _COUNTED
        for part in pool.map(lambda chunk: _count(endpoint, chunk), _chunks(wanted, size)):
            found.update(part)
    return {graph: found[graph] for graph in wanted if graph in found}


def _listed(facts: Mapping[str, str]) -> str:
    return " ; ".join(f"<{name}> {_quoted(value)}" for name, value in facts.items())


def _count(endpoint: Endpoint, graphs: Sequence[str]) -> dict[str, int]:
    if len(graphs) == 1:
        rows = endpoint.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graphs[0]}> {{ ?s ?p ?o }} }}")
        return {graphs[0]: count} if (count := _number(rows[0][0])) else {}
    names = " ".join(f"<{graph}>" for graph in graphs)
    listed = "" if endpoint.profile.count_all else f"VALUES ?g {{ {names} }} "
    rows = endpoint.select(f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ {listed}GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g")
    return {_text(graph): _number(n) or 0 for graph, n in rows}


def _forgetting(graphs: Sequence[str]) -> str:
    return _deleting(graphs, _FACTS)


def _deleting(graphs: Sequence[str], properties: Sequence[str]) -> str:
    names, facts = (" ".join(f"<{name}>" for name in group) for group in (graphs, properties))
    listed = f"VALUES ?g {{ {names} }} VALUES ?p {{ {facts} }}"
    return (
        f"DELETE {{ GRAPH <{manifest_graph()}> {{ ?g ?p ?o }} }} WHERE {{ {listed} "
        f"GRAPH <{manifest_graph()}> {{ ?g ?p ?o }} }}"
    )


def _chunks(items: Iterable[T], size: int = _CHUNK) -> Iterator[list[T]]:
    listed = list(items)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]


def _quoted(text: str) -> str:
    """Return a text as a literal for SPARQL and N-Quads."""
    return str(ox.Literal(text))


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | None) -> str:
    return "" if term is None else term.value


def _number(term: ox.NamedNode | ox.BlankNode | ox.Literal | None) -> int | None:
    try:
        return None if term is None else int(term.value)
    except ValueError:
        raise RemoteError(f"the manifest <{manifest_graph()}> holds {term}, and no number") from None
