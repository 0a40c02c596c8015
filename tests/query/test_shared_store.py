"""Two repositories in one store: what the other one says of the nodes that both share changes no answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from cases import for_each
from graphs import CORNER, SEEDS, ask, graph_of

from kg.endpoints.answers import without_repeats
from kg.namespaces import BASE, GRAPHS, PREFIXES, VOCABULARIES, kind_of
from kg.paths import shipped
from kg.query.catalogue import Catalogue

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = Catalogue(shipped("queries"))
#: The graphs in which another repository says the same of shared nodes: of Russia, if both use `world`.
OWN = ("event", "occurrence", "source", "statement")
LABEL = ox.NamedNode(VOCABULARIES["rdfs"] + "label")
SHARED = ("reference", "entailed", "aligned", "ontology")


THEIRS = " (theirs)"  # at the end of what the other repository calls a thing


def shared_by(seeds: Path, label: str) -> ox.Store:
    """Return the store of a folder of seeds, with these graphs of another repository, whose labels end with `label`."""
    store = ox.Store()
    store.extend(graph_of(seeds))
    for name in SHARED:
        graph = GRAPHS[name]
        other = ox.NamedNode(graph.replace(BASE, "https://other.example/positions/"))
        found = graph_of(seeds).quads_for_pattern(None, None, None, ox.NamedNode(graph))
        # What is entailed is also of events and statements, which are no other repository's.
        mine = (quad for quad in found if kind_of(quad.subject.value) not in OWN)
        store.extend(ox.Quad(quad.subject, quad.predicate, _called(quad, label), other) for quad in mine)
    return store


def _called(quad: ox.Quad, label: str) -> ox.NamedNode | ox.Literal:
    """Return the object of a quad; a label gets another end."""
    if quad.predicate != LABEL:
        return quad.object  # type: ignore[return-value]  # no blank nodes
    return ox.Literal(quad.object.value + label, language=quad.object.language)


@pytest.fixture(scope="module", params=["", THEIRS], ids=["alike", "otherwise"])
def stores(request: pytest.FixtureRequest) -> dict[Path, ox.Store]:
    return {seeds: shared_by(seeds, request.param) for seeds in (CORNER, SEEDS)}


@for_each("name", CATALOGUE.names())
def test_another_repository_in_the_store_changes_no_answer(stores: dict[Path, ox.Store], name: str) -> None:
    question = CATALOGUE.find(name)
    # A question that needs a parameter has no rows without it.
    wanted = [question.parameters[key] for key in question.needs[:1]]
    terms = {item.name: _term(item.example) for item in wanted}
    for seeds, store in stores.items():
        rows = once(ask(store, question.text, **terms))
        assert rows == ask(graph_of(seeds), question.text, **terms)


def once(rows: list[list[str]]) -> list[list[str]]:
    """Return rows as `kg query --at` gives them: one for each thing, and by one of its names, whichever it is."""
    head, *rest = rows
    found = {"head": {"vars": head}, "results": {"bindings": [_bindings(head, row) for row in rest]}}
    answer = ox.parse_query_results(json.dumps(found), format=ox.QueryResultsFormat.JSON)
    kept = without_repeats(answer, labelled=True)  # type: ignore[arg-type]  # rows were put in
    return [head, *([value.value.removesuffix(THEIRS) for value in row] for row in kept)]


def _bindings(head: list[str], row: list[str]) -> dict[str, dict[str, str]]:
    return {name: {"type": "literal", "value": value} for name, value in zip(head, row, strict=True)}


def _term(example: str | None) -> ox.NamedNode:
    kind, _, slug = str(example).partition(":")
    return ox.NamedNode(PREFIXES[kind] + slug)
