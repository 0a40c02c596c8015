"""Rules that are asked as SELECT queries give what they give as CONSTRUCT queries."""

from __future__ import annotations

import pyoxigraph as ox
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


def both(store: ox.Store, text: str) -> tuple[set[ox.Quad], set[ox.Quad]]:
    """Return what a query constructs, and what its template gives."""
    template = RuleTemplate.of(text)
    assert template is not None
    constructed = {ox.Quad(found.subject, found.predicate, found.object, GRAPH) for found in store.query(text)}
    return constructed, set(template.quads(store.query(template.query), GRAPH))


def test_every_rule_gives_the_same_either_way() -> None:
    store = ox.Store()
    store.extend(ontology())
    store.load(HEAD + SAID, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(PREFIXES["source"] + "s"))
    derive(store)
    results = [both(store, rule.text) for rule in read_rules(shipped("ontology") / "rules")]
    assert [constructed for constructed, _ in results] == [filled for _, filled in results]
    assert sum(bool(constructed) for constructed, _ in results) > 15


def test_what_is_unbound_or_no_triple_is_left_out() -> None:
    store = ox.Store()
    store.load(b"<x:a> <x:p> 'text' . <x:b> <x:p> <x:c> . <x:c> <x:q> <x:d> .", format=ox.RdfFormat.TURTLE)
    query = """
CONSTRUCT { ?value <x:of> ?thing ; <x:then> ?next . ?thing a <x:Thing> . }
WHERE { ?thing <x:p> ?value OPTIONAL { ?value <x:q> ?next } }"""
    constructed, filled = both(store, query)
    assert constructed == filled
    assert len(filled) == 4


def test_a_query_of_another_form_is_left_as_it_is() -> None:
    for text in ("SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT { ?s ?p }\nWHERE { ?s ?p ?o }"):
        assert RuleTemplate.of(text) is None


def test_an_error_has_the_line_that_it_has_in_the_file() -> None:
    text = "PREFIX x: <x:>\n\nCONSTRUCT {\n  ?s x:p\n    ?o\n}\nWHERE {\n  ?s ?p ?o .\n  FILTER (?\n}"
    template = RuleTemplate.of(text)
    assert template is not None
    lines = []
    for query in (text, template.query):
        try:
            ox.Store().query(query)
        except SyntaxError as error:
            lines.append(error.lineno)
    assert len(lines) == 2
    assert lines[0] == lines[1]
