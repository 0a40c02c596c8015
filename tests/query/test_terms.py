"""A term that nothing defines is a mistake at its place, and never an empty answer."""

from __future__ import annotations

import pytest
from graphs import CORNER, graph_of

from kg.errors import QueryError
from kg.query.terms import check_terms


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("SELECT * { ?x dp:oposes ?y }", (1, 15), "did you mean dp:opposes"),
        ("SELECT *\n{ ?x a dp:Statment }", (2, 8), "did you mean dp:Statement"),
        ("SELECT * { ?x <https://w3id.org/diplomatic-positions/ontology#holdr> ?y }", (1, 15), "mean dp:holder"),
        ("SELECT * { ?x dp:act act:call-for }", (1, 22), "did you mean act:calls-for"),
        ("SELECT * { ?x dp:side side:oposes }", (1, 23), "did you mean side:opposes"),
        ("SELECT * { ?x dp:standing standing:last-knwon }", (1, 27), "did you mean standing:last-known"),
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
def test_what_is_defined_or_not_ours_is_asked(text):
    check_terms(graph_of(CORNER), text, "-q")
