"""Two repositories in one store: what the other one says of the nodes that both share changes no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from cases import for_each
from graphs import CORNER, SEEDS, ask, graph_of

from kg.namespaces import BASE, GRAPHS, PREFIXES, kind_of
from kg.paths import shipped
from kg.query.catalogue import Catalogue

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = Catalogue(shipped("queries"))
#: The graphs in which another repository says the same of shared nodes: of Russia, if both use `world`.
OWN = ("event", "occurrence", "source", "statement")
SHARED = ("reference", "entailed", "aligned", "ontology")


def shared_by(seeds: Path) -> ox.Store:
    """Return the store of a folder of seeds, with these graphs of another repository."""
    store = ox.Store()
    store.extend(graph_of(seeds))
    for name in SHARED:
        graph = GRAPHS[name]
        other = ox.NamedNode(graph.replace(BASE, "https://other.example/positions/"))
        found = graph_of(seeds).quads_for_pattern(None, None, None, ox.NamedNode(graph))
        # What is entailed is also of events and statements, which are no other repository's.
        store.extend(ox.Quad(*quad.triple, other) for quad in found if kind_of(quad.subject.value) not in OWN)
    return store


@pytest.fixture(scope="module")
def stores() -> dict[Path, ox.Store]:
    return {seeds: shared_by(seeds) for seeds in (CORNER, SEEDS)}


@for_each("name", CATALOGUE.names())
def test_another_repository_in_the_store_changes_no_answer(stores: dict[Path, ox.Store], name: str) -> None:
    question = CATALOGUE.find(name)
    # A question that needs a parameter has no rows without it.
    wanted = [question.parameters[key] for key in question.needs[:1]]
    terms = {item.name: _term(item.example) for item in wanted}
    for seeds, store in stores.items():
        assert ask(store, question.text, **terms) == ask(graph_of(seeds), question.text, **terms)


def _term(example: str | None) -> ox.NamedNode:
    kind, _, slug = str(example).partition(":")
    return ox.NamedNode(PREFIXES[kind] + slug)
