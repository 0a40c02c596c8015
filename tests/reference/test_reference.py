from __future__ import annotations

import pytest
from sheets import ONTOLOGY, REFERENCE, described, marked

from kg.errors import InputError
from kg.forms.types import Name
from kg.names import NameIndex
from kg.namespaces import GRAPHS, iri
from kg.paths import shipped
from kg.reference.lookup import Entry
from kg.reference.shared import load_reference
from kg.reference.usage import Listener
from kg.sources.assertion import assert_reference
from kg.vocabulary import Vocabulary

ACTOR = Name(("Actor",))


def load(tmp_path, **files: str):
    """Return the assertion of the small reference data with some files changed (`states="..."`)."""
    for name, content in {**REFERENCE, **{f"{stem}.yaml": text for stem, text in files.items()}}.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return assert_reference(tmp_path, Vocabulary.load(ONTOLOGY))


def test_the_right_reference_data_has_no_findings(world):
    assert world.reference_assertion.findings == []
    assert world.reference_assertion.source == GRAPHS["reference"]


def test_a_state_is_read_in_full_and_is_not_its_territory(world):
    assert described(world.reference_assertion.quads, "actor:russia") == {
        "rdf:type": ["dp:State"],
        "rdfs:label": ["Russia"],
        "skos:altLabel": ["Moscow", "Russian Federation"],
        "dp:demonym": ["Russian"],
        "dp:iso3166": ["RU"],
        "skos:exactMatch": ["wd:Q159"],
        "dp:territory": ["place:territory-of-russia"],
        "org:memberOf": ["actor:united-nations"],
    }
    assert described(world.reference_assertion.quads, "place:territory-of-russia")["dp:country"] == ["actor:russia"]


def test_posts_have_memberships_with_intervals(world):
    quads = world.reference_assertion.quads
    post = "russia.foreign-minister"
    assert described(quads, f"post:{post}") == {
        "rdf:type": ["org:Post"],
        "rdfs:label": ["Foreign Minister of Russia"],
        "org:postIn": ["actor:russia"],
    }
    assert described(quads, f"membership:sergei-lavrov.{post}") == {
        "rdf:type": ["org:Membership"],
        "org:member": ["actor:sergei-lavrov"],
        "org:organization": ["actor:russia"],
        "dp:post": [f"post:{post}"],
        "org:memberDuring": ["interval:2004-03-09.open"],
    }
    assert described(quads, f"membership:sergei-lavrov.{post}.2")["org:memberDuring"] == ["interval:1990.1991"]
    assert described(quads, "actor:sergei-lavrov")["org:holds"] == [
        f"post:{post}",
        "post:russia.permanent-representative",
    ]
    assert "time:hasEnd" not in described(quads, "interval:2004-03-09.open")


def test_propositions_are_incompatible_both_ways(world):
    quads = world.reference_assertion.quads
    assert described(quads, "proposition:no-ceasefire-in-syria")["dp:incompatibleWith"] == [
        "proposition:ceasefire-in-syria"
    ]
    concerns = described(quads, "proposition:ceasefire-in-syria")["dp:concerns"]
    assert concerns == ["actor:russia", "place:territory-of-russia"]


def test_names_are_resolved_by_kind_and_labels_only_where_allowed(world):
    reference = world.reference
    assert reference.resolve("russia", ACTOR) == "russia"
    assert reference.resolve("Russia", ACTOR) is None
    assert reference.resolve("syrian arab news agency", Name(("NewsOrganisation",), labels=True)) == "sana"
    assert reference.resolve("united-nations", Name(("NewsOrganisation",))) is None
    assert reference.resolve("sergei-lavrov", Name(("Person",))) == "sergei-lavrov"
    assert reference.resolve("ceasefire-in-syria", ACTOR) is None


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("rusia", "russia"), ("Moscow", "russia"), ("lavrov", "sergei-lavrov"), ("UN", "united-nations")],
)
def test_the_nearest_names_are_found_by_slug_label_and_alias(world, name, nearest):
    assert nearest in world.reference.nearest(name)


def test_loading_returns_only_the_lookup(world):
    reference = load_reference(world.reference_folder, world.vocabulary)
    assert reference.slugs(("State",)) == ["china", "russia"]
    assert reference.label("ceasefire-in-syria", "proposition") == "The parties should cease fire."
    assert reference.label("no-such-one") == "no such one"


@pytest.mark.parametrize(
    ("file", "content", "rule", "at", "says"),
    [
        ("states", "russia: {label: Russia, iso: rus}\nchina: {label: China}", "bad-value", "rus", "two capital"),
        ("states", "russia: {label: Russia}\nchina: {}", "missing-key", "{}", "label"),
        ("states", "russia: {label: A}\nrussia: {label: B}\nchina: {label: C}", "duplicate-key", "russia", "line 1"),
        ("persons", "Kofi: {label: Kofi Annan}", "bad-value", "Kofi", "slug"),
        ("persons", "narrator: {label: N}", "bad-value", "narrator", "reserved"),
        ("persons", "russia: {label: R}", "duplicate-slug", None, "already taken"),
        ("persons", "a: {label: A, wikidata: 159}", "wrong-type", "159", "Q159"),
        ("persons", "a: {label: A, nationality: beirut}", "unknown-name", "beirut", "state is expected"),
        ("persons", "- a", "wrong-type", None, "mapping"),
        ("places", "territory-of-iran: {label: R, within: brut}\nbeirut: {label: B}", "unknown-name", "brut", "beirut"),
        ("groups", "russia-and-china: {label: R, members: [rusia], description: B}", "unknown-name", "rusia", "russia"),
        ("cities", "a: {label: A}", "unknown-file", None, "cities.yaml"),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_at_its_place(tmp_path, file, content, rule, at, says):
    _, assertion = load(tmp_path, **{file: content})
    (finding,) = [finding for finding in assertion.findings if finding.file.endswith(f"{file}.yaml")] or [None]
    assert finding in assertion.findings
    assert (finding.rule, says in finding.message) == (rule, True), finding
    if at:
        assert marked(finding) == at


def test_an_entry_with_a_mistake_is_in_the_graph_as_far_as_it_could_be_read(tmp_path):
    reference, assertion = load(tmp_path, persons="kofi-annan: {label: Kofi Annan, x: y}")
    assert reference.get("kofi-annan")
    assert described(assertion.quads, "actor:kofi-annan") == {"rdf:type": ["dp:Person"], "rdfs:label": ["Kofi Annan"]}
    assert assertion.faulty == {iri("actor", "kofi-annan")}


def test_turtle_beside_the_yaml_is_known_by_name(tmp_path):
    ttl = """@prefix dp: <https://w3id.org/diplomatic-positions/ontology#> .
        @prefix actor: <https://w3id.org/diplomatic-positions/id/actor/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        actor:ghana a dp:State ; rdfs:label "Ghana"@en ."""
    (tmp_path / "more.ttl").write_text(ttl)
    reference, assertion = load(tmp_path, persons="kofi-annan: {label: Kofi Annan, nationality: ghana}")
    assert assertion.findings == []
    assert reference.label("ghana") == "Ghana"
    assert described(assertion.quads, "actor:ghana")["rdf:type"] == ["dp:State"]
    assert described(assertion.quads, "actor:kofi-annan")["schema:nationality"] == ["actor:ghana"]
    assert {path.rsplit("/", 1)[1] for path in assertion.inputs} == {*REFERENCE, "more.ttl"}


@pytest.mark.parametrize(
    ("value", "rule", "at"),
    [
        ('"2012-02-30"^^xsd:date', "bad-value", '"2012-02-30"^^xsd:date'),
        ("[]", "blank-node", "["),
        ("<<( dp:a dp:b _:c )>>", "blank-node", "<<("),
    ],
)
def test_a_turtle_mistake_is_reported_at_its_place_and_left_out(tmp_path, value, rule, at):
    ttl = f"""@prefix dp: <https://w3id.org/diplomatic-positions/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix actor: <https://w3id.org/diplomatic-positions/id/actor/> .
actor:elbonia a dp:State ; dp:x {value} .
"""
    (tmp_path / "more.ttl").write_text(ttl)
    _, assertion = load(tmp_path)
    (finding,) = assertion.findings
    assert (finding.rule, finding.line, marked(finding)) == (rule, 4, at)
    assert assertion.spans.find("<https://w3id.org/diplomatic-positions/id/actor/elbonia>").line == 4
    assert not any(quad.predicate.value.endswith("#x") for quad in assertion.quads)


@pytest.mark.parametrize(
    ("name", "content", "place"), [("x.ttl", "a b", "x.ttl:1:"), ("states.yaml", "a: [", "states.yaml:1:")]
)
def test_unreadable_input_is_reported_with_its_place(tmp_path, name, content, place):
    (tmp_path / name).write_text(content)
    with pytest.raises(InputError) as caught:
        assert_reference(tmp_path, Vocabulary.load(ONTOLOGY))
    assert place in str(caught.value)


def test_a_missing_folder_is_reported(tmp_path):
    with pytest.raises(InputError, match="no such folder"):
        load_reference(tmp_path / "none", Vocabulary.load(ONTOLOGY))


def test_the_shipped_reference_data_is_right():
    _, assertion = assert_reference(shipped("seeds") / "reference")
    assert assertion.findings == []
    assert assertion.quads


def test_many_unknown_names_are_explained_from_one_index(monkeypatch):
    """A sheet with thousands of unknown names would otherwise index all the reference data for each of them."""
    made, index_of = [], NameIndex.of
    monkeypatch.setattr(NameIndex, "of", classmethod(lambda _, things: made.append(1) or index_of(things)))
    reference = load_reference(shipped("seeds") / "reference")
    told = [Listener(reference).explain(f"rusia{n}", Name(("Actor",))) for n in range(50)]
    assert len(made) == 1
    assert all("`russia`" in text for text in told)
    reference.add(Entry("rusia-7", "actor", "State", "Rusia 7"))
    assert "did you mean `rusia-7`" in Listener(reference).explain("rusia 7", Name(("Actor",)))
