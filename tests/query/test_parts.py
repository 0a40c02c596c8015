"""A query that is asked in parts has the rows of the whole, in its order, and what cannot be divided is left whole."""

from __future__ import annotations

import itertools

import pyoxigraph as ox
import pytest
from cases import for_each
from graphs import CORNER, SEEDS, graph_of

from kg.namespaces import PREFIXES
from kg.paths import shipped
from kg.query.binding import bind
from kg.query.catalogue import Catalogue
from kg.query.parts import divided, merged

CATALOGUE = Catalogue(shipped("queries"))
STORE = ox.Store()
STORE.load(
    b"""@prefix : <http://x/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    :a :p 1, 2, "1", "b"@en, "2012-03-11"^^xsd:date ; :q :b ; :says "{ ?s } UNION { ?o }\\"" .
    :b :p 1.0, 3, 10 ; :q :a, :c ; :knows :c . :c :p 2 ; :q :c ; :knows :a .""",
    ox.RdfFormat.TURTLE,
)
#: With how many parts each is asked.
DIVIDED = {
    "SELECT ?s ?o { { ?s :p ?o } UNION { ?s :q ?o } } ORDER BY ?o ?s": 2,
    "SELECT ?s ?o { { ?s :p ?o } UNION { ?s :q ?o } UNION { ?s :says ?o } } ORDER BY DESC(?o) ?s LIMIT 5 OFFSET 2": 3,
    "SELECT DISTINCT ?s { { ?s :p ?o } UNION { ?s :q ?o } } ORDER BY ?s": 2,
    "SELECT ?s { { ?s :p ?o } UNION { ?s :q ?o } } ORDER BY ?s": 2,
    "SELECT ?s ?x { ?s :q ?t { ?s :p ?x } UNION { ?t :q ?x } OPTIONAL { ?x :q ?s } FILTER(?s != ?x) } ORDER BY ?x": 2,
    "SELECT ?s ?y { { ?s :p ?x } union { ?s :q ?x } MINUS { ?s :knows ?x } BIND(STR(?x) AS ?y) } ORDER BY ?s ?y": 2,
    "SELECT ?s ?x { { { ?s :p ?x } UNION { ?s :q ?x } FILTER(?s != :a) } UNION { ?x :q ?s } } ORDER BY ?s ?x": 3,
    "SELECT ?s ?x { { ?s :q ?x } UNION { ?s :knows ?x } { ?x :q ?s } UNION { ?x :p 2 } } ORDER BY ?s ?x": 2,
    "SELECT ?s ?t { { ?s :says ?t FILTER(?t != '} UNION {') } UNION # { ?s\n { ?s :p '}' } ?s :q ?o } ORDER BY ?t": 2,
    "SELECT ?s { { ?s :q :b } UNION { SELECT ?s (MIN(?x) AS ?n) { { ?s :p ?x } UNION { ?s :q ?x } } GROUP BY ?s } }": 2,
    "SELECT ?s ?x { OPTIONAL { :a :q ?s } { ?s :p ?x } UNION { VALUES ?x { 1 2 } } } ORDER BY ?x ?s": 2,
    "SELECT ?s ?o { { ?s :p ?o } UNION { ?s :none ?o } UNION { ?s :q :b BIND(?none AS ?o) } } ORDER BY ?o ?s": 3,
}
WHOLE = [
    "SELECT ?s { ?s :p ?o OPTIONAL { { ?s :p ?x } UNION { ?s :q ?x } } } ORDER BY ?s",
    "SELECT ?s { ?s :p ?o MINUS { { ?s :p 2 } UNION { ?s :q :b } } } ORDER BY ?s",
    "SELECT ?s { ?s :p ?o FILTER NOT EXISTS { { ?s :p 2 } UNION { ?s :q :b } } } ORDER BY ?s",
    "SELECT (COUNT(*) AS ?n) { { ?s :p ?o } UNION { ?s :q ?o } }",
    "SELECT ?s { { ?s :p ?o } UNION { ?s :q ?o } } GROUP BY ?s ORDER BY ?s",
    "SELECT ?s { { ?s :p ?o } UNION { ?s :q ?o } } ORDER BY STR(?o)",
    "SELECT ?s { { ?s :p ?o } UNION { ?s :q ?o } } ORDER BY ?o",  # by a column that no answer has
    "SELECT REDUCED ?s { { ?s :p ?o } UNION { ?s :q ?o } }",
    "SELECT * { { ?s :p ?o } UNION { ?s :q ?x } }",
    "SELECT ?s { { ?s :p ?o } UNION { ?s :q ?o } } VALUES ?s { :a }",
    "SELECT ?s { SELECT ?s (COUNT(*) AS ?n) { { ?s :p ?o } UNION { ?s :q ?o } } GROUP BY ?s }",
    "ASK { { ?s :p ?o } UNION { ?s :q ?o } }",
    "CONSTRUCT { ?s :r ?o } WHERE { { ?s :p ?o } UNION { ?s :q ?o } }",
    "DESCRIBE <http://x/a>",
]


def in_parts(store: ox.Store, text: str) -> list[tuple[object, ...]]:
    """Return the rows of a query that is asked in parts."""
    answers = [store.query(part) for part in divided(text)]
    columns = [variable.value for variable in answers[0].variables]
    return list(map(tuple, merged(text, columns, itertools.chain.from_iterable(map(tuple, one) for one in answers))))


@for_each("query", sorted(DIVIDED))
def test_the_parts_together_have_the_rows_of_the_whole(query: str) -> None:
    text = f"PREFIX : <http://x/>\n{query}"
    assert len(divided(text)) == DIVIDED[query]
    whole = list(map(tuple, STORE.query(text)))
    found = in_parts(STORE, text)
    assert found == whole if "ORDER BY" in query else sorted(map(str, found)) == sorted(map(str, whole))
    assert whole


@pytest.mark.parametrize("query", WHOLE)
def test_what_needs_all_rows_at_once_is_left_whole(query: str) -> None:
    text = f"PREFIX : <http://x/>\n{query}"
    assert divided(text) == [text]


@for_each("name", [name for name in CATALOGUE.names() if CATALOGUE.find(name).parts])
def test_questions_that_are_asked_in_parts_can_be_with_all_parameters(name: str) -> None:
    question = CATALOGUE.find(name)
    terms = {key: _term(item.example, item.type) for key, item in question.parameters.items()}
    for given in ({}, *({key: term} for key, term in terms.items()), terms):
        text = bind(question.text, given)
        assert len(divided(text)) > 1
        for seeds in (SEEDS, CORNER):
            assert in_parts(graph_of(seeds), text) == list(map(tuple, graph_of(seeds).query(text)))


def test_a_blank_node_is_refused() -> None:
    with pytest.raises(SyntaxError):
        merged("SELECT ?s { { ?s ?p 1 } UNION { ?s ?p 2 } }", ["s"], [(ox.BlankNode("x"),)])


def _term(example: str | None, kind: str) -> ox.NamedNode | ox.Literal:
    prefix, _, local = str(example).partition(":")
    if kind == "date":
        return ox.Literal(str(example), datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))
    return ox.Literal(str(example)) if kind == "string" else ox.NamedNode(PREFIXES[prefix] + local)
