"""A query's patterns are put inside a graph in every form that a query has, and answer as they did."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.query.union import within_graph

X = "http://x/"
TRIPLES = [ox.Triple(ox.NamedNode(X + s), ox.NamedNode(X + "p"), ox.Literal(o)) for s, o in ("a1", "a2", "b2")]


def store(*named: tuple[str, list[ox.Triple]]) -> ox.Store:
    found = ox.Store()
    found.extend(ox.Quad(*triple, ox.NamedNode(X + name)) for name, triples in named for triple in triples)
    return found


#: Two graphs; and with them a third that holds what is in both, as the graph of all graphs does.
TWO = store(("g", TRIPLES[:2]), ("h", TRIPLES[2:]))
THREE = store(("g", TRIPLES[:2]), ("h", TRIPLES[2:]), ("all", TRIPLES))


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s ?o WHERE { ?s :p ?o } ORDER BY ?s ?o",
        "select ?s { ?s :p ?o . GRAPH :h { ?t :p ?o } } order by ?s",
        "SELECT (EXISTS { :b :p '2' } AS ?known) ?s WHERE { ?s :p '1' }",
        "SELECT ?s (COUNT(*) AS ?n) { ?s :p ?o } GROUP BY ?s HAVING (COUNT(*) > 1) VALUES ?s { :a }",
        "SELECT ?s { { SELECT ?s { ?s :p '1' } } UNION { ?s :p '2' } FILTER NOT EXISTS { ?s :p '}' } } ORDER BY ?s",
        "ASK { ?s :p '2' ; :p '1' }",
        "CONSTRUCT { ?s :q ?o } WHERE { ?s :p ?o }",
        "CONSTRUCT # WHERE, in short\n WHERE # {\n { ?s :p ?o # }\n }",
        "CONSTRUCT WHERE { ?s :p ?o } VALUES ?s { :a }",
    ],
)
def test_it_answers_over_the_union_of_all_graphs(query: str) -> None:
    whole = f"PREFIX : <{X}>\n{query}"
    inside = within_graph(whole, X + "all")
    assert inside.count("\n") == whole.count("\n")
    assert answer(THREE.query(inside)) == answer(TWO.query(whole, use_default_graph_as_union=True))
    assert answer(THREE.query(whole)) != answer(THREE.query(inside))


def answer(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> object:
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    return sorted(str(row if isinstance(row, ox.Triple) else tuple(row)) for row in found)


@pytest.mark.parametrize("query", ["SELECT * FROM <http://x/g> { ?s ?p ?o }", "DESCRIBE <http://x/a>"])
def test_a_query_that_names_its_graphs_stays_unchanged(query: str) -> None:
    assert within_graph(query, X + "all") == query
