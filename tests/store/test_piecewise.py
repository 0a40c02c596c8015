"""Deriving batch by batch and actor by actor gives what deriving from everything at once gives."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from graphs import ontology
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_revise import CHANGED_SIDES, HEAD, REFERENCE, STATES, Row, Source, built, differences, nquads

from kg.namespaces import GRAPHS, iri
from kg.store.division import Division
from kg.store.fill import load_and_derive
from kg.store.voting import add_voting_records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: What a source in RDF can say of nodes that are not its own, and rules join with other sources.
FOREIGN = (
    "actor:group foaf:member actor:ned . actor:group a dp:Group",
    "actor:group foaf:member actor:crew . actor:crew a dp:Group ; foaf:member actor:somebody",
    "membership:n org:member actor:ned ; org:organization actor:south ; dp:post post:q",
    "membership:n org:memberDuring interval:open.2011",
    'interval:open.2011 time:hasEnd instant:2011 . instant:2011 time:inXSDgYear "2011"^^xsd:gYear',
    "proposition:alone dp:narrowerThan proposition:x",
    "proposition:w dp:narrowerThan proposition:alone",
    "actor:ned a dp:UnnamedSource",
    "actor:south a dp:Person",
    "actor:ann dp:holderOf statement:b.r0",
    "statement:c.r0 dp:retracts statement:d.r0 , statement:a.r1",
    "statement:d.r1 prov:wasRevisionOf statement:b.r0 , statement:c.r0",
    "statement:b.r1 dp:holder actor:narrator.a . actor:narrator.a a dp:UnnamedSource",
)
ONTOLOGY = ox.NamedNode(GRAPHS["ontology"])


class Pickling:
    """Processes that only do what is particular to them: whatever goes to one or comes back is pickled."""

    def __init__(self, allocator: str | None = None) -> None:
        self.allocator = allocator

    def run(self, job: object, tasks: Iterator[object], _: int) -> Iterator[object]:
        work = pickle.loads(pickle.dumps(job)).start()
        for task in tasks:
            yield pickle.loads(pickle.dumps(work(pickle.loads(pickle.dumps(task)))))


@pytest.fixture(autouse=True)
def pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make each source a batch, and each basket a piece."""
    monkeypatch.setattr("kg.store.fill.AT_ONCE", 0)
    monkeypatch.setattr("kg.store.piecewise.AT_ONCE", 0)
    monkeypatch.setattr("kg.store.piecewise.jobs", lambda: 2)
    monkeypatch.setattr("kg.store.piecewise.Processes", Pickling)


def graph(name: str, text: str) -> bytes:
    triples = ox.parse(HEAD + text, format=ox.RdfFormat.TURTLE)
    quads = [ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(name)) for quad in triples]
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS)


def filled(folder: Path, sources: dict[str, bytes]) -> ox.Store:
    """Return a store in memory with sources and what follows, without the ontology, whose nodes have no name."""
    (folder / "sources").mkdir(parents=True)
    for name, text in sources.items():
        (folder / "sources" / f"{name}.nq").write_bytes(text)
    store = ox.Store()
    load_and_derive(store, folder)
    add_voting_records(store)
    store.clear_graph(ONTOLOGY)
    return store


@example(sources=CHANGED_SIDES, said=[])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sources=STATES, said=st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(FOREIGN)), max_size=4))
def test_whatever_sources_say_a_store_is_the_same_from_pieces_as_from_everything_at_once(
    sources: dict[str, Source], said: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    texts = {name: nquads(name, source) for name, source in sources.items()}
    for name, text in said:
        texts[name] = texts.get(name, b"") + graph(iri("source", name), f"{text} .")
    whole = built({}, *texts.values())
    whole.clear_graph(ONTOLOGY)
    texts["reference"] = graph(GRAPHS["reference"], REFERENCE)
    assert differences(filled(tmp_path_factory.mktemp("store"), texts), whole) == []


def batches(folder: Path, **sources: bytes) -> list[set[str]]:
    for name, text in sources.items():
        (folder / f"{name}.nq").write_bytes(text)
    terms = ox.Store()
    terms.extend(ontology())
    return [set(names) for names in Division(sorted(folder.glob("*.nq")), terms, 0).batches()]


def test_only_sources_that_speak_of_each_others_rows_come_into_one_batch(tmp_path: Path) -> None:
    about = {
        name: nquads(name, Source(rows=(Row(about=("dp:aboutStatement", of)),))) for name, of in ("ab", "cd", "db")
    }
    found = batches(tmp_path, **about, b=nquads("b", Source()), e=nquads("e", Source()), f=nquads("f", Source()))
    assert sorted(map(sorted, found)) == [["a", "b", "c", "d"], ["e"], ["f"]]
