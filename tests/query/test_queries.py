"""The questions: each file is sound by itself, and answers rightly, everywhere alike."""

from __future__ import annotations

import re
from collections import Counter

import pyoxigraph as ox
import pytest
import rdflib
from graphs import CORNER, EXPECTED, SEEDS, ask, graph_of, to_tsv
from rdflib.plugins.sparql import prepareQuery
from write_expected import PAGE, page

from kg.export.table import COLUMNS
from kg.namespaces import PREFIXES, iri, shorten
from kg.paths import shipped
from kg.query.catalogue import Catalogue
from kg.query.parameters import TYPES
from kg.store.derive import derive

CATALOGUE = Catalogue(shipped("queries"))
NAMES = CATALOGUE.names()
PARAMETERS = [(name, parameter) for name in NAMES for parameter in CATALOGUE.find(name).parameters]
each_query = pytest.mark.parametrize("name", NAMES)
each_parameter = pytest.mark.parametrize(("name", "parameter"), PARAMETERS)


#: Three groups, one in the other, around the neighbours, and on whose behalf they are heard.
NESTED = b"""
PREFIX dp: <https://w3id.org/diplomatic-positions/ontology#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX actor: <https://w3id.org/diplomatic-positions/id/actor/>
PREFIX source: <https://w3id.org/diplomatic-positions/id/source/>
PREFIX statement: <https://w3id.org/diplomatic-positions/id/statement/>
<https://w3id.org/diplomatic-positions/id/graph/reference> {
  actor:everybody a dp:Group ; foaf:member actor:alba-stone , actor:most .
  actor:most a dp:Group ; foaf:member actor:boris-kane , actor:neighbours .
}
source:2020-01-10-first { statement:2020-01-10-first.neighbours-talks dp:onBehalfOf actor:everybody }
"""


def copy_of(seeds):
    """Return a store of one's own with a graph that others only read."""
    store = ox.Store()
    store.extend(graph_of(seeds))
    return store


def rows(name, seeds=SEEDS, **options):
    return ask(graph_of(seeds), CATALOGUE.find(name).text, **options)


def term(parameter):
    """Return the term of a parameter's example, without any help of the store."""
    if parameter.type == "string":
        return ox.Literal(parameter.example)
    prefix, _, local = parameter.example.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def test_there_are_enough_questions():
    assert len(NAMES) >= 28


@each_query
def test_the_metadata_is_complete(name):
    question = CATALOGUE.find(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert question.summary
    assert question.question.endswith("?")
    assert question.tags
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", tag) for tag in question.tags)
    for parameter in question.parameters.values():
        assert parameter.type in TYPES
        assert parameter.example
        assert parameter.description


@each_query
def test_it_is_sparql_without_any_tool(name):
    text = CATALOGUE.find(name).text
    ox.Store().query(text)  # no prefix is known here but those that the file declares
    prepareQuery(text)
    declared = re.findall(r"^PREFIX (\w+): <(.+)>$", text, re.MULTILINE)
    assert all(PREFIXES[prefix] == namespace for prefix, namespace in declared)
    body = text[text.index("SELECT") :]
    assert all(f"{prefix}:" in body for prefix, _ in declared)


@each_query
def test_it_names_the_graphs_it_reads(name):
    """Whether an endpoint's default graph is the union of its named graphs must not matter."""
    assert rows(name) == rows(name, union=True)
    store = ox.Store()
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in graph_of(CORNER))
    assert ask(store, CATALOGUE.find(name).text)[1:] == []


@each_query
def test_the_answer_is_the_expected_one(name):
    expected = (EXPECTED / f"{name}.tsv").read_text(encoding="utf-8")
    assert to_tsv(rows(name)) == expected


def test_every_expected_answer_has_its_question():
    assert {path.stem for path in EXPECTED.glob("*.tsv")} == set(NAMES)


@each_query
def test_the_order_of_the_rows_is_total(name):
    """No two rows may have the same sort key, or the order would be the engine's."""
    text = CATALOGUE.find(name).text
    keys = re.findall(r"\?(\w+)", text.rpartition("ORDER BY")[2])
    for seeds in (SEEDS, CORNER):
        columns, *answer = rows(name, seeds)
        places = [columns.index(key) for key in keys]
        assert [
            key for key, count in Counter(tuple(row[i] for i in places) for row in answer).items() if count > 1
        ] == []


@each_parameter
def test_bound_it_answers_with_the_rows_of_that_value(name, parameter):
    value = term(CATALOGUE.find(name).parameters[parameter])
    columns, *everything = rows(name)
    shown = value.value if isinstance(value, ox.Literal) else shorten(value.value)
    wanted = [row for row in everything if row[columns.index(parameter)] == shown]
    assert rows(name, **{parameter: value})[1:] == wanted
    assert wanted or not everything, "the example answers nothing"
    appended = f"{CATALOGUE.find(name).text}\nVALUES ?{parameter} {{ {value} }}\n"
    assert ask(graph_of(SEEDS), appended)[1:] == wanted


@pytest.fixture(scope="module")
def dataset():
    """The corner of the world in rdflib, another engine than the one that we ask all day."""
    graph = rdflib.Dataset()
    graph.parse(data=ox.serialize(list(graph_of(CORNER)), format=ox.RdfFormat.N_QUADS), format="nquads")
    return graph


@each_query
def test_another_engine_answers_alike(name, dataset):
    text = CATALOGUE.find(name).text
    ours = [[cell and _in_utc(cell.value) for cell in row] for row in graph_of(CORNER).query(text)]
    theirs = [[None if cell is None else _in_utc(str(cell)) for cell in row] for row in dataset.query(text)]
    assert theirs == ours


def _in_utc(text):
    """Two spellings of the same time zone."""
    return text.removesuffix("+00:00") + "Z" if text.endswith("+00:00") else text


@each_query
def test_a_withdrawn_statement_is_in_no_answer(name):
    withdrawn = "statement:2020-01-10-first.cadonia-no-talks"
    found = any(withdrawn in row for row in rows(name, CORNER))
    assert found == (name == "corrections")


@each_query
def test_an_answer_from_a_statement_brings_its_proof(name):
    columns = rows(name)[0]
    for statement in (column for column in columns if column in ("statement", "basis", "item", "event", "relation")):
        assert {"source", "quote"} <= {*columns}, statement


@each_query
def test_labels_stand_beside_the_names(name):
    columns = rows(name)[0]
    labelled = {column.removesuffix("_label") for column in columns if column.endswith("_label")}
    assert labelled or name in (
        "death-toll-differences",
        "attacks",
        "direct-quotes",
        "sources",
        "timeline",
        "corrections",
    )
    assert labelled <= {*columns, "event"}


def test_the_page_of_the_catalogue_is_that_of_the_files():
    assert PAGE.read_text(encoding="utf-8") == page(CATALOGUE)


def test_the_flat_table_has_the_columns_of_the_contract():
    assert tuple(rows("statements")[0]) == COLUMNS


@each_query
def test_a_missing_label_loses_no_row(name):
    """Labels are for reading: where none is stored the answer has a gap, and not a row less."""
    store = copy_of(CORNER)
    for quad in graph_of(CORNER).quads_for_pattern(None, ox.NamedNode(PREFIXES["rdfs"] + "label"), None):
        if any(f"/id/{kind}/" in quad.subject.value for kind in ("actor", "proposition", "post")):
            store.remove(quad)
    text = CATALOGUE.find(name).text
    assert len(ask(store, text)) == len(rows(name, CORNER))


def test_what_an_actor_holds_is_what_its_edges_come_from():
    """Through groups in groups and those who speak for groups too."""
    store = copy_of(CORNER)
    store.load(NESTED, ox.RdfFormat.TRIG)
    derive(store)
    _, *held = ask(store, CATALOGUE.find("what-does-actor-hold").text)
    _, *edges = ask(store, CATALOGUE.find("derived-edges").text)
    stances = ("dp:supports", "dp:opposes", "dp:claims", "dp:denies")
    derived = {(row[1], row[6]) for row in edges if row[3] in stances}
    assert {(row[0], row[7]) for row in held if row[4] in ("polarity:supports", "polarity:opposes")} == derived
    told = "statement:2020-01-10-first.neighbours-talks"
    assert {("actor:everybody", told), ("actor:alba-stone", told), ("actor:borduria", told)} <= derived
    kane = [row[2] for row in held if row[0] == "actor:boris-kane" and row[7] == told]
    assert kane == ["member of a group"]


def test_nobody_agrees_with_a_group_around_a_group_of_which_it_is():
    store = copy_of(CORNER)
    store.load(NESTED, ox.RdfFormat.TRIG)
    derive(store)
    for name in ("who-agrees", "agreement"):
        columns, *answer = ask(store, CATALOGUE.find(name).text)
        pairs = {(row[columns.index("actor")], row[columns.index("other")]) for row in answer}
        assert ("actor:borduria", "actor:cadonia") in pairs
        assert not {("actor:borduria", "actor:everybody"), ("actor:everybody", "actor:borduria")} & pairs


@pytest.mark.parametrize(("other", "found"), [("borduria", True), ("cadonia", False)])
def test_those_killed_by_one_side_are_not_set_against_those_killed_by_the_other(other, found):
    store = copy_of(CORNER)
    toll = iri("toll", "2020-01-10-first", "arcadia-toll.1"), iri("toll", "2020-02-20-second", "watch-toll.1")
    for name, perpetrator in zip(toll, ("borduria", other), strict=True):
        (graph,) = {quad.graph_name for quad in store.quads_for_pattern(ox.NamedNode(name), None, None)}
        by = ox.NamedNode(PREFIXES["dp"] + "perpetrator")
        store.add(ox.Quad(ox.NamedNode(name), by, ox.NamedNode(iri("actor", perpetrator)), graph))
    columns, *answer = ask(store, CATALOGUE.find("death-toll-differences").text)
    figures = {(row[columns.index("deaths")], row[columns.index("other_deaths")]) for row in answer}
    assert (("25", "12") in figures) == found


def test_the_dead_of_another_matter_are_not_compared():
    store = copy_of(CORNER)
    text = CATALOGUE.find("death-toll-differences").text
    towards, concerns = (ox.NamedNode(PREFIXES["dp"] + name) for name in ("towards", "concerns"))
    statement, other = (
        ox.NamedNode(iri("statement", "2020-01-10-first", "arcadia-toll")),
        iri("proposition", "sanctions"),
    )
    (quad,) = store.quads_for_pattern(statement, towards, None)
    store.remove(quad)
    store.add(ox.Quad(statement, towards, ox.NamedNode(other), quad.graph_name))
    assert len(ask(store, text)) == len(rows("death-toll-differences", CORNER)), "both concern Borduria"
    (concerned,) = store.quads_for_pattern(ox.NamedNode(other), concerns, None)
    store.remove(concerned)
    assert not any("actor:arcadia" in row for row in ask(store, text))


def test_who_speaks_for_a_state_is_not_counted_beside_it():
    counted = {row[0]: row[2:] for row in rows("contested-propositions", CORNER)[1:]}
    assert counted["proposition:truce"] == ["2", "1"], "Arcadia and Borduria for it, Borduria against it"
    assert counted["proposition:shelling-kills"] == ["2", "1"]
    ground = {row[0]: row[2] for row in rows("common-ground", CORNER)[1:]}
    assert ground["proposition:talks"] == "4", "Arcadia, Borduria, Cadonia, the neighbours"
    assert "proposition:victory" not in ground, "Stone, and through her Arcadia"


# What the two articles of the corner say, read by a person.


def told(name, *columns, **bound):
    """Return the chosen columns of an answer over the corner, without prefixes."""
    names, *answer = rows(name, CORNER, **{key: ox.NamedNode(value) for key, value in bound.items()})
    return [
        tuple(row[names.index(column)].partition(":")[2] or row[names.index(column)] for column in columns)
        for row in answer
    ]


def test_a_shift_is_certain_where_the_later_day_is_known():
    assert told("shifts", "actor", "proposition", "later_proposition", "order") == [
        ("alba-stone", "truce", "victory", "certain"),
        ("arcadia", "truce", "victory", "certain"),
        ("borduria", "truce", "truce", "as reported"),
        ("boris-kane", "truce", "truce", "as reported"),
    ]


def test_contradictions_are_told_once_a_pair():
    assert told("contradictions", "actor", "statement", "other") == [
        ("alba-stone", "2020-01-10-first.stone-truce", "2020-02-20-second.stone-victory"),
        ("arcadia", "2020-01-10-first.stone-truce", "2020-02-20-second.stone-victory"),
        ("borduria", "2020-01-10-first.kane-no-truce", "2020-02-20-second.kane-truce"),
        ("boris-kane", "2020-01-10-first.kane-no-truce", "2020-02-20-second.kane-truce"),
    ]


def test_the_post_is_the_one_held_on_the_day():
    found = told("said-in-which-post", "holder", "post", "said_to", holder=iri("actor", "alba-stone"))
    assert found == [
        ("alba-stone", "arcadia.foreign-minister", "2020-01-10"),
        ("alba-stone", "arcadia.foreign-minister", "2020-01-09"),
        ("alba-stone", "arcadia.president", "2020-02-19"),
    ]
    kane = told("said-in-which-post", "post", holder=iri("actor", "boris-kane"))
    assert set(kane) == {("borduria.foreign-minister",)}, "mayor until 2014 only"


def test_tolls_are_compared_where_place_and_days_may_be_the_same():
    found = told("death-toll-differences", "deaths", "other_deaths", "difference", holder=iri("actor", "arcadia"))
    assert found == [("25", "10", "15"), ("25", "12", "13")], "the 3,000 since the war began stand for themselves"


def test_corrections_tell_both_withdrawals_and_revisions():
    assert told("corrections", "statement", "reason", "revised_by") == [
        ("2020-01-10-first.cadonia-no-talks", "Corrected by the publisher.", "2020-02-20-second.cadonia-talks"),
        ("2020-01-10-first.watch-toll", "", "2020-02-20-second.watch-toll"),
    ]


def test_what_two_sources_say_rests_on_more_than_one():
    alone = told("single-source", "actor", "stance", "proposition")
    assert ("borduria", "supports", "truce") in alone
    assert ("arcadia", "supports", "talks") not in alone
    assert ("toll-watch", "claims", "shelling-kills") not in alone


def test_the_chain_of_hearsay_goes_from_the_source_inwards():
    statement = iri("statement", "2020-01-10-first", "kane-condition")
    assert told("hearsay", "order", "voice", statement=statement) == [
        ("1", "narrator.2020-01-10-first"),
        ("2", "council"),
        ("3", "harbour-radio"),
        ("4", "boris-kane"),
    ]


def test_who_has_taken_a_side_has_answered():
    assert set(told("unanswered", "addressee", "proposition")) == {("council", "talks")}


def test_those_who_speak_for_a_state_do_not_agree_with_it():
    pairs = set(told("who-agrees", "actor", "other"))
    assert ("arcadia", "cadonia") in pairs
    assert ("cadonia", "arcadia") in pairs
    assert ("arcadia", "borduria") in pairs
    assert not {("boris-kane", "borduria"), ("alba-stone", "arcadia"), ("neighbours", "cadonia")} & pairs


def test_agreements_and_disagreements_are_counted_in_propositions():
    counted = told("agreement", "other", "agreements", "disagreements", actor=iri("actor", "arcadia"))
    assert counted == [
        ("borduria", "2", "1"),
        ("boris-kane", "1", "1"),
        ("cadonia", "2", "0"),
        ("neighbours", "1", "0"),
    ]


def test_a_group_speaks_for_its_members():
    held = told("what-does-actor-hold", "capacity", "proposition", actor=iri("actor", "cadonia"))
    assert ("member of a group", "talks") in held
    assert ("speaks itself", "sanctions") in held


def test_the_ties_of_opponents():
    found = told("opponents-ties", "opponent", "because", "tie", "third", actor=iri("actor", "borduria"))
    assert ("arcadia", "2020-01-10-first.rivalry", "alliedWith", "cadonia") in found
    assert ("arcadia", "truce", "alliedWith", "cadonia") in found


def test_the_condition_is_the_proposition_that_has_to_come_first():
    assert told("conditions-for-talks", "holder", "on_behalf_of", "proposition", "condition") == [
        ("boris-kane", "borduria", "talks", "local-truce")
    ]


def test_joint_speakers_are_told_apart_by_whom_they_speak_for():
    found = told("demands", "holder", "on_behalf_of", "proposition")
    assert ("alba-stone", "arcadia", "sanctions") in found
    assert ("cadonia", "", "sanctions") in found
    assert ("cadonia", "arcadia", "sanctions") not in found
    assert ("cadonia", "arcadia") not in told("who-speaks-for-whom", "holder", "represented")
    assert ("sanctions", "arcadia") in told("statements", "id", "on_behalf_of")
    assert ("sanctions", "") in told("statements", "id", "on_behalf_of")


def test_several_values_in_a_cell_are_sorted():
    found = told("statements", "id", "addressee", "reported_by")
    assert ("told-to-talk", "borduria|council", "") in found
    assert ("kane-condition", "", "council|harbour-radio") in found
