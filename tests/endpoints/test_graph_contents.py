"""What is to be loaded: graphs that are read in pieces, and never all in memory."""

from __future__ import annotations

import gzip
import tracemalloc
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from small_store import make_store

from kg.endpoints.content import contents_of_store, from_statements
from kg.endpoints.replace import batches
from kg.namespaces import GRAPHS, iri

if TYPE_CHECKING:
    from pathlib import Path

    from kg.endpoints.content import GraphContent

LINES = 20_000
GRAPH = iri("source", "large")


def lines_of(graph: str, first: int = 0, count: int = LINES) -> bytes:
    """Return N-Quads as a build writes them."""
    numbers = range(first, first + count)
    return "".join(f'<x:s{n:06d}> <x:p> "a text of some length, number {n}" <{graph}> .\n' for n in numbers).encode()


@pytest.fixture
def loaded(tmp_path: Path) -> dict[str, GraphContent]:
    """Return what is loaded of a store with a table, whose rows are packed, and a large derived graph."""
    data = lines_of(GRAPHS["derived"]).decode()
    folder = make_store(tmp_path / "s", data=as_trig(data), validated={"large": lines_of(GRAPH, count=3)})
    rest = (tmp_path / "s").glob("store-*/sources")
    (next(rest) / "large.rest.nq.gz").write_bytes(gzip.compress(lines_of(GRAPH, 3)))
    return {content.iri: content for content in contents_of_store(folder)}


def as_trig(nquads: str) -> str:
    store = ox.Store()
    store.bulk_load(nquads.encode(), format=ox.RdfFormat.N_QUADS)
    return store.dump(format=ox.RdfFormat.TRIG).decode()  # type: ignore[union-attr]  # no output was given


def test_graphs_are_sent_without_being_in_memory(
    loaded: dict[str, GraphContent], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.endpoints.content.PIECE", 50_000)
    monkeypatch.setattr("kg.endpoints.content.TAKEN", 500)
    for name, count in ((GRAPH, LINES + 3), (GRAPHS["derived"], LINES)):
        content = loaded[name]
        tracemalloc.start()
        sent = sum(map(len, content.ntriples()))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert content.count == count
        assert sent == content.ntriples().size > 1_000_000
        assert peak < sent / 3


def test_a_graph_without_its_name_is_the_same_statements(loaded: dict[str, GraphContent]) -> None:
    for content in loaded.values():
        assert len(content.nquads()) == content.size
        triples = b"".join(content.ntriples())
        assert [quad.triple for quad in ox.parse(triples, format=ox.RdfFormat.N_TRIPLES)] == content.triples()


def test_a_file_of_one_graph_is_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_store(tmp_path / "s", data="", validated={"large": lines_of(GRAPH, count=5)})
    monkeypatch.setattr("kg.endpoints.content.from_statements", None)
    assert [(content.iri, content.count) for content in contents_of_store(folder)] == [(GRAPH, 5)]


def test_a_file_of_several_graphs_is_loaded_graph_by_graph(tmp_path: Path) -> None:
    other = iri("source", "other")
    both = lines_of(GRAPH, count=5) + lines_of(other, count=2)
    folder = make_store(tmp_path / "s", data="", validated={"both": both})
    assert [(content.iri, content.count) for content in contents_of_store(folder)] == [(GRAPH, 5), (other, 2)]


def test_the_hash_of_a_graph_depends_on_nothing_but_its_statements(tmp_path: Path) -> None:
    texts = [lines_of(GRAPHS["derived"], count=20).splitlines(keepends=True) for _ in range(2)]
    changed = [*texts[0][:-1], texts[0][-1].replace(b"a text", b"another text")]
    found = []
    for number, lines in enumerate((texts[0], reversed(texts[1]), changed)):
        folder = make_store(tmp_path / str(number), data=as_trig(b"".join(lines).decode()))
        found.append(next(content.digest for content in contents_of_store(folder)))
    assert found[0] == found[1] != found[2]


def test_a_line_separator_in_a_text_ends_no_statement() -> None:
    said = [
        ox.Triple(ox.NamedNode(f"x:s{n}"), ox.NamedNode("x:p"), ox.Literal("one\u2028two\x85three")) for n in range(3)
    ]
    (content,) = from_statements({GRAPH: said})
    parts = [list(ox.parse(part, format=ox.RdfFormat.N_TRIPLES)) for part in batches(content, 1)]
    assert [len(part) for part in parts] == [1, 1, 1]
