"""The content of a load: named graphs, each with a hash that shows changes without reading the graph."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.layout import REFERENCE
from kg.namespaces import DERIVED, GRAPHS, kind_of, slug_of
from kg.rdf.packed import PACKED, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from kg.store.folder import StoreFolder

__all__ = ["Body", "GraphContent", "contents_of_store", "from_statements", "quads_of"]

#: Number of bytes of a large graph held in memory at a time.
PIECE = 30_000_000
#: Number of statements read from a store at a time.
TAKEN = 100_000
_NQ = ox.RdfFormat.N_QUADS


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request, in pieces of whole lines: each iteration reads it again, so it is never all in memory."""

    pieces: Callable[[], Iterator[bytes]]
    size: int

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces, `size` bytes in total."""
        return self.pieces()


@dataclass(frozen=True, slots=True)
class GraphContent:
    """One named graph: its IRI, a hash of its statements, their number, and a way to read them as N-Quads.

    `pieces` yields whole lines, `size` bytes in total, each ending with the graph as in `ending`. `blank` is True if
    there may be blank nodes, which would be duplicated if a part of the graph were sent twice.
    """

    iri: str
    digest: str
    count: int
    size: int
    pieces: Callable[[], Iterator[bytes]]
    blank: bool = False

    @property
    def ending(self) -> bytes:
        """The end of each line."""
        return f" <{self.iri}> .\n".encode()

    def nquads(self) -> bytes:
        """Return the statements as N-Quads."""
        return b"".join(self.pieces())

    def triples(self) -> list[ox.Triple]:
        """Return the statements."""
        return [quad.triple for quad in ox.parse(self.nquads(), format=_NQ)]

    def ntriples(self) -> Body:
        """Return the statements as N-Triples."""
        # A line never contains a line break, so the graph can be removed without parsing.
        size = self.size - self.count * len(f" <{self.iri}>".encode())
        return Body(lambda: (piece.replace(self.ending, b" .\n") for piece in self.pieces()), size)


def quads_of(contents: Sequence[GraphContent]) -> Body:
    """Return graphs as one body of N-Quads."""
    size = sum(content.size for content in contents)
    return Body(lambda: chain.from_iterable(content.pieces() for content in contents), size)


def from_statements(graphs: Mapping[str, Iterable[ox.Triple | ox.Quad]]) -> list[GraphContent]:
    """Return the contents of graphs in memory, by IRI."""
    return [_content(iri, statements) for iri, statements in graphs.items()]


def contents_of_store(folder: StoreFolder, *, asserted_only: bool = False) -> list[GraphContent]:
    """Return every named graph of the current store, as it passed validation.

    Sources and the reference data are read from the files that validation wrote, with their literals unchanged; the
    ontology and derived graphs are read from the store itself. `asserted_only` leaves out derived graphs.
    Raises StoreError.
    """
    store, manifest = folder.read(), folder.manifest()
    place = Path(folder.current()) / "sources"
    files = sorted(place.glob("*.nq"))
    if manifest.get("keys"):  # the files that a build has validated, by name: other files in the folder are ignored
        files = [file for file in files if file.stem in {REFERENCE, *manifest["sources"]}]
    contents = [content for file in files for content in _of_file(file)]
    contents = [_with_rest(content, place) for content in contents]
    for name in ("ontology", *(() if asserted_only else DERIVED)):
        contents.append(_of_graph(store, ox.NamedNode(GRAPHS[name])))
    return sorted((content for content in contents if content.count), key=lambda content: content.iri)


def _with_rest(content: GraphContent, place: Path) -> GraphContent:
    """Return a graph together with its packed file, if it has one: tables keep their ballots there."""
    rest = place / f"{slug_of(content.iri)}{PACKED}"
    if kind_of(content.iri) != "source" or not rest.exists():
        return content
    digest, count, size = hashlib.sha256(content.digest.encode()), content.count, content.size
    for piece in unpacked(rest, PIECE):
        digest.update(piece)
        count, size = count + piece.count(b"\n"), size + len(piece)
    both = lambda: chain(content.pieces(), unpacked(rest, PIECE))  # noqa: E731  # a name for the argument
    return GraphContent(content.iri, digest.hexdigest(), count, size, both)


def _of_file(file: Path) -> list[GraphContent]:
    """Return the graphs of a file of sorted N-Quads; if there is only one, as usual, its lines need no parsing."""
    text = file.read_bytes()
    lines, ending = text.count(b"\n"), text[text.rfind(b" <") :]
    # If all lines end with the same graph, its hash and count are known without parsing.
    if lines and text.count(ending) == lines and ending.endswith(b"> .\n"):
        digest, iri = hashlib.sha256(text).hexdigest(), ending[2:-4].decode()
        return [GraphContent(iri, digest, lines, len(text), lambda: iter((file.read_bytes(),)), _is_blank(text))]
    graphs: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    for quad in ox.parse(text, format=_NQ):
        graphs[quad.graph_name.value].append(quad)
    return from_statements(graphs)


def _of_graph(store: ox.Store, graph: ox.NamedNode) -> GraphContent:
    """Return a graph of a store; its statements are read again when they are sent."""
    digest = count = size = 0
    for piece in _taken(store, graph):
        if _is_blank(piece):
            return _content(graph.value, store.quads_for_pattern(None, None, None, graph))
        count, size = count + piece.count(b"\n"), size + len(piece)
        # A sum of hashes, because a store has no fixed order and sorting would need all lines in memory.
        digest += sum(int.from_bytes(hashlib.sha256(line).digest()) for line in piece.splitlines())
    return GraphContent(graph.value, f"{digest % 2**256:064x}", count, size, lambda: _taken(store, graph))


def _taken(store: ox.Store, graph: ox.NamedNode) -> Iterator[bytes]:
    """Yield the statements of a graph of a store as N-Quads."""
    quads = store.quads_for_pattern(None, None, None, graph)
    while some := list(islice(quads, TAKEN)):
        yield ox.serialize(some, format=_NQ) or b""


def _is_blank(text: bytes) -> bool:
    """Return whether lines may have blank nodes."""
    return text.startswith(b"_:") or b"\n_:" in text or b" _:" in text


def _content(iri: str, statements: Iterable[ox.Triple | ox.Quad]) -> GraphContent:
    """Return a graph that is in memory; blank nodes get labels that depend only on the graph."""
    graph = ox.NamedNode(iri)
    quads = {ox.Quad(item.subject, item.predicate, item.object, graph) for item in statements}
    blank = any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))
    if blank:
        dataset = ox.Dataset(quads)
        # Otherwise the hash would differ in each run, and every load would send the graph again.
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        quads = set(dataset)
    text = "".join(sorted(f"{quad} .\n" for quad in quads)).encode()
    digest = hashlib.sha256(text).hexdigest()
    return GraphContent(iri, digest, len(quads), len(text), lambda: iter((text,)), blank)
