"""Rules that are run as updates, or asked as SELECT queries, give what they give as CONSTRUCT queries."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from graphs import ontology

from kg.namespaces import PREFIXES
from kg.paths import shipped
from kg.store.derive import derive, read_rules
from kg.store.rule_template import RuleTemplate

HEAD = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in PREFIXES.items())
SAID = """
source:s a dp:Source ; dcterms:issued "2015-01-01"^^xsd:date .
actor:ann a dp:Official . actor:north a dp:State .
statement:s.a a dp:Position ; dp:polarity polarity:supports ; dp:act act:demands ; dp:holder actor:ann ;
  dp:onBehalfOf actor:north ; dp:towards proposition:x ; dp:mode mode:indirect ; dp:addressee actor:south ;
  dp:saidNotAfter "2012-03-11"^^xsd:date ; dp:hearsayDepth "1"^^xsd:nonNegativeInteger ; dcterms:isPartOf source:s .
statement:s.b a dp:Claim ; dp:polarity polarity:opposes ; dp:act act:denies ; dp:holder actor:north ;
  dp:towards proposition:x ; dp:mode mode:indirect ; dp:saidNotAfter "2012-03-12"^^xsd:date ;
  dp:certainty certainty:certain ; dp:hearsayDepth "1"^^xsd:nonNegativeInteger ; dcterms:isPartOf source:s .
event:s.m a dp:Meeting ; dp:occurrence occurrence:happened ; dp:participant actor:ann , actor:north .
"""
GRAPH = ox.NamedNode("urn:x:graph")


def ways(store: ox.Store, text: str) -> tuple[set[ox.Quad], set[ox.Quad], set[ox.Quad]]:
    """Return what a query constructs, what its template gives, and what it inserts."""
    template = RuleTemplate.of(text)
    assert template is not None
    constructed = {ox.Quad(found.subject, found.predicate, found.object, GRAPH) for found in store.query(text)}
    filled = set(template.quads(store.query(template.query), GRAPH))
    store.update(template.insertion(GRAPH))
    inserted = set(store.quads_for_pattern(None, None, None, GRAPH))
    store.remove_graph(GRAPH)
    return constructed, filled, inserted


def test_every_rule_gives_the_same_either_way() -> None:
    store = ox.Store()
    store.extend(ontology())
    store.load(HEAD + SAID, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(PREFIXES["source"] + "s"))
    derive(store)
    results = [ways(store, rule.text) for rule in read_rules(shipped("ontology") / "rules")]
    assert all(constructed == filled == inserted for constructed, filled, inserted in results)
    assert sum(bool(constructed) for constructed, _, _ in results) > 15


def test_unbound_or_invalid_triples_are_left_out() -> None:
    store = ox.Store()
    store.load(b"<x:a> <x:p> 'text' . <x:b> <x:p> <x:c> . <x:c> <x:q> <x:d> .", format=ox.RdfFormat.TURTLE)
    query = """
CONSTRUCT { ?value <x:of> ?thing ; <x:then> ?next . ?thing a <x:Thing> . }
WHERE { ?thing <x:p> ?value OPTIONAL { ?value <x:q> ?next } }"""
    constructed, filled, inserted = ways(store, query)
    assert constructed == filled == inserted
    assert len(filled) == 4


def test_a_query_of_another_form_is_left_as_it_is() -> None:
    short = ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT { ?s ?p }\nWHERE { ?s ?p ?o }")
    # A node without a name is another one in each row.
    nameless = ("CONSTRUCT { ?s ?p [] }\nWHERE { ?s ?p ?o }", "CONSTRUCT { _:b ?p ?o }\nWHERE { ?s ?p ?o }")
    for text in (*short, *nameless):
        assert RuleTemplate.of(text) is None


def test_order_and_limit_after_the_pattern_are_kept() -> None:
    store = ox.Store()
    store.load(b"<x:a> <x:p> 1 , 2 , 3 .", format=ox.RdfFormat.TURTLE)
    query = (
        "CONSTRUCT { ?thing <x:most> ?value }\nWHERE { ?thing <x:p> ?value }\nORDER BY DESC(?value) LIMIT 1  # the most"
    )
    constructed, filled, inserted = ways(store, query)
    assert constructed == filled == inserted
    assert [quad.object for quad in constructed] == [ox.Literal(3)]


@pytest.mark.parametrize(
    "form",
    ["CONSTRUCT {\n  ?s x:p\n    ?o\n}\nWHERE", "CONSTRUCT { ?s x:p ?o } WHERE", "CONSTRUCT { ?s x:p ?o }\n\nWHERE"],
)
def test_an_error_has_the_line_that_it_has_in_the_file(form: str) -> None:
    text = f"PREFIX x: <x:>\n\n{form} {{\n  ?s ?p ?o .\n  FILTER (?\n}}"
    template = RuleTemplate.of(text)
    assert template is not None
    lines = []
    for ask, query in (
        (ox.Store().query, text),
        (ox.Store().query, template.query),
        (ox.Store().update, template.insertion(GRAPH)),
    ):
        with pytest.raises(SyntaxError) as raised:
            ask(query)
        lines.append(raised.value.lineno)
    assert len(set(lines)) == 1
