"""What a ground is shown with: posts on its day, whom its actor speaks for, and who passed it on or translated it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from test_first_stages import derived, said

from kg.namespaces import GRAPHS, PREFIXES, iri
from kg.proof.derived import derived as derivation
from kg.proof.node_facts import NodeReader

NAMES = """actor:ann a dp:Person ; rdfs:label "Ann"@en . actor:north rdfs:label "North"@en .
actor:south rdfs:label "South"@en . actor:agency rdfs:label "Agency"@en , "Wire"@de . actor:nameless a dp:Organisation .
"""
TENURE = """membership:{0} org:member actor:{3} ; org:organization actor:north ; dp:post post:{0} .
membership:{0} org:memberDuring interval:{0} . interval:{0} {1} . post:{0} rdfs:label {2} .
"""
BEGUN, ENDED = "time:hasBeginning instant:{}", "time:hasEnd instant:{}"
DAYS = """instant:2010 time:inXSDgYear "2010"^^xsd:gYear .
instant:2012-02 time:inXSDgYearMonth "2012-02"^^xsd:gYearMonth .
instant:2011-05-02 time:inXSDDate "2011-05-02"^^xsd:date .
"""


def tenure(name: str, *bounds: str, label: str = "", actor: str = "ann") -> str:
    return TENURE.format(name, " ; ".join(bounds) or "a time:Interval", label or f'"{name.capitalize()}"', actor)


def shown(name: str, source: str, reference: str = "") -> dict[str, str]:
    """Return the values of a property by ground, without the name of the statement."""
    store = derived(source, NAMES + DAYS + reference)
    quads = store.quads_for_pattern(None, ox.NamedNode(PREFIXES["dp"] + name), None, ox.NamedNode(GRAPHS["derived"]))
    return {str(quad.subject.value).partition(".r0.")[2]: quad.object.value for quad in quads}


@pytest.mark.parametrize(
    ("day", "posts"),
    [
        ("2009-12-31", "Always"),
        ("2010-01-01", "Always, Minister"),
        ("2011-05-01", "Always, Minister"),
        ("2011-05-02", "Always, Envoy, Minister"),
        ("2011-05-03", "Always, Envoy"),
        ("2012-02-29", "Always, Envoy"),
        ("2012-03-01", "Always"),
    ],
)
def test_the_first_and_the_last_day_of_a_post_count(day: str, posts: str) -> None:
    tenures = tenure("minister", BEGUN.format("2010"), ENDED.format("2011-05-02"))
    tenures += tenure("envoy", BEGUN.format("2011-05-02"), ENDED.format("2012-02")) + tenure("always")
    assert shown("inPosts", said(saidNotAfter=f'"{day}"^^xsd:date'), tenures) == {"ann.itself": posts}


def test_without_a_post_on_that_day_no_posts_are_listed() -> None:
    later = tenure("minister", BEGUN.format("2012-02"))
    assert shown("inPosts", said(saidNotAfter='"2012-01-31"^^xsd:date'), later) == {}
    assert shown("inPosts", said(), tenure("minister", actor="bob")) == {}


def test_a_post_that_is_held_twice_or_shares_its_name_is_named_once() -> None:
    twice = tenure("first", label='"Minister"') + tenure("second", label='"Minister"@en')
    assert shown("inPosts", said(), twice) == {"ann.itself": "Minister"}


def test_of_several_names_of_a_post_all_are_given() -> None:
    assert shown("inPosts", said(), tenure("p", label='"Minister"@en , "Außenminister"@de')) == {
        "ann.itself": "Außenminister, Minister"
    }


def test_all_for_whom_somebody_speaks_are_named_with_that_ground_alone() -> None:
    row = said(onBehalfOf="actor:south , actor:north")
    assert shown("spokenFor", row) == {"ann.in-office": "North, South"}
    assert shown("spokenFor", said()) == {}


def test_each_speaker_of_a_joint_statement_has_those_whom_he_speaks_for() -> None:
    row = said(holder="actor:ann , actor:south", onBehalfOf="actor:north", attribution="attribution:s.r0")
    link = "attribution:s.r0 prov:agent actor:ann ; dp:represents actor:north ."
    assert shown("spokenFor", row + link) == {"ann.in-office": "North"}


def test_of_several_names_of_an_actor_the_first_is_given_and_without_one_nothing() -> None:
    both = said(reportedBy="actor:north , actor:agency , actor:nameless", translator="actor:agency")
    assert shown("passedOnBy", both) == {"ann.itself": "Agency, North"}
    assert shown("translatedBy", both) == {"ann.itself": "Agency"}
    nobody = said(reportedBy="actor:nameless", translator="actor:nameless")
    assert shown("passedOnBy", nobody) == shown("translatedBy", nobody) == {}


def test_a_chain_is_named_in_its_order_from_the_second_hand_on() -> None:
    links = """attribution:s.l1 dp:order 1 ; prov:agent actor:agency .
        attribution:s.l2 dp:order 2 ; prov:agent actor:nameless .
        attribution:s.l10 dp:order 10 ; prov:agent actor:ann ."""
    chain = {"attribution": "attribution:s.l10 , attribution:s.l2 , attribution:s.l1"}
    for depth, shown_then in (("1", {}), ("2", {"ann.itself": "Agency > Ann"}), ("3", {"ann.itself": "Agency > Ann"})):
        row = said(**chain, hearsayDepth=f'"{depth}"^^xsd:nonNegativeInteger')
        assert shown("heardThrough", row + links) == shown_then


def test_names_are_given_with_the_words_of_speakers_and_not_with_what_others_hold_by_them() -> None:
    group = "actor:crew a dp:Group ; foaf:member actor:north . "
    row = said(holder="actor:crew", reportedBy="actor:agency", onBehalfOf="actor:south")
    assert shown("passedOnBy", row, group) == {"crew.itself": "Agency"}


def test_a_name_on_a_ground_is_proved_with_its_rule() -> None:
    store = derived(said(onBehalfOf="actor:north", reportedBy="actor:agency"), NAMES + tenure("minister"))
    found = derivation(NodeReader(store), iri("ground", "s.r0.ann.in-office"))
    assert found is not None
    assert [(step.text, step.rule) for step in found.steps[-3:]] == [
        ("posts of its actor on that day: Minister", "05-in-posts"),
        ("on behalf of: North", "05-spoken-for"),
        ("passed on by: Agency", "05-passed-on-by"),
    ]
