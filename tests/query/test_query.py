"""Asking: binding by substitution, parameters, errors in the user's own lines, and time limits."""

from __future__ import annotations

import os
import time

import pyoxigraph as ox
import pytest
from cases import for_each
from graphs import CORNER, SEEDS, graph_of
from repositories import DataRepository, statement
from small_store import DATA, HELD, kg, make_store
from waiting import wait_for

from kg.errors import EngineError, QueryError, UsageError
from kg.namespaces import PREFIXES, shorten, slug_of
from kg.paths import shipped
from kg.query.catalogue import Catalogue, Parameter
from kg.query.deadline import within
from kg.query.names import index_of
from kg.query.offices import actors_meant, holders_of
from kg.query.parameters import LISTED_BY, TYPES, known, parameter_value, resolve_all
from kg.query.results import rows_of
from kg.query.run import explained_query, run_query, written_out

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p FILTER(?a != ?m) }"
RUSSIA = ox.NamedNode(PREFIXES["actor"] + "russia")


@pytest.fixture(scope="module")
def store():
    store = ox.Store()
    store.load(DATA.encode(), ox.RdfFormat.TRIG)
    return store


def rows(store, query, **terms):
    return rows_of(run_query(store, query, terms))


def test_known_prefixes_need_no_declaration_and_a_declared_one_wins(store):
    assert len(rows(store, "SELECT ?s { GRAPH ?g { ?s a dp:State } }")) == 2
    assert rows(store, "PREFIX dp: <http://elsewhere/> SELECT ?s { GRAPH ?g { ?s a dp:State } }") == []


def test_without_graph_all_graphs_are_asked(store):
    assert len(rows(store, "SELECT ?s { ?s a dp:State . ?t dp:holder ?s }")) == 2


def test_from_limits_a_query_to_the_graphs_that_it_names(store):
    asked = "SELECT ?s FROM <https://w3id.org/diplomatic-positions/id/graph/reference> { ?s a ?kind }"
    assert len(rows(store, asked)) == 7
    assert len(rows(store, "# FROM nowhere\nSELECT ?s { ?s a ?kind }")) > 7
    assert not run_query(store, "ASK FROM <http://nothing.example/> { ?s ?p ?o }")


@for_each(
    ("text", "expected"),
    [
        (HELD, [["actor:russia", "proposition:ceasefire"]]),
        ("SELECT ?holder { { SELECT ?holder { ?s dp:holder ?holder } } }", [["actor:russia"]]),
        ("SELECT ?holder (COUNT(?s) AS ?n) { ?s dp:holder ?holder } GROUP BY ?holder", [["actor:russia", "1"]]),
        (
            "SELECT ?holder ?s { ?s dp:towards ?p FILTER EXISTS { ?s dp:holder ?holder } }",
            [["actor:russia", "statement:one.a"]],
        ),
        (
            "SELECT ?holder ?o { ?o a dp:State FILTER (?o != ?holder) }",
            [["actor:russia", "actor:qatar"]],
        ),
        ("SELECT ?holder ?x { OPTIONAL { ?x dp:holder ?holder } }", [["actor:russia", "statement:one.a"]]),
        ("SELECT ?holder { { ?s dp:holder ?holder } UNION { ?s dp:nothing ?holder } }", [["actor:russia"]]),
        ("SELECT ?holder { VALUES ?holder { actor:russia actor:qatar } }", [["actor:russia"]]),
    ],
)
def test_a_term_replaces_a_variable_everywhere(store, text, expected):
    assert rows(store, text, holder=RUSSIA) == expected


def test_construct_and_ask_are_bound_too(store):
    triples = list(
        run_query(
            store, "CONSTRUCT { ?holder dp:towards ?p } { ?s dp:holder ?holder ; dp:towards ?p }", {"holder": RUSSIA}
        )
    )
    assert [str(triple.subject) for triple in triples] == [str(RUSSIA)]
    assert not run_query(store, "ASK { ?s a dp:Claim ; dp:holder ?holder }", {"holder": RUSSIA})
    assert run_query(store, "ASK { ?s a dp:Position ; dp:holder ?holder }", {"holder": RUSSIA})


def test_a_variable_that_is_not_a_column_cannot_be_bound(store):
    with pytest.raises(UsageError, match=r"\?holder cannot be bound.*add \?holder to the SELECT"):
        run_query(store, "SELECT ?s { ?s dp:holder ?holder }", {"holder": RUSSIA})


@for_each("value", ['"} DROP', "'''", "a\nb", "\\u0022", "} ; DROP ALL #", "?x", "<http://x>"])
def test_a_string_is_only_ever_a_value(store, value):
    parameter = Parameter("text", {"type": "string"})
    term = parameter_value(store, parameter, value)
    text = 'SELECT ?text ?same { BIND(CONCAT(?text, "") AS ?same) }'
    assert rows(store, text, text=term) == [[value, value]]
    assert len(store) == len(list(ox.parse(DATA.encode(), ox.RdfFormat.TRIG)))


@for_each("type_", sorted(set(TYPES) - {"string"}))
def test_an_injected_value_is_refused_for_every_other_type(store, type_):
    with pytest.raises(UsageError):
        parameter_value(store, Parameter("x", {"type": type_}), '"} DROP')


NAMES = ["russia", "actor:russia", str(RUSSIA), RUSSIA.value, "Russia", "Russian Federation", "RU"]


@for_each(
    ("type_", "value"),
    [(type_, value) for type_ in ("actor", "state", "iri") for value in NAMES if (type_, value) != ("iri", "russia")],
)  # an IRI of no kind has no slug
def test_an_actor_has_many_names(store, type_, value):
    assert parameter_value(store, Parameter("holder", {"type": type_}), value) == RUSSIA


@for_each(
    ("type_", "value", "message"),
    [
        ("state", "sergei-lavrov", "the store has no state"),
        ("official", "russia", "the store has no official"),
        ("organisation", "Qatar", "no organisation"),
        ("actor", "rusia", r"did you mean .*russia"),
        ("actor", "Sergej Lavrov", r"did you mean .*sergei-lavrov"),
        ("actor", "the minister", r"is ambiguous.*hamad \(.*\), sergei-lavrov \("),
        ("proposition", "ceasfire", "did you mean ceasefire"),
        ("proposition", "actor:russia", "no proposition"),
        ("relation", "x", "the store has no relation"),
        ("act", "call-for", "did you mean calls-for"),
        ("date", "2012-02-30", r"there is no such day \(correct the day or the month\)"),
        ("date", "20120311", r"not a date \(write it as 2012-03-11\)"),
        ("date", "2020", r"not a date \(write it as 2020-01-01\)"),
        ("date", "2020-11", r"not a date \(write it as 2020-11-01\)"),
        ("date", "11.3.2012", "not a date"),
        ("integer", "1_0", "not an integer"),
        ("integer", "٣", "not an integer"),
        ("decimal", "nan", "not a decimal"),
        ("wrong", "x", "unknown type"),
    ],
)
def test_an_unknown_value_gets_the_nearest(store, type_, value, message):
    with pytest.raises(UsageError, match=message):
        parameter_value(store, Parameter("x", {"type": type_}), value)


@for_each(
    ("value", "last"),
    [
        ("2020", "2020-12-31"),
        ("2020-02", "2020-02-29"),
        ("2021-02", "2021-02-28"),
        ("2021-11", "2021-11-30"),
        ("2021-07", "2021-07-31"),
    ],
)
def test_until_a_year_or_a_month_is_until_its_last_day(store, value, last):
    with pytest.raises(UsageError, match=rf"until={value}: not a date \(write it as {last}\)"):
        parameter_value(store, Parameter("until", {"type": "date"}), value)


def test_a_name_that_is_its_own_label_is_given_once(store):
    with pytest.raises(UsageError, match=r"did you mean calls-for \(calls for\)\?"):
        parameter_value(store, Parameter("act", {"type": "act"}), "call-for")
    with pytest.raises(UsageError, match=r"did you mean supports\?"):
        parameter_value(sides(), Parameter("side", {"type": "side"}), "support")


def sides():
    store = ox.Store()
    store.update(
        f"INSERT DATA {{ GRAPH <x:o> {{ <{PREFIXES['side']}supports> <{PREFIXES['rdfs']}label> 'supports'@en }} }}"
    )
    return store


@pytest.fixture(scope="module")
def towns():
    """Return a store with a town, actors who have it in their names, a narrator, and an issue."""
    store = ox.Store()
    prefixes = "".join(f"PREFIX {name}: <{start}>\n" for name, start in PREFIXES.items())
    store.update(f"""{prefixes} INSERT DATA {{ GRAPH graph:reference {{
        dp:Group rdfs:subClassOf dp:Actor . dp:Official rdfs:subClassOf dp:Actor .
        dp:Narrator rdfs:subClassOf dp:Actor .
        place:homs a dp:Place ; rdfs:label "Homs"@en .
        actor:people a dp:Group ; rdfs:label "people of Homs"@en .
        actor:council a dp:Group ; rdfs:label "Council of the Homs region"@en .
        actor:mayor a dp:Official ; rdfs:label "Sami Aleppo"@en .
        actor:narrator.one a dp:Narrator ; rdfs:label "narrator of “Talks in Aleppo fail”"@en .
        actor:narrator.two a dp:Narrator ; rdfs:label "narrator of “The second round”"@en .
        proposition:aid a dp:Proposition ; rdfs:label "Homs should have aid."@en .
        issue:un a dp:Issue ; skos:prefLabel "United Nations"@en ; rdfs:label "United Nations"@en .
    }} }}""")
    return store


@for_each(
    ("type_", "value", "meant"),
    [
        ("actor", "people of Homs", "actor:people"),
        ("actor", "council", "actor:council"),
        ("actor", "Aleppo", "actor:mayor"),  # nobody by the title of an article, whose words are about others
        ("proposition", "homs", "proposition:aid"),
        ("place", "homs", "place:homs"),
        ("issue", "UN", "issue:un"),
    ],
)
def test_a_part_of_a_name_means_one_thing(towns, type_, value, meant):
    assert shorten(parameter_value(towns, Parameter("x", {"type": type_}), value).value) == meant


@for_each(
    ("type_", "value", "message"),
    [
        (
            "actor",
            "Homs",
            r"no actor of that name \(`homs` is a place; did you mean .*people",
        ),  # a town is not its people
        ("actor", "second round", "no actor of that name"),
        ("actor", "zzzzzz", r"\(`kg query actors` lists them\)"),
        ("issue", "oil", r"\(`kg query overview` lists them\)"),
        ("proposition", "zzzzzz", r"\(`kg query propositions` lists them\)"),
        ("place", "zzzzzz", r"\(one of: homs\)"),
        ("source", "zzzzzz", "the store has no source"),
        ("actor", " ", r"-p x=: the value is missing \(`kg query actors` lists them\)"),
    ],
)
def test_an_unknown_or_unclear_value_of_a_parameter_is_refused(towns, type_, value, message):
    with pytest.raises(UsageError, match=message):
        parameter_value(towns, Parameter("x", {"type": type_}), value)


@pytest.mark.parametrize(
    ("seeds", "written", "meant", "told"),
    [
        (SEEDS, "President Assad", ["bashar-al-assad"], ""),
        (SEEDS, "Foreign Minister Sergey Lavrov", ["sergei-lavrov"], ""),
        (SEEDS, "the Iranian President Hassan Rouhani", ["hassan-rouhani"], ""),
        (SEEDS, "envoy Annan", ["kofi-annan"], ""),
        (SEEDS, "Turkish President Rouhani", [], ""),  # his own state has him, no other
        (SEEDS, "King Assad", [], ""),
        (SEEDS, "Russian foreign minister", ["sergei-lavrov"], "held this office on 2020-01-13"),
        (SEEDS, "Russia's Foreign Minister", ["sergei-lavrov"], "held this office on 2020-01-13"),
        (SEEDS, "foreign minister of the Russian Federation", ["sergei-lavrov"], "held this office on 2020-01-13"),
        (
            SEEDS,
            "US president",
            ["donald-trump"],
            "held this office on 2020-01-13",
        ),  # neither his first nor his last term
        (SEEDS, "Saudi foreign minister", ["saud-al-faisal"], "until 2015-04-29; the store has no later holder"),
        (SEEDS, "UN secretary-general", ["ban-ki-moon", "kofi-annan"], ""),  # on the last day it was neither
        (SEEDS, "foreign minister", [], ""),
        (CORNER, "president of Arcadia", ["alba-stone"], "held this office on 2020-02-20"),
        (CORNER, "Foreign Minister of Arcadia", ["alba-stone"], "until 2020-01-31"),
        (CORNER, "Mayor Kane", ["boris-kane"], ""),
        (CORNER, "Borduria president", [], ""),
    ],
)
def test_a_person_is_named_by_an_office(seeds, written, meant, told):
    store = graph_of(seeds)
    index = index_of(store, "actor")
    found, words = holders_of(store, written, index)
    assert ([slug_of(name) for name in found], told in words, bool(told) == bool(words)) == (meant, True, True)
    assert index.find(written) == []
    assert actors_meant(store, index, written) == found


@pytest.mark.parametrize(
    ("dates", "held"),
    [
        # The store's last day is 2012-03-11, the day of its only source.
        ({"until": "2012-03-10"}, False),
        ({"until": "2012-03-11"}, True),
        ({"since": "2012-03-12"}, False),
        ({"since": "2012-03-11"}, True),
        ({"since": "2012-03-11", "until": "2012-03-11"}, True),
        ({"since": "2012-03"}, True),
        ({}, True),
    ],
)
def test_an_office_is_that_of_its_holder_from_the_first_day_to_the_last(tmp_path, dates, held):
    repository = DataRepository(tmp_path)
    tenures = {"ann": dates, "bob": {"since": "1990", "until": "1991"}}
    repository.reference["officials"] = {
        name: {"label": name, "posts": [{"title": "Foreign Minister", "of": "aland", **days}]}
        for name, days in tenures.items()
    }
    repository.write_reference()
    repository.write("first", statement(**{"for": None}))
    store = graph_of(repository.seeds)
    found, words = holders_of(store, "Aland foreign minister", index_of(store, "actor"))
    assert [slug_of(name) for name in found] == (["ann"] if held else ["ann", "bob"])
    assert ("held this office on 2012-03-11" in words) is held


@pytest.mark.parametrize(
    ("day", "meant", "told"),
    [
        ("2011-12-31", ["ann"], "held this office from 2012-01-01; the store has no earlier holder"),
        ("2012-01-01", ["ann"], "held this office on 2012-01-01"),
        ("2012-03-05", ["ann"], "held this office on 2012-03-05"),
        ("2012-03-06", ["bob"], "held this office on 2012-03-06"),
        ("2012-03-11", ["bob"], "held this office on 2012-03-11"),  # the last day in the store is nothing special
        (None, ["bob"], "held this office on 2012-03-11, the last day in the store"),
    ],
)
def test_with_a_day_an_office_is_that_of_its_holder_on_the_day(tmp_path, day, meant, told):
    repository = DataRepository(tmp_path)
    repository.reference["officials"] = {
        name: {"label": name, "posts": [{"title": "Foreign Minister", "of": "aland", **days}]}
        for name, days in {
            "ann": {"since": "2012-01-01", "until": "2012-03-05"},
            "bob": {"since": "2012-03-06"},
        }.items()
        if name == "ann" or day != "2011-12-31"
    }
    repository.write_reference()
    repository.write("first", statement(**{"for": None}))
    store, question, notes = graph_of(repository.seeds), Catalogue(shipped("queries")).find("positions"), []
    given = {"actor": "Aland foreign minister", **({"as-of": day} if day else {})}
    terms = resolve_all(store, question, given.items(), note=notes.append)
    assert [slug_of(terms["actor"].value)] == meant
    assert notes[0].endswith(f", who {told}")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Syria", "territory-of-syria"),
        ("syrian arab republic", "territory-of-syria"),
        ("Northwest Syria", "northwest-syria"),
        ("Moscow", "moscow"),
    ],
)
def test_a_state_as_a_place_is_its_territory(written, meant):
    assert slug_of(parameter_value(graph_of(SEEDS), Parameter("place", {"type": "place"}), written).value) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("dp:Alliance", "Alliance"),
        ("Alliance", "Alliance"),
        ("BREAK of relations", "BreakOfRelations"),
        ("attack", "Attack"),
    ],
)
def test_a_term_of_the_ontology_is_named_in_words(written, meant):
    assert parameter_value(graph_of(SEEDS), Parameter("tie", {"type": "iri"}), written).value == PREFIXES["dp"] + meant


def test_a_misspelt_term_of_the_ontology_is_not_a_value():
    with pytest.raises(UsageError, match=r"tie=dp:Aliance: the ontology has no such term \(did you mean dp:Alliance"):
        parameter_value(graph_of(SEEDS), Parameter("tie", {"type": "iri"}), "dp:Aliance")


def test_a_name_of_another_kind_is_reported_as_such():
    """A person is no place, and a proposition is no actor."""
    for type_, value, message in (
        ("place", "kofi-annan", r"`kofi-annan` is an actor"),
        ("actor", "foreign-intervention-in-syria", r"`foreign-intervention-in-syria` is a proposition"),
        ("actor", "sanctions", r"`sanctions` is an issue"),
    ):
        with pytest.raises(UsageError, match=message):
            parameter_value(graph_of(SEEDS), Parameter("x", {"type": type_}), value)
    with pytest.raises(UsageError, match=r"no place of that name .did you mean idlib") as told:
        parameter_value(graph_of(SEEDS), Parameter("x", {"type": "place"}), "Idleb")
    assert " is an " not in str(told.value)


def test_an_unknown_place_says_how_to_list_the_places():
    with pytest.raises(UsageError, match=r"`kg query -q '(.*)'` lists them") as told:
        parameter_value(graph_of(SEEDS), Parameter("x", {"type": "place"}), "Narnia")
    listing = str(told.value).split("'")[1]
    assert "place:idlib" in {shorten(row[0].value) for row in run_query(graph_of(SEEDS), listing)}


def test_every_question_that_lists_names_exists():
    assert set(LISTED_BY.values()) <= set(Catalogue(shipped("queries")).names())


@for_each(("type_", "value"), [("date", "2012-03-11"), ("integer", "-3"), ("decimal", "0.85")])
def test_literals_are_typed(store, type_, value):
    assert parameter_value(store, Parameter("x", {"type": type_}), value) == ox.Literal(
        value, datatype=ox.NamedNode(PREFIXES["xsd"] + type_)
    )


def test_defaults_are_bound_unless_given(store):
    question = Catalogue(".").parse("#+ parameters: {day: {type: date, default: 2012-03-11}}\nSELECT ?day {}", "-q")
    assert resolve_all(store, question, [])["day"].value == "2012-03-11"
    assert resolve_all(store, question, [("day", "2013-01-01")])["day"].value == "2013-01-01"


def test_values_of_parameters_are_offered_for_completion(store):
    assert known(store, "state") == {"russia": "Russia", "qatar": "Qatar"}
    assert set(known(store, "actor")) == {"russia", "qatar", "un-security-council", "sergei-lavrov", "hamad"}
    assert known(store, "proposition")["ceasefire"] == "All sides cease fire."


@for_each(
    ("text", "message"),
    [
        ("SELECT ?s {\n  ?s dp:x dp:y dp:z }", r"^q.rq:2:16: syntax error at 'dp:z'"),
        ('SELECT ?s {\n # é\n "😀é" ?? }', r"^q.rq:3:2: syntax error at '\"😀é\"'"),
        ('SELECT ?s { \t?s dp:x "😀é" ?? }', r"^q.rq:1:27: syntax error at '\?\?'"),
        ('SELECT * {\n "😀é" foo:a ?o }', r"^q.rq:2:7: unknown prefix 'foo:'"),
        ("SELECT ?s { ?s ?p ?o }\nORDER ?s", r"^q.rq:2:1: syntax error at 'ORDER'"),
        ("SELEC ?s { ?s ?p ?o }", r"^q.rq:1:1: syntax error at 'SELEC'"),
        ("#+ summary: x\nSELECT ?s { ?s nope:x ?o }", r"^q.rq:2:16: unknown prefix 'nope:'"),
        ("SELECT ?s { ?s dpp:x ?o }", r"unknown prefix 'dpp:' \(did you mean `dp`"),
        ("", "^q.rq:1:1: the query is empty"),
        ("DELETE WHERE { ?s ?p ?o }", "this is an update"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?o", "neither in GROUP BY nor an aggregate"),
        ("SELECT ?s { ?s ?p ?o", r"^q.rq:1:\d+: syntax error"),
    ],
)
def test_syntax_errors_are_reported_at_the_users_own_line_and_character(store, text, message):
    with pytest.raises(QueryError, match=message) as caught:
        run_query(store, text, file="q.rq")
    assert "\n" not in str(caught.value)


def test_an_unreachable_service_is_not_an_empty_answer(tmp_path):
    make_store(tmp_path / "s")
    said = kg(
        "query",
        "-s",
        tmp_path / "s",
        "-q",
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "--allow-service",
    )
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("kg: -q: cannot be evaluated:")


def test_explain_writes_the_query_out(store):
    text = explained_query(HELD, {"holder": RUSSIA}, run_query(store, HELD, {"holder": RUSSIA}))
    assert "# columns: holder, proposition" in text
    assert f"# bound: ?holder = {RUSSIA}" in text
    assert "PREFIX dp: <" in text
    ox.Store().query(text)  # runs anywhere


def test_only_missing_prefixes_are_declared():
    text = "prefix dp: <http://x/> SELECT * { ?s dp:a rdf:x, <http://dcterms/oa:x> }"
    assert written_out(text).startswith("PREFIX rdf:") or "PREFIX rdf:" in written_out(text)
    assert "PREFIX dp:" not in written_out(text)
    ox.Store().query(written_out(text))


def test_a_time_limit_ends_the_work():
    began = time.monotonic()
    with pytest.raises(EngineError, match=r"no answer within 0.2 s"):
        within(0.2, lambda: time.sleep(30) or b"")
    assert time.monotonic() - began < 25


def test_results_within_the_deadline_arrive_whole():
    assert within(20, lambda: b"x" * 3_000_000) == b"x" * 3_000_000


def test_an_error_before_the_deadline_is_returned():
    def fail():
        raise QueryError("wrong", file="q.rq", line=2)

    with pytest.raises(Exception, match=r"q\.rq:2: wrong"):
        within(20, fail)


def test_no_process_outlives_its_time_limit(tmp_path):
    make_store(tmp_path / "s")
    began = time.monotonic()
    said = kg("query", "-q", ENDLESS, "--timeout", "0.5", "-s", tmp_path / "s")
    assert (said.code, said.out) == (2, "")
    assert "no answer within 0.5 s" in said.err
    assert time.monotonic() - began < 60
    wait_for(lambda: not [pid for pid in os.listdir("/proc") if pid.isdigit() and ENDLESS in _command(pid)])


def _command(pid):
    try:
        with open(f"/proc/{pid}/cmdline", encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


@pytest.mark.parametrize("kind", ["actor", "official", "person"])
@pytest.mark.parametrize("holders", [1, 8, 9])
def test_an_office_without_its_state_names_its_holders(tmp_path, kind, holders):
    repository = DataRepository(tmp_path)
    repository.reference["officials"] = {
        f"holder-{n}": {"label": f"Holder {n}", "posts": [{"title": "Foreign Minister", "of": "aland"}]}
        for n in range(holders)
    }
    repository.write_reference()
    repository.write("first", statement(speaker="holder-0", **{"for": None}))
    with pytest.raises(UsageError) as told:
        parameter_value(graph_of(repository.seeds), Parameter("by", {"type": kind}), "Foreign minister")
    assert "it is an office: add its state or organisation, or choose holder-0 (Foreign Minister of " in told.value.hint
    assert ("and 1 more" in told.value.hint) is (holders == 9)
    with pytest.raises(UsageError) as told:
        parameter_value(graph_of(repository.seeds), Parameter("by", {"type": "state"}), "Foreign minister")
    assert "office" not in told.value.hint
