"""The questions: each file is sound by itself, and answers rightly, everywhere alike."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from cases import for_each
from graphs import CORNER, EXPECTED, SEEDS, ask, graph_of, to_tsv
from rdflib.plugins.sparql import prepareQuery
from repositories import DataRepository
from repositories import statement as row_of
from write_expected import PAGE, page

from kg.errors import QueryError
from kg.export.table import COLUMNS
from kg.namespaces import PREFIXES, iri, shorten
from kg.paths import shipped
from kg.query.binding import bind, columns_of, with_filters
from kg.query.catalogue import Catalogue
from kg.query.embedded.few_rows import for_few_rows
from kg.query.parameters import TYPES, resolve_all
from kg.query.results import rows_of
from kg.query.run import body, run_query
from kg.query.view import readable_rows
from kg.store.derive import derive

CATALOGUE = Catalogue(shipped("queries"))
NAMES = CATALOGUE.names()
find = cache(CATALOGUE.find)  # each time it reads a header anew
PARAMETERS = [(name, parameter) for name in NAMES for parameter in find(name).parameters]
#: Parameters for the two sides of pairs that an answer gives once.
ONCE = dict.fromkeys(("relations", "meetings"), ("actor", "other"))
each_query = for_each("name", NAMES)
each_parameter = for_each(("name", "parameter"), PARAMETERS)


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


@cache
def rows(name, seeds=SEEDS, **options):
    return ask(graph_of(seeds), find(name).text, **options)


@cache
def prepared(name):
    """Return a question as rdflib has read it, for which it needs a tenth of a second."""
    return prepareQuery(find(name).text)


def term(parameter):
    """Return the term of a parameter's example, without any help of the store."""
    if parameter.type in ("string", "date"):
        datatype = ox.NamedNode(PREFIXES["xsd"] + parameter.type)
        return ox.Literal(parameter.example, datatype=datatype)
    return _named(parameter.example)


def _named(name):
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def test_every_file_of_the_folder_is_a_question():
    assert {*NAMES} == {file.stem for file in shipped("queries").glob("*.rq")}


@each_query
def test_the_metadata_is_complete(name):
    question = find(name)
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
def test_a_question_is_plain_sparql_with_its_own_prefixes(name):
    text = find(name).text
    ox.Store().query(text)  # no prefix is known here but those that the file declares
    prepared(name)
    declared = re.findall(r"^PREFIX (\w+): <(.+)>$", text, re.MULTILINE)
    assert all(PREFIXES[prefix] == namespace for prefix, namespace in declared)
    body = text[text.index("SELECT") :]
    assert all(f"{prefix}:" in body for prefix, _ in declared)


@each_query
def test_a_question_names_the_graphs_it_reads(name):
    """Whether an endpoint's default graph is the union of its named graphs must not matter."""
    assert rows(name) == rows(name, union=True)
    store = ox.Store()
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in graph_of(CORNER))
    assert ask(store, find(name).text)[1:] == []


@each_query
def test_the_answer_is_the_expected_one(name):
    expected = (EXPECTED / f"{name}.tsv").read_text(encoding="utf-8")
    assert to_tsv(rows(name)) == expected


def test_every_expected_answer_has_its_question():
    assert {path.stem for path in EXPECTED.glob("*.tsv")} == set(NAMES)


@each_query
def test_the_order_of_the_rows_is_total(name):
    """No two rows may have the same sort key, or the order would be the engine's."""
    text = find(name).text
    keys = re.findall(r"\?(\w+)", text.rpartition("ORDER BY")[2])
    for seeds in (SEEDS, CORNER):
        columns, *answer = rows(name, seeds)
        places = [columns.index(key) for key in keys]
        assert [
            key for key, count in Counter(tuple(row[i] for i in places) for row in answer).items() if count > 1
        ] == []


@each_parameter
def test_a_bound_question_answers_with_the_rows_of_that_value(name, parameter):
    """A parameter that is a column chooses rows by it; any other one has a filter of its own in the file."""
    question = find(name)
    value = term(question.parameters[parameter])
    columns, *everything = rows(name)
    found = rows(name, **{parameter: value})[1:]
    assert found or not everything, "the example answers nothing"
    if parameter not in columns:
        assert f"#? {parameter}: " in question.text
        assert [row for row in everything if row in found] == found
        return
    shown = value.value if isinstance(value, ox.Literal) else shorten(value.value)
    assert all(row[columns.index(parameter)] == shown for row in found)
    if (
        name in ONCE and parameter in ONCE[name]
    ):  # these pairs stand in the answer once, and begin with whom one asks about
        assert _pairs(columns, found) == [pair for pair in _pairs(columns, everything) if shown in pair]
        return
    assert found == [row for row in everything if row[columns.index(parameter)] == shown]
    if f"#? {parameter}: " in question.text:
        return  # the column is empty where nothing is said, which a VALUES at the end would fill
    appended = f"{question.text}\nVALUES ?{parameter} {{ {value} }}\n"
    assert ask(graph_of(SEEDS), appended)[1:] == found


@for_each(("name", "parameter"), [(name, parameter) for name, parameter in PARAMETERS if "#? few: " in find(name).text])
def test_lines_for_few_rows_change_no_row(name, parameter):
    question = find(name)
    assert re.findall(r"#\? few: (.*)", question.text) == ["{ SELECT * WHERE {", "} LIMIT 1000000000 }"]
    for seeds in (SEEDS, CORNER):
        text = bind(body(question.text), {parameter: term(question.parameters[parameter])}, same=True)
        plain, limited = (rows_of(run_query(graph_of(seeds), asked)) for asked in (text, for_few_rows(text)))
        assert limited == plain


@for_each("name", [name for name in NAMES if "#? first: " in find(name).text])
def test_lines_for_a_list_that_comes_first_change_no_row(name):
    question = find(name)
    assert {*re.findall(r"#\? first: (.*)", question.text)} == {"LIMIT 1000000"}
    for seeds, given in product(
        (SEEDS, CORNER), ({}, *({key: term(question.parameters[key])} for key in question.parameters))
    ):
        text = bind(body(question.text), given, same=True)
        plain = graph_of(seeds).query(text, prefixes=PREFIXES)
        assert rows_of(run_query(graph_of(seeds), text)) == rows_of(plain)


@each_parameter
def test_a_parameter_means_the_same_in_each_of_its_lines(name, parameter):
    # A variable of an inner SELECT that is not among its columns is another one: it is `?given_<parameter>` there.
    question, own = find(name), re.compile(rf"\?{parameter.replace('-', '_')}\b")
    marked = re.sub(rf"(?m)^[ \t]*#\? {parameter}: .*$", r"\g<0> # its", body(question.text))
    bound = bind(marked, {parameter: term(question.parameters[parameter])}, same=True)
    lines = [line for line in bound.splitlines() if line.endswith("# its") and own.search(line)]
    assert [line for line in lines if not re.search("SELECT|GROUP|ORDER", line)] == []


@pytest.mark.parametrize(
    ("given", "few"),
    [
        ({}, False),
        ({"until": "2019-12-31"}, False),
        ({"side": "side:opposes", "since": "2012-03-10"}, False),
        ({"actor": "actor:russia"}, True),
        ({"issue": "issue:peace-talks"}, True),
        ({"degree": "degree:strong"}, True),
        ({"degree": "degree:plain"}, False),
        ({"text": "talks", "until": "2019-12-31"}, True),
    ],
)
def test_who_or_what_is_meant_selects_few_rows_and_days_and_terms_do_not(given, few, monkeypatch):
    question, store, limited = find("positions"), graph_of(SEEDS), []
    monkeypatch.setattr("kg.query.embedded.few_rows.for_few_rows", lambda text: limited.append(text) or text)
    run_query(store, question.text, resolve_all(store, question, given.items()))
    assert bool(limited) is few


def _pairs(columns, rows_):
    """Return the pairs in some rows, whichever of the two comes first, each with what it is proved by, sorted."""
    first, second = columns.index("actor"), columns.index("other")
    proof = columns.index("relation" if "relation" in columns else "event")
    return sorted((*sorted((row[first], row[second])), row[proof]) for row in rows_)


@for_each("name", ["relations", "meetings"])
def test_each_pair_is_listed_once_and_found_from_either_side(name):
    for seeds in (SEEDS, CORNER, Path(__file__).parents[1] / "fixtures" / "hard-cases"):
        columns, *everything = rows(name, seeds)
        pairs = _pairs(columns, everything)
        assert len(pairs) == len(set(pairs))
        for one, other, proof in pairs:
            if one and other:
                for parameters in ({"actor": one, "other": other}, {"actor": other, "other": one}):
                    bound = {key: _named(value) for key, value in parameters.items()}
                    found = rows(name, seeds, **bound)[1:]
                    assert (one, other, proof) in _pairs(columns, found)
                    assert len(found) == len(_pairs(columns, found))
                for key, who in product(("actor", "other"), (one, other)):
                    assert (one, other, proof) in _pairs(columns, rows(name, seeds, **{key: _named(who)})[1:])


@each_query
def test_days_of_events_are_not_named_as_days_of_speech(name):
    """A meeting that is planned for a day is not "said not after" that day."""
    days = re.findall(r"dp:happenedNot(?:After|Before) \?(\w+)", find(name).text)
    assert [day for day in days if day.startswith("said")] == []


def test_words_are_searched_in_a_quotation_and_in_a_label_but_not_across_both():
    quote, label = rows("search")[1][:2]
    found = [
        len(ask(graph_of(SEEDS), find("search").text, text=ox.Literal(words))) > 1
        for words in (quote.upper(), label.upper(), f"{quote} {label}")
    ]
    assert found == [True, True, False]


@for_each(("name", "parameter"), [pair for pair in PARAMETERS if pair[1] in ("since", "until", "text")])
def test_a_day_and_a_text_mean_the_same_everywhere(name, parameter):
    value = term(find(name).parameters[parameter])
    columns, *everything = rows(name)
    found = rows(name, **{parameter: value})[1:]
    day = next((column for column in ("published", "said_to", "not_after") if column in columns), None)
    if parameter == "text":
        assert all(value.value in " ".join(row).lower() for row in found)
        assert len(found) < len(everything)
    elif name not in (
        "between",
        "shifts",
        "timeline",
        "events",
        "meetings",
        "search",
        "votes",
        "voting-agreement",
        "voting-shifts",
    ):
        days = {row[columns.index(day)][:10] for row in found}
        assert min(days) >= value.value if parameter == "since" else max(days) <= value.value


def test_parameters_of_one_name_have_one_type():
    types = {}
    for name, key in PARAMETERS:
        types.setdefault(key, set()).add(find(name).parameters[key].type)
    several = {"kind", "holder", "type"}  # what kind of thing depends on what is asked about
    assert {key: found for key, found in types.items() if key not in several and len(found) > 1} == {}


def test_every_question_of_the_first_catalogue_is_answered_by_one_of_this():
    first = (Path(__file__).parents[1] / "fixtures" / "first-catalogue.txt").read_text(encoding="utf-8").split()
    assert first
    replaced = [name for question in CATALOGUE.questions() for name in question.formerly]
    assert len(replaced) == len(set(replaced))
    assert {*first} <= {*NAMES, *replaced}
    for name in replaced:
        assert name in find(name).formerly


@pytest.fixture(scope="module")
def dataset():
    """The corner of the world in rdflib, another engine than the one that we ask all day."""
    graph = rdflib.Dataset()
    graph.parse(data=ox.serialize(list(graph_of(CORNER)), format=ox.RdfFormat.N_QUADS), format="nquads")
    return graph


@each_query
def test_another_engine_answers_alike(name, dataset):
    text = find(name).text
    ours = [[cell and _in_utc(cell.value) for cell in row] for row in graph_of(CORNER).query(text)]
    assert [*_rows_there(dataset, prepared(name))] == ours


@for_each(
    ("name", "given"),
    [
        ("between", {"actor": "actor:arcadia", "other": "actor:alba-stone"}),  # who speaks for it
        ("between", {"other": "actor:neighbours", "actor": "actor:borduria"}),  # a member
        ("between", {"actor": "actor:arcadia"}),
        ("between", {"other": "actor:borduria"}),  # of which nobody holds a post
        ("said-of", {"target": "actor:borduria"}),
    ],
)
def test_another_engine_answers_alike_of_whom_it_is_asked(name, given, dataset):
    text = bind(body(find(name).text), {key: _named(value) for key, value in given.items()})
    ours = [[cell and _in_utc(cell.value) for cell in row] for row in graph_of(CORNER).query(text)]
    assert [*_rows_there(dataset, text)] == ours


def _rows_there(dataset, text):
    for row in dataset.query(text):
        yield [None if cell is None else _in_utc(str(cell)) for cell in row]


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
    for statement in (column for column in columns if column in ("statement", "item", "event", "relation")):
        assert {"source", "quote"} <= {*columns}, statement


#: What a question is about when its rows are about stances, and what reads them, in the text of a question.
ABOUT_STANCES = {
    *("agreement", "attribution", "claims", "conditions", "demands", "disagreement", "narrator", "positions"),
    *("propositions", "stances"),
}
READS_STANCES = (
    "dp:Stance",
    "dp:Ground",
    "dp:FirmGround",
    "dp:ActTowards",
    "dp:lastGround",
    "dp:standing",
    "dp:capacity",
)
#: Answers of which a row is no stance, with the reason.
NO_STANCE = {
    "agreement": "counts",
    "ballots": "counts ballots by year",
    "death-toll-differences": "pairs of figures, each with its statement",
    "overview": "counts",
    "propositions": "counts",
    "silent": "who has said nothing has no words",
    "speaks-for": "counts",
    "statements": "its columns are those of the flat table that is exported",
    "timeline": "a row is what happened or was said, whoever it is ascribed to",
    "voting-agreement": "counts",
}


def test_an_answer_about_a_stance_says_when_how_and_in_which_words():
    """A day, mode, capacity and certainty with it, and the quoted words with their source."""
    questions = {question.name: question for question in CATALOGUE.questions()}
    about = {
        name: columns_of(question.text)
        for name, question in questions.items()
        if ABOUT_STANCES & {*question.tags} or any(word in question.text for word in READS_STANCES)
    }
    assert len(about) >= 25
    assert {*NO_STANCE} <= {*about}
    wanted = {"mode", "capacity", "certainty", "quote", "source"}
    lacking = {name: wanted - columns for name, columns in about.items() if wanted - columns}
    lacking |= {name: {"said_to"} for name, columns in about.items() if not {"said_to", "not_after"} & columns}
    assert {name: columns for name, columns in lacking.items() if name not in NO_STANCE} == {}
    assert {*NO_STANCE} <= {*lacking}, "no longer an exception"


@each_query
def test_labels_are_shown_beside_the_names(name):
    columns = rows(name)[0]
    labelled = {column.removesuffix("_label") for column in columns if column.endswith("_label")}
    assert labelled or name in (
        "death-toll-differences",
        "article",
        "overview",
        "search",
        "sources",
        "timeline",
        "corrections",
    )
    assert labelled <= {*columns, "event"}


def test_the_page_of_the_catalogue_matches_the_files():
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
    text = find(name).text
    assert len(ask(store, text)) == len(rows(name, CORNER))


def test_a_group_in_a_group_passes_on_what_it_says_and_never_firmly():
    store = copy_of(CORNER)
    store.load(NESTED, ox.RdfFormat.TRIG)
    derive(store)
    columns, *answer = ask(store, find("for-and-against").text)
    at = columns.index
    told = "statement:2020-01-10-first.neighbours-talks"
    held = {(row[at("actor")], row[at("capacity")]) for row in answer if row[at("statement")] == told}
    assert {("actor:everybody", "capacity:represented"), ("actor:alba-stone", "capacity:supplied-member")} <= held
    kane = {
        row[at("standing")] for row in answer if row[at("actor")] == "actor:boris-kane" and row[at("statement")] == told
    }
    assert kane == {"standing:not-firm"}


def test_nobody_agrees_with_a_group_that_contains_its_own_group():
    store = copy_of(CORNER)
    store.load(NESTED, ox.RdfFormat.TRIG)
    derive(store)
    for name in ("between", "agreement"):
        columns, *answer = ask(store, find(name).text)
        pairs = {(row[columns.index("actor")], row[columns.index("other")]) for row in answer}
        assert ("actor:borduria", "actor:cadonia") in pairs
        assert not {("actor:borduria", "actor:everybody"), ("actor:everybody", "actor:borduria")} & pairs


@pytest.mark.parametrize(("other", "found"), [("borduria", True), ("cadonia", False)])
def test_deaths_caused_by_different_sides_are_not_compared(other, found):
    store = copy_of(CORNER)
    toll = iri("toll", "2020-01-10-first", "arcadia-toll.1"), iri("toll", "2020-02-20-second", "watch-toll.1")
    for name, perpetrator in zip(toll, ("borduria", other), strict=True):
        deaths = ox.NamedNode(PREFIXES["dp"] + "deaths")
        (graph,) = {quad.graph_name for quad in store.quads_for_pattern(ox.NamedNode(name), deaths, None)}
        by = ox.NamedNode(PREFIXES["dp"] + "perpetrator")
        store.add(ox.Quad(ox.NamedNode(name), by, ox.NamedNode(iri("actor", perpetrator)), graph))
    columns, *answer = ask(store, find("death-toll-differences").text)
    figures = {(row[columns.index("number")], row[columns.index("other_number")]) for row in answer}
    assert (("25", "12") in figures) == found


def test_the_dead_of_another_matter_are_not_compared():
    store = copy_of(CORNER)
    text = find("death-toll-differences").text
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


def test_a_state_and_its_speaker_are_counted_once():
    columns, *answer = rows("propositions", CORNER)
    at = columns.index
    counted = {
        row[at("proposition")]: (row[at("supporters")], row[at("opponents")], row[at("others")]) for row in answer
    }
    assert counted["proposition:truce"] == ("1", "0", "2"), "Borduria now; Arcadia and Borduria then"
    assert counted["proposition:shelling-kills"] == ("2", "1", "0")
    ground = Counter(told("common-ground", "proposition", "actors_on_side"))
    assert ground["talks", "3"] == 4, "the neighbours are not counted beside their members"
    on_talks = {name for proposition, name in told("common-ground", "proposition", "holder") if proposition == "talks"}
    assert on_talks == {"arcadia", "borduria", "cadonia", "neighbours"}
    assert "victory" not in {proposition for proposition, _ in ground}, "Stone, and through her Arcadia"


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


@pytest.mark.parametrize(
    ("before", "after", "order"),
    [
        ({"until": "2010-12-31"}, {}, "certain"),
        ({"until": "2010-12-31"}, {"since": "2011-01-01"}, "certain"),
        ({"until": "2010"}, {"since": "2011"}, "certain"),
        ({"until": "2011"}, {"since": "2011"}, "as reported"),  # in the course of a year
        ({"until": "2012"}, {"since": "2012"}, "as reported"),  # which has not ended when that is published
        ({"until": "2012"}, {}, "certain"),  # "until this year against it, now for it"
        ({"until": "2012-03-05"}, {"since": "2012-03-05"}, "as reported"),  # on that day
        ({"since": "2000", "until": "2005"}, {"since": "2006"}, "certain"),
        ({"since": "2008", "until": "2012"}, {"since": "2001", "until": "2005"}, "back, certain"),
        ({"since": "2001", "until": "2012"}, {"since": "2005", "until": "2009"}, "back, as reported"),
    ],
)
def test_holding_opposite_sides_before_and_after_a_day_is_a_shift(tmp_path, before, after, order):
    repository = DataRepository(tmp_path)
    held = [{"act": "opposes", "holds": before}, {"act": "supports", **({"holds": after} if after else {})}]
    repository.write("first", *(row_of(number, **row) for number, row in enumerate(held)))
    columns, *answer = rows("shifts", repository.seeds)
    found = [dict(zip(columns, row, strict=True)) for row in answer if row[0] == "actor:ann"]
    sides = [(row["side"], row["later_side"], row["order"]) for row in found]
    back = order.removeprefix("back, ")
    there = ("side:opposes", "side:supports", order)
    assert sides == [there if back == order else ("side:supports", "side:opposes", back)]


def test_a_change_of_sides_is_no_contradiction():
    assert told("contradictions", "actor") == []


def test_the_post_is_the_one_held_on_the_day():
    found = told("positions", "holder", "post", "said_to", by=iri("actor", "alba-stone"))
    assert found == [
        ("alba-stone", "Foreign Minister of Arcadia", "2020-01-09"),
        ("alba-stone", "Foreign Minister of Arcadia", "2020-01-10"),
        ("alba-stone", "President of Arcadia", "2020-02-19"),
    ]
    kane = told("positions", "post", by=iri("actor", "boris-kane"))
    assert set(kane) == {("Foreign Minister of Borduria",)}, "mayor until 2014 only"


def test_a_state_is_asked_about_with_those_who_speak_for_it_and_a_person_alone():
    told_of = {row[1] for row in told("positions", "holder", "statement", actor=iri("actor", "arcadia"))}
    alone = {row[1] for row in told("positions", "holder", "statement", by=iri("actor", "arcadia"))}
    assert {"2020-01-10-first.stone-truce", "2020-02-20-second.stone-victory"} <= told_of - alone
    assert "2020-01-10-first.arcadia-toll" in alone < told_of


def test_a_filter_that_equates_a_column_with_a_parameter_binds_the_column():
    text = find("positions").text
    stone, day = ox.NamedNode(iri("actor", "alba-stone")), ox.Literal("2020-01-10")
    assert with_filters(text, {"by": stone})[1] == {"holder": stone}
    assert with_filters(text, {"by": day})[1] == {}, "two literals can be equal and different terms"
    assert "?holder rdfs:label ?holder_label" in bind(text, {"by": stone}), (
        "in a text for other stores it stays a variable"
    )
    everything = rows("positions", CORNER)
    at = everything[0].index("holder")
    own = [row for row in everything[1:] if row[at] == "actor:alba-stone"]
    assert own
    assert rows("positions", CORNER, by=stone)[1:] == own


def test_a_parameter_is_bound_in_the_lists_that_its_filters_stand_in():
    text = """SELECT DISTINCT ?x WHERE {
      { SELECT DISTINCT ?x WHERE {
        ?x :p ?y
        #? whom: . ?x :q ?whom
      } }
    }"""
    iri_of_whom = ox.NamedNode("http://x/whom")
    bound = bind(text, {"whom": iri_of_whom})
    assert "?x :q <http://x/whom>" in bound
    assert bind(text, {}) == text, "the filter stays a comment"


def test_the_planner_of_the_embedded_store_sees_the_terms():
    """Of what is substituted afterwards it knows nothing, and begins with everything that could be meant."""
    seen = []

    class Recording:
        def query(self, text, **options):
            seen.append((text, options.get("substitutions")))
            return iter(())

    russia = ox.NamedNode(iri("actor", "russia"))
    run_query(Recording(), find("stances").text, {"actor": russia})
    text, substitutions = seen[-1]
    assert str(russia) in text
    assert substitutions is None


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("SELECT ?x FROM <http://x/g> WHERE { ?x ?p ?o }", 1),
        ("select ?x\nfrom<http://x/g> where { ?x ?p ?o }", 1),
        ("SELECT ?from WHERE { ?from ?p ?o }", 2),
        ("PREFIX from: <http://x/> SELECT ?x_from WHERE { ?x_from from:is ?o }", 2),
        ("SELECT ?x WHERE { ?x ?p ?o } # from here", 2),
    ],
)
def test_only_the_keyword_from_takes_a_query_its_union_of_graphs(text, rows):
    store = ox.Store()
    names = [ox.NamedNode(f"http://x/{name}") for name in ("a", "is", "b", "g", "h")]
    store.extend(ox.Quad(graph, names[1], names[2], graph) for graph in names[3:])
    assert sum(1 for _ in run_query(store, text)) == rows


@pytest.mark.parametrize("text", ["SELECT ?x WHERE { ?x a ?y ", "SELECT ?x WHERE {\n  ?x a ?y ?z }"])
def test_a_mistake_in_a_bound_query_is_shown_where_it_was_written(text):
    places = []
    for bindings in ({}, {"x": ox.NamedNode(iri("actor", "russia"))}):
        with pytest.raises(QueryError) as caught:
            run_query(ox.Store(), text, bindings)
        places.append((str(caught.value), caught.value.line, caught.value.column))
    assert places[0] == places[1]


def test_a_cosignatory_is_not_a_speaker_of_the_actor(tmp_path):
    """Ann and Bob sign one row for a state each; a group of both states, and its spokesman, speak for either."""
    repository = DataRepository(tmp_path)
    repository.reference["groups"] = {
        "both": {"label": "Aland and Bland", "members": ["aland", "bland"], "description": "The two."},
        "most": {"label": "Most", "members": ["both", "herald"], "description": "Most."},
    }
    repository.reference["officials"]["cyd"] = {
        "label": "Cyd",
        "posts": [{"title": "Editor", "of": "herald", "since": "2001"}],
    }
    repository.write_reference()
    joint = {"speaker": ["ann", "bob"], "for": {"ann": "aland", "bob": "bland"}}
    rows_of_all = (
        row_of(0, **joint),
        row_of(1, speaker="both", **{"for": None}),
        row_of(2, speaker="cyd", **{"for": "most"}),
        row_of(3, speaker="herald", **{"for": None}),
    )
    repository.write("first", *rows_of_all)
    for question in ("positions", "new"):
        for actor, own in (("aland", "ann"), ("bland", "bob")):
            columns, *answer = rows(question, repository.seeds, actor=ox.NamedNode(iri("actor", actor)))
            at = [columns.index(name) for name in ("holder", "statement")]
            found = {tuple(row[index].rpartition(":")[2].removeprefix("first.") for index in at) for row in answer}
            assert found == {(own, "row-0"), ("both", "row-1"), ("cyd", "row-2")}, (question, actor)


def test_on_a_day_before_its_retraction_a_statement_still_stands():
    known = {}
    for day in ("2020-01-31", "2020-02-28"):
        columns, *answer = rows("for-and-against", CORNER, **{"as-of": on(day)})
        found = [dict(zip(columns, row, strict=True)) for row in answer]
        assert {row["said_to"] <= day for row in found} == {True}
        truce = [row for row in found if (row["proposition"], row["actor"]) == ("proposition:truce", "actor:borduria")]
        known[day] = {(row["side"], row["standing"]) for row in truce}
    assert known["2020-01-31"] == {("side:opposes", "standing:last-known")}
    assert ("side:opposes", "standing:superseded") in known["2020-02-28"], "it was taken back by then"


def on(day):
    """Return a day as a parameter has it."""
    return ox.Literal(day, datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))


def test_the_standing_is_that_of_the_day_asked_about(tmp_path):
    repository = DataRepository(tmp_path)
    said = [
        {"said": "2012-03-02"},
        {"said": "2012-03-05", "act": "opposes"},
        {"said": "2012-03-05", "speaker": "bob", "for": None},
        {"said": "2012-03-05", "speaker": "bob", "for": None, "act": "opposes"},
        {"said": "2012-03-02", "proposition": "talks", "certainty": "possible"},
        {"said": "2012-03-06", "proposition": "talks"},
    ]
    repository.write("first", *(row_of(number, **row) for number, row in enumerate(said)))
    known = {}
    for day in ("2012-03-01", "2012-03-02", "2012-03-04", "2012-03-05", "2012-03-06"):
        columns, *answer = rows("stances", repository.seeds, **{"as-of": on(day)})
        picked = [columns.index(name) for name in ("actor", "side", "proposition", "standing", "said_to", "statements")]
        told_of = [tuple(row[at].rpartition(":")[2] for at in picked) for row in answer]
        known[day] = {row for row in told_of if row[0] != "aland"}
        assert not {row[columns.index("contrary")] for row in answer} - {
            "",
            *(row[columns.index("stance")] for row in answer),
        }
        for name, actor in (("positions", "holder"), ("for-and-against", "actor")):
            columns, *answer = rows(name, repository.seeds, **{"as-of": on(day)})
            picked = [columns.index(column) for column in (actor, "side", "proposition", "standing")]
            of_grounds = {tuple(row[at].rpartition(":")[2] for at in picked) for row in answer} - {()}
            assert {row for row in of_grounds if row[0] != "aland"} == {row[:4] for row in known[day]}, (name, day)
    assert known["2012-03-01"] == set()
    first = {
        ("ann", "supports", "truce", "last-known", "2012-03-02", "1"),
        ("ann", "supports", "talks", "not-firm", "2012-03-02", "1"),
    }
    assert known["2012-03-02"] == known["2012-03-04"] == first
    fifth = {
        ("ann", "supports", "truce", "superseded", "2012-03-02", "1"),
        ("ann", "opposes", "truce", "last-known", "2012-03-05", "1"),
        ("bob", "supports", "truce", "disputed", "2012-03-05", "1"),
        ("bob", "opposes", "truce", "disputed", "2012-03-05", "1"),
    }
    assert known["2012-03-05"] == fifth | {("ann", "supports", "talks", "not-firm", "2012-03-02", "1")}
    assert known["2012-03-06"] == fifth | {("ann", "supports", "talks", "last-known", "2012-03-06", "2")}


def test_on_an_earlier_day_ends_and_degrees_said_later_are_unknown(tmp_path):
    """What ends a stance is said on the 5th, and taken back by words without an end on the 7th."""
    repository = DataRepository(tmp_path)
    said = [
        {"said": "2012-03-02", "degree": "weak"},
        {"said": "2012-03-05", "degree": "strong", "holds": {"until": "2012-03-03"}},
        {"said": "2012-03-07", "degree": "weak"},
    ]
    repository.write("first", *(row_of(number, **row) for number, row in enumerate(said)))

    def seen(question, day, *names):
        columns, *answer = rows(question, repository.seeds, **{"as-of": on(day)})
        who = "holder" if question == "positions" else "actor"
        mine = [row for row in answer if row[columns.index(who)] == "actor:ann"]
        return sorted({tuple(row[columns.index(name)].rpartition(":")[2] for name in names) for row in mine})

    days = {
        "2012-03-02": ("last-known", "weak", ""),
        "2012-03-04": ("last-known", "weak", ""),
        "2012-03-05": ("ended", "strong", "2012-03-03"),
        "2012-03-06": ("ended", "strong", "2012-03-03"),
        "2012-03-07": ("last-known", "weak", ""),
    }
    for day, (standing, degree, end) in days.items():
        assert seen("stances", day, "standing", "degree", "held_to") == [(standing, degree, end)], day
        assert {told_of for (told_of,) in seen("positions", day, "standing")} == {standing}, day
        assert {told_of for (told_of,) in seen("for-and-against", day, "standing")} == {standing}, day


def test_the_standing_on_the_last_day_is_that_of_the_store():
    for question in ("stances", "positions", "for-and-against"):
        assert rows(question, CORNER, **{"as-of": on("2030-01-01")}) == rows(question, CORNER)
    assert len(rows("stances", CORNER, **{"as-of": on("2020-01-08")})) == 1, "the day before the first remark"


def test_tolls_are_compared_where_place_and_days_may_be_the_same():
    found = told("death-toll-differences", "number", "other_number", "difference", holder=iri("actor", "arcadia"))
    # The 3,000 since the war began stand for themselves, and the 10 are not in force: a later row revises them.
    assert found == [("25", "12", "13")]


def test_corrections_list_withdrawals_and_revisions():
    assert told("corrections", "statement", "reason", "revised_by") == [
        ("2020-01-10-first.cadonia-no-talks", "Corrected by the publisher.", "2020-02-20-second.cadonia-talks"),
        ("2020-01-10-first.watch-toll", "", "2020-02-20-second.watch-toll"),
    ]


def test_a_stance_counts_its_sources():
    counted = {row[:3]: row[3] for row in told("stances", "actor", "side", "proposition", "sources")}
    assert counted["borduria", "supports", "truce"] == "1"
    assert counted["arcadia", "supports", "talks"] == "2"
    assert counted["toll-watch", "claims", "shelling-kills"] == "1", "the other row is revised"


def test_the_chain_of_hearsay_goes_from_the_source_inwards():
    found = told("through", "voice", "statement", "chain")
    chain = "narrator of “Truce in doubt” > Council of the Coast > Harbour Radio > Boris Kane"
    assert ("council", "2020-01-10-first.kane-condition", chain) in found
    assert ("harbour-radio", "2020-01-10-first.kane-condition", chain) in found


def test_the_own_words_of_a_voice_are_known_through_it_alone():
    found = told("through", "voice", "holder", "statement", "statements")
    assert ("toll-watch", "toll-watch", "2020-02-20-second.watch-toll", "1") in found
    assert {voice for voice, holder, *_ in found if holder == "boris-kane"} == {"council", "harbour-radio"}
    assert not {"arcadia", "boris-kane"} & {voice for voice, *_ in found}, "who only speaks for itself is no voice"


def test_opposing_the_same_proposition_is_common_ground():
    columns, *answer = rows("common-ground", actor=_named("actor:russia"), other=_named("actor:arab-states"))
    found = {(row[columns.index("side")], row[columns.index("proposition")]) for row in answer}
    assert ("side:opposes", "proposition:foreign-intervention-in-syria") in found
    assert ("side:supports", "proposition:support-for-annan-mission") in found
    shown = {row[columns.index("holder")] for row in answer}
    assert {"actor:russia", "actor:arab-states"} <= shown, "each with its words"
    assert all(row[columns.index("quote")] for row in answer)
    everything = rows("common-ground")[1:]
    assert "proposition:assad-should-step-down" not in {row[0] for row in everything}, "two are against, others for it"


def test_speakers_for_a_part_are_found_with_the_whole():
    columns, *answer = rows("speaks-for", body=_named("actor:syrian-opposition"))
    shown = [[row[columns.index(name)] for name in ("speaker", "part", "statements")] for row in answer]
    assert shown == [
        ["actor:bassma-kodmani", "actor:syrian-national-council", "2"],
        ["actor:syrian-opposition-chief", "", "1"],
    ]
    columns, *answer = rows("speaks-for", body=_named("actor:remaining-signatories-of-nuclear-agreement"))
    assert answer == [], "who speaks for a state in a group of states speaks for that state alone"


def test_a_demand_is_answered_by_what_the_other_says_on_it():
    found = set(told("demands", "target", "proposition", "answer"))
    assert ("council", "talks", "") in found
    assert ("borduria", "talks", "supports") in found


def test_speakers_of_a_state_are_not_listed_as_agreeing_with_it():
    pairs = set(told("between", "actor", "other"))
    assert ("arcadia", "cadonia") in pairs
    assert ("cadonia", "arcadia") in pairs
    assert ("arcadia", "borduria") in pairs
    assert not {("boris-kane", "borduria"), ("alba-stone", "arcadia"), ("neighbours", "cadonia")} & pairs


def test_difference_is_symmetric():
    found = told("between", "actor", "relation", "other", "proposition", "other_proposition")
    assert ("borduria", "differs from", "arcadia", "shelling-kills", "shelling-kills") in found
    assert ("arcadia", "differs from", "borduria", "shelling-kills", "shelling-kills") in found
    assert ("arcadia", "differs from", "borduria", "victory", "truce") in found, "one excludes the other"


def test_agreements_and_disagreements_are_counted_in_propositions():
    counted = told("agreement", "other", "congruence", "conflict", "n", "speaks_against", actor=iri("actor", "arcadia"))
    assert counted == [
        ("borduria", "1", "0", "1", "0"),
        ("cadonia", "2", "0", "2", "0"),
        ("neighbours", "1", "0", "1", "0"),
    ], "what Kane said on talks is conditional, and claims are not counted"


def test_a_group_speaks_for_its_members():
    held = told("for-and-against", "capacity", "proposition", "standing", actor=iri("actor", "cadonia"))
    assert ("supplied-member", "talks", "last-known") in held, "Cadonia says so itself as well"
    assert ("itself", "sanctions", "last-known") in held


def test_the_condition_is_the_proposition_that_has_to_come_first():
    assert told("conditions", "actor", "through", "proposition", "condition") == [
        ("borduria", "boris-kane", "talks", "local-truce"),
        ("boris-kane", "", "talks", "local-truce"),
    ]


def test_joint_speakers_are_distinguished_by_whom_they_speak_for():
    found = told("positions", "holder", "on_behalf_of", "proposition")
    assert ("alba-stone", "Arcadia", "sanctions") in found
    assert ("cadonia", "", "sanctions") in found
    assert ("cadonia", "Arcadia", "sanctions") not in found
    assert ("cadonia", "arcadia") not in told("speaks-for", "speaker", "body")
    assert ("sanctions", "arcadia") in told("statements", "id", "on_behalf_of")
    assert ("sanctions", "") in told("statements", "id", "on_behalf_of")


def test_an_actor_that_spoke_only_on_the_issue_is_silent_on_the_proposition():
    silent = set(told("silent", "proposition", "actor"))
    spoke = set(told("stances", "proposition", "actor"))
    assert not silent & spoke


def test_an_actor_named_in_a_proposition_is_not_listed_as_silent():
    columns, *answer = rows("silent")
    silent = {(row[columns.index("proposition")], row[columns.index("actor")].partition(":")[2]) for row in answer}
    mission = {actor for proposition, actor in silent if proposition == "proposition:support-for-annan-mission"}
    assert not mission & {"kofi-annan", "united-nations", "arab-league"}, "it is his, and they have sent him"
    assert {"syria", "bashar-al-assad"} <= mission
    assert ("proposition:talks-with-assad-in-power", "bashar-al-assad") in silent, (
        "a party, of whom one would like to know"
    )


def test_several_values_in_a_cell_are_sorted():
    found = told("statements", "id", "addressee", "reported_by")
    assert ("told-to-talk", "borduria|council", "") in found
    assert ("kane-condition", "", "council|harbour-radio") in found


def test_a_person_reads_names_and_no_identifiers():
    """In `overview` the identifiers are what can be asked about, beside their labels."""
    named = {"actor", "place", "post", "proposition"}
    unnamed = set()
    for name in set(CATALOGUE.names()) - {"overview"}:
        for seeds in (SEEDS, CORNER):
            solutions = graph_of(seeds).query(find(name).text)
            columns, answer = [variable.value for variable in solutions.variables], rows_of(solutions)
            shown, cells = readable_rows(columns, answer)
            of = [columns.index(column) for column in shown]
            unnamed |= {
                (name, column)
                for row, read in zip(answer, cells, strict=True)
                for column, at, cell in zip(shown, of, read, strict=True)
                if row[at].partition(":")[0] in named and cell in (row[at], row[at].partition(":")[2])
            }
    assert not unnamed


@for_each(
    ("name", "parameter"),
    [
        *((name, "certainty") for name in ("positions", "for-and-against", "said-of", "narrator-says")),
        *((name, "degree") for name in ("positions", "for-and-against", "said-of", "stances")),
    ],
)
def test_what_goes_without_saying_can_be_asked_for(tmp_path, name, parameter):
    """Certain and plain are left out of most rows: whoever asks for them means those rows, too."""
    values = {"certainty": ("certain", "possible", "probable"), "degree": ("plain", "weak", "strong")}[parameter]
    speaker = {"speaker": "narrator", "for": None, "mode": "narrator"} if name == "narrator-says" else {}
    towards = {"act": "criticises", "target": "aland"} if name == "said-of" else {}
    said = [{}, *({parameter: value} for value in values)]
    repository = DataRepository(tmp_path / f"{name}-{parameter}")
    for number, one in enumerate(said):
        # Of a stance the last words are shown: each is somebody else's, or on something else.
        about = {"proposition": ("truce", "talks")[number % 2], "speaker": ("ann", "bob")[number // 2], "for": None}
        row = row_of(**{**about, **towards, **speaker, **one})
        repository.write(f"source-{number}", row)
    found = {value: len(rows(name, repository.seeds, **{parameter: value_of(parameter, value)})) for value in values}
    assert min(found.values()) > 1, found  # each with its heading
    assert sum(found.values()) - len(values) == len(rows(name, repository.seeds)) - 1, found


def value_of(kind, name):
    return ox.NamedNode(PREFIXES[kind] + name)
