"""What is to be loaded: named graphs, each with a hash by which a change is noticed without reading it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.layout import REFERENCE
from kg.namespaces import DERIVED, GRAPHS, kind_of, slug_of
from kg.rdf.packed import PACKED, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.store.folder import StoreFolder

__all__ = ["GraphContent", "contents_of_store", "from_statements"]

#: How many bytes of a packed graph are read at a time.
_PIECE = 30_000_000
_NQ, _NT = ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES


@dataclass(frozen=True, slots=True)
class GraphContent:
    """One named graph: its IRI, the SHA-256 of its statements, their number, and a way to read them as N-Quads.

    `blank` says that it may have blank nodes, so that sending a part of it twice would double them.
    """

    iri: str
    digest: str
    count: int
    nquads: Callable[[], bytes]
    blank: bool = False

    def triples(self) -> list[ox.Triple]:
        """Return the statements."""
        return [quad.triple for quad in ox.parse(self.nquads(), format=_NQ)]

    def ntriples(self) -> bytes:
        """Return the statements as N-Triples."""
        return ox.serialize(self.triples(), format=_NT) or b""


def from_statements(graphs: Mapping[str, Iterable[ox.Triple | ox.Quad]]) -> list[GraphContent]:
    """Return the contents of graphs that are in memory, by IRI."""
    return [_content(iri, statements) for iri, statements in graphs.items()]


def contents_of_store(folder: StoreFolder, *, asserted_only: bool = False) -> list[GraphContent]:
    """Return every named graph of the store in force, as it passed validation.

    Sources and the reference data are read from the files that validation wrote, with their literals as they were;
    the ontology and what was derived from the store itself. With `asserted_only`, what was derived is left out.
    Raises StoreError.
    """
    store, manifest = folder.read(), folder.manifest()
    place = Path(folder.current()) / "sources"
    files = sorted(place.glob("*.nq"))
    if manifest.get("keys"):  # what a build has validated, by name: a file that somebody put beside those is not read
        files = [file for file in files if file.stem in {REFERENCE, *manifest["sources"]}]
    contents = [content for file in files for content in _of_file(file)]
    contents = [_with_rest(content, place) for content in contents]
    for name in ("ontology", *(() if asserted_only else DERIVED)):
        graph = ox.NamedNode(GRAPHS[name])
        contents.append(_content(GRAPHS[name], store.quads_for_pattern(None, None, None, graph)))
    return sorted((content for content in contents if content.count), key=lambda content: content.iri)


def _with_rest(content: GraphContent, place: Path) -> GraphContent:
    """Return the whole graph of tables, whose ballots are in a packed file of their own."""
    rest = place / f"{slug_of(content.iri)}{PACKED}"
    if kind_of(content.iri) != "source" or not rest.exists():
        return content
    digest, count = hashlib.sha256(content.digest.encode()), content.count
    for piece in unpacked(rest, _PIECE):
        digest.update(piece)
        count += piece.count(b"\n")
    return GraphContent(
        content.iri, digest.hexdigest(), count, lambda: content.nquads() + b"".join(unpacked(rest, _PIECE))
    )


def _of_file(file: Path) -> list[GraphContent]:
    """Return the graphs of a file of sorted N-Quads, mostly one, whose lines then need not be parsed."""
    text = file.read_bytes()
    lines, ending = text.count(b"\n"), text[:-1].rpartition(b" ")[2]
    # All lines end with the same graph: nothing has to be parsed to know its hash and its count.
    if lines and ending[:1] == b"<" and text.count(b" " + ending) == lines:
        digest = hashlib.sha256(text).hexdigest()
        iri = ending[1:].partition(b">")[0].decode()
        return [GraphContent(iri, digest, lines, file.read_bytes, blank=b"_:" in text)]
    graphs: defaultdict[str, list[ox.Quad]] = defaultdict(list)
    for quad in ox.parse(text, format=_NQ):
        graphs[quad.graph_name.value].append(quad)
    return from_statements(graphs)


def _content(iri: str, statements: Iterable[ox.Triple | ox.Quad]) -> GraphContent:
    """Return a graph that is in memory; blank nodes get names that depend on nothing but the graph."""
    graph = ox.NamedNode(iri)
    quads = {ox.Quad(item.subject, item.predicate, item.object, graph) for item in statements}
    blank = any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))
    if blank:
        dataset = ox.Dataset(quads)
        # Else the hash would be another one in each run, and every load would send the graph again.
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        quads = set(dataset)
    text = "".join(sorted(f"{quad} .\n" for quad in quads)).encode()
    return GraphContent(iri, hashlib.sha256(text).hexdigest(), len(quads), lambda: text, blank=blank)
