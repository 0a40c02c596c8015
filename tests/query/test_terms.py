"""A term that nothing defines is a mistake at its place, and never an empty answer."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from graphs import CORNER, graph_of, ontology

from kg.errors import QueryError
from kg.query.terms import absent_names, check_terms, check_terms_at


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("SELECT * { ?x dp:oposes ?y }", (1, 15), "did you mean dp:opposes"),
        ("SELECT *\n{ ?x a dp:Statment }", (2, 8), "did you mean dp:Statement"),
        ("SELECT * { ?x <https://w3id.org/diplomatic-positions/ontology#holdr> ?y }", (1, 15), "mean dp:holder"),
        ("SELECT * { ?x dp:act act:call-for }", (1, 22), "did you mean act:calls-for"),
        ("SELECT * { ?x dp:side side:oposes }", (1, 23), "did you mean side:opposes"),
        ("SELECT * { ?x dp:standing standing:last-knwon }", (1, 27), "did you mean standing:last-known"),
        ("SELECT * { ?x dp:holder\\~ ?y }", (1, 15), "did you mean dp:holder"),
        ("PREFIX d: <https://w3id.org/diplomatic-positions/ontology#> SELECT * { ?x d:zzzqqq ?y }", (1, 75), "docs"),
    ],
)
def test_an_unknown_term_is_reported_at_its_place(text, place, said):
    with pytest.raises(QueryError, match="the ontology has no term") as caught:
        check_terms(graph_of(CORNER), text, "-q")
    assert (caught.value.line, caught.value.column) == place
    assert said in str(caught.value.hint)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?x dp:opposes ?y ; dp:act act:calls-for }",
        "SELECT * { ?x rdfs:label 'dp:oposes' } # dp:oposes",
        "PREFIX dp: <http://example.org/> SELECT * { ?x dp:oposes ?y }",
        "PREFIX dp: <https://w3id.org/diplomatic-positions/ontology#> SELECT * { ?x dp:holder actor:nobody }",
        "SELECT * { ?x ?p ?o }",
    ],
)
def test_defined_and_foreign_terms_are_accepted(text):
    check_terms(graph_of(CORNER), text, "-q")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT (COUNT(*) AS ?n) { ?x foaf:membr ?y }", ["foaf:membr (did you mean foaf:member"]),
        ("ASK { ?x a prov:Agnt }", ["prov:Agnt (did you mean prov:"]),
        ("ASK { ?x dp:holder actor:alba-stoen }", ["actor:alba-stoen (did you mean actor:alba-stone"]),
        ("SELECT * { ?x ?p ?o . FILTER NOT EXISTS { ?x org:membr ?y } }", ["org:membr"]),
        ("SELECT * { ?x a dp:Vote FILTER (?x > '2'^^xsd:unsignedByte && xsd:byte(?x) > 1) }", []),
        ("SELECT * { ?x dp:holder actor:alba-stone ; rdfs:label ?y }", []),
    ],
)
def test_terms_missing_from_the_store_are_named_in_every_form_of_query(text, said):
    found = absent_names(graph_of(CORNER), text)
    assert len(found) == len(said)
    assert all(name in sentence for name, sentence in zip(said, found, strict=True))


def brought():
    store = ox.Store()
    store.extend(ontology())
    return store


def test_a_query_to_a_triplestore_is_checked_against_the_shipped_ontology():
    asked = []

    def occurs(name):
        asked.append(name.rpartition("#")[2].rpartition("/")[2])
        return "newTerm" in name

    check_terms_at(
        brought,
        "SELECT * { ?x dp:opposes ?y ; dp:act act:denies ; rdfs:lbel actor:nobody ; dp:newTerm ?z }",
        "-q",
        occurs,
    )
    assert asked == ["newTerm"], "only of what is not known here is the triplestore asked"
    for text, near in (("{ ?x dp:oposes ?y }", "dp:opposes"), ("{ ?x dp:act act:denys }", "act:denies")):
        with pytest.raises(QueryError) as caught:
            check_terms_at(brought, f"SELECT * {text}", "-q", occurs)
        assert near in str(caught.value.hint)
