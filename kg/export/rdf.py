"""Writes the graphs of a store as RDF, with the same bytes for the same content, in pieces that fit into memory.

Lines of N-Quads are sorted in parts of limited size, which are merged from temporary files (an external merge sort:
Knuth, The Art of Computer Programming, volume 3, 5.4). TriG and Turtle are written from the sorted lines, part by part.
"""

from __future__ import annotations

import heapq
from contextlib import ExitStack
from itertools import groupby, islice
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

import pyoxigraph as ox

from kg.export.jsonld import compacted
from kg.namespaces import DERIVED, GRAPHS, PREFIXES
from kg.rdf.literals import as_asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["rdf_pieces"]

#: How many statements are held in memory at a time: about 40 MB of lines.
TOGETHER = 100_000
_NQ = ox.RdfFormat.N_QUADS


def rdf_pieces(store: ox.Store, syntax: ox.RdfFormat, sources: set[str], *, asserted_only: bool) -> Iterator[bytes]:
    """Yield the content of a store in N-Quads, TriG, JSON-LD or Turtle (which merges the graphs).

    `sources` (slugs) restricts it to their graphs; with `asserted_only`, derived graphs are left out.
    """
    graphs = _graphs(store, sources, asserted_only=asserted_only)
    if syntax == _NQ:
        return _parts(_lines(store, graphs))
    if syntax == ox.RdfFormat.JSON_LD:
        return compacted(lambda: _lines(store, graphs))
    if syntax.supports_datasets:
        return _written(_parts(_lines(store, graphs)), syntax)
    triples = (f"{quad.triple} .\n".encode() for graph in graphs for quad in _of(store, graph))
    return _written(_parts(_sorted(triples)), syntax)


def _graphs(store: ox.Store, sources: set[str], *, asserted_only: bool) -> list[ox.NamedNode | ox.DefaultGraph]:
    """Return the requested graphs, sorted by name."""
    wanted = {PREFIXES["source"] + slug for slug in sources}
    left_out = {GRAPHS[name] for name in DERIVED} if asserted_only else set()
    named = (graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    kept = [graph for graph in named if graph.value not in left_out and (not wanted or graph.value in wanted)]
    return [*([] if wanted else [ox.DefaultGraph()]), *sorted(kept, key=str)]


def _of(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> Iterator[ox.Quad]:
    return map(as_asked, store.quads_for_pattern(None, None, None, graph))


def _lines(store: ox.Store, graphs: Iterable[ox.NamedNode | ox.DefaultGraph]) -> Iterator[bytes]:
    """Yield the lines of N-Quads graph by graph, sorted as text within each."""
    for graph in graphs:
        yield from _sorted(f"{quad} .\n".encode() for quad in _of(store, graph))


def _sorted(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines sorted and without duplicates, with only some of them in memory."""
    rest = iter(lines)
    with ExitStack() as held:
        runs: list[Iterable[bytes]] = []
        while some := sorted(islice(rest, TOGETHER)):
            runs.append(some if len(some) < TOGETHER else held.enter_context(_on_disk(some)))
        yield from (line for line, _ in groupby(heapq.merge(*runs)))


def _on_disk(lines: Iterable[bytes]) -> IO[bytes]:
    file = TemporaryFile()  # noqa: SIM115  # the caller closes it
    file.writelines(lines)
    file.seek(0)
    return file


def _parts(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield lines in parts that are small enough for memory."""
    rest = iter(lines)
    while some := list(islice(rest, TOGETHER)):
        yield b"".join(some)


def _written(parts: Iterable[bytes], syntax: ox.RdfFormat) -> Iterator[bytes]:
    """Yield parts of N-Quads in another syntax, with the prefixes only at the beginning."""
    for number, part in enumerate(parts):
        quads = ox.parse(part, format=_NQ)
        said = quads if syntax.supports_datasets else (quad.triple for quad in quads)
        text = ox.serialize(said, format=syntax, prefixes=PREFIXES) or b""
        yield text if number == 0 else text[_heading(text) :]


def _heading(text: bytes) -> int:
    """Return the position where the prefixes at the beginning of a text end."""
    end = 0
    while text.startswith(b"@prefix ", end):
        end = text.index(b"\n", end) + 1
    return end
