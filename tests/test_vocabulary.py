from __future__ import annotations

import pytest
from cases import for_each
from sheets import ONTOLOGY

from kg.errors import InputError
from kg.vocabulary import Act, Vocabulary

LISTS = {
    "polarity": "supports opposes neutral conditional",
    "mode": "direct indirect narrator",
    "certainty": "certain probable possible",
    "degree": "weak plain strong",
    "occurrence": "happened planned alleged",
    "qualifier": "exactly at-least more-than about at-most fewer-than",
    "choice": "in-favour against veto abstain absent",
}


@pytest.fixture(params=[None, ONTOLOGY], ids=["shipped", "small"])
def vocabulary(request) -> Vocabulary:
    return Vocabulary.load(request.param)


@for_each("name", LISTS)
def test_the_value_lists_are_those_of_the_ontology(vocabulary, name):
    assert set(vocabulary.lists[name]) == set(LISTS[name].split())


def test_every_act_says_what_it_implies(vocabulary):
    assert vocabulary.acts["makes-condition"] == Act("makes-condition", "position", "conditional")
    assert vocabulary.acts["denies"] == Act("denies", "claim", "opposes")
    assert set(vocabulary.lists["act"]) == set(vocabulary.acts)
    assert "assertives" not in vocabulary.acts
    assert {act.kind for act in vocabulary.acts.values()} == {"position", "claim"}
    assert {act.polarity for act in vocabulary.acts.values()} <= set(vocabulary.lists["polarity"])


def test_types_are_the_subclasses_by_slug(vocabulary):
    assert {"event", "meeting", "vote", "military-operation"} <= set(vocabulary.lists["event-type"])
    assert {"alliance", "rivalry"} <= set(vocabulary.lists["relation-type"])
    assert "state" not in vocabulary.lists["organisation-type"]
    assert vocabulary.classes["armed-organisation"] == "ArmedOrganisation"
    assert vocabulary.is_a("Official", "Actor")
    assert not vocabulary.is_a("Place", "Actor")


def test_labels_are_read_or_made_from_the_name(vocabulary):
    assert vocabulary.label("act", "calls-for") == "calls for"
    assert vocabulary.label("act", "no-such-act") == "no such act"


def test_a_cycle_of_superclasses_ends(tmp_path):
    (tmp_path / "a.ttl").write_text(
        "@prefix : <https://w3id.org/diplomatic-positions/ontology#> ."
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . :A rdfs:subClassOf :B . :B rdfs:subClassOf :A ."
    )
    assert not Vocabulary.load(tmp_path).is_a("A", "C")


def test_an_ontology_that_cannot_be_read_is_reported(tmp_path):
    with pytest.raises(InputError, match="no ontology"):
        Vocabulary.load(tmp_path)
    (tmp_path / "a.ttl").write_text("\n:a :b")
    with pytest.raises(InputError, match=r"a\.ttl:2:"):
        Vocabulary.load(tmp_path)
